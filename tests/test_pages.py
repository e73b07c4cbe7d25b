import json
import re
from base64 import b64decode
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from laicheng_data.briefing.content import charts_of_findings
from laicheng_data.briefing.findings import findings, key_findings
from laicheng_data.charts.record import record_of
from laicheng_data.checking.claims import verdicts_of
from laicheng_data.cli import app
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import REPORTS_DIR, load_report
from laicheng_data.notebook.marks import Mark
from laicheng_data.notebook.page import Page
from laicheng_data.pages import verdict_table
from laicheng_data.pages.about import what_is_open, what_was_checked
from laicheng_data.pages.chart_table import chart_table
from laicheng_data.pages.evidence import (
    MOST_CLAIMS,
    MOST_FACTS,
    claims_on_page,
    evidence,
    value_range,
)
from laicheng_data.pages.frame import TEMPLATES, mark_chinese
from laicheng_data.pages.notebook_page import PAGE_BYTES
from laicheng_data.pages.pictures import Pictures, Screen
from laicheng_data.pages.sanitise import MOST_ROWS
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.running import session as rerun
from laicheng_data.running.session import Outcome, Run
from laicheng_data.tables.naming import value_of
from laicheng_data.words import SENTENCES, Words
from tests.conftest import MakeReport
from tests.pages import write_pages

SCRIPT = "<script>window.pwned = 1</script>"
FACTS, CLAIMS = (
    (REPORTS_DIR / "laicheng-2016" / f"{name}.csv").read_text(encoding="utf-8")
    for name in ("facts", "claims")
)
CHART = FIGURES_DIR / "laicheng-2016" / "en" / "unfiled.png"


@pytest.fixture(autouse=True)
def screens(monkeypatch: pytest.MonkeyPatch) -> list[Screen]:
    """The drawings for screens that every picture has in the test: none, unless it gives some.

    What is really drawn is looked at in test_pictures.
    """
    drawn: list[Screen] = []
    monkeypatch.setattr(Pictures, "of", lambda *_: drawn)
    return drawn


def shown(**data: object) -> NotebookNode:
    """A code cell that has shown this; `text_html` stands for text/html."""
    output = new_output(
        "display_data", {name.replace("_", "/", 1): value for name, value in data.items()}
    )
    return new_code_cell("show()", outputs=[output])


def written(
    folder: Path, *cells: NotebookNode, language: str = "en", **outcome: Any
) -> BeautifulSoup:
    """The page of an executed notebook that holds these cells."""
    run = Run("01_made", "laicheng-2016", language, {"language": language}, Path())
    notebook = folder / run.report / language / "01_made.ipynb"
    notebook.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[*cells]), notebook)
    write_pages([Outcome(run, **outcome)], folder)
    return soup(notebook.with_suffix(".html"))


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")


def one(page: Tag, selector: str) -> Tag:
    [found] = page.select(selector)
    return found


def one_or_none(page: Tag, selector: str) -> Tag | None:
    return next(iter(page.select(selector)), None)


def index(
    folder: Path, reports_dir: Path | None = None, many: bool = False, **outcome: Any
) -> BeautifulSoup:
    """The English index of a run of one notebook of each report."""
    names = [path.name for path in reports_dir.iterdir()] if reports_dir else ["laicheng-2016"]
    runs = [
        Run("01_made", name, "en", {"reports_dir": str(reports_dir or "")}, Path())
        for name in names
    ]
    write_pages([Outcome(run, **outcome) for run in runs], folder, many)
    return soup(folder / "index.en.html")


@pytest.mark.parametrize(
    "hostile",
    [
        SCRIPT,
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<base href='https://example.org/'><link rel=stylesheet href='https://example.org/x.css'>",
        "<table><td style='background:url(https://example.org/x)' onclick=alert(1)>1</table>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<form action=https://example.org><button formaction=javascript:alert(1)>x</button></form>",
        "[x](javascript:alert(1)) ![x](https://example.org/x.png)",
    ],
)
@pytest.mark.parametrize("kind", ["text_html", "text_markdown", "text_plain", "image_png"])
def test_nothing_that_an_output_holds_can_run_or_fetch(
    tmp_path: Path, hostile: str, kind: str
) -> None:
    main = one(written(tmp_path, shown(**{kind: hostile})), "main")
    attributes = [(name, str(value)) for tag in main(True) for name, value in tag.attrs.items()]
    assert (
        main(["script", "style", "iframe", "base", "link", "svg", "math", "form", "button"]) == []
    )
    assert [
        name for name, _ in attributes if name.startswith("on") or name in ("style", "srcdoc")
    ] == []
    assert [
        value
        for name, value in attributes
        if name in ("href", "src") and not value.startswith(("data:image/png", "#"))
    ] == []


@pytest.mark.parametrize(
    "text", [SCRIPT, r"$\require{html} \href{javascript:alert(1)}{x}$", "<b>5</b> < 6 & 7"]
)
def test_markup_in_markdown_and_text_is_shown_as_text(tmp_path: Path, text: str) -> None:
    page = written(
        tmp_path, shown(text_markdown=text), shown(text_plain=text), new_markdown_cell(text)
    )
    assert page.get_text().count(text.replace("\\{", "{")) == 3


def test_the_words_of_a_report_are_shown_as_text_on_the_index(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir = make_report()
    card = reports_dir / "copy" / "datapackage.json"
    card.write_text(
        json.dumps({**json.loads(card.read_text(encoding="utf-8")), "title": SCRIPT}),
        encoding="utf-8",
    )
    page = index(tmp_path / "build", reports_dir)
    assert SCRIPT in page.get_text()
    own, about = sorted(page("script"), key=lambda script: "type" in script.attrs)
    assert not own.attrs and SCRIPT not in str(own)
    assert json.loads(about.get_text())["name"].startswith(SCRIPT)


def test_a_page_allows_no_script_and_the_index_only_its_own(tmp_path: Path) -> None:
    policies = [
        str(page.find("meta", {"http-equiv": "Content-Security-Policy"}))
        for page in (written(tmp_path), index(tmp_path))
    ]
    assert all("default-src 'none'" in policy for policy in policies)
    assert "script-src 'none'" in policies[0]
    assert re.search(r"script-src 'sha256-[^']+';", policies[1])


def test_code_is_there_behind_a_switch_that_needs_no_script(tmp_path: Path) -> None:
    page = written(tmp_path, new_code_cell("1 + 1"))
    assert one(page, "input#with-code")
    assert "1 + 1" in one(page, "pre.code").get_text()
    assert page("script") == []


def test_a_failed_notebook_has_a_page_that_shows_the_error_without_colour_codes(
    tmp_path: Path,
) -> None:
    error = new_output(
        "error",
        ename="ValueError",
        evalue="no such year",
        traceback=["Traceback", "\x1b[31mraise\x1b[0m"],
    )
    page = written(
        tmp_path,
        new_code_cell("f()", outputs=[error]),
        outcome="failed",
        error="cell 1: ValueError",
    )
    assert [text.get_text() for text in page(class_="failed")][1] == "ValueError: no such year"
    assert one(page, "details").get_text().split()[-1] == "raise"
    assert "culprit" in one(page, "pre.code")["class"]


def test_a_report_that_cannot_be_read_is_listed_with_what_is_wrong(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir = make_report(facts="no,such,columns")
    page = index(
        tmp_path / "build", reports_dir, outcome="failed", error="copy/facts.csv: no column fact_id"
    )
    assert one(page, "h1").get_text() == "copy"
    assert "copy/facts.csv: no column fact_id" in page.get_text()


def test_a_run_that_left_no_notebook_is_told_on_the_index_without_a_link(tmp_path: Path) -> None:
    page = index(tmp_path, outcome="failed", error="RuntimeError: kernel died")
    assert "RuntimeError: kernel died" in page.get_text()
    assert page("a", href=re.compile("01_made")) == []


def test_headings_begin_with_one_h1_and_skip_no_level(tmp_path: Path) -> None:
    page = written(tmp_path, new_markdown_cell("### a\n# b\n#### c\n## d"))
    assert [head.name for head in page(re.compile("^h[1-6]$"))] == ["h1", "h2", "h3", "h2"]


def test_a_notebook_without_a_title_is_headed_by_its_name(tmp_path: Path) -> None:
    assert written(tmp_path, shown(text_plain="5")).select("h1")[0].get_text() == "01_made"


def test_numbers_of_a_table_are_aligned_and_its_header_cells_say_what_they_head(
    tmp_path: Path,
) -> None:
    data, _ = Page("laicheng-2016", "en").verdicts()._repr_mimebundle_()
    page = written(tmp_path, shown(text_html=data["text/html"]))
    assert {head["scope"] for head in page("th")} == {"col"}
    aligned = {head.get_text() for head in page("th", class_="number")}
    assert aligned == {"Published", "From other figures", "Difference"}


def test_a_table_of_many_rows_is_cut_and_says_so(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(2 * MOST_ROWS))
    page = written(
        tmp_path, shown(text_html=f"<table><thead><tr><th>n</th></tr></thead>{rows}</table>")
    )
    assert len(page("tr")) == 1 + MOST_ROWS
    assert "The table has 2,000 rows" in page.get_text()


def test_on_a_phone_a_wide_table_of_long_texts_is_cards_whose_cells_say_what_they_are(
    tmp_path: Path,
) -> None:
    heads = "".join(f"<th>{SCRIPT.replace('<', '&lt;')}{n}</th>" for n in range(4))
    row = "<tr><td>a</td><td>b</td><td>c</td><td>{}</td></tr>"
    table = f"<table><thead><tr>{heads}</tr></thead>{row}</table>"
    pages = [
        written(tmp_path, shown(text_html=table.format(text))) for text in ("short", "long " * 9)
    ]
    assert [len(page.select("table.cards")) for page in pages] == [0, 1]
    labels = [cell.get("data-label") for cell in pages[1].select("tbody td, tr td")]
    assert labels == [None, *(f"{SCRIPT}{n}" for n in (1, 2, 3))]
    assert pages[1].select("main script") == []


def test_of_paragraphs_in_a_row_it_is_said_once_whose_they_are(
    tmp_path: Path, make_report: MakeReport
) -> None:
    facts = FACTS.replace("poverty_relief", "market_supervision")
    assert facts != FACTS
    index(tmp_path / "build", make_report(facts=facts))
    page = soup(tmp_path / "build" / "copy" / "numbers.en.html")
    named = [dt.get_text() for dt in page.select(".map > dt") if one_or_none(dt, "span")]
    told = [dt.get_text() for dt in page.select(".map > dt")]
    assert len(told) == len(named) + 1


def test_a_page_of_many_pictures_stays_small_enough_to_hand_around(tmp_path: Path) -> None:
    from base64 import b64encode

    picture = b64encode(CHART.read_bytes()).decode()
    written(tmp_path, *(shown(image_png=picture) for _ in range(40)))
    assert (tmp_path / "laicheng-2016/en/01_made.html").stat().st_size < PAGE_BYTES


def test_a_chart_is_shown_as_its_drawings_for_desk_and_telephone(
    tmp_path: Path, screens: list[Screen]
) -> None:
    mark = [Mark(0, 0, 10, 10, SCRIPT)]
    screens += [Screen(b"<svg>#</svg>", 200, 100, mark), Screen(b"<svg>n</svg>", 100, 200, mark)]
    page = written(tmp_path, shown(image_png="AAAA"))
    assert one(page, "picture img")["src"] == "data:image/svg+xml,%3Csvg%3E%23%3C/svg%3E"
    assert "n" in str(one(page, "picture source")["srcset"])
    assert SCRIPT in str(one(page, ".canvas")["data-narrow"])
    assert page.find("script") and page("script", string=re.compile("pwned")) == []


def test_drawings_that_make_a_page_too_large_give_way(
    tmp_path: Path, screens: list[Screen]
) -> None:
    screens += [Screen(b"x" * 1_000_000, 200, 100, []), Screen(b"y" * 1_000_000, 100, 200, [])]
    page = written(tmp_path, shown(image_png="AAAA"))
    assert page("source") == [] and "xxx" in str(one(page, "picture img")["src"])
    page = written(tmp_path, shown(image_png="AAAA"), shown(image_png="BBBB"))
    assert [str(img["src"]) for img in page("img")] == [
        f"data:image/png;base64,{data}" for data in ("AAAA", "BBBB")
    ]


def test_the_index_shows_drawings_that_lie_beside_it(tmp_path: Path, screens: list[Screen]) -> None:
    screens += [Screen(b"<svg/>", 200, 100, []), Screen(b"<svg />", 100, 200, [])]
    page = index(tmp_path)
    lead = one(page, ".hero picture")
    files = one(lead, "img")["src"], one(lead, "source")["srcset"]
    narrow = {picture["src"] for picture in page.select(".gallery img")}
    contents = [(tmp_path / str(file)).read_bytes() for file in (*files, *narrow)]
    assert set(contents[:1]) == {b"<svg/>"} and set(contents[1:]) == {b"<svg />"}
    single = soup(tmp_path / "laicheng-2016" / "report.en.html")
    assert {str(picture["src"])[:19] for picture in single("img")} == {"data:image/svg+xml,"}


def test_a_picture_in_html_keeps_or_gets_a_description_and_one_from_elsewhere_is_left_out(
    tmp_path: Path,
) -> None:
    sources = {
        "data:image/png;base64,AAAA": "told",
        "data:image/png;base64,BBBB": "",
        "https://example.org/x.png": "x",
    }
    html = "".join(f'<img src="{source}" alt="{alt}">' for source, alt in sources.items())
    texts = [str(picture["alt"]) for picture in written(tmp_path, shown(text_html=html))("img")]
    assert texts == ["told", Words("en")("page.no_alt")]


def rows_of(folder: Path, *lines: str) -> list[list[str]]:
    """A chart's CSV of these lines as the page of an English reader has it."""
    path = folder / "chart.csv"
    path.write_text("\n".join(lines), "utf-8")
    return chart_table(path, Words("en"))


def test_the_figures_of_a_chart_are_rounded_and_what_is_printed_is_not(tmp_path: Path) -> None:
    lines = "printed,due,rate", "3.0,6452.0,0.8313701177929325", "2.50,,-0.5"
    assert rows_of(tmp_path, *lines)[1:] == [["3.0", "6,452", "0.8314"], ["2.50", "", "−0.5"]]


def test_a_number_beside_a_chart_has_its_unit_and_what_bounds_it_and_is_said_once(
    tmp_path: Path,
) -> None:
    head = "period,printed,unit,bound,value"
    lines = "2016-01/2016-04,44341,万元,exact,443410000", "2016,6.2%,%,at most,0.062"
    assert rows_of(tmp_path, head, *lines) == [
        ["Period", "Published"],
        ["January–April 2016", "443.41 million yuan"],
        ["2016", Words("en")("bounded.at_most", number="6.2%")],
    ]


def test_what_a_spreadsheet_must_not_run_is_shown_without_its_guard(tmp_path: Path) -> None:
    lines = "claim,printed,unit,recomputed,verdict", "a,7,%,'-8–-6,consistent"
    recomputed, verdict = rows_of(tmp_path, *lines)[1][1:]
    assert (recomputed.replace("−", "-"), verdict) == ("-8% to -6%", "matches")


def test_a_picture_of_ones_own_is_described_by_the_sentence_above_its_cell(tmp_path: Path) -> None:
    prose = new_markdown_cell("## Deviations\n\nHow *large* are the deviations?")
    page = written(tmp_path, prose, shown(image_png="AAAA"), shown(image_png="BBBB"))
    assert [picture["alt"] for picture in page("img")] == ["How large are the deviations?"] * 2


def test_a_widget_is_replaced_by_a_word_on_where_it_works(tmp_path: Path) -> None:
    widget = new_output(
        "display_data", {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "VBox()"}
    )
    text = written(tmp_path, new_code_cell("box", outputs=[widget])).get_text()
    assert "in JupyterLab" in text
    assert "VBox" not in text


def test_a_page_links_to_the_same_notebook_in_the_other_language(tmp_path: Path) -> None:
    written(tmp_path, language="zh")
    page = written(tmp_path, language="en")
    assert one(page, "a[hreflang]")["href"] == "../zh/01_made.html"


def test_a_link_to_a_notebook_leads_to_its_page(tmp_path: Path) -> None:
    page = written(tmp_path, new_markdown_cell("[rates](02_stated_rates.ipynb)"))
    assert one(page, "main a")["href"] == "02_stated_rates.html"


def test_a_page_is_written_anew_only_when_something_changed(tmp_path: Path) -> None:
    page = tmp_path / "laicheng-2016/en/01_made.html"
    written(tmp_path, new_markdown_cell("# a", id="a"))
    before = page.stat().st_mtime_ns
    written(tmp_path, new_markdown_cell("# a", id="a"))
    assert page.stat().st_mtime_ns == before
    written(tmp_path, new_markdown_cell("# b", id="a"))
    assert page.stat().st_mtime_ns > before


def test_every_link_of_the_gallery_leads_to_a_file(tmp_path: Path) -> None:
    links = {str(link["href"]) for link in index(tmp_path)("a", download=True)}
    assert len(links) == len(list(CHART.parent.glob("*.*"))) + 1  # and everything in one file
    assert all((tmp_path / link).is_file() for link in links)


def test_every_picture_of_the_gallery_has_the_description_it_was_exported_with(
    tmp_path: Path,
) -> None:
    texts = [str(picture["alt"]) for picture in index(tmp_path)("img")]
    assert len(set(texts)) == len(list(CHART.parent.glob("*.png")))
    assert all(len(text) > 40 for text in texts)


def test_an_index_of_many_reports_stays_small_and_leads_to_a_page_of_each(
    tmp_path: Path, make_report: MakeReport
) -> None:
    for number in range(2):
        reports_dir = make_report(f"copy-{number}")
    page = index(tmp_path / "build", reports_dir, many=True)
    assert page("img") == []
    own = soup(tmp_path / "build/copy-0/index.en.html")
    assert own.find("a", href="../index.en.html")
    assert own.select("#verdicts td")


def test_pages_of_many_reports_are_in_the_languages_of_their_notebooks(
    tmp_path: Path, make_report: MakeReport
) -> None:
    make_report("one")
    reports_dir = make_report("two")
    build = tmp_path / "build"
    index(build, reports_dir)
    assert (build / "index.html").exists()
    page = index(build, reports_dir, many=True)
    assert not (build / "index.html").exists() and page.select("a.twin") == []
    assert not (build / "one/index.html").exists()
    chinese = [Outcome(Run("01_made", "two", "zh", {"reports_dir": str(reports_dir)}, Path()))]
    english = [Outcome(Run("01_made", "one", "en", {"reports_dir": str(reports_dir)}, Path()))]
    write_pages([*english, *chinese], build, many=True)
    links = [a["href"] for a in soup(build / "index.html").select("#one a, #two a")]
    assert "one/index.en.html" in links and "two/index.html" in links


def test_of_very_many_verdicts_those_that_are_in_order_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict_table, "MOST_VERDICTS", 5)
    page = index(tmp_path)
    told = {cell.get_text() for cell in page.select("#verdicts td[data-label=Result]")}
    words = Words("en")
    assert told == {
        f"△ {words('outcome.difference')}",
        f"Σ {words('outcome.net')}",
        f"? {words('outcome.undecidable')}",
    }
    assert "laicheng check lists them all" in page.get_text()


def test_every_verdict_leads_to_the_numbers_it_rests_on_and_their_places(tmp_path: Path) -> None:
    links = [str(link["href"]) for link in index(tmp_path).select("#verdicts a")]
    report = load_report("laicheng-2016")
    assert len(links) == len(report.claims)
    page = soup(tmp_path / "laicheng-2016" / "numbers.en.html")
    for link in links:
        name, _, anchor = link.partition("#")
        proof = one(page, f"article:has(> section.claim[id='{anchor}'])")
        assert (tmp_path / name).is_file() and "paragraph 13, number" in proof.get_text()
        assert all(page.find(id=str(number["href"])[1:]) for number in proof("a"))


def test_every_printed_number_stands_with_its_place_and_its_relations(tmp_path: Path) -> None:
    index(tmp_path)
    page = soup(tmp_path / "laicheng-2016" / "numbers.en.html")
    report = load_report("laicheng-2016")
    for number, fact in enumerate(report.facts.itertuples()):
        proof = one(page, f"article[id='n-{fact.fact_id}']").get_text()
        assert value_of(report.facts.iloc[number].to_dict(), Words("en")) in proof
        assert f"paragraph {fact.paragraph}, number {fact.position}" in proof
    taken = one(page, "#n-2015-enterprise-due ul").select("a[href='#2015-enterprise-filing-rate']")
    assert taken


def test_every_paragraph_shows_its_numbers_in_order_under_their_years_and_what_was_left_out(
    tmp_path: Path,
) -> None:
    index(tmp_path)
    page = soup(tmp_path / "laicheng-2016" / "numbers.en.html")
    report = load_report("laicheng-2016")
    [head] = [dt for dt in page.select("#map > dt") if "Paragraph 13" in dt.get_text()]
    there = head.find_next("dd")
    assert isinstance(there, Tag)
    facts = report.facts[report.facts["paragraph"] == 13].sort_values("position")
    shown = [link["href"] for link in there.select(".entry > .numeral")]
    assert shown == [f"#n-{name}" for name in facts["fact_id"]]
    years = [year.get_text() for year in there.select(".period")]
    assert years == list(dict.fromkeys(facts["period"]))
    aside = report.omitted[report.omitted["paragraph"] == 13]
    assert [mark.get_text() for mark in there.select("i")] == list(aside["printed"])


def test_numbers_whose_years_take_turns_are_named_with_them(make_report: MakeReport) -> None:
    rows = [f"f{n},o,m,s{n},{2020 + n % 2},{n + 1},件,exact,3,{n + 1}" for n in range(4)]
    tables = {"facts": "\n".join([FACTS.splitlines()[0], *rows])}
    tables |= {"claims": CLAIMS.splitlines()[0], "omitted": "paragraph,position,printed,reason\n"}
    report = load_report("turns", make_report("turns", **tables))
    [there] = evidence(report, verdicts_of(report), Words("en"))["paragraphs"]
    [block] = there["blocks"]
    assert not block["period"] and block["numerals"][0]["name"].endswith("2020")


def test_a_number_that_was_checked_says_in_its_place_what_came_out_worst(tmp_path: Path) -> None:
    index(tmp_path)
    page = soup(tmp_path / "laicheng-2016" / "numbers.en.html")
    marks = {
        name: one(page, f"#map .numeral[href='#n-{name}']:has(> span)")
        .get_text()
        .partition(" ")[2][0]
        for name in (
            "2015-all-listed",
            "2015-enterprise-filing-rate",
            "2016-penalty-case-publication-rate",
        )
    }
    assert list(marks.values()) == ["△", "=", "?"]  # the first is the result of two checks


def test_each_number_leads_to_its_proof_which_stands_beside_it(tmp_path: Path) -> None:
    index(tmp_path)
    for name in ("numbers.en.html", "report.en.html"):
        entries = soup(tmp_path / "laicheng-2016" / name).select(".entry")
        assert len(entries) == len(load_report("laicheng-2016").facts)
        for entry in entries:
            assert one(entry, ".numeral:has(> span)")["href"] == f"#{one(entry, 'article')['id']}"


def test_every_page_leads_to_the_others_and_marks_the_one_that_is_open(tmp_path: Path) -> None:
    written(tmp_path, new_markdown_cell("# made"))
    folder = tmp_path / "laicheng-2016"
    for path in (
        tmp_path / "index.en.html",
        folder / "numbers.en.html",
        folder / "en/01_made.html",
    ):
        ways = one(soup(path), ".contents").select("a:not([href^='#']), a[aria-current]")
        assert [way.get_text() for way in ways] == [
            "Overview",
            "Every number and its source",
            "made",
        ]
        [here] = [way for way in ways if way.get("aria-current")]
        links = {(path.parent / str(way["href"])).resolve() for way in ways if way != here}
        assert len(links) == 2 and all(link.is_file() for link in links)


def test_chinese_words_of_an_english_page_are_marked_as_such_and_none_within_a_tag() -> None:
    page = mark_chinese('<p title="a > 增长">收入（税） 3 < 5</p><script>"增长"</script>', "zh-CN")
    assert page == (
        '<p title="a > 增长"><span lang="zh-CN">收入（税）</span> 3 < 5</p><script>"增长"</script>'
    )


def test_a_rounded_number_is_shown_with_the_values_it_stands_for(tmp_path: Path) -> None:
    index(tmp_path)
    page = soup(tmp_path / "laicheng-2016" / "numbers.en.html")
    assert "Any value from 83.135% up to, but not including, 83.145%" in page.get_text()
    assert "Taken as exact: 1,420" in page.get_text()


def test_of_figures_that_need_not_agree_no_page_says_that_they_ought_to(tmp_path: Path) -> None:
    text = index(tmp_path).get_text()
    assert (
        "ought to agree" not in text + soup(tmp_path / "laicheng-2016/numbers.en.html").get_text()
    )
    assert "ought to agree" in Words("en")("page.basis.implied")


def claim_of(folder: Path, reports_dir: Path, name: str) -> str:
    """What the page of the copy's numbers says of a claim."""
    index(folder, reports_dir)
    page = soup(folder / "copy" / "numbers.en.html")
    return one(page, f"section.claim[id='{name}']").get_text()


def test_a_sum_of_rounded_numbers_is_told_as_they_stand_and_as_far_as_rounding_reaches(
    tmp_path: Path, make_report: MakeReport
) -> None:
    head = FACTS.partition("\n")[0]
    rows = (f"f{n},x,budget,s{n},2016,{n}.0,万元,exact,," for n in (9, 4, 5))
    claim = "gap,sum,f9,f4 f5,stated,consistent,"
    reports_dir = make_report(
        facts="\n".join([head, *rows, ""]), claims=f"{CLAIMS.partition(chr(10))[0]}\n{claim}\n"
    )
    text = claim_of(tmp_path / "build", reports_dir, "gap")
    added = "40,000 yuan + 50,000 yuan = 90,000 yuan (allowing for rounding: "
    assert added + "89,000 yuan to 91,000 yuan)" in text


def test_the_original_is_linked_where_it_has_an_address_that_a_browser_may_follow(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir, address = make_report(), "https://example.org/report"
    card = reports_dir / "copy" / "datapackage.json"
    told = json.loads(card.read_text(encoding="utf-8"))
    sources = [{"title": "a", "path": address}, {"title": "b", "path": "javascript:alert(1)"}]
    card.write_text(json.dumps({**told, "sources": sources}), encoding="utf-8")
    page = index(tmp_path / "build", reports_dir)
    links = [str(link["href"]) for link in page("a", rel="noreferrer")]
    assert links == [address]
    assert soup(tmp_path / "build" / "copy" / "numbers.en.html").find("a", href=address)


def test_a_date_that_cannot_be_that_of_the_source_is_left_out(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir = make_report()
    card = reports_dir / "copy" / "datapackage.json"
    told = json.loads(card.read_text(encoding="utf-8"))
    card.write_text(json.dumps({**told, "created": "2000-01-01"}), encoding="utf-8")
    [published, *_] = index(tmp_path / "build", reports_dir).select("section > p.aside")
    known = "Figures checked from the report of Laicheng District Government"
    assert published.get_text() == known


def test_the_report_in_one_file_asks_for_no_other(tmp_path: Path) -> None:
    index(tmp_path)
    path = tmp_path / "laicheng-2016" / "report.en.html"
    page = soup(path)
    assert path.stat().st_size < PAGE_BYTES
    assert all(str(picture["src"]).startswith("data:image/png") for picture in page("img"))
    links = [str(link["href"]) for link in page.select("main a, nav a")]
    assert all(link.startswith("#") for link in links)
    assert "#numbers" in links
    today = Words("en").period(date.today().isoformat())
    assert today not in page.get_text()  # the same data make the same page on any day


def test_the_index_leads_with_the_findings_and_tells_what_ran_at_its_foot(tmp_path: Path) -> None:
    text = index(tmp_path).get_text()
    assert text.index("All 9 rates and totals that can be checked match") < text.index("What ran")


def test_the_index_says_how_much_held_and_names_what_did_not(tmp_path: Path) -> None:
    tally = one(index(tmp_path), ".tally")
    counts = {str(item["class"][0]): one(item, "strong").get_text() for item in tally("li")}
    assert counts == {"consistent": "9", "undecidable": "1", "difference": "3"}
    assert "publication rate of penalty cases" in one(tally, ".undecidable").get_text()
    assert "8 rates, 1 total" in one(tally, ".consistent").get_text()


def test_the_index_says_at_its_head_by_how_much_numbers_differ_and_leads_to_each(
    tmp_path: Path,
) -> None:
    card = one(index(tmp_path), ".tally .difference")
    told = {link.get_text(): str(link["href"]) for link in card("a")}
    assert list(told) == [
        "Private enterprises +105", "Individual businesses −245", "Farmer cooperatives +1",
    ]  # fmt: skip
    assert "On the list, 2015" in card.get_text()
    claims = {address.partition("#")[2] for address in told.values()}
    assert claims < set(load_report("laicheng-2016").claims["claim_id"])


def test_charts_of_what_a_table_tells_too_stand_behind_the_others(tmp_path: Path) -> None:
    page = index(tmp_path)
    first, more = page.select(".gallery")
    assert 1 < len(first("img")) < len(more("img"))
    assert not first.select("#chart-checked, #chart-stated-rates")
    assert all(picture["alt"] for picture in page.select(".gallery img"))


def test_the_index_says_who_checked_how_much_and_whom_to_ask(tmp_path: Path) -> None:
    said, report = one(index(tmp_path), ".about").get_text(), load_report("laicheng-2016")
    assert f"report: {len(report.facts)}," in said and f": {len(report.claims)};" in said
    assert "contributors to laicheng-data" in said and "Laicheng District Government" in said


def test_what_does_not_hold_is_set_beside_what_it_should_be_by_its_name(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir = make_report(facts=FACTS.replace("83.55%", "84.55%"))
    table = one(index(tmp_path / "build", reports_dir), ".tally .inconsistent table")
    [_, row] = [[cell.get_text() for cell in row(["th", "td"])] for row in table("tr")]
    assert row[1:] == ["84.55%", "83.5543%", "+1.00 percentage points"]


def test_a_page_brings_the_characters_that_it_shows_and_no_other_face(tmp_path: Path) -> None:
    index(tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    [font, _bold] = re.findall(r"url\(data:font/woff;base64,([^)]+)\)", page)
    held = TTFont(BytesIO(b64decode(font))).getBestCmap()
    shown = one(soup(tmp_path / "index.html"), "main").get_text()
    assert {ord(character) for character in shown} - {ord("\n")} <= set(held)
    assert "font-src data:" in page and "sha256-of-faces" not in page


def test_charts_that_findings_speak_of_come_first(tmp_path: Path) -> None:
    names = [str(one["id"]) for one in index(tmp_path).select("[id^=chart-]")]
    first = ["chart-unfiled", "chart-in-context", "chart-abnormal-list"]
    assert [name for name in names if name in first] == first
    assert names.index("chart-abnormal-list") < names.index("chart-outreach")


def test_no_part_of_a_whole_is_told_to_be_above_all_of_it() -> None:
    fact = {"bound": "exact", "printed": "100%", "unit": "%", "measure": "m", "subject": "all"}
    share, growth = (
        value_range(parse("100%", "%"), fact, Words("en"), kind) for kind in ("share", "growth")
    )
    assert "100.5%" not in share and "not above 100%" in share and "100.5%" in growth


def test_the_chart_that_leads_stands_above_the_findings_in_prose(tmp_path: Path) -> None:
    page = index(tmp_path)
    assert "hero" in one(page, ".tally ~ .story > figure:has(~ .findings)")["class"]


def test_the_first_screen_leads_to_the_proof_to_what_is_open_and_to_what_can_be_taken(
    tmp_path: Path,
) -> None:
    page = index(tmp_path)
    [proof, *_] = one(page, ".story > .ways")("a")
    assert (tmp_path / str(proof["href"])).is_file()
    asked = one(page, ".findings p")
    assert page.find(id=str(one(asked, "a")["href"])[1:])
    assert one(page, "ol > li:first-child").get_text() in asked.get_text()


def test_each_number_of_the_index_that_is_not_in_order_leads_to_how_it_came_about(
    tmp_path: Path,
) -> None:
    links = [str(link["href"]) for link in one(index(tmp_path), ".tally")("a")]
    assert len(links) == 4  # three differences, and one that cannot be checked
    for link in links:
        name, _, anchor = link.partition("#")
        assert soup(tmp_path / name).find("section", id=anchor)


def test_a_newcomer_reads_first_what_was_checked_and_what_is_open(tmp_path: Path) -> None:
    said = one(index(tmp_path), ".answer + .scope").get_text()
    assert "farmer cooperatives filed their yearly report, 2013–2015" in said
    assert "the list of abnormal operations" in said


def test_what_was_checked_in_another_report_is_said_by_its_own_names_and_no_list_is_open(
    make_report: MakeReport,
) -> None:
    facts = (
        FACTS.splitlines()[0]
        + """
a,o,tea_exported,all,2021,10,吨,exact,,
b,o,tea_exported,north,2021,4,吨,exact,,
c,o,tea_exported,south,2021,7,吨,exact,,
"""
    )
    claims = CLAIMS.splitlines()[0] + "\nall,sum,a,b c,stated,consistent,\n"
    empty = "paragraph,position,printed,reason\n"
    report = load_report("tea", make_report("tea", facts=facts, claims=claims, omitted=empty))
    verdicts, words = verdicts_of(report), Words("en")
    assert what_was_checked(report, verdicts, words) == "Tea exported"
    assert what_is_open(report, verdicts, words) == ""  # the card of what differs names it


def test_a_list_that_differs_from_its_own_parts_is_not_said_to_differ_from_who_did_not_file(
    make_report: MakeReport,
) -> None:
    head = FACTS.splitlines()[0]
    subjects = (("a", "all", 10), ("b", "individual", 4), ("c", "cooperative", 7))
    rows = [f"{name},o,listed,{kind},2021,{count},户,exact,," for name, kind, count in subjects]
    facts = "\n".join([head, *rows, ""])
    claims = CLAIMS.splitlines()[0] + "\nall,sum,a,b c,implied,inconsistent,late\n"
    empty = "paragraph,position,printed,reason\n"
    report = load_report("list", make_report("list", facts=facts, claims=claims, omitted=empty))
    assert what_is_open(report, verdicts_of(report), Words("en")) == ""


def test_differences_are_counted_alike_on_the_index_and_the_page_of_numbers(
    tmp_path: Path,
) -> None:
    card = one(index(tmp_path), ".tally .difference")
    page = soup(tmp_path / "laicheng-2016" / "numbers.en.html")
    [label] = [told.get_text() for told in page.select("#find label") if "differs" in str(told)]
    assert f"({one(card, 'strong').get_text()}, and their sum)" in label


def test_the_chart_that_leads_is_of_the_first_finding_that_has_one(tmp_path: Path) -> None:
    assert one(index(tmp_path), "figure.hero")["id"] == "chart-unfiled"


def test_where_a_check_fails_the_chart_of_the_checks_leads(make_report: MakeReport) -> None:
    folder = make_report(facts=FACTS.replace("83.55%", "84.55%"))
    report = load_report("copy", folder)
    found = key_findings(findings(report, Words("en")))
    assert charts_of_findings(found, report)[0] == "stated-rates"


def test_what_leads_up_to_nothing_is_left_out_and_the_title_stays(tmp_path: Path) -> None:
    told = {"metadata": {"laicheng": {"empty": True}}}
    outputs = [new_output("display_data", {"text/plain": "none"}, **told)]
    empty, again = new_code_cell(outputs=outputs), new_code_cell(outputs=outputs)
    cells = [new_markdown_cell("# a"), empty, new_markdown_cell("## b"), again]
    page = written(tmp_path, *cells, new_markdown_cell("## c"), shown(text_plain="something"))
    assert [head.get_text() for head in page.select("main :is(h1, h2)")] == ["a", "c"]
    assert page.get_text().count("none") == 1


def test_a_document_to_take_away_is_a_link_on_the_page_of_a_notebook(tmp_path: Path) -> None:
    page = written(tmp_path, shown(text_html="<table><tr><td>briefing.pptx</td></tr></table>"))
    folder = tmp_path / "laicheng-2016" / "en"
    assert (folder / str(one(page, "td a")["href"])).resolve().is_file()


def test_a_notebook_that_is_skipped_says_so_and_no_more(tmp_path: Path) -> None:
    skip = shown(text_plain="nothing here")
    told = new_output("display_data", {}, metadata={"laicheng": {"skipped": "nothing here"}})
    skip.outputs.append(told)
    page = written(tmp_path, new_markdown_cell("# a"), skip, new_markdown_cell("## never"))
    assert "nothing here" in page.get_text()
    assert "never" not in page.get_text()


def test_a_notebook_that_is_skipped_is_offered_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "laicheng-2016" / "en"
    folder.mkdir(parents=True)
    skip = new_code_cell("show()")
    told = {"laicheng": {"skipped": "nothing here"}}
    skip.outputs.append(new_output("display_data", {}, metadata=told))
    nbformat.write(new_notebook(cells=[skip]), folder / "02_skipped.ipynb")
    assert written(tmp_path, new_markdown_cell("# a"))("a", href=re.compile("02_skipped")) == []


def test_a_picture_that_left_with_a_description_is_described_by_it(tmp_path: Path) -> None:
    from base64 import b64encode

    picture = b64encode(CHART.read_bytes()).decode()
    page = written(tmp_path, new_markdown_cell("above"), shown(image_png=picture))
    assert one(page, "main img")["alt"] == record_of(CHART.read_bytes())["Description"]


def test_where_the_notebook_has_controls_the_page_says_where_they_work(tmp_path: Path) -> None:
    told = new_output("display_data", {}, metadata={"laicheng": {"controls": True}})
    page = written(tmp_path, new_code_cell("explore(page)", outputs=[told]))
    assert one(page, "main a[download]")["href"] == "01_made.ipynb"


def test_a_page_that_cannot_be_written_is_an_error_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").mkdir()
    (tmp_path / "index.html" / "something").touch()
    monkeypatch.setattr(rerun, "execute_all", lambda *_: None)
    result = CliRunner().invoke(app, ["rerun", "--output-dir", str(tmp_path)])
    assert result.exit_code == 3
    assert f"the web pages in {tmp_path} are not complete: " in result.stderr


def test_every_word_of_the_templates_is_known() -> None:
    slugs = {line.partition(",")[0] for line in SENTENCES.read_text(encoding="utf-8").splitlines()}
    templates = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2"))
    said = set(re.findall(r'words\("([^"]+)"[,)]', templates)) | {
        f"page.outcome.{name}" for name in rerun.OUTCOMES
    }
    assert len(said) > 20
    assert said - slugs == set()


def test_what_does_not_hold_is_proven_however_many_numbers_and_no_proof_leads_nowhere(
    make_report: MakeReport,
) -> None:
    count = MOST_FACTS + 100
    rows = [f"f{n},o,m,s{n},2021,{n + 1},件,exact,{n + 1},1" for n in range(count)]
    claims = [f"c{n},sum,f{n},f{n + 1},stated,inconsistent,why" for n in range(count - 1)]
    claims[-1] = f"last,sum,f{count - 1},f0 f{count - 2},stated,consistent,"
    claims = claims[: MOST_CLAIMS - 3] + claims[-1:]
    claims += [f"wrong,sum,f{count - 2},f1 f2,stated,inconsistent,why"]
    empty = "paragraph,position,printed,reason\n"
    tables = {"facts": "\n".join([FACTS.splitlines()[0], *rows]), "omitted": empty}
    tables["claims"] = "\n".join([CLAIMS.splitlines()[0], *claims])
    report = load_report("long", make_report("long", **tables))
    told = evidence(report, verdicts_of(report), Words("en"))
    there = [n for p in told["paragraphs"] for block in p["blocks"] for n in block["numerals"]]
    ids = {one["fact"]["id"] for one in there}
    proven = {claim["id"] for one in there for claim in one["claims"]}
    assert len(there) == MOST_FACTS and {"wrong", "last"} <= proven
    assert {claim["result"]["id"] for claim in told["first"]} <= ids
    assert proven == set(claims_on_page(verdicts_of(report)))
    assert {name for one in there for name, _ in one["used"]} <= proven
    terms = [term["id"] for one in there for claim in one["claims"] for term in claim["operands"]]
    assert set(terms) - {""} <= ids

"""What notebook cells call: wrong parameters told in a sentence, and whatever a CSV holds shown as
text."""

import base64
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
import seaborn as sns
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell

from laicheng_data.briefing.findings import key_findings
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.style import TooMuchForOneChart
from laicheng_data.checking.claims import check
from laicheng_data.facts.report import REPORTS_DIR, VERDICTS, load_report, report_ids
from laicheng_data.notebook import page as page_module
from laicheng_data.notebook import shown as shown_module
from laicheng_data.notebook.markup import (
    as_list,
    as_paragraph,
    as_table,
    figure_columns,
    format_table,
)
from laicheng_data.notebook.own_chart import apply_house_style
from laicheng_data.notebook.page import Page, WrongParameter
from laicheng_data.tables.filings import filings, year_on_year
from laicheng_data.tables.places import remarks_on_rates
from laicheng_data.tables.verdicts import MARKS, MORE_DIGITS, verdict_numbers
from laicheng_data.words import LANGUAGES, Words
from tests.conftest import MakeReport

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "$\\require{action}$",
    "$$x^2$$",
    "\\(x\\)",
    'https://example.org/"onmouseover="alert(1)',
    "javascript:alert(1)",
]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the runner is told, in order."""
    news: list[dict[str, Any]] = []
    monkeypatch.setattr(page_module, "tell_runner", lambda **told: news.append(told))
    return news


def bundle(thing: Any) -> dict[str, Any]:
    """What a cell that ends with this shows, by MIME type."""
    data, _ = thing._repr_mimebundle_()
    return dict(data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"years": [2099]}, ["years", "2099", "2015"]),
        ({"years": ["all"]}, ["years", "all", "2015"]),
        ({"years": 2015}, ["years", "2015", "[2015]"]),
        ({"kinds": ["enterprize"]}, ["kinds", "enterprize", "enterprise"]),
        ({"kinds": "enterprise"}, ["kinds", "enterprise", "['enterprise']"]),
        ({"report": "laicheng-2061"}, ["report", "laicheng-2061", "laicheng-2016"]),
        ({"report": "../laicheng-2016"}, ["report", "../laicheng-2016", "laicheng-2016"]),
        ({"reports_dir": "no/such/folder"}, ["no/such/folder"]),
    ],
)
def test_a_wrong_parameter_is_told_in_one_sentence_with_what_is_possible(
    language: str, parameters: dict[str, Any], told: list[str]
) -> None:
    with pytest.raises(WrongParameter) as caught:
        Page(**{"report": "laicheng-2016", "language": language, **parameters})
    sentence = str(caught.value)
    assert [part for part in told if part not in sentence] == []
    assert "\n" not in sentence


def test_an_unknown_language_is_told_in_every_language_there_is() -> None:
    with pytest.raises(WrongParameter) as caught:
        Page("laicheng-2016", "fr")
    assert all(f"{name}" in str(caught.value) for name in LANGUAGES)
    assert "参数" in str(caught.value) and "Parameter" in str(caught.value)


def test_every_fault_of_a_report_folder_is_told_without_a_traceback(
    make_report: MakeReport,
) -> None:
    with pytest.raises(WrongParameter, match=r"facts\.csv, row 1"):
        Page("copy", reports_dir=str(make_report(facts="fact_id\n")))


def test_a_wrong_parameter_fails_its_cell_and_leaves_no_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shell = InteractiveShell.instance()
    try:
        result = shell.run_cell(
            "from laicheng_data.notebook.page import Page\nPage('laicheng-2061')"
        )
    finally:
        InteractiveShell.clear_instance()
    assert isinstance(result.error_in_exec, WrongParameter)
    assert capsys.readouterr().out.strip() == str(result.error_in_exec)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_csv_holds_is_shown_as_text(text: str) -> None:
    for html in (as_table(pd.DataFrame({text: [text]}), []), as_paragraph(text), as_list([text])):
        soup = BeautifulSoup(html, "html.parser")
        assert {tag.name for tag in soup.find_all()} <= {
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "p",
            "ol",
            "li",
            "span",
        }
        assert {name for tag in soup.find_all() for name in tag.attrs} <= {"class", "style"}
        assert {tag.get_text() for tag in soup.find_all(["th", "td", "p", "li"])} == {text}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_typeset_as_a_formula(text: str) -> None:
    strings = list(BeautifulSoup(as_paragraph(text), "html.parser").strings)
    assert [part for part in strings if len(part) > 1 and {"$", "\\"} & set(part)] == []


def test_only_the_address_of_a_page_becomes_a_link() -> None:
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in as_paragraph(
        "https://example.org/a?b=1&c=2"
    )
    assert "<a" not in as_paragraph("see https://example.org")


def test_figures_stand_to_the_right_in_digits_of_one_width(words: Words) -> None:
    table = filings(Page("laicheng-2016").report)
    html = as_table(format_table(table, words), figure_columns(table, words))
    [row] = re.findall(r"<tr>(?:(?!</tr>).)*26,449.*?</tr>", html, re.DOTALL)
    assert re.search(r'tabular-nums[^"]*">26,449<', row)
    assert row.count("text-align: right") == len(table.columns) - 3


def test_a_verdict_is_told_by_a_word_and_a_mark_and_not_by_colour(words: Words) -> None:
    table = format_table(pd.DataFrame({"verdict": VERDICTS}), words)
    told = table[words("head.verdict")].to_list()
    assert told == [f"{MARKS[verdict]} {words(f'outcome.{verdict}')}" for verdict in VERDICTS]
    assert set(VERDICTS) < set(MARKS) and len(set(MARKS.values())) == len(MARKS)


def test_a_long_table_is_whole_where_nobody_can_sort_it() -> None:
    page = Page("laicheng-2016")
    html = bundle(page.table(page.report.facts))["text/html"]
    assert html.count("<tr>") == len(page.report.facts) + 1
    assert "<script" not in html


def test_a_long_table_can_be_sorted_and_fetches_nothing_where_someone_watches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shown_module, "is_interactive", lambda: True)
    page = Page("laicheng-2016", "en")
    hostile = page.report.facts.assign(unit="<script>alert(1)</script>")
    html = bundle(page.table(hostile))["text/html"]
    assert "new ITable" in html
    assert re.findall(r"(?:src=|import\(|import .* from )[\"']https?:", html) == []
    assert "<script>alert(1)" not in html


def test_every_other_place_is_listed_with_its_standing_and_what_to_know() -> None:
    page = Page("laicheng-2016", "en")
    shown = bundle(page.sources())
    for name in report_ids():
        if name != "laicheng-2016":
            card = Page(name, "en").report.card
            assert page.words.word(card.place) in shown["text/html"]
            assert str(card.sources[0].path) in shown["text/html"]
            remarks = remarks_on_rates(load_report(name), page.data("in-context"))
            said = [page.words.word(remark) for remark in remarks]
            assert [remark for remark in said if remark not in shown["text/plain"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remark_on_a_list_does_not_stand_beside_a_rate(language: str) -> None:
    page = Page("laicheng-2016", language)
    shown = bundle(page.sources())["text/html"]
    on_list = {
        remark.remark: {name.rpartition("-")[2] for name in remark.facts} == {"listed"}
        for remark in load_report("liaocheng-2015").card.remarks
    }
    assert set(on_list.values()) == {True, False}
    for remark, is_on_list in on_list.items():
        assert (page.words.word(remark) in shown) != is_on_list


def test_a_difference_of_less_than_one_unit_is_not_shown_as_none() -> None:
    verdicts = pd.DataFrame({"difference": [-21, 0.45, 0.04, None]}, dtype=object)
    assert list(format_table(verdicts, Words("en")).iloc[:, 0]) == ["−21", "+0.45", "+0.04", ""]


def test_a_table_that_shows_itself_is_a_table_to_go_on_with() -> None:
    page = Page("laicheng-2016", "en")
    table = page.table(filings(page.report))
    assert isinstance(table, pd.DataFrame)
    part = table[table["filing_rate"] < table["filing_rate"].max()]
    assert type(part) is pd.DataFrame and 0 < len(part) < len(table)
    assert bundle(table)["text/html"] == bundle(page.table(filings(page.report)))["text/html"]


def test_verdicts_keep_every_column_though_a_reader_sees_few() -> None:
    page = Page("laicheng-2016", "en")
    verdicts = page.verdicts()
    assert isinstance(verdicts, pd.DataFrame)
    assert set(check(page.report)) == set(verdicts)
    assert "as_expected" not in bundle(verdicts)["text/html"]


def test_a_chart_that_shows_itself_is_a_chart_to_go_on_with(
    told: list[dict[str, Any]], tmp_path: Path
) -> None:
    chart = Page("laicheng-2016", "en", figures_dir=str(tmp_path)).chart("unfiled")
    assert isinstance(chart, Chart)
    assert not chart.data.empty and chart.figure.axes
    data, metadata = chart._repr_mimebundle_()
    assert (
        base64.b64decode(data["image/png"])
        == (tmp_path / "laicheng-2016" / "en" / "unfiled.png").read_bytes()
    )
    assert metadata["image/png"]["alt"] == chart.alt
    assert len(told[0]["files"]) == len(list(tmp_path.rglob("unfiled.*")))


def test_a_newcomer_sees_what_leads_and_the_one_chart_that_shows_it(tmp_path: Path) -> None:
    page = Page("laicheng-2016", "en", figures_dir=str(tmp_path))
    assert [*page.leading().texts] == [finding.text for finding in key_findings(page.found)]
    chart = page.telling_chart()
    assert isinstance(chart, Chart) and chart.name == "unfiled"
    assert {file.stem for file in tmp_path.rglob("*.*")} == {"unfiled"}


def test_a_chart_of_some_years_leaves_the_file_of_the_whole_chart_alone(tmp_path: Path) -> None:
    places: dict[str, Any] = {"language": "en", "figures_dir": str(tmp_path)}
    Page("laicheng-2016", **places).chart("unfiled")
    whole = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    Page("laicheng-2016", **places, years=[2015], kinds=["enterprise"]).chart("unfiled")
    assert {path: path.read_bytes() for path in whole} == whole
    added = {path.name for path in set(tmp_path.rglob("*.*")) - set(whole)}
    assert {name.partition(".")[0] for name in added} == {"unfiled_2015_enterprise"}


def test_a_chart_with_more_than_can_be_told_apart_says_so_where_it_would_have_stood(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise TooMuchForOneChart("one kind too many")

    monkeypatch.setattr(page_module, "draw_from", refuse)
    page = Page("laicheng-2016", "en", figures_dir=str(tmp_path))
    assert bundle(page.chart("unfiled"))["text/plain"] == "one kind too many"
    assert bundle(page.leading())["text/plain"]


def test_unexpected_verdicts_are_told_though_no_cell_shows_them(
    told: list[dict[str, Any]], make_report: MakeReport
) -> None:
    claims = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
    reports_dir = make_report(claims=claims.replace("inconsistent,", "consistent,", 1))
    page = Page("copy", "en", str(reports_dir))
    assert page.found and not page.verdicts().empty
    assert [len(news["unexpected"]) for news in told] == [1]


def test_the_years_and_kinds_of_a_page_hold_for_its_charts() -> None:
    chart = Page("laicheng-2016", "en", years=[2015], kinds=["individual"]).draw("due-and-filed")
    assert chart is not None
    assert chart.data.astype(str).isin(["2015"]).to_numpy().sum() == len(chart.data) == 1


def test_a_table_shows_no_column_that_only_a_program_needs_and_keeps_it_for_an_analyst() -> None:
    table = Page("laicheng-2016", "en").table(year_on_year(filings(load_report("laicheng-2016"))))
    shown = BeautifulSoup(table._repr_mimebundle_()[0]["text/html"], "lxml")
    heads = [head.get_text() for head in shown("th")]
    assert heads == [Words("en").start(name) for name in table.columns if name != "step"]
    assert len(heads) == len(table.columns) - 1


def test_a_rate_that_changed_is_shown_in_per_cent_beside_its_change_in_points() -> None:
    table = year_on_year(filings(load_report("laicheng-2016")))
    told = Page("laicheng-2016", "en").table(table)._repr_mimebundle_()[0]["text/plain"]
    assert "83.14%" in told and "0.8314" not in told


def test_printed_rates_are_shown_where_they_say_more_than_the_rates() -> None:
    table = filings(load_report("laicheng-2016"))
    page = Page("laicheng-2016", "en")
    assert "printed" not in page.table(table)._repr_mimebundle_()[0]["text/plain"]
    table.loc[0, "printed_rate"] = "83.1%"
    assert "83.1%" in page.table(table)._repr_mimebundle_()[0]["text/plain"]


def test_a_unit_is_said_in_its_own_words_and_not_in_those_of_a_thing_of_that_name() -> None:
    facts = Page("laicheng-2016", "en").facts()
    cases = facts[facts["unit"] == "件"]
    shown = format_table(cases, Words("en"))["Unit"]
    assert set(shown) == {Words("en").unit("件")} == {"items"}


def test_a_name_or_a_date_is_not_broken_to_make_room_for_a_remark() -> None:
    table = pd.DataFrame(
        {"claim": ["filing rate of farmer cooperatives, 2014"], "remark": "x" * 90}
    )
    name, remark = BeautifulSoup(as_table(table, []), "lxml")("td")
    assert "nowrap" in name["style"] and "nowrap" not in remark["style"]


def test_an_office_heads_its_table_and_names_no_whole_where_there_are_no_parts() -> None:
    page = Page("laicheng-2016", "en")
    shown = BeautifulSoup(bundle(page.office("service_center"))["text/html"], "lxml")
    assert shown.h3 and shown.h3.get_text() == page.words.start("service_center")
    assert page.words.start("subject") not in [head.get_text() for head in shown("th")]
    market = bundle(page.office("market_supervision"))["text/plain"]
    assert page.words.start("all") in market


def test_a_report_with_filings_is_told_nothing_of_lacking_them() -> None:
    assert Page("laicheng-2016").needs_filings() is None


def test_a_figure_of_ones_own_is_shown_once_with_the_names_of_its_axes_for_who_cannot_see_it() -> (
    None
):
    page = Page("laicheng-2016", "en")
    figure, axes = plt.subplots()
    axes.plot([2014, 2015], [0.8, 0.9])
    axes.set(xlabel="year", ylabel="filing rate")
    data = bundle(page.picture(axes))
    picture = BeautifulSoup(data["text/html"], "lxml").img
    assert picture and "filing rate by year" in str(picture["alt"])
    assert figure.number not in plt.get_fignums()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_the_lines_of_a_figure_of_ones_own_are_named_at_their_ends_apart_from_each_other() -> None:
    table = pd.DataFrame({"x": [1, 2] * 2, "y": [1.0, 5.0, 9.0, 5.001], "kind": list("aabb")})
    axes = sns.lineplot(table, x="x", y="y", hue="kind")
    apply_house_style(axes)
    assert axes.get_legend() is None
    names = {text.get_text(): text.xy for text in axes.texts}
    assert set(names) == {"A", "B"} and abs(names["A"][1] - names["B"][1]) > 0.1
    assert (axes.get_title(loc="left"), axes.get_ylabel()) == ("Y", "")
    plt.close(axes.get_figure(root=True))


def test_a_legend_that_names_no_lines_stays_without_its_box() -> None:
    table = pd.DataFrame({"x": [1, 2], "y": [3, 4], "kind": list("ab")})
    axes = sns.scatterplot(table, x="x", y="y", hue="kind")
    apply_house_style(axes)
    assert not axes.get_legend().get_frame_on()
    plt.close(axes.get_figure(root=True))


def test_a_chart_of_ones_own_is_headed_by_its_numbers_and_not_by_a_column_of_names() -> None:
    table = pd.DataFrame({"rate": [1, 2], "kind": list("ab")})
    for x, y in (("rate", "kind"), ("kind", "rate")):
        axes = sns.stripplot(table, x=x, y=y)
        apply_house_style(axes)
        assert axes.get_title(loc="left") == "Rate"
        assert y != "kind" or [name.get_text() for name in axes.get_yticklabels()] == ["A", "B"]
        plt.close(axes.get_figure(root=True))


def test_a_figure_of_ones_own_in_which_nothing_is_drawn_is_no_empty_grid() -> None:
    axes = sns.stripplot(pd.DataFrame({"x": [], "y": []}), x="x", y="y")
    axes.axvspan(-0.5, 0.5)
    shown = bundle(Page("laicheng-2016", "en").picture(axes))
    assert shown["text/plain"] == Words("en")("nothing_to_show")


def test_what_bounds_a_number_is_a_column_only_where_it_is_not_printed_with_it() -> None:
    page = Page("laicheng-2016", "en")
    assert "Bound" not in bundle(page.facts())["text/plain"]  # 2000多 says it itself
    facts = page.report.facts
    page.report = replace(page.report, facts=facts.assign(bound=["about", *facts["bound"][1:]]))
    assert "Bound" in bundle(page.facts())["text/plain"]
    assert set(page.facts()["bound"]) == {"about", ""}


def test_the_source_card_has_no_row_for_what_is_not_known() -> None:
    page = Page("laicheng-2016")
    nameless = page.report.card.model_copy(update={"publisher": ""})
    page.report = replace(page.report, card=nameless)
    assert "publisher" not in set(page.source_card()["field"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rate_that_matches_shows_how_it_rounds_and_no_difference(language: str) -> None:
    page = Page("laicheng-2016", language)
    told = verdict_numbers(page.report, page.judged, page.words)
    matches = page.judged["verdict"] == "consistent"
    rates = told[matches & page.judged["printed"].str.endswith("%")]
    assert (rates["recomputed"].str.len() == rates["printed"].str.len() + MORE_DIGITS).all()
    assert (told["difference"] != "").equals(page.judged["verdict"] == "inconsistent")


def test_a_notebook_that_an_analyst_kept_still_finds_what_it_calls() -> None:
    page = Page("laicheng-2016", "en")
    assert set(page.verdicts(basis="stated")["basis"]) == {"stated"}
    assert {*page.leading().texts} < {*page.findings().texts}

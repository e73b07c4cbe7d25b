"""What notebook cells call: wrong parameters told in a sentence, and whatever a CSV holds shown as text."""

import re
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell

from laicheng_data.facts.report import VERDICTS, report_ids
from laicheng_data.notebook import shown as notebook
from laicheng_data.notebook.markup import MARKS, as_list, as_paragraph, as_table, figures, written
from laicheng_data.notebook.page import Page, WrongParameter
from laicheng_data.tables.filings import filings
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
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What a page shows, output by output."""
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(notebook, "display", lambda bundle, **_: bundles.append(bundle))
    return bundles


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
    html = as_table(written(table, words), figures(table, words))
    [row] = re.findall(r"<tr>(?:(?!</tr>).)*26,449.*?</tr>", html, re.DOTALL)
    assert re.search(r'tabular-nums[^"]*">26,449<', row)
    assert row.count("text-align: right") == len(table.columns) - 2


def test_a_verdict_is_told_by_a_word_and_a_mark_and_not_by_colour(words: Words) -> None:
    table = written(pd.DataFrame({"verdict": VERDICTS}), words)
    told = table[words.word("verdict")].to_list()
    assert told == [f"{MARKS[verdict]} {words.word(verdict)}" for verdict in VERDICTS]
    assert len(set(MARKS.values())) == len(VERDICTS)


def test_a_long_table_is_whole_where_nobody_can_sort_it(shown: list[dict[str, Any]]) -> None:
    page = Page("laicheng-2016")
    page.table(page.report.facts)
    [bundle] = shown
    assert bundle["text/html"].count("<tr>") == len(page.report.facts) + 1
    assert "<script" not in bundle["text/html"]


def test_a_long_table_can_be_sorted_and_fetches_nothing_where_someone_watches(
    shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "someone_is_there", lambda: True)
    page = Page("laicheng-2016", "en")
    page.table(page.report.facts.assign(unit="<script>alert(1)</script>"))
    html = shown[0]["text/html"]
    assert "new ITable" in html
    assert re.findall(r"(?:src=|import\(|import .* from )[\"']https?:", html) == []
    assert "<script>alert(1)" not in html


def test_every_other_place_is_listed_with_its_standing_and_what_to_know(
    shown: list[dict[str, Any]],
) -> None:
    page = Page("laicheng-2016", "en")
    page.sources()
    [bundle] = shown
    for name in report_ids():
        if name != "laicheng-2016":
            card = Page(name, "en").report.card
            assert (
                page.words.word(card.place) in bundle["text/html"]
                and str(card.sources[0].path) in bundle["text/html"]
            )
            assert all(
                page.words.word(remark.remark) in bundle["text/plain"] for remark in card.remarks
            )


def test_the_years_and_kinds_of_a_page_hold_for_its_charts() -> None:
    chart = Page("laicheng-2016", "en", years=[2015], kinds=["individual"]).draw("due-and-filed")
    assert chart is not None
    assert chart.data.astype(str).isin(["2015"]).to_numpy().sum() == len(chart.data) == 1

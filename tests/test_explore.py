"""The explorer, headless and with its controls."""

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from laicheng_data.charts.catalogue import CHARTS, charts_of
from laicheng_data.facts import report as report_module
from laicheng_data.facts.report import report_ids
from laicheng_data.notebook import explorer as module
from laicheng_data.notebook.explorer import FORMS, Explorer, explore
from laicheng_data.notebook.page import Page, WrongParameter
from laicheng_data.words import LANGUAGES
from tests.conftest import MakeReport

COMMITTED = Path(__file__).parents[1] / "figures" / "laicheng-2016"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The charts that the explorer shows, one after the other."""
    charts: list[Any] = []

    def draw(page: Page, *choice: Any) -> Any:
        charts.append(page.draw(*choice))
        return charts[-1]

    monkeypatch.setattr(module, "show", draw)
    return charts


def explorer(figures: Path | str = "", **chosen: Any) -> Explorer:
    page = Page("laicheng-2016", "en", figures_dir=str(figures), **chosen)
    return Explorer(page, "filing_rate", "rate-trend")


def test_every_form_is_a_chart_and_shows_its_measure() -> None:
    assert {form for forms in FORMS.values() for form in forms} <= set(CHARTS)
    assert all(forms for forms in FORMS.values())


@pytest.mark.parametrize(("parameter", "value"), [("measure", "filling_rate"), ("form", "unfiled")])
def test_a_measure_or_form_that_there_is_not_is_refused_with_those_there_are(
    parameter: str, value: str
) -> None:
    with pytest.raises(WrongParameter, match=f"{parameter}.*{value}"):
        explore(Page("laicheng-2016", "en"), **{parameter: value})


def test_without_anyone_watching_the_chosen_chart_is_shown_and_nothing_written(
    drawn: list[Any], tmp_path: Path
) -> None:
    explore(Page("laicheng-2016", "en", figures_dir=str(tmp_path)), "due", "year-on-year")
    assert [chart.name for chart in drawn] == ["year-on-year"]
    assert list(tmp_path.iterdir()) == []


def test_the_table_below_the_chart_reads_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    explore(Page("laicheng-2016", "en"))
    assert "83.14%" in capsys.readouterr().out.replace("0.8314", "")


def test_the_table_names_what_is_not_printed_and_holds_the_chosen_measure_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    explore(Page("laicheng-2016", "en"), "unfiled", "unfiled")
    told = capsys.readouterr().out
    assert "not published" in told and "Some" not in told and "Due to file" not in told


def test_another_measure_offers_its_forms_and_draws_once(drawn: list[Any]) -> None:
    control = explorer()
    control.measure.value = "due"
    assert [form for _, form in control.form.options] == list(FORMS["due"])
    assert [chart.name for chart in drawn] == ["rate-trend", "due-and-filed"]


def test_boxes_choose_years_and_kinds_and_none_ticked_means_all(drawn: list[Any]) -> None:
    control = explorer()
    control.years.tick("2013", False)
    assert "2013" not in set(drawn[-1].data.astype(str).to_numpy().ravel())
    for year in control.years.value:
        control.years.tick(year, False)
    assert drawn[-1].data.equals(drawn[0].data)


@pytest.mark.usefixtures("drawn")
def test_a_page_of_some_years_opens_with_those_ticked() -> None:
    assert explorer(years=[2014, 2015]).years.value == ("2014", "2015")


def test_language_and_report_change_everything(drawn: list[Any]) -> None:
    control = explorer()
    control.language.value = "zh"
    assert (
        control.button.description == control.page.words("export") != explorer().button.description
    )
    control.report.value = "china-2014"
    assert list(control.kinds.value) == ["enterprise"]
    assert len({chart.title for chart in drawn}) == 3


@pytest.mark.usefixtures("drawn")
def test_another_language_reads_no_report_again(monkeypatch: pytest.MonkeyPatch) -> None:
    control = explorer(years=[2014, 2015])
    read: list[str] = []
    monkeypatch.setattr(report_module, "read_card", lambda folder, _: read.append(folder.name))
    control.language.value = "zh"
    assert read == [] and control.chart is not None
    assert control.years.value == ("2014", "2015")


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("report", report_ids())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_can_be_explored_in_every_form(report: str, language: str) -> None:
    control = Explorer(Page(report, language), "filing_rate", "rate-trend")
    assert set(control.page.offered) & set(FORMS)
    for measure, forms in control.page.offered.items():
        control.measure.value = measure
        for form in forms:
            control.form.value = form
            assert control.chart is not None and control.chart.name == form


def test_all_charts_of_a_report_are_offered_and_reports_go_by_their_titles() -> None:
    control = explorer()
    forms = [form for forms in control.page.offered.values() for form in forms]
    assert set(forms) == set(charts_of(control.page.report))
    titles = [title for title, name in control.report.options if name == "laicheng-2016"]
    assert len(titles) == 1 and titles[0].startswith("Laicheng District: ")


@pytest.fixture
def budget(make_report: MakeReport) -> Page:
    """A report that speaks of no filings."""
    head = "fact_id,office,measure,subject,period,printed,unit,bound,paragraph,position"
    numbers = {"schools": 900, "roads": 300, "parks": 20}
    rows = [f"{n},o,spending,{n},2016,{value},万元,exact,," for n, value in numbers.items()]
    claims = "claim_id,kind,result,operands,basis,expect,remark\n"
    folder = make_report(facts="\n".join([head, *rows, ""]), claims=claims, omitted=None)
    (folder / "copy" / "omitted.csv").unlink()
    return Page("copy", "en", str(folder))


def test_a_report_without_filings_opens_with_its_own_charts(budget: Page, drawn: list[Any]) -> None:
    control = Explorer(budget, "filing_rate", "rate-trend")
    assert control.chart is not None and control.chart.name == "levels-spending"
    assert [label for label, _ in control.measure.options] == ["Spending"]
    explore(budget)
    assert [chart.name for chart in drawn] == ["levels-spending"] * 2


def test_the_files_of_the_chart_on_screen_can_be_saved_from_the_browser() -> None:
    links = re.findall(r'href="data:[^,]+,([^"]+)" download="([^"]+)"', explorer().downloads.value)
    assert len(links) == 3
    for coded, name in links:
        assert b64decode(coded) == (COMMITTED / "en" / name).read_bytes()


@pytest.mark.usefixtures("drawn")
def test_the_button_exports_what_is_on_screen_like_any_other_chart(tmp_path: Path) -> None:
    control = explorer(tmp_path)
    control.button.click()
    written = sorted(tmp_path.rglob("*.*"))
    assert [path.name for path in written] == [
        f"rate-trend.{suffix}" for suffix in ("csv", "png", "svg")
    ]
    assert all(path.read_bytes() == (COMMITTED / "en" / path.name).read_bytes() for path in written)
    assert control.told.value == f"Saved 3 files to {written[0].parent}"


def test_the_table_has_the_digits_of_a_rate_that_were_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    explore(Page("zhejiang-2015", "en"))
    told = capsys.readouterr().out
    assert "90.1%" in told and "90.10%" not in told

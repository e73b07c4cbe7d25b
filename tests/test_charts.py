from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text

from laicheng_data.charts import CHARTS, Chart, NothingToDraw, draw
from laicheng_data.labels import Words
from laicheng_data.look import HEIGHT_PX, SMALL_PT, WIDTH_PX
from laicheng_data.report import Report, load_report
from tests.conftest import MakeReport

HEADER = "fact_id,office,measure,subject,period,printed,unit,bound,paragraph,position"
NO_CLAIMS = "claim_id,kind,result,operands,basis,expect,remark\n"
NO_OMISSIONS = "paragraph,position,printed,reason\n"
KINDS = ("enterprise", "individual", "cooperative")
FILING_CHARTS = ("rate-trend", "due-and-filed", "year-on-year", "unfiled", "stated-rates")


def made_up(make_report: MakeReport, counts: dict[tuple[int, str], tuple[int, int]], rate: str = "") -> Report:
    """A report of filing counts (due, filed) by year and kind, with the rates they give or the one given."""
    facts, claims = [HEADER], [NO_CLAIMS.strip()]
    for (year, kind), (due, filed) in counts.items():
        name = f"{year}-{kind}"
        printed = rate or f"{100 * filed / due:.2f}%"
        for measure, number in (("due", due), ("filed", filed), ("filing_rate", printed)):
            slug = f"{name}-{measure.replace('_', '-')}"
            facts.append(f"{slug},market_supervision,{measure},{kind},{year},{number},,exact,,")
        claims.append(f"{name},share,{name}-filing-rate,{name}-filed {name}-due,stated,consistent,")
    tables = {"facts": "\n".join(facts), "claims": "\n".join(claims), "omitted": NO_OMISSIONS}
    return load_report("made-up", make_report("made-up", **tables))


CASES = {
    "one year": {(2015, kind): (1000, 900) for kind in KINDS},
    "one kind": {(year, "enterprise"): (1000 + year, 900) for year in (2013, 2014, 2015)},
    "ten years": {(2006 + n, kind): (1000 + 300 * n, 900 + 250 * n) for n in range(10) for kind in KINDS},
    "none and all": {(2014, "enterprise"): (50, 0), (2015, "enterprise"): (50, 50), (2015, "individual"): (70, 70)},
    "tiny and huge": {
        (year, kind): (due, due - 2 - year % 2)
        for year in (2014, 2015)
        for kind, due in zip(KINDS, (3, 5_000, 30_000_000), strict=True)
    },
    "a gap": {(year, "enterprise"): (1000, 900) for year in (2012, 2013, 2015, 2016)},
    "crowded": {(year, kind): (10_000, 9_000 + n) for year in (2014, 2015) for n, kind in enumerate(KINDS)},
}  # fmt: skip


def boxes(chart: Chart) -> list[tuple[str, Any]]:
    """The texts that are drawn, with the boxes they fill. Ticks beyond the limits exist but are never drawn."""
    chart.figure.draw_without_rendering()
    hidden: set[Text] = set()
    for axes in chart.figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            drawn = axis._update_ticks() if axes.axison else []  # type: ignore[union-attr]
            every = [*axis.majorTicks, *axis.minorTicks]
            hidden |= {label for tick in every for label in (tick.label1, tick.label2) if tick not in drawn}
    texts = [text for text in chart.figure.findobj(Text) if isinstance(text, Text) and text not in hidden]
    return [(t.get_text(), t.get_window_extent()) for t in texts if t.get_visible() and t.get_text().strip()]


def assert_readable(chart: Chart) -> None:
    drawn = boxes(chart)
    outside = [text for text, box in drawn if box.x0 < 0 or box.y0 < 0 or box.x1 > WIDTH_PX or box.y1 > HEIGHT_PX]
    touching = [(a, b) for (a, box), (b, other) in combinations(drawn, 2) if box.overlaps(other)]
    assert outside == []
    assert touching == []


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_its_finding_describes_itself_and_names_its_source(
    name: str, report: Report, words: Words
) -> None:
    chart = draw(name, report, words)
    assert chart.title and chart.title in chart.alt and len(chart.alt) > len(chart.title)
    assert words(report.card.publisher) in chart.source


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_of_a_chart_touches_another_or_the_edge(name: str, report: Report, words: Words) -> None:
    assert_readable(draw(name, report, words))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FILING_CHARTS)
def test_other_numbers_are_as_readable(make_report: MakeReport, words: Words, name: str, case: str) -> None:
    try:
        chart = draw(name, made_up(make_report, CASES[case]), words)
    except NothingToDraw:
        assert name == "year-on-year" and case == "one year"
        return
    assert_readable(chart)


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_is_too_small_to_read(name: str, report: Report, words: Words) -> None:
    sizes = [text.get_fontsize() for text in draw(name, report, words).figure.findobj(Text) if isinstance(text, Text)]
    assert min(map(float, sizes)) >= SMALL_PT


@pytest.mark.parametrize("name", ["due-and-filed", "unfiled", "abnormal-list", "notice-periods", "service-center"])
def test_bars_start_at_zero(name: str, report: Report, words: Words) -> None:
    bars = [axes for axes in draw(name, report, words).figure.axes if axes.patches]
    assert bars
    assert all(axes.get_xlim()[0] == 0 for axes in bars)


def test_bars_of_one_scale_are_not_cut_off(report: Report, words: Words) -> None:
    panels = draw("unfiled", report, words).figure.axes
    longest = max(bar.get_width() for axes in panels for bar in axes.patches if bar.get_width() == bar.get_width())  # type: ignore[attr-defined]
    assert {axes.get_xlim()[1] for axes in panels} == {longest}


def test_a_cut_axis_is_marked_and_a_whole_one_is_not(make_report: MakeReport, report: Report, words: Words) -> None:
    whole = made_up(make_report, CASES["none and all"])
    assert draw("rate-trend", report, words).figure.findobj(lambda artist: artist.get_gid() == "cut")
    assert not draw("rate-trend", whole, words).figure.findobj(lambda artist: artist.get_gid() == "cut")


def test_a_missing_year_breaks_the_line(make_report: MakeReport, words: Words) -> None:
    chart = draw("rate-trend", made_up(make_report, CASES["a gap"]), words)
    years = [list(line.get_xdata()) for line in chart.figure.axes[0].lines if len(line.get_xdata()) > 1]  # type: ignore[arg-type]
    assert not any(2013 in line and 2015 in line for line in years)


def test_the_title_follows_the_numbers(make_report: MakeReport, report: Report, words: Words) -> None:
    other = made_up(make_report, CASES["one kind"])
    assert draw("rate-trend", report, words).title != draw("rate-trend", other, words).title


def test_a_rate_that_does_not_hold_changes_the_title(make_report: MakeReport, report: Report, words: Words) -> None:
    wrong = draw("stated-rates", made_up(make_report, CASES["one kind"], rate="12.34%"), words)
    assert wrong.title == words("stated-rates.title.fail", failed=3, decided=3)
    assert words("stated-rates.title.hold", held=8, decided=8) == draw("stated-rates", report, words).title


def test_a_report_without_the_numbers_has_no_chart(make_report: MakeReport, words: Words) -> None:
    with pytest.raises(NothingToDraw, match="made-up prints no numbers for the chart outreach"):
        draw("outreach", made_up(make_report, CASES["one year"]), words)


def test_every_chart_of_the_design_can_be_drawn() -> None:
    exported = {path.stem for path in (Path(__file__).parents[1] / "figures/laicheng-2016/zh").glob("*.png")}
    assert exported == set(CHARTS)

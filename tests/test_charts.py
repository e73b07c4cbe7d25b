from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from laicheng_data.charts.big_numbers import _split_number
from laicheng_data.charts.catalogue import CHARTS, charts_of, draw, native_panels
from laicheng_data.charts.chart import Chart, NothingToDraw
from laicheng_data.charts.checked import _cells as _checked_cells
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.in_context import _proper_name, _rank_places
from laicheng_data.charts.legibility import faults, visible_texts
from laicheng_data.charts.numbers import signed_change
from laicheng_data.charts.outreach import OUTREACH_MEASURES
from laicheng_data.charts.panels import BARS, STACKED, format_value
from laicheng_data.charts.service_center import CENTRE_MEASURES
from laicheng_data.charts.stated_rates import _recomputed_text
from laicheng_data.charts.style import (
    FORMATS,
    NARROW,
    PICTURE,
    SLIDE,
    STRIP,
    Format,
    TooMuchForOneChart,
)
from laicheng_data.facts.report import Report, load_report
from laicheng_data.tables.checked import checked_table
from laicheng_data.tables.filings import filings, year_on_year
from laicheng_data.tables.naming import filing_year
from laicheng_data.tables.places import uncompared_rates
from laicheng_data.tables.verdicts import MARKS
from laicheng_data.words import Words
from tests.chart_tables import draw_table, table_for
from tests.conftest import MakeReport

HEADER = "fact_id,office,measure,subject,period,printed,unit,bound,paragraph,position"
NO_CLAIMS = "claim_id,kind,result,operands,basis,expect,remark\n"
NO_OMISSIONS = "paragraph,position,printed,reason\n"
KINDS = ("enterprise", "individual", "cooperative")
FILING_CHARTS = tuple(name for name, declared in CHARTS.items() if declared.explorer)


def made_up(
    make_report: MakeReport, counts: dict[tuple[int, str], tuple[int, int]], rate: str = ""
) -> Report:
    """A report of filing counts (due, filed) by year and kind, with the rates they give or the one
    given."""
    facts, claims = [HEADER], [NO_CLAIMS.strip()]
    for (year, kind), (due, filed) in counts.items():
        name = f"{year}-{kind.replace('_', '-')}"
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
    "ten years": {
        (2006 + n, kind): (1000 + 300 * n, 900 + 250 * n) for n in range(10) for kind in KINDS
    },
    "none and all": {
        (2014, "enterprise"): (50, 0),
        (2015, "enterprise"): (50, 50),
        (2015, "individual"): (70, 70),
    },
    "tiny and huge": {
        (year, kind): (due, due - 2 - year % 2)
        for year in (2014, 2015)
        for kind, due in zip(KINDS, (3, 5_000, 30_000_000), strict=True)
    },
    "a gap": {(year, "enterprise"): (1000, 900) for year in (2012, 2013, 2015, 2016)},
    "all at one rate": {(year, kind): (50, 40) for year in (2014, 2015) for kind in KINDS},
    "six kinds": {
        (year, kind): (10_000 + 5000 * n, 9_000 + 4000 * n + 40 * (year - 2013))
        for year in (2013, 2014, 2015)
        for n, kind in enumerate([*KINDS, "all", "domestic_enterprise", "foreign_enterprise"])
    },
    "crowded": {
        (year, kind): (10_000, 9_000 + n) for year in (2014, 2015) for n, kind in enumerate(KINDS)
    },
}  # fmt: skip


def drawn(chart: Chart) -> list[str]:
    return [text.get_text() for text in visible_texts(chart.figure)]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_its_finding_describes_itself_and_names_its_source(
    name: str, report: Report, words: Words
) -> None:
    chart = draw(name, report, words)
    assert chart.title and chart.title in chart.alt and len(chart.alt) > len(chart.title)
    assert words.word(report.card.publisher) in chart.source


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_nothing_that_cannot_be_read(name: str, report: Report, words: Words) -> None:
    assert faults(draw(name, report, words).figure) == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FILING_CHARTS)
def test_other_numbers_are_as_readable(
    make_report: MakeReport, words: Words, name: str, case: str
) -> None:
    try:
        chart = draw(name, made_up(make_report, CASES[case]), words)
    except NothingToDraw:
        assert name == "year-on-year" and case == "one year"
        return
    assert faults(chart.figure) == []


@pytest.mark.parametrize("name", ["due-and-filed", "unfiled", "notice-periods", "service-center"])
def test_bars_start_at_zero(name: str, report: Report, words: Words) -> None:
    over = [axes for axes in draw(name, report, words).figure.axes if axes.patches]
    bars: list[Any] = [bar for axes in over for bar in axes.patches]
    assert all(axes.get_xlim()[0] <= 0 for axes in over)
    rows: dict[float, float] = {}
    for bar in (bar for bar in bars if bar.get_y() + bar.get_height() > 0):  # below the key
        middle = round(bar.get_y() + bar.get_height() / 2, 6)
        rows[middle] = min(bar.get_x(), rows.get(middle, np.inf))
    assert set(rows.values()) == {0}


@pytest.mark.parametrize(
    "name", ["due-and-filed", "unfiled", "year-on-year", "abnormal-list", "notice-periods"]
)
def test_every_bar_can_be_seen(name: str, report: Report, words: Words) -> None:
    bars = [bar for axes in draw(name, report, words).figure.axes for bar in axes.patches]
    assert bars
    for bar in bars:  # by its colour, or a hollow one by its outline
        outline = bar.get_edgecolor() if bar.get_linewidth() else bar.get_facecolor()
        assert min(sum(to_rgb(colour)) for colour in (bar.get_facecolor(), outline)) < 2.8


def test_bars_of_one_scale_are_not_cut_off(report: Report, words: Words) -> None:
    panels = [axes for axes in draw("unfiled", report, words).figure.axes if axes.patches]
    bars: list[Any] = [bar for axes in panels for bar in axes.patches]
    widths = [bar.get_width() for bar in bars]
    longest = max(width for width in widths if width == width)
    [end] = {axes.get_xlim()[1] for axes in panels}
    assert end >= longest


def test_differences_go_to_either_side_of_none(report: Report, words: Words) -> None:
    chart = draw("abnormal-list", report, words)
    bars = [bar for axes in chart.figure.axes for bar in axes.patches]
    drawn_widths = [bar.get_width() for bar in bars]  # type: ignore[attr-defined]
    assert drawn_widths == list(chart.table["difference"])
    [axes] = [axes for axes in chart.figure.axes if axes.patches]
    low, high = axes.get_xlim()
    assert low == -high


def test_an_axis_that_is_cut_says_where_it_starts_in_print_and_on_slides(
    make_report: MakeReport, report: Report, words: Words
) -> None:
    for rates in (report, made_up(make_report, CASES["none and all"])):
        chart = draw("rate-trend", rates, words)
        [[lines]] = native_panels(chart, words)
        low, high = lines.bounds
        assert (
            chart.figure.axes[0].get_ylim()[0] == low < chart.table["filing_rate"].min() or not low
        )
        assert high >= chart.table["filing_rate"].max()
        cut = words("axis_cut", start=words.percent(low, 0))
        said = "".join(drawn(chart)).replace("\n", "")
        assert (cut in said) == (cut in lines.note) == (low > 0)


def test_a_missing_year_breaks_the_line(make_report: MakeReport, words: Words) -> None:
    chart = draw("rate-trend", made_up(make_report, CASES["a gap"]), words)
    drawn = [np.asarray(line.get_xdata()) for line in chart.figure.axes[0].lines]
    years = [list(line) for line in drawn if len(line) > 1]
    assert not any(2013 in line and 2015 in line for line in years)


def test_the_title_follows_the_numbers(
    make_report: MakeReport, report: Report, words: Words
) -> None:
    other = made_up(make_report, CASES["one kind"])
    assert draw("rate-trend", report, words).title != draw("rate-trend", other, words).title


def test_a_rate_that_does_not_hold_changes_the_title(
    make_report: MakeReport, report: Report, words: Words
) -> None:
    claims = report.claims.query("kind == 'share' and basis == 'stated' and expect == 'consistent'")
    held, wrong_ones = len(claims), len(CASES["one kind"])
    wrong = draw("stated-rates", made_up(make_report, CASES["one kind"], rate="12.34%"), words)
    assert wrong.title == words("stated-rates.title.fail.all", decided=wrong_ones)
    assert (
        words("stated-rates.title.hold", held=held, decided=held)
        == draw("stated-rates", report, words).title
    )


@pytest.mark.parametrize("form", [*FORMATS, NARROW])
def test_rates_that_do_not_match_have_room_to_say_so(
    report: Report, words: Words, form: Format
) -> None:
    table = draw("stated-rates", report, words).table
    decided = table.index[table["verdict"] != "undecidable"]
    for wrong in (decided[:1], decided):
        failing = table.copy()
        failing.loc[wrong, ["verdict", "deviation"]] = ("inconsistent", 3.2)
        assert faults(draw_table("stated-rates", failing, words, "source", form).figure) == []


def test_a_report_without_the_numbers_has_no_chart(make_report: MakeReport, words: Words) -> None:
    with pytest.raises(NothingToDraw, match="made-up prints no numbers for the chart outreach"):
        draw("outreach", made_up(make_report, CASES["one year"]), words)


def test_every_chart_of_the_design_can_be_drawn() -> None:
    exported = {
        path.stem for path in (Path(__file__).parents[1] / "figures/laicheng-2016/zh").glob("*.png")
    }
    assert exported == set(charts_of(load_report("laicheng-2016"))) >= set(CHARTS)


def counted(make_report: MakeReport, rows: list[str]) -> Report:
    """A report of the given facts alone."""
    tables = {"facts": "\n".join([HEADER, *rows]), "claims": NO_CLAIMS, "omitted": NO_OMISSIONS}
    return load_report("made-up", make_report("made-up", **tables))


def measured(measures: tuple[str, ...], numbers: tuple[object, ...]) -> list[str]:
    pairs = zip(measures, numbers, strict=False)
    return [
        f"a-{n},other,{measure},all,2016,{number},次,exact,,"
        for n, (measure, number) in enumerate(pairs)
    ]


def on_the_list(due: int, listed: dict[str, int]) -> list[str]:
    filed = [
        f"{kind}-{measure},market_supervision,{measure},{kind},2015,{number},户,exact,,"
        for kind in KINDS
        for measure, number in (("due", due), ("filed", due // 3))
    ]
    return filed + [
        f"l-{n},other,listed,{kind},2015,{listed[kind]},户,exact,," for n, kind in enumerate(listed)
    ]


OTHER_CASES = {
    "no window": ("service-center", measured(CENTRE_MEASURES, (28, 0, 1, 1, 1))),
    "every window": ("service-center", measured(CENTRE_MEASURES, (3, 3, 3, 3, 3))),
    "a huge centre": (
        "service-center",
        measured(CENTRE_MEASURES, (30_000_000, 29_999_999, *[30_000_000] * 3)),
    ),
    "all the same": ("outreach", measured(OUTREACH_MEASURES, (5, 5, 5, 5, 5))),
    "all huge": ("outreach", measured(OUTREACH_MEASURES, (30_000_000,) * 5)),
    "powers of ten": ("outreach", measured(OUTREACH_MEASURES, (10, 1000, 100, 1, 100_000))),
    "one count": ("outreach", measured(OUTREACH_MEASURES, ("1.2万",))),
    "one notice": ("notice-periods", measured(("exit_notice",), (7,))),
    "a short list": (
        "abnormal-list",
        on_the_list(3, {"private_enterprise": 3, "cooperative": 0, "all": 3}),
    ),
    "a huge list": (
        "abnormal-list",
        on_the_list(30_000_000, {"individual": 15_000_000, "all": 15_000_000}),
    ),
    "an uneven list": (
        "abnormal-list",
        on_the_list(30_000_000, {"individual": 3, "cooperative": 0, "all": 3}),
    ),
}


@pytest.mark.parametrize("case", OTHER_CASES)
def test_other_counts_are_as_readable(make_report: MakeReport, words: Words, case: str) -> None:
    name, rows = OTHER_CASES[case]
    chart = draw(name, counted(make_report, rows), words)
    assert faults(chart.figure) == []
    assert not {"nan", "inf"} & set(chart.alt.lower().replace(",", " ").split())


@pytest.mark.parametrize("case", CASES)
def test_every_line_bears_its_name(make_report: MakeReport, words: Words, case: str) -> None:
    chart = draw("rate-trend", made_up(make_report, CASES[case]), words)
    names = {words.start(kind) for _, kind in CASES[case]}
    assert [name for name in names if not any(text.startswith(name) for text in drawn(chart))] == []


@pytest.mark.parametrize("name", ["due-and-filed", "year-on-year", "unfiled"])
def test_the_title_of_each_filing_chart_follows_the_numbers(
    make_report: MakeReport, report: Report, words: Words, name: str
) -> None:
    other = made_up(make_report, CASES["one kind"])
    assert draw(name, report, words).title != draw(name, other, words).title


def test_the_title_counts_those_who_did_not_file(report: Report, words: Words) -> None:
    table = filings(report)
    total = table[table["period"] == table["period"].max()]["unfiled"].sum()
    assert words.count(total) in draw("unfiled", report, words).title


@pytest.mark.parametrize("name", ["rate-trend", "due-and-filed", "unfiled"])
def test_no_value_is_drawn_for_a_year_that_prints_none(
    name: str, report: Report, words: Words
) -> None:
    facts = report.facts[report.facts["measure"] == "due"]
    printed = set(zip(facts["period"], map(words.word, facts["subject"]), strict=True))
    data = draw(name, report, words).data
    assert set(zip(data[words.word("period")], data[words.word("subject")], strict=True)) == printed
    assert (str(facts["period"].min()), words.word("cooperative")) not in printed


@pytest.mark.parametrize("form", [SLIDE, NARROW, PICTURE])
@pytest.mark.parametrize("name", ["due-and-filed", "unfiled", "rate-trend"])
def test_a_year_that_prints_none_is_said_to_print_none(
    name: str, report: Report, words: Words, form: Format
) -> None:
    facts = report.facts[report.facts["measure"] == "due"]
    missing = facts["period"].nunique() * facts["subject"].nunique() - len(facts)
    texts = drawn(draw(name, report, words, form=form))
    assert sum(words("not_printed") in text for text in texts) == missing > 0


def test_a_change_that_there_is_none_of_says_which_year_is_not_printed(
    make_report: MakeReport, report: Report, words: Words
) -> None:
    gap = words("year-on-year.no_year_before", period=filing_year("2013", words))
    chart = draw("year-on-year", report, words)
    names = [
        " ".join(name.split())
        for row in native_panels(chart, words)
        for panel in row
        for name in panel.categories
    ]
    assert drawn(chart).count(gap) == sum(gap in name for name in names) == 1
    whole = draw("year-on-year", made_up(make_report, CASES["one kind"]), words)
    assert not any(words("not_printed") in text for text in drawn(whole))


def test_more_changes_than_have_room_leave_the_largest_and_the_latest(
    make_report: MakeReport, words: Words
) -> None:
    chart = draw("year-on-year", made_up(make_report, CASES["ten years"]), words)
    changes = chart.table.dropna(subset="change")
    texts, years = drawn(chart), sorted(set(changes["period"]))
    assert f"{signed_change(changes.loc[changes['change'].abs().idxmax()], words)}%" in texts
    assert filing_year(years[-1], words) in texts and filing_year(years[1], words) not in texts
    left_out = changes.groupby(["subject", "period"]).ngroups - sum(
        text in {filing_year(year, words) for year in years} for text in texts
    )
    assert any(words("common.left_out", count=left_out) in text for text in texts)
    upright = drawn(draw_table("year-on-year", chart.table, words, "source", NARROW))
    assert all(upright.count(filing_year(year, words)) == len(KINDS) for year in years)


def test_filed_and_not_filed_make_all_who_were_due(report: Report, words: Words) -> None:
    chart = draw("due-and-filed", report, words)
    for row in chart.table.itertuples():
        assert row.filed + row.unfiled == row.due
        numbers = {words.count(number) for number in (row.filed, row.unfiled, row.due)}
        assert numbers <= set(drawn(chart))


def test_of_those_due_a_longer_bar_is_always_more(report: Report, words: Words) -> None:
    chart = draw("due-and-filed", report, words)
    _, over = chart.figure.axes
    bars: list[Any] = list(over.patches)
    starts = {round(bar.get_x(), 9) for bar in bars}
    lengths = sorted(bar.get_width() for bar in bars)
    numbers = sorted([*chart.table["due"], *chart.table["filed"]])
    assert len(starts) == 1
    assert [length / lengths[-1] for length in lengths] == pytest.approx(
        [number / numbers[-1] for number in numbers]
    )


@pytest.mark.parametrize("form", [SLIDE, NARROW, PICTURE])
def test_this_place_is_named_once_in_every_panel(
    report: Report, words: Words, form: Format
) -> None:
    figure = draw("in-context", report, words, form=form).figure
    name = _proper_name(SimpleNamespace(place="莱城区"), words)
    for axes in figure.axes:
        assert sum(text.get_text().startswith(name) for text in axes.texts) == 1


@pytest.mark.parametrize("name", ["outreach", "service-center"])
def test_numbers_of_unlike_things_are_as_large_as_each_other(
    name: str, report: Report, words: Words
) -> None:
    texts = [text for axes in draw(name, report, words).figure.axes for text in axes.texts]
    sizes = [
        text.get_fontsize()
        for text in texts
        if text.get_fontweight() == BOLD and text.get_text()[-1].isdigit()
    ]
    numbers = [size for size in sizes if float(size) > 12]
    assert len(numbers) > 1 and len(set(numbers)) == 1


@pytest.mark.parametrize("name", ["service-center", "notice-periods"])
def test_a_bar_is_as_long_as_what_it_counts(name: str, report: Report, words: Words) -> None:
    chart = draw(name, report, words)
    bars = [bar for axes in chart.figure.axes for bar in axes.patches]
    long = sum(bar.get_bbox().width for bar in bars if isinstance(bar, Rectangle))
    table = chart.table.set_index("measure")["value"]
    assert long == (table["departments"] if name == "service-center" else table.sum())


def test_what_an_office_did_stands_under_its_name_and_nothing_is_compared(
    report: Report, words: Words
) -> None:
    chart = draw("outreach", report, words)
    [axes] = chart.figure.axes
    assert not axes.patches
    heads = [words.start(office) for office in chart.table["office"].unique()]
    assert [text for text in drawn(chart) if text in heads] == heads


def test_what_stands_before_and_behind_a_number_is_smaller_than_it() -> None:
    said = {"more than 2,000": ("more than ", "2,000", ""), "1.2万份": ("", "1.2", "万份"),
            "−£195.208m": ("", "−£195.208m", ""), "83.76%": ("", "83.76%", ""),
            "2 116 items": ("", "2 116", " items"), "12 5 items": ("", "12", " 5 items"),
            "1 080 305,5 t": ("", "1 080 305,5", " t"),
            "55 people": ("", "55", " people"), "无法推算": ("", "无法推算", "")}  # fmt: skip
    assert {text: tuple(_split_number(text)) for text in said} == said


def test_all_who_were_due_stand_behind_their_bars_in_print_and_on_slides(
    report: Report, words: Words
) -> None:
    chart = draw("due-and-filed", report, words)
    due = [words.count(number) for number in chart.table["due"]]
    assert [text for text in drawn(chart) if text in due] == sorted(due, key=drawn(chart).index)
    panels = [panel for row in native_panels(chart, words) for panel in row]
    written = [
        format_value(value, panel.total_written).strip()
        for panel in panels
        for value in panel.series[panel.total]
        if value is not None
    ]
    assert sorted(written) == sorted(due)
    for panel in panels:
        parts = zip(
            *(panel.series[name] for name in panel.series if name != panel.total), strict=True
        )
        for whole, each in zip(panel.series[panel.total], parts, strict=True):
            assert whole is None or whole == sum(value or 0 for value in each)
        assert panel.bounds[1] > max(value or 0 for value in panel.series[panel.total])


@pytest.mark.parametrize("form", [SLIDE, NARROW, PICTURE])
def test_all_together_come_first_where_the_title_speaks_of_them(
    report: Report, words: Words, form: Format
) -> None:
    chart = draw("unfiled", report, words, form=form)
    last = words.count(chart.table.query("period == period.max()")["unfiled"].sum())
    assert last in chart.title and any(text.startswith(last) for text in drawn(chart))
    headings = [text for text in drawn(chart) if text in map(words.start, ("all", *KINDS))]
    first, *others = [panel for row in native_panels(chart, words) for panel in row]
    assert headings[0] == first.title == words.start("all")
    assert [panel.title for panel in others] == headings[1:]
    values = next(iter(first.series.values()))
    assert words.count(values[-1] or 0) == last and values[0] is None
    assert len({panel.bounds for panel in (first, *others)}) == 1


def test_a_rate_above_a_hundred_per_cent_is_inside_its_chart(
    make_report: MakeReport, words: Words
) -> None:
    above = made_up(
        make_report, {(year, "enterprise"): (100, 110 + year % 2) for year in (2014, 2015)}
    )
    low, high = draw("rate-trend", above, words).figure.axes[0].get_ylim()
    assert low < 1.1 < 1.11 < high


def test_departments_are_not_drawn_without_both_their_counts(
    make_report: MakeReport, words: Words
) -> None:
    chart = draw(
        "service-center", counted(make_report, measured(("departments", "items"), (28, 163))), words
    )
    assert "nan" not in chart.title


def test_what_was_not_done_is_no_outreach(make_report: MakeReport, words: Words) -> None:
    with pytest.raises(NothingToDraw):
        draw("outreach", counted(make_report, measured(("calls_answered",), (0,))), words)


def test_more_kinds_than_can_be_told_apart_are_refused(
    make_report: MakeReport, words: Words
) -> None:
    crowd = made_up(
        make_report, {(year, f"kind_{n}"): (100, 90) for year in (2014, 2015) for n in range(9)}
    )
    for name in FILING_CHARTS:
        with pytest.raises(TooMuchForOneChart, match="one kind too many for one chart"):
            draw(name, crowd, words)


def test_kinds_at_one_rate_have_neither_a_lowest_nor_a_highest(
    make_report: MakeReport, words: Words
) -> None:
    chart = draw("rate-trend", made_up(make_report, CASES["all at one rate"]), words)
    assert chart.title == words("rate-trend.title.same", year="2015", low_rate="80.00%")


@pytest.mark.parametrize("places", [1, 4, 12])
def test_as_many_other_places_as_there_are_can_be_read(
    words: Words, report: Report, places: int
) -> None:
    table = table_for("in-context", report)
    here, beside = (table[(table["report"] == report.id) == at_home] for at_home in (True, False))
    others = [
        here.assign(
            report=f"r{n}", place=beside["place"].iloc[n % len(beside)], filing_rate=0.8 + 0.015 * n
        )
        for n in range(places)
    ]
    chart = draw_table("in-context", pd.concat([here, *others]), words, "source")
    assert faults(chart.figure) == []
    place = here["place"].iloc[0]
    names = {words.word(place), _proper_name(SimpleNamespace(place=place), words)}
    for printed in here["printed"]:
        own = {words("in-context.point", place=name, rate=printed) for name in names}
        assert {printed, *own} & set(drawn(chart))


def test_a_rate_that_no_other_place_prints_stands_alone_and_the_title_says_nothing_of_it(
    words: Words, report: Report
) -> None:
    whole = table_for("in-context", report)
    year, kind = whole[["period", "subject"]].iloc[-1]
    compared = whole[(whole["period"] != year) | (whole["subject"] != kind)]
    alone = uncompared_rates(report, compared)
    alone = pd.concat([alone, alone])  # told twice, it still stands beside no other place
    assert alone[["period", "subject"]].to_numpy().tolist() == [[year, kind]] * 2
    assert uncompared_rates(report, whole).empty
    chart = draw_table("in-context", pd.concat([compared, alone]), words, "source")
    assert chart.title == draw_table("in-context", compared, words, "source").title
    gaps = drawn(draw_table("in-context", whole, words, "source")).count(words("not_printed"))
    assert drawn(chart).count(words("not_printed")) == gaps > 0


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_can_be_read_upright_on_a_telephone(
    name: str, report: Report, words: Words
) -> None:
    figure = draw(name, report, words, form=NARROW).figure
    assert faults(figure) == [] and figure.get_figheight() > figure.get_figwidth()


def test_changes_are_explained_where_there_are_some(report: Report, words: Words) -> None:
    explained = words("unfiled.change")
    assert explained in "".join(drawn(draw("unfiled", report, words)))
    assert explained not in "".join(drawn(draw("unfiled", report, words, form=STRIP)))
    assert explained not in "".join(drawn(draw("unfiled", report, words, years=[2015])))


@given(st.integers(1, 9999), st.integers(1, 9999))
@settings(max_examples=60, deadline=None)
def test_a_recomputed_rate_is_shown_on_its_side_of_rounding(part: int, rest: int) -> None:
    whole = part + rest
    value = Decimal(part * 100) / whole
    for edge in (value - Decimal("0.005"), value + Decimal("0.005"), value):
        printed = edge.quantize(Decimal("0.01"))
        deviation = float((printed - value) * 100)
        row = SimpleNamespace(
            printed=f"{printed}%", recomputed=part / whole, deviation=round(deviation, 10)
        )
        shown = Decimal(_recomputed_text(row, Words("en")).rstrip("%"))
        beyond = abs(value - printed) - Decimal("0.005")
        if abs(beyond) > Decimal("1e-9"):
            assert (abs(shown - printed) > Decimal("0.005")) == (beyond > 0)


def test_slides_stack_what_did_not_file_only_where_it_is_known(
    report: Report, words: Words
) -> None:
    chart = draw("due-and-filed", report, words)
    forms = {panel.form for row in native_panels(chart, words) for panel in row}
    unknown = replace(chart, table=chart.table.assign(unfiled=np.nan))
    panels = [panel for row in native_panels(unknown, words) for panel in row]
    assert forms == {STACKED} and {panel.form for panel in panels} == {BARS}
    assert {panel.note for panel in panels} == {words("deck.due-and-filed")}


def test_a_kind_of_which_only_a_rate_is_printed_takes_no_chart_down(
    make_report: MakeReport, words: Words
) -> None:
    numbers = (("due", 2015, 50), ("filed", 2015, 40), ("due", 2016, 60), ("filed", 2016, 45))
    rows = [
        f"{year}-{measure},o,{measure},enterprise,{year},{number},户,exact,,"
        for measure, year, number in numbers
    ]
    rows.append("2016-rate,o,filing_rate,all,2016,75.0%,%,exact,,")
    report = counted(make_report, rows)
    for name in FILING_CHARTS:
        with suppress(NothingToDraw):
            assert faults(draw(name, report, words).figure) == []


def test_what_cannot_be_checked_stands_below_what_was_and_each_sign_is_explained(
    report: Report, words: Words
) -> None:
    table = checked_table(report)
    grid = _checked_cells(table, words)
    first, second = sorted(grid.heads)
    marks = [row[2] for row in grid.rows[first + 1 : second]]
    assert "?" in marks and marks == sorted(marks, key="?".__eq__)
    assert [name for name in set(table["verdict"]) if MARKS[name] not in grid.note] == []


def test_this_place_stands_first_in_every_year(report: Report) -> None:
    table = table_for("in-context", report)
    ranked = _rank_places(table, report.id)
    firsts = ranked.groupby(["subject", "period"], observed=True)["report"].first()
    assert set(firsts) == {report.id}


def test_how_those_due_changed_is_read_off_the_chart_whatever_its_scale(
    report: Report, words: Words
) -> None:
    changes = year_on_year(table_for("due-and-filed", report)).query("measure == 'due'")
    told = drawn(draw("due-and-filed", report, words))
    assert len(changes) and all(f"{signed_change(c, words)}%" in told for c in changes.itertuples())

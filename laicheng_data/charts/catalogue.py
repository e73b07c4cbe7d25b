"""All charts by name, and how one of a report is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from laicheng_data.charts.abnormal_list import ABNORMAL_LIST
from laicheng_data.charts.chart import Chart, Declaration, Material, NothingToDraw
from laicheng_data.charts.due_and_filed import DUE_AND_FILED
from laicheng_data.charts.glyphs import replace_unknown_glyphs
from laicheng_data.charts.in_context import IN_CONTEXT
from laicheng_data.charts.notice_periods import NOTICE_PERIODS
from laicheng_data.charts.outreach import OUTREACH
from laicheng_data.charts.panels import Panel
from laicheng_data.charts.rate_trend import RATE_TREND
from laicheng_data.charts.service_center import SERVICE_CENTER
from laicheng_data.charts.stated_rates import STATED_RATES
from laicheng_data.charts.style import SLIDE, Format, house_style
from laicheng_data.charts.unfiled import UNFILED
from laicheng_data.charts.year_on_year import YEAR_ON_YEAR
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

_DECLARED = (
    STATED_RATES,
    RATE_TREND,
    DUE_AND_FILED,
    YEAR_ON_YEAR,
    UNFILED,
    ABNORMAL_LIST,
    SERVICE_CENTER,
    NOTICE_PERIODS,
    OUTREACH,
    IN_CONTEXT,
)
CHARTS: dict[str, Declaration] = {declared.name: declared for declared in _DECLARED}
NATIVE = tuple(name for name, declared in CHARTS.items() if declared.panels)


def explored() -> dict[str, tuple[str, ...]]:
    """The measures that the explorer offers, each with its charts, the plainest first."""
    measures = dict.fromkeys(measure for chart in _DECLARED for measure in chart.explorer)
    return {
        measure: tuple(
            chart.name
            for chart in sorted(_DECLARED, key=lambda chart: chart.explorer.get(measure, 0))
            if measure in chart.explorer
        )
        for measure in measures
    }


def table_for(
    name: str, report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> pd.DataFrame:
    """The rows that a chart of this name shows.

    Raises NothingToDraw where the report prints none of its numbers.
    """
    return _table(CHARTS[name], Material(report, tuple(years), tuple(kinds)))


def _table(chart: Declaration, material: Material) -> pd.DataFrame:
    table = chart.table(material).dropna(subset=list(chart.needs))
    if table.empty:
        raise NothingToDraw(chart.name, material.report.id)
    return table


def draw(
    name: str,
    report: Report,
    words: Words,
    years: Sequence[int] = (),
    kinds: Sequence[str] = (),
    form: Format = SLIDE,
) -> Chart:
    """Draw one chart of a report by its name.

    Raises NothingToDraw where the report prints none of its numbers, and style.TooMuchForOneChart
    where it prints more than one chart can show.
    """
    return draw_of(name, Material(report, tuple(years), tuple(kinds)), words, form)


def draw_of(name: str, material: Material, words: Words, form: Format = SLIDE) -> Chart:
    """Draw one chart of material that other charts are made of too; raises what `draw` does."""
    table, words = _table(CHARTS[name], material), words.knowing(material.report.labels)
    chart = draw_table(name, table, words, source_line(material.report, words), form)
    return replace(chart, years=tuple(material.years), kinds=tuple(material.kinds))


def draw_table(
    name: str, table: pd.DataFrame, words: Words, source: str, form: Format = SLIDE
) -> Chart:
    """Draw the chart of this name from its table, without rows of which it says nothing."""
    with house_style():
        chart = CHARTS[name].draw(table, words, source, form)
    replace_unknown_glyphs(chart.figure)
    return replace(chart, table=table)


def redraw(chart: Chart, report: Report, words: Words, form: Format) -> Chart:
    """The same chart in another form; nothing is read or judged again."""
    words = words.knowing(report.labels)
    again = draw_table(chart.name, chart.table, words, source_line(report, words), form)
    return replace(again, years=chart.years, kinds=chart.kinds)


def native_panels(chart: Chart, words: Words) -> list[list[Panel]]:
    """The native charts that show what a chart shows, row by row; none where a picture must do."""
    panels = CHARTS[chart.name].panels
    return panels(chart.table, words) if panels else []


def source_line(report: Report, words: Words) -> str:
    """Who published what and when, from the source card."""
    source = report.card.sources[0]
    day = report.card.created
    return words(
        "source_line" if report.card.publisher else "source_line.anonymous",
        publisher=words.word(report.card.publisher),
        title=words.word(source.title),
        year=day.year,
        month=words(f"month_{day.month}"),
        day=day.day,
    )

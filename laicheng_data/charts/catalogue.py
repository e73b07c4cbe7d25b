"""All charts by name, and how one of a report is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from laicheng_data.charts import cache
from laicheng_data.charts.abnormal_list import ABNORMAL_LIST
from laicheng_data.charts.changes import change_panels, changes
from laicheng_data.charts.chart import Chart, Declaration, Drawing, Material, NothingToDraw
from laicheng_data.charts.checked import CHECKED
from laicheng_data.charts.due_and_filed import DUE_AND_FILED
from laicheng_data.charts.figures import figure_cells, figures
from laicheng_data.charts.glyphs import replace_unknown_glyphs
from laicheng_data.charts.in_context import IN_CONTEXT
from laicheng_data.charts.levels import level_panels, levels
from laicheng_data.charts.notice_periods import NOTICE_PERIODS
from laicheng_data.charts.outreach import OUTREACH, OUTREACH_MEASURES
from laicheng_data.charts.panels import Panel
from laicheng_data.charts.parts import parts
from laicheng_data.charts.rate_trend import RATE_TREND
from laicheng_data.charts.service_center import CENTRE_MEASURES, SERVICE_CENTER
from laicheng_data.charts.stated_rates import STATED_RATES
from laicheng_data.charts.style import SLIDE, Format, house_style
from laicheng_data.charts.trend import trend, trend_panels
from laicheng_data.charts.unfiled import UNFILED
from laicheng_data.charts.year_on_year import YEAR_ON_YEAR
from laicheng_data.checking.claims import verdicts_of
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.chart_choices import ChartChoice, choices, figure_pages, lone_table
from laicheng_data.tables.filings import MEASURES
from laicheng_data.tables.measures import levels_table, lines_table
from laicheng_data.tables.naming import fact_name
from laicheng_data.tables.parts import parts_table
from laicheng_data.tables.stated_changes import change_pages, stated_changes
from laicheng_data.words import Words, capitalise

TableOf = Callable[[Material, str], pd.DataFrame]
Draw = Callable[[pd.DataFrame, str, Words, str, Format], Chart]
PanelsOf = Callable[[pd.DataFrame, str, Words], list[list[Panel]]]
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
    CHECKED,
)


def _picture_only(table: pd.DataFrame, measure: str, words: Words) -> list[list[Panel]]:
    return []


def _trend_of(material: Material, measure: str) -> pd.DataFrame:
    return lines_table(material.report, measure)


def _levels_of(material: Material, measure: str) -> pd.DataFrame:
    return levels_table(material.report, measure)


def _parts_of(material: Material, whole: str) -> pd.DataFrame:
    return parts_table(material.report, whole, material.verdicts)


def _figures_of(material: Material, page: str) -> pd.DataFrame:
    return figure_pages(lone_numbers(material.report))[page]


def _changes_of(material: Material, page: str) -> pd.DataFrame:
    return change_pages(report_changes(material.report))[page]


# The charts common to all reports: of which table, how drawn, as which native charts, and which
# findings they belong to. Native charts lack what tells a gap in a line or a whole behind its part.
_FORMS: dict[str, tuple[TableOf, Draw, PanelsOf, dict[str, int]]] = {
    "changes": (_changes_of, changes, change_panels, {"change": 3}),
    "trend": (_trend_of, trend, trend_panels, {"change": 3}),
    "levels": (_levels_of, levels, level_panels, {"level": 0}),
    "parts": (_parts_of, parts, _picture_only, {"level": 1}),
    "figures": (_figures_of, figures, _picture_only, {"change": 4, "level": 2}),
}
CHARTS: dict[str, Declaration] = {declared.name: declared for declared in _DECLARED}


# What the charts above show already, so that no chart common to all reports shows it once more.
COVERED = {*MEASURES, "listed", *CENTRE_MEASURES, *OUTREACH_MEASURES}
# The headings that charts stand under, in the order in which they are told.
TOPICS = ("list", "filing", "beside", "check", "figures", "offices")
MOST_CHARTS = 12  # of those common to all reports, what was checked among them


def charts_of(report: Report) -> list[str]:
    """The names of all charts that may be drawn of a report, its own last.

    Those of the house come first, then the measures that claims speak of first.
    """
    return [*CHARTS, *(choice.name for choice in chart_choices(report))]


@cache_per_report
def fillable_charts(report: Report) -> list[str]:
    """Those of them that the report's numbers fill, as they fill each that they ask for."""
    material = Material(report)
    filled = [name for name in CHARTS if _has_rows(name, material)]
    return [*filled, *(choice.name for choice in chart_choices(report))]


@cache_per_report
def chart_choices(report: Report) -> list[ChartChoice]:
    """The charts that the shape of a report's numbers asks for."""
    return choices(
        report,
        lone_numbers(report),
        report_changes(report),
        covered_measures(report),
        MOST_CHARTS - 1,
    )


@cache_per_report
def lone_numbers(report: Report) -> pd.DataFrame:
    """The numbers that have no other to stand beside: see `lone_table`."""
    return lone_table(report, verdicts_of(report), report_changes(report), covered_measures(report))


@cache_per_report
def report_changes(report: Report) -> pd.DataFrame:
    """What the report states of how its numbers changed: see `stated_changes`."""
    return stated_changes(report, verdicts_of(report))


def covered_measures(report: Report) -> set[str]:
    """The measures of a report that have charts of their own."""
    return COVERED | {m for m in report.facts["measure"] if m.endswith("_notice")}


def declaration(name: str, report: Report) -> Declaration:
    """All that the house knows of a chart of this report. Raises NothingToDraw for no chart of
    it."""
    if name in CHARTS:
        return CHARTS[name]
    found = {choice.name: choice for choice in chart_choices(report)}
    if name not in found:
        raise NothingToDraw(name, report.id)
    return declare(found[name])


def declare(choice: ChartChoice) -> Declaration:
    """The chart of a measure, or of a whole, as the house knows any other."""
    table_of, draw_as, panels_of, story = _FORMS[choice.form]

    def drawn(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
        return draw_as(table, choice.measure, words, source, form)

    def table(material: Material) -> pd.DataFrame:
        return table_of(material, choice.measure)

    def panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
        return panels_of(table, choice.measure, words)

    of_numbers = figure_cells if choice.form == "figures" else None
    return Declaration(choice.name, table, drawn, panels=panels, cells=of_numbers, story=story)


def is_chart(name: str) -> bool:
    """Whether a chart of some report can have this name."""
    return name in CHARTS or name.partition("-")[0] in _FORMS


def topic_of(name: str) -> str:
    """The heading that a chart stands under among others."""
    return CHARTS[name].topic if name in CHARTS else Declaration.topic


def explorer_measures() -> dict[str, tuple[str, ...]]:
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


def charts_by_measure(material: Material) -> dict[str, tuple[str, ...]]:
    """All that can be drawn of a report, by what it shows: the measures of `explorer_measures`,
    then the other charts, each under its own name."""
    measures = explorer_measures()
    forms = {form for of_one in measures.values() for form in of_one}
    names = [name for name in charts_of(material.report) if name not in forms]
    every = {**measures, **{name: (name,) for name in names}}
    there = {
        shown: tuple(name for name in names if _has_rows(name, material))
        for shown, names in every.items()
    }
    return {shown: names for shown, names in there.items() if names}


def _has_rows(name: str, material: Material) -> bool:
    try:
        return not _table(declaration(name, material.report), material).empty
    except NothingToDraw:
        return False


def chart_name(name: str, report: Report, words: Words) -> str:
    """What a chart common to all reports shows, as a reader would call it: its measure, the whole
    that it divides, or the period of numbers that stand alone."""
    choice = next(choice for choice in chart_choices(report) if choice.name == name)
    if choice.form in ("figures", "changes"):
        period, page = choice.measure.split()
        name = words(f"chart.{choice.form}", period=words.period(period))
        return words("briefing.continued", title=name, number=page) if page != "1" else name
    if choice.form != "parts":
        first, *others = choice.measure.split("+")
        named = words.start(first)
        return words("chart.lines", measure=named, count=len(others) + 1) if others else named
    first, more, _ = choice.measure.partition("+")
    fact = report.facts.set_index("fact_id").loc[first].to_dict()
    if more:
        period = words.period(fact["period"])
        return words("chart.parts.sum", part=words.start(fact["measure"]), period=period)
    named = fact_name(fact, words)
    return words("chart.parts", whole=capitalise(named))


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
    return draw_from(name, Material(report, tuple(years), tuple(kinds)), words, form)


def draw_from(name: str, material: Material, words: Words, form: Format = SLIDE) -> Chart:
    """Draw one chart of material that other charts are made of too; raises what `draw` does."""
    chart, words = declaration(name, material.report), words.with_labels(material.report.labels)
    table = _table(chart, material)
    drawn = draw_declared(chart, table, words, source_line(material.report, words), form)
    return replace(drawn, years=tuple(material.years), kinds=tuple(material.kinds))


def draw_declared(
    chart: Declaration, table: pd.DataFrame, words: Words, source: str, form: Format = SLIDE
) -> Chart:
    """A chart of its table, which has rows, as it is declared; drawn now, if it never was."""
    draw_now = partial(_draw, chart, table.copy(), words, source, form)
    is_ours = chart.draw.__module__.startswith("laicheng_data.")
    key = cache.key_of(chart.name, table, words, source, form) if is_ours else ""
    drawing = Drawing(key, draw_now)
    title, alt, source = (drawing.texts[part] for part in ("title", "alt", "source"))
    return Chart(
        chart.name,
        None,
        title,
        alt,
        source,
        None,
        table=table,
        panels=chart.panels,
        cells=chart.cells,
        drawing=drawing,
    )


def _draw(
    chart: Declaration, table: pd.DataFrame, words: Words, source: str, form: Format
) -> Chart:
    with house_style():
        drawn = chart.draw(table, words, source, form)
    replace_unknown_glyphs(drawn.figure)
    return replace(drawn, name=chart.name, table=table, panels=chart.panels, cells=chart.cells)


def redraw(chart: Chart, report: Report, words: Words, form: Format) -> Chart:
    """The same chart in another form; nothing is read or judged again."""
    words = words.with_labels(report.labels)
    declared_as = declaration(chart.name, report)
    again = draw_declared(declared_as, chart.table, words, source_line(report, words), form)
    return replace(again, years=chart.years, kinds=chart.kinds)


def native_panels(chart: Chart, words: Words) -> list[list[Panel]]:
    """The native charts that show what a chart shows, row by row; none where a picture must do."""
    return chart.panels(chart.table, words) if chart.panels else []


def source_line(report: Report, words: Words) -> str:
    """Who published what and when, from the source card, and for when, if its title does not say
    it."""
    source, date = report.card.sources[0], words.period(report.published)
    title, period = words.word(source.title), report.card.period or ""
    is_said = not period or period[:4] in title
    return words(
        "source_line" if report.card.publisher else "source_line.anonymous",
        publisher=words.word(report.card.publisher),
        title=title,
        of="" if is_said else words("source_line.of", period=words.period(period)),
        when=words("source_line.when", date=date) if date else "",
    )

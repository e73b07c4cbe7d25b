"""Public notices."""

from __future__ import annotations

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.panels import (
    COUNT,
    STACKED,
    Panel,
    add_totals,
    column_values,
)
from laicheng_data.charts.strips import ROW_PT, Part, Strip, draw_strips
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import notices_table
from laicheng_data.words import Words, capitalise


def notice_periods(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Public notices one after the other, a bar a procedure, the longest first."""
    totals = _totals(table)
    bare = _without_unit(table)
    title = _title(totals.drop(bare) if len(bare) < len(totals) else totals, words)
    subtitle = _reading_note(table, words)
    form = layout.fit_height(ROW_PT * len(totals), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    strips = [
        Strip(
            _named_total(str(measure), days, measure in bare, words),
            _steps(table[table["measure"] == measure], words),
        )
        for measure, days in totals.items()
    ]
    draw_strips(figure.subplots(), strips, layout.room(figure))
    layout.fix_layout(figure)
    details = [
        words(
            "notice_of",
            measure=words.word(row.measure),
            subject=words.word(row.subject),
            days=_days_text(row.value, words, row.unit == ""),
        )
        for row in table.itertuples()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "subject", "period", "printed", "unit", "value"]
    return Chart("notice-periods", figure, title, alt, source, words.table(table[columns]))


def _reading_note(table: pd.DataFrame, words: Words) -> str:
    """What is not known of the notices: what lies between them, and which have no unit."""
    bare = _without_unit(table)
    if not bare:
        return words("notice-periods.subtitle")
    names = words.all_of(bare)
    return words("notice-periods.subtitle") + words("notice-periods.bare", names=names)


def _without_unit(table: pd.DataFrame) -> list[str]:
    """The procedures of which the report does not say what it counts: a title tells none of them
    where it can tell of others."""
    return [str(measure) for measure in table.loc[table["unit"] == "", "measure"].unique()]


def _named_total(measure: str, days: float, bare: bool, words: Words) -> str:
    whole = words("notice-periods.whole", days=_days_text(days, words, bare))
    return words("notice-periods.row", name=words.start(measure), whole=whole)


def _totals(table: pd.DataFrame) -> pd.Series:
    """The days of each procedure, the longest first."""
    totals = table.groupby("measure", sort=False)["value"].sum()
    return totals.sort_values(ascending=False, kind="stable")


def _steps(table: pd.DataFrame, words: Words) -> list[Part]:
    """The notices of a procedure, one after the other, each with its name and its days."""
    days = [_days_text(row.value, words, row.unit == "") for row in table.itertuples()]
    return [
        Part(row.value, _shade(step), f"{words.start(row.subject)} {days[step]}")
        for step, row in enumerate(table.itertuples())
    ]


def _title(totals: pd.Series, words: Words) -> str:
    """How long the longest of the procedures takes, and the shortest."""
    most, least = str(totals.idxmax()), str(totals.idxmin())
    form = "one" if len(totals) == 1 else "more"
    if len(totals) > 1 and totals.nunique() == 1:
        form = "same"
    all_named = words.all_of([str(measure) for measure in totals.index])
    return words(
        f"notice-periods.title.{form}",
        most=words.start(most),
        least=words.word(least),
        all=capitalise(all_named),
        days=_days_text(totals.max(), words),
        fewest=_days_text(totals.min(), words),
    )


def _days_text(days: float, words: Words, bare: bool = False) -> str:
    if bare:
        return words.count(days)
    return words("notice-periods.days" + (".one" if days == 1 else ""), days=words.count(days))


def _shade(step: int) -> str:
    return style.tint(style.ACCENT, 0.4 + 0.3 * min(step, 2))


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A bar a procedure, its steps one after the other, and how many days they make; one format
    serves all labels, which says no unit where the report gives some of them none."""
    wide = table.pivot_table("value", "measure", "subject", aggfunc="sum", sort=False)
    wide = wide.loc[_totals(table).index]
    days = "|" if _without_unit(table) else words("notice-periods.days", days="|")
    written = _format(days)
    steps = Panel(
        words("form.notice-periods"),
        STACKED,
        [words.start(str(measure)) for measure in wide.index],
        {words.start(str(subject)): column_values(wide[subject]) for subject in wide},
        [_shade(step) for step in range(wide.shape[1])],
        written,
        (0, 1),
        of_one_kind=False,
        note=_reading_note(table, words),
    )
    whole = words("notice-periods.whole", days=days)
    return [[add_totals(steps, words.start("sum"), '"  "' + _format(whole))]]


def _format(text: str) -> str:
    """A text around the place of a number as a format of an office chart."""
    before, after = text.split("|")
    return (f'"{before}"' if before else "") + COUNT + (f'"{after}"' if after else "")


NOTICE_PERIODS = Declaration(
    "notice-periods",
    lambda material: notices_table(material.report),
    notice_periods,
    panels=_panels,
    topic="offices",
)

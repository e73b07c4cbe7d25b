"""One measure by subject in one period, the largest first."""

from __future__ import annotations

from typing import Any

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.bars import bar_panels, draw_bars
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    MOST_ROWS,
    build_chart,
    describe_row,
    omission_note,
    printed_number,
    row_subject,
)
from laicheng_data.charts.panels import Panel
from laicheng_data.charts.style import Format
from laicheng_data.tables.measures import are_one_division, is_average
from laicheng_data.tables.naming import ALL
from laicheng_data.tables.ranking import is_apart
from laicheng_data.words import Words

MOST_NAMED = 3  # subjects that a title names in one place
_TOTAL = style.tint(style.ACCENT, 0.4)


def levels(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """One measure by subject in one period, the largest first, totals paler than their parts."""
    shown = _select_rows(table)
    title = levels_sentence(table, measure, words)
    figure = layout.frame(title, _subtitle(table, words), source, form)
    rows = list(shown.itertuples())
    labels = [printed_number(row, words) for row in rows]
    names = [row_subject(row, words) for row in rows]
    draw_bars(figure, names, list(shown["value"]), labels, [_colour(row) for row in rows], form)
    layout.fix_layout(figure)
    alt = words.described(title, [describe_row(row, words) for row in rows])
    return build_chart(f"levels-{measure}", figure, title, alt, source, table, words)


def _colour(row: Any) -> str:
    return _TOTAL if row.total else style.ACCENT


def _select_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that a chart has room for: those that are farthest from naught, in their order, and
    of numbers below it both ends, which its title names; no totals where not all have room."""
    if len(table) > MOST_ROWS:
        table = _comparable_rows(table)
    farthest = list(table["value"].abs().sort_values(ascending=False, kind="stable").index)
    ends = [table.index[0], table.index[-1]] if table["value"].iloc[-1] < 0 else []
    first = [place for place in farthest if place not in ends]
    shown = table.loc[sorted({*ends, *first[: MOST_ROWS - len(set(ends))]})]
    return shown.replace({"subject": {ALL: "overall"}}) if is_average(table) else shown


def _comparable_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that can be compared, which totals and their parts cannot."""
    parts = table[~table["total"]]
    return table if parts.empty else parts


def _subtitle(table: pd.DataFrame, words: Words) -> str:
    """How to read the bars, what a pale one is, and what is not drawn, totals apart."""
    shown, single = _select_rows(table), _comparable_rows(table)
    pale = ""
    if len(single) < len(table):
        form = "pale" if shown["total"].any() else "left_out"
        of_all = ".all" if is_average(table) and table["total"].sum() == 1 else ""
        pale = words(f"levels.totals.{form}{of_all}")
    left_out = int((~single.index.isin(shown.index)).sum())
    return words("levels.subtitle") + pale + omission_note(table, left_out, words)


def levels_sentence(table: pd.DataFrame, measure: str, words: Words) -> str:
    """The highest of the numbers that are no totals, and the lowest where these are all there are,
    else the next; of numbers below naught, from which to which they go.

    Of several divisions of one whole only the range is told. All that share a place are named, or
    none where they are many. Both numbers tell where they are one; none is called the highest where
    a word such as 多 bounds one or rounding may have made another one with it, nor are all of them.
    """
    rows = _comparable_rows(table)
    high, low = (next(rows.iloc[[at]].itertuples()) for at in (0, -1))
    form, low = _sentence_form(table, rows, high, low)
    highest, lowest = (list(rows.loc[rows["value"] == row.value, "subject"]) for row in (high, low))
    if form == "worded":
        highest, lowest = [high.subject], [low.subject]
    return words(
        f"levels.title.{form}",
        period=words.period(high.period),
        measure=words.start(measure),
        of=words("levels.of_items") if len(rows) < len(table) else "",
        high=words.all_of(highest),
        high_value=printed_number(high, words),
        low=words.all_of(lowest),
        low_value=printed_number(low, words),
    )


def _sentence_form(table: pd.DataFrame, rows: pd.DataFrame, high: Any, low: Any) -> tuple[str, Any]:
    """Which sentence the numbers bear, and the row that it names after the highest."""
    sharing = rows["value"].value_counts()
    below = rows[rows["value"] < high.value]
    if len(rows) == 1:
        return "one", low
    if (rows["bound"] != "exact").any():
        return "worded", low
    if below.empty:
        return "same", low
    if not is_apart(rows, high.value) or (low.value < 0 and not is_apart(rows, low.value)):
        return "worded", low
    named = sharing[high.value] <= MOST_NAMED
    if low.value < 0:
        return ("signed" if named and sharing[low.value] <= MOST_NAMED else "range"), low
    if not named or not are_one_division(table):
        return "range", low
    all_drawn = table["complete"].all() and len(rows) <= MOST_ROWS
    other, form = (low, "many") if all_drawn else (next(below.itertuples()), "first")
    told = sharing[other.value] <= MOST_NAMED and is_apart(rows, other.value)
    is_next = form == "many" or not _stands_between(table, other.value, high.value)
    return (form if told and is_next else "top"), other


def _stands_between(table: pd.DataFrame, low: float, high: float) -> bool:
    """Whether a total of some, which is drawn too, is larger than what is next to the highest."""
    some = table[table["total"] & (table["subject"] != ALL)]
    return bool(some["value"].between(low, high).any())


def level_panels(table: pd.DataFrame, measure: str, words: Words) -> list[list[Panel]]:
    """The bars as a native chart, where it can write them as they are printed."""
    rows = list(_select_rows(table).itertuples())
    names, colours = [row_subject(row, words) for row in rows], [_colour(row) for row in rows]
    return bar_panels(rows, names, colours, words.start(measure), _subtitle(table, words), words)

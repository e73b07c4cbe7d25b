"""One measure by subject in one period, the largest first."""

from __future__ import annotations

import re

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    MOST_ROWS,
    MOST_TALL,
    as_printed,
    extremes,
    finished,
    fitted_name,
    note,
    point,
    subject,
)
from laicheng_data.charts.panels import (
    BARS,
    NATIVE_NAME_PT,
    NATIVE_PT,
    Panel,
    ends,
    number_format,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.measures import are_one_division
from laicheng_data.words import Words

_TOTAL = style.tint(style.ACCENT, 0.4)
_NUMBER = re.compile(r"(-?[\d,]+(?:\.(\d+))?)([^\d\";]*)")


def levels(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """One measure by subject in one period, the largest first."""
    shown = _shown(table)
    left_out = len(table) - len(shown)
    compares = are_one_division(table)
    title = extremes(_compared(shown), measure, words, bool(left_out), compares)
    left = note(table, left_out, words)
    figure = layout.frame(title, words("levels.subtitle") + left, source, form)
    axes = figure.subplots()
    low, high = min(0.0, shown["value"].min()), max(0.0, shown["value"].max())
    reach = (high - low) or 1
    for y, row in enumerate(shown.itertuples()):
        axes.barh(y, row.value, 0.62, color=_TOTAL if row.total else style.ACCENT)
        side = 1 if row.value >= 0 else -1
        axes.annotate(
            as_printed(row, words),
            (row.value, y),
            (4 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            color=style.INK,
        )
    lines = 2 if len(shown) <= MOST_TALL else 1
    names = [fitted_name(subject(row, words), figure, lines) for row in shown.itertuples()]
    axes.set_yticks(range(len(shown)), names, color=style.INK)
    edge = low - 0.45 * reach if low < 0 else 0
    axes.set(xticks=[], ylim=(len(shown) - 0.5, -0.5), xlim=(edge, high + 0.45 * reach))
    axes.vlines(0, -0.5, len(shown) - 0.5, color=style.QUIET, lw=0.8)
    layout.bare(axes)
    layout.settle(figure)
    alt = words.described(title, [point(row, words) for row in shown.itertuples()])
    return finished(f"levels-{measure}", figure, title, alt, source, table, words)


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that a chart has room for: those that are farthest from naught, in their order; no
    totals where not all have room."""
    if len(table) > MOST_ROWS:
        table = _compared(table)
    farthest = table["value"].abs().sort_values(ascending=False, kind="stable").index[:MOST_ROWS]
    return table.loc[sorted(farthest)]


def _compared(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that can be compared, which totals and their parts cannot."""
    parts = table[~table["total"]]
    return table if parts.empty else parts


def level_panels(table: pd.DataFrame, measure: str, words: Words) -> list[list[Panel]]:
    """The bars as a native chart, as it can write them: all exact, in one unit, with as many
    decimals. None otherwise: a picture shows each number as it is printed."""
    shown = _shown(table)
    rows = list(shown.itertuples())
    read = [match for row in rows if (match := _NUMBER.fullmatch(as_printed(row, words)))]
    forms = {(len(match[2] or ""), match[3]) for match in read}
    if len(read) < len(rows) or len(forms) > 1 or (shown["bound"] != "exact").any():
        return []
    [(places, unit)] = forms
    numbers = [float(match[1].replace(",", "")) for match in read]
    names = [layout.shortened(subject(row, words), NATIVE_PT, NATIVE_NAME_PT) for row in rows]
    bars = Panel(
        words.start(measure),
        BARS,
        names,
        {words.start(measure): list(numbers)},
        [style.ACCENT],
        number_format(places, unit),
        ends(numbers),
        of_one_kind=False,
        note=words("levels.subtitle") + note(table, len(table) - len(shown), words),
    )
    return [[bars]]

"""One measure by subject in one period, the largest first."""

from __future__ import annotations

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    MOST_ROWS,
    as_printed,
    extremes,
    finished,
    fitted_name,
    note,
    point,
    subject,
)
from laicheng_data.charts.style import Format
from laicheng_data.words import Words


def levels(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """One measure by subject in one period, the largest first."""
    shown = table.head(MOST_ROWS)
    left_out = len(table) - len(shown)
    title = extremes(shown, measure, words, bool(left_out))
    left = note(table, left_out, words)
    figure = layout.frame(title, words("levels.subtitle") + left, source, form)
    axes = figure.subplots()
    low, high = min(0.0, shown["value"].min()), max(0.0, shown["value"].max())
    reach = (high - low) or 1
    for y, row in enumerate(shown.itertuples()):
        axes.barh(y, row.value, 0.62, color=style.ACCENT)
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
    names = [fitted_name(subject(row, words), figure) for row in shown.itertuples()]
    axes.set_yticks(range(len(shown)), names, color=style.INK)
    edge = low - 0.45 * reach if low < 0 else 0
    axes.set(xticks=[], ylim=(len(shown) - 0.5, -0.5), xlim=(edge, high + 0.45 * reach))
    axes.vlines(0, -0.5, len(shown) - 0.5, color=style.QUIET, lw=0.8)
    layout.bare(axes)
    layout.settle(figure)
    alt = words.described(title, [point(row, measure, words) for row in shown.itertuples()])
    return finished(f"levels-{measure}", figure, title, alt, source, table, words)

"""Two periods: a bar each, the later one darker, which says more than a line between them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.bars import draw_bars
from laicheng_data.charts.common import printed_number
from laicheng_data.charts.rows import Look, Row, draw_rows, frame_rows
from laicheng_data.charts.style import Format
from laicheng_data.words import Words

_THICK = 0.7  # of a row, that a bar takes


def draw_pairs(
    table: pd.DataFrame, above: tuple[str, str], source: str, form: Format, words: Words
) -> Figure:
    """A row a subject and period, all bars to one scale, the subject largest at the end first; a
    subject that is alone has its name in the title `above`."""
    if table["subject"].nunique() == 1:
        figure = layout.frame(*above, source, form)
        rows, names, colours = single_bars(table, words)
        labels = [printed_number(row, words) for row in rows]
        draw_bars(figure, names, [row.value for row in rows], labels, colours, form)
        layout.fix_layout(figure)
        return figure
    latest = table["period"].max()
    size = table.groupby("subject", sort=False, observed=True)["value"].last().abs()
    subjects = list(size.sort_values(ascending=False, kind="stable").index)
    by_period = table.sort_values("period", kind="stable")
    rows = [
        Row(
            subject,
            row.period,
            {"": printed_number(row, words)},
            {"": row.value},
            shade=1 if row.period == latest else style.NOT_FILED,
        )
        for subject in subjects
        for row in by_period[by_period["subject"] == subject].itertuples()
    ]
    look = Look(_draw_mark, period=lambda period, words: words.period(period))
    figure, shown = frame_rows(rows, rows, above, source, form, look, words)
    draw_rows(figure, shown, dict.fromkeys(subjects, style.ACCENT), look, words)
    layout.fix_layout(figure)
    return figure


def single_bars(table: pd.DataFrame, words: Words) -> tuple[list[Any], list[str], list[str]]:
    """The rows of a subject that is alone, with the names and the colours of their bars."""
    rows = list(table.sort_values("period", kind="stable").itertuples())
    earlier = style.tint(style.ACCENT, style.NOT_FILED)
    names = [str(words.period(row.period)) for row in rows]
    return rows, names, [earlier] * (len(rows) - 1) + [style.ACCENT]


def _draw_mark(axes: Axes, measure: str, y: float, start: float, end: float, colour: str) -> None:
    axes.barh(y, end - start, _THICK, left=start, color=colour)

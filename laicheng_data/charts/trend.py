"""One measure over several periods, a line a subject, across a body's earlier reports too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    as_printed,
    extremes,
    finished,
    fitted_name,
    measure_of,
    note,
    point,
    subject,
)
from laicheng_data.charts.style import Format
from laicheng_data.words import Words

MOST_LINES, MOST_TICKS = 6, 6


def trend(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """One measure over several periods, a line a subject; the highest of the last where many."""
    shown = _most_telling(table)
    left_out = table["subject"].nunique() - shown["subject"].nunique()
    title = _trend_title(shown, measure, words, bool(left_out))
    left = note(table, left_out, words)
    if table["fact_id"].str.contains(":").any():
        left += words("trend.earlier")
    figure = layout.frame(title, words("trend.subtitle") + left, source, form)
    axes = figure.subplots()
    periods = _axis(shown["period"])
    hues, shapes = style.colours(shown["subject"]), style.markers(shown["subject"])
    for name, rows in shown.groupby("subject", sort=False):
        values = rows.set_index("period")["value"].reindex(periods)
        axes.plot(range(len(periods)), values, color=hues[str(name)], marker=shapes[str(name)])
    ticks = sorted({round(at) for at in np.linspace(0, len(periods) - 1, MOST_TICKS)})
    axes.set_xticks(ticks, [words.period(periods[at]) for at in ticks], size=style.SMALL_PT)
    axes.set_xlim(-0.3, len(periods) - 0.7)
    axes.margins(y=0.15)
    axes.set_yticks([])
    layout.bare(axes, "bottom")
    _ends(figure, axes, shown, periods, words)
    alt = words.described(title, [point(row, words) for row in shown.itertuples()])
    return finished(f"trend-{measure}", figure, title, alt, source, table, words)


def _most_telling(table: pd.DataFrame) -> pd.DataFrame:
    """All subjects, or as many as eyes can tell apart: those largest at the end."""
    last = table.groupby("subject", sort=False)["value"].last().abs()
    kept = set(last.sort_values(ascending=False, kind="stable").index[:MOST_LINES])
    return table[table["subject"].isin(kept)]


def _axis(periods: pd.Series) -> list[str]:
    """All periods from first to last; years without a number too, where lines have a gap."""
    there = sorted(periods.unique())
    if not all(period.isdecimal() for period in there):
        return there
    return [str(year) for year in range(int(there[0]), int(there[-1]) + 1)]


def _last(row: Any, periods: list[str], words: Words) -> str:
    """The last number of a line, with its period where the line ends before the others."""
    printed = as_printed(row, words)
    if row.period == periods[-1]:
        return printed
    return words("trend.ended", value=printed, period=words.period(row.period))


def _ends(
    figure: Figure, axes: Axes, table: pd.DataFrame, periods: list[str], words: Words
) -> None:
    """First value of each line where it fits, and name and last value at its end."""
    hues = style.colours(table["subject"])
    lasts = list(table.groupby("subject", sort=False).tail(1).itertuples())
    firsts = list(table.groupby("subject", sort=False).head(1).itertuples())
    labels = [
        axes.annotate(
            f"{fitted_name(subject(row, words), figure)} {_last(row, periods, words)}",
            (len(periods) - 1, row.value),
            (7, 0),
            textcoords="offset points",
            va="center",
            color=style.ink(hues[row.subject]),
        )
        for row in lasts
    ]
    begins = [
        axes.annotate(
            as_printed(row, words),
            (periods.index(row.period), row.value),
            (0, 5),
            textcoords="offset points",
            ha="left",
            va="bottom",
            color=style.ink(hues[row.subject]),
        )
        for row in firsts
    ]
    layout.settle(figure)
    gap = layout.points_to_data(axes, style.LABEL_PT * layout.LINE_HEIGHT)
    floor = axes.get_ylim()[0] + gap / 2
    places = layout.spread([row.value for row in lasts], gap, floor)
    for label, place in zip(labels, places, strict=True):
        label.xy = (label.xy[0], place)
    layout.keep_what_fits(figure, begins)


def _trend_title(table: pd.DataFrame, measure: str, words: Words, part: bool) -> str:
    rows = list(table.itertuples())
    if table["subject"].nunique() == 1:
        return words(
            "trend.title.one",
            measure=measure_of(measure, rows[0].subject, words),
            first=words.period(rows[0].period),
            before=as_printed(rows[0], words),
            last=words.period(rows[-1].period),
            after=as_printed(rows[-1], words),
        )
    last = table[table["period"] == table["period"].max()]
    return extremes(last.sort_values("value", ascending=False), measure, words, part)

"""One measure over several periods, a line a subject, across a body's earlier reports too."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    as_printed,
    extremes,
    finished,
    fitted_names,
    measure_of,
    note,
    point,
)
from laicheng_data.charts.style import Format
from laicheng_data.words import Words

MOST_LINES, MOST_TICKS = 6, 6
MOST_LABELS = 12  # points of which each is told its number; of more, the ends
_AXIS_PT = 300  # what the axis has at least beside the names of the lines
_TICK_PT = 60  # after which the name of a period goes on in a second line


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
    ticks, labels = _ticks([words.period(period) for period in periods])
    axes.set_xticks(ticks, labels, size=style.SMALL_PT)
    axes.set_xlim(-0.3, len(periods) - 0.7)
    axes.margins(y=0.15)
    if len(periods) == 2 and shown["value"].min() >= 0:
        axes.set_ylim(bottom=0)  # two points fill any axis: from naught, small changes look small
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
    """All periods from first to last; years without a number too, where lines have a gap. Years of
    equal distance, as those of two censuses are, have none."""
    there = sorted(periods.unique())
    if not all(period.isdecimal() for period in there):
        return there
    years = [int(year) for year in there]
    apart = {later - earlier for earlier, later in pairwise(years)}
    step = apart.pop() if len(apart) == 1 else 1
    return [str(year) for year in range(years[0], years[-1] + 1, step)]


def _ticks(names: list[str]) -> tuple[list[int], list[str]]:
    """Which periods are named below the axis: the last and every so many before it, as many as have
    room; long names in two lines."""
    labels = [layout.wrapped(name, style.SMALL_PT, _TICK_PT) for name in names]
    widest = max(
        layout.text_width(line, style.SMALL_PT) for one in labels for line in one.split("\n")
    )
    most = max(2, min(MOST_TICKS, int(_AXIS_PT / (widest + 8))))
    step = -(-(len(names) - 1) // (most - 1)) or 1
    ticks = list(range(len(names) - 1, -1, -step))[::-1]
    return ticks, [labels[at] for at in ticks]


def _last(row: Any, periods: list[str], words: Words) -> str:
    """The last number of a line, with its period where the line ends before the others."""
    printed = as_printed(row, words)
    if row.period == periods[-1]:
        return printed
    return words("trend.ended", value=printed, period=words.period(row.period))


def _end(row: Any, name: str, periods: list[str], words: Words) -> str:
    """What stands at the end of a line; a line that is alone has its name in the title."""
    last = _last(row, periods, words)
    return f"{name} {last}" if name else last


def _ends(
    figure: Figure, axes: Axes, table: pd.DataFrame, periods: list[str], words: Words
) -> None:
    """Name and last value at the end of each line; of few points, all others where they fit, else
    the first."""
    hues = style.colours(table["subject"])
    lasts = list(table.groupby("subject", sort=False).tail(1).itertuples())
    names = fitted_names(lasts, figure, words) if len(lasts) > 1 else {}
    firsts = table.groupby("subject", sort=False).head(1)
    between = table.drop(index=[*firsts.index, *table.groupby("subject").tail(1).index])
    told = pd.concat([firsts, between]) if len(table) <= MOST_LABELS else firsts
    labels = [
        axes.annotate(
            _end(row, names.get(row.subject, ""), periods, words),
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
            ha="left" if row.Index in firsts.index else _side(row, table),
            va="bottom",
            color=style.ink(hues[row.subject]),
        )
        for row in told.itertuples()
    ]
    layout.settle(figure)
    gap = layout.points_to_data(axes, style.LABEL_PT * layout.LINE_HEIGHT)
    floor = axes.get_ylim()[0] + gap / 2
    places = layout.spread([row.value for row in lasts], gap, floor)
    for label, place in zip(labels, places, strict=True):
        label.xy = (label.xy[0], place)
    layout.keep_what_fits(figure, begins)


def _side(row: Any, table: pd.DataFrame) -> str:
    """Where a number above its point is out of the way of the line: left of one that rises."""
    values = list(table.loc[table["subject"] == row.subject, "value"])
    at = list(table.index[table["subject"] == row.subject]).index(row.Index)
    before, after = values[at] - values[at - 1], values[at + 1] - values[at]
    if before * after <= 0:
        return "center"
    return "right" if after > 0 else "left"


def _trend_title(table: pd.DataFrame, measure: str, words: Words, part: bool) -> str:
    first, *others = _leading_first(table, measure.split("+"))
    if others:  # of several measures the largest that has changed leads
        title = _from_to(table[table["subject"] == first], first, "all", words)
        form = "trend.title.beside" + (".one" if len(others) == 1 else "")
        return words(form, title=title, count=len(others), other=words.word(others[0]))
    if table["subject"].nunique() == 1:
        return _from_to(table, measure, table["subject"].iloc[0], words)
    last = table[table["period"] == table["period"].max()]
    return extremes(last.sort_values("value", ascending=False), measure, words, part)


def _leading_first(table: pd.DataFrame, measures: list[str]) -> list[str]:
    """The measures, the first of them that has changed before the others."""
    values = table.groupby("subject")["value"].nunique()
    lead = next((name for name in measures if values.get(name, 0) > 1), measures[0])
    return [lead, *(name for name in measures if name != lead)]


def _from_to(table: pd.DataFrame, measure: str, subject: str, words: Words) -> str:
    """From what to what a single line goes."""
    first, last = (next(table.iloc[[at]].itertuples()) for at in (0, -1))
    return words(
        "trend.title.one",
        measure=measure_of(measure, subject, words),
        first=words.period(first.period),
        before=as_printed(first, words),
        last=words.period(last.period),
        after=as_printed(last, words),
    )

"""What can be pointed at in a drawn chart: every bar and point whose row in the chart's table is
beyond doubt.

A mark is found by its number: a bar's length or end, a point's place on its axis. Where more rows
than one could have drawn it, neither is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox, BboxBase

from laicheng_data.charts import cache
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.style import MARKERS
from laicheng_data.notebook.markup import NAMES, drop_technical_columns, format_table
from laicheng_data.tables.amounts import amount
from laicheng_data.tables.naming import ALL
from laicheng_data.words import Words

MOST_MARKS = 200
POINT = 0.006  # half the side of a point's box, as a share of the picture's width
_NEAR = 1e-9  # of the number itself: what floats lose on the way to the figure
_ABOUT = frozenset(("place", "subject", "listed_subject", "office", "measure", "period", "part"))
_PRINTED = frozenset(("printed", "printed_rate"))
_OF_A_UNIT = frozenset(("printed", "change"))


class Mark(NamedTuple):
    """A box in the picture, in thousandths of its width and height from its upper left corner, and
    the row of the chart's table that it stands for."""

    left: int
    top: int
    width: int
    height: int
    text: str


class _DrawnMark(NamedTuple):
    box: Bbox  # in pixels of the figure
    numbers: tuple[float, ...]  # those it may show


def marks(chart: Chart, words: Words) -> list[Mark]:
    """The marks of a chart, in the order in which they were drawn; as kept, if it was drawn
    before and nobody can have changed it since."""
    drawn_from = chart.drawing.key if chart.drawing else ""
    key = cache.key_of(drawn_from, "marks", drop_technical_columns(chart.table), words)
    if (content := cache.read(key)) is not None:
        return [Mark(*mark) for mark in json.loads(content)]
    found = _find_marks(chart, words)
    cache.store(key, json.dumps(found).encode())
    return found


def _find_marks(chart: Chart, words: Words) -> list[Mark]:
    table, figure = (
        drop_technical_columns(chart.table).reset_index(drop=True),
        chart.with_figure().figure,
    )
    numbers = table.select_dtypes("number").to_numpy(float)
    texts, canvas = _texts(table, words), figure.bbox
    found = []
    for ax in figure.axes:
        for drawn in [*_bars(ax), *_points(ax)]:
            rows = _rows(numbers, drawn.numbers)
            if len(rows) == 1:
                found.append(_mark(drawn.box, canvas, texts[rows[0]]))
    return found[:MOST_MARKS]


def _texts(table: pd.DataFrame, words: Words) -> list[str]:
    """Each row in words: what it is about, and its figures with the unit of what needs one."""
    numbers = set(table.select_dtypes("number").columns)
    about = [name for name in table if name in _ABOUT - numbers]
    told = [name for name in table if name in numbers | _PRINTED and name != "value"]
    heads = {name: words.word(name) for name in told}
    said = format_table(table, words).set_axis(table.columns, axis="columns")
    said = said.assign(**{name: table[name].map(words.word) for name in NAMES & set(about)})
    text = said.to_dict("records")
    whole = words.word(ALL)
    units = table.get("unit", pd.Series("", table.index))

    def valued(name: str, row: dict[str, str], unit: str) -> str:
        return amount(row[name], unit, words) if name in _OF_A_UNIT else row[name]

    return [
        words(
            "chart.mark",
            about=words("list_comma").join(
                dict.fromkeys(row[name] for name in about if row[name] not in ("", whole))
            ),
            figures=words("list_semicolon").join(
                words("chart.mark.figure", name=heads[name], value=valued(name, row, unit))
                for name in told
                if row[name]
            ),
        )
        for row, unit in zip(text, units, strict=True)
    ]


def _rows(numbers: np.ndarray, shown: Sequence[float]) -> list[int]:
    """The rows in which one of these numbers stands; zero, where bars begin, tells none."""
    told = [number for number in shown if number]
    near = [np.isclose(numbers, number, rtol=_NEAR, atol=0).any(axis=1) for number in told]
    return list(np.flatnonzero(np.any(near, axis=0))) if near else []


def _bars(ax: Axes) -> Iterator[_DrawnMark]:
    """The bars of one pair of axes: each shows its length, or where it ends."""
    for bars in ax.containers:
        if not isinstance(bars, BarContainer):
            continue
        for bar in bars.patches:
            box = bar.get_window_extent()
            if not (bar.get_visible() and box.width > 0 and box.height > 0):
                continue
            upright = bars.orientation == "vertical"
            start, length = (
                (bar.get_y(), bar.get_height()) if upright else (bar.get_x(), bar.get_width())
            )
            yield _DrawnMark(box, (length, start + length))


def _points(ax: Axes) -> Iterator[_DrawnMark]:
    """The points of one pair of axes: each shows its place on one of them."""
    half = POINT * ax.figure.bbox.width
    for x, y in _places(ax):
        across, up = ax.transData.transform((x, y))
        box = Bbox.from_extents(across - half, up - half, across + half, up + half)
        yield _DrawnMark(box, (x, y))


def _places(ax: Axes) -> Iterator[tuple[float, float]]:
    for line in ax.lines:
        if line.get_visible() and line.get_transform() == ax.transData and _is_marked(line):
            yield from _finite_points(np.asarray(line.get_xydata()))
    for collection in ax.collections:
        if isinstance(collection, PathCollection) and collection.get_visible():
            yield from _finite_points(np.ma.getdata(collection.get_offsets()))


def _is_marked(line: Line2D) -> bool:
    return line.get_marker() in MARKERS


def _finite_points(places: np.ndarray) -> Iterator[tuple[float, float]]:
    for x, y in places:
        if np.isfinite([x, y]).all():
            yield float(x), float(y)


def _mark(box: Bbox, canvas: BboxBase, text: str) -> Mark:
    """A mark of a picture whose rows, unlike a figure's, are counted from above."""
    across, down = 1000 / canvas.width, 1000 / canvas.height
    return Mark(
        round(box.x0 * across),
        round((canvas.height - box.y1) * down),
        max(round(box.width * across), 1),
        max(round(box.height * down), 1),
        text,
    )

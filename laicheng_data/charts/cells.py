"""Small counts as rows of cells, one for each thing that is counted, so that like stands below
like and can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from laicheng_data.charts import layout, style
from laicheng_data.charts.font import BOLD

MOST_CELLS = 100  # in a row, that can be told apart
_CELL_PT = (14, 44)  # how high cells are, at least and at most
_LINE_PT = style.LABEL_PT * layout.LINE_HEIGHT
_BELOW_PT = 14  # between two rows
_GAP = 0.18  # of a cell, that is left blank
ROW_PT = 3 * _LINE_PT + _CELL_PT[0] + _BELOW_PT + 8  # the height of a row with its words, at least


class Part(NamedTuple):
    """So many cells of a colour, and above them what they are, if that is not their row's name."""

    number: float
    colour: str
    label: str = ""


class Strip(NamedTuple):
    """A row of cells, and its name above it."""

    name: str
    parts: Sequence[Part]


def draw_strips(axes: Axes, strips: Sequence[Strip], room: float) -> None:
    """Rows of cells one below the other, all to one scale, in so many points of height."""
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    most = max(sum(part.number for part in strip.parts) for strip in strips)
    pitch = (room + _BELOW_PT) / len(strips)
    names = [layout.wrap_for_chart(s.name, style.LABEL_PT, _width(figure), BOLD) for s in strips]
    lines = max(name.count("\n") + 1 for name in names)
    is_labelled = any(part.label for strip in strips for part in strip.parts)
    above = _LINE_PT * (lines + is_labelled) + 4
    high = min(max(pitch - _BELOW_PT - above, _CELL_PT[0]), _CELL_PT[1])
    pitch = min(pitch, above + high + 2.5 * _BELOW_PT)
    axes.set(xlim=(0, most), ylim=(room, 0), xticks=[], yticks=[])
    layout.strip_axes(axes)
    labels = []
    for place, (name, strip) in enumerate(zip(names, strips, strict=True)):
        axes.text(0, place * pitch, name, va="top", weight=BOLD, color=style.INK,
                  linespacing=layout.LINE_HEIGHT, in_layout=False)  # fmt: skip
        labels += _draw_parts(axes, strip.parts, (place * pitch + above, high), most)
    layout.remove_overlaps(figure, labels)


def _width(figure: Figure) -> float:
    return float(72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT)


def _draw_parts(
    axes: Axes, parts: Sequence[Part], band: tuple[float, float], most: float
) -> list[Text]:
    """The cells of a row, and above them the labels of its parts, which are returned."""
    a_cell = _width(axes.get_figure(root=True)) / most  # type: ignore[arg-type]
    labels, x = [], 0.0
    for part in parts:
        _draw_cells(axes, x, part, band, most)
        is_last = part is parts[-1] and len(parts) > 1
        wide = layout.text_width(part.label, style.LABEL_PT) > part.number * a_cell
        at, align = (x + part.number, "right") if wide and is_last else (x, "left")
        if part.label:
            labels.append(axes.text(at, band[0] - 3, part.label, va="bottom", ha=align,
                                    color=style.ink(part.colour), in_layout=False))  # fmt: skip
        x += part.number
    return labels


def _draw_cells(axes: Axes, x: float, part: Part, band: tuple[float, float], most: float) -> None:
    """The cells of a part, or one bar where they are too many or no whole number."""
    top, high = band
    if most > MOST_CELLS or part.number != round(part.number):
        axes.barh(top, part.number, high, left=x, color=part.colour, align="edge")
        return
    places = x + np.arange(part.number)
    axes.barh([top] * len(places), 1 - _GAP, high, left=places, color=part.colour, align="edge")

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
ROW_PT = 2 * _LINE_PT + _CELL_PT[0] + _BELOW_PT + 8  # the height of a row with its words, at least


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
    is_labelled = any(part.label for strip in strips for part in strip.parts)
    above = _LINE_PT * (2 if is_labelled else 1) + 4
    high = min(max(pitch - _BELOW_PT - above, _CELL_PT[0]), _CELL_PT[1])
    pitch = min(pitch, above + high + 2.5 * _BELOW_PT)
    axes.set(xlim=(0, most), ylim=(room, 0), xticks=[], yticks=[])
    layout.strip_axes(axes)
    labels = [text for place, strip in enumerate(strips)
              for text in _draw_strip(axes, place * pitch, strip, (above, high), most)]  # fmt: skip
    layout.remove_overlaps(figure, labels)


def _draw_strip(
    axes: Axes, top: float, strip: Strip, heights: tuple[float, float], most: float
) -> list[Text]:
    """A row from this height downwards; the labels of its parts."""
    above, high = heights
    axes.text(0, top, strip.name, va="top", weight=BOLD, color=style.INK)
    begins = top + above
    inches, _ = axes.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
    a_cell = (72 * float(inches) - 2 * layout.MARGIN_PT) / most
    labels, x = [], 0.0
    for part in strip.parts:
        is_last = part is strip.parts[-1] and len(strip.parts) > 1
        wide = layout.text_width(part.label, style.LABEL_PT) > part.number * a_cell
        at, align = (x + part.number, "right") if wide and is_last else (x, "left")
        labels.append(axes.text(at, begins - 3, part.label, va="bottom", ha=align,
                                color=style.ink(part.colour)))  # fmt: skip
        _draw_cells(axes, x, part, (begins, high), most)
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

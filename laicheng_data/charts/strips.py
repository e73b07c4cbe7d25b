"""Few counts as bars of their parts one after the other, so that like stands below like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from laicheng_data.charts import layout, style
from laicheng_data.charts.font import BOLD

_HIGH_PT = (14, 30)  # how high bars are, at least and at most
_LINE_PT = style.LABEL_PT * layout.LINE_HEIGHT
_BELOW_PT = 14  # between two rows
ROW_PT = 3 * _LINE_PT + _HIGH_PT[0] + _BELOW_PT + 8  # the height of a bar with its words, at least


class Part(NamedTuple):
    """So many of a colour, and above them what they are."""

    number: float
    colour: str
    label: str


class Strip(NamedTuple):
    """A bar, and its name above it."""

    name: str
    parts: Sequence[Part]


def draw_strips(axes: Axes, strips: Sequence[Strip], room: float) -> None:
    """Bars one below the other, all to one scale, in so many points of height."""
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    most = max(sum(part.number for part in strip.parts) for strip in strips)
    pitch = (room + _BELOW_PT) / len(strips)
    names = [layout.wrap_for_chart(s.name, style.LABEL_PT, _width(figure), BOLD) for s in strips]
    lines = max(name.count("\n") + 1 for name in names)
    above = _LINE_PT * (lines + 1) + 4
    high = min(max(pitch - _BELOW_PT - above, _HIGH_PT[0]), _HIGH_PT[1])
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
    """The parts of a bar, and above it their labels, which are returned."""
    top, high = band
    a_unit = _width(axes.get_figure(root=True)) / most  # type: ignore[arg-type]
    labels, x = [], 0.0
    for part in parts:
        axes.barh(top, part.number, high, left=x, color=part.colour, align="edge",
                  edgecolor="white", lw=1)  # fmt: skip
        is_last = part is parts[-1] and len(parts) > 1
        wide = layout.text_width(part.label, style.LABEL_PT) > part.number * a_unit
        at, align = (x + part.number, "right") if wide and is_last else (x, "left")
        labels.append(axes.text(at, top - 3, part.label, va="bottom", ha=align,
                                color=style.ink(part.colour), in_layout=False))  # fmt: skip
        x += part.number
    return labels

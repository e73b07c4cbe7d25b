"""What a reader could not read, measured on the figure as it is drawn: boxes, contrast and sizes,
not intentions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

SMALLEST_PT = 7
Mark = tuple[Artist, Bbox]
CONTRAST = 4.5  # WCAG 2.2, level AA, for text


def faults(figure: Figure) -> list[str]:
    """Everything that makes a chart hard to read, a sentence each; none for a good one.

    A text may not leave the picture, touch another text, a line or a point, or lie across the edge
    of a bar; it stands out from what is behind it and is not too small. Grid lines do not count: a
    text may cross them. What was not drawn yet is laid out, as it would be drawn, without pixels.
    """
    if figure.stale:
        figure.draw_without_rendering()
    boxes = {text: text.get_window_extent() for text in visible_texts(figure)}
    marks, bars, picture = obstacles(figure), _bars(figure), figure.bbox
    return [
        *(
            f"{_quote(text)} leaves the picture"
            for text, box in boxes.items()
            if not is_inside(box, picture)
        ),
        *(
            f"{_quote(a)} touches {_quote(b)}"
            for (a, one), (b, two) in combinations(boxes.items(), 2)
            if one.overlaps(two)
        ),
        *(
            f"{_quote(text)} lies on a mark"
            for text, box in boxes.items()
            if any(touches(box, mark) for mark in marks)
        ),
        *(
            f"{_quote(text)} is smaller than {SMALLEST_PT} pt"
            for text in boxes
            if float(text.get_fontsize()) < SMALLEST_PT
        ),
        *(
            f"{_quote(text)} hardly differs from what is behind it"
            for text, box in boxes.items()
            if contrast(to_rgb(text.get_color()), _colour_behind(bars, box)) < CONTRAST
        ),
    ]


def _quote(text: Text) -> str:
    return f"“{' '.join(text.get_text().split())}”"


def is_inside(box: BboxBase, room: BboxBase) -> bool:
    """Whether the box lies in the room, whole."""
    return bool(box.x0 >= room.x0 and box.y0 >= room.y0 and box.x1 <= room.x1 and box.y1 <= room.y1)


def visible_texts(figure: Figure) -> list[Text]:
    """The texts that can be seen. Ticks beyond an axis's limits exist, but are never drawn."""
    undrawn: set[Artist] = set()
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        drawn = axis._update_ticks() if axis.axes.axison else []  # type: ignore[union-attr]
        ticks = [tick for tick in (*axis.majorTicks, *axis.minorTicks) if tick not in drawn]
        undrawn |= {label for tick in ticks for label in (tick.label1, tick.label2)}
    texts = [
        text for text in figure.findobj(Text) if isinstance(text, Text) and text not in undrawn
    ]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def obstacles(figure: Figure) -> list[Mark]:
    """What no text may touch: lines, points, bars and drawn frames.

    Each comes with the box that holds all of it.
    """
    marks: list[Artist] = []
    for axes in figure.axes:
        marks += list(axes.lines)
        marks += [points for points in axes.collections if isinstance(points, PathCollection)]
        marks += [bar for bar in axes.patches if isinstance(bar, Rectangle)]
        marks += [spine for spine in axes.spines.values() if spine.get_visible() and axes.axison]
    return [(mark, mark.get_window_extent()) for mark in marks]


def touches(box: Bbox, mark: Mark) -> bool:
    """Whether a text's box meets a line or a point, or the edge of a bar; inside a bar is a place
    for a text."""
    artist, extent = mark
    if not box.overlaps(extent):
        return False
    if isinstance(artist, Line2D):
        path = artist.get_transform().transform_path(artist.get_path())
        drawn = artist.get_linestyle() != "None" and path.intersects_bbox(box, filled=False)
        return drawn or any(box.overlaps(point) for point in _points(artist))
    if isinstance(artist, PathCollection):
        return any(box.overlaps(point) for point in _points(artist))
    return extent.width * extent.height > 0 and not is_inside(box, extent)


def _points(mark: Line2D | PathCollection) -> Iterator[Bbox]:
    """The boxes of the markers that are drawn, in pixels."""
    if isinstance(mark, Line2D):
        if mark.get_marker() in ("None", "", None):
            return
        centres, size = mark.get_transform().transform(mark.get_xydata()), mark.get_markersize()
    else:
        centres, size = (
            mark.get_offset_transform().transform(mark.get_offsets()),
            np.sqrt(mark.get_sizes().max()),
        )
    reach = size / 2 * mark.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
    for x, y in np.asarray(centres):
        yield Bbox.from_extents(x - reach, y - reach, x + reach, y + reach)


def _bars(figure: Figure) -> list[tuple[Bbox, tuple[float, ...]]]:
    """The bars, those drawn last at the end, each with its box and colour."""
    bars = [bar for axes in figure.axes for bar in axes.patches if isinstance(bar, Rectangle)]
    return [(bar.get_window_extent(), to_rgba(bar.get_facecolor())) for bar in bars]


def _colour_behind(
    bars: list[tuple[Bbox, tuple[float, ...]]], box: Bbox
) -> tuple[float, float, float]:
    """The colour of the topmost bar behind the middle of the box, or the white of the paper."""
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    colours = [colour for extent, colour in bars if extent.contains(*middle)]
    red, green, blue, alpha = colours[-1] if colours else (1.0, 1.0, 1.0, 1.0)
    return (1 - alpha * (1 - red), 1 - alpha * (1 - green), 1 - alpha * (1 - blue))


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The WCAG contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: tuple[float, float, float]) -> float:
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))

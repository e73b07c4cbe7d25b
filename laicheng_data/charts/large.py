"""Numbers of unlike things, which no axis can compare, set large: one alone, several as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.common import fitted
from laicheng_data.charts.font import BOLD, REGULAR

Told = tuple[str, str, str]  # a number as it is written, what it is, and a further word
_ALONE_PT, _LARGEST_PT, _LARGE = 44, 30, 0.6  # sizes, the last as a share of its row's height
_ROW_PT, _UPRIGHT_ROW_PT, _HEADING_PT = 52, 42, 24  # the height of rows at most, and of headings
_LOOSE_PT = 30  # of rows that have room for larger words
_BELOW = 0.25  # of a number's size, what reaches below its line: commas, and room
_GAP_PT, _LOOSE = 16, 1.03  # between columns, and how much wider numbers may be than measured
_WIDEST_HEADING, _WIDEST_NUMBER, _WIDEST_NAME = 0.26, 0.42, 0.55  # of the width, or of what is left


def high(groups: Mapping[str, Sequence[Told]]) -> float:
    """The height of groups of numbers on an upright picture, in points."""
    rows = sum(len(told) for told in groups.values())
    return _UPRIGHT_ROW_PT * rows + _HEADING_PT * sum(map(bool, groups))


def set_large(axes: Axes, groups: Mapping[str, Sequence[Told]], room: float = 0) -> None:
    """Groups of numbers, each under or beside its heading, a row a number: right-aligned, what it
    is, and the further word. `room` is the height of the axes in points where it is not all that
    the figure has."""
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    room = room or layout.room(figure)
    wide = 72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT
    axes.set_axis_off()
    axes.set(xlim=(0, wide), ylim=(room, 0))
    every = [told for of_one in groups.values() for told in of_one]
    if len(every) == 1 and not any(groups):
        _alone(axes, every[0], wide, room)
    else:
        _table(axes, groups, wide, room, layout.is_upright(figure))


def _alone(axes: Axes, told: Told, wide: float, room: float) -> None:
    number, *words = told
    size = min(_ALONE_PT, 0.9 * wide / layout.text_width(number, 1, BOLD), 0.4 * room)
    y = min(1.6 * size, 0.6 * room)
    axes.text(0, y, number, size=size, weight=BOLD, color=style.INK, va="baseline")
    y += _BELOW * size
    for text, colour in zip(words, (style.INK, style.QUIET), strict=True):
        for line in layout.wrapped(text, style.SUBTITLE_PT, wide).split("\n"):
            y += style.SUBTITLE_PT * layout.ROW_HEIGHT
            axes.text(0, y, line, size=style.SUBTITLE_PT, color=colour, va="baseline")


def _table(
    axes: Axes, groups: Mapping[str, Sequence[Told]], wide: float, room: float, upright: bool
) -> None:
    """Rows as high as there is room for, with rules between them."""
    every = [told for of_one in groups.values() for told in of_one]
    above = _HEADING_PT * upright * sum(map(bool, groups))
    pitch = min((room - above) / len(every), _UPRIGHT_ROW_PT if upright else _ROW_PT)
    headings = {
        text: layout.balanced(
            text, style.LABEL_PT, (1 if upright else _WIDEST_HEADING) * wide, BOLD
        )
        for text in groups
        if text
    }
    left = 0.0 if upright or not headings else _widest(headings.values(), BOLD) + _GAP_PT
    most = _WIDEST_NUMBER * (wide - left)
    widest = _LOOSE * max(layout.text_width(number, 1, BOLD) for number, _, _ in every)
    size = min(_LARGEST_PT, _LARGE * pitch, most / widest)
    names = left + widest * size + _GAP_PT
    y, rows = 0.0, []
    for heading, of_one in groups.items():
        if y:
            _rule(axes, y, 0, wide)
        if heading:
            middle = y + (_HEADING_PT if upright else pitch) / 2
            axes.text(0, middle, headings[heading], va="center", weight=BOLD, color=style.QUIET,
                      linespacing=layout.LINE_HEIGHT)  # fmt: skip
            y += _HEADING_PT * upright
        for place, (number, *_) in enumerate(of_one):
            if place:
                _rule(axes, y, left, wide)
            rows.append(y + pitch / 2)
            axes.text(names - _GAP_PT, rows[-1], number, size=size, weight=BOLD, color=style.INK,
                      ha="right", va="center")  # fmt: skip
            y += pitch
    _name(axes, rows, every, names, wide, pitch, upright)


def _name(
    axes: Axes,
    rows: Sequence[float],
    every: Sequence[Told],
    left: float,
    wide: float,
    pitch: float,
    upright: bool,
) -> None:
    """What the numbers are, and the further words in a column of their own or, on an upright
    picture, below."""
    size = style.SUBTITLE_PT if pitch >= _LOOSE_PT else style.LABEL_PT
    high = layout.LINE_HEIGHT * size
    most = int(pitch / high) or 1
    further = [word for _, _, word in every if word]
    shrink = style.LABEL_PT / size  # words are fitted at the size of labels
    if upright or not further:
        room, beside = wide - left, 0.0
    else:
        longest = _widest([name for _, name, _ in every]) / shrink
        room = min(longest, _WIDEST_NAME * (wide - left))
        beside = left + room + _GAP_PT
    for y, (_, name, word) in zip(rows, every, strict=True):
        lines = max(most // (2 if upright and word else 1), 1)
        name = fitted(name, shrink * room + 0.1, lines)
        down = 0.0
        if upright and word:
            word = fitted(word, shrink * room, lines)
            down = (word.count("\n") + 1) * high / 2
            under = y + (name.count("\n") + 1) * high / 2
            axes.text(left, under, word, va="center", color=style.QUIET, size=size)
        elif word:
            word = fitted(word, shrink * (wide - beside), most)
            axes.text(beside, y, word, va="center", color=style.QUIET, size=size)
        axes.text(left, y - down, name, va="center", color=style.INK, size=size)


def _rule(axes: Axes, y: float, left: float, right: float) -> None:
    axes.plot([left, right], [y, y], color=style.GRID, lw=0.6)


def _widest(texts: Iterable[str], weight: int = REGULAR) -> float:
    lines = [line for text in texts for line in text.split("\n")]
    return max(layout.text_width(line, style.LABEL_PT, weight) for line in lines)

"""Numbers of unlike things, which no axis can compare, set large: one alone, a few one below the
other with their words beside them, many as tiles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.font import BOLD, REGULAR

Told = tuple[str, str, str]  # a number as it is written, what it is, and a further word
Groups = Mapping[str, Sequence[Told]]
_ALONE_PT, _LARGEST_PT, _LEAST_PT = 44, 34, 13  # the sizes of a number alone, and of several
_WORDS_PT = (style.SUBTITLE_PT, style.LABEL_PT)  # the sizes of words, the larger where it has room
_ABREAST, _ABREAST_UPRIGHT = 4, 2  # tiles at most
_GAP_PT, _BELOW_PT, _ABOVE_PT = 14, 10, 7  # between tiles, below them, and under a rule
_MOST_LINES = 3  # of a name, or of a further word
_MOST_PT = 104  # the height of a tile with what is below it, at most; more would stand far apart
_MOST_BELOW = 6  # numbers that have room one below the other
_ROW_PT = (26, 76)  # the height of a row of these, at least and at most
_OF_ROW, _LARGEST_ROW_PT = 0.62, 42  # what a number takes of its row, and its size at most
_BESIDE_PT, _MOST_ASIDE = 20, 0.5  # between numbers and words; what numbers take of the width
_BELOW = 0.25  # of a number's size, what reaches below its line: commas, and room
_CAPITAL = 0.75  # of a number's size, how high its digits are
_LOOSE = 1.03  # how much wider a number may be than measured
_DIGITS = re.compile(
    r"[-−+]?[£$€¥]?\d[\d,.]*(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)?"  # 2 116, too
    r"(?:[万萬亿億]\d[\d,]*)*"  # and 27億3,566萬8,000
    r"(?:[–-][-−]?\d[\d,.]*)?(?:[%‰]|[a-z]{1,2}\b)?"
)


class _Number(NamedTuple):
    """A number, and in smaller letters what stands before it and behind: more than 2,000; 55人."""

    before: str
    digits: str
    after: str

    def width(self, size: float, words: float) -> float:
        """Its width where its digits and its words have these sizes."""
        return sum(wide for _, _, wide in self.pieces(size, words))

    def pieces(self, size: float, words: float) -> list[tuple[str, float, float]]:
        """Its texts, each with its size and how far it moves on."""
        apart = 0.3 * words * bool(self.before)  # which Chinese words do not bring themselves
        return [
            (self.before, words, layout.text_width(self.before, words) + apart),
            (self.digits, size, _LOOSE * layout.text_width(self.digits, size, BOLD)),
            (self.after, words, layout.text_width(self.after, words)),
        ]


@dataclass(frozen=True)
class _Tiles:
    """How groups of numbers are set: so many tiles abreast, in so many rows, with numbers and words
    of these sizes; `lines` of names and of further words, and of all headings together."""

    abreast: int
    rows: int
    wide: float
    size: float
    words: float
    lines: tuple[int, int]
    headings: Sequence[int]

    @property
    def width(self) -> float:
        """The width of a tile."""
        return (self.wide + _GAP_PT) / self.abreast - _GAP_PT

    @property
    def line(self) -> float:
        """The height of a line of words."""
        return self.words * layout.LINE_HEIGHT

    @property
    def high(self) -> float:
        """The height of a tile, with what is below it."""
        return (1 + _BELOW) * self.size + self.line * sum(self.lines) + _BELOW_PT + _ABOVE_PT

    @property
    def above(self) -> float:
        """The height of all headings."""
        return sum(_ABOVE_PT + lines * self.line for lines in self.headings if lines)


def height_of(groups: Groups) -> float:
    """The height of groups of numbers on an upright picture, in points."""
    wide = 72 * style.NARROW.width / style.DPI - 2 * layout.MARGIN_PT
    tiles = _plan_tiles(groups, wide, float("inf"), _ABREAST_UPRIGHT)
    return tiles.rows * tiles.high + tiles.above


def draw_numbers(axes: Axes, groups: Groups, room: float = 0) -> None:
    """Groups of numbers, each under its heading, a tile a number: the number, below it what it is,
    and the further word. `room` is the height of the axes in points where it is not all that the
    figure has."""
    wide, room, upright = _set_points(axes, room)
    every = [told for of_one in groups.values() for told in of_one]
    if len(every) == 1 and not any(groups):
        _draw_single(axes, every[0], wide, room)
    elif listed := _plan_list(groups, every, wide, room, upright):
        _draw_list(axes, groups, listed, wide)
    else:
        draw_tiles(axes, groups, room)


def draw_tiles(axes: Axes, groups: Groups, room: float = 0) -> None:
    """The same as tiles, however few they are."""
    wide, room, upright = _set_points(axes, room)
    most = _ABREAST_UPRIGHT if upright else _ABREAST
    _draw_tiles(axes, groups, _plan_tiles(groups, wide, room, most), room)


def _set_points(axes: Axes, room: float) -> tuple[float, float, bool]:
    """Let axes count in points, from above; their width, their height, and whether the picture is
    an upright one."""
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    wide = 72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT
    room = room or layout.room(figure)
    axes.set_axis_off()
    axes.set(xlim=(0, wide), ylim=(room, 0))
    return wide, room, layout.is_upright(figure)


def _draw_single(axes: Axes, told: Told, wide: float, room: float) -> None:
    number, *words = told
    size = min(_ALONE_PT, 0.9 * wide / layout.text_width(number, 1, BOLD), 0.4 * room)
    y = min(1.6 * size, 0.6 * room)
    axes.text(0, y, number, size=size, weight=BOLD, color=style.INK, va="baseline")
    y += _BELOW * size
    for text, colour in zip(words, (style.INK, style.QUIET), strict=True):
        for line in layout.wrap_for_chart(text, style.SUBTITLE_PT, wide).split("\n"):
            y += style.SUBTITLE_PT * layout.ROW_HEIGHT
            axes.text(0, y, line, size=style.SUBTITLE_PT, color=colour, va="baseline")


# ---------------------------------------------------------------------------- the list


class _List(NamedTuple):
    """How numbers stand one below the other: the height of a row, the size of digits, and where
    the words beside them begin."""

    row: float
    size: float
    aside: float


_HEADING_PT = 2 * _ABOVE_PT + style.SUBTITLE_PT  # the height of a heading


def _plan_list(
    groups: Groups, every: Sequence[Told], wide: float, room: float, upright: bool
) -> _List | None:
    """Rows as high as have room, where there are few numbers and each has its words beside it."""
    row = min((room - _HEADING_PT * sum(map(bool, groups))) / len(every), _ROW_PT[1])
    if upright or len(every) > _MOST_BELOW or row < _ROW_PT[0]:
        return None
    for size in range(min(_LARGEST_ROW_PT, int(_OF_ROW * row)), _LEAST_PT, -1):
        numbers = [_split_number(told[0]).width(size, style.SUBTITLE_PT) for told in every]
        aside = max(numbers) + _BESIDE_PT
        words = [_wrap_beside(told, wide - aside) for told in every]
        fits = max(map(len, words)) * style.SUBTITLE_PT * layout.LINE_HEIGHT <= row - 2
        if aside <= _MOST_ASIDE * wide and fits:
            return _List(row, size, aside)
    return None


def _wrap_beside(told: Told, width: float) -> list[str]:
    """What a number is, and the further word, in lines."""
    return [
        line
        for text in told[1:]
        for line in _wrap_lines(text, width, style.SUBTITLE_PT, _MOST_LINES)
    ]


def _draw_list(axes: Axes, groups: Groups, listed: _List, wide: float) -> None:
    """Row by row, with a rule above each, a plain one above a group that has a heading."""
    y = 0.0
    for heading, of_one in groups.items():
        if heading:
            axes.plot([0, wide], [y, y], color=style.QUIET, lw=0.8)
            y += _HEADING_PT
            name = layout.shorten_to_width(heading, style.SUBTITLE_PT, wide, BOLD)
            axes.text(0, y - _ABOVE_PT, name, size=style.SUBTITLE_PT, weight=BOLD,
                      color=style.QUIET, va="baseline", in_layout=False)  # fmt: skip
        for told in of_one:
            axes.plot([0, wide], [y, y], color=style.GRID, lw=0.8)
            middle = y + listed.row / 2
            base = middle + listed.size * _CAPITAL / 2
            _write_number(axes, 0, base, told[0], listed.size, style.SUBTITLE_PT)
            lines = _wrap_beside(told, wide - listed.aside)
            said = len(_wrap_lines(told[1], wide - listed.aside, style.SUBTITLE_PT, _MOST_LINES))
            pitch = style.SUBTITLE_PT * layout.LINE_HEIGHT
            top = middle - pitch * (len(lines) - 1) / 2 + style.SUBTITLE_PT * _CAPITAL / 2
            for place, line in enumerate(lines):
                colour = style.INK if place < said else style.QUIET
                axes.text(listed.aside, top + pitch * place, line, size=style.SUBTITLE_PT,
                          color=colour, va="baseline", in_layout=False)  # fmt: skip
            y += listed.row


# ---------------------------------------------------------------------------- how tiles are set


def _plan_tiles(groups: Groups, wide: float, room: float, most: int) -> _Tiles:
    """As many tiles abreast as have room with the largest words that have, all in as few lines as
    there is room for."""
    every = [told for of_one in groups.values() for told in of_one]
    for lines in range(_MOST_LINES, 0, -1):
        for words in _WORDS_PT if lines > 1 else _WORDS_PT[-1:]:
            for abreast in range(min(most, max(map(len, groups.values()))), 0, -1):
                tiles = _enlarge(
                    _smallest_tiles(groups, every, wide, abreast, words, lines), every, room
                )
                if tiles:
                    return tiles
    return _smallest_tiles(groups, every, wide, 1, style.LABEL_PT, 1)


def _smallest_tiles(
    groups: Groups, every: Sequence[Told], wide: float, abreast: int, words: float, most: int
) -> _Tiles:
    """Tiles of the least size, as even in their rows as so many abreast allow."""
    rows = [-(-len(of_one) // abreast) for of_one in groups.values()]
    even = max(-(-len(of_one) // n) for of_one, n in zip(groups.values(), rows, strict=True))
    headings = [len(_wrap_lines(text, wide, words, _MOST_LINES, BOLD)) for text in groups]
    tiles = _Tiles(even, sum(rows), wide, _LEAST_PT, words, (0, 0), headings)
    name, further = (
        max(len(_wrap_lines(told[part], tiles.width, words, most)) for told in every)
        for part in (1, 2)
    )
    return replace(tiles, lines=(name, further))


def _enlarge(tiles: _Tiles, every: Sequence[Told], room: float) -> _Tiles | None:
    """The same with numbers as large as have room; none where even the least have none."""
    for size in range(_LARGEST_PT, _LEAST_PT - 1, -1):
        larger = replace(tiles, size=size)
        high = larger.rows * larger.high - _BELOW_PT + larger.above
        fits = all(_split_number(told[0]).width(size, tiles.words) <= tiles.width for told in every)
        if fits and high <= room:
            return larger
    return None


def _split_number(text: str) -> _Number:
    found = _DIGITS.search(text)
    if not found:
        return _Number("", text, "")
    return _Number(text[: found.start()], found[0], text[found.end() :])


def _wrap_lines(
    text: str, width: float, size: float, most: int, weight: int = REGULAR
) -> list[str]:
    """A text in lines, of which those beyond the `most` are left out."""
    lines = layout.wrap_balanced(text, size, width, weight).split("\n") if text else []
    if len(lines) <= most:
        return lines
    rest = text[text.index(lines[most - 1]) :] if lines[most - 1] in text else lines[most - 1]
    return [*lines[: most - 1], layout.shorten_to_width(rest, size, width, weight)]


# ---------------------------------------------------------------------------- the tiles


def _draw_tiles(axes: Axes, groups: Groups, tiles: _Tiles, room: float) -> None:
    """Row by row, with a rule above each, a plain one above a group that has a heading."""
    pitch = max(tiles.high, min((room - tiles.above) / tiles.rows, _MOST_PT))
    y = 0.0
    for heading, of_one in groups.items():
        for first in range(0, len(of_one), tiles.abreast):
            begins = bool(heading) and not first
            axes.plot([0, tiles.wide], [y, y], color=style.QUIET if begins else style.GRID, lw=0.8)
            top = y
            if begins:
                lines = _wrap_lines(heading, tiles.wide, tiles.words, _MOST_LINES, BOLD)
                top = _write_lines(axes, 0, y + _ABOVE_PT, lines, tiles, style.QUIET, BOLD)
                y = top
            for place, told in enumerate(of_one[first : first + tiles.abreast]):
                _draw_tile(axes, place * (tiles.width + _GAP_PT), top + _ABOVE_PT, told, tiles)
            y += pitch


def _draw_tile(axes: Axes, x: float, y: float, told: Told, tiles: _Tiles) -> None:
    y += tiles.size * _CAPITAL
    _write_number(axes, x, y, told[0], tiles.size, tiles.words)
    y += _BELOW * tiles.size
    for text, most, colour in zip(told[1:], tiles.lines, (style.INK, style.QUIET), strict=True):
        lines = _wrap_lines(text, tiles.width, tiles.words, most)
        y = _write_lines(axes, x, y, lines, tiles, colour)


def _write_number(axes: Axes, x: float, y: float, text: str, size: float, words: float) -> None:
    """A number on its line, its digits in bold of this size, what stands around them in words."""
    number = _split_number(text)
    for piece, pt, wide in number.pieces(size, words):
        if piece.strip():
            shift = layout.text_width(" ", pt) * piece.startswith(" ")
            weight = BOLD if piece == number.digits else REGULAR
            axes.text(x + shift, y, piece.strip(), size=pt, weight=weight, color=style.INK,
                      va="baseline", in_layout=False)  # fmt: skip
        x += wide


def _write_lines(
    axes: Axes,
    x: float,
    y: float,
    lines: Sequence[str],
    tiles: _Tiles,
    colour: str,
    weight: int = REGULAR,
) -> float:
    """Lines of words from this height downwards; returns where they end."""
    for line in lines:
        y += tiles.line
        axes.text(x, y - tiles.line / 4, line, size=tiles.words, weight=weight, color=colour,
                  va="baseline", in_layout=False)  # fmt: skip
    return y

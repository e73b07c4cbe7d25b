"""Numbers of unlike things, which no axis can compare, set large: one alone, several as tiles."""

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
_MOST_PT = 88  # the height of a tile with what is below it, at most; more would stand far apart
_BELOW = 0.25  # of a number's size, what reaches below its line: commas, and room
_CAPITAL = 0.75  # of a number's size, how high its digits are
_LOOSE = 1.03  # how much wider a number may be than measured
_DIGITS = re.compile(r"[-−+]?[£$€¥]?\d[\d,.]*(?:[–-][-−]?\d[\d,.]*)?(?:[%‰]|[a-z]{1,2}\b)?")


class _Number(NamedTuple):
    """A number, and in smaller letters what stands before it and behind: more than 2,000; 55人."""

    before: str
    digits: str
    after: str

    def width(self, size: float, words: float) -> float:
        """Its width where its digits and its words have these sizes."""
        beside = layout.text_width(self.before + self.after, words)
        return beside + _LOOSE * layout.text_width(self.digits, size, BOLD)


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
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    room = room or layout.room(figure)
    wide = 72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT
    axes.set_axis_off()
    axes.set(xlim=(0, wide), ylim=(room, 0))
    every = [told for of_one in groups.values() for told in of_one]
    if len(every) == 1 and not any(groups):
        _draw_single(axes, every[0], wide, room)
    else:
        most = _ABREAST_UPRIGHT if layout.is_upright(figure) else _ABREAST
        _draw_tiles(axes, groups, _plan_tiles(groups, wide, room, most), room)


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
    y, at = y + tiles.size * _CAPITAL, x
    sizes, weights = (tiles.words, tiles.size, tiles.words), (REGULAR, BOLD, REGULAR)
    for text, size, weight in zip(_split_number(told[0]), sizes, weights, strict=True):
        if text.strip():
            at += layout.text_width(" ", size) * text.startswith(" ")
            axes.text(at, y, text.strip(), size=size, weight=weight, color=style.INK,
                      va="baseline", in_layout=False)  # fmt: skip
        at += layout.text_width(text.lstrip(), size, weight) * (_LOOSE if weight == BOLD else 1)
    y += _BELOW * tiles.size
    for text, most, colour in zip(told[1:], tiles.lines, (style.INK, style.QUIET), strict=True):
        lines = _wrap_lines(text, tiles.width, tiles.words, most)
        y = _write_lines(axes, x, y, lines, tiles, colour)


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

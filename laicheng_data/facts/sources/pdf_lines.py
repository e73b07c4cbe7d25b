"""The characters of a PDF's page as lines: pieces of text, where they stand, and ruled tables.

pdfplumber reads the characters and finds the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

from laicheng_data.facts.sources.grids import is_figure
from laicheng_data.facts.sources.paragraphs import Cell

WIDE_SCRIPT = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")  # Chinese characters and signs
_WIDE = 0.9  # of a character's size: a gap that parts two pieces of a line
_SPACE = 0.15  # and one that parts two words of Latin letters
_HAN_SPACE = 0.5  # beside a Chinese character, where type is set a little apart anyway
_DASHES = re.compile(r"[-–—－…*]+|[.]{2,}")


Box = tuple[float, float, float, float]


class Piece(NamedTuple):
    """Words that stand together in a line, in points from the left."""

    text: str
    x0: float
    x1: float


class Line(NamedTuple):
    """A line, or a ruled table that stands as one; `size` is that of its letters, in points."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float
    size: float
    grid: tuple[tuple[Cell, ...], ...] | None = None

    @property
    def text(self) -> str:
        """Its pieces, a space between them."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.pieces[-1].x1

    @property
    def has_figures(self) -> bool:
        """Whether it is a row of figures: most behind its first piece are."""
        behind = self.pieces[1:]
        figures = sum(is_figure(p.text) for p in behind)
        dashes = sum(_DASHES.fullmatch(p.text) is not None for p in behind)
        return figures > 0 and 2 * (figures + dashes) >= len(behind)


def page_lines(page: Any) -> list[Line]:
    """The lines of a page from top to bottom, and its ruled tables among them."""
    chars = [char for char in page.chars if char["upright"]]
    grids = [grid for grid in page.find_tables() if len(grid.cells) > 1]
    free = [char for char in chars if not any(_is_within(char, grid.bbox) for grid in grids)]
    lines = list(lines_of_chars(free))
    for grid in grids:
        x0, top, x1, bottom = grid.bbox
        lines.append(Line((Piece("", x0, x1),), top, bottom, 0, tuple(_rows(grid, chars))))
    return sorted(lines, key=lambda line: line.top)


def lines_of_chars(chars: Sequence[dict[str, Any]]) -> Iterator[Line]:
    """Characters that stand at one height, a line each."""
    from pdfplumber.utils import cluster_objects

    for group in cluster_objects(list(chars), lambda c: (c["top"] + c["bottom"]) / 2, 3):
        pieces = tuple(_pieces(sorted(group, key=lambda char: char["x0"])))
        if pieces:
            seen = [char for char in group if not char["text"].isspace()]
            top, bottom = min(c["top"] for c in seen), max(c["bottom"] for c in seen)
            yield Line(pieces, top, bottom, median(char["size"] for char in seen))


def _pieces(chars: Sequence[dict[str, Any]]) -> Iterator[Piece]:
    """The characters of a line in pieces, spaces where words are set apart."""
    text, start, last, is_spaced = "", 0.0, None, False
    for char in chars:
        if char["text"].isspace():
            is_spaced = True
            continue
        if last and char["text"] == last["text"] and char["x0"] - last["x0"] < char["size"] / 10:
            continue  # set twice, to look bold
        gap = char["x0"] - last["x1"] if last else 0
        if last and gap > _WIDE * char["size"]:
            yield Piece(text, start, last["x1"])
            text, last = "", None
        if last:
            is_han = WIDE_SCRIPT.match(char["text"]) or WIDE_SCRIPT.match(last["text"])
            is_apart = gap > (_HAN_SPACE if is_han else _SPACE) * char["size"]
            text += " " if is_spaced or is_apart else ""
        else:
            start = char["x0"]
        text += char["text"]
        last, is_spaced = char, False
    if last:
        yield Piece(text, start, last["x1"])


def _is_within(char: dict[str, Any], box: Box) -> bool:
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _rows(grid: Any, chars: Sequence[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a ruled table; a cell that reaches down from a row above starts at -1."""
    lefts = sorted({cell[0] for cell in grid.cells})
    texts = {cell: _text([c for c in chars if _is_within(c, cell)]) for cell in grid.cells}
    for top in sorted({cell[1] for cell in grid.cells}):
        yield tuple(
            Cell(
                texts[cell],
                bisect_left(lefts, cell[0]),
                bisect_left(lefts, cell[2] - 1) - bisect_left(lefts, cell[0]),
                0 if cell[1] == top else -1,
            )
            for cell in sorted(grid.cells)
            if cell[1] <= top < cell[3] - 1
        )


def _text(chars: Sequence[dict[str, Any]]) -> str:
    text = ""
    for line in sorted(lines_of_chars(chars), key=lambda line: line.top):
        text = join_lines(text, line.text)
    return text


def join_lines(paragraph: str, line: str) -> str:
    """A paragraph with its next line; between words of Latin letters stands a space, and a hyphen
    that divides a word goes."""
    if re.search(r"[a-z]-$", paragraph) and line[:1].islower():
        return paragraph[:-1] + line
    is_latin = paragraph[-1:].isascii() and line[:1].isascii() and paragraph and line
    is_broken = re.search(r"\d[-/–]$", paragraph) and line[:1].isdigit()
    return f"{paragraph} {line}" if is_latin and not is_broken else paragraph + line

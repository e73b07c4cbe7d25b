"""The lines of a page in the order of reading: one set in two columns has its left one first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from laicheng_data.facts.sources.pdf_lines import Line, Piece

_FEWEST_IN_COLUMNS = 6  # lines of a page that is set in two columns
_FULL = 0.7  # of a column's width, that its lines take where it is running text
_PARTS = 40  # of a page's width, at which a gap between columns is sought


def reading_order(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines in the order of reading: a page in two columns has its left one first."""
    found = _columns_of_text(lines)
    if found is None:
        yield lines
        return
    first, end, gap = found
    band = lines[first:end]
    yield lines[:first]
    for side in (0, 1):
        cut = (line._replace(pieces=_column_side(line, gap)[side]) for line in band)
        yield [line for line in cut if line.pieces]
    yield lines[end:]


def _columns_of_text(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """The lines that stand in two columns of running text, and where the gap between these is."""
    left = min((line.x0 for line in lines), default=0)
    right = max((line.x1 for line in lines), default=0)
    tried = (left + (right - left) * part / _PARTS for part in range(_PARTS // 3, _PARTS * 2 // 3))
    bands = [(*_longest_band(lines, gap), gap) for gap in tried]
    first, end, gap = max(bands, key=lambda band: band[1] - band[0], default=(0, 0, 0.0))
    sides = [_column_side(line, gap) for line in lines[first:end]]
    for side in (0, 1):
        pieces = [pieces for both in sides if (pieces := both[side])]
        if len(pieces) < _FEWEST_IN_COLUMNS:
            return None
        widths = [own[-1].x1 - own[0].x0 for own in pieces]
        if median(widths) < _FULL * max(widths) or any(len(own) > 1 for own in pieces):
            return None
    return first, end, gap


def _longest_band(lines: Sequence[Line], gap: float) -> tuple[int, int]:
    """The longest run of lines of which nothing stands where the gap is."""
    crossing = [
        at
        for at, line in enumerate(lines)
        if any(piece.x0 < gap < piece.x1 for piece in line.pieces)
    ]
    runs = [(one + 1, other) for one, other in pairwise([-1, *crossing, len(lines)])]
    return max(runs, key=lambda run: run[1] - run[0])


def _column_side(line: Line, gap: float) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    left = tuple(piece for piece in line.pieces if piece.x0 < gap)
    return left, line.pieces[len(left) :]

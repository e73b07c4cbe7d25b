"""Tables that a page lost when it was saved as text, a line a cell, put back into rows.

A row is a label and behind it as many figures as the rows beside it have. What was put together is
told, so that every number keeps the paragraph that it has in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from laicheng_data.facts.sources.grids import YEAR_CELL, is_figure, number_tables
from laicheng_data.facts.sources.paragraphs import NUMERAL, Cell, Source

_LONGEST_CELL = 30
_FEWEST_ROWS, _FEWEST_OF_PAIRS = 2, 4
_NO_CELL = re.compile(r"[。；;，！？!?]|[:：]$")
_EMPTY = re.compile(r"[-—–－…/\\]+")
# A caption, and no word for what the rows are.
_CAPTION = re.compile(r"\d|表$|情况|统计|单位|[:：]|.{21}|[\u4e00-\u9fff]{7}")


class Piece(NamedTuple):
    """A line of the text as a part of another: its number, and where it begins there."""

    line: int
    start: int


class Restored(NamedTuple):
    """A source whose tables are rows again, and of what lines of the text each line was made."""

    source: Source
    pieces: list[list[Piece]]

    def place_of(self, line: int, start: int) -> tuple[int, int, int]:
        """Where the text has what begins there: its line, by how much further left it stands in it,
        and how many numerals of the row stand before that line."""
        piece = max(p for p in self.pieces[line] if p.start <= start)
        before = self.source.lines[line][: piece.start]
        return piece.line, piece.start, len(NUMERAL.findall(before))


class _Block(NamedTuple):
    """Lines that make a table: of a heading, where there is one, and of each row."""

    rows: list[range]
    figures: int
    head: range


def restore_tables(source: Source) -> Restored:
    """The source with a row for each run of lines that were one; itself where there are none."""
    starts = {block.head.start: block for block in _blocks(source)}
    if not starts:
        return Restored(source, [[Piece(at, 0)] for at in range(len(source.lines))])
    made, pieces, at = Source(about=source.about), list[list[Piece]](), 0
    tables = 1 + max((row.table for row in source.rows.values()), default=-1)
    while at < len(source.lines):
        if block := starts.get(at):
            for lines in filter(len, (block.head, *block.rows)):
                shift = int(lines is block.head and len(lines) == block.figures)
                made.add_row(
                    tables, [Cell(source.lines[at], at + shift - lines.start) for at in lines]
                )
                cells = made.rows[len(made.lines) - 1].cells
                pieces.append(
                    [Piece(*of) for of in zip(lines, (c.start for c in cells), strict=True)]
                )
            tables, at = tables + 1, block.rows[-1].stop
            continue
        if at in source.rows:
            made.rows[len(made.lines)] = source.rows[at]
        made.lines.append(source.lines[at])
        pieces.append([Piece(at, 0)])
        at += 1
    return Restored(number_tables(made), pieces)


def _blocks(source: Source) -> Iterator[_Block]:
    """The runs of cells that are tables."""
    is_cell = [at not in source.rows and _is_cell(line) for at, line in enumerate(source.lines)]
    for alike, run in groupby(range(1, len(source.lines)), key=is_cell.__getitem__):
        lines = list(run)
        if alike and len(lines) > _FEWEST_ROWS:
            yield from _tables_of_run(source.lines, range(lines[0], lines[-1] + 1))


def _is_cell(line: str) -> bool:
    return len(line) <= _LONGEST_CELL and not _NO_CELL.search(line)


def _is_value(line: str) -> bool:
    """Whether a line holds a figure, or says that there is none; a year heads what follows."""
    is_year = YEAR_CELL.fullmatch(line) is not None
    return (is_figure(line) and not is_year) or _EMPTY.fullmatch(line) is not None


def _tables_of_run(texts: Sequence[str], run: range) -> Iterator[_Block]:
    """Rows of one length that follow each other, with what heads them."""
    begun = run.start
    rows = (row for row in _rows_of(texts, run) if not _is_value(texts[row.start]))
    for count, body in _bodies([row for row in rows if not _counts_up(texts, row[1:])]):
        last = [row[-1] for row in body if len(row) > 1]
        fewest = _FEWEST_ROWS if count > 1 else _FEWEST_OF_PAIRS
        if len(last) < fewest or (count == 1 and _counts_up(texts, last)):
            continue
        yield _Block(body, count, _head_of(texts, range(begun, body[0].start), count))
        begun = body[-1].stop


def _bodies(rows: Sequence[range]) -> Iterator[tuple[int, list[range]]]:
    """Rows with as many figures, and how many; a label alone amid them heads what is below it."""
    body: list[range] = []
    for at, row in enumerate(rows):
        count = len(body[0]) - 1 if body else 0
        after = rows[at + 1] if at + 1 < len(rows) else range(0)
        is_next = bool(body) and row.start == body[-1].stop
        if is_next and count in (len(row) - 1, len(after) - 1 if len(row) == 1 else 0):
            body.append(row)
            continue
        if body:
            yield count, body
        body = [row] if len(row) > 1 else []
    if body:
        yield len(body[0]) - 1, body


def _rows_of(texts: Sequence[str], run: range) -> Iterator[range]:
    """Each label with the figures behind it, none of a label that has none."""
    start = run.start
    for at in run:
        if not _is_value(texts[at]):
            if at > start:
                yield range(start, at)
            start = at
    yield range(start, run.stop)


def _counts_up(texts: Sequence[str], lines: Sequence[int]) -> bool:
    """Whether several figures only number what stands beside them, as the pages of a list."""
    figures = [texts[at] for at in lines]
    if len(figures) < _FEWEST_ROWS or not figures[0].isdecimal():
        return False
    return figures == [str(int(figures[0]) + step) for step in range(len(figures))]


def _head_of(texts: Sequence[str], above: range, count: int) -> range:
    """The lines right above a body that head its columns: as many as it has figures, and one that
    says what its rows are; none where they are not as many."""
    labels = 0
    while labels < len(above) and not _is_value(texts[above[-labels - 1]]):
        labels += 1
    begin = above.stop - count
    if labels > count and not _CAPTION.search(texts[begin - 1]):
        return range(begin - 1, above.stop)
    return range(begin, above.stop) if labels >= count > 1 else range(above.stop, above.stop)

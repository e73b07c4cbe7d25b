"""Tables that a page lost when it was saved as text, a line a cell, put back into rows.

A row is a label and behind it as many figures as the rows beside it have. What was put together is
told, so that every number keeps the paragraph that it has in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from laicheng_data.facts.sources.grids import YEAR_CELL, is_figure, number_tables
from laicheng_data.facts.sources.paragraphs import NUMERAL, Cell, Source

_LONGEST_CELL = 30
_FEWEST_ROWS, _FEWEST_OF_PAIRS = 2, 4
_NO_CELL = re.compile(r"[。；;，！？!?]|[:：]$")
_RULED = " |"  # behind a cell, where a text keeps the lines of its table
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
    """Lines that make a table: of a heading, where there is one, and of each row, whose figures
    stand behind as many labels as `lead` says: a name, or a number and a name."""

    head: range
    rows: list[range]
    lead: int


def restore_tables(source: Source) -> Restored:
    """The source with a row for each run of lines that were one; itself where there are none."""
    starts = {block.head.start: block for block in _blocks(source)}
    if not starts:
        return Restored(source, [[Piece(at, 0)] for at in range(len(source.lines))])
    made, pieces, at = Source(about=source.about), list[list[Piece]](), 0
    tables = 1 + max((row.table for row in source.rows.values()), default=-1)
    while at < len(source.lines):
        if block := starts.get(at):
            pieces += _add_table(made, tables, source, block)
            tables, at = tables + 1, block.rows[-1].stop
            continue
        if at in source.rows:
            made.rows[len(made.lines)] = source.rows[at]
        made.lines.append(source.lines[at])
        pieces.append([Piece(at, 0)])
        at += 1
    return Restored(number_tables(made), pieces)


def _add_table(made: Source, table: int, source: Source, block: _Block) -> Iterator[list[Piece]]:
    """Add the rows of a table; of each, its pieces."""
    widest = max(map(len, block.rows))
    for lines in filter(len, (block.head, *block.rows)):
        shift = widest - len(lines) if lines is block.head else 0
        texts = [source.lines[at].rstrip(_RULED) for at in lines]
        made.add_row(table, [Cell(text, column + shift) for column, text in enumerate(texts)])
        starts = (cell.start for cell in made.rows[len(made.lines) - 1].cells)
        yield [Piece(*of) for of in zip(lines, starts, strict=True)]


def _blocks(source: Source) -> Iterator[_Block]:
    """The runs of cells that are tables."""
    wide = {row.table for row in source.rows.values() if len(row.cells) > 1}
    is_cell = [
        _is_cell(line) and (at not in source.rows or source.rows[at].table not in wide)
        for at, line in enumerate(source.lines)
    ]
    texts = [line.rstrip(_RULED) for line in source.lines]
    figures = [is_figure(text) or _EMPTY.fullmatch(text) is not None for text in texts]
    # 2016 is a year that heads a row or column, or a figure: whichever makes more of a table.
    others = [figure and not YEAR_CELL.fullmatch(texts[at]) for at, figure in enumerate(figures)]
    for alike, run in groupby(range(1, len(texts)), key=is_cell.__getitem__):
        lines = list(run)
        if alike and len(lines) > _FEWEST_ROWS:
            whole = range(lines[0], lines[-1] + 1)
            ways = [list(_tables_of_run(texts, is_value, whole)) for is_value in (others, figures)]
            yield from max(ways, key=_line_count)


def _is_cell(line: str) -> bool:
    return len(line) <= _LONGEST_CELL and not _NO_CELL.search(line)


def _line_count(blocks: Sequence[_Block]) -> int:
    return sum(block.rows[-1].stop - block.head.start for block in blocks)


def _tables_of_run(texts: Sequence[str], is_value: Sequence[bool], run: range) -> Iterator[_Block]:
    """Rows of one length that follow each other, with what heads them."""
    begun, numbered = run.start, _numbers_of_rows(texts, is_value, run)
    lead = 2 if numbered else 1
    for body in _bodies(list(_rows_of(texts, is_value, run, numbered))):
        count = len(body[0]) - lead
        last = [row[-1] for row in body if len(row) > 1]
        fewest = _FEWEST_ROWS if count > 1 else _FEWEST_OF_PAIRS
        if count < 1 or len(last) < fewest or (count == 1 and _counts_up(texts, last)):
            continue
        yield _Block(
            _head_of(texts, is_value, range(begun, body[0].start), count, lead), body, lead
        )
        begun = body[-1].stop


def _numbers_of_rows(texts: Sequence[str], is_value: Sequence[bool], run: range) -> list[int]:
    """The lines that number the rows: 1, 2, 3 and so on, each before a label."""
    before = [at for at in run[:-1] if texts[at].isdecimal() and not is_value[at + 1]]
    is_all = len(before) >= _FEWEST_ROWS and texts[before[0]] == "1" and _counts_up(texts, before)
    return before if is_all else []


def _bodies(rows: Sequence[range]) -> Iterator[list[range]]:
    """Rows of one length right behind each other; a label alone amid them heads what is below."""
    body: list[range] = []
    for at, row in enumerate(rows):
        after = len(rows[at + 1]) if at + 1 < len(rows) else 0
        is_next = bool(body) and row.start == body[-1].stop
        if is_next and len(body[0]) in (len(row), after if len(row) == 1 else 0):
            body.append(row)
            continue
        if body:
            yield body
        body = [row] if len(row) > 1 else []
    if body:
        yield body


def _rows_of(
    texts: Sequence[str], is_value: Sequence[bool], run: range, numbered: Sequence[int]
) -> Iterator[range]:
    """Each label with the figures behind it, and with the number before it where rows have one; none
    of a label that has no figure, and no list of pages."""
    named = {at + 1 for at in numbered}
    starts = [at for at in run if at in numbered or not (at in named or is_value[at])]
    for start, stop in pairwise([*starts, run.stop]):
        if not _counts_up(texts, range(start + 1, stop)):
            yield range(start, stop)


def _counts_up(texts: Sequence[str], lines: Sequence[int]) -> bool:
    """Whether several figures only number what stands beside them, as the pages of a list."""
    figures = [texts[at] for at in lines]
    if len(figures) < _FEWEST_ROWS or not figures[0].isdecimal():
        return False
    return figures == [str(int(figures[0]) + step) for step in range(len(figures))]


def _head_of(
    texts: Sequence[str], is_value: Sequence[bool], above: range, count: int, lead: int
) -> range:
    """The lines right above a body that head its columns: as many as it has figures, and what says
    what its rows are; none where they are not as many."""
    labels = 0
    while labels < len(above) and not is_value[above[-labels - 1]]:
        labels += 1
    begin = above.stop - count - lead + 1
    if labels >= count + lead and not _CAPTION.search(texts[begin - 1]):
        return range(begin - 1, above.stop)
    return range(begin, above.stop) if labels >= count > 1 == lead else above[len(above) :]

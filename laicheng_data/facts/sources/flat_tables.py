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
_FEWEST_ROWS, _FEWEST_OF_PAIRS, _FEWEST_ALONE = 2, 4, 3
_NO_CELL = re.compile(r"[。；;，！？!?]|[:：]$")
_RULED = " |"  # behind a cell, where a text keeps the lines of its table
_EMPTY = re.compile(r"[-—–－…/\\]+")
# A caption, and no word for what the rows are.
_CAPTION = re.compile(
    r"\d|表$|情况|统计|[:：]|^第.+[条项]|^[(（]?[一二三四五六七八九十]+[)）、]|.{21}|[\u4e00-\u9fff]{7}"
)
_CORNER = re.compile(r"信息内容|项\s*目|指\s*标|类\s*别|名\s*称|内\s*容")
_TOTAL = re.compile(r"[合总]\s*计")


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


class _Placed(NamedTuple):
    """A line as a cell of a heading: over which columns it stands."""

    line: int
    column: int
    width: int = 1


class _Block(NamedTuple):
    """Lines that make a table: the rows of its heading, where there is one, and of its body."""

    heads: list[list[_Placed]]
    rows: list[range]

    @property
    def start(self) -> int:
        """Its first line."""
        return self.heads[0][0].line if self.heads else self.rows[0].start


def restore_tables(source: Source) -> Restored:
    """The source with a row for each run of lines that were one; itself where there are none."""
    starts = {block.start: block for block in _blocks(source)}
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
    body = [[_Placed(at, column) for column, at in enumerate(row)] for row in block.rows]
    for placed in (*block.heads, *body):
        texts = [source.lines[cell.line].rstrip(_RULED) for cell in placed]
        made.add_row(table, [Cell(t, *cell[1:]) for t, cell in zip(texts, placed, strict=True)])
        starts = [cell.start for cell in made.rows[len(made.lines) - 1].cells]
        yield [Piece(cell.line, start) for cell, start in zip(placed, starts, strict=True)]


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
            found = max(ways, key=_line_count)
            yield from found
            yield from _figures_alone(texts, figures, whole, found)


def _figures_alone(
    texts: Sequence[str], is_value: Sequence[bool], run: range, found: Sequence[_Block]
) -> Iterator[_Block]:
    """Figures right behind each other that are in no table, as a row that nothing names: of them,
    too, none is the number of a page."""
    taken = {at for block in found for at in range(block.start, block.rows[-1].stop)}
    for alone, lines in groupby(run, key=lambda at: is_value[at] and at not in taken):
        row = list(lines)
        if alone and len(row) >= _FEWEST_ALONE and not _counts_up(texts, row):
            yield _Block([], [range(row[0], row[-1] + 1)])


def _is_cell(line: str) -> bool:
    """Whether a line may be a cell: a short one that is no sentence, and not only ruled."""
    return bool(line.strip(_RULED)) and len(line) <= _LONGEST_CELL and not _NO_CELL.search(line)


def _line_count(blocks: Sequence[_Block]) -> int:
    return sum(block.rows[-1].stop - block.start for block in blocks)


def _tables_of_run(texts: Sequence[str], is_value: Sequence[bool], run: range) -> Iterator[_Block]:
    """Rows of one length that follow each other, with what heads them."""
    begun, numbered = run.start, _numbers_of_rows(texts, is_value, run)
    lead = 2 if numbered else 1
    for body in _bodies(list(_rows_of(texts, is_value, run, numbered))):
        count = len(body[0]) - lead
        last = [row[-1] for row in body if len(row) > 1]
        names = [texts[row[-2]] for row in body if len(row) > 1]
        is_list = count == 1 and (_counts_up(texts, last) or len(set(names)) < len(names))
        if count < 1 or is_list:
            continue
        labels = _labels_above(is_value, range(begun, body[0].start))
        is_named = len(labels) > count and _CORNER.fullmatch(texts[labels[-count - 1]])
        fewest = 1 if is_named else _FEWEST_ROWS if count > 1 else _FEWEST_OF_PAIRS
        if len(last) < fewest:
            continue
        yield _Block(_heads_of(texts, labels, count, lead), body)
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
    """Each label with the figures behind it, and with the number before it where rows have one; no
    list of pages."""
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


def _labels_above(is_value: Sequence[bool], above: range) -> range:
    """The lines right above a body that may head it: none is a figure."""
    first = above.stop
    while first > above.start and not is_value[first - 1]:
        first -= 1
    return range(first, above.stop)


def _heads_of(texts: Sequence[str], labels: range, count: int, lead: int) -> list[list[_Placed]]:
    """The headings of columns: as many as there are figures, and what says what the rows are, in
    one row, or in two where one heading stands over several; none where they are not as many."""
    if two := _heads_in_two_rows(texts, labels, count, lead):
        return two
    if len(labels) >= count + lead and not _CAPTION.search(texts[labels[-count - lead]]):
        return [[_Placed(at, column) for column, at in enumerate(labels[-count - lead :])]]
    if len(labels) >= count > 1 == lead:
        return [[_Placed(at, column) for column, at in enumerate(labels[-count:], start=1)]]
    return []


def _heads_in_two_rows(
    texts: Sequence[str], labels: range, count: int, lead: int
) -> list[list[_Placed]]:
    """Headings of which the last but one before the total stands over all that follow the total, as
    a page has them that names applicants: 自然人, 法人或其他组织, 总计, and the sorts of the second."""
    above = labels[-count - lead - 1 :]
    totals = [place for place, at in enumerate(above) if _TOTAL.fullmatch(texts[at])]
    below = len(above) - totals[0] - 1 if len(totals) == 1 else 0
    if len(above) != count + lead + 1 or below < _FEWEST_ROWS or totals[0] < lead + 1:
        return []
    upper, lower = above[: totals[0] + 1], above[totals[0] + 1 :]
    parent = len(upper) - 2
    first = [_Placed(at, column) for column, at in enumerate(upper[:parent])]
    over = [_Placed(upper[parent], parent, below), _Placed(upper[-1], parent + below)]
    return [[*first, *over], [_Placed(at, parent + n) for n, at in enumerate(lower)]]

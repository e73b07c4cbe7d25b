"""Which rows make one table: a page puts several into one grid, and one over several grids.

A row that heads the columns anew begins a table of its own, as the parts of the yearly report on
open government do; what goes on under the same headings (续表, `continued`) is the same table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile, zip_longest

from laicheng_data.facts.printed import CURRENCIES, MONEY_MULTIPLES
from laicheng_data.facts.sources.paragraphs import Cell, Row, Source
from laicheng_data.facts.units import UNITS

_CURRENCY = "".join(CURRENCIES)
_SIGN = rf"(?:[+＋\-－−﹣↑↓▲▼]|[{_CURRENCY}]\s*){{0,2}}"
_SIGN_CELL = re.compile(r"[+＋\-－−﹣–▲▼↑↓]")
# As accounts print what is below naught: (1,912), (£46,050).
IN_BRACKETS = re.compile(
    rf"\s*[{_CURRENCY}]?\s*[（(]\s*(?=[{_CURRENCY}]|[\d.,]{{2}})(?!0\d){_SIGN}"
    r"\d(?:[\d,]*\d)?(?:\.\d+)?"
    rf"\s*(?:[%m]|bn)?\s*[）)]\s*"
)
FIGURE = re.compile(
    rf"\s*{_SIGN}\d(?:[\d,，.．]| (?=\d{{3}}(?!\d))|\s*[万萬亿億]\s*(?=\d))*"
    r"\s*[万萬亿億千百]*\s*(?:[%％‰‱]|per ?cent)?"
    rf"\s*(?:{'|'.join(UNITS)}|(?:working |calendar )?(?:days?|weeks?|months?|hours?)"
    rf"|{'|'.join(MONEY_MULTIPLES)})?\s*"
    r"(?:[（(]\s*(?:[+＋\-－−]?[\d.,]+\s*[%％‰]|[+＋\-－−][\d.,]+)\s*[）)]\s*"
    r"|(?<=\d )[\d.]+\s?[%％]\s*)?"
)
# A line that only says in what a table counts, and of when.
OF_UNITS = re.compile(r"\s*[（(]?(?:\S{0,2}单位|发布日期|来源|统计时间)[：:]|\s*$")
YEAR_CELL = re.compile(r"(?:19|20)\d\d年?度?")
_NOTHING = re.compile(r"[\W_]*|无|無|略|(?i:n/?a|nil|none)")
_GOES_ON = re.compile(r"\s*[（(]?\s*(?:续表?|續表?|(?i:cont(?:inued|\.|'d)))\s*\d*\s*[）)]?")
PAGE_NUMBER = re.compile(
    r"[\s—–-]*(?:第 ?)?\d+(?: ?页)?(?:[ ,，/]*共? ?\d+(?: ?页)?)?[\s—–-]*|Page \d+(?: of \d+)?",
    re.I,
)
_MOST_BETWEEN = 3  # short lines between the parts of a table that goes on


def is_figure(text: str) -> bool:
    """Whether a cell holds a number and hardly anything else; 2016年 names what stands beside it."""
    is_year = "年" in text and YEAR_CELL.fullmatch(text)
    return bool(FIGURE.fullmatch(text) or IN_BRACKETS.fullmatch(text)) and not is_year


def number_tables(source: Source) -> Source:
    """The same source, its rows numbered by the tables that they make."""
    _join_signs(source)
    last: list[int] = []
    tables = 0
    for _, grid in groupby(sorted(source.rows), key=lambda at: source.rows[at].table):
        for lines in list(_split_grid(source.rows, list(grid))):
            tables += not (last and _continues(source, last, lines))
            for at in lines:
                source.rows[at] = source.rows[at]._replace(table=tables)
            _widen_headings(source, lines)
            last = lines
    return source


def _widen_headings(source: Source, lines: Sequence[int]) -> None:
    """Let each heading that stands above several others reach over all of them, where the page or
    text says so of none and leaves the cells beside it empty."""
    heads = list(takewhile(lambda at: not _figures(source.rows[at]), lines))
    for place, at in enumerate(heads[:-1]):
        cells = source.rows[at].cells
        below = {
            cell.column
            for other in heads[place + 1 :]
            for cell in source.rows[other].cells
            if cell.text
        }
        if all(cell.width == 1 for cell in cells):
            source.rows[at] = source.rows[at]._replace(cells=tuple(_reach_over(cells, below)))


def _reach_over(cells: Sequence[Cell], below: set[int]) -> Iterator[Cell]:
    """The cells of a row of headings, those with headings below empty cells beside them wider."""
    head = None
    for cell in cells:
        if head is not None:
            if not cell.text and cell.column in below:
                head = head._replace(width=cell.column + 1 - head.column)
                continue
            yield head
        head = cell if cell.text and cell.column else None
        if head is None:
            yield cell
    if head is not None:
        yield head


def _join_signs(source: Source) -> None:
    """Put the sign that stands in a column of its own before the figure that it belongs to, as
    tables do that print + and - beside each change."""
    for _, grid in groupby(sorted(source.rows), key=lambda at: source.rows[at].table):
        lines = list(grid)
        signs = _columns_of_signs([source.rows[at] for at in lines])
        for at in lines if signs else ():
            row = source.rows[at]
            is_joined = source.lines[at] == "\t".join(c.text for c in row.cells if c.start >= 0)
            if is_joined:  # and not set in columns by blanks
                alone = Source()
                alone.add_row(row.table, _attach_signs(row.cells, signs), row.header)
                source.lines[at], source.rows[at] = alone.lines[0], alone.rows[0]


def _columns_of_signs(rows: Sequence[Row]) -> set[int]:
    """The columns of nothing but signs, beside figures that have none: + in one row at least, as a
    dash alone may stand for nothing."""
    texts: dict[int, list[str]] = {}
    beside: dict[int, int] = {}
    for row in (row for row in rows if not row.header):
        for cell, after in pairwise(row.cells):
            texts.setdefault(cell.column, []).append(cell.text)
            is_sign = _SIGN_CELL.fullmatch(cell.text) and _is_unsigned(after)
            beside[cell.column] = beside.get(cell.column, 0) + bool(is_sign)
    return {
        column
        for column, own in texts.items()
        if beside[column] > 1 and not any(map(is_figure, own))
        if len([text for text in own if _SIGN_CELL.fullmatch(text) and text not in "-－−–"]) > 0
        if all(_SIGN_CELL.fullmatch(text) or not text for text in own[-beside[column] :])
    }


def _is_unsigned(cell: Cell) -> bool:
    return is_figure(cell.text) and cell.text.strip()[:1].isdigit()


def _attach_signs(cells: Sequence[Cell], signs: set[int]) -> Iterator[Cell]:
    """The cells of a row, each sign before the figure behind it."""
    sign = ""
    for cell, after in zip_longest(cells, cells[1:]):
        is_sign = cell.column in signs and _SIGN_CELL.fullmatch(cell.text) is not None
        if is_sign and after is not None and _is_unsigned(after):
            sign = cell.text
            yield cell._replace(text="", start=-1)
        else:
            yield cell._replace(text=sign + cell.text)
            sign = ""


def width(rows: Sequence[Row]) -> int:
    """How many columns rows have together."""
    return max(cell.column + cell.width for row in rows for cell in row.cells)


def _split_grid(rows: dict[int, Row], lines: list[int]) -> Iterator[list[int]]:
    """The parts of a grid, each with headings of its own."""
    start, is_body = 0, False
    for at, line in enumerate(lines):
        if _figures(rows[line]):
            is_body = True
        elif is_body and _is_heading([rows[other] for other in lines[at:]]):
            yield lines[start:at]
            start, is_body = at, False
    yield lines[start:]


def _figures(row: Row) -> list[int]:
    """The columns in which a row has figures; a row of headings has none, but for years."""
    if row.header:
        return []
    own = [cell for cell in row.cells if cell.start >= 0 and not YEAR_CELL.fullmatch(cell.text)]
    return [cell.column for cell in own if is_figure(cell.text)]


def _is_heading(rows: Sequence[Row]) -> bool:
    """Whether the first row heads the figures that follow: words stand above each of them."""
    heads: list[Row] = []
    wide = width(rows)
    for row in rows:
        if figures := _figures(row):
            titled = {
                column
                for head in heads
                for cell in head.cells
                if cell.width < wide and not _NOTHING.fullmatch(cell.text)
                for column in range(cell.column, cell.column + cell.width)
            }
            return set(figures) <= titled
        heads.append(row)
    return False


def _continues(source: Source, before: list[int], lines: list[int]) -> bool:
    """Whether rows go on with the table before them: under its headings, with nothing but short
    lines between, or right behind it without any."""
    between = source.lines[before[-1] + 1 : lines[0]]
    old = [source.rows[at] for at in before]
    new = [source.rows[at] for at in lines]
    if len(between) > _MOST_BETWEEN or width(old) != width(new):
        return False
    heads = _headings(source, lines)
    if not heads:
        return not between
    goes_on = any(map(_GOES_ON.search, [*between, source.lines[lines[0]]]))
    is_paged = all(PAGE_NUMBER.fullmatch(line) for line in between)
    return (goes_on or is_paged) and heads == _headings(source, before)


def _headings(source: Source, lines: list[int]) -> list[str]:
    """What the rows above the first figures say, without what tells that they go on."""
    heads = []
    for at in lines:
        if _figures(source.rows[at]):
            break
        heads.append(_GOES_ON.sub("", source.lines[at]))
    return heads

"""What a source holds: paragraphs, the cells of those that are rows of tables, and numerals.

What stands before and after a numeral belongs to its number: a sign, 万 or 成, `%` after a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

NUMERAL = re.compile(r"\d+(\.\d+)?")

_HAN = r"[\u4e00-\u9fff]"
# 9 352件 and 河南(8 917) are one number in Chinese text; elsewhere two may stand side by side.
_SPACED = (
    rf"(?:(?<={_HAN})|(?<=[（(，,：:；;、]))"
    rf"[0-9]{{1,3}}(?:[ \xa0\u2009\u202f][0-9]{{3}})+(?={_HAN}|[)）])"
)
# A thin space or one that does not break holds a number together in any text.
_THIN = r"(?<![0-9.,/])[1-9][0-9]{0,2}(?:[\xa0\u2009\u202f][0-9]{3})+(?![0-9])"
# In a cell of its own, or a line, digits in threes are one number whatever blank parts them.
_ALONE = (
    r"(?<![^\t+\-－−﹣])[1-9][0-9]{0,2}(?:[ \xa0\u2009\u202f][0-9]{3})+"
    r"(?=(?:[.．]\d+)? ?[%％]?(?:\t|$))"
)
# So do they in a sentence, where no other number stands beside them: 1 080 305 residents. A single
# digit that begins a line may count the items of a list.
_IN_THREES = (
    r"(?<![^ (\n])(?<!\d )(?!(?<![^\n])[1-9] [0-9]{3} [^0-9])[1-9][0-9]{0,2}(?: [0-9]{3})+"
    r"(?=[;.)]{1,2}(?: |$)|,? [A-Za-z(])"
)
_COUNTER = re.compile(  # Table 2 120 people
    r"\b(?:table|figure|chart|note|annex|appendix|section|chapter|part|article|paragraph|page|step"
    r"|stage|level|phase|quarter|week|day|year|grade|class|band|tier|type|group|category|no\.?"
    r"|number|option|priority|zone|ward|route)$",
    re.IGNORECASE,
)
# 5,2% has a comma for its point.
_COMMA = r"(?<![\d.,])\d{1,3},\d{1,2}(?= ?[%％])"
_DIGITS = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?!\d)|[０-９]{1,3}(?:，[０-９]{3})+(?!\d)"
    rf"|{_SPACED}|{_THIN}|{_ALONE}|{_COMMA}|\d+)"
)
_GRAMS_AND_METRES = "克米瓦伏卡赫帕焦字安"  # 千克 is a kilogram, not a thousand of something
_NO_TENTHS = "员立功果本绩就交品人年都熟份套型片灾长"  # 成立, 成果
_SPACE = r"[ \xa0\u3000]?"
_MULTIPLE = (
    rf"{_SPACE}[万萬][亿億]|{_SPACE}[万萬亿億]|[十百千]{{1,2}}[万萬亿億]"
    rf"|千(?![{_GRAMS_AND_METRES}])|百(?![分货姓科日])|成(?![{_NO_TENTHS}])"
)
# What is counted by ten thousands goes on behind 万: 265萬5,570, 1億2,345萬.
_REST = rf"{_SPACE}(?:[0-9],[0-9]{{3}}|[0-9]{{1,4}})(?![0-9.．,，%％‰]|{_SPACE}年)"
_COMPOUND = (
    rf"(?<![\d.．])(?<!\d[,，])[0-9][0-9,]*{_SPACE}"
    rf"(?:[亿億]{_REST}{_SPACE}[万萬](?:{_REST})?|[万萬]{_REST})"
)
_NUMBER = re.compile(
    rf"[+＋\-－−﹣]?{_COMPOUND}|{_IN_THREES}"
    rf"|[+＋\-－−﹣]?{_DIGITS}(?:[.．]\d+)?[多余餘]?(?:{_MULTIPLE})?[多余餘]?(?:{_SPACE}[%％﹪‰‱])?"
)
_SIGN = re.compile(r"[+＋\-－−﹣]")
# A dash behind a number, or behind a number and its unit, joins: 3-5天, 2013-2015年, 5%-10%, 1月-4月.
_JOINED = re.compile(
    r"[0-9０-９A-Za-z%％‰‱]|(?<=[0-9０-９])[年月日天号时分岁级元米人户万萬亿億千百]"
)
_INVISIBLE = re.compile("[\0\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


class SourceError(Exception):
    """A source that cannot be read, or does not hold the report's title line."""


class Numeral(NamedTuple):
    """A numeral of the source: its paragraph (the title is 0), which one it is there, and where."""

    paragraph: int
    position: int
    text: str
    start: int


class Cell(NamedTuple):
    """A cell of a table: its text, the columns it takes (from 0), and where it starts in its
    paragraph.

    A cell that began in a row above starts at -1.
    """

    text: str
    column: int
    width: int = 1
    start: int = 0


class Row(NamedTuple):
    """A paragraph that is a row of a table; `header` where the page marks all its cells as
    headings."""

    table: int
    cells: tuple[Cell, ...]
    header: bool = False


@dataclass
class Source:
    """What a file says.

    `lines` are its paragraphs, none of them blank; `rows` tells which are rows of tables, by their
    number; `about` is what a page says about itself where nobody reads it, by name in lower case.
    """

    lines: list[str] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Add a paragraph, unless it is blank."""
        text = strip_invisible(text).strip()
        if text:
            self.lines.append(text)

    def add_row(self, table: int, cells: Iterable[Cell], header: bool = False) -> None:
        """Add a row of a table, its cells parted by tabs."""
        placed, line = [], ""
        for cell in cells:
            text = " ".join(strip_invisible(cell.text).split())
            if text and cell.start >= 0:
                line += "\t" if line else ""
                placed.append(cell._replace(text=text, start=len(line)))
                line += text
            else:
                placed.append(cell._replace(text=text, start=-1))
        if line:
            self.rows[len(self.lines)] = Row(table, tuple(placed), header)
            self.lines.append(line)

    def after(self, start: int) -> Source:
        """The same source counted from another line, which becomes paragraph 0."""
        rows = {number - start: row for number, row in self.rows.items() if number >= start}
        return Source(self.lines[start:], rows, self.about)


def strip_invisible(text: str) -> str:
    """The text without characters that take no room: they would split a number in two."""
    return _INVISIBLE.sub("", text)


def numerals(lines: list[str]) -> list[Numeral]:
    """Every numeral of the lines, in order; the first line is number 0, positions count from 1."""
    return [
        Numeral(number, position, found.group(), found.start())
        for number, line in enumerate(lines)
        for position, found in enumerate(NUMERAL.finditer(line), start=1)
    ]


def numbers(line: str) -> Iterator[tuple[int, int]]:
    """Where each number of the line begins and ends, its sign, multiple and per cent with it."""
    at = 0
    while found := _NUMBER.search(line, at):
        start, end = found.span()
        if " " in found.group() and _COUNTER.search(line[:start].rstrip()):
            end = line.index(" ", start)
        at = end
        signed = _SIGN.match(line, start)
        if signed and start and _JOINED.match(line, start - 1):
            start += 1
        yield start, end

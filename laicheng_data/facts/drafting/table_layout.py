"""How a table is laid out: its heading rows, columns and labels, and what only numbers them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.heading_words import WHOLE, clean_heading
from laicheng_data.facts.drafting.nearby import is_most
from laicheng_data.facts.drafting.phrases import clean_clause
from laicheng_data.facts.drafting.vocabulary import normalise
from laicheng_data.facts.sources.grids import IN_BRACKETS, OF_UNITS, YEAR_CELL, is_figure, width
from laicheng_data.facts.sources.paragraphs import Cell, Source
from laicheng_data.facts.units import PER
from laicheng_data.words import HAN

_WHEN_CELL = re.compile(rf"{YEAR_CELL.pattern}|\d{{1,2}}(?:[-—–~～至]\d{{1,2}})?月份?")
BARE_YEAR = re.compile(r"(?:19|20)\d\d")
# At the end of a heading, or of the upper of two: 诊疗人次（万人次） 2019年1-10月
UNIT_IN_HEADING = re.compile(r"[（(](?:单位[：:])?([^（()）\d]{1,8})[）)](?=\s|$)|(%|％|‰)")
_WITH_SHARE = re.compile(r"\d [\d.]+\s?[%％]\s*$")  # 1,497 38%
_PART = re.compile(r"\s*(?:[#＃]|其\s*中)")
_UNIT_COLUMN = re.compile(r"(?:计量)?\s*单\s*位|(?i:units?)")
_CODE_COLUMN = re.compile(r"\S{0,4}(?:代码|编码)|(?i:(?:\w+ )?codes?)")
_NOTE_COLUMN = re.compile(r"(?i:notes?)|附注")
_NUMBER_OF_NOTE = re.compile(r"\s*(?:\d{1,2}(?:[a-z]|\.\d)?(?:\s*[,&]\s*)?)*\s*|\W*")
_COLUMN_NUMBER = re.compile(r"[甲乙丙丁戊]|栏次|行次|[A-E]|\d{1,2}")
_ITEM_NUMBER = re.compile(
    r"^(?:[A-Z][.．、 ](?=[\u4e00-\u9fff])|\d{1,2}[.．、]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[）)])\s*(?=\D)"
)
_MARK = re.compile(r"(?:[A-Za-z]|\d{1,2}|[IVX]{1,5})[.)]|")  # 1. of a row, a. of one under it
_PLACE = re.compile(
    r"\S{1,10}(?:省|市|县|县城|区|州|盟|旗|镇|乡|街道|办事处|开发区|自治[区州县旗])"
)
_FEWEST_PLACES = 3
_OF_STRUCTURE = re.compile(r"(?:构成|结构|比重|占比|比例)(?:情况)?$")
_MOST_PANELS = 100  # parts of a table side by side
_MOST_LABELS = 2  # of a row, those next to its figures


class TableLayout:
    """One table: its heading rows, and what its columns and rows hold."""

    def __init__(self, source: Source, number: int):
        self.source = source
        self.lines = [at for at, row in source.rows.items() if row.table == number]
        self.number = number
        self.headings: list[int] = []
        for at in self.lines:
            texts = [text for text in self._texts(at) if not YEAR_CELL.fullmatch(text)]
            if not source.rows[at].header and any(map(is_figure, texts)):
                break
            self.headings.append(at)
        self.width = width([source.rows[at] for at in self.lines])
        if len(self.headings) == len(self.lines):  # whose figures are of no form that is known
            self.headings = [at for at in self.lines if source.rows[at].header] or self.lines[:1]
        said = re.search(
            r"单位[：:]\s*([^\s）)，,；;]+)", f"{self._line_before} {self.text_of_headings}"
        )
        self._units_said = said[1].split("、") if said else []
        heads = {source.lines[at] for at in self.headings}
        self.repeated = {at for at in self.lines if source.lines[at] in heads}
        self.repeated |= self._numbering()
        self.units = self._column_of_units()
        self.notes = self._columns_of_notes()
        self.skipped = self._row_numbers() | self.units | self._columns_of_codes()
        self.panels = self._panels()
        figures = (
            cell.column
            for at in self.body
            for cell in source.rows[at].cells
            if is_figure(cell.text) and cell.column not in self.skipped
            if cell.column or not YEAR_CELL.fullmatch(cell.text)
        )
        self.first = max(1, min(figures, default=1))
        self.subject = ALL
        self.periods: dict[str, tuple[str, dict[int, str]]] = {}

    @cached_property
    def body(self) -> list[int]:
        """The lines of the table below its headings."""
        return [at for at in self.lines[len(self.headings) :] if at not in self.repeated]

    @cached_property
    def _line_before(self) -> str:
        """The line right before the table; empty where it is the first."""
        return self.source.lines[self.lines[0] - 1] if self.lines[0] else ""

    def _texts(self, at: int) -> list[str]:
        return [cell.text for cell in self.source.rows[at].cells if cell.start >= 0]

    @cached_property
    def _texts_of_columns(self) -> dict[int, list[str]]:
        """What stands in each column below its headings."""
        columns: dict[int, list[str]] = {}
        for cell in (cell for at in self.body for cell in self.source.rows[at].cells):
            columns.setdefault(cell.column, []).append(cell.text)
        return columns

    @property
    def text_of_headings(self) -> str:
        """What the headings say."""
        return " ".join(self.source.lines[at] for at in self.headings)

    def _row_numbers(self) -> set[int]:
        """The columns that only number the rows: 1, 2, 3 … under 序号 or nothing."""
        columns, numbered = self._texts_of_columns, set()
        for column, texts in columns.items():
            counted = [text for text in texts if text.isdecimal()]
            title = self.title(column)
            is_marked = column == 0 and len(columns) > 2 and all(map(_MARK.fullmatch, texts))
            if (
                re.search(r"序号|编号|行次", title)
                or is_marked
                or (
                    column == 0
                    and len(counted) > 1
                    and counted == [str(n + 1) for n in range(len(counted))]
                )
            ):
                numbered.add(column)
        return numbered

    def _column_of_units(self) -> set[int]:
        """The column that gives the unit of each row; the first may tell whose row it is."""
        columns = {cell.column for at in self.lines for cell in self.source.rows[at].cells}
        named = columns - self._row_numbers()
        return {
            column
            for column in named - {min(named, default=0)}
            if _UNIT_COLUMN.fullmatch(self.title(column))
        }

    def _numbering(self) -> set[int]:
        """The row below the headings that only numbers the columns, if there is one; A, 1, 2 above
        B, 2, 5 is a row like the others."""
        first, second, *_ = [*self.lines[len(self.headings) :], -1, -1]
        if second < 0 or not self._numbers_columns(first):
            return set()
        label = (self._texts(second) or [""])[0]
        is_like_it = _COLUMN_NUMBER.fullmatch(label) or WHOLE.fullmatch(label)
        return set() if is_like_it else {first}

    def _numbers_columns(self, at: int) -> bool:
        """Whether a row only numbers the columns: 甲, 乙, 1, 2, 3."""
        texts = [text for text in self._texts(at) if text]
        numbers = [int(text) for text in texts if text.isdecimal()]
        are_marks = all(map(_COLUMN_NUMBER.fullmatch, texts))
        is_sure = len(numbers) > 1 and (len(texts) > len(numbers) or len(numbers) == self.width)
        return are_marks and is_sure and numbers == list(range(1, len(numbers) + 1))

    def _columns_of_codes(self) -> set[int]:
        """The columns that give a code of each row, which is none of its words."""
        columns = {cell.column for at in self.lines for cell in self.source.rows[at].cells}
        return {at for at in columns if _CODE_COLUMN.fullmatch(self.title(at))} | self.notes

    def _columns_of_notes(self) -> set[int]:
        """The columns that give the number of the note to each row, as accounts do."""
        return {
            column
            for column, texts in self._texts_of_columns.items()
            if _NOTE_COLUMN.fullmatch(self.title(column))
            and all(_NUMBER_OF_NOTE.fullmatch(text) for text in texts)
        }

    def _unit_of_row(self, at: int) -> str:
        texts = [c.text for c in self.source.rows[at].cells if c.column in self.units]
        return next((text for text in texts if not is_figure(text)), "")

    def _panels(self) -> list[int]:
        """The columns of words, or titled as the first is, that begin a part of the table whose
        titles stand further left too: 来源, 数量, 占比 and beside them 类型, 数量, 占比."""
        texts = self._texts_of_columns
        titles = {column: self.title(column) for column in texts}
        figures = [column for column in texts if any(map(is_figure, texts[column]))]
        return [
            column
            for column in sorted(texts)[1:]
            if min(figures, default=column) < column
            if any(texts[column])
            if (titles[column] and titles[column] == titles.get(0))
            or not any(map(is_figure, texts[column]))
            if {titles[at] for at in texts if at > column} - {""}
            & {titles[at] for at in texts if at < column}
        ]

    def _part(self, column: int) -> int:
        """The number of the table, or of the part of it that begins at its own column of words."""
        return self.number * _MOST_PANELS + sum(start <= column for start in self.panels)

    def title(self, column: int) -> str:
        """What stands above a column."""
        return self._titles.get(column, "")

    @cached_property
    def _titles(self) -> dict[int, str]:
        """What stands above each column, from the top down; what stands above all of them only
        where nothing else does. Text loses how wide the last of a row is, which has others below
        it."""
        above: dict[int, list[Cell]] = {}
        for at in self.headings:
            row = self.source.rows[at].cells
            for cell in row:
                is_cut = cell is row[-1] and at != self.headings[-1] and cell.text != ""
                end = self.width if is_cut else cell.column + cell.width
                for column in range(cell.column, end):
                    above.setdefault(column, []).append(cell)
        titles = {}
        for column, cells in above.items():
            own = [cell for cell in cells if cell.width < self.width]
            texts = dict.fromkeys(filter(None, map(clean_heading, own or cells)))
            titles[column] = " ".join(map(self._add_year_sign, texts))
        return titles

    def _add_year_sign(self, text: str) -> str:
        """2020年 for 2020, in a Chinese table."""
        return f"{text}年" if self._is_chinese and BARE_YEAR.fullmatch(text) else text

    @cached_property
    def _columns_are_subjects(self) -> bool:
        """Whether all figures stand under one heading such as 申请人情况, or each under a place, so
        that the columns say whose they are and the rows what is counted."""
        figures = range(self.first, self.width)
        return self._columns_are_of_places or any(
            cell.text.endswith("情况") and (cell.column, cell.width) == (self.first, len(figures))
            for at in self.headings
            for cell in self.source.rows[at].cells
        )

    @cached_property
    def _columns_are_of_places(self) -> bool:
        """Whether each column of figures is of a place, or of all of them: 全县, 甲镇, 乙乡; and the
        rows are not."""
        titles = [self._innermost(column) for column in range(self.first, self.width)]
        places = [title for title in titles if clean_clause(title) and not WHOLE.fullmatch(title)]
        are_places = len(places) >= _FEWEST_PLACES and all(map(_PLACE.fullmatch, places))
        rows = [label for at in self.body for label in self.labels(at)[-1:]]
        return are_places and not any(map(_PLACE.fullmatch, rows))

    @cached_property
    def _structure_rows(self) -> set[int]:
        """The rows below one without figures that says of what they are the parts: 性别构成."""
        under, is_structure = set(), False
        for at in self.body:
            if self._has_figures(at):
                under |= {at} if is_structure else set()
            else:
                is_structure = any(_OF_STRUCTURE.search(label) for label in self.labels(at))
        return under

    def _innermost(self, column: int) -> str:
        """The last of the headings above a column."""
        above = [
            cell
            for at in self.headings
            for cell in self.source.rows[at].cells
            if cell.column <= column < cell.column + cell.width and cell.text
        ]
        return clean_heading(above[-1]) if above else ""

    def _caption(self) -> str:
        """What the headings say that stand above all columns."""
        cells = [cell for at in self.headings for cell in self.source.rows[at].cells]
        return " ".join(cell.text for cell in cells if cell.width == self.width)

    def labels(self, at: int, column: int = 0) -> list[str]:
        """What stands to the left of a row's figures, the last that do; of a part of the table
        that stands beside another what that begins with."""
        panel = max((start for start in self.panels if start < column), default=0)
        cells = [
            cell
            for cell in self.source.rows[at].cells
            if re.search(r"\w", cell.text) and cell.column not in self.skipped
            if not is_figure(cell.text) or (cell.column == 0 and _WHEN_CELL.fullmatch(cell.text))
        ]
        left = [cell for cell in cells if cell.column < self.first] or cells[:1]
        if panel:
            left = [cell for cell in cells if cell.column == panel]
        names = [
            _ITEM_NUMBER.sub("", normalise(clean_heading(cell))) for cell in left[-_MOST_LABELS:]
        ]
        return list(dict.fromkeys(names))

    def _has_figures(self, at: int) -> bool:
        return any(is_figure(cell.text) for cell in self.source.rows[at].cells[1:])

    @cached_property
    def _line_above(self) -> str:
        """The line above the table, but for those that only say in what it counts and of when."""
        above = (self.source.lines[at] for at in reversed(range(self.lines[0])))
        return next((line for line in above if not OF_UNITS.match(line)), "")

    @cached_property
    def _has_bracketed(self) -> bool:
        """Whether a figure of the table stands in brackets, as what is below naught does."""
        cells = (cell for at in self.body for cell in self.source.rows[at].cells if cell.column)
        return any(IN_BRACKETS.fullmatch(cell.text) for cell in cells)

    @cached_property
    def _is_chinese(self) -> bool:
        return any(HAN.search(self.source.lines[at]) for at in self.lines)

    @cached_property
    def _first_row(self) -> list[int]:
        """The columns of the first row below the headings."""
        return [cell.column for at in self.body[:1] for cell in self.source.rows[at].cells]

    @cached_property
    def _has_one_column(self) -> bool:
        """Whether all figures stand in one column, so that the rows say what each counts."""
        columns = {
            cell.column for at in self.body for cell in self.source.rows[at].cells
            if is_figure(cell.text) and cell.column not in self.skipped
        }  # fmt: skip
        return len(columns) == 1

    @cached_property
    def _signs_of_columns(self) -> dict[int, str]:
        """The sign, % or ‰, that most figures of a column are printed with: the others are meant
        so."""
        columns = self._texts_of_columns.items()
        ends = {
            column: [t[-1] for t in texts if is_figure(t) and not _WITH_SHARE.search(t)]
            for column, texts in columns
        }
        most = {column: Counter(own).most_common(1)[0] for column, own in ends.items() if own}
        return {
            column: sign
            for column, (sign, times) in most.items()
            if sign in PER and is_most(times, len(ends[column]))
        }

    @cached_property
    def _row_years(self) -> dict[int, str]:
        """The year of each row below one that begins with it, and that begins with nothing itself:
        2009 Q1, then Q2."""
        years: dict[int, str] = {}
        year = ""
        for at in self.body:
            first = self.source.rows[at].cells[0]
            said = YEAR_CELL.fullmatch(first.text) if first.column == 0 else None
            year = said[0][:4] if said else year * (not first.text)
            if year and not said:
                years[at] = year
        return years

    @cached_property
    def _parent_rows(self) -> dict[int, int]:
        """The row that each is a part of, as # or 其中 begin them: 零售总额(亿元), # 批发业, 餐饮业. A row
        that gives a unit of its own is none."""
        heads: dict[int, int] = {}
        head = part = -1
        for at in self.body:
            label = next(iter(self._texts(at)), "")
            if UNIT_IN_HEADING.search(label):
                head, part = at, -1
            elif _PART.match(label):
                part = at
            if head >= 0 and part >= 0:
                heads[at] = head
        return heads

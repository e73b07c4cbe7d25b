"""Numbers of tables, named from the titles of their columns and what stands in their rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Any

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.nearby import is_most
from laicheng_data.facts.drafting.omissions import DOCUMENT, TELEPHONE, number_spans
from laicheng_data.facts.drafting.period_names import named_periods, year_before
from laicheng_data.facts.drafting.period_names_english import english_days
from laicheng_data.facts.drafting.phrases import CHANGE, clean_clause, join_words, to_word
from laicheng_data.facts.drafting.vocabulary import Vocabulary, normalise
from laicheng_data.facts.periods import date_range, from_january
from laicheng_data.facts.printed import CURRENCIES
from laicheng_data.facts.sources.grids import FIGURE, IN_BRACKETS, YEAR_CELL, is_figure, width
from laicheng_data.facts.sources.paragraphs import NUMERAL, Cell, Source
from laicheng_data.facts.units import PER, UNITS, bound_of, unit_of
from laicheng_data.words import HAN

_CHANGED_BY = re.compile(r"变化|变动|增减|(?i:(?<![a-z])(?:change|growth)$)")
_COMPARED = re.compile(
    r"[比较較](?:上年|上月|去年|同期)|[同环環]比"
    r"|(?i:\b(?:on|since|from|compared with) (?=Q[1-4]|(?:19|20)\d\d))"
)
_OWN_YEAR = re.compile(
    r"\s*(?:本年|上一?年)度?(?=[新制废现处收结项办增公申对受][^）)]{2,}|[^数额值）)]{3,}[数额])"
)
_OUTCOMES = re.compile(r"办理结果$")
_TO_EACH_OTHER = re.compile(r"[与和]\S{1,8}比$")  # 学生与教师比
_ANY_YEAR = "2000"
_WHEN_CELL = re.compile(rf"{YEAR_CELL.pattern}|\d{{1,2}}(?:[-—–~～至]\d{{1,2}})?月份?")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_RELATIVE = re.compile(r"[%％‰]|[占同环環]比|增[长减幅速]|比重|(?i:change|difference|per ?cent)")
_RATE_COLUMN = re.compile(r"[^税费利汇]率$|比例|百分比|构成")
_CHANGED = re.compile(r"(?:增减|变化|变动|增加|减少|(?i:change|difference))(?:[数量额值])?$")
_CHANGED_ROW = re.compile(  # 2019年较2018年增减数, below the rows of these years
    r"(?:\S*[比較较与]\S*)?(?:增[减減長长]|变化|變化|变动|變動)[数數量额額率幅]?"
    r"|(?i:(?:(?:per ?cent(?:age)?|year_on_year|annual)_)?(?:change|difference))"
)
_FALLING = ("↓", "▼")
_ARROWS = "↑↓▲▼"
_OPENS = ("(", "（")
_MONEY = re.compile(
    rf"[{''.join(CURRENCIES)}] ?['’]?(?:000s?|thousand|million|billion|k|m|bn)?(?![\w.,])"
)
_OR_BELOW_NAUGHT = re.compile(r"/\(([A-Za-z ]+)\)")  # surplus/(deficit)
_ASIDE = re.compile(r"[（(][^（()）]*[）)]")
_ASIDE_OF_UNIT = re.compile(
    rf"[（(][^（()）]*(?:[%％‰\d]|{'|'.join(UNITS)}|[{''.join(CURRENCIES)}]['’\w]*)[）)]"
)
# At the end of a heading, or of the upper of two: 诊疗人次（万人次） 2019年1-10月
_UNIT_IN_HEADING = re.compile(r"[（(](?:单位[：:])?([^（()）\d]{1,8})[）)](?=\s|$)|(%|％|‰)")
_WITH_SHARE = re.compile(r"\d [\d.]+\s?[%％]\s*$")  # 1,497 38%
_POINTS = re.compile(r"[（(](个?百分点)[）)]")
_SPAN_OF_TIME = re.compile(r"[至到]|[一二三四五六七八九十][月日年季岁歲]$")
_SAYS_PER_CENT = re.compile(  # 百分比, over figures without a sign
    r"百分[比率](?!点)|(?i:\bper ?cent(?:age)?\b(?! points?)(?!.*\b(?:number|and)\b))"
)
_THOUSANDS = re.compile(r"[（(]\s*(['’]?000s?(?: [a-z]+)?)\s*[）)]")  # ('000 tonnes)
_PART = re.compile(r"\s*(?:[#＃]|其\s*中)")
_PLACES = ("站", "所", "处", "部", "点", "室", "院", "队")
_UNIT_COLUMN = re.compile(r"(?:计量)?\s*单\s*位|(?i:units?)")
_CODE_COLUMN = re.compile(r"\S{0,4}(?:代码|编码)|(?i:(?:\w+ )?codes?)")
_NOTE_COLUMN = re.compile(r"(?i:notes?)|附注")
_NUMBER_OF_NOTE = re.compile(r"\s*(?:\d{1,2}(?:[a-z]|\.\d)?(?:\s*[,&]\s*)?)*\s*|\W*")
_ONE_DIGIT = re.compile(r"\s*\(\d\)\s*")
_COLUMN_NUMBER = re.compile(r"[甲乙丙丁戊]|栏次|行次|[A-E]|\d{1,2}")
_OF_MONEY = re.compile(r"金额|[款额资值]$|损失|收入|支出|经费|价")
_ITEM_NUMBER = re.compile(
    r"^(?:[A-Z][.．、 ](?=[\u4e00-\u9fff])|\d{1,2}[.．、]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[）)])\s*(?=\D)"
)
_MARK = re.compile(r"(?:[A-Za-z]|\d{1,2}|[IVX]{1,5})[.)]|")  # 1. of a row, a. of one under it
_NOTE_MARK = re.compile(r"(?:(?<=[\u4e00-\u9fff])|(?<=[a-z]{3}))[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]+")
_REVISED = re.compile(  # 2010 Q4 r, 2011 Q1 (p)
    r"(?<=\d) ?[\[(]?\b(?:[rp]|rev(?:ised)?|prov(?:isional)?)\b[\])]?\s*$", re.IGNORECASE
)
_TRANSLATION = re.compile(  # 一般贸易 Ordinary Trade
    r"^([\u4e00-\u9fff][^A-Za-z]*?)\s+[A-Z][a-z][A-Za-z ,.'’&/()-]*$"
)
_IN_WORD = re.compile(r"(?<=[\u4e00-\u9fff])[（(][^（()）]*[）)](?=[\u4e00-\u9fff])")
_LETTERED = re.compile(r"(?<=\d)\(([A-Z])\)")  # Exemption 7(A)
_SPACED_OUT = re.compile(
    r"(?:[\u4e00-\u9fff][ \u3000]+)+[\u4e00-\u9fff](?=\s*(?:[（(].*)?$)"
)  # 合　　计, 绝 对 数（亿元）
_TO_THIS_MONTH = re.compile(r"^1\s*[-—–―~～至]+\s*本月")
_THIS_PERIOD = re.compile(r"本期|本年|本月|本季|本周|今年|当期|当年")
_OF_WHOLE_YEAR = re.compile(r"(?:本年|全年|今年|年初)\S{0,4}(?:计划|预算|任务|目标)")
_PLANNED = re.compile(r"计划|预算|任务|目标")
_AGO = re.compile(r"(?:上年|去年)同期")
_OF_PERIOD = re.compile(r"(?:^|(?<=[\s（(]))(?:本期|(?:去年|上年)?同期)(?:数|值)?(?=$|[\s）)])")
_HOW_MANY = re.compile(r"数[量值额据]|指标值|(?i:number|value|amount|count|figure)s?")
_ONLY_COUNTS = re.compile(
    r"(?:绝对)?数[量值额据]?|绝对[数额值]|总[量额值]|指标值|[件人户次]数|占比|比例|比重"
    r"|(?i:numbers?|thousands?|millions?|value|amount|count|figure|percentage|per ?cent|share"
    r"|proportion)"
)
_ACCOUNT = re.compile(r"[^支]*?收入(?!支出)|[^收]*?支出")  # which a table of a budget gives
_ACCOUNTED = re.compile(r"(?:年初|调整)?(?:预算|决算|完成|执行)[数额]?(?=_|$)")
_CHANGED_COLUMN = re.compile(
    r"(?:[比较](?:上年|去年)(?:同期)?|同比)?(?:增长|增速|增幅|增减)(?:率|速度)?"
    r"|(?i:(?:percentage |per ?cent )?(?:change|difference))"
)
_SHARE_COLUMN = re.compile(r"构成|比重|占总数的?比[重例]")
_MINUS = "-－−"
_SIGNS = f"+＋{_MINUS}"
_TABLE_NUMBER = re.compile(
    r"^\s*(?:(?:(?:(?i:table|figure)|表)\s*\d*(?:[-.－—]\d+)*|\d{1,2}[-.－—]\d{1,2}\s)\s*[:：.]?\s*)?"
    r"(?:各[地省市州县区镇乡街道]+)?"
    r"(?i:(?:overview|analysis|summary|breakdown) of )?"
)
_LISTED_BY = re.compile(r"(?<=[a-z)]),? by (?:the )?[a-z]")
_BY_WHAT = re.compile(r"\s+[-–—]\s+|\bby\b|[（(,，;；:：]|单位")
_TABLE_OF = re.compile(
    r"(?:年龄|性别|民族|地区)?构成$|及其?(?:构成|增长速度|增速|增长|比重)(?:情况)?表?$"
    r"|(?:基本)?情况(?:统计)?(?:一览|汇总)?表?$|(?:统计|一览|汇总|分布)表?$|表$"
)
_OF_REPORT = re.compile(
    r"(?:报告|公报|[年月简快]报|通报|公告|(?i:report|bulletin|release))(?:[（(].*)?$"
)
_OF_UNITS = re.compile(r"\s*[（(]?(?:\S{0,2}单位|发布日期|来源|统计时间)[：:]|\s*$")
_LONGEST_CAPTION = 80
_PLACE = re.compile(
    r"\S{1,10}(?:省|市|县|县城|区|州|盟|旗|镇|乡|街道|办事处|开发区|自治[区州县旗])"
)
_FEWEST_PLACES = 3
_OF_STRUCTURE = re.compile(r"(?:构成|结构|比重|占比|比例)(?:情况)?$")
_MOST_PANELS = 100  # parts of a table side by side
_MOST_LABELS = 2  # of a row, those next to its figures
_BESIDE = 1000  # added to the column of what stands in brackets behind another number
_SIDE = re.compile(r"[收支][入出]|资产|负债|资金(?:来源|运用)")
_WHOLE = re.compile(
    r"(?:合|总|共|小)\s*计|总数|总量|全[市县区省国縣區國]|[合總小]計|總數|(?i:total|all|overall)"
)


class Table:
    """One table: its heading rows, what its columns are called, and its unit."""

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
        is_like_it = _COLUMN_NUMBER.fullmatch(label) or _WHOLE.fullmatch(label)
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
            texts = dict.fromkeys(filter(None, map(_clean_heading, own or cells)))
            titles[column] = " ".join(map(self._add_year_sign, texts))
        return titles

    def _add_year_sign(self, text: str) -> str:
        """2020年 for 2020, in a Chinese table."""
        return f"{text}年" if self._is_chinese and _BARE_YEAR.fullmatch(text) else text

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
        places = [title for title in titles if clean_clause(title) and not _WHOLE.fullmatch(title)]
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
        return _clean_heading(above[-1]) if above else ""

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
            _ITEM_NUMBER.sub("", normalise(_clean_heading(cell))) for cell in left[-_MOST_LABELS:]
        ]
        return list(dict.fromkeys(names))

    def name(self, paragraph: int, period: str, office: str, known: Vocabulary) -> list[DraftFact]:
        """The numbers of one row."""
        line = self.source.lines[paragraph]
        positions = {mark.start(): at for at, mark in enumerate(NUMERAL.finditer(line), start=1)}
        cells = [cell for cell in self.source.rows[paragraph].cells if cell.start >= 0]
        found = []
        for part in number_spans(line, is_row=True):
            first = next(at for at in range(part.start, part.end) if at in positions)
            printed = line[part.start : part.end]
            place = (paragraph, positions[first], part.start, part.end, printed)
            cell = [cell for cell in cells if cell.start <= part.start][-1]
            is_named = cell.column == 0 or "年" in cell.text
            is_year = is_named and YEAR_CELL.fullmatch(cell.text) is not None
            # 12345 as the figure of a table, or 1362 behind a label that ends in 备案
            is_plain = part.reason in (TELEPHONE, DOCUMENT) and FIGURE.fullmatch(cell.text)
            reason = "" if is_plain else part.reason
            if paragraph in self.headings or paragraph in self.repeated:
                is_year = YEAR_CELL.fullmatch(cell.text) is not None
                reason = reason or ("year" if is_year else "part of a heading")
            elif cell.column in self.skipped:
                reason = "number of a note" if cell.column in self.notes else "number of the row"
            elif is_year:
                reason = "year"
            elif not reason and not is_figure(cell.text) and cell.column <= self.first:
                reason = "part of a name"
            if reason:
                found.append(DraftFact(*place, reason=reason))
                continue
            number, is_negative = DraftFact(*place, office=office), self._is_negative(cell)
            if is_negative:
                number = replace(number, printed=f"-{printed}")
            before = line[cell.start : part.start].rstrip(_ARROWS)
            is_behind = before[-1:] in _OPENS and before.strip() not in _OPENS
            is_behind |= is_figure(cell.text) and FIGURE.fullmatch(before) is not None
            is_beside = is_behind and not is_negative
            column = cell.column + _BESIDE * is_beside
            until = line[: cell.start + len(cell.text)]
            found.append(self._name_number(replace(number, column=column), until, period, known))
        return [self._disambiguate(number) for number in found]

    @cached_property
    def _parent_labels(self) -> dict[int, str]:
        """For each row that is called as another, what the last above it is called that is not: 男性
        and 女性 below 出生人口, and again below 死亡人口. One alone, such as 其他, is beside what stands
        above it, unless that has no figures."""
        names = {at: _row_word(self.labels(at)) for at in self.body}
        times = Counter(names.values())
        above: dict[int, str] = {}
        for is_alike, rows in groupby(self.body, key=lambda at: times[names[at]] > 1):
            run = [*rows]
            if not is_alike:
                head, is_bare = names[run[-1]], not self._has_figures(run[-1])
            elif run[0] != self.body[0] and (len(run) > 1 or is_bare):
                above |= dict.fromkeys(run, head)
        return above

    def _has_figures(self, at: int) -> bool:
        return any(is_figure(cell.text) for cell in self.source.rows[at].cells[1:])

    @cached_property
    def _counted_subject(self) -> str:
        """What the line above the table says that it counts: FOI requests received of `Table 3: FOI
        requests received - by requester type`; empty where it does not, as a report's title."""
        caption = _IN_WORD.sub("", self._line_above)
        if (
            len(caption) > _LONGEST_CAPTION
            or re.search("[。\t]", caption)
            or _OF_REPORT.search(caption)
        ):
            return ""
        said = _BY_WHAT.split(_TABLE_NUMBER.sub("", caption))[0]
        return _TABLE_OF.sub("", to_word(clean_clause(said)))

    def _account_side(self, column: int) -> str:
        """Which side of an account the total of a row is of, where both stand side by side: 收入 and
        支出."""
        start = max((at for at in (0, *self.panels) if at < column), default=0)
        side = normalise(self.title(start)) if self.panels else ""
        return to_word(side) if _SIDE.fullmatch(side) else ALL

    def _measure_and_subject(self, at: int, row: str) -> tuple[str, str]:
        """What a row counts and of what: what the table lists or the row is a part of; else all of
        what it says itself."""
        if self._has_period_columns and self._counted_subject and self._lists_parts:
            return self._counted_subject, row
        head = self._parent_rows.get(at)
        return (_row_word(self.labels(head)), row) if head else (row, ALL)

    @cached_property
    def _lists_parts(self) -> bool:
        """Whether the rows are parts of what the line above the table says: that says so, as in
        Table 1: calls, by cause, or a row is their total, all being of one unit."""
        words = (_row_word(self.labels(at)) for at in self.body)
        has_total = not self.units and any(map(_WHOLE.fullmatch, words))
        return has_total or _LISTED_BY.search(self._line_above) is not None

    @cached_property
    def _line_above(self) -> str:
        """The line above the table, but for those that only say in what it counts and of when."""
        above = (self.source.lines[at] for at in reversed(range(self.lines[0])))
        return next((line for line in above if not _OF_UNITS.match(line)), "")

    def _is_negative(self, cell: Cell) -> bool:
        """Whether a cell's brackets say minus, as in accounts; in Chinese they stand for less.
        A digit alone may be a mark, where no other number of the table stands so."""
        is_below = IN_BRACKETS.fullmatch(cell.text) is not None
        is_below |= self._has_bracketed and _ONE_DIGIT.fullmatch(cell.text) is not None
        return is_below and not self._is_chinese

    @cached_property
    def _has_bracketed(self) -> bool:
        """Whether a figure of the table stands in brackets, as what is below naught does."""
        cells = (cell for at in self.body for cell in self.source.rows[at].cells if cell.column)
        return any(IN_BRACKETS.fullmatch(cell.text) for cell in cells)

    @cached_property
    def _is_chinese(self) -> bool:
        return any(HAN.search(self.source.lines[at]) for at in self.lines)

    def _disambiguate(self, number: DraftFact) -> DraftFact:
        """A number of a row that is called as another, under what that is a part of."""
        head = "" if number.reason else self._parent_labels.get(number.row, "")
        if not head or number.row < 0:
            return number
        if number.subject == _row_word(self.labels(number.row)):
            return replace(number, subject=join_words(head, number.subject))
        if number.subject == ALL and not self._columns_are_subjects:
            return replace(number, subject=head)
        return replace(number, measure=join_words(head, number.measure))

    def _name_number(
        self, number: DraftFact, until: str, period: str, known: Vocabulary
    ) -> DraftFact:
        column = number.column % _BESIDE
        title, labels = normalise(self.title(column)), self.labels(number.paragraph, column)
        label = " ".join(labels)
        unit, end = unit_of(until, number.printed, number.end)
        headed = self._unit(column, number.paragraph)
        # £12 under £'000 is counted as its column is headed.
        unit = headed or unit if unit in CURRENCIES else unit or headed
        unit = unit or self._signs_of_columns.get(column, "")
        if not unit and _SAYS_PER_CENT.search(self._innermost(column)):
            unit = "%"
        period = self._period_of_column(column, period)
        period = self._row_years.get(number.paragraph, period)
        for named in named_periods(label, period):
            if not named.is_compared:
                period = named.period
        bare = _BARE_YEAR.fullmatch(label)
        period = bare[0] if bare else period
        measure = _title_word(title, _title_word(title) in self._titles_with_asides)
        subject = _row_word(labels, _row_word(labels) in self._rows_with_asides)
        role = "share" if unit in PER else "level"
        change = CHANGE.search(measure)
        is_down = bool(change and change["down"])
        if role == "share" and (change or _CHANGED_BY.search(measure)):
            role = "change"
            if until[: number.start].endswith(_FALLING):
                measure, is_down = join_words(measure, "降"), True
        if role == "level" and _CHANGED.search(measure):
            role = "change"
        if self._columns_are_subjects:
            whose = to_word(clean_clause(_WHOLE.sub("", self._innermost(column))))
            measure, subject = subject or measure, whose or ALL
        if _CHANGED_ROW.fullmatch(subject) and not self._has_period_columns:
            measure, subject, role = join_words(measure, _change_of(measure, unit)), ALL, "change"
        if found := known.last("measure", title):
            measure = found[2]
        if (found := known.last("subject", subject)) and found[:2] == (0, len(subject)):
            subject = found[2]
        if _WHOLE.fullmatch(subject):
            subject = self._account_side(column)
        counted = changed = self._compared_measure(column) if subject != ALL and subject else ""
        if subject != ALL and not (counted or self._has_period_columns):
            changed = self._compared_measure(column, plans=True) or self._counted_subject
        if changed and _CHANGED_COLUMN.fullmatch(measure):
            is_down = until[: number.start].rstrip()[-1:] in _MINUS
            measure, role = join_words(changed, _change_of(changed, unit)), "change"
        elif counted and not measure:
            measure = counted
        elif change and subject and self._has_period_columns:
            ending = ("降" if change["down"] else "增") + ("幅" if role == "change" else "额")
            measure, subject = self._measure_and_subject(number.paragraph, subject)
            measure, role = join_words(measure, ending), "change"
        elif _CHANGED_COLUMN.fullmatch(measure) and subject and self._has_period_columns:
            measure, subject = self._measure_and_subject(number.paragraph, subject)
            measure, role = join_words(measure, _change_of(measure, unit)), "change"
        elif not measure or (
            (_WHOLE.fullmatch(measure) and (self._has_period_columns or self._has_one_column))
            or (_HOW_MANY.fullmatch(measure) and self.units and self._has_one_column)
        ):
            measure, subject = self._measure_and_subject(number.paragraph, subject)
        if role == "share" and number.paragraph in self._structure_rows:
            measure = join_words(measure, "占比")
        if (of_account := _ACCOUNT.match(self._counted_subject)) and _ACCOUNTED.match(measure):
            measure = of_account[0] + measure
        elif self._counted_subject and _ONLY_COUNTS.fullmatch(measure):
            ending = (
                ("share" if self._counted_subject.isascii() else "占比") if role == "share" else ""
            )
            measure = join_words(self._counted_subject, ending) if ending else self._counted_subject
        elif subject != ALL and _SHARE_COLUMN.fullmatch(measure):
            measure, role = "占比", "share"
        arrow = until[: number.start][-1:]
        if number.column >= _BESIDE and arrow in _ARROWS:
            is_down = arrow in _FALLING
            measure, role = join_words(measure, "降幅" if is_down else "增幅"), "change"
        elif number.column >= _BESIDE and number.printed[0] in _SIGNS:  # 126 (+5.0%)
            measure, role = join_words(measure, _change_of(measure, unit)), "change"
        elif until[end : end + 1] in _OPENS and not _stated_period(title, period):
            compared = [named.period for named in named_periods(title, period)]
            period = compared[-1] if compared else period
        if number.column >= _BESIDE and role == "share":
            measure = join_words(measure, "share" if measure.isascii() else "占比")
        return replace(
            number, unit=unit, period=period, role=role, is_down=is_down,
            bound=bound_of(until, number.printed, number.start, (number.end, end)),
            measure=measure or UNNAMED, subject=subject or self.subject,
            table=self._part(column), row=number.paragraph,
        )  # fmt: skip

    def _period_of_column(self, column: int, period: str) -> str:
        """The period that a column's title names, or what stands above all columns.

        One of several that are called alike has that of the nearest column to its left that names
        one, another rate or change that of the latest year there.
        """
        period, dated = self._table_periods(period)
        if column in dated:
            return dated[column]
        title = normalise(self.title(column))
        is_alike = self._title_counts[title] > 1
        if is_alike or _RELATIVE.search(title):
            left = [("" if is_alike else of[:4], at) for at, of in dated.items() if at < column]
            return dated[max(left)[1]] if left else period
        return period

    def _table_periods(self, period: str) -> tuple[str, dict[int, str]]:
        """The period of the table as a whole, and those that its columns name."""
        if period not in self.periods:
            of_all = period
            for named in named_periods(normalise(self._caption()), period):
                of_all = of_all if named.is_compared else named.period
            said: dict[int, str] = {}
            for at in self._first_row:
                title = normalise(self.title(at))
                of = _stated_period(title, of_all)
                so_far = [said[left] for left in said if "累计" in self.title(left)]
                said[at] = year_before(so_far[-1]) if so_far and _AGO.search(title) else of
            self.periods[period] = of_all, {at: of for at, of in said.items() if of}
        return self.periods[period]

    @cached_property
    def _first_row(self) -> list[int]:
        """The columns of the first row below the headings."""
        return [cell.column for at in self.body[:1] for cell in self.source.rows[at].cells]

    @cached_property
    def _title_counts(self) -> Counter[str]:
        """How many columns are called so."""
        return Counter(normalise(self.title(column)) for column in self._first_row)

    def _compared_measure(self, column: int, plans: bool = False) -> str:
        """What a column to the left counts, of which one that only says 上年同期数 or 同比增减 is; a rate
        is none, and a plan only where that is asked for."""
        titles = [normalise(self.title(at)) for at in self._first_row if self.first <= at < column]
        counted = [title for title in titles if not _RELATIVE.search(title)]
        words = (_title_word(t) for t in reversed(counted) if plans or not _PLANNED.search(t))
        return next((word for word in words if word and not _ONLY_COUNTS.fullmatch(word)), "")

    @cached_property
    def _titles_with_asides(self) -> set[str]:
        """What several columns are called but for their brackets: closed (late), closed (in
        time)."""
        titles = [normalise(self.title(column)) for column in self._first_row]
        return _names_with_asides(_title_word, titles)

    @cached_property
    def _rows_with_asides(self) -> set[str]:
        """What several rows are called but for their brackets."""
        return _names_with_asides(_row_word, [self.labels(at) for at in self.body])

    @cached_property
    def _has_period_columns(self) -> bool:
        """Whether columns are headed by periods, so that what is counted stands in the rows."""
        titles = [title for column in self._first_row if (title := self.title(column))]
        titles = [normalise(title) for title in titles if not _WHOLE.search(title)]
        return any(not clean_clause(_strip_unit(title)) for title in titles)

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
            if _UNIT_IN_HEADING.search(label):
                head, part = at, -1
            elif _PART.match(label):
                part = at
            if head >= 0 and part >= 0:
                heads[at] = head
        return heads

    def _unit(self, column: int, at: int) -> str:
        """The unit that a column's title gives, or the row, or the table as a whole."""
        title = self.title(column)
        is_rate = any(sign in title for sign in "%％‰")  # of whatever stands in its rows
        points = _POINTS.search(" ".join(self.labels(at)))
        if points and is_rate:  # 增减数（百分点）, of counts and of rates
            return points[1]
        for text in (title, *self.labels(at)) if is_rate else (*self.labels(at), title):
            said = [*_UNIT_IN_HEADING.finditer(text)][-1:]
            if said and said[0][1] in _PLACES and _UNIT_IN_HEADING.search(title):
                continue  # 社区卫生服务中心（站） is a name
            unit = said[0][2] or _unit_in_brackets(said[0][1]) if said else ""
            if unit and not (points and unit == points[1]):
                return unit
        of_money = _MONEY.search(title) or _MONEY.search(self._caption())
        own = self._unit_of_row(at) or self._stated_unit(title, at)
        own = own or (of_money[0] if of_money else "")
        above = (*self.labels(at), title, self._caption(), self._line_before)
        own = own or next((said[1] for said in map(_THOUSANDS.search, above) if said), "")
        return own or (self._unit(column, self._parent_rows[at]) if at in self._parent_rows else "")

    def _stated_unit(self, title: str, at: int) -> str:
        """The unit of the table as a whole; of several that it names, as in 单位：人、%, the one
        that a column so called has, or a row of a structure."""
        [unit, *others] = self._units_said or [""]
        if not others:
            return unit
        if at in self._structure_rows and (signs := [u for u in self._units_said if u in PER]):
            return signs[0]
        is_rate = bool(_RELATIVE.search(title) or _RATE_COLUMN.search(title))
        fitting = [said for said in self._units_said if (said in PER) == is_rate]
        of_money = [said for said in fitting if said.endswith("元")]
        if of_money and len(fitting) > len(of_money):
            is_money = _OF_MONEY.search(title) is not None
            fitting = [said for said in fitting if said.endswith("元") == is_money]
        if len(fitting) > 1:
            fitting = [said for said in fitting if said in title]
        return fitting[0] if len(fitting) == 1 else ""


def _unit_in_brackets(text: str) -> str:
    """The unit that brackets hold; empty where they tell when, or how old: （一月至六月）."""
    is_unit = re.search(rf"[%％‰‱]|(?:{'|'.join(UNITS)})$", text) and not _SPAN_OF_TIME.search(text)
    return text if is_unit else ""


def _change_of(counted: str, unit: str) -> str:
    """What a change of something is called."""
    ending = "增幅" if unit in PER else "增额"
    return "change" if counted.isascii() else ending


def _names_with_asides(name: Callable[..., str], titles: Sequence[Any]) -> set[str]:
    """The names that different titles share, which what stands in their brackets tells apart."""
    names = {name(title, keeps_asides=True): name(title) for title in titles}
    return {name for name, times in Counter(names.values()).items() if name and times > 1}


def _period_until(day: str, period: str) -> str:
    """The day that heads a column, or the months that end on it where the table is of such."""
    first, last = date_range(period)
    if last.isoformat()[4:] != day[4:] or first == last:
        return day
    years = int(day[:4]) - last.year
    return re.sub(r"\d{4}", lambda year: f"{int(year[0]) + years:04}", period)


def _stated_period(title: str, period: str) -> str:
    """The period that a column's title names; empty where it names none."""
    said = [named.period for named in named_periods(title, period) if not named.is_compared]
    if not said:
        said = [_period_until(day, period) for *_, day in english_days(title) if day]
    own = said[-1] if said else period if _THIS_PERIOD.search(title) else ""
    own = period[:4] if _OF_WHOLE_YEAR.search(title) else own
    return from_january(own or period) if "累计" in title else own


def _clean_heading(cell: Cell) -> str:
    """What a cell is called: without the mark of a note, of what was revised or a translation, 合计
    for 合　　计."""
    text = _TRANSLATION.sub(r"\1", _REVISED.sub("", _NOTE_MARK.sub("", cell.text)))
    text = _TO_THIS_MONTH.sub("本月累计", text)
    spaced = _SPACED_OUT.match(text)
    return re.sub(r"\s", "", spaced[0]) + text[spaced.end() :] if spaced else text


def _row_word(labels: list[str], keeps_asides: bool = False) -> str:
    """The word of a row: 外国人 of `1. 外国人`, 办理结果_总计 where the one belongs to the other."""
    texts = [_strip_unit(label, keeps_asides) for label in labels]
    if len(texts) > 1 and _OUTCOMES.search(texts[0]) and not _WHOLE.search(texts[-1]):
        texts = texts[1:]
    return to_word(
        " ".join(
            _own_year_label(text) or clean_clause(text) or _strip_periods(text) for text in texts
        )
    )


def _own_year_label(text: str) -> str:
    """A label that says itself of which year it is, as printed: 本年新收申请数量, beside 上年结转数量."""
    return text.strip() if _OWN_YEAR.match(text) else ""


def _strip_days(text: str) -> str:
    """The text without the days that it names in English."""
    for start, end, _ in reversed(list(english_days(text))):
        text = f"{text[:start]} {text[end:]}"
    return text


def _strip_periods(text: str) -> str:
    """The text without the periods that it names, but for those it compares with."""
    for named in reversed(list(named_periods(text, _ANY_YEAR))):
        if not named.is_compared:
            text = f"{text[: named.start]} {text[named.end :]}"
    return text


def _title_word(title: str, keeps_asides: bool = False) -> str:
    """The word of a column: what it is compared with belongs to it, as in 比上年增减, and its
    period does not."""
    text = _strip_days(_strip_unit(title, keeps_asides))
    if own := _own_year_label(text):
        return to_word(own)
    if not (_COMPARED.search(text) or _TO_EACH_OTHER.search(text)):
        return to_word(clean_clause(text)) or to_word(
            _strip_periods(text) if _WHOLE.search(text) else ""
        )
    return to_word(_strip_periods(text))


def _strip_unit(title: str, keeps_asides: bool = False) -> str:
    """A title without its unit and what stands in brackets, or without its unit alone."""
    title = _OF_PERIOD.sub(" ", _IN_WORD.sub("", _LETTERED.sub(r"\1", title)))
    title = _MONEY.sub(" ", _OR_BELOW_NAUGHT.sub(r" \1 ", title))
    aside = _ASIDE_OF_UNIT if keeps_asides else _ASIDE
    return re.sub(r"[（()）%％‰]", " ", aside.sub(" ", title))

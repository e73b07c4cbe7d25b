"""Numbers of tables, named from the titles of their columns and what stands in their rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.heading_words import (
    IN_WORD,
    MONEY,
    WHOLE,
    change_of,
    names_with_asides,
    row_word,
    stated_period,
    strip_unit,
    title_word,
    unit_in_brackets,
)
from laicheng_data.facts.drafting.omissions import DOCUMENT, TELEPHONE, number_spans
from laicheng_data.facts.drafting.period_names import named_periods, year_before
from laicheng_data.facts.drafting.phrases import CHANGE, clean_clause, join_words, to_word
from laicheng_data.facts.drafting.table_layout import BARE_YEAR, UNIT_IN_HEADING, TableLayout
from laicheng_data.facts.drafting.vocabulary import Vocabulary, normalise
from laicheng_data.facts.printed import CURRENCIES
from laicheng_data.facts.sources.grids import FIGURE, IN_BRACKETS, YEAR_CELL, is_figure
from laicheng_data.facts.sources.paragraphs import NUMERAL, Cell
from laicheng_data.facts.units import PER, bound_of, unit_of

_CHANGED_BY = re.compile(r"变化|变动|增减|(?i:(?<![a-z])(?:change|growth)$)")
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
_POINTS = re.compile(r"[（(](个?百分点)[）)]")
_SAYS_PER_CENT = re.compile(  # 百分比, over figures without a sign
    r"百分[比率](?!点)|(?i:\bper ?cent(?:age)?\b(?! points?)(?!.*\b(?:number|and)\b))"
)
_OF_A_HUNDRED = re.compile(r"[=＝]\s*100\s*[）)]")  # 指数（上年=100）, Sex ratio (female=100)
_NO_COUNT = re.compile(r"[率比幅]|指数|增[长减]|平均|人均")  # in no unit of the rows above
_THOUSANDS = re.compile(r"[（(]\s*(['’]?000s?(?: [a-z]+)?)\s*[）)]")  # ('000 tonnes)
_PLACES = ("站", "所", "处", "部", "点", "室", "院", "队")
_ONE_DIGIT = re.compile(r"\s*\(\d\)\s*")
_OF_MONEY = re.compile(r"金额|[款额资值]$|损失|收入|支出|经费|价")
_PLANNED = re.compile(r"计划|预算|任务|目标")
_AGO = re.compile(r"(?:上年|去年)同期")
_HOW_MANY = re.compile(r"数[量值额据]|指标值|(?i:number|value|amount|count|figure)s?")
_ONLY_COUNTS = re.compile(
    r"(?:绝对)?数[量值额据]?|绝对[数额值]|总[量额值]|指标值|[件人户次]数|占比|比例|比重"
    r"|(?i:numbers?|thousands?|millions?|value|amount|count|figure|percentage|per ?cent|share"
    r"|proportion)"
)
_ACCOUNT = re.compile(r"[^支]*?收入(?!支出)|[^收]*?支出")  # which a table of a budget gives
_ACCOUNTED = re.compile(r"(?:年初|调整)?(?:预算|决算|完成|执行)[数额]?(?=_|$)")
_CHANGED_COLUMN = re.compile(
    r"(?:[比较](?:上年|去年)(?:同期)?|同比)?(?:增长|增速|增幅|增减)(?:率|速度)?|同比"
    r"|(?i:(?:percentage |per ?cent )?(?:change|difference))"
)
_RATE_OF_CHANGE = re.compile(
    r"[增升降]幅|增速|增长(?:率|速度)"
)  # no amount, whatever the table counts
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
_LONGEST_CAPTION = 80
_BESIDE = 1000  # added to the column of what stands in brackets behind another number
_SIDE = re.compile(r"[收支][入出]|资产|负债|资金(?:来源|运用)")


class _Name(NamedTuple):
    """What a number of a table is called: what is counted, of what, and whether it has moved."""

    measure: str
    subject: str
    role: str
    is_down: bool

    def with_ending(self, ending: str) -> _Name:
        return self._replace(measure=join_words(self.measure, ending))

    def as_change(self, ending: str) -> _Name:
        return self.with_ending(ending)._replace(role="change")


def _name_of_change_beside(name: _Name, arrow: str, unit: str) -> _Name:
    """What a change in brackets behind its number is called, which an arrow or a sign tells."""
    if arrow in _ARROWS:
        is_down = arrow in _FALLING
        return name._replace(is_down=is_down).as_change("降幅" if is_down else "增幅")
    return name.as_change(change_of(name.measure, unit))


class Table(TableLayout):
    """One table whose numbers are named: what its columns are called, and its unit."""

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
        names = {at: row_word(self.labels(at)) for at in self.body}
        times = Counter(names.values())
        above: dict[int, str] = {}
        for is_alike, rows in groupby(self.body, key=lambda at: times[names[at]] > 1):
            run = [*rows]
            if not is_alike:
                head, is_bare = names[run[-1]], not self._has_figures(run[-1])
            elif run[0] != self.body[0] and (len(run) > 1 or is_bare):
                above |= dict.fromkeys(run, head)
        return above

    @cached_property
    def _counted_subject(self) -> str:
        """What the line above the table says that it counts: FOI requests received of `Table 3: FOI
        requests received - by requester type`; empty where it does not, as a report's title."""
        caption = IN_WORD.sub("", self._line_above)
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
        return (row_word(self.labels(head)), row) if head else (row, ALL)

    @cached_property
    def _lists_parts(self) -> bool:
        """Whether the rows are parts of what the line above the table says: that says so, as in
        Table 1: calls, by cause, or a row is their total, all being of one unit."""
        words = (row_word(self.labels(at)) for at in self.body)
        has_total = not self.units and any(map(WHOLE.fullmatch, words))
        return has_total or _LISTED_BY.search(self._line_above) is not None

    def _is_negative(self, cell: Cell) -> bool:
        """Whether a cell's brackets say minus, as in accounts; in Chinese they stand for less.
        A digit alone may be a mark, where no other number of the table stands so."""
        is_below = IN_BRACKETS.fullmatch(cell.text) is not None
        is_below |= self._has_bracketed and _ONE_DIGIT.fullmatch(cell.text) is not None
        return is_below and not self._is_chinese

    def _disambiguate(self, number: DraftFact) -> DraftFact:
        """A number of a row that is called as another, under what that is a part of."""
        head = "" if number.reason else self._parent_labels.get(number.row, "")
        if not head or number.row < 0:
            return number
        if number.subject == row_word(self.labels(number.row)):
            return replace(number, subject=join_words(head, number.subject))
        if number.subject == ALL and not self._columns_are_subjects:
            return replace(number, subject=head)
        return replace(number, measure=join_words(head, number.measure))

    def _name_number(
        self, number: DraftFact, until: str, period: str, known: Vocabulary
    ) -> DraftFact:
        at, column = number.paragraph, number.column % _BESIDE
        title, before = normalise(self.title(column)), until[: number.start]
        unit, end = self._unit_of_number(number, column, until)
        period = self._period_of_row(at, column, self._period_of_column(column, period))
        name = self._headed_name(at, column, unit, before)
        name = self._name_by_layout(name, column, unit, known)
        name = self._name_by_neighbours(name, at, column, unit, before)
        name = self._full_name(name, at)
        is_beside = number.column >= _BESIDE
        if is_beside and (before[-1:] in _ARROWS or number.printed[0] in _SIGNS):  # 126 (+5.0%)
            name = _name_of_change_beside(name, before[-1:], unit)
        elif until[end : end + 1] in _OPENS and not stated_period(title, period):
            compared = [named.period for named in named_periods(title, period)]
            period = compared[-1] if compared else period
        if is_beside and name.role == "share":
            name = name.with_ending("share" if name.measure.isascii() else "占比")
        return replace(
            number, unit=unit, period=period, role=name.role, is_down=name.is_down,
            bound=bound_of(until, number.printed, number.start, (number.end, end)),
            measure=name.measure or UNNAMED, subject=name.subject or self.subject,
            table=self._part(column), row=at,
        )  # fmt: skip

    def _unit_of_number(self, number: DraftFact, column: int, until: str) -> tuple[str, int]:
        """The unit of a number, and where it ends with what is printed of that."""
        unit, end = unit_of(until, number.printed, number.end)
        headed = self._unit(column, number.paragraph)
        # £12 under £'000 is counted as its column is headed.
        unit = headed or unit if unit in CURRENCIES else unit or headed
        unit = unit or self._signs_of_columns.get(column, "")
        is_per_cent = not unit and _SAYS_PER_CENT.search(self._innermost(column))
        return "%" if is_per_cent else unit, end

    def _period_of_row(self, at: int, column: int, period: str) -> str:
        """The period that a row's labels name, else that of its column."""
        label = " ".join(self.labels(at, column))
        period = self._row_years.get(at, period)
        for named in named_periods(label, period):
            if not named.is_compared:
                period = named.period
        bare = BARE_YEAR.fullmatch(label)
        return bare[0] if bare else period

    def _heading_word(self, column: int) -> str:
        """The word that a column's title says, with its brackets where they tell it apart."""
        title = normalise(self.title(column))
        return title_word(title, title_word(title) in self._titles_with_asides)

    def _headed_name(self, at: int, column: int, unit: str, before: str) -> _Name:
        """What the title of its column and the labels of its row call a number."""
        measure, labels = self._heading_word(column), self.labels(at, column)
        subject = row_word(labels, row_word(labels) in self._rows_with_asides)
        change, is_rate = CHANGE.search(measure), unit in PER
        is_down = bool(change and change["down"])
        is_change = bool(
            change or _CHANGED_BY.search(measure) if is_rate else _CHANGED.search(measure)
        )
        if is_change and is_rate and before.endswith(_FALLING):
            return _Name(join_words(measure, "降"), subject, "change", True)
        role = "change" if is_change else "share" if is_rate else "level"
        return _Name(measure, subject, role, is_down)

    def _name_by_layout(self, name: _Name, column: int, unit: str, known: Vocabulary) -> _Name:
        """A name with what is counted and what it is of in their places, as reports call them."""
        if self._columns_are_subjects:
            whose = to_word(clean_clause(WHOLE.sub("", self._innermost(column))))
            name = name._replace(measure=name.subject or name.measure, subject=whose or ALL)
        if _CHANGED_ROW.fullmatch(name.subject) and not self._has_period_columns:
            name = name.as_change(change_of(name.measure, unit))._replace(subject=ALL)
        if found := known.last("measure", normalise(self.title(column))):
            name = name._replace(measure=found[2])
        found = known.last("subject", name.subject)
        if found and found[:2] == (0, len(name.subject)):
            name = name._replace(subject=found[2])
        if WHOLE.fullmatch(name.subject):
            name = name._replace(subject=self._account_side(column))
        return name

    def _name_by_neighbours(
        self, name: _Name, at: int, column: int, unit: str, before: str
    ) -> _Name:
        """A name with what the columns to its left or the row count, where its own title leaves
        that to them: 同比增减 or 上年同期数."""
        measure, subject = name.measure, name.subject
        is_total = WHOLE.fullmatch(row_word(self.labels(at))) is not None
        is_of_one = subject not in ("", ALL) or is_total
        counted = changed = self._compared_measure(column) if is_of_one else ""
        if (subject != ALL or is_total) and not (counted or self._has_period_columns):
            changed = self._compared_measure(column, plans=True) or self._counted_subject
        if changed and _CHANGED_COLUMN.fullmatch(measure):
            is_down = before.rstrip()[-1:] in _MINUS
            of_it = name._replace(measure=changed, is_down=is_down)
            return of_it.as_change(change_of(changed, unit))
        if counted and not measure:
            return name._replace(measure=counted)
        of_row = self._name_of_row(name, at)
        if subject and self._has_period_columns:
            if change := CHANGE.search(self._heading_word(column)):
                way, sort = (
                    "降" if change["down"] else "增",
                    "幅" if name.role == "change" else "额",
                )
                return of_row.as_change(way + sort)
            if _CHANGED_COLUMN.fullmatch(measure):
                return of_row.as_change(change_of(of_row.measure, unit))
        is_whole = WHOLE.fullmatch(measure) and (self._has_period_columns or self._has_one_column)
        is_number = _HOW_MANY.fullmatch(measure) and self.units and self._has_one_column
        if not measure and not (self._titles or self._has_one_column):
            return name  # one of several columns that nothing tells apart
        return of_row if not measure or is_whole or is_number else name

    def _name_of_row(self, name: _Name, at: int) -> _Name:
        measure, subject = self._measure_and_subject(at, name.subject)
        return name._replace(measure=measure, subject=subject)

    def _full_name(self, name: _Name, at: int) -> _Name:
        """A name with what the whole table counts, where its own says only how: 预算数, 占比."""
        if name.role == "share" and name.measure == "完成":  # 完成%, beside 完成
            name = name._replace(measure="完成率")
        if name.role == "share" and at in self._structure_rows:
            name = name.with_ending("占比")
        of_account = _ACCOUNT.match(self._counted_subject)
        if of_account and _ACCOUNTED.match(name.measure):
            return name._replace(measure=of_account[0] + name.measure)
        if self._counted_subject and _ONLY_COUNTS.fullmatch(name.measure):
            of_table = name._replace(measure=self._counted_subject)
            ending = "share" if self._counted_subject.isascii() else "占比"
            return of_table.with_ending(ending) if name.role == "share" else of_table
        if name.subject != ALL and _SHARE_COLUMN.fullmatch(name.measure):
            return name._replace(measure="占比", role="share")
        return name

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
                of = stated_period(title, of_all)
                so_far = [said[left] for left in said if "累计" in self.title(left)]
                said[at] = year_before(so_far[-1]) if so_far and _AGO.search(title) else of
            self.periods[period] = of_all, {at: of for at, of in said.items() if of}
        return self.periods[period]

    @cached_property
    def _title_counts(self) -> Counter[str]:
        """How many columns are called so."""
        return Counter(normalise(self.title(column)) for column in self._first_row)

    def _compared_measure(self, column: int, plans: bool = False) -> str:
        """What a column to the left counts, of which one that only says 上年同期数 or 同比增减 is; a rate
        is none, and a plan only where that is asked for."""
        titles = [normalise(self.title(at)) for at in self._first_row if self.first <= at < column]
        counted = [title for title in titles if not _RELATIVE.search(title)]
        words = (title_word(t) for t in reversed(counted) if plans or not _PLANNED.search(t))
        return next((word for word in words if word and not _ONLY_COUNTS.fullmatch(word)), "")

    @cached_property
    def _titles_with_asides(self) -> set[str]:
        """What several columns are called but for their brackets: closed (late), closed (in
        time)."""
        titles = [normalise(self.title(column)) for column in self._first_row]
        return names_with_asides(title_word, titles)

    @cached_property
    def _rows_with_asides(self) -> set[str]:
        """What several rows are called but for their brackets."""
        return names_with_asides(row_word, [self.labels(at) for at in self.body])

    @cached_property
    def _has_period_columns(self) -> bool:
        """Whether columns are headed by periods, so that what is counted stands in the rows."""
        titles = [title for column in self._first_row if (title := self.title(column))]
        titles = [normalise(title) for title in titles if not WHOLE.search(title)]
        return any(not clean_clause(strip_unit(title)) for title in titles)

    def _unit(self, column: int, at: int) -> str:
        """The unit that a column's title gives, or the row, or the table as a whole."""
        title = self.title(column)
        is_rate = any(sign in title for sign in "%％‰")  # of whatever stands in its rows
        points = _POINTS.search(" ".join(self.labels(at)))
        if points and is_rate:  # 增减数（百分点）, of counts and of rates
            return points[1]
        for text in (title, *self.labels(at)) if is_rate else (*self.labels(at), title):
            if _OF_A_HUNDRED.search(text):
                return "%"
            said = [*UNIT_IN_HEADING.finditer(text)][-1:]
            if said and said[0][1] in _PLACES and UNIT_IN_HEADING.search(title):
                continue  # 社区卫生服务中心（站） is a name
            unit = said[0][2] or unit_in_brackets(said[0][1]) if said else ""
            if unit and not (points and unit == points[1]):
                return unit
        of_money = MONEY.search(title) or MONEY.search(self._caption())
        own = self._unit_of_row(at) or self._stated_unit(title, at)
        own = own or (of_money[0] if of_money else "")
        above = (*self.labels(at), title, self._caption(), self._line_before)
        own = own or next((said[1] for said in map(_THOUSANDS.search, above) if said), "")
        if not own and at in self._parent_rows:
            return self._unit(column, self._parent_rows[at])
        return own or self._unit_above(at)

    def _unit_above(self, at: int) -> str:
        """The unit of what stands above a row: of the heading without figures that it is under, or
        of the row that its name is part of: of 总人口(万人) for 男 and 女; none for what is a
        rate."""
        if _NO_COUNT.search(" ".join(self.labels(at))):
            return ""
        for other in (row for row in reversed(self.body) if row < at):
            said = UNIT_IN_HEADING.search(" ".join(self._texts(other)[:1]))
            unit = unit_in_brackets(said[1]) if said and said[1] else ""
            is_heading = not self._has_figures(other)
            if is_heading or (unit and unit not in PER):
                is_of_it = self._parent_labels.get(at) == row_word(self.labels(other))
                return unit if is_heading or is_of_it else ""
        return ""

    def _stated_unit(self, title: str, at: int) -> str:
        """The unit of the table as a whole; of several that it names, as in 单位：人、%, the one
        that a column so called has, or a row of a structure."""
        [unit, *others] = self._units_said or [""]
        if not others:
            return "%" if unit and _RATE_OF_CHANGE.search(title) else unit
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

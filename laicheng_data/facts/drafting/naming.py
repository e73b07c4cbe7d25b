"""Numbers of a text named from the words around them: period, subject, measure, unit and bound.

What is known by a word of the package or of another report gets that word; for the rest the noun
phrase of the text itself becomes the word. The same text always gets the same names.
"""

from __future__ import annotations

import re
from dataclasses import replace

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.omissions import number_spans
from laicheng_data.facts.drafting.period_names import named_periods
from laicheng_data.facts.drafting.phrases import SENTENCE_END, STOP, clean_clause, to_word
from laicheng_data.facts.drafting.prose import Prose
from laicheng_data.facts.drafting.prose_english import EnglishProse
from laicheng_data.facts.drafting.rows import Table
from laicheng_data.facts.drafting.vocabulary import Vocabulary, normalise
from laicheng_data.facts.periods import from_january
from laicheng_data.facts.printed import Unreadable, parse
from laicheng_data.facts.sources.paragraphs import Source
from laicheng_data.facts.units import PER
from laicheng_data.words import HAN

_CALLED_CHANGE = re.compile(r"(?<=_[增降])[幅额]$")
_OF_A_HUNDRED = re.compile(r"\d{2,3}(?:\.\d+)?$")
_OFFICE_WITHIN = 30  # characters of a paragraph in which its office is named, if at all
_HEADING_LENGTH = 30
_LONGEST_HEADING = 70
_THIS_MONTH = re.compile(r"^[^。；;]{0,20}[本当]月")
_GOES_ON = re.compile(r"(?:与此同时|同时|另外|此外)[，,：:]|其中")
_ISSUE = re.compile(r"第\d+期")
_YEAR_AGO = re.compile(r"去年|上年")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR_DIGITS = 4
_SHORTEST_NAME = 3  # characters, that a name keeps without the place before it
_CAPTION_WITHIN = 4  # lines above a table
_OF_FIGURE = re.compile(r"\s*图\s*\d")  # which stands between the lines of the text
_MAIN_HEADING = re.compile(r"\s*[一二三四五六七八九十]+、")


def name_numbers(
    source: Source, vocabulary: Vocabulary, period: str, place: str = "", office: str = ""
) -> list[DraftFact]:
    """Every number of the source, whose title is line 0, with a name or a reason to set it aside.

    `period` is the one that the report speaks of, `place` the one that it is of, `office` whose
    figures these are where no paragraph names another.
    """
    found: list[DraftFact] = []
    period = _part_of_year(source, period) or period
    own_office = to_word(office) or "other"
    office, spoken_of = own_office, period
    tables = _tables(source)
    own = last = ""
    for paragraph, line in enumerate(source.lines):
        row = source.rows.get(paragraph)
        if row is not None:
            found += tables[row.table].name(paragraph, spoken_of, office, vocabulary)
            continue
        if section := (_section_period(line, period) if paragraph else ""):
            spoken_of, last = section, ""
        if named := vocabulary.last("office", normalise(line)[:_OFFICE_WITHIN]):
            office = named[2]
        elif _is_heading(line):
            office = own_office
        kind = Prose if HAN.search(line) else EnglishProse
        is_so_far = last == from_january(spoken_of)
        goes_on = last if is_so_far or _GOES_ON.match(line) else ""
        prose = kind(paragraph, line, goes_on or spoken_of, office, vocabulary, own)
        numbers, own = prose.name(), prose.own
        last = next((n.period for n in reversed(numbers) if not n.reason), last)
        found += numbers
    found = [_fix_unit(_mark_per_hundred(number)) for number in found]
    found = [_call_by_unit(number) for number in found]
    found = [replace(number, measure=number.measure or UNNAMED) for number in found]
    return [_drop_place(number, place) for number in found] if place else found


def _fix_unit(number: DraftFact) -> DraftFact:
    """A number of its own unit where that of its column contradicts it: 3万 under 占比（%）."""
    if number.reason or not number.unit:
        return number
    try:
        parse(number.printed, number.unit)
    except Unreadable:
        return replace(number, unit="", role="level")
    return number


def _call_by_unit(number: DraftFact) -> DraftFact:
    """A change called by what it is counted in, as a column or an amount before it is not: 增幅 in
    per cent, 增额 in anything else."""
    found = _CALLED_CHANGE.search(number.measure)
    if found is None or number.reason or not number.unit:
        return number
    ending = "幅" if number.unit in PER else "额"
    return replace(number, measure=f"{number.measure[: found.start()]}{ending}")


def _mark_per_hundred(number: DraftFact) -> DraftFact:
    """How many men there are to a hundred women is printed without a sign: 104.80, not 1.11:1."""
    is_bare = "性别比" in number.measure and not number.unit and not number.reason
    return replace(number, unit="%") if is_bare and _OF_A_HUNDRED.match(number.printed) else number


def _drop_place(number: DraftFact, place: str) -> DraftFact:
    """A number called without the place that the whole report is of: 财政总收入 of 甲区财政总收入."""
    name = number.measure.removeprefix(place)
    is_name = name != number.measure and len(name) >= _SHORTEST_NAME
    return replace(number, measure=name.lstrip("_的")) if is_name else number


def _part_of_year(source: Source, year: str) -> str:
    """The part of its year that a text speaks of: its title names one, or the first number is of
    it and none is of another. Empty where there is none, or the title names a whole year."""
    title = source.lines[0] if source.lines else ""
    named = [each for each in named_periods(title, year) if not _ISSUE.match(title, each.end)]
    titled = [each.period for each in named]
    if len(year) != _YEAR_DIGITS or titled:
        return titled[0] if len(year) == _YEAR_DIGITS and titled[0][:4] == year else ""
    spoken: list[str] = []
    for at, line in enumerate(source.lines[1:], start=1):
        if at in source.rows:
            continue
        counted = [part.start for part in number_spans(line) if not part.reason]
        said = _periods_with_number(line, year, counted)
        if counted and not said and not spoken and not _THIS_MONTH.search(line):
            return ""
        spoken += said
    return spoken[0] if spoken and len(set(spoken)) == 1 and spoken[0][:4] == year else ""


def _periods_with_number(line: str, year: str, counted: list[int]) -> list[str]:
    """The periods of a line that a number of the same sentence is of; a day is none."""
    named = [each for each in named_periods(line, year) if not (each.is_compared or each.is_ago)]
    return [
        each.period
        for each in named
        if not _DAY.fullmatch(each.period)
        if any(
            each.end <= start and not SENTENCE_END.search(line[each.end : start])
            for start in counted
        )
    ]


def _tables(source: Source) -> dict[int, Table]:
    """The tables; those that are headed alike are told apart by what stands above each."""
    numbers = dict.fromkeys(row.table for row in source.rows.values())
    tables = {number: Table(source, number) for number in numbers}
    alike: dict[str, list[Table]] = {}
    for table in tables.values():
        alike.setdefault(table.text_of_headings, []).append(table)
    for group in alike.values():
        captions = [_caption(source, table.lines[0]) for table in group]
        if len(set(captions)) == len(group) > 1:
            for table, caption in zip(group, captions, strict=True):
                table.subject = caption
    return tables


def _caption(source: Source, first: int) -> str:
    """The word of the nearest heading above a table, in the lines between it and another one."""
    for at in range(first - 1, max(first - _CAPTION_WITHIN, 0) - 1, -1):
        if at in source.rows:
            break
        line = source.lines[at]
        if len(line) <= _LONGEST_HEADING and not re.search(rf"[。；;]|{STOP}", line):
            return to_word(clean_clause(line)) or ALL
    return ALL


def _section_period(line: str, period: str) -> str:
    """The period that a heading gives what stands below it; that of the report below a main heading
    without one; empty where the line is no such heading."""
    if len(line) > _LONGEST_HEADING or re.search(r"[。；;，,]", line) or _OF_FIGURE.match(line):
        return ""
    named = [
        each.period
        for each in named_periods(line, period)
        if not (each.is_compared or (each.start and _YEAR_AGO.match(line, each.start)))
    ]
    if named and all(part.reason for part in number_spans(line)):
        return named[0]
    return period if _MAIN_HEADING.match(line) else ""


def _is_heading(line: str) -> bool:
    return len(line) < _HEADING_LENGTH and not re.search(r"[。；，,]", line)

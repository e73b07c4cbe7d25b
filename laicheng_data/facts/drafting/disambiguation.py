"""Numbers of a paragraph told apart once they have their names: of which year, and of what."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.period_names import year_before
from laicheng_data.facts.drafting.phrases import ACTOR, CHANGED_TO, clean_clause, to_word
from laicheng_data.facts.units import PER

_SPAN = re.compile(r"(\d{4})/(\d{4})")
_FROM = re.compile(r"[从由]\s*$")
_YEAR = re.compile(r"\d{4}")
_WITH_LAST_YEAR = re.compile(r"[比较](?:[上去前]年|(?:19|20)\d\d年)|同比|按年")
# What counts all that a list goes on to name one by one, or what was done with it.
_OF_ALL = re.compile(r"[各总全]|机构$|学校$|单位$|企业$|案件$|部门$|[结收受办审执]")
_DOING = re.compile(r"^(?:发生|受理|审结|执结|办结|收到|完成|实现|查处|造成)(?=..)")


def resolve_span(number: DraftFact) -> DraftFact:
    """A number of years from one to another: what it was at first is of the first year, what it has
    become and by how much of the last: 2017年至2021年，从41%上升至64.6%、升幅23.6个百分点."""
    span = _SPAN.fullmatch(number.period)
    if span and _FROM.search(number.lead):
        return replace(number, period=span[1])
    is_change = number.role in ("change", "points") and "均" not in number.measure
    if span and (is_change or CHANGED_TO.search(number.lead)):
        return replace(number, period=span[2])
    return number


def assign_year_before(found: list[DraftFact], text: str) -> list[DraftFact]:
    """The numbers, what something was at first of the year before, where the sentence compares with
    that: 投诉比去年上升，由12宗增至14宗."""
    told = [*found]
    facts = [at for at, number in enumerate(found) if not number.reason]
    for at, after in pairwise(facts):
        one, other = found[at], found[after]
        is_pair = one.measure == other.measure and one.sentence == other.sentence
        is_same = is_pair and one.period == other.period and _YEAR.fullmatch(one.period) is not None
        is_moved = _FROM.search(one.lead) and CHANGED_TO.search(other.lead)
        if is_same and is_moved and _WITH_LAST_YEAR.search(text, one.sentence, one.start):
            told[at] = replace(one, period=year_before(one.period))
    return told


def disambiguate(found: list[DraftFact]) -> list[DraftFact]:
    """Numbers that are called as one before them are of what was last counted since: 结案 of
    受理民事案件, behind 结案 of all cases; or of who else has done so: 来信来访共收到投诉."""
    first: dict[tuple[str, str], int] = {}
    of: dict[str, str] = {}
    behind: list[tuple[int, str]] = []  # which head each number stands behind, and its name
    told: list[DraftFact] = []
    head, name = -1, ""
    for at, number in enumerate(found):
        key = (number.period, number.measure)
        base = number.measure.rpartition("_")[0]
        is_free = not number.reason and number.subject == ALL and number.measure != UNNAMED
        behind.append((head, name))
        if is_free and base in of and number.role in ("change", "points"):
            number = replace(number, subject=of[base])
        elif is_free and key in first and (acting := ACTOR.match(number.lead)):
            head, name = at, to_word(clean_clause(acting["who"])) or ALL
            number = replace(number, subject=name)
        elif is_free and first.get(key, at) < head:
            number = replace(number, subject=name)
            if (before := behind[first[key]])[0] >= 0:
                _assign_sibling(told, first[key], *before, head)
        elif is_free and key not in first and is_head(number):
            head, name = at, _DOING.sub("", number.measure)
        if not number.reason:
            first.setdefault(key, at)
            of[number.measure] = number.subject
        told.append(number)
    return told


def _assign_sibling(told: list[DraftFact], at: int, head: int, name: str, other: int) -> None:
    """Give the first of two numbers that are called alike, and its changes, to what it stands
    behind, where that is counted beside what the second is of: 普通高中18所，在校生5万人；中职学校8所，在校生
    2万人. What is of all stays so: 学校26所，在校生7万人；中职学校8所，在校生2万人."""
    one, beside = told[at], told[other]
    is_owner = told[head].sentence == one.sentence and told[head].unit != one.unit
    is_alike = told[head].unit == beside.unit and told[head].period == beside.period
    if one.subject != ALL or not (is_owner and is_alike) or "其中" in beside.lead:
        return
    if _OF_ALL.search(name) or beside.measure.endswith(name[-2:]):
        return
    for place in range(at, other):
        base, _, ending = told[place].measure.rpartition("_")
        if told[place].subject == ALL and one.measure in (base, ending):
            told[place] = replace(told[place], subject=name)


def is_head(number: DraftFact) -> bool:
    """Whether what follows may be of what a number counts."""
    is_level = number.role == "level" and not number.reason
    return is_level and not number.is_aside and number.unit not in PER

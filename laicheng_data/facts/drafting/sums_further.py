"""Levels that numbers further on add up to: in the next sentences, or in the paragraphs below."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile, zip_longest

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    deviation,
    is_misprint,
    significant_digits,
    sum_intervals,
)
from laicheng_data.facts.drafting.nearby import sentence_key
from laicheng_data.facts.drafting.summed import (
    Behind,
    adds_to,
    is_one_period,
    is_part_of,
    is_said,
    may_be_term,
)

_ENOUGH_DIGITS = 3  # significant digits from which a match is hardly chance
_FEW_PARAGRAPHS = 4  # over which the terms of a sum may be spread
_MANY_DIGITS = 4  # of a sum that is spread so
_SURE_DIGITS = 6  # of a sum that may have a slip, whose parts others follow
_PEOPLE = {"人", "人次"}  # who are counted in each of several schemes, and in all of them
_FURTHEST = 60  # numbers behind a sum among which its parts may stand
_FEWEST_PARTS = 3  # of a sum whose parts stand further on
_DIVIDED = re.compile(r"[^，,。；;：:]{0,14}[按从]\S{2,8}?[分看][，,：:]")  # 地方收入按构成分：


def runs_further_on(
    result: Number,
    behind: Behind,
    parts: set[int],
    prose: Sequence[Number],
    lines: Sequence[str],
) -> list[list[Number]]:
    """What adds up to a level further on, or would but for a slip."""
    return _run_with_slip(result, behind.whole, lines) or parts_over_paragraphs(
        result, prose, parts
    )


def totals_divided_below(
    result: Number, prose: Sequence[Number], lines: Sequence[str]
) -> Iterator[list[Number]]:
    """The levels of each of the next paragraphs whose first words divide something, where all of
    them add up to the result: 收入按部门分：税务部门5元，财政部门4元."""
    here, start = result.found.paragraph, bisect_right(prose, result.at, key=lambda n: n.at)
    near = prose[start : start + _FURTHEST]
    for paragraph, run in groupby(near, key=lambda n: n.found.paragraph):
        is_near = 0 < paragraph - here < _FEW_PARAGRAPHS and result.digits >= _MANY_DIGITS
        if not (is_near and here and _DIVIDED.match(lines[paragraph])):
            continue
        parts = [n for n in run if n.is_level and not n.found.is_aside]
        terms = [n for n in parts if may_be_term(n, result)]
        value = sum_intervals([(1, term.interval) for term in terms])
        if len(terms) == len(parts) > 1 and deviation(result, value) == 0:
            yield terms


def parts_over_paragraphs(
    result: Number, prose: Sequence[Number], parts: set[int]
) -> list[list[Number]]:
    """The first levels of the paragraphs behind a number, or those there that are called as it is,
    that add up to it: 结案5件 of all, then 诉讼案件结案3件 and 执行结案2件."""
    is_sure = result.is_exact or result.digits > _MANY_DIGITS
    if result.digits < _ENOUGH_DIGITS or not (is_sure and result.found.paragraph):
        return []
    start = bisect_right(prose, result.at, key=lambda number: number.at)
    near = prose[start : start + _FURTHEST]
    behind = [n for n in near if n.found.paragraph > result.found.paragraph]
    first: dict[int, Number] = {}
    alike: dict[int, Number] = {}
    for number in behind:
        if number.at in parts:
            continue
        are_people = {number.found.unit, result.found.unit} == _PEOPLE and is_sure
        if number.is_level and number.is_firm and (adds_to(number, result) or are_people):
            first.setdefault(number.found.paragraph, number)
            if number.found.measure.endswith(result.found.measure):
                alike.setdefault(number.found.paragraph, number)
    for heads in (alike,) if result.found.is_aside else (alike, first):
        fewest = _FEWEST_PARTS if heads is first and result.digits < _MANY_DIGITS else 2
        terms = list[Number]()
        for number in heads.values():
            terms.append(number)
            value = sum_intervals([(1, term.interval) for term in terms])
            is_whole = len(terms) >= fewest and deviation(result, value) == 0
            is_sure = is_whole and significant_digits(result, terms) >= _ENOUGH_DIGITS
            if is_sure and is_one_period(result, terms):
                return [terms]
    return []


def _run_with_slip(
    result: Number, run: Sequence[Number], lines: Sequence[str]
) -> list[list[Number]]:
    """The start of the run that would add up to the result but for a slip in one digit, where the
    words say that it ought to: 共6452件，其中…"""
    terms: list[Number] = []
    parts = list(takewhile(lambda number: is_part_of(number, result), run))
    for number, following in zip_longest(parts, parts[1:]):
        terms.append(number)
        value = sum_intervals([(1, term.interval) for term in terms])
        is_closed = following is None or (
            sentence_key(following) != sentence_key(number) == sentence_key(terms[0])
        )
        is_sure = is_closed or result.digits >= _SURE_DIGITS
        if len(terms) > 1 and is_sure and is_misprint(result, value):
            return [terms] if is_said(result, terms, lines) else []
    return []

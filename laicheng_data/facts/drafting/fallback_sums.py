"""Sums of which the rules have made nothing, sought among all levels near the result.

Families of terms are tried from the few that a text would state to the many that it might: all
that a paragraph holds, those side by side, any few. How many of a family would meet the result by
chance is told by how many come near it; as long as that stays small, the only one that meets it is
proposed, whatever the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, takewhile
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    FLOATS_ERR,
    Number,
    Proposal,
    deviation,
    is_misprint,
    step_of,
)
from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.nearby import (
    CHANCE,
    is_naught,
    terms_of,
    total_of,
    words_before,
)
from laicheng_data.facts.drafting.summed import is_one_way, may_be_term, says_parts
from laicheng_data.facts.periods import are_same_days

_PARTS_FOLLOW = re.compile(
    r"其中|[从按分]\S{2,14}[看分][，,：:]|[分按]\S{2,8}[，,：:]|[量数额值]中[，,]|包括"
)
_FEWEST_DIGITS = 3  # of a result that can tell parts from chance
_FEWEST_APART = 3  # levels that a paragraph far away adds up
_FEW_LEFT = 8  # results; of more, each must be the less likely to be met by chance
_FAR = (0, 1, 4)  # paragraphs between a result and its terms, the nearest first
_MOST_TERMS = 6  # of those that stand apart
_MOST_NEAR = 12  # levels among which they are sought
_MOST_SIDE_BY_SIDE = 14
_NEAR_RESULT = 0.2  # of the result: sums so near to it tell how densely they lie
# The ending of two names that says that both count the same: 案件数, and of accounts 支出.
_COUNTED = re.compile(r".{3,}|收入|支出")
_SAID = 5  # times likelier is a sum where words say that there is one

Terms = tuple[Number, ...]


class _Family(NamedTuple):
    """Those of a family of terms that make the result, and how many would by chance."""

    holding: list[Terms]
    by_chance: float


def fallback_sums(
    prose: Sequence[Number], proposals: Iterable[Proposal], lines: Sequence[str]
) -> Iterator[Proposal]:
    """The levels of the prose that no proposal adds up as the sums of others."""
    levels = [n for n in prose if n.is_level and n.found.paragraph and "均" not in n.found.measure]
    told = {number.found.printed for number in _wholes(prose, proposals)}
    left = [
        n
        for n in levels
        if n.is_firm and n.digits >= _FEWEST_DIGITS and n.found.printed not in told
    ]
    for result in (n for n in levels if n.is_firm and n.digits >= _FEWEST_DIGITS):
        for found in _paragraphs_that_add_up(result, levels):
            yield _as_sum(result, found, lines)
    for result in left:
        is_said = says_parts(result, lines)
        terms = [
            n
            for n in levels
            if _may_be_part(n, result) and may_be_term(n, result)
            if is_said or not _is_sibling(n, result)
        ]
        chance = CHANCE * _FEW_LEFT / max(len(left), _FEW_LEFT) * (_SAID if is_said else 1)
        found = _only_sum(result, terms, chance) or _sum_with_slip(result, terms, lines)
        if found and is_one_way(result, found):
            yield _as_sum(result, found, lines)


def _as_sum(result: Number, terms: Terms, lines: Sequence[str]) -> Proposal:
    operands = tuple((term,) for term in terms_of(terms))
    return Proposal("sum", result.at, operands, words_before(lines, result))


def _paragraphs_that_add_up(result: Number, levels: Sequence[Number]) -> list[Terms]:
    """All that another paragraph counts, be it ever so far, where it makes the result once more:
    workers of a country by region, many lines below those by trade."""
    parts = [n for n in levels if _may_be_part(n, result) and n.is_firm]
    parts = [n for n in parts if not _is_sibling(n, result)]
    runs = (tuple(run) for _, run in groupby(parts, key=lambda n: n.found.paragraph))
    options = [
        run
        for run in runs
        if len(run) >= _FEWEST_APART and run[0].found.paragraph != result.found.paragraph
    ]
    family = _try(result, options)
    return family.holding if family.by_chance <= CHANCE else []


def _sum_with_slip(result: Number, terms: Sequence[Number], lines: Sequence[str]) -> Terms:
    """All that a paragraph counts behind words that say it is divided, where that would make the
    result but for a slip in one digit: 从警情构成看."""
    behind = (n for n in terms if n.at > result.at and n.found.unit)
    for paragraph, run in groupby(behind, key=lambda n: n.found.paragraph):
        parts = tuple(run)
        start = result.found.end if paragraph == result.found.paragraph else 0
        is_said = _PARTS_FOLLOW.search(lines[paragraph][start : parts[0].found.start])
        if is_said and len(parts) >= _FEWEST_APART and is_misprint(result, total_of(parts)):
            return parts
    return ()


def _wholes(prose: Sequence[Number], proposals: Iterable[Proposal]) -> Iterator[Number]:
    """The largest number of each sum that is proposed, which its others make."""
    by_place = {number.at: number for number in prose}
    for proposal in proposals:
        places = {proposal.result, *(at for terms in proposal.operands for _, at in terms)}
        if proposal.kind == "sum" and places <= set(by_place):
            yield max((by_place[at] for at in places), key=lambda number: number.ends)


def _may_be_part(number: Number, result: Number) -> bool:
    """Whether a level may be a part of another: a smaller one of its unit and period."""
    is_smaller = number.ends < result.ends and not is_naught(number)
    is_alike = number.found.unit == result.found.unit
    is_now = are_same_days(number.found.period, result.found.period)
    return is_smaller and is_alike and is_now


def _is_sibling(number: Number, result: Number) -> bool:
    """Whether two numbers count the same of two things: 工单数量 of 公安局 and of 城管局."""
    names = [
        fact.measure if fact.subject == ALL else f"{fact.subject}{fact.measure}"
        for fact in (number.found, result.found)
    ]
    pairs = zip(reversed(names[0]), reversed(names[1]), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    one, other = sorted((name[: len(name) - shared] for name in names), key=len)
    ending = names[0][len(names[0]) - shared :]
    return _COUNTED.fullmatch(ending) is not None and bool(one) and one not in other


def _only_sum(result: Number, terms: Sequence[Number], most: float) -> Terms:
    """The terms of the first family that make the result, if just some do and that is no chance."""
    by_chance, tried = 0.0, set[Terms]()
    for options in _families(result, terms):
        new = [option for option in dict.fromkeys(options) if option not in tried]
        tried.update(new)
        family = _try(result, new)
        by_chance += family.by_chance
        if by_chance > most:
            break
        if family.holding:
            return family.holding[0] if len(family.holding) == 1 else ()
    return ()


def _families(result: Number, terms: Sequence[Number]) -> Iterator[Iterable[Terms]]:
    """Ever larger families of what may add up to a result."""
    paragraphs = [tuple(run) for _, run in groupby(terms, key=lambda n: n.found.paragraph)]
    behind = tuple(n for n in terms if n.at > result.at and n.block == result.block)
    before = tuple(n for n in terms if n.at < result.at and n.block == result.block)
    yield (option for option in (*paragraphs, behind, before) if len(option) > 1)
    for far in _FAR:
        near = [n for n in terms if abs(n.found.paragraph - result.found.paragraph) <= far]
        yield (
            tuple(near[start:end])
            for start in range(len(near) - 1)
            for end in range(start + 2, min(len(near), start + _MOST_SIDE_BY_SIDE) + 1)
        )
        nearest = sorted(near, key=lambda n: abs(n.at - result.at))[:_MOST_NEAR]
        for size in range(2, _MOST_TERMS + 1):
            yield combinations(sorted(nearest), size)


def _try(result: Number, options: Sequence[Terms]) -> _Family:
    """Which of some terms make the result, and how many of as many would by chance."""
    holding, by_chance = list[Terms](), 0.0
    window = _NEAR_RESULT * sum(result.ends) / 2
    for terms in options:
        least, most = (sum(ends) for ends in zip(*(n.ends for n in terms), strict=True))
        if abs(least + most - sum(result.ends)) / 2 > window:
            continue
        width = most - least + result.ends[1] - result.ends[0]
        by_chance += max(width, float(step_of([result, *terms]))) / window
        is_near = least <= result.ends[1] * (1 + FLOATS_ERR) and most >= result.ends[0] * (
            1 - FLOATS_ERR
        )
        if is_near and deviation(result, total_of(terms)) == 0:
            holding.append(terms)
    return _Family(holding, by_chance)

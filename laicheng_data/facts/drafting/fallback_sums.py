"""Sums of which the rules have made nothing, sought among all levels near the result.

Families of terms are tried from the few that a text would state to the many that it might: all
that a paragraph holds, those side by side, any few. How many of a family would meet the result by
chance is told by how many come near it; as long as that stays small, the only one that meets it is
proposed, whatever the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    FLOATS_ERR,
    Number,
    Proposal,
    deviation,
    is_misprint,
    step_of,
)
from laicheng_data.facts.drafting.named_rates import is_balance
from laicheng_data.facts.drafting.nearby import (
    CHANCE,
    is_naught,
    sentence_key,
    terms_of,
    total_of,
    words_before,
)
from laicheng_data.facts.drafting.summed import is_one_way, may_be_term, says_parts
from laicheng_data.facts.periods import are_same_days

_DIVIDES = re.compile(
    r"其中|[从按分]\S{2,14}[看分][，,：:]|[分按]\S{2,8}[，,：:]|[量数额值]中[，,]|包括"
)
_ALL_TOLD = re.compile(r"[合总共]计$")
_FEWEST_DIGITS = 3  # of a result that can tell parts from chance
_SURE_DIGITS = 6  # of a result that may have a slip, whose parts others follow
_FEWEST_APART = 3  # levels that a paragraph far away adds up
_PER_TEXT = 0.08  # sums that chance may give in a text
_AT_MOST = 0.01  # and one result
_FAR = (0, 1, 4)  # paragraphs between a result and its terms, the nearest first
_MOST_TERMS = 6  # of those that stand apart
_MOST_NEAR = 12  # levels among which they are sought
_MOST_SIDE_BY_SIDE = 14
_MOST_AROUND = 60  # levels, of however many a paragraph holds
_APART = 3  # times seldomer is a sum of what another paragraph holds meant
_SHARED = 3  # characters in which the names of a whole and of its parts end
_NEAR_RESULT = 0.2  # of the result: sums so near to it tell how densely they lie
_SAID = 8  # times likelier is a sum where words say that there is one

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
    results = [n for n in levels if n.is_firm and n.digits >= _FEWEST_DIGITS]
    for result in results:
        for found in _paragraphs_that_add_up(result, levels):
            told.add(result.found.printed)
            yield _as_sum(result, found, lines)
    left = [n for n in results if n.found.printed not in told]
    for result in left:
        is_said = says_parts(result, lines)
        terms = [n for n in levels if _may_be_part(n, result) and may_be_term(n, result)]
        chance = min(_AT_MOST, _PER_TEXT / len(left)) * (_SAID if is_said else 1)
        found = _only_sum(result, terms, chance) or _division_with_slip(result, terms, lines)
        if found and is_one_way(result, found):
            yield _as_sum(result, found, lines)


def _as_sum(result: Number, terms: Terms, lines: Sequence[str]) -> Proposal:
    operands = tuple((term,) for term in terms_of(terms))
    return Proposal("sum", result.at, operands, words_before(lines, result))


def _paragraphs_that_add_up(result: Number, levels: Sequence[Number]) -> Iterator[Terms]:
    """All that another paragraph counts, be it ever so far, where it makes the result once more:
    workers of a country by region, many lines below those by trade."""
    parts = [n for n in levels if _may_be_part(n, result) and n.is_firm]
    for paragraph, run in groupby(parts, key=lambda n: n.found.paragraph):
        options = dict.fromkeys(each for each in _cut(list(run)) if len(each) >= _FEWEST_APART)
        family = _try(result, list(options))
        is_other = paragraph != result.found.paragraph
        if is_other and family.holding and family.by_chance <= CHANCE:
            yield _nearest(result, family.holding)


def _division_with_slip(result: Number, terms: Sequence[Number], lines: Sequence[str]) -> Terms:
    """All that a paragraph or its first sentence counts behind words that say it is divided, where
    that would make the result but for a slip in one digit: 从警情构成看. Of a long result the first
    few of them."""
    fewest = _FEWEST_APART - (result.digits > _FEWEST_DIGITS)
    behind = (n for n in terms if n.at > result.at and n.found.unit and not is_balance(n))
    for paragraph, run in groupby(behind, key=lambda n: n.found.paragraph):
        parts = tuple(run)
        options = [tuple(n for n in parts if sentence_key(n) == sentence_key(parts[0])), parts]
        if result.digits >= _SURE_DIGITS:
            options += [parts[:many] for many in range(fewest, len(parts))]
        start = result.found.end if paragraph == result.found.paragraph else 0
        if _DIVIDES.search(lines[paragraph][start : parts[0].found.start]):
            for each in options:
                if len(each) >= fewest and is_misprint(result, total_of(each)):
                    return each
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


def _only_sum(result: Number, terms: Sequence[Number], most: float) -> Terms:
    """The terms of the first family that make the result, if just some do and that is no chance."""
    by_chance, tried = 0.0, set[Terms]()
    for options in _families(result, terms):
        new = [each for each in dict.fromkeys(options) if len(each) > 1 and each not in tried]
        tried.update(new)
        family = _try(result, new)
        by_chance += family.by_chance
        if by_chance > most:
            break
        if family.holding:
            return _nearest(result, family.holding)
    return ()


def _families(result: Number, terms: Sequence[Number]) -> Iterator[Iterable[Terms]]:
    """Ever larger families of what may add up to a result; what is called as it is comes first."""
    alike = tuple(n for n in terms if _is_called_alike(n, result))
    yield (alike, *_groups(result, alike))
    yield _groups(result, terms)
    for far in _FAR:
        there = [n for n in terms if abs(n.found.paragraph - result.found.paragraph) <= far]
        nearest = sorted(there, key=lambda n: abs(n.at - result.at))
        near = sorted(nearest[:_MOST_AROUND])
        yield (
            tuple(near[start:end])
            for start in range(len(near) - 1)
            for end in range(start + 2, min(len(near), start + _MOST_SIDE_BY_SIDE) + 1)
        )
        for size in range(2, _MOST_TERMS + 1):
            yield combinations(sorted(nearest[:_MOST_NEAR]), size)


def _is_apart(number: Number, result: Number) -> bool:
    """Whether a number of another paragraph is called otherwise than one that it may be part of."""
    is_there = number.found.paragraph != result.found.paragraph
    return is_there and not _is_called_alike(number, result)


def _is_called_alike(number: Number, result: Number) -> bool:
    """Whether the names of a whole and of a part say that both count the same: 赔付支出."""
    ending = _ALL_TOLD.sub("", result.found.measure)[-_SHARED:]
    return number.found.measure.endswith(ending)


def _groups(result: Number, terms: Sequence[Number]) -> Iterator[Terms]:
    """All that each paragraph holds of some terms, and all behind or before the result there."""
    own = [n for n in terms if n.block == result.block]
    for _, run in groupby(terms, key=lambda n: n.found.paragraph):
        yield from _cut(list(run))
    yield from _cut([n for n in own if n.at > result.at])
    yield from _cut([n for n in own if n.at < result.at])


def _cut(group: Sequence[Number]) -> Iterator[Terms]:
    """Some terms, and the same without those in brackets, and without those that 其中 begins."""
    yield tuple(group)
    yield tuple(n for n in group if not n.found.is_aside)
    yield tuple(n for n in group if not n.found.lead.lstrip("，, ").startswith("其中"))


def _nearest(result: Number, holding: Sequence[Terms]) -> Terms:
    """Of terms that all make a result the nearest to it, where the others are some of the same."""
    longest: Terms = max(holding, key=len)
    if not all(set(longest).issuperset(terms) for terms in holding):
        return ()
    middle = sum(result.ends)
    return min(holding, key=lambda terms: abs(sum(sum(n.ends) for n in terms) - middle))


def _try(result: Number, options: Sequence[Terms]) -> _Family:
    """Which of some terms make the result, and how many of as many would by chance."""
    holding, by_chance = list[Terms](), 0.0
    window = _NEAR_RESULT * sum(result.ends) / 2
    for terms in options:
        least, most = (sum(ends) for ends in zip(*(n.ends for n in terms), strict=True))
        if abs(least + most - sum(result.ends)) / 2 > window:
            continue
        width = most - least + result.ends[1] - result.ends[0]
        seldom = _APART if any(_is_apart(n, result) for n in terms) else 1
        by_chance += seldom * max(width, float(step_of([result, *terms]))) / window
        is_near = least <= result.ends[1] * (1 + FLOATS_ERR) and most >= result.ends[0] * (
            1 - FLOATS_ERR
        )
        if is_near and deviation(result, total_of(terms)) == 0:
            holding.append(terms)
    return _Family(holding, by_chance)

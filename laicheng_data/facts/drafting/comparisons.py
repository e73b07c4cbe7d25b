"""Gaps between two numbers of English text, told as a rate, and by how much such a gap has moved.

The difference between the mean rate of pay for men (£16) and women (£15): this was 6.3%. It has
narrowed by 0.5% from 2019 (6.8%). There were 67 as compared to 37 in June 2016, a growth of 81%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    deviation,
    growth_rate,
    sum_intervals,
)
from laicheng_data.facts.drafting.nearby import nearby_numbers, sentence_key, words_before
from laicheng_data.facts.drafting.period_names import named_periods
from laicheng_data.facts.drafting.phrases_english import FALL, LESS, MORE, RISE

_BETWEEN = re.compile(r"\b(?:difference|gap) between\b", re.IGNORECASE)
_THIS_IS = re.compile(
    r"\b(?:this|it|which|the (?:[a-z]+ ){0,4}gap) (?:was|is|equates to|represents|stood at)\W*$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:widened|narrowed|grown|closed|shrunk)(?: (?:very )?[a-z]+ly)?(?: by)?\s*$", re.IGNORECASE
)
_FROM = re.compile(r"[^\d.;:]{0,20}\bfrom\b[^.;:()%]{0,30}\(?\s*", re.IGNORECASE)
_BRACKET = re.compile(
    r"[^\d.;]{0,20}[(（][^\d.;)）]{0,20}|\s*(?:[a-z]+)?,? ?or (?:[a-z]+ )?(?:[£$€])?"
)
_APART = re.compile(
    rf"\b(?:(?P<less>{LESS}|under|down|(?:{FALL})s?)|{MORE}|over|up|(?:{RISE})s?)\b", re.IGNORECASE
)
_OVER = re.compile(r"\W*(?:over|on|compared (?:to|with))(?: the)?\W*(?:in\W*)?", re.IGNORECASE)
_NEAR_PARAGRAPHS = 1
_WIDEST = Fraction(1, 50)  # width of a rate worked out, above which a match is chance
_BESIDE = 30  # characters before and behind an amount and a rate that say which way they go
_NEAR_LEVELS = 12  # before a rate of change from one period to another


def comparison_rates(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The rates by which one of two numbers is below the other, and what they have moved by."""
    for one, other, result in zip(prose, prose[1:], prose[2:], strict=False):
        yield from _gap_claim(one, other, result, lines)
        yield from _movement(one, other, result, lines)
    yield from _changes_over_periods(prose, lines)
    yield from _rates_beside_amounts(prose, lines)


def _gap_claim(
    one: Number, other: Number, result: Number, lines: Sequence[str]
) -> Iterator[Proposal]:
    are_two = one.is_level and other.is_level and sentence_key(one) == sentence_key(other)
    if not (are_two and one.counts_as(other) and result.kind == "rate"):
        return
    found = one.found
    is_near = 0 <= result.found.paragraph - other.found.paragraph <= _NEAR_PARAGRAPHS
    is_said = _BETWEEN.search(lines[found.paragraph][found.sentence : found.start])
    if is_near and is_said and _THIS_IS.search(result.found.lead):
        more, less = sorted((one, other), key=lambda number: number.ends, reverse=True)
        apart = deviation(result, growth_rate(less.interval, more.interval, True))
        if apart is not None and apart <= 1:
            operands = ((1, less.at),), ((1, more.at),)
            yield Proposal("decline", result.at, operands, words_before(lines, result))


def _changes_over_periods(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Changes that are said to be in one period over another: of the numbers of these."""
    for at, result in enumerate(prose):
        if result.kind != "rate" or not result.is_firm:
            continue
        line = lines[result.found.paragraph]
        beside = [
            n for n in prose[max(0, at - 1) : at + 2] if sentence_key(n) == sentence_key(result)
        ]
        begins = [n.found.end for n in beside if n.at < result.at]
        ends = [n.found.start for n in beside if n.at > result.at]
        window = line[max(begins, default=result.found.sentence) : min(ends, default=len(line))]
        near = [n for n in prose[max(0, at - _NEAR_LEVELS) : at] if n.is_level and n.is_firm]
        named = list(named_periods(window, result.found.period))
        for one, other in pairwise(named):
            new = [n for n in near if n.found.period == one.period]
            old = [n for n in near if n.found.period == other.period]
            if _OVER.fullmatch(window[one.end : other.start]) and len(new) == len(old) == 1:
                yield from _change_claim(new[0], old[0], result, lines)


def _rates_beside_amounts(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Rates and amounts side by side, by which a number of their sentence is below or above another
    that need not be printed: 14.3 million, which was £441,000 (3.0%) below the estimate; 1,242 or
    1.6% fewer; fell by 2,157 (down 7 percent) to 28,066."""
    for pair in pairwise(prose):
        rate, amount = sorted(pair, key=lambda number: number.kind != "rate")
        line = lines[rate.found.paragraph]
        is_pair = rate.kind == "rate" and amount.kind == "count"
        is_pair &= rate.is_firm and amount.is_firm
        if not (is_pair and sentence_key(amount) == sentence_key(rate)):
            continue
        said = _way_of(rate, pair, line)
        if said is None or not _BRACKET.fullmatch(line[pair[0].found.end : pair[1].found.start]):
            continue
        near = nearby_numbers(rate, prose)
        levels = [n for n in near if n.is_level and n is not amount and n.counts_as(amount)]
        own = [n for n in levels if sentence_key(n) == sentence_key(rate)]
        here = rate.found.period  # what was there before is not what there is now
        for level in sorted(own, key=lambda n: (n.found.period != here, abs(n.at - amount.at))):
            old = sum_intervals([(1, level.interval), (1 if said else -1, amount.interval)])
            value = growth_rate(level.interval, old, said)
            if value and value.high - value.low < _WIDEST and deviation(rate, value) == 0:
                operands = ((1, level.at),), ((1, level.at), (1 if said else -1, amount.at))
                kind = "decline" if said else "growth"
                yield Proposal(kind, rate.at, operands, words_before(lines, rate))
                break


def _way_of(rate: Number, pair: Sequence[Number], line: str) -> bool | None:
    """Whether an amount and a rate side by side say how much less something is, by the words behind
    them, else between or before; None where none do."""
    if rate.found.role == "change":
        return rate.found.is_down
    behind = line[pair[1].found.end : pair[1].found.end + _BESIDE]
    start = max(rate.found.sentence, pair[0].found.start - _BESIDE)
    before = [*_APART.finditer(line[start : pair[1].found.start])]
    said = _APART.search(re.split(r"[.;]\s", behind)[0]) or (before[-1] if before else None)
    return said["less"] is not None if said else None


def _change_claim(
    new: Number, old: Number, result: Number, lines: Sequence[str]
) -> Iterator[Proposal]:
    """The change of one number from another, as far as it holds."""
    is_down = result.found.is_down
    apart = deviation(result, growth_rate(new.interval, old.interval, is_down))
    if new.counts_as(old) and apart == 0:
        operands = ((1, new.at),), ((1, old.at),)
        kind = "decline" if is_down else "growth"
        yield Proposal(kind, result.at, operands, words_before(lines, result))


def _movement(new: Number, by: Number, old: Number, lines: Sequence[str]) -> Iterator[Proposal]:
    if {new.kind, by.kind, old.kind} != {"rate"} or not _MOVED.search(by.found.lead):
        return
    between = lines[by.found.paragraph][by.found.end : old.found.start]
    is_one = new.found.paragraph == by.found.paragraph == old.found.paragraph
    if is_one and _FROM.fullmatch(between):
        more, less = sorted((new, old), key=lambda number: number.ends, reverse=True)
        if deviation(by, sum_intervals([(1, more.interval), (-1, less.interval)])) == 0:
            operands = ((1, more.at),), ((-1, less.at),)
            yield Proposal("sum", by.at, operands, words_before(lines, by))

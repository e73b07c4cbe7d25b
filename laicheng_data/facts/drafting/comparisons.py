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
from laicheng_data.facts.drafting.nearby import sentence_key, words_before
from laicheng_data.facts.drafting.period_names import named_periods

_BETWEEN = re.compile(r"\b(?:difference|gap) between\b", re.IGNORECASE)
_THIS_IS = re.compile(
    r"\b(?:this|it|which|the (?:[a-z]+ ){0,4}gap) (?:was|is|equates to|represents|stood at)\W*$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:widened|narrowed|grown|closed|shrunk)(?: (?:very )?[a-z]+ly)?(?: by)?\s*$", re.IGNORECASE
)
_FROM = re.compile(r"[^\d.;:]{0,20}\bfrom\b[^.;:()%]{0,30}\(?\s*", re.IGNORECASE)
_COMPARED = re.compile(
    r"[^.;]*\b(?:compared (?:to|with)|against|(?:up|down) from|than)\b[^.;]*", re.IGNORECASE
)
_APART = re.compile(
    r"\s*(?:per cent)?\s*[)）]\s+(?:(?P<less>below|under|lower than|less than|fewer than|down on)"
    r"|above|over|higher than|more than|up on)\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"\W*(?:over|on|compared (?:to|with))(?: the)?\W*(?:in\W*)?", re.IGNORECASE)
_FROM_ONLY = re.compile(r"\s*(?:per cent )?(?:\w+ )?from (?:£|\$|€)?", re.IGNORECASE)
_TO_ONLY = re.compile(r"[^.;:()\d]{0,40}(?:\b(?:19|20)\d\d(?:[-/]\d\d)?)? to (?:£|\$|€)?")
_NEAR_RATE = Fraction(1, 20)  # how far off a rate may be that the words say
_NEAR_PARAGRAPHS = 1
_NEAR_LEVELS = 12  # before a rate of change from one period to another


def comparison_rates(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The rates by which one of two numbers is below the other, and what they have moved by."""
    for one, other, result in zip(prose, prose[1:], prose[2:], strict=False):
        yield from _gap_claim(one, other, result, lines)
        yield from _movement(one, other, result, lines)
        yield from _compared_change(one, other, result, lines)
        yield from _from_to(one, other, result, lines)
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


def _compared_change(
    new: Number, old: Number, result: Number, lines: Sequence[str]
) -> Iterator[Proposal]:
    """The change from one number of a sentence to the one that it is compared with."""
    are_levels = (
        new.is_level and old.is_level and new.counts_as(old) and new.is_firm and old.is_firm
    )
    is_change = result.kind == "rate" and result.found.role == "change" and result.is_firm
    if not (
        are_levels and is_change and sentence_key(new) == sentence_key(old) == sentence_key(result)
    ):
        return
    if _COMPARED.fullmatch(lines[new.found.paragraph][new.found.end : old.found.start]):
        yield from _change_claim(new, old, result, lines)


def _from_to(rate: Number, old: Number, new: Number, lines: Sequence[str]) -> Iterator[Proposal]:
    """The change of what is said to have moved from one number to another right behind its rate."""
    is_change = rate.kind == "rate" and rate.found.role == "change" and rate.is_firm
    are_levels = old.is_level and new.is_level and old.is_firm and new.is_firm
    if not (
        is_change and are_levels and sentence_key(rate) == sentence_key(new) == sentence_key(old)
    ):
        return
    line = lines[rate.found.paragraph]
    is_from = _FROM_ONLY.fullmatch(line[rate.found.end : old.found.start])
    if is_from and _TO_ONLY.fullmatch(line[old.found.end : new.found.start]):
        yield from _change_claim(new, old, rate, lines, is_said=True)


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
    """Rates behind the amounts by which the number of their sentence is below or above another:
    14.3 million, which was £441,000 (3.0%) below the estimate."""
    for amount, rate in pairwise(prose):
        line = lines[rate.found.paragraph]
        said = _APART.match(line, rate.found.end)
        is_pair = amount.kind == "count" and rate.kind == "rate" and rate.is_firm
        opens = re.fullmatch(r"[^\d.;]{0,20}[(（]", line[amount.found.end : rate.found.start])
        if not (is_pair and said and opens and sentence_key(amount) == sentence_key(rate)):
            continue
        is_less = said["less"] is not None
        for level in prose[max(0, amount.at - _NEAR_LEVELS) : amount.at]:
            if not (level.is_level and level.counts_as(amount)):
                continue
            if sentence_key(level) == sentence_key(amount):
                sign = 1 if is_less else -1
                old = sum_intervals([(1, level.interval), (sign, amount.interval)])
                if deviation(rate, growth_rate(level.interval, old, is_less)) == 0:
                    operands = ((1, level.at),), ((1, level.at), (sign, amount.at))
                    kind = "decline" if is_less else "growth"
                    yield Proposal(kind, rate.at, operands, words_before(lines, rate))
                    break


def _change_claim(
    new: Number, old: Number, result: Number, lines: Sequence[str], is_said: bool = False
) -> Iterator[Proposal]:
    """The change of one number from another, as far as it holds; or is near, where words say it."""
    is_down = result.found.is_down
    apart = deviation(result, growth_rate(new.interval, old.interval, is_down))
    is_near = apart == 0 or (is_said and apart is not None and apart * result.unit < _NEAR_RATE)
    if new.counts_as(old) and is_near:
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

"""Changes of English text as those from one number to another that its words hold against it.

What is compared is read from the words between two counts, whatever they are called: 49,027
offences, compared to 44,642; from 33 to 41; 410 people, which was 5% more than in 2014 (390). A
rate of the same sentence, or of the one right before, that is the change from the one to the
other, is meant. Where only the amount of the change is printed, that stands beside the rate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    claim_rate,
    deviation,
    growth_rate,
    is_misprint,
    sum_intervals,
)
from laicheng_data.facts.drafting.nearby import nearby_numbers, sentence_key, words_before
from laicheng_data.facts.drafting.phrases_english import FALL, LESS, MORE, RISE

_FROM = re.compile(r"\bfrom\b[^.;\d]{0,40}$", re.IGNORECASE)
_TO = re.compile(r"[^.;]{0,60}\bto\b[^.;\d]{0,40}", re.IGNORECASE)
_AGAINST = re.compile(
    r"[^;]*(?:\b(?:compared|comparable|equal) (?:with|to)|\b(?:as )?(?:against|opposed to)"
    r"|\bthan|\bversus|\b(?:up|down|from|on|over|below|above)) [^.;]{0,80}",
    re.IGNORECASE,
)
_SAYS_CHANGE = re.compile(
    rf"(?: per ?cent)? (?:(?P<up>{RISE}|hike|jump|{MORE})|(?P<down>{FALL}|cut|{LESS}))\b",
    re.IGNORECASE,
)
_BY = re.compile(r"[^.;\d]{0,30}\bby\s*", re.IGNORECASE)
_BRACKET = re.compile(
    r"[^\d.;]{0,20}[(（][^\d.;)）]{0,20}|\s*(?:[a-z]+)?,? ?or (?:[a-z]+ )?(?:[£$€])?"
)
_APART = re.compile(
    rf"\b(?:(?P<less>{LESS}|under|down|(?:{FALL})s?)|{MORE}|over|up|(?:{RISE})s?)\b", re.IGNORECASE
)
_WIDEST = Fraction(1, 50)  # width of a rate worked out, above which a match is chance
_BESIDE = 30  # characters before and behind an amount and a rate that say which way they go
_TIME = {"months", "weeks", "days", "years", "hours", "minutes"}
_FEW_BEFORE = 2  # counts before the one next to what it is compared with: in the 29 countries
_FEW_THINGS = 99  # of which a rate in their sentence hardly is: in 36 countries
_FEW_BETWEEN = 4  # numbers between a rate and what it is of
_FEW_PARAGRAPHS = 1  # between a number and what goes on with it: this was 2% more than in 2014 (9)
_NEAR_RATE = Fraction(1, 20)  # how far off a rate may be that the words say


class _Pair(NamedTuple):
    """What a number is now, and what it is held against; whether it is said to have moved so."""

    new: Number
    old: Number
    has_moved: bool


def compared_changes(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The rates of change from what is compared with what."""
    pairs = list(_pairs(prose, lines))
    counted = {sentence_key(n) for n in prose if _is_counted(n) and n.ends[1] > _FEW_THINGS}
    for rate in prose:
        if rate.kind != "rate" or not rate.is_firm or rate.found.role == "share":
            continue
        near = [pair for pair in pairs if _may_be_of(rate, pair, counted)]
        for pair in sorted(near, key=lambda pair: _distance(rate, pair)):
            is_down = _falls(rate, pair, lines)
            value = growth_rate(pair.new.interval, pair.old.interval, bool(is_down))
            apart = deviation(rate, value)
            is_said = pair.has_moved and rate.at == pair.old.at - 1
            is_near = is_said and apart is not None and apart * rate.unit < _NEAR_RATE
            if is_down is not None and (apart == 0 or is_near or is_misprint(rate, value)):
                kind = "decline" if is_down else "growth"
                yield claim_rate(kind, rate, pair.new, pair.old, words_before(lines, rate))
                break


def _is_counted(number: Number) -> bool:
    """Whether a number may be compared: no span of time, and no rate."""
    is_level = number.kind == "count" and number.is_firm and number.interval.low > 0
    return is_level and number.found.unit.lower() not in _TIME


def _pairs(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[_Pair]:
    """The counts that words hold against each other, in their order."""
    last: list[Number] = []
    for _, run in groupby(prose, key=sentence_key):
        numbers = list(run)
        counts = [n for n in numbers if _is_counted(n)]
        line = lines[numbers[0].found.paragraph] if counts else ""
        if counts and _AGAINST.fullmatch(line[counts[0].found.sentence : counts[0].found.start]):
            yield from (_Pair(new, counts[0], False) for new in last if _goes_on(new, counts[0]))
        for at, (one, other) in enumerate(pairwise(counts)):
            between = line[one.found.end : other.found.start]
            if _FROM.search(line[: one.found.start]) and _TO.fullmatch(between):
                yield _Pair(other, one, True)
            elif _AGAINST.fullmatch(between):
                before = counts[max(0, at - _FEW_BEFORE) : at + 1]
                yield from (_Pair(new, other, False) for new in before if new.counts_as(other))
        last = counts[-_FEW_BEFORE - 1 :]


def _goes_on(last: Number, number: Number) -> bool:
    """Whether a number stands in the sentence right behind that of another, counted as it is."""
    apart = number.found.paragraph - last.found.paragraph
    return apart <= _FEW_PARAGRAPHS and last.counts_as(number)


def _may_be_of(rate: Number, pair: _Pair, counted: set[tuple[int, int]]) -> bool:
    """Whether a rate may be the change of a pair: it stands in a sentence of it; or in one right
    before that counts nothing."""
    if sentence_key(rate) in (sentence_key(pair.new), sentence_key(pair.old)):
        return True
    first = min(pair.new.at, pair.old.at)
    is_before = rate.found.role == "change" and 0 < first - rate.at <= _FEW_BETWEEN
    is_next = pair.new.found.paragraph - rate.found.paragraph <= _FEW_PARAGRAPHS
    return is_before and is_next and sentence_key(rate) not in counted


def _distance(rate: Number, pair: _Pair) -> int:
    return abs(rate.at - pair.new.at) + abs(rate.at - pair.old.at)


def _falls(rate: Number, pair: _Pair, lines: Sequence[str]) -> bool | None:
    """Whether a rate is one of a fall; None where nothing says that it is a change."""
    found, line = rate.found, lines[rate.found.paragraph]
    if found.role == "change":
        return found.is_down
    if said := _SAYS_CHANGE.match(line, found.end):
        return said["down"] is not None
    is_moved = pair.has_moved and rate.at == pair.new.at + 1
    if is_moved and _BY.fullmatch(line[pair.new.found.end : found.start]):
        return pair.new.ends < pair.old.ends
    return None


def rates_beside_amounts(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
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

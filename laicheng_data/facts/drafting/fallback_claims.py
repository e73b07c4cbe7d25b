"""Rates and differences of which the rules have made nothing, sought among all counts near them.

The more of them are tried, and the fewer digits, the likelier one holds by chance: as long as that
is unlikely, the only one that does is proposed, whatever the words are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, permutations
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    FLOATS_ERR,
    Number,
    Proposal,
    claim_difference,
    claim_rate,
    deviation,
    divide_intervals,
    growth_rate,
    step_of,
    sum_intervals,
)
from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.nearby import (
    CHANCE,
    is_naught,
    nearby_numbers,
    sentence_key,
    words_before,
)
from laicheng_data.facts.drafting.phrases import SENTENCE_END
from laicheng_data.facts.drafting.phrases_english import FALL, LESS, MORE, RISE
from laicheng_data.facts.drafting.shares import continued_levels, is_vital, may_be_called
from laicheng_data.facts.printed import Interval

_SIGNS = "+-−"
_FEW_AMOUNTS = 2  # numbers before a rate, one of which may be the amount that it makes
_FEW_LEFT = 4  # rates; of more, each must be the less likely to hold by chance
_MOST_LEVELS = 14  # that are tried, the nearest to it
_FEW_PARAGRAPHS = 3
_SAYS_RATE = re.compile(r"[率度]$")  # 满意率 and 知晓度 are no changes
_SAID_CHANCE, _UNSAID_CHANCE = 0.15, 0.002  # where words say that it is a difference; where none do
_BEFORE, _BEHIND = 12, 25  # characters before and behind an amount that say so
_SAYS_DIFFERENCE = re.compile(
    rf"\b(?:{MORE}|{LESS}|older|younger|by|up|down|{RISE}|{FALL})\b"
    r"|[增减多少]|上升|下降|提高|降低|净"
)
_SAYS_BALANCE = re.compile(
    r"\b(?:natural|net|excess|surplus|deficit|balance|difference|gap|shortfall)\b", re.IGNORECASE
)
_FEW_BEFORE = 6  # counts before a balance, two of which may make it
_FEW_DIGITS = 2  # of counts that make too many balances
_BALANCE_CHANCE = 0.05
_ENGLISH_CHANGE = re.compile(rf"\b(?:{RISE}|{FALL})s?\b")


def fallback_claims(
    prose: Sequence[Number],
    numbers: Sequence[Number],
    proposals: Iterable[Proposal],
    lines: Sequence[str],
) -> Iterator[Proposal]:
    """The shares, growths and declines of rates of the prose that are the result of no proposal,
    and what two numbers of a sentence differ by."""
    told = list(proposals)
    results = {proposal.result for proposal in told}
    wholes = [n for n in numbers if n.found.table >= 0 and n.is_level and n.found.subject == ALL]
    left = [n for n in prose if n.kind == "rate" and n.at not in results and n.is_firm]
    unknown = {n.at for n in continued_levels(prose, results)}
    left = [n for n in left if not is_vital(n) and "性别比" not in n.found.measure]
    left = [n for n in left if n.at not in unknown]
    for result in left:
        beside = list(_shares_of_neighbour(result, prose, wholes, lines))
        beside = beside or list(_rates_of_amount(result, prose, lines))
        yield from beside or _unique_pair(
            result, prose, lines, CHANCE * _FEW_LEFT / max(len(left), _FEW_LEFT)
        )
    yield from _differences(prose, told, lines)
    yield from _balances(prose, told, lines)


def _balances(
    prose: Sequence[Number], proposals: Sequence[Proposal], lines: Sequence[str]
) -> Iterator[Proposal]:
    """What English words call a balance, or a change in a sentence that counts nothing else, as the
    only difference of two counts near before it: 11,606 died and 7,004 were born. The natural loss
    was 4,602."""
    told = {proposal.result for proposal in proposals}
    counts = [n for n in prose if n.kind == "count" and n.is_firm and n.digits > _FEW_DIGITS]
    alone = Counter(map(sentence_key, counts))
    for place, amount in enumerate(counts):
        found = amount.found
        said = _SAYS_BALANCE.search(lines[found.paragraph][found.sentence : found.start])
        is_alone = found.role == "change" and alone[sentence_key(amount)] == 1
        if amount.at in told or not (said or is_alone):
            continue
        before = [
            n
            for n in counts[max(0, place - _FEW_BEFORE) : place]
            if found.paragraph - n.found.paragraph <= _FEW_PARAGRAPHS
        ]
        tried = [_triple_of(amount, *pair) for pair in combinations(before, 2)]
        fitting = [three for three in tried if three.holds]
        if len(fitting) != 1 or sum(three.by_chance for three in tried) > _BALANCE_CHANCE:
            continue
        more, *less = fitting[0].numbers
        if more is not amount:
            [other] = (number for number in less if number is not amount)
            yield claim_difference(amount, more, other, words_before(lines, amount))


def _shares_of_neighbour(
    result: Number, prose: Sequence[Number], totals: Sequence[Number], lines: Sequence[str]
) -> Iterator[Proposal]:
    """The share that the level right before a rate, or behind it in brackets, is of the only level
    near, or total of a table, that gives it: 2,652, or 53.9 per cent of the total."""
    found = result.found
    said = lines[found.paragraph][found.sentence : found.start]
    if found.role == "change" or _ENGLISH_CHANGE.search(said):
        return
    near = {n.at: n for n in nearby_numbers(result, prose) if n.is_level and n.is_firm}
    part = near.get(result.at - 1)
    if part is None or sentence_key(part) != sentence_key(result):
        return
    before = [n for n in near.values() if n.at < part.at]
    wholes = [
        n
        for n in (*totals, *before)
        if n.counts_as(part) and n.ends[0] >= part.ends[1] > 0
        if may_be_called(result.found.whole, n)
    ][-_MOST_LEVELS:]
    wholes = [n for n in wholes if n.found.period == part.found.period] or wholes
    low, high = result.ends
    distinct = {whole.ends: whole for whole in reversed(wholes)}.values()
    ends = [_rate_bounds("share", part, whole) for whole in distinct]
    if sum(most - least + high - low for least, most in ends) > CHANCE:
        return
    holding = [
        n for n in distinct if deviation(result, divide_intervals(part.interval, n.interval)) == 0
    ]
    if len(holding) == 1:
        yield claim_rate("share", result, part, holding[0], words_before(lines, result))


def _rates_of_amount(
    result: Number, prose: Sequence[Number], lines: Sequence[str]
) -> Iterator[Proposal]:
    """What a rate of change, and the amount before it in its sentence, are of: the only level near
    that has changed so. 支出总计434.72万元。与上年相比，增加58.21万元，增长15.46%."""
    is_signed = result.found.printed[0] in _SIGNS
    is_down = result.found.is_down or result.found.printed[0] in _SIGNS[1:]
    if result.found.role != "change" and not is_signed:
        return
    before = [n for n in nearby_numbers(result, prose) if n.is_firm and n.at < result.at]
    levels = [n for n in before if n.is_level and _is_not_far(n, result)]
    for amount in before[-_FEW_AMOUNTS:]:
        is_change = amount.kind == "count" and amount.found.role == "change"
        is_beside = sentence_key(amount) == sentence_key(result)
        if is_change and is_beside and amount.found.is_down == is_down:
            term = (1 if is_down else -1, amount)
            kind = "decline" if is_down and not is_signed else "growth"
            if level := _level_that_changed(result, term, kind, levels):
                operands = ((1, level.at),), ((1, level.at), (term[0], amount.at))
                yield Proposal(kind, result.at, operands, words_before(lines, result))
                return


def _is_not_far(level: Number, result: Number) -> bool:
    return result.found.paragraph - level.found.paragraph <= _FEW_PARAGRAPHS


def _level_that_changed(
    result: Number, amount: tuple[int, Number], kind: str, levels: Sequence[Number]
) -> Number | None:
    """The last of the levels that was what it is with the amount, as a rate says, where all that
    could be have one value and so many of them would hardly give it by chance."""
    sign, by = amount
    holding, tried, widest = list[Number](), set[tuple[float, float]](), 0.0
    for level in (level for level in levels if level.counts_as(by)):
        old = sum_intervals([(1, level.interval), (sign, by.interval)])
        value = growth_rate(level.interval, old, kind == "decline")
        if value is not None:
            tried.add(level.ends)
            widest = max(widest, float(value.high - value.low))
            holding += [level] if deviation(result, value) == 0 else []
    low, high = result.ends
    chance = len(tried) * (widest + high - low) / max(abs(high), abs(low), float(result.unit))
    is_one = len({level.ends for level in holding}) == 1
    return holding[-1] if is_one and chance <= CHANCE else None


def _differences(
    prose: Sequence[Number], proposals: Sequence[Proposal], lines: Sequence[str]
) -> Iterator[Proposal]:
    """Of three counts of a sentence the one by which the others differ, where just one does."""
    counts = [n for n in prose if n.kind == "count" and n.is_firm and not is_naught(n)]
    matter = {n.at for n in counts}
    known = {
        frozenset((p.result, *(at for terms in p.operands for _, at in terms))) & matter
        for p in proposals
        if p.kind == "sum"
    }
    for _, run in groupby(counts, key=sentence_key):
        here = list(run)[:_MOST_LEVELS]
        tried = [_triple_of(*three) for three in combinations(here, 3)]
        fitting = [three for three in tried if three.holds]
        if len(fitting) != 1 or fitting[0].places in known:
            continue
        more, less, amount = fitting[0].numbers
        found = amount.found
        start = max(found.sentence, found.start - _BEFORE)
        said = SENTENCE_END.split(lines[found.paragraph][start : found.end + _BEHIND])[0]
        most = _SAID_CHANCE if _SAYS_DIFFERENCE.search(said) else _UNSAID_CHANCE
        if sum(three.by_chance for three in tried) <= most:
            yield claim_difference(amount, more, less, words_before(lines, amount))


class _Triple(NamedTuple):
    """Three numbers: the largest, the one nearer to it, and what they may differ by."""

    numbers: tuple[Number, Number, Number]
    holds: bool
    by_chance: float

    @property
    def places(self) -> frozenset[int]:
        return frozenset(number.at for number in self.numbers)


def _triple_of(*three: Number) -> _Triple:
    amount, less, more = sorted(three, key=lambda number: number.ends)
    are_alike = more.counts_as(less) and (amount.counts_as(more) or amount.counts_as(less))
    if not are_alike or amount.ends[0] <= 0:
        return _Triple((more, less, amount), False, 0.0)
    widths = sum(number.ends[1] - number.ends[0] for number in three)
    likely = min(1.0, max(widths, float(step_of(three))) / amount.ends[1])
    value = sum_intervals([(1, more.interval), (-1, less.interval)])
    return _Triple((more, less, amount), deviation(amount, value) == 0, likely)


def _unique_pair(
    result: Number, prose: Sequence[Number], lines: Sequence[str], chance: float
) -> Iterator[Proposal]:
    """The pair that gives a rate, in its sentence, else its paragraph, else those before it."""
    low, high = result.ends
    for levels in _scopes(result, prose):
        pairs = [
            (kind, one, other, _rate_bounds(kind, one, other))
            for one, other in permutations(levels, 2)
            if one.counts_as(other) and one.ends[0] > 0 < other.ends[0]
            for kind in _kinds(result, one, other)
            if kind == "share" or _may_have_changed(result, one, other, levels)
        ]
        if sum(most - least + high - low for *_, (least, most) in pairs) > chance:
            return
        near = [
            (kind, one, other)
            for kind, one, other, (least, most) in pairs
            if least <= high + FLOATS_ERR and most >= low - FLOATS_ERR
        ]
        holding = [pair for pair in near if deviation(result, _value(*pair)) == 0]
        if len(holding) == 1:
            kind, one, other = holding[0]
            yield claim_rate(kind, result, one, other, words_before(lines, result))
        if holding:
            return


def _scopes(result: Number, prose: Sequence[Number]) -> Iterator[list[Number]]:
    levels = [n for n in nearby_numbers(result, prose) if n.is_level and n.is_firm]
    nearest = sorted(levels, key=lambda n: abs(n.at - result.at))[:_MOST_LEVELS]
    here = result.found.paragraph
    yield [n for n in nearest if sentence_key(n) == sentence_key(result)]
    yield [n for n in nearest if n.found.paragraph == here]
    before = [n for n in nearest if n.at < result.at or sentence_key(n) == sentence_key(result)]
    text = [n for n in before if n.found.paragraph]  # what a title says again was not before
    yield [n for n in text if here - n.found.paragraph <= _FEW_PARAGRAPHS]


def _kinds(result: Number, one: Number, other: Number) -> list[str]:
    """What a rate may say of two counts, as far as the words tell: a change or a share."""
    is_less = one.interval.high < other.interval.low
    change = "decline" if is_less else "growth"
    if result.found.role == "change":
        return [change] if result.found.is_down == is_less else []
    is_size = is_less == (result.interval.low < 1)
    is_share = is_size and may_be_called(result.found.whole, other)
    is_change = result.found.role != "share" and not _SAYS_RATE.search(result.found.measure)
    return ["share"] * is_share + [change] * is_change


def _may_have_changed(result: Number, one: Number, other: Number, levels: Sequence[Number]) -> bool:
    """Whether a change may be of a level: of that alone which is called as what has changed, if one
    is, and from what is called as it is or is of another period; English names tell too little."""
    base, name = result.found.measure.rpartition("_")[0], one.found.measure
    is_free = base not in {n.found.measure for n in levels}
    is_from_it = name == other.found.measure or one.found.period != other.found.period
    return base.isascii() or ((is_free or name == base) and is_from_it)


def _rate_bounds(kind: str, one: Number, other: Number) -> tuple[float, float]:
    """Between what a rate of two counts lies, as floats: most pairs need no exact reckoning."""
    least, most = one.ends[0] / other.ends[1], one.ends[1] / other.ends[0]
    if kind == "share":
        return least, most
    return (least - 1, most - 1) if kind == "growth" else (1 - most, 1 - least)


def _value(kind: str, one: Number, other: Number) -> Interval | None:
    if kind == "share":
        return divide_intervals(one.interval, other.interval)
    return growth_rate(one.interval, other.interval, kind == "decline")

"""Rates of which the rules have made nothing, sought among all pairs of counts near them.

The more pairs there are, and the fewer decimals, the likelier one gives a rate by chance: as long
as that is unlikely, the only pair that does is proposed, whatever the words are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import compress, permutations

from laicheng_data.facts.arithmetic import Number, Proposal, changed, off, ratio
from laicheng_data.facts.nearby import around, is_naught, sentence, words
from laicheng_data.facts.printed import Interval
from laicheng_data.facts.shares import is_vital, may_be_called

_CHANCE = Fraction(1, 50)  # that one of the pairs gives the rate though none is meant
_MOST_LEVELS = 14  # that are tried, the nearest before it
_FEW_PARAGRAPHS = 3


def left_over(
    prose: Sequence[Number], proposals: Iterable[Proposal], lines: Sequence[str]
) -> Iterator[Proposal]:
    """The shares, growths and declines of rates that are the result of no proposal."""
    told = {proposal.result for proposal in proposals}
    for result in prose:
        is_open = result.kind == "rate" and result.at not in told and result.is_firm
        if is_open and not is_vital(result):
            yield from _only_pair(result, prose, lines)


def _only_pair(result: Number, prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The pair that gives a rate, in its sentence, else its paragraph, else those before it."""
    for levels in _scopes(result, prose):
        pairs = [
            (kind, one, other)
            for one, other in permutations(levels, 2)
            if one.counts_as(other) and not (is_naught(one) or is_naught(other))
            for kind in _kinds(result, one, other)
        ]
        values = [_value(*pair) for pair in pairs]
        if sum(_width(value) + _width(result.interval) for value in values) > _CHANCE:
            return
        held = [off(result, value) == 0 for value in values]
        holding = list(compress(pairs, held))
        if len(holding) == 1:
            kind, one, other = holding[0]
            operands = ((1, one.at),), ((1, other.at),)
            yield Proposal(kind, result.at, operands, words(lines, result))
        if holding:
            return


def _scopes(result: Number, prose: Sequence[Number]) -> Iterator[list[Number]]:
    levels = [n for n in around(result, prose) if n.is_level and n.is_firm]
    here = result.found.paragraph
    yield [n for n in levels if sentence(n) == sentence(result)]
    yield [n for n in levels if n.found.paragraph == here]
    near = [n for n in levels if n.at < result.at or sentence(n) == sentence(result)]
    yield [n for n in near if here - n.found.paragraph <= _FEW_PARAGRAPHS][-_MOST_LEVELS:]


def _kinds(result: Number, one: Number, other: Number) -> list[str]:
    """What a rate may say of two counts, as far as the words tell: a change or a share."""
    is_less = one.interval.high < other.interval.low
    change = "decline" if is_less else "growth"
    if result.found.role == "change":
        return [change] if result.found.is_down == is_less else []
    is_size = is_less == (result.interval.low < 1)
    is_share = is_size and may_be_called(result.found.whole, other)
    return ["share"] * is_share + [change] * (result.found.role != "share")


def _width(value: Interval | None) -> Fraction:
    return value.high - value.low if value else Fraction(0)


def _value(kind: str, one: Number, other: Number) -> Interval | None:
    if kind == "share":
        return ratio(one.interval, other.interval)
    return changed(one.interval, other.interval, kind == "decline")

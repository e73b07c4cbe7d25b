"""Rates of which the rules have made nothing, sought among all pairs of counts near them.

The more pairs there are, and the fewer decimals, the likelier one gives a rate by chance: as long
as that is unlikely, the only pair that does is proposed, whatever the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from laicheng_data.facts.arithmetic import Number, Proposal, changed, off, ratio
from laicheng_data.facts.nearby import CHANCE, around, sentence, words
from laicheng_data.facts.printed import Interval
from laicheng_data.facts.shares import is_vital, may_be_called

_MOST_LEVELS = 14  # that are tried, the nearest to it
_FEW_PARAGRAPHS = 3
_SAYS_RATE = re.compile(r"[率度]$")  # 满意率 and 知晓度 are no changes
_FLOATS_ERR = 1e-9  # by far less


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
    low, high = result.ends
    for levels in _scopes(result, prose):
        pairs = [
            (kind, one, other, _ends(kind, one, other))
            for one, other in permutations(levels, 2)
            if one.counts_as(other) and one.ends[0] > 0 < other.ends[0]
            for kind in _kinds(result, one, other)
            if kind == "share" or _may_have_changed(result, one, levels)
        ]
        if sum(most - least + high - low for *_, (least, most) in pairs) > CHANCE:
            return
        near = [
            (kind, one, other)
            for kind, one, other, (least, most) in pairs
            if least <= high + _FLOATS_ERR and most >= low - _FLOATS_ERR
        ]
        holding = [pair for pair in near if off(result, _value(*pair)) == 0]
        if len(holding) == 1:
            kind, one, other = holding[0]
            operands = ((1, one.at),), ((1, other.at),)
            yield Proposal(kind, result.at, operands, words(lines, result))
        if holding:
            return


def _scopes(result: Number, prose: Sequence[Number]) -> Iterator[list[Number]]:
    levels = [n for n in around(result, prose) if n.is_level and n.is_firm]
    nearest = sorted(levels, key=lambda n: abs(n.at - result.at))[:_MOST_LEVELS]
    here = result.found.paragraph
    yield [n for n in nearest if sentence(n) == sentence(result)]
    yield [n for n in nearest if n.found.paragraph == here]
    before = [n for n in nearest if n.at < result.at or sentence(n) == sentence(result)]
    yield [n for n in before if here - n.found.paragraph <= _FEW_PARAGRAPHS]


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


def _may_have_changed(result: Number, one: Number, levels: Sequence[Number]) -> bool:
    """Whether a change may be of a level: of that alone which is called as what has changed, if one
    is; English names tell too little."""
    base = result.found.measure.rpartition("_")[0]
    is_free = base.isascii() or base not in {n.found.measure for n in levels}
    return is_free or one.found.measure == base


def _ends(kind: str, one: Number, other: Number) -> tuple[float, float]:
    """Between what a rate of two counts lies, as floats: most pairs need no exact reckoning."""
    least, most = one.ends[0] / other.ends[1], one.ends[1] / other.ends[0]
    if kind == "share":
        return least, most
    return (least - 1, most - 1) if kind == "growth" else (1 - most, 1 - least)


def _value(kind: str, one: Number, other: Number) -> Interval | None:
    if kind == "share":
        return ratio(one.interval, other.interval)
    return changed(one.interval, other.interval, kind == "decline")

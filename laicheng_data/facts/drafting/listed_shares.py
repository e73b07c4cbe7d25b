"""Shares whose parts stand in brackets behind them: 67% of staff are women (350), 33% men (172).

Where the shares of a list make a hundred per cent, what its parts add up to is the whole, printed
or not said again; else it is the one number before the list of which all of them are such shares.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    claim_rate,
    claim_sum,
    deviation,
    divide_intervals,
    sum_intervals,
)
from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.nearby import (
    CHANCE,
    nearby_numbers,
    sentence_key,
    total_of,
    words_before,
)

_MOST_BETWEEN = 60  # characters between a share and its part, which say of what it is
_LONGEST_ITEM = 100  # characters of a line that is an item of a list
_MOST_WHOLES = 40  # numbers before a list, of which one may be its whole
_SURE_DIGITS = 3  # of a count that others add up to

_OF_ITEM = re.compile(r"(?P<said>[^\d.;:()（）。；]*)[(（][£$€]?\s*")
_MOST_FIGURES = 12  # below a total that may be its parts
_FEWEST_DIGITS = 5  # of a sum of things that are counted in different words
_OF_ALL = re.compile(r"\s*[)）] of (?:all|the) (?P<of>[a-z][^.,;:()\d]{2,40})", re.IGNORECASE)
_OF_ALL_BELOW = re.compile(r"\s*of (?:all|the) (?P<of>[a-z][^.,;:()\d]{2,40}):?\s*$", re.IGNORECASE)
Pair = tuple[Number, Number]


def sums_of_figures(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Figures that stand in lines of their own, as those of their period right below them add up to
    them: a total, then its parts, each under its name and its years."""
    by_period: dict[str, list[Number]] = {}
    for number in prose:
        is_alone = lines[number.found.paragraph].strip() == number.found.printed
        if is_alone and number.is_level and number.is_exact:
            by_period.setdefault(number.found.period, []).append(number)
    for figures in by_period.values():
        for at, total in enumerate(figures):
            below = figures[at + 1 : at + 1 + _MOST_FIGURES]
            sums = (below[:count] for count in range(2, len(below) + 1))
            summed = (parts for parts in sums if deviation(total, total_of(parts)) == 0)
            parts = next(summed, []) if total.digits >= _FEWEST_DIGITS else []
            if parts and all(part.counts_as(total) for part in parts):
                yield claim_sum(total, parts, words_before(lines, total))


def shares_in_brackets(
    prose: Sequence[Number], told: Container[int], lines: Sequence[str]
) -> Iterator[Proposal]:
    """The shares of all lists of them that nothing else explains, and the sums of their parts."""
    for group in _share_lists(prose, told, lines):
        parts = [part for _, part in group]
        before = [n for n in prose if n.is_level and n.is_firm and n.at < group[0][0].at]
        wholes = [n for n in before[-_MOST_WHOLES:] if n.counts_as(parts[0])]
        summed = total_of(parts)
        alike = [n for n in wholes if deviation(n, summed) == 0 and n.digits >= _SURE_DIGITS]
        if len(parts) > 1 and alike and _make_a_hundred(group):
            whole = alike[-1]
            yield claim_sum(whole, parts, words_before(lines, whole))
        else:
            called = [n for n in wholes if _is_called(n, _whole_in_words(group, lines))]
            found = (
                _whole_of(group, called, is_named=True)
                or _whole_of(group, _level_right_before(group, prose), is_named=True)
                or _whole_of(group, wholes)
            )
            if found is None:
                continue
            whole = found
        for rate, part in group:
            yield claim_rate("share", rate, part, whole, words_before(lines, rate))


def _level_right_before(group: Sequence[Pair], prose: Sequence[Number]) -> list[Number]:
    """The number that the sentence of a list counts right before it: of 5,273 decisions, 33% were
    grants (1,760)."""
    first, part = group[0]
    before = [n for n in nearby_numbers(first, prose) if n.at < first.at and n.is_level]
    own = [n for n in before if sentence_key(n) == sentence_key(first)]
    return [n for n in own[-1:] if n.is_firm and n.counts_as(part)]


def _share_lists(
    prose: Sequence[Number], told: Container[int], lines: Sequence[str]
) -> Iterator[list[Pair]]:
    """The pairs of a share and its part that stand in one sentence, or in lines below each
    other."""
    group: list[Pair] = []
    for rate, part in _share_pairs(prose, lines):
        if rate.at in told:
            continue
        if group and not _goes_on(group[-1][0], rate, lines):
            yield group
            group = []
        group.append((rate, part))
    if group:
        yield group


def _share_pairs(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Pair]:
    for rate, part in pairwise(prose):
        is_share = rate.kind == "rate" and rate.found.role != "change" and rate.is_firm
        is_part = part.is_level and part.is_exact and part.found.is_aside and part.is_firm
        if not (is_share and is_part and sentence_key(rate) == sentence_key(part)):
            continue
        between = lines[part.found.paragraph][rate.found.end : part.found.start]
        said = _OF_ITEM.fullmatch(between)
        if said and len(between) <= _MOST_BETWEEN and not rate.found.is_aside:
            yield rate, part


def _goes_on(last: Number, rate: Number, lines: Sequence[str]) -> bool:
    """Whether a share is of the list of the last one."""
    if sentence_key(last) == sentence_key(rate):
        return True
    is_next = rate.found.paragraph == last.found.paragraph + 1
    return is_next and all(len(lines[n.found.paragraph]) <= _LONGEST_ITEM for n in (last, rate))


def _make_a_hundred(group: Sequence[Pair]) -> bool:
    rates = sum_intervals([(1, rate.interval) for rate, _ in group])
    return rates.low <= 1 <= rates.high


def _whole_in_words(group: Sequence[Pair], lines: Sequence[str]) -> set[str]:
    """The words that say what the shares of a list are of: behind a part, or above the list."""
    first = group[0][1].found
    behind = _OF_ALL.match(lines[first.paragraph], first.end)
    above = _OF_ALL_BELOW.match(lines[first.paragraph - 1]) if first.paragraph else None
    said = behind or above
    return _significant_words(said["of"] if said else group[0][0].found.whole)


def _significant_words(text: str) -> set[str]:
    return {found.lower().rstrip("s") for found in re.findall(r"[A-Za-z]{3,}", text)}


def _is_called(level: Number, said: set[str]) -> bool:
    """Whether a level is called as what shares are said to be of, by most of its words."""
    own = _significant_words(f"{level.found.measure} {level.found.subject}") - {ALL, "the", "total"}
    return bool(own and said) and own <= said


def _whole_of(
    group: Sequence[Pair], wholes: Sequence[Number], is_named: bool = False
) -> Number | None:
    """The one number of which all parts of a list are such shares, if that is no chance."""
    least = max(float(part.ends[0]) / max(rate.ends[1], CHANCE**2) for rate, part in group)
    most = min(float(part.ends[1]) / max(rate.ends[0], CHANCE**2) for rate, part in group)
    values = {n.ends: n for n in wholes if n.ends[0] > max(part.ends[1] for _, part in group)}
    holding = [
        n
        for n in values.values()
        if all(
            deviation(rate, divide_intervals(part.interval, n.interval)) == 0
            for rate, part in group
        )
    ]
    is_chance = len(values) * (most - least) / max(most, 1.0) > CHANCE * len(group) ** 2
    return holding[0] if len(holding) == 1 and (is_named or not is_chance) else None

"""Claims proposed by search: which numbers of a text follow from others, as far as the digits tell.

A form is tried where the order of the text allows it, and kept where the printed result could have
come of it. A form that holds for most of a list is kept for all of it, so that the one that does
not hold is found too. The same text always gets the same proposals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from laicheng_data.facts.arithmetic import (
    Number,
    Proposal,
    Terms,
    as_numbers,
    changed,
    off,
    ratio,
    total,
)
from laicheng_data.facts.naming import Found
from laicheng_data.facts.tabulated import propose_in_tables

_NEAR = 14  # levels before a rate that are tried with it
_MOST_TERMS = 14
_LEADING_TOTALS = 40  # numbers at the head of a text, among which its grand total is
_ENOUGH_DIGITS = 3  # significant digits from which a match is hardly chance
_SHORTEST_ENDING = 4  # characters that two names of one thing share
_SUM_WORDS = re.compile(r"其中|合计|共|总|分别|包括|包含|[:：]|含|由")
_MOST = Fraction(3, 5)  # the part of a list for which a form must hold, to be kept for all of it


def propose(facts: Sequence[Found], lines: Sequence[str]) -> list[Proposal]:
    """The claims that the facts bear out, one at most for each result and sort of claim."""
    numbers = as_numbers(facts)
    prose = [number for number in numbers if number.found.table < 0]
    kept: dict[tuple[int, object], Proposal] = {}
    for proposal in (
        *propose_in_tables(numbers),
        *_shares(prose, lines),
        *_changes(prose, lines),
        *_differences(prose, lines),
        *_sums(prose, lines),
    ):
        if proposal.result in {at for terms in proposal.operands for _, at in terms}:
            continue  # no number is worked out of itself
        sort = proposal.operands if proposal.kind == "sum" else ""
        kept.setdefault((proposal.result, sort), proposal)
    return sorted(kept.values(), key=lambda proposal: (proposal.result, proposal.kind))


def _words(lines: Sequence[str], number: Number) -> str:
    """The words that stand before a result, for the remark."""
    found = number.found
    start = max(0, found.start - 12)
    return f"{lines[found.paragraph][start : found.end]}".replace("\t", " ")


def _is_most(holding: int, tried: int) -> bool:
    """Whether a form holds often enough to be kept for all of a list."""
    return holding > 1 and holding >= _MOST * tried


def _sentence(number: Number) -> tuple[int, int]:
    return number.found.paragraph, number.found.sentence


# Shares


class _Share(NamedTuple):
    result: Number
    part: Number
    whole: tuple[Number, ...]
    off: Fraction
    rank: tuple[int, ...] = ()


def _shares(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    chosen: dict[int, _Share] = {}
    for result in prose:
        if result.kind == "rate" and result.found.role != "change":
            options = sorted(_share_options(result, prose), key=lambda option: option.rank)
            if options:
                chosen[result.at] = options[0]
    for group in _share_groups(prose):
        chosen |= _of_one_whole(group, chosen)
    chosen |= _named_alike(prose, chosen)
    for share in chosen.values():
        whole = tuple((1, number.at) for number in share.whole)
        words = _words(lines, share.result)
        yield Proposal("share", share.result.at, (((1, share.part.at),), whole), words)


def _share_options(result: Number, prose: Sequence[Number]) -> Iterator[_Share]:
    """Parts and wholes that would print so; a lower rank tells more.

    With few digits, or one unit of the last digit off, only the two levels right before count.
    """
    near = _near(result, prose)
    before = [number for number in near if number.at < result.at]
    last, pair = before[-1:], before[-2:]
    sure = result.digits >= _ENOUGH_DIGITS and result.interval.high < 1
    wholes = near + (_far(result, prose) if result.found.role == "share" else [])
    for part in near:
        is_next = part in last
        for whole in wholes:
            if whole is part or not part.counts_as(whole) or whole.interval == part.interval:
                continue
            apart = off(result, ratio(part.interval, whole.interval))
            if apart is None or apart > 1:
                continue
            together = _sentence(whole) == _sentence(part) == _sentence(result)
            is_near = part.found.paragraph == whole.found.paragraph == result.found.paragraph
            if apart or not sure:
                wanted = together and (is_next or (part in pair and whole in pair))
            else:
                wanted = is_near or is_next
            if wanted and not (apart and result.found.role != "share"):
                distance = abs(result.at - part.at) + abs(part.at - whole.at)
                rank = (int(apart > 0), int(not is_next), int(whole.at > part.at), distance)
                yield _Share(result, part, (whole,), apart, rank)


def _far(result: Number, prose: Sequence[Number]) -> list[Number]:
    """Totals further up that a share may be of, where its digits leave little to chance."""
    if result.digits <= _ENOUGH_DIGITS:
        return []
    levels = [n for n in prose[:_LEADING_TOTALS] if n.is_level and n.is_firm and n.at < result.at]
    return levels[:_NEAR]


def _near(result: Number, prose: Sequence[Number]) -> list[Number]:
    """The levels before a rate, two paragraphs back at most, and those behind it in its
    sentence."""
    levels = [number for number in _around(result, prose) if number.is_level and number.is_firm]
    before = [
        number
        for number in levels
        if number.at < result.at and result.found.paragraph - number.found.paragraph <= 2
    ]
    behind = [
        number
        for number in levels
        if number.at > result.at and _sentence(number) == _sentence(result)
    ]
    return before[-_NEAR:] + behind[:2]


def _around(result: Number, prose: Sequence[Number]) -> Sequence[Number]:
    """The numbers before and behind one, as many as can matter."""
    low, high = 0, len(prose)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if prose[middle].at < result.at else (low, middle)
    return prose[max(0, low - 4 * _NEAR) : low + _NEAR]


def _share_groups(prose: Sequence[Number]) -> list[list[tuple[Number, Number]]]:
    """Rates of one paragraph that are shares of one thing, each with the level right before it."""
    groups: dict[tuple[int, str], list[tuple[Number, Number]]] = {}
    last: Number | None = None
    for number in prose:
        if number.is_level:
            last = number
        is_share = number.kind == "rate" and number.found.role == "share"
        if is_share and last is not None and _sentence(last) == _sentence(number):
            key = (number.found.paragraph, number.found.whole)
            groups.setdefault(key, []).append((number, last))
    return [group for group in groups.values() if len(group) > 1]


def _of_one_whole(
    group: list[tuple[Number, Number]], chosen: dict[int, _Share]
) -> dict[int, _Share]:
    """The whole that most shares of a list are of, for all of them: a printed one, or their sum."""
    wholes = Counter(
        share.whole
        for result, part in group
        if (share := chosen.get(result.at)) and share.part is part and not share.off
    )
    parts = tuple(dict.fromkeys(part for _, part in group))
    candidates = [whole for whole, _ in wholes.most_common(1)]
    if len(parts) > 2:
        candidates.append(parts)
    for whole in candidates:
        interval = total([(1, number.interval) for number in whole])
        shares = [
            _Share(result, part, whole, apart)
            for result, part in group
            if part not in whole or len(whole) > 1
            if (apart := off(result, ratio(part.interval, interval))) is not None
        ]
        holding = sum(share.off == 0 for share in shares)
        if _is_most(holding, len(group)):
            return {share.result.at: share for share in shares}
    return {}


def _named_alike(prose: Sequence[Number], chosen: dict[int, _Share]) -> dict[int, _Share]:
    """Rates that are named like others whose part and whole are known, by those names."""
    by_name = {
        (number.found.period, number.found.subject, number.found.measure): number
        for number in reversed(prose)
    }
    forms: Counter[tuple[str, str, str]] = Counter()
    rates = [number for number in prose if number.kind == "rate"]
    for share in chosen.values():
        names = {
            (n.found.period, n.found.subject) for n in (share.result, share.part, *share.whole)
        }
        if len(names) == 1 and not share.off and len(share.whole) == 1:
            measures = (share.part.found.measure, share.whole[0].found.measure)
            forms[share.result.found.measure, *measures] += 1
    found = {}
    for (measure, part_name, whole_name), times in forms.items():
        alike = [rate for rate in rates if rate.found.measure == measure]
        if not _is_most(times, len(alike)):
            continue
        for rate in alike:
            name = (rate.found.period, rate.found.subject)
            part, whole = by_name.get((*name, part_name)), by_name.get((*name, whole_name))
            if part and whole:
                apart = off(rate, ratio(part.interval, whole.interval))
                if apart is not None:
                    found[rate.at] = _Share(rate, part, (whole,), apart)
    return found


# Changes


class _Change(NamedTuple):
    result: Number
    new: Terms
    old: Terms
    off: Fraction
    is_built: bool  # new, amount and rate stand side by side, so that it is meant


def _changes(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Growth and decline from new and old, or from new and the amount of the change."""
    options = [
        option
        for result in prose
        if result.kind == "rate" and result.found.role == "change"
        for option in _change_options(result, _around(result, prose))
    ]
    built = [option for option in options if option.is_built]
    holding = sum(option.off == 0 for option in built)
    is_form = _is_most(holding, len(built))
    for option in sorted(options, key=lambda option: (option.off, not option.is_built)):
        if option.off == 0 or (option.is_built and (is_form or option.off <= 1)):
            kind = "decline" if option.result.found.is_down else "growth"
            words = _words(lines, option.result)
            yield Proposal(kind, option.result.at, (option.new, option.old), words)


def _change_options(result: Number, around: Sequence[Number]) -> Iterator[_Change]:
    is_down = result.found.is_down
    base = result.found.measure.rpartition("_")[0]
    new = _base_of(result, base, around)
    if new is None:
        return
    sign = 1 if is_down else -1
    for amount in around:
        if amount.kind != "count" or _sentence(amount) != _sentence(result):
            continue
        if (
            amount.found.role == "change"
            and new.counts_as(amount)
            and abs(amount.at - result.at) == 1
        ):
            if amount.found.is_down != is_down or amount.at < new.at:
                continue
            old = total([(1, new.interval), (sign, amount.interval)])
            apart = off(result, changed(new.interval, old, is_down))
            if apart is not None:
                yield _Change(result, ((1, new.at),), ((1, new.at), (sign, amount.at)), apart, True)
    for old_level in around:
        is_older = old_level.found.period < new.found.period
        if not (old_level.is_firm and new.is_firm):
            continue
        if old_level.is_level and old_level is not new and old_level.counts_as(new):
            same = _is_same(new, old_level)
            near = _sentence(old_level) == _sentence(result)
            if (is_older and (same or near)) or (same and near and old_level.at < new.at):
                apart = off(result, changed(new.interval, old_level.interval, is_down))
                if apart == 0 and result.digits >= 2:
                    yield _Change(result, ((1, new.at),), ((1, old_level.at),), apart, False)


def _is_same(new: Number, old: Number) -> bool:
    """Whether two levels are called alike: 最高法院受理案件 of this year, 最高法受理案件 of the last."""
    one, other = new.found.measure, old.found.measure
    if one == other:
        return True
    is_year_before = old.found.period == f"{int(new.found.period[:4] or 0) - 1}"
    return is_year_before and one[-_SHORTEST_ENDING:] == other[-_SHORTEST_ENDING:]


def _base_of(result: Number, base: str, around: Sequence[Number]) -> Number | None:
    """The level whose change a number is: the last of that name, in its paragraph."""
    levels = [
        number
        for number in around
        if number.is_level
        and number.at < result.at
        and number.found.paragraph == result.found.paragraph
        and number.found.period >= result.found.period[:4]
    ]
    named = [number for number in levels if base and number.found.measure == base]
    in_sentence = [number for number in levels if _sentence(number) == _sentence(result)]
    candidates = named or [number for number in in_sentence if not number.found.is_aside]
    return candidates[-1] if candidates else None


def _differences(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Amounts and percentage points of change, from the two values that stand in the sentence."""
    for result in prose:
        if result.found.role not in ("change", "points") or result.kind == "rate":
            continue
        kind = "rate" if result.kind == "points" else "count"
        levels = [
            number
            for number in _around(result, prose)
            if number.kind == kind
            and (kind == "rate" or (number.is_level and number.counts_as(result)))
            and _sentence(number) == _sentence(result)
            and number.at < result.at
        ]
        for new, old in pairwise(levels):
            pair = (
                (old, new)
                if result.found.is_down == (new.interval.low > old.interval.low)
                else (new, old)
            )
            value = total([(1, pair[0].interval), (-1, pair[1].interval)])
            if value.low > 0 and off(result, value) == 0 and new.digits >= 2:
                terms = (((1, pair[0].at),), ((-1, pair[1].at),))
                yield Proposal("sum", result.at, terms, _words(lines, result))
                break


# Sums


def _sums(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Levels that those right behind them, or right before them, add up to; averages do not
    count."""
    levels = [
        number
        for number in prose
        if number.is_level and not number.found.is_aside and "均" not in number.found.measure
    ]
    parts: set[int] = set()  # the terms of totals further down, which are no terms of one above
    for at, result in reversed(list(enumerate(levels))):
        if result.digits < 2 or result.found.bound != "exact":
            continue
        behind = levels[at + 1 : at + 1 + _MOST_TERMS]
        before = levels[max(0, at - _MOST_TERMS) : at][::-1]
        whole = [number for number in behind if number.at not in parts]
        for run in (behind, whole, before):
            found = list(_divisions(result, run, lines))
            for terms in found:
                ordered = sorted(terms, key=lambda number: number.at)
                operands = tuple(((1, number.at),) for number in ordered)
                yield Proposal("sum", result.at, operands, _words(lines, result))
            if found:
                parts |= {term.at for terms in found for term in terms if term.at > result.at}
                break


def _divisions(
    result: Number, run: Sequence[Number], lines: Sequence[str]
) -> Iterator[list[Number]]:
    """The runs that add up to the result, one behind the other: by kind, then by outcome."""
    while terms := _adding_up(result, run, lines):
        yield terms
        run = run[len(terms) :]


def _adding_up(result: Number, run: Sequence[Number], lines: Sequence[str]) -> list[Number]:
    """The shortest start of the run that adds up to the result, where that is hardly chance."""
    terms: list[Number] = []
    for number in run:
        if not number.counts_as(result) or number.found.bound != "exact":
            break
        if abs(number.found.paragraph - result.found.paragraph) > 1:
            break
        if number.found.period != result.found.period or number.interval.low <= 0:
            break
        terms.append(number)
        value = total([(1, term.interval) for term in terms])
        if value.low > result.interval.high:
            break
        if len(terms) > 1 and off(result, value) == 0 and _is_meant(result, terms, lines):
            return terms
    return []


def _is_meant(result: Number, terms: list[Number], lines: Sequence[str]) -> bool:
    """Whether the words say that there is a sum, or the digits leave hardly another choice."""
    first, last = sorted((result, terms[-1]), key=lambda number: number.at)
    if first.found.paragraph == last.found.paragraph:
        between = lines[first.found.paragraph][max(0, first.found.start - 6) : last.found.end]
    else:
        between = lines[first.found.paragraph][first.found.end :]
    said = _SUM_WORDS.search(between) is not None
    width = sum((term.interval.high - term.interval.low for term in terms), result.unit)
    chance = width / (result.interval.high or 1)
    return chance < Fraction(1, 30) if said else chance < Fraction(1, 200)

"""Lists of shares, which are all of one whole: a printed one, or what their parts make together.

A form that holds for most of a list is kept for all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    deviation,
    divide_intervals,
    sum_intervals,
)
from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.nearby import is_most, nearby_numbers, sentence_key
from laicheng_data.facts.printed import Interval
from laicheng_data.facts.units import PER

_FEW_GROUPS = 6  # lists that a share may go on with
_SURELY_A_LIST = 4  # shares that hold, from which one that does not is meant to
_OF_TWO = 2  # shares that make no list
_MOST_JOINED = 8  # levels of which two together may be what a list is of
_NEAR_PARAGRAPHS = 2  # within which what shares are of mostly stands
_SHORTEST_ENDING = 4  # characters that two names of one thing share
_OF_WHICH = re.compile(r"[，, ]*其中")


class Share(NamedTuple):
    """A rate as the share of a part in one number or several, and how many units it is off."""

    result: Number
    part: Number
    whole: tuple[Number, ...]
    off: Fraction
    rank: tuple[int, ...] = ()


def bracketed_part(rate: Number, near: Sequence[Number]) -> Number | None:
    """The level in brackets right behind a rate, which is its part: 26.9% (73,380) of patients."""
    sign = "" if rate.found.printed.endswith(PER) else " per cent"
    last = rate.found.end + len(f"{sign} (")
    part = next((n for n in near if n.at == rate.at + 1 and n.found.is_aside and n.is_level), None)
    is_next = part is not None and part.found.paragraph == rate.found.paragraph
    return part if part is not None and is_next and part.found.start <= last else None


def is_assigned_to(result: Number, part: Number) -> bool:
    """Whether a share of one subject is that of a level which is called so: 同城 of 同城业务量."""
    subject, measure = result.found.subject, part.found.measure
    length = min(len(subject), _SHORTEST_ENDING)
    return subject != ALL and measure.startswith(subject[:length])


def share_groups(prose: Sequence[Number]) -> list[list[tuple[Number, Number]]]:
    """Rates of one paragraph that are shares of one thing, each with the level right before it;
    those of paragraphs side by side where they say what of: 占总数."""
    groups: list[list[tuple[Number, Number]]] = []
    last: Number | None = None
    main: Number | None = None  # the last that stands in no brackets
    opens: set[int] = set()  # shares of the first number of their paragraph
    for number in prose:
        if last is not None and number.at == last.at + 1 and _is_first(last, prose):
            opens.add(number.at)
        if number.is_level:
            last, main = number, main if number.found.is_aside else number
        is_share = number.kind == "rate" and number.found.role == "share"
        dealt = _level_by_subject(number, prose) if is_share else None
        if is_share and last is not None and (dealt or sentence_key(last) == sentence_key(number)):
            last = dealt or (last if number.found.is_aside else main or last)
            near = nearby_numbers(number, prose) if number.found.of else ()
            part = next((n for n in near if _is_listed(number, n)), last)
            part = bracketed_part(number, nearby_numbers(number, prose)) or part
            if groups and part is groups[-1][-1][1] and part is last:
                continue  # what it is a share of is not printed
            latest = groups[: -_FEW_GROUPS - 1 : -1]
            alike = (
                group
                for group in latest
                if _is_of_group(number, [share for share, _ in group], opens)
            )
            if group := next(alike, None) or _continued_group(number, latest):
                group.append((number, part))
            else:
                groups.append([(number, part)])
    return [group for group in groups if len(group) > 1]


def _continued_group(
    share: Number, latest: Sequence[list[tuple[Number, Number]]]
) -> list[tuple[Number, Number]] | None:
    """The last list, where its only share so far says what of and one behind it no more:
    占总数的31%；乙占23%."""
    last = latest[0][-1][0].found if latest and len(latest[0]) == 1 else None
    is_next = last is not None and last.paragraph == share.found.paragraph and last.whole != ""
    return latest[0] if is_next and not share.found.whole else None


def _level_by_subject(share: Number, prose: Sequence[Number]) -> Number | None:
    """The level of an earlier paragraph that is called as the subject a share is dealt to."""
    if share.found.subject == ALL:
        return None
    near = nearby_numbers(share, prose)
    before = [n for n in near if n.is_level and n.found.paragraph < share.found.paragraph]
    before = [n for n in before if share.found.paragraph - n.found.paragraph <= 2]
    called = [n for n in before if n.found.subject == ALL and is_assigned_to(share, n)]
    return called[-1] if len(called) == 1 else None


def _is_listed(share: Number, level: Number) -> bool:
    """Whether a share is dealt out to a level: 甲、乙分别占8.3%、7.6%."""
    is_one = level.found.paragraph == share.found.paragraph and level.is_level
    return is_one and level.found.position == share.found.of


def _is_first(number: Number, prose: Sequence[Number]) -> bool:
    """Whether a number is the first of its paragraph."""
    at = bisect_left(prose, number.at, key=lambda other: other.at)
    return at == 0 or prose[at - 1].found.paragraph != number.found.paragraph


def _is_of_group(share: Number, group: Sequence[Number], opens: set[int]) -> bool:
    """Whether a share is of what others before it are of, in its paragraph or in the next of two
    that say what of, or that begin alike with a number and its share: items of a list."""
    one, other = share.found, group[-1].found
    apart = one.paragraph - other.paragraph
    is_named = one.whole != "" and apart <= 1
    is_listed = (
        apart == 1
        and {share.at, group[-1].at} <= opens
        and len({n.found.paragraph for n in group}) == len(group)
    )
    return one.whole == other.whole and (apart == 0 or is_named or is_listed)


def choose_common_whole(
    group: list[tuple[Number, Number]], chosen: dict[int, Share], heads: Sequence[Number]
) -> dict[int, Share]:
    """The whole that most shares of a list are of, for all of them: a printed one, or what the
    parts make together, those left out that 其中 makes parts of others."""
    wholes = Counter(
        share.whole
        for result, part in group
        if (share := chosen.get(result.at)) and share.part is part and not share.off
    )
    parts = tuple(dict.fromkeys(part for _, part in group))
    candidates = [whole for whole, _ in wholes.most_common(1)]
    alike = [head for head in heads if head.counts_as(group[0][1])]
    candidates += [(head,) for head in alike]
    main = tuple(part for part in parts if not _OF_WHICH.match(part.found.lead))
    divisions = [run for run in dict.fromkeys((parts, main)) if len(run) > _OF_TWO]
    candidates += divisions
    if len(parts) > _OF_TWO:
        candidates += combinations(alike[:_MOST_JOINED], 2)
    for whole in candidates:
        options = _shares_of(whole, group)
        is_own = whole in divisions or len(whole) == 1
        if _is_confirmed(options, len(group), whole[0], is_own):
            if any(share.off for share in options) and (of_parts := _holding_shares(parts, group)):
                whole, options = parts, of_parts
            interval = sum_intervals([(1, number.interval) for number in whole])
            printed = next((head for head in alike if deviation(head, interval) == 0), None)
            if whole in divisions and printed:  # which they only add up to
                options, interval = _shares_of((printed,), group), printed.interval
            return {share.result.at: _prefer_own(share, interval, chosen) for share in options}
    return {}


def _shares_of(whole: tuple[Number, ...], group: Sequence[tuple[Number, Number]]) -> list[Share]:
    """What the shares of a list are as those of one whole, or of several numbers together."""
    interval = sum_intervals([(1, number.interval) for number in whole])
    return [
        Share(result, part, whole, apart)
        for result, part in group
        if (part not in whole or len(whole) > 1) and part.counts_as(whole[0])
        if part.interval.low <= interval.high or result.interval.high > 1  # no less than its part
        if (apart := deviation(result, divide_intervals(part.interval, interval))) is not None
    ]


def _holding_shares(
    parts: tuple[Number, ...], group: Sequence[tuple[Number, Number]]
) -> list[Share]:
    """The shares of a list as those of its parts together, where all hold; else none."""
    options = _shares_of(parts, group) if len(parts) > _OF_TWO else []
    is_all = len(options) == len(group) and not any(share.off for share in options)
    return options if is_all else []


def _is_confirmed(options: Sequence[Share], many: int, whole: Number, is_own: bool) -> bool:
    """Whether so many shares of a list are of one whole: most of them where it is near, all where
    it is far; of two levels together, which are many pairs, all to the last digit."""
    holding = sum(share.off == 0 for share in options)
    near = sum(share.off <= 1 for share in options)  # cut off where others are rounded
    if not is_own:
        return holding == many > _OF_TWO
    if options and options[0].result.found.paragraph - whole.found.paragraph > _NEAR_PARAGRAPHS:
        return holding > 1 and near >= many - (holding >= _SURELY_A_LIST)
    return holding > 1 and is_most(near, many)


def adds_up(head: Number, parts: Sequence[Number]) -> bool:
    """Whether two parts or more add up to a number."""
    return (
        len(parts) > 1
        and deviation(head, sum_intervals([(1, part.interval) for part in parts])) == 0
    )


def _prefer_own(share: Share, whole: Interval, chosen: dict[int, Share]) -> Share:
    """The share of the nearer of two numbers that are as large: what its own words say."""
    own = chosen.get(share.result.at)
    if own is None or own.part is not share.part or len(own.whole) > 1:
        return share
    one, other = own.whole[0], share.whole[0]
    is_equal = (one.interval.low, one.interval.high) == (whole.low, whole.high)
    return own if is_equal and one.at > other.at else share


def group_by_whole(chosen: dict[int, Share]) -> list[list[tuple[Number, Number, Number]]]:
    """The parts of the shares of one paragraph that are of one printed whole, in their order, each
    with the whole and its share."""
    groups: dict[tuple[int, int], list[tuple[Number, Number, Number]]] = {}
    for at in sorted(chosen):
        share = chosen[at]
        if len(share.whole) == 1:
            key = (share.result.found.paragraph, share.whole[0].at)
            groups.setdefault(key, []).append((share.part, share.whole[0], share.result))
    return list(groups.values())

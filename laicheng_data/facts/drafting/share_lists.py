"""Lists of shares, which are all of one whole: a printed one, or what their parts make together.

A form that holds for most of a list is kept for all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import Number, deviation, divide_intervals
from laicheng_data.facts.drafting.nearby import is_most, sentence_key, total_of
from laicheng_data.facts.printed import Interval

_FEW_GROUPS = 6  # lists that a share may go on with
_SURELY_A_LIST = 4  # shares that hold, from which one that does not is meant to
_OF_TWO = 2  # shares that make no list
_MOST_JOINED = 8  # levels of which two together may be what a list is of
_NEAR_PARAGRAPHS = 2  # within which what shares are of mostly stands
_OF_WHICH = re.compile(r"[，, ]*其中")


class Share(NamedTuple):
    """A rate as the share of a part in one number or several, and how many units it is off."""

    result: Number
    part: Number
    whole: tuple[Number, ...]
    off: Fraction
    rank: tuple[int, ...] = ()


def share_groups(prose: Sequence[Number]) -> list[list[tuple[Number, Number]]]:
    """Rates of one paragraph that are shares of one thing, each with the level right before it;
    those of paragraphs side by side where they say what of: 占总数."""
    groups: list[list[tuple[Number, Number]]] = []
    last: Number | None = None
    main: Number | None = None  # the last that stands in no brackets
    for number in prose:
        if number.is_level:
            last, main = number, main if number.found.is_aside else number
        is_share = number.kind == "rate" and number.found.role == "share"
        if is_share and last is not None and sentence_key(last) == sentence_key(number):
            part = last = last if number.found.is_aside else main or last
            if groups and part is groups[-1][-1][1]:
                continue  # what it is a share of is not printed
            latest = groups[: -_FEW_GROUPS - 1 : -1]
            group = next((own for own in latest if _goes_on(number, own[-1][0])), None)
            if group:
                group.append((number, part))
            else:
                groups.append([(number, part)])
    return [group for group in groups if len(group) > 1]


def _goes_on(share: Number, last: Number) -> bool:
    """Whether a share is of what another before it is of, in its paragraph or in the next of two
    that say what of."""
    one, other = share.found, last.found
    apart = one.paragraph - other.paragraph
    return one.whole == other.whole and (apart == 0 or (one.whole != "" and apart <= 1))


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
            interval = total_of(whole)
            printed = next((head for head in alike if deviation(head, interval) == 0), None)
            if whole in divisions and printed:  # which they only add up to
                options, interval = _shares_of((printed,), group), printed.interval
            return {share.result.at: _prefer_own(share, interval, chosen) for share in options}
    return {}


def _shares_of(whole: tuple[Number, ...], group: Sequence[tuple[Number, Number]]) -> list[Share]:
    """What the shares of a list are as those of one whole, or of several numbers together."""
    interval = total_of(whole)
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
    return len(parts) > 1 and deviation(head, total_of(parts)) == 0


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

"""Shares proposed by search: which part of which whole a printed rate may be.

A form that holds for most of a list is kept for all of it, so that the one that does not hold is
found too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, groupby, islice, pairwise

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    deviation,
    divide_intervals,
    is_misprint,
    may_reach,
    search_bounds,
)
from laicheng_data.facts.drafting.compound_claims import sums_of_shares, whole_by_name
from laicheng_data.facts.drafting.nearby import (
    NEAR,
    is_most,
    nearby_numbers,
    sentence_key,
    total_of,
    words_before,
)
from laicheng_data.facts.drafting.rankings import is_of_ranking
from laicheng_data.facts.drafting.share_lists import (
    Share,
    adds_up,
    choose_common_whole,
    group_by_whole,
    share_groups,
)
from laicheng_data.facts.printed import Interval

_OF_TWO = 2  # shares that make no list
_GRAND_TOTALS = 2  # the first levels of a text, of which shares further down may be
_LEADING_TOTALS = 40  # numbers at the head of a text, among which its grand total is
_ENOUGH_DIGITS = 3  # significant digits from which a match is hardly chance
_SHORTEST_ENDING = 4  # characters that two names of one thing share
_WIDEST = Fraction(1, 50)  # width of a rate worked out, above which a match is chance
_WIDEST_SAID = Fraction(1, 5)  # of one that is said to be a share
_FEW_THINGS = 20  # of which a rate in another sentence is chance: 2 of 3 are 66.7%
_MISPRINT = Fraction(1, 5)  # how far off a rate may be that the words say, and be meant
_OF_ALL = re.compile(r"(?:全部|总[数量额值计])?")  # what a share is of that is of all there are
_DONE = "完成率"
_PLANNED = re.compile(r"计划|预算|任务|目标")
_PERCENTAGE_OF = re.compile(r"(?:percentage|proportion)_of_(?:the_)?", re.IGNORECASE)
_CAME_IN = re.compile(r"(?<=[a-z])_received$")


def shares(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The shares that the numbers of running text bear out, or that its words say."""
    chosen: dict[int, Share] = {}
    for result in prose:
        is_of_one = result.found.role != "change" and not is_of_ranking(result)
        if result.kind == "rate" and is_of_one and not is_vital(result):
            options = sorted(_share_options(result, prose), key=lambda option: option.rank)
            if options:
                chosen[result.at] = options[0]
            elif meant := _intended_share(result, prose):
                chosen[result.at] = meant
            elif slip := _slip_of_share(result, prose):
                chosen[result.at] = slip
    for group in share_groups(prose):
        above = [n for n in _near_levels(group[0][0], prose) if n.at < group[0][1].at]
        first = (n for n in prose if n.is_level and n.is_firm and n.at < group[0][1].at)
        heads = [*above[::-1], *islice(first, _GRAND_TOTALS)]
        if len(group) <= _OF_TWO:
            heads = [head for head in heads if adds_up(head, [part for _, part in group])]
        chosen |= choose_common_whole(group, chosen, heads)
    chosen |= _shares_named_alike(prose, chosen)
    for result in list(_parts_of_others(prose, chosen)):
        del chosen[result.at]
    yield from sums_of_shares(group_by_whole(chosen))
    for share in chosen.values():
        if share.off and (both := _share_of_two(share.result, prose)):
            yield both
            continue
        whole = tuple((1, number.at) for number in share.whole)
        said = words_before(lines, share.result)
        yield Proposal("share", share.result.at, (((1, share.part.at),), whole), said)


def continued_levels(prose: Sequence[Number], known: Container[int]) -> Iterator[Number]:
    """The shares that go on with one before them in the paragraph which says of what, where that is
    not known: it may not be printed, and no number of another paragraph is it."""
    rates = [n for n in prose if n.kind == "rate" and n.found.role == "share"]
    for _, run in groupby(rates, key=lambda n: n.found.paragraph):
        is_open = False
        for result in run:
            if result.found.whole:
                is_open = result.at not in known
            elif is_open:
                yield result


def _parts_of_others(prose: Sequence[Number], chosen: Mapping[int, Share]) -> Iterator[Number]:
    """Those of them that would be of a number of another paragraph, unless several are."""
    wholes = Counter((share.result.found.paragraph, share.whole[0].at) for share in chosen.values())
    for result in continued_levels(prose, chosen):
        whole = chosen[result.at].whole[0] if result.at in chosen else result
        here = result.found.paragraph
        if whole.found.paragraph != here and wholes[here, whole.at] == 1:
            yield result


def _share_of_two(result: Number, prose: Sequence[Number]) -> Proposal | None:
    """The share that two levels of the sentence make of a third, where just these do to four
    digits: 办结率 of what was answered at once and what was dealt with, in all that came in."""
    levels = [n for n in _near_levels(result, prose) if sentence_key(n) == sentence_key(result)]
    found = [
        (*pair, whole)
        for pair in combinations(levels, 2)
        for whole in levels
        if whole not in pair and all(part.counts_as(whole) for part in pair)
        if deviation(
            result,
            divide_intervals(total_of(pair), whole.interval),
        )
        == 0
    ]
    if len(found) != 1 or result.digits <= _ENOUGH_DIGITS:
        return None
    one, other, whole = found[0]
    parts = tuple((1, number.at) for number in sorted((one, other), key=lambda n: n.at))
    return Proposal("share", result.at, (parts, ((1, whole.at),)), result.found.measure)


def _share_options(result: Number, prose: Sequence[Number]) -> Iterator[Share]:
    """Parts and wholes that would print so; a lower rank tells more.

    With few digits, or one unit of the last digit off, only the two levels right before count.
    """
    near = _near_levels(result, prose)
    before = [number for number in near if number.at < result.at]
    main = [n for n in before if result.found.is_aside or not n.found.is_aside]
    main = [n for n in main if "平均" not in n.found.measure]
    last, pair = main[-1:], main[-2:]
    sure = result.digits >= _ENOUGH_DIGITS and result.interval.high < 1
    within = search_bounds(result)
    base = result.found.measure.rpartition("_")[0] if result.found.role == "share" else ""
    for part in near:
        is_behind = part.at == result.at + 1 and base == part.found.measure != ""
        is_next = part in last or is_behind
        if not (is_next or base in ("", part.found.measure)):
            continue
        for whole in near:
            if whole is part or not part.counts_as(whole) or whole.interval.meets(part.interval):
                continue
            if not may_reach(within, part, whole) or not may_be_called(result.found.whole, whole):
                continue
            value = divide_intervals(part.interval, whole.interval)
            apart = deviation(result, value)
            if apart is None or apart > 1 or _may_be_anything(result, value):
                continue
            together = sentence_key(whole) == sentence_key(part) == sentence_key(result)
            if whole.interval.high < _FEW_THINGS and not together:
                continue
            is_near = part.found.paragraph == whole.found.paragraph == result.found.paragraph
            if apart or not sure:
                is_named = is_near and is_next and not apart and _is_rate_of(result, part)
                wanted = is_named or (together and (is_next or (part in pair and whole in pair)))
            else:
                wanted = is_near or is_next
            if wanted and not (apart and result.found.role != "share"):
                distance = abs(result.at - part.at) + abs(part.at - whole.at)
                is_said = result.found.lead.strip() == "的" and whole.at == result.at - 1
                behind = int(whole.at > part.at)
                rank = (int(apart > 0), int(not is_said), int(not is_next), behind, distance)
                yield Share(result, part, (whole,), apart, rank)


def may_be_called(name: str, whole: Number) -> bool:
    """Whether a level may be what a share says that it is of: a plan is no level that is not called
    one in two characters."""
    called = f"{whole.found.measure}{whole.found.lead}"
    is_plan = _PLANNED.search(name) is not None
    return not is_plan or any(one + other in called for one, other in pairwise(name))


def _may_be_anything(result: Number, value: Interval | None) -> bool:
    """Whether a value worked out of rounded numbers is too wide to tell anything."""
    widest = _WIDEST_SAID if result.found.role == "share" else _WIDEST
    return value is not None and value.high - value.low > widest


def _intended_share(result: Number, prose: Sequence[Number]) -> Share | None:
    """The share that the words say, whether it holds or not: 结案700件，结案率79.64%, or
    完成2236万元，完成预算25200万元的8.9%."""
    levels = [
        number
        for number in nearby_numbers(result, prose)
        if number.is_level and number.is_firm and number.at < result.at
        if sentence_key(number) == sentence_key(result)
    ]
    main = [number for number in levels if not number.found.is_aside]
    last = _last_before(result, levels)
    pair: tuple[Number | None, Number | None] = _part_and_whole_by_name(result, prose)
    most = _MISPRINT * result.interval.high
    if last and result.found.lead.strip() == "的" and result.at == last.at + 1:
        pair = _last_before(result, main), last
    elif named := next((n for n in reversed(levels) if _is_rate_of(result, n)), None):
        pair = named, _last_before(named, [level for level in main if level.counts_as(named)])
        most = most if named is last else result.unit
    part, whole = pair
    if part is None or whole is None or part is whole or not part.counts_as(whole):
        return None
    apart = deviation(result, divide_intervals(part.interval, whole.interval))
    is_like = apart is not None and apart * result.unit <= most
    return Share(result, part, (whole,), apart or Fraction(0)) if is_like else None


def is_vital(rate: Number) -> bool:
    """Whether a rate is one of births or deaths: it is of a yearly average that is not printed."""
    return rate.found.printed.endswith("‰") and rate.found.role != "share"


def _slip_of_share(result: Number, prose: Sequence[Number]) -> Share | None:
    """The share that a level right before makes of what is named or stands first, where it is
    printed so but for a slip in one digit; a plan that is done in part is not printed itself."""
    if result.found.measure.endswith(_DONE):
        return None
    is_share = result.found.role == "share"
    levels = [n for n in _near_levels(result, prose) if n.at < result.at]
    part = next((n for n in levels if n.found.position == result.found.of), None)
    part = part or (levels[-1] if levels else None)
    if part is None or part.block != result.block or not (is_share or _is_rate_of(result, part)):
        return None
    if part.found.period != result.found.period or _has_its_share(part, result, prose):
        return None
    named = whole_by_name(result, prose)
    first = [n for n in levels if not n.found.is_aside and n.found.period == part.found.period]
    in_sentence = [n for n in first if sentence_key(n) == sentence_key(result)]
    of_paragraph = [n for n in first if n.found.paragraph == result.found.paragraph]
    heads = [
        named,
        _grand_total(part, prose) if is_share and _OF_ALL.fullmatch(result.found.whole) else None,
        *in_sentence[:1],
        *in_sentence[-2:-1],
        *of_paragraph[:1],
        *first[:1],
    ]
    for whole in dict.fromkeys(filter(None, heads)):
        value = divide_intervals(part.interval, whole.interval) if part.counts_as(whole) else None
        if part.interval.high < whole.interval.low and is_misprint(result, value):
            return Share(result, part, (whole,), deviation(result, value) or Fraction(0))
    return None


def _grand_total(part: Number, prose: Sequence[Number]) -> Number | None:
    """The first level at the head of a text that is counted in the unit of a part."""
    levels = (n for n in prose[:_LEADING_TOTALS] if n.is_level and n.is_firm)
    return next((n for n in levels if n.found.unit == part.found.unit != ""), None)


def _has_its_share(part: Number, result: Number, prose: Sequence[Number]) -> bool:
    """Whether another share stands between a level and the one that may be its own."""
    between = (n for n in nearby_numbers(result, prose) if part.at < n.at < result.at)
    return any(n.kind == "rate" and n.found.role == "share" for n in between)


def _part_and_whole_by_name(
    result: Number, prose: Sequence[Number]
) -> tuple[Number | None, Number | None]:
    """The part and the whole by the names that a share gives: 第一产业增加值占国内生产总值的比重."""
    if said := _PERCENTAGE_OF.match(result.found.measure):
        return _part_of_what_came_in(result, result.found.measure[said.end() :], prose)
    base, whole = result.found.measure.rpartition("_")[0], result.found.whole
    levels = [n for n in nearby_numbers(result, prose) if n.is_level and n.block == result.block]
    parts = [n for n in levels if base and n.found.measure == base]
    is_long = len(base) >= _SHORTEST_ENDING
    parts = parts or [n for n in levels if is_long and n.found.measure.endswith(base)]
    wholes = [level for level in levels if whole and level.found.measure == whole]
    return _last_before(result, parts), _last_before(result, wholes) or whole_by_name(result, prose)


def _part_of_what_came_in(
    result: Number, name: str, prose: Sequence[Number]
) -> tuple[Number | None, Number | None]:
    """The part that the rest of a rate's name repeats, and what came in of the same noun, of one
    period: requests_completed and requests_received of the percentage_of_requests_completed."""
    levels = [
        n
        for n in _near_levels(result, prose)
        if (n.found.period, n.found.subject) == (result.found.period, result.found.subject)
    ]
    part = _last_before(result, [n for n in levels if f"_{n.found.measure}".endswith(f"_{name}")])
    came_in = [n for n in levels if _CAME_IN.search(n.found.measure)]
    called = f"{part.found.measure}_" if part else ""
    wholes = [n for n in came_in if called.startswith(f"{_CAME_IN.sub('', n.found.measure)}_")]
    return part, _last_before(result, wholes)


def _last_before(number: Number, levels: Sequence[Number]) -> Number | None:
    """The last level before a number."""
    return next((level for level in reversed(levels) if level.at < number.at), None)


def _is_rate_of(rate: Number, part: Number) -> bool:
    """Whether a rate is called as its part: 结案率 of 结案, 认罪认罚适用率 of 适用认罪认罚审结."""
    name, whole = rate.found.measure.removesuffix("率"), part.found.measure.removesuffix("数")
    if name == rate.found.measure:
        return False
    return name == whole or (len(name) >= _SHORTEST_ENDING and set(name) <= set(whole))


def _near_levels(result: Number, prose: Sequence[Number]) -> list[Number]:
    """The levels before a rate, in its list or two paragraphs back at most, and those behind it in
    its sentence."""
    levels = [
        number for number in nearby_numbers(result, prose) if number.is_level and number.is_firm
    ]
    before = [
        number
        for number in levels
        if number.at < result.at
        if number.block == result.block or result.found.paragraph - number.found.paragraph <= 2
    ]
    behind = [
        number
        for number in levels
        if number.at > result.at and sentence_key(number) == sentence_key(result)
    ]
    return before[-NEAR:] + behind[:2]


def _shares_named_alike(prose: Sequence[Number], chosen: dict[int, Share]) -> dict[int, Share]:
    """Rates that are named like others whose part and whole are known, by those names."""
    by_name: dict[tuple[str, str, str], list[Number]] = {}
    for number in prose:
        key = (number.found.period, number.found.subject, number.found.measure)
        by_name.setdefault(key, []).append(number)
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
        if not is_most(times, len(alike)):
            continue
        for rate in alike:
            name = (rate.found.period, rate.found.subject)
            part = _nearest_called(rate, by_name.get((*name, part_name), []))
            whole = _nearest_called(part or rate, by_name.get((*name, whole_name), []))
            if part and whole:
                apart = deviation(rate, divide_intervals(part.interval, whole.interval))
                if apart is not None:
                    found[rate.at] = Share(rate, part, (whole,), apart)
    return found


def _nearest_called(number: Number, called: Sequence[Number]) -> Number | None:
    """The last of the numbers of one name before another, or the first behind it."""
    return _last_before(number, called) or next(iter(called), None)

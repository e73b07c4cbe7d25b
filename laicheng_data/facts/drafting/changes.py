"""Growth, decline and amounts of change proposed from the numbers that stand around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    Terms,
    claim_difference,
    deviation,
    growth_rate,
    is_misprint,
    sum_intervals,
)
from laicheng_data.facts.drafting.nearby import is_most, nearby_numbers, sentence_key, words_before
from laicheng_data.facts.drafting.period_names import period_before
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.printed import Interval

_SHORTEST_ENDING = 4  # characters that two names of one thing share
_FEW_PARAGRAPHS = 2  # a heading may stand between
_NEAR_LEVELS = 4  # numbers between an amount of change and the levels that it is of
_MISPRINT = Fraction(1, 5)  # how far off a rate may be that the words say, and be meant


class _Change(NamedTuple):
    result: Number
    new: Terms
    old: Terms
    off: Fraction
    is_built: bool  # new, amount and rate stand side by side, so that it is meant
    is_elsewhere: bool = False  # amount and rate do, and the new number before them
    is_said: bool = False  # new and old stand in its sentence, as the same thing a year apart
    is_slip: bool = False  # one digit of it is all that is wrong


def changes(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Growth and decline from new and old, or from new and the amount of the change."""
    options = [
        option
        for result in prose
        if result.kind == "rate" and result.found.role == "change"
        for option in _change_options(result, nearby_numbers(result, prose))
    ]
    built = [option for option in options if option.is_built]
    is_form = is_most(sum(option.off == 0 for option in built), len(built)) or len(built) == 1
    elsewhere = [option for option in options if option.is_elsewhere]
    is_list = is_most(sum(option.off == 0 for option in elsewhere), len(elsewhere))
    for option in sorted(options, key=_rank):
        near = option.off <= 1 or _is_misprint(option)
        is_meant = (option.is_built and near and (is_form or option.off <= 1)) or (
            option.is_elsewhere
            and is_list
            and (option.off <= 1 or _is_close(option.result, option.off))
        )
        is_said = option.is_said and _is_close(option.result, option.off)
        if option.off == 0 or is_meant or is_said or option.is_slip:
            kind = "decline" if option.result.found.is_down else "growth"
            said = words_before(lines, option.result)
            yield Proposal(kind, option.result.at, (option.new, option.old), said)


def _rank(option: _Change) -> tuple[bool, bool, Fraction, bool]:
    """What is less for what tells more: old and new in one sentence before new and the amount."""
    return option.off > 0, not option.is_said, option.off, not option.is_built


def _is_misprint(option: _Change) -> bool:
    """Whether a rate is near enough to what is worked out to be meant for it."""
    result = option.result
    return option.off * result.unit <= max(abs(result.interval.high), abs(result.interval.low))


def _is_close(result: Number, apart: Fraction) -> bool:
    """Whether a number is so near to what is worked out that it can only be meant for it."""
    return apart * result.unit <= _MISPRINT * abs(result.interval.high)


def _is_before(new: Number, old: Number) -> bool:
    """Whether one number is the other of the year before, or of the quarter, month or week."""
    is_same = new.found.measure == old.found.measure and new.found.unit == old.found.unit
    before = {period_before(new.found.period, unit) for unit in "年季月周"} - {new.found.period}
    is_beside = old.at == new.at + 1 and old.found.period < new.found.period  # 比2010年的5人
    return is_same and (old.found.period in before or is_beside)


def _is_older(one: str, other: str) -> bool:
    """Whether a period lies before another, which is no part of it: December is no later year."""
    return one < other and not (
        date_range(one)[0] <= date_range(other)[0] and date_range(other)[1] <= date_range(one)[1]
    )


def _change_options(result: Number, around: Sequence[Number]) -> Iterator[_Change]:
    is_down = result.found.is_down
    base = result.found.measure.rpartition("_")[0]
    new = _base_of(result, base, around)
    if new is None or (new.found.measure != base and not result.found.of):
        yield from _options_under_other_name(result, around)
    if new is None:
        return
    is_named = bool(result.found.of) or new.found.measure == base
    sign = 1 if is_down else -1
    for amount in around:
        if amount.kind != "count" or sentence_key(amount) != sentence_key(result):
            continue
        if (
            amount.found.role == "change"
            and new.counts_as(amount)
            and (abs(amount.at - result.at) == 1 or _stem(amount) == _stem(result))
        ):
            is_behind = amount.at < new.at and not _stem(amount) == _stem(result) == base
            if amount.found.is_down != is_down or is_behind:
                continue
            apart = deviation(result, _rate_from_amount(new, amount, sign))
            if apart is not None:
                old: Terms = ((1, new.at), (sign, amount.at))
                is_built = abs(amount.at - result.at) == 1
                yield _Change(result, ((1, new.at),), old, apart, is_built)
    for old_level in around:
        is_older = _is_older(old_level.found.period, new.found.period)
        if not (old_level.is_firm and new.is_firm):
            continue
        if old_level.is_level and old_level is not new and old_level.counts_as(new):
            same = _is_same(new, old_level)
            near = sentence_key(old_level) == sentence_key(result)
            if (is_older and (same or near)) or (same and near and old_level.at < new.at):
                value = growth_rate(new.interval, old_level.interval, is_down)
                apart = deviation(result, value)
                is_slip = is_older and same and is_misprint(result, value)
                is_beside = is_older and old_level.at == result.at + 1 == new.at + 2
                is_said = near and is_named and _is_before(new, old_level)
                if apart is None or not (is_said or is_slip or apart == 0):
                    continue
                if is_said or is_slip or result.digits >= 2 or is_beside:
                    terms = ((1, new.at),), ((1, old_level.at),)
                    yield _Change(result, *terms, apart, False, is_said=is_said, is_slip=is_slip)


def _options_under_other_name(result: Number, around: Sequence[Number]) -> Iterator[_Change]:
    """The rate and the amount of a change, side by side, of a level that stands before them in
    the paragraph under another name: 死亡人数减少169人，下降30.2%."""
    beside = [
        number
        for number in around
        if number.kind == "count" and number.found.role == "change"
        if abs(number.at - result.at) == 1 and number.found.is_down == result.found.is_down
        if number.found.measure.rpartition("_")[0] == result.found.measure.rpartition("_")[0]
    ]
    for amount in beside:
        sign = 1 if result.found.is_down else -1
        levels = [
            (deviation(result, _rate_from_amount(level, amount, sign)), level)
            for level in around
            if level.is_level and level.is_firm and level.at < min(result.at, amount.at)
            if level.block == result.block and level.found.unit == amount.found.unit
        ]
        near = [(apart, -level.at, level) for apart, level in levels if apart is not None]
        if near:
            apart, _, level = min(near)
            terms = ((1, level.at), (sign, amount.at))
            is_slip = is_misprint(result, _rate_from_amount(level, amount, sign))
            yield _Change(result, ((1, level.at),), terms, apart, False, True, is_slip=is_slip)


def _is_amount(number: Number) -> bool:
    """Whether a number says by how much something has changed."""
    return number.kind == "count" and number.found.role == "change" and number.is_firm


def _rate_from_amount(new: Number, amount: Number, sign: int) -> Interval | None:
    """The rate of a change by its amount."""
    old = sum_intervals([(1, new.interval), (sign, amount.interval)])
    return growth_rate(new.interval, old, sign > 0)


def _is_same(new: Number, old: Number) -> bool:
    """Whether two levels are called alike: 最高法院受理案件 of this year, 最高法受理案件 of the last."""
    one, other = new.found.measure, old.found.measure
    if one == other:
        return True
    is_year_before = old.found.period == f"{int(new.found.period[:4] or 0) - 1}"
    return is_year_before and one[-_SHORTEST_ENDING:] == other[-_SHORTEST_ENDING:]


def _stem(change: Number) -> str:
    """What a change is called to be of."""
    return change.found.measure.rpartition("_")[0]


def _levels_behind(result: Number, base: str, around: Sequence[Number]) -> list[Number]:
    """What has come of a change, where its sentence says that behind it: fell by 2% from 92 to 90;
    else where the next paragraph does."""
    called = [n for n in around if n.is_level and n.at > result.at and n.found.measure == base]
    own = [n for n in called if sentence_key(n) == sentence_key(result)]
    latest = max((n.found.period for n in own), default="")
    behind = [n for n in called if n.found.paragraph == result.found.paragraph + 1]
    near = [n for n in behind if n.found.period == result.found.period][:1] if base else []
    return [n for n in own if n.found.period == latest] or near


def _levels_above(result: Number, base: str, around: Sequence[Number]) -> list[Number]:
    """What a paragraph right above says is there now of what has changed, where its own tells only
    what was there then: 常住人口9人。与2010年的8人相比，常住人口增加1人，增长12.5%."""
    return [
        n
        for n in around
        if n.is_level and n.at < result.at and base and n.found.measure == base
        if 0 < result.found.paragraph - n.found.paragraph <= _FEW_PARAGRAPHS
        if n.found.period == result.found.period
    ]


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
    if result.found.of:
        return next((n for n in levels if n.found.position == result.found.of), None)
    named = [number for number in levels if base and number.found.measure == base]
    named = [n for n in named if n.found.period == result.found.period] or named
    in_sentence = [number for number in levels if sentence_key(number) == sentence_key(result)]
    named = named or _levels_behind(result, base, around) or _levels_above(result, base, around)
    candidates = named or [number for number in in_sentence if not number.found.is_aside]
    return candidates[-1] if candidates else None


def _is_what_changed(level: Number, result: Number) -> bool:
    """Whether a level beside an amount of change is called as what has changed."""
    is_near = abs(level.at - result.at) <= _NEAR_LEVELS
    is_one = level.found.paragraph == result.found.paragraph and (
        level.at < result.at or sentence_key(level) == sentence_key(result)
    )
    is_one |= 0 < result.found.paragraph - level.found.paragraph <= _FEW_PARAGRAPHS
    return is_near and is_one and level.found.measure == _stem(result) != ""


def _is_said_amount(result: Number, pair: Sequence[Number], apart: Fraction | None) -> bool:
    """Whether an amount stands right behind what was before, or what has come of it, and is near to
    what it comes to: 比上年同期26975万元减少7175万元, 由152310公里增加到157420公里，净增5112公里."""
    new, old = pair
    is_next = result.found.role == "change" and result.at == max(old.at, new.at) + 1
    return is_next and apart is not None and _is_close(result, apart) and _is_before(new, old)


def _new_old_pairs(result: Number, levels: Sequence[Number]) -> list[tuple[Number, Number]]:
    """What something is now, and what it was before, where that stands right before an amount:
    支出5元，完成预算4元的125%，比上年3元增加2元."""
    stem = _stem(result)
    called = [n for n in levels if stem and n.found.measure == stem]
    if len(called) > 1 and _is_before(called[0], called[-1]):
        return [(called[0], called[-1])]
    if len(called) > 1 and _is_before(called[-1], called[0]):
        return [(called[-1], called[0])]
    old = levels[-1] if levels and levels[-1].at == result.at - 1 else None
    if old is None or result.found.role != "change":
        return []
    new = next((n for n in reversed(levels[:-1]) if _is_before(n, old)), None)
    return [(new, old)] if new else []


def differences(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Amounts and percentage points of change, from the two values that stand in the sentence."""
    for result in prose:
        if result.found.role not in ("change", "points") or result.kind == "rate":
            continue
        kind = "rate" if result.kind == "points" else "count"
        levels = [
            number
            for number in nearby_numbers(result, prose)
            if number.kind == kind
            and (kind == "rate" or (number.is_level and number.counts_as(result)))
            and (
                (sentence_key(number) == sentence_key(result) and number.at < result.at)
                or _is_what_changed(number, result)
            )
        ]
        for pair in (*_new_old_pairs(result, levels), *pairwise(levels)):
            less, more = sorted(pair, key=lambda number: number.interval.low)
            value = sum_intervals([(1, more.interval), (-1, less.interval)])
            apart = deviation(result, value)
            is_meant = apart == 0 or _is_said_amount(result, pair, apart)
            if value.low > 0 and is_meant and more.digits >= 2:
                yield claim_difference(result, more, less, words_before(lines, result))
                break


def changes_of_parts(
    prose: Sequence[Number], proposals: Iterable[Proposal], lines: Sequence[str]
) -> Iterator[Proposal]:
    """Amounts of change of what adds up, which add up too: 收入9元，增加3元，其中甲5元，增加4元，乙4元，减少
    1元."""
    following = _amounts_behind(prose)
    for proposal in proposals:
        signs = {sign for operand in proposal.operands for sign, _ in operand}
        parts = [at for operand in proposal.operands for _, at in operand]
        results = following.get(proposal.result, [])
        if proposal.kind != "sum" or signs != {1} or not set(parts) <= following.keys():
            continue
        terms = [following[at] for at in parts]
        for result, *amounts in zip(results, *terms, strict=False):
            if len({len(results), *map(len, terms)}) == 1 or result is results[0]:
                yield from _sum_of_changes(result, amounts, lines)


def _amounts_behind(prose: Sequence[Number]) -> dict[int, list[Number]]:
    """The amounts of change right behind each level in its sentence: 环比增加8人，同比增加56人."""
    behind: dict[int, list[Number]] = {}
    level: Number | None = None
    for number in (n for n in prose if n.kind == "count"):
        if number.is_level:
            level = number
        elif level and _is_amount(number) and sentence_key(level) == sentence_key(number):
            behind.setdefault(level.at, []).append(number)
    return behind


def _sum_of_changes(
    result: Number, changes: Sequence[Number], lines: Sequence[str]
) -> Iterator[Proposal]:
    """An amount of change as what others come to, those that go the other way taken off, where it
    is that or has one wrong digit."""
    terms = [(1 if n.found.is_down == result.found.is_down else -1, n) for n in changes]
    value = sum_intervals([(sign, term.interval) for sign, term in terms])
    if deviation(result, value) == 0 or is_misprint(result, value):
        operands = tuple(((sign, term.at),) for sign, term in terms)
        yield Proposal("sum", result.at, operands, words_before(lines, result))

"""Claims that names alone tell: 不捕率 of those 批准逮捕 and 不批准逮捕, 自然增长率 of 出生率 and 死亡率, 结余 of
收入 and 支出.

Each is proposed where the digits bear it out, or where the numbers stand so that nothing else can
be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    claim_difference,
    deviation,
    divide_intervals,
    is_misprint,
    sum_intervals,
)
from laicheng_data.facts.drafting.nearby import nearby_numbers, sentence_key
from laicheng_data.facts.printed import Interval

_NOT = "不"
_SHORTEST_STEM = 2
_MANY_DIGITS = 4
_MISPRINT = Fraction(1, 20)  # how far off a rate may be that its name ties to the numbers beside it
_OF_PERIOD = re.compile(r"[当本]|收支")
_ENDING = re.compile(r"(?:结案|[办审执]结)率$")
_ENDED = re.compile(r"(?<!未)(?:办结|审结|执结|结案)(?!率)")
_LEFT = re.compile(r"(?<!旧)存案|未结|结存|未办结")
_NEW, _OLD = re.compile(r"新收|收案|受理|^收"), re.compile(r"旧存")
_FEW_ABOVE = 2  # paragraphs
_FEWEST_DIGITS = 2  # of what remains of an account
_FEWEST_OF_ACCOUNT = 3  # numbers of which another remains
_BALANCE = re.compile(
    r"(?:结余|结存|节余|盈余|[顺逆]差|差额)(?:额|数)?$|结转下年(?:度|支出|使用)*$"
)
_OF_BEFORE = re.compile(r"上年|[年期]初")
_INCOME = re.compile(r"(?:收入|进口|出口)(?:总?额|[总货]?值|合计|总计)?$")
_SPENT = re.compile(r"(?:支出|进口|出口)(?:总?额|[总货]?值|合计|总计)?$")
_TRADE = {"进口", "出口"}
_GATHERED = re.compile(r"滚存|累计|历年")
_GOES_OUT = re.compile(r"支出|调出|上解(?!收入)|还本|安排")
_ALL_TOLD = re.compile(r"[合总]计$")

_Signed = Sequence[tuple[int, Number]]  # what came in with a plus, what went out with a minus


def complement_rates(prose: Sequence[Number]) -> Iterator[Proposal]:
    """Rates of those who were, or were not, among both: 不捕率 = 不批准逮捕 / (批准逮捕 + 不批准逮捕)."""
    for result in prose:
        stem = result.found.measure.removesuffix("率")
        is_rate = result.kind == "rate" and stem != result.found.measure
        if not is_rate or len(stem) < _SHORTEST_STEM or result.found.role == "change":
            continue
        options = [
            (apart, part, other)
            for part, other in _opposites(result, stem, prose)
            if (apart := deviation(result, _share_of_both(part, other))) is not None
        ]
        for apart, part, other in options:
            between = [n for n in nearby_numbers(result, prose) if part.at < n.at < result.at]
            is_beside = other.at < part.at < result.at
            is_beside = is_beside and all(n.found.role == "change" for n in between)
            is_meant = is_beside and apart * result.unit <= _MISPRINT * result.interval.high
            if (apart == 0 and result.digits >= _MANY_DIGITS - 1) or is_meant:
                both = tuple((1, number.at) for number in sorted((part, other), key=_position))
                yield Proposal("share", result.at, (((1, part.at),), both), stem)
                break


def clearance_rates(prose: Sequence[Number]) -> Iterator[Proposal]:
    """Rates of cases ended among those ended and those left, or new and old ones: 结案率 of 办结 and
    存案, of 新收 and 旧存."""
    for result in prose:
        if result.kind != "rate" or not _ENDING.search(result.found.measure):
            continue
        ended, left, new, old = _cases_before(result, prose)
        for one, other in (*zip(ended[-1:], left[-1:], strict=False),
                           *zip(new[-1:], old[-1:], strict=False)):  # fmt: skip
            if (
                ended
                and deviation(
                    result, divide_intervals(ended[-1].interval, _sum_of_both(one, other))
                )
                == 0
            ):
                both = tuple((1, number.at) for number in sorted((one, other), key=_position))
                named = result.found.measure
                yield Proposal("share", result.at, (((1, ended[-1].at),), both), named)
                break


def cases_left(prose: Sequence[Number]) -> Iterator[Proposal]:
    """Cases left of those that came in and those there before, less those ended: 新收321件，旧存28件，审结
    325件，未结24件."""
    for result in prose:
        if not (result.is_level and _LEFT.search(result.found.measure)):
            continue
        ended, _, new, old = _cases_before(result, prose)
        terms = [(1, n) for n in (*new[-1:], *old[-1:])] + [(-1, n) for n in ended[-1:]]
        is_sure = result.digits >= _FEWEST_DIGITS and new and ended
        if is_sure and deviation(result, _balance(terms)) == 0:
            operands = tuple(((sign, n.at),) for sign, n in terms)
            yield Proposal("sum", result.at, operands, result.found.measure)


def _cases_before(result: Number, prose: Sequence[Number]) -> list[list[Number]]:
    """The cases ended, left, new and old of which a number may be worked out, those before it in
    its paragraph; the old may be of the year before."""
    here = result.found.paragraph
    before = [
        n
        for n in nearby_numbers(result, prose)
        if n.is_level and n.at < result.at and n.found.paragraph == here
        if "均" not in n.found.measure and n.found.subject == result.found.subject
    ]
    return [
        [n for n in before if pattern.search(n.found.measure)]
        for pattern in (_ENDED, _LEFT, _NEW, _OLD)
    ]


def _opposites(
    result: Number, stem: str, prose: Sequence[Number]
) -> Iterator[tuple[Number, Number]]:
    """The pairs of a level that a rate is of and of its opposite, in one unit: 不起诉 and 起诉."""
    core = stem.removeprefix(_NOT)
    near = nearby_numbers(result, prose)
    levels = [n for n in near if n.is_level and n.is_firm and _is_near(n, result)]
    called = [n for n in levels if _stands_in(core, n.found.measure)]
    for part in reversed(called):
        for other in reversed(called):
            is_pair = (
                part.found.unit == other.found.unit and part.found.period == other.found.period
            )
            if is_pair and _is_not(part) == stem.startswith(_NOT) != _is_not(other):
                yield part, other


def _is_near(number: Number, result: Number) -> bool:
    return abs(number.found.paragraph - result.found.paragraph) <= 1


def _is_not(number: Number) -> bool:
    return _NOT in number.found.measure


def _stands_in(core: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in core)


def _share_of_both(part: Number, other: Number) -> Interval | None:
    return divide_intervals(part.interval, _sum_of_both(part, other))


def _sum_of_both(one: Number, other: Number) -> Interval:
    return sum_intervals([(1, one.interval), (1, other.interval)])


def _position(number: Number) -> int:
    return number.at


def differences_of_rates(prose: Sequence[Number]) -> Iterator[Proposal]:
    """Rates per mille that are the difference of two before them: 自然增长率, of births and deaths."""
    rates = [number for number in prose if number.found.printed.endswith("‰")]
    for first, second, result in zip(rates, rates[1:], rates[2:], strict=False):
        is_one = first.found.paragraph == result.found.paragraph
        if (
            is_one
            and deviation(result, sum_intervals([(1, first.interval), (-1, second.interval)])) == 0
        ):
            yield claim_difference(result, first, second, result.found.measure)


def is_balance(number: Number) -> bool:
    """Whether a number is what remains of others, so that it is no part of them; what remained of
    the year before is."""
    name = number.found.measure
    return _BALANCE.search(name) is not None and _OF_BEFORE.search(name) is None


def balances(prose: Sequence[Number]) -> Iterator[Proposal]:
    """What remains of one number less another before it: 结余 of 收入 and 支出. What is exact comes
    before what may be a slip or is only near."""
    for result in prose:
        if not (result.is_level and is_balance(result)):
            continue
        own = [n for n in nearby_numbers(result, prose) if n.is_level and _precedes(n, result)]
        pairs = list(_flows(own or _totals_before(result, prose)))
        found = (
            next((pair for pair in pairs if deviation(result, _balance(pair)) == 0), None)
            or _account(result, own)
            or next((pair for pair in pairs if _is_meant_for(result, pair)), None)
        )
        if found:
            terms = tuple(((sign, n.at),) for sign, n in found)
            yield Proposal("sum", result.at, terms, result.found.measure)


def _flows(before: Sequence[Number]) -> Iterator[_Signed]:
    """What came in and what went out of one thing: in one sentence, called alike, or in two where
    the second names nothing that came in; the last first."""
    received = {sentence_key(n) for n in before if _INCOME.search(n.found.measure)}
    for more, less in permutations(reversed(before), 2):
        one, other = _INCOME.search(more.found.measure), _SPENT.search(less.found.measure)
        if not (one and other) or one[0][:2] == other[0][:2]:
            continue
        stems = more.found.measure[: one.start()], less.found.measure[: other.start()]
        is_one = sentence_key(more) == sentence_key(less) or sentence_key(less) not in received
        are_both_ways = {one[0][:2], other[0][:2]} == _TRADE
        if is_one or are_both_ways or stems[0] == stems[1]:
            yield [(1, more), (-1, less)]


def _balance(signed: _Signed) -> Interval:
    return sum_intervals([(sign, number.interval) for sign, number in signed])


def _is_meant_for(result: Number, pair: _Signed) -> bool:
    """Whether what remains of two numbers must be meant by one that it does not make: it is so but
    for a slip, or is near and called that of the period. What has gathered is of no two."""
    value, less = _balance(pair), pair[-1][1]
    apart = deviation(result, value)
    is_slip = sentence_key(less) == sentence_key(result) and is_misprint(result, value)
    is_near = apart is not None and _is_of_them(result, less, apart)
    return (is_slip or is_near) and _GATHERED.search(result.found.measure) is None


def _account(result: Number, before: Sequence[Number]) -> _Signed | None:
    """All that came in, what was left before among it, and all that went out before a number in
    its paragraph, if that remains: 收入229元，补助86元，调出229元，年终结余86元."""
    if len(before) < _FEWEST_OF_ACCOUNT or result.digits < _FEWEST_DIGITS:
        return None
    signed = [(-1 if _GOES_OUT.search(n.found.measure) else 1, n) for n in before]
    is_account = {sign for sign, _ in signed} == {1, -1} and deviation(
        result, _balance(signed)
    ) == 0
    return signed if is_account else None


def _totals_before(result: Number, prose: Sequence[Number]) -> list[Number]:
    """收入合计 and 支出合计 of the paragraphs right above, of which 年终结余 remains."""
    return [
        n
        for n in nearby_numbers(result, prose)
        if n.is_level and n.at < result.at and _ALL_TOLD.search(n.found.measure)
        if result.found.paragraph - n.found.paragraph <= _FEW_ABOVE and n.counts_as(result)
    ]


def _is_of_them(result: Number, less: Number, apart: Fraction) -> bool:
    """Whether what remains is called that of the period, and stands so near that it is meant."""
    is_of_period = _OF_PERIOD.search(result.found.measure) is not None
    is_close = apart * result.unit <= _MISPRINT * abs(result.interval.high)
    return is_of_period and is_close and less.found.sentence == result.found.sentence


def _precedes(number: Number, result: Number) -> bool:
    is_near = number.found.paragraph == result.found.paragraph and number.at < result.at
    is_alike = result.kind == "rate" or number.counts_as(result)
    return is_near and is_alike and number.found.period == result.found.period

"""Numbers that a draft looks for relations between, and whether one could have come of others.

Whether the end of an interval belongs to it is left out of account: what is found here is a
proposal, and judged exactly afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd, inf
from typing import NamedTuple

from laicheng_data.facts.drafting.draft_fact import DraftFact
from laicheng_data.facts.printed import CURRENCIES, ENGLISH_MULTIPLES, Interval, parse

_AVERAGE = re.compile(
    r"(?<!占)比(?:_|$)|之比|均|每|(?i:(?<![a-z])(?:average|mean|ratio|per|rate)(?![a-z]))"
)
_JUST_AVERAGE = re.compile(r"平均(?:数|值)?|(?i:(?:the_)?(?:average|mean)(?:_number)?)")
_LONGEST_ITEM = 80  # characters of a line that is an item of a list
_DIGITS_OF_FLOATS = 12  # up to which half a unit of the last digit is far more than floats err
FLOATS_ERR = 1e-9  # of a value worked out, by far less
_SURELY_OFF = 1.5  # units, of which one may be off

_FEWEST_DIGITS = 3  # of a number in which one digit may be told for a slip
_SURE_DIGITS = 5  # of the sum of many rounded numbers, for a slip to be told
_FEW = 2
_FEW_MEANT = 5  # units by which what rounded terms come to may differ, for a slip to be told

_ENGLISH_MULTIPLE = re.compile(
    rf"^([{''.join(CURRENCIES)}]?) ?"
    rf"(?:(?:{'|'.join(ENGLISH_MULTIPLES)})\b|['’]?000s?|(?<=\S)(?:k|m|bn)$)",
    re.IGNORECASE,
)
_CASES = {"件", "起", "宗", "个", "份"}  # a case may be counted in each of them

Terms = tuple[tuple[int, int], ...]  # signs and the numbers of facts in the list


class Proposal(NamedTuple):
    """One claim, its facts by their number in the list, and the words that speak for it."""

    kind: str
    result: int
    operands: tuple[Terms, ...]
    words: str


class Number(NamedTuple):
    """A fact as a number: which one in the list, what it stands for, and its last digit's unit.

    `block` is its paragraph, or the list of short lines that it stands in; `ends` are those of the
    interval as floats, infinite where they are too large.
    """

    at: int
    found: DraftFact
    interval: Interval
    unit: Fraction
    digits: int
    kind: str  # count, rate, points or, in a table, average
    block: int
    ends: tuple[float, float]

    def __hash__(self) -> int:
        """By its place alone: groups of numbers are looked up by the hundred thousand."""
        return self.at

    @property
    def is_level(self) -> bool:
        """Whether it counts something, and is neither a rate nor a change."""
        return self.kind == "count" and self.found.role == "level"

    @property
    def is_firm(self) -> bool:
        """Whether the wording lets something be reckoned from it: neither about nor at least."""
        return self.found.bound == "exact"

    @property
    def is_exact(self) -> bool:
        """Whether it stands for a single value."""
        return self.interval.low == self.interval.high

    def counts_as(self, other: Number) -> bool:
        """Whether both may count the same thing, as far as their units tell."""
        units = {_base_unit(self.found.unit), _base_unit(other.found.unit)}
        return len(units) == 1 or "" in units or units <= _CASES


def claim_sum(result: Number, terms: Iterable[Number], words: str) -> Proposal:
    """A number as what others make together."""
    return Proposal("sum", result.at, tuple(((1, term.at),) for term in terms), words)


def claim_difference(result: Number, more: Number, less: Number, words: str) -> Proposal:
    """A number as what one has more than another."""
    return Proposal("sum", result.at, (((1, more.at),), ((-1, less.at),)), words)


def claim_rate(kind: str, result: Number, one: Number, other: Number, words: str) -> Proposal:
    """A number as the share, change or ratio of two others."""
    return Proposal(kind, result.at, (((1, one.at),), ((1, other.at),)), words)


@lru_cache(256)
def _base_unit(unit: str) -> str:
    """What a unit counts, whatever it multiplies by: £ of £million."""
    return _ENGLISH_MULTIPLE.sub(r"\1", unit)


def as_numbers(facts: Sequence[DraftFact], lines: Sequence[str]) -> list[Number]:
    """The facts as numbers, in their order."""
    numbers, blocks = [], _blocks(facts, lines)
    for at, fact in enumerate(facts):
        printed = parse(fact.printed, fact.unit)
        kind = "rate" if printed.sign in ("%", "‰", "‱") else "count"
        kind = "points" if fact.unit.endswith(("百分点", "percentage points")) else kind
        if kind == "count" and fact.table >= 0 and printed.digits:
            kind = "average" if _is_average(fact, printed.exact) else kind
        digits = len(str(abs(printed.digits)))
        interval, unit = printed.interval(), printed.unit
        if says_minus_twice(fact):
            interval = Interval(-interval.high, -interval.low)
        ends = _as_float(interval.low), _as_float(interval.high)
        numbers.append(Number(at, fact, interval, unit, digits, kind, blocks[at], ends))
    return numbers


def says_minus_twice(fact: DraftFact) -> bool:
    """Whether a fall is printed with its sign: 减少4万人（-1.8‰）."""
    return fact.printed[0] in "-－−" and fact.role == "change" and fact.is_down


def _is_average(fact: DraftFact, is_exact: bool) -> bool:
    """Whether a number of a table is so many a head, or to one, and so adds up to nothing; a whole
    one where its column or row is called just that."""
    if "/" in fact.unit:  # 公斤/公顷
        return True
    if is_exact:
        return _JUST_AVERAGE.fullmatch(fact.measure) is not None
    return _AVERAGE.search(f"{fact.measure}_{fact.subject}") is not None


def _as_float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


def _blocks(facts: Sequence[DraftFact], lines: Sequence[str]) -> list[int]:
    """For each fact the first line of its list, whose items are short lines of one number each."""
    held = Counter(fact.paragraph for fact in facts)
    blocks: list[int] = []
    for at, fact in enumerate(facts):
        block = fact.paragraph
        last = facts[at - 1].paragraph if at else fact.paragraph
        if last < fact.paragraph <= last + 2:
            between = lines[last + 1 : fact.paragraph]
            is_list = held[last] == held[fact.paragraph] == 1
            if is_list and all(map(_is_item, (lines[last], *between, lines[fact.paragraph]))):
                block = blocks[-1]
        blocks.append(block)
    return blocks


def _is_item(line: str) -> bool:
    return len(line) <= _LONGEST_ITEM and not re.search(r"[。；;!?！？]|\.\s", line)


def step_of(numbers: Sequence[Number]) -> Fraction:
    """The unit that numbers are printed in, so far as they are round: 500 of 12000, 500 and 11500,
    whose naughts prove nothing."""
    unit = min(number.unit for number in numbers)
    middles = (n.interval.low + n.interval.high for n in numbers)
    shared = gcd(*(round(middle / 2 / unit) for middle in middles))
    step = 1
    while shared and shared % 10 == 0:
        step, shared = step * 10, shared // 10
    return unit * step * (5 if shared and shared % 5 == 0 else 1)


def significant_digits(result: Number, terms: Sequence[Number]) -> int:
    """How many digits of a result prove something, where it is the sum of some terms."""
    middle = (result.interval.low + result.interval.high) / 2
    return len(str(abs(round(middle / max(result.unit, step_of([result, *terms]))))))


def as_rounded(number: Number) -> Number:
    """The number as the result of a division, which is rounded even where it is whole."""
    if not number.is_exact:
        return number
    half = number.unit / 2
    low, high = number.interval.low - half, number.interval.high + half
    return number._replace(interval=number.interval._replace(low=low, high=high))


def divide_intervals(part: Interval, whole: Interval) -> Interval | None:
    """One interval divided by another; None where that may be by zero."""
    if whole.low <= 0 or part.low < 0:
        return None
    return Interval(part.low / whole.high, part.high / whole.low)


def search_bounds(rate: Number) -> tuple[float, float]:
    """What a rate worked out must lie within to be at most a unit of its last digit off, and a
    little more than that: as floats, so that it can be told at once of most that they do not."""
    if rate.digits > _DIGITS_OF_FLOATS:
        return -inf, inf
    unit = _SURELY_OFF * float(rate.unit)
    return rate.ends[0] - unit, rate.ends[1] + unit


def may_reach(within: tuple[float, float], part: Number, whole: Number) -> bool:
    """Whether a share of two levels may lie within, as far as floats tell."""
    if whole.ends[0] <= 0 or part.ends[0] < 0:
        return True
    least, most = part.ends[0] / whole.ends[1], part.ends[1] / whole.ends[0]
    return not (least > within[1] or most < within[0])


def sum_intervals(terms: Sequence[tuple[int, Interval]]) -> Interval:
    """Intervals added, those with the sign -1 subtracted."""
    low = sum((term.low if sign > 0 else -term.high for sign, term in terms), Fraction(0))
    high = sum((term.high if sign > 0 else -term.low for sign, term in terms), Fraction(0))
    return Interval(low, high)


def growth_rate(new: Interval, old: Interval, is_down: bool) -> Interval | None:
    """The rate of growth from old to new, or of decline."""
    of_old = divide_intervals(new, old)
    if of_old is None:
        return None
    if is_down:
        return Interval(1 - of_old.high, 1 - of_old.low)
    return Interval(of_old.low - 1, of_old.high - 1)


def deviation(result: Number, value: Interval | None) -> Fraction | None:
    """How many units of the result's last digit the value lies off; 0 where they meet."""
    if value is None:
        return None
    if value.meets(result.interval):
        return Fraction(0)
    nearest = min(abs(value.low - result.interval.high), abs(value.high - result.interval.low))
    return nearest / result.unit


def is_misprint(result: Number, value: Interval | None) -> bool:
    """Whether the result is printed as the value would be but for one digit, or for two that have
    changed places: what a slip of the pen makes, and chance hardly ever."""
    if value is None or value.low < 0 or result.digits < _FEWEST_DIGITS:
        return False
    middle = (result.interval.low + result.interval.high) / 2
    printed = f"{int(middle / result.unit):0{result.digits}}"
    least, most = round(value.low / result.unit), round(value.high / result.unit)
    few = _FEW_MEANT if result.digits > _FEWEST_DIGITS else 1
    meant = range(least, most + 1)
    if most - least > few:  # of many rounded terms, what they are printed to make
        made = round((value.low + value.high) / (2 * result.unit))
        meant = range(made, made + (result.digits >= _SURE_DIGITS))
    return any(_is_slip(printed, f"{number:0{result.digits}}") for number in meant)


def _is_slip(one: str, other: str) -> bool:
    if len(one) != len(other) or one == other:
        return False
    at = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    is_swapped = len(at) == _FEW and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]
    return len(at) == 1 or (is_swapped and at[1] == at[0] + 1)

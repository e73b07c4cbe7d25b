"""What stands near a number of a text, and what the words before it are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction

from laicheng_data.facts.drafting.arithmetic import Number, Terms, sum_intervals
from laicheng_data.facts.printed import Interval

NEAR = 14  # levels before a rate that are tried with it
MOST = Fraction(3, 5)  # the part of a list for which a form must hold, to be kept for all of it

CHANCE = 0.02  # up to which one of the forms that are tried may hold though none is meant


def words_before(lines: Sequence[str], number: Number) -> str:
    """The words that stand before a result, for the remark."""
    found = number.found
    start = max(0, found.start - 12)
    return f"{lines[found.paragraph][start : found.end]}".replace("\t", " ")


def is_most(holding: int, tried: int) -> bool:
    """Whether a form holds often enough to be kept for all of a list."""
    return holding > 1 and holding >= MOST * tried


def sentence_key(number: Number) -> tuple[int, int]:
    """The sentence that a number stands in: its paragraph, and where it begins there."""
    return number.found.paragraph, number.found.sentence


def nearby_numbers(result: Number, prose: Sequence[Number]) -> Sequence[Number]:
    """The numbers before and behind one, as many as can matter."""
    here = bisect_left(prose, result.at, key=lambda number: number.at)
    return prose[max(0, here - 4 * NEAR) : here + NEAR]


def is_naught(number: Number) -> bool:
    """Whether a number is printed as 0, be it counted or rounded."""
    low, high = number.ends
    return low + high == 0 or high == 0


def total_of(numbers: Sequence[Number]) -> Interval:
    """What numbers come to together."""
    return sum_intervals([(1, number.interval) for number in numbers])


def terms_of(numbers: Sequence[Number]) -> Terms:
    """Numbers as the terms of one operand, none taken off."""
    return tuple((1, number.at) for number in numbers)

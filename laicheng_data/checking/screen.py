"""Claims at scale: decide in floats what is far from every boundary, and leave the rest to
fractions.

Totals and ranges are worked out in whole numbers, in quarters of the last digit of the finest
number of the claim: below 2**53 floats hold those exactly, so nothing is in doubt. A quotient is
off by no more than a bound that `_quotient` proves. What lies within that bound of a boundary, and
what is too large, is not settled here but by `claims.judge`. The tests hold all of it against plain
fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from laicheng_data.facts.contract import VERDICTS
from laicheng_data.facts.kinds import KINDS, kind_of, rule_for
from laicheng_data.facts.printed import LARGEST_DIGITS, Numbers
from laicheng_data.facts.terms import Terms

EPSILON = 2.0**-53  # each float operation is off by at most this share of its result
LARGEST_TOTAL = 2.0**52  # whole numbers up to twice this are exact as floats
WIDEST_SHIFT = 15  # places between the finest and the coarsest number of a total
Floats = NDArray[np.floating]
Ints = NDArray[np.signedinteger]
Bools = NDArray[np.bool_]
CONSISTENT, INCONSISTENT, UNDECIDABLE = range(len(VERDICTS))


class ScreenResult(NamedTuple):
    """One entry a claim: what was settled, and for those the verdict (an index into `VERDICTS`),
    the digits of the recomputed ends, and whether truncation explains an inconsistent figure."""

    settled: Bools
    verdict: Ints
    low: Ints
    high: Ints
    truncated: Bools


class Batch(NamedTuple):
    """Claims of one kind: for each its result, and for each of its facts how often it is taken.

    `claim`, `slot` and `fact` say where each of `times` belongs; a fact stands once in a slot,
    which is an operand. But a total has one slot, and so has a quotient: there, `times` is how
    often the fact is taken above the line and `below` how often below it. `numbers` are those of
    the whole report, `exact` tells which of the results are counts.
    """

    kind: str
    numbers: Numbers
    result: NDArray[np.intp]
    exact: Bools
    claim: NDArray[np.intp]
    slot: NDArray[np.intp]
    fact: NDArray[np.intp]
    times: Ints
    below: Ints

    def add_up(self, values: NDArray) -> Floats:
        """The sum of `values`, one a term, for each claim."""
        return np.bincount(self.claim, values, len(self.result)).astype(float, copy=False)


def screen(kinds: Sequence[str], terms: Terms, numbers: Numbers, worded: Bools) -> ScreenResult:
    """Settle the claims that floats can settle. `worded` tells the facts whose bound is not exact.

    Raises ValueError for a kind without a row or a rule.
    """
    kind = np.asarray(kinds, dtype=object)
    for name in pd.unique(kind):
        rule_for(name, FORMS)
    count = len(terms.result)
    open_ = worded[terms.result] | (terms.counts == 0) | _any_operand(worded, terms)
    unusable = ~numbers.usable[terms.result] | _any_operand(~numbers.usable, terms)
    settled, verdict = open_.copy(), np.where(open_, UNDECIDABLE, CONSISTENT)
    low, high, truncated = np.zeros(count, int), np.zeros(count, int), np.zeros(count, bool)
    kinds_by_row = pd.Categorical(kind, list(KINDS)).codes
    for place, name in enumerate(KINDS):
        rows = np.flatnonzero((kinds_by_row == place) & ~open_ & ~unusable)
        if len(rows):
            found = rule_for(name, FORMS)(_make_batch(name, rows, terms, numbers))
            for whole, part in zip((settled, verdict, low, high, truncated), found, strict=True):
                whole[rows] = part
    return ScreenResult(settled, verdict, low, high, truncated)


def _any_operand(flag: Bools, terms: Terms) -> Bools:
    """For each claim, whether any of its operands is flagged."""
    return np.bincount(terms.claim, flag[terms.operand], len(terms.result)) > 0


def _make_batch(name: str, rows: NDArray[np.intp], terms: Terms, numbers: Numbers) -> Batch:
    """The claims in `rows`, counted anew from 0, a fact that stands twice in an operand put
    together."""
    place = np.full(len(terms.result), -1)
    place[rows] = np.arange(len(rows))
    taken = np.flatnonzero(place[terms.claim] >= 0)
    claim, slot = place[terms.claim[taken]], terms.slot[taken]
    fact, times, below = terms.operand[taken], terms.sign[taken], np.zeros(len(taken), np.int64)
    if kind_of(name).form == "quotient":
        times, below = np.where(slot == 0, times, 0), np.where(slot == 0, 0, times)
    if kind_of(name).form != "range":
        slot = np.zeros_like(slot)
    slots = int(slot.max()) + 1
    key = (claim * slots + slot) * len(numbers.digits) + fact
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    if len(starts) < len(key):
        times, below = (np.add.reduceat(column[order], starts) for column in (times, below))
        claim, slot, fact = (column[order][starts] for column in (claim, slot, fact))
    result = terms.result[rows]
    exact = numbers.exact[result] & (not kind_of(name).rounds_whole)
    return Batch(name, numbers, result, exact, claim, slot, fact, times, below)


def _total(batch: Batch) -> ScreenResult:
    """Sums, in whole numbers."""
    shift, low, high, size = _totals(batch, batch.claim, len(batch.result))
    return _compare_whole(batch, low, high, size, shift)


def _range(batch: Batch) -> ScreenResult:
    """From the least of the operands to the greatest, in whole numbers."""
    slots = int(batch.slot.max()) + 1
    group = batch.claim * slots + batch.slot
    used = np.unique(group)
    shift, *totals = _totals(batch, group, len(batch.result) * slots)
    low, high, size = (column[used] for column in totals)
    starts = np.searchsorted(used // slots, np.arange(len(batch.result)))
    low, high = np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
    return _compare_whole(batch, low, high, np.maximum.reduceat(size, starts), shift)


def _totals(
    batch: Batch, group: NDArray[np.intp], groups: int
) -> tuple[Ints, Floats, Floats, Floats]:
    """The ends of the total of each group of terms, and the size of its terms.

    All three count quarters of the last digit of the claim's finest number. An end that is not
    reached stands a quarter inwards: then two intervals meet where neither begins after the other
    has ended. Also how many places the result's last digit is above that of the finest.
    """
    numbers, finest = batch.numbers, batch.numbers.exponent[batch.result].copy()
    np.minimum.at(finest, batch.claim, numbers.exponent[batch.fact])
    shift = numbers.exponent[batch.fact] - finest[batch.claim]
    ends = _ends(numbers.digits[batch.fact], numbers.exact[batch.fact], shift)
    low_end, low_open, high_end, high_open = ends
    times, added, counts = batch.times, batch.times > 0, batch.times != 0
    inner_low = np.where(added, low_open, high_open) & counts
    inner_high = np.where(added, high_open, low_open) & counts
    low: Floats = 2.0 * np.bincount(group, times * np.where(added, low_end, high_end), groups)
    high: Floats = 2.0 * np.bincount(group, times * np.where(added, high_end, low_end), groups)
    low = np.add(low, np.bincount(group, inner_low, groups) > 0)
    high = np.subtract(high, np.bincount(group, inner_high, groups) > 0, dtype=float)
    sizes = 2 * abs(times) * np.maximum(abs(low_end), abs(high_end)) + 1
    size: Floats = np.bincount(group, sizes, groups).astype(float)
    return numbers.exponent[batch.result] - finest, low, high, size


def _ends(digits: Ints, exact: Bools, shift: Ints) -> tuple[Floats, Bools, Floats, Bools]:
    """Low end, whether it is not reached, and the same of the high end, in halves of a digit that
    is `shift` places finer."""
    low, high = ((2 * digits + step * ~exact) * 10.0**shift for step in (-1, 1))
    return low, ~exact & (digits <= 0), high, ~exact & (digits >= 0)


def _compare_whole(
    batch: Batch, low: Floats, high: Floats, size: Floats, shift: Ints
) -> ScreenResult:
    """The verdicts where both ends are known in quarters, see `_totals`."""
    digits = batch.numbers.digits[batch.result]
    end, is_open, other_end, other_is_open = _ends(digits, batch.exact, shift)
    printed_low, printed_high = 2 * end + is_open, 2 * other_end - other_is_open
    sure = (np.maximum(size, 2 * abs(end) + 2 * abs(other_end)) < LARGEST_TOTAL) & (
        shift <= WIDEST_SHIFT
    )
    gap = np.maximum(low - printed_high, printed_low - high)
    low_digits, high_digits = _digits(low, 1, shift, sure), _digits(high, -1, shift, sure)
    at_odds = (digits < low_digits) | (digits > high_digits)
    # Where the two just touch, another rule may explain the figure; where they are printed alike,
    # more digits are wanted. Both are rare, and told by `claims.judge`.
    settled = sure & ((gap <= 0) | ((gap > 2) & at_odds))
    cut_low, cut_high = digits - (digits <= 0), digits + (digits >= 0)
    quarters = 4 * 10.0**shift
    truncated = (low <= cut_high * quarters - (digits >= 0)) & (
        cut_low * quarters + (digits <= 0) <= high
    )
    verdict = np.where(gap <= 0, CONSISTENT, INCONSISTENT)
    return ScreenResult(settled, verdict, low_digits, high_digits, truncated & ~batch.exact)


def _digits(end: Floats, inwards: int, shift: Ints, sure: Bools) -> Ints:
    """What an end in quarters is printed as; one that is not reached is rounded from inside."""
    quarters = np.where(sure, end, 0).astype(np.int64)
    unit = 4 * 10 ** np.where(sure, shift, 0)
    is_open = quarters % 2 == 1
    value = quarters - inwards * is_open
    away = np.where(is_open, inwards, np.where(value < 0, -1, 1))
    return away * ((2 * away * value + unit) // (2 * unit))


def _quotient(batch: Batch) -> ScreenResult:
    """A quotient of two sums A / B, where B is surely positive.

    Let t be any number and g(t) the greatest that A - t B can be, each fact being within its ends.
    With T the greatest quotient and m > 0 the least B, |T - t| <= |g(t)| / m: if t <= T, the facts
    that give T have A - t B = (T - t) B >= (T - t) m, and g(t) is at least that; if t > T, every
    A - t B <= (T - t) B <= -(t - T) m, and so is g(t). So g at a guess t bounds how far the guess
    is off, however it was found. The same holds for the least quotient, with signs turned.

    Each fact's end is off by at most 2 EPSILON of itself, t B's factor by one more and each of the
    k sums by k - 1, so g is off by at most (k + 5) EPSILON of the terms' size; twice that is
    allowed.
    """
    numbers, fact = batch.numbers, batch.fact
    power = 10.0 ** abs(numbers.exponent[fact])
    low, _, high, _ = _ends(numbers.digits[fact], numbers.exact[fact], np.zeros_like(fact))
    below_one = numbers.exponent[fact] < 0
    low, high = (np.where(below_one, end / 2 / power, end / 2 * power) for end in (low, high))
    largest = np.maximum(abs(low), abs(high))
    above, below = batch.times, batch.below
    slack = 2 * EPSILON * (batch.add_up(np.ones(len(fact))) + 8)
    least_below = batch.add_up(np.where(below > 0, below * low, below * high))
    positive = least_below > 2**10 * slack * batch.add_up(abs(below) * largest)
    divisor = np.where(positive, 0.99 * least_below, 1.0)
    ends, error = [], np.zeros(len(batch.result))
    for greatest in (False, True):
        quotient = _best_corner(batch, above, below, low, high, greatest)
        slopes = above - quotient[batch.claim] * below
        rest = batch.add_up(np.where((slopes > 0) == greatest, slopes * high, slopes * low))
        size = batch.add_up((abs(above) + abs(quotient)[batch.claim] * abs(below)) * largest)
        off = (abs(rest) + slack * size) / divisor + 4 * EPSILON * (abs(quotient) + 1)
        error = np.maximum(error, off)
        ends.append(quotient)
    kind = kind_of(batch.kind)
    if kind.factor < 0:
        ends.reverse()
    least, most = (kind.factor * end + kind.offset for end in ends)
    found = _compare_floats(batch, least, most, error)
    return found._replace(settled=found.settled & positive)


def _best_corner(
    batch: Batch, above: Ints, below: Ints, low: Floats, high: Floats, greatest: bool
) -> Floats:
    """Near the greatest or the least quotient: that of the corner which is best seen from the
    middle."""

    def divide(values: Floats) -> Floats:
        divisor = batch.add_up(below * values)
        return batch.add_up(above * values) / np.where(divisor > 0, divisor, 1)

    quotient = divide((low + high) / 2)
    for _ in range(2):
        slopes = above - quotient[batch.claim] * below
        quotient = divide(np.where((slopes > 0) == greatest, high, low))
    return quotient


def _compare_floats(batch: Batch, low: Floats, high: Floats, error: Floats) -> ScreenResult:
    """The verdicts where the ends are off by no more than `error`."""
    digits, exponent = batch.numbers.digits[batch.result], batch.numbers.exponent[batch.result]
    power = 10.0 ** abs(exponent)
    end, _, other_end, _ = _ends(digits, batch.exact, np.zeros_like(exponent))
    printed_low, printed_high = (
        np.where(exponent < 0, e / 2 / power, e / 2 * power) for e in (end, other_end)
    )
    gap = np.maximum(low - printed_high, printed_low - high)
    error = error + 4 * EPSILON * np.maximum(abs(printed_low), abs(printed_high))
    scaled = [np.where(exponent < 0, value * power, value / power) for value in (low, high)]
    margin = error * np.where(exponent < 0, power, 1 / power)
    (low_digits, low_safe), (high_digits, high_safe) = (_round(value, margin) for value in scaled)
    truncated, truncation_safe = _truncates_to(digits, scaled[0], scaled[1], margin)
    at_odds = (digits < low_digits) | (digits > high_digits)
    sure_to_differ = (gap > error) & (truncation_safe | batch.exact) & at_odds
    settled = low_safe & high_safe & ((gap < -error) | sure_to_differ)
    verdict = np.where(gap < 0, CONSISTENT, INCONSISTENT)
    return ScreenResult(settled, verdict, low_digits, high_digits, truncated & ~batch.exact)


def _round(scaled: Floats, margin: Floats) -> tuple[Ints, Bools]:
    """The nearest whole numbers, halves away from zero, and where no tie is near enough to doubt
    them."""
    small = abs(scaled) < LARGEST_DIGITS
    above = abs(np.where(small, scaled, 0)) + 0.5
    safe = small & (abs(above - np.round(above)) > margin + 8 * EPSILON * above)
    whole = np.floor(above).astype(np.int64)
    return np.where(scaled < 0, -whole, whole), safe


def _truncates_to(digits: Ints, low: Floats, high: Floats, margin: Floats) -> tuple[Bools, Bools]:
    """Where a value from `low` to `high`, in units of the last digit, is cut to `digits`, and where
    that is sure."""
    least, most = digits - (digits <= 0), digits + (digits >= 0)
    gap = np.maximum(low - most, least - high)
    doubt = margin + 8 * EPSILON * (np.maximum(abs(low), abs(high)) + abs(digits) + 1)
    return gap < 0, abs(gap) > doubt


FORMS: Mapping[str, Callable[[Batch], ScreenResult]] = {
    "total": _total,
    "quotient": _quotient,
    "range": _range,
}

"""Claims at scale: decide in floats what lies far from every boundary, and leave the rest to exact arithmetic.

Each float operation is off by at most `EPSILON` of its result, so an error bound follows for every quantity compared
(`_recomputed` gives it). What lies within its bound of a boundary is not settled here but by `claims.judge`, in exact
integers. The bounds are proven, not tuned: the tests hold them against plain fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laicheng_data.facts.printed import LARGEST_DIGITS, Numbers
from laicheng_data.facts.report import Terms

EPSILON = 2.0**-53
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Screened(NamedTuple):
    """One entry a claim: what was settled, and for those the verdict (an index into `report.VERDICTS`), the digits
    of the recomputed ends, and whether truncation explains an inconsistent figure."""

    settled: Bools
    verdict: Ints
    low: Ints
    high: Ints
    truncated: Bools


def screen(kinds: Sequence[str], terms: Terms, numbers: Numbers, worded: Bools) -> Screened:
    """Settle the claims that floats can settle. `worded` tells the facts whose bound is not exact."""
    kind = np.asarray(kinds, dtype=object)
    digits, exponent, exact, usable = (
        numbers.digits,
        numbers.exponent,
        numbers.exact,
        numbers.usable,
    )
    ends = _ends(digits, exponent, exact)
    low, high, error, known = _recomputed(kind, terms, ends, exact)
    open_ = worded[terms.result] | (terms.counts == 0) | _any(worded, terms)
    printed_low, printed_high = ends[0][terms.result], ends[1][terms.result]
    gap = np.maximum(low - printed_high, printed_low - high)
    error = error + np.where(
        error > 0, 4 * EPSILON * np.maximum(abs(printed_low), abs(printed_high)), 0
    )
    consistent = np.where(error > 0, gap < -error, gap <= 0)
    inconsistent = gap > error
    unit = 10.0 ** np.abs(exponent[terms.result])
    scaled = [np.where(exponent[terms.result] < 0, end * unit, end / unit) for end in (low, high)]
    margin = error * np.where(exponent[terms.result] < 0, unit, 1 / unit)
    (low_digits, low_safe), (high_digits, high_safe) = (_rounded(end, margin) for end in scaled)
    truncated, truncation_safe = _by_truncation(digits[terms.result], scaled[0], scaled[1], margin)
    settled = known & usable[terms.result] & ~_any(~usable, terms) & low_safe & high_safe
    settled &= consistent | (inconsistent & (truncation_safe | exact[terms.result]))
    truncated &= ~exact[terms.result]
    verdict = np.where(open_, 2, np.where(consistent, 0, 1))
    return Screened(settled | open_, verdict, low_digits, high_digits, truncated)


def _ends(digits: Ints, exponent: Ints, exact: Bools) -> tuple[Floats, Floats]:
    """Both ends of what each number stands for, each off by at most EPSILON of itself."""
    power = 10.0 ** np.abs(exponent)
    low, high = ((2 * digits + step * ~exact) / 2 for step in (-1, 1))
    return tuple(np.where(exponent < 0, end / power, end * power) for end in (low, high))  # type: ignore[return-value]


def _recomputed(
    kind: NDArray[np.object_], terms: Terms, ends: tuple[Floats, Floats], exact: Bools
) -> tuple[Floats, Floats, Floats, Bools]:
    """The ends of each recomputed value, a bound of their error, and whether they are known at all.

    A sum of n terms is off by at most n + 1 EPSILON of the terms' total size (none at all among whole counts below
    2**53); a quotient by 4 EPSILON of itself, and taking 1 from it adds one more. Every bound here is at least
    twice what is needed.
    """
    count = len(terms.result)
    low, high = (
        np.where(terms.sign > 0, ends[i][terms.operand], -ends[1 - i][terms.operand])
        for i in (0, 1)
    )
    sums: list[Floats] = [np.bincount(terms.claim, end, count).astype(float) for end in (low, high)]
    size = np.bincount(terms.claim, np.maximum(abs(low), abs(high)), count)
    whole = exact[terms.result] & ~_any(~exact, terms) & (size < 2.0**53)
    error: Floats = np.where(whole, 0.0, 2 * (terms.counts + 4) * EPSILON * size)
    is_sum: Bools = np.asarray(kind == "sum", np.bool_)
    first = np.minimum(np.cumsum(terms.counts) - terms.counts, max(len(terms.operand) - 2, 0))
    if len(terms.operand) < 2:
        return sums[0], sums[1], error, is_sum
    part_low, part_high = ends[0][terms.operand[first]], ends[1][terms.operand[first]]
    base_low, base_high = ends[0][terms.operand[first + 1]], ends[1][terms.operand[first + 1]]
    positive = (part_low >= 0) & (base_low > 0) & (terms.counts == 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.where(positive, part_low / base_high, 0)
        most = np.where(positive, part_high / base_low, 0)
    ratio_error = 16 * EPSILON * (most + 1)
    ratio_low = np.select([kind == "growth", kind == "decline"], [least - 1, 1 - most], least)
    ratio_high = np.select([kind == "growth", kind == "decline"], [most - 1, 1 - least], most)
    return (
        np.where(is_sum, sums[0], ratio_low),
        np.where(is_sum, sums[1], ratio_high),
        np.where(is_sum, error, ratio_error),
        is_sum | positive,
    )


def _any(flag: Bools, terms: Terms) -> Bools:
    """For each claim, whether any of its operands is flagged."""
    return np.bincount(terms.claim, flag[terms.operand], len(terms.result)) > 0


def _rounded(scaled: Floats, margin: Floats) -> tuple[Ints, Bools]:
    """The nearest whole numbers, halves away from zero, and where no tie is near enough to doubt them."""
    sure = np.where(abs(scaled) < LARGEST_DIGITS, scaled, 0)
    above = abs(sure) + 0.5
    safe = (abs(above - np.round(above)) > margin + 8 * EPSILON * above) & (
        abs(scaled) < LARGEST_DIGITS
    )
    return np.where(sure < 0, -np.floor(above), np.floor(above)).astype(np.int64), safe


def _by_truncation(digits: Ints, low: Floats, high: Floats, margin: Floats) -> tuple[Bools, Bools]:
    """Where a value from `low` to `high`, in units of the last digit, is cut to `digits`, and where that is sure."""
    least, most = digits - (digits <= 0), digits + (digits >= 0)
    gap = np.maximum(low - most, least - high)
    return gap < 0, abs(gap) > margin + 8 * EPSILON * (
        np.maximum(abs(low), abs(high)) + abs(digits) + 1
    )

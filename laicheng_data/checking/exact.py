"""What a claim's result can be, in fractions: one rule for each form of claim.

A claim is worked out from its facts, each standing for an interval; `Box` holds each fact once,
however often the claim names it. Every form is monotone in each fact while the others stay:

- a total is linear in it;
- a quotient (n x + r) / (d x + s) has the derivative (n s - r d) / (d x + s)**2, whose sign does
  not depend on x, where the divisor cannot be zero;
- a range ends at the least and the greatest of totals.

So every extreme is found at a corner, with each fact at one of its ends, and what is counted twice
is one number: `a - a` is exactly 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from laicheng_data.facts.kinds import kind_of, rule_for
from laicheng_data.facts.printed import Interval

Coefficients = tuple[int, ...]


class Box(NamedTuple):
    """A claim's facts, each once, and for each operand how often it takes each of them."""

    facts: Sequence[Interval]
    operands: Sequence[Coefficients]


def recompute(kind: str, box: Box) -> Interval | None:
    """All values that the claim's result can have; None where it divides by what may be zero.

    Raises ValueError for a kind without a row or a rule.
    """
    row, value = kind_of(kind), rule_for(kind, FORMS)(box)
    if value is None:
        return None
    turned = value if row.factor > 0 else _negate(value)
    low, high = (row.offset + abs(row.factor) * end for end in turned[:2])
    return Interval(low, high, turned.low_closed, turned.high_closed)


def _total(box: Box) -> Interval:
    """The sum of all operands."""
    return _linear(box.facts, [sum(column) for column in zip(*box.operands, strict=True)])


def _range(box: Box) -> Interval:
    """From the least that an operand can be to the greatest."""
    totals = [_linear(box.facts, coefficients) for coefficients in box.operands]
    low, high = min(total.low for total in totals), max(total.high for total in totals)
    return Interval(
        low,
        high,
        any(total.low_closed for total in totals if total.low == low),
        any(total.high_closed for total in totals if total.high == high),
    )


def _quotient(box: Box) -> Interval | None:
    """The first operand divided by the second."""
    above, below = box.operands
    divisor = _linear(box.facts, below)
    if divisor.low <= 0 <= divisor.high:
        return None
    if divisor.high < 0:
        above, below = [-a for a in above], [-b for b in below]  # type: ignore[assignment]
    high, high_closed = _upper_bound(box.facts, above, below)
    low, low_closed = _upper_bound(box.facts, [-a for a in above], below)
    return Interval(-low, high, low_closed, high_closed)


def _upper_bound(
    facts: Sequence[Interval], above: Sequence[int], below: Sequence[int]
) -> tuple[Fraction, bool]:
    """The upper bound of a quotient whose divisor is positive, and whether it is reached.

    A value t is too small while above - t x below can be positive, and that is linear: its greatest
    corner gives a larger t, until none does (Dinkelbach 1967, doi:10.1287/mnsc.13.7.492). A fact
    that has no part in above - t x below at the end may be anything; the others must reach theirs.
    """
    value, better = None, Fraction(0)
    while better != value:
        value = better
        slopes = [a - value * b for a, b in zip(above, below, strict=True)]
        corner = [fact.high if s > 0 else fact.low for fact, s in zip(facts, slopes, strict=True)]
        better = _dot(above, corner) / _dot(below, corner)
    return value, all(
        fact.high_closed if slope > 0 else fact.low_closed
        for fact, slope in zip(facts, slopes, strict=True)
        if slope
    )


def _dot(coefficients: Sequence[int], values: Sequence[Fraction]) -> Fraction:
    return sum((c * value for c, value in zip(coefficients, values, strict=True)), Fraction(0))


def _linear(facts: Sequence[Interval], coefficients: Sequence[int]) -> Interval:
    terms = [
        (_negate(fact) if c < 0 else fact, abs(c))
        for fact, c in zip(facts, coefficients, strict=True)
        if c
    ]
    return Interval(
        sum((c * fact.low for fact, c in terms), Fraction(0)),
        sum((c * fact.high for fact, c in terms), Fraction(0)),
        all(fact.low_closed for fact, _ in terms),
        all(fact.high_closed for fact, _ in terms),
    )


def _negate(value: Interval) -> Interval:
    return Interval(-value.high, -value.low, value.high_closed, value.low_closed)


FORMS: Mapping[str, Callable[[Box], Interval | None]] = {
    "total": _total,
    "quotient": _quotient,
    "range": _range,
}

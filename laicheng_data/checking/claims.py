"""Facts and claims joined into verdicts. Every decision is made in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd

from laicheng_data.checking.screen import Screened, screen
from laicheng_data.facts.printed import RULES, Interval, Printed, round_half_up
from laicheng_data.facts.report import VERDICTS, Report

COLUMNS = (
    "report",
    "claim_id",
    "kind",
    "basis",
    "verdict",
    "printed",
    "recomputed",
    "difference",
    "explained_by",
    "expect",
    "as_expected",
    "remark",
)


class Number(NamedTuple):
    """A fact as a claim sees it: the printed number and how its wording bounds it."""

    printed: Printed
    bound: str = "exact"


class Verdict(NamedTuple):
    """What a claim comes to.

    `recomputed` is what would have been printed, a range `low–high` where rounded operands leave one;
    `difference` is printed minus recomputed in units of the last printed digit (to the nearer end of a range);
    `explained_by` names a rounding rule that does give the printed figure where half-up does not.
    """

    verdict: str
    recomputed: str = ""
    difference: int | None = None
    explained_by: str = ""


UNDECIDABLE = Verdict("undecidable")
CONSISTENT = VERDICTS.index("consistent")


def check(report: Report) -> pd.DataFrame:
    """Judge every claim of the report: one row a claim, with the columns of `COLUMNS`.

    Floats settle what lies far from every boundary (see `screen`), exact arithmetic the rest.
    """
    facts, claims, terms = report.facts, report.claims, report.terms
    screened = screen(
        claims["kind"].to_numpy(), terms, report.numbers, (facts["bound"] != "exact").to_numpy()
    )
    printed = facts["printed"].to_numpy()[terms.result]
    verdict = np.array(VERDICTS, object)[screened.verdict]
    difference = pd.Series(0, claims.index, "Int64").mask(verdict == "undecidable")
    table = claims.assign(
        report=report.id, printed=printed, verdict=verdict, difference=difference, explained_by=""
    )
    table["recomputed"] = np.where(verdict == "undecidable", "", printed)
    told = _verdicts_in_detail(report, screened)
    for place, name in enumerate(Verdict._fields):
        column = table[name].to_numpy(object, copy=True)
        column[list(told)] = [detail[place] for detail in told.values()]
        table[name] = pd.array(column, "Int64") if name == "difference" else column
    table["as_expected"] = table["verdict"] == table["expect"]
    return table[list(COLUMNS)].reset_index(drop=True)


def _verdicts_in_detail(report: Report, screened: Screened) -> dict[int, Verdict]:
    """The verdicts, by claim, that are more than the printed figure found again or nothing to decide."""
    numbers, terms = report.numbers, report.terms
    as_printed = (screened.low == screened.high) & (screened.low == numbers.digits[terms.result])
    found_again = (screened.verdict == CONSISTENT) & as_printed & numbers.canonical[terms.result]
    plain = screened.settled & (found_again | (screened.verdict == VERDICTS.index("undecidable")))
    ends = np.cumsum(terms.counts)
    starts = ends - terms.counts
    kinds, told = report.claims["kind"].to_numpy(), {}
    rows = np.flatnonzero(~plain)
    results = numbers.printed[terms.result[rows]]
    columns = (
        screened.settled,
        screened.verdict == CONSISTENT,
        screened.low,
        screened.high,
        screened.truncated,
    )
    for claim, result, settled, consistent, low, high, truncated in zip(
        rows.tolist(), results, *(column[rows].tolist() for column in columns), strict=True
    ):
        if settled:
            told[claim] = _told(result, low, high, consistent, "truncation" if truncated else "")
        else:
            named = slice(
                starts[claim], ends[claim]
            )  # a fact bounded by a word is never among them: that is settled
            operands = zip(terms.sign[named].tolist(), terms.operand[named], strict=True)
            told[claim] = judge(
                kinds[claim],
                Number(result),
                [(sign, Number(numbers.printed[o])) for sign, o in operands],
            )
    return told


def judge(kind: str, result: Number, terms: Sequence[tuple[int, Number]]) -> Verdict:
    """Judge one claim. `terms` are (sign, number) in the order that the kind gives; only a sum has signs.

    Undecidable where an operand is missing or anything is bounded by a word such as 多 or 约, and where the
    whole or the base may be zero.
    """
    numbers = [number for _, number in terms]
    if not numbers or any(number.bound != "exact" for number in (result, *numbers)):
        return UNDECIDABLE
    recomputed = recompute(kind, [(sign, number.printed.interval()) for sign, number in terms])
    if recomputed is None:
        return UNDECIDABLE
    return _compare(result.printed, recomputed)


def _compare(printed: Printed, recomputed: Interval) -> Verdict:
    low = _end(recomputed.low, recomputed.low_closed, 1, printed.unit)
    high = _end(recomputed.high, recomputed.high_closed, -1, printed.unit)
    consistent = printed.interval().meets(recomputed)
    rules = (
        rule for rule in RULES[1:] if not consistent and printed.interval(rule).meets(recomputed)
    )
    return _told(printed, low, high, consistent, next(rules, ""))


def _end(value: Fraction, closed: bool, inward: int, unit: Fraction) -> int:
    """What the end of a range is printed as; an end that is not reached is rounded from inside the range."""
    digits = round_half_up(value, unit)
    at_tie = abs(value / unit - digits) == Fraction(1, 2)
    if closed or not at_tie:
        return digits
    return (
        digits - 1
        if inward < 0 and digits * unit > value
        else digits + 1
        if inward > 0 and digits * unit < value
        else digits
    )


def _told(printed: Printed, low: int, high: int, consistent: bool, explained_by: str) -> Verdict:
    text = (
        printed.written(low) if low == high else f"{printed.written(low)}–{printed.written(high)}"
    )
    if consistent:
        return Verdict("consistent", text, 0)
    nearer = low if printed.digits < low else high
    return Verdict("inconsistent", text, printed.digits - nearer, explained_by)


def recompute(kind: str, terms: Sequence[tuple[int, Interval]]) -> Interval | None:
    """All values the claim's result can have, or None where it divides by what may be zero."""
    if kind == "sum":
        return _sum(terms)
    quotient = _quotient(terms[0][1], terms[1][1])
    if quotient is None or kind == "share":
        return quotient
    growth = Interval(
        quotient.low - 1, quotient.high - 1, quotient.low_closed, quotient.high_closed
    )
    return growth if kind == "growth" else _negated(growth)


def _negated(value: Interval) -> Interval:
    return Interval(-value.high, -value.low, value.high_closed, value.low_closed)


def _sum(terms: Sequence[tuple[int, Interval]]) -> Interval:
    signed = [value if sign > 0 else _negated(value) for sign, value in terms]
    return Interval(
        sum((value.low for value in signed), Fraction(0)),
        sum((value.high for value in signed), Fraction(0)),
        all(value.low_closed for value in signed),
        all(value.high_closed for value in signed),
    )


def _quotient(part: Interval, whole: Interval) -> Interval | None:
    if whole.low <= 0 <= whole.high:
        return None
    corners = [
        (a / b, (a_closed and b_closed) or (a == 0 and a_closed))
        for a, a_closed in ((part.low, part.low_closed), (part.high, part.high_closed))
        for b, b_closed in ((whole.low, whole.low_closed), (whole.high, whole.high_closed))
    ]
    low, high = min(value for value, _ in corners), max(value for value, _ in corners)
    return Interval(low, high, (low, True) in corners, (high, True) in corners)


def numerators(rate: Printed, whole: int) -> range:
    """Every whole number that, as a share of `whole`, would be printed as this rate; often there is just one.

    Raises ValueError where `whole` is not positive.
    """
    if whole <= 0:
        raise ValueError(f"a share of {whole} is not defined; give a whole above zero")
    low, high, low_closed, high_closed = rate.interval()
    first = -(-low * whole // 1) if low_closed else low * whole // 1 + 1
    last = high * whole // 1 if high_closed else -(-high * whole // 1) - 1
    return range(max(int(first), 0), int(last) + 1)

"""Facts and claims joined into verdicts. Every decision is made in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from laicheng_data.printed import RULES, Interval, Printed, parse, round_half_up
from laicheng_data.report import Report

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


def check(report: Report) -> pd.DataFrame:
    """Judge every claim of the report: one row a claim, with the columns of `COLUMNS`."""
    numbers = {
        fact_id: Number(parse(text), bound)
        for fact_id, text, bound in report.facts[["fact_id", "printed", "bound"]].itertuples(index=False)
    }
    claims = report.claims
    verdicts = pd.DataFrame(
        [
            judge(kind, numbers[result], [_term(name, numbers) for name in operands.split()])
            for kind, result, operands in claims[["kind", "result", "operands"]].itertuples(index=False)
        ],
        columns=Verdict._fields,
        index=claims.index,
    )
    table = claims.join(verdicts)
    table["report"] = report.id
    table["printed"] = table["result"].map(report.facts.set_index("fact_id")["printed"])
    table["difference"] = table["difference"].astype("Int64")
    table["as_expected"] = table["verdict"] == table["expect"]
    return table[list(COLUMNS)].reset_index(drop=True)


def _term(name: str, numbers: dict[str, Number]) -> tuple[int, Number]:
    return (-1, numbers[name[1:]]) if name.startswith("-") else (1, numbers[name])


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
    low, high = (round_half_up(end, printed.unit) for end in (recomputed.low, recomputed.high))
    text = printed.written(low) if low == high else f"{printed.written(low)}–{printed.written(high)}"
    if printed.interval().meets(recomputed):
        return Verdict("consistent", text, 0)
    nearer = low if printed.digits < low else high
    explained_by = next((rule for rule in RULES[1:] if printed.interval(rule).meets(recomputed)), "")
    return Verdict("inconsistent", text, printed.digits - nearer, explained_by)


def recompute(kind: str, terms: Sequence[tuple[int, Interval]]) -> Interval | None:
    """All values the claim's result can have, or None where it divides by what may be zero."""
    if kind == "sum":
        return _sum(terms)
    quotient = _quotient(terms[0][1], terms[1][1])
    if quotient is None or kind == "share":
        return quotient
    growth = Interval(quotient.low - 1, quotient.high - 1, quotient.low_closed, quotient.high_closed)
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

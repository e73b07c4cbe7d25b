"""Facts and claims joined into verdicts. Every decision is made in exact arithmetic."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd

from laicheng_data.checking.exact import Box, recompute
from laicheng_data.checking.screen import CONSISTENT, UNDECIDABLE, ScreenResult, screen
from laicheng_data.facts.contract import VERDICTS
from laicheng_data.facts.kinds import kind_of
from laicheng_data.facts.printed import RULES, Interval, Numbers, Printed, round_half_up
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.facts.terms import Terms

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
MOST_MORE_DIGITS = 30  # after which a recomputed value is shown as it is


class Number(NamedTuple):
    """A fact as a claim sees it: the printed number and how its wording bounds it.

    Two numbers with the same `fact` are one number, wherever a claim names it; without it, each is
    a fact of its own.
    """

    printed: Printed
    bound: str = "exact"
    fact: Hashable = None


Term = tuple[int, Number]  # 1, or -1 where the number is subtracted


class Verdict(NamedTuple):
    """What a claim comes to.

    `recomputed` is what would have been printed, a range `low–high` where several figures could
    have been; `difference` is printed minus recomputed in units of the last printed digit (to the
    nearer end of a range): a whole number, or a float where the two differ by less than one unit;
    `explained_by` names a rounding rule that does give the printed figure where half-up does not.
    """

    verdict: str
    recomputed: str = ""
    difference: int | float | None = None
    explained_by: str = ""


_UNDECIDABLE = Verdict("undecidable")


def check(report: Report) -> pd.DataFrame:
    """Judge every claim of the report: one row a claim, with the columns of `COLUMNS`.

    Floats settle what lies far from every boundary (see `screen`), exact arithmetic the rest.
    `difference` is Int64, or object where a number does not fit that.
    """
    claims, terms, kinds = report.claims, report.terms, report.claims["kind"].to_numpy()
    bounds = np.concatenate([report.facts["bound"], report.linked["bound"]])
    numbers = report.all_numbers
    screened = screen(kinds, terms, numbers, bounds != "exact")
    printed = report.facts["printed"].to_numpy()[terms.result]
    open_ = screened.settled & (screened.verdict == UNDECIDABLE)
    columns = {
        "verdict": np.array(VERDICTS, object)[screened.verdict],
        "recomputed": np.where(open_, "", printed),
        "difference": np.array([0, None], object)[open_.astype(int)],
        "explained_by": np.full(len(claims), "", object),
    }
    details = _verdicts_in_detail(report, numbers, screened)
    for place, name in enumerate(Verdict._fields):
        columns[name][list(details)] = [detail[place] for detail in details.values()]
    columns["difference"] = _as_whole_numbers(columns["difference"])
    table = claims.assign(report=report.id, printed=printed, **columns)
    table["as_expected"] = table["verdict"] == table["expect"]
    return table[list(COLUMNS)].reset_index(drop=True)


@cache_per_report
def verdicts_of(report: Report) -> pd.DataFrame:
    """What `check` says of a report, which each chart, finding and page asks for."""
    return check(report)


@cache_per_report
def deviations(report: Report) -> pd.DataFrame:
    """How far what each claim's numbers give lies from what is printed: one row a claim.

    Columns: `low` and `high`, recomputed minus printed, in units of the last printed digit, as
    floats (infinite beyond those); equal where all operands are exact, so that up to 0.5 either way
    is rounding of the result. Missing where nothing is recomputed.
    """
    terms, printed = report.terms, report.all_numbers.printed
    ends = np.cumsum(terms.counts)
    named = map(slice, ends - terms.counts, ends)
    operands = [_operands(terms, printed, claim) for claim in named]
    columns = zip(report.claims["kind"], printed[terms.result], operands, strict=True)
    return pd.DataFrame([_deviation(*row) for row in columns], columns=["low", "high"], dtype=float)


def face_value(report: Report, claim: int) -> str:
    """What the numbers of a claim, by its row, give as they stand, written like its result: `2478`
    where rounding allows for `2477–2479`; empty where nothing is recomputed."""
    terms, printed = report.terms, report.all_numbers.printed
    end = int(terms.counts[: claim + 1].sum())
    operands = [
        [
            (sign, number._replace(printed=replace(number.printed, exact=True)))
            for sign, number in operand
        ]
        for operand in _operands(terms, printed, slice(end - int(terms.counts[claim]), end))
    ]
    found = recompute(report.claims["kind"].iloc[claim], _box(operands)) if operands else None
    if found is None:
        return ""
    result = printed[terms.result[claim]]
    low, high = (round_half_up(end, result.unit) for end in found[:2])
    return _range(result.write(low), result.write(high))


def _deviation(
    kind: str, printed: Printed, operands: Sequence[Sequence[Term]]
) -> tuple[float, float]:
    recomputed = recompute(kind, _box(operands)) if operands else None
    if recomputed is None:
        return np.nan, np.nan
    low, high = ((end - printed.value) / printed.unit for end in recomputed[:2])
    return _nearest_float(low), _nearest_float(high)


def _nearest_float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf


def unclaimed_percentages(report: Report) -> list[str]:
    """The facts printed in per cent that are the result of no claim, in document order."""
    results = set(report.claims["result"])
    return [
        fact_id
        for fact_id, number in zip(report.facts["fact_id"], report.numbers.printed, strict=True)
        if number.sign == "%" and fact_id not in results
    ]


def _as_whole_numbers(differences: np.ndarray) -> pd.Series | np.ndarray:
    """The differences as Int64 where all of them are whole and fit, else as they are."""
    fits = all(d is None or (isinstance(d, int) and abs(d) < 2**63) for d in set(differences))
    return pd.array(differences, "Int64") if fits else differences


def _verdicts_in_detail(
    report: Report, numbers: Numbers, screened: ScreenResult
) -> dict[int, Verdict]:
    """The verdicts, by claim, that are more than the printed figure found again or left open."""
    terms = report.terms
    as_printed = (screened.low == screened.high) & (screened.low == numbers.digits[terms.result])
    found_again = (screened.verdict == CONSISTENT) & as_printed & numbers.canonical[terms.result]
    plain = screened.settled & (found_again | (screened.verdict == UNDECIDABLE))
    ends = np.cumsum(terms.counts)
    starts = ends - terms.counts
    kinds, details = report.claims["kind"].to_numpy(), {}
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
            rule = "truncation" if truncated else ""
            details[claim] = _describe(result, low, high, consistent, rule)
        else:
            operands = _operands(terms, numbers.printed, slice(starts[claim], ends[claim]))
            details[claim] = judge(kinds[claim], Number(result), operands)
    return details


def _operands(terms: Terms, printed: np.ndarray, named: slice) -> list[list[Term]]:
    """The operands of one claim. A fact bounded by a word is never among them: that is settled."""
    operands: list[list[Term]] = []
    for slot, sign, fact in zip(
        terms.slot[named].tolist(), terms.sign[named].tolist(), terms.operand[named].tolist(),
        strict=True,
    ):  # fmt: skip
        if slot == len(operands):
            operands.append([])
        operands[-1].append((sign, Number(printed[fact], fact=fact)))
    return operands


def judge(kind: str, result: Number, operands: Sequence[Sequence[Term]]) -> Verdict:
    """Judge one claim: an operand is one or more terms, which are added up.

    Undecidable where no operand is printed or anything is bounded by a word such as 多 or 约, and
    where what is divided by may be zero. Raises ValueError for a kind that is not in the table.
    """
    of_kind = kind_of(kind)
    numbers = [number for terms in operands for _, number in terms]
    if not numbers or any(number.bound != "exact" for number in (result, *numbers)):
        return _UNDECIDABLE
    recomputed = recompute(kind, _box(operands))
    if recomputed is None:
        return _UNDECIDABLE
    printed = result.printed.rounded() if of_kind.rounds_whole else result.printed
    return _compare(printed, recomputed)


def _box(operands: Sequence[Sequence[Term]]) -> Box:
    """The facts of a claim, each once, and how often each operand takes it."""
    facts: dict[Hashable, Interval] = {}
    taken: list[dict[Hashable, int]] = []
    for terms in operands:
        taken.append({})
        for sign, number in terms:
            fact = (number.fact,) if number.fact is not None else len(facts)
            facts[fact] = number.printed.interval()
            taken[-1][fact] = taken[-1].get(fact, 0) + sign
    rows = [tuple(times.get(fact, 0) for fact in facts) for times in taken]
    return Box(list(facts.values()), rows)


def _compare(printed: Printed, recomputed: Interval) -> Verdict:
    low = _round_end(recomputed.low, recomputed.low_closed, 1, printed.unit)
    high = _round_end(recomputed.high, recomputed.high_closed, -1, printed.unit)
    consistent = printed.interval().meets(recomputed)
    if not consistent and low <= printed.digits <= high:
        return _describe_finely(printed, recomputed)
    rules = (
        rule for rule in RULES[1:] if not consistent and printed.interval(rule).meets(recomputed)
    )
    return _describe(printed, low, high, consistent, next(rules, ""))


def _round_end(value: Fraction, closed: bool, inwards: int, unit: Fraction) -> int:
    """What the end of a range is printed as; one that is not reached is rounded from inside."""
    digits = round_half_up(value, unit)
    at_tie = abs(value / unit - digits) == Fraction(1, 2)
    beyond = inwards * (value - digits * unit) > 0
    return digits + inwards if at_tie and beyond and not closed else digits


def _describe(
    printed: Printed, low: int, high: int, consistent: bool, explained_by: str
) -> Verdict:
    text = printed.write(low)
    if high != low:
        text = _range(text, printed.write(high))
    if consistent:
        return Verdict("consistent", text, 0)
    nearer = low if printed.digits < low else high
    return Verdict("inconsistent", text, printed.digits - nearer, explained_by)


def _describe_finely(printed: Printed, recomputed: Interval) -> Verdict:
    """A count that would be printed as it is, but is not what it should be: with digits enough to
    see it."""
    for finer in range(1, MOST_MORE_DIGITS + 1):
        unit, whole = printed.unit / 10**finer, printed.digits * 10**finer
        low, high = (round_half_up(end, unit) for end in recomputed[:2])
        if not low <= whole <= high:
            break
    nearer = low if whole < low else high
    text = _range(printed.write(low, finer), printed.write(high, finer))
    return Verdict("inconsistent", text, (whole - nearer) / 10**finer)


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def numerators(rate: Printed, whole: int) -> range:
    """Every whole number that, as a share of `whole`, would be printed as this rate; often just
    one.

    Raises ValueError where `whole` is not positive.
    """
    if whole <= 0:
        raise ValueError(f"a share of {whole} is not defined; give a whole above zero")
    low, high, low_closed, high_closed = rate.interval()
    first = -(-low * whole // 1) if low_closed else low * whole // 1 + 1
    last = high * whole // 1 if high_closed else -(-high * whole // 1) - 1
    return range(max(int(first), 0), int(last) + 1)

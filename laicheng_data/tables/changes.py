"""How numbers changed from one period to the next, as far as their printed digits tell."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from laicheng_data.facts.printed import Interval, Printed
from laicheng_data.facts.report import Report
from laicheng_data.tables.filings import COUNTS, filings

PERCENT, POINTS = "percent", "points"
_YEAR = re.compile(r"\d{4}")
_MOST_DECIMALS = {PERCENT: 1, POINTS: 2}


class Change(NamedTuple):
    """A measure of one subject in its last period and the one before, as rows of the facts.

    `size` is how much it changed without its sign, in percent of what was or in percentage points,
    written with the digits that the printed numbers bear and empty where they bear none. `by` is
    the same as a number, for ranking.
    """

    before: int
    after: int
    rose: bool
    unit: str
    size: str
    by: float


def latest_changes(report: Report) -> list[Change]:
    """What differs in its last period from the same period of an earlier year, the largest first.

    Only numbers that no word bounds and that are printed once take part. A change that rounding
    may have made is none: the two printed numbers must not have a value in common.
    """
    facts = report.facts[report.facts["bound"] == "exact"]
    kind = facts["period"].str.replace(_YEAR, "", regex=True)
    facts = facts.assign(kind=kind).drop_duplicates(
        ["office", "measure", "subject", "unit", "period"], keep=False
    )
    pairs = [
        rows.sort_values("period").index[-2:].tolist()
        for _, rows in facts.groupby(["office", "measure", "subject", "unit", "kind"], sort=False)
        if len(rows) > 1
    ]
    numbers = report.numbers.printed
    found = [_change(before, after, numbers[before], numbers[after]) for before, after in pairs]
    return sorted((change for change in found if change), key=lambda change: -change.by)


def _change(before: int, after: int, old: Printed, new: Printed) -> Change | None:
    was, now = old.interval(), new.interval()
    if was.meets(now):
        return None
    rose = now.low >= was.high
    points = Fraction(1, 100) in (old.unit * 10**old.decimals, new.unit * 10**new.decimals)
    if points:
        ends = [(now.low - was.high) * 100, (now.high - was.low) * 100]
        most = min(_MOST_DECIMALS[POINTS], old.decimals, new.decimals)
    elif was.low > 0 and now.low >= 0:
        ends = [(now.low / was.high - 1) * 100, (now.high / was.low - 1) * 100]
        most = _MOST_DECIMALS[PERCENT]
    else:
        return Change(before, after, rose, PERCENT, "", 0.0)
    exact = (new.value - old.value) * 100 if points else (new.value / old.value - 1) * 100
    size = _borne(exact, Interval(min(ends), max(ends)), most, both_rounded=points)
    return Change(before, after, rose, POINTS if points else PERCENT, size, abs(float(exact)))


def _borne(value: Fraction, within: Interval, most: int, both_rounded: bool) -> str:
    """The size of a value with as many decimals as its interval bears; empty where it bears none.

    A difference of two numbers as printed is given as it is subtracted on paper.
    """
    if both_rounded:
        return f"{float(abs(value)):.{most}f}"
    for decimals in range(most, -1, -1):
        written = {f"{float(abs(end)):.{decimals}f}" for end in (within.low, within.high, value)}
        if len(written) == 1 and float(next(iter(written))):
            return written.pop()
    return ""


def unfiled_by_kind(report: Report) -> pd.DataFrame:
    """Those that did not file in the last year of a report and in the year before.

    Columns `subject`, `period`, `before`, `after`. Empty where a number of either year is missing,
    so that totals of the two years speak of the same kinds, or is no exact count, and where more
    were filed than were due: then what is left over is no number of those that did not file.
    """
    table, nothing = filings(report), pd.DataFrame(columns=["subject", "period", "before", "after"])
    if table.empty:
        return nothing
    last = table["period"].max()
    years = [str(int(last) - 1), last]
    facts = report.facts[report.facts["measure"].isin(COUNTS) & report.facts["period"].isin(years)]
    sure = (facts["bound"] == "exact") & report.numbers.exact[facts.index]
    kinds = table[table["period"].isin(years)].astype({"subject": str})
    twice = kinds.duplicated(["subject", "period"]).any()
    wide = kinds.pivot_table("unfiled", "subject", "period", sort=False, dropna=False)
    wide = wide.reindex(columns=years)
    if twice or not sure.all() or wide.isna().any(axis=None) or (wide < 0).any(axis=None):
        return nothing
    wide.columns = pd.Index(["before", "after"])
    return wide.reset_index().assign(period=last)

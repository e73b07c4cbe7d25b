"""How numbers changed from one period to the next, as far as their printed digits tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.printed import Interval, Printed
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.amounts import unit_family
from laicheng_data.tables.filings import COUNTS, DUE, filings

PERCENT, POINTS = "percent", "points"
_YEAR = re.compile(r"\d{4}")
_LINE = ["office", "measure", "subject", "unit"]
_MOST_DECIMALS = {PERCENT: 1, POINTS: 2}
# How much of a change the digits it is told with may miss: 0.65% is not 1%.
_MOST_OFF = Fraction(1, 10)

Place = tuple[str, str]  # a measure and a period


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

    Only numbers that no word bounds and that are printed alike wherever they stand take part. A
    change that rounding may have made is none: the two printed numbers must not have a value in
    common.
    """
    facts = _unambiguous_numbers(report)
    facts = facts[facts["measure"] != UNNAMED]
    kind = facts["period"].str.replace(_YEAR, "", regex=True)
    pairs = [
        tuple(rows.sort_values("period").index[-2:])
        for _, rows in facts.assign(kind=kind).groupby([*_LINE, "kind"], sort=False)
        if len(rows) > 1
    ]
    return _changes(pairs, report)


def compared_changes(report: Report, holding: pd.DataFrame) -> list[Change]:
    """What differs between two measures of which the report takes the growth from one to the other,
    as a budget's from what came in the year before, the largest first; of all subjects of which it
    prints both.

    `holding` are the claims that hold.
    """
    older: dict[Place, list[Place]] = {}
    for new, old in dict.fromkeys(_compared_places(report, holding)):
        older.setdefault(new, []).append(old)
    rows = {
        tuple(row): at for at, row in _unambiguous_numbers(report)[[*_LINE, "period"]].iterrows()
    }
    pairs = []
    for (office, measure, subject, unit, period), after in rows.items():
        places = [(office, m, subject, unit, when) for m, when in older.get((measure, period), [])]
        pairs += [(rows[place], after) for place in places if place in rows]
    return _changes(pairs, report)


def _compared_places(report: Report, holding: pd.DataFrame) -> Iterator[tuple[Place, Place]]:
    """Measures and periods, the later first, between which claims tell a change."""
    columns = report.facts[["fact_id", "measure", "period"]].itertuples(index=False, name=None)
    speaks = {fact_id: (measure, period) for fact_id, measure, period in columns}
    for kind, operands in holding[["kind", "operands"]].itertuples(index=False):
        terms = [speaks.get(term) for term in operands.split()]
        if kind in ("growth", "decline") and len(terms) == 2 and terms[0] and terms[1]:
            new, old = terms[0], terms[1]
            if new[0] != old[0] and date_range(old[1])[1] < date_range(new[1])[0]:
                yield new, old


def _unambiguous_numbers(report: Report) -> pd.DataFrame:
    """The numbers that no word bounds, each once; none where two are printed for one place."""
    facts = report.facts[report.facts["bound"] == "exact"]
    counted = facts[["printed", "unit"]].itertuples(index=False, name=None)
    facts = facts.assign(unit=[unit_family(*number) for number in counted])  # in 万元 or in 亿元
    facts = facts.drop_duplicates([*_LINE, "period", "value"])
    return facts.drop_duplicates([*_LINE, "period"], keep=False)


def _changes(pairs: Sequence[tuple[int, int]], report: Report) -> list[Change]:
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
    size = _supported_digits(exact, Interval(min(ends), max(ends)), most, both_rounded=points)
    return Change(before, after, rose, POINTS if points else PERCENT, size, abs(float(exact)))


def _supported_digits(value: Fraction, within: Interval, most: int, both_rounded: bool) -> str:
    """The size of a value with as many decimals as its interval bears; empty where it bears none.

    A difference of two numbers as printed is given as it is subtracted on paper.
    """
    if both_rounded:
        return f"{float(abs(value)):.{most}f}"
    for decimals in range(most, -1, -1):
        written = {f"{float(abs(end)):.{decimals}f}" for end in (within.low, within.high, value)}
        if len(written) == 1:
            [text] = written
            is_near = abs(Fraction(text) - abs(value)) <= _MOST_OFF * abs(value)
            return text if is_near else ""
    return ""


@cache_per_report
def unfiled_by_kind(report: Report) -> pd.DataFrame:
    """Those that did not file in the last year of a report and in the year before, and of how many
    due.

    Columns `subject`, `period`, `before`, `after`, `due_before`, `due_after`. Empty where a number
    of either year is missing, so that totals of the two years speak of the same kinds, or is no
    exact count, and where more were filed than were due: then what is left over is no number of
    those that did not file. Those due are missing where they are not published.
    """
    names = ["subject", "period", "before", "after", "due_before", "due_after"]
    table, nothing = filings(report), pd.DataFrame(columns=names)
    if table.empty:
        return nothing
    last = table["period"].max()
    years = [str(int(last) - 1), last]
    facts = report.facts[report.facts["measure"].isin(COUNTS) & report.facts["period"].isin(years)]
    sure = (facts["bound"] == "exact") & report.numbers.exact[facts.index]
    kinds = table[table["period"].isin(years)].astype({"subject": str})
    if kinds.duplicated(["subject", "period"]).any() or not sure.all():
        return nothing
    unfiled, due = (
        kinds.pivot(index="subject", columns="period", values=counted)
        .reindex(index=kinds["subject"].unique(), columns=years)
        .set_axis(["before", "after"], axis="columns")
        for counted in ("unfiled", DUE)
    )
    if unfiled.isna().any(axis=None) or (unfiled < 0).any(axis=None):
        return nothing
    return unfiled.join(due.add_prefix("due_")).reset_index().assign(period=last)[names]

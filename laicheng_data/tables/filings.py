"""The filing tables: due, filed, unfiled, rates, and how they change from year to year."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from laicheng_data.facts.report import Report, cache_per_report

DUE, FILED = "due", "filed"
COUNTS = (DUE, FILED, "unfiled")
MEASURES = (*COUNTS, "filing_rate")
RATE_STEP = 0.0001  # a rate that is worked out is given to no more than 0.01%
# Kinds that are parts of another: together they are all of it that a list can hold.
PARTS = {"enterprise": ("private_enterprise", "domestic_enterprise", "foreign_enterprise")}


class UnknownChoice(ValueError):
    """A year or kind for which the report has no filing numbers. `parameter` is what the
    notebooks call it."""

    def __init__(self, parameter: str, value: object, known: Sequence[str]):
        self.parameter, self.value, self.known = parameter, value, known
        nearest = nearest_name(value, known)
        hint = f"did you mean {nearest}? " if nearest else ""
        has = ", ".join(known) or "none at all"
        super().__init__(
            f"{parameter}: the report has no filing numbers for {value!r}; {hint}it has {has}"
        )


def nearest_name(value: object, known: Sequence[str]) -> str:
    """The known name that is most like `value`, or nothing."""
    return next(iter(difflib.get_close_matches(str(value), known, n=1)), "")


def filings(report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()) -> pd.DataFrame:
    """One row per year and kind of unit, kinds in the order in which the report first names them.

    Columns: `period`, `subject`; `due`, `filed`, `unfiled` (counts, missing where neither printed
    nor a difference of exact counts); `filing_rate` (a share of 1: as printed, else filed / due),
    `printed_rate` (its text, empty where none is printed) and `worded`: the measures whose number
    a word such as 多 or 约 bounds, or that is printed twice, and of which nothing is worked out.
    Two numbers for one year, kind and measure are kept, a row each. Empty `years` or `kinds` mean
    all of them.

    Raises UnknownChoice for a year or kind that the report has no filing numbers for.
    """
    table = filing_numbers(report, years, kinds)
    table = table.assign(subject=table["subject"].astype(object))
    return table[["period", "subject", *MEASURES, "printed_rate", "worded"]]


def filing_numbers(
    report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> pd.DataFrame:
    """The table of `filings` with how far each number can be relied on.

    `subject` is a categorical of all kinds of the report, so that a kind keeps its place in a part
    of them. Besides its columns: `<measure>_step`, a unit of the last digit that the number bears
    (0 for an
    exact count), `<measure>_bound` (`exact`, or the word that bounds it) and `again`, which counts
    the numbers printed for one year, kind and measure from 0.
    """
    periods, subjects = resolve_selection(report, years, kinds)
    table = _all_numbers(report)
    is_chosen = table["period"].isin(periods) & table["subject"].isin(subjects)
    return table[is_chosen].reset_index(drop=True)


@cache_per_report
def _all_numbers(report: Report) -> pd.DataFrame:
    facts = _facts(report)
    order = list(pd.unique(facts["subject"]))
    facts = facts.drop_duplicates(["period", "subject", "measure", "printed", "bound"])
    facts["again"] = facts.groupby(["period", "subject", "measure"]).cumcount()
    table, rates = _to_wide(facts, "value"), _to_wide(facts, "printed")["filing_rate"]
    steps, bounds = _to_wide(facts, "step"), _to_wide(facts, "bound").astype(object)
    bounds = bounds.where(bounds.notna(), "exact")
    _work_out(table, steps, bounds)
    table["printed_rate"] = rates.astype(object).where(rates.notna(), "")
    table["worded"] = _bounds_in_words(bounds)
    table = table.join(steps.add_suffix("_step")).join(bounds.add_suffix("_bound"))
    table = table.reset_index().rename_axis(columns=None)
    table["subject"] = pd.Categorical(table["subject"], order)
    return table.sort_values(["period", "subject", "again"], ignore_index=True)


def _to_wide(facts: pd.DataFrame, column: str) -> pd.DataFrame:
    """A column of the facts, a row a year and kind and a column a measure."""
    wide = facts.pivot(index=["period", "subject", "again"], columns="measure", values=column)
    return wide.reindex(columns=MEASURES)


def _work_out(table: pd.DataFrame, steps: pd.DataFrame, bounds: pd.DataFrame) -> None:
    """Fill in what follows from exact or rounded counts that stand alone for their year and
    kind."""
    alone = ~table.index.droplevel("again").duplicated(keep=False)
    usable = alone & (bounds[["due", "filed"]] == "exact").all(axis=1)
    due, filed = table["due"].where(usable), table["filed"].where(usable)
    step = steps[["due", "filed"]].max(axis=1)
    derived = table["unfiled"].isna() & (due - filed).notna()
    table["unfiled"] = table["unfiled"].fillna(due - filed)
    steps["unfiled"] = steps["unfiled"].mask(derived, step)
    whole = due.where(due > 0)
    derived = table["filing_rate"].isna() & (filed / whole).notna()
    table["filing_rate"] = table["filing_rate"].fillna(filed / whole)
    wide = (steps["filed"] + steps["due"] * filed / whole) / whole
    steps["filing_rate"] = steps["filing_rate"].mask(derived, wide.clip(lower=RATE_STEP))


def _bounds_in_words(bounds: pd.DataFrame) -> pd.Series:
    alone = ~bounds.index.droplevel("again").duplicated(keep=False)
    words = [
        " ".join(MEASURES) if not single else " ".join(row.index[row != "exact"])
        for single, (_, row) in zip(alone, bounds.iterrows(), strict=True)
    ]
    return pd.Series(words, bounds.index, object)


@cache_per_report
def _facts(report: Report) -> pd.DataFrame:
    """The facts on filing, with a unit of the last digit of each: 0 where a number is exact."""
    facts = report.facts.assign(step=last_digit_units(report))
    return facts[facts["measure"].isin(MEASURES) & facts["period"].str.fullmatch(r"\d{4}")]


def last_digit_units(report: Report) -> list[float]:
    """What one unit of the last printed digit is worth, fact by fact; 0 for an exact number."""
    return [0.0 if number.exact else float(number.unit) for number in report.numbers.printed]


def resolve_selection(
    report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """The periods and subjects that `years` and `kinds` stand for; all that the report has where
    they are empty.

    Raises UnknownChoice for a year or kind that the report has no filing numbers for.
    """
    facts = _facts(report)
    periods = sorted(pd.unique(facts["period"]))
    return _check_known("years", [str(year) for year in years], periods), _check_known(
        "kinds", kinds, pd.unique(facts["subject"])
    )


def _check_known(parameter: str, wanted: Sequence[str], known: Sequence[str]) -> list[str]:
    """`wanted`, or everything known where nothing is wanted in particular."""
    for value in wanted:
        if value not in known:
            raise UnknownChoice(parameter, value, list(known))
    return list(wanted) or list(known)


def year_on_year(table: pd.DataFrame) -> pd.DataFrame:
    """The changes between successive years of a `filings` table; a year without its predecessor
    has none.

    Columns: `period`, `previous`, `subject`, `measure`, `before`, `after`, `change`, `unit`,
    `step`.
    Counts change in `percent` of the year before, rates in `percentage_points`; the two are never
    mixed in one measure. Numbers that a word bounds, or that are printed twice, change by nothing
    that can be said. `step` is a unit of the last digit of `change` that its numbers bear.
    """
    long = _to_long(table)
    long["previous"] = (long["period"].astype(int) - 1).astype(str)
    before = long.drop(columns="previous").rename(columns={"period": "previous"})
    keys = ["previous", "subject", "measure"]
    return _changes(long.merge(before, on=keys, suffixes=("_after", "_before")))


def _to_long(table: pd.DataFrame) -> pd.DataFrame:
    """A row a number that something can be worked out of, with its step where the table tells
    it."""
    columns = ["period", "subject", "measure", "value", "step"]
    parts = []
    for measure in MEASURES:
        usable = [measure not in words.split() for words in table["worded"]]
        rows = table[np.array(usable, bool)].dropna(subset=measure)
        step = rows.get(f"{measure}_step", pd.Series(0.0, rows.index)).fillna(0.0)
        parts.append(rows.assign(measure=measure, value=rows[measure], step=step)[columns])
    return pd.concat(parts, ignore_index=True)


def _changes(pairs: pd.DataFrame) -> pd.DataFrame:
    """What each pair of numbers changes by; nothing grows out of nothing."""
    pairs = pairs[(pairs["measure"] == "filing_rate") | (pairs["value_before"] > 0)]
    before, after = pairs["value_before"], pairs["value_after"]
    is_rate = pairs["measure"] == "filing_rate"
    ratio = after / before.where(before > 0)
    wide = (pairs["step_after"] + pairs["step_before"] * ratio) / before.where(before > 0)
    coarser = pairs[["step_before", "step_after"]].max(axis=1)
    change = ((ratio - 1) * 100).mask(is_rate, (after - before) * 100).round(10)
    pairs = pairs.assign(
        before=before,
        after=after,
        change=change,
        unit=is_rate.map({True: "percentage_points", False: "percent"}),
        step=wide.mask(is_rate, coarser) * 100,
    )
    columns = ["period", "previous", "subject", "measure", "before", "after", "change", "unit"]
    return pairs[[*columns, "step"]].reset_index(drop=True)


def by_units_changed(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes of counts by how many units more or fewer there are, the most first: a third of
    few is less than a tenth of many."""
    units = (changes["after"] - changes["before"]).abs()
    return changes.loc[units.sort_values(ascending=False, kind="stable").index]


def unfiled_changes(table: pd.DataFrame) -> pd.DataFrame:
    """How many more or fewer did not file than the year before, by kind and in all.

    Columns: `period`, `subject`, `unfiled`, `step`, `difference` (missing without a year before)
    and
    `difference_step`. The row `all` is the printed total, else the sum of the kinds for the years
    for which each of them has a number; there is none of `some` kinds, where a column says so.
    """
    known = _to_long(table).query("measure == 'unfiled'").rename(columns={"value": "unfiled"})
    known["subject"] = known["subject"].astype(object)
    kinds = known[known["subject"] != "all"].groupby("period")
    every = len(set(table["subject"]) - {"all"})
    whole = [len(rows) == every for _, rows in kinds]
    sums = kinds[["unfiled", "step"]].agg({"unfiled": "sum", "step": "max"})
    sums = sums[np.array(whole, bool)].reset_index().assign(subject="all")
    if "all" in set(known["subject"]) or ("some" in table and table["some"].any()):
        sums = sums.iloc[:0]
    rows = pd.concat([known, sums], ignore_index=True)
    rows["previous"] = (rows["period"].astype(int) - 1).astype(str)
    before = rows[["period", "subject", "unfiled", "step"]]
    before = before.rename(columns={"period": "previous"})
    both = rows.merge(before, on=["previous", "subject"], how="left", suffixes=("", "_before"))
    both["difference"] = both["unfiled"] - both["unfiled_before"]
    both["difference_step"] = both[["step", "step_before"]].max(axis=1)
    columns = ["period", "subject", "unfiled", "step", "difference", "difference_step"]
    return both[columns].reset_index(drop=True)


@cache_per_report
def listed_and_unfiled(report: Report) -> pd.DataFrame:
    """The list of abnormal operations beside the units that did not file for the same year.

    Columns: `period`, `subject` (of the unfiled), `listed_subject` (as the list names it),
    `listed`, `unfiled`,
    `difference` (listed - unfiled; missing where a word bounds a number, or it is printed twice),
    `step` (a unit of its last digit) and
    `listed_bound`. Parts of a kind are added up before they stand beside the whole; where only
    private firms
    are listed, they stand beside firms of all kinds. A list with a remark of its own (another
    scope, another
    day) is compared with nothing. The row `all` is the printed total beside the sum of the unfiled.
    Kinds stand in the order of `filings`, and `all` last.
    """
    both = _listed_by_kind(report).merge(_unfiled_with_total(report), on=["period", "subject"])
    exact = (both["listed_bound"] == "exact") & (both["unfiled_bound"] == "exact")
    exact &= ~(both["twice"].astype(bool) | both["unfiled_twice"].astype(bool))
    both["difference"] = (both["listed"] - both["unfiled"]).where(exact)
    both["step"] = both[["listed_step", "unfiled_step"]].max(axis=1)
    columns = ["period", "subject", "listed_subject", "listed", "unfiled", "difference", "step"]
    both = both[[*columns, "listed_bound", "unfiled_bound"]].dropna(subset=["listed", "unfiled"])
    kinds = [kind for kind in _all_numbers(report)["subject"].cat.categories if kind != "all"]
    order = {kind: place for place, kind in enumerate([*kinds, "all"])}
    return both.sort_values(
        "subject", key=lambda subject: subject.map(order), kind="stable", ignore_index=True
    )


def _listed_by_kind(report: Report) -> pd.DataFrame:
    """The list by kind, parts of a kind added up, but for years whose list is of another scope."""
    facts = report.facts.assign(step=last_digit_units(report))
    listed = facts[facts["measure"] == "listed"]
    listed = listed[~listed["period"].isin(_years_of_another_scope(report))]
    whole = {part: kind for kind, parts in PARTS.items() for part in parts}
    listed = listed.assign(kind=listed["subject"].replace(whole))
    printed = set(zip(listed["period"], listed["subject"], strict=True))
    is_part = [
        kind != subject and (period, kind) in printed
        for period, subject, kind in listed[["period", "subject", "kind"]].itertuples(index=False)
    ]
    rows = listed[~np.array(is_part, bool)].groupby(["period", "kind"], sort=False)
    columns = ["period", "subject", "listed_subject", "listed", "listed_step", "listed_bound"]
    columns = [*columns, "twice"]
    return pd.DataFrame(
        [_add_up_parts(period, kind, part) for (period, kind), part in rows], columns=columns
    )


def _add_up_parts(period: str, kind: str, rows: pd.DataFrame) -> list[object]:
    """Of two numbers for one part the first is taken, and `twice` tells that nothing follows."""
    told = rows.drop_duplicates(["subject", "printed", "bound"])
    twice = told["subject"].duplicated().any()
    rows = told.drop_duplicates("subject")
    name = rows["subject"].iloc[0] if len(rows) == 1 else kind
    worded = rows.loc[rows["bound"] != "exact", "bound"]
    bound = worded.iloc[0] if len(worded) else "exact"
    return [period, kind, name, rows["value"].sum(), rows["step"].max(), bound, twice]


def _years_of_another_scope(report: Report) -> set[str]:
    """The years whose list the source card remarks on without saying the same of who had to
    file."""
    facts = report.facts.set_index("fact_id")
    years: set[str] = set()
    for remark in report.card.remarks:
        named = facts.loc[facts.index.intersection(remark.facts)]
        listed = set(named.loc[named["measure"] == "listed", "period"])
        years |= listed - set(named.loc[named["measure"].isin(COUNTS), "period"])
    return years


def _unfiled_with_total(report: Report) -> pd.DataFrame:
    """Who did not file by year and kind, with the sum of the kinds where the report prints none."""
    columns = ["period", "subject", "unfiled", "unfiled_step", "unfiled_bound", "unfiled_twice"]
    numbers = filing_numbers(report)
    printed = numbers.groupby(["period", "subject"], observed=True)["unfiled"].transform("count")
    unfiled = numbers.assign(unfiled_twice=printed > 1).query("again == 0")[columns]
    unfiled["subject"] = unfiled["subject"].astype(object)
    kinds = unfiled[unfiled["subject"] != "all"].groupby("period")
    exact = kinds["unfiled_bound"].agg(
        lambda bounds: "exact" if (bounds == "exact").all() else "about"
    )
    totals = pd.DataFrame(
        {
            "unfiled": kinds["unfiled"].apply(lambda values: values.sum(skipna=False)),
            "unfiled_step": kinds["unfiled_step"].max(),
            "unfiled_bound": exact,
            "unfiled_twice": kinds["unfiled_twice"].any(),
        }
    )
    totals = totals.reset_index().assign(subject="all")
    printed = unfiled.loc[unfiled["subject"] == "all", "period"]
    return pd.concat([unfiled, totals[~totals["period"].isin(printed)]])

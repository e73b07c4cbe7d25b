"""The filing tables: due, filed, unfiled, rates, and how they change from year to year."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pandas as pd

from laicheng_data.facts.report import Report

COUNTS = ("due", "filed", "unfiled")
MEASURES = ("due", "filed", "unfiled", "filing_rate")


class UnknownChoice(ValueError):
    """A year or kind for which the report has no filing numbers. `parameter` is what the notebooks call it."""

    def __init__(self, parameter: str, value: object, known: Sequence[str]):
        self.parameter, self.value, self.known = parameter, value, known
        nearest = near(value, known)
        hint = f"did you mean {nearest}? " if nearest else ""
        has = ", ".join(known) or "none at all"
        super().__init__(
            f"{parameter}: the report has no filing numbers for {value!r}; {hint}it has {has}"
        )


def near(value: object, known: Sequence[str]) -> str:
    """The known name that is most like `value`, or nothing."""
    return next(iter(difflib.get_close_matches(str(value), known, n=1)), "")


def filings(report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()) -> pd.DataFrame:
    """One row per year and kind of unit, kinds in the order in which the report first names them.

    Columns: `period`, `subject`; `due`, `filed`, `unfiled` (counts, missing where neither printed nor a
    difference of printed counts); `filing_rate` (a share of 1: as printed, else filed / due) and
    `printed_rate` (its text, empty where none is printed). Empty `years` or `kinds` mean all of them.

    Raises UnknownChoice for a year or kind that the report has no filing numbers for.
    """
    facts = _facts(report)
    periods, subjects = chosen(report, years, kinds)
    facts = facts[facts["period"].isin(periods) & facts["subject"].isin(subjects)]
    facts = facts.drop_duplicates(["period", "subject", "measure"])
    table = facts.pivot(index=["period", "subject"], columns="measure", values="value").reindex(
        columns=MEASURES
    )
    table["unfiled"] = table["unfiled"].fillna(table["due"] - table["filed"])
    table["filing_rate"] = table["filing_rate"].fillna(
        table["filed"] / table["due"].where(table["due"] > 0)
    )
    rates = facts[facts["measure"] == "filing_rate"].set_index(["period", "subject"])["printed"]
    table["printed_rate"] = rates.reindex(table.index).fillna("").astype(object)
    order = {kind: place for place, kind in enumerate(pd.unique(facts["subject"]))}
    table = table.reset_index().rename_axis(columns=None)
    return table.sort_values(
        ["period", "subject"], key=lambda c: c.map(order) if c.name == "subject" else c
    )[["period", "subject", *MEASURES, "printed_rate"]].reset_index(drop=True)


def _facts(report: Report) -> pd.DataFrame:
    facts = report.facts[report.facts["measure"].isin(MEASURES)]
    return facts[facts["period"].str.fullmatch(r"\d{4}")]


def chosen(
    report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """The periods and subjects that `years` and `kinds` stand for; all that the report has where they are empty.

    Raises UnknownChoice for a year or kind that the report has no filing numbers for.
    """
    facts = _facts(report)
    periods = sorted(pd.unique(facts["period"]))
    return _known("years", [str(year) for year in years], periods), _known(
        "kinds", kinds, pd.unique(facts["subject"])
    )


def _known(parameter: str, wanted: Sequence[str], known: Sequence[str]) -> list[str]:
    """`wanted`, or everything known where nothing is wanted in particular."""
    for value in wanted:
        if value not in known:
            raise UnknownChoice(parameter, value, list(known))
    return list(wanted) or list(known)


def year_on_year(table: pd.DataFrame) -> pd.DataFrame:
    """The changes between successive years of a `filings` table; a year without its predecessor has none.

    Columns: `period`, `previous`, `subject`, `measure`, `before`, `after`, `change`, `unit`. Counts change in
    `percent` of the year before, rates in `percentage_points`; the two are never mixed in one measure.
    """
    long = table.melt(["period", "subject"], list(MEASURES), "measure", "after").dropna(
        subset="after"
    )
    long["previous"] = (long["period"].astype(int) - 1).astype(str)
    before = long[["period", "subject", "measure", "after"]]
    before = before.rename(columns={"period": "previous", "after": "before"})
    changes = long.merge(before, on=["previous", "subject", "measure"])
    is_rate = changes["measure"] == "filing_rate"
    changes = changes[is_rate | (changes["before"] > 0)]
    relative = (changes["after"] / changes["before"] - 1) * 100
    changes["change"] = relative.mask(is_rate, (changes["after"] - changes["before"]) * 100).round(
        10
    )
    changes["unit"] = is_rate.map({True: "percentage_points", False: "percent"})
    return changes[
        ["period", "previous", "subject", "measure", "before", "after", "change", "unit"]
    ].reset_index(drop=True)


def listed_and_unfiled(report: Report) -> pd.DataFrame:
    """The list of abnormal operations beside the units that did not file for the same year.

    Columns: `period`, `subject` (of the unfiled), `listed_subject` (as the list names it), `listed`,
    `unfiled`, `difference` (listed - unfiled). Private firms stand beside firms of all kinds, as the only firms
    on the list; the row `all` is the printed total beside the sum of the unfiled.
    """
    listed = report.facts[report.facts["measure"] == "listed"]
    listed = listed.rename(columns={"subject": "listed_subject", "value": "listed"})
    beside = {"private_enterprise": "enterprise"}
    listed["subject"] = listed["listed_subject"].replace(beside)
    unfiled = filings(report)[["period", "subject", "unfiled"]]
    totals = (
        unfiled.groupby("period", as_index=False)["unfiled"].sum(min_count=1).assign(subject="all")
    )
    unfiled = pd.concat(
        [unfiled, totals[~totals["period"].isin(unfiled.query("subject == 'all'")["period"])]]
    )
    both = listed.merge(unfiled, on=["period", "subject"])
    both["difference"] = both["listed"] - both["unfiled"]
    columns = ["period", "subject", "listed_subject", "listed", "unfiled", "difference"]
    both = both[columns].dropna()
    return both.sort_values(
        "subject", key=lambda subject: subject == "all", kind="stable"
    ).reset_index(drop=True)

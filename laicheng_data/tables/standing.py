"""Where a place's rates stand among those of other places."""

from __future__ import annotations

import pandas as pd

from laicheng_data.facts.periods import date_range
from laicheng_data.facts.printed import parse

HIGHEST, LOWEST, BETWEEN = "highest", "lowest", "between"


def standings(table: pd.DataFrame) -> pd.DataFrame:
    """Year by year and kind by kind, whether a place's printed rate lies above or below all others.

    `table` is that of `in_context_table`, whose first row belongs to the place. Columns: `subject`,
    `period`, `standing`. Numbers that rounding may have made equal are neither above nor below; of
    two that the place prints for one year, each must lie so.
    """
    rows = []
    for (subject, period), rates in table.groupby(["subject", "period"], sort=False, observed=True):
        at_home = rates["report"] == table["report"].iloc[0]
        here = [parse(text).interval() for text in rates.loc[at_home, "printed"]]
        others = [parse(text).interval() for text in rates.loc[~at_home, "printed"]]
        standing = BETWEEN
        pairs = [(own, other) for own in here for other in others]
        if not any(own.meets(other) for own, other in pairs):
            above = [own.low >= other.high for own, other in pairs]
            standing = {(True, True): HIGHEST, (False, False): LOWEST}.get(
                (any(above), all(above)), BETWEEN
            )
        rows.append((subject, period, standing))
    return pd.DataFrame(rows, columns=["subject", "period", "standing"])


def clear_standings(found: pd.DataFrame) -> dict[str, tuple[str, int]]:
    """Of `standings`, the kinds that lie above or below all others in every year: which, and in how
    many years."""
    by_kind = found.groupby("subject", sort=False, observed=True)["standing"]
    return {
        str(kind): (said.iloc[0], len(said))
        for kind, said in by_kind
        if said.nunique() == 1 and said.iloc[0] != BETWEEN
    }


def last_rates(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """By kind the rates of the last period in such a table, the place's own first; of a kind for
    which the place prints two rates then, which compare with nothing, none."""
    home, last = table["report"].iloc[0], {}
    for kind, rows in table.groupby("subject", sort=False, observed=True):
        period = max(rows["period"], key=lambda period: date_range(period)[1])
        rates = rows[rows["period"] == period]
        if rates.loc[rates["report"] == home, "printed"].nunique() == 1:
            last[str(kind)] = rates
    return last

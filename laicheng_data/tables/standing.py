"""Where a place's rates stand among those of other places."""

from __future__ import annotations

import pandas as pd

from laicheng_data.facts.printed import parse

HIGHEST, LOWEST, BETWEEN = "highest", "lowest", "between"


def standings(table: pd.DataFrame) -> pd.DataFrame:
    """Year by year and kind by kind, whether a place's printed rate lies above or below all others.

    `table` is that of `in_context_table`, whose first row belongs to the place. Columns: `subject`,
    `period`, `standing`. Numbers that rounding may have made equal are neither above nor below.
    """
    rows = []
    for (subject, period), rates in table.groupby(["subject", "period"], sort=False, observed=True):
        at_home = rates["report"] == table["report"].iloc[0]
        [here] = [parse(text).interval() for text in rates.loc[at_home, "printed"].iloc[:1]]
        others = [parse(text).interval() for text in rates.loc[~at_home, "printed"]]
        standing = BETWEEN
        if not any(here.meets(other) for other in others):
            above = [here.low >= other.high for other in others]
            standing = {(True, True): HIGHEST, (False, False): LOWEST}.get(
                (any(above), all(above)), BETWEEN
            )
        rows.append((subject, period, standing))
    return pd.DataFrame(rows, columns=["subject", "period", "standing"])

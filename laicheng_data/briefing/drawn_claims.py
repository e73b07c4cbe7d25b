"""Which claims a chart of what was checked shows, and the names of those that it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from laicheng_data.briefing.verdict_names import MOST_NAMED
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.checked import CHECKED
from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import PLACE, claim_names
from laicheng_data.words import Words


def undrawn_verdicts(chart: Chart, report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts on stated claims that a chart of what was checked has no row for; none for a
    chart of anything else."""
    table, stated = chart.table, verdicts[verdicts["basis"] == "stated"]
    if table is None or not {*PLACE, "recomputed"} <= set(table):
        return stated.iloc[:0]
    is_recomputed = table["recomputed"].notna() & (table["recomputed"] != "")
    there = table if chart.name == CHECKED.name else table[is_recomputed]
    return stated[~_is_in(there, stated, report)]


def drawn_claims(chart: Chart, report: Report, verdicts: pd.DataFrame) -> set[str]:
    """The claims that a chart of what was checked has a row for, implied ones too."""
    if chart.name == CHECKED.name:
        return set(chart.table["claim_id"])
    stated = verdicts.loc[verdicts["basis"] == "stated", "claim_id"]
    return set(stated) - set(undrawn_verdicts(chart, report, verdicts)["claim_id"])


def blank_verdicts(chart: Chart, report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Of these the verdicts on what stands in the data of the chart: it cannot be checked."""
    left = undrawn_verdicts(chart, report, verdicts)
    return left if left.empty else left[_is_in(chart.table, left, report)]


def undrawn_names(left: pd.DataFrame, report: Report, words: Words) -> list[str]:
    """Verdicts on what a chart of what was checked has no row for, each by its name."""
    names = claim_names(report, words)
    said = [
        words("answer.judged", name=names[row.claim_id], verdict=words(f"outcome.{row.verdict}"))
        for row in left.head(MOST_NAMED).itertuples()
    ]
    text, more = words("list_semicolon").join(said), len(left) - len(said)
    text = words("and_more", names=text, more=more) if more else text
    return [words("answer.not_drawn", names=text)] if said else []


def _is_in(table: pd.DataFrame, verdicts: pd.DataFrame, report: Report) -> Any:
    """Whether the data of a chart have the result of each claim."""
    there = set(table[PLACE].astype(str).itertuples(index=False, name=None))
    facts = report.facts.set_index("fact_id")[PLACE]
    results = report.claims.set_index("claim_id")["result"]
    return np.array([tuple(facts.loc[results[c]]) in there for c in verdicts["claim_id"]], bool)

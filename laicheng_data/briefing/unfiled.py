"""How many did not file, against the year before."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from laicheng_data.briefing.finding import CHANGE, Finding
from laicheng_data.facts.report import Report
from laicheng_data.tables.changes import unfiled_by_kind
from laicheng_data.tables.naming import ALL
from laicheng_data.words import Words

MOST_KINDS = 4  # in one sentence
WHOLE_KINDS = frozenset(("enterprise", "individual", "cooperative"))  # together all that must file


def unfiled_finding(report: Report, words: Words) -> list[Finding]:
    """How many did not file, against the year before, and which kinds account for it."""
    table = unfiled_by_kind(report)
    kinds = table[table["subject"] != ALL]
    whole = table[table["subject"] == ALL]
    if whole.empty and not set(kinds["subject"]) <= WHOLE_KINDS:
        return []  # kinds that may overlap are not added up
    counted = (kinds if whole.empty else whole)[["before", "after", "due_before", "due_after"]]
    totals = counted.sum(skipna=False)
    if table.empty or not totals["after"]:
        return []
    year, difference = table["period"].iloc[0], totals["after"] - totals["before"]
    form = {1: "more", -1: "fewer", 0: "same"}[int(difference > 0) - int(difference < 0)]
    headline = words(
        f"finding.unfiled.{form}",
        year=year,
        previous=int(year) - 1,
        total=words.count(totals["after"]),
        difference=words.count(abs(difference)),
    )
    shares = _share_of_due(totals, int(year) - 1, words)
    told = [text for text in (shares, _kinds(kinds, words)) if text]
    text = words.sentences([words("sentence", text=headline), *told])
    return [Finding(CHANGE, text, headline, words.sentences(told))]


def _share_of_due(totals: Mapping[str, float], previous: int, words: Words) -> str:
    """Which share of those due did not file in either year; empty where not all due are known."""
    if not (totals["due_before"] > 0 and totals["due_after"] > 0):
        return ""
    rates = [totals[year] / totals[f"due_{year}"] for year in ("before", "after")]
    before, after = (words.percent(rate) for rate in rates)
    form = "up" if rates[0] < rates[1] else "down"
    form = "same" if before == after else form  # as they are told
    return words(f"finding.unfiled.share.{form}", after=after, before=before, previous=previous)


def _kinds(kinds: pd.DataFrame, words: Words) -> str:
    """By how much each kind changed, the largest first; empty where there is one kind only."""
    moved = kinds.assign(by=kinds["after"] - kinds["before"])
    moved = moved[moved["by"] != 0].sort_values("by", key=lambda by: -by.abs(), kind="stable")
    if len(kinds) < 2 or moved.empty:
        return ""
    parts = [
        words(
            "finding.kind.more" if row.by > 0 else "finding.kind.fewer",
            subject=words.word(str(row.subject)),
            by=words.count(abs(row.by)),
        )
        for row in moved.head(MOST_KINDS).itertuples()
    ]
    return words("finding.unfiled.kinds", kinds=words("clause_comma").join(parts))

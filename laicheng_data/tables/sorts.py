"""What a report states of its numbers, by its sorts: rates, shares, totals, changes, ratios."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from laicheng_data.facts.report import Report
from laicheng_data.words import Words

FIGURE = "figure"
_SORTS = ("rate", "share", "total", "change", "ratio")  # in the order in which they are told
_OF_KIND = {"share": "share", "growth": "change", "decline": "change", "ratio": "ratio"}
_MOST_NAMED = 2  # one by one; of more, figures are spoken of


def sorts_of(report: Report, claim_ids: pd.Series) -> list[str]:
    """What each of these claims states."""
    measures = report.facts.set_index("fact_id")["measure"]
    claims = report.claims.set_index("claim_id").loc[claim_ids]
    rows = claims[["kind", "result", "operands"]].itertuples(index=False)
    return [_sort_of(kind, measures[result], operands) for kind, result, operands in rows]


def _sort_of(kind: str, measure: str, operands: str) -> str:
    """What a claim states: a rate is a share that is called one; a total adds up and takes nothing
    away."""
    if kind == "share" and measure.endswith(("_rate", "率")):
        return "rate"
    terms = operands.split()
    if kind == "sum" and len(terms) > 1 and not any(term.startswith("-") for term in terms):
        return "total"
    return _OF_KIND.get(kind, FIGURE)


def sorts_name(sorts: Collection[str], words: Words) -> str:
    """The sorts of so many claims: rates and totals; of more than two sorts, figures."""
    there = set(sorts)
    if not there <= set(_SORTS) or len(there) > min(_MOST_NAMED, max(len(sorts) - 1, 1)):
        there = {FIGURE}
    named = [sort for sort in (*_SORTS, FIGURE) if sort in there]
    return words("list_and").join(sort_name(sort, len(sorts), words) for sort in named)


def sort_name(sort: str, count: int, words: Words) -> str:
    """The word for so many of a sort."""
    return words(f"answer.kind.{sort}{'.one' if count == 1 else ''}")

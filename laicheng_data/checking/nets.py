"""Differences that are but the net of others, so that nobody counts them once more."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from laicheng_data.checking.summary import DIFFERENCE, outcomes
from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.report import Report


def net_differences(report: Report, verdicts: pd.DataFrame) -> dict[str, list[str]]:
    """By the claim of a total the claims whose differences come to its own: the total is printed as
    the sum of their results, as the report says, and is recomputed from all that they are.

    `verdicts` are those of `check`, or some of them.
    """
    apart = set(verdicts.loc[outcomes(verdicts) == DIFFERENCE, "claim_id"])
    if len(apart) < 3:  # a net and two that it is of
        return {}
    claims = report.claims[report.claims["basis"] != PROPOSED]
    sums = claims[claims["kind"] == "sum"]
    differ = sums[sums["claim_id"].isin(apart)]
    by_result = {row.result: row for row in differ.itertuples()}
    values = dict(zip(report.facts["fact_id"], report.numbers.printed, strict=True))
    found: dict[str, list[str]] = {}
    for total in differ.itertuples():
        for operands in sums.loc[sums["result"] == total.result, "operands"]:
            rows = [by_result.get(part) for part in operands.split()]
            parts = [row for row in rows if row is not None]
            if len(parts) < max(len(rows), 2):
                continue
            made_of = Counter(" ".join(row.operands for row in parts).split())
            size = sum(values[row.result].value for row in parts)
            if made_of == Counter(total.operands.split()) and size == values[total.result].value:
                found[total.claim_id] = [row.claim_id for row in parts]
    return found


def single_differences(report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts on implied relations that do not hold, without those that are but nets."""
    apart = verdicts[outcomes(verdicts) == DIFFERENCE]
    return apart[~apart["claim_id"].isin(net_differences(report, verdicts))]

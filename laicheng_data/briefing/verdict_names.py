"""What several verdicts are of, by names and sizes that a sentence has room for."""

from __future__ import annotations

from typing import Any

import pandas as pd

from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import claim_names, deviation_text
from laicheng_data.words import Words

MOST_NAMED = 4  # in one sentence


def name_verdicts(
    found: pd.DataFrame, report: Report, words: Words, with_size: bool = False
) -> str:
    """What some verdicts are of, the first few by name; by how much each is off, if asked."""
    names = claim_names(report, words)
    named = [names[claim] for claim in found["claim_id"][:MOST_NAMED]]
    if with_size:
        sizes = [size_of_first(found.iloc[[place]], report, words) for place in range(len(named))]
        named = [
            words("answer.off", name=name, off=size)
            for name, size in zip(named, sizes, strict=True)
        ]
    text = words("list_semicolon").join(named)
    if len(found) <= MOST_NAMED:
        return text
    return words("and_more", names=text, more=len(found) - MOST_NAMED)


def size_of_first(found: pd.DataFrame, report: Report, words: Words) -> str:
    """By how much the first of some verdicts is off, and which way."""
    row = found.iloc[0]
    return deviation_text(result_of(row["claim_id"], report), row["difference"], words)


def result_of(claim: str, report: Report) -> dict[str, Any]:
    """The fact that a claim has as its result."""
    result = report.claims.set_index("claim_id").loc[claim, "result"]
    fact = report.facts.set_index("fact_id", drop=False).loc[result].to_dict()
    return {str(column): value for column, value in fact.items()}


def pluralise(slug: str, count: int, words: Words, **values: object) -> str:
    """The sentence in the form that the number asks for."""
    return words(slug + (".one" if count == 1 else ""), count=count, **values)

"""What is found in a report, each finding a sentence that the data bear out.

What the report states is counted apart from what ought to hold between its numbers but is nowhere
stated: only the first can be inconsistent, the second is a difference to be explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from laicheng_data.checking.summary import DIFFERENCE, outcomes, summarise
from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import arithmetic, claim_names, gap, shown, with_unit
from laicheng_data.words import Words

MOST_NAMED = 4  # in one sentence
OUTCOMES = ("inconsistent", "consistent", "undecidable")  # in the order in which they are told
_WHOLE = {"none": "none", "consistent": "all", "undecidable": "open"}


def answer(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What the arithmetic says of what the report states, in one sentence: what does not hold first.

    `verdicts` are those of `check`.
    """
    found = summarise(verdicts)
    counts = {outcome: getattr(found, outcome) for outcome in OUTCOMES if getattr(found, outcome)}
    faulty = verdicts[(verdicts["basis"] == "stated") & (verdicts["verdict"] == "inconsistent")]
    names = _names(faulty, report, words)
    form = next(iter(counts), "none")
    if found.stated == 1:
        return words(f"answer.one.{form}", names=names)
    if len(counts) < 2 and form != "inconsistent":
        return words(f"answer.{_WHOLE[form]}", stated=found.stated)
    parts = [
        _counted(f"answer.{outcome}", count, words, names=names)
        for outcome, count in counts.items()
    ]
    return words("answer.parts", stated=found.stated, parts=_clauses(parts, words))


def _clauses(parts: list[str], words: Words) -> str:
    *first, last = parts
    return words("clause_and").join([*([words("clause_comma").join(first)] if first else []), last])


def differences_named(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """How many differences call for an explanation, and between which figures; empty for none."""
    found = verdicts[outcomes(verdicts) == DIFFERENCE]
    names = _names(found, report, words)
    return _counted("answer.differences", len(found), words, names=names) if len(found) else ""


def faults(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """A sentence for every stated claim that does not hold: printed, recomputed and by how much."""
    stated = verdicts[verdicts["basis"] == "stated"]
    return _told("fault", stated[stated["verdict"] == "inconsistent"], report, words)


def differences(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """A sentence for every relation that the report does not state and that does not hold."""
    return _told("difference", verdicts[outcomes(verdicts) == DIFFERENCE], report, words)


def _told(slug: str, found: pd.DataFrame, report: Report, words: Words) -> list[str]:
    names = claim_names(report, words)
    claims = report.claims.set_index("claim_id", drop=False)
    facts = report.facts.set_index("fact_id", drop=False)
    return [
        _sentence(slug, names[row["claim_id"]], row, claims, facts, report, words)
        for row in found.to_dict("records")
    ]


def _sentence(
    slug: str,
    name: str,
    row: Mapping[str, Any],
    claims: pd.DataFrame,
    facts: pd.DataFrame,
    report: Report,
    words: Words,
) -> str:
    claim = claims.loc[row["claim_id"]]
    unit = facts.loc[claim["result"], "unit"]
    text = words(
        slug,
        name=name,
        printed=with_unit(row["printed"], unit, words),
        recomputed=shown(row["recomputed"], words),
        arithmetic=arithmetic(claim.to_dict(), report, words),
        gap=gap(row["printed"], row["difference"], unit, words),
    )
    return text[:1].upper() + text[1:]


def _names(found: pd.DataFrame, report: Report, words: Words) -> str:
    names = claim_names(report, words)
    named = [names[claim] for claim in found["claim_id"]]
    text = words("list_semicolon").join(named[:MOST_NAMED])
    if len(named) <= MOST_NAMED:
        return text
    return words("and_others", names=text, count=len(named))


def _counted(slug: str, count: int, words: Words, **values: object) -> str:
    """The sentence in the form that the number asks for."""
    return words(slug + (".one" if count == 1 else ""), count=count, **values)

"""What of a report does not match, a sentence each: what it states and what differs unstated."""

from __future__ import annotations

import pandas as pd

from laicheng_data.briefing.finding import FAULT, GAP, Finding, plain_finding
from laicheng_data.briefing.questions import fault_question
from laicheng_data.briefing.verdict_names import result_of
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import DIFFERENCE, faulty_verdicts, outcomes
from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import (
    arithmetic,
    claim_names,
    deviation_text,
    other_side,
    recomputed_value,
    value_of,
)
from laicheng_data.words import Words, capitalise


def faults(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Finding]:
    """Every stated claim that does not hold: printed, recomputed, by how much, and what to ask,
    which is its detail; before them, where it is so, that one rule explains them all."""
    found = faulty_verdicts(verdicts)
    asked = [fault_question(row, report, words) for row in found.to_dict("records")]
    told = _verdict_sentences("fault", found, report, words)
    each = [
        Finding(FAULT, words("sentences", first=one, second=two), one.rstrip("。."), two)
        for one, two in zip(told, asked, strict=True)
    ]
    rule = [plain_finding(FAULT, text) for text in _shared_rounding_rule(found, words)]
    return [*rule, *each]


def _shared_rounding_rule(found: pd.DataFrame, words: Words) -> list[str]:
    """That all of several claims that do not hold would do so by one other rule of rounding."""
    rules = set(found["explained_by"])
    if len(found) < 2 or len(rules) > 1 or "" in rules:
        return []
    return [words("fault.one_rule", count=len(found), rule=words.word(rules.pop()))]


def gaps(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Finding]:
    """A finding on every relation that the report does not state and that does not hold, with the
    measure that differs; one that is but the net of others after these."""
    found, netted = verdicts[outcomes(verdicts) == DIFFERENCE], net_differences(report, verdicts)
    is_net = found["claim_id"].isin(netted)
    told = _verdict_sentences("difference", found[~is_net], report, words)
    for name in found.loc[is_net, "claim_id"]:
        total, count = found[found["claim_id"] == name], len(netted[name])
        told += _verdict_sentences("difference.net", total, report, words, count=count)
    claims = [*found.loc[~is_net, "claim_id"], *found.loc[is_net, "claim_id"]]
    measures = [result_of(claim, report)["measure"] for claim in claims]
    return [plain_finding(GAP, *one) for one in zip(told, measures, strict=True)]


def _verdict_sentences(
    slug: str, found: pd.DataFrame, report: Report, words: Words, **values: object
) -> list[str]:
    names = claim_names(report, words)
    claims = {claim["claim_id"]: claim for claim in report.claims.to_dict("records")}
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    told = []
    for row in found.to_dict("records"):
        claim = claims[row["claim_id"]]
        fact = facts[claim["result"]]
        text = words(
            slug,
            name=names[row["claim_id"]],
            printed=value_of(fact, words),
            recomputed=recomputed_value(row["recomputed"], fact, words),
            arithmetic=arithmetic(claim, report, words),
            off=deviation_text(fact, row["difference"], words),
            other=other_side(claim, row["recomputed"], report, words),
            **values,
        )
        told.append(capitalise(text))
    return told

"""What of a report does not match, a sentence each: what it states and what differs unstated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from laicheng_data.briefing.finding import FAULT, GAP, Finding, plain_finding
from laicheng_data.briefing.questions import fault_question
from laicheng_data.briefing.verdict_names import result_of
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import DIFFERENCE, faulty_verdicts, outcomes
from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import (
    ALL,
    arithmetic,
    claim_names,
    deviation_text,
    fact_name,
    other_side,
    period_of,
    recomputed_value,
    value_of,
)
from laicheng_data.words import Words, capitalise


def faults(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Finding]:
    """Every stated claim that does not hold: printed, recomputed, by how much, and what to ask,
    which is its detail; before them, where it is so, that one rule explains them all."""
    found = faulty_verdicts(verdicts)
    asked = [fault_question(row, report, words) for row in found.to_dict("records")]
    told = _verdict_sentences("fault", found.to_dict("records"), report, words)
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
    measure that differs; one that is the net of others is told with these, and they not again."""
    found, netted = verdicts[outcomes(verdicts) == DIFFERENCE], net_differences(report, verdicts)
    told_within = {part for parts in netted.values() for part in parts}
    each = found[~found["claim_id"].isin(told_within - netted.keys())]
    by_claim = dict(zip(found["claim_id"], found["difference"], strict=True))
    return [
        _gap(
            row,
            {claim: by_claim[claim] for claim in netted.get(row["claim_id"], ())},
            report,
            words,
        )
        for row in each.to_dict("records")
    ]


def _gap(
    row: Mapping[str, Any], parts: Mapping[str, float], report: Report, words: Words
) -> Finding:
    """What differs, of which parts if it is their net, and why it may, as far as a curator says."""
    claim = row["claim_id"]
    fact = result_of(claim, report)
    is_of_list = (fact["measure"], fact["subject"]) == ("listed", ALL)
    slug = "difference.list" if is_of_list else "difference"
    [first] = _verdict_sentences(slug, [row], report, words)
    why = words.word(row["remark"]) if row["remark"] else words("difference.unstated")
    detail = words.sentences([*([_parts(parts, report, words)] if parts else []), why])
    text = words.sentences([first, detail])
    return Finding(GAP, text, first.rstrip("。."), detail, fact["measure"])


def _parts(differences: Mapping[str, float], report: Report, words: Words) -> str:
    """By how much each of several claims is off, each by whose number it is."""
    largest_first = sorted(differences, key=lambda claim: -abs(differences[claim]))
    facts = {claim: result_of(claim, report) for claim in largest_first}
    is_each_apart = len({fact["subject"] for fact in facts.values()}) == len(facts)
    said = []
    for claim, fact in facts.items():
        name = words.word(fact["subject"]) if is_each_apart else fact_name(fact, words)
        off = deviation_text(fact, differences[claim], words)
        said.append(words("difference.part", name=name, off=off))
    return words("difference.parts", parts=words("clause_comma").join(said))


def _verdict_sentences(
    slug: str, found: Iterable[Mapping[str, Any]], report: Report, words: Words
) -> list[str]:
    names = claim_names(report, words)
    claims = {claim["claim_id"]: claim for claim in report.claims.to_dict("records")}
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    told = []
    for row in found:
        claim = claims[row["claim_id"]]
        fact = facts[claim["result"]]
        text = words(
            slug,
            name=names[row["claim_id"]],
            period=period_of(fact, words),
            printed=value_of(fact, words),
            recomputed=recomputed_value(row["recomputed"], fact, words),
            arithmetic=arithmetic(claim, report, words),
            off=deviation_text(fact, row["difference"], words),
            other=other_side(claim, row["recomputed"], report, words),
        )
        told.append(capitalise(text))
    return told

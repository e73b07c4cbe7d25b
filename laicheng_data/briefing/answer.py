"""What the arithmetic says of all that a report states, in one sentence.

What the report states is counted apart from what ought to hold between its numbers but is nowhere
stated: only the first can be inconsistent, the second is a difference to be explained.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from laicheng_data.briefing.finding import ANSWER, Finding
from laicheng_data.briefing.verdict_names import name_verdicts, pluralise
from laicheng_data.checking.summary import faulty_verdicts, summarise
from laicheng_data.facts.report import Report
from laicheng_data.tables.sorts import sorts_name, sorts_of
from laicheng_data.words import Words

OUTCOMES = ("inconsistent", "consistent", "undecidable")  # in the order in which they are told
_WHOLE = {"consistent": "all", "undecidable": "open", "inconsistent": "wrong"}


def answer(report: Report, verdicts: pd.DataFrame, words: Words, named: bool = True) -> str:
    """What the arithmetic says of what the report states, in one sentence: what does not hold
    first, and by its names unless these stand beside it.

    `verdicts` are those of `check`.
    """
    found = summarise(verdicts)
    if len(verdicts) and found.proposals == len(verdicts):
        return _proposals_sentence(verdicts, words)
    counts = {outcome: getattr(found, outcome) for outcome in OUTCOMES if getattr(found, outcome)}
    stated = verdicts[verdicts["basis"] == "stated"]
    wrong = faulty_verdicts(verdicts)
    kinds = sorts_name(sorts_of(report, stated["claim_id"]), words)
    is_told = named and len(wrong) > 0
    names = words("answer.names", names=name_verdicts(wrong, report, words)) if is_told else ""
    if not counts:
        return words("answer.unstated" if (verdicts["basis"] == "implied").any() else "answer.none")
    form = next(iter(counts))
    if found.stated == 1:
        return words(f"answer.one.{form}", names=names, kinds=kinds)
    if len(counts) < 2:
        two = ".two" if found.stated == 2 else ""
        return words(f"answer.{_WHOLE[form]}{two}", stated=found.stated, names=names, kinds=kinds)
    parts = _counted(counts, words, names)
    if not len(wrong):
        matching = {"stated": found.stated, "kinds": kinds, "open": parts[-1]}
        return pluralise("answer.checkable", found.consistent, words, **matching)
    return words(
        "answer.parts", stated=found.stated, kinds=kinds, parts=_join_clauses(parts, words)
    )


def _proposals_sentence(verdicts: pd.DataFrame, words: Words) -> str:
    """What became of the proposals of a draft, of which nobody has confirmed any."""
    counts = verdicts["verdict"].value_counts()
    counted = _counted({one: int(counts[one]) for one in OUTCOMES if one in counts}, words)
    text = words("checked.title.proposed", outcome=_join_clauses(counted, words))
    return words("sentence", text=text)


def _counted(counts: Mapping[str, int], words: Words, names: str = "") -> list[str]:
    """How many came out how; `names` are of what does not match."""
    return [
        pluralise(f"answer.{outcome}", count, words, names=names)
        for outcome, count in counts.items()
    ]


def failed_names(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What does not match, by its names."""
    return words("answer.which", names=name_verdicts(faulty_verdicts(verdicts), report, words))


def answer_finding(report: Report, verdicts: pd.DataFrame, words: Words) -> Finding:
    """The answer; in its headline what does not hold is counted only, for it is named beside it."""
    headline = answer(report, verdicts, words, named=False).rstrip("。.")
    return Finding(ANSWER, answer(report, verdicts, words), headline)


def _join_clauses(parts: list[str], words: Words) -> str:
    *first, last = parts
    return words("clause_and").join([*([words("clause_comma").join(first)] if first else []), last])

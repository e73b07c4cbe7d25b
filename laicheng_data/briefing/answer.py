"""What the arithmetic says of all that a report states, in one sentence.

What the report states is counted apart from what ought to hold between its numbers but is nowhere
stated: only the first can be inconsistent, the second is a difference to be explained.
"""

from __future__ import annotations

import pandas as pd

from laicheng_data.briefing.finding import ANSWER, Finding
from laicheng_data.briefing.verdict_names import name_verdicts, pluralise
from laicheng_data.checking.nets import single_differences
from laicheng_data.checking.summary import Summary, faulty_verdicts, summarise
from laicheng_data.facts.report import Report
from laicheng_data.tables.sorts import sorts_name, sorts_of
from laicheng_data.words import Words

OUTCOMES = ("inconsistent", "consistent", "undecidable")  # in the order in which they are told


def answer(report: Report, verdicts: pd.DataFrame, words: Words, named: bool = True) -> str:
    """What the arithmetic says of what the report states, and what stays open, in one sentence:
    what does not hold first, and by its names unless these stand beside it.

    `verdicts` are those of `check`.
    """
    return words("sentence", text=_headline(report, verdicts, words, named))


def _headline(report: Report, verdicts: pd.DataFrame, words: Words, named: bool) -> str:
    found = summarise(verdicts)
    if len(verdicts) and found.proposals == len(verdicts):
        return _proposals_clause(verdicts, words)
    wrong = faulty_verdicts(verdicts)
    names = name_verdicts(wrong, report, words) if named and len(wrong) else ""
    names = words("answer.names", names=names) if names else ""
    open_clauses = _open_clauses(found, len(single_differences(report, verdicts)), words)
    main = _main_clause(report, verdicts, found, names, words)
    rest = words("clause_comma").join(open_clauses)
    return words("list_semicolon").join([main, rest] if rest else [main])


def _main_clause(
    report: Report, verdicts: pd.DataFrame, found: Summary, names: str, words: Words
) -> str:
    """What became of all that the report states, or of all of it that can be decided."""
    stated = verdicts[verdicts["basis"] == "stated"]
    if not found.stated:
        return words("answer.unstated" if (verdicts["basis"] == "implied").any() else "answer.none")
    form, counted = "all", found.stated
    if found.inconsistent:
        form = "wrong" if found.inconsistent == found.stated else "some"
    elif not found.consistent:
        form = "open"
    elif found.undecidable:
        form, counted = "checkable", found.consistent
        stated = stated[stated["verdict"] == "consistent"]
    number = {1: ".one", 2: ".two"}.get(found.inconsistent if form == "some" else counted, "")
    number = "" if form == "some" and number == ".two" else number
    kinds = sorts_name(sorts_of(report, stated["claim_id"]), words)
    said = {"count": counted, "kinds": kinds, "names": names, "failed": found.inconsistent}
    return words(f"answer.{form}{number}", **said)


def _open_clauses(found: Summary, differences: int, words: Words) -> list[str]:
    """What else became of what the report states where that is not all alike, and how many
    differences there are that it does not speak of."""
    counts = {
        "consistent": found.consistent if found.inconsistent else 0,
        "undecidable": found.undecidable if found.undecidable < found.stated else 0,
        "apart": differences,
    }
    told = {name: count for name, count in counts.items() if count}
    return [pluralise(f"answer.{name}", count, words) for name, count in told.items()]


def _proposals_clause(verdicts: pd.DataFrame, words: Words) -> str:
    """What became of the proposals of a draft, of which nobody has confirmed any."""
    counts = verdicts["verdict"].value_counts()
    counted = [
        pluralise(f"answer.{outcome}", int(counts[outcome]), words)
        for outcome in OUTCOMES
        if outcome in counts
    ]
    return words("checked.title.proposed", outcome=words("clause_comma").join(counted))


def failed_names(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What does not match, by its names."""
    return words("answer.which", names=name_verdicts(faulty_verdicts(verdicts), report, words))


def answer_finding(report: Report, verdicts: pd.DataFrame, words: Words) -> Finding:
    """The answer; in its headline what does not hold is counted only, for it is named beside it."""
    headline = _headline(report, verdicts, words, named=False)
    return Finding(ANSWER, answer(report, verdicts, words), headline)

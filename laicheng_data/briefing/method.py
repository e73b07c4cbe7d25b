"""How a report was checked, said with a number of its own, and only what applies to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from laicheng_data.briefing.fitting import BREAK
from laicheng_data.checking.nets import single_differences
from laicheng_data.checking.summary import summarise
from laicheng_data.facts.report import Report
from laicheng_data.tables.amounts import ends_of
from laicheng_data.tables.naming import value_of
from laicheng_data.words import Words


def method(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """What a printed number is taken for, and what it means that one matches, that it cannot be
    checked, or that two differ, with how many do, each below its head; `verdicts` are those of
    `check`."""
    found, by_outcome = summarise(verdicts), ("consistent", "inconsistent")
    judged = [_count_clause(name, getattr(found, name), words) for name in by_outcome]
    single = single_differences(report, verdicts)
    differ = words("briefing.method.differs")
    if len(single) < found.differences:
        differ = words("sentences", first=differ, second=words("briefing.method.net"))
    said = {
        words("briefing.method.numbers"): reading_rule(report, verdicts, words),
        words("list_comma").join(filter(None, judged)): words("briefing.method.judged"),
        _count_clause("undecidable", found.undecidable, words): words("briefing.method.open"),
        _count_clause("count", len(single), words): differ,
    }
    return [BREAK.join((head, text)) for head, text in said.items() if head]


def _count_clause(slug: str, count: int, words: Words) -> str:
    """How many came out so; empty for none."""
    form = ".one" if count == 1 else ""
    return words(f"answer.{slug}{form}", count=count) if count else ""


def reading_rule(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What a printed number is taken for: of rounded ones, with the first that was recomputed as an
    example; of exact ones, where there are any."""
    example = next(_rounded_results(report, verdicts), None)
    said = []
    if example is not None:
        fact, ends = example
        low, high = (value_of(fact, words, end) for end in ends)
        printed = value_of(fact, words)
        said.append(words("briefing.method.rounded", printed=printed, low=low, high=high))
    if report.numbers.exact.any():
        form = "briefing.method.exact" if said else "briefing.method.exact.all"
        said.append(words(form))
    text = words("list_semicolon").join(said) or words("briefing.method.half_up")
    return words("sentence", text=text)


def _rounded_results(
    report: Report, verdicts: pd.DataFrame
) -> Iterator[tuple[Mapping[str, Any], tuple[str, str]]]:
    """The rounded results that were recomputed, with the values between which each lies: with the
    lower, and without the higher."""
    facts = report.facts.set_index("fact_id", drop=False)
    numbers = dict(zip(report.facts["fact_id"], report.numbers.printed, strict=True))
    decided = (verdicts["verdict"] != "undecidable").to_numpy()
    for result in dict.fromkeys(report.claims.loc[decided, "result"]):
        number = numbers[result]
        if not number.exact and number.digits > 0:
            yield facts.loc[result].to_dict(), ends_of(number)

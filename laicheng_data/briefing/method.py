"""How a report was checked, said with a number of its own, and only what applies to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from laicheng_data.checking.summary import DIFFERENCE, outcomes
from laicheng_data.facts.report import Report
from laicheng_data.tables.amounts import ends_of
from laicheng_data.tables.naming import value_of
from laicheng_data.words import Words


def method(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """What a printed number is taken for and how it was judged; the first is what a page for paper
    has room for. `verdicts` are those of `check`."""
    is_open = (verdicts["verdict"] == "undecidable").any()
    differs = (outcomes(verdicts) == DIFFERENCE).any()
    return [
        reading(report, verdicts, words),
        words("briefing.method.judged"),
        *([words("briefing.method.open")] if is_open else []),
        *([words("briefing.method.differs")] if differs else []),
    ]


def reading(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What a printed number is taken for: of rounded ones, with the first that was recomputed as an
    example; of exact ones, where there are any."""
    example = next(_rounded(report, verdicts), None)
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


def _rounded(
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

"""The numbers of a verdict as a reader is told them: what is printed, what other numbers give, in
so many digits more that it shows how it rounds, and by how much the two differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from laicheng_data.checking.claims import deviations
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.naming import gap_text, recomputed_value, value_of
from laicheng_data.words import Words

MARKS = {
    "consistent": "=",
    "inconsistent": "≠",
    "undecidable": "?",
    "difference": "△",
    "net": "Σ",  # of a difference that is but the sum of others
}  # in every font, unlike ticks and crosses
MORE_DIGITS, MOST_MORE_DIGITS = 2, 8  # of what is recomputed than of what is printed


def verdict_numbers(report: Report, verdicts: pd.DataFrame, words: Words) -> pd.DataFrame:
    """`printed`, `recomputed` and `difference` of verdicts as text with units; no difference of
    what matches."""
    facts = report.facts.set_index("fact_id", drop=False).to_dict("index")
    results = dict(zip(report.claims["claim_id"], report.claims["result"], strict=True))
    rows = [
        _verdict_texts(row, facts[results[row["claim_id"]]], report, words)
        for row in verdicts.to_dict("records")
    ]
    return pd.DataFrame(rows, verdicts.index, ["printed", "recomputed", "difference"])


def _verdict_texts(
    row: Mapping[str, Any], fact: Mapping[str, Any], report: Report, words: Words
) -> tuple[str, str, str]:
    number = recomputed_in_full({**row, "unit": fact["unit"]}, report)
    is_off = row["verdict"] == "inconsistent" and not pd.isna(row["difference"])
    return (
        value_of(fact, words),
        recomputed_value(number, fact, words),
        difference_text(fact, row["difference"], words) if is_off else "",
    )


def recomputed_in_full(row: Mapping[str, Any], report: Report) -> str:
    """What a claim's numbers give, in full; `unit` is that of its result."""
    away = _deviation_ranges(report)[row["claim_id"]]
    return add_digits(row["printed"], row["unit"], row["recomputed"], *away)


def difference_text(fact: Mapping[str, Any], difference: float, words: Words) -> str:
    """By how much a fact's number differs from what it should be, with its sign and unit."""
    size = gap_text(fact, difference, words)
    return f"{'−' if difference < 0 else '+'}{size}" if difference else "0"


@cache_per_report
def _deviation_ranges(report: Report) -> dict[str, tuple[float, float]]:
    """Printed less recomputed, in units of the last digit, at least and at most, by claim."""
    away = -deviations(report).to_numpy()
    return dict(
        zip(report.claims["claim_id"], zip(away[:, 1], away[:, 0], strict=True), strict=True)
    )


def add_digits(printed: str, unit: str, result: str, least: float, most: float) -> str:
    """What a claim's numbers give, in so many digits more than is printed that it shows where in
    the band of rounding the printed number lies, `least` to `most` units of its last digit away; a
    whole number, and a range that shows it already, as they are."""
    if not is_rounded(least, most) or "–" in result or not math.isfinite(most - least):
        return result
    number = parse(printed, unit)
    low, high = (number.digits - Fraction(away) for away in (most, least))
    finer = next(_extra_digits(least, low, high))
    ends = (number.write(round(end * 10**finer), finer) for end in (low, high))
    return "–".join(dict.fromkeys(ends))


def is_rounded(least: float, most: float) -> bool:
    """Whether rounding may explain a difference: of counts that are exact it is a whole number."""
    return least != most or least != math.floor(least)


def _extra_digits(least: float, low: Fraction, high: Fraction) -> Iterator[int]:
    """How many digits more tell the ends of a range apart, or a number from its rounding."""
    if low < high:
        yield from (more for more in (1, 2) if round(low * 10**more) != round(high * 10**more))
    yield more_digits(least)


def more_digits(deviation: float) -> int:
    """How many digits more than is printed a recomputed number needs, so that its side of the edge
    of rounding shows, half a unit of the last printed digit away."""
    beyond, more = abs(abs(deviation) - 0.5), MORE_DIGITS
    while 0 < beyond <= 0.5 * 10**-more and more < MOST_MORE_DIGITS:
        more += 1
    return more

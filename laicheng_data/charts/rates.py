"""How charts of rates say and place them."""

from __future__ import annotations

from typing import Any

import numpy as np

from laicheng_data.charts.numbers import add_bound, decimals
from laicheng_data.words import Words


def rate_of(row: Any, rate: str, words: Words) -> str:
    """A rate with its subject and year."""
    return words("rate_of", period=row.period, subject=words.word(row.subject), rate=rate)


def rate_text(row: Any, words: Words) -> str:
    """The rate as printed, with the word that bounds it, or as the counts give it."""
    if row.printed_rate:
        return add_bound(row.printed_rate, row.filing_rate_bound, words)
    return words.percent(row.filing_rate, decimals(row.filing_rate_step * 100, 2))


def axis_floor(least: float) -> float:
    """Where the rate axis starts: a multiple of ten per cent below everything, or zero."""
    return 0.0 if least < 0.5 else float(np.floor(min(least, 1) * 10 - 0.2) / 10)

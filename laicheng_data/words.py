"""Words in the reader's language: what the data name by slug, and the sentences that charts say."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LABELS = Path(__file__).with_name("labels.csv")
LANGUAGES = ("zh", "en")


@cache
def _labels() -> dict[str, dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row for row in csv.DictReader(file)}


class Words:
    """Looks words up in labels.csv and writes numbers, for one language. An unknown slug is shown as it is."""

    def __init__(self, language: str):
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; use one of {', '.join(LANGUAGES)}")
        self.language = language

    def __call__(self, slug: str, **values: object) -> str:
        """The word or sentence for `slug`, its {placeholders} filled with `values`."""
        text = _labels().get(slug, {}).get(self.language) or slug
        return text.format(**values) if values else text

    def start(self, slug: str) -> str:
        """The word as it begins a label or sentence."""
        text = self(slug)
        return text[:1].upper() + text[1:]

    def count(self, number: float) -> str:
        """A whole number with thousands separators: 26,449."""
        return f"{number:,.0f}".replace("-", "−")

    def signed(self, number: float, decimals: int = 0) -> str:
        """A change with its sign: +105, −33.9; none where it rounds to zero."""
        text = f"{number:+,.{decimals}f}".replace("-", "−")
        return text if text.strip("+−0.,") else text[1:]

    def percent(self, share: float, decimals: int = 1) -> str:
        """A share of 1 in per cent: 0.8314 as 83.14% with two decimals."""
        return f"{share * 100:.{decimals}f}%"

    def percent_change(self, change: float) -> str:
        """A change in per cent, signed: −33.9%."""
        return f"{self.signed(change, 1)}%"

    def points_change(self, change: float) -> str:
        """A change in percentage points, signed and never written as %: −3.25 个百分点."""
        return self("in_points", change=self.signed(change, 2))

    def stated(self, fact: Mapping[str, Any]) -> str:
        """A fact as a reader should take it: `1.2万份` or `about 12,000`, `2000多人` or `over 2,000`."""
        exact = fact["low"] == fact["high"]
        form = fact["bound"] if fact["bound"] != "exact" or exact else "rounded"
        return self(
            f"stated.{form}",
            printed=fact["printed"],
            unit=fact["unit"],
            value=self.count(fact["value"]),
        )

    def period(self, period: str) -> str:
        """A period: 2016 as 2016年, 2016-H1 as 2016年上半年."""
        year, _, part = period.partition("-")
        return self("in_year", year=year) if not part else self(f"in_{part}", year=year, part=part)

    def years(self, periods: Sequence[str]) -> str:
        """The span of several years: 2013–2015."""
        first, last = min(periods), max(periods)
        return first if first == last else f"{first}–{last}"

    def all_of(self, slugs: Sequence[str]) -> str:
        """Several words as one phrase: 企业、个体工商户和农民专业合作社."""
        words = [self(slug) for slug in slugs]
        if len(words) < 2:
            return "".join(words)
        return self("list_comma").join(words[:-1]) + self("list_and") + words[-1]

    def described(self, title: str, details: Sequence[str]) -> str:
        """A title and what bears it out, as sentences."""
        text = self("list_semicolon").join(details)
        return self("described", title=title, details=text[:1].upper() + text[1:])

    def table(self, table: pd.DataFrame) -> pd.DataFrame:
        """The same table with column names and slugs in this language; numbers stay numbers."""
        localised = table.map(lambda cell: self(cell) if isinstance(cell, str) else cell)
        return localised.rename(columns=self)

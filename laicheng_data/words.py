"""Words in the reader's language: what the data name by slug, and the sentences that the house
says.

Words of the data are lenient: one that no `labels.csv` knows is shown as it is, as any report may
bring its own. Sentences are strict: a slug that `sentences.csv` lacks, or a placeholder that is not
filled, is a fault of the house.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from laicheng_data.paths import REPORTS_DIR

if TYPE_CHECKING:
    import pandas as pd

LABELS = Path(__file__).with_name("labels.csv")
SENTENCES = Path(__file__).with_name("sentences.csv")
LANGUAGES = ("zh", "en")
# Columns that hold identifiers and numbers as printed: they are shown as they are in every
# language.
AS_THEY_ARE = frozenset(
    "fact_id claim_id id report result operands printed printed_rate printed_share whole_printed "
    "recomputed address".split()
)

UNITS = ("unit", "whole_unit")  # columns
# Chinese counts things with a word that names none, where other languages need none: 28个部门.
MERE_COUNTERS = frozenset("个家所户")

Labels = Mapping[str, Mapping[str, str]]  # slug -> language -> word
_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)")
_PART = re.compile(r"(?P<year>\d{4})-(?P<part>H[12]|Q[1-4])")
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d\d)")
_YEAR = re.compile(r"(?P<year>\d{4})")
# The ending of an English noun that one may do without: accidents, but not of summonses or bodies.
HAN = re.compile(r"[\u4e00-\u9fff]")  # a Chinese character
_COMPOUND = re.compile(r"[\u4e00-\u9fff]{2,9}|[a-z]+ [a-z]+")  # two such, and no sentence
_PLURAL = re.compile(r"(?<=[A-Za-z]{4})(?<![su])(?<![is]e)s$")
_FIRST = re.compile(r"\{(\w+)\}")  # the value that a sentence begins with
_BETWEEN = re.compile(r"(?<=\})(?=\{)")  # two values of a sentence without a word between them


@cache
def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row for row in csv.DictReader(file)}


@cache
def _package_words() -> dict[str, dict[str, str]]:
    """The words common to reports, and those that the package's reports bring: charts set one
    beside others."""
    words: dict[str, dict[str, str]] = {}
    for brought in sorted(REPORTS_DIR.glob("*/labels.csv")):
        words |= _rows(brought)
    return words | _rows(LABELS)


@cache
def compound_words() -> re.Pattern[str]:
    """The words that the package knows and no line should break, as a pattern: 农民专业合作社,
    individual businesses; the longest first."""
    known = (row[language] for row in _package_words().values() for language in LANGUAGES)
    words = {word for word in known if _COMPOUND.fullmatch(word)}
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def capitalise(text: str) -> str:
    """The text as it begins a label or a sentence; only its first letter is another."""
    return text[:1].upper() + text[1:]


class Period(str):
    """The name of a period, which knows what English has before it: in 2016, on 31 May 2016, in the
    first half of 2016. A sentence asks for it as `{period:in}` or `{period:for}`. A year that is
    reported on is `for` wherever it stands: who filed for 2015 filed in 2016."""

    is_day: bool
    has_article: bool
    is_reported_on: bool

    def __new__(
        cls,
        name: str,
        is_day: bool = False,
        has_article: bool = False,
        is_reported_on: bool = False,
    ) -> Period:
        """A period by its name."""
        period = super().__new__(cls, name)
        period.is_day, period.has_article = is_day, has_article
        period.is_reported_on = is_reported_on
        return period

    def __format__(self, preposition: str) -> str:
        if not preposition:
            return str(self)
        before = "on" if preposition == "in" and self.is_day else preposition
        before = "for" if self.is_reported_on else before
        return f"{before} the {self}" if self.has_article else f"{before} {self}"

    def leading(self, text: str) -> Period:
        """A text that begins with this period, which has the same before it."""
        return Period(text, self.is_day, self.has_article, self.is_reported_on)


class Words:
    """Looks up words and sentences, and writes numbers and periods, for one language.

    Called with a slug it gives a sentence. `own` holds the words that reports bring themselves;
    they come before the package's. Equal words say the same of everything.
    """

    def __init__(self, language: str, own: Labels | None = None):
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; use one of {', '.join(LANGUAGES)}")
        self.language = language
        self._own = own or {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Words):
            return NotImplemented
        return (self.language, self._own) == (other.language, other._own)

    def __hash__(self) -> int:
        return hash((self.language, len(self._own)))

    def with_labels(self, own: Labels) -> Words:
        """The same language with the words of a report as well; those known before stay."""
        return Words(self.language, {**own, **self._own})

    def __call__(self, slug: str, **values: object) -> str:
        """The sentence for `slug`, its {placeholders} filled with `values`.

        Raises KeyError where sentences.csv lacks the slug, or `values` lacks a placeholder.
        """
        try:
            text = _rows(SENTENCES)[slug][self.language]
            said = reduce(_join, [piece.format(**values) for piece in _BETWEEN.split(text)])
        except KeyError as error:
            [missing] = error.args
            problem = "has no row" if missing == slug else f"asks for {{{missing}}}"
            raise KeyError(f"sentences.csv: {slug} {problem}") from None
        first = _FIRST.match(text)
        begins = values[first[1]] if first else None
        return begins.leading(said) if isinstance(begins, Period) else said

    def word(self, slug: str) -> str:
        """The word for a slug of the data; where nobody has given it one, the slug itself as words
        are written: `Requests_received` as Requests received, 人口_占比 as 人口占比."""
        known = self._own.get(slug) or _package_words().get(slug) or {}
        return known.get(self.language) or _slug_to_text(slug)

    def unit(self, unit: str, number: str = "") -> str:
        """A unit as printed in the reader's words: 万元 as 10,000 yuan, 组 as sets, or as a set where
        the `number` before it is one; one that nobody knows is shown as printed.

        A word that another report brings does not count: it may count in it what this one does not.
        """
        ours = _rows(LABELS)
        single = ours.get(f"unit.{unit}.one") if number == "1" else None
        known = self._own.get(unit) or single or ours.get(f"unit.{unit}") or ours.get(unit)
        if known is None and unit in MERE_COUNTERS and self.language != "zh":
            return ""
        if known is None:
            return _PLURAL.sub("", unit) if number == "1" else unit
        return known[self.language]

    def start(self, slug: str) -> str:
        """The word as it begins a label or sentence."""
        return capitalise(self.word(slug))

    def count(self, number: float) -> str:
        """A whole number with thousands separators: 26,449."""
        return f"{number:,.0f}".replace("-", "−")

    def signed(self, number: float, decimals: int = 0) -> str:
        """A change with its sign: +105, −33.9; none where it rounds to zero."""
        text = f"{number:+,.{decimals}f}".replace("-", "−")
        return text if text.strip("+−0.,") else text[1:]

    def units(self, number: float) -> str:
        """A difference in units of a last digit, signed: −21; +0.45 where it is less than one."""
        if number == round(number):
            return self.signed(number)
        return self.signed(number, max(1, 1 - math.floor(math.log10(abs(number))))).rstrip("0")

    def percent(self, share: float, decimals: int = 1) -> str:
        """A share of 1 in per cent: 0.8314 as 83.14% with two decimals."""
        return f"{share * 100:.{decimals}f}%"

    def percent_change(self, change: float) -> str:
        """A change in per cent, signed: −33.9%."""
        return f"{self.signed(change, 1)}%"

    def points(self, number: str) -> str:
        """So many percentage points, without a sign: 1.2 percentage points, 1 percentage point."""
        return self("points.one" if number == "1" else "points", points=number)

    def points_change(self, change: float) -> str:
        """A change in percentage points, signed and never written as %: −3.25 个百分点."""
        return self("in_points", change=self.signed(change, 2))

    def period(self, period: str) -> Period:
        """A period: 2016 as 2016年, 2016-H1 as 2016年上半年, 2016-01/2016-04 as 2016年1—4月.

        What is no period of the design is shown as it is.
        """
        first, _, last = period.partition("/")
        if last:
            return self._span(first, last)
        if day := _DAY.fullmatch(period):
            name = self("in_day", **self._named_month(day), day=int(day["day"]))
            return Period(name, is_day=True)
        if month := _MONTH.fullmatch(period):
            return Period(self("in_month", **self._named_month(month)))
        if part := _PART.fullmatch(period):
            is_half = part["part"].startswith("H")
            return Period(self(f"in_{part['part']}", year=part["year"]), has_article=is_half)
        if week := _WEEK.fullmatch(period):
            return Period(self("in_week", year=week["year"], week=int(week["week"])))
        return Period(self("in_year", year=period) if _YEAR.fullmatch(period) else period)

    def _named_month(self, found: re.Match[str]) -> dict[str, str]:
        return {"year": found["year"], "month": self(f"month_{int(found['month'])}")}

    def _span(self, first: str, last: str) -> Period:
        start, end = _MONTH.fullmatch(first), _MONTH.fullmatch(last)
        if start and end and start["year"] == end["year"]:
            name = self(
                "in_months",
                year=start["year"],
                first=self(f"month_{int(start['month'])}.first"),
                last=self(f"month_{int(end['month'])}"),
            )
            return Period(name)
        begin = self.period(first)
        name = self("in_span", first=begin, last=self.period(last))
        return Period(name, has_article=begin.has_article)

    def years(self, periods: Sequence[str]) -> str:
        """The span of several years: 2013—2015 in Chinese, 2013–2015 in English."""
        first, last = min(periods), max(periods)
        return first if first == last else self("years_span", first=first, last=last)

    def all_of(self, slugs: Sequence[str]) -> str:
        """Several words as one phrase: 企业、个体工商户和农民专业合作社."""
        words = [self.word(slug) for slug in slugs]
        if len(words) < 2:
            return "".join(words)
        return self("list_comma").join(words[:-1]) + self("list_and") + words[-1]

    def sentences(self, texts: Sequence[str]) -> str:
        """Sentences one behind the other; empty where there are none."""
        first, *more = texts or [""]
        return reduce(lambda one, two: self("sentences", first=one, second=two), more, first)

    def described(self, title: str, details: Sequence[str]) -> str:
        """A title and what bears it out, as sentences."""
        text = self("list_semicolon").join(details)
        return self("described", title=title, details=capitalise(text))

    def table(self, table: pd.DataFrame) -> pd.DataFrame:
        """The same table with column names and slugs in this language.

        Numbers stay numbers; identifiers and numbers as printed stay as they are.
        """
        worded = table.copy()
        for name in [name for name in table if name not in AS_THEY_ARE]:
            look_up = self._printed_unit if name in UNITS else self.word
            worded[name] = [
                look_up(cell) if isinstance(cell, str) else cell for cell in table[name]
            ]
        return worded.rename(columns=self.word)

    def _printed_unit(self, unit: str) -> str:
        """A unit as printed, unless this report or the house has a word for just that."""
        known = self._own.get(unit) or _rows(LABELS).get(unit) or {}
        return known.get(self.language) or unit


def _join(one: str, two: str) -> str:
    """Two pieces of a sentence: Chinese needs no space between words, but those in Latin letters
    and numbers do, whatever the sentence around them."""
    apart = re.search("[0-9A-Za-z]$", one) and re.match("[-−]?[$£€]?[0-9A-Za-z]", two)
    return f"{one} {two}" if apart else one + two


_SAID = {"增点": "提高幅度", "降点": "降低幅度", "增额": "增加额", "降额": "减少额"}


def _slug_to_text(slug: str) -> str:
    """A slug as words: letters apart, numbers as a range, Chinese without a gap, and the endings of
    a draft's measures as people say them."""
    measure, _, ending = slug.rpartition("_")
    slug = f"{measure}_{_SAID[ending]}" if ending in _SAID else slug
    text = re.sub(r"(?<![0-9A-Za-z])([0-9]+)_(?=[0-9])", r"\1–", slug)  # and no Q4_2010
    return re.sub(r"(?<=[!-~])_|_(?=[!-~])", " ", text).replace("_", "")

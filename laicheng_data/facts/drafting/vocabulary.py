"""The words that reports are known by: which Chinese word stands for which subject, measure,
office.

Read from the package's labels and from the reports at hand, so that a body's report for another
year is named as its last one was.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from laicheng_data.paths import PACKAGE_DIR, REPORTS_DIR

ROLES = ("office", "subject", "measure")
_SHORTEST_LOOSE = (
    4  # characters of a word that may stand with others between, as in 安装了5组摄像头
)


@dataclass(frozen=True)
class Vocabulary:
    """For each role the Chinese words and their slugs, the longest first."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def last(self, role: str, text: str) -> tuple[int, int, str] | None:
        """The word of the role that ends last in the text, the longest of those: where, and its
        slug."""
        found = None
        for chinese, slug in self.words.get(role, {}).items():
            start = text.rfind(chinese)
            end = start + len(chinese)
            if start >= 0 and (found is None or end > found[1]):
                found = (start, end, slug)
        return found

    def find_loosely(self, role: str, text: str) -> str:
        """The slug of the longest word whose characters stand in the text in order; empty if
        none."""
        for chinese, slug in self.words.get(role, {}).items():
            if len(chinese) >= _SHORTEST_LOOSE and _stands_in_order(chinese, text):
                return slug
        return ""


def _stands_in_order(chinese: str, text: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in chinese)


def normalise(text: str) -> str:
    """Text as words are compared: half-width, without the spaces that layout puts in."""
    return unicodedata.normalize("NFKC", text)


def read_vocabulary(reports_dir: Path | None = None) -> Vocabulary:
    """The words of the package and of all reports in its own folder and the one named."""
    folders = sorted({REPORTS_DIR, reports_dir or REPORTS_DIR})
    reports = [report for folder in folders for report in sorted(folder.glob("*/facts.csv"))]
    labels = [PACKAGE_DIR / "labels.csv", *(path.with_name("labels.csv") for path in reports)]
    chinese: dict[str, str] = {}
    for path in labels:
        chinese |= {row["slug"]: row["zh"] for row in _rows(path, ("slug", "zh"))}
    words: dict[str, dict[str, str]] = {role: {} for role in ROLES}
    for path in reports:
        for row in _rows(path, ROLES):
            for role in ROLES:
                if name := chinese.get(row[role], ""):
                    words[role][normalise(name)] = row[role]
    return Vocabulary({role: _sort_longest_first(known.items()) for role, known in words.items()})


def _sort_longest_first(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    return dict(sorted(items, key=lambda item: (-len(item[0]), item)))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a CSV that has the columns; none where it cannot be read, which check will
    say."""
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if all(isinstance(row.get(column), str) for column in columns):
                    yield row
    except (OSError, UnicodeDecodeError, csv.Error):
        return

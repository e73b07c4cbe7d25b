"""Facts held against the source text: each stands where its row says, and every numeral has exactly one row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from bs4 import BeautifulSoup

from laicheng_data.facts.report import Report
from laicheng_data.storage import read_file

NUMERAL = re.compile(r"\d+(\.\d+)?")
CONTEXT_CHARACTERS = 8
MOST_BYTES = 100_000_000  # of one source text
_GOES_ON = re.compile(
    r"(?<=\d)\d|[万亿%％‰多余]"
)  # what may not follow where a number is said to end
_HTML_BREAKS = [
    "p",
    "div",
    "br",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "section",
    "article",
]


class SourceError(Exception):
    """A source text that cannot be read, or does not hold the report's title line."""


class Numeral(NamedTuple):
    """A numeral of the source: the paragraph counted from the title line, which one it is there, and where."""

    paragraph: int
    position: int
    text: str
    start: int


def read_paragraphs(source: Path) -> list[str]:
    """The non-blank lines of a .txt file or a saved .html page, stripped. Raises SourceError."""
    try:
        content = read_file(source, MOST_BYTES)
        is_page = source.suffix.lower() in (".html", ".htm")
        text = _text_of_page(content) if is_page else content.decode("utf-8-sig")
    except OSError as error:
        raise SourceError(
            f"{source}: cannot be read ({error.strerror}); name a .txt or saved .html file"
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{source}: is not UTF-8 text; save it as UTF-8") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _text_of_page(content: bytes) -> str:
    """The text of a page as it is read: a line a block, without head, scripts and the breaks of the markup."""
    page = BeautifulSoup(content, "html.parser")
    for hidden in page(["head", "script", "style", "noscript"]):
        hidden.decompose()
    for string in page.find_all(string=True):
        string.replace_with(re.sub(r"[ \t\r\n]+", " ", string))
    for block in page(_HTML_BREAKS):
        block.insert_before("\n")
        block.insert_after("\n")
    return page.get_text()


def numerals(paragraphs: list[str]) -> list[Numeral]:
    """Every numeral of the paragraphs, in order; the first paragraph is number 0, positions count from 1."""
    return [
        Numeral(number, position, found.group(), found.start())
        for number, line in enumerate(paragraphs)
        for position, found in enumerate(NUMERAL.finditer(line), start=1)
    ]


def trace(report: Report, lines: list[str]) -> pd.DataFrame:
    """Hold the report's rows against the lines of its source.

    One row for each fact, omission and unaccounted numeral, with the columns `kind`, `id`, `paragraph`,
    `position`, `printed`, `status` (`found`, or what is wrong), `context` (what stands there) and `numerals` (how
    many numerals of the source the row accounts for). Where the title line stands more than once, the reading with
    the fewest faults counts. The text ends with the card's `paragraphs`, or with the last line.

    Raises SourceError where no line is the card's title.
    """
    starts = [
        at for at, line in enumerate(lines) if _squeezed(line) == _squeezed(report.card.title)
    ]
    if not starts:
        raise SourceError(
            f"no line of the source is the title {report.card.title!r}; mend title in datapackage.json"
        )
    readings = [_held(report, lines[at:][: report.card.paragraphs]) for at in starts]
    return min(readings, key=lambda rows: (rows["status"] != "found").sum())


def _squeezed(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _held(report: Report, paragraphs: list[str]) -> pd.DataFrame:
    standing = {(numeral.paragraph, numeral.position): numeral for numeral in numerals(paragraphs)}
    columns = ["id", "paragraph", "position", "printed"]
    facts = report.facts.rename(columns={"fact_id": "id"})[columns].assign(kind="fact")
    omitted = report.omitted.assign(kind="omission", id="")[["kind", *columns]]
    rows: list[list[object]] = []
    accounted: set[tuple[int, int]] = set()
    for row in pd.concat([facts, omitted])[["kind", *columns]].itertuples(index=False):
        numeral = None if pd.isna(row.paragraph) else standing.get((row.paragraph, row.position))
        status, context = _status(row, numeral, paragraphs)
        if (row.paragraph, row.position) in accounted:
            status = "is part of another row's number"
        covered = (
            _covered(row.printed, numeral, standing, paragraphs) - accounted if numeral else set()
        )
        rows.append([*row, status, context, len(covered)])
        accounted |= covered
    for place, numeral in standing.items():
        if place not in accounted:
            rows.append(
                [
                    "numeral",
                    "",
                    *place,
                    numeral.text,
                    "has no row",
                    _context(numeral, paragraphs),
                    0,
                ]
            )
    return pd.DataFrame(rows, columns=["kind", *columns, "status", "context", "numerals"])


def _status(row: Any, numeral: Numeral | None, paragraphs: list[str]) -> tuple[str, str]:
    if pd.isna(row.paragraph):
        return "has no place", ""
    if numeral is None:
        return "nothing stands there", ""
    context = _context(numeral, paragraphs)
    if _span(row.printed, numeral, paragraphs) is None:
        return f"is not what stands there ({_whole(numeral, paragraphs)})", context
    return "found", context


def _span(printed: str, numeral: Numeral, paragraphs: list[str]) -> tuple[int, int] | None:
    """Where the printed form stands in the paragraph, its first numeral being this one; None where it does not."""
    first = NUMERAL.search(printed)
    if first is None or first.group() != numeral.text:
        return None
    start, line = numeral.start - first.start(), paragraphs[numeral.paragraph]
    end = start + len(printed)
    stands = start >= 0 and line.startswith(printed, start) and not _GOES_ON.match(line, end)
    return (start, end) if stands else None


def _whole(numeral: Numeral, paragraphs: list[str]) -> str:
    """The numeral with the signs of unit that follow it: 1.5万 for 1.5."""
    line, end = paragraphs[numeral.paragraph], numeral.start + len(numeral.text)
    while _GOES_ON.match(line, end):
        end += 1
    return line[numeral.start : end]


def _covered(
    printed: str, numeral: Numeral, standing: dict[tuple[int, int], Numeral], paragraphs: list[str]
) -> set[tuple[int, int]]:
    """The numerals that a row accounts for: its own, and those that a thousands separator splits off."""
    span = _span(printed, numeral, paragraphs)
    if span is None:
        return {(numeral.paragraph, numeral.position)}
    return {
        place
        for place, other in standing.items()
        if other.paragraph == numeral.paragraph and span[0] <= other.start < span[1]
    }


def _context(numeral: Numeral, paragraphs: list[str]) -> str:
    line, end = paragraphs[numeral.paragraph], numeral.start + len(numeral.text)
    return line[max(0, numeral.start - CONTEXT_CHARACTERS) : end + CONTEXT_CHARACTERS]

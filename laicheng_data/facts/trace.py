"""Facts held against the source text: each stands where its row says, every numeral has one row."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from laicheng_data.facts.printed import CURRENCIES
from laicheng_data.facts.report import CARD, Report
from laicheng_data.facts.sources.paragraphs import NUMERAL, Numeral, SourceError, numbers, numerals

_OPENED = re.compile(rf"[(（]\s*[{''.join(CURRENCIES)}]?\s*$")
CONTEXT_CHARACTERS = 8
_COLUMNS = ["kind", "id", "paragraph", "position", "printed"]


class _LocatedNumeral(NamedTuple):
    """A numeral where it stands: the paragraph's text and numerals, and the extent of its
    number."""

    numeral: Numeral
    line: str
    neighbours: list[Numeral]
    start: int
    end: int

    @property
    def whole(self) -> str:
        """The whole number: -5.0% for the numeral 5.0."""
        return self.line[self.start : self.end]

    @property
    def context(self) -> str:
        """What stands around the numeral."""
        start, end = self.numeral.start, self.numeral.start + len(self.numeral.text)
        return self.line[max(0, start - CONTEXT_CHARACTERS) : end + CONTEXT_CHARACTERS]


def trace(report: Report, lines: list[str]) -> pd.DataFrame:
    """Hold the report's rows against the lines of its source.

    One row for each fact, omission and unaccounted numeral, with the columns `kind`, `id`,
    `paragraph`, `position`, `printed`, `status` (`found`, or what is wrong), `context` (what stands
    there) and `numerals` (how many numerals of the source the row accounts for). Where the title
    line stands more than once, the reading with the fewest faults counts. The text ends with the
    card's `paragraphs`, or with the last line.

    Raises SourceError where no line is the card's title.
    """
    starts = [
        at
        for at, line in enumerate(lines)
        if _strip_whitespace(line) == _strip_whitespace(report.card.title)
    ]
    if not starts:
        raise SourceError(
            f"no line of the source is the title {report.card.title!r}; mend title in {CARD}"
        )
    readings = [_check_rows(report, lines[at:][: report.card.paragraphs]) for at in starts]
    return min(readings, key=lambda rows: (rows["status"] != "found").sum())


def _strip_whitespace(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _check_rows(report: Report, paragraphs: list[str]) -> pd.DataFrame:
    standing = _locate_numerals(paragraphs)
    facts = report.facts.rename(columns={"fact_id": "id"}).assign(kind="fact")[_COLUMNS]
    omitted = report.omitted.assign(kind="omission", id="")[_COLUMNS]
    rows: list[list[object]] = []
    accounted: set[tuple[int, int]] = set()
    for row in pd.concat([facts, omitted]).itertuples(index=False):
        place = (row.paragraph, row.position)
        there = None if pd.isna(row.paragraph) else standing.get(place)
        covered: set[tuple[int, int]] = set()
        if pd.isna(row.paragraph):
            status = "has no place"
        elif there is None:
            status = "nothing stands there"
        else:
            span = _span_of(row.printed, there, row.kind == "fact")
            status = "found" if span else f"is not what stands there ({there.whole})"
            covered = (_numerals_within(span, there) if span else {place}) - accounted
            if place in accounted:
                status = "is part of another row's number"
        rows.append([*row, status, there.context if there else "", len(covered)])
        accounted |= covered
    for place, there in standing.items():
        if place not in accounted:
            rows.append(["numeral", "", *place, there.numeral.text, "has no row", there.context, 0])
    return pd.DataFrame(rows, columns=[*_COLUMNS, "status", "context", "numerals"])


def _locate_numerals(paragraphs: list[str]) -> dict[tuple[int, int], _LocatedNumeral]:
    """Every numeral of the paragraphs by its place."""
    standing = {}
    for number, line in enumerate(paragraphs):
        neighbours = [numeral._replace(paragraph=number) for numeral in numerals([line])]
        spans = list(numbers(line))
        at = 0
        for numeral in neighbours:
            while spans[at][1] <= numeral.start:
                at += 1
            standing[number, numeral.position] = _LocatedNumeral(
                numeral, line, neighbours, *spans[at]
            )
    return standing


def _span_of(printed: str, there: _LocatedNumeral, is_fact: bool) -> tuple[int, int] | None:
    """Where the printed form stands, its first numeral being this one; None where it does not.

    A fact is one whole number; what is set aside may be more than that, such as a date.
    """
    if is_fact and _is_bracketed_minus(printed, there):
        printed = printed[1:]
    first = NUMERAL.search(printed)
    if first is None or first.group() != there.numeral.text:
        return None
    start = there.numeral.start - first.start()
    end = start + len(printed)
    if start < 0 or not there.line.startswith(printed, start):
        return None
    if is_fact:
        return (start, end) if (start, end) == (there.start, there.end) else None
    return (start, end) if start <= there.start and there.end <= end else None


def _is_bracketed_minus(printed: str, there: _LocatedNumeral) -> bool:
    """Whether a minus is printed as accounts do: (47,160) or (£47,160) for -47,160. One that stands
    in the brackets is printed as it is: (-1.8%)."""
    before, behind = there.line[: there.start], there.line[there.end :]
    is_closed = re.match(r"\s*[)）]", behind) is not None
    return printed == f"-{there.whole}" and is_closed and _OPENED.search(before) is not None


def _numerals_within(span: tuple[int, int], there: _LocatedNumeral) -> set[tuple[int, int]]:
    """The numerals that a row accounts for: its own, and those that a separator splits off."""
    first = there.numeral.position - 1
    near = there.neighbours[first : first + span[1] - span[0]]
    return {(near[0].paragraph, near_by.position) for near_by in near if near_by.start < span[1]}

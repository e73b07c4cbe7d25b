"""How a place's filing rates compare with those that other places print, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from laicheng_data.facts.printed import Interval, parse
from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import ALL, filing_year
from laicheng_data.tables.places import in_context_table
from laicheng_data.tables.standing import BETWEEN, clear_standings, last_rates, standings
from laicheng_data.words import Words

MOST_NAMED = 4  # places in one phrase
_SIDES = ("below", "above", "level")  # in the order in which they are told


class PlaceComparison(NamedTuple):
    """What is found, and the most of it, fit for a title."""

    text: str
    headline: str


def compare_places(
    report: Report, others: Sequence[Report], words: Words
) -> PlaceComparison | None:
    """The last rate of each kind beside those of the same year that other places print; None where
    none does."""
    return compare_rates(in_context_table(report, others), words.word(report.place), words)


def compare_rates(table: pd.DataFrame, place: str, words: Words) -> PlaceComparison | None:
    """The same of a table of `in_context_table`, whose first row belongs to the place."""
    if table.empty:
        return None
    home, year = table["report"].iloc[0], ""
    said: list[str] = []
    for subject, rows in last_rates(table).items():
        own, last = rows["printed"].iloc[0], rows["period"].iloc[0]
        form = "first" if not said else "next" if last == year else "next.dated"
        form += ".all" if subject == ALL else ""
        said.append(
            words(
                f"finding.place.{form}",
                place=place,
                subject=words.word(subject),
                year=filing_year(last, words),
                rate=own,
                sides=_sides(own, rows[rows["report"] != home], words),
            )
        )
        year = last
    if not said:
        return None
    text = words.sentences([*said, *_how_few(table, words)])
    return PlaceComparison(text, _headline(table, place, words))


def _how_few(table: pd.DataFrame, words: Words) -> list[str]:
    """That a kind has only one or two other places in a year to be held against."""
    others = table[table["report"] != table["report"].iloc[0]]
    most = others.groupby(["subject", "period"])["report"].nunique().max()
    return [words(f"finding.place.few.{most}")] if most < 3 else []


def _sides(own: str, others: pd.DataFrame, words: Words) -> str:
    """Below, above and level with which places, each with its rate: less than in Liaocheng (88.50%)
    and Zhejiang (90.1%)."""
    beside: dict[str, list[Any]] = {side: [] for side in _SIDES}
    for row in others.itertuples():
        beside[_side(parse(own).interval(), parse(row.printed).interval())].append(row)
    there = {side: rows for side, rows in beside.items() if rows}
    phrases = [
        words(f"finding.place.{side}", places=_names(rows, len(there) == 1, words))
        for side, rows in there.items()
    ]
    return words("clause_comma").join(phrases)


def _side(own: Interval, other: Interval) -> str:
    """Where a rate lies beside another; level where rounding may have made them equal."""
    if own.meets(other):
        return "level"
    return "below" if own.high <= other.low else "above"


def _names(rows: Sequence[Any], are_all: bool, words: Words) -> str:
    """Places with their rates; where they are too many, how many there are."""
    if len(rows) > MOST_NAMED:
        return words("finding.places" if are_all else "finding.places.some", count=len(rows))
    named = [words("finding.place.rate", place=words.word(r.place), rate=r.printed) for r in rows]
    *first, last = named
    return words("list_comma").join(first) + words("list_and") + last if first else last


def _headline(table: pd.DataFrame, place: str, words: Words) -> str:
    """Of which kinds the place is above or below all others, and of which it is not; only that they
    are compared, where it is of none."""
    clear = clear_standings(standings(table))
    standing = {kind: clear.get(kind, (BETWEEN, 0))[0] for kind in dict.fromkeys(table["subject"])}
    parts = [words(f"finding.beside.{s}", subject=words.word(k)) for k, s in standing.items()]
    others = table.loc[table["report"] != table["report"].iloc[0], "place"].unique()
    several = words("finding.beside.several", count=len(others))
    named = words.word(others[0]) if len(others) == 1 else several
    form = "finding.beside.clear" if clear else "finding.beside.title"
    return words(form, place=place, others=named, parts=words("clause_comma").join(parts))

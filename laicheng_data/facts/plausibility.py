"""What in a report folder is worth a second look, and no fault."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from laicheng_data.facts.card import Card
from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.faults import MOST_FAULTS_SHOWN, Fault, list_first
from laicheng_data.paths import CARD

_UNDATED = Fault(CARD, None, "created", "", "is empty", "write the day that the source gives")


def warnings_on(card: Card, facts: pd.DataFrame) -> Iterator[str]:
    """What is worth a second look, and no fault."""
    for warning in (*_unnamed_facts(facts), *_duplicate_facts(facts), *_filed_above_due(facts)):
        yield f"report {card.name}: facts.csv: {warning}"
    if card.created is None:
        yield f"report {card.name}: {_UNDATED}"
    elif is_dated_too_early(card, facts):
        problem = f"is years before {_main_year(facts)}, of which most of its numbers speak"
        fault = Fault(CARD, None, "created", card.day, problem, "compare it with the source")
        yield f"report {card.name}: {fault}"


def is_dated_too_early(card: Card, facts: pd.DataFrame) -> bool:
    """Whether the source cannot be of the day that its card gives: a budget is out a year before
    the time it speaks of, and no report tells what is years away."""
    if card.created is None or facts.empty:
        return False
    return card.created.year < _main_year(facts) - 1


def _main_year(facts: pd.DataFrame) -> int:
    """The year of which most facts speak; the first of two that are spoken of as much."""
    return int(facts["period"].str[:4].mode()[0])


def _unnamed_facts(facts: pd.DataFrame) -> Iterator[str]:
    names = list(facts.loc[facts["measure"] == UNNAMED, "fact_id"])
    if names:
        yield (
            f"{len(names)} facts are still unnamed ({list_first(names)}); "
            "give each its measure, or move it to omitted.csv with a reason"
        )


def _duplicate_facts(facts: pd.DataFrame) -> Iterator[str]:
    """Two facts that give different numbers of the same thing; both are kept. A number that the
    report prints twice is no news."""
    key = ["office", "measure", "subject", "period"]
    named = facts[facts["measure"] != UNNAMED].drop_duplicates([*key, "value", "bound"])
    twice = named[named.duplicated(key)]
    if twice.empty:
        return
    shown = twice.iloc[:MOST_FAULTS_SHOWN]
    first = named.drop_duplicates(key).set_index(key)
    for fact_id, printed, *place in shown[["fact_id", "printed", *key]].itertuples(index=False):
        one, about = first.loc[tuple(place)], f"{place[1]} of {place[2]} for {place[3]}"
        yield (
            f"{one['fact_id']} gives {about} as {one['printed']}, {fact_id} as {printed}; "
            "tell them apart by measure or subject, or leave one out"
        )
    if len(twice) > len(shown):
        yield f"… and {len(twice) - len(shown)} more facts that differ from another"


def _filed_above_due(facts: pd.DataFrame) -> Iterator[str]:
    counts = facts[facts["measure"].isin(["due", "filed"]) & (facts["bound"] == "exact")]
    table = counts.pivot_table(
        index=["period", "subject"], columns="measure", values="value", aggfunc="first"
    )
    if {"due", "filed"} <= set(table):
        for period, subject in table.query("filed > due").index:
            yield f"more {subject} filed than due for {period}; compare with the source"

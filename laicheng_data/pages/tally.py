"""How many relations came out how, as cards: what holds by its kinds, what does not by its numbers.

What the report states stands apart from what differs between figures that it does not compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import DIFFERENCE, outcomes
from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import (
    UNFILED,
    base_name,
    claim_bases,
    claim_names,
    compared_subjects,
)
from laicheng_data.tables.sorts import sort_name, sorts_of
from laicheng_data.tables.verdicts import verdict_numbers
from laicheng_data.words import Words, capitalise

MOST_NAMED = 4
_TALLIED = ("consistent", "inconsistent", "undecidable", DIFFERENCE)


def tally(report: Report, verdicts: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """A card for each outcome that occurs. A difference that is but the net of others is not
    counted."""
    counted = verdicts.assign(outcome=outcomes(verdicts))
    counted = counted[(counted["basis"] == "stated") | (counted["outcome"] == DIFFERENCE)]
    is_net = counted["claim_id"].isin(net_differences(report, verdicts))
    cards = []
    for name in _TALLIED:
        found = counted[(counted["outcome"] == name) & ~is_net]
        if found.empty:
            continue
        one = ".one" if len(found) == 1 else ""
        more = len(found[MOST_NAMED:]) if name != "consistent" else 0
        card: dict[str, Any] = {
            "outcome": name,
            "count": words.count(len(found)),
            "label": words(f"page.tally.{name}{one}"),
            "more": words.count(more) if more else "",
        }
        named = found[:MOST_NAMED]
        if name == "consistent":
            card["kinds"] = _sorts(sorts_of(report, found["claim_id"]), words)
        elif name == "inconsistent":
            card["compared"] = _comparison_table(report, named, words)
        elif name == DIFFERENCE:
            compared = _comparison_table(report, named, words)
            card["kinds"] = _less(compared["common"], report, named, words)
            card["names"] = [
                (row["id"], " ".join([row["name"], row["cells"][-1]])) for row in compared["rows"]
            ]
        else:
            names = claim_names(report, words)
            card["names"] = [(claim, names[claim]) for claim in named["claim_id"]]
        cards.append(card)
    return cards


def _sorts(sorts: Sequence[str], words: Words) -> str:
    """How many of each sort there are: 8 rates, 1 total."""
    said = [
        words("page.tally.sort", count=words.count(count), sort=sort_name(sort, count, words))
        for sort, count in Counter(sorts).items()
    ]
    return words("list_comma").join(said)


def _comparison_table(report: Report, rows: pd.DataFrame, words: Words) -> dict[str, Any]:
    """What is printed beside what other numbers give, and the difference with its sign; the heads
    say what both are where all rows have that in common."""
    facts = report.facts.set_index("fact_id", drop=False)
    results = report.claims.set_index("claim_id")["result"]
    printed = facts.loc[results[rows["claim_id"]]]
    names = claim_names(report, words)
    is_one = len(printed[["measure", "period"]].drop_duplicates()) == 1
    is_told = is_one and printed["subject"].is_unique
    against = compared_subjects(report)
    told = verdict_numbers(report, rows, words).to_dict("records")
    measure, period = (
        words.start(printed["measure"].iloc[0]),
        words.period(printed["period"].iloc[0]),
    )
    return {
        "common": words("name.dated", name=measure, period=period) if is_told else "",
        "heads": [
            period if is_told else words.start("claim"),
            measure if is_told else words("head.printed"),
            _other(report, rows, words),
            words.start("difference"),
        ],
        "rows": [
            {
                "id": row["claim_id"],
                "name": capitalise(
                    words.word(fact["subject"]) if is_told else names[row["claim_id"]]
                ),
                "cells": _cells(numbers, against.get(row["claim_id"], ""), words),
            }
            for row, fact, numbers in zip(
                rows.to_dict("records"), printed.to_dict("records"), told, strict=True
            )
        ],
    }


def _less(what: str, report: Report, rows: pd.DataFrame, words: Words) -> str:
    """What is common to numbers that differ, and what they are less; that is told where it is the
    businesses that did not file."""
    bases = claim_bases(report)
    is_unfiled = {bases.get(claim) for claim in rows["claim_id"]} == {UNFILED}
    return words("page.tally.less", what=what) if what and is_unfiled else what


def _other(report: Report, rows: pd.DataFrame, words: Words) -> str:
    """What the printed numbers are held against: what all are made of, such as due less filed."""
    bases = claim_bases(report)
    [*_, base] = {bases.get(claim, "") for claim in rows["claim_id"]}
    is_one = all(bases.get(claim) == base for claim in rows["claim_id"])
    if is_one and base.count("+") == 1:
        return capitalise(base_name(base, words))
    return words("head.recomputed")


def _cells(told: Mapping[str, str], against: str, words: Words) -> list[str]:
    number = told["recomputed"]
    beside = words("name.beside", other=words.word(against), number=number) if against else number
    return [told["printed"], beside, told["difference"]]

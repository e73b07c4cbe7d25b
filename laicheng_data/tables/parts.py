"""Wholes and their parts, as a report's claims tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.report import Report

FEWEST_PARTS = 2


def wholes(report: Report) -> dict[str, list[str]]:
    """The parts of each whole that can stand beside it, by fact_id; those with most parts first.

    A `sum` names all parts of its result, a set of `share` claims some parts of the whole that they
    have in common. Only numbers of this report count, in one unit, none below zero. Nothing that
    waits for a curator is taken for so.
    """
    summed: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}
    claims = report.claims[report.claims["basis"] != PROPOSED]
    for row in claims[["kind", "result", "operands"]].itertuples(index=False):
        terms = row.operands.split()
        if row.kind == "sum":
            summed.setdefault(row.result, terms)
        elif row.kind == "share" and terms:
            shared.setdefault(terms[1], []).append(terms[0])
    facts = report.facts[["fact_id", "unit", "value"]].itertuples(index=False, name=None)
    numbers = {fact_id: (unit, value) for fact_id, unit, value in facts}
    found = {
        whole: parts
        for whole, terms in (shared | summed).items()
        if len(parts := list(dict.fromkeys(terms))) >= FEWEST_PARTS
        and _stand_together(numbers, whole, parts)
    }
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def _stand_together(
    numbers: Mapping[str, tuple[str, float]], whole: str, parts: Sequence[str]
) -> bool:
    """Whether all are facts of this report in one unit, no part larger than the whole."""
    if not {whole, *parts} <= numbers.keys():
        return False
    unit, size = numbers[whole]
    return (
        size > 0
        and all(numbers[part][0] == unit for part in parts)
        and all(0 <= numbers[part][1] <= size for part in parts)
    )


def parts_table(report: Report, whole: str) -> pd.DataFrame:
    """The parts of a whole, the largest first.

    Columns: `fact_id`, `measure`, `subject`, `period`, `printed`, `unit`, `bound`, `value`, and
    `printed_share` (empty where the report prints none); with `whole_` before them, those of
    the whole.
    """
    columns = ["measure", "subject", "period", "printed", "unit", "bound", "value"]
    facts = report.facts.set_index("fact_id")
    table = facts.loc[wholes(report)[whole], columns]
    claims = report.claims[report.claims["kind"] == "share"].drop_duplicates("operands")
    shares = claims.set_index("operands")["result"]
    wanted = [f"{part} {whole}" for part in table.index]
    table = table.assign(printed_share=[_share(facts, shares.get(operands)) for operands in wanted])
    table = table.assign(**{f"whole_{name}": facts.at[whole, name] for name in columns})
    return table.reset_index().sort_values(
        "value", ascending=False, kind="stable", ignore_index=True
    )


def _share(facts: pd.DataFrame, result: str | None) -> str:
    """A share as the report prints it, with the sign that its column gives; empty where there is
    none."""
    if result is None:
        return ""
    printed, unit = facts.loc[result, ["printed", "unit"]]
    return printed if printed.endswith(unit) else f"{printed}{unit}"

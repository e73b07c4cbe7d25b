"""Wholes and their parts, as a report's claims tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.report import Report

FEWEST_PARTS = 2
_FULL = 1.01  # of a whole, as far as rounded parts may fill it


def wholes(report: Report) -> dict[str, list[str]]:
    """The parts of each whole that can stand beside it, by fact_id; those with most parts first.

    A `sum` names all parts of its result, a set of `share` claims some parts of the whole that they
    have in common, those of one division where it is divided more than once. Such a whole may be
    printed nowhere but as its parts: then it is called by them, joined by `+`, as in the claims.
    Only numbers of this report count, in one unit, none below zero. Nothing that waits for a
    curator is taken for so.
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
    added = {whole: whole.split("+") for whole in _longest(shared)}
    facts = report.facts[["fact_id", "unit", "value", "period"]].itertuples(index=False, name=None)
    numbers = {fact_id: _Number(*rest) for fact_id, *rest in facts}
    numbers |= {whole: _added_up(numbers, terms) for whole, terms in added.items()}
    shared = {whole: _division(numbers, whole, terms) for whole, terms in shared.items()}
    found = {
        whole: parts
        for whole, terms in (shared | added | summed).items()
        if len(parts := list(dict.fromkeys(terms))) >= FEWEST_PARTS
        and _stand_together(numbers, whole, parts)
    }
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def whole_slug(whole: str) -> str:
    """A whole as part of a chart's name: one that is printed nowhere by the first of its parts."""
    first, more, _ = whole.partition("+")
    return f"{first}-and-others" if more else first


def _longest(wholes: Iterable[str]) -> list[str]:
    """Those that are called by their parts; of two that begin alike, the one with more parts."""
    grouped = sorted((whole for whole in wholes if "+" in whole), key=lambda w: w.count("+"))
    return list({whole_slug(whole): whole for whole in grouped}.values())


class _Number(NamedTuple):
    unit: str
    value: float
    period: str


def _added_up(numbers: Mapping[str, _Number], terms: Sequence[str]) -> _Number:
    """What the terms come to where they are different numbers of one period; else a number that no
    part stands beside."""
    apart = set(terms)
    known = [numbers[term] for term in apart & numbers.keys()]
    alike = len(known) == len(terms) and len({number.period for number in known}) == 1
    if not alike:
        return _Number("", 0, "")
    return known[0]._replace(value=sum(number.value for number in known))


def _division(numbers: Mapping[str, _Number], whole: str, parts: Sequence[str]) -> list[str]:
    """Of parts in the order of the claims those that belong to one division of the whole, the one
    with most parts: by region, which fill it, and then by kind, which would overfill it."""
    divisions: list[list[str]] = [[]]
    filled = 0.0
    for part in dict.fromkeys(parts):
        size = numbers[part].value if part in numbers else 0
        if whole in numbers and filled + size > _FULL * numbers[whole].value:
            divisions.append([])
            filled = 0.0
        divisions[-1].append(part)
        filled += size
    return max(divisions, key=len)


def _stand_together(numbers: Mapping[str, _Number], whole: str, parts: Sequence[str]) -> bool:
    """Whether all are facts of this report in one unit, no part larger than the whole, and more
    than one of them is anything."""
    if not {whole, *parts} <= numbers.keys():
        return False
    unit, size, _ = numbers[whole]
    return (
        size > 0
        and all(numbers[part].unit == unit for part in parts)
        and all(0 <= numbers[part].value <= size for part in parts)
        and sum(numbers[part].value > 0 for part in parts) >= FEWEST_PARTS
    )


def claims_that_hold(report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The claims, but for those that wait for a curator, that the arithmetic bears out.

    `verdicts` are those of `check`.
    """
    holds = (verdicts["verdict"] == "consistent") & (verdicts["basis"] != PROPOSED)
    return report.claims[holds.to_numpy()]


def parts_table(report: Report, whole: str, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The parts of a whole, the largest first; `verdicts` are those of `check`.

    Columns: `fact_id`, `measure`, `subject`, `period`, `printed`, `unit`, `bound`, `value`, and
    `printed_share` (empty where the report prints none that holds); with `whole_` before them,
    those of the whole, of which one that is printed nowhere has no measure and no printed form.
    """
    columns = ["measure", "subject", "period", "printed", "unit", "bound", "value"]
    facts = report.facts.set_index("fact_id")
    table = facts.loc[wholes(report)[whole], columns]
    claims = claims_that_hold(report, verdicts).query("kind == 'share'")
    shares = claims.drop_duplicates("operands").set_index("operands")["result"]
    wanted = [f"{part} {whole}" for part in table.index]
    table = table.assign(printed_share=[_share(facts, shares.get(operands)) for operands in wanted])
    of_whole = facts.loc[whole] if whole in facts.index else _unprinted(table)
    table = table.assign(**{f"whole_{name}": of_whole[name] for name in columns})
    return table.reset_index().sort_values(
        "value", ascending=False, kind="stable", ignore_index=True
    )


def _unprinted(parts: pd.DataFrame) -> Mapping[str, Any]:
    """A whole that is printed as its parts alone."""
    first = parts.iloc[0].to_dict()
    nowhere = {"measure": "", "subject": "all", "printed": "", "bound": "exact"}
    return {**first, **nowhere, "value": parts["value"].sum()}


def _share(facts: pd.DataFrame, result: str | None) -> str:
    """A share as the report prints it; empty where there is none."""
    return with_sign(*facts.loc[result, ["printed", "unit"]]) if result else ""


def with_sign(printed: str, unit: str) -> str:
    """A rate as printed, with the sign that its column or sentence gives."""
    return printed if printed.endswith(unit) else f"{printed}{unit}"

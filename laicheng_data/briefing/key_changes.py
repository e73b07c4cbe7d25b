"""What changed, the weightiest first: totals before what they are made of, and those before what
stands alone; of a total, how its parts changed too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from laicheng_data.charts.changes import changes_sentence
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.report import Report
from laicheng_data.tables.amounts import unit_family
from laicheng_data.tables.changes import (
    PERCENT,
    POINTS,
    Change,
    compared_changes,
    latest_changes,
)
from laicheng_data.tables.chart_choices import claim_counts
from laicheng_data.tables.filings import DUE, FILED
from laicheng_data.tables.naming import ALL, PLACE, period_of, undated_name, value_of
from laicheng_data.tables.parts import add_sign
from laicheng_data.tables.stated_changes import CHANGES, largest_first, rates_of_change
from laicheng_data.words import Words, capitalise

MOST_COUNTS, MOST_RATES, MOST_KINDS = 2, 1, 4
LEAST_CHANGE = 10  # units that change, and that there were: of few, a few are many per cent
LEADING, TOTAL, SUBTOTAL, ALONE, PART = range(5)  # in the order in which they are told

Place = tuple[str, ...]


class ChangeText(NamedTuple):
    """A change in words: its sentence without its end, how the parts of it changed, if it has any,
    and the measure that it is of."""

    headline: str
    parts: str
    measure: str


class SumHierarchy(NamedTuple):
    """What the sums of a report make of its numbers, by measure, subject and period: the parts of
    each whole, and all that are parts."""

    parts: dict[Place, list[Place]]
    within: frozenset[Place]

    def height(self, place: Place) -> int:
        """How many sums lie below a number; those that name each other count once."""
        below, level, seen = 0, [place], {place}
        while level := [part for whole in level for part in self.parts.get(whole, [])]:
            level = [part for part in level if part not in seen]
            seen.update(level)
            below += bool(level)
        return below

    def tier(self, place: Place) -> int:
        """Whether a number is a total, one of another, alone, or a part."""
        if place in self.parts:
            return SUBTOTAL if place in self.within else TOTAL
        return PART if place in self.within else ALONE


def sum_hierarchy(report: Report, holding: pd.DataFrame) -> SumHierarchy:
    """What `holding`, the claims that hold, say of wholes: sums of two terms or more, none of them
    subtracted."""
    facts = report.facts[["fact_id", *PLACE]].itertuples(index=False, name=None)
    places = {fact_id: tuple(place) for fact_id, *place in facts}
    parts: dict[Place, list[Place]] = {}
    for kind, result, operands in holding[["kind", "result", "operands"]].itertuples(index=False):
        terms = operands.split()
        if kind == "sum" and len(terms) > 1 and set(terms) <= places.keys():
            parts.setdefault(places[result], [places[term] for term in terms])
    within = (place for whole, terms in parts.items() for place in terms if place != whole)
    return SumHierarchy(parts, frozenset(within))


def key_changes(report: Report, holding: pd.DataFrame, words: Words) -> list[ChangeText]:
    """The changes that weigh most, of counts and of rates, at most one of a subject.

    `holding` are the claims that hold. A change that few units make, of which the percentage says
    little, is none.
    """
    facts, whole = report.facts.to_dict("records"), sum_hierarchy(report, holding)
    stated = _stated_rates(report, holding)
    found = [*latest_changes(report), *compared_changes(report, holding)]
    found = [change for change in found if not _is_of_few(change, report)]
    by_place = {_place(facts[change.after]): change for change in found}
    leading = _leading_numbers([facts[row] for row in sorted(change.after for change in found)])
    largest = _largest_by_kind(found, facts)
    chosen: dict[str, dict[tuple[Any, ...], ChangeText]] = {PERCENT: {}, POINTS: {}}
    for change in sorted(found, key=lambda one: _weight(one, facts, whole, leading, largest)):
        after = facts[change.after]
        of = after["measure"] if after["subject"] == ALL else ""
        key = (after["office"], after["subject"], of)
        if key not in chosen[change.unit]:
            parts = [by_place[p] for p in whole.parts.get(_place(after), []) if p in by_place]
            parts = [part for part in parts if _base_of(part, facts) == _base_of(change, facts)]
            chosen[change.unit][key] = ChangeText(
                _sentence(change, facts, stated, words),
                _parts_sentence(parts, facts, stated, words)
                or _due_clause(change, by_place, facts, stated, words),
                after["measure"],
            )
    most = {PERCENT: MOST_COUNTS, POINTS: MOST_RATES}
    return [told for unit, by in chosen.items() for told in list(by.values())[: most[unit]]]


def _stated_rates(report: Report, holding: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The percentage that the report prints of a change, by its new and its old number."""
    printed = report.facts.set_index("fact_id")[["printed", "unit"]]
    rates = holding[holding["kind"].isin(CHANGES) & holding["result"].isin(printed.index)]
    found = {}
    for result, operands in rates[["result", "operands"]].itertuples(index=False):
        new, _, old = operands.partition(" ")
        found[new, old] = add_sign(*printed.loc[result]).lstrip("+-−")
    return {pair: rate for pair, rate in found.items() if rate.endswith("%")}


def _base_of(change: Change, facts: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """What a change is from: the measure and the period of the number before."""
    before = facts[change.before]
    return str(before["measure"]), str(before["period"])


def _place(fact: Mapping[str, Any]) -> Place:
    return tuple(str(fact[name]) for name in PLACE)


def _is_of_few(change: Change, report: Report) -> bool:
    """Whether so few units changed, or were there, that a percentage of them says little."""
    before, after = (report.numbers.printed[row] for row in (change.before, change.after))
    few = min(abs(after.value - before.value), before.value) < LEAST_CHANGE
    return change.unit == PERCENT and bool(few) and after.exact


def _leading_numbers(facts: Sequence[Mapping[str, Any]]) -> set[str]:
    """Of what is counted alike in one period the number that stands first and is the largest, where
    there are several: all crime above each kind of it, though it may be the sum of none. The
    numbers are those of a report, in its order."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for fact in facts:
        key = str(fact["period"]), unit_family(str(fact["printed"]), str(fact["unit"]))
        groups.setdefault(key, []).append(fact)
    return {
        str(first["fact_id"])
        for first, *others in groups.values()
        if len(others) >= MOST_COUNTS and first["value"] > max(o["value"] for o in others)
    }


def _weight(
    change: Change,
    facts: Sequence[Mapping[str, Any]],
    whole: SumHierarchy,
    leading: Collection[str],
    largest: Mapping[Place, float],
) -> tuple[float, ...]:
    """First what rounding leaves no doubt of, and of that the last year; what leads all that is
    counted alike and totals of totals first, then in the order of the report; of others the measure
    that has the largest change, and of what is counted alike in it that of most units."""
    place = _place(facts[change.after])
    tier = LEADING if facts[change.after]["fact_id"] in leading else whole.tier(place)
    first = (change.size == "", -date_range(str(facts[change.after]["period"]))[1].year, tier)
    if tier in (LEADING, TOTAL, SUBTOTAL):
        return (*first, -whole.height(place), change.after)
    units = abs(facts[change.after]["value"] - facts[change.before]["value"])
    return (*first, -largest[_kind_of(change, facts)], -units)


def _largest_by_kind(
    changes: Sequence[Change], facts: Sequence[Mapping[str, Any]]
) -> dict[Place, float]:
    """The largest change of each measure, of what is counted alike."""
    largest: dict[Place, float] = {}
    for change in changes:
        kind = _kind_of(change, facts)
        largest[kind] = max(change.by, largest.get(kind, 0.0))
    return largest


def _kind_of(change: Change, facts: Sequence[Mapping[str, Any]]) -> Place:
    """What is counted, in what, and when: a third of few is less than a tenth of many."""
    after = facts[change.after]
    family = unit_family(str(after["printed"]), str(after["unit"]))
    return str(after["measure"]), str(after["period"]), family


def _sentence(
    change: Change,
    facts: Sequence[Mapping[str, Any]],
    stated: Mapping[tuple[str, str], str],
    words: Words,
) -> str:
    """A change by its two numbers; the percentage as the report states it, where it does."""
    before, after = facts[change.before], facts[change.after]
    same = before["measure"] == after["measure"]
    form = change.unit if change.size else "change"
    if not same:  # the one did not become the other
        form = "other" if change.size else "other.unsized"
    text = words(
        f"finding.{form}.{'up' if change.rose else 'down'}",
        name=undated_name(after, words),
        period=period_of(after, words),
        after=value_of(after, words),
        before=value_of(before, words),
        previous=words(
            "finding.base" if same else "finding.base.other",
            period=period_of(before, words),
            measure=words.word(before["measure"]),
        ),
        size=_size(change, facts, stated, words),
    )
    return capitalise(text)


def _size(
    change: Change,
    facts: Sequence[Mapping[str, Any]],
    stated: Mapping[tuple[str, str], str],
    words: Words,
) -> str:
    """How much a number changed; the percentage as the report states it of just these two."""
    if change.unit == POINTS:
        return words.points(change.size)
    pair = (str(facts[change.after]["fact_id"]), str(facts[change.before]["fact_id"]))
    return stated.get(pair, f"{change.size}%")


def _parts_sentence(
    changes: Sequence[Change],
    facts: Sequence[Mapping[str, Any]],
    stated: Mapping[tuple[str, str], str],
    words: Words,
) -> str:
    """How the parts of a total changed, the largest change first; of which rounding leaves doubt,
    nothing."""
    told = sorted((c for c in changes if c.size and c.unit == PERCENT), key=lambda c: -c.by)
    if len(told) < 2:
        return ""
    parts = [
        _clause("part", change, facts, stated, words)
        for change in told[:MOST_KINDS]
        if facts[change.after]["subject"] != ALL
    ]
    return words("list_semicolon").join(parts)


def _due_clause(
    change: Change,
    by_place: Mapping[Place, Change],
    facts: Sequence[Mapping[str, Any]],
    stated: Mapping[tuple[str, str], str],
    words: Words,
) -> str:
    """How those due to file changed, where it is told how those did who filed: fewer of fewer are
    no neglect."""
    measure, *place = _place(facts[change.after])
    due = by_place.get((DUE, *place)) if measure == FILED else None
    if due is None or not due.size or due.unit != PERCENT:
        return ""
    if facts[due.before]["period"] != facts[change.before]["period"]:
        return ""
    return _clause("due", due, facts, stated, words)


def _clause(
    form: str,
    change: Change,
    facts: Sequence[Mapping[str, Any]],
    stated: Mapping[tuple[str, str], str],
    words: Words,
) -> str:
    """A change beside another: of a part, or of those due beside those who filed."""
    after = facts[change.after]
    return words(
        f"finding.{form}.{'up' if change.rose else 'down'}",
        name=words.word(str(after["subject"])),
        after=value_of(after, words),
        size=_size(change, facts, stated, words),
    )


def total_comparisons(report: Report, holding: pd.DataFrame, words: Words) -> Iterator[str]:
    """By how much a total is more or less than another of its period, as the report states it: what
    was spent, and what was to be."""
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    whole = sum_hierarchy(report, holding)
    sums = holding[(holding["kind"] == "sum") & (holding["basis"] == "stated")]
    for result, operands in sums[["result", "operands"]].itertuples(index=False):
        one, _, other = operands.partition(" -")
        if result not in facts or one not in facts or other not in facts:
            continue
        difference, more, base = facts[result], facts[one], facts[other]
        alike = all(difference[n] == more[n] == base[n] for n in ("subject", "period"))
        tiers = {whole.tier(_place(fact)) for fact in (more, base)}
        if not alike or TOTAL not in tiers or min(more["value"], base["value"]) <= 0:
            continue
        if difference["value"]:
            text = words(
                f"finding.against.{'more' if difference['value'] > 0 else 'less'}",
                name=undated_name(more, words),
                period=period_of(more, words),
                after=value_of(more, words),
                other=words.word(base["measure"]),
                before=value_of(base, words),
                gap=value_of(difference, words, str(difference["printed"]).lstrip("+-−")),
            )
            yield capitalise(text)


def rank_stated_changes(
    stated: pd.DataFrame, report: Report, holding: pd.DataFrame
) -> pd.DataFrame:
    """Numbers of which the report states how they changed, totals first, then those that claims
    speak of most."""
    there = stated[(stated["fact_id"] != "") & (stated["change_unit"] != "")]
    spoken, whole = claim_counts(report), sum_hierarchy(report, holding)
    tiers = [whole.tier(tuple(place)) for place in there[PLACE].itertuples(index=False)]
    often = [-spoken[measure] for measure in there["measure"]]
    return there.assign(tier=tiers, spoken=often).sort_values(["tier", "spoken"], kind="stable")


def rise_and_fall(report: Report, stated: pd.DataFrame, words: Words) -> Iterator[str]:
    """Of the period with most changes, how many numbers rose and fell, and which most; none most
    where few units make its percentage, and nothing where the report prints others of their kind
    that may be larger or, where all went one way, have gone the other."""
    for rates in rates_of_change(stated)[:1]:
        table = largest_first(rates)
        if _may_be_outdone(table, report):
            continue
        ends = [next(table.iloc[[at]].itertuples()) for at in (0, -1)]
        if not any(_has_few_units(row) for row in ends):
            yield changes_sentence(table, words)
            continue
        rose, fell = int((table["growth"] > 0).sum()), int((table["growth"] < 0).sum())
        if rose + fell < len(table):  # some stayed as they were
            continue
        form = "mixed" if rose and fell else "rose" if rose else "fell"
        period = words.period(table["period"].iloc[0])
        yield words(f"finding.moved.{form}", period=period, count=len(table), rose=rose, fell=fell)


def _may_be_outdone(table: pd.DataFrame, report: Report) -> bool:
    """Whether changes of the same measures are printed that are not among these, as it is not known
    which way they went or they do not hold, and that are as large as what would be the most."""
    facts = report.facts[report.facts["period"] == table["period"].iloc[0]]
    own = facts[facts["fact_id"].isin(table["change_id"])]
    told = set(own[PLACE].itertuples(index=False, name=None))
    beside = facts[facts["measure"].isin(own["measure"]) & (facts["value"] != 0)]
    places = beside[PLACE].itertuples(index=False, name=None)
    counted = [unit_family(*row) for row in beside[["printed", "unit"]].itertuples(index=False)]
    is_other = [of == "%" and at not in told for of, at in zip(counted, places, strict=True)]
    others = beside["value"].abs()[is_other]
    top, bottom = table["growth"].iloc[0], table["growth"].iloc[-1]
    safe = min(top, -bottom) if top > 0 > bottom else 0.0
    return bool((others >= safe).any())


def _has_few_units(row: Any) -> bool:
    """Whether what changed by so much was printed in but a few units."""
    digits = "".join(filter(str.isdigit, row.printed))
    return bool(digits) and int(digits) / max(1 + row.growth, 0.01) < LEAST_CHANGE

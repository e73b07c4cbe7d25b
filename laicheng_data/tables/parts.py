"""Wholes and their parts, as a report's claims tell them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from laicheng_data.checking.claims import verdicts_of
from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report, cache_per_report

FEWEST_PARTS = 2
_FULL = 1.01  # of a whole, as far as rounded parts may fill it
_SURE_DIGITS = 3  # of a sum that holds, from which it hardly does so by chance
_NEARLY_FULL = 0.9  # which a division comes to at least, beside others that overlap with it
# What the rest of a whole is called; any other difference, as of town and country, has no whole.
_CALLED_REST = re.compile(
    r"其[他它余]|不[含包]|除.*外|(?:^|_)(?:other|rest|remain|exclud|except|without)", re.IGNORECASE
)
_CALLED_TOTAL = re.compile(
    r"[合总總小共][计計]$|^全[国國省市县縣区區州盟旗镇鎮乡鄉校院]$|^(?:(?:sub|grand)[_ -]?)?total$",
    re.IGNORECASE,
)


def wholes(report: Report) -> dict[str, list[str]]:
    """The parts of each whole that can stand beside it, by fact_id; those with most parts first.

    A `sum` names all parts of its result, a set of `share` claims some parts of the whole that they
    have in common, those of one division where it is divided more than once. Such a whole may be
    printed nowhere but as its parts: then it is called by them, joined by `+`, as in the claims.
    Only numbers of this report count, in one unit, none below zero, and none that says by its sign
    how much more there is. Nothing that waits for a curator is taken for so.
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
    added = {whole: whole.split("+") for whole in _most_parts_first(shared)}
    more = set(report.facts.loc[report.facts["printed"].str.startswith("+"), "fact_id"])
    facts = report.facts[["fact_id", "unit", "value", "period"]].itertuples(index=False, name=None)
    numbers = {fact_id: _Number(*rest) for fact_id, *rest in facts}
    numbers |= {whole: _sum_terms(numbers, terms) for whole, terms in added.items()}
    names = report.facts[["fact_id", "measure", "subject"]].itertuples(index=False, name=None)
    named = {fact_id: (measure, subject) for fact_id, measure, subject in names}
    shared = _divisions(numbers, shared, named)
    found = {
        whole: parts
        for whole, terms in (shared | added | summed).items()
        if len(parts := list(dict.fromkeys(terms))) >= FEWEST_PARTS
        and more.isdisjoint(parts)
        and _stand_together(numbers, whole, parts)
    }
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def totals_among(report: Report, subjects: Iterable[str]) -> set[str]:
    """Which of the subjects are the whole of others of them, or are called a total."""
    there = set(subjects)
    called = {one for one in there if _CALLED_TOTAL.search(one)}
    return called | named_wholes(report, there).keys()


def named_wholes(report: Report, subjects: Iterable[str]) -> dict[str, set[str]]:
    """Which of the subjects are the whole of others of them, and of which; none is called a
    total, as those are of whatever stands there."""
    there = set(subjects)
    made_up = {one: parts & there for one, parts in _subjects_by_whole(report).items()}
    return {
        one: parts
        for one, parts in made_up.items()
        if parts and one in there and not _CALLED_TOTAL.search(one)
    }


@cache_per_report
def _subjects_by_whole(report: Report) -> dict[str, set[str]]:
    """By subject the subjects that it is the whole of, as the claims on any one measure and period
    tell it: what makes up an amount makes up its change, too. Of what waits for a curator sums
    that chance would hardly give count, lest a whole be called the largest of its parts.
    """
    facts = report.facts[["fact_id", "measure", "period", "subject"]]
    places = {fact_id: place for fact_id, *place in facts.itertuples(index=False, name=None)}
    found: dict[str, set[str]] = defaultdict(set)
    claims = report.claims[(report.claims["basis"] != PROPOSED) | _are_hardly_chance(report)]
    for row in claims[["kind", "result", "operands"]].itertuples(index=False):
        terms = row.operands.split()
        is_rest = row.result in places and _CALLED_REST.search(places[row.result][2]) is not None
        for whole, part in _whole_and_parts(row.kind, row.result, terms, is_rest):
            if {whole, part} <= places.keys() and places[whole][:2] == places[part][:2]:
                found[places[whole][2]].add(places[part][2])
    return {whole: parts - {whole} for whole, parts in found.items()}


def _are_hardly_chance(report: Report) -> pd.Series:
    """Which claims are sums that hold and whose result has too many digits to hold by chance; the
    naughts of a round number are none."""
    holds = (verdicts_of(report)["verdict"] == "consistent").to_numpy()
    printed = report.claims["result"].map(report.facts.set_index("fact_id")["printed"])
    digits = printed.str.replace(r"(?<=\d)0+(?!\d)(?!\.\d)", "", regex=True).str.count(r"\d")
    return (report.claims["kind"] == "sum") & holds & (digits >= _SURE_DIGITS)


def _whole_and_parts(
    kind: str, result: str, terms: Sequence[str], is_rest: bool
) -> Iterator[tuple[str, str]]:
    """Each part that a claim tells of, after its whole: of a share, of a sum, or of what others are
    taken from where the result is the rest of that."""
    taken = [term[1:] for term in terms if term.startswith("-")]
    left = [term for term in terms if not term.startswith("-")]
    if kind == "share" and len(terms) == 2:
        yield terms[1], terms[0]
    elif kind == "sum" and not taken:
        yield from ((result, term) for term in terms)
    elif kind == "sum" and len(left) == 1 and is_rest:
        yield from ((left[0], part) for part in (result, *taken))


def whole_slug(whole: str) -> str:
    """A whole as part of a chart's name: one that is printed nowhere by the first of its parts."""
    first, more, _ = whole.partition("+")
    return f"{first}-and-others" if more else first


def _most_parts_first(wholes: Iterable[str]) -> list[str]:
    """Those that are called by their parts; of two that begin alike, the one with more parts."""
    grouped = sorted((whole for whole in wholes if "+" in whole), key=lambda w: w.count("+"))
    return list({whole_slug(whole): whole for whole in grouped}.values())


class _Number(NamedTuple):
    unit: str
    value: float
    period: str


def _sum_terms(numbers: Mapping[str, _Number], terms: Sequence[str]) -> _Number:
    """What the terms come to where they are different numbers of one period; else a number that no
    part stands beside."""
    apart = set(terms)
    known = [numbers[term] for term in apart & numbers.keys()]
    alike = len(known) == len(terms) and len({number.period for number in known}) == 1
    if not alike:
        return _Number("", 0, "")
    return known[0]._replace(value=sum(number.value for number in known))


def _divisions(
    numbers: Mapping[str, _Number],
    shared: Mapping[str, Sequence[str]],
    named: Mapping[str, tuple[str, str]],
) -> dict[str, list[str]]:
    """The parts that divide each whole; none where the same parts overlap in another period, as
    those that wait for long and for very long do."""
    found = {whole: _division(numbers, whole, terms) for whole, terms in shared.items()}
    kinds = {whole: frozenset(map(named.get, terms)) for whole, terms in shared.items()}
    crowded = {kinds[whole] for whole, parts in found.items() if len(parts) < len(kinds[whole])}
    return {
        whole: [] if kinds[whole] in crowded and len(parts) == len(kinds[whole]) else parts
        for whole, parts in found.items()
    }


def _division(numbers: Mapping[str, _Number], whole: str, parts: Sequence[str]) -> list[str]:
    """Of parts in the order of the claims those that belong to one division of the whole, the one
    with most parts: by region, which fill it, and then by kind, which would overfill it. Where they
    overlap, those that do not nearly fill it may overlap as well."""
    divisions: list[list[str]] = [[]]
    sizes = [0.0]
    for part in dict.fromkeys(parts):
        size = numbers[part].value if part in numbers else 0
        if whole in numbers and sizes[-1] + size > _FULL * numbers[whole].value:
            divisions.append([])
            sizes.append(0.0)
        divisions[-1].append(part)
        sizes[-1] += size
    if len(divisions) == 1:
        return divisions[0]
    full = [
        division
        for division, size in zip(divisions, sizes, strict=True)
        if size >= _NEARLY_FULL * numbers[whole].value
    ]
    return max(full, key=len, default=[])


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

    Columns: `fact_id`, `measure`, `subject`, `period`, `printed`, `unit`, `bound`, `value`,
    `printed_share` (empty where the report prints none that holds), `wrong_share` (one that does
    not hold) and `recomputed`, what that should be; with `whole_` before them, those of the whole,
    of which one that is printed nowhere has no measure and no printed form; and `complete`, whether
    the parts may add up to the whole, as far as their digits or a sum of worded ones tell.
    """
    columns = ["measure", "subject", "period", "printed", "unit", "bound", "value"]
    facts = report.facts.set_index("fact_id")
    table = facts.loc[wholes(report)[whole], columns]
    wanted = [f"{part} {whole}" for part in table.index]
    holding = claims_that_hold(report, verdicts).query("kind == 'share'")
    shares = holding.drop_duplicates("operands").set_index("operands")["result"]
    is_wrong = (verdicts["verdict"] == "inconsistent") & (verdicts["basis"] == "stated")
    claims = report.claims.assign(recomputed=verdicts["recomputed"].to_numpy())
    wrong = claims[is_wrong.to_numpy()].query("kind == 'share'")
    wrong = wrong.drop_duplicates("operands").set_index("operands")
    table = table.assign(
        printed_share=[_share(facts, shares.get(operands)) for operands in wanted],
        wrong_share=[_share(facts, wrong["result"].get(operands)) for operands in wanted],
        recomputed=[_recomputed_share(facts, wrong, operands) for operands in wanted],
        complete=whole not in facts.index
        or _are_summed(report, whole, table)
        or _may_fill(facts.loc[whole], table),
    )
    of_whole = facts.loc[whole] if whole in facts.index else _unprinted_whole(table)
    table = table.assign(**{f"whole_{name}": of_whole[name] for name in columns})
    return table.reset_index().sort_values(
        "value", ascending=False, kind="stable", ignore_index=True
    )


def _are_summed(report: Report, whole: str, parts: pd.DataFrame) -> bool:
    """Whether some of the parts are worded, so that their digits do not tell what they come to, and
    the report says that it is the whole."""
    claims = report.claims.query("kind == 'sum' and basis != @PROPOSED and result == @whole")
    said = any(set(operands.split()) == set(parts.index) for operands in claims["operands"])
    return said and bool((parts["bound"] != "exact").any())


def _may_fill(whole: pd.Series, parts: pd.DataFrame) -> bool:
    """Whether the parts may add up to no less than the whole, as far as rounding leaves it open."""
    most = sum(
        parse(*number).interval().high
        for number in parts[["printed", "unit"]].itertuples(index=False, name=None)
    )
    return most >= parse(whole["printed"], whole["unit"]).interval().low


def _recomputed_share(facts: pd.DataFrame, wrong: pd.DataFrame, operands: str) -> str:
    """What a share that does not hold comes to, with its sign; empty for any other."""
    if operands not in wrong.index:
        return ""
    return add_sign(
        wrong.at[operands, "recomputed"], facts.at[wrong.at[operands, "result"], "unit"]
    )


def _unprinted_whole(parts: pd.DataFrame) -> Mapping[str, Any]:
    """A whole that is printed as its parts alone."""
    first = parts.iloc[0].to_dict()
    nowhere = {"measure": "", "subject": "all", "printed": "", "bound": "exact"}
    return {**first, **nowhere, "value": parts["value"].sum()}


def _share(facts: pd.DataFrame, result: str | None) -> str:
    """A share as the report prints it; empty where there is none."""
    return add_sign(*facts.loc[result, ["printed", "unit"]]) if result else ""


def add_sign(printed: str, unit: str) -> str:
    """A rate as printed, with the sign that its column or sentence gives."""
    if printed.endswith(unit):
        return printed
    return f"{printed} {unit}" if re.match("[A-Za-z]", unit) else f"{printed}{unit}"

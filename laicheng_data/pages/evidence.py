"""From any number to its place in the source, and from any verdict to the numbers it rests on.

One page a report: every printed number with paragraph, position and the relations it takes part in,
and every relation with how its verdict came about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from laicheng_data.checking.claims import face_value
from laicheng_data.checking.summary import DIFFERENCE, TELLING_FIRST, outcomes
from laicheng_data.facts.printed import Printed
from laicheng_data.facts.report import Report
from laicheng_data.pages.figures import printed_value
from laicheng_data.tables.amounts import amount, ends_of
from laicheng_data.tables.naming import (
    adds_units,
    arithmetic,
    claim_names,
    fact_name,
    format_range,
    result_of,
    value_of,
)
from laicheng_data.tables.verdicts import MARKS, difference_text, recomputed_in_full
from laicheng_data.words import Words, capitalise

MOST_FACTS = 2000  # on one page
MOST_CLAIMS = 1000
_TERM = re.compile(r"(?P<sign>-?)(?P<name>[^\s+]+)")


def evidence(report: Report, verdicts: pd.DataFrame, words: Words) -> dict[str, Any]:
    """All that the page of a report's numbers shows; what does not hold comes first."""
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    names = claim_names(report, words)
    claims, used = _claims(report, verdicts, facts, names, words)
    came_out: dict[str, dict[str, None]] = defaultdict(dict)
    for claim in claims:
        came_out[claim["result"]["id"]][claim["outcome"]] = None
    paragraphs = _paragraphs(report, used, came_out, names, words)
    shown = {outcome for every in came_out.values() for outcome in every}
    return {
        "is_apart": any(claim["outcome"] == DIFFERENCE for claim in claims),
        "claims": claims[:MOST_CLAIMS],
        "more_claims": len(claims[MOST_CLAIMS:]),
        "map": _map(paragraphs),
        "key": [(o, MARKS[o], words(f"outcome.{o}")) for o in TELLING_FIRST if o in shown],
        "has_aside": len(report.omitted) > 0,
        "paragraphs": paragraphs,
        "more_facts": max(len(facts) - MOST_FACTS, 0),
    }


def _claims(
    report: Report,
    verdicts: pd.DataFrame,
    facts: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
    words: Words,
) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """The relations, what does not hold first, and those that each fact takes part in."""
    known = {**facts, **{fact["fact_id"]: fact for fact in report.linked.to_dict("records")}}
    numbers = dict(zip(facts, report.numbers.printed, strict=True))
    rows = report.claims[["claim_id", "result", "operands"]].merge(
        verdicts.assign(outcome=outcomes(verdicts)), on="claim_id"
    )
    used: dict[str, list[str]] = defaultdict(list)
    claims = []
    for place, row in enumerate(rows.to_dict("records")):
        terms = [(m["sign"], m["name"]) for m in _TERM.finditer(row["operands"])]
        for name in dict.fromkeys([row["result"], *(name for _, name in terms)]):
            used[name].append(row["claim_id"])
        unit = known[row["result"]]["unit"]
        how = _arithmetic_text({**row, "unit": unit}, place, report, words) if terms else ""
        claims.append({**_claim(row, terms, known, numbers, names, words), "how": how})
    claims.sort(key=lambda claim: TELLING_FIRST.index(claim["outcome"]))
    return claims, used


def _paragraphs(
    report: Report,
    used: Mapping[str, Sequence[str]],
    came_out: Mapping[str, Iterable[str]],
    names: Mapping[str, str],
    words: Words,
) -> list[dict[str, Any]]:
    """The facts by the paragraphs they stand in, each with every numeral of it in order, so that
    it is plain what stands around a number; those without a place are one without numerals."""
    found = []
    told = report.facts[:MOST_FACTS].to_dict("records")
    around = _numerals(report, came_out)
    for paragraph, group in groupby(told, key=lambda fact: _paragraph_number(fact["paragraph"])):
        facts = list(group)
        offices = {fact["office"] for fact in facts}
        found.append(
            {
                "number": paragraph,
                "office": capitalise(words.word(facts[0]["office"])) if len(offices) == 1 else "",
                "numerals": around.get(paragraph, []),
                "facts": [
                    {
                        **_fact(fact, words),
                        "claims": [
                            (name, capitalise(names[name])) for name in used[fact["fact_id"]]
                        ],
                    }
                    for fact in facts
                ],
            }
        )
    return found


def _map(paragraphs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The paragraphs with their numerals, each once; whose they are only where that changes."""
    placed = {one["number"]: one for one in paragraphs if one["numerals"]}.values()
    before = ["", *(one["office"] for one in placed)]
    return [
        {**one, "office": one["office"] if one["office"] != office else ""}
        for one, office in zip(placed, before, strict=False)
    ]


def _paragraph_number(number: Any) -> int:
    """A paragraph's number; -1 where none is recorded."""
    return -1 if pd.isna(number) else int(number)


def _numerals(
    report: Report, came_out: Mapping[str, Iterable[str]]
) -> dict[int, list[tuple[str, str, str, str]]]:
    """Every numeral of each paragraph in order, as printed, with the fact that it is and, of one
    that was checked, what came out first and the marks of all; with none where it was set
    aside."""
    places = ["paragraph", "position", "printed"]
    both = pd.concat([report.facts[[*places, "fact_id"]], report.omitted[places]])
    both = both.dropna(subset=places[:2]).fillna({"fact_id": ""}).sort_values(places[:2])
    found: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    for paragraph, _, printed, fact in both.itertuples(index=False, name=None):
        every = list(came_out.get(fact, ()))
        mark = "".join(f" {MARKS[outcome]}" for outcome in every)
        found[int(paragraph)].append((printed, fact, next(iter(every), ""), mark))
    return found


def _arithmetic_text(row: Mapping[str, Any], place: int, report: Report, words: Words) -> str:
    """The arithmetic of a relation: what the printed numbers give, and how far rounding reaches."""

    has_units = adds_units(row, report, words)

    def write(number: str) -> str:
        said = amount if has_units else result_of
        return said(number, row["unit"], words)

    how, reach = arithmetic(row, report, words), format_range(row["recomputed"], write, words)
    full = format_range(recomputed_in_full(row, report), write, words)
    if not reach:
        return how
    face = format_range(face_value(report, place), write, words)
    if face == how == reach:  # one number alone
        return ""
    result = full if face == reach else words("page.face", face=face, range=reach)
    return f"{how} = {result}"


def _claim(
    row: Mapping[str, Any],
    terms: Sequence[tuple[str, str]],
    facts: Mapping[str, Mapping[str, Any]],
    numbers: Mapping[str, Printed],
    names: Mapping[str, str],
    words: Words,
) -> dict[str, Any]:
    """A relation, and how its verdict came about."""
    rule, result = row["explained_by"], facts[row["result"]]
    is_off = row["outcome"] != "consistent" and not pd.isna(row["difference"])
    return {
        "id": row["claim_id"],
        "name": capitalise(names[row["claim_id"]]),
        "outcome": row["outcome"],
        "mark": MARKS[row["outcome"]],
        "verdict": words(f"outcome.{row['outcome']}"),
        "basis": _basis_text(row, words),
        "result": _fact(result, words),
        "stands_for": value_range(numbers[row["result"]], result, words, row["kind"]),
        "operands": [_operand(name, sign, facts, words) for sign, name in terms],
        "gap": difference_text(result, row["difference"], words) if is_off else "",
        "rule": words.word(rule) if rule else "",
        "remark": words.word(row["remark"]) if row["remark"] else "",
    }


def _basis_text(row: Mapping[str, Any], words: Words) -> str:
    """Who says that the relation holds, where it is not the report. Of figures that a curator
    expects to differ it is not said that they ought to agree."""
    differs = row["outcome"] == DIFFERENCE and row["expect"] == "inconsistent"
    if differs or row["basis"] == "stated":
        return ""
    return words(f"page.basis.{row['basis']}")


def _operand(
    name: str, sign: str, facts: Mapping[str, Mapping[str, Any]], words: Words
) -> dict[str, Any]:
    """A fact that a relation names, known by its id where it is this report's; one of another
    report that is not at hand by its name there."""
    if name not in facts:
        return {"id": "", "name": name, "number": "", "place": ""}
    fact = _fact(facts[name], words)
    taken = words("page.less", number=fact["number"]) if sign else fact["number"]
    return {**fact, "number": taken, "id": "" if ":" in name else name}


def _fact(fact: Mapping[str, Any], words: Words) -> dict[str, Any]:
    placed = not pd.isna(fact["paragraph"])
    place = words("place", paragraph=fact["paragraph"], position=fact["position"]) if placed else ""
    return {
        "id": fact["fact_id"],
        "name": capitalise(fact_name(fact, words)),
        "number": printed_value(fact, words),
        "place": place or words("place.unknown"),
    }


def value_range(number: Printed, fact: Mapping[str, Any], words: Words, kind: str = "") -> str:
    """What a printed number may stand for, as one would say it: any value from 83.135% up to, but
    not including, 83.145%. Of the result of a `share` it is said that no part is above 100%."""
    if fact["bound"] != "exact":
        return words("stands_for.bounded", printed=printed_value(fact, words))
    if number.exact:
        return words("stands_for.exact", printed=value_of(fact, words))
    interval = number.interval()
    low, high = (value_of(fact, words, end) for end in ends_of(number))
    if kind == "share" and number.sign == "%" and interval.low < 1 < interval.high:
        return words("stands_for.whole", low=low, printed=value_of(fact, words))
    form = "stands_for.low" if interval.low_closed and not interval.high_closed else "stands_for"
    return words(form, low=low, high=high)

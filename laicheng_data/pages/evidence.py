"""From any number to its place in the source, and from any verdict to the numbers it rests on.

One page a report: every printed number with paragraph, position and the relations it takes part in,
and every relation with how its verdict came about.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from laicheng_data.checking.claims import face_value
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import DIFFERENCE, TELLING_FIRST, outcomes
from laicheng_data.facts.printed import Printed
from laicheng_data.facts.report import Report
from laicheng_data.tables.amounts import amount, ends_of
from laicheng_data.tables.naming import (
    adds_units,
    arithmetic,
    claim_names,
    fact_name,
    format_range,
    period_of,
    result_of,
    undated_name,
    value_of,
)
from laicheng_data.tables.printed_values import printed_value
from laicheng_data.tables.verdicts import MARKS, difference_text, recomputed_in_full
from laicheng_data.words import Words, capitalise

MOST_FACTS = 800  # on one page, which is to stay small enough to hand around
MOST_CLAIMS = 500
MOST_FIRST = 4  # numbers that a reader is sent to first
_TERM = re.compile(r"(?P<sign>-?)(?P<name>[^\s+]+)")


def evidence(report: Report, verdicts: pd.DataFrame, words: Words) -> dict[str, Any]:
    """All that the page of a report's numbers shows: each number in its paragraph, with every
    relation that it is the result of; `first` are those that a reader should see first."""
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    names = claim_names(report, words)
    proven = claims_on_page(verdicts)
    results = report.claims.set_index("claim_id").loc[proven, "result"]
    there = set(list(dict.fromkeys([*results, *facts]))[:MOST_FACTS])  # with what is proven first
    claims = _claims(report, verdicts, facts, names, there, words)
    used = _used(report, set(proven))
    shown = [fact for name, fact in facts.items() if name in there]
    first = {claim["result"]["id"]: claim for claim in claims if not claim["is_net"]}
    return {
        "claims": claims,
        "paragraphs": _paragraphs(shown, report, claims[:MOST_CLAIMS], used, names, words),
        "first": list(first.values())[:MOST_FIRST],
        "outcomes": _outcomes(claims, words),
        "facts": words.count(len(facts)),
        "more_claims": len(claims[MOST_CLAIMS:]),
        "more_facts": len(facts) - len(shown),
    }


def claims_on_page(verdicts: pd.DataFrame) -> list[str]:
    """The claims that the page shows, of very many those that tell most."""
    ranks = outcomes(verdicts).map(TELLING_FIRST.index).sort_values(kind="stable")
    return list(verdicts.loc[ranks.index, "claim_id"][:MOST_CLAIMS])


def _outcomes(claims: Sequence[Mapping[str, Any]], words: Words) -> list[dict[str, str]]:
    """What came out of the relations, with how many numbers came out so; what is but the sum of
    others is told apart."""
    results = {(claim["outcome"], claim["result"]["id"]) for claim in claims if not claim["is_net"]}
    counts = Counter(outcome for outcome, _ in results)
    netted = {claim["outcome"] for claim in claims if claim["is_net"]}
    return [
        {
            "name": name,
            "mark": MARKS[name],
            "verdict": words(
                f"page.find.outcome{'.net' if name in netted else ''}",
                verdict=words(f"outcome.{name}"),
                count=words.count(counts[name]),
            ),
        }
        for name in TELLING_FIRST
        if counts[name]
    ]


def _claims(
    report: Report,
    verdicts: pd.DataFrame,
    facts: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
    there: Container[str],
    words: Words,
) -> list[dict[str, Any]]:
    """The relations, what does not hold first; the facts that are `there` can be led to."""
    known = {**facts, **{fact["fact_id"]: fact for fact in report.linked.to_dict("records")}}
    numbers = dict(zip(facts, report.numbers.printed, strict=True))
    rows = report.claims[["claim_id", "result", "operands"]].merge(
        verdicts.assign(outcome=outcomes(verdicts)), on="claim_id"
    )
    nets, claims = net_differences(report, verdicts), []
    for place, row in enumerate(rows.to_dict("records")):
        row["is_net"] = row["claim_id"] in nets
        terms = [(m["sign"], m["name"]) for m in _TERM.finditer(row["operands"])]
        unit = known[row["result"]]["unit"]
        how = _arithmetic_text({**row, "unit": unit}, place, report, words) if terms else ""
        claims.append({**_claim(row, terms, known, numbers, names, there, words), "how": how})
    claims.sort(key=lambda claim: TELLING_FIRST.index(claim["outcome"]))
    return claims


def _used(report: Report, claims: Container[str]) -> dict[str, list[str]]:
    """Of some claims those that each fact takes part in."""
    used: dict[str, list[str]] = defaultdict(list)
    for row in report.claims.itertuples():
        if row.claim_id in claims:
            terms = [found["name"] for found in _TERM.finditer(row.operands)]
            for name in dict.fromkeys([row.result, *terms]):
                used[name].append(row.claim_id)
    return used


def _paragraphs(
    facts: Sequence[Mapping[str, Any]],
    report: Report,
    claims: Sequence[Mapping[str, Any]],
    used: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    words: Words,
) -> list[dict[str, Any]]:
    """The paragraphs that numbers were taken from, each with its numbers in order and the numerals
    set aside; numbers without a place stand in one without a number. Whose a paragraph is, it says
    only where that changes."""
    results: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for claim in claims:
        results[claim["result"]["id"]].append(claim)
    numerals: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for fact in facts:
        numerals[_paragraph_number(fact["paragraph"])].append(fact)
    aside: dict[int, list[str]] = defaultdict(list)
    for one in report.omitted.dropna(subset=["paragraph", "position"]).itertuples():
        aside[int(one.paragraph)].append(one.printed)
    found, before = [], ""
    for number, around in sorted(numerals.items()):
        offices = {words.word(one["office"]) for one in around}
        office = capitalise(offices.pop()) if len(offices) == 1 else ""
        if number >= 0:
            around.sort(key=lambda one: one["position"])
        blocks = [
            {
                "period": period,
                "numerals": [_entry(one, name, results, used, names, words) for one in block],
            }
            for period, name, block in _blocks(around, words)
        ]
        found.append(
            {
                "number": number,
                "office": office if office != before else "",
                "blocks": blocks,
                "aside": aside[number],
            }
        )
        before = office
    return found


def _blocks(
    facts: Sequence[Mapping[str, Any]], words: Words
) -> list[tuple[str, Callable[..., str], list[Mapping[str, Any]]]]:
    """The numbers of a paragraph under the periods they are of, with what names each there; all in
    one, named with their periods, where these take turns."""
    runs: list[tuple[str, Callable[..., str], list[Mapping[str, Any]]]] = [
        (str(period), undated_name, list(block))
        for period, block in groupby(facts, lambda fact: period_of(fact, words))
    ]
    is_each_once = len({period for period, *_ in runs}) == len(runs)
    return runs if is_each_once else [("", fact_name, list(facts))]


def _entry(
    fact: Mapping[str, Any],
    name: Callable[..., str],
    results: Mapping[str, Sequence[Mapping[str, Any]]],
    used: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    words: Words,
) -> dict[str, Any]:
    """A number as printed, what it is about, the relations that it is the result of, and the others
    that it takes part in."""
    own = results.get(fact["fact_id"], ())
    told = {claim["id"] for claim in own}
    return {
        "printed": fact["printed"],
        "fact": _fact(fact, words),
        "name": capitalise(name(fact, words)),
        "outcomes": list(dict.fromkeys(claim["outcome"] for claim in own)),
        "mark": own[0]["mark"] if own else "",
        "claims": own,
        "used": [
            (one, capitalise(names[one]))
            for one in used.get(fact["fact_id"], ())
            if one not in told
        ],
    }


def _paragraph_number(number: Any) -> int:
    """A paragraph's number; -1 where none is recorded."""
    return -1 if pd.isna(number) else int(number)


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
    there: Container[str],
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
        "is_net": row["is_net"],
        "verdict": words("outcome.net" if row["is_net"] else f"outcome.{row['outcome']}"),
        "basis": _basis_text(row, words),
        "result": _fact(result, words),
        "stands_for": value_range(numbers[row["result"]], result, words, row["kind"]),
        "operands": [_operand(name, sign, facts, there, words) for sign, name in terms],
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
    name: str,
    sign: str,
    facts: Mapping[str, Mapping[str, Any]],
    there: Container[str],
    words: Words,
) -> dict[str, Any]:
    """A fact that a relation names, known by its id where it can be led to; one of another report
    that is not at hand by its name there."""
    if name not in facts:
        return {"id": "", "name": name, "number": "", "place": ""}
    fact = _fact(facts[name], words)
    taken = words("page.less", number=fact["number"]) if sign else fact["number"]
    return {**fact, "number": taken, "id": name if name in there else ""}


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

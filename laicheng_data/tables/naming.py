"""Facts and claims by names that a reader understands: 企业2015年度年报率, never an identifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

ALL = "all"
# Measures whose word says what became of the units counted, such as `filed`, and names no thing.
PARTICIPLES = ("due", "filed", "unfiled", "listed")
MOST_FINER = 6  # digits beyond the last printed, of a difference of less than one unit
MOST_TERMS = 7  # of a sum that is written out


def fact_name(fact: Mapping[str, Any], words: Words) -> str:
    """What a fact is about: its subject, period and measure as one phrase."""
    measure, whose = str(fact["measure"]), ".all" if fact["subject"] == ALL else ""
    form = "name.counted" if measure in PARTICIPLES else "name"
    return words(
        ("name.rate" if measure.endswith("_rate") else form) + whose,
        subject=words.word(fact["subject"]),
        period=words.period(fact["period"]),
        measure=words.word(measure),
    )


def claim_names(report: Report, words: Words) -> dict[str, str]:
    """The name of every claim by its id: that of its result. Where two would be alike, the one that
    the report does not state says so; where that is not enough, the kind and a number are added."""
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    claims = report.claims.to_dict("records")
    names = [fact_name(facts[claim["result"]], words) for claim in claims]
    for column in ("basis", "kind"):
        alike = Counter(names)
        names = [
            _told_apart(name, column, str(claim[column]), words) if alike[name] > 1 else name
            for claim, name in zip(claims, names, strict=True)
        ]
    seen = Counter[str]()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[place] = words("name.number", name=name, number=seen[name])
    return dict(zip((claim["claim_id"] for claim in claims), names, strict=True))


def _told_apart(name: str, column: str, value: str, words: Words) -> str:
    if value == "stated":
        return name
    return words("name.kind", name=name, kind=words.word(value))


def shown(printed: str, words: Words) -> str:
    """A number as printed, with separators where it is a plain whole one: 26,449; 83.14%; 1.2万."""
    return words.count(int(printed)) if printed.isascii() and printed.isdigit() else printed


def value_of(fact: Mapping[str, Any], words: Words, number: str = "") -> str:
    """A fact's printed number, or another `number` of its kind, with its unit; it is not said
    twice, and left to the name in English where that says what is counted: 1,420户 or 1,420,
    83.14%."""
    number, unit = number or str(fact["printed"]), str(fact["unit"])
    if not unit or number.endswith(unit):
        return shown(number, words)
    form = "with_unit.counted" if fact["measure"] in PARTICIPLES else "with_unit"
    return words(form, number=shown(number, words), unit=words.word(unit))


def gap(fact: Mapping[str, Any], difference: float, words: Words) -> str:
    """A difference of so many units of a fact's last printed digit, in the fact's own unit."""
    finer = 0
    while finer < MOST_FINER and round(difference * 10**finer, 6) % 1:
        finer += 1
    size = parse(fact["printed"]).write(abs(round(difference * 10**finer)), finer)
    if size.endswith("%"):
        return words("points", points=size.removesuffix("%"))
    return value_of(fact, words, size)


def arithmetic(claim: Mapping[str, Any], report: Report, words: Words) -> str:
    """How a claim's result is recomputed, in the numbers that the report prints: 7,996 − 6,681."""
    printed = dict(report.facts[["fact_id", "printed"]].itertuples(index=False, name=None))
    terms = claim["operands"].split()
    if claim["kind"] != "sum":
        a, b = (shown(printed[term], words) for term in terms)
        return words(f"arithmetic.{claim['kind']}", a=a, b=b)
    if len(terms) > MOST_TERMS:
        return words("arithmetic.long", count=len(terms))
    signs = ["arithmetic.minus" if term.startswith("-") else "arithmetic.plus" for term in terms]
    said = [
        words(sign) + shown(printed[term.removeprefix("-")], words)
        for sign, term in zip(signs, terms, strict=True)
    ]
    return "".join(said).removeprefix(words("arithmetic.plus")).strip()

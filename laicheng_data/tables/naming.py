"""Facts and claims by names that a reader understands: 企业2015年度年报率, never an identifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from laicheng_data.facts.kinds import kind_of
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

ALL = "all"
# Measures whose word says what became of the units counted, such as `filed`, and names no thing.
PARTICIPLES = ("due", "filed", "unfiled", "listed")
PERCENTAGES = ("%", "百分点")  # of such numbers a difference is one in percentage points
MOST_TERMS = 7  # of a claim that is written out


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
    units = Decimal(str(abs(difference)))  # less than one where a count is off by a part of it
    finer = max(-int(units.normalize().as_tuple().exponent), 0)
    printed = parse(fact["printed"], fact["unit"])
    size = printed.write(int(units.scaleb(finer)), finer)
    if printed.sign in PERCENTAGES:
        return words("points", points=size.removesuffix(printed.suffix))
    return value_of(fact, words, size)


def arithmetic(claim: Mapping[str, Any], report: Report, words: Words) -> str:
    """How a claim's result is recomputed, in the numbers that reports print: 7,996 − 6,681."""
    operands = claim["operands"].split()
    terms = "+".join(operands).split("+")
    if len(terms) > MOST_TERMS:
        return words("arithmetic.long", count=len(terms))
    if claim["kind"] == "sum":
        return _added(terms, report, words)
    said = [_added(operand.split("+"), report, words) for operand in operands]
    if kind_of(claim["kind"]).form == "range":
        return words(f"arithmetic.{claim['kind']}", values=words("list_comma").join(said))
    a, b = (
        words("arithmetic.group", terms=text) if "+" in operand else text
        for operand, text in zip(operands, said, strict=True)
    )
    return words(f"arithmetic.{claim['kind']}", a=a, b=b)


def _added(terms: Sequence[str], report: Report, words: Words) -> str:
    """Terms added up, in printed numbers: `2016-new -2016-more` as 1,170 − 85."""
    facts = pd.concat([report.facts, report.linked])
    printed = dict(facts[["fact_id", "printed"]].itertuples(index=False, name=None))
    said = ""
    for term in terms:
        sign = "arithmetic.minus" if term.startswith("-") else "arithmetic.plus"
        said += words(sign) + shown(printed[term.removeprefix("-")], words)
    return said.removeprefix(words("arithmetic.plus")).strip()

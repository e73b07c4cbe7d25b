"""Verdicts held against a plain oracle of fractions, and what a writer is told about a figure that does not hold."""

import random
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from laicheng_data.checking.claims import Number, Verdict, check, judge, numerators
from laicheng_data.facts.printed import Printed, in_columns, parse
from laicheng_data.facts.report import KINDS, Report, _terms

CLAIMS_PER_KIND = 100_000


def judged(kind: str, result: str, *operands: str, bound: str = "exact") -> Verdict:
    terms = [
        (-1 if text.startswith("~") else 1, Number(parse(text.strip("~")), bound))
        for text in operands
    ]
    return judge(kind, Number(parse(result)), terms)


@pytest.mark.parametrize(
    ("result", "part", "whole", "expected"),
    [
        ("83.14%", "5364", "6452", Verdict("consistent", "83.14%", 0)),
        ("0.79%", "50", "6285", Verdict("inconsistent", "0.80%", -1, "truncation")),
        ("49.9%", "224438", "449248", Verdict("inconsistent", "50.0%", -1, "truncation")),
        ("50.1%", "224810", "449248", Verdict("inconsistent", "50.0%", 1, "")),
        ("83.14%", "83145", "100000", Verdict("inconsistent", "83.15%", -1, "half_even")),
        ("18.72%", "35.93万", "191.94万", Verdict("consistent", "18.72%", 0)),
        ("50%", "1万", "2万", Verdict("consistent", "20%–100%", 0)),
        ("20%", "1万", "2万", Verdict("consistent", "20%–100%", 0)),
        ("0.0%", "0", "7", Verdict("consistent", "0.0%", 0)),
    ],
)
def test_a_share_is_judged_and_explained(
    result: str, part: str, whole: str, expected: Verdict
) -> None:
    assert judged("share", result, part, whole) == expected


def test_a_sum_subtracts_what_has_a_minus() -> None:
    assert judged("sum", "1420", "7996", "~6681") == Verdict("inconsistent", "1315", 105)


def test_rounded_shares_may_miss_a_hundred_by_their_rounding() -> None:
    assert judged("sum", "100%", "33.3%", "33.3%", "33.3%").verdict == "consistent"
    assert judged("sum", "100.0%", "33.3%", "33.3%", "33.1%").verdict == "inconsistent"


@pytest.mark.parametrize(("kind", "printed"), [("growth", "22.3%"), ("decline", "-22.3%")])
def test_growth_and_decline_are_measured_from_the_older_number(kind: str, printed: str) -> None:
    assert judged(kind, printed, "7894", "6452").verdict == "consistent"
    assert judged(kind, printed, "6452", "7894").verdict == "inconsistent"


@pytest.mark.parametrize("kind", ["share", "growth", "decline"])
@pytest.mark.parametrize("operands", [(), ("5", "0"), ("5", "0.0万")])
def test_nothing_is_divided_by_zero_or_guessed(kind: str, operands: tuple[str, ...]) -> None:
    assert judged(kind, "50%", *operands).verdict == "undecidable"


@pytest.mark.parametrize("bound", ["at_least", "at_most", "about"])
def test_a_wording_that_leaves_room_decides_nothing(bound: str) -> None:
    assert judged("sum", "3", "1", "2", bound=bound).verdict == "undecidable"


def test_the_only_numerator_of_a_printed_rate_is_found() -> None:
    assert list(numerators(parse("83.14%"), 6452)) == [5364]
    assert list(numerators(parse("50%"), 10)) == [5]
    assert list(numerators(parse("33.3%"), 10)) == []


def test_a_share_of_nothing_has_no_numerators() -> None:
    with pytest.raises(ValueError, match="above zero"):
        numerators(parse("50%"), 0)


@pytest.mark.parametrize("kind", KINDS)
def test_verdicts_agree_with_plain_fractions_ties_and_boundaries_included(kind: str) -> None:
    report = generated(kind, CLAIMS_PER_KIND, seed=2017)
    verdicts = check(report)
    oracle = [plainly_judged(kind, report, row) for row in range(len(report.claims))]
    assert [
        row for row, (a, b) in enumerate(zip(verdicts["verdict"], oracle, strict=True)) if a != b
    ] == []
    assert set(oracle) >= {"consistent", "inconsistent"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_floats_settle_is_told_as_exact_arithmetic_tells_it(kind: str) -> None:
    report = generated(kind, 3_000, seed=216)
    facts = dict(zip(report.facts["fact_id"], report.numbers.printed, strict=True))
    for told, (result, operands) in zip(
        check(report).itertuples(),
        report.claims[["result", "operands"]].itertuples(index=False),
        strict=True,
    ):
        terms = [
            (-1 if name[0] == "-" else 1, Number(facts[name.strip("-")]))
            for name in operands.split()
        ]
        exact = judge(kind, Number(facts[result]), terms)
        assert (told.verdict, told.recomputed, told.explained_by) == (
            exact.verdict,
            exact.recomputed,
            exact.explained_by,
        )
        assert exact.difference == (None if pd.isna(told.difference) else told.difference)


def generated(kind: str, count: int, seed: int) -> Report:
    """A report of so many claims of one kind: most near the truth, many on a tie or a unit off, a few far away."""
    chance = random.Random(f"{kind} {seed}")
    numbers: list[Printed] = []
    claims: list[tuple[str, str]] = []
    for _ in range(count):
        operands = [_operand(chance) for _ in range(2 if kind != "sum" else chance.randint(1, 5))]
        signs = [chance.choice((1, 1, -1)) if kind == "sum" else 1 for _ in operands]
        values = [sign * number.value for sign, number in zip(signs, operands, strict=True)]
        result = _printed_near(chance, _value(kind, values), kind)
        names = [f"f{len(numbers) + place}" for place in range(1 + len(operands))]
        numbers += [result, *operands]
        terms = [
            ("-" if sign < 0 else "") + name for sign, name in zip(signs, names[1:], strict=True)
        ]
        claims.append((names[0], " ".join(terms)))
    return _as_report(kind, numbers, claims)


def _operand(chance: random.Random) -> Printed:
    digits = chance.choice(
        (
            chance.randint(0, 40),
            chance.randint(1, 10**6),
            chance.randint(1, 8) * 10 ** chance.randint(0, 5),
        )
    )
    if chance.random() < 0.75:
        return Printed(digits, 0)
    exponent = chance.choice((-2, 2, 3))
    return Printed(digits, exponent, exact=False, multiple="万" if exponent > 0 else "")


def _value(kind: str, values: list[Fraction]) -> Fraction:
    if kind == "sum":
        return sum(values, Fraction(0))
    if values[1] == 0:
        return Fraction(1, 2)
    share = values[0] / values[1]
    return {"share": share, "growth": share - 1, "decline": 1 - share}[kind]


def _printed_near(chance: random.Random, value: Fraction, kind: str) -> Printed:
    exponent = chance.choice((-4, -3, -2)) if kind != "sum" else chance.choice((-2, 0, 0, 0, 2))
    digits = int(value / Fraction(10) ** exponent) + chance.choice(
        (0, 0, 0, 1, -1, 2, chance.randint(-50, 50))
    )
    exact, multiple, per = exponent == 0, "万" if exponent > 0 else "", "%" if exponent < 0 else ""
    return Printed(digits, exponent, exact, multiple=multiple, per=per)


def _as_report(kind: str, numbers: list[Printed], claims: list[tuple[str, str]]) -> Any:
    texts = [number.written(number.digits) for number in numbers]
    facts = pd.DataFrame(
        {
            "fact_id": [f"f{place}" for place in range(len(numbers))],
            "printed": texts,
            "bound": "exact",
        }
    )
    table = pd.DataFrame(claims, columns=["result", "operands"])
    table = table.assign(
        claim_id=np.arange(len(claims)), kind=kind, basis="stated", expect="consistent", remark=""
    )
    columns = in_columns(texts, numbers, np.arange(len(numbers)))
    return SimpleNamespace(
        id="generated", facts=facts, numbers=columns, claims=table, terms=_terms(table, facts)
    )


def plainly_judged(kind: str, report: Report, row: int) -> str:
    """The verdict by the definition, with no code of the package: ends of intervals as fractions."""
    result, operands = report.claims.loc[row, ["result", "operands"]]
    ends = [_ends(report.numbers.printed[int(name.strip("-f"))]) for name in operands.split()]
    if kind == "sum":
        signed = [(-h, hi, -low, li) if name[0] == "-" else (low, li, h, hi)
                  for name, (low, li, h, hi) in zip(operands.split(), ends, strict=True)]  # fmt: skip
        low, high = sum(end[0] for end in signed), sum(end[2] for end in signed)
        low_in, high_in = all(end[1] for end in signed), all(end[3] for end in signed)
    else:
        (a, a_in, b, b_in), (c, c_in, d, d_in) = ends
        if c <= 0 <= d:
            return "undecidable"
        by_d, by_c = (d, d_in), (c, c_in)
        (low_by, low_by_in), (high_by, high_by_in) = (
            (by_d if a >= 0 else by_c),
            (by_c if b >= 0 else by_d),
        )
        low, high = a / low_by, b / high_by
        low_in, high_in = a_in and (low_by_in or a == 0), b_in and (high_by_in or b == 0)
        if kind == "growth":
            low, high = low - 1, high - 1
        if kind == "decline":
            low, high, low_in, high_in = 1 - high, 1 - low, high_in, low_in
    p_low, p_low_in, p_high, p_high_in = _ends(report.numbers.printed[int(result.strip("f"))])
    apart = high < p_low or p_high < low
    touching = (high == p_low and not (high_in and p_low_in)) or (
        low == p_high and not (low_in and p_high_in)
    )
    return "inconsistent" if apart or touching else "consistent"


def _ends(number: Printed) -> tuple[Fraction, bool, Fraction, bool]:
    unit = Fraction(10) ** number.exponent
    value = number.digits * unit
    if number.exact:
        return value, True, value, True
    return value - unit / 2, number.digits > 0, value + unit / 2, number.digits < 0

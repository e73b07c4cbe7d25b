"""Verdicts held against a plain oracle of fractions, and what a writer is told of a wrong
figure."""

import random
from fractions import Fraction
from itertools import product
from operator import getitem, mul
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from laicheng_data.checking import exact, screen
from laicheng_data.checking.claims import Number, Verdict, check, judge, numerators
from laicheng_data.facts.contract import FACTS
from laicheng_data.facts.folder import read_numbers
from laicheng_data.facts.kinds import KINDS, Kind
from laicheng_data.facts.printed import parse
from laicheng_data.facts.reading import empty_table
from laicheng_data.facts.terms import read_terms

CLAIMS_PER_KIND = 100_000


def judged(kind: str, result: str, *operands: str, bound: str = "exact") -> Verdict:
    """A verdict on numbers as printed; `~` subtracts, `+` joins, and equal texts are one fact."""
    groups = [
        [
            (-1 if term[0] == "~" else 1, Number(parse(term.strip("~")), bound, term.strip("~")))
            for term in operand.split("+")
        ]
        for operand in operands
    ]
    return judge(kind, Number(parse(result)), groups)


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


def test_a_fact_that_stands_twice_is_one_number() -> None:
    assert judged("sum", "0", "1.2万", "~1.2万") == Verdict("consistent", "0", 0)
    assert judged("share", "100.00%", "1.2万", "1.2万") == Verdict("consistent", "100.00%", 0)
    assert judged("share", "25%", "1万", "3万+1万").recomputed == "13%–37%"


def test_growth_is_told_from_the_amount_and_its_change() -> None:
    assert judged("share", "8.5%", "85", "1085+~85").verdict == "consistent"
    assert judged("share", "8.6%", "85", "1085+~85") == Verdict("inconsistent", "8.5%", 1)


def test_a_ratio_was_rounded_even_where_it_is_whole() -> None:
    assert judged("ratio", "3", "6452", "2150") == Verdict("consistent", "3", 0)
    assert judged("ratio", "2", "6452", "2150") == Verdict("inconsistent", "3", -1)


def test_a_total_rate_lies_between_those_of_its_parts() -> None:
    assert judged("between", "83.6%", "82.9%", "89.4%", "95.6%").verdict == "consistent"
    assert judged("between", "95.6%", "82.9%", "89.4%", "95.6%").verdict == "consistent"
    verdict = judged("between", "96.1%", "82.9%", "89.4%", "95.6%")
    assert verdict == Verdict("inconsistent", "82.9%–95.6%", 5)


def test_a_sum_of_one_term_says_that_a_number_stands_twice() -> None:
    assert judged("sum", "6452", "6452").verdict == "consistent"
    assert judged("sum", "6452", "6453") == Verdict("inconsistent", "6453", -1)


def test_a_count_less_than_a_unit_off_is_told_with_digits_enough_to_see_it() -> None:
    assert judged("sum", "3", "1.25", "1.3") == Verdict("inconsistent", "2.5–2.6", 0.4)
    assert judged("share", "3", "6452", "2150") == Verdict("inconsistent", "3.001", -0.001)


def test_a_difference_may_be_larger_than_a_machine_word() -> None:
    assert judged("sum", "9" * 30, "1").difference == int("9" * 30) - 1


def test_a_kind_without_a_row_or_a_rule_is_an_error_in_both_judges(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = generated("share", 3, seed=1)
    for kind in ("shares", "product"):
        if kind == "product":
            row = Kind("a b", 2, 2, "product")  # type: ignore[arg-type]
            monkeypatch.setitem(KINDS, kind, row)
        report.claims["kind"] = kind
        with pytest.raises(ValueError, match=kind):
            judged(kind, "6", "2", "3")
        with pytest.raises(ValueError, match=kind):
            check(report)


def test_both_judges_have_a_rule_for_every_form_in_the_table() -> None:
    forms = {kind.form for kind in KINDS.values()}
    assert set(exact.FORMS) == set(screen.FORMS) == forms


@pytest.mark.parametrize("kind", KINDS)
def test_verdicts_agree_with_plain_fractions_ties_and_boundaries_included(kind: str) -> None:
    report = generated(kind, CLAIMS_PER_KIND, seed=2017)
    verdicts = check(report)
    texts = list(report.facts[["printed", "unit"]].itertuples(index=False, name=None))
    ends = [Ends.of(text, unit) for text, unit in texts]
    oracle = [
        plainly_judged(kind, ends, ends_of_result(kind, *texts[int(result[1:])]), operands)
        for result, operands in report.claims[["result", "operands"]].itertuples(index=False)
    ]
    assert [
        row for row, (a, b) in enumerate(zip(verdicts["verdict"], oracle, strict=True)) if a != b
    ] == []
    assert set(oracle) >= {"consistent", "inconsistent"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_floats_settle_is_told_as_exact_arithmetic_tells_it(kind: str) -> None:
    report = generated(kind, 3_000, seed=216)
    numbers = dict(zip(report.facts["fact_id"], report.numbers.printed, strict=True))
    names = report.claims[["result", "operands"]].itertuples(index=False)
    for row, (result, operands) in zip(check(report).itertuples(), names, strict=True):
        groups = [
            [
                (
                    -1 if term[0] == "-" else 1,
                    Number(numbers[term.strip("-")], fact=term.strip("-")),
                )
                for term in operand.split("+")
            ]
            for operand in operands.split()
        ]
        wanted = judge(kind, Number(numbers[result]), groups)
        assert (row.verdict, row.recomputed, row.explained_by) == (
            wanted.verdict,
            wanted.recomputed,
            wanted.explained_by,
        )
        assert wanted.difference == (None if pd.isna(row.difference) else row.difference)


# How numbers are made up: the digits behind the point, what follows them in print, and the unit.
FORMS = [
    (0, "", "户"), (0, "", "户"), (0, "", "户"), (0, "", ""), (1, "", "公顷"), (2, "", ""),
    (0, "", "万元"), (2, "", "亿元"), (1, "万", "人"), (0, "万", ""), (2, "%", "%"), (1, "", "%"),
    (1, "", "个百分点"), (2, " %", ""), (1, "", "‰"), (1, "倍", ""), (1, "萬元", ""),
]  # fmt: skip
SCALES = {"": 0, "户": 0, "人": 0, "公顷": 0, "倍": 0, "万": 4, "万元": 4, "萬元": 4, "亿元": 8,
          "%": -2, "个百分点": -2, "‰": -3}  # fmt: skip


def generated(kind: str, count: int, seed: int) -> Any:
    """A report of so many claims of one kind: most near the truth, many on a tie or a unit off.

    A third of the operands are groups, and a third of those name a fact that the claim has named.
    """
    chance = random.Random(f"{kind} {seed}")
    facts: list[tuple[str, str]] = []
    claims: list[tuple[str, str]] = []
    most = {"sum": 5, "between": 4}.get(kind, 2)
    for _ in range(count):
        first, values, operands = len(facts) + 1, [], []
        facts.append(("0", ""))
        style = chance.choice(FORMS)
        for _ in range(most if most == 2 else chance.randint(KINDS[kind].fewest, most)):
            terms: list[str] = []
            value = Fraction(0)
            for _ in range(chance.choice((1, 1, 1, 1, 2, 2 if most == 2 else 1))):
                place = chance.randint(first, len(facts)) if chance.random() < 0.1 else len(facts)
                if place == len(facts):
                    facts.append(_operand(chance, style if chance.random() < 0.7 else None))
                minus = (terms or KINDS[kind].lone_minus) and chance.random() < 0.3
                terms.append(f"{'-' if minus else ''}f{place}")
                value += (-1 if minus else 1) * Ends.of(*facts[place]).middle
            operands.append("+".join(terms))
            values.append(value)
        facts[first - 1] = _printed_near(chance, _value(chance, kind, values), style, kind)
        claims.append((f"f{first - 1}", " ".join(operands)))
    return _as_report(kind, facts, claims)


def _operand(chance: random.Random, form: tuple[int, str, str] | None) -> tuple[str, str]:
    decimals, suffix, unit = form or chance.choice(FORMS)
    digits = chance.choice(
        (
            chance.randint(0, 40),
            chance.randint(1, 10**6),
            chance.randint(1, 8) * 10 ** chance.randint(0, 5),
        )
    )
    return _written(digits, decimals, suffix), unit


def _written(digits: int, decimals: int, suffix: str) -> str:
    text = str(abs(digits)).zfill(decimals + 1)
    text = f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
    return f"{'-' if digits < 0 else ''}{text}{suffix}"


def _value(chance: random.Random, kind: str, values: list[Fraction]) -> Fraction:
    if kind == "sum":
        return sum(values, Fraction(0))
    if kind == "between":
        return chance.choice((min(values), max(values), sum(values, Fraction(0)) / len(values)))
    if values[1] == 0:
        return Fraction(1, 2)
    share = values[0] / values[1]
    return {"share": share, "ratio": share, "growth": share - 1, "decline": 1 - share}[kind]


def _printed_near(
    chance: random.Random, value: Fraction, style: tuple[int, str, str], kind: str
) -> tuple[str, str]:
    form = chance.choice(FORMS)
    if kind in ("sum", "between") and chance.random() < 0.7:
        form = style
    decimals, suffix, unit = form
    scale = SCALES[suffix.strip() or unit] - decimals
    digits = int(value / Fraction(10) ** scale) + chance.choice(
        (0, 0, 0, 1, -1, 2, chance.randint(-50, 50))
    )
    return _written(digits, decimals, suffix), unit


def _as_report(kind: str, facts: list[tuple[str, str]], claims: list[tuple[str, str]]) -> Any:
    table = pd.DataFrame(facts, columns=["printed", "unit"], dtype=object)
    table = table.assign(fact_id=[f"f{place}" for place in range(len(facts))], bound="exact")
    stated = pd.DataFrame(claims, columns=["result", "operands"], dtype=object)
    stated = stated.assign(
        claim_id=np.arange(len(claims)), kind=kind, basis="stated", expect="consistent", remark=""
    )
    faults: list = []
    numbers = read_numbers(table, faults)
    assert faults == []
    terms = read_terms(stated, table["fact_id"])
    return SimpleNamespace(
        id="generated",
        facts=table,
        numbers=numbers,
        all_numbers=numbers,
        claims=stated,
        terms=terms,
        linked=empty_table(FACTS),
    )


FINEST = -4  # the last digit of 1.0‰ and of 1.00%, as a power of ten


class Ends(NamedTuple):
    """What a printed number stands for, by the definition and with no code of the package.

    In halves of the finest digit of all forms, so that every end is a whole number.
    """

    low: int
    low_in: bool
    high: int
    high_in: bool

    @classmethod
    def of(cls, text: str, unit: str, always_rounded: bool = False) -> "Ends":
        number = text.rstrip("%萬元万倍 ")
        sign = text[len(number) :].strip() or unit
        _, _, decimals = number.partition(".")
        step = 2 * 10 ** (SCALES[sign] - len(decimals) - FINEST)
        digits = int(number.replace(".", ""))
        if not (decimals or sign not in ("", "户", "公顷") or always_rounded):
            return cls(digits * step, True, digits * step, True)
        middle, half = digits * step, step // 2
        return cls(middle - half, digits > 0, middle + half, digits < 0)

    @property
    def middle(self) -> Fraction:
        return Fraction(self.low + self.high, 4) * Fraction(10) ** FINEST


def ends_of_result(kind: str, text: str, unit: str) -> Ends:
    return Ends.of(text, unit, always_rounded=kind == "ratio")


def plainly_judged(kind: str, ends: list[Ends], printed: Ends, operands: str) -> str:
    """The verdict by looking at every corner, each fact at its lower or upper end."""
    rows = [_taken(operand) for operand in operands.split()]
    if kind == "sum":
        rows = [_taken(operands.replace(" ", "+"))]
    facts = sorted({fact for row in rows for fact in row})
    corners = list(product((0, 1), repeat=len(facts)))
    both = [(ends[fact].low, ends[fact].high) for fact in facts]
    weights = [[row.get(fact, 0) for fact in facts] for row in rows]
    totals = [
        [sum(map(mul, weight, map(getitem, both, corner))) for weight in weights]
        for corner in corners
    ]
    if kind in ("sum", "between"):
        columns: list = list(zip(*totals, strict=True))
    else:
        below = [corner[1] for corner in totals]
        if min(below) <= 0 <= max(below):
            return "undecidable"
        one = 2 * 10**-FINEST
        over = {"growth": lambda a, b: a - b, "decline": lambda a, b: b - a}.get(kind, _first)
        columns = [[Fraction(one * over(above, b), b) for above, b in totals]]
    low, high = min(map(min, columns)), max(map(max, columns))
    low_in, high_in = (
        any(_reached(column, end, facts, corners, ends) for column in columns if end in column)
        for end in (low, high)
    )
    apart = high < printed.low or printed.high < low
    touching = (high == printed.low and not (high_in and printed.low_in)) or (
        low == printed.high and not (low_in and printed.high_in)
    )
    return "inconsistent" if apart or touching else "consistent"


def _first(above: int, below: int) -> int:
    return above


def _taken(operand: str) -> dict[int, int]:
    times: dict[int, int] = {}
    for term in operand.split("+"):
        fact = int(term.strip("-f"))
        times[fact] = times.get(fact, 0) + (-1 if term[0] == "-" else 1)
    return times


def _reached(column: Any, end: Any, facts: Any, corners: Any, ends: list[Ends]) -> bool:
    """Whether an extreme is reached: each fact that is at one end wherever it stands can be
    there."""
    at = [corner for corner, value in zip(corners, column, strict=True) if value == end]
    for place, fact in enumerate(facts):
        sides = {corner[place] for corner in at}
        if len(sides) == 1 and not ends[fact][1 + 2 * sides.pop()]:
            return False
    return True

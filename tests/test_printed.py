from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laicheng_data.facts.printed import parse, round_half_up


def ends(text: str, rule: str = "half_up") -> tuple[object, object]:
    interval = parse(text).interval(rule)
    return interval.low, interval.high


def test_a_count_is_exact() -> None:
    assert ends("6452") == (6452, 6452)


def test_a_rounded_rate_stands_for_half_a_unit_on_either_side() -> None:
    assert ends("83.14%") == (Fraction("0.83135"), Fraction("0.83145"))


@pytest.mark.parametrize(
    ("text", "low", "high"), [("1.2万", 11500, 12500), ("97%", "0.965", "0.975")]
)
def test_a_rounded_number_reaches_as_far_as_its_last_digit(text: str, low: str, high: str) -> None:
    assert ends(text) == (Fraction(low), Fraction(high))


def test_the_lower_end_belongs_to_the_interval_and_the_upper_does_not() -> None:
    interval = parse("83.14%").interval()
    assert interval.holds(Fraction("0.83135"))
    assert not interval.holds(Fraction("0.83145"))


def test_a_negative_number_is_rounded_by_its_magnitude() -> None:
    interval = parse("-5.0%").interval()
    assert interval.holds(Fraction("-0.0495"))
    assert not interval.holds(Fraction("-0.0505"))


def test_zero_stands_for_both_sides_of_zero() -> None:
    assert parse("0.0%").interval().holds(Fraction("-0.0004"))
    assert not parse("0.0%").interval().holds(Fraction("0.0005"))


@pytest.mark.parametrize("text", ["６，４５２", "6,452", " 6452 ", "6452多", "6452余"])
def test_full_width_digits_separators_and_more_are_read(text: str) -> None:
    assert parse(text).value == 6452


@pytest.mark.parametrize("text", ["10多万", "10万多", "10万余"])
def test_more_is_read_before_and_after_ten_thousand(text: str) -> None:
    assert parse(text).value == 100_000
    assert parse(text).bound == "at_least"


@pytest.mark.parametrize(
    "text", ["1.2.3", "12O4", "", "1,23", "%", "多", "1 2", "1e5", "nan", "٣", "²"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is"):
        parse(text)


@given(st.integers(0, 10**9), st.integers(1, 6), st.sampled_from(["", "%", "‰", "万", "亿"]))
def test_what_is_written_is_read_back(digits: int, decimals: int, suffix: str) -> None:
    whole, fraction = divmod(digits, 10**decimals)
    text = f"{whole}.{fraction:0{decimals}d}{suffix}"
    assert parse(text).write(digits) == text


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_rounding_lands_in_the_interval_of_what_it_prints(value: Fraction, decimals: int) -> None:
    unit = Fraction(1, 10**decimals)
    digits = round_half_up(value, unit)
    printed = (
        parse(f"{'-' if value < 0 else ''}{abs(digits)}").interval() if decimals == 0 else None
    )
    assert abs(value - digits * unit) <= unit / 2
    assert printed is None or printed.low == digits


@given(st.fractions(0, 100, max_denominator=10_000), st.integers(1, 4))
def test_the_interval_holds_exactly_the_values_that_round_to_it(
    value: Fraction, decimals: int
) -> None:
    unit = Fraction(1, 10**decimals)
    digits = round_half_up(value, unit)
    template = parse("0." + "0" * decimals)
    assert parse(template.write(digits)).interval().holds(value)
    assert not parse(template.write(digits + 1)).interval().holds(value)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="half_down"):
        parse("1.5").interval("half_down")

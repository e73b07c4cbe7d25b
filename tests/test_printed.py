from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laicheng_data.facts.printed import Unreadable, parse, round_half_up


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


@pytest.mark.parametrize("text", ["６，４５２", "6,452", "6 452", " 6452 ", "6452多", "6452余"])
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


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("49.18", "%", "0.49175", "0.49185"),
        ("83.14%", "%", "0.83135", "0.83145"),
        ("84.8 %", "", "0.8475", "0.8485"),
        ("7.21", "‰", "0.007205", "0.007215"),
        ("1284", "万元", "12835000", "12845000"),
        ("319.75", "亿元", "31974500000", "31975500000"),
        ("500.76億", "元", "50075500000", "50076500000"),
        ("1.2万", "万份", "11500", "12500"),
        ("1.2 万", "份", "11500", "12500"),
        ("１２萬", "人", "115000", "125000"),
        ("3.2", "个百分点", "0.0315", "0.0325"),
        ("3.2个百分点", "", "0.0315", "0.0325"),
        ("3.18", "个千分点", "0.003175", "0.003185"),
        ("3.18", "千分点", "0.003175", "0.003185"),
        ("2.3倍", "", "2.25", "2.35"),
        ("3", "倍", "2.5", "3.5"),
        ("12", "£ million", "11500000", "12500000"),
        ("141 324", "'000 tonnes", "141323500", "141324500"),
        ("5.3", "percentage points", "0.0525", "0.0535"),
        ("−5.0", "％", "-0.0505", "-0.0495"),
        ("6452户", "户", "6452", "6452"),
        ("5", "千克", "5", "5"),
        ("100", "分", "100", "100"),
    ],
)
def test_the_printed_form_and_the_unit_speak_together(
    text: str, unit: str, low: str, high: str
) -> None:
    interval = parse(text, unit).interval()
    assert (interval.low, interval.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("83.14%", "‰"), ("83.14%", "户"), ("83.14%", "万元"), ("1.2万", "亿元"), ("2.3倍", "%"),
        ("1.2万", "%"), ("2.8万元", "吨"), ("28元", "%"),
    ],
)  # fmt: skip
def test_a_unit_that_contradicts_the_printed_form_is_a_fault(text: str, unit: str) -> None:
    with pytest.raises(Unreadable, match="contradicts") as error:
        parse(text, unit)
    assert error.value.column == "unit"


@pytest.mark.parametrize(
    ("text", "bound"),
    [("2.8万元左右", "about"), ("约500", "about"), ("2000人以上", "at_least"), ("1.2万多元", "at_least"),
     ("近400", "at_most"), ("6452", "exact"), ("约2000多", "about")],
)  # fmt: skip
def test_the_words_around_a_number_bound_it(text: str, bound: str) -> None:
    assert parse(text, "人" if "人" in text else "").bound == bound


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("3—5", "give each end a row of its own"),
        ("3-5", "give each end a row of its own"),
        ("3%～5%", "give each end a row of its own"),
        ("三分之一", "leave the row out"),
        ("六成", "leave the row out"),
        ("1.2.3", "more than one decimal point"),
        ("2016.12.31", "set a date or a heading's number aside"),
        ("19.6:16.5:63.9", "give each of them a row"),
        ("6452户", "write 6452, and 户 into the column unit"),
        ("1" * 400, "copy the number as printed"),
    ],
)
def test_what_is_refused_comes_with_what_to_do(text: str, advice: str) -> None:
    with pytest.raises(Unreadable, match=advice):
        parse(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("49.18", "%"), ("84.8 %", ""), ("2.8万元", ""), ("3.2", "个百分点"), ("500.76亿", "元")],
)
def test_another_number_is_written_the_same_way(text: str, unit: str) -> None:
    number = parse(text, unit)
    assert number.write(number.digits) == text


@given(st.integers(0, 10**9), st.integers(1, 6), st.sampled_from(["", "%", "‰", "万", "亿"]))
def test_what_is_written_is_read_back(digits: int, decimals: int, suffix: str) -> None:
    whole, fraction = divmod(digits, 10**decimals)
    text = f"{whole}.{fraction:0{decimals}d}{suffix}"
    assert parse(text).write(digits) == text


@given(
    st.from_regex(r"[0-9]{1,12}(\.[0-9]{1,6})?%?", fullmatch=True),
    st.sampled_from(["", "%", "‰", "万元", "亿元", "户", "个百分点", "£m", "倍"]),
)
def test_a_plain_number_is_read_at_once_as_it_is_with_a_space_behind_it(
    text: str, unit: str
) -> None:
    """The space takes it past what is read at once, and means nothing."""

    def told(printed: str) -> object:
        try:
            return parse(printed, unit)
        except Unreadable as refused:
            return str(refused)

    assert told(text) == told(f"{text} ")


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


@pytest.mark.parametrize("printed", ["1億5,000", "3亿200"])
def test_what_stands_behind_hundred_millions_is_not_taken_for_ten_thousands(printed: str) -> None:
    with pytest.raises(Unreadable):
        parse(printed, "元")

"""Printed numbers with their units, in Chinese as they stand and in English as English counts."""

import csv
import re
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laicheng_data.facts.report import load_report
from laicheng_data.notebook.markup import format_table
from laicheng_data.tables.amounts import amount, number_of, short_number
from laicheng_data.words import LABELS, MERE_COUNTERS, Words

ZH, EN = Words("zh"), Words("en")
CJK = re.compile("[\u4e00-\u9fff]")
with LABELS.open(encoding="utf-8") as file:
    UNITS = [row["zh"] for row in csv.DictReader(file) if row["slug"] == f"unit.{row['zh']}"]
    UNITS += MERE_COUNTERS
SCALES = {"": 0, "千": 3, "万": 4, "百万": 6, "亿": 8, "万亿": 12}
NAMES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
numbers = st.decimals(Decimal("0.01"), 10**6, places=2, allow_nan=False).map(str)


@given(numbers, st.sampled_from(list(SCALES)), st.sampled_from(UNITS))
def test_no_english_amount_has_a_chinese_unit(number: str, scale: str, unit: str) -> None:
    scaled = unit if unit[0] in "千万亿百" else scale + unit  # 万元, not 亿万元
    for printed, of in ((number + scale, unit), (number, scaled), (number + unit, unit)):
        assert not CJK.search(amount(printed, of, EN))


@given(numbers, st.sampled_from(list(SCALES)))
def test_another_way_of_counting_changes_neither_the_value_nor_a_digit(
    number: str, scale: str
) -> None:
    said, _, name = number_of(number + scale, EN).partition(" ")
    value = Decimal(said.replace(",", "")).scaleb(NAMES.get(name, 0))
    assert value == Decimal(number).scaleb(SCALES[scale])
    assert said.replace(",", "").replace(".", "").strip("0") == number.replace(".", "").strip("0")


@given(numbers, st.sampled_from(list(SCALES)), st.sampled_from(UNITS))
def test_in_chinese_an_amount_stands_as_printed_but_for_its_separators(
    number: str, scale: str, unit: str
) -> None:
    for printed in (number + scale, f"{number}{scale}{unit}"):
        assert amount(printed, unit, ZH).replace(",", "") == f"{number}{scale}{unit}"


@pytest.mark.parametrize(
    ("printed", "said"), [("8970", "8,970件"), ("0970", "0970件"), ("897", "897件")]
)
def test_long_numbers_stand_in_groups_in_chinese_too(printed: str, said: str) -> None:
    assert amount(printed, "件", ZH) == said


@pytest.mark.parametrize(
    ("printed", "unit", "said"),
    [
        ("500.76", "亿元", "50.076 billion yuan"),
        ("1284", "万元", "12.84 million yuan"),
        ("1.2万", "份", "12,000 copies"),
        ("2.50万", "人", "25,000 people"),
        ("1.2345万", "人", "12,345 people"),
        ("85", "万元", "850,000 yuan"),
        ("2000多", "人", "more than 2,000 people"),
        ("83.14%", "%", "83.14%"),
        ("84.8 %", "%", "84.8%"),
        ("3.2", "个百分点", "3.2 percentage points"),
        ("28", "个", "28"),
        ("1", "件", "1 item"),
        ("1", "人", "1 person"),
        ("12", "requests", "12 requests"),
        ("26 741", "'000 tonnes", "26,741 thousand tonnes"),
        ("1,912", "£'000", "£1,912 thousand"),
        ("7", "桩", "7桩"),
    ],
)
def test_amounts_in_english(printed: str, unit: str, said: str) -> None:
    assert amount(printed, unit, EN) == said


def test_a_range_in_a_narrow_column_is_short() -> None:
    assert short_number("56032万–56034万", EN) == "560.32m–560.34m"


def test_a_word_that_the_report_gives_its_unit_comes_first() -> None:
    words = EN.with_labels({"户": {"zh": "户", "en": "households"}})
    assert (amount("3", "户", words), amount("3", "户", EN)) == ("3 households", "3")


def test_a_word_of_another_report_is_no_word_of_this_ones_units() -> None:
    table = pd.DataFrame({"printed": ["3"], "unit": ["户"]})
    assert EN.table(table)["unit"].tolist() == ["户"]
    assert EN.with_labels(load_report("laicheng-2016").labels).table(table)["unit"].tolist() == [
        "businesses"
    ]


def test_a_table_for_readers_has_its_units_in_their_words() -> None:
    table = pd.DataFrame({"printed": ["3", "1284"], "unit": ["组", "万元"]})
    assert format_table(table, EN)["Unit"].tolist() == ["sets", "10,000 yuan"]
    assert EN.table(table)["unit"].tolist() == ["组", "万元"]


def test_the_dash_of_a_range_stands_before_no_minus(words: Words) -> None:
    said = number_of("-16.5%–-16.3%", words)
    assert "–" not in said and "−16.5%" in said and said.endswith("−16.3%")
    assert number_of("82.1%–82.2%", words) == "82.1%–82.2%"


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize(
    ("unit", "said"), [("million", "1.2 million"), ("£m", "£1.2m"), ("£ million", "£1.2 million")]
)
def test_an_english_unit_stands_beside_its_number_as_one_writes_it(
    words: Words, unit: str, said: str
) -> None:
    assert amount("1.2", unit, words) == said

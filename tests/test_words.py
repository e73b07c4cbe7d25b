import csv
import re
from pathlib import Path

import pandas as pd
import pytest

import laicheng_data
from laicheng_data.facts.report import load_report, report_ids
from laicheng_data.words import LABELS, LANGUAGES, SENTENCES, Words

TABLES = {path.stem: list(csv.reader(path.open(encoding="utf-8"))) for path in (LABELS, SENTENCES)}
SLUGS, SAID = ({row[0] for row in rows} for rows in TABLES.values())


@pytest.mark.parametrize(
    ("slug", "shown"),
    [
        ("中文", "中文"),
        ("no_such_slug", "no such slug"),
        ("人口_占比", "人口占比"),
        ("0_14岁", "0–14岁"),
    ],
)
def test_an_unknown_word_is_shown_as_it_is_but_for_its_underscores(
    words: Words, slug: str, shown: str
) -> None:
    assert words.word(slug) == shown


def test_an_unknown_sentence_is_a_fault_that_names_it(words: Words) -> None:
    with pytest.raises(KeyError, match=r"sentences\.csv: no_such_slug has no row"):
        words("no_such_slug")


def test_a_placeholder_that_is_not_filled_is_a_fault_that_names_it(words: Words) -> None:
    with pytest.raises(KeyError, match=r"sentences\.csv: in_year asks for \{year\}"):
        words("in_year")


def test_a_report_brings_its_own_words(words: Words) -> None:
    own = {"total_revenue": {"zh": "财政总收入", "en": "total revenue"}}
    assert words.with_labels(own).word("total_revenue") == own["total_revenue"][words.language]
    assert words.word("total_revenue") == "total revenue"


def test_identifiers_and_printed_numbers_are_never_translated(words: Words) -> None:
    table = pd.DataFrame({"claim_id": ["growth"], "printed": ["all"], "kind": ["growth"]})
    shown = words.table(table)
    assert list(shown.iloc[0]) == ["growth", "all", words.word("growth")]


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'fr'; use one of zh, en"):
        Words("fr")


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_every_row_has_both_languages_and_no_slug_stands_twice(rows: list[list[str]]) -> None:
    assert [row for row in rows if len(row) != 1 + len(LANGUAGES) or not all(row)] == []
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", report_ids())
def test_every_word_of_a_report_is_known_in_both_languages(name: str) -> None:
    report = load_report(name)
    used = {
        slug for name in ("office", "measure", "subject", "bound") for slug in report.facts[name]
    }
    card = [report.card.publisher, report.card.place, *(r.remark for r in report.card.remarks)]
    said = {*card, *report.claims["remark"], *report.omitted["reason"]} - {""}
    assert (used | said) - SLUGS - set(report.labels) == set()
    assert all(set(words) == set(LANGUAGES) for words in report.labels.values())


def test_the_package_holds_no_word_of_one_report_alone() -> None:
    brought = {slug for name in report_ids() for slug in load_report(name).labels}
    assert brought & SLUGS == set()


def test_every_sentence_that_the_package_says_is_known() -> None:
    package = Path(laicheng_data.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    said = set(re.findall(r'(?:words|say)\(\s*"([a-z-]+[._][a-z._-]+)"', sources))
    assert len(said) > 20
    assert said - SAID == set()


def test_percentage_points_are_never_written_as_per_cent(words: Words) -> None:
    assert "%" in words.percent_change(-33.9)
    assert "%" not in words.points_change(-3.25)


@pytest.mark.parametrize(
    ("number", "text"), [(105, "+105"), (-245, "−245"), (0, "0"), (0.2, "0"), (-0.2, "0")]
)
def test_a_change_has_a_sign_unless_it_rounds_to_zero(
    words: Words, number: float, text: str
) -> None:
    assert words.signed(number) == text


def test_half_a_year_is_not_shown_as_a_year(words: Words) -> None:
    assert words.period("2016-H1") not in (words.period("2016"), "2016-H1")


def test_a_sentence_asks_for_nothing_that_its_twin_does_not_know() -> None:
    rows = [row for row in TABLES["sentences"] if row[0] != "stated-rates.title.hold"]
    asked = {
        slug: [set(re.findall(r"\{(\w+)(?::\w+)?\}", text)) for text in texts]
        for slug, *texts in rows
    }
    assert sum(map(any, asked.values())) > 20
    assert [slug for slug, (zh, en) in asked.items() if not (zh <= en or en <= zh)] == []


def test_a_sentence_whose_name_is_computed_has_rows_of_that_beginning() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(laicheng_data.__file__).parent.rglob("*.py")
    )
    beginnings = set(re.findall(r'words\(\s*f"([^"{]+)\{', sources))
    assert {"rate-trend.title.", "abnormal-list.title."} <= beginnings
    assert [start for start in beginnings if not any(slug.startswith(start) for slug in SAID)] == []


def test_every_month_has_a_name() -> None:
    assert {f"month_{month}" for month in range(1, 13)} - SAID == set()


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2016", "2016年", "2016"),
        ("2016-05", "2016年5月", "May 2016"),
        ("2016-05-31", "2016年5月31日", "31 May 2016"),
        ("2016-Q3", "2016年第三季度", "Q3 2016"),
        ("2016-W05", "2016年第5周", "week 5 of 2016"),
        ("2016-01/2016-04", "2016年1—4月", "January–April 2016"),
        ("2023-04/2024-03", "2023年4月至2024年3月", "April 2023 to March 2024"),
        ("someday", "someday", "someday"),
    ],
)
def test_a_period_is_written_as_a_reader_says_it(period: str, zh: str, en: str) -> None:
    assert [Words(language).period(period) for language in ("zh", "en")] == [zh, en]


def test_a_sentence_has_before_a_period_what_english_has_there() -> None:
    words = Words("en")
    periods: list[str] = [words.period(name) for name in ("2016", "2016-H1", "2016-05-31")]
    periods.append(words("changes.against", period=periods[1], base="the budget"))
    assert [words("changes.base", measure="stock", period=period) for period in periods] == [
        "stock in 2016",
        "stock in the first half of 2016",
        "stock on 31 May 2016",
        "stock in the first half of 2016, against the budget",
    ]


def test_words_in_latin_letters_stand_apart_in_chinese_as_well() -> None:
    said = Words("zh")("parts.row", part="police", value="1308")
    assert said == "police 1308"
    assert Words("zh")("parts.row", part="企业", value="1308") == "企业1308"


@pytest.mark.parametrize(
    ("unit", "one"),
    [("accidents", "accident"), ("road deaths", "road death"), ("summonses", "summonses"),
     ("bodies", "bodies"), ("bus", "bus"), ("£m", "£m"), ("组", "set")],
)  # fmt: skip
def test_one_of_a_thing_is_not_counted_as_many(unit: str, one: str) -> None:
    assert Words("en").unit(unit, "1") == one
    assert Words("en").unit("accidents", "2") == "accidents"

import csv
import re
from pathlib import Path

import pytest

import laicheng_data
from laicheng_data.labels import LABELS, LANGUAGES, Words
from laicheng_data.report import Report

ROWS = list(csv.reader(LABELS.open(encoding="utf-8", newline="")))
SLUGS = {row[0] for row in ROWS}


def test_an_unknown_word_is_shown_as_it_is(words: Words) -> None:
    assert words("no_such_slug") == "no_such_slug"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'fr'; use one of zh, en"):
        Words("fr")


def test_every_row_has_both_languages_and_no_slug_stands_twice() -> None:
    assert [row for row in ROWS if len(row) != 1 + len(LANGUAGES) or not all(row)] == []
    assert len(SLUGS) == len(ROWS)


def test_every_word_of_the_report_is_known_in_both_languages(report: Report) -> None:
    used = {slug for name in ("office", "measure", "subject", "bound") for slug in report.facts[name]}
    assert used - SLUGS == set()
    assert {remark for remark in report.claims["remark"] if remark} - SLUGS == set()


def test_every_sentence_that_the_package_says_is_known() -> None:
    package = Path(laicheng_data.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
    said = set(re.findall(r'(?:words|say)\(\s*"([a-z-]+[._][a-z._-]+)"', sources))
    assert len(said) > 20
    assert said - SLUGS == set()


def test_percentage_points_are_never_written_as_per_cent(words: Words) -> None:
    assert "%" in words.percent_change(-33.9)
    assert "%" not in words.points_change(-3.25)


@pytest.mark.parametrize(("number", "text"), [(105, "+105"), (-245, "−245"), (0, "0"), (0.2, "0"), (-0.2, "0")])
def test_a_change_has_a_sign_unless_it_rounds_to_zero(words: Words, number: float, text: str) -> None:
    assert words.signed(number) == text


def test_half_a_year_is_not_shown_as_a_year(words: Words) -> None:
    assert words.period("2016-H1") not in (words.period("2016"), "2016-H1")

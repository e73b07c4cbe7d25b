"""Drafts of English pages of councils, courts and the police. All of it is made up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.drafting.furniture import find_title, period_of, read_furniture
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.sources.source import read_source, read_text
from tests.test_proposals import claims

Drafted = Callable[..., Report]
YEAR, BEFORE = "2023-04/2024-03", "2022-04/2023-03"


@pytest.fixture
def drafted(tmp_path: Path) -> Drafted:
    def report(*lines: str, title: str = "Information requests 2023/24") -> Report:
        draft("our-own", read_text([title, *lines]), tmp_path, title)
        return load_report("our-own", tmp_path)

    return report


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (
            "The council received 1,482 requests, an increase of 6.5% on the 1,391 requests "
            "received in 2022/23. Of these, 1,304 were answered in time, a compliance rate of 88%.",
            [
                ("1,482", YEAR, "requests"),
                ("6.5%", YEAR, "requests_increase"),
                ("1,391", BEFORE, "requests"),
                ("1,304", YEAR, "answered_in_time"),
                ("88%", YEAR, "compliance_rate"),
            ],
        ),
        (
            "Police recorded 48,213 crimes in 2023/24, down 3.1% from 49,755 crimes in 2022/23. "
            "There were 120 arrests.",
            [
                ("48,213", YEAR, "crimes"),
                ("3.1%", YEAR, "crimes_decrease"),
                ("49,755", BEFORE, "crimes"),
                ("120", YEAR, "arrests"),
            ],
        ),
        ("We closed 3,512 complaints.", [("3,512", YEAR, "complaints_closed")]),
        (
            "We upheld 228 of the 400 complaints we investigated.",
            [("228", YEAR, "upheld"), ("400", YEAR, "complaints_we_investigated")],
        ),
        (
            "It was noted that a total of 3,071 (Corporate) complaints were recorded. It took 22 "
            "days, down from 32 days in 2022/23 and 42 days in 2021/22. The upheld rate was 45%.",
            [
                ("3,071", YEAR, "complaints"),
                ("22", YEAR, "took"),
                ("32", BEFORE, "took"),
                ("42", "2021-04/2022-03", "took"),
                ("45%", YEAR, "upheld_rate"),
            ],
        ),
        (
            "At 30th June 2023 the people waiting for a visit came to 3,050, 3.1% (92) more than "
            "at 31st March 2023 (2,958).",
            [
                ("3,050", "2023-06-30", "people_waiting_for_a_visit"),
                ("3.1%", "2023-06-30", "people_waiting_for_a_visit_increase"),
                ("92", "2023-06-30", "people_waiting_for_a_visit_increase"),
                ("2,958", "2023-03-31", "people_waiting_for_a_visit"),
            ],
        ),
        (
            "There were 47 visits in the quarter ending June 2023, 7% less than in the quarter "
            "ending June 2022 (51).",
            [
                ("47", "2023-Q2", "visits"),
                ("7%", "2023-Q2", "visits_decrease"),
                ("51", "2022-Q2", "visits"),
            ],
        ),
        (
            "There were more crimes such as burglary (up 4 per cent) and fraud (up 9 per cent).",
            [("4", YEAR, "burglary_increase"), ("9", YEAR, "fraud_increase")],
        ),
        (
            "Last year 22 complaints were upheld.",
            [("22", BEFORE, "complaints_upheld")],
        ),
    ],
)
def test_a_sentence_names_its_numbers_by_the_noun_and_the_period_behind_them(
    drafted: Drafted, line: str, named: list[tuple[str, str, str]]
) -> None:
    facts = drafted(line).facts[["printed", "period", "measure"]]
    assert [tuple(row) for row in facts.itertuples(index=False)] == named


def test_numbers_of_tables_telephones_and_years_in_headings_are_no_facts(drafted: Drafted) -> None:
    report = drafted("Table 1: Requests by month, 2024", "Requests 2024", "Call 01632 960 123")
    assert report.facts.empty


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Freedom of Information performance 2024", "2024"),
        ("Complaints annual report 2023 to 2024", "2023-04/2024-03"),
        ("Recorded crime, year ending March 2024", "2023-04/2024-03"),
        ("Recorded crime, year ending December 2023", "2023"),
        ("Requests under the Freedom of Information Act 2000", ""),
    ],
)
def test_the_year_of_a_title_is_that_of_the_report(title: str, period: str) -> None:
    source = read_text([title])
    assert period_of(title, read_furniture(source, 0), [title]) == period


def test_a_page_says_who_published_it_and_when(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><title>Complaints 2023 | Ombudsman of Westmarch</title><h1>Complaints 2023</h1>"
        "<p>We received 12 complaints.</p><p>Last updated: 14 January 2024</p></html>",
        encoding="utf-8",
    )
    source = read_source(page)
    about = read_furniture(source, find_title(source).line)
    assert (about.publisher, about.date) == ("Ombudsman of Westmarch", "2024-01-14")


def test_the_number_in_brackets_behind_a_rate_is_its_part_and_its_whole_is_of_the_same_day(
    drafted: Drafted,
) -> None:
    found = claims(
        drafted(
            "At 30th June 2023 the people waiting came to 3,050, 26.6% (641) more than at 30th "
            "June 2022 (2,409).",
            "At 30th June 2023, 24.2% (738) had waited a year, against 29.1% (701) at 30th June "
            "2022.",
        )
    )
    assert found["24.2%"] == ("share", "738 3,050")
    assert found["29.1%"] == ("share", "701 2,409")
    assert found["641"] == ("sum", "3,050 -2,409")


def test_a_list_adds_up_to_the_total_above_it(drafted: Drafted) -> None:
    items = ["Granted in full: 412", "Granted in part: 153", "Refused: 141"]
    found = claims(drafted("Total requests closed: 706", *items))
    assert found == {"706": ("sum", "412 153 141")}

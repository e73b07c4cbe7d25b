"""The curated report, recounted: from its CSVs, and from the source text where that is at hand."""

import re
from pathlib import Path

import pytest
from frictionless import validate

from laicheng_data.checking.claims import check
from laicheng_data.facts.report import REPORTS_DIR, Report, report_ids

SOURCE = Path(__file__).parents[2] / "shared" / "source" / "laicheng-2016.txt"


def test_every_fact_and_omission_of_the_report_is_there(report: Report) -> None:
    assert len(report.facts) == 45
    assert len(report.omitted) == 6


def test_each_office_states_what_it_printed(report: Report) -> None:
    assert report.facts["office"].value_counts().to_dict() == {
        "market_supervision": 29,
        "poverty_relief": 9,
        "service_center": 5,
        "human_resources": 2,
    }


def test_no_two_rows_stand_in_the_same_place(report: Report) -> None:
    places = [*_places(report.facts), *_places(report.omitted)]
    assert len(places) == len(set(places)) == 51


def test_the_stated_rates_and_the_total_hold_and_the_publication_rate_stays_open(
    report: Report,
) -> None:
    stated = check(report).query("basis == 'stated'")
    assert stated["verdict"].value_counts().to_dict() == {"consistent": 9, "undecidable": 1}
    shares = report.claims.query("kind == 'share'")["result"]
    printed = report.facts.set_index("fact_id").loc[shares, "printed"]
    rates = ["83.14%", "88.64%", "82.89%", "95.57%", "89.44%", "83.55%", "92.32%", "87.04%", "100%"]
    assert list(printed) == rates


def test_the_list_differs_from_the_unfiled_for_each_kind_and_in_total(report: Report) -> None:
    implied = check(report).query("basis == 'implied'")
    assert list(implied["verdict"]) == ["inconsistent"] * 4
    assert list(implied["difference"]) == [105, -245, 1, -139]


def test_rounded_and_open_wordings_are_kept(report: Report) -> None:
    worded = report.facts[report.facts["office"] == "poverty_relief"].set_index("printed")["bound"]
    assert worded["2000多"] == "at_least"
    assert worded["1.2万"] == "exact"


@pytest.mark.parametrize("name", report_ids())
def test_every_source_card_passes_an_independent_validator(name: str) -> None:
    assert validate(str(REPORTS_DIR / name / "datapackage.json")).valid


@pytest.mark.skipif(not SOURCE.exists(), reason="the source text is not part of the repository")
def test_every_numeral_of_the_source_is_accounted_for_by_one_row(report: Report) -> None:
    lines = [
        line.strip() for line in SOURCE.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    text = lines[lines.index(report.card.title) :]
    numerals = {
        (paragraph, position): found.group()
        for paragraph, line in enumerate(text)
        for position, found in enumerate(re.finditer(r"\d+(\.\d+)?", line), start=1)
    }
    rows = _places(report.facts) | _places(report.omitted)
    standing = {place: re.split(r"[^\d.]", printed)[0] for place, printed in rows.items()}
    assert standing == numerals


def _places(table: object) -> dict[tuple[int, int], str]:
    columns = table[["paragraph", "position", "printed"]]  # type: ignore[index]
    return {
        (paragraph, position): printed
        for paragraph, position, printed in columns.itertuples(index=False)
    }

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laicheng_data.briefing.place_comparison import MOST_NAMED, compare_rates
from laicheng_data.tables.places import in_context_table
from laicheng_data.words import Words
from tests.conftest import MakeReport
from tests.test_common import fact, made

EN = Words("en")
SIDES = {"less than in": "below", "more than in": "above", "about as in": "level"}


def rates(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Place, subject, period and rate of each row, the first of the place itself."""
    table = pd.DataFrame(rows, columns=["place", "subject", "period", "printed"])
    return table.assign(report=table["place"], filing_rate=0.0)


def said(*rows: tuple[str, str, str, str]) -> str:
    found = compare_rates(rates(*rows), "Here", EN)
    assert found
    return found.text


@given(own=st.integers(0, 100), others=st.lists(st.integers(0, 100), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_each_place_is_named_on_the_side_where_its_rate_lies(own: int, others: list[int]) -> None:
    names = [f"P{number}" for number in range(len(others))]
    rows = [
        (name, "enterprise", "2015", f"{rate}%") for name, rate in zip(names, others, strict=True)
    ]
    text = said(("Here", "enterprise", "2015", f"{own}%"), *rows)
    for name, rate in zip(names, others, strict=True):
        before = text[: text.index(f"{name} ({rate}%)")]
        told = SIDES[re.findall("|".join(SIDES), before)[-1]]
        assert told == ("below" if own < rate else "above" if own > rate else "level")


def test_too_many_places_of_one_side_are_counted_and_are_all_others_only_where_none_is_left() -> (
    None
):
    here = ("Here", "enterprise", "2015", "50%")
    above = [(f"P{n}", "enterprise", "2015", "60%") for n in range(MOST_NAMED + 1)]
    assert "less than in the 5 other places" in said(here, *above)
    both = said(here, *above, ("Q", "enterprise", "2015", "40%"))
    assert "less than in 5 places, more than in Q (40%)" in both


def test_the_last_year_speaks_and_how_few_places_there_are_is_said() -> None:
    rows = [
        ("Here", "enterprise", "2014", "50%"), ("P", "enterprise", "2014", "{}"),
        ("Here", "enterprise", "2015", "51%"), ("Q", "enterprise", "2015", "70%"),
    ]  # fmt: skip
    below = [(*row[:3], row[3].format("60%")) for row in rows]
    assert "51% of enterprises filed for 2015, less than in Q (70%)" in said(*below)
    assert "only one place to compare" in said(*below)
    more = [(name, "enterprise", "2015", "70%") for name in "RS"]
    assert "only one or two" in said(*below, more[0]) and "only" not in said(*below, *more)


def test_two_rates_of_ones_own_for_one_year_are_compared_with_nothing() -> None:
    twice = [("Here", "enterprise", "2015", rate) for rate in ("50%", "60%")]
    assert compare_rates(rates(*twice, ("P", "enterprise", "2015", "55%")), "Here", EN) is None


def test_a_rate_of_all_speaks_of_those_due() -> None:
    text = said(("Here", "all", "2015", "50%"), ("P", "all", "2015", "60%"))
    assert "50% of those due filed for 2015" in text


@pytest.mark.parametrize("printed", ["83.14", "83.14%"])
def test_a_rate_whose_sign_stands_in_its_unit_is_compared_as_a_rate(
    make_report: MakeReport, printed: str
) -> None:
    report = made(make_report, [fact("r", "filing_rate", "enterprise", "2015", printed, "%")])
    [row] = in_context_table(report, [report]).drop_duplicates("printed")["printed"]
    assert row == "83.14%"

from datetime import date

import pytest

from laicheng_data.facts.periods import date_range


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2013", (2013, 1, 1), (2013, 12, 31)),
        ("2016-H1", (2016, 1, 1), (2016, 6, 30)),
        ("2016-Q3", (2016, 7, 1), (2016, 9, 30)),
        ("2016-02", (2016, 2, 1), (2016, 2, 29)),
        ("2016-05-31", (2016, 5, 31), (2016, 5, 31)),
        ("2016-W05", (2016, 2, 1), (2016, 2, 7)),
        ("2015-W53", (2015, 12, 28), (2016, 1, 3)),
        ("2016-01/2016-04", (2016, 1, 1), (2016, 4, 30)),
        ("2023-04/2024-03", (2023, 4, 1), (2024, 3, 31)),
    ],
)
def test_a_period_begins_and_ends_by_the_calendar(
    period: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert date_range(period) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "period",
    [
        "2015-13", "2015-00", "2015-02-30", "2016-W54", "2016-W53", "2016-H3", "2016-Q5", "16",
        "2016-04/2016-01", "2016/", "/2016", "2016-1", "2016年", "2016-01/2016-02/2016-03", "0000",
    ],
)  # fmt: skip
def test_what_is_in_no_calendar_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="write a period of the calendar"):
        date_range(period)

"""The periods that numbers speak of: a year, half, quarter, month, week or day, or from one to
another."""

from __future__ import annotations

import re
from datetime import date, timedelta

WANTED = (
    "write a period of the calendar such as 2013, 2016-05, 2016-05-31, 2016-H1, 2016-Q3, 2016-W05,"
    " or from-to: 2016-01/2016-04"
)
_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|W(?P<week>[0-9]{2})"
    r"|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)


def date_range(period: str) -> tuple[date, date]:
    """The first and the last day of a period: `2016-Q3` is 1 July to 30 September 2016.

    Raises ValueError for what is no period of the calendar: month 13, 30 February, week 53 of a
    year that has none, a from-to that ends before it begins.
    """
    first, slash, last = period.partition("/")
    if not slash:
        return _simple_date_range(period)
    start, end = _simple_date_range(first)[0], _simple_date_range(last)[1]
    if end < start:
        raise ValueError(f"{period!r} ends before it begins; {WANTED}")
    return start, end


def are_same_days(one: str, other: str) -> bool:
    """Whether two periods are of the same days, as 2021-H1 and 2021-01/2021-06 are."""
    return one == other or date_range(one) == date_range(other)


def _simple_date_range(period: str) -> tuple[date, date]:
    found = _PERIOD.fullmatch(period)
    if not found:
        raise ValueError(f"{period!r} is no period; {WANTED}")
    year = int(found["year"])
    try:
        if found["week"]:
            week = int(found["week"])
            return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
        if found["day"]:
            day = date(year, int(found["month"]), int(found["day"]))
            return day, day
        return _months(year, *_first_and_last_month(found))
    except ValueError as error:
        raise ValueError(f"{period!r} is not in the calendar; {WANTED}") from error


def _first_and_last_month(found: re.Match[str]) -> tuple[int, int]:
    if found["month"]:
        return int(found["month"]), int(found["month"])
    if found["quarter"]:
        return 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"])
    if found["half"]:
        return 6 * int(found["half"]) - 5, 6 * int(found["half"])
    return 1, 12


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of one month to the last day of another."""
    after = date(year + last // 12, last % 12 + 1, 1) if year < 9999 else date(year, last, 1)
    return date(year, first, 1), after - timedelta(days=1)


def from_january(period: str) -> str:
    """The months of a year up to one, which is what 4月累计 speaks of, or 截至4月底 of what comes in."""
    found = re.fullmatch(r"(\d{4})-(0[2-9]|1[0-2])(-\d\d)?", period)
    if not found or (
        found[3]
        and _simple_date_range(f"{found[1]}-{found[2]}")[1] != _simple_date_range(period)[1]
    ):
        return period
    return f"{found[1]}-01/{found[1]}-{found[2]}" if found[2] != "12" else found[1]


def own_month(period: str) -> str:
    """The last month of those of a year up to one, which is what 当月 speaks of."""
    found = re.fullmatch(r"(\d{4})-01/(\1-\d\d)", period)
    return found[2] if found else period

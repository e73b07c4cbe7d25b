"""The periods that an English text names: February 2026, Q3 2025/26, April to June 2023, 2023-24.

A year printed as 2023/24 is a financial year, which in Britain begins in April; its first quarter
is April to June.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join(rf"{name}|{name[:3]}\.?" for name in MONTHS) + r"|sept\.?"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:to|until|-|–|—|/)\s*"
_LEAD = 60  # characters before a period, in which stands whether it is compared with
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ORDINALS = ("first", "second", "third", "fourth")
_NAMED = re.compile(
    rf"\b1(?:st)?\s+(?P<first_>{_MONTH})(?:,?\s+(?P<began>{_YEAR}))?\s*(?:to|until|and|-|–)\s*"
    rf"(?:2[89]|3[01])(?:th|st)?\s+(?P<last_>{_MONTH}),?\s+(?P<ended_>{_YEAR})\b"
    rf"|\b(?:quarter|(?:three|3) months) (?:end(?:ing|ed)|to)(?: \d{{1,2}}(?:st|nd|rd|th)?)?"
    rf" (?P<closes>{_MONTH})\b,? (?P<closed>{_YEAR})\b"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month_>{_MONTH})\b,?\s+(?P<year_>{_YEAR})\b"
    rf"|\b(?P<spelt>{'|'.join(_ORDINALS)}) quarter,?(?: of)? (?P<spelt_of>{_YEAR})"
    r"(?:[/–-](?P<spelt_of_>\d\d)\b)?(?!\d)"
    rf"|\b(?P<headed_of>{_YEAR})(?:[/–-](?P<headed_of_>\d\d))?[ ,:-]{{0,2}}"
    r"(?:Q|quarter )(?P<headed>[1-4])\b"
    rf"|\b(?:(?P<within>{_YEAR})[/–-](?P<within_>\d\d)[ ,:-]{{1,2}})?"
    rf"(?P<from>{_MONTH})(?:\s+(?P<from_year>{_YEAR}))?"
    rf"{_TO}(?P<to>{_MONTH})\b"
    rf"(?:\s+(?P<to_year>{_YEAR})|(?:(?<=^.{{7}})|(?<=^.{{9}})) (?P<short>[012]\d)$)?"
    rf"|(?<=\bbetween )(?P<since>{_MONTH})\s+and\s+(?P<till>{_MONTH})\s+(?P<till_year>{_YEAR})\b"
    rf"|\b(?:Q|quarter\s*)(?P<quarter>[1-4])\b(?![.,]\d)(?: \(Q[1-4]\))?"
    rf"(?:[\s,(/-]*(?:of )?(?P<of>{_YEAR})(?:[/–-](?P<of_>\d\d)\b)?)?"
    rf"|(?P<first>\b{_YEAR})\s*(?:[/–—-]|to)\s*(?P<last>(?:19|20)?\d\d)(?![\d/-])"
    rf"|\b(?:year|12 months) (?:end(?:ing|ed)|to)(?: \d{{1,2}})? (?P<ending>{_MONTH})\b"
    rf",? (?P<ended>{_YEAR})\b"
    rf"|\b(?P<month>{_MONTH})\b,?\s+(?P<year>{_YEAR})\b"
    rf"|(?:\b(?:in|for|during)\s+|^\W*)(?P<bare>{_MONTH})\b(?!,?\s+{_YEAR})"
    r"(?=\W*$|[\s,.;:]+(?![a-z]))"
    r"|(?:\b(?:in|for|during|of|year|since|from|by|than|with|against|FY)\s+|^\W*)"
    rf"(?P<only>{_YEAR})\b"
    r"(?![\d/–-]|[.,]\d)"
    rf"|(?<=[a-z,] )(?<!Act )(?<!Order )(?<!Regulations )(?P<closing>{_YEAR})\s*$",
    re.IGNORECASE,
)
_ACADEMIC = re.compile(r"\b(?:academic|school)\b", re.IGNORECASE)  # begins in no known month
_COMPARED = re.compile(
    r"\b(?:than|from|with|against|since|by|over)\s+(?:in\s+|at\s+)?(?:the\s+)?$|\bon\s+(?:the\s+)?$"
    r"|\b(?:than|from|on|over|with|against)\s+(?:the\s+)?\d[\d,.]*%?(?:\s+[a-z]+){0,4}\s*$",
    re.IGNORECASE,
)

_AS_AT = re.compile(r"\b(?:at|as of)\s+$", re.IGNORECASE)


def is_financial(period: str) -> bool:
    """Whether a period is a year from April to March."""
    return re.fullmatch(r"\d{4}-04/\d{4}-03", period) is not None


def english_periods(line: str, period: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where a line without Chinese names a period, the period, and whether it is compared with.

    `period` is what the text speaks of: a month or quarter without a year lies in it. A day on
    which something happened has an empty period, one at which something stood is a period.
    """
    if _HAN.search(line):
        return
    for found in _NAMED.finditer(line):
        named = _parse_period(found, period)
        if named is not None:
            lead = line[max(0, found.start() - _LEAD) : found.start()]
            if found["day"] and _AS_AT.search(lead):
                named = _parse_day(found)
            said = re.match(
                r"\W*(?:than|from|with|since|by|against)\s", found.group(), re.IGNORECASE
            )
            around = line[max(0, found.start() - 12) : found.end() + 12]
            if found["first"] and _ACADEMIC.search(around):
                named = f"{found['first']}/{int(found['first']) + 1}"
            yield *found.span(), named, bool(said or _COMPARED.search(lead))


def english_days(line: str) -> Iterator[tuple[int, int, str]]:
    """Where a line without Chinese names a day of a year, and the day; empty where the calendar has
    none."""
    if _HAN.search(line):
        return
    for found in _NAMED.finditer(line):
        if found["day"]:
            yield *found.span(), _parse_day(found)


def _parse_period(found: re.Match[str], around: str) -> str | None:
    """The period of a match; None where it names none after all, as in 2016-99."""
    if found["first_"]:
        first, last = _month_number(found["first_"]), _month_number(found["last_"])
        began = found["began"] or f"{int(found['ended_']) - (first > last)}"
        begin, end = f"{began}-{first:02}", f"{found['ended_']}-{last:02}"
        return f"{begin}/{end}" if begin < end else None
    if found["day"]:
        return ""
    if found["first"]:
        return _financial_year(found["first"], found["last"])
    if found["only"] or found["closing"]:
        return found["only"] or found["closing"]
    if found["closes"]:
        return _three_months_to(_month_number(found["closes"]), int(found["closed"]))
    if found["ending"]:
        return _year_to(_month_number(found["ending"]), int(found["ended"]))
    if found["spelt"]:
        number = _ORDINALS.index(found["spelt"].lower()) + 1
        return _parse_quarter(number, found["spelt_of"], found["spelt_of_"], around)
    if found["headed"]:
        return _parse_quarter(int(found["headed"]), found["headed_of"], found["headed_of_"], around)
    if found["quarter"]:
        return _parse_quarter(int(found["quarter"]), found["of"], found["of_"], around)
    if found["since"]:
        return _from_to(found["since"], found["till"], found["till_year"])
    if found["short"]:  # Jan - Jun 15, above a column
        return _from_to(found["from"], found["to"], f"20{found['short']}")
    if found["from"]:
        return _parse_months(found, around)
    month = _month_number(found["month"] or found["bare"])
    year = found["year"] or _year_of(month, around)
    return f"{year}-{month:02}"


def _parse_day(found: re.Match[str]) -> str:
    """The day of a match; empty where the calendar has none."""
    try:
        return date(
            int(found["year_"]), _month_number(found["month_"]), int(found["day"])
        ).isoformat()
    except ValueError:
        return ""


def _three_months_to(month: int, year: int) -> str:
    """The three months that end with one, a quarter of the calendar where they are one."""
    if month % 3 == 0:
        return f"{year}-Q{month // 3}"
    return f"{year - (month < 3):04}-{(month - 3) % 12 + 1:02}/{year:04}-{month:02}"


def _year_to(month: int, year: int) -> str:
    """The twelve months that end with one."""
    if month == 12:
        return f"{year}"
    return f"{year - 1:04}-{month + 1:02}/{year:04}-{month:02}"


def _month_number(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, start=1) if month[:3] == name[:3].lower())


def _year_of(month: int, around: str) -> str:
    """The year of a month without one: in a financial year, January to March are of the next."""
    is_next = is_financial(around) and month < 4
    return f"{int(around[:4]) + is_next:04}"


def _financial_year(first: str, last: str) -> str | None:
    after = f"{int(first) + 1}"
    return f"{first}-04/{after}-03" if after.endswith(last) else None


def _parse_quarter(quarter: int, of: str | None, of_: str | None, around: str) -> str:
    """A quarter of a calendar year, or of the financial year that is named with it or before it."""
    year = of or around[:4]
    is_in_it = is_financial(around) and year in ("", around[:4], f"{int(around[:4]) + 1}")
    if not (of_ or is_in_it):
        return f"{year}-Q{quarter}"
    first = 3 * quarter + 1 if quarter < 4 else 1
    year = f"{int(year) + (quarter == 4):04}"
    return f"{year}-{first:02}/{year}-{first + 2:02}"


def _from_to(first: str, last: str, year: str) -> str:
    """The months from one to another, which is of a year."""
    begin, end = _month_number(first), _month_number(last)
    return f"{int(year) - (begin > end):04}-{begin:02}/{year}-{end:02}"


def _parse_months(found: re.Match[str], around: str) -> str | None:
    if found["within"]:  # 2023/24 April to June
        around = _financial_year(found["within"], found["within_"]) or around
    first, last = _month_number(found["from"]), _month_number(found["to"])
    to_year = found["to_year"] or found["from_year"] or _year_of(last, around)
    start = found["from_year"] or f"{int(to_year) - (first > last):04}"
    if not found["from_year"] and not found["to_year"]:
        start = _year_of(first, around)
    begin, end = f"{start}-{first:02}", f"{to_year}-{last:02}"
    return f"{begin}/{end}" if begin < end else None

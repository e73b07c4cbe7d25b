"""The periods that a text names: 2016年, 1-4月, 上半年, 去年同期, 截至2020年11月1日, Q3 2025/26."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from laicheng_data.facts.spoken_english import english_periods

_QUARTER = {"一": "Q1", "二": "Q2", "三": "Q3", "四": "Q4"} | {f"{n}": f"Q{n}" for n in range(1, 5)}
_TO = r"\s*[-—–―~～至到]+\s*"
_NAMED = re.compile(
    rf"(?<!\d)(?P<first>(?:19|20)\d\d)(?:年度?)?{_TO}(?P<last>(?:19|20)\d\d)(?=年|\s|$)"
    r"|(?:(?<!\d)(?P<year>(?:19|20)\d\d)(?:年度?|(?=[/-]\d|\.\d{{1,2}}\.\d))"
    r"|(?P<now>今年|本年度?|全年|当年)|(?P<ago>(?:去年|上年度?|上一年度?)(?!结转|结余)))?"
    rf"(?:[的末底]?\s*(?:(?<!\d)(?P<from>\d{{1,2}})月?份?(?:\d{{1,2}}日)?{_TO}(?P<to>\d{{1,2}})月"
    r"|(?:(?<![\d.])|(?<=\d)[./-])(?P<month>\d{1,2})"
    r"(?:月份?(?:(?P<day>\d{1,2})日)?|[./-](?P<day_>\d{1,2}))"
    r"|第(?P<week>\d{1,2})周|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二两三])季度"
    r"|前(?P<months>[一二两三四五六七八九十]|\d{1,2})个?月))?"
)
_CHINESE = {char: number for number, char in enumerate("〇一二三四五六七八九十")} | {"两": 2}
_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到)(?:目前)?[，,（(]?\s*$")
_WITH = re.compile(r"[比较与同和自从于]\s*$")


class Named(NamedTuple):
    """A period that the text names from `start` to `end`.

    `is_compared` where it may only be what something is compared with, as in 比2014年增长.
    """

    start: int
    end: int
    period: str
    is_compared: bool


def named_periods(line: str, period: str) -> Iterator[Named]:
    """The periods that a line names, in order. `period` is what the text speaks of, and its year is
    what 今年 means.
    """
    english = [Named(*named) for named in english_periods(line, period)]
    apart = [
        named
        for named in _chinese_periods(line, period[:4])
        if not any(named.start < other.end and other.start < named.end for other in english)
    ]
    yield from sorted([*apart, *(named for named in english if named.period)])


def _chinese_periods(line: str, year: str) -> Iterator[Named]:
    """The periods that a line names in Chinese.

    A part of a year without one, such as 上半年, is of the year that was named last.
    """
    last = year
    for found in _NAMED.finditer(line):
        if not found.group().strip("的末底 "):
            continue
        if found["first"]:
            if found["first"] < found["last"]:
                yield Named(*found.span(), f"{found['first']}/{found['last']}", False)
            continue
        said = found["year"] or (year if found["now"] else "")
        if found["ago"]:
            said = f"{int(last) - 1:04}"
        lead = line[max(0, found.start() - 12) : found.start()]
        is_until = bool(_UNTIL.search(lead))
        period = _period(found, said or last, is_until)
        is_compared = bool(_WITH.search(lead))
        if said and not found["ago"] and not is_compared:
            last = said
        if period:
            yield Named(*found.span(), period, is_compared)


def _period(found: re.Match[str], year: str, is_until: bool) -> str:
    """The period; empty where a day is named on which something happened."""
    day = found["day"] or found["day_"]
    if day:
        return _day(year, found["month"], day) if is_until else ""
    if found["from"]:
        first, last = int(found["from"]), int(found["to"])
        if first == last:  # 7月8日—7月14日, when something happened
            return ""
        return f"{year}-{first:02}/{year}-{last:02}" if 1 <= first < last <= 12 else year
    if found["month"]:
        month = int(found["month"])
        return f"{year}-{month:02}" if 1 <= month <= 12 else year
    if found["week"]:
        return f"{year}-W{int(found['week']):02}" if 1 <= int(found["week"]) <= 52 else year
    if found["half"]:
        return f"{year}-H{'上下'.index(found['half']) + 1}"
    if found["quarter"]:
        return f"{year}-{_QUARTER[found['quarter']]}"
    if found["quarters"]:
        return f"{year}-01/{year}-{'06' if found['quarters'] in '二两' else '09'}"
    if found["months"]:
        months = _CHINESE.get(found["months"]) or int(found["months"])
        return f"{year}-01/{year}-{months:02}" if 1 < months <= 12 else year
    return year


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""

"""The periods that a text names: 2016年, 1-4月, 上半年, 去年同期, 截至2020年11月1日, Q3 2025/26."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from laicheng_data.facts.drafting.period_names_english import english_periods
from laicheng_data.facts.periods import date_range

_QUARTER = {"一": "Q1", "二": "Q2", "三": "Q3", "四": "Q4"} | {f"{n}": f"Q{n}" for n in range(1, 5)}
_TO = r"\s*[-—–―~～至到]+\s*"
# In Taiwan years are counted from 1911: 101年12月 is in 2012.
YEAR_OF_REPUBLIC = (  # elsewhere so many years are how long something takes
    r"(?:(?<=民国)\d{2,3}(?=年)"
    r"|(?<!\d)1[01]\d(?=年(?:度|底|全年|同[期月]|[上下]半年|第|国人|我国|增加|减少|旅客|人口|死亡|出生"
    r"|\s*\d{1,2}\s*(?:月|[-—–~～至]\s*\d{1,2}月))))"
)
_FIRST_YEAR_OF_REPUBLIC, _YEAR_DIGITS = 1912, 4
_NAMED = re.compile(
    rf"(?<!\d)(?P<first>(?:19|20)\d\d)(?:年度?)?{_TO}(?P<last>(?:19|20)\d\d)(?=学?年|\s|$)"
    rf"|(?:(?P<republic>{YEAR_OF_REPUBLIC})年(?:度)?"
    r"|(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s?年度?|(?=[/-]\d|\.\d{1,2}\.\d))"
    r"|(?P<now>今年|本年度?|全年|当年)|(?P<ago>(?:去年|上年度?|上一年度?)(?!度?结[转余])))?"
    r"(?:[的末底]?\s*"
    rf"(?:(?<!\d)(?P<from>\d{{1,2}})月?份?(?:(?P<of>\d{{1,2}})日)?{_TO}(?P<to>\d{{1,2}})月份?"
    r"|(?:(?<![\d.])|(?<=\d)[./-])(?P<month>\d{1,2}|(?<=年)(?:十[一二]?|[一二三四五六七八九])"
    r"|(?:十[一二]?|[一二三四五六七八九])(?=月份))月份?(?:(?P<day>\d{1,2})日)?"
    r"|(?<=\d)[./-](?P<month_>\d{1,2})[./-](?P<day_>\d{1,2})"
    r"|第(?P<week>\d{1,2})周|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|[前首](?P<quarters>[二两三])季度?"
    r"|[前首](?P<months>[一二两三四五六七八九十]|\d{1,2})个?月))?"
)
_CHINESE = {char: number for number, char in enumerate("〇一二三四五六七八九十")} | {"两": 2}
_YEAR_SPELT = re.compile(r"(?<![一二三四五六七八九〇零○])[一二][一二三四五六七八九〇零○]{3}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_RESTATED = re.compile(r"[（(]\s*$")  # 三季度（7月1日-9月30日）
_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到)(?:目前)?[，,（(]?\s*$")
_WITH = re.compile(r"[占比较較与與同和自从從由于按]\s*(?:(?:19|20)\d\d年?[、和与與及])*$")
_MONTHS_LISTED = re.compile(
    r"(?<![\d.])(\d{1,2})((?:、\d{1,2}){0,10})、(\d{1,2})(?:[两二三四五六]个)?月"
)
_AT_THAT_TIME = re.compile(r"零时|[0０]时|24时|为?止")
_ALONE, _ALONE_END = re.compile(r"[，,。；;：:]\s*$"), re.compile(r"[，,]")
_TIMES = re.compile(r"[底末]?(?:同期)?的\s*[\d.]+多?倍")  # 是2008年末的5.2倍
_SAME_PART = re.compile(r"同[期月]")
_TO_DAY = re.compile(r"(\d{1,2})日")
_MONTH_END = re.compile(r"\s*[底末]")


class NamedPeriod(NamedTuple):
    """A period that the text names from `start` to `end`.

    `is_compared` where it may only be what something is compared with, as in 比2014年增长;
    `is_ago` where it is the same part of the year before, as in 去年同期为197件.
    """

    start: int
    end: int
    period: str
    is_compared: bool
    is_ago: bool = False


def named_periods(line: str, period: str) -> Iterator[NamedPeriod]:
    """The periods that a line names, in order. `period` is what the text speaks of, and its year is
    what 今年 means.
    """
    english = [NamedPeriod(*named) for named in english_periods(line, period)]
    apart = [
        named
        for named in _chinese_periods(line, period)
        if not any(named.start < other.end and other.start < named.end for other in english)
    ]
    yield from sorted([*apart, *(named for named in english if named.period)])


def year_of(printed: str | None) -> str:
    """A year as it is counted elsewhere: 2021 for 110 of the Republic; empty for none."""
    if not printed or len(printed) == _YEAR_DIGITS:
        return printed or ""
    return f"{_FIRST_YEAR_OF_REPUBLIC - 1 + int(printed)}"


def _chinese_periods(line: str, spoken_of: str) -> Iterator[NamedPeriod]:
    """The periods that a line names in Chinese.

    A part of a year without one, such as 上半年, is of the year that was named last; 去年同期 is the
    same part of the year before as that which was named last.
    """
    last = year = spoken_of[:4]
    now = spoken_of
    line = _YEAR_SPELT.sub(lambda spelt: spelt[0].translate(_DIGITS), line)
    line = _MONTHS_LISTED.sub(_months_as_range, line)
    end, said_here = -1, False
    for found in _NAMED.finditer(line):
        if not found.group().strip("的末底 ") or _RESTATED.fullmatch(line[end : found.start()]):
            continue
        end = found.end()
        if found["first"]:
            if found["first"] < found["last"]:
                is_compared = bool(_WITH.search(line[: found.start()][-12:]))
                yield NamedPeriod(*found.span(), f"{found['first']}/{found['last']}", is_compared)
            continue
        counted = year_of(found["republic"] or found["year"])
        said = counted or (year if found["now"] else "")
        lead = line[max(0, found.start() - 12) : found.start()]
        if found["ago"]:
            is_said_again = (
                said_here and _ALONE.search(lead) and _ALONE_END.match(line, found.end())
            )
            said = last if is_said_again and "今年" not in line else f"{int(last) - 1:04}"
        is_day = bool(found["day"] or found["day_"])
        is_until = bool(_UNTIL.search(lead) or _AT_THAT_TIME.match(line, found.end()))
        period = _parse_period(found, said or last, is_until)
        if month := _whole_month(found, line, said or last):
            period, end = month
        if found["month"] and not is_day and _MONTH_END.match(line, found.end()):
            period = _last_day(period)
        is_compared = bool(_WITH.search(lead) or _TIMES.match(line, found.end()))
        if said and not found["ago"] and not is_compared:
            last, said_here = said, counted == spoken_of
        is_ago = bool(found["ago"] and _SAME_PART.match(line, found.end()))
        if is_ago and now[:4] == last:
            period = year_before(now)
        if period:
            now = now if found["ago"] or is_compared else period
            yield NamedPeriod(found.start(), end, period, is_compared, is_ago and not is_compared)


def _months_as_range(listed: re.Match[str]) -> str:
    """Months that follow each other written as 6-----8月 for 6、7、8三个月, so that no place moves."""
    first, between, last = listed.groups()
    many = between.count("、") + 1
    if int(last) - int(first) != many:
        return listed[0]
    dashes = "-" * (len(listed[0]) - len(first) - len(last) - 1)
    return f"{first}{dashes}{last}月"


def year_before(period: str) -> str:
    """The same period of the year before, 2023-04/2024-03 of 2024-04/2025-03."""
    return re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04}", period)


def period_before(period: str, unit: str) -> str:
    """The period before another by 月, 季 or 周, else the same one of the year before."""
    found = re.fullmatch(r"(\d{4})-([QW]?)(\d{1,2})", period)
    many = {"月": 12, "季": 4, "周": 52}.get(unit)
    if many is None or not found or found[2] != {"月": "", "季": "Q", "周": "W"}[unit]:
        return period if many else year_before(period)
    year, number = int(found[1]), int(found[3]) - 1
    width = 1 if unit == "季" else 2
    return f"{year - (number < 1):04}-{found[2]}{number or many:0{width}}"


def _whole_month(found: re.Match[str], line: str, year: str) -> tuple[str, int] | None:
    """The month that days from its first to its last are, and where they end: 4月1日至4月30日."""
    until = _TO_DAY.match(line, found.end())
    if not (until and found["from"] and found["from"] == found["to"] and found["of"] == "1"):
        return None
    month = f"{year}-{int(found['from']):02}"
    is_whole = int(found["from"]) in range(1, 13) and _last_day(month)[-2:] == until[1].zfill(2)
    return (month, until.end()) if is_whole else None


def _parse_period(found: re.Match[str], year: str, is_until: bool) -> str:
    """The period; empty where a day is named on which something happened."""
    day = found["day"] or found["day_"]
    if day:
        return _iso_day(year, found["month"] or found["month_"], day) if is_until else ""
    if found["from"]:
        first, last = int(found["from"]), int(found["to"])
        if first == last or (found["of"] or "1") != "1":  # 7月8日—7月14日, when something happened
            return ""
        is_part = 1 <= first < last <= 12 and (first, last) != (1, 12)
        return f"{year}-{first:02}/{year}-{last:02}" if is_part else year
    if found["month"]:
        month = _parse_number(found["month"])
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
        months = _parse_number(found["months"])
        return f"{year}-01/{year}-{months:02}" if 1 < months <= 12 else year
    return year


def _parse_number(text: str) -> int:
    """A number of digits, or of one or two Chinese characters: 12 of 十二."""
    if text.isdecimal():
        return int(text)
    return _CHINESE[text[0]] + (_CHINESE[text[1]] if text[1:] else 0)


def _last_day(period: str) -> str:
    """The last day of a month: what is counted at its end is no flow of the month."""
    return date_range(period)[1].isoformat() if "-" in period else period


def _iso_day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""

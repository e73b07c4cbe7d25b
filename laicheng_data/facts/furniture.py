"""What stands around a report's text: which line is the title, and what the page says about
itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from laicheng_data.facts.paragraphs import NUMERAL, Source, SourceError
from laicheng_data.facts.spoken import named_periods
from laicheng_data.facts.spoken_english import is_financial

LONG_LINE = 60
_NO_YEAR = "1000"  # stands for the year of a text until one is found
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|([-./])\d{1,2}\1\d)")
_TITLE_END = re.compile(
    r"(?:报告|公报|通报|情况|总结|分析|数据|统计|简报|快报|报表|年报)(?:[（(].*[）)])?$"
)
_SECTION = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十\d]+[章节部]|[>＞:：]"
)
_HEAD_TITLES = ("articletitle", "title")
_SHORTEST_TITLE = 6

_DAY = r"((?:19|20)\d\d)\s*(?:-|年|/|\.)\s*(\d{1,2})\s*(?:-|月|/|\.)\s*(\d{1,2})日?"
_LABELS = {
    "publisher": r"发布单位|发布机构|发布机关|发文机关|公开主体|信息来源|来源|公开单位|发文单位|制发机关|责任部门",
    "date": r"发文日期|发布日期|发布时间|成文日期|生成日期|公开日期|印发日期|时间|日期",
    "document_number": r"文号|发文字号|文件编号|发文文号",
    "index": r"索引号|索取号|信息索引",
}
_METAS = {"publisher": ("contentsource", "sitename", "author"), "date": ("pubdate", "publishdate")}
_VALUE = r"\s*[:：|\t]\s*([^\s|:：]+(?: (?!\S{2,8}[:：])[^\s|:：]+)*)"
_PLACE = re.compile(
    r"^([\u4e00-\u9fff]{1,10}?(?:自治区|自治州|自治县|省|市|县|区|州|盟|旗|镇|乡|街道))"
)
_ABOVE, _BELOW = 40, 15  # lines in which the furniture is looked for


class Title(NamedTuple):
    """The line that is taken for the title, why, and its text."""

    line: int
    why: str
    text: str = ""


class Furniture(NamedTuple):
    """What the page says of its report; empty where it does not."""

    publisher: str = ""
    place: str = ""
    date: str = ""
    document_number: str = ""


def squeezed(text: str) -> str:
    """The text without white space, as titles are compared."""
    return re.sub(r"\s+", "", text)


def find_title(source: Source, title: str = "") -> Title:
    """The title line. Where none is certain it is the first line, so that no numeral is lost.

    Raises SourceError where a title is named that no line is.
    """
    found = _find_title(source, title)
    return found._replace(text=source.lines[found.line] if source.lines else title)


def _find_title(source: Source, title: str) -> Title:
    lines = [squeezed(line) for line in source.lines]
    if not lines:
        return Title(0, "there is no source")
    if title:
        return _named_title(lines, squeezed(title))
    before = next(
        (at for at, line in enumerate(lines) if len(line) >= LONG_LINE or _is_section(line)),
        len(lines),
    )
    short = range(before)
    for name in _HEAD_TITLES:
        said = squeezed(source.about.get(name, ""))
        alike = [at for at in short if len(lines[at]) >= _SHORTEST_TITLE and lines[at] in said]
        if alike:
            return Title(max(alike, key=lambda at: len(lines[at])), "the head of the page names it")
    named = [at for at in short if _TITLE_END.search(lines[at]) and lines[at][0] not in ">＞"]
    if named:
        return Title(named[-1], "it is the last line above the text that ends as titles do")
    return Title(0, "no line is certain to be the title, so none is left out; name it with --title")


def _is_section(line: str) -> bool:
    return _SECTION.match(line) is not None


def _named_title(lines: list[str], title: str) -> Title:
    found = [at for at, line in enumerate(lines) if line == title]
    if not found:
        near = next((line for line in lines if title in line or line in title), "")
        hint = f"; did you mean {near[:LONG_LINE]!r}?" if near else ""
        raise SourceError(f"no line of the source is the title {title!r}{hint}")
    before_text = [at for at in found if not any(len(line) >= LONG_LINE for line in lines[:at])]
    return Title(before_text[-1] if before_text else found[0], "it is the one named")


def numerals_above(source: Source, title: int) -> list[str]:
    """The numerals that stand above the title, each with the line it stands in."""
    return [
        f"{numeral.group()} in {line[:LONG_LINE]!r}"
        for line in source.lines[:title]
        for numeral in NUMERAL.finditer(line)
    ]


def read_furniture(source: Source, title: int) -> Furniture:
    """What the lines around the text and the head of the page say of it."""
    above = source.lines[max(0, title - _ABOVE) : title + _BELOW]
    around = [*above, *source.lines[-_BELOW:]]
    said = {name: next(_labelled(words, around), "") for name, words in _LABELS.items()}
    for name, metas in _METAS.items():
        said[name] = (
            next((source.about[meta] for meta in metas if source.about.get(meta)), "") or said[name]
        )
    said["date"] = _day(said["date"]) or next(filter(None, map(_whole_day, around)), "")
    publisher = said["publisher"].removesuffix("】").strip()
    place = _PLACE.match(squeezed(source.lines[title]) if source.lines else "") or _PLACE.match(
        publisher
    )
    number = said["document_number"] or said["index"]
    return Furniture(publisher, place[1] if place else "", said["date"], number)


def _labelled(words: str, lines: list[str]) -> Iterator[str]:
    """What stands behind a label such as 发布单位: or 索 引 号:, on its line or in the next cell."""
    spaced = "|".join(r"\s*".join(word) for word in words.split("|"))
    pattern = re.compile(rf"(?:^|[\s|【（(])(?:{spaced}){_VALUE}")
    for line in lines:
        if len(line) < 4 * LONG_LINE and (found := pattern.search(line)):
            value = (
                re.split(r"\s+\S{0,6}$", found[1])[0]
                if found[1].endswith((":", "："))
                else found[1]
            )
            if any(character.isalnum() for character in value):
                yield value.strip()


def _day(text: str) -> str:
    """The first day of the calendar that a text names, as ISO 8601; empty if none."""
    for found in re.finditer(_DAY, text):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:  # 30 February
            continue
    return ""


def _whole_day(line: str) -> str:
    """The day of a line that is nothing but one, as a letter ends, or opens as a speech does."""
    is_signed = re.fullmatch(rf"[（(]?{_DAY}[）)]?", squeezed(line))
    is_spoken = re.match(rf"[（(—-]+{_DAY}.{{0,40}}(?:会议|会)上?[）)]?$", squeezed(line))
    return _day(line) if is_signed or is_spoken else ""


def period_of(title: str, furniture: Furniture, lines: list[str]) -> str:
    """The period that a report speaks of: by its title, its date, or the latest year of its
    text; empty where none of them names a year."""
    for named in named_periods(title, _NO_YEAR):
        if is_of_a_year(named.period):
            return named.period
    if furniture.date:
        year, month = int(furniture.date[:4]), int(furniture.date[5:7])
        looks_back = month <= 6 and re.search(r"年度|年报|上年", title) is not None
        return str(year - looks_back)
    spoken = [named.period for line in lines for named in named_periods(line, _NO_YEAR)]
    years = [period[:4] for period in spoken if is_of_a_year(period)]
    years = years or [found[0] for line in lines for found in _YEAR.finditer(line)]
    latest = max(years, default="")
    return next((p for p in spoken if p[:4] == latest and is_financial(p)), latest)


def is_of_a_year(period: str) -> bool:
    """Whether the year of a period is named, rather than stood for until one is found."""
    return period >= "1900"


def period_to_read_by(period: str) -> str:
    """The period by which 今年 or 上半年 is read, also where the text names no year."""
    return period or _NO_YEAR

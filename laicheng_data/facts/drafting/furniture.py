"""What stands around a report's text: which line is the title, and what the page says about
itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from laicheng_data.facts.drafting.normalisation import simplify, strip_whitespace
from laicheng_data.facts.drafting.offices import issuing_body, office_by_kind
from laicheng_data.facts.drafting.period_names import named_periods
from laicheng_data.facts.drafting.period_names_english import is_financial
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.sources.flat_tables import restore_tables
from laicheng_data.facts.sources.grids import OF_UNITS, is_figure
from laicheng_data.facts.sources.paragraphs import NUMERAL, Source, SourceError

LONG_LINE = 60
_CENSUS = re.compile(r"第([四五六七八九])次全国人口普查")
_CENSUSES, _FIRST_CENSUS = "四五六七八九", 1990  # every ten years since the fourth
_NO_YEAR = "9000"  # stands for the year of a text until one is found; what it names is earlier
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|([-./])\d{1,2}\1\d)")
_SPEAKS_OF_NOW = re.compile(r"[今去本]年|[本当]月|(?i:this|last) (?:year|month)")
_FURTHEST_BACK = 3  # years from what a text speaks of to the day when it came out
_LOOKS_BACK = re.compile(r"年度|年报|上年|(?<!\d)1月?[-—–~～至到]+12月")
_TITLE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=中国|全国|国家)")
_TITLE_END = re.compile(
    r"(?:报告|公报|通报|情况|总结|分析|数据|统计|简报|快报|报表|(?:情况|统计|收支|汇总)表|年报|说明|公告|概况|综述|摘要|白皮书"
    r"|報告|公報|情況|總結|統計|數據|說明|概況)(?:[（(].*[）)])?$"
)
_SECTION = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十\d]+[章节部]|[:：]"
)
_HEAD_TITLES = ("articletitle", "title", "heading")
_NAMED_BY_HEAD = "the head of the page names it"
_SHORTEST_TITLE = 6

_DAY = r"((?:19|20)\d\d)\s*(?:-|年|/|\.)\s*(\d{1,2})\s*(?:-|月|/|\.)\s*(\d{1,2})日?"
# 5.10.2015; 15/10/2015, where no month can be meant
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2}(?=\.)|1[3-9]|2\d|3[01])[./](\d{1,2})[./]((?:19|20)\d\d)")
_CLOCK = r"(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
_MONTHS = "January February March April May June July August September October November December"
_ENGLISH_DAY = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS.split())}),? (\d{{4}})")
_DAY_ALONE = re.compile(rf"(?:(?:[A-Z][a-z]{{2,5}}day),? )?{_ENGLISH_DAY.pattern}")
_IS_OUT = re.compile(  # Published 24 May 2019
    rf"\W*(?i:first )?(?i:published|released|issued|publication date|release date|date)(?: on)?:? "
    rf"{_ENGLISH_DAY.pattern}\W*$"
)
_LABELS = {
    "publisher": r"发布单位|发布机构|发布机关|发文机关|公开主体|信息来源|来源|公开单位|发文单位|制发机关|责任部门"
    r"|發布單位|發佈單位|發布機關|發佈機關|資料來源|Published by|Publisher",
    "date": r"发文日期|发布日期|发布时间|成文日期|生成日期|公开日期|印发日期|发表时间|时间|日期"
    r"|發布日期|發佈日期|發布時間|Published on|Published|Date published|Publication date"
    r"|Last updated|Last Updated On|Updated",
    "document_number": r"文号|发文字号|文件编号|发文文号|發文字號",
    "index": r"索引号|索取号|信息索引",
}
_AUTHOR = re.compile(
    r"作\s*者\s*[：:]\s*(\S{2,20}(?:局|委|办|政府|院|厅|部|会|中心|处|署|公室))(?=\s|$)"
)
_METAS = {
    "publisher": (
        "contentsource", "dc.publisher", "dcterms.publisher", "sitename", "og:site_name", "author",
    ),
    "date": (
        "pubdate", "publishdate", "dc.date.issued", "dcterms.issued", "article:published_time",
        "dc.date", "dcterms.modified", "article:modified_time",
    ),
}  # fmt: skip
_SITE = re.compile(
    r"\s*[|_–—-]\s*([^|_–—-]*[^\W\d][^|_–—-]*)$"
)  # behind the title in a page's head
_VALUE = r"\s*[:：|\t]\s*([^\s|:：]+(?: (?!\S{2,8}[:：])[^\s|:：]+)*)"
_PLACE_NAME = (  # of a district with what it belongs to; 杭州市 does not end with 州
    r"(香港|澳[门門]|(?!全|我|本|各|城[市镇]|[超股夜集楼门]市|[景辖小新园社地]区|联盟)"
    r"[\u4e00-\u9fff]{1,10}?"
    r"(?:自治[区州县]|[省市县区盟旗镇乡]|州(?!市)|街道)"
    r"(?:(?!全|我|各|所|城)[\u4e00-\u9fff]{2,3}?(?<!地)(?<!社)[市县区旗]){0,2})"
)
_PLACE = re.compile(rf"^(?:关于)?+(?!开展|做好|加强|推进){_PLACE_NAME}")
# A place behind its time, as far as what follows is what a report is called by: 2020年甲县国民经济…
_PLACE_OF_YEAR = re.compile(
    r"^(?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{4})年度?"
    rf"(?:[上下]半年|第?[一二三四]季度|\d+(?:[-—–至]\d+)?月份?)?+{_PLACE_NAME}"
    r"(?=国民经济|统计|财政|预算|一般公共|政府|政务|人民|12345|教育|水资源|残疾人|卫生|生态"
    r"|消费|投诉|环境|市场监|整[体體])"
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
    office: str = ""


def find_title(source: Source, title: str = "") -> Title:
    """The title line. Where none is certain it is the first line, so that no numeral is lost.

    Raises SourceError where a title is named that no line is.
    """
    if not source.lines:
        return Title(0, "there is no source", title)
    if title:
        found = _title_by_name([*map(strip_whitespace, source.lines)], strip_whitespace(title))
    else:
        restored = restore_tables(source)
        found = _guess_title(restored.source)
        found = found._replace(line=restored.pieces[found.line][0].line)
    return found._replace(text=source.lines[found.line])


def _guess_title(source: Source) -> Title:
    lines = [strip_whitespace(line) for line in source.lines]
    before = next(
        (at for at, line in enumerate(source.lines) if _is_of_text(source, at)), len(lines)
    )
    short = range(before)
    for name in _HEAD_TITLES:
        said = strip_whitespace(source.about.get(name, ""))
        alike = [at for at in short if len(lines[at]) >= _SHORTEST_TITLE and lines[at] in said]
        if alike:
            why = "it is the heading of the page" if name == "heading" else _NAMED_BY_HEAD
            return Title(max(alike, key=lambda at: len(lines[at])), why)
    named = [at for at in short if _TITLE_END.search(lines[at]) and lines[at][0] not in ">＞"]
    named = [at for at in named if not _is_caption(source, at)] or named
    if named:
        last = lines[named[-1]]
        whole = [at for at in named if lines[at].endswith(last) and len(lines[at]) > len(last)]
        if whole:  # said again below in two lines
            return Title(whole[-1], "it is the line above the text that ends as titles do, whole")
        return Title(named[-1], "it is the last line above the text that ends as titles do")
    return Title(0, "no line is certain to be the title, so none is left out; name it with --title")


def _is_caption(source: Source, at: int) -> bool:
    """Whether a line stands right above a table."""
    lines = range(at + 1, len(source.lines))
    return next((n for n in lines if not OF_UNITS.match(source.lines[n])), 0) in source.rows


def _is_of_text(source: Source, at: int) -> bool:
    """Whether a line is of the text itself: a sentence, a section, or a row of figures."""
    line = strip_whitespace(source.lines[at])
    is_path = len(re.findall("[>＞»›]", line)) > 1  # Home > Housing > Strategy
    is_long = (len(line) >= LONG_LINE and not is_path) or line.endswith("。")
    is_row = at in source.rows and any(is_figure(cell.text) for cell in source.rows[at].cells)
    return is_long or is_row or _SECTION.match(line) is not None


def _title_by_name(lines: list[str], title: str) -> Title:
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
    said = {name: next(_labelled_values(words, around), "") for name, words in _LABELS.items()}
    for name, metas in _METAS.items():
        said[name] = (
            next((source.about[meta] for meta in metas if source.about.get(meta)), "") or said[name]
        )
    said["date"] = _first_date(said["date"]) or next(filter(None, map(_whole_day, around)), "")
    publisher = said["publisher"].removesuffix("】").strip()
    publisher = publisher or next(_authors(around), "") or _site(source, title)
    heading = strip_whitespace(source.lines[title]) if source.lines else ""
    place = _PLACE.match(heading) or _PLACE_OF_YEAR.match(heading) or _PLACE.match(publisher)
    number = said["document_number"] or said["index"]
    body = issuing_body(source.lines[title:], publisher)
    place = place or _PLACE.match(body)
    return Furniture(
        publisher or body,
        place[1] if place else "",
        said["date"],
        number,
        body or office_by_kind(simplify(heading), place is not None),
    )


def _authors(lines: list[str]) -> Iterator[str]:
    """The offices that a page names as its author."""
    yield from (found[1] for line in lines if (found := _AUTHOR.search(line)))


def _site(source: Source, title: int) -> str:
    """The site that the head of the page names behind the title; empty where it does not."""
    said = source.about.get("title", "")
    heading = source.lines[title] if source.lines else ""
    if not heading or not strip_whitespace(said).startswith(strip_whitespace(heading)):
        return ""
    found = _SITE.search(said)
    is_behind = found is not None and strip_whitespace(found[1]) not in strip_whitespace(heading)
    return found[1].strip() if found and is_behind else ""


def _labelled_values(words: str, lines: list[str]) -> Iterator[str]:
    """What stands behind a label such as 发布单位: or 索 引 号:, on its line or in the next cell."""
    spaced = "|".join(r"\s*".join(word) for word in words.split("|"))
    pattern = re.compile(rf"(?:^|[\s|【（(\[])(?:{spaced})(?:\s*[\]】)）])?{_VALUE}")
    for line in lines:
        if len(line) < 4 * LONG_LINE and (found := pattern.search(line)):
            value = (
                re.split(r"\s+\S{0,6}$", found[1])[0]
                if found[1].endswith((":", "："))
                else found[1]
            )
            if any(character.isalnum() for character in value):
                yield value.strip()


def _first_date(text: str) -> str:
    """The first day of the calendar that a text names, as ISO 8601; empty if none."""
    for found in re.finditer(_DAY, text):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:  # 30 February
            continue
    for day, month, year in _DAY_FIRST.findall(text):
        with suppress(ValueError):
            return date(int(year), int(month), int(day)).isoformat()
    for day, month, year in _ENGLISH_DAY.findall(text):
        with suppress(ValueError):
            return date(int(year), _MONTHS.split().index(month) + 1, int(day)).isoformat()
    return ""


def _whole_day(line: str) -> str:
    """The day of a line that is nothing but one and an hour, as a letter ends, or opens as a speech
    does."""
    is_signed = re.fullmatch(
        rf"[（(]?(?:{_DAY}|{_DAY_FIRST.pattern}){_CLOCK}[）)]?", strip_whitespace(line)
    )
    byline = re.search(rf"{_DAY}{_CLOCK}[|｜]?(?:来源|來源|作者|责编)[:：]", strip_whitespace(line))
    is_byline = byline and (not byline.start() or len(line) < LONG_LINE)
    is_spoken = re.match(rf"[（(—-]+{_DAY}.{{0,40}}(?:会议|会)上?[）)]?$", strip_whitespace(line))
    is_english = _DAY_ALONE.fullmatch(line.strip()) or _IS_OUT.match(line)
    return _first_date(line) if is_signed or is_byline or is_spoken or is_english else ""


def period_of(title: str, furniture: Furniture, lines: list[str]) -> str:
    """The period that a report speaks of: by its title, its date, or the latest year of its
    text; empty where none of them names a year."""
    titled = [named.period for named in named_periods(title, _NO_YEAR)]
    if dated := list(filter(names_a_year, titled)):
        parts = [period for period in dated if len(period) > len(dated[0])]
        of_year = dated[0].isdecimal() and all(period[:4] == dated[0] for period in parts)
        return parts[0] if of_year and len(dict.fromkeys(parts)) == 1 else dated[0]
    if of := _TITLE_YEAR.search(title):
        return of[0]
    if census := _CENSUS.search(title):
        return str(_FIRST_CENSUS + 10 * _CENSUSES.index(census[1]))
    said = [each for line in lines for each in named_periods(line, _NO_YEAR)]
    spoken = [each.period for each in said if not each.is_compared]
    years = [_last_year(period) for period in spoken if names_a_year(period)]
    if furniture.date:
        year, month = int(furniture.date[:4]), int(furniture.date[5:7])
        is_spoken_of = years.count(str(year - 1)) > years.count(str(year)) + 1
        looks_back = _LOOKS_BACK.search(title) is not None or is_spoken_of
        is_over = any(date_range(part)[1].month > month for part in titled if "-" in part)
        speaks_of_now = any(map(_SPEAKS_OF_NOW.search, [title, *lines]))
        if years and 0 < year - int(max(years)) <= _FURTHEST_BACK and not speaks_of_now:
            return max(years)
        return str(year - (is_over or (month <= 6 and looks_back)))
    if not any(each.is_compared for each in said):
        years = years or [found[0] for line in lines for found in _YEAR.finditer(line)]
    latest = max(years, default="")
    return next((p for p in spoken if p[:4] == latest and is_financial(p)), latest)


def _last_year(period: str) -> str:
    """The year that a period is of, the last of several; that in which a financial year begins."""
    last = period.rpartition("/")[2]
    return period[:4] if is_financial(period) else last[:4]


def names_a_year(period: str) -> bool:
    """Whether the year of a period is named, rather than stood for until one is found."""
    return period[:1] in ("1", "2")


def reference_period(period: str) -> str:
    """The period by which 今年 or 上半年 is read, also where the text names no year."""
    return period or _NO_YEAR

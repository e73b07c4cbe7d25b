"""What the titles of columns and the labels of rows are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from laicheng_data.facts.drafting.period_names import named_periods
from laicheng_data.facts.drafting.period_names_english import english_days
from laicheng_data.facts.drafting.phrases import clean_clause, to_word
from laicheng_data.facts.periods import date_range, from_january
from laicheng_data.facts.printed import CURRENCIES
from laicheng_data.facts.sources.paragraphs import Cell
from laicheng_data.facts.units import PER, UNITS

_COMPARED = re.compile(
    r"[比较較](?:上年|上月|去年|同期)|[同环環]比"
    r"|(?i:\b(?:on|since|from|compared with) (?=Q[1-4]|(?:19|20)\d\d))"
)
_OWN_YEAR = re.compile(
    r"\s*(?:本年|上一?年)度?(?=[新制废现处收结项办增公申对受][^）)]{2,}|[^数额值）)]{3,}[数额])"
)
_OUTCOMES = re.compile(r"办理结果$")
_TO_EACH_OTHER = re.compile(r"[与和]\S{1,8}比$")  # 学生与教师比
_ANY_YEAR = "2000"
MONEY = re.compile(
    rf"[{''.join(CURRENCIES)}] ?['’]?(?:000s?|thousand|million|billion|k|m|bn)?(?![\w.,])"
)
_OR_BELOW_NAUGHT = re.compile(r"/\(([A-Za-z ]+)\)")  # surplus/(deficit)
_ASIDE = re.compile(r"[（(][^（()）]*[）)]")
_ASIDE_OF_UNIT = re.compile(
    rf"[（(][^（()）]*(?:[%％‰\d]|{'|'.join(UNITS)}|[{''.join(CURRENCIES)}]['’\w]*)[）)]"
)
_SPAN_OF_TIME = re.compile(r"[至到]|[一二三四五六七八九十][月日年季岁歲]$")
_NOTE_MARK = re.compile(r"(?:(?<=[\u4e00-\u9fff])|(?<=[a-z]{3}))[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]+")
_REVISED = re.compile(  # 2010 Q4 r, 2011 Q1 (p)
    r"(?<=\d) ?[\[(]?\b(?:[rp]|rev(?:ised)?|prov(?:isional)?)\b[\])]?\s*$", re.IGNORECASE
)
_TRANSLATION = re.compile(  # 一般贸易 Ordinary Trade
    r"^([\u4e00-\u9fff][^A-Za-z]*?)\s+[A-Z][a-z][A-Za-z ,.'’&/()-]*$"
)
IN_WORD = re.compile(r"(?<=[\u4e00-\u9fff])[（(][^（()）]*[）)](?=[\u4e00-\u9fff])")
_LETTERED = re.compile(r"(?<=\d)\(([A-Z])\)")  # Exemption 7(A)
_SPACED_OUT = re.compile(
    r"(?:[\u4e00-\u9fff][ \u3000]+)+[\u4e00-\u9fff](?=\s*(?:[（(].*)?$)"
)  # 合　　计, 绝 对 数（亿元）
_TO_THIS_MONTH = re.compile(r"^1\s*[-—–―~～至]+\s*本月")
_THIS_PERIOD = re.compile(r"本期|本年|本月|本季|本周|今年|当期|当年")
_OF_WHOLE_YEAR = re.compile(r"(?:本年|全年|今年|年初)\S{0,4}(?:计划|预算|任务|目标)")
_OF_PERIOD = re.compile(r"(?:^|(?<=[\s（(]))(?:本期|(?:去年|上年)?同期)(?:数|值)?(?=$|[\s）)])")
WHOLE = re.compile(
    r"(?:合|总|共|小)\s*计|总数|总量|全[市县区省国縣區國]|[合總小]計|總數|(?i:total|all|overall)"
)


def unit_in_brackets(text: str) -> str:
    """The unit that brackets hold; empty where they tell when, or how old: （一月至六月）."""
    is_unit = re.search(rf"[%％‰‱]|(?:{'|'.join(UNITS)})$", text) and not _SPAN_OF_TIME.search(text)
    return text if is_unit else ""


def change_of(counted: str, unit: str) -> str:
    """What a change of something is called."""
    ending = "增幅" if unit in PER else "增额"
    return "change" if counted.isascii() else ending


def names_with_asides(name: Callable[..., str], titles: Sequence[Any]) -> set[str]:
    """The names that different titles share, which what stands in their brackets tells apart."""
    names = {name(title, keeps_asides=True): name(title) for title in titles}
    return {name for name, times in Counter(names.values()).items() if name and times > 1}


def _period_until(day: str, period: str) -> str:
    """The day that heads a column, or the months that end on it where the table is of such."""
    first, last = date_range(period)
    if last.isoformat()[4:] != day[4:] or first == last:
        return day
    years = int(day[:4]) - last.year
    return re.sub(r"\d{4}", lambda year: f"{int(year[0]) + years:04}", period)


def stated_period(title: str, period: str) -> str:
    """The period that a column's title names; empty where it names none."""
    said = [named.period for named in named_periods(title, period) if not named.is_compared]
    if not said:
        said = [_period_until(day, period) for *_, day in english_days(title) if day]
    own = said[-1] if said else period if _THIS_PERIOD.search(title) else ""
    own = period[:4] if _OF_WHOLE_YEAR.search(title) else own
    return from_january(own or period) if "累计" in title else own


def clean_heading(cell: Cell) -> str:
    """What a cell is called: without the mark of a note, of what was revised or a translation, 合计
    for 合　　计."""
    text = _TRANSLATION.sub(r"\1", _REVISED.sub("", _NOTE_MARK.sub("", cell.text)))
    text = _TO_THIS_MONTH.sub("本月累计", text)
    spaced = _SPACED_OUT.match(text)
    return re.sub(r"\s", "", spaced[0]) + text[spaced.end() :] if spaced else text


def row_word(labels: list[str], keeps_asides: bool = False) -> str:
    """The word of a row: 外国人 of `1. 外国人`, 办理结果_总计 where the one belongs to the other."""
    texts = [strip_unit(label, keeps_asides) for label in labels]
    if len(texts) > 1 and _OUTCOMES.search(texts[0]) and not WHOLE.search(texts[-1]):
        texts = texts[1:]
    return to_word(
        " ".join(
            _own_year_label(text) or clean_clause(text) or _strip_periods(text) for text in texts
        )
    )


def _own_year_label(text: str) -> str:
    """A label that says itself of which year it is, as printed: 本年新收申请数量, beside 上年结转数量."""
    return text.strip() if _OWN_YEAR.match(text) else ""


def _strip_days(text: str) -> str:
    """The text without the days that it names in English."""
    for start, end, _ in reversed(list(english_days(text))):
        text = f"{text[:start]} {text[end:]}"
    return text


def _strip_periods(text: str) -> str:
    """The text without the periods that it names, but for those it compares with."""
    for named in reversed(list(named_periods(text, _ANY_YEAR))):
        if not named.is_compared:
            text = f"{text[: named.start]} {text[named.end :]}"
    return text


def title_word(title: str, keeps_asides: bool = False) -> str:
    """The word of a column: what it is compared with belongs to it, as in 比上年增减, and its
    period does not."""
    text = _strip_days(strip_unit(title, keeps_asides))
    if own := _own_year_label(text):
        return to_word(own)
    if not (_COMPARED.search(text) or _TO_EACH_OTHER.search(text)):
        return to_word(clean_clause(text)) or to_word(
            _strip_periods(text) if WHOLE.search(text) else ""
        )
    return to_word(_strip_periods(text))


def strip_unit(title: str, keeps_asides: bool = False) -> str:
    """A title without its unit and what stands in brackets, or without its unit alone."""
    title = _OF_PERIOD.sub(" ", IN_WORD.sub("", _LETTERED.sub(r"\1", title)))
    title = MONEY.sub(" ", _OR_BELOW_NAUGHT.sub(r" \1 ", title))
    aside = _ASIDE_OF_UNIT if keeps_asides else _ASIDE
    return re.sub(r"[（()）%％‰]", " ", aside.sub(" ", title))

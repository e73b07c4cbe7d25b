"""Which numbers of a text are no facts, and why: dates, headings, documents, telephones, names.

Each rule is a pattern and the reason that `omitted.csv` gives. The first rule whose match holds the
number counts, and takes every number that it holds: 2016年12月31日 is one date.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from laicheng_data.facts.drafting.period_names import YEAR_OF_REPUBLIC
from laicheng_data.facts.drafting.period_names_english import MONTHS, english_periods
from laicheng_data.facts.printed import parse
from laicheng_data.facts.sources.paragraphs import numbers

TELEPHONE = "telephone or postcode"
DOCUMENT = "number of a document"
_YEAR = rf"(?:(?<!\d)(?:19|20)\d\d(?!\d)|{YEAR_OF_REPUBLIC})"
_MONTH = "|".join(name.title() for name in MONTHS)
_DAY = r"\d{1,2}月份?(?:\d{1,2}日)?"
_JOIN = r"\s*[-—–―~～至到]+\s*"
_NUMBERED = "Table|Figure|Chart|Column|Annex|Appendix|Box|Note|Step|Exhibit"
# 手机APP2750件、小程序14件
_COUNTED_OF_LETTERS = (
    r"[A-Za-z]{2,}+\d[\d.]*万?(?:件次|人次|[件人户次个笔起家宗台例条])+(?:[，。、；,;）]|$)"
)
_BOUND = r"\d+(?:\.\d+)?[万千]?[人户件家元吨亩名]?"  # of a class: 多于20万人的有1个
_NO_RATIO = "".join(
    f"(?<!{word})"
    for word in "结构由 结构为 比例为 比重为 比为 比 比例 结构 调整为 优化为 调整到 得票率".split()
)
# Numbers never split a rule's match; the order matters, since a telephone may look like a range.
_RULES = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (r"《[^《》]*\d[^《》]*》", "part of a title"),
        (r"(?<=[。；;：:，,、\s])[（(]\d{1,2}[）)](?=[\u4e00-\u9fff])", "number of a list"),
        (r"(?:(?<=\.\d[:：∶])|(?<=\.\d\d[:：∶]))1(?:00)?(?![\d.:：∶])"
         r"|(?<=[（(])以?女性?\s*[为=＝:：]\s*100(?![\d.])"
         r"|\d+(?:\.\d+)?\s*[‰%％](?=(?:的?人口)?(?:变动)?(?:情况)?抽样)", "part of a term"),
        (r"[\[［〔]\s*\d{1,2}\s*[\]］〕](?!\s*第?\s*\d+\s*号)", "number of a note"),
        (r"(?:https?://|www\.)[\x21-\x7e]+|(?<![\w.+-])[\w.+-]++@[\w.-]+", "part of an address"),
        (r"[〔﹝【〖\[(（]?\s*(?:19|20)\d{2,4}\s*[〕﹞】〗\])）]?\s*第?\s*\d+\s*号", "document number"),
        (r"[〔﹝【〖\[]\s*\d+\s*[〕﹞】〗\]]\s*第?\s*\d+\s*号", "document number"),
        (r"[\[〔【]\s*\d{4,}\s*号", "document number"),
        (rf"\b[A-Z]{{2,5}}[ -]?\d{{2,4}}/{_YEAR}", "document number"),
        (r"(?:(?<!\d)0\d{2,3}|\(0\d{2,3}\)|（0\d{2,3}）)[-—－ ]?\d{7,8}(?:[-—－转]\d{1,5})?"
         r"|(?<!\d)1[3-9]\d{9}(?!\d)"
         r"|(?:电话|传真|邮编|邮政编码)(?: *[：:] *[\d-]+| *[\d-]{6,}(?![\d件个次]))",
         TELEPHONE),
        (r"(?<![\d.])(?<!\d,)(?:12(?:345|315|333|348|358|365|366|369|388|301|329|350))"
         r"(?![\d%％]|[.,]\d|\s*[万億亿]|\s*[户项人件天个次条份组家宗元起封])"
         r"|(?<![\d.])(?:110|119|120|114|122)"
         r"(?=[”\"’」]?(?:政务|政府|便民|市民|市长|公共|服务|热线|平台|专线|举报|阳光|回音|前台|机构|中心|、"
         r"|，\d{5}|话务|指挥|接警|报警|联动|转|接?处警|警情|警务|宣传日|类(?=有效|报警|警情)))",
         TELEPHONE),
        (r"(?:索\s*引\s*号|标识码|文\s*号|备案|ICP备|公网安备|编\s*号|代码|证号)"
         r"[^\s\d，。；、：:件家个户]{0,6}[：:\s]*(?:[A-Za-z/_-]|[\u4e00-\u9fff](?=备|公网))*+"
         r"\d[A-Za-z\d/_-]*+号?(?!\s*(?:[至到~～—]|[,，]\d{3}|\.\d|[%％]|(?!号|第)[\u4e00-\u9fff]))",
         DOCUMENT),
        (r"(?:访问|浏览|点击|阅读)(?:次数|量|数)?(?:[：:]\s*\d+|\s*\d+(?:\s*次)?\s*$)",
         "counter of the page"),
        (rf"(?<![\d.])\d{{1,2}}(?:\.\d{{1,2}}\.|/\d{{1,2}}/){_YEAR}(?:\s*\d{{1,2}}[:：]\d\d)?",
         "date"),
        (rf"{_YEAR}(?:年\s*{_DAY}|([-./])\d{{1,2}}\1\d{{1,2}}(?!\d))"
         rf"(?:{_JOIN}(?:{_YEAR}年)?\s*{_DAY})?"
         r"(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?|\d{1,2}[时点](?:\d{1,2}分)?)?", "date"),
        (rf"{_YEAR}年?\s*(?:第?\d{{1,2}}(?:周|季度)|[前上下]半年)", "period"),
        (rf"{_YEAR}(?:年度?)?{_JOIN}{_YEAR}(?:年度?|(?=[^\d]|$))", "years"),
        (r"(?<![\d.,])\d{1,2} out of (?:every )?\d{1,3}\b", "part of a term"),
        (rf"{_YEAR}(?=(?:、(?:19|20)\d\d)*\s?年|学年|\s*(?:GDP|gdp)|(?:中国|国家|全[国省市县区州旗盟镇乡]))", "year"),
        (r"[今昨][日天][（(]\d{1,2}日[)）]", "date"),
        (r"(?<![\d.])\d成\d(?![\d.])", "no single number"),
        (r"[前首]\s*\d{1,2}\s*个?月(?!\d)", "months"),
        (r"(?<![\d.])\d{1,3}周年", "part of a term"),
        (r"['‘\"“](?:Year|Grade|Level|Stage|Phase) \d{1,2}['’\"”]", "part of a name"),
        (r"\baged (?:between )?(?:\w+ (?:and|to) )?\d{1,3}(?:[-–]\d{1,3})?(?: years)?\b"
         r"|(?<![\d.,])\d{1,2}[-–]\d{1,3} years?['’]? age\b", "part of a term"),
        (r"(?<![\d.,-])\d{1,3}-(?:year|month|week|day|hour|minute)s?\b", "part of a term"),
        (rf"(?<![\d.])\d{{1,2}}月?(?:{_JOIN}|、)\d{{1,2}}月份?(?!\d)"
         r"|(?<![\d.])\d{1,2}(?:、\d{1,2}){1,11}(?:[两二三四五六]个)?月", "months"),
        (r"(?<![\d.])(?:[1-9]|1[0-2])月份?(?:\d{1,2}日)?"
         rf"(?:{_JOIN}\d{{1,2}}日)?|(?<=[月至到—-])\d{{1,2}}日"
         r"|(?:^|(?<=[，,。；;\s]))(?:[12]?\d|3[01])日(?=[，,])"
         r"|(?<=[\u4e00-\u9fff])(?<![约近每为达共计至限满])(?:[12]?\d|3[01])日"
         r"(?=[举召发公对向通宣介电讯]|从最|在京|上午|下午|晚间)", "date"),
        (r"(?<![\d.])\d{1,2}[时点]\d{1,2}分?"
         r"|(?<![\d.])(?:[01]?\d|2[0-4])时?[-—–~～至到](?:次日)?(?:[01]?\d|2[0-4])时(?!间|长|期)"
         rf"|(?<![\d.:：]){_NO_RATIO}(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?"
         r"(?![:：]?\d|\.\d)", "time"),
        (rf"\b(?:{_NUMBERED})(?: \d+(?:\.\d+)*(?:[–-]\d+)?"
         r"|(?:e?s) \d+(?:\.\d+)*(?:(?:,| and|, and| to|[–-])\s?\d+(?:\.\d+)*)*)",
         "number of a table or figure"),
        (r"^\s*[注註][：:]\s*[（(]?\d{1,2}[.、）)](?!\d)|(?<=[。；])\s*\d{1,2}[.、](?!\d)"
         r"|^\s*[（(]\d{1,2}[）)](?=\s*[\u4e00-\u9fff])", "number of a note"),
        (r"(?<![\d.])0\d{2,4}[ -]\d{3,4}(?:[ -]\d{3,4})?(?!\d)", TELEPHONE),
        (r"^\s*\d{1,2}[-－—]\d{1,2}(?=\s*(?![年月日周季号个天万亿千百元名人岁倍])[\u4e00-\u9fff]{4})",
         "number of a table or figure"),
        (r"第\s*\d+(?:\s*[-—－~至、]\s*第?\d+)*", "ordinal"),
        (r"(?:图表?|表格?|附件|附表|附录|专栏|注)\s*\d++(?:[-—.]\d++)*+"
         r"(?=[：:\s、，。）)\d]|$|(?![份张个件])[\u4e00-\u9fff])",
         "number of a table or figure"),
        (r"[“\"「][^“”\"「」，。\d]{0,12}\d[^“”\"「」，。]{0,12}[”\"」]", "part of a name"),
        (rf"(?<![A-Za-z])(?!{_COUNTED_OF_LETTERS})"
         r"[A-Za-z]++[-_]?\d+(?:\.\d+)?[A-Za-z]*(?:[-—－](?:19|20)\d\d)?"
         r"|(?<![\d.])\d[A-Z](?![a-zA-Z])", "part of a name"),
        (r"(?<![\d.])\d++\s*(?:[-—–~～至到]\s*\d++(?:\.\d++)?)?周?岁(?:及?以[上下])?",
         "part of a term"),
        (r"(?<![\d.])\d+(?:[万千百])?[户人件家元吨亩名起个]以上(?=[\u4e00-\u9fff（()）]{2,24}\d)(?![^\d]*以上)",
         "part of a term"),
        (rf"(?:(?<![\d.]){_BOUND}[至到—–~～-]{_BOUND}(?:之间)?|(?<![\d.]){_BOUND}(?<!\d)及?以[上下]"
         rf"|(?:[高低多少]于|超过|不足){_BOUND})"
         r"(?=的[为有占是共][\u4e00-\u9fff]{0,4}\d)", "part of a term"),
        (r"\b(?:Act|Regulations?|Order|Directive|Practice|[A-Z]{3,5}A)(?: \([^()\d]*\))?"
         r",? ?(?:19|20)\d\d\b",
         "part of a title"),
        (r"\b(?i:section|paragraph|article|chapter|schedule|page)(?:\s+\d+(?:\.\d+)*(?:[–-]\d+)?"
         r"|s\s+\d+(?:\.\d+)*(?:(?:,| and| or| to|[–-])\s*\d+(?:\.\d+)*)*)",
         "number of a section"),
        (r"(?<!\d)(?<!\d[ ,.])['’]?000s?(?![\d.,])", "part of a unit"),
        (r"每\s*\d+[十百千万]*(?=[\u4e00-\u9fff])|以[^，。]{1,6}为\s*100", "part of a term"),
        (r"[(（]\s*\d+(?:\.\d+)?\s*/\s*\d+(?:\.\d+)?\s*[)）]\s*%", "no single number"),
        (r"[(（]\s*\d+ (?:(?:working|calendar) )?(?:days|weeks|months)\s*[)）]", "time limit"),
        (r"(?i:time limit|deadline)[^.;]{0,60}? (?:is|of) \d+ (?:\w+ )?(?:days|weeks?|months?)\b"
         r"|(?<![\d.])\d+个?工作日(?:之?内|以内)", "time limit"),
        (r"\b(?:[Ss]tage|[Tt]ype|[Ll]evel|[Tt]ier|[Bb]and|[Gg]rade|[Pp]hase|[Cc]ategory)s?"
         r" \d(?: and \d)?\b(?![.,]?\d)", "part of a name"),
        (r"\b(?:last|past|next|previous) \d+ (?:years|months|weeks|days)\b|\b\d+ years ago\b",
         "period"),
        (r"\b(?:[Tt]he|[Tt]his|[Ii]ts) (?:19|20)\d\d (?=[a-z])", "year"),
        (r"(?<![\d.])\d+[日天]及?以[上下](?=[\u4e00-\u9fff]{1,8}\d)", "part of a term"),
        (rf"\b(?i:{_MONTH}) (?:\d{{1,2}}(?:st|nd|rd|th)\b|\d{{1,2}}, (?:19|20)\d\d(?!\d))", "date"),
        (rf"\b(?:on|of|until|since) (?:{_MONTH}) \d{{1,2}}(?!\d|[.,] ?\d| [a-z])", "date"),
        (rf"\b(?i:ended|ending|as (?:of|at)|through) (?i:{_MONTH}) \d{{1,2}}(?!\d|[.,] ?\d)",
         "date"),
        (rf"\((?:{_MONTH}) \d{{1,2}}\)", "date"),
        (rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b", "date"),
        (r"\b(?:[Ww]ithin|[Uu]p to) (?:the )?\d+ (?:(?:working|calendar) )?(?:days|weeks|months)",
         "time limit"),
        (r"(?<![\d.])\d++(?:\.\d++){2,}", "number of a section"),
        (r"(?<=位居前|排名前|名列前|[排第]名第)\d+", "ordinal"),
        (r"(?<=判处)\d+年(?:及?以[上下])?(?=\S{0,20}(?:徒刑|拘役))", "part of a term"),
    )
)  # fmt: skip
_HEADING = re.compile(
    r"\s*(0\d)\s+(?=[\u4e00-\u9fffA-Z])"
    r"|\s*[（(]\s*(\d{1,2})\s*[)）]"
    r"|\s*[（(]?\s*(\d{1,2})(?:\s*[、．)）](?!\d{1,2}(?:、|月|[两二三四五六]个月))"
    r"|\.(?!\d))|\s*(\d{1,2}\.\d{1,2})(?=[\s、]*[\u4e00-\u9fff])"
)
_PAGE_NUMBER = re.compile(r"[\s—–-]*(?:第 ?)?\d{1,3}(?: ?页)?[\s—–-]*")
_ANY_YEAR = "2000"
_COUNTED = re.compile(r"[户项人件天个次份组家元亩吨所处名篇部条期批]")


class NumberSpan(NamedTuple):
    """A number of a line, from `start` to `end`; `reason` says why it is no fact, empty where it
    is."""

    start: int
    end: int
    reason: str


def number_spans(line: str, is_row: bool = False) -> Iterator[NumberSpan]:
    """The numbers of a line in order, each with the reason why it is set aside, if it is."""
    spans = list(numbers(line))
    starts = [start for start, _ in spans]
    held: dict[int, tuple[int, str]] = {}
    for start, end, reason in _excluded_spans(line, is_row):
        if is_row and "\t" in line[start:end]:
            continue  # Dec beside 2071 is no year
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        for at in range(first, last):
            held.setdefault(at, (last - 1, reason))
    at = 0
    while at < len(spans):
        last, reason = held.get(at, (at, ""))
        start, end = spans[at][0], spans[last][1]
        if not reason and not _is_number(line[start:end]):
            reason = "no single number"
        yield NumberSpan(start, end, reason)
        at = last + 1


def _excluded_spans(line: str, is_row: bool) -> Iterator[NumberSpan]:
    """What the rules hold, those first that count first."""
    heading = None if is_row else _HEADING.match(line)
    if heading and not _COUNTED.match(line, heading.end()):
        yield NumberSpan(heading.start(), heading.end(), "number of a section")
    if not is_row and _PAGE_NUMBER.fullmatch(line):
        yield NumberSpan(0, len(line), "page number")
    for start, end, period, _ in english_periods(line, _ANY_YEAR):
        yield NumberSpan(start, end, "period" if period else "date")
    for pattern, reason in _RULES:
        for match in pattern.finditer(line):
            yield NumberSpan(*match.span(), reason)


def _is_number(printed: str) -> bool:
    try:
        parse(printed)
    except ValueError:
        return False
    return True

"""Whose figures a report gives: a body that it names, else the kind of office that reports so."""

from __future__ import annotations

import re

from laicheng_data.facts.drafting.normalisation import strip_whitespace

_ORGAN = (
    r"(?!各|全(?:[市县区省]|国(?!人))|围绕|坚持|地方|[一二三四省市县]级|省市|乡镇|基层|公立|民营)"
    r"(?:[\u4e00-\u9fff]|(?<!\d)123[14]5(?!\d)){1,24}?"
    r"(?:人民法院|人民检察院|法院|检察院|政府办公[厅室]|政府(?:工作部门)?|街道办事处|委员会"
    r"|办公[厅室]|管理处|中心|[医健学]院|[\u4e00-\u9fff]{2}[局厅委]|[\u4e00-\u9fff](?<!全)部(?=[:：]|[公发發][布佈]))"
)
_OF_ORGAN = re.compile(
    rf"(?:\d{{4}}年度?)?({_ORGAN})(?=\d|[:：（(]|关于|政府信息|信息公开|政务|工作|新闻|检察业务|受理|审理|年度"
    r"|公[布佈]|[发發][布佈]|通[报報]"
    r"|(?<=[局厅委])(?:投诉|部门))"
)
_BYLINE = re.compile(rf"[—-]*({_ORGAN})(?=[、（(\d]|$)")
_IS_ORGAN = re.compile(rf"{_ORGAN}$")
_IS_PUBLISHING = re.compile(  # 7月31日，某市统计局公布了; 据某市财政局发布的; 水利部近日公布
    rf"(?:[^。]{{0,24}}(?:[日讯息][，,]|近日|日前))?(?:根?据)?({_ORGAN}|[\u4e00-\u9fff]{{2,6}}部(?=近日|日前))"
    r"(?:(?:近日|日前)(?:公布|发布|通报)|[^，。；]{0,16}?(?:公布|公佈|发布|發布|發佈|通报|通報)[了的])"
)
_NAME = r"(?:[A-Z][\w'’&.-]*|of|and|for|the)"
_BODY_NAME = (
    rf"({_NAME}(?: {_NAME}){{0,6}}? (?:Council|Police(?: Force)?|Ombudsman|Office|Department"
    r"|Ministry|Commission|Authority|Agency|Government|Assembly|Trust)(?! (?:for|of)\b)"
    rf"|(?:Department|Ministry|Office|Board|Bureau) (?:for|of) [A-Z]\w+"
    r"(?:,? (?:and )?[A-Z]\w+){0,5})"
)
_BODY = re.compile(
    rf"(?!Number|Use|Local|Central|Box)(?:(?:Annual )?Report (?:of|on) (?:the )?|The )?{_BODY_NAME}"
    r"(?=[:,]| [–—-]|\s+[a-z\d]|\s+(?:Annual|Freedom|Complaints?)\b|$)"
)
_PUBLISHES = re.compile(
    rf"(?:The )?{_BODY_NAME}"
    r"(?=:| statistics\b| has (?:(?:today|also|now) )?(?:published|issued|released|to publish)\b)"
)
_PUBLISHED_BY = re.compile(  # First published on 23 October 2024 by the Accountant in Bankruptcy
    r"(?i:[^.:]{0,12}(?:published|released|issued)(?: on [^.:]{4,24}?)? by (?:the )?)"
    r"((?:(?:[A-Z][\w'’&-]*|of|and|for|the|in) ){0,8}[A-Z][\w'’&-]*)"
)
_FIGURES_OF = re.compile(  # up 4.9 per cent, NHS Digital figures released today show
    r"(?:^|.*\W)((?:[A-Z][\w&'’-]*)(?: [A-Z][\w&'’-]*)+) (?:figures|statistics|data)"
    r" (?:released|published)\b"
)
_AT_BODY = re.compile(rf".*\b(?:at|by|of|to) (?:the )?{_BODY_NAME}(?:[ ,]*(?:in )?\d{{4}}.*)?$")
_BYLINES = 4  # lines below the title of which one may say whose report it is
_LONGEST_BYLINE = 60
# What each kind of office reports on, the first that a title names.
_REPORTS_ON = {
    "audit_office": r"审计",
    "market_supervision": r"市场监[管督]|12315|消费.{0,4}投诉",
    "hotline": r"12345|热线",
    "court": r"法院|审判|[收受审]结?案",
    "procuratorate": r"检察",
    "finance_office": r"财政|预算|决算",
    "statistics_office": r"国民经济|普查|人口抽样|经济运行",
    "police": r"治安|罪案|犯罪|110警情|道路交通事故|(?i:\bcrimes?\b)",
    "customs": r"进出口|外贸",
    "civil_affairs_office": r"民政",
    "water_resources_office": r"水资源",
    "environment_office": r"环境(?:空气|质量|状况)|空气质量|水质",
    "education_office": r"教育事业|教育统计",
    "health_office": r"医疗(?:卫生)?机构|卫生健康|死因",
}
_OF_GOVERNMENT = re.compile(r"政府工作报告|政府信息")
_NO_OFFICE = re.compile(r"消协|消费者协会|消委")  # reports on what an office does, and is none


def issuing_body(lines: list[str], publisher: str) -> str:
    """The public body that the title, who published it or a byline names as whose figures these
    are; empty where none does."""
    title, *below = [line.strip() for line in lines[: 1 + _BYLINES]] or [""]
    if (
        found := _OF_ORGAN.match(strip_whitespace(title))
        or _BODY.match(title)
        or _AT_BODY.match(title)
    ):
        return found[1]
    publisher = publisher.partition("、")[0]  # of several the first
    if _IS_ORGAN.match(publisher) or _BODY.fullmatch(publisher):
        return publisher
    short = [strip_whitespace(line) for line in below if len(line) < _LONGEST_BYLINE]
    signed = filter(None, map(_BYLINE.match, short))
    ways = (_IS_PUBLISHING, _PUBLISHES, _PUBLISHED_BY, _FIGURES_OF)
    says = (each.match(line) for line in below for each in ways)
    return next((found[1] for found in (*signed, *filter(None, says))), "")


def office_by_kind(title: str, has_place: bool) -> str:
    """The kind of office that reports on what a title in simplified characters names; empty where
    none is certain. A government's own report names its place, other offices' need not."""
    if _NO_OFFICE.search(title):
        return ""
    if has_place and _OF_GOVERNMENT.search(title):
        return "government"
    kinds = (office for office, what in _REPORTS_ON.items() if re.search(what, title))
    return next(kinds, "")

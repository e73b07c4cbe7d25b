"""The unit that stands behind a number, and how exact the wording says that it is."""

from __future__ import annotations

import re

from laicheng_data.facts.printed import CURRENCIES, ENGLISH_MULTIPLES, MONEY_MULTIPLES

UNITS = (
    "个百分点 百分点 个千分点 千分点 平方公里 平方千米 立方米 平方米 千瓦时 标准煤 美元 欧元 港元 港币 人民币"
    " 人次 件次 户次 家次 场次 批次 班次 车次 辆次 架次 艘次 台次 公里 千米 公顷 千克 公斤 毫米 厘米 千瓦 小时 分钟 工作日 个工作日"
    " 分贝 微克/立方米 毫克/立方米 毫克/升"
    " 斤 m³ m² km² 户 项 人 件 天 个 次 条 份 组 家 起 宗 元 亩 吨 米 台 辆 所 处 名 批 期 篇 部 岁 倍 场 座 张 册 幅 根 株 头"
    " 只 羽 车 套 栋 间 床 位 届 种 类 门 科 片 段 列 艘 架 卷 首 页 对 支 队 班 站 点 年 月 克 度 分 封 块 枚 本 例 口 笔 票 幢 桶 箱 袋 瓶 匹 尾"
).split()
_EACH = "/(?:亩|公顷|平方米|平方公里|立方米|人|户|吨)"  # 公斤/亩
UNIT = re.compile(rf"\s*((?:{'|'.join(sorted(UNITS, key=len, reverse=True))})(?:{_EACH})?)")
_OF_A_HUNDRED = re.compile(r"百分之\s*$")  # 百分之46.5
_POINTS = re.compile(r" ?(?:percentage[ -]points?|pp)\b")
_PER_CENT = re.compile(r" ?per ?cent\b")
_ENGLISH = re.compile(r"\s*((?:working |calendar )?days?|weeks?|months?|hours?|minutes?)\b")
_MULTIPLE = re.compile(rf" ?({'|'.join(ENGLISH_MULTIPLES)})\b", re.IGNORECASE)
_OF_MONEY = re.compile(rf"({'|'.join(MONEY_MULTIPLES)})\b", re.IGNORECASE)
_BEFORE = {
    "at_most": "近|不到|不足|最多|至多|\\b(?:nearly|almost|(?:less|fewer) than"
    "|(?<!went )(?<!rose )(?<!grew )(?<!gone )(?<!going )up to)",
    "about": "约合?|約合?|大约|大概|\\b(?:about|around|approximately|roughly)",
    "at_least": "\\b(?:over|more than|at least)|超|超过|逾|达到?近?以上|至少|不少于|不低于|突破",
}
_AFTER = {"at_least": "以上|多|余", "about": "左右|上下", "at_most": "以内|以下"}
PER = tuple("%％﹪‰‱")


def unit_of(line: str, printed: str, end: int) -> tuple[str, int]:
    """The unit behind a number, else the sign of money before it; and where that ends."""
    if printed[-1] in "%％﹪‰‱":
        return printed[-1], end
    if points := _POINTS.match(line, end):
        return "percentage points", points.end()
    if per := _PER_CENT.match(line, end):
        return "%", per.end()
    start = end - len(printed)
    if _OF_A_HUNDRED.search(line, 0, start):
        return "%", end
    before = line[max(0, start - 2) : start].rstrip()[-1:]
    sign = before if before in CURRENCIES else ""
    if found := _MULTIPLE.match(line, end) or (sign and _OF_MONEY.match(line, end)):
        return f"{sign}{found[1]}", found.end()
    found = UNIT.match(line, end) or _ENGLISH.match(line, end)
    return (found[1], found.end()) if found else (sign, end)


def bound_of(line: str, printed: str, start: int, ends: tuple[int, int]) -> str:
    """How exact the wording says that a number is, before it, and behind it or its unit."""
    if re.search(r"[多余餘]", printed):
        return "at_least"
    for bound, words in _AFTER.items():
        if any(re.match(words, line[end : end + 2]) for end in ends):
            return bound
    for bound, words in _BEFORE.items():
        if re.search(rf"(?:{words})\s*$", line[max(0, start - 15) : start]):
            return bound
    return "exact"

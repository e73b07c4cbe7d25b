"""Whose a number is: what its name says beside what is counted, put into the column `subject`.

A text calls its numbers 第一产业增加值, 民事新收 or, as parts of a whole, just 男性. For a reader of the
data these are 增加值 of 第一产业, 新收 of 民事 and 常住人口 of 男性: numbers of one measure stand in one
chart, a subject each. Done once claims are proposed, which know numbers by what the text says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.arithmetic import Proposal
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.phrases import clean_clause, join_words, to_word
from laicheng_data.facts.printed import parse

_ENDINGS = re.compile(
    r"(?P<base>.+?)_(?P<ending>(?:(?:占|相[当等]于).*|比例|完成率|(?:环比_)?[增降][幅额点]"
    r"|(?:share|growth|decline|increase|decrease|change)"
    r"(?:_.*)?)(?:_[增降][幅额点])?)"
)
_SAID_SHARE = re.compile(r"占|比例|相[当等]于")
_SHARE = re.compile("占|比例|share")
# What is counted of whatever stands before it, wherever a text says so.
_OF_ANYTHING = re.compile(
    r"(?P<of>[^_]{2,}?)(?:实现|完成|总(?=产量))?(?P<what>增加值|单位面积产量|(?<!总)产值|产量|播种面积|种植面积|出栏量?|存栏量?)"
)
_OUT_OF = re.compile(r"(?P<what>[出存]栏)(?P<of>[^_]{1,8})")
# What is counted of things named side by side: 民事新收, 刑事新收; 查处食品案件, 查处药品案件.
_HEADS = (
    r"总?诊疗人次|(?:平均)?办理(?:时间|天数)|人均[^_]{4,8}[入出]|可支配收入|出院人数|公开信息"
    r"|贸易总[额值]|进出口(?:总[额值])?|出口(?:总?[额值])?|进口(?:总?[额值])?|用电量|发电量|[贷存]款余额"
    r"|新收|收案|受理|审结|未结案?|结案|执结|办结|人数|人次|业务量|客运量|货运量"
    r"|(?<=的)(?:投诉|举报|申请|诉求|案件)|招生|在校学?生|毕业生|专任教师|教职工|年初预算数?|(?:收入|支出)决算数?"
)
_OF_SEVERAL = re.compile(
    r"(?P<does>查处|受理|新收|审结|办结|审查|立案|破获|接收|办理|收到)(?P<of>(?!投诉举报)[^_]+?)"
    rf"(?P<what>案件数?|申请|投诉|举报|事故|来[电信])"
    rf"|(?P<of_>(?!未结)[^_]+?)(?P<what_>{_HEADS}|[^_]{{2}}率|(?<=案件)[收结])"
)
_IN_FULL = {"收": "收案", "结": "结案", "未结": "未结案"}
_DEALT_WITH = re.compile(
    r"(?<=案件)(?:审结|执结|办结|结案?|收案?|受理)$|(?<=..)未结$"
)  # how a part was
_MOST = re.compile(r"(?P<what>[^_]{2,}?)最[高低多少大小][者的]?[为是](?P<of>[^_]{2,}?)之?")
_NEXT = re.compile(r"(?:再?其次|第[二三四五]|最[高低多少大小])[者的]?[为是](?P<of>.{2,})")
_COUNTED = re.compile(rf"{_HEADS}|案件数?|增加值|总?产值")
# Which budget of a place a number is of, or who has collected it: 市本级一般公共预算收入, 国税系统收入.
_OF_LEVEL = re.compile(
    r"(?P<of>[省市县区州旗盟]本?级)(?P<what>[^_]{3,}|收入|支出)"
    r"|(?P<of_>[^_]{2,8}?(?:系统|部门))(?:累计|共)?(?P<what_>[^_]*(?:收入|支出))"
)
# What someone has made: 零售额 of 城镇实现零售额.
_ACHIEVED = re.compile(r"(?P<of>[^_]{2,10}?)(?:实现|完成)(?P<what>[^_]+[额值量]|利润|收入)")
# Where goods or people come from or go to: 输往甲洲的出口货值, 来自乙国的旅客人次.
_FROM_OR_TO = re.compile(r"(?:输往|来自)(?P<of>[^_的]{2,10})的(?P<what>[^_]{2,}[值额量次])")
# By which channel someone has told or taken something: 通过某县政府网站发布信息.
_ON_CHANNEL = re.compile(
    r"(?:[^_]*通过)?(?P<of>[^_]{2,}?(?:网站|微博|微信|订阅号|公众号|客户端))(?:共|累计)?"
    r"(?P<what>(?:主动)?(?:发布|公开|采用|推送|收到|受理)[^_]*)"
)
_SINGLY = (_ON_CHANNEL, _ACHIEVED, _FROM_OR_TO, _OF_ANYTHING, _OUT_OF, _MOST, _OF_LEVEL)
_DOING = re.compile(
    r"(?:已|未|共|新|直|转|当年|按[期时])?(?:转办|直办|办结|受理|新收|收案|结案|审结(?:和执结)?|执结|旧存|未结|接听|接收|答复|完成"
    r"|实现|立案|处理|批准|决定|起诉|逮捕)\S{0,4}"
)
_TOTAL = re.compile(r"[合总]计|收支|结[余转]")
_ACTS = re.compile(
    r"发[出放布]|开展|组织|召开|举办|印发|制定|派出|出动|挽回|罚没|其中|共|累计|人均|平均|[年上当本]|同比|新增"
)
_AROUND = re.compile(
    r"^(?:各[类项种]|对|通过|属于?|制定公开|转载公开|主动公开|公开|发布)(?=.{2})|的$"
)
_PLACE = re.compile(r"(?P<place>.{2,5}?[省市县区州盟旗])的?(?!人民|政府)(?=.{2})")
_DONE = re.compile(
    r"(?:新收|收案|结案|审结|办结|执结|旧存|未结)(?:案件)?率?|招生|在校学?生|毕业生|专任教师|教职工"
    r"|(?:收入|支出)决算数?|按时\S{2}率|总?产量|平均办理时间|调解成功率?"
)
_ALL_OF_IT = re.compile(r"[一合总]?共计?$|[合总]计$")
_VERB = re.compile(r"^(?:登记|接收|接待|受理|收到|办理|处理)+(?=..)")
_OF_WHICH_ROW = re.compile(r"(?:of which|其中)\s*[:：]?", re.IGNORECASE)
_SHORTEST_SHARED = 3  # characters that the names of a part and of its whole end in
_MONTH_BEFORE = re.compile(r"环比|[比较]上个?(?:月|周|季度)(?!末)")
# What remains of a word and what is measured, where two names are alike by chance: 游收入 of
# 旅游收入 and 一日游收入.
_AMID_WORD = re.compile(r"[\u4e00-\u9fff](?:收入|支出|人[数次]|总[值额])")
_FEWEST_ALIKE, _FEWEST_PARTS = 2, 3
_QUANTITY = 2  # characters that say what is measured: 总值 of 贸易总值
_LONGEST_ITEM = 14


class _Name(NamedTuple):
    """A measure and a subject; `is_head` where the whole of what has this name stands in a
    paragraph before, so that what follows are parts of it."""

    measure: str
    subject: str
    is_head: bool = False


Key = tuple[int, str]  # a paragraph, and what a number of it is called without its ending


def add_subjects(
    facts: Sequence[DraftFact], proposals: Sequence[Proposal], lines: Sequence[str]
) -> list[DraftFact]:
    """The facts with subjects of their own; one that has one keeps it."""
    keys = [(fact.paragraph, _base_and_ending(fact)[0]) for fact in facts]
    names: dict[Key, _Name] = {}
    for key, name in (*_parts(facts, keys, proposals), *_names_by_pattern(facts, keys)):
        names.setdefault(key, _drop_place(name, lines[0]))
    rows = _measures_of_rows(facts)
    of_rows = _measures_of_parts(facts, proposals, lines)
    told: list[DraftFact] = []
    taken: dict[tuple[str, str, str], str] = {}
    carried, counted = None, ""  # the last level that was named, and what others of its list are
    complete = _last_of_lists(facts, proposals)
    for fact, key in zip(map(_mark_monthly_change, facts), keys, strict=True):
        is_new = key not in names and not counted.endswith(key[1])
        is_open = carried is not None and (carried.paragraph, carried.position) not in complete
        is_open = is_open and not _exceeds_whole(fact, counted, told)
        if carried and is_new and is_open and _is_next_item(carried, fact, key[1], lines):
            next_of = _NEXT.fullmatch(key[1])
            is_sibling = key[1][-_SHORTEST_SHARED:] == counted[-_SHORTEST_SHARED:]
            whole = carried.measure if is_sibling else counted
            names[key] = _Name(whole, next_of["of"] if next_of else key[1])
        above = of_rows.get((fact.table, fact.row), "")
        if above and fact.subject in (ALL, above):
            base, ending = _base_and_ending(fact)
            measure = join_words(above, ending) if ending else above
            fact = replace(fact, measure=measure, subject=base)
        named = (
            _name_by_row(fact, rows)
            if fact.table >= 0
            else _rename_fact(fact, names.get(key), names.get((fact.paragraph, fact.subject)))
        )
        if named is fact and carried and _goes_on(carried, fact, lines):
            named = replace(fact, subject=carried.subject)
        elif named is not fact and fact.role == "level":
            is_head = key in names and names[key].is_head
            carried, counted = named, fact.measure if is_head else named.measure
        elif fact.role == "level" and _ALL_OF_IT.search(fact.lead):
            carried = None  # 信息共9件: what follows is of all of it
        place = (named.period, named.measure, named.subject)
        if taken.setdefault(place, fact.measure) != fact.measure:
            named = fact  # two that the text tells apart stay apart
        told.append(named)
    return list(_complete_names(told))


def _last_of_lists(
    facts: Sequence[DraftFact], proposals: Iterable[Proposal]
) -> set[tuple[int, int]]:
    """Where the last parts stand of wholes that stand before them: what follows is none of them."""
    last = set()
    for proposal in proposals:
        terms = [term for operand in proposal.operands for term in operand]
        is_list = proposal.kind == "sum" and all(sign > 0 for sign, _ in terms)
        if is_list and proposal.result < min(at for _, at in terms):
            fact = facts[max(at for _, at in terms)]
            last.add((fact.paragraph, fact.position))
    return last


def _exceeds_whole(fact: DraftFact, counted: str, before: Sequence[DraftFact]) -> bool:
    """Whether a number is larger than the last that is of all of what a list counts."""
    wholes = (f for f in reversed(before) if f.measure == counted and f.subject == ALL)
    whole = next((f for f in wholes if f.paragraph == fact.paragraph), None)
    if whole is None or fact.reason:
        return False
    part, most = (parse(f.printed, f.unit).interval() for f in (fact, whole))
    return part.low > most.high


def _complete_names(facts: Iterable[DraftFact]) -> Iterator[DraftFact]:
    """The facts, income and spending of someone called as what they are part of, where the text has
    named but one: 一般公共预算收入 of 市本级收入."""
    wholes: dict[str, set[str]] = {"收入": set(), "支出": set()}
    for fact in facts:
        base, line, ending = fact.measure.partition("_")
        if fact.subject == _base_and_ending(fact)[0]:  # a row called as what its table counts
            fact = replace(fact, subject=ALL)
        if fact.subject != ALL and len(named := wholes.get(base, ())) == 1:
            fact = replace(fact, measure=f"{next(iter(named))}{line}{ending}")
        elif fact.subject == ALL and fact.role == "level" and fact.measure[-2:] in wholes:
            wholes[fact.measure[-2:]].add(fact.measure)
        yield fact


def _mark_monthly_change(fact: DraftFact) -> DraftFact:
    """A change from the month or quarter before, told from one from the year before: 同比下降5%，环比下降
    3%."""
    is_change = fact.role in ("change", "points") and fact.table < 0
    if not is_change or not _MONTH_BEFORE.search(fact.lead) or "环比" in fact.measure:
        return fact
    base, _, ending = fact.measure.rpartition("_")
    return replace(fact, measure=join_words(f"{base}_环比" if base else "环比", ending))


def _base_and_ending(fact: DraftFact) -> tuple[str, str]:
    found = _ENDINGS.fullmatch(fact.measure)
    return (found["base"], found["ending"]) if found else (fact.measure, "")


def _is_free(fact: DraftFact) -> bool:
    return fact.table < 0 and fact.subject == ALL and fact.measure != UNNAMED


def _rename_fact(fact: DraftFact, name: _Name | None, head: _Name | None) -> DraftFact:
    """The fact under the name of what it is of; a share says what of, not of what number. `head`
    is the name of the number that it is told apart by."""
    base, ending = _base_and_ending(fact)
    if head and fact.subject != ALL:
        fact = replace(fact, subject=head.subject)
    if not _is_free(fact):
        is_share = fact.table < 0 and ending and _SAID_SHARE.match(ending)
        return replace(fact, measure=ending) if is_share and fact.subject != ALL else fact
    if ending and _SAID_SHARE.match(ending) and not _DOING.fullmatch(base):
        return replace(fact, measure=ending, subject=name.subject if name else base)
    if name is None:
        return fact
    return replace(fact, measure=join_words(name.measure, ending) if ending else name.measure,
                   subject=name.subject)  # fmt: skip


def _drop_place(name: _Name, title: str) -> _Name:
    """A subject without the place that the title is of: 民营企业 of 福建省民营企业; 东盟 of 对东盟."""
    subject = name.subject
    if (found := _PLACE.match(subject)) and found["place"] in title:
        subject = subject[found.end() :]
    subject = re.sub(_AROUND, "", subject)
    return name._replace(subject=subject, measure=name.measure.lstrip("的"))


def _goes_on(carried: DraftFact, fact: DraftFact, lines: Sequence[str]) -> bool:
    """Whether a number that only says what was done is of what was named right before it in the
    sentence: 民事新收5件，结案3件."""
    if not (_is_free(fact) and _DONE.fullmatch(_base_and_ending(fact)[0])):
        return False
    between = _text_between(carried, fact, lines)
    return between is not None and "其中" not in between and "共" not in fact.lead


def _is_next_item(carried: DraftFact, fact: DraftFact, base: str, lines: Sequence[str]) -> bool:
    """Whether a number is the next of a list whose items are only named: 医院5人次，卫生院3人次."""
    is_level = _is_free(fact) and fact.role == "level" and not fact.is_aside
    if not is_level or fact.unit != carried.unit or not fact.unit:
        return False
    is_plain = to_word(clean_clause(fact.lead)) == base and len(base) <= _LONGEST_ITEM
    is_thing = not (_ACTS.match(base) or _DOING.match(base) or _COUNTED.search(base))
    between = _text_between(carried, fact, lines)
    return is_plain and is_thing and between is not None and not re.search("[)）]", between)


def _text_between(one: DraftFact, other: DraftFact, lines: Sequence[str]) -> str | None:
    """What stands between two numbers of one sentence."""
    if one.paragraph != other.paragraph:
        return None
    text = lines[one.paragraph][one.end : other.start]
    return None if "。" in text else text


def _measures_of_rows(facts: Sequence[DraftFact]) -> dict[tuple[int, int], set[str]]:
    """What is counted in each row of each table."""
    rows: dict[tuple[int, int], set[str]] = defaultdict(set)
    for fact in facts:
        if fact.table >= 0:
            rows[fact.table, fact.row].add(fact.measure)
    return rows


def _measures_of_parts(
    facts: Sequence[DraftFact], proposals: Iterable[Proposal], lines: Sequence[str]
) -> dict[tuple[int, int], str]:
    """The rows of tables that add up to another, each with what the whole of all of it counts:
    人数 for 外国人 of 国际游客, which are of all 人数."""
    above: dict[tuple[int, int], DraftFact] = {}
    for proposal in proposals:
        whole = facts[proposal.result]
        terms = [facts[at] for operand in proposal.operands for sign, at in operand if sign > 0]
        if proposal.kind == "sum" and _is_row_with_parts(whole) and len(terms) > 1:
            for term in terms if len(terms) == len(proposal.operands) else ():
                if _is_row_of(term, whole, lines):
                    above.setdefault((term.table, term.row), whole)
    measures: dict[tuple[int, int], str] = {}
    for row, parent in above.items():
        whole, seen = parent, {row}
        while (key := (whole.table, whole.row)) in above and key not in seen:
            seen.add(key)
            whole = above[key]
        measures[row] = whole.measure
    return measures


def _is_row_of(term: DraftFact, whole: DraftFact, lines: Sequence[str]) -> bool:
    """Whether a number of a table may be a part of another of its column and period, called as
    something else; in English only behind a row that says `of which`."""
    base = _base_and_ending(term)[0]
    is_beside = (term.table, term.column, term.period) == (whole.table, whole.column, whole.period)
    is_thing = base != whole.measure and not _is_no_thing(base)
    said = lines[whole.row + 1 : term.row]
    of_which = bool(said) and _OF_WHICH_ROW.fullmatch(said[0].strip()) is not None
    return is_beside and is_thing and (of_which or not whole.measure.isascii())


def _is_row_with_parts(whole: DraftFact) -> bool:
    """Whether a number of a table may be what its parts count: no total that says of nothing."""
    is_level = whole.role == "level" and whole.table >= 0 and whole.subject == ALL
    return is_level and whole.measure != UNNAMED and not _TOTAL.search(whole.measure)


def _name_by_row(fact: DraftFact, rows: dict[tuple[int, int], set[str]]) -> DraftFact:
    """A number of a table under two headings, whose row has one of the upper alone, which is all:
    行政复议 of 结果维持."""
    head, _, own = fact.measure.rpartition("_")
    is_part = fact.subject == ALL and head in rows.get((fact.table, fact.row), ())
    is_named = is_part and own and not _ENDINGS.fullmatch(fact.measure)
    return replace(fact, measure=head, subject=own) if is_named else fact


def _parts(
    facts: Sequence[DraftFact], keys: Sequence[Key], proposals: Iterable[Proposal]
) -> Iterator[tuple[Key, _Name]]:
    """The parts of a whole, which is what they count: by a sum, or by their shares of it."""
    for proposal in proposals:
        if proposal.kind == "sum":
            terms = [at for operand in proposal.operands for _, at in operand]
            signs = {sign for operand in proposal.operands for sign, _ in operand}
            whole, parts = proposal.result, terms if signs == {1} else []
        elif _is_share_of_one(proposal, facts):
            ((_, whole),) = proposal.operands[1]
            parts = [at for _, at in proposal.operands[0]]
        elif _is_share_of_parts(proposal, facts):
            parts = [at for _, at in proposal.operands[1]]
            whole = _level_before(facts, min(parts))
        else:
            continue
        if _may_have_parts(facts[whole]) and whole < min(parts, default=0):
            yield from _parts_of(whole, parts, facts, keys)


def _is_share_of_one(proposal: Proposal, facts: Sequence[DraftFact]) -> bool:
    """Whether the text says what part of one number another is; of a plan it is none."""
    ending = _base_and_ending(facts[proposal.result])[1]
    is_share = proposal.kind == "share" and _SHARE.match(ending) is not None
    return is_share and len(proposal.operands[1]) == 1


def _is_share_of_parts(proposal: Proposal, facts: Sequence[DraftFact]) -> bool:
    """Whether a number is told as a share of what a list makes together, whose whole is another."""
    is_share = proposal.kind == "share" and len(proposal.operands[1]) >= _FEWEST_PARTS
    return is_share and all(facts[at].role == "level" for _, at in proposal.operands[1])


def _level_before(facts: Sequence[DraftFact], first: int) -> int:
    """The number right before a list, if it is a level of the same paragraph; else the first of the
    list, of which nothing is a part."""
    before = first - 1
    is_near = before >= 0 and facts[before].paragraph == facts[first].paragraph
    return before if is_near and facts[before].unit == facts[first].unit else first


def _may_have_parts(whole: DraftFact) -> bool:
    is_level = whole.role == "level" and whole.table < 0 and whole.measure != UNNAMED
    is_level = is_level and not _ON_CHANNEL.fullmatch(whole.measure)
    return is_level and not _TOTAL.search(whole.measure)


def _parts_of(
    whole: int, parts: Sequence[int], facts: Sequence[DraftFact], keys: Sequence[Key]
) -> Iterator[tuple[Key, _Name]]:
    called = facts[whole].measure
    free = [at for at in parts if _is_free(facts[at]) and facts[at].role == "level"]
    bases = {at: keys[at][1] for at in free if facts[at].measure != called}
    if len(set(bases.values())) < len(bases) or any(map(_is_no_thing, bases.values())):
        return
    own = {at: _self_named_part(base, called) for at, base in bases.items()}
    achieved = _ACHIEVED.fullmatch(called)  # by all, and so by a part
    counted = achieved["what"] if achieved else called
    known = next((name.measure for name in own.values() if name), counted)
    for at, base in bases.items():
        is_head = facts[at].paragraph != facts[whole].paragraph
        plain = _DEALT_WITH.sub("", base)
        plain = plain.removesuffix("案件") if known.endswith("案件") else plain
        verb = _VERB.match(called)
        plain = plain.removeprefix(verb[0]) if verb else plain
        yield keys[at], (own[at] or _Name(known, plain or base))._replace(is_head=is_head)


def _is_no_thing(base: str) -> bool:
    return bool(_DOING.fullmatch(base) or _COUNTED.fullmatch(base) or _TOTAL.search(base))


def _self_named_part(part: str, whole: str) -> _Name | None:
    """The name of a part that says itself what is counted of it, as its whole does."""
    if own := _OF_ANYTHING.fullmatch(part):
        return _Name(own["what"], own["of"])
    if (own := _OF_SEVERAL.fullmatch(part)) and _may_count(own["what_"], whole):
        return _Name(own["what_"], own["of_"])
    tail = _shared_ending(part, whole)
    return _Name(tail, _VERB.sub("", part[: -len(tail)].strip("_"))) if tail else None


def _may_count(what: str | None, whole: str) -> bool:
    """Whether what a part counts may be what its whole does: 进出口 of 进出口总值."""
    if what is None or len(what) <= _QUANTITY:
        return whole.endswith(what or "\0")
    return what in whole or whole.endswith(what[-_QUANTITY:])


def _shared_ending(part: str, whole: str) -> str:
    """What the names of a part and of its whole end in, where that says what is counted."""
    length = 0
    while length < min(len(part), len(whole)) and part[-length - 1] == whole[-length - 1]:
        length += 1
    tail = part[len(part) - length :].lstrip("_的类")
    if part.isascii():
        tail = tail if part[: -len(tail)].endswith("_") else tail.partition("_")[2]
    is_enough = (len(tail) >= _SHORTEST_SHARED or tail == whole) and len(tail) < len(part)
    is_enough = is_enough and not _AMID_WORD.fullmatch(tail)
    return tail if is_enough else ""


def _name_of_match(found: re.Match[str]) -> _Name:
    """What is counted of what, by either way in which a pattern says it, in full: 收案 for 案件收."""
    said = found.groupdict("")
    measure = f"{said.get('does', '')}{said['what']}{said.get('what_', '')}"
    return _Name(_IN_FULL.get(measure, measure), said["of"] + said.get("of_", ""))


def _names_by_pattern(
    facts: Sequence[DraftFact], keys: Sequence[Key]
) -> Iterator[tuple[Key, _Name]]:
    """What is counted of something that its name says, by itself or beside another of its kind."""
    groups: dict[tuple[int, str], dict[Key, _Name]] = defaultdict(dict)
    for fact, key in zip(facts, keys, strict=True):
        if not _is_free(fact):
            continue
        if own := next(filter(None, (each.fullmatch(key[1]) for each in _SINGLY)), None):
            yield key, _name_of_match(own)
        elif several := _OF_SEVERAL.fullmatch(key[1]):
            name = _name_of_match(several)
            beside = key[0] if name.measure.endswith("率") else 0
            groups[beside, name.measure][key] = name
    for names in groups.values():
        if len({name.subject for name in names.values()}) >= _FEWEST_ALIKE:
            yield from names.items()

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

from laicheng_data.facts.arithmetic import Proposal
from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.found import ALL, Found
from laicheng_data.facts.phrases import joined

_ENDINGS = re.compile(
    r"(?P<base>.+?)_(?P<ending>(?:占.*|比例|[增降][幅额点]|(?:share|growth|decline|increase|decrease)"
    r"(?:_.*)?)(?:_[增降][幅额点])?)"
)
_SHARE = re.compile(r"占|比例|share")
# What is counted of whatever stands before it, wherever a text says so.
_OF_ANYTHING = re.compile(
    r"(?P<of>[^_]{2,}?)(?P<what>增加值|(?<!总)产值|(?<!总)产量|播种面积|种植面积|出栏量?|存栏量?)"
)
_OUT_OF = re.compile(r"(?P<what>[出存]栏)(?P<of>[^_]{1,8})")
# What is counted of things named side by side: 民事新收, 刑事新收.
_OF_SEVERAL = re.compile(
    r"(?P<does>查处|受理|新收|审结|办结|审查|立案|破获|接收|办理)?(?P<of>[^_]+?)"
    r"(?P<what>总?诊疗人次|(?:平均)?办理(?:时间|天数)|人均[^_]{4,8}[入出]|可支配收入|出院人数|公开信息"
    r"|进出口(?:总[额值])?|出口(?:总?[额值])?|进口(?:总?[额值])?|用电量|发电量|[贷存]款余额"
    r"|新收|收案|受理|审结|结案|执结|办结|案件数?|人数|人次|申请|投诉|举报|业务量|客运量|货运量|人口|[^_]{2,3}率)"
)
_DOING = re.compile(
    r"(?:已|未|共|新|直|转|当年|按[期时])?(?:转办|直办|办结|受理|新收|收案|结案|审结|执结|旧存|接听|接收|答复|完成"
    r"|实现|立案|处理|批准|决定|起诉|逮捕)\S{0,4}"
)
_TOTAL = re.compile(r"[合总]计|收支|结[余转]")
_ABOVE_ALL = re.compile(r"^(?:全[市县区省国州]|.{2,4}[省市县区州])(?=.{2})")
_SHORTEST_SHARED = 3  # characters that the names of a part and of its whole end in
_FEWEST_ALIKE = 2
_LONGEST_CARRIED = 6


class _Name(NamedTuple):
    measure: str
    subject: str


Key = tuple[int, str]  # a paragraph, and what a number of it is called without its ending


def with_subjects(facts: Sequence[Found], proposals: Iterable[Proposal], lines: Sequence[str]) -> (
    list[Found]
):
    """The facts with subjects of their own; one that has one, or stands in a table, keeps it."""
    keys = [(fact.paragraph, _base_and_ending(fact)[0]) for fact in facts]
    names: dict[Key, _Name] = {}
    for key, name in (*_parts(facts, keys, proposals), *_counted_of(facts, keys)):
        names.setdefault(key, name)
    told: list[Found] = []
    taken: dict[tuple[str, str, str], str] = {}
    carried: Found | None = None
    for fact, key in zip(facts, keys, strict=True):
        named = _named(fact, names.get(key))
        if named is fact and carried and _goes_on(carried, fact, names, lines):
            named = replace(fact, subject=carried.subject)
        elif named is not fact and fact.role == "level":
            carried = named
        place = (named.period, named.measure, named.subject)
        if taken.setdefault(place, fact.measure) != fact.measure:
            named = fact  # two that the text tells apart stay apart
        told.append(named)
    return told


def _base_and_ending(fact: Found) -> tuple[str, str]:
    found = _ENDINGS.fullmatch(fact.measure)
    return (found["base"], found["ending"]) if found else (fact.measure, "")


def _is_free(fact: Found) -> bool:
    return fact.table < 0 and fact.subject == ALL and fact.measure != UNNAMED


def _named(fact: Found, name: _Name | None) -> Found:
    """The fact under the name of what it is of; a share says what of, not of what number."""
    base, ending = _base_and_ending(fact)
    if not _is_free(fact):
        return fact
    if ending and _SHARE.match(ending) and not _DOING.fullmatch(base):
        return replace(fact, measure=ending, subject=name.subject if name else base)
    if name is None:
        return fact
    return replace(fact, measure=joined(name.measure, ending) if ending else name.measure,
                   subject=name.subject)  # fmt: skip


def _goes_on(
    carried: Found, fact: Found, names: dict[Key, _Name], lines: Sequence[str]
) -> bool:
    """Whether a number that only says what was done is of what was named right before it in the
    sentence: 民事新收5件，结案3件."""
    base = _base_and_ending(fact)[0]
    done = {name.measure for name in names.values()} | {"结案", "结案率", "产量", "审结", "办结"}
    is_bare = _is_free(fact) and base in done and len(base) <= _LONGEST_CARRIED
    if not is_bare or fact.paragraph != carried.paragraph:
        return False
    between = lines[fact.paragraph][carried.end : fact.start]
    return "。" not in between and "其中" not in between and "共" not in fact.lead


def _parts(
    facts: Sequence[Found], keys: Sequence[Key], proposals: Iterable[Proposal]
) -> Iterator[tuple[Key, _Name]]:
    """The parts of a whole, which is what they count: by a sum, or by their shares of it."""
    for proposal in proposals:
        if proposal.kind == "sum":
            terms = [at for operand in proposal.operands for _, at in operand]
            signs = {sign for operand in proposal.operands for sign, _ in operand}
            whole, parts = proposal.result, terms if signs == {1} else []
        elif facts[proposal.result].role == "share" and len(proposal.operands[1]) == 1:
            (_, whole), = proposal.operands[1]
            parts = [at for _, at in proposal.operands[0]]
        else:
            continue
        if _may_have_parts(facts[whole]) and whole < min(parts, default=0):
            yield from _parts_of(whole, parts, facts, keys)


def _may_have_parts(whole: Found) -> bool:
    is_level = whole.role == "level" and whole.table < 0 and whole.measure != UNNAMED
    return is_level and whole.subject == ALL and not _TOTAL.search(whole.measure)


def _parts_of(
    whole: int, parts: Sequence[int], facts: Sequence[Found], keys: Sequence[Key]
) -> Iterator[tuple[Key, _Name]]:
    called = facts[whole].measure
    free = [at for at in parts if _is_free(facts[at]) and facts[at].role == "level"]
    bases = {at: keys[at][1] for at in free if facts[at].measure != called}
    if len(set(bases.values())) < len(bases) or any(map(_DOING.fullmatch, bases.values())):
        return
    shared = {at: _shared(base, called) for at, base in bases.items()}
    known = next((tail for tail in shared.values() if tail), called)
    for at, base in bases.items():
        own = _OF_ANYTHING.fullmatch(base)
        if tail := shared[at]:
            yield keys[at], _Name(tail, base[: -len(tail)].strip("_"))
        elif own:
            yield keys[at], _Name(own["what"], own["of"])
        else:
            yield keys[at], _Name(known, base)


def _shared(part: str, whole: str) -> str:
    """What the names of a part and of its whole end in, where that says what is counted."""
    length = 0
    while length < min(len(part), len(whole)) and part[-length - 1] == whole[-length - 1]:
        length += 1
    tail = part[len(part) - length :].lstrip("_的")
    if part.isascii():
        tail = tail if part[: -len(tail)].endswith("_") else tail.partition("_")[2]
    is_enough = len(tail) >= _SHORTEST_SHARED and len(tail) < len(part)
    return tail if is_enough else ""


def _counted_of(
    facts: Sequence[Found], keys: Sequence[Key]
) -> Iterator[tuple[Key, _Name]]:
    """What is counted of something that its name says, by itself or beside another of its kind."""
    groups: dict[tuple[int, str], dict[str, _Name]] = defaultdict(dict)
    for fact, (paragraph, base) in zip(facts, keys, strict=True):
        if not _is_free(fact):
            continue
        if own := _OF_ANYTHING.fullmatch(base) or _OUT_OF.fullmatch(base):
            yield (paragraph, base), _Name(own["what"], own["of"])
        elif several := _OF_SEVERAL.fullmatch(base):
            measure = f"{several['does'] or ''}{several['what']}"
            groups[paragraph, measure][base] = _Name(measure, several["of"])
    for (paragraph, _), names in groups.items():
        if len({name.subject for name in names.values()}) >= _FEWEST_ALIKE:
            for base, name in names.items():
                yield (paragraph, base), name

"""Lists dealt out in their order: what stands behind 分别, and parts such as 26:27:47."""

from __future__ import annotations

import re
from dataclasses import replace

from laicheng_data.facts.drafting.draft_fact import ALL, PROPORTIONAL, SECTORS, DraftFact
from laicheng_data.facts.drafting.phrases import (
    CHANGE,
    SENTENCE_END,
    clean_clause,
    join_words,
    to_word,
)
from laicheng_data.facts.printed import parse
from laicheng_data.facts.units import UNIT

_LISTED = re.compile(rf"\s*(?:{UNIT.pattern})?[、，,和及与以]*(?:及|和)?\s*(?:{CHANGE.pattern})?")
_PROPORTION = re.compile(r"\s*[:：∶﹕︰]\s*")
_BECOME = re.compile(r"(?:为|到|至|成)\s*$")
_RESPECTIVELY = re.compile(rf"分别|依次|各(?={CHANGE.pattern})")
_DEALT = re.compile(r"分别[为是]?[:：]\s*$")
# 比重上升的是甲镇、乙镇，依次上升2.1、0.4个百分点
_CHANGING = re.compile(
    rf"(?P<of>[\u4e00-\u9fff]{{2,8}}?)(?:有所)?(?:{CHANGE.pattern})的(?:依次|分别)?(?:[是有为]|包括)"
)
_AND_IN = re.compile(r"[、和及与]")
_REGION = re.compile(r"[东中西南北](部地区)")
_SECTORS_IN_ONE = re.compile(r"第?(?<![一二])([一二])([二三])产业")
_SECTOR_NAME = re.compile(r"第[一二三]产业")
_PLACES = [re.compile(rf"[\u4e00-\u9fff]{{1,4}}?{sort}") for sort in "县市区镇乡省州旗"]
_AGES = re.compile(r"\d+(?:_\d+)?岁(?:及?以[上下])?")
_SECTOR, _ORDINAL = re.compile(r"[一二三]产业"), re.compile(r"第?[一二三]")
_REGION_NAME = 4
_SHORT_NAME = 2  # characters of a thing that stands before what is said of it
_SHORTEST_TOLD = 3
_FEWEST_PARTS = 3
_TWO_PARTS = re.compile(
    r"(?P<one>.+?)[与和、](?P<other>.+?)(?:所占|之)?(?:比重?|比例|结构|构成|之)"
)
_ROUNDED_PARTS = 0.3  # by how much rounded parts may miss a hundred
_SLIP_OF_PARTS = 10  # by how much, where the words say what they are and one is misprinted
_ALL_SECTORS = "三次产业"


def assign_lists(text: str, facts: list[DraftFact]) -> dict[int, DraftFact]:
    """Lists dealt out in their order: what stands behind 分别, and parts such as 26:27:47."""
    dealt: dict[int, DraftFact] = {}
    parts: list[DraftFact] = []
    told: list[DraftFact] = []
    for at, first in enumerate(facts):
        if _RESPECTIVELY.search(first.lead) or _DEALT.search(text[: first.start]):
            run = _number_run(text, facts[at:], _LISTED)
            listed = _assign_respectively(text, facts[:at], run)
            listed = _continue_list(told, facts[:at], run) or listed
            told = listed or told
            dealt |= {n.position: n for n in listed}
        elif not at or not _PROPORTION.fullmatch(text[facts[at - 1].end : first.start]):
            run = _number_run(text, facts[at:], _PROPORTION)
            parts = _name_as_before(parts, _proportion_parts(run)) or parts
            dealt |= {n.position: n for n in parts}
    return dealt


def _continue_list(
    told: list[DraftFact], before: list[DraftFact], run: list[DraftFact]
) -> list[DraftFact]:
    """Numbers of the things that were named in the list right before them, where they have no list
    of their own: 甲、乙业务量分别占8%和7%，业务收入分别占9%和5%."""
    subjects = [number.subject for number in told]
    is_next = bool(told and before) and before[-1].position == told[-1].position
    is_full = len(set(subjects)) == len(told) == len(run)
    if not (is_next and is_full) or _AND_IN.search(run[0].lead):
        return []
    return [
        replace(
            number, subject=subject, measure=run[0].measure, role=run[0].role,
            unit=number.unit or run[-1].unit, whole=run[0].whole, is_down=run[0].is_down,
        )
        for number, subject in zip(run, subjects, strict=True)
    ]  # fmt: skip


def _name_as_before(before: list[DraftFact], parts: list[DraftFact]) -> list[DraftFact]:
    """Parts named as those are that they have come of: 由2018年的6:49:45优化为7:46:47."""
    if not parts or len(before) != len(parts) or before[0].sentence != parts[0].sentence:
        return parts
    if not _BECOME.search(parts[0].lead):
        return parts
    return [
        replace(part, measure=old.measure, subject=old.subject)
        for part, old in zip(parts, before, strict=True)
    ]


def _number_run(text: str, facts: list[DraftFact], joint: re.Pattern[str]) -> list[DraftFact]:
    """The numbers that follow each other with nothing but a joint between."""
    run = facts[:1]
    for number in facts[1:]:
        if not joint.fullmatch(text[run[-1].end : number.start]):
            break
        run.append(number)
    return run


def _proportion_parts(run: list[DraftFact]) -> list[DraftFact]:
    """Three parts or more that add up to a hundred, as 26:27:47 does, or two that are named: they
    are per cents."""
    first = run[0]
    of_two = _TWO_PARTS.fullmatch(first.measure) if len(run) == len(_TWO_PARTS.groupindex) else None
    if (len(run) < _FEWEST_PARTS and not of_two) or any(number.unit for number in run):
        return []
    is_named = _ALL_SECTORS in first.measure and len(run) == len(SECTORS)
    most = _SLIP_OF_PARTS if is_named or of_two else _ROUNDED_PARTS
    if abs(sum(float(parse(number.printed)) for number in run) - 100) > most:
        return []
    subjects, measure = [ALL] * len(run), first.measure
    if is_named:
        subjects = list(SECTORS)
    elif of_two:
        subjects, measure = [of_two["one"], of_two["other"]], "占比"
    return [
        replace(
            number, unit="%", role="share", measure=measure, subject=subject,
            period=first.period, whole=PROPORTIONAL,
        )
        for number, subject in zip(run, subjects, strict=True)
    ]  # fmt: skip


def _assign_respectively(
    text: str, before: list[DraftFact], run: list[DraftFact]
) -> list[DraftFact]:
    """The numbers behind 分别: as many as the sentence has named subjects, or as there are names."""
    first = _with_role_of_last(run)
    start = max([first.sentence, *(number.end for number in before[-1:])])
    named, verb = _parse_listed_names(text[start : first.start])
    alike = _levels_beside(first, before, len(run), len(named))
    subjects = list(dict.fromkeys(n.subject for n in alike if n.subject != ALL))
    if len(subjects) == len(run):
        return _assign_subjects(first, run, subjects)
    if len(named) == len(run) > 1:
        if first.role == "share" and verb == "占":
            return _assign_shares(first, run, named)
        return _assign_names(first, run, named, verb, alike)
    if first.role in ("change", "share", "points") and len(alike) >= len(run):
        return _assign_levels(first, run, alike[-len(run) :])
    return [
        replace(
            number, measure=first.measure, subject=first.subject, role=first.role,
            unit=number.unit or run[-1].unit,
        )
        for number in run[1:]
    ]  # fmt: skip


def _with_role_of_last(run: list[DraftFact]) -> DraftFact:
    """The first of a list, a change in points where only the last says so: 0.9、5.9个百分点."""
    first, last = run[0], run[-1]
    if last.role != "points" or first.role != "change" or first.unit:
        return first
    base, ending = first.measure.rpartition("_")[0], last.measure.rpartition("_")[2]
    return replace(first, role="points", measure=join_words(base, ending))


def _levels_beside(
    first: DraftFact, before: list[DraftFact], many: int, names: int
) -> list[DraftFact]:
    """The numbers of its sentence and period that a list may be of, else as many levels as it has
    numbers in the sentence before, where it has no names of its own."""
    alike = [n for n in before if (n.sentence, n.period) == (first.sentence, first.period)]
    if alike or names == many or not before:
        return alike
    last = [n for n in before if n.sentence == before[-1].sentence and n.role == "level"]
    return last if len(last) == many else []


def _assign_subjects(
    first: DraftFact, run: list[DraftFact], subjects: list[str]
) -> list[DraftFact]:
    """The numbers of a list, each of a subject that the sentence has counted before."""
    turned = [_with_own_direction(first, number) for number in run]
    return [
        replace(
            number, subject=subject, measure=own.measure, unit=run[-1].unit or first.unit,
            role=first.role, is_down=own.is_down,
        )
        for number, subject, own in zip(run, subjects, turned, strict=True)
    ]  # fmt: skip


def _assign_shares(first: DraftFact, run: list[DraftFact], named: list[str]) -> list[DraftFact]:
    """The numbers of a list, each the share of what is named: 甲、乙分别占8%和7%."""
    ending = f"占{first.whole}" if first.whole else "占比"
    return [
        replace(
            number, measure=join_words(name, ending), subject=ALL, role="share",
            whole=first.whole, unit=number.unit or run[-1].unit,
        )
        for number, name in zip(run, named, strict=True)
    ]  # fmt: skip


def _assign_names(
    first: DraftFact, run: list[DraftFact], named: list[str], verb: str, alike: list[DraftFact]
) -> list[DraftFact]:
    """The numbers of a list, each of one thing that is named before it."""
    return [
        _assign_name(first, number, run[-1], (name, verb), alike)
        for number, name in zip(run, named, strict=True)
    ]


def _assign_name(
    first: DraftFact,
    number: DraftFact,
    last: DraftFact,
    said: tuple[str, str],
    alike: list[DraftFact],
) -> DraftFact:
    """A number of a list as one of what is named, or as what the verb counts of that."""
    name, verb = said
    measure, subject = (verb, name) if verb else (name, first.subject)
    own = number if number.role in ("change", "points") else first
    if not number.unit and last.role == "points":
        own = last  # 2.1和2.4个百分点
    of, is_down = 0, first.is_down or own.is_down
    if own.role in ("change", "points"):
        of = index_of_counted(name, alike)
        if counted := next((n for n in alike if n.position == of), None):
            measure = join_words(counted.measure, name)
        ending = own.measure.rpartition("_")[2]
        measure = join_words(measure, ending.replace("增", "降") if is_down else ending)
    return replace(
        number, measure=measure, subject=subject, unit=number.unit or last.unit, role=own.role,
        is_down=is_down, of=of, whole=own.whole,
    )  # fmt: skip


def _assign_levels(
    first: DraftFact, run: list[DraftFact], levels: list[DraftFact]
) -> list[DraftFact]:
    """The numbers of a list of changes or shares, each of a level before it."""
    turned = [_with_own_direction(first, number) for number in run]
    return [
        replace(
            number, subject=level.subject, role=first.role, is_down=own.is_down,
            measure=join_words(level.measure, own.measure.rpartition("_")[2]),
            unit=number.unit or run[-1].unit, whole=first.whole, of=level.position,
        )
        for number, level, own in zip(run, levels, turned, strict=True)
    ]  # fmt: skip


def _with_own_direction(first: DraftFact, number: DraftFact) -> DraftFact:
    """The first of a list of changes, turned the way that a later one says it goes: 分别下降7.2%、上升
    1.7%."""
    if first.role not in ("change", "points") or not (said := CHANGE.search(number.lead)):
        return first
    base, _, ending = first.measure.rpartition("_")
    is_down = said["down"] is not None
    ending = f"{'降' if is_down else '增'}{ending[1:]}"
    return replace(first, is_down=is_down, measure=join_words(base, ending))


def index_of_counted(name: str, levels: list[DraftFact]) -> int:
    """The position of the last level that is counted in what is named: 人数 are those in 人."""
    alike = [n for n in levels if n.role == "level" and n.unit and _counts_in(name, n.unit)]
    return alike[-1].position if alike else 0


def _counts_in(name: str, unit: str) -> bool:
    """Whether a word is what things of a unit are counted in: 人数 or 人次 of 人, 批次 of 批."""
    return name in (f"{unit}数", f"{unit}次") or (name == unit and "次" in unit)


def _parse_listed_names(lead: str) -> tuple[list[str], str]:
    """What is named before 分别, thing by thing, and the verb behind it: 甲区、乙区分别受理."""
    names, verb = lead, ""
    if said := list(_RESPECTIVELY.finditer(lead)):
        names, verb = lead[: said[-1].start()], lead[said[-1].end() :]
    names = SENTENCE_END.split(names)[-1].strip(" ，,：:")
    names = re.sub(r"(?:^|(?<=[，,：:]))[与同较比][^，,：:、]*?相比", "", names).strip(" ，,：:")
    names = re.split(r"[，,：:]", names)[-1]
    names = _SECTORS_IN_ONE.sub(r"第\1产业、第\2产业", names)
    changing = _CHANGING.match(names)
    names = names[changing.end() :] if changing else names
    named = [
        to_word(clean_clause(name)) for name in re.split(r"、|和|以及|及(?!以[上下])|与", names)
    ]
    named = _distribute_ending(named)
    if len(named) > 1 and named[0][-1:] == named[1][-1:] and "的" not in named[1]:
        named[0] = named[0].rpartition("的")[2]  # 居前的甲县、乙县
    verb = re.split(CHANGE, clean_clause(verb))[0] if CHANGE.search(verb) else verb
    named = [name for name in named if name]
    told = to_word(clean_clause(changing["of"] if changing else verb))
    return (named, told) if told else _split_common_ending(named)


def _distribute_ending(named: list[str]) -> list[str]:
    """东部地区, 中部地区 and 西部地区 of 东、中、西部地区, 第二产业 and 第三产业 of 第二、三产业."""
    *others, last = named or [""]
    if others and _SECTOR.match(last) and all(map(_ORDINAL.fullmatch, others)):
        return [f"第{name.removeprefix('第')}产业" for name in others] + [f"第{last}"]
    if not others or any(len(name) != 1 for name in others) or len(last) <= _SHORT_NAME:
        return named
    region = _REGION.match(last)
    return [f"{name}{region[1] if region else last[1:]}" for name in others] + [last]


def _split_common_ending(named: list[str]) -> tuple[list[str], str]:
    """Things named in two characters, and what the last of them says that all are counted in:
    城镇, 农村 and 居民人均可支配收入 of 城镇和农村居民人均可支配收入."""
    *others, last = named or [""]
    if others and (alike := _similar_name(others, last)):
        return [*others, alike], last[len(alike) :]
    lengths = {len(name) for name in others}
    length = _REGION_NAME if _REGION.match(last) and lengths == {_REGION_NAME} else _SHORT_NAME
    if lengths != {length} or len(last) < length + _SHORTEST_TOLD:
        return named, ""
    return [*others, last[:length]], last[length:]


def _similar_name(others: list[str], last: str) -> str:
    """The thing that the last name begins with, where it is one as the others are: a sector, an age
    or a place of one sort. 第二产业 of 第一产业 and 第二产业增加值, 乙县 of 甲县 and 乙县增速."""
    for pattern in (_SECTOR_NAME, _AGES, *_PLACES):
        if all(map(pattern.fullmatch, others)) and (found := pattern.match(last)):
            return found[0] if len(found[0]) < len(last) else ""
    return ""

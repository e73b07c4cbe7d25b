"""Claims over several numbers at once: sums that brackets or 其中 spell out or that shares tell, men
to women, and what is so much a head.

Each form is proposed only where the words name it and the digits bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    as_rounded,
    claim_rate,
    claim_sum,
    deviation,
    divide_intervals,
)
from laicheng_data.facts.drafting.nearby import is_naught, terms_of, total_of

_LEAST_DIGITS = 2
_SURE_DIGITS = 4  # of a rounded number that its parts in brackets add up to
_RATIO_DIGITS = 3  # significant digits from which two levels are hardly divided by chance
_LAST = 30  # numbers before a share among which are those that it says to be of
_LONG_NAME = 4
_ABROAD = re.compile(r"^.{0,6}(?:外贸|对外贸易)")  # 福建省外贸出口, of what is called 出口 there
_BOTH_WAYS = "进出口"
_ALSO_CALLED = re.compile(r"^总|总[量数额值]$|[数量额]$|的$")
_SPELT_OUT = re.compile(r"[（(][^）)]*$|(?:其中|包括|包含|含)[^。；;）)]*$")
_OF_WHICH_BEHIND = re.compile(r"^[^。，,；;\d]{0,4}[²³]?。其中[：:，,]?[^。；;，,]*$")
_CLOSED = re.compile(r"[）)。；;]")
_TO_ONE = re.compile(r"\s*[:：∶]\s*1(?![\d.])")
_SEX_RATIO = "性别比"
_AVERAGE = re.compile(r"平均每|[人户案件]均")
_HEADS = {
    "人": "人名",
    "户": "户",
    "案": "件起宗",
    "件": "件",
}  # what an average of each is divided by


def whole_by_name(result: Number, prose: Sequence[Number]) -> Number | None:
    """The first level before a share that is called as what it says it is of: 投诉总量 is what
    受理投诉 counts."""
    name, stem = "", result.found.whole
    while name != stem:
        name, stem = stem, _ALSO_CALLED.sub("", stem)
    if len(stem) < 2:
        return None
    stem = re.sub(r"(?i:gdp)$", "生产总值", stem)
    called = (n for n in prose if n.at < result.at and n.is_level and n.is_firm)
    names = [(n, _ALSO_CALLED.sub("", n.found.measure)) for n in called]
    exact = next((n for n, name in names if name.endswith(stem) and not _is_both(name, stem)), None)
    plain = _ABROAD.sub("", stem)
    exact = exact or next((n for n, name in names if name == plain != stem), None)
    return exact or next((n for n, name in names if _name_begins(stem, name)), None)


def _is_both(name: str, stem: str) -> bool:
    """Whether a level is of trade both ways, and a share of one: 进出口 is no 出口."""
    return _BOTH_WAYS in name and _BOTH_WAYS not in stem


def _name_begins(stem: str, name: str) -> bool:
    """Whether what a share is of begins with the name of a level: 抢险救援出动 with 抢险救援."""
    return len(name) >= _LONG_NAME and stem.startswith(name)


def explicit_sums(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Sums whose terms are all that stands in the brackets, or behind 其中, right behind them."""
    counts = [number for number in prose if number.kind == "count" and number.is_firm]
    for is_down in (None, False, True):
        yield from _explicit_sums([n for n in counts if _is_down(n) is is_down], lines)


def _is_down(number: Number) -> bool | None:
    """Whether a change goes down; None for a level."""
    return None if number.is_level else number.found.is_down


def _explicit_sums(levels: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    for at, result in enumerate(levels[:-2]):
        line = lines[result.found.paragraph]
        terms: list[Number] = []
        for number in levels[at + 1 :]:
            between = line[(terms[-1] if terms else result).found.end : number.found.start]
            is_next = _stand_together(number, terms[0] if terms else result)
            is_same = number.found.paragraph == result.found.paragraph
            is_next |= not terms and is_same and _OF_WHICH_BEHIND.search(between) is not None
            if not (is_next and number.counts_as(result)):
                break
            if not terms and not _SPELT_OUT.search(between):
                break
            if terms and _CLOSED.search(between):
                break
            terms.append(number)
        fewest = _LEAST_DIGITS if result.is_exact else _SURE_DIGITS
        is_sure = len(terms) > 1 and result.digits >= fewest
        if is_sure and deviation(result, total_of(terms)) == 0:
            yield claim_sum(result, terms, "其中")


def sums_of_shares(groups: Sequence[Sequence[tuple[Number, Number, Number]]]) -> Iterator[Proposal]:
    """Wholes that the parts of their shares add up to, one run of parts behind the other.

    Each group is a list of parts in their order, with the whole that each is a share of and the
    share; those of a rounded whole make a hundred per cent, else something is left beside them.
    """
    for group in groups:
        terms, rates = list[Number](), list[Number]()
        for at, (part, whole, rate) in enumerate(group):
            terms.append(part)
            rates.append(rate)
            if at + 1 < len(group) and is_naught(group[at + 1][0]):
                continue  # part of the run, though it adds nothing
            value, share = total_of(terms), total_of(rates)
            if value.low > whole.interval.high:
                terms, rates = [part], [rate]
            elif len(terms) > 1 and deviation(whole, value) == 0 and whole.digits >= _LEAST_DIGITS:
                if whole.is_exact or share.low <= 1 <= share.high:
                    yield claim_sum(whole, terms, "合计")
                terms, rates = [], []


def ratios(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """So many to one, and so much a head, where just two levels of the paragraph give it."""
    for result in prose:
        found = result.found
        if not result.is_level or result.digits < _LEAST_DIGITS or not result.is_firm:
            continue
        is_to_one = _TO_ONE.match(lines[found.paragraph], found.end) is not None
        is_to_one |= found.measure.endswith("倍率")  # 求人倍率1.34
        is_average = _AVERAGE.search(found.measure) is not None
        if not (is_to_one or is_average):
            continue
        levels = [n for n in prose if _may_be_divided(n, result)]
        pairs = [
            (one, other)
            for one, other in permutations(levels, 2)
            if (one.counts_as(other) if is_to_one else _is_per_head(result, one, other))
            if deviation(as_rounded(result), divide_intervals(one.interval, other.interval)) == 0
        ]
        is_sure = result.digits >= _RATIO_DIGITS or any(_is_named(result, one) for one, _ in pairs)
        if len(pairs) == 1 and is_sure:
            operands = tuple(terms_of([number]) for number in pairs[0])
            yield Proposal("ratio", result.at, operands, found.measure)


def sex_ratios(numbers: Sequence[Number]) -> Iterator[Proposal]:
    """How many men there are to a hundred women, of the last of both before it in its row or
    paragraph."""
    for place, result in enumerate(numbers):
        if _SEX_RATIO not in _name(result) or result.kind != "rate":
            continue
        before = [n for n in numbers[max(0, place - _LAST) : place] if _is_beside(n, result)]
        kind = _sex_measure(before)
        told = [n for n in reversed(before) if n.kind == kind and n.found.role != "change"]
        men, women = (next((n for n in told if sex in _name(n)), None) for sex in "男女")
        if men and women and deviation(result, divide_intervals(men.interval, women.interval)) == 0:
            yield claim_rate("ratio", result, men, women, _SEX_RATIO)


def _name(number: Number) -> str:
    return f"{number.found.subject}_{number.found.measure}"


def _is_beside(number: Number, result: Number) -> bool:
    """Whether two numbers stand in one row, or one paragraph."""
    return (number.found.paragraph, number.found.row) == (result.found.paragraph, result.found.row)


def _sex_measure(numbers: Sequence[Number]) -> str:
    """Whether both sexes are counted there, or only their shares told."""
    counted = [n for n in numbers if n.is_level and ("男" in _name(n) or "女" in _name(n))]
    return "count" if len(counted) > 1 else "rate"


def _may_be_divided(number: Number, result: Number) -> bool:
    is_before = number.found.paragraph == result.found.paragraph and number.at < result.at
    return is_before and number.is_level and number.is_firm and number.interval.low > 0


def _is_per_head(result: Number, one: Number, other: Number) -> bool:
    is_counted = one.found.unit == result.found.unit != ""
    averaged = re.search(r"(.)均", result.found.measure)
    heads = _HEADS.get(averaged[1], "人名户") if averaged else "人名户"
    is_divided = other.found.unit != "" and other.found.unit in heads
    return is_counted and is_divided and not _AVERAGE.search(one.found.measure)


def _is_named(result: Number, one: Number) -> bool:
    """Whether an average is called as what is divided: 案均涉及 of 涉及劳动者."""
    name = re.split(_AVERAGE, result.found.measure)[-1]
    return len(name) >= _LEAST_DIGITS and one.found.measure.startswith(name)


def _stand_together(one: Number, other: Number) -> bool:
    return (one.found.paragraph, one.found.sentence) == (
        other.found.paragraph,
        other.found.sentence,
    )

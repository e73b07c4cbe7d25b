"""Claims over several numbers at once: shares of joint parts, sums that brackets or 其中 spell out,
the three sectors, what lies between its parts, and what is so much a head.

Each form is proposed only where the words name it and the digits bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise, permutations

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    as_rounded,
    deviation,
    divide_intervals,
    is_misprint,
)
from laicheng_data.facts.drafting.nearby import is_naught, nearby_numbers, terms_of, total_of

_LEAST_DIGITS = 2
_OLD_AND_NEW = 2
_SURE_DIGITS = 4  # of a rounded number that its parts in brackets add up to
_RATIO_DIGITS = 3  # significant digits from which two levels are hardly divided by chance
_LAST = 30  # numbers before a share among which are those that it says to be of
_SAID_WITHIN = 60  # characters before it that say so
_LONG_NAME = 4
_WHOLE_WITHIN = 3  # paragraphs in which a joint share has its whole
_CHINESE = "一二三四五六七八九十"
_THE_ABOVE = re.compile(
    r"(?:上述|以上|这|前)([二三四五六七八九十])[者个类项市县区州家大种地][^，。；\d]*$"
)
_TOGETHER = re.compile(r"合[计占]|共计|共占|之和|两[者项类]|[及和与]")
_ABROAD = re.compile(r"^.{0,6}(?:外贸|对外贸易)")  # 福建省外贸出口, of what is called 出口 there
_BOTH_WAYS = "进出口"
_ALSO_CALLED = re.compile(r"^总|总[量数额值]$|[数量额]$|的$")
_ADDED = re.compile(
    r"(?:合计|共计|共占|总共|之和|[两二三四五六][者项类个大罪]\S{0,6}占)[^，。；\d]{0,8}$"
)
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
_ALL_TOGETHER = "全体"
_HALVES = (("城镇",), ("农村", "乡村"))


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


def joint_shares(
    prose: Sequence[Number], settled: Mapping[int, Sequence[Number]], lines: Sequence[str]
) -> Iterator[Proposal]:
    """Shares of what several levels right before them count together.

    `settled` are the wholes of the shares that are known already.
    """
    for place, result in enumerate(prose):
        if result.kind != "rate" or result.at in settled or result.digits < _LEAST_DIGITS:
            continue
        run, counts = _levels_before(prose, place), None
        end = result.found.start
        start = max(0, end - _SAID_WITHIN)
        if named := _THE_ABOVE.search(lines[result.found.paragraph], start, end):
            run = _last_levels(prose, place, _CHINESE.index(named[1]) + 1)
            counts = [len(run)]
        named_whole = _whole_of_joint(result, prose, run)
        wholes = [named_whole] if named_whole and named_whole not in run else []
        if not wholes and run and (counts or _TOGETHER.search(_words_before(result, lines))):
            wholes = _wholes_before(run[0], prose, settled, result.digits > _RATIO_DIGITS)
        holding = [
            (parts, whole)
            for parts in (run[-count:] for count in counts or range(2, len(run) + 1))
            for whole in wholes
            if len(parts) > 1 and whole not in parts
            if deviation(result, divide_intervals(total_of(parts), whole.interval)) == 0
        ]
        if len(holding) == 1:
            parts, whole = holding[0]
            yield Proposal("share", result.at, (terms_of(parts), terms_of([whole])), "合计占")


def _words_before(result: Number, lines: Sequence[str]) -> str:
    """The words of its sentence before a number."""
    return lines[result.found.paragraph][result.found.sentence : result.found.start]


def _wholes_before(
    first: Number,
    prose: Sequence[Number],
    settled: Mapping[int, Sequence[Number]],
    is_sure: bool,
) -> list[Number]:
    """What a joint share may be of: what other shares of its paragraph are of, else the levels
    before its parts in this paragraph or a few before, as far as its digits are sure."""
    here, near = first.found.paragraph, nearby_numbers(first, prose)
    known = [settled[n.at] for n in near if n.found.paragraph == here and n.at in settled]
    single = [whole[0] for whole in known if len(whole) == 1]
    levels = [
        n
        for n in near
        if n.at < first.at and n.is_level and n.is_firm and n.found.unit == first.found.unit
        if here - n.found.paragraph <= _WHOLE_WITHIN * (1 + is_sure)
    ]
    return list(dict.fromkeys(single or levels))


def _last_levels(prose: Sequence[Number], place: int, many: int) -> list[Number]:
    """The last levels of one unit before a number, as many as it says: 上述三市."""
    before = [n for n in prose[max(0, place - _LAST) : place] if n.is_level and n.is_firm]
    if not before:
        return []
    alike = [n for n in before if n.found.unit == before[-1].found.unit]
    near = [n for n in alike if n.found.paragraph == prose[place].found.paragraph]
    return near[-many:] if len(near) >= many > 1 else []


def _whole_of_joint(
    result: Number, prose: Sequence[Number], run: Sequence[Number]
) -> Number | None:
    if result.found.role == "share":
        return whole_by_name(result, prose)
    is_in_brackets = result.found.is_aside and all(number.found.is_aside for number in run)
    if not (run and is_in_brackets and result.found.measure.endswith("率")):
        return None
    before = [n for n in prose if n.at < run[0].at and n.is_level and not n.found.is_aside]
    return before[-1] if before else None


def _levels_before(prose: Sequence[Number], place: int) -> list[Number]:
    """The levels of one sort that stand one behind the other right before a number."""
    run: list[Number] = []
    skipped = 0
    result = prose[place]
    for number in reversed(prose[:place]):
        if run and number.found.is_aside and not run[0].found.is_aside:
            skipped += 1  # 17.4万起（另有0.2万起未出动），抢险救援10.4万起
            continue
        is_next = number.at == result.at - len(run) - skipped - 1
        if not (is_next and number.is_level and number.is_firm and _stand_together(number, result)):
            break
        if run and not (
            number.counts_as(run[0]) and number.found.is_aside == run[0].found.is_aside
        ):
            break
        run.insert(0, number)
    return run


def currency_conversions(prose: Sequence[Number]) -> Iterator[Proposal]:
    """Amounts in another currency, of those before them at a rate that stands between:
    人均生产总值141647元，按平均汇率6.8985折算，约合20533美元."""
    for rate, result in pairwise(prose):
        is_foreign = result.is_level and result.found.unit.endswith(("美元", "欧元", "港元"))
        if not (is_foreign and rate.found.measure.endswith("汇率")):
            continue
        before = [n for n in _numbers_before(rate, prose) if n.found.unit.endswith("元")]
        for amount in reversed(before):
            if deviation(as_rounded(result), divide_intervals(amount.interval, rate.interval)) == 0:
                operands = terms_of([amount]), terms_of([rate])
                yield Proposal("ratio", result.at, operands, rate.found.measure)
                break


def _numbers_before(number: Number, prose: Sequence[Number]) -> list[Number]:
    """The numbers before one in its sentence."""
    near = nearby_numbers(number, prose)
    return [n for n in near if n.at < number.at and _stand_together(n, number)]


def totals_of_shares(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Shares that are those before them in the sentence together: A占68.97%，B占8.62%，
    两罪合计占77.59%."""
    for result in prose:
        found = result.found
        is_sure = result.kind == "rate" and result.digits >= _RATIO_DIGITS
        if not (is_sure and _ADDED.search(lines[found.paragraph], found.sentence, found.start)):
            continue
        rates = [n for n in _numbers_before(result, prose) if n.kind == "rate" and n.is_firm]
        for many in range(2, len(rates) + 1):
            if deviation(result, total_of(rates[-many:])) == 0:
                operands = tuple(terms_of([number]) for number in rates[-many:])
                yield Proposal("sum", result.at, operands, "合计占")
                break


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
            operands = tuple(((1, number.at),) for number in terms)
            yield Proposal("sum", result.at, operands, "其中")


def wholes_of_parts(prose: Sequence[Number], proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """What the whole of a sum and each of its parts is a share of, which adds up too: 收入9元，占预算12元的
    75%，其中甲5元，占预算7元的71%，乙4元，占预算5元的80%."""
    by_at = {number.at: number for number in prose}
    shares = (p for p in proposals if p.kind == "share" and _is_plain(p))
    of = {part: whole for ((_, part),), ((_, whole),) in (p.operands for p in shares)}
    for proposal in proposals:
        at = [proposal.result, *(at for terms in proposal.operands for _, at in terms)]
        is_sum = proposal.kind == "sum" and _is_plain(proposal) and of.keys() >= set(at)
        wholes = [by_at[of[each]] for each in at if of.get(each) in by_at] if is_sum else []
        if len({whole.at for whole in wholes}) == len(at) and len(at) > _OLD_AND_NEW:
            result, *terms = wholes
            value = total_of(terms)
            if deviation(result, value) == 0 or is_misprint(result, value):
                operands = tuple(((1, term.at),) for term in terms)
                yield Proposal("sum", result.at, operands, result.found.measure)


def shares_of_rest(prose: Sequence[Number], proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """The share in a list that is of all parts of a total which no other there is of: 甲、乙和丙占
    75.66%、20%、4.34% of what four kinds make."""
    sums = [proposal for proposal in proposals if proposal.kind == "sum"]
    divided = [(p.result, [at for ((_, at),) in p.operands]) for p in sums if _is_plain(p)]
    known = {p.result: p.operands for p in proposals if p.kind == "share" and _is_plain(p)}
    by_at = {number.at: number for number in prose}
    rates = [n for n in prose if n.kind == "rate" and n.found.role == "share"]
    for _, listed in groupby(rates, key=lambda n: (n.found.paragraph, n.found.sentence)):
        run = list(listed)
        left = [n for n in run if n.at not in known]
        pairs = [[at for ((_, at),) in known[n.at]] for n in run if n.at in known]
        wholes = {whole for _, whole in pairs}
        if len(left) != 1 or len(wholes) != 1 or not wholes <= by_at.keys():
            continue
        whole, told = wholes.pop(), {part for part, _ in pairs}
        for terms in (terms for result, terms in divided if result == whole):
            rest = [by_at[at] for at in terms if at not in told and at in by_at]
            is_whole = len(rest) + len(told) == len(terms) and len(rest) > 1
            if (
                is_whole
                and deviation(left[0], divide_intervals(total_of(rest), by_at[whole].interval)) == 0
            ):
                operands = terms_of(rest), terms_of([by_at[whole]])
                yield Proposal("share", left[0].at, operands, "the rest of its parts")
                break


def _is_plain(proposal: Proposal) -> bool:
    """Whether each operand is one number, that nothing is taken from."""
    return all(len(terms) == 1 and terms[0][0] > 0 for terms in proposal.operands)


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
                    operands = tuple(((1, number.at),) for number in terms)
                    yield Proposal("sum", whole.at, operands, "合计")
                terms, rates = [], []


def averages_between_parts(prose: Sequence[Number]) -> Iterator[Proposal]:
    """What all have on average lies between what those in towns and in the country have."""
    averages = [number for number in prose if number.is_level]
    for result in averages:
        name = result.found.measure
        if not (name.startswith(_ALL_TOGETHER) and _AVERAGE.search(name)):
            continue
        behind = [n for n in averages if n.at > result.at and _is_average_of(n, result)]
        halves = [
            next((n for n in behind if any(word in n.found.measure for word in words)), None)
            for words in _HALVES
        ]
        known = [half for half in halves if half is not None]
        if len(known) == len(_HALVES):
            operands = tuple(((1, half.at),) for half in known)
            yield Proposal("between", result.at, operands, name)


def _is_average_of(part: Number, whole: Number) -> bool:
    found = _AVERAGE.search(whole.found.measure)
    core = whole.found.measure[found.start() :] if found else whole.found.measure
    is_near = part.found.paragraph == whole.found.paragraph and part.counts_as(whole)
    return is_near and part.found.period == whole.found.period and part.found.measure.endswith(core)


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
            yield Proposal("ratio", result.at, (terms_of([men]), terms_of([women])), _SEX_RATIO)


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

"""Claims proposed by search: which numbers of a text follow from others, as far as the digits tell.

A form is tried where the order of the text allows it, and kept where the printed result could have
come of it. A form that holds for most of a list is kept for all of it, so that the one that does
not hold is found too. The same text always gets the same proposals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from laicheng_data.facts.arithmetic import (
    Number,
    Proposal,
    Terms,
    as_numbers,
    changed,
    may_reach,
    off,
    ratio,
    reach,
    total,
)
from laicheng_data.facts.found import Found
from laicheng_data.facts.gathered import (
    between_parts,
    differences_of_parts,
    joint_shares,
    ratios,
    sectors,
    spelt_out,
    sums_of_shares,
    whole_named,
)
from laicheng_data.facts.named_rates import balances, differences_of_rates, is_balance, of_either
from laicheng_data.facts.printed import Interval
from laicheng_data.facts.spoken import year_before
from laicheng_data.facts.tabulated import propose_in_tables

_NEAR = 14  # levels before a rate that are tried with it
_MOST_TERMS = 14
_LEADING_TOTALS = 40  # numbers at the head of a text, among which its grand total is
_ENOUGH_DIGITS = 3  # significant digits from which a match is hardly chance
_SHORTEST_ENDING = 4  # characters that two names of one thing share
_FEW_PARAGRAPHS = 4  # over which the terms of a sum may be spread
_MANY_DIGITS = 4  # of a sum that is spread so
_THINGS = {"件", "封", "个", "次", "条", "份", "项"}
_SUM_WORDS = re.compile(r"其中|合计|共|总|分别|包括|包含|[:：]|含|由")
_TOTAL = re.compile(r"合计|总计|共|总|\b[Tt]otal\b|\b[Aa]ll\b")
_WIDEST = Fraction(1, 50)  # width of a rate worked out, above which a match is chance
_MISPRINT = Fraction(1, 5)  # how far off a rate may be that the words say, and be meant
_PLANNED = re.compile(r"计划|预算|任务|目标")
_MOST = Fraction(3, 5)  # the part of a list for which a form must hold, to be kept for all of it


def propose(facts: Sequence[Found], lines: Sequence[str]) -> list[Proposal]:
    """The claims that the facts bear out, one at most for each result and sort of claim."""
    numbers = as_numbers(facts, lines)
    prose = [number for number in numbers if number.found.table < 0]
    kept: dict[tuple[int, object], Proposal] = {}
    for proposal in (
        *propose_in_tables(numbers),
        *sectors(prose),
        *_shares(prose, lines),
        *_changes(prose, lines),
        *differences_of_parts(prose),
        *_differences(prose, lines),
        *_sums(prose, lines),
        *spelt_out(prose, lines),
        *of_either(prose),
        *differences_of_rates(prose),
        *balances(prose),
        *between_parts(prose),
        *ratios(prose, lines),
    ):
        if proposal.result in {at for terms in proposal.operands for _, at in terms}:
            continue  # no number is worked out of itself
        sort = proposal.operands if proposal.kind == "sum" else ""
        kept.setdefault((proposal.result, sort), proposal)
    return sorted(kept.values(), key=lambda proposal: (proposal.result, proposal.kind))


def _words(lines: Sequence[str], number: Number) -> str:
    """The words that stand before a result, for the remark."""
    found = number.found
    start = max(0, found.start - 12)
    return f"{lines[found.paragraph][start : found.end]}".replace("\t", " ")


def _is_most(holding: int, tried: int) -> bool:
    """Whether a form holds often enough to be kept for all of a list."""
    return holding > 1 and holding >= _MOST * tried


def _sentence(number: Number) -> tuple[int, int]:
    return number.found.paragraph, number.found.sentence


# Shares


class _Share(NamedTuple):
    result: Number
    part: Number
    whole: tuple[Number, ...]
    off: Fraction
    rank: tuple[int, ...] = ()


def _shares(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    chosen: dict[int, _Share] = {}
    for result in prose:
        if result.kind == "rate" and result.found.role != "change" and not _is_vital(result):
            options = sorted(_share_options(result, prose), key=lambda option: option.rank)
            if options:
                chosen[result.at] = options[0]
            elif meant := _meant_share(result, prose) or _only_share(result, prose):
                chosen[result.at] = meant
    for group in _share_groups(prose):
        chosen |= _of_one_whole(group, chosen)
    chosen |= _named_alike(prose, chosen)
    yield from joint_shares(prose, {at for at, share in chosen.items() if share.off == 0})
    yield from sums_of_shares(_by_whole(chosen))
    for share in chosen.values():
        whole = tuple((1, number.at) for number in share.whole)
        words = _words(lines, share.result)
        yield Proposal("share", share.result.at, (((1, share.part.at),), whole), words)


def _share_options(result: Number, prose: Sequence[Number]) -> Iterator[_Share]:
    """Parts and wholes that would print so; a lower rank tells more.

    With few digits, or one unit of the last digit off, only the two levels right before count.
    """
    near = _near(result, prose)
    before = [number for number in near if number.at < result.at]
    last, pair = before[-1:], before[-2:]
    sure = result.digits >= _ENOUGH_DIGITS and result.interval.high < 1
    within = reach(result)
    wholes = near + (_far(result, prose) if result.found.role == "share" else [])
    base = result.found.measure.rpartition("_")[0] if result.found.role == "share" else ""
    for part in near:
        is_next = part in last
        if not (is_next or base in ("", part.found.measure)):
            continue
        for whole in wholes:
            if whole is part or not part.counts_as(whole) or whole.interval == part.interval:
                continue
            if not may_reach(within, part, whole) or not _may_be_called(result.found.whole, whole):
                continue
            value = ratio(part.interval, whole.interval)
            apart = off(result, value)
            if apart is None or apart > 1 or _may_be_anything(result, value):
                continue
            together = _sentence(whole) == _sentence(part) == _sentence(result)
            is_near = part.found.paragraph == whole.found.paragraph == result.found.paragraph
            if _is_of_list(result, part, whole):
                is_alike = _is_called_alike(result, part) and (sure or (is_next and whole in pair))
                wanted = not apart and (result.digits > _ENOUGH_DIGITS or is_alike)
            elif apart or not sure:
                wanted = together and (is_next or (part in pair and whole in pair))
            else:
                wanted = is_near or is_next
            if wanted and not (apart and result.found.role != "share"):
                distance = abs(result.at - part.at) + abs(part.at - whole.at)
                rank = (int(apart > 0), int(not is_next), int(whole.at > part.at), distance)
                yield _Share(result, part, (whole,), apart, rank)


def _may_be_called(name: str, whole: Number) -> bool:
    """Whether a level may be what a share says that it is of: a plan is no level that is not called
    one in two characters."""
    called = f"{whole.found.measure}{whole.found.lead}"
    is_plan = _PLANNED.search(name) is not None
    return not is_plan or any(one + other in called for one, other in pairwise(name))


def _may_be_anything(result: Number, value: Interval | None) -> bool:
    """Whether a value worked out of rounded numbers is too wide to tell anything."""
    is_wide = value is not None and value.high - value.low > _WIDEST
    return is_wide and result.found.role != "share"


def _meant_share(result: Number, prose: Sequence[Number]) -> _Share | None:
    """The share that the words say, whether it holds or not: 结案700件，结案率79.64%, or
    完成2236万元，完成预算25200万元的8.9%."""
    levels = [
        number
        for number in _around(result, prose)
        if number.is_level and number.is_firm and number.at < result.at
        if _sentence(number) == _sentence(result)
    ]
    main = [number for number in levels if not number.found.is_aside]
    last = _before(result, levels)
    pair: tuple[Number | None, Number | None] = _by_name(result, prose)
    if last and result.found.lead.strip() == "的" and result.at == last.at + 1:
        pair = _before(result, main), last
    elif last and _is_rate_of(result, last):
        pair = last, _before(last, [level for level in main if level.counts_as(last)])
    part, whole = pair
    if part is None or whole is None or part is whole or not part.counts_as(whole):
        return None
    apart = off(result, ratio(part.interval, whole.interval))
    is_like = apart is not None and apart * result.unit <= _MISPRINT * result.interval.high
    return _Share(result, part, (whole,), apart or Fraction(0)) if is_like else None


def _is_vital(rate: Number) -> bool:
    """Whether a rate is one of births or deaths: it is of a yearly average that is not printed."""
    return rate.found.printed.endswith("‰") and rate.found.role != "share"


def _only_share(result: Number, prose: Sequence[Number]) -> _Share | None:
    """The share of one level of its sentences in another that prints so to four digits, where no
    other pair of the paragraph does."""
    if result.found.role != "share" or result.found.whole or result.digits <= _ENOUGH_DIGITS:
        return None
    levels = [n for n in _near(result, prose) if n.found.paragraph == result.found.paragraph]
    holding = [
        (part, whole)
        for part in levels
        for whole in levels
        if part.counts_as(whole) and part.interval.high < whole.interval.low
        if off(result, ratio(part.interval, whole.interval)) == 0
    ]
    return (
        _Share(result, holding[0][0], (holding[0][1],), Fraction(0)) if len(holding) == 1 else None
    )


def _by_name(result: Number, prose: Sequence[Number]) -> tuple[Number | None, Number | None]:
    """The part and the whole by the names that a share gives: 第一产业增加值占国内生产总值的比重."""
    base, whole = result.found.measure.rpartition("_")[0], result.found.whole
    levels = [n for n in _around(result, prose) if n.is_level and n.block == result.block]
    parts = [level for level in levels if base and level.found.measure == base]
    wholes = [level for level in levels if whole and level.found.measure == whole]
    return _before(result, parts), _before(result, wholes) or whole_named(result, prose)


def _before(number: Number, levels: Sequence[Number]) -> Number | None:
    """The last level before a number."""
    return next((level for level in reversed(levels) if level.at < number.at), None)


def _is_rate_of(rate: Number, part: Number) -> bool:
    """Whether a rate is called as its part: 结案率 of 结案, 认罪认罚适用率 of 适用认罪认罚审结."""
    name, whole = rate.found.measure.removesuffix("率"), part.found.measure.removesuffix("数")
    if name == rate.found.measure:
        return False
    return name == whole or (len(name) >= _SHORTEST_ENDING and set(name) <= set(whole))


def _is_of_list(result: Number, part: Number, whole: Number) -> bool:
    """Whether three numbers are items of one list, so that any may be the part and the whole."""
    is_list = result.found.paragraph != part.found.paragraph
    return is_list and result.block == part.block == whole.block


def _is_called_alike(rate: Number, part: Number) -> bool:
    """Whether a rate and its part end alike: `Percentage answered on time`, `Answered on time`."""
    one = rate.found.measure.removesuffix("率").lower().split("_")
    other = part.found.measure.lower().split("_")
    return one[-2:] == other[-2:] if len(one) > 1 else one[0].endswith(other[-1])


def _far(result: Number, prose: Sequence[Number]) -> list[Number]:
    """Totals further up that a share may be of, where its digits leave little to chance."""
    if result.digits <= _ENOUGH_DIGITS:
        return []
    levels = [n for n in prose[:_LEADING_TOTALS] if n.is_level and n.is_firm and n.at < result.at]
    return levels[:_NEAR]


def _near(result: Number, prose: Sequence[Number]) -> list[Number]:
    """The levels before a rate, in its list or two paragraphs back at most, and those behind it in
    its sentence."""
    levels = [number for number in _around(result, prose) if number.is_level and number.is_firm]
    before = [
        number
        for number in levels
        if number.at < result.at
        if number.block == result.block or result.found.paragraph - number.found.paragraph <= 2
    ]
    behind = [
        number
        for number in levels
        if number.at > result.at and _sentence(number) == _sentence(result)
    ]
    return before[-_NEAR:] + behind[:2]


def _around(result: Number, prose: Sequence[Number]) -> Sequence[Number]:
    """The numbers before and behind one, as many as can matter."""
    low, high = 0, len(prose)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if prose[middle].at < result.at else (low, middle)
    return prose[max(0, low - 4 * _NEAR) : low + _NEAR]


def _share_groups(prose: Sequence[Number]) -> list[list[tuple[Number, Number]]]:
    """Rates of one paragraph that are shares of one thing, each with the level right before it."""
    groups: dict[tuple[int, str], list[tuple[Number, Number]]] = {}
    last: Number | None = None
    for number in prose:
        if number.is_level:
            last = number
        is_share = number.kind == "rate" and number.found.role == "share"
        if is_share and last is not None and _sentence(last) == _sentence(number):
            key = (number.found.paragraph, number.found.whole)
            groups.setdefault(key, []).append((number, last))
    return [group for group in groups.values() if len(group) > 1]


def _of_one_whole(
    group: list[tuple[Number, Number]], chosen: dict[int, _Share]
) -> dict[int, _Share]:
    """The whole that most shares of a list are of, for all of them: a printed one, or their sum."""
    wholes = Counter(
        share.whole
        for result, part in group
        if (share := chosen.get(result.at)) and share.part is part and not share.off
    )
    parts = tuple(dict.fromkeys(part for _, part in group))
    candidates = [whole for whole, _ in wholes.most_common(1)]
    if len(parts) > 2:
        candidates.append(parts)
    for whole in candidates:
        interval = total([(1, number.interval) for number in whole])
        shares = [
            _Share(result, part, whole, apart)
            for result, part in group
            if part not in whole or len(whole) > 1
            if (apart := off(result, ratio(part.interval, interval))) is not None
        ]
        holding = sum(share.off == 0 for share in shares)
        if _is_most(holding, len(group)):
            return {share.result.at: share for share in shares}
    return {}


def _named_alike(prose: Sequence[Number], chosen: dict[int, _Share]) -> dict[int, _Share]:
    """Rates that are named like others whose part and whole are known, by those names."""
    by_name = {
        (number.found.period, number.found.subject, number.found.measure): number
        for number in reversed(prose)
    }
    forms: Counter[tuple[str, str, str]] = Counter()
    rates = [number for number in prose if number.kind == "rate"]
    for share in chosen.values():
        names = {
            (n.found.period, n.found.subject) for n in (share.result, share.part, *share.whole)
        }
        if len(names) == 1 and not share.off and len(share.whole) == 1:
            measures = (share.part.found.measure, share.whole[0].found.measure)
            forms[share.result.found.measure, *measures] += 1
    found = {}
    for (measure, part_name, whole_name), times in forms.items():
        alike = [rate for rate in rates if rate.found.measure == measure]
        if not _is_most(times, len(alike)):
            continue
        for rate in alike:
            name = (rate.found.period, rate.found.subject)
            part, whole = by_name.get((*name, part_name)), by_name.get((*name, whole_name))
            if part and whole:
                apart = off(rate, ratio(part.interval, whole.interval))
                if apart is not None:
                    found[rate.at] = _Share(rate, part, (whole,), apart)
    return found


# Changes


def _by_whole(chosen: dict[int, _Share]) -> list[list[tuple[Number, Number]]]:
    """The parts of the shares of one paragraph that are of one printed whole, in their order."""
    groups: dict[tuple[int, int], list[tuple[Number, Number]]] = {}
    for at in sorted(chosen):
        share = chosen[at]
        if len(share.whole) == 1:
            key = (share.result.found.paragraph, share.whole[0].at)
            groups.setdefault(key, []).append((share.part, share.whole[0]))
    return list(groups.values())


class _Change(NamedTuple):
    result: Number
    new: Terms
    old: Terms
    off: Fraction
    is_built: bool  # new, amount and rate stand side by side, so that it is meant
    is_elsewhere: bool = False  # amount and rate do, and the new number before them
    is_said: bool = False  # new and old stand in its sentence, as the same thing a year apart


def _changes(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Growth and decline from new and old, or from new and the amount of the change."""
    options = [
        option
        for result in prose
        if result.kind == "rate" and result.found.role == "change"
        for option in _change_options(result, _around(result, prose))
    ]
    built = [option for option in options if option.is_built]
    is_form = _is_most(sum(option.off == 0 for option in built), len(built)) or len(built) == 1
    elsewhere = [option for option in options if option.is_elsewhere]
    is_list = _is_most(sum(option.off == 0 for option in elsewhere), len(elsewhere))
    for option in sorted(options, key=lambda option: (option.off, not option.is_built)):
        near = option.off <= 1 or _is_misprint(option)
        is_meant = (option.is_built and near and (is_form or option.off <= 1)) or (
            option.is_elsewhere and is_list and option.off <= 1
        )
        if option.off == 0 or is_meant or (option.is_said and _is_close(option)):
            kind = "decline" if option.result.found.is_down else "growth"
            words = _words(lines, option.result)
            yield Proposal(kind, option.result.at, (option.new, option.old), words)


def _is_misprint(option: _Change) -> bool:
    """Whether a rate is near enough to what is worked out to be meant for it."""
    result = option.result
    return option.off * result.unit <= max(abs(result.interval.high), abs(result.interval.low))


def _is_close(option: _Change) -> bool:
    """Whether a rate is so near to what is worked out that it can only be meant for it."""
    return option.off * option.result.unit <= _MISPRINT * abs(option.result.interval.high)


def _is_year_before(new: Number, old: Number) -> bool:
    """Whether one number is the other of the same part of the year before."""
    is_same = new.found.measure == old.found.measure and new.found.unit == old.found.unit
    return is_same and old.found.period == year_before(new.found.period)


def _change_options(result: Number, around: Sequence[Number]) -> Iterator[_Change]:
    is_down = result.found.is_down
    base = result.found.measure.rpartition("_")[0]
    new = _base_of(result, base, around)
    if new is None or (new.found.measure != base and not result.found.of):
        yield from _elsewhere(result, around)
    if new is None:
        return
    is_named = bool(result.found.of) or new.found.measure == base
    sign = 1 if is_down else -1
    for amount in around:
        if amount.kind != "count" or _sentence(amount) != _sentence(result):
            continue
        if (
            amount.found.role == "change"
            and new.counts_as(amount)
            and abs(amount.at - result.at) == 1
        ):
            if amount.found.is_down != is_down or amount.at < new.at:
                continue
            apart = off(result, _of_amount(new, amount, sign))
            if apart is not None:
                yield _Change(result, ((1, new.at),), ((1, new.at), (sign, amount.at)), apart, True)
    for old_level in around:
        is_older = old_level.found.period < new.found.period
        if not (old_level.is_firm and new.is_firm):
            continue
        if old_level.is_level and old_level is not new and old_level.counts_as(new):
            same = _is_same(new, old_level)
            near = _sentence(old_level) == _sentence(result)
            if (is_older and (same or near)) or (same and near and old_level.at < new.at):
                apart = off(result, changed(new.interval, old_level.interval, is_down))
                is_beside = is_older and old_level.at == result.at + 1 == new.at + 2
                is_said = near and is_named and _is_year_before(new, old_level)
                if apart is None or not (is_said or apart == 0):
                    continue
                if is_said or result.digits >= 2 or is_beside:
                    terms = ((1, new.at),), ((1, old_level.at),)
                    yield _Change(result, *terms, apart, False, is_said=is_said)


def _elsewhere(result: Number, around: Sequence[Number]) -> Iterator[_Change]:
    """The rate and the amount of a change, side by side, of a level that stands before them in
    the paragraph under another name: 死亡人数减少169人，下降30.2%."""
    beside = [
        number
        for number in around
        if number.kind == "count" and number.found.role == "change"
        if abs(number.at - result.at) == 1 and number.found.is_down == result.found.is_down
        if number.found.measure.rpartition("_")[0] == result.found.measure.rpartition("_")[0]
    ]
    for amount in beside:
        sign = 1 if result.found.is_down else -1
        levels = [
            (off(result, _of_amount(level, amount, sign)), level)
            for level in around
            if level.is_level and level.is_firm and level.at < min(result.at, amount.at)
            if level.block == result.block and level.found.unit == amount.found.unit
        ]
        near = [(apart, -level.at, level) for apart, level in levels if apart is not None]
        if near:
            apart, _, level = min(near)
            terms = ((1, level.at), (sign, amount.at))
            yield _Change(result, ((1, level.at),), terms, apart, False, True)


def _of_amount(new: Number, amount: Number, sign: int) -> Interval | None:
    """The rate of a change by its amount."""
    old = total([(1, new.interval), (sign, amount.interval)])
    return changed(new.interval, old, sign > 0)


def _is_same(new: Number, old: Number) -> bool:
    """Whether two levels are called alike: 最高法院受理案件 of this year, 最高法受理案件 of the last."""
    one, other = new.found.measure, old.found.measure
    if one == other:
        return True
    is_year_before = old.found.period == f"{int(new.found.period[:4] or 0) - 1}"
    return is_year_before and one[-_SHORTEST_ENDING:] == other[-_SHORTEST_ENDING:]


def _base_of(result: Number, base: str, around: Sequence[Number]) -> Number | None:
    """The level whose change a number is: the last of that name, in its paragraph."""
    levels = [
        number
        for number in around
        if number.is_level
        and number.at < result.at
        and number.found.paragraph == result.found.paragraph
        and number.found.period >= result.found.period[:4]
    ]
    if result.found.of:
        return next((n for n in levels if n.found.position == result.found.of), None)
    named = [number for number in levels if base and number.found.measure == base]
    in_sentence = [number for number in levels if _sentence(number) == _sentence(result)]
    candidates = named or [number for number in in_sentence if not number.found.is_aside]
    return candidates[-1] if candidates else None


def _differences(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Amounts and percentage points of change, from the two values that stand in the sentence."""
    for result in prose:
        if result.found.role not in ("change", "points") or result.kind == "rate":
            continue
        kind = "rate" if result.kind == "points" else "count"
        levels = [
            number
            for number in _around(result, prose)
            if number.kind == kind
            and (kind == "rate" or (number.is_level and number.counts_as(result)))
            and _sentence(number) == _sentence(result)
            and number.at < result.at
        ]
        for pair in pairwise(levels):
            less, more = sorted(pair, key=lambda number: number.interval.low)
            value = total([(1, more.interval), (-1, less.interval)])
            if value.low > 0 and off(result, value) == 0 and more.digits >= 2:
                terms = (((1, more.at),), ((-1, less.at),))
                yield Proposal("sum", result.at, terms, _words(lines, result))
                break


# Sums


def _sums(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Levels that those right behind them, or right before them, add up to; averages do not
    count."""
    levels = [
        number
        for number in prose
        if number.is_level and not number.found.is_aside and "均" not in number.found.measure
    ]
    parts: set[int] = set()  # the terms of totals further down, which are no terms of one above
    for at, result in reversed(list(enumerate(levels))):
        if result.digits < 2 or result.found.bound != "exact":
            continue
        behind = levels[at + 1 : at + 1 + _MOST_TERMS]
        before = levels[max(0, at - _MOST_TERMS) : at][::-1]
        whole = [number for number in behind if number.at not in parts]
        for run in (behind, whole, before):
            found = list(_divisions(result, run, lines))
            for terms in found:
                ordered = sorted(terms, key=lambda number: number.at)
                operands = tuple(((1, number.at),) for number in ordered)
                if not any(is_balance(number) for number in ordered):
                    yield Proposal("sum", result.at, operands, _words(lines, result))
            if found:
                parts |= {term.at for terms in found for term in terms if term.at > result.at}
                break


def _divisions(
    result: Number, run: Sequence[Number], lines: Sequence[str]
) -> Iterator[list[Number]]:
    """The runs that add up to the result, one behind the other: by kind, then by outcome."""
    while terms := _adding_up(result, run, lines):
        yield terms
        run = run[len(terms) :]


def _adding_up(result: Number, run: Sequence[Number], lines: Sequence[str]) -> list[Number]:
    """The shortest start of the run that adds up to the result, where that is hardly chance."""
    terms, value = list[Number](), total(())
    for number in run:
        if not _adds_to(number, result) or number.found.bound != "exact":
            break
        if abs(number.found.paragraph - result.found.paragraph) > _FEW_PARAGRAPHS:
            break
        if number.found.period != result.found.period or number.interval.low <= 0:
            break
        terms.append(number)
        value = total([(1, value), (1, number.interval)])
        if value.low > result.interval.high:
            break
        if len(terms) > 1 and off(result, value) == 0 and _is_meant(result, terms, lines):
            return terms
    return []


def _adds_to(term: Number, result: Number) -> bool:
    """Whether a number may be part of another: letters and cases are counted together."""
    units = {term.found.unit, result.found.unit}
    return term.counts_as(result) or units <= _THINGS


def _is_meant(result: Number, terms: list[Number], lines: Sequence[str]) -> bool:
    """Whether the words say that there is a sum, or the digits leave hardly another choice."""
    first, last = sorted((result, terms[-1]), key=lambda number: number.at)
    if first.found.paragraph == last.found.paragraph:
        between = lines[first.found.paragraph][max(0, first.found.start - 6) : last.found.end]
    else:
        between = lines[first.found.paragraph][first.found.end :]
    said = _SUM_WORDS.search(between) is not None
    if last.found.paragraph - first.found.paragraph > 1:
        is_list = len(terms) > 2 and _TOTAL.search(lines[result.found.paragraph])
        fewest = _ENOUGH_DIGITS if is_list else _MANY_DIGITS
        return result.is_exact and result.digits >= fewest
    width = sum((term.interval.high - term.interval.low for term in terms), result.unit)
    chance = width / (result.interval.high or 1)
    return chance < Fraction(1, 30) if said else chance < Fraction(1, 200)

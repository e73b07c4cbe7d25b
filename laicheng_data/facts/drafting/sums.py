"""Sums proposed by search: levels that those behind or before them add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    deviation,
    significant_digits,
    step_of,
    sum_intervals,
)
from laicheng_data.facts.drafting.named_rates import is_balance
from laicheng_data.facts.drafting.nearby import is_naught, sentence_key, total_of, words_before
from laicheng_data.facts.drafting.summed import is_one_way, is_said, may_be_term

_FEWEST_TERMS = 2
_FEWEST_DIGITS = 2  # of a sum whose terms are not all that its sentence names
_ENOUGH_DIGITS = 3  # significant digits from which a match is hardly chance
_MOST_TERMS = 14
_MANY_DIGITS = 4  # of a sum that is spread so
_HARDLY = Fraction(1, 5000)  # of the sums of rounded numbers that are spread so
# How likely, at the most, a sum may be by chance: where words say that there is one, where none do,
# and where none do and the numbers are rounded.
_SAID, _UNSAID, _UNSAID_ROUNDED = Fraction(1, 30), Fraction(1, 200), Fraction(1, 1000)
_FURTHEST = 60  # numbers behind a sum among which its parts may stand
_SUM_WORDS = re.compile(r"其中|属于|合计|共|总|分别|包括|包含|[:：]|含|由")
_AMONG = re.compile(r"\s*其中")
_TOTAL_END = re.compile(
    r"(?:[合总]计|总[收支][入出]|[收支][入出]共)(?:为|达)?$"
    r"|^\W*(?i:(?:grand |overall )?total)(?: [a-z]+){0,3}\s*[=:–-]?\s*$"
)
_TOTAL = re.compile(r"合计|总计|共|总|\b[Tt]otal\b|\b[Aa]ll\b")


class _Behind(NamedTuple):
    """The levels right behind one, and those of them that are no parts of parts."""

    all: Sequence[Number]
    whole: Sequence[Number]


def sums(prose: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """Levels that those right behind them, or right before them, add up to; averages do not
    count."""
    levels = [
        number
        for number in prose
        if number.is_level and not number.found.is_aside and "均" not in number.found.measure
    ]
    levels = [n for at, n in enumerate(levels) if not at or not _is_of_before(n, levels[at - 1])]
    parts: set[int] = set()  # the terms of totals further down, which are no terms of one above
    made: list[tuple[Number, list[Number]]] = []
    for at, result in reversed(list(enumerate(levels))):
        if not result.is_firm:
            continue
        if result.digits < _FEWEST_DIGITS:
            found = list(_closed_list(result, levels[at + 1 :], lines))
        else:
            before = [] if _is_total(result) else levels[max(0, at - _MOST_TERMS) : at][::-1]
            found = _runs_beside(result, _levels_behind(at, levels, parts), before, lines)
        made += [(result, terms) for terms in found]
        parts |= {term.at for terms in found for term in terms if term.at > result.at}
    yield from _drop_chance_sums(made, lines)


def _runs_beside(
    result: Number, behind: _Behind, before: Sequence[Number], lines: Sequence[str]
) -> list[list[Number]]:
    """The runs right behind a level, or right before it, that add up to it."""
    if found := list(_divisions(result, behind.all, lines)):
        # Without what parts are made of, it may be divided once more.
        return max(found, list(_divisions(result, behind.whole, lines)), key=len)
    runs = (behind.whole, before)
    return next(filter(None, (list(_divisions(result, run, lines)) for run in runs)), [])


def _levels_behind(at: int, levels: Sequence[Number], parts: set[int]) -> _Behind:
    """What stands behind a level; of a total that closes its paragraph, none of the next right
    behind it."""
    here, is_total = levels[at].found.paragraph, _is_total(levels[at])
    further = levels[at + 1 : at + 1 + _FURTHEST]
    may_be = [n for n in further if n.found.paragraph == here or not is_total]
    whole = [number for number in may_be if number.at not in parts]
    return _Behind(may_be[:_MOST_TERMS], whole[:_MOST_TERMS])


def _is_total(number: Number) -> bool:
    """Whether a number is said to be the total of what stands before it."""
    return _TOTAL_END.search(number.found.lead) is not None


def _drop_chance_sums(
    made: Sequence[tuple[Number, list[Number]]], lines: Sequence[str]
) -> Iterator[Proposal]:
    """The sums but for those that add up with what is a part beside them, which is chance, and with
    what remains of an account, unless they are its total."""
    siblings: dict[int, set[int]] = {}
    for _, terms in made:
        for term in terms:
            siblings.setdefault(term.at, set()).update(other.at for other in terms)
    for result, terms in made:
        if siblings.get(result.at, set()).isdisjoint(term.at for term in terms):
            ordered = sorted(terms, key=lambda number: number.at)
            operands = tuple(((1, number.at),) for number in ordered)
            if (_is_total(result) or not any(map(is_balance, ordered))) and is_one_way(
                result, ordered
            ):
                yield Proposal("sum", result.at, operands, words_before(lines, result))


def _closed_list(
    result: Number, behind: Sequence[Number], lines: Sequence[str]
) -> Iterator[list[Number]]:
    """All levels of the sentence behind a number of one digit, or of the next, where 其中 begins
    them and they add up to it: 复议7件，其中维持6件，纠正0件，未审结1件."""
    own = list(takewhile(lambda number: sentence_key(number) == sentence_key(result), behind))
    own = own or _next_sentence(result, behind, lines)
    is_alike = all(may_be_term(number, result) for number in own)
    if len(own) < _FEWEST_TERMS or not is_alike or not is_said(result, own, lines):
        return
    if deviation(result, total_of(own)) == 0:
        yield own


def _next_sentence(result: Number, behind: Sequence[Number], lines: Sequence[str]) -> list[Number]:
    """The levels of the next sentence that has any, where it opens with 其中."""
    near = takewhile(lambda n: n.found.paragraph == result.found.paragraph, behind[:1])
    first = next(near, None)
    if first is None or not _AMONG.match(lines[first.found.paragraph], first.found.sentence):
        return []
    return list(takewhile(lambda number: sentence_key(number) == sentence_key(first), behind))


def _is_of_before(number: Number, last: Number) -> bool:
    """Whether a number is what the one before it was at first: 598件，比上年415件增长44.1%."""
    is_same = number.found.measure == last.found.measure and sentence_key(number) == sentence_key(
        last
    )
    return is_same and number.found.period < last.found.period


def _divisions(
    result: Number, run: Sequence[Number], lines: Sequence[str]
) -> Iterator[list[Number]]:
    """The runs that add up to the result, one behind the other: by kind, then by outcome."""
    while terms := _shortest_sum(result, run, lines):
        yield terms
        run = run[len(terms) :]


def _shortest_sum(result: Number, run: Sequence[Number], lines: Sequence[str]) -> list[Number]:
    """The shortest start of the run that adds up to the result, where that is hardly chance."""
    terms, value = list[Number](), sum_intervals(())
    for number in run:
        if not may_be_term(number, result):
            break
        terms.append(number)
        value = sum_intervals([(1, value), (1, number.interval)])
        if value.low > result.interval.high:
            break
        if len(terms) > 1 and deviation(result, value) == 0 and _is_meant(result, terms, lines):
            naught = takewhile(is_naught, run[len(terms) :])
            beside = [n for n in naught if n.found.paragraph == terms[-1].found.paragraph]
            return [*terms, *(n for n in beside if may_be_term(n, result))]
    return []


def _is_meant(result: Number, terms: list[Number], lines: Sequence[str]) -> bool:
    """Whether the words say that there is a sum, or the digits leave hardly another choice."""
    first, last = sorted((result, terms[-1]), key=lambda number: number.at)
    if first.found.paragraph == last.found.paragraph:
        between = lines[first.found.paragraph][max(0, first.found.start - 6) : last.found.end]
    else:
        between = lines[first.found.paragraph][first.found.end :]
    said = _SUM_WORDS.search(between) is not None
    step = max(result.unit, step_of([result, *terms]))
    width = sum((term.interval.high - term.interval.low for term in terms), step)
    chance = width / (result.interval.high or 1)
    if last.found.paragraph - first.found.paragraph > 1:
        is_list = len(terms) > 2 and _TOTAL.search(lines[result.found.paragraph])
        fewest = _ENOUGH_DIGITS if is_list else _MANY_DIGITS
        is_sure = significant_digits(result, terms) >= fewest
        return (result.is_exact or chance < _HARDLY) and is_sure
    if said:
        return chance < _SAID
    return chance < (_UNSAID if result.is_exact else _UNSAID_ROUNDED)

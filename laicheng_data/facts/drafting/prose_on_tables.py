"""What the prose of a text says of its tables: changes, and by how much cells differ."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    claim_difference,
    claim_rate,
    deviation,
    growth_rate,
    is_misprint,
    sum_intervals,
)
from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.nearby import is_most, nearby_numbers, sentence_key
from laicheng_data.facts.drafting.period_names import period_before
from laicheng_data.facts.printed import Interval

_FROM = re.compile(r"上个?([月周季])")  # before which it was otherwise, where that is no year
_MOST_ALIKE = 5  # cells of one number
_FEWEST_DIGITS = 3
_SHORTEST_NAME = 2

_FROM_BEFORE = re.compile(
    r"[^.,;:()\d]{0,20}\b(?:on|over|than|from|compared (?:with|to))\b"
    r"((?:(?!\band\b)[^.,;:()\d]){3,60})",
    re.IGNORECASE,
)
_UNITS_SAID = {"year": "年", "quarter": "季", "month": "月"}
_UNITS_BEFORE = ("年", "季", "月")  # the year before a period, the quarter or month before it


def claims_on_tables(
    prose: Sequence[Number], numbers: Sequence[Number], lines: Sequence[str]
) -> Iterator[Proposal]:
    """The claims of the prose that cells of the tables bear out."""
    cells = [n for n in numbers if n.found.table >= 0 and n.is_firm]
    counts = [cell for cell in cells if cell.kind == "count"]
    if counts:
        yield from _changes(prose, counts, lines)
    for amounts, of in (("count", counts), ("points", [n for n in cells if n.kind == "rate"])):
        yield from _differences([n for n in prose if n.kind == amounts], of)


def _changes(
    prose: Sequence[Number], cells: Sequence[Number], lines: Sequence[str]
) -> Iterator[Proposal]:
    """Rates of change that the text states of a number that stands in a table too, from the year
    before there, or from the month, quarter or week before. Where most of them hold, those are
    meant too that are a little off; and a slip where the words say what it is from."""
    options = list(_change_options(prose, cells, lines))
    is_form = is_most(sum(apart == 0 for _, apart, _ in options), len(options))
    for proposal, apart, is_slip in options:
        if apart == 0 or is_form or is_slip:
            yield proposal


def _change_options(
    prose: Sequence[Number], cells: Sequence[Number], lines: Sequence[str]
) -> Iterator[tuple[Proposal, Fraction, bool]]:
    """Each such rate, how far it is off, and whether it has one wrong digit where words say what
    it is from."""
    alike: dict[tuple[Fraction, Fraction], list[Number]] = {}
    for cell in cells:
        alike.setdefault((cell.interval.low, cell.interval.high), []).append(cell)
    by_place = {_place_in_table(cell, cell.found.period): cell for cell in cells}
    ordered = sorted(cells, key=lambda cell: cell.ends[0])
    for result in prose:
        if result.kind != "rate" or result.found.role != "change":
            continue
        is_down, said = result.found.is_down, _comparison_unit(result, lines)
        for new in nearby_numbers(result, prose):
            if not new.is_level or not _is_change_of(result, new):
                continue
            same = alike.get((new.interval.low, new.interval.high), [])[:_MOST_ALIKE]
            near = same or _cells_rounded_to(new, ordered)
            for cell, unit in product(near, dict.fromkeys((said or "年", *_UNITS_BEFORE))):
                before = period_before(cell.found.period, unit)
                old = by_place.get(_place_in_table(cell, before))
                of = new if same else cell
                value = growth_rate(of.interval, old.interval, is_down) if old else None
                apart = deviation(result, value)
                if old is None or old is cell or apart is None:
                    continue
                if apart == 0 or (unit == (said or "年") and _is_meant(result, value, apart)):
                    is_slip = said != "" and is_misprint(result, value)
                    kind = "decline" if is_down else "growth"
                    yield claim_rate(kind, result, of, old, "the table"), apart, is_slip


def _cells_rounded_to(level: Number, ordered: Sequence[Number]) -> list[Number]:
    """The cells that a number of the text is rounded from, in their order by size: 308594.7 万人次
    for 30.9亿人次."""
    low, high = level.ends
    start = bisect_left(ordered, low, key=lambda cell: cell.ends[0])
    end = bisect_right(ordered, high, key=lambda cell: cell.ends[0])
    within = ordered[start:end] if high > low else []
    unit, period = level.found.unit, level.found.period
    return [
        cell
        for cell in within[:_MOST_ALIKE]
        if cell.ends[1] <= high and cell.found.unit.endswith(unit) and unit
        if cell.found.period == period
    ]


def _is_meant(result: Number, value: Interval | None, apart: Fraction) -> bool:
    """Whether a rate is one off in its last digit, or wrong in a single one."""
    return (apart <= 1 and result.digits >= _FEWEST_DIGITS) or is_misprint(result, value)


def _comparison_unit(result: Number, lines: Sequence[str]) -> str:
    """What words say that a change is from: 月, 季, 周 or 年 before; empty where they do not."""
    if lead := _FROM.search(result.found.lead):
        return lead[1]
    found = _FROM_BEFORE.match(lines[result.found.paragraph], result.found.end)
    said = found[1].lower() if found else ""
    return next((unit for word, unit in _UNITS_SAID.items() if word in said), "")


def _is_change_of(result: Number, new: Number) -> bool:
    """Whether a change is told of a level: in one sentence, or by its name in the next."""
    stem = result.found.measure.rpartition("_")[0]
    is_named = new.found.paragraph == result.found.paragraph and new.found.measure == stem
    return sentence_key(new) == sentence_key(result) or (is_named and new.at < result.at)


def _place_in_table(cell: Number, period: str) -> tuple[int, str, str, str]:
    """Where what a cell says stands for a period."""
    return cell.found.table, cell.found.measure, cell.found.subject, period


def _differences(prose: Sequence[Number], cells: Sequence[Number]) -> Iterator[Proposal]:
    """Amounts by which two cells of a row differ that is named right before them; short ones where
    nothing else is named."""
    rows: dict[int, list[Number]] = {}
    for cell in cells:
        rows.setdefault(cell.found.row, []).append(cell)
    named = {row: own[0].found.subject for row, own in rows.items()}
    for result in prose:
        is_amount = result.found.role in ("change", "points") and result.is_firm
        is_short = result.digits < _FEWEST_DIGITS
        if not is_amount or (is_short and result.found.subject not in named.values()):
            continue
        said = f"{result.found.measure} {result.found.subject}"
        pairs = [
            (more, less)
            for row, name in named.items()
            if name != ALL and len(name) >= _SHORTEST_NAME and name in said
            for more, less in permutations(rows[row], 2)
            if _may_differ_by(result, more, less)
            if (more.found.period < less.found.period) == result.found.is_down
            if deviation(result, sum_intervals([(1, more.interval), (-1, less.interval)])) == 0
        ]
        if len(pairs) == 1:
            more, less = pairs[0]
            yield claim_difference(result, more, less, "columns of the table")


def _may_differ_by(result: Number, more: Number, less: Number) -> bool:
    """Whether two cells are of one thing, by what is counted or by the name of their rates."""
    if more.kind == "rate":
        return more.found.measure == less.found.measure
    return more.counts_as(less) and more.counts_as(result)

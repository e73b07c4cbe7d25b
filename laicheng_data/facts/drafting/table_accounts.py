"""What a table balances: two columns that make a third, what came in and is left, changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from math import comb, nan, prod

import numpy as np
from numpy.typing import NDArray

from laicheng_data.facts.drafting.arithmetic import (
    FLOATS_ERR,
    Number,
    Proposal,
    claim_difference,
    deviation,
    step_of,
    sum_intervals,
)
from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.nearby import CHANCE, MOST, is_most, is_naught
from laicheng_data.facts.drafting.table_grid import (
    MOST_COLUMNS,
    Grid,
    adds_up_to,
    columns_of,
    distance_between,
    find_row,
    is_called_total,
    names_of,
)
from laicheng_data.facts.printed import Interval

_SIGNS = ((1, 1), (1, -1), (-1, 1))  # two columns added up, or one less the other
_FLOW = {
    "new": re.compile(r"新收|收到"),
    "before": re.compile(r"上[年期][度末]?(?:结转|结存|旧存)|旧存"),
    "after": re.compile(r"结转下|未结"),
}
_MUST_BALANCE = re.compile(r"第一项加第二项(?:之和)?[，,]?等于第三项加第四项")
_FEW_HEADINGS = 6  # lines above the first figures of a table that may say so
Floats = NDArray[np.float64]  # of a column: middles, and how far off each may be


def columns_of_two_others(grid: Grid) -> Iterator[Proposal]:
    """Columns that are two others added up, or one less another, in most rows: net costs, of what
    was spent and what came in; what has changed since. The nearest two; rounded amounts may be one
    off; naught proves nothing. Rates per thousand are sought among themselves, so that few ways
    are tried: of natural increase, as births less deaths."""
    columns = sorted({column for cells in grid.values() for column in cells})
    told = set[frozenset[int]]()
    yield from _claims_of_columns(grid, columns[:MOST_COLUMNS], told)
    turned = columns_of(grid)
    in_thousands = [at for at in columns if all(map(_is_per_thousand, turned[at].values()))]
    yield from _claims_of_columns(grid, in_thousands[:MOST_COLUMNS], told)


def _claims_of_columns(
    grid: Grid, columns: Sequence[int], told: set[frozenset[int]]
) -> Iterator[Proposal]:
    """The claims of some columns but those that are told, to which they are added."""
    ways = len(_SIGNS) * comb(len(columns), 3)
    floats = {at: _as_floats([cells.get(at) for cells in grid.values()]) for at in columns}
    for result in reversed(columns):
        others = [column for column in columns if column != result]
        for pair in sorted(combinations(others, 2), key=lambda two: distance_between(result, two)):
            three = frozenset((result, *pair))
            if three in told or not _may_hold(*(floats[at] for at in (*pair, result))):
                continue
            if found := _claims_of_pair(grid, result, pair, ways):
                told.add(three)
                yield from found
                break


def _is_per_thousand(number: Number) -> bool:
    return "‰" in (number.found.unit, number.found.printed[-1])


def totals_and_nets(grid: Grid) -> Grid:
    """The rows of a long table that are called totals, and those right behind them, which may be
    what one leaves of another: revenue less expenses."""
    rows = sorted(grid)
    cells = [number for row in grid.values() for number in row.values()]
    is_bare = all(number.found.subject == ALL for number in cells)  # the measures tell the rows
    called = {
        row: [n.found.measure for n in grid[row].values()] if is_bare else names_of(grid[row])
        for row in rows
    }
    totals = {at for at, row in enumerate(rows) if is_called_total(called[row])}
    kept = [row for at, row in enumerate(rows) if at in totals or at - 1 in totals]
    return {row: grid[row] for row in kept} if len(rows) > MOST_COLUMNS else {}


def _claims_of_pair(grid: Grid, result: int, pair: tuple[int, int], ways: int) -> list[Proposal]:
    """A column as two others added up or one less the other, whichever holds in most rows, as far
    as that is no chance among so many ways to try it."""
    beside = (*pair, result)
    filled = {id(cells[result]): frozenset(cells) for cells in grid.values() if result in cells}
    rows = [[cells[at] for at in beside] for cells in grid.values() if set(beside) <= set(cells)]
    rows = [row for row in rows if row[0].counts_as(row[1]) and row[0].counts_as(row[2])]
    counts = [row for row in rows if all(number.kind == "count" for number in row)]
    rows = counts or [row for row in rows if all(map(_is_rate_of_level, row))]
    is_change = all(row[-1].found.role == "change" for row in rows)  # then one row may do
    for signs in _SIGNS:
        found = [_claim_of_two(row, signs) for row in rows]
        told = [
            apart
            for (_, apart), row in zip(found, rows, strict=True)
            if not any(map(is_naught, row))
        ]
        holding, near = told.count(Fraction(0)), sum(apart <= 1 for apart in told)
        is_held = holding > 1 and is_most(near, len(told))
        is_held |= is_change and holding == len(told) == 1
        likely = prod(
            _likelihood(row) for (_, apart), row in zip(found, rows, strict=True) if apart == 0
        )
        if is_held and likely * ways < CHANCE:
            told_so = list(zip(found, rows, strict=True))
            shapes = {filled[id(row[-1])] for (_, apart), row in told_so if apart == 0}
            # A total of what is over in some rows and under in others is neither.
            return [
                proposal
                for (proposal, apart), row in told_so
                if apart <= 1 or filled[id(row[-1])] in shapes
            ]
    return []


def _as_floats(numbers: Sequence[Number | None]) -> Floats:
    """A column as floats, row by row: the middle of each number and how far off it may be, not a
    number where there is none, where it is naught, which proves nothing, or a rate among counts."""
    has_counts = any(number is not None and number.kind == "count" for number in numbers)
    rows = [
        _midpoint_and_margin(number)
        if number and not is_naught(number) and (number.kind == "count" or not has_counts)
        else (nan, nan)
        for number in numbers
    ]
    return np.array(rows).T


def _midpoint_and_margin(number: Number) -> tuple[float, float]:
    low, high = number.ends
    return (low + high) / 2, high - low + float(number.unit) + FLOATS_ERR * abs(high)


def _may_hold(one: Floats, other: Floats, result: Floats) -> bool:
    """Whether two columns may make a third in most rows, as floats tell at once of most that they
    do not."""
    reach = one[1] + other[1] + result[1]
    told = np.count_nonzero(~np.isnan(reach))
    near = [
        np.count_nonzero(
            np.abs(np.abs(one[0] * sign + other[0] * also) - np.abs(result[0])) <= reach
        )
        for sign, also in _SIGNS[:2]  # the third is the second turned over
    ]
    return bool(max(near) > 0 and max(near) >= float(MOST) * told)


def _is_rate_of_level(number: Number) -> bool:
    return number.kind == "rate" and number.found.role != "change"


def _likelihood(row: Sequence[Number]) -> float:
    """How likely the last of three numbers is what the others make, though it is not meant."""
    smallest = min(max(abs(end) for end in number.ends) for number in row)
    if not smallest:
        return 1.0
    widths = sum(number.ends[1] - number.ends[0] for number in row)
    return min(1.0, max(widths, float(step_of(row))) / smallest)


def _claim_of_two(row: Sequence[Number], signs: tuple[int, int]) -> tuple[Proposal, Fraction]:
    """The last of three numbers as the others added up, or the one less the other, and how far off
    that is."""
    one, other, result = row
    terms = sorted(zip(signs, (one, other), strict=True), key=lambda term: -term[0])
    operands = tuple(((sign, number.at),) for sign, number in terms)
    value = sum_intervals([(sign, number.interval) for sign, number in terms])
    apart = deviation(result, value) or Fraction(0)
    unsigned = Interval(-value.high, -value.low)
    if value.high < 0 < result.interval.low and deviation(result, unsigned) == 0:
        apart = Fraction(1)  # near: the sign is left out
    return Proposal("sum", result.at, operands, "two other columns"), apart


def carry_overs(grid: Grid, lines: Sequence[str]) -> Iterator[Proposal]:
    """What was dealt with, as what came in and what was left from before, less what is left: 总计 of
    新收, 上年结转 and 结转下年. Where the table itself says that this must be so, small numbers do
    too."""
    rows = {name: find_row(grid, pattern) for name, pattern in _FLOW.items()}
    new, before, after = rows["new"], rows["before"], rows["after"]
    if new is None or after is None or before is None or not new < after:
        return
    done = max((r for r in grid if r < after and is_called_total(names_of(grid[r]))), default=None)
    if done is None or done <= new:
        return
    found, tried = list[Proposal](), list[bool]()
    for column, result in grid[done].items():
        cells = [
            (sign, grid[row].get(column)) for sign, row in ((1, new), (1, before), (-1, after))
        ]
        terms = [(sign, number) for sign, number in cells if number is not None]
        if len(terms) < 2 or any(n.kind != "count" for _, n in terms):
            continue
        if sum(not is_naught(number) for _, number in terms) > 1:  # else it proves nothing
            tried.append(adds_up_to(result, terms))
        operands = tuple(((sign, number.at),) for sign, number in terms)
        found.append(Proposal("sum", result.at, operands, "what came in, less what is left"))
    heading = lines[max(0, min(grid) - _FEW_HEADINGS) : min(grid)]
    is_said = any(_MUST_BALANCE.search(line) for line in heading)
    if sum(tried) * 2 > len(tried) or (is_said and all(tried)):
        yield from found


def differences(grid: Grid) -> Iterator[Proposal]:
    """Points by which a rate of a row changed, in a column of changes, or one of a column in a row
    of changes."""
    for cells in grid.values():
        changes = [n for n in cells.values() if n.found.role == "change" and n.kind != "count"]
        rates = [n for n in cells.values() if n.kind == "rate" and n.found.role == "share"]
        for result, (old, new) in product(changes, permutations(rates, 2)):
            more, less = (old, new) if result.found.is_down else (new, old)
            value = sum_intervals([(1, more.interval), (-1, less.interval)])
            is_below = old.found.column == new.found.column and old.at < new.at
            is_older = old.found.period < new.found.period
            if (is_older or is_below) and deviation(result, value) == 0:
                yield claim_difference(result, more, less, "columns of the table")

"""Claims that the shape of a table suggests: totals of rows and columns, columns of rates.

A form that holds in most rows or columns is proposed for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, groupby, pairwise, permutations, product, takewhile
from math import comb, nan, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laicheng_data.facts.drafting.arithmetic import (
    FLOATS_ERR,
    Number,
    Proposal,
    as_rounded,
    changed,
    off,
    ratio,
    step_of,
    telling_digits,
    total,
)
from laicheng_data.facts.drafting.found import ALL
from laicheng_data.facts.drafting.nearby import CHANCE, MOST, is_most, is_naught
from laicheng_data.facts.drafting.phrases import CHANGE
from laicheng_data.facts.printed import Interval

_MOST_COLUMNS = 12
_SIGNS = ((1, 1), (1, -1), (-1, 1))  # two columns added up, or one less the other
_MOST_ROWS = 12  # that are tried as the parts of one above them
_FEW_RATES = 4  # rows of rates, each of which may be the shares of another row
_MOST_MOVED = 12  # rows between two stocks
_MOST_ABOVE_TOTAL = 60  # rows that a total may add up
_SURE_DIGITS = 5  # significant digits of sums that hold, from which that is hardly chance
_FEW_BELOW = 3  # lines below a table in which its total may stand
_BESIDE = 60  # characters before and behind a number that say that it is all
_ALL_TOLD = re.compile(r"[合总共]计|[总共]|\b(?:total|altogether|in all)\b", re.IGNORECASE)
_FEWEST_ROWS = 3  # of a column that is held against a number above its table
_MOST_ABOVE = 40  # levels above a table that it may be about
_TOTAL = re.compile(
    r"合计|共计|小计|^all$|^计$|总(?!\S{0,3}中)|[合小]計|總|(?i:\b(?:sub)?total)", re.MULTILINE
)
_SUBTOTAL = re.compile(r"_(?:[小合总共]计|计)$")
_MARKS = tuple(
    re.compile(rf"\s*{mark}")
    for mark in (
        r"[一二三四五六七八九十]+、", r"[（(][一二三四五六七八九十]+[）)]", r"\d{1,2}[.．、](?!\d)",
        r"[（(]\d{1,2}[）)]", r"[A-Z][.．、 ](?=[\u4e00-\u9fff])",
    )
)  # fmt: skip
_SAYS_SHARE = re.compile(r"占|比[例重]|[率度]$|(?i:share|percentage of)", re.MULTILINE)
_OF_WHICH = re.compile(r"\s*其\s*中")
_STOCK = re.compile(
    r"(?i:(?<![a-z])(?:[oi]n[ _]hand|pending|outstanding|(?:brought|carried)[ _]forward))"
    r"|[期年][初末]|结存"
)
_FLOW = {
    "new": re.compile(r"新收|收到"),
    "before": re.compile(r"上[年期][度末]?(?:结转|结存|旧存)|旧存"),
    "after": re.compile(r"结转下|未结"),
}
_MUST_BALANCE = re.compile(r"第一项加第二项(?:之和)?[，,]?等于第三项加第四项")
_FEW_HEADINGS = 6  # lines above the first figures of a table that may say so
_FEW_DIGITS = 2  # a single row with no more digits than these proves nothing

Grid = dict[int, dict[int, Number]]  # by row, by column
Floats = NDArray[np.float64]  # of a column: middles, and how far off each may be


def propose_in_tables(numbers: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The claims of all tables, whose rows stand in the lines."""
    tables: dict[int, Grid] = {}
    for number in numbers:
        if number.found.table >= 0:
            rows = tables.setdefault(number.found.table, {})
            rows.setdefault(number.found.row, {})[number.found.column] = number
    outside = [number for number in numbers if number.found.table < 0 and number.is_level]
    joint = set[int]()
    for alike in _by_headings(tables.values()):
        yield from _rates(alike)
        found = list(_of_columns_together(alike))
        joint |= {id(grid) for grid in alike} if found else set()
        yield from found
    for grid in tables.values():
        for group in _groups(grid):
            yield from _rates([group])
    for alike in _by_columns(tables.values()):
        yield from _totals_of_rows(alike)
    for grid in tables.values():
        yield from _of_whole_above(grid, outside)
        yield from _of_whole_below(grid, outside, lines)
    for grid in tables.values():
        if sum(_are_rates(cells) for cells in grid.values()) <= _FEW_RATES:
            yield from _rates([_turned(grid)])
        yield from _rates_of_rows(grid)
        yield from _differences(grid)
        yield from _marked(grid, lines)
        yield from _of_which(grid, lines)
        of_which = {row for row in grid if _OF_WHICH.match(lines[row])}
        yield from _nested(grid, of_which)
        yield from _under_headings(grid)
        yield from _totals_between(grid, sorted(grid))
        yield from _totals_of_all_above(grid, lines)
        yield from _carried_over(grid, lines)
        yield from _stocks(grid)
        yield from _of_two_others(grid)
        for columns in () if id(grid) in joint else _columns_of_a_kind(grid):
            yield from _nested(columns)
        yield from _totals(grid, "the row adds up the others")
        yield from _totals(_turned(grid), "the column adds up the others")
        yield from _of_two_others(_turned(grid))
        yield from _of_two_others(_turned(_totals_and_nets(grid)))


def _by_headings(grids: Iterable[Grid]) -> Iterable[list[Grid]]:
    """Tables whose columns are called alike, together: what holds in one is meant in the others."""
    alike: dict[tuple[tuple[int, str], ...], list[Grid]] = {}
    for grid in grids:
        names = {
            column: n.found.measure.lower() for row in grid.values() for column, n in row.items()
        }
        alike.setdefault(tuple(sorted(names.items())), []).append(grid)
    return alike.values()


def _of_columns_together(grids: Sequence[Grid]) -> Iterator[Proposal]:
    """Columns that others add up to in tables headed alike: what is naught in all years but one is
    a part where that one says so."""
    if len(grids) > 1:
        yield from _nested(_turned({row: cells for grid in grids for row, cells in grid.items()}))


def _by_columns(grids: Iterable[Grid]) -> Iterable[list[Grid]]:
    """Tables of the same columns, periods and a total of them, whatever their rows count."""
    alike: dict[tuple[tuple[int, str], ...], list[Grid]] = {}
    for grid in grids:
        periods = {column: n.found.period for row in grid.values() for column, n in row.items()}
        alike.setdefault(tuple(sorted(periods.items())), []).append(grid)
    return (grids for grids in alike.values() if len(grids) > 1)


def _totals_of_rows(grids: Sequence[Grid]) -> Iterator[Proposal]:
    """The last column of tables alike as the sum of the others, where it is so in most rows of all:
    in a table of one row too, be it right or wrong there."""
    rows = [cells for grid in grids for _, cells in sorted(grid.items())]
    columns = sorted({column for cells in rows for column in cells})
    if len(columns) < _FEWEST_ROWS:
        return
    *parts, last = columns
    found, tried = list[Proposal](), list[bool]()
    for cells in rows:
        if set(cells) != set(columns) or any(n.kind != "count" for n in cells.values()):
            continue
        terms = [cells[column] for column in parts]
        if {n.found.period for n in terms} == {cells[last].found.period}:
            continue
        tried += _tried(cells[last], terms)
        operands = tuple(((1, term.at),) for term in terms)
        found.append(Proposal("sum", cells[last].at, operands, "the row adds up the others"))
    if sum(tried) >= _FEWEST_ROWS and sum(tried) >= MOST * len(tried):
        yield from found


def _are_rates(cells: dict[int, Number]) -> bool:
    return all(number.kind == "rate" for number in cells.values())


def _rates_of_rows(grid: Grid) -> Iterator[Proposal]:
    """Rates of a table of one column, whose rows are called as what they count: percentage of
    requests answered on time, beside requests answered on time and requests received."""
    numbers = [number for cells in grid.values() for number in cells.values()]
    if len({number.found.column for number in numbers}) != 1:
        return
    counts = [number for number in numbers if number.kind == "count" and number.is_firm]
    for rate in (number for number in numbers if number.kind == "rate"):
        parts = [n for n in counts if _is_called_within(n, rate) and n.at < rate.at]
        options = [
            (apart, part, whole)
            for part in parts[-1:]
            for whole in counts
            if whole is not part and part.counts_as(whole)
            if (apart := off(rate, ratio(part.interval, whole.interval))) is not None and apart <= 1
        ]
        if len(options) == 1 and rate.digits > _FEW_DIGITS:
            _, part, whole = options[0]
            operands = (((1, part.at),), ((1, whole.at),))
            yield Proposal("share", rate.at, operands, "rows of the table")


def _is_called_within(count: Number, rate: Number) -> bool:
    """Whether a rate is called as a count, with more words around it."""
    called = count.found.measure.lower()
    return called in rate.found.measure.lower() and len(called) > _FEW_DIGITS


def _turned(grid: Grid) -> Grid:
    turned: Grid = {}
    for row, cells in grid.items():
        for column, number in cells.items():
            turned.setdefault(column, {})[row] = number
    return turned


def _columns_of_a_kind(grid: Grid) -> Iterator[Grid]:
    """The columns of counts and those of rates, each without the others: a number and its share
    stand side by side for each kind of thing."""
    turned = _turned(grid)
    rates = {at: column for at, column in turned.items() if _is_of_rates(grid, at)}
    yield {at: column for at, column in turned.items() if at not in rates}
    yield rates


def _totals(grid: Grid, words: str) -> Iterator[Proposal]:
    """The first or last row as the sum of the others, column by column."""
    rows = sorted(grid)
    if len(rows) < 3:
        return
    for result_row, others in ((rows[-1], rows[:-1]), (rows[0], rows[1:])):
        found, tried = list[Proposal](), list[bool]()
        is_total = _is_total(_called(grid[result_row]))
        for column, result in grid[result_row].items():
            terms = [grid[row][column] for row in others if column in grid[row]]
            if len(terms) < 2 or not (_is_counted(result, terms) or _is_hundred(result, terms)):
                continue
            if not all(term.counts_as(result) for term in terms):
                continue
            tried += _tried(result, terms, is_total)
            operands = tuple(((1, term.at),) for term in terms)
            found.append(Proposal("sum", result.at, operands, words))
        fewest = 1 if is_total else 2
        if sum(tried) >= fewest and sum(tried) >= MOST * len(tried):
            yield from found
            return


def _is_counted(result: Number, terms: Sequence[Number]) -> bool:
    return all(number.kind == "count" for number in (result, *terms))


def _is_hundred(result: Number, terms: Sequence[Number]) -> bool:
    """Whether shares are added up to a hundred per cent."""
    are_shares = all(n.kind == "rate" and n.found.role == "share" for n in (result, *terms))
    return are_shares and result.interval.low <= 1 <= result.interval.high


def _tried(result: Number, terms: Sequence[Number], is_total: bool = False) -> list[bool]:
    """Whether the terms add up to the result; nothing where all of them are naught, or all but one
    and nothing calls it a total: that proves nothing."""
    holds = _makes(result, [(1, term) for term in terms])
    is_plain = holds and sum(not is_naught(term) for term in terms) < (1 if is_total else 2)
    return [] if is_plain else [holds]


def _is_total(called: Sequence[str]) -> bool:
    """Whether a row is called a total, and not only the one of its cells that adds up the row."""
    return sum(_TOTAL.search(name) is not None for name in called) * 2 > len(called)


def _nested(grid: Grid, of_which: Iterable[int] = ()) -> Iterator[Proposal]:
    """Rows that those right below them add up to in most columns, parts of parts left out, and once
    more those below that: by sex, then by age. And those that the rows above them add up to which
    are no parts of others."""
    rows, parts = sorted(grid), set[int]()
    for at, row in reversed(list(enumerate(rows))):
        below = [other for other in rows[at + 1 :] if other not in parts]
        while division := _division_of(grid, row, below[:_MOST_ROWS]):
            found, many = division
            parts |= set(below[:many])
            below = below[many:]
            yield from found
    parts |= {*of_which}
    parts |= {row for above, row in pairwise(rows) if _says_the_same(grid[above], grid[row])}
    if parts:
        yield from _totals_between(grid, [row for row in rows if row not in parts])


def _says_the_same(above: dict[int, Number], cells: dict[int, Number]) -> bool:
    """Whether a row is the only part of the one above it, whose numbers it prints again; short ones
    may be alike by chance."""
    printed = [{at: n.found.printed for at, n in row.items()} for row in (above, cells)]
    return printed[0] == printed[1] and any(n.digits > _FEW_DIGITS for n in cells.values())


def _division_of(grid: Grid, row: int, below: Sequence[int]) -> tuple[list[Proposal], int] | None:
    """The sums of a row over the fewest rows below it that add up to it, and how many these are:
    in every column, if any do."""
    first = None
    for count in range(2, len(below) + 1):
        found = _added_up(grid, row, below[:count])
        if found and _holds_everywhere(grid, row, below[:count]):
            while count < len(below) and _is_one_more(grid, below[:count], below[count]):
                count += 1
            return _added_up(grid, row, below[:count]), count
        first = first or ((found, count) if found else None)
    return first


def _is_one_more(grid: Grid, parts: Sequence[int], other: int) -> bool:
    """Whether a row of noughts is called as a part beside it: open late, beside open in time."""
    heads = [_heads_of(grid[row]) for row in (*parts, other)]
    are_naught = all(is_naught(number) for number in grid[other].values())
    return are_naught and bool(heads[-1]) and heads[-1] in heads[:-1]


def _heads_of(cells: dict[int, Number]) -> str:
    """The first of the words of a row's measure; empty where it has but one, or several."""
    heads = {n.found.measure.partition("_")[0] for n in cells.values() if "_" in n.found.measure}
    return heads.pop() if len(heads) == 1 else ""


def _holds_everywhere(grid: Grid, row: int, below: Sequence[int]) -> bool:
    """Whether rows add up to another in every column that all of them have."""
    return all(
        _makes(result, [(1, grid[other][column]) for other in below])
        for column, result in grid[row].items()
        if all(column in grid[other] for other in below)
    )


def _marked(grid: Grid, lines: Sequence[str]) -> Iterator[Proposal]:
    """Rows as the sums of those that their marks put under them: (一) of 1. and 2."""
    rows = sorted(grid)
    marks = [_mark(lines[row]) for row in rows]
    for at, row in enumerate(rows[:-1]):
        first = marks[at + 1]
        if first < 0 or first <= marks[at]:
            continue
        ends = (other for other in range(at + 1, len(rows)) if not first <= marks[other])
        below = range(at + 1, next(ends, len(rows)))
        parts = [rows[other] for other in below if marks[other] == first]
        yield from _sum_of_parts(grid, row, parts)


def _of_which(grid: Grid, lines: Sequence[str]) -> Iterator[Proposal]:
    """The row above the first 其中 as the sum of the rows from it to the next, and from that on: by
    sex, then by age."""
    rows = sorted(grid)
    begins = [at for at, row in enumerate(rows) if _OF_WHICH.match(lines[row])]
    if not begins or not begins[0]:
        return
    for at, end in pairwise([*begins, len(rows)]):
        yield from _sum_of_parts(grid, rows[begins[0] - 1], rows[at:end])


def _sum_of_parts(grid: Grid, row: int, parts: Sequence[int]) -> Iterator[Proposal]:
    """The sums of a row over its parts, column by column, where they hold."""
    for column, result in grid[row].items():
        terms = [grid[part][column] for part in parts if column in grid[part]]
        is_whole = len(terms) == len(parts) > 1 and result.digits > _FEW_DIGITS
        if not (is_whole and all(n.kind == "count" and n.counts_as(result) for n in terms)):
            continue
        if _makes(result, [(1, term) for term in terms]):
            operands = tuple(((1, term.at),) for term in terms)
            yield Proposal("sum", result.at, operands, "the rows under it add up to it")


def _mark(line: str) -> int:
    """How deep the mark puts a row that its label begins with; below none where it has none."""
    return next((depth for depth, mark in enumerate(_MARKS) if mark.match(line)), -1)


def _totals_between(grid: Grid, rows: Sequence[int]) -> Iterator[Proposal]:
    """Rows that those right above them add up to in most columns, be they amid a table."""
    for at in range(2, len(rows)):
        for count in range(2, min(at, _MOST_ROWS) + 1):
            if found := _added_up(grid, rows[at], rows[at - count : at]):
                yield from found
                break


def _of_two_others(grid: Grid) -> Iterator[Proposal]:
    """Columns that are two others added up, or one less another, in most rows: net costs, of what
    was spent and what came in; what has changed since. The nearest two; rounded amounts may be one
    off; naught proves nothing."""
    columns = sorted({column for cells in grid.values() for column in cells})[:_MOST_COLUMNS]
    ways = len(_SIGNS) * comb(len(columns), 3)
    floats = {at: _as_floats([cells.get(at) for cells in grid.values()]) for at in columns}
    told = set[frozenset[int]]()
    for result in reversed(columns):
        others = [column for column in columns if column != result]
        for pair in sorted(combinations(others, 2), key=lambda two: _distance(result, two)):
            three = frozenset((result, *pair))
            if three in told or not _may_hold(*(floats[at] for at in (*pair, result))):
                continue
            if found := _of_pair(grid, result, pair, ways):
                told.add(three)
                yield from found
                break


def _totals_and_nets(grid: Grid) -> Grid:
    """The rows of a long table that are called totals, and those right behind them, which may be
    what one leaves of another: revenue less expenses."""
    rows = sorted(grid)
    totals = {at for at, row in enumerate(rows) if _is_total(_called(grid[row]))}
    kept = [row for at, row in enumerate(rows) if at in totals or at - 1 in totals]
    return {row: grid[row] for row in kept} if len(rows) > _MOST_COLUMNS else {}


def _distance(column: int, others: Sequence[int]) -> int:
    return sum(abs(other - column) for other in others)


def _of_pair(grid: Grid, result: int, pair: tuple[int, int], ways: int) -> list[Proposal]:
    """A column as two others added up or one less the other, whichever holds in most rows, as far
    as that is no chance among so many ways to try it."""
    beside = (*pair, result)
    rows = [[cells[at] for at in beside] for cells in grid.values() if set(beside) <= set(cells)]
    rows = [row for row in rows if row[0].counts_as(row[1]) and row[0].counts_as(row[2])]
    counts = [row for row in rows if all(number.kind == "count" for number in row)]
    rows = counts or [row for row in rows if all(map(_is_rate_of_level, row))]
    is_change = all(row[-1].found.role == "change" for row in rows)  # then one row may do
    for signs in _SIGNS:
        found = [_of_two_numbers(row, signs) for row in rows]
        told = [
            apart
            for (_, apart), row in zip(found, rows, strict=True)
            if not any(map(is_naught, row))
        ]
        holding, near = told.count(Fraction(0)), sum(apart <= 1 for apart in told)
        is_held = holding > 1 and is_most(near, len(told))
        is_held |= is_change and holding == len(told) == 1
        likely = prod(
            _by_chance(row) for (_, apart), row in zip(found, rows, strict=True) if apart == 0
        )
        if is_held and likely * ways < CHANCE:
            return [proposal for proposal, _ in found]
    return []


def _as_floats(numbers: Sequence[Number | None]) -> Floats:
    """A column as floats, row by row: the middle of each number and how far off it may be, not a
    number where there is none, where it is naught, which proves nothing, or a rate among counts."""
    has_counts = any(number is not None and number.kind == "count" for number in numbers)
    rows = [
        _about(number)
        if number and not is_naught(number) and (number.kind == "count" or not has_counts)
        else (nan, nan)
        for number in numbers
    ]
    return np.array(rows).T


def _about(number: Number) -> tuple[float, float]:
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


def _by_chance(row: Sequence[Number]) -> float:
    """How likely the last of three numbers is what the others make, though it is not meant."""
    smallest = min(max(abs(end) for end in number.ends) for number in row)
    if not smallest:
        return 1.0
    widths = sum(number.ends[1] - number.ends[0] for number in row)
    return min(1.0, max(widths, float(step_of(row))) / smallest)


def _of_two_numbers(row: Sequence[Number], signs: tuple[int, int]) -> tuple[Proposal, Fraction]:
    """The last of three numbers as the others added up, or the one less the other, and how far off
    that is."""
    one, other, result = row
    terms = sorted(zip(signs, (one, other), strict=True), key=lambda term: -term[0])
    operands = tuple(((sign, number.at),) for sign, number in terms)
    value = total([(sign, number.interval) for sign, number in terms])
    apart = off(result, value) or Fraction(0)
    unsigned = Interval(-value.high, -value.low)
    if value.high < 0 < result.interval.low and off(result, unsigned) == 0:
        apart = Fraction(1)  # near: the sign is left out
    return Proposal("sum", result.at, operands, "two other columns"), apart


def _totals_of_all_above(grid: Grid, lines: Sequence[str]) -> Iterator[Proposal]:
    """Rows called a total, of which some cells of those above are empty: as the sums of all cells
    from a row on that most columns agree upon, none of them of another section than the total."""
    rows = sorted(grid)
    for at, row in enumerate(rows):
        if not _is_total(_called(grid[row])):
            continue
        first = max(0, at - _MOST_ABOVE_TOTAL, _section_begins(rows[: at + 1], lines))
        options = [_sums_from(grid, row, rows[start:at]) for start in range(first, at - 1)]
        best = max(options, key=lambda option: sum(apart == 0 for _, apart in option), default=None)
        if best and _is_agreed(grid[row], best):
            yield from (proposal for proposal, _ in best)


def _section_begins(rows: Sequence[int], lines: Sequence[str]) -> int:
    """Where the section begins that the last of some rows closes, as its mark tells: at 三、 for
    （七）总计, and not at 二、."""
    depth = _mark(lines[rows[-1]])
    above = (at for at, row in enumerate(rows) if 0 <= _mark(lines[row]) < depth)
    return max(above, default=0)


def _is_agreed(cells: dict[int, Number], option: list[tuple[Proposal, Fraction | None]]) -> bool:
    """Whether most columns bear out the same rows, or one with so many digits that it is no
    chance: then the others are meant to."""
    holding = {proposal.result for proposal, apart in option if apart == 0}
    sure = [n for n in cells.values() if n.at in holding and n.digits > _SURE_DIGITS]
    # Where there are larger numbers, those of one digit prove nothing: 3 of 3 and 0.
    large = {n.at for n in cells.values() if n.digits > 1}
    told = {proposal.result for proposal, _ in option} & large
    if told:
        return bool(sure) or len(holding & told) >= MOST * len(told)
    return is_most(len(holding), len(option))


def _sums_from(
    grid: Grid, row: int, above: Sequence[int]
) -> list[tuple[Proposal, Fraction | None]]:
    """The sum of what each column holds in the rows above, and how far its total is off."""
    found = []
    for column, result in grid[row].items():
        terms = [grid[other][column] for other in above if column in grid[other]]
        if len(terms) < 2 or any(n.kind != "count" for n in (result, *terms)):
            continue
        if all(term.counts_as(result) for term in terms):
            operands = tuple(((1, term.at),) for term in terms)
            proposal = Proposal("sum", result.at, operands, "all that stands above adds up to it")
            apart = off(result, total([(1, term.interval) for term in terms]))
            found.append((proposal, apart))
    return found


def _carried_over(grid: Grid, lines: Sequence[str]) -> Iterator[Proposal]:
    """What was dealt with, as what came in and what was left from before, less what is left: 总计 of
    新收, 上年结转 and 结转下年. Where the table itself says that this must be so, small numbers do
    too."""
    rows = {name: _row_called(grid, pattern) for name, pattern in _FLOW.items()}
    new, before, after = rows["new"], rows["before"], rows["after"]
    if new is None or after is None or before is None or not new < after:
        return
    done = max((r for r in grid if r < after and _is_total(_called(grid[r]))), default=None)
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
            tried.append(_makes(result, terms))
        operands = tuple(((sign, number.at),) for sign, number in terms)
        found.append(Proposal("sum", result.at, operands, "what came in, less what is left"))
    heading = lines[max(0, min(grid) - _FEW_HEADINGS) : min(grid)]
    is_said = any(_MUST_BALANCE.search(line) for line in heading)
    if sum(tried) * 2 > len(tried) or (is_said and all(tried)):
        yield from found


def _stocks(grid: Grid) -> Iterator[Proposal]:
    """What is there at a time, as what was there before and what came in and went between: the one
    row, or pair of rows, that makes it."""
    for column in _turned(grid).values():
        cells = [column[row] for row in sorted(column)]
        stocks = [n for n in cells if _STOCK.search(f"{n.found.subject} {n.found.measure}")]
        if any(n.kind != "count" for n in cells):
            continue
        for before, after in pairwise(stocks):
            moved = [n for n in cells if before.at < n.at < after.at and not is_naught(n)]
            if len(moved) > _MOST_MOVED:
                continue
            singly = [[(sign, number)] for sign in (1, -1) for number in moved]
            in_pairs = [[(1, more), (-1, less)] for more, less in permutations(moved, 2)]
            ways = [way for way in (*singly, *in_pairs) if _makes(after, [(1, before), *way])]
            if len(ways) == 1 and after.digits > 1:
                operands = (((1, before.at),), *(((sign, n.at),) for sign, n in ways[0]))
                yield Proposal("sum", after.at, operands, "what was there, came in and went")


def _makes(result: Number, terms: Sequence[tuple[int, Number]]) -> bool:
    # Floats tell at once of most that they do not.
    least = sum(number.ends[0] if sign > 0 else -number.ends[1] for sign, number in terms)
    most = sum(number.ends[1] if sign > 0 else -number.ends[0] for sign, number in terms)
    near = FLOATS_ERR * max(abs(least), abs(most), *map(abs, result.ends))
    if least > result.ends[1] + near or most < result.ends[0] - near:
        return False
    return off(result, total([(sign, number.interval) for sign, number in terms])) == 0


def _row_called(grid: Grid, pattern: re.Pattern[str]) -> int | None:
    """The first row that is called so."""
    return next((row for row in sorted(grid) if any(map(pattern.search, _called(grid[row])))), None)


def _called(cells: dict[int, Number]) -> list[str]:
    return [f"{n.found.subject}\n{n.found.measure}" for n in cells.values()]


def _under_headings(grid: Grid) -> Iterator[Proposal]:
    """Columns called as the heading that those to their left stand under, or as its subtotal:
    行政复议 总计, 有效警情 小计."""
    found, tried = list[Proposal](), list[bool]()
    for cells in grid.values():
        for column, result in cells.items():
            of = f"{_SUBTOTAL.sub('', result.found.measure)}_"
            left = [cells[other] for other in sorted(cells) if other < column]
            under = [n.found.measure.startswith(of) for n in left]
            terms = left[len(under) - len(list(takewhile(bool, under[::-1]))) :]
            if len(terms) < 2 or any(n.kind != "count" for n in (result, *terms)):
                continue
            tried += _tried(result, terms)
            operands = tuple(((1, term.at),) for term in terms)
            found.append(Proposal("sum", result.at, operands, "the columns under its heading"))
    if is_most(sum(tried), len(tried)):
        yield from found


def _added_up(grid: Grid, row: int, below: Sequence[int]) -> list[Proposal]:
    """The sums of a row over others, column by column, where two hold or a long one does."""
    found, tried, digits, has_signs = list[Proposal](), list[bool](), 0, False
    for column, result in grid[row].items():
        terms = [grid[other][column] for other in below if column in grid[other]]
        if len(terms) != len(below):
            continue
        if not (_is_counted(result, terms) or _is_hundred(result, terms)):
            continue
        if not all(term.counts_as(result) for term in terms):
            return []
        has_signs |= any(term.interval.low < 0 for term in terms)
        operands = tuple(((1, term.at),) for term in terms)
        found.append(Proposal("sum", result.at, operands, "the rows beside it add up to it"))
        holds = _tried(result, terms)
        tried += holds
        digits += telling_digits(result, terms) if any(holds) else 0
    called = [number.found.subject for number in grid[row].values()]
    surely = 2 if _is_total(called) and sum(tried) > 1 else _SURE_DIGITS
    is_sure = digits >= surely and sum(tried) * (1 if has_signs else 2) >= len(tried)
    return found if is_sure else []


def _differences(grid: Grid) -> Iterator[Proposal]:
    """Points by which a rate of a row changed, in a column of changes."""
    for cells in grid.values():
        changes = [n for n in cells.values() if n.found.role == "change" and n.kind != "count"]
        rates = [n for n in cells.values() if n.kind == "rate" and n.found.role == "share"]
        for result, (old, new) in product(changes, permutations(rates, 2)):
            more, less = (old, new) if result.found.is_down else (new, old)
            value = total([(1, more.interval), (-1, less.interval)])
            if old.found.period < new.found.period and off(result, value) == 0:
                terms = (((1, more.at),), ((-1, less.at),))
                yield Proposal("sum", result.at, terms, "columns of the table")


def _rates(grids: Sequence[Grid]) -> Iterator[Proposal]:
    """Each column of rates as the share, growth or decline of two others, or of a column's total.

    The tables are headed alike, so that one form is sought for all their rows.
    """
    rows = {row: cells for grid in grids for row, cells in grid.items()}
    kinds: dict[int, set[str]] = {}
    for cells in rows.values():
        for column, number in cells.items():
            kinds.setdefault(column, set()).add(number.kind)
    counts = [column for column in sorted(kinds) if "count" in kinds[column]][:_MOST_COLUMNS]
    for average in (column for column in sorted(kinds) if "average" in kinds[column]):
        pairs = list(permutations((column for column in counts if column != average), 2))
        best = _best([_of_two(rows, average, "ratio", pair) for pair in pairs])
        if len(pairs) / CHANCE < 10**best.digits:
            yield from best.proposals
    for rates in (column for column in sorted(kinds) if _is_of_rates(rows, column)):
        of_two = [
            _of_two(rows, rates, kind, pair)
            for pair in permutations(counts, 2)
            for kind in _kinds_called(rows, rates)
        ]
        of_total = [
            [_of_total(grid, rates, part, row) for part in counts for row in (max(grid), min(grid))]
            for grid in grids
        ]
        best = _best(of_two)
        totals = [_best(forms) for forms in of_total]
        if best.rank < max(total.rank for total in totals):
            yield from (proposal for total in totals for proposal in total.proposals)
        else:
            yield from best.proposals


def _is_of_rates(rows: Grid, column: int) -> bool:
    """Whether a column is one of rates, but for cells that say something else: 100/83.5."""
    kinds = [cells[column].kind for cells in rows.values() if column in cells]
    return set(kinds) == {"rate"} or is_most(kinds.count("rate"), len(kinds))


def _kinds_called(rows: Grid, rates: int) -> tuple[str, ...]:
    """What a column of rates may be, as its names tell: 占常住人口比例 is no decline."""
    called = _called(_turned(rows)[rates])
    if all(_SAYS_SHARE.search(name) and not CHANGE.search(name) for name in called):
        return ("share",)
    return ("growth", "decline", "share")


def _of_whole_above(grid: Grid, above: Sequence[Number]) -> Iterator[Proposal]:
    """Columns that add up to a number of the text above the table, and columns of rates that are
    shares of one: each row's of the nearest count to its left that is."""
    columns = _turned(grid)
    for column in sorted(columns):
        cells = list(columns[column].values())
        before = [n for n in above if n.at < cells[0].at][-_MOST_ABOVE:]
        if len(cells) < _FEWEST_ROWS:
            continue
        if {number.kind for number in cells} == {"count"}:
            value = total([(1, number.interval) for number in cells])
            for whole in (
                n for n in before if n.digits >= _FEW_DIGITS + 2 and n.counts_as(cells[0])
            ):
                if whole.is_exact and off(whole, value) == 0:
                    operands = tuple(((1, number.at),) for number in cells)
                    yield Proposal("sum", whole.at, operands, "the column adds up to it")
        elif {number.found.role for number in cells} == {"share"}:
            forms = [_of_wholes(columns, (column, part), before) for part in _left(columns, column)]
            best = next((form for form in forms if form.holding), _Form(0, 0, []))
            groups = [] if best.holding else list(_by_first_label(columns[column]))
            yield from best.proposals
            for group in groups if len(groups) > 1 and column - 1 in columns else ():
                own = {**columns, column: group}
                yield from _of_wholes(own, (column, column - 1), before).proposals


def _groups(grid: Grid) -> list[Grid]:
    """The rows of a table by what stands beside several of them, where that divides it: 国内 of
    国内_小计, 国内_职务 and 国内_非职务."""
    firsts = {row: next(iter(grid[row].values())) for row in sorted(grid)}
    groups = [{row: grid[row] for row in own} for own in _by_first_label(firsts)]
    return groups if len(groups) > 1 else []


def _by_first_label(cells: dict[int, Number]) -> Iterator[dict[int, Number]]:
    """The cells of a column by what stands beside several of them: 商品类 of 商品类_一般食品."""
    for label, own in groupby(cells.items(), lambda cell: cell[1].found.subject.partition("_")[0]):
        rows = dict(own)
        if label != ALL and len(rows) >= _FEWEST_ROWS:
            yield rows


def _of_whole_below(
    grid: Grid, outside: Sequence[Number], lines: Sequence[str]
) -> Iterator[Proposal]:
    """Columns, or all cells, that add up to a number right below their table, whose words say that
    it is all."""
    columns = [list(column.values()) for column in _turned(grid).values()]
    every = [grid[row][at] for row in sorted(grid) for at in sorted(grid[row])]
    for cells in (*columns, *([every] if len(columns) > 1 else [])):
        if len(cells) < _FEWEST_ROWS or {number.kind for number in cells} != {"count"}:
            continue
        value = total([(1, number.interval) for number in cells])
        below = [n for n in outside if 0 < n.found.paragraph - max(grid) <= _FEW_BELOW]
        if cells is every:
            units = {cell.found.unit for cell in every}
            below = [n for n in below if len(units) == 1 and every[0].counts_as(n)]
        for whole in (n for n in below if n.digits > _FEW_DIGITS and n.is_exact):
            start = max(0, whole.found.start - _BESIDE)
            said = lines[whole.found.paragraph][start : whole.found.end + _BESIDE]
            if _ALL_TOLD.search(said) and off(whole, value) == 0:
                operands = tuple(((1, number.at),) for number in cells)
                yield Proposal("sum", whole.at, operands, "the column adds up to it")


def _left(columns: Grid, rates: int) -> list[int]:
    """The columns of counts to the left of one, from the nearest on."""
    return [
        column
        for column in sorted(columns, reverse=True)
        if column < rates and any(n.kind == "count" for n in columns[column].values())
    ]


def _of_wholes(columns: Grid, pair: tuple[int, int], wholes: Sequence[Number]) -> _Form:
    """A column of rates as the shares that a column of counts has of the best of some numbers."""
    return _best([_of_one(columns, pair, whole) for whole in wholes])


def _of_one(columns: Grid, pair: tuple[int, int], whole: Number) -> _Form:
    """The rate of each row as the share that a count of it is of one number."""
    options = []
    rates, counts = pair
    for row, result in columns[rates].items():
        part = columns[counts].get(row)
        if part is None or part.interval.meets(whole.interval):
            continue
        if part.kind == "count" and part.counts_as(whole):
            proposal = Proposal(
                "share", result.at, (((1, part.at),), ((1, whole.at),)), "share of a number above"
            )
            apart = off(result, ratio(part.interval, whole.interval))
            options.append(_Option(proposal, apart, result.digits))
    return _form(options, 0)


class _Option(NamedTuple):
    """What a form makes of one row: how far off it is, None where that cannot be told, the digits
    of its result, and whether it proves anything."""

    proposal: Proposal
    apart: Fraction | None
    digits: int
    proves: bool = True


class _Form(NamedTuple):
    """How often a form holds, 0 where that is too seldom; how far apart its columns are; itself;
    how many digits but the first of each row bear it out; whether it is what the column is called,
    growth where it is 增减; and whether the whole stands before the part, which tells them apart
    where both are alike."""

    holding: int
    distance: int
    proposals: Sequence[Proposal]
    digits: int = 0
    is_as_called: bool = True
    begins_with_whole: bool = False

    @property
    def rank(self) -> tuple[int, bool, int, bool]:
        """What is greater for the better of two forms."""
        return self.holding, self.is_as_called, -self.distance, self.begins_with_whole


def _best(forms: Sequence[_Form]) -> _Form:
    return max(forms, key=lambda form: form.rank, default=_Form(0, 0, []))


def _form(options: Sequence[_Option], distance: int) -> _Form:
    """The form of the proposals, as far as it holds for most of them."""
    tried = [option for option in options if option.apart is not None]
    telling = [(option.apart or 0, option.digits) for option in tried if option.proves]
    holding = [digits for apart, digits in telling if apart == 0]
    few = len(telling) < 2 and max(holding, default=0) <= _FEW_DIGITS
    # Where others are rounded, some tables cut off what they do not print.
    are_near = all(apart <= 1 and digits > _FEW_DIGITS + 1 for apart, digits in telling)
    if not holding or few or (len(holding) < MOST * len(telling) and not are_near):
        return _Form(0, distance, [])
    digits = sum(holding) - len(holding)
    return _Form(len(holding), distance, [option.proposal for option in tried], digits)


def _of_two(grid: Grid, rates: int, kind: str, pair: tuple[int, int]) -> _Form:
    options = []
    for cells in grid.values():
        if rates in cells and pair[0] in cells and pair[1] in cells:
            result, one, other = cells[rates], cells[pair[0]], cells[pair[1]]
            is_meant = result.kind == ("average" if kind == "ratio" else "rate")
            if not (is_meant and one.kind == other.kind == "count"):
                continue
            if kind == "ratio":
                result = as_rounded(result)
            elif not one.counts_as(other):
                continue
            own = "decline" if kind == "growth" and result.found.is_down else kind
            value = (
                ratio(one.interval, other.interval)
                if own in ("share", "ratio")
                else changed(one.interval, other.interval, own == "decline")
            )
            proposal = Proposal(
                own, result.at, (((1, one.at),), ((1, other.at),)), "columns of the table"
            )
            proves = kind not in ("growth", "decline") or not is_naught(one)  # from 8 to 0
            options.append(_Option(proposal, off(result, value), result.digits, proves))
    results = [cells[rates] for cells in grid.values() if rates in cells]
    is_change = any(result.found.role == "change" for result in results)
    return _form(options, _distance(rates, pair))._replace(
        is_as_called=kind != "share" or not is_change,
        begins_with_whole=kind == "share" and pair[1] < pair[0],
    )


def _of_total(grid: Grid, rates: int, part: int, row: int) -> _Form:
    """The rate of each row as its share of one row's number in the same column."""
    whole = grid[row].get(part)
    options = []
    for cells in grid.values():
        if whole is not None and rates in cells and part in cells and cells[part] is not whole:
            result, one = cells[rates], cells[part]
            if result.kind != "rate":
                continue
            proposal = Proposal(
                "share",
                result.at,
                (((1, one.at),), ((1, whole.at),)),
                "share of the column's total",
            )
            apart = off(result, ratio(one.interval, whole.interval))
            options.append(_Option(proposal, apart, result.digits))
    return _form(options, 2 * abs(part - rates))

"""The numbers of a table by row and column, and what their names and sums tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from laicheng_data.facts.drafting.arithmetic import FLOATS_ERR, Number, deviation, sum_intervals
from laicheng_data.facts.drafting.draft_fact import ALL
from laicheng_data.facts.drafting.nearby import is_most, is_naught

MOST_COLUMNS = 12
FEWEST_ROWS = 3  # of a column that is held against a number above its table
_TOTAL = re.compile(
    r"合计|共计|小计|^all$|^计$|总(?!\S{0,3}中)|[合小]計|總|(?i:\b(?:sub)?total)", re.MULTILINE
)
# Yearbooks mark what is part of the row above with #.
OF_WHICH = re.compile(r"\s*(?:其\s*中|[#＃])|(?i:(?:[^\t]*[-–—:,] ?)?of which\b)")
FEW_DIGITS = 2  # a single row with no more digits than these proves nothing
Grid = dict[int, dict[int, Number]]  # by row, by column


def are_rates(cells: dict[int, Number]) -> bool:
    """Whether a row or column holds rates alone."""
    return all(number.kind == "rate" for number in cells.values())


def columns_of(grid: Grid) -> Grid:
    """The numbers by column, by row."""
    turned: Grid = {}
    for row, cells in grid.items():
        for column, number in cells.items():
            turned.setdefault(column, {})[row] = number
    return turned


def columns_of_a_kind(grid: Grid) -> Iterator[Grid]:
    """The columns of counts and those of rates, each without the others: a number and its share
    stand side by side for each kind of thing."""
    turned = columns_of(grid)
    rates = {at: column for at, column in turned.items() if is_of_rates(grid, at)}
    yield {at: column for at, column in turned.items() if at not in rates}
    yield rates


def are_counts(result: Number, terms: Sequence[Number]) -> bool:
    """Whether a sum is of counts alone."""
    return all(number.kind == "count" for number in (result, *terms))


def are_shares(result: Number, terms: Sequence[Number]) -> bool:
    """Whether a sum is of shares alone, none of them a fall."""
    return all(
        n.kind == "rate" and n.found.role == "share" and n.interval.high >= 0
        for n in (result, *terms)
    )


def are_shares_of_all(result: Number, terms: Sequence[Number]) -> bool:
    """Whether shares are added up to a hundred per cent."""
    return are_shares(result, terms) and result.interval.low <= 1 <= result.interval.high


def sum_trials(result: Number, terms: Sequence[Number], is_total: bool = False) -> list[bool]:
    """Whether the terms add up to the result; nothing where all of them are naught, or all but one
    and nothing calls it a total: that proves nothing."""
    holds = adds_up_to(result, [(1, term) for term in terms])
    is_plain = holds and sum(not is_naught(term) for term in terms) < (1 if is_total else 2)
    return [] if is_plain else [holds]


def is_called_total(called: Sequence[str]) -> bool:
    """Whether a row is called a total, and not only the one of its cells that adds up the row."""
    return sum(_TOTAL.search(name) is not None for name in called) * 2 > len(called)


def distance_between(column: int, others: Sequence[int]) -> int:
    """How many columns others are away, all together."""
    return sum(abs(other - column) for other in others)


def adds_up_to(result: Number, terms: Sequence[tuple[int, Number]]) -> bool:
    """Whether signed terms add up to the result."""
    # Floats tell at once of most that they do not.
    least = sum(number.ends[0] if sign > 0 else -number.ends[1] for sign, number in terms)
    most = sum(number.ends[1] if sign > 0 else -number.ends[0] for sign, number in terms)
    near = FLOATS_ERR * max(abs(least), abs(most), *map(abs, result.ends))
    if least > result.ends[1] + near or most < result.ends[0] - near:
        return False
    return (
        deviation(result, sum_intervals([(sign, number.interval) for sign, number in terms])) == 0
    )


def find_row(grid: Grid, pattern: re.Pattern[str]) -> int | None:
    """The first row that is called so."""
    return next(
        (row for row in sorted(grid) if any(map(pattern.search, names_of(grid[row])))), None
    )


def names_of(cells: dict[int, Number]) -> list[str]:
    """What the cells of a row or column are called."""
    return [f"{n.found.subject}\n{n.found.measure}" for n in cells.values()]


def is_of_rates(rows: Grid, column: int) -> bool:
    """Whether a column is one of rates, but for cells that say something else: 100/83.5."""
    kinds = [cells[column].kind for cells in rows.values() if column in cells]
    return set(kinds) == {"rate"} or is_most(kinds.count("rate"), len(kinds))


def groups_of(grid: Grid) -> list[Grid]:
    """The rows of a table by what stands beside several of them, where that divides it: 国内 of
    国内_小计, 国内_职务 and 国内_非职务."""
    firsts = {row: next(iter(grid[row].values())) for row in sorted(grid)}
    groups = [{row: grid[row] for row in own} for own in group_by_first_label(firsts)]
    return groups if len(groups) > 1 else []


def group_by_first_label(cells: dict[int, Number]) -> Iterator[dict[int, Number]]:
    """The cells of a column by what stands beside several of them: 商品类 of 商品类_一般食品."""
    for label, own in groupby(cells.items(), lambda cell: cell[1].found.subject.partition("_")[0]):
        rows = dict(own)
        if label != ALL and len(rows) >= FEWEST_ROWS:
            yield rows

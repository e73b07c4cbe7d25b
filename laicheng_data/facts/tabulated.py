"""Claims that the shape of a table suggests: totals of rows and columns, columns of rates.

A form that holds in most rows or columns is proposed for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import NamedTuple

from laicheng_data.facts.arithmetic import Number, Proposal, changed, off, ratio, total

_MOST = Fraction(3, 5)
_MOST_COLUMNS = 12
_TOTAL = re.compile(r"合计|总计|共计|小计|总数|总量|^all$|^计$|总")
_FEW_DIGITS = 2  # a single row with no more digits than these proves nothing

Grid = dict[int, dict[int, Number]]  # by row, by column


def propose_in_tables(numbers: Sequence[Number]) -> Iterator[Proposal]:
    """The claims of all tables."""
    tables: dict[int, Grid] = {}
    for number in numbers:
        if number.found.table >= 0:
            rows = tables.setdefault(number.found.table, {})
            rows.setdefault(number.found.row, {})[number.found.column] = number
    for alike in _by_headings(tables.values()):
        yield from _rates(alike)
    for grid in tables.values():
        yield from _totals(grid, "the row adds up the others")
        yield from _totals(_turned(grid), "the column adds up the others")


def _by_headings(grids: Iterable[Grid]) -> Iterable[list[Grid]]:
    """Tables whose columns are called alike, together: what holds in one is meant in the others."""
    alike: dict[tuple[tuple[int, str], ...], list[Grid]] = {}
    for grid in grids:
        names = {column: n.found.measure for row in grid.values() for column, n in row.items()}
        alike.setdefault(tuple(sorted(names.items())), []).append(grid)
    return alike.values()


def _turned(grid: Grid) -> Grid:
    turned: Grid = {}
    for row, cells in grid.items():
        for column, number in cells.items():
            turned.setdefault(column, {})[row] = number
    return turned


def _totals(grid: Grid, words: str) -> Iterator[Proposal]:
    """The first or last row as the sum of the others, column by column."""
    rows = sorted(grid)
    if len(rows) < 3:
        return
    for result_row, others in ((rows[-1], rows[:-1]), (rows[0], rows[1:])):
        found, holding = [], 0
        for column, result in grid[result_row].items():
            terms = [grid[row][column] for row in others if column in grid[row]]
            if len(terms) < 2 or any(n.kind != "count" for n in (result, *terms)):
                continue
            if not all(term.counts_as(result) for term in terms):
                continue
            holding += off(result, total([(1, term.interval) for term in terms])) == 0
            operands = tuple(((1, term.at),) for term in terms)
            found.append(Proposal("sum", result.at, operands, words))
        is_called = any(
            _TOTAL.search(n.found.subject) or _TOTAL.search(n.found.measure)
            for n in grid[result_row].values()
        )
        if found and holding >= max(1 if is_called else 2, _MOST * len(found)):
            yield from found
            return


def _rates(grids: Sequence[Grid]) -> Iterator[Proposal]:
    """Each column of rates as the share, growth or decline of two others, or of a column's total.

    The tables are headed alike, so that one form is sought for all their rows.
    """
    rows = {row: cells for grid in grids for row, cells in grid.items()}
    kinds: dict[int, set[str]] = {}
    for cells in rows.values():
        for column, number in cells.items():
            kinds.setdefault(column, set()).add(number.kind)
    counts = [column for column in sorted(kinds) if kinds[column] == {"count"}][:_MOST_COLUMNS]
    for rates in (column for column in sorted(kinds) if kinds[column] == {"rate"}):
        of_two = [
            _of_two(rows, rates, kind, pair)
            for pair in permutations(counts, 2)
            for kind in ("share", "growth", "decline")
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


class _Form(NamedTuple):
    """How often a form holds, 0 where that is too seldom; how far apart its columns are; itself."""

    holding: int
    distance: int
    proposals: Sequence[Proposal]

    @property
    def rank(self) -> tuple[int, int]:
        """What is greater for the better of two forms."""
        return self.holding, -self.distance


def _best(forms: Sequence[_Form]) -> _Form:
    return max(forms, key=lambda form: form.rank, default=_Form(0, 0, []))


def _form(options: list[tuple[Proposal, Fraction | None, int]], distance: int) -> _Form:
    """The form of the proposals, as far as it holds for most of them."""
    tried = [(proposal, apart, digits) for proposal, apart, digits in options if apart is not None]
    holding = [digits for _, apart, digits in tried if apart == 0]
    few = len(tried) < 2 and max(holding, default=0) <= _FEW_DIGITS
    if not holding or few or len(holding) < _MOST * len(tried):
        return _Form(0, distance, [])
    return _Form(len(holding), distance, [proposal for proposal, _, _ in tried])


def _of_two(grid: Grid, rates: int, kind: str, pair: tuple[int, int]) -> _Form:
    options = []
    for cells in grid.values():
        if rates in cells and pair[0] in cells and pair[1] in cells:
            result, one, other = cells[rates], cells[pair[0]], cells[pair[1]]
            value = (
                ratio(one.interval, other.interval)
                if kind == "share"
                else changed(one.interval, other.interval, kind == "decline")
            )
            proposal = Proposal(
                kind, result.at, (((1, one.at),), ((1, other.at),)), "columns of the table"
            )
            options.append((proposal, off(result, value), result.digits))
    return _form(options, sum(abs(column - rates) for column in pair))


def _of_total(grid: Grid, rates: int, part: int, row: int) -> _Form:
    """The rate of each row as its share of one row's number in the same column."""
    whole = grid[row].get(part)
    options = []
    for cells in grid.values():
        if whole is not None and rates in cells and part in cells and cells[part] is not whole:
            result, one = cells[rates], cells[part]
            proposal = Proposal(
                "share",
                result.at,
                (((1, one.at),), ((1, whole.at),)),
                "share of the column's total",
            )
            options.append(
                (proposal, off(result, ratio(one.interval, whole.interval)), result.digits)
            )
    return _form(options, 2 * abs(part - rates))

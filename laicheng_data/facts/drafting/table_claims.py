"""Claims that the shape of a table suggests: totals of rows and columns, columns of rates.

A form that holds in most rows or columns is proposed for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
)
from laicheng_data.facts.drafting.table_accounts import (
    carry_overs,
    columns_of_two_others,
    differences,
    stock_changes,
    totals_and_nets,
)
from laicheng_data.facts.drafting.table_grid import (
    OF_WHICH,
    Grid,
    are_rates,
    columns_of,
    columns_of_a_kind,
    groups_of,
)
from laicheng_data.facts.drafting.table_rates import (
    changes_since_rows,
    rates_of_columns,
    rates_of_rows,
    rates_under_same_titles,
    shares_of_sums,
)
from laicheng_data.facts.drafting.table_totals import (
    nested_totals,
    sums_of_marked,
    sums_of_which,
    totals_at_an_end,
    totals_between,
    totals_of_all_above,
    totals_of_blocks,
    totals_of_rows,
    totals_under_headings,
)
from laicheng_data.facts.drafting.table_wholes import parts_of_whole_above, parts_of_whole_below

_TOTAL_ROW = re.compile(r"\s*(?:[合总共]计|[合總]計|总数|總數|(?i:(?:grand )?totals?\b))")
_FEW_RATES = 4  # rows of rates; of more, each may be the shares of another row by chance


def propose_in_tables(numbers: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The claims of all tables, whose rows stand in the lines."""
    found = list(_claims_of_each_table(numbers, lines))
    yield from found
    yield from rates_under_same_titles(found, numbers)


def _claims_of_each_table(numbers: Sequence[Number], lines: Sequence[str]) -> Iterator[Proposal]:
    """The claims of tables as their own shape and those headed alike tell."""
    tables: dict[int, Grid] = {}
    for number in numbers:
        if number.found.table >= 0:
            rows = tables.setdefault(number.found.table, {})
            rows.setdefault(number.found.row, {})[number.found.column] = number
    outside = [number for number in numbers if number.found.table < 0 and number.is_level]
    joint = set[int]()
    for alike in _group_by_headings(tables.values()):
        yield from rates_of_columns(alike)
        found = list(_totals_over_tables(alike))
        joint |= {id(grid) for grid in alike} if found else set()
        yield from found
    for grid in tables.values():
        for group in groups_of(grid):
            yield from rates_of_columns([group])
    for alike in _tables_of_changes(
        tables.values()
    ):  # what one row does not bear out may hold in all
        yield from columns_of_two_others(
            {row: cells for grid in alike for row, cells in grid.items()}
        )
    for alike in _group_by_columns(tables.values()):
        yield from totals_of_rows(alike)
    for grid in tables.values():
        above = sorted([*outside, *_total_rows(numbers, grid, lines)])
        yield from parts_of_whole_above(grid, above)
        yield from parts_of_whole_above(columns_of(grid), above)
        yield from parts_of_whole_below(grid, outside, lines)
    for grid in tables.values():
        rates = sum(are_rates(cells) for cells in grid.values())
        yield from rates_of_columns([columns_of(grid)], is_sure=rates > _FEW_RATES)
        yield from rates_of_rows(grid)
        yield from changes_since_rows(grid)
        yield from changes_since_rows(columns_of(grid))
        yield from differences(grid)
        yield from differences(columns_of(grid))
        yield from sums_of_marked(grid, lines)
        yield from sums_of_which(grid, lines)
        yield from shares_of_sums(grid, lines)
        of_which = {row for row in grid if OF_WHICH.match(lines[row])}
        yield from nested_totals(grid, of_which)
        yield from totals_of_blocks(grid)
        yield from totals_under_headings(grid)
        yield from totals_between(grid, sorted(grid))
        yield from totals_of_all_above(grid, lines)
        yield from carry_overs(grid, lines)
        yield from stock_changes(grid)
        yield from columns_of_two_others(grid)
        for columns in () if id(grid) in joint else columns_of_a_kind(grid):
            yield from nested_totals(columns)
        yield from totals_at_an_end(grid, "the row adds up the others")
        yield from totals_at_an_end(columns_of(grid), "the column adds up the others")
        yield from columns_of_two_others(columns_of(grid))
        yield from columns_of_two_others(columns_of(totals_and_nets(grid)))


def _total_rows(numbers: Sequence[Number], grid: Grid, lines: Sequence[str]) -> Iterator[Number]:
    """The numbers of rows that other tables call their totals, which this one may go on with."""
    for number in numbers:
        is_other = number.found.table >= 0 and number.found.row not in grid
        if is_other and number.is_level and _TOTAL_ROW.match(lines[number.found.row]):
            yield number


def _group_by_headings(grids: Iterable[Grid]) -> Iterable[list[Grid]]:
    """Tables whose columns are called alike, together: what holds in one is meant in the others."""
    alike: dict[tuple[tuple[int, str], ...], list[Grid]] = {}
    for grid in grids:
        names = {
            column: n.found.measure.lower() for row in grid.values() for column, n in row.items()
        }
        alike.setdefault(tuple(sorted(names.items())), []).append(grid)
    return alike.values()


def _totals_over_tables(grids: Sequence[Grid]) -> Iterator[Proposal]:
    """Columns that others add up to in tables headed alike: what is naught in all years but one is
    a part where that one says so."""
    if len(grids) > 1:
        yield from nested_totals(
            columns_of({row: cells for grid in grids for row, cells in grid.items()})
        )


def _tables_of_changes(grids: Iterable[Grid]) -> Iterable[list[Grid]]:
    """Tables whose columns are of the same periods, some of them of changes, together."""
    alike: dict[tuple[tuple[int, str, str], ...], list[Grid]] = {}
    for grid in grids:
        columns = {
            column: (n.found.period, n.found.role)
            for row in grid.values()
            for column, n in row.items()
        }
        key = tuple((column, *columns[column]) for column in sorted(columns))
        alike.setdefault(key, []).append(grid)
    return (own for key, own in alike.items() if len(own) > 1 and any("change" in of for of in key))


def _group_by_columns(grids: Iterable[Grid]) -> Iterable[list[Grid]]:
    """Tables of the same columns, periods and a total of them, whatever their rows count."""
    alike: dict[tuple[tuple[int, str], ...], list[Grid]] = {}
    for grid in grids:
        periods = {column: n.found.period for row in grid.values() for column, n in row.items()}
        alike.setdefault(tuple(sorted(periods.items())), []).append(grid)
    return (grids for grids in alike.values() if len(grids) > 1)

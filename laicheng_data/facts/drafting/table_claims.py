"""Claims that the shape of a table suggests: totals of rows and columns, columns of rates.

A form that holds in most rows or columns is proposed for all of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.arithmetic import Number, Proposal
from laicheng_data.facts.drafting.table_accounts import (
    carry_overs,
    columns_of_two_others,
    differences,
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
    rates_under_same_titles,
)
from laicheng_data.facts.drafting.table_totals import (
    nested_totals,
    sums_of_marked,
    totals_at_an_end,
    totals_between,
    totals_of_all_above,
    totals_under_headings,
)
from laicheng_data.facts.drafting.table_wholes import parts_of_whole_above

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
    for alike in _group_by_headings(tables.values()):
        yield from rates_of_columns(alike)
    for grid in tables.values():
        for group in groups_of(grid):
            yield from rates_of_columns([group])
    for grid in tables.values():
        yield from parts_of_whole_above(grid, outside)
        yield from parts_of_whole_above(columns_of(grid), outside)
    for grid in tables.values():
        rates = sum(are_rates(cells) for cells in grid.values())
        yield from rates_of_columns([columns_of(grid)], is_sure=rates > _FEW_RATES)
        yield from changes_since_rows(grid)
        yield from changes_since_rows(columns_of(grid))
        yield from differences(grid)
        yield from differences(columns_of(grid))
        yield from sums_of_marked(grid, lines)
        of_which = {row for row in grid if OF_WHICH.match(lines[row])}
        yield from nested_totals(grid, of_which)
        yield from totals_under_headings(grid)
        yield from totals_between(grid, sorted(grid))
        yield from totals_of_all_above(grid, lines)
        yield from carry_overs(grid, lines)
        yield from columns_of_two_others(grid)
        for columns in columns_of_a_kind(grid):
            yield from nested_totals(columns)
        yield from totals_at_an_end(grid, "the row adds up the others")
        yield from totals_at_an_end(columns_of(grid), "the column adds up the others")
        yield from columns_of_two_others(columns_of(grid))
        yield from columns_of_two_others(columns_of(totals_and_nets(grid)))


def _group_by_headings(grids: Iterable[Grid]) -> Iterable[list[Grid]]:
    """Tables whose columns are called alike, together: what holds in one is meant in the others.
    Such as have no headings are alike by chance."""
    alike: dict[Hashable, list[Grid]] = {}
    for number, grid in enumerate(grids):
        names = {
            column: n.found.measure.lower() for row in grid.values() for column, n in row.items()
        }
        is_headed = set(names.values()) != {UNNAMED}
        key = tuple(sorted(names.items())) if is_headed else number
        alike.setdefault(key, []).append(grid)
    return alike.values()

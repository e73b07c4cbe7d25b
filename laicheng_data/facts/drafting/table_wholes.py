"""Columns of a table beside a number of the text: as its parts, or as shares of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from laicheng_data.facts.drafting.arithmetic import Number, Proposal, claim_sum, deviation
from laicheng_data.facts.drafting.nearby import is_naught, total_of
from laicheng_data.facts.drafting.table_grid import (
    FEW_DIGITS,
    FEWEST_ROWS,
    Grid,
    columns_of,
    group_by_first_label,
)
from laicheng_data.facts.drafting.table_rates import Form, counts_left_of, shares_of_wholes

_MOST_ABOVE = 40  # levels above a table that it may be about


def parts_of_whole_above(grid: Grid, above: Sequence[Number]) -> Iterator[Proposal]:
    """Columns that add up to a number of the text above the table, and columns of rates that are
    shares of one: each row's of the nearest count to its left that is."""
    columns = columns_of(grid)
    for column in sorted(columns):
        cells = list(columns[column].values())
        before = [n for n in above if n.at < cells[0].at][-_MOST_ABOVE:]
        if len(cells) < FEWEST_ROWS:
            continue
        if {number.kind for number in cells} == {"count"}:
            value = total_of(cells)
            for whole in (
                n for n in before if n.digits >= FEW_DIGITS + 2 and n.counts_as(cells[0])
            ):
                if whole.is_exact and deviation(whole, value) == 0:
                    yield claim_sum(whole, cells, "the column adds up to it")
        elif {number.found.role for number in cells if not is_naught(number)} == {"share"}:
            forms = [
                shares_of_wholes(columns, (column, part), before)
                for part in counts_left_of(columns, column)
            ]
            best = next((form for form in forms if form.holding), Form(0, 0, []))
            groups = [] if best.holding else list(group_by_first_label(columns[column]))
            yield from best.proposals
            for group in groups if len(groups) > 1 and column - 1 in columns else ():
                own = {**columns, column: group}
                yield from shares_of_wholes(own, (column, column - 1), before).proposals

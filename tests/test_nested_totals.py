"""Rows that those below them add up to: which of them are told for parts, and which are not. All of
it is made up."""

from laicheng_data.facts.drafting.arithmetic import Proposal, as_numbers
from laicheng_data.facts.drafting.draft_fact import DraftFact
from laicheng_data.facts.drafting.table_grid import Grid
from laicheng_data.facts.drafting.table_totals import nested_totals


def grid_of(*rows: tuple[str, str]) -> Grid:
    """Rows of a table: what each counts, and its cells, - where there is none."""
    cells = [
        DraftFact(row, 1, 0, 0, printed, measure=measure, table=0, row=row, column=column)
        for row, (measure, line) in enumerate(rows)
        for column, printed in enumerate(line.split())
        if printed != "-"
    ]
    grid: Grid = {}
    for number in as_numbers(cells, [""] * len(rows)):
        grid.setdefault(number.found.row, {})[number.found.column] = number
    return grid


def sums_of(grid: Grid) -> list[list[str]]:
    """What each sum adds up, and its result, as printed."""
    printed = [number.found.printed for row in sorted(grid) for number in grid[row].values()]

    def said(proposal: Proposal) -> list[str]:
        return [*(printed[at] for terms in proposal.operands for _, at in terms),
                printed[proposal.result]]  # fmt: skip

    return [said(proposal) for proposal in nested_totals(grid)]


def test_rows_of_which_no_sum_is_proposed_may_be_parts_of_another() -> None:
    grid = grid_of(
        ("balance", "6422 5736 6999"),  # in its last column the rows do not add up
        ("made", "5210 4120 6310"),
        ("of_it", "1130 1240 1350"),
        ("spent", "-2121 -1313 -1717"),
        ("left", "3333 2929 1818"),
        ("lent", "1414 1515 1616"),
        ("both", "4747 4444 3434"),
        ("to_towns", "2512 2233 1721"),
        ("to_others", "2235 2211 1713"),
    )
    assert ["3333", "1414", "4747"] in sums_of(grid)


def test_a_row_of_noughts_in_another_column_takes_no_sum_away() -> None:
    grid = grid_of(
        ("received", "7412 6305 5"),
        ("open_in_time", "4301 3204 -"),
        ("closed", "3111 3101 -"),
        ("open_late", "- - 0"),
    )
    assert sums_of(grid) == [["4301", "3111", "7412"], ["3204", "3101", "6305"]]

"""Columns of rates as shares, growth, decline or ratios of others: one form sought for all rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    as_rounded,
    claim_rate,
    deviation,
    divide_intervals,
    growth_rate,
)
from laicheng_data.facts.drafting.nearby import CHANCE, MOST, is_naught
from laicheng_data.facts.drafting.period_names import period_before
from laicheng_data.facts.drafting.phrases import CHANGE
from laicheng_data.facts.drafting.table_grid import (
    FEW_DIGITS,
    MOST_COLUMNS,
    Grid,
    columns_of,
    distance_between,
    is_of_rates,
    names_of,
)
from laicheng_data.facts.printed import Interval

_OF_COLUMNS = "columns of the table"
_SIGNS = "+-−－＋"
_FEW_NEAR = 3  # columns before one of rates that are tried with it, however many there are
_THREE = 3  # columns of different names
_SAYS_RATIO = re.compile(r"性别比|(?i:sex[ _]ratio)")  # women are no whole of men
_SAYS_SHARE = re.compile(r"占|比[例重]|构成|[率度]$|(?i:share|percentage of)", re.MULTILINE)


def rates_of_columns(grids: Sequence[Grid], is_sure: bool = False) -> Iterator[Proposal]:
    """Each column of rates as the share, growth or decline of two others, or of a column's total;
    where asked, only as far as that is no chance among so many ways.

    The tables are headed alike, so that one form is sought for all their rows.
    """
    rows = {row: cells for grid in grids for row, cells in grid.items()}
    kinds: dict[int, set[str]] = {}
    for cells in rows.values():
        for column, number in cells.items():
            kinds.setdefault(column, set()).add(number.kind)
    counts = [column for column in sorted(kinds) if "count" in kinds[column]][:MOST_COLUMNS]
    for average in (column for column in sorted(kinds) if "average" in kinds[column]):
        pairs = list(permutations((column for column in counts if column != average), 2))
        best = _best_form([_form_of_two(rows, average, "ratio", pair) for pair in pairs])
        yield from best.proposals if _is_no_chance(best, len(pairs)) else ()
    for rates in (column for column in sorted(kinds) if is_of_rates(rows, column)):
        before = [at for at in sorted(kinds) if at < rates and "count" in kinds[at]]
        near = dict.fromkeys([*counts, *before[-_FEW_NEAR:]])
        of_two = [
            _form_of_two(rows, rates, kind, pair)
            for pair in permutations(near, 2)
            for kind in _kinds_by_name(rows, rates)
        ]
        best = _best_form(of_two)
        if is_sure:
            yield from best.proposals if _is_no_chance(best, len(of_two)) else ()
            continue
        totals = [_best_form_of_total(grid, rates, counts) for grid in grids]
        if best.rank < max(total.rank for total in totals):
            yield from (proposal for total in totals for proposal in total.proposals)
        else:
            yield from best.proposals


def rates_under_same_titles(
    found: Sequence[Proposal], numbers: Sequence[Number]
) -> Iterator[Proposal]:
    """Rates of rows too few to prove anything, as those of another table whose columns are called
    the same are worked out: 92% on time in January, below a table of years."""
    cells = [n for n in numbers if n.found.table >= 0]
    rows: dict[tuple[int, int], dict[str, list[Number]]] = {}
    for cell in cells:
        names = rows.setdefault((cell.found.table, cell.found.row), {})
        names.setdefault(cell.found.measure, []).append(cell)
    forms = {
        (p.kind, *(numbers[at].found.measure for at in (p.result, *_places(p))))
        for p in found
        if p.words == _OF_COLUMNS and all(len(terms) == 1 for terms in p.operands)
    }
    told = {proposal.result for proposal in found}
    for names in rows.values():
        for kind, *measures in sorted(forms):
            if len(set(measures)) < _THREE or not all(len(names.get(m, [])) == 1 for m in measures):
                continue
            result, one, other = (names[measure][0] for measure in measures)
            value = _rate_of(kind, one, other)
            if result.at not in told and deviation(result, value) is not None:
                yield claim_rate(kind, result, one, other, "columns called the same")


def _places(proposal: Proposal) -> list[int]:
    return [at for terms in proposal.operands for _, at in terms]


def changes_since_rows(grid: Grid) -> Iterator[Proposal]:
    """Columns of rates as the changes of a column to the left, or as what there is in a hundred,
    since the row of the year before, or of the quarter or month before: 指数（上年=100）."""
    columns = columns_of(grid)
    for column in (at for at in columns if is_of_rates(grid, at)):
        is_change = all(n.found.role == "change" for n in columns[column].values())
        forms = [
            _form_since_rows(columns[column], columns[counts], unit, kind)
            for counts in counts_left_of(columns, column)
            for unit in "年季月"
            for kind in (("growth",) if is_change else ("growth", "share"))
        ]
        best = max(forms, key=lambda form: form.holding, default=Form(0, 0, []))
        if is_change or _is_no_chance(best, len(forms)):
            yield from best.proposals


def _form_since_rows(
    rates: dict[int, Number], counts: dict[int, Number], unit: str, kind: str
) -> Form:
    """The rates of a column of counts since the row of the period before."""
    levels = {
        (*_measure_and_subject(n), n.found.period): n for n in counts.values() if n.kind == "count"
    }
    options = []
    for row, result in rates.items():
        new = counts.get(row)
        before = period_before(new.found.period, unit) if new else ""
        old = levels.get((*_measure_and_subject(new), before)) if new else None
        if new and old and before != new.found.period and new.counts_as(old):
            own = "decline" if kind == "growth" and result.found.is_down else kind
            apart = deviation(result, _rate_of(own, new, old))
            proposal = claim_rate(own, result, new, old, "rows of the table")
            is_other = new.interval != old.interval
            options.append(_Option(proposal, apart, result.digits, is_other))
    return _form(options, 0)


def _rate_of(kind: str, one: Number, other: Number) -> Interval | None:
    """What a claim of two numbers comes to."""
    if kind in ("share", "ratio"):
        return divide_intervals(one.interval, other.interval)
    return growth_rate(one.interval, other.interval, kind == "decline")


def _measure_and_subject(number: Number) -> tuple[str, str]:
    """What a number of a table counts, and of whom."""
    return number.found.measure, number.found.subject


def _kinds_by_name(rows: Grid, rates: int) -> tuple[str, ...]:
    """What a column of rates may be, as its names tell: 占常住人口比例 is no decline."""
    column = columns_of(rows)[rates]
    called = names_of(column)
    if not _are_signed(column.values()) and all(
        _SAYS_SHARE.search(name) and not CHANGE.search(name) for name in called
    ):
        return ("share",)
    return ("growth", "decline", "share")


def _are_signed(rates: Iterable[Number]) -> bool:
    """Whether rates are printed with a plus or minus, as changes are."""
    return any(rate.found.printed[0] in _SIGNS for rate in rates)


def counts_left_of(columns: Grid, rates: int) -> list[int]:
    """The columns of counts to the left of one, from the nearest on."""
    return [
        column
        for column in sorted(columns, reverse=True)
        if column < rates and any(n.kind == "count" for n in columns[column].values())
    ]


def shares_of_wholes(columns: Grid, pair: tuple[int, int], wholes: Sequence[Number]) -> Form:
    """A column of rates as the shares that a column of counts has of the best of some numbers."""
    return _best_form([_form_of_one(columns, pair, whole) for whole in wholes])


def _form_of_one(columns: Grid, pair: tuple[int, int], whole: Number) -> Form:
    """The rate of each row as the share that a count of it is of one number."""
    options = []
    rates, counts = pair
    for row, result in columns[rates].items():
        part = columns[counts].get(row)
        if part is None or part.interval.meets(whole.interval):
            continue
        if part.kind == "count" and part.counts_as(whole):
            proposal = claim_rate("share", result, part, whole, "share of a number above")
            apart = deviation(result, divide_intervals(part.interval, whole.interval))
            options.append(_Option(proposal, apart, result.digits))
    return _form(options, 0)


class _Option(NamedTuple):
    """What a form makes of one row: how far off it is, None where that cannot be told, the digits
    of its result, and whether it proves anything."""

    proposal: Proposal
    apart: Fraction | None
    digits: int
    proves: bool = True


class Form(NamedTuple):
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


def _best_form(forms: Sequence[Form]) -> Form:
    return max(forms, key=lambda form: form.rank, default=Form(0, 0, []))


def _form(options: Sequence[_Option], distance: int) -> Form:
    """The form of the proposals, as far as it holds for most of them."""
    tried = [option for option in options if option.apart is not None]
    telling = [(option.apart or 0, option.digits) for option in tried if option.proves]
    holding = [digits for apart, digits in telling if apart == 0]
    few = len(telling) < 2 and max(holding, default=0) <= FEW_DIGITS
    # Where others are rounded, some tables cut off what they do not print.
    are_near = all(apart <= 1 and digits > FEW_DIGITS + 1 for apart, digits in telling)
    if not holding or few or (len(holding) < MOST * len(telling) and not are_near):
        return Form(0, distance, [])
    digits = sum(holding) - len(holding)
    return Form(len(holding), distance, [option.proposal for option in tried], digits)


def _form_of_two(grid: Grid, rates: int, kind: str, pair: tuple[int, int]) -> Form:
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
            if own == "share" and _SAYS_RATIO.search(
                f"{result.found.measure}_{result.found.subject}"
            ):
                own = "ratio"
            value = _rate_of(own, one, other)
            proposal = claim_rate(own, result, one, other, _OF_COLUMNS)
            proves = kind not in ("growth", "decline") or not is_naught(one)  # from 8 to 0
            options.append(_Option(proposal, deviation(result, value), result.digits, proves))
    results = [cells[rates] for cells in grid.values() if rates in cells]
    is_change = any(r.found.role == "change" for r in results) or _are_signed(results)
    return _form(options, distance_between(rates, pair))._replace(
        is_as_called=kind != "share" or not is_change,
        begins_with_whole=kind == "share" and pair[1] < pair[0],
    )


def _is_no_chance(form: Form, ways: int) -> bool:
    """Whether a form holds to so many digits that none of so many ways would by chance."""
    return ways / CHANCE < 10**form.digits


def _best_form_of_total(grid: Grid, rates: int, counts: Sequence[int]) -> Form:
    """A column of rates as shares of the first or the last number of the column that they are of;
    else of another, as men and women are of all people."""
    if (own_wholes := _best_form([_form_of_hundreds(grid, rates, at) for at in counts])).holding:
        return own_wholes
    ends = (max(grid), min(grid))
    own = [
        _form_of_total(grid, rates, part, grid[row].get(part)) for part in counts for row in ends
    ]
    best = _best_form(own)
    if best.holding:
        return best
    return _best_form(
        [
            _form_of_total(grid, rates, part, grid[row].get(whole))
            for part, whole in permutations(counts, 2)
            for row in ends
        ]
    )


def _form_of_hundreds(grid: Grid, rates: int, part: int) -> Form:
    """The rate of each row as its share of the last number above whose own rate is 100%, where
    there are several such: income, each of its sorts, spending, and each of those."""
    options, whole, wholes = [], None, 0
    for _, cells in sorted(grid.items()):
        if not {rates, part} <= cells.keys() or cells[rates].kind != "rate":
            continue
        rate, one = cells[rates], cells[part]
        if rate.interval.holds(Fraction(1)):
            whole, wholes = one, wholes + 1
        elif whole is not None and one.counts_as(whole):
            operands = ((1, one.at),), ((1, whole.at),)
            proposal = Proposal("share", rate.at, operands, "share of the row that is 100%")
            apart = deviation(rate, divide_intervals(one.interval, whole.interval))
            options.append(_Option(proposal, apart, rate.digits))
    has_parts = 1 < wholes < len(options)  # a whole has two parts or more
    return _form(options, 2 * abs(part - rates)) if has_parts else Form(0, 0, [])


def _form_of_total(grid: Grid, rates: int, part: int, whole: Number | None) -> Form:
    """The rate of each row as its share of one number of the first or last row."""
    options = []
    for cells in grid.values():
        if whole is not None and rates in cells and part in cells and cells[part] is not whole:
            result, one = cells[rates], cells[part]
            if result.kind != "rate" or not one.counts_as(whole):
                continue
            proposal = claim_rate(
                "share",
                result,
                one,
                whole,
                "share of the column's total",
            )
            apart = deviation(result, divide_intervals(one.interval, whole.interval))
            options.append(_Option(proposal, apart, result.digits))
    return _form(options, 2 * abs(part - rates))

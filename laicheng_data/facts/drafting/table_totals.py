"""Totals within a table: rows and columns that add up others, amid it or at its end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, takewhile
from typing import NamedTuple

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    claim_sum,
    deviation,
    is_misprint,
    significant_digits,
)
from laicheng_data.facts.drafting.nearby import MOST, is_most, is_naught, total_of
from laicheng_data.facts.drafting.table_grid import (
    FEW_DIGITS,
    FEWEST_ROWS,
    Grid,
    adds_up_to,
    are_counts,
    are_rates,
    are_shares,
    are_shares_of_all,
    is_called_total,
    names_of,
    sum_trials,
)

_MOST_ROWS = 12  # that are tried as the parts of one above them
_MOST_ABOVE_TOTAL = 60  # rows that a total may add up
_SURE_DIGITS = 5  # significant digits of sums that hold, from which that is hardly chance
_SURE_WITH_GAPS = 7  # where it is tried with each run of rows left out
_SUBTOTAL = re.compile(r"_(?:[小合总共]计|计)$")
_MARKS = tuple(
    re.compile(rf"\s*{mark}")
    for mark in (
        r"[一二三四五六七八九十]+、", r"[（(][一二三四五六七八九十]+[）)]", r"\d{1,2}[.．、](?!\d)",
        r"[（(]\d{1,2}[）)]", r"[A-Z][.．、 ](?=[\u4e00-\u9fff])",
    )
)  # fmt: skip

_NUMBERED = re.compile(r"\s*[（(]?(\d{1,2})[.．、）)]")


def totals_at_an_end(grid: Grid, words: str) -> Iterator[Proposal]:
    """The first or last row as the sum of the others, column by column."""
    rows = sorted(grid)
    if len(rows) < 3:
        return
    for result_row, others in ((rows[-1], rows[:-1]), (rows[0], rows[1:])):
        found, tried = list[Proposal](), list[bool]()
        is_total = is_called_total(names_of(grid[result_row]))
        parts = _drop_strangers(grid, result_row, others)
        for column, result in grid[result_row].items():
            terms = [grid[row][column] for row in parts if column in grid[row]]
            if len(terms) < 2 or not (
                are_counts(result, terms) or are_shares_of_all(result, terms)
            ):
                continue
            if not all(term.counts_as(result) for term in terms):
                continue
            tried += sum_trials(result, terms, is_total)
            found.append(claim_sum(result, terms, words))
            if is_total and len(grid[result_row]) == 1 and _is_slip(result, terms):
                yield from found
        fewest = 1 if is_total else 2
        if sum(tried) >= fewest and sum(tried) >= MOST * len(tried):
            yield from found
            return


def _is_slip(result: Number, terms: Sequence[Number]) -> bool:
    """Whether a long number is what several add up to but for a slip."""
    is_sure = result.digits >= _SURE_DIGITS - 1 and len(terms) >= FEWEST_ROWS
    return is_sure and is_misprint(result, total_of(terms))


def _drop_strangers(grid: Grid, row: int, others: Sequence[int]) -> Sequence[int]:
    """The rows that another may add up in the most columns, without one that is naught in all in
    which they do so with it."""
    best, held = others, _summed_columns(grid, row, others)
    for stranger in others:
        rest = [other for other in others if other != stranger]
        is_stranger = all(is_naught(grid[stranger][at]) for at in held & grid[stranger].keys())
        if held and is_stranger and len(found := _summed_columns(grid, row, rest)) > len(held):
            best, held = rest, found
    return best


def _summed_columns(grid: Grid, row: int, others: Sequence[int]) -> set[int]:
    """The columns in which a row is what others add up to, but for those where it is naught."""
    return {
        column
        for column, result in grid[row].items()
        if not is_naught(result)
        and adds_up_to(
            result, [(1, grid[other][column]) for other in others if column in grid[other]]
        )
    }


def nested_totals(grid: Grid, of_which: Iterable[int] = ()) -> Iterator[Proposal]:
    """Rows that those right below them add up to in most columns, parts of parts left out, and once
    more those below that: by sex, then by age. And those that the rows above them add up to which
    are no parts of others."""
    rows, parts = sorted(grid), set[int]()
    for at, row in reversed(list(enumerate(rows))):
        below = [other for other in rows[at + 1 :] if other not in parts]
        if not are_rates(grid[row]):  # shares may stand below each part
            below = [other for other in below if not are_rates(grid[other])]
        while division := _division_of(grid, row, below[:_MOST_ROWS]):
            found, many = division
            parts |= set(below[:many])
            below = below[many:]
            yield from found
    parts |= {*of_which}
    parts |= {row for above, row in pairwise(rows) if _repeats_above(grid[above], grid[row])}
    if parts:
        yield from totals_between(grid, [row for row in rows if row not in parts])


def _repeats_above(above: dict[int, Number], cells: dict[int, Number]) -> bool:
    """Whether a row is the only part of the one above it, whose numbers it prints again; short ones
    may be alike by chance."""
    printed = [{at: n.found.printed for at, n in row.items()} for row in (above, cells)]
    return printed[0] == printed[1] and any(n.digits > FEW_DIGITS for n in cells.values())


def _division_of(grid: Grid, row: int, below: Sequence[int]) -> tuple[list[Proposal], int] | None:
    """The sums of a row over the fewest rows below it that add up to it, and how many these are:
    in every column, if any do; else without those that are parts of one of them."""
    first = None
    for count in range(2, len(below) + 1):
        found = _sums_over(grid, row, below[:count])
        if found and _holds_everywhere(grid, row, below[:count]):
            more = count
            while more < len(below) and _is_one_more(grid, below[:more], below[more]):
                more += 1
            wider = _sums_over(grid, row, below[:more])
            return (wider, more) if wider else (found, count)
        first = first or ((found, count) if found else None)
    return first or _division_with_gaps(grid, row, below)


def _division_with_gaps(
    grid: Grid, row: int, below: Sequence[int]
) -> tuple[list[Proposal], int] | None:
    """The sums of a row over the fewest rows below it but for a run of them, which are parts of the
    row above the run: agriculture, industry, of it mining, services. Two may be a balance."""
    for count in range(4, len(below) + 1):
        for start, end in combinations(range(1, count), 2):
            parts, inner = [*below[:start], *below[end:count]], below[start:end]
            if (
                len(parts) > 2
                and _are_within(grid, below[start - 1], inner)
                and _sums_surely(grid, row, parts)
                and (sums := _sums_over(grid, row, parts))
            ):
                return sums, count
    return None


def _are_within(grid: Grid, row: int, parts: Sequence[int]) -> bool:
    """Whether rows may be parts of another, in every column."""
    return all(
        sum(grid[part][at].ends[0] for part in parts if at in grid[part]) <= number.ends[1]
        for at, number in grid[row].items()
    )


def _sums_surely(grid: Grid, row: int, parts: Sequence[int]) -> bool:
    """Whether rows add up to another in so many columns, and to so many digits, that it is none of
    the many ways to leave rows out that hold by chance."""
    columns = [at for at in grid[row] if all(at in grid[part] for part in parts)]
    counts = [at for at in columns if grid[row][at].kind == "count"]
    holding = [at for at in counts if adds_up_to(grid[row][at], [(1, grid[p][at]) for p in parts])]
    digits = sum(
        significant_digits(grid[row][at], [grid[part][at] for part in parts])
        for at in holding
        if not is_naught(grid[row][at])
    )
    return digits > _SURE_WITH_GAPS and len(holding) >= MOST * len(counts)


def _is_one_more(grid: Grid, parts: Sequence[int], other: int) -> bool:
    """Whether a row of noughts is called as a part beside it: open late, beside open in time."""
    heads = [_leading_word(grid[row]) for row in (*parts, other)]
    are_naught = all(is_naught(number) for number in grid[other].values())
    return are_naught and bool(heads[-1]) and heads[-1] in heads[:-1]


def _leading_word(cells: dict[int, Number]) -> str:
    """The first of the words of a row's measure; empty where it has but one, or several."""
    heads = {n.found.measure.partition("_")[0] for n in cells.values() if "_" in n.found.measure}
    return heads.pop() if len(heads) == 1 else ""


def _holds_everywhere(grid: Grid, row: int, below: Sequence[int]) -> bool:
    """Whether rows add up to another in every column that all of them have."""
    return all(
        adds_up_to(result, [(1, grid[other][column]) for other in below])
        for column, result in grid[row].items()
        if all(column in grid[other] for other in below)
    )


def sums_of_marked(grid: Grid, lines: Sequence[str]) -> Iterator[Proposal]:
    """Rows as the sums of those that their marks put under them: (一) of 1. and 2."""
    rows = sorted(grid)
    marks = [_mark_depth(lines[row]) for row in rows]
    for at, row in enumerate(rows[:-1]):
        first = marks[at + 1]
        if first < 0 or first <= marks[at]:
            continue
        ends = (other for other in range(at + 1, len(rows)) if not first <= marks[other])
        below = range(at + 1, next(ends, len(rows)))
        parts = [rows[other] for other in below if marks[other] == first]
        yield from _sum_of_parts(grid, row, _rows_numbered_on(parts, lines))


def _rows_numbered_on(rows: Sequence[int], lines: Sequence[str]) -> Sequence[int]:
    """The rows up to one that is numbered anew: 1., 2., 3. and not the 2. behind them."""
    numbers = [_NUMBERED.match(lines[row]) for row in rows]
    anew = (
        at
        for at, (one, other) in enumerate(pairwise(numbers), start=1)
        if one and other and int(other[1]) <= int(one[1])
    )
    return rows[: next(anew, len(rows))]


def _sum_of_parts(grid: Grid, row: int, parts: Sequence[int]) -> Iterator[Proposal]:
    """The sums of a row over its parts, column by column, where they hold."""
    for column, result in grid[row].items():
        terms = [grid[part][column] for part in parts if column in grid[part]]
        is_whole = len(terms) == len(parts) > 1 and result.digits > FEW_DIGITS
        if not (is_whole and all(n.kind == "count" and n.counts_as(result) for n in terms)):
            continue
        if adds_up_to(result, [(1, term) for term in terms]):
            yield claim_sum(result, terms, "the rows under it add up to it")


def _mark_depth(line: str) -> int:
    """How deep the mark puts a row that its label begins with; below none where it has none."""
    return next((depth for depth, mark in enumerate(_MARKS) if mark.match(line)), -1)


def totals_between(grid: Grid, rows: Sequence[int]) -> Iterator[Proposal]:
    """Rows that those right above them add up to in most columns, be they amid a table; what has
    been added up stands for its parts: a total of subtotals."""
    above: list[int] = []
    for at, row in enumerate(rows):
        plain = rows[max(0, at - _MOST_ROWS) : at]
        for parts in (plain, above[-_MOST_ROWS:]):
            options = (parts[start:] for start in range(len(parts) - 2, -1, -1))
            found = [(sums, terms) for terms in options if (sums := _sums_over(grid, row, terms))]
            if found:
                whole = (pair for pair in found if _holds_everywhere(grid, row, pair[1]))
                sums, terms = next(whole, found[0])
                yield from sums
                above = [other for other in above if other not in terms]
                break
        above.append(row)


def totals_of_all_above(grid: Grid, lines: Sequence[str]) -> Iterator[Proposal]:
    """Rows called a total, of which some cells of those above are empty: as the sums of all cells
    from a row on that most columns agree upon, none of them of another section than the total."""
    rows = sorted(grid)
    for at, row in enumerate(rows):
        if not is_called_total(names_of(grid[row])):
            continue
        first = max(0, at - _MOST_ABOVE_TOTAL, _section_start(rows[: at + 1], lines))
        options = [_sums_from(grid, row, rows[start:at]) for start in range(first, at - 1)]
        best = max(options, key=lambda option: sum(apart == 0 for _, apart in option), default=None)
        if best and _is_agreed(grid[row], best):
            yield from (proposal for proposal, _ in best)


def _section_start(rows: Sequence[int], lines: Sequence[str]) -> int:
    """Where the section begins that the last of some rows closes, as its mark tells: at 三、 for
    （七）总计, and not at 二、."""
    depth = _mark_depth(lines[rows[-1]])
    above = (at for at, row in enumerate(rows) if 0 <= _mark_depth(lines[row]) < depth)
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
    """The sum of what each column holds in the rows above, and how far its total is off; of the
    column to its left where it holds nothing but totals."""
    found = []
    for column, result in grid[row].items():
        terms = [grid[other][column] for other in above if column in grid[other]]
        if not terms and column - 1 not in grid[row]:
            terms = [grid[other][column - 1] for other in above if column - 1 in grid[other]]
        if len(terms) < 2 or any(n.kind != "count" for n in (result, *terms)):
            continue
        if all(term.counts_as(result) for term in terms):
            proposal = claim_sum(result, terms, "all that stands above adds up to it")
            apart = deviation(result, total_of(terms))
            found.append((proposal, apart))
    return found


def totals_under_headings(grid: Grid) -> Iterator[Proposal]:
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
            tried += sum_trials(result, terms)
            found.append(claim_sum(result, terms, "the columns under its heading"))
    if is_most(sum(tried), len(tried)):
        yield from found


def _sums_over(grid: Grid, row: int, below: Sequence[int]) -> list[Proposal]:
    """The sums of a row over others, column by column, where two hold or a long one does.

    Columns with numbers on both sides of naught, and shares beside counts, are told where they
    hold: they bear out nothing unless all are such, and then only where all hold.
    """
    plain, signed, shares = list[_Sum](), list[_Sum](), list[_Sum]()
    for column, result in grid[row].items():
        terms = [grid[other][column] for other in below if column in grid[other]]
        if len(terms) != len(below):
            continue
        if are_counts(result, terms) or are_shares_of_all(result, terms):
            if not all(term.counts_as(result) for term in terms):
                return []
            is_mixed = len({n.interval.low < 0 for n in terms if not is_naught(n)}) > 1
            (signed if is_mixed else plain).append(_sum_of(result, terms))
        elif are_shares(result, terms):
            shares.append(_sum_of(result, terms))
    if shares and not (plain or signed) and all(each.tried == [True] for each in shares):
        return [each.proposal for each in shares] if _is_sure_of_shares(shares) else []
    telling = plain or signed
    tried = [holds for each in telling for holds in each.tried]
    digits = sum(each.digits for each in telling)
    called = [number.found.subject for number in grid[row].values()]
    surely = 2 if is_called_total(called) and sum(tried) > 1 else _SURE_DIGITS
    if digits < surely or sum(tried) * (2 if plain else 1) < len(tried):
        return []
    beside = [each for each in (*(signed if plain else ()), *shares) if any(each.tried)]
    return [each.proposal for each in (*telling, *beside)]


class _Sum(NamedTuple):
    """A sum that is tried, whether it holds, none where that proves nothing, and its digits that
    prove it."""

    proposal: Proposal
    tried: list[bool]
    digits: int


def _is_sure_of_shares(sums: Sequence[_Sum]) -> bool:
    """Whether sums of shares alone hold to so many digits that this is no chance: the last digit of
    each proves nothing, as all terms are rounded."""
    return len(sums) > 1 and sum(each.digits - 1 for each in sums) >= _SURE_DIGITS


def _sum_of(result: Number, terms: Sequence[Number]) -> _Sum:
    operands = tuple(((1, term.at),) for term in terms)
    tried = sum_trials(result, terms)
    digits = significant_digits(result, terms) if any(tried) else 0
    proposal = Proposal("sum", result.at, operands, "the rows beside it add up to it")
    return _Sum(proposal, tried, digits)

"""Tables without rules: lines whose pieces stand below each other are rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from laicheng_data.facts.sources.grids import is_figure
from laicheng_data.facts.sources.paragraphs import Cell
from laicheng_data.facts.sources.pdf_lines import WIDE_SCRIPT, Line, Piece, join_lines


def table_spans(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The first line of each table without rules and the line behind its last.

    Its lines are in pieces; one that is not stands between two that are, as a label does that
    takes two lines.
    """
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _goes_on(lines, at, end):
            end += 1
        while end > at and len(lines[end - 1].pieces) < 2:
            end -= 1
        if end - at > 1 and sum(line.has_figures for line in lines[at:end]) > 1:
            yield at, end
        at = max(end, at + 1)


def _goes_on(lines: Sequence[Line], start: int, at: int) -> bool:
    line = lines[at]
    if line.grid is not None:
        return False
    if len(line.pieces) > 1:
        return True
    is_between = start < at < len(lines) - 1 and len(lines[at + 1].pieces) > 1
    widest = max((other.x1 for other in lines[start:at]), default=0)
    return is_between and line.x1 < widest and line.top - lines[at - 1].bottom < 2 * line.size


def column_spans(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """From where to where the columns of a table reach that its rows of figures stand in."""
    pieces = [piece for line in lines if line.has_figures for piece in line.pieces]
    figures = _merge_spans(piece for piece in pieces if is_figure(piece.text))
    fitting = [piece for piece in pieces if sum(_overlaps(piece, each) for each in figures) < 2]
    return _merge_spans(fitting)


def _merge_spans(pieces: Iterator[Piece] | Sequence[Piece]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for _, x0, x1 in sorted(pieces, key=lambda piece: piece.x0):
        if merged and x0 < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], x1)
        else:
            merged.append((x0, x1))
    return merged


def _overlaps(piece: Piece, column: tuple[float, float]) -> bool:
    return piece.x0 < column[1] and piece.x1 > column[0]


def place_cells(line: Line, columns: Sequence[tuple[float, float]], is_upper: bool) -> list[Cell]:
    """The cells of a line; where others head the columns below it, it heads those nearest."""
    if is_upper:
        nearest = [min(line.pieces, key=lambda p: _distance(p, column)) for column in columns]
        return [
            Cell(piece.text, nearest.index(piece), nearest.count(piece))
            for piece in line.pieces
            if piece in nearest
        ]
    cells: list[Cell] = []
    for piece in line.pieces:
        under = [at for at, column in enumerate(columns) if _overlaps(piece, column)]
        under = under or [min(range(len(columns)), key=lambda at: _distance(piece, columns[at]))]
        if cells and under[0] < cells[-1].column + cells[-1].width:
            cells[-1] = cells[-1]._replace(text=f"{cells[-1].text} {piece.text}")
        else:
            cells.append(Cell(piece.text, under[0], len(under)))
    return cells


def _distance(piece: Piece, column: tuple[float, float]) -> float:
    return abs(piece.x0 + piece.x1 - column[0] - column[1])


def table_rows(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[list[Cell]]:
    """The rows of a table without rules; lines that only go on with the cells above are joined to
    them."""
    first = next(at for at, line in enumerate(lines) if line.has_figures)
    widest: Counter[int] = Counter()
    placed: list[list[Cell]] = []
    for at, line in enumerate(lines):
        cells = place_cells(line, columns, at < first - 1)
        if at and not line.has_figures:
            cells = _align_below(line, lines[at - 1], cells, placed[-1])
        placed.append(cells)
    for line, cells in zip(lines, placed, strict=True):
        for piece, cell in zip(line.pieces, cells, strict=False):
            widest[cell.column] = max(widest[cell.column], int(piece.x1 - piece.x0))
    rows: list[list[Cell]] = []
    ends: dict[int, Piece] = {}
    for line, cells in zip(lines, placed, strict=True):
        pieces = {cell.column: p for cell, p in zip(cells, line.pieces, strict=False)}
        if rows and not line.has_figures and _wraps(pieces, ends, widest, line.size):
            rows[-1] = [_extend_cell(cell, pieces.get(cell.column)) for cell in rows[-1]]
        else:
            rows.append(cells)
        ends = pieces
    return rows


def _align_below(line: Line, above: Line, cells: list[Cell], cells_above: list[Cell]) -> list[Cell]:
    """The cells of a line, each in the column of the single cell that it stands right below."""
    over = dict(zip((piece.x0 for piece in above.pieces), cells_above, strict=False))
    placed = []
    for piece, cell in zip(line.pieces, cells, strict=False):
        own = [each for x0, each in over.items() if abs(x0 - piece.x0) < 1 and each.width == 1]
        placed.append(cell._replace(column=own[0].column, width=1) if own else cell)
    return placed


def _extend_cell(cell: Cell, piece: Piece | None) -> Cell:
    return cell._replace(text=join_lines(cell.text, piece.text)) if piece else cell


def _wraps(
    pieces: dict[int, Piece], above: dict[int, Piece], widest: Counter[int], size: float
) -> bool:
    """Whether each piece is one that had no more room in the cell above it."""
    for column, piece in pieces.items():
        over = above.get(column)
        if over is None or is_figure(piece.text) or is_figure(over.text):
            return False
        first = piece.text.split()[0]
        is_han = WIDE_SCRIPT.match(first) is not None
        needed = size if is_han else (piece.x1 - piece.x0) * len(first) / len(piece.text)
        if over.x1 - over.x0 + needed <= widest[column]:
            return False
    return True


def fits(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each piece of a line stands in a column of its own."""
    under = [[at for at, each in enumerate(columns) if _overlaps(p, each)] for p in line.pieces]
    return all(len(ats) == 1 for ats in under) and len({ats[0] for ats in under}) == len(under)

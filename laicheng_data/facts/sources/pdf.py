"""PDF files as paragraphs and tables.

A PDF holds characters and where they stand. pdfplumber reads them and finds ruled tables; here
lines are made of them, columns of text read one behind the other, and lines whose pieces stand
below each other taken for rows of a table without rules. A line that is full goes on in the next.
"""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from laicheng_data.facts.sources.grids import PAGE_NUMBER, is_figure
from laicheng_data.facts.sources.paragraphs import Cell, Source, SourceError

_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_BULLET = re.compile(r"[•●○◆■▪–-]\s|[（(]?(?:\d{1,2}|[a-z]|[ivx]+)[.)）、]\s?(?!\d)")
_ENDED = re.compile(r"[。；：.;:]$")
_CAPTION = re.compile(
    r"[表图註注]\s*[\d一二三四五六七八九十：:]|[一二三四五六七八九十]+、|(?:Table|Figure)\s\d"
)
_DASHES = re.compile(r"[-–—－…*]+|[.]{2,}")
_WIDE = 0.9  # of a character's size: a gap that parts two pieces of a line
_SPACE = 0.15  # and one that parts two words of Latin letters
_HAN_SPACE = 0.5  # beside a Chinese character, where type is set a little apart anyway
_LARGER = 1.15  # how much larger a title is set than the text
_FEWEST_IN_COLUMNS = 6  # lines of a page that is set in two columns
_APART = 1.3  # of the usual distance of lines, beyond which a paragraph begins
_FULL = 0.7  # of a column's width, that its lines take where it is running text
_PARTS = 40  # of a page's width, at which a gap between columns is sought

Box = tuple[float, float, float, float]


class _Piece(NamedTuple):
    """Words that stand together in a line, in points from the left."""

    text: str
    x0: float
    x1: float


class _Line(NamedTuple):
    """A line, or a ruled table that stands as one; `size` is that of its letters, in points."""

    pieces: tuple[_Piece, ...]
    top: float
    bottom: float
    size: float
    grid: tuple[tuple[Cell, ...], ...] | None = None

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return self.pieces[-1].x1

    @property
    def has_figures(self) -> bool:
        """Whether it is a row of figures: most behind its first piece are."""
        behind = self.pieces[1:]
        figures = sum(is_figure(p.text) for p in behind)
        dashes = sum(_DASHES.fullmatch(p.text) is not None for p in behind)
        return figures > 0 and 2 * (figures + dashes) >= len(behind)


def read_pdf(content: bytes) -> Source:
    """The paragraphs and tables of a PDF that holds text. Raises SourceError for a scan."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            pages = [_lines_of(page) for page in document.pages]
    except Exception as error:  # whatever a damaged or locked file makes the library raise
        raise SourceError(
            f"is no PDF that can be read ({error or type(error).__name__})"
        ) from error
    source = _Writer(pages).write()
    if not source.lines:
        raise SourceError("is a PDF without text, a scan perhaps; copy its text into a .txt file")
    return source


# Characters, pieces and lines


def _lines_of(page: Any) -> list[_Line]:
    """The lines of a page from top to bottom, and its ruled tables among them."""
    chars = [char for char in page.chars if char["upright"]]
    grids = [grid for grid in page.find_tables() if len(grid.cells) > 1]
    free = [char for char in chars if not any(_is_within(char, grid.bbox) for grid in grids)]
    lines = list(_lines(free))
    for grid in grids:
        x0, top, x1, bottom = grid.bbox
        lines.append(_Line((_Piece("", x0, x1),), top, bottom, 0, tuple(_rows(grid, chars))))
    return sorted(lines, key=lambda line: line.top)


def _lines(chars: Sequence[dict[str, Any]]) -> Iterator[_Line]:
    from pdfplumber.utils import cluster_objects

    for group in cluster_objects(list(chars), lambda c: (c["top"] + c["bottom"]) / 2, 3):
        pieces = tuple(_pieces(sorted(group, key=lambda char: char["x0"])))
        if pieces:
            seen = [char for char in group if not char["text"].isspace()]
            top, bottom = min(c["top"] for c in seen), max(c["bottom"] for c in seen)
            yield _Line(pieces, top, bottom, median(char["size"] for char in seen))


def _pieces(chars: Sequence[dict[str, Any]]) -> Iterator[_Piece]:
    """The characters of a line in pieces, spaces where words are set apart."""
    text, start, last, is_spaced = "", 0.0, None, False
    for char in chars:
        if char["text"].isspace():
            is_spaced = True
            continue
        if last and char["text"] == last["text"] and char["x0"] - last["x0"] < char["size"] / 10:
            continue  # set twice, to look bold
        gap = char["x0"] - last["x1"] if last else 0
        if last and gap > _WIDE * char["size"]:
            yield _Piece(text, start, last["x1"])
            text, last = "", None
        if last:
            is_han = _HAN.match(char["text"]) or _HAN.match(last["text"])
            is_apart = gap > (_HAN_SPACE if is_han else _SPACE) * char["size"]
            text += " " if is_spaced or is_apart else ""
        else:
            start = char["x0"]
        text += char["text"]
        last, is_spaced = char, False
    if last:
        yield _Piece(text, start, last["x1"])


def _is_within(char: dict[str, Any], box: Box) -> bool:
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _rows(grid: Any, chars: Sequence[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a ruled table; a cell that reaches down from a row above starts at -1."""
    lefts = sorted({cell[0] for cell in grid.cells})
    texts = {cell: _text([c for c in chars if _is_within(c, cell)]) for cell in grid.cells}
    for top in sorted({cell[1] for cell in grid.cells}):
        yield tuple(
            Cell(
                texts[cell],
                bisect_left(lefts, cell[0]),
                bisect_left(lefts, cell[2] - 1) - bisect_left(lefts, cell[0]),
                0 if cell[1] == top else -1,
            )
            for cell in sorted(grid.cells)
            if cell[1] <= top < cell[3] - 1
        )


def _text(chars: Sequence[dict[str, Any]]) -> str:
    text = ""
    for line in sorted(_lines(chars), key=lambda line: line.top):
        text = _join_lines(text, line.text)
    return text


def _join_lines(paragraph: str, line: str) -> str:
    """A paragraph with its next line; between words of Latin letters stands a space, and a hyphen
    that divides a word goes."""
    if re.search(r"[a-z]-$", paragraph) and line[:1].islower():
        return paragraph[:-1] + line
    is_latin = paragraph[-1:].isascii() and line[:1].isascii() and paragraph and line
    is_broken = re.search(r"\d[-/–]$", paragraph) and line[:1].isdigit()
    return f"{paragraph} {line}" if is_latin and not is_broken else paragraph + line


# Columns of text


def _regions(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """The lines in the order of reading: a page in two columns has its left one first."""
    found = _columns_of_text(lines)
    if found is None:
        yield lines
        return
    first, end, gap = found
    band = lines[first:end]
    yield lines[:first]
    for side in (0, 1):
        cut = (line._replace(pieces=_column_side(line, gap)[side]) for line in band)
        yield [line for line in cut if line.pieces]
    yield lines[end:]


def _columns_of_text(lines: Sequence[_Line]) -> tuple[int, int, float] | None:
    """The lines that stand in two columns of running text, and where the gap between these is."""
    left = min((line.x0 for line in lines), default=0)
    right = max((line.x1 for line in lines), default=0)
    tried = (left + (right - left) * part / _PARTS for part in range(_PARTS // 3, _PARTS * 2 // 3))
    bands = [(*_longest_band(lines, gap), gap) for gap in tried]
    first, end, gap = max(bands, key=lambda band: band[1] - band[0], default=(0, 0, 0.0))
    sides = [_column_side(line, gap) for line in lines[first:end]]
    for side in (0, 1):
        pieces = [pieces for both in sides if (pieces := both[side])]
        if len(pieces) < _FEWEST_IN_COLUMNS:
            return None
        widths = [own[-1].x1 - own[0].x0 for own in pieces]
        if median(widths) < _FULL * max(widths) or any(len(own) > 1 for own in pieces):
            return None
    return first, end, gap


def _longest_band(lines: Sequence[_Line], gap: float) -> tuple[int, int]:
    """The longest run of lines of which nothing stands where the gap is."""
    crossing = [
        at
        for at, line in enumerate(lines)
        if any(piece.x0 < gap < piece.x1 for piece in line.pieces)
    ]
    runs = [(one + 1, other) for one, other in pairwise([-1, *crossing, len(lines)])]
    return max(runs, key=lambda run: run[1] - run[0])


def _column_side(line: _Line, gap: float) -> tuple[tuple[_Piece, ...], tuple[_Piece, ...]]:
    left = tuple(piece for piece in line.pieces if piece.x0 < gap)
    return left, line.pieces[len(left) :]


# Tables without rules


def _runs(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
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


def _goes_on(lines: Sequence[_Line], start: int, at: int) -> bool:
    line = lines[at]
    if line.grid is not None:
        return False
    if len(line.pieces) > 1:
        return True
    is_between = start < at < len(lines) - 1 and len(lines[at + 1].pieces) > 1
    widest = max((other.x1 for other in lines[start:at]), default=0)
    return is_between and line.x1 < widest and line.top - lines[at - 1].bottom < 2 * line.size


def _columns(lines: Sequence[_Line]) -> list[tuple[float, float]]:
    """From where to where the columns of a table reach that its rows of figures stand in."""
    pieces = [piece for line in lines if line.has_figures for piece in line.pieces]
    figures = _merge_spans(piece for piece in pieces if is_figure(piece.text))
    fitting = [piece for piece in pieces if sum(_overlaps(piece, each) for each in figures) < 2]
    return _merge_spans(fitting)


def _merge_spans(pieces: Iterator[_Piece] | Sequence[_Piece]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for _, x0, x1 in sorted(pieces, key=lambda piece: piece.x0):
        if merged and x0 < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], x1)
        else:
            merged.append((x0, x1))
    return merged


def _overlaps(piece: _Piece, column: tuple[float, float]) -> bool:
    return piece.x0 < column[1] and piece.x1 > column[0]


def _place_cells(line: _Line, columns: Sequence[tuple[float, float]], is_upper: bool) -> list[Cell]:
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


def _distance(piece: _Piece, column: tuple[float, float]) -> float:
    return abs(piece.x0 + piece.x1 - column[0] - column[1])


def _table(lines: Sequence[_Line], columns: Sequence[tuple[float, float]]) -> list[list[Cell]]:
    """The rows of a table without rules; lines that only go on with the cells above are joined to
    them."""
    first = next(at for at, line in enumerate(lines) if line.has_figures)
    widest: Counter[int] = Counter()
    placed: list[list[Cell]] = []
    for at, line in enumerate(lines):
        cells = _place_cells(line, columns, at < first - 1)
        if at and not line.has_figures:
            cells = _align_below(line, lines[at - 1], cells, placed[-1])
        placed.append(cells)
    for line, cells in zip(lines, placed, strict=True):
        for piece, cell in zip(line.pieces, cells, strict=False):
            widest[cell.column] = max(widest[cell.column], int(piece.x1 - piece.x0))
    rows: list[list[Cell]] = []
    ends: dict[int, _Piece] = {}
    for line, cells in zip(lines, placed, strict=True):
        pieces = {cell.column: p for cell, p in zip(cells, line.pieces, strict=False)}
        if rows and not line.has_figures and _wraps(pieces, ends, widest, line.size):
            rows[-1] = [_extend_cell(cell, pieces.get(cell.column)) for cell in rows[-1]]
        else:
            rows.append(cells)
        ends = pieces
    return rows


def _align_below(
    line: _Line, above: _Line, cells: list[Cell], cells_above: list[Cell]
) -> list[Cell]:
    """The cells of a line, each in the column of the single cell that it stands right below."""
    over = dict(zip((piece.x0 for piece in above.pieces), cells_above, strict=False))
    placed = []
    for piece, cell in zip(line.pieces, cells, strict=False):
        own = [each for x0, each in over.items() if abs(x0 - piece.x0) < 1 and each.width == 1]
        placed.append(cell._replace(column=own[0].column, width=1) if own else cell)
    return placed


def _extend_cell(cell: Cell, piece: _Piece | None) -> Cell:
    return cell._replace(text=_join_lines(cell.text, piece.text)) if piece else cell


def _wraps(
    pieces: dict[int, _Piece], above: dict[int, _Piece], widest: Counter[int], size: float
) -> bool:
    """Whether each piece is one that had no more room in the cell above it."""
    for column, piece in pieces.items():
        over = above.get(column)
        if over is None or is_figure(piece.text) or is_figure(over.text):
            return False
        first = piece.text.split()[0]
        is_han = _HAN.match(first) is not None
        needed = size if is_han else (piece.x1 - piece.x0) * len(first) / len(piece.text)
        if over.x1 - over.x0 + needed <= widest[column]:
            return False
    return True


# Paragraphs


class _Writer:
    """Writes the lines of all pages into a source; a paragraph may go on over a page's end."""

    def __init__(self, pages: list[list[_Line]]):
        self.pages = pages
        self.source = Source()
        self.waiting = ""
        self.last: _Line | None = None  # of the paragraph that is waiting
        self.indent = 0.0  # of its first line
        self.tables = 0
        self.columns: list[tuple[float, float]] = []  # of a table that the page before ended with
        texts = [line for page in pages for line in page if line.grid is None]
        self.size = median(line.size for line in texts) if texts else 0.0
        pairs = [pair for page in pages for pair in pairwise(page)]
        pitches = sorted(below.top - line.top for line, below in pairs if below.top > line.bottom)
        self.pitch = pitches[len(pitches) // 4] if pitches else 0.0
        self.heading = ("", 0.0)
        outer = [line for page in pages for line in {*page[:2], *page[-2:]} if line.grid is None]
        self.running = Counter(_position(line) for line in outer)

    def write(self) -> Source:
        for page in self.pages:
            running = [line for line in page if self._is_running(line)]
            lines = [line for line in page if line not in running]
            middle = lines[len(lines) // 2].top if lines else 0.0
            for line in running:
                if line.top <= middle:
                    self.source.add(line.text)
            for region in _regions(lines):
                self._add_region(region)
            for line in running:
                if line.top > middle:
                    self.source.add(line.text)
        self._flush()
        text, size = self.heading
        if size > _LARGER * self.size:
            self.source.about["heading"] = text
        return self.source

    def _is_running(self, line: _Line) -> bool:
        """Whether a line is the head or foot of a page."""
        is_alone = line.grid is None and len(line.pieces) < 3
        is_said_again = len(self.pages) > 1 and self.running[_position(line)] > 1
        return is_alone and (is_said_again or PAGE_NUMBER.fullmatch(line.text) is not None)

    def _add_region(self, lines: Sequence[_Line]) -> None:
        tables = dict(_runs(lines))
        inside = {at for start, end in tables.items() for at in range(start, end)}
        prose = [line for at, line in enumerate(lines) if at not in inside and line.grid is None]
        right = max((line.x1 for line in prose), default=0)
        left = min((line.x0 for line in prose), default=0)
        at = 0
        while at < len(lines):
            line, end = lines[at], tables.get(at, at + 1)
            if line.grid is not None:
                self._add_rows(line.grid, [])
            elif at in tables:
                columns = _columns(lines[at:end])
                self._add_rows(_table(lines[at:end], columns), columns)
            elif self.columns and line.has_figures and _fits(line, self.columns):
                self._flush()
                self.source.add_row(self.tables - 1, _place_cells(line, self.columns, False))
            else:
                following = lines[end] if end < len(lines) else None
                self._add_line(line, following, left, right)
            at = end

    def _add_rows(self, rows: Sequence[Sequence[Cell]], columns: list[tuple[float, float]]) -> None:
        self._flush()
        for cells in rows:
            self.source.add_row(self.tables, cells)
        self.tables += 1
        self.columns = columns

    def _add_line(self, line: _Line, following: _Line | None, left: float, right: float) -> None:
        self.columns = []
        if self.last and self._begins(line, left):
            self._flush()
        self.indent = line.x0 if not self.waiting else self.indent
        self.waiting = _join_lines(self.waiting, line.text)
        self.last = line
        is_title = line.size > _LARGER * self.size
        needed = _first_word(following) if following else 0
        if not is_title and right - line.x1 > needed + _ragged_margin(line):
            self._flush()

    def _begins(self, line: _Line, left: float) -> bool:
        """Whether a line begins a paragraph: set in, larger or smaller, or behind a bullet."""
        last = self.last
        if last is None or abs(line.size - last.size) > line.size / 10:
            return True
        if line.size > _LARGER * self.size:  # a title goes on where its next line is as large
            return line.top - last.bottom > line.size
        if line.top - last.top > _APART * self.pitch:
            return True
        hangs = _BULLET.match(self.waiting) and line.x0 < self.indent + 3 * line.size
        is_set_in = line.x0 > min(last.x0, left if last.x0 > self.indent else last.x0) + line.size
        is_item = _BULLET.match(line.text) or (
            _ENDED.search(self.waiting) and _CAPTION.match(line.text)
        )
        return bool(is_item) or (is_set_in and not hangs)

    def _flush(self) -> None:
        if self.last and self.last.size > self.heading[1] and self.waiting:
            self.heading = self.waiting, self.last.size
        self.source.add(self.waiting)
        self.waiting, self.last = "", None


def _position(line: _Line) -> tuple[str, int]:
    """What a line says but for its numerals, and how far down it stands."""
    return re.sub(r"\d+", "0", line.text), round(line.top)


def _fits(line: _Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each piece of a line stands in a column of its own."""
    under = [[at for at, each in enumerate(columns) if _overlaps(p, each)] for p in line.pieces]
    return all(len(ats) == 1 for ats in under) and len({ats[0] for ats in under}) == len(under)


def _ragged_margin(line: _Line) -> float:
    """How far from the edge a full line may end, in points: two Chinese characters, since signs
    may not begin the next one, or a space."""
    return line.size * (2 if _HAN.search(line.text) else 0.5)


def _first_word(line: _Line) -> float:
    """How wide what a line begins with is that is not broken, such as 1.29%, in points."""
    piece = line.pieces[0]
    found = re.match(r"[^\s\u3000-\u9fff\uff00-\uffef]*", piece.text)
    length = len(found[0]) if found else 0
    return length / max(1, len(piece.text)) * (piece.x1 - piece.x0)

"""PDF files as paragraphs and tables.

Lines are taken in the order of reading; those whose pieces stand below each other are rows of a
table, and one that is full goes on in the next.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from laicheng_data.facts.sources.grids import PAGE_NUMBER
from laicheng_data.facts.sources.paragraphs import Cell, Source, SourceError
from laicheng_data.facts.sources.pdf_columns import reading_order
from laicheng_data.facts.sources.pdf_lines import WIDE_SCRIPT, Line, join_lines, page_lines
from laicheng_data.facts.sources.pdf_tables import (
    column_spans,
    fits,
    place_cells,
    table_rows,
    table_spans,
)

_BULLET = re.compile(r"[•●○◆■▪–-]\s|[（(]?(?:\d{1,2}|[a-z]|[ivx]+)[.)）、]\s?(?!\d)")
_ENDED = re.compile(r"[。；：.;:]$")
_CAPTION = re.compile(
    r"[表图註注]\s*[\d一二三四五六七八九十：:]|[一二三四五六七八九十]+、|(?:Table|Figure)\s\d"
)
_LARGER = 1.15  # how much larger a title is set than the text
_APART = 1.3  # of the usual distance of lines, beyond which a paragraph begins


def read_pdf(content: bytes) -> Source:
    """The paragraphs and tables of a PDF that holds text. Raises SourceError for a scan."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            pages = [page_lines(page) for page in document.pages]
    except Exception as error:  # whatever a damaged or locked file makes the library raise
        raise SourceError(
            f"is no PDF that can be read ({error or type(error).__name__})"
        ) from error
    source = _Writer(pages).write()
    if not source.lines:
        raise SourceError("is a PDF without text, a scan perhaps; copy its text into a .txt file")
    return source


class _Writer:
    """Writes the lines of all pages into a source; a paragraph may go on over a page's end."""

    def __init__(self, pages: list[list[Line]]):
        self.pages = pages
        self.source = Source()
        self.waiting = ""
        self.last: Line | None = None  # of the paragraph that is waiting
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
            for region in reading_order(lines):
                self._add_region(region)
            for line in running:
                if line.top > middle:
                    self.source.add(line.text)
        self._flush()
        text, size = self.heading
        if size > _LARGER * self.size:
            self.source.about["heading"] = text
        return self.source

    def _is_running(self, line: Line) -> bool:
        """Whether a line is the head or foot of a page."""
        is_alone = line.grid is None and len(line.pieces) < 3
        is_said_again = len(self.pages) > 1 and self.running[_position(line)] > 1
        return is_alone and (is_said_again or PAGE_NUMBER.fullmatch(line.text) is not None)

    def _add_region(self, lines: Sequence[Line]) -> None:
        tables = dict(table_spans(lines))
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
                columns = column_spans(lines[at:end])
                self._add_rows(table_rows(lines[at:end], columns), columns)
            elif self.columns and line.has_figures and fits(line, self.columns):
                self._flush()
                self.source.add_row(self.tables - 1, place_cells(line, self.columns, False))
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

    def _add_line(self, line: Line, following: Line | None, left: float, right: float) -> None:
        self.columns = []
        if self.last and self._begins(line, left):
            self._flush()
        self.indent = line.x0 if not self.waiting else self.indent
        self.waiting = join_lines(self.waiting, line.text)
        self.last = line
        is_title = line.size > _LARGER * self.size
        needed = _first_word(following) if following else 0
        if not is_title and right - line.x1 > needed + _ragged_margin(line):
            self._flush()

    def _begins(self, line: Line, left: float) -> bool:
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


def _position(line: Line) -> tuple[str, int]:
    """What a line says but for its numerals, and how far down it stands."""
    return re.sub(r"\d+", "0", line.text), round(line.top)


def _ragged_margin(line: Line) -> float:
    """How far from the edge a full line may end, in points: two Chinese characters, since signs
    may not begin the next one, or a space."""
    return line.size * (2 if WIDE_SCRIPT.search(line.text) else 0.5)


def _first_word(line: Line) -> float:
    """How wide what a line begins with is that is not broken, such as 1.29%, in points."""
    piece = line.pieces[0]
    found = re.match(r"[^\s\u3000-\u9fff\uff00-\uffef]*", piece.text)
    length = len(found[0]) if found else 0
    return length / max(1, len(piece.text)) * (piece.x1 - piece.x0)

"""A saved page as a browser shows it: a paragraph a block, and a paragraph a row of a table.

Hidden elements, scripts, styles and comments are no text. Tables that only lay out the page are
looked through: those that hold tables, headings or several blocks of running text in a cell.
"""

from __future__ import annotations

import email
import re
from email import policy
from typing import Any

from lxml import etree

from laicheng_data.facts.sources.encodings import decode
from laicheng_data.facts.sources.paragraphs import Cell, Source, SourceError

_BLOCKS = set(
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p"
    " pre section select summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = set(
    "audio base canvas datalist head iframe link meta noframes noscript object rp script style"
    " svg template title video".split()
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_LONGEST_IN_CELL = 200  # characters of several blocks in one cell, beyond which it is layout
_WIDEST_SPAN = 1000  # as browsers limit it


def read_archive(content: bytes) -> Source:
    """The page of a web archive (.mht). Raises SourceError where it holds none."""
    message = email.message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            declared = part.get_content_charset("")
            return read_page(decode(payload if isinstance(payload, bytes) else b"", declared))
    raise SourceError("is a web archive without a page; save the page as .html")


def read_page(text: str) -> Source:
    """The page's paragraphs, tables and what its head says of it."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    content = text.encode("utf-8", errors="replace")
    root = etree.fromstring(content, parser) if text.strip() else None
    if parser.error_log.filter_from_fatals():
        raise SourceError("is nested too deeply to be read; save the page as text")
    if root is None:
        return Source()
    reader = _Reader(_layout_tables(root))
    reader.walk(root)
    reader.source.about = _metadata(root)
    return reader.source


def _layout_tables(root: Any) -> set[Any]:
    """The tables that only lay out the page."""
    holders = root.iter("table", *_HEADINGS)
    layout = {outer for element in holders for outer in element.iterancestors("table")}
    for cell in root.iter("td", "th"):
        if len(cell):
            table = next(cell.iterancestors("table"), None)
            if table is not None and table not in layout and _is_running_text(cell):
                layout.add(table)
    return layout


def _is_running_text(cell: Any) -> bool:
    blocks = sum(1 for _ in cell.iter(*_BLOCKS)) - 1
    return blocks > 1 and sum(map(len, cell.itertext())) > _LONGEST_IN_CELL


def _metadata(root: Any) -> dict[str, str]:
    """What the page's head says of it: its title, and the names and contents of its meta tags."""
    metas = (
        (meta.get("name") or meta.get("property"), meta.get("content"))
        for meta in root.iter("meta")
    )
    about = {name.strip().lower(): content.strip() for name, content in metas if name and content}
    headings = [" ".join("".join(h.itertext()).split()) for h in root.iter("h1")]
    if len(headings) == 1:  # of several, any may be the site's name
        about["heading"] = headings[0]
    title = next(root.iter("title"), None)
    if title is not None and title.text:
        about["title"] = " ".join(title.text.split())
    return about


def _is_unseen(element: Any) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


class _Reader:
    """Walks a page and collects its paragraphs; `grid` is the table whose rows are being read."""

    def __init__(self, layout: set[Any]):
        self.source, self.layout = Source(), layout
        self.pieces: list[str] = []
        self.grid: _Grid | None = None
        self.tables = 0
        self.inside = dict.fromkeys(("pre", "sup", "sub"), 0)

    def walk(self, root: Any) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        unseen = None
        for event, element in walker:
            if event == "start" and _is_unseen(element):
                walker.skip_subtree()
                unseen = element
            elif event == "start":
                self.enter(element)
                self.say(element.text)
            else:
                if element is not unseen:
                    self.leave(element)
                self.say(element.tail)
        self.end_piece()

    def say(self, text: str | None) -> None:
        if not text:
            return
        if self.inside["sup"] or self.inside["sub"]:
            text = text.translate(_RAISED if self.inside["sup"] else _LOWERED)
        if not self.inside["pre"]:
            self.pieces.append(text)
            return
        first, *others = text.split("\n")
        self.pieces.append(first)
        for other in others:
            self.end_piece()
            self.pieces.append(other)

    def end_piece(self) -> None:
        """End a paragraph; within a cell of a table, only a word."""
        if not self.pieces:
            return
        if self.grid is not None and self.grid.is_in_cell:
            self.pieces.append(" ")
        else:
            self.source.add(self.take())

    def take(self) -> str:
        text = _BLANK.sub(" ", "".join(self.pieces))
        self.pieces.clear()
        return text

    def enter(self, element: Any) -> None:
        tag = element.tag
        if tag in self.inside:
            self.inside[tag] += 1
        if tag not in _BLOCKS:
            return
        self.end_piece()
        if tag == "table" and element not in self.layout:
            self.grid = _Grid(self.tables)
            self.tables += 1
        elif self.grid is not None and tag in ("td", "th"):
            self.pieces.clear()
            self.grid.open(element)

    def leave(self, element: Any) -> None:
        tag = element.tag
        if tag in self.inside:
            self.inside[tag] -= 1
        if tag not in _BLOCKS:
            return
        if self.grid is not None and tag in ("td", "th") and self.grid.is_in_cell:
            self.grid.close(self.take())
        self.end_piece()
        if self.grid is not None and tag == "tr":
            self.source.add_row(self.grid.number, *self.grid.end_row())
        elif self.grid is not None and tag == "table":
            self.grid = None


class _Grid:
    """The cells of one table, each in its column, those that reach down from rows above among
    them."""

    def __init__(self, number: int):
        self.number, self.is_in_cell = number, False
        self.cells: list[Cell] = []
        self.reaching: dict[int, tuple[int, Cell]] = {}  # by column: rows still to come, the cell
        self.begun: list[tuple[int, Cell]] = []
        self.headings = self.column = 0
        self.rows = 1  # of the cell that is open

    def open(self, element: Any) -> None:
        self.is_in_cell = True
        self.skip_reached()
        width = min(_span(element, "colspan"), _WIDEST_SPAN)
        self.cells.append(Cell("", self.column, width))
        self.rows = _span(element, "rowspan")
        self.headings += element.tag == "th"
        self.column += width

    def close(self, text: str) -> None:
        self.is_in_cell = False
        cell = self.cells[-1] = self.cells[-1]._replace(text=text)
        if self.rows > 1 and len(self.reaching) < _WIDEST_SPAN:
            self.begun.append((self.rows - 1, cell))

    def skip_reached(self) -> None:
        while self.column in self.reaching:
            _, cell = self.reaching[self.column]
            self.cells.append(cell)
            self.column += cell.width

    def end_row(self) -> tuple[list[Cell], bool]:
        """The cells of the row, and whether all that begin in it are headings."""
        self.skip_reached()
        own = sum(cell.start >= 0 for cell in self.cells)
        row, is_header = self.cells, 0 < own == self.headings
        self.reaching = {
            column: (rows - 1, cell) for column, (rows, cell) in self.reaching.items() if rows > 1
        } | {cell.column: (rows, cell._replace(start=-1)) for rows, cell in self.begun}
        self.cells, self.begun, self.headings, self.column = [], [], 0, 0
        return row, is_header


def _span(element: Any, name: str) -> int:
    """How many columns or rows a cell takes; 1 where the page says nothing sensible."""
    said = element.get(name)
    found = re.match(r"\s*\d{1,5}", said) if said else None
    return max(1, int(found[0])) if found else 1

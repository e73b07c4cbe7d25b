"""A source file read as paragraphs: text, a saved page, a Word document or a PDF.

What a file is shows in its first bytes; only a page without <html> is known by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from laicheng_data.facts.sources.encodings import decode
from laicheng_data.facts.sources.grids import number_tables
from laicheng_data.facts.sources.paragraphs import Cell, Row, Source, SourceError, strip_invisible
from laicheng_data.storage import read_file

__all__ = ["SourceError", "read_paragraphs", "read_source"]

PAGES = (".html", ".htm", ".shtml", ".xhtml", ".xht")
ARCHIVED_PAGES = (".mht", ".mhtml")
MOST_BYTES = 100_000_000  # of one source
READABLE = ".txt, .html, .mht, .docx or .pdf"
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html)\b", re.I)
_ARCHIVE = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)
_HEAD = 5000
_GAPS = {
    "\t": re.compile(r"\t"),
    "|": re.compile(r"\|"),
    "  ": re.compile(r"\s{2,}"),
    " ": re.compile(r"\s"),
}
_FIGURE = re.compile(r"[+\-－−﹣]?[\d,.]+ ?[%％‰]?|[-—–－…]+")
_ITEM = re.compile(r"\s*[^\W\d][^\d.;。；]* \d[\d,.]*%?\s*")  # Chief Executive 8
_RULE = re.compile(r"[|\s:+=-]*-[|\s:+=-]*")  # the line below the head of a table in Markdown


def read_source(path: Path) -> Source:
    """What the file says. Raises SourceError where it cannot be read."""
    try:
        content = read_file(path, MOST_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{path}: cannot be read ({reason}); name a {READABLE} file") from error
    try:
        return number_tables(_read_content(content, path.suffix.lower()))
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error


def read_paragraphs(path: Path) -> list[str]:
    """The paragraphs of a file, none of them blank. Raises SourceError."""
    return read_source(path).lines


def _read_content(content: bytes, suffix: str) -> Source:
    from laicheng_data.facts.sources import documents, pdf, webpage

    if content.startswith(b"PK\x03\x04"):
        return documents.read_word(content)
    if content.startswith(b"%PDF"):
        return pdf.read_pdf(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError("is an old Office file; save it as .docx or PDF")
    if suffix in ARCHIVED_PAGES or _ARCHIVE.search(content[:_HEAD]):
        return webpage.read_archive(content)
    text = decode(content)
    if suffix in PAGES or _PAGE.match(text[:_HEAD]):
        return webpage.read_page(text)
    return read_text(text.splitlines())


def read_text(lines: list[str]) -> Source:
    """Lines of plain text; those that stand in columns are rows of a table."""
    source = Source()
    kept = [line for line in map(strip_invisible, lines) if line.strip()]
    for line in kept:
        source.add(line)
    for table, (start, end) in enumerate(_tables(kept)):
        for number in range(start, end):
            cells = _cells(kept[number])[1]
            if cells and not _RULE.fullmatch(kept[number]):
                source.rows[number] = Row(table, tuple(cells))
    return source


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The first line of each table and the line behind its last. A few lines of a word and a figure
    amid a list of such whose words are more are none."""
    shapes = [_row_shape(line) for line in lines]
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and shapes[end] == shapes[at]:
            end += 1
        beside = [*lines[max(0, at - 1) : at], *lines[end : end + 1]]
        is_list = shapes[at] == (" ", 2) and any(map(_ITEM.fullmatch, beside))
        if shapes[at][0] and end - at > 1 and not is_list:
            is_headed = at and shapes[at - 1] == ("", shapes[at][1])
            yield at - bool(is_headed), end
        at = end


def _row_shape(line: str) -> tuple[str, int]:
    """What parts the cells of a line, and how many there are; nothing does in running text.

    Tabs and bars do so by themselves. Spaces do where all behind the first cell are figures.
    """
    separator, cells = _cells(line)
    if separator in "\t|":
        return separator, 0
    figures = [cell for cell in cells[1:] if _FIGURE.fullmatch(cell.text)]
    is_row = len(cells) > 1 and len(figures) == len(cells) - 1
    return separator if is_row else "", len(cells)


def _cells(line: str) -> tuple[str, list[Cell]]:
    """What parts the cells of a line, and the cells."""
    inner = line.strip(" \u3000\xa0")
    separator = next((mark for mark in ("\t", "|", "  ") if mark in inner), " ")
    shift = len(line) - len(line.lstrip())
    cells: list[Cell] = []
    start = len(line) - len(line.lstrip(" |"))
    for gap in [*_GAPS[separator].finditer(line, start), None]:
        end = gap.start() if gap else len(line)
        text = line[start:end]
        at = start + len(text) - len(text.lstrip()) - shift
        cells.append(Cell(text.strip(), len(cells), 1, at if text.strip() else -1))
        start = gap.end() if gap else end
    if not cells[-1].text:
        cells.pop()
    return separator, cells

"""Word documents and PDF files as paragraphs and tables.

python-docx opens a document, and its XML is walked here, since its own text leaves out what was
inserted under review. pdfplumber finds ruled tables and where words stand; a PDF holds lines, and
a line that is full is taken to go on in the next one.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from laicheng_data.facts.paragraphs import Cell, Source, SourceError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOT_TEXT = {f"{_WORD}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr")}
_TEXT = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
_PAGE_NUMBER = re.compile(r"[\s—–-]*(?:第 ?)?\d+(?: ?页)?[\s—–-]*")
_LARGEST = 200_000_000  # bytes that a document may unpack to


def read_word(content: bytes) -> Source:
    """The paragraphs and tables of a .docx, without what is hidden or deleted."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise SourceError("unpacks to more than a document can be; save it as text")
        document = docx.Document(io.BytesIO(content))
    except SourceError:
        raise
    except Exception as error:  # whatever a damaged archive or XML makes the libraries raise
        raise SourceError(f"is no Word document that can be read ({error})") from error
    source = Source()
    _add_body(source, document.element.body, [0])
    about = document.core_properties
    source.about = {"title": about.title} if about.title else {}
    return source


def _add_body(source: Source, body: Any, tables: list[int]) -> None:
    for element in body:
        if element.tag == f"{_WORD}p":
            for line in "".join(_texts(element)).split("\n"):
                source.add(line)
        elif element.tag == f"{_WORD}tbl":
            tables[0] += 1
            for cells in _word_rows(element):
                source.add_row(tables[0] - 1, cells)
        elif element.tag == f"{_WORD}sdt":
            _add_body(source, element.find(f"{_WORD}sdtContent"), tables)


def _word_rows(table: Any) -> Iterator[list[Cell]]:
    above: dict[int, str] = {}
    for row in table.iter(f"{_WORD}tr"):
        cells, column = [], 0
        for cell in row.iter(f"{_WORD}tc"):
            properties = cell.find(f"{_WORD}tcPr")
            width = _value(properties, "gridSpan") or "1"
            merge = _value(properties, "vMerge", "continue")
            goes_on = merge == "continue"
            text = above.get(column, "") if goes_on else _cell_text(cell)
            cells.append(Cell(text, column, int(width), -1 if goes_on else 0))
            above[column] = text
            column += int(width)
        yield cells


def _value(properties: Any, name: str, default: str = "") -> str:
    found = None if properties is None else properties.find(f"{_WORD}{name}")
    return "" if found is None else found.get(f"{_WORD}val", default)


def _cell_text(cell: Any) -> str:
    return " ".join("".join(_texts(part)) for part in cell.iter(f"{_WORD}p"))


def _texts(element: Any) -> Iterator[str]:
    """The texts of an element in order, each character once."""
    for part in element:
        if part.tag in _NOT_TEXT or part.tag == f"{_COMPATIBLE}Fallback":
            continue
        if part.tag == f"{_WORD}r" and _is_hidden(part):
            continue
        if part.tag == f"{_WORD}t":
            yield part.text or ""
        elif part.tag in _TEXT:
            yield _TEXT[part.tag]
        else:
            yield from _texts(part)


def _is_hidden(run: Any) -> bool:
    properties = run.find(f"{_WORD}rPr")
    vanish = None if properties is None else properties.find(f"{_WORD}vanish")
    return vanish is not None and vanish.get(f"{_WORD}val") not in ("0", "false")


def read_pdf(content: bytes) -> Source:
    """The paragraphs and ruled tables of a PDF that holds text. Raises SourceError for a scan."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    source = Source()
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            _add_pages(source, document.pages)
    except Exception as error:  # whatever a damaged or locked file makes the library raise
        raise SourceError(
            f"is no PDF that can be read ({error or type(error).__name__})"
        ) from error
    if not source.lines:
        raise SourceError("is a PDF without text, a scan perhaps; copy its text into a .txt file")
    return source


def _add_pages(source: Source, pages: list[Any]) -> None:
    """Add what stands on the pages from top to bottom; a paragraph may go on over a page's end."""
    tables, waiting = 0, ""
    for page in pages:
        grids = page.find_tables()
        lines = [
            line
            for line in page.extract_text_lines(return_chars=False)
            if not any(_is_within(line, grid.bbox) for grid in grids)
        ]
        left = min((line["x0"] for line in lines), default=0)
        right = max((line["x1"] for line in lines), default=0)
        parts = [(grid.bbox[1], 0, grid) for grid in grids] + [
            (line["top"], 1, line) for line in lines
        ]
        for _, is_line, part in sorted(parts, key=lambda part: part[:2]):
            if is_line and _PAGE_NUMBER.fullmatch(part["text"]):
                source.add(part["text"])
                continue
            if not is_line or part["x0"] > left + _height(part):
                source.add(waiting)
                waiting = ""
            if not is_line:
                _add_grid(source, tables, part.extract())
                tables += 1
                continue
            waiting += part["text"]
            if part["x1"] < right - 2 * _height(part):
                source.add(waiting)
                waiting = ""
    source.add(waiting)


def _height(line: dict[str, Any]) -> float:
    """How high a line is, in points: about the width of a Chinese character."""
    return line["bottom"] - line["top"]


def _is_within(line: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    return box[1] <= middle <= box[3] and line["x0"] < box[2] and line["x1"] > box[0]


def _add_grid(source: Source, table: int, rows: list[list[str | None]]) -> None:
    """Add a ruled table; a cell that is none of its own continues the one above, or to its left."""
    above: list[str] = []
    for row in rows:
        cells: list[Cell] = []
        for column, text in enumerate(row):
            if text is not None:
                cells.append(Cell(text.replace("\n", ""), column))
            elif above and above[column]:
                cells.append(Cell(above[column], column, 1, -1))
            else:
                cells.append(Cell(cells[-1].text if cells else "", column, 1, -1))
        source.add_row(table, cells)
        above = [cell.text for cell in cells]

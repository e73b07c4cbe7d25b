"""Word documents as paragraphs and tables.

python-docx opens a document, and its XML is walked here, since its own text leaves out what was
inserted under review.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from laicheng_data.facts.sources.paragraphs import Cell, Source, SourceError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOT_TEXT = {f"{_WORD}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr")}
_TEXT = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
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
    titles = (p.text for p in document.paragraphs if p.style and p.style.name == "Title")
    if heading := next(titles, ""):
        source.about["heading"] = heading
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

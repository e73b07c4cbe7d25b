"""A grid as a table of the office formats: editable, read out cell by cell, in the deck's font."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from laicheng_data.charts import layout, style
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.grid import Grid

SIZES = (24, 20, 18, 16, 15, 14, 13, 12)  # the larger for few rows
_ROW, _HEAD = 1.5, 2  # of its letters, that a row is high, and one that heads others
_LOOSEST = 1.4  # times as high as need be, that few rows are
_BETWEEN = 14  # points, between two columns
_MOST_SPARE = 120  # points more between two, or words and numbers stand too far apart to be read
_SAFE = 1.1  # times as wide as reckoned, as another font may be
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the table style without fills and lines
_LINE = ("a:lnL", "a:lnR", "a:lnT", "a:lnB")


def table_size(grid: Grid, width: float, height: float) -> int:
    """The largest size at which a grid has room in so many points, or 0 where it has none."""
    fitting = (
        size
        for size in SIZES
        if sum(_heights(grid, size)) <= height and sum(_widths(grid, size)) <= width
    )
    return next(fitting, 0)


def add_table(shapes: Any, grid: Grid, place: Sequence[float]) -> Any:
    """Add a grid at a place (left, top, width, height in points) and return its frame."""
    left, top, width, height = place
    size = table_size(grid, width, height)
    widths = _widths(grid, size)
    least = _heights(grid, size)
    heights = [min(height / sum(least), _LOOSEST) * row for row in least]
    where = (Pt(points) for points in (left, top, width, sum(heights)))
    frame = shapes.add_table(len(heights), len(widths), *where)
    table = frame.table
    table.horz_banding = False
    table._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN
    spare = min((width - sum(widths)) / (len(widths) - 1), _MOST_SPARE)  # before all but the first
    for number, (column, points) in enumerate(zip(table.columns, widths, strict=True)):
        column.width = Pt(points + (spare if number else 0))
    for number, row in enumerate(table.rows):
        row.height = Pt(heights[number])
        for text, cell in zip(grid.rows[number], row.cells, strict=True):
            _set_cell(cell, text, size)
            _set_weight(cell, number in grid.heads)
    return frame


def _heights(grid: Grid, size: float) -> list[float]:
    return [size * (_HEAD if number in grid.heads else _ROW) for number in range(len(grid.rows))]


def _widths(grid: Grid, size: float) -> list[float]:
    """How wide each column must be, with the room before it."""
    return [
        _SAFE * max(layout.text_width(text, size, BOLD) for text in column) + _BETWEEN * (n > 0)
        for n, column in enumerate(zip(*grid.rows, strict=True))
    ]


def _set_cell(cell: Any, text: str, size: float) -> None:
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = 0
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text = text
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if _is_first(cell) else PP_ALIGN.RIGHT
    paragraph.font.size = Pt(size)
    for run in paragraph.runs:
        run.font.size = Pt(size)
    if not text:  # an empty cell would be as high as the letters of the theme
        end = OxmlElement("a:endParaRPr")
        end.set("sz", str(100 * size))
        paragraph._p.append(end)
    _draw_rule(cell)


def _set_weight(cell: Any, is_head: bool) -> None:
    """The names of blocks in bold, those of columns in quiet; below them the last cell in bold."""
    is_last = cell._tc is cell._tc.getparent().tc_lst[-1]
    is_quiet = is_head and not _is_first(cell)
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.bold = _is_first(cell) if is_head else is_last
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2 if is_quiet else MSO_THEME_COLOR.TEXT_1


def _is_first(cell: Any) -> bool:
    return cell._tc is cell._tc.getparent().tc_lst[0]


def _draw_rule(cell: Any) -> None:
    """A faint line below a cell, and none around it."""
    properties = cell._tc.get_or_add_tcPr()
    for side in _LINE:
        line = OxmlElement(side)
        if side == "a:lnB":
            line.set("w", str(Pt(0.75)))
            fill, colour = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
            colour.set("val", style.GRID.lstrip("#"))
            fill.append(colour)
            line.append(fill)
        else:
            line.append(OxmlElement("a:noFill"))
        properties.append(line)


def update_table(table: Any, grid: Grid) -> bool:
    """Give a table of as many columns the words and numbers of today, each cell in its look;
    whether any changed. Of more rows than before the last are like the last, and rows that are no
    more go."""
    rows = list(table._tbl.tr_lst)
    for row in rows[len(grid.rows) :]:
        table._tbl.remove(row)
    for _ in grid.rows[len(rows) :]:
        table._tbl.append(copy.deepcopy(rows[-1]))
    changed = len(rows) != len(grid.rows)
    # By its words, as someone may have set any row in bold.
    named = {grid.rows[number][1] for number in grid.heads}
    heads = {number for number, row in enumerate(table.rows) if row.cells[1].text in named}
    for number, (row, wanted) in enumerate(zip(table.rows, grid.rows, strict=True)):
        is_moved = len(rows) != len(grid.rows) or number in heads.symmetric_difference(grid.heads)
        for cell, text in zip(row.cells, wanted, strict=True):
            if cell.text != text:
                changed = True
                _reword_cell(cell, text, number in grid.heads)
            if is_moved:
                _set_weight(cell, number in grid.heads)
    return changed


def _reword_cell(cell: Any, text: str, is_head: bool) -> None:
    """Another text in the look of the one before; where none was, in that of its row."""
    paragraph = cell.text_frame.paragraphs[0]
    first, *more = paragraph.runs or [paragraph.add_run()]
    if not paragraph.text:
        first.font.size = paragraph.font.size
        _set_weight(cell, is_head)
    first.text = text
    for run in more:
        paragraph._p.remove(run._r)

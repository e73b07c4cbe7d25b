"""A table as CSV that a spreadsheet may open: no cell of it runs as a formula."""

from __future__ import annotations

import pandas as pd

from laicheng_data.facts.printed import parse

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def csv_text(table: pd.DataFrame) -> str:
    """The table as CSV, with an apostrophe before each text, no number, that would be a formula."""
    safe = table.convert_dtypes().map(
        lambda cell: _guard_cell(cell) if isinstance(cell, str) else cell
    )
    return safe.rename(columns=_guard_cell).to_csv(index=False, lineterminator="\n")


def _guard_cell(cell: str) -> str:
    if not cell.startswith(_FORMULA_STARTS):
        return cell
    try:
        parse(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def remove_guard(cell: str) -> str:
    """A cell of such a CSV as it was before it was guarded: for a reader, and no spreadsheet."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell

"""CSV files as people have them, read as text: one row a record, each fault with its row.

pandas reads them, whatever their line ends, quotes and byte order mark. Where it refuses, or reads
fewer cells than there are, Python's reader goes through the file to say where it is wrong.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from laicheng_data.facts.contract import Column
from laicheng_data.facts.faults import MOST_FAULTS_KEPT, Fault
from laicheng_data.storage import read_file

MOST_COLUMNS = 1_000
MOST_OF_A_HEADER = 2**20  # characters
_SAMPLE, _FEW_WORDS = 1000, 100  # of a column that may repeat a few words


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """The UTF-8 text of a file; None and a fault where there is none to be had."""

    def fault(problem: str, fix: str) -> None:
        faults.append(Fault(path.name, None, None, None, problem, fix))

    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        fault("is not UTF-8 text", "save it as UTF-8 (in Excel: CSV UTF-8)")
    except OSError as error:
        fault(
            f"cannot be read ({error.strerror})",
            f"put a readable {path.name} into the report folder",
        )
    else:
        if "\x00" not in text:
            return text
        fault("holds NUL bytes", "save it as UTF-8 text")
    return None


def read_table(path: Path, columns: tuple[Column, ...], faults: list[Fault]) -> pd.DataFrame:
    """The table as text, indexed by spreadsheet row; without columns where it cannot be read."""
    names = [column.name for column in columns]
    text = read_text(path, faults)
    if text is None:
        return pd.DataFrame()
    wrong = list(_header_faults(path.name, text, names))
    faults += wrong
    if wrong:
        return pd.DataFrame()
    table = _read_whole(text, columns)
    if table is None:
        table = _read_row_by_row(path.name, text, names, faults)
    for column in columns if not table.columns.empty else ():
        faults += cell_faults(path.name, table[column.name], column)
    return table


def empty_table(columns: tuple[Column, ...]) -> pd.DataFrame:
    """A table of these columns without a row."""
    return pd.DataFrame(columns=[column.name for column in columns], dtype=object)


def _header_faults(file: str, text: str, names: list[str]) -> Iterator[Fault]:
    """What is wrong with the first line."""
    fix = f"the header is {','.join(names)}"
    try:
        header = next(csv.reader(io.StringIO(text[:MOST_OF_A_HEADER], newline=None)), [])
    except csv.Error as error:
        yield _csv_fault(file, error)
        return
    if len(header) > MOST_COLUMNS:
        yield Fault(file, 1, None, None, f"has more than {MOST_COLUMNS} columns", fix)
        return
    for name in names:
        if header.count(name) != 1:
            problem = "is missing" if name not in header else "stands twice"
            yield Fault(file, 1, name, None, problem, fix)
    for name in header:
        if name not in names:
            yield Fault(file, 1, name, None, "is not a column of this file", fix)


def _csv_fault(file: str, error: csv.Error) -> Fault:
    fix = "mend the quotes"
    if "field limit" in str(error):
        fix = "shorten the cell, or mend a quote that is not closed"
    return Fault(file, None, None, None, f"is not a CSV file ({error})", fix)


def _read_whole(text: str, columns: tuple[Column, ...]) -> pd.DataFrame | None:
    """The table, or None where a row is ragged or empty: pandas fills those up without a word.

    A file whose every row has all its cells has just so many commas, those within cells aside.
    They are counted where a cell may have one; anywhere else one is a fault of the cell.
    """
    names = [column.name for column in columns]
    first = text.find("\n") + 1
    end = text.find("\n", first)
    # Of the cells of a row that is too long pandas would make an index, slowly.
    if text.count(",", first, len(text) if end < 0 else end) > MOST_COLUMNS:
        return None
    try:
        table = pd.read_csv(
            io.BytesIO(text.encode()),
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            on_bad_lines="error",
        )
    except (pd.errors.ParserError, ValueError):
        return None
    may_have = [column.name for column in columns if column.admits("1,5")] if '"' in text else []
    within = sum(_count_commas(table[name]) for name in may_have)
    full = text.count(",") - within == (len(names) - 1) * (len(table) + 1)
    has_index = not isinstance(table.index, pd.RangeIndex)  # made of a first row that is too long
    blank = table[table[names[0]] == ""]
    if has_index or not full or (blank[names] == "").to_numpy().all(axis=1).any():
        return None
    return table.set_axis(range(2, len(table) + 2))[names]


def _count_commas(cells: pd.Series) -> int:
    """How many commas stand within cells."""
    if _is_repetitive(cells):
        return sum(value.count(",") * many for value, many in cells.value_counts().items())
    return "\n".join(cells).count(",")


def _is_repetitive(cells: pd.Series) -> bool:
    """Whether a column seems to hold few words over and over, so that each need be seen once."""
    return len(cells) > _SAMPLE and cells.iloc[:_SAMPLE].nunique() <= _FEW_WORDS


def _read_row_by_row(file: str, text: str, names: list[str], faults: list[Fault]) -> pd.DataFrame:
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    header = next(reader)
    kept: list[list[str]] = []
    places: list[int] = []
    wrong: list[Fault] = []
    try:
        for number, row in enumerate(reader, start=2):
            if row and len(row) != len(header):
                wrong.append(_ragged_fault(file, number, len(row), len(header)))
            elif any(row):
                kept.append(row)
                places.append(number)
            if len(wrong) == MOST_FAULTS_KEPT:
                break
    except csv.Error as error:
        wrong = [_csv_fault(file, error)]
    faults += wrong
    if wrong:
        return pd.DataFrame()
    columns = zip(*kept, strict=True) if kept else [()] * len(header)
    cells = {name: list(column) for name, column in zip(header, columns, strict=True)}
    return pd.DataFrame(cells, index=places, dtype=object)[names]


def _ragged_fault(file: str, row: int, cells: int, width: int) -> Fault:
    fix = "quote a cell that holds a comma" if cells > width else "complete the row"
    return Fault(file, row, None, None, f"has {cells} cells where the header has {width}", fix)


def cell_faults(file: str, cells: pd.Series, column: Column) -> Iterator[Fault]:
    """The cells that do not fit. A column is first tried as a whole, which is quick."""
    tried = pd.unique(cells) if _is_repetitive(cells) else cells
    lines = "\n".join([*tried, ""])
    fits = lines.count("\n") == len(tried) and re.fullmatch(rf"(?:(?:{column.pattern})\n)*+", lines)
    wrong = cells.iloc[:0] if fits else cells[~cells.str.fullmatch(column.pattern)]
    if column.holds is not None:
        bad = [value for value in pd.unique(cells) if not column.holds(value)]
        wrong = cells[cells.isin(bad) | cells.index.isin(wrong.index)] if bad else wrong
    for row, value in wrong.items():
        problem = "is empty" if value == "" else "does not fit"
        yield Fault(file, row, column.name, value, problem, column.wants)

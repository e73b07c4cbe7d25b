"""A report folder as one workbook, for curators who live in Excel or WPS, and back without loss.

A sheet a file, every cell as text. Beside the columns of the files stand what surrounds each number
in the source and what each claim came to: they are shown, and left out on the way back.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from laicheng_data.checking.claims import check
from laicheng_data.facts.contract import BASES, BOUNDS, LABELS_FILE, TABLES, VERDICTS
from laicheng_data.facts.faults import ReportError
from laicheng_data.facts.kinds import KINDS
from laicheng_data.facts.report import load_report
from laicheng_data.facts.trace import trace
from laicheng_data.paths import CARD
from laicheng_data.storage import write_whole

SHOWN = {"facts.csv": "context", "claims.csv": "verdict"}  # the column that only shows something
_CARD_SHEET = "card"
_NEEDED_SHEETS = ("facts", "claims")  # a folder may be without omitted.csv and labels.csv
_CHOICES = {"bound": BOUNDS, "kind": tuple(KINDS), "basis": BASES, "expect": VERDICTS}
_WIDTHS = {"fact_id": 36, "claim_id": 36, "operands": 60, "remark": 50, "context": 50, "reason": 30}
_WIDTH = 16
_SPARE_ROWS = 200  # below the last row, where the drop-downs work too


class WorkbookError(Exception):
    """A workbook that is none of a report, or cannot be read."""


def write_workbook(folder: Path, path: Path, lines: Sequence[str] = ()) -> None:
    """Write a report's folder as one workbook; `lines` are those of its source, if at hand.

    A draft that still lacks periods has nothing shown beside its rows. Raises ReportError, OSError,
    and SourceError where no line is the card's title.
    """
    shown = _helper_columns(folder, lines)
    book = Workbook()
    book.remove(book.active)
    for file in (*TABLES, LABELS_FILE):
        if (folder / file).is_file():
            text = (folder / file).read_bytes().decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text)))
            if file in SHOWN:
                beside = shown.get(file, {})
                rows = [
                    [*rows[0], SHOWN[file]],
                    *([*row, beside.get(row[0], "")] for row in rows[1:]),
                ]
            _fill(book.create_sheet(file.removesuffix(".csv")), rows)
    card = (folder / CARD).read_bytes().decode("utf-8-sig")
    _fill(book.create_sheet(_CARD_SHEET), [[line] for line in [CARD, *card.split("\n")]])
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole({path: buffer.getvalue()})


def _helper_columns(folder: Path, lines: Sequence[str]) -> dict[str, dict[str, str]]:
    """What the sheets show beside the rows: the contexts by fact_id, the verdicts by claim_id."""
    try:
        report = load_report(folder.name, folder.parent)
    except ReportError as error:
        if error.only_lacks_periods:
            return {}
        raise
    verdicts = check(report)
    shown = {"claims.csv": dict(zip(verdicts["claim_id"], verdicts["verdict"], strict=True))}
    if lines:
        rows = trace(report, list(lines)).query("kind == 'fact'")
        shown["facts.csv"] = dict(zip(rows["id"], rows["context"], strict=True))
    return shown


def _fill(sheet: Worksheet, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, text)
            cell.data_type, cell.number_format = "s", "@"  # never a formula, a number or a date
            cell.alignment = Alignment(vertical="top", wrap_text=number > 1)
    sheet.freeze_panes = "B2"
    for column, name in enumerate(rows[0], start=1):
        head = sheet.cell(1, column)
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = _WIDTHS.get(name, _WIDTH)
        if name in _CHOICES and sheet.title in ("facts", "claims"):
            choices = DataValidation("list", formula1=f'"{",".join(_CHOICES[name])}"')
            choices.add(f"{head.column_letter}2:{head.column_letter}{len(rows) + _SPARE_ROWS}")
            sheet.add_data_validation(choices)


def read_workbook(path: Path, folder: Path) -> None:
    """Write the workbook's sheets into the folder, once they have been read as a report.

    Raises WorkbookError where the file is no such workbook, ReportError with the faults of its
    cells; neither changes the folder.
    """
    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except Exception as error:  # whatever a damaged archive or XML makes the library raise
        raise WorkbookError(f"{path}: is no workbook that can be read ({error})") from error
    missing = {*_NEEDED_SHEETS, _CARD_SHEET} - set(book.sheetnames)
    if missing:
        raise WorkbookError(f"{path}: has no sheet {', '.join(sorted(missing))}")
    contents = {
        f"{sheet}.csv": _to_csv(_texts(book[sheet]), SHOWN.get(f"{sheet}.csv", ""))
        for sheet in book.sheetnames
        if f"{sheet}.csv" in (*TABLES, LABELS_FILE)
    }
    lines = [row[0] if row else "" for row in _texts(book[_CARD_SHEET])[1:]]
    contents[CARD] = "\n".join(lines).rstrip("\n") + "\n"
    aside = Path(mkdtemp(prefix=".workbook-", dir=folder.parent))
    try:
        (aside / folder.name).mkdir()
        for name, content in contents.items():
            (aside / folder.name / name).write_text(content, encoding="utf-8", newline="")
        for other in _referenced_reports(contents["claims.csv"], folder):
            (aside / other.name).symlink_to(other.resolve())
        load_report(folder.name, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    write_whole({folder / name: content.encode() for name, content in contents.items()})


def _referenced_reports(claims: str, folder: Path) -> list[Path]:
    """The folders beside a report's own whose facts its claims name."""
    named = sorted(set(re.findall(r"([a-z0-9-]+):", claims)) - {folder.name})
    return [other for name in named if (other := folder.parent / name).is_dir()]


def _texts(sheet: Worksheet) -> list[list[str]]:
    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def _to_csv(rows: list[list[str]], shown: str) -> str:
    """The rows that hold anything, without the column that only shows something."""
    kept = [at for at, name in enumerate(rows[0] if rows else []) if name and name != shown]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        cells = [row[at] if at < len(row) else "" for at in kept]
        if any(cells):
            writer.writerow(cells)
    return buffer.getvalue()

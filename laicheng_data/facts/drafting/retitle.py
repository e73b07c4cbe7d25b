"""Another title for a drafted folder: its paragraphs are counted anew from that line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from laicheng_data.facts.drafting.draft import DraftError
from laicheng_data.facts.drafting.furniture import find_title
from laicheng_data.facts.report import load_report
from laicheng_data.facts.sources.paragraphs import Source
from laicheng_data.paths import CARD, REPORTS_DIR
from laicheng_data.storage import write_whole

_PLACED = ("facts.csv", "omitted.csv")


def retitle(report_id: str, source: Source, title: str, reports_dir: Path | None = None) -> int:
    """Make another line of the source the title, and return by how many lines the rows moved.

    Raises SourceError where either title is no line of the source, DraftError where a row would
    stand above the new title; neither changes the folder.
    """
    folder = (reports_dir or REPORTS_DIR) / report_id
    report = load_report(report_id, reports_dir)
    shift = find_title(source, report.card.title).line - find_title(source, title).line
    card = json.loads((folder / CARD).read_text(encoding="utf-8-sig"))
    card["title"] = title
    if report.card.paragraphs:
        card["paragraphs"] = report.card.paragraphs + shift
    contents = {folder / CARD: (json.dumps(card, ensure_ascii=False, indent=2) + "\n").encode()}
    for name in _PLACED:
        contents[folder / name] = _shift_paragraphs(folder / name, shift).encode()
    write_whole(contents)
    return shift


def _shift_paragraphs(path: Path, shift: int) -> str:
    """The table with its paragraphs counted from the new title."""
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    for number, row in enumerate(rows, start=2):
        if row.get("paragraph"):
            paragraph = int(row["paragraph"]) + shift
            if paragraph < 0:
                raise DraftError(
                    f"{path.name}, row {number}: {row['printed']} stands above that title; "
                    "delete the row, or name a title further up"
                )
            row["paragraph"] = str(paragraph)
    buffer = io.StringIO()
    header = path.read_bytes().decode("utf-8-sig").splitlines()[0].split(",")
    writer = csv.DictWriter(buffer, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()

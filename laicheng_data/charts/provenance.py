"""Where an exported picture came from, and whether its data still say the same.

A picture carries its own record (see `record`), so it may have been renamed or taken out of a document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from laicheng_data.charts.catalogue import draw
from laicheng_data.charts.chart import NothingToDraw
from laicheng_data.charts.export import csv_bytes
from laicheng_data.charts.record import record_of
from laicheng_data.charts.style import TooMuchForOneChart
from laicheng_data.facts.report import ReportError, load_report
from laicheng_data.storage import read_file
from laicheng_data.tables.filings import UnknownChoice
from laicheng_data.words import Words

MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Answer:
    """`status` is `fresh`, `stale` or `unknown`; `details` says what changed, or why nothing is known."""

    status: str
    record: Mapping[str, str]
    details: tuple[str, ...] = ()


def where(path: Path, reports_dir: Path | None = None) -> Answer:
    """Whether the numbers behind a picture are still those of its report. Raises OSError for an unreadable file."""
    record = record_of(read_file(path, MOST_BYTES))
    if not record:
        return Answer(
            "unknown",
            {},
            (f"{path} is no picture that was exported here, or has lost its record since",),
        )
    try:
        return _compared(record, reports_dir)
    except (KeyError, TypeError, ValueError):
        return Answer("unknown", {}, (f"{path} has a record that makes no sense",))
    except ReportError as error:
        return Answer(
            "unknown",
            record,
            (f"{error}; if its report lies elsewhere, name the folder: --reports-dir",),
        )


def _compared(record: Mapping[str, str], reports_dir: Path | None) -> Answer:
    """Raises KeyError, TypeError or ValueError for a record that nothing can be drawn from."""
    report, words = load_report(record["Report"], reports_dir), Words(record["Language"])
    selection = json.loads(record["Selection"])
    try:
        chart = draw(record["Chart"], report, words, selection["years"], selection["kinds"])
    except (NothingToDraw, UnknownChoice, TooMuchForOneChart) as error:
        return Answer("stale", record, (str(error),))
    was, now = record["Data"].splitlines(), csv_bytes(chart.data).decode("utf-8-sig").splitlines()
    changes = [
        *(f"was: {row}" for row in was if row not in now),
        *(f"now: {row}" for row in now if row not in was),
    ]
    return Answer("stale" if was != now else "fresh", record, tuple(changes))

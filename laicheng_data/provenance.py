"""Where an exported picture came from, and whether its data still say the same.

A picture carries its own record (see `export.record`), so it may have been renamed or taken out of a document.
"""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from laicheng_data.charts import CHARTS, NothingToDraw, draw
from laicheng_data.export import SVG, csv_bytes
from laicheng_data.labels import LANGUAGES, Words
from laicheng_data.report import ReportError, load_report

MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Answer:
    """`status` is `fresh`, `stale` or `unknown`; `details` says what changed, or why nothing is known."""

    status: str
    record: Mapping[str, str]
    details: tuple[str, ...] = ()


def where(path: Path, reports_dir: Path | None = None) -> Answer:
    """Whether the numbers behind a picture are still those of its report. Raises OSError for an unreadable file."""
    if path.stat().st_size > MOST_BYTES:
        return Answer("unknown", {}, (f"{path} is larger than any picture that was exported here",))
    record = record_of(path.read_bytes())
    if not record:
        return Answer("unknown", {}, (f"{path} is no picture that was exported here, or has lost its record since",))
    try:
        return _compared(record, reports_dir)
    except ReportError as error:
        return Answer("unknown", record, (f"{error}; if its report lies elsewhere, name the folder: --reports-dir",))


def record_of(content: bytes) -> dict[str, str]:
    """The record that a PNG or SVG carries; empty where it carries none that is whole."""
    try:
        found = _of_png(content) if content.startswith(b"\x89PNG") else _of_svg(content)
        selection = json.loads(found["Selection"])
        whole = found["Chart"] in CHARTS and found["Language"] in LANGUAGES and {"Report", "Data"} <= set(found)
        return found if whole and {"years", "kinds"} <= set(selection) else {}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, TypeError):
        return {}


def _of_png(content: bytes) -> dict[str, str]:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return {str(key): str(value) for key, value in picture.info.items()}


def _of_svg(content: bytes) -> dict[str, str]:
    return dict(json.loads(ElementTree.fromstring(content).findtext(f"{SVG}metadata[@id='record']") or "{}"))


def _compared(record: Mapping[str, str], reports_dir: Path | None) -> Answer:
    report = load_report(record["Report"], reports_dir)
    selection = json.loads(record["Selection"])
    try:
        chart = draw(record["Chart"], report, Words(record["Language"]), selection["years"], selection["kinds"])
    except (NothingToDraw, ValueError) as error:
        return Answer("stale", record, (str(error),))
    was, now = record["Data"].splitlines(), csv_bytes(chart.data).decode("utf-8-sig").splitlines()
    changes = [*(f"was: {row}" for row in was if row not in now), *(f"now: {row}" for row in now if row not in was)]
    return Answer("stale" if was != now else "fresh", record, tuple(changes))

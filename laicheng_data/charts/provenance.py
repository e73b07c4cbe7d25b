"""Where an exported picture came from, and whether it still says what its report says.

A picture carries its own record (see `record`), so it may have been renamed or taken out of a
document. A record is only a claim: its chart is drawn anew, and the numbers, the words and the
drawing itself are held against that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from laicheng_data.charts.catalogue import draw, is_chart
from laicheng_data.charts.chart import Chart, NothingToDraw
from laicheng_data.charts.export import ExportError, csv_bytes, outlines, picture
from laicheng_data.charts.record import digest_of, record_for, record_of, selection_of
from laicheng_data.charts.similarity import is_png, png_size, same_outlines, same_pixels
from laicheng_data.charts.style import FORMATS, SLIDE, TooMuchForOneChart
from laicheng_data.facts.report import Report, ReportError, is_id, load_report
from laicheng_data.storage import read_file
from laicheng_data.tables.filings import UnknownChoice
from laicheng_data.words import LANGUAGES, Words

MOST_BYTES = 5_000_000  # what is exported here has at most 300,000
MOST_CHANGES_SHOWN = 20
NO_RECORD = "no picture that was exported here, or it has lost its record since"
NO_FORMAT = "no chart leaves in this size, so that the drawing cannot be compared"
OTHER_DRAWING = (
    "title, source and numbers are true, but the drawing is another than theirs: "
    "the picture was changed, or drawn by another version"
)


@dataclass(frozen=True)
class Provenance:
    """`status` is `fresh`, `stale` or `unknown`; `details` says what changed, or why nothing is
    known. `record` is what the picture says of itself: true where it is fresh, a claim
    elsewhere."""

    status: str
    record: Mapping[str, str]
    details: tuple[str, ...] = ()


def where(path: Path, reports_dir: Path | None = None) -> Provenance:
    """Whether a picture still shows what its report says. Raises OSError for an unreadable file."""
    content = read_file(path, MOST_BYTES)
    record = record_of(content)
    if not record:
        return Provenance("unknown", {}, (NO_RECORD,))
    if fault := _fault(record):
        return Provenance("unknown", record, (f"the record makes no sense: {fault}",))
    try:
        report = load_report(record["Report"], reports_dir)
    except ReportError as error:
        hint = "if its report lies elsewhere, name the folder: --reports-dir"
        return Provenance("unknown", record, (*str(error).splitlines(), hint))
    return _compare(content, record, report, Words(record["Language"]))


def _fault(record: Mapping[str, str]) -> str:
    """Why nothing can be drawn from the record, or why it cannot be true."""
    if not is_id(record["Report"]):
        return f"there is no report {record['Report']}"
    if not is_chart(record["Chart"]):
        return f"there is no chart {record['Chart']}"
    if record["Language"] not in LANGUAGES:
        return f"there is no language {record['Language']}"
    if record["Data-SHA256"] != digest_of(record["Data"]):
        return "Data-SHA256 is not that of its Data"
    try:
        selection_of(record)
    except ValueError as error:
        return str(error)
    return ""


def _compare(content: bytes, record: dict[str, str], report: Report, words: Words) -> Provenance:
    wanted = png_size(content) if is_png(content) else (SLIDE.width, SLIDE.height)
    form = next((form for form in FORMATS if (form.width, form.height) == wanted), None)
    if form is None:
        return Provenance("unknown", record, (NO_FORMAT,))
    years, kinds = selection_of(record)
    try:
        # Drawn anew: what is kept may have been changed together with the picture.
        chart = draw(record["Chart"], report, words, years, kinds, form).with_figure()
        true = record_for(chart, report.id, words.language, csv_bytes(chart.data))
        changes = _changed_numbers(record, true) or _changed_words(record, true)
        if not changes and not _is_drawn_so(content, chart, true):
            changes = [OTHER_DRAWING]
    except (NothingToDraw, UnknownChoice, TooMuchForOneChart, ExportError) as error:
        changes = [str(error)]
    return Provenance("stale" if changes else "fresh", record, tuple(_first_changes(changes)))


def _changed_numbers(record: Mapping[str, str], true: Mapping[str, str]) -> list[str]:
    was, now = record["Data"].splitlines(), true["Data"].splitlines()
    return [
        *(f"was: {row}" for row in was if row not in now),
        *(f"now: {row}" for row in now if row not in was),
        *(["the rows stand in another order"] if sorted(was) == sorted(now) and was != now else []),
    ]


def _changed_words(record: Mapping[str, str], true: Mapping[str, str]) -> list[str]:
    return [
        f"{name.lower()} {time}: {value[name]}"
        for name in ("Title", "Description", "Source")
        if record[name] != true[name]
        for time, value in (("was", record), ("now", true))
    ]


def _is_drawn_so(content: bytes, chart: Chart, record: dict[str, str]) -> bool:
    if is_png(content):
        return same_pixels(content, picture(chart, record["Report"], record["Language"]))
    return same_outlines(content, outlines(chart, record["Report"], record["Language"]))


def _first_changes(changes: list[str]) -> list[str]:
    hidden = len(changes) - MOST_CHANGES_SHOWN
    return [*changes[:MOST_CHANGES_SHOWN], *([f"… and {hidden} more"] if hidden > 0 else [])]

"""All that shows a rerun to people: its pages, their indexes and the gallery of figures.

A page is complete in itself and asks for nothing from outside. Whatever a notebook or a CSV holds
is shown, never run: text is escaped, HTML goes through nh3, and the page's own policy forbids
every script but ours. Each function gives the files that were written, and what went wrong: then
there are none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from jinja2 import TemplateError

from laicheng_data.facts.report import Report, ReportError, load_report
from laicheng_data.pages import gallery, index_page
from laicheng_data.pages.notebook_page import write_notebook
from laicheng_data.pages.pictures import Pictures
from laicheng_data.running.receipts import Outcome
from laicheng_data.running.session import Run

_TROUBLE = (OSError, ValueError, TemplateError)


def write_report(
    outcomes: Sequence[Outcome], output_dir: Path, many: bool
) -> tuple[list[Path], str]:
    """Write the pages of one report, and what the index tells of it.

    Of one of many, they show the charts as they were exported: to draw each for screens too costs
    as much as its notebook.
    """
    try:
        report = _load_report(outcomes[0].run)
        pictures = Pictures(None if many else report)
        pages = [write_notebook(outcome, report, output_dir, pictures) for outcome in outcomes]
        own = index_page.write_report(outcomes, report, output_dir, pictures, many)
    except _TROUBLE as error:
        return [], _incomplete(output_dir, error)
    return [*own, *(page for page in pages if page)], ""


def write_index(
    reports: Mapping[str, Sequence[Outcome]],
    unchanged: Collection[str],
    output_dir: Path,
    figures_dir: Path | None,
) -> tuple[list[Path], str]:
    """Write the index of all reports, whose own pages are written, and last the gallery where a
    folder of figures is named; what it says of reports that are unchanged stays."""
    try:
        indexes = index_page.write_indexes(reports, output_dir)
        shown = [gallery.write_gallery(figures_dir, unchanged)] if figures_dir else []
    except _TROUBLE as error:
        return [], _incomplete(output_dir, error)
    return [*indexes, *shown], ""


def _incomplete(output_dir: Path, error: Exception) -> str:
    return f"the web pages in {output_dir} are not complete: {error}"


def _load_report(run: Run) -> Report | None:
    """The report of a run, or None where it cannot be read: then the run has failed."""
    try:
        return load_report(run.report, str(run.parameters.get("reports_dir", "")) or None)
    except ReportError:
        return None

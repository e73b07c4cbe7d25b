"""Web pages of a rerun: one for each executed notebook, an index, and one for each report's
numbers.

A page is complete in itself and asks for nothing from outside. Whatever a notebook or a CSV holds
is shown, never run: text is escaped, HTML goes through bleach, and the page's own policy forbids
every script but ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import TemplateError

from laicheng_data.facts.report import Report, ReportError, load_report
from laicheng_data.pages.index_page import write_indexes
from laicheng_data.pages.notebook_page import write_notebook
from laicheng_data.running.session import Outcome, Run


class PageError(Exception):
    """A page that could not be written, and why."""


def write(outcomes: Sequence[Outcome], output_dir: Path) -> list[Path]:
    """Write `<notebook>.html` beside each executed notebook and an index in each language.

    Returns all of them, the first index first.

    A page whose notebook has not changed is left as it is. Raises PageError.
    """
    try:
        runs = {outcome.run.report: outcome.run for outcome in outcomes}
        reports = {name: _report(run) for name, run in runs.items()}
        pages = [
            write_notebook(outcome, reports[outcome.run.report], output_dir) for outcome in outcomes
        ]
        indexes = write_indexes(outcomes, reports, output_dir)
        return [*indexes, *(page for page in pages if page)]
    except (OSError, ValueError, TemplateError) as error:
        raise PageError(f"the web pages in {output_dir} are not complete: {error}") from error


def _report(run: Run) -> Report | None:
    """The report of a run, or None where it cannot be read: then the run has failed."""
    try:
        return load_report(run.report, str(run.parameters.get("reports_dir", "")) or None)
    except ReportError:
        return None

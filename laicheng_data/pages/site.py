"""Web pages of a rerun: one for each executed notebook, an index, and one for each report's
numbers.

A page is complete in itself and asks for nothing from outside. Whatever a notebook or a CSV holds
is shown, never run: text is escaped, HTML goes through nh3, and the page's own policy forbids
every script but ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError

from laicheng_data.facts.report import Report, ReportError, load_report
from laicheng_data.pages import index_page
from laicheng_data.pages.notebook_page import write_notebook
from laicheng_data.pages.pictures import Pictures
from laicheng_data.running.session import Outcome, Run


class PageError(Exception):
    """A page that could not be written, and why."""


def write_report(outcomes: Sequence[Outcome], output_dir: Path, many: bool) -> list[Path]:
    """Write the pages of one report, and what the index tells of it. Raises PageError.

    Of one of many, they show the charts as they were exported: to draw each for screens too costs
    as much as its notebook.
    """
    with _page_errors(output_dir):
        report = _load_report(outcomes[0].run)
        pictures = Pictures(None if many else report)
        pages = [write_notebook(outcome, report, output_dir, pictures) for outcome in outcomes]
        own = index_page.write_report(outcomes, report, output_dir, pictures, many)
        return [*own, *(page for page in pages if page)]


def write_index(reports: Mapping[str, Sequence[Outcome]], output_dir: Path) -> list[Path]:
    """Write the index of all reports, whose own pages are written, in each of their languages.

    Raises PageError.
    """
    with _page_errors(output_dir):
        return index_page.write_indexes(reports, output_dir)


@contextmanager
def _page_errors(output_dir: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, TemplateError) as error:
        raise PageError(f"the web pages in {output_dir} are not complete: {error}") from error


def _load_report(run: Run) -> Report | None:
    """The report of a run, or None where it cannot be read: then the run has failed."""
    try:
        return load_report(run.report, str(run.parameters.get("reports_dir", "")) or None)
    except ReportError:
        return None

"""Pages as a rerun writes them, of runs that are made up."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from laicheng_data.pages.publishing import write_index, write_report
from laicheng_data.running.session import Outcome


def write_pages(outcomes: Sequence[Outcome], folder: Path, many: bool = False) -> list[Path]:
    """All pages, the first index first."""
    by_report = groupby(outcomes, lambda outcome: outcome.run.report)
    reports = {name: list(own) for name, own in by_report}
    written = [write_report(own, folder, many) for own in reports.values()]
    written.insert(0, write_index(reports, (), folder, None))
    assert not any(trouble for _, trouble in written)
    return [page for pages, _ in written for page in pages]

"""All that shows a rerun to people: its pages, their indexes and the gallery of figures.

Each function gives the files that were written, and what went wrong: then there are none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from laicheng_data.pages import gallery, site
from laicheng_data.running.receipts import Outcome


def write_report(
    outcomes: Sequence[Outcome], output_dir: Path, many: bool
) -> tuple[list[Path], str]:
    """Write the pages of one report, which may be one of many."""
    try:
        return site.write_report(outcomes, output_dir, many), ""
    except site.PageError as error:
        return [], str(error)


def write_index(
    reports: Mapping[str, Sequence[Outcome]],
    unchanged: Collection[str],
    output_dir: Path,
    figures_dir: Path | None,
) -> tuple[list[Path], str]:
    """Write the index of all reports, and last the gallery where a folder of figures is named; what
    it says of reports that are unchanged stays."""
    try:
        written = site.write_index(reports, output_dir)
        return [
            *written,
            *([gallery.write_gallery(figures_dir, unchanged)] if figures_dir else []),
        ], ""
    except (site.PageError, OSError) as error:
        return [], str(error)

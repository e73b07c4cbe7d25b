"""All that shows a rerun to people: its pages, their indexes and the gallery of figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from laicheng_data.pages import gallery, site
from laicheng_data.running.receipts import Outcome


def write(
    outcomes: Sequence[Outcome], output_dir: Path, figures_dir: Path | None
) -> tuple[list[Path], str]:
    """Write it, the gallery where a folder of figures is named, and say what went wrong.

    The files are the first index, the other pages, and last the gallery; none where it went wrong.
    """
    try:
        written = site.write(outcomes, output_dir)
        return [*written, *([gallery.write(figures_dir)] if figures_dir else [])], ""
    except (site.PageError, OSError) as error:
        return [], str(error)

"""What shows a rerun to people: its pages, their indexes, and the gallery of its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from laicheng_data.running import forkserver, receipts
from laicheng_data.running.receipts import Outcome

# Called by its name, in a process that has the libraries: pages are a room above this one.
PAGES = "laicheng_data.pages.shown:write"
Write = Callable[[Sequence[Outcome], Path, Path | None], tuple[list[Path], str]]


class Published(NamedTuple):
    """The pages, the first index first, and the gallery, if written now; else why they were not."""

    pages: list[Path]
    gallery: Path | None
    trouble: str


def get_ready(forked: bool = True) -> Write:
    """What writes pages, in a process that imports its libraries while notebooks run."""
    return forkserver.ready(PAGES, forked)


def publish(
    outcomes: Sequence[Outcome],
    output_dir: Path,
    figures_dir: Path | None,
    write: Write | None = None,
) -> Published:
    """Write what shows these outcomes and earlier ones, unless it is there already.

    `figures_dir` is the folder whose gallery belongs to it. Never raises for a file that cannot be
    written: that is told.
    """
    outcomes = receipts.with_earlier(outcomes, output_dir)
    if receipts.are_shown(outcomes, output_dir):
        return Published([], None, "")
    try:
        receipts.discard_edited(output_dir)
        written, trouble = (write or get_ready())(outcomes, output_dir, figures_dir)
        if trouble:
            return Published([], None, trouble)
        receipts.save_shown(outcomes, written, output_dir)
    except OSError as error:
        return Published([], None, str(error))
    pages = written[:-1] if figures_dir else written
    return Published(pages, written[-1] if figures_dir else None, "")

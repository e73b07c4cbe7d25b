"""Where the project's files are."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path


def _working_directory() -> Path:
    """The working directory; `.` where it has been removed, so that only writing there fails."""
    with suppress(FileNotFoundError):
        return Path.cwd()
    return Path()


LOADED_NS = time.time_ns()  # when this process began to read the package; its rooms begin here
PROJECT_DIR = Path(__file__).parent.parent
PACKAGE_DIR = Path(__file__).parent
REPORTS_DIR = Path(__file__).parent / "reports"
IS_CHECKOUT = (PROJECT_DIR / "pyproject.toml").exists()
FIGURES_DIR = (PROJECT_DIR if IS_CHECKOUT else _working_directory()) / "figures"
DEFAULT_REPORT = "laicheng-2016"  # what is meant where none is named
CARD = "datapackage.json"
DOCUMENTS = ("briefing.pptx", "briefing.docx", "briefing.pdf")


def report_names(reports_dir: Path) -> list[str]:
    """The names of all folders that look like a report, sorted, so that none is passed over.

    A folder looks like one where it holds a source card, whatever the case of its name, or a table
    of facts, or cannot be looked into. Hidden folders are left out: they are being written.
    """
    if not reports_dir.is_dir():
        return []
    folders = (path for path in reports_dir.iterdir() if not path.name.startswith("."))
    return sorted(path.name for path in folders if path.is_dir() and _looks_like_report(path))


def _looks_like_report(folder: Path) -> bool:
    try:
        return any(file.name.lower() in (CARD, "facts.csv") for file in folder.iterdir())
    except OSError:
        return True

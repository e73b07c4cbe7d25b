"""Where the project's files are."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def _here() -> Path:
    """The working directory; `.` where it has been removed, so that only writing there fails."""
    with suppress(FileNotFoundError):
        return Path.cwd()
    return Path()


PROJECT_DIR = Path(__file__).parent.parent
PACKAGE_DIR = Path(__file__).parent
REPORTS_DIR = Path(__file__).parent / "reports"
FIGURES_DIR = (PROJECT_DIR if (PROJECT_DIR / "pyproject.toml").exists() else _here()) / "figures"
CARD = "datapackage.json"
DOCUMENTS = ("briefing.pptx", "briefing.docx")


def report_names(reports_dir: Path) -> list[str]:
    """The names of all report folders, sorted: those with a source card, whatever else they hold."""
    return sorted(path.parent.name for path in reports_dir.glob(f"*/{CARD}"))

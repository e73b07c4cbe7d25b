"""What the fork server imports and does, once for all that are forked from it."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from laicheng_data.paths import PACKAGE_DIR
from laicheng_data.running.forkserver import CELLS, KERNELS

_FIRST = "matplotlib", "pandas", "seaborn", "laicheng_data.notebook.page"
_FOR_KERNELS = "laicheng_data.running.kernels", "ipykernel.debugger", "ipykernel.kernelapp"
_FOR_CELLS = ("laicheng_data.running.cells",)
_PACKAGE_FILES = (".py", ".csv", ".mplstyle")


def load(what: str) -> None:
    """Import all that cells need, and have what runs them ready."""
    _before.update(_package_files())
    # A kernel sets this before its first cell imports matplotlib, which reads it only once.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    # No warning of a debugger that nobody asked for.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    for name in (*_FIRST, *(_FOR_CELLS if what == CELLS else _FOR_KERNELS)):
        # The cell that imports a faulty module shows the fault; the server starts all the same.
        with suppress(Exception):
            import_module(name)
    if what == CELLS:
        from laicheng_data.running import cells

        cells.prepare()
    if what == KERNELS:
        warm_up()
    # What is shared stays shared: no collection of garbage touches, and so copies, its pages.
    gc.freeze()


def warm_up() -> None:
    """Judge one report, draw one chart, read the package's reports and import what writes documents
    and pages: fonts, caches and libraries are then there for all that are forked from now on. It
    pays where these are many."""
    with suppress(Exception):
        _try_one_chart()
    gc.freeze()


def _try_one_chart() -> None:
    from laicheng_data.running.publish import PAGES

    for name in ("laicheng_data.briefing.documents", PAGES):
        import_module(name)
    from laicheng_data.charts.catalogue import draw
    from laicheng_data.charts.export import outlines, picture
    from laicheng_data.checking.claims import check
    from laicheng_data.facts.report import load_report, package_reports
    from laicheng_data.running.session import DEFAULT_REPORT
    from laicheng_data.words import LANGUAGES, Words

    report, language = load_report(DEFAULT_REPORT), LANGUAGES[0]
    check(report)
    package_reports()  # what many charts stand beside
    chart = draw("rate-trend", report, Words(language)).with_figure()  # whatever is kept of it
    for leave in (picture, outlines):
        leave(chart, report.id, language)


def forget_outdated_code() -> None:
    """Let this process import the package anew if a file of it has changed since it was read."""
    if _package_files() != _before:
        for name in [name for name in sys.modules if name.split(".")[0] == "laicheng_data"]:
            del sys.modules[name]


def _package_files() -> dict[Path, tuple[int, ...]]:
    """What tells each file of the package from another in its place, whatever time that bears."""
    stats = {path: path.stat() for path in PACKAGE_DIR.rglob("*") if path.suffix in _PACKAGE_FILES}
    return {
        path: (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        for path, stat in stats.items()
    }


_before: dict[Path, tuple[int, ...]] = {}

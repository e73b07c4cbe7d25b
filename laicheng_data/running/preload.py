"""What the fork server imports and does, once for all that are forked from it."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from importlib import import_module

from laicheng_data.paths import DEFAULT_REPORT
from laicheng_data.running import outdated
from laicheng_data.running.forkserver import CELLS, KERNELS

_FIRST = "matplotlib", "pandas", "seaborn", "laicheng_data.notebook.page"
_FOR_KERNELS = "laicheng_data.running.kernels", "ipykernel.debugger", "ipykernel.kernelapp"
_FOR_CELLS = ("laicheng_data.running.cells",)


def load(what: str) -> None:
    """Import all that cells need, and have what runs them ready."""
    outdated.note_files()
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
    from laicheng_data.words import LANGUAGES, Words

    report, language = load_report(DEFAULT_REPORT), LANGUAGES[0]
    check(report)
    package_reports()  # what many charts stand beside
    chart = draw("rate-trend", report, Words(language)).with_figure()  # whatever is kept of it
    for leave in (picture, outlines):
        leave(chart, report.id, language)

"""A government report's printed numbers: read, checked exactly, charted and regenerated.

    from laicheng_data import check, load_report
    check(load_report("laicheng-2016"))

These names are the public face. Each is loaded from its room when it is first asked for, so that
importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from laicheng_data.charts.catalogue import CHARTS, draw
    from laicheng_data.charts.export import export
    from laicheng_data.checking.claims import check
    from laicheng_data.facts.report import load_report
    from laicheng_data.facts.sources.source import read_paragraphs
    from laicheng_data.facts.trace import trace
    from laicheng_data.notebook.page import Page
    from laicheng_data.running.session import rerun
    from laicheng_data.tables.filings import filings, year_on_year
    from laicheng_data.words import Words

__all__ = [
    "CHARTS",
    "Page",
    "Words",
    "check",
    "draw",
    "export",
    "filings",
    "load_report",
    "read_paragraphs",
    "rerun",
    "trace",
    "year_on_year",
]
_MODULES = {
    "CHARTS": "charts.catalogue",
    "Page": "notebook.page",
    "Words": "words",
    "check": "checking.claims",
    "draw": "charts.catalogue",
    "export": "charts.export",
    "filings": "tables.filings",
    "load_report": "facts.report",
    "read_paragraphs": "facts.sources.source",
    "rerun": "running.session",
    "trace": "facts.trace",
    "year_on_year": "tables.filings",
}


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:  # a type checker knows the names from above, and that there are no others

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value

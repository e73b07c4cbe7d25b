"""Charts as web pages show them: drawn for a desk and for a telephone, by day and by night.

A page shows what a notebook has shown or what lies among the figures, and nothing else: only where
that is, byte for byte, what the house draws, its drawings for screens take its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from laicheng_data.charts.catalogue import draw_from, redraw
from laicheng_data.charts.chart import Chart, Material, NothingToDraw
from laicheng_data.charts.export import ExportError, is_exported_png, screen_svg
from laicheng_data.charts.record import record_of, selection_of
from laicheng_data.charts.style import DPI, NARROW, TooMuchForOneChart
from laicheng_data.facts.report import Report
from laicheng_data.notebook.marks import Mark, marks
from laicheng_data.notebook.page import shown_charts
from laicheng_data.tables.filings import UnknownChoice
from laicheng_data.words import Words

_PLAIN = "~()*!.'/:;=,?@&+$"  # what may stand in an address as it is
_SIZE = re.compile(rb' (?:width|height)="([\d.]+)pt"')
_NOT_OURS = (NothingToDraw, TooMuchForOneChart, UnknownChoice, ExportError, ValueError)


class Screen(NamedTuple):
    """A chart drawn for one width of screen; `marks` are what can be pointed at in it."""

    svg: bytes
    width: int
    height: int
    marks: Sequence[Mark]

    def at(self, address: str = "") -> dict[str, Any]:
        """What a page says of the drawing; without an address it holds the drawing itself."""
        return {
            "address": address or _address_of(self.svg),
            "width": self.width,
            "height": self.height,
            "fits": self.width <= NARROW.width,  # a telephone, without scrolling
            "marks": self.marks,
        }


@lru_cache(64)
def _address_of(svg: bytes) -> str:
    """The drawing as an address; several pages hold it."""
    return "data:image/svg+xml," + quote(svg, safe=_PLAIN)


class Pictures:
    """The pictures of one report, each drawn once for all the pages that show it."""

    def __init__(self, report: Report | None):
        self._whole = Material(report) if report else None
        self._found: dict[bytes, list[Screen]] = {}

    @property
    def is_drawn(self) -> bool:
        """Whether any drawing can take the place of a picture."""
        return self._whole is not None

    def of(self, png: bytes) -> list[Screen]:
        """The drawings that may take the place of a picture, the wide one first; none where it is
        no picture of this report as the house draws it."""
        if png not in self._found:
            self._found[png] = self._draw(png)
        return self._found[png]

    def _draw(self, png: bytes) -> list[Screen]:
        record = record_of(png)
        if not record or self._whole is None or record["Report"] != self._whole.report.id:
            return []
        try:
            words, material = self._selection_of(record)
            chart = draw_from(record["Chart"], material, words)
            if not is_exported_png(png, chart, record["Report"], words.language):
                return []
            return _draw_screens(chart, material.report, words)
        except _NOT_OURS:
            return []

    def _selection_of(self, record: Mapping[str, str]) -> tuple[Words, Material]:
        """In which language, and of which years and kinds, a picture was drawn."""
        assert self._whole
        report, (years, kinds) = self._whole.report, selection_of(record)
        material = Material(report, years, kinds) if years or kinds else self._whole
        return Words(record["Language"]).with_labels(report.labels), material


def draw_ahead() -> None:
    """Draw for screens what cells of this process have shown, while its figures are at hand: pages
    find the drawings kept. Called by its name, when the last cell has ended."""
    for chart, report, words in shown_charts():
        if not chart.is_drawn:
            continue  # another process has its figure
        with suppress(*_NOT_OURS):
            _draw_screens(chart, report, words)


def _draw_screens(chart: Chart, report: Report, words: Words) -> list[Screen]:
    """The chart for a desk, and for a telephone where it can be read there."""
    screens = [_draw_screen(chart, report, words)]
    with suppress(*_NOT_OURS):
        screens.append(_draw_screen(redraw(chart, report, words, NARROW), report, words))
    return screens


def _draw_screen(chart: Chart, report: Report, words: Words) -> Screen:
    svg = screen_svg(chart, report.id, words.language)
    width, height = (round(float(points) * DPI / 72) for points in _SIZE.findall(svg)[:2])
    return Screen(svg, width, height, marks(chart, words))

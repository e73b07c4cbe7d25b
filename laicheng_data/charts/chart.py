"""What a chart is: what all of them have in common, and what the house knows of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd
from matplotlib.figure import Figure

from laicheng_data.charts import cache
from laicheng_data.charts.grid import Grid
from laicheng_data.charts.panels import Panel
from laicheng_data.charts.style import Format
from laicheng_data.checking.claims import verdicts_of
from laicheng_data.facts.report import Report, package_reports
from laicheng_data.tables.filings import filing_numbers
from laicheng_data.tables.spreadsheet import csv_text
from laicheng_data.words import Words

Panels = Callable[[pd.DataFrame, Words], list[list[Panel]]]
Cells = Callable[[pd.DataFrame, Words], Grid]


@dataclass(frozen=True)
class Chart:
    """A chart and what must go with it: `title` says the finding, `alt` describes the picture
    to someone who cannot see it, `years` and `kinds` say to which of them it was narrowed (empty:
    not at all). `table` holds the rows as the package names them, so that the chart can be drawn
    once more in another form, and `panels` makes native charts of them, or `cells` a table, where
    there are such.

    One that was drawn before has no figure and no data until they are asked for: `drawing` makes
    them then.
    """

    name: str
    _figure: Figure | None
    title: str
    alt: str
    source: str
    _data: pd.DataFrame | None
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    panels: Panels | None = None
    cells: Cells | None = None
    drawing: Drawing | None = None

    @property
    def figure(self) -> Figure:
        """The figure. Whoever has it may change it: the chart leaves as it then is."""
        figure = self._detach()._figure
        assert figure is not None
        return figure

    @property
    def data(self) -> pd.DataFrame:
        """The numbers behind the chart in its language, which may be changed as the figure may."""
        data = self._detach()._data
        assert data is not None
        return data

    def _detach(self) -> Chart:
        if self.drawing:
            self.drawing.key = ""
        return self.with_figure()

    @property
    def is_drawn(self) -> bool:
        """Whether the figure has been drawn here, not only found as it was kept."""
        return self.drawing is None or "chart" in vars(self.drawing)

    def with_figure(self) -> Chart:
        """The same chart with its figure drawn, and nothing taken from what is kept."""
        if self.drawing is None:
            return self
        return replace(self.drawing.chart, years=self.years, kinds=self.kinds)


class Drawing:
    """What is drawn only where somebody asks for more than was kept from an earlier time.

    `key` finds what is kept of it; it is empty once somebody may have changed the figure.
    """

    def __init__(self, key: str, draw: Callable[[], Chart]):
        self.key, self._draw = key, draw

    @cached_property
    def chart(self) -> Chart:
        """The chart, drawn once."""
        return self._draw()

    @cached_property
    def texts(self) -> dict[str, str]:
        """Title, alt text, source, and the data as CSV."""
        key = cache.key_of(self.key, "told")
        if (content := cache.read(key)) is not None:
            return json.loads(content)
        chart = self.chart
        told = {"title": chart.title, "alt": chart.alt, "source": chart.source}
        told["csv"] = csv_text(chart.data)
        cache.store(key, json.dumps(told).encode())
        return told


class NothingToDraw(Exception):
    """The report prints none of the numbers that a chart shows."""

    def __init__(self, chart: str, report: str):
        self.chart, self.report = chart, report
        super().__init__(f"report {report} prints no numbers for the chart {chart}")


@dataclass(frozen=True)
class Material:
    """What charts are made of: a report, narrowed to `years` and `kinds` (empty: all of them).

    It is judged, and what stands beside it is read, once and only where a chart asks for it.
    """

    report: Report
    years: Sequence[int] = ()
    kinds: Sequence[str] = ()

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The judged claims of the report, as `check` gives them."""
        return verdicts_of(self.report)

    @cached_property
    def others(self) -> list[Report]:
        """The package's other reports."""
        return [other for other in package_reports() if other.id != self.report.id]

    @cached_property
    def filings(self) -> pd.DataFrame:
        """The filing table that most charts begin with; of numbers printed twice, the first."""
        return filing_numbers(self.report, self.years, self.kinds).query("again == 0")


def filings_of(material: Material) -> pd.DataFrame:
    """The filing table, for one chart to do with as it likes."""
    return material.filings.copy()


@dataclass(frozen=True)
class Declaration:
    """All that the house knows of one chart.

    `table` gives its rows, `needs` the columns of which none may be missing in a row, `draw` the
    chart of a table that is not empty, `panels` the native charts of a deck, row by row, `cells`
    its table there (neither: a picture must do), and `explorer` the measures that the explorer
    offers it for, each with its place among the charts of that measure, the plainest first. `story`
    names the parts of a briefing's storyline that the chart can show, each with its place, the most
    telling first, and `topic` the heading that it stands under among others.
    """

    name: str
    table: Callable[[Material], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Words, str, Format], Chart]
    needs: tuple[str, ...] = ()
    panels: Panels | None = None
    cells: Cells | None = None
    explorer: Mapping[str, int] = field(default_factory=dict)
    story: Mapping[str, int] = field(default_factory=dict)
    topic: str = "figures"

"""What a chart is: what all of them have in common, and what the house knows of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
from matplotlib.figure import Figure

from laicheng_data.charts.panels import Panel
from laicheng_data.charts.style import Format
from laicheng_data.checking.claims import check
from laicheng_data.facts.report import Report, load_report, report_ids
from laicheng_data.tables.filings import filing_numbers
from laicheng_data.words import Words

Panels = Callable[[pd.DataFrame, Words], list[list[Panel]]]


@dataclass(frozen=True)
class Chart:
    """A drawn chart and what must go with it: `title` says the finding, `alt` describes the picture
    to someone who cannot see it, `data` holds the numbers behind it in the chart's language,
    `years` and `kinds` say to which of them it was narrowed (empty: not at all). `table` holds the
    same rows as the package names them, so that the chart can be drawn once more in another
    form, and `panels` makes native charts of them, where there are such."""

    name: str
    figure: Figure
    title: str
    alt: str
    source: str
    data: pd.DataFrame
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    panels: Panels | None = None

    @property
    def rows(self) -> pd.DataFrame:
        """The table as a reader wants it: without how far each number can be relied on."""
        table = self.table
        aside = [
            name for name in table if str(name).endswith(("step", "_bound")) or name == "again"
        ]
        said = table["worded"].any() if "worded" in table else True
        return table.drop(columns=[*aside, *([] if said else ["worded"])])


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
        return check(self.report)

    @cached_property
    def others(self) -> list[Report]:
        """The package's other reports."""
        return [load_report(name) for name in report_ids() if name != self.report.id]


def filings_of(material: Material) -> pd.DataFrame:
    """The filing table that most charts begin with; of numbers printed twice, the first."""
    return filing_numbers(material.report, material.years, material.kinds).query("again == 0")


@dataclass(frozen=True)
class Declaration:
    """All that the house knows of one chart.

    `table` gives its rows, `needs` the columns of which none may be missing in a row, `draw` the
    chart of a table that is not empty, `panels` the native charts of a deck, row by row (none:
    a picture must do), and `explorer` the measures that the explorer offers it for, each with its
    place among the charts of that measure, the plainest first. `story` names the parts of a
    briefing's storyline that the chart can show, each with its place, the most telling first.
    """

    name: str
    table: Callable[[Material], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Words, str, Format], Chart]
    needs: tuple[str, ...] = ()
    panels: Panels | None = None
    explorer: Mapping[str, int] = field(default_factory=dict)
    story: Mapping[str, int] = field(default_factory=dict)

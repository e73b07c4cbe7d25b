"""Charts drawn from tables that no report has."""

import pandas as pd

from laicheng_data.charts.catalogue import CHARTS, declaration, draw_declared
from laicheng_data.charts.chart import Chart, Material
from laicheng_data.charts.style import SLIDE, Format
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

NATIVE = tuple(name for name, declared in CHARTS.items() if declared.panels)


def table_for(name: str, report: Report) -> pd.DataFrame:
    """The rows that a chart of this name shows."""
    declared = declaration(name, report)
    return declared.table(Material(report)).dropna(subset=list(declared.needs))


def draw_table(
    name: str, table: pd.DataFrame, words: Words, source: str, form: Format = SLIDE
) -> Chart:
    """One of the charts of the house from a table."""
    return draw_declared(CHARTS[name], table, words, source, form)

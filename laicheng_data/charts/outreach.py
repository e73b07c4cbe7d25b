"""Outreach: what was done, each in its own unit, the most first."""

from __future__ import annotations

import pandas as pd

from laicheng_data.charts import layout
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import measures_table
from laicheng_data.words import Words

OUTREACH_MEASURES = (
    "people_trained",
    "leaflets",
    "calls_answered",
    "visits_received",
    "enquiries_answered",
)


def outreach(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Counts of unlike things as figures with their units: no axis could hold them side by side."""
    rows = table.sort_values("value", ascending=False)
    most, least = rows.iloc[0], rows.iloc[-1]
    title = words(
        "outreach.title" if len(rows) > 1 else "outreach.title.one",
        most=words.word(most["measure"]),
        most_count=words.stated(most),
        least=words.word(least["measure"]),
        least_count=words.stated(least),
        name=words.start(most["measure"]),
    )
    subtitle = words("outreach.subtitle")
    form = layout.as_high_as(layout.figures_high(len(rows)), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    axes = figure.subplots()
    figures = [
        (words.stated(row), words.start(row["measure"]), words.period(row["period"]))
        for _, row in rows.iterrows()
    ]
    layout.big_figures(axes, figures)
    layout.settle(figure)
    details = [
        words("measure_of", measure=words.word(row["measure"]), value=words.stated(row))
        for _, row in rows.iterrows()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "period", "printed", "unit", "bound", "value", "low", "high"]
    return Chart("outreach", figure, title, alt, source, words.table(table[columns]))


def _table(material: Material) -> pd.DataFrame:
    """What was not done at all is no outreach."""
    table = measures_table(material.report, OUTREACH_MEASURES)
    return table[table["value"] > 0]


OUTREACH = Declaration("outreach", _table, outreach)

"""Outreach."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, LogLocator

from laicheng_data.charts import layout, style
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
    """Counts of outreach of very different size on a logarithmic axis, each with what its wording leaves open."""
    rows = table.sort_values("value", ascending=False)
    most, least = rows.iloc[0], rows.iloc[-1]
    title = words(
        "outreach.title",
        most=words.word(most["measure"]),
        most_count=words.stated(most),
        least=words.word(least["measure"]),
        least_count=words.stated(least),
    )
    figure = layout.frame(title, words("outreach.subtitle"), source, form)
    axes = figure.subplots()
    for y, row in enumerate(rows.itertuples()):
        axes.plot(row.value, y, marker=">" if row.bound == "at_least" else "o", color=style.ACCENT)
        text = words.stated(row._asdict())
        axes.annotate(
            text, (row.value, y), (7, 0), textcoords="offset points", va="center", color=style.INK
        )
    names = [
        words("outreach.row", measure=words.start(r.measure), period=words.period(r.period))
        for r in rows.itertuples()
    ]
    axes.set_yticks(range(len(rows)), names, color=style.INK)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(numticks=6))
    low, high = (
        10 ** np.floor(np.log10(least["value"])),
        10 ** np.ceil(np.log10(most["value"]) + 0.25),
    )
    axes.set(ylim=(len(rows) - 0.5, -0.5), xlim=(low, high), xlabel=words("outreach.axis"))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.count(x)))
    axes.minorticks_off()
    axes.grid(axis="x")
    layout.bare(axes)
    layout.settle(figure)
    details = [
        words("measure_of", measure=words.word(row["measure"]), value=words.stated(row))
        for _, row in rows.iterrows()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "period", "printed", "unit", "bound", "value", "low", "high"]
    return Chart("outreach", figure, title, alt, source, words.table(table[columns]))


def _table(material: Material) -> pd.DataFrame:
    """A logarithmic axis has no place for nothing."""
    table = measures_table(material.report, OUTREACH_MEASURES)
    return table[table["value"] > 0]


OUTREACH = Declaration("outreach", _table, outreach)

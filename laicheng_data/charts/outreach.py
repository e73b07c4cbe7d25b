"""Outreach: what each office did, each in its own unit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from laicheng_data.charts import layout
from laicheng_data.charts.big_numbers import draw_numbers, height_of
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.common import tile_text
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import measures_table
from laicheng_data.words import Words, capitalise

OUTREACH_MEASURES = (
    "people_trained",
    "leaflets",
    "calls_answered",
    "visits_received",
    "enquiries_answered",
)
_MOST_IN_TITLE = 2


def outreach(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Counts of unlike things as figures with their units, as no axis could hold them side by
    side: those of an office under its name, each with its period."""
    rows = table.sort_values("value", ascending=False, kind="stable")
    told = [_sentence(row, words) for row in rows.itertuples()]
    title = capitalise(words("clause_comma").join(told[:_MOST_IN_TITLE]))
    groups = {
        words.start(str(office)): [_figure(row, words) for row in of_one.itertuples()]
        for office, of_one in rows.groupby("office", sort=False)
    }
    subtitle = words("outreach.subtitle")
    form = layout.fit_height(height_of(groups), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    draw_numbers(figure.subplots(), groups)
    layout.fix_layout(figure)
    alt = words.described(title, told)
    columns = ["office", "measure", "period", "printed", "unit", "bound", "value", "low", "high"]
    return Chart("outreach", figure, title, alt, source, words.table(rows[columns]))


def _figure(row: Any, words: Words) -> tuple[str, str, str]:
    """A number, what it is, and of when."""
    period = capitalise(words.period(row.period))
    return tile_text(row, words.word(row.measure), words), words.start(row.measure), period


def _sentence(row: Any, words: Words) -> str:
    """What was done and how often, as a sentence says it."""
    name = words.word(row.measure)
    return words("outreach.title", name=name, number=tile_text(row, name, words))


def _table(material: Material) -> pd.DataFrame:
    """What was not done at all is no outreach."""
    table = measures_table(material.report, OUTREACH_MEASURES)
    return table[table["value"] > 0]


OUTREACH = Declaration("outreach", _table, outreach, topic="offices")

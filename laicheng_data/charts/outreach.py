"""Outreach: what each office did, each in its own unit."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Counts of unlike things as figures with their units, office by office: no axis could hold
    them side by side."""
    rows = table.sort_values("value", ascending=False, kind="stable")
    told = [_sentence(row, words) for row in rows.itertuples()]
    title = capitalise(words("clause_comma").join(told[:_MOST_IN_TITLE]))
    subtitle = words("outreach.subtitle")
    groups = dict(_groups_by_office(rows, words))
    form = layout.fit_height(height_of(groups), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    draw_numbers(figure.subplots(), groups)
    layout.fix_layout(figure)
    alt = words.described(title, told)
    columns = ["office", "measure", "period", "printed", "unit", "bound", "value", "low", "high"]
    return Chart("outreach", figure, title, alt, source, words.table(rows[columns]))


def _groups_by_office(
    rows: pd.DataFrame, words: Words
) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The figures of each office, those of the largest first; the period stands at each where an
    office has several, else beside its name."""
    for office, of_one in rows.groupby("office", sort=False):
        periods = [words.period(period) for period in of_one["period"]]
        one = len(set(periods)) == 1
        named = {"office": words.start(str(office)), "period": periods[0]}
        heading = words("outreach.office", **named) if one else named["office"]
        figures = [
            (
                tile_text(row, words.word(row.measure), words),
                words.start(row.measure),
                "" if one else at,
            )
            for row, at in zip(of_one.itertuples(), periods, strict=True)
        ]
        yield heading, figures


def _sentence(row: Any, words: Words) -> str:
    """What was done and how often, as a sentence says it."""
    name = words.word(row.measure)
    return words("outreach.title", name=name, number=tile_text(row, name, words))


def _table(material: Material) -> pd.DataFrame:
    """What was not done at all is no outreach."""
    table = measures_table(material.report, OUTREACH_MEASURES)
    return table[table["value"] > 0]


OUTREACH = Declaration("outreach", _table, outreach, topic="offices")

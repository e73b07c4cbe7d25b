"""Outreach: what each office did, each in its own unit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.big_numbers import draw_numbers, draw_tiles, height_of
from laicheng_data.charts.cells import MOST_CELLS, ROW_PT, Part, Strip, draw_strips
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.common import tile_text
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import measures_table
from laicheng_data.words import Words, capitalise

CONTACTS = ("calls_answered", "visits_received", "enquiries_answered")  # each with one person
OUTREACH_MEASURES = ("people_trained", "leaflets", *CONTACTS)
_MOST_IN_TITLE = 2
_TILES = 0.3  # of the height, for what is no contact, beside rows of cells


def outreach(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Counts of unlike things as figures with their units, as no axis could hold them side by
    side; of these the contacts with people, which are alike, as rows of cells."""
    rows = table.sort_values("value", ascending=False, kind="stable")
    told = [_sentence(row, words) for row in rows.itertuples()]
    title = capitalise(words("clause_comma").join(told[:_MOST_IN_TITLE]))
    contacts = _like_contacts(rows)
    others = rows.drop(index=contacts.index)
    groups = {"": [_figure(row, words) for row in others.itertuples()]}
    subtitle = words(f"outreach.subtitle{'.cells' if len(contacts) else ''}")
    strips = [_contact(row, words) for row in contacts.itertuples()]
    points = height_of(groups) * bool(len(others)) + ROW_PT * len(strips)
    form = layout.fit_height(points, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    if not strips or others.empty:
        axes = figure.subplots()
        if strips:
            draw_strips(axes, strips, layout.room(figure))
        else:
            draw_numbers(axes, groups)
    else:
        room = layout.room(figure)
        least = height_of(groups) if layout.is_upright(figure) else _TILES * room
        above, below = figure.subplots(2, 1, height_ratios=(least, room - least))
        below.set_axis_off()
        draw_tiles(above, groups, least)
        draw_strips(below, strips, room - least)
    layout.fix_layout(figure)
    alt = words.described(title, told)
    columns = ["office", "measure", "period", "printed", "unit", "bound", "value", "low", "high"]
    return Chart("outreach", figure, title, alt, source, words.table(rows[columns]))


def _like_contacts(rows: pd.DataFrame) -> pd.DataFrame:
    """Contacts that can be counted cell by cell, where there are several to compare."""
    found = rows[rows["measure"].isin(CONTACTS) & (rows["bound"] == "exact")]
    few = len(found) > 1 and found["value"].max() <= MOST_CELLS
    return found if few else found.iloc[:0]


def _figure(row: Any, words: Words) -> tuple[str, str, str]:
    """A number, what it is, and who did it when."""
    return (
        tile_text(row, words.word(row.measure), words),
        words.start(row.measure),
        _whose(row, words),
    )


def _contact(row: Any, words: Words) -> Strip:
    said = capitalise(_sentence(row, words))
    name = words("outreach.office", office=said, period=_whose(row, words))
    return Strip(name, [Part(row.value, style.ACCENT)])


def _whose(row: Any, words: Words) -> str:
    """The office and the period of a number."""
    return words("outreach.office", office=words.start(row.office), period=words.period(row.period))


def _sentence(row: Any, words: Words) -> str:
    """What was done and how often, as a sentence says it."""
    name = words.word(row.measure)
    return words("outreach.title", name=name, number=tile_text(row, name, words))


def _table(material: Material) -> pd.DataFrame:
    """What was not done at all is no outreach."""
    table = measures_table(material.report, OUTREACH_MEASURES)
    return table[table["value"] > 0]


OUTREACH = Declaration("outreach", _table, outreach, topic="offices")

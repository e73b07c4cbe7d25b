"""The service centre."""

from __future__ import annotations

import numpy as np
import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.big_numbers import draw_numbers, draw_tiles, height_of
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.common import printed_number, tile_text
from laicheng_data.charts.strips import ROW_PT, Part, Strip, draw_strips
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import measures_table
from laicheng_data.words import Words, capitalise

CENTRE_MEASURES = ("departments", "departments_with_window", "items", "staff", "matters")
_STRIP = 0.55  # of all height, for the departments


def service_center(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """How many departments have a counter in the service centre, and what the centre counts
    besides."""
    first = _first_of_each(table)
    values = first.set_index("measure")["value"]
    whole, part = (values.get(measure, np.nan) for measure in CENTRE_MEASURES[:2])
    whole = whole if part <= whole else np.nan  # neither says anything without the other
    counts = {name: words.count(value) for name, value in (("whole", whole), ("part", part))}
    title = words("service-center.title" if whole > 0 else "service-center.title.counts", **counts)
    subtitle = _subtitle(table, words)
    others = [row for row in first.itertuples() if row.measure in CENTRE_MEASURES[2:]]
    told = [(tile_text(row, words.word(row.measure), words), words.start(row.measure), "")
            for row in others]  # fmt: skip
    strip = ROW_PT if whole > 0 else 0.0
    form = layout.fit_height(height_of({"": told}) + strip, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    if strip and told and not layout.is_upright(figure):
        strip = max(strip, _STRIP * layout.room(figure))
    rest = max(layout.room(figure) - strip, 1)
    above, below = figure.subplots(2, 1, height_ratios=(max(strip, 1), rest))
    above.set_axis_off()
    below.set_axis_off()
    if told:
        (draw_tiles if strip else draw_numbers)(below, {"": told}, rest)
    if strip:  # last, as labels find their room in what is drawn
        draw_strips(above, [_departments(whole, part, words)], strip)
    layout.fix_layout(figure)
    details = [
        words("measure_of", measure=words.word(row.measure), value=printed_number(row, words))
        for row in first.itertuples()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "period", "printed", "unit", "value"]
    return Chart("service-center", figure, title, alt, source, words.table(table[columns]))


def _first_of_each(table: pd.DataFrame) -> pd.DataFrame:
    """What is counted, once each, the departments first."""
    first = table.drop_duplicates("measure")
    return first.sort_values("measure", key=lambda names: names.map(CENTRE_MEASURES.index))


def _subtitle(table: pd.DataFrame, words: Words) -> str:
    twice = table.drop_duplicates(["measure", "printed"])["measure"].duplicated().any()
    period = words.period(table["period"].iloc[0])
    said = words("service-center.subtitle", period=capitalise(period))
    return said + (words("common.twice") if twice else "")


def _departments(whole: float, part: float, words: Words) -> Strip:
    """The departments of the catalogue, those with a counter first."""
    shades = (style.ACCENT, style.tint(style.ACCENT, style.NOT_FILED))
    counts = {"with_window": part, "without_window": whole - part}
    parts = [
        Part(count, shade, words(f"service-center.{slug}", count=words.count(count)))
        for shade, (slug, count) in zip(shades, counts.items(), strict=True)
        if count
    ]
    return Strip(words("service-center.whole", whole=words.count(whole)), parts)


def _table(material: Material) -> pd.DataFrame:
    table = measures_table(material.report, CENTRE_MEASURES)
    return table[table["period"] == table["period"].max()]


SERVICE_CENTER = Declaration("service-center", _table, service_center, topic="offices")

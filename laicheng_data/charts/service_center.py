"""The service centre."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.big_numbers import draw_numbers, height_of
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.common import printed_number, tile_text
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import measures_table
from laicheng_data.words import Words, capitalise

CENTRE_MEASURES = ("departments", "departments_with_window", "items", "staff", "matters")
MOST_CELLS = 60
_STRIP_PT, _STRIP = 54, 0.4  # the least height of the strip of departments, and its share of all


def service_center(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """How many departments have a counter in the service centre, and what the centre counts
    besides."""
    twice = table.drop_duplicates(["measure", "printed"])["measure"].duplicated().any()
    first = table.drop_duplicates("measure")
    values = first.set_index("measure")["value"]
    whole, part = (values.get(measure, np.nan) for measure in CENTRE_MEASURES[:2])
    whole = whole if part <= whole else np.nan  # neither says anything without the other
    counts = {name: words.count(value) for name, value in (("whole", whole), ("part", part))}
    title = words("service-center.title" if whole > 0 else "service-center.title.counts", **counts)
    cells = ".cells" if 0 < whole <= MOST_CELLS else ""
    period = words.period(table["period"].iloc[0])
    subtitle = words(f"service-center.subtitle{cells}", period=capitalise(period))
    subtitle += words("common.twice") if twice else ""
    places = {measure: place for place, measure in enumerate(CENTRE_MEASURES)}
    rows = sorted(first.itertuples(), key=lambda row: places[row.measure])
    others = [row for row in rows if row.measure in CENTRE_MEASURES[2:]]
    told = [(tile_text(row, words.word(row.measure), words), words.start(row.measure), "")
            for row in others]  # fmt: skip
    strip = float(_STRIP_PT) if whole > 0 else 0.0
    form = layout.fit_height(height_of({"": told}) + strip, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    strip = max(strip, _STRIP * layout.room(figure)) if strip and told else strip
    rest = max(layout.room(figure) - strip, 1)
    if strip:
        above, below = figure.subplots(2, 1, height_ratios=(strip, rest))
        _draw_department_bar(above, whole, part, words)
    else:
        below = figure.subplots()
    if told:
        draw_numbers(below, {"": told}, rest)
    layout.fix_layout(figure)
    details = [
        words("measure_of", measure=words.word(row.measure), value=printed_number(row, words))
        for row in first.itertuples()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "period", "printed", "unit", "value"]
    return Chart("service-center", figure, title, alt, source, words.table(table[columns]))


def _draw_department_bar(axes: Axes, whole: float, part: float, words: Words) -> None:
    colour = style.ACCENT
    axes.barh(0, whole, 0.5, color=style.tint(colour, style.NOT_FILED))
    axes.barh(0, part, 0.5, color=colour)
    if whole <= MOST_CELLS:
        axes.vlines(np.arange(1, whole), -0.26, 0.26, color="white", lw=1.2)
    for x, slug, align, value in (
        (0, "with_window", "left", part),
        (whole, "without_window", "right", whole - part),
    ):
        numbers = {"count": value, "whole": whole, "part": part}
        said = {name: words.count(number) for name, number in numbers.items()}
        text = words(f"service-center.{slug}", **said)
        axes.annotate(
            text, (x, 0.25), (0, 4), textcoords="offset points", ha=align, color=style.ink(colour)
        )
    axes.set(xlim=(0, whole), ylim=(-0.3, 0.65), xticks=[], yticks=[])
    layout.strip_axes(axes)


def _table(material: Material) -> pd.DataFrame:
    table = measures_table(material.report, CENTRE_MEASURES)
    return table[table["period"] == table["period"].max()]


SERVICE_CENTER = Declaration("service-center", _table, service_center, topic="offices")

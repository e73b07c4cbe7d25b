"""The service centre."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import measures_table
from laicheng_data.words import Words

CENTRE_MEASURES = ("departments", "departments_with_window", "items", "staff", "matters")
MOST_CELLS = 60


def service_center(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """How many departments have a window in the service centre, and what the centre counts
    besides."""
    twice = table.drop_duplicates(["measure", "printed"])["measure"].duplicated().any()
    values = table.drop_duplicates("measure").set_index("measure")["value"]
    whole, part = (values.get(measure, np.nan) for measure in CENTRE_MEASURES[:2])
    whole = whole if part <= whole else np.nan  # neither says anything without the other
    counts = {name: words.count(value) for name, value in (("whole", whole), ("part", part))}
    title = words("service-center.title" if whole > 0 else "service-center.title.counts", **counts)
    figure = layout.frame(
        title,
        words(
            "service-center.subtitle.cells"
            if 0 < whole <= MOST_CELLS
            else "service-center.subtitle"
        )
        + (words("common.twice") if twice else ""),
        source,
        form,
    )
    others = values[[measure for measure in CENTRE_MEASURES[2:] if measure in values]]
    blocks = figure.subplots(2 if whole > 0 else 1, 1, squeeze=False)[:, 0]
    if whole > 0:
        _department_bar(blocks[0], whole, part, words)
    _big_numbers(blocks[-1], others, words)
    layout.settle(figure)
    details = [
        words("measure_of", measure=words.word(measure), value=words.count(value))
        for measure, value in values.items()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "period", "printed", "unit", "value"]
    return Chart("service-center", figure, title, alt, source, words.table(table[columns]))


def _department_bar(axes: Axes, whole: float, part: float, words: Words) -> None:
    colour = style.ACCENT
    axes.barh(0, whole, 0.5, color=style.tint(colour, 0.3))
    axes.barh(0, part, 0.5, color=colour)
    if whole <= MOST_CELLS:
        axes.vlines(np.arange(1, whole), -0.26, 0.26, color="white", lw=1.2)
    for x, slug, align, value in (
        (0, "with_window", "left", part),
        (whole, "without_window", "right", whole - part),
    ):
        text = words(f"service-center.{slug}", count=words.count(value))
        axes.annotate(
            text, (x, 0.25), (0, 3), textcoords="offset points", ha=align, color=style.ink(colour)
        )
    axes.set(xlim=(0, whole), ylim=(-0.35, 0.75), xticks=[], yticks=[])
    layout.bare(axes)


def _big_numbers(axes: Axes, values: pd.Series, words: Words) -> None:
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    for place, (measure, value) in enumerate(values.items()):
        x = place / max(len(values), 3)
        axes.text(
            x,
            0.5,
            words.count(value),
            size=22 if value < 1e6 else 14,
            va="baseline",
            color=style.INK,
        )
        axes.text(x, 0.38, words.start(str(measure)), va="top", color=style.QUIET)


def _table(material: Material) -> pd.DataFrame:
    table = measures_table(material.report, CENTRE_MEASURES)
    return table[table["period"] == table["period"].max()]


SERVICE_CENTER = Declaration("service-center", _table, service_center)

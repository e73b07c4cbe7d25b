"""Numbers that stand alone in a report, each large, with the change that it states of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from laicheng_data.charts import layout
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import as_printed, finished, measure_of, note
from laicheng_data.charts.style import Format
from laicheng_data.tables.measures import MOST_FIGURES
from laicheng_data.words import Words


def figures(table: pd.DataFrame, period: str, words: Words, source: str, form: Format) -> Chart:
    """The numbers of a period that have no other to stand beside; of many, those that claims speak
    of most."""
    shown = table.head(MOST_FIGURES)
    first = next(shown.itertuples())
    title = figure_sentence(first, words)
    changes = words("figures.changes") if (shown["change"] != "").any() else ""
    subtitle = words("figures.subtitle") + changes + note(table, len(table) - len(shown), words)
    form = layout.as_high_as(layout.figures_high(len(shown)), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    told = [
        (as_printed(row, words), measure_of(row.measure, row.subject, words), change_of(row, words))
        for row in shown.itertuples()
    ]
    few = len(told) <= layout.MOST_FIGURES_ABREAST
    largest = layout.LARGE_FIGURE_PT if few else layout.FIGURE_PT
    layout.big_figures(figure.subplots(), told, largest)
    layout.settle(figure)
    alt = words.described(title, [figure_sentence(row, words) for row in shown.itertuples()])
    return finished(f"figures-{period}", figure, title, alt, source, table, words)


def figure_sentence(row: Any, words: Words) -> str:
    """A number and its change as a title says them: 2016年财政收入49.18亿元，增长8.5%."""
    form = "figures.changed" if row.change else "figures.title"
    return words(
        form,
        period=words.period(row.period),
        measure=measure_of(row.measure, row.subject, words),
        value=as_printed(row, words),
        change=change_of(row, words),
    )


def change_of(row: Any, words: Words) -> str:
    """The change that the report states of a number; one below zero is told as what it is."""
    if not row.change:
        return ""
    size = row.change.lstrip("-−")
    rose = (row.kind == "growth") == (size == row.change)
    return words(f"figures.{'up' if rose else 'down'}", size=size)

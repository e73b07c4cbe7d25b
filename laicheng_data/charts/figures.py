"""Numbers that stand alone in a report, each large, with the change that it states of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from laicheng_data.charts import layout
from laicheng_data.charts.big_numbers import draw_numbers, height_of
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import build_chart, changes_of, measure_of, printed_number
from laicheng_data.charts.grid import Grid
from laicheng_data.charts.style import Format
from laicheng_data.tables.naming import names_a_whole
from laicheng_data.words import Words


def figures(table: pd.DataFrame, page: str, words: Words, source: str, form: Format) -> Chart:
    """Numbers of a period that have no other to stand beside."""
    title = figure_sentence(next(table.itertuples()), words)
    subtitle = _subtitle(table, words)
    told = [
        (printed_number(row, words), _measure_and_subject(row, words), changes_of(row, words))
        for row in table.itertuples()
    ]
    form = layout.fit_height(height_of({"": told}), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    draw_numbers(figure.subplots(), {"": told})
    layout.fix_layout(figure)
    alt = words.described(title, [figure_sentence(row, words) for row in table.itertuples()])
    return build_chart(f"figures-{page}", figure, title, alt, source, table, words)


def _measure_and_subject(row: Any, words: Words) -> str:
    return measure_of(row.measure, row.subject, words)


def figure_sentence(row: Any, words: Words) -> str:
    """A number and its change as a title says them: 2016年财政收入49.18亿元，增长8.5%."""
    return words(
        _form_of(row),
        period=words.period(row.period),
        measure=_measure_and_subject(row, words),
        value=printed_number(row, words),
        change=changes_of(row, words),
    )


def _form_of(row: Any) -> str:
    """Which sentence tells a number: with its change, as a word has it, as a share of something."""
    if row.change:
        return "figures.changed"
    if row.bound != "exact":
        return "figures.title.worded"
    return "figures.title.share" if names_a_whole(row.measure, row.unit) else "figures.title"


def figure_cells(table: pd.DataFrame, words: Words) -> Grid:
    """What each number is, how it changed where the report says so, and the number."""
    rows = [
        [_measure_and_subject(row, words), changes_of(row, words), printed_number(row, words)]
        for row in table.itertuples()
    ]
    if not any(change for _, change, _ in rows):
        rows = [[name, number] for name, _, number in rows]
    return Grid(_subtitle(table, words), rows)


def _subtitle(table: pd.DataFrame, words: Words) -> str:
    changes = words("figures.changes") if (table["change"] != "").any() else ""
    return words("figures.subtitle") + changes

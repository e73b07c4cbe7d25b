"""Due and filed: those who filed and those who did not, together all who were due to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.bars import bar_panels, said, worded_note
from laicheng_data.charts.chart import Chart, Declaration, filings_of
from laicheng_data.charts.numbers import cell, change
from laicheng_data.charts.panels import Panel, count_panels, stacked
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import since_first
from laicheng_data.words import Words

_BAR_PT = 26  # the height of a bar, or of the name of its kind, on an upright picture


def due_and_filed(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of those due to file: dark who filed, light who did not; a panel a kind, each to its
    scale."""
    title = _title(table, words)
    subtitle = words("due-and-filed.subtitle") + worded_note(table, words)
    kinds, years = table["subject"].nunique(), table["period"].nunique()
    form = layout.as_high_as(_BAR_PT * kinds * (years + 1), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    texts = [_sum(row, words) for row in table.itertuples()]
    bar_panels(figure, table.assign(text=texts), {"due": style.NOT_FILED, "filed": 1}, words)
    alt = words.described(title, said(table, words, "filed_of_due_in", "due", "filed"))
    data = words.table(table[["period", "subject", "due", "filed"]])
    return Chart("due-and-filed", figure, title, alt, source, data)


def _sum(row: Any, words: Words) -> str:
    """Filed and not filed as what they add up to; two numbers alone where they do not."""
    filed, due = (cell(row, measure, words) for measure in ("filed", "due"))
    if row.worded or row.due - row.filed != row.unfiled:
        return words("filed_of_due", filed=filed, due=due)
    return words("filed_and_not", filed=filed, due=due, unfiled=cell(row, "unfiled", words))


def _title(table: pd.DataFrame, words: Words) -> str:
    """How the number due changed from the first to the last year of each kind."""
    changes = since_first(table).query("measure == 'due'")
    if changes.empty:
        return _level(table, words)
    start, year = changes["previous"].min(), changes["period"].max()
    parts = [
        words(
            _change_form(row, start, year),
            subject=words.word(row.subject),
            years=words.years([row.previous, row.period]),
            change=change(row, words),
        )
        for row in changes.itertuples()
    ]
    years, said_changes = words.years([start, year]), words("list_comma").join(parts)
    return words("due-and-filed.title.change", years=years, changes=said_changes)


def _change_form(row: Any, start: str, year: str) -> str:
    return "change_of" if (row.previous, row.period) == (start, year) else "change_of_in"


def _level(table: pd.DataFrame, words: Words) -> str:
    last = table[table["period"] == table["period"].max()]
    counts = [
        words("count_of", subject=words.word(row.subject), count=cell(row, "due", words))
        for row in last.itertuples()
    ]
    year, counted = last["period"].iloc[0], words("list_comma").join(counts)
    return words("due-and-filed.title.level", year=year, counts=counted)


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """Filed and not filed one after the other, or due and filed where the rest is not known."""
    if (table["due"] - table["filed"] == table["unfiled"]).all():
        return stacked(count_panels(table, words, {"filed": 1, "unfiled": style.NOT_FILED}))
    panels = count_panels(table, words, {"due": style.NOT_FILED, "filed": 1})
    note = words("deck.due-and-filed")
    return [[replace(panel, note=note) for panel in row] for row in panels]


DUE_AND_FILED = Declaration(
    "due-and-filed",
    filings_of,
    due_and_filed,
    needs=("due", "filed"),
    panels=_panels,
    explorer={"due": 0, "filed": 0},
)

"""Due and filed: those who filed and those who did not, together all who were due to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, filings_of
from laicheng_data.charts.numbers import (
    bounds_note,
    change_text,
    count_cell,
    count_sentences,
    signed_change,
)
from laicheng_data.charts.panels import STACKED, Panel, count_panels, stack_panels
from laicheng_data.charts.rows import Look, Row, draw_rows, frame_rows
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import by_units_changed, year_on_year
from laicheng_data.words import Words

_COLUMNS = ("filed", "unfiled", "due")
_CHANGE = "change"  # of those due, from the year before
_THICK = 0.62  # of a row, that a bar takes


def due_and_filed(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """A row a kind and year: a bar of those due to file, dark who filed and light who did not, all
    to one scale, so that a long bar is many; the numbers beside it."""
    title, rows = _title(table, words), _rows(table, words)
    has_change = _CHANGE in rows[0].texts
    reading = words(f"due-and-filed.subtitle{'.change' if has_change else ''}")
    above = (title, reading + bounds_note(table, words))
    look = Look(_draw_mark, whole="due")
    figure, shown = frame_rows(rows, _rank_rows(rows), above, source, form, look, words)
    draw_rows(figure, shown, style.colours(table["subject"]), look, words)
    layout.fix_layout(figure)
    alt = words.described(title, count_sentences(table, words, "filed_of_due_in", "due", "filed"))
    data = words.table(table[["period", "subject", "due", "filed"]])
    return Chart("due-and-filed", figure, title, alt, source, data)


def _rows(table: pd.DataFrame, words: Words) -> list[Row]:
    """A row a kind and year of any kind; one that the report does not print says so."""
    periods, gap = sorted(table["period"].unique()), words("not_printed")
    changes = {
        (row.subject, row.period): f"{signed_change(row, words)}%"
        for row in _changes_of_due(table).itertuples()
    }
    columns = [*_COLUMNS, *([_CHANGE] if changes else [])]
    rows = []
    for subject in style.sort_subjects(table["subject"]):
        of_one = table[table["subject"] == subject].dropna(subset=["due", "filed"])
        printed = {row.period: row for row in of_one.itertuples()}
        for period in periods:
            if period in printed:
                texts = _texts(printed[period], words)
                texts |= {_CHANGE: changes.get((subject, period), "")} if changes else {}
                ends = {"unfiled": printed[period].due, "filed": printed[period].filed}
                rows.append(Row(subject, period, texts, ends))
            else:
                rows.append(Row(subject, period, dict.fromkeys(columns, gap), {}, columns))
    return rows


def _texts(row: Any, words: Words) -> dict[str, str]:
    """Who did not file is told only where filed and not filed add up to all due."""
    adds_up = not row.worded and row.due - row.filed == row.unfiled
    told = {"filed": True, "unfiled": adds_up, "due": True}
    return {name: count_cell(row, name, words) if is_told else "" for name, is_told in told.items()}


def _rank_rows(rows: Sequence[Row]) -> list[Row]:
    """The latest years first, of which the title compares the last two."""
    return sorted(rows, key=lambda row: row.period, reverse=True)


def _draw_mark(axes: Axes, measure: str, y: float, start: float, end: float, colour: str) -> None:
    """All who were due, light, and before it dark who filed: what stays light did not."""
    shade = colour if measure == "filed" else style.tint(colour, style.NOT_FILED)
    axes.barh(y, end - start, _THICK, left=start, color=shade)


def _title(table: pd.DataFrame, words: Words) -> str:
    """How the number due changed from the year before the last: of the kind that gained most units
    and of the one that lost most, or of the two that changed most where all went one way."""
    last = table["period"].max()
    changes = _changes_of_due(table)
    changes = _title_changes(changes[changes["period"] == last])
    if changes.empty:
        return _level(table, words)
    parts = [
        words("change_of", subject=words.word(row.subject), change=change_text(row, words))
        for row in changes.itertuples()
    ]
    said_changes, previous = words("clause_comma").join(parts), changes["previous"].iloc[0]
    return words("due-and-filed.title.change", year=last, previous=previous, changes=said_changes)


def _changes_of_due(table: pd.DataFrame) -> pd.DataFrame:
    changes = year_on_year(table)
    return changes[changes["measure"] == "due"]


def _title_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Two of the changes at most, that of more units first."""
    largest = by_units_changed(changes)
    ways = [largest[sign * largest["change"] > 0].head(1) for sign in (1, -1)]
    if any(way.empty for way in ways):
        return largest.head(2)
    return largest.loc[largest.index.isin(pd.concat(ways).index)]


def _level(table: pd.DataFrame, words: Words) -> str:
    last = table[table["period"] == table["period"].max()]
    counts = [
        words("count_of", subject=words.word(row.subject), count=count_cell(row, "due", words))
        for row in last.itertuples()
    ]
    year, counted = last["period"].iloc[0], words("list_comma").join(counts)
    return words("due-and-filed.title.level", year=year, counts=counted)


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """Filed and not filed one after the other and what they come to, or due and filed where the
    rest is not known."""
    adds_up = (table["due"] - table["filed"] == table["unfiled"]).all()
    if adds_up:
        shares = {"filed": 1, "unfiled": style.NOT_FILED}
        panels = stack_panels(count_panels(table, words, shares, form=STACKED), words.start("due"))
    else:
        panels = count_panels(table, words, {"due": style.NOT_FILED, "filed": 1})
    note = words(f"deck.due-and-filed{'.stacked' if adds_up else ''}")
    return [[replace(panel, note=note) for panel in row] for row in panels]


DUE_AND_FILED = Declaration(
    "due-and-filed",
    filings_of,
    due_and_filed,
    needs=("due", "filed"),
    panels=_panels,
    explorer={"due": 0, "filed": 0},
    topic="filing",
)

"""Native charts of a deck as plain data, which whoever writes the slides turns into objects."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.words import Words

LINE, BARS, COLUMNS, STACKED = "line", "bar", "column", "stacked"  # the forms of a panel
COUNT, RATE, CHANGE, POINTS = "#,##0", "0.00%", "+0.0;−0.0;0.0", "+0.00;−0.00;0.00"
LABEL_ROOM = 1.3  # an axis goes on so far beyond the longest bar, whose label stands there


@dataclass(frozen=True)
class Panel:
    """One native chart: its form, its series by name (a value a category, None where nothing is
    printed), their colours (a colour a category where it is a list), how numbers are written, and
    the ends of the axis of values. Several panels `of_one_kind` are told apart by their titles.
    """

    title: str
    form: str
    categories: list[str]
    series: dict[str, list[float | None]]
    colours: list[str] | list[list[str]]
    written: str
    bounds: tuple[float, float]
    of_one_kind: bool = True
    note: str = ""


def count_panels(table: pd.DataFrame, words: Words, measures: list[str]) -> list[list[Panel]]:
    """A panel a kind, a bar a year and measure; the last measure dark, the ones before light.

    One measure has one scale for all kinds; several have one a kind, as the shares count.
    """
    subjects, periods = list(pd.unique(table["subject"])), sorted(table["period"].unique())
    hues = style.colours(subjects)
    row = []
    for subject in subjects:
        rows = table[table["subject"] == subject].set_index("period").reindex(periods)
        most = (table if len(measures) == 1 else rows)[measures].max(axis=None)
        row.append(
            Panel(
                words.start(subject),
                BARS,
                [words.period(period) for period in periods],
                {words.start(measure): values(rows[measure]) for measure in measures},
                [
                    style.tint(hues[subject], 0.35 if measure != measures[-1] else 1.0)
                    for measure in measures
                ],
                COUNT,
                (0, max(most, 1) * LABEL_ROOM),
            )
        )
    return in_rows(row)


def values(column: pd.Series) -> list[float | None]:
    """The values of a column, None where one is missing."""
    return [None if pd.isna(value) else float(value) for value in column]


def in_rows(row: list[Panel]) -> list[list[Panel]]:
    """Panels in one row, or in two where there are many."""
    abreast = -(-len(row) // (1 if len(row) <= layout.MOST_PANELS_ABREAST else 2))
    return [row[start : start + abreast] for start in range(0, len(row), abreast)]

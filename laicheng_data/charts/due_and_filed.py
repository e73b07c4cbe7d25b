"""Due and filed, kind by kind."""

from __future__ import annotations

import pandas as pd

from laicheng_data.charts import layout
from laicheng_data.charts.bars import bar_panels, counted
from laicheng_data.charts.chart import Chart, Declaration, filings_of
from laicheng_data.charts.panels import (
    count_panels,
)
from laicheng_data.charts.style import Format
from laicheng_data.words import Words


def due_and_filed(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of the units due to file, the part that filed solid; one panel a kind, each to its own scale."""
    title = _due_title(table, words)
    figure = layout.frame(title, words("due-and-filed.subtitle"), source, form)
    texts = [
        words("filed_of_due", filed=words.count(row.filed), due=words.count(row.due))
        for row in table.itertuples()
    ]
    bar_panels(figure, table.assign(text=texts), ["due", "filed"], words)
    alt = words.described(title, counted(table, words, "filed_of_due_in", "due", "filed"))
    return Chart(
        "due-and-filed",
        figure,
        title,
        alt,
        source,
        words.table(table[["period", "subject", "due", "filed"]]),
    )


def _due_title(table: pd.DataFrame, words: Words) -> str:
    ends = table.groupby("subject", sort=False).agg(
        first=("due", "first"),
        last=("due", "last"),
        since=("period", "min"),
        until=("period", "max"),
    )
    changed = ends[(ends["since"] < ends["until"]) & (ends["first"] > 0)]
    start, year = changed["since"].min(), table["period"].max()
    if changed.empty:
        counts = [
            words("count_of", subject=words.word(row.Index), count=words.count(row.last))
            for row in ends.itertuples()
        ]
        return words(
            "due-and-filed.title.level", year=year, counts=words("list_comma").join(counts)
        )
    parts = [
        words(
            "change_of" if row.since == start else "change_of_since",
            subject=words.word(row.Index),
            since=row.since,
            change=words.percent_change((row.last / row.first - 1) * 100),
        )
        for row in changed.itertuples()
    ]
    changes = words("list_comma").join(parts)
    return words("due-and-filed.title.change", years=words.years([start, year]), changes=changes)


DUE_AND_FILED = Declaration(
    "due-and-filed",
    filings_of,
    due_and_filed,
    needs=("due", "filed"),
    panels=lambda table, words: count_panels(table, words, ["due", "filed"]),
    explorer={"due": 0, "filed": 0},
)

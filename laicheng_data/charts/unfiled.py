"""Who did not file."""

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


def unfiled(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of the units that were due and did not file; one panel a kind, all to one scale."""
    title = _unfiled_title(table, words)
    figure = layout.frame(title, words("unfiled.subtitle"), source, form)
    bar_panels(
        figure,
        table.assign(text=table["unfiled"].map(words.count)),
        ["unfiled"],
        words,
        shared=True,
    )
    alt = words.described(title, counted(table, words, "unfiled_in", "unfiled"))
    return Chart(
        "unfiled", figure, title, alt, source, words.table(table[["period", "subject", "unfiled"]])
    )


def _unfiled_title(table: pd.DataFrame, words: Words) -> str:
    last = table[table["period"] == table["period"].max()]
    total = last["unfiled"].sum()
    most = last.loc[last["unfiled"].idxmax()]
    return words(
        "unfiled.title.share" if len(last) > 1 and total else "unfiled.title.one",
        year=most["period"],
        total=words.count(total),
        subject=words.word(most["subject"]),
        share=words.percent(most["unfiled"] / total if total else 0),
    )


UNFILED = Declaration(
    "unfiled",
    filings_of,
    unfiled,
    needs=("unfiled",),
    panels=lambda table, words: count_panels(table, words, ["unfiled"]),
    explorer={"unfiled": 0},
    story={"change": 0},
)

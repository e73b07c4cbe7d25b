"""What charts of counts by year and kind say alike."""

from __future__ import annotations

import pandas as pd

from laicheng_data.charts.numbers import cell
from laicheng_data.words import Words


def said(table: pd.DataFrame, words: Words, sentence: str, *measures: str) -> list[str]:
    """A sentence a row of the table, with the counts of the named measures."""
    return [
        words(
            sentence,
            period=row.period,
            subject=words.word(row.subject),
            **{measure: cell(row, measure, words) for measure in measures},
        )
        for row in table.itertuples()
    ]


def worded_note(table: pd.DataFrame, words: Words) -> str:
    """What a reader must know where a word such as 多 bounds a number, or a number stands twice."""
    return words("worded_note") if (table["worded"] != "").any() else ""

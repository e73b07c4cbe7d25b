"""Bars that charts of counts by year and kind have in common."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
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


def bar_panels(
    figure: Figure, table: pd.DataFrame, shares: Mapping[str, float], words: Words
) -> None:
    """One panel a kind and one bar a year, its `text` above it; later columns of `shares` lie over
    earlier ones, each in so much of its kind's colour. A single column has one scale for all."""
    subjects, periods = style.in_order(table["subject"]), sorted(table["period"].unique())
    hues = style.colours(table["subject"])
    size, height = (style.LABEL_PT, 0.4) if len(periods) <= 6 else (style.SMALL_PT, 0.24)
    for axes, subject in zip(layout.panels(figure, len(subjects)), subjects, strict=True):
        rows = table[table["subject"] == subject].set_index("period").reindex(periods)
        for column, share in shares.items():
            axes.barh(
                range(len(periods)), rows[column], height, color=style.tint(hues[subject], share)
            )
        for y, text in enumerate(rows["text"]):
            shown, colour = (
                (text, style.ink(hues[subject]))
                if isinstance(text, str)
                else (words("not_printed"), style.QUIET)
            )
            axes.annotate(
                shown,
                (0, y - height / 2),
                (2, 1),
                textcoords="offset points",
                va="bottom",
                color=colour,
                size=size,
            )
        layout.panel_title(axes, words.start(subject), hues[subject])
        most = (table if len(shares) == 1 else rows)[next(iter(shares))].max()
        axes.set(xticks=[], ylim=(len(periods) - 0.5, -0.75), xlim=(0, max(most, 1)))
        axes.set_yticks(
            range(len(periods)), [words.period(period) for period in periods], size=size
        )
        layout.bare(axes, "left")
    layout.settle(figure)

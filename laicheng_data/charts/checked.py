"""Every decided relation of a report, what is printed beside what the numbers give."""

from __future__ import annotations

from typing import Any

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.common import MOST_ROWS, finished, measure_of, note
from laicheng_data.charts.style import Format
from laicheng_data.tables.measures import checked_table
from laicheng_data.words import Words

# What does not hold is dark enough to be told in grey, by its place as well.
FAILED = "#a3122a"
# A difference that the report does not deny looks like no fault; each also says what it is.
_COLOURS = {"inconsistent": FAILED, "difference": style.ACCENT, "consistent": style.INK}


def checked(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Each decided relation, what is printed beside what the numbers give; those that fail
    first."""
    shown = table.head(MOST_ROWS)
    title = _checked_title(table, words)
    left = note(table, len(table) - len(shown), words)
    figure = layout.frame(title, words("checked.subtitle") + left, source, form)
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(max(len(shown), 4) - 0.4, -1.4), xticks=[], yticks=[])
    columns = (("printed", 0.62), ("recomputed", 0.84), ("verdict", 1.0))
    for name, x in columns:
        axes.text(x, -0.95, words.start(name), ha="right", va="center", color=style.QUIET)
    room = 72 * figure.get_size_inches()[0]
    for y, row in enumerate(shown.itertuples()):
        colour = _COLOURS[row.verdict]
        named = layout.shortened(_claim(row, words), style.LABEL_PT, room * 0.42)
        axes.text(0, y, named, va="center", color=colour)
        for (name, x), width in zip(columns, (0.16, 0.2, 0.14), strict=True):
            text = words.word(row.verdict) if name == "verdict" else str(getattr(row, name))
            short = layout.shortened(text, style.LABEL_PT, room * width)
            axes.text(x, y, short, ha="right", va="center", color=colour)
    layout.bare(axes)
    layout.settle(figure)
    alt = words.described(title, [_judged(row, words) for row in shown.itertuples()])
    return finished("checked", figure, title, alt, source, table, words)


def _claim(row: Any, words: Words) -> str:
    return words(
        "common.claim",
        period=words.period(row.period),
        measure=measure_of(row.measure, row.subject, words),
    )


def _judged(row: Any, words: Words) -> str:
    return words(
        "checked.row",
        claim=_claim(row, words),
        printed=row.printed,
        recomputed=row.recomputed,
        verdict=words.word(row.verdict),
    )


def _checked_title(table: pd.DataFrame, words: Words) -> str:
    """What the report states, and apart from it what leaves a difference; the first of each named.

    All of these are counted, whether or not there is room to show them.
    """
    stated = table["basis"] == "stated"
    told = [
        _told(basis, rows, words)
        for basis, rows in (("stated", table[stated]), ("implied", table[~stated]))
        if len(rows)
    ]
    return words("list_semicolon").join(told)


def _told(basis: str, table: pd.DataFrame, words: Words) -> str:
    failed = table[table["verdict"] != "consistent"]
    if failed.empty:
        return words(f"checked.title.{basis}.hold", count=len(table))
    row = next(failed.itertuples())
    return words(
        f"checked.title.{basis}.fail",
        count=len(table),
        failed=len(failed),
        claim=_claim(row, words),
        printed=row.printed,
        recomputed=row.recomputed,
    )


CHECKED = Declaration(
    "checked",
    lambda material: checked_table(material.report, material.verdicts),
    checked,
    story={"check": 1},
)

"""The list of abnormal operations beside those that did not file."""

from __future__ import annotations

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.panels import (
    BARS,
    COUNT,
    LABEL_ROOM,
    Panel,
    values,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import listed_and_unfiled
from laicheng_data.words import Words


def abnormal_list(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """The list of abnormal operations beside the units that did not file, kind by kind and in total."""
    table = table[table["period"] == table["period"].max()]
    title = _list_title(table, words)
    figure = layout.frame(
        title, words("abnormal-list.subtitle", year=table["period"].iloc[0]), source, form
    )
    axes = figure.subplots()
    hues = style.colours(list(table["subject"]))
    for y, row in enumerate(table.itertuples()):
        bars = (
            ("listed", row.listed, row.listed_subject, -0.19, 1.0),
            ("unfiled", row.unfiled, row.subject, 0.19, 0.4),
        )
        for measure, value, subject, offset, share in bars:
            axes.barh(y + offset, value, 0.34, color=style.tint(hues[row.subject], share))
            text = words(
                f"abnormal-list.{measure}", subject=words.word(subject), count=words.count(value)
            )
            axes.annotate(
                text,
                (value, y + offset),
                (4, 0),
                textcoords="offset points",
                va="center",
                color=style.ink(hues[row.subject]),
            )
    differences = [
        f"{words.start(row.subject)}\n{words.signed(row.difference)}" for row in table.itertuples()
    ]
    axes.set_yticks(range(len(table)), differences, color=style.INK, linespacing=layout.LINE_HEIGHT)
    axes.set(xticks=[], ylim=(len(table) - 0.5, -0.5), xlim=(0, None))
    layout.bare(axes, "left")
    layout.settle(figure)
    columns = {"listed": words.count, "unfiled": words.count, "difference": words.signed}
    details = [
        words(
            "abnormal-list.row",
            subject=words.word(row["subject"]),
            **{c: say(row[c]) for c, say in columns.items()},
        )
        for _, row in table.iterrows()
    ]
    alt = words.described(title, details)
    return Chart("abnormal-list", figure, title, alt, source, words.table(table))


def _list_title(table: pd.DataFrame, words: Words) -> str:
    total = table.iloc[-1]
    sign = "fewer" if total["difference"] < 0 else "more" if total["difference"] > 0 else "same"
    return words(
        f"abnormal-list.title.{sign}",
        subject=words.word(total["subject"]),
        listed=words.count(total["listed"]),
        unfiled=words.count(total["unfiled"]),
        difference=words.count(abs(total["difference"])),
    )


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    table = table[table["period"] == table["period"].max()]
    hues = style.colours(list(table["subject"]))
    measures = ["listed", "unfiled"]
    return [
        [
            Panel(
                words.period(table["period"].iloc[0]),
                BARS,
                [words.start(subject) for subject in table["subject"]],
                {words.start(measure): values(table[measure]) for measure in measures},
                [
                    [style.tint(hues[subject], share) for subject in table["subject"]]
                    for share in (1.0, 0.4)
                ],
                COUNT,
                (0, max(table[measures].max(axis=None), 1) * LABEL_ROOM),
                of_one_kind=False,
                note=words("deck.abnormal-list", year=table["period"].iloc[0]),
            )
        ]
    ]


ABNORMAL_LIST = Declaration(
    "abnormal-list",
    lambda material: listed_and_unfiled(material.report),
    abnormal_list,
    panels=_panels,
    story={"gap": 0},
)

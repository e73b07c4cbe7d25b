"""Public notices."""

from __future__ import annotations

import pandas as pd
from matplotlib.text import Text

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.panels import (
    COUNT,
    STACKED,
    Panel,
    values,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import notices_table
from laicheng_data.words import Words

_ROW_PT = 64  # the height of a procedure on an upright picture


def notice_periods(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Public notices one after the other, a row a procedure, in days."""
    totals = table.groupby("measure", sort=False)["value"].agg(["sum", "size"])
    parts = [
        words(
            "notice-periods.total", measure=words.word(measure), days=words.count(days), steps=steps
        )
        for measure, days, steps in totals.itertuples()
    ]
    title = words("notice-periods.title", totals=words("list_comma").join(parts))
    subtitle, upright = words("notice-periods.subtitle"), form.height > form.width
    form = layout.as_high_as(_ROW_PT * len(totals), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    axes = figure.subplots()
    labels: list[Text] = []
    for y, (_, rows) in enumerate(table.groupby("measure", sort=False)):
        starts = rows["value"].cumsum() - rows["value"]
        for step, (start, row) in enumerate(zip(starts, rows.itertuples(), strict=True)):
            axes.barh(
                y,
                row.value,
                0.5,
                left=start,
                color=style.tint(style.ACCENT, 0.15 + 0.15 * min(step, 2)),
                ec="white",
                lw=1.5,
            )
            days = words(
                "notice-periods.step", subject=words.start(row.subject), days=words.count(row.value)
            )
            labels.append(
                axes.text(start + row.value / 2, y, days, ha="center", va="center", color=style.INK)
            )
    names = [words.start(str(measure)) for measure in totals.index]
    if upright:  # above its bar, which needs the width
        for y, name in enumerate(names):
            axes.text(0, y - 0.32, name, va="bottom", color=style.INK)
    axes.set_yticks([] if upright else range(len(names)), [] if upright else names)
    axes.tick_params("y", labelcolor=style.INK)
    for y, days in enumerate(totals["sum"]):
        whole = words("notice-periods.whole", days=words.count(days))
        axes.annotate(
            whole,
            (days, y),
            (6, 0),
            textcoords="offset points",
            va="center",
            weight=BOLD,
            color=style.INK,
        )
    axes.set(xticks=[], ylim=(len(totals) - 0.5, -0.5), xlim=(0, 1.15 * totals["sum"].max()))
    layout.bare(axes, "left")
    layout.keep_what_fits(figure, labels)
    details = [
        words(
            "notice_of",
            measure=words.word(row.measure),
            subject=words.word(row.subject),
            days=words.count(row.value),
        )
        for row in table.itertuples()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "subject", "period", "printed", "unit", "value"]
    return Chart("notice-periods", figure, title, alt, source, words.table(table[columns]))


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A bar a procedure, its steps one after the other."""
    wide = table.pivot_table("value", "measure", "subject", aggfunc="sum", sort=False)
    return [
        [
            Panel(
                words("notice-periods.axis"),
                STACKED,
                [words.start(str(measure)) for measure in wide.index],
                {words.start(str(subject)): values(wide[subject]) for subject in wide},
                [
                    style.tint(style.ACCENT, 0.15 + 0.15 * min(step, 2))
                    for step in range(wide.shape[1])
                ],
                COUNT,
                (0, float(wide.sum(axis=1).max())),
                of_one_kind=False,
                note=words("list_semicolon").join(
                    [words("notice-periods.axis"), words("notice-periods.subtitle")]
                ),
            )
        ]
    ]


NOTICE_PERIODS = Declaration(
    "notice-periods",
    lambda material: notices_table(material.report),
    notice_periods,
    panels=_panels,
)

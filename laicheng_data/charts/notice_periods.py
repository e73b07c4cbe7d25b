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
    with_total,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import notices_table
from laicheng_data.words import Words, begun

_THICK = 0.36  # of a row, that a bar takes
_ROW_PT = 64  # the height of a procedure on an upright picture


def notice_periods(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Public notices one after the other, a row a procedure, in days."""
    totals = table.groupby("measure", sort=False)["value"].sum()
    title = _title(totals, words)
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
                _THICK,
                left=start,
                color=_shade(step),
                ec="white",
                lw=1.5,
            )
            name, days = words.start(row.subject), _days(row.value, words)
            step_text = f"{name}\n{days}" if upright else f"{name} {days}"
            middle = start + row.value / 2
            labels.append(
                axes.text(middle, y, step_text, ha="center", va="center", color=style.INK)
            )
    names = [words.start(str(measure)) for measure in totals.index]
    if upright:  # above its bar, which needs the width
        for y, name in enumerate(names):
            axes.text(0, y - 0.7 * _THICK, name, va="bottom", color=style.INK)
    axes.set_yticks([] if upright else range(len(names)), [] if upright else names)
    axes.tick_params("y", labelcolor=style.INK)
    for y, days in enumerate(totals):
        whole = words("notice-periods.whole", days=_days(days, words))
        axes.annotate(
            whole,
            (days, y),
            (6, 0),
            textcoords="offset points",
            va="center_baseline",
            weight=BOLD,
            color=style.INK,
        )
    axes.set(xticks=[], ylim=(len(totals) - 0.5, -0.5), xlim=(0, 1.15 * totals.max()))
    layout.bare(axes, "left")
    layout.keep_what_fits(figure, labels)
    details = [
        words(
            "notice_of",
            measure=words.word(row.measure),
            subject=words.word(row.subject),
            days=_days(row.value, words),
        )
        for row in table.itertuples()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "subject", "period", "printed", "unit", "value"]
    return Chart("notice-periods", figure, title, alt, source, words.table(table[columns]))


def _title(totals: pd.Series, words: Words) -> str:
    """How long the longest of the procedures takes, and how much longer that is than the
    shortest."""
    most, least = str(totals.idxmax()), str(totals.idxmin())
    form = "one" if len(totals) == 1 else "more"
    if len(totals) > 1 and totals.nunique() == 1:
        form = "same"
    all_named = words.all_of([str(measure) for measure in totals.index])
    return words(
        f"notice-periods.title.{form}",
        most=words.start(most),
        least=words.word(least),
        all=begun(all_named),
        days=_days(totals.max(), words),
        difference=_days(totals.max() - totals.min(), words),
    )


def _days(days: float, words: Words) -> str:
    return words("notice-periods.days" + (".one" if days == 1 else ""), days=words.count(days))


def _shade(step: int) -> str:
    return style.tint(style.ACCENT, 0.3 + 0.15 * min(step, 2))


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A bar a procedure, its steps one after the other, and how many days they make."""
    wide = table.pivot_table("value", "measure", "subject", aggfunc="sum", sort=False)
    written = _format(words("notice-periods.days", days="|"))
    steps = Panel(
        words("form.notice-periods"),
        STACKED,
        [words.start(str(measure)) for measure in wide.index],
        {words.start(str(subject)): values(wide[subject]) for subject in wide},
        [_shade(step) for step in range(wide.shape[1])],
        written,
        (0, 1),
        of_one_kind=False,
    )
    whole = words("notice-periods.whole", days=words("notice-periods.days", days="|"))
    return [[with_total(steps, words.start("sum"), '"  "' + _format(whole))]]


def _format(text: str) -> str:
    """A text around the place of a number as a format of an office chart."""
    before, after = text.split("|")
    return (f'"{before}"' if before else "") + COUNT + f'"{after}"'


NOTICE_PERIODS = Declaration(
    "notice-periods",
    lambda material: notices_table(material.report),
    notice_periods,
    panels=_panels,
)

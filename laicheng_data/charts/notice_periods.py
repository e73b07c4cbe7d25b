"""Public notices."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.panels import (
    COUNT,
    STACKED,
    Panel,
    add_totals,
    column_values,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.counts import notices_table
from laicheng_data.words import Words, capitalise

_THICK, _GAP_PT = 0.45, 6  # of a row, that a bar takes; between it and what stands behind it
_ROW_PT = 64  # the height of a procedure on an upright picture


def notice_periods(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Public notices one after the other, a row a procedure, the longest first, in days."""
    totals = _totals(table)
    title = _title(totals, words)
    subtitle, upright = words("notice-periods.subtitle"), form.height > form.width
    form = layout.fit_height(_ROW_PT * len(totals), title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    axes = figure.subplots()
    labels: list[Text] = []
    for y, (measure, days) in enumerate(totals.items()):
        labels += _steps(axes, y, table[table["measure"] == measure], upright, words)
        name = words.start(str(measure))
        _write_text(axes, name, (0, y - _THICK / 2), {"xytext": (0, 4), "va": "bottom"})
        whole = words("notice-periods.whole", days=_days_text(days, words))
        _write_text(axes, whole, (days, y), {"xytext": (_GAP_PT, 0), "va": "center_baseline"})
    wholes = [words("notice-periods.whole", days=_days_text(days, words)) for days in totals]
    behind = max(layout.text_width(whole, style.LABEL_PT, BOLD) for whole in wholes) + 2 * _GAP_PT
    share = 1 - behind / (72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT)
    axes.set(xticks=[], yticks=[], ylim=(len(totals) - 0.6, -0.55))
    axes.set_xlim(0, totals.max() / share)
    layout.strip_axes(axes)
    layout.remove_overlaps(figure, labels)
    details = [
        words(
            "notice_of",
            measure=words.word(row.measure),
            subject=words.word(row.subject),
            days=_days_text(row.value, words),
        )
        for row in table.itertuples()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "subject", "period", "printed", "unit", "value"]
    return Chart("notice-periods", figure, title, alt, source, words.table(table[columns]))


def _totals(table: pd.DataFrame) -> pd.Series:
    """The days of each procedure, the longest first."""
    totals = table.groupby("measure", sort=False)["value"].sum()
    return totals.sort_values(ascending=False, kind="stable")


def _steps(axes: Axes, y: int, rows: pd.DataFrame, upright: bool, words: Words) -> list[Text]:
    """The notices of a procedure, one after the other, each with its name and its days."""
    labels = []
    starts = rows["value"].cumsum() - rows["value"]
    for step, (start, row) in enumerate(zip(starts, rows.itertuples(), strict=True)):
        axes.barh(y, row.value, _THICK, left=start, color=_shade(step), ec="white", lw=1.5)
        apart = "\n" if upright else " "
        text = f"{words.start(row.subject)}{apart}{_days_text(row.value, words)}"
        middle = start + row.value / 2
        labels.append(axes.text(middle, y, text, ha="center", va="center", color=style.INK))
    return labels


def _write_text(axes: Axes, text: str, place: tuple[float, float], how: dict[str, Any]) -> None:
    axes.annotate(text, place, textcoords="offset points", weight=BOLD, color=style.INK, **how)


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
        all=capitalise(all_named),
        days=_days_text(totals.max(), words),
        difference=_days_text(totals.max() - totals.min(), words),
    )


def _days_text(days: float, words: Words) -> str:
    return words("notice-periods.days" + (".one" if days == 1 else ""), days=words.count(days))


def _shade(step: int) -> str:
    return style.tint(style.ACCENT, 0.3 + 0.15 * min(step, 2))


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A bar a procedure, its steps one after the other, and how many days they make."""
    wide = table.pivot_table("value", "measure", "subject", aggfunc="sum", sort=False)
    wide = wide.loc[_totals(table).index]
    written = _format(words("notice-periods.days", days="|"))
    steps = Panel(
        words("form.notice-periods"),
        STACKED,
        [words.start(str(measure)) for measure in wide.index],
        {words.start(str(subject)): column_values(wide[subject]) for subject in wide},
        [_shade(step) for step in range(wide.shape[1])],
        written,
        (0, 1),
        of_one_kind=False,
    )
    whole = words("notice-periods.whole", days=words("notice-periods.days", days="|"))
    return [[add_totals(steps, words.start("sum"), '"  "' + _format(whole))]]


def _format(text: str) -> str:
    """A text around the place of a number as a format of an office chart."""
    before, after = text.split("|")
    return (f'"{before}"' if before else "") + COUNT + f'"{after}"'


NOTICE_PERIODS = Declaration(
    "notice-periods",
    lambda material: notices_table(material.report),
    notice_periods,
    panels=_panels,
    topic="offices",
)

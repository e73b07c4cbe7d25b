"""Charts for whatever a report is about: a measure over time, a measure by subject, and the
check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.numbers import bounded
from laicheng_data.charts.style import Format
from laicheng_data.facts.report import Report
from laicheng_data.tables.measures import Choice, checked_table, levels_table, trend_table
from laicheng_data.words import Words

MOST_LINES, MOST_ROWS, MOST_TICKS = 6, 10, 6
NAME_SHARE = 0.32  # of the width, for the longest name beside a bar or line


def as_printed(row: Any, words: Words) -> str:
    """A number as its source prints it, with its unit and the word that bounds it."""
    unit = "" if row.unit and row.printed.endswith(row.unit) else words.word(row.unit)
    gap = " " if words.language == "en" and unit and unit[0].isascii() and unit[0] != "%" else ""
    bare = row.printed.rstrip("多余")
    return bounded(f"{bare}{gap}{unit}", row.bound, words)


def _name(text: str, figure: Figure) -> str:
    width = 72 * figure.get_size_inches()[0] * NAME_SHARE
    return layout.shortened(text, style.LABEL_PT, width)


def _subject(row: Any, words: Words) -> str:
    return words.start(row.subject)


# ------------------------------------------------------------------------------------- trend


def trend(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """One measure over several periods, a line a subject; the highest of the last where many."""
    shown = _most_telling(table)
    left_out = table["subject"].nunique() - shown["subject"].nunique()
    title = _trend_title(shown, measure, words, bool(left_out))
    note = _note(table, left_out, words)
    figure = layout.frame(title, words("trend.subtitle") + note, source, form)
    axes = figure.subplots()
    periods = sorted(table["period"].unique())
    hues, shapes = style.colours(shown["subject"]), style.markers(shown["subject"])
    for subject, rows in shown.groupby("subject", sort=False):
        at = [periods.index(period) for period in rows["period"]]
        axes.plot(at, rows["value"], color=hues[str(subject)], marker=shapes[str(subject)])
    ticks = sorted({round(at) for at in np.linspace(0, len(periods) - 1, MOST_TICKS)})
    axes.set_xticks(ticks, [words.period(periods[at]) for at in ticks], size=style.SMALL_PT)
    axes.set_xlim(-0.3, len(periods) - 0.7)
    axes.margins(y=0.15)
    axes.set_yticks([])
    layout.bare(axes, "bottom")
    _ends(figure, axes, shown, periods, words)
    alt = words.described(title, [_point(row, measure, words) for row in shown.itertuples()])
    return _chart(f"trend-{measure}", figure, title, alt, source, table, words)


def _most_telling(table: pd.DataFrame) -> pd.DataFrame:
    """All subjects, or as many as eyes can tell apart: those largest at the end."""
    last = table.groupby("subject", sort=False)["value"].last().abs()
    kept = set(last.sort_values(ascending=False, kind="stable").index[:MOST_LINES])
    return table[table["subject"].isin(kept)]


def _ends(
    figure: Figure, axes: Axes, table: pd.DataFrame, periods: list[str], words: Words
) -> None:
    """First value of each line where it fits, and name and last value at its end."""
    hues = style.colours(table["subject"])
    lasts = list(table.groupby("subject", sort=False).tail(1).itertuples())
    firsts = list(table.groupby("subject", sort=False).head(1).itertuples())
    labels = [
        axes.annotate(
            f"{_name(_subject(row, words), figure)} {as_printed(row, words)}",
            (len(periods) - 1, row.value),
            (7, 0),
            textcoords="offset points",
            va="center",
            color=style.ink(hues[row.subject]),
        )
        for row in lasts
    ]
    begins = [
        axes.annotate(
            as_printed(row, words),
            (periods.index(row.period), row.value),
            (0, 5),
            textcoords="offset points",
            ha="left",
            va="bottom",
            color=style.ink(hues[row.subject]),
        )
        for row in firsts
    ]
    layout.settle(figure)
    gap = layout.points_to_data(axes, style.LABEL_PT * layout.LINE_HEIGHT)
    floor = axes.get_ylim()[0] + gap / 2
    places = layout.spread([row.value for row in lasts], gap, floor)
    for label, place in zip(labels, places, strict=True):
        label.xy = (label.xy[0], place)
    layout.keep_what_fits(figure, begins)


def _point(row: Any, measure: str, words: Words) -> str:
    return words(
        "common.point",
        period=words.period(row.period),
        subject=words.word(row.subject),
        value=as_printed(row, words),
    )


def _note(table: pd.DataFrame, left_out: int, words: Words) -> str:
    """What is not drawn: subjects for which there is no room, and second numbers for one place."""
    many = words("common.left_out", count=left_out) if left_out else ""
    return many + (words("common.twice") if table["twice"].any() else "")


def _trend_title(table: pd.DataFrame, measure: str, words: Words, part: bool) -> str:
    rows = list(table.itertuples())
    if table["subject"].nunique() == 1:
        return words(
            "trend.title.one",
            measure=_of(measure, rows[0].subject, words),
            first=words.period(rows[0].period),
            before=as_printed(rows[0], words),
            last=words.period(rows[-1].period),
            after=as_printed(rows[-1], words),
        )
    last = table[table["period"] == table["period"].max()]
    return _extremes(last.sort_values("value", ascending=False), measure, words, part)


def _of(measure: str, subject: str, words: Words) -> str:
    if subject == "all":
        return words.start(measure)
    return words("common.of", measure=words.start(measure), subject=words.word(subject))


def _extremes(rows: pd.DataFrame, measure: str, words: Words, part: bool) -> str:
    """The highest and the lowest of what is drawn, which may be but a `part`.

    Both numbers tell where they are one; neither is the highest where a word such as 多 bounds one.
    """
    high, low = (next(rows.iloc[[at]].itertuples()) for at in (0, -1))
    form = "part" if part else "many"
    if high.value == low.value:
        form = "same"
    if (rows["bound"] != "exact").any():
        form = "worded"
    if len(rows) == 1:
        form = "one"
    return words(
        f"common.title.{form}",
        period=words.period(high.period),
        measure=words.start(measure),
        high=words.word(high.subject),
        high_value=as_printed(high, words),
        low=words.word(low.subject),
        low_value=as_printed(low, words),
    )


# ------------------------------------------------------------------------------------ levels


def levels(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """One measure by subject in one period, the largest first."""
    shown = table.head(MOST_ROWS)
    left_out = len(table) - len(shown)
    title = _extremes(shown, measure, words, bool(left_out))
    note = _note(table, left_out, words)
    figure = layout.frame(title, words("levels.subtitle") + note, source, form)
    axes = figure.subplots()
    low, high = min(0.0, shown["value"].min()), max(0.0, shown["value"].max())
    reach = (high - low) or 1
    for y, row in enumerate(shown.itertuples()):
        axes.barh(y, row.value, 0.62, color=style.ACCENT)
        side = 1 if row.value >= 0 else -1
        axes.annotate(
            as_printed(row, words),
            (row.value, y),
            (4 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            color=style.INK,
        )
    names = [_name(_subject(row, words), figure) for row in shown.itertuples()]
    axes.set_yticks(range(len(shown)), names, color=style.INK)
    left = low - 0.45 * reach if low < 0 else 0
    axes.set(xticks=[], ylim=(len(shown) - 0.5, -0.5), xlim=(left, high + 0.45 * reach))
    axes.vlines(0, -0.5, len(shown) - 0.5, color=style.QUIET, lw=0.8)
    layout.bare(axes)
    layout.settle(figure)
    alt = words.described(title, [_point(row, measure, words) for row in shown.itertuples()])
    return _chart(f"levels-{measure}", figure, title, alt, source, table, words)


# ----------------------------------------------------------------------------------- checked


def checked(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """Each decided relation, what is printed beside what the numbers give; those that fail
    first."""
    shown = table.head(MOST_ROWS)
    title = _checked_title(table, words)
    left_out = len(table) - len(shown)
    note = words("common.left_out", count=left_out) if left_out else ""
    figure = layout.frame(title, words("checked.subtitle") + note, source, form)
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(max(len(shown), 4) - 0.4, -1.4), xticks=[], yticks=[])
    columns = (("printed", 0.62), ("recomputed", 0.84), ("verdict", 1.0))
    for name, x in columns:
        axes.text(x, -0.95, words.start(name), ha="right", va="center", color=style.QUIET)
    room = 72 * figure.get_size_inches()[0]
    for y, row in enumerate(shown.itertuples()):
        failed = row.verdict == "inconsistent"
        colour = FAILED if failed else style.INK
        named = layout.shortened(_claim(row, words), style.LABEL_PT, room * 0.42)
        axes.text(0, y, named, va="center", color=colour)
        for (name, x), width in zip(columns, (0.16, 0.2, 0.14), strict=True):
            text = words.word(row.verdict) if name == "verdict" else str(getattr(row, name))
            short = layout.shortened(text, style.LABEL_PT, room * width)
            axes.text(x, y, short, ha="right", va="center", color=colour)
    layout.bare(axes)
    layout.settle(figure)
    alt = words.described(title, [_judged(row, words) for row in shown.itertuples()])
    return _chart("checked", figure, title, alt, source, table, words)


FAILED = "#a3122a"  # what does not hold, dark enough to be told in grey by its place as well


def _claim(row: Any, words: Words) -> str:
    return words(
        "common.claim",
        period=words.period(row.period),
        measure=_of(row.measure, row.subject, words),
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
    failed = table[table["verdict"] == "inconsistent"]
    basis = table["basis"].iloc[0]
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


# ------------------------------------------------------------------------------ declarations


def _chart(
    name: str, figure: Figure, title: str, alt: str, source: str, table: pd.DataFrame, words: Words
) -> Chart:
    aside = [column for column in ("step", "shape", "twice") if column in table]
    return Chart(name, figure, title, alt, source, words.table(table.drop(columns=aside)))


Draw = Callable[[pd.DataFrame, str, Words, str, Format], Chart]
_FORMS: dict[str, tuple[Callable[[Report, str], pd.DataFrame], Draw]] = {
    "trend": (trend_table, trend),
    "levels": (levels_table, levels),
}
_STORY = {"trend": {"change": 3}, "levels": {"level": 0}}
CHECKED = Declaration(
    "checked",
    lambda material: checked_table(material.report, material.verdicts),
    lambda table, words, source, form: checked(table, "", words, source, form),
    story={"check": 1},
)


def declared(choice: Choice) -> Declaration:
    """The chart of a measure as the house knows any other."""
    table_of, draw = _FORMS[choice.form]

    def drawn(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
        return draw(table, choice.measure, words, source, form)

    return Declaration(
        choice.name,
        lambda material: table_of(material.report, choice.measure),
        drawn,
        story=_STORY.get(choice.form, {}),
    )

"""The parts of a whole, each a bar on a track as long as the whole, the largest first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.bars import bar_thickness, name_bars, number_lines
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    MOST_ROWS,
    build_chart,
    measure_of,
    omission_note,
    printed_number,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.naming import ALL
from laicheng_data.tables.ranking import is_apart
from laicheng_data.words import Words


def parts(table: pd.DataFrame, whole: str, words: Words, source: str, form: Format) -> Chart:
    """The parts that the report tells of a whole; of many, the largest."""
    shown = table.head(MOST_ROWS)
    title = parts_sentence(table, words)
    left = omission_note(table, len(table) - len(shown), words)
    some = "" if table["complete"].all() else words("parts.some")
    subtitle = words("parts.subtitle" if _whole(table).printed else "parts.subtitle.sum")
    figure = layout.frame(title, subtitle + some + left, source, form)
    axes = figure.subplots()
    size, thick = float(table["whole_value"].iloc[0]), bar_thickness(figure, len(shown))
    labels = number_lines([_value(row, words) for row in shown.itertuples()], form)
    for y, (row, label) in enumerate(zip(shown.itertuples(), labels, strict=True)):
        axes.barh(y, size, thick, color=style.GRID)
        axes.barh(y, row.value, thick, color=style.ACCENT)
        axes.annotate(
            label,
            (size, y),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=style.INK,
        )
    name_bars(axes, [_name(row, table, words) for row in shown.itertuples()], [size], labels, form)
    layout.strip_axes(axes)
    layout.fix_layout(figure)
    alt = words.described(title, [_part(row, table, words) for row in shown.itertuples()])
    return build_chart(f"parts-{whole}", figure, title, alt, source, table, words)


def _name(row: Any, table: pd.DataFrame, words: Words, begins: bool = True) -> str:
    """A part by what tells it from the others: its measure, its subject or its period; as a label
    begins or, if it does not, as it stands within a sentence."""
    if table["measure"].nunique() > 1:
        subject = row.subject if table["subject"].nunique() > 1 else "all"
        return measure_of(row.measure, subject, words, begins)
    if table["subject"].nunique() > 1 and row.subject != ALL:
        return words.start(row.subject) if begins else words.word(row.subject)
    if table["subject"].nunique() > 1:  # what is no kind of its own is no total among parts
        return measure_of(row.measure, ALL, words, begins)
    return words.period(row.period)


def _whole(table: pd.DataFrame) -> Any:
    """The whole, as a row of its own."""
    first = table.iloc[0]
    columns = [name for name in table if str(name).startswith("whole_")]
    return SimpleNamespace(**{str(name).removeprefix("whole_"): first[name] for name in columns})


def _value(row: Any, words: Words) -> str:
    """A part's number as printed, and its share where the report prints one; of one that does not
    hold, what it should be, too."""
    printed = printed_number(row, words)
    if row.wrong_share:
        shares = {"share": row.wrong_share, "recomputed": row.recomputed}
        return words("parts.value.wrong", value=printed, **shares)
    return _value_with_share(row, words)


def _value_with_share(row: Any, words: Words) -> str:
    printed = printed_number(row, words)
    if not row.printed_share:
        return printed
    return words("parts.value", value=printed, share=row.printed_share)


def _part(row: Any, table: pd.DataFrame, words: Words) -> str:
    return words("parts.row", part=_name(row, table, words), value=_value(row, words))


def has_largest(table: pd.DataFrame) -> bool:
    """Whether one part is the largest, as far as rounding and words such as 多 tell."""
    top = table["value"].iloc[0]
    alone = (table["value"] == top).sum() == 1 and is_apart(table, top)
    return alone and bool((table["bound"] == "exact").all())


def parts_sentence(table: pd.DataFrame, words: Words) -> str:
    """The largest part, where one is: neither of two alike, also but for rounding, nor one that a
    word such as 多 bounds.

    It is the largest of the parts told; a report need not tell all. A whole that is printed as its
    parts alone is told by how many these are.
    """
    whole = _whole(table)
    top = next(table.itertuples())
    form = "largest" if has_largest(table) else "plain"
    begins = form == "largest"  # with the whole; the other title has it within
    return words(
        f"parts.title.{form}" if whole.printed else f"parts.title.sum.{form}",
        period=words.period(whole.period),
        whole=measure_of(whole.measure, whole.subject, words, begins) if whole.printed else "",
        whole_value=printed_number(whole, words) if whole.printed else "",
        count=len(table),
        part=_name(top, table, words, begins=False),
        value=_value_with_share(top, words),
    )

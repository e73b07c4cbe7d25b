"""Every decided relation of a report, what is printed beside what the numbers give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.common import MOST_ROWS, MOST_TALL, finished, fitted, measure_of, note
from laicheng_data.charts.style import Format
from laicheng_data.tables.amounts import short_number
from laicheng_data.tables.measures import checked_table
from laicheng_data.tables.naming import base_name, result_of
from laicheng_data.words import Words

_FURTHEST = 2.0  # units of the last digit; what lies further apart is drawn as an arrow
_STRIP = (0.79, 0.085)  # where the distances stand: their middle and half their width, in shares
_MOST_IN_TITLE = 2
_BESIDE = 0.012  # between an arrow and its number
_HEAD = -0.95  # the line of headings, above the rows 0, 1, 2 …
_NAME = 0.36  # the room for a claim's name, beside its numbers
_LINES = 2.2  # of text, that a relation takes on an upright picture: its name above its numbers


class _Column(NamedTuple):
    """Where a column of text ends, and the room it has, as shares of the width."""

    right: float
    width: float


_COLUMNS = {
    "printed": _Column(0.49, 0.12),
    "recomputed": _Column(0.68, 0.18),
    "verdict": _Column(1.0, 0.115),
}
_UPRIGHT = {
    "printed": _Column(0.32, 0.32),
    "recomputed": _Column(0.74, 0.4),
    "verdict": _Column(1.0, 0.25),
}
# A difference that the report does not deny looks like no fault; each also says what it is.
_COLOURS = {"inconsistent": style.FAILED, "difference": style.ACCENT, "consistent": style.INK}


def checked(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Each decided relation: what is printed, what the numbers give, and how far apart these lie;
    those that fail first. Fewer where their names take two lines."""
    upright = form.height > form.width
    title = _checked_title(table, words)
    dated = table["period"].nunique() > 1
    shown = table.head(MOST_ROWS if upright else min(MOST_ROWS, layout.most_rows(form)))
    room = _NAME * 72 * form.width / style.DPI
    named = [_name_of(row, dated, words) for row in shown.itertuples()]
    if not upright and any(layout.text_width(name, style.LABEL_PT) > room for name in named):
        shown = shown.head(MOST_TALL)
    of_one = "" if dated else words("checked.of_one", period=words.period(table["period"].iloc[0]))
    left = of_one + note(table, len(table) - len(shown), words)
    subtitle = words("checked.subtitle.upright" if upright else "checked.subtitle") + left
    points = layout.ROW_HEIGHT * style.LABEL_PT * (_LINES * len(shown) + 1)
    form = layout.as_high_as(points, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    axes = figure.subplots()
    names = named[: len(shown)]
    (_stacked if upright else _abreast)(axes, shown, names, words)
    layout.bare(axes)
    layout.settle(figure)
    alt = words.described(title, [_judged(row, words) for row in shown.itertuples()])
    return finished("checked", figure, title, alt, source, table, words)


def _abreast(axes: Axes, table: pd.DataFrame, names: Sequence[str], words: Words) -> None:
    """A line for each relation, with a strip of distances."""
    axes.set(xlim=(0, 1), ylim=(max(len(table), 4) - 0.4, _HEAD - 0.45), xticks=[], yticks=[])
    _headings(axes, words)
    for y, (row, name) in enumerate(zip(table.itertuples(), names, strict=True)):
        _name(axes, y, name, _NAME, _COLOURS[row.verdict], 2)
        _numbers(axes, y, row, _COLUMNS, words)
        _mark(axes, y, row, _COLOURS[row.verdict], words)


def _stacked(axes: Axes, table: pd.DataFrame, names: Sequence[str], words: Words) -> None:
    """Two lines for each relation, its name above its numbers, where there is no room abreast."""
    axes.set(xlim=(0, 1), ylim=(_LINES * len(table) - 0.5, _HEAD - 0.5), xticks=[], yticks=[])
    for heading, column in _UPRIGHT.items():
        text = words.start(heading)
        axes.text(column.right, _HEAD, text, ha="right", va="center", color=style.QUIET)
    for place, (row, name) in enumerate(zip(table.itertuples(), names, strict=True)):
        y = _LINES * place
        axes.plot([0, 1], [y - 0.6, y - 0.6], color=style.GRID, lw=0.5)
        _name(axes, y, name, 1.0, style.QUIET)
        _numbers(axes, y + 1, row, _UPRIGHT, words)


def _headings(axes: Axes, words: Words) -> None:
    """A line of headings, and the band that rounding of the result leaves."""
    bottom = axes.get_ylim()[0]
    axes.fill_betweenx([-0.5, bottom], _at(-0.5), _at(0.5), color=style.GRID, lw=0)
    axes.vlines(_at(0), -0.5, bottom, color=style.QUIET, lw=0.8)
    for name, column in _COLUMNS.items():
        heading = words.start(name)
        axes.text(column.right, _HEAD, heading, ha="right", va="center", color=style.QUIET)
    axes.text(_at(0), _HEAD, words("checked.away"), ha="center", va="center", color=style.QUIET)


def _name(axes: Axes, y: float, name: str, width: float, colour: str, lines: int = 1) -> None:
    """What a relation is called, in a share of the width and in so many lines at most; of one that
    is too long its beginning and its end, by which it is told from others."""
    room = width * _points_wide(axes)
    text = fitted(name, room, lines)
    if text.endswith("…"):
        name = layout.shortened_within(name, style.LABEL_PT, 0.9 * lines * room)
        text = fitted(name, room, lines)
    axes.text(0, y, text, va="center", color=colour)


def _numbers(axes: Axes, y: float, row: Any, columns: Mapping[str, _Column], words: Words) -> None:
    """What is printed of a relation, what is recomputed, and the verdict."""
    texts = {
        "printed": short_number(row.printed, words),
        "recomputed": short_number(row.recomputed, words),
        "verdict": words(f"outcome.{row.verdict}"),
    }
    colour = _COLOURS[row.verdict]
    for heading, column in columns.items():
        room = column.width * _points_wide(axes)
        text = layout.shortened(texts[heading], style.LABEL_PT, room)
        axes.text(column.right, y, text, ha="right", va="center", color=colour)


def _points_wide(axes: Axes) -> float:
    inches, _ = axes.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
    return 72 * float(inches)


def _at(away: float) -> float:
    """Where on the chart a distance in units of the last digit is drawn; further ones at its
    edge."""
    return _STRIP[0] + _STRIP[1] * max(-_FURTHEST, min(_FURTHEST, away)) / _FURTHEST


def _mark(axes: Axes, y: int, row: Any, colour: str, words: Words) -> None:
    """All that the numbers can give, as a line where that is a range, with a mark at its middle.

    What does not hold has a cross, or an arrow and its number where it lies beyond the edge; a line
    that goes on beyond the edge has an arrow there.
    """
    axes.plot([_at(row.least), _at(row.most)], [y, y], color=colour, lw=2.5, alpha=0.55)
    middle = row.least if row.least == row.most else (row.least + row.most) / 2
    for end, shape in ((row.least, "<"), (row.most, ">")):
        if abs(end) > _FURTHEST and (end > 0) == (shape == ">"):
            axes.plot(_at(end), y, marker=shape, ms=5, mew=0, color=colour, zorder=3)
    if abs(middle) <= _FURTHEST:
        shape = "o" if row.verdict == "consistent" else "X"
        axes.plot(_at(middle), y, marker=shape, ms=5, mew=0, color=colour, zorder=3)
    elif row.verdict != "consistent":
        side = 1 if middle > 0 else -1
        text, align = words.units(row.difference), "right" if side > 0 else "left"
        place = _at(_FURTHEST * side) - side * _BESIDE
        axes.text(place, y, text, ha=align, va="center", color=colour, size=style.SMALL_PT)


def _name_of(row: Any, dated: bool, words: Words) -> str:
    return _claim(row, words) if dated else _measure(row, words)


def _claim(row: Any, words: Words, begins: bool = True) -> str:
    return words(
        "common.claim",
        period=words.period(row.period),
        measure=_measure(row, words, begins),
    )


def _measure(row: Any, words: Words, begins: bool = True) -> str:
    measure = measure_of(row.measure, row.subject, words, begins)
    return words("name.of", name=measure, base=base_name(row.base, words)) if row.base else measure


def _judged(row: Any, words: Words) -> str:
    return words(
        "checked.row",
        claim=_claim(row, words),
        printed=result_of(row.printed, row.unit, words),
        recomputed=result_of(row.recomputed, row.unit, words),
        verdict=words(f"outcome.{row.verdict}"),
    )


def _checked_title(table: pd.DataFrame, words: Words) -> str:
    """What the report states, and apart from it what leaves a difference; the first of each named.

    All of these are counted, whether or not there is room to show them.
    """
    stated = table["basis"] == "stated"
    first, *more = (
        _told(basis, rows, words)
        for basis, rows in (("stated", table[stated]), ("implied", table[~stated]))
        if len(rows)
    )
    return words("list_semicolon").join([first, *(text[:1].lower() + text[1:] for text in more)])


def _told(basis: str, table: pd.DataFrame, words: Words) -> str:
    failed = table[table["verdict"] != "consistent"]
    if failed.empty:
        form = "hold" if len(table) > 1 else "hold.one"
        return words(f"checked.title.{basis}.{form}", count=len(table))
    rows = list(failed.itertuples())
    named = [_claim(row, words, begins=False) for row in rows[:_MOST_IN_TITLE]]
    text = words("list_semicolon" if len(rows) > 1 else "list_comma").join(named)
    more = len(rows) - len(named)
    return words(
        f"checked.title.{basis}.{_form(len(rows), len(table))}",
        count=len(table),
        failed=len(rows),
        claim=named[0],
        names=words("and_more", names=text, more=more) if more else text,
        printed=result_of(rows[0].printed, rows[0].unit, words),
        recomputed=result_of(rows[0].recomputed, rows[0].unit, words),
    )


def _form(failed: int, count: int) -> str:
    """The form of the sentence that so many of so many do not hold."""
    if failed == count:
        return {1: "only", 2: "both"}.get(count, "all")
    return "fail" if failed == 1 else "several"


CHECKED = Declaration(
    "checked",
    lambda material: checked_table(material.report, material.verdicts),
    checked,
    story={"check": 1},
)

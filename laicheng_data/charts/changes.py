"""How numbers changed, as a report states it: bars from what rose most to what fell most."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    MOST_TALL,
    build_chart,
    change_base,
    change_of,
    fit_text,
    measure_of,
    printed_number,
)
from laicheng_data.charts.panels import (
    BARS,
    NATIVE_NAME_PT,
    NATIVE_PT,
    Panel,
    axis_ends,
    column_values,
)
from laicheng_data.charts.style import Format
from laicheng_data.facts.printed import parse
from laicheng_data.tables.amounts import number_of
from laicheng_data.tables.ranking import is_apart
from laicheng_data.words import Words

_NAME, _AMOUNT = 0.33, 0.19  # of the width, for names at the left and numbers at the right
_GAP_PT = 5
_LINES = 2.2  # of text, that a change takes on an upright picture: its name above its bar
_RANKS = (("rank", 0), ("rank", -1), ("ranked", 0))
_FEWEST_COMPARED = 2  # of which one can be the most
THICK = 0.6


def changes(table: pd.DataFrame, page: str, words: Words, source: str, form: Format) -> Chart:
    """The changes that the report states of the numbers of a period, the largest first."""
    upright = form.height > form.width
    title = changes_sentence(table, words)
    amounts = not upright and (table["printed"] != "").any()
    subtitle = _subtitle(table, words) + (words("changes.amounts") if amounts else "")
    wide = 72 * form.width / layout.DPI - 2 * layout.MARGIN_PT
    lines = 1 if upright or len(table) > MOST_TALL else 2
    numbers, unit = _amounts(table, _AMOUNT * wide, lines, words)
    subtitle += words("changes.amounts.unit", unit=unit) if amounts and unit else ""
    step = _LINES if upright else 1.0
    points = layout.ROW_HEIGHT * style.LABEL_PT * step * len(table)
    form = layout.fit_height(points, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    axes = figure.subplots()
    end = (len(table) - 1) * step + (1.5 if upright else 0.5)
    axes.set(xlim=(0, 1), ylim=(end, -0.5), xticks=[], yticks=[])
    left, right = (0.0 if upright else _NAME), (1 - _AMOUNT if amounts else 1.0)
    for place, (row, number) in enumerate(zip(table.itertuples(), numbers, strict=True)):
        name_wide = wide * (1.0 if upright else _NAME) - _GAP_PT
        name = fit_text(_label(row, words), name_wide, lines)
        axes.text(0, place * step, name, va="center", color=style.INK)
        if amounts and row.printed:
            axes.text(1, place, number, ha="right", va="center", color=style.QUIET)
    heights = [place * step + (1 if upright else 0) for place in range(len(table))]
    _draw_bars(axes, table, heights, (left, right), wide, words)
    layout.strip_axes(axes)
    layout.fix_layout(figure)
    over = not _base(table, words)
    alt = words.described(title, [_description(row, words, over) for row in table.itertuples()])
    return build_chart(f"changes-{page}", figure, title, alt, source, table, words)


def _amounts(table: pd.DataFrame, width: float, lines: int, words: Words) -> tuple[list[str], str]:
    """The numbers with their units, in so many lines; where one would be cut and all have one unit,
    the numbers without it, and that unit."""
    printed = table.loc[table["printed"] != ""]
    units = set(printed["unit"])
    told = [
        fit_text(printed_number(row, words) if row.printed else "", width, lines)
        for row in table.itertuples()
    ]
    if len(units) > 1 or not any(text.endswith("…") for text in told):
        return told, ""
    bare = [number_of(row.printed, words) if row.printed else "" for row in table.itertuples()]
    return bare, words.unit(*units)


def _draw_bars(
    axes: Axes,
    table: pd.DataFrame,
    heights: list[float],
    room: tuple[float, float],
    wide: float,
    words: Words,
) -> None:
    """Bars from a common line, with room at their ends for what each change is."""
    texts = [change_of(row, words, over=False) for row in table.itertuples()]
    label = (max(layout.text_width(t, style.LABEL_PT) for t in texts) + 2 * _GAP_PT) / wide
    low, high = min(0.0, table["growth"].min()), max(0.0, table["growth"].max())
    start = room[0] + (label if low < 0 else 0)
    scale = (room[1] - start - (label if high > 0 else 0)) / ((high - low) or 1)
    zero = start - low * scale
    for y, text, row in zip(heights, texts, table.itertuples(), strict=True):
        rose = row.growth >= 0
        colour = style.ACCENT if rose else style.FELL
        axes.barh(y, row.growth * scale, THICK, left=zero, color=colour)
        axes.annotate(
            text,
            (zero + row.growth * scale, y),
            (_GAP_PT if rose else -_GAP_PT, 0),
            textcoords="offset points",
            ha="left" if rose else "right",
            va="center",
            color=style.INK,
        )
    reach = heights[0] - 0.5, heights[-1] + 0.5
    axes.vlines(zero, *reach, color=style.QUIET, lw=0.8)


def change_panels(table: pd.DataFrame, page: str, words: Words) -> list[list[Panel]]:
    """The bars as a native chart, where all changes have as many decimals; else a picture shows
    each as it is printed. An amount stands behind its name, as a bar has room for one label."""
    places = {parse(row.change, row.change_unit).decimals for row in table.itertuples()}
    if len(places) > 1:
        return []
    [decimals] = places
    digits = f"{0:.{decimals}f}%"
    ways = [words(f"changes.{way}.percent", size="|").split("|") for way in ("up", "down")]
    written = [f'"{before}"{digits}' + (f'"{after}"' if after else "") for before, after in ways]
    bars = Panel(
        words("changes.subtitle"),
        BARS,
        [_change_with_amount(row, words) for row in table.itertuples()],
        {words.start("change"): column_values(table["growth"])},
        [[style.ACCENT if grew >= 0 else style.FELL for grew in table["growth"]]],
        ";".join([*written, digits]),
        axis_ends(list(table["growth"])),
        of_one_kind=False,
        note=_subtitle(table, words),
    )
    return [[bars]]


def _change_with_amount(row: Any, words: Words) -> str:
    amount = "  " + printed_number(row, words) if row.printed else ""
    return layout.shorten_to_width(_label(row, words), NATIVE_PT, NATIVE_NAME_PT) + amount


def _name(row: Any, words: Words, begins: bool = True) -> str:
    return measure_of(row.measure, row.subject, words, begins)


def _label(row: Any, words: Words) -> str:
    """The name, with a mark where the size of the change tells nothing."""
    return _name(row, words) + (words("changes.coarse_mark") if row.coarse else "")


def _subtitle(table: pd.DataFrame, words: Words) -> str:
    """Where the changes come from, which of all they are, and what their marks mean."""
    first, last, ranked = (int(table[name].iloc[at]) for name, at in _RANKS)
    part = words("changes.ranks", first=first, last=last) if ranked > len(table) else ""
    mark = words("changes.coarse") if table["coarse"].any() else ""
    return words("changes.subtitle") + part + mark


def _base(table: pd.DataFrame, words: Words) -> str:
    """What all numbers changed from, where that is one and of another measure."""
    bases = {change_base(row, words) if row.over_measure else "" for row in table.itertuples()}
    return bases.pop() if len(bases) == 1 else ""


def _description(row: Any, words: Words, over: bool) -> str:
    """A change as a description tells it, with the number that changed where it is printed."""
    name, change = _name(row, words), change_of(row, words, over)
    if not row.printed:
        return words("changes.row", name=name, change=change)
    return words("changes.row.of", name=name, value=printed_number(row, words), change=change)


def changes_sentence(table: pd.DataFrame, words: Words) -> str:
    """How many rose and fell, and which most; none is named where several share its place, also but
    for rounding, and none whose numbers are too coarse or where no others are to be compared with.
    Of a page among several the most of all, or which it shows."""
    firm = table[~table["coarse"]]
    rows = firm if len(firm) >= _FEWEST_COMPARED else table
    top, bottom = (next(rows.iloc[[at]].itertuples()) for at in (0, -1))
    base = _base(table, words)
    period, over = words.period(top.period), not base
    rose, fell = int((table["growth"] > 0).sum()), int((table["growth"] < 0).sum())
    coarse = len(table) - len(firm)
    return words(
        f"changes.title.{_sentence_form(table, rows, rose, fell)}",
        period=words("changes.against", period=period, base=base) if base else period,
        count=len(table),
        ranked=top.ranked,
        first=table["rank"].iloc[0],
        last=table["rank"].iloc[-1],
        aside=_excluded_count(coarse, words),
        rose=_direction_clause("rose", rose, top, words, over),
        fell=_direction_clause("fell", fell, bottom, words, over),
        top=_name(top, words, begins=False),
        top_change=change_of(top, words, over),
        bottom=_name(bottom, words, begins=False),
        bottom_change=change_of(bottom, words, over),
    )


def _sentence_form(table: pd.DataFrame, rows: pd.DataFrame, rose: int, fell: int) -> str:
    """Which sentence the changes bear out, of which `rows` can be compared, or too few."""
    grew, few = rows["growth"], (~table["coarse"]).sum() < _FEWEST_COMPARED
    top, bottom = grew.iloc[0], grew.iloc[-1]
    if rows["ranked"].iloc[0] > len(table):
        leads = table["rank"].iloc[0] == 1 and top > 0
        return "first" if leads and not few and _is_alone(rows, top) else "page"
    if few or rose + fell < len(table) or not all(_is_alone(rows, end) for end in (top, bottom)):
        return "range"
    if rose and fell:
        return "mixed" if top > 0 > bottom else "range"
    return "rose" if rose else "fell"


def _is_alone(rows: pd.DataFrame, growth: float) -> bool:
    """Whether but one of the changes is this, rounding allowed."""
    printed = [
        ("-" if row.growth < 0 else "") + row.change.replace(" ", "").lstrip("-−")
        for row in rows.itertuples()
    ]
    signed = rows.assign(printed=printed, unit=rows["change_unit"], value=rows["growth"])
    return (rows["growth"] == growth).sum() == 1 and is_apart(signed, growth)


def _excluded_count(count: int, words: Words) -> str:
    """That so many are not compared, being too coarse; empty for none."""
    return words("changes.aside", count=count) if count else ""


def _direction_clause(way: str, count: int, most: Any, words: Words, over: bool) -> str:
    """How many went this way, and which of them most: the one, where there is but one."""
    return words(
        f"changes.{way}" + (".one" if count == 1 else ""),
        count=count,
        name=_name(most, words, begins=False),
        change=change_of(most, words, over),
    )

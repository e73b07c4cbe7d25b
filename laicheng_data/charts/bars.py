"""Bars one below the other, each named at its left, with what it is worth at its end; the same as
a native chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.common import NAME_SHARE, fit_text, printed_number
from laicheng_data.charts.panels import (
    BARS,
    NATIVE_NAME_PT,
    NATIVE_PT,
    Panel,
    axis_ends,
    number_format,
)
from laicheng_data.charts.style import Format
from laicheng_data.words import Words

_THICK, _THICKEST_PT = 0.62, 34  # of its row, that a bar takes, and how thick it is at most
_WIDEST_NAME = 0.5  # of the width, for names beside bars that are cut otherwise
_LABEL_SHARE = 0.45  # of the width, after which a number beside its bar goes on in a second line
_BARS_SHARE = 0.2  # of the width, that bars have at least beside names and numbers
_GAP_PT = 10  # between names, bars and numbers
_NUMBER = re.compile(r"([-−]?[\d,]+(?:\.(\d+))?)([^\d\";]*)")


def draw_bars(
    figure: Figure,
    names: list[str],
    values: Sequence[float],
    labels: list[str],
    colours: Sequence[str],
    form: Format,
) -> None:
    """Bars from naught, all to one scale."""
    axes, thick = figure.subplots(), bar_thickness(figure, len(names))
    for y, (value, label, colour) in enumerate(zip(values, labels, colours, strict=True)):
        side = 1 if value >= 0 else -1
        axes.barh(y, value, thick, color=colour)
        axes.annotate(
            label,
            (value, y),
            (4 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            color=style.INK,
        )
    name_bars(axes, names, list(values), labels, form)
    axes.vlines(0, -0.5, len(names) - 0.5, color=style.QUIET, lw=0.8)
    layout.strip_axes(axes)


def bar_thickness(figure: Figure, bars: int) -> float:
    """How much of its row a bar takes: few would be as thick as blocks."""
    return min(_THICK, _THICKEST_PT * bars / layout.room(figure))


def number_lines(numbers: list[str], form: Format) -> list[str]:
    """What stands at the ends of bars, in two lines where it is long and they are high enough."""
    room = _LABEL_SHARE * (72 * form.width / style.DPI - 2 * layout.MARGIN_PT)
    if _bar_lines(form, len(numbers)) == 1:
        return numbers
    return [layout.wrap_for_chart(number, style.LABEL_PT, room) for number in numbers]


def _bar_lines(form: Format, bars: int) -> int:
    """How many lines of text have room beside each of so many bars."""
    two = 2 * layout.LINE_HEIGHT * style.LABEL_PT
    return 2 if layout.row_height(form, bars) >= two else 1


def name_bars(
    axes: Axes, names: list[str], values: list[float], labels: list[str], form: Format
) -> None:
    """Name bars from above at their left, and give them the room that names and the numbers at
    their ends leave; no name is cut as long as there is any."""
    wide = 72 * form.width / style.DPI - 2 * layout.MARGIN_PT
    ends = [line for label in labels for line in label.split("\n")]
    label = max(layout.text_width(line, style.LABEL_PT) for line in ends) + _GAP_PT
    sides = (min(values) < 0) + (max(values) > 0) or 1
    most = min(_WIDEST_NAME * wide, (1 - _BARS_SHARE) * wide - label * sides)
    lines = _bar_lines(form, len(names))
    fitting = [fit_text(name, NAME_SHARE * wide, lines) for name in names]
    if any(name.endswith("…") for name in fitting):
        fitting = [fit_text(name, most, lines) for name in names]
    each = [line for name in fitting for line in name.split("\n")]
    taken = max(layout.text_width(line, style.LABEL_PT) for line in each) + _GAP_PT
    low, high = min(0.0, *values), max(0.0, *values)
    a_point = ((high - low) or 1) / max(wide - taken - label * sides, _BARS_SHARE * wide)
    left, right = (label * a_point * is_there for is_there in (low < 0, high > 0 or not low))
    axes.set_yticks(range(len(names)), fitting, color=style.INK)
    axes.set(xticks=[], ylim=(len(names) - 0.5, -0.5), xlim=(low - left, high + right))


def bar_panels(
    rows: Sequence[Any],
    names: Sequence[str],
    colours: Sequence[str],
    title: str,
    note: str,
    words: Words,
) -> list[list[Panel]]:
    """The bars of printed numbers as a native chart, as it can write them: all exact, in one unit,
    with as many decimals. None otherwise: a picture shows each number as it is printed."""
    read = [match for row in rows if (match := _NUMBER.fullmatch(printed_number(row, words)))]
    forms = {(len(match[2] or ""), match[3]) for match in read}
    if len(read) < len(rows) or len(forms) > 1 or any(row.bound != "exact" for row in rows):
        return []
    [(places, unit)] = forms
    written = number_format(places, unit)
    numbers = [float(match[1].replace(",", "").replace("−", "-")) for match in read]
    bars = Panel(
        title,
        BARS,
        [layout.shorten_to_width(name, NATIVE_PT, NATIVE_NAME_PT) for name in names],
        {title: list(numbers)},
        [list(colours)],
        f"{written};−{written};{written}" if min(numbers) < 0 else written,
        axis_ends(numbers),
        of_one_kind=False,
        note=note,
    )
    return [[bars]]

"""Native charts of a deck as plain data, which whoever writes the slides turns into objects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.numbers import decimals, scale_of
from laicheng_data.tables.naming import filing_year
from laicheng_data.words import Words

LINE, BARS, STACKED = "line", "bar", "stacked"  # the forms of a panel
COUNT, RATE, CHANGE, POINTS = "#,##0", "0.00%", "+0.0;−0.0;0.0", "+0.00;−0.00;0.00"
DIFFERENCE = "+#,##0;−#,##0;0"
NATIVE_PT, NATIVE_NAME_PT = 14, 200  # the size of words in a chart; the room beside a bar
NATIVE_GAP_PT = 110  # the width of what is said where nothing is drawn
LABEL_ROOM = 1.3  # an axis goes on so far beyond the longest bar, whose label stands there
_WIDE_PT = 880  # of a slide, that charts side by side have together
_LEAST_PLOT = 0.3  # of a chart's width, that its longest bar keeps beside names and labels
_GAP_PT = 8
_LINES_BESIDE = 2  # of a name, below which its parts are told
TITLE_HIGH, _ROW_HIGH = 1.9, 1.45  # how high the title of a panel is, and a row, by its letters
_HIGH_PT = 350  # of a slide, that charts one under the other have together
_BEFORE_NOTE = "\u2003"  # between the name of a category and what is said of it
_WIDER = 1.1  # times as wide as reckoned, that a label may be in another font


@dataclass(frozen=True)
class Panel:
    """One native chart: its form, its series by name (a value a category, None where nothing is
    printed), their colours (a colour a category where it is a list), how numbers are written, and
    the ends of the axis of values. Several panels `of_one_kind` are told apart by their titles, in
    the colour of a `heading`; `names_pt` is the room that names take beside their bars, and
    `abreast` how many panels share the width of a slide. The series `total` is no bar: it is
    written at the ends of the stacks, as `total_written` has it. Parts of stacks are `numbered`
    where they bear their numbers themselves, as they always do where panels are not of one kind.
    """

    title: str
    form: str
    categories: list[str]
    series: dict[str, list[float | None]]
    colours: list[str] | list[list[str]]
    written: str
    bounds: tuple[float, float]
    of_one_kind: bool = True
    note: str = ""
    heading: str = style.INK
    names_pt: float = 0
    abreast: int = 1
    numbered: bool = False
    total: str = ""
    total_written: str = ""


def count_panels(
    table: pd.DataFrame,
    words: Words,
    shares: Mapping[str, float],
    latest: float | None = None,
    form: str = BARS,
) -> list[list[Panel]]:
    """A panel a kind, a bar a year and measure, in so much of the kind's colour as `shares` has,
    or, of the last year, as `latest`; one under the other over the width of a slide where they have
    room there, as numbers then have more beside their bars, else abreast.

    One measure has one scale for all kinds; several, which are no stack, have one a kind, as the
    shares count. Counts that were rounded are given in what they were rounded to, such as 万. A year
    without a number says so beside its name.
    """
    subjects, periods = style.sort_subjects(table["subject"]), sorted(table["period"].unique())
    hues, measures = style.colours(table["subject"]), list(shares)
    most = table[measures].max(axis=None)
    size, written = scale_and_format(
        most, table[[f"{m}_step" for m in measures]].max(axis=None), words
    )
    wide = fit_stacked(len(subjects), len(periods) * (1 if form == STACKED else len(measures)))
    row = []
    for subject in subjects:
        printed = table[table["subject"] == subject].set_index("period")
        rows = printed.reindex(periods)
        longest = (table if len(measures) == 1 else rows)[measures].max(axis=None) / size
        names = [filing_year(period, words) for period in periods]
        for at in np.flatnonzero(rows[measures].isna().all(axis=1)):
            why = "not_worked_out" if periods[at] in printed.index else "not_printed"
            names[at] = add_note(names[at], words(why), wide)
        shades: list[str] | list[list[str]] = [
            style.tint(hues[subject], share) for share in shares.values()
        ]
        if latest is not None:
            last = style.tint(hues[subject], latest)
            shades = [[str(shade)] * (len(periods) - 1) + [last] for shade in shades]
        row.append(
            Panel(
                words.start(subject),
                BARS,
                names,
                {words.start(measure): column_values(rows[measure] / size) for measure in measures},
                shades,
                written,
                axis_ends([longest]),
                heading=hues[subject],
            )
        )
    widest = max(name_width(name) for panel in row for name in panel.categories)
    abreast = 1 if wide else len(arrange_in_rows(row)[0])
    row = [_add_label_room(replace(panel, names_pt=widest, abreast=abreast)) for panel in row]
    if len(measures) == 1:
        row = _set_common_scale(row)
    return [[panel] for panel in row] if wide else arrange_in_rows(row)


def _add_label_room(panel: Panel) -> Panel:
    """A panel whose axis goes on as far beyond the longest bar as the widest label behind it asks
    for."""
    ends_at = [panel.total] if panel.total else list(panel.series)
    labels = [text for name in ends_at for text in _bar_labels(panel, name) if text]
    label = max((layout.text_width(text, NATIVE_PT, BOLD) for text in labels), default=0.0)
    share = max(1 - (label + 2 * _GAP_PT) / _bar_room(panel), _LEAST_PLOT)
    longest = panel.bounds[1] / LABEL_ROOM
    return replace(panel, bounds=(0.0, float(longest / share)))


def _bar_room(panel: Panel) -> float:
    """How wide the bars of a panel can be, in points."""
    names = panel.names_pt or max(map(name_width, panel.categories))
    return _WIDE_PT / panel.abreast - names - 2 * _GAP_PT


def fit_stacked(panels: int, bars: int) -> bool:
    """Whether so many panels of so many bars have room on a slide one under the other."""
    return panels * (TITLE_HIGH + _ROW_HIGH * bars) * NATIVE_PT <= _HIGH_PT


def add_note(name: str, note: str, wide: bool) -> str:
    """The name of a category and what is said of it, such as why nothing is drawn in it: behind it
    where panels are as wide as a slide, else below it."""
    return (
        _BEFORE_NOTE.join((name, note))
        if wide
        else f"{name}\n{layout.wrap_for_chart(note, NATIVE_PT, NATIVE_GAP_PT)}"
    )


def has_note(name: str) -> bool:
    """Whether something is said of a category beside its name."""
    return "\n" in name or _BEFORE_NOTE in name


def name_width(name: str) -> float:
    """How wide a category's name is in a native chart, in points."""
    return max(layout.text_width(line, NATIVE_PT) for line in name.split("\n"))


def _set_common_scale(panels: Sequence[Panel]) -> list[Panel]:
    farthest = max((panel.bounds for panel in panels), key=lambda bounds: bounds[1])
    return [replace(panel, bounds=farthest) for panel in panels]


def stack_panels(panels: list[list[Panel]], total: str) -> list[list[Panel]]:
    """The same bars one after the other, all to one scale, and at the end of each what it comes to,
    the `total`. The parts are told beside the names, where a number has room however short its
    part is; of more bars than names in several lines have room for, in the parts that are long
    enough."""
    abreast, each = len(panels[0]), [panel for row in panels for panel in row]
    if abreast == 1 or fit_stacked(1, _LINES_BESIDE * len(each[0].categories)):
        each = [_tell_parts(panel, wide=abreast == 1) for panel in each]
    else:
        each = [replace(panel, numbered=True) for panel in each]
    widest = max(name_width(name) for panel in each for name in panel.categories)
    stacks = (replace(panel, form=STACKED, names_pt=widest) for panel in each)
    written = f'"  "{each[0].written}'
    told = _set_common_scale([add_totals(panel, total, written) for panel in stacks])
    return [told[start : start + abreast] for start in range(0, len(told), abreast)]


def _tell_parts(panel: Panel, wide: bool) -> Panel:
    """A panel that says beside the name of each stack what its parts are."""
    rows = zip(*panel.series.values(), strict=True)
    names = [
        name if None in row else add_note(name, _sum_text(row, panel.written), wide)
        for name, row in zip(panel.categories, rows, strict=True)
    ]
    return replace(panel, categories=names)


def _sum_text(row: Sequence[float | None], written: str) -> str:
    return " + ".join(format_value(value, written) for value in row if value is not None)


def crowded_points(panel: Panel, series: str) -> list[int]:
    """The parts of stacks whose number, with their name above it where they bear that, has no room
    in them."""
    is_numbered = panel.numbered or not panel.of_one_kind
    if panel.form != STACKED or not is_numbered or series == panel.total:
        return []
    a_unit = _bar_room(panel) / (panel.bounds[1] - panel.bounds[0])
    name = 0.0 if panel.of_one_kind else name_width(series)
    return [
        at
        for at, (value, text) in enumerate(
            zip(panel.series[series], _bar_labels(panel, series), strict=True)
        )
        if value is not None and (value * a_unit < _WIDER * max(name, name_width(text)))
    ]


def _bar_labels(panel: Panel, name: str) -> list[str]:
    """What is written at the bars of a series, nothing where there is none."""
    form = label_format(panel, name)
    return [format_value(value, form) if value is not None else "" for value in panel.series[name]]


def label_format(panel: Panel, series: str) -> str:
    """How the numbers of a series are written at its bars or points."""
    return panel.total_written if series == panel.total else panel.written


def add_totals(panel: Panel, total: str, written: str) -> Panel:
    """A panel of stacks with the whole of each written at its end, as `written` has it."""
    wholes = [
        None if all(value is None for value in each) else sum(value or 0 for value in each)
        for each in zip(*panel.series.values(), strict=True)
    ]
    whole = replace(
        panel,
        series={**panel.series, total: wholes},
        bounds=axis_ends([whole or 0 for whole in wholes]),
        total=total,
        total_written=written,
    )
    return _add_label_room(whole)


def scale_and_format(most: float, step: float, words: Words) -> tuple[float, str]:
    """What to divide numbers by so that no digit is shown that they do not bear, and their
    format."""
    size, name = scale_of(most, step, words)
    places = decimals(step / size, 9) if step > 1 else 0
    return size, number_format(places, name)


def number_format(places: int, name: str) -> str:
    """How an office chart writes numbers of so many decimals, with a name such as 万 behind."""
    return COUNT + ("." + "0" * places if places else "") + (f'"{name}"' if name else "")


def format_value(value: float, written: str) -> str:
    """A number as a panel's format writes it, for those who hear it."""
    parts = written.split(";")
    negative, zero = (parts[1], parts[2]) if len(parts) == 3 else (f"−{parts[0]}", parts[0])
    part = {-1: negative, 0: zero, 1: parts[0]}[(value > 0) - (value < 0)]
    pattern = re.search(r"[#,0]+(?:\.(0+))?(%?)", part)
    assert pattern is not None, f"the format {written!r} has no digits"
    places, percent = len(pattern[1] or ""), pattern[2]
    number = f"{abs(value) * (100 if percent else 1):,.{places}f}{percent}"
    return (part[: pattern.start()] + number + part[pattern.end() :]).replace('"', "")


def axis_ends(numbers: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis on which bars from naught have room for their labels, on each side that
    has bars."""
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    if not low:
        return 0.0, (high or 1) * LABEL_ROOM
    room = (LABEL_ROOM - 1) * (high - low)
    return low - room, high + room if high else 0.0


def column_values(column: pd.Series) -> list[float | None]:
    """The values of a column, None where one is missing."""
    return [None if pd.isna(value) else float(value) for value in column]


def arrange_in_rows(row: list[Panel]) -> list[list[Panel]]:
    """Panels in one row, or in two where there are many."""
    abreast = -(-len(row) // (1 if len(row) <= layout.MOST_PANELS_ABREAST else 2))
    return [row[start : start + abreast] for start in range(0, len(row), abreast)]

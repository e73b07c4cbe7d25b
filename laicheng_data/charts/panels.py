"""Native charts of a deck as plain data, which whoever writes the slides turns into objects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.numbers import decimals, scale
from laicheng_data.words import Words

LINE, BARS, COLUMNS, STACKED = "line", "bar", "column", "stacked"  # the forms of a panel
COUNT, RATE, CHANGE, POINTS = "#,##0", "0.00%", "+0.0;−0.0;0.0", "+0.00;−0.00;0.00"
DIFFERENCE = "+#,##0;−#,##0;0"
NATIVE_PT, NATIVE_NAME_PT = 14, 200  # the size of words in a chart; the room beside a bar
LABEL_ROOM = 1.3  # an axis goes on so far beyond the longest bar, whose label stands there


@dataclass(frozen=True)
class Panel:
    """One native chart: its form, its series by name (a value a category, None where nothing is
    printed), their colours (a colour a category where it is a list), how numbers are written, and
    the ends of the axis of values. Several panels `of_one_kind` are told apart by their titles.
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


def count_panels(
    table: pd.DataFrame, words: Words, shares: Mapping[str, float]
) -> list[list[Panel]]:
    """A panel a kind, a bar a year and measure, in so much of the kind's colour as `shares` has.

    One measure has one scale for all kinds; several have one a kind, as the shares count. Counts
    that were rounded are given in what they were rounded to, such as 万.
    """
    subjects, periods = style.in_order(table["subject"]), sorted(table["period"].unique())
    hues, measures = style.colours(table["subject"]), list(shares)
    most = table[measures].max(axis=None)
    size, written = in_scale(most, table[[f"{m}_step" for m in measures]].max(axis=None), words)
    row = []
    for subject in subjects:
        rows = table[table["subject"] == subject].set_index("period").reindex(periods)
        longest = (table if len(measures) == 1 else rows)[measures].max(axis=None) / size
        row.append(
            Panel(
                words.start(subject),
                BARS,
                [words.period(period) for period in periods],
                {words.start(measure): values(rows[measure] / size) for measure in measures},
                [style.tint(hues[subject], share) for share in shares.values()],
                written,
                ends([longest]),
            )
        )
    return in_rows(row)


def stacked(panels: list[list[Panel]]) -> list[list[Panel]]:
    """The same bars one after the other, on an axis that ends soon after the longest."""
    return [[_stacked(panel) for panel in row] for row in panels]


def _stacked(panel: Panel) -> Panel:
    wholes = (
        sum(value or 0 for value in each) for each in zip(*panel.series.values(), strict=True)
    )
    return replace(panel, form=STACKED, bounds=ends(list(wholes)))


def in_scale(most: float, step: float, words: Words) -> tuple[float, str]:
    """What to divide numbers by so that no digit is shown that they do not bear, and their
    format."""
    size, name = scale(most, step, words)
    places = decimals(step / size, 9) if step > 1 else 0
    return size, number_format(places, name)


def number_format(places: int, name: str) -> str:
    """How an office chart writes numbers of so many decimals, with a name such as 万 behind."""
    return COUNT + ("." + "0" * places if places else "") + (f'"{name}"' if name else "")


def written_as(value: float, written: str) -> str:
    """A number as a panel's format writes it, for those who hear it."""
    parts = written.split(";")
    negative, zero = (parts[1], parts[2]) if len(parts) == 3 else (f"−{parts[0]}", parts[0])
    part = {-1: negative, 0: zero, 1: parts[0]}[(value > 0) - (value < 0)]
    pattern = re.search(r"[#,0]+(?:\.(0+))?(%?)", part)
    assert pattern is not None, f"the format {written!r} has no digits"
    places, percent = len(pattern[1] or ""), pattern[2]
    number = f"{abs(value) * (100 if percent else 1):,.{places}f}{percent}"
    return (part[: pattern.start()] + number + part[pattern.end() :]).replace('"', "")


def ends(numbers: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis on which bars from naught have room for their labels, on each side that
    has bars."""
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    if not low:
        return 0.0, (high or 1) * LABEL_ROOM
    room = (LABEL_ROOM - 1) * (high - low)
    return low - room, high + room if high else 0.0


def values(column: pd.Series) -> list[float | None]:
    """The values of a column, None where one is missing."""
    return [None if pd.isna(value) else float(value) for value in column]


def in_rows(row: list[Panel]) -> list[list[Panel]]:
    """Panels in one row, or in two where there are many."""
    abreast = -(-len(row) // (1 if len(row) <= layout.MOST_PANELS_ABREAST else 2))
    return [row[start : start + abreast] for start in range(0, len(row), abreast)]

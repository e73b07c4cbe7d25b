"""Due and filed: those who filed and those who did not, together all who were due to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, filings_of
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.numbers import cell, change, said, worded_note
from laicheng_data.charts.panels import STACKED, Panel, count_panels, stacked
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import since_first
from laicheng_data.tables.naming import filing_year
from laicheng_data.words import Words

_BAR_PT = 26  # the height of a bar, or of the name of its kind, on an upright picture
_THICK, _THIN, _FEW = 0.5, 0.8, 6  # shares of a row that bars take, few of them or many
_GAP_PT = 4
_LEAST_BAR = 0.3  # of a panel's width, that its longest bar keeps beside its numbers


def due_and_filed(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of those due to file: dark who filed, light who did not; a panel a kind, each to its
    scale."""
    title = _title(table, words)
    subtitle = words("due-and-filed.subtitle") + worded_note(table, words)
    subjects, periods = style.in_order(table["subject"]), sorted(table["period"].unique())
    form = layout.as_high_as(
        _BAR_PT * len(subjects) * (len(periods) + 1), title, subtitle, source, form
    )
    figure = layout.frame(title, subtitle, source, form)
    hues = style.colours(table["subject"])
    panels = dict(zip(subjects, layout.panels(figure, len(subjects)), strict=True))
    size = style.LABEL_PT if len(periods) <= _FEW else style.SMALL_PT
    for subject, axes in panels.items():
        layout.panel_title(axes, words.start(subject), hues[subject])
        axes.set(xticks=[], ylim=(len(periods) - 0.5, -0.5))
        names = [filing_year(period, words) for period in periods]
        axes.set_yticks(range(len(periods)), names, size=size)
        layout.bare(axes, "left")
    layout.settle(figure)
    for subject, axes in panels.items():
        rows = table[table["subject"] == subject].set_index("period").reindex(periods)
        _bars(axes, rows, hues[subject], size, words)
    alt = words.described(title, said(table, words, "filed_of_due_in", "due", "filed"))
    data = words.table(table[["period", "subject", "due", "filed"]])
    return Chart("due-and-filed", figure, title, alt, source, data)


@dataclass(frozen=True)
class _Numbers:
    """What is written of a bar: who filed, who did not, and who was due."""

    filed: str
    unfiled: str
    due: str

    def behind(self, inside: bool, words: Words) -> str:
        """What stands behind the bar before those due, where those who filed stand `inside` it or
        do not."""
        if not self.unfiled:
            return "" if inside else self.filed
        form = "due-and-filed.rest" if inside else "due-and-filed.both"
        return words(form, filed=self.filed, unfiled=self.unfiled)


def _numbers(row: Any, words: Words) -> _Numbers:
    """The numbers of a bar; who did not file only where filed and not filed add up to all due."""
    filed, due = (cell(row, measure, words) for measure in ("filed", "due"))
    if row.worded or row.due - row.filed != row.unfiled:
        return _Numbers(filed, "", due)
    return _Numbers(filed, cell(row, "unfiled", words), due)


def _bars(axes: Axes, rows: pd.DataFrame, hue: str, size: float, words: Words) -> None:
    """The bars of one kind on an axis that leaves room for the numbers behind them. The figure must
    be settled."""
    thick = _THICK if len(rows) <= _FEW else _THIN
    box = axes.get_window_extent()
    wide, high = (72 * pixels / style.DPI for pixels in (box.width, box.height))
    there = rows.dropna(subset=["due", "filed"])
    numbers = {row.Index: _numbers(row, words) for row in there.itertuples()}
    is_high = thick * high / (len(rows) + 0.25) >= 1.2 * size
    inside, a_unit = _room(there, numbers if is_high else {}, numbers, wide, size, words)
    axes.set_xlim(0, wide / a_unit)
    for y, period in enumerate(rows.index):
        if period not in numbers:
            _write(axes, 0, y, words("not_printed"), size, style.QUIET)
            continue
        row, told = there.loc[period], numbers[period]
        axes.barh(y, row["due"], thick, color=style.tint(hue, style.NOT_FILED))
        axes.barh(y, row["filed"], thick, color=hue)
        if period in inside:
            _write(axes, 0, y, told.filed, size, style.ink_on(hue))
        end, behind = max(row["due"], row["filed"]), told.behind(period in inside, words)
        _write(axes, end, y, behind, size, style.ink(hue))
        after = layout.text_width(behind, size) + _GAP_PT if behind else 0
        _write(axes, end, y, told.due, size, style.INK, after, BOLD)


def _room(
    there: pd.DataFrame,
    high_enough: Collection[str],
    numbers: dict[str, _Numbers],
    wide: float,
    size: float,
    words: Words,
) -> tuple[set[str], float]:
    """In which bars, of those `high_enough`, the number of those who filed has room, and how many
    points one of these takes, where the other numbers have room behind the bars."""
    inside = set(high_enough)
    while True:
        each = [wide]
        for period, told in numbers.items():
            behind = layout.text_width(told.behind(period in inside, words), size)
            taken = behind + layout.text_width(told.due, size, BOLD) + 3 * _GAP_PT
            end = there.loc[period, ["due", "filed"]].max()
            if end > 0:
                each.append(max(wide - taken, _LEAST_BAR * wide) / end)
        cut = {
            period
            for period in inside
            if layout.text_width(numbers[period].filed, size) + 2 * _GAP_PT
            > there.loc[period, "filed"] * min(each)
        }
        if not cut:
            return inside, min(each)
        inside -= cut


def _write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    size: float,
    colour: str,
    after: float = 0,
    weight: int = REGULAR,
) -> None:
    """Write at the height of a bar, from `x` on and so many points further."""
    if text:
        axes.annotate(
            text,
            (x, y),
            (_GAP_PT + after, 0),
            textcoords="offset points",
            va="center_baseline",
            size=size,
            color=colour,
            weight=weight,
        )


def _title(table: pd.DataFrame, words: Words) -> str:
    """How the number due changed from the first to the last year: of the kind that grew most and of
    the one that shrank most, or of the two that changed most where all went one way."""
    changes = _told(since_first(table).query("measure == 'due'"))
    if changes.empty:
        return _level(table, words)
    start, year = changes["previous"].min(), changes["period"].max()
    parts = [
        words(
            _change_form(row, start, year),
            subject=words.word(row.subject),
            years=words.years([row.previous, row.period]),
            change=change(row, words),
        )
        for row in changes.itertuples()
    ]
    years, said_changes = words.years([start, year]), words("clause_comma").join(parts)
    return words("due-and-filed.title.change", years=years, changes=said_changes)


def _told(changes: pd.DataFrame) -> pd.DataFrame:
    """Two of the changes at most, the larger first."""
    by_size = changes["change"].abs().sort_values(ascending=False, kind="stable").index
    largest = changes.loc[by_size]
    ways = [largest[sign * largest["change"] > 0].head(1) for sign in (1, -1)]
    if any(way.empty for way in ways):
        return largest.head(2)
    return largest.loc[largest.index.isin(pd.concat(ways).index)]


def _change_form(row: Any, start: str, year: str) -> str:
    return "change_of" if (row.previous, row.period) == (start, year) else "change_of_in"


def _level(table: pd.DataFrame, words: Words) -> str:
    last = table[table["period"] == table["period"].max()]
    counts = [
        words("count_of", subject=words.word(row.subject), count=cell(row, "due", words))
        for row in last.itertuples()
    ]
    year, counted = last["period"].iloc[0], words("list_comma").join(counts)
    return words("due-and-filed.title.level", year=year, counts=counted)


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """Filed and not filed one after the other and what they come to, or due and filed where the
    rest is not known."""
    if (table["due"] - table["filed"] == table["unfiled"]).all():
        shares = {"filed": 1, "unfiled": style.NOT_FILED}
        parts = count_panels(table, words, shares, form=STACKED)
        return stacked(parts, words.start("due"))
    panels = count_panels(table, words, {"due": style.NOT_FILED, "filed": 1})
    note = words("deck.due-and-filed")
    return [[replace(panel, note=note) for panel in row] for row in panels]


DUE_AND_FILED = Declaration(
    "due-and-filed",
    filings_of,
    due_and_filed,
    needs=("due", "filed"),
    panels=_panels,
    explorer={"due": 0, "filed": 0},
)

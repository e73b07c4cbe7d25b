"""Changes from the year before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material, filings_of
from laicheng_data.charts.numbers import change, signed_change
from laicheng_data.charts.panels import (
    CHANGE,
    COLUMNS,
    LABEL_ROOM,
    POINTS,
    Panel,
    values,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import year_on_year
from laicheng_data.words import Words


def year_on_year_changes(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Changes from the year before: counts in per cent above, rates in percentage points below."""
    changes = table
    title = _change_title(changes, words)
    figure = layout.frame(title, words("year-on-year.subtitle"), source, form)
    subjects = style.in_order(changes["subject"])
    hues = style.colours(changes["subject"])
    rows = [["due", "filed"], ["filing_rate"]]
    rows = [measures for measures in rows if changes["measure"].isin(measures).any()]
    grid = figure.subplots(len(rows), len(subjects), sharex=True, sharey="row", squeeze=False)
    labels = [
        label
        for line, measures in zip(grid, rows, strict=True)
        for axes, subject in zip(line, subjects, strict=True)
        for label in _change_bars(
            axes, changes[changes["subject"] == subject], measures, hues[subject], words
        )
    ]
    for axes, subject in zip(grid[0], subjects, strict=True):
        layout.panel_title(axes, words.start(subject), hues[subject])
    for axes, measures in zip(grid[:, 0], rows, strict=True):
        axes.set_ylabel(words(f"year-on-year.{measures[-1]}"))
    _change_years(grid[-1], sorted(changes["period"].unique()), words)
    layout.keep_what_fits(figure, labels)
    details = [_change_sentence(row, words) for row in changes.itertuples()]
    alt = words.described(title, details)
    return Chart(
        "year-on-year", figure, title, alt, source, words.table(changes.drop(columns="step"))
    )


def _change_bars(
    axes: Axes, changes: pd.DataFrame, measures: list[str], colour: str, words: Words
) -> list[Text]:
    labels: list[Text] = []
    offsets = np.linspace(-0.21, 0.21, len(measures)) if len(measures) > 1 else [0.0]
    for measure, offset in zip(measures, offsets, strict=True):
        rows = changes[changes["measure"] == measure]
        hollow = measure == "due"
        axes.bar(
            rows["period"].astype(int) + offset,
            rows["change"],
            0.36,
            color=style.PAPER if hollow else colour,
            edgecolor=colour,
            linewidth=0.8,
        )
        labels += [
            axes.annotate(
                signed_change(row, words),
                (int(row.period) + offset, row.change),
                (0, 2 if row.change >= 0 else -2),
                textcoords="offset points",
                ha="center",
                va="bottom" if row.change >= 0 else "top",
                size=style.SMALL_PT,
                color=style.ink(colour),
            )
            for row in list(rows.itertuples())[::-1]
        ]
    axes.axhline(0, color=style.QUIET, lw=0.8)
    axes.margins(y=0.3)
    axes.set_yticks([])
    layout.bare(axes)
    return labels


def _change_years(line: Sequence[Axes], periods: list[str], words: Words) -> None:
    for axes in line:
        axes.set_xlim(int(periods[0]) - 0.6, int(periods[-1]) + 0.6)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.period(f"{x:.0f}")))


def _change_sentence(row: Any, words: Words) -> str:
    subject, measure = words.word(row.subject), words.word(row.measure)
    said = change(row, words)
    return words("change_in", period=row.period, subject=subject, measure=measure, change=said)


def _change_title(changes: pd.DataFrame, words: Words) -> str:
    """The largest of the changes of counts, or of the rates where no counts are printed."""
    counts = changes[changes["unit"] == "percent"]
    form = "rate" if counts.empty else "count"
    drawn = changes if counts.empty else counts
    largest = drawn.loc[drawn["change"].abs().idxmax()]
    if not largest["change"]:
        return words(f"year-on-year.title.{form}.none", years=words.years(changes["period"]))
    return words(
        f"year-on-year.title.{form}",
        year=largest["period"],
        subject=words.word(largest["subject"]),
        measure=words.word(largest["measure"]),
        change=change(largest, words),
    )


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """Counts above, rates below: two scales that are never mixed in one chart."""
    groups = ((["due", "filed"], CHANGE), (["filing_rate"], POINTS))
    return [
        _change_row(table[table["measure"].isin(group)], words, group, written)
        for group, written in groups
        if table["measure"].isin(group).any()
    ]


def _change_row(
    table: pd.DataFrame, words: Words, measures: list[str], written: str
) -> list[Panel]:
    """A panel a kind, all to one scale."""
    subjects, periods = style.in_order(table["subject"]), sorted(table["period"].unique())
    hues = style.colours(table["subject"])
    low, high = min(0.0, table["change"].min()), max(0.0, table["change"].max())
    room = (high - low or 1) * (LABEL_ROOM - 1)
    row = []
    for subject in subjects:
        wide = table[table["subject"] == subject].pivot(
            index="period", columns="measure", values="change"
        )
        wide = wide.reindex(index=periods, columns=measures)
        row.append(
            Panel(
                words(f"deck.year-on-year.{measures[-1]}", subject=words.start(subject)),
                COLUMNS,
                [words.period(period) for period in periods],
                {words.start(measure): values(wide[measure]) for measure in measures},
                [style.PAPER if measure == "due" else hues[subject] for measure in measures],
                written,
                (low - room, high + room),
            )
        )
    return row


def _table(material: Material) -> pd.DataFrame:
    changes = year_on_year(filings_of(material))
    return changes[changes["measure"].isin(["due", "filed", "filing_rate"])]


YEAR_ON_YEAR = Declaration(
    "year-on-year",
    _table,
    year_on_year_changes,
    panels=_panels,
    story={"change": 2},
    explorer={"filing_rate": 1, "due": 1, "filed": 1},
)

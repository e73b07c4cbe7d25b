"""Changes of counts from the year before."""

from __future__ import annotations

from typing import Any

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
    Panel,
    in_rows,
    values,
    with_gap,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import year_on_year
from laicheng_data.words import Words

_MEASURES = ("due", "filed")
_OFFSETS = dict(zip(_MEASURES, (-0.21, 0.21), strict=True))  # of a year, of columns side by side


def year_on_year_changes(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Changes of counts from the year before in per cent, a panel a kind, all to one scale; a year
    without one says why."""
    changes = table.dropna(subset="change")
    title = _change_title(changes, words)
    figure = layout.frame(title, words("year-on-year.subtitle"), source, form)
    subjects, periods = style.in_order(table["subject"]), _periods(table)
    hues = style.colours(table["subject"])
    labels: list[Text] = []
    for axes, subject in zip(layout.panels(figure, len(subjects)), subjects, strict=True):
        rows = changes[changes["subject"] == subject]
        labels += _columns(axes, rows, hues[subject], words)
        for period, why in _gaps(table, subject, words).items():
            gap = axes.annotate(
                why,
                (int(period), 0),
                (0, 4),
                textcoords="offset points",
                ha="center",
                size=style.SMALL_PT,
                color=style.QUIET,
            )
            labels.append(gap)
        layout.panel_title(axes, words.start(subject), hues[subject])
        axes.set_xlim(int(periods[0]) - 0.6, int(periods[-1]) + 0.6)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.period(f"{x:.0f}")))
        axes.axhline(0, color=style.QUIET, lw=0.8)
        axes.margins(y=0.15)
        axes.set_yticks([])
        layout.bare(axes)
    layout.keep_what_fits(figure, labels)
    details = [_change_sentence(row, words) for row in changes.itertuples()]
    alt = words.described(title, details)
    data = words.table(changes.drop(columns=["step", "gap"], errors="ignore"))
    return Chart("year-on-year", figure, title, alt, source, data)


def _columns(axes: Axes, changes: pd.DataFrame, colour: str, words: Words) -> list[Text]:
    labels: list[Text] = []
    for measure, offset in _OFFSETS.items():
        rows = changes[changes["measure"] == measure]
        axes.bar(
            rows["period"].astype(int) + offset,
            rows["change"],
            0.36,
            color=style.PAPER if measure == "due" else colour,
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
    return labels


def _periods(table: pd.DataFrame) -> list[str]:
    """The years of which there is a change of any kind."""
    return sorted(table.dropna(subset="change")["period"].unique())


def _gaps(table: pd.DataFrame, subject: str, words: Words) -> dict[str, str]:
    """The years in which a kind has no change at all, and why."""
    rows = table[table["subject"] == subject]
    shown = set(rows.dropna(subset="change")["period"])
    missing = rows[~rows["period"].isin(shown) & rows["period"].isin(_periods(table))]
    return {
        row.period: words(f"year-on-year.{row.gap}", period=words.period(row.previous))
        for row in missing.drop_duplicates("period").itertuples()
    }


def _change_sentence(row: Any, words: Words) -> str:
    subject, measure = words.word(row.subject), words.word(row.measure)
    said = change(row, words)
    return words("change_in", period=row.period, subject=subject, measure=measure, change=said)


def _change_title(changes: pd.DataFrame, words: Words) -> str:
    """The largest of the changes, and that it is, where no other is as large as far as digits
    tell."""
    largest = changes.loc[changes["change"].abs().idxmax()]
    sizes = [signed_change(row, words).lstrip("+−") for row in changes.itertuples()]
    size = signed_change(largest, words).lstrip("+−")
    if not size.strip("0."):
        return words("year-on-year.title.none", years=words.years(changes["period"]))
    way = "more" if largest["change"] > 0 else "fewer"
    said = words(
        f"year-on-year.title.{largest['measure']}.{way}",
        year=largest["period"],
        subject=words.word(largest["subject"]),
        size=size,
    )
    alone = len(sizes) > 1 and sizes.count(size) == 1
    return words("year-on-year.title.largest", change=said) if alone else said


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A panel a kind, all to one scale."""
    subjects, periods = style.in_order(table["subject"]), _periods(table)
    hues = style.colours(table["subject"])
    low, high = min(0.0, table["change"].min()), max(0.0, table["change"].max())
    room = (high - low or 1) * (LABEL_ROOM - 1) / 2
    row = []
    for subject in subjects:
        wide = table[table["subject"] == subject].pivot(
            index="period", columns="measure", values="change"
        )
        wide = wide.reindex(index=periods, columns=list(_MEASURES)).dropna(axis=1, how="all")
        gaps = _gaps(table, subject, words)
        names = {period: words.period(period) for period in periods}
        names |= {period: with_gap(names[period], why) for period, why in gaps.items()}
        row.append(
            Panel(
                words.start(subject),
                COLUMNS,
                list(names.values()),
                {words.start(measure): values(wide[measure]) for measure in wide},
                [style.PAPER if measure == "due" else hues[subject] for measure in wide],
                CHANGE,
                (low - room, high + room),
                heading=hues[subject],
            )
        )
    return in_rows(row)


def _table(material: Material) -> pd.DataFrame:
    """The changes of counts, and a row a kind, year and measure of which there is none: `gap` tells
    whether the year before is not printed, or what is printed is nothing to work with."""
    table = filings_of(material)
    changes = year_on_year(table)
    changes = changes[changes["measure"].isin(_MEASURES)].assign(gap="")
    if changes.empty:
        return changes
    kinds = style.in_order(changes["subject"])
    keys = ["subject", "period", "measure"]
    there = set(changes[keys].itertuples(index=False, name=None))
    counts = table.melt(["subject", "period"], list(_MEASURES), var_name="measure").dropna()
    printed = set(counts[keys].itertuples(index=False, name=None))
    gaps = [
        {
            "subject": kind,
            "period": period,
            "previous": str(int(period) - 1),
            "measure": measure,
            "gap": "no_year_before"
            if (kind, str(int(period) - 1), measure) not in printed
            else "not_worked_out",
        }
        for kind in kinds
        for period in sorted(changes["period"].unique())
        for measure in _MEASURES
        if (kind, period, measure) not in there
    ]
    every = style.every_subject(changes["subject"])
    both = pd.concat([changes.astype({"subject": object}), pd.DataFrame(gaps)], ignore_index=True)
    return both.assign(subject=pd.Categorical(both["subject"], every))


YEAR_ON_YEAR = Declaration(
    "year-on-year",
    _table,
    year_on_year_changes,
    panels=_panels,
    story={"change": 2},
    explorer={"due": 1, "filed": 1},
)

"""Changes of counts from the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material, filings_of
from laicheng_data.charts.numbers import change_text, signed_change
from laicheng_data.charts.panels import (
    BARS,
    CHANGE,
    LABEL_ROOM,
    Panel,
    add_note,
    arrange_in_rows,
    column_values,
    fit_stacked,
    name_width,
)
from laicheng_data.charts.rows import Look, Row, draw_rows, frame_rows
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import by_units_changed, year_on_year
from laicheng_data.tables.naming import filing_year
from laicheng_data.words import Words, capitalise

_MEASURES = ("due", "filed")
_THICK, _APART = 0.36, 0.2  # of a row, that each of two bars takes, and how far from its middle


def year_on_year_changes(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """A row a kind and year: how many more or fewer were due and filed than the year before, in per
    cent, as a hollow bar and a solid one, and as numbers; a year without a change says why."""
    changes = table.dropna(subset="change")
    title, rows = _change_title(changes, words), _rows(table, words)
    above = (title, words("year-on-year.subtitle"))
    look = Look(_draw_mark, lambda tick, places: f"{words.signed(tick, places)}%", key=_draw_bar)
    figure, shown = frame_rows(rows, _rank_rows(rows), above, source, form, look, words)
    draw_rows(figure, shown, style.colours(table["subject"]), look, words)
    layout.fix_layout(figure)
    details = [_change_sentence(row, words) for row in changes.itertuples()]
    alt = words.described(title, details)
    data = words.table(changes.drop(columns=["step", "gap"], errors="ignore"))
    return Chart("year-on-year", figure, title, alt, source, data)


def _rows(table: pd.DataFrame, words: Words) -> list[Row]:
    """A row a kind and year in which any kind has a change."""
    there = table.dropna(subset="change")
    rows = table[table["period"].isin(there["period"]) & table["measure"].isin(there["measure"])]
    return [
        _row(str(subject), str(period), list(of_one.itertuples()), words)
        for subject in style.sort_subjects(rows["subject"])
        for period, of_one in rows[rows["subject"] == subject].groupby("period")
    ]


def _row(subject: str, period: str, changes: Sequence[Any], words: Words) -> Row:
    texts = {row.measure: _text(row, words) for row in changes}
    ends = {row.measure: row.change for row in changes if not row.gap}
    return Row(subject, period, texts, ends, [row.measure for row in changes if row.gap])


def _rank_rows(rows: Sequence[Row]) -> list[Row]:
    """The row of the largest change, then those of the latest years."""
    by_year = sorted(rows, key=lambda row: row.period, reverse=True)
    largest = max(rows, key=lambda row: max(map(abs, row.ends.values()), default=0.0))
    return [largest, *(row for row in by_year if row is not largest)]


def _draw_mark(axes: Axes, measure: str, y: float, start: float, end: float, colour: str) -> None:
    """A bar for those due above one for those who filed."""
    _draw_bar(axes, measure, y + (-_APART if measure == "due" else _APART), start, end, colour)


def _draw_bar(axes: Axes, measure: str, y: float, start: float, end: float, colour: str) -> None:
    """A bar, hollow of those due to file, who need not have."""
    face = style.PAPER if measure == "due" else colour
    axes.barh(
        y, end - start, _THICK, left=start, facecolor=face, edgecolor=colour, lw=0.9, zorder=2
    )


def _text(row: Any, words: Words) -> str:
    if not row.gap:
        return f"{signed_change(row, words)}%"
    return words(f"year-on-year.{row.gap}", period=filing_year(row.previous, words))


def _periods(table: pd.DataFrame) -> list[str]:
    """The years of which there is a change of any kind."""
    return sorted(table.dropna(subset="change")["period"].unique())


def _gaps(table: pd.DataFrame, subject: str, words: Words) -> dict[str, str]:
    """The years in which a kind has no change at all, and why."""
    rows = table[table["subject"] == subject]
    shown = set(rows.dropna(subset="change")["period"])
    missing = rows[~rows["period"].isin(shown) & rows["period"].isin(_periods(table))]
    return {row.period: _text(row, words) for row in missing.drop_duplicates("period").itertuples()}


def _change_sentence(row: Any, words: Words) -> str:
    subject, measure = words.word(row.subject), words.word(row.measure)
    said = change_text(row, words)
    return words("change_in", period=row.period, subject=subject, measure=measure, change=said)


def _change_title(changes: pd.DataFrame, words: Words) -> str:
    """How the kind changed of which most units more or fewer are due or filed for the last year,
    and the one that changed most in per cent, if it is another."""
    last = changes[changes["period"] == changes["period"].max()]
    weightiest = by_units_changed(last)["subject"].iloc[0]
    largest = last.loc[last["change"].abs().idxmax()]
    told = [_kind_changes(last, weightiest, words)]
    if largest["subject"] != weightiest:
        told.append(_kind_changes(last, largest["subject"], words))
    if not _change_size(largest, words).strip("0."):
        return words("year-on-year.title.none", years=words.years(last["period"]))
    form = "year-on-year.title" if len(told) == 1 else "year-on-year.title.both"
    year = last["period"].iloc[0]
    return capitalise(words(form, year=year, first=told[0], other=told[-1]))


def _kind_changes(changes: pd.DataFrame, subject: str, words: Words) -> str:
    """By how much those due of one kind changed, which may explain it, and those who filed."""
    rows = changes[changes["subject"] == subject]
    said = {row.measure: _measure_change(row, words) for row in rows.itertuples()}
    both = words("year-on-year.both", **said) if len(said) > 1 else next(iter(said.values()))
    return words("year-on-year.kind", subject=words.word(subject), changes=both)


def _measure_change(row: Any, words: Words) -> str:
    size = _change_size(row, words)
    way = "more" if row.change > 0 else "fewer"
    return words(f"year-on-year.{row.measure}.{way if size.strip('0.') else 'same'}", size=size)


def _change_size(row: Any, words: Words) -> str:
    return signed_change(row, words).lstrip("+−")


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A panel a kind, all to one scale, one under the other where they have room."""
    subjects, periods = style.sort_subjects(table["subject"]), _periods(table)
    hues = style.colours(table["subject"])
    low, high = min(0.0, table["change"].min()), max(0.0, table["change"].max())
    room = (high - low or 1) * (LABEL_ROOM - 1) / 2
    wide = fit_stacked(len(subjects), len(periods) * len(_MEASURES))
    row = []
    for subject in subjects:
        rows = table[table["subject"] == subject].pivot(
            index="period", columns="measure", values="change"
        )
        rows = rows.reindex(index=periods, columns=list(_MEASURES)).dropna(axis=1, how="all")
        gaps = _gaps(table, subject, words)
        names = {period: filing_year(period, words) for period in periods}
        for period, why in gaps.items():
            names[period] = add_note(names[period], words("deck.gap", why=why), wide)
        row.append(
            Panel(
                words.start(subject),
                BARS,
                list(names.values()),
                {words.start(measure): column_values(rows[measure]) for measure in rows},
                [style.PAPER if measure == "due" else hues[subject] for measure in rows],
                CHANGE,
                (low - room, high + room),
                note=words("deck.year-on-year"),
                heading=hues[subject],
            )
        )
    widest = max(name_width(name) for panel in row for name in panel.categories)
    row = [replace(panel, names_pt=widest) for panel in row]
    return [[panel] for panel in row] if wide else arrange_in_rows(row)


def _table(material: Material) -> pd.DataFrame:
    """The changes of counts, and a row a kind, year and measure of which there is none: `gap` tells
    whether the year before is not printed, or what is printed is nothing to work with."""
    table = filings_of(material)
    changes = year_on_year(table)
    changes = changes[changes["measure"].isin(_MEASURES)].assign(gap="")
    if changes.empty:
        return changes
    kinds = style.sort_subjects(changes["subject"])
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
    topic="filing",
)

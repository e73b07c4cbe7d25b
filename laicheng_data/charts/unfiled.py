"""Who did not file, year by year, and how many more or fewer than the year before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material, filings_of
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.numbers import cell, counted, difference, filing_year, said, worded_note
from laicheng_data.charts.panels import Panel, count_panels
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import unfiled_changes
from laicheng_data.words import Words

FEWEST_ROWS = 8  # which keep bars from growing thick
LATEST = 0.75  # how much of its colour a kind keeps in the last year, which the title tells
_APART, _APART_MOST = 0.6, 0.3  # of a row, between kinds; where there are many rows
_FEW = 6  # years, beside which numbers need not be small
_MAINLY = 0.5  # of all that went one way, more than which a kind must make to be called the main
MOST_ROWS = 16  # bars and headings in one panel; more of them stand in a panel a kind


def unfiled(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of those due who did not file, all to one scale, all together first, with the change
    from the year before."""
    title = _title(table, words)
    rows = _rows(table, words)
    is_grouped = len(table) > 1 and len(rows) <= MOST_ROWS and form.headed
    changes = _reading(table, words) if is_grouped else ""  # bars alone have no brackets
    subtitle = words("unfiled.subtitle") + changes + worded_note(table, words)
    figure = layout.frame(title, subtitle, source, form)
    if len(table) == 1:
        row = next(table.itertuples())
        alone = (_count(row, words), words.start(row.subject), filing_year(row.period, words))
        layout.big_figures(figure.subplots(), [alone])
        layout.settle(figure)
    elif is_grouped:
        _groups(figure, rows, style.colours(table["subject"]), words)
    else:
        _panels_a_kind(figure, _with_total(table), words)
    alt = words.described(title, said(table, words, "unfiled_in", "unfiled"))
    data = words.table(table[["period", "subject", "unfiled"]])
    return Chart("unfiled", figure, title, alt, source, data)


def _reading(table: pd.DataFrame, words: Words) -> str:
    """What stands in brackets, where there are any."""
    there = unfiled_changes(table)["difference"].notna().any()
    return words("unfiled.brackets") if there else ""


def _count(row: Any, words: Words) -> str:
    return cell(row, "unfiled", words) if row.unfiled == row.unfiled else words("not_worked_out")


@dataclass(frozen=True)
class _Row:
    """One line of the panel: the heading of a kind, or a year of it with its bar."""

    subject: str
    period: str = ""
    value: float = 0.0
    text: str = ""
    known: bool = True


def _rows(table: pd.DataFrame, words: Words) -> list[_Row]:
    """All together, and then the kinds one after the other, each with its years."""
    changes = unfiled_changes(table).set_index(["subject", "period"])
    subjects = style.in_order(table["subject"])
    together = len(subjects) > 1 and "all" in changes.index.get_level_values("subject")
    kinds = [subject for subject in subjects if not together or subject != "all"]
    rows: list[_Row] = []
    for subject in [*(["all"] if together else []), *kinds]:
        rows.append(_Row(subject))
        for period in sorted(table["period"].unique()):
            if (subject, period) in changes.index:
                row = changes.loc[(subject, period)]
                rows.append(_Row(subject, period, row["unfiled"], _with_change(row, words)))
            elif subject in subjects:
                printed = ((table["subject"] == subject) & (table["period"] == period)).any()
                why = words("not_worked_out" if printed else "not_printed")
                rows.append(_Row(subject, period, text=why, known=False))
    return rows


def _with_change(row: pd.Series, words: Words) -> str:
    """The number, and how many more or fewer than the year before."""
    number = counted(row["unfiled"], row["step"], words)
    if row["difference"] != row["difference"]:  # there is no year before
        return number
    said = difference(row["difference"], row["difference_step"], words)
    return words("unfiled.with_change", count=number, difference=said)


def _groups(figure: Figure, rows: list[_Row], hues: dict[str, str], words: Words) -> None:
    """All kinds in one panel: a heading a kind, and below it a bar a year, the last one darker."""
    axes, hues = figure.subplots(), {"all": style.INK, **hues}
    most = max((row.value for row in rows), default=0) or 1
    last = max(row.period for row in rows)
    apart = _APART if len(rows) < MOST_ROWS - 2 else _APART_MOST
    kinds = accumulate(int(not row.period) for row in rows)
    heights = [y + apart * (kind - 1) for y, kind in enumerate(kinds)]
    for y, row in zip(heights, rows, strict=True):
        if not row.period:
            axes.annotate(
                words.start(row.subject),
                (0, y),
                (0, -1),
                textcoords="offset points",
                va="center",
                color=style.ink(hues[row.subject]),
                size=style.SUBTITLE_PT,
                weight=BOLD,
            )
            continue
        share = LATEST if row.period == last else style.NOT_FILED
        shade = style.tint(hues[row.subject], share)
        axes.barh(y, row.value, 0.72, color=shade)
        axes.annotate(
            row.text,
            (row.value, y),
            (4, 0),
            textcoords="offset points",
            va="center_baseline",
            color=style.ink(hues[row.subject]) if row.known else style.QUIET,
        )
    years = [(y, row) for y, row in zip(heights, rows, strict=True) if row.period]
    axes.set_yticks([y for y, _ in years], [filing_year(row.period, words) for _, row in years])
    end = max(heights[-1] + 0.5, FEWEST_ROWS - 0.5)
    axes.set(xticks=[], ylim=(end, -0.6), xlim=(0, most * 1.25))
    layout.bare(axes)
    layout.settle(figure)


def _panels_a_kind(figure: Figure, table: pd.DataFrame, words: Words) -> None:
    """One panel a kind, all to one scale, and one bar a year, the last one darker, each below its
    number."""
    subjects, periods = style.in_order(table["subject"]), sorted(table["period"].unique())
    hues = style.colours(table["subject"])
    size, height = (style.LABEL_PT, 0.4) if len(periods) <= _FEW else (style.SMALL_PT, 0.24)
    for axes, subject in zip(layout.panels(figure, len(subjects)), subjects, strict=True):
        hue = hues[subject]
        rows = {row.period: row for row in table[table["subject"] == subject].itertuples()}
        for y, period in enumerate(periods):
            shade = style.tint(hue, LATEST if period == periods[-1] else style.NOT_FILED)
            row = rows.get(period)
            axes.barh(y, row.unfiled if row else 0, height, color=shade)
            known = row is not None and row.unfiled == row.unfiled
            axes.annotate(
                _count(row, words) if row else words("not_printed"),
                (0, y - height / 2),
                (2, 1),
                textcoords="offset points",
                va="bottom",
                color=style.ink(hue) if known else style.QUIET,
                size=size,
            )
        layout.panel_title(axes, words.start(subject), hue)
        most = max(table["unfiled"].max(), 1)
        axes.set(xticks=[], ylim=(len(periods) - 0.5, -0.75), xlim=(0, 1.06 * most))
        names = [filing_year(period, words) for period in periods]
        axes.set_yticks(range(len(periods)), names, size=size)
        layout.bare(axes, "left")
    layout.settle(figure)


def _title(table: pd.DataFrame, words: Words) -> str:
    """How many did not file for the last year, how many more or fewer than the year before, and
    which kind makes most of the difference."""
    last = unfiled_changes(table)
    last = last[last["period"] == last["period"].max()]
    totals = last[last["subject"] == "all"]
    if len(last) > 1 and not totals.empty:
        return _title_of_all(totals.iloc[0], last[last["subject"] != "all"], words)
    parts = [_part("unfiled.title.one", row, words) for _, row in last.iterrows()]
    return words("list_semicolon").join(parts[:1] if len(parts) == 1 else parts)


def _title_of_all(total: pd.Series, kinds: pd.DataFrame, words: Words) -> str:
    title = _part("unfiled.title.all", total, words)
    if not total["difference"] or kinds["difference"].isna().any():
        return title
    moved = kinds.set_index("subject")["difference"] * np.sign(total["difference"])
    same_way = moved[moved > 0]  # none, where a printed total goes another way than its kinds
    if len(kinds) < 2 or same_way.empty or same_way.max() <= _MAINLY * same_way.sum():
        return title
    subject = words.word(str(same_way.idxmax()))
    if same_way.max() <= abs(total["difference"]):
        return words("unfiled.title.mainly", title=title, subject=subject)
    row = kinds.set_index("subject").loc[same_way.idxmax()]  # others went the other way
    by = difference(row["difference"], row["difference_step"], words)
    return words("unfiled.title.alone", title=title, subject=subject, difference=by)


def _part(sentence: str, row: pd.Series, words: Words) -> str:
    number = counted(row["unfiled"], row["step"], words)
    said = {"year": row["period"], "count": number, "subject": words.word(row["subject"])}
    if row["difference"] != row["difference"]:
        return words(f"{sentence}.alone", **said)
    change = difference(row["difference"], row["difference_step"], words)
    return words(sentence, **said, previous=int(row["period"]) - 1, difference=change)


def _table(material: Material) -> pd.DataFrame:
    """Years of which counts are printed but nothing can be worked out stay, and say so; a chart has
    other years too. Where the report has kinds that are not shown, these are `some` of them."""
    table = filings_of(material).dropna(subset=["due", "filed", "unfiled"], how="all")
    table = table.assign(some=bool(material.kinds) and _are_some(material))
    return table if table["unfiled"].notna().any() else table.iloc[:0]


def _are_some(material: Material) -> bool:
    """Whether the report has kinds that were not chosen."""
    every = set(Material(material.report).filings["subject"]) - {"all"}
    return not every <= set(material.kinds)


def _with_total(table: pd.DataFrame) -> pd.DataFrame:
    """The table with all together as its first kind, where that is known of any year, and there is
    a colour for one kind more."""
    changes = unfiled_changes(table)
    totals = changes.loc[changes["subject"] == "all", ["period", "unfiled", "step"]]
    shown = style.in_order(table["subject"])
    every = [kind for kind in style.every_subject(table["subject"]) if kind != "all"]
    if "all" not in shown and not totals.empty and 1 < len(shown) < len(style.PALETTE):
        periods = pd.DataFrame({"period": sorted(table["period"].unique())})
        totals = periods.merge(totals.rename(columns={"step": "unfiled_step"}), how="left")
        totals = totals.assign(subject="all", unfiled_bound="exact")
        table = pd.concat([table.astype({"subject": object}), totals], ignore_index=True)
    return table.assign(subject=pd.Categorical(table["subject"], ["all", *every]))


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """All together first, as in the picture, and a panel a kind."""
    return count_panels(_with_total(table), words, {"unfiled": style.NOT_FILED}, LATEST)


UNFILED = Declaration(
    "unfiled",
    _table,
    unfiled,
    panels=_panels,
    explorer={"unfiled": 0},
    story={"change": 0},
)

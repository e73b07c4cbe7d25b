"""Who did not file, year by year, and how many more or fewer than the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.bars import bar_panels, said, worded_note
from laicheng_data.charts.chart import Chart, Declaration, Material, filings_of
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.numbers import cell, counted, difference
from laicheng_data.charts.panels import count_panels
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import unfiled_changes
from laicheng_data.words import Words

FEWEST_ROWS = 8  # which keep bars from growing thick
MOST_ROWS = 16  # bars and headings in one panel; more of them stand in a panel a kind


def unfiled(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of those due who did not file, all to one scale, with the change from the year
    before."""
    title = _title(table, words)
    rows = _rows(table, words)
    is_grouped = len(table) > 1 and len(rows) <= MOST_ROWS and form.headed
    changes = _reading(table, words) if is_grouped else ""  # bars alone have no brackets
    subtitle = words("unfiled.subtitle") + changes + worded_note(table, words)
    figure = layout.frame(title, subtitle, source, form)
    if len(table) == 1:
        row = next(table.itertuples())
        alone = (_count(row, words), words.start(row.subject), words.period(row.period))
        layout.big_figures(figure.subplots(), [alone])
        layout.settle(figure)
    elif is_grouped:
        _groups(figure, rows, style.colours(table["subject"]), words)
    else:
        texts = [_count(row, words) for row in table.itertuples()]
        bar_panels(figure, table.assign(text=texts), {"unfiled": style.NOT_FILED}, words)
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
    """The kinds one after the other, each with its years, and all together at the end."""
    changes = unfiled_changes(table).set_index(["subject", "period"])
    subjects = style.in_order(table["subject"])
    more_than_one = len(subjects) > 1 and "all" in changes.index.get_level_values("subject")
    rows: list[_Row] = []
    for subject in [*subjects, *(["all"] if more_than_one and "all" not in subjects else [])]:
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
    """All kinds in one panel: a heading a kind, and below it a bar a year."""
    axes, hues = figure.subplots(), {"all": style.INK, **hues}
    most = max((row.value for row in rows), default=0) or 1
    for y, row in enumerate(rows):
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
        shade = style.tint(hues[row.subject], style.NOT_FILED)
        axes.barh(y, row.value, 0.72, color=shade)
        axes.annotate(
            row.text,
            (row.value, y),
            (4, 0),
            textcoords="offset points",
            va="center",
            color=style.ink(hues[row.subject]) if row.known else style.QUIET,
        )
    years = [(y, row) for y, row in enumerate(rows) if row.period]
    axes.set_yticks([y for y, _ in years], [words.period(row.period) for _, row in years])
    axes.set(xticks=[], ylim=(max(len(rows), FEWEST_ROWS) - 0.5, -0.6), xlim=(0, most * 1.25))
    layout.bare(axes)
    layout.settle(figure)


def _title(table: pd.DataFrame, words: Words) -> str:
    """How many did not file for the last year, and how many more or fewer than the year before."""
    last = unfiled_changes(table)
    last = last[last["period"] == last["period"].max()]
    totals = last[last["subject"] == "all"]
    if len(last) > 1 and not totals.empty:
        return _title_of_all(totals.iloc[0], last[last["subject"] != "all"], words)
    parts = [_part("unfiled.title.one", row, words) for _, row in last.iterrows()]
    return words("list_semicolon").join(parts[:1] if len(parts) == 1 else parts)


def _title_of_all(total: pd.Series, kinds: pd.DataFrame, words: Words) -> str:
    title = _part("unfiled.title.all", total, words)
    changed = kinds.dropna(subset="difference")
    if total["difference"] != total["difference"] or len(changed) < len(kinds):
        return title
    parts = [
        words(
            "unfiled.title.kind",
            subject=words.word(row["subject"]),
            difference=difference(row["difference"], row["difference_step"], words),
        )
        for _, row in changed.iterrows()
    ]
    return words("unfiled.title.parts", title=title, parts=words("list_comma").join(parts))


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


UNFILED = Declaration(
    "unfiled",
    _table,
    unfiled,
    panels=lambda table, words: count_panels(table, words, {"unfiled": style.NOT_FILED}),
    explorer={"unfiled": 0},
    story={"change": 0},
)

"""The list of abnormal operations beside those that did not file: the differences themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.numbers import bounded, counted, difference
from laicheng_data.charts.panels import BARS, COUNT, DIFFERENCE, LABEL_ROOM, Panel, ends, values
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import listed_and_unfiled
from laicheng_data.words import Words


def abnormal_list(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of the list less those that did not file, to the left or the right of none; counts
    beside."""
    table = table[table["period"] == table["period"].max()]
    title = _title(table, words)
    year = table["period"].iloc[0]
    note = words("worded_note") if table["difference"].isna().any() else ""
    subtitle = words("abnormal-list.subtitle", year=year) + note
    figure = layout.frame(title, subtitle, source, form)
    if layout.is_upright(figure):  # no room for the counts beside
        _bars(figure.subplots(), table, words)
    else:
        bars, counts = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
        _bars(bars, table, words)
        _counts(counts, table, words)
    layout.settle(figure)
    alt = words.described(title, [_sentence(row, words) for row in table.itertuples()])
    columns = ["period", "subject", "listed_subject", "listed", "unfiled", "difference"]
    return Chart("abnormal-list", figure, title, alt, source, words.table(table[columns]))


def _bars(axes: Axes, table: pd.DataFrame, words: Words) -> None:
    hues = style.colours(table["subject"])
    longest = max(table["difference"].fillna(0).abs().max(), 1)
    upright = layout.is_upright(axes.get_figure(root=True))  # type: ignore[arg-type]
    character = 0.18 if upright else 0.09  # of the longest bar; a label stands beyond each
    room = longest * (1 + character * len(words.signed(longest)))
    axes.vlines(0, -0.5, len(table) - 0.5, color=style.QUIET, lw=0.8)
    for y, row in enumerate(table.itertuples()):
        colour, known = hues[row.subject], row.difference == row.difference
        shown = row.difference if known else 0
        axes.barh(y, shown, 0.5, color=colour)
        side = 1 if shown >= 0 else -1
        axes.annotate(
            words.signed(shown) if known else words("not_worked_out"),
            (shown, y),
            (5 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            color=style.ink(colour) if known else style.QUIET,
        )
    names = [_name(row, words) for row in table.itertuples()]
    axes.set_yticks(range(len(table)), names, color=style.INK, linespacing=layout.LINE_HEIGHT)
    axes.set(xticks=[], xlim=(-room, room), ylim=(len(table) - 0.5, -0.9))
    axes.text(0, -0.75, words("abnormal-list.difference"), ha="center", color=style.QUIET)
    layout.bare(axes)


def _counts(axes: Axes, table: pd.DataFrame, words: Words) -> None:
    """The two counts that each difference is one of, set as a table."""
    for x, measure in ((0.42, "listed"), (0.95, "unfiled")):
        axes.text(x, -0.75, words.start(measure), ha="right", color=style.QUIET)
        for y, row in enumerate(table.itertuples()):
            axes.text(x, y, _count(row, measure, words), ha="right", va="center", color=style.INK)
    axes.set(xticks=[], xlim=(0, 1))
    axes.tick_params(labelleft=False)
    layout.bare(axes)


def _count(row: Any, measure: str, words: Words) -> str:
    number = counted(getattr(row, measure), row.step, words)
    return bounded(number, getattr(row, f"{measure}_bound"), words)


def _name(row: Any, words: Words) -> str:
    """The kind, and below it what the list calls it where that is something else."""
    if row.listed_subject == row.subject:
        return words.start(row.subject)
    listed = words("abnormal-list.named", subject=words.word(row.listed_subject))
    return f"{words.start(row.subject)}\n{listed}"


def _in_one_line(row: Any, words: Words) -> str:
    """The kind, and in brackets what the list calls it where that is something else."""
    if row.listed_subject == row.subject:
        return words.start(row.subject)
    listed = words("abnormal-list.named", subject=words.word(row.listed_subject))
    return words("name.of", name=words.start(row.subject), base=listed)


def _sentence(row: Any, words: Words) -> str:
    known = row.difference == row.difference
    return words(
        "abnormal-list.row" if known else "abnormal-list.row.worded",
        listed_subject=words.word(row.listed_subject),
        subject=words.word(row.subject),
        listed=_count(row, "listed", words),
        unfiled=_count(row, "unfiled", words),
        difference=difference(row.difference, row.step, words) if known else "",
    )


def _title(table: pd.DataFrame, words: Words) -> str:
    """The total where there is one, else the largest of the kinds."""
    rows = table[table["subject"] == "all"]
    row = next((table if rows.empty else rows).sort_values("listed").tail(1).itertuples())
    said = _sentence(row, words)
    return said if row.subject != "all" else _title_of_all(row, words)


def _title_of_all(row: Any, words: Words) -> str:
    counts = {name: _count(row, name, words) for name in ("listed", "unfiled")}
    if row.difference != row.difference:
        return words("abnormal-list.title.worded", **counts)
    sign = "fewer" if row.difference < 0 else "more" if row.difference > 0 else "same"
    return words(
        f"abnormal-list.title.{sign}",
        **counts,
        difference=counted(abs(row.difference), row.step, words),
    )


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """The counts side by side, and beside them the differences, from less than none to more; what
    the list calls a kind stands at the counts, where a bar on the left needs no room."""
    table = table[table["period"] == table["period"].max()]
    hues, year = style.colours(table["subject"]), table["period"].iloc[0]
    names = [_in_one_line(row, words) for row in table.itertuples()]
    measures = ["listed", "unfiled"]
    reach = max(table["difference"].fillna(0).abs().max(), 1) * LABEL_ROOM
    counts = Panel(
        words.period(year),
        BARS,
        names,
        {words.start(measure): values(table[measure]) for measure in measures},
        [
            [style.tint(hues[subject], share) for subject in table["subject"]]
            for share in (1.0, 0.4)
        ],
        COUNT,
        ends([table[measures].max(axis=None)]),
        of_one_kind=False,
        note=words("deck.abnormal-list", year=year),
    )
    differences = Panel(
        words("abnormal-list.difference"),
        BARS,
        [words.start(subject) for subject in table["subject"]],
        {words.start("difference"): values(table["difference"])},
        [[hues[subject] for subject in table["subject"]]],
        DIFFERENCE,
        (-reach, reach),
        of_one_kind=False,
    )
    return [[counts, differences]]


ABNORMAL_LIST = Declaration(
    "abnormal-list",
    lambda material: listed_and_unfiled(material.report),
    abnormal_list,
    panels=_panels,
    story={"gap": 0},
)

"""The list of abnormal operations beside those that did not file: the differences themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.numbers import add_bound, format_count, more_or_fewer
from laicheng_data.charts.panels import BARS, DIFFERENCE, LABEL_ROOM, Panel, column_values
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import listed_and_unfiled
from laicheng_data.tables.naming import ALL
from laicheng_data.words import Words

_TERMS = ("listed", "unfiled")
_MOST_IN_TITLE = 2  # kinds, those that are furthest off
_APART = 0.25  # of a row, before the total
_ROW_PT = 44  # of an upright picture, whose names have up to three lines


def abnormal_list(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """The list, those that did not file, and bars of the one less the other, to the left or the
    right of none."""
    table = table[table["period"] == table["period"].max()]
    title = _title(table, words)
    year = table["period"].iloc[0]
    note = words("worded_note") if table["difference"].isna().any() else ""
    subtitle = words("abnormal-list.subtitle", year=year) + note
    upright = form.height > form.width
    points = _ROW_PT * (len(table) + 1)
    form = layout.fit_height(points, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    if upright:  # no room for columns of counts
        first = bars = figure.subplots()
    else:
        first, bars = figure.subplots(1, 2, sharey=True, width_ratios=(2, 3))
        _draw_counts(first, table, words)
        bars.tick_params(labelleft=False)
    _draw_bars(bars, table, words)
    names = [_name(row, upright, words) for row in table.itertuples()]
    first.set_yticks(_places(table), names, linespacing=layout.LINE_HEIGHT, weight=BOLD)
    hues = style.colours(table["subject"])
    for name, subject in zip(first.get_yticklabels(), table["subject"], strict=True):
        name.set_color(style.ink(hues[subject]))
    layout.fix_layout(figure)
    alt = words.described(title, [_sentence(row, words) for row in table.itertuples()])
    columns = ["period", "subject", "listed_subject", "listed", "unfiled", "difference"]
    return Chart("abnormal-list", figure, title, alt, source, words.table(table[columns]))


def _places(table: pd.DataFrame) -> list[float]:
    """Where rows stand; the total a little apart."""
    return [y + _APART * (y and row.subject == ALL) for y, row in enumerate(table.itertuples())]


def _draw_bars(axes: Axes, table: pd.DataFrame, words: Words) -> None:
    hues, places = style.colours(table["subject"]), _places(table)
    longest = max(table["difference"].fillna(0).abs().max(), 1)
    upright = layout.is_upright(axes.get_figure(root=True))  # type: ignore[arg-type]
    character = 0.18 if upright else 0.09  # of the longest bar; a label stands beyond each
    room = longest * (1 + character * len(words.signed(longest)))
    axes.vlines(0, -0.5, places[-1] + 0.5, color=style.QUIET, lw=0.8)
    for y, row in zip(places, table.itertuples(), strict=True):
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
            weight=BOLD if known else REGULAR,
        )
    axes.set(xticks=[], xlim=(-room, room), ylim=(places[-1] + 0.5, -0.9))
    axes.text(0, -0.75, words("abnormal-list.difference"), ha="center", color=style.QUIET)
    _draw_rule(axes, (-room, room), table)
    layout.strip_axes(axes)


def _draw_counts(axes: Axes, table: pd.DataFrame, words: Words) -> None:
    """The two counts that each difference is one of, set as a table before it."""
    for x, measure in ((0.45, "listed"), (0.95, "unfiled")):
        axes.text(x, -0.75, words.start(measure), ha="right", color=style.QUIET)
        for y, row in zip(_places(table), table.itertuples(), strict=True):
            axes.text(x, y, _count(row, measure, words), ha="right", va="center", color=style.INK)
    axes.set(xticks=[], xlim=(0, 1))
    _draw_rule(axes, (0, 1.1), table)
    layout.strip_axes(axes)


def _draw_rule(axes: Axes, ends: tuple[float, float], table: pd.DataFrame) -> None:
    """A line above the total, as below what is added up."""
    if len(table) > 1 and table["subject"].iloc[-1] == ALL:
        y = _places(table)[-1] - 0.5 - _APART / 2
        rule = axes.hlines(y, *ends, color=style.QUIET, lw=0.5, clip_on=False)
        rule.set_in_layout(False)


def _count(row: Any, measure: str, words: Words) -> str:
    number = format_count(getattr(row, measure), row.step, words)
    return add_bound(number, getattr(row, f"{measure}_bound"), words)


def _name(row: Any, upright: bool, words: Words) -> str:
    """The kind, and below it what the list calls it where that is something else, and the counts
    where they have no columns."""
    counts = [_subtraction(row, words)] if upright else []
    return "\n".join([words.start(row.subject), *_listed_name(row, words), *counts])


def _listed_name(row: Any, words: Words) -> list[str]:
    """What the list calls a kind, where that is something else."""
    if row.listed_subject == row.subject:
        return []
    return [words("abnormal-list.named", subject=words.word(row.listed_subject))]


def _subtraction(row: Any, words: Words) -> str:
    return words("arithmetic.minus").join(_count(row, name, words) for name in _TERMS)


def _sentence(row: Any, words: Words) -> str:
    known = row.difference == row.difference
    return words(
        "abnormal-list.row" if known else "abnormal-list.row.worded",
        listed_subject=words.word(row.listed_subject),
        subject=words.word(row.subject),
        listed=_count(row, "listed", words),
        unfiled=_count(row, "unfiled", words),
        difference=more_or_fewer(row.difference, row.step, words) if known else "",
    )


def _title(table: pd.DataFrame, words: Words) -> str:
    """The total where there is one, else the largest of the kinds."""
    rows = table[table["subject"] == ALL]
    row = next((table if rows.empty else rows).sort_values("listed").tail(1).itertuples())
    said = _sentence(row, words)
    if row.subject != ALL:
        return said
    return _title_of_all(row, table[table["subject"] != ALL], words)


def _title_of_all(row: Any, kinds: pd.DataFrame, words: Words) -> str:
    """By how much the list is off those that did not file, and, where that is known of all, the
    kinds that are furthest off, as the list calls them."""
    counts = {name: _count(row, name, words) for name in _TERMS}
    if row.difference != row.difference:
        return words("abnormal-list.title.worded", **counts)
    differ = kinds[kinds["difference"] != 0].sort_values("difference", key=lambda d: -abs(d))
    adds_up = differ["difference"].sum(skipna=False) == row.difference
    if row.difference and len(differ) > 1 and adds_up:
        parts = [
            words(
                "abnormal-list.part",
                subject=words.word(kind.listed_subject),
                difference=more_or_fewer(kind.difference, kind.step, words),
            )
            for kind in differ.head(_MOST_IN_TITLE).itertuples()
        ]
        return words(
            "abnormal-list.title.parts",
            difference=more_or_fewer(row.difference, row.step, words),
            parts=words("clause_comma").join(parts),
        )
    sign = "fewer" if row.difference < 0 else "more" if row.difference > 0 else "same"
    return words(
        f"abnormal-list.title.{sign}",
        **counts,
        difference=format_count(abs(row.difference), row.step, words),
    )


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """The differences, from less than none to more, beside what each is the difference of."""
    table = table[table["period"] == table["period"].max()]
    hues = style.colours(table["subject"])
    reach = max(table["difference"].fillna(0).abs().max(), 1) * LABEL_ROOM
    differences = Panel(
        words("abnormal-list.difference"),
        BARS,
        [_name_with_terms(row, words) for row in table.itertuples()],
        {words.start("difference"): column_values(table["difference"])},
        [[hues[subject] for subject in table["subject"]]],
        DIFFERENCE,
        (-reach, reach),
        of_one_kind=False,
        note=words("deck.abnormal-list", year=table["period"].iloc[0]),
    )
    return [[differences]]


def _name_with_terms(row: Any, words: Words) -> str:
    terms = words("clause_comma").join([*_listed_name(row, words), _subtraction(row, words)])
    return words("abnormal-list.of", name=words.start(row.subject), terms=terms)


ABNORMAL_LIST = Declaration(
    "abnormal-list",
    lambda material: listed_and_unfiled(material.report),
    abnormal_list,
    panels=_panels,
    story={"gap": 0},
    topic="list",
)

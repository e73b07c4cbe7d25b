"""Stated rates: each as printed, as the counts give it, and whether the two agree."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.common import note
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.rates import rate_of
from laicheng_data.charts.style import Format
from laicheng_data.tables.rates import stated_rates_table
from laicheng_data.words import Words

# Where columns stand, as shares of the width: periods begin there, the others end there. An upright
# picture has no room for the strip of dots.
WIDE = {"period": 0.24, "printed": 0.47, "recomputed": 0.66, "verdict": 1.0}
UPRIGHT = {"period": 0.35, "printed": 0.62, "recomputed": 0.84, "verdict": 1.0}
MIDDLE, HALF_BAND, FURTHEST = 0.77, 0.04, 1.2  # of the strip; as far as dots go, in last digits
_PERIOD_PT = 66  # the room for a period
MORE_DIGITS, MOST_MORE_DIGITS = 2, 8  # of what is recomputed than of what is printed


def stated_rates(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """A row a rate: printed, recomputed, where that lies in what rounding leaves, and the verdict.

    Of more than there is room for, those that do not hold are kept.
    """
    decided = table[table["verdict"] != "undecidable"]
    held = int((decided["verdict"] == "consistent").sum())
    counts = {
        "held": held,
        "failed": len(decided) - held,
        "decided": len(decided),
        "stated": len(table),
        "open": len(table) - len(decided),
    }
    finding = "hold" if held == len(decided) else "fail"
    title = words(f"stated-rates.title.{finding}", **counts)
    shown = _most_telling(decided, layout.most_rows(form))
    subtitle = words("stated-rates.subtitle") + note(shown, len(decided) - len(shown), words)
    open_ones = words("stated-rates.note", **counts) if counts["open"] else ""
    figure = layout.frame(title, subtitle, open_ones + source, form)
    _rows(figure, shown, words)
    layout.settle(figure)
    details = [
        words(
            "stated-rates.row",
            rate=rate_of(row, row.printed, words),
            recomputed=_recomputed(row, words),
            verdict=words(f"stated-rates.{row.verdict}"),
        )
        for row in decided.itertuples()
    ]
    alt = words.described(title, details)
    return Chart("stated-rates", figure, title, alt, source, words.table(table))


def _most_telling(decided: pd.DataFrame, most: int) -> pd.DataFrame:
    """As many rows as have room, those that do not hold first to stay; kind by kind, in years."""
    failed_first = decided.sort_values("verdict", ascending=False, kind="stable")
    kept = failed_first.head(most)
    places = {subject: place for place, subject in enumerate(style.in_order(kept["subject"]))}
    order = [kept["subject"].map(places).astype(int), kept["period"]]
    return kept.assign(place=order[0]).sort_values(["place", "period"]).drop(columns="place")


def _rows(figure: Figure, table: pd.DataFrame, words: Words) -> None:
    """A line of headings and a line a rate; a kind is named where it begins."""
    hues, upright = style.colours(table["subject"]), layout.is_upright(figure)
    axes, columns = figure.subplots(), UPRIGHT if upright else WIDE
    axes.set(xlim=(0, 1), ylim=(max(len(table), 4) - 0.4, -1.5), xticks=[], yticks=[])
    _headings(axes, columns, words)
    before = ""
    for y, row in enumerate(table.itertuples()):
        if row.subject != before:
            room = 72 * figure.get_size_inches()[0] * (columns["period"] - 0.03) * 0.93
            _name(axes, y, row, hues[row.subject], room, words)
        _row(axes, y, row, columns, words)
        if not upright:
            _dot(axes, y, row, hues[row.subject])
        before = row.subject
    layout.bare(axes)


def _headings(axes: Axes, columns: dict[str, float], words: Words) -> None:
    said = {name: words.start(name) for name in ("printed", "recomputed")}
    said["verdict"] = words("stated-rates.agree")
    for name, text in said.items():
        axes.text(columns[name], -1, text, ha="right", va="center", color=style.QUIET)
    if columns is WIDE:
        strip = words("stated-rates.strip")
        axes.text(MIDDLE, -1, strip, ha="center", va="center", color=style.QUIET)


def _name(axes: Axes, y: int, row: Any, colour: str, room: float, words: Words) -> None:
    name = layout.shortened(words.start(row.subject), style.LABEL_PT, room)
    axes.text(0, y, name, va="center", color=style.ink(colour), weight=BOLD)
    if y:
        axes.plot([0, 1], [y - 0.5, y - 0.5], color=style.GRID, lw=0.5)


def _row(axes: Axes, y: int, row: Any, columns: dict[str, float], words: Words) -> None:
    holds = row.verdict == "consistent"
    said = style.INK if holds else style.FAILED
    weight = REGULAR if holds else BOLD
    period = layout.shortened(words.period(row.period), style.LABEL_PT, _PERIOD_PT)
    axes.text(columns["period"], y, period, va="center", color=style.QUIET)
    numbers = {"printed": row.printed, "recomputed": _recomputed(row, words)}
    texts = {**numbers, "verdict": words(f"stated-rates.{row.verdict}")}
    for name, text in texts.items():
        axes.text(columns[name], y, text, ha="right", va="center", color=said, weight=weight)


def _dot(axes: Axes, y: int, row: Any, colour: str) -> None:
    """Where the recomputed rate lies in the band of all that rounds to the printed one."""
    band = Rectangle(
        (MIDDLE - HALF_BAND, y - 0.36), 2 * HALF_BAND, 0.72, color=style.tint(colour, 0.18), lw=0
    )
    axes.add_patch(band)
    axes.vlines(MIDDLE, y - 0.36, y + 0.36, color=style.QUIET, lw=0.6)
    if row.deviation == row.deviation:
        x = MIDDLE + 2 * HALF_BAND * max(-FURTHEST, min(row.deviation, FURTHEST))
        dot, ink = ("o", colour) if row.verdict == "consistent" else ("X", style.FAILED)
        axes.scatter([x], [y], s=22, color=ink, marker=dot, zorder=3)


def _recomputed(row: Any, words: Words) -> str:
    """What the counts give, in so many more digits that its side of rounding shows."""
    if row.recomputed != row.recomputed:
        return words("not_worked_out")
    decimals = len(row.printed.rstrip("%‰ ").partition(".")[2])
    beyond, more = abs(abs(row.deviation) - 0.5), MORE_DIGITS
    while 0 < beyond <= 0.5 * 10**-more and more < MOST_MORE_DIGITS:
        more += 1
    return words.percent(row.recomputed, decimals + more)


def _table(material: Material) -> pd.DataFrame:
    """Filing rates, as the chart says of them that they are worked out of units due and filed; of
    other rates, those that cannot be decided are counted, and `checked` shows the others."""
    table = stated_rates_table(material.report, material.years, material.kinds, material.verdicts)
    undecided = table["verdict"] == "undecidable"
    table = table[(table["measure"] == "filing_rate") | undecided]
    return table if table.loc[~undecided, "recomputed"].notna().any() else table.iloc[:0]


STATED_RATES = Declaration(
    "stated-rates", _table, stated_rates, explorer={"filing_rate": 2}, story={"check": 0}
)

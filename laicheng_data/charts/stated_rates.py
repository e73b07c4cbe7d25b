"""Stated rates: the counts each is worked out from, what these give, what is printed, and how near
the two are."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.common import omission_note
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.numbers import format_count
from laicheng_data.charts.rates import rate_of
from laicheng_data.charts.style import Format
from laicheng_data.facts.printed import parse
from laicheng_data.tables.naming import fact_name, filing_year
from laicheng_data.tables.rates import stated_rates_table
from laicheng_data.tables.verdicts import more_digits
from laicheng_data.words import Words

_GAP_PT = 14  # between the longest name and the periods
_MOST_NAMED = 0.24  # of the width, that names take at most
# Where columns end behind the periods, as shares of what is left of the width. An upright picture
# has no room for the working and the strip of dots, and names stand above the periods.
_WIDE = {"working": 0.39, "recomputed": 0.57, "printed": 0.72}
_UPRIGHT = {"printed": 0.37, "recomputed": 0.66, "verdict": 1.0}
# The same of the middle of the strip and of half its band, where all dots lie in the band, and
# where some lie beyond, so many digits far at most.
_STRIP, _STRIP_BEYOND, _FURTHEST = (0.88, 0.1), (0.88, 0.055), 1.0
_PERIOD_PT = 66  # the room for a period
_BETWEEN = 0.35  # of a row, between two kinds
_MOST_NAMES = 2  # of rates that nobody can check


class _Columns(NamedTuple):
    """Where columns stand, as shares of the width: periods begin there, the others end there;
    `strip` is the middle of the strip of dots, and half its band, as shares of what is left."""

    period: float
    others: dict[str, float]
    strip: tuple[float, float]

    def at(self, share: float) -> float:
        """A share of what is left of the width behind where the periods begin."""
        return self.period + share * (1 - self.period)

    def on_strip(self, side: int) -> float:
        """The middle of the strip (0), or the left or right end of its band (-1, 1)."""
        middle, half = self.strip
        return self.at(middle + side * half)


def stated_rates(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """A row a rate: its counts, what they give, what is printed, and how far apart these lie within
    what rounding leaves.

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
    title = words(f"stated-rates.title.{_title_form(held, len(decided))}", **counts)
    shown = _select_rows(decided, layout.most_rows(form))
    upright = form.height > form.width
    reading = words(f"stated-rates.subtitle{'.upright' if upright else ''}")
    subtitle = reading + omission_note(shown, len(decided) - len(shown), words)
    open_ones = _unchecked_names(table[table["verdict"] == "undecidable"], words)
    kinds = shown["subject"].nunique()
    lines = 2 + len(shown) + kinds + _BETWEEN * (kinds - 1)
    points = lines * layout.ROW_HEIGHT * style.LABEL_PT
    below = f"{open_ones}\n{source}" if open_ones else source
    form = layout.fit_height(points, title, subtitle, below, form)
    figure = layout.frame(title, subtitle, below, form)
    _draw_rows(figure, shown, words)
    layout.fix_layout(figure)
    details = [
        words(
            "stated-rates.row",
            rate=rate_of(row, row.printed, words),
            recomputed=_recomputed_text(row, words),
            verdict=words(f"outcome.{row.verdict}"),
        )
        for row in decided.itertuples()
    ]
    alt = words.described(title, details)
    return Chart("stated-rates", figure, title, alt, source, words.table(table))


def _title_form(held: int, decided: int) -> str:
    """Whether all match, or how many do not."""
    failed = decided - held
    if decided == 1:
        return "fail.only" if failed else "hold.only"
    if failed < 2:
        return "fail.one" if failed else "hold"
    return "fail" if held else "fail.all"


def _select_rows(decided: pd.DataFrame, most: int) -> pd.DataFrame:
    """As many rows as have room, those that do not hold first to stay; kind by kind, in years."""
    failed_first = decided.sort_values("verdict", ascending=False, kind="stable")
    kept = failed_first.head(most)
    places = {subject: place for place, subject in enumerate(style.sort_subjects(kept["subject"]))}
    order = [kept["subject"].map(places).astype(int), kept["period"]]
    return kept.assign(place=order[0]).sort_values(["place", "period"]).drop(columns="place")


def _unchecked_names(table: pd.DataFrame, words: Words) -> str:
    """The rates that cannot be checked, by their names; empty where there are none."""
    if table.empty:
        return ""
    names = [fact_name(row, words) for row in table.head(_MOST_NAMES).to_dict("records")]
    text, more = words("list_semicolon").join(names), len(table) - len(names)
    named = words("and_more", names=text, more=more) if more else text
    return words("stated-rates.note", open=len(table), names=named)


def _draw_rows(figure: Figure, table: pd.DataFrame, words: Words) -> None:
    """A line of headings and a line a rate; a kind is named where it begins. An upright picture
    says what became of its rates, once where that is the same of all."""
    axes, upright = figure.subplots(), layout.is_upright(figure)
    hues, columns = style.colours(table["subject"]), _lay_out_columns(figure, table, words)
    subjects = list(dict.fromkeys(table["subject"]))
    high = len(table) + (len(subjects) if upright else 1.1)  # names, or the ends of the band
    high += _BETWEEN * (len(subjects) - 1)
    axes.set(xlim=(0, 1), ylim=(max(high, 5) - 0.5, -1.5), xticks=[], yticks=[])
    _draw_headings(axes, columns, words)
    wide = 72 * figure.get_size_inches()[0]
    room = wide * (0.7 if upright else columns.period) - _GAP_PT
    y = 0.0
    for subject in subjects:
        if y:
            axes.plot([0, 1], [y - 0.5 + _BETWEEN / 2] * 2, color=style.GRID, lw=0.5)
            y += _BETWEEN
        group = table[table["subject"] == subject]
        name = layout.shorten_to_width(words.start(subject), style.LABEL_PT, room)
        axes.text(0, y, name, va="center", color=style.ink(hues[subject]), weight=BOLD)
        said = _outcomes(group, words)
        y += upright
        for outcome, row in zip(said, group.itertuples(), strict=True):
            _draw_row(axes, y, row, outcome, columns, words)
            if not upright:
                _draw_dot(axes, y, row, hues[subject], columns)
            y += 1
    if not upright:
        _draw_band_ends(axes, y - 0.5, table, columns)
    layout.strip_axes(axes)


def _lay_out_columns(figure: Figure, table: pd.DataFrame, words: Words) -> _Columns:
    """Columns as near to the names as these allow; on an upright picture below them."""
    period, shares = 0.0, _UPRIGHT
    if not layout.is_upright(figure):
        names = [words.start(subject) for subject in table["subject"]]
        longest = max(layout.text_width(name, style.LABEL_PT, BOLD) for name in names) + _GAP_PT
        wide = 72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT
        period, shares = min(float(longest / wide), _MOST_NAMED), _WIDE
    is_beyond = (table["verdict"] != "consistent").any()
    columns = _Columns(period, {}, _STRIP_BEYOND if is_beyond else _STRIP)
    return columns._replace(others={name: columns.at(share) for name, share in shares.items()})


def _outcomes(group: pd.DataFrame, words: Words) -> list[str]:
    """What became of each rate of a kind; of all alike it is said once, beside the first."""
    each = [words(f"outcome.{verdict}") for verdict in group["verdict"]]
    if len(set(each)) > 1 or len(each) == 1:
        return each
    holds = group["verdict"].iloc[0] == "consistent"
    form = "hold" if holds else "stated.fail"
    two = ".two" if len(each) == 2 else ""
    return [words(f"checked.outcome.{form}{two}", count=len(each)), *[""] * (len(each) - 1)]


def _draw_headings(axes: Axes, columns: _Columns, words: Words) -> None:
    said = {
        "working": words("stated-rates.working"),
        "printed": words("head.printed"),
        "recomputed": words.start("recomputed"),
        "verdict": words("stated-rates.agree"),
    }
    for name, place in columns.others.items():
        axes.text(place, -1, said[name], ha="right", va="center", color=style.QUIET)
    if not layout.is_upright(axes.get_figure(root=True)):  # type: ignore[arg-type]
        strip = words("checked.difference")
        axes.text(columns.on_strip(0), -1, strip, ha="center", va="center", color=style.QUIET)


def _draw_row(
    axes: Axes, y: float, row: Any, outcome: str, columns: _Columns, words: Words
) -> None:
    holds = row.verdict == "consistent"
    said = style.INK if holds else style.FAILED
    weight = REGULAR if holds else BOLD
    period = layout.shorten_to_width(filing_year(row.period, words), style.LABEL_PT, _PERIOD_PT)
    axes.text(columns.period, y, period, va="center", color=style.QUIET)
    texts = {
        "working": _working(row, words),
        "printed": row.printed,
        "recomputed": _recomputed_text(row, words),
        "verdict": outcome,
    }
    for name, place in columns.others.items():
        bold = REGULAR if name == "working" else weight
        axes.text(place, y, texts[name], ha="right", va="center", color=said, weight=bold)


def _draw_dot(axes: Axes, y: float, row: Any, colour: str, columns: _Columns) -> None:
    """Printed less recomputed, in the band of all that rounds to the printed rate."""
    left, right, middle = map(columns.on_strip, (-1, 1, 0))
    band = Rectangle((left, y - 0.36), right - left, 0.72, color=style.tint(colour, 0.18), lw=0)
    axes.add_patch(band)
    axes.vlines(middle, y - 0.36, y + 0.36, color=style.QUIET, lw=0.6)
    if row.deviation == row.deviation:
        x = middle + (right - left) * max(-_FURTHEST, min(row.deviation, _FURTHEST))
        dot, ink = ("o", colour) if row.verdict == "consistent" else ("X", style.FAILED)
        axes.scatter([x], [y], s=22, color=ink, marker=dot, zorder=3)


def _draw_band_ends(axes: Axes, y: float, table: pd.DataFrame, columns: _Columns) -> None:
    """How far the band goes: half a last digit, as a number where all rates have as many."""
    places = {parse(printed).decimals for printed in table["printed"]}
    half = f"{0.5 * 10 ** -min(places):.{min(places) + 1}f}" if len(places) == 1 else "½"
    for side, sign in ((-1, "−"), (1, "+")):
        place = columns.on_strip(side)
        axes.plot([place, place], [y, y + 0.15], color=style.QUIET, lw=0.6)
        axes.text(
            place,
            y + 0.6,
            f"{sign}{half}",
            size=style.SMALL_PT,
            ha="center",
            va="center",
            color=style.QUIET,
        )


def _recomputed_text(row: Any, words: Words) -> str:
    """What the counts give, in so many more digits that its side of rounding shows."""
    if row.recomputed != row.recomputed:
        return words("not_worked_out")
    return words.percent(row.recomputed, parse(row.printed).decimals + more_digits(row.deviation))


def _working(row: Any, words: Words) -> str:
    """The division that gives a rate; empty where a count is not known."""
    if row.recomputed != row.recomputed:
        return ""
    part, whole = (format_count(count, 0, words) for count in (row.part, row.whole))
    return words("arithmetic.share", a=part, b=whole)


def _table(material: Material) -> pd.DataFrame:
    """Filing rates, as the chart says of them that they are worked out of units due and filed; of
    other rates, those that cannot be decided are counted, and `checked` shows the others."""
    table = stated_rates_table(material.report, material.years, material.kinds)
    undecided = table["verdict"] == "undecidable"
    table = table[(table["measure"] == "filing_rate") | undecided]
    return table if table.loc[~undecided, "recomputed"].notna().any() else table.iloc[:0]


STATED_RATES = Declaration(
    "stated-rates",
    _table,
    stated_rates,
    explorer={"filing_rate": 2},
    story={"check": 0},
    topic="check",
)

"""Filing rates beside those of other places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.numbers import spelled
from laicheng_data.charts.rates import floor, rate_of
from laicheng_data.charts.style import Format
from laicheng_data.tables.places import in_context_table, rates_alone
from laicheng_data.tables.standing import BETWEEN, HIGHEST, LOWEST, are_years_in_a_row, standings
from laicheng_data.words import Words

MOST_PLACES_STACKED = 4
MOST_TITLE_LINES = 3
_SAID = {HIGHEST: "higher", LOWEST: "lower", BETWEEN: "between"}
TALLER = 1.75  # than other upright charts


def in_context(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Each rate beside those of other places for the same year and kind, the highest first.

    A row a place, or, of more places than have room, a row a year. No axis goes beyond all rates.
    A rate of this report that no other place prints stands alone, and the title says nothing of it.
    """
    home = table["report"].iloc[0]
    places = table.groupby(["period", "subject"], observed=True)["report"].transform("size")
    title = _context_title(table[places > 1], home, words)
    low, top = floor(table["filing_rate"].min()), max(1.0, table["filing_rate"].max())
    cut = words("axis_cut", start=words.percent(low, 0)) if low else ""
    ranked = _ranked(table, home)
    sizes = ranked.groupby(["period", "subject"]).size().groupby("period").max()
    stacked = int(sizes.max()) <= MOST_PLACES_STACKED
    heights = sizes if stacked else sizes * 0 + 1
    tops = (heights + 0.8).cumsum() - heights - 0.8
    source = _context_sources(table, home, words, source)
    if form.height > form.width:  # its panels stand one below the other, each with a row a place
        form = replace(form, height=round(form.height * TALLER))
    subtitle = words("in-context.subtitle", place=_place_name(next(table.itertuples()), words))
    figure = layout.frame(title, subtitle + cut, source, form)
    subjects, hues = style.in_order(table["subject"]), style.colours(table["subject"])
    labels: list[_Label] = []
    for axes, subject in zip(layout.panels(figure, len(subjects)), subjects, strict=True):
        rows = ranked[ranked["subject"] == subject]
        _rate_axis(axes, low, top, float((heights + 0.8).sum()) - 0.8, words)
        for period, top_row in tops.items():
            there = rows[rows["period"] == period]
            labels += _places(axes, there, float(top_row), stacked, words)
            if there.empty:
                _gap(axes, (low + top) / 2, float(top_row), words)
        layout.panel_title(axes, words.start(subject), hues[subject])
        axes.set_yticks(list(tops), [words.period(str(period)) for period in tops.index])
    layout.settle(figure)
    for label in labels:
        label.shorten(words)
    layout.keep_what_fits(figure, [label.text for label in labels] if not stacked else [])
    details = [
        words(
            "in-context.row", place=_place_name(row, words), rate=rate_of(row, row.printed, words)
        )
        for row in table.itertuples()
    ]
    alt = words.described(title, details)
    return Chart("in-context", figure, title, alt, source, words.table(table))


def _ranked(table: pd.DataFrame, home: str) -> pd.DataFrame:
    """The places, the highest first; this report's own in the colour of its kind."""
    at_home = table["report"] == home
    hues = table["subject"].map(style.colours(table["subject"]))
    ranked = table.assign(at_home=at_home, colour=hues.where(at_home, style.QUIET))
    return ranked.sort_values("filing_rate", ascending=False, ignore_index=True)


def _rate_axis(axes: Axes, low: float, top: float, bottom: float, words: Words) -> None:
    """An axis that ends with the rates, a faint grid, and room for labels to its right."""
    ticks = [low, (low + top) / 2, top]
    axes.set(xlim=(low, top + 0.55 * (top - low)), ylim=(bottom, -0.7))
    axes.vlines(ticks, -0.7, bottom, color=style.GRID, lw=0.5, zorder=0)
    axes.set_xticks(ticks, [words.percent(tick, 0) for tick in ticks])
    layout.bare(axes, "bottom")
    axes.spines["bottom"].set_bounds(low, top)


def _gap(axes: Axes, x: float, y: float, words: Words) -> None:
    """What this report does not print, as other charts word it."""
    gap = words("not_printed")
    axes.text(x, y, gap, ha="center", va="center", size=style.SMALL_PT, color=style.QUIET)


def _context_sources(table: pd.DataFrame, home: str, words: Words, source: str) -> str:
    """Who printed each rate; of more places than have room, only how many they are."""
    others = table[table["report"] != home].drop_duplicates("report")
    if len(others) > MOST_PLACES_STACKED:
        return words("in-context.sources.many", home=source, places=len(others))
    notes = [_context_source(row, words) for row in others.itertuples()]
    named = words("in-context.sources", home=source, others=words("list_break").join(notes))
    return named + (words("in-context.note") if "reprint" in set(table["standing"]) else "")


@dataclass(frozen=True)
class _Label:
    """The label of a place, which gives up some of a long name where it would leave its panel.

    This report's own needs no name: it is told by its point, its colour and its weight.
    """

    text: Annotation
    row: Any

    def shorten(self, words: Words) -> None:
        """Cut the name to the room between the point and the edge of the panel."""
        if self.row.at_home:
            return
        axes, name = self.text.axes, _marked(self.row, words)
        dots = axes.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
        box, edges = self.text.get_window_extent(), axes.bbox  # type: ignore[union-attr]
        to_the_left = self.text.get_horizontalalignment() == "right"
        room = (box.x1 - edges.x0 if to_the_left else edges.x1 - box.x0) / dots
        rate = layout.text_width(f" {self.row.printed}", style.SMALL_PT)
        short = layout.shortened(name, style.SMALL_PT, room - rate)
        self.text.set_text(words("in-context.point", place=short, rate=self.row.printed))


def _places(
    axes: Axes, rows: pd.DataFrame, top: float, stacked: bool, words: Words
) -> list[_Label]:
    """The places of a kind and year, a row each or all in one; the labels that there is room for.

    In one row those are this report's, then the highest and the lowest.
    """
    if stacked:
        return [
            _Label(_place(axes, row, top + y, words, *_beside(axes, row)), row)
            for y, row in enumerate(rows.itertuples())
        ]
    labels = {
        row.Index: _Label(_place(axes, row, top, words, (-3, 4), {"ha": "left"}), row)
        for row in rows.itertuples()
    }
    wanted = list(dict.fromkeys([*rows.index[rows["at_home"]], *rows.index[[0, -1][: len(rows)]]]))
    for place in set(labels) - set(wanted):
        labels[place].text.remove()
    return [labels[place] for place in wanted]


def _beside(axes: Axes, row: Any) -> tuple[tuple[int, int], dict[str, str]]:
    """A label stands on the side of its point where there is more room."""
    left, right = axes.get_xlim()
    if row.filing_rate - left > right - row.filing_rate:
        return (-5, 0), {"ha": "right", "va": "center"}
    return (5, 0), {"va": "center"}


def _place(
    axes: Axes, row: Any, y: float, words: Words, offset: tuple[int, int], alignment: dict[str, str]
) -> Annotation:
    face = row.colour if row.at_home else "white"
    axes.plot(
        row.filing_rate,
        y,
        marker="o",
        color=row.colour,
        mfc=face,
        ms=4.5,
        zorder=3 if row.at_home else 2,
    )
    there = words("in-context.point", place=_marked(row, words), rate=row.printed)
    return axes.annotate(
        row.printed if row.at_home else there,
        (row.filing_rate, y),
        offset,
        textcoords="offset points",
        size=style.SMALL_PT,
        color=style.ink(row.colour),
        weight=BOLD if row.at_home else REGULAR,
        in_layout=False,
        **alignment,  # type: ignore[arg-type]
    )


def _place_name(row: Any, words: Words) -> str:
    return words.word(row.place) if row.place else words("in-context.here")


def _marked(row: Any, words: Words) -> str:
    """The place, with the mark that says its figure was read in a reprint."""
    mark = words("in-context.reprint_mark") if row.standing == "reprint" else ""
    return _place_name(row, words) + mark


def _context_source(row: Any, words: Words) -> str:
    return words(
        "in-context.source",
        place=_marked(row, words),
        title=words.word(row.source),
        published=row.published,
    )


def _context_title(table: pd.DataFrame, home: str, words: Words) -> str:
    """By kind, above or below which place this one lies in which year, as far as a title has room;
    where there are several a year, in how many it lies above, below or between all that are shown.
    """
    place = _place_name(next(table.itertuples()), words)
    width = 72 * style.SLIDE.width / style.DPI - 2 * layout.MARGIN_PT
    found = standings(table).itertuples()
    said = {(row.subject, row.period): _SAID[row.standing] for row in found}
    cells = zip(table["subject"], table["period"], strict=True)
    table = table.assign(said=[said[cell] for cell in cells])
    for named in ("years", "places", ""):
        parts = [
            words(
                "in-context.part",
                subject=words.word(str(subject)),
                standing=_standing(rows, home, words, named),
            )
            for subject, rows in table.groupby("subject", sort=False)
        ]
        title = words("in-context.title", place=place, parts=words("list_semicolon").join(parts))
        lines = layout.wrapped(title, style.TITLE_PT, width, BOLD).count("\n") + 1
        if lines <= MOST_TITLE_LINES:
            break
    return title


def _standing(rows: pd.DataFrame, home: str, words: Words, named: str) -> str:
    years = [year for _, year in rows.groupby("period")]
    if named and all((year["report"] != home).sum() == 1 for year in years):
        return _beside_one(years, home, words, named)
    found = [year["said"].iloc[0] for year in years]
    counts = {name: found.count(name) for name in ("higher", "lower", "between") if name in found}
    if len(counts) == 1:
        [name] = counts
        form = {1: "one", 2: "both"}.get(len(found), "all")
        return words(f"in-context.{name}.{form}", years=spelled(len(found), words))
    return words("list_comma").join(
        words(f"in-context.{name}", years=spelled(count, words)) for name, count in counts.items()
    )


def _beside_one(years: Sequence[pd.DataFrame], home: str, words: Words, named: str) -> str:
    """Above and below which place this one lies, where there is one a year to compare it with."""
    found: dict[str, dict[str, list[str]]] = {}
    for year in years:
        [other] = year[year["report"] != home].itertuples()
        places = found.setdefault(other.said, {})
        places.setdefault(_place_name(other, words), []).append(other.period)
    said = []
    for name, places in found.items():
        *first, last = [
            _when(place, periods, words) if named == "years" else place
            for place, periods in places.items()
        ]
        joined = words("list_comma").join(first) + words("list_and") + last if first else last
        said.append(words(f"in-context.{name}.named", places=joined))
    return words("clause_comma").join(said)


def _when(place: str, periods: list[str], words: Words) -> str:
    """A place with its years, as a span where none is missing between them, else one by one; or
    with other periods, each by its name."""
    if not all(period.isdecimal() for period in periods):
        named = words.all_of([words.period(period) for period in periods])
        return words("in-context.beside.periods", place=place, periods=named)
    years = words.years(periods) if are_years_in_a_row(periods) else words.all_of(periods)
    return words("in-context.beside", place=place, years=years)


def _table(material: Material) -> pd.DataFrame:
    """What can be compared, and what stands alone among it: a gap is then what is not printed."""
    report, others = material.report, material.others
    compared = in_context_table(report, others, material.years, material.kinds)
    return pd.concat([compared, rates_alone(report, compared)], ignore_index=True)


IN_CONTEXT = Declaration("in-context", _table, in_context, story={"beside": 0})

"""Filing rates beside those of other places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.grid import Grid
from laicheng_data.charts.numbers import spell_number
from laicheng_data.charts.rates import axis_floor, rate_of
from laicheng_data.charts.style import Format
from laicheng_data.tables.naming import filing_year
from laicheng_data.tables.places import in_context_table, uncompared_rates
from laicheng_data.tables.standing import (
    BETWEEN,
    HIGHEST,
    LOWEST,
    clear_standings,
    standings,
)
from laicheng_data.words import Words

MOST_PLACES_STACKED = 4
_MOST_NAMED = 2  # places that a title names
_OVER_GRID = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # so that no line runs through
_STANDINGS = (HIGHEST, LOWEST, BETWEEN)
_BESIDE_ONE = {HIGHEST: "higher", LOWEST: "lower", BETWEEN: "level"}  # than the only other place
# Behind the name of a place, if the data's own name for it ends so too: Kansas City is no city
# called Kansas.
_KINDS_OF_PLACE = {"City": "市", "Province": "省", "District": "区", "County": "县"}
_BETWEEN, _EDGE = 0.55, 0.6  # rows between two years, and from the middle of the first to the edge
TALLER = 1.75  # than other upright charts


def in_context(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Each rate beside those of other places for the same year and kind, always in one order, this
    place first.

    A row a place, or, of more places than have room, a row a year. No axis goes beyond all rates.
    A rate of this report that no other place prints stands alone, and the title says nothing of it.
    """
    home = table["report"].iloc[0]
    places = table.groupby(["period", "subject"], observed=True)["report"].transform("nunique")
    title = _context_title(table[places > 1], home, words)
    low, top = axis_floor(table["filing_rate"].min()), max(1.0, table["filing_rate"].max())
    cut = words("axis_cut", start=words.percent(low, 0)) if low else ""
    ranked = _rank_places(table, home)
    sizes = ranked.groupby(["period", "subject"]).size().groupby("period").max()
    stacked = int(sizes.max()) <= MOST_PLACES_STACKED
    heights = sizes if stacked else sizes * 0 + 1
    tops = (heights + _BETWEEN).cumsum() - heights - _BETWEEN
    source = _context_sources(table, home, words, source)
    if form.height > form.width:  # its panels stand one below the other, each with a row a place
        form = replace(form, height=round(form.height * TALLER))
    figure = layout.frame(title, words("in-context.subtitle") + cut, source, form)
    subjects, hues = style.sort_subjects(table["subject"]), style.colours(table["subject"])
    labels: list[_Label] = []
    for axes, subject in zip(layout.add_panels(figure, len(subjects)), subjects, strict=True):
        rows = ranked[ranked["subject"] == subject]
        _set_rate_axis(axes, low, top, float((heights + _BETWEEN).sum()) - _BETWEEN, words)
        first = True  # of the years with this report's own point, beside which it is named
        for period, top_row in tops.items():
            there = rows[rows["period"] == period]
            is_last = period == tops.index[-1]
            labels += _draw_places(axes, there, float(top_row), stacked, first, is_last, words)
            first = first and there.empty
            if there.empty:
                _draw_gap(axes, (low + top) / 2, float(top_row), words)
        layout.set_panel_title(axes, words.start(subject), hues[subject])
        axes.set_yticks(list(tops), [filing_year(str(period), words) for period in tops.index])
    layout.fix_layout(figure)
    proper = not all(label.fits(words) for label in labels)  # one way for all of a chart
    for label in labels:
        label.shorten(proper, words)
    layout.remove_overlaps(figure, [label.text for label in labels] if not stacked else [])
    details = [
        words(
            "in-context.row", place=_place_name(row, words), rate=rate_of(row, row.printed, words)
        )
        for row in table.itertuples()
    ]
    alt = words.described(title, details)
    return Chart("in-context", figure, title, alt, source, words.table(table))


def _rank_places(table: pd.DataFrame, home: str) -> pd.DataFrame:
    """The places, this report's own first and in the colour of its kind, so that each is found
    again from year to year."""
    at_home = table["report"] == home
    hues = table["subject"].map(style.colours(table["subject"]))
    ranked = table.assign(at_home=at_home, colour=hues.where(at_home, style.QUIET))
    return ranked.sort_values("at_home", ascending=False, kind="stable", ignore_index=True)


def _set_rate_axis(axes: Axes, low: float, top: float, bottom: float, words: Words) -> None:
    """An axis that ends with the rates, a faint grid, and room for labels to its right."""
    ticks = [low, (low + top) / 2, top]
    axes.set(xlim=(low, top + 0.55 * (top - low)), ylim=(bottom + _EDGE - 1, -_EDGE))
    axes.vlines(ticks, -_EDGE, bottom + _EDGE - 1, color=style.GRID, lw=0.5, zorder=0)
    axes.set_xticks(ticks, [words.percent(tick, 0) for tick in ticks], size=style.SMALL_PT)
    axes.tick_params(pad=1)
    layout.strip_axes(axes, "bottom")
    axes.spines["bottom"].set_bounds(low, top)


def _draw_gap(axes: Axes, x: float, y: float, words: Words) -> None:
    """What this report does not print, as other charts word it."""
    gap = words("not_printed")
    axes.text(x, y, gap, ha="center", va="center", size=style.SMALL_PT, color=style.QUIET)


def _context_sources(table: pd.DataFrame, home: str, words: Words, source: str) -> str:
    """Who printed each rate and when; of more places than have room, only how many they are."""
    others = table[table["report"] != home].drop_duplicates("report")
    if len(others) > MOST_PLACES_STACKED:
        return words("in-context.sources.many", home=source, places=len(others))
    notes = [_context_source(row, words) for row in others.itertuples()]
    named = words("in-context.sources", home=source, others=words("list_break").join(notes))
    return named + (words("in-context.note") if "reprint" in set(table["standing"]) else "")


@dataclass(frozen=True)
class _Label:
    """The label of a place, which gives up some of a long name where it would leave its panel.

    This report's own is `named` once in a panel: where its name has no room beside its rate, on the
    line above or below that is `free`, if any, or else it is told by its point and its colour.
    """

    text: Annotation
    row: Any
    named: bool = True
    free: int = 0  # 1 above, -1 below

    @property
    def room(self) -> float:
        """The room for the name in points, between the point and the edge of the panel."""
        axes = self.text.axes
        dots = axes.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
        box, edges = self.text.get_window_extent(), axes.bbox  # type: ignore[union-attr]
        to_the_left = self.text.get_horizontalalignment() == "right"
        room = (box.x1 - edges.x0 if to_the_left else edges.x1 - box.x0) / dots
        return float(room - layout.text_width(f" {self.row.printed}", style.SMALL_PT, self.weight))

    @property
    def weight(self) -> int:
        return BOLD if self.row.at_home else REGULAR

    def fits(self, words: Words) -> bool:
        """Whether there is room for the whole name."""
        name = _name_with_mark(self.row, words)
        return not self.named or self._width(name) <= self.room

    def shorten(self, proper: bool, words: Words) -> None:
        """Cut the name to its room, the `proper` one or the whole."""
        if not self.named:
            return
        name = _name_with_mark(self.row, words, proper)
        short = layout.shorten_to_width(name, style.SMALL_PT, self.room, self.weight)
        is_cut = self.row.at_home and short != name
        there = words("in-context.point", place=short, rate=self.row.printed)
        whole_room = self.room + self._width(f" {self.row.printed}")
        self.text.set_text(self.row.printed if is_cut else there)
        if is_cut and self.free and self._width(name) <= whole_room:
            x, y = self.text.xyann
            self.text.axes.annotate(  # type: ignore[union-attr]
                name,
                self.text.xy,
                (x, y + self.free * style.SMALL_PT * layout.LINE_HEIGHT),
                textcoords="offset points",
                size=style.SMALL_PT,
                color=self.text.get_color(),
                weight=self.weight,
                ha=self.text.get_horizontalalignment(),
                va=self.text.get_verticalalignment(),
                in_layout=False,
                bbox=_OVER_GRID,
            )

    def _width(self, text: str) -> float:
        return layout.text_width(text, style.SMALL_PT, self.weight)


def _draw_places(
    axes: Axes,
    rows: pd.DataFrame,
    top: float,
    stacked: bool,
    first: bool,
    is_last: bool,
    words: Words,
) -> list[_Label]:
    """The places of a kind and year, a row each or all in one; the labels that there is room for.

    In one row those are this report's, then the highest and the lowest.
    """
    labels = {}
    for place, row in enumerate(rows.itertuples()):
        named = first or not row.at_home
        where = _label_position(axes, row) if stacked else ((-3, 4), {"ha": "left"})
        text = _draw_place(axes, row, top + place * stacked, words, named, *where)
        above, below = place == 0 < top, place == len(rows) - 1 and not is_last
        free = int(above) - int(below and not above)
        labels[row.Index] = _Label(text, row, named, free if stacked else 0)
    if stacked:
        return list(labels.values())
    by_rate = rows["filing_rate"].sort_values(ascending=False, kind="stable").index
    wanted = list(dict.fromkeys([*rows.index[rows["at_home"]], *by_rate[[0, -1][: len(rows)]]]))
    for place in set(labels) - set(wanted):
        labels[place].text.remove()
    return [labels[place] for place in wanted]


def _label_position(axes: Axes, row: Any) -> tuple[tuple[int, int], dict[str, str]]:
    """A label stands on the side of its point where there is more room."""
    left, right = axes.get_xlim()
    if row.filing_rate - left > right - row.filing_rate:
        return (-5, 0), {"ha": "right", "va": "center_baseline"}
    return (5, 0), {"va": "center_baseline"}


def _draw_place(
    axes: Axes,
    row: Any,
    y: float,
    words: Words,
    named: bool,
    offset: tuple[int, int],
    alignment: dict[str, str],
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
    there = _point_text(row, words)
    return axes.annotate(
        there if named else row.printed,
        (row.filing_rate, y),
        offset,
        textcoords="offset points",
        size=style.SMALL_PT,
        color=style.ink(row.colour),
        weight=BOLD if row.at_home else REGULAR,
        in_layout=False,
        bbox=_OVER_GRID,
        **alignment,  # type: ignore[arg-type]
    )


def _place_name(row: Any, words: Words) -> str:
    return words.word(row.place) if row.place else words("in-context.here")


def _proper_name(row: Any, words: Words) -> str:
    """The place without the word for what kind of place it is."""
    name = _place_name(row, words)
    proper, _, last = name.rpartition(" ")
    kind = _KINDS_OF_PLACE.get(last)
    return proper if kind and row.place.endswith(kind) else name


def _name_with_mark(row: Any, words: Words, proper: bool = False) -> str:
    """The place, with the mark that says its figure was read in a reprint."""
    mark = words("in-context.reprint_mark") if row.standing == "reprint" else ""
    return (_proper_name if proper else _place_name)(row, words) + mark


def _context_source(row: Any, words: Words) -> str:
    return words(
        "in-context.source",
        place=_name_with_mark(row, words),
        published=words.period(row.published),
    )


def _context_title(table: pd.DataFrame, home: str, words: Words) -> str:
    """The kinds of which this place lies above or below all others in every year, and in how many;
    where there are none, in how many years it lies above, below or between the others. One that
    is alone beside it is said to be so."""
    found = standings(table)
    found = found[found["subject"].isin(table["subject"])]
    are_years = bool(found["period"].str.fullmatch(r"\d{4}").all())
    others = table[table["report"] != home]
    every = {
        str(subject): list(rows["standing"])
        for subject, rows in found.groupby("subject", sort=False, observed=True)
    }
    kinds = list(clear_standings(found) or every)
    standing = {
        kind: _standing_clause(every[kind], others[others["subject"] == kind], are_years, words)
        for kind in kinds
    }
    place = _place_name(next(table.itertuples()), words)
    parts = [
        words("in-context.part", subject=words.word(kind), standing=said)
        for kind, said in standing.items()
    ]
    return words("in-context.title", place=place, parts=words("clause_comma").join(parts))


def _only_others(others: pd.DataFrame, words: Words) -> str:
    """The places that are each alone beside this one in a year, by their names where these are
    few; nothing where a year has several."""
    if others.groupby("period")["report"].nunique().max() > 1:
        return ""
    places = list(others["place"].unique())
    if len(places) > _MOST_NAMED:
        return words("in-context.only_other")
    return words.all_of(places)


def _standing_clause(said: list[str], others: pd.DataFrame, counted: bool, words: Words) -> str:
    """Where a kind lies, beside the only other place of a year or among several, and in how many
    years, if these are `counted` and no two others are named, each of a year."""
    beside = _only_others(others, words)
    are_named = 1 < others["place"].nunique() <= _MOST_NAMED and bool(beside)
    names = _BESIDE_ONE if beside else {}
    counts = {names.get(name, name): said.count(name) for name in _STANDINGS if name in said}
    if len(counts) > 1 and not counted:
        return words("in-context.mixed")
    if len(counts) == 1:
        [name] = counts
        form = {1: "one", 2: "both"}.get(len(said), "all") if counted and not are_named else "one"
        years = spell_number(len(said), words)
        return words(f"in-context.{name}.{form}", years=years, places=beside)
    return words("list_comma").join(
        words(f"in-context.{name}", years=spell_number(count, words), places=beside)
        for name, count in counts.items()
    )


def _table(material: Material) -> pd.DataFrame:
    """What can be compared, and what stands alone among it: a gap is then what is not printed."""
    report, others = material.report, material.others
    compared = in_context_table(report, others, material.years, material.kinds)
    return pd.concat([compared, uncompared_rates(report, compared)], ignore_index=True)


def _cells(table: pd.DataFrame, words: Words) -> Grid:
    """A row a kind and year, a column a place, this one's the last."""
    home = table["report"].iloc[0]
    ranked = _rank_places(table, home).sort_values("at_home", kind="stable")
    places = ranked.drop_duplicates("report")
    rows: list[list[str]] = []
    heads = set()
    for subject in style.sort_subjects(table["subject"]):
        heads.add(len(rows))
        named = [_name_with_mark(row, words) for row in places.itertuples()]
        rows.append([words.start(subject), *named])
        for period, there in ranked[ranked["subject"] == subject].groupby("period"):
            printed = dict(zip(there["report"], there["printed"], strict=True))
            rates = [printed.get(report, "") for report in places["report"]]
            rows.append([filing_year(str(period), words), *rates])
    return Grid(words("in-context.subtitle"), rows, frozenset(heads))


def _point_text(row: Any, words: Words) -> str:
    return words("in-context.point", place=_name_with_mark(row, words), rate=row.printed)


IN_CONTEXT = Declaration(
    "in-context", _table, in_context, cells=_cells, story={"beside": 0}, topic="beside"
)

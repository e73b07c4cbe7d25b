"""Filing rates beside those of other places."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.rates import floor, rate_of
from laicheng_data.charts.style import Format
from laicheng_data.tables.places import in_context_table
from laicheng_data.words import Words

MOST_PLACES_STACKED = 4


def in_context(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Each rate beside those of other places for the same year and kind, the highest first.

    A row a place, or, of more places than have room, a row a year.
    """
    home = table["report"].iloc[0]
    title = _context_title(table, home, words)
    low = floor(table["filing_rate"].min())
    cut = words("axis_cut", start=words.percent(low, 0)) if low else ""
    subjects = list(pd.unique(table["subject"]))
    hues = style.colours(subjects)
    at_home = table["report"] == home
    ranked = table.assign(
        at_home=at_home, colour=table["subject"].map(hues).where(at_home, style.QUIET)
    )
    ranked = ranked.sort_values("filing_rate", ascending=False, ignore_index=True)
    sizes = ranked.groupby(["period", "subject"]).size().groupby("period").max()
    stacked = int(sizes.max()) <= MOST_PLACES_STACKED
    heights = sizes if stacked else sizes * 0 + 1
    tops = (heights + 0.8).cumsum() - heights - 0.8
    source = _context_sources(table, home, words, source)
    figure = layout.frame(title, words("in-context.subtitle") + cut, source, form)
    labels: list[Text] = []
    for axes, subject in zip(layout.panels(figure, len(subjects)), subjects, strict=True):
        for period, rows in ranked[ranked["subject"] == subject].groupby("period"):
            draw_places = _places_stacked if stacked else _places_abreast
            labels += draw_places(axes, rows, float(tops[period]), words)
        layout.panel_title(axes, words.start(subject), hues[subject])
        axes.set(xlim=(low, 1 + 0.55 * (1 - low)), ylim=(float((heights + 0.8).sum()) - 0.8, -0.7))
        axes.set_xticks(
            [low, (1 + low) / 2, 1], [words.percent(x, 0) for x in (low, (1 + low) / 2, 1)]
        )
        axes.set_yticks(list(tops), [words.period(str(period)) for period in tops.index])
        layout.bare(axes, "bottom")
    layout.keep_what_fits(figure, labels)
    details = [
        words("in-context.row", place=words.word(row.place), rate=rate_of(row, row.printed, words))
        for row in table.itertuples()
    ]
    return Chart(
        "in-context", figure, title, words.described(title, details), source, words.table(table)
    )


def _context_sources(table: pd.DataFrame, home: str, words: Words, source: str) -> str:
    """Who printed each rate; of more places than have room, only how many they are."""
    others = table[table["report"] != home].drop_duplicates("report")
    if len(others) > MOST_PLACES_STACKED:
        return words("in-context.sources.many", home=source, places=len(others))
    notes = [_context_source(row, words) for row in others.itertuples()]
    named = words("in-context.sources", home=source, others=words("list_break").join(notes))
    return named + (words("in-context.note") if "reprint" in set(table["standing"]) else "")


def _places_stacked(axes: Axes, rows: pd.DataFrame, top: float, words: Words) -> list[Text]:
    """A row a place, each beside its name and rate: all of them are needed, so none may be taken away."""
    for y, row in enumerate(rows.itertuples()):
        _place(axes, row, top + y, words, (5, 0), {"va": "center"})
    return []


def _places_abreast(axes: Axes, rows: pd.DataFrame, top: float, words: Words) -> list[Text]:
    """All places in one row; the labels, which may not all fit: this report's, then the highest and the lowest."""
    labels = {
        row.Index: _place(axes, row, top, words, (-3, 4), {"ha": "left"})
        for row in rows.itertuples()
    }
    wanted = list(dict.fromkeys([*rows.index[rows["at_home"]], *rows.index[[0, -1]]]))
    for place in set(labels) - set(wanted):
        labels[place].remove()
    return [labels[place] for place in wanted]


def _place(
    axes: Axes, row: Any, y: float, words: Words, offset: tuple[int, int], alignment: dict[str, str]
) -> Text:
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
    return axes.annotate(
        words("in-context.point", place=_marked(row, words), rate=row.printed),
        (row.filing_rate, y),
        offset,
        textcoords="offset points",
        size=style.SMALL_PT,
        color=style.ink(row.colour),
        **alignment,  # type: ignore[arg-type]
    )


def _marked(row: Any, words: Words) -> str:
    """The place, with the mark that says its figure was read in a reprint."""
    return words.word(row.place) + (
        words("in-context.reprint_mark") if row.standing == "reprint" else ""
    )


def _context_source(row: Any, words: Words) -> str:
    return words(
        "in-context.source",
        place=_marked(row, words),
        title=words.word(row.source),
        published=row.published,
    )


def _context_title(table: pd.DataFrame, home: str, words: Words) -> str:
    """In how many comparisons with another place this one's rate is the higher."""
    here = table[table["report"] == home].set_index(["period", "subject"])["filing_rate"]
    beside = table[table["report"] != home]
    pairs = beside.join(here.rename("here"), on=["period", "subject"])
    parts = [
        words(
            "in-context.part",
            subject=words.word(subject),
            higher=int((rows["here"] > rows["filing_rate"]).sum()),
            pairs=len(rows),
        )
        for subject, rows in pairs.groupby("subject", sort=False)
    ]
    place = words.word(table["place"].iloc[0])
    return words("in-context.title", place=place, parts=words("list_comma").join(parts))


def _table(material: Material) -> pd.DataFrame:
    return in_context_table(material.report, material.others, material.years, material.kinds)


IN_CONTEXT = Declaration("in-context", _table, in_context, story={"beside": 0})

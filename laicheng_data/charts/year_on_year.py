"""Changes of counts from the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material, filings_of
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.numbers import change, filing_year, signed_change
from laicheng_data.charts.panels import (
    BARS,
    CHANGE,
    LABEL_ROOM,
    Panel,
    in_rows,
    name_width,
    stand_below,
    values,
    with_gap,
)
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import year_on_year
from laicheng_data.words import Words

_MEASURES = ("due", "filed")
_ROW_PT, _LEAST_ROW_PT = 17, 11.2  # the height of a row on an upright picture, and on any other
_LEAST_ROWS = 5  # for which there is room, or few would stand far apart
_BETWEEN = 0.4  # of a row, between two kinds
_AROUND = 2.6  # rows that headings and the axis take
_GAP_PT, _KEY_PT = 12, 14  # between columns, and for the mark before a heading
_THICK, _ACROSS = 0.46, 0.74  # of a row, that a bar takes, and the line across it
_WIDEST_NAME = 0.3  # of the width
_LEAST_SPAN = 0.1  # in per cent: of less the numbers show no difference


class _Line(NamedTuple):
    """The changes of a kind in a year, by measure; one that there is none of is told by why."""

    subject: str
    period: str
    changes: dict[str, Any]

    def texts(self, words: Words) -> dict[str, str]:
        """What stands in the columns."""
        return {measure: _text(row, words) for measure, row in self.changes.items()}


class _Columns(NamedTuple):
    """Where columns stand, as shares of the width: years begin there, the strip goes from there to
    there, numbers end there."""

    year: float
    strip: tuple[float, float]
    numbers: dict[str, float]


def year_on_year_changes(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """A row a kind and year: how many more or fewer were due and filed than the year before, in per
    cent, as a bar and a line across it and as numbers; a year without a change says why."""
    changes = table.dropna(subset="change")
    title = _change_title(changes, words)
    subtitle, upright = words("year-on-year.subtitle"), form.height > form.width
    lines = _lines(table)
    if not upright:
        lines = _fitting(lines, layout.room(layout.frame(title, subtitle, source, form)))
    left_out = len(_lines(table)) - len(lines)
    if left_out:
        subtitle += words("common.left_out", count=left_out)
    points = _ROW_PT * _height(lines, upright)
    form = layout.as_high_as(points, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    _draw(figure, lines, style.colours(table["subject"]), words)
    layout.settle(figure)
    details = [_change_sentence(row, words) for row in changes.itertuples()]
    alt = words.described(title, details)
    data = words.table(changes.drop(columns=["step", "gap"], errors="ignore"))
    return Chart("year-on-year", figure, title, alt, source, data)


def _lines(table: pd.DataFrame) -> list[_Line]:
    """A line a kind and year in which any kind has a change."""
    there = table.dropna(subset="change")
    rows = table[table["period"].isin(there["period"]) & table["measure"].isin(there["measure"])]
    return [
        _Line(subject, period, {row.measure: row for row in of_one.itertuples()})
        for subject in style.in_order(rows["subject"])
        for period, of_one in rows[rows["subject"] == subject].groupby("period")
    ]


def _fitting(lines: Sequence[_Line], room: float) -> list[_Line]:
    """As many as have room: the line of the largest change, then those of the latest years."""
    by_year = sorted(lines, key=lambda line: line.period, reverse=True)
    largest = max(lines, key=_largest)
    order = [largest, *(line for line in by_year if line is not largest)]
    shown = list(lines)
    while len(shown) > 1 and _height(shown, upright=False) * _LEAST_ROW_PT > room:
        shown.remove(order.pop())
    return shown


def _largest(line: _Line) -> float:
    return max((abs(row.change) for row in line.changes.values() if not row.gap), default=0.0)


def _height(lines: Sequence[_Line], upright: bool) -> float:
    """The height of lines, with all that stands around them, in rows."""
    kinds = len({line.subject for line in lines})
    return len(lines) + _AROUND + (kinds if upright else 0) + _BETWEEN * (kinds - 1)


def _draw(figure: Figure, lines: Sequence[_Line], hues: dict[str, str], words: Words) -> None:
    """Headings, lines kind by kind, and an axis of per cent behind the bars."""
    axes, upright = figure.subplots(), layout.is_upright(figure)
    columns = _columns(figure, lines, words)
    scale = _Scale.of(lines, columns.strip)
    rows = max(_height(lines, upright) - _AROUND, _LEAST_ROWS)
    axes.set(xlim=(0, 1), ylim=(rows + 0.6, 1 - _AROUND), xticks=[], yticks=[])
    wide = _wide(figure)
    _headings(axes, columns, wide, words)
    y, before, spans = 0.0, "", []
    for line in lines:
        if line.subject != before:
            if before:
                y += _BETWEEN
                axes.plot([0, 1], [y - 0.5 - _BETWEEN / 2] * 2, color=style.GRID, lw=0.5)
            room = (1 if upright else columns.year) * wide - 0.9 * _GAP_PT
            name = layout.shortened(words.start(line.subject), style.LABEL_PT, room, BOLD)
            colour = style.ink(hues[line.subject])
            axes.text(0, y, name, va="center", color=colour, weight=BOLD)
            y += upright
            spans.append([y, y])
            before = line.subject
        _draw_line(axes, y, line, hues[line.subject], columns, scale, words)
        spans[-1][1] = y
        y += 1
    _axis(axes, scale, spans, wide, words)
    layout.bare(axes)


class _Scale(NamedTuple):
    """An axis of changes in per cent between two places of the picture."""

    low: float
    high: float
    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[_Line], strip: tuple[float, float]) -> _Scale:
        """From the least to the largest change, naught among them."""
        rows = [row for line in lines for row in line.changes.values() if not row.gap]
        low, high = (edge(0.0, *(row.change for row in rows)) for edge in (min, max))
        return cls(low, high if high - low > _LEAST_SPAN else low + 1, *strip)

    def at(self, change: float) -> float:
        """Where on the picture a change is drawn."""
        share = (change - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


def _columns(figure: Figure, lines: Sequence[_Line], words: Words) -> _Columns:
    """Columns as wide as their texts, the strip of bars in what is left."""
    wide, upright = _wide(figure), layout.is_upright(figure)
    names = [words.start(line.subject) for line in lines]
    years = [filing_year(line.period, words) for line in lines]
    named = _widest(names, BOLD) + _GAP_PT
    year = 0.0 if upright else min(named / wide, _WIDEST_NAME)
    right, numbers = 1.0, {}
    for measure in reversed(list(lines[0].changes)):
        numbers[measure] = right
        heading = _widest([words.start(measure)]) + _KEY_PT
        of_one = [line.texts(words) for line in lines]
        told = [
            texts[measure] for texts in of_one if len(set(texts.values())) > 1 or len(texts) < 2
        ]
        right -= (max(heading, _widest([*told, ""])) + _GAP_PT) / wide
    left = year + (_widest(years) + 2 * _GAP_PT) / wide
    return _Columns(year, (left, right - _GAP_PT / wide), numbers)


def _wide(figure: Figure) -> float:
    return float(72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT)


def _widest(texts: Sequence[str], weight: int = REGULAR) -> float:
    return max(layout.text_width(text, style.LABEL_PT, weight) for text in texts)


def _headings(axes: Axes, columns: _Columns, wide: float, words: Words) -> None:
    """What the numbers are, each with the mark that it has in the strip."""
    for measure, right in columns.numbers.items():
        name, y = words.start(measure), -1.0
        axes.text(right, y, name, ha="right", va="center", color=style.QUIET)
        place = right - (_widest([name]) + 4) / wide
        _mark(axes, place, y, measure, style.QUIET, place - (_KEY_PT - 4) / wide)


def _mark(axes: Axes, x: float, y: float, measure: str, colour: str, start: float) -> None:
    """A bar from `start` for those who filed, and a line across it for those due, with
    paper around it, so that it is told from a dark bar."""
    if measure == "due":
        for colour, width in ((style.PAPER, 4), (style.INK, 1.8)):
            axes.vlines(x, y - _ACROSS / 2, y + _ACROSS / 2, color=colour, lw=width, zorder=3)
    else:
        axes.barh(y, x - start, _THICK, left=start, color=colour, zorder=2)


def _draw_line(
    axes: Axes, y: float, line: _Line, hue: str, columns: _Columns, scale: _Scale, words: Words
) -> None:
    """Year, bar and numbers; why there are none is said once."""
    year = filing_year(line.period, words)
    axes.text(columns.year, y, year, va="center", color=style.QUIET)
    told = line.texts(words)
    if len(set(told.values())) == 1 and all(row.gap for row in line.changes.values()):
        told = dict([list(told.items())[-1]])
    places = {m: scale.at(row.change) for m, row in line.changes.items() if not row.gap}
    for measure, place in places.items():
        _mark(axes, place, y, measure, hue, scale.at(0))
    for measure, text in told.items():
        colour = style.INK if measure in places else style.QUIET
        axes.text(columns.numbers[measure], y, text, ha="right", va="center", color=colour)


def _text(row: Any, words: Words) -> str:
    if not row.gap:
        return signed_change(row, words)
    return words(f"year-on-year.{row.gap}", period=filing_year(row.previous, words))


def _axis(
    axes: Axes, scale: _Scale, spans: Sequence[Sequence[float]], wide: float, words: Words
) -> None:
    """Faint lines behind the bars, that of no change a plain one, named below the last."""
    few = wide * (scale.right - scale.left) < 160
    ticks = MaxNLocator(2 if few else 4, steps=[1, 2, 5, 10]).tick_values(scale.low, scale.high)
    places = 0 if all(tick == round(tick) for tick in ticks) else 1
    for tick in ticks:
        if not scale.low <= tick <= scale.high:
            continue
        colour, width, over = (style.QUIET, 0.8, 4) if tick == 0 else (style.GRID, 0.6, 1)
        x = scale.at(tick)
        for first, last in spans:
            axes.plot([x, x], [first - 0.5, last + 0.5], color=colour, lw=width, zorder=over)
        said = f"{words.signed(tick, places if tick else 0)}%"
        axes.text(x, spans[-1][1] + 1, said, ha="center", va="center", size=style.SMALL_PT,
                  color=style.QUIET)  # fmt: skip


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
    said = change(row, words)
    return words("change_in", period=row.period, subject=subject, measure=measure, change=said)


def _change_title(changes: pd.DataFrame, words: Words) -> str:
    """The largest of the changes, and that it is, where no other is as large as far as digits
    tell."""
    largest = changes.loc[changes["change"].abs().idxmax()]
    sizes = [signed_change(row, words).lstrip("+−") for row in changes.itertuples()]
    size = signed_change(largest, words).lstrip("+−")
    if not size.strip("0."):
        return words("year-on-year.title.none", years=words.years(changes["period"]))
    way = "more" if largest["change"] > 0 else "fewer"
    said = words(
        f"year-on-year.title.{largest['measure']}.{way}",
        year=largest["period"],
        subject=words.word(largest["subject"]),
        size=size,
    )
    alone = len(sizes) > 1 and sizes.count(size) == 1
    return words("year-on-year.title.largest", change=said) if alone else said


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A panel a kind, all to one scale, one under the other where they have room."""
    subjects, periods = style.in_order(table["subject"]), _periods(table)
    hues = style.colours(table["subject"])
    low, high = min(0.0, table["change"].min()), max(0.0, table["change"].max())
    room = (high - low or 1) * (LABEL_ROOM - 1) / 2
    wide = stand_below(len(subjects), len(periods) * len(_MEASURES))
    row = []
    for subject in subjects:
        rows = table[table["subject"] == subject].pivot(
            index="period", columns="measure", values="change"
        )
        rows = rows.reindex(index=periods, columns=list(_MEASURES)).dropna(axis=1, how="all")
        gaps = _gaps(table, subject, words)
        names = {period: filing_year(period, words) for period in periods}
        names |= {period: with_gap(names[period], why, wide) for period, why in gaps.items()}
        row.append(
            Panel(
                words.start(subject),
                BARS,
                list(names.values()),
                {words.start(measure): values(rows[measure]) for measure in rows},
                [style.PAPER if measure == "due" else hues[subject] for measure in rows],
                CHANGE,
                (low - room, high + room),
                note=words("deck.year-on-year"),
                heading=hues[subject],
            )
        )
    widest = max(name_width(name) for panel in row for name in panel.categories)
    row = [replace(panel, names_pt=widest) for panel in row]
    return [[panel] for panel in row] if wide else in_rows(row)


def _table(material: Material) -> pd.DataFrame:
    """The changes of counts, and a row a kind, year and measure of which there is none: `gap` tells
    whether the year before is not printed, or what is printed is nothing to work with."""
    table = filings_of(material)
    changes = year_on_year(table)
    changes = changes[changes["measure"].isin(_MEASURES)].assign(gap="")
    if changes.empty:
        return changes
    kinds = style.in_order(changes["subject"])
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
)

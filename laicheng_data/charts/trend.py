"""One measure over several periods, a line a subject, across a body's earlier reports too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from laicheng_data.charts import layout, style
from laicheng_data.charts.bars import bar_panels
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.common import (
    build_chart,
    describe_row,
    fit_names,
    measure_of,
    omission_note,
    printed_number,
)
from laicheng_data.charts.pairs import draw_pairs, single_bars
from laicheng_data.charts.panels import Panel
from laicheng_data.charts.style import Format
from laicheng_data.facts.printed import parse
from laicheng_data.tables.amounts import bare_unit
from laicheng_data.tables.naming import result_of
from laicheng_data.words import Words

MOST_LINES = 6
MOST_LABELS = 12  # points of which each is told its number; of more, the ends
_ASIDE = 0.3  # of the way from one period to the next, that the axis goes on beyond both ends
_LABEL_GAP_PT = 7  # between the end of a line and its label
_NEAR_NAUGHT = 0.75  # of the largest, up to which the least is near enough for an axis from naught
_MARGIN = 0.15  # of the height, that lines keep from its ends
_MOST_MOVES = 2  # that a title tells
_Label = tuple[Any, str, int]  # a row, what stands beside its point, and the place of that


def trend(table: pd.DataFrame, measure: str, words: Words, source: str, form: Format) -> Chart:
    """One measure over several periods, a line a subject, or of two periods a bar each; the largest
    of the last where many."""
    shown = _select_subjects(table)
    left_out = table["subject"].nunique() - shown["subject"].nunique()
    title = _trend_title(shown, measure, words)
    left = omission_note(table, left_out, words)
    if table["fact_id"].str.contains(":").any():
        left += words("trend.earlier")
    above = (title, words("trend.subtitle") + left)
    periods = _axis_periods(shown["period"])
    draw = draw_pairs if len(periods) == 2 else _draw_lines
    figure = draw(shown, above, source, form, words)
    of_one = shown["subject"].nunique() == 1
    alt = words.described(title, [describe_row(row, words, of_one) for row in shown.itertuples()])
    return build_chart(f"trend-{measure}", figure, title, alt, source, table, words)


def _draw_lines(
    table: pd.DataFrame, above: tuple[str, str], source: str, form: Format, words: Words
) -> Figure:
    """A line a subject, each named at its end."""
    figure = layout.frame(*above, source, form)
    axes, periods = figure.subplots(), _axis_periods(table["period"])
    hues, shapes = _hues(table), style.markers(table["subject"])
    for name, rows in table.groupby("subject", sort=False):
        values = rows.set_index("period")["value"].reindex(periods)
        hue, shape = hues[str(name)], shapes[str(name)]
        axes.plot(range(len(periods)), values, color=hue, marker=shape, clip_on=False)
    axes.set_xlim(-_ASIDE, len(periods) - 1 + _ASIDE)
    _set_scale(axes, table["value"])
    _label_ends(figure, axes, table, periods, words)
    return figure


def _hues(table: pd.DataFrame) -> dict[str, str]:
    """A colour a subject; one alone, which need not be told from others, has the house's."""
    subjects = list(dict.fromkeys(map(str, table["subject"])))
    return style.colours(table["subject"]) if len(subjects) > 1 else {subjects[0]: style.ACCENT}


def _set_scale(axes: Axes, values: pd.Series) -> None:
    """An axis from naught where that is near; a base line only where naught is on it."""
    low, high = float(values.min()), float(values.max())
    largest, least = max(abs(low), abs(high)), min(abs(low), abs(high))
    if low * high <= 0 or least <= _NEAR_NAUGHT * largest:
        low, high = min(low, 0.0), max(high, 0.0)
    margin = _MARGIN * ((high - low) or largest or 1)
    axes.set_ylim(low - margin * (low != 0), high + margin * (high != 0 or low == 0))
    axes.set_yticks([])
    layout.strip_axes(axes, *(["bottom"] if low == 0 else []))
    if low < 0 <= high:
        axes.axhline(0, color=style.QUIET, lw=0.8)


def _select_subjects(table: pd.DataFrame) -> pd.DataFrame:
    """All subjects, or as many as eyes can tell apart: those largest at the end."""
    last = table.groupby("subject", sort=False)["value"].last().abs()
    kept = set(last.sort_values(ascending=False, kind="stable").index[:MOST_LINES])
    return table[table["subject"].isin(kept)]


def _axis_periods(periods: pd.Series) -> list[str]:
    """All periods from first to last; years without a number too, where lines have a gap. Years of
    equal distance, as those of two censuses are, have none."""
    there = sorted(periods.unique())
    if not all(period.isdecimal() for period in there):
        return there
    years = [int(year) for year in there]
    apart = {later - earlier for earlier, later in pairwise(years)}
    step = apart.pop() if len(apart) == 1 else 1
    return [str(year) for year in range(years[0], years[-1] + 1, step)]


def _last_value(row: Any, periods: list[str], words: Words) -> str:
    """The last number of a line, with its period where the line ends before the others."""
    printed = printed_number(row, words)
    if row.period == periods[-1]:
        return printed
    return words("trend.ended", value=printed, period=words.period(row.period))


def _end_label(row: Any, name: str, periods: list[str], words: Words) -> str:
    """What stands at the end of a line; a line that is alone has its name in the title."""
    last = _last_value(row, periods, words)
    return f"{name} {last}" if name else last


def _label_ends(
    figure: Figure, axes: Axes, table: pd.DataFrame, periods: list[str], words: Words
) -> None:
    """Name and last value at the end of each line, its first value before it; of few points, all
    others where they fit."""
    hues = _hues(table)
    lasts = list(table.groupby("subject", sort=False).tail(1).itertuples())
    names = fit_names(lasts, figure, words) if len(lasts) > 1 else {}
    firsts = table.groupby("subject", sort=False).head(1)
    at_start = firsts[firsts["period"] == periods[0]]
    between = table.drop(index=[*firsts.index, *table.groupby("subject").tail(1).index])
    late = firsts.drop(index=at_start.index)
    told = pd.concat([late, between]) if len(table) <= MOST_LABELS else late
    short = layout.is_upright(figure)
    after = [
        (row, _end_label(row, names.get(row.subject, ""), periods, words), len(periods) - 1)
        for row in lasts
    ]
    before = [
        (row, _short_value(row, words) if short else printed_number(row, words), 0)
        for row in at_start.itertuples()
    ]
    _set_period_ticks(figure, axes, [after, before], [words.period(period) for period in periods])
    beside = {side: [_add_label(axes, *label, side, hues) for label in labels]
              for side, labels in ((1, after), (-1, before))}  # fmt: skip
    above = [
        axes.annotate(
            printed_number(row, words),
            (periods.index(row.period), row.value),
            (0, 5),
            textcoords="offset points",
            ha="left" if row.Index in firsts.index else _label_side(row, table),
            va="bottom",
            color=style.ink(hues[row.subject]),
        )
        for row in told.itertuples()
    ]
    # Once before the layout is fixed, as labels move with the ends of the lines.
    figure.draw_without_rendering()
    layout.fix_layout(figure)
    for labels in beside.values():
        _separate_labels(axes, labels)
    layout.remove_overlaps(figure, above)
    _remove_below_axis(axes, above)


def _remove_below_axis(axes: Axes, labels: Sequence[Annotation]) -> None:
    """Take away what stands below the axis, where numbers would read as names of periods."""
    floor = axes.get_window_extent().y0
    for label in labels:
        if label.axes is not None and label.get_window_extent().y0 < floor:
            label.remove()


def _short_value(row: Any, words: Words) -> str:
    """A number without what it counts, but with in how many: 837,600 of 83.76万元."""
    scale = row.unit.removesuffix(bare_unit(row.unit))
    if not scale:
        return result_of(row.printed, row.unit, words)
    return printed_number(row._replace(unit=scale), words)


def _set_period_ticks(
    figure: Figure, axes: Axes, sides: Sequence[Sequence[_Label]], names: Sequence[str]
) -> None:
    """The periods below the axis, as many as have room between the labels at its sides."""
    wide = 72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT
    for labels in filter(None, sides):
        wide -= _LABEL_GAP_PT + max(
            layout.text_width(text, style.LABEL_PT) for _, text, _ in labels
        )
    apart = wide / (len(names) - 1 + 2 * _ASIDE)
    ticks, named = layout.select_ticks(names, apart)
    axes.set_xticks(ticks, named, size=style.SMALL_PT)


def _add_label(
    axes: Axes, row: Any, text: str, at: int, side: int, hues: dict[str, str]
) -> Annotation:
    """A label at the height of its point, right of all lines or left of them."""
    return axes.annotate(
        text,
        (at, row.value),
        (_LABEL_GAP_PT * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        color=style.ink(hues[row.subject]),
    )


def _separate_labels(axes: Axes, labels: Sequence[Annotation]) -> None:
    """Move labels that would touch, as little as that takes, and none below the axis."""
    gap = layout.points_to_data(axes, style.LABEL_PT * layout.LINE_HEIGHT)
    floor = axes.get_ylim()[0] + gap / 2
    places = layout.spread_positions([label.xy[1] for label in labels], gap, floor)
    for label, place in zip(labels, places, strict=True):
        label.xy = (label.xy[0], place)


def _label_side(row: Any, table: pd.DataFrame) -> str:
    """Where a number above its point is out of the way of the line: left of one that rises."""
    values = list(table.loc[table["subject"] == row.subject, "value"])
    at = list(table.index[table["subject"] == row.subject]).index(row.Index)
    before, after = values[at] - values[at - 1], values[at + 1] - values[at]
    if before * after <= 0:
        return "center"
    return "right" if after > 0 else "left"


def _trend_title(table: pd.DataFrame, measure: str, words: Words) -> str:
    first, *others = _sort_leading_first(table, measure.split("+"))
    if others:  # of several measures the largest that has changed leads
        title = _from_to_sentence(table[table["subject"] == first], first, "all", words)
        form = "trend.title.beside" + (".one" if len(others) == 1 else "")
        return words(form, title=title, count=len(others), other=words.word(others[0]))
    single = table[~table["total"]]
    rows = single if single["subject"].nunique() > 1 else table  # one part stands for no total
    moves = _moves(rows)
    if rows["subject"].nunique() == 1 or not moves:
        last = rows[rows["subject"] == rows["subject"].iloc[-1]]
        return _from_to_sentence(last, measure, last["subject"].iloc[0], words)
    told, same_way = _select_moves(moves, rows["subject"].nunique())
    texts = [_move_sentence(move, words, place == 0) for place, move in enumerate(told)]
    text = words("list_semicolon").join(texts)
    if same_way:
        text = words(f"trend.moves.{told[0].way}", count=len(moves), moves=text)
    return words("trend.title.moves", measure=words.start(measure), moves=text)


class _Move(NamedTuple):
    """A subject's numbers of the first and the last period: by how much they differ as a share of
    the first, and which way; `plain` where a word or rounding leaves that open."""

    before: Any
    after: Any
    share: float
    way: str


def _moves(rows: pd.DataFrame) -> list[_Move]:
    """How the lines that go from the first period to the last went, the largest share first."""
    first, last = rows["period"].min(), rows["period"].max()
    moves = []
    for _, line in rows.groupby("subject", sort=False):
        ends = {row.period: row for row in line.itertuples()}
        if first in ends and last in ends and first != last:
            moves.append(_Move(ends[first], ends[last], *_relative_change(ends[first], ends[last])))
    return sorted(moves, key=lambda move: -abs(move.share))


def _relative_change(before: Any, after: Any) -> tuple[float, str]:
    by = after.value - before.value
    share = by / abs(before.value) if before.value else 0.0
    if before.bound != "exact" or after.bound != "exact":
        return 0.0, "plain"
    if not by:
        return 0.0, "same"
    was, now = (parse(row.printed, row.unit).interval() for row in (before, after))
    return (0.0, "plain") if was.meets(now) else (share, "up" if by > 0 else "down")


def _select_moves(moves: list[_Move], shown: int) -> tuple[list[_Move], bool]:
    """The moves that a title tells, the largest first, and whether all of many that are shown went
    one way, which a line that ends early does not tell: then the largest of them; else both of two,
    or of those that rose and that fell the largest each."""
    ways = {move.way for move in moves}
    if len(moves) == shown > _MOST_MOVES and len(ways) == 1 and ways <= {"up", "down"}:
        return moves[:1], True
    if len(moves) > _MOST_MOVES and {"up", "down"} <= ways:
        each = [next(move for move in moves if move.way == way) for way in ("up", "down")]
        return sorted(each, key=lambda move: -abs(move.share)), False
    return moves[:_MOST_MOVES], False


def _move_sentence(move: _Move, words: Words, leads: bool) -> str:
    """From what to what one subject went; the first that is told says when."""
    return words(
        f"trend.move.{move.way}" + (".leads" if leads else ""),
        subject=words.word(move.after.subject),
        first=words.period(move.before.period),
        before=_earlier_value(move, words),
        last=words.period(move.after.period),
        after=printed_number(move.after, words),
    )


def _earlier_value(move: _Move, words: Words) -> str:
    """The earlier number, without its unit where the later one stands as a bare number before the
    same: up to 219 persons from 190."""
    before, after = (result_of(row.printed, row.unit, words) for row in (move.before, move.after))
    is_bare = printed_number(move.after, words).startswith(after)
    is_alike = move.before.unit == move.after.unit and move.before.bound == "exact"
    return before if is_bare and is_alike else printed_number(move.before, words)


def _sort_leading_first(table: pd.DataFrame, measures: list[str]) -> list[str]:
    """The measures, the first of them that has changed before the others."""
    values = table.groupby("subject")["value"].nunique()
    lead = next((name for name in measures if values.get(name, 0) > 1), measures[0])
    return [lead, *(name for name in measures if name != lead)]


def _from_to_sentence(table: pd.DataFrame, measure: str, subject: str, words: Words) -> str:
    """From what to what a single line goes."""
    first, last = (next(table.iloc[[at]].itertuples()) for at in (0, -1))
    move = _Move(first, last, *_relative_change(first, last))
    return words(
        f"trend.title.{move.way}",
        measure=measure_of(measure, subject, words),
        first=words.period(first.period),
        before=_earlier_value(move, words),
        last=words.period(last.period),
        after=printed_number(last, words),
    )


def trend_panels(table: pd.DataFrame, measure: str, words: Words) -> list[list[Panel]]:
    """Two periods of a subject that is alone as native bars, where they can write its numbers; of
    lines a picture tells more: gaps, and each number as it is printed."""
    shown = _select_subjects(table)
    if shown["subject"].nunique() > 1 or len(_axis_periods(shown["period"])) != 2:
        return []
    title, note = words.start(measure.split("+")[0]), words("trend.subtitle")
    return bar_panels(*single_bars(shown, words), title, note, words)

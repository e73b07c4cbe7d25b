"""Rows of kinds and years: bars to one scale for all, and the numbers in columns beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from laicheng_data.charts import layout, style
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.style import Format
from laicheng_data.tables.naming import filing_year
from laicheng_data.words import Words

_ROW_PT, _NAMED_PT, _LEAST_PT = 17, 11.2, 10  # the height of a row upright, below a name, at least
_LEAST_ROWS = 3.5  # for which there is room, or few would stand far apart
_BETWEEN = 0.4  # of a row, between two kinds
_BAR_BELOW = 0.8  # of a row, that bars take below their numbers on an upright picture
_HEADINGS, _AXIS = 1.4, 1.0  # rows that headings take, and the names of an axis
_GAP_PT, _KEY_PT = 12, 14  # between columns, and for the mark before a heading
_WIDEST_NAME = 0.3  # of the width
_LEAST_SPAN = 0.1  # of less the numbers show no difference
_NARROW_PT = 160  # the width of an axis that has room for few names


Mark = Callable[[Axes, str, float, float, float, str], None]


class Row(NamedTuple):
    """A kind in a year: what stands in the columns, by measure, where its bars end, and of which
    measures there is no number but a word why."""

    subject: str
    period: str
    texts: dict[str, str]
    ends: dict[str, float]
    gaps: Collection[str] = ()
    shade: float = 1  # how much of its colour the kind keeps


@dataclass(frozen=True)
class Look:
    """How a chart draws its rows: the `mark` of a measure at a height, from there to there, in a
    colour; how a number on the axis is written, if there is an axis; the `whole` that the other
    columns come to, if they do; how a period is called; and the mark of a measure beside its name,
    where that is another."""

    mark: Mark
    tick: Callable[[float, int], str] | None = None
    whole: str = ""
    period: Callable[[str, Words], str] = filing_year
    key: Mark | None = None


class _Columns(NamedTuple):
    """Where columns stand, as shares of the width: years begin there, the strip goes from there to
    there, numbers end there."""

    year: float
    strip: tuple[float, float]
    numbers: dict[str, float]


def frame_rows(
    rows: Sequence[Row],
    telling: Sequence[Row],
    above: tuple[str, str],
    source: str,
    form: Format,
    look: Look,
    words: Words,
) -> tuple[Figure, list[Row]]:
    """A figure with its title and subtitle `above`, and as many of the rows as have room in it:
    the most `telling` first to stay."""
    title, subtitle = above
    shown, upright = list(rows), form.height > form.width
    if not upright:
        room = layout.room(layout.frame(title, subtitle, source, form))
        shown = _select_fitting(rows, telling, look, room)
    if len(shown) < len(rows):
        subtitle += words("common.left_out", count=len(rows) - len(shown))
    points = _ROW_PT * _height(shown, look, named_above=True, upright=True)
    form = layout.fit_height(points, title, subtitle, source, form)
    return layout.frame(title, subtitle, source, form), shown


def _select_fitting(
    rows: Sequence[Row], telling: Sequence[Row], look: Look, room: float
) -> list[Row]:
    shown, order = list(rows), list(telling)
    while len(shown) > 1 and _height(shown, look) * _LEAST_PT > room:
        shown.remove(order.pop())
    return shown


def _height(
    rows: Sequence[Row], look: Look, named_above: bool = False, upright: bool = False
) -> float:
    """The height of rows, with all that stands around them, in rows."""
    kinds = len({row.subject for row in rows})
    around = _heading_height(rows) + (_AXIS if look.tick else 0) + _BETWEEN * (kinds - 1)
    high = sum(1 + _bar_offset(row, upright) for row in rows)
    return high + around + (kinds if named_above and rows[0].subject else 0)


def _heading_height(rows: Sequence[Row]) -> float:
    """The height of headings, or of the room in their place where columns have none."""
    return _HEADINGS if any(rows[0].texts) else 0.5


def _bar_offset(row: Row, upright: bool) -> float:
    """How far below its numbers a row's bar stands: on an upright picture it has all the width."""
    return _BAR_BELOW if upright and row.ends else 0.0


def draw_rows(
    figure: Figure, rows: Sequence[Row], hues: dict[str, str], look: Look, words: Words
) -> None:
    """Headings, rows kind by kind, and an axis behind the bars. Kinds are named above their rows
    where there is room, as bars are longer then, else beside the first."""
    axes = figure.subplots()
    upright = layout.is_upright(figure)
    high = _height(rows, look, named_above=True)
    above = bool(rows[0].subject) and (upright or high * _NAMED_PT <= layout.room(figure))
    columns = _lay_out_columns(figure, rows, above, look, words)
    reach = _value_range(rows)
    bars = _overlay_axes(axes, reach, columns.strip)
    top = _heading_height(rows)
    bottom = max(_height(rows, look, above, upright) - top, _LEAST_ROWS) - 0.4
    axes.set(xlim=(0, 1), ylim=(bottom, -top), xticks=[], yticks=[])
    wide = _width(figure)
    _draw_headings(axes, columns, rows, wide, look, words)
    y, before = 0.0, None
    spans: list[list[float]] = []
    for row in rows:
        begins, before = row.subject != before, row.subject
        if begins:
            y += _BETWEEN * (row is not rows[0])
            room = (1 if above else columns.year) * wide - 0.9 * _GAP_PT
            if row.subject:
                lines = 1 if above else sum(other.subject == row.subject for other in rows)
                _name_kind(axes, y, row.subject, style.ink(hues[row.subject]), room, lines, words)
            y += above
        _write_row(axes, y, row, columns, look, words)
        y += _bar_offset(row, upright)
        for measure, end in row.ends.items():
            look.mark(bars, measure, y, 0, end, style.tint(hues[row.subject], row.shade))
        if begins or upright:
            spans.append([y, y])
        spans[-1][1] = y
        y += 1
    spans = [span for span, row in zip(spans, rows, strict=False) if row.ends or not upright]
    _draw_axis(bars, reach, spans, wide * (columns.strip[1] - columns.strip[0]), look)
    layout.strip_axes(axes)
    layout.strip_axes(bars)


def _name_kind(
    axes: Axes, y: float, subject: str, colour: str, room: float, lines: int, words: Words
) -> None:
    """The name of a kind at the height of its first row, or of its first two where it is too long,
    and a rule above it, but for the first."""
    if y:
        axes.plot([0, 1], [y - 0.5 - _BETWEEN / 2] * 2, color=style.GRID, lw=0.5)
    first, *more = layout.wrap_for_chart(words.start(subject), style.LABEL_PT, room, BOLD).split(
        "\n"
    )
    if more and lines > 1:
        end = words.start(subject).removeprefix(first).strip()
        name = f"{first}\n{layout.shorten_to_width(end, style.LABEL_PT, room, BOLD)}"
        y += 0.5
    else:
        name = layout.shorten_to_width(words.start(subject), style.LABEL_PT, room, BOLD)
    axes.text(0, y, name, va="center", color=colour, weight=BOLD, linespacing=1.15)


def _value_range(rows: Sequence[Row]) -> tuple[float, float]:
    """From the least to the largest number, naught among them."""
    every = [end for row in rows for end in row.ends.values()]
    low, high = min(0.0, *every), max(0.0, *every)
    return low, high if high - low > _LEAST_SPAN else low + 1


def _overlay_axes(axes: Axes, reach: tuple[float, float], strip: tuple[float, float]) -> Axes:
    """Axes over the same rows that count in numbers: a bar is as long there as what it tells, and
    all that the numbers reach has room in the strip."""
    (low, high), (left, right) = reach, strip
    one = (high - low) / (right - left)  # as much as the whole width
    over = axes.twiny()
    over.set(xlim=(low - left * one, low + (1 - left) * one), xticks=[])
    return over


def _lay_out_columns(
    figure: Figure, rows: Sequence[Row], above: bool, look: Look, words: Words
) -> _Columns:
    """Columns as wide as their texts, the strip of bars in what is left."""
    wide = _width(figure)
    names = [words.start(row.subject) for row in rows]
    years = [look.period(row.period, words) for row in rows]
    year = (
        0.0
        if above or not any(names)
        else min((_widest(names, BOLD) + _GAP_PT) / wide, _WIDEST_NAME)
    )
    right, numbers, drawn = 1.0, {}, _marked_measures(rows)
    for measure in reversed(list(rows[0].texts)):
        numbers[measure] = right
        heading = _widest([words.start(measure)]) + (_KEY_PT if measure in drawn else 0)
        told = [row.texts[measure] for row in rows if row.ends or len(row.texts) < 2]
        weight = BOLD if measure and measure == look.whole else REGULAR
        right -= (max(heading, _widest([*told, ""], weight)) + _GAP_PT) / wide
    left = year + (_widest(years) + _GAP_PT * (1 if above else 2)) / wide
    strip = (0.0, 1.0) if layout.is_upright(figure) else (left, right - _GAP_PT / wide)
    return _Columns(year, strip, numbers)


def _marked_measures(rows: Sequence[Row]) -> set[str]:
    """The measures that have a mark, where these must be told apart."""
    drawn = {measure for row in rows for measure in row.ends}
    return drawn if len(drawn) > 1 else set()


def _width(figure: Figure) -> float:
    return float(72 * figure.get_size_inches()[0] - 2 * layout.MARGIN_PT)


def _widest(texts: Sequence[str], weight: int = REGULAR) -> float:
    return max(layout.text_width(text, style.LABEL_PT, weight) for text in texts)


def _draw_headings(
    axes: Axes, columns: _Columns, rows: Sequence[Row], wide: float, look: Look, words: Words
) -> None:
    """What the numbers are, each with the mark that it has in the strip."""
    drawn = _marked_measures(rows)
    for measure, right in columns.numbers.items():
        name, y = words.start(measure), -1.0
        axes.text(right, y, name, ha="right", va="center", color=style.QUIET)
        if measure in drawn:
            end = right - (_widest([name]) + 4) / wide
            draw = look.key or look.mark
            draw(axes, measure, y, end - (_KEY_PT - 4) / wide, end, style.QUIET)


def _write_row(axes: Axes, y: float, row: Row, columns: _Columns, look: Look, words: Words) -> None:
    """Year and numbers; why there are none is said once."""
    year = look.period(row.period, words)
    axes.text(columns.year, y, year, va="center", color=style.QUIET)
    texts = row.texts
    if not row.ends and len(set(texts.values())) == 1:
        texts = dict([next(iter(texts.items()))])
    for measure, text in texts.items():
        is_gap = measure in row.gaps
        colour = style.QUIET if is_gap else style.INK
        weight = BOLD if measure and measure == look.whole and not is_gap else REGULAR
        place = columns.numbers[measure]
        axes.text(place, y, text, ha="right", va="center", color=colour, weight=weight)


def _draw_axis(
    bars: Axes,
    reach: tuple[float, float],
    spans: Sequence[Sequence[float]],
    wide: float,
    look: Look,
) -> None:
    """Faint lines behind the bars, that of naught a plain one, named below the last."""
    ticks = MaxNLocator(2 if wide < _NARROW_PT else 4, steps=[1, 2, 5, 10]).tick_values(*reach)
    places = 0 if all(tick == round(tick) for tick in ticks) else 1
    for tick in ticks if look.tick else [0.0]:
        if not reach[0] <= tick <= reach[1]:
            continue
        colour, width, over = (style.QUIET, 0.8, 4) if tick == 0 else (style.GRID, 0.6, 1)
        for first, last in spans:
            bars.plot([tick, tick], [first - 0.5, last + 0.5], color=colour, lw=width, zorder=over)
        if look.tick:
            said, y = look.tick(tick, places if tick else 0), spans[-1][1] + 1
            bars.text(tick, y, said, ha="center", va="center", size=style.SMALL_PT,
                      color=style.QUIET)  # fmt: skip

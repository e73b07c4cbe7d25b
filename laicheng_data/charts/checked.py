"""What was checked of a report: what it states itself, and apart from it what it does not
compare."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.big_numbers import draw_numbers
from laicheng_data.charts.chart import Chart, Declaration
from laicheng_data.charts.checked_text import (
    BLOCKS,
    IMPLIED,
    STATED,
    block_name,
    checked_title,
    difference_text,
    is_count,
    is_open,
    other_head,
    other_side,
    outcome_of,
    row_name,
    row_sentence,
    short_result,
    worded_as,
)
from laicheng_data.charts.common import build_chart, fit_text
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.grid import Grid
from laicheng_data.charts.style import Format
from laicheng_data.tables.checked import checked_table
from laicheng_data.tables.naming import base_name
from laicheng_data.tables.verdicts import MARKS, add_digits
from laicheng_data.words import HAN, Words, capitalise

_GAP_PT = 8  # between a claim's name and its number
_PITCH_PT, _HIGH_PT, _LOOSE_PT = 10.6, 11.1, 22  # of many lines, of Chinese too, and of few
_PADDING_PT = 3  # above and below all lines
_GAP = 0.5  # of a line, before a block
_MOST_UPRIGHT = 20  # rows of a picture that scrolls
_RANGE = re.compile(r"^(.+?)([^\d]*)–(.+?)\2$")  # whose ends have what they count in in common


class _Column(NamedTuple):
    """Where a column of text ends, and the room it has, as shares of the width."""

    right: float
    width: float


class _Line(NamedTuple):
    """A claim as a row shows it: its name in lines, and what is recomputed of it."""

    row: Any
    name: str
    recomputed: str

    @property
    def high(self) -> int:
        """How many lines its name takes."""
        return self.name.count("\n") + 1


# Where a Chinese name was broken into lines; in one line nothing stands there.
_IN_WORD = re.compile(rf"(?<={HAN.pattern})\n(?={HAN.pattern})")
_WIDE_PT = 72 * style.SLIDE.width / style.DPI
_PRINTED, _RECOMPUTED = _Column(0.6, 0.13), _Column(0.86, 0.19)
_DIFFERENCE = _Column(1.0, 0.14)
_MARK = 0.63  # the middle of the sign between what is published and what is recomputed
_UPRIGHT = (_Column(0.32, 0.32), _Column(0.74, 0.4), _Column(1.0, 0.25))
# A difference that the report does not deny looks like no fault; its number says what it is.
_COLOURS = {"inconsistent": style.FAILED, "undecidable": style.QUIET}


def checked(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Each decided claim in one of the blocks: what is printed, what the numbers give and how far
    apart these lie. Where there is no room for all, those that fail are kept."""
    title = checked_title(table, words)
    if len(table) == 1 and form.height <= form.width:
        return _set_large(table, title, words, source, form)
    dated = table["period"].nunique() > 1
    one = "" if dated else words("checked.of_one", period=words.period(table["period"].iloc[0]))
    upright = form.height > form.width
    lines = _lines(table, dated, upright, words)
    shown, fewer = lines, 0
    while fewer < len(shown):  # of fewer is said that they are, which may take more room
        shown = shown[: fewer or None]
        left = lines[len(shown) :]
        subtitle = _reading_note(shown, words) + one
        subtitle += _omission_note(left, words) if left else ""
        fewer = _count_fitting(shown, title, subtitle, source, form)
    taken = _height(shown, upright)
    form = layout.fit_height(1.1 * _HIGH_PT * taken, title, subtitle, source, form)
    figure = layout.frame(title, subtitle, source, form)
    axes = figure.subplots()
    loose = layout.room(figure) / _LOOSE_PT  # so many lines at least, or few would stand far apart
    axes.set(xlim=(0, 1), ylim=(max(taken, 0 if upright else loose), 0), xticks=[], yticks=[])
    y = 0.0
    for basis in BLOCKS:
        block = _block_of(basis, shown)
        if block:
            draw = _draw_stacked if upright else _draw_block
            y = draw(axes, y, block, table[table["basis"] == basis], words) + _GAP
    layout.strip_axes(axes)
    layout.fix_layout(figure)
    alt = words.described(title, [row_sentence(line.row, words) for line in shown])
    return build_chart("checked", figure, title, alt, source, table, words)


def _cells(table: pd.DataFrame, words: Words) -> Grid:
    """The rows of the chart with all that it writes, a block's heading above them; where all is of
    one period, the note says of which."""
    dated = table["period"].nunique() > 1
    one = "" if dated else words("checked.of_one", period=words.period(table["period"].iloc[0]))
    lines = _lines(table, dated, False, words)
    rows: list[list[str]] = []
    heads = set()
    for basis in BLOCKS:
        block = _block_of(basis, lines)
        if block:
            heads.add(len(rows))
            rows.append(_head_cells(block, table[table["basis"] == basis], words))
            rows += [_line_cells(line, words) for line in block]
    return Grid(_reading_note(lines, words) + one, rows, frozenset(heads))


def _block_of(basis: str, lines: Sequence[_Line]) -> list[_Line]:
    """The lines of a block, what cannot be checked below what was."""
    block = [line for line in lines if line.row.basis == basis]
    return sorted(block, key=lambda line: is_open(line.row))


def _head_cells(block: Sequence[_Line], table: pd.DataFrame, words: Words) -> list[str]:
    """What a block is and what became of it, and what its columns are."""
    named = words(
        "checked.block.outcome", block=block_name(table, words), outcome=outcome_of(table, words)
    )
    other = other_head([line.row for line in block], _RECOMPUTED.width * _WIDE_PT, words)
    difference = words("checked.difference") if any(map(_is_off, block)) else ""
    return [named, words("head.printed"), "", other, difference]


def _line_cells(line: _Line, words: Words) -> list[str]:
    row = line.row
    difference = words.units(row.difference) if _is_off(line) else ""
    printed = short_result(row.printed, row, words)
    name = _IN_WORD.sub("", line.name).replace("\n", " ")
    return [name, printed, MARKS[row.verdict], line.recomputed, difference]


def _set_large(table: pd.DataFrame, title: str, words: Words, source: str, form: Format) -> Chart:
    """One claim alone as large numbers, which fill the room of a table: what is published, what the
    other numbers give and, where these differ, by how much."""
    row = next(table.itertuples())
    verdict = words(f"outcome.{row.verdict}")
    is_apart = row.basis == IMPLIED
    other = capitalise(other_side(row, words)) if is_apart else words.start("recomputed")
    differs = row.verdict != "consistent"
    told = [
        (short_result(row.printed, row, words), words("head.printed"), ""),
        (_recomputed_text(row, words), other, "" if differs else verdict),
    ]
    if differs:
        told.append((words.units(row.difference), words("checked.difference"), verdict))
    note = words(f"checked.subtitle.{worded_as(row.basis)}") if differs else ""
    figure = layout.frame(title, note, source, form)
    draw_numbers(figure.subplots(), {row_name(row, True, words): told})
    layout.fix_layout(figure)
    alt = words.described(title, [row_sentence(row, words)])
    return build_chart("checked", figure, title, alt, source, table, words)


# ---------------------------------------------------------------------------- what has room


def _reading_note(lines: Sequence[_Line], words: Words) -> str:
    """How what is not published was come by, in what differences are told where there are any, and
    what the signs mean where there are several."""
    off = [line.row for line in lines if _is_off(line)]
    bases = {row.basis for row in off or [line.row for line in lines if not is_open(line.row)]}
    basis = IMPLIED if bases <= {IMPLIED} else STATED
    form = ".counts" if all(is_count(row) for row in off) else ""
    reading = words(f"checked.subtitle.{basis}{form if off else '.hold'}")
    there = {line.row.verdict for line in lines}
    if len(there) < 2:
        return reading
    signs = [f"{sign} {words(f'outcome.{name}')}" for name, sign in MARKS.items() if name in there]
    return words("list_semicolon").join([reading, words("list_comma").join(signs)])


def _recomputed_text(row: Any, words: Words) -> str:
    """What is recomputed, or that nothing can be."""
    if is_open(row):
        return words(f"outcome.{row.verdict}")
    full = add_digits(row.printed, row.unit, row.recomputed, row.least, row.most)
    return _RANGE.sub(r"\1–\3\2", short_result(full, row, words))


def _lines(table: pd.DataFrame, dated: bool, upright: bool, words: Words) -> list[_Line]:
    """The rows, those that fail first, each with its name; a name that two of one block have says
    what its number is of."""
    rows = list(table.itertuples())
    plain = [row_name(row, dated, words) for row in rows]
    alike = Counter(zip(table["basis"], plain, strict=True))
    wide = 72 * style.NARROW.width / style.DPI if upright else _WIDE_PT
    across = wide - 2 * layout.MARGIN_PT
    room = across if upright else _name_room(rows, across, words)
    of_number = (_UPRIGHT[1] if upright else _RECOMPUTED).width * wide
    lines = []
    for row, name in zip(rows, plain, strict=True):
        if row.base and alike[row.basis, name] > 1:
            name = words("name.of", name=name, base=base_name(row.base, words))
        number = _recomputed_text(row, words)
        if row.against:
            other = words.word(row.against)
            beside = words("name.beside", other=other, number=number)
            if layout.text_width(beside, style.LABEL_PT) <= of_number:
                number = beside
            else:
                name = words("name.against", name=name, other=other)
        lines.append(_Line(row, _shorten_name(name, room, 1 if upright else 2), number))
    return lines


def _name_room(rows: Sequence[Any], across: float, words: Words) -> float:
    """The room for a claim's name, as far as its number leaves it."""
    printed = max(
        layout.text_width(short_result(row.printed, row, words), style.LABEL_PT) for row in rows
    )
    return _PRINTED.right * across - min(printed, _PRINTED.width * across) - _GAP_PT


def _shorten_name(name: str, room: float, lines: int) -> str:
    """A name in so many lines at most; of one that is too long its beginning and its end, by which
    it is told from others."""
    if fit_text(name, room, lines).endswith("…"):
        name = layout.shorten_middle(name, style.LABEL_PT, 0.9 * lines * room)
    if layout.wrap_for_chart(name, style.LABEL_PT, room).count("\n") < lines:
        return layout.wrap_balanced(name, style.LABEL_PT, room)
    return fit_text(name, room, lines)


def _count_fitting(
    lines: Sequence[_Line], title: str, subtitle: str, source: str, form: Format
) -> int:
    """How many of the lines have room between these words; one at least."""
    upright = form.height > form.width
    if upright:
        return min(len(lines), _MOST_UPRIGHT)
    high = any(line.high > 1 or HAN.search(line.name) for line in lines)
    pitch = _HIGH_PT if high else _PITCH_PT
    room = layout.room(layout.frame(title, subtitle, source, form)) - _PADDING_PT
    most = room / pitch
    count = len(lines)
    while count > 1 and _height(lines[:count], upright) > most:
        count -= 1
    return count


def _height(lines: Sequence[_Line], upright: bool) -> float:
    """The height of blocks of these lines, with their headings, in lines of text."""
    blocks = len({line.row.basis for line in lines})
    each = sum(2.2 if upright else line.high for line in lines)
    return each + blocks * (2 if upright else 1) + (blocks - 1) * _GAP


def _omission_note(lines: Sequence[_Line], words: Words) -> str:
    """How many are not shown, and that they hold, where they do."""
    if any(line.row.verdict != "consistent" for line in lines):
        return words("common.left_out", count=len(lines))
    counts = Counter(line.row.basis for line in lines)
    if len(counts) == 1:
        return words("checked.left_out.hold", count=len(lines))
    return words("checked.left_out.hold.both", stated=counts[STATED], implied=counts[IMPLIED])


# ---------------------------------------------------------------------------- the blocks


def _draw_block(
    axes: Axes, y: float, block: Sequence[_Line], table: pd.DataFrame, words: Words
) -> float:
    """A heading and a line for each claim; returns where it ends."""
    _draw_headings(axes, y + 0.5, block, table, words)
    y += 1
    for line in block:
        axes.hlines(y, 0, 1, color=style.GRID, lw=0.5, zorder=0)
        _write_line(axes, y + line.high / 2, line, words)
        y += line.high
    return y


def _draw_headings(
    axes: Axes, y: float, block: Sequence[_Line], table: pd.DataFrame, words: Words
) -> None:
    """What a block is, and what its columns are; the title says what became of it."""
    axes.text(0, y, block_name(table, words), va="center", weight=BOLD, color=style.INK)
    heads = {
        _PRINTED: words("head.printed"),
        _RECOMPUTED: other_head(
            [line.row for line in block], _RECOMPUTED.width * _width(axes), words
        ),
        _DIFFERENCE: words("checked.difference") if any(map(_is_off, block)) else "",
    }
    for column, head in heads.items():
        _align_right(axes, column.right, y, head, style.QUIET)


def _write_line(axes: Axes, y: float, line: _Line, words: Words) -> None:
    """A claim's name, what is printed and recomputed, the sign of its result between these, and by
    how much they differ where they do."""
    colour, weight = _ink(line.row)
    axes.text(0, y, line.name, va="center", color=colour, linespacing=layout.LINE_HEIGHT)
    for text, column in (
        (short_result(line.row.printed, line.row, words), _PRINTED),
        (line.recomputed, _RECOMPUTED),
    ):
        text, size = _fit_number(text, column.width * _width(axes))
        _align_right(axes, column.right, y, text, colour, size=size)
    axes.text(_MARK, y, MARKS[line.row.verdict], ha="center", va="center", color=colour)
    if _is_off(line):
        difference = words.units(line.row.difference)
        _align_right(axes, _DIFFERENCE.right, y, difference, colour, weight)


def _is_off(line: _Line) -> bool:
    """Whether what is printed differs from what other numbers give."""
    return line.row.verdict not in ("consistent", "undecidable")


def _fit_number(text: str, width: float) -> tuple[str, float]:
    """A number and the size in which it has room, as what is cut off is another number."""
    if layout.text_width(text, style.LABEL_PT) <= width:
        return text, style.LABEL_PT
    return layout.shorten_to_width(text, style.SMALL_PT, width), style.SMALL_PT


def _align_right(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    colour: str,
    weight: int = REGULAR,
    size: float = style.LABEL_PT,
) -> None:
    axes.text(x, y, text, ha="right", va="center", color=colour, weight=weight, size=size)


def _draw_stacked(
    axes: Axes, y: float, block: Sequence[_Line], table: pd.DataFrame, words: Words
) -> float:
    """Two lines for each claim, its name above its numbers, where there is no room abreast."""
    axes.text(0, y + 0.5, block_name(table, words), va="center", weight=BOLD, color=style.INK)
    said = outcome_of(table, words)
    axes.text(1, y + 0.5, said, ha="right", va="center", color=style.QUIET)
    _, other, result = _UPRIGHT
    heads = [
        words("head.printed"),
        other_head([line.row for line in block], other.width * _width(axes), words),
    ]
    is_apart = block[0].row.basis == IMPLIED
    heads.append(words("checked.difference") if is_apart else words("stated-rates.agree"))
    for head, column in zip(heads, _UPRIGHT, strict=True):
        axes.text(column.right, y + 1.5, head, ha="right", va="center", color=style.QUIET)
    y += 2
    for line in block:
        axes.plot([0, 1], [y + 0.05, y + 0.05], color=style.GRID, lw=0.5)
        colour, weight = _ink(line.row)
        axes.text(0, y + 0.65, line.name, va="center", color=style.QUIET)
        difference = difference_text(line.row, words)
        texts = (short_result(line.row.printed, line.row, words), line.recomputed, difference)
        for text, column in zip(texts, _UPRIGHT, strict=True):
            text, size = _fit_number(text, column.width * _width(axes))
            bold = weight if column is result else REGULAR
            _align_right(axes, column.right, y + 1.65, text, colour, bold, size)
        y += 2.2
    return y


def _ink(row: Any) -> tuple[str, int]:
    """The colour and the weight of a row: what does not hold stands out in both."""
    is_plain = row.verdict in ("consistent", "undecidable")
    return _COLOURS.get(row.verdict, style.INK), REGULAR if is_plain else BOLD


def _width(axes: Axes) -> float:
    inches, _ = axes.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
    return 72 * float(inches)


CHECKED = Declaration(
    "checked",
    lambda material: checked_table(material.report),
    checked,
    cells=_cells,
    story={"check": 1},
    topic="check",
)

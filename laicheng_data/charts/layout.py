"""The frame of every chart: words in lines, panels, and labels that never collide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import accumulate

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox, ScaledTranslation

from laicheng_data.charts.breaks import break_cost, break_units, plain_units
from laicheng_data.charts.font import BOLD, REGULAR, font_file
from laicheng_data.charts.legibility import (
    Mark,
    is_inside,
    obstacles,
    touches,
    visible_texts,
)
from laicheng_data.charts.style import (
    DPI,
    INK,
    LABEL_PT,
    QUIET,
    SLIDE,
    SMALL_PT,
    SUBTITLE_PT,
    TITLE_PT,
    Format,
    ink,
)

MARGIN_PT, LINE_HEIGHT, ROW_HEIGHT = 12, 1.3, 1.6
EDGE_PT = 1  # the margin of a picture on a page or slide, which has margins of its own
HEAD_PT, SMALL_HEAD_PT = 96, 24  # what title, subtitle and source take, and a subtitle alone
MOST_PANELS_ABREAST = 4
MOST_TICKS, _TICK_GAP_PT = 6, 5  # names below an axis, and what is between them
_TICK_PT = (60, 40)  # after which such a name goes on in a second line, if need be sooner
_CAPITAL = 0.733  # the height of capitals and digits of the house font, as a share of the size
_EM = 100  # the size at which characters are measured
_MANY = 100  # what one line more costs where there must be as few as can be
_ROUNDING = 1e-9
_SHORT, _STUB = 0.6, 0.5  # so much of a line left empty makes it a stub, which costs so much


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide a line of text is drawn, in points.

    A little too much where the font would move letters together.
    """
    return size * sum(_advance(character, weight) for character in text)


def shorten_to_width(text: str, size: float, width: float, weight: int = REGULAR) -> str:
    """As much of the text as is no wider than `width` points, with … for the rest."""
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(f"{text}…", size, weight) > width:
        text = text[:-1]
    return f"{text}…"


def shorten_middle(text: str, size: float, width: float) -> str:
    """As much of its beginning and its end as has room, with … for what is between."""
    cut = len(text)
    short = text
    while cut > 1 and text_width(short, size) > width:
        cut -= 1
        short = f"{text[: cut - cut // 2].rstrip()}…{text[-(cut // 2) :].lstrip()}"
    return short


@cache
def _advance(character: str, weight: int) -> float:
    """How far a character of the house font moves on, as a share of the size."""
    return (
        float(_font(weight).load_char(ord(character), LoadFlags.NO_HINTING).linearHoriAdvance)
        / 65536
        / _EM
    )


@cache
def _font(weight: int) -> FT2Font:
    # From memory: processes forked from this one would read an open file from one common place.
    font = FT2Font(BytesIO(font_file(weight).read_bytes()))
    font.set_size(_EM, 72)
    return font


def wrap_for_chart(text: str, size: float, width: float, weight: int = REGULAR) -> str:
    """The text in lines no wider than `width` points, each filled before the next begins; none
    ends amid a word."""
    lines = (
        [line]
        if text_width(line, size, weight) <= width  # as most texts: no need to look further
        else _fill_lines(_break_pieces(line, size, width, weight), size, width, weight)
        for line in text.split("\n")
    )
    return "\n".join(line.strip() for of_one in lines for line in of_one)


def wrap(text: str, size: float, width: float, weight: int = REGULAR) -> str:
    """The text in the lines that a program makes of it which knows no words: see
    `wrap_greedily`."""
    lines = [wrap_greedily(line, size, width, weight) for line in text.split("\n")]
    return "\n".join(line for of_one in lines for line in of_one)


def wrap_balanced(text: str, size: float, width: float, weight: int = REGULAR) -> str:
    """The text in as few lines as `wrap_for_chart` makes, ended where it costs least: after a
    phrase rather than within one, and about as long as each other, so that none is left with one
    word."""
    return "\n".join(_break_lines(line, size, width, weight, _MANY) for line in text.split("\n"))


def wrap_spaced(text: str, size: float, width: float, weight: int = REGULAR) -> str:
    """The same where there is room for one line more, if that keeps a phrase whole."""
    return "\n".join(_break_lines(line, size, width, weight, 1) for line in text.split("\n"))


def _break_lines(text: str, size: float, width: float, weight: int, a_line: float) -> str:
    """The best lines of a text where each costs as much as `a_line`: of all that end with a piece,
    those that cost least are kept."""
    if text_width(text, size, weight) <= width:  # as most texts: no need to look further
        return text.strip()
    pieces = _break_pieces(text, size, width, weight)
    ends = [0.0, *accumulate(text_width(piece, size, weight) for piece in pieces)]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        spare = 1 - (text_width(pieces[end - 1].rstrip(), size, weight) + ends[end - 1]) / width
        breaking = break_cost(text, len("".join(pieces[:end]))) if end < len(pieces) else 0.0
        ways = []
        for start in range(end - 1, -1, -1):
            left = spare + ends[start] / width
            if left < -_ROUNDING and start < end - 1:
                break
            ragged = left**2 + _STUB * (left > _SHORT)
            ways.append((best[start][0] + a_line + breaking + ragged, start))
        best.append(min(ways))
    lines, end = [], len(pieces)
    while end:
        start = best[end][1]
        lines.append("".join(pieces[start:end]).strip())
        end = start
    return "\n".join(reversed(lines))


def _break_pieces(text: str, size: float, width: float, weight: int) -> list[str]:
    """What a line may end between; of a word that is wider than a line, its parts."""
    fitting = list(break_units(text))
    for smaller in (plain_units, list):
        fitting = [
            part
            for piece in fitting
            for part in ([piece] if text_width(piece, size, weight) <= width else smaller(piece))
        ]
    return fitting


def wrap_greedily(text: str, size: float, width: float, weight: int = REGULAR) -> list[str]:
    """The lines that a program makes of the text which fills each before it begins the next."""
    pieces = [
        piece
        for unit in plain_units(text)
        for piece in ([unit] if text_width(unit, size, weight) <= width else unit)
    ]
    return _fill_lines(pieces, size, width, weight)


def _fill_lines(parts: Sequence[str], size: float, width: float, weight: int) -> list[str]:
    lines, taken = [""], 0.0
    for part in parts:
        if lines[-1] and taken + text_width(part.rstrip(), size, weight) > width + _ROUNDING:
            lines.append("")
            taken = 0.0
        lines[-1] += part
        taken += text_width(part, size, weight)
    return [line.strip() for line in lines]


def fit_height(points: float, title: str, subtitle: str, source: str, form: Format) -> Format:
    """An upright format as high as its words, and so many points of drawing, ask for; any other as
    it is. A telephone scrolls, so a chart of few numbers need not be padded, nor one of many cut.
    """
    if form.height <= form.width:
        return form
    width = 72 * form.width / DPI - 2 * MARGIN_PT
    lines = (
        (title, TITLE_PT, BOLD),
        (subtitle, SUBTITLE_PT, REGULAR),
        (source, SMALL_PT, REGULAR),
    )
    taken = sum(
        _height(wrap_spaced(text, size, width, weight), size) for text, size, weight in lines
    )
    height = round((taken + 3 * MARGIN_PT + points) * DPI / 72)
    return replace(form, height=max(height, form.width + 1))  # so that it stays an upright one


def room(figure: Figure) -> float:
    """The height in points that is left to the axes of a chart between its words."""
    _, _, _, share = figure.get_layout_engine().get()["rect"]  # type: ignore[union-attr]
    return float(72 * figure.get_figheight() * share)


def frame(title: str, subtitle: str, source: str, form: Format = SLIDE) -> Figure:
    """An empty chart: title and subtitle above, source below, the rest left to its axes."""
    figure = Figure(figsize=(form.width / DPI, form.height / DPI), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    width, height = (72 * inches for inches in figure.get_size_inches())
    above = (
        [(title, TITLE_PT, INK, BOLD), (subtitle, SUBTITLE_PT, QUIET, REGULAR)]
        if form.headed
        else [(subtitle, LABEL_PT, QUIET, REGULAR)]
    )
    edge = MARGIN_PT if form.headed else EDGE_PT
    top = height - edge
    for text, size, colour, weight in above:
        top -= _write_line(figure, top, text, size, colour, "top", weight, edge) + 2
    bottom = MARGIN_PT * 0.7 if form.headed else 0.0
    if form.headed:
        bottom += _write_line(figure, bottom, source, SMALL_PT, QUIET, "bottom") + 4
    left = max(edge - 2, 0) / width
    figure.get_layout_engine().set(  # type: ignore[call-arg, union-attr]
        rect=(left, bottom / height, 1 - 2 * left, (top - 4 - bottom) / height),
        w_pad=0.02,
        h_pad=0.02,
    )
    return figure


def _write_line(
    figure: Figure,
    y: float,
    text: str,
    size: float,
    colour: str,
    align: str,
    weight: int = REGULAR,
    edge: float = MARGIN_PT,
) -> float:
    """Write across the figure at `y` points, in as many lines as it takes.

    Returns their height in points.
    """
    width, height = (72 * inches for inches in figure.get_size_inches())
    text = wrap_spaced(text, size, width - 2 * edge, weight)
    figure.text(
        edge / width,
        y / height,
        text,
        size=size,
        weight=weight,
        color=colour,
        va=align,
        linespacing=LINE_HEIGHT,
    )
    return _height(text, size)


def _height(text: str, size: float) -> float:
    return size * LINE_HEIGHT * (text.count("\n") + 1)


def most_rows(form: Format) -> int:
    """How many lines of text have room below each other, with one of headings above them."""
    height = 72 * form.height / DPI - (HEAD_PT if form.headed else SMALL_HEAD_PT)
    return int(height / (LABEL_PT * ROW_HEIGHT)) - 1


def row_height(form: Format, rows: int) -> float:
    """How high each of so many rows is, in points, where title and subtitle leave room for them."""
    return (72 * form.height / DPI - (HEAD_PT if form.headed else SMALL_HEAD_PT)) / rows


def add_panels(figure: Figure, number: int) -> list[Axes]:
    """Axes side by side with one y axis in common, in two rows where there are many.

    On an upright picture they stand one below the other.
    """
    rows = 1 if number <= MOST_PANELS_ABREAST else 2
    rows = number if is_upright(figure) else rows
    grid = figure.subplots(rows, -(-number // rows), sharey=True, squeeze=False).flatten()
    for axes in grid[number:]:
        axes.remove()
    return list(grid[:number])


def is_upright(figure: Figure) -> bool:
    """Whether the picture is higher than wide, as for a telephone."""
    width, height = figure.get_size_inches()
    return bool(height > width)


def set_panel_title(axes: Axes, text: str, colour: str) -> None:
    """Name a panel in its colour, in as many lines as its width asks for."""
    inches, _ = axes.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
    width = 72 * inches - 2 * MARGIN_PT
    abreast = axes.get_subplotspec().get_gridspec().ncols  # type: ignore[union-attr]
    axes.set_title(
        wrap_for_chart(text, SUBTITLE_PT, width * 0.9 / abreast, BOLD),
        color=ink(colour),
        size=SUBTITLE_PT,
        weight=BOLD,
    )


def select_ticks(names: Sequence[str], apart: float) -> tuple[list[int], list[str]]:
    """Which of the places on an axis that lie so many points `apart` are named: the first, the last
    and every so many between them, as many as have room; long names in two lines."""
    end = len(names) - 1
    for width in _TICK_PT:
        labels = _wrap_names(names, width)
        lines = [line for label in labels for line in label.split("\n")]
        widest = max(text_width(line, SMALL_PT) for line in lines) + _TICK_GAP_PT
        least = max(-(-widest // apart), -(-end // (MOST_TICKS - 1)), 1)
        if least == 1:
            break
    step = next((step for step in range(int(least), end + 1) if end % step == 0), end) or 1
    ticks = list(range(0, end + 1, step))
    return ticks, [labels[at] for at in ticks]


def _wrap_names(names: Sequence[str], width: float) -> list[str]:
    """Names in lines of so many points; in two lines all, if one is."""
    each = [text_width(name, SMALL_PT) for name in names]
    two = max(each) > width
    return [
        wrap_for_chart(name, SMALL_PT, min(width, 0.8 * own) if two else width)
        for name, own in zip(names, each, strict=True)
    ]


def fix_layout(figure: Figure) -> None:
    """Lay the figure out once and for all, so that what is measured next stays where it is.

    Positions are rounded, as the layout's solver leaves noise in the last bits that differs from
    run to run.
    """
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    _set_on_baselines(figure)
    for axes in figure.axes:
        left, bottom, width, height = (round(edge, 6) for edge in axes.get_position().bounds)
        axes.set_position((left, bottom, width, height))


def _set_on_baselines(figure: Figure) -> None:
    """Centre each line by the height of its capitals: by its ink, as matplotlib does, words with a
    bracket or a tail would stand higher than their neighbours."""
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        centred = text.get_verticalalignment() in ("center", "center_baseline")
        if not centred or "\n" in text.get_text() or text.get_rotation():
            continue
        text.set_verticalalignment("baseline")
        down = _CAPITAL / 2 * float(text.get_fontsize())
        if isinstance(text, Annotation):
            x, y = text.xyann
            text.xyann = (x, y - down)
        else:
            below = ScaledTranslation(0, -down / 72, figure.dpi_scale_trans)
            text.set_transform(text.get_transform() + below)


def remove_overlaps(figure: Figure, labels: Sequence[Text]) -> None:
    """Take away, later ones first to go, each label that would touch another text, a mark or the
    edge.

    A note above its point moves below it where only that fits.
    """
    fix_layout(figure)
    taken = [text.get_window_extent() for text in visible_texts(figure) if text not in set(labels)]
    marks = obstacles(figure)
    for label in labels:
        for _ in range(2 if isinstance(label, Annotation) else 1):
            box = label.get_window_extent()
            if _fits(box, figure, taken, marks):
                taken.append(box)
                break
            _flip_label(label)
        else:
            label.remove()


def _fits(box: Bbox, figure: Figure, taken: Sequence[Bbox], marks: Sequence[Mark]) -> bool:
    clear = not any(box.overlaps(other) for other in taken) and not any(
        touches(box, mark) for mark in marks
    )
    return clear and is_inside(box, figure.bbox)


def _flip_label(label: Text) -> None:
    if isinstance(label, Annotation):
        x, y = label.xyann
        label.xyann = (x, -y)
        label.set_verticalalignment("top" if y > 0 else "bottom")


def spread_positions(
    wanted: Sequence[float], gap: float, floor: float = float("-inf")
) -> list[float]:
    """Positions as near to the wanted ones as a least distance of `gap` allows, in the same order.

    None lies below `floor`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    groups: list[list[int]] = []
    for i in order:
        groups.append([i])
        while (
            len(groups) > 1
            and _lowest(groups[-1], wanted, gap) < _highest(groups[-2], wanted, gap) + gap
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    placed = {
        i: _lowest(group, wanted, gap) + gap * step
        for group in groups
        for step, i in enumerate(group)
    }
    for i in order:
        placed[i] = floor = max(placed[i], floor)
        floor += gap
    return [placed[i] for i in range(len(wanted))]


def _lowest(group: list[int], wanted: Sequence[float], gap: float) -> float:
    return sum(wanted[i] for i in group) / len(group) - gap * (len(group) - 1) / 2


def _highest(group: list[int], wanted: Sequence[float], gap: float) -> float:
    return _lowest(group, wanted, gap) + gap * (len(group) - 1)


def points_to_data(axes: Axes, points: float) -> float:
    """How much of the y axis a height in points covers. The figure must be settled."""
    inverse = axes.transData.inverted()
    pixels = points * axes.get_figure().dpi / 72  # type: ignore[union-attr]
    return float(abs(inverse.transform((0, pixels))[1] - inverse.transform((0, 0))[1]))


def strip_axes(axes: Axes, *keep: str) -> None:
    """Take away spines, ticks and grid, except the named spines."""
    sns.despine(ax=axes, **{side: side not in keep for side in ("top", "right", "left", "bottom")})
    axes.tick_params(length=0)

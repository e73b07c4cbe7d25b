"""The house look: style, font, palette, the frame of every chart, and labels that never collide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import matplotlib
import matplotlib.style
import seaborn as sns
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from uniseg.linebreak import line_break_units

STYLE = Path(__file__).with_name("laicheng.mplstyle")
WIDTH_PX, HEIGHT_PX, DPI = 1890, 1063, 300
TITLE_PT, SUBTITLE_PT, LABEL_PT, SMALL_PT = 11.5, 8.5, 8, 7
MARGIN_PT, LINE_HEIGHT = 12, 1.3

INK, QUIET, FAINT = "#1f1f1f", "#595959", "#d9d9d9"
_SUBJECT_COLOURS = {
    "enterprise": "#004b87",
    "individual": "#b8500b",
    "cooperative": "#1d9e77",
    "all": "#3d3d3d",
}
_SAME_COLOUR = {"private_enterprise": "enterprise"}
_MORE_COLOURS = ("#8a3f8f", "#8c7a00")
HALO = [withStroke(linewidth=2, foreground="white")]
MARKERS = ("o", "s", "D", "^", "v", "P")
CONTRAST = 4.5
_PHRASE_ENDS = tuple("，、；。,;.")


def font_file() -> Path:
    """Noto Sans SC as the package `zhplot` carries it, found without running that package."""
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package zhplot, which carries the Chinese font, is not installed: run make report")
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


@contextmanager
def house_style() -> Iterator[None]:
    """The house style for what is drawn inside, whatever seaborn or a notebook has set before."""
    path = font_file()
    if not any(font.fname == str(path) for font in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(path)
    with matplotlib.rc_context(), matplotlib.style.context([{}, STYLE], after_reset=True):
        yield


def colours(subjects: Sequence[str]) -> dict[str, str]:
    """One colour a subject, the same in every chart. Raises ValueError beyond what eyes can tell apart."""
    spare = iter(_MORE_COLOURS)
    chosen: dict[str, str] = {}
    for subject in dict.fromkeys(subjects):
        known = _SUBJECT_COLOURS.get(_SAME_COLOUR.get(subject, subject))
        colour = known or next(spare, None)
        if colour is None:
            most = len(_SUBJECT_COLOURS) + len(_MORE_COLOURS)
            raise ValueError(f"{subject} is one kind too many for one chart (at most {most}): choose fewer kinds")
        chosen[subject] = colour
    return chosen


def contrast_on_white(colour: str) -> float:
    """The WCAG contrast ratio of a colour on white, from 1 to 21."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return 1.05 / (luminance + 0.05)


def ink(colour: str) -> str:
    """The colour itself, or as much darker as text on white needs."""
    red, green, blue = to_rgb(colour)
    while contrast_on_white(to_hex((red, green, blue))) < CONTRAST:
        red, green, blue = red * 0.97, green * 0.97, blue * 0.97
    return to_hex((red, green, blue))


def tint(colour: str, share: float = 0.3) -> str:
    """The colour mixed with white: `share` of it remains."""
    return to_hex(sns.blend_palette(["white", colour], as_cmap=True)(float(share)))


@cache
def text_width(text: str, size: float) -> float:
    """How wide a line of text is drawn, in points."""
    figure = Figure(dpi=72)
    FigureCanvasAgg(figure)
    return float(figure.text(0, 0, text, fontsize=size).get_window_extent().width)


def wrapped(text: str, size: float, width: float) -> str:
    """The text in lines no wider than `width` points: between phrases where that costs no line, else where
    Unicode allows a break (UAX 14)."""
    units = list(line_break_units(text))
    phrases = [""]
    for unit in units:
        phrases[-1] += unit
        if unit.rstrip().endswith(_PHRASE_ENDS):
            phrases.append("")
    by_unit, by_phrase = _filled(units, size, width), _filled(phrases, size, width)
    fits = all(text_width(line, size) <= width for line in by_phrase)
    return "\n".join(by_phrase if fits and len(by_phrase) <= len(by_unit) else by_unit)


def _filled(parts: Sequence[str], size: float, width: float) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and text_width((lines[-1] + part).rstrip(), size) > width:
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines]


def frame(title: str, subtitle: str, source: str) -> Figure:
    """An empty chart of the house size: title and subtitle above, source below, the rest left to its axes."""
    figure = Figure(figsize=(WIDTH_PX / DPI, HEIGHT_PX / DPI), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    width, height = (72 * inches for inches in figure.get_size_inches())
    room = width - 2 * MARGIN_PT
    top = height - MARGIN_PT
    for text, size, colour in ((title, TITLE_PT, INK), (subtitle, SUBTITLE_PT, QUIET)):
        text = wrapped(text, size, room)
        figure.text(MARGIN_PT / width, top / height, text, size=size, color=colour, va="top", linespacing=LINE_HEIGHT)
        top -= size * LINE_HEIGHT * (text.count("\n") + 1) + 2
    source = wrapped(source, SMALL_PT, room)
    figure.text(
        MARGIN_PT / width,
        MARGIN_PT * 0.7 / height,
        source,
        size=SMALL_PT,
        color=QUIET,
        va="bottom",
        linespacing=LINE_HEIGHT,
    )
    bottom = MARGIN_PT * 0.7 + SMALL_PT * LINE_HEIGHT * (source.count("\n") + 1) + 4
    left = (MARGIN_PT - 2) / width
    figure.get_layout_engine().set(  # type: ignore[call-arg, union-attr]
        rect=(left, bottom / height, 1 - 2 * left, (top - 4 - bottom) / height), w_pad=0.02, h_pad=0.02
    )
    return figure


def settle(figure: Figure) -> None:
    """Lay the figure out once and for all, so that what is measured next stays where it is.

    Positions are rounded, as the layout's solver leaves noise in the last bits that differs from run to run.
    """
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = (round(edge, 6) for edge in axes.get_position().bounds)
        axes.set_position((left, bottom, width, height))


def keep_what_fits(figure: Figure, labels: Sequence[Text], obstacles: Sequence[Artist] = ()) -> None:
    """Take away, later ones first to go, each label that would touch another text, an obstacle or the edge."""
    settle(figure)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    wanted = set(labels)
    taken = [text.get_window_extent(renderer) for text in _drawn_texts(figure) if text not in wanted]
    taken += [artist.get_window_extent(renderer) for artist in obstacles]
    for label in labels:
        box = label.get_window_extent(renderer)
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= WIDTH_PX and box.y1 <= HEIGHT_PX
        if inside and not any(box.overlaps(other) for other in taken):
            taken.append(box)
        else:
            label.remove()


def _drawn_texts(figure: Figure) -> list[Text]:
    texts = figure.findobj(lambda a: isinstance(a, Text) and a.get_visible() and bool(a.get_text().strip()))
    return [text for text in texts if isinstance(text, Text)]


def spread(wanted: Sequence[float], gap: float, floor: float = float("-inf")) -> list[float]:
    """Positions as near to the wanted ones as a least distance of `gap` allows, in the same order.

    None lies below `floor`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    groups: list[list[int]] = []
    for i in order:
        groups.append([i])
        while len(groups) > 1 and _first(groups[-1], wanted, gap) < _last(groups[-2], wanted, gap) + gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    placed = {i: _first(group, wanted, gap) + gap * step for group in groups for step, i in enumerate(group)}
    for i in order:
        placed[i] = floor = max(placed[i], floor)
        floor += gap
    return [placed[i] for i in range(len(wanted))]


def _first(group: list[int], wanted: Sequence[float], gap: float) -> float:
    return sum(wanted[i] for i in group) / len(group) - gap * (len(group) - 1) / 2


def _last(group: list[int], wanted: Sequence[float], gap: float) -> float:
    return _first(group, wanted, gap) + gap * (len(group) - 1)


def points_to_data(axes: Axes, points: float) -> float:
    """How much of the y axis a height in points covers. The figure must be settled."""
    inverse = axes.transData.inverted()
    pixels = points * axes.get_figure().dpi / 72  # type: ignore[union-attr]
    return float(abs(inverse.transform((0, pixels))[1] - inverse.transform((0, 0))[1]))


def bare(axes: Axes, *keep: str) -> None:
    """Take away spines, ticks and grid, except the named spines."""
    sns.despine(ax=axes, **{side: side not in keep for side in ("top", "right", "left", "bottom")})
    axes.tick_params(length=0)


def mark_cut(axes: Axes) -> None:
    """Draw the two strokes that tell that the y axis does not start at zero."""
    stroke = MarkerStyle([(-1, -0.5), (1, 0.5)])
    for height in (0.0, 0.025):
        axes.plot(
            0, height, marker=stroke, ms=6, mew=0.8, c=QUIET, transform=axes.transAxes, clip_on=False, gid="cut"
        )

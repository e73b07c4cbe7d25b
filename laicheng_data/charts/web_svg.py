"""A chart for a screen: live text in the house font, and other inks where the screen is dark.

The drawing holds the few glyphs that it needs, so that it looks the same everywhere, asks for
nothing from elsewhere, and takes a third of what outlines do.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import matplotlib
import uharfbuzz
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from laicheng_data.charts.dark_mode import add_dark_mode
from laicheng_data.charts.font import BOLD, FAMILY, REGULAR, font_file
from laicheng_data.charts.style import house_style

_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_TEXT = re.compile(r'<text style="([^"]*)"[^>]*>([^<]*)</text>')
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_DECIMAL = re.compile(r"-?\d+\.\d{3,}")
_SPACE = re.compile(r"\s*\n\s*")
# Tables of a font that only vertical or shaped text needs, or that place glyphs otherwise than
# matplotlib did when it measured.
_UNUSED = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"STAT", b"VORG", b"vhea", b"vmtx")


def live_svg(chart: str, figure: Figure, metadata: dict[str, str]) -> bytes:
    """The figure as an SVG whose text is text. It says nothing of itself: the page that shows it
    does."""
    with house_style():
        matplotlib.rcParams["svg.fonttype"] = "none"
        drawn = _PROLOGUE.sub("", figure_to_svg(figure, _NO_METADATA))
    drawn = _SPACE.sub(" ", _TAG.sub(_shorten_tag, drawn))
    start, end, rest = drawn.partition("</style>")
    return add_dark_mode((start + _font_faces(drawn) + end + rest).encode())


def _shorten_tag(tag: re.Match[str]) -> str:
    """A tag with its places to a hundredth of a point; what is said between tags stays as it is."""
    return _DECIMAL.sub(lambda number: f"{float(number[0]):.2f}", tag[0])


def figure_to_svg(figure: Figure, metadata: Mapping[str, str | None]) -> str:
    """The figure as an SVG. Saved as usual, it would be drawn once more before, to be laid out."""
    buffer, canvas, dpi = io.StringIO(), figure.canvas, figure.dpi
    try:
        FigureCanvasSVG(figure).print_svg(buffer, metadata=metadata)
    finally:  # it leaves the figure with its own
        figure.set_canvas(canvas)
        figure.set_dpi(dpi)
    return buffer.getvalue()


def _font_faces(drawn: str) -> str:
    """The font in the weights that the drawing uses, each with the characters it needs."""
    used: dict[int, set[str]] = {}
    for style, text in _TEXT.findall(drawn):
        weight = BOLD if f"font-weight: {BOLD}" in style else REGULAR
        used.setdefault(weight, set()).update(text)
    return "".join(font_face(weight, used[weight]) for weight in sorted(used))


def font_face(weight: int, characters: Iterable[str]) -> str:
    """The font in a weight as a rule of style, with the characters of it that are needed."""
    packed = base64.b64encode(_subset_font(weight, frozenset(characters))).decode()
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{packed})}}"
    )


@lru_cache(32)
def _subset_font(weight: int, characters: frozenset[str]) -> bytes:
    """The glyphs of these characters, as browsers read a font."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(weight))))
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).update(map(ord, characters))
    unused = wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG)
    unused.update(int.from_bytes(tag, "big") for tag in _UNUSED)
    font = TTFont(io.BytesIO(uharfbuzz.subset(face, wanted).blob.data), recalcTimestamp=False)
    font.flavor = "woff"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()

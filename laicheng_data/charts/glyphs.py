"""Characters that the house font lacks, such as rare ones in names of places."""

from __future__ import annotations

from functools import cache

from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

from laicheng_data.charts.font import font_file

STAND_IN = "〓"  # what Chinese typesetters put in the place of a type that is missing


@cache
def font_glyphs() -> frozenset[int]:
    """The characters that the house font has."""
    return frozenset(FT2Font(str(font_file())).get_charmap())


def unknown_glyphs(text: str) -> set[str]:
    """The characters of a text that the font cannot draw."""
    return {c for c in text if not c.isspace() and ord(c) not in font_glyphs()}


def replace_unknown_glyphs(figure: Figure) -> None:
    """Draw the stand-in where the font has no glyph: a rare name must not cost the whole chart."""
    for text in figure.findobj(Text):
        if isinstance(text, Text) and unknown_glyphs(text.get_text()):
            text.set_text(_replace_unknown(text.get_text()))
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        formatter = axis.get_major_formatter()
        if isinstance(formatter, FixedFormatter):
            formatter.seq = [_replace_unknown(label) for label in formatter.seq]


def _replace_unknown(text: str) -> str:
    return "".join(STAND_IN if unknown_glyphs(c) else c for c in text)

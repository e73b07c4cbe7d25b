"""Charts on a dark screen: the same outlines in other inks, chosen by whoever shows them."""

from __future__ import annotations

import colorsys
import re

from matplotlib.colors import to_hex, to_rgb

from laicheng_data.charts.legibility import CONTRAST, contrast
from laicheng_data.charts.style import WHITE

DARK_PAPER = "#14181c"  # the ground of the web pages at night
SEEN = 3.0  # the contrast that a bar needs on a screen that gives off little light, see WCAG 1.4.11
PALE = 1.5  # the contrast on white of the palest bar; bands and grids behind them have less
_LEAST = ((CONTRAST, CONTRAST), (PALE, SEEN))  # contrast by day, and what it must be at night
_PAINT = re.compile(rb"(fill|stroke): (#[0-9a-f]{6})")


def add_dark_mode(svg: bytes) -> bytes:
    """The same drawing, which turns dark where the reader's screen is, even inside an `img`."""
    paints = sorted({(kind.decode(), colour.decode()) for kind, colour in _PAINT.findall(svg)})
    rules = "".join(
        f'[style*="{kind}: {colour}"]{{{kind}:{dark_colour(colour)}!important}}'
        for kind, colour in paints
    )
    style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    drawing, end, _ = svg.rpartition(b"</svg>")
    return drawing + style.encode() + end


def dark_colour(colour: str) -> str:
    """A colour with light and dark exchanged, its hue kept.

    What is dark enough for text on white is light enough for text on the dark paper, and a pale
    bar on white is seen on that paper too.
    """
    rgb, paper = to_rgb(colour), to_rgb(DARK_PAPER)
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb)
    darkest = colorsys.rgb_to_hls(*paper)[1]
    light = darkest + (1 - lightness) * (0.93 - darkest)
    if rgb == WHITE:
        return DARK_PAPER
    turned = _hls_to_hex(hue, light, saturation)
    by_day = contrast(rgb, WHITE)
    wanted = next((least for day, least in _LEAST if by_day >= day), 0)
    while contrast(to_rgb(turned), paper) < wanted:
        light += 0.02
        turned = _hls_to_hex(hue, light, saturation)
    return turned


def _hls_to_hex(hue: float, lightness: float, saturation: float) -> str:
    return to_hex(colorsys.hls_to_rgb(hue, lightness, saturation))

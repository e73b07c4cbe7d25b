"""Whether two files show the same drawing, whatever they say of themselves."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
from PIL import Image, ImageChops

from laicheng_data.charts.record import SVG_RECORD_PATH

BLOCK = 8  # pixels: a block is about the size of the dot and the strokes of the smallest figures
MOST_DIFFERENCE = 16  # of 255, between the mean colours of two blocks; 256 colours cost less
MOST_SHIFT = 0.5  # points: what another machine's floats may move an outline by, and more
_DECIMAL = re.compile(r"-?\d+\.\d+")


def is_png(content: bytes) -> bool:
    """Whether this is a PNG, by its first bytes."""
    return content.startswith(b"\x89PNG\r\n\x1a\n")


def png_size(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG, without decoding it."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        return picture.size


def same_pixels(one: bytes, other: bytes) -> bool:
    """Whether two PNGs of one size look the same, block by block."""
    blocks = [_on_white(png).reduce(BLOCK) for png in (one, other)]
    return int(np.asarray(ImageChops.difference(*blocks)).max()) <= MOST_DIFFERENCE


def _on_white(png: bytes) -> Image.Image:
    """The picture as it is seen on white."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")


def same_outlines(one: bytes, other: bytes) -> bool:
    """Whether two SVGs consist of the same elements, each where it is in the other."""
    if one == other:
        return True
    try:
        drawings = [_canonical_svg(svg) for svg in (one, other)]
    except RecursionError:  # no drawing of ours is nested so deeply
        return False
    first, second = (np.array(_DECIMAL.findall(drawing), float) for drawing in drawings)
    frames = {_DECIMAL.sub("#", drawing) for drawing in drawings}
    return len(frames) == 1 and bool((abs(first - second) <= MOST_SHIFT).all())


def _canonical_svg(svg: bytes) -> str:
    """The drawing in one spelling, without its record."""
    root = ElementTree.fromstring(svg)
    for record in root.findall(SVG_RECORD_PATH):
        root.remove(record)
    text = ElementTree.tostring(root, encoding="unicode")
    return ElementTree.canonicalize(text, strip_text=True, rewrite_prefixes=True)

"""The only exit of a chart: PNG for slide and page, SVG for print, CSV with the numbers behind it.

Nothing leaves without title, alt text and source, or with a character that the font lacks; what was written is
looked at from the outside before it takes its place. How a chart looks does not belong here.
"""

from __future__ import annotations

import hashlib
import io
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from laicheng_data.charts import Chart
from laicheng_data.files import FIGURES_DIR, write_whole
from laicheng_data.look import DPI, HEIGHT_PX, WIDTH_PX, font_file, house_style
from laicheng_data.printed import parse

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ExportError(Exception):
    """A chart that must not leave the house, and why."""

    def __init__(self, chart: str, reason: str):
        self.chart, self.reason = chart, reason
        super().__init__(f"chart {chart}: {reason}")


def export(chart: Chart, report: str, language: str, figures_dir: Path | str = "") -> list[Path]:
    """Write `<figures_dir>/<report>/<language>/<chart>.{png,svg,csv}` and return the three paths.

    An empty `figures_dir` means the project's own. Raises ExportError, and leaves what was there, where the chart
    lacks something or does not come out right.
    """
    _refuse_incomplete(chart)
    table = csv_bytes(chart.data)
    metadata = {
        "Title": chart.title,
        "Description": chart.alt,
        "Source": chart.source,
        "Report": report,
        "Chart": chart.name,
        "Data-SHA256": hashlib.sha256(table).hexdigest(),
    }
    contents = {"png": _png(chart.figure, metadata), "svg": _svg(chart.figure, metadata), "csv": table}
    _verify_png(chart.name, contents["png"], metadata)
    _verify_svg(chart.name, contents["svg"], metadata)
    folder = Path(figures_dir or FIGURES_DIR) / report / language
    paths = [folder / f"{chart.name}.{suffix}" for suffix in contents]
    write_whole(dict(zip(paths, contents.values(), strict=True)))
    return paths


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as a CSV that a Chinese Excel opens cleanly: a BOM, and no text that would run as a formula."""
    safe = table.convert_dtypes().map(lambda cell: _as_text(cell) if isinstance(cell, str) else cell)
    return safe.rename(columns=_as_text).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _as_text(cell: str) -> str:
    if not cell.startswith(_FORMULA_STARTS):
        return cell
    try:
        parse(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def _refuse_incomplete(chart: Chart) -> None:
    for part in ("title", "alt", "source"):
        if not getattr(chart, part).strip():
            raise ExportError(chart.name, f"has no {part}: give it one before it is exported")
    missing = sorted(
        {c for text in _drawn(chart.figure) for c in text if not c.isspace() and ord(c) not in _glyphs()}
    )
    if missing:
        raise ExportError(chart.name, f"the font has no glyph for {' '.join(missing)}: use another character")


def _drawn(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_visible()]


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(FT2Font(str(font_file())).get_charmap())


def _png(figure: Figure, metadata: dict[str, str]) -> bytes:
    """The picture in 256 colours, which flat areas and smooth text need not exceed: a third of the size."""
    drawn, buffer = io.BytesIO(), io.BytesIO()
    with house_style():
        figure.savefig(drawn, format="png")
    text = PngInfo()
    for key, value in metadata.items():
        text.add_itxt(key, value)
    with Image.open(drawn) as picture:
        few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(buffer, "png", pnginfo=text, dpi=(DPI, DPI), optimize=True)
    return buffer.getvalue()


def _svg(figure: Figure, metadata: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    dublin_core = {
        "Title": metadata["Title"],
        "Description": metadata["Description"],
        "Source": metadata["Source"],
        "Relation": f"{metadata['Report']}/{metadata['Chart']}",
        "Identifier": f"sha256:{metadata['Data-SHA256']}",
        "Date": None,
        "Creator": None,
    }
    with house_style():
        figure.savefig(buffer, format="svg", metadata=dublin_core)
    return buffer.getvalue()


def _verify_png(chart: str, content: bytes, metadata: dict[str, str]) -> None:
    with Image.open(io.BytesIO(content)) as picture:
        if picture.size != (WIDTH_PX, HEIGHT_PX):
            raise ExportError(chart, f"came out at {picture.size} px, not {WIDTH_PX} x {HEIGHT_PX}")
        if any(picture.info.get(key) != value for key, value in metadata.items()):
            raise ExportError(chart, "lost its metadata on the way into the PNG")


def _verify_svg(chart: str, content: bytes, metadata: dict[str, str]) -> None:
    root = ElementTree.fromstring(content)
    if root.findtext("{http://www.w3.org/2000/svg}title") != metadata["Title"]:
        raise ExportError(chart, "lost its title on the way into the SVG")
    if root.find(".//{http://www.w3.org/2000/svg}text") is not None:
        raise ExportError(chart, "has text that is not drawn as outlines in the SVG")

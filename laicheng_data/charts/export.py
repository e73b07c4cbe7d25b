"""The only exit of a chart: PNG for slide and page, SVG for print, CSV with the numbers behind it.

Nothing leaves without title, alt text and source, with a character that the font lacks or with
words that cannot be read where they stand; what was written is looked at from the outside before it
takes its place. How a chart looks does not belong here.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path
from weakref import WeakSet

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from laicheng_data.charts import cache, web_svg
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.glyphs import unknown_glyphs
from laicheng_data.charts.legibility import faults
from laicheng_data.charts.record import SVG, SVG_RECORD, record_for, record_of
from laicheng_data.charts.style import DPI, SLIDE, house_style
from laicheng_data.facts.report import is_id
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.storage import write_whole
from laicheng_data.tables.spreadsheet import csv_text
from laicheng_data.words import LANGUAGES

LONGEST_NAME = 120  # bytes of a file's name, without its suffix
MOST_BYTES = {"PNG": 200_000, "SVG": 300_000}
_NAMESPACES = {
    "": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "cc": "http://creativecommons.org/ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
}
Make = Callable[[str, Figure, dict[str, str]], bytes]  # of a chart's name, its figure, its record
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ExportError(Exception):
    """A chart that must not leave the house, and why."""

    def __init__(self, chart: str, reason: str):
        self.chart, self.reason = chart, reason
        super().__init__(f"chart {chart}: {reason}")


def export(chart: Chart, report: str, language: str, figures_dir: Path | str = "") -> list[Path]:
    """Write `<figures_dir>/<report>/<language>/<chart>.{png,svg,csv}` and return the three paths.

    A chart of some years or kinds has them in its name: `<chart>_2014-2015_enterprise`.

    An empty `figures_dir` means the project's own. Raises ExportError, and leaves what was there,
    where the chart lacks something, cannot be read or does not come out right.
    """
    if not is_id(report) or language not in LANGUAGES:
        raise ExportError(
            chart.name, f"{report!r} in {language!r} is no report and language to be filed under"
        )
    folder = Path(figures_dir or FIGURES_DIR) / report / language
    contents = {folder / name: made for name, made in files_of(chart, report, language).items()}
    write_whole(contents)
    return list(contents)


def files_of(chart: Chart, report: str, language: str) -> dict[str, bytes]:
    """The PNG, SVG and CSV of a chart as they are exported, by their names.

    Raises ExportError where the chart lacks something, cannot be read or does not come out right.
    """
    _refuse_wordless(chart)
    table = _table(chart)
    metadata = record_for(chart, report, language, table)
    made = _make(chart, metadata, {"png": _verified_png, "svg": _verified_svg})
    contents = {"png": made["png"], "svg": made["svg"], "csv": table}
    return {f"{_file_stem(chart)}.{suffix}": content for suffix, content in contents.items()}


def _file_stem(chart: Chart) -> str:
    """The chart's name, and what it was narrowed to: a part takes the place of no whole chart."""
    chosen = "_".join(
        [chart.name, *("-".join(map(str, p)) for p in (chart.years, chart.kinds) if p)]
    )
    if len(chosen.encode()) <= LONGEST_NAME:
        return chosen
    return f"{chart.name}_{hashlib.sha256(chosen.encode()).hexdigest()[:8]}"


def picture(chart: Chart, report: str, language: str) -> bytes:
    """The PNG of a chart that goes into a document, of whatever format it was drawn in, with its
    record in it.

    Raises ExportError where the chart lacks something or cannot be read.
    """
    _refuse_wordless(chart)
    metadata = record_for(chart, report, language, _table(chart))
    return _make(chart, metadata, {"png": _png})["png"]


def screen_svg(chart: Chart, report: str, language: str) -> bytes:
    """The SVG of a chart for a web page, of whatever format it was drawn in.

    Raises ExportError where the chart lacks something or cannot be read.
    """
    _refuse_wordless(chart)
    metadata = record_for(chart, report, language, _table(chart))
    return _make(chart, metadata, {"svg": web_svg.live_svg})["svg"]


def is_exported_png(png: bytes, chart: Chart, report: str, language: str) -> bool:
    """Whether this is the PNG that the chart leaves with, so that nobody has changed it since."""
    metadata = record_for(chart, report, language, _table(chart))
    return (
        record_of(png) == metadata and _make(chart, metadata, {"png": _verified_png})["png"] == png
    )


def outlines(chart: Chart, report: str, language: str) -> bytes:
    """The SVG of a chart, with its record in it."""
    return _svg(chart.name, chart.figure, record_for(chart, report, language, _table(chart)))


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as a CSV that a Chinese Excel opens cleanly: a BOM, and no text that would run as a
    formula."""
    return csv_text(table).encode("utf-8-sig")


def _table(chart: Chart) -> bytes:
    """The data as a CSV, as kept where nobody can have changed them."""
    if chart.drawing and chart.drawing.key:
        return chart.drawing.texts["csv"].encode("utf-8-sig")
    return csv_bytes(chart.data)


_readable: WeakSet[Figure] = WeakSet()  # nobody has changed these since they were looked through


def _make(chart: Chart, metadata: dict[str, str], makers: Mapping[str, Make]) -> dict[str, bytes]:
    """What the makers make of a chart that can be read, by their names; as kept, if it was made
    before."""
    drawn_from = chart.drawing.key if chart.drawing else ""
    keys = {
        name: cache.key_of(drawn_from, make.__name__, metadata) for name, make in makers.items()
    }
    found = {name: content for name, key in keys.items() if (content := cache.read(key))}
    if len(found) == len(makers):
        return found
    figure = chart.with_figure().figure
    # A PNG is the very picture that was looked through, so that it is then looked through again.
    if "png" in makers:
        with house_style():
            figure.canvas.draw()
    if "png" in makers or not drawn_from or figure not in _readable:
        _refuse_unreadable(chart.name, figure)
    if drawn_from:
        _readable.add(figure)
    made = {name: make(chart.name, figure, metadata) for name, make in makers.items()}
    for name, content in made.items():
        cache.store(keys[name], content)
    return made


def _refuse_wordless(chart: Chart) -> None:
    for part in ("title", "alt", "source"):
        text = getattr(chart, part)
        if not text.strip():
            raise ExportError(chart.name, f"has no {part}: give it one before it is exported")
        if control := _CONTROL.search(text):
            raise ExportError(
                chart.name, f"has the control character {control[0]!r} in its {part}: take it out"
            )


def _refuse_unreadable(chart: str, figure: Figure) -> None:
    texts = [
        text.get_text()
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_visible()
    ]
    missing = sorted(unknown_glyphs("".join(texts)))
    if missing:
        raise ExportError(
            chart, f"the font has no glyph for {' '.join(missing)}: use another character"
        )
    with house_style():
        unreadable = faults(figure)
    if unreadable:
        raise ExportError(
            chart, f"{unreadable[0]}: show fewer years, kinds or places, or shorten the words"
        )


def _png(chart: str, figure: Figure, metadata: dict[str, str]) -> bytes:
    """The picture as it was measured, in 256 colours, which flat areas and smooth text need not
    exceed."""
    text, buffer = PngInfo(), io.BytesIO()
    for key, value in metadata.items():
        text.add_itxt(key, value, zip=key == "Data")
    canvas = np.asarray(figure.canvas.buffer_rgba())  # type: ignore[attr-defined]
    _in_few_colours(canvas).save(buffer, "png", pnginfo=text, dpi=(DPI, DPI))
    return buffer.getvalue()


def _in_few_colours(canvas: np.ndarray) -> Image.Image:
    """A picture (rows, columns, RGBA) in the colour of its paper and 255 others.

    Most of a chart is paper: that the rest alone is sorted takes a third of the time.
    """
    paper = canvas[0, 0]
    is_ink = canvas.view(np.uint32)[..., 0] != paper.view(np.uint32)
    ink = Image.fromarray(canvas[is_ink][np.newaxis, :, :3].copy())
    few = ink.quantize(255, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    places = np.full(is_ink.shape, 255, np.uint8)
    places[is_ink] = np.asarray(few)[0]
    palette = np.zeros((256, 3), np.uint8)
    palette[255] = paper[:3]
    used = np.asarray(few.getpalette(), np.uint8).reshape(-1, 3)[:255]
    palette[: len(used)] = used
    drawn = Image.fromarray(places)
    drawn.putpalette(palette.tobytes())
    return drawn


def _svg(chart: str, figure: Figure, metadata: dict[str, str]) -> bytes:
    """The picture as outlines; title and description are where a screen reader looks for them."""
    dublin_core = {key: metadata[key] for key in ("Title", "Description", "Source")}
    with house_style():
        drawn = web_svg.figure_to_svg(figure, {**dublin_core, "Date": None, "Creator": None})
    for prefix, uri in _NAMESPACES.items():
        ElementTree.register_namespace(prefix, uri)
    root = ElementTree.fromstring(drawn)
    root.attrib.update(
        {"role": "img", "aria-labelledby": "title", "aria-describedby": "description"}
    )
    root.find(f"{SVG}title").set("id", "title")  # type: ignore[union-attr]
    description = ElementTree.Element(f"{SVG}desc", {"id": "description"})
    description.text = metadata["Description"]
    kept = ElementTree.Element(f"{SVG}metadata", {"id": SVG_RECORD})
    kept.text = json.dumps(metadata, ensure_ascii=False)
    root[1:1] = [description, kept]
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _verified_png(chart: str, figure: Figure, metadata: dict[str, str]) -> bytes:
    content = _png(chart, figure, metadata)
    _verify_size(chart, "PNG", content)
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        if picture.size != (SLIDE.width, SLIDE.height):
            raise ExportError(
                chart, f"came out at {picture.size} px, not {SLIDE.width} x {SLIDE.height}"
            )
        if any(picture.info.get(key) != value for key, value in metadata.items()):
            raise ExportError(chart, "lost its metadata on the way into the PNG")
    return content


def _verified_svg(chart: str, figure: Figure, metadata: dict[str, str]) -> bytes:
    content = _svg(chart, figure, metadata)
    _verify_size(chart, "SVG", content)
    root = ElementTree.fromstring(content)
    if (
        root.findtext(f"{SVG}title") != metadata["Title"]
        or root.findtext(f"{SVG}desc") != metadata["Description"]
    ):
        raise ExportError(chart, "lost its title or description on the way into the SVG")
    if root.find(f".//{SVG}text") is not None:
        raise ExportError(chart, "has text that is not drawn as outlines in the SVG")
    return content


def _verify_size(chart: str, kind: str, content: bytes) -> None:
    if len(content) > MOST_BYTES[kind]:
        raise ExportError(
            chart,
            f"takes {len(content):,} bytes as {kind}, more than {MOST_BYTES[kind]:,}: show less",
        )

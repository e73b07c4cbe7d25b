"""What a picture says of itself wherever it goes: title, alt text, source, report, chart and the numbers behind."""

from __future__ import annotations

import hashlib
import io
import json
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from laicheng_data.charts.chart import Chart

SVG = "{http://www.w3.org/2000/svg}"
SVG_RECORD = "record"  # the id of the element that holds it
_FIELDS = {
    "Title",
    "Description",
    "Source",
    "Report",
    "Chart",
    "Language",
    "Selection",
    "Data-SHA256",
    "Data",
}


def record_for(chart: Chart, report: str, language: str, table: bytes) -> dict[str, str]:
    """The record of a chart; `table` holds its numbers as they are exported."""
    return {
        "Title": chart.title,
        "Description": chart.alt,
        "Source": chart.source,
        "Report": report,
        "Chart": chart.name,
        "Language": language,
        "Selection": json.dumps({"years": chart.years, "kinds": chart.kinds}, ensure_ascii=False),
        "Data-SHA256": hashlib.sha256(table).hexdigest(),
        "Data": table.decode("utf-8-sig"),
    }


def record_of(content: bytes) -> dict[str, str]:
    """The record that a PNG or SVG carries; empty where it carries none that is whole."""
    try:
        found = _of_png(content) if content.startswith(b"\x89PNG") else _of_svg(content)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError):
        return {}
    return {name: found[name] for name in _FIELDS} if set(found) >= _FIELDS else {}


def _of_png(content: bytes) -> dict[str, str]:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return {str(key): str(value) for key, value in picture.info.items()}


def _of_svg(content: bytes) -> dict[str, str]:
    kept = ElementTree.fromstring(content).findtext(f"{SVG}metadata[@id='{SVG_RECORD}']") or "{}"
    return {str(key): str(value) for key, value in dict(json.loads(kept)).items()}

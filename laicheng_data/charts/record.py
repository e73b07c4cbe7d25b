"""What a picture says of itself wherever it goes: title, source, chart and the numbers behind."""

from __future__ import annotations

import hashlib
import io
import json
import math
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PIL import Image
from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from laicheng_data.charts.chart import Chart

MOST_PIXELS = 10_000_000
_DAMAGED = (OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, EOFError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_TRAPS = (*_BOMBS, RecursionError, MemoryError)
SVG = "{http://www.w3.org/2000/svg}"
SVG_RECORD = "record"  # the id of the element that holds it
SVG_RECORD_PATH = f"{SVG}metadata[@id='{SVG_RECORD}']"
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
        "Data-SHA256": digest_of(table.decode("utf-8-sig")),
        "Data": table.decode("utf-8-sig"),
    }


def digest_of(data: str) -> str:
    """The SHA-256 of a table as it is exported, from what a record keeps of it."""
    return hashlib.sha256(data.encode("utf-8-sig")).hexdigest()


def selection_of(record: Mapping[str, str]) -> tuple[list[int], list[str]]:
    """The years and kinds that a chart was narrowed to. Raises ValueError for anything else."""
    try:
        selection = _Selection.model_validate_json(record["Selection"])
    except ValidationError as error:
        raise ValueError("Selection gives no years and kinds") from error
    return selection.years, selection.kinds


class _Selection(BaseModel):
    model_config = ConfigDict(strict=True)
    years: list[int]
    kinds: list[str]


def record_of(content: bytes) -> dict[str, str]:
    """The record that a PNG or SVG carries; empty where it carries none that is whole.

    Whatever the file holds: the libraries say in many ways that it is damaged or a trap, such as a
    picture that would fill the memory, JSON nested without end or an encoding that does not exist.
    """
    try:
        found = _png_record(content) if content.startswith(b"\x89PNG") else _svg_record(content)
        texts = {name: found[name] for name in _FIELDS}
        "".join(texts.values()).encode()  # halves of surrogate pairs are no text
    except (*_DAMAGED, *_TRAPS):
        return {}
    return texts


def _png_record(content: bytes) -> Mapping[str, str]:
    with (
        warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
        Image.open(io.BytesIO(content), formats=["PNG"]) as picture,
    ):
        if math.prod(picture.size) > MOST_PIXELS or getattr(picture, "n_frames", 1) > 1:
            raise ValueError("this is larger than any picture that is exported here, or it moves")
        # Ours say all before the pixels: these need not be read then, if the file is whole.
        said = picture.info
        if set(_FIELDS) <= set(said):
            picture.verify()
        else:
            picture.load()
        return {str(key): value for key, value in said.items() if isinstance(value, str)}


def _svg_record(content: bytes) -> Mapping[str, str]:
    kept = ElementTree.fromstring(content).findtext(SVG_RECORD_PATH) or "{}"
    return json.loads(kept)

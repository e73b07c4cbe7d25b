"""What a deck remembers of how it was made, where PowerPoint, WPS and LibreOffice leave it alone.

It is a custom property of the document: which report and language, and the words as first written,
so that a later refresh can tell what someone has reworded since.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from typing import Any, NamedTuple

from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

_NAME = "laicheng"
_PART = "/docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one for properties of the user's own


class DeckRecord(NamedTuple):
    """Which report a deck shows, in which language, and its words by the names of the objects."""

    report: str
    language: str
    texts: dict[str, str]


def write_record(show: Any, report: str, language: str, texts: dict[str, str]) -> None:
    """Put the keepsake into a show, in the place of one that is there; others' properties stay."""
    package = show.part.package
    part = _part(package)
    root = ElementTree.fromstring(part.blob) if part else ElementTree.Element(_tag("Properties"))
    for item in [item for item in root if item.get("name") == _NAME]:
        root.remove(item)
    used = [int(item.get("pid", 1)) for item in root]
    attributes = {"fmtid": _FORMAT_ID, "pid": str(max([*used, 1]) + 1), "name": _NAME}
    item = ElementTree.SubElement(root, _tag("property"), attributes)
    value = ElementTree.SubElement(item, f"{{{_VALUES}}}lpwstr")
    value.text = json.dumps(DeckRecord(report, language, texts)._asdict(), ensure_ascii=False)
    ElementTree.register_namespace("", _PROPERTIES)
    ElementTree.register_namespace("vt", _VALUES)
    blob = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    if part:
        part._blob = blob
    else:
        package.relate_to(Part(PackURI(_PART), _TYPE, package, blob), _RELATION)


def read_record(show: Any) -> DeckRecord | None:
    """The keepsake of a show, or None where it has none that can be read."""
    part = _part(show.part.package)
    if part is None:
        return None
    try:
        for item in ElementTree.fromstring(part.blob):
            if item.get("name") == _NAME:
                told = json.loads("".join(item.itertext()))
                texts = {str(name): str(text) for name, text in told["texts"].items()}
                return DeckRecord(str(told["report"]), str(told["language"]), texts)
    except (ElementTree.ParseError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def _part(package: Any) -> Any:
    found = [rel for rel in package._rels.values() if rel.reltype == _RELATION]
    return found[0].target_part if found else None


def _tag(name: str) -> str:
    return f"{{{_PROPERTIES}}}{name}"

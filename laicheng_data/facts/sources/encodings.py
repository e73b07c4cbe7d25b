"""The text of a file's bytes: by its byte order mark, as UTF-8, as declared, or as it reads best.

Pages often declare another encoding than theirs, so a declaration is believed only where it fits.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup

from charset_normalizer import from_bytes

_CHINESE = ("gb18030", "big5hkscs")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_HEAD = 4096  # a page declares its encoding in the first bytes, 1024 by the standard
_SAMPLE = 200_000
_WRONG_BYTES = 1 / 1000  # as many as a page may hold and still be in the encoding


def decode(content: bytes, declared: str = "") -> str:
    """The text. `declared` is what a header says; what the text itself declares is found here."""
    for mark, encoding in (
        (BOM_UTF8, "utf-8-sig"),
        (BOM_UTF16_LE, "utf-16"),
        (BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if wide := _utf_16(content[:_SAMPLE]):
        return content.decode(wide, errors="replace")
    said = _DECLARED.search(content[:_HEAD])
    named = _known_encoding(declared), _known_encoding(said[1].decode("ascii") if said else "")
    candidates = ["utf-8", *filter(None, named)]
    if best := from_bytes(content[:_SAMPLE], cp_isolation=["utf_8", *_CHINESE]).best():
        candidates.insert(1, _known_encoding(best.encoding))
    for encoding in candidates:
        text = content.decode(encoding, errors="replace")
        if text.count("\ufffd") <= len(text) * _WRONG_BYTES:
            return text
    return content.decode(candidates[-1], errors="replace")


def _utf_16(content: bytes) -> str:
    """Which UTF-16 the bytes are without a mark: each ASCII character has a zero beside it."""
    if b"\0" not in content:
        return ""
    even, odd = content[::2].count(0), content[1::2].count(0)
    return "utf-16-be" if even > odd else "utf-16-le"


def _known_encoding(name: str) -> str:
    """The encoding by Python's name, the largest of its family; empty where there is none such."""
    try:
        plain = lookup(name).name if name else ""
    except LookupError:
        return ""
    return _SUPERSETS.get(plain, plain)

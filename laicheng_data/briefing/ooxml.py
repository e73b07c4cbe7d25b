"""What the two office formats, .pptx and .docx, have in common: files that do not depend on when
they were made."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def fix_timestamps(content: bytes, day: datetime | None) -> bytes:
    """The same file with `day` for every time in it, also in the workbooks behind its charts; where
    there is none, with the first day that a zip file knows."""
    day = day or datetime(*_FIRST_DAY_OF_ZIP)
    stamp = b"%s" % day.strftime("%Y-%m-%dT00:00:00Z").encode()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as parts,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in parts.namelist():
            part = parts.read(name)
            if name.endswith(".xlsx"):
                part = fix_timestamps(part, day)
            elif name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            out.writestr(zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()

"""The house font in the weights that charts use: Noto Sans SC, as a package carries it for all.

That file holds every weight at once, which matplotlib cannot draw. Each is cut from it once and
kept where matplotlib keeps what it has learnt of fonts.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import matplotlib
import uharfbuzz
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontEntry, fontManager

from laicheng_data.storage import write_whole

FAMILY = "Noto Sans SC"
REGULAR, BOLD = 400, 600  # as OpenType counts weights; 600 is the bold that stays clear when small
POSTSCRIPT_NAME, WINDOWS_ENGLISH = 6, (3, 1, 0x409)  # as OpenType numbers them
_PACKAGE = "justmytype-intl-cjk"
_INSIDE = Path("fonts", "ofl", "notosanssc", "NotoSansSC[wght].ttf")


@cache
def font_file(weight: int = REGULAR) -> Path:
    """Noto Sans SC in one weight, cut anew where another version of the font or cutter is there."""
    source = _source()
    made_of = f"{version(_PACKAGE)}-{version('uharfbuzz')}"
    path = Path(matplotlib.get_cachedir(), f"NotoSansSC-{weight}-named-{made_of}.ttf")
    if not path.exists():
        write_whole({path: _cut(source, weight)})
    return path


def _source() -> Path:
    """The file with every weight, found without running the package that carries it."""
    spec = find_spec(_PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise RuntimeError(
            f"the package {_PACKAGE}, which carries the Chinese font, is not installed: "
            "run make report"
        )
    return Path(spec.origin).parent / _INSIDE


def _cut(source: Path, weight: int) -> bytes:
    """All characters of the font in one weight."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(source)))
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(face, "wght", weight)
    cut = BytesIO(uharfbuzz.subset(face, wanted).blob.data)
    font = TTFont(cut, recalcTimestamp=False)
    # By this name an SVG keeps the outlines of one weight apart from those of another.
    font["name"].setName(f"NotoSansSC-{weight}", POSTSCRIPT_NAME, *WINDOWS_ENGLISH)
    named = BytesIO()
    font.save(named)
    return named.getvalue()


def register_fonts() -> None:
    """Let matplotlib find the font by its family and weight."""
    there = {font.fname for font in fontManager.ttflist}
    new = {weight: str(font_file(weight)) for weight in (REGULAR, BOLD)}
    missing = [
        FontEntry(fname=path, name=FAMILY, weight=weight, size="scalable")
        for weight, path in new.items()
        if path not in there
    ]
    if missing:
        fontManager.ttflist += missing
        fontManager._findfont_cached.cache_clear()  # type: ignore[attr-defined]

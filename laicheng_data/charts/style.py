"""The house look: font, sizes, formats and colours. How things are placed is `layout`'s
business."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import matplotlib
import matplotlib.style
import pandas as pd
import seaborn as sns
from matplotlib.colors import to_hex, to_rgb

from laicheng_data.charts.font import register_fonts
from laicheng_data.charts.legibility import (
    CONTRAST,
    SMALLEST_PT,
    contrast,
)

STYLE = Path(__file__).with_name("laicheng.mplstyle")
DPI = 300
TITLE_PT, SUBTITLE_PT, LABEL_PT, SMALL_PT = 11.5, 9, 8, SMALLEST_PT

INK, QUIET, ACCENT, GRID = "#1f1f1f", "#595959", "#3f566b", "#e3e3e3"
PAPER = "#ffffff"
# What does not hold is dark enough to be told in grey, by its place as well.
FAILED = "#a3122a"
FELL = "#c9823c"  # of what fell, where what rose has the accent: lighter, so that grey tells them
NOT_FILED = 0.4  # how much of its colour a kind keeps where it did not file; all of it where it did
_SUBJECT_COLOURS = {
    "enterprise": "#0b3266",
    "individual": "#b26d00",
    "cooperative": "#3aa498",
    "all": "#1f1f1f",
}
_SAME_COLOUR = {"private_enterprise": "enterprise"}
PALETTE = (
    "#6a2bb0",
    "#b33443",
    *_SUBJECT_COLOURS.values(),
)  # the first to be given away first
MARKERS = ("o", "s", "D", "^", "v", "P")
WHITE = (1.0, 1.0, 1.0)


class TooMuchForOneChart(ValueError):
    """More kinds, years or places than one chart can show legibly; the message says what to do."""


@dataclass(frozen=True)
class Format:
    """The size of a chart in pixels at 300 dpi, and whether title and source stand in it."""

    width: int
    height: int
    headed: bool = True


SLIDE = Format(1890, 1063)  # 16 cm x 9 cm
PICTURE = Format(1890, 799, headed=False)  # 16 cm x 6.8 cm, the shape of a slide's body
STRIP = Format(2008, 543, headed=False)  # 17 cm x 4.6 cm, for a page that says the rest beside it
NARROW = Format(1080, 1440)  # 9.1 cm x 12.2 cm, for a telephone: panels stand one below the other
FORMATS = (SLIDE, PICTURE, STRIP)


# matplotlib has one style for all threads, and JupyterLab lets widgets answer in several.
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def house_style() -> Iterator[None]:
    """The house style for what is drawn inside, whatever seaborn or a notebook has set before;
    another thread waits until it is left."""
    register_fonts()
    with (
        _ONE_AT_A_TIME,
        matplotlib.rc_context(),
        matplotlib.style.context([{}, STYLE], after_reset=True),
    ):
        yield


def colours(subjects: Sequence[str] | pd.Series) -> dict[str, str]:
    """One colour a subject, the same in every chart of a report, whatever part of it is shown.

    A subject that has no colour of its own takes one that no other subject of the report has.
    Raises TooMuchForOneChart beyond what eyes can tell apart.
    """
    every = every_subject(subjects)
    own = {subject: _SAME_COLOUR.get(subject, subject) for subject in every}
    taken = {_SUBJECT_COLOURS[name] for name in own.values() if name in _SUBJECT_COLOURS}
    free = (colour for colour in PALETTE if colour not in taken)
    chosen = {subject: _SUBJECT_COLOURS.get(own[subject]) or next(free, None) for subject in every}
    shown = {subject: chosen[subject] for subject in dict.fromkeys(subjects)}
    for subject, colour in shown.items():
        if colour is None:
            raise TooMuchForOneChart(
                f"{subject} is one kind too many for one chart (at most {len(PALETTE)}): "
                "choose fewer kinds"
            )
    return {subject: str(colour) for subject, colour in shown.items()}


def markers(subjects: Sequence[str] | pd.Series) -> dict[str, str]:
    """One marker a subject, the same whatever part of the report is shown."""
    return dict(zip(every_subject(subjects), cycle(MARKERS), strict=False))


def every_subject(subjects: Sequence[str] | pd.Series) -> list[str]:
    """All subjects of a report where a table tells them, else those that are there, in order."""
    if isinstance(subjects, pd.Series) and isinstance(subjects.dtype, pd.CategoricalDtype):
        return list(subjects.cat.categories)
    return list(dict.fromkeys(subjects))


def ink(colour: str) -> str:
    """The colour itself, or as much darker as text on white needs."""
    red, green, blue = to_rgb(colour)
    while contrast(to_rgb(to_hex((red, green, blue))), WHITE) < CONTRAST:
        red, green, blue = red * 0.97, green * 0.97, blue * 0.97
    return to_hex((red, green, blue))


def ink_on(colour: str) -> str:
    """Black or white, whichever is told better from a ground of this colour."""
    ground = to_rgb(colour)
    return max(("#000000", PAPER), key=lambda text: contrast(to_rgb(text), ground))


def tint(colour: str, share: float = 0.3) -> str:
    """The colour mixed with white: `share` of it remains."""
    return to_hex(sns.blend_palette(["white", colour], as_cmap=True)(float(share)))


def sort_subjects(subjects: pd.Series) -> list[str]:
    """The subjects that are there, in the order of their report."""
    there = set(subjects)
    return [subject for subject in every_subject(subjects) if subject in there]

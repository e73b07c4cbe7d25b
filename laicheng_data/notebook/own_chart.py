"""A chart of an analyst's own as the house sets it: what it shows above it, and each line named at
its end instead of in a box."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from laicheng_data.charts import layout, style
from laicheng_data.words import capitalise


def apply_house_style(axes: Axes) -> None:
    """What the chart shows above it, unless it has a title, and lines named."""
    axes.set_xlabel(capitalise(axes.get_xlabel()))
    if not axes.get_title(loc="left") + axes.get_title():
        _set_title(axes)
    legend = axes.get_legend()
    if legend is None:
        return
    names = [text.get_text() for text in legend.get_texts()]
    lines = [line for line in axes.lines if np.isfinite(_heights(line)).any()]
    if len(names) != len(lines):  # it names something else than lines
        legend.set_frame_on(False)
        return
    legend.remove()
    _name_ends(axes, dict(zip(names, lines, strict=True)))


def _set_title(axes: Axes) -> None:
    """The name of the upright axis; where names stand there, which say themselves what they are,
    that of the level one."""
    has_names = isinstance(axes.yaxis.get_major_formatter(), StrCategoryFormatter)
    title = axes.get_xlabel() if has_names else capitalise(axes.get_ylabel())
    axes.set_title(title, loc="left", fontsize=style.SUBTITLE_PT, fontweight=600)
    axes.set_ylabel("")
    if has_names:
        axes.set_xlabel("")
        names = [capitalise(label.get_text()) for label in axes.get_yticklabels()]
        axes.set_yticks(axes.get_yticks(), names)


def _heights(line: Line2D) -> np.ndarray:
    return np.asarray(line.get_ydata(), dtype=float)


def _name_ends(axes: Axes, lines: dict[str, Line2D]) -> None:
    """Each line's name to the right of its last point, kept apart from the others."""
    ends = [np.flatnonzero(np.isfinite(_heights(line)))[-1] for line in lines.values()]
    heights = [_heights(line)[end] for line, end in zip(lines.values(), ends, strict=True)]
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    layout.fix_layout(figure)
    gap = layout.points_to_data(axes, style.LABEL_PT * layout.LINE_HEIGHT)
    for (name, line), end, height in zip(
        lines.items(), ends, layout.spread_positions(heights, gap), strict=True
    ):
        axes.annotate(
            capitalise(name),
            (np.asarray(line.get_xdata())[end], height),
            (7, 0),
            textcoords="offset points",
            va="center",
            color=style.ink(to_hex(line.get_color())),
        )

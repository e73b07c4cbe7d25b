from collections.abc import Callable

import pytest
from matplotlib.axes import Axes

from laicheng_data.charts import layout, style
from laicheng_data.charts.legibility import CONTRAST, contrast, faults

BAD: dict[str, tuple[str, Callable[[Axes], object]]] = {
    "two texts in one place": (
        "touches",
        lambda axes: [axes.text(0.5, 0.5, word) for word in ("one", "two")],
    ),
    "a text beyond the edge": (
        "leaves the picture",
        lambda axes: axes.text(1.5, 0.5, "outside", in_layout=False),
    ),
    "a text across a line": (
        "lies on a mark",
        lambda axes: [axes.plot([0, 1], [0.5, 0.5]), axes.text(0.4, 0.49, "x")],
    ),
    "a text on a point": (
        "lies on a mark",
        lambda axes: [axes.plot(0.5, 0.5, marker="o"), axes.text(0.5, 0.5, "x")],
    ),
    "a text on a dot of a cloud": (
        "lies on a mark",
        lambda axes: [axes.scatter(0.5, 0.5), axes.text(0.5, 0.5, "x")],
    ),
    "a text across a bar's end": (
        "lies on a mark",
        lambda axes: [axes.barh(0.5, 0.5), axes.text(0.49, 0.5, "xxxx")],
    ),
    "a small text": ("smaller than", lambda axes: axes.text(0.5, 0.5, "small", size=6)),
    "a pale text": ("hardly differs", lambda axes: axes.text(0.5, 0.5, "pale", color="#aaaaaa")),
    "a dark text on a dark bar": (
        "hardly differs",
        lambda axes: [axes.barh(0.5, 0.9, color="#202020"), axes.text(0.3, 0.5, "dark")],
    ),
}


def chart_with(draw: Callable[[Axes], object]) -> list[str]:
    with style.house_style():
        figure = layout.frame("title", "subtitle", "source")
        axes = figure.subplots()
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        draw(axes)
        axes.set(xlim=(0, 1), ylim=(0, 1))
        return faults(figure)


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_found(case: str) -> None:
    said, draw = BAD[case]
    assert [fault for fault in chart_with(draw) if said in fault]


def test_what_can_be_read_is_no_fault() -> None:
    def draw(axes: Axes) -> None:
        axes.barh(0.5, 0.9, 0.2, color="#202020")
        axes.text(0.3, 0.5, "inside", color="white", va="center")
        axes.plot([0, 1], [0.1, 0.3])
        axes.text(0.1, 0.8, "above")
        axes.grid()

    assert chart_with(draw) == []


def test_black_on_white_is_the_strongest_contrast() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == contrast((1, 1, 1), (0, 0, 0)) == pytest.approx(21)
    assert contrast((0.5, 0.5, 0.5), (1, 1, 1)) < CONTRAST

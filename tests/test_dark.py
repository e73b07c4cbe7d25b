"""The inks of a chart on a dark screen."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from laicheng_data.charts.dark_mode import DARK_PAPER, SEEN, add_dark_mode, dark_colour
from laicheng_data.charts.legibility import CONTRAST, contrast
from laicheng_data.charts.style import NOT_FILED, PALETTE, QUIET, WHITE, tint
from laicheng_data.paths import FIGURES_DIR


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_text_that_can_be_read_by_day_can_be_read_at_night(rgb: tuple[int, ...]) -> None:
    colour = "#" + "".join(f"{channel:02x}" for channel in rgb)
    if contrast(to_rgb(colour), WHITE) >= CONTRAST:
        assert contrast(to_rgb(dark_colour(colour)), to_rgb(DARK_PAPER)) >= CONTRAST


@pytest.mark.parametrize("colour", [*PALETTE, QUIET])
def test_a_bar_however_pale_is_seen_at_night(colour: str) -> None:
    for share in (1, NOT_FILED):
        bar = tint(colour, share)
        assert contrast(to_rgb(dark_colour(bar)), to_rgb(DARK_PAPER)) >= SEEN


def test_every_colour_of_a_chart_has_one_for_the_night() -> None:
    drawn = (FIGURES_DIR / "laicheng-2016" / "zh" / "unfiled.svg").read_bytes()
    dark = add_dark_mode(drawn).decode()
    style = re.search(r"<style>@media.*</style>", dark)
    assert style and f"fill:{DARK_PAPER}" in style[0]
    paints = set(re.findall(r"(?:fill|stroke): #[0-9a-f]{6}", drawn.decode()))
    assert all(f'[style*="{paint}"]' in style[0] for paint in paints)
    assert dark.replace(style[0], "") == drawn.decode()

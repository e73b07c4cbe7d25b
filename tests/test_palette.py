"""The palette as others see it, simulated with colorspacious (Machado et al. 2009, CAM02-UCS)."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert
from matplotlib.colors import to_rgb

from laicheng_data.charts import style

KINDS = ("enterprise", "individual", "cooperative", "all", "another", "yet_another")
PALETTE = style.colours(KINDS)
VISIONS = ("deuteranomaly", "protanomaly", "tritanomaly")
TOLD_APART = 12  # CAM02-UCS units; 1 is about what can just be noticed in the best conditions
TOLD_APART_IN_GREY = 7  # of 100 steps of lightness
SEEN_ON_PAPER = 10  # for a whole bar, larger than a point or a line
PAIRS = list(combinations(KINDS, 2))
SHARES = (0.35, 1.0)


def seen(colour: str, vision: str) -> np.ndarray:
    """The colour as someone with this vision sees it, in sRGB from 0 to 1."""
    if vision == "normal":
        return np.array(to_rgb(colour))
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    return np.clip(cspace_convert(to_rgb(colour), space, "sRGB1"), 0, 1)


def distance(one: str, other: str, vision: str) -> float:
    places = [cspace_convert(seen(colour, vision), "sRGB1", "CAM02-UCS") for colour in (one, other)]
    return float(np.linalg.norm(places[0] - places[1]))


def lightness(colour: str) -> float:
    return float(cspace_convert(to_rgb(colour), "sRGB1", "CIELab")[0])


@pytest.mark.parametrize("vision", ["normal", *VISIONS])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_two_kinds_are_told_apart_by_every_eye(pair: tuple[str, str], vision: str) -> None:
    assert distance(PALETTE[pair[0]], PALETTE[pair[1]], vision) >= TOLD_APART


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_two_kinds_are_told_apart_in_grey(pair: tuple[str, str]) -> None:
    assert abs(lightness(PALETTE[pair[0]]) - lightness(PALETTE[pair[1]])) >= TOLD_APART_IN_GREY


@pytest.mark.parametrize("vision", ["normal", *VISIONS])
@pytest.mark.parametrize("colour", PALETTE.values())
def test_light_and_dark_of_one_kind_are_told_apart_and_the_light_can_be_seen(
    colour: str, vision: str
) -> None:
    light, dark = (style.tint(colour, share) for share in SHARES)
    assert distance(light, dark, vision) >= TOLD_APART
    assert distance(light, "#ffffff", vision) >= SEEN_ON_PAPER
    assert lightness(light) - lightness(dark) >= TOLD_APART_IN_GREY


def test_the_simulation_knows_a_bad_pair() -> None:
    red, green = "#c00000", "#507000"
    assert distance(red, green, "normal") > TOLD_APART > distance(red, green, "deuteranomaly")

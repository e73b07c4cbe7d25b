"""What the verdicts of a report come to, the stated counted apart from the implied."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

DIFFERENCE = "difference"
TELLING_FIRST = ("inconsistent", DIFFERENCE, "undecidable", "consistent")


class Summary(NamedTuple):
    """How many claims came out how.

    The first four speak of what the report itself states. `differences` are implied relations that
    do not hold: the report claims none of them, so each is a difference to be explained and no
    mistake. `proposals` are relations that a machine found and nobody has confirmed.
    """

    stated: int
    consistent: int
    inconsistent: int
    undecidable: int
    differences: int
    proposals: int


def summarise(verdicts: pd.DataFrame) -> Summary:
    """Count the verdicts of `check`, one row a claim with `basis` and `verdict`."""
    stated = verdicts.loc[verdicts["basis"] == "stated", "verdict"]
    return Summary(
        stated=len(stated),
        consistent=int((stated == "consistent").sum()),
        inconsistent=int((stated == "inconsistent").sum()),
        undecidable=int((stated == "undecidable").sum()),
        differences=int((outcomes(verdicts) == DIFFERENCE).sum()),
        proposals=int((verdicts["basis"] == "proposed").sum()),
    )


def faulty_verdicts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts on what the report states and that does not hold."""
    return verdicts[(verdicts["basis"] == "stated") & (verdicts["verdict"] == "inconsistent")]


def outcomes(verdicts: pd.DataFrame) -> pd.Series:
    """The verdicts as a reader should take them: `difference` where an implied relation does not
    hold, as `inconsistent` is a word for what the report states."""
    differs = (verdicts["basis"] == "implied") & (verdicts["verdict"] == "inconsistent")
    return verdicts["verdict"].mask(differs, DIFFERENCE)

"""A finding: a sentence that the data of a report bear out, and what it is about."""

from __future__ import annotations

from typing import NamedTuple

ANSWER, FAULT, CHANGE, COMPARISON, LEVEL, GAP = (
    "answer", "fault", "change", "comparison", "level", "difference",
)  # fmt: skip
MOVED = "changes"  # the measure of a finding on numbers of several, by the form of its charts


class Finding(NamedTuple):
    """What is found, and what it is about: one of ANSWER, FAULT, CHANGE, COMPARISON, LEVEL and GAP.

    `text` says all of it. Where that is long, `headline` says the most of it, fit for a title, and
    `detail` the rest. `measure` is the one of which it speaks, where a chart of it may stand by.
    """

    about: str
    text: str
    headline: str
    detail: str = ""
    measure: str = ""


def plain_finding(about: str, text: str, measure: str = "") -> Finding:
    """A finding whose headline is its whole sentence, without its stop."""
    return Finding(about, text, text.rstrip("。."), measure=measure)

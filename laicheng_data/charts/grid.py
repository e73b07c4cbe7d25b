"""What a chart shows where that is rows of words and numbers, so that slides have it as a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """`rows` of as many cells each, the first of them a name and the last what weighs most; the
    rows at `heads` stand above what they name the columns of, and `note` says how to read it."""

    note: str
    rows: list[list[str]]
    heads: frozenset[int] = frozenset()

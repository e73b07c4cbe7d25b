"""Numbers as pages write them: with their unit, and in words what bounds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from laicheng_data.facts.printed import parse
from laicheng_data.tables.naming import gap, value_of
from laicheng_data.words import Words


def stated(fact: Mapping[str, Any], words: Words) -> str:
    """A fact's printed number with its unit, and what bounds it."""
    return bounded(value_of(fact, words), fact["printed"], fact["unit"], fact["bound"], words)


def bounded(text: str, printed: str, unit: str, bound: str, words: Words) -> str:
    """A number with the word that bounds it, unless it has that itself as printed: 2000多."""
    if bound == "exact" or parse(printed, unit).bound != "exact":
        return text
    return words(f"bounded.{bound}", number=text)


def apart(fact: Mapping[str, Any], difference: float, words: Words) -> str:
    """By how much a fact's number differs from what it should be, with its sign and unit."""
    size = gap(fact, difference, words)
    return f"{'−' if difference < 0 else '+'}{size}" if difference else "0"

"""Numbers as readers see them: with their unit, and in words what bounds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from laicheng_data.facts.printed import parse
from laicheng_data.tables.naming import value_of
from laicheng_data.words import Words


def printed_value(fact: Mapping[str, Any], words: Words) -> str:
    """A fact's printed number with its unit, and what bounds it."""
    return add_bound(value_of(fact, words), fact["printed"], fact["unit"], fact["bound"], words)


def add_bound(text: str, printed: str, unit: str, bound: str, words: Words) -> str:
    """A number with the word that bounds it, unless it has that itself as printed: 2000多."""
    if bound == "exact" or parse(printed, unit).bound != "exact":
        return text
    return words(f"bounded.{bound}", number=text)

"""What a chart of what was checked says: its title, its headings, and each of its rows in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from laicheng_data.charts import layout, style
from laicheng_data.charts.common import measure_of
from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.printed import parse
from laicheng_data.facts.units import PER
from laicheng_data.tables.amounts import amount, short_number
from laicheng_data.tables.naming import base_name, fact_name, result_of
from laicheng_data.tables.sorts import sorts_name
from laicheng_data.words import Words, capitalise

STATED, IMPLIED = "stated", "implied"
BLOCKS = (STATED, IMPLIED, PROPOSED)  # in the order in which they stand
_MOST_IN_TITLE = 2


def worded_as(basis: str) -> str:
    """Whose words a block has: a proposal, which is read as the report's own, those of what is
    stated."""
    return STATED if basis == PROPOSED else basis


def is_open(row: Any) -> bool:
    """Whether it cannot be checked."""
    return bool(row.verdict == "undecidable")


def is_count(row: Any) -> bool:
    """Whether its last digit counts single things: then a difference needs no unit of its own."""
    number = parse(row.printed, row.unit)
    return number.exact and not number.decimals


def block_name(table: pd.DataFrame, words: Words) -> str:
    """What the rows of a block are: what the report gives, what it does not compare, proposals."""
    kinds = capitalise(sorts_name(list(table["sort"]), words))
    return words(f"checked.block.{table['basis'].iloc[0]}", kinds=kinds)


def other_head(rows: Sequence[Any], room: float, words: Words) -> str:
    """What stands beside the printed numbers: recomputed; of what the report does not compare, what
    is taken from what, where that is the same throughout."""
    if rows[0].basis != IMPLIED:
        return words.start("recomputed")
    made_of = {row.made_of for row in rows if not is_open(row)}
    is_one = len(made_of) == 1 and _is_difference(next(iter(made_of)))
    named = capitalise(base_name(next(iter(made_of)), words)) if is_one else ""
    fits = layout.text_width(named, style.LABEL_PT) <= room
    return named if named and fits else words("checked.others")


def _is_difference(made_of: str) -> bool:
    """Whether it is one number less another."""
    first, _, second = made_of.partition("+")
    return second.startswith("-") and "+" not in second and not first.startswith("-")


def outcome_of(table: pd.DataFrame, words: Words) -> str:
    """What became of all in a block, whether or not there is room to show them."""
    basis, count = worded_as(table["basis"].iloc[0]), len(table)
    held = int((table["verdict"] == "consistent").sum())
    is_failed = ~table["verdict"].isin(["consistent", "undecidable"])
    failed = int(is_failed.sum())
    if count == 1:
        return words(f"outcome.{table['verdict'].iloc[0]}")
    form = basis
    if count in (held, failed):
        form = ("hold" if held else f"{basis}.fail") + (".two" if count == 2 else "")
    return words(f"checked.outcome.{form}", held=held, failed=failed, count=count)


def short_result(text: str, row: Any, words: Words) -> str:
    """A result for a narrow column, with its sign of per cent where only its unit has it."""
    return amount(text, row.unit, words) if row.unit in PER else short_number(text, words)


def difference_text(row: Any, words: Words) -> str:
    """Printed less recomputed as a number; of what rounding explains, that it holds."""
    if is_open(row):
        return ""
    if row.verdict == "consistent":
        return words(f"outcome.{row.verdict}")
    return words.units(row.difference)


def row_name(row: Any, dated: bool, words: Words) -> str:
    """What a claim is about, and of when unless all are of one period."""
    named = {"measure": row.measure, "subject": row.subject, "period": row.period}
    return (
        capitalise(fact_name(named, words))
        if dated
        else measure_of(row.measure, row.subject, words)
    )


def _claim_name(row: Any, words: Words) -> str:
    """A claim within a sentence: what its number is about, and of what it is, where two are of
    one name."""
    name = fact_name({n: getattr(row, n) for n in ("measure", "subject", "period")}, words)
    return words("name.of", name=name, base=base_name(row.base, words)) if row.base else name


def row_sentence(row: Any, words: Words) -> str:
    """A claim as a description tells it."""
    return words(
        f"checked.row.{'open' if is_open(row) else worded_as(row.basis)}",
        claim=_claim_name(row, words),
        printed=result_of(row.printed, row.unit, words),
        recomputed=result_of(row.recomputed, row.unit, words),
        other=other_side(row, words),
        verdict=words(f"outcome.{row.verdict}"),
    )


def other_side(row: Any, words: Words) -> str:
    """What the other side of a comparison is called."""
    return base_name(row.made_of, words) if _is_difference(row.made_of) else words("checked.other")


def checked_title(table: pd.DataFrame, words: Words) -> str:
    """What the report states, and apart from it what leaves a difference; the first of each named.

    All of these are counted, whether or not there is room to show them.
    """
    decided = table[table["verdict"] != "undecidable"]
    first, *more = (
        _title_clause(basis, rows, words)
        for basis in BLOCKS
        if len(rows := decided[decided["basis"] == basis])
    )
    return words("list_semicolon").join([first, *(text[:1].lower() + text[1:] for text in more)])


def _title_clause(basis: str, table: pd.DataFrame, words: Words) -> str:
    if basis == PROPOSED:
        return words("checked.title.proposed", outcome=outcome_of(table, words))
    failed = table[table["verdict"] != "consistent"]
    kinds = sorts_name(list(table["sort"]), words)
    if failed.empty:
        form = {1: "hold.one", 2: "hold.two"}.get(len(table), "hold")
        return words(f"checked.title.{basis}.{form}", count=len(table), kinds=kinds)
    rows = list(failed.itertuples())
    named = [_claim_name(row, words) for row in rows[:_MOST_IN_TITLE]]
    text = words("list_semicolon" if len(rows) > 1 else "list_comma").join(named)
    more = len(rows) - len(named)
    return words(
        f"checked.title.{basis}.{_sentence_form(len(rows), len(table))}",
        count=len(table),
        failed=len(rows),
        kinds=kinds,
        claim=named[0],
        names=words("and_more", names=text, more=more) if more else text,
        printed=result_of(rows[0].printed, rows[0].unit, words),
        recomputed=result_of(rows[0].recomputed, rows[0].unit, words),
        other=other_side(rows[0], words),
    )


def _sentence_form(failed: int, count: int) -> str:
    """The form of the sentence that so many of so many do not hold."""
    if failed == count:
        return {1: "only", 2: "both"}.get(count, "all")
    return "fail" if failed == 1 else "several"

"""What may be a term of a sum, and whether words say that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from laicheng_data.facts.drafting.arithmetic import Number
from laicheng_data.facts.drafting.named_rates import is_balance
from laicheng_data.facts.drafting.nearby import is_naught
from laicheng_data.facts.periods import are_same_days

_FEW_PARAGRAPHS = 4  # over which the terms of a sum may be spread
_THINGS = {"件", "起", "宗", "封", "个", "次", "条", "份", "项", "件次"}
_COMES_IN = re.compile(r"收入(?:[合总]计)?$")
_GOES_OUT = re.compile(r"支出(?:[合总]计)?$")
_BESIDE = 8  # characters behind a number that say that it has parts
_ALL = re.compile(r"[合总共]计|[合總]計|共")
_PARTS = re.compile(r"其中|包括|包含|分别|[（(：:]|按|分\S{1,8}看")


def is_said(result: Number, terms: list[Number], lines: Sequence[str]) -> bool:
    """Whether the words between a number and those behind it, in the sentence of these, say that
    they are its parts; no full stop stands between those."""
    line = lines[result.found.paragraph]
    between = line[result.found.end : terms[0].found.start].rpartition("。")[2]
    is_one = "。" not in line[terms[0].found.end : terms[-1].found.start]
    return is_one and _PARTS.search(between) is not None


def says_parts(result: Number, lines: Sequence[str]) -> bool:
    """Whether the words before a number, or right behind it, say that it has parts."""
    found = result.found
    behind = lines[found.paragraph][found.end : found.end + _BESIDE]
    return _PARTS.search(behind) is not None or _ALL.search(found.lead) is not None


def may_be_term(number: Number, result: Number) -> bool:
    """Whether a number near another may be a term of it: of its period and sort, and no less."""
    is_near = abs(number.found.paragraph - result.found.paragraph) <= _FEW_PARAGRAPHS
    return (
        (is_near or number.block == result.block)
        and adds_to(number, result)
        and number.found.bound == "exact"
        and are_same_days(number.found.period, result.found.period)
        and (number.interval.low >= 0 or is_naught(number))
        and (number.interval.high >= result.unit or is_naught(number))  # can be told in the sum
    )


def adds_to(term: Number, result: Number) -> bool:
    """Whether a number may be part of another: letters and cases are counted together."""
    units = {term.found.unit, result.found.unit}
    return term.counts_as(result) or units <= _THINGS


def is_one_way(result: Number, terms: Sequence[Number]) -> bool:
    """Whether all that is added up goes the way of the result: what is spent is no part of income,
    nor of what remains."""
    comes_in, goes_out = (
        [n for n in terms if pattern.search(n.found.measure)] for pattern in (_COMES_IN, _GOES_OUT)
    )
    if _GOES_OUT.search(result.found.measure):
        return not comes_in
    is_income = _COMES_IN.search(result.found.measure) or is_balance(result)
    return not (is_income and goes_out)

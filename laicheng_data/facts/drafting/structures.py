"""Parts such as 26:27:47: as shares of what they are parts of, and how they have changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from laicheng_data.facts.drafting.arithmetic import (
    Number,
    Proposal,
    claim_difference,
    claim_rate,
    deviation,
    divide_intervals,
    sum_intervals,
)
from laicheng_data.facts.drafting.draft_fact import PROPORTIONAL, SECTORS

_OLD_AND_NEW = 2
_AVERAGE = re.compile(r"平均每|[人户案件]均")


def proportions(prose: Sequence[Number]) -> Iterator[Proposal]:
    """Parts such as 26:27:47 of the three sectors, as shares of the product."""
    parts = [number for number in prose if number.found.whole == PROPORTIONAL]
    for _, here in groupby(parts, key=lambda number: number.found.paragraph):
        found = [_sector(number, prose) for number in here if number.found.subject in SECTORS]
        known = [proposal for proposal in found if proposal is not None]
        if len(known) == len(SECTORS) and sum(holds for _, holds in known) > 1:
            yield from (proposal for proposal, _ in known)


def _sector(result: Number, prose: Sequence[Number]) -> tuple[Proposal, bool] | None:
    name, period = result.found.subject, result.found.period
    levels = [n for n in prose if n.at < result.at and n.is_level and n.found.period == period]
    part = next((n for n in levels if n.found.measure.startswith(name)), None)
    whole = next((n for n in levels if n.found.measure.endswith("生产总值")), None)
    if part is None or whole is None or _AVERAGE.search(whole.found.measure):
        return None
    apart = deviation(result, divide_intervals(part.interval, whole.interval))
    proposal = claim_rate("share", result, part, whole, name)
    return proposal, apart == 0


def differences_of_parts(prose: Sequence[Number]) -> Iterator[Proposal]:
    """Percentage points by which a part such as that of 6:49:45 has changed to that of 7:46:47."""
    parts = [number for number in prose if number.found.whole == PROPORTIONAL]
    for result in prose:
        named = [p for p in parts if p.at < result.at and p.found.subject in result.found.measure]
        if result.kind != "points" or len(named) != _OLD_AND_NEW:
            continue
        old, new = named
        less, more = (new, old) if result.found.is_down else (old, new)
        is_one = old.found.paragraph == new.found.paragraph == result.found.paragraph
        if (
            is_one
            and deviation(result, sum_intervals([(1, more.interval), (-1, less.interval)])) == 0
        ):
            yield claim_difference(result, more, less, result.found.measure)

"""Scores the search for claims on every curated report, without a source: make benchmark-proposals.

Of each report a skeleton is made from its facts: the numbers in their order, each behind the words
that the curator gave it; rows that follow each other and hold as many numbers are a table. It has
no sentence: what a draft finds by the words between numbers is missed here, and names are better
than a draft's own. What moves is the search and the arithmetic, in half a minute and for anybody;
`drafting.py`, which needs the sources, scores all of a draft.

A proposal is right where it is a claim of the curator in a form that he accepts. A relation that
holds but that nobody curated counts as wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
from claim_forms import SAYS_NO_MORE, Claim, as_one_form, claims, places_said_twice, with_equals
from drafting import curated_folders

from laicheng_data.facts.drafting.arithmetic import Proposal
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.proposing import propose
from laicheng_data.facts.report import Report, load_report
from laicheng_data.paths import report_names

LEAST_ROWS = 3  # of a table
_CHANGE = re.compile("[增降减升]|同比|环比|变化|change|growth|increase|decrease|rise|fall")
_FALL = re.compile("[降减少]|decrease|fall")


def skeleton(report: Report) -> tuple[list[DraftFact], list[str]]:
    """The facts as a draft has them, and the lines in which they stand."""
    by_line: dict[int, list[Any]] = defaultdict(list)
    for fact in report.facts.sort_values(["paragraph", "position"]).itertuples():
        by_line[fact.paragraph].append(fact)
    tables = _tables({line: len(facts) for line, facts in by_line.items()})
    found, lines = [], [""] * (max(by_line, default=-1) + 1)
    for line, facts in by_line.items():
        for fact in facts:
            before = f"{lines[line]}{'' if fact.subject == ALL else fact.subject}{fact.measure}"
            lines[line] = f"{before}{fact.printed}{fact.unit}，"
            span = len(before), len(lines[line]) - 1
            found.append(_draft_fact(fact, span, tables.get(line, -1)))
    return found, lines


def _tables(counts: dict[int, int]) -> dict[int, int]:
    """Of the lines with their counts of numbers, those that are rows, each with its table."""
    tables: dict[int, int] = {}
    runs = groupby(enumerate(sorted(counts)), key=lambda at: (at[1] - at[0], counts[at[1]]))
    for number, ((_, count), run) in enumerate(runs):
        rows = [line for _, line in run]
        if count > 1 and len(rows) >= LEAST_ROWS:
            tables |= dict.fromkeys(rows, number)
    return tables


def _draft_fact(fact: Any, span: tuple[int, int], table: int) -> DraftFact:
    share = "share" if fact.unit in ("%", "‰") else "level"
    return DraftFact(
        fact.paragraph,
        fact.position,
        *span,
        fact.printed,
        unit=fact.unit,
        bound=fact.bound,
        period=fact.period,
        subject=fact.subject,
        measure=fact.measure,
        role="change" if _CHANGE.search(fact.measure) else share,
        is_down=_FALL.search(fact.measure) is not None,
        table=table,
        row=fact.paragraph if table >= 0 else -1,
        column=fact.position if table >= 0 else -1,
    )


def score(report: Report) -> dict[str, object]:
    """How many proposals are right, and how many of the claims stated that hold are found."""
    # A claim on the numbers of another report has no place here.
    own = report.claims[~report.claims["operands"].str.contains(":")]
    report = replace(report, claims=own)
    facts, lines = skeleton(report)
    same = places_said_twice(report)
    proposed = {_by_places(one, facts, same) for one in propose(facts, lines)} - {SAYS_NO_MORE}
    right = proposed & with_equals(claims(report, same=same))
    stated = {
        expect: {claim.asserted for claim in claims(report, "stated", expect, same)}
        for expect in ("consistent", "inconsistent")
    }
    found = {claim.asserted for claim in right}
    return {
        "report": report.id,
        "proposed": len(proposed),
        "right": len(right),
        "holding": len(stated["consistent"]),
        "found": len(found & stated["consistent"]),
        "failing": len(stated["inconsistent"]),
        "found failing": len(found & stated["inconsistent"]),
    }


def _by_places(
    proposal: Proposal, facts: Sequence[DraftFact], same: dict[tuple[int, int], tuple[int, int]]
) -> Claim:
    def place(at: int) -> tuple[int, int]:
        own = facts[at].paragraph, facts[at].position
        return same.get(own, own)

    operands = [
        tuple(sorted((sign, *place(at)) for sign, at in operand)) for operand in proposal.operands
    ]
    return as_one_form(proposal.kind, place(proposal.result), operands)


def _placed(folder: Path) -> Iterator[Report]:
    """The reports of which it is known where each number stands."""
    for report in (load_report(name, folder) for name in report_names(folder)):
        if report.facts["paragraph"].notna().all():
            yield report


def main() -> None:
    """Print a row for each set of reports, and what they come to."""
    scored = {
        folder.name: pd.DataFrame([score(report) for report in _placed(folder)])
        for folder in curated_folders()
    }
    sums = pd.DataFrame(
        {name: rows.drop(columns="report").sum() for name, rows in scored.items()}
    ).T
    sums.insert(0, "reports", [len(rows) for rows in scored.values()])
    sums.loc["all"] = sums.sum()
    print(sums.to_string())


if __name__ == "__main__":
    main()

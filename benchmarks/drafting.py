"""Scores drafts against curated folders: python benchmarks/drafting.py SOURCES [REPORTS_DIR].

SOURCES is a folder with the source of each report, named as its folder is (laicheng-2016.txt);
sources do not enter the repository. Rows are matched by the place where the number stands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from laicheng_data.facts.draft import draft
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.source import read
from laicheng_data.paths import REPORTS_DIR, report_names

NAMES = ["measure", "subject", "period"]
GUESSED = ["office", *NAMES, "printed", "unit", "bound"]

Claim = tuple[str, object, frozenset[object]]


def claims(report: Report, confirmed: bool) -> set[Claim]:
    """The claims with operands, their facts named by place, so that ids do not matter."""
    places = {
        fact.fact_id: (fact.paragraph, fact.position)
        for fact in report.facts.itertuples(index=False)
    }
    wanted = report.claims[report.claims["operands"] != ""]
    if confirmed:
        wanted = wanted[wanted["basis"] == "stated"]
    return {
        (claim.kind, places[claim.result], frozenset(_operands(claim, places)))
        for claim in wanted.itertuples()
    }


def _operands(claim: object, places: dict[str, tuple[int, int]]) -> Iterator[object]:
    for number, operand in enumerate(str(claim.operands).split()):  # type: ignore[attr-defined]
        terms = sorted(
            (term.startswith("-"), *places[term.removeprefix("-")]) for term in operand.split("+")
        )
        yield (0 if claim.kind == "sum" else number, *terms)  # type: ignore[attr-defined]


def score(name: str, source: Path, reports_dir: Path) -> dict[str, object]:
    """How much of one curated folder its draft has right."""
    curated = load_report(name, reports_dir)
    with TemporaryDirectory() as folder:
        draft(name, read(source), Path(folder), curated.card.title)
        drafted = load_report(name, Path(folder))
    place = ["paragraph", "position"]
    both = curated.facts.merge(drafted.facts, on=place, how="left", suffixes=("", "_drafted"))
    right = {column: both[column] == both[f"{column}_drafted"] for column in GUESSED}
    wanted, proposed = claims(curated, confirmed=True), claims(drafted, confirmed=False)
    return {
        "report": name,
        "facts": len(both),
        "named": int((right["measure"] & right["subject"] & right["period"]).sum()),
        "year": int((both["period"].str[:4] == both["period_drafted"].str[:4]).sum()),
        "cells_to_type": int(sum((~column).sum() for column in right.values())),
        "claims": len(wanted),
        "found": len(wanted & proposed),
        "proposed": len(proposed),
        "not_curated": len(proposed - claims(curated, confirmed=False)),
    }


def main() -> None:
    """Print a row for each report whose source is at hand."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    reports_dir = Path(sys.argv[2]) if len(sys.argv) == 3 else REPORTS_DIR
    rows = [
        score(name, source, reports_dir)
        for name in report_names(reports_dir)
        for source in sorted(Path(sys.argv[1]).glob(f"{name}.*"))
    ]
    print(pd.DataFrame(rows).to_string(index=False) if rows else "no source is named as a report")


if __name__ == "__main__":
    main()

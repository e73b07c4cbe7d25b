"""Scores drafts against curated folders: make benchmark-drafting SOURCES=folder, or
python benchmarks/drafting.py SOURCES [REPORTS_DIR].

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


def claims(report: Report, basis: str = "", expect: str = "") -> set[Claim]:
    """The claims with operands, all or those of a basis and a verdict, their facts named by place,
    so that ids do not matter."""
    places = {
        fact.fact_id: (fact.paragraph, fact.position)
        for fact in report.facts.itertuples(index=False)
    }
    wanted = report.claims[report.claims["operands"] != ""]
    for column, value in (("basis", basis), ("expect", expect)):
        wanted = wanted[wanted[column] == value] if value else wanted
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
    proposed = claims(drafted)
    holding = claims(curated, "stated", "consistent")
    failing = claims(curated, "stated", "inconsistent")
    return {
        "report": name,
        "facts": len(both),
        "named": int((right["measure"] & right["subject"] & right["period"]).sum()),
        "year": int((both["period"].str[:4] == both["period_drafted"].str[:4]).sum()),
        "cells_to_type": int(sum((~column).sum() for column in right.values())),
        "holding": len(holding),
        "holding_found": len(holding & proposed),
        "failing": len(failing),
        "failing_found": len(failing & proposed),
        "proposed": len(proposed),
        "not_curated": len(proposed - claims(curated)),
    }


def aims(rows: pd.DataFrame) -> pd.DataFrame:
    """What a first trial reached, what is aimed at, and what these drafts reach together."""
    total = rows.drop(columns="report").sum()
    now = [
        ("proposals that are right", "0.88", "0.95",
         _part(total["proposed"] - total["not_curated"], total["proposed"])),
        ("claims that hold, found", "0.76", "0.90",
         _part(total["holding_found"], total["holding"])),
        ("claims that do not hold, found", "5 of 16", "10 of 16",
         _part(total["failing_found"], total["failing"])),
        ("rows named right", "33 of 45", "43 of 45", _part(total["named"], total["facts"])),
        ("year right", "304 of 521", "95%", _part(total["year"], total["facts"])),
        ("cells to type per report", "257", "26", f"{total['cells_to_type'] / len(rows):.0f}"),
    ]  # fmt: skip
    return pd.DataFrame(now, columns=["measured", "trial", "aim", "now"])


def _part(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.2f})" if whole else "")


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
    if not rows:
        sys.exit("no source is named as a report")
    table = pd.DataFrame(rows)
    print(f"{table.to_string(index=False)}\n\n{aims(table).to_string(index=False)}")


if __name__ == "__main__":
    main()

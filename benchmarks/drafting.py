"""Scores drafts against curated folders: make benchmark-drafting SOURCES=folder, or
python benchmarks/drafting.py SOURCES.

SOURCES is a folder with the source of each report, named as its folder is (laicheng-2016.txt);
sources do not enter the repository. What was curated of them does: `laicheng_data/reports`, and
`texts` beside this file, whose README has what each set reached before rules were mended by it.
A year that the text does not name (0001 where it names none) counts for neither right nor wrong.
Rows are matched by the place where the number stands, so that ids do not matter. Periods of the
same days are the same (2023, and January to December of it).

`named` counts names that are the curator's to the letter; `alike` those too that say the same with
words in the other column, in another order, or with fewer that say nothing (`税收` and `增幅` for
`税收_增幅`, `占比` for `占总收入`, `审结各类案件` for `审结案件`): a curator would leave them.

A cell to type is one that the draft has otherwise than the curator, in a row of facts (but for
names that are alike) or on the card; a row that stands in the wrong table; three for a claim that
the draft lacks (its kind, result and operands), and one for a proposal that is struck. A table says
which columns cost how many. What confirms a proposal, and labels in another language, are not
counted. `claim_forms` says when a claim counts as found.

Besides the claims that do not hold as printed, each claim that holds is made wrong in turn, by
one in the last digit but one of its result, and sought again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from claim_forms import claims, places_said_twice, with_equals

from laicheng_data.facts.drafting.draft import Draft, draft
from laicheng_data.facts.drafting.furniture import find_title
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.sources.paragraphs import NUMERAL, Cell, Source
from laicheng_data.facts.sources.source import read_source
from laicheng_data.facts.trace import trace
from laicheng_data.paths import REPORTS_DIR, report_names

TEXTS = Path(__file__).parent / "texts"
PLACE = ["paragraph", "position"]
NAMES = ["measure", "subject", "period"]
GUESSED = ["office", *NAMES, "printed", "unit", "bound"]
ON_CARD = ["created", "place", "publisher"]
CAUSES = [*GUESSED, "rows", "card", "claims"]  # where cells are to type
_OF_A_CLAIM = 3  # cells: its kind, result and operands
_SAYS_NOTHING = re.compile(
    r"各类|各项|的|数$|(?<=.)[总全](?=[数量额])|^(?:共|累计|实现|完成|全[市县区省国旗])(?=..)"
    r"|^(?:all|the|a|of|in|were|was|and|to|that)$"
)
CERTAIN_BASES = {"proposed"}  # all that a draft may say of a claim


def drafted(name: str, source: Source, title: str = "") -> tuple[Draft, Report]:
    """What is made of a source, with periods where the text names no year."""
    with TemporaryDirectory() as folder:
        made = draft(name, source, Path(folder), title)
        if made.undated:
            facts = pd.read_csv(made.folder / "facts.csv", dtype=str, na_filter=False)
            facts["period"] = facts["period"].where(facts["period"] != "", "0001")
            facts.to_csv(made.folder / "facts.csv", index=False)
        return made, load_report(name, Path(folder))


def score(name: str, source: Source, reports_dir: Path) -> dict[str, object]:
    """How much of one curated folder its draft has right."""
    curated = load_report(name, reports_dir)
    title = curated.card.title
    made, report = drafted(name, source, title)
    both = curated.facts.merge(report.facts, on=PLACE, how="left", suffixes=("", "_drafted"))
    both["period_drafted"] = both["period_drafted"].fillna("")
    right = {column: both[column] == both[f"{column}_drafted"] for column in GUESSED}
    right["period"] |= both["period"].map(_days) == both["period_drafted"].map(_days)
    called = [_called(both[f"measure{end}"], both[f"subject{end}"]) for end in ("", "_drafted")]
    misplaced = len(report.facts.merge(curated.facts, on=PLACE, how="left", indicator=True)
                    .query("_merge == 'left_only'"))  # fmt: skip
    same = places_said_twice(curated)
    proposed, known = claims(report, same=same), with_equals(claims(curated, same=same))
    holding, failing = (
        {claim.asserted for claim in claims(curated, "stated", expect, same)}
        for expect in ("consistent", "inconsistent")
    )
    found = {claim.asserted for claim in proposed & known}
    wrong = list(_made_wrong(source, curated))
    on_card = [getattr(curated.card, name) == getattr(report.card, name) for name in ON_CARD]
    missed = len((holding | failing) - found)
    is_alike = called[0] == called[1]
    left = {"measure": is_alike, "subject": is_alike}
    cells = {of: int((~(right[of] | left.get(of, False))).sum()) for of in GUESSED}
    cells |= {
        "rows": misplaced,
        "card": on_card.count(False),
        "claims": _OF_A_CLAIM * missed + len(proposed - known),
    }
    lines = source.lines[find_title(source, title).line :]
    years = both["period"].str[:4]
    dated = years.map(lambda year: any(year in line for line in source.lines))
    return {
        "report": name,
        "facts": len(both),
        "named": int((right["measure"] & right["subject"] & right["period"]).sum()),
        "alike": int((right["period"] & is_alike).sum()),
        "dated": int(dated.sum()),
        "year": int((dated & (years == both["period_drafted"].str[:4])).sum()),
        "cells": sum(cells.values()),
        "proposed": len(proposed),
        "false": len(proposed - known),
        "holding": len(holding),
        "holding_found": len(holding & found),
        "failing": len(failing),
        "failing_found": len(failing & found),
        "wrong": len(wrong),
        "wrong_found": sum(wrong),
        "title": made.title.text == drafted(name, source)[0].title.text,
        "lost": int((trace(report, lines)["status"] != "found").sum()),
        "passed": int((~report.claims["basis"].isin(CERTAIN_BASES)).sum()),
        **cells,
    }


def _days(period: str) -> object:
    """The first and last day of a period; itself where it is none."""
    try:
        return date_range(period)
    except ValueError:
        return period


def _called(measures: pd.Series, subjects: pd.Series) -> pd.Series:
    """What rows are called, whichever column and order their words stand in."""
    return (measures + "_" + subjects).fillna("").map(_words_of)


def _words_of(name: str) -> frozenset[str]:
    said = (_SAYS_NOTHING.sub("", word) for word in name.split("_"))
    return frozenset("占" if word.startswith("占") else word for word in said if word)


def _made_wrong(source: Source, curated: Report) -> Iterator[bool]:
    """For each claim that holds, whether it is found where its result is printed wrong."""
    title = curated.card.title
    above = find_title(source, title).line
    places = curated.facts.set_index("fact_id")[PLACE]
    stated = curated.claims.query("basis == 'stated' and expect == 'consistent' and operands != ''")
    twice = places_said_twice(curated).items()
    for row, name in stated["result"].items():
        place = tuple(places.loc[name])
        changed = _misprinted(source, place[0] + above, place[1])
        _, report = drafted("wrong", changed, changed.lines[above])
        # What is misprinted no longer stands twice.
        same = {other: first for other, first in twice if place not in (other, first)}
        alone = replace(curated, claims=curated.claims.loc[[row]])
        wanted = {claim.asserted for claim in claims(alone, same=same)}
        found = claims(curated, same=same) & claims(report, same=same)
        if wanted:
            yield bool(wanted & {claim.asserted for claim in found})


def _misprinted(source: Source, line: int, position: int) -> Source:
    """The source with another digit in one numeral: the last but one, or its only one."""
    text = source.lines[line]
    numeral = list(NUMERAL.finditer(text))[position - 1]
    digits = [at for at in range(*numeral.span()) if text[at].isdigit()]
    at = digits[-2:][0]
    lines = [*source.lines]
    lines[line] = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
    rows = dict(source.rows)
    if line in rows:
        cells = tuple(_reread(cell, lines[line]) for cell in rows[line].cells)
        rows[line] = rows[line]._replace(cells=cells)
    return replace(source, lines=lines, rows=rows)


def _reread(cell: Cell, line: str) -> Cell:
    if cell.start < 0:
        return cell
    return cell._replace(text=line[cell.start : cell.start + len(cell.text)])


def aims(rows: pd.DataFrame) -> pd.DataFrame:
    """What a first trial reached, what is aimed at, and what these drafts reach together."""
    total = rows.drop(columns="report").sum()
    now = [
        ("proposals that are right", "0.88", "0.95",
         _part(total["proposed"] - total["false"], total["proposed"])),
        ("claims that hold, found", "0.76", "0.90",
         _part(total["holding_found"], total["holding"])),
        ("claims that do not hold, found", "5 of 16", "10 of 16",
         _part(total["failing_found"], total["failing"])),
        ("claims made wrong, found", "", "",
         _part(total["wrong_found"], total["wrong"])),
        ("rows named right", "33 of 45", "43 of 45", _part(total["named"], total["facts"])),
        ("rows named alike", "", "", _part(total["alike"], total["facts"])),
        ("year right", "304 of 521", "95%", _part(total["year"], total["dated"])),
        ("cells to type per report", "257", "26", f"{total['cells'] / len(rows):.0f}"),
        ("titles found", "9 of 15", "all", _part(total["title"], len(rows))),
        ("numerals lost", "some", "none", f"{total['lost']}"),
        ("guesses passed for facts", "some", "none", f"{total['passed']}"),
    ]  # fmt: skip
    return pd.DataFrame(now, columns=["measured", "trial", "aim", "now"])


def _part(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.2f})" if whole else "")


def curated_folders() -> list[Path]:
    """The folders of curated reports: the package's own, and the sets of `texts`."""
    return [REPORTS_DIR, *sorted(path for path in TEXTS.iterdir() if path.is_dir())]


def main() -> None:
    """Print a row for each report whose source is at hand, and the aims for each folder."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sources = Path(sys.argv[1])
    scored = []
    for folder in curated_folders():
        rows = [
            score(name, read_source(path), folder)
            for name in report_names(folder)
            for path in sorted(sources.glob(f"{name}.*"))
        ]
        if rows:
            table = pd.DataFrame(rows)
            scored.append(table)
            causes = table[["report", "cells", *CAUSES]]
            for part in (table.drop(columns=CAUSES), causes):
                print(f"{folder.name}\n{part.to_string(index=False)}\n")
            print(f"{aims(table).to_string()}\n")
    if not scored:
        sys.exit("no source is named as a report")
    print(f"all\n{aims(pd.concat(scored)).to_string()}")


if __name__ == "__main__":
    main()

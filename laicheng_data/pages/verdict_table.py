"""The verdicts as a table to filter: every relation by its name, with what is printed and what it
comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import TELLING_FIRST, outcomes
from laicheng_data.facts.report import Report
from laicheng_data.notebook.markup import column_heading
from laicheng_data.pages.evidence import claims_on_page
from laicheng_data.pages.frame import page_name, report_title
from laicheng_data.pages.sanitise import MOST_ROWS
from laicheng_data.tables.naming import claim_names
from laicheng_data.tables.verdicts import MARKS, verdict_numbers
from laicheng_data.words import Words, capitalise

MOST_VERDICTS = 3000  # on one page
_COLUMNS = (
    "report", "basis", "verdict", "printed", "recomputed", "difference", "explained_by",
    "as_expected",
)  # fmt: skip
_FILTERED = ("report", "verdict", "basis")


def verdicts_for_index(
    report: Report | None, verdicts: pd.DataFrame | None, page: Path, words: Words
) -> dict[str, Any]:
    """The verdicts on a report as an index tells them; of very many, those that are not plainly in
    order."""
    if report is None or verdicts is None:
        return {"count": 0, "rows": []}
    knowing = words.with_labels(report.labels)
    ranked = verdicts.assign(outcome=outcomes(verdicts))
    ranks = ranked["outcome"].map(TELLING_FIRST.index)
    ranked = ranked.loc[ranks.sort_values(kind="stable").index]
    told = _notable_verdicts(ranked) if len(ranked) > MOST_VERDICTS else ranked
    told = told.assign(**verdict_numbers(report, told, knowing))
    names, title = claim_names(report, knowing), report_title(report.id, report, words)
    nets, proven = net_differences(report, verdicts), set(claims_on_page(verdicts))
    numbers = _numbers_link(report.id, page, words)
    rows = []
    for row in told.to_dict("records"):
        is_plain = bool(row["verdict"] == "consistent" and row["as_expected"])
        rows.append(
            {
                "mark": row["outcome"] if row["as_expected"] else "unexpected",
                "claim": [
                    capitalise(names[row["claim_id"]]),
                    f"{numbers}#{row['claim_id']}" if row["claim_id"] in proven else numbers,
                ],
                "remark": "" if is_plain else knowing.word(row["remark"]),
                "cells": {"report": title, **_cells(row, row["claim_id"] in nets, knowing)},
                "is_plain": is_plain,
                "as_expected": bool(row["as_expected"]),
            }
        )
    return {"count": len(ranked), "rows": rows}


def _notable_verdicts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Those that are not plainly in order, first what was not expected."""
    told = verdicts[(verdicts["verdict"] != "consistent") | ~verdicts["as_expected"]]
    return told.sort_values("as_expected", kind="stable")[:MOST_ROWS]


def _numbers_link(report: str, page: Path, words: Words) -> str:
    """The way from an index, of all reports or of this one, to the page of a report's numbers."""
    name = page_name("numbers", words.language)
    return name if page.parent.name == report else f"{report}/{name}"


def _cells(row: Mapping[str, Any], is_net: bool, words: Words) -> dict[str, str]:
    """A verdict in words; of a difference that is but the sum of others, that it is."""
    outcome = "net" if is_net else row["outcome"]
    return {
        "basis": words(f"basis.{row['basis']}"),
        "verdict": f"{MARKS[outcome]} {words(f'outcome.{outcome}')}",
        **{name: row[name] for name in ("printed", "recomputed", "difference")},
        "explained_by": words.word(row["explained_by"]),
        "as_expected": words("page.yes" if row["as_expected"] else "page.no"),
    }


def verdict_table(told: Sequence[Mapping[str, Any]], words: Words) -> dict[str, Any]:
    """What is `verdicts_for_index` of reports, as one table; of very many, those that are not
    plainly in order.

    A column that explains where there is nothing to explain is left out.
    """
    rows = [row for one in told for row in one["rows"]]
    cut = sum(one["count"] for one in told) > MOST_VERDICTS
    if cut:
        remarkable = (row for row in rows if not row["is_plain"])
        rows = sorted(remarkable, key=lambda row: row["as_expected"])[:MOST_ROWS]
    values = {name: dict.fromkeys(row["cells"][name] for row in rows) for name in _COLUMNS}
    dull = {
        **{name: len(values[name]) < 2 for name in ("report", "basis")},
        "as_expected": all(row["as_expected"] for row in rows),
        **{name: not any(values[name]) for name in ("recomputed", "difference", "explained_by")},
    }
    shown = [name for name in _COLUMNS if not dull.get(name)]
    return {
        "left_out": cut,
        "columns": [column_heading(name, words) for name in shown],
        "slugs": shown,
        "choices": [
            {
                "name": column_heading(name, words),
                "column": shown.index(name) + 1,
                "options": list(values[name]),
            }
            for name in _FILTERED
            if name in shown and len(values[name]) > 1
        ],
        "rows": [{**row, "cells": [row["cells"][name] for name in shown]} for row in rows],
    }

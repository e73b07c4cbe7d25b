"""The facts of named measures as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import NOTICE


def measures_table(report: Report, measures: Sequence[str]) -> pd.DataFrame:
    """The facts of the named measures, in document order.

    Columns: `office`, `measure`, `subject`, `period`, `printed`, `unit`, `bound`, `value`, and
    the ends `low` and
    `high` of what the printed number stands for.
    """
    facts = report.facts[report.facts["measure"].isin(measures)]
    ends = [report.numbers.printed[row].interval() for row in facts.index]
    columns = ["office", "measure", "subject", "period", "printed", "unit", "bound", "value"]
    return (
        facts[columns]
        .assign(low=[float(end.low) for end in ends], high=[float(end.high) for end in ends])
        .reset_index(drop=True)
    )


def notices_table(report: Report) -> pd.DataFrame:
    """The periods of public notice in days, in document order: measures ending in `_notice`, a
    step a subject."""
    measures = [
        measure for measure in pd.unique(report.facts["measure"]) if measure.endswith(NOTICE)
    ]
    return measures_table(report, measures)

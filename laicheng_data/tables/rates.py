"""Rates as stated, and what counts could have been printed so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from laicheng_data.checking.claims import numerators, verdicts_of
from laicheng_data.facts.printed import Printed
from laicheng_data.facts.report import Report

_COLUMNS = [
    "period", "subject", "measure", "printed", "part", "whole", "recomputed", "deviation",
    "verdict", "rate", "counted",
]  # fmt: skip


def stated_rates_table(
    report: Report,
    years: Sequence[int] = (),
    kinds: Sequence[str] = (),
) -> pd.DataFrame:
    """The shares that the report states beside what its own counts give.

    Columns: `period`, `subject`, `measure`, `printed`, `part`, `whole`, `recomputed` (a share of
    1 as a float),
    `deviation` (printed - recomputed in units of the last printed digit: |deviation| up to 0.5 is
    rounding)
    and `verdict`. Numbers are missing where the report does not print the counts.
    """
    return _rates(report, years, kinds).drop(columns=["rate", "counted"])


def numerators_table(
    report: Report,
    years: Sequence[int] = (),
    kinds: Sequence[str] = (),
) -> pd.DataFrame:
    """The reverse question: which whole numbers of units filed could have been printed as each
    stated rate?

    Columns: `period`, `subject`, `printed`, `part` and `whole` as printed, `least` and `most` of
    the possible parts,
    and `possible`, how many there are. Rates of anything but counts are left out: amounts that were
    rounded have no whole numbers to look for.
    """
    table = _rates(report, years, kinds)
    table = table[table["counted"].astype(bool) & (table["whole"] > 0)]
    possible = [numerators(row.rate, int(row.whole)) for row in table.itertuples()]
    return table[["period", "subject", "printed", "part", "whole"]].assign(
        least=[parts[0] if parts else None for parts in possible],
        most=[parts[-1] if parts else None for parts in possible],
        possible=[max(parts.stop - parts.start, 0) for parts in possible],
    )


def _rates(report: Report, years: Sequence[int], kinds: Sequence[str]) -> pd.DataFrame:
    """The table of stated rates, with `rate`, the printed number itself, and `counted`: whether
    part and whole are counts, each exact."""
    printed = _printed_by_name(report)
    facts = report.facts.set_index("fact_id")
    claims = report.claims.assign(verdict=verdicts_of(report)["verdict"].to_numpy())
    claims = claims[(claims["kind"] == "share") & (claims["basis"] == "stated")]
    rows = [
        _rate_row(facts.loc[result], printed, operands.split(), verdict)
        for result, operands, verdict in claims[["result", "operands", "verdict"]].itertuples(
            index=False
        )
    ]
    table = pd.DataFrame(rows, columns=_COLUMNS).astype({"recomputed": float, "deviation": float})
    chosen = table["period"].isin([str(year) for year in years] or table["period"])
    return table[chosen & table["subject"].isin(kinds or table["subject"])].reset_index(drop=True)


def _printed_by_name(report: Report) -> dict[str, Printed]:
    """Every number that claims may name, by the name that they give it."""
    names = [*report.facts["fact_id"], *report.linked["fact_id"]]
    return dict(zip(names, report.all_numbers.printed, strict=True))


def _value(operand: str, printed: dict[str, Printed]) -> Fraction:
    """What an operand stands for: a number, or several joined by +, some of them subtracted."""
    return sum((sign * printed[name].value for sign, name in _terms(operand)), Fraction(0))


def _terms(operand: str) -> list[tuple[int, str]]:
    return [(-1 if term[0] == "-" else 1, term.lstrip("-")) for term in operand.split("+")]


def _rate_row(
    result: pd.Series, printed: dict[str, Printed], operands: list[str], verdict: str
) -> list[object]:
    row = [result["period"], result["subject"], result["measure"], result["printed"]]
    rate = printed[str(result.name)]
    if not operands:
        return [*row, None, None, np.nan, np.nan, verdict, rate, False]
    part, whole = (_value(each, printed) for each in operands)
    counted = all(printed[name].exact for each in operands for _, name in _terms(each))
    share = part / whole if whole else None
    deviation = None if share is None else round(float((rate.value - share) / rate.unit), 10)
    return [
        *row,
        float(part),
        float(whole),
        None if share is None else float(share),
        deviation,
        verdict,
        rate,
        counted,
    ]

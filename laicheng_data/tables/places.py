"""Rates beside those that other places print."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.parts import add_sign

_OF_A_RATE = ("due", "filed", "filing_rate")


def in_context_table(
    report: Report,
    others: Sequence[Report],
    years: Sequence[int] = (),
    kinds: Sequence[str] = (),
) -> pd.DataFrame:
    """The printed filing rates of this report beside those of the others for the same year and
    kind.

    Columns: `report`, `place`, `subject`, `period`, `printed`, `filing_rate` (a share of 1),
    `standing` (first-hand
    or reprint), `source`, `published`. A year and kind that no other report prints is left out,
    and nothing is
    interpolated. Only rates with exact wording take part.
    """
    here = _printed_rates(report)
    chosen = here["period"].isin([str(year) for year in years] or here["period"])
    here = here[chosen & here["subject"].isin(kinds or here["subject"])]
    beside = pd.concat([here.iloc[:0], *(_printed_rates(other) for other in others)])
    beside = beside.merge(here[["period", "subject"]], on=["period", "subject"])
    here = here.merge(beside[["period", "subject"]].drop_duplicates(), on=["period", "subject"])
    return pd.concat([here, beside], ignore_index=True)


def uncompared_rates(report: Report, compared: pd.DataFrame) -> pd.DataFrame:
    """The report's own rates of the kinds and years of a table of `in_context_table` that no other
    place prints, in the same columns."""
    here = _printed_rates(report)
    seen = set(zip(compared["period"], compared["subject"], strict=True))
    there = here["period"].isin(compared["period"]) & here["subject"].isin(compared["subject"])
    pairs = zip(here["period"], here["subject"], strict=True)
    return here[there & pd.Series([pair not in seen for pair in pairs], here.index, dtype=bool)]


def remarks_on_rates(other: Report, compared: pd.DataFrame) -> list[str]:
    """What the card of another place remarks on its rates in a table of `in_context_table`: on the
    rates themselves, on the counts that they are shares of, or on all facts alike."""
    here = compared.loc[compared["report"] == other.id, ["subject", "period"]].drop_duplicates()
    facts = other.facts[other.facts["measure"].isin(_OF_A_RATE)]
    known = set(facts.merge(here, on=["subject", "period"])["fact_id"])
    return [item.remark for item in other.card.remarks if not item.facts or known & set(item.facts)]


@cache_per_report
def _printed_rates(report: Report) -> pd.DataFrame:
    rates = report.facts[
        (report.facts["measure"] == "filing_rate") & (report.facts["bound"] == "exact")
    ]
    columns = ["subject", "period", "printed"]
    signed = [add_sign(*row) for row in rates[["printed", "unit"]].itertuples(index=False)]
    return rates[columns].assign(
        printed=signed,
        report=report.id,
        place=report.place,
        filing_rate=rates["value"],
        standing=report.card.standing,
        source=report.card.sources[0].title,
        published=report.published,
    )[["report", "place", *columns, "filing_rate", "standing", "source", "published"]]

"""Which of several subjects, and which part of a whole, is the largest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from laicheng_data.briefing.finding import LEVEL, Finding, plain_finding
from laicheng_data.charts.catalogue import chart_choices
from laicheng_data.charts.levels import levels_sentence
from laicheng_data.charts.parts import has_largest, parts_sentence
from laicheng_data.facts.report import Report
from laicheng_data.tables.filings import MEASURES
from laicheng_data.tables.measures import divides_once, families, levels_table
from laicheng_data.tables.naming import ALL, PARTICIPLES
from laicheng_data.tables.parts import parts_table, wholes
from laicheng_data.tables.ranking import is_apart
from laicheng_data.tables.stated_changes import unsigned_declines
from laicheng_data.words import Words

LEAST_SUBJECTS = 3  # of which one is the largest and one the smallest


class Level(NamedTuple):
    """A sentence on a level, the measure and period that it is about, and the measure of the chart
    that shows it."""

    about: tuple[str, str]
    text: str
    shown: str


def drop_repeats(told: Sequence[Level]) -> list[Finding]:
    """The sentences, of two on one measure and period the first: the largest is said once."""
    seen: dict[tuple[str, str], Finding] = {}
    for about, text, shown in told:
        seen.setdefault(about, plain_finding(LEVEL, text, shown))
    return list(seen.values())


def levels(report: Report, words: Words, parts: Sequence[object]) -> list[Level]:
    """Of measures with several subjects in one period, which is the largest and the smallest; of
    shares only where no `parts` are told with theirs, and none of what can be below naught."""
    sums = set(report.claims.loc[report.claims["kind"] == "sum", "result"]) | wholes(report).keys()
    shares = set(report.claims.loc[report.claims["kind"] == "share", "result"]) if parts else set()
    named = set(" ".join(report.claims["operands"]).replace("+", " ").split())
    facts = report.facts.assign(counts=families(report.facts))
    alike = ["office", "measure", "period", "counts"]
    every = dict(list(facts.groupby(alike)))
    below = {key[:2] for key, rows in every.items() if (rows["value"] < 0).any()}
    facts = facts[
        ~facts["fact_id"].isin(sums | shares)
        & ~facts["measure"].isin((*PARTICIPLES, *MEASURES, *unsigned_declines(report)))
        & (facts["subject"] != ALL)
    ]
    groups = [
        rows
        for key, rows in facts.groupby(alike, sort=False)
        if len(rows) >= LEAST_SUBJECTS and key[:2] not in below and divides_once(report, every[key])
    ]
    # One that a word such as 多 bounds may be the largest: then none is called so.
    groups = [rows for rows in groups if (rows["bound"] == "exact").all()]
    groups.sort(key=lambda rows: str(rows["period"].iloc[0]), reverse=True)
    groups.sort(key=lambda rows: (not named & set(rows["fact_id"]), -len(rows)))
    told: dict[tuple[str, str], Level] = {}
    for rows in groups:  # of each measure the period with most of them, and of such the last
        office, measure, period = rows[["office", "measure", "period"]].iloc[0]
        text = _level(rows, report, words)
        told.setdefault((office, measure), Level((measure, period), text, measure))
    return [level for level in told.values() if level.text]


def _level(rows: pd.DataFrame, report: Report, words: Words) -> str:
    """Which of the numbers is the largest, as their chart says it, if rounding leaves no doubt."""
    measure, period = rows[["measure", "period"]].iloc[0]
    table = levels_table(report, measure)
    single = table[~table["total"]]
    is_of_them = set(rows["fact_id"]) & set(single["fact_id"])  # and not of another unit or period
    if len(single) < LEAST_SUBJECTS or table["period"].iloc[0] != period or not is_of_them:
        return ""
    most = single["value"].max()
    if (single["value"] != 0).sum() < 2:  # the one that there is any of
        return ""
    if (single["value"] == most).sum() > 1 or not is_apart(single, most):
        return ""
    return words("sentence", text=levels_sentence(table, measure, words))


def largest_parts(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Level]:
    """Of wholes that have charts, which part is the largest, each with its measure and period."""
    wholes = [choice.measure for choice in chart_choices(report) if choice.form == "parts"]
    tables = {whole: parts_table(report, whole, verdicts) for whole in wholes}
    return [
        Level(
            _measure_and_period(table), words("sentence", text=parts_sentence(table, words)), whole
        )
        for whole, table in tables.items()
        if has_largest(table)
    ]


def _measure_and_period(parts: pd.DataFrame) -> tuple[str, str]:
    """The measure and the period of parts; of parts of several, those of their whole as well."""
    measures = list(dict.fromkeys(parts["measure"]))
    if len(measures) > 1 or parts["period"].nunique() > 1:
        measures += [parts["whole_measure"].iloc[0], parts["whole_subject"].iloc[0]]
    return "+".join(measures), str(parts["period"].max())

"""What the numbers leave open, as questions that the issuing office can answer. They accuse nobody.

What the rules make likely was read in the regulations that the questions name; the report itself
says none of it.
"""

from __future__ import annotations

import pandas as pd

from laicheng_data.checking.claims import check
from laicheng_data.facts.report import Report
from laicheng_data.tables.filings import filings, listed_and_unfiled, year_on_year
from laicheng_data.words import Words

NOTABLE_FALL_PERCENT = 10


def open_questions(report: Report, words: Words, verdicts: pd.DataFrame | None = None) -> list[str]:
    """Questions about the list, about bases that fell or are missing, and about claims that nobody
    can decide. `verdicts`, those of `check`, save judging again."""
    verdicts = check(report) if verdicts is None else verdicts
    table = filings(report)
    return [
        *_about_list(listed_and_unfiled(report), words),
        *_about_bases(table, words),
        *_undecided(report, verdicts, words),
    ]


def _about_list(both: pd.DataFrame, words: Words) -> list[str]:
    if not both["difference"].any():
        return []
    renamed = both[both["subject"] != both["listed_subject"]]
    return [
        words("question.day"),
        words("question.grounds"),
        *(
            words(
                "question.named",
                subject=words.word(row.subject),
                listed=words.word(row.listed_subject),
            )
            for row in renamed.itertuples()
        ),
        *([words("question.marked")] if "individual" in set(both["subject"]) else []),
    ]


def _about_bases(table: pd.DataFrame, words: Words) -> list[str]:
    changes = year_on_year(table).query("measure == 'due' and change < -@NOTABLE_FALL_PERCENT")
    fell = [
        words(
            "question.base",
            year=row.period,
            subject=words.word(row.subject),
            before=words.count(row.before),
            after=words.count(row.after),
        )
        for row in changes.itertuples()
    ]
    first = table.groupby("subject", sort=False)["period"].min()
    absent = [
        words("question.absent", year=table["period"].min(), subject=words.word(subject))
        for subject, since in first.items()
        if since > table["period"].min()
    ]
    return fell + absent


def _undecided(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    results = report.claims["result"][(verdicts["verdict"] == "undecidable").to_numpy()]
    facts = report.facts[
        report.facts["fact_id"].isin(results) & report.facts["measure"].str.endswith("_rate")
    ]
    return [
        words(
            "question.undecidable",
            measure=words.word(row.measure),
            subject=words.word(row.subject),
            period=row.period,
            printed=row.printed,
        )
        for row in facts.itertuples()
    ]

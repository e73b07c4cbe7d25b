"""What of a report was checked and what is open, in a line each, for the head of a page; for its
foot who checked it, how much of it, with what, and whom to ask."""

from __future__ import annotations

from importlib.metadata import version

import pandas as pd

from laicheng_data.checking.summary import DIFFERENCE, outcomes
from laicheng_data.facts.report import Report
from laicheng_data.tables.filings import resolve_selection
from laicheng_data.tables.naming import ALL, UNFILED, claim_bases
from laicheng_data.words import Words, capitalise

_MOST_NAMED = 3


def what_was_checked(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What the checked numbers are about: who filed, or else the measures that most of them are
    of."""
    facts = report.facts.set_index("fact_id")
    claims = report.claims[report.claims["claim_id"].isin(verdicts["claim_id"])]
    measures = facts.loc[claims["result"], "measure"].value_counts().index
    years, kinds = resolve_selection(report)
    named = words.all_of([kind for kind in kinds if kind != ALL])
    if years and named and "filing_rate" in measures[:1]:
        return words("page.scope.filings", kinds=named, years=words.years(years))
    shown = words("list_comma").join(map(words.word, measures[:_MOST_NAMED]))
    is_cut = len(measures) > _MOST_NAMED
    return capitalise(words("and_others", names=shown, count=len(measures)) if is_cut else shown)


def what_is_open(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What nobody sees from the numbers that differ: that the list does not hold as many as did not
    file. Whatever else is open is named where it is counted."""
    differ = verdicts.loc[outcomes(verdicts) == DIFFERENCE, "claim_id"]
    claims = report.claims[report.claims["claim_id"].isin(differ)].set_index("claim_id")["result"]
    listed = claims.isin(report.facts.loc[report.facts["measure"] == "listed", "fact_id"])
    bases = claim_bases(report)
    is_open = any(bases.get(claim) == UNFILED for claim in claims.index[listed])
    return words("page.scope.list") if is_open else ""


def about_the_check(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """A sentence each on how much was checked, who did it, and who can answer for what."""
    confirmed = verdicts[verdicts["basis"] != "proposed"]
    news = int((~confirmed["as_expected"]).sum())
    said = [_coverage(report, words)]
    if len(confirmed):
        counts = {"claims": words.count(len(confirmed)), "news": words.count(news)}
        slug = f"about.checked{'.news' if news else ''}"
        said.append(words(slug, **counts, version=version("laicheng-data")))
    if curators := [words.word(one.title) for one in report.card.contributors if one.is_curator]:
        said.append(words("about.curators", names=words("list_comma").join(curators)))
    if publisher := words.word(report.card.publisher):
        said.append(words("about.ask", publisher=publisher))
    return said


def _coverage(report: Report, words: Words) -> str:
    """How many numbers were taken from the report, and how many of its numerals were not."""
    counts = {"facts": len(report.facts), "omitted": len(report.omitted)}
    placed = report.facts["paragraph"].notna().all()
    slug = "about.coverage" if placed and counts["omitted"] else "about.coverage.facts"
    return words(slug, **{name: words.count(count) for name, count in counts.items()})

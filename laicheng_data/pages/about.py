"""Who checked a report, how much of it, with what, and whom to ask: what stands below a page."""

from __future__ import annotations

from importlib.metadata import version

import pandas as pd

from laicheng_data.facts.report import Report
from laicheng_data.words import Words


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

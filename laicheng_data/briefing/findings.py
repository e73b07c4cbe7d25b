"""What is found in a report, the weightiest first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from laicheng_data.briefing.answer import answer_finding
from laicheng_data.briefing.finding import (
    ANSWER,
    CHANGE,
    COMPARISON,
    FAULT,
    GAP,
    LEVEL,
    MOVED,
    Finding,
    plain_finding,
)
from laicheng_data.briefing.key_changes import (
    key_changes,
    rank_stated_changes,
    rise_and_fall,
    total_comparisons,
)
from laicheng_data.briefing.largest import drop_repeats, largest_parts, levels
from laicheng_data.briefing.mismatches import faults, gaps
from laicheng_data.briefing.place_comparison import compare_places
from laicheng_data.briefing.unfiled import unfiled_finding
from laicheng_data.charts.catalogue import lone_numbers, report_changes
from laicheng_data.charts.figures import figure_sentence
from laicheng_data.checking.claims import verdicts_of
from laicheng_data.facts.report import Report
from laicheng_data.tables.parts import claims_that_hold
from laicheng_data.words import Words, capitalise

MOST_LEVELS, MOST_AGAINST = 2, 1
LEADING = 3


def findings(
    report: Report,
    words: Words,
    others: Sequence[Report] = (),
) -> list[Finding]:
    """All findings of a report, the weightiest first: what the arithmetic says of what the report
    states and what of it does not hold, changes, comparisons, levels, differences to be explained.

    `others` are reports of other places.
    """
    verdicts = verdicts_of(report)
    alone, stated = lone_numbers(report), report_changes(report)
    holding = claims_that_hold(report, verdicts)
    parts = largest_parts(report, verdicts, words)
    rates = [
        Finding(CHANGE, words("sentence", text=text), text, measure=MOVED)
        for text in rise_and_fall(report, stated, words)
    ]
    said: dict[str, list[Finding]] = {
        ANSWER: [answer_finding(report, verdicts, words)],
        FAULT: faults(report, verdicts, words),
        CHANGE: [
            *unfiled_finding(report, words),
            *_changes(report, holding, stated, words),
            *rates,
        ],
        COMPARISON: _place_finding(report, others, words),
        LEVEL: drop_repeats([*parts, *levels(report, words, parts)])[:MOST_LEVELS],
        GAP: gaps(report, verdicts, words),
    }
    if not any(said[about] for about in (CHANGE, COMPARISON, LEVEL, GAP)):
        said[LEVEL] = _figures(LEVEL, alone[alone["change"] == ""], words)
    return [found for alike in said.values() for found in alike]


def key_findings(found: Sequence[Finding]) -> list[Finding]:
    """The three or so findings that lead every surface: the answer, whatever does not hold, then
    one finding of each further sort."""
    first = [finding for finding in found if finding.about in (ANSWER, FAULT)]
    seen: dict[str, Finding] = {}
    for finding in found:
        if finding not in first:
            seen.setdefault(finding.about, finding)
    rest = [*seen.values(), *(f for f in found if f not in first and f not in seen.values())]
    return [*first, *rest[: max(LEADING - len(first), 1)]]


def _changes(
    report: Report, holding: pd.DataFrame, stated: pd.DataFrame, words: Words
) -> list[Finding]:
    """The changes that weigh most; by how much a total is off another comes before them."""
    found = [_change(text, words) for text in total_comparisons(report, holding, words)][
        :MOST_AGAINST
    ]
    told = key_changes(report, holding, words)
    found += [_change(one.headline, words, one.parts, one.measure) for one in told]
    rest = rank_stated_changes(stated, report, holding)
    rest = rest[~rest["measure"].isin([one.measure for one in told])]
    others = _figures(CHANGE, rest, words)[: max(MOST_LEVELS - len(told), 0)]
    return [*found, *others]


def _change(headline: str, words: Words, parts: str = "", measure: str = "") -> Finding:
    """A change as a finding, how its parts changed as the detail."""
    if not parts:
        return Finding(CHANGE, words("sentence", text=headline), headline, measure=measure)
    text = words("finding.kinds", headline=headline, kinds=parts)
    detail = capitalise(words("sentence", text=parts))
    return Finding(CHANGE, text, headline, detail, measure)


def _place_finding(report: Report, others: Sequence[Report], words: Words) -> list[Finding]:
    """How the place's rates compare with those of others, if any prints the same."""
    found = compare_places(report, others, words)
    return [Finding(COMPARISON, found.text, found.headline, found.text)] if found else []


def _figures(about: str, lone: pd.DataFrame, words: Words) -> list[Finding]:
    """Numbers that stand alone, those that claims speak of most."""
    told = [figure_sentence(row, words) for row in lone.head(MOST_LEVELS).itertuples()]
    return [plain_finding(about, words("sentence", text=text)) for text in told]

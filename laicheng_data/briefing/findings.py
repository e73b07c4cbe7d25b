"""What is found in a report, each finding a sentence that the data bear out, the weightiest first.

What the report states is counted apart from what ought to hold between its numbers but is nowhere
stated: only the first can be inconsistent, the second is a difference to be explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from laicheng_data.briefing.questions import fault_question
from laicheng_data.charts.catalogue import chosen, lone, moved
from laicheng_data.charts.changes import changes_sentence
from laicheng_data.charts.figures import figure_sentence
from laicheng_data.charts.levels import levels_sentence
from laicheng_data.charts.parts import parts_sentence
from laicheng_data.checking.claims import check
from laicheng_data.checking.summary import DIFFERENCE, outcomes, summarise
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report
from laicheng_data.tables.changes import PERCENT, POINTS, Change, latest_changes, unfiled_by_kind
from laicheng_data.tables.filings import MEASURES
from laicheng_data.tables.measures import are_one_division, families, levels_table, spoken_of
from laicheng_data.tables.naming import (
    ALL,
    PARTICIPLES,
    arithmetic,
    claim_names,
    fact_name,
    gap,
    result_of,
    value_of,
)
from laicheng_data.tables.parts import parts_table
from laicheng_data.tables.places import in_context_table
from laicheng_data.tables.standing import BETWEEN, standings
from laicheng_data.tables.stated_changes import largest_first, rates_of_change
from laicheng_data.words import Words

MOST_NAMED = 4  # in one sentence
OUTCOMES = ("inconsistent", "consistent", "undecidable")  # in the order in which they are told
_WHOLE = {"none": "none", "consistent": "all", "undecidable": "open", "inconsistent": "wrong"}


ANSWER, FAULT, CHANGE, COMPARISON, LEVEL, GAP = (
    "answer", "fault", "change", "comparison", "level", "difference",
)  # fmt: skip
MOST_COUNTS, MOST_RATES, MOST_LEVELS, MOST_KINDS = 2, 1, 2, 4
LEAST_CHANGE = 10  # units that change, and that there were: of few, a few are many per cent
LEAST_SUBJECTS = 3  # of which one is the largest and one the smallest
LEADING = 3
WHOLE_KINDS = frozenset(("enterprise", "individual", "cooperative"))  # together all that must file


class Finding(NamedTuple):
    """What is found, and what it is about: one of ANSWER, FAULT, CHANGE, COMPARISON, LEVEL and GAP.

    `text` says all of it. Where that is long, `headline` says the most of it, fit for a title, and
    `detail` the rest. `measure` is the one of which it speaks, where a chart of it may stand by.
    """

    about: str
    text: str
    headline: str
    detail: str = ""
    measure: str = ""


def findings(
    report: Report,
    words: Words,
    others: Sequence[Report] = (),
    verdicts: pd.DataFrame | None = None,
) -> list[Finding]:
    """All findings of a report, the weightiest first: what the arithmetic says of what the report
    states and what of it does not hold, changes, comparisons, levels, differences to be explained.

    `others` are reports of other places; `verdicts`, those of `check`, save judging again.
    """
    verdicts = check(report) if verdicts is None else verdicts
    alone, stated = lone(report), moved(report)
    parts = _parts(report, verdicts, words)
    said: dict[str, list[Any]] = {
        ANSWER: [_answered(report, verdicts, words)],
        FAULT: faults(report, verdicts, words),
        CHANGE: [
            *_unfiled(report, words),
            *(_changes(report, words) or _figures(_weightiest(stated, report), words)),
            *_moved(stated, words),
        ],
        COMPARISON: _beside(report, others, words),
        LEVEL: [*_levels(report, words, parts), *parts][:MOST_LEVELS],
        GAP: differences(report, verdicts, words),
    }
    if not any(said[about] for about in (CHANGE, COMPARISON, LEVEL, GAP)):
        said[LEVEL] = _figures(alone[alone["change"] == ""], words)
    return [
        found if isinstance(found, Finding) else Finding(about, found, found.rstrip("。."))
        for about, texts in said.items()
        for found in texts
    ]


def leading(found: Sequence[Finding]) -> list[Finding]:
    """The three or so findings that lead every surface: the answer, whatever does not hold, then
    one finding of each further sort."""
    first = [finding for finding in found if finding.about in (ANSWER, FAULT)]
    seen: dict[str, Finding] = {}
    for finding in found:
        if finding not in first:
            seen.setdefault(finding.about, finding)
    rest = [*seen.values(), *(f for f in found if f not in first and f not in seen.values())]
    return [*first, *rest[: max(LEADING - len(first), 1)]]


def answer(report: Report, verdicts: pd.DataFrame, words: Words, named: bool = True) -> str:
    """What the arithmetic says of what the report states, in one sentence: what does not hold
    first, and by its names unless these stand beside it.

    `verdicts` are those of `check`.
    """
    found = summarise(verdicts)
    counts = {outcome: getattr(found, outcome) for outcome in OUTCOMES if getattr(found, outcome)}
    faulty = verdicts[(verdicts["basis"] == "stated") & (verdicts["verdict"] == "inconsistent")]
    is_told = named and len(faulty) > 0
    names = words("answer.names", names=_names(faulty, report, words)) if is_told else ""
    form = next(iter(counts), "none")
    if found.stated == 1:
        return words(f"answer.one.{form}", names=names)
    if len(counts) < 2:
        two = ".two" if found.stated == 2 else ""
        return words(f"answer.{_WHOLE[form]}{two}", stated=found.stated, names=names)
    parts = [
        _counted(f"answer.{outcome}", count, words, names=names)
        for outcome, count in counts.items()
    ]
    return words("answer.parts", stated=found.stated, parts=_clauses(parts, words))


def _answered(report: Report, verdicts: pd.DataFrame, words: Words) -> Finding:
    """The answer, and as its headline the same where what does not hold is named beside it."""
    counted = answer(report, verdicts, words, named=False)
    return Finding(ANSWER, answer(report, verdicts, words), counted.rstrip("。."))


def _clauses(parts: list[str], words: Words) -> str:
    *first, last = parts
    return words("clause_and").join([*([words("clause_comma").join(first)] if first else []), last])


def differences_named(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """How many differences call for an explanation, and between which figures; empty for none."""
    found = verdicts[outcomes(verdicts) == DIFFERENCE]
    names = _names(found, report, words)
    return _counted("answer.differences", len(found), words, names=names) if len(found) else ""


def faults(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Finding]:
    """Every stated claim that does not hold: printed, recomputed, by how much, and what to ask,
    which is its detail; before them, where it is so, that one rule explains them all."""
    stated = verdicts[verdicts["basis"] == "stated"]
    found = stated[stated["verdict"] == "inconsistent"]
    asked = [fault_question(row, report, words) for row in found.to_dict("records")]
    told = _told("fault", found, report, words)
    each = [
        Finding(FAULT, words("sentences", first=one, second=two), one.rstrip("。."), two)
        for one, two in zip(told, asked, strict=True)
    ]
    rule = [Finding(FAULT, text, text.rstrip("。.")) for text in _one_rule(found, words)]
    return [*rule, *each]


def _one_rule(found: pd.DataFrame, words: Words) -> list[str]:
    """That all of several claims that do not hold would do so by one other rule of rounding."""
    rules = set(found["explained_by"])
    if len(found) < 2 or len(rules) > 1 or "" in rules:
        return []
    return [words("fault.one_rule", count=len(found), rule=words.word(rules.pop()))]


def differences(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """A sentence for every relation that the report does not state and that does not hold."""
    return _told("difference", verdicts[outcomes(verdicts) == DIFFERENCE], report, words)


def _told(slug: str, found: pd.DataFrame, report: Report, words: Words) -> list[str]:
    names = claim_names(report, words)
    claims = {claim["claim_id"]: claim for claim in report.claims.to_dict("records")}
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    told = []
    for row in found.to_dict("records"):
        claim = claims[row["claim_id"]]
        fact = facts[claim["result"]]
        text = words(
            slug,
            name=names[row["claim_id"]],
            printed=value_of(fact, words),
            recomputed=result_of(row["recomputed"], fact["unit"], words),
            arithmetic=arithmetic(claim, report, words),
            gap=gap(fact, row["difference"], words),
        )
        told.append(_sentence_case(text))
    return told


def _names(found: pd.DataFrame, report: Report, words: Words) -> str:
    names = claim_names(report, words)
    named = [names[claim] for claim in found["claim_id"]]
    text = words("list_semicolon").join(named[:MOST_NAMED])
    if len(named) <= MOST_NAMED:
        return text
    return words("and_more", names=text, more=len(named) - MOST_NAMED)


def _counted(slug: str, count: int, words: Words, **values: object) -> str:
    """The sentence in the form that the number asks for."""
    return words(slug + (".one" if count == 1 else ""), count=count, **values)


# ---------------------------------------------------------------------------- changes


def _unfiled(report: Report, words: Words) -> list[Finding]:
    """How many did not file, against the year before, and which kinds account for it."""
    table = unfiled_by_kind(report)
    kinds = table[table["subject"] != ALL]
    whole = table[table["subject"] == ALL]
    if whole.empty and not set(kinds["subject"]) <= WHOLE_KINDS:
        return []  # kinds that may overlap are not added up
    totals = (kinds if whole.empty else whole)[["before", "after"]].sum()
    if table.empty or not totals["after"]:
        return []
    year, difference = table["period"].iloc[0], totals["after"] - totals["before"]
    form = {1: "more", -1: "fewer", 0: "same"}[int(difference > 0) - int(difference < 0)]
    headline = words(
        f"finding.unfiled.{form}",
        year=year,
        previous=int(year) - 1,
        total=words.count(totals["after"]),
        difference=words.count(abs(difference)),
    )
    moved = _kinds(kinds, words)
    if not moved:
        return [Finding(CHANGE, words("sentence", text=headline), headline)]
    text = words("finding.kinds", headline=headline, kinds=moved)
    return [Finding(CHANGE, text, headline, _sentence_case(words("sentence", text=moved)))]


def _kinds(kinds: pd.DataFrame, words: Words) -> str:
    """By how much each kind changed, the largest first; empty where there is one kind only."""
    moved = kinds.assign(by=kinds["after"] - kinds["before"])
    moved = moved[moved["by"] != 0].sort_values("by", key=lambda by: -by.abs(), kind="stable")
    if len(kinds) < 2 or moved.empty:
        return ""
    parts = [
        words(
            "finding.kind.more" if row.by > 0 else "finding.kind.fewer",
            subject=words.word(str(row.subject)),
            by=words.count(abs(row.by)),
        )
        for row in moved.head(MOST_KINDS).itertuples()
    ]
    return words("clause_comma").join(parts)


def _changes(report: Report, words: Words) -> list[Finding]:
    """The largest changes of counts and of rates, at most one a subject."""
    facts = report.facts.to_dict("records")
    chosen: dict[str, dict[tuple[Any, ...], Finding]] = {PERCENT: {}, POINTS: {}}
    for change in latest_changes(report):
        before, after = facts[change.before], facts[change.after]
        few = min(abs(after["value"] - before["value"]), before["value"]) < LEAST_CHANGE
        if change.unit == POINTS or not (few and report.numbers.exact[change.after]):
            text = _change(change, before, after, words)
            found = Finding(CHANGE, text, text.rstrip("。."), measure=after["measure"])
            chosen[change.unit].setdefault((after["office"], after["subject"]), found)
    most = {PERCENT: MOST_COUNTS, POINTS: MOST_RATES}
    return [text for unit, told in chosen.items() for text in list(told.values())[: most[unit]]]


def _change(
    change: Change, before: Mapping[str, Any], after: Mapping[str, Any], words: Words
) -> str:
    return _sentence_case(
        words(
            f"finding.{change.unit if change.size else 'change'}.{'up' if change.rose else 'down'}",
            name=fact_name(after, words),
            after=value_of(after, words),
            before=value_of(before, words),
            previous=words.period(before["period"]),
            size=words.points(change.size) if change.unit == POINTS else change.size,
        )
    )


# ------------------------------------------------------------------------ comparisons


def _beside(report: Report, others: Sequence[Report], words: Words) -> list[Finding]:
    """Where the place's rates stand among those of all places that print the same."""
    table = in_context_table(report, others)
    if table.empty:
        return []
    by_subject = list(standings(table).groupby("subject", sort=False))
    of_subjects = [(words.word(subject), _standings(rows, words)) for subject, rows in by_subject]
    of_subjects.sort(key=lambda item: len(item[1]))  # the plain ones before the mixed
    parts = [
        words("finding.standing.one", subject=subject, standing=said[0])
        if len(said) == 1
        else words(
            "finding.standing.several",
            subject=subject,
            standings=words("clause_comma").join(said),
        )
        for subject, said in of_subjects
    ]
    place = words.word(report.place)
    text = words("finding.beside", place=place, parts=words("list_semicolon").join(parts))
    clear = [
        words(f"finding.beside.{rows['standing'].iloc[0]}", subject=words.word(subject))
        for subject, rows in by_subject
        if rows["standing"].nunique() == 1 and rows["standing"].iloc[0] != BETWEEN
    ]
    form = "finding.beside.clear" if clear else "finding.beside.title"
    headline = words(form, place=place, parts=words("clause_comma").join(clear))
    return [Finding(COMPARISON, text, headline, text)]


def _standings(rows: pd.DataFrame, words: Words) -> list[str]:
    """`the highest rate in 2013 and 2014`, `the lowest in 2015`: a phrase a standing."""
    return [
        words(f"finding.standing.{standing}", years=_years(list(years["period"]), words))
        for standing, years in rows.groupby("standing", sort=False)
    ]


def _years(years: list[str], words: Words) -> str:
    """Years as a span where none is missing between them, else one by one."""
    if len(years) > 2 and int(years[-1]) - int(years[0]) == len(years) - 1:
        return words.years(years)
    *first, last = years
    return words("years_and", first=words("list_comma").join(first), last=last) if first else last


# ----------------------------------------------------------------------------- levels


def _levels(report: Report, words: Words, parts: Sequence[str]) -> list[str]:
    """Of measures with several subjects in one period, which is the largest and the smallest; of
    shares only where no `parts` are told with theirs."""
    sums = set(report.claims.loc[report.claims["kind"] == "sum", "result"])
    shares = set(report.claims.loc[report.claims["kind"] == "share", "result"]) if parts else set()
    named = set(" ".join(report.claims["operands"]).replace("+", " ").split())
    facts = report.facts.assign(counts=families(report.facts))
    alike = ["office", "measure", "period", "counts"]
    several = {key for key, rows in facts.groupby(alike) if not are_one_division(rows)}
    facts = facts[
        ~facts["fact_id"].isin(sums | shares)
        & ~facts["measure"].isin((*PARTICIPLES, *MEASURES))
        & (facts["subject"] != ALL)
    ]
    groups = [
        rows
        for key, rows in facts.groupby(alike, sort=False)
        if len(rows) >= LEAST_SUBJECTS and key not in several
    ]
    # One that a word such as 多 bounds may be the largest: then none is called so.
    groups = [rows for rows in groups if (rows["bound"] == "exact").all()]
    groups.sort(key=lambda rows: str(rows["period"].iloc[0]), reverse=True)
    groups.sort(key=lambda rows: (not named & set(rows["fact_id"]), -len(rows)))
    told: dict[tuple[str, str], str] = {}
    for rows in groups:  # of each measure the period with most of them, and of such the last
        told.setdefault(tuple(rows[["office", "measure"]].iloc[0]), _level(rows, report, words))
    return [text for text in told.values() if text]


def _level(rows: pd.DataFrame, report: Report, words: Words) -> str:
    """Which of the numbers is the largest, as their chart says it, if rounding leaves no doubt."""
    measure, period = rows[["measure", "period"]].iloc[0]
    table = levels_table(report, measure)
    single = table[~table["total"]]
    if len(single) < LEAST_SUBJECTS or table["period"].iloc[0] != period:
        return ""
    printed = single[["printed", "unit"]].itertuples(index=False, name=None)
    ends = [parse(*number).interval() for number in printed]
    if ends[0].meets(ends[1]) or ends[-1].meets(ends[-2]):
        return ""
    return words("sentence", text=levels_sentence(table, measure, words))


def _parts(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """Of wholes that have charts, which part is the largest."""
    wholes = [choice.measure for choice in chosen(report) if choice.form == "parts"]
    told = [parts_sentence(parts_table(report, whole, verdicts), words) for whole in wholes]
    return [words("sentence", text=text) for text in told]


def _weightiest(moved: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Numbers of which the report states how they changed, those that claims speak of most
    first."""
    there = moved[(moved["fact_id"] != "") & (moved["change_unit"] != "")]
    spoken = [-spoken_of(report)[measure] for measure in there["measure"]]
    return there.assign(spoken=spoken).sort_values("spoken", kind="stable")


def _moved(moved: pd.DataFrame, words: Words) -> list[str]:
    """Of the period with most changes, how many numbers rose and fell, and which most."""
    most = rates_of_change(moved)[:1]
    told = [changes_sentence(largest_first(rates), words) for rates in most]
    return [words("sentence", text=text) for text in told]


def _figures(lone: pd.DataFrame, words: Words) -> list[str]:
    """Numbers that stand alone, those that claims speak of most."""
    told = [figure_sentence(row, words) for row in lone.head(MOST_LEVELS).itertuples()]
    return [words("sentence", text=text) for text in told]


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]

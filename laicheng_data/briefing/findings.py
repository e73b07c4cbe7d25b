"""What is found in a report, each finding a sentence that the data bear out, the weightiest first.

What the report states is counted apart from what ought to hold between its numbers but is nowhere
stated: only the first can be inconsistent, the second is a difference to be explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from laicheng_data.briefing.key_changes import (
    key_changes,
    rank_stated_changes,
    rise_and_fall,
    total_comparisons,
)
from laicheng_data.briefing.place_comparison import compare_places
from laicheng_data.briefing.questions import fault_question
from laicheng_data.charts.catalogue import chart_choices, lone_numbers, report_changes
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.checked import CHECKED
from laicheng_data.charts.figures import figure_sentence
from laicheng_data.charts.levels import levels_sentence
from laicheng_data.charts.parts import has_largest, parts_sentence
from laicheng_data.checking.claims import verdicts_of
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import DIFFERENCE, faulty_verdicts, outcomes, summarise
from laicheng_data.facts.report import Report
from laicheng_data.tables.changes import unfiled_by_kind
from laicheng_data.tables.filings import MEASURES
from laicheng_data.tables.measures import divides_once, families, levels_table
from laicheng_data.tables.naming import (
    ALL,
    PARTICIPLES,
    PLACE,
    arithmetic,
    claim_names,
    deviation_text,
    fact_name,
    filing_year,
    other_side,
    recomputed_value,
    value_of,
)
from laicheng_data.tables.parts import claims_that_hold, parts_table, wholes
from laicheng_data.tables.ranking import is_apart
from laicheng_data.tables.sorts import sorts_name, sorts_of
from laicheng_data.tables.stated_changes import unsigned_declines
from laicheng_data.words import Words, capitalise

MOST_NAMED = 4  # in one sentence
OUTCOMES = ("inconsistent", "consistent", "undecidable")  # in the order in which they are told
_WHOLE = {"none": "none", "consistent": "all", "undecidable": "open", "inconsistent": "wrong"}


ANSWER, FAULT, CHANGE, COMPARISON, LEVEL, GAP = (
    "answer", "fault", "change", "comparison", "level", "difference",
)  # fmt: skip
MOVED = "changes"  # the measure of a finding on numbers of several, by the form of its charts
MOST_LEVELS, MOST_KINDS, MOST_AGAINST = 2, 4, 1
LEAST_SUBJECTS = 3  # of which one is the largest and one the smallest
LEADING = 3
NOT_FILED = frozenset(("due", "-filed", "unfiled"))  # terms that make those that did not file
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

    `others` are reports of other places; `verdicts` are those of `check`.
    """
    verdicts = verdicts_of(report) if verdicts is None else verdicts
    alone, stated = lone_numbers(report), report_changes(report)
    holding = claims_that_hold(report, verdicts)
    parts = _parts(report, verdicts, words)
    rates = [
        Finding(CHANGE, words("sentence", text=text), text, measure=MOVED)
        for text in rise_and_fall(report, stated, words)
    ]
    said: dict[str, list[Any]] = {
        ANSWER: [_answer_finding(report, verdicts, words)],
        FAULT: faults(report, verdicts, words),
        CHANGE: [
            *_unfiled_finding(report, words),
            *_changes(report, holding, stated, words),
            *rates,
        ],
        COMPARISON: _place_finding(report, others, words),
        LEVEL: _drop_repeats([*parts, *_levels(report, words, parts)])[:MOST_LEVELS],
        GAP: _gaps(report, verdicts, words),
    }
    if not any(said[about] for about in (CHANGE, COMPARISON, LEVEL, GAP)):
        said[LEVEL] = _figures(alone[alone["change"] == ""], words)
    return [
        found if isinstance(found, Finding) else Finding(about, found, found.rstrip("。."))
        for about, texts in said.items()
        for found in texts
    ]


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


def answer(report: Report, verdicts: pd.DataFrame, words: Words, named: bool = True) -> str:
    """What the arithmetic says of what the report states, in one sentence: what does not hold
    first, and by its names unless these stand beside it.

    `verdicts` are those of `check`.
    """
    found = summarise(verdicts)
    counts = {outcome: getattr(found, outcome) for outcome in OUTCOMES if getattr(found, outcome)}
    stated = verdicts[verdicts["basis"] == "stated"]
    wrong = faulty_verdicts(verdicts)
    kinds = sorts_name(sorts_of(report, stated["claim_id"]), words)
    is_told = named and len(wrong) > 0
    names = words("answer.names", names=_names(wrong, report, words)) if is_told else ""
    form = next(iter(counts), "none")
    if found.stated == 1:
        return words(f"answer.one.{form}", names=names, kinds=kinds)
    if len(counts) < 2:
        two = ".two" if found.stated == 2 else ""
        return words(f"answer.{_WHOLE[form]}{two}", stated=found.stated, names=names, kinds=kinds)
    parts = [
        _pluralise(f"answer.{outcome}", count, words, names=names)
        for outcome, count in counts.items()
    ]
    return words(
        "answer.parts", stated=found.stated, kinds=kinds, parts=_join_clauses(parts, words)
    )


def full_answer(report: Report, verdicts: pd.DataFrame, words: Words, named: bool = True) -> str:
    """The answer, and of what the report does not state, what differs, by its general name."""
    stated = answer(report, verdicts, words, named)
    apart = _differences_sentence(report, verdicts, words)
    if not apart:
        return stated
    return words("answer.and", answer=stated.rstrip("。."), differences=apart)


def answer_lines(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """The same in a line each, without their stops and the names of what does not match."""
    lines = [
        answer(report, verdicts, words, named=False),
        _differences_sentence(report, verdicts, words),
    ]
    return [capitalise(line.rstrip("。.")) for line in lines if line]


def failed_names(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """What does not match, by its names."""
    return words("answer.which", names=_names(faulty_verdicts(verdicts), report, words))


def _answer_finding(report: Report, verdicts: pd.DataFrame, words: Words) -> Finding:
    """The answer, and as its headline what became of what is stated and that something differs:
    what does not hold and what differs is named beside it."""
    headline = answer(report, verdicts, words, named=False).rstrip("。.")
    if apart := _differences_headline(report, verdicts, words):
        headline = words("answer.and", answer=headline, differences=apart).rstrip("。.")
    return Finding(ANSWER, full_answer(report, verdicts, words), headline)


def _differences_sentence(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """How many differences there are, and between what; empty for none. Of a list whose kinds all
    differ both totals are told, as what these are apart hides how much the kinds are."""
    found, total = _differences_and_net(report, verdicts)
    if found.empty:
        return ""
    is_one = len(found) == 1
    if _is_of_list(found, report):
        if not total.empty:
            return _kinds_sentence("answer.list.net", found, words, **_sides(total, report, words))
        if is_one:
            names, by = _names(found, report, words), _deviation_text(found, report, words)
            return words("answer.list", off=by, names=names)
        return words("answer.list.several", count=len(found))
    counted = _pluralise("answer.count", len(found), words)
    if not total.empty:
        net = _deviation_text(total, report, words)
        counted = words("answer.count.net", counted=counted, off=net)
    name = _general_name(found, report, words)
    if is_one:
        name = words("answer.off", name=name, off=_deviation_text(found, report, words))
    return words(f"answer.differs{'.one' if is_one else ''}", counted=counted, names=name)


def _differences_headline(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """That something differs, as a title has room for it; empty where nothing does."""
    found, total = _differences_and_net(report, verdicts)
    if found.empty:
        return ""
    if _is_of_list(found, report) and not total.empty:
        return _kinds_sentence("answer.list.short", found, words)
    counted = _pluralise("answer.count", len(found), words)
    return words("answer.differs.short", counted=counted)


def _kinds_sentence(slug: str, kinds: pd.DataFrame, words: Words, **values: object) -> str:
    """A sentence on all of several kinds: of two it says both."""
    form = ".two" if len(kinds) == 2 else ""
    return words(slug + form, count=len(kinds), **values)


def _sides(total: pd.DataFrame, report: Report, words: Words) -> dict[str, str]:
    """A printed total of the list, how many did not file, and of when."""
    row = total.iloc[0]
    fact = _result_of(row["claim_id"], report)
    return {
        "listed": value_of(fact, words),
        "unfiled": recomputed_value(row["recomputed"], fact, words),
        "year": filing_year(fact["period"], words),
    }


def _differences_and_net(
    report: Report, verdicts: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The differences, without one that is but the net of all others; and that one, if there is
    any."""
    found = verdicts[outcomes(verdicts) == DIFFERENCE]
    netted = net_differences(report, verdicts)
    single = found[~found["claim_id"].isin(netted)]
    total = found[found["claim_id"].isin([n for n, of in netted.items() if len(of) == len(single)])]
    return single, total if len(total) == 1 else total.iloc[:0]


def _deviation_text(found: pd.DataFrame, report: Report, words: Words) -> str:
    """By how much the first of some verdicts is off, and which way."""
    row = found.iloc[0]
    return deviation_text(_result_of(row["claim_id"], report), row["difference"], words)


def _result_of(claim: str, report: Report) -> dict[str, Any]:
    """The fact that a claim has as its result."""
    result = report.claims.set_index("claim_id").loc[claim, "result"]
    fact = report.facts.set_index("fact_id", drop=False).loc[result].to_dict()
    return {str(column): value for column, value in fact.items()}


def _is_of_list(found: pd.DataFrame, report: Report) -> bool:
    """Whether all that differs is the list of abnormal operations from those that did not file:
    kinds of business, each once, or the total alone."""
    claims = report.claims[report.claims["claim_id"].isin(found["claim_id"])]
    facts = report.facts.set_index("fact_id")
    measures, results = facts["measure"], facts.loc[claims["result"]]
    terms = " ".join(claims["operands"]).split()
    signed = {"-" * t.startswith("-") + measures.get(t.lstrip("-"), "?") for t in terms}
    is_unfiled = signed <= NOT_FILED and ("due" in signed) == ("-filed" in signed)
    is_listed = set(results["measure"]) == {"listed"} and results["period"].nunique() == 1
    kinds = results["subject"]
    is_each_once = kinds.is_unique and (len(kinds) == 1 or ALL not in set(kinds))
    return is_unfiled and is_listed and is_each_once


def _general_name(found: pd.DataFrame, report: Report, words: Words) -> str:
    """What several differences have in common, measure and period; else what each is called."""
    results = report.claims.set_index("claim_id").loc[found["claim_id"], "result"]
    facts = report.facts.set_index("fact_id").loc[results, ["measure", "period"]]
    common = facts.drop_duplicates()
    if len(found) > 1 and len(common) == 1:
        return fact_name({**common.iloc[0].to_dict(), "subject": ALL}, words)
    return _names(found, report, words)


def undrawn_verdicts(chart: Chart, report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts on stated claims that a chart of what was checked has no row for; none for a
    chart of anything else."""
    table, stated = chart.table, verdicts[verdicts["basis"] == "stated"]
    if table is None or not {*PLACE, "recomputed"} <= set(table):
        return stated.iloc[:0]
    is_recomputed = table["recomputed"].notna() & (table["recomputed"] != "")
    there = table if chart.name == CHECKED.name else table[is_recomputed]
    return stated[~_is_in(there, stated, report)]


def drawn_claims(chart: Chart, report: Report, verdicts: pd.DataFrame) -> set[str]:
    """The claims that a chart of what was checked has a row for, implied ones too."""
    if chart.name == CHECKED.name:
        return set(chart.table["claim_id"])
    stated = verdicts.loc[verdicts["basis"] == "stated", "claim_id"]
    return set(stated) - set(undrawn_verdicts(chart, report, verdicts)["claim_id"])


def blank_verdicts(chart: Chart, report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Of these the verdicts on what stands in the data of the chart: it cannot be checked."""
    left = undrawn_verdicts(chart, report, verdicts)
    return left if left.empty else left[_is_in(chart.table, left, report)]


def _is_in(table: pd.DataFrame, verdicts: pd.DataFrame, report: Report) -> Any:
    """Whether the data of a chart have the result of each claim."""
    there = set(table[PLACE].astype(str).itertuples(index=False, name=None))
    facts = report.facts.set_index("fact_id")[PLACE]
    results = report.claims.set_index("claim_id")["result"]
    return np.array([tuple(facts.loc[results[c]]) in there for c in verdicts["claim_id"]], bool)


def undrawn_names(left: pd.DataFrame, report: Report, words: Words) -> list[str]:
    """Verdicts on what a chart of what was checked has no row for, each by its name."""
    names = claim_names(report, words)
    said = [
        words("answer.judged", name=names[row.claim_id], verdict=words(f"outcome.{row.verdict}"))
        for row in left.head(MOST_NAMED).itertuples()
    ]
    text, more = words("list_semicolon").join(said), len(left) - len(said)
    text = words("and_more", names=text, more=more) if more else text
    return [words("answer.not_drawn", names=text)] if said else []


def _join_clauses(parts: list[str], words: Words) -> str:
    *first, last = parts
    return words("clause_and").join([*([words("clause_comma").join(first)] if first else []), last])


def differences_summary(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """How many differences call for an explanation, and between which figures; empty for none."""
    found, total = _differences_and_net(report, verdicts)
    if found.empty:
        return ""
    names = _names(found, report, words, with_size=True)
    if not total.empty:
        names = words("answer.net", names=names, off=_deviation_text(total, report, words))
    return _pluralise("answer.differences", len(found), words, names=names)


def faults(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Finding]:
    """Every stated claim that does not hold: printed, recomputed, by how much, and what to ask,
    which is its detail; before them, where it is so, that one rule explains them all."""
    found = faulty_verdicts(verdicts)
    asked = [fault_question(row, report, words) for row in found.to_dict("records")]
    told = _verdict_sentences("fault", found, report, words)
    each = [
        Finding(FAULT, words("sentences", first=one, second=two), one.rstrip("。."), two)
        for one, two in zip(told, asked, strict=True)
    ]
    rule = [
        Finding(FAULT, text, text.rstrip("。.")) for text in _shared_rounding_rule(found, words)
    ]
    return [*rule, *each]


def _shared_rounding_rule(found: pd.DataFrame, words: Words) -> list[str]:
    """That all of several claims that do not hold would do so by one other rule of rounding."""
    rules = set(found["explained_by"])
    if len(found) < 2 or len(rules) > 1 or "" in rules:
        return []
    return [words("fault.one_rule", count=len(found), rule=words.word(rules.pop()))]


def differences(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """A sentence for every relation that the report does not state and that does not hold; one that
    is but the net of others after these."""
    found, netted = verdicts[outcomes(verdicts) == DIFFERENCE], net_differences(report, verdicts)
    is_net = found["claim_id"].isin(netted)
    each = _verdict_sentences("difference", found[~is_net], report, words)
    for row in found[is_net].itertuples():
        total = found[found["claim_id"] == row.claim_id]
        count = len(netted[row.claim_id])
        each += _verdict_sentences("difference.net", total, report, words, count=count)
    return each


def _gaps(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Finding]:
    """The differences, each with the measure that differs."""
    found, netted = verdicts[outcomes(verdicts) == DIFFERENCE], net_differences(report, verdicts)
    is_net = found["claim_id"].isin(netted)
    ordered = [*found.loc[~is_net, "claim_id"], *found.loc[is_net, "claim_id"]]
    results = report.claims.set_index("claim_id").loc[ordered, "result"]
    measures = report.facts.set_index("fact_id").loc[results, "measure"]
    told = differences(report, verdicts, words)
    return [
        Finding(GAP, text, text.rstrip("。."), measure=measure)
        for text, measure in zip(told, measures, strict=True)
    ]


def _verdict_sentences(
    slug: str, found: pd.DataFrame, report: Report, words: Words, **values: object
) -> list[str]:
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
            recomputed=recomputed_value(row["recomputed"], fact, words),
            arithmetic=arithmetic(claim, report, words),
            off=deviation_text(fact, row["difference"], words),
            other=other_side(claim, row["recomputed"], report, words),
            **values,
        )
        told.append(capitalise(text))
    return told


def _names(found: pd.DataFrame, report: Report, words: Words, with_size: bool = False) -> str:
    names = claim_names(report, words)
    named = [names[claim] for claim in found["claim_id"][:MOST_NAMED]]
    if with_size:
        sizes = [_deviation_text(found.iloc[[place]], report, words) for place in range(len(named))]
        named = [
            words("answer.off", name=name, off=size)
            for name, size in zip(named, sizes, strict=True)
        ]
    text = words("list_semicolon").join(named)
    if len(found) <= MOST_NAMED:
        return text
    return words("and_more", names=text, more=len(found) - MOST_NAMED)


def _pluralise(slug: str, count: int, words: Words, **values: object) -> str:
    """The sentence in the form that the number asks for."""
    return words(slug + (".one" if count == 1 else ""), count=count, **values)


# ---------------------------------------------------------------------------- changes


def _unfiled_finding(report: Report, words: Words) -> list[Finding]:
    """How many did not file, against the year before, and which kinds account for it."""
    table = unfiled_by_kind(report)
    kinds = table[table["subject"] != ALL]
    whole = table[table["subject"] == ALL]
    if whole.empty and not set(kinds["subject"]) <= WHOLE_KINDS:
        return []  # kinds that may overlap are not added up
    counted = (kinds if whole.empty else whole)[["before", "after", "due_before", "due_after"]]
    totals = counted.sum(skipna=False)
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
    shares = _share_of_due(totals, int(year) - 1, words)
    told = [text for text in (shares, _kinds(kinds, words)) if text]
    if not told:
        return [Finding(CHANGE, words("sentence", text=headline), headline)]
    more = words("list_semicolon").join(told)
    text = words("finding.kinds", headline=headline, kinds=more)
    return [Finding(CHANGE, text, headline, capitalise(words("sentence", text=more)))]


def _share_of_due(totals: Mapping[str, float], previous: int, words: Words) -> str:
    """Which share of those due did not file in either year; empty where not all due are known."""
    if not (totals["due_before"] > 0 and totals["due_after"] > 0):
        return ""
    before, after = (
        words.percent(totals[year] / totals[f"due_{year}"]) for year in ("before", "after")
    )
    return words("finding.unfiled.share", after=after, before=before, previous=previous)


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
    others = _figures(rest, words)[: max(MOST_LEVELS - len(told), 0)]
    return [*found, *(Finding(CHANGE, text, text.rstrip("。.")) for text in others)]


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


# ----------------------------------------------------------------------------- levels


class _Level(NamedTuple):
    """A sentence on a level, the measure and period that it is about, and the measure of the chart
    that shows it."""

    about: tuple[str, str]
    text: str
    shown: str


def _drop_repeats(told: Sequence[_Level]) -> list[Finding]:
    """The sentences, of two on one measure and period the first: the largest is said once."""
    seen: dict[tuple[str, str], Finding] = {}
    for about, text, shown in told:
        seen.setdefault(about, Finding(LEVEL, text, text.rstrip("。."), measure=shown))
    return list(seen.values())


def _levels(report: Report, words: Words, parts: Sequence[object]) -> list[_Level]:
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
    told: dict[tuple[str, str], _Level] = {}
    for rows in groups:  # of each measure the period with most of them, and of such the last
        office, measure, period = rows[["office", "measure", "period"]].iloc[0]
        text = _level(rows, report, words)
        told.setdefault((office, measure), _Level((measure, period), text, measure))
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


def _parts(report: Report, verdicts: pd.DataFrame, words: Words) -> list[_Level]:
    """Of wholes that have charts, which part is the largest, each with its measure and period."""
    wholes = [choice.measure for choice in chart_choices(report) if choice.form == "parts"]
    tables = {whole: parts_table(report, whole, verdicts) for whole in wholes}
    return [
        _Level(
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


def _figures(lone: pd.DataFrame, words: Words) -> list[str]:
    """Numbers that stand alone, those that claims speak of most."""
    told = [figure_sentence(row, words) for row in lone.head(MOST_LEVELS).itertuples()]
    return [words("sentence", text=text) for text in told]

"""What the arithmetic says of all that a report states, in one sentence.

What the report states is counted apart from what ought to hold between its numbers but is nowhere
stated: only the first can be inconsistent, the second is a difference to be explained.
"""

from __future__ import annotations

import pandas as pd

from laicheng_data.briefing.finding import ANSWER, Finding
from laicheng_data.briefing.verdict_names import name_verdicts, pluralise, result_of, size_of_first
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import DIFFERENCE, faulty_verdicts, outcomes, summarise
from laicheng_data.facts.report import Report
from laicheng_data.tables.naming import ALL, fact_name, filing_year, recomputed_value, value_of
from laicheng_data.tables.sorts import sorts_name, sorts_of
from laicheng_data.words import Words, capitalise

OUTCOMES = ("inconsistent", "consistent", "undecidable")  # in the order in which they are told
_WHOLE = {"none": "none", "consistent": "all", "undecidable": "open", "inconsistent": "wrong"}
NOT_FILED = frozenset(("due", "-filed", "unfiled"))  # terms that make those that did not file


def answer(report: Report, verdicts: pd.DataFrame, words: Words, named: bool = True) -> str:
    """What the arithmetic says of what the report states, in one sentence: what does not hold
    first, and by its names unless these stand beside it.

    `verdicts` are those of `check`.
    """
    found = summarise(verdicts)
    if len(verdicts) and found.proposals == len(verdicts):
        return _proposals_sentence(verdicts, words)
    counts = {outcome: getattr(found, outcome) for outcome in OUTCOMES if getattr(found, outcome)}
    stated = verdicts[verdicts["basis"] == "stated"]
    wrong = faulty_verdicts(verdicts)
    kinds = sorts_name(sorts_of(report, stated["claim_id"]), words)
    is_told = named and len(wrong) > 0
    names = words("answer.names", names=name_verdicts(wrong, report, words)) if is_told else ""
    form = next(iter(counts), "none")
    if found.stated == 1:
        return words(f"answer.one.{form}", names=names, kinds=kinds)
    if len(counts) < 2:
        two = ".two" if found.stated == 2 else ""
        return words(f"answer.{_WHOLE[form]}{two}", stated=found.stated, names=names, kinds=kinds)
    parts = [
        pluralise(f"answer.{outcome}", count, words, names=names)
        for outcome, count in counts.items()
    ]
    return words(
        "answer.parts", stated=found.stated, kinds=kinds, parts=_join_clauses(parts, words)
    )


def _proposals_sentence(verdicts: pd.DataFrame, words: Words) -> str:
    """What became of the proposals of a draft, of which nobody has confirmed any."""
    counts = verdicts["verdict"].value_counts()
    parts = [
        pluralise(f"answer.{outcome}", int(counts[outcome]), words, names="")
        for outcome in OUTCOMES
        if outcome in counts
    ]
    text = words("checked.title.proposed", outcome=_join_clauses(parts, words))
    return words("sentence", text=text)


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
    return words("answer.which", names=name_verdicts(faulty_verdicts(verdicts), report, words))


def answer_finding(report: Report, verdicts: pd.DataFrame, words: Words) -> Finding:
    """The answer, and as its headline what became of what is stated and that something differs:
    what does not hold and what differs is named beside it."""
    headline = answer(report, verdicts, words, named=False).rstrip("。.")
    if apart := _differences_headline(report, verdicts, words):
        headline = words("answer.and", answer=headline, differences=apart).rstrip("。.")
    return Finding(ANSWER, full_answer(report, verdicts, words), headline)


def differences_summary(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """How many differences call for an explanation, and between which figures; empty for none."""
    found, total = _differences_and_net(report, verdicts)
    if found.empty:
        return ""
    names = name_verdicts(found, report, words, with_size=True)
    if not total.empty:
        names = words("answer.net", names=names, off=size_of_first(total, report, words))
    return pluralise("answer.differences", len(found), words, names=names)


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
            names, by = name_verdicts(found, report, words), size_of_first(found, report, words)
            return words("answer.list", off=by, names=names)
        return words("answer.list.several", count=len(found))
    counted = pluralise("answer.count", len(found), words)
    if not total.empty:
        net = size_of_first(total, report, words)
        counted = words("answer.count.net", counted=counted, off=net)
    name = _general_name(found, report, words)
    if is_one:
        name = words("answer.off", name=name, off=size_of_first(found, report, words))
    return words(f"answer.differs{'.one' if is_one else ''}", counted=counted, names=name)


def _differences_headline(report: Report, verdicts: pd.DataFrame, words: Words) -> str:
    """That something differs, as a title has room for it; empty where nothing does."""
    found, total = _differences_and_net(report, verdicts)
    if found.empty:
        return ""
    if _is_of_list(found, report) and not total.empty:
        return _kinds_sentence("answer.list.short", found, words)
    counted = pluralise("answer.count", len(found), words)
    return words("answer.differs.short", counted=counted)


def _kinds_sentence(slug: str, kinds: pd.DataFrame, words: Words, **values: object) -> str:
    """A sentence on all of several kinds: of two it says both."""
    form = ".two" if len(kinds) == 2 else ""
    return words(slug + form, count=len(kinds), **values)


def _sides(total: pd.DataFrame, report: Report, words: Words) -> dict[str, str]:
    """A printed total of the list, how many did not file, and of when."""
    row = total.iloc[0]
    fact = result_of(row["claim_id"], report)
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
    return name_verdicts(found, report, words)


def _join_clauses(parts: list[str], words: Words) -> str:
    *first, last = parts
    return words("clause_and").join([*([words("clause_comma").join(first)] if first else []), last])

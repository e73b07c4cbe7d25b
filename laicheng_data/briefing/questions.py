"""What the numbers leave open, as questions that the issuing office can answer. They accuse nobody.

What the rules make likely was read in the regulations that the questions name; the report itself
says none of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from laicheng_data.charts.numbers import format_count, more_or_fewer
from laicheng_data.checking.claims import numerators, verdicts_of
from laicheng_data.checking.nets import single_differences
from laicheng_data.checking.summary import faulty_verdicts
from laicheng_data.facts.report import Report
from laicheng_data.tables.amounts import number_of
from laicheng_data.tables.filings import filings, listed_and_unfiled, year_on_year
from laicheng_data.tables.naming import (
    ALL,
    claim_names,
    deviation_text,
    fact_name,
    other_side,
    recomputed_value,
    value_of,
)
from laicheng_data.words import Words, capitalise

NOTABLE_FALL_PERCENT = 10
MARKED = "individual"  # the kind that the rules have marked where it does not file, not listed
NEAR = 0.1  # of a printed part, within which another may have been meant
_OPEN = {"share": "share", "growth": "change", "decline": "change", "sum": "sum"}


UNNAMED = "other"  # the office of numbers of which a draft does not know whose they are


class Question(NamedTuple):
    """What to ask, why it is asked or by which rule (empty where the question says all), what it is
    `about`: its slug in `sentences.csv` is `question.about.` and this; and of which `office`, as
    its numbers name it."""

    about: str
    ask: str
    why: str = ""
    office: str = ""


def open_questions(report: Report, words: Words) -> list[str]:
    """What to ask, each with why, as texts."""
    return [text_of(question, words) for question in all_questions(report, words)]


def text_of(question: Question, words: Words) -> str:
    """A question and why it is asked, as one text."""
    if not question.why:
        return question.ask
    return words("sentences", first=question.ask, second=question.why)


def all_questions(report: Report, words: Words) -> list[Question]:
    """Questions about what does not hold, about the list, about bases that fell or are missing,
    and about claims that nobody can decide."""
    verdicts = verdicts_of(report)
    table = filings(report)
    listed, due = (_office_of(report, measure) for measure in ("listed", "due"))
    return [
        *_fault_questions(report, verdicts, words),
        *(
            one._replace(office=listed)
            for one in _list_questions(listed_and_unfiled(report), words)
        ),
        *(one._replace(office=due) for one in _base_questions(table, words)),
        *_difference_questions(report, verdicts, words),
        *_undecided_questions(report, verdicts, words),
    ]


def only_office(questions: Sequence[Question], words: Words) -> str:
    """The one office that all the questions are for, in words; empty where there are several, or
    one of them is not known."""
    offices = {question.office for question in questions}
    return words.word(offices.pop()) if len(offices) == 1 and not offices & {"", UNNAMED} else ""


def questions_heading(questions: Sequence[Question], words: Words) -> str:
    """What stands above the questions: whom to ask, where that is one office."""
    office = only_office(questions, words)
    return words("briefing.questions.of", office=office) if office else words("briefing.questions")


def _office_of(report: Report, measure: str) -> str:
    """Who reports a measure."""
    offices = report.facts.loc[report.facts["measure"] == measure, "office"].unique()
    return str(offices[0]) if len(offices) == 1 else ""


def fault_question(row: Mapping[str, Any], report: Report, words: Words) -> str:
    """What to ask about a stated claim of a report that does not hold, a row of `check`."""
    if row["explained_by"]:
        return words("fault.rule", rule=words.word(row["explained_by"]))
    if _is_negated(row["printed"], row["recomputed"]):
        return words("fault.sign")
    [operands] = report.claims.loc[report.claims["claim_id"] == row["claim_id"], "operands"]
    terms = operands.split()
    adds_up = len(terms) > 1 and not any(term.startswith("-") for term in terms)
    if row["kind"] == "share" and (asked := _numerator_question(row, operands, report, words)):
        return asked
    if row["kind"] == "sum" and adds_up:
        return words("fault.sum.short" if row["difference"] > 0 else "fault.sum.over")
    return words("fault.range" if row["kind"] in ("sum", "between") else "fault.base")


def _numerator_question(row: Mapping[str, Any], operands: str, report: Report, words: Words) -> str:
    """Whether the one number that gives the printed share was meant, where it is near the printed
    one; empty where there is none, or where anything but counts is divided."""
    facts = report.facts.set_index("fact_id", drop=False)
    numbers = dict(zip(report.facts["fact_id"], report.numbers.printed, strict=True))
    terms = operands.split()
    if len(terms) != 2 or not all(term in numbers and numbers[term].exact for term in terms):
        return ""
    [result] = report.claims.loc[report.claims["claim_id"] == row["claim_id"], "result"]
    part, whole = (numbers[term] for term in terms)
    able = numerators(numbers[result], int(whole.value)) if whole.value > 0 else range(0)
    if len(able) != 1 or abs(able[0] - part.value) > max(1, abs(part.value) * NEAR):
        return ""
    fact = facts.loc[terms[0]].to_dict()
    meant, printed = (value_of(fact, words, str(number)) for number in (able[0], part.digits))
    return words("fault.numerator", name=fact_name(fact, words), meant=meant, printed=printed)


def _is_negated(printed: str, recomputed: str) -> bool:
    """Whether a number is printed as what was recomputed but for its minus."""
    sizes = {re.sub(r"[^\d.]", "", text) for text in (printed, recomputed)}
    return len(sizes) == 1 and recomputed.startswith("-") and not printed.startswith(("-", "−"))


def _fault_questions(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Question]:
    names, results = claim_names(report, words), _results_by_claim(report)
    return [
        _question(
            "fault",
            "fault",
            words,
            name=capitalise(names[row["claim_id"]]),
            printed=value_of(results[row["claim_id"]], words),
            recomputed=recomputed_value(row["recomputed"], results[row["claim_id"]], words),
            question=fault_question(row, report, words),
        )._replace(office=str(results[row["claim_id"]]["office"]))
        for row in faulty_verdicts(verdicts).to_dict("records")
    ]


def _results_by_claim(report: Report) -> dict[str, dict[str, Any]]:
    """The fact that each claim has as its result."""
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    named = report.claims[["claim_id", "result"]].itertuples(index=False)
    return {claim: facts[result] for claim, result in named}


def _difference_questions(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Question]:
    """Why figures differ that nobody says are equal; the list has questions of its own, and the net
    of other differences none."""
    names, claims = claim_names(report, words), report.claims.set_index("claim_id", drop=False)
    results = _results_by_claim(report)
    found = single_differences(report, verdicts).to_dict("records")
    return [
        Question(
            "difference",
            words(
                "question.difference",
                name=capitalise(names[row["claim_id"]]),
                printed=value_of(results[row["claim_id"]], words),
                off=deviation_text(results[row["claim_id"]], row["difference"], words),
                other=other_side(
                    claims.loc[row["claim_id"]].to_dict(), row["recomputed"], report, words
                ),
            ),
            office=str(results[row["claim_id"]]["office"]),
        )
        for row in found
        if results[row["claim_id"]]["measure"] != "listed"
    ]


def _list_questions(both: pd.DataFrame, words: Words) -> list[Question]:
    """What would settle by how much the list is longer or shorter than those that did not file:
    whether it is of those at all, what takes businesses off it, or puts more on it; first what
    bears on the largest difference."""
    kinds = both if (both["subject"] == ALL).all() else both[both["subject"] != ALL]
    kinds = kinds[kinds["difference"].fillna(0) != 0]
    asked = [
        _question(
            "list",
            "marked",
            words,
            subject=words.word(MARKED),
            listed=format_count(row.listed, row.step, words),
        )
        for row in kinds[kinds["subject"] == MARKED].itertuples()
    ]
    longer = kinds["difference"] > 0
    sides = {"grounds": kinds[longer], "day": kinds[~longer]}
    names = sorted(sides, key=lambda name: -sides[name]["difference"].abs().max())
    asked += [_side_question(name, sides[name], words) for name in names if not sides[name].empty]
    return asked + [
        Question(
            "list",
            words(
                f"question.named.{'more' if row.difference > 0 else 'fewer'}",
                subject=words.word(row.subject),
                listed=words.word(row.listed_subject),
            ),
        )
        for row in kinds[kinds["subject"] != kinds["listed_subject"]].itertuples()
    ]


def _side_question(name: str, kinds: pd.DataFrame, words: Words) -> Question:
    """What to ask of kinds with more, or fewer, on the list; the rule is of those that are listed,
    and says nothing of those that are marked."""
    told = [_list_difference(row, place > 0, words) for place, row in enumerate(kinds.itertuples())]
    asked = _question("list", name, words, kinds=words("list_semicolon").join(told))
    return asked._replace(why="") if (kinds["subject"] == MARKED).all() else asked


def marked_not_listed_note(both: pd.DataFrame, words: Words) -> list[str]:
    """What to bear in mind beside a list on which fewer of a kind are than did not file, where the
    rules do not put those on it; `both` is of `listed_and_unfiled`."""
    fewer = both[(both["subject"] == MARKED) & (both["difference"] < 0)]
    return [words("finding.marked", subject=words.start(MARKED))] if len(fewer) else []


def _list_difference(row: Any, is_next: bool, words: Words) -> str:
    """How many of a kind are on the list, as the list calls it, and how many more or fewer that is
    than did not file; shorter where it `is_next` to another."""
    form = ".all" if row.subject == ALL else ".other" * (row.subject != row.listed_subject)
    form += ".next" * is_next
    return words(
        f"question.list{form}",
        subject=words.word(row.subject),
        listed_subject=words.word(row.listed_subject),
        listed=format_count(row.listed, row.step, words),
        unfiled=format_count(row.unfiled, row.step, words),
        difference=more_or_fewer(row.difference, row.step, words),
    )


def _question(about: str, slug: str, words: Words, /, **values: object) -> Question:
    ask, why = (words(f"question.{slug}{part}", **values) for part in ("", ".why"))
    return Question(about, ask, why)


def _base_questions(table: pd.DataFrame, words: Words) -> list[Question]:
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
    first, year = table.groupby("subject", sort=False)["period"].min(), table["period"].min()
    absent = [subject for subject, since in first.items() if since > year]
    return [
        *(Question("base", text) for text in fell),
        *(_absence_question(subject, year, words) for subject in absent),
    ]


def _absence_question(subject: str, year: str, words: Words) -> Question:
    """Why there is no number: the duty of cooperatives to file began when it did."""
    said = {"year": year, "subject": words.word(subject)}
    if subject == "cooperative":
        return _question("base", "absent.cooperative", words, **said)
    return Question("base", words("question.absent", **said))


def _undecided_questions(report: Report, verdicts: pd.DataFrame, words: Words) -> list[Question]:
    """What is missing where stated claims cannot be decided: a question each sort of claim and
    office."""
    names, operands = claim_names(report, words), report.claims["operands"].to_numpy()
    openly = ((verdicts["verdict"] == "undecidable") & (verdicts["basis"] == "stated")).to_numpy()
    results = _results_by_claim(report)
    asked: dict[tuple[str, str], list[str]] = {}
    for row, given in zip(verdicts[openly].to_dict("records"), operands[openly], strict=True):
        printed = number_of(row["printed"], words)
        named = words("stated_as", name=names[row["claim_id"]], printed=printed)
        slug = "question.worded" if given else f"question.open.{_OPEN.get(row['kind'], 'other')}"
        asked.setdefault((slug, str(results[row["claim_id"]]["office"])), []).append(named)
    return [
        Question(
            "open",
            words(
                f"{slug}{'.several' if len(items) > 1 else ''}",
                names=capitalise(words("list_semicolon").join(items)),
            ),
            office=office,
        )
        for (slug, office), items in asked.items()
    ]

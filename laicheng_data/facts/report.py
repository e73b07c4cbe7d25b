"""One report folder, read and validated: all of it is right, or a `ReportError` names every
fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from pathlib import Path
from typing import TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from laicheng_data.facts.card import Card, read_card
from laicheng_data.facts.contract import (
    BASES,
    BOUNDS,
    CLAIMS,
    FACTS,
    LABELS,
    OMITTED,
    TABLES,
    UNNAMED,
    VERDICTS,
    WANTS_REPORT_ID,
    Column,
    is_id,
    resources,
)
from laicheng_data.facts.faults import (
    MOST_FAULTS_KEPT,
    MOST_FAULTS_SHOWN,
    Fault,
    Nearest,
    ReportError,
)
from laicheng_data.facts.folder import (
    Linked,
    duplicate_faults,
    known_reports,
    no_facts,
    place_faults,
    read_earlier,
    read_labels,
    read_linked,
    read_numbers,
    read_tables,
    to_integers,
)
from laicheng_data.facts.kinds import KINDS
from laicheng_data.facts.plausibility import is_dated_too_early, warnings_on
from laicheng_data.facts.printed import Numbers
from laicheng_data.facts.reading import empty_table
from laicheng_data.facts.terms import Terms, claim_faults, names_of_others, read_terms
from laicheng_data.paths import CARD, REPORTS_DIR, report_names
from laicheng_data.words import LANGUAGES

__all__ = [
    "BASES", "BOUNDS", "CARD", "CLAIMS", "FACTS", "KINDS", "LABELS", "MOST_FAULTS_KEPT",
    "MOST_FAULTS_SHOWN", "OMITTED", "REPORTS_DIR", "TABLES", "UNNAMED", "VERDICTS", "Card",
    "Column", "Fault", "Report", "ReportError", "Terms", "cache_per_report", "is_id", "load_report",
    "package_reports", "report_ids", "resources",
]  # fmt: skip


ALL = "all"  # the subject of what is said of everybody


@dataclass(frozen=True, eq=False)
class Report:
    """A validated report, equal to itself alone: what follows from it can be kept by it.

    `facts` has the columns of facts.csv and `value`, the printed number as a float (0.8314 for
    83.14%); the subject of what several offices say of all they have is the office. `claims` and
    `omitted` have the columns of their files. Paragraphs and positions are integers
    or missing. `terms` holds the facts that the claims name. `linked` has those of them that other
    reports print, their ids as claims write them: `spc-2015:cases-closed`. `numbers` holds the
    printed numbers, an entry for each of `facts` and then of `linked`. `labels` has the report's
    own words by slug and language. `earlier` has the facts of the same body's reports before this
    one, as the cards' `previous` name them, the latest first.
    """

    card: Card
    facts: pd.DataFrame
    numbers: Numbers
    claims: pd.DataFrame
    terms: Terms
    omitted: pd.DataFrame
    warnings: tuple[str, ...] = ()
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    linked: pd.DataFrame = field(default_factory=lambda: empty_table(FACTS))
    linked_numbers: Numbers | None = None
    earlier: pd.DataFrame = field(default_factory=no_facts)

    @property
    def all_numbers(self) -> Numbers:
        """The numbers that `terms` point to: those of the facts, then those of other reports."""
        if self.linked_numbers is None or self.linked.empty:
            return self.numbers
        columns = zip(self.numbers, self.linked_numbers, strict=True)
        return Numbers._make(np.concatenate(pair) for pair in columns)

    @property
    def id(self) -> str:
        """The folder's name."""
        return self.card.name

    @property
    def published(self) -> str:
        """The day of the source as ISO 8601 has it; empty where the card has none, or one that
        cannot be true."""
        return "" if is_dated_too_early(self.card, self.facts) else self.card.day

    @property
    def place(self) -> str:
        """What charts call this report's place."""
        return self.card.place or self.card.title


_LONG_FORM = frozenset("萬億")
Found = TypeVar("Found")
Asked = TypeVarTuple("Asked")


def cache_per_report(
    function: Callable[[Report, *Asked], Found],
) -> Callable[[Report, *Asked], Found]:
    """Keep what the function finds in a report, asked in the same words, while that is there: each
    chart, language and page asks for it again. What it gives is everybody's, and not to be
    changed."""
    kept: WeakKeyDictionary[Report, dict[tuple[*Asked], Found]] = WeakKeyDictionary()

    @wraps(function)
    def found(report: Report, *asked: *Asked) -> Found:
        answers = kept.setdefault(report, {})
        if asked not in answers:
            answers[asked] = function(report, *asked)
        return answers[asked]

    return found


def report_ids(reports_dir: Path | str | None = None) -> list[str]:
    """The ids of all report folders, sorted. Raises ReportError where there is no folder or
    report."""
    folder = Path(reports_dir or REPORTS_DIR)
    found = report_names(folder)
    if not found:
        problem = "holds no report" if folder.is_dir() else "is no folder"
        fix = f"name a folder that holds report folders, each with a {CARD}"
        raise ReportError("?", [Fault(str(folder), None, None, None, problem, fix)])
    return found


def package_reports() -> list[Report]:
    """The package's own reports, which stand beside any other; read anew only where one of their
    files was written since. Everybody's, and not to be changed."""
    files = sorted(path for path in REPORTS_DIR.rglob("*") if path.is_file())
    looks = [(path, path.stat()) for path in files]
    return _load_package_reports(
        tuple((path, told.st_mtime_ns, told.st_size) for path, told in looks)
    )


@lru_cache(1)
def _load_package_reports(looks: tuple[tuple[Path, int, int], ...]) -> list[Report]:
    return [load_report(name) for name in report_ids()]


def load_report(report_id: str, reports_dir: Path | str | None = None) -> Report:
    """Read and validate one report folder. Raises ReportError with every fault of the folder."""
    parent = Path(reports_dir or REPORTS_DIR)
    folder = parent / report_id
    if not is_id(report_id):
        fault = Fault("id", None, None, report_id, "is no report id", WANTS_REPORT_ID)
        raise ReportError(report_id, [fault])
    if not folder.is_dir():
        raise ReportError(report_id, [_no_such_report(report_id, parent)])
    faults: list[Fault] = []
    card = read_card(folder, faults)
    facts, claims, omitted = read_tables(folder, faults)
    labels = read_labels(folder, faults)
    if facts.columns.empty or claims.columns.empty or omitted.columns.empty:
        raise ReportError(report_id, faults)
    numbers = read_numbers(facts, faults)
    faults += duplicate_faults("facts.csv", facts, ["fact_id"])
    faults += duplicate_faults("claims.csv", claims, ["claim_id"])
    faults += place_faults(facts, omitted)
    if any(fault.column == "operands" for fault in faults):  # their terms cannot be told apart
        raise ReportError(report_id, faults)
    linked, terms = _read_terms(report_id, parent, facts, claims, faults)
    if faults or card is None:
        raise ReportError(report_id, faults)
    claims = claims.assign(operands=_strip_own_id(claims["operands"], report_id))
    earlier, warnings = read_earlier(card, parent)
    shared = _shared_measures(facts)
    facts = _office_as_subject(to_integers(facts).assign(value=numbers.value), shared)
    labels = {**_currency_as_printed(facts), **labels}
    return Report(
        card, facts, numbers, to_integers(claims), terms, to_integers(omitted),
        (*warnings_on(card, facts), *warnings), labels, _office_as_subject(linked.facts, shared),
        linked.numbers, _office_as_subject(earlier, shared),
    )  # fmt: skip


def _read_terms(
    report_id: str, parent: Path, facts: pd.DataFrame, claims: pd.DataFrame, faults: list[Fault]
) -> tuple[Linked, Terms]:
    """What the claims name: the facts of other reports, and all of them as terms."""
    others = names_of_others(claims, report_id)
    linked = read_linked(others, parent)
    known = pd.concat([facts["fact_id"], linked.facts["fact_id"]]) if others else facts["fact_id"]
    terms = read_terms(claims, known.reset_index(drop=True), report_id)
    faults += claim_faults(report_id, claims, terms, facts["fact_id"], linked.missing)
    return linked, terms


def _shared_measures(facts: pd.DataFrame) -> set[str]:
    """The measures of which several offices say how much all of it was in one period."""
    if facts["office"].nunique() < 2:
        return set()
    of_all = facts[facts["subject"] == ALL]
    offices = of_all.groupby(["measure", "period"], sort=False)["office"].nunique()
    return set(offices[offices > 1].index.get_level_values("measure"))


def _office_as_subject(facts: pd.DataFrame, shared: set[str]) -> pd.DataFrame:
    """The facts with the office as the subject of what several offices say of all they have: it is
    all that tells them apart."""
    if not shared:
        return facts
    is_of_office = (facts["subject"] == ALL) & facts["measure"].isin(shared)
    return facts.assign(subject=facts["subject"].mask(is_of_office, facts["office"]))


def _currency_as_printed(facts: pd.DataFrame) -> dict[str, dict[str, str]]:
    """What 元 is called where numbers are written in the long form of characters: as printed, for
    it may be the dollar of Hong Kong or of Taiwan and is no yuan."""
    numbers = " ".join([*facts["printed"], *facts["unit"].unique()])
    is_long = not _LONG_FORM.isdisjoint(numbers)
    return {"元": dict.fromkeys(LANGUAGES, "元")} if is_long else {}


def _strip_own_id(operands: pd.Series, report_id: str) -> pd.Series:
    """Operands in which a report's own facts stand without its name: `own:rate` as `rate`."""
    # One search serves nearly every report, be it a million claims long: none names itself.
    if f"{report_id}:" not in " ".join(operands):
        return operands
    return operands.str.replace(rf"(^|[ +])(-?){report_id}:", r"\1\2", regex=True)


def _no_such_report(report_id: str, parent: Path) -> Fault:
    return Fault(str(parent), None, None, report_id, "is not among the reports",
                 Nearest(report_ids(parent), known_reports(parent))(report_id))  # fmt: skip

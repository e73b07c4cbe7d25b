"""One report folder, read and validated: all of it is right, or a `ReportError` names every
fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, wraps
from pathlib import Path
from typing import Literal, TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from laicheng_data.facts.contract import (
    BASES,
    BOUNDS,
    CLAIMS,
    FACTS,
    ID,
    LABELS,
    LABELS_FILE,
    OMITTED,
    ORDINALS,
    TABLES,
    UNNAMED,
    VERDICTS,
    WANTS_PLACE,
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
    list_first,
)
from laicheng_data.facts.kinds import KINDS
from laicheng_data.facts.periods import span
from laicheng_data.facts.printed import Numbers, Printed, Unreadable, in_columns, parse
from laicheng_data.facts.reading import empty_table, read_table, read_text
from laicheng_data.facts.terms import Terms, claim_faults, names_of_others, read_terms
from laicheng_data.paths import CARD, REPORTS_DIR, report_names

__all__ = [
    "BASES", "BOUNDS", "CARD", "CLAIMS", "FACTS", "KINDS", "LABELS", "MOST_FAULTS_KEPT",
    "MOST_FAULTS_SHOWN", "OMITTED", "REPORTS_DIR", "TABLES", "UNNAMED", "VERDICTS", "Card",
    "Column", "Fault", "Report", "ReportError", "Terms", "is_id", "load_report", "once_a_report",
    "package_reports", "report_ids", "resources",
]  # fmt: skip


class Source(BaseModel):
    """Where the numbers were printed."""

    model_config = ConfigDict(extra="allow")
    title: str = Field(min_length=1)
    path: str | None = None


class Remark(BaseModel):
    """What a reader must know of some of the facts before using them."""

    facts: list[str] = Field(default_factory=list)
    remark: str


class Card(BaseModel):
    """The source card, `datapackage.json`.

    `created` dates the source, empty in a draft of a page that gives no date, `place` is what
    charts call it, and `period` what it reports on, where its title does not say. `paragraphs` says
    how many there are from the title line to the end of the text, where page furniture follows.
    `standing` tells a first-hand source from a reprint, and `previous` names the same body's report
    for the year before.
    """

    model_config = ConfigDict(extra="allow")
    name: str
    title: str = Field(min_length=1)
    created: datetime | None
    sources: list[Source] = Field(min_length=1)
    resources: list[dict] = Field(min_length=1)
    publisher: str = ""
    place: str = ""
    period: str = ""
    paragraphs: int | None = Field(default=None, ge=1)
    previous: str = Field(default="", pattern=rf"^({ID})?$")
    standing: Literal["first-hand", "reprint"] = "first-hand"
    remarks: list[Remark] = Field(default_factory=list)

    @field_validator("created", mode="before")
    @classmethod
    def _no_date(cls, value: object) -> object:
        """A draft whose page gives no date leaves it empty."""
        return None if value == "" else value

    @field_validator("period")
    @classmethod
    def _is_period(cls, value: str) -> str:
        """A period as facts have them."""
        if value:
            span(value)
        return value

    @property
    def day(self) -> str:
        """The day of the source as ISO 8601 has it; empty where nobody has written it yet."""
        return self.created.date().isoformat() if self.created else ""


ALL = "all"  # the subject of what is said of everybody
_UNDATED = Fault(CARD, None, "created", "", "is empty", "write the day that the source gives")


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
    earlier: pd.DataFrame = field(default_factory=lambda: _no_facts())

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
        return "" if _is_dated_too_early(self.card, self.facts) else self.card.day

    @property
    def place(self) -> str:
        """What charts call this report's place."""
        return self.card.place or self.card.title


Found = TypeVar("Found")
Asked = TypeVarTuple("Asked")


def once_a_report(
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
    return _as_written(tuple((path, told.st_mtime_ns, told.st_size) for path, told in looks))


@lru_cache(1)
def _as_written(looks: tuple[tuple[Path, int, int], ...]) -> list[Report]:
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
    card = _read_card(folder, faults)
    facts, claims, omitted = _read_tables(folder, faults)
    labels = _read_labels(folder, faults)
    if facts.columns.empty or claims.columns.empty or omitted.columns.empty:
        raise ReportError(report_id, faults)
    numbers = _read_numbers(facts, faults)
    faults += _duplicates("facts.csv", facts, ["fact_id"])
    faults += _duplicates("claims.csv", claims, ["claim_id"])
    faults += _places(facts, omitted)
    if any(fault.column == "operands" for fault in faults):  # their terms cannot be told apart
        raise ReportError(report_id, faults)
    others = names_of_others(claims, report_id)
    linked, linked_numbers, missing = _read_linked(others, parent)
    known = pd.concat([facts["fact_id"], linked["fact_id"]]) if others else facts["fact_id"]
    terms = read_terms(claims, known.reset_index(drop=True), report_id)
    faults += claim_faults(report_id, claims, terms, facts["fact_id"], missing)
    if faults or card is None:
        raise ReportError(report_id, faults)
    shared = _told_by_several(facts)
    facts = _by_office(_with_integers(facts).assign(value=numbers.value), shared)
    linked = _by_office(_with_integers(linked).assign(value=linked_numbers.value), shared)
    claims = claims.assign(operands=_without_own_name(claims["operands"], report_id))
    earlier, warnings = _read_earlier(card, parent)
    earlier = _by_office(earlier, shared)
    return Report(
        card, facts, numbers, _with_integers(claims), terms, _with_integers(omitted),
        (*_warnings(card, facts), *warnings), labels, linked, linked_numbers, earlier,
    )  # fmt: skip


def _told_by_several(facts: pd.DataFrame) -> set[str]:
    """The measures of which several offices say how much all of it was in one period."""
    if facts["office"].nunique() < 2:
        return set()
    of_all = facts[facts["subject"] == ALL]
    offices = of_all.groupby(["measure", "period"], sort=False)["office"].nunique()
    return set(offices[offices > 1].index.get_level_values("measure"))


def _by_office(facts: pd.DataFrame, shared: set[str]) -> pd.DataFrame:
    """The facts with the office as the subject of what several offices say of all they have: it is
    all that tells them apart."""
    if not shared:
        return facts
    is_of_office = (facts["subject"] == ALL) & facts["measure"].isin(shared)
    return facts.assign(subject=facts["subject"].mask(is_of_office, facts["office"]))


def _without_own_name(operands: pd.Series, report_id: str) -> pd.Series:
    """Operands in which a report's own facts stand without its name: `own:rate` as `rate`."""
    # One search serves nearly every report, be it a million claims long: none names itself.
    if f"{report_id}:" not in " ".join(operands):
        return operands
    return operands.str.replace(rf"(^|[ +])(-?){report_id}:", r"\1\2", regex=True)


def _no_such_report(report_id: str, parent: Path) -> Fault:
    return Fault(str(parent), None, None, report_id, "is not among the reports",
                 Nearest(report_ids(parent), _known(parent))(report_id))  # fmt: skip


def _known(parent: Path) -> str:
    known = report_names(parent)
    return f"known are {list_first(known)}"


def _read_tables(
    folder: Path, faults: list[Fault]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Facts, claims and omissions. A report whose facts have no place needs no file of
    omissions."""
    facts, claims = (
        read_table(folder / file, TABLES[file], faults) for file in ("facts.csv", "claims.csv")
    )
    placed = facts.columns.empty or (facts["paragraph"] != "").any()
    if not placed and not _is_there(folder / "omitted.csv"):
        return facts, claims, empty_table(OMITTED)
    return facts, claims, read_table(folder / "omitted.csv", OMITTED, faults)


def _is_there(path: Path) -> bool:
    """Whether there is such a file. Where nobody may look, reading it will tell."""
    try:
        return path.exists()
    except PermissionError:
        return True


def _read_labels(folder: Path, faults: list[Fault]) -> dict[str, dict[str, str]]:
    """The report's own words, by slug and language; a language that a row leaves empty is left
    out."""
    if not _is_there(folder / LABELS_FILE):
        return {}
    table = read_table(folder / LABELS_FILE, LABELS, faults)
    if table.columns.empty:
        return {}
    faults += _duplicates(LABELS_FILE, table, ["slug"])
    for row, slug in table.loc[(table["zh"] == "") & (table["en"] == ""), "slug"].items():
        problem = "has no word in either language"
        faults.append(Fault(LABELS_FILE, row, "slug", slug, problem, "write zh, en or both"))
    rows = table.to_dict("records")
    return {row["slug"]: {name: row[name] for name in ("zh", "en") if row[name]} for row in rows}


def _read_linked(
    names: list[str], parent: Path
) -> tuple[pd.DataFrame, Numbers, dict[str, tuple[str, str]]]:
    """Facts of other reports, each folder read for its facts alone, so that no reading goes in
    rounds.

    Also what is wrong with those that are not there, and how to mend it.
    """
    tables: list[pd.DataFrame] = [empty_table(FACTS)]
    numbers: list[Numbers] = [_read_numbers(empty_table(FACTS), [])]
    missing: dict[str, tuple[str, str]] = {}
    nearest_report = Nearest(report_names(parent), _known(parent))
    for report_id in dict.fromkeys(name.partition(":")[0] for name in names):
        wanted = [name for name in names if name.startswith(f"{report_id}:")]
        if not (parent / report_id).is_dir():
            problem = f"names {report_id}, which is not among the reports of {parent}"
            missing |= dict.fromkeys(wanted, (problem, nearest_report(report_id)))
            continue
        faults: list[Fault] = []
        facts = read_table(parent / report_id / "facts.csv", FACTS, faults)
        read = _read_numbers(facts, faults) if not facts.columns.empty else numbers[0]
        if faults:
            fix = f"mend report {report_id}: {faults[0]}"
            missing |= dict.fromkeys(wanted, (f"names {report_id}, which cannot be read", fix))
            continue
        known = facts["fact_id"].tolist()
        nearest = Nearest(known, "add the fact there, or name another")
        problem = f"names no fact_id of report {report_id}"
        absent = set(wanted) - {f"{report_id}:{name}" for name in known}
        missing |= {
            name: (problem, nearest(name.partition(":")[2])) for name in wanted if name in absent
        }
        taken = (f"{report_id}:" + facts["fact_id"]).isin(wanted).to_numpy()
        tables.append(facts[taken].assign(fact_id=f"{report_id}:" + facts["fact_id"][taken]))
        numbers.append(Numbers._make(column[taken] for column in read))
    together = Numbers._make(np.concatenate(columns) for columns in zip(*numbers, strict=True))
    return pd.concat(tables), together, missing


def _no_facts() -> pd.DataFrame:
    return _with_integers(empty_table(FACTS)).assign(value=pd.Series(dtype=float))


def _read_earlier(card: Card, parent: Path) -> tuple[pd.DataFrame, list[str]]:
    """The facts of the reports before this one, and why the next is not read where it is not.

    Their numbers only join lines in charts, so what is wrong with them is no fault of this report.
    """
    tables, seen, name = [_no_facts()], {card.name}, card.previous
    while name and name not in seen:
        seen.add(name)
        if not (parent / name).is_dir():
            problem = f"is not among the reports of {parent}; its numbers join no line of a chart"
            return pd.concat(tables), [f"report {card.name}: previous: {name} {problem}"]
        faults: list[Fault] = []
        before = _read_card(parent / name, faults)
        facts = read_table(parent / name / "facts.csv", FACTS, faults)
        numbers = _read_numbers(facts, faults) if not facts.columns.empty else None
        if faults or before is None or numbers is None:
            problem = f"cannot be read: {faults[0]}"
            return pd.concat(tables), [f"report {card.name}: previous: {name} {problem}"]
        named = facts.assign(fact_id=f"{name}:" + facts["fact_id"])
        tables.append(_with_integers(named).assign(value=numbers.value))
        name = before.previous
    return pd.concat([table for table in tables if len(table)] or tables), []


def _read_card(folder: Path, faults: list[Fault]) -> Card | None:
    text = read_text(folder / CARD, faults)
    if text is None:
        return None
    try:
        card = Card.model_validate(json.loads(text))
    except ValidationError as error:
        for item in error.errors():
            column = ".".join(str(part) for part in item["loc"]) or None
            problem = item["msg"].lower()
            faults.append(Fault(CARD, None, column, None, problem, "complete the source card"))
        return None
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError too
        row = getattr(error, "lineno", None)
        faults.append(Fault(CARD, row, None, None, "is not JSON", f"mend: {error}"))
        return None
    if card.name != folder.name:
        problem = "is not the folder's name"
        faults.append(Fault(CARD, None, "name", card.name, problem, f"write {folder.name}"))
    return card


def _duplicates(file: str, table: pd.DataFrame, key: list[str]) -> Iterator[Fault]:
    for row, values in table[table.duplicated(key)][key].iloc[:MOST_FAULTS_KEPT].iterrows():
        value = " ".join(values)
        yield Fault(file, row, " and ".join(key), value, "stands twice", "every row needs its own")


def _read_numbers(facts: pd.DataFrame, faults: list[Fault]) -> Numbers:
    """The printed numbers, in order; what cannot be read is a fault. Equal ones are read once."""
    texts, text_codes = _distinct(facts["printed"])
    units, unit_codes = _distinct(facts["unit"])
    codes, pairs = pd.factorize(text_codes * len(units) + unit_codes)
    numbers, errors, shown = [], {}, []
    for code, pair in enumerate(pairs.tolist()):
        shown.append(texts[pair // len(units)])
        try:
            numbers.append(parse(shown[-1], units[pair % len(units)]))
        except Unreadable as error:
            errors[code] = error
            numbers.append(Printed(0, 0))
    for place in np.flatnonzero(np.isin(codes, list(errors)))[:MOST_FAULTS_KEPT]:
        wrong = errors[codes[place]]
        row, value = facts.index[place], facts[wrong.column].iloc[place]
        faults.append(Fault("facts.csv", row, wrong.column, value, wrong.problem, wrong.fix))
    bounds = np.array([number.bound for number in numbers], object)[codes]
    worded = (bounds != "exact") & (bounds != facts["bound"].to_numpy())
    for row, text, bound in facts.loc[worded, ["printed", "bound"]].itertuples():
        wanted = bounds[facts.index.get_loc(row)]
        fix = f"write {wanted}, or drop the word that says so"
        faults.append(Fault("facts.csv", row, "bound", bound, f"contradicts {text}", fix))
    return in_columns(shown, numbers, codes)


def _distinct(cells: pd.Series) -> tuple[list[str], np.ndarray]:
    codes, values = pd.factorize(cells.to_numpy())
    return list(values), codes.astype(np.int64)


def _places(facts: pd.DataFrame, omitted: pd.DataFrame) -> Iterator[Fault]:
    key = list(ORDINALS)
    half = facts[(facts["paragraph"] == "") != (facts["position"] == "")]
    for row in half.index:
        problem = "and position are not both given"
        yield Fault("facts.csv", row, "paragraph", None, problem, WANTS_PLACE)
    placed = facts[facts["paragraph"] != ""]
    yield from _duplicates("facts.csv", placed, key)
    taken = set(placed[key].itertuples(index=False, name=None))
    places = omitted[key].itertuples(index=False, name=None)
    for row, place in zip(omitted.index, places, strict=True):
        if place in taken:
            value, fix = " ".join(place), "keep it in one file only"
            yield Fault("omitted.csv", row, "position", value, "is also a fact", fix)
    yield from _duplicates("omitted.csv", omitted, key)


def _with_integers(table: pd.DataFrame) -> pd.DataFrame:
    ordinals = {name: _integers(table[name]) for name in ORDINALS if name in table}
    return table.assign(**ordinals).reset_index(drop=True)


def _integers(cells: pd.Series) -> ExtensionArray:
    """Whole numbers, missing where a cell is empty. Equal ones are read once."""
    texts, codes = _distinct(cells)
    return pd.array([int(text) if text else None for text in texts], "Int64").take(codes)


def _warnings(card: Card, facts: pd.DataFrame) -> Iterator[str]:
    """What is worth a second look, and no fault."""
    for warning in (*_unnamed(facts), *_said_twice(facts), *_filed_above_due(facts)):
        yield f"report {card.name}: facts.csv: {warning}"
    if card.created is None:
        yield f"report {card.name}: {_UNDATED}"
    elif _is_dated_too_early(card, facts):
        problem = f"is years before {_year_spoken_of(facts)}, of which most of its numbers speak"
        fault = Fault(CARD, None, "created", card.day, problem, "compare it with the source")
        yield f"report {card.name}: {fault}"


def _is_dated_too_early(card: Card, facts: pd.DataFrame) -> bool:
    """Whether the source cannot be of the day that its card gives: a budget is out a year before
    the time it speaks of, and no report tells what is years away."""
    if card.created is None or facts.empty:
        return False
    return card.created.year < _year_spoken_of(facts) - 1


def _year_spoken_of(facts: pd.DataFrame) -> int:
    """The year of which most facts speak; the first of two that are spoken of as much."""
    return int(facts["period"].str[:4].mode()[0])


def _unnamed(facts: pd.DataFrame) -> Iterator[str]:
    names = list(facts.loc[facts["measure"] == UNNAMED, "fact_id"])
    if names:
        yield (
            f"{len(names)} facts are still unnamed ({list_first(names)}); "
            "give each its measure, or move it to omitted.csv with a reason"
        )


def _said_twice(facts: pd.DataFrame) -> Iterator[str]:
    """Two facts that say the same of the same thing; both are kept."""
    key = ["office", "measure", "subject", "period"]
    named = facts.loc[facts["measure"] != UNNAMED, ["fact_id", *key]]
    twice = named[named.duplicated(key)]
    if twice.empty:
        return
    shown = twice.iloc[:MOST_FAULTS_SHOWN]
    first = named.drop_duplicates(key).merge(shown[key].drop_duplicates(), on=key)
    ids = first.set_index(key)["fact_id"]
    for fact_id, *place in shown[["fact_id", *key]].itertuples(index=False):
        about = f"{place[1]} of {place[2]} for {place[3]}"
        yield (
            f"{ids.loc[tuple(place)]} and {fact_id} both give {about}; "
            "tell them apart by measure or subject, or leave one out"
        )
    if len(twice) > len(shown):
        yield f"… and {len(twice) - len(shown)} more facts that say what another has said"


def _filed_above_due(facts: pd.DataFrame) -> Iterator[str]:
    counts = facts[facts["measure"].isin(["due", "filed"]) & (facts["bound"] == "exact")]
    table = counts.pivot_table(
        index=["period", "subject"], columns="measure", values="value", aggfunc="first"
    )
    if {"due", "filed"} <= set(table):
        for period, subject in table.query("filed > due").index:
            yield f"more {subject} filed than due for {period}; compare with the source"

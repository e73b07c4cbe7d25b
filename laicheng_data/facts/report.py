"""One report folder, read and validated: all of it is right, or a `ReportError` names every fault."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from laicheng_data.facts.printed import Numbers, Printed, in_columns, parse
from laicheng_data.paths import CARD, REPORTS_DIR, report_names
from laicheng_data.storage import read_file

MOST_FAULTS_SHOWN = 20
MOST_FAULTS_KEPT = 10_000
LARGE_TABLE = 2**22  # characters beyond which a table is read by the quicker reader

OFFICES = ("market_supervision", "service_center", "poverty_relief", "human_resources", "other")
BOUNDS = ("exact", "at_least", "at_most", "about")
KINDS = ("share", "sum", "growth", "decline")
BASES = ("stated", "implied")
VERDICTS = ("consistent", "inconsistent", "undecidable")

_ID = r"[a-z0-9-]+"
LONGEST_ID = 100  # of a report: the name of a folder, and of what is put aside beside it
_SLUG = r"[a-z][a-z0-9_]*"
_DIGIT = "[0-9０-９]"  # a Chinese Excel may keep digits full-width
_ORDINAL = rf"{_DIGIT}{{0,9}}"


class Column(NamedTuple):
    """What a cell of this column must match, and the words that tell a curator so."""

    name: str
    pattern: str
    wants: str


def _one_of(name: str, values: tuple[str, ...]) -> Column:
    return Column(name, "|".join(values), f"use one of {', '.join(values)}")


_IDENTIFIER = "use lower-case letters, digits and hyphens"
_REPORT_ID = f"{_IDENTIFIER}, at most {LONGEST_ID} of them"
_WORD = "use a lower-case word, with underscores between parts"
_PLACE = "give a whole number, or leave both paragraph and position empty"
_LINE = r"[^\x00-\x1f]*"

FACTS = (
    Column("fact_id", _ID, _IDENTIFIER),
    _one_of("office", OFFICES),
    Column("measure", _SLUG, _WORD),
    Column("subject", _SLUG, _WORD),
    Column(
        "period",
        r"[0-9]{4}(-(H[12]|Q[1-4]|[0-9]{2}))?",
        "write a period such as 2013, 2016-H1 or 2016-Q3",
    ),
    Column("printed", _LINE, "copy the number as printed"),
    Column("unit", _LINE, "copy the unit as printed"),
    _one_of("bound", BOUNDS),
    Column("paragraph", _ORDINAL, _PLACE),
    Column("position", _ORDINAL, _PLACE),
)
CLAIMS = (
    Column("claim_id", _ID, _IDENTIFIER),
    _one_of("kind", KINDS),
    Column("result", _ID, "name the fact that the report prints as the result"),
    Column("operands", rf"(-?{_ID}( -?{_ID})*)?", "name facts, one space between them"),
    _one_of("basis", BASES),
    _one_of("expect", VERDICTS),
    Column("remark", _LINE, "keep the remark on one line"),
)
OMITTED = (
    Column("paragraph", rf"{_DIGIT}{{1,9}}", "give the paragraph as a whole number"),
    Column("position", rf"{_DIGIT}{{1,9}}", "give the position as a whole number"),
    Column("printed", r".+", "copy the numeral as printed"),
    Column("reason", r".+", "say why this numeral is not a fact"),
)
TABLES = {"facts.csv": FACTS, "claims.csv": CLAIMS, "omitted.csv": OMITTED}
_FIELD_TYPES = {"paragraph": "integer", "position": "integer"}
UNNAMED = "unnamed"  # the measure of a drafted fact that nobody has looked at yet


def resources() -> list[dict[str, object]]:
    """The tables as a Frictionless Data Package describes them, for the `resources` of a source card."""
    return [
        {
            "name": file.removesuffix(".csv"),
            "path": file,
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": c.name, "type": _FIELD_TYPES.get(c.name, "string")} for c in columns
                ],
                "primaryKey": ["paragraph", "position"]
                if columns is OMITTED
                else [columns[0].name],
            },
        }
        for file, columns in TABLES.items()
    ]


class Fault(NamedTuple):
    """One thing wrong with a report folder: where, what, and how to mend it. Rows count the header as 1."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    problem: str
    fix: str

    def __str__(self) -> str:
        """One line for a person: `facts.csv, row 3, column printed: '12O4' is not a printed number; …`."""
        where = ", ".join(
            [self.file]
            + ([f"row {self.row}"] if self.row else [])
            + ([f"column {self.column}"] if self.column else [])
        )
        value = "" if self.value is None else f"{_shortened(self.value)!r} "
        return f"{where}: {value}{self.problem}; {self.fix}"


def _shortened(value: str, most: int = 60) -> str:
    return value if len(value) <= most else f"{value[: most - 1]}…"


class ReportError(Exception):
    """A report folder that cannot be used. `faults` holds every fault that was found."""

    def __init__(self, report: str, faults: list[Fault]):
        self.report, self.faults = report, faults
        hidden = len(faults) - MOST_FAULTS_SHOWN
        lines = [f"report {report}: {fault}" for fault in faults[:MOST_FAULTS_SHOWN]]
        super().__init__(
            "\n".join([*lines, f"… and {hidden} more faults"] if hidden > 0 else lines)
        )


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
    """The source card, `datapackage.json`. `created` dates the source and `place` is what charts call it.

    `paragraphs` says how many there are from the title line to the end of the text, where page furniture follows;
    `standing` tells a first-hand source from a reprint.
    """

    model_config = ConfigDict(extra="allow")
    name: str
    title: str = Field(min_length=1)
    created: datetime
    sources: list[Source] = Field(min_length=1)
    resources: list[dict] = Field(min_length=1)
    publisher: str = ""
    place: str = ""
    paragraphs: int | None = Field(default=None, ge=1)
    standing: Literal["first-hand", "reprint"] = "first-hand"
    remarks: list[Remark] = Field(default_factory=list)


class Terms(NamedTuple):
    """The claims' facts by their row in the facts table, -1 for an unknown one.

    `result` has one entry a claim; `operand`, `sign` and `claim` (the row of the claim) one an operand, in order.
    """

    result: NDArray[np.intp]
    operand: NDArray[np.intp]
    sign: NDArray[np.int64]
    claim: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many operands each claim has."""
        return np.bincount(self.claim, minlength=len(self.result))


@dataclass(frozen=True)
class Report:
    """A validated report.

    `facts` has the columns of facts.csv and `value`, the printed number as a float (0.8314 for 83.14%);
    `claims` and `omitted` have those of their files. Paragraphs and positions are integers or missing. `numbers`
    holds the printed numbers, an entry a fact, and `terms` the facts that the claims name.
    """

    card: Card
    facts: pd.DataFrame
    numbers: Numbers
    claims: pd.DataFrame
    terms: Terms
    omitted: pd.DataFrame
    warnings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The folder's name."""
        return self.card.name

    @property
    def place(self) -> str:
        """What charts call this report's place."""
        return self.card.place or self.card.title


def is_id(name: str) -> bool:
    """Whether a report may be called so: nothing that could lead out of the folder of reports."""
    return len(name) <= LONGEST_ID and re.fullmatch(_ID, name) is not None


def report_ids(reports_dir: Path | str | None = None) -> list[str]:
    """The ids of all report folders, sorted. Raises ReportError where there is no such folder or no report."""
    folder = Path(reports_dir or REPORTS_DIR)
    found = report_names(folder)
    if not found:
        problem = "holds no report" if folder.is_dir() else "is no folder"
        fix = f"name a folder that holds report folders, each with a {CARD}"
        raise ReportError("?", [Fault(str(folder), None, None, None, problem, fix)])
    return found


def load_report(report_id: str, reports_dir: Path | str | None = None) -> Report:
    """Read and validate one report folder. Raises ReportError with every fault of the folder."""
    folder = Path(reports_dir or REPORTS_DIR) / report_id
    if not is_id(report_id):
        raise ReportError(
            report_id, [Fault("id", None, None, report_id, "is no report id", _REPORT_ID)]
        )
    if not folder.is_dir():
        raise ReportError(report_id, [_no_such_report(report_id, reports_dir)])
    faults: list[Fault] = []
    card = _read_card(folder, faults)
    tables = {name: _read_table(folder / name, columns, faults) for name, columns in TABLES.items()}
    facts, claims, omitted = tables.values()
    if not any(table.columns.empty for table in tables.values()):
        well_formed = not any(fault.column == "operands" for fault in faults)
        terms = _terms(claims if well_formed else claims.iloc[:0], facts)
        numbers = _numbers(facts, faults)
        faults += [
            *_duplicates("facts.csv", facts, ["fact_id"]),
            *_duplicates("claims.csv", claims, ["claim_id"]),
            *_places(facts, omitted),
            *(_claim_faults(claims, facts, terms) if well_formed else ()),
        ]
    if faults or card is None:
        raise ReportError(report_id, faults)
    facts = _with_integers(facts).assign(value=_as_floats(numbers))
    warnings = (*_unnamed(report_id, facts), *_filed_above_due(report_id, facts))
    return Report(
        card, facts, numbers, _with_integers(claims), terms, _with_integers(omitted), warnings
    )


def _no_such_report(report_id: str, reports_dir: Path | str | None) -> Fault:
    known = report_ids(reports_dir)
    near = difflib.get_close_matches(report_id, known, n=1)
    fix = (
        f"did you mean {near[0]}?" if near else f"known are {', '.join(known[:MOST_FAULTS_SHOWN])}"
    )
    return Fault(
        str(Path(reports_dir or REPORTS_DIR)),
        None,
        None,
        report_id,
        "is not among the reports",
        fix,
    )


def _read_text(path: Path, faults: list[Fault]) -> str | None:
    def fault(problem: str, fix: str) -> None:
        faults.append(Fault(path.name, None, None, None, problem, fix))

    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        fault("is not UTF-8 text", "save it as UTF-8 (in Excel: CSV UTF-8)")
    except OSError as error:
        fault(
            f"cannot be read ({error.strerror})",
            f"put a readable {path.name} into the report folder",
        )
    else:
        if "\x00" not in text:
            return text
        fault("holds NUL bytes", "save it as UTF-8 text")
    return None


def _read_card(folder: Path, faults: list[Fault]) -> Card | None:
    text = _read_text(folder / CARD, faults)
    if text is None:
        return None
    try:
        card = Card.model_validate(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as error:
        faults.append(
            Fault(CARD, getattr(error, "lineno", None), None, None, "is not JSON", f"mend: {error}")
        )
        return None
    except ValidationError as error:
        for item in error.errors():
            column = ".".join(str(part) for part in item["loc"]) or None
            faults.append(
                Fault(CARD, None, column, None, item["msg"].lower(), "complete the source card")
            )
        return None
    if card.name != folder.name:
        faults.append(
            Fault(CARD, None, "name", card.name, "is not the folder's name", f"write {folder.name}")
        )
    return card


def _read_table(path: Path, columns: tuple[Column, ...], faults: list[Fault]) -> pd.DataFrame:
    """The table as text, one row a record, indexed by spreadsheet row; without columns where it has none."""
    names = [column.name for column in columns]
    text = _read_text(path, faults)
    if text is None:
        return pd.DataFrame()
    table = _quickly(text, names) if len(text) > LARGE_TABLE else None
    if table is None:
        table = _row_by_row(path.name, text, names, faults)
    for column in columns if not table.columns.empty else ():
        faults += _cell_faults(path.name, table[column.name], column)
    return table


def _quickly(text: str, names: list[str]) -> pd.DataFrame | None:
    """A large table by pandas' reader, which needs less time and memory; None where anything is unusual about it."""
    if '"' in text or "\n\n" in text or "\r" in text:
        return None
    try:
        table = pd.read_csv(
            io.StringIO(text), dtype=object, na_filter=False, index_col=False, on_bad_lines="error"
        )
    except (pd.errors.ParserError, ValueError):
        return None
    plain = set(table) == set(names) and text.count(",") == (len(names) - 1) * (len(table) + 1)
    return table.set_axis(range(2, len(table) + 2))[names] if plain else None


def _row_by_row(file: str, text: str, names: list[str], faults: list[Fault]) -> pd.DataFrame:
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[list[str]] = []
    try:
        header = next(reader, [])
        wrong = list(_header_faults(file, header, names))
        for row in reader if not wrong else ():
            rows.append(row)
            if row and len(row) != len(header):
                wrong.append(_ragged(file, len(rows) + 1, len(row), len(header)))
            if len(wrong) == MOST_FAULTS_KEPT:
                break
    except csv.Error as error:
        wrong = [Fault(file, None, None, None, f"is not a CSV file ({error})", "mend the quotes")]
    faults += wrong
    if wrong:
        return pd.DataFrame()
    table = pd.DataFrame(rows, columns=header, index=range(2, len(rows) + 2), dtype=object)
    return table.loc[[any(row) for row in rows], names]


def _header_faults(file: str, header: list[str], names: list[str]) -> Iterator[Fault]:
    for name in names:
        if header.count(name) != 1:
            problem = "is missing" if name not in header else "stands twice"
            yield Fault(file, 1, name, None, problem, f"the header is {','.join(names)}")
    for name in header[:MOST_FAULTS_KEPT]:
        if name not in names:
            yield Fault(
                file,
                1,
                name,
                None,
                "is not a column of this file",
                f"the header is {','.join(names)}",
            )


def _ragged(file: str, row: int, cells: int, width: int) -> Fault:
    fix = "quote a cell that holds a comma" if cells > width else "complete the row"
    return Fault(file, row, None, None, f"has {cells} cells where the header has {width}", fix)


def _cell_faults(file: str, cells: pd.Series, column: Column) -> Iterator[Fault]:
    """The cells that do not match their column's pattern. A column is first tried as a whole, which is quick."""
    lines = "\n".join([*cells, ""])
    if lines.count("\n") == len(cells) and re.fullmatch(rf"(?:(?:{column.pattern})\n)*+", lines):
        return
    wrong = cells[~cells.str.fullmatch(column.pattern)]
    for row, value in wrong.items():
        problem = "is empty" if value == "" else "does not fit"
        yield Fault(file, row, column.name, value, problem, column.wants)


def _duplicates(file: str, table: pd.DataFrame, key: list[str]) -> Iterator[Fault]:
    for row, values in table[table.duplicated(key)][key].iterrows():
        value = " ".join(values)
        yield Fault(file, row, " and ".join(key), value, "stands twice", "every row needs its own")


def _numbers(facts: pd.DataFrame, faults: list[Fault]) -> Numbers:
    """The printed numbers, in order; those that cannot be read are faults. Equal texts are read once."""
    codes, texts = pd.factorize(facts["printed"].to_numpy())
    numbers, errors = [], {}
    for code, text in enumerate(texts):
        try:
            numbers.append(parse(text))
        except ValueError as error:
            errors[code] = str(error)
            numbers.append(Printed(0, 0))
    for place in np.flatnonzero(np.isin(codes, list(errors))):
        fix = "write a number such as 6452, 83.14% or 1.2万"
        text = texts[codes[place]]
        faults.append(
            Fault("facts.csv", facts.index[place], "printed", text, errors[codes[place]], fix)
        )
    more = np.array([number.more for number in numbers], bool)[codes]
    for row, text, bound in facts.loc[
        more & (facts["bound"] != "at_least"), ["printed", "bound"]
    ].itertuples():
        fix = "write at_least, or drop the 多 or 余"
        faults.append(Fault("facts.csv", row, "bound", bound, f"contradicts {text}", fix))
    return in_columns(list(texts), numbers, codes)


def _terms(claims: pd.DataFrame, facts: pd.DataFrame) -> Terms:
    rows = pd.Index(facts["fact_id"])
    if not rows.is_unique:
        rows = pd.Index(
            facts["fact_id"].mask(
                facts["fact_id"].duplicated(), [f"\0{n}" for n in range(len(facts))]
            )
        )
    names = " ".join(claims["operands"]).split()
    sign = np.array([-1 if name[0] == "-" else 1 for name in names], np.int64)
    counts = np.array(
        [operands.count(" ") + 1 if operands else 0 for operands in claims["operands"]], np.int64
    )
    bare = [name[1:] if name[0] == "-" else name for name in names]
    return Terms(
        rows.get_indexer(claims["result"]),
        rows.get_indexer(pd.Index(bare, dtype=object)),
        sign,
        np.repeat(np.arange(len(claims)), counts),
    )


def _places(facts: pd.DataFrame, omitted: pd.DataFrame) -> Iterator[Fault]:
    key = ["paragraph", "position"]
    half = facts[(facts["paragraph"] == "") != (facts["position"] == "")]
    for row in half.index:
        yield Fault("facts.csv", row, "paragraph", None, "and position are not both given", _PLACE)
    placed = facts[facts["paragraph"] != ""]
    yield from _duplicates("facts.csv", placed, key)
    taken = set(placed[key].itertuples(index=False, name=None))
    for row, place in zip(
        omitted.index, omitted[key].itertuples(index=False, name=None), strict=True
    ):
        if place in taken:
            yield Fault(
                "omitted.csv",
                row,
                "position",
                " ".join(place),
                "is also a fact",
                "keep it in one file only",
            )
    yield from _duplicates("omitted.csv", omitted, key)


def _claim_faults(claims: pd.DataFrame, facts: pd.DataFrame, terms: Terms) -> Iterator[Fault]:
    """What is wrong with the claims; only those that something may be wrong with are looked at one by one."""
    suspect = (terms.result < 0) | (
        (claims["expect"] != "consistent") & (claims["remark"] == "")
    ).to_numpy()
    wrong = (terms.operand < 0) | (terms.operand == terms.result[terms.claim])
    suspect[terms.claim[wrong]] = True
    is_sum = (claims["kind"] == "sum").to_numpy()
    suspect |= ~is_sum & ~np.isin(terms.counts, (0, 2))
    suspect[terms.claim[(terms.sign < 0) & ~is_sum[terms.claim]]] = True
    known = set(facts["fact_id"]) if suspect.any() else set()
    columns = ["kind", "result", "operands", "expect", "remark"]
    for row, kind, result, operands, expect, remark in claims.loc[suspect, columns].itertuples():
        yield from _faults_of_claim(row, kind, result, operands, expect, remark, known)


def _faults_of_claim(
    row: int, kind: str, result: str, operands: str, expect: str, remark: str, known: set[str]
) -> Iterator[Fault]:
    def fault(column: str, value: str, problem: str, fix: str) -> Fault:
        return Fault("claims.csv", row, column, value, problem, fix)

    names = [name.removeprefix("-") for name in operands.split()]
    if result not in known:
        yield fault("result", result, "is not a fact_id of facts.csv", _nearest(result, known))
    for name in names:
        if name not in known:
            yield fault("operands", name, "is not a fact_id of facts.csv", _nearest(name, known))
    if result in names:
        yield fault(
            "operands", result, "is the result itself", "name the facts it is computed from"
        )
    if kind != "sum" and len(names) not in (0, 2):
        yield fault(
            "operands", operands, f"are {len(names)} where {kind} takes 2", "name both, or none"
        )
    if kind != "sum" and any(term.startswith("-") for term in operands.split()):
        yield fault("operands", operands, f"has a sign, which {kind} does not take", "drop the -")
    if expect != "consistent" and not remark:
        yield fault(
            "remark", remark, f"is empty where {expect} is expected", "say why in one sentence"
        )


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else "add the fact, or name another"


def _as_floats(numbers: Numbers) -> list[float]:
    """Each printed value as the nearest float, worked out once for equal numbers."""
    codes, distinct = pd.factorize(numbers.printed)
    return list(np.array([float(number) for number in distinct], float)[codes])


def _with_integers(table: pd.DataFrame) -> pd.DataFrame:
    ordinals = {
        name: pd.array([int(cell) if cell else None for cell in table[name]], "Int64")
        for name in _FIELD_TYPES
        if name in table
    }
    return table.assign(**ordinals).reset_index(drop=True)


def _unnamed(report_id: str, facts: pd.DataFrame) -> Iterator[str]:
    names = list(facts.loc[facts["measure"] == UNNAMED, "fact_id"])
    if names:
        shown = ", ".join(names[:MOST_FAULTS_SHOWN]) + (
            " …" if len(names) > MOST_FAULTS_SHOWN else ""
        )
        yield (
            f"report {report_id}: facts.csv: {len(names)} facts are still unnamed ({shown}); "
            "give each its measure, or move it to omitted.csv with a reason"
        )


def _filed_above_due(report_id: str, facts: pd.DataFrame) -> Iterator[str]:
    counts = facts[facts["measure"].isin(["due", "filed"])]
    table = counts.pivot_table(
        index=["period", "subject"], columns="measure", values="value", aggfunc="first"
    )
    for period, subject in (
        table.query("filed > due").index if {"due", "filed"} <= set(table) else ()
    ):
        yield f"report {report_id}: facts.csv: more {subject} filed than due for {period}; compare with the source"

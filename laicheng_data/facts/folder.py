"""The CSVs of a report folder as tables and numbers, each fault with its row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from laicheng_data.facts.card import Card, read_card
from laicheng_data.facts.contract import (
    FACTS,
    LABELS,
    LABELS_FILE,
    OMITTED,
    ORDINALS,
    TABLES,
    WANTS_PLACE,
)
from laicheng_data.facts.faults import MOST_FAULTS_KEPT, Fault, Nearest, list_first
from laicheng_data.facts.printed import Numbers, Printed, Unreadable, parse, to_columns
from laicheng_data.facts.reading import empty_table, read_table
from laicheng_data.paths import report_names


def read_tables(
    folder: Path, faults: list[Fault]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Facts, claims and omissions. A report whose facts have no place needs no file of
    omissions."""
    facts, claims = (
        read_table(folder / file, TABLES[file], faults) for file in ("facts.csv", "claims.csv")
    )
    placed = facts.columns.empty or (facts["paragraph"] != "").any()
    if not placed and not _exists(folder / "omitted.csv"):
        return facts, claims, empty_table(OMITTED)
    return facts, claims, read_table(folder / "omitted.csv", OMITTED, faults)


def _exists(path: Path) -> bool:
    """Whether there is such a file. Where nobody may look, reading it will tell."""
    try:
        return path.exists()
    except PermissionError:
        return True


def read_labels(folder: Path, faults: list[Fault]) -> dict[str, dict[str, str]]:
    """The report's own words, by slug and language; a language that a row leaves empty is left
    out."""
    if not _exists(folder / LABELS_FILE):
        return {}
    table = read_table(folder / LABELS_FILE, LABELS, faults)
    if table.columns.empty:
        return {}
    faults += duplicate_faults(LABELS_FILE, table, ["slug"])
    for row, slug in table.loc[(table["zh"] == "") & (table["en"] == ""), "slug"].items():
        problem = "has no word in either language"
        faults.append(Fault(LABELS_FILE, row, "slug", slug, problem, "write zh, en or both"))
    rows = table.to_dict("records")
    return {row["slug"]: {name: row[name] for name in ("zh", "en") if row[name]} for row in rows}


class Linked(NamedTuple):
    """Facts of other reports and their numbers; what is wrong with those that are `missing`, and
    how to mend it, by their names."""

    facts: pd.DataFrame
    numbers: Numbers
    missing: dict[str, tuple[str, str]]


def read_linked(names: list[str], parent: Path) -> Linked:
    """The facts of other reports that are named, each folder read for its facts alone, so that no
    reading goes in rounds."""
    none = empty_table(FACTS)
    tables, numbers = [none], [read_numbers(none, [])]
    missing: dict[str, tuple[str, str]] = {}
    nearest = Nearest(report_names(parent), known_reports(parent))
    for report_id in dict.fromkeys(name.partition(":")[0] for name in names):
        wanted = [name for name in names if name.startswith(f"{report_id}:")]
        if not (parent / report_id).is_dir():
            problem = f"names {report_id}, which is not among the reports of {parent}"
            missing |= dict.fromkeys(wanted, (problem, nearest(report_id)))
            continue
        found = _read_named(wanted, parent / report_id)
        tables.append(found.facts)
        numbers.append(found.numbers)
        missing |= found.missing
    together = Numbers._make(np.concatenate(columns) for columns in zip(*numbers, strict=True))
    facts = to_integers(pd.concat(tables)).assign(value=together.value)
    return Linked(facts, together, missing)


def _read_named(wanted: list[str], folder: Path) -> Linked:
    """The facts of one report that claims name so, as text."""
    faults: list[Fault] = []
    facts = read_table(folder / "facts.csv", FACTS, faults)
    numbers = read_numbers(facts, faults) if not facts.columns.empty else None
    if faults or numbers is None:
        problem = f"names {folder.name}, which cannot be read"
        fix = f"mend report {folder.name}: {faults[0]}"
        none = empty_table(FACTS)
        return Linked(none, read_numbers(none, []), dict.fromkeys(wanted, (problem, fix)))
    nearest = Nearest(facts["fact_id"].tolist(), "add the fact there, or name another")
    problem = f"names no fact_id of report {folder.name}"
    names = f"{folder.name}:" + facts["fact_id"]
    absent = set(wanted).difference(names)
    missing = {
        name: (problem, nearest(name.partition(":")[2])) for name in wanted if name in absent
    }
    taken = names.isin(wanted).to_numpy()
    kept = Numbers._make(column[taken] for column in numbers)
    return Linked(facts.assign(fact_id=names)[taken], kept, missing)


def known_reports(parent: Path) -> str:
    """The reports that there are, as the hint for a name that is none of them."""
    known = report_names(parent)
    return f"known are {list_first(known)}"


def read_earlier(card: Card, parent: Path) -> tuple[pd.DataFrame, list[str]]:
    """The facts of the reports before this one, and why the next is not read where it is not.

    Their numbers only join lines in charts, so what is wrong with them is no fault of this report.
    """
    tables, seen, name = [no_facts()], {card.name}, card.previous
    while name and name not in seen:
        seen.add(name)
        if not (parent / name).is_dir():
            problem = f"is not among the reports of {parent}; its numbers join no line of a chart"
            return pd.concat(tables), [f"report {card.name}: previous: {name} {problem}"]
        faults: list[Fault] = []
        before = read_card(parent / name, faults)
        facts = read_table(parent / name / "facts.csv", FACTS, faults)
        numbers = read_numbers(facts, faults) if not facts.columns.empty else None
        if faults or before is None or numbers is None:
            problem = f"cannot be read: {faults[0]}"
            return pd.concat(tables), [f"report {card.name}: previous: {name} {problem}"]
        named = facts.assign(fact_id=f"{name}:" + facts["fact_id"])
        tables.append(to_integers(named).assign(value=numbers.value))
        name = before.previous
    return pd.concat([table for table in tables if len(table)] or tables), []


def no_facts() -> pd.DataFrame:
    """A table of facts, as reports have it, without a row."""
    return to_integers(empty_table(FACTS)).assign(value=pd.Series(dtype=float))


def duplicate_faults(file: str, table: pd.DataFrame, key: list[str]) -> Iterator[Fault]:
    """The rows that have the key of an earlier one."""
    for row, values in table[table.duplicated(key)][key].iloc[:MOST_FAULTS_KEPT].iterrows():
        value = " ".join(values)
        yield Fault(file, row, " and ".join(key), value, "stands twice", "every row needs its own")


def place_faults(facts: pd.DataFrame, omitted: pd.DataFrame) -> Iterator[Fault]:
    """Places that are only half given, or that two rows have."""
    key = list(ORDINALS)
    half = facts[(facts["paragraph"] == "") != (facts["position"] == "")]
    for row in half.index:
        problem = "and position are not both given"
        yield Fault("facts.csv", row, "paragraph", None, problem, WANTS_PLACE)
    placed = facts[facts["paragraph"] != ""]
    yield from duplicate_faults("facts.csv", placed, key)
    taken = set(placed[key].itertuples(index=False, name=None))
    places = omitted[key].itertuples(index=False, name=None)
    for row, place in zip(omitted.index, places, strict=True):
        if place in taken:
            value, fix = " ".join(place), "keep it in one file only"
            yield Fault("omitted.csv", row, "position", value, "is also a fact", fix)
    yield from duplicate_faults("omitted.csv", omitted, key)


def read_numbers(facts: pd.DataFrame, faults: list[Fault]) -> Numbers:
    """The printed numbers, in order; what cannot be read is a fault. Equal ones are read once."""
    texts, text_codes = _distinct_cells(facts["printed"])
    units, unit_codes = _distinct_cells(facts["unit"])
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
    return to_columns(shown, numbers, codes)


def _distinct_cells(cells: pd.Series) -> tuple[list[str], np.ndarray]:
    codes, values = pd.factorize(cells.to_numpy())
    return list(values), codes.astype(np.int64)


def to_integers(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its paragraphs and positions as integers, its rows counted from 0."""
    ordinals = {name: _integers(table[name]) for name in ORDINALS if name in table}
    return table.assign(**ordinals).reset_index(drop=True)


def _integers(cells: pd.Series) -> ExtensionArray:
    """Whole numbers, missing where a cell is empty. Equal ones are read once."""
    texts, codes = _distinct_cells(cells)
    return pd.array([int(text) if text else None for text in texts], "Int64").take(codes)

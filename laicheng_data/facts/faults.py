"""What is wrong with a report folder: where, what, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import NamedTuple

MOST_FAULTS_SHOWN = 20
MOST_FAULTS_KEPT = 10_000
MOST_NAMES_COMPARED = 2_000
LONGEST_NAME_COMPARED = 200  # characters


class Fault(NamedTuple):
    """One thing wrong with a report folder. Rows count the header as 1, as a spreadsheet does."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    problem: str
    fix: str

    def __str__(self) -> str:
        """One line: `facts.csv, row 3, column printed: '12O4' is not a printed number; …`."""
        where = [self.file]
        if self.row:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {shorten(join_lines(self.column))}")
        value = "" if self.value is None else f"{shorten(self.value)!r} "
        return f"{', '.join(where)}: {value}{self.problem}; {self.fix}"


def join_lines(name: str) -> str:
    """A name without its line breaks, which a cell of a spreadsheet may have."""
    return " ".join(name.split())


def shorten(text: str, most: int = 60) -> str:
    """The text, or as much of its beginning as is worth reading."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def list_first(names: list[str]) -> str:
    """The names, or the first of them and a sign that there are more."""
    shown = ", ".join(map(join_lines, names[:MOST_FAULTS_SHOWN]))
    return f"{shown}, …" if len(names) > MOST_FAULTS_SHOWN else shown


class ReportError(Exception):
    """A report folder that cannot be used. `faults` holds every fault that was found."""

    def __init__(self, report: str, faults: list[Fault]):
        self.report, self.faults = report, faults
        hidden = len(faults) - MOST_FAULTS_SHOWN
        lines = [f"report {report}: {fault}" for fault in faults[:MOST_FAULTS_SHOWN]]
        super().__init__(
            "\n".join([*lines, f"… and {hidden} more faults"] if hidden > 0 else lines)
        )

    def __reduce__(self) -> tuple[type[ReportError], tuple[str, list[Fault]]]:
        """How it goes from one process to another: a message alone does not make one."""
        return type(self), (self.report, self.faults)

    @property
    def only_lacks_periods(self) -> bool:
        """Whether nothing is wrong but empty periods: a draft of a text that names no year."""
        return all(fault.column == "period" and fault.value == "" for fault in self.faults)


class Nearest:
    """Says which known name is most like an unknown one, for as many as a reader is shown."""

    def __init__(self, known: Collection[str], otherwise: str):
        self.known, self.otherwise = known, otherwise
        self._left: Iterator[int] = iter(range(MOST_FAULTS_SHOWN))

    def __call__(self, name: str) -> str:
        """A fix: `did you mean laicheng-2016?`, or what else to do."""
        if len(name) > LONGEST_NAME_COMPARED or next(self._left, None) is None:
            return self.otherwise
        alike = self.known
        if len(alike) > MOST_NAMES_COMPARED:
            alike = [k for k in alike if k[:4] == name[:4] or k[-4:] == name[-4:]]
        near = difflib.get_close_matches(name, list(alike)[:MOST_NAMES_COMPARED], n=1)
        return f"did you mean {near[0]}?" if near else self.otherwise

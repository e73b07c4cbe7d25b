"""What the CSVs of a report folder hold: their columns, and what each cell must look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from laicheng_data.facts import periods
from laicheng_data.facts.kinds import KINDS

BOUNDS = ("exact", "at_least", "at_most", "about")
PROPOSED = "proposed"  # the basis of a claim that a machine found and nobody has confirmed
BASES = ("stated", "implied", PROPOSED)
VERDICTS = ("consistent", "inconsistent", "undecidable")
UNNAMED = "unnamed"  # the measure of a drafted fact that nobody has looked at yet

ID = r"[a-z0-9-]+"
LONGEST_ID = 100  # of a report: the name of a folder, and of what is put aside beside it
WANTS_ID = "use lower-case letters, digits and hyphens"
WANTS_REPORT_ID = f"{WANTS_ID}, at most {LONGEST_ID} of them"
WANTS_PLACE = "give a whole number, or leave both paragraph and position empty"
_WANTS_POSITION = "count the numerals of a paragraph from 1"
_TERM = rf"-?{ID}(?::{ID})?"
_OPERAND = rf"{_TERM}(?:\+{_TERM})*"
_WANTS_OPERANDS = "name facts, one space between operands, and + between terms that make one"
_DIGIT = "[0-9０-９]"  # a Chinese Excel may keep digits full-width
_FROM_ONE = rf"(?!0|０){_DIGIT}{{1,9}}"
_FROM_ZERO = rf"(?:0|０|{_FROM_ONE})"  # the title is paragraph 0
_WANTS_WORD = "write a word of letters and digits in any script, with _ between its parts"
_LINE = r"[^\x00-\x1f]*"


class Column(NamedTuple):
    """What a cell must match, and hold true of, and the words that tell a curator so."""

    name: str
    pattern: str
    wants: str
    holds: Callable[[str], bool] | None = None

    def admits(self, cell: str) -> bool:
        """Whether a cell fits."""
        fits = re.fullmatch(self.pattern, cell) is not None
        return fits and (self.holds is None or self.holds(cell))


def _enum_column(name: str, values: Iterable[str]) -> Column:
    return Column(name, "|".join(values), f"use one of {', '.join(values)}")


def is_word(text: str) -> bool:
    """Whether the text is a word of the data: letters of any script with their marks, digits,
    `_`."""
    return text.isidentifier() or all(
        character == "_" or character.isalnum() or unicodedata.category(character).startswith("M")
        for character in text
    )


def _is_period(text: str) -> bool:
    try:
        periods.date_range(text)
    except ValueError:
        return False
    return True


FACTS = (
    Column("fact_id", ID, WANTS_ID),
    Column("office", r"\S+", _WANTS_WORD, is_word),
    Column("measure", r"\S+", _WANTS_WORD, is_word),
    Column("subject", r"\S+", _WANTS_WORD, is_word),
    Column("period", r"\S+", periods.WANTED, _is_period),
    Column("printed", _LINE, "copy the number as printed"),
    Column("unit", _LINE, "copy the unit as printed"),
    _enum_column("bound", BOUNDS),
    Column("paragraph", f"(?:{_FROM_ZERO})?", WANTS_PLACE),
    Column("position", f"(?:{_FROM_ONE})?", f"{_WANTS_POSITION}, or leave both empty"),
)
CLAIMS = (
    Column("claim_id", ID, WANTS_ID),
    _enum_column("kind", KINDS),
    Column("result", ID, "name the fact that the report prints as the result"),
    Column("operands", rf"(?:{_OPERAND}(?: {_OPERAND})*)?", _WANTS_OPERANDS),
    _enum_column("basis", BASES),
    _enum_column("expect", VERDICTS),
    Column("remark", _LINE, "keep the remark on one line"),
)
OMITTED = (
    Column("paragraph", _FROM_ZERO, "give the paragraph as a whole number"),
    Column("position", _FROM_ONE, _WANTS_POSITION),
    Column("printed", r".+", "copy the numeral as printed"),
    Column("reason", r".+", "say why this numeral is not a fact"),
)
LABELS = (
    Column("slug", r"[^\x00-\x1f]+", "name the word of the data that is to be shown otherwise"),
    Column("zh", _LINE, "write the Chinese word, on one line"),
    Column("en", _LINE, "write the English word, on one line"),
)
TABLES = {"facts.csv": FACTS, "claims.csv": CLAIMS, "omitted.csv": OMITTED}
LABELS_FILE = "labels.csv"  # optional, so not among the tables
ORDINALS = ("paragraph", "position")


def is_id(name: str) -> bool:
    """Whether `name` may name a report: lower-case letters, digits and hyphens, and so no path."""
    return len(name) <= LONGEST_ID and re.fullmatch(ID, name) is not None


def resources() -> list[dict[str, object]]:
    """The tables as a Frictionless Data Package describes them, for the card's `resources`."""
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
                    {"name": c.name, "type": "integer" if c.name in ORDINALS else "string"}
                    for c in columns
                ],
                "primaryKey": list(ORDINALS) if columns is OMITTED else [columns[0].name],
            },
        }
        for file, columns in TABLES.items()
    ]

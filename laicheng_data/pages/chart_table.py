"""The table behind a chart as a reader wants it: numbers with their units, periods in words, and
nothing that only a program needs.

It is read off the CSV that lies beside the picture, so it shows what is there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

from laicheng_data.checking.summary import TELLING_FIRST
from laicheng_data.facts.contract import BOUNDS
from laicheng_data.facts.printed import parse
from laicheng_data.notebook.markup import PERIODS, column_heading
from laicheng_data.tables.amounts import amount
from laicheng_data.tables.naming import format_range
from laicheng_data.tables.printed_values import add_bound
from laicheng_data.tables.spreadsheet import remove_guard
from laicheng_data.tables.verdicts import difference_text
from laicheng_data.words import LANGUAGES, Words, capitalise

MOST_ROWS = 60  # of a chart's table that stand beside it
DECIMALS = 4
_SHARES = {"filing_rate": 2, "recomputed": 4}  # of 1, and the decimals that a reader sees
_PRINTED = ("printed", "printed_rate", "printed_share", "whole_printed")  # every digit counts
_ASIDE = (  # for programs alone, or told with the number
    "claim_id", "least", "most", "low", "high", "growth", "unit", "whole_unit", "bound",
    "whole_bound",
)  # fmt: skip
_BESIDE = {  # what says again what another column says
    "value": ("printed",),
    "whole_value": ("whole_printed",),
    "filing_rate": ("printed", "printed_rate"),
    "kind": ("claim_id",),
    "report": ("place",),
}
_KNOWN = (
    *PERIODS, *_SHARES, *_PRINTED, *_ASIDE, *_BESIDE, "place", "verdict", "difference",
    "deviation", "before", "after", "change", "wrong_share",
)  # fmt: skip
_FLOAT = re.compile(r"-?\d+(\.\d+)?")


def chart_table(path: Path, words: Words) -> list[list[str]]:
    """The header, and as many rows as stand beside a chart; none where there is no CSV."""
    if not path.exists():
        return []
    slugs = _slugs(_KNOWN)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        heads, *cells = islice(csv.reader(lines), 1 + MOST_ROWS)
    there = [slugs.get(name, name) for name in heads]
    rows = [dict(zip(there, map(remove_guard, row), strict=True)) for row in cells]
    kept = [slug for slug in there if not _is_aside(slug, there, rows)]
    shown = [_column(slug, rows, words) for slug in kept]
    names = [column_heading(slug, words) if slug in _KNOWN else capitalise(slug) for slug in kept]
    return [names, *map(list, zip(*shown, strict=True))]


@cache
def _slugs(words: tuple[str, ...]) -> dict[str, str]:
    """The slugs of these words of the data by what any language calls them."""
    return {Words(language).word(slug): slug for language in LANGUAGES for slug in words}


def _is_aside(slug: str, there: Collection[str], rows: list[dict[str, str]]) -> bool:
    """Whether a reader misses nothing without the column."""
    is_said = any(other in there for other in _BESIDE.get(slug, ()))
    return slug in _ASIDE or is_said or not any(row[slug] for row in rows)


def _column(slug: str, rows: list[dict[str, str]], words: Words) -> list[str]:
    cells = [row[slug] for row in rows]
    if slug in PERIODS:
        return [words.period(cell) for cell in cells]
    if slug == "verdict":
        outcomes = _slugs(TELLING_FIRST)
        return [words(f"outcome.{outcomes[cell]}") if cell in outcomes else cell for cell in cells]
    if slug in _PRINTED or ("unit" in rows[0] and slug in ("recomputed", "difference", "change")):
        return [_text_with_unit(slug, row, words) for row in rows]
    if slug in ("before", "after") and "unit" in rows[0]:
        return [_level_text(row[slug], row["unit"], words) for row in rows]
    if slug in ("difference", "deviation"):
        return [_signed(cell, 0 if slug == "difference" else 2, words) for cell in cells]
    if slug in _SHARES:
        return [_percent(cell, _SHARES[slug], words) for cell in cells]
    return (
        [_readable_number(cell, words) for cell in cells] if all(map(_is_number, cells)) else cells
    )


def _text_with_unit(slug: str, row: Mapping[str, str], words: Words) -> str:
    """A printed number, what it should be, or how it changed, with its unit."""
    cell, whole = row[slug], "whole_" if slug == "whole_printed" else ""
    unit, bound = row.get(f"{whole}unit", ""), row.get(f"{whole}bound", "")
    if not cell or slug in ("printed_rate", "printed_share"):
        return cell
    if slug == "recomputed" and cell[-1] in "%‰":  # the share of a part, which has a unit itself
        return cell
    if slug == "change":
        return _change_text(cell, unit, words)
    if slug == "difference":
        return _difference_text(cell, row, words)
    text = format_range(cell, lambda number: amount(number, unit, words), words)
    bound = _slugs(BOUNDS).get(bound, "exact") if slug in ("printed", "whole_printed") else "exact"
    return add_bound(text, cell, unit, bound, words)


def _difference_text(cell: str, row: Mapping[str, str], words: Words) -> str:
    """A difference in units of the last digit of what is printed; in the unit of that, unless it
    is one of things counted, which stands beside it."""
    fact = {name: row.get(name, "") for name in ("printed", "unit", "measure", "subject")}
    try:
        if parse(fact["printed"], fact["unit"]).exact:
            return words.units(float(cell))
        return difference_text(fact, float(cell), words)
    except ValueError:
        return cell


def _change_text(cell: str, unit: str, words: Words) -> str:
    if not _is_number(cell):
        return cell
    points = _slugs(("percentage_points",))
    return words.points_change(float(cell)) if unit in points else words.percent_change(float(cell))


def _level_text(cell: str, unit: str, words: Words) -> str:
    """A number before or after a change; of one in percentage points it is a share."""
    return (
        _percent(cell, 2, words)
        if unit in _slugs(("percentage_points",))
        else _readable_number(cell, words)
    )


def _percent(cell: str, decimals: int, words: Words) -> str:
    return words.percent(float(cell), decimals) if _FLOAT.fullmatch(cell) else cell


def _signed(cell: str, decimals: int, words: Words) -> str:
    return words.signed(float(cell), decimals) if _FLOAT.fullmatch(cell) else cell


def _is_number(cell: str) -> bool:
    return not cell or _FLOAT.fullmatch(cell) is not None


def _readable_number(cell: str, words: Words) -> str:
    """A float as a reader wants it: `6,452` for 6452.0, and four places at most."""
    if not _FLOAT.fullmatch(cell):
        return cell
    value = float(cell)
    if value == round(value):
        return words.count(value)
    _, _, decimals = cell.partition(".")
    return f"{value:,.{min(len(decimals), DECIMALS)}f}".replace("-", "−")

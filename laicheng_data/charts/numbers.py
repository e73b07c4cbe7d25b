"""Numbers as charts write them: no digit that what they were made of does not bear."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from laicheng_data.words import Words

_MOST_DECIMALS = {"percent": 1, "percentage_points": 2}
# What large rounded numbers are counted in, the largest first.
_SCALES = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1, "")),
}


def format_count(value: float, step: float, words: Words) -> str:
    """A number whose last digit is worth `step`: 6,452, or 1741.62万 and 17.4162 million.

    A `step` of 0 tells an exact number.
    """
    if step <= 1:
        return f"{value:,.{_places(value, step)}f}".replace("-", "−")
    size, name = scale_of(value, step, words)
    return f"{value / size:,.{decimals(step / size, 9)}f}{name}".replace("-", "−")


def scale_of(value: float, step: float, words: Words) -> tuple[float, str]:
    """What a rounded number is counted in, and its name: 万, million; 1 and nothing for an exact
    one."""
    if step <= 1:
        return 1, ""
    known = _SCALES[words.language]
    scales = [each for each in known if each[0] >= step or each[0] == 1] or [(step, "")]
    return next((each for each in scales if abs(value) >= each[0]), scales[-1])


def _places(value: float, step: float) -> int:
    """How many decimals a number below the scales is written with."""
    if step:
        return decimals(step, 9)
    return 0 if value == round(value) else 2


def decimals(step: float, most: int) -> int:
    """How many decimals a number bears whose last digit is worth `step`; at most `most`."""
    if step <= 0:
        return most
    borne = math.floor(-math.log10(step) + 1e-9)  # log10(0.01) is not quite -2 in floats
    return min(max(borne, 0), most)


def add_bound(text: str, bound: str, words: Words) -> str:
    """The number with the word that bounds it: 近400 as 至多400 or at most 400."""
    return text if bound == "exact" else words(f"bounded.{bound}", number=text)


def count_cell(row: Any, measure: str, words: Words) -> str:
    """A count of a filing table as a chart writes it; a word where there is none."""
    value, step, bound = (getattr(row, f"{measure}{end}") for end in ("", "_step", "_bound"))
    if value != value:
        return words("not_worked_out")
    return add_bound(format_count(value, step, words), bound, words)


def signed_change(row: Any, words: Words) -> str:
    """A change of `year_on_year` as a signed number, for a label whose axis names the unit."""
    return words.signed(row.change, decimals(row.step, _MOST_DECIMALS[row.unit]))


def change_text(row: Any, words: Words) -> str:
    """A change of `year_on_year` as a sentence says it: 增长23.9%, up 0.66 percentage points."""
    number = words.signed(abs(row.change), decimals(row.step, _MOST_DECIMALS[row.unit]))
    number = number.lstrip("+")
    if not number.strip("0."):
        return words("change.same")
    if row.unit == "percentage_points":
        number = words.points(number)
    return words(f"change.{'up' if row.change > 0 else 'down'}.{row.unit}", number=number)


def more_or_fewer(value: float, step: float, words: Words) -> str:
    """How many more or fewer: 多903, 903 more."""
    if not value:
        return words("difference.same")
    number = format_count(abs(value), step, words)
    return words(f"difference.{'more' if value > 0 else 'fewer'}", number=number)


def spell_number(number: int, words: Words) -> str:
    """A small number as a word before what it counts: 三, three."""
    return words(f"number_{number}") if 1 <= number <= 10 else str(number)


def count_sentences(table: pd.DataFrame, words: Words, sentence: str, *measures: str) -> list[str]:
    """A sentence a row of the table, with the counts of the named measures."""
    return [
        words(
            sentence,
            period=row.period,
            subject=words.word(row.subject),
            **{measure: count_cell(row, measure, words) for measure in measures},
        )
        for row in table.itertuples()
    ]


def bounds_note(table: pd.DataFrame, words: Words) -> str:
    """What a reader must know where a word such as 多 bounds a number, or a number stands twice."""
    return words("worded_note") if (table["worded"] != "").any() else ""

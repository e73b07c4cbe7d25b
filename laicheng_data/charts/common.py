"""What charts of any report's measures share: how they name, note and head what they show."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.numbers import add_bound
from laicheng_data.tables.amounts import MORE, amount
from laicheng_data.tables.naming import PARTICIPLES, is_named_by, merge_names
from laicheng_data.words import Words, capitalise

MOST_ROWS = 10
MOST_TALL = 6  # rows, beside which a name may have two lines
_ASIDE = (
    "fact_id change_id by_id change_unit by_unit shape twice base total complete whole is_unsure"
    " apart coarse rank ranked made_of sort against net"
).split()
_COUNTERS = tuple("件项条份次")  # Chinese counts matters, items, messages, copies, occasions so
_IF_ANY = (["by"], ["over_measure", "over_period"], ["wrong_share", "recomputed"])
NAME_SHARE = 0.32  # of the width, for the longest name beside a line, or a bar where that is enough


def printed_number(row: Any, words: Words) -> str:
    """A number as its source prints it, with its unit and the word that bounds it."""
    text = amount(row.printed, row.unit, words)
    return text if row.printed[-1:] in MORE else add_bound(text, row.bound, words)


def tile_text(row: Any, name: str, words: Words) -> str:
    """The same above its name, to which English leaves a unit that says no more than that one
    counts: 163 approval items, 5 sets of cameras."""
    unit = words.unit(row.unit).lower()
    is_said = row.unit in _COUNTERS or unit in name.lower().split()
    plain = words.language != "zh" and is_said
    return printed_number(row._replace(unit="") if plain else row, words)


def fit_text(text: str, width: float, lines: int) -> str:
    """A text in so many lines of `width` points at most, shortened where it is too long."""
    if lines == 1 or layout.text_width(text, style.LABEL_PT) <= width:
        return layout.shorten_to_width(text, style.LABEL_PT, width)
    first, _, _ = layout.wrap_for_chart(text, style.LABEL_PT, width).partition("\n")
    rest = fit_text(text.removeprefix(first).lstrip(), width, lines - 1)
    return f"{first}\n{rest}"


def fit_names(rows: list[Any], figure: Figure, words: Words) -> dict[str, str]:
    """The subjects of these rows as they fit beside their lines; where that leaves two alike, each
    keeps its end."""
    names = {row.subject: row_subject(row, words) for row in rows}
    width = 72 * figure.get_size_inches()[0] * NAME_SHARE
    short = {
        one: layout.shorten_to_width(name, style.LABEL_PT, width) for one, name in names.items()
    }
    if len(set(short.values())) == len(set(names.values())):
        return short
    return {one: layout.shorten_middle(name, style.LABEL_PT, width) for one, name in names.items()}


def row_subject(row: Any, words: Words) -> str:
    """What a row speaks of, as a label begins."""
    return words.start(row.subject)


def describe_row(row: Any, words: Words, of_one: bool = False) -> str:
    """A row as a description tells it: period, subject and number; no subject where all are of
    that `one`, which the title names."""
    return words(
        "common.point.one" if of_one else "common.point",
        period=words.period(row.period),
        subject=words.word(row.subject),
        value=printed_number(row, words),
    )


def omission_note(table: pd.DataFrame, left_out: int, words: Words) -> str:
    """What is not drawn: rows for which there is no room, and second numbers for one place."""
    many = words("common.left_out", count=left_out) if left_out else ""
    return many + (words("common.twice") if "twice" in table and table["twice"].any() else "")


def measure_of(measure: str, subject: str, words: Words, begins: bool = True) -> str:
    """A measure of a subject, where it is of all the measure alone, as a label or a sentence
    begins or, if it does not, as it stands within one."""
    named = words.start(measure) if begins else words.word(measure)
    if subject == "all":
        return named
    if one := merge_names(measure, subject, words):
        return one
    if is_named_by(measure, subject):
        part = words.start(subject) if begins else words.word(subject)
        return words("common.within", subject=part, measure=words.word(measure))
    if measure in PARTICIPLES:  # what became of those counted: private enterprises on the list
        counted = words("common.counted", measure=words.word(measure), subject=words.word(subject))
        return capitalise(counted) if begins else counted
    return words("common.of", measure=named, subject=words.word(subject))


def build_chart(
    name: str, figure: Figure, title: str, alt: str, source: str, table: pd.DataFrame, words: Words
) -> Chart:
    """The chart with its data in the language of its words, free of what only steers or is said
    already."""
    aside = [column for column in _ASIDE if column in table]
    for first, *others in _IF_ANY:
        if first in table and not table[first].any():
            aside += [first, *others]
    return Chart(name, figure, title, alt, source, words.table(table.drop(columns=aside)))


def change_of(row: Any, words: Words, over: bool = True) -> str:
    """The change that the report states of a number: 增长8.5%; `over` what, where that is of
    another measure: 比2015年收入完成增长8.5%."""
    change = _change_phrase(row.change, row.change_unit, row.kind, words)
    return _base_phrase(change, row, words) if over else change


def changes_of(row: Any, words: Words) -> str:
    """The same after the amount that it makes, where that is printed too: 增加50万元，增长8.5%."""
    by = _change_phrase(row.by, row.by_unit, row.kind, words)
    change = _change_phrase(row.change, row.change_unit, row.kind, words, beside=bool(by))
    return _base_phrase(words("clause_comma").join(filter(None, [by, change])), row, words)


def _base_phrase(change: str, row: Any, words: Words) -> str:
    if not change or not row.over_measure:
        return change
    return words("changes.over", change=change, base=change_base(row, words))


def change_base(row: Any, words: Words) -> str:
    """What a number changed from, where that is of another measure: 2015年收入完成."""
    measure, period = words.word(row.over_measure), words.period(row.over_period)
    return words("changes.base", measure=measure, period=period)


def _change_phrase(printed: str, unit: str, kind: str, words: Words, beside: bool = False) -> str:
    """By how much a number grew or declined; a change below zero is told as what it is; `beside`
    its amount, which has said which way: up 806 cases, or 9.1%."""
    if not printed:
        return ""
    number = re.sub(r"(?<=[-−+＋]) | (?=%)", "", printed.strip())  # not within 0.4 million
    number = number.lstrip("+＋")
    size = number.lstrip("-−")
    way = "up" if (kind == "growth") == (size == number) else "down"
    if unit == "%":
        return words(f"changes.{way}.percent{'.beside' if beside else ''}", size=size)
    if unit.endswith("百分点"):
        return words(f"changes.{way}.points", size=words.points(size.removesuffix(unit)))
    return words(f"changes.{way}.amount", size=amount(size, unit, words))

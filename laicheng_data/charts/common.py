"""What charts of any report's measures share: how they name, note and head what they show."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.numbers import bounded
from laicheng_data.tables.amounts import amount
from laicheng_data.tables.naming import in_one_word
from laicheng_data.words import Words

MOST_ROWS = 10
MOST_TALL = 6  # rows, beside which a name may have two lines
MOST_NAMED = 3  # subjects that a title names in one place
_ASIDE = "fact_id change_id by_id change_unit by_unit shape twice base total".split()
NAME_SHARE = 0.32  # of the width, for the longest name beside a bar or line


def as_printed(row: Any, words: Words) -> str:
    """A number as its source prints it, with its unit and the word that bounds it."""
    return bounded(amount(row.printed.rstrip("多余"), row.unit, words), row.bound, words)


def fitted_name(text: str, figure: Figure, lines: int = 1) -> str:
    """A name as it fits beside a bar or a line, in so many lines at most, shortened where it is too
    long."""
    return fitted(text, 72 * figure.get_size_inches()[0] * NAME_SHARE, lines)


def fitted(text: str, width: float, lines: int) -> str:
    """A text in so many lines of `width` points at most, shortened where it is too long."""
    if lines == 1 or layout.text_width(text, style.LABEL_PT) <= width:
        return layout.shortened(text, style.LABEL_PT, width)
    first, _, _ = layout.wrapped(text, style.LABEL_PT, width).partition("\n")
    rest = fitted(text.removeprefix(first).lstrip(), width, lines - 1)
    return f"{first}\n{rest}"


def fitted_names(rows: list[Any], figure: Figure, words: Words) -> dict[str, str]:
    """The subjects of these rows as they fit beside their lines; where that leaves two alike, each
    keeps its end."""
    names = {row.subject: subject(row, words) for row in rows}
    fitted = {one: fitted_name(name, figure) for one, name in names.items()}
    if len(set(fitted.values())) == len(set(names.values())):
        return fitted
    width = 72 * figure.get_size_inches()[0] * NAME_SHARE
    return {
        one: layout.shortened_within(name, style.LABEL_PT, width) for one, name in names.items()
    }


def subject(row: Any, words: Words) -> str:
    """What a row speaks of, as a label begins."""
    return words.start(row.subject)


def point(row: Any, words: Words) -> str:
    """A row as a description tells it: period, subject and number."""
    return words(
        "common.point",
        period=words.period(row.period),
        subject=words.word(row.subject),
        value=as_printed(row, words),
    )


def note(table: pd.DataFrame, left_out: int, words: Words) -> str:
    """What is not drawn: rows for which there is no room, and second numbers for one place."""
    many = words("common.left_out", count=left_out) if left_out else ""
    return many + (words("common.twice") if "twice" in table and table["twice"].any() else "")


def measure_of(measure: str, subject: str, words: Words, begins: bool = True) -> str:
    """A measure of a subject, where it is of all the measure alone, as a label or a sentence
    begins or, if it does not, as it stands within one."""
    named = words.start(measure) if begins else words.word(measure)
    if subject == "all":
        return named
    if one := in_one_word(measure, subject, words):
        return one
    return words("common.of", measure=named, subject=words.word(subject))


def extremes(
    rows: pd.DataFrame, measure: str, words: Words, part: bool, compares: bool = True
) -> str:
    """The highest and the lowest of what is drawn; of but a `part`, which are the largest, the
    highest and the next.

    Of several divisions of one whole, which nothing `compares`, only the range is told.
    All that share a place are named, or none where they are many. Both numbers tell where they are
    one; neither is the highest where a word such as 多 bounds one, nor is all of them.
    """
    single = rows[rows["subject"] != "all"]
    rows = rows if single.empty else single
    high, low = (next(rows.iloc[[at]].itertuples()) for at in (0, -1))
    highest, lowest = (list(rows.loc[rows["value"] == row.value, "subject"]) for row in (high, low))
    form = "part" if part else "many"
    if part and compares and low.value >= 0:
        below = rows[rows["value"] < high.value]
        second = next(below.itertuples(), low)
        after = list(rows.loc[rows["value"] == second.value, "subject"])
        if max(len(highest), len(after)) <= MOST_NAMED:
            form, low, lowest = "first", second, after
    if not compares or max(len(highest), len(lowest)) > MOST_NAMED:
        form = "range.part" if part else "range"
    if high.value == low.value:
        form = "same"
    if (rows["bound"] != "exact").any():
        form, highest, lowest = "worded", [high.subject], [low.subject]
    if len(rows) == 1:
        form = "one"
    return words(
        f"common.title.{form}",
        period=words.period(high.period),
        measure=words.start(measure),
        high=words.all_of(highest),
        high_value=as_printed(high, words),
        low=words.all_of(lowest),
        low_value=as_printed(low, words),
    )


def finished(
    name: str, figure: Figure, title: str, alt: str, source: str, table: pd.DataFrame, words: Words
) -> Chart:
    """The chart with its data in the language of its words, free of what only steers or is said
    already."""
    aside = [column for column in _ASIDE if column in table]
    if "by" in table and not table["by"].any():
        aside.append("by")
    return Chart(name, figure, title, alt, source, words.table(table.drop(columns=aside)))


def change_of(row: Any, words: Words) -> str:
    """The change that the report states of a number: 增长8.5%."""
    return _moved(row.change, row.change_unit, row.kind, words)


def changes_of(row: Any, words: Words) -> str:
    """The same after the amount that it makes, where that is printed too: 增加50万元，增长8.5%."""
    both = [_moved(row.by, row.by_unit, row.kind, words), change_of(row, words)]
    return words("clause_comma").join(filter(None, both))


def _moved(printed: str, unit: str, kind: str, words: Words) -> str:
    """By how much a number grew or declined; a change below zero is told as what it is."""
    if not printed:
        return ""
    number = printed.replace(" ", "")
    size = number.lstrip("-−")
    way = "up" if (kind == "growth") == (size == number) else "down"
    if unit == "%":
        return words(f"changes.{way}.percent", size=size)
    if unit.endswith("百分点"):
        return words(f"changes.{way}.points", size=words.points(size.removesuffix(unit)))
    return words(f"changes.{way}.amount", size=amount(size, unit, words))

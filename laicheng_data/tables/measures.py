"""What a report prints, measure by measure, whatever it is about: the shape of its data decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

import pandas as pd

from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.amounts import unit_family
from laicheng_data.tables.naming import ALL, SHARE_OF
from laicheng_data.tables.parts import named_wholes, totals_among
from laicheng_data.words import HAN

UNLIKE = 100  # times what has decimals, that whole numbers of the same thing hardly come to
MOST_BESIDE = 2  # times the largest of the others, that a total may be to stand in one chart
MOST_OF_A_WHOLE = 1.01  # which rounded shares of one whole may add up to
LEAST_OF_PARTS = 4  # with which one may be the sum of the others
LEAST_OF_A_SUM, NEARLY_ALL = 0.7, 0.9  # of what may be a sum, that the others come to
MOST_OF_PARTS = 1.25  # times their whole, that parts of one division may come to, some named twice
_FEWEST_PARTS = 2  # that tell by their names what is their whole
_DIGITS = re.compile(r"\d")


def values_table(facts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The numbers of one measure that can stand on one axis: the unit that most of them have.

    Columns: `fact_id`, `period`, `subject`, `printed`, `unit`, `bound`, `value`, `shape` (what kind
    of period) in document order, one row a subject and period; of two for one place, the first, and
    `twice` tells that another number was printed for it.
    """
    facts = facts[facts["measure"] == measure].reset_index(drop=True)
    family = families(facts)
    most = Counter(family).most_common(1)[0][0]
    facts = facts[[each == most for each in family]]
    shape = facts["period"].map(_period_shape)
    columns = ["period", "subject", "printed", "unit", "bound", "value", "shape"]
    place = ["period", "subject"]
    twice = facts.duplicated(place, keep=False)
    differs = {
        at for _, rows in facts[twice].groupby(place) if not _may_agree(rows) for at in rows.index
    }
    told = facts.assign(shape=shape, twice=facts.index.isin(differs))
    return told[["fact_id", *columns, "twice"]].drop_duplicates(place, ignore_index=True)


def _may_agree(rows: pd.DataFrame) -> bool:
    """Whether numbers printed for one place may be one, as 67.34万 and 67.34 of 万元 are."""
    return rows["bound"].nunique() == 1 and _are_equal(rows)


def _period_shape(period: str) -> str:
    """What kind of period it is, so that no quarter stands in one line with a year: how it is
    written, and from one month to another also how many these are."""
    (first, last), written = date_range(period), _DIGITS.sub("0", period)
    months = 12 * (last.year - first.year) + last.month - first.month
    return f"{written} {months}" if "/" in period else written


def families(facts: pd.DataFrame) -> list[str]:
    """What each number counts, without what it is counted in: 万元 and 亿元 are both 元."""
    return [unit_family(*row) for row in facts[["printed", "unit"]].itertuples(index=False)]


@cache_per_report
def trend_table(report: Report, measure: str) -> pd.DataFrame:
    """The subjects of a measure that have numbers for several periods of one kind; may be empty.

    What the body's earlier reports print joins the lines; where both print a number for one period,
    the report's own counts. Totals beside which their parts would lie flat are left out; `total`
    tells which of the others are such.
    """
    facts = pd.concat([report.facts, report.earlier[list(report.facts)]])
    table = values_table(facts, measure)
    shape = Counter(table["shape"]).most_common(1)[0][0]
    table = table[table["shape"] == shape]
    several = table.groupby("subject")["period"].transform("nunique") > 1
    table = table[several].sort_values("period", kind="stable", ignore_index=True)
    table = table.assign(total=_are_totals(report, table))
    rest = table[~table["total"]]
    dwarfed = table["value"].abs().max() > MOST_BESIDE * rest["value"].abs().max()
    many = rest["subject"].nunique() > 1
    return rest.reset_index(drop=True) if dwarfed and many else table


def _are_totals(report: Report, table: pd.DataFrame) -> pd.Series:
    """Which subjects are of all, or the whole of others there: no part to compare."""
    known = {ALL, *totals_among(report, table["subject"])}
    return table["subject"].isin({*known, *_subjects_named_after_rest(table, known)})


def _subjects_named_after_rest(table: pd.DataFrame, known: Collection[str]) -> set[str]:
    """A subject that begins with what all others end with, a character or a word, as 税收收入 does
    beside 增值税 and 消费税, and is no less than these together: their whole, though no claim says
    so."""
    by_period = table[~table["subject"].isin(known)].pivot_table(
        index="subject", columns="period", values="value", aggfunc="first", fill_value=0
    )
    if len(by_period) <= _FEWEST_PARTS or (by_period < 0).any(axis=None):
        return set()
    largest = by_period.sum(axis=1).idxmax()
    rest = by_period.drop(index=largest)
    endings = (rest.index[0][start:] for start in range(len(rest.index[0])))
    whole = (end for end in endings if end[0] == "_" or HAN.match(end))  # no mere letters
    shared = (end for end in whole if all(name.endswith(end) for name in rest.index))
    ending = next(shared, "").strip("_")
    exceeds = (by_period.loc[largest] >= rest.sum()).all()
    return {largest} if ending and str(largest).startswith(ending) and exceeds else set()


def lines_table(report: Report, measures: str) -> pd.DataFrame:
    """`trend_table` of one measure; of several, joined by `+`, a subject each."""
    each = measures.split("+")
    if len(each) == 1:
        return trend_table(report, measures)
    tables = [trend_table(report, m).assign(subject=m, total=False) for m in each]
    return pd.concat(tables).sort_values("period", kind="stable", ignore_index=True)


@cache_per_report
def levels_table(report: Report, measure: str) -> pd.DataFrame:
    """The subjects of a measure in the period that has most of them, the largest first; `total`
    tells which of them are the whole of others, `complete` whether the rest are all there are,
    `whole` how large what they are shares of is, if claims say so."""
    rows = _mark_wholes(report, fullest_period(report, measure))
    rows = rows.assign(complete=_are_all(report, rows))
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


@cache_per_report
def fullest_period(report: Report, measure: str) -> pd.DataFrame:
    """The numbers of a measure in the period that has most of them, of such the last."""
    table = values_table(report.facts, measure)
    sizes = table["period"].value_counts()
    return table[table["period"] == sizes[sizes == sizes.max()].index.max()]


def _are_all(report: Report, rows: pd.DataFrame) -> bool:
    """Whether the single ones of these numbers add up to the largest total among them, to what a
    sum of just them is printed as, or to 100%: then the least of them is the least of all."""
    ids = set(rows.loc[~rows["total"], "fact_id"])
    sums = report.claims[report.claims["kind"] == "sum"]
    results = [
        result
        for result, operands in sums[["result", "operands"]].itertuples(index=False)
        if set(operands.split()) == ids
    ]
    totals = rows[rows["total"]].nlargest(1, "value")
    printed = pd.concat([totals, report.facts[report.facts["fact_id"].isin(results)]])
    wholes = [parse(*number).interval() for number in _numbers(printed)]
    if set(families(rows)) == {"%"}:
        wholes.append(parse("100", "%").interval())
    parts = [parse(*number).interval() for number in _numbers(rows[~rows["total"]])]
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return any(low <= whole.high and whole.low <= high for whole in wholes)


def _numbers(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return rows[["printed", "unit"]].itertuples(index=False, name=None)


def has_levels(rows: pd.DataFrame, measure: str) -> bool:
    """Whether two subjects or more, of which there is any, stand there to be compared; shares of
    several wholes, or of one that is divided twice, are no levels of one thing."""
    single = rows[(rows["subject"] != ALL) & (rows["value"] != 0)]
    is_share = measure.startswith(SHARE_OF) and set(rows["unit"]) == {"%"}
    is_of_several = is_share and single["value"].sum() > MOST_OF_A_WHOLE
    is_one_thing = not (is_of_several or _are_unlike(rows))
    return len(single) > 1 and is_one_thing and not _are_equal(rows)


def _are_unlike(rows: pd.DataFrame) -> bool:
    """Whether numbers without a unit are hardly of one thing, though one column has them:
    so many pupils, and so many to a teacher, with a decimal point."""
    read = [parse(*number) for number in _numbers(rows)]
    exact = [number.value for number in read if number.exact]
    others = [number.value for number in read if not number.exact]
    is_bare = set(families(rows)) == {""} and bool(exact and others)
    return is_bare and max(exact) > UNLIKE * max(others)


def are_one_division(rows: pd.DataFrame) -> bool:
    """Whether the numbers of one measure and period may divide what is printed of all, rather than
    divide it more than once: then none of them is the largest. An average is divided by nothing.

    `whole`, where there is such a column, has the size of what claims say they are shares of, and
    `is_unsure` tells whether one of them may be the whole of others, or others are counted beside
    them.
    """
    if "is_unsure" in rows and rows["is_unsure"].any():
        return False
    is_whole = rows["subject"] == ALL
    is_single = ~rows["total"] if "total" in rows else ~is_whole
    sizes = [rows.loc[is_whole, "value"], *([rows["whole"]] if "whole" in rows else [])]
    whole = pd.concat(sizes).max()  # not a number where none is printed
    single = rows.loc[is_single, "value"]
    return is_average(rows) or not single.sum() > MOST_OF_PARTS * whole


def divides_once(report: Report, rows: pd.DataFrame) -> bool:
    """The same of facts, as claims tell which of them are totals and what they are shares of."""
    return are_one_division(_mark_wholes(report, rows))


def _mark_wholes(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(total=_are_totals(report, rows), whole=_shared_whole(report, rows))
    single = rows[~rows["total"]]
    is_unsure = _has_sum(report, single) or _are_not_all(report, single) or _are_unlike(single)
    return rows.assign(is_unsure=is_unsure or _has_larger_whole(report, rows))


def _are_not_all(report: Report, rows: pd.DataFrame) -> bool:
    """Whether a sum adds numbers to these that are called alike and counted otherwise, as letters
    beside calls, and one of those may be the largest or come next."""
    facts = report.facts.set_index("fact_id")[["measure", "period", "subject", "value"]]
    alike = facts[facts["period"].isin(rows["period"]) & ~facts["subject"].isin(rows["subject"])]
    own = facts.loc[facts.index.isin(rows["fact_id"]), "measure"]
    second = rows["value"].nlargest(2).min()
    alike = alike[alike["measure"].isin(own) & (alike["value"] >= second)]
    ids, others = set(rows["fact_id"]), set(alike.index)
    sums = report.claims.loc[report.claims["kind"] == "sum", "operands"]
    return any(ids & terms and others & terms for terms in map(set, sums.str.split()))


def _has_larger_whole(report: Report, rows: pd.DataFrame) -> bool:
    """Whether the whole of some of these numbers is larger than another that would be called the
    largest, or come next: grain of autumn and summer, beside cereals."""
    parts_of = named_wholes(report, rows["subject"])
    leading = rows[~rows["total"]].nlargest(2, "value")
    others = leading[~leading["subject"].isin(set().union(*parts_of.values()))]
    of_parts = rows.loc[rows["subject"].isin(parts_of.keys()), "value"]
    return bool(of_parts.max() >= others["value"].min())  # none is, where there are no numbers


def _has_sum(report: Report, rows: pd.DataFrame) -> bool:
    """Whether the largest amount may be the sum of the others, some of which are not printed, as of
    all taxes and each: it stands before or behind them, they come to most of it, or where all are
    in order of size to nearly all, and to no more, and no claim counts it among them."""
    if len(rows) < LEAST_OF_PARTS or set(families(rows)) & {"%", "‰"}:
        return False
    at = int(rows["value"].to_numpy().argmax())
    largest, name = rows["value"].iloc[at], rows["fact_id"].iloc[at]
    rest = rows["value"].sum() - largest
    sizes = rows["value"]
    is_ranking = sizes.is_monotonic_decreasing or sizes.is_monotonic_increasing
    stands_apart = at in (0, len(rows) - 1) and sizes.min() >= 0
    least = NEARLY_ALL if is_ranking else LEAST_OF_A_SUM
    may_be = least * largest <= rest <= MOST_OF_A_WHOLE * largest
    ids = set(rows["fact_id"])
    beside = [set(re.findall(r"[a-z0-9:-]+", terms)) & ids for terms in report.claims["operands"]]
    parts_of: dict[str, set[str]] = {}
    for part, whole in (pair for pair in _shares(report) if len(pair) == 2):
        parts_of.setdefault(whole, set()).add(part)
    beside += [parts & ids for parts in parts_of.values()]
    is_part = any(name in terms and len(terms) > 1 for terms in beside)
    return bool(stands_apart and may_be and not is_part)


def _shared_whole(report: Report, rows: pd.DataFrame) -> float:
    """The size of what claims say that several of these numbers are shares of, be it of another
    measure; no number where they say nothing."""
    ids = set(rows["fact_id"])
    of = Counter(whole for part, whole in _shares(report) if part in ids)
    several = [whole for whole, parts in of.items() if parts > 1]
    return float(report.facts.loc[report.facts["fact_id"].isin(several), "value"].max())


@cache_per_report
def _shares(report: Report) -> list[list[str]]:
    """Part and whole of each share, but for those that wait for a curator."""
    claims = report.claims
    shares = claims[(claims["kind"] == "share") & (claims["basis"] != PROPOSED)]
    return [operands.split() for operands in shares["operands"] if operands]


def is_average(rows: pd.DataFrame) -> bool:
    """Whether what is printed of all is no sum of the others, as one of them exceeds it: an average
    or a rate. Amounts below naught may make any sum."""
    is_whole = rows["subject"] == ALL
    exceeds = rows["value"].max() > rows.loc[is_whole, "value"].max()
    return bool(exceeds and (rows["value"].min() >= 0 or set(families(rows)) == {"%"}))


def _are_equal(rows: pd.DataFrame) -> bool:
    """Whether all numbers may be one, as 36.82亿 and 368161万 may: bars of one length say nothing."""
    pairs = zip(rows["printed"], rows["unit"], strict=True)
    first, *others = [parse(printed, unit).interval() for printed, unit in pairs]
    return all(other.meets(first) for other in others)

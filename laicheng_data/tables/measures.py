"""What a report prints, measure by measure, whatever it is about: the shape of its data decides."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterator
from typing import NamedTuple

import pandas as pd

from laicheng_data.checking.claims import deviations, verdicts_of
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import TELLING_FIRST, outcomes
from laicheng_data.facts.contract import PROPOSED, UNNAMED
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.amounts import unit_family
from laicheng_data.tables.naming import ALL, PLACE, SHARE_OF, claim_bases, compared_subjects
from laicheng_data.tables.parts import named_wholes, totals_among, whole_slug, wholes
from laicheng_data.tables.sorts import sorts_of
from laicheng_data.tables.stated_changes import change_pages, split_pages, unsigned_declines
from laicheng_data.words import HAN

MOST_OPEN = 3  # claims that cannot be checked, beside those that were
MOST_PARTS = 3  # charts of wholes and their parts: claims may speak of dozens
MOST_FIGURES = 9  # numbers that stand alone, in one chart
LEAST_FIGURES = 3  # in one chart, where there are other charts
MOST_PERIODS = 2  # with such a chart before the charts of measures; others follow them
UNLIKE = 100  # times what has decimals, that whole numbers of the same thing hardly come to
MOST_BESIDE = 2  # times the largest of the others, that a total may be to stand in one chart
MOST_ALIKE = 3  # charts of one period that show the same subjects
MOST_LINES = 6  # of measures in one chart
LEAST_SHARE = 0.1  # of the largest at the end, that a measure must come to, to stand beside it
LONGEST_SLUG = 60  # bytes of a measure in the name of a file
MOST_OF_A_WHOLE = 1.01  # which rounded shares of one whole may add up to
LEAST_OF_PARTS = 4  # with which one may be the sum of the others
LEAST_OF_A_SUM, NEARLY_ALL = 0.7, 0.9  # of what may be a sum, that the others come to
MOST_OF_PARTS = 1.25  # times their whole, that parts of one division may come to, some named twice
_FEWEST_PARTS = 2  # that tell by their names what is their whole
_DIGITS = re.compile(r"\d")
_OF_ANYONE = ["measure", "period"]
_IDS = ("fact_id", "change_id", "by_id")


class ChartChoice(NamedTuple):
    """A chart that the shape of the data asks for, and the measure that it shows; of numbers that
    stand alone, their period."""

    form: str
    measure: str
    slug: str

    @property
    def name(self) -> str:
        """What the chart and its files are called."""
        return f"{self.form}-{self.slug}"


def measure_slug(measure: str, every: list[str]) -> str:
    """A measure as part of a file's name: short, and told apart where letters' case is not."""
    twins = [other for other in every if other != measure and other.lower() == measure.lower()]
    if len(measure.encode()) <= LONGEST_SLUG and not twins:
        return measure
    short = measure.encode()[: LONGEST_SLUG - 9].decode(errors="ignore")
    return f"{short}-{hashlib.sha256(measure.encode()).hexdigest()[:8]}"


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


def group_for_charts(report: Report, measures: list[str]) -> list[list[str]]:
    """Measures whose lines stand on the same axes: of all, counted alike, for the same periods and
    of like size. Those that come first lead."""
    alike: dict[Hashable, list[tuple[float, str]]] = {}
    for measure in measures:
        table = trend_table(report, measure)
        counts = tuple(dict.fromkeys(families(table)))
        of_all = set(table["subject"]) == {"all"}
        key = (tuple(table["period"]), counts) if of_all else measure
        alike.setdefault(key, []).append((abs(table["value"].iloc[-1]), measure))
    groups: list[list[str]] = []
    for sized in alike.values():
        largest, group = 0.0, list[str]()
        for size, measure in sorted(sized, key=lambda one: -one[0]):
            if not group or len(group) == MOST_LINES or size < largest * LEAST_SHARE:
                largest, group = size, []
                groups.append(group)
            group.append(measure)
    return sorted(groups, key=lambda group: min(measures.index(measure) for measure in group))


@cache_per_report
def levels_table(report: Report, measure: str) -> pd.DataFrame:
    """The subjects of a measure in the period that has most of them, the largest first; `total`
    tells which of them are the whole of others, `complete` whether the rest are all there are,
    `whole` how large what they are shares of is, if claims say so."""
    rows = _mark_wholes(report, _fullest_period(report, measure))
    rows = rows.assign(complete=_are_all(report, rows))
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


@cache_per_report
def _fullest_period(report: Report, measure: str) -> pd.DataFrame:
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


def _has_levels(rows: pd.DataFrame, measure: str) -> bool:
    """Whether two subjects or more, of which there is any, stand there to be compared; shares of
    several wholes, or of one that is divided twice, are no levels of one thing."""
    single = rows[(rows["subject"] != ALL) & (rows["value"] != 0)]
    is_share = measure.startswith(SHARE_OF) and set(rows["unit"]) == {"%"}
    is_of_several = is_share and single["value"].sum() > MOST_OF_A_WHOLE
    is_one_thing = not (is_of_several or _are_unlike(rows))
    return len(single) > 1 and is_one_thing and not _are_equal(rows)


def _are_unlike(rows: pd.DataFrame) -> bool:
    """Whether numbers without a unit are hardly of one thing, though a table has them in one column:
    so many pupils, and so many to a teacher with a decimal point."""
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


def lone_table(
    report: Report, verdicts: pd.DataFrame, changes: pd.DataFrame, covered: set[str]
) -> pd.DataFrame:
    """The numbers whose measures have no other to stand beside, those that claims speak of most
    first; `covered` measures have charts of their own, as have wholes with their parts and rates of
    change, and what does not hold is told elsewhere.

    `verdicts` are those of `check`, `changes` those of `stated_changes`. Columns: `fact_id`,
    `measure`, `subject`, `period`, `printed`, `unit`, `bound`, `value`, and what the report states
    of how it changed, which is no row of its own, as `changes` has it (empty where it states
    nothing).
    """
    wrong = report.claims.loc[(verdicts["verdict"] == "inconsistent").to_numpy(), "result"]
    facts = report.facts[~report.facts["measure"].isin({*covered, UNNAMED})]
    lone = set(facts["measure"]) - set(_chart_forms(report))
    elsewhere = _ids_in_wholes(report, _charted_wholes(report, covered)) | _ids_in_changes(changes)
    again = facts.loc[facts["fact_id"].isin(elsewhere), PLACE]  # what is printed there once more
    is_again = pd.MultiIndex.from_frame(facts[PLACE]).isin(pd.MultiIndex.from_frame(again))
    of_all = pd.MultiIndex.from_frame(again.loc[again["subject"] == ALL, _OF_ANYONE])
    is_again |= pd.MultiIndex.from_frame(facts[_OF_ANYONE]).isin(of_all)  # and whose it is
    is_wrong = facts["fact_id"].isin(wrong)
    several = facts.duplicated(["measure", "period"], keep=False)
    is_naught = (facts["value"] == 0) & several  # in a table, where blanks would say the same
    facts = facts[facts["measure"].isin(lone) & ~is_wrong & ~is_again & ~is_naught]
    spoken = claim_counts(report)
    changes = changes[changes["fact_id"].isin(facts["fact_id"])]
    told = facts[~facts["fact_id"].isin({*changes["change_id"], *changes["by_id"]})]
    told = told.assign(spoken=[-spoken[measure] for measure in told["measure"]])
    told = told.sort_values("spoken", kind="stable")
    told = told.drop_duplicates(PLACE)
    columns = ["fact_id", *PLACE, "printed", "unit", "bound", "value"]
    added = changes.drop(columns=columns[1:])
    table = told[columns].merge(added, how="left", on="fact_id")
    empty = {name: "" for name in added if name not in ("fact_id", "growth")}
    return table.drop(columns="growth").fillna(empty)


def _ids_in_changes(changes: pd.DataFrame) -> set[str]:
    """What the charts of changes show: numbers, and the changes stated of them."""
    pages = change_pages(changes).values()
    shown = {i for page in pages for name in _IDS for i in page[name]}
    return shown - {""}


def _charted_wholes(report: Report, covered: set[str]) -> dict[str, list[str]]:
    """The wholes that have a chart, with their parts; of what is divided alike by several measures
    the one that claims speak of most, in each period the last, and none whose parts have lines."""
    facts = report.facts.set_index("fact_id")
    speaks, when = facts["measure"].to_dict(), facts["period"].to_dict()
    whose = facts["subject"].to_dict()
    lines = [trend_table(report, m) for m, form in _chart_forms(report).items() if form == "trend"]
    in_lines = {i for table in lines for i in table["fact_id"]}
    last: dict[Hashable, str] = {}
    every, spoken = wholes(report), claim_counts(report)

    def telling(whole: str) -> tuple[int, str]:
        first = whole.split("+")[0]
        return spoken[speaks[first]], when[first]

    for whole, ids in every.items():
        if {speaks[i] for i in ids} - covered:
            named = [*whole.split("+"), *ids]
            is_one = len({speaks[i] for i in named}) == 1  # be it planned or spent
            alike = tuple((whose[i], "" if is_one else speaks[i]) for i in named)
            last[alike] = max(last.get(alike, whole), whole, key=telling)
    several = {whole for whole in every if len({speaks[i] for i in every[whole]}) > 1}
    kept = [w for w in last.values() if w in several or not in_lines.issuperset(every[w])]
    of_all = {_division_of(facts, w, every[w]) for w in kept if whose.get(w) == ALL}
    kept = [
        w for w in kept if whose.get(w) == ALL or _division_of(facts, w, every[w]) not in of_all
    ]
    kept.sort(key=lambda whole: (-len(every[whole]), whose.get(whole) != ALL))
    return {whole: every[whole] for whole in kept[:MOST_PARTS]}


def _division_of(facts: pd.DataFrame, whole: str, parts: list[str]) -> Hashable:
    """What a whole and its parts count, whosever they are, and when: a column of a table and the
    column of its totals are divided alike."""
    ids = [*whole.split("+"), *parts]
    return tuple(map(tuple, facts.loc[ids, ["measure", "period"]].to_numpy()))


def _ids_in_wholes(report: Report, divided: dict[str, list[str]]) -> set[str]:
    """What the charts of wholes show: these, their parts and the shares of them."""
    ids = {i for whole, parts in divided.items() for i in (whole, *parts)}
    pairs = {f"{part} {whole}" for whole, parts in divided.items() for part in parts}
    claims = report.claims
    shares = claims["operands"].isin(pairs) & (claims["kind"] == "share")
    return ids | set(claims.loc[shares, "result"])


def choices(
    report: Report, lone: pd.DataFrame, changes: pd.DataFrame, covered: set[str], most: int
) -> tuple[list[ChartChoice], list[str]]:
    """The charts that a report's numbers ask for, at most so many, and the measures left out.

    Rates of change come first, as they tell what moved; then wholes and their parts, for claims
    speak of them; then numbers that stand alone; then the measures that claims speak of most, then
    those that stand first in the report; and where there is room, more numbers that stand alone.
    `covered` ones have charts of their own; `lone` and `changes` are the tables of `lone_table` and
    `stated_changes`.
    """
    every = list(pd.unique(report.facts["measure"]))
    speaks = dict(zip(report.facts["fact_id"], report.facts["measure"], strict=True))
    shown = _charted_wholes(report, covered)
    parts = [ChartChoice("parts", w, measure_slug(whole_slug(w), list(speaks))) for w in shown]
    spoken = claim_counts(report)
    wanted = [measure for measure in every if measure not in covered]
    wanted.sort(key=lambda measure: -spoken[measure])
    forms = _chart_forms(report)
    lines = group_for_charts(report, [m for m in wanted if forms.get(m) == "trend"])
    drawn = [*lines, *([m] for m in wanted if forms.get(m) == "levels")]
    drawn.sort(key=lambda group: min(wanted.index(measure) for measure in group))
    measures = [_group_choice(forms[group[0]], group, every) for group in drawn]
    rates, figures = change_pages(changes), figure_pages(lone)
    told_there = _ids_in_changes(changes)
    plain = [c for c in measures if not (shown and _is_shown(c, report, shown))]
    plain = [c for c in plain if not _are_told(c, report, told_there)]
    plain = _first_of_alike(plain, report)
    moved = [_page_choice("changes", name) for name in rates]
    least = LEAST_FIGURES if [*moved, *parts, *plain] or covered & set(every) else 1
    alone = [_page_choice("figures", name) for name, rows in figures.items() if len(rows) >= least]
    first = [choice for choice in alone if choice.measure.endswith(" 1")][:MOST_PERIODS]
    rest = [choice for choice in alone if choice not in first]
    chosen = [*moved, *parts, *first, *plain, *rest][:most]
    pages = {"changes": rates, "figures": figures}
    tables = [pages[c.form][c.measure] for c in chosen if c.form in pages]
    told = {i for table in tables for name in _IDS for i in table[name]}
    told |= _ids_in_wholes(report, shown)
    charted = {measure for choice in chosen for measure in choice.measure.split("+")} | {
        speaks[i] for i in told if i in speaks
    }
    return chosen, [measure for measure in wanted if measure not in charted]


def _first_of_alike(measures: list[ChartChoice], report: Report) -> list[ChartChoice]:
    """The charts, of those that show the same subjects the first few: a table has dozens of rows,
    and each would be a chart that looks like the others."""
    seen: Counter[Hashable] = Counter()
    kept = []
    for choice in measures:
        table = _fullest_period(report, choice.measure) if choice.form == "levels" else None
        alike = None if table is None else (table["period"].max(), frozenset(table["subject"]))
        seen[alike] += 1
        if alike is None or seen[alike] <= MOST_ALIKE:
            kept.append(choice)
    return kept


def _group_choice(form: str, measures: list[str], every: list[str]) -> ChartChoice:
    slug = measure_slug(measures[0], every)
    return ChartChoice(
        form, "+".join(measures), slug if len(measures) == 1 else f"{slug}-and-others"
    )


def _page_choice(form: str, name: str) -> ChartChoice:
    """The chart of a page of the numbers of one period; the first bears the period alone."""
    period, page = name.split()
    slug = period.replace("/", "-to-")
    return ChartChoice(form, name, slug if page == "1" else f"{slug}-{page}")


def figure_pages(lone: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Numbers that stand alone, as many as one chart holds, by their period and the number of the
    page; the periods that have most of them first."""
    periods = sorted(lone.groupby("period", sort=False), key=lambda one: -len(one[1]))
    return {
        f"{period} {number}": page
        for period, rows in periods
        for number, page in enumerate(split_pages(rows, MOST_FIGURES), start=1)
    }


def _are_told(choice: ChartChoice, report: Report, told: set[str]) -> bool:
    """Whether the charts of changes show all the numbers of a chart."""
    return choice.form == "levels" and _level_ids(report, choice.measure) <= told


def _is_shown(choice: ChartChoice, report: Report, shown: dict[str, list[str]]) -> bool:
    """Whether a chart of a whole shows the same numbers, but for the whole itself, or shares."""
    if choice.form != "levels":
        return False
    ids = _level_ids(report, choice.measure)
    each = [_ids_in_wholes(report, {whole: parts}) for whole, parts in shown.items()]
    return any(len(ids - told) <= 1 and len(ids) > 1 for told in each)


def _level_ids(report: Report, measure: str) -> set[str]:
    """The numbers of `levels_table`, which is made only of what has a chart of its own."""
    return set(_fullest_period(report, measure)["fact_id"])


@cache_per_report
def _chart_forms(report: Report) -> dict[str, str]:
    """The form of chart that each measure asks for; those whose numbers stand alone have none."""
    own = report.facts.loc[report.facts["measure"] != UNNAMED, PLACE].drop_duplicates()
    every = pd.concat([own, report.earlier[PLACE]]).drop_duplicates()
    # Of most measures of most reports no table need be made.
    lines = _measures_with_several(every, "subject")
    bars = _measures_with_several(own[own["subject"] != ALL], "period")
    forms = {m: _chart_form(report, m, m in lines, m in bars) for m in pd.unique(own["measure"])}
    return {measure: form for measure, form in forms.items() if form}


def _measures_with_several(places: pd.DataFrame, common: str) -> set[str]:
    """The measures that have several numbers for one subject, or for one period."""
    sizes = places.groupby(["measure", common]).size()
    return set(sizes[sizes > 1].index.get_level_values("measure"))


def _chart_form(report: Report, measure: str, has_lines: bool, has_bars: bool) -> str:
    if measure in unsigned_declines(report):
        return ""
    if has_lines and (trend_table(report, measure)["value"] != 0).any():  # naught draws no line
        return "trend"
    return "levels" if has_bars and _has_levels(_fullest_period(report, measure), measure) else ""


def claim_counts(report: Report) -> Counter[str]:
    """How many claims speak of each measure."""
    measures = dict(zip(report.facts["fact_id"], report.facts["measure"], strict=True))
    spoken: Counter[str] = Counter()
    for result, operands in report.claims[["result", "operands"]].itertuples(index=False):
        names = re.findall(r"[a-z0-9:-]+", f"{result} {operands}")
        spoken.update({measures[n] for name in names if (n := name.lstrip("-")) in measures})
    return spoken


@cache_per_report
def checked_table(report: Report) -> pd.DataFrame:
    """The decided claims, stated or implied, and where these are few those that are stated and
    cannot be checked, as `TELLING_FIRST` orders verdicts, the stated first of each; what compares a
    number with itself after the others that hold. Proposals are left to the curator.

    Columns: `claim_id`, `kind`, `basis`, `measure`, `subject`, `period`, `printed`, `unit`,
    `recomputed`, `difference` (in units of the last printed digit), `least` and `most` (printed
    less recomputed, as `difference` is, but before rounding), `verdict`, which is `difference`
    where an implied relation does not hold, `base`, what a share was taken of or a sum adds up
    where several have one name, else empty, `made_of`, the same of each, `sort`, what is stated, as
    `sorts_of` has it, and `against`, the subject that it is held against, if another. A difference
    that is but the sum of others is not among them.
    """
    facts = report.facts.set_index("fact_id")[["measure", "subject", "period", "unit"]]
    verdicts, away = verdicts_of(report), deviations(report).to_numpy().T
    table = verdicts.assign(
        result=report.claims["result"].to_numpy(),
        verdict=outcomes(verdicts),
        least=-away[1] + 0.0,  # and no naught below naught
        most=-away[0] + 0.0,
    ).join(facts, on="result")
    shown = table[_has_row(table) & ~table["claim_id"].isin(net_differences(report, verdicts))]
    columns = ["claim_id", "kind", "basis", "measure", "subject", "period", "printed", "unit"]
    columns += ["recomputed", "difference", "least", "most", "verdict", "base"]
    shown = _add_bases(shown, report)[[*columns, "made_of", "sort", "against"]]
    return shown.loc[_telling_order(shown, report)].reset_index(drop=True)


def _has_row(table: pd.DataFrame) -> pd.Series:
    """Whether each claim stands in a table of what was checked."""
    is_open = (table["verdict"] == "undecidable") & (table["basis"] == "stated")
    is_decided = (table["verdict"] != "undecidable") & (table["basis"] != PROPOSED)
    has_both = is_decided.any() and is_open.sum() <= MOST_OPEN
    return is_decided | is_open if has_both else is_decided


def _add_bases(table: pd.DataFrame, report: Report) -> pd.DataFrame:
    """The claims with what each is made of and held against, and of what sort it is."""
    bases, against = claim_bases(report), compared_subjects(report)
    made_of = [bases.get(claim, "") for claim in table["claim_id"]]
    table = table.assign(
        base=made_of,
        made_of=made_of,
        sort=sorts_of(report, table["claim_id"]),
        against=[against.get(claim, "") for claim in table["claim_id"]],
    )
    apart = table.duplicated(PLACE, keep=False) & ~table.duplicated([*PLACE, "base"], keep=False)
    return table.assign(base=table["base"].where(apart, ""))


def _telling_order(table: pd.DataFrame, report: Report) -> pd.Index:
    """The claims in the order in which they tell most."""
    alone = report.claims["claim_id"][[len(o.split()) == 1 for o in report.claims["operands"]]]
    again = table["claim_id"].isin(alone) & (table["verdict"] == "consistent")
    place = table["verdict"].map(TELLING_FIRST.index) * 2 + (table["basis"] != "stated")
    return (place + 2 * again).sort_values(kind="stable").index

"""Which charts a report's numbers ask for, and what those that stand alone are."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Hashable
from typing import NamedTuple

import pandas as pd

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.measures import families, fullest_period, has_levels, trend_table
from laicheng_data.tables.naming import ALL, PLACE
from laicheng_data.tables.parts import whole_slug, wholes
from laicheng_data.tables.stated_changes import change_pages, split_pages, unsigned_declines

MOST_PARTS = 3  # charts of wholes and their parts: claims may speak of dozens
MOST_FIGURES = 9  # numbers that stand alone, in one chart
LEAST_FIGURES = 3  # in one chart, where there are other charts
MOST_PERIODS = 2  # with such a chart before the charts of measures; others follow them
MOST_ALIKE = 3  # charts of one period that show the same subjects
MOST_LINES = 6  # of measures in one chart
LEAST_SHARE = 0.1  # of the largest at the end, that a measure must come to, to stand beside it
LONGEST_SLUG = 60  # bytes of a measure in the name of a file
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
    lone = {measure for measure in set(facts["measure"]) if not _chart_form(report, measure)}
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
    kept = [w for w in last.values() if not _are_in_one_line(report, every[w], speaks)]
    of_all = {_division_of(facts, w, every[w]) for w in kept if whose.get(w) == ALL}
    kept = [
        w for w in kept if whose.get(w) == ALL or _division_of(facts, w, every[w]) not in of_all
    ]
    kept.sort(key=lambda whole: (-len(every[whole]), whose.get(whole) != ALL))
    return {whole: every[whole] for whole in kept[:MOST_PARTS]}


def _are_in_one_line(report: Report, ids: list[str], speaks: dict[str, str]) -> bool:
    """Whether numbers are of one measure, whose chart of lines shows them all."""
    measures = {speaks[i] for i in ids}
    if len(measures) > 1 or _chart_form(report, *measures) != "trend":
        return False
    return set(trend_table(report, *measures)["fact_id"]).issuperset(ids)


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
) -> list[ChartChoice]:
    """The charts that a report's numbers ask for, at most so many.

    Rates of change come first, as they tell what moved; then wholes and their parts, for claims
    speak of them; then numbers that stand alone; then the measures that claims speak of most, then
    those that stand first in the report; and where there is room, more numbers that stand alone.
    `covered` ones have charts of their own; `lone` and `changes` are the tables of `lone_table` and
    `stated_changes`.
    """
    every = list(pd.unique(report.facts["measure"]))
    facts, shown = list(report.facts["fact_id"]), _charted_wholes(report, covered)
    parts = [ChartChoice("parts", w, measure_slug(whole_slug(w), facts)) for w in shown]
    spoken = claim_counts(report)
    wanted = [measure for measure in every if measure not in covered]
    wanted.sort(key=lambda measure: -spoken[measure])
    forms = {measure: _chart_form(report, measure) for measure in wanted}
    lines = group_for_charts(report, [m for m in wanted if forms[m] == "trend"])
    drawn = [*lines, *([m] for m in wanted if forms[m] == "levels")]
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
    return [*moved, *parts, *first, *plain, *rest][:most]


def _first_of_alike(measures: list[ChartChoice], report: Report) -> list[ChartChoice]:
    """The charts, of those that show the same subjects the first few: a table has dozens of rows,
    and each would be a chart that looks like the others."""
    seen: Counter[Hashable] = Counter()
    kept = []
    for choice in measures:
        table = fullest_period(report, choice.measure) if choice.form == "levels" else None
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
    return set(fullest_period(report, measure)["fact_id"])


@cache_per_report
def _chart_form(report: Report, measure: str) -> str:
    """The form of chart that a measure asks for; none where its numbers stand alone."""
    with_lines, with_bars = _tabled_measures(report)  # of most others no table need be made
    if measure == UNNAMED or measure in unsigned_declines(report):
        return ""
    if measure in with_lines and (trend_table(report, measure)["value"] != 0).any():
        return "trend"  # naught draws no line
    is_level = measure in with_bars and has_levels(fullest_period(report, measure), measure)
    return "levels" if is_level else ""


@cache_per_report
def _tabled_measures(report: Report) -> tuple[set[str], set[str]]:
    """The measures that may have lines, and those that may have bars."""
    own = report.facts[PLACE].drop_duplicates()
    every = pd.concat([own, report.earlier[PLACE]]).drop_duplicates()
    of_parts = own[own["subject"] != ALL]
    return _measures_with_several(every, "subject"), _measures_with_several(of_parts, "period")


def _measures_with_several(places: pd.DataFrame, common: str) -> set[str]:
    """The measures that have several numbers for one subject, or for one period."""
    sizes = places.groupby(["measure", common]).size()
    return set(sizes[sizes > 1].index.get_level_values("measure"))


def claim_counts(report: Report) -> Counter[str]:
    """How many claims speak of each measure."""
    measures = dict(zip(report.facts["fact_id"], report.facts["measure"], strict=True))
    spoken: Counter[str] = Counter()
    for result, operands in report.claims[["result", "operands"]].itertuples(index=False):
        names = re.findall(r"[a-z0-9:-]+", f"{result} {operands}")
        spoken.update({measures[n] for name in names if (n := name.lstrip("-")) in measures})
    return spoken


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

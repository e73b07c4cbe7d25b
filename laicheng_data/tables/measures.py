"""What a report prints, measure by measure, whatever it is about: the shape of its data decides."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from laicheng_data.checking.claims import deviations
from laicheng_data.checking.summary import DIFFERENCE, outcomes
from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.periods import span
from laicheng_data.facts.report import Report, once_a_report
from laicheng_data.tables.naming import claim_bases
from laicheng_data.tables.parts import claims_that_hold, whole_slug, wholes, with_sign

WORST_FIRST = ("inconsistent", DIFFERENCE, "consistent")
CHANGES = ("growth", "decline")  # kinds of claim whose result is told beside what has changed
MOST_PARTS = 3  # charts of wholes and their parts: claims may speak of dozens
MOST_FIGURES = 9  # numbers that stand alone, in one chart
MOST_PERIODS = 2  # with a chart of such numbers
LONGEST_SLUG = 60  # bytes of a measure in the name of a file
_OVER_BEFORE = re.compile(r"(?P<by>\S+) (?P<now>[^\s+]+)\+(?P<less>-?)(?P=by)")
_DIGITS = re.compile(r"\d")


class Choice(NamedTuple):
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
    facts = facts[facts["measure"] == measure]
    family = families(facts)
    most = Counter(family).most_common(1)[0][0]
    facts = facts[[each == most for each in family]]
    shape = facts["period"].map(_shape)
    columns = ["period", "subject", "printed", "unit", "bound", "value", "shape"]
    place = ["period", "subject"]
    told = facts.drop_duplicates([*place, "printed", "bound"])
    twice = told.duplicated(place, keep=False)
    told = told.assign(shape=shape, twice=twice)[["fact_id", *columns, "twice"]]
    return told.drop_duplicates(place, ignore_index=True)


def _shape(period: str) -> str:
    """What kind of period it is, so that no quarter stands in one line with a year: how it is
    written, and from one month to another also how many these are."""
    (first, last), written = span(period), _DIGITS.sub("0", period)
    months = 12 * (last.year - first.year) + last.month - first.month
    return f"{written} {months}" if "/" in period else written


def families(facts: pd.DataFrame) -> list[str]:
    """What each number counts, without what it is counted in: 万元 and 亿元 are both 元."""
    return [_family(*row) for row in facts[["printed", "unit"]].itertuples(index=False)]


def _family(printed: str, unit: str) -> str:
    for sign in ("%", "‰", "百分点"):
        if sign in f"{printed}{unit}":
            return sign
    return unit.lstrip("十百千万亿億萬")


def trend_table(report: Report, measure: str) -> pd.DataFrame:
    """The subjects of a measure that have numbers for several periods of one kind; may be empty.

    What the body's earlier reports print joins the lines; where both print a number for one period,
    the report's own counts.
    """
    facts = pd.concat([report.facts, report.earlier[list(report.facts)]])
    table = values_table(facts, measure)
    shape = Counter(table["shape"]).most_common(1)[0][0]
    table = table[table["shape"] == shape]
    several = table.groupby("subject")["period"].transform("nunique") > 1
    return table[several].sort_values("period", kind="stable", ignore_index=True)


def levels_table(report: Report, measure: str) -> pd.DataFrame:
    """The subjects of a measure in the period that has most of them, the largest first."""
    table = values_table(report.facts, measure)
    sizes = table.groupby("period").size()
    period = sizes[sizes == sizes.max()].index.max()
    rows = table[table["period"] == period]
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def lone_table(report: Report, verdicts: pd.DataFrame, covered: set[str]) -> pd.DataFrame:
    """The numbers whose measures have no other to stand beside, those that claims speak of most
    first; `covered` measures have charts of their own, as have wholes with their parts, and what
    does not hold is told elsewhere.

    `verdicts` are those of `check`. Columns: `fact_id`, `measure`, `subject`, `period`, `printed`,
    `unit`, `bound`, `value`; and of the growth or decline that the report states of it and that
    holds, which is no row of its own: `change_id`, `change` as printed, `kind` (all empty where it
    states none).
    """
    wrong = report.claims.loc[(verdicts["verdict"] == "inconsistent").to_numpy(), "result"]
    facts = report.facts[~report.facts["measure"].isin(covered)]
    lone = set(facts["measure"]) - set(_forms(report))
    elsewhere = _shown_as_parts(report, _divided(report, covered))
    facts = facts[facts["measure"].isin(lone) & ~facts["fact_id"].isin({*wrong, *elsewhere})]
    changes = _changes_that_hold(report, verdicts)
    changes = changes[changes["fact_id"].isin(facts["fact_id"])]
    spoken = _spoken_of(report)
    told = facts[~facts["fact_id"].isin(changes["change_id"])]
    told = told.assign(spoken=[-spoken[measure] for measure in told["measure"]])
    told = told.sort_values("spoken", kind="stable")
    told = told.drop_duplicates(["measure", "subject", "period"])
    columns = ["fact_id", "measure", "subject", "period", "printed", "unit", "bound", "value"]
    table = told[columns].merge(changes, how="left", on="fact_id")
    return table.fillna(dict.fromkeys(changes, ""))


def _divided(report: Report, covered: set[str]) -> dict[str, list[str]]:
    """The wholes that have a chart, with their parts."""
    speaks = dict(zip(report.facts["fact_id"], report.facts["measure"], strict=True))
    of_own = {
        whole: ids for whole, ids in wholes(report).items() if {speaks[i] for i in ids} - covered
    }
    return dict(list(of_own.items())[:MOST_PARTS])


def _shown_as_parts(report: Report, divided: dict[str, list[str]]) -> set[str]:
    """What the charts of wholes show: these, their parts and the shares of them."""
    ids = {i for whole, parts in divided.items() for i in (whole, *parts)}
    pairs = {f"{part} {whole}" for whole, parts in divided.items() for part in parts}
    claims = report.claims
    shares = claims["operands"].isin(pairs) & (claims["kind"] == "share")
    return ids | set(claims.loc[shares, "result"])


def _changes_that_hold(report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The growth or decline that the report states of each number, where the arithmetic bears it
    out.

    Columns: `fact_id`, and `change_id`, `change` and `kind` of its change.
    """
    printed = report.facts.set_index("fact_id")[["printed", "unit"]]
    claims = claims_that_hold(report, verdicts)[["kind", "result", "operands"]]
    found = [
        (fact_id, result, with_sign(*printed.loc[result]), kind)
        for kind, result, operands in claims.itertuples(index=False)
        for fact_id, kind in _changed(kind, operands)
    ]
    columns = ["fact_id", "change_id", "change", "kind"]
    return pd.DataFrame(found, columns=columns).drop_duplicates("fact_id")


def _changed(kind: str, operands: str) -> list[tuple[str, str]]:
    """The number of whose change a claim speaks, and whether it grew or declined; none of others.

    A share of an amount over what there was before that amount came or went is a change, too.
    """
    if kind in CHANGES and operands:
        return [(operands.split()[0], kind)]
    by = _OVER_BEFORE.fullmatch(operands) if kind == "share" else None
    return [(by["now"], CHANGES[0] if by["less"] else CHANGES[1])] if by else []


def choices(
    report: Report, lone: pd.DataFrame, covered: set[str], most: int
) -> tuple[list[Choice], list[str]]:
    """The charts that a report's numbers ask for, at most so many, and the measures left out.

    Wholes and their parts come first, for claims speak of them; then numbers that stand alone; then
    the measures that claims speak of most, then those that stand first in the report. `covered`
    ones have charts of their own; `lone` is the table of `lone_table`.
    """
    every = list(pd.unique(report.facts["measure"]))
    speaks = dict(zip(report.facts["fact_id"], report.facts["measure"], strict=True))
    shown = _divided(report, covered)
    parts = [Choice("parts", w, measure_slug(whole_slug(w), list(speaks))) for w in shown]
    spoken = _spoken_of(report)
    wanted = [measure for measure in every if measure not in covered]
    wanted.sort(key=lambda measure: -spoken[measure])
    forms = _forms(report)
    measures = [Choice(forms[m], m, measure_slug(m, every)) for m in wanted if m in forms]
    plain = [c for c in measures if not (shown and _is_shown(c, report, shown.values()))]
    figures = _figures(lone)
    alone = [Choice("figures", each, each.replace("/", "-to-")) for each in figures]
    chosen = [*parts, *alone, *plain][:most]
    charted = {choice.measure for choice in chosen}
    told = {*_shown_as_parts(report, shown), *(i for ids in figures.values() for i in ids)}
    charted |= {speaks[i] for i in told if i in speaks}
    return chosen, [measure for measure in wanted if measure not in charted]


def _figures(lone: pd.DataFrame) -> dict[str, list[str]]:
    """The periods that have most numbers that stand alone, with what a chart shows of them."""
    found: dict[str, list[str]] = {}
    for period, table in lone.groupby("period", sort=False):
        drawn = table.head(MOST_FIGURES)
        found[str(period)] = [*drawn["fact_id"], *filter(None, drawn["change_id"])]
    most = sorted(found, key=lambda period: -len(found[period]))[:MOST_PERIODS]
    return {period: found[period] for period in most}


def _is_shown(choice: Choice, report: Report, shown: Iterable[list[str]]) -> bool:
    """Whether a chart of a whole shows the same numbers, but for the whole itself."""
    if choice.form != "levels":
        return False
    ids = set(levels_table(report, choice.measure)["fact_id"])
    return any(len(ids.difference(parts)) <= 1 for parts in shown)


@once_a_report
def _forms(report: Report) -> dict[str, str]:
    """The form of chart that each measure asks for; those whose numbers stand alone have none."""
    facts = pd.concat([report.facts["measure"], report.earlier["measure"]])
    several = facts.value_counts() > 1  # of most measures of most reports no table need be made
    forms = {m: _form(report, m) for m in pd.unique(report.facts["measure"]) if several[m]}
    return {measure: form for measure, form in forms.items() if form}


def _form(report: Report, measure: str) -> str:
    if len(trend_table(report, measure)):
        return "trend"
    return "levels" if len(levels_table(report, measure)) > 1 else ""


def _spoken_of(report: Report) -> Counter[str]:
    """How many claims speak of each measure."""
    measures = dict(zip(report.facts["fact_id"], report.facts["measure"], strict=True))
    spoken: Counter[str] = Counter()
    for result, operands in report.claims[["result", "operands"]].itertuples(index=False):
        names = re.findall(r"[a-z0-9:-]+", f"{result} {operands}")
        spoken.update({measures[n] for name in names if (n := name.lstrip("-")) in measures})
    return spoken


def checked_table(report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The decided claims, stated or implied, those that do not hold first and the stated first of
    those; proposals are left to the curator.

    Columns: `claim_id`, `kind`, `basis`, `measure`, `subject`, `period`, `printed`, `unit`,
    `recomputed`, `difference` (in units of the last printed digit), `least` and `most` (recomputed
    less printed, before rounding, in those units), `verdict`, which is `difference` where an
    implied relation does not hold, and `base`, the measure of what a share was taken of where
    several have one name, else empty.
    """
    facts = report.facts.set_index("fact_id")[["measure", "subject", "period", "unit"]]
    away = deviations(report).to_numpy().T
    table = verdicts.assign(
        result=report.claims["result"].to_numpy(),
        verdict=outcomes(verdicts),
        least=away[0],
        most=away[1],
    ).join(facts, on="result")
    decided = table[(table["verdict"] != "undecidable") & (table["basis"] != PROPOSED)]
    columns = ["claim_id", "kind", "basis", "measure", "subject", "period", "printed", "unit"]
    bases = claim_bases(report)
    decided = decided.assign(base=[bases.get(claim, "") for claim in decided["claim_id"]])
    name = ["measure", "subject", "period"]
    apart = decided.duplicated(name, keep=False) & ~decided.duplicated([*name, "base"], keep=False)
    decided["base"] = decided["base"].where(apart, "")
    decided = decided[[*columns, "recomputed", "difference", "least", "most", "verdict", "base"]]
    place = decided["verdict"].map(WORST_FIRST.index) * 2 + (decided["basis"] != "stated")
    return decided.loc[place.sort_values(kind="stable").index].reset_index(drop=True)

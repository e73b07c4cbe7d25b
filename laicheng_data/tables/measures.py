"""What a report prints, measure by measure, whatever it is about: the shape of its data decides."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from laicheng_data.checking.summary import DIFFERENCE, outcomes
from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.report import Report
from laicheng_data.tables.parts import wholes

WORST_FIRST = ("inconsistent", DIFFERENCE, "consistent")
LONGEST_SLUG = 60  # bytes of a measure in the name of a file
_DIGITS = re.compile(r"\d")


class Choice(NamedTuple):
    """A chart that the shape of the data asks for, and the measure that it shows."""

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
    shape = facts["period"].str.replace(_DIGITS, "0", regex=True)
    columns = ["period", "subject", "printed", "unit", "bound", "value", "shape"]
    place = ["period", "subject"]
    told = facts.drop_duplicates([*place, "printed", "bound"])
    twice = told.duplicated(place, keep=False)
    told = told.assign(shape=shape, twice=twice)[["fact_id", *columns, "twice"]]
    return told.drop_duplicates(place, ignore_index=True)


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


def choices(report: Report, covered: set[str], most: int) -> tuple[list[Choice], list[str]]:
    """The charts that a report's numbers ask for, at most so many, and the measures left out.

    Wholes and their parts come first, for claims speak of them, and take a third of the room at
    most; then the measures that claims speak of most, then those that stand first in the report.
    `covered` ones have charts of their own.
    """
    every = list(pd.unique(report.facts["measure"]))
    speaks = dict(zip(report.facts["fact_id"], report.facts["measure"], strict=True))
    divided = {
        whole: set(ids)
        for whole, ids in wholes(report).items()
        if {speaks[i] for i in ids} - covered
    }
    shown = dict(list(divided.items())[: most // 3])
    parts = [Choice("parts", whole, measure_slug(whole, list(speaks))) for whole in shown]
    spoken = _spoken_of(report)
    wanted = [measure for measure in every if measure not in covered]
    wanted.sort(key=lambda measure: -spoken[measure])
    measures = [choice for measure in wanted if (choice := _choice(report, measure, every))]
    plain = [choice for choice in measures if not _is_shown(choice, report, shown.values())]
    chosen = [*parts, *plain][:most]
    charted = {choice.measure for choice in chosen if choice.form != "parts"}
    charted |= {speaks[fact_id] for ids in shown.values() for fact_id in ids}
    return chosen, [measure for measure in wanted if measure not in charted]


def _is_shown(choice: Choice, report: Report, shown: Iterable[set[str]]) -> bool:
    """Whether a chart of a whole shows the same numbers, but for the whole itself."""
    if choice.form != "levels":
        return False
    ids = set(levels_table(report, choice.measure)["fact_id"])
    return any(len(ids - parts) <= 1 for parts in shown)


def _choice(report: Report, measure: str, every: list[str]) -> Choice | None:
    slug = measure_slug(measure, every)
    if len(trend_table(report, measure)):
        return Choice("trend", measure, slug)
    if len(levels_table(report, measure)) > 1:
        return Choice("levels", measure, slug)
    return None


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
    `recomputed`, `difference` (in units of the last printed digit) and `verdict`, which is
    `difference` where an implied relation does not hold.
    """
    facts = report.facts.set_index("fact_id")[["measure", "subject", "period", "unit"]]
    table = verdicts.assign(
        result=report.claims["result"].to_numpy(), verdict=outcomes(verdicts)
    ).join(facts, on="result")
    decided = table[(table["verdict"] != "undecidable") & (table["basis"] != PROPOSED)]
    columns = ["claim_id", "kind", "basis", "measure", "subject", "period", "printed", "unit"]
    decided = decided[[*columns, "recomputed", "difference", "verdict"]]
    place = decided["verdict"].map(WORST_FIRST.index) * 2 + (decided["basis"] != "stated")
    return decided.loc[place.sort_values(kind="stable").index].reset_index(drop=True)

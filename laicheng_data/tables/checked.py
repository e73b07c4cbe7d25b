"""What of a report was checked, claim by claim, in the order in which it tells most."""

from __future__ import annotations

import pandas as pd

from laicheng_data.checking.claims import deviations, verdicts_of
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import TELLING_FIRST, outcomes
from laicheng_data.facts.contract import PROPOSED
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.naming import PLACE, claim_bases, compared_subjects
from laicheng_data.tables.sorts import sorts_of

MOST_OPEN = 3  # claims that cannot be checked, beside those that were


@cache_per_report
def checked_table(report: Report) -> pd.DataFrame:
    """The decided claims, stated or implied, and where these are few those that are stated and
    cannot be checked, as `TELLING_FIRST` orders verdicts, the stated first of each; what compares a
    number with itself after the others that hold. Proposals are left to the curator, and stand here
    where he has not decided anything yet.

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
    is_decided, is_proposed = table["verdict"] != "undecidable", table["basis"] == PROPOSED
    if is_proposed.all():
        return is_decided
    is_decided &= ~is_proposed
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

"""Changes that a report states of its numbers, whether or not it prints what was there before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import pandas as pd

from laicheng_data.facts.periods import date_range
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.tables.amounts import bare_unit, unit_family
from laicheng_data.tables.naming import PLACE
from laicheng_data.tables.parts import add_sign, claims_that_hold

CHANGES = GROWTH, DECLINE = "growth", "decline"  # as the kinds of claim
MOST_CHANGES = 10  # in one chart
LEAST_CHANGES = 3  # that make a chart
SURE_DIGITS = 4  # of a number that stands twice, from which it is hardly another by chance
MOST_PAGES = 3  # charts of the changes of one report
# A measure that ends so is the change of what stands before: 财政收入_增幅, requests_increase.
_ENDINGS = {
    **dict.fromkeys(("增幅", "增速", "增长率", "增额", "增点", "_increase", "_growth"), GROWTH),
    **dict.fromkeys(("降幅", "降额", "降点", "_decrease", "_decline"), DECLINE),
}
_ENDING = re.compile(f"(?P<of>.+?)_?(?P<ending>{'|'.join(_ENDINGS)})")
_OVER_BEFORE = re.compile(r"(?P<by>\S+) (?P<now>[^\s+]+)\+(?P<less>-?)(?P=by)")
# In the name of a share over what there was before, or of what came or went: else it is a rate of
# those of whom something is so, as the unemployed are a share of them and the employed.
_DOWN = "declin|decreas|f[ae]ll|drop|fewer|less"
_CALLED_CHANGE = re.compile(
    "增(?!值)|[升涨漲降减減跌]|同比|[环環]比|[变變][化动動]"
    f"|(?:^|_)(?:increas|growth|grew|ris[ei]|rose|more|change|{_DOWN})",
    re.IGNORECASE,
)
_CALLED_DECLINE = re.compile(f"降|(?<!增)[减減]|跌|(?:^|_)(?:{_DOWN})", re.IGNORECASE)
_LESS = re.compile(r"(?P<now>[^\s+]+)\+(?P<less>-?)(?P<by>[^\s+]+)")
_LAST_YEARS = "上年"  # before a measure, says when it was and not what
_ON_MONTH = "环比"  # in a measure, that it changed from the period right before
_TELLING = ("%", "百分点")  # of several changes of one number the one to tell first


class StatedChange(NamedTuple):
    """That a number grew or declined, by the change that the report states of it, and what was
    there before, where a claim tells that."""

    fact_id: str
    change_id: str
    kind: str
    before_id: str = ""


def base_measure(measure: str) -> tuple[str, str]:
    """The measure of whose change this one speaks by its name, and which way; both empty where it
    speaks of none."""
    found = _ENDING.fullmatch(measure)
    return (found["of"], _ENDINGS[found["ending"]]) if found else ("", "")


def stated_changes(report: Report, verdicts: pd.DataFrame) -> pd.DataFrame:
    """What the report states of how its numbers changed, in document order; nothing of what does
    not hold, nor of what a word such as 多 bounds.

    `verdicts` are those of `check`. Columns: `fact_id`, `measure`, `subject`, `period`, `printed`,
    `unit`, `bound`, `value` of the number (`fact_id` and `printed` empty where the report prints
    the change alone); `change_id`, `change`, `change_unit`, `kind`; `by_id`, `by`, `by_unit` of the
    amount that it makes (empty where there is none); `growth`, the change with its sign;
    `over_measure` and `over_period`, what it is a change from where that is of another measure, or
    of another period than what most of the same period changed from (else empty); `apart`, whether
    it is of such a period; and `coarse`, whether its numbers are too small for its size to tell
    anything. Of two rates of one number, the one from the period that most changed from counts.
    """
    facts = pd.concat([report.facts, report.linked]).set_index("fact_id", drop=False)
    named = facts[["fact_id", "period", "measure"]].itertuples(index=False, name=None)
    when = {fact_id: (period, measure) for fact_id, period, measure in named}
    told: dict[str, dict[str, Any]] = {}
    for one, is_apart in _sort_usual_first(list(_linked_changes(report, verdicts)), when):
        change = facts.loc[one.change_id]
        if one.fact_id:
            row = facts.loc[one.fact_id, ["fact_id", *PLACE, "printed", "unit", "bound", "value"]]
        else:
            of, _ = base_measure(change["measure"])
            nothing = {"fact_id": "", "measure": of, "printed": "", "unit": "", "bound": "exact"}
            row = pd.Series({**change[PLACE], **nothing, "value": float("nan")})
        key = one.fact_id or one.change_id
        if key not in told:
            told[key] = row.to_dict() | dict.fromkeys(_OVER, "") | {"coarse": False}
        told[key] = _add_change(told[key], change, one.kind)
        if told[key]["change_id"] == one.change_id:
            before = _period_before(one, when) if is_apart else ""
            told[key] |= {"apart": is_apart, **_earlier_number(one, facts, before)}
    table = pd.DataFrame(list(told.values()), columns=_COLUMNS)
    order = {fact_id: place for place, fact_id in enumerate(facts.index)}
    first = table["fact_id"].where(table["fact_id"] != "", table["change_id"]).map(order)
    table = table.loc[first.sort_values(kind="stable").index]
    return table[~_are_again(table)].reset_index(drop=True)


def _are_again(table: pd.DataFrame) -> pd.Series:
    """Which numbers stand there already under another name: of one period, with as many digits as
    are hardly alike by chance, and changed alike, as a text and its table tell them."""
    digits = table["printed"].str.count(r"\d")
    again = table.duplicated(["period", "printed", "unit", "kind", "growth"])
    return again & (digits >= SURE_DIGITS)


_COLUMNS = (
    "fact_id measure subject period printed unit bound value change_id change change_unit kind"
    " by_id by by_unit growth over_measure over_period apart coarse"
).split()
_OVER = ("over_measure", "over_period")


def _earlier_number(one: StatedChange, facts: pd.DataFrame, period: str) -> dict[str, Any]:
    """What is to be told of the number before: its measure, or the `period` that is another than
    usual, and whether the two are so coarsely rounded that the change may be anything from nothing
    to twice what it is."""
    if one.before_id not in facts.index:
        own = facts.at[one.fact_id, "measure"] if period else ""
        return {"over_measure": own, "over_period": period}
    now, before = facts.loc[one.fact_id], facts.loc[one.before_id]
    other = period or before["measure"].removeprefix(_LAST_YEARS) != now["measure"]
    over = {"over_measure": before["measure"], "over_period": before["period"]} if other else {}
    was, new = (parse(fact["printed"], fact["unit"]).interval() for fact in (before, now))
    if was.low <= 0:
        return over
    width = new.high / was.low - new.low / was.high
    return {
        **over,
        "coarse": width > abs(new.high + new.low - was.high - was.low) / (was.high + was.low),
    }


def _sort_usual_first(
    changes: Sequence[StatedChange], when: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[StatedChange, bool]]:
    """The changes from where most of the same period changed from, then the others, each with
    whether it is one of those; `when` has the period and the measure of each number."""
    since = [(when[one.change_id][0], _base_month(one, when)) for one in changes]
    usual: dict[str, Counter[tuple[int, int]]] = {}
    for period, month in since:
        usual.setdefault(period, Counter())[month] += 1
    apart = [month != _most_frequent(usual[period]) for period, month in since]
    yield from sorted(zip(changes, apart, strict=True), key=lambda change: change[1])


def _most_frequent(months: Counter[tuple[int, int]]) -> tuple[int, int]:
    """The most frequent of them; of two such the one longer ago."""
    return min(months, key=lambda month: (-months[month], month))


def _base_month(one: StatedChange, when: Mapping[str, tuple[str, str]]) -> tuple[int, int]:
    """The month in which the period ends that a number changed from; where no claim tells it, the
    one right before for what is called so, else a year before."""
    if before := _period_before(one, when):
        return _month(before)
    period, measure = when[one.change_id]
    if _ON_MONTH in measure:
        last = date_range(period)[0] - timedelta(days=1)
        return last.year, last.month
    year, month = _month(period)
    return year - 1, month


def _period_before(one: StatedChange, when: Mapping[str, tuple[str, str]]) -> str:
    """The period that a claim says a number changed from; empty where it tells none, as the number
    without what came to it does not."""
    terms = one.before_id.replace("+-", " ").replace("+", " ").split()
    before = [when[term] for term in terms if term in when]
    periods = {period for period, measure in before if not measure.startswith(_LAST_YEARS)}
    if len(terms) > 1:
        start = date_range(when[one.change_id][0])[0]
        periods = {period for period in periods if date_range(period)[1] < start}
    return periods.pop() if len(periods) == 1 else ""


def _month(period: str) -> tuple[int, int]:
    """The year and the month that a period ends in."""
    last = date_range(period)[1]
    return last.year, last.month


def _add_change(row: dict[str, Any], change: pd.Series, kind: str) -> dict[str, Any]:
    """A number with one more change that the report states of it: a rate before an amount."""
    name, unit = str(change["fact_id"]), _unit_of(change)
    told = add_sign(change["printed"], unit)
    telling = _is_rate(unit)
    free = "change_id" not in row
    if free or (telling and not _is_rate(row["change_unit"])):
        was = {} if free else {f"by{end}": row[f"change{end}"] for end in ("_id", "", "_unit")}
        sign = 1 if kind == GROWTH else -1
        return {
            **row,
            **(was or dict.fromkeys(("by_id", "by", "by_unit"), "")),
            **{"change_id": name, "change": told, "change_unit": unit, "kind": kind},
            "growth": sign * float(change["value"]),
        }
    if not row["by_id"] and not telling and row["kind"] == kind:
        return {**row, "by_id": name, "by": told, "by_unit": unit}
    return row


def _unit_of(fact: pd.Series) -> str:
    """The unit, or the sign of a rate that stands in the printed number alone."""
    sign = unit_family(fact["printed"], fact["unit"])
    return sign if sign == "%" else str(fact["unit"])


def _is_rate(unit: str) -> bool:
    return unit.endswith(_TELLING)


def _linked_changes(report: Report, verdicts: pd.DataFrame) -> Iterator[StatedChange]:
    """Which number each stated change is of: as claims that hold say it, else as the names do."""
    facts = report.facts.set_index("fact_id", drop=False)
    known = set(facts.index)
    seen: set[str] = set()
    measures = facts["measure"].to_dict()
    for claim in claims_that_hold(report, verdicts)[["kind", "result", "operands"]].itertuples():
        for one in changes_of_claim(claim.kind, claim.result, claim.operands, measures):
            if {one.fact_id, one.change_id} <= known and one.change_id not in seen:
                seen.add(one.change_id)
                if not _is_of_loss(one, facts):
                    yield one
    wrong = (verdicts["verdict"] == "inconsistent").to_numpy()
    seen |= set(report.claims.loc[wrong, "result"])
    plain = facts[facts["bound"] == "exact"]
    once = plain.drop_duplicates(["office", *PLACE, "value"])  # as in a text and its table
    alone = once[~once.duplicated(["office", *PLACE], keep=False)]
    places = {tuple(place): name for name, *place in _places(alone)}
    for name, office, measure, *rest in _places(alone):
        of, kind = base_measure(measure)
        if not of or name in seen:
            continue
        base = places.get((office, of, *rest), "")
        unit = _unit_of(facts.loc[name])
        if _can_change(_unit_of(facts.loc[base]), unit) if base else unit == "%":
            one = StatedChange(base, name, kind)
            if not _is_of_loss(one, facts):
                yield one


def _is_of_loss(one: StatedChange, facts: pd.DataFrame) -> bool:
    """Whether a rate tells how a number below naught changed, or may: a loss that grew by half is
    no rise."""
    if not _is_rate(_unit_of(facts.loc[one.change_id])):
        return False
    before = one.before_id if one.before_id in facts.index else one.fact_id
    return bool(before) and bool(facts.at[before, "value"] < 0)


def _can_change(of: str, by: str) -> bool:
    """Whether a number in one unit can change by one in the other: a rate by points, an amount by
    per cent or by what it is counted in."""
    if _is_rate(of):
        return by.endswith("百分点")
    return by == "%" or bare_unit(of) == bare_unit(by)


def _places(facts: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    return facts[["fact_id", "office", *PLACE]].itertuples(index=False, name=None)


def changes_of_claim(
    kind: str, result: str, operands: str, measures: Mapping[str, str]
) -> Iterator[StatedChange]:
    """The number of whose change a claim speaks, as the `measures` of the facts are called.

    A share of an amount over what there was before that amount came or went is a change, too, and
    the amount another, where one of them is called so.
    """
    if kind in CHANGES and operands:
        now, before = operands.split()
        yield StatedChange(now, result, kind, before)
        made = _LESS.fullmatch(before)
        if made and made["now"] == now:
            yield StatedChange(now, made["by"], GROWTH if made["less"] else DECLINE)
    by = _OVER_BEFORE.fullmatch(operands) if kind == "share" else None
    if by and any(_CALLED_CHANGE.search(measures.get(i, "")) for i in (result, by["by"])):
        way = GROWTH if by["less"] else DECLINE
        yield from (StatedChange(by["now"], result, way), StatedChange(by["now"], by["by"], way))


@cache_per_report
def unsigned_declines(report: Report) -> set[str]:
    """The measures some of whose numbers are declines, as claims say, which neither a minus nor the
    name of the measure tells: they are no larger than others for being of larger numbers."""
    facts = report.facts.set_index("fact_id")
    measures, values = facts["measure"].to_dict(), facts["value"].to_dict()
    fell = {
        one.change_id
        for claim in report.claims[["kind", "result", "operands"]].itertuples()
        for one in changes_of_claim(claim.kind, claim.result, claim.operands, measures)
        if one.kind == DECLINE and values.get(one.change_id, 0) > 0
    }
    return {measures[i] for i in fell if not _CALLED_DECLINE.search(measures[i])}


def rates_of_change(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The changes in per cent of each period that has several, the period with most of them
    first; none that goes back to another period than most do."""
    rates = table[~table["apart"].astype(bool) & (table["change_unit"] == "%")]
    rates = rates.drop_duplicates(PLACE)
    periods = [rows for _, rows in rates.groupby("period", sort=False)]
    enough = [rows for rows in periods if len(rows) >= LEAST_CHANGES]
    return sorted(enough, key=lambda rows: -len(rows))


def largest_first(rates: pd.DataFrame) -> pd.DataFrame:
    """The same changes, from what rose most to what fell most, with their `rank` from 1 and of how
    many they are `ranked`."""
    table = rates.sort_values("growth", ascending=False, kind="stable", ignore_index=True)
    return table.assign(rank=table.index + 1, ranked=len(table))


def change_pages(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rates of change that stand in one chart each, by the period and the number of its page,
    the largest of all first: of few, one page, of many as many as take them evenly."""
    pages = {
        f"{rows['period'].iloc[0]} {number}": page
        for rows in rates_of_change(table)
        for number, page in enumerate(split_pages(largest_first(rows), MOST_CHANGES), start=1)
    }
    return dict(list(pages.items())[:MOST_PAGES])


def split_pages(rows: pd.DataFrame, most: int) -> list[pd.DataFrame]:
    """The rows on as few pages as hold at most so many each, about as many on each."""
    pages = -(-len(rows) // most)
    size = -(-len(rows) // max(pages, 1))
    return [rows.iloc[size * page :][:size].reset_index(drop=True) for page in range(pages)]

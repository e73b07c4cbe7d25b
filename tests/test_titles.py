"""What titles and worked-out numbers claim is true of all that is drawn, whatever the report."""

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from laicheng_data.charts.abnormal_list import _title as _list_title
from laicheng_data.charts.catalogue import draw, native_panels
from laicheng_data.charts.chart import NothingToDraw
from laicheng_data.charts.checked_text import checked_title
from laicheng_data.charts.common import MOST_ROWS
from laicheng_data.charts.due_and_filed import _title as _due_title
from laicheng_data.charts.figures import figure_sentence
from laicheng_data.charts.in_context import _KINDS_OF_PLACE, _proper_name
from laicheng_data.charts.legibility import visible_texts
from laicheng_data.charts.levels import levels_sentence
from laicheng_data.charts.notice_periods import _title as _notices_title
from laicheng_data.charts.numbers import decimals, format_count, spell_number
from laicheng_data.charts.outreach import OUTREACH_MEASURES
from laicheng_data.charts.panels import DIFFERENCE, format_value
from laicheng_data.charts.rate_trend import _rate_title
from laicheng_data.charts.trend import _select_subjects, _trend_title
from laicheng_data.charts.unfiled import _title as _unfiled_title
from laicheng_data.charts.year_on_year import _change_title
from laicheng_data.checking.claims import check
from laicheng_data.checking.summary import summarise
from laicheng_data.facts.report import Report, load_report
from laicheng_data.tables.filings import (
    filing_numbers,
    filings,
    listed_and_unfiled,
    unfiled_changes,
    year_on_year,
)
from laicheng_data.tables.measures import _subjects_named_after_rest
from laicheng_data.tables.standing import last_rates
from laicheng_data.words import LANGUAGES, Words
from tests.chart_tables import draw_table, table_for
from tests.conftest import MakeReport
from tests.test_charts import HEADER, NO_CLAIMS, NO_OMISSIONS, drawn

KINDS = ("enterprise", "individual", "cooperative")
COUNTS = st.dictionaries(
    st.tuples(st.integers(2012, 2016), st.sampled_from(KINDS)),
    st.tuples(st.integers(1, 99_999), st.integers(0, 99_999)).map(sorted),
    min_size=1,
    max_size=12,
)
MADE_UP = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def fact(measure: str, kind: str, year: int, printed: object, bound: str = "exact") -> str:
    name = f"{year}-{kind.replace('_', '-')}-{measure.replace('_', '-')}-{bound.replace('_', '-')}"
    return f"{name},market_supervision,{measure},{kind},{year},{printed},,{bound},,"


def of_facts(make_report: MakeReport, *facts: str) -> Report:
    tables = {"facts": "\n".join([HEADER, *facts]), "claims": NO_CLAIMS, "omitted": NO_OMISSIONS}
    return load_report("made-up", make_report("made-up", **tables))


def table_of(counts: dict[tuple[int, str], list[int]]) -> pd.DataFrame:
    """A filing table of exact counts, as a report would give it."""
    rows = [
        {"period": str(year), "subject": kind, "filed": float(filed), "due": float(due)}
        for (year, kind), (filed, due) in sorted(counts.items())
    ]
    table = pd.DataFrame(rows).assign(printed_rate="", worded="", again=0)
    table["unfiled"] = table["due"] - table["filed"]
    table["filing_rate"] = table["filed"] / table["due"]
    for measure in ("due", "filed", "unfiled"):
        table[f"{measure}_step"], table[f"{measure}_bound"] = 0.0, "exact"
    return table.assign(filing_rate_step=0.0001, filing_rate_bound="exact")


@given(counts=COUNTS)
@MADE_UP
def test_a_title_of_changes_tells_the_kind_of_most_units_and_the_largest_bar(counts: Any) -> None:
    changes = year_on_year(table_of(counts))
    shown = changes[changes["measure"].isin(["due", "filed"])]
    if shown.empty:
        return
    words, last = Words("en"), shown[shown["period"] == shown["period"].max()]
    title = _change_title(shown, words)
    largest = last.loc[last["change"].abs().idxmax()]
    size = f"{abs(largest['change']):,.1f}%"
    assert (size in title) == (size != "0.0%")
    if size in title:
        way = "more" if largest["change"] > 0 else "fewer"
        done = {"due": "due", "filed": "filed"}[largest["measure"]]
        most = last.loc[(last["after"] - last["before"]).abs().idxmax()]
        assert title.lower().partition(", ")[2].startswith(words.word(most["subject"]))
        assert words.word(largest["subject"]) in title.lower()
        assert f"{size} {way} {done}" in title


def test_what_did_not_change_is_told_beside_what_did() -> None:
    counts = {"period": ["2015"] * 2, "subject": ["farmers"] * 2, "measure": ["due", "filed"]}
    sizes = {"change": [0.0, -36.2], "before": [10.0, 8.0], "after": [10.0, 5.0]}
    changes = pd.DataFrame({**counts, **sizes}).assign(unit="percent", step=0.0)
    title = _change_title(changes, Words("en"))
    assert title.index("as many due") < title.index("36.2% fewer filed")
    assert "0.0%" not in title


def test_those_due_are_told_before_those_who_filed_of_one_kind() -> None:
    counts = {"period": ["2015"] * 2, "subject": ["farmers"] * 2, "measure": ["due", "filed"]}
    sizes = {"change": [-33.9, -36.2], "before": [9.0, 8.0], "after": [6.0, 5.0]}
    changes = pd.DataFrame({**counts, **sizes}).assign(unit="percent", step=0.0)
    title = _change_title(changes, Words("en"))
    assert title.index("33.9% fewer due") < title.index("36.2% fewer filed")


@given(counts=COUNTS)
@MADE_UP
def test_the_unfiled_of_a_title_are_the_sum_of_the_bars_and_their_changes(counts: Any) -> None:
    table = table_of(counts)
    changes = unfiled_changes(table)
    for row in changes.itertuples():
        bars = table[table["period"] == row.period]
        if row.subject == "all":
            assert set(bars["subject"]) == set(table["subject"])
            assert row.unfiled == bars["unfiled"].sum()
        before = changes[
            (changes["subject"] == row.subject) & (changes["period"] == str(int(row.period) - 1))
        ]
        assert pd.isna(row.difference) == before.empty
        if not before.empty:
            assert row.difference == row.unfiled - before["unfiled"].item()


@given(
    rates=st.dictionaries(
        st.tuples(st.sampled_from(["2013", "2014", "2015"]), st.sampled_from(KINDS)),
        st.lists(st.integers(0, 100), min_size=2, max_size=4),
        min_size=1,
    ),
    language=st.sampled_from(LANGUAGES),
)
@settings(max_examples=25, deadline=None)
def test_where_a_place_stands_is_true_of_every_other_place_that_is_drawn(
    rates: Any, language: str
) -> None:
    rows = [
        {"report": f"r{n}", "place": f"地{n}", "subject": kind, "period": year,
         "printed": f"{rate}%", "filing_rate": rate / 100, "standing": "first-hand",
         "source": "s", "published": "2016-01-01"}
        for (year, kind), places in rates.items() for n, rate in enumerate(places)
    ]  # fmt: skip
    table = pd.DataFrame(rows).sort_values("report", kind="stable")
    words = Words(language)
    title = draw_table("in-context", table, words, "source").title
    above, below = {"zh": ("高", "低"), "en": ("above|highest", "below|lowest")}[language]
    beside = {kind: [places for (_, k), places in rates.items() if k == kind] for _, kind in rates}
    clear = {
        kind
        for kind, years in beside.items()
        if all(here > max(others) for here, *others in years)
        or all(here < min(others) for here, *others in years)
    }
    told = clear or set(beside)
    assert all((words.word(kind) in title) == (kind in told) for kind in beside)
    for kind in told:
        start = title.index(words.word(kind)) + len(words.word(kind))
        others = [title.find(words.word(other), start) for other in told - {kind}]
        said = title[start : min((at for at in others if at > 0), default=len(title))]
        assert bool(re.search(above, said)) == any(
            here > max(others) for here, *others in beside[kind]
        )
        assert bool(re.search(below, said)) == any(
            here < min(others) for here, *others in beside[kind]
        )


def test_the_only_other_place_is_named_in_the_title(report: Report, words: Words) -> None:
    whole = table_for("in-context", report)
    [one] = [name for name in whole["report"].unique() if name.startswith("zhejiang")]
    pair = whole[whole["report"].isin([report.id, one])]
    name = words.word(pair.loc[pair["report"] == one, "place"].iloc[0])
    assert name in draw_table("in-context", pair, words, "source").title
    [only] = whole.loc[whole["report"] == "liaocheng-2015", "place"].unique()
    assert words.word(only) not in draw("in-context", report, words).title  # one of several


@pytest.mark.parametrize("bound", ["at_least", "at_most", "about"])
def test_nothing_is_worked_out_of_a_worded_count(
    make_report: MakeReport, words: Words, bound: str
) -> None:
    printed = "2000多" if bound == "at_least" else "2000"
    report = of_facts(
        make_report,
        fact("due", "enterprise", 2014, 1000),
        fact("filed", "enterprise", 2014, 900),
        fact("due", "enterprise", 2015, printed, bound),
        fact("filed", "enterprise", 2015, 1500),
    )
    row = filings(report).query("period == '2015'").iloc[0]
    assert pd.isna(row["unfiled"]) and pd.isna(row["filing_rate"]) and row["worded"] == "due"
    changed = year_on_year(filings(report))
    assert set(changed["measure"]) == {"filed"}
    chart = draw("due-and-filed", report, words)
    assert words(f"bounded.{bound}", number="2,000") in " ".join(drawn(chart))
    said = "".join("".join(drawn(chart)).split())
    assert "".join(words("worded_note").split()) in said
    assert "75" not in chart.title + chart.alt and "50" not in chart.title


def test_a_list_of_almost_400_is_no_number_fewer(make_report: MakeReport, words: Words) -> None:
    report = of_facts(
        make_report,
        fact("due", "enterprise", 2015, 1000),
        fact("filed", "enterprise", 2015, 500),
        fact("listed", "enterprise", 2015, 400, "at_most"),
    )
    assert listed_and_unfiled(report)["difference"].isna().all()
    chart = draw("abnormal-list", report, words)
    assert words("bounded.at_most", number="400") in chart.title and "100" not in chart.title
    [[differences]] = native_panels(chart, words)
    assert list(differences.series.values()) == [[None]]


def test_two_numbers_for_one_place_are_both_kept_and_nothing_follows_from_them(
    make_report: MakeReport,
) -> None:
    report = of_facts(
        make_report,
        fact("due", "enterprise", 2015, 1000),
        fact("due", "enterprise", 2015, 1200).replace("due-exact", "due-again"),
        fact("filed", "enterprise", 2015, 500),
    )
    table = filings(report)
    assert list(table["due"]) == [1000, 1200]
    assert table["unfiled"].isna().all() and table["filing_rate"].isna().all()


def test_a_difference_of_rounded_counts_shows_no_digit_that_they_lack(
    make_report: MakeReport, words: Words
) -> None:
    report = of_facts(
        make_report,
        fact("due", "enterprise", 2014, "1741.62万"),
        fact("filed", "enterprise", 2014, "1482.49万"),
    )
    chart = draw("unfiled", report, words)
    assert "2,591,300" not in chart.title + chart.alt
    assert {"zh": "259.13万", "en": "2.5913 million"}[words.language] in chart.title
    [[panel]] = native_panels(chart, words)
    [[value]] = panel.series.values()
    assert value is not None
    assert format_value(value, panel.written) in chart.title


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_rate_of_rounded_counts_bears_no_more_digits_than_they_do(
    filed: int, due: int, exponent: int
) -> None:
    step = 10**exponent
    row = SimpleNamespace(filed=filed * step, due=due * step)
    ends = [
        Fraction(2 * row.filed + f * step, 2 * row.due + d * step) for f in (-1, 1) for d in (-1, 1)
    ]
    wide = (step + step * row.filed / row.due) / row.due
    assert float(max(ends) - min(ends)) <= wide * (1 + 2 / due) * 1.01
    assert 10.0 ** -decimals(wide * 100, 2) >= min(wide * 100, 1) * 0.999


@pytest.mark.parametrize(
    ("value", "step", "zh", "en"),
    [
        (6452, 0, "6,452", "6,452"),
        (17_416_200, 100, "1,741.62万", "17.4162 million"),
        (12_000, 1000, "1.2万", "12,000"),
        (50_076_000_000, 1_000_000, "500.76亿", "50.076 billion"),
        (3.25, 0.01, "3.25", "3.25"),
    ],
)
def test_numbers_are_written_as_far_as_they_are_known(
    value: float, step: float, zh: str, en: str
) -> None:
    assert [format_count(value, step, Words(language)) for language in ("zh", "en")] == [zh, en]


@pytest.mark.parametrize(("value", "said"), [(105, "+105"), (-245, "−245"), (0, "0")])
def test_a_difference_on_a_slide_has_its_sign(value: float, said: str) -> None:
    assert format_value(value, DIFFERENCE) == said


def test_the_slides_of_the_list_hold_the_differences(report: Report, words: Words) -> None:
    chart = draw("abnormal-list", report, words)
    [[panel]] = native_panels(chart, words)
    assert list(panel.series.values()) == [list(chart.table["difference"])]
    for name, row in zip(panel.categories, chart.table.itertuples(), strict=True):
        assert name.startswith(words.start(row.subject))
        assert words.count(row.listed) in name and words.count(row.unfiled) in name


def list_of(kinds: dict[str, int]) -> pd.DataFrame:
    """The list beside those that did not file, by how much each kind is off, and all together."""
    off = {**kinds, "all": sum(kinds.values())}
    rows = [
        {"period": "2015", "subject": kind, "listed_subject": kind, "listed": 900.0 + by,
         "unfiled": 900.0, "difference": float(by), "step": 0.0, "listed_bound": "exact",
         "unfiled_bound": "exact"}
        for kind, by in off.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("more", [[], [-3], [-3, 7], [-3, -102]])
def test_every_number_in_the_title_of_the_list_stands_in_its_picture(
    more: list[int], words: Words
) -> None:
    kinds = ["enterprise", "individual", "cooperative", "foreign_enterprise"]
    off = dict(zip(kinds, [105, -245, *more], strict=False))
    title = draw_table("abnormal-list", list_of(off), words, "source").title
    signed = re.findall(r"(多|少)(\d+)户|(\d+) (more|fewer)", title)
    told = [
        int(zh or en) * (1 if (zh_way or way) in ("多", "more") else -1)
        for zh_way, zh, en, way in signed
    ]
    assert told == [sum(off.values()), -245, 105]


def test_the_kind_named_beside_a_change_of_all_went_the_same_way(
    report: Report, words: Words
) -> None:
    table = table_for("unfiled", report)
    last = unfiled_changes(table).query("period == period.max()").set_index("subject")
    assert words.count(last.loc["individual", "difference"]) in _unfiled_title(table, words)
    assert words.word("enterprise") not in _unfiled_title(table, words)


def test_a_list_of_another_scope_is_compared_with_nothing() -> None:
    with pytest.raises(NothingToDraw):
        draw("abnormal-list", load_report("liaocheng-2015"), Words("zh"))


def test_parts_of_a_kind_are_added_up_before_they_stand_beside_the_whole(
    make_report: MakeReport,
) -> None:
    listed = {"private_enterprise": 300, "domestic_enterprise": 40, "foreign_enterprise": 5}
    report = of_facts(
        make_report,
        fact("due", "enterprise", 2015, 1000),
        fact("filed", "enterprise", 2015, 500),
        *(fact("listed", kind, 2015, number) for kind, number in listed.items()),
    )
    [row] = listed_and_unfiled(report).itertuples()
    assert (row.subject, row.listed) == ("enterprise", sum(listed.values()))


def test_a_kind_keeps_its_place_colour_and_marker_when_years_are_chosen(
    report: Report, words: Words
) -> None:
    whole, part = (draw("rate-trend", report, words, years) for years in ((), (2014, 2015)))
    looks: list[dict[str, tuple[str, str]]] = []
    for chart in (whole, part):
        drawn: list[Any] = list(chart.figure.axes[0].lines)
        lines = [line for line in drawn if len(line.get_xdata()) > 1]
        looks.append({str(line.get_color()): (str(line.get_marker()), "") for line in lines})
    assert looks[0] == looks[1]
    order = [
        list(filing_numbers(report, years)["subject"].cat.categories) for years in ((), (2015,))
    ]
    assert order[0] == order[1]
    panels = [
        [
            axes.get_title(loc="left")
            for axes in draw("due-and-filed", report, words, years).figure.axes
        ]
        for years in ((), (2015,))
    ]
    assert panels[0] == panels[1]


Place = Callable[..., Path]


@pytest.mark.parametrize(
    "place",
    ["双江拉祜族佤族布朗族傣族自治县", "", "𬭎县", "Llanfairpwllgwyngyllgogerychwyrndrobwll"],
)
def test_no_name_of_a_place_costs_a_chart(
    make_report: MakeReport, tmp_path: Path, words: Words, place: str
) -> None:
    from laicheng_data.charts.export import export
    from laicheng_data.charts.legibility import faults

    table = table_for("in-context", load_report("laicheng-2016"))
    table["place"] = table["place"].where(table["report"] != "laicheng-2016", place)
    chart = draw_table("in-context", table, words, "source")
    assert faults(chart.figure) == []
    assert len(export(chart, "laicheng-2016", words.language, tmp_path)) == 3


@given(counts=COUNTS)
@MADE_UP
def test_the_rates_that_rose_or_fell_in_a_title_did_so_in_the_last_year(counts: Any) -> None:
    table, words = table_of(counts), Words("en")
    title, last = _rate_title(table, words), table["period"].max()
    rates, due = (table.set_index(["subject", "period"])[name] for name in ("filing_rate", "due"))
    before = str(int(last) - 1)
    change = {
        kind: rates[kind, last] - rates[kind, before]
        for kind in KINDS
        if {(kind, last), (kind, before)} <= set(rates.index)
    }
    for direction, sign in (("rose", 1), ("fell", -1)):
        moved = {kind: sign * by for kind, by in change.items() if sign * by > 0}
        said = title.partition(f"{direction} for")[2].partition(" and fell")[0]
        leads = [kind for kind in KINDS if f"of {words.word(kind)} {direction}" in title]
        listed = {kind for kind in KINDS if words.word(kind) in said}
        told = {kind: due[kind, last] for kind, by in moved.items() if by > 0.0001}
        assert listed == set(moved) if not leads else due[leads[0], last] == max(told.values())
        for kind in leads:
            assert words.percent(rates[kind, last], 2) in title
    shown = table[table["period"] == last].sort_values("filing_rate")
    lowest = shown[shown["filing_rate"] == shown["filing_rate"].iloc[0]]["subject"]
    said = title.partition("lowest for")[2].partition("(")[0]
    assert not said or all(Words("en").word(kind) in said for kind in lowest)


def test_a_rate_that_alone_moved_is_told_as_it_is_printed(words: Words) -> None:
    table = table_for("rate-trend", load_report("china-2014"))
    title = draw_table("rate-trend", table, words, "source").title
    assert [rate for rate in table["printed_rate"] if rate not in title] == []


@given(counts=COUNTS)
@MADE_UP
def test_the_changes_of_those_due_in_a_title_are_those_of_the_last_year(counts: Any) -> None:
    table, words = table_of(counts), Words("en")
    title, last = _due_title(table, words), table["period"].max()
    due = table.set_index(["subject", "period"])["due"]
    changes = {
        kind: due[kind, last] - due[kind, str(int(last) - 1)]
        for kind in KINDS
        if {(kind, last), (kind, str(int(last) - 1))} <= set(due.index)
    }
    told = {kind for kind in changes if words.word(kind) in title}
    assert len(told) == min(len(changes), 2) or not changes
    for kind in told:
        by = f"{abs(changes[kind]) / due[kind, str(int(last) - 1)] * 100:,.1f}%"
        way = "up" if changes[kind] > 0 else "down"
        said = f"{way} {by}" if by != "0.0%" else "unchanged"
        assert f"{words.word(kind)} {said}" in title
    for most in (max, min):  # what rose most and what fell most, where some rose and some fell
        if min(changes.values(), default=0) < 0 < max(changes.values(), default=0):
            assert most(changes, key=changes.__getitem__) in told


@given(counts=COUNTS)
@MADE_UP
def test_the_kind_that_mainly_makes_a_difference_makes_more_of_it_than_all_others(
    counts: Any,
) -> None:
    table, words = table_of(counts), Words("en")
    title = _unfiled_title(table, words)
    last = unfiled_changes(table).query(f"period == '{table['period'].max()}'")
    by = last.set_index("subject")["difference"]
    mainly = title.partition(", mainly ")[2]
    if not mainly:
        return
    [kind] = [kind for kind in KINDS if words.word(kind) == mainly]
    same_way = [change for name, change in by.items() if name != "all" and change * by["all"] > 0]
    assert by[kind] in same_way and 2 * abs(by[kind]) > abs(sum(same_way))
    assert abs(by[kind]) <= abs(by["all"])


@given(days=st.dictionaries(st.sampled_from("甲乙丙"), st.integers(1, 99), min_size=1))
@settings(max_examples=25, deadline=None)
def test_a_title_of_notices_tells_the_longest_and_the_shortest(
    days: dict[str, int],
) -> None:
    title = _notices_title(pd.Series(days, dtype=float), Words("zh"))
    ends = {max(days.values()), min(days.values())}
    assert all(f"{end}天" in title for end in ends)
    if len(ends) > 1:
        assert title.startswith(max(days, key=days.__getitem__))


@given(
    listed=st.integers(0, 9999), unfiled=st.integers(0, 9999), language=st.sampled_from(LANGUAGES)
)
@MADE_UP
def test_a_list_is_said_to_hold_more_or_fewer_as_its_bars_do(
    listed: int, unfiled: int, language: str
) -> None:
    row = {"period": "2015", "subject": "all", "listed_subject": "all", "listed": float(listed),
           "unfiled": float(unfiled), "difference": float(listed - unfiled), "step": 0.0,
           "listed_bound": "exact", "unfiled_bound": "exact"}  # fmt: skip
    title = _list_title(pd.DataFrame([row]), Words(language))
    said = {"zh": ("少", "多"), "en": ("fewer", "more")}[language]
    assert [word in title for word in said] == [listed < unfiled, listed > unfiled]
    if listed != unfiled:
        assert f"{abs(listed - unfiled):,}" in title


@given(st.lists(st.sampled_from(["consistent", "inconsistent", "undecidable"]), min_size=1))
@settings(max_examples=12, deadline=None)
def test_the_rates_that_agree_in_a_title_are_the_dots_inside_the_band(verdicts: list[str]) -> None:
    decided = [verdict for verdict in verdicts if verdict != "undecidable"]
    rows = [
        {"subject": KINDS[n % 3], "period": str(2000 + n), "printed": "50%", "verdict": verdict,
         "measure": "filing_rate", "part": 1.0, "whole": 2.0, "recomputed": 0.5,
         "deviation": 0.0 if verdict == "consistent" else 1.0}
        for n, verdict in enumerate(verdicts)
    ]  # fmt: skip
    if not decided:
        return
    title = draw_table("stated-rates", pd.DataFrame(rows), Words("en"), "source").title
    failed = decided.count("inconsistent")
    if len(decided) == 1:
        assert title.startswith("The one") and ("not match" in title) == bool(failed)
    elif failed == len(decided):
        assert title.startswith(f"None of the {failed}")
    else:
        assert title.startswith(f"{failed} of {len(decided)}" if failed else f"All {len(decided)}")


@given(
    st.lists(st.integers(-50, 50), min_size=2, max_size=12),
    st.booleans(),
    st.sampled_from(LANGUAGES),
)
@MADE_UP
def test_only_what_is_highest_of_all_is_called_so_and_the_lowest_where_all_are_known(
    values: list[int], complete: bool, language: str
) -> None:
    values = sorted(values, reverse=True)
    rows = [
        {"period": "2016", "subject": f"第{n}类", "printed": str(value), "unit": "", "value": value,
         "bound": "exact", "twice": False, "total": False, "complete": complete}
        for n, value in enumerate(values)
    ]  # fmt: skip
    title = levels_sentence(pd.DataFrame(rows), "m", Words(language))
    highest, lowest = {"zh": ("最高", "最低"), "en": ("highest", "lowest")}[language]
    is_ranked = values[0] > values[-1] >= 0 and values.count(values[0]) <= 3
    assert (highest in title) == is_ranked
    assert lowest not in title or (is_ranked and complete and len(values) <= MOST_ROWS)
    named = [n for n, value in enumerate(values) if value == values[0]]
    assert highest not in title or all(f"第{n}类" in title for n in named)
    assert str(values[0]).replace("-", "−") in title


@given(
    st.dictionaries(
        st.tuples(st.integers(2012, 2016), st.integers(0, 8)), st.integers(0, 999), min_size=2
    )
)
@MADE_UP
def test_what_a_title_says_rose_or_fell_did_so_from_the_first_period_to_the_last(
    values: Any,
) -> None:
    rows = [
        {"period": str(year), "subject": f"第{n}类", "printed": str(value), "unit": "",
         "bound": "exact", "value": float(value), "fact_id": "f", "twice": False, "total": False}
        for (year, n), value in sorted(values.items())
    ]  # fmt: skip
    shown = _select_subjects(pd.DataFrame(rows))
    title = _trend_title(shown, "m", Words("en"))
    assert "highest" not in title and "most" not in title
    ends = shown["period"].min(), shown["period"].max()
    at = {(row.period, row.subject): row.value for row in shown.itertuples()}
    moved = {
        subject: at[ends[1], subject] - at[ends[0], subject]
        for subject in shown["subject"]
        if {(ends[0], subject), (ends[1], subject)} <= at.keys()
    }
    for clause in title.split("; ") if len(moved) > 1 else []:
        [subject] = [name for name in moved if name in clause]
        assert ("up " in clause) == (moved[subject] > 0)
        assert ("down " in clause) == (moved[subject] < 0)
    if "all " in title and len(moved) > 2:
        assert len({by > 0 for by in moved.values()}) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from(["stated", "implied"]), st.booleans()), min_size=1, max_size=20
    )
)
@MADE_UP
def test_what_holds_and_what_does_not_is_counted_in_a_title_as_in_its_rows(claims: Any) -> None:
    rows = [
        {"basis": basis, "verdict": verdict_of(basis, holds), "measure": "m", "subject": "all",
         "period": "2016", "printed": f"{n}", "recomputed": f"{n}.5", "base": "", "made_of": "",
         "unit": "", "sort": "rate"}
        for n, (basis, holds) in enumerate(claims)
    ]  # fmt: skip
    title = checked_title(pd.DataFrame(rows), Words("en")).lower()
    told = {
        "stated": (
            "rates",
            r"(none of the \d+|neither of the 2) rates matches|the one rate [^;]* does not",
        ),
        "implied": (
            "cross-checks",
            r"(all \d+|both) cross-checks differ\b|the one cross-check differs\b",
        ),
    }
    for basis, (name, whole) in told.items():
        held = [holds for b, holds in claims if b == basis]
        failed = held.count(False)
        some = f"{failed} of {len(held)} {name}"
        assert (some in title) == (0 < failed < len(held))
        assert bool(re.search(whole, title)) == (0 < failed == len(held))


def test_as_many_have_rows_as_are_counted_so_no_total_that_differs_by_the_sum_of_its_parts(
    report: Report, words: Words
) -> None:
    chart, found = draw("checked", report, words), summarise(check(report))
    rows = chart.table["verdict"].value_counts()
    assert rows["difference"] == len(listed_and_unfiled(report).query("subject != 'all'"))
    assert rows.sum() - rows["difference"] == found.stated
    told = words("checked.title.implied.all", count=rows["difference"])
    assert chart.title.lower().endswith(told.lower())


def test_what_cannot_be_checked_has_a_row_that_says_so_and_no_part_in_the_title(
    report: Report, words: Words
) -> None:
    chart = draw("checked", report, words)
    [row] = chart.table[chart.table["verdict"] == "undecidable"].itertuples()
    texts = {text.get_text(): text for text in chart.figure.findobj(Text)}
    head, said = (texts[text] for text in (words.start("recomputed"), words("outcome.undecidable")))
    assert said.get_position()[0] == head.get_position()[0]  # in the column of what is recomputed
    assert str((chart.table["verdict"] == "consistent").sum()) in chart.title
    assert words.word(row.measure) not in chart.title


def test_the_title_holds_against_each_other_only_what_the_list_and_the_filings_both_name(
    words: Words,
) -> None:
    table = list_of({"enterprise": 105, "individual": -245})
    table.loc[0, "listed_subject"] = "private_enterprise"
    title = draw_table("abnormal-list", table, words, "source").title
    assert words.word("private_enterprise") in title and words.word("enterprise") in title


def verdict_of(basis: str, holds: bool) -> str:
    if holds:
        return "consistent"
    return "inconsistent" if basis == "stated" else "difference"


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=5, unique=True))
@settings(max_examples=8, deadline=None)
def test_the_title_of_outreach_tells_the_most_of_its_figures(values: list[int]) -> None:
    rows = [
        {"office": "o", "measure": measure, "period": "2016", "printed": str(value), "unit": "人",
         "bound": "exact", "value": float(value), "low": value, "high": value}
        for measure, value in zip(OUTREACH_MEASURES, values, strict=False)
    ]  # fmt: skip
    most = sorted(values, reverse=True)[:2]
    for language in LANGUAGES:
        title = draw_table("outreach", pd.DataFrame(rows), Words(language), "source").title
        assert [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", title)] == most


def test_some_kinds_are_never_summed_to_all_that_did_not_file(report: Report, words: Words) -> None:
    some = ["enterprise", "individual"]
    chart = draw("unfiled", report, words, kinds=some)
    last = chart.table.query("period == period.max()")["unfiled"]
    assert words.start("all") not in [text.get_text() for text in visible_texts(chart.figure)]
    assert words.count(last.sum()) not in chart.title
    assert all(words.count(number) in chart.title for number in last)
    assert words.start("all") in [
        text.get_text() for text in visible_texts(draw("unfiled", report, words).figure)
    ]


def rates_beside(*rates: tuple[str, str, str, float]) -> pd.DataFrame:
    """Rates of enterprises by report, period, printed form and value."""
    return pd.DataFrame([
        {"report": report, "place": report, "subject": "enterprise", "period": period,
         "printed": printed, "filing_rate": rate, "standing": "first-hand", "source": "s",
         "published": "2016-01-01"}
        for report, period, printed, rate in rates
    ])  # fmt: skip


def test_a_rate_that_rounding_may_have_made_another_is_not_lower_than_it(words: Words) -> None:
    table = rates_beside(("甲", "2015", "83.1%", 0.831), ("乙", "2015", "83.14%", 0.8314))
    title = draw_table("in-context", table, words, "source").title
    assert words("in-context.level.one", places="乙") in title
    assert "低于" not in title and "below" not in title


def test_a_place_with_one_other_each_year_is_said_to_be_above_it_not_highest(words: Words) -> None:
    years = ("2013", "2014", "2015")
    own = [("甲", year, "95%", 0.95) for year in years]
    others = [(name, year, "88%", 0.88) for name, year in zip("乙丙戊", years, strict=True)]
    title = draw_table("in-context", rates_beside(*own[1:], *others[1:]), words, "source").title
    assert words("in-context.higher.one", places=words.all_of(["丙", "戊"])) in title
    title = draw_table("in-context", rates_beside(*own, *others), words, "source").title
    only = words("in-context.only_other")
    assert words("in-context.higher.all", places=only, years=spell_number(3, words)) in title
    another = rates_beside(*own, *others, ("丁", "2015", "90%", 0.9))
    title = draw_table("in-context", another, words, "source").title
    said = words("in-context.highest.all", years=spell_number(3, words))
    assert said in title and only not in title


def test_of_two_rates_that_a_place_prints_for_one_year_none_is_told_in_a_title(
    words: Words,
) -> None:
    own = [("甲", "2015", "83%", 0.83), ("甲", "2015", "84%", 0.84)]
    table = rates_beside(*own, ("乙", "2015", "90%", 0.9))
    title = draw_table("in-context", table, words, "source").title
    assert words("in-context.lower.one", places="乙") in title and "%" not in title
    assert list(last_rates(table)) == []


def test_the_last_rate_is_that_of_the_period_that_ends_last_however_it_is_written() -> None:
    periods = ("2014-H2", "2014-Q1")
    table = rates_beside(*((name, period, "83%", 0.83) for name in "甲乙" for period in periods))
    [rates] = last_rates(table).values()
    assert set(rates["period"]) == {"2014-H2"}


@pytest.mark.parametrize(
    ("place", "name", "is_generic"),
    [
        ("聊城市", "Liaocheng City", True),
        ("堪萨斯城", "Kansas City", False),
        ("Kansas City", "Kansas City", False),
        ("内蒙古", "Inner Mongolia", False),
    ],
)
def test_a_name_is_never_cut_to_that_of_another_place(
    place: str, name: str, is_generic: bool
) -> None:
    row, words = SimpleNamespace(place=place), Words("en").with_labels({place: {"en": name}})
    assert _proper_name(row, words) == (name.split(" ")[0] if is_generic else name)


def test_places_are_named_in_one_way_throughout_a_chart(report: Report) -> None:
    words = Words("en")
    chart = draw("in-context", report, words)
    kinds = [kind for text in drawn(chart) for kind in _KINDS_OF_PLACE if f" {kind}" in text]
    axes_texts = [text.get_text() for axes in chart.figure.axes for text in axes.texts]
    named = [text for text in axes_texts if any(kind in text for kind in _KINDS_OF_PLACE)]
    assert kinds and not named  # whole in the title and among the sources, short beside points


@pytest.mark.parametrize("other", [0.9, 0.8])
def test_months_are_not_counted_as_years(words: Words, other: float) -> None:
    periods = ("2016-05", "2016-06")
    table = rates_beside(
        *(("甲", period, "83%", 0.83) for period in periods),
        *(
            ("乙", period, f"{rate:.0%}", rate)
            for period, rate in zip(periods, (0.9, other), strict=True)
        ),
    )
    title = draw_table("in-context", table, words, "source").title
    below = words("in-context.lower.one", places="乙")
    assert (below if other > 0.83 else words("in-context.mixed")) in title
    assert "年均" not in title and "years" not in title


def test_lines_that_end_early_are_not_said_to_have_risen_with_the_others() -> None:
    ends = {"甲": "abc", "乙": "abc", "丙": "abc", "丁": "ab"}
    rows = [
        {"period": f"201{n}", "subject": name, "printed": f"{size}", "unit": "", "bound": "exact",
         "value": size, "fact_id": "f", "twice": False, "total": False}
        for name, drawn_in in ends.items()
        for n in range(len(drawn_in))
        for size in [(9 - 2 * n) if name == "丁" else (n + 1) * 10]
    ]  # fmt: skip
    title = _trend_title(pd.DataFrame(rows).sort_values("period", kind="stable"), "m", Words("en"))
    assert "all" not in title and "up from" in title
    whole = [row for row in rows if row["subject"] != "丁"]
    whole_title = _trend_title(pd.DataFrame(whole), "m", Words("en"))
    assert "all 3 shown rose" in whole_title


def levels_of(*numbers: tuple[str, float, str], total: str = "") -> pd.DataFrame:
    """Levels of one measure by printed form, value and bound."""
    return pd.DataFrame([
        {"period": "2016", "subject": f"s{n}", "printed": printed, "unit": "", "value": value,
         "bound": bound, "twice": False, "total": False, "complete": False}
        for n, (printed, value, bound) in enumerate(numbers)
    ])  # fmt: skip


def test_no_level_is_highest_beside_one_that_rounding_may_have_made_less() -> None:
    close = levels_of(("12,300", 12300, "exact"), ("1.2万", 12000, "exact"), ("1", 1, "exact"))
    assert "highest" not in levels_sentence(close, "m", Words("en"))
    apart = levels_of(("12,600", 12600, "exact"), ("1.2万", 12000, "exact"), ("1", 1, "exact"))
    assert "highest for s0 (12,600), then s1" in levels_sentence(apart, "m", Words("en"))
    second = levels_of(
        ("9万", 90000, "exact"), ("12,300", 12300, "exact"), ("1.2万", 12000, "exact")
    )
    title = levels_sentence(second, "m", Words("en"))
    assert "highest for s0" in title and "then" not in title


def test_what_is_at_least_a_number_is_not_the_same_throughout() -> None:
    rows = levels_of(("2,000", 2000, "exact"), ("2000多", 2000, "at_least"))
    title = levels_sentence(rows, "m", Words("en"))
    assert "throughout" not in title and "s0" in title and "s1" in title


@pytest.mark.parametrize(
    ("planned", "whole"),
    [((89, 45, 15), {"税收收入"}), ((59, 45, 15), set()), ((89, 45, -1), set())],
)
def test_a_total_is_told_by_its_name_where_its_parts_are_no_more_than_it(
    planned: tuple[int, ...], whole: set[str]
) -> None:
    rows = pd.DataFrame({"subject": ["税收收入", "增值税", "所得税"], "value": planned})
    rows = rows.assign(period="2024")
    assert _subjects_named_after_rest(rows, set()) == whole
    assert _subjects_named_after_rest(rows.replace("所得税", "罚没"), set()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_rates_whose_counts_are_not_printed_have_no_size_of_change(language: str) -> None:
    title = draw("rate-trend", load_report("zhaotong-2014"), Words(language)).title
    assert "nan" not in title


@pytest.mark.parametrize(
    ("measure", "unit", "said"),
    [
        ("占总收入", "%", "税收占总收入的5%"), ("占比", "%", "税收占比为5%"),
        ("占地面积", "亩", "税收占地面积为5亩"),
    ],
)  # fmt: skip
def test_a_share_is_of_what_its_name_says_and_of_nothing_else(
    measure: str, unit: str, said: str
) -> None:
    row = SimpleNamespace(measure=measure, subject="税收", period="2024", printed="5", unit=unit)
    row.by = row.by_unit = row.kind = row.change = row.change_unit = ""
    row.bound = "exact"
    assert figure_sentence(row, Words("zh")).endswith(said)

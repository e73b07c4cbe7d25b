"""Charts of reports about anything: budgets, courts, councils, one number or two hundred."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from zlib import crc32

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laicheng_data.briefing.answer import answer
from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.findings import findings
from laicheng_data.charts import catalogue
from laicheng_data.charts.catalogue import (
    CHARTS,
    chart_name,
    charts_of,
    declare,
    draw,
    draw_declared,
    native_panels,
    source_line,
)
from laicheng_data.charts.changes import changes_sentence
from laicheng_data.charts.chart import NothingToDraw
from laicheng_data.charts.common import MOST_ROWS, printed_number, tile_text
from laicheng_data.charts.export import export
from laicheng_data.charts.layout import select_ticks, text_width
from laicheng_data.charts.legibility import faults
from laicheng_data.charts.levels import _TOTAL, levels_sentence
from laicheng_data.charts.panels import format_value
from laicheng_data.charts.style import ACCENT, NARROW, SMALL_PT, TooMuchForOneChart
from laicheng_data.charts.trend import _axis_periods
from laicheng_data.checking.claims import check, verdicts_of
from laicheng_data.facts.report import Report, load_report
from laicheng_data.tables.amounts import amount
from laicheng_data.tables.chart_choices import ChartChoice, measure_slug
from laicheng_data.tables.naming import (
    arithmetic,
    base_name,
    claim_names,
    fact_name,
    merge_names,
    value_of,
)
from laicheng_data.tables.parts import wholes
from laicheng_data.tables.rates import numerators_table
from laicheng_data.tables.stated_changes import largest_first, stated_changes
from laicheng_data.tables.verdicts import MARKS
from laicheng_data.words import Words
from tests.conftest import MakeReport
from tests.test_charts import HEADER, NO_CLAIMS, NO_OMISSIONS, drawn

LONG = "一般公共预算收入中税收收入占比及其他各项收入合计数" * 3


def fact(name: str, measure: str, subject: str, period: str, printed: str, unit: str = "") -> str:
    return f"{name},某局,{measure},{subject},{period},{printed},{unit},exact,,"


def made(make_report: MakeReport, facts: list[str], claims: str = "") -> Report:
    tables = {
        "facts": "\n".join([HEADER, *facts]),
        "claims": NO_CLAIMS + claims,
        "omitted": NO_OMISSIONS,
    }
    return load_report("made-up", make_report("made-up", **tables))


def years(measure: str, subject: str, first: int, last: int, sign: int = 1) -> list[str]:
    return [
        fact(f"f-{crc32((measure + subject).encode())}-{year}", measure, subject, str(year),
             str(sign * (year - first + 1) * 100), "万元")
        for year in range(first, last + 1)
    ]  # fmt: skip


EXTREMES = {
    "one fact": [fact("a", "办件量", "all", "2016", "5", "件")],
    "forty subjects": [
        fact(f"s-{n}", "财政总收入", f"第{n}个镇", "2016", str(n * 17), "万元") for n in range(40)
    ],
    "thirty years": years("财政总收入", "all", 1990, 2019),
    "more lines than colours": [
        row for n in range(12) for row in years("支出", f"项目{n}", 2012, 2015 + n % 2)
    ],
    "values on one spot": [
        fact(f"v-{n}-{year}", "rate", f"area_{n}", str(year), "84.8", "%")
        for n in range(5)
        for year in (2015, 2016)
    ],
    "two numbers for one place": [
        fact("a", "支出", "甲", "2015", "3"),
        fact("b", "支出", "甲", "2015", "4"),
        fact("c", "支出", "甲", "2016", "5"),
    ],
    "negatives": [
        fact("a", "increase", "road", "2016", "-5.0%"),
        fact("b", "increase", "rail", "2016", "12.5%"),
        fact("c", "increase", "water", "2016", "-31.25%"),
    ],
    "long words": [row for name in ("甲", "乙") for row in years("支出", LONG + name, 2014, 2016)],
    "a missing glyph": [row for name in ("𬭎", "乙") for row in years("支出", name, 2014, 2016)],
    "months and years": [
        fact("a", "诉求量", "all", "2016-01", "120", "件"),
        fact("b", "诉求量", "all", "2016-02", "110", "件"),
        fact("c", "诉求量", "all", "2016", "1500", "件"),
    ],
    "large and worded": [
        "a,某局,支出,甲,2015,500.76亿,元,about,,",
        "b,某局,支出,乙,2015,2000多,元,at_least,,",
    ],
}


@pytest.mark.parametrize("case", EXTREMES)
def test_every_report_has_charts_that_can_be_read_or_a_reason(
    make_report: MakeReport, words: Words, tmp_path: Path, case: str
) -> None:
    report = made(make_report, EXTREMES[case])
    shown = 0
    for name in charts_of(report):
        try:
            chart = draw(name, report, words)
        except (NothingToDraw, TooMuchForOneChart) as reason:
            assert str(reason)
            continue
        shown += 1
        assert faults(chart.figure) == []
        assert all(path.exists() for path in export(chart, "made-up", words.language, tmp_path))
    assert shown


def test_the_highest_and_lowest_of_a_title_are_those_of_the_numbers(
    make_report: MakeReport, words: Words
) -> None:
    report = made(make_report, EXTREMES["forty subjects"])
    [name] = [name for name in charts_of(report) if name.startswith("levels-")]
    chart = draw(name, report, words)
    shown = chart.table.head(MOST_ROWS)
    largest, next_, least = (shown["subject"].iloc[at] for at in (0, 1, -1))
    assert chart.table["value"].is_monotonic_decreasing
    assert largest in chart.title and next_ in chart.title
    assert least not in chart.title  # others, which are not drawn, are smaller
    assert words("common.left_out", count=30).strip("；; ")[:6] in "".join(drawn(chart))


def test_a_total_is_no_row_to_be_the_largest_of(make_report: MakeReport, words: Words) -> None:
    numbers = {"甲税": "300", "乙税": "200", "两税": "500", "规费": "120", "罚没": "90"}
    facts = [fact(f"n{at}", "收入", name, "2016", number, "户")
             for at, (name, number) in enumerate(numbers.items())]  # fmt: skip
    report = made(make_report, facts, "c,sum,n2,n0 n1,stated,consistent,\n")
    chart = draw("levels-收入", report, words)
    assert "甲税" in chart.title and "两税" not in chart.title
    assert dict(zip(chart.table["subject"], chart.table["total"], strict=True)) == {
        "两税": True, "甲税": False, "乙税": False, "规费": False, "罚没": False,
    }  # fmt: skip


@pytest.mark.parametrize(("many", "are_compared"), [(3, True), (5, False)])
def test_what_divides_one_whole_twice_is_not_compared(
    make_report: MakeReport, many: int, are_compared: bool
) -> None:
    numbers = {"all": "100", "城市": "40", "农村": "60", "白天": "70", "夜间": "30"}
    facts = [fact(f"n{at}", "火灾", name, "2016", number, "起")
             for at, (name, number) in enumerate(numbers.items())]  # fmt: skip
    report = made(make_report, facts[:many])
    title = draw("levels-火灾", report, Words("zh")).title
    said = [title, *(found.text for found in findings(report, Words("zh")))]
    assert any("最高" in text for text in said) == are_compared


def test_no_total_presses_the_lines_of_its_parts_flat(
    make_report: MakeReport, words: Words
) -> None:
    told = {"all": ("900", "990"), "甲镇": ("300", "350"), "乙镇": ("200", "210")}
    facts = [
        fact(f"n-{number}", "人口", name, year, number, "人")
        for name, numbers in told.items()
        for year, number in zip(("2010", "2020"), numbers, strict=True)
    ]
    chart = draw("trend-人口", made(make_report, facts), words)
    assert set(chart.table["subject"]) == {"甲镇", "乙镇"}


def test_a_subject_that_ends_as_its_measure_begins_says_it_once() -> None:
    row = {"measure": "收入预算", "subject": "共享收入", "period": "2016"}
    assert fact_name(row, Words("zh")) == "2016年共享收入预算"
    assert merge_names("预算收入", "共享收入", Words("zh")) == ""


def test_what_charts_a_report_has_is_found_out_once_however_many_are_asked_for(
    make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Report] = []
    really = catalogue.choices

    def choices(report: Report, *rest: Any) -> Any:
        asked.append(report)
        return really(report, *rest)

    monkeypatch.setattr(catalogue, "choices", choices)
    report = made(make_report, [*years("支出", "甲", 2013, 2016), *years("收入", "甲", 2013, 2016)])
    assert all(catalogue.declaration(name, report).name == name for name in charts_of(report))
    assert asked == [report]


def test_what_does_not_hold_is_named_first(make_report: MakeReport, words: Words) -> None:
    facts = [
        fact("a", "支出", "教育", "2016", "30", "户"),
        fact("b", "支出", "医疗", "2016", "40", "户"),
        fact("all-1", "支出", "all", "2016", "70", "户"),
        fact("all-2", "合计", "all", "2016", "71", "户"),
    ]
    claims = "good,sum,all-1,a b,stated,consistent,\nwrong,sum,all-2,a b,stated,inconsistent,why\n"
    report = made(make_report, facts, claims)
    chart = draw("checked", report, words)
    assert chart.table["claim_id"].tolist() == ["wrong", "good"]
    assert "71" in chart.title and "70" in chart.title and faults(chart.figure) == []


def test_a_difference_that_the_report_does_not_state_is_shown_apart_from_what_it_does(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact(name, "支出", name, "2016", number, "户")
             for name, number in zip("abcd", ("30", "40", "70", "71"), strict=True)]  # fmt: skip
    claims = (
        "said,sum,c,a b,stated,consistent,\n"
        "meant,sum,d,a b,implied,inconsistent,why\n"
        "found,sum,d,a c,proposed,inconsistent,why\n"
    )
    chart = draw("checked", made(make_report, facts, claims), words)
    assert chart.table["claim_id"].tolist() == ["meant", "said"]
    shown = drawn(chart)
    assert MARKS["difference"] in shown and MARKS["inconsistent"] not in shown
    kinds = words("answer.kind.total.one")
    assert words("checked.title.stated.hold.one", kinds=kinds) in chart.title
    assert "71" in chart.title and faults(chart.figure) == []


@pytest.mark.parametrize("confirmed", [False, True])
def test_proposals_are_shown_as_such_until_somebody_confirms_anything(
    make_report: MakeReport, words: Words, confirmed: bool
) -> None:
    facts = [fact(name, "支出", name, "2016", number, "户")
             for name, number in zip("abcd", ("30", "40", "70", "71"), strict=True)]  # fmt: skip
    claims = "good,sum,c,a b,proposed,consistent,\nwrong,sum,d,a b,proposed,inconsistent,why\n"
    claims += "said,sum,c,a b,stated,consistent,\n" * confirmed
    report = made(make_report, facts, claims)
    chart, said = draw("checked", report, words), answer(report, verdicts_of(report), words)
    assert chart.table["claim_id"].tolist() == (["said"] if confirmed else ["wrong", "good"])
    told = words("checked.title.proposed", outcome="")
    assert said.startswith(told) is chart.title.startswith(told) is not confirmed
    assert (words("checked.block.proposed") in drawn(chart)) is not confirmed


def test_what_a_report_does_not_compare_is_never_called_recomputed(
    make_report: MakeReport, words: Words
) -> None:
    numbers = (("a", "应收", "30"), ("b", "实收", "10"), ("c", "欠", "25"))
    facts = [fact(name, measure, "all", "2016", number, "户") for name, measure, number in numbers]
    claims = "c,sum,c,a -b,implied,inconsistent,why\n"
    chart = draw("checked", made(make_report, facts, claims), words)
    shown = drawn(chart)
    assert words.word("recomputed") not in " ".join([chart.alt, *shown]).lower()
    assert base_name("应收+-实收", words) in shown and "+5" in shown


@pytest.mark.parametrize(("parts", "printed"), [((2, 3), "66.7%"), ((1, 8), "12.5%")])
def test_a_recomputed_number_shows_where_between_the_ends_of_rounding_it_lies(
    make_report: MakeReport, words: Words, parts: tuple[int, int], printed: str
) -> None:
    part, whole = parts
    facts = [fact("part", "合格", "all", "2016", str(part), "件"),
             fact("whole", "抽检", "all", "2016", str(whole), "件"),
             fact("rate", "合格率", "all", "2016", printed, "%")]  # fmt: skip
    report = made(make_report, facts, "c,share,rate,part whole,stated,consistent,\n")
    exact = 100 * part / whole
    wanted = printed if exact == float(printed.rstrip("%")) else f"{exact:.3f}%"
    assert wanted in drawn(draw("checked", report, words))


def test_a_chart_without_room_for_all_that_holds_says_how_many_it_leaves_out(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact(f"f-{n}", "件数", f"第{n}队", "2016", "7", "件") for n in range(31)]
    claims = "".join(f"c-{n},sum,f-{n + 1},f-{n},stated,consistent,\n" for n in range(30))
    chart = draw("checked", made(make_report, facts, claims), words)
    shown = drawn(chart)
    there = sum(f"第{n}队" in " ".join(shown) for n in range(1, 31))
    left = words("checked.left_out.hold", count=30 - there)
    assert "".join(left.split()) in "".join("".join(shown).split())


def test_a_line_that_ends_early_says_when_and_has_a_gap_where_nothing_is_printed(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact(f"a-{year}", "支出", "甲", year, "500") for year in ("2012", "2014", "2016")]
    facts += [fact(f"b-{year}", "支出", "乙", year, "300") for year in ("2012", "2013")]
    chart = draw("trend-支出", made(make_report, facts), words)
    shown = " ".join(drawn(chart))
    assert words("trend.ended", value="300", period=words.period("2013")) in shown
    lines: list[Any] = list(chart.figure.axes[0].lines)
    ends = [[str(value) for value in line.get_ydata()] for line in lines]
    assert ["500.0", "nan", "500.0", "nan", "500.0"] in ends
    assert faults(chart.figure) == []


@pytest.mark.parametrize(
    ("case", "shown"),
    [("forty subjects", MOST_ROWS), ("large and worded", 0), ("negatives", 0)],
)
def test_bars_are_native_only_where_each_number_reads_as_it_is_printed(
    make_report: MakeReport, words: Words, case: str, shown: int
) -> None:
    report = made(make_report, EXTREMES[case])
    [name] = [name for name in charts_of(report) if name.startswith("levels-")]
    chart = draw(name, report, words)
    panels = [panel for row in native_panels(chart, words) for panel in row]
    told = [
        format_value(value or 0, panel.written)
        for panel in panels for values in panel.series.values() for value in values
    ]  # fmt: skip
    printed = [printed_number(row, words) for row in chart.table.head(shown).itertuples()]
    assert told == printed


BUDGET = [
    fact("all", "财政支出", "all", "2016", "1284.5", "万元"),
    fact("schools", "财政支出", "教育", "2016", "642.2", "万元"),
    fact("health", "财政支出", "医疗", "2016", "400.1", "万元"),
    fact("rest", "财政支出", "其他", "2016", "242.2", "万元"),
    fact("schools-share", "占比", "教育", "2016", "50.0%"),
]
DIVIDED = """by-sum,sum,all,schools health rest,stated,consistent,
by-share,share,schools-share,schools all,stated,consistent,
"""


def test_the_parts_of_a_whole_stand_beside_it_with_the_shares_that_are_printed(
    make_report: MakeReport, words: Words, tmp_path: Path
) -> None:
    report = made(make_report, BUDGET, DIVIDED)
    assert [name for name in charts_of(report) if name.startswith(("parts", "levels"))] == [
        "parts-all"
    ]
    chart = draw("parts-all", report, words)
    assert chart.table["fact_id"].tolist() == ["schools", "health", "rest"]
    value = "642.2" if words.language == "zh" else "6.422 million"
    assert all(part in chart.title for part in ("教育", value, "50.0%"))
    assert faults(chart.figure) == []
    assert export(chart, "made-up", words.language, tmp_path)


CALLS = [
    fact("advice", "咨询", "all", "2016", "50", "件"),
    fact("advice-share", "咨询_占比", "all", "2016", "62.5%", "%"),
    fact("help", "求助", "all", "2016", "30", "件"),
    fact("help-share", "求助_占比", "all", "2016", "37.5%", "%"),
    fact("staff", "人员", "all", "2016", "12", "人"),
]
OF_ALL = "a,share,advice-share,advice advice+help,stated,consistent,\n"


def test_a_whole_that_is_printed_as_its_parts_alone_has_a_chart_of_them(
    make_report: MakeReport, words: Words, tmp_path: Path
) -> None:
    claims = f"{OF_ALL}h,share,help-share,help advice+help,stated,consistent,\n"
    report = made(make_report, CALLS, claims)
    chart = draw("parts-advice-and-others", report, words)
    assert "咨询" in chart.title and "62.5%" in chart.title and faults(chart.figure) == []
    assert export(chart, "made-up", words.language, tmp_path)
    assert [name for name in charts_of(report) if name.startswith("figures")] == []
    assert chart.title in [finding.headline for finding in findings(report, words)]


def test_a_part_has_no_capital_within_a_sentence(make_report: MakeReport) -> None:
    claims = "a,share,advice-share,advice advice+help,stated,consistent,\n"
    english = [row.replace("咨询", "advice").replace("求助", "help") for row in CALLS]
    report = made(make_report, english, claims)
    title = draw("parts-advice-and-others", report, Words("en")).title
    assert title == "Of the 2 parts given, the largest is advice (50 items, 62.5%), 2016"


@pytest.mark.parametrize("whole", ["advice+advice", "advice+-help", "advice+staff"])
def test_no_sum_of_what_is_twice_or_taken_away_or_counted_otherwise_is_a_whole(
    make_report: MakeReport, whole: str
) -> None:
    claims = OF_ALL.replace("advice+help", whole).replace("consistent,", "inconsistent,why")
    report = made(make_report, CALLS, claims)
    assert [name for name in charts_of(report) if name.startswith("parts")] == []


def test_shares_of_one_name_are_told_apart_by_what_they_are_of(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        row
        for n in "ab"
        for row in (
            fact(f"closed-{n}", f"审结_{n}", "all", "2016", "3", "件"),
            fact(f"heard-{n}", f"受理_{n}", "all", "2016", "4", "件"),
            fact(f"rate-{n}", "结案率", "all", "2016", "75%", "%"),
        )
    ]
    claims = "".join(f"{n},share,rate-{n},closed-{n} heard-{n},stated,consistent,\n" for n in "ab")
    report = made(make_report, facts, claims)
    shown = drawn(draw("checked", report, words))
    for n, name in claim_names(report, words).items():
        base = words.word(f"受理_{n}")
        assert base in name and any(base in text for text in shown)


def test_each_of_few_points_is_told_its_number(make_report: MakeReport, words: Words) -> None:
    report = made(make_report, years("支出", "甲", 2013, 2016))
    shown = drawn(draw("trend-支出", report, words))
    assert {printed_number(row, words) for row in report.facts.itertuples()} <= set(shown)


def test_a_share_that_does_not_hold_stands_in_no_title_and_beside_what_it_should_be(
    make_report: MakeReport, words: Words
) -> None:
    wrong = [row.replace("50.0%", "59.9%") for row in BUDGET]
    assert wrong != BUDGET
    chart = draw("parts-all", made(make_report, wrong, DIVIDED), words)
    assert "59.9%" not in chart.title
    beside = [text for text in drawn(chart) if "59.9%" in text]
    assert len(beside) == 1 and "50.0%" in beside[0]
    assert " ".join(beside[0].split()) in chart.alt


@pytest.mark.parametrize(
    "claim",
    [
        "c,sum,all,schools health -rest,implied,inconsistent,w\n",  # something is taken away
        "c,sum,schools-share,schools health,implied,inconsistent,w\n",  # in other units
        "c,sum,rest,schools health,implied,inconsistent,w\n",  # larger than the whole
        "c,sum,all,schools health rest,proposed,consistent,\n",  # nobody has confirmed it
        "c,share,schools-share,schools all,stated,consistent,\n",  # one part alone
    ],
)
def test_what_is_no_whole_with_its_parts_is_not_drawn_as_one(
    make_report: MakeReport, claim: str
) -> None:
    report = made(make_report, BUDGET, claim)
    assert [name for name in charts_of(report) if name.startswith("parts")] == []


@given(st.lists(st.integers(0, 40), min_size=2, max_size=14))
@settings(max_examples=25, deadline=None)
def test_only_the_largest_of_the_parts_is_called_so(values: list[int]) -> None:
    values = sorted(values, reverse=True)
    rows = [
        {"fact_id": f"p-{n}", "measure": "支出", "subject": f"类{n}类", "period": "2016",
         "printed": str(value), "unit": "", "bound": "exact", "value": value, "printed_share": "",
         "wrong_share": "", "recomputed": "", "complete": True}
        for n, value in enumerate(values)
    ]  # fmt: skip
    whole = {"subject": "all", "printed": "999", "value": 999.0}
    table = pd.DataFrame(rows)
    table = table.assign(
        **{
            f"whole_{name}": [(rows[0] | whole)[name]] * len(rows)
            for name in ("measure", "subject", "period", "printed", "unit", "bound", "value")
        }
    )
    parts = declare(ChartChoice("parts", "w", "w"))
    title = draw_declared(parts, table, Words("en"), "source").title
    alone = values.count(values[0]) == 1
    assert ("largest" in title) == alone == ("类0类" in title)


def test_a_line_goes_on_from_the_reports_before(make_report: MakeReport, words: Words) -> None:
    before = make_report(
        "before-2015", facts=f"{HEADER}\n" + "\n".join(years("支出", "甲", 2013, 2015)),
        claims=NO_CLAIMS, omitted=NO_OMISSIONS,
    )  # fmt: skip
    report = made(make_report, [fact("now", "支出", "甲", "2016", "900", "万元")])
    folder = before / "made-up"
    alone = draw_or_reason("trend-支出", report, words)
    card = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(card | {"previous": "before-2015"}))
    linked = draw_or_reason("trend-支出", load_report("made-up", before), words)
    assert isinstance(alone, NothingToDraw)
    assert linked.table["period"].tolist() == ["2013", "2014", "2015", "2016"]
    assert words("trend.earlier").strip("；; ") in "".join(drawn(linked))


def draw_or_reason(name: str, report: Report, words: Words) -> Any:
    try:
        return draw(name, report, words)
    except NothingToDraw as reason:
        return reason


def test_a_report_before_that_is_not_there_is_named_and_costs_nothing(
    make_report: MakeReport,
) -> None:
    folder = make_report("made-up", facts=f"{HEADER}\n{BUDGET[0]}", claims=NO_CLAIMS,
                         omitted=NO_OMISSIONS)  # fmt: skip
    path = folder / "made-up" / "datapackage.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(card | {"previous": "gone-2015"}))
    [warning] = load_report("made-up", folder).warnings
    assert "gone-2015" in warning and "not among the reports" in warning


def test_a_report_with_filings_adds_what_was_checked_to_the_charts_of_the_house(
    report: Report,
) -> None:
    assert charts_of(report) == list(CHARTS) and list(CHARTS)[-1] == "checked"


def test_a_mark_lies_as_far_from_the_line_as_the_numbers_from_what_is_printed(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        fact("part", "m", "part", "2016", "2", "人"),
        fact("whole", "m", "whole", "2016", "3", "人"),
        fact("right", "rate", "right", "2016", "66.7%", "%"),
        fact("wrong", "rate", "wrong", "2016", "66.5%", "%"),
        fact("round", "m", "round", "2016", "1.2万", "人"),
        fact("rounded", "m", "rounded", "2016", "1.3万", "人"),
    ]
    claims = (
        "r,share,right,part whole,stated,consistent,\n"
        "w,share,wrong,part whole,stated,inconsistent,why\n"
        "x,sum,rounded,round part,stated,consistent,\n"
    )
    rows = draw("checked", made(make_report, facts, claims), words).table.set_index("claim_id")
    assert rows.at["r", "least"] == pytest.approx(1 / 3) == rows.at["r", "most"]
    assert rows.at["w", "least"] == pytest.approx(-5 / 3)
    assert rows.loc["x", ["least", "most"]].tolist() == pytest.approx([0.498, 1.498])
    assert (rows["difference"] * rows["least"] >= 0).all()  # one direction throughout


def test_all_that_do_not_hold_are_counted_and_the_first_of_them_named(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact(f"f-{n}", "件数", f"第{n}队", "2016", str(10 + n), "件") for n in range(8)]
    claims = [f"c-{n},sum,f-{n + 1},f-{n},stated,inconsistent,why\n" for n in range(7)]
    title = draw("checked", made(make_report, facts, "".join(claims)), words).title
    assert "第1队" in title and "第2队" in title and "第3队" not in title
    assert title.endswith(words("and_more", names="", more=5))


def test_at_most_twelve_charts_show_what_claims_speak_of_first(make_report: MakeReport) -> None:
    facts = [row for n in range(20) for row in years(f"指标{n}", "all", 1994 + n, 1996 + n)]
    names = [row.split(",")[0] for row in facts[-3:]]
    report = made(
        make_report, facts, f"c,sum,{names[0]},{names[1]} {names[2]},implied,inconsistent,w\n"
    )
    common = [name for name in charts_of(report) if name.startswith(("trend", "levels", "checked"))]
    assert len(common) == 12 and common[:2] == ["checked", "trend-指标19"]


GROWN = [
    fact("now", "收入", "all", "2016", "1188", "万元"),
    fact("before", "上年收入", "all", "2015", "1021", "万元"),
    fact("rise", "收入增幅", "all", "2016", "+16.4%"),
]


def test_numbers_that_stand_alone_are_large_with_the_change_that_holds(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        *GROWN,
        fact("wrong", "收入占比", "all", "2016", "99.0%"),
        fact("more", "支出增额", "all", "2016", "-50", "万元"),
        fact("spent", "支出", "all", "2016", "450", "万元"),
        fact("fell", "支出增幅", "all", "2016", "-10.0%"),
    ]
    claims = (
        "g,growth,rise,now before,stated,consistent,\n"
        "w,share,wrong,now before,stated,inconsistent,w\n"
        "s,share,fell,more spent+-more,stated,consistent,\n"
    )
    chart = draw("figures-2016", made(make_report, facts, claims), words)
    assert chart.title.endswith(words("changes.up.percent", size="16.4%"))
    assert words("changes.down.percent.beside", size="10.0%") in chart.alt
    assert amount("50", "万元", words) in chart.alt
    assert list(chart.table["fact_id"]) == ["now", "spent"]


def test_the_growth_of_a_number_that_another_chart_shows_stands_alone(
    make_report: MakeReport, words: Words
) -> None:
    facts = [*GROWN[:1], fact("before", "收入", "all", "2015", "1021", "万元"), *GROWN[2:]]
    facts += [fact("staff", "人员", "all", "2016", "12", "人"),
              fact("rooms", "房间", "all", "2016", "8", "间")]  # fmt: skip
    report = made(make_report, facts, "g,growth,rise,now before,stated,consistent,\n")
    assert list(draw("figures-2016", report, words).table["fact_id"]) == ["rise", "staff", "rooms"]
    assert chart_name("figures-2016", report, words) != "2016"
    assert "2016" in chart_name("figures-2016", report, words)


def test_measures_counted_alike_for_the_same_periods_stand_on_the_same_axes(
    make_report: MakeReport, words: Words, tmp_path: Path
) -> None:
    facts = [
        fact(f"{name}-{year}", name, "all", str(year), str(size + year - 2014))
        for name, size in (("asked", 900), ("answered", 800), ("late", 100), ("lost", 20))
        for year in (2014, 2015, 2016)
    ]
    facts += [fact(f"rate-{year}", "rate", "all", str(year), f"{year % 50}.5%")
              for year in (2014, 2015, 2016)]  # fmt: skip
    report = made(make_report, facts)
    lines = [name for name in charts_of(report) if name.startswith("trend")]
    assert lines == ["trend-asked-and-others", "trend-lost", "trend-rate"]
    chart = draw(lines[0], report, words)
    assert set(chart.table["subject"]) == {"asked", "answered", "late"}
    assert "900" in chart.title and "902" in chart.title
    assert words("trend.title.beside", title="", count=2) in chart.title
    assert faults(chart.figure) == []
    assert export(chart, "made-up", words.language, tmp_path)
    assert chart_name(lines[0], report, words) == words("chart.lines", measure="Asked", count=3)


def test_names_that_begin_alike_are_told_apart_by_their_ends(make_report: MakeReport) -> None:
    names = [f"requests_that_were_{end}" for end in ("completed_late", "completed_on_time")]
    facts = [row for name in names for row in years(name, "all", 2014, 2016)]
    report = made(make_report, facts)
    [name] = [chart for chart in charts_of(report) if chart.startswith("trend")]
    chart = draw(name, report, Words("en"), form=NARROW)
    ends = [text for text in drawn(chart) if "…" in text]
    assert len(ends) == 2 and "late" in ends[0] + ends[1] and "time" in ends[0] + ends[1]


def test_what_is_divided_alike_in_each_period_is_shown_for_the_last(
    make_report: MakeReport,
) -> None:
    facts = [
        fact(f"{name}-{year}", name, "all", str(year), size)
        for year in (2014, 2015)
        for name, size in (("all", "9"), ("one", "5"), ("two", "4"))
    ]
    sums = "".join(f"s{y},sum,all-{y},one-{y} two-{y},stated,consistent,\n" for y in (2014, 2015))
    names = charts_of(made(make_report, facts, sums))
    assert [name for name in names if name.startswith("parts")] == ["parts-all-2015"]


def test_a_change_is_told_beside_a_chart_of_what_changed(
    make_report: MakeReport, words: Words
) -> None:
    facts = [*years("first", "all", 2014, 2016), fact("a", "rose", "甲", "2015", "20"),
             fact("b", "rose", "甲", "2016", "90")]  # fmt: skip
    said = briefing(made(make_report, facts), words)
    [section] = [section for section in said.sections if section.key == "change"]
    assert section.chart is not None and section.chart.name == "trend-rose"
    assert "90" in section.title


STATED = [
    row
    for n, (measure, printed, change) in enumerate(
        [("工业", "100", "增幅,2.5%"), ("农业", "90", "降幅,1.5%"),
         ("旅游", "80", "增幅,-4.0%"), ("外贸", "70", "增幅,3.5%"),
         ("就业率", "96.1%", "增点,0.4")]
    )
    for row in (
        fact(f"f-{n}", measure, "all", "2016", printed, "" if "%" in printed else "亿元"),
        fact(f"c-{n}", f"{measure}_{change.split(',')[0]}", "all", "2016", change.split(",")[1],
             "" if "%" in change else "个百分点"),
    )
]  # fmt: skip


def test_the_changes_that_a_report_states_stand_in_one_chart_whatever_was_before(
    make_report: MakeReport, words: Words, tmp_path: Path
) -> None:
    report = made(make_report, STATED)
    chart = draw("changes-2016", report, words)
    assert list(chart.table["fact_id"]) == ["f-3", "f-0", "f-1", "f-2"]
    assert list(chart.table["growth"]) == [0.035, 0.025, -0.015, -0.04]
    rose = words("changes.rose", count=2, name="外贸", change=said(words, "up", "3.5%"))
    fell = words("changes.fell", count=2, name="旅游", change=said(words, "down", "4.0%"))
    assert rose in chart.title and fell in chart.title
    assert faults(chart.figure) == []
    assert export(chart, "made-up", words.language, tmp_path)
    assert words("sentence", text=chart.title) in [found.text for found in findings(report, words)]
    assert [name for name in charts_of(report) if name.startswith("figures")] == []


def said(words: Words, way: str, size: str) -> str:
    return words(f"changes.{way}.percent", size=size)


@pytest.mark.parametrize("wrong", ["c,growth,c-0,f-0 f-1,stated,inconsistent,w\n"])
def test_a_change_that_does_not_hold_is_in_no_chart_of_changes(
    make_report: MakeReport, words: Words, wrong: str
) -> None:
    chart = draw("changes-2016", made(make_report, STATED, wrong), words)
    assert "c-0" not in set(chart.table["change_id"])


def test_changes_are_native_bars_with_room_for_their_labels_on_both_sides(
    make_report: MakeReport, words: Words
) -> None:
    chart = draw("changes-2016", made(make_report, STATED), words)
    [[panel]] = native_panels(chart, words)
    [bars] = panel.series.values()
    told = [format_value(grew, panel.written) for grew in bars if grew is not None]
    up, down = said(words, "up", "3.5%"), said(words, "down", "4.0%")
    assert (told[0], told[-1]) == (up, down)
    assert panel.categories[0].endswith(printed_number(next(chart.table.itertuples()), words))
    low, high = panel.bounds
    assert low < -0.05 and high > 0.045


def test_changes_with_unlike_decimals_stay_a_picture_of_them_as_they_are_printed(
    make_report: MakeReport, words: Words
) -> None:
    facts = [row.replace("2.5%", "2.55%") for row in STATED]
    assert native_panels(draw("changes-2016", made(make_report, facts), words), words) == []


def test_many_changes_stand_on_as_many_pages_as_hold_them_evenly(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact(f"c-{n}", f"第{n}业_增幅", "all", "2016", f"{n}.5%") for n in range(23)]
    report = made(make_report, facts)
    pages = [name for name in charts_of(report) if name.startswith("changes")]
    assert pages == ["changes-2016", "changes-2016-2", "changes-2016-3"]
    assert [len(draw(name, report, words).table) for name in pages] == [8, 8, 7]
    assert len({chart_name(name, report, words) for name in pages}) == 3


def test_what_is_proposed_is_no_change_of_a_number(make_report: MakeReport, words: Words) -> None:
    facts = [row.replace("收入增幅", "比率") for row in GROWN]
    report = made(make_report, facts, "g,growth,rise,now before,proposed,consistent,\n")
    assert set(draw("figures-2016", report, words).table["change"]) == {""}


def test_the_name_of_a_file_is_short_and_told_apart() -> None:
    every = ["GDP", "gdp", LONG * 9]
    slugs = [measure_slug(measure, every) for measure in every]
    assert len({slug.lower() for slug in slugs}) == len(every)
    assert all(len(slug.encode()) <= 70 for slug in slugs)


def test_no_year_stands_in_one_line_with_quarters(make_report: MakeReport, words: Words) -> None:
    quarters = ("2023-04/2023-06", "2023-07/2023-09", "2023-10/2023-12", "2024-01/2024-03")
    facts = [fact(f"q-{n}", "requests", "all", p, str(90 + n)) for n, p in enumerate(quarters)]
    facts += [fact("year", "requests", "all", "2023-04/2024-03", "366")]
    chart = draw("trend-requests", made(make_report, facts), words)
    assert list(chart.table["period"]) == list(quarters)
    assert faults(chart.figure) == []


def test_long_periods_below_a_line_are_named_as_far_as_they_have_room(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        fact(f"f-{year}", "requests", "all", f"{year}-04/{year + 1}-03", str(year))
        for year in range(2005, 2018)
    ]
    chart = draw("trend-requests", made(make_report, facts), words)
    assert faults(chart.figure) == []
    ticks = chart.figure.axes[0].get_xticks()
    assert len({b - a for a, b in pairwise(ticks)}) == 1 and ticks[-1] == len(facts) - 1


def test_rates_of_anything_but_filings_are_not_said_to_be_filed_over_due(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        fact("part", "产值", "part", "2016", "296236", "亿元"),
        fact("whole", "产值", "whole", "2016", "744127", "亿元"),
        fact("rate", "占比", "part", "2016", "39.8%", "%"),
    ]
    report = made(make_report, facts, "c,share,rate,part whole,stated,consistent,\n")
    with pytest.raises(NothingToDraw):
        draw("stated-rates", report, words)
    assert draw("checked", report, words).table["claim_id"].tolist() == ["c"]
    assert numerators_table(report).empty


def test_a_report_without_a_date_is_drawn_with_a_source_that_names_none(
    make_report: MakeReport, words: Words
) -> None:
    folder = make_report("made-up", facts="\n".join([HEADER, *BUDGET]), claims=NO_CLAIMS,
                         omitted=NO_OMISSIONS)  # fmt: skip
    path = folder / "made-up" / "datapackage.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(card | {"created": ""}), encoding="utf-8")
    report = load_report("made-up", folder)
    source = source_line(report, words)
    name, end = re.escape(words.word(report.card.title)), r"》?\s?[（(]2016年?[）)][。.]"
    assert re.fullmatch(f".*{name}{end}", source)  # the year that it is about, and no day


def test_a_day_that_cannot_be_that_of_the_source_stands_in_no_source_line(
    report: Report, words: Words
) -> None:
    created = datetime(2000, 1, 1, tzinfo=UTC)
    wrong = replace(report, card=report.card.model_copy(update={"created": created}))
    assert "2000" not in source_line(wrong, words) and "2017" in source_line(report, words)


def test_a_whole_that_is_divided_twice_is_drawn_by_one_division(make_report: MakeReport) -> None:
    sizes = {"country": 75, "towns": 55, "city": 38, "houses": 72}
    facts = [fact("all", "fires", "all", "2022", "176")]
    claims = ""
    for name, size in sizes.items():
        share = f"{100 * size / 176:.1f}%"
        facts += [fact(name, name, "all", "2022", str(size))]
        facts += [fact(f"{name}-share", f"{name}_share", "all", "2022", share, "%")]
        claims += f"\n{name},share,{name}-share,{name} all,stated,consistent,"
    assert wholes(made(make_report, facts, claims)) == {"all": ["country", "towns", "city"]}


def test_sums_of_one_number_are_told_apart_by_what_they_add_up(make_report: MakeReport) -> None:
    sizes = {"men": 276, "women": 303, "young": 118, "old": 78, "others": 383}
    facts = [fact("all", "people", "all", "2020", "579")]
    facts += [fact(name, name, "all", "2020", str(size)) for name, size in sizes.items()]
    claims = (
        "\nby-sex,sum,all,men women,stated,consistent,"
        "\nby-age,sum,all,young old others,stated,consistent,"
    )
    names = claim_names(made(make_report, facts, claims), Words("en"))
    assert names["by-sex"] == "people, 2020 (men, women)"
    assert names["by-age"] == "people, 2020 (young, old and others, 3 in all)"


def test_two_years_far_apart_are_joined_and_make_no_empty_grid() -> None:
    assert _axis_periods(pd.Series(["2010", "2020"])) == ["2010", "2020"]
    assert _axis_periods(pd.Series(["2010", "2015", "2020"])) == ["2010", "2015", "2020"]
    assert _axis_periods(pd.Series(["2010", "2012", "2013"])) == ["2010", "2011", "2012", "2013"]


@pytest.mark.parametrize(("divisions", "is_drawn"), [(1, True), (2, False)])
def test_shares_of_two_divisions_stand_in_no_chart_of_levels(
    make_report: MakeReport, divisions: int, is_drawn: bool
) -> None:
    by_kind, by_way = ("投诉51.3", "咨询48.7"), ("来电96.9", "网络3.1")
    told = [*by_kind, *by_way][: 2 * divisions]
    facts = [fact(f"s-{n}", "占比", t[:2], "2016", f"{t[2:]}%", "%") for n, t in enumerate(told)]
    assert ("levels-占比" in charts_of(made(make_report, facts))) == is_drawn


def test_a_whole_and_one_part_alone_are_no_levels(make_report: MakeReport) -> None:
    facts = [fact("all", "申请", "all", "2016", "18"), fact("one", "申请", "自然人", "2016", "18")]
    assert "levels-申请" not in charts_of(made(make_report, facts))


def test_of_many_levels_those_farthest_from_naught_are_drawn(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact(f"n-{n}", "收入", f"项目{n}", "2016", f"-{n}000") for n in range(1, 31)]
    chart = draw("levels-收入", made(make_report, facts), words)
    assert "30,000" in chart.title.replace("30000", "30,000")
    assert "项目30" in chart.alt
    assert "项目1（" not in chart.alt


def test_a_part_that_says_what_is_counted_is_called_by_itself(
    make_report: MakeReport,
) -> None:
    facts = [
        fact("whole", "一般公共预算收入", "all", "2016", "90", "万元"),
        fact("tax", "一般公共预算收入", "税收收入", "2016", "60", "万元"),
        fact("fees", "一般公共预算收入", "罚没", "2016", "30", "万元"),
    ]
    report = made(make_report, facts)
    names = [fact_name(row, Words("zh")) for row in report.facts.to_dict("records")]
    assert names == ["2016年一般公共预算收入", "2016年税收收入", "2016年罚没一般公共预算收入"]


def test_amounts_below_naught_are_added_up_as_they_are_spoken(make_report: MakeReport) -> None:
    facts = [
        fact("spent", "支出", "all", "2016", "500"),
        fact("came", "收入", "all", "2016", "-300"),
        fact("net", "净支出", "all", "2016", "200"),
    ]
    report = made(make_report, facts, "\nnet,sum,net,spent came,stated,consistent,")
    [claim] = report.claims.to_dict("records")
    assert arithmetic(claim, report, Words("en")) == "500 − 300"
    turned = {**claim, "operands": "came spent"}
    assert arithmetic(turned, report, Words("en")) == "−300 + 500"


def test_a_number_printed_without_its_minus_is_asked_after_as_that(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        fact("net", "净支出", "all", "2016", "9339", "元"),
        fact("cost", "支出", "all", "2016", "7669", "元"),
        fact("income", "收入", "all", "2016", "17008", "元"),
    ]
    report = made(make_report, facts, "n,sum,net,cost -income,stated,inconsistent,no minus\n")
    assert words("fault.sign") in findings(report, words)[1].text


def test_what_is_recomputed_bears_the_sign_of_what_is_printed(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact("p", "人口", "甲镇", "2020", "34208", "人"),
             fact("w", "人口", "all", "2020", "530684", "人"),
             fact("s", "比重", "甲镇", "2020", "6.44", "%")]  # fmt: skip
    report = made(make_report, facts, "c,share,s,p w,stated,consistent,\n")
    [said] = [found.text for found in findings(report, words) if found.about == "fault"]
    assert "6.44%" in said and "6.45%" in said


def test_a_unit_that_is_its_measure_is_said_once() -> None:
    row = {"measure": "summonses", "subject": "parking", "printed": "7,398", "unit": "summonses"}
    assert value_of(row, Words("en")) == "7,398"


def test_where_many_share_the_second_place_only_the_highest_is_named() -> None:
    values = (9, 5, 5, 5, 5, 1)
    rows = pd.DataFrame({
        "subject": list("abcdef"), "period": "2016", "unit": "", "bound": "exact",
        "printed": [str(value) for value in values], "value": values,
        "total": False, "complete": False,
    })  # fmt: skip
    assert levels_sentence(rows, "m", Words("en")) == "M, 2016: highest for a (9)"


def test_a_difference_that_does_not_hold_is_not_asked_about_as_a_total(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact("more", "增加", "all", "2016", "2897", "人"),
             fact("new", "人次", "all", "2016", "69765", "人"),
             fact("old", "人次", "all", "2015", "68416", "人")]  # fmt: skip
    report = made(make_report, facts, "c,sum,more,new -old,stated,consistent,\n")
    [said] = [found.text for found in findings(report, words) if found.about == "fault"]
    assert words("fault.range") in said


REVENUE = [
    fact("whole", "收入预算", "合并收入", "2016", "90", "万元"),
    fact("tax", "收入预算", "税", "2016", "60", "万元"),
    fact("fees", "收入预算", "费", "2016", "30", "万元"),
    fact("more", "增减额", "合并收入", "2016", "12", "万元"),
    fact("tax-more", "增减额", "税", "2016", "9", "万元"),
    fact("fees-more", "增减额", "费", "2016", "3", "万元"),
]


def test_what_is_a_total_of_amounts_is_one_of_their_changes_in_pictures_and_slides(
    make_report: MakeReport, words: Words
) -> None:
    report = made(make_report, REVENUE, "c,sum,whole,tax fees,stated,consistent,\n")
    chart = draw("levels-增减额", report, words)
    assert "合并收入" not in chart.title and words("levels.of_items").strip(" ,") in chart.title
    [[panel]] = native_panels(chart, words)
    assert panel.colours == [[_TOTAL, ACCENT, ACCENT]]


@pytest.mark.parametrize(("fees", "lowest_is_named"), [("30", True), ("20", False)])
def test_the_lowest_is_named_only_where_the_parts_add_up_to_their_whole(
    make_report: MakeReport, fees: str, lowest_is_named: bool
) -> None:
    facts = [row.replace("合并收入", "all").replace(",30,", f",{fees},") for row in REVENUE[:3]]
    title = draw("levels-收入预算", made(make_report, facts), Words("zh")).title
    assert ("最低" in title) == lowest_is_named


def test_a_whole_that_others_are_taken_from_does_not_rank_among_them(
    make_report: MakeReport,
) -> None:
    facts = [
        fact("all", "variance", "culture", "2016", "1.335", "£m"),
        fact("one", "variance", "schools", "2016", "3.098", "£m"),
        fact("rest", "variance", "other_culture", "2016", "-1.763", "£m"),
        fact("care", "variance", "care", "2016", "0.373", "£m"),
    ]
    report = made(make_report, facts, "c,sum,rest,all -one,stated,consistent,\n")
    chart = draw("levels-variance", report, Words("en"))
    assert chart.table.set_index("subject")["total"].to_dict()["culture"]
    assert chart.title == (
        "Variance, 2016: of the items, from −£1.763m (other culture) to £3.098m (schools)"
    )


def test_what_fell_is_never_called_the_highest(make_report: MakeReport, words: Words) -> None:
    facts = [fact(f"n-{n}", "change", f"area_{n}", "2016", f"-{n}.5", "£m") for n in range(1, 5)]
    title = draw("levels-change", made(make_report, facts), words).title
    assert "highest" not in title and "最高" not in title
    assert "−£4.5m" in title and "−£1.5m" in title


@pytest.mark.parametrize(
    ("printed", "unit", "said"),
    [("-0.110", "£m", "−£0.110m"), ("-1.666–-1.664", "£m", "−£1.666m to −£1.664m"),
     ("-5.0%", "", "−5.0%"), ("-12万", "元", "−120,000 yuan")],
)  # fmt: skip
def test_a_minus_stands_before_all_of_an_amount(printed: str, unit: str, said: str) -> None:
    assert amount(printed, unit, Words("en")) == said


@pytest.mark.parametrize(("again", "differs"), [("67.34", False), ("68.34", True)])
def test_the_same_number_in_two_units_is_not_said_to_be_two(
    make_report: MakeReport, again: str, differs: bool
) -> None:
    facts = [
        fact("a", "损失", "all", "2016-01", "83.76", "万元"),
        fact("b", "损失", "all", "2016-02", "67.34万", "元"),
        fact("c", "损失", "all", "2016-02", again, "万元"),
    ]
    words = Words("zh")
    shown = "".join(drawn(draw("trend-损失", made(make_report, facts), words)))
    assert (words("common.twice") in shown) == differs


def test_of_two_periods_each_has_a_bar_from_naught_and_the_later_is_darker(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        fact(f"y-{year}", "deaths", "all", str(year), str(year - 1904)) for year in (2006, 2007)
    ]
    chart = draw("trend-deaths", made(make_report, facts), words)
    bars: list[Any] = [bar for axes in chart.figure.axes for bar in axes.patches]
    earlier, later = bars
    assert (earlier.get_x(), earlier.get_width()) == (0, 102)
    assert (later.get_x(), later.get_width()) == (0, 103)
    assert sum(later.get_facecolor()) < sum(earlier.get_facecolor())
    assert {words.period("2006"), "102", "103"} <= set(drawn(chart))
    assert "…" not in drawn(chart)


@pytest.mark.parametrize(("least", "is_from_naught"), [(40, True), (90, False)])
def test_a_base_line_is_drawn_only_where_it_is_naught(
    make_report: MakeReport, words: Words, least: int, is_from_naught: bool
) -> None:
    facts = [fact(f"y-{n}", "rate", "all", str(2010 + n), str(value))
             for n, value in enumerate((95, least, 99))]  # fmt: skip
    axes = draw("trend-rate", made(make_report, facts), words).figure.axes[0]
    assert (axes.get_ylim()[0] == 0) == is_from_naught == axes.spines["bottom"].get_visible()


def test_the_first_and_the_last_period_are_named_below_a_line() -> None:
    for count, apart in product(range(1, 40), (1.5, 20, 60)):
        names = [Words("zh").period(f"{2000 + n}") for n in range(count)]
        ticks, labels = select_ticks(names, apart)
        assert ticks[0] == 0 and ticks[-1] == count - 1 and len(ticks) == len(labels)
        width = max(text_width(name, SMALL_PT) for name in names)
        assert all(
            later - first >= min(width / apart, count - 1) for first, later in pairwise(ticks)
        )


def test_changes_on_several_pages_are_ranked_once(make_report: MakeReport, words: Words) -> None:
    facts = [fact(f"c-{n}", f"第{n}业_增幅", "all", "2016", f"{n + 1}.5%") for n in range(19)]
    report = made(make_report, facts)
    first, second = (draw(name, report, words) for name in ("changes-2016", "changes-2016-2"))
    assert first.table["growth"].min() > second.table["growth"].max()
    assert "第18业" in first.title and "19" in first.title
    assert "最大" not in second.title and "most" not in second.title


def test_a_change_from_numbers_too_small_to_tell_leads_no_title_and_is_marked(
    make_report: MakeReport, words: Words
) -> None:
    told = (("车船税", "7", "6", "16.67"), ("资源税", "138", "123", "12.20"),
            ("印花税", "379", "344", "10.17"))  # fmt: skip
    facts, claims = [], ""
    for n, (name, now, before, rate) in enumerate(told):
        facts += [fact(f"now-{n}", "预算", name, "2016", now, "万元"),
                  fact(f"was-{n}", "完成", name, "2015", before, "万元"),
                  fact(f"rate-{n}", "增减率", name, "2016", rate, "%")]  # fmt: skip
        claims += f"c{n},growth,rate-{n},now-{n} was-{n},stated,consistent,\n"
    chart = draw("changes-2016", made(make_report, facts, claims), words)
    assert "资源税" in chart.title and "车船税" not in chart.title
    assert "完成" in chart.title  # what they are changes from is another measure
    mark = words("changes.coarse_mark").strip()
    marked = [text for text in drawn(chart) if text.endswith(mark)]
    assert len(marked) == 1 and "车船税" in marked[0]


def test_each_number_that_was_checked_has_the_sign_of_its_result_beside_it(
    report: Report, words: Words
) -> None:
    chart = draw("checked", report, words)
    signs = Counter(text for text in drawn(chart) if text in MARKS.values())
    assert signs == Counter(MARKS[verdict] for verdict in chart.table["verdict"])


def test_a_number_that_stands_twice_is_checked_after_sums(make_report: MakeReport) -> None:
    facts = [fact(name, "件数", name, "2016", number, "件")
             for name, number in zip("abcd", ("3", "4", "7", "7"), strict=True)]  # fmt: skip
    claims = "again,sum,d,c,stated,consistent,\nsum,sum,c,a b,stated,consistent,\n"
    chart = draw("checked", made(make_report, facts, claims), Words("zh"))
    assert chart.table["claim_id"].tolist() == ["sum", "again"]


def test_what_lies_beyond_the_scale_says_how_far(make_report: MakeReport) -> None:
    facts = [
        fact("a", "件数", "甲", "2016", "200", "件"),
        fact("b", "件数", "乙", "2016", "95", "件"),
    ]
    report = made(make_report, facts, "c,sum,a,b,stated,inconsistent,why\n")
    assert "+105" in drawn(draw("checked", report, Words("zh")))


SHARES = (
    "s,share,schools-share,schools all,stated,consistent,\n"
    "h,share,health-share,health all,stated,consistent,\n"
)


@pytest.mark.parametrize(("claims", "are_some"), [(SHARES, True), (DIVIDED, False)])
def test_parts_that_do_not_fill_their_whole_are_said_to_be_some(
    make_report: MakeReport, words: Words, claims: str, are_some: bool
) -> None:
    facts = [*BUDGET, fact("health-share", "占比", "医疗", "2016", "31.1%")]
    shown = " ".join(
        " ".join(drawn(draw("parts-all", made(make_report, facts, claims), words))).split()
    )
    assert (words("parts.some") in shown) == are_some


def test_a_gap_between_two_makes_neither_of_them_a_total(make_report: MakeReport) -> None:
    facts = [
        fact("urban", "收入", "城镇", "2016", "40000", "元"),
        fact("rural", "收入", "农村", "2016", "15000", "元"),
        fact("gap", "收入", "城乡差", "2016", "25000", "元"),
    ]
    report = made(make_report, facts, "c,sum,gap,urban -rural,stated,consistent,\n")
    chart = draw("levels-收入", report, Words("zh"))
    assert not chart.table["total"].any() and "城乡差最高" not in chart.title


@pytest.mark.parametrize(("printed", "is_told"), [("6100", False), ("6600", True)])
def test_no_part_is_the_largest_beside_one_that_rounding_may_have_made_less(
    make_report: MakeReport, printed: str, is_told: bool
) -> None:
    facts = [
        fact("whole", "支出", "all", "2016", "12200", "元"),
        fact("one", "支出", "学校", "2016", printed, "元"),
        fact("other", "支出", "医院", "2016", "0.6万", "元"),
    ]
    report = made(make_report, facts, "c,sum,whole,one other,stated,consistent,\n")
    assert ("最多" in draw("parts-whole", report, Words("zh")).title) == is_told


def changes_of(*changes: tuple[str, float, bool]) -> pd.DataFrame:
    """Rates of change by printed form, size and whether it is too coarse to compare."""
    rows = [
        {"fact_id": f"f{n}", "measure": f"k{n}", "subject": "all", "period": "2016",
         "printed": "", "unit": "", "bound": "exact", "change": change, "change_unit": "%",
         "kind": "growth" if growth > 0 else "decline", "growth": growth, "coarse": coarse,
         "over_measure": "", "over_period": ""}
        for n, (change, growth, coarse) in enumerate(changes)
    ]  # fmt: skip
    return largest_first(pd.DataFrame(rows))


@pytest.mark.parametrize(("second", "growth"), [("8.9%", 0.089), ("8.2%", 0.082)])
def test_no_change_is_most_beside_one_that_rounding_may_have_made_less(
    second: str, growth: float
) -> None:
    table = changes_of(("9%", 0.09, False), (second, growth, False), ("1%", 0.01, False))
    assert ("k0 most" in changes_sentence(table, Words("en"))) == (growth < 0.085)


def test_one_change_that_can_be_compared_is_neither_most_nor_least() -> None:
    table = changes_of(("50%", 0.5, True), ("40%", 0.4, True), ("20%", 0.2, False))
    title = changes_sentence(table, Words("en"))
    assert "most" not in title and "least" not in title
    assert "20%" in title and "50%" in title


def test_an_average_of_all_is_no_total_of_the_others_and_they_are_compared(
    make_report: MakeReport,
) -> None:
    facts = [fact(name, "合格率", subject, "2016", rate) for name, subject, rate in (
        ("a", "all", "90.0%"), ("x", "甲镇", "92.0%"), ("y", "乙镇", "85.0%"))]  # fmt: skip
    chart = draw("levels-合格率", made(make_report, facts), Words("zh"))
    assert "甲镇最高（92.0%）" in chart.title
    text = "".join(drawn(chart))
    assert "总体" in text and "合计" not in text


def test_a_change_from_longer_ago_than_the_others_is_told_with_what_it_is_from(
    make_report: MakeReport, words: Words
) -> None:
    facts, claims = [], ""
    for n, (now, rate) in enumerate(
        (("110", "10%"), ("120", "20%"), ("130", "30%"), ("250", "150%"))
    ):
        before = "2010" if n == 3 else "2015"
        facts += [fact(f"now-{n}", f"第{n}类", "all", "2016", now, "件"),
                  fact(f"was-{n}", f"第{n}类", "all", before, "100", "件"),
                  fact(f"rate-{n}", f"第{n}类增幅", "all", "2016", rate)]  # fmt: skip
        claims += f"c{n},growth,rate-{n},now-{n} was-{n},stated,consistent,\n"
    report = made(make_report, facts, claims)
    changes = stated_changes(report, check(report)).set_index("measure")
    assert changes["over_period"].to_dict() == {
        "第0类": "", "第1类": "", "第2类": "", "第3类": "2010"
    }  # fmt: skip
    assert "第3类" not in set(draw("changes-2016", report, words).table["measure"])


def test_parts_of_which_one_is_worded_are_all_where_a_sum_says_so(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        fact("whole", "支出", "all", "2016", "3500", "元"),
        fact("more", "支出", "学校", "2016", "1000多", "元").replace("exact", "at_least"),
        fact("other", "支出", "医院", "2016", "2000", "元"),
    ]
    report = made(make_report, facts, "c,sum,whole,more other,stated,undecidable,worded\n")
    shown = " ".join(" ".join(drawn(draw("parts-whole", report, words))).split())
    assert words("parts.some").strip("；; ") not in shown


@pytest.mark.parametrize(
    ("printed", "unit", "name", "zh", "en"),
    [
        ("5", "组", "sets of cameras", "5组", "5"),
        ("55", "人", "staff", "55人", "55 people"),
        ("10608", "件", "cases handled", "10,608件", "10,608"),
        ("2000多", "人", "people trained", "2,000多人", "more than 2,000"),
    ],
)
def test_a_large_number_has_its_unit_unless_its_name_says_it(
    printed: str, unit: str, name: str, zh: str, en: str
) -> None:
    bound = "at_least" if "多" in printed else "exact"
    [row] = pd.DataFrame([{"printed": printed, "unit": unit, "bound": bound}]).itertuples()
    assert [tile_text(row, name, Words(language)) for language in ("zh", "en")] == [zh, en]


def test_bars_that_all_point_left_leave_their_numbers_room_beside_the_names(
    make_report: MakeReport,
) -> None:
    debts = [-28000000 - n for n in range(4)]
    facts = [fact(f"f-{-d}", "收入", f"项{-d}", "2016", str(d), "元") for d in debts]
    axes = draw("levels-收入", made(make_report, facts, ""), Words("en")).figure.axes[0]
    left, right = axes.get_xlim()
    assert left < 1.1 * min(debts) and right == 0  # and none where no bar points

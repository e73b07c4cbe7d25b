"""Charts of reports about anything: budgets, courts, councils, one number or two hundred."""

import json
from pathlib import Path
from typing import Any
from zlib import crc32

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laicheng_data.charts.catalogue import (
    charts_of,
    declared,
    draw,
    draw_declared,
    left_out,
    native_panels,
)
from laicheng_data.charts.chart import NothingToDraw
from laicheng_data.charts.common import MOST_ROWS, as_printed
from laicheng_data.charts.export import export
from laicheng_data.charts.legibility import faults
from laicheng_data.charts.panels import written_as
from laicheng_data.charts.style import TooMuchForOneChart
from laicheng_data.facts.report import Report, load_report
from laicheng_data.tables.measures import Choice, measure_slug
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
    assert shown or case == "one fact"
    assert bool(left_out(report)) == (case == "one fact")


def test_the_highest_and_lowest_of_a_title_are_those_of_the_numbers(
    make_report: MakeReport, words: Words
) -> None:
    report = made(make_report, EXTREMES["forty subjects"])
    [name] = [name for name in charts_of(report) if name.startswith("levels-")]
    chart = draw(name, report, words)
    shown = chart.table.head(MOST_ROWS)
    largest, least = shown["subject"].iloc[0], shown["subject"].iloc[-1]
    assert chart.table["value"].is_monotonic_decreasing
    assert largest in chart.title and least in chart.title
    assert words("common.left_out", count=30).strip("；; ")[:6] in "".join(drawn(chart))


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
    assert words.word("difference") in shown and words.word("inconsistent") not in shown
    assert words("checked.title.stated.hold", count=1) in chart.title
    assert "71" in chart.title and faults(chart.figure) == []


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
        written_as(value or 0, panel.written)
        for panel in panels for values in panel.series.values() for value in values
    ]  # fmt: skip
    printed = [as_printed(row, words) for row in chart.table.head(shown).itertuples()]
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
    assert "教育" in chart.title and "642.2" in chart.title and "50.0%" in chart.title
    assert faults(chart.figure) == []
    assert export(chart, "made-up", words.language, tmp_path)


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
         "printed": str(value), "unit": "", "bound": "exact", "value": value, "printed_share": ""}
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
    parts = declared(Choice("parts", "w", "w"))
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


def test_charts_of_a_report_with_filings_are_those_of_the_house(report: Report) -> None:
    assert not [name for name in charts_of(report) if name.startswith("checked")]


def test_at_most_twelve_charts_show_what_claims_speak_of_first(make_report: MakeReport) -> None:
    facts = [row for n in range(20) for row in years(f"指标{n}", "all", 2014, 2016)]
    names = [row.split(",")[0] for row in facts[-3:]]
    report = made(
        make_report, facts, f"c,sum,{names[0]},{names[1]} {names[2]},implied,inconsistent,w\n"
    )
    common = [name for name in charts_of(report) if name.startswith(("trend", "levels", "checked"))]
    assert len(common) == 12 and common[0] == "trend-指标19"
    assert len(left_out(report)) == 20 - 11


def test_the_name_of_a_file_is_short_and_told_apart() -> None:
    every = ["GDP", "gdp", LONG * 9]
    slugs = [measure_slug(measure, every) for measure in every]
    assert len({slug.lower() for slug in slugs}) == len(every)
    assert all(len(slug.encode()) <= 70 for slug in slugs)

"""Small reports that are unlike the others, and what must not be said of them."""

import pytest

from laicheng_data.briefing.answer import answer
from laicheng_data.briefing.findings import findings
from laicheng_data.briefing.questions import open_questions
from laicheng_data.charts.catalogue import chart_choices, charts_of, draw, fillable_charts
from laicheng_data.charts.layout import wrap
from laicheng_data.charts.levels import levels_sentence
from laicheng_data.checking.claims import check
from laicheng_data.facts.report import Report
from laicheng_data.notebook.page import key_charts
from laicheng_data.tables.amounts import amount
from laicheng_data.tables.measures import levels_table
from laicheng_data.tables.naming import arithmetic, base_name, claim_bases, fact_name
from laicheng_data.tables.parts import wholes
from laicheng_data.tables.stated_changes import MOST_CHANGES, stated_changes
from laicheng_data.words import Words
from tests.conftest import MakeReport
from tests.test_charts import drawn
from tests.test_common import fact, made

ZH, EN = Words("zh"), Words("en")


def told(report: Report, words: Words) -> str:
    return "\n".join(finding.text for finding in findings(report, words))


def moves(name: str, now: str, *befores: tuple[str, str, str, str]) -> tuple[list[str], str]:
    """A number of May 2021 and its changes: each the period and the number before, the rate and
    how its measure ends."""
    facts, claims = [fact(name, name, "all", "2021-05", now, "件")], ""
    for at, (period, before, rate, ending) in enumerate(befores):
        facts += [fact(f"{name}-was-{at}", name, "all", period, before, "件"),
                  fact(f"{name}-rate-{at}", f"{name}{ending}", "all", "2021-05", rate)]  # fmt: skip
        of = f"{name} {name}-was-{at}"
        claims += f"{name}-{at},growth,{name}-rate-{at},{of},stated,consistent,\n"
    return facts, claims


def test_changes_on_the_month_are_not_ranked_with_those_on_the_year(
    make_report: MakeReport,
) -> None:
    facts: list[str] = []
    claims = ""
    for name in ("a", "b", "c"):  # of which the report tells the change on the month first
        monthly = ("2021-04", "100", "150.0%", "_环比_增幅")
        more = moves(name, "250", monthly, ("2020-05", "200", "25.0%", "_增幅"))
        facts, claims = facts + more[0], claims + more[1]
    facts += [fact("d", "丁_环比_增幅", "all", "2021-05", "300.0%")]
    facts += [fact(f"e-{n}", f"戊{n}_增幅", "all", "2021-05", "25.0%") for n in (1, 2)]
    report = made(make_report, facts, claims)
    rates = stated_changes(report, check(report)).query("not apart")
    assert list(rates["change"]) == ["25.0%"] * 5
    assert set(draw("changes-2021-05", report, ZH).table["change"]) == {"25.0%"}


def test_what_a_text_and_its_table_both_print_changed_once(make_report: MakeReport) -> None:
    facts = [
        fact("text", "产量", "粮食", "2020", "124735", "吨"),
        fact("text-rate", "产量_增幅", "粮食", "2020", "3.2%", "%"),
        fact("table", "产量", "粮食", "2020", "124735", "吨"),
        fact("table-rate", "产量_增幅", "粮食", "2020", "3.2", "%"),
    ]
    report = made(make_report, facts)
    assert list(stated_changes(report, check(report))["change"]) == ["3.2%"]


def test_a_loss_that_grew_is_no_rise(make_report: MakeReport) -> None:
    facts = [
        fact("now", "利润", "all", "2020", "-1200", "万元"),
        fact("was", "利润", "all", "2019", "-800", "万元"),
        fact("rate", "利润_增幅", "all", "2020", "50%"),
        fact("other", "净利_增幅", "all", "2020", "20%"),
        fact("net", "净利", "all", "2020", "-60", "万元"),
    ]
    report = made(make_report, facts, "c,growth,rate,now was,stated,consistent,\n")
    assert stated_changes(report, check(report)).empty
    assert "增长" not in told(report, ZH)


def test_offices_that_report_the_same_are_told_apart(make_report: MakeReport, words: Words) -> None:
    facts = [
        fact(f"{name}-{year}", "受理申请", "all", str(year), str(number), "件").replace(
            "某局", name
        )
        for name, numbers in {"a局": (100, 120), "b局": (90, 60)}.items()
        for year, number in zip((2019, 2020), numbers, strict=True)
    ]
    facts = [row.replace("a局-", "a-", 1).replace("b局-", "b-", 1) for row in facts]
    report = made(make_report, facts)
    said = told(report, words)
    assert "a局" in said and "b局" in said
    [name] = [name for name in charts_of(report) if name.endswith("受理申请")]
    assert set(draw(name, report, words).table["subject"]) == {"a局", "b局"}


def test_several_divisions_of_one_whole_have_no_largest(make_report: MakeReport) -> None:
    sizes = {"甲业": "60", "乙业": "40", "私营": "70"}
    facts = [fact("all", "总产值", "all", "2020", "100", "元")]
    claims = ""
    for at, (name, size) in enumerate(sizes.items()):
        facts += [fact(f"f{at}", "增加值", name, "2020", size, "元"),
                  fact(f"s{at}", "占总产值", name, "2020", f"{size}%")]  # fmt: skip
        claims += f"c{at},share,s{at},f{at} all,stated,consistent,\n"
    report = made(make_report, facts, claims)
    assert "私营最高" not in told(report, ZH)
    assert "最高" not in levels_sentence(levels_table(report, "增加值"), "增加值", ZH)


def test_nothing_comes_next_where_a_total_of_some_is_larger(make_report: MakeReport) -> None:
    facts = [
        fact(f"f{at}", "产量", name, "2020", size, "吨")
        for at, (name, size) in enumerate(
            {
                "水果": "5",
                "粮食": "125",
                "夏粮": "32",
                "秋粮": "93",
                "蔬菜": "170",
                "油料": "4",
            }.items()
        )
    ]
    report = made(make_report, facts, "c,sum,f1,f2 f3,implied,consistent,\n")
    title = draw("levels-产量", report, ZH).title
    assert "蔬菜最高" in title and "其次" not in title


@pytest.mark.parametrize(("years", "whole"), [((2020,), ["spent-2020-0"]), ((2019, 2020), [])])
def test_of_what_is_planned_and_spent_alike_one_is_drawn(
    make_report: MakeReport, years: tuple[int, ...], whole: list[str]
) -> None:
    facts, claims = [], "again,sum,spent-2020-1,spent-2020-0 -spent-2020-2,stated,consistent,\n"
    for measure, period in (("plan", 2020), *(("spent", year) for year in years)):
        name = f"{measure}-{period}"
        facts += [fact(f"{name}-{at}", measure, subject, str(period), size, "元")
                  for at, (subject, size) in enumerate(
                      {"all": "90", "schools": "60", "roads": "30"}.items())]  # fmt: skip
        claims += f"{name},sum,{name}-0,{name}-1 {name}-2,stated,consistent,\n"
    report = made(make_report, facts, claims)
    assert [one.measure for one in chart_choices(report) if one.form == "parts"] == whole


def test_a_part_alone_does_not_tell_how_its_total_changed(make_report: MakeReport) -> None:
    facts = [
        fact(f"{name}-{year}", "结余", subject, str(year), number, "元")
        for name, subject, numbers in (
            ("all", "all", ("11473", "8663")),
            ("own", "own", ("11551", "8669")),
            ("minor", "minor", ("-78", "-6")),
        )
        for year, number in zip((2006, 2007), numbers, strict=True)
    ]
    claims = "".join(
        f"c{year},sum,all-{year},own-{year} minor-{year},stated,consistent,\n"
        for year in (2006, 2007)
    )
    report = made(make_report, facts, claims)
    [first, *_] = [f for f in findings(report, ZH) if f.about == "change"]
    assert "8,663元" in first.text and "own" not in first.text


def test_a_change_is_told_with_digits_near_it_or_with_none(make_report: MakeReport) -> None:
    facts = [fact("was", "收入", "all", "2006", "21197", "万元"),
             fact("now", "收入", "all", "2007", "21060", "万元")]  # fmt: skip
    said = told(made(make_report, facts), ZH)
    assert "低于" in said and "1%" not in said


def test_a_change_is_found_whatever_the_amounts_are_counted_in(make_report: MakeReport) -> None:
    facts = [fact("was", "收入", "all", "2019", "13.01", "亿元"),
             fact("now", "收入", "all", "2020", "12.35亿", "元")]  # fmt: skip
    assert "下降5%" in told(made(make_report, facts), ZH)


def test_the_last_year_is_told_before_what_changed_more_long_ago(make_report: MakeReport) -> None:
    facts = [
        fact(f"f-{period}", "客运量", "公路", period, number, "人次")
        for period, number in (
            ("2019", "2300"), ("2020", "1403"), ("2020-05", "100"), ("2021-05", "120"))
    ]  # fmt: skip
    assert "2021年5月公路客运量为120人次" in told(made(make_report, facts), ZH)


def test_a_change_that_the_report_states_is_told_beside_what_is_worked_out(
    make_report: MakeReport,
) -> None:
    facts = [
        fact("now", "结案率", "all", "2020", "98.2%"),
        fact("was", "结案率", "all", "2019", "96.1%"),
        fact("cases", "收案", "all", "2020", "11100", "件"),
        fact("rate", "收案_增幅", "all", "2020", "8.8%"),
    ]
    said = told(made(make_report, facts), ZH)
    assert "提高2.1个百分点" in said and "增长8.8%" in said


def test_nothing_is_asked_of_parts_where_a_number_stands_twice(
    make_report: MakeReport, words: Words
) -> None:
    facts = [fact("a", "支出", "学校", "2020", "1234", "元"),
             fact("b", "支出", "学校", "2020", "1235", "元")]  # fmt: skip
    report = made(make_report, facts, "c,sum,b,a,stated,inconsistent,seen\n")
    assert words("fault.range") in open_questions(report, words)[0]


def test_equal_parts_are_no_finding(make_report: MakeReport, words: Words) -> None:
    facts = [fact("all", "支出", "all", "2020", "200", "元"),
             fact("a", "支出", "甲", "2020", "100", "元"),
             fact("b", "支出", "乙", "2020", "100", "元")]  # fmt: skip
    report = made(make_report, facts, "c,sum,all,a b,stated,consistent,\n")
    assert [finding.about for finding in findings(report, words)] == ["answer"]


@pytest.mark.parametrize(
    ("units", "zh", "en"),
    [
        (("万元", "万元"), "98,350＋25,150", "983.50 million yuan + 251.50 million yuan"),
        (("万元", "亿元"), "98,350万元＋25,150亿元", "983.50 million yuan + 2.5150 trillion yuan"),
        (("元", "元"), "98,350＋25,150", "98,350 + 25,150"),
    ],
)
def test_numbers_of_several_scales_are_added_up_with_their_units(
    make_report: MakeReport, units: tuple[str, str], zh: str, en: str
) -> None:
    facts = [fact("a", "收入", "甲", "2020", "98350", units[0]),
             fact("b", "收入", "乙", "2020", "25150", units[1]),
             fact("all", "收入", "all", "2020", "1", units[0])]  # fmt: skip
    report = made(make_report, facts, "c,sum,all,a b,stated,inconsistent,seen\n")
    [claim] = report.claims.to_dict("records")
    assert arithmetic(claim, report, ZH) == zh
    assert arithmetic(claim, report, EN) == en


@pytest.mark.parametrize(
    ("measure", "subject", "period", "zh"),
    [
        ("占投诉", "网购投诉", "2025-Q1", "2025年第一季度网购投诉占投诉"),
        ("一般公共预算收入_增幅", "税收收入", "2024", "2024年税收收入增幅"),
        ("filing_rate", "enterprise", "2013", "2013年度企业年报率"),
        ("filing_rate", "enterprise", "2023-04/2024-03", "2023年4月至2024年3月企业年报率"),
    ],
)
def test_a_number_is_named_by_what_it_is_and_when(
    measure: str, subject: str, period: str, zh: str
) -> None:
    assert fact_name({"measure": measure, "subject": subject, "period": period}, ZH) == zh


def test_a_part_with_words_of_its_own_is_named_by_them() -> None:
    own = {"收入_增幅": {"en": "growth of revenue"}, "税收收入": {"en": "tax revenue"}}
    row = {"measure": "收入_增幅", "subject": "税收收入", "period": "2024"}
    assert fact_name(row, Words("en", own)) == "growth of revenue (tax revenue), 2024"


def test_a_measure_that_is_naught_throughout_draws_no_line(make_report: MakeReport) -> None:
    facts = [fact(f"f-{year}", "未结", "all", str(year), "0", "件") for year in (2018, 2019, 2020)]
    assert "trend-未结" not in charts_of(made(make_report, facts))


def test_a_total_is_told_and_not_the_one_part_that_has_a_line(make_report: MakeReport) -> None:
    numbers = {"all": ("10200", "11100"), "民事": ("6000", "6500")}
    facts = [
        fact(f"f-{at}-{year}", "收案", subject, str(year), number, "件")
        for at, (subject, pair) in enumerate(numbers.items())
        for year, number in zip((2019, 2020), pair, strict=True)
    ]
    facts += [fact("rest", "收案", "其他", "2020", "4600", "件")]
    claims = "c,sum,f-0-2020,f-1-2020 rest,stated,consistent,\n"
    report = made(make_report, facts, claims)
    assert "合计由2019年的10,200升至" in draw("trend-收案", report, ZH).title
    assert "  " not in draw("trend-收案", report, EN).title
    assert "parts-f-0-2020" in charts_of(report)  # of which the lines do not show all


def test_no_number_stands_among_the_names_of_periods(make_report: MakeReport) -> None:
    numbers = (7, 2, 0, 0, 0, 1, 5, 3, 2, 6)
    facts = [fact(f"f-{at}", "逾期", "all", str(2014 + at), str(number), "件")
             for at, number in enumerate(numbers)]  # fmt: skip
    figure = draw("trend-逾期", made(make_report, facts), ZH).figure
    [axes] = figure.axes
    floor = axes.get_window_extent().y0
    labels = [text for text in axes.texts if text.get_text().endswith("件")]
    assert labels and all(text.get_window_extent().y0 >= floor for text in labels)


def test_the_only_one_that_there_is_any_of_is_no_highest(make_report: MakeReport) -> None:
    sizes = {"all": "8", "自然人": "8", "商业企业": "0", "科研机构": "0", "其他": "0"}
    facts = [fact(f"f-{at}", "新收申请", subject, "2022", size, "件")
             for at, (subject, size) in enumerate(sizes.items())]  # fmt: skip
    report = made(make_report, facts, "c,sum,f-0,f-1 f-2 f-3 f-4,implied,consistent,\n")
    assert "最高" not in told(report, ZH)
    assert not [name for name in charts_of(report) if name.startswith("levels")]
    assert set(draw("figures-2022", report, ZH).table["value"]) == {8}


def test_what_is_the_largest_of_a_measure_is_told_once(make_report: MakeReport) -> None:
    sizes = {"甲业": "60", "乙业": "30", "丙业": "10"}
    facts = [fact("all", "总产值", "all", "2020", "100", "元")]
    facts += [fact(f"f{at}", "增加值", name, "2020", size, "元")
              for at, (name, size) in enumerate(sizes.items())]  # fmt: skip
    report = made(make_report, facts, "c,sum,all,f0 f1 f2,stated,consistent,\n")
    assert told(report, ZH).count("甲业") == 1


def test_the_least_that_a_title_names_is_drawn(make_report: MakeReport) -> None:
    facts = [fact(f"f-{at}", "Budget", f"item_{at}", "2007", str(number), "$m")
             for at, number in enumerate((-17, *range(1000, 13000, 1000)))]  # fmt: skip
    report = made(make_report, facts)
    assert {"−$17m", "$12,000m"} <= set(drawn(draw("levels-Budget", report, EN)))


def test_no_line_ends_with_a_minus() -> None:
    for width in range(50, 200):  # the longest word has room
        lines = wrap("of the items, from −$17m to −£5m", 10, width).split("\n")
        assert not any(line.endswith("−") for line in lines)


def test_a_page_leads_with_what_does_not_hold_whatever_the_report_is_about(
    make_report: MakeReport,
) -> None:
    facts = [fact("all", "支出", "all", "2020", "101", "元"),
             fact("a", "支出", "甲", "2020", "60", "元"), fact("b", "支出", "乙", "2020", "30", "元"),
             fact("c", "支出", "丙", "2020", "10", "元")]  # fmt: skip
    wrong = made(make_report, facts, "s,sum,all,a b c,stated,inconsistent,seen\n")
    names = key_charts(findings(wrong, ZH), wrong)
    assert names[0] == "checked" and set(names) <= set(fillable_charts(wrong))


def test_a_rate_of_those_without_work_is_no_decline_of_those_with(make_report: MakeReport) -> None:
    facts = [
        fact("with", "employment", "all", "2020", "938", "people"),
        fact("without", "unemployment", "all", "2020", "62", "people"),
        fact("rate", "unemployment_rate", "all", "2020", "6.2%"),
        fact("now", "收案", "all", "2020", "90", "件"),
        fact("less", "收案减少", "all", "2020", "10", "件"),
        fact("fell", "收案下降", "all", "2020", "10.0%"),
    ]
    claims = (
        "c,share,rate,without with+without,stated,consistent,\n"
        "d,share,fell,less now+less,stated,consistent,\n"
    )
    report = made(make_report, facts, claims)
    assert list(stated_changes(report, check(report))["fact_id"]) == ["now"]
    assert "938 people, down" not in told(report, EN)


def test_what_is_added_is_not_told_as_taken_away(make_report: MakeReport) -> None:
    facts = [
        fact("done", "办结", "all", "2020", "8", "件"),
        *(fact(f"f{at}", name, "all", "2020", size, "件")
          for at, (name, size) in enumerate({"新收": "7", "结转": "3", "未结": "2"}.items())),
        fact("more", "增加", "all", "2020", "3", "件"),
        fact("was", "办结", "all", "2019", "5", "件"),
    ]  # fmt: skip
    claims = (
        "a,sum,done,f0 f1 -f2,stated,consistent,\n"
        "b,sum,done,f0 f1 -f2,implied,consistent,\n"
        "c,sum,more,done -was,stated,consistent,\n"
    )
    bases = claim_bases(made(make_report, facts, claims))
    assert base_name(bases["a"], ZH) == "新收、结转等3项"
    assert base_name(bases["c"], ZH) == "2020年减2019年"


def test_a_decline_printed_without_its_minus_is_not_the_highest(make_report: MakeReport) -> None:
    rates = {"甲县": ("growth", "2.0%"), "乙县": ("decline", "9.0%"), "丙县": ("growth", "5.0%")}
    befores, nows = {"甲县": "100", "乙县": "100", "丙县": "100"}, (102, 91, 105)
    facts, claims = [], ""
    for at, (name, (kind, rate)) in enumerate(rates.items()):
        facts += [fact(f"now{at}", "收入", name, "2020", str(nows[at]), "元"),
                  fact(f"was{at}", "收入", name, "2019", befores[name], "元"),
                  fact(f"rate{at}", "收入同比", name, "2020", rate)]  # fmt: skip
        claims += f"c{at},{kind},rate{at},now{at} was{at},stated,consistent,\n"
    report = made(make_report, facts, claims)
    assert "乙县最高" not in told(report, ZH)
    assert not any("收入同比" in name for name in fillable_charts(report))


@pytest.mark.parametrize("other", ["", "1.5%", "42.5%"])
def test_none_fell_most_where_others_may_have_fallen_more(
    make_report: MakeReport, other: str
) -> None:
    facts, claims = [], ""
    rates = (("1050", "growth", "5.0%"), ("960", "decline", "4.0%"), ("980", "decline", "2.0%"))
    for at, (now, kind, rate) in enumerate(rates):
        facts += [fact(f"now{at}", "收入", f"县{at}", "2020", now, "元"),
                  fact(f"was{at}", "收入", f"县{at}", "2019", "1000", "元"),
                  fact(f"rate{at}", "收入同比", f"县{at}", "2020", rate)]  # fmt: skip
        claims += f"c{at},{kind},rate{at},now{at} was{at},stated,consistent,\n"
    facts += [fact("other", "收入同比", "另县", "2020", other)] if other else []
    is_told = "降幅最大" in told(made(make_report, facts, claims), ZH)
    assert is_told == (other != "42.5%")


@pytest.mark.parametrize("place", [0, 2])
def test_what_may_be_the_sum_of_the_others_is_not_the_largest(
    make_report: MakeReport, place: int
) -> None:
    names = ["印花税", "增值税", "所得税", "房产税"]
    names.insert(place, "本年")  # before the others; among them it is one of them
    sizes = {"本年": "90", "增值税": "45", "所得税": "20", "印花税": "9", "房产税": "2"}
    facts = [fact(f"f{at}", "计划", name, "2020", sizes[name], "万元")
             for at, name in enumerate(names)]  # fmt: skip
    report = made(make_report, facts)
    assert ("最高" in draw("levels-计划", report, ZH).title) == (place > 0)
    assert ("最高" in told(report, ZH)) == (place > 0)


def test_the_city_is_no_larger_than_its_part(make_report: MakeReport) -> None:
    facts = [fact("city", "支出", "全市", "2020", "1580", "万元"),
             fact("own", "支出", "市本级", "2020", "255", "万元")]  # fmt: skip
    report = made(make_report, facts)
    assert "最高" not in levels_sentence(levels_table(report, "支出"), "支出", ZH)


def test_hours_within_hours_divide_nothing(make_report: MakeReport) -> None:
    facts, claims = [fact("all", "死亡", "all", "2020", "1441", "人")], ""
    parts = (("居住场所", "1061", "73.6%"), ("夜间", "760", "52.7%"), ("零时", "183", "12.7%"))
    for at, (name, size, rate) in enumerate(parts):
        facts += [fact(f"f{at}", "死亡", name, "2020", size, "人"),
                  fact(f"s{at}", "占比", name, "2020", rate)]  # fmt: skip
        claims += f"c{at},share,s{at},f{at} all,stated,consistent,\n"
    assert "夜间最多" not in told(made(make_report, facts, claims), ZH)


def test_words_and_numbers_that_follow_one_another_stand_apart() -> None:
    named = {"measure": "Sitting_days", "subject": "Session_3", "period": "2020-05-04"}
    assert fact_name(named, ZH) == "2020年5月4日Session 3 Sitting days"
    assert EN("changes.base", measure="stock", period=EN.period("2020-05-04")) == (
        "stock on 4 May 2020"
    )
    assert EN("changes.base", measure="stock", period=EN.period("2020-H1")).endswith(
        "in the first half of 2020"
    )
    assert amount("364.43亿", "m³", EN) == "36.443 billion m³"


def test_a_rate_of_all_is_no_total_in_a_description(make_report: MakeReport) -> None:
    facts = [
        fact(f"f{year}", "办结率", "all", str(year), f"9{year % 10}%") for year in (2018, 2019)
    ]
    assert "合计" not in draw("trend-办结率", made(make_report, facts), ZH).alt


def test_those_who_wait_long_and_very_long_are_no_parts(make_report: MakeReport) -> None:
    facts, claims = [], ""
    for year, (every, long, longest) in {
        2019: ("100", "70", "20"),
        2020: ("90", "75", "30"),
    }.items():
        facts.append(fact(f"all-{year}", "waiting", "all", str(year), every, "patients"))
        for name, size in (("long", long), ("longest", longest)):
            rate = f"{100 * int(size) / int(every):.1f}%"
            facts.append(
                fact(f"{name}-{year}", f"waiting_{name}", "all", str(year), size, "patients")
            )
            facts.append(fact(f"{name}-rate-{year}", f"{name}_rate", "all", str(year), rate))
            claims += f"{name}-{year},share,{name}-rate-{year},{name}-{year} all-{year},stated,,\n"
    claims = claims.replace("stated,,", "stated,consistent,")
    assert not wholes(made(make_report, facts, claims))


def test_none_is_the_largest_where_others_are_counted_otherwise(make_report: MakeReport) -> None:
    counts = {
        "热线": ("70", "件"),
        "邮箱": ("23", "件"),
        "来访": ("9", "件"),
        "信件": ("102", "封"),
    }
    facts = [fact(f"f{at}", "诉求", name, "2020", size, unit)
             for at, (name, (size, unit)) in enumerate(counts.items())]  # fmt: skip
    facts.append(fact("all", "诉求", "全部渠道", "2020", "204", "件"))
    report = made(make_report, facts, "c,sum,all,f0 f1 f2 f3,stated,consistent,\n")
    assert "最高" not in told(report, ZH) + levels_sentence(
        levels_table(report, "诉求"), "诉求", ZH
    )


@pytest.mark.parametrize(
    ("printed", "said"),
    [("462", "462億元"), ("462億", "46.2 billion 元"), ("462亿", "46.2 billion yuan")],
)
def test_dollars_of_places_that_write_the_long_form_are_called_no_yuan(
    make_report: MakeReport, printed: str, said: str
) -> None:
    unit = "億元" if printed == "462" else "元"
    report = made(make_report, [fact("a", "進口", "all", "2025", printed, unit)])
    words = Words("en").with_labels(report.labels)
    assert said in " ".join(finding.text for finding in findings(report, words))


def test_a_whole_among_other_things_is_not_passed_over_for_the_largest(
    make_report: MakeReport,
) -> None:
    sizes = {"粮食": "46695", "夏粮": "7327", "秋粮": "39368", "谷物": "39603", "肉类": "9091"}
    facts = [fact(f"f{at}", "产量", name, "2020", size, "吨")
             for at, (name, size) in enumerate(sizes.items())]  # fmt: skip
    report = made(make_report, facts, "c,sum,f0,f1 f2,stated,consistent,\n")
    assert "谷物最高" not in told(report, ZH)
    assert "谷物最高" not in draw("levels-产量", report, ZH).title


def test_numbers_of_unlike_things_in_one_column_are_not_compared(make_report: MakeReport) -> None:
    sizes = {"学生": "533909", "教师": "40550", "小学生师比": "15.8", "中学生师比": "10.8"}
    facts = [fact(f"f{at}", "公办", name, "2020", size)
             for at, (name, size) in enumerate(sizes.items())]  # fmt: skip
    facts += [fact("a", "公办", "小学占比", "2020", "70.3%"),
              fact("b", "公办", "中学占比", "2020", "64.8%")]  # fmt: skip
    report = made(make_report, facts)
    assert "公办：" not in told(report, ZH)  # 各项中由10.8至533,909
    assert not [choice for choice in chart_choices(report) if choice.form == "levels"]


def test_what_nobody_has_named_is_no_finding(make_report: MakeReport) -> None:
    facts = [fact(f"f{year}", "unnamed", "all", str(year), str(39000 + year), "件")
             for year in (2019, 2020)]  # fmt: skip
    report = made(make_report, facts)
    assert "unnamed" not in told(report, ZH).lower()
    assert not chart_choices(report)


def test_all_crime_leads_though_it_is_the_sum_of_none(make_report: MakeReport) -> None:
    facts, claims = [], "c,sum,伤害-2020,伤人-2020 殴打-2020,stated,consistent,\n"
    sizes = {"罪案": (42923, 45315), "劫案": (590, 440), "伤害": (1796, 1821), "伤人": (280, 281),
             "殴打": (1516, 1540)}  # fmt: skip
    for at, (name, numbers) in enumerate(sizes.items()):
        for year, number in zip((2019, 2020), numbers, strict=True):
            facts.append(fact(f"f{at}-{year}", name, "all", str(year), str(number), "宗"))
        claims = claims.replace(f"{name}-2020", f"f{at}-2020")
    changes = [f for f in findings(made(make_report, facts, claims), ZH) if "增长" in f.text]
    assert changes[0].text.startswith("2020年罪案为45,315宗")


def test_of_a_table_the_column_of_all_is_divided_before_those_of_each(
    make_report: MakeReport,
) -> None:
    facts, claims = [], ""
    for whose, sizes in (("个人", (9, 5, 4)), ("企业", (7, 4, 3)), ("all", (16, 9, 7))):
        for at, (name, size) in enumerate(zip(("总计", "公开", "其他"), sizes, strict=True)):
            facts.append(fact(f"{whose}-{at}".replace("个人", "a").replace("企业", "b"),
                              name, whose, "2020", str(size * 100)))  # fmt: skip
    for whose in ("a", "b", "all"):
        claims += f"c-{whose},sum,{whose}-0,{whose}-1 {whose}-2,stated,consistent,\n"
    report = made(make_report, facts, claims)
    parts = [choice.measure for choice in chart_choices(report) if choice.form == "parts"]
    assert parts == ["all-0"]
    assert "总计1,600，所列各部分中公开最多，为900" in told(report, ZH)


def test_a_sum_of_changes_is_no_whole(make_report: MakeReport) -> None:
    facts = [fact("all", "增减", "all", "2020", "+25"), fact("a", "增减", "甲", "2020", "+24"),
             fact("b", "增减", "乙", "2020", "+1")]  # fmt: skip
    assert not wholes(made(make_report, facts, "c,sum,all,a b,stated,consistent,\n"))


def test_long_numbers_are_drawn_whole_and_their_unit_said_once(make_report: MakeReport) -> None:
    facts = []
    for at in range(MOST_CHANGES):
        facts += [fact(f"now-{at}", f"收入{at}", "all", "2020", f"{16_684_723_801 + at}", "新臺幣元"),
                  fact(f"rate-{at}", f"收入{at}_增幅", "all", "2020", f"{at + 2}.5%")]  # fmt: skip
    texts = drawn(draw("changes-2020", made(make_report, facts), EN))
    assert "16,684,723,801" in texts and not any(text.endswith("…") for text in texts)
    assert sum("New Taiwan dollars" in text for text in texts) == 1


@pytest.mark.parametrize(
    ("whole", "is_whole"), [("8512", True), ("8", False), ("500", False), ("8513", False)]
)
def test_what_is_proposed_as_a_sum_is_ranked_with_its_parts_only_where_it_may_be_one_by_chance(
    make_report: MakeReport, whole: str, is_whole: bool
) -> None:
    parts = {"8512": (6000, 2512), "8": (6, 2), "500": (300, 200), "8513": (6000, 2512)}[whole]
    sizes = {"ports": whole, "sea": str(parts[0]), "river": str(parts[1])}
    facts = [fact(name, "tonnes", name, "2012", size, "吨") for name, size in sizes.items()]
    verdict = "inconsistent" if whole == "8513" else "consistent"
    report = made(make_report, facts, f"c,sum,ports,sea river,proposed,{verdict},why\n")
    table = levels_table(report, "tonnes")
    assert set(table.loc[table["total"], "subject"]) == ({"ports"} if is_whole else set())


def test_what_only_ought_to_hold_is_not_said_to_be_missing(make_report: MakeReport) -> None:
    facts = [fact(name, "tonnes", name, "2012", size) for name, size in
             (("all", "5"), ("sea", "3"), ("river", "2"))]  # fmt: skip
    report = made(make_report, facts, "c,sum,all,sea river,implied,consistent,\n")
    said = answer(report, check(report), ZH)
    assert "未找到" not in said and "报告本身" in said


def test_a_trend_from_a_number_that_a_word_bounds_keeps_the_word(make_report: MakeReport) -> None:
    facts = [
        "a,某局,甲,all,2020,90,件,at_least,,",
        "b,某局,甲,all,2021,110,件,exact,,",
    ]
    title = draw("trend-甲", made(make_report, facts), Words("en")).title
    assert "at least 90" in title or "90 or more" in title

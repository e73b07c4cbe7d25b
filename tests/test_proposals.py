"""Names and claims drafted from made-up texts: what is found, and what must not be."""

import ast
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laicheng_data.checking.claims import check
from laicheng_data.facts.drafting import proposing
from laicheng_data.facts.drafting.arithmetic import (
    Proposal,
    as_numbers,
    deviation,
    divide_intervals,
    may_reach,
    search_bounds,
)
from laicheng_data.facts.drafting.draft import draft, fact_ids
from laicheng_data.facts.drafting.furniture import find_title, period_of, read_furniture
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.sources.paragraphs import SourceError
from laicheng_data.facts.sources.source import read_source, read_text
from laicheng_data.facts.trace import trace
from laicheng_data.paths import PACKAGE_DIR
from laicheng_data.words import Words

Drafted = Callable[..., Report]
TITLE = "某某县2019年工作情况报告"
CLAIMING = {"Proposal", "claim_sum", "claim_difference", "claim_rate", "totals_at_an_end"}


@pytest.fixture
def drafted(tmp_path: Path) -> Drafted:
    def report(*lines: str) -> Report:
        draft("our-own", read_text([TITLE, *lines]), tmp_path)
        return load_report("our-own", tmp_path)

    return report


def named(report: Report) -> list[tuple[str, str, str, str]]:
    columns = ["printed", "period", "subject", "measure"]
    return [tuple(row) for row in report.facts[columns].itertuples(index=False)]


def claims(report: Report) -> dict[str, tuple[str, str]]:
    """For each printed result the kind and the printed operands, signs and groups kept."""
    printed = dict(zip(report.facts["fact_id"], report.facts["printed"], strict=True))

    def group(terms: str) -> str:
        parts = terms.split("+")
        return "+".join("-" * part.startswith("-") + printed[part.lstrip("-")] for part in parts)

    return {
        printed[claim.result]: (claim.kind, " ".join(map(group, claim.operands.split())))
        for claim in report.claims.itertuples()
    }


@pytest.mark.parametrize("said", ["同比多140件", "比上年多140件", "较上年同期多140件"])
def test_an_amount_of_change_is_one_by_whatever_word_it_is_told(
    said: str, drafted: Drafted
) -> None:
    found = claims(drafted(f"审结7018件，同比上升2.04%，{said}。"))
    assert found["2.04%"] == ("growth", "7018 7018+-140")


def test_every_claim_of_a_draft_says_that_a_machine_found_it(drafted: Drafted) -> None:
    report = drafted("全年受理案件8000件，办结7300件，办结率91.25%。")
    assert set(report.claims["basis"]) == {"proposed"}
    assert (report.claims["remark"] != "").all()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("全年受理案件8000件，办结7300件，办结率91.25%。", {"91.25%": ("share", "7300 8000")}),
        (
            "税收收入5132万元，比上年增收331万元，增长6.9%。",
            {"6.9%": ("growth", "5132万 5132万+-331万")},
        ),
        (
            "税收收入5132万元，比上年减收331万元，下降6.1%。",
            {"6.1%": ("decline", "5132万 5132万+331万")},
        ),
        (
            "完成收入2236万元，完成年初预算数25200万元的8.9%。",
            {"8.9%": ("share", "2236万 25200万")},
        ),
        (
            "共接待来访4315人次，其中现场3127人次、网上1188人次。",
            {"4315": ("sum", "3127 1188")},
        ),
        (
            "共接到来电4315件，日均138件，其中直接答复3127件、转办1188件。",
            {"4315": ("sum", "3127 1188")},
        ),
        ("甲乡312户，乙乡4188户，丙乡77户，共计4577户。", {"4577": ("sum", "312 4188 77")}),
        ("共收到来信4315件，其中群众3127封，单位1188件。", {"4315": ("sum", "3127 1188")}),
        (
            "发生事故4188起，受伤3127人。与2018年相比，事故起数减少312起，下降6.9%。",
            {"6.9%": ("decline", "4188 4188+312")},
        ),
        ("满意率98.62%，比上年的98.13%提高0.49个百分点。", {"0.49": ("sum", "98.62% -98.13%")}),
        ("文盲率由4.08%下降为2.67%，下降1.41个百分点。", {"1.41": ("sum", "4.08% -2.67%")}),
        (
            "生产总值5132万元，工业331万元。工业占生产总值的比重为6.4%。",
            {"6.4%": ("share", "331万 5132万")},
        ),
        (
            "咨询3127件，占61.23%；求助1188件，占23.26%；投诉792件，占15.51%。",
            {
                "61.23%": ("share", "3127 3127+1188+792"),
                "23.26%": ("share", "1188 3127+1188+792"),
                "15.51%": ("share", "792 3127+1188+792"),
            },
        ),
        (
            "批准逮捕312人，不批准逮捕77人，不捕率19.79%。",
            {"19.79%": ("share", "77 312+77")},
        ),
        (
            "受理案件97件134人，去年同期为197件375人，件数和人数分别下降50.76%、64.27%。",
            {"50.76%": ("decline", "97 197"), "64.27%": ("decline", "134 375")},
        ),
        (
            "处理争议7200件，涉及劳动者16.33万人，案均涉及23人。",
            {"23": ("ratio", "16.33万 7200")},
        ),
        (
            "三次产业占比由2018年的5.7:49.3:45.0优化为6.6:45.8:47.6，第三产业占比提高2.6个百分点。",
            {"2.6": ("sum", "47.6 -45.0")},
        ),
        ("出生率8.56‰，死亡率5.91‰，自然增长率2.65‰。", {"2.65‰": ("sum", "8.56‰ -5.91‰")}),
        (
            "基金收入5132.18万元，支出4801.77万元，当期结存330.41万元。",
            {"330.41万": ("sum", "5132.18万 -4801.77万")},
        ),
        (
            "收入34096万元，其中税务部门21334万元，财政部门12762万元。税收占比62.57%。",
            {"62.57%": ("share", "21334万 34096万"), "34096万": ("sum", "21334万 12762万")},
        ),
    ],
)
def test_a_claim_is_found_in_what_stands_around_it(
    drafted: Drafted, line: str, found: dict[str, tuple[str, str]]
) -> None:
    assert claims(drafted(line)) == found


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("受理案件879件，结案700件，结案率78.64%。", "78.64%"),
        ("收入完成24627万元，完成年初预算数60999万元的41.4%。", "41.4%"),
        ("税收收入5132万元，比上年增收331万元，增长7.9%。", "7.9%"),
        ("已办结412件483人，适用认罪认罚审结389件439人，认罪认罚适用率91.08%。", "91.08%"),
        ("批准逮捕312人，不批准逮捕77人，不捕率19.97%。", "19.97%"),
        ("审结案件478件，去年同期为773件，同比下降38.24%。", "38.24%"),
        ("基金收入5132.18万元，支出4801.77万元，当期结存331.41万元。", "331.41万"),
    ],
)
def test_what_the_words_say_is_proposed_although_it_does_not_hold(
    drafted: Drafted, line: str, printed: str
) -> None:
    verdicts = check(drafted(line)).set_index("printed")["verdict"]
    assert verdicts.to_dict() == {printed: "inconsistent"}


@pytest.mark.parametrize(
    "line",
    [
        "群众满意率98.6%，按时办结率99.1%。",
        "派出干部312人，走访户数4188户，占61.23%。",
        "新增就业3127人，培训1188人，发放资料5000份。",
        "产值5132万元，同比增长6.9%，利润331万元。",
        "投入资金12600万元。上半年完成5300万元，占年度计划的42.1%。",
        "常住人口766579人，死亡人口4528人，死亡率5.91‰。",
        "受理案件97件，去年同期为197件，审结率提高3.21个百分点，满意度提高5.2%。",
    ],
)
def test_what_does_not_follow_is_not_proposed(drafted: Drafted, line: str) -> None:
    assert claims(drafted(line)) == {}


def test_a_total_that_is_dealt_out_twice_is_a_sum_twice(drafted: Drafted) -> None:
    report = drafted("共办理热线2495件。其中交办2388件，直办107件；按期回复2424件，逾期回复71件。")
    assert list(report.claims["kind"]) == ["sum", "sum"]
    assert set(check(report)["verdict"]) == {"consistent"}


def test_parts_of_parts_do_not_hide_a_total(drafted: Drafted) -> None:
    report = drafted(
        "生产总值244394万元。其中：第一产业62857万元；第二产业65585万元，其中工业40653万元，"
        "建筑业24932万元；第三产业115952万元。"
    )
    assert claims(report) == {
        "65585万": ("sum", "40653万 24932万"),
        "244394万": ("sum", "62857万 65585万 115952万"),
    }


def test_growth_is_found_where_the_same_thing_is_called_otherwise_a_year_before(
    drafted: Drafted,
) -> None:
    report = drafted(
        "2019年，某某人民法院受理案件15985件，比2018年上升42.6%。", "2018年，该院受理案件11210件。"
    )
    assert claims(report) == {"42.6%": ("growth", "15985 11210")}


def test_nothing_is_reckoned_from_a_number_that_is_only_a_bound(drafted: Drafted) -> None:
    report = drafted("21家法院收案超过1万件，审结7028件，结案率为70.28%。")
    assert report.claims.empty


def test_a_notice_is_of_what_was_named_last_and_by_whom_the_sentence_begins(
    drafted: Drafted,
) -> None:
    report = drafted("规范扶贫项目管理。村集体进行7天公示。镇（街道）研究后进行5天公示。")
    assert named(report) == [
        ("7", "2019", "village", "project_notice"),
        ("5", "2019", "township", "project_notice"),
    ]


def test_tables_headed_alike_are_one_list_so_that_rows_that_do_not_hold_are_found(
    drafted: Drafted,
) -> None:
    heading = "Period\tClosed\tOn time\tPercentage on time"
    report = drafted(
        "Requests 2023/24", heading, "April to June\t241\t236\t98%",
        "October to December\t273\t264\t99%", "January to March\t360\t354\t99%",
        "Reviews 2023/24", heading, "April to June\t37\t31\t84%", "July to September\t30\t27\t90%",
        "October to December\t33\t32\t97%",
    )  # fmt: skip
    assert list(check(report)["verdict"]).count("inconsistent") == 2


def test_of_a_list_that_mostly_holds_the_one_that_does_not_is_found_too(drafted: Drafted) -> None:
    report = drafted(
        "共受理诉求9107件，其中咨询类3127件，占34.34%；求助类1188件，占13.04%；"
        "投诉类792件，占18.70%；建议类2671件，占29.33%。"
    )
    verdicts = check(report).set_index("printed")["verdict"]
    assert verdicts["18.70%"] == "inconsistent"
    assert (verdicts.drop("18.70%") == "consistent").all()


def test_a_row_of_a_table_that_does_not_hold_is_found(drafted: Drafted) -> None:
    report = drafted(
        "单位：户",
        "镇名\t应报\t实报\t年报率(%)",
        "甲镇\t1312\t1120\t85.37",
        "乙镇\t977\t901\t92.22",
        "丙镇\t2046\t1999\t91.70",
        "合计\t4335\t4020\t92.73",
    )
    verdicts = check(report).set_index("printed")["verdict"]
    assert verdicts.to_dict() == {
        "85.37": "consistent",
        "92.22": "consistent",
        "91.70": "inconsistent",
        "92.73": "consistent",
        "4335": "consistent",
        "4020": "consistent",
    }
    assert named(report)[:3] == [
        ("1312", "2019", "甲镇", "due"),
        ("1120", "2019", "甲镇", "filed"),
        ("85.37", "2019", "甲镇", "filing_rate"),
    ]
    assert list(report.facts["unit"])[:3] == ["户", "户", "%"]


def test_a_table_of_years_has_units_changes_and_parts_of_parts(drafted: Drafted) -> None:
    report = drafted(
        "项目\t单位\t2018年\t2019年\t2019年比2018增长%",
        "游客\t人次\t9021531\t9868655\t9.4",
        "1.境外\t人次\t602050\t598125\t-0.7",
        "2.国内\t人次\t8419481\t9270530\t10.1",
        "开房率\t%\t48.64\t49.00\t0.4",
    )
    assert named(report)[2:5] == [
        ("9.4", "2019", "all", "游客_增幅"), ("602050", "2018", "境外", "游客"),
        ("598125", "2019", "境外", "游客"),
    ]  # fmt: skip
    assert list(report.facts["unit"])[:3] == ["人次", "人次", "%"]
    assert set(check(report)["verdict"]) == {"consistent"}
    assert claims(report) == {
        "9.4": ("growth", "9868655 9021531"), "-0.7": ("growth", "598125 602050"),
        "10.1": ("growth", "9270530 8419481"), "0.4": ("sum", "49.00 -48.64"),
        "9021531": ("sum", "602050 8419481"), "9868655": ("sum", "598125 9270530"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "咨询类占77.2%，求助类占12.5%，其他类10.3%。",
            ["占比", "占比", "占比"],
        ),
        ("咨询类占77.2%，办结率91.2%。", ["占比", "办结率"]),
        ("前两位的依次是盗窃罪48件，诈骗罪20件。", ["盗窃罪", "诈骗罪"]),
        ("判处5年以上有期徒刑的44人。", ["判处5年以上有期徒刑"]),
        ("自然增长率下降3.18个千分点。", ["自然增长率_降点"]),
    ],
)
def test_a_number_is_called_as_the_words_before_it_go_on(
    drafted: Drafted, line: str, names: list[str]
) -> None:
    assert list(drafted(line).facts["measure"]) == names


def test_a_rate_of_two_digits_is_of_what_it_is_called_by(drafted: Drafted) -> None:
    found = claims(drafted("受理案件123件，同比上升7%；结案5件，结案率4.1%。"))
    assert found == {"4.1%": ("share", "5 123")}


@pytest.mark.parametrize(
    ("line", "periods"),
    [
        ("完成312件，比2014年增长5.2%。", ["2019", "2019"]),
        ("上半年完成312件，去年同期完成298件。", ["2019-H1", "2018-H1"]),
        (
            "1—4月收案97件，去年同期为90件，上升7.8%，结案率91%。",
            ["2019-01/2019-04", "2018-01/2018-04"] + ["2019-01/2019-04"] * 2,
        ),
        ("2019年1月1日至12月31日受理312件。", ["2019"]),
        ("8月20日至9月20日发生95起。全年共发生312起。", ["2019", "2019"]),
        ("全年收案97件，比2017、2018年同期分别下降5%和7%。", ["2019"] * 3),
        ("1—4月完成312件。", ["2019-01/2019-04"]),
        ("4月，收入累计完成312万元，增长5.2%。", ["2019-01/2019-04"] * 2),
        (
            "年均增长0.53%，比2000年到2010年的年均增长率0.57%下降0.04个百分点。",
            ["2019", "2000/2010", "2019"],
        ),
        ("2017-2021年累计完成312件。", ["2017/2021"]),
        ("截至2019年12月31日，共有312户。", ["2019-12-31"]),
        ("截至4月底，共有312户。", ["2019-04-30"]),
        ("结构由上年的26.1：27.5：46.4调整为25.7：26.8：47.5。", ["2018"] * 3 + ["2019"] * 3),
        ("第三季度完成312件，12月份完成95件。", ["2019-Q3", "2019-12"]),
        ("2018年完成312件。各项工作稳步推进。今年又完成95件。", ["2018", "2019"]),
        ("与2010年的1339人相比，增加72人。", ["2010", "2019"]),
        ("审结1951.1万件。", ["2019"]),
        ("上年结转41407万元，调入资金348606万元。", ["2019", "2019"]),
        ("2019年第28周（7月8日—7月14日），受理312件。", ["2019-W28"]),
        ("收案312件（不含上年旧存28件），下降1.3%。", ["2019", "2018", "2019"]),
        ("审结325件（含上年旧存案件，下同），上升2.1%。", ["2019", "2019"]),
        (
            "前三季度增长6.7%。一季度增长6%，二季度增长7%，三季度增长8%。第一产业增长3.5%。",
            ["2019-01/2019-09", "2019-Q1", "2019-Q2", "2019-Q3", "2019-01/2019-09"],
        ),
        ("In February 2020, 137 requests were due.", ["2020-02"]),
        ("Q3 2025/26: 137 requests", ["2025-10/2025-12"]),
        ("April to June 2023: 137 requests", ["2023-04/2023-06"]),
        ("In the financial year 2018/19 85.7% were on time.", ["2018-04/2019-03"]),
        ("In Q1 2020 there were 137 requests, more than in 2018.", ["2020-Q1"]),
    ],
)
def test_a_number_speaks_of_the_period_that_the_text_says(
    drafted: Drafted, line: str, periods: list[str]
) -> None:
    assert list(drafted(line).facts["period"]) == periods


def test_the_part_of_a_year_that_a_text_speaks_of_holds_where_none_is_named(tmp_path: Path) -> None:
    lines = ["某院工作情况", "2019年1-11月，受理案件312件。", "审结案件95件。"]
    draft("part", read_text(lines), tmp_path)
    draft("whole", read_text([*lines, "2019年共培训77人。"]), tmp_path)
    assert set(load_report("part", tmp_path).facts["period"]) == {"2019-01/2019-11"}
    assert list(load_report("whole", tmp_path).facts["period"])[1:] == ["2019", "2019"]


def test_a_heading_gives_its_period_to_what_stands_below_it(drafted: Drafted) -> None:
    report = drafted(
        "February 2026", "- Requests received - 134", "January 2026", "- Requests received - 112",
        "一、今年工作", "收到95件。", "（一）2018年情况", "收到72件。",
    )  # fmt: skip
    assert list(report.facts["period"]) == ["2026-02", "2026-01", "2019", "2018"]


def test_quarters_below_a_financial_year_are_of_it(drafted: Drafted) -> None:
    report = drafted(
        "Requests 2023/24", "Quarter\tReceived", "Q1\t297", "Q4\t392", "Total (2023/24)\t689"
    )
    assert named(report) == [
        ("297", "2023-04/2023-06", "all", "Received"),
        ("392", "2024-01/2024-03", "all", "Received"),
        ("689", "2023-04/2024-03", "all", "Received"),
    ]


def test_lists_are_dealt_out_in_their_order(drafted: Drafted) -> None:
    report = drafted(
        "企业应报312户、实报298户，个体工商户应报977户，实报901户，年报率分别为95.51%、92.22%。"
    )
    assert named(report)[-2:] == [
        ("95.51%", "2019", "enterprise", "filing_rate"),
        ("92.22%", "2019", "individual", "filing_rate"),
    ]


def test_what_the_last_thing_of_a_list_is_counted_in_is_said_of_all(drafted: Drafted) -> None:
    rates = drafted("小学、初中和高中专任教师学历合格率分别为100%、99.8%和98.5%。")
    assert [row[2:] for row in named(rates)] == [
        ("小学", "专任教师学历合格率"), ("初中", "专任教师学历合格率"), ("高中", "专任教师学历合格率"),
    ]  # fmt: skip


def test_of_several_years_the_first_is_that_of_what_was_and_the_last_of_what_has_become(
    drafted: Drafted,
) -> None:
    report = drafted("2017年至2019年，破案率从41%上升至64.6%、升幅23.6个百分点，共抓获312人。")
    assert [row[1] for row in named(report)] == ["2017", "2019", "2019", "2017/2019"]


def test_a_body_that_acts_beside_that_of_the_text_is_the_subject_of_its_sentence(
    drafted: Drafted,
) -> None:
    report = drafted("全市法院受理案件312件，办结95件。其中市中院受理案件77件，办结41件。")
    assert named(report) == [
        ("312", "2019", "all", "受理案件"), ("95", "2019", "all", "办结"),
        ("77", "2019", "市中院", "受理案件"), ("41", "2019", "市中院", "办结"),
    ]  # fmt: skip


def test_several_places_before_a_list_each_have_their_number(drafted: Drafted) -> None:
    assert named(drafted("甲区、乙区、丙区分别受理312件、298件和301件。")) == [
        ("312", "2019", "甲区", "受理"),
        ("298", "2019", "乙区", "受理"),
        ("301", "2019", "丙区", "受理"),
    ]


def test_parts_that_add_up_to_a_hundred_are_shares_of_what_is_printed(drafted: Drafted) -> None:
    report = drafted(
        "生产总值244394万元，其中第一产业62857万元，第二产业65585万元，第三产业115952万元，"
        "三次产业比例为25.7:26.8:47.5。甲乙丙比为1:2:3。"
    )
    assert named(report)[-6:-3] == [
        ("25.7", "2019", "第一产业", "三次产业比例"),
        ("26.8", "2019", "第二产业", "三次产业比例"),
        ("47.5", "2019", "第三产业", "三次产业比例"),
    ]
    assert list(report.facts["unit"])[-6:] == ["%"] * 3 + [""] * 3
    assert claims(report)["26.8"] == ("share", "65585万 244394万")


def test_in_an_english_list_brackets_name(drafted: Drafted) -> None:
    report = drafted(
        "- Requests received - 134", "- Requests due - 133",
        "- Requests answered on time (20 working days) - 123", "- Answered late - 10",
        "- Reviews (FOI) - 5", "- Reviews (EIR) - 2", "- Percentage answered on time - 92.48%",
    )  # fmt: skip
    assert [name[3] for name in named(report)][2:6] == [
        "Requests_answered_on_time", "Answered_late", "Reviews_FOI", "Reviews_EIR",
    ]  # fmt: skip


def test_what_is_called_as_something_before_it_is_of_what_was_counted_since(
    drafted: Drafted,
) -> None:
    report = drafted("受理案件879件，结案700件。其中：受理民事案件755件，结案600件，结案率79.47%。")
    assert [name[2:] for name in named(report)] == [
        ("all", "受理案件"), ("all", "结案"), ("all", "受理民事案件"), ("民事案件", "结案"),
        ("all", "结案率"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "measures"),
    [
        (
            "税收收入累计完成24627万元，完成年初预算数60999万元的40.4%，比上年末下降4.2%。",
            ["税收收入", "税收收入_年初预算数", "税收收入_完成率", "税收收入_降幅"],
        ),
        (
            "在园幼儿[3]4656万人，各级学校51所，占总数的9.2%，比上年提高2.1个百分点。",
            ["在园幼儿", "各级学校", "占总数", "占总数_增点"],
        ),
        (
            "与2018年相比，事故起数减少312起，下降13.6%；发生一次死亡10人以上事故26起。",
            ["事故起数_降额", "事故起数_降幅", "发生一次死亡10人以上事故"],
        ),
        ("Under the Information Act 2000: Number of requests closed - 133", ["requests_closed"]),
        ("三次产业占比由2018年的5.7:49.3:45.0优化为6.6:45.8:47.6。", ["三次产业占比"] * 6),
        ("办理疏通水沟、修建道路等工单312件。", ["办理疏通水沟_修建道路等工单"]),
        ("人均收入19763元，按平均汇率计算为2865美元。", ["人均收入"] * 2),
        ("随机抽取的300件服务项目中，满意295件。", ["服务项目", "满意"]),
        (
            "商品类投诉占投诉总量的60%，比重提高5.4个百分点。",
            ["占投诉总量", "占投诉总量_增点"],
        ),
        ("12345前台即时办结312件，累计结存95件。", ["前台即时办结", "累计结存"]),
        ("死亡人数大幅下降，同比下降18.5%。", ["死亡人数_降幅"]),
        (
            "发生事故4188起，受伤3127人。与2018年相比，分别下降15.8%和13%。",
            ["发生事故", "受伤", "发生事故_降幅", "受伤_降幅"],
        ),
        ("接听投诉电话217个。", ["接听投诉电话"]),
    ],
)
def test_a_number_is_named_by_what_it_counts(
    drafted: Drafted, line: str, measures: list[str]
) -> None:
    assert [name[3] for name in named(drafted(line))] == measures


def test_where_no_word_is_known_the_text_gives_it(drafted: Drafted) -> None:
    report = drafted("其中，财政总收入达到5132万元，新建了12个农家书屋。")
    assert [row[3] for row in named(report)] == ["财政总收入", "新建农家书屋"]
    assert list(report.facts["fact_id"]) == ["2019-caizhengzongshouru", "2019-xinjiannongjiashuwu"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("依据政发〔2012〕99号文件", "document number"),
        ("拨打12345热线", "telephone or postcode"),
        ("电话：0599-8830330", "telephone or postcode"),
        ("于2019年3月5日召开", "date"),
        ("到2019年为止", "year"),
        ("国内生产总值[2]", "number of a note"),
        ("详见附件3", "number of a table or figure"),
        ("《2018年工作要点》", "part of a title"),
        ("16—59岁人口", "part of a term"),
        ("据5‰人口变动抽样调查推算", "part of a term"),
        ("PM2.5浓度", "part of a name"),
        ("at 'Year 5' level", "part of a name"),
        ("pupils aged between five and 10 years", "part of a term"),
        ("of the 11-15 years age group", "part of a term"),
        ("排名第6位", "ordinal"),
    ],
)
def test_what_is_no_fact_is_set_aside_with_its_reason(
    drafted: Drafted, words: str, reason: str
) -> None:
    report = drafted(f"{words}，办理案件312件。")
    assert list(report.facts["printed"]) == ["312"]
    assert set(report.omitted["reason"][1:]) == {reason}


@pytest.mark.parametrize("number", ["9" * 5_001, "83.14%"])
def test_a_number_alone_in_its_line_is_no_page_whatever_it_is(
    drafted: Drafted, number: str
) -> None:
    report = drafted("受理总数", number, "办结总数", number, "其他总数", number)
    assert len(report.facts) + len(report.omitted) >= 3


def test_millions_in_english_are_read_with_their_numbers(drafted: Drafted) -> None:
    report = drafted(
        "Some 396 million journeys were made in 2019, an increase of 34% from 294 million in 2018.",
        "It spent £1.2m on roads, £ 640k of it on bridges, which is 53.3%.",
    )
    assert list(report.facts["unit"]) == ["million", "%", "million", "£m", "£k", "%"]
    assert "journeys" in set(report.facts["measure"])
    assert set(check(report)["verdict"]) == {"consistent"}


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2), st.integers(-99, 99))
def test_no_share_within_a_unit_of_its_last_digit_is_passed_over(
    part: int, whole: int, decimals: int, more: int
) -> None:
    rate = f"{abs(100 * part / whole + more / 10**decimals):.{decimals}f}%"
    found: Any = [
        SimpleNamespace(printed=str(printed), unit="", paragraph=0, table=-1)
        for printed in (part, whole, rate)
    ]
    part_of, whole_of, result = as_numbers(found, [""])
    apart = deviation(result, divide_intervals(part_of.interval, whole_of.interval))
    assert may_reach(search_bounds(result), part_of, whole_of) or apart is None or apart > 1


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.text("0123456789.,%万年月日第号（）()、，。增占共分别为的[]〔〕-—AB ", max_size=40))
)
def test_no_text_whatever_stops_a_draft_or_loses_a_numeral(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    folder, source = tmp_path_factory.mktemp("reports"), read_text([TITLE, *lines])
    draft("our-own", source, folder, title=TITLE)
    rows = trace(load_report("our-own", folder), source.lines)
    assert (rows["status"] == "found").all()


def test_a_year_that_is_only_compared_with_is_not_the_year_of_the_text(tmp_path: Path) -> None:
    lines = ["人口普查情况", "全国人口141178万人，与2010年的133972万人相比，增长5.38%。"]
    assert list(draft("our-own", read_text(lines), tmp_path).undated) == [2, 4]


# The title, and what stands around the text


def test_a_heading_is_never_taken_for_the_title() -> None:
    source = read_text(["某某县民政局", "一、基本情况", "全年312件。", "二、主要数据", "共95件。"])
    found = find_title(source)
    assert (found.line, source.lines[found.line]) == (0, "某某县民政局")
    assert "no line is certain" in found.why


def test_a_title_that_is_named_is_taken_and_one_that_is_no_line_is_refused() -> None:
    source = read_text(["首页 2011", "某某县民政局", "全年312件。"])
    assert find_title(source, "某某县 民政局").line == 1
    with pytest.raises(SourceError, match="no line of the source is the title"):
        find_title(source, "某某县财政局")


def test_numerals_above_the_title_are_named(tmp_path: Path) -> None:
    made = draft("our-own", read_text(["首页 2011", TITLE, "全年312件。"]), tmp_path)
    assert made.above == ["2011 in '首页 2011'"]


def test_the_card_is_filled_from_the_furniture() -> None:
    lines = [
        "索 引 号: 0123/2020-1 文号: 某政发〔2020〕5号",
        "发布单位: 某某县人民政府 发文日期: 2020年3月5日",
        TITLE,
    ]
    about = read_furniture(read_text([*lines, "全年312件。"]), 2)
    assert about.publisher == "某某县人民政府"
    assert (about.place, about.date) == ("某某县", "2020-03-05")
    assert about.document_number == "某政发〔2020〕5号"


def test_a_date_that_is_not_there_stays_empty_and_is_asked_for(tmp_path: Path) -> None:
    made = draft("our-own", read_text([TITLE, "2019年3月5日全年312件。"]), tmp_path)
    assert "date" in made.missing
    report = load_report("our-own", tmp_path)
    assert report.card.created is None
    assert any("column created: '' is empty" in warning for warning in report.warnings)


def test_the_same_text_gets_the_same_draft(tmp_path: Path) -> None:
    lines = [TITLE, "全年受理案件8000件，办结7300件，办结率91.25%。"]
    for folder in ("one", "two"):
        draft("our-own", read_text(lines), tmp_path / folder)
    for file in ("facts.csv", "claims.csv", "omitted.csv", "datapackage.json"):
        one, two = (tmp_path / folder / "our-own" / file for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_of_two_rows_that_are_named_alike_each_has_its_id(drafted: Drafted) -> None:
    ids = drafted("受理312件。", "受理298件。").facts["fact_id"]
    assert isinstance(ids, pd.Series) and ids.is_unique


def test_no_number_is_worked_out_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    itself = Proposal("share", 3, (((1, 3),), ((1, 3),)), "其中89.44%")
    other = Proposal("share", 3, (((1, 1),), ((1, 2),)), "其中89.44%")
    monkeypatch.setattr(proposing, "shares", lambda *_: iter([itself, other]))
    assert proposing.propose([], []) == [other]


@pytest.mark.parametrize("rule", ["sums", "changes_of_parts", "fallback_claims", "fallback_sums"])
@pytest.mark.parametrize(
    "refused",
    [
        Proposal("sum", 0, (((1, 0),), ((-1, 1),)), "it is its own term"),
        Proposal("sum", 0, (((1, 1),), ((1, 1),)), "a term twice"),
        Proposal("growth", 0, (((1, 1),), ((1, 2), (-1, 2))), "a term twice in one operand"),
        Proposal("share", 0, (((1, 1),), ((-1, 2),)), "a lone minus where none may stand"),
        Proposal("share", 0, (((1, 1),),), "too few operands"),
        Proposal("sum", 0, (((1, 1),), ()), "an operand without terms"),
        Proposal("sum", 0, (), "no operands"),
    ],
    ids=lambda proposal: proposal.words,
)
def test_what_a_folder_may_not_hold_is_dropped_whichever_rule_proposes_it(
    monkeypatch: pytest.MonkeyPatch, drafted: Drafted, rule: str, refused: Proposal
) -> None:
    monkeypatch.setattr(proposing, rule, lambda *_: iter([refused]))
    assert "312" not in claims(drafted("受理312件，来访47人，接待85次。"))


def test_what_steers_a_terminal_gets_into_no_remark(drafted: Drafted) -> None:
    report = drafted("应报8000户，实报6000户，其中\x07\x19占75.0%。")
    assert list(report.claims["result"]) and "\x07" not in "".join(report.claims["remark"])


def test_a_number_that_nothing_names_has_an_id_all_the_same() -> None:
    nothing: Any = SimpleNamespace(period="", subject="all", measure="_")
    assert fact_ids([nothing, nothing]) == ["number-1", "number-2"]


def test_terms_in_brackets_add_up_to_the_number_before_them(drafted: Drafted) -> None:
    report = drafted("制定规章13件(含新制定5件，修改4件，废止4件)，规范性文件42件。")
    assert claims(report) == {"13": ("sum", "5 4 4")}


def test_terms_in_brackets_that_miss_the_number_before_them_are_not_proposed(
    drafted: Drafted,
) -> None:
    assert claims(drafted("制定规章14件(含新制定5件，修改4件，废止4件)，规范性文件42件。")) == {}


def test_most_shares_may_fail_where_all_name_the_whole_that_they_are_of(drafted: Drafted) -> None:
    report = drafted(
        "各级协会受理投诉9 352件。质量问题7 563件，占投诉总量的80.8%；价格问题267件，占投诉总量的2.8%；"
        "其他1 522件，占投诉总量的16.2%。"
    )
    found = claims(report)
    assert found["2.8%"] == ("share", "267 9 352")
    assert found["9 352"] == ("sum", "7 563 267 1 522")
    assert set(check(report)["verdict"]) == {"consistent", "inconsistent"}


def test_the_three_sectors_are_shares_of_the_product(drafted: Drafted) -> None:
    report = drafted(
        "地区生产总值244394万元，第一产业增加值62857万元，第二产业增加值65585万元，第三产业增加值115952万元。"
        "三次产业结构比为25.72:26.84:47.44。"
    )
    assert claims(report)["26.84"] == ("share", "65585万 244394万")


def test_so_much_of_one_thing_stands_to_one_of_another(
    drafted: Drafted,
) -> None:
    report = drafted(
        "全体居民人均可支配收入7256元，城镇居民人均可支配收入10063元，农村居民人均可支配收入4974元，"
        "城乡收入比为2.02:1。"
    )
    assert claims(report) == {"2.02": ("ratio", "10063 4974")}


def test_so_much_a_head_is_one_level_by_another(drafted: Drafted) -> None:
    report = drafted("共有家庭户49416万户，家庭户人口为129281万人。平均每个家庭户的人口为2.62人。")
    assert claims(report) == {"2.62": ("ratio", "129281万 49416万")}


def test_rounded_numbers_wide_enough_for_any_rate_prove_none(drafted: Drafted) -> None:
    report = drafted("受理案件2.8万件，办结2.4万件。一审服判息诉率提高到83.1%。")
    assert claims(report) == {}


def test_a_share_is_not_taken_from_a_part_of_another_name(drafted: Drafted) -> None:
    report = drafted(
        "收入完成61646万元，占年初预算数109466万元的56.3%，增收5939万元，增长10.7%。其中财政部门完成32962万元，"
        "占任务数的56.3%。"
    )
    found = report.claims[report.claims["kind"] == "share"]
    assert len(found) == 1
    assert claims(report)["10.7%"] == ("growth", "61646万 61646万+-5939万")


def test_an_english_rise_is_of_what_stands_before_it_on_what_stands_behind(
    drafted: Drafted,
) -> None:
    report = drafted(
        "In 2018-19 we received:",
        "4,188 complaints - a 2% increase on the 4,125 received in the previous year.",
        "3,955 cases closed. A decrease of 6% on 4,226 in the previous year.",
    )
    assert claims(report) == {
        "2%": ("growth", "4,188 4,125"),
        "6%": ("decline", "3,955 4,226"),
    }
    assert named(report)[2] == ("4,125", "2017-04/2018-03", "all", "complaints")


def test_numbers_of_pages_alone_on_their_lines_are_no_facts(drafted: Drafted) -> None:
    report = drafted("全年受理案件8000件", "1", "办结7300件", "2", "其他事项", "3")
    assert [row[0] for row in named(report)] == ["8000", "7300"]


def test_a_table_is_held_against_the_number_that_the_text_above_it_gives(tmp_path: Path) -> None:
    page = (
        "<h1>2022年上半年投诉情况</h1><p>共受理投诉551780件，其中商品类123456件。</p><table><tr><th>类别</th>"
        "<th>2022年上半年(件)</th><th>比重(%)</th><th>2021年上半年(件)</th><th>比重(%)</th>"
        "<th>比重变化(%)</th></tr>"
        "<tr><td>日用品类</td><td>58973</td><td>10.69</td><td>42476</td><td>8.14</td>"
        "<td>↑2.55</td></tr>"
        "<tr><td>电器类</td><td>54849</td><td>9.94</td><td>51627</td><td>9.89</td><td>↑0.05</td></tr>"
        "<tr><td>食品类</td><td>9634</td><td>1.75</td><td>30725</td><td>5.89</td>"
        "<td>↓4.14</td></tr></table>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    draft("our-own", read_source(tmp_path / "page.html"), tmp_path, "2022年上半年投诉情况")
    report = load_report("our-own", tmp_path)
    found = claims(report)
    assert found["9.94"] == ("share", "54849 551780")
    assert found["123456"] == ("sum", "58973 54849 9634")
    assert found["4.14"] == ("sum", "5.89 -1.75")
    assert {row[1] for row in named(report) if row[0] == "8.14"} == {"2021-H1"}


def test_a_body_that_reports_early_in_the_year_speaks_of_the_year_before(drafted: Drafted) -> None:
    heading = "某某法院工作报告"
    source = read_text(
        [heading, "——2023年2月9日在会议上", "2022年主要工作", "2022年，受理案件5432件。", "一、平安", "审结36件。"]
    )  # fmt: skip
    about = read_furniture(source, 0)
    assert period_of(heading, about, source.lines) == "2022"


def test_points_dealt_out_to_places_are_what_the_cells_of_their_rows_differ_by(
    drafted: Drafted,
) -> None:
    report = drafted(
        "表1 各镇人口 单位：人、%", "地 区\t人口数\t比重", "\t\t2019年\t2010年",
        "全 县\t1000\t100.00\t100.00", "甲镇\t414\t41.40\t39.20", "乙镇\t305\t30.50\t34.60",
        "丙乡\t281\t28.10\t26.20",
        "同2010年相比，比重上升的是甲镇和丙乡，依次上升2.20和1.90个百分点；比重下降的是乙镇，下降4.10个百分点。",
    )  # fmt: skip
    found = claims(report)
    assert found["2.20"] == ("sum", "41.40 -39.20")
    assert found["1.90"] == ("sum", "28.10 -26.20")
    rows = {row[0]: row[2:] for row in named(report)}
    assert (rows["2.20"], rows["1.90"]) == (("甲镇", "比重_增点"), ("丙乡", "比重_增点"))


def test_what_explains_a_few_rates_of_one_list_explains_none(drafted: Drafted) -> None:
    lists = (
        "按规模由大到小，甲县15.4亿元，乙县14.7亿元，丙县9.3亿元；"
        "按进度由快到慢，丙县71.2%，乙县63.3%，甲县60.4%，丁县27.6%。"
    )
    assert "63.3%" not in claims(drafted(lists))


@pytest.mark.parametrize(
    ("heading", "dated", "period"),
    [
        ("1-9月份全市收支情况", "15.10.2015  11:05", "2015"),
        ("1-9月份全市收支情况", "2015-10-15 11:05", "2015"),
        ("1-9月份全市收支情况", "发布时间：2015/10/15", "2015"),
        ("1-11月全市收支情况", "2016-01-15", "2015"),
        ("1-12月全市收支情况", "2016年1月15日", "2015"),
        ("1月全市收支情况", "2016年2月15日", "2016"),
    ],
)
def test_months_without_a_year_are_of_the_last_that_was_over_on_the_day_of_the_page(
    heading: str, dated: str, period: str
) -> None:
    source = read_text([heading, dated, "全市收入76.7亿元。"])
    assert period_of(heading, read_furniture(source, 0), source.lines) == period


@pytest.mark.parametrize("dated", ["15.10.2015  11:05", "31.12.2015"])
def test_a_day_that_stands_before_its_month_is_a_date(dated: str, drafted: Drafted) -> None:
    omitted = drafted(dated, "收入5元。").omitted.query("paragraph == 1")
    assert set(omitted["reason"]) == {"date"}


@pytest.mark.parametrize(
    ("lines", "office"),
    [
        (["某县12345政务服务热线中心2025年情况"], "某县12345政务服务热线中心"),
        (["保健院2020年度决算情况说明"], "保健院"),
        (["2020年民营医院投诉情况分析"], ""),
        (["全国法院2020年工作报告"], "court"),
        (["某市公报", "发布单位:某市统计局、某市普查办公室"], "某市统计局"),
        (["某地旅游人数", "12月28日，某地旅游局数据中心公布了公报。"], "某地旅游局"),
        (["Waiting times", "The Department of Health has today issued figures."],
         "Department of Health"),
        (["Stop and search", "Westmarch Police: totals for the year."], "Westmarch Police"),
        (["Planning", "The Department of Planning sets targets for councils."], ""),
        (["某地旅游人数", "12月28日，某地旅游局说今年很好。"], ""),
    ],
)  # fmt: skip
def test_the_office_is_the_one_whose_figures_these_are_said_to_be(
    lines: list[str], office: str
) -> None:
    assert read_furniture(read_text(lines), 0).office == office


def test_a_body_that_signs_its_figures_has_published_them() -> None:
    signed = read_furniture(read_text(["2022年公报", "某国统计局", "2023年2月28日", "共3件。"]), 0)
    assert signed.publisher == "某国统计局"


def test_a_trail_of_links_above_the_title_does_not_hide_it() -> None:
    source = read_text(
        ["首页", ">> 政府信息公开年度报告", "发布单位: 某局", "某局政务公开年度报告", "今年。"]
    )
    assert find_title(source).line == 3


def test_a_budget_that_names_revenue_is_no_plan_and_what_was_done_of_one_is_a_rate(
    drafted: Drafted,
) -> None:
    report = drafted(
        "完成公共财政预算收入20348万元，为预算的55.3%。其中：地方公共财政预算收入13916万元，上划收入6432万元。"
    )
    assert claims(report) == {"20348万": ("sum", "13916万 6432万")}
    assert named(report)[1][3] == "公共财政预算收入_完成率"


def test_sectors_of_like_size_are_not_taken_for_one_another(drafted: Drafted) -> None:
    report = drafted(
        "地区生产总值125.95亿元，第一产业增加值18.33亿元，第二产业增加值53.78亿元，第三产业增加值53.84亿元。"
        "三次产业结构比为14.6:42.7:42.7。"
    )
    shares = report.claims[report.claims["kind"] == "share"]
    assert shares["operands"].nunique() == 3


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "新收案件878257件，其中刑事案件192000件，民事案件489642件，执行案件196605件。",
            {"878257": ("sum", "192000 489642 196605")},
        ),
        (
            "发生事故265204起，损失10亿元。死亡人数减少169人，下降34.2%；事故起数减少62005起，下降28.9%。",
            {"28.9%": ("decline", "265204 265204+62005")},
        ),
        (
            "旅客1509403人次。过夜旅客785369人次，占旅客62.0%。",
            {"62.0%": ("share", "785369 1509403")},
        ),
    ],
)
def test_what_one_digit_alone_makes_wrong_is_proposed(
    drafted: Drafted, line: str, found: dict[str, tuple[str, str]]
) -> None:
    assert claims(drafted(line)) == found


def test_a_share_in_a_list_of_paragraphs_is_of_what_most_of_them_are(drafted: Drafted) -> None:
    lines = [
        "1、咨询1188件，占受理总量65%。",
        "2、投诉359件，占受理总量29%。",
        "3、举报281件，占受理总量15%。",
    ]
    proposed = claims(drafted("受理诉求1828件。", *lines))
    assert proposed["29%"] == ("share", "359 1828")


def test_a_number_that_is_off_by_more_than_a_slip_is_not_proposed(drafted: Drafted) -> None:
    assert claims(drafted("旅客1509403人次。过夜旅客785369人次，占旅客75.7%。")) == {}


def test_a_rate_of_cases_ended_is_of_those_ended_and_those_left(drafted: Drafted) -> None:
    proposed = claims(drafted("新收案件565223件，办结554296件，存案69346件；结案率为88.88%。"))
    assert proposed["88.88%"] == ("share", "554296 554296+69346")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ["共接警244.4万起，出动2593万人次。", "从构成看，火灾83.7万起、抢险44.2万起；救助116.5万起。"],
            {"244.4万": ("sum", "83.7万 44.2万 116.5万")},
        ),
        (
            ["新登记53.73万户。", "从类型看，企业19.02万户，其中外资319户；个体34.36万户；合作社3471户。"],
            {"53.73万": ("sum", "19.02万 34.36万 3471")},
        ),
        (
            ["营业收入64.35亿元；利润总额4.77亿元，营业利润率7.4%。"],
            {"7.4%": ("share", "4.77亿 64.35亿")},
        ),
        (
            ["全年接报警情244.4万起。", "6、7、8三个月接报警情68.5万起，占全年的28%。"],
            {"28%": ("share", "68.5万 244.4万")},
        ),
    ],
)  # fmt: skip
def test_parts_that_stand_further_on_or_together_are_found(
    drafted: Drafted, lines: list[str], found: dict[str, tuple[str, str]]
) -> None:
    assert claims(drafted(*lines)) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "收入8983万元，较上年同期完成数12169万元减少3196万元，降低26.18%。",
            {"3196万": ("sum", "12169万 -8983万"), "26.18%": ("decline", "8983万 12169万")},
        ),
        (
            "常住人口579101人，与2010年第六次全国人口普查的442854人相比，增长31.77%。",
            {"31.77%": ("growth", "579101 442854")},
        ),
        (
            "常住人口579101人。常住人口中，居住在城镇的人口547299人，占94.61%。",
            {"94.61%": ("share", "547299 579101")},
        ),
        (
            "生产总值110.14亿元。按产业分，第一产业29.23亿元；第二产业30.07亿元；第三产业50.74亿元。",
            {"110.14亿": ("sum", "29.23亿 30.07亿 50.74亿")},
        ),
        (
            "外贸进出口总值22.01万亿元，其中，出口12.48万亿元；进口10.43万亿元；顺差2.05万亿元。",
            {
                "22.01万亿": ("sum", "12.48万亿 10.43万亿"),
                "2.05万亿": ("sum", "12.48万亿 -10.43万亿"),
            },
        ),
    ],
)
def test_what_the_words_tie_to_its_parts_is_proposed_where_it_is_wrong(
    drafted: Drafted, line: str, found: dict[str, tuple[str, str]]
) -> None:
    assert claims(drafted(line)) == found


@pytest.mark.parametrize(
    "lines",
    [
        ["共接警244.4万起。", "监督局17日举行发布会，处置警情244.4万起。"],  # a day is no part
        [
            "建筑火灾7.2万起，占总数的40.8%，交通工具等火灾合计占总数的20.3%。"
        ],  # no count of its own
        ["共受理9000件。", "甲类3000件，乙类5000件，丙类2000件。"],
        ["肉产量2.99万吨，增长1.4%。其中，猪肉2.11万吨；牛肉0.38万吨。"],  # not all of the parts
    ],
)
def test_what_only_stands_near_is_no_part(drafted: Drafted, lines: list[str]) -> None:
    assert not any(kind in ("sum", "share") for kind, _ in claims(drafted(*lines)).values())


def test_a_rate_in_a_column_of_counts_is_of_the_row_that_is_called_so(tmp_path: Path) -> None:
    rows = [
        ("Description", "Total"),
        ("The number of requests received", "284"),
        ("The number of requests completed within 20 days", "253"),
        ("Percentage of requests completed within 20 days", "89.08 per cent"),
        ("Number of requests not held", "10"),
    ]
    body = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    page = tmp_path / "page.html"
    page.write_text(
        f"<h1>Requests received over 2022/2023</h1><h3>Quarter 2 2022</h3><table>{body}</table>"
    )
    draft("our-own", read_source(page), tmp_path)
    report = load_report("our-own", tmp_path)
    assert list(report.facts["measure"]) == [
        "requests_received", "requests_completed_within_20_days",
        "Percentage_of_requests_completed_within_20_days", "requests_not_held",
    ]  # fmt: skip
    assert set(report.facts["period"]) == {"2022-07/2022-09"}
    assert claims(report) == {"89.08": ("share", "253 284")}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ["用水总量5906.5亿立方米。工业用水970.2亿立方米（其中冷却水490.0亿立方米），占用水总量的16.4%。"],
            {"16.4%": ("share", "970.2亿 5906.5亿")},
        ),
        (
            ["造成29866人死亡。", "超速造成4129人死亡，平均每天有5人死亡，占死亡总数的13.8%。"],
            {"13.8%": ("share", "4129 29866")},
        ),
    ],
)  # fmt: skip
def test_what_stands_between_a_number_and_its_parts_is_passed_over(
    drafted: Drafted, lines: list[str], found: dict[str, tuple[str, str]]
) -> None:
    assert claims(drafted(*lines)) == found


def page_of(folder: Path, title: str, rows: Sequence[tuple[str, ...]], *below: str) -> Report:
    """The draft of a page that holds one table and lines below it."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    page = folder / "page.html"
    text = "".join(f"<p>{line}</p>" for line in below)
    page.write_text(f"<h1>{title}</h1><table>{table}</table>{text}", encoding="utf-8")
    draft("our-own", read_source(page), folder)
    return load_report("our-own", folder)


def test_rows_are_added_up_as_their_marks_put_them_under_each_other(tmp_path: Path) -> None:
    rows = [
        ("指标名称", "单位", "数量"),
        ("（一）民政事业费支出", "万元", "1238.7"),
        ("1.社会福利", "万元", "115.7"),
        ("2.社会救助", "万元", "1000.0"),
        ("（1）最低生活保障", "万元", "871.6"),
        ("A 城市低保", "万元", "194.7"),
        ("B 农村低保", "万元", "676.9"),
        ("3.其他", "万元", "123.0"),
        ("（二）低保人数", "人", "43118"),
    ]
    report = page_of(tmp_path, "2020年1月民政统计月报", rows)
    assert claims(report) == {
        "1238.7": ("sum", "115.7 1000.0 123.0"),
        "871.6": ("sum", "194.7 676.9"),
    }
    assert list(report.facts["measure"][-2:]) == ["民政事业费支出", "低保人数"]
    assert list(report.facts["subject"][4:]) == ["城市低保", "农村低保", "其他", "all"]


def test_of_the_parts_of_a_sum_none_is_the_sum_of_another(drafted: Drafted) -> None:
    line = "粮食产量20.2万吨。其中，夏粮产量10.5万吨；秋粮产量9.7万吨。烟叶产量0.8万吨。"
    assert claims(drafted(line)) == {"20.2万": ("sum", "10.5万 9.7万")}


def test_a_deficit_is_what_came_in_less_what_went_out_and_no_part_of_it(drafted: Drafted) -> None:
    report = drafted(
        "商品整体出口货值为366亿元，上升4%。商品进口货值为420亿元，上升5%。"
        "贸易逆差54亿元，相等于商品进口货值的12.9%。"
    )
    found = claims(report)
    assert found["54亿"] == ("sum", "420亿 -366亿")
    assert found["12.9%"] == ("share", "54亿 420亿")
    assert named(report)[-2:] == [
        ("54亿", "2019", "all", "贸易逆差"),
        ("12.9%", "2019", "贸易逆差", "相等于商品进口货值"),
    ]


def test_parts_of_a_few_may_follow_in_the_next_sentence(drafted: Drafted) -> None:
    said = "全部为自然人申请。"
    text = "收到8份申请，{}其中，予以公开2件，部分公开5件，其他1件。"
    assert claims(drafted(text.format(said)))["8"] == ("sum", "2 5 1")


def test_other_sentences_are_no_parts_of_a_few(drafted: Drafted) -> None:
    assert "8" not in claims(drafted("收到8份申请。予以公开2件，部分公开5件，其他1件。"))


def test_a_label_in_square_brackets_is_one() -> None:
    lines = [TITLE, "[ 发布机构 ]\t某县财政局", "[ 成文日期 ]\t2022-09-28"]
    about = read_furniture(read_text(lines), 0)
    assert (about.publisher, about.date) == ("某县财政局", "2022-09-28")


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("2020年洛河县国民经济和社会发展统计公报", "洛河县"),
        ("2020年全市国民经济和社会发展统计公报", ""),
        ("2020年旅游市场统计", ""),
        ("香港八月份对外商品贸易统计数字", "香港"),
        ("2024年上半年洛河市财政收支情况", "洛河市"),
        ("2024年上半年全省投诉举报情况", ""),
        ("二〇一九年香港整体治安情况", "香港"),
        ("东州市南河区2021年财政预算执行情况", "东州市南河区"),
        ("东州市城市居民收入情况", "东州市"),
        ("城市管理情况", ""),
        ("2020年超市消费投诉报告", ""),
        ("关于开展省直单位教育的报告", ""),
    ],
)
def test_the_title_names_its_place_behind_the_year_too(title: str, place: str) -> None:
    assert read_furniture(read_text([title, "共3件。"]), 0).place == place


def test_the_last_of_three_of_a_kind_is_of_the_same_whole(drafted: Drafted) -> None:
    report = drafted(
        "有效报警5544起，其中甲类报警310起，占有效报警的5.6%；乙类报警750起，占有效报警的13.5%，其他类报警"
        "4484起。"
    )
    of = {printed: (measure, subject) for printed, _, subject, measure in named(report)}
    assert of["4484"] == ("有效报警", "其他类报警")


def test_changes_of_what_adds_up_add_up_too(drafted: Drafted) -> None:
    found = claims(
        drafted(
            "总收入67949万元，增收6517万元。其中，地方收入51653万元，增收6455万元；上划中央收入12133万元，"
            "减收282万元；上划省级收入4163万元，增收344万元。"
        )
    )
    assert found["67949万"] == ("sum", "51653万 12133万 4163万")
    assert found["6517万"] == ("sum", "6455万 -282万 344万")


CAUSES = "电气19.81万起，占总数的31.1%；用火14.98万起，占{}；遗留火种10.16万起，占15.95%；吸烟7.46万起，占11.7%；自燃4.96万起，占7.8%。"


def test_of_a_list_far_from_its_whole_the_one_that_does_not_hold_is_told(drafted: Drafted) -> None:
    between = ["形势平稳。", "总体可控。", "因此放心。"]
    found = claims(drafted("接报火灾63.68万起。", *between, CAUSES.format("24.5%")))
    assert found["24.5%"] == ("share", "14.98万 63.68万")


def test_a_share_that_says_what_of_is_joined_by_those_behind_it(drafted: Drafted) -> None:
    found = claims(drafted("接报火灾63.68万起。", CAUSES.format("23.5%").replace("31.1%", "37.1%")))
    assert found["37.1%"] == ("share", "19.81万 63.68万")


def test_a_printed_whole_comes_before_the_sum_of_its_parts(drafted: Drafted) -> None:
    text = "城市25.96万起，占总数的40.7%；农村35.28万起，占55.4%；其他2.44万起，占3.8%。"
    assert claims(drafted("接报火灾63.68万起。", text))["40.7%"] == ("share", "25.96万 63.68万")


def test_growth_is_from_what_was_there_before_though_a_heading_stands_between(
    drafted: Drafted,
) -> None:
    found = claims(
        drafted(
            "全市常住人口为751389人。",
            "二、人口增长",
            "与2010年普查的725482人相比，全市常住人口增加25907人，增长3.67%。",
        )
    )
    assert found["25907"] == ("sum", "751389 -725482")
    assert found["3.67%"] == ("growth", "751389 725482")  # 3.57%


def test_shares_of_age_groups_are_of_all_but_those_that_are_parts_of_others(
    drafted: Drafted,
) -> None:
    found = claims(
        drafted("0-14岁〔3〕人口60699人，占30.28%；15-59岁人口117216人，占58.47%；60岁及以上人口22559人，"
                "占14.18%，其中65岁及以上人口16536人，占8.25%。")
    )  # fmt: skip
    whole = "60699+117216+22559"
    assert found["30.28%"] == ("share", f"60699 {whole}")
    assert found["14.18%"] == ("share", f"22559 {whole}")  # though it does not hold
    assert found["8.25%"] == ("share", f"16536 {whole}")


SPENT = "经费支出决算为65000.00元。其中：差旅费支出决算为34000.00元；接待费支出决算为31000.00元。"


def test_naughts_of_another_paragraph_are_no_terms_of_a_sum(drafted: Drafted) -> None:
    found = claims(drafted(SPENT, "出国费支出0.00元，占0%。"))
    assert found["65000.00"] == ("sum", "34000.00 31000.00")


def test_a_note_in_brackets_of_a_hexagon_is_no_number_of_the_text(drafted: Drafted) -> None:
    report = drafted("常住人口〔2〕300人，其中0-14岁〔3〕人口60人。")
    assert list(report.facts["measure"]) == ["常住人口", "0_14岁人口"]
    assert set(report.omitted.query("printed in ['2', '3']")["reason"]) == {"number of a note"}


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("2016年，有从业人员68000人。", "2016"),
        ("2016年起普查。今年有从业人员68000人。", "2018"),  # speaks of the year it came out in
        ("自2005年起有从业人员68000人。", "2018"),
    ],
)
def test_a_text_is_of_the_year_it_names_and_not_of_the_day_when_it_came_out(
    line: str, year: str
) -> None:
    source = read_text(["某县普查公报", "2018-05-16 16:59", line])
    found = find_title(source, "某县普查公报")
    about = read_furniture(source, found.line)
    assert about.date and period_of("某县普查公报", about, source.lines) == year


def test_what_a_text_says_in_english_of_a_number_is_its_name(drafted: Drafted) -> None:
    report = drafted(
        "In 2022, 1,826 complaints were received.",
        "The 1,826 complaints contained 3,207 allegations.",
        "Claims by tenants made up 16 per cent of total complaints.",
        "In the case of 426 claims, a fee was due.",
    )
    assert [row[2:] for row in named(report)] == [
        ("all", "complaints"), ("all", "complaints"), ("all", "allegations"),
        ("Claims_by_tenants", "share_of_total_complaints"), ("all", "claims"),
    ]  # fmt: skip


def test_what_was_planned_and_spent_is_counted_of_what_it_is_for(drafted: Drafted) -> None:
    report = drafted(
        "教育支出年初预算为12.00万元，支出决算为11.40万元，完成年初预算的95.0%。"
        "交通支出年初预算为20.00万元，支出决算为19.00万元，完成年初预算的95.0%。"
    )
    assert [row[2:] for row in named(report)] == [
        (whose, what)
        for whose in ("教育支出", "交通支出")
        for what in ("年初预算", "支出决算", "支出决算_完成率")
    ]


def test_of_a_name_that_is_too_long_its_noun_is_kept(drafted: Drafted) -> None:
    said = "某某县某某镇某某街道办事处某某社区居民委员会一般公共预算财政拨款接待费支出"
    assert drafted(f"{said}12.5万元。").facts["measure"][0].endswith("接待费支出")


def test_today_is_a_day_and_so_many_tenths_and_hundredths_are_no_single_number(
    drafted: Drafted,
) -> None:
    report = drafted("本署今日（4日）公布，投诉150宗，较2018年减少1成3。")
    assert list(report.facts["printed"]) == ["150"]
    assert set(report.omitted["reason"]) >= {"date", "no single number"}


@pytest.mark.parametrize(
    ("title", "period"),
    [("2019年某某图书馆（6月）数据统计", "2019-06"), ("2019年工作总结和2020年工作要点", "2019"),
     ("2019年上半年和1-9月情况", "2019-H1"), ("前8个月情况通报", "2020")],
)  # fmt: skip
def test_a_title_may_name_a_year_and_then_its_month(title: str, period: str) -> None:
    lines = [title, "某某网　www.example.cn　2020年10月07日　来源：某某社", "共312件。"]
    source = read_text(lines)
    assert period_of(title, read_furniture(source, 0), source.lines) == period


def test_a_path_above_the_title_is_no_text(tmp_path: Path) -> None:
    name = "Section C: Waiting list and lettings"
    path = tmp_path / "page.html"
    steps = f"Home &gt; Housing &gt; Housing Strategy 2005 - 2010 &gt; Appendix 2007 &gt; {name}"
    path.write_text(f"<title>{name}</title><p>{steps}</p><h1>{name}</h1><p>31 in 2007.</p>")
    assert find_title(read_source(path)).line == 1


def test_a_day_between_strokes_is_a_date_where_no_month_can_be_meant() -> None:
    def date_of(line: str) -> str:
        return read_furniture(read_text(["Statistics of elections", line]), 0).date

    assert date_of("Last Updated On: 21/12/2021 10:32") == "2021-12-21"
    assert not date_of("Last Updated On: 03/04/2021 10:32")  # in March or in April


def test_what_was_there_at_the_end_of_a_year_is_of_it(drafted: Drafted) -> None:
    told = drafted("There were 603 units, a 7% increase upon the 564 held at the end of 2017/18.")
    assert ("564", "2017-04/2018-03") in [name[:2] for name in named(told)]


def test_what_the_machine_says_for_a_claim_of_a_table_has_words_in_both_languages() -> None:
    said = set()
    for path in (PACKAGE_DIR / "facts" / "drafting").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CLAIMING:
                said |= {str(arg.value) for arg in node.args[1:] if isinstance(arg, ast.Constant)}
    english = {text for text in said if text.isascii() and " " in text}
    assert len(english) > 9
    assert [text for text in english if Words("zh").word(text) == text] == []

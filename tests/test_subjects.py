"""Whose a drafted number is: what must come into the column `subject`, and what must not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import load_report
from laicheng_data.facts.sources.source import read_source, read_text

Whose = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def whose(tmp_path: Path) -> Whose:
    def told(*lines: str, title: str = "某某县2019年工作情况报告") -> list[tuple[str, str]]:
        draft("our-own", read_text([title, *lines]), tmp_path)
        facts = load_report("our-own", tmp_path).facts
        return list(zip(facts["measure"], facts["subject"], strict=True))

    return told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("第一产业增加值12亿元，增长4.4%。", [("增加值", "第一产业"), ("增加值_增幅", "第一产业")]),
        ("民事新收208件，结案147件；刑事新收26件。",
         [("新收", "民事"), ("结案", "民事"), ("新收", "刑事")]),
        ("查处食品案件6起，查处药品案件9起。", [("查处案件", "食品"), ("查处案件", "药品")]),
        ("受理投诉1000件，其中热线投诉600件，占60%；网站投诉400件，占40%。",
         [("受理投诉", "all"), ("受理投诉", "热线投诉"), ("占比", "热线投诉"),
          ("受理投诉", "网站投诉"), ("占比", "网站投诉")]),
        ("全年粮食产量80.3万吨，其中小春粮食产量14.8万吨。", [("产量", "粮食"), ("产量", "小春粮食")]),
        ("全国大型电站完成发电量50万度，其中水电站完成20万度，火电站完成30万度。",
         [("发电量", "大型电站"), ("发电量", "水电站"), ("发电量", "火电站")]),
        ("市本级一般公共预算收入2236万元。", [("一般公共预算收入", "市本级")]),
        ("投诉率最高者为甲县119.14‰，其次为乙县88.83‰。", [("投诉率", "甲县"), ("投诉率", "乙县")]),
        ("各部门通过“某某网站”发布信息4583条；通过“某某”微博发布信息6012条。",
         [("发布信息", "某某网站"), ("发布信息", "某某微博")]),
        ("通过甲平台、乙热线、来信等方式受理投诉12件。", [("受理投诉", "all")]),
        ("投诉量最大的是甲局，受理投诉12件，最少的为乙局，受理投诉3件。",
         [("受理投诉", "甲局"), ("受理投诉", "乙局")]),
        ("投诉量最大的是6月，受理投诉12件。", [("受理投诉", "all")]),
        ("热线共收到投诉40件，其中举报8件；其他来信共收到投诉5件，其中举报2件。",
         [("收到投诉", "all"), ("举报", "all"), ("收到投诉", "其他来信"), ("举报", "其他来信")]),
        ("投诉32件，其中登记处理商品类投诉12件，服务类投诉20件。",
         [("投诉", "all"), ("投诉", "商品类"), ("投诉", "服务类")]),
        ("罪案数字由2017年的80宗下跌至2018年的54宗。", [("罪案数字", "all"), ("罪案数字", "all")]),
        ("常住人口12.5万人（+2.1%）。", [("常住人口", "all"), ("常住人口_增幅", "all")]),
        ("投诉20件，同比下降5.1%，环比下降3.2%。",
         [("投诉", "all"), ("投诉_降幅", "all"), ("投诉_环比_降幅", "all")]),
    ],
)  # fmt: skip
def test_what_a_name_says_beside_what_is_counted_is_whose_it_is(
    whose: Whose, line: str, told: list[tuple[str, str]]
) -> None:
    assert whose(line) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("民事新收208件。", [("民事新收", "all")]),  # nothing stands beside it
        ("受理案件8000件，其中办结7300件，未结700件。",  # what became of them are no parts
         [("受理案件", "all"), ("办结", "all"), ("未结", "all")]),
        ("进出口总额9亿元，其中出口5亿元，进口4亿元。",
         [("进出口总额", "all"), ("出口", "all"), ("进口", "all")]),
        ("一般公共预算收入5132万元，完成年初预算5000万元的102.64%。",
         [("一般公共预算收入", "all"), ("一般公共预算收入_年初预算", "all"),
          ("一般公共预算收入_完成率", "all")]),
        ("常住人口94万人，户籍人口134万人。", [("常住人口", "all"), ("户籍人口", "all")]),
    ],
)  # fmt: skip
def test_what_is_no_part_stays_as_the_text_calls_it(
    whose: Whose, line: str, told: list[tuple[str, str]]
) -> None:
    assert whose(line) == told


def test_two_that_the_text_tells_apart_are_not_given_one_name(whose: Whose) -> None:
    told = whose("甲组受理案件500件，其中甲类案件300件，乙类案件200件。", "乙类受理案件7件。")
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Northshire, which had 53 complaints compared with 46 the previous year, up 15%.",
         [("complaints", "Northshire"), ("complaints", "Northshire"),
          ("complaints_increase", "Northshire")]),
        ("Around half (49.8 per cent) of cases were upheld, and 284 were closed.",
         [("cases_upheld_share", "all"), ("closed", "all")]),
        ("In all 35.8 per cent (401) of repairs were made late, compared with 38.5 per cent (398).",
         [("repairs_made_late_share", "all"), ("repairs_made_late", "all")] * 2),
        ("We saw 284 complaints, 73% of which were about the roads.",
         [("complaints", "all"), ("share_of_complaints", "roads")]),
        ("The data show 571 written complaints were made.", [("written_complaints_made", "all")]),
        ("There was a 1.4% year-on-year rise in late repairs.", [("late_repairs_increase", "all")]),
        ("The population of the town was estimated at 543 people.",
         [("population_of_the_town", "all")]),
        ("The proportion of complaints that were upheld was 25%.",
         [("proportion_of_complaints_that_were_upheld", "all")]),
    ],
)  # fmt: skip
def test_english_numbers_are_called_by_what_stands_with_them(
    whose: Whose, line: str, told: list[tuple[str, str]]
) -> None:
    assert whose(line, title="Report on Eastham 2019") == told


def test_the_place_of_the_report_is_no_part_of_a_subject(whose: Whose) -> None:
    line = "福建省民营企业进出口693亿元，福建省国有企业进出口213亿元。"
    told = whose(line, title="2019年福建省外贸情况")
    assert told == [("进出口", "民营企业"), ("进出口", "国有企业")]


def test_columns_under_one_heading_say_whose_and_rows_what_is_counted(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>某市2019年报告</h1><table>"
        "<tr><td rowspan=2 colspan=2></td><td colspan=3>申请人情况</td></tr>"
        "<tr><td>自然人</td><td>商业机构</td><td>总计</td></tr>"
        "<tr><td colspan=2>一、本年新收申请数量</td><td>82</td><td>35</td><td>117</td></tr>"
        "<tr><td rowspan=2>二、本年度办理结果</td><td>（一）予以公开</td><td>60</td><td>30</td>"
        "<td>90</td></tr>"
        "<tr><td>（二）总计</td><td>60</td><td>30</td><td>90</td></tr></table>"
    )
    draft("our-own", read_source(page), tmp_path)
    facts = load_report("our-own", tmp_path).facts
    assert list(facts["subject"]) == ["自然人", "商业机构", "all"] * 3
    assert list(facts["measure"])[::3] == [
        "本年新收申请数量", "予以公开", "本年度办理结果_总计",
    ]  # fmt: skip


def test_a_table_says_above_it_what_its_numbers_count(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>Annual report 2019</h1><p>Requests are free.</p>"
        "<p>Table 3: Requests received - by requester</p><table>"
        "<tr><th></th><th>Number</th><th>Percentage</th></tr>"
        "<tr><td>Journalists</td><td>216</td><td>21.6%</td></tr>"
        "<tr><td>Others</td><td>784</td><td>78.4%</td></tr></table>"
    )
    draft("our-own", read_source(page), tmp_path)
    facts = load_report("our-own", tmp_path).facts
    assert list(facts["measure"]) == ["Requests_received", "Requests_received_share"] * 2
    assert list(facts["subject"]) == ["Journalists"] * 2 + ["Others"] * 2


def test_years_of_the_republic_and_what_is_no_number_of_anything(tmp_path: Path) -> None:
    lines = ["101年12月人口統計", "101年12月底人口數為23,315人，較上年同月增加90人。"]
    draft("our-own", read_text(lines), tmp_path)
    report = load_report("our-own", tmp_path)
    assert set(report.facts["period"].str[:4]) == {"2012"}
    draft("other", read_text(["2019年情况", "前7个月，建市70周年，出口5亿元。"]), tmp_path)
    assert list(load_report("other", tmp_path).facts["printed"]) == ["5亿"]


def test_thousands_of_pounds_are_rounded_numbers() -> None:
    assert not parse("1,912", "£'000").exact
    assert float(parse("1,912", "£'000")) == 1_912_000


def test_parts_whose_shares_are_of_what_they_make_together_are_parts_of_what_leads_them(
    tmp_path: Path,
) -> None:
    text = "共受理各类诉求300件。其中，咨询类50件，占50.00%；求助类30件，占30.00%；投诉类20件，占20.00%。"
    draft("parts", read_text(["某市2022年热线情况", text]), tmp_path)
    facts = load_report("parts", tmp_path).facts
    assert list(facts["subject"][1::2]) == ["咨询类", "求助类", "投诉类"]
    assert set(facts["measure"][1::2]) == {"受理诉求"}

"""Sums that no words announce, sought among all levels near: what is found, and what is chance.
All of it is made up."""

import pytest

from tests.conftest import Lines, Page
from tests.test_chinese_drafts import sums
from tests.test_proposals import named


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (["甲馆办证2071个，退证97个；乙馆办证362个，退证72个；合计办证2433个。"], ("2433", "2071", "362")),
        (["全年到访484.3万人次，其中乘车436.2万人次。到访中：国内447.1万人次；境外37.2万人次。"],
         ("484.3万", "447.1万", "37.2万")),
        (["结案3471件。新收民事2100件，审结2052件，新收执行1500件，执结1419件。"], ("3471", "2052", "1419")),
        (["基金收入130.2亿元，增长8.3%。其中：土地收入125.6亿元，增长8.2%。加上转移收入33.8亿元，收入合计164.0亿元。"],
         ("164.0亿", "130.2亿", "33.8亿")),
        (["赔付支出7621亿元，增长16.31%。", "财产险收入5724亿元，人身险收入21043亿元，"
          "财产险赔付支出3359亿元，人身险赔付支出4262亿元。"], ("7621亿", "3359亿", "4262亿")),
        (["外汇收入22.33亿美元；", "游客860.03万人次；", "过夜游客外汇收入19.23亿美元；", "一日游外汇收入3.10亿美元。"],
         ("22.33亿", "19.23亿", "3.10亿")),
        (["全国29562万人，其中本地12372万人，外出17190万人。", *["二、其他情况。"] * 9,
          "东部10403万人，中部9852万人，西部8351万人，东北956万人。"],
         ("29562万", "10403万", "9852万", "8351万", "956万")),
    ],
)  # fmt: skip
def test_what_adds_up_apart_is_found(lines: Lines, said: list[str], found: tuple[str]) -> None:
    assert found in sums(lines(*said))


def test_few_digits_are_met_by_chance(lines: Lines) -> None:
    told = (
        "甲类152件，乙类138件，丙类214件，丁类127件，戊类265件，己类381件，庚类244件，辛类419件。"
    )
    assert not sums(lines(told))


def test_what_two_pairs_make_tells_of_neither(lines: Lines) -> None:
    told = "甲类4821件，乙类1210件，丁类2805件，丙类3611件，戊类2016件。"
    assert not {total for total in sums(lines(told)) if total[0] == "4821"}


def test_cases_of_other_paragraphs_that_happen_to_make_one_are_no_parts_of_it(
    lines: Lines,
) -> None:
    report = lines(
        "提出检察建议7436件；对民事执行活动提出检察建议7458件，上升48.9%。",
        "提出抗诉37件；对行政审判提出检察建议2222件；对行政执行提出检察建议5978件；化解争议1443件。",
    )
    assert not {total for total in sums(report) if total[0] == "7458"}


def test_cases_of_one_section_do_not_add_up_with_those_of_the_next(lines: Lines) -> None:
    report = lines(
        "受理审查逮捕案件365人，同比上升1.7%。批准逮捕244人，不批准逮捕101人。",
        "受理审查起诉案件769人。提起公诉475人；不起诉20人。",
    )
    assert ("365", "244", "101", "20") not in sums(report)


def test_a_paragraph_that_is_said_to_divide_may_have_a_slip(lines: Lines) -> None:
    report = lines(
        "接警39.40万起。", "从警情构成看，火灾17.41万起，救援10.43万起，社会救助11.46万起。"
    )
    assert ("39.40万", "17.41万", "10.43万", "11.46万") in sums(report)


def test_each_change_of_a_list_goes_its_own_way(lines: Lines) -> None:
    report = lines("受理案件271件365人，分别同比下降7.2%、上升1.7%。")
    measures = {printed: measure for printed, _, _, measure in named(report)}
    assert measures["7.2%"].endswith("降幅") and measures["1.7%"].endswith("增幅")


def test_a_part_that_says_what_is_counted_as_its_whole_does_is_split_there(lines: Lines) -> None:
    told = "进出口总值27.08万亿元，同比微降0.1%。民营企业进出口14.33万亿元，占进出口总值的52.9%。"
    names = {printed: (subject, measure) for printed, _, subject, measure in named(lines(told))}
    assert names["14.33万亿"] == ("民营企业", "进出口")
    assert names["0.1%"] == ("all", "进出口总值_降幅")


def test_a_name_is_not_split_amid_a_word(lines: Lines) -> None:
    report = lines("国内旅游收入2929.20亿元；国内过夜收入2379.68亿元；国内一日游收入549.52亿元。")
    assert "游收入" not in {measure for *_, measure in named(report)}


def test_rows_that_add_up_are_parts_of_what_the_whole_of_them_counts(page: Page) -> None:
    rows = [("项目", "2014年", "2015年"), ("接待人数", "9021", "9868"), ("境外游客", "602", "598"),
            ("外国人", "112", "122"), ("同胞", "490", "476"), ("国内游客", "8419", "9270")]  # fmt: skip
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    names = {printed: name for printed, _, *name in named(page(f"<table>{table}</table>"))}
    assert names["9021"] == ["all", "接待人数"]
    assert names["8419"] == ["国内游客", "接待人数"]
    assert names["112"] == ["外国人", "接待人数"]


def test_a_row_called_as_its_table_counts_is_all_of_it(page: Page) -> None:
    rows = [("指标", "绝对值(万元)", "比上年增长(%)"), ("全县地区生产总值", "184413", "6.0"),
            ("工业", "8848", "-45.1"), ("建筑业", "54099", "23.4")]  # fmt: skip
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    report = page("<p>表1:2018年地区生产总值及其增长速度</p>", f"<table>{table}</table>")
    names = {printed: name for printed, _, *name in named(report)}
    assert names["184413"] == ["all", "地区生产总值"]

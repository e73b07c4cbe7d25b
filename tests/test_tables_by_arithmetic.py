"""Tables whose rows and columns are told by their arithmetic, and prose that speaks of them. All of
it is made up."""

import pytest

from laicheng_data.facts.report import Report
from tests.conftest import Page
from tests.test_proposals import claims

PEOPLE = """
<p>单位：人、%</p><table>
<tr><th rowspan=2>地区</th><th colspan=2>人口数</th><th colspan=2>比重</th></tr>
<tr><th>2020年</th><th>2010年</th><th>2020年</th><th>2010年</th></tr>
<tr><td>全县</td><td>61254</td><td>58131</td><td>100.00</td><td>100.00</td></tr>
<tr><td>甲和镇</td><td>30117</td><td>27408</td><td>49.17</td><td>47.15</td></tr>
<tr><td>乙镇</td><td>17603</td><td>17255</td><td>28.74</td><td>29.68</td></tr>
<tr><td>丙镇</td><td>13534</td><td>13468</td><td>22.09</td><td>23.17</td></tr></table>"""
BUDGET = """
<p>单位：万元</p><table>
<tr><th>收入项目</th><th>2016年预算</th><th>上年完成</th><th>较上年增减额</th><th>较上年增减（%）</th></tr>
<tr><td>一、共享收入</td><td>24039</td><td>21561</td><td>2478</td><td>11.49</td></tr>
<tr><td>1、甲税</td><td>13526</td><td>12102</td><td>1424</td><td>11.77</td></tr>
<tr><td>2、乙税</td><td>10513</td><td>9459</td><td>1054</td><td>11.14</td></tr>
<tr><td>二、固定收入</td><td>20302</td><td>18749</td><td>1553</td><td>8.28</td></tr>
<tr><td>1、丙税</td><td>13211</td><td>12330</td><td>881</td><td>7.15</td></tr>
<tr><td>2、丁税</td><td>7091</td><td>6419</td><td>672</td><td>10.47</td></tr>
<tr><td>收入合计</td><td>44341</td><td>40310</td><td>4031</td><td>10.00</td></tr>
<tr><td>上级补助</td><td>37811</td><td>46850</td><td></td><td></td></tr>
<tr><td>转移支付补助</td><td>37811</td><td>46850</td><td></td><td></td></tr>
<tr><td>上年结转结余</td><td>1441</td><td>1453</td><td></td><td></td></tr>
<tr><td>其中：上年结转</td><td>1155</td><td>1195</td><td></td><td></td></tr>
<tr><td>收入总计</td><td>83593</td><td>88613</td><td></td><td></td></tr></table>"""


def test_of_two_units_in_one_note_each_column_has_its_own(page: Page) -> None:
    facts = page(PEOPLE).facts
    assert set(facts.query("measure == '人口数'")["unit"]) == {"人"}
    assert set(facts.query("measure != '人口数'")["unit"]) == {"%"}
    assert "甲和镇" in set(facts["subject"])  # whose 和 joins nothing


def test_money_and_things_of_one_note_are_told_by_their_headings(page: Page) -> None:
    report = page(
        "<p>单位：件、万元</p><table><tr><th>月度</th><th>投诉</th><th>挽回损失</th></tr>"
        "<tr><td>1月</td><td>2479</td><td>83.76</td></tr>"
        "<tr><td>2月</td><td>1906</td><td>34.41</td></tr></table>"
    )
    assert list(report.facts["unit"]) == ["件", "万元"] * 2


def test_prose_is_held_against_the_rows_that_it_names(page: Page) -> None:
    report = page(
        "<p>北部两镇（甲和镇、乙镇）有47720人，占77.91%。</p>", PEOPLE, "<p>甲和镇增加2709人。</p>"
    )
    found = claims(report)
    assert found["77.91%"] == ("share", "47720 61254")
    assert found["2709"] == ("sum", "30117 -27408")


def test_a_number_that_rows_may_add_up_to_by_chance_is_no_sum(page: Page) -> None:
    rows = "".join(f"<tr><td>第{n}所</td><td>{n + 3}</td></tr>" for n in range(1, 30))
    table = f"<table><tr><th>学校</th><th>教师</th></tr>{rows}</table>"
    assert "137" not in claims(page("<p>培训137人。</p>", table))


def test_rows_add_up_whatever_parts_of_them_stand_between(page: Page) -> None:
    found = claims(page(BUDGET, title="某某区2016年收入预算表"))
    assert found["44341"] == ("sum", "24039 20302")
    assert found["83593"] == ("sum", "44341 37811 1441")
    assert found["88613"] == ("sum", "40310 46850 1453")


def test_a_column_called_a_change_is_growth_and_no_share_of_the_change(page: Page) -> None:
    found = claims(page(BUDGET, title="某某区2016年收入预算表"))
    assert found["11.49"] == ("growth", "24039 21561")
    assert found["1424"] == ("sum", "13526 -12102")


def test_a_column_of_changes_is_one_in_a_table_of_one_row_too(page: Page) -> None:
    found = claims(page(
        "<table><tr><th>项目</th><th>上年</th><th>本年</th><th>增减额</th></tr>"
        "<tr><td>收入</td><td>1,250</td><td>1,416</td><td>166</td></tr></table>"
    ))  # fmt: skip
    assert found["166"] == ("sum", "1,416 -1,250")


def test_a_balance_of_rows_with_signs_is_one(page: Page) -> None:
    found = claims(page(
        "<table><tr><th></th><th>£m</th></tr><tr><td>Gross spending</td><td>746.898</td></tr>"
        "<tr><td>Income</td><td>-195.208</td></tr><tr><td>Estimates</td><td>2.766</td></tr>"
        "<tr><td>Net budget</td><td>554.456</td></tr></table>",
        title="Revenue outturn 2005",
    ))  # fmt: skip
    assert found["554.456"] == ("sum", "746.898 -195.208 2.766")


NATURAL = """<table><tr><th></th><th>2021</th><th>2022</th><th>2023</th></tr>
<tr><td>Births</td><td>57,540</td><td>54,678</td><td>68,930</td></tr>
<tr><td>Deaths</td><td>35,477</td><td>35,459</td><td>30,018</td></tr>
<tr><td>Marriages</td><td>23,173</td><td>21,159</td><td>21,018</td></tr>
<tr><td>Natural increase</td><td>22,063</td><td>19,219</td><td>39,450</td></tr>
<tr><td>Average age</td><td>33.2</td><td>33.2</td><td>32.1</td></tr>
<tr><td>Average age at first birth</td><td>31.6</td><td>31.5</td><td>30.2</td></tr>
<tr><td>Fertility rate</td><td>1.5</td><td>1.7</td><td>2.0</td></tr></table>"""


def test_a_row_is_one_less_another_in_the_year_where_it_fails_too(page: Page) -> None:
    found = claims(page(NATURAL, title="Vital events 2023"))
    assert found["39,450"] == ("sum", "68,930 -30,018")


def test_rounded_rows_that_meet_by_chance_are_no_difference(page: Page) -> None:
    found = claims(page(NATURAL, title="Vital events 2023"))
    assert not {"1.5", "1.7", "2.0", "33.2", "31.6", "31.5", "30.2"} & set(found)


def test_one_equation_is_proposed_once(page: Page) -> None:
    report = page(
        "<table><tr><th>项目</th><th>男</th><th>女</th><th>总数</th></tr>"
        "<tr><td>甲</td><td>1204</td><td>1311</td><td>2515</td></tr>"
        "<tr><td>乙</td><td>2417</td><td>1902</td><td>4319</td></tr>"
        "<tr><td>丙</td><td>3308</td><td>2766</td><td>6074</td></tr></table>"
    )
    assert list(report.claims["kind"]) == ["sum"] * 3


@pytest.mark.parametrize("numbering", ["<td>甲</td><td>乙</td><td>1</td><td>2</td>",
                                       "<td>栏次</td><td></td><td>1</td><td>2</td>"])  # fmt: skip
def test_a_row_that_numbers_the_columns_and_a_column_of_codes_are_no_facts(
    page: Page, numbering: str
) -> None:
    report = page(
        "<table><tr><th>指标</th><th>指标代码</th><th>数量</th><th>上期数</th></tr>"
        f"<tr>{numbering}</tr>"
        "<tr><td>1.孤儿</td><td>YZH012311000</td><td>17,908</td><td>18,164</td></tr></table>"
    )
    assert list(report.facts["printed"]) == ["17,908", "18,164"]
    assert list(report.facts["subject"]) == ["孤儿"] * 2


def test_small_counts_that_follow_each_other_are_no_numbers_of_columns(page: Page) -> None:
    report = page(
        "<table><tr><th>类别</th><th>1月</th><th>2月</th></tr><tr><td>丁类案</td><td>1</td><td>2</td></tr>"
        "<tr><td>戊类案</td><td>4</td><td>7</td></tr></table>"
    )
    assert list(report.facts["printed"]) == ["1", "2", "4", "7"]


def test_the_parts_of_a_heading_are_shares_of_what_the_prose_gives_it(page: Page) -> None:
    found = claims(page(
        "<p>受理2461件，其中商品类1367件、服务类1094件。</p><table>"
        "<tr><th>项目</th><th>类别</th><th>受理量（件）</th><th>占比</th></tr>"
        "<tr><td rowspan=3>商品类</td><td>食品</td><td>565</td><td>41.33%</td></tr>"
        "<tr><td>服装</td><td>203</td><td>14.85%</td></tr>"
        "<tr><td>家居</td><td>75</td><td>5.49</td></tr>"
        "<tr><td rowspan=3>服务类</td><td>餐饮</td><td>350</td><td>31.99%</td></tr>"
        "<tr><td>教育</td><td>214</td><td>19.56%</td></tr>"
        "<tr><td>美发</td><td>85</td><td>7.68%</td></tr></table>"
    ))  # fmt: skip
    assert found["41.33%"] == ("share", "565 1367")
    assert found["5.49"] == ("share", "75 1367")  # whose sign is left out
    assert found["7.68%"] == ("share", "85 1094")  # 7.77%, it does not hold


def test_headings_in_two_languages_and_years_above_several_columns_are_read(page: Page) -> None:
    report = page(
        "<table><tr><th rowspan=2>项目 Item</th><th colspan=2>2020</th><th colspan=2>2021</th></tr>"
        "<tr><th>进口 Imports</th><th>出口 Exports</th><th>进口 Imports</th><th>出口 Exports</th></tr>"
        "<tr><td>一般贸易 Ordinary Trade</td><td>36</td><td>33</td><td>43</td><td>48</td></tr></table>",
        title="15-3 某市商品进出口总值",
    )
    facts = report.facts[["measure", "subject", "period"]].to_numpy().tolist()
    assert facts[0] == ["进口", "一般贸易", "2020"]
    assert facts[3] == ["出口", "一般贸易", "2021"]
    assert len(facts) == 4  # 15-3 is the number of the table


def test_men_to_a_hundred_women_are_a_ratio_in_prose_and_table(page: Page) -> None:
    report = page(
        "<p>男性人口384491人，女性人口366898人，性别比为104.80。</p>"
        "<table><tr><th rowspan=2>地区</th><th colspan=2>占比（%）</th><th rowspan=2>性别比（%）</th></tr>"
        "<tr><th>男</th><th>女</th></tr>"
        "<tr><td>甲区</td><td>50.40</td><td>49.60</td><td>101.61</td></tr></table>"
    )
    found = claims(report)
    assert found["104.80"] == ("ratio", "384491 366898")
    assert found["101.61"] == ("ratio", "50.40 49.60")


def test_a_figure_behind_a_label_that_sounds_like_a_document_is_a_figure(page: Page) -> None:
    report = page(
        "<table><tr><th>类别</th><th>收案</th></tr><tr><td>变更备案</td><td>1362</td></tr>"
        "<tr><td>其他</td><td>28</td></tr></table>"
    )
    assert list(report.facts["printed"]) == ["1362", "28"]


def test_round_amounts_that_happen_to_add_up_make_no_sum(page: Page) -> None:
    rows = zip("甲乙丙丁戊", ("12000", "500", "11500", "13000", "9000"), strict=True)
    cells = "".join(f"<tr><td>{name}项</td><td>{number}</td></tr>" for name, number in rows)
    assert claims(page(f"<table><tr><th>项目</th><th>预算数</th></tr>{cells}</table>")) == {}


def test_a_row_like_those_below_it_numbers_no_columns(page: Page) -> None:
    report = page(
        "<table><tr><th>Band</th><th>North</th><th>South</th><th>East</th></tr>"
        "<tr><td>A</td><td>1</td><td>2</td><td>3</td></tr>"
        "<tr><td>B</td><td>2</td><td>2</td><td>5</td></tr></table>",
        title="Awards 2022",
    )
    assert len(report.facts) == 6


@pytest.mark.parametrize(
    ("title", "cells"),
    [("出生率", ("12.3‰", "11.2‰", "10.5‰")), ("占比（%）", ("1,234", "612", "622")),
     ("占比", ("12%", "13%", "3万")), ("占比（%）", ("20．5", "－30.5", "9"))],
)  # fmt: skip
def test_no_cell_takes_the_draft_down(page: Page, title: str, cells: tuple[str, ...]) -> None:
    rows = "".join(f"<tr><td>第{at}县</td><td>{cell}</td></tr>" for at, cell in enumerate(cells))
    assert len(page(f"<table><tr><th>地区</th><th>{title}</th></tr>{rows}</table>").facts) == 3


def test_of_several_units_that_may_fit_none_is_guessed(page: Page) -> None:
    report = page(
        "<p>单位：人、件、%</p><table><tr><th>类别</th><th>人员</th><th>收案件数</th><th>金额</th></tr>"
        "<tr><td>甲类</td><td>31</td><td>57</td><td>1200</td></tr></table>"
    )
    assert list(report.facts["unit"]) == ["人", "件", ""]


def test_averages_in_as_many_rows_as_a_county_has_are_ratios(page: Page) -> None:
    rows = "".join(
        f"<tr><td>第{at}村</td><td>{61000 + 37 * at}</td><td>{130 + at}</td>"
        f"<td>{(61000 + 37 * at) / (130 + at):.2f}</td></tr>"
        for at in range(120)
    )
    heads = "<tr><th>村</th><th>产量</th><th>面积</th><th>平均亩产</th></tr>"
    assert list(page(f"<table>{heads}{rows}</table>").claims["kind"]) == ["ratio"] * 120


def test_a_column_keeps_the_sign_that_most_of_it_has(page: Page) -> None:
    cells = ("12.3‰", "11.2‰", "10.5‰", "9.9")
    rows = "".join(f"<tr><td>第{at}县</td><td>{cell}</td></tr>" for at, cell in enumerate(cells))
    report = page(f"<table><tr><th>地区</th><th>出生率</th></tr>{rows}</table>")
    assert set(report.facts["unit"]) == {"‰"}


def test_an_increase_is_no_decrease_between_the_same_cells(page: Page) -> None:
    found = claims(page(PEOPLE, "<p>乙镇减少348人，甲和镇增加2709人。</p>"))
    assert "348" not in found  # it has grown by so many
    assert found["2709"] == ("sum", "30117 -27408")


def test_a_column_of_naughts_beside_another_is_a_column(page: Page) -> None:
    found = claims(page(
        "<table><tr><th></th><th>自然人</th><th>企业</th><th>科研</th><th>公益</th><th>总计</th></tr>"
        "<tr><td>新收</td><td>58</td><td>7</td><td>0</td><td>0</td><td>65</td></tr>"
        "<tr><td>结转</td><td>20</td><td>3</td><td>0</td><td>0</td><td>23</td></tr></table>"
    ))  # fmt: skip
    assert found["65"] == ("sum", "58 7 0 0")


def test_yields_a_hectare_add_up_to_nothing(page: Page) -> None:
    found = claims(page(
        "<table><tr><th>地区</th><th>播种面积（千公顷）</th><th>产量（万吨）</th>"
        "<th>单产（公斤/公顷）</th></tr>"
        "<tr><td>全国</td><td>4755.1</td><td>2812.3</td><td>5914.3</td></tr>"
        "<tr><td>甲省</td><td>2153.4</td><td>1301.2</td><td>6042.5</td></tr>"
        "<tr><td>乙省</td><td>2601.7</td><td>1511.1</td><td>5808.1</td></tr></table>"
    ))  # fmt: skip
    assert found["4755.1"] == ("sum", "2153.4 2601.7")
    assert "5914.3" not in found


@pytest.mark.parametrize(
    "line", ["甲事项支出74123456元，乙事项支出75912345元，投资1.5亿元。", "性别比为1.11:1。"]
)
def test_a_short_result_proves_no_sum_and_one_to_one_is_no_per_cent(page: Page, line: str) -> None:
    report = page(f"<p>{line}</p>")
    assert report.claims.empty
    assert "%" not in set(report.facts["unit"])


CALLS = """
<p>2015年8月，有效报警669起，比上月下降22.2%，比去年同期下降7.2%。</p>
<p>刑事类报警310起，较上月下降17.9%。</p><table>
<tr><th rowspan=2>时间</th><th colspan=3>有效警情</th><th rowspan=2>无效报警</th></tr>
<tr><th>刑事类</th><th>其它</th><th>小计</th></tr>
<tr><td>2014年8月</td><td>320</td><td>401</td><td>721</td><td>3522</td></tr>
<tr><td>2015年7月</td><td>378</td><td>482</td><td>860</td><td>4307</td></tr>
<tr><td>2015年8月</td><td>310</td><td>359</td><td>669</td><td>3501</td></tr></table>"""


def test_a_subtotal_adds_up_the_columns_under_its_heading(page: Page) -> None:
    found = claims(page(CALLS))
    assert found["860"] == ("sum", "378 482")
    assert found["669"] == ("sum", "310 359")


def test_a_change_from_the_month_before_is_held_against_its_row(page: Page) -> None:
    found = claims(page(CALLS))
    assert found["22.2%"] == ("decline", "669 860")
    assert found["7.2%"] == ("decline", "669 721")
    assert found["17.9%"] == ("decline", "310 378")  # 18.0% by rounding


REQUESTS = """
<table><tr><td colspan=2 rowspan=2>（勾稽关系为：{}）</td><td colspan=3>申请人情况</td></tr>
<tr><td>自然人</td><td>企业</td><td>总计</td></tr>
<tr><td colspan=2>一、本年新收申请数量</td><td>8</td><td>0</td><td>8</td></tr>
<tr><td colspan=2>二、上年结转申请数量</td><td>0</td><td>0</td><td>0</td></tr>
<tr><td rowspan=3>三、本年度办理结果</td><td>（一）予以公开</td><td>5</td><td>0</td><td>5</td></tr>
<tr><td>（二）部分公开</td><td>3</td><td>0</td><td>3</td></tr>
<tr><td>（三）总计</td><td>8</td><td>0</td><td>8</td></tr>
<tr><td colspan=2>四、结转下年度继续办理</td><td>0</td><td>0</td><td>0</td></tr></table>"""
BALANCE = "第一项加第二项之和，等于第三项加第四项之和"


def results(report: Report) -> list[str]:
    """What the total of natural persons is made of, each time."""
    facts = report.facts.set_index("fact_id")
    own = facts.query("subject == '自然人' and measure.str.contains('总计')").index[0]
    of = report.claims.loc[report.claims["result"] == own, "operands"]
    return [" ".join(facts.loc[term.lstrip("-"), "measure"] for term in ops.split()) for ops in of]


def test_a_total_adds_up_its_own_section_alone(page: Page) -> None:
    assert results(page(REQUESTS.format("见说明"))) == ["予以公开 部分公开"]


def test_what_a_table_says_must_balance_is_proposed_of_small_numbers_too(page: Page) -> None:
    of_flow = "本年新收申请数量 上年结转申请数量 结转下年度继续办理"
    assert results(page(REQUESTS.format(BALANCE))) == ["予以公开 部分公开", of_flow]


def test_totals_side_by_side_are_of_income_and_spending(page: Page) -> None:
    facts = page(
        "<p>单位：万元</p><table><tr><th>收入</th><th>预算数</th><th>决算数</th>"
        "<th>支出</th><th>预算数</th><th>决算数</th></tr>"
        "<tr><td>总计</td><td>610</td><td>929</td><td>总计</td><td>610</td><td>929</td></tr>"
        "<tr><td>本级收入</td><td>230</td><td>238</td><td>本级支出</td><td>410</td><td>623</td></tr>"
        "</table>"
    ).facts
    assert list(facts["subject"]) == ["收入", "收入", "支出", "支出",
                                      "本级收入", "本级收入", "本级支出", "本级支出"]  # fmt: skip


def test_a_column_of_growth_is_of_what_the_column_beside_it_counts(page: Page) -> None:
    facts = page(
        "<p>表1 主要农产品产量</p><table><tr><th>产品名称</th><th>产量（吨）</th><th>比上年增长（%）</th></tr>"
        "<tr><td>夏粮</td><td>31749</td><td>6.7</td></tr>"
        "<tr><td>秋粮</td><td>92986</td><td>-2.1</td></tr></table>"
    ).facts
    assert list(facts["measure"]) == ["产量", "产量_增幅"] * 2


def test_a_change_with_a_slip_is_held_against_its_row_where_the_others_hold(page: Page) -> None:
    found = claims(page(CALLS.replace("22.2%", "32.2%").replace("17.9%", "18.0%")))
    assert found["32.2%"] == ("decline", "669 860")


VISITS = """
<p>2019年1-10月，医院接诊30.9亿人次，比上年同期增加5.6%。</p><table>
<tr><th rowspan=2>机构</th><th colspan=2>诊疗人次（万人次）</th></tr>
<tr><th>2018年1-10月</th><th>2019年1-10月</th></tr>
<tr><td>医院</td><td>292276.7</td><td>308594.7</td></tr>
<tr><td>服务中心（站）</td><td>62558.4</td><td>65511.4</td></tr></table>"""


def test_the_upper_of_two_headings_gives_the_unit_and_a_name_none(page: Page) -> None:
    assert set(page(VISITS).facts["unit"]) == {"人次", "%", "万人次"}


def test_growth_of_a_rounded_number_is_that_of_the_cell_it_is_rounded_from(page: Page) -> None:
    assert claims(page(VISITS))["5.6%"] == ("growth", "308594.7 292276.7")


def test_months_that_head_rows_are_their_periods(page: Page) -> None:
    report = page(
        "<table><tr><th>月度</th><th>投诉</th></tr>"
        "<tr><td>1月</td><td>2479</td></tr><tr><td>2月份</td><td>1906</td></tr></table>"
    )
    assert list(report.facts["period"]) == ["2021-01", "2021-02"]


def test_rows_under_a_mark_are_parts_of_the_row_that_has_a_unit(page: Page) -> None:
    facts = page(
        "<p>2021年8月情况</p><table><tr><th>指标</th><th>本月</th><th>1-本月</th></tr>"
        "<tr><td>零售总额(亿元)</td><td>1475.21</td><td>12289.78</td></tr>"
        "<tr><td># 批发业</td><td>1346.67</td><td>11283.75</td></tr>"
        "<tr><td>餐饮业</td><td>128.54</td><td>1006.03</td></tr>"
        "<tr><td>客流量(万人)</td><td>28.54</td><td>206.03</td></tr></table>"
    ).facts
    assert list(facts["measure"]) == ["零售总额"] * 6 + ["客流量"] * 2
    assert list(facts["subject"])[2::2] == ["批发业", "餐饮业", "all"]
    assert list(facts["unit"])[2::2] == ["亿元", "亿元", "万人"]
    assert list(facts["period"])[:2] == ["2021-08", "2021-01/2021-08"]


CARGO = """
<p>Port cargo ('000 tonnes)</p><table>
<tr><th>Year</th><th>Quarter</th><th>Landed</th><th>% growth</th></tr>
<tr><td>2019</td><td></td><td>141 324</td><td>+0.4</td></tr>
<tr><td>2020</td><td></td><td>145 977</td><td>+3.3</td></tr>
<tr><td>2020</td><td>Q1</td><td>35 216</td><td>+1.7</td></tr>
<tr><td></td><td>Q2</td><td>38 104</td><td>+5.2</td></tr>
<tr><td>2021</td><td>Q1</td><td>36 011</td><td>+2.3</td></tr>
<tr><td></td><td>Q2</td><td>37 490</td><td>-1.6</td></tr></table>"""


def test_a_row_without_a_year_is_of_that_above_and_changed_since_the_row_a_year_before(
    page: Page,
) -> None:
    report = page(CARGO, title="Port report 2021")
    counts = report.facts.query("unit != '%'")
    assert list(counts["printed"])[2:4] == ["35 216", "38 104"]
    assert list(counts["period"]) == ["2019", "2020", "2020-Q1", "2020-Q2", "2021-Q1", "2021-Q2"]
    assert set(counts["unit"]) == {"'000 tonnes"}
    assert claims(report) == {
        "+3.3": ("growth", "145 977 141 324"),
        "+2.3": ("growth", "36 011 35 216"),
        "-1.6": ("growth", "37 490 38 104"),
    }


HOMES = """
<table><tr><th></th><th>2019</th><th>2020</th><th>2021</th></tr>
<tr><td>Total households waiting</td><td>2256</td><td>2202</td><td>4164</td></tr>
<tr><td>1. One bedroom</td><td>1317</td><td>1116</td><td>2554</td></tr>
<tr><td>2. Two bedrooms</td><td>659</td><td>689</td><td>1088</td></tr>
<tr><td>3. Three bedrooms</td><td>280</td><td>397</td><td>522</td></tr>
<tr><td>2. Total households preferred</td><td>0</td><td>0</td><td>4158</td></tr></table>"""


@pytest.mark.parametrize("printed", ["2256", "2356"])
def test_a_row_that_is_numbered_anew_is_no_part_of_the_total_above(
    page: Page, printed: str
) -> None:
    found = claims(page(HOMES.replace("2256", printed), title="Homes in 2021"))
    assert found == {
        printed: ("sum", "1317 659 280"),
        "2202": ("sum", "1116 689 397"),
        "4164": ("sum", "2554 1088 522"),
    }


def test_a_total_of_one_column_with_a_slip_is_told(page: Page) -> None:
    rows = (("第一室", 4776), ("第二室", 11206), ("第三室", 1868), ("合计", 17950))
    cells = "".join(f"<tr><td>{name}</td><td>{count}</td></tr>" for name, count in rows)
    head = "<table><tr><td>部门</td><td>人次</td></tr>"
    assert claims(page(f"{head}{cells}</table>")) == {"17950": ("sum", "4776 11206 1868")}

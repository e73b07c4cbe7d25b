"""Tables of saved pages as government sites have them: how their numbers are named and what of
them is proposed. All of it is made up."""

from laicheng_data.checking.claims import check
from tests.conftest import Page
from tests.test_proposals import claims, named

OF_PARTS = """
<table><tr><td colspan=3>第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>制发件数</td><td>废止件数</td></tr>
<tr><td>规章</td><td>6</td><td>2</td></tr>
<tr><td colspan=3>第二十条第（八）项</td></tr>
<tr><td>信息内容</td><td colspan=2>收费金额（单位：万元）</td></tr>
<tr><td>行政事业性收费</td><td colspan=2>58.63</td></tr></table>"""
BUDGET = """
<p>单位：万元</p><table>
<tr><td rowspan=2>项　　目</td><td colspan=2>2021年</td><td rowspan=2>上年决算数<sup>1</sup></td>
<td rowspan=2>比上年增减%</td></tr><tr><td>预算数</td><td>决算数</td></tr>
<tr><td>合　　计</td><td>230,000</td><td>236,580</td><td>217,610</td><td>8.7</td></tr>
<tr><td>一、企业所得税</td><td>155,000</td><td>158,910</td><td>149,800</td><td>6.1</td></tr>
<tr><td>二、非税收入</td><td>75,000</td><td>77,670</td><td>67,810</td><td>14.5</td></tr></table>"""
APPLICATIONS = """
<table><tr><td rowspan=2 colspan=2>勾稽关系</td><td colspan=2>申请人</td></tr>
<tr><td>自然人</td><td>总计</td></tr>
<tr><td colspan=2>一、新收</td><td>86</td><td>98</td></tr>
<tr><td rowspan=4>三、办理结果</td><td>（一）予以公开</td><td>41</td><td>47</td></tr>
<tr><td>（二）部分公开</td><td>12</td><td>14</td></tr>
<tr><td>（三）不予公开</td><td>31</td><td>35</td></tr>
<tr><td>（四）总计</td><td>84</td><td>96</td></tr>
<tr><td colspan=2>四、结转下年</td><td>5</td><td>6</td></tr></table>"""
FEW_APPLICATIONS = """
<table><tr><th></th><th>自然人</th><th>商业企业</th><th>科研机构</th><th>法律服务机构</th><th>总计</th></tr>
<tr><td>一、新收</td><td>9</td><td>1</td><td>0</td><td>1</td><td>11</td></tr>
<tr><td>二、上年结转</td><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>
<tr><td>（一）予以公开</td><td>4</td><td>1</td><td>0</td><td>0</td><td>5</td></tr>
<tr><td>（二）部分公开</td><td>2</td><td>0</td><td>0</td><td>0</td><td>2</td></tr>
<tr><td>（三）不予公开</td><td>1</td><td>0</td><td>0</td><td>1</td><td>2</td></tr>
<tr><td>（四）无法提供</td><td>2</td><td>0</td><td>0</td><td>0</td><td>2</td></tr>
<tr><td>（五）总计</td><td>9</td><td>1</td><td>0</td><td>1</td><td>11</td></tr></table>"""
REVIEWS = """
<table><tr><td colspan=3>行政复议</td><td colspan=3>行政诉讼</td></tr>
<tr><td>结果维持</td><td>结果纠正</td><td>总计</td><td>结果维持</td><td>结果纠正</td><td>总计</td></tr>
<tr><td>4</td><td>1</td><td>5</td><td>2</td><td>6</td><td>8</td></tr></table>"""


def test_columns_of_this_period_and_the_one_before_are_called_alike(page: Page) -> None:
    report = page(
        "<table><tr><td rowspan=2>部 门</td><td colspan=3>结案率</td></tr>"
        "<tr><td>本期</td><td>去年同期</td><td>同比</td></tr>"
        "<tr><td>刑事庭</td><td>24.76%</td><td>15.78%</td><td>8.98</td></tr></table>"
    )
    assert named(report) == [
        ("24.76%", "2021", "刑事庭", "结案率"),
        ("15.78%", "2020", "刑事庭", "结案率"),
        ("8.98", "2021", "刑事庭", "结案率_同比"),
    ]


def test_a_row_that_heads_the_columns_anew_begins_another_table(page: Page) -> None:
    report = page(OF_PARTS)
    assert named(report) == [
        ("6", "2021", "规章", "制发件数"),
        ("2", "2021", "规章", "废止件数"),
        ("58.63", "2021", "行政事业性收费", "收费金额"),
    ]
    assert list(report.facts["unit"]) == ["件", "件", "万元"]


def test_what_is_compared_with_last_year_is_of_this_one(page: Page) -> None:
    first = named(page(BUDGET))[:4]
    assert first == [
        ("230,000", "2021", "all", "预算数"),
        ("236,580", "2021", "all", "决算数"),
        ("217,610", "2020", "all", "决算数"),
        ("8.7", "2021", "all", "决算数_增幅"),
    ]


def test_a_word_that_is_known_does_not_name_a_longer_one(page: Page) -> None:
    assert named(page(BUDGET))[4][2] == "企业所得税"


def test_a_total_amid_a_table_adds_up_the_rows_above_it(page: Page) -> None:
    found = claims(page(APPLICATIONS))
    assert found["84"] == ("sum", "41 12 31")
    assert found["96"] == ("sum", "47 14 35")


def test_a_total_adds_up_the_columns_under_its_heading(page: Page) -> None:
    found = claims(page(REVIEWS))
    assert found == {"5": ("sum", "4 1"), "8": ("sum", "2 6")}


def test_a_table_that_goes_on_is_one_table(page: Page) -> None:
    head = "<tr><td>单位</td><td>收入</td><td>支出</td></tr>"
    found = claims(
        page(
            f"<table><tr><td colspan=3>收支表</td></tr>{head}"
            "<tr><td>全市</td><td>7300</td><td>9100</td></tr>"
            "<tr><td>甲区</td><td>4100</td><td>5000</td></tr></table><p></p>"
            f"<table><tr><td colspan=3>收支表（续）</td></tr>{head}"
            "<tr><td>乙区</td><td>3200</td><td>4100</td></tr></table>"
        )
    )
    assert found == {"7300": ("sum", "4100 3200"), "9100": ("sum", "5000 4100")}


def test_a_column_of_changes_is_the_difference_of_two_others(page: Page) -> None:
    report = page(
        "<table><tr><td>Offence</td><td>2022/23</td><td>2023/24</td><td>Change</td></tr>"
        "<tr><td>Theft</td><td>17,320</td><td>16,984</td><td>−336</td></tr>"
        "<tr><td>Fraud</td><td>1,987</td><td>2,214</td><td>+227</td></tr></table>"
    )
    assert claims(report)["−336"] == ("sum", "16,984 -17,320")
    assert claims(report)["+227"] == ("sum", "2,214 -1,987")
    assert set(report.facts.query("measure == 'Theft_change'")["period"]) == {"2023-04/2024-03"}


def test_cumulated_figures_are_of_the_months_from_january_and_so_are_their_rates(
    page: Page,
) -> None:
    report = page(
        "<p>2021年3月情况</p><table><tr><td>单位</td><td>3月当月</td><td>累计</td><td>增幅%</td></tr>"
        "<tr><td>甲区</td><td>4100</td><td>9000</td><td>3.1</td></tr></table>"
    )
    assert list(report.facts["period"]) == ["2021-03", "2021-01/2021-03", "2021-01/2021-03"]


def test_columns_of_naughts_and_ones_prove_no_sum_of_rows(page: Page) -> None:
    report = page(FEW_APPLICATIONS)
    assert set(check(report)["verdict"]) == {"consistent"}
    rows = report.claims[report.claims["remark"].str.contains("rows beside it")]
    assert len(rows) == 5 and set(rows["operands"].str.split().str.len()) == {4}


OF_TOWNS = """
<p>单位：万人、%</p><table><tr><td></td><td>全县</td><td>甲镇</td><td>乙乡</td><td>丙街道</td></tr>
<tr><td>从业人员总数</td><td>9.0</td><td>4.1</td><td>2.9</td><td>2.0</td></tr>
<tr><td>从业人员性别构成</td><td>-</td><td>-</td><td>-</td><td>-</td></tr>
<tr><td>男性</td><td>51.5</td><td>50.6</td><td>52.8</td><td>51.0</td></tr>
<tr><td>年龄35岁及以下</td><td>12.7</td><td>9.9</td><td>18.1</td><td>10.0</td></tr></table>"""


def test_columns_of_places_say_whose_their_figures_are_and_a_structure_is_in_per_cent(
    page: Page,
) -> None:
    report = page(OF_TOWNS)
    assert named(report)[1][2:] == ("甲镇", "从业人员总数")
    assert {row[2:] for row in named(report)[8:]} == {
        (whose, "年龄35岁及以下_占比") for whose in ("all", "甲镇", "乙乡", "丙街道")
    }
    assert list(report.facts["unit"]) == ["万人"] * 4 + ["%"] * 8


def test_a_table_of_years_that_lists_something_by_its_kinds_counts_that_of_each(
    page: Page,
) -> None:
    report = page(
        "<p>Table 1: Calls answered, by cause</p><table>"
        "<tr><td>Cause</td><td>2021</td><td>2022</td></tr>"
        "<tr><td>Flooding</td><td>412</td><td>530</td></tr></table>"
    )
    assert [row[1:] for row in named(report)] == [
        ("2021", "Flooding", "Calls_answered"), ("2022", "Flooding", "Calls_answered"),
    ]  # fmt: skip


def _rows(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def test_rows_called_alike_are_parts_of_what_stands_above_them(page: Page) -> None:
    report = page(
        _rows(
            "项目|2020年|甲镇|乙乡|丙街道", "出生人口|60|9|8|7", "男性|31|5|4|3", "女性|29|4|4|4",
            "死亡人口|30|6|5|4", "男性|16|3|2|2", "女性|14|3|3|2",
        )
    )  # fmt: skip
    assert [row[1:] for row in named(report) if row[2] == "甲镇"] == [
        ("2021", "甲镇", measure)
        for measure in (
            "出生人口", "出生人口_男性", "出生人口_女性", "死亡人口", "死亡人口_男性", "死亡人口_女性",
        )
    ]  # fmt: skip


def test_one_row_called_as_another_is_no_part_of_the_one_beside_it(page: Page) -> None:
    report = page(_rows("类别|受理|办结", "食品|9|8", "其他|5|4", "药品|7|6", "其他|3|2"))
    assert {subject for _, _, subject, _ in named(report)} == {"食品", "其他", "药品"}


def test_a_column_of_totals_is_called_so_and_not_as_the_one_beside_it(page: Page) -> None:
    head = "<tr><td rowspan=2>项目</td><td colspan=2>2020年</td><td colspan=2>2021年</td></tr>"
    table = _rows("合计|出口|合计|出口", "一般贸易|70|36|92|43").replace("<tr>", f"{head}<tr>", 1)
    assert [row[1:] for row in named(page(table))] == [
        (year, "一般贸易", measure) for year in ("2020", "2021") for measure in ("合计", "出口")
    ]


def test_a_column_that_only_counts_is_called_by_the_title_if_that_says_what(page: Page) -> None:
    table = _rows("|thousands|% change", "North|412|-3.1")
    about = page(table, title="Table 1 Visitors in 2021")
    assert [row[2:] for row in named(about)] == [
        ("North", "Visitors"), ("North", "Visitors_change"),
    ]  # fmt: skip


def test_the_title_of_a_report_is_no_name_of_what_its_table_counts(page: Page) -> None:
    report = page(_rows("类别|数量", "食品|9", "药品|7"), title="某某县2021年工作年报")
    assert "年报" not in "".join(report.facts["measure"])


def test_a_line_that_gives_the_unit_parts_no_table_from_its_caption(page: Page) -> None:
    rows = _rows("地区|人口数|比重", "甲镇|60|60.00", "乙乡|40|40.00")
    report = page("<p>第一段。</p><p>表2-1 各镇（街）人口数及比重</p><p>单位：人、%</p>", rows)
    assert {row[3] for row in named(report)} == {"人口数", "人口数_占比"}


def test_rows_above_their_total_are_parts_of_what_the_caption_says(page: Page) -> None:
    rows = _rows("Accidents|2006|2007", "Fatal|182|214", "Slight|94|80", "TOTAL|276|294")
    report = page("<p>A year.</p><p>Table 1: Road accidents</p>", rows, title="Roads in 2007")
    assert {row[2:] for row in named(report)} == {
        (whose, "Road_accidents") for whose in ("Fatal", "Slight", "all")
    }


def test_a_change_of_a_part_is_of_what_the_part_is_of(page: Page) -> None:
    rows = _rows(
        "指标|本月|比去年同月增长(%)", "零售总额(亿元)|75|4.3", "# 批发业|46|3.6", "餐饮业|29|2.3"
    )
    assert [row[2:] for row in named(page(rows))][2:4] == [
        ("批发业", "零售总额"), ("批发业", "零售总额_增幅"),
    ]  # fmt: skip


def test_a_column_of_what_was_planned_or_done_says_of_which_account(page: Page) -> None:
    rows = _rows("项目|预算数|完成数", "增值税|23|20", "营业税|8|7")
    report = page("<p>第一段。</p><p>某某县财政收入完成情况表</p>", rows)
    assert {row[3] for row in named(report)} == {"财政收入预算数", "财政收入完成数"}

"""Tables as yearbooks print them: parts of parts, indices, rates per thousand, and shares beside
what they are of. All of it is made up."""

import pytest

from tests.conftest import Page
from tests.test_proposals import claims


def table(*rows: str) -> str:
    """A table of rows whose cells are parted by bars, the first of them its headings."""
    cells = (row.replace("|", "</td><td>") for row in rows)
    return "<table>" + "".join(f"<tr><td>{row}</td></tr>" for row in cells) + "</table>"


@pytest.mark.parametrize("total", ["3612", "3712"])
def test_what_is_part_of_a_part_is_not_added_up_with_it(page: Page, total: str) -> None:
    report = page(
        table(
            "指标|2013年|2014年|2015年",
            f"在校学生总数|3544|{total}|3695",
            "大学|1177|1201|1243",
            "中学|1433|1411|1382",
            "#高中|519|526|533",
            "小学|934|1000|1070",
        )
    )
    found = claims(report)
    assert found[total] == ("sum", "1201 1411 1000")
    assert found["3695"] == ("sum", "1243 1382 1070")


def test_a_column_of_parts_of_the_one_before_it_is_left_out(page: Page) -> None:
    found = claims(
        page(
            table(
                "年份|合计|甲业|乙业|#丙业|丁业",
                "2001|96107|12913|49831|41064|33363",
                "2002|112907|13237|57522|47255|42148",
                "2003|126315|13550|68509|55386|44255",
            )
        )
    )  # the last year is one off
    assert found["96107"] == ("sum", "12913 49831 33363")
    assert found["126315"] == ("sum", "13550 68509 44255")


def test_rows_that_are_no_parts_of_the_one_above_are_not_left_out(page: Page) -> None:
    report = page(
        table(
            "项目|2014年|2015年",
            "总量|3612|3695",
            "甲|1201|1243",
            "乙|411|382",
            "丙|1526|1533",
            "丁|2000|2070",
        )
    )
    assert claims(report) == {}


def test_an_index_is_held_against_the_row_of_the_year_before(page: Page) -> None:
    report = page(
        "<p>单位：万元</p>",
        table(
            "年份|财政收入|指数（上年=100）",
            "2001|95093|120.3",
            "2003|128221|110.1",
            "2004|155704|121.4",
            "2005|180318|115.8",
        ),
    )
    assert set(report.facts.query("measure == '指数'")["unit"]) == {"%"}
    assert claims(report) == {
        "121.4": ("share", "155704 128221"),
        "115.8": ("share", "180318 155704"),
    }


def test_an_index_at_constant_prices_is_no_share(page: Page) -> None:
    report = page(
        table(
            "年份|产值（万元）|指数（上年=100）",
            "2003|128221|110.1",
            "2004|155704|112.9",
            "2005|180318|109.2",
        )
    )
    assert claims(report) == {}


def test_men_and_women_are_shares_of_all_people_and_held_against_each_other(page: Page) -> None:
    found = claims(
        page(
            table(
                "Age|Population|Men|Women|% of population, men|% of population, women"
                "|Sex ratio (female=100)",
                "Total|1145209|587039|558170|51.26|48.74|105.17",
                "0-14|788590|401202|387388|35.03|33.83|103.57",
                "15 and over|356619|185837|170782|16.23|14.91|108.82",
            ),
            title="People in 2011",
        )
    )
    assert found["35.03"] == ("share", "401202 1145209")
    assert found["14.91"] == ("share", "170782 1145209")
    assert found["103.57"] == ("ratio", "401202 387388")


def test_shares_beside_counts_that_add_up_do_so_too_but_changes_do_not(page: Page) -> None:
    found = claims(
        page(
            table(
                "Kind|Number|Share %|Change %",
                "Schools|4120|41.2|-2.1",
                "Clinics|1680|16.8|-1.1",
                "Subtotal|5800|58.0|-3.2",
                "Roads|4200|42.0|1.6",
                "Total|10000|100.0|-1.2",
            ),
            title="Spending in 2019",
        )
    )
    assert found["58.0"] == ("share", "5800 10000")
    assert "-3.2" not in found


def test_natural_increase_is_births_less_deaths_per_thousand_too(page: Page) -> None:
    names = "总户数 男 女 迁入 迁出 省内 省外 结婚 离婚 城镇 乡村 学生".split()
    others = [
        f"{name}|{4711 + 13 * at * at}|{4802 + 17 * at * at}" for at, name in enumerate(names)
    ]
    found = claims(
        page(
            table(
                "指标|2004年|2005年",
                *others,
                "出生率（‰）|7.73|7.69",
                "死亡率（‰）|5.44|5.35",
                "自然增长率（‰）|2.29|2.34",
            )
        )
    )
    assert found["2.29"] == ("sum", "7.73 -5.44")
    assert found["2.34"] == ("sum", "7.69 -5.35")


def test_a_column_of_changes_hinders_no_sum_of_what_has_changed(page: Page) -> None:
    found = claims(
        page(
            table(
                "Goods|2002|2003|Change",
                "Crude materials|5984.9|6162.5|177.8",
                "Seeds|318.8|291.5|-27.2",
                "Wood|1132.7|1105.7|-26.8",
                "Ores|4533.4|4765.3|232.3",
            ),
            title="Imports in 2003",
        )
    )
    assert found["5984.9"] == ("sum", "318.8 1132.7 4533.4")


def test_what_stands_in_brackets_behind_a_currency_is_below_naught(page: Page) -> None:
    report = page(
        table(
            "|Budget|Actual|Variance",
            "Taxes|$14,807,500|$14,792,350|$(15,150)",
            "Fees|257,600|257,444|(156)",
            "Grants|1,241,200|1,241,244|44",
            "Total revenues|16,306,300|16,291,038|(15,262)",
        ),
        title="Accounts of 2015",
    )
    assert "-15,150" in set(report.facts["printed"])
    assert claims(report)["-15,262"][0] == "sum"


def test_falls_alone_are_added_up_though_some_sums_are_rounded(page: Page) -> None:
    found = claims(
        page(
            table(
                "Month|Balance|Oil|Other|Rest",
                "January|-46,611|-9,729|-36,684|-198",
                "February|-43,108|-8,258|-34,684|-167",
                "March|-46,838|-9,794|-36,823|-221",
                "April|-47,835|-10,116|-37,475|-244",
            ),
            title="Trade in 2003",
        )
    )
    assert found["-46,838"] == ("sum", "-9,794 -36,823 -221")
    assert found["-43,108"] == ("sum", "-8,258 -34,684 -167")  # one off


def test_the_sum_that_holds_in_all_columns_comes_before_a_shorter_one(page: Page) -> None:
    found = claims(
        page(
            table(
                "|2017|2018",
                "Reserves|-403|0",
                "Support|-8,078|0",
                "Top-up|-25,822|-27,492",
                "Rates|-18,048|-17,489",
                "Grants|-3,119|-2,262",
                "Financing|-55,470|-47,243",
                "Council tax|261,436|281,012",
            ),
            title="Budget 2018",
        )
    )
    assert found["-55,470"] == ("sum", "-403 -8,078 -25,822 -18,048 -3,119")


def test_a_total_stands_in_the_column_beside_what_it_adds_up(page: Page) -> None:
    found = claims(
        page(
            table(
                "|£000|£000",
                "Pay award|1,480|",
                "Schools|(640)|",
                "Home to school transport|17,337|",
                "Total pressures||18,177",
                "Tax base||4,949",
            ),
            title="Budget 2018",
        )
    )
    assert found["18,177"] == ("sum", "1,480 -640 17,337")


def test_a_count_beside_a_month_is_no_year(page: Page) -> None:
    report = page(
        table(
            "Month|12/13|13/14|% change",
            "Nov|2161|2526|17%",
            "Dec|2071|2178|5%",
            "Jan|1834|1944|6%",
        ),
        title="Visitors",
    )
    assert claims(report)["5%"] == ("growth", "2178 2071")


def test_a_row_of_changes_is_held_against_the_columns_of_the_rows_above(page: Page) -> None:
    found = claims(
        page(
            "<p>单位：万元</p>",
            table(
                "指标|2013年|2014年|2015年",
                "财政收入|128221|155704|180318",
                "比上年增长%||21.4|15.8",
                "财政支出|368467|421044|519017",
                "比上年增长%||14.3|23.3",
            ),
        )
    )
    assert found["15.8"] == ("growth", "180318 155704")
    assert found["14.3"] == ("growth", "421044 368467")


def test_many_rows_of_rates_are_shares_where_their_digits_leave_no_chance(page: Page) -> None:
    found = claims(
        page(
            table(
                "Description|2011|2001",
                "People|1,721,179|1,493,462",
                "Children|140,314|152,685",
                "Area|3,404|3,404",
                "Share of children (%)|8.15|10.22",
                "Literacy (%)|74.92|67.41",
                "Literacy of men (%)|83.09|77.56",
                "Literacy of women (%)|66.68|57.00",
                "Share of the state (%)|2.39|2.39",
            ),
            title="Census of 2011",
        )
    )
    assert found == {
        "8.15": ("share", "140,314 1,721,179"),
        "10.22": ("share", "152,685 1,493,462"),
    }


def test_rows_take_the_unit_of_what_they_are_under_but_rates_do_not(page: Page) -> None:
    report = page(
        table(
            "指标|1990年|2000年",
            "总人口（万人）|286.02|299.13",
            "男|153.75|159.67",
            "女|132.27|139.46",
            "性别比|116.24|114.49",
            "民族人口（万人）||",
            "甲族|269.37|281.94",
            "占比（%）|94.18|94.25",
            "乙族|11.65|12.19",
            "死亡人口（人）|26|29",
            "男|17|16",
            "女|9|13",
        )
    )
    units = dict(report.facts[["printed", "unit"]].itertuples(index=False))
    assert units["153.75"] == units["269.37"] == units["11.65"] == "万人"
    assert units["116.24"] == "%" and units["17"] == "人"
    found = claims(report)
    assert found["286.02"] == ("sum", "153.75 132.27")
    assert found["114.49"] == ("ratio", "159.67 139.46")


def test_rows_below_a_heading_without_a_unit_take_none_from_above_it(page: Page) -> None:
    report = page(
        table("指标|2021年", "粮食（吨）|2861", "油料|1537", "畜牧业|", "肉牛|1322", "山羊|4171")
    )
    assert list(report.facts["unit"]) == ["吨", "", "", ""]


@pytest.mark.parametrize(("beans", "holds"), [("8.10", True), ("9.10", False)])
def test_shares_alone_are_added_up_only_where_all_columns_bear_that_out(
    page: Page, beans: str, holds: bool
) -> None:
    report = page(
        "<p>单位：%</p>",
        table(
            "作物|1995年|2000年|2004年",
            "粮食|73.43|69.39|66.17",
            "谷物|59.59|54.55|51.68",
            f"豆类|7.49|{beans}|8.34",
            "薯类|6.35|6.74|6.16",
            "油料|8.74|9.85|9.40",
        ),
    )
    found = claims(report)
    assert set(found) == ({"73.43", "69.39", "66.17"} if holds else set())
    assert found.get("66.17") in (None, ("sum", "51.68 8.34 6.16"))

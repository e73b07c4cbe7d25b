"""Totals, balances and tables of accounts, and the units that their numbers are counted in."""

from pathlib import Path

import pytest

from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.sources.source import read_text
from laicheng_data.facts.trace import trace
from tests.test_proposals import claims
from tests.test_relations import Proposed, proposed

__all__ = ["proposed"]


@pytest.mark.parametrize(
    ("line", "result", "claim"),
    [
        ("支出104.02亿元，加上上解支出14.13亿元、年终结转结余7.72亿元，支出总计125.87亿元。",
         "125.87亿", ("sum", "104.02亿 14.13亿 7.72亿")),
        ("收入为35.01亿元，补助收入为11.96亿元。支出为30.09亿元，上解支出为11.30亿元。收入共46.97亿元，"
         "支出共41.39亿元。", "46.97亿", ("sum", "35.01亿 11.96亿")),
        ("经营预算收入为229万元，上级补助收入为86万元，调出资金为201万元。年终结余114万元。",
         "114万", ("sum", "229万 86万 -201万")),
        ("加上补助收入13.36亿元、转贷收入2.05亿元，收入合计15.42亿元。",  # one digit is wrong
         "15.42亿", ("sum", "13.36亿 2.05亿")),
        ("收入合计32.39亿元，支出合计31.16亿元，结转下年1.23亿元。", "1.23亿", ("sum", "32.39亿 -31.16亿")),
    ],
)  # fmt: skip
def test_what_an_account_adds_up_or_leaves_is_proposed(
    proposed: Proposed, line: str, result: str, claim: tuple[str, str]
) -> None:
    assert proposed(line)[result] == claim


@pytest.mark.parametrize(
    ("line", "result", "claim"),
    [
        ("因信息公开被行政复议7件，其中维持6件、纠正0件、未审结1件。", "7", ("sum", "6 0 1")),
        ("共受理申请121件（其中新收112件，上年结转9件），已答复119件，属于公开60件，部分公开13件，不公开46件，"
         "另2件结转下一年处理。", "119", ("sum", "60 13 46")),
        ("需求41321人次，求职30770人次，市场求人倍率1.34。", "1.34", ("ratio", "41321 30770")),
        ("产量67.7万吨，比上年减产15万吨，降幅18.1%。", "18.1%", ("decline", "67.7万 67.7万+15万")),
        ("支出83584万元，比上年多7600万元，增长10%。", "10%", ("growth", "83584万 83584万+-7600万")),
        ("生产总值589亿元，其中全部工业增加值212.2亿元。工业增加值占GDP比重为36%。",
         "36%", ("share", "212.2亿 589亿")),
    ],
)  # fmt: skip
def test_what_the_words_say_of_numbers_near_is_proposed(
    proposed: Proposed, line: str, result: str, claim: tuple[str, str]
) -> None:
    assert proposed(line)[result] == claim


def table(tmp_path: Path, *rows: str, title: str = "某某区2024年决算表") -> Report:
    draft("our-own", read_text([title, *rows]), tmp_path)
    return load_report("our-own", tmp_path)


def test_the_two_sides_of_a_table_are_tables_of_their_own(tmp_path: Path) -> None:
    report = table(
        tmp_path,
        "科目\t预算数\t科目\t预算数",
        "收入总量\t1258\t支出总量\t1258",
        "税收收入\t1000\t教育支出\t258",
        "非税收入\t258\t公共支出\t1000",
    )
    subjects = report.facts.groupby("printed")["subject"].agg(sorted)
    assert subjects["1000"] == ["公共支出", "税收收入"]
    assert set(report.facts["unit"]) == {""}  # no 支 of 支出, which stands in the next cell


def test_changes_that_a_table_cuts_off_are_proposed_with_the_one_that_it_rounds(
    tmp_path: Path,
) -> None:
    report = table(
        tmp_path,
        "类别\t本期（件）\t同期（件）\t同比增幅（%）",
        "投诉\t132\t65\t103.07%",
        "举报\t47\t56\t-16.07%",
        "咨询\t783\t567\t38.09%",
    )
    assert claims(report)["103.07%"] == ("growth", "132 65")
    assert claims(report)["-16.07%"] == ("growth", "47 56")


def test_what_adds_up_to_a_count_is_counted_as_it_is(tmp_path: Path) -> None:
    report = table(
        tmp_path,
        "本月受理诉求38447件，详情如下。",
        "来源\t数量",
        "电话\t34859",
        "网站\t2724",
        "转派\t864",
    )
    assert set(report.facts["unit"]) == {"件"}


def test_no_multiple_is_handed_on_since_it_would_change_the_number(tmp_path: Path) -> None:
    report = table(tmp_path, "科目\t预算（万元）\t决算", "税收\t1258\t1258", "其他\t742\t742")
    assert list(report.facts["unit"]) == ["万元", "", "万元", ""]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("Quarter\tRequests received\tStaff", "Q1\t297\t12"), ["requests", ""]),
        (("Service\tNet cost", "Housing\t£4,571"), ["£"]),
        (("Service\tNet cost (£000)", "Housing\t£4,571"), ["£000"]),
        (("Year\tAverage complaints", "2021\t2.5"), [""]),
    ],
)
def test_an_english_number_has_the_unit_of_its_sign_or_its_noun(
    tmp_path: Path, rows: tuple[str, ...], told: list[str]
) -> None:
    assert list(table(tmp_path, *rows, title="Annual figures 2022").facts["unit"]) == told


def test_what_stands_between_blanks_is_accounted_for_as_it_is_printed(tmp_path: Path) -> None:
    lines = ["某区2024年报告", "截至 2024 年 12 月 31 日，共受理 2.8 万件，其中 6 月 300 件。"]
    draft("our-own", read_text(lines), tmp_path)
    report = load_report("our-own", tmp_path)
    assert set(trace(report, lines)["status"]) == {"found"}
    assert list(report.facts["printed"]) == ["2.8 万", "300"]


def test_shares_in_a_row_of_a_table_are_no_declines(tmp_path: Path) -> None:
    report = table(
        tmp_path,
        "指标\t2022年\t2023年\t2024年",
        "出生数（万人）\t16.66\t16.46\t17.51",
        "户籍（万人）\t10.08\t9.23\t10.02",
        "外来（万人）\t6.58\t7.23\t7.49",
        "占出生数比例（%）\t39.5\t43.9\t42.8",
    )
    assert claims(report)["39.5"] == ("share", "6.58 16.66")


def test_two_shares_are_of_the_number_that_their_parts_add_up_to(proposed: Proposed) -> None:
    found = proposed(
        "居民共273393人，一年里多了1547人。其中男性144994人，占53%；女性128399人，占47%。"
    )
    assert found["53%"] == ("share", "144994 273393")
    assert found["47%"] == ("share", "128399 273393")


def test_days_from_the_first_to_the_last_of_a_month_are_the_month(tmp_path: Path) -> None:
    report = table(
        tmp_path, "2024年4月1日至4月30日共受理4567件。", "投诉298件。", title="某热线月报"
    )
    assert set(report.facts["period"]) == {"2024-04"}


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("In May 12 complaints were received and by December 45 cases were open.", ["12", "45"]),
        ("On 3 May, and again on May 12, there were 45 cases.", ["45"]),
        ("As of January 1, 2019 there were 45 cases.", ["45"]),
    ],
)
def test_a_number_behind_a_month_is_a_day_only_where_it_must_be(
    tmp_path: Path, line: str, printed: list[str]
) -> None:
    report = table(tmp_path, line, title="Annual complaints report 2019")
    assert list(report.facts["printed"]) == printed


def test_an_amount_that_is_as_large_by_chance_is_counted_in_nothing(tmp_path: Path) -> None:
    report = table(tmp_path, "走访企业300家。", "项目\t金额", "教育\t300", "卫生\t200")
    assert list(report.facts["unit"]) == ["家", "", ""]


def test_a_fall_to_naught_is_proposed_among_rows_that_prove_the_form(tmp_path: Path) -> None:
    rows = ("类别\t本期\t同期\t同比", "投诉\t132\t66\t100.00%", "举报\t44\t55\t-20.00%")
    report = table(tmp_path, *rows, "咨询\t0\t8\t-100.00%")
    assert claims(report)["-100.00%"] == ("growth", "0 8")


@pytest.mark.parametrize(
    ("line", "result", "operands"),
    [
        ("基金收入58587万元，其中保费收入57417万元、财政补贴1170万元；支出24739万元，当年收支结余33848万元。",
         "33848万", "58587万 -24739万"),
        ("基金收入8200万元，补助收入1300万元，上年结转收入450万元。基金支出7100万元，调出资金1500万元，"
         "还本支出300万元，年终结余1050万元。", "1050万", "8200万 1300万 450万 -7100万 -1500万 -300万"),
    ],
)  # fmt: skip
def test_a_balance_that_is_exact_comes_before_one_that_may_be_a_slip(
    proposed: Proposed, line: str, result: str, operands: str
) -> None:
    assert proposed(line)[result] == ("sum", operands)


@pytest.mark.parametrize(
    "line",
    [
        "全年进口28.4亿元，出口45.9亿元。机电产品出口15.2亿元，进口7.2亿元。高新技术产品出口9.8亿元，"
        "进口5.7亿元。服务贸易顺差1.5亿元。",
        "养老保险收入5.28亿元，支出5.67亿元，年末滚存结余6.76亿元；居民保险收入7.94亿元，支出8.43亿元，"
        "年末滚存结余12.83亿元；职工医疗收入4.29亿元，支出2.33亿元，年末滚存结余12.26亿元。",
        "教育支出12.78亿元，社会保障支出9.60亿元，卫生健康支出3.17亿元。",
        "补助收入12.40亿元，债券收入3.10亿元。全年财政支出15.50亿元。",
        "资本经营收入393万元，支出176万元。保险基金收入9.76亿元，支出15.90亿元，年末滚存结余25.68亿元。",
    ],
)  # fmt: skip
def test_what_comes_in_and_goes_out_of_several_things_makes_no_sum(
    proposed: Proposed, line: str
) -> None:
    assert proposed(line) == {}


def test_of_which_is_of_the_number_that_stands_right_before_it(proposed: Proposed) -> None:
    found = proposed(
        "本年新收申请56件，其中自然人申请50件，法人申请6件；全年办结54件，其中予以公开20件，部分公开8件，"
        "无法提供22件，其他处理4件。"
    )
    assert found == {"56": ("sum", "50 6"), "54": ("sum", "20 8 22 4")}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("项目\t本年数", "受理案件（件）\t520", "涉案人数\t640"), ["件", ""]),
        (("全年办理案件1234件。", "项目\t数量", "培训人数\t1234", "参训\t20"), ["件", "", ""]),
    ],
)
def test_a_unit_is_not_handed_on_to_what_is_counted_otherwise(
    tmp_path: Path, rows: tuple[str, ...], told: list[str]
) -> None:
    assert list(table(tmp_path, *rows).facts["unit"]) == told


def test_numbers_with_blanks_within_stand_as_they_are_printed(tmp_path: Path) -> None:
    lines = ["某区2024年报告", "惠及 10 余 万 人， 200 多 户， 共受理 1 200 件，办结 1 150 件。"]
    draft("our-own", read_text(lines), tmp_path)
    assert set(trace(load_report("our-own", tmp_path), lines)["status"]) == {"found"}


def test_a_figure_of_a_table_is_no_hotline(tmp_path: Path) -> None:
    report = table(tmp_path, "项目\t金额（万元）", "总支出\t12345", "工资\t8000", "其他\t4345")
    assert claims(report)["12345"] == ("sum", "8000 4345")


def test_a_month_is_no_change_from_the_year_that_it_is_part_of(proposed: Proposed) -> None:
    found = proposed("1-12月累计受理12860件，12月受理1286件，环比下降10.0%。")
    assert "10.0%" not in found

"""Drafts of reports as a curator saves them: what shape says of changes, wholes and lists, and
what must not be made of it. All of it is made up."""

import pytest

from tests.conftest import Lines, Page
from tests.test_chinese_drafts import sums
from tests.test_foreign_drafts import rows
from tests.test_proposals import claims, named

CRIMES = (
    "<table><tr><th></th><th>2023年</th><th>2024年</th>"
    + "".join(f"<th colspan=2>{name}</th>" for name in ("与2023年比较", "百分率(%)"))
    + rows(
        "总体罪案|42 923|45 315|+|2 392|+|5.6",
        "劫案|59|44|-|15|-|25.4",
        "爆窃案|572|684|+|112|+|19.6",
        "纵火|132|116|-|16|-|12.1",
    ).removeprefix("<table>")
)


def test_a_column_of_signed_rates_is_of_changes_and_not_of_shares(page: Page) -> None:
    found = claims(page(CRIMES))
    assert found["+5.6"] == ("growth", "45 315 42 923")
    assert found["-25.4"] == ("growth", "44 59")


ACCOUNTS = rows(
    "!项目|预算数|决算数|占决算数(%)",
    "收入合计|5200|4000|100.00", "税收|3100|2500|62.50", "规费|2100|1500|37.50",
    "支出合计|8000|7000|100.00", "教育|4100|3500|50.00", "卫生|3900|3500|50.00",
)  # fmt: skip


def test_shares_are_of_the_row_above_that_says_a_hundred_per_cent(page: Page) -> None:
    found = claims(page(ACCOUNTS))
    assert found["62.50"] == ("share", "2500 4000")
    assert found["37.50"] == ("share", "1500 4000")
    assert found["50.00"] == ("share", "3500 7000")


LAKES = (
    "监测的195个湖（库）中，水质优良个数占比81.0%，上升2.9个百分点。主要指标为总磷。"
    "186个监测营养的湖（库）中，中度富营养的4个，占2.2%；轻度富营养的34个，占18.3%。"
)


def test_no_share_is_of_what_is_smaller_and_no_slip_is_told_across_sentences(lines: Lines) -> None:
    report = lines(LAKES)
    assert claims(report)["2.2%"] == ("share", "4 186")
    assert "81.0%" not in claims(report)
    assert not sums(report)


def test_what_there_was_before_has_not_grown_by_what_came(lines: Lines) -> None:
    told = "2021年罪案64428宗，较2020年的63232宗增加1196宗（+1.9%）。"
    assert claims(lines(told, title="2021年治安情况"))["+1.9%"] == ("growth", "64428 64428+-1196")


def test_two_things_of_one_year_are_no_change(lines: Lines) -> None:
    told = "65岁以上死亡127461人，占总数的72.7%。十大死因死亡135933人，高血压、肝病分别下降6.2%、5.6%。"
    assert not {"6.2%", "5.6%"} & claims(lines(told)).keys()


@pytest.mark.parametrize(("rate", "is_told"), [("15.46%", True), ("15.49%", False)])
def test_a_rate_and_its_amount_are_of_the_level_above_that_has_changed_so(
    lines: Lines, rate: str, is_told: bool
) -> None:
    change = f"与上年相比，增加58.21万元，增长{rate}。"
    found = claims(lines("支出总计434.72万元，其中年末结转0.55万元。", change))
    assert (found.get(rate) == ("growth", "434.72万 434.72万+-58.21万")) == is_told


@pytest.mark.parametrize(
    ("said", "apart"),
    [
        ("预算收入316580万元，其中：税收收入238998万元，非税收入77582万元；基金收入1616万元。", "基金收入"),
        ("预计实现生产总值391亿元，增长8.6%；财政收入38.74亿元，增长4.26%。", "财政收入"),
        ("网站发布信息4583条，其中公开各类信息2107条，微博发布信息6012条。", "微博发布信息"),
    ],
)  # fmt: skip
def test_what_follows_a_list_or_is_larger_than_its_whole_is_no_part(
    lines: Lines, said: str, apart: str
) -> None:
    facts = lines(said).facts
    assert (facts.loc[facts["measure"] == apart, "subject"] == "all").all()
    assert apart in set(facts["measure"])


def test_a_long_name_begins_with_a_whole_word(lines: Lines) -> None:
    told = "各级12315工作机构月受理消费者投诉、举报、咨询的数量全年平均为24917件。"
    assert not lines(told).facts["measure"].str.match("[0-9]").any()


def test_a_year_of_the_republic_is_no_number_whatever_is_said_of_it(lines: Lines) -> None:
    told = ("中華民國97年度歲入5000元。", "108年死亡人數1754人。", "建校110年來培養5204人。")
    found = named(lines(*told, title="統計"))
    assert [period for _, period, *_ in found][:2] == ["2008", "2019"]
    assert "97" not in {printed for printed, *_ in found}


def test_the_number_of_a_year_before_is_called_as_this_years(lines: Lines) -> None:
    told = (
        "2021年预算数27.36亿元，较2020年预算数25.39亿元，增加1.97亿元。执行率98.42%，较2020年执行率99.23%"
        "减少0.81个百分点，比上年-0.8%。"
    )
    facts = lines(told, title="2021年年报").facts.set_index("printed")
    assert list(facts.loc[["25.39亿", "99.23%"], "period"]) == ["2020", "2020"]
    assert list(facts.loc[["25.39亿", "99.23%"], "measure"]) == ["预算数", "执行率"]
    assert facts.loc["-0.8%", "period"] == "2021"


def test_a_change_is_called_by_what_it_is_counted_in(lines: Lines) -> None:
    told = "整体罪案59225宗，较2020年（54225宗）增加5000宗（+9.2%）。"
    facts = lines(told, title="2021年治安情况").facts.set_index("printed")
    assert list(facts.loc[["5000", "+9.2%"], "measure"]) == ["整体罪案_增额", "整体罪案_增幅"]

"""Statements of accounts, tables headed alike and releases of statistics, as offices print them:
what their numbers are called and of which period, and what adds up. All of it is made up."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.sources.source import read_text
from tests.conftest import Page
from tests.test_proposals import claims, named


def table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def prose(
    tmp_path: Path, *lines: str, title: str = "Closures in the first quarter of 2012"
) -> Report:
    draft("our-own", read_text([title, *lines]), tmp_path)
    return load_report("our-own", tmp_path)


STATEMENT = table(
    ("Budget £m", "", "Note", "31 March 2012 £m", "31 March 2011 £m"),
    ("5,120", "Rents", "1", "5,241", "5,017"),
    ("1,207", "Fees", "2", "1,318", "1,129"),
    ("6,327", "Total income", "", "6,559", "6,146"),
    ("4,118", "Pay", "3", "4,226", "4,009"),
    ("1,031", "Supplies", "", "1,105", "987"),
    ("-", "Gains/(losses) on land", "", "21", "(118)"),
    ("-", "Gifts", "", "(7)", "13"),
    ("5,149", "Total spending", "", "5,345", "4,891"),
    ("1,178", "Income less spending", "", "1,214", "1,255"),
    ("12", "Interest (net)", "", "15", "9"),
    ("3", "Interest (other)", "", "4", "2"),
    ("1,193", "Result", "", "1,233", "1,266"),
)


@pytest.fixture
def statement(page: Page) -> Report:
    title = "Statement for the year ended 31 March 2012"
    return page(STATEMENT, title=title)


def test_days_that_head_columns_are_the_years_that_end_on_them(statement: Report) -> None:
    told = statement.facts.set_index("printed")["period"]
    assert (told["5,241"], told["5,017"]) == ("2011-04/2012-03", "2010-04/2011-03")


def test_numbers_of_notes_are_no_facts_and_add_up_to_nothing(statement: Report) -> None:
    assert "1" not in set(statement.facts["printed"])


def test_a_row_that_begins_with_a_dash_keeps_its_name_and_its_minus(statement: Report) -> None:
    told = named(statement)
    assert ("-118", "2010-04/2011-03", "Gains_losses_on_land") in [(*t[:2], t[2]) for t in told]
    assert [t[2] for t in told if t[0] == "-7"] == ["Gifts"]


def test_what_brackets_tell_apart_keeps_them(statement: Report) -> None:
    subjects = {t[2] for t in named(statement)}
    assert {"Interest_net", "Interest_other"} <= subjects


def test_one_total_less_another_is_found_in_a_long_statement(statement: Report) -> None:
    assert claims(statement)["1,255"] == ("sum", "6,146 -4,891")


REQUESTS = (
    "Received",
    "Closed (in time)",
    "Closed (late)",
    "Open (in time)",
    "Open (late)",
    "Rate",
)


def test_a_share_of_what_stands_above_is_of_a_count_further_left(page: Page) -> None:
    report = page(
        "<p>全市共收到投诉30150件。</p>",
        table(
            ("地区", "2021年（件）", "2020年（件）", "同比", "占全市总量"),
            ("甲区", "8241", "8263", "-0.27%", "27.33%"),
            ("乙区", "6127", "5210", "17.60%", "20.32%"),
            ("丙区", "5390", "5140", "4.86%", "17.88%"),
        ),
    )
    assert claims(report)["17.88%"] == ("share", "5390 30150")


def test_the_year_before_and_changes_are_called_as_what_they_are_compared_with(page: Page) -> None:
    report = page(
        "<p>1-2月，税收收入12640万元。</p><p>二〇二一年二月收入表</p>",
        table(
            ("科目", "本年收入计划", "累计完成数", "占计划%", "上年同期数", "同比增减%"),
            ("税收收入", "75210", "12640", "16.81", "11520", "9.72"),
            ("增值税", "38450", "6218", "16.17", "5003", "24.29"),
        ),
    )
    rows = report.facts[report.facts["subject"] == "增值税"]
    assert rows[["measure", "period"]].to_numpy().tolist() == [
        ["本年收入计划", "2021"],
        ["收入完成数", "2021-01/2021-02"],
        ["占计划", "2021-01/2021-02"],
        ["收入完成数", "2020-01/2020-02"],
        ["收入完成数_增幅", "2021-01/2021-02"],
    ]


def test_what_stands_in_brackets_behind_last_year_is_of_its_same_quarter(tmp_path: Path) -> None:
    line = "一季度接收投诉4180件，同比上年（3905件）上升7.04%，其中手机APP2750件、小程序1430件。"
    report = prose(tmp_path, line, title="某市2025年第一季度投诉情况")
    assert [row[1] for row in named(report)][:3] == ["2025-Q1", "2024-Q1", "2025-Q1"]
    assert claims(report)["4180"] == ("sum", "2750 1430")


@pytest.mark.parametrize(
    ("heading", "period"),
    [("2011 Q4 r", "2011-Q4"), ("Q4 2011 (p)", "2011-Q4"), ("Fourth quarter of 2011", "2011-Q4")],
)
def test_quarters_are_read_whichever_way_they_are_written(
    page: Page, heading: str, period: str
) -> None:
    report = page(table(("", heading), ("Closures", "1,560")), title="Closures in 2012")
    assert named(report) == [("1,560", period, "all", "Closures")]


def test_changes_in_a_release_are_of_what_stands_before_their_brackets(tmp_path: Path) -> None:
    report = prose(
        tmp_path,
        "There were 5,230 closures. They were made up of 1,410 forced closures (down 9.6% on the"
        " previous quarter and down 17.3% on the same quarter of the previous year) and 3,820"
        " owners’ closures.",
        "\t".join(("", "2011 Q1", "2011 Q4", "2012 Q1 p")),
        "\t".join(("Closures", "5,104", "5,012", "5,230")),
        "\t".join(("Forced", "1,705", "1,560", "1,410")),
    )
    found = claims(report)
    assert found["5,230"] == ("sum", "1,410 3,820")
    assert (found["9.6%"], found["17.3%"]) == (
        ("decline", "1,410 1,560"),
        ("decline", "1,410 1,705"),
    )
    changes = report.facts[report.facts["printed"].isin(["9.6%", "17.3%"])]
    assert set(changes["measure"] + changes["subject"]) == {"closures_decreaseforced"}


def test_rows_that_of_which_begins_are_parts_of_the_row_above_it(page: Page) -> None:
    report = page(
        table(
            ("", "2011", "2012"),
            ("Closures", "5,104", "5,012"),
            ("of which:", "", ""),
            ("Forced", "1,705", "1,560"),
            ("Owners’", "3,399", "3,452"),
        ),
        title="Closures in 2012",
    )
    assert ("1,560", "2012", "Forced", "Closures") in named(report)


def test_counts_add_up_across_the_shares_that_stand_beside_them(page: Page) -> None:
    heads = ("合计（件）", "甲类（件）", "乙类（件）", "丙类（件）")
    report = page(
        table(
            ("", *(title for head in heads for title in (head, "构成"))),
            ("国内", "9310", "100/83", "2140", "100/42", "3655", "100/98", "3515", "100/89"),
            ("职务", "4127", "44.3%", "1120", "52.3%", "1607", "44.0%", "1400", "39.8%"),
            ("非职务", "5183", "55.7%", "1020", "47.7%", "2048", "56.0%", "2115", "60.2%"),
        )
    )
    assert claims(report)["4127"] == ("sum", "1120 1607 1400")
    assert claims(report)["60.2%"] == ("share", "2115 3515")


def test_a_slip_in_a_release_is_found_where_it_says_what_has_changed_since(tmp_path: Path) -> None:
    report = prose(
        tmp_path,
        "There were 5,230 closures, an increase of 13.9% on the previous quarter.",  # 13.4%
        "\t".join(("", "2011 Q1", "2011 Q4", "2012 Q1 p")),
        "\t".join(("Closures", "5,104", "4,612", "5,230")),
    )
    assert claims(report)["13.9%"] == ("growth", "5,230 4,612")


def test_no_number_is_part_of_what_is_printed_once_more(tmp_path: Path) -> None:
    line = "全市农田512.40万亩。其中，水田60.21万亩，占农田512.40万亩的11.8%，旱地39.79万亩。"
    report = prose(tmp_path, line, title="某市2018年农业情况")
    assert "512.40万" not in claims(report)  # though 612.40 is but a slip away


def test_of_which_goes_on_with_the_year_of_the_paragraph_before(tmp_path: Path) -> None:
    report = prose(
        tmp_path,
        "2023年，全市义务教育招生21540人，在校生78420人。",
        "其中小学招生15230人，在校生55170人。",
        "其中初中招生6310人，在校生23250人。",
        title="2022-2023学年教育统计",
    )
    assert set(report.facts["period"]) == {"2023"}
    assert claims(report)["78420"] == ("sum", "55170 23250")
    told = {(row[0], row[2], row[3]) for row in named(report)}
    assert ("55170", "小学", "在校生") in told


def test_two_kinds_of_one_thing_are_named_by_it(tmp_path: Path) -> None:
    report = prose(
        tmp_path,
        "There were 2,741 forced closures and owners’ closures in 2012.",
        "In 2012 there were 11,630 forced and voluntary closures.",
    )
    assert [row[3] for row in named(report)] == ["closures", "forced_and_voluntary_closures"]


def test_a_rate_of_change_is_not_of_the_year_that_it_is_from(tmp_path: Path) -> None:
    line = "In 2010 there were 51,200 pupils, an increase of 4% from 2009 and 11% since 2006."
    told = named(prose(tmp_path, line, title="Pupils in 2010"))
    assert [(row[1], row[3]) for row in told] == [
        ("2010", "pupils"),
        ("2010", "pupils_increase"),
        ("2010", "pupils_increase"),
    ]

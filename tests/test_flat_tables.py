"""Tables whose cells a saved text has one below the other."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laicheng_data.facts.report import Report
from laicheng_data.facts.sources.flat_tables import restore_tables
from laicheng_data.facts.sources.source import read_text
from laicheng_data.facts.trace import trace
from tests.conftest import Lines

TITLE = "某市2022年政务热线年报"
BY_DISTRICT = "区域 受理 办结 办结率 甲区 1,210 1,100 90.91% 乙区 700 650 92.86%".split()
Drafted = Callable[..., Report]


@pytest.fixture
def drafted(lines: Lines) -> Drafted:
    """Drafts a report of these lines, and sees that no numeral of theirs is lost."""

    def of(*said: str) -> Report:
        report = lines(*said)
        assert (trace(report, [report.card.title, *said])["status"] == "found").all()
        return report

    return of


def named(report: Report) -> list[tuple[str, ...]]:
    return list(report.facts[["printed", "subject", "measure"]].itertuples(index=False, name=None))


def test_cells_below_each_other_are_rows_under_their_headings(drafted: Drafted) -> None:
    report = drafted("各区受理情况（单位：件）", *BY_DISTRICT, "二、存在的问题。")
    assert named(report)[3:] == [
        ("700", "乙区", "受理"), ("650", "乙区", "办结"), ("92.86%", "乙区", "办结率"),
    ]  # fmt: skip
    assert list(report.facts["paragraph"]) == [7, 8, 9, 11, 12, 13]
    assert list(report.claims["kind"]) == ["share", "share"]


def test_a_table_without_a_word_for_its_rows_has_headings_all_the_same(drafted: Drafted) -> None:
    report = drafted("2022年各区受理情况表", *BY_DISTRICT[1:])
    assert named(report)[0] == ("1,210", "甲区", "受理")


def test_columns_without_headings_are_left_for_the_curator_to_name(drafted: Drafted) -> None:
    report = drafted("各区受理情况表", *BY_DISTRICT[4:])
    assert named(report)[0] == ("1,210", "甲区", "unnamed")
    assert len(report.claims) == 2  # the arithmetic needs no names


@pytest.mark.parametrize(
    "lines", [("首页", "1", "2", "3", "下一页", "4", "5", "6"), ("浏览次数", "1532", "第一章", "7")]
)
def test_what_only_counts_pages_is_no_table(lines: tuple[str, ...]) -> None:
    source = read_text([TITLE, *lines])
    assert restore_tables(source).source is source


CELLS = ["甲", "乙区", "总计", "项目", "1", "20", "3.5%", "—", "2021年", "正文。", "表", "|", "7 |"]


@given(st.lists(st.sampled_from(CELLS)))
def test_every_line_stays_where_it_was_however_cells_are_put_together(lines: list[str]) -> None:
    source = read_text([TITLE, *lines])
    restored = restore_tables(source)
    assert [at.line for pieces in restored.pieces for at in pieces] == [*range(len(source.lines))]
    for made, pieces in zip(restored.source.lines, restored.pieces, strict=True):
        for line, start in pieces:
            assert made.startswith(source.lines[line].rstrip(" |"), start)


def test_rows_may_be_numbered_and_their_cells_ruled(drafted: Drafted) -> None:
    heads = ["序号 |", "单位 |", "交办 |", "办结率 |"]
    rows = [("1", "甲区", "1922", "98.06%"), ("2", "乙县", "4226", "99.40%")]
    report = drafted("分布情况", *heads, *(f"{cell} |" for row in rows for cell in row), "完毕。")
    assert named(report)[:2] == [("1922", "甲区", "交办"), ("98.06%", "甲区", "办结率")]
    assert list(report.omitted["reason"])[-2:] == ["number of the row"] * 2


@pytest.mark.parametrize("years", [("2020年", "2021年"), ("2020", "2021")])
def test_years_that_head_columns_are_no_figures(drafted: Drafted, years: tuple[str, str]) -> None:
    report = drafted(
        "指标", *years, "增长（%）", "收入", "200", "210", "5.0", "支出", "300", "330", "10.0"
    )
    assert list(report.facts["period"]) == ["2020", "2021", "2021"] * 2
    assert list(report.claims["kind"]) == ["growth", "growth"]


def test_a_heading_stands_over_those_that_follow_the_total(drafted: Drafted) -> None:
    heads = ["申请人情况", "自然人", "法人", "总计", "商业企业", "科研机构"]
    rows = ["一、本年新收", "9", "1", "0", "10", "二、上年结转", "1", "0", "0", "1"]
    report = drafted("申请情况统计表", *heads, *rows)
    assert list(report.facts["measure"][:4]) == ["自然人", "法人_商业企业", "法人_科研机构", "总计"]
    assert list(report.claims["kind"]) == ["sum", "sum"]


@pytest.mark.parametrize("corner", ["信息内容", "项目"])
def test_one_row_is_a_table_where_it_is_headed_as_such(drafted: Drafted, corner: str) -> None:
    report = drafted("第二十条第（五）项", corner, "本年处理决定数量", "行政许可", "236", "完毕。")
    assert named(report) == [("236", "行政许可", "本年处理决定数量")]


def test_a_figure_alone_may_be_the_number_of_a_page_but_none_of_thousands(drafted: Drafted) -> None:
    report = drafted("总人口", "1532", "共有诉求9件。", "12")
    assert "1532" in set(report.facts["printed"]) and "12" in set(report.omitted["printed"])


def test_figures_that_nothing_names_are_unnamed_and_no_numbers_of_pages(drafted: Drafted) -> None:
    report = drafted("结果维持", "2", "0", "1", "0", "3", "完毕。")
    assert set(report.facts["measure"]) == {"unnamed"} and len(report.facts) == 5

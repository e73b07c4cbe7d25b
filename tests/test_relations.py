"""Relations that a draft proposes over sentences, paragraphs and tables, and those it must not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.report import load_report
from laicheng_data.facts.sources.source import read_source, read_text
from laicheng_data.facts.trace import trace
from tests.test_proposals import claims

Claims = dict[str, tuple[str, str]]
Proposed = Callable[..., Claims]


@pytest.fixture
def proposed(tmp_path: Path) -> Proposed:
    def found(*lines: str, title: str = "某某县2019年工作情况报告") -> Claims:
        draft("our-own", read_text([title, *lines]), tmp_path)
        return claims(load_report("our-own", tmp_path))

    return found


@pytest.fixture
def in_page(tmp_path: Path) -> Callable[[str], Claims]:
    def found(body: str) -> Claims:
        page = tmp_path / "page.html"
        page.write_text(f"<h1>Annual report 2019</h1>{body}", encoding="utf-8")
        draft("our-own", read_source(page), tmp_path)
        return claims(load_report("our-own", tmp_path))

    return found


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize(
    ("line", "result", "claim"),
    [
        ("查处食品案件10起，比去年同期（2起）上升400%。", "400%", ("growth", "10 2")),
        ("支出72716万元，比上年42895万元增加29821万元。", "29821万", ("sum", "72716万 -42895万")),
        ("共受理申请10件，其中当面申请1宗，网上申请9宗，信函申请0宗。", "10", ("sum", "1 9 0")),
        ("补助收入366.92亿元（其中返还18.20亿元、转移295.68亿元、专项53.03亿元）。",
         "366.92亿", ("sum", "18.20亿 295.68亿 53.03亿")),
        ("新收案件3964件，旧存194件，已结2580件。其中新收诉讼案件2000件；新收执行案件1964件。",
         "3964", ("sum", "2000 1964")),
        ("新收案件3964件，旧存194件，结案2580件，结案率62.05%。",
         "62.05%", ("share", "2580 3964+194")),
        ("受理事项7227宗，当场答复5113宗，转办2114宗，办结1898宗，办结率97.01%。",
         "97.01%", ("share", "5113+1898 7227")),
    ],
)  # fmt: skip
def test_what_a_sentence_says_of_its_numbers_is_proposed(
    proposed: Proposed, line: str, result: str, claim: tuple[str, str]
) -> None:
    assert proposed(line)[result] == claim


@pytest.mark.parametrize(
    ("lines", "result", "operands"),
    [
        (["共受理案件4939件。结案2837件。", "诉讼案件收案2559件，结案1779件。",
          "执行收案2380件，结案1058件。"], "2837", "1779 1058"),
    ],
)  # fmt: skip
def test_totals_are_held_against_what_stands_in_other_paragraphs(
    proposed: Proposed, lines: list[str], result: str, operands: str
) -> None:
    assert proposed(*lines)[result] == ("sum", operands)


@pytest.mark.parametrize(
    "line",
    [
        "超标天数3天，其中轻度污染2天，中度污染1天。甲、乙作为首要污染物的比例分别为66.7%和33.3%。",
        "从来源来看，投诉0.03万件，话务0.02万件，占比57.68%。",  # rounded beyond telling
    ],
)
def test_what_few_or_rounded_things_may_come_to_by_chance_is_no_share(
    proposed: Proposed, line: str
) -> None:
    assert not [claim for claim in proposed(line).values() if claim[0] == "share"]


@pytest.mark.parametrize(
    ("line", "result", "claim"),
    [
        ("Complaints decreased by 2% from 92 in 2018 to 90 in 2019.", "2%", ("decline", "90 92")),
        ("Marriages fell by 11.4 per cent to 8,113, which was 1,046 fewer than in 2018.",
         "11.4", ("decline", "8,113 8,113+1,046")),
        ("Births numbered 13,910 in 2019, 435 (3.0 per cent) fewer than in 2018.",
         "3.0", ("decline", "13,910 13,910+435")),
        ("The deficit was $44.3 billion in 2019, down $1.5 billion from $45.8 billion in 2018.",
         "1.5", ("sum", "45.8 -44.3")),
        ("Police resolved 14,199 more offences in 2019 (215,618) than in 2018 (201,419).",
         "14,199", ("sum", "215,618 -201,419")),
    ],
)  # fmt: skip
def test_what_english_says_has_changed_is_proposed(
    proposed: Proposed, line: str, result: str, claim: tuple[str, str]
) -> None:
    assert proposed(line, title="Annual report 2019")[result] == claim


def test_amounts_in_brackets_are_below_naught_and_no_headings(
    tmp_path: Path, in_page: Callable[[str], Claims]
) -> None:
    rows = [
        ("", "Spent", "Income", "Net"),
        ("Services", "£1,760", "(£160)", "£1,600"),
        ("Planning", "£5,960", "(£6,624)", "(£664)"),
        ("Parking", "£3,994", "(£2,798)", "£1,196"),
    ]
    found = in_page(table(*rows))
    assert found["-664"] == ("sum", "5,960 -6,624")
    report, lines = load_report("our-own", tmp_path), read_source(tmp_path / "page.html").lines
    assert set(trace(report, lines)["status"]) == {"found"}


def test_columns_that_nearly_all_hold_are_proposed_for_all(
    in_page: Callable[[str], Claims],
) -> None:
    rows = [("", "Spent", "Income", "Left"), ("A", "182", "31", "151"), ("B", "223", "98", "125"),
            ("C", "360", "106", "254"), ("D", "161", "33", "129")]  # fmt: skip
    assert in_page(table(*rows))["129"] == ("sum", "161 -33")


def test_ratios_of_columns_are_found_and_not_added_up(in_page: Callable[[str], Claims]) -> None:
    rows = [("类别", "在校学生数", "专任教师数", "学生与专任教师比"), ("小学", "371009", "18955", "19.57"),
            ("初中", "171369", "11775", "14.55"), ("总计", "542378", "30730", "17.65")]  # fmt: skip
    found = in_page(table(*rows))
    assert found["19.57"] == ("ratio", "371009 18955")
    assert found["17.65"] == ("ratio", "542378 30730")


def test_a_total_adds_up_all_cells_above_it_though_some_are_empty(
    in_page: Callable[[str], Claims],
) -> None:
    rows = [("", "自然人", "企业"), ("一、本年新收", "821", "35"), ("二、上年结转", "18", ""),
            ("三、予以公开", "258", "12"), ("部分公开", "3", ""), ("不予公开", "14", "1"),
            ("无法提供", "492", "22"), ("总计", "767", "35"), ("四、结转下年", "72", "")]  # fmt: skip
    found = in_page(table(*rows))
    assert found["767"] in (("sum", "258 3 14 492"), ("sum", "821 18 -72"))
    assert found["35"] == ("sum", "12 1 22")


def test_a_change_in_the_text_is_held_against_the_year_before_in_a_table(
    in_page: Callable[[str], Claims],
) -> None:
    rows = [("", "Trips"), ("2018", "590,700"), ("2019", "615,200")]
    found = in_page(f"{table(*rows)}<p>There were 615,200 trips in 2019, an increase of 4.1%.</p>")
    assert found["4.1%"] == ("growth", "615,200 590,700")


def test_cases_ended_of_each_kind_are_all_that_were(proposed: Proposed) -> None:
    line = (
        "结案32825件。其中受理刑事案件1501件，审结1441件；受理民事案件24912件，审结21244件；"
        "受理行政案件422件，审结362件；受理执行案件11108件，执结9778件。"
    )
    assert proposed(line)["32825"] == ("sum", "1441 21244 362 9778")


def test_a_table_may_divide_one_number_twice(
    tmp_path: Path, in_page: Callable[[str], Claims]
) -> None:
    rows = [("", "人数"), ("总人口", "832955"), ("男", "441724"), ("女", "391231"),
            ("少年", "220968"), ("青年", "189574"), ("中年", "296807"), ("老年", "125606")]  # fmt: skip
    in_page(table(*rows))
    sums = load_report("our-own", tmp_path).claims
    assert sorted(sums["operands"].str.split().str.len()) == [2, 4]


def test_naughts_in_a_row_prove_no_sum(in_page: Callable[[str], Claims]) -> None:
    rows = [("", "制发", "废止", "有效"), ("规章", "2", "0", "2"), ("文件", "5", "0", "5")]
    assert in_page(table(*rows)) == {}


def test_no_number_is_a_share_of_itself_as_rounded(in_page: Callable[[str], Claims]) -> None:
    rows = [("", "人数", "比重（%）"), ("常住人口", "832955", "100"), ("城镇", "217318", "26.09"),
            ("乡村", "615637", "73.91")]  # fmt: skip
    assert in_page(f"<p>常住人口83.30万人。</p>{table(*rows)}").get("100", ("sum",))[0] == "sum"


def test_a_total_is_of_those_before_it_that_are_called_as_it_is(proposed: Proposed) -> None:
    line = "甲馆办理新证207个，退证97个；乙馆办理新证36个，退证7个；合计办理新证{}个。"
    assert proposed(line.format(243)) == {"243": ("sum", "207 36")}


def test_a_later_clause_says_what_is_among_a_number(proposed: Proposed) -> None:
    line = "接待到访484.1万人次。其中：乘车436.5万人次。到访中：国内447.4万人次；境外36.7万人次。"
    assert proposed(line) == {"484.1万": ("sum", "447.4万 36.7万")}


def test_a_total_is_of_those_before_it_that_are_counted_alike(proposed: Proposed) -> None:
    line = "4区面积2506平方公里、6县面积9036平方公里、1市面积1181平方公里，共12723平方公里。"
    assert proposed(line)["12723"] == ("sum", "2506 9036 1181")


def test_a_share_is_of_what_was_counted_in_its_own_year(proposed: Proposed) -> None:
    found = proposed(
        "The Council received 1286 applications, a 15% reduction upon the 1517 received during "
        "2018/19.",
        "998 applications received were from single people, proportionate to 78% of the profile.",
        title="Homelessness Performance 2019/20",
    )
    assert found["78%"] == ("share", "998 1286")

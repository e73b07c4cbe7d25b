"""Names and claims drafted from made-up texts: what is found, and what must not be."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laicheng_data.checking.claims import check
from laicheng_data.facts import proposing
from laicheng_data.facts.arithmetic import Proposal
from laicheng_data.facts.draft import draft, fact_ids
from laicheng_data.facts.furniture import find_title, read_furniture
from laicheng_data.facts.paragraphs import SourceError
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.source import read_text
from laicheng_data.facts.trace import trace

Drafted = Callable[..., Report]
TITLE = "某某县2019年工作情况报告"


@pytest.fixture
def drafted(tmp_path: Path) -> Drafted:
    def report(*lines: str) -> Report:
        draft("our-own", read_text([TITLE, *lines]), tmp_path)
        return load_report("our-own", tmp_path)

    return report


def named(report: Report) -> list[tuple[str, str, str, str]]:
    columns = ["printed", "period", "subject", "measure"]
    return [tuple(row) for row in report.facts[columns].itertuples(index=False)]


def claims(report: Report) -> dict[str, tuple[str, str]]:
    """For each printed result the kind and the printed operands, signs and groups kept."""
    printed = dict(zip(report.facts["fact_id"], report.facts["printed"], strict=True))

    def group(terms: str) -> str:
        parts = terms.split("+")
        return "+".join("-" * part.startswith("-") + printed[part.lstrip("-")] for part in parts)

    return {
        printed[claim.result]: (claim.kind, " ".join(map(group, claim.operands.split())))
        for claim in report.claims.itertuples()
    }


def test_every_claim_of_a_draft_says_that_a_machine_found_it(drafted: Drafted) -> None:
    report = drafted("全年受理案件8000件，办结7300件，办结率91.25%。")
    assert set(report.claims["basis"]) == {"proposed"}
    assert (report.claims["remark"] != "").all()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("全年受理案件8000件，办结7300件，办结率91.25%。", {"91.25%": ("share", "7300 8000")}),
        (
            "税收收入5132万元，比上年增收331万元，增长6.9%。",
            {"6.9%": ("growth", "5132万 5132万+-331万")},
        ),
        (
            "税收收入5132万元，比上年减收331万元，下降6.1%。",
            {"6.1%": ("decline", "5132万 5132万+331万")},
        ),
        (
            "完成收入2236万元，完成年初预算数25200万元的8.9%。",
            {"8.9%": ("share", "2236万 25200万")},
        ),
        (
            "共接待来访4315人次，其中现场3127人次、网上1188人次。",
            {"4315": ("sum", "3127 1188")},
        ),
        (
            "共接到来电4315件，日均138件，其中直接答复3127件、转办1188件。",
            {"4315": ("sum", "3127 1188")},
        ),
        ("甲乡312户，乙乡4188户，丙乡77户，共计4577户。", {"4577": ("sum", "312 4188 77")}),
        (
            "咨询3127件，占61.23%；求助1188件，占23.26%；投诉792件，占15.51%。",
            {
                "61.23%": ("share", "3127 3127+1188+792"),
                "23.26%": ("share", "1188 3127+1188+792"),
                "15.51%": ("share", "792 3127+1188+792"),
            },
        ),
    ],
)
def test_a_claim_is_found_in_what_stands_around_it(
    drafted: Drafted, line: str, found: dict[str, tuple[str, str]]
) -> None:
    assert claims(drafted(line)) == found


@pytest.mark.parametrize(
    "line",
    [
        "群众满意率98.6%，按时办结率99.1%。",
        "派出干部312人，走访户数4188户，占61.23%。",
        "新增就业3127人，培训1188人，发放资料5000份。",
        "产值5132万元，同比增长6.9%，利润331万元。",
    ],
)
def test_what_does_not_follow_is_not_proposed(drafted: Drafted, line: str) -> None:
    assert claims(drafted(line)) == {}


def test_a_total_that_is_dealt_out_twice_is_a_sum_twice(drafted: Drafted) -> None:
    report = drafted("共办理热线2495件。其中交办2388件，直办107件；按期回复2424件，逾期回复71件。")
    assert list(report.claims["kind"]) == ["sum", "sum"]
    assert set(check(report)["verdict"]) == {"consistent"}


def test_parts_of_parts_do_not_hide_a_total(drafted: Drafted) -> None:
    report = drafted(
        "生产总值244394万元。其中：第一产业62857万元；第二产业65585万元，其中工业40653万元，"
        "建筑业24932万元；第三产业115952万元。"
    )
    assert claims(report) == {
        "65585万": ("sum", "40653万 24932万"),
        "244394万": ("sum", "62857万 65585万 115952万"),
    }


def test_growth_is_found_where_the_same_thing_is_called_otherwise_a_year_before(
    drafted: Drafted,
) -> None:
    report = drafted(
        "2019年，某某人民法院受理案件15985件，比2018年上升42.6%。", "2018年，该院受理案件11210件。"
    )
    assert claims(report) == {"42.6%": ("growth", "15985 11210")}


def test_nothing_is_reckoned_from_a_number_that_is_only_a_bound(drafted: Drafted) -> None:
    report = drafted("21家法院收案超过1万件，审结7028件，结案率为70.28%。")
    assert report.claims.empty


def test_a_notice_is_of_what_was_named_last_and_by_whom_the_sentence_begins(
    drafted: Drafted,
) -> None:
    report = drafted("规范扶贫项目管理。村集体进行7天公示。镇（街道）研究后进行5天公示。")
    assert named(report) == [
        ("7", "2019", "village", "project_notice"),
        ("5", "2019", "township", "project_notice"),
    ]


def test_tables_headed_alike_are_one_list_so_that_rows_that_do_not_hold_are_found(
    drafted: Drafted,
) -> None:
    heading = "Period\tClosed\tOn time\tPercentage on time"
    report = drafted(
        "Requests 2023/24", heading, "April to June\t241\t236\t98%",
        "October to December\t273\t264\t99%", "January to March\t360\t354\t99%",
        "Reviews 2023/24", heading, "April to June\t37\t31\t84%", "July to September\t30\t27\t90%",
        "October to December\t33\t32\t97%",
    )  # fmt: skip
    assert list(check(report)["verdict"]).count("inconsistent") == 2


def test_of_a_list_that_mostly_holds_the_one_that_does_not_is_found_too(drafted: Drafted) -> None:
    report = drafted(
        "共受理诉求9107件，其中咨询类3127件，占34.34%；求助类1188件，占13.04%；"
        "投诉类792件，占18.70%；建议类2671件，占29.33%。"
    )
    verdicts = check(report).set_index("printed")["verdict"]
    assert verdicts["18.70%"] == "inconsistent"
    assert (verdicts.drop("18.70%") == "consistent").all()


def test_a_row_of_a_table_that_does_not_hold_is_found(drafted: Drafted) -> None:
    report = drafted(
        "单位：户",
        "镇名\t应报\t实报\t年报率(%)",
        "甲镇\t1312\t1120\t85.37",
        "乙镇\t977\t901\t92.22",
        "丙镇\t2046\t1999\t91.70",
        "合计\t4335\t4020\t92.73",
    )
    verdicts = check(report).set_index("printed")["verdict"]
    assert verdicts.to_dict() == {
        "85.37": "consistent",
        "92.22": "consistent",
        "91.70": "inconsistent",
        "92.73": "consistent",
        "4335": "consistent",
        "4020": "consistent",
    }
    assert named(report)[:3] == [
        ("1312", "2019", "甲镇", "due"),
        ("1120", "2019", "甲镇", "filed"),
        ("85.37", "2019", "甲镇", "filing_rate"),
    ]
    assert list(report.facts["unit"])[:3] == ["户", "户", "%"]


@pytest.mark.parametrize(
    ("line", "periods"),
    [
        ("完成312件，比2014年增长5.2%。", ["2019", "2019"]),
        ("上半年完成312件，去年同期完成298件。", ["2019-H1", "2018"]),
        ("1—4月完成312件。", ["2019-01/2019-04"]),
        ("2017-2021年累计完成312件。", ["2017/2021"]),
        ("截至2019年12月31日，共有312户。", ["2019-12-31"]),
        ("第三季度完成312件，12月份完成95件。", ["2019-Q3", "2019-12"]),
        ("2018年完成312件。各项工作稳步推进。今年又完成95件。", ["2018", "2019"]),
        ("与2010年的1339人相比，增加72人。", ["2010", "2019"]),
        ("审结1951.1万件。", ["2019"]),
        ("上年结转41407万元，调入资金348606万元。", ["2019", "2019"]),
        ("2019年第28周（7月8日—7月14日），受理312件。", ["2019-W28"]),
        ("In February 2020, 137 requests were due.", ["2020-02"]),
        ("Q3 2025/26: 137 requests", ["2025-10/2025-12"]),
        ("April to June 2023: 137 requests", ["2023-04/2023-06"]),
        ("In the financial year 2018/19 85.7% were on time.", ["2018-04/2019-03"]),
        ("In Q1 2020 there were 137 requests, more than in 2018.", ["2020-Q1"]),
    ],
)
def test_a_number_speaks_of_the_period_that_the_text_says(
    drafted: Drafted, line: str, periods: list[str]
) -> None:
    assert list(drafted(line).facts["period"]) == periods


def test_a_heading_gives_its_period_to_what_stands_below_it(drafted: Drafted) -> None:
    report = drafted(
        "February 2026", "- Requests received - 134", "January 2026", "- Requests received - 112",
        "一、今年工作", "收到95件。", "（一）2018年情况", "收到72件。",
    )  # fmt: skip
    assert list(report.facts["period"]) == ["2026-02", "2026-01", "2019", "2018"]


def test_quarters_below_a_financial_year_are_of_it(drafted: Drafted) -> None:
    report = drafted(
        "Requests 2023/24", "Quarter\tReceived", "Q1\t297", "Q4\t392", "Total (2023/24)\t689"
    )
    assert named(report) == [
        ("297", "2023-04/2023-06", "all", "Received"),
        ("392", "2024-01/2024-03", "all", "Received"),
        ("689", "2023-04/2024-03", "all", "Received"),
    ]


def test_lists_are_dealt_out_in_their_order(drafted: Drafted) -> None:
    report = drafted(
        "企业应报312户、实报298户，个体工商户应报977户，实报901户，年报率分别为95.51%、92.22%。"
    )
    assert named(report)[-2:] == [
        ("95.51%", "2019", "enterprise", "filing_rate"),
        ("92.22%", "2019", "individual", "filing_rate"),
    ]


def test_where_no_word_is_known_the_text_gives_it(drafted: Drafted) -> None:
    report = drafted("其中，财政总收入达到5132万元，新建了12个农家书屋。")
    assert [row[3] for row in named(report)] == ["财政总收入", "新建农家书屋"]
    assert list(report.facts["fact_id"]) == ["2019-caizhengzongshouru", "2019-xinjiannongjiashuwu"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("依据政发〔2012〕99号文件", "document number"),
        ("拨打12345热线", "telephone or postcode"),
        ("电话：0599-8830330", "telephone or postcode"),
        ("于2019年3月5日召开", "date"),
        ("到2019年为止", "year"),
        ("国内生产总值[2]", "number of a note"),
        ("详见附件3", "number of a table or figure"),
        ("《2018年工作要点》", "part of a title"),
        ("16—59岁人口", "part of a term"),
        ("PM2.5浓度", "part of a name"),
        ("排名第6位", "ordinal"),
    ],
)
def test_what_is_no_fact_is_set_aside_with_its_reason(
    drafted: Drafted, words: str, reason: str
) -> None:
    report = drafted(f"{words}，办理案件312件。")
    assert list(report.facts["printed"]) == ["312"]
    assert set(report.omitted["reason"][1:]) == {reason}


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.text("0123456789.,%万年月日第号（）()、，。增占共分别为的[]〔〕-—AB ", max_size=40))
)
def test_no_text_whatever_stops_a_draft_or_loses_a_numeral(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    folder, source = tmp_path_factory.mktemp("reports"), read_text([TITLE, *lines])
    draft("our-own", source, folder, title=TITLE)
    rows = trace(load_report("our-own", folder), source.lines)
    assert (rows["status"] == "found").all()


# The title, and what stands around the text


def test_a_heading_is_never_taken_for_the_title() -> None:
    source = read_text(["某某县民政局", "一、基本情况", "全年312件。", "二、主要数据", "共95件。"])
    found = find_title(source)
    assert (found.line, source.lines[found.line]) == (0, "某某县民政局")
    assert "no line is certain" in found.why


def test_a_title_that_is_named_is_taken_and_one_that_is_no_line_is_refused() -> None:
    source = read_text(["首页 2011", "某某县民政局", "全年312件。"])
    assert find_title(source, "某某县 民政局").line == 1
    with pytest.raises(SourceError, match="no line of the source is the title"):
        find_title(source, "某某县财政局")


def test_numerals_above_the_title_are_named(tmp_path: Path) -> None:
    made = draft("our-own", read_text(["首页 2011", TITLE, "全年312件。"]), tmp_path)
    assert made.above == ["2011 in '首页 2011'"]


def test_the_card_is_filled_from_the_furniture() -> None:
    lines = [
        "索 引 号: 0123/2020-1 文号: 某政发〔2020〕5号",
        "发布单位: 某某县人民政府 发文日期: 2020年3月5日",
        TITLE,
    ]
    about = read_furniture(read_text([*lines, "全年312件。"]), 2)
    assert about.publisher == "某某县人民政府"
    assert (about.place, about.date) == ("某某县", "2020-03-05")
    assert about.document_number == "某政发〔2020〕5号"


def test_a_date_that_is_not_there_stays_empty_and_is_asked_for(tmp_path: Path) -> None:
    made = draft("our-own", read_text([TITLE, "2019年3月5日全年312件。"]), tmp_path)
    assert "date" in made.missing
    report = load_report("our-own", tmp_path)
    assert report.card.dated is None
    assert any("column created: '' is empty" in warning for warning in report.warnings)


def test_the_same_text_gets_the_same_draft(tmp_path: Path) -> None:
    lines = [TITLE, "全年受理案件8000件，办结7300件，办结率91.25%。"]
    for folder in ("one", "two"):
        draft("our-own", read_text(lines), tmp_path / folder)
    for file in ("facts.csv", "claims.csv", "omitted.csv", "datapackage.json"):
        one, two = (tmp_path / folder / "our-own" / file for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_of_two_rows_that_are_named_alike_each_has_its_id(drafted: Drafted) -> None:
    ids = drafted("受理312件。", "受理298件。").facts["fact_id"]
    assert isinstance(ids, pd.Series) and ids.is_unique


def test_no_number_is_worked_out_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    itself = Proposal("share", 3, (((1, 3),), ((1, 3),)), "其中89.44%")
    other = Proposal("share", 3, (((1, 1),), ((1, 2),)), "其中89.44%")
    monkeypatch.setattr(proposing, "_shares", lambda *_: iter([itself, other]))
    assert proposing.propose([], []) == [other]


def test_what_steers_a_terminal_gets_into_no_remark(drafted: Drafted) -> None:
    report = drafted("应报8000户，实报6000户，其中\x07\x19占75.0%。")
    assert list(report.claims["result"]) and "\x07" not in "".join(report.claims["remark"])


def test_a_number_that_nothing_names_has_an_id_all_the_same() -> None:
    nothing: Any = SimpleNamespace(period="", subject="all", measure="_")
    assert fact_ids([nothing, nothing]) == ["number-1", "number-2"]

"""Things ranked by how often something is counted of them."""

import pytest

from laicheng_data.facts.report import Report
from tests.conftest import Lines


def names(report: Report) -> list[tuple[str, str]]:
    return list(report.facts[["subject", "measure"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "measure", "first"),
    [
        ("投诉量较大的主要有：甲县监管局（188件）、乙县监管局（70件）。", "投诉", "甲县监管局"),
        ("办理事项排名前三的部门是公安局(9宗)、人力和社会保障局(5宗)。", "办理事项", "公安局"),
        ("3.位居前三的工单：交通类78件、建设类57件、政法类56件。", "工单", "交通类"),
        ("投诉集中在食品类（12件）、家电类（8件）和服装类（6件）。", "投诉", "食品类"),
    ],
)
def test_a_number_of_a_ranking_is_whose_name_stands_before_it(
    lines: Lines, text: str, measure: str, first: str
) -> None:
    told = names(lines(text))
    assert told[0] == (first, measure)
    assert {name for _, name in told} == {measure} and len({who for who, _ in told}) == len(told)


def test_the_share_behind_a_ranking_is_of_all_that_it_names_and_of_none_alone(
    lines: Lines,
) -> None:
    text = "共收到投诉508件。投诉量较大的有：甲局（188件）、乙局（70件），合计占比50.79%。"
    report = lines(text)
    assert names(report)[-1] == ("all", "投诉_合计占比")
    [claim] = report.claims[report.claims["kind"] == "share"].itertuples()
    parts, whole = claim.operands.split()
    assert parts.count("+") == 1 and whole == report.facts["fact_id"][0]


@pytest.mark.parametrize(
    "text",
    [
        "投诉有甲类（9件）、乙类（5件）。",
        "投诉量较大的有甲局（9件）、乙局（5人）。",
        "投诉量最大的有甲局（9件）。",
    ],
)
def test_a_list_that_ranks_nothing_is_no_ranking(lines: Lines, text: str) -> None:
    assert ("甲局", "投诉") not in (told := names(lines(text)))
    assert ("甲类", "投诉") not in told


def test_what_follows_a_total_is_of_all_of_it(lines: Lines) -> None:
    text = "共收到诉求88件，其中投诉50件，咨询38件；受理的信息共72件，已办结62件。"
    assert names(lines(text))[-1][0] == "all"


def test_a_rate_that_misses_by_its_last_digit_is_proposed_by_its_name(lines: Lines) -> None:
    report = lines("受理事项3136宗，办结2477宗，在办659宗，办结率78.98%。")
    assert "在办" in set(report.facts["measure"])
    assert list(report.claims["kind"]).count("share") == 1

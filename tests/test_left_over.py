"""Rates that no rule has named: the one pair of numbers that gives them, never one of several."""

import pytest

from tests.test_relations import Proposed, proposed

__all__ = ["proposed"]


@pytest.mark.parametrize(
    ("line", "result", "claim"),
    [
        ("逮捕案件共18件20人，上年同期34件46人，件数、人数各降47.06%、56.52%。",
         "56.52%", ("decline", "20 46")),
        ("Livestock fell 9.95%, from 343,539 heads in 2018 to 309,359 heads in 2019.",
         "9.95%", ("decline", "309,359 343,539")),
        ("The herd went up to 229,336 heads, from 203,314 before, which is 12.80% above.",
         "12.80%", ("growth", "229,336 203,314")),
    ],
)  # fmt: skip
def test_the_only_pair_that_gives_a_rate_is_proposed_whatever_the_words(
    proposed: Proposed, line: str, result: str, claim: tuple[str, str]
) -> None:
    assert proposed(line)[result] == claim


@pytest.mark.parametrize(
    "line",
    [
        "甲类153件，乙类369件，丙类102件，丁类246件，都增长50.00%。",  # two pairs give it
        "走访312户，慰问157户，帮扶99户，资助41户，回访28户，知晓度达50%。",  # any may by chance
        "受理案件2.8万件，办结2.4万件。服判度提高到83.1%。",  # so may rounded ones
        "常住人口766579人，死亡人口4528人，死亡率5.91‰。",  # of a mean population
        "投入资金12600万元。上半年完成5300万元，占年度计划的42.06%。",  # the plan is not printed
    ],
)
def test_no_pair_is_proposed_where_another_may_be_meant(proposed: Proposed, line: str) -> None:
    assert proposed(line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "抽检食品1240批次，不合格31批次，群众满意度97.5%。",
        "提起公诉194人，批准逮捕103人，认罪认罚适用率88.35%。",
        "刑事案件立案632起，破案411起，盗窃案件立案298起，同比下降34.97%。",
    ],
)
def test_a_rate_of_one_thing_is_no_change_of_another(proposed: Proposed, line: str) -> None:
    assert proposed(line) == {}


@pytest.mark.parametrize(
    ("line", "result", "claim"),
    [
        ("In 2007 police made 3,447 arrests, 295 more than the 3,152 of 2006.",
         "295", ("sum", "3,447 -3,152")),
        ("Fatal ones rose by 8 cases, from 66 to 74.", "8", ("sum", "74 -66")),
        ("In the quarter 4,922 vehicles were licensed, of them 2,652 or 53.9 per cent cars.",
         "53.9", ("share", "2,652 4,922")),
    ],
)  # fmt: skip
def test_what_differs_and_the_part_beside_a_rate_are_told_by_the_digits(
    proposed: Proposed, line: str, result: str, claim: tuple[str, str]
) -> None:
    assert proposed(line)[result] == claim


@pytest.mark.parametrize(
    "line",
    [
        "市级配套750万元，县级自筹200万元，中央补助550万元。较上年增加3个。",  # of round amounts
        "教育支出12.78亿元，社会保障支出9.60亿元，卫生健康支出3.17亿元。",
    ],
)
def test_what_may_be_chance_is_no_difference_and_no_share(proposed: Proposed, line: str) -> None:
    assert proposed(line) == {}


def test_a_structure_of_two_is_of_the_two_levels_before_it(proposed: Proposed) -> None:
    found = proposed(
        "地区生产总值1228亿元。中直经济增加值384.8亿元，地方经济增加值843.2亿元，"
        "中直与地方经济比重为31.3：68.7。"
    )
    assert found["31.3"] == ("share", "384.8亿 1228亿")
    assert found["68.7"] == ("share", "843.2亿 1228亿")


def test_the_changes_of_the_parts_make_that_of_the_whole(proposed: Proposed) -> None:
    found = proposed(
        "用水总量增加107.3亿m³。其中，生活增加46.3亿m³，农业增加41.8亿m³，工业增加19.2亿m³。"
    )
    assert found["107.3亿"] == ("sum", "46.3亿 41.8亿 19.2亿")


def test_a_share_is_of_a_whole_that_is_counted_alike(proposed: Proposed) -> None:
    found = proposed("火灾63.68万起，死亡1441人，其中夜间死亡760人，占总数的52.7%。")
    assert found["52.7%"] == ("share", "760 1441")


def test_shares_are_of_what_all_of_them_hold_of(proposed: Proposed) -> None:
    found = proposed(
        "受理事项37894件。\n其他情况良好。\n其他情况良好。\n其他情况良好。\n"
        "咨询类16614件，占43.86%；投诉类18561件，占49.00%；举报类1530件，占4.04%；"
        "求助类1143件，占3.02%；建议类28件，占0.07%；其他1件，占0%。"
    )
    assert found["43.86%"] == ("share", "16614 16614+18561+1530+1143+28+1")

"""Relations of Chinese reports of many kinds: budgets, courts, accidents, trade, insurance, plans.
All of it is made up."""

from laicheng_data.facts.report import Report
from tests.conftest import Lines, Page
from tests.test_proposals import claims, named


def sums(report: Report) -> set[tuple[str, ...]]:
    """The numbers of each sum, its result first, without signs."""
    printed = dict(zip(report.facts["fact_id"], report.facts["printed"], strict=True))
    told = report.claims[report.claims["kind"] == "sum"]
    return {
        (printed[claim.result], *(printed[term.lstrip("-")] for term in claim.operands.split()))
        for claim in told.itertuples()
    }


def test_a_share_of_exports_is_none_of_trade_both_ways(lines: Lines) -> None:
    report = lines(
        "一般贸易进出口118亿元，增长21%。民营企业进出口103亿元，增长18.7%。",
        "服装出口45.2亿元，占出口总值的41.2%；机电产品出口31.3亿元，占30.3%。",
    )
    assert not {"41.2%", "30.3%"} & claims(report).keys()


def test_parts_whose_shares_leave_something_over_are_no_sum(lines: Lines) -> None:
    told = "民营企业进出口10.61亿元，占52.8%；外资企业进出口6.15亿元，占30.6%；国有企业进出口3.28亿元，占16.3%。"
    report = lines("进出口总值20.1亿元。", told)
    assert ("20.1亿", "10.61亿", "6.15亿", "3.28亿") not in sums(report)
    assert claims(report)["52.8%"] == ("share", "10.61亿 20.1亿")


def test_a_decline_is_from_no_other_thing_of_the_same_year(lines: Lines) -> None:
    told = "法院收案48213件（不含旧存3075件，下同），比上年下降1.3%。审结48848件，比上年上升2.1%。"
    assert "1.3%" not in claims(lines(told))


def test_cases_left_are_those_that_came_in_and_those_there_less_those_ended(lines: Lines) -> None:
    told = "法院收案48213件，旧存3075件。审结48848件，结案率为95.2%。尚有未结案件2440件。"
    report = lines(told)
    assert claims(report)["95.2%"] == ("share", "48848 48213+3075")
    assert ("2440", "48213", "3075", "48848") in sums(report)


def test_what_a_later_clause_says_is_among_them_may_be_called_short(lines: Lines) -> None:
    told = "新收刑事案件4106件；审结4098件。收案中，一审案件3652件，下降5%；二审案件398件；再审案件56件。"
    assert ("4106", "3652", "398", "56") in sums(lines(told))


def test_the_largest_share_is_one_though_its_words_stand_apart(lines: Lines) -> None:
    told = "新受理复议163件中，县政府部门150件，占受理案件数比例最高，达92.0%；乡镇13件，占受理总数的8.0%。"
    assert claims(lines(told))["92.0%"] == ("share", "150 163")


def test_households_are_told_from_who_lives_in_them(lines: Lines) -> None:
    report = lines(
        "全县人口共312486人。",
        "全县共有家庭户98231户，家庭户人口为298105人；集体户2214户，集体户人口为14381人。",
    )
    assert ("312486", "298105", "14381") in sums(report)


def test_parts_of_parts_do_not_hide_the_last_part(lines: Lines) -> None:
    counts = [41, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
    parts = zip("甲乙丙丁戊己庚辛壬癸子", counts, strict=True)
    kinds = "，".join(f"{name}类{count}条" for name, count in parts)
    others = "微博公开412条；微信公开501条；公示系统公开420条。"
    report = lines(f"公开信息1503条。在门户网站公开170条，分布情况为：{kinds}；{others}")
    assert ("1503", "170", "412", "501", "420") in sums(report)


def test_two_numbers_of_two_sentences_are_no_sum_with_a_slip(lines: Lines) -> None:
    told = "全年共需办理案件163件，其中已办结案件147件。复议前协商化解案件17件。"
    assert ("163", "147", "17") not in sums(lines(told))


def test_a_caption_of_a_figure_gives_no_period_to_the_text_behind_it(lines: Lines) -> None:
    report = lines("图1 2015-2019年生产总值", "全年城镇新增就业5394人。")
    assert named(report)[-1][:2] == ("5394", "2019")


def test_a_row_of_shares_is_of_a_number_above_though_they_are_cut_off(page: Page) -> None:
    cells = [("事项", "举报", "公开", "处罚", "强制"), ("数量", "76件", "17件", "42件", "0件"),
             ("占受理数比例", "46.63%", "10.42%", "25.77%", "0")]  # fmt: skip
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    report = page("<p>新受理案件163件。</p>", f"<table>{table}</table>")
    assert claims(report)["10.42%"] == ("share", "17 163")
    assert dict(zip(report.facts["printed"], report.facts["unit"], strict=True))["0"] == ""


def test_a_column_of_rates_of_growth_is_in_per_cent_under_a_table_in_yuan(page: Page) -> None:
    cells = [("项目", "2022年", "2021年", "增幅"), ("税收", "12000", "10000", "20.0"),
             ("罚没", "5500", "5000", "10.0")]  # fmt: skip
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    report = page("<p>单位：万元</p>", f"<table>{table}</table>", title="2022年收入情况")
    assert dict(zip(report.facts["printed"], report.facts["unit"], strict=True))["20.0"] == "%"
    assert claims(report)["20.0"] == ("growth", "12000 10000")


def test_a_rate_of_either_has_the_change_of_its_part_before_it(lines: Lines) -> None:
    told = "批准逮捕22.2万人，下降51.2%；不捕13.9万人，下降21.3%，不捕率39.2%。"
    assert claims(lines(told))["39.2%"] == ("share", "13.9万 22.2万+13.9万")


def test_forms_that_are_counted_are_no_number_of_a_table(lines: Lines) -> None:
    told = "共收回意见表527份，其中满意的526件，满意率达99.8%。见表1。"
    report = lines(told)
    assert claims(report)["99.8%"] == ("share", "526 527")
    assert "1" not in set(report.facts["printed"])

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


BUDGET = (
    "1-5月，全县完成财政总收入6421万元，占年初预算15000万元的42.8%。其中：税收收入4206万元，占年初预算9300万元的45.2%；"
    "非税收入2215万元，占年初预算5700万元的38.9%。",
    "收入按部门分：税务部门完成4507万元；财政部门完成1914万元。",
)


def test_plans_add_up_where_what_was_done_of_them_does(lines: Lines) -> None:
    report = lines(*BUDGET, title="某县2024年5月财政收支情况")
    assert ("15000万", "9300万", "5700万") in sums(report)


def test_the_next_paragraph_divides_what_was_counted_and_speaks_of_the_same_months(
    lines: Lines,
) -> None:
    report = lines(*BUDGET, title="某县2024年5月财政收支情况")
    assert ("6421万", "4507万", "1914万") in sums(report)
    assert {period for _, period, *_ in named(report)} == {"2024-01/2024-05"}


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


ACCIDENTS = (
    "全市发生事故47起，死亡41人，受伤15人，其中，交通运输业事故36起，死亡32人，同比减少6起5人。采矿业事故3起，死亡2人。"
    "制造业事故8起，死亡7人。"
)


def test_what_stands_beside_each_part_adds_up_too(lines: Lines) -> None:
    assert {("47", "36", "3", "8"), ("41", "32", "2", "7")} <= sums(lines(ACCIDENTS))


def test_amounts_one_behind_the_other_are_each_of_what_is_counted_so(lines: Lines) -> None:
    measures = {printed: measure for printed, _, _, measure in named(lines(ACCIDENTS))}
    assert measures["6"] == "发生事故_降额" and measures["5"] == "死亡_降额"


def test_a_rate_called_exactly_as_a_count_is_of_it_wherever_it_stands(lines: Lines) -> None:
    told = "派单731件，按时结案712件，超时办理19件，结案率100%，按时结案率97%。"
    assert claims(lines(told))["97%"] == ("share", "712 731")


def test_the_largest_share_is_one_though_its_words_stand_apart(lines: Lines) -> None:
    told = "新受理复议163件中，县政府部门150件，占受理案件数比例最高，达92.0%；乡镇13件，占受理总数的8.0%。"
    assert claims(lines(told))["92.0%"] == ("share", "150 163")


def test_households_are_told_from_who_lives_in_them(lines: Lines) -> None:
    report = lines(
        "全县人口共312486人。",
        "全县共有家庭户98231户，家庭户人口为298105人；集体户2214户，集体户人口为14381人。",
    )
    assert ("312486", "298105", "14381") in sums(report)


def test_growth_ahead_of_all_is_ahead_of_the_first_told(lines: Lines) -> None:
    told = "进出口总值21亿元，增长2.1%。对沿线国家进出口增长9.4%，高出整体增速7.3个百分点。"
    assert claims(lines(told))["9.4%"] == ("sum", "2.1% 7.3")


def test_people_of_several_schemes_are_added_up_and_so_is_what_has_changed(lines: Lines) -> None:
    report = lines(
        "三大险种总参保人次达412.35万人次，环比增加3.12万人次，同比增加21.07万人次。",
        "养老保险参保150.21万人，环比增加1.05万人，同比增加8.40万人。",
        "失业保险参保128.04万人，环比增加0.87万人，同比增加6.22万人。",
        "工伤保险参保134.10万人，环比增加1.20万人，同比增加6.45万人。",
    )
    assert sums(report) == {
        ("412.35万", "150.21万", "128.04万", "134.10万"),
        ("3.12万", "1.05万", "0.87万", "1.20万"),
        ("21.07万", "8.40万", "6.22万", "6.45万"),
    }


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


def test_what_has_changed_since_a_year_that_another_paragraph_counts(lines: Lines) -> None:
    report = lines(
        "2022年度经费预算24.6万元，其中：公务接待13.7万元，公务用车10.9万元。",
        "2021年度经费支出22.35万元，其中：公务接待14.15万元，公务用车8.2万元。",
        "2022年度预算较2021年度，公务接待减少0.45万元，公务用车增加2.7万元，增长32.93%。",
        title="某局2022年经费预算说明",
    )
    assert {("0.45万", "14.15万", "13.7万"), ("2.7万", "10.9万", "8.2万")} <= sums(report)
    assert claims(report)["32.93%"][0] == "growth"


def test_a_rate_of_either_has_the_change_of_its_part_before_it(lines: Lines) -> None:
    told = "批准逮捕22.2万人，下降51.2%；不捕13.9万人，下降21.3%，不捕率39.2%。"
    assert claims(lines(told))["39.2%"] == ("share", "13.9万 22.2万+13.9万")


def test_forms_that_are_counted_are_no_number_of_a_table(lines: Lines) -> None:
    told = "共收回意见表527份，其中满意的526件，满意率达99.8%。见表1。"
    report = lines(told)
    assert claims(report)["99.8%"] == ("share", "526 527")
    assert "1" not in set(report.facts["printed"])

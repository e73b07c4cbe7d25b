"""What the numbers of made-up texts are called: measure, subject and period, from their words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laicheng_data.facts.drafting.draft import draft, fact_ids
from laicheng_data.facts.drafting.draft_fact import DraftFact
from laicheng_data.facts.report import load_report
from laicheng_data.facts.sources.source import read_source, read_text

Named = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def named(tmp_path: Path) -> Named:
    """Period, subject and measure of each number of a text whose first line is its title."""

    def names(*lines: str) -> list[tuple[str, str, str]]:
        draft("our-own", read_text(list(lines)), tmp_path)
        facts = load_report("our-own", tmp_path).facts
        return list(zip(facts["period"], facts["subject"], facts["measure"], strict=True))

    return names


def test_what_has_come_in_so_far_is_of_all_months_and_the_month_of_its_own(named: Named) -> None:
    text = "财政收入当月完成25亿元，下降4.8%；累计完成427亿元，增长3.6%，占比86.5%。税收当月完成7亿元。"
    months, month = "2021-01/2021-09", "2021-09"
    assert named("某市2021年9月收支情况", text) == [
        (month, "all", "财政收入"),
        (month, "all", "财政收入_降幅"),
        (months, "all", "财政收入"),
        (months, "all", "财政收入_增幅"),
        (months, "财政收入", "占比"),
        (month, "all", "税收"),
    ]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("截至2015年8月底，累计完成总收入67949万元，增加6517万元。", {"2015-01/2015-08"}),
        ("截至2015年8月底，市税务局完成13040万元。", {"2015-01/2015-08"}),
        ("截至2015年8月底，全市有企业67949户。", {"2015-08-31"}),
        ("2015年1-12月，受理案件300件。", {"2015"}),
        ("2015年三季度（7月1日-9月30日），受理案件300件。", {"2015-Q3"}),
        ("二〇一五年十月，受理案件300件。", {"2015-10"}),
        ("今年首十个月，受理案件300件。", {"2015-01/2015-10"}),
    ],
)
def test_a_period_is_read_as_it_is_spelt(named: Named, text: str, periods: set[str]) -> None:
    assert {period for period, *_ in named("某市2015年工作情况", text)} == periods


def test_what_a_number_was_before_is_called_as_it_is_now(named: Named) -> None:
    text = "共受理投诉598件，环比上季度566件增长了5.65%，同比去年415件增长了44.1%。"
    assert named("2022年三季度投诉情况", text) == [
        ("2022-Q3", "all", "受理投诉"),
        ("2022-Q2", "all", "受理投诉"),
        ("2022-Q3", "all", "受理投诉_增幅"),
        ("2021-Q3", "all", "受理投诉"),
        ("2022-Q3", "all", "受理投诉_增幅"),
    ]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("全旗实现地区生产总值125亿元。", "地区生产总值"),
        ("辛集市投诉举报中心受理咨询1828件。", "受理咨询"),
        ("转派“三区”153件。", "转派三区"),
    ],
)
def test_a_name_is_what_is_counted_and_not_who_counts_or_where(
    named: Named, text: str, measure: str
) -> None:
    assert [name for *_, name in named("某旗2021年工作情况", text)] == [measure]


def test_how_much_of_a_plan_was_done_is_a_rate_of_what_was_done(named: Named) -> None:
    names = named("某县2015年财政情况", "收入完成67949万元，为年初预算61.22%，增加6517万元。")
    assert [name for *_, name in names] == ["收入", "收入_完成率", "收入_增额"]


@pytest.mark.parametrize(
    "line",
    [
        "某市12315投诉举报平台受理诉求28件。",
        "，12345政务热线受理28件。",
        "01 总体情况28件",
        "上级转派电话 28件",
    ],
)
def test_a_hotline_or_the_number_of_a_part_is_no_fact(named: Named, line: str) -> None:
    assert len(named("某市2025年11月诉求数据分析", line)) == 1


def test_an_issue_of_a_bulletin_speaks_of_the_month_that_its_text_names(named: Named) -> None:
    names = named("某市热线2023年第5期", "本月受理诉求384件。", "5月份，在线解答203件。")
    assert {period for period, *_ in names} == {"2023-05"}


def test_two_lists_side_by_side_in_a_table_have_each_its_own_rows(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    rows = [
        ("来源", "数量", "占比", "类型", "数量", "占比"),
        ("电话", "348", "87.0%", "咨询类", "196", "49.0%"),
        ("网站", "52", "13.0%", "投诉类", "204", "51.0%"),
    ]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page.write_text(f"<h1>某市2023年诉求分析</h1><table>{body}</table>")
    draft("our-own", read_source(page), tmp_path)
    facts = load_report("our-own", tmp_path).facts
    assert list(facts["subject"]) == ["电话"] * 2 + ["咨询类"] * 2 + ["网站"] * 2 + ["投诉类"] * 2


def test_traditional_characters_are_read_as_simplified_ones_and_kept_in_names(
    named: Named,
) -> None:
    text = (
        "今年首十個月入境旅客較去年同期減少4.1%，達1,369萬人次；香港及台灣旅客則分別佔30.7%及7.6%。"
    )
    assert [row[1:] for row in named("二零零四年十月旅客數目", text)] == [
        ("all", "入境旅客_降幅"),
        ("all", "入境旅客"),
        ("香港", "佔比"),
        ("台灣旅客", "佔比"),
    ]


def test_a_number_stays_as_printed_where_the_script_is_traditional(tmp_path: Path) -> None:
    draft("our-own", read_text(["2004年情況報告", "總額為500.76億元。"]), tmp_path)
    [fact] = load_report("our-own", tmp_path).facts.to_dict("records")
    assert (fact["printed"], fact["measure"]) == ("500.76億", "總額")


def test_a_paragraph_that_goes_on_speaks_of_the_period_before_it(named: Named) -> None:
    names = named("2004年10月情况", "今年1-10月，旅客519万人次。", "另外，住客694万人次。")
    assert {period for period, *_ in names} == {"2004-01/2004-10"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("99 requests were granted in full because nothing applied.", ["requests_granted_in_full"]),
        (
            "107 requests were due, of which 93 were answered on time.",
            ["requests_due", "answered_on_time"],
        ),
        (
            "Most complaints related to joint waste (39%, 23), parks (12%, 7).",
            ["joint_waste_share", "joint_waste", "parks_share", "parks"],
        ),
        (
            "83% (85) of complaints were answered.",
            ["complaints_answered_share", "complaints_answered"],
        ),
        ("The average wait was 13.5 working days.", ["average_wait"]),
    ],
)
def test_what_is_said_behind_an_english_number_is_its_name(
    named: Named, text: str, names: list[str]
) -> None:
    assert [name for *_, name in named("Requests in 2017", text)] == names


def test_an_english_period_may_be_told_by_its_first_and_last_day(named: Named) -> None:
    names = named("Requests", "186 requests were made between 1 October and 31 December 2017.")
    assert names == [("2017-10/2017-12", "all", "requests_made")]


def test_how_exact_an_english_number_is_stands_before_it(tmp_path: Path) -> None:
    draft(
        "our-own", read_text(["Bins in 2019", "We emptied over 8,816 bins in 25 days."]), tmp_path
    )
    facts = load_report("our-own", tmp_path).facts
    assert list(zip(facts["bound"], facts["unit"], strict=True)) == [
        ("at_least", "bins"),
        ("exact", "days"),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "In 2018/19 127 complaints were received, a 12% rise compared to the previous year.",
            [("2018-04/2019-03", "complaints"), ("2018-04/2019-03", "complaints_increase")],
        ),
        (
            "78% of stage 1 complaints were addressed on time.",
            [("2017", "stage_1_complaints_addressed_on_time")],
        ),
        ("Of these, 45 per cent were granted.", [("2017", "granted")]),
        ("6\u2009452 requests were granted.", [("2017", "requests_granted")]),
    ],
)
def test_english_years_stages_and_spaces_within_numbers_are_read(
    named: Named, text: str, rows: list[tuple[str, str]]
) -> None:
    assert [(period, name) for period, _, name in named("Requests in 2017", text)] == rows


def test_what_is_short_of_a_plan_is_not_what_has_changed(named: Named) -> None:
    names = named("某县2024年收入情况", "财政收入完成212万元，短收18万元，较上年同期下降9.1%。")
    assert [name for *_, name in names] == ["财政收入", "短收", "财政收入_降幅"]


def test_a_change_of_a_change_is_called_so(named: Named) -> None:
    names = named("2020年办案数据", "批捕551人，同比下降35.4%，降幅较上半年缩小11.7个百分点。")
    assert [name for *_, name in names] == ["批捕", "批捕_降幅", "批捕_降幅_降点"]


def test_a_change_in_brackets_in_a_cell_is_of_the_number_before_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    rows = [
        ("类别", "2022年三季度（件）", "与2022年二季度（环比增↑减↓）"),
        ("投诉", "17397", "15223（↑14.28%）"),
        ("咨询", "33658", "33671（↓0.04%）"),
        ("挽回损失（万元）", "1407.76", "1376.22（↑2.29%）"),
    ]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page.write_text(f"<h1>2022年三季度投诉情况</h1><table>{body}</table>")
    draft("our-own", read_source(page), tmp_path)
    report = load_report("our-own", tmp_path)
    assert list(report.facts["measure"][:6]) == [
        *["投诉"] * 2, "投诉_增幅", *["咨询"] * 2, "咨询_降幅",
    ]  # fmt: skip
    assert list(report.facts["period"][:2]) == ["2022-Q3", "2022-Q2"]
    assert report.facts["unit"][6] == "万元"
    assert list(report.claims["kind"]) == ["growth", "decline", "growth"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("甲区财政收入完成198万元。", ["财政收入"]),
        ("从税收收入看：5月份完成165万元。", ["税收收入"]),
        ("规模以上工业增加值按可比价计算增长13.4%。", ["增加值_增幅"]),
        ("执业（助理）医师428人。", ["执业助理医师"]),
        ("卫生总费用初步推算为75593亿元。", ["卫生总费用"]),
        ("我国进出口增长4.8%，占总值的59.5%。", ["进出口_增幅", "占总值"]),
        ("东、中、西部地区业务量比重分别为78.2%、14.3%和7.5%。", ["业务量比重"] * 3),
    ],
)  # fmt: skip
def test_what_leads_in_to_a_number_is_no_part_of_its_name(
    named: Named, line: str, names: list[str]
) -> None:
    assert [name for *_, name in named("甲区2020年5月情况", line)] == names


def test_a_list_named_once_holds_for_the_numbers_that_follow_it(named: Named) -> None:
    text = "东、中、西部地区业务量比重分别为78.2%、14.3%和7.5%，收入比重分别为78.2%、12.7%和9.1%。"
    regions = ["东部地区", "中部地区", "西部地区"]
    assert [subject for _, subject, _ in named("2020年业务情况", text)] == regions * 2


@pytest.mark.parametrize(
    ("title", "line", "periods"),
    [
        ("人口普查公报", "现将2020年11月1日零时的情况公布，人口579人，与2010年的442人相比，增加137人。",
         ["2020-11-01", "2010", "2020-11-01"]),
        ("2021年情况", "局获悉2021年情况。据统计，去年，接警195起，比2020年增加3.6%。", ["2021", "2021"]),
        ("2021年情况", "今年接警195起。去年，接警180起。", ["2021", "2020"]),
        ("2025年情况", "6、7、8三个月接警68起，占全年的28%。", ["2025-06/2025-08"] * 2),
        ("2020年5月情况", "收入198万元，比上年同期完成数269万元减少71万元。", ["2020-05", "2019-05", "2020-05"]),
        ("Complaints 2024-25", "In 2024-25 we took 949 complaints, a 26% increase since 2019-20.",
         ["2024-04/2025-03"] * 2),
    ],
)  # fmt: skip
def test_a_period_holds_for_what_it_is_said_of(
    named: Named, title: str, line: str, periods: list[str]
) -> None:
    assert [period for period, *_ in named(title, line)] == periods


def test_the_day_of_a_byline_gives_a_text_its_year(named: Named) -> None:
    lines = ["一季度业务情况", "2021年04月16日10:03 | 来源：某网", "一季度业务收入29亿元。"]
    assert named(*lines)[0][0] == "2021-Q1"


def test_what_an_english_rate_has_risen_in_is_its_name(named: Named) -> None:
    text = "The report shows a staggering 43% increase in the number of new complaints received."
    assert named("Complaints in 2024", text)[0][2] == "new_complaints_increase"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("加上级补助收入120万元，收入合计514万元。", ["上级补助收入", "收入合计"]),
        ("预算总收入410万元，下降6.4%，剔除减税因素，同口径下降0.9%。",
         ["预算总收入", "预算总收入_降幅", "预算总收入_同口径_降幅"]),
        ("降水量642毫米，比多年平均值偏少6.6%。", ["降水量", "降水量_降幅"]),
        ("走访110批1731人次，与上月相比批次、人次分别上升52%、45%。",
         ["走访", "走访", "走访_批次_增幅", "走访_人次_增幅"]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_number_beside_its_name_is_kept_apart(
    named: Named, line: str, names: list[str]
) -> None:
    assert [name for *_, name in named("甲区2020年5月情况", line)] == names


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("第二、三产业分别拉动增长2.1和2.4个百分点。",
         [("第二产业", "拉动_增点"), ("第三产业", "拉动_增点")]),
        ("轻、重工业占比分别为30.6%和69.4%。", [("all", "轻工业占比"), ("all", "重工业占比")]),
        ("三次产业结构为9.2︰51︰39.8。", [("第一产业", "三次产业结构"), ("第二产业", "三次产业结构"),
                                 ("第三产业", "三次产业结构")]),
        ("就业人数的占比由11.88%上升到13.99%。", [("就业人数", "占比"), ("就业人数", "占比")]),
    ],
)  # fmt: skip
def test_names_that_share_a_tail_are_told_whole(
    named: Named, line: str, rows: list[tuple[str, str]]
) -> None:
    assert [row[1:] for row in named("甲区2020年情况", line)] == rows


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("全年备案规范性文件12件，备案登记企业35家，备案审查 38 件。", ["12", "35", "38"]),
        ("换发证号300个，代码行数1200行。", ["300", "1200"]),
        ("三次产业结构为6:49:45，会议于9:30开始。", ["6", "49", "45"]),
        ("人均预期寿命78.2岁，网站访问量12000次。", ["78.2", "12000"]),
        ("As shown in Table 2, 450 complaints were received in 2022.", ["450"]),
        ("Under section 12, 300 requests were refused, see Tables 3 and 4.", ["300"]),
        ("In the quarter 4,922 vehicles were licensed (NR023/2023).", ["4,922"]),
    ],
)
def test_what_stands_behind_a_word_for_documents_or_tables_may_be_counted(
    tmp_path: Path, text: str, printed: list[str]
) -> None:
    draft("our-own", read_text(["2022年情况", text]), tmp_path)
    assert list(load_report("our-own", tmp_path).facts["printed"]) == printed


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("2019年某某市人民政府办公厅政府信息公开工作年度报告", "某某市人民政府办公厅"),
        ("某某县审计局2019年度审计结果公告", "某某县审计局"),
        ("Oldham District Council: complaints 2022", "Oldham_District_Council"),
        ("Annual Report of the Police Ombudsman 2022", "Police_Ombudsman"),
        ("Planning performance at Oldham Council 2022", "Oldham_Council"),
        ("某县法院受理案件数走高（2022年）", "某县法院"),
        ("Use of Force statistics 2022", "other"),
        ("某某部公布2022年案件情况", "某某部"),
        ("2022年某某县国民经济和社会发展统计公报", "statistics_office"),
        ("某某县2022年政府信息公开工作年度报告", "government"),
        ("2022年政府信息公开工作年度报告", "other"),
        ("2022年财政预算执行审计情况", "audit_office"),
        ("2022年消协组织受理消费者投诉情况", "other"),
    ],
)
def test_the_body_whose_report_it_is_is_its_office(tmp_path: Path, title: str, office: str) -> None:
    draft("our-own", read_text([title, "受理案件12件。"]), tmp_path)
    assert list(load_report("our-own", tmp_path).facts["office"]) == [office]


@pytest.mark.parametrize(
    ("line", "office"),
    [
        ("据某某市财政局发布的数据，上半年收入增长。", "某某市财政局"),
        ("水利部近日公布公报。", "水利部"),
        ("First published on 23 October 2024 by the Clerk of the Rolls. A statistic.",
         "Clerk_of_the_Rolls"),
        ("Home Office statistics, released every quarter.", "Home_Office"),
        ("Complaints rose, Open Register figures released today show.", "Open_Register"),
        ("Notices were issued by hand.", "other"),
    ],
)  # fmt: skip
def test_who_is_said_to_publish_the_figures_is_their_office(
    tmp_path: Path, line: str, office: str
) -> None:
    draft("our-own", read_text(["2022年情况", line, "受理案件12件。"]), tmp_path)
    assert list(load_report("our-own", tmp_path).facts["office"]) == [office]


def test_two_facts_never_have_one_id() -> None:
    facts = [DraftFact(1, at, 0, 1, "5", period="2022", measure=name)
             for at, name in enumerate(("甲-1", "甲", "甲"))]  # fmt: skip
    assert len(set(fact_ids(facts))) == len(facts)


@pytest.mark.parametrize(
    ("line", "unit"),
    [("We saw 1,250 overseas visitors in 2022.", "visitors"),
     ("The total of 1,260 includes all of them.", ""),
     ("They closed 12 and opened new cases in 2022.", "")],
)  # fmt: skip
def test_only_a_noun_is_a_unit(tmp_path: Path, line: str, unit: str) -> None:
    draft("our-own", read_text(["Figures in 2022", line]), tmp_path)
    assert list(load_report("our-own", tmp_path).facts["unit"]) == [unit]


def test_what_someone_has_collected_is_called_as_what_it_is_part_of(named: Named) -> None:
    text = "全市财政收入76.7亿元，其中市本级收入26.5亿元。国税系统累计收入14亿元，同比下降7.2%。"
    assert named("某市2015年收支情况", text) == [
        ("2015", "all", "财政收入"),
        ("2015", "市本级", "财政收入"),
        ("2015", "国税系统", "财政收入"),
        ("2015", "国税系统", "财政收入_降幅"),
    ]


def test_income_of_someone_keeps_its_name_where_it_may_be_of_two(named: Named) -> None:
    text = "全市财政总收入105.3亿元，一般公共预算收入76.7亿元。国税系统收入14亿元。"
    assert named("某市2015年收支情况", text)[2] == ("2015", "国税系统", "收入")


def test_cases_are_whose_they_are_and_what_was_done_with_them_is_said_in_full(
    named: Named,
) -> None:
    lines = [
        "刑事案件收262件，同比下降2.60%，即减少7件；执行案件收2018件。",
        "到9月20日为止，仍有各类未结案636件。",
    ]
    months, day = "2014-01/2014-09", "2014-09-20"
    assert named("某法院2014年1至9月情况", *lines) == [
        (months, "刑事案件", "收案"),
        (months, "刑事案件", "收案_降幅"),
        (months, "刑事案件", "收案_降额"),
        (months, "执行案件", "收案"),
        (day, "all", "未结案"),
    ]


def test_an_act_keeps_the_character_that_elsewhere_only_leads_to_a_number(named: Named) -> None:
    text = "价格违法行为497件，侵害权益行为479件。商品投诉一共59件。"
    assert {name for *_, name in named("某市2019年举报情况", text)} == {
        "价格违法行为", "侵害权益行为", "商品投诉",
    }  # fmt: skip


def test_a_change_in_the_brackets_behind_an_amount_is_of_that(named: Named) -> None:
    text = "出口30亿元（增长7.5%），进口20亿元（下降5.4%）。"
    assert [name for *_, name in named("某地2025年外贸统计", text)] == [
        "出口",
        "出口_增幅",
        "进口",
        "进口_降幅",
    ]


def test_a_month_that_only_the_title_names_is_of_the_year_of_the_text(named: Named) -> None:
    found = named("某地八月份外贸统计数字", "2025年8月出口66亿元。", "输往甲洲的出口货值上升4.5%。")
    assert {period for period, *_ in found} == {"2025-08"}


def test_the_level_of_government_in_brackets_is_whose_part_it_is(named: Named) -> None:
    text = "年终结余4558万元（其中：本级791万元），支出合计9294万元。"
    assert named("某县2021年决算", text)[:2] == [
        ("2021", "all", "年终结余"),
        ("2021", "本级", "年终结余"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("第一、二产业增加值分别增长1%、5%。",
         [("第一产业", "增加值_增幅"), ("第二产业", "增加值_增幅")]),
        ("一三产业比重分别提高0.9、5.9个百分点。",
         [("第一产业", "比重_增点"), ("第三产业", "比重_增点")]),
        ("甲县、乙县增速分别下降0.9、5.9个百分点。",
         [("甲县", "增速_降点"), ("乙县", "增速_降点")]),
        ("城镇实现零售额487亿元，增长6.9%。", [("城镇", "零售额"), ("城镇", "零售额_增幅")]),
        ("中直经济实现增加值384亿元。", [("中直经济", "增加值")]),
        ("甲货跌5.1%，乙货升7%。", [("all", "甲货_降幅"), ("all", "乙货_增幅")]),
    ],
)  # fmt: skip
def test_things_side_by_side_are_each_whose_the_number_is(
    named: Named, text: str, told: list[tuple[str, str]]
) -> None:
    found = [(subject, measure) for _, subject, measure in named("某市2019年运行情况", text)]
    assert found == told


def test_what_was_then_is_called_by_what_has_changed_since(named: Named) -> None:
    text = "与2010年普查的725482人相比，全市常住人口增加25907人，增长3.57%。"
    assert named("某市2020年人口情况", text) == [
        ("2010", "all", "常住人口"),
        ("2020", "all", "常住人口_增额"),
        ("2020", "all", "常住人口_增幅"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("从时段看，10时至22时发生火灾45起。", [("all", "10时至22时发生火灾")]),
        ("人口多于20万人的有1个，在3-5万人之间的有7个。",
         [("all", "人口多于20万人"), ("all", "3_5万人之间")]),
        ("财政总收入入库679元，达到年初预算的61.22%。",
         [("all", "财政总收入"), ("all", "财政总收入_完成率")]),
        ("税收收入365元，税收在财政总收入中的比重为53.79%。",
         [("all", "税收收入"), ("税收", "占财政总收入")]),
        ("早稻单位面积产量为5914公斤。", [("早稻", "单位面积产量")]),
        ("12345热线全月受理诉求28件。", [("all", "受理诉求")]),
    ],
)  # fmt: skip
def test_a_name_keeps_what_tells_it_apart_and_leaves_what_only_joins(
    named: Named, text: str, told: list[tuple[str, str]]
) -> None:
    found = [(subject, measure) for _, subject, measure in named("某市2019年运行情况", text)]
    assert found == told


def test_a_part_that_ends_as_its_whole_is_called_is_whose_part_it_is(named: Named) -> None:
    text = "死亡50人，其中夜间死亡30人，白天死亡20人。"
    assert [name[1:] for name in named("某市2019年火灾情况", text)] == [
        ("all", "死亡"), ("夜间", "死亡"), ("白天", "死亡"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Casualties went up by 665, from 9,896 in 2006 to 10,561.",
         ["Casualties_increase", "Casualties", "Casualties"]),
        ("Vehicles numbered 155,960, or 36.7 per cent of the total.",
         ["Vehicles", "Vehicles_share"]),
        ("There were 133,072 fires, a fall of 7.4% compared with the previous year (143,751).",
         ["fires", "fires_decrease", "fires"]),
        ("Complaints concerned housing (11%, 8) and planning (7%, 5).",
         ["planning_share", "planning"]),
    ],
)  # fmt: skip
def test_an_english_name_is_a_noun_and_no_word_that_joins(
    named: Named, text: str, told: list[str]
) -> None:
    assert [name for *_, name in named("Summary 2007", text)][-len(told) :] == told


def test_a_kind_or_a_span_of_years_is_no_fact(tmp_path: Path) -> None:
    text = "Over the last 10 years Type 2 EDs had 940 visits (Annex 1, Column 12), 5 years ago 800."
    draft("our-own", read_text(["Summary 2007", text]), tmp_path)
    assert list(load_report("our-own", tmp_path).facts["printed"]) == ["940", "800"]


def test_the_same_in_another_unit_is_called_alike(tmp_path: Path) -> None:
    text = "早稻亩产394.3公斤/亩，减少3.8公斤/公顷（0.3斤/亩），下降0.1%。"
    draft("our-own", read_text(["某市2022年早稻情况", text]), tmp_path)
    facts = load_report("our-own", tmp_path).facts
    assert list(facts["unit"]) == ["公斤/亩", "公斤/公顷", "斤/亩", "%"]
    assert facts["measure"][1] == facts["measure"][2]


def test_what_was_done_with_cases_is_no_part_of_those_that_came_in(named: Named) -> None:
    text = "本院受理的各类案件共9件，审结和执结各类案件7件，还有未结案件2件。"
    assert [name[1:] for name in named("某区法院2014年收结案情况", text)] == [
        ("all", "受理案件"), ("all", "审结和执结案件"), ("all", "未结案件"),
    ]  # fmt: skip


def test_a_platform_that_is_dialled_keeps_its_number(named: Named) -> None:
    assert named("某市2022年投诉", "全国12315平台投诉17件。")[0][2] == "12315平台投诉"


def test_what_it_was_then_is_called_as_it_is_now(named: Named) -> None:
    text = "There were 459 deaths, 18 fewer than in 2006, when there were 477."
    assert [name for *_, name in named("Deaths in 2007", text)] == [
        "deaths", "deaths_decrease", "deaths",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全市常住人口增加25907人，年平均增长率为0.35%。",
         [("all", "常住人口_增额"), ("all", "常住人口_年平均_增幅")]),
        ("Of these 33 were upheld, and 43 were not: they stand.", [("all", "unnamed")]),
    ],
)  # fmt: skip
def test_a_rate_a_year_is_of_something_and_a_verb_alone_names_nothing(
    named: Named, text: str, told: list[tuple[str, str]]
) -> None:
    found = [(subject, measure) for _, subject, measure in named("2020年 summary", text)]
    assert found[-len(told) :] == told


def test_so_many_years_are_how_long_something_takes_and_no_year(named: Named) -> None:
    found = named("2021年工作报告", "2021年共判处有期徒刑115年零3个月，涉案12人。")
    assert {period for period, *_ in found} == {"2021"}


def test_what_stands_behind_each_of_several_is_of_each(named: Named) -> None:
    text = "全市共有普通高中8所，在校生2.4万人，增长3%；中职学校7所，在校生0.9万人。"
    told = [(subject, measure) for _, subject, measure in named("某市2022年教育统计公报", text)]
    assert told[1:3] == [("普通高中", "在校生"), ("普通高中", "在校生_增幅")]
    assert told[4] == ("中职学校", "在校生")


def test_what_stands_behind_all_is_of_all(named: Named) -> None:
    text = "全市共有学校15所，在校生3.3万人；中职学校7所，在校生0.9万人。"
    assert named("某市2022年教育统计公报", text)[1][1:] == ("all", "在校生")


def test_a_list_of_ages_is_of_what_its_last_age_counts(named: Named) -> None:
    text = (
        "0-17岁、18-59岁、60岁及以上户籍人口分别为18人、67人和25人，性别比为105.23:100(女性为100)。"
    )
    told = named("某县2022年统计公报", text)
    assert [name[1:] for name in told[:3]] == [
        ("0_17岁", "户籍人口"), ("18_59岁", "户籍人口"), ("60岁及以上", "户籍人口"),
    ]  # fmt: skip
    assert len(told) == 4

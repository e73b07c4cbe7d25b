"""Numbers, tables and sentences as they are printed in Hong Kong, Taiwan, India, South Africa and
elsewhere. All of it is made up."""

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest

from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.drafting.furniture import read_furniture
from laicheng_data.facts.printed import Unreadable, parse
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.sources.paragraphs import numbers
from laicheng_data.facts.sources.source import read_text
from laicheng_data.facts.trace import trace
from tests.conftest import Page
from tests.test_proposals import claims, named

Lines = Callable[..., Report]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    def report(*said: str, title: str = "Report of the year 2019") -> Report:
        folder = Path(mkdtemp(dir=tmp_path))
        draft("our-own", read_text([title, *said]), folder)
        return load_report("our-own", folder)

    return report


def rows(*cells: str) -> str:
    """A table; a row whose first cell begins with ! is a heading."""
    kinds = [("th", row[1:]) if row[0] == "!" else ("td", row) for row in cells]
    inside = ("".join(f"<{kind}>{c}</{kind}>" for c in row.split("|")) for kind, row in kinds)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in inside)}</table>"


@pytest.mark.parametrize(
    ("printed", "value"),
    [("31萬5,204", 315204), ("1,206 萬 0,045", 12060045), ("2億0,034萬5,006", 200345006),
     ("403萬954", 4030954)],
)  # fmt: skip
def test_what_is_counted_by_ten_thousands_is_one_number(printed: str, value: int) -> None:
    assert parse(printed).exact and parse(printed).value == value
    line = f"共計{printed}人"
    assert [line[slice(*at)] for at in numbers(line)] == [printed]


def test_what_ends_with_ten_thousands_was_rounded_to_them() -> None:
    assert parse("3億4,500萬").interval().low == 344_995_000


@pytest.mark.parametrize("line", ["投資5.3萬 2,016人", "占地3万 2016年建成", "增加3萬1.2%"])
def test_a_number_that_only_stands_behind_ten_thousands_is_another(line: str) -> None:
    assert len(list(numbers(line))) == 2


def test_a_count_by_ten_thousands_stands_in_claims_and_in_its_place(lines: Lines) -> None:
    text = ["某市統計通報", "108年旅客1,206 萬 0,045 人次,其中國外旅客71 萬 0,039 人次(占 5.89%)。"]
    report = lines(*text[1:], title=text[0])
    assert claims(report)["5.89%"] == ("share", "71 萬 0,039 1,206 萬 0,045")
    assert set(trace(report, text)["status"]) == {"found"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("In all 1 204 337 people crossed, of whom 903 112 by road.", ["1 204 337", "903 112"]),
        ("It fell to 172 096 in June 2018.", ["172 096", "2018"]),
        ("Table 2 120 people", ["2", "120"]),
        ("North 204 337 118", ["204", "337", "118"]),
        ("In 2019 120 people came", ["2019", "120"]),
        ("增加(54 225宗)", ["54 225"]),
        ("甲省(8 917)、乙省(7451)、丙省（3 549）", ["8 917", "7451", "3 549"]),
    ],
)
def test_digits_in_threes_are_one_number_where_none_stands_beside_it(
    line: str, found: list[str]
) -> None:
    assert [line[slice(*at)] for at in numbers(line)] == found


def test_a_comma_is_a_point_only_in_a_rate() -> None:
    assert parse("5,2%").value == parse("5.2%").value
    with pytest.raises(Unreadable):
        parse("5,2")
    assert [*numbers("up 5,2%, in 3,5 and 7")] == [(3, 7), (12, 13), (14, 15), (20, 21)]


def test_lakhs_and_crores_multiply(lines: Lines) -> None:
    found = claims(
        lines(
            "During June 2019 a total of 0.78 lakh people came as compared to 0.41 lakh people"
            " during the month of June 2018 registering a growth of 90.2 per cent."
        )
    )
    assert found["90.2"] == ("growth", "0.78 0.41")
    assert parse("2", "crore").value == 20_000_000


def test_a_change_is_of_the_periods_that_it_is_said_to_be_of(lines: Lines) -> None:
    found = claims(
        lines(
            "Arrivals in June 2019 were 6.82 lakh as compared to 5.31 lakh in June, 2018.",
            "The growth rate in June, 2019 over June, 2018 is 28.4 per cent.",
        )
    )
    assert found["28.4"] == ("growth", "6.82 5.31")


SIGNED = rows(
    "罪案|2018年|2019年",
    "甲類|41 207|44 012|+|2 805|+|6.8",
    "乙類|592|577|-|15|-|2.5",
    "丙類|4|2|-|2|-|50.0",
    "丁類|-|-||-||-",
).replace("年</td></tr>", "年</td><td colspan=2>增減數目</td><td colspan=2>百分比</td></tr>")


def test_a_sign_in_a_column_of_its_own_is_that_of_the_figure_behind_it(page: Page) -> None:
    found = claims(page(SIGNED))
    assert found["+2 805"] == ("sum", "44 012 -41 207")
    assert found["-15"] == ("sum", "577 -592")
    assert found["+6.8"] == ("growth", "44 012 41 207")
    assert found["-2.5"] == ("growth", "577 592")


def test_a_dash_that_stands_for_nothing_is_no_sign(page: Page) -> None:
    facts = page(rows("!Ward|None|Votes", "North|-|512", "South|-|430", "West|-|77")).facts
    assert list(facts["printed"]) == ["512", "430", "77"]


def test_the_columns_heading_says_that_it_is_of_rates(page: Page) -> None:
    body = rows(
        "!Team|Closed|On time|Percentage on time", "A|241|236|98", "B|242|215|89", "C|98|77|79"
    )
    assert claims(page(body))["89"] == ("share", "215 242")


def test_brackets_that_say_when_hold_no_unit(page: Page) -> None:
    facts = page(rows("!案件|2018年(一月至六月)|2019年(一月至六月)", "甲|41|44", "乙|92|77")).facts
    assert set(facts["unit"]) == {""}


def test_a_change_in_brackets_is_from_the_column_before(page: Page) -> None:
    found = claims(
        page(
            rows(
                "!旅客|2018|2019",
                "經海路|11,413,908 (-5.5%)|10,777,447 (-5.6%)",
                "經陸路|17,210,946 (-1.0%)|17,759,572 (+3.2%)",
            )
        )
    )
    assert found["+3.2%"] == ("growth", "17,759,572 17,210,946")
    assert found["-5.6%"] == ("growth", "10,777,447 11,413,908")


def test_rows_of_changes_are_of_the_rows_above_them(page: Page) -> None:
    body = rows(
        "!年別|人口(人)|住戶(戶)|住宅(宅) 空置率(%)",
        "2010年底|264,257|86,792|12.2",
        "2019年底|275,570|94,310|13.4",
        "2019年較2010年增減數(百分點)|11,313|7,518|(1.2)",
        "2019年較2010年增減%|4.28|8.66|--",
    )
    report = page(body)
    found = claims(report)
    assert found["11,313"] == ("sum", "275,570 -264,257")
    assert found["1.2"] == ("sum", "13.4 -12.2")
    assert found["8.66"] == ("growth", "94,310 86,792")
    assert set(report.facts.query("printed == '11,313'")["unit"]) == {"人"}


def test_one_row_under_titles_that_another_table_has_is_worked_out_as_there(page: Page) -> None:
    months = rows("!Month|Due|Answered|Compliance", "January|167|154|92%")
    years = rows(
        "!Year|Due|Answered|Compliance|Appeals",
        "2019|2,308|2,187|95%|9", "2018|2,089|1,805|86%|7", "2017|1,902|1,680|88%|5",
    )  # fmt: skip
    assert claims(page(months, "<p>Previous years</p>", years))["92%"] == ("share", "154 167")


def test_parts_in_brackets_are_shares_of_what_they_make_together(lines: Lines) -> None:
    said = "In 2019, 67% of our workforce was female ({}) and 33% male (1,672)."
    found = claims(lines("We had 5,109 employees.", said.format("3,437")))
    assert found["5,109"] == ("sum", "3,437 1,672")
    assert found["67%"] == ("share", "3,437 5,109")
    assert "67%" not in claims(lines("We had 5,109 employees.", said.format("3,114")))


def test_a_percentage_that_repeats_a_counts_words_is_of_what_came_in(lines: Lines) -> None:
    def quarter(name: str, received: int, completed: int, percentage: int) -> list[str]:
        return [
            f"2019 {name}",
            f"Number of council requests received {received}",
            f"Number of council requests completed in time {completed}",
            f"Percentage of requests completed in time {percentage}%",
            f"Percentage of requests granted in full {percentage - 1}%",
        ]

    said = lines(
        *quarter("April to June", 211, 203, 94), *quarter("July to September", 187, 183, 98)
    )
    assert claims(said) == {"94%": ("share", "203 211"), "98%": ("share", "183 187")}
    other = lines(*quarter("April to June", 211, 203, 94)[2:])
    assert not claims(other)


def test_a_list_of_shares_is_of_the_one_number_that_gives_all_of_them(lines: Lines) -> None:
    items = ("31% (11,615) were in the north", "22% (8,437) were in the south", "17% (6,293) west")
    found = claims(lines("There were 37,619 men and 3,008 women.", "Of all the men:", *items))
    assert found["22%"] == ("share", "8,437 37,619")
    assert "22%" not in claims(lines("There were 49,619 men and 3,008 women.", *items))


def test_a_list_under_a_colon_adds_up_to_a_number_before_it(lines: Lines) -> None:
    text = ("A total of 1 080 305 residents passed.", "Of these there were:")
    found = claims(lines(*text, "495 461 arrivals;", "584 008 departures; and", "836 transits."))
    assert found["1 080 305"] == ("sum", "495 461 584 008 836")


def test_a_number_in_brackets_behind_the_year_compared_with_is_what_was_then(lines: Lines) -> None:
    found = claims(
        lines(
            "During 2018-19 there were 64.4 million bus journeys, an increase of 6.3% when compared"
            " with 2017-18 (60.6 million), but a decrease of 5.6% from 2014-15 (68.3 million)."
        )
    )
    assert found["6.3%"] == ("growth", "64.4 60.6")
    assert found["5.6%"] == ("decline", "64.4 68.3")


def test_what_rises_is_said_before_the_comma(lines: Lines) -> None:
    report = lines("Incidents of fraud were also up, rising by 9% or 933 to 11,479 incidents.")
    assert claims(report)["9%"] == ("growth", "11,479 11,479+-933")
    assert all("fraud" in name[3] for name in named(report))


def test_an_amount_below_an_estimate_is_off_that_estimate(lines: Lines) -> None:
    found = claims(
        lines("Expenditure was £14.294 million, which had been £441,000 (3.0%) below the estimate.")
    )
    assert found["3.0%"] == ("decline", "14.294 14.294+441,000")


@pytest.mark.parametrize("interest", ["", "Interest cost £311 million."])
def test_what_is_called_net_may_be_the_largest_of_three(lines: Lines, interest: str) -> None:
    said = "Taxes came to £7,004 million. Grants came to £4,602 million."
    net = "Net spending came to £11,606 million, of which £900 million was for roads."
    assert claims(lines(said, f"{interest} {net}"))["11,606"] == ("sum", "7,004 4,602")


def test_of_a_hundred_is_said_before_the_number(lines: Lines) -> None:
    report = lines(
        "破案率由百分之46.5下跌至百分之37.1,下跌9.4個百分點。", title="某市2019年治安情況"
    )
    assert list(report.facts["unit"])[:2] == ["%", "%"]
    assert claims(report)["9.4"] == ("sum", "46.5 -37.1")


def test_a_share_behind_its_count_in_one_cell_is_of_the_total(page: Page) -> None:
    issued = rows(
        "!Notices|Total|On street|Off street", "Higher|1497 38%|1339 89%|158 11%",
        "Lower|2448 62%|1347 55%|1101 45%", "Total issued|3945|2686|1259",
    )  # fmt: skip
    found = claims(page(issued, title="Notices of the year 2018"))
    assert found["38%"] == ("share", "1497 3945")
    assert found["89%"] == ("share", "1339 1497")


FUNDS = """|2018|2019
Charges|27,273,923|23,863,274
Grants|34,429,999|26,505,813
Taxes|221,375,407|185,141,095
Sales|62,507,935|52,970,080
Interest|259,485|2,642,249
Total revenues|345,846,749|291,122,511
Government|33,792,440|31,253,702
Safety|69,942,162|60,955,287
Services|45,911,170|41,391,469
Education|127,347,465|129,178,290
Culture|9,484,202|9,265,753
Debt|13,264,142|13,098,803
Total expenses|299,741,581|285,143,304
Increase in funds|46,105,168|5,979,207"""


def test_what_is_left_of_revenue_is_less_the_expenses_whatever_rows_stand_between(
    page: Page,
) -> None:
    found = claims(page(rows(*f"!{FUNDS}".split("\n"))))
    assert found["46,105,168"] == ("sum", "345,846,749 -299,741,581")


def test_a_total_of_subtotals_leaves_out_what_they_add_up(page: Page) -> None:
    years = ("Year 1|384.9|158.0", "Year 2|776.8|226.2", "Primary total|1,161.7|384.2")
    later = ("Year 7|547.4|843.3", "Year 8|554.8|891.4", "Secondary total|1,102.2|1,734.7")
    last = ("Special|778.3|25.2", "Total|3,042.2|2,144.1")
    found = claims(page(rows("!|Public|Private", *years, *later, *last)))
    assert found["3,042.2"] == ("sum", "1,161.7 1,102.2 778.3")


def test_words_say_that_something_went_from_one_number_to_another(lines: Lines) -> None:
    found = claims(lines("Crimes decreased by 5% from 270,397 to 256,350.", title="Crime 2014"))
    assert found["5%"] == ("decline", "256,350 270,397")


def test_a_sentence_adds_up_to_a_long_number_before_it(lines: Lines) -> None:
    of_them = "Of the visitors, 118,657 came from the west; 39,448 from the north; {} by sea."
    found = claims(lines("There were 165,635 visitors.", of_them.format("7,530")))
    assert found["165,635"] == ("sum", "118,657 39,448 7,530")
    assert "165,635" not in claims(lines("There were 165,635 visitors.", of_them.format("7,531")))


def test_a_fall_that_is_printed_with_its_sign_is_a_growth_below_naught(lines: Lines) -> None:
    found = claims(
        lines("年末人口2356.1萬人,較上年底減少4.2萬人(-1.8‰)。", title="某市2019年統計通報")
    )
    assert found["-1.8‰"] == ("growth", "2356.1萬 2356.1萬+4.2萬")


def test_percentage_points_are_what_two_rates_differ_by(lines: Lines) -> None:
    found = claims(
        lines("The rate was 45.6%, an increase of 0.6 percentage points from the 45.0% of 2018.")
    )
    assert found["0.6"] == ("sum", "45.6% -45.0%")


def test_the_words_say_what_shares_are_of(lines: Lines) -> None:
    text = ("There were 40,627 prisoners, up from 43,073.", "37% (15,114) of all prisoners waited.")
    assert claims(lines(*text))["37%"] == ("share", "15,114 40,627")


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Between October and December 2018, 690 came.", "2018-10/2018-12"),
        ("In Quarter 1 (Q1) 2024 there were 690.", "2024-Q1"),
        ("2023/24: Quarter 1. There were 690.", "2023-04/2023-06"),
        ("2023/24 January to March: there were 690.", "2024-01/2024-03"),
        ("In FY 2018 there were 690.", "2018"),
    ],
)
def test_a_period_holds_no_number(lines: Lines, line: str, period: str) -> None:
    assert [name[:2] for name in named(lines(line))] == [("690", period)]


@pytest.mark.parametrize(
    "line", ["AS OF NOVEMBER 30, 1982", "for the years ended June 30", "a 30-year low"]
)
def test_a_day_in_american_order_is_no_number(lines: Lines, line: str) -> None:
    assert lines(line, "There were 690 cases.").facts["printed"].tolist() == ["690"]


def test_months_above_a_column_may_have_a_year_of_two_digits(page: Page) -> None:
    body = rows("!|Jan - Jun 15|Jan - Jun 16|Difference|% Difference", "Thefts|75|66|-9|-12.0%")
    report = page(body, body.replace("Thefts|75|66", "x"), title="Crimes, January to June 2016")
    assert [name[1:4:2] for name in named(report)][:2] == [
        ("2015-01/2015-06", "Thefts"), ("2016-01/2016-06", "Thefts"),
    ]  # fmt: skip
    assert {name[3] for name in named(report)} == {"Thefts", "Thefts_change"}


@pytest.mark.parametrize(
    "line", ["Published 24 May 2019", "Wednesday, 29th June, 2005", "24 May 2019"]
)
def test_a_line_that_is_a_day_is_when_a_report_came_out(line: str) -> None:
    assert read_furniture(read_text(["Statistics of elections", line]), 0).date

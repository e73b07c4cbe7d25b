"""Titles are true of all that is drawn, and say what is bounded by a word or printed twice."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from laicheng_data.charts.catalogue import charts_of, declare, draw, draw_declared
from laicheng_data.tables.chart_choices import ChartChoice
from laicheng_data.tables.filings import listed_and_unfiled
from laicheng_data.words import Words
from tests.chart_tables import draw_table
from tests.conftest import MakeReport
from tests.test_charts import drawn
from tests.test_titles import fact, of_facts

FEW = settings(max_examples=3, deadline=None, database=None)
EN = Words("en")


def measures(names: list[str], numbers: list[int], period: str = "2016") -> pd.DataFrame:
    """The rows of a measure's chart: a name of the subject and a number each."""
    shared = {"period": period, "unit": "", "bound": "exact", "shape": "0000", "fact_id": "f",
              "total": False}  # fmt: skip
    rows = [
        shared | {"subject": name, "printed": str(number), "value": float(number), "twice": False}
        for name, number in zip(names, numbers, strict=True)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("form", ["trend", "levels"])
def test_no_number_that_a_word_bounds_is_called_the_highest(form: str, words: Words) -> None:
    table = measures(["a", "b"], [2100, 2000]).assign(bound=["exact", "at_least"])
    if form == "trend":
        table = pd.concat([table.assign(period="2015"), table], ignore_index=True)
    chart = draw_declared(declare(ChartChoice(form, "m", "m")), table, words, "source")
    assert not {"最高", "highest"} & set(chart.title.replace("最高", " 最高 ").split())
    assert words("bounded.at_least", number="2,000") in chart.title


@pytest.mark.parametrize("measure", ["spending", "departments", "due", "listed", "unfiled"])
def test_of_two_numbers_for_one_thing_the_chart_says_so(
    make_report: MakeReport, words: Words, measure: str
) -> None:
    facts = [fact(name, "enterprise", 2015, 900) for name in ("due", "filed", "listed", "unfiled")]
    facts += [fact("departments", "enterprise", 2015, 9), fact("items", "enterprise", 2015, 9)]
    facts += [fact("spending", "enterprise", year, 900) for year in (2014, 2015)]
    again = fact(measure, "enterprise", 2015, 700).replace("-exact,", "-again,")
    report = of_facts(make_report, *facts, again)
    [name] = {"spending": [name for name in charts_of(report) if name.startswith("trend-")],
              "departments": ["service-center"], "due": ["due-and-filed"]}.get(
                  measure, ["abnormal-list"])  # fmt: skip
    said = "".join("".join(drawn(draw(name, report, words))).split())
    told = [words(slug) for slug in ("common.twice", "worded_note")]
    assert any("".join(text.split()) in said for text in told)
    if name == "abnormal-list":
        assert listed_and_unfiled(report)["difference"].isna().all()


@given(whole=st.integers(1, 80), part=st.integers(0, 90))
@FEW
def test_no_more_departments_have_a_window_than_there_are(whole: int, part: int) -> None:
    rows = [("departments", whole), ("departments_with_window", part), ("items", 3)]
    table = pd.DataFrame(
        [{"office": "o", "measure": name, "period": "2016", "printed": str(value), "unit": "",
          "bound": "exact", "value": float(value)} for name, value in rows]
    )  # fmt: skip
    title = draw_table("service-center", table, EN, "source").title
    assert title.startswith(f"{part} of {whole} ") == (part <= whole)


@given(days=st.lists(st.integers(1, 25), min_size=1, max_size=4))
@FEW
def test_the_bars_of_a_notice_are_as_long_as_its_title_says(days: list[int]) -> None:
    table = pd.DataFrame(
        [{"office": "o", "measure": "hire_notice", "subject": f"s{n}", "period": "2016",
          "printed": str(day), "unit": "day", "bound": "exact", "value": float(day)}
         for n, day in enumerate(days)]
    )  # fmt: skip
    chart = draw_table("notice-periods", table, EN, "source")
    bars = chart.figure.axes[0].patches
    one = ".one" if sum(days) == 1 else ""
    assert EN(f"notice-periods.days{one}", days=sum(days)) in chart.title
    assert [bar.get_width() for bar in bars if isinstance(bar, Rectangle)] == days

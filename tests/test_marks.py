"""What can be pointed at in a chart: only what is beyond doubt, and told as the table has it."""

from dataclasses import replace

import pytest

from laicheng_data.charts.catalogue import charts_of
from laicheng_data.facts.report import report_ids
from laicheng_data.notebook.marks import marks
from laicheng_data.notebook.page import Page
from laicheng_data.words import Words

EN = Words("en")


def test_every_bar_tells_the_row_it_was_drawn_from() -> None:
    page = Page("laicheng-2016", "en")
    chart = page.draw("unfiled")
    assert chart is not None
    told = [mark.text for mark in marks(chart, page.words)]
    assert told[0].startswith("2013, enterprises: due to file 6,452; filed 5,364; not filed 1,088")
    assert len(told) == len(chart.table)


def test_a_longer_bar_has_a_wider_mark() -> None:
    page = Page("laicheng-2016", "en")
    chart = page.draw("unfiled")
    assert chart is not None
    found = marks(chart, page.words)
    widths = [mark.width for mark in found]
    unfiled = list(chart.table.sort_values(["subject", "period"])["unfiled"])
    assert sorted(range(len(widths)), key=widths.__getitem__) == sorted(
        range(len(unfiled)), key=unfiled.__getitem__
    )


def test_where_two_rows_have_the_same_number_neither_is_told() -> None:
    page = Page("laicheng-2016", "en")
    chart = page.draw("unfiled")
    assert chart is not None
    table = chart.table.copy()
    twice = table.loc[table.index[0], "unfiled"]
    table.loc[table.index[1], "unfiled"] = twice
    found = marks(replace(chart, table=table), EN)
    assert not any(f"not filed {twice:,.0f}" in mark.text for mark in found)


@pytest.mark.parametrize("report", report_ids())
def test_every_mark_lies_in_the_picture(report: str) -> None:
    page = Page(report, "zh")
    for name in charts_of(page.report):
        chart = page.draw(name)
        for left, top, width, height, text in marks(chart, page.words) if chart else ():
            assert left >= 0 and top >= 0 and width > 0 and height > 0, name
            assert left + width <= 1001 and top + height <= 1001, name
            assert text

"""PDF files as they are published: tables without rules, columns, heads and feet of pages."""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import pytest
from click.testing import CliRunner
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from laicheng_data.cli import app
from laicheng_data.facts.drafting.furniture import find_title
from laicheng_data.facts.sources.paragraphs import Source
from laicheng_data.facts.sources.source import read_source

Words = tuple[float, str]
MakePages = Callable[..., Source]
HEAD = [(0.1, "Westmarch Council")]
QUARTERS = [
    [(0.1, "Period"), (0.4, "Received"), (0.6, "Answered on"), (0.8, "Compliance")],
    [(0.6, "time")],
    [(0.1, "Quarter 1"), (0.44, "372"), (0.66, "331"), (0.84, "89.0%")],
    [(0.1, "Environment and"), (0.44, "355"), (0.66, "320"), (0.84, "90.1%")],
    [(0.1, "Transport")],
    [(0.1, "Total"), (0.42, "1,482"), (0.64, "1,304"), (0.84, "88.0%")],
]


@pytest.fixture
def pages(tmp_path: Path) -> MakePages:
    """A PDF of pages, each of lines from top to bottom, each of words and how far right they
    begin; the first line may be set larger."""

    def made(*pages: list[list[Words]], title: float = 10) -> Source:
        file = PdfPages(tmp_path / "source.pdf")
        with mpl.rc_context({"pdf.use14corefonts": True, "font.family": "Helvetica"}), file:
            for number, lines in enumerate(pages):
                page = Figure(figsize=(8, 8))
                for at, line in enumerate(lines):
                    for left, text in line:
                        size = 10 if at or number else title
                        page.text(left, 0.9 - at / 30, text, fontsize=size)
                file.savefig(page)
        return read_source(tmp_path / "source.pdf")

    return made


def cells(source: Source) -> list[list[str]]:
    return [[cell.text for cell in source.rows[at].cells] for at in sorted(source.rows)]


def test_a_table_without_rules_is_a_table_and_its_cells_may_take_two_lines(
    pages: MakePages,
) -> None:
    assert cells(pages([[(0.1, "Requests by quarter")], *QUARTERS])) == [
        ["Period", "Received", "Answered on time", "Compliance"],
        ["Quarter 1", "372", "331", "89.0%"],
        ["Environment and Transport", "355", "320", "90.1%"],
        ["Total", "1,482", "1,304", "88.0%"],
    ]


def test_a_table_goes_on_over_the_page_and_the_heads_of_pages_stand_apart(
    pages: MakePages,
) -> None:
    source = pages([HEAD, *QUARTERS[:4]], [HEAD, QUARTERS[5]])
    assert {row.table for row in source.rows.values()} == {1}
    assert cells(source)[-1] == ["Total", "1,482", "1,304", "88.0%"]
    assert source.lines.count("Westmarch Council") == 2


def test_columns_of_running_text_are_read_one_behind_the_other(pages: MakePages) -> None:
    left = [f"The council received {at}00 requests in" for at in range(1, 8)]
    right = [f"and the police recorded {at}50 offences" for at in range(1, 8)]
    both = [[(0.1, one), (0.55, other)] for one, other in zip(left, right, strict=True)]
    text = " ".join(pages(both).lines)
    assert text.index("700 requests") < text.index("150 offences")


def test_the_largest_line_is_the_title(pages: MakePages) -> None:
    lines = [[(0.1, "Complaints 2023/24")], [(0.1, "The council received 1,482 complaints.")]]
    assert find_title(pages(lines, title=20)).why == "it is the heading of the page"


def test_a_hyphen_that_divides_a_word_goes_and_one_in_a_period_stays(pages: MakePages) -> None:
    long = "The number of requests that the council received in the course of the year "
    text = pages([[(0.1, f"{long} was by all ac-")], [(0.1, "counts 1,482 in 2023-")],
                  [(0.1, "24.")]]).lines  # fmt: skip
    assert "accounts 1,482" in text[0]


def test_facts_of_a_pdf_are_traced_to_their_place(tmp_path: Path, pages: MakePages) -> None:
    pages([[(0.1, "Requests in 2023/24")], *QUARTERS])
    source, folder = str(tmp_path / "source.pdf"), str(tmp_path)
    arguments = ["new", "our-own", "--source", source, "--reports-dir", folder]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    traced = CliRunner().invoke(
        app, ["trace", source, "--report", "our-own", "--reports-dir", folder]
    )
    assert traced.exit_code == 0

"""The page for paper as PDF."""

import io
from dataclasses import replace

import pdfplumber
import pytest

from laicheng_data.briefing.content import Briefing, briefing
from laicheng_data.briefing.finding import Finding
from laicheng_data.briefing.paper import FORMS, POINTS_A_MM, _height, paper_of
from laicheng_data.briefing.paper_pdf import render_pdf
from laicheng_data.briefing.questions import Question
from laicheng_data.facts.report import Report
from laicheng_data.words import LANGUAGES, Words

HOSTILE = '#panic() $x$ *a* `b` "quoted" \\ // <label> @cite https://example.org/'


@pytest.fixture(scope="module", params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture(scope="module")
def said(report: Report, words: Words) -> Briefing:
    return briefing(report, words)


def test_the_pdf_says_what_the_page_says_in_tagged_text(
    report: Report, words: Words, said: Briefing
) -> None:
    content = render_pdf(report, words, said)
    assert content == render_pdf(report, words, said)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == FORMS[words.language].pages
        text = "".join(page.extract_text() for page in pdf.pages)
        catalog = pdf.doc.catalog
    assert catalog["MarkInfo"]["Marked"] and b"pdfuaid:part>1" in content
    paper = paper_of(said, report, words)
    written = "".join(text.split())
    for part in (words("paper.answer"), paper.asked, *paper.answer, *map("".join, paper.findings)):
        assert "".join(part.split()) in written
    charts = len(paper.strips)
    assert charts and content.count(b"/Alt") >= charts
    assert content.count(b"/S /H1") + content.count(b"/S/H1") >= 1


def test_the_page_is_as_high_as_was_reckoned_when_its_charts_were_chosen(
    report: Report, words: Words
) -> None:
    said, form = briefing(report, words, []), FORMS[words.language]
    head, foot, *_ = (margin * POINTS_A_MM for margin in form.margins)
    with pdfplumber.open(io.BytesIO(render_pdf(report, words, said))) as pdf:
        ends = [
            max(c["bottom"] for c in page.chars if c["bottom"] < float(page.height) - foot)
            for page in pdf.pages
        ]
    taken = sum(end - head for end in ends)
    over = _height(paper_of(said, report, words), form) - taken
    assert -form.line < over < 3 * form.line


@pytest.mark.parametrize("faults", [1, 3, 4])
def test_lines_that_numbers_make_longer_leave_the_signature_on_the_last_of_two_pages(
    report: Report, faults: int
) -> None:
    said = briefing(report, Words("zh"))
    text = said.findings[1].text + "一二三四五"
    wrong = [Finding("fault", text, text)] * faults
    content = render_pdf(report, Words("zh"), replace(said, findings=[*said.findings, *wrong]))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == FORMS["zh"].pages


def test_nothing_that_a_report_says_is_read_as_markup(report: Report) -> None:
    said, hostile = briefing(report, Words("en"), []), [Finding("fault", HOSTILE, HOSTILE)]
    asked = replace(said.sections[-1], questions=[Question("base", HOSTILE)])
    said = replace(said, findings=hostile, sections=[asked])
    content = render_pdf(report, Words("en"), said)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert text.replace("\n", " ").count("#panic() $x$ *a* `b`") == 2


def test_a_report_that_says_no_place_is_named_once(report: Report) -> None:
    card = report.card.model_copy(update={"place": None})
    said = briefing(replace(report, card=card), Words("zh"), [])
    assert said.title.count(report.card.title) == 1

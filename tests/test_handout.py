import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.finding import Finding
from laicheng_data.briefing.paper import FORMS, LEAST_QUESTIONS, MOST_CHARTS, paper_of
from laicheng_data.briefing.paper_docx import handout
from laicheng_data.briefing.paper_pdf import render_pdf
from laicheng_data.briefing.questions import Question
from laicheng_data.charts.legibility import SMALLEST_PT
from laicheng_data.charts.record import record_of
from laicheng_data.charts.style import DPI
from laicheng_data.facts.report import Report
from laicheng_data.words import Words
from tests.conftest import MakeReport
from tests.test_charts import CASES, made_up
from tests.test_deck import rendered


def test_the_page_has_two_charts_each_with_its_alt_text_and_origin(
    report: Report, words: Words
) -> None:
    content = handout(report, words)
    shapes = Document(io.BytesIO(content)).inline_shapes
    assert [bool(shape._inline.docPr.get("descr")) for shape in shapes] == [True] * MOST_CHARTS
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.endswith(".png")]
    assert all(record_of(picture).get("Chart") for picture in pictures)


def test_the_letters_of_a_chart_have_at_least_eight_points(report: Report, words: Words) -> None:
    form = FORMS[words.language]
    for strip in paper_of(briefing(report, words), report, words).strips:
        with Image.open(io.BytesIO(strip.png)) as picture:
            larger = form.width / 25.4 * DPI / picture.width
        assert SMALLEST_PT * larger == pytest.approx(8, abs=0.01)


def test_the_charts_stand_before_the_questions_that_they_raise(
    report: Report, words: Words
) -> None:
    paper = paper_of(briefing(report, words), report, words)
    shown = [words(f"paper.caption.{name}") for name in ("unfiled", "abnormal-list")]
    assert [strip.title for strip in paper.strips] == shown
    page: Any = Document(io.BytesIO(handout(report, words)))
    texts = [p.text for p in page.paragraphs]
    caption = words("paper.chart", number=len(paper.strips), title=paper.strips[-1].title)
    assert texts.index(caption) < texts.index(paper.asked)


def test_the_questions_stand_on_one_page(report: Report, words: Words) -> None:
    with pdfplumber.open(io.BytesIO(render_pdf(report, words))) as pdf:
        texts = [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]
    paper = paper_of(briefing(report, words), report, words)
    heads = [paper.asked, *(ask for ask, _ in paper.questions)]
    assert [text for text in texts if all(re.sub(r"\s", "", head) in text for head in heads)]


def test_the_source_stands_above_who_signs(report: Report) -> None:
    words = Words("zh")
    page: Any = Document(io.BytesIO(handout(report, words)))
    *_, note, issuer, day = [p.text for p in page.paragraphs]
    assert note.startswith(briefing(report, words).source)
    assert [issuer, day] == [words("paper.issuer"), words("paper.day")]


def test_a_finding_that_has_a_detail_begins_in_bold(report: Report, words: Words) -> None:
    said = briefing(report, words)
    page: Any = Document(io.BytesIO(handout(report, words)))
    bold = [run.text for p in page.paragraphs for run in p.runs if run.bold]
    told = [f for f in said.findings if f.text in said.lead or f.about == "difference"]
    assert bold == [f.headline for f in told if f.about in ("change", "difference")]
    lead, rest = paper_of(said, report, words).findings[0]
    assert rest and lead + rest in [p.text for p in page.paragraphs]


def test_questions_for_several_offices_each_say_for_whom(report: Report, words: Words) -> None:
    said = briefing(report, words)
    to_ask = [
        Question("base", "A?", "", "a"),
        Question("base", "B?", "", "b"),
        Question("open", "C?"),
    ]
    sections = [replace(s, questions=to_ask if s.questions else ()) for s in said.sections]
    paper = paper_of(replace(said, sections=sections), report, words)
    assert paper.asked == words("paper.questions")
    of_both = [words("question.for", office=o, ask=f"{o}?") for o in ("A", "B")]
    assert [ask for ask, _ in paper.questions] == [*of_both, "C?"]


def test_no_caption_says_what_stands_above_it(report: Report, words: Words) -> None:
    paper = paper_of(briefing(report, words), report, words)
    assert not any(strip.title in " ".join(map("".join, paper.findings)) for strip in paper.strips)


def test_questions_that_leave_no_room_for_a_chart_are_counted(report: Report, words: Words) -> None:
    said = briefing(report, words)
    sections = [replace(section, questions=[*section.questions] * 9) for section in said.sections]
    paper = paper_of(replace(said, sections=sections), report, words)
    assert paper.strips and len(paper.questions) >= LEAST_QUESTIONS
    assert str(len(said.questions) * 9 - len(paper.questions)) in paper.more


def test_the_answer_comes_first_and_the_first_questions_last(report: Report, words: Words) -> None:
    page: Any = Document(io.BytesIO(handout(report, words)))
    heads = [p.text for p in page.paragraphs if p.style.name == "Heading 1"]
    office = words.word("market_supervision")
    last = words("paper.questions.of", office=office)
    assert heads == [words("paper.answer"), words("paper.findings"), last]
    said = briefing(report, words)
    texts = [p.text for p in page.paragraphs]
    assert texts[2].rstrip("。.") == said.cover[0]
    to_ask = [question.ask for section in said.sections for question in section.questions]
    asked = [any(ask in text for text in texts) for ask in to_ask]
    assert asked == sorted(asked, reverse=True) and sum(asked) >= LEAST_QUESTIONS


def test_no_letter_is_smaller_than_ten_and_a_half_points(report: Report, words: Words) -> None:
    page: Any = Document(io.BytesIO(handout(report, words)))
    used = {p.style.name for p in page.paragraphs}
    assert min(page.styles[name].font.size.pt for name in used) >= 10.5
    assert not any(run.font.size for p in page.paragraphs for run in p.runs)


def test_a_chinese_page_has_the_margins_and_faces_of_an_official_document(report: Report) -> None:
    page: Any = Document(io.BytesIO(handout(report, Words("zh"))))
    section = page.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges] == [37, 35, 28, 26]
    faces = {
        name: page.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Normal")
    }
    assert faces == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Normal": "仿宋"}
    assert page.styles["Normal"].font.size.pt == 16


@pytest.mark.parametrize("faults", [0, 5])
def test_it_keeps_to_its_pages_whatever_there_is_to_say(
    report: Report, words: Words, tmp_path: Path, faults: int
) -> None:
    said = briefing(report, words)
    more = [Finding("fault", text, text) for text in [said.findings[1].text] * faults]
    content = handout(report, words, replace(said, findings=[*said.findings, *more]))
    pdf = rendered(tmp_path, "page.docx", content)
    told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert f"Pages:           {FORMS[words.language].pages}\n" in told and "A4" in told


def test_the_same_data_give_the_same_bytes(report: Report, words: Words) -> None:
    assert handout(report, words) == handout(report, words)


@pytest.mark.parametrize("case", ["six kinds", "ten years"])
def test_a_report_without_the_usual_charts_has_others(make_report: MakeReport, case: str) -> None:
    shapes = Document(
        io.BytesIO(handout(made_up(make_report, CASES[case]), Words("zh")))
    ).inline_shapes
    assert 0 < len(shapes) <= MOST_CHARTS

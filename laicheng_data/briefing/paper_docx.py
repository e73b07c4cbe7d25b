"""The page for paper as a .docx, set with the styles that Word's own tools know."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from laicheng_data.briefing.content import Briefing, briefing
from laicheng_data.briefing.ooxml import fix_timestamps
from laicheng_data.briefing.paper import (
    BESIDE_NUMBER,
    FORMS,
    Face,
    Form,
    Paper,
    Strip,
    paper_of,
    title_lines,
)
from laicheng_data.charts import style
from laicheng_data.facts.report import Report
from laicheng_data.words import Words


def handout(
    report: Report, words: Words, said: Briefing | None = None, paper: Paper | None = None
) -> bytes:
    """The page as the bytes of a .docx, the same for the same data."""
    said = said or briefing(report, words)
    page = Document()
    form = FORMS[words.language]
    _set_styles(page, form)
    _write_page(page, paper or paper_of(said, report, words), form, words)
    properties = page.core_properties
    properties.title, properties.author = said.title, words.word(report.card.publisher)
    properties.comments, properties.language = "", {"zh": "zh-CN", "en": "en-GB"}[words.language]
    buffer = io.BytesIO()
    page.save(buffer)
    return fix_timestamps(buffer.getvalue(), report.card.created)


def _set_styles(page: Any, form: Form) -> None:
    """Margins, and the styles that everything on the page takes its looks from."""
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, bottom, left, right = (Mm(edge) for edge in form.margins)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(min(form.margins[1] / 2, 12.7))
    faces = {
        "Normal": form.text,
        "Title": form.title,
        "Heading 1": form.heading,
        "Subtitle": form.lead,
        "Caption": form.small,
    }
    for name, face in faces.items():
        _restyle(page.styles[name], face)
        spacing = page.styles[name].paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
    page.styles["Normal"].paragraph_format.line_spacing = Pt(form.line)
    page.styles["Subtitle"].paragraph_format.line_spacing = Pt(
        form.line * form.lead.size / form.text.size
    )
    head = page.styles["Heading 1"].paragraph_format
    head.space_before = Pt(form.line / 3)
    page.styles["Title"].paragraph_format.space_after = Pt(form.line / 2)
    page.styles["Title"].paragraph_format.line_spacing = 1.1
    border = page.styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    if form.ruled:
        _draw_rule(page.styles["Title"].element, "bottom")
        page.styles["Heading 1"].font.color.rgb = RGBColor.from_string(style.ACCENT[1:].upper())
    if form.centred:
        page.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "en-GB")  # of Latin words and numbers, which are then kept whole
    tongue.set(qn("w:eastAsia"), "zh-CN")
    page.styles["Normal"].element.get_or_add_rPr().append(tongue)


def _draw_rule(of: Any, edge: str) -> None:
    """Draw a line at an edge of a paragraph, or of all of a style, by its element."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{edge}")
    look = {"val": "single", "sz": "8", "space": "6", "color": style.ACCENT[1:].upper()}
    for name, value in look.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    of.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def _restyle(named: Any, face: Face) -> None:
    named.font.name, named.font.size, named.font.bold = face.latin, Pt(face.size), face.bold
    named.font.italic, named.font.color.rgb = False, RGBColor.from_string(style.INK[1:].upper())
    for spaced in named.element.rPr.findall(qn("w:spacing")):
        named.element.rPr.remove(spaced)
    fonts = named.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hAnsi"), face.latin)
    fonts.set(qn("w:eastAsia"), face.chinese)


def _write_page(page: Any, paper: Paper, form: Form, words: Words) -> None:
    page.add_paragraph("\n".join(title_lines(paper.title, form)), style="Title")
    if paper.answer:
        _write_section(page, words("paper.answer"), [("", text) for text in paper.answer], form)
        page.paragraphs[2].style = "Subtitle"
    if paper.findings:
        _write_section(page, words("paper.findings"), paper.findings, form)
    for number, strip in enumerate(paper.strips, start=1):
        _add_chart(page, strip, number, form, words)
    if paper.questions:
        _write_section(page, paper.asked, [], form)
        first = len(page.paragraphs)
        for number, (ask, why) in enumerate(paper.questions, start=1):
            _add_question(page, f"{number}. {ask}", why, form)
        if paper.more:
            _add_text(page, paper.more, form)
        for paragraph in page.paragraphs[first:-1]:  # they stand together where a page holds them
            paragraph.paragraph_format.keep_with_next = True
    _source_note(page, paper, form)
    if form.centred:
        page.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature stands alone
        issuer, day = (_add_text(page, words(f"paper.{one}"), form) for one in ("issuer", "day"))
        issuer.alignment = day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        issuer.paragraph_format.keep_with_next = True


def _source_note(page: Any, paper: Paper, form: Form) -> None:
    """Where the numbers come from and what they are taken for, in small print."""
    notes = [page.add_paragraph(text, style="Caption") for text in paper.notes]
    notes[0].paragraph_format.space_before = Pt(form.line / 2)
    for note in notes:
        note.paragraph_format.line_spacing = 1.1
        if form.ruled:
            note.runs[0].font.color.rgb = RGBColor.from_string(style.QUIET[1:].upper())
    if form.ruled:
        _draw_rule(notes[0]._p, "top")


def _write_section(page: Any, head: str, texts: Sequence[tuple[str, str]], form: Form) -> None:
    heading = page.add_heading(head, level=1)
    if form.indented:
        heading.paragraph_format.first_line_indent = Pt(form.text.size * 2)
    for lead, rest in texts:
        _add_text(page, rest, form, lead)


def _add_text(page: Any, text: str, form: Form, lead: str = "") -> Any:
    """A paragraph, its `lead` in bold, indented by two characters where the form has it so."""
    paragraph = page.add_paragraph()
    if lead:
        paragraph.add_run(lead).bold = True
    paragraph.add_run(text)
    if form.indented:
        paragraph.paragraph_format.first_line_indent = Pt(form.text.size * 2)
    else:
        paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _add_question(page: Any, ask: str, why: str, form: Form) -> None:
    """A question, and below it in small letters why it is asked."""
    _add_text(page, ask, form)
    if not why:
        return
    reason = page.add_paragraph(why, style="Caption")
    reason.paragraph_format.left_indent = Pt((2 * form.indented + BESIDE_NUMBER) * form.text.size)
    reason.paragraph_format.line_spacing = 1.1
    if form.ruled:
        reason.runs[0].font.color.rgb = RGBColor.from_string(style.QUIET[1:].upper())


def _add_chart(page: Any, strip: Strip, number: int, form: Form, words: Words) -> None:
    caption = page.add_paragraph(
        words("paper.chart", number=number, title=strip.title), style="Caption"
    )
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(4)
    caption.paragraph_format.line_spacing = 1.1
    frame = page.add_paragraph()
    frame.paragraph_format.line_spacing = 1.0
    shape = frame.add_run().add_picture(io.BytesIO(strip.png), width=Mm(form.width))
    shape._inline.docPr.set("descr", strip.alt)

"""One page for those who brief on paper: a .docx, the form that offices edit, A4, two charts."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from laicheng_data.briefing.content import Briefing, briefing
from laicheng_data.briefing.office import settled
from laicheng_data.charts import style
from laicheng_data.charts.catalogue import redraw
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import ExportError, picture
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

LATIN, CHINESE = "Arial", "Microsoft YaHei"
CHARTS = ("rate-trend", "unfiled")
WIDTH_CM, MARGIN_CM = 17, (1.4, 2)
HEAD_PT, SECTION_PT, TEXT_PT, FOOT_PT = 15, 10, 8.5, 7
MOST_FINDINGS, MOST_QUESTIONS = 4, 4


def handout(report: Report, words: Words, said: Briefing | None = None) -> bytes:
    """The page as the bytes of a .docx, the same for the same data."""
    said = said or briefing(report, words)
    page = Document()
    _house_page(page, words.language)
    _line(page, said.title, HEAD_PT, bold=True)
    _line(page, said.checked, TEXT_PT, colour=style.QUIET)
    strips = _strips(said.charts, report, words)
    _section(page, words("briefing.findings"))
    shown = [chart.name for chart, _ in strips]
    _list(
        page,
        [*said.faults, *(chart.title for chart in said.charts if chart.name not in shown)],
        MOST_FINDINGS + len(said.faults),
        words,
    )
    for chart, strip in strips:
        _line(page, chart.title, TEXT_PT, bold=True, above=3)
        shape = page.add_picture(io.BytesIO(strip), width=Cm(WIDTH_CM))
        shape._inline.docPr.set("descr", chart.alt)
    if said.differences:
        _section(page, words("briefing.differences"))
        _list(page, said.differences, MOST_FINDINGS, words)
    _section(page, words("briefing.questions"))
    _list(page, said.questions, MOST_QUESTIONS, words)
    _line(page, " ".join([said.source, *said.method[:1]]), FOOT_PT, colour=style.QUIET, above=4)
    page.core_properties.title, page.core_properties.author = (
        said.title,
        words.word(report.card.publisher),
    )
    page.core_properties.comments, page.core_properties.language = "", words.language
    buffer = io.BytesIO()
    page.save(buffer)
    return settled(buffer.getvalue(), report.card.created)


def _strips(charts: list[Chart], report: Report, words: Words) -> list[tuple[Chart, bytes]]:
    """The two charts that bear most on the matter, each a strip; one that cannot be read so low gives way."""
    strips: list[tuple[Chart, bytes]] = []
    for chart in sorted(
        charts, key=lambda chart: CHARTS.index(chart.name) if chart.name in CHARTS else len(CHARTS)
    ):
        strip = redraw(chart, report, words, style.STRIP)
        try:
            strips.append((chart, picture(strip, report.id, words.language)))
        except ExportError:
            continue
        if len(strips) == len(CHARTS):
            break
    return strips


def _house_page(page: Any, language: str) -> None:
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(MARGIN_CM[0])
    section.left_margin = section.right_margin = Cm(MARGIN_CM[1])
    style = page.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(TEXT_PT)
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), CHINESE)
    style.element.rPr.append(_element("w:lang", {"w:val": "en-GB", "w:eastAsia": "zh-CN"}))
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(1.5), Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


def _section(page: Any, title: str) -> None:
    heading = page.add_heading(level=2)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(5), Pt(2)
    _run(heading, title, SECTION_PT, style.ink(style.ACCENT), bold=True)


def _line(
    page: Any, text: str, size: float, bold: bool = False, colour: str = style.INK, above: float = 0
) -> None:
    paragraph = page.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(above)
    _run(paragraph, text, size, colour, bold)


def _run(paragraph: Any, text: str, size: float, colour: str, bold: bool) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    run.font.name = LATIN
    run._element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)


def _list(page: Any, items: list[str], most: int, words: Words) -> None:
    for number, item in enumerate(items[:most], start=1):
        _line(page, f"{number}. {item}", TEXT_PT)
    if len(items) > most:
        _line(page, words("briefing.more", count=len(items) - most), TEXT_PT, colour=style.QUIET)

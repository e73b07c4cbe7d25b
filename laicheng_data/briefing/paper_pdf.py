"""The same page for paper as PDF, for those who only print and send: tagged for screen readers as
PDF/UA has it, and in the font of the charts, so that it looks the same everywhere."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import typst

from laicheng_data.briefing.content import Briefing, briefing
from laicheng_data.briefing.paper import (
    FORMS,
    Face,
    Form,
    Paper,
    paper_of,
    title_lines,
)
from laicheng_data.charts import style
from laicheng_data.charts.font import BOLD, FAMILY, REGULAR, font_file
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

TEMPLATE = Path(__file__).with_name("paper.typ")
_BOLD = frozenset(("title", "heading", "lead"))
_REGIONS = {"zh": "CN", "en": "GB"}


def render_pdf(
    report: Report, words: Words, said: Briefing | None = None, paper: Paper | None = None
) -> bytes:
    """The page as the bytes of a PDF, the same for the same data."""
    paper = paper or paper_of(said or briefing(report, words), report, words)
    files = [f"chart-{number}.png" for number, _ in enumerate(paper.strips, start=1)]
    told = {**_template_values(paper, files, words), "author": words.word(report.card.publisher)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        for weight in (REGULAR, BOLD):  # apart from whatever else lies where they are kept
            shutil.copy(font_file(weight), folder)
        for file, strip in zip(files, paper.strips, strict=True):
            (folder / file).write_bytes(strip.png)
        compiler = typst.Compiler(
            folder / TEMPLATE.name,
            root=folder,
            font_paths=[folder],
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(told, ensure_ascii=False)},
        )
        content = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert isinstance(content, bytes)
    return content


def _template_values(paper: Paper, files: list[str], words: Words) -> dict[str, Any]:
    """What the template asks for."""
    form = FORMS[words.language]
    strips = [
        {
            "file": file,
            "alt": strip.alt,
            "caption": words("paper.chart", number=number, title=strip.title),
        }
        for number, (file, strip) in enumerate(zip(files, paper.strips, strict=True), start=1)
    ]
    return {
        "title": paper.title,
        "title_lines": title_lines(paper.title, form),
        "lang": words.language,
        "region": _REGIONS[words.language],
        "family": FAMILY,
        "ink": style.INK,
        "accent": style.ACCENT,
        "quiet": style.QUIET if form.ruled else style.INK,
        "form": _form(form),
        "answered": words("paper.answer"),
        "answer": paper.answer,
        "found": words("paper.findings"),
        "findings": [{"lead": lead, "rest": rest} for lead, rest in paper.findings],
        "strips": strips,
        "asked": paper.asked,
        "questions": paper.questions,
        "more": paper.more,
        "signed": [words("paper.issuer"), words("paper.day")] if form.centred else [],
        "notes": paper.notes,
    }


def _form(form: Form) -> dict[str, Any]:
    faces = {name: face for name, face in vars(form).items() if isinstance(face, Face)}
    weighed = {
        # In Chinese a face sets a heading apart; here, where there is one face, its weight does.
        name: {"size": face.size, "weight": BOLD if name in _BOLD else REGULAR}
        for name, face in faces.items()
    }
    return {**vars(form), **weighed}

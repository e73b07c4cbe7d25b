"""Writes the briefing of a report beside its charts: the deck, and the page for paper in two
formats."""

from __future__ import annotations

from pathlib import Path

from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.paper import paper_of
from laicheng_data.briefing.paper_docx import handout
from laicheng_data.briefing.paper_pdf import render_pdf
from laicheng_data.briefing.slides import deck
from laicheng_data.charts.chart import Chart, Material
from laicheng_data.facts.report import Report
from laicheng_data.paths import DOCUMENTS, FIGURES_DIR
from laicheng_data.storage import write_whole
from laicheng_data.words import Words


def write_briefing(
    report: Report,
    words: Words,
    figures_dir: Path | str = "",
    charts: list[Chart] | None = None,
    material: Material | None = None,
) -> list[Path]:
    """Write `<figures_dir>/<report>/<language>/briefing.{pptx,docx,pdf}`, all or none, and
    return their paths.

    `charts` are those drawn already, if any, and `material` what they were made of. Raises
    ExportError for a chart that must not leave.
    """
    words = words.with_labels(report.labels)
    said = briefing(report, words, charts, material)
    folder = Path(figures_dir or FIGURES_DIR) / report.id / words.language
    paper = paper_of(said, report, words)  # its charts are drawn once for both formats
    documents = (
        deck(report, words, said),
        handout(report, words, said, paper),
        render_pdf(report, words, said, paper),
    )
    contents = {folder / name: content for name, content in zip(DOCUMENTS, documents, strict=True)}
    write_whole(contents)
    return list(contents)

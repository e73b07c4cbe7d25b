"""The page that JupyterLab opens on: what is found, the charts that are there already and the
notebooks by the question each answers, before anything has run.

It is the start notebook without its cells: its prose is the notebook's, its findings are worked
out, and its charts are those last exported, with the titles that they carry.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import nbformat
from markupsafe import Markup

from laicheng_data.briefing.findings import leading
from laicheng_data.charts.catalogue import charts_of
from laicheng_data.charts.record import record_of
from laicheng_data.notebook.markup import as_heading, as_list
from laicheng_data.notebook.page import Page, telling
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.running.plan import NOTEBOOKS_DIR, notebook_names, notebook_path
from laicheng_data.storage import read_file, write_whole
from laicheng_data.tables.naming import report_name
from laicheng_data.words import LANGUAGES, Words, begun

START, BRIEFING = "00_start_here", "07_briefing"
_FIRST, _PX = 2, 520  # charts above the notebooks, and the width of each: two fit beside it
_PROSE = ("title-text", "contents-text")  # cells of the start notebook


def write_start_pages(report: str) -> Path:
    """Write the page of each language beside its notebooks; the path of the first.

    Raises OSError where nothing can be written there.
    """
    paths = {language: NOTEBOOKS_DIR / language / f"{START}.md" for language in LANGUAGES}
    write_whole({path: start_page(report, name).encode() for name, path in paths.items()})
    return paths[LANGUAGES[0]]


def start_page(report: str, language: str) -> str:
    """The start page as Markdown; its links hold from the folder of the language's notebooks."""
    page = Page(report, language)
    words, there = page.words, _charts(report, language)
    lead = leading(page.found)
    names = dict.fromkeys([*telling(page.found, page.report), *charts_of(page.report)])
    charts = [_picture(*there[name]) for name in names if name in there]
    title, contents = (_prose(cell, language) for cell in _PROSE)
    _, about_all, *_ = title.split("\n\n")  # below its heading
    about = words(
        "start.report", place=words.word(page.report.place), title=report_name(page.report, words)
    )
    parts = [
        Markup("<h1>{}</h1>").format(begun(about)),
        _elsewhere(language, words),
        as_heading(lead[0].text),
        as_list([finding.text for finding in lead[1:]]),
        f"[{words('page.questions')}]({BRIEFING}.ipynb)",
        _row(charts[:_FIRST]),
        contents,
        about_all,
        *([f"## {words('page.charts')}", _row(charts[_FIRST:])] if charts else []),
    ]
    return "\n\n".join(map(str, parts)) + "\n"


def _elsewhere(language: str, words: Words) -> str:
    """The page in the other languages, and the notebook that makes the same of any report."""
    others = [
        f"[{Words(o)('this_language')}](../{o}/{START}.md)" for o in LANGUAGES if o != language
    ]
    return " · ".join([*others, f"[{words('start.notebook')}]({START}.ipynb)"])


def _prose(cell: str, language: str) -> str:
    notebook = nbformat.read(notebook_path(START, language), 4)
    return next(found.source for found in notebook.cells if found.id == cell)


def _charts(report: str, language: str) -> dict[str, tuple[Path, str]]:
    """The pictures last exported and what each shows, by the charts' names."""
    folder = FIGURES_DIR / report / language
    records = {path: record_of(read_file(path)) for path in sorted(folder.glob("*.svg"))}
    return {
        record["Chart"]: (path, record["Description"])
        for path, record in records.items()
        if record and path.stem == record["Chart"]  # and not some years or kinds of it
    }


def _picture(path: Path, alt: str) -> Markup:
    """A chart that leads to the notebook which makes it."""
    language = path.parent.name
    place = Path(os.path.relpath(path, NOTEBOOKS_DIR / language)).as_posix()
    link = Markup('<a href="{}.ipynb"><img src="{}" width="{}" alt="{}"></a>')
    return link.format(_notebook_of(path.stem, language), place, _PX, " ".join(alt.split()))


def _notebook_of(chart: str, language: str) -> str:
    """The first notebook that names the chart, else the one that shows all of them."""
    named = (
        n
        for n in notebook_names()
        if rf"\"{chart}\"" in read_file(notebook_path(n, language)).decode()
    )
    return next(named, BRIEFING)


def _row(pictures: Sequence[Markup]) -> Markup:
    """Pictures beside each other, as many as the window has room for."""
    return Markup("<p>{}</p>").format(Markup("\n").join(pictures))

"""The page that JupyterLab opens on: what is found, the charts that are there already and the
notebooks by the question each answers, before anything has run.

It is the start notebook without its cells: its prose is the notebook's, its findings are worked
out, and its charts are those last exported, with the titles that they carry.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat
from markupsafe import Markup

from laicheng_data.briefing.findings import key_findings
from laicheng_data.charts.catalogue import charts_of
from laicheng_data.charts.record import record_of
from laicheng_data.notebook.markup import as_list
from laicheng_data.notebook.page import Page, key_charts
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.running.plan import NOTEBOOKS_DIR, START, notebook_names, notebook_path
from laicheng_data.storage import read_file, write_whole
from laicheng_data.tables.naming import report_name, source_phrase
from laicheng_data.words import LANGUAGES, Words, capitalise

BRIEFING = "07_briefing"
# The width of a chart, of the first, and the least of the list beside that.
_PX, _FIRST_PX, _LIST_PX = 520, 640, 290
_HEADLINE = Markup('<h1 style="line-height: 1.35; font-size: 1.6em; font-weight: 600">{}</h1>')
_PROSE = ("title-text", "contents-text")  # cells of the start notebook
_QUESTION = re.compile(r"\]\(([^)]+)\) \| (.+) \|")  # a notebook, and what it answers


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
    first, *more = key_findings(page.found)
    names = dict.fromkeys([*key_charts(page.found, page.report), *charts_of(page.report)])
    known = [name for name in names if name in there]
    leads, others = known[:1], known[1:]
    title, contents = (_prose(cell, language) for cell in _PROSE)
    heading, table, *advice = contents.split("\n\n")
    _, about_all, *_ = title.split("\n\n")  # below its heading
    parts = [
        _report_heading(page, language),
        _HEADLINE.format(first.text),
        _chart_and_questions(
            [_picture(*there[name], _FIRST_PX) for name in leads],
            heading.lstrip("# "),
            _QUESTION.findall(table),
        ),
        f"## {words('page.findings')}" if more else "",
        as_list([finding.text for finding in more]) if more else "",
        f"## {words('page.questions')}",
        page.questions()._repr_mimebundle_()[0]["text/html"],
        f"## {words('page.charts')}" if others else "",
        _row([_picture(*there[name], _PX) for name in others]),
        about_all,
        *advice,
        f"[{words('start.notebook')}]({START}.ipynb)",
    ]
    return "\n\n".join(filter(None, map(str, parts))) + "\n"


def _report_heading(page: Page, language: str) -> Markup:
    """What report this is, and the page in the other languages."""
    place, title = page.words.word(page.report.place), report_name(page.report, page.words)
    link = Markup('<a href="../{}/{}.md">{}</a>')
    others = [link.format(o, START, Words(o)("this_language")) for o in LANGUAGES if o != language]
    about = capitalise(page.words("start.report", place=place, title=title))
    told = filter(None, [about, source_phrase(page.report, page.words), *others])
    return Markup("<p>{}</p>").format(Markup(" · ").join(told))


def _chart_and_questions(
    charts: Sequence[Markup], heading: str, asked: Sequence[tuple[str, str]]
) -> Markup:
    """The most telling chart, and beside it the question that each notebook answers; below it in a
    narrow window."""
    item = Markup('<li><a href="{}">{}</a></li>')
    items = Markup("").join(item.format(href, question) for href, question in asked)
    column = '<div style="flex: {} {}px; min-width: 0">{}</div>'
    chart = Markup("").join(Markup(column).format("3 1", _PX, one) for one in charts)
    listed = Markup("<h2>{}</h2><ul>{}</ul>").format(heading, items)
    row = Markup('<div style="display: flex; flex-wrap: wrap; column-gap: 32px">{}{}</div>')
    return row.format(chart, Markup(column).format("2 1", _LIST_PX, listed))


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


def _picture(path: Path, alt: str, width: int) -> Markup:
    """A chart that leads to the notebook which makes it."""
    language = path.parent.name
    place = Path(os.path.relpath(path, NOTEBOOKS_DIR / language)).as_posix()
    link = Markup('<a href="{}.ipynb"><img src="{}" width="{}" alt="{}"></a>')
    return link.format(_notebook_of(path.stem, language), place, width, " ".join(alt.split()))


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
    return Markup("<p>{}</p>").format(Markup("\n").join(pictures)) if pictures else Markup("")

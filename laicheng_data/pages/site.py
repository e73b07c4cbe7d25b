"""Web pages of a rerun: one for each executed notebook, and an index with what ran, the charts and the verdicts.

A page is complete in itself and asks for nothing from outside. Whatever a notebook holds is shown, never run: text is
escaped, HTML goes through bleach, and the page's own policy forbids every script but ours.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import shorten
from typing import Any
from urllib.parse import quote

import bleach
import mistune
import nbformat
import pandas as pd
from bs4 import BeautifulSoup, Tag
from jinja2 import TemplateError
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import Highlight2HTML
from PIL import Image
from traitlets.config import Config

from laicheng_data.checking.claims import COLUMNS, check
from laicheng_data.facts.report import VERDICTS, Report, ReportError, load_report
from laicheng_data.paths import DOCUMENTS, FIGURES_DIR
from laicheng_data.running.session import OUTCOMES, Outcome, Run
from laicheng_data.storage import write_whole
from laicheng_data.words import LABELS, LANGUAGES, SENTENCES, Words

PAGE_BYTES = 1_500_000
MOST_ROWS = (
    1000  # of a table on a notebook's page, and of verdicts where they are too many for one page
)
LONG_TEXT = 24  # characters, from which on the texts of a table's column are broken into lines
MOST_VERDICTS = 3000  # on one page
MOST_REPORTS = 24  # whose notebooks and charts stand on the index; of more, each has a page
MOST_REMARKABLE = 50  # runs that are named at the head of the index
TEMPLATES = Path(__file__).with_name("templates")

_COLUMNS = [name for name in COLUMNS if name != "expect"]
_FILTERED = ("report", "verdict", "as_expected")
_SHOWN_FIRST = (
    "image/png", "text/html", "text/markdown", "application/vnd.jupyter.widget-view+json", "text/plain",
)  # fmt: skip
_TAGS = frozenset(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li "
    "ol p pre s small span strong sub summary sup table tbody td tfoot th thead tr u ul".split()
)
_ATTRIBUTES = frozenset(
    "alt aria-label class colspan height lang role rowspan scope tabindex title width".split()
)
_LINK = re.compile(r"(https?://|mailto:|#)\S*|[\w./%-]+(#\S*)?")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_NUMBER = re.compile(r"[+−-]?[\d,]*\.?\d+%?(–[\d,]*\.?\d+%?)?")


class PageError(Exception):
    """A page that could not be written, and why."""


def write(outcomes: Sequence[Outcome], output_dir: Path) -> list[Path]:
    """Write `<notebook>.html` beside each executed notebook and an index in each language.

    Returns all of them, the first index first.

    A page whose notebook has not changed is left as it is. Raises PageError.
    """
    try:
        runs = {outcome.run.report: outcome.run for outcome in outcomes}
        reports = {name: _report(run) for name, run in runs.items()}
        pages = [
            _write_notebook(outcome, reports[outcome.run.report], output_dir)
            for outcome in outcomes
        ]
        indexes = _write_indexes(outcomes, reports, output_dir)
        return [*indexes, *(page for page in pages if page)]
    except (OSError, ValueError, TemplateError) as error:
        raise PageError(f"the web pages in {output_dir} are not complete: {error}") from error


def _report(run: Run) -> Report | None:
    """The report of a run, or None where it cannot be read: then the run has failed, and says why."""
    try:
        return load_report(run.report, str(run.parameters.get("reports_dir", "")) or None)
    except ReportError:
        return None


def _report_title(name: str, report: Report | None, words: Words) -> str:
    return words.start(report.card.title) if report else name


# ------------------------------------------------------------------------------------------------ notebook pages


def _write_notebook(outcome: Outcome, report: Report | None, output_dir: Path) -> Path | None:
    """The page of one executed notebook, unless it is there already and would come out the same."""
    notebook = _folder(outcome.run, output_dir) / f"{outcome.run.notebook}.ipynb"
    if not notebook.exists():
        return None
    content, page = notebook.read_bytes(), notebook.with_suffix(".html")
    title = _report_title(outcome.run.report, report, Words(outcome.run.language))
    around = {"report_title": title, **_around(outcome, notebook, output_dir)}
    digest = hashlib.sha256(_version() + content + json.dumps(around).encode()).hexdigest()
    if not page.exists() or digest.encode() not in page.read_bytes()[:2000]:
        write_whole({page: _notebook_page(content, outcome.run, {**around, "digest": digest})})
    return page


def _folder(run: Run, output_dir: Path) -> Path:
    return output_dir / run.report / run.language


def _around(outcome: Outcome, notebook: Path, output_dir: Path) -> dict[str, str]:
    """What a notebook's page says beside the notebook itself: its error, and the links to other pages."""
    run, neighbours = outcome.run, sorted(notebook.parent.glob("[!.]*.ipynb"))
    place = neighbours.index(notebook)
    twins = (
        output_dir / run.report / other / notebook.name
        for other in LANGUAGES
        if other != run.language
    )
    linked = {
        "twin": next((twin for twin in twins if twin.exists()), None),
        "previous": neighbours[place - 1] if place else None,
        "next": neighbours[place + 1] if notebook != neighbours[-1] else None,
    }
    return {
        "error": outcome.error,
        "home": _link(output_dir / _index_name(run.language), notebook),
        **{
            name: _link(path.with_suffix(".html"), notebook) if path else ""
            for name, path in linked.items()
        },
    }


def _link(target: Path, page: Path) -> str:
    """The way from the page to the target, which holds wherever the folder of both is moved."""
    return quote(Path(os.path.relpath(target, page.parent)).as_posix())


def _notebook_page(content: bytes, run: Run, around: dict[str, str]) -> bytes:
    notebook = nbformat.reads(content.decode(), 4)
    notebook.cells = [
        c for c in notebook.cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])
    ]
    title = _title(notebook)
    page = {
        **around,
        "words": Words(run.language),
        "name": run.notebook,
        "title": title or run.notebook,
        "untitled": not title,
        "about_code": _about_code(notebook),
        "policy": _policy("data:"),
        "style": _style(),
    }
    written, _ = _exporter().from_notebook_node(notebook, {"page": page})
    return _light(_outlined(written)).encode()


def _title(notebook: nbformat.NotebookNode) -> str:
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = re.search(r"^# +(.+)$", prose, re.MULTILINE)
    return found[1].strip() if found else ""


def _about_code(notebook: nbformat.NotebookNode) -> str:
    """The id of the cell that introduces the parameters, which says nothing to whoever does not see the code."""
    for cell, following in pairwise(notebook.cells):
        if "parameters" in following.metadata.get("tags", []) and not cell.source.startswith("#"):
            return cell.get("id", "")
    return ""


def _outlined(page: str) -> str:
    """The page with one h1, and no level of heading left out below it."""
    level = 0

    def ordered(tag: re.Match[str]) -> str:
        nonlocal level
        if not tag[1]:
            level = 1 if not level else max(2, min(int(tag[2]), level + 1))
        return f"<{tag[1]}h{level}"

    return re.sub(r"<(/?)h([1-6])\b", ordered, page)


def _light(page: str) -> str:
    """The page with its pictures at half the pixels, and half again, while it is too large to hand around."""
    for _ in range(2):
        if len(page.encode()) > PAGE_BYTES:
            page = re.sub(r"(?<=data:image/png;base64,)[A-Za-z0-9+/=]+", _halved, page)
    return page


def _halved(picture: re.Match[str]) -> str:
    smaller = io.BytesIO()
    try:
        with Image.open(io.BytesIO(base64.b64decode(picture[0]))) as image:
            image.convert("RGB").reduce(2).quantize(256, dither=Image.Dither.NONE).save(
                smaller, "png", optimize=True
            )
    except (OSError, ValueError, Image.DecompressionBombError):
        return picture[0]
    return base64.b64encode(smaller.getvalue()).decode()


# ------------------------------------------------------------------------------------------------- what is safe


def _prose(markdown: str, words: Words) -> Markup:
    """Markdown as HTML; HTML within it is shown as text, and so is TeX."""
    return _harmless(str(_markdown()(markdown)), words)


def _harmless(source: str, words: Words) -> Markup:
    """HTML without anything that runs, is fetched or restyles the page; its tables made to read and scroll well."""
    soup = BeautifulSoup(source, "lxml")
    for element in soup(
        ["script", "style", "template", "noscript", "iframe", "object", "svg", "math"]
    ):
        element.decompose()
    for picture in soup("img"):
        if _PICTURE.fullmatch(str(picture.get("src"))):
            picture["alt"] = picture.get("alt") or words("page.no_alt")
        else:
            picture.decompose()
    for link in soup("a", href=re.compile(r"^[\w./-]+\.ipynb$")):
        link["href"] = str(link["href"]).removesuffix(".ipynb") + ".html"
    for table in soup("table"):
        _tabulate(table, words)
    return Markup(_cleaner().clean(str(soup)))


def _tabulate(table: Tag, words: Words) -> None:
    """Say what the header cells head, align the columns of numbers, and leave rows beyond `MOST_ROWS` out."""
    for head in table("th"):
        head["scope"] = "col" if head.find_parent("thead") else "row"
    rows = table("tr")
    for column in zip(*(row(["td", "th"]) for row in rows), strict=False):
        texts = [cell.get_text(strip=True) for cell in column if cell.get("scope") != "col"]
        digits = any(texts) and all(_NUMBER.fullmatch(text) for text in texts if text)
        number = digits or "text-align: right" in str(column[0].get("style"))
        long = any(len(text) > LONG_TEXT for text in texts)
        for cell in column:
            cell["class"] = "number" if number else "long" if long else ""
    for row in rows[1 + MOST_ROWS :]:
        row.decompose()
    box = table.wrap(
        _tag(
            "div",
            **{
                "class": "scroll",
                "role": "group",
                "tabindex": "0",
                "aria-label": words("page.table"),
            },
        )
    )
    if len(rows) > 1 + MOST_ROWS:
        cut = words("page.table.cut", rows=words.count(len(rows) - 1), shown=words.count(MOST_ROWS))
        box.insert_after(_tag("p", cut))


def _tag(name: str, text: str = "", **attributes: str) -> Tag:
    tag = Tag(name=name, attrs=attributes)
    tag.string = text
    return tag


@cache
def _cleaner() -> bleach.Cleaner:
    return bleach.Cleaner(
        _TAGS, _may_stay, protocols=["http", "https", "mailto", "data"], strip=True
    )


def _may_stay(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return bool(_LINK.fullmatch(value))
    if (tag, name) == ("img", "src"):
        return bool(_PICTURE.fullmatch(value))
    return name in _ATTRIBUTES


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(escape=True, plugins=["table"])


@cache
def _exporter() -> TemplateExporter:
    """nbconvert with our template, in which everything is escaped that no filter has made harmless."""
    exporter = TemplateExporter(
        Config(NbConvertBase={"display_data_priority": list(_SHOWN_FIRST)}),
        default_preprocessors=[],
        template_name=TEMPLATES.name,
        template_file="notebook.html.j2",
        extra_template_basedirs=[str(TEMPLATES.parent)],
    )
    exporter.environment.autoescape = True
    colours = Highlight2HTML(extra_formatter_options={"nowrap": True})
    exporter.register_filter("prose", _prose)
    exporter.register_filter("harmless", _harmless)
    exporter.register_filter("highlighted", lambda source: Markup(colours(source)))
    return exporter


def _policy(pictures: str, script: str = "") -> str:
    """What the browser is told to refuse: everything but these pictures, our style and our script."""
    scripts = _hash(script) if script else "'none'"
    return (
        f"default-src 'none'; img-src {pictures}; style-src {_hash(_style())}; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _style() -> Markup:
    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))


@cache
def _version() -> bytes:
    """What the pages are made with: where it changes, they are written anew."""
    parts = [Path(__file__), LABELS, SENTENCES, *sorted(TEMPLATES.iterdir())]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).digest()


# -------------------------------------------------------------------------------------------------------- index


def _index_name(language: str) -> str:
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"


def _write_indexes(
    outcomes: Sequence[Outcome], reports: Mapping[str, Report | None], output_dir: Path
) -> list[Path]:
    """The index in each language; of many reports also a page for each, with what the index has no room for."""
    many = len(reports) > MOST_REPORTS
    written: list[Path] = []
    judged = {name: check(report) for name, report in reports.items() if report}
    for language in LANGUAGES:
        words, index = Words(language), output_dir / _index_name(language)
        entries = []
        for name, report in reports.items():
            page = output_dir / name / index.name if many else index
            own = [outcome for outcome in outcomes if outcome.run.report == name]
            entry = {
                "title": _report_title(name, report, words),
                **_entry(own, output_dir, page, words),
            }
            entry["published"] = _published(report, words) if report else name
            if many:
                verdicts = _verdicts([judged[name]] if report else [], words)
                written.append(page)
                _write_index(
                    page, words, entry["title"], [entry], verdicts, home=_link(index, page)
                )
            entries.append({**entry, "page": _link(page, index) if many else ""})
        verdicts = _verdicts(list(judged.values()), words)
        _write_index(
            index, words, words("page.title"), entries, verdicts, ran=_ran(outcomes, words)
        )
    return [output_dir / _index_name(language) for language in LANGUAGES] + written


def _published(report: Report, words: Words) -> str:
    publisher, date = words.word(report.card.publisher), report.card.created.date().isoformat()
    return words("page.published", report=report.id, publisher=publisher, date=date)


def _write_index(
    page: Path,
    words: Words,
    title: str,
    entries: Sequence[dict[str, Any]],
    verdicts: dict[str, Any],
    home: str = "",
    ran: dict[str, Any] | None = None,
) -> None:
    script = Markup((TEMPLATES / "filter.js").read_text(encoding="utf-8"))
    around = {
        "title": title,
        "home": home,
        "twin": next(_index_name(other) for other in LANGUAGES if other != words.language),
        "style": _style(),
        "policy": _policy("'self' file: data:", script),
    }
    content = (
        _exporter()
        .environment.get_template("index.html.j2")
        .render(
            words=words, page=around, reports=entries, verdicts=verdicts, ran=ran, script=script
        )
    )
    write_whole({page: _outlined(content).encode()})


def _ran(outcomes: Sequence[Outcome], words: Words) -> dict[str, Any]:
    """How many runs came to what, and those that a reader must hear of."""
    remarkable = [outcome for outcome in outcomes if outcome.outcome != "ok"]
    return {
        "counts": {
            "runs": words.count(len(outcomes)),
            "seconds": f"{sum(outcome.seconds for outcome in outcomes):,.1f}",
            **{
                name: words.count(sum(outcome.outcome == name for outcome in outcomes))
                for name in OUTCOMES
            },
        },
        "remarkable": [
            {"name": str(outcome.run), "outcome": outcome.outcome, "message": _message(outcome)}
            for outcome in remarkable[:MOST_REMARKABLE]
        ],
        "more": len(remarkable[MOST_REMARKABLE:]),
    }


def _message(outcome: Outcome) -> str:
    return shorten(outcome.error or ", ".join(outcome.unexpected), 300, placeholder="…")


def _entry(
    outcomes: Sequence[Outcome], output_dir: Path, page: Path, words: Words
) -> dict[str, Any]:
    """What a page lists of one report: the runs in the page's language, the charts and the deck.

    Where nothing ran in the page's language, what ran in the other is told instead.
    """
    spoken = [outcome for outcome in outcomes if outcome.run.language == words.language] or list(
        outcomes
    )
    run = spoken[0].run
    figures = (
        Path(str(run.parameters.get("figures_dir") or FIGURES_DIR)) / run.report / run.language
    )
    drawn = [Path(file).stem for outcome in spoken for file in outcome.files]
    decks = [figures / name for name in DOCUMENTS if (figures / name).exists()]
    return {
        "runs": [_told(outcome, output_dir, page) for outcome in spoken],
        "charts": [_chart(picture, page) for picture in _pictures(figures, drawn)],
        "decks": [{"name": deck.name, "href": _link(deck, page)} for deck in decks],
    }


def _told(outcome: Outcome, output_dir: Path, page: Path) -> dict[str, Any]:
    """A run as the index lists it, under the title that its own page has."""
    run = outcome.run
    own = _folder(run, output_dir) / f"{run.notebook}.html"
    found = (
        re.search(r"<title>(.*?)</title>", own.read_text(encoding="utf-8"))
        if own.exists()
        else None
    )
    return {
        "title": html.unescape(found[1]) if found else run.notebook,
        "page": _link(own, page) if found else "",
        "outcome": outcome.outcome,
        "seconds": outcome.seconds,
    }


def _pictures(folder: Path, drawn: Sequence[str]) -> list[Path]:
    """The pictures of a folder: in the order in which this run drew them, then those of earlier runs."""
    order = {name: place for place, name in reversed(list(enumerate(drawn)))}
    return sorted(
        folder.glob("[!.]*.png"), key=lambda path: (order.get(path.stem, len(drawn)), path.stem)
    )


def _chart(picture: Path, page: Path) -> dict[str, Any]:
    """A chart in the gallery, with the title and the description that were exported with it."""
    with Image.open(picture) as image:
        told, (width, height) = image.info, image.size
    files = [picture.with_suffix(suffix) for suffix in (".png", ".svg", ".csv")]
    return {
        "title": told.get("Title", picture.stem),
        "alt": told.get("Description", picture.stem),
        "picture": _link(picture, page),
        "width": width,
        "height": height,
        "files": [
            {"kind": file.suffix[1:].upper(), "href": _link(file, page)}
            for file in files
            if file.exists()
        ],
    }


def _verdicts(judged: Sequence[pd.DataFrame], words: Words) -> dict[str, Any]:
    """The verdicts as a table to filter; of very many, those that are not plainly in order."""
    table = pd.concat(judged, ignore_index=True) if judged else pd.DataFrame(columns=COLUMNS)
    counts = {name: words.count((table["verdict"] == name).sum()) for name in VERDICTS}
    counts["unexpected"] = words.count(len(table) - table["as_expected"].sum())
    cut = len(table) > MOST_VERDICTS
    if cut:
        table = table[(table["verdict"] != "consistent") | ~table["as_expected"]]
        table = table.sort_values("as_expected", kind="stable")[:MOST_ROWS]
    shown = _written(table, words)
    return {
        "counts": counts,
        "left_out": cut,
        "columns": [words.word(name) for name in shown],
        "choices": [
            {
                "name": words.word(name),
                "column": shown.columns.get_loc(name),
                "options": list(shown[name].unique()),
            }
            for name in _FILTERED
        ],
        "rows": [
            {"mark": mark, "cells": cells}
            for mark, cells in zip(_marks(table), shown.itertuples(index=False), strict=True)
        ],
    }


_WORDED = ("kind", "basis", "verdict", "explained_by", "remark")


def _written(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The verdicts in words, without a column that explains where there is nothing to explain."""
    difference = ["" if pd.isna(units) else words.signed(units) for units in table["difference"]]
    expected = [words("page.yes" if met else "page.no") for met in table["as_expected"]]
    written = table[_COLUMNS].assign(difference=difference, as_expected=expected)
    for name in _WORDED:
        written[name] = [words.word(slug) for slug in table[name]]
    silent = [name for name in ("explained_by", "remark") if (written[name] == "").all()]
    return written.drop(columns=silent)


def _marks(table: pd.DataFrame) -> list[str]:
    return ["unexpected" if not row.as_expected else row.verdict for row in table.itertuples()]

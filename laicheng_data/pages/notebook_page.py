"""The web page of an executed notebook."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from PIL import Image

from laicheng_data.charts.record import record_of
from laicheng_data.checking.claims import verdicts_of
from laicheng_data.facts.report import Report
from laicheng_data.pages.evidence import claims_on_page
from laicheng_data.pages.frame import (
    exporter,
    finish_page,
    index_name,
    link_to,
    originals,
    page_name,
    report_title,
    script,
    security_policy,
    style,
    version,
)
from laicheng_data.pages.pictures import Pictures
from laicheng_data.paths import DOCUMENTS, FIGURES_DIR
from laicheng_data.running.plan import START
from laicheng_data.running.session import Outcome, Run
from laicheng_data.storage import write_whole
from laicheng_data.tables.naming import claim_names
from laicheng_data.words import LANGUAGES, Words, capitalise

PAGE_BYTES = 1_500_000
WIDGET = "application/vnd.jupyter.widget-view+json"


def write_notebook(
    outcome: Outcome, report: Report | None, output_dir: Path, pictures: Pictures
) -> Path | None:
    """The page of one executed notebook, unless it is there already and would come out the same."""
    notebook = folder_of(outcome.run, output_dir) / f"{outcome.run.notebook}.ipynb"
    if not notebook.exists():
        return None
    content, page = notebook.read_bytes(), notebook.with_suffix(".html")
    title = report_title(outcome.run.report, report, Words(outcome.run.language))
    around = {
        "report_title": title,
        "originals": [],
        "proofs": {},
        "is_drawn": pictures.is_drawn,
        **_page_context(outcome, notebook, output_dir),
    }
    if report:
        words = Words(outcome.run.language).with_labels(report.labels)
        around["originals"] = originals(report, words)
        numbers = notebook.parent.parent / page_name("numbers", outcome.run.language)
        around["numbers"] = link_to(numbers, notebook)
        proven = set(claims_on_page(verdicts_of(report)))
        around["proofs"] = {
            file.name: link_to(file, notebook) for file in documents_of(outcome.run)
        } | {
            capitalise(name): f"{around['numbers']}#{claim}"
            for claim, name in claim_names(report, words).items()
            if claim in proven
        }
    digest = hashlib.sha256(version() + content + json.dumps(around).encode()).hexdigest()
    if not page.exists() or digest.encode() not in page.read_bytes()[:2000]:
        told = {**around, "digest": digest}
        write_whole({page: _light_page(content, outcome.run, told, pictures)})
    return page


def folder_of(run: Run, output_dir: Path) -> Path:
    """Where the executed notebook of a run lies, and its page."""
    return output_dir / run.report / run.language


def figures_of(run: Run) -> Path:
    """Where the figures of a run lie, and the documents beside them."""
    return Path(str(run.parameters.get("figures_dir") or FIGURES_DIR)) / run.report / run.language


def documents_of(run: Run) -> list[Path]:
    """The documents to take away that there are of a report in the language of a run."""
    return [file for name in DOCUMENTS if (file := figures_of(run) / name).exists()]


def _page_context(outcome: Outcome, notebook: Path, output_dir: Path) -> dict[str, Any]:
    """What a notebook's page says beside the notebook itself: its error, and the links to other
    pages that are offered."""
    run, there = outcome.run, sorted(notebook.parent.glob("[!.]*.ipynb"))
    about = {path: summarise(path) for path in there}
    neighbours = [path for path in there if path == notebook or about[path].is_offered]
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
        "contents": [
            {
                "title": about[path].title,
                "href": "" if path == notebook else link_to(path.with_suffix(".html"), notebook),
            }
            for path in neighbours
        ],
        "home": link_to(output_dir / index_name(run.language), notebook),
        **{
            name: link_to(path.with_suffix(".html"), notebook) if path else ""
            for name, path in linked.items()
        },
    }


def _light_page(content: bytes, run: Run, around: dict[str, Any], pictures: Pictures) -> bytes:
    """The page with its charts drawn for desk and telephone; where that is too large to hand
    around, for the desk alone, else as pictures with fewer pixels."""
    for drawings in (2, 1, 0):
        page = _notebook_page(content, run, around, pictures, drawings)
        if len(page.encode()) <= PAGE_BYTES:
            break
    return _lighten(page).encode()


def _notebook_page(
    content: bytes, run: Run, around: dict[str, Any], pictures: Pictures, drawings: int
) -> str:
    notebook = nbformat.reads(content.decode(), 4)
    notebook.cells = list(_visible_cells(notebook.cells))
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        _put_screens(output, pictures, drawings)
    title = _title(notebook)
    page = {
        **around,
        "words": Words(run.language),
        "name": run.notebook,
        "title": title or run.notebook,
        "untitled": not title,
        "style": style(),
    }
    pointed = any(_marked_pictures(notebook.cells))
    page |= {
        "policy": security_policy("data:", scripted=pointed),
        "script": script() if pointed else "",
    }
    written, _ = exporter().from_notebook_node(notebook, {"page": page})
    return finish_page(written, page["words"])


def _put_screens(output: nbformat.NotebookNode, pictures: Pictures, drawings: int) -> None:
    """Say of a picture which drawings for screens, and how many, may take its place."""
    if "image/png" not in output.get("data", {}):
        return
    screens = pictures.of(_png_of(output))[:drawings]
    output.metadata["image/png"]["screens"] = [screen.at() for screen in screens]


def _png_of(output: nbformat.NotebookNode) -> bytes:
    """The picture that an output holds; nothing where it is none."""
    try:
        return base64.b64decode(output.data["image/png"])
    except ValueError:
        return b""


def _visible_cells(cells: list[nbformat.NotebookNode]) -> Iterable[nbformat.NotebookNode]:
    """The cells of a page: none of papermill's own, and none after one that says there is nothing
    to show. An output that only tells the runner something shows nothing, and one that tells of
    controls says where they work. A picture that describes itself in no words is described by the
    sentence above its cell. What leads up to nothing is left out, unless it is the title."""
    above = ""
    for cell, after in zip_longest(cells, cells[1:], fillvalue=nbformat.NotebookNode()):
        is_prose = cell.cell_type == "markdown"
        above = cell.source if is_prose else above
        if not above.startswith("# ") and _is_empty(after if is_prose else cell):
            continue
        if "papermill-error-cell-tag" in cell.metadata.get("tags", []):
            continue
        told = _messages(cell)
        if "outputs" in cell:
            for output, news in zip(cell.outputs, told, strict=True):
                output.update({"data": {WIDGET: {}}} if "controls" in news else {})
            cell.outputs = [o for o in cell.outputs if o.get("data", True)]
            _describe(cell.outputs, _plain_text(above))
        yield cell
        if any("skipped" in news for news in told):
            return


def _is_empty(cell: nbformat.NotebookNode) -> bool:
    """Whether all that a cell shows stands for what there is not."""
    shown = [output for output in cell.get("outputs", []) if output.get("data")]
    return bool(shown) and all("empty" in _news(output) for output in shown)


def _describe(outputs: Iterable[nbformat.NotebookNode], words: str) -> None:
    for output in outputs:
        if "image/png" in output.get("data", {}):
            about = output.metadata.get("image/png")
            known = about if isinstance(about, dict) else {}
            own = record_of(_png_of(output)).get("Description")
            output.metadata["image/png"] = {"alt": own or words, **known}


def _plain_text(markdown: str) -> str:
    """The last paragraph of a cell of prose, without its marks."""
    return re.sub(r"[*_`#]+", "", markdown.strip().rpartition("\n\n")[2]).strip()


def _marked_pictures(cells: Iterable[nbformat.NotebookNode]) -> Iterable[dict[str, Any]]:
    """What is told of the pictures in which something can be pointed at."""
    for cell in cells:
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}).get("image/png", {})
            if about.get("marks") or any(screen["marks"] for screen in about.get("screens", [])):
                yield about


class NotebookSummary(NamedTuple):
    """What other pages must know of a notebook."""

    title: str
    is_offered: bool


def summarise(path: Path) -> NotebookSummary:
    """The title of a notebook, and whether other pages offer its page: not where it has nothing to
    show or is made for its controls, nor where the index takes its place."""
    return _summarise(path, path.stat().st_mtime_ns)


@cache
def _summarise(path: Path, _written: int) -> NotebookSummary:
    notebook = nbformat.read(path, 4)
    told = {key for cell in notebook.cells for news in _messages(cell) for key in news}
    is_offered = path.stem != START and not told & {"skipped", "controls"}
    return NotebookSummary(_title(notebook) or path.stem, is_offered)


def _messages(cell: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """What the outputs of a cell tell the runner and the page."""
    return [_news(output) for output in cell.get("outputs", [])]


def _news(output: nbformat.NotebookNode) -> dict[str, Any]:
    return output.get("metadata", {}).get("laicheng", {})


def _title(notebook: nbformat.NotebookNode) -> str:
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = re.search(r"^# +(.+)$", prose, re.MULTILINE)
    return found[1].strip() if found else ""


def _lighten(page: str) -> str:
    """The page with its pictures at half the pixels, and half again, while it is too large to hand
    around."""
    for _ in range(2):
        if len(page.encode()) > PAGE_BYTES:
            page = re.sub(r"(?<=data:image/png;base64,)[A-Za-z0-9+/=]+", _halve_picture, page)
    return page


def _halve_picture(picture: re.Match[str]) -> str:
    smaller = io.BytesIO()
    try:
        with Image.open(io.BytesIO(base64.b64decode(picture[0]))) as image:
            image.convert("RGB").reduce(2).quantize(256, dither=Image.Dither.NONE).save(
                smaller, "png", optimize=True
            )
    except (OSError, ValueError, Image.DecompressionBombError):
        return picture[0]
    return base64.b64encode(smaller.getvalue()).decode()

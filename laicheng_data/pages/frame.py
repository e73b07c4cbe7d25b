"""What all pages have in common: policy, style, templates, outline and links."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import string
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import quote

from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import Highlight2HTML
from traitlets.config import Config

from laicheng_data.charts.breaks import whole_words
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.charts.web_svg import font_face
from laicheng_data.facts.report import Report
from laicheng_data.pages.sanitise import render_markdown, sanitise_html
from laicheng_data.paths import PACKAGE_DIR
from laicheng_data.tables.naming import report_name
from laicheng_data.words import LABELS, LANGUAGES, SENTENCES, Words, capitalise

TEMPLATES = Path(__file__).with_name("templates")
# What stands for the font until it is known which characters a page has.
_FACES, _FACES_HASH = "/* faces */", "sha256-of-faces"
# A page's parts: what no mark may stand in, tags, and the text between them.
_PARTS = re.compile(
    r"""<(title|style|script|option|head)\b.*?</\1>|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+""",
    re.DOTALL,
)
_TITLE, _HEAD_BYTES = re.compile(r"<title>(.*?)</title>"), 4096  # its style comes after it
_WHOLE = Markup('<span class="whole">{}</span>')
_CHINESE = re.compile(r"[\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*")
_SHOWN_FIRST = (
    "image/png", "text/html", "text/markdown", "application/vnd.jupyter.widget-view+json",
    "text/plain",
)  # fmt: skip


@cache
def exporter() -> TemplateExporter:
    """nbconvert with our template, in which everything is escaped that no filter has made
    harmless."""
    exporter = TemplateExporter(
        Config(NbConvertBase={"display_data_priority": list(_SHOWN_FIRST)}),
        default_preprocessors=[],
        template_name=TEMPLATES.name,
        template_file="notebook.html.j2",
        extra_template_basedirs=[str(TEMPLATES.parent)],
    )
    exporter.environment.autoescape = True
    exporter.register_filter("prose", render_markdown)
    exporter.register_filter("harmless", sanitise_html)
    exporter.register_filter("pointed", picture_attributes)
    exporter.register_filter("highlighted", _highlight)
    exporter.register_filter("phrases", _mark_phrases)
    return exporter


def _mark_phrases(text: str) -> str:
    """Chinese in which no line ends amid a word that the house knows, nor between a number and what
    it counts, as in charts."""
    if not _CHINESE.search(text):
        return text
    marked, end = Markup(""), 0
    for first, last in whole_words(text):
        if first >= end:
            marked += text[end:first] + _WHOLE.format(text[first:last])
            end = last
    return marked + text[end:]


@lru_cache(256)
def _highlight(source: str) -> Markup:
    """Code in colours; that of a notebook is the same for every report."""
    return Markup(Highlight2HTML(extra_formatter_options={"nowrap": True})(source))


def picture_attributes(marks: list[Any] | None, narrow: list[Any], words: Words) -> Markup:
    """The attributes of what holds a picture, for the script that tells its values: the marks of
    the picture, and those of its drawing for a telephone."""
    if not marks:
        return Markup("")
    told, too = (
        json.dumps(some, ensure_ascii=False, separators=(",", ":")) for some in (marks, narrow)
    )
    attributes = Markup(' data-marks="{}" data-label="{}"').format(told, words("page.values"))
    return attributes + (Markup(' data-narrow="{}"').format(too) if narrow else "")


def security_policy(pictures: str, scripted: bool = True) -> str:
    """What the browser is told to refuse: everything but these pictures, our style and, where the
    page is `scripted`, our script."""
    scripts = _hash(script()) if scripted else "'none'"
    return (
        f"default-src 'none'; img-src {pictures}; font-src data:; "
        f"style-src {_hash(style())} '{_FACES_HASH}'; "
        f"script-src {scripts}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def style() -> Markup:
    """The style of all pages."""
    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))


@cache
def script() -> Markup:
    """The one script of all pages."""
    return Markup((TEMPLATES / "page.js").read_text(encoding="utf-8"))


@cache
def version() -> bytes:
    """What the pages are made with: where it changes, they are written anew."""
    own = sorted(PACKAGE_DIR.rglob("*.py"))
    parts = [*own, LABELS, SENTENCES, *sorted(TEMPLATES.iterdir())]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).digest()


def link_to(target: Path, page: Path) -> str:
    """The way from the page to the target, which holds wherever the folder of both is moved."""
    return quote(Path(os.path.relpath(target, page.parent)).as_posix())


def finish_page(page: str, words: Words) -> str:
    """A page as it is written: its headings in order, and the house font in it as far as its
    characters need that, so that it looks alike everywhere. Quotation marks and dots, which the
    font draws as wide as Chinese characters, are left to other fonts where words are not
    Chinese."""
    page = _fix_headings(page)
    if words.language != "zh":
        page = mark_chinese(page, words("page.other_lang"))
    # With all of ASCII in each, one font does for many pages.
    characters = set(html.unescape(page)).union(string.printable)
    if words.language != "zh":
        characters = {one for one in characters if east_asian_width(one) != "A"}
    faces = "".join(font_face(weight, characters) for weight in (REGULAR, BOLD))
    return page.replace(_FACES_HASH, _hash(faces).strip("'"), 1).replace(_FACES, faces, 1)


def mark_chinese(page: str, language: str) -> str:
    """The page with its Chinese words marked as such, for whoever has it read out; those in tags
    and in what is no text are left alone."""
    mark = rf'<span lang="{language}">\g<0></span>'

    def marked(part: re.Match[str]) -> str:
        return part[0] if part[0].startswith("<") else _CHINESE.sub(mark, part[0])

    return _PARTS.sub(marked, page)


def _fix_headings(page: str) -> str:
    """The page with one h1, and no level of heading left out below it."""
    level = 0

    def ordered(tag: re.Match[str]) -> str:
        nonlocal level
        if not tag[1]:
            level = 1 if not level else max(2, min(int(tag[2]), level + 1))
        return f"<{tag[1]}h{level}"

    return re.sub(r"<(/?)h([1-6])\b", ordered, page)


def page_name(name: str, language: str) -> str:
    """What a page is called in a language."""
    return f"{name}.html" if language == LANGUAGES[0] else f"{name}.{language}.html"


def index_name(language: str) -> str:
    """What the index is called in a language."""
    return page_name("index", language)


def report_title(name: str, report: Report | None, words: Words) -> str:
    """The title of a report, or its name where it cannot be read."""
    return capitalise(report_name(report, words.with_labels(report.labels))) if report else name


def page_title(page: Path) -> str:
    """The title of a page that is written, which stands at its head; nothing where it is not."""
    if not page.exists():
        return ""
    with page.open("rb") as opened:
        found = _TITLE.search(opened.read(_HEAD_BYTES).decode(errors="ignore"))
    return html.unescape(found[1]) if found else ""


def originals(report: Report, words: Words) -> list[dict[str, str]]:
    """Where the source can be read, by its title; one that has no address is left out."""
    return [
        {"title": words.word(source.title), "href": source.path}
        for source in report.card.sources
        if source.path and source.path.startswith(("https://", "http://"))
    ]


def data_uri(picture: Path) -> str:
    """A picture as an address that holds it, for a page that stands alone."""
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"

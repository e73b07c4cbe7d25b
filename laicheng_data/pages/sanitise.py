"""What a notebook or a CSV holds, as HTML that runs nothing and fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

import mistune
import nh3
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from laicheng_data.words import Words

MOST_ROWS = (
    1000  # of a table on a notebook's page, and of verdicts where they are too many for one page
)
MOST_ON_A_PHONE = 3  # columns with long texts, of which more are cards there
LONG_TEXT = 24  # characters, from which on the texts of a table's column are broken into lines
_TAGS = frozenset(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i img li ol p pre s small span strong sub summary sup table tbody td tfoot th "
    "thead tr u ul".split()
)
_ATTRIBUTES = frozenset(
    "alt aria-label class colspan data-label height lang role rowspan scope tabindex title "
    "width".split()
)
_LINK = re.compile(r"(https?://|mailto:|#)\S*|[\w./%-]+(#\S*)?")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_NUMBER = re.compile(r"[+−-]?[\d,]*\.?\d+%?(–[\d,]*\.?\d+%?)?")


@lru_cache(256)
def render_markdown(markdown: str, words: Words) -> Markup:
    """Markdown as HTML; HTML within it is shown as text, and so is TeX."""
    return sanitise_html(str(_markdown()(markdown)), words)


def sanitise_html(
    source: str, words: Words, proofs: Mapping[str, str] = MappingProxyType({})
) -> Markup:
    """HTML without anything that runs, is fetched or restyles the page; its tables made to read and
    scroll well, and the names of what was checked to lead to the proofs."""
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
    for link in soup("a", href=re.compile(r"\.md$")):  # a document that no page stands for
        link.unwrap()
    for table in soup("table"):
        _tabulate(table, words)
        for cell in table("td"):
            name = cell.get_text()
            if name in proofs:
                cell.clear()
                cell.append(_tag("a", name, href=proofs[name]))
    return Markup(_cleaner().clean(str(soup)))


def _tabulate(table: Tag, words: Words) -> None:
    """Say what the header cells head, set its columns, and leave rows beyond `MOST_ROWS` out."""
    for head in table("th"):
        head["scope"] = "col" if head.find_parent("thead") else "row"
    rows = table("tr")
    columns = list(zip(*(row(["td", "th"]) for row in rows), strict=False))
    kinds = [_set_column(column) for column in columns]
    if len(columns) > MOST_ON_A_PHONE and "long" in kinds:
        table["class"] = "cards"
        for head, *cells in columns[1:]:
            for cell in cells:
                cell["data-label"] = head.get_text(strip=True)
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


def _set_column(column: Sequence[Tag]) -> str:
    """Align a column of numbers, break the lines of one of long texts; which of them it is."""
    texts = [cell.get_text(strip=True) for cell in column if cell.get("scope") != "col"]
    digits = any(texts) and all(_NUMBER.fullmatch(text) for text in texts if text)
    number = digits or "text-align: right" in str(column[0].get("style"))
    long = any(len(text) > LONG_TEXT for text in texts)
    kind = "number" if number else "long" if long else ""
    for cell in column:
        cell["class"] = kind
    return kind


def _tag(name: str, text: str = "", **attributes: str) -> Tag:
    tag = Tag(name=name, attrs=attributes)
    tag.string = text
    return tag


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={"*": set(_ATTRIBUTES), "a": {"href"}, "img": {"src"}},
        attribute_filter=_harmless_value,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "data"},
    )


def _harmless_value(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute that may stay; none of a link that leads to anything but a page or
    a place in one, and of a picture that is not there already."""
    wanted = {("a", "href"): _LINK, ("img", "src"): _PICTURE}.get((tag, name))
    return value if wanted is None or wanted.fullmatch(value) else None


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(escape=True, plugins=["table"])

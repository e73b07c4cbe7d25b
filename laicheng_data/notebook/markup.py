"""A table or a sentence as a reader sees it in a notebook, whatever a CSV holds in it shown as
plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from unicodedata import east_asian_width
from urllib.parse import urlsplit

import pandas as pd
from jinja2 import Environment
from markupsafe import Markup, escape

from laicheng_data.tables.verdicts import MARKS
from laicheng_data.words import UNITS, Words, capitalise

_SHARES = {
    "filing_rate": 2,
    "recomputed": 4,
}  # columns that hold shares of 1, and the decimals to show
_BOTH = ("before", "after")  # columns that hold counts and shares
PERIODS = ("period", "previous", "published", "whole_period")
_HEADS = {  # columns that say another thing to a reader than to a program
    name: f"head.{name}"
    for name in (
        "basis", "printed", "printed_rate", "printed_share", "published", "recomputed",
        "verdict", "whole_printed", "wrong_share",
    )
}  # fmt: skip
NAMES = {"claim", "field", "kind", "measure", "office", "subject", "listed_subject"}
_FIGURES = ("printed", "printed_rate", "recomputed", "difference")  # text that is read as a number
_ASIDE = ("step", "_bound")  # how far a number can be relied on
_FOR_PROGRAMS = ("again", "low", "high", "made_of", "sort", "against")
_DULL = ("", "exact")  # what a column says that says nothing
_LINK = re.compile(r"https?://[^\s\"<>]+")

_HALF = 500  # thousandths; what is told of a mark beyond it stands on its other side
_POINTED = Markup("<style>\n{}</style>").format(
    Markup(Path(__file__).with_name("figure.css").read_text(encoding="utf-8"))
)

_ONE_LINE = "; white-space: nowrap"
_MOST_IN_A_LINE = 40  # columns of a terminal, of which a Chinese character takes two
_LEFT = "text-align: left"
_RIGHT = f"text-align: right; font-variant-numeric: tabular-nums{_ONE_LINE}"
_TABLE = """
{%- macro row(tag, cells) -%}
<tr>
{% for side, cell in zip(sides, cells) -%}
<{{ tag }} style="{{ side }}">{{ cell | as_text }}</{{ tag }}>
{% endfor -%}
</tr>
{% endmacro -%}
<table class="laicheng">
<thead>{{ row("th", names) }}</thead>
<tbody>{% for cells in rows %}{{ row("td", cells) }}{% endfor %}</tbody>
</table>"""


def as_text(text: object) -> Markup:
    """HTML that shows the text itself: no markup of it runs, and JupyterLab typesets none of it as
    a formula.

    An address of a web page, and nothing else, becomes a link under the name of its site.
    """
    if _LINK.fullmatch(str(text)):
        return Markup('<a href="{}">{}</a>').format(text, urlsplit(str(text)).netloc)
    return Markup(re.sub(r"[$\\]", r"<span>\g<0></span>", str(escape(text))))


_templates = Environment(autoescape=True)
_templates.filters["as_text"] = as_text
_templates.globals["zip"] = zip
_table_template = _templates.from_string(_TABLE)


def as_paragraph(text: str) -> str:
    """A sentence as HTML."""
    return Markup("<p>{}</p>").format(as_text(text))


def as_heading(text: str) -> str:
    """What a table is of, above it, as HTML."""
    return Markup("<h3>{}</h3>").format(as_text(text))


def as_figure(
    coded: str, kind: str, alt: str, marks: Sequence[tuple[int, int, int, int, str]], width: int
) -> str:
    """A base64-coded picture as HTML, with its text alternative; each mark, a box in thousandths of
    the picture, tells its text to pointer and keyboard.

    JupyterLab gives a bare image no alternative, so it gets this instead. Where the style is taken
    away, as from a notebook that is not trusted, nothing is left of the marks to be seen.
    """
    picture = Markup('<img src="data:image/{};base64,{}" alt="{}" width="{}">')
    image = picture.format(kind, coded, alt, width)
    boxes = Markup("").join(_box(*mark) for mark in marks)
    style = _POINTED if marks else Markup("")
    return style + Markup('<figure class="laicheng-plot">{}{}</figure>').format(image, boxes)


def _box(left: int, top: int, width: int, height: int, text: str) -> Markup:
    sides = " ".join(name for name, far in (("right", left), ("low", top)) if far > _HALF)
    box = Markup(
        '<i tabindex="0" role="img" aria-label="{}" class="{}"'
        ' style="left: {}%; top: {}%; width: {}%; height: {}%"></i>'
    )
    return box.format(text, sides, *(edge / 10 for edge in (left, top, width, height)))


def as_list(items: list[str]) -> str:
    """Sentences as a numbered list in HTML."""
    return Markup("<ol>{}</ol>").format(
        Markup("").join(Markup("<li>{}</li>").format(as_text(item)) for item in items)
    )


def as_table(written: pd.DataFrame, figures: list[str]) -> str:
    """A table of text as HTML, the columns named in `figures` set as figures: to the right, digits
    of one width. A name or a date is not broken to make room for a remark."""
    sides = [_RIGHT if name in figures else _LEFT + _line(written[name]) for name in written]
    return _table_template.render(
        names=list(written), sides=sides, rows=list(written.itertuples(index=False, name=None))
    )


def _line(texts: pd.Series) -> str:
    longest = max(map(_breadth, texts.map(str)), default=0)
    return _ONE_LINE if longest <= _MOST_IN_A_LINE else ""


def _breadth(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def drop_technical_columns(table: pd.DataFrame) -> pd.DataFrame:
    """The table without what only a program needs: how far each number can be relied on, columns
    in which nothing stands, and the rates as text where they say nothing more."""
    aside = [name for name in table if name in _FOR_PROGRAMS or str(name).endswith(_ASIDE)]
    dull = [name for name in table if table[name].isna().all() or table[name].isin(_DULL).all()]
    if {"filing_rate", "printed_rate"} <= set(table):
        said = [f"{rate:.2%}" for rate in table["filing_rate"]]
        aside += ["printed_rate"] if said == list(table["printed_rate"]) else []
    aside += ["report"] if {"report", "place"} <= set(table) else []
    return table.drop(columns=[*dict.fromkeys(aside + dull)])


def figure_columns(table: pd.DataFrame, words: Words) -> list[str]:
    """The columns that hold figures, by the names that the reader sees."""
    numbers = set(table.select_dtypes("number").columns)
    return [
        column_heading(str(name), words) for name in table if name in numbers or name in _FIGURES
    ]


def column_heading(column: str, words: Words) -> str:
    """What a reader sees above a column."""
    return words(_HEADS[column]) if column in _HEADS else words.start(column)


def format_table(table: pd.DataFrame, words: Words, missing: str = "") -> pd.DataFrame:
    """The same table as text in the reader's language: slugs as words, counts with separators,
    shares in per cent, verdicts with a mark, and `missing` for what is not there."""
    text = table.astype(object)
    numbers = table.select_dtypes("number").columns.union({"difference"} & set(table))
    for name in numbers:
        text[name] = _format_column(table, str(name), words)
    for name in {"verdict", "outcome", "expect"} & set(table):
        text[name] = [f"{MARKS[verdict]} {words(f'outcome.{verdict}')}" for verdict in table[name]]
    if "basis" in table:
        text["basis"] = [words(f"basis.{basis}") for basis in table["basis"]]
    text = text.where(text.notna(), missing)
    for name in set(PERIODS) & set(text):
        text[name] = text[name].map(words.period)
    units = {words.word(name): text[name].map(words.unit) for name in set(UNITS) & set(text)}
    shown = words.table(text).assign(**units)
    for name in {words.word(name) for name in NAMES & set(text)}:
        shown[name] = shown[name].map(capitalise)
    shown.columns = pd.Index([column_heading(str(name), words) for name in text])
    return shown


def _format_column(table: pd.DataFrame, column: str, words: Words) -> list[str | None]:
    """The numbers of a column as text, unless they are that already; a share in per cent beside its
    change in points."""
    if table[column].map(type).eq(str).any():
        return list(table[column])
    say, share = _column_formatter(column, words), _column_formatter("filing_rate", words)
    units = table["unit"] if "unit" in table and column in _BOTH else pd.Series("", table.index)
    shares = units == "percentage_points"
    return [
        None if pd.isna(value) else (share if is_share else say)(value)
        for value, is_share in zip(table[column], shares, strict=True)
    ]


def _column_formatter(column: str, words: Words) -> Callable[[float], str]:
    if column in _SHARES:
        return lambda value: words.percent(value, _SHARES[column])
    if column in ("change", "deviation"):
        return lambda value: words.signed(value, 2)
    if column == "difference":
        return words.units
    return lambda value: words.count(value) if value == int(value) else f"{value:,.4f}"

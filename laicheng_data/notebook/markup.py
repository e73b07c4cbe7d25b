"""A table or a sentence as a reader sees it in a notebook, whatever a CSV holds in it shown as
plain text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
from jinja2 import Environment
from markupsafe import Markup, escape

from laicheng_data.words import Words

MARKS = {
    "consistent": "=",
    "inconsistent": "≠",
    "undecidable": "?",
    "difference": "△",
}  # in every font, unlike ticks and crosses
_SHARES = {
    "filing_rate": 2,
    "recomputed": 4,
}  # columns that hold shares of 1, and the decimals to show
_FIGURES = ("printed", "printed_rate", "recomputed", "difference")  # text that is read as a number
_LINK = re.compile(r"https?://[^\s\"<>]+")

_LEFT = "text-align: left"
_RIGHT = "text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap"
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

    An address of a web page, and nothing else, becomes a link.
    """
    shown = Markup(re.sub(r"[$\\]", r"<span>\g<0></span>", str(escape(text))))
    return (
        Markup('<a href="{}">{}</a>').format(text, shown) if _LINK.fullmatch(str(text)) else shown
    )


_templates = Environment(autoescape=True)
_templates.filters["as_text"] = as_text
_templates.globals["zip"] = zip
_table_template = _templates.from_string(_TABLE)


def as_paragraph(text: str) -> str:
    """A sentence as HTML."""
    return Markup("<p>{}</p>").format(as_text(text))


def as_figure(coded: str, kind: str, alt: str, caption: str, width: int) -> str:
    """A base64-coded picture as HTML, with its text alternative and a caption.

    JupyterLab gives a bare image no alternative, so it gets this instead.
    """
    return Markup(
        '<figure style="margin: 0"><img src="data:image/{};base64,{}" alt="{}" width="{}">'
        "<figcaption>{}</figcaption></figure>"
    ).format(kind, coded, alt, width, as_text(caption))


def as_list(items: list[str]) -> str:
    """Sentences as a numbered list in HTML."""
    return Markup("<ol>{}</ol>").format(
        Markup("").join(Markup("<li>{}</li>").format(as_text(item)) for item in items)
    )


def as_table(written: pd.DataFrame, figures: list[str]) -> str:
    """A table of text as HTML, the columns named in `figures` set as figures: to the right, digits
    of one width."""
    sides = [_RIGHT if name in figures else _LEFT for name in written]
    return _table_template.render(
        names=list(written), sides=sides, rows=list(written.itertuples(index=False, name=None))
    )


def figures(table: pd.DataFrame, words: Words) -> list[str]:
    """The columns that hold figures, by the names that the reader sees."""
    numbers = set(table.select_dtypes("number").columns)
    return [words.word(name) for name in table if name in numbers or name in _FIGURES]


def written(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The same table as text in the reader's language: slugs as words, counts with separators,
    shares in per cent, verdicts with a mark, and what is missing as an empty cell."""
    text = table.astype(object)
    numbers = table.select_dtypes("number").columns.union({"difference"} & set(table))
    for name in numbers:
        say = _writer(str(name), words)
        text[name] = ["" if pd.isna(value) else say(value) for value in table[name]]
    for name in {"verdict", "expect"} & set(table):
        text[name] = [f"{MARKS[verdict]} {words.word(verdict)}" for verdict in table[name]]
    return words.table(text.where(text.notna(), ""))


def _writer(column: str, words: Words) -> Callable[[float], str]:
    if column in _SHARES:
        return lambda value: words.percent(value, _SHARES[column])
    if column in ("change", "deviation"):
        return lambda value: words.signed(value, 2)
    if column == "due_growth":
        return lambda value: words.signed(value, 1)
    if column in ("difference", "unfiled_change"):
        return words.units
    return lambda value: words.count(value) if value == int(value) else f"{value:,.4f}"

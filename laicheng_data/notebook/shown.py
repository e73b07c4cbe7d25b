"""What a notebook cell may end with: charts, tables and sentences that show themselves.

Each is the thing itself (a `Chart`, a DataFrame), so that an analyst can go on with it; shown, it
is what a reader sees. What the runner must hear does not hang on that: `tell_runner` says it at
once.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from laicheng_data.charts.chart import Chart
from laicheng_data.notebook.marks import Mark
from laicheng_data.notebook.markup import (
    as_figure,
    as_heading,
    as_list,
    as_paragraph,
    as_table,
    as_text,
    drop_technical_columns,
    figure_columns,
    format_table,
)
from laicheng_data.words import Words

SHOWN_WIDTH_PX = 700
MOST_ROWS_AT_A_GLANCE = 20

Bundle = tuple[dict[str, Any], dict[str, Any]]  # data by MIME type, and metadata


def tell_runner(**news: object) -> None:
    """Tell the runner, in an output that shows nothing, of files written or unexpected verdicts."""
    if get_ipython() is not None:
        display({}, raw=True, metadata={"laicheng": news})


def is_interactive() -> bool:
    """Whether a person sits at the screen, and not papermill or nbconvert.

    Only a person can be asked for input, and the front end says so with every cell (`allow_stdin`
    of Jupyter's messages); and only a person moves a control (`comm_msg`).
    """
    kernel = getattr(get_ipython(), "kernel", None)
    asked = kernel.get_parent() if kernel else {}
    is_control = asked.get("header", {}).get("msg_type") == "comm_msg"
    return is_control or bool(asked.get("content", {}).get("allow_stdin"))


@dataclass(frozen=True)
class ShownChart(Chart):
    """An exported chart. Shown, it is the picture that was exported; `marks` are what can be
    pointed at in it."""

    files: tuple[Path, ...] = ()
    marks: tuple[Mark, ...] = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        png = base64.b64encode(self.files[0].read_bytes()).decode()
        figure = as_figure(png, "png", self.alt, self.marks, SHOWN_WIDTH_PX)
        about = {"alt": self.alt, "width": SHOWN_WIDTH_PX, "caption": self.title}
        data = {"image/png": png, "text/html": figure, "text/plain": self.alt}
        return data, {"image/png": {**about, "chart": self.files[0].stem, "marks": self.marks}}


@dataclass(frozen=True)
class ShownPicture:
    """A figure of an analyst's own, with the words of whoever cannot see it."""

    png: bytes
    alt: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        png = base64.b64encode(self.png).decode()
        about = {"alt": self.alt, "width": SHOWN_WIDTH_PX}
        figure = as_figure(png, "png", self.alt, (), SHOWN_WIDTH_PX)
        data = {"image/png": png, "text/html": figure, "text/plain": self.alt}
        return data, {"image/png": about}


class ShownTable(pd.DataFrame):  # type: ignore[misc]
    """A DataFrame that shows itself in the reader's words; what is made of it is an ordinary
    one."""

    _metadata = ("_bundle",)

    def __init__(self, table: pd.DataFrame, bundle: Callable[[pd.DataFrame], Bundle]):
        super().__init__(table)
        self._bundle = bundle

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return self._bundle(self)


@dataclass(frozen=True)
class ShownText:
    """Sentences that show themselves, as paragraphs or as a numbered list; `is_empty` says that
    they stand for what there is not."""

    texts: tuple[str, ...]
    numbered: bool = False
    is_empty: bool = False

    def __str__(self) -> str:
        if not self.numbered:
            return "\n".join(self.texts)
        return "\n".join(f"{number}. {text}" for number, text in enumerate(self.texts, start=1))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        html = (
            as_list(list(self.texts)) if self.numbered else "".join(map(as_paragraph, self.texts))
        )
        about = {"laicheng": {"empty": True}} if self.is_empty else {}
        return {"text/html": html, "text/plain": str(self)}, about


def table_bundle(
    table: pd.DataFrame, words: Words, *sentences: str, heading: str = "", missing: str = ""
) -> Bundle:
    """A table in the reader's words, with a heading and sentences above it; a long one can be
    sorted and filtered by whoever sits at the screen. `missing` stands where there is nothing."""
    table = drop_technical_columns(table)
    shown, numeric = format_table(table, words, missing), figure_columns(table, words)
    sortable = len(shown) > MOST_ROWS_AT_A_GLANCE and is_interactive()
    markup = _sortable(shown, numeric, words) if sortable else as_table(shown, numeric)
    text = shown.to_string(index=False)
    above = [as_heading(heading)] * bool(heading) + [as_paragraph(told) for told in sentences]
    plain = [heading] * bool(heading) + [*sentences, text]
    return {"text/html": "".join([*above, markup]), "text/plain": "\n".join(plain)}, {}


def _sortable(table: pd.DataFrame, numeric: list[str], words: Words) -> str:
    """A table as HTML that can be sorted and filtered. The scripts are in it; nothing is
    fetched."""
    from itables import options, to_html_datatable
    from itables.javascript import generate_init_offline_itables_html

    sides = ["dt-right" if name in numeric else "dt-left" for name in table]
    parts = ("search", "info", "infoEmpty", "infoFiltered", "zeroRecords")
    markup = to_html_datatable(
        table.map(as_text).rename(columns=as_text),
        connected=False,
        classes="display compact",  # and not nowrap: a wide table breaks its lines, cut it is not
        allow_html=True,  # as_text has made it harmless
        showIndex=False,
        text_in_header_can_be_selected=False,  # a click anywhere on a column's name sorts
        paging=False,
        scrollY="24em",
        maxBytes=0,
        style={"font-variant-numeric": "tabular-nums", "table-layout": "auto", "width": "100%"},
        columnDefs=[{"targets": [at], "className": side} for at, side in enumerate(sides)],
        language={part: words(f"sortable.{part}") for part in parts},
    )
    return generate_init_offline_itables_html(options.dt_bundle) + markup

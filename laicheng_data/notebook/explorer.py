"""The explorer: one chart with its table and caption, and controls that change them while someone
is watching."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

import ipywidgets
import traitlets
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg

from laicheng_data.charts.catalogue import explored
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import export
from laicheng_data.charts.style import house_style
from laicheng_data.facts.report import report_ids
from laicheng_data.notebook.markup import as_figure, as_text
from laicheng_data.notebook.page import Page, WrongParameter, unknown
from laicheng_data.notebook.shown import SHOWN_WIDTH_PX, someone_is_there
from laicheng_data.tables.filings import chosen
from laicheng_data.words import LANGUAGES, Words

SCREEN_DPI = 110
FORMS = explored()


def explore(page: Page, measure: str = "filing_rate", form: str = "rate-trend") -> None:
    """Show a measure of the report in one form of chart. Whoever sits at the screen gets controls
    to change it all.

    Raises WrongParameter for a measure, or a form of it, that there is not.
    """
    for parameter, value, known in (
        ("measure", measure, list(FORMS)),
        ("form", form, FORMS.get(measure, ())),
    ):
        if value not in known:
            raise WrongParameter(unknown(parameter, value, known, page.words))
    if someone_is_there():
        display(Explorer(page, measure, form))
    else:
        show(page, form)


def show(
    page: Page, form: str, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> Chart | None:
    """Show a chart at the screen's resolution, its caption and the numbers behind it; nothing is
    written."""
    chart = page.draw(form, years, kinds)
    if chart is None:
        display(page.say("nothing_to_show"))
        return None
    display(_picture(chart), raw=True)
    display(page.table(chart.rows))
    return chart


def _picture(chart: Chart) -> dict[str, str]:
    coded = base64.b64encode(_png(chart)).decode()
    figure = as_figure(coded, "png", chart.alt, chart.title, SHOWN_WIDTH_PX)
    return {"image/png": coded, "text/html": figure, "text/plain": chart.alt}


def _png(chart: Chart) -> bytes:
    """The chart as the screen needs it, drawn once (savefig would draw it twice) and left as it
    was."""
    buffer, dpi = io.BytesIO(), chart.figure.dpi
    chart.figure.dpi = SCREEN_DPI
    with house_style():
        FigureCanvasAgg(chart.figure).print_png(buffer)
    chart.figure.dpi = dpi
    return buffer.getvalue()


class Checks(ipywidgets.HBox):  # type: ignore[misc]
    """A row of boxes to tick; `value` holds what is ticked, and everything where nothing is."""

    value = traitlets.Tuple()

    def __init__(self, label: str, options: Sequence[tuple[str, Any]], ticked: Sequence[Any]):
        self._boxes = {
            value: ipywidgets.Checkbox(value in ticked, description=text, indent=False)
            for text, value in options
        }
        super().__init__([ipywidgets.Label(label), *self._boxes.values()])
        self._gather()
        for box in self._boxes.values():
            box.layout.width = "auto"
            box.observe(self._gather, "value")

    def tick(self, value: Any, ticked: bool) -> None:
        """Tick a box or clear it, as a person would."""
        self._boxes[value].value = ticked

    def is_full(self) -> bool:
        """Whether every box is ticked."""
        return all(box.value for box in self._boxes.values())

    def _gather(self, *_: object) -> None:
        self.value = tuple(value for value, box in self._boxes.items() if box.value)


class Explorer(ipywidgets.VBox):  # type: ignore[misc]
    """The controls, and below them the chart, its caption and its table, which follow every
    change."""

    def __init__(self, page: Page, measure: str, form: str):
        super().__init__()
        self.chart: Chart | None = None
        self._shown: tuple = ()
        self._below = ipywidgets.Output()
        self.told = ipywidgets.HTML()
        self._open(page, measure, form)

    def _open(self, page: Page, measure: str, form: str) -> None:
        """Lay out the controls for a report in a language."""
        self.page, self._shown, words = page, (), page.words
        years, kinds = (tuple(values) for values in chosen(page.report))
        ticked = tuple(str(year) for year in page.years) or years, tuple(page.kinds) or kinds
        self.report = _dropdown(
            words.word("report"), [(name, name) for name in report_ids(page.reports_dir or None)]
        )
        self.report.value = page.report.id
        self.language = _dropdown(
            words("language"), [(words(f"language.{name}"), name) for name in LANGUAGES]
        )
        self.language.value = words.language
        self.measure = _dropdown(
            words.word("measure"), [(words.word(name), name) for name in FORMS]
        )
        self.measure.value = measure
        self.form = _dropdown(words("form"), _forms(measure, words))
        self.form.value = form
        self.years = Checks(words.word("years"), [(year, year) for year in years], ticked[0])
        self.kinds = Checks(
            words.word("kinds"), [(words.start(kind), kind) for kind in kinds], ticked[1]
        )
        self.button = ipywidgets.Button(description=words("export"), icon="download")
        self._listen()
        row = ipywidgets.HBox([self.report, self.language, self.measure, self.form])
        self.children = [
            row,
            self.years,
            self.kinds,
            self._below,
            ipywidgets.HBox([self.button, self.told]),
        ]
        self._update()

    def _listen(self) -> None:
        self.measure.observe(self._offer_forms, "value")
        for control in (self.measure, self.form, self.years, self.kinds):
            control.observe(self._update, "value")
        for control in (self.report, self.language):
            control.observe(self._reopen, "value")
        self.button.on_click(self._export)

    def _reopen(self, *_: object) -> None:
        page = Page(
            self.report.value, self.language.value, self.page.reports_dir, self.page.figures_dir
        )
        self._open(page, self.measure.value, self.form.value)

    def _offer_forms(self, *_: object) -> None:
        self.form.options = _forms(self.measure.value, self.page.words)

    def _update(self, *_: object) -> None:
        """Draw anew, unless this is what is already on screen."""
        years, kinds = (
            _narrowed(self.years, self.page.years),
            _narrowed(self.kinds, self.page.kinds),
        )
        choice = (self.form.value, years, kinds)
        if choice == self._shown:
            return
        self._shown, self.told.value = choice, ""
        with self._below:
            self._below.clear_output(wait=True)
            self.chart = show(self.page, *choice)

    def _export(self, *_: object) -> None:
        if self.chart is None:
            return
        files = export(
            self.chart, self.page.report.id, self.page.words.language, self.page.figures_dir
        )
        told = self.page.words(
            "exported", folder=files[0].parent, files=", ".join(file.name for file in files)
        )
        self.told.value = as_text(told)


def _narrowed(ticked: Checks, opened_with: Sequence[object]) -> tuple:
    """What is ticked; nothing where that is everything, so that the chart is the one that notebooks
    export."""
    return () if ticked.is_full() and not opened_with else ticked.value


def _dropdown(label: str, options: Sequence[tuple[str, str]]) -> ipywidgets.Dropdown:
    layout = ipywidgets.Layout(width="auto")
    return ipywidgets.Dropdown(
        description=label, options=options, layout=layout, style={"description_width": "auto"}
    )


def _forms(measure: str, words: Words) -> list[tuple[str, str]]:
    return [(words(f"form.{form}"), form) for form in FORMS[measure]]

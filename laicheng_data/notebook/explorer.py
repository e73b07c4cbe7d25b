"""The explorer: one chart with its table, and controls beside it that change them while someone is
watching."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from IPython.display import display
from ipywidgets import HTML, HBox, Label, Layout, ToggleButton, ToggleButtons, VBox
from markupsafe import Markup

from laicheng_data.charts.catalogue import CHARTS, chart_name, explorer_measures
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import ExportError, export, files_of, picture, screen_svg
from laicheng_data.facts.report import Report, ReportError, load_report, report_ids
from laicheng_data.notebook.marks import marks
from laicheng_data.notebook.markup import as_figure, as_table, as_text, format_table
from laicheng_data.notebook.page import Page, WrongParameter, unknown_message
from laicheng_data.notebook.shown import (
    SHOWN_WIDTH_PX,
    ShownText,
    is_interactive,
    table_bundle,
)
from laicheng_data.paths import PROJECT_DIR
from laicheng_data.tables.filings import resolve_selection
from laicheng_data.tables.naming import report_name
from laicheng_data.words import LANGUAGES, Words, capitalise

FORMS = explorer_measures()
_TYPES = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}
_STYLE = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")
_PAUSE_S = 0.5  # without a change, after which the files of what is on screen are made
_CONTROLS_PX = 250  # the width of what stands beside the picture
# Of a chart's table what only a program needs.
_NOT_SHOWN = ["claim_id", "least", "most", "growth", "base", "some"]
_MOST_LISTED = 12  # charts that are seen without scrolling their list


def explore(page: Page, measure: str = "filing_rate", form: str = "rate-trend") -> None:
    """Show a measure of the report in one form of chart. Whoever sits at the screen gets controls
    to change it all.

    A report that publishes nothing on filing opens with its own first chart instead. Raises
    WrongParameter for a measure, or a form of it, that there is not.
    """
    known = {**FORMS, **page.offered}
    for parameter, value, names in (
        ("measure", measure, list(known)),
        ("form", form, known.get(measure, ())),
    ):
        if value not in names:
            raise WrongParameter(unknown_message(parameter, value, names, page.words))
    if is_interactive():
        display(Explorer(page, measure, form))
    else:
        _, form = _nearest(page.offered, measure, form)
        display({}, raw=True, metadata={"laicheng": {"controls": True}})  # for the web page to say
        chart = show(page, form)
        if chart:
            show_numbers(chart, page, measure)


def show(
    page: Page, form: str, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> Chart | None:
    """Show a chart; nothing is written."""
    chart = page.draw(form, years, kinds) if form else None
    if chart is None:
        display(page.nothing())
        return None
    try:
        bundle = _picture(chart, page)
    except ExportError as error:
        display(ShownText((str(error),)))
        return None
    display(bundle, raw=True)
    return chart


def show_numbers(chart: Chart, page: Page, measure: str) -> None:
    """Show the numbers behind a chart: of filings those of the measure alone, a row a year and a
    column a kind, and each that the report does not print as such."""
    table, words = chart.table.drop(columns=_NOT_SHOWN, errors="ignore"), page.words
    missing, columns = words("not_printed"), ["period", "subject", measure]
    if set(columns) <= set(table):
        if measure == "filing_rate":  # with the digits that were printed
            computed = table[measure].map(lambda rate: words.percent(rate, 2), "ignore")
            stated = table["printed_rate"].fillna("")
            table[measure] = stated.where(stated != "", computed)
        display(_pivot_by_kind(format_table(table[columns], words, missing), missing), raw=True)
    else:
        display(table_bundle(table, words, missing=missing)[0], raw=True)


def _pivot_by_kind(told: pd.DataFrame, missing: str) -> dict[str, str]:
    """One measure of filings, a row a year and a column a kind, under its name."""
    period, subject, measure = told
    wide = told.pivot(index=period, columns=subject, values=measure).fillna(missing)
    wide = wide[told[subject].unique()].rename_axis(index=measure, columns=None).reset_index()
    markup = as_table(wide, list(wide.columns[1:]))
    return {"text/html": markup, "text/plain": wide.to_string(index=False)}


def _picture(chart: Chart, page: Page) -> dict[str, str]:
    """The chart for whoever looks: sharp at any size and to be pointed at for a person at the
    screen, the picture alone in a file."""
    report, language = page.report.id, page.words.language
    if is_interactive():
        drawing = base64.b64encode(screen_svg(chart, report, language)).decode()
        pointed = marks(chart, page.words)
        figure = as_figure(drawing, "svg+xml", chart.alt, pointed, SHOWN_WIDTH_PX)
        return {"text/html": figure, "text/plain": chart.alt}
    png = base64.b64encode(picture(chart, report, language)).decode()
    figure = as_figure(png, "png", chart.alt, (), SHOWN_WIDTH_PX)
    return {"image/png": png, "text/html": figure, "text/plain": chart.alt}


class Chips(HBox):  # type: ignore[misc]
    """A row of chips to press; `value` holds what is pressed, and everything where nothing is."""

    value = traitlets.Tuple()

    def __init__(self, label: str, options: Sequence[tuple[str, Any]], ticked: Sequence[Any]):
        chip = Layout(width="auto")
        self._chips = {
            value: ToggleButton(value in ticked, description=text, layout=chip)
            for text, value in options
        }
        super().__init__([Label(label), *self._chips.values()], layout=Layout(flex_flow="row wrap"))
        self.add_class("laicheng-chips")
        self._gather()
        for one in self._chips.values():
            one.observe(self._gather, "value")

    def tick(self, value: Any, ticked: bool) -> None:
        """Press a chip or let it go, as a person would."""
        self._chips[value].value = ticked

    def is_full(self) -> bool:
        """Whether every chip is pressed."""
        return all(chip.value for chip in self._chips.values())

    def _gather(self, *_: object) -> None:
        for chip in self._chips.values():
            chip.icon = "check" if chip.value else ""  # not told by its shade alone
        self.value = tuple(value for value, chip in self._chips.items() if chip.value)


class Explorer(VBox):  # type: ignore[misc]
    """The controls beside the chart, and its table below, which follow every change."""

    def __init__(self, page: Page, measure: str, form: str):
        super().__init__()
        self.chart: Chart | None = None
        self._shown: tuple = ()
        self._output = ipywidgets.Output(layout=Layout(min_height="300px"))
        self._numbers = ipywidgets.Output()
        self.downloads, self.told = HTML(), HTML()
        self._reports = _read_reports(page)
        self._waiting: asyncio.TimerHandle | None = None
        self.add_class("laicheng-explorer")
        self._open(page, measure, form)

    def _open(self, page: Page, measure: str, form: str) -> None:
        """Lay out the controls for a report in a language."""
        self.page, self._shown, words = page, (), page.words
        measure, form = _nearest(page.offered, measure, form)
        years, kinds = (tuple(values) for values in resolve_selection(page.report))
        ticked = tuple(str(year) for year in page.years) or years, tuple(page.kinds) or kinds
        wide = Layout(width="100%")
        self.report = ipywidgets.Dropdown(
            options=_titles(self._reports, words),
            value=page.report.id,
            layout=Layout(flex="1 1 auto"),
        )
        self.language = _chips([(words(f"language.{name}"), name) for name in LANGUAGES])
        self.language.value = words.language
        self.measure = ipywidgets.Select(
            options=[(_entry_name(name, page), name) for name in page.offered],
            value=measure or None,
            rows=min(_MOST_LISTED, max(len(page.offered), 2)),
            layout=Layout(width="auto"),
        )
        self.form = _chips(self._forms())
        self.form.value = form or None
        self.years = Chips(words.start("years"), [(year, year) for year in years], ticked[0])
        self.kinds = Chips(
            words.start("kinds"), [(words.start(kind), kind) for kind in kinds], ticked[1]
        )
        self.button = ipywidgets.Button(
            description=words("export"), icon="save", layout=Layout(width="auto")
        )
        self._listen()
        charts = [Label(words("explore.charts")), self.measure, self.form, self.years, self.kinds]
        line = Layout(flex_flow="row wrap", align_items="center")
        saved = HBox([self.downloads, self.button, self.told], layout=line)
        shown = VBox([self._output, saved, self._numbers], layout=Layout(flex="1 1 0%"))
        shown.add_class("laicheng-shown")
        self.children = [
            HTML(
                Markup("<style>\n{}</style>").format(Markup(_STYLE)), layout=Layout(display="none")
            ),
            HBox([Label(words.start("report")), self.report, self.language], layout=wide),
            HBox(
                [VBox(charts, layout=Layout(flex=f"0 0 {_CONTROLS_PX}px")), shown],
                layout=wide,
            ),
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
        report, language, shown = self.report.value, self.language.value, self.page
        page = (
            shown.in_language(language)
            if report == shown.report.id
            else Page(report, language, shown.reports_dir, shown.figures_dir)
        )
        self._open(page, self.measure.value, self.form.value)

    def _forms(self) -> list[tuple[str, str]]:
        forms = self.page.offered.get(self.measure.value, ())
        words = self.page.words
        return [(words(f"form.{form}") if form in CHARTS else "", form) for form in forms]

    def _offer_forms(self, *_: object) -> None:
        self.form.options = self._forms()

    def _update(self, *_: object) -> None:
        """Draw anew, unless this is what is already on screen."""
        form, narrows = self.form.value, self.measure.value in FORMS
        self.form.layout.display = "" if len(self.form.options) > 1 else "none"
        for checks in (self.years, self.kinds):
            checks.layout.display = "" if narrows else "none"
        years = _selection(self.years, self.page.years) if narrows else ()
        kinds = _selection(self.kinds, self.page.kinds) if narrows else ()
        choice = (form, years, kinds)
        if choice == self._shown:
            return
        if self._waiting:
            self._waiting.cancel()
        self._shown, self.told.value = choice, ""
        with self._output:
            self._output.clear_output(wait=True)
            self.chart = show(self.page, *choice)
        with self._numbers:
            self._numbers.clear_output(wait=True)
            if self.chart:
                show_numbers(self.chart, self.page, self.measure.value)
        self.downloads.value = ""
        self._offer_files_soon()

    def _offer_files_soon(self) -> None:
        """Offer the files once nobody has changed anything for a moment: nobody who looks at one
        chart after the other waits for files of each."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # outside a kernel, where nobody waits
            self._offer_files()
        else:
            self._waiting = loop.call_later(_PAUSE_S, self._offer_files)

    def _offer_files(self) -> None:
        """The files of the chart on screen, to be saved wherever the browser saves."""
        if self.chart is None:
            return
        try:
            files = files_of(self.chart, self.page.report.id, self.page.words.language)
        except ExportError as error:
            self.told.value = as_text(str(error))
            return
        links = Markup("").join(_download_link(name, content) for name, content in files.items())
        said = Markup('<span class="laicheng-files">{} {}</span>')
        self.downloads.value = said.format(self.page.words("explore.download"), links)

    def _export(self, *_: object) -> None:
        if self.chart is None:
            return
        files = export(
            self.chart, self.page.report.id, self.page.words.language, self.page.figures_dir
        )
        folder = files[0].resolve().parent
        near = folder.relative_to(PROJECT_DIR) if folder.is_relative_to(PROJECT_DIR) else folder
        self.told.value = as_text(self.page.words("exported", count=len(files), folder=near))


def _download_link(name: str, content: bytes) -> Markup:
    kind = name.rpartition(".")[2]
    coded = base64.b64encode(content).decode()
    link = Markup('<a href="data:{};base64,{}" download="{}">{}</a>')
    return link.format(_TYPES[kind], coded, name, kind.upper())


def _nearest(known: Mapping[str, Sequence[str]], measure: str, form: str) -> tuple[str, str]:
    """The measure and form themselves, or the first of those that there are."""
    measure = measure if measure in known else next(iter(known), "")
    forms = known.get(measure, ())
    return measure, form if form in forms else next(iter(forms), "")


def _entry_name(measure: str, page: Page) -> str:
    """What an entry of the list of charts is called."""
    words = page.words
    if measure in FORMS:
        return words.start(measure)
    return (
        words(f"form.{measure}") if measure in CHARTS else chart_name(measure, page.report, words)
    )


def _read_reports(page: Page) -> dict[str, Report | None]:
    """The reports that can be chosen, read once; None for a folder that is being worked on."""
    return {name: _find_report(name, page) for name in report_ids(page.reports_dir or None)}


def _find_report(report_id: str, page: Page) -> Report | None:
    if report_id == page.report.id:
        return page.report
    with suppress(ReportError):
        return load_report(report_id, page.reports_dir or None)
    return None


def _titles(reports: Mapping[str, Report | None], words: Words) -> list[tuple[str, str]]:
    """The reports by their places and titles, each with its id."""
    return [
        (_report_title(report, words) if report else name, name) for name, report in reports.items()
    ]


def _report_title(report: Report, words: Words) -> str:
    words = Words(words.language).with_labels(report.labels)
    place, title = words.word(report.place), capitalise(report_name(report, words))
    return words("start.report", place=place, title=title)


def _selection(ticked: Chips, opened_with: Sequence[object]) -> tuple:
    """What is pressed; nothing where that is everything, so that the chart is the one that
    notebooks export."""
    return () if ticked.is_full() and not opened_with else ticked.value


def _chips(options: Sequence[tuple[str, str]]) -> ToggleButtons:
    return ToggleButtons(options=options, style={"button_width": "auto"})

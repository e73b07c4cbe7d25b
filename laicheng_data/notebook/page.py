"""What a notebook cell calls: open a report, then show a chart, a table or a sentence in the reader's language."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from laicheng_data.briefing.documents import write_briefing
from laicheng_data.briefing.questions import open_questions
from laicheng_data.charts.catalogue import CHARTS, draw_of, table_for
from laicheng_data.charts.chart import Chart, Material, NothingToDraw
from laicheng_data.charts.export import ExportError, export
from laicheng_data.charts.style import TooMuchForOneChart
from laicheng_data.checking.claims import check
from laicheng_data.facts.report import VERDICTS, Report, ReportError, load_report, report_ids
from laicheng_data.notebook.markup import as_list, as_paragraph, as_table, as_text, figures, written
from laicheng_data.tables.filings import UnknownChoice, chosen, near
from laicheng_data.words import LANGUAGES, Words

SHOWN_WIDTH_PX = 700
MOST_ROWS_AT_A_GLANCE = 20


class WrongParameter(ValueError):
    """A value in a notebook's parameters cell that nothing can be shown for: one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Page:
    """One report as one notebook shows it, all of it or the given `years` and `kinds`.

    Whatever is shown also tells the runner, in the output's metadata under `laicheng`, which files were written and
    which verdicts were not expected. Raises WrongParameter for a value that nothing can be shown for.
    """

    def __init__(
        self,
        report: str,
        language: str = "zh",
        reports_dir: str = "",
        figures_dir: str = "",
        years: Sequence[int] = (),
        kinds: Sequence[str] = (),
    ):
        self.words = _words(language)
        self.report = _opened(report, reports_dir, self.words)
        self.reports_dir, self.figures_dir = reports_dir, figures_dir
        self.years, self.kinds = _chosen(self.report, years, kinds, self.words)
        self._drawn: dict[tuple[object, ...], Chart] = {}

    def say(self, slug: str, **values: object) -> None:
        """Show a sentence of sentences.csv."""
        say(self.words(slug, **values))

    def draw(self, name: str, years: Sequence[int] = (), kinds: Sequence[str] = ()) -> Chart | None:
        """One chart of this report, drawn once, or None where the report prints no such numbers."""
        years, kinds = years or self.years, kinds or self.kinds
        key = (name, *years, *kinds)
        try:
            material = Material(self.report, years, kinds)
            self._drawn[key] = self._drawn.get(key) or draw_of(name, material, self.words)
        except NothingToDraw:
            return None
        except TooMuchForOneChart as error:
            raise WrongParameter(str(error)) from None
        return self._drawn[key]

    def source_card(self) -> None:
        """Show where the report comes from and how many numbers were taken from it."""
        card, report = self.report.card, self.report
        rows = {
            "source_title": self.words.word(card.title),
            "publisher": self.words.word(card.publisher),
            "created": card.created.date().isoformat(),
            "facts": len(report.facts),
            "omitted": len(report.omitted),
            "claims": len(report.claims),
        }
        self.table(
            pd.DataFrame({"field": list(rows), "text": [str(value) for value in rows.values()]})
        )

    def sources(self) -> None:
        """List where the figures of the other places were read, how close that is to the office, and what to know."""
        others = [
            load_report(name)
            for name in table_for("in-context", self.report)["report"].unique()
            if name != self.report.id
        ]
        rows = [
            {
                "place": other.place,
                "source_title": other.card.sources[0].title,
                "published": other.card.created.date().isoformat(),
                "standing": other.card.standing,
                "remark": self.words("list_break").join(
                    self.words.word(item.remark) for item in other.card.remarks
                ),
                "address": other.card.sources[0].path or "",
            }
            for other in others
        ]
        self.table(pd.DataFrame(rows))

    def coverage(self) -> None:
        """Say how many numerals of the source are accounted for, and show it paragraph by paragraph."""
        kept = self.report.facts["paragraph"].value_counts().rename("facts")
        aside = self.report.omitted["paragraph"].value_counts().rename("omitted")
        table = (
            pd.concat([kept, aside], axis=1)
            .fillna(0)
            .astype(int)
            .rename_axis("paragraph")
            .sort_index()
        )
        if table.empty:
            self.say("coverage.unplaced")
            return
        sums = table.sum()
        self.say("coverage", numerals=sums.sum(), facts=sums["facts"], omitted=sums["omitted"])
        self.table(table.assign(numerals=table.sum(axis=1)).reset_index())

    def chart(self, name: str, years: Sequence[int] = (), kinds: Sequence[str] = ()) -> None:
        """Draw, export and show one chart with its description, or say that the report prints no such numbers."""
        chart = self.draw(name, years, kinds)
        if chart is None:
            self.say("nothing_to_draw", chart=name)
            return
        try:
            files = export(chart, self.report.id, self.words.language, self.figures_dir)
        except ExportError as error:
            raise WrongParameter(str(error)) from None
        show_picture(files[0].read_bytes(), chart.alt, laicheng={"files": self._named(files)})
        say(chart.alt)

    def table(self, table: pd.DataFrame) -> None:
        """Show a table: words in the reader's language, counts with separators, shares in per cent.

        A long one can be sorted and filtered by whoever sits at the screen.
        """
        if table.empty:
            self.say("nothing_to_show")
            return
        shown, numeric = written(table, self.words), figures(table, self.words)
        sortable = len(shown) > MOST_ROWS_AT_A_GLANCE and someone_is_there()
        markup = _sortable(shown, numeric, self.words) if sortable else as_table(shown, numeric)
        _show({"text/html": markup, "text/plain": shown.to_string(index=False)})

    def verdicts(self, **only: str) -> None:
        """Show the judged claims whose columns have the given values, those not expected first."""
        verdicts = check(self.report)
        for column, value in only.items():
            verdicts = verdicts[verdicts[column] == value]
        columns = [
            "claim_id",
            "verdict",
            "printed",
            "recomputed",
            "difference",
            "explained_by",
            "remark",
        ]
        shown = verdicts.sort_values("as_expected", kind="stable")[columns]
        self.table(shown.loc[:, (shown != "").any()])
        unexpected = verdicts[~verdicts["as_expected"]]
        counts = {name: int((verdicts["verdict"] == name).sum()) for name in VERDICTS}
        summary = self.words("verdicts.summary", **counts, unexpected=len(unexpected))
        say(summary, laicheng={"unexpected": list(unexpected["claim_id"])})

    def findings(self) -> None:
        """List the finding of every chart that the report has numbers for."""
        self.listed([chart.title for chart in self._charts()])

    def briefing(self) -> None:
        """Write the slides and the page for paper beside the charts, and say where they are."""
        files = write_briefing(self.report, self.words, self.figures_dir, self._charts())
        named = self._named(files)
        say(
            self.words("briefing.written", files=self.words("list_comma").join(named)),
            laicheng={"files": named},
        )

    def _charts(self) -> list[Chart]:
        return [chart for name in CHARTS if (chart := self.draw(name))]

    def _named(self, files: Sequence[Path]) -> list[str]:
        return [f"{self.report.id}/{self.words.language}/{file.name}" for file in files]

    def questions(self) -> None:
        """List what to ask the issuing office."""
        self.listed(open_questions(self.report, self.words))

    def listed(self, items: Sequence[str]) -> None:
        """Show sentences as a numbered list."""
        if not items:
            self.say("nothing_to_show")
            return
        lines = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
        _show({"text/html": as_list(list(items)), "text/plain": "\n".join(lines)})


def _words(language: str) -> Words:
    if language in LANGUAGES:
        return Words(language)
    told = [
        Words(name)("wrong.language", value=language, known=", ".join(LANGUAGES))
        for name in LANGUAGES
    ]
    raise WrongParameter(" ".join(told))


def _opened(report: str, reports_dir: str, words: Words) -> Report:
    try:
        known = report_ids(reports_dir or None)
        if report in known:
            return load_report(report, reports_dir or None)
    except ReportError as error:
        raise WrongParameter(str(error)) from None
    raise WrongParameter(unknown("report", report, known, words))


def _chosen(
    report: Report, years: Sequence[int], kinds: Sequence[str], words: Words
) -> tuple[Sequence[int], Sequence[str]]:
    for parameter, value in (("years", years), ("kinds", kinds)):
        if not isinstance(value, list | tuple):
            raise WrongParameter(
                words("wrong.list", parameter=parameter, value=value, example=[value])
            )
    try:
        chosen(report, years, kinds)
    except UnknownChoice as error:
        raise WrongParameter(unknown(error.parameter, error.value, error.known, words)) from None
    return years, kinds


def unknown(parameter: str, value: object, known: Sequence[str], words: Words) -> str:
    """What is wrong with a parameter, the nearest name and all that is possible, in one sentence."""
    nearest = near(value, known)
    hint = words("wrong.near", near=nearest) if nearest else ""
    has = words("list_comma").join(known) or words("wrong.none")
    return words(f"wrong.{parameter}", value=value, near=hint, known=has)


def someone_is_there() -> bool:
    """Whether a person sits at the screen, and not papermill or nbconvert: only a person can be asked for input, and
    the front end says so with every cell (`allow_stdin` of Jupyter's messages)."""
    kernel = getattr(get_ipython(), "kernel", None)
    return bool(kernel and kernel.get_parent().get("content", {}).get("allow_stdin"))


def _sortable(written: pd.DataFrame, figures: list[str], words: Words) -> str:
    """A table as HTML that can be sorted and filtered. The scripts are in it; nothing is fetched."""
    from itables import options, to_html_datatable
    from itables.javascript import generate_init_offline_itables_html

    sides = ["dt-right" if name in figures else "dt-left" for name in written]
    parts = ("search", "info", "infoEmpty", "infoFiltered", "zeroRecords")
    table = to_html_datatable(
        written.map(as_text).rename(columns=as_text),
        connected=False,
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
    return generate_init_offline_itables_html(options.dt_bundle) + table


def show_picture(png: bytes, alt: str, **metadata: object) -> None:
    """Show a picture with its alt text. JupyterLab gives none to a bare image, so it gets the HTML instead."""
    coded = base64.b64encode(png).decode()
    tag = f'<img src="data:image/png;base64,{coded}" alt="{html.escape(alt)}" width="{SHOWN_WIDTH_PX}">'
    told = {"image/png": {"alt": alt, "width": SHOWN_WIDTH_PX}, **metadata}
    _show({"image/png": coded, "text/html": tag, "text/plain": alt}, told)


def say(text: str, **metadata: object) -> None:
    """Show a sentence as it is, with metadata for the runner."""
    _show({"text/html": as_paragraph(text), "text/plain": text}, metadata)


def _show(bundle: dict[str, str], metadata: dict[str, object] | None = None) -> None:
    display(bundle, raw=True, metadata=metadata or {})

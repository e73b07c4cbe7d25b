"""What a notebook cell calls: a report, and what it has to show in the reader's language."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from weakref import WeakSet

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from laicheng_data.briefing.answer import answer
from laicheng_data.briefing.content import charts_of_findings
from laicheng_data.briefing.finding import ANSWER, Finding
from laicheng_data.briefing.findings import findings, key_findings
from laicheng_data.briefing.mismatches import gaps
from laicheng_data.briefing.questions import open_questions
from laicheng_data.charts import catalogue
from laicheng_data.charts.catalogue import (
    charts_by_measure,
    charts_of,
    draw_from,
)
from laicheng_data.charts.chart import Chart, Material, NothingToDraw
from laicheng_data.charts.export import ExportError, export
from laicheng_data.charts.style import TooMuchForOneChart, house_style
from laicheng_data.checking.nets import net_differences
from laicheng_data.checking.summary import outcomes
from laicheng_data.facts.report import Report, ReportError, load_report, report_ids
from laicheng_data.notebook.marks import marks
from laicheng_data.notebook.markup import (
    as_heading,
    as_table,
    drop_technical_columns,
    format_table,
)
from laicheng_data.notebook.own_chart import apply_house_style
from laicheng_data.notebook.shown import (
    Bundle,
    ShownChart,
    ShownPicture,
    ShownTable,
    ShownText,
    table_bundle,
    tell_runner,
)
from laicheng_data.tables.filings import UnknownChoice, nearest_name, resolve_selection
from laicheng_data.tables.naming import ALL, claim_names
from laicheng_data.tables.places import remarks_on_rates
from laicheng_data.tables.printed_values import printed_value
from laicheng_data.tables.verdicts import verdict_numbers
from laicheng_data.words import LANGUAGES, Words, capitalise

_OWN_DPI = 150  # of a figure that is looked at on a screen
_OF_A_FACT = ["paragraph", "position", "measure", "subject", "period", "printed", "unit", "bound"]
_OF_A_VERDICT = [
    "claim", "outcome", "printed", "recomputed", "difference", "explained_by", "remark",
]  # fmt: skip


class WrongParameter(ValueError):
    """A value in a parameters cell that nothing can be shown for: one sentence, no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


_pages: WeakSet[Page] = WeakSet()  # those that cells still hold


def shown_charts() -> Iterator[tuple[Chart, Report, Words]]:
    """The charts that cells of this process have shown, for whoever draws them once more."""
    for page in list(_pages):
        yield from ((chart, page.report, page.words) for chart in page._exported.values())


class Page:
    """One report as one notebook shows it, all of it or the given `years` and `kinds`.

    Each method returns what a cell can end with, or go on with. The runner is told at once which
    files were written and which verdicts were not expected, whatever is shown. Raises
    WrongParameter for a value that nothing can be shown for.
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
        self.report = _load_report(report, reports_dir, self.words)
        self.words = self.words.with_labels(self.report.labels)
        self.reports_dir, self.figures_dir = reports_dir, figures_dir
        self.years, self.kinds = _resolve_selection(self.report, years, kinds, self.words)
        self.material = Material(self.report, self.years, self.kinds)
        self._drawn: dict[tuple[object, ...], Chart] = {}
        self._refused: dict[str, str] = {}  # why a chart cannot be drawn, by its name
        self._exported: dict[str, Chart] = {}  # by the first of its files
        _pages.add(self)

    def in_language(self, language: str) -> Page:
        """The same page in another language; what was read and judged is not read again."""
        page = copy(self)
        page.words = _words(language).with_labels(self.report.labels)
        page._drawn, page._refused, page._exported = {}, {}, {}
        _pages.add(page)
        vars(page).pop("found", None)
        return page

    def say(self, slug: str, **values: object) -> ShownText:
        """A sentence of the house, by its name in sentences.csv."""
        return ShownText((self.words(slug, **values),))

    def nothing(self, slug: str = "nothing_to_show") -> ShownText:
        """A sentence in place of what a report has no numbers for."""
        return ShownText((self.words(slug),), is_empty=True)

    def listed(self, items: Sequence[str]) -> ShownText:
        """Sentences as a numbered list."""
        return ShownText(tuple(items), numbered=True) if items else self.nothing()

    # ------------------------------------------------------------------------------ charts

    def draw(self, name: str, years: Sequence[int] = (), kinds: Sequence[str] = ()) -> Chart | None:
        """One chart of this report, drawn once.

        None where the report prints no such numbers, or more than the chart can show.
        """
        years, kinds = years or self.years, kinds or self.kinds
        narrow = (years, kinds) != (self.years, self.kinds)
        material = Material(self.report, years, kinds) if narrow else self.material
        key = (name, *years, *kinds)
        try:
            self._drawn[key] = self._drawn.get(key) or draw_from(name, material, self.words)
        except NothingToDraw:
            return None
        except TooMuchForOneChart as error:
            self._refused[name] = str(error)
            return None
        return self._drawn[key]

    def chart(
        self, name: str, years: Sequence[int] = (), kinds: Sequence[str] = ()
    ) -> ShownChart | ShownText:
        """One chart, drawn and exported; a line that says why where it cannot be."""
        chart = self.draw(name, years, kinds)
        if chart is None:
            refused = self._refused.get(name)
            return ShownText((refused,)) if refused else self.nothing("nothing_to_draw")
        try:
            files = export(chart, self.report.id, self.words.language, self.figures_dir)
        except ExportError as error:
            return ShownText((str(error),))
        tell_runner(files=self._file_names(files))
        self._exported[str(files[0])] = chart
        return ShownChart(**vars(chart), files=tuple(files), marks=tuple(marks(chart, self.words)))

    def charts(self, *names: str, most: int | None = None) -> list[ShownChart | ShownText]:
        """Those of the named charts, or of all, that the report has numbers for; never none.

        Where all are meant, those that tell most come first. All are exported, and so many
        returned.
        """
        known = names or dict.fromkeys(
            [*key_charts(self.found, self.report), *charts_of(self.report)]
        )
        meant = [name for name in known if self.draw(name) or name in self._refused]
        return [self.chart(name) for name in meant][:most] or [self.nothing("nothing_to_draw")]

    def picture(self, axes: Axes) -> ShownPicture | ShownText:
        """A chart of one's own, shown once, with a text alternative made of the names on its axes.

        JupyterLab gives a bare figure none. Where there was nothing to draw, seaborn leaves a grid,
        for which a line stands.
        """
        if not np.isfinite(axes.dataLim.get_points()).all():
            plt.close(axes.get_figure(root=True))
            return self.nothing()
        figure, buffer = axes.get_figure(root=True), io.BytesIO()
        assert figure
        alt = self.words("own.alt", x=axes.get_xlabel(), y=axes.get_ylabel())
        with house_style():
            apply_house_style(axes)
            figure.savefig(buffer, format="png", dpi=_OWN_DPI, bbox_inches="tight")
        plt.close(figure)
        return ShownPicture(buffer.getvalue(), alt)

    @cached_property
    def offered(self) -> dict[str, tuple[str, ...]]:
        """The forms of chart in which each measure of the report can be drawn."""
        return charts_by_measure(self.material)

    # ------------------------------------------------------------------------------ tables

    def table(self, table: pd.DataFrame, *sentences: str) -> ShownTable:
        """A table: words in the reader's language, counts with separators, shares in per cent.

        `sentences` stand above it. A long table can be sorted and filtered by whoever sits at the
        screen.
        """
        return ShownTable(table, lambda frame: self._bundle(frame, *sentences))

    def _bundle(self, table: pd.DataFrame, *sentences: str) -> Bundle:
        if table.empty:
            return self.nothing()._repr_mimebundle_()
        return table_bundle(table, self.words, *sentences)

    def data(self, chart: str, columns: Sequence[str] = ()) -> pd.DataFrame:
        """The rows that a chart is made of; none where the report prints no such numbers."""
        drawn = self.draw(chart)
        table = drawn.table if drawn else pd.DataFrame(columns=list(columns))
        return table[list(columns)] if columns else table

    def office(self, name: str) -> ShownTable:
        """What an office publishes, in the order of the report, under the office's name: a row a
        measure and subject, a column a period."""
        facts = self._hide_whole_subject(self.report.facts[self.report.facts["office"] == name])
        numbers = [printed_value(fact, self.words) for fact in facts.to_dict("records")]
        table = facts.assign(printed=numbers).pivot_table(
            "printed", ["measure", "subject"], "period", aggfunc="; ".join, sort=False
        )
        table = table[sorted(table)].reset_index().rename_axis(columns=None)
        return ShownTable(table, lambda frame: self._office_bundle(frame, self.words.start(name)))

    def _office_bundle(self, table: pd.DataFrame, heading: str) -> Bundle:
        shown = format_table(drop_technical_columns(table), self.words)
        periods = {name: capitalise(self.words.period(name)) for name in shown}
        figures = [periods[name] for name in shown if name in set(table.columns[2:])]
        markup = as_heading(heading) + Markup(as_table(shown.rename(columns=periods), figures))
        return {"text/html": markup, "text/plain": f"{heading}\n{shown.to_string(index=False)}"}, {}

    def facts(self) -> ShownTable:
        """Every number that the report prints, its place first, in the order of the report; what
        bounds a number stands beside it where that is not printed with it, as in 2000多."""
        facts = self._hide_whole_subject(self.report.facts)[_OF_A_FACT]
        facts["unit"] = facts["unit"].where(~facts["printed"].str.endswith("%"), "")
        printed = [number.bound for number in self.report.numbers.printed]
        facts["bound"] = facts["bound"].where(facts["bound"] != printed, "")
        return self.table(facts)

    def _hide_whole_subject(self, facts: pd.DataFrame) -> pd.DataFrame:
        """The facts without a subject where none but the whole has a number of that measure."""
        parted = facts["measure"].isin(facts.loc[facts["subject"] != ALL, "measure"])
        return facts.assign(subject=facts["subject"].where(parted, ""))

    def needs_filings(self) -> ShownText | None:
        """One line where the report publishes nothing on yearly reports: the notebook says no
        more."""
        periods, _ = resolve_selection(self.report)
        if periods:
            return None
        told = self.words("no_filings")
        tell_runner(skipped=told)
        return ShownText((told,))

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The verdict on every claim, as `check` gives it; the runner hears of unexpected ones."""
        verdicts = self.material.verdicts
        if unexpected := list(verdicts.loc[~verdicts["as_expected"], "claim_id"]):
            tell_runner(unexpected=unexpected)
        return verdicts

    def verdicts(self, **only: str | Sequence[str]) -> ShownTable:
        """The judged claims whose columns have the given values, or one of them, those not expected
        first."""
        verdicts = self.judged.sort_values("as_expected", kind="stable")
        for column, value in only.items():
            verdicts = verdicts[verdicts[column].isin([value] if isinstance(value, str) else value)]
        return ShownTable(verdicts.reset_index(drop=True), self._verdicts_bundle)

    def _verdicts_bundle(self, verdicts: pd.DataFrame) -> Bundle:
        if verdicts.empty:
            return self.say("verdicts.none")._repr_mimebundle_()
        names = claim_names(self.report, self.words)
        nets = net_differences(self.report, self.judged)
        named = verdicts.assign(
            claim=verdicts["claim_id"].map(names),
            outcome=outcomes(verdicts).mask(verdicts["claim_id"].isin(nets), "net"),
            **verdict_numbers(self.report, verdicts, self.words),
        )[_OF_A_VERDICT]
        shown = named.loc[:, (named != "").any()]
        return self._bundle(shown, *self._verdict_counts())

    def _verdict_counts(self) -> list[str]:
        """What all verdicts come to: what the report states, apart from what it does not."""
        verdicts = self.judged
        stated = (verdicts["basis"] == "stated").any()
        told = [answer(self.report, verdicts, self.words)] if stated else []
        return [*told, *(gap.text for gap in gaps(self.report, verdicts, self.words))]

    def source_card(self) -> ShownTable:
        """Where the report comes from and how many numbers were taken from it."""
        card, report = self.report.card, self.report
        rows = {
            "source_title": self.words.word(card.title),
            "publisher": self.words.word(card.publisher),
            "created": self.words.period(report.published),
            "facts": len(report.facts),
            "omitted": len(report.omitted),
            "claims": len(report.claims),
        }
        told = [(field, str(value)) for field, value in rows.items() if value != ""]
        return self.table(pd.DataFrame(told, columns=["field", "text"]))

    def sources(self) -> ShownTable:
        """Where the figures of the other places were read, how close that is to the office, and
        what to know of the rates that are compared: a remark on other facts stays away."""
        compared = self.data("in-context", ["report", "subject", "period"])
        names = set(compared["report"])
        others = [other for other in self.material.others if other.id in names]
        rows = [
            {
                "place": other.place,
                "source_title": other.card.sources[0].title,
                "published": other.published,
                "standing": other.card.standing,
                "remark": self.words("list_break").join(
                    self.words.word(remark) for remark in remarks_on_rates(other, compared)
                ),
                "address": other.card.sources[0].path or "",
            }
            for other in others
        ]
        return self.table(pd.DataFrame(rows))

    def coverage(self) -> ShownTable | ShownText:
        """How many numerals of the source are accounted for, paragraph by paragraph."""
        kept = self.report.facts["paragraph"].value_counts().rename("facts")
        aside = self.report.omitted["paragraph"].value_counts().rename("omitted")
        both = pd.concat([kept, aside], axis=1).fillna(0).astype(int)
        table = both.rename_axis("paragraph").sort_index()
        if table.empty:
            return self.say("coverage.unplaced")
        sums = table.sum()
        told = self.words(
            "coverage", numerals=sums.sum(), facts=sums["facts"], omitted=sums["omitted"]
        )
        table = table.assign(numerals=table.sum(axis=1)).reset_index()
        return self.table(table, told)

    # ------------------------------------------------------------------------------ briefing

    @cached_property
    def found(self) -> list[Finding]:
        """The findings, each with what it is about; the runner hears of unexpected verdicts."""
        _ = self.judged  # which tells the runner
        return findings(self.report, self.words, self.material.others)

    def findings(self) -> ShownText:
        """What is found in the report, the weightiest first."""
        return self.listed([finding.text for finding in self.found])

    def leading(self) -> ShownText:
        """The few findings that lead every surface."""
        return self.listed([finding.text for finding in key_findings(self.found)])

    def telling_chart(self) -> ShownChart | ShownText:
        """The chart that shows best what is found."""
        for name in key_charts(self.found, self.report):
            if isinstance(shown := self.chart(name), ShownChart):
                return shown
        return self.nothing("nothing_to_draw")

    def questions(self) -> ShownText:
        """What to ask the issuing office."""
        asked = open_questions(self.report, self.words)
        return self.listed(asked) if asked else self.say("no_question")

    def briefing(self) -> ShownTable:
        """Write the slides and the page for paper beside the charts, and name them."""
        from laicheng_data.briefing.documents import write_briefing  # slow to import; one page asks

        charts = [chart for name in charts_of(self.report) if (chart := self.draw(name))]
        files = write_briefing(self.report, self.words, self.figures_dir, charts, self.material)
        named = self._file_names(files)
        tell_runner(files=named)
        kinds = [(self.words(f"document{file.suffix}"), file.name) for file in files]
        table = pd.DataFrame(kinds, columns=["field", "text"])
        return self.table(table, self.words("briefing.written"))

    def _file_names(self, files: Sequence[Path]) -> list[str]:
        return [f"{self.report.id}/{self.words.language}/{file.name}" for file in files]


def key_charts(found: Sequence[Finding], report: Report) -> list[str]:
    """The charts that tell most, each once: first one of the findings that lead; then for each
    finding the one that shows it best, that of the answer last."""
    first = charts_of_findings(key_findings(found), report)[:1]
    in_order = sorted(found, key=lambda finding: finding.about == ANSWER)
    best = [name for one in in_order for name in charts_of_findings([one], report)[:1]]
    left_over = {
        choice.name for choice in catalogue.chart_choices(report) if choice.form == "figures"
    }
    return sorted(dict.fromkeys([*first, *best]), key=left_over.__contains__)  # these last


def _words(language: str) -> Words:
    if language in LANGUAGES:
        return Words(language)
    told = [
        Words(name)("wrong.language", value=language, known=", ".join(LANGUAGES))
        for name in LANGUAGES
    ]
    raise WrongParameter(" ".join(told))


def _load_report(report: str, reports_dir: str, words: Words) -> Report:
    try:
        known = report_ids(reports_dir or None)
        if report in known:
            return load_report(report, reports_dir or None)
    except ReportError as error:
        raise WrongParameter(str(error)) from None
    raise WrongParameter(unknown_message("report", report, known, words))


def _resolve_selection(
    report: Report, years: Sequence[int], kinds: Sequence[str], words: Words
) -> tuple[Sequence[int], Sequence[str]]:
    for parameter, value in (("years", years), ("kinds", kinds)):
        if not isinstance(value, list | tuple):
            raise WrongParameter(
                words("wrong.list", parameter=parameter, value=value, example=[value])
            )
    try:
        resolve_selection(report, years, kinds)
    except UnknownChoice as error:
        raise WrongParameter(
            unknown_message(error.parameter, error.value, error.known, words)
        ) from None
    return years, kinds


def unknown_message(parameter: str, value: object, known: Sequence[str], words: Words) -> str:
    """What is wrong with a parameter, the nearest name and all that is possible, in one
    sentence."""
    nearest = nearest_name(value, known)
    hint = words("wrong.near", near=nearest) if nearest else ""
    has = words("list_comma").join(known) or words("wrong.none")
    return words(f"wrong.{parameter}", value=value, near=hint, known=has)

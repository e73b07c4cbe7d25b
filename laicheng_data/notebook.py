"""What a notebook cell calls: open a report, then show a chart, a table or a sentence in the reader's language."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
from IPython.display import display

from laicheng_data.charts import CHARTS, Chart, NothingToDraw, draw
from laicheng_data.claims import check
from laicheng_data.documents import write_briefing
from laicheng_data.export import export
from laicheng_data.labels import Words
from laicheng_data.questions import open_questions
from laicheng_data.report import VERDICTS, load_report

SHOWN_WIDTH_PX = 700
_SHARES = {"filing_rate": 2, "recomputed": 4}  # columns that hold shares of 1, and the decimals to show


class Page:
    """One report as one notebook shows it. Whatever is shown also tells the runner, in the output's metadata under
    `laicheng`, which files were written and which verdicts were not expected."""

    def __init__(self, report: str, language: str = "zh", reports_dir: str = "", figures_dir: str = ""):
        self.words = Words(language)
        self.report = load_report(report, reports_dir or None)
        self.figures_dir = figures_dir
        self._drawn: dict[tuple[object, ...], Chart] = {}

    def say(self, slug: str, **values: object) -> None:
        """Show a sentence of labels.csv, or the text itself where labels.csv has none."""
        _say(self.words(slug, **values))

    def draw(self, name: str, years: Sequence[int] = (), kinds: Sequence[str] = ()) -> Chart | None:
        """One chart of this report, drawn once, or None where the report prints no such numbers."""
        key = (name, *years, *kinds)
        try:
            self._drawn[key] = self._drawn.get(key) or draw(name, self.report, self.words, years, kinds)
        except NothingToDraw:
            return None
        return self._drawn[key]

    def source_card(self) -> None:
        """Show where the report comes from and how many numbers were taken from it."""
        card, report = self.report.card, self.report
        rows = {
            "source_title": self.words(card.title),
            "publisher": self.words(card.publisher),
            "created": card.created.date().isoformat(),
            "facts": len(report.facts),
            "omitted": len(report.omitted),
            "claims": len(report.claims),
        }
        self.table(pd.DataFrame({"field": list(rows), "text": [str(value) for value in rows.values()]}))

    def coverage(self) -> None:
        """Say how many numerals of the source are accounted for, and show it paragraph by paragraph."""
        kept = self.report.facts["paragraph"].value_counts().rename("facts")
        aside = self.report.omitted["paragraph"].value_counts().rename("omitted")
        table = pd.concat([kept, aside], axis=1).fillna(0).astype(int).rename_axis("paragraph").sort_index()
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
        files = export(chart, self.report.id, self.words.language, self.figures_dir)
        png, alt = base64.b64encode(files[0].read_bytes()).decode(), html.escape(chart.alt)
        _show(
            {
                "image/png": png,
                # JupyterLab gives no alt text to a bare image, so a front end that can takes this one
                "text/html": f'<img src="data:image/png;base64,{png}" alt="{alt}" width="{SHOWN_WIDTH_PX}">',
                "text/plain": chart.alt,
            },
            {"image/png": {"alt": chart.alt, "width": SHOWN_WIDTH_PX}, "laicheng": {"files": self._named(files)}},
        )
        _say(chart.alt)

    def table(self, table: pd.DataFrame) -> None:
        """Show a table: words in the reader's language, counts with separators, shares in per cent."""
        if table.empty:
            self.say("nothing_to_show")
            return
        shown = self.words.table(_written(table, self.words))
        numeric = [self.words(name) for name in table.select_dtypes("number").columns]
        name = hashlib.sha256(shown.to_csv().encode()).hexdigest()[:8]  # one per table, the same in every run
        style = shown.style.hide(axis="index").set_uuid(name).format(escape="html")
        style = style.set_properties(**{"text-align": "left"}).set_properties(numeric, **{"text-align": "right"})
        style = style.set_table_styles([{"selector": "th", "props": "text-align: left"}])
        _show({"text/html": style.to_html(), "text/plain": shown.to_string(index=False)})

    def verdicts(self, **only: str) -> None:
        """Show the judged claims whose columns have the given values, those not expected first."""
        verdicts = check(self.report)
        for column, value in only.items():
            verdicts = verdicts[verdicts[column] == value]
        columns = ["claim_id", "verdict", "printed", "recomputed", "difference", "explained_by", "remark"]
        shown = verdicts.sort_values("as_expected", kind="stable")[columns]
        self.table(shown.loc[:, (shown != "").any()])
        unexpected = verdicts[~verdicts["as_expected"]]
        counts = {name: int((verdicts["verdict"] == name).sum()) for name in VERDICTS}
        summary = self.words("verdicts.summary", **counts, unexpected=len(unexpected))
        _say(summary, laicheng={"unexpected": list(unexpected["claim_id"])})

    def findings(self) -> None:
        """List the finding of every chart that the report has numbers for."""
        self.listed([chart.title for chart in self._charts()])

    def briefing(self) -> None:
        """Write the slides and the page for paper beside the charts, and say where they are."""
        files = write_briefing(self.report, self.words, self.figures_dir, self._charts())
        named = self._named(files)
        _say(self.words("briefing.written", files=self.words("list_comma").join(named)), laicheng={"files": named})

    def _charts(self) -> list[Chart]:
        return [chart for name in CHARTS if (chart := self.draw(name))]

    def _named(self, files: Sequence[Path]) -> list[str]:
        return [f"{self.report.id}/{self.words.language}/{file.name}" for file in files]

    def questions(self) -> None:
        """List what to ask the issuing office."""
        self.listed(open_questions(self.report, self.words))

    def listed(self, items: Sequence[str]) -> None:
        """Show sentences as a numbered list."""
        lines = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
        _say("\n".join(lines) or self.words("nothing_to_show"))


def _written(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Numbers as text for the reader; what is missing as an empty cell."""
    written = table.astype(object)
    for name in table.select_dtypes("number").columns:
        say = _writer(str(name), words)
        written[name] = ["" if pd.isna(value) else say(value) for value in table[name]]
    return written.where(written.notna(), "")


def _writer(column: str, words: Words) -> Callable[[float], str]:
    if column in _SHARES:
        return lambda value: words.percent(value, _SHARES[column])
    if column in ("change", "deviation"):
        return lambda value: words.signed(value, 2)
    if column == "difference":
        return words.signed
    return lambda value: words.count(value) if value == int(value) else f"{value:,.4f}"


def _say(text: str, **metadata: object) -> None:
    _show({"text/markdown": text, "text/plain": text}, metadata)


def _show(bundle: dict[str, str], metadata: dict[str, object] | None = None) -> None:
    display(bundle, raw=True, metadata=metadata or {})

"""The command `laicheng`. Results go to stdout, messages to stderr.

Exit codes: 0 all as expected, 1 it ran and found something unexpected, 2 the input or the call is wrong and nothing
was written, 3 something could not run. Imports stay inside the commands, so that help is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    import pandas as pd

    from laicheng_data.rerun import Outcome, Run

UNEXPECTED, WRONG_CALL, COULD_NOT_RUN = 1, 2, 3
DEFAULT_REPORT = "laicheng-2016"

Command = Callable[..., Any]
FOLDER = click.Path(file_okay=False, path_type=Path)
_reports = click.option(
    "--report", "reports", multiple=True, metavar="ID", help="A report's folder name; repeatable."
)
_reports_dir = click.option(
    "--reports-dir", type=FOLDER, help="The folder of report folders, if not the package's own."
)
_format = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="How to print the result."
)
_languages = click.option(
    "--language", "languages", multiple=True, metavar="zh|en", help="A language; repeatable. Without it, both."
)
_figures_dir = click.option(
    "--figures-dir", type=FOLDER, help="Where the charts go, if not to the project's figures."
)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong on stderr and leave with the code."""
    click.echo(message, err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def app() -> None:
    """Check a government report's printed numbers exactly, chart them, and regenerate it all.

    Exit codes: 0 all as expected; 1 it ran and found something unexpected; 2 the input or the call is wrong and
    nothing was written; 3 something could not run.
    """


@app.command()
@_reports
@_reports_dir
@_format
def check(reports: tuple[str, ...], reports_dir: Path | None, form: str) -> None:
    """Judge every claim: do the stated rates and totals follow from the printed counts?

    Without --report, every report of the folder is judged.
    """
    import pandas as pd

    from laicheng_data.claims import check as judged
    from laicheng_data.report import ReportError, load_report, report_ids

    try:
        loaded = [load_report(name, reports_dir) for name in reports or report_ids(reports_dir)]
    except ReportError as error:
        fail(str(error), WRONG_CALL)
    for warning in (warning for report in loaded for warning in report.warnings):
        click.echo(f"warning: {warning}", err=True)
    verdicts = pd.concat([judged(report) for report in loaded], ignore_index=True)
    click.echo(_rows_as(verdicts, form) if form != "table" else _as_table(verdicts), nl=False)
    for report in loaded:
        if report.claims.empty:
            click.echo(f"report {report.id} has no claims yet: write them into claims.csv", err=True)
    unexpected = verdicts[~verdicts["as_expected"]]
    if len(unexpected):
        named = ", ".join(unexpected["report"] + "/" + unexpected["claim_id"])
        fail(f"{len(unexpected)} of {len(verdicts)} verdicts are not the expected ones: {named}", UNEXPECTED)


def _rows_as(rows: pd.DataFrame, form: str) -> str:
    if form == "csv":
        return rows.to_csv(index=False, lineterminator="\n")
    return rows.to_json(orient="records", force_ascii=False, indent=2) + "\n"


def _as_table(verdicts: pd.DataFrame) -> str:
    """A table a report, and below it the remarks; as wide as the terminal, or 160 characters where there is none."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 160)
    columns = [name for name in verdicts if name not in ("report", "remark")]
    with console.capture() as capture:
        for report, rows in verdicts.groupby("report", sort=False):
            table = Table(
                *(name.replace("_", " ") for name in columns), title=str(report), box=box.SIMPLE_HEAD, padding=(0, 1)
            )
            shown = rows.assign(as_expected=rows["as_expected"].map({True: "yes", False: "NO"})).astype(object)
            for row in shown.where(shown.notna(), "")[columns].itertuples(index=False):
                table.add_row(*(str(cell) for cell in row))
            console.print(table)
            for row in rows[rows["remark"] != ""].itertuples():
                console.print(f"  {row.claim_id}: {row.remark}", markup=False, highlight=False)
    return capture.get()


@app.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--report", default=DEFAULT_REPORT, show_default=True, metavar="ID", help="The report's folder name.")
@_reports_dir
@_format
def trace(source: Path, report: str, reports_dir: Path | None, form: str) -> None:
    """Hold every fact and omission against SOURCE (.txt or saved .html), and name numerals without a row."""
    from laicheng_data.report import ReportError, load_report
    from laicheng_data.trace import SourceError, read_paragraphs
    from laicheng_data.trace import trace as held

    try:
        rows = held(load_report(report, reports_dir), read_paragraphs(source))
    except (ReportError, SourceError) as error:
        fail(str(error), WRONG_CALL)
    click.echo(_traced(rows) if form == "table" else _rows_as(rows, form), nl=False)
    faults = (rows["status"] != "found").sum()
    if faults:
        fail(f"{faults} rows and numerals do not agree with {source}", UNEXPECTED)


def _traced(rows: pd.DataFrame) -> str:
    """What was found of each kind, and a line for each row or numeral that was not."""
    found = rows["status"] == "found"
    missed = (rows["kind"] == "numeral").sum()
    standing = missed + rows["numerals"].sum()
    lines = [
        *(
            f"{(found & (rows['kind'] == kind)).sum()} of {(rows['kind'] == kind).sum()} {kind}s found"
            for kind in ("fact", "omission")
        ),
        f"{standing - missed} of {standing} numerals accounted for",
    ]
    for row in rows[~found].itertuples():
        place = f"paragraph {row.paragraph}, position {row.position}"
        context = f" in …{row.context}…" if row.context else ""
        lines.append(f"{place}: {row.kind} {row.id or row.printed}: {row.status}{context}")
    return "\n".join(lines) + "\n"


@app.command()
@click.argument("file", type=click.Path(path_type=Path))
@_reports_dir
def where(file: Path, reports_dir: Path | None) -> None:
    """Say where an exported picture (PNG or SVG) came from, and whether it is still true.

    The answer is fresh, stale (and what changed) or unknown. The picture may have been renamed or taken out of a
    document.
    """
    from laicheng_data.provenance import where as answered

    try:
        answer = answered(file, reports_dir)
    except OSError as error:
        fail(f"cannot read {file}: {error.strerror}", WRONG_CALL)
    click.echo(f"status   {answer.status}")
    for name in ("Report", "Chart", "Language", "Selection", "Title", "Source"):
        if name in answer.record:
            click.echo(f"{name.lower():<9}{answer.record[name]}")
    for line in answer.details:
        click.echo(line)
    sys.exit(0 if answer.status == "fresh" else UNEXPECTED)


@app.command()
@click.option("--report", default=DEFAULT_REPORT, show_default=True, metavar="ID", help="The report's folder name.")
@_reports_dir
@_languages
@_figures_dir
def deck(report: str, reports_dir: Path | None, languages: tuple[str, ...], figures_dir: Path | None) -> None:
    """Write the briefing: slides with editable charts (briefing.pptx) and one page for paper (briefing.docx)."""
    from laicheng_data.documents import write_briefing
    from laicheng_data.export import ExportError
    from laicheng_data.labels import LANGUAGES, Words
    from laicheng_data.report import ReportError, load_report

    try:
        loaded, words = load_report(report, reports_dir), [Words(name) for name in languages or LANGUAGES]
    except (ReportError, ValueError) as error:
        fail(str(error), WRONG_CALL)
    for language in words:
        try:
            files = write_briefing(loaded, language, figures_dir or "")
        except (ExportError, OSError) as error:
            fail(f"the briefing of {report} in {language.language} could not be written: {error}", COULD_NOT_RUN)
        for file in files:
            click.echo(file)


@app.command()
@click.argument("report_id", metavar="ID")
@click.option(
    "--source", type=click.Path(path_type=Path), help="The source text, .txt or saved .html, to draft from."
)
@_reports_dir
def new(report_id: str, source: Path | None, reports_dir: Path | None) -> None:
    """Start the folder of a report; with its source, draft a row for every numeral in it."""
    from laicheng_data.draft import DraftError, draft
    from laicheng_data.report import load_report
    from laicheng_data.trace import SourceError, read_paragraphs

    try:
        folder = draft(report_id, read_paragraphs(source) if source else None, reports_dir)
    except (DraftError, SourceError) as error:
        fail(str(error), WRONG_CALL)
    report = load_report(report_id, reports_dir)
    click.echo(f"drafted  {folder}: {len(report.facts)} facts, {len(report.omitted)} omissions")
    click.echo(f"title    {report.card.title}")
    click.echo("next     name the facts, write the claims, complete datapackage.json; then run laicheng check")


@app.command()
@_reports
@_reports_dir
@_languages
@click.option(
    "--notebook", "notebooks", multiple=True, metavar="NAME", help="A notebook; repeatable. Without it, all."
)
@click.option(
    "-p", "parameters", multiple=True, nargs=2, metavar="NAME VALUE", help="A notebook parameter; repeatable."
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count(), show_default=True, help="Notebooks at a time."
)
@_figures_dir
@click.option("--output-dir", type=FOLDER, help="Where the executed notebooks go, if not to the project's build.")
def rerun(
    reports: tuple[str, ...],
    reports_dir: Path | None,
    languages: tuple[str, ...],
    notebooks: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    jobs: int,
    figures_dir: Path | None,
    output_dir: Path | None,
) -> None:
    """Run the notebooks with papermill for every report and language, and export their charts.

    Without --report, laicheng-2016 is run, or every report of a --reports-dir that is named.
    """
    from laicheng_data.report import ReportError, load_report, report_ids

    try:
        chosen = list(reports) or (report_ids(reports_dir) if reports_dir else [DEFAULT_REPORT])
        for name in chosen:
            load_report(name, reports_dir)
    except ReportError as error:
        fail(str(error), WRONG_CALL)

    from concurrent.futures import ThreadPoolExecutor

    from laicheng_data import rerun as runner

    try:
        runs = runner.plan(
            chosen, languages, notebooks, dict(parameters), str(reports_dir or ""), str(figures_dir or "")
        )
    except runner.CallError as error:
        fail(str(error), WRONG_CALL)
    with ThreadPoolExecutor(jobs) as executor, _progress(runs) as on_done:
        outcomes = runner.rerun(runs, executor, output_dir or runner.OUTPUT_DIR, on_done)
    _write_pages(outcomes, output_dir or runner.OUTPUT_DIR)
    _summarise(outcomes, output_dir or runner.OUTPUT_DIR, figures_dir)


def _write_pages(outcomes: list[Outcome], output_dir: Path) -> None:
    from laicheng_data import pages

    try:
        click.echo(f"pages      {pages.write(outcomes, output_dir)}")
    except pages.PageError as error:
        fail(str(error), COULD_NOT_RUN)


@contextmanager
def _progress(runs: list[Run]) -> Iterator[Callable[[Outcome], None]]:
    """Show how far the runs are: a bar on a terminal, a line a run elsewhere."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task(f"{len(runs)} notebooks", total=len(runs))
            yield lambda outcome: bar.update(task, advance=1, description=f"{outcome.outcome}: {outcome.run}")
        return
    done = count(1)
    yield lambda outcome: click.echo(
        f"[{next(done)}/{len(runs)}] {outcome.outcome}: {outcome.run}, {outcome.seconds:.1f} s", err=True
    )


def _summarise(outcomes: list[Outcome], output_dir: Path, figures_dir: Path | None) -> NoReturn:
    """Say what ran, what was found and where the files are, and leave with the code that tells the same."""
    from laicheng_data.export import FIGURES_DIR
    from laicheng_data.gallery import write_gallery

    failed = [outcome for outcome in outcomes if outcome.outcome == "failed"]
    found = [outcome for outcome in outcomes if outcome.outcome == "finding"]
    files = {file for outcome in outcomes for file in outcome.files}
    click.echo(f"ran        {len(outcomes)} notebooks: {len(outcomes) - len(failed)} done, {len(failed)} failed")
    click.echo(f"found      {len(found)} notebooks with a verdict that was not expected")
    click.echo(f"notebooks  {output_dir}")
    click.echo(f"charts     {figures_dir or FIGURES_DIR} ({len(files)} files)")
    if files:
        click.echo(f"gallery    {write_gallery(figures_dir or FIGURES_DIR)}")
    for outcome in failed:
        click.echo(f"failed: {outcome.run}: {outcome.error}", err=True)
    for outcome in found:
        click.echo(f"not expected: {outcome.run}: {', '.join(outcome.unexpected)}", err=True)
    sys.exit(COULD_NOT_RUN if failed else UNEXPECTED if found else 0)

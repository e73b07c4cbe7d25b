"""The command `laicheng`. Results go to stdout, messages to stderr.

Imports stay inside the commands, so that help is quick.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

from laicheng_data import answers
from laicheng_data.exits import (
    COULD_NOT_RUN,
    INTERRUPTED,
    TERMINATED,
    UNEXPECTED,
    WRONG_CALL,
    Commands,
    fail,
)
from laicheng_data.paths import DEFAULT_REPORT
from laicheng_data.progress import Show, progress
from laicheng_data.running import session as runner

if TYPE_CHECKING:
    import pandas as pd


FOLDER = click.Path(file_okay=False, path_type=Path)
_reports = click.option(
    "--report", "reports", multiple=True, metavar="ID", help="A report's folder name; repeatable."
)
_reports_dir = click.option(
    "--reports-dir", type=FOLDER, help="The folder of report folders, if not the package's own."
)
_format = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How to print the result.",
)
_languages = click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="zh|en",
    help="A language; repeatable. Without it, both.",
)
_figures_dir = click.option(
    "--figures-dir", type=FOLDER, help="Where the charts go, if not to the project's figures."
)


def say(lines: Iterable[str], err: bool = False) -> None:
    """Print the lines, each on its own."""
    for line in lines:
        click.echo(line, err=err)


def _print_rows(rows: pd.DataFrame, form: str) -> None:
    """Print the rows as CSV or JSON: UTF-8, whatever a terminal might speak."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(encoding="utf-8")
    click.echo(answers.format_rows(rows, form), nl=False)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
def app() -> None:
    """Check a government report's printed numbers exactly, chart them, and regenerate it all.

    Exit codes: 0 all as expected; 1 it ran and found something unexpected; 2 the input or the call
    is wrong and nothing was written; 3 something could not run.
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

    from laicheng_data.checking.claims import check as judged
    from laicheng_data.facts.contract import PROPOSED
    from laicheng_data.facts.report import ReportError, load_report, report_ids

    try:
        loaded = [load_report(name, reports_dir) for name in reports or report_ids(reports_dir)]
    except ReportError as error:
        fail(str(error), WRONG_CALL)
    for report in loaded:
        say((f"warning: {warning}" for warning in report.warnings), err=True)
    verdicts = pd.concat([judged(report) for report in loaded], ignore_index=True)
    if form == "table":
        click.echo(answers.format_verdicts(verdicts), nl=False)
    else:
        _print_rows(verdicts, form)
    for report in loaded:
        say(answers.open_tasks(report), err=True)
    decided = verdicts[verdicts["basis"] != PROPOSED]
    unexpected = decided[~decided["as_expected"]]
    if len(unexpected):
        named = ", ".join(unexpected["report"] + "/" + unexpected["claim_id"])
        fail(
            f"{len(unexpected)} of {len(decided)} verdicts are not the expected ones: {named}",
            UNEXPECTED,
        )


@app.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--report",
    default=DEFAULT_REPORT,
    show_default=True,
    metavar="ID",
    help="The report's folder name.",
)
@_reports_dir
@_format
def trace(source: Path, report: str, reports_dir: Path | None, form: str) -> None:
    """Hold every fact and omission against SOURCE, and name numerals without a row.

    SOURCE is a text, a saved page (.html, .mht), a Word document or a PDF that holds text.
    """
    from laicheng_data.facts.report import ReportError, load_report
    from laicheng_data.facts.sources.source import SourceError, read_paragraphs
    from laicheng_data.facts.trace import trace as held

    try:
        rows = held(load_report(report, reports_dir), read_paragraphs(source))
    except (ReportError, SourceError) as error:
        fail(str(error), WRONG_CALL)
    if form == "table":
        click.echo(answers.format_trace(rows), nl=False)
    else:
        _print_rows(rows, form)
    faults = (rows["status"] != "found").sum()
    if faults:
        fail(f"{faults} rows and numerals do not agree with {source}", UNEXPECTED)


@app.command()
@click.argument("file", type=click.Path(path_type=Path))
@_reports_dir
def where(file: Path, reports_dir: Path | None) -> None:
    """Say where an exported picture (PNG or SVG) came from, and whether it is still true.

    The answer is fresh, stale (and what changed) or unknown. The picture may have been renamed or
    taken out of a document.
    """
    from laicheng_data.charts.provenance import where as answered

    try:
        answer = answered(file, reports_dir)
    except OSError as error:
        fail(f"cannot read {file}: {error.strerror}", WRONG_CALL)
    say(answers.format_provenance(answer))
    sys.exit(0 if answer.status == "fresh" else UNEXPECTED)


# What a deck that is brought up to date knows itself, by the names of the parameters.
_OF_NEW_DECKS = {"report": "--report", "languages": "--language", "figures_dir": "--figures-dir"}
_REFRESH_KNOWS = "the deck says which report and language it is of, and is written where it lies"


@app.command()
@click.option(
    "--report",
    default=DEFAULT_REPORT,
    show_default=True,
    metavar="ID",
    help="The report's folder name.",
)
@_reports_dir
@_languages
@_figures_dir
@click.option(
    "--refresh",
    "worked_on",
    type=click.Path(path_type=Path),
    metavar="FILE.pptx",
    help="Bring this deck up to date in place, whatever was moved, restyled or reworded in it.",
)
def deck(
    report: str,
    reports_dir: Path | None,
    languages: tuple[str, ...],
    figures_dir: Path | None,
    worked_on: Path | None,
) -> None:
    """Write the briefing: slides with editable charts (briefing.pptx) and a page for paper
    (briefing.docx and, to print and send, briefing.pdf).

    With --refresh, a deck that was written before and worked on since: it says itself which report
    and language it is of, and stays where it is.
    """
    if worked_on:
        _refuse_options_of_new_decks()
        return _refresh(worked_on, reports_dir)
    from laicheng_data.briefing.documents import write_briefing
    from laicheng_data.charts.export import ExportError
    from laicheng_data.facts.report import ReportError, load_report
    from laicheng_data.words import LANGUAGES, Words

    try:
        loaded = load_report(report, reports_dir)
        every = [Words(name) for name in languages or LANGUAGES]
    except (ReportError, ValueError) as error:
        fail(str(error), WRONG_CALL)
    for words in every:
        try:
            files = write_briefing(loaded, words, figures_dir or "")
        except (ExportError, OSError) as error:
            briefing = f"the briefing of {report} in {words.language}"
            fail(f"{briefing} could not be written: {error}", COULD_NOT_RUN)
        for file in files:
            click.echo(file)


def _refuse_options_of_new_decks() -> None:
    """Leave where an option was given that a deck which was written before answers itself."""
    source_of = click.get_current_context().get_parameter_source
    given = [name for name in _OF_NEW_DECKS if source_of(name) is ParameterSource.COMMANDLINE]
    if given:
        options = ", ".join(_OF_NEW_DECKS[name] for name in given)
        fail(f"--refresh goes without {options}: {_REFRESH_KNOWS}", WRONG_CALL)


def _refresh(file: Path, reports_dir: Path | None) -> None:
    from laicheng_data.briefing.refresh import RefreshError, refresh
    from laicheng_data.facts.report import ReportError

    try:
        done = refresh(file, reports_dir)
    except (RefreshError, ReportError) as error:
        fail(str(error), WRONG_CALL)
    except OSError as error:
        fail(f"cannot refresh {file}: {error.strerror}", WRONG_CALL)
    say(f"updated  {name}" for name in done.updated)
    if not done.updated:
        click.echo(f"unchanged {file}: it says what its report says")
    say(done.told, err=True)


@app.command()
@click.argument("report_id", metavar="ID")
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    help="The source to draft from: .txt, .html, .mht, .docx or PDF.",
)
@click.option(
    "--title", default="", metavar="TEXT", help="The line of the source that is its title."
)
@click.option("--xlsx", is_flag=True, help="Write the draft as a workbook too, beside its folder.")
@_reports_dir
def new(
    report_id: str, source: Path | None, title: str, xlsx: bool, reports_dir: Path | None
) -> None:
    """Start the folder of a report; with its source, draft its facts and propose its claims."""
    from laicheng_data.facts.drafting.draft import DraftError, draft
    from laicheng_data.facts.sources.source import SourceError, read_source

    try:
        text = read_source(source) if source else None
        drafted = draft(report_id, text, reports_dir, title)
    except (DraftError, SourceError) as error:
        fail(str(error), WRONG_CALL)
    say(answers.format_draft(drafted))
    if xlsx:
        from laicheng_data.checking.workbook import write_workbook

        book = drafted.folder.with_name(f"{report_id}.xlsx")
        write_workbook(drafted.folder, book, text.lines if text else ())
        click.echo(f"workbook {book}")


@app.command()
@click.argument("report_id", metavar="ID")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--title", required=True, metavar="TEXT", help="The line that is the title.")
@_reports_dir
def retitle(report_id: str, source: Path, title: str, reports_dir: Path | None) -> None:
    """Make another line of SOURCE the title of a folder, and count its paragraphs anew from
    there."""
    from laicheng_data.facts.drafting.draft import DraftError
    from laicheng_data.facts.drafting.retitle import retitle as renumber
    from laicheng_data.facts.report import ReportError
    from laicheng_data.facts.sources.source import SourceError, read_source

    try:
        shift = renumber(report_id, read_source(source), title, reports_dir)
    except (DraftError, ReportError, SourceError) as error:
        fail(str(error), WRONG_CALL)
    click.echo(f"retitled {report_id}: paragraphs moved by {shift}")
    click.echo("next     laicheng trace names the numerals that have no row yet")


@app.command()
@click.argument("report_id", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--back", is_flag=True, help="Write the workbook's sheets back into the folder.")
@click.option("--source", type=click.Path(path_type=Path), help="The source, for the context.")
@_reports_dir
def workbook(
    report_id: str, file: Path, back: bool, source: Path | None, reports_dir: Path | None
) -> None:
    """Write a report's folder to FILE (.xlsx) with drop-downs, context and verdicts; --back reads
    it."""
    from laicheng_data.checking.workbook import WorkbookError, read_workbook, write_workbook
    from laicheng_data.facts.report import ReportError
    from laicheng_data.facts.sources.source import SourceError, read_paragraphs
    from laicheng_data.paths import REPORTS_DIR

    folder = (reports_dir or REPORTS_DIR) / report_id
    try:
        if back:
            read_workbook(file, folder)
        else:
            write_workbook(folder, file, read_paragraphs(source) if source else ())
    except (ReportError, SourceError, WorkbookError) as error:
        fail(str(error), WRONG_CALL)
    except OSError as error:
        fail(f"cannot write {file}: {error.strerror}", WRONG_CALL)
    click.echo(f"written  {folder if back else file}")


@app.command()
@_reports
@_reports_dir
@_languages
@click.option(
    "--notebook",
    "notebooks",
    multiple=True,
    metavar="NAME",
    help="A notebook; repeatable. Without it, all.",
)
@click.option(
    "-p",
    "parameters",
    multiple=True,
    nargs=2,
    metavar="NAME VALUE",
    help="A notebook parameter; repeatable.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=runner.JOBS,
    show_default=True,
    help="Notebooks at a time.",
)
@click.option(
    "--changed", is_flag=True, help="Run only what no longer matches what it was made of."
)
@click.option(
    "--timeout",
    type=click.IntRange(min=1),
    default=runner.CELL_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="The limit for each cell.",
)
@click.option(
    "--cold-kernels", is_flag=True, help="Start ordinary kernels instead of forking them: slower."
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run on the workers of this Dask scheduler (extra: cluster).",
)
@_figures_dir
@click.option(
    "--output-dir",
    type=FOLDER,
    help="Where the executed notebooks go, if not to the project's build.",
)
def rerun(
    reports: tuple[str, ...],
    reports_dir: Path | None,
    languages: tuple[str, ...],
    notebooks: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    jobs: int,
    changed: bool,
    timeout: int,
    cold_kernels: bool,
    scheduler: str | None,
    figures_dir: Path | None,
    output_dir: Path | None,
) -> None:
    """Run the notebooks with papermill for every report and language, and export their charts.

    Without --report, laicheng-2016 is run, or every report of a --reports-dir that is named.

    Results go to build and figures of the project, or of the current folder where the package is
    installed without its project; with -p, to a folder of build named after the parameters.

    Interrupted, it leaves with 130 (Ctrl-C) or 143 (SIGTERM), and --changed goes on from there.
    """

    def leave(*_: object) -> NoReturn:
        sys.exit(TERMINATED)

    signal.signal(signal.SIGTERM, leave)
    code, shows = 0, list[Show]()
    try:
        with ExitStack() as stack:
            result = runner.rerun(
                reports,
                languages,
                notebooks,
                parameters,
                reports_dir=reports_dir,
                figures_dir=figures_dir,
                output_dir=output_dir,
                jobs=jobs,
                changed=changed,
                cell_seconds=timeout,
                forked=not cold_kernels,
                scheduler=scheduler or "",
                on_start=lambda *runs: shows.append(stack.enter_context(progress(*runs))),
                on_done=lambda outcome: shows[0](outcome),
            )
    except runner.CallError as error:
        fail(str(error), WRONG_CALL)
    except OSError as error:
        fail(f"the record could not be written: {error}", COULD_NOT_RUN)
    except runner.Interrupted as reason:
        result = reason.result
        code = TERMINATED if isinstance(reason.__cause__, SystemExit) else INTERRUPTED
    except KeyboardInterrupt:
        fail("interrupted", INTERRUPTED)
    _report_rerun(result, code)


def _report_rerun(result: runner.Rerun, code: int) -> NoReturn:
    """Say what became of the runs, and leave with the exit code: `code`, where interrupted."""
    say(answers.format_rerun(result))
    say(answers.format_failures(result.failed), err=True)
    for outcome in result.findings:
        click.echo(f"not expected: {outcome.run}: {', '.join(outcome.unexpected)}", err=True)
    if code:
        missing = f"{result.planned - len(result.outcomes)} of {result.planned} notebooks not run"
        fail(f"interrupted: {missing}; the same call with --changed goes on from here", code)
    if result.trouble:
        fail(result.trouble, COULD_NOT_RUN)
    if result.failed:
        sys.exit(COULD_NOT_RUN)
    sys.exit(UNEXPECTED if result.findings else 0)

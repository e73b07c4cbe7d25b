"""The command `laicheng`. Results go to stdout, messages to stderr.

Exit codes: 0 all as expected, 1 it ran and found something unexpected, 2 the input or the call is
wrong and nothing was written, 3 something could not run. Imports stay inside the commands, so that
help is quick.
"""

from __future__ import annotations

import json
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from laicheng_data.running import forkserver, receipts
from laicheng_data.running import session as runner
from laicheng_data.terminal import guarded_streams, one_line

if TYPE_CHECKING:
    import pandas as pd

    from laicheng_data.facts.draft import Draft
    from laicheng_data.facts.report import Report
    from laicheng_data.running.session import Outcome, Rerun

UNEXPECTED, WRONG_CALL, COULD_NOT_RUN = 1, 2, 3
INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM  # as shells tell it
DEFAULT_REPORT = runner.DEFAULT_REPORT
PAGES = "laicheng_data.pages.shown:write"  # called in a process that has the libraries

Command = Callable[..., Any]
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


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong on stderr and leave with the code."""
    click.echo(message, err=True)
    sys.exit(code)


class _Commands(click.Group):
    """Whatever happens, the command leaves with a code that says what, and without a traceback."""

    def main(self, *arguments: Any, **options: Any) -> NoReturn:
        options["standalone_mode"] = False
        with guarded_streams() as results:
            code = _code_of(partial(super().main, *arguments, **options))
            if results.failed and code in (0, UNEXPECTED):
                click.echo(f"the result could not be written: {results.failed}", err=True)
                code = COULD_NOT_RUN
        sys.exit(code)


def _code_of(work: Callable[[], Any]) -> int:
    """The exit code of what is done, its last words said."""
    try:
        return work() or 0
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else COULD_NOT_RUN
    except click.Abort:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show(sys.stderr)
        return WRONG_CALL
    except MemoryError:
        click.echo("there is not enough memory for this", err=True)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = "".join(traceback.format_exception_only(error)).strip()
        click.echo(f"a fault in laicheng itself: {what}", err=True)
        click.echo(f"at {place.filename}, line {place.lineno}; please report it", err=True)
    return COULD_NOT_RUN


@click.group(
    cls=_Commands,
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
    for warning in (warning for report in loaded for warning in report.warnings):
        click.echo(f"warning: {warning}", err=True)
    verdicts = pd.concat([judged(report) for report in loaded], ignore_index=True)
    click.echo(_rows_as(verdicts, form) if form != "table" else _as_table(verdicts), nl=False)
    for report in loaded:
        for line in _left_open(report):
            click.echo(f"report {report.id}{line}", err=True)
    decided = verdicts[verdicts["basis"] != PROPOSED]
    unexpected = decided[~decided["as_expected"]]
    if len(unexpected):
        named = ", ".join(unexpected["report"] + "/" + unexpected["claim_id"])
        fail(
            f"{len(unexpected)} of {len(decided)} verdicts are not the expected ones: {named}",
            UNEXPECTED,
        )


def _left_open(report: Report) -> Iterator[str]:
    """What a curator still has to do; none of it is news, so none of it decides the exit code."""
    from laicheng_data.checking.claims import unclaimed_percentages
    from laicheng_data.facts.contract import PROPOSED
    from laicheng_data.facts.faults import list_first

    if report.claims.empty:
        yield " has no claims yet: write them into claims.csv"
    proposals = list(report.claims.loc[report.claims["basis"] == PROPOSED, "claim_id"])
    if proposals:
        yield (
            f": {len(proposals)} proposed claims wait for a curator ({list_first(proposals)}): "
            "write stated or implied as their basis, or remove them"
        )
    if unclaimed := unclaimed_percentages(report):
        yield (
            f": {len(unclaimed)} printed percentages are the result of no claim "
            f"({list_first(unclaimed)})"
        )


def _rows_as(rows: pd.DataFrame, form: str) -> str:
    """The rows as CSV or JSON: UTF-8, whatever a terminal might speak."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(encoding="utf-8")
    if form == "csv":
        from laicheng_data.tables.spreadsheet import csv_text

        return csv_text(rows)
    plain = rows.astype(object).where(rows.notna(), None)  # whole numbers of any size stay whole
    return json.dumps(plain.to_dict("records"), ensure_ascii=False, indent=2) + "\n"


def _as_table(verdicts: pd.DataFrame) -> str:
    """A table a report, its proposals in one of their own, and below each the remarks.

    As wide as the terminal, or 160 characters where there is none.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from laicheng_data.facts.contract import PROPOSED

    # No colours: what is printed goes out through the guard, which lets no control sequence pass.
    console = Console(width=None if sys.stdout.isatty() else 160, color_system=None)
    verdicts = verdicts.map(lambda cell: one_line(cell) if isinstance(cell, str) else cell)
    columns = [name for name in verdicts if name not in ("report", "remark")]
    proposed = (verdicts["basis"] == PROPOSED).rename("proposed")
    with console.capture() as capture:
        for (report, waits), rows in verdicts.groupby(["report", proposed], sort=False):
            table = Table(
                *(name.replace("_", " ") for name in columns),
                title=f"{report}: proposed, not confirmed" if waits else str(report),
                box=box.SIMPLE_HEAD,
                padding=(0, 1),
            )
            shown = rows.assign(
                as_expected=rows["as_expected"].map({True: "yes", False: "NO"})
            ).astype(object)
            for row in shown.where(shown.notna(), "")[columns].itertuples(index=False):
                table.add_row(*(str(cell) for cell in row))
            console.print(table)
            for row in rows[rows["remark"] != ""].itertuples():
                console.print(f"  {row.claim_id}: {row.remark}", markup=False, highlight=False)
    return capture.get()


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
    from laicheng_data.facts.source import SourceError, read_paragraphs
    from laicheng_data.facts.trace import trace as held

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
            f"{(found & of_kind).sum()} of {of_kind.sum()} {kind}s found"
            for kind in ("fact", "omission")
            for of_kind in [rows["kind"] == kind]
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

    The answer is fresh, stale (and what changed) or unknown. The picture may have been renamed or
    taken out of a document.
    """
    from laicheng_data.charts.provenance import where as answered

    try:
        answer = answered(file, reports_dir)
    except OSError as error:
        fail(f"cannot read {file}: {error.strerror}", WRONG_CALL)
    click.echo(f"status   {answer.status}")
    for name in ("Report", "Chart", "Language", "Selection", "Title", "Source"):
        if name in answer.record:
            click.echo(f"{name.lower():<8} {one_line(answer.record[name])}")
    for line in answer.details:
        click.echo(one_line(line))
    sys.exit(0 if answer.status == "fresh" else UNEXPECTED)


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
def deck(
    report: str, reports_dir: Path | None, languages: tuple[str, ...], figures_dir: Path | None
) -> None:
    """Write the briefing: slides with editable charts (briefing.pptx) and one page for paper
    (briefing.docx)."""
    from laicheng_data.briefing.documents import write_briefing
    from laicheng_data.charts.export import ExportError
    from laicheng_data.facts.report import ReportError, load_report
    from laicheng_data.words import LANGUAGES, Words

    try:
        loaded, words = (
            load_report(report, reports_dir),
            [Words(name) for name in languages or LANGUAGES],
        )
    except (ReportError, ValueError) as error:
        fail(str(error), WRONG_CALL)
    for language in words:
        try:
            files = write_briefing(loaded, language, figures_dir or "")
        except (ExportError, OSError) as error:
            fail(
                f"the briefing of {report} in {language.language} could not be written: {error}",
                COULD_NOT_RUN,
            )
        for file in files:
            click.echo(file)


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
    from laicheng_data.facts.draft import DraftError, draft
    from laicheng_data.facts.source import SourceError, read

    try:
        drafted = draft(report_id, read(source) if source else None, reports_dir, title)
    except (DraftError, SourceError) as error:
        fail(str(error), WRONG_CALL)
    for line in _drafted(drafted):
        click.echo(line)
    if xlsx:
        from laicheng_data.facts.report import load_report
        from laicheng_data.facts.workbook import write_workbook

        book = drafted.folder.with_name(f"{report_id}.xlsx")
        shown = _shown(load_report(report_id, drafted.folder.parent), source)
        write_workbook(drafted.folder, book, shown)
        click.echo(f"workbook {book}")


@app.command()
@click.argument("report_id", metavar="ID")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--title", required=True, metavar="TEXT", help="The line that is the title.")
@_reports_dir
def retitle(report_id: str, source: Path, title: str, reports_dir: Path | None) -> None:
    """Make another line of SOURCE the title of a folder, and count its paragraphs anew from
    there."""
    from laicheng_data.facts.draft import DraftError
    from laicheng_data.facts.report import ReportError
    from laicheng_data.facts.retitle import retitle as renumber
    from laicheng_data.facts.source import SourceError, read

    try:
        shift = renumber(report_id, read(source), title, reports_dir)
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
    from laicheng_data.facts.report import ReportError, load_report
    from laicheng_data.facts.source import SourceError
    from laicheng_data.facts.workbook import WorkbookError, read_back, write_workbook
    from laicheng_data.paths import REPORTS_DIR

    folder = (reports_dir or REPORTS_DIR) / report_id
    try:
        report = None if back else load_report(report_id, reports_dir)
        if report is None:
            read_back(file, folder)
        else:
            write_workbook(folder, file, _shown(report, source))
    except (ReportError, SourceError, WorkbookError) as error:
        fail(str(error), WRONG_CALL)
    except OSError as error:
        fail(f"cannot write {file}: {error.strerror}", WRONG_CALL)
    click.echo(f"written  {folder if back else file}")


def _shown(report: Report, source: Path | None) -> dict[str, dict[str, str]]:
    """What a workbook shows beside the facts and the claims."""
    from laicheng_data.checking.claims import check as judged
    from laicheng_data.facts.source import read_paragraphs
    from laicheng_data.facts.trace import trace as held

    verdicts = judged(report)
    shown = {"claims.csv": dict(zip(verdicts["claim_id"], verdicts["verdict"], strict=True))}
    if source:
        rows = held(report, read_paragraphs(source)).query("kind == 'fact'")
        shown["facts.csv"] = dict(zip(rows["id"], rows["context"], strict=True))
    return shown


def _drafted(drafted: Draft) -> Iterator[str]:
    """What was drafted, what was guessed and why, and what is left to do."""
    counts = (
        f"{drafted.facts} facts, {drafted.omitted} omissions, {drafted.proposals} claims proposed"
    )
    yield f"drafted  {drafted.folder}: {counts}"
    yield f"title    {drafted.title.text}: {drafted.title.why}"
    for numeral in drafted.above:
        yield f"above    {numeral}: stands above the title and is not counted"
    for name in drafted.missing:
        yield f"missing  the page gives no {name}; write it into datapackage.json"
    for rate in drafted.open_rates:
        yield f"no claim {rate}"
    yield (
        "next     look through facts.csv, write stated for each proposal that holds, "
        "then laicheng check"
    )


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
    code, progress = 0, ExitStack()
    shown: list[Callable[[Outcome], None]] = []
    write: list[Callable[..., tuple[list[Path], str]]] = []

    def begin(runs: int, at_a_time: int) -> None:
        shown.append(progress.enter_context(_progress(runs, at_a_time)))
        write.append(forkserver.ready(PAGES, forked=not cold_kernels))

    try:
        with progress:
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
                on_start=begin,
                on_done=lambda outcome: shown[0](outcome),
            )
    except runner.CallError as error:
        fail(str(error), WRONG_CALL)
    except OSError as error:
        fail(f"the record could not be written: {error}", COULD_NOT_RUN)
    except runner.Interrupted as reason:
        result = reason.result
        code = TERMINATED if isinstance(reason.__cause__, SystemExit) else INTERRUPTED
    except KeyboardInterrupt:
        fail("interrupted: nothing was run yet", INTERRUPTED)
    # An interrupt has ended the process that had the pages' libraries, too.
    _summarise(result, code, write[0] if write and not code else None)


def _write_pages(result: Rerun, write: Callable[..., tuple[list[Path], str]] | None) -> str:
    """Write what shows the runs to people, unless it is there already, and tell what went wrong.

    `write` is what does so, if it is at hand because something has run.
    """
    outcomes = receipts.with_earlier(result.outcomes, result.output_dir)
    if receipts.are_shown(outcomes, result.output_dir):
        return ""
    figures = result.figures_dir if any(outcome.files for outcome in result.outcomes) else None
    try:
        receipts.discard_edited(result.output_dir)
        write = write or forkserver.ready(PAGES)
        written, trouble = write(outcomes, result.output_dir, figures)
        if not trouble:
            receipts.save_shown(outcomes, written, result.output_dir)
    except OSError as error:
        return str(error)
    if trouble:
        return trouble
    click.echo(f"pages      {written[0]}")
    if figures:
        click.echo(f"gallery    {written[-1]}")
    return ""


@contextmanager
def _progress(total: int, at_a_time: int) -> Iterator[Callable[[Outcome], None]]:
    """Show how many are done, running and failed, and the time left: a bar on a terminal, a line a
    run elsewhere."""
    if not total:
        yield lambda outcome: None
    elif sys.stderr.isatty():
        with _bar(total, at_a_time) as show:
            yield show
    else:
        failed, done, begun = 0, count(1), time.monotonic()

        def show(outcome: Outcome) -> None:
            nonlocal failed
            failed += outcome.outcome == "failed"
            number = next(done)
            left = (time.monotonic() - begun) / number * (total - number)
            state = f"{min(at_a_time, total - number)} running, {failed} failed, {left:.0f} s left"
            click.echo(
                f"[{number}/{total}] {outcome.outcome}: {outcome.run}, "
                f"{outcome.seconds:.1f} s; {state}",
                err=True,
            )

        yield show


@contextmanager
def _bar(total: int, at_a_time: int) -> Iterator[Callable[[Outcome], None]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    fields = "{task.fields[running]} running, {task.fields[failed]} failed, {task.fields[last]}"
    columns = BarColumn(), MofNCompleteColumn(), TextColumn(fields), TimeRemainingColumn()
    with Progress(*columns, console=Console(file=sys.__stderr__)) as bar:
        task = bar.add_task(
            "", total=total, running=min(at_a_time, total), failed=0, last="starting"
        )

        def show(outcome: Outcome) -> None:
            [now] = bar.tasks
            running = min(at_a_time, total - int(now.completed) - 1)
            failed = now.fields["failed"] + (outcome.outcome == "failed")
            bar.update(
                task,
                advance=1,
                running=running,
                failed=failed,
                last=escape(one_line(f"{outcome.outcome}: {outcome.run}")),
            )

        yield show


def _summarise(
    result: Rerun, code: int, write: Callable[..., tuple[list[Path], str]] | None
) -> None:
    """Tell what became of the runs on stdout, what went wrong on stderr, and leave with the exit
    code."""
    unchanged = sum(outcome.unchanged for outcome in result.outcomes)
    files = {name for outcome in result.outcomes for name in outcome.files}
    ran, failed = len(result.outcomes) - unchanged, len(result.failed)
    if unchanged:
        nothing = "" if ran or code else ": nothing to run"
        click.echo(f"unchanged  {unchanged} notebooks{nothing}")
    click.echo(f"ran        {ran} notebooks: {ran - failed} done, {failed} failed")
    click.echo(f"found      {len(result.findings)} notebooks with a verdict that was not expected")
    click.echo(f"notebooks  {result.output_dir}")
    click.echo(f"charts     {result.figures_dir} ({len(files)} files)")
    trouble = _write_pages(result, write)
    for message in _messages(result.failed):
        click.echo(f"failed: {message}", err=True)
    for outcome in result.findings:
        click.echo(f"not expected: {outcome.run}: {', '.join(outcome.unexpected)}", err=True)
    if code:
        missing = f"{result.planned - len(result.outcomes)} of {result.planned} notebooks not run"
        fail(f"interrupted: {missing}; the same call with --changed goes on from here", code)
    if trouble:
        fail(trouble, COULD_NOT_RUN)
    sys.exit(COULD_NOT_RUN if failed else UNEXPECTED if result.findings else 0)


def _messages(failed: Sequence[Outcome]) -> Iterator[str]:
    """What failed and why, told once where all runs of a report failed for one reason."""
    runs: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in failed:
        runs.setdefault((outcome.run.report, outcome.error), []).append(outcome)
    for (_, error), alike in runs.items():
        more = f" and {len(alike) - 1} more of this report" if len(alike) > 1 else ""
        yield f"{alike[0].run}{more}: {error}"

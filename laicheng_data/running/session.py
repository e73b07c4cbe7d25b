"""Notebooks x reports x languages, run by papermill; what happened is told run by run.

Finding out that nothing has changed needs no library: those that take long to import are imported
where something is to be executed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from laicheng_data.paths import DEFAULT_REPORT, FIGURES_DIR, IS_CHECKOUT, PROJECT_DIR, report_names
from laicheng_data.running import forkserver, publish
from laicheng_data.running.digests import Digests
from laicheng_data.running.plan import CallError, Run, import_papermill, plan
from laicheng_data.running.receipts import (
    NEWS,
    OUTCOMES,
    Outcome,
    figures_dir_of,
    inputs_of,
    save,
    seconds_earlier,
    unchanged_outcomes,
)
from laicheng_data.storage import digest, write_whole

__all__ = [
    "NEWS", "OUTCOMES", "CallError", "Interrupted", "Outcome", "Rerun", "Run", "plan", "rerun",
]  # fmt: skip

OUTPUT_DIR = FIGURES_DIR.with_name("build")
CELL_SECONDS = 600
JOBS = (os.cpu_count() or 1) + 1  # one notebook more than cores: some wait while others work
LOOK_SECONDS = 1  # between two looks at whether a scheduler is still there
_PUNCTUATION = re.compile(r"[\[\]\s'\"]")  # of lists, which their commas tell well enough
_UNSAFE = re.compile(r"[^\w=,.+-]")
_LONGEST_NAME = 80

Started = Callable[[int, int], None]
Told = Callable[[Outcome], None]


@dataclass
class Rerun:
    """What became of a call: the outcomes in the order of the plan, and where the results lie.

    `planned` counts all runs that the call asked for; where it was interrupted, some have no
    outcome. `pages` and `gallery` are the files that show them, written anew where they were out of
    date; `trouble` says why they could not be.
    """

    planned: int
    output_dir: Path
    figures_dir: Path
    outcomes: list[Outcome] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)
    gallery: Path | None = None
    trouble: str = ""

    @property
    def failed(self) -> list[Outcome]:
        """The outcomes of runs that failed."""
        return [outcome for outcome in self.outcomes if outcome.outcome == "failed"]

    @property
    def skipped(self) -> list[Outcome]:
        """The outcomes of notebooks that had nothing to show for their report."""
        return [outcome for outcome in self.outcomes if outcome.outcome == "skipped"]

    @property
    def findings(self) -> list[Outcome]:
        """The outcomes with a verdict that was not expected."""
        return [outcome for outcome in self.outcomes if outcome.unexpected]


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, or another reason to leave, while notebooks ran; `result` tells how far they got."""

    def __init__(self, result: Rerun):
        self.result = result
        super().__init__()


def rerun(
    reports: Sequence[str] = (),
    languages: Sequence[str] = (),
    notebooks: Sequence[str] = (),
    parameters: Mapping[str, object] | Iterable[tuple[str, object]] = (),
    *,
    reports_dir: Path | str | None = None,
    figures_dir: Path | str | None = None,
    output_dir: Path | str | None = None,
    jobs: int = JOBS,
    changed: bool = False,
    cell_seconds: int = CELL_SECONDS,
    forked: bool = True,
    scheduler: str = "",
    on_start: Started = lambda runs, at_a_time: None,
    on_done: Told = lambda outcome: None,
) -> Rerun:
    """Run notebooks for reports and languages, as `laicheng rerun` does, and tell what became of
    it.

    Empty `languages` or `notebooks` mean all; without `reports`, laicheng-2016 is run, or every
    report of the `reports_dir`. Executed notebooks go to `<output_dir>/<report>/<language>/`, with
    the record `run.json`; charts to `figures_dir`. Where `parameters` are given and folders are
    not, both go to a folder named by the parameters, so that a selection takes the place of
    nothing.

    `jobs` notebooks run at a time, each cell for at most `cell_seconds`; `scheduler` is the address
    of a Dask scheduler whose workers take them instead. `on_start` hears how many runs there are
    and how many go on at a time, `on_done` each outcome as its run ends.

    Raises CallError before anything has run; Interrupted, with the kernels ended and the record
    written, on Ctrl-C; OSError where the record cannot be written.
    """
    given = list(parameters.items() if isinstance(parameters, Mapping) else parameters)
    output, figures = _folders(given, output_dir, figures_dir)
    named_figures = str(figures) if given or figures_dir else ""
    chosen = _report_names(reports, reports_dir)
    runs = plan(chosen, languages, notebooks, given, str(reports_dir or ""), named_figures)
    session = _Session(runs, Rerun(len(runs), output, figures), on_done)
    if changed:
        session.know(unchanged_outcomes(runs, output, session.digests))
    faults = _report_faults(
        [run.report for run in session.todo], reports_dir, forked and not scheduler
    )
    if faults and (reports or not reports_dir or len(faults) == len(chosen)):
        raise CallError("\n".join(faults.values()))
    unreadable = [run for run in session.todo if run.report in faults]
    session.know(Outcome(run, "failed", error=faults[run.report]) for run in unreadable)
    return session.run(scheduler, jobs, cell_seconds, forked, on_start)


class _Session:
    """The runs of one call, and what is known of each so far."""

    def __init__(self, runs: Sequence[Run], result: Rerun, on_done: Told):
        self.runs, self.result, self.on_done = runs, result, on_done
        self.known: dict[str, Outcome] = {}
        self.digests = Digests(result.output_dir / ".digests.json")
        self.started = _now()

    @property
    def todo(self) -> list[Run]:
        """The runs of which nothing is known yet."""
        return [run for run in self.runs if str(run) not in self.known]

    def know(self, outcomes: Iterable[Outcome]) -> None:
        """Take these outcomes for those of their runs."""
        self.known |= {str(outcome.run): outcome for outcome in outcomes}

    def run(
        self, scheduler: str, jobs: int, cell_seconds: int, forked: bool, on_start: Started
    ) -> Rerun:
        """Execute what is to be done, and write all that shows it; see `rerun`."""
        todo, output = self.todo, self.result.output_dir
        publisher = publish.Publisher(self.runs, todo, output, self.digests)

        def hear(outcome: Outcome) -> None:
            self.know([outcome])
            publisher.hear(outcome)
            self.on_done(outcome)

        try:
            if todo:
                executor, at_a_time, is_lost = _executor(scheduler, jobs)
                on_start(len(todo), at_a_time)
                if forked and not scheduler and len(todo) > 2 * at_a_time:  # fewer gain nothing
                    forkserver.warm_up()
                publisher.get_ready(forked)
                execute_one = partial(
                    execute,
                    output_dir=output,
                    cell_seconds=cell_seconds,
                    forked=forked,
                    after_cells=publisher.after_cells,
                )
                execute_all(todo, executor, execute_one, output, hear, is_lost)
            return self._finish(publisher)
        except (KeyboardInterrupt, SystemExit) as reason:
            # It has ended the process that had the pages' libraries, too.
            publisher.get_ready(forked)
            raise Interrupted(self._finish(publisher)) from reason

    def _finish(self, publisher: publish.Publisher) -> Rerun:
        """Write the record, the pages and the gallery, and say what became of it all."""
        result = self.result
        result.outcomes = [self.known[str(run)] for run in self.runs if str(run) in self.known]
        _write_run_record(result.outcomes, self.started, result.output_dir)
        files = any(outcome.files for outcome in result.outcomes)
        shown = publisher.finish(result.outcomes, result.figures_dir if files else None)
        result.pages, result.gallery, result.trouble = shown
        self.digests.save()
        return result


# -------------------------------------------------------------------------------- what is asked for


def _folders(
    parameters: Sequence[tuple[str, object]],
    output_dir: Path | str | None,
    figures_dir: Path | str | None,
) -> tuple[Path, Path]:
    """Where notebooks and figures go."""
    if not parameters:
        return Path(output_dir or OUTPUT_DIR), Path(figures_dir or FIGURES_DIR)
    name = _selection_name(parameters)
    output = Path(output_dir or OUTPUT_DIR / name)
    return output, Path(figures_dir or output / "figures")


def _selection_name(parameters: Sequence[tuple[str, object]]) -> str:
    """A folder's name for parameters: years=2014,2015. What it cannot hold is told by a digest."""
    plain = "+".join(f"{name}={_PUNCTUATION.sub('', str(value))}" for name, value in parameters)
    safe = _UNSAFE.sub("_", plain)[:_LONGEST_NAME]
    if safe == plain:
        return safe
    return f"{safe}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"


def _report_names(reports: Sequence[str], reports_dir: Path | str | None) -> list[str]:
    """The reports that are named, else all of a named folder, else the project's own."""
    if reports or reports_dir is None:
        return list(reports) or [DEFAULT_REPORT]
    names = report_names(Path(reports_dir))
    if not names:
        from laicheng_data.facts.report import ReportError, report_ids

        try:
            report_ids(Path(reports_dir))
        except ReportError as error:
            raise CallError(str(error)) from None
    return names


def _report_faults(
    names: Iterable[str], reports_dir: Path | str | None, forked: bool
) -> dict[str, str]:
    """What is wrong with each report that cannot be read.

    The libraries for it are those of the cells, and imported once; meanwhile papermill is.
    """
    names = list(dict.fromkeys(names))
    if not names:
        return {}
    with closing(forkserver.ForkedModule(__name__, forked)) as found:
        _import_engine()
        return found(faults_of.__name__, names, reports_dir)


def faults_of(names: Sequence[str], reports_dir: Path | str | None) -> dict[str, str]:
    """What is wrong with each report that cannot be read."""
    from laicheng_data.facts.report import ReportError, load_report

    faults = {}
    for name in names:
        try:
            load_report(name, Path(reports_dir) if reports_dir else None)
        except ReportError as error:
            faults[name] = str(error)
    return faults


def _executor(scheduler: str, jobs: int) -> tuple[Executor, int, Callable[[], bool]]:
    """What runs the notebooks, how many at a time, and what tells whether it was lost."""
    if not scheduler:
        return ThreadPoolExecutor(jobs), jobs, lambda: False
    try:
        from distributed import Client
    except ImportError:
        extra = f"-e '{PROJECT_DIR}[cluster]'" if IS_CHECKOUT else "'laicheng-data[cluster]'"
        raise CallError(f"--scheduler needs the extra `cluster`: pip install {extra}") from None
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado"):  # each with a level of its own
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what is lost is told as an outcome
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise CallError(f"no scheduler answers at {scheduler}: {error}") from None
    at_a_time = max(1, sum(client.nthreads().values()))
    return (
        client.get_executor(pure=False),
        at_a_time,
        lambda: client.status in ("closing", "closed"),
    )


# ---------------------------------------------------------------------------------------- executing


def execute_all(
    runs: Sequence[Run],
    executor: Executor,
    execute_one: Callable[..., Outcome],
    output_dir: Path,
    on_done: Told = lambda outcome: None,
    is_lost: Callable[[], bool] = lambda: False,
) -> list[Outcome]:
    """Execute the runs, of each report those first that took longest, and tell of each as it ends.

    `execute_one` is `execute` with all but the run and its inputs; where these took how long is
    known from what lies in `output_dir`. An interrupt ends the kernels that run, and is raised
    again. Where `is_lost`, what has not ended has failed.
    """
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # what nbclient says of a dead kernel
    jobs: dict[Future[Outcome], Run] = {}
    try:
        for run, inputs in _longest_first(runs, output_dir):
            jobs[executor.submit(execute_one, run, inputs=inputs)] = run
        for job in _as_completed(jobs, is_lost):
            on_done(_outcome(job, jobs[job]))
    except (KeyboardInterrupt, SystemExit):
        _stop_executor(executor, jobs)
        raise
    done = {str(run): _outcome(job, run) for job, run in jobs.items()}
    return [done[str(run)] for run in runs]


def _longest_first(runs: Sequence[Run], output_dir: Path) -> list[tuple[Run, str]]:
    """The runs and their inputs, report by report, so that what is done tells what is left, and
    pages are written meanwhile; of a report so that no long one is begun when others have ended.

    One that is new or failed may be the longest, and of several such the notebook that comes last,
    as it sums up the others.
    """
    last_first = sorted(
        zip(runs, inputs_of(runs), strict=True), key=lambda one: one[0].notebook, reverse=True
    )
    reports = {name: place for place, name in enumerate(dict.fromkeys(run.report for run in runs))}

    def order(one: tuple[Run, str]) -> tuple[int, float]:
        return reports[one[0].report], -seconds_earlier(one[0], output_dir)

    return sorted(last_first, key=order)


def _as_completed(
    jobs: Iterable[Future[Outcome]], is_lost: Callable[[], bool]
) -> Iterator[Future[Outcome]]:
    """Each job when it has ended; once what runs them is lost, also those that never will."""
    waiting = set(jobs)
    while waiting:
        ended, waiting = wait(waiting, LOOK_SECONDS, FIRST_COMPLETED)
        yield from ended
        if not ended and is_lost():
            yield from waiting
            return


def _outcome(job: Future[Outcome], run: Run) -> Outcome:
    """What a job tells; where its worker was lost, that."""
    if job.cancelled() or not job.done():
        return Outcome(run, "failed", error="the scheduler that should have run it was lost")
    try:
        return job.result()
    except Exception as error:
        return Outcome(run, "failed", error=f"{type(error).__name__}: {error}")


def _stop_executor(executor: Executor, jobs: Iterable[Future[Outcome]]) -> None:
    """Begin nothing more, and end the kernels of this process.

    What runs on other machines runs to its end.
    """
    from laicheng_data.running.kernels import kill_all

    for job in jobs:
        job.cancel()
    while isinstance(executor, ThreadPoolExecutor) and any(job.running() for job in jobs):
        forkserver.kill_all()
        kill_all()
        time.sleep(0.05)


def execute(
    run: Run,
    output_dir: Path = OUTPUT_DIR,
    inputs: str = "",
    cell_seconds: int = CELL_SECONDS,
    forked: bool = True,
    after_cells: str = "",
) -> Outcome:
    """Execute one notebook and save it, with its error where it failed.

    Never raises for what a notebook does. `inputs` is what `receipts.inputs_of` gives for the run;
    `after_cells` is what a forked process calls when its last cell has ended.
    """
    engine = _import_engine()
    outcome, begun = Outcome(run, started=_now()), time.perf_counter()
    notebook, fault = engine.execute(run.path, run.parameters, cell_seconds, forked, after_cells)
    if fault:
        outcome.error, outcome.cell = str(fault), fault.place
    for told in engine.messages_of(notebook):
        outcome.files |= {
            name: digest(figures_dir_of(run) / name) for name in told.get("files", [])
        }
        outcome.unexpected += told.get("unexpected", [])
        if "skipped" in told:
            outcome.outcome = "skipped"
    outcome.seconds = round(time.perf_counter() - begun, 3)
    if fault or outcome.unexpected:
        outcome.outcome = "failed" if fault else "finding"
    save(outcome, engine.as_bytes(notebook), inputs, output_dir)
    return outcome


def _import_engine() -> ModuleType:
    import_papermill()
    from laicheng_data.running import engine

    return engine


# ---------------------------------------------------------------------------------------- recording


def _now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write_run_record(outcomes: Sequence[Outcome], started: str, output_dir: Path) -> None:
    """Write `run.json`: when, with which versions, and what became of each run."""
    whole = {
        "started": started,
        "ended": _now(),
        "versions": _versions(),
        "runs": [_row(outcome) for outcome in outcomes],
    }
    write_whole({output_dir / "run.json": json.dumps(whole, ensure_ascii=False, indent=2).encode()})


def _row(outcome: Outcome) -> dict[str, Any]:
    run = outcome.run
    told = {name: value for name, value in asdict(outcome).items() if name != "run"}
    place = {"report": run.report, "language": run.language, "notebook": run.notebook}
    return {**place, "parameters": dict(run.parameters), **told}


def _versions() -> dict[str, str]:
    """The versions of Python, of this package and of the libraries that it names."""
    from importlib import metadata

    needed = [
        requirement
        for requirement in metadata.requires("laicheng-data") or []
        if "extra ==" not in requirement
    ]
    names = ["laicheng-data", *(re.split(r"[^\w.-]", requirement)[0] for requirement in needed)]
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in names}}

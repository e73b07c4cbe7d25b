"""Notebooks x reports x languages, run by papermill; what happened is told run by run.

Planning, and finding out that nothing has changed, needs no library: those that take long to import are imported
where something is to be executed.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import platform
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from laicheng_data.paths import FIGURES_DIR, PACKAGE_DIR, PROJECT_DIR, REPORTS_DIR
from laicheng_data.storage import digest, write_whole
from laicheng_data.words import LANGUAGES

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS_DIR = PROJECT_DIR / "notebooks"
OUTPUT_DIR = PROJECT_DIR / "build"
OUTCOMES = ("ok", "finding", "failed")
CELL_SECONDS = 600

_TYPES: dict[str, Any] = {
    "str": str, "int": int, "float": float, "bool": bool, "list[int]": list[int], "list[str]": list[str],
}  # fmt: skip
_OPTIONS = {
    "report": "--report",
    "reports_dir": "--reports-dir",
    "language": "--language",
    "figures_dir": "--figures-dir",
}


class CallError(Exception):
    """The call itself is wrong: an unknown notebook, language, report or parameter. Nothing has run."""


@dataclass(frozen=True)
class Run:
    """One notebook for one report in one language, with the parameters it is given and the file it is read from."""

    notebook: str
    report: str
    language: str
    parameters: Mapping[str, object]
    path: Path

    def __str__(self) -> str:
        return f"{self.report} {self.language} {self.notebook}"


@dataclass
class Outcome:
    """What became of a run: `ok`, `finding` (a verdict other than the one expected) or `failed`.

    `files` holds each file written, relative to the folder of figures, with its SHA-256; `cell` the number, id and
    first line of the cell that failed; `unchanged` says that it is an earlier outcome, still true.
    """

    run: Run
    outcome: str = "ok"
    started: str = ""
    seconds: float = 0.0
    error: str = ""
    cell: dict[str, Any] | None = None
    files: dict[str, str] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)
    unchanged: bool = False


# ------------------------------------------------------------------------------------------------------- planning


def notebook_names() -> list[str]:
    """The notebooks that can be rerun, in order. Raises CallError outside a checkout, where there are none."""
    names = sorted(path.stem for path in NOTEBOOKS_DIR.glob("[0-9]*.ipynb"))
    if not names:
        raise CallError(
            f"no notebooks in {NOTEBOOKS_DIR}: run laicheng rerun from a checkout of the project"
        )
    return names


def plan(
    reports: Sequence[str],
    languages: Sequence[str] = (),
    notebooks: Sequence[str] = (),
    parameters: Iterable[tuple[str, str]] = (),
    reports_dir: str = "",
    figures_dir: str = "",
) -> list[Run]:
    """Every run that the call asks for, checked: raises CallError before anything has run.

    Empty `languages` or `notebooks` mean all; `parameters` hold names and texts as typed, and go to each notebook
    that has a parameter of that name.
    """
    languages = [known("language", name, LANGUAGES) for name in dict.fromkeys(languages)] or list(
        LANGUAGES
    )
    notebooks = [
        known("notebook", name, notebook_names()) for name in dict.fromkeys(notebooks)
    ] or notebook_names()
    typed = _typed(list(parameters), notebooks)
    folders = {"reports_dir": reports_dir, "figures_dir": figures_dir}
    places = {name: str(Path(folder).resolve()) for name, folder in folders.items() if folder}
    return [
        Run(
            notebook,
            report,
            language,
            {"report": report, "language": language, **places, **typed.get(notebook, {})},
            NOTEBOOKS_DIR / f"{notebook}.ipynb",
        )
        for report in dict.fromkeys(reports)
        for language in languages
        for notebook in notebooks
    ]


def known(what: str, name: str, names: Sequence[str]) -> str:
    """`name`, if it is one of `names`. Raises CallError with the nearest one otherwise."""
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        raise CallError(f"unknown {what} {name!r}; did you mean {near[0]}?")
    raise CallError(f"unknown {what} {name!r}; known: {', '.join(names)}")


def _typed(
    parameters: Sequence[tuple[str, str]], notebooks: Sequence[str]
) -> dict[str, dict[str, object]]:
    """The parameters each notebook takes, read as the types its parameters cell gives."""
    names = [name for name, _ in parameters]
    for name in names:
        if name in _OPTIONS:
            raise CallError(f"parameter {name!r} has an option of its own: use {_OPTIONS[name]}")
        if names.count(name) > 1:
            raise CallError(
                f"parameter {name!r} is given more than once; a list is written as {name}=[2014, 2015]"
            )
    declared = _declared(notebooks) if names else {}
    takes = sorted({name for cell in declared.values() for name in cell} - set(_OPTIONS))
    for name in names:
        if not takes:
            raise CallError(
                f"unknown parameter {name!r}; these notebooks take no parameter that is not an option"
            )
        known("parameter", name, takes)
    return {
        notebook: {name: _read(name, text, cell[name]) for name, text in parameters if name in cell}
        for notebook, cell in declared.items()
    }


def _declared(notebooks: Sequence[str]) -> dict[str, dict[str, str]]:
    """The names and types of the parameters that each notebook declares."""
    with _without_grammar():
        from papermill import inspect_notebook

    return {
        notebook: {
            name: told["inferred_type_name"]
            for name, told in inspect_notebook(NOTEBOOKS_DIR / f"{notebook}.ipynb").items()
        }
        for notebook in notebooks
    }


def _read(name: str, text: str, type_name: str) -> object:
    import yaml
    from pydantic import TypeAdapter, ValidationError

    if type_name == "str":
        return text
    try:
        return TypeAdapter(_TYPES[type_name]).validate_python(yaml.safe_load(text), strict=True)
    except (ValidationError, yaml.YAMLError) as error:
        raise CallError(
            f"parameter {name!r}: {text!r} is not {type_name}; write it as in {name}=[2014, 2015]"
        ) from error


# -------------------------------------------------------------------------------------------- what has not changed


def unchanged(runs: Sequence[Run], output_dir: Path = OUTPUT_DIR) -> list[Outcome]:
    """The earlier outcomes of those runs that did not fail, have the same inputs still, and all of whose files are
    as they were written."""
    known = (
        _kept(run, made_of, output_dir) for run, made_of in zip(runs, _inputs(runs), strict=True)
    )
    return [outcome for outcome in known if outcome]


def _inputs(runs: Sequence[Run]) -> list[str]:
    """For each run the SHA-256 over all that its result follows from.

    These are the notebook's source, the parameters, the report's files, the package with its labels and reports
    (any notebook may set a report beside the others), the installed libraries and Python.
    """
    package = digest(PACKAGE_DIR)
    libraries = sorted(
        {path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")}
    )
    digests = cache(digest)
    everything = (
        [
            digests(run.path),
            dict(run.parameters),
            digests(Path(str(run.parameters.get("reports_dir", REPORTS_DIR))) / run.report),
            [package, libraries, sys.version],
        ]
        for run in runs
    )
    return [
        hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest() for one in everything
    ]


def _kept(run: Run, made_of: str, output_dir: Path) -> Outcome | None:
    target, figures = _target(run, output_dir), _figures_dir(run)
    try:
        receipt = json.loads(_receipt(target).read_text(encoding="utf-8"))
        outcome = Outcome(run, unchanged=True, **receipt["outcome"])
        if receipt["inputs"] != made_of or receipt["notebook"] != digest(target):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (
        outcome
        if all(digest(figures / name) == content for name, content in outcome.files.items())
        else None
    )


def _target(run: Run, output_dir: Path) -> Path:
    return output_dir / run.report / run.language / f"{run.notebook}.ipynb"


def _receipt(target: Path) -> Path:
    """Where it is kept what an executed notebook came from; hidden, for it is nobody's to read."""
    return target.with_name(f".{target.stem}.json")


def _figures_dir(run: Run) -> Path:
    return Path(str(run.parameters.get("figures_dir", FIGURES_DIR)))


# ------------------------------------------------------------------------------------------------------ executing


def rerun(
    runs: Sequence[Run],
    executor: Executor,
    output_dir: Path = OUTPUT_DIR,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
    cell_seconds: int = CELL_SECONDS,
    forked: bool = True,
) -> list[Outcome]:
    """Execute the runs, those first that took longest the last time, and tell of each as it ends.

    Executed notebooks go to `<output_dir>/<report>/<language>/`. An interrupt ends the kernels that run, and is
    raised again.
    """
    jobs: dict[Future[Outcome], Run] = {}
    try:
        for run, made_of in _longest_first(zip(runs, _inputs(runs), strict=True), output_dir):
            jobs[executor.submit(execute, run, output_dir, made_of, cell_seconds, forked)] = run
        for job in as_completed(jobs):
            on_done(_outcome(job, jobs[job]))
    except (KeyboardInterrupt, SystemExit):
        _stop(executor, jobs)
        raise
    done = {str(run): _outcome(job, run) for job, run in jobs.items()}
    return [done[str(run)] for run in runs]


def _longest_first(runs: Iterable[tuple[Run, str]], output_dir: Path) -> list[tuple[Run, str]]:
    """So that no long run is begun when all others have ended. One that is new or failed may be the longest, and of
    several such the notebook that comes last, as it sums up the others."""

    def earlier_seconds(run: Run) -> float:
        try:
            return json.loads(_receipt(_target(run, output_dir)).read_text(encoding="utf-8"))[
                "outcome"
            ]["seconds"]
        except (OSError, ValueError, KeyError, TypeError):
            return float("inf")

    return sorted(runs, key=lambda one: (earlier_seconds(one[0]), one[0].notebook), reverse=True)


def _outcome(job: Future[Outcome], run: Run) -> Outcome:
    """What a job tells; where its worker was lost, that."""
    error = job.exception()
    return (
        job.result()
        if error is None
        else Outcome(run, "failed", error=f"{type(error).__name__}: {error}")
    )


def _stop(executor: Executor, jobs: Iterable[Future[Outcome]]) -> None:
    """Begin nothing more, and end the kernels of this process; what runs on other machines runs to its end."""
    from laicheng_data.running.kernels import kill_all

    for job in jobs:
        job.cancel()
    while isinstance(executor, ThreadPoolExecutor) and any(job.running() for job in jobs):
        kill_all()
        time.sleep(0.05)


def execute(
    run: Run,
    output_dir: Path = OUTPUT_DIR,
    made_of: str = "",
    cell_seconds: int = CELL_SECONDS,
    forked: bool = True,
) -> Outcome:
    """Execute one notebook and save it, with its error where it failed. Never raises for what a notebook does.

    `made_of` is what `_inputs` gives for the run.
    """
    execution, target = _execution(), _target(run, output_dir)
    outcome, begun = Outcome(run, started=now()), time.perf_counter()
    notebook, fault = execution.executed(
        run.path, run.language, run.parameters, cell_seconds, forked
    )
    if fault:
        outcome.error, outcome.cell = str(fault), fault.place
    for told in execution.told(notebook):
        outcome.files |= {name: digest(_figures_dir(run) / name) for name in told.get("files", [])}
        outcome.unexpected += told.get("unexpected", [])
    outcome.seconds = round(time.perf_counter() - begun, 3)
    outcome.outcome = "failed" if fault else "finding" if outcome.unexpected else "ok"
    _save(notebook, target, outcome, made_of)
    return outcome


def _save(notebook: NotebookNode, target: Path, outcome: Outcome, made_of: str) -> None:
    """Save the notebook and, unless it failed, what it came from. Where that cannot be, the run has failed."""
    import nbformat

    content = nbformat.writes(notebook).encode()
    kept = {
        name: value for name, value in asdict(outcome).items() if name not in ("run", "unchanged")
    }
    receipt = {"inputs": made_of, "notebook": hashlib.sha256(content).hexdigest(), "outcome": kept}
    try:
        _receipt(target).unlink(missing_ok=True)
        write_whole({target: content})
        if outcome.outcome != "failed":
            write_whole({_receipt(target): json.dumps(receipt, ensure_ascii=False).encode()})
    except OSError as error:
        outcome.outcome = "failed"
        outcome.error = (
            f"{outcome.error}; " * bool(outcome.error) + f"the notebook could not be saved: {error}"
        )


def _execution() -> ModuleType:
    with _without_grammar():
        from laicheng_data.running import engine as execution
    return execution


@contextmanager
def _without_grammar() -> Iterator[None]:
    """Import papermill without a grammar of international addresses, which jsonschema builds where it finds
    rfc3987_syntax: it takes a second, and no notebook holds any. None says that a module is not to be had."""
    name = "rfc3987_syntax"
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        if sys.modules.get(name, name) is None:
            sys.modules.pop(name)


# ------------------------------------------------------------------------------------------------------ recording


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(outcomes: Sequence[Outcome], started: str, output_dir: Path = OUTPUT_DIR) -> None:
    """Write `run.json`: when, with which versions, and what became of each run."""
    whole = {
        "started": started,
        "ended": now(),
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

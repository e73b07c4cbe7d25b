"""Notebooks x reports x languages, run by papermill; what happened is told run by run."""

from __future__ import annotations

import difflib
import json
import logging
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import nbformat
import yaml
from jupyter_client import AsyncKernelManager
from papermill import PapermillExecutionError, execute_notebook, inspect_notebook
from pydantic import TypeAdapter, ValidationError
from traitlets import default

from laicheng_data.export import PROJECT_DIR, write_whole
from laicheng_data.labels import LANGUAGES

NOTEBOOKS_DIR = PROJECT_DIR / "notebooks"
OUTPUT_DIR = PROJECT_DIR / "build"
OUTCOMES = ("ok", "finding", "failed")

_TYPES: dict[str, Any] = {
    "str": str, "int": int, "float": float, "bool": bool, "list[int]": list[int], "list[str]": list[str],
}  # fmt: skip
_OPTIONS = {
    "report": "--report",
    "reports_dir": "--reports-dir",
    "language": "--language",
    "figures_dir": "--figures-dir",
}


class KernelManager(AsyncKernelManager):
    """Starts kernels that are reached through sockets in a private folder: no ports, nothing on the network."""

    _folder = TemporaryDirectory(prefix="laicheng-")

    @default("transport")
    def _transport(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("ip")
    def _ip(self) -> str:
        return "127.0.0.1" if os.name == "nt" else f"{self._folder.name}/{uuid4().hex[:8]}"


class CallError(Exception):
    """The call itself is wrong: an unknown notebook, language, report or parameter. Nothing has run."""


@dataclass(frozen=True)
class Run:
    """One notebook for one report in one language, with the parameters it is given."""

    notebook: str
    report: str
    language: str
    parameters: Mapping[str, object]

    def __str__(self) -> str:
        return f"{self.report} {self.language} {self.notebook}"


@dataclass
class Outcome:
    """What became of a run: `ok`, `finding` (a verdict other than the one expected) or `failed`."""

    run: Run
    outcome: str = "ok"
    seconds: float = 0.0
    error: str = ""
    files: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)


def notebook_names() -> list[str]:
    """The notebooks that can be rerun, in order. Raises CallError outside a checkout, where there are none."""
    names = sorted(path.stem for path in NOTEBOOKS_DIR.glob("[0-9]*.ipynb"))
    if not names:
        raise CallError(f"no notebooks in {NOTEBOOKS_DIR}: run laicheng rerun from a checkout of the project")
    return names


def plan(
    reports: Sequence[str],
    languages: Sequence[str] = (),
    notebooks: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
    reports_dir: str = "",
    figures_dir: str = "",
) -> list[Run]:
    """Every run that the call asks for, checked: raises CallError before anything has run.

    Empty `languages` or `notebooks` mean all; `parameters` hold texts as typed, and go to each notebook that has
    a parameter of that name.
    """
    languages = [known("language", name, LANGUAGES) for name in dict.fromkeys(languages)] or list(LANGUAGES)
    notebooks = [known("notebook", name, notebook_names()) for name in dict.fromkeys(notebooks)] or notebook_names()
    typed = _typed(parameters or {}, notebooks)
    folders = {"reports_dir": reports_dir, "figures_dir": figures_dir}
    places = {name: str(Path(folder).resolve()) for name, folder in folders.items() if folder}
    return [
        Run(notebook, report, language, {"report": report, "language": language, **places, **typed[notebook]})
        for report in dict.fromkeys(reports)
        for language in languages
        for notebook in notebooks
    ]


def known(what: str, name: str, names: Sequence[str]) -> str:
    """`name`, if it is one of `names`. Raises CallError with the nearest one otherwise."""
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    raise CallError(
        f"unknown {what} {name!r}; " + (f"did you mean {near[0]}?" if near else f"known: {', '.join(names)}")
    )


def _typed(parameters: Mapping[str, str], notebooks: Sequence[str]) -> dict[str, dict[str, object]]:
    """The parameters each notebook takes, read as the types its parameters cell gives."""
    declared = {notebook: inspect_notebook(NOTEBOOKS_DIR / f"{notebook}.ipynb") for notebook in notebooks}
    for name in parameters:
        if name in _OPTIONS:
            raise CallError(f"parameter {name!r} has an option of its own: use {_OPTIONS[name]}")
        known("parameter", name, sorted({name for cell in declared.values() for name in cell} - set(_OPTIONS)))
    return {
        notebook: {
            name: _read(name, text, cell[name]["inferred_type_name"])
            for name, text in parameters.items()
            if name in cell
        }
        for notebook, cell in declared.items()
    }


def _read(name: str, text: str, type_name: str) -> object:
    if type_name == "str":
        return text
    try:
        return TypeAdapter(_TYPES[type_name]).validate_python(yaml.safe_load(text), strict=True)
    except (ValidationError, yaml.YAMLError) as error:
        raise CallError(
            f"parameter {name!r}: {text!r} is not {type_name}; write it as in {name}=[2014, 2015]"
        ) from error


def rerun(
    runs: Sequence[Run],
    executor: Executor,
    output_dir: Path = OUTPUT_DIR,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Execute the runs, in the order in which the executor gets to them, and tell of each as it ends.

    Executed notebooks go to `<output_dir>/<report>/<language>/`, the record of the whole to `run.json` beside them.
    """
    jobs = [executor.submit(execute, run, output_dir) for run in runs]
    for job in as_completed(jobs):
        on_done(job.result())
    outcomes = [job.result() for job in jobs]
    _record(outcomes, output_dir)
    return outcomes


def execute(run: Run, output_dir: Path = OUTPUT_DIR) -> Outcome:
    """Execute one notebook and save it, with its error where it failed. Never raises for what a notebook does."""
    target = output_dir / run.report / run.language / f"{run.notebook}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}")
    outcome, started = Outcome(run), time.perf_counter()
    try:
        execute_notebook(
            _for_reader(run),
            aside,
            dict(run.parameters),
            progress_bar=False,
            kernel_manager_class=KernelManager,
            shutdown_kernel="immediate",
        )
    except PapermillExecutionError as error:
        outcome.error = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
    except Exception as error:
        outcome.error = f"{type(error).__name__}: {error}"
    outcome.seconds = round(time.perf_counter() - started, 3)
    if aside.exists():
        _tell(outcome, _settled(nbformat.read(aside, 4), target))
        aside.unlink()
    outcome.outcome = "failed" if outcome.error else "finding" if outcome.unexpected else "ok"
    return outcome


def _for_reader(run: Run) -> nbformat.NotebookNode:
    """The notebook without the prose that is written for readers of another language."""
    notebook = nbformat.read(NOTEBOOKS_DIR / f"{run.notebook}.ipynb", 4)
    others = set(LANGUAGES) - {run.language}
    notebook.cells = [cell for cell in notebook.cells if not others & set(cell.metadata.get("tags", []))]
    return notebook


def _settled(notebook: nbformat.NotebookNode, target: Path) -> nbformat.NotebookNode:
    """Save the executed notebook without what differs from run to run: times, paths and random cell ids."""
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", [])):
            cell.id = f"papermill-{number}"
    write_whole({target: nbformat.writes(notebook).encode()})
    return notebook


def _tell(outcome: Outcome, notebook: nbformat.NotebookNode) -> None:
    """Gather what the notebook's outputs tell the runner (see `notebook.Page`)."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            told = output.get("metadata", {}).get("laicheng", {})
            outcome.files += told.get("files", [])
            outcome.unexpected += told.get("unexpected", [])


def _record(outcomes: Iterable[Outcome], output_dir: Path) -> None:
    rows = [asdict(outcome) for outcome in outcomes]
    write_whole({output_dir / "run.json": json.dumps(rows, ensure_ascii=False, indent=2, default=str).encode()})


logging.getLogger("papermill").setLevel(logging.ERROR)

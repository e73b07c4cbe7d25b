"""One notebook executed by papermill: the executed notebook, and where it failed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill import PapermillExecutionError, execute_notebook
from papermill.engines import NotebookExecutionManager, papermill_engines
from papermill.translators import PythonTranslator, papermill_translators

from laicheng_data.running.papermill_engine import ENGINE, MOST_PRINTED, ForkedEngine

__all__ = ["MOST_PRINTED", "Failure", "as_bytes", "execute", "messages_of", "strip_volatile"]

UNTIL_RUN = "until-run"  # the tag of a cell that shows something as long as nothing has run


@dataclass(frozen=True)
class Failure:
    """Why a notebook failed, and at which cell, if it got to one.

    Of the cell: its number as in `In [3]`, its id and its first line.
    """

    error: str
    place: dict[str, Any] | None = None

    def __str__(self) -> str:
        return (
            f"cell {self.place['number']} ({self.place['source']}): {self.error}"
            if self.place
            else self.error
        )


def execute(
    path: Path,
    parameters: Mapping[str, object],
    timeout: int,
    forked: bool = True,
    afterwards: str = "",
) -> tuple[NotebookNode, Failure | None]:
    """Execute a notebook. Never raises for what a cell does.

    `timeout` is the limit for each cell in seconds; a forked process calls `afterwards`, named as
    in `module:function`, when the last one has ended. The notebook comes back free of what differs
    from run to run.
    """
    notebook, managers, fault = nbformat.read(path, 4), list[NotebookExecutionManager](), None
    try:
        execute_notebook(
            notebook,
            None,
            dict(parameters),
            engine_name=ENGINE,
            progress_bar=False,
            execution_timeout=timeout,
            managers=managers,
            forked=forked,
            afterwards=afterwards,
        )
    except PapermillExecutionError as error:
        ran = managers[0].nb.cells[
            : error.cell_index + 3
        ]  # papermill has put notes on top and above the cell
        first_line = next(iter(error.source.strip().splitlines()), "")
        number = sum(cell.cell_type == "code" for cell in ran)  # a kernel that died has not told it
        place = {"number": number, "id": ran[-1].id, "source": first_line}
        fault = Failure(f"{error.ename}: {error.evalue}", place)
    except Exception as error:
        fault = Failure(f"{type(error).__name__}: {error}")
    return strip_volatile(managers[0].nb if managers else notebook), fault


def as_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as a file holds it."""
    return nbformat.writes(notebook).encode()


def messages_of(notebook: NotebookNode) -> Iterable[Mapping[str, Any]]:
    """What the notebook's outputs tell the runner (see `notebook.Page`)."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("metadata", {}).get("laicheng", {})


def strip_volatile(notebook: NotebookNode) -> NotebookNode:
    """The notebook without times, paths and random ids, with what was printed in one piece and
    without what stands in it only until it is run."""
    notebook.metadata.pop("papermill", None)
    notebook.cells = [c for c in notebook.cells if UNTIL_RUN not in c.metadata.get("tags", [])]
    for number, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", [])):
            cell.id = f"papermill-{number}"
        if "outputs" in cell:
            cell.outputs = list(_join_outputs(cell.outputs))
    return notebook


def _join_outputs(outputs: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """The outputs of a cell, those that were printed one after the other as one."""
    for stream, alike in groupby(outputs, lambda output: output.get("name")):
        pieces = list(alike)
        yield from (
            [new_output("stream", name=stream, text="".join(p.text for p in pieces))]
            if stream
            else pieces
        )


class _ReadableTranslator(PythonTranslator):  # type: ignore[misc]
    """Writes text as a reader would: 莱城区 instead of its code points."""

    @classmethod
    def translate_escaped_str(cls, str_val: object) -> str:
        return json.dumps(str(str_val), ensure_ascii=False)


papermill_engines.register(ENGINE, ForkedEngine)
papermill_translators.register("python", _ReadableTranslator)
logging.getLogger("papermill").setLevel(logging.CRITICAL)

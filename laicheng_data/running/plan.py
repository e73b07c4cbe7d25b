"""Which notebooks a call asks for, and with which parameters: checked before anything has run.

Planning needs no library, so that a call with nothing to run is answered at once.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from laicheng_data.paths import IS_CHECKOUT, PACKAGE_DIR, PROJECT_DIR
from laicheng_data.words import LANGUAGES

# An installed package carries the notebooks inside itself.
NOTEBOOKS_DIR = (PROJECT_DIR if IS_CHECKOUT else PACKAGE_DIR) / "notebooks"
START = "00_start_here"  # where JupyterLab begins; web pages begin with their index

_TYPES: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "list[int]": list[int],
    "list[str]": list[str],
}
_OPTIONS = {
    "report": "--report",
    "reports_dir": "--reports-dir",
    "language": "--language",
    "figures_dir": "--figures-dir",
}


class CallError(Exception):
    """The call itself is wrong: an unknown notebook, language, report or parameter.

    Nothing has run.
    """


@dataclass(frozen=True)
class Run:
    """One notebook for one report in one language, its parameters and the file it is read from."""

    notebook: str
    report: str
    language: str
    parameters: Mapping[str, object]
    path: Path

    def __str__(self) -> str:
        return f"{self.report} {self.language} {self.notebook}"


def plan(
    reports: Sequence[str],
    languages: Sequence[str] = (),
    notebooks: Sequence[str] = (),
    parameters: Iterable[tuple[str, object]] = (),
    reports_dir: str = "",
    figures_dir: str = "",
) -> list[Run]:
    """Every run that the call asks for, checked: raises CallError before anything has run.

    Empty `languages` or `notebooks` mean all. `parameters` hold names with values, or with texts
    as typed, and go to each notebook that has a parameter of that name.
    """
    languages = _select_known("language", languages, LANGUAGES)
    notebooks = _select_known("notebook", notebooks, notebook_names())
    typed = _parse_parameters(list(parameters), notebooks)
    folders = {"reports_dir": reports_dir, "figures_dir": figures_dir}
    places = {name: str(Path(folder).resolve()) for name, folder in folders.items() if folder}
    return [
        Run(
            notebook,
            report,
            language,
            {"report": report, "language": language, **places, **typed.get(notebook, {})},
            notebook_path(notebook, language),
        )
        for report in dict.fromkeys(reports)
        for language in languages
        for notebook in notebooks
    ]


def notebook_names() -> list[str]:
    """The notebooks that can be rerun, in order. Raises CallError where there are none."""
    names = sorted({path.stem for path in NOTEBOOKS_DIR.glob("*/[0-9]*.ipynb")})
    if not names:
        raise CallError(f"no notebooks in {NOTEBOOKS_DIR}: install the package anew")
    return names


def notebook_path(name: str, language: str) -> Path:
    """The notebook in a language."""
    return NOTEBOOKS_DIR / language / f"{name}.ipynb"


def check_known(what: str, name: str, names: Sequence[str]) -> str:
    """`name`, if it is one of `names`. Raises CallError with the nearest one otherwise."""
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        raise CallError(f"unknown {what} {name!r}; did you mean {near[0]}?")
    raise CallError(f"unknown {what} {name!r}; known: {', '.join(names)}")


def _select_known(what: str, chosen: Sequence[str], names: Sequence[str]) -> list[str]:
    """Those that are chosen, each once; all where none is."""
    return [check_known(what, name, names) for name in dict.fromkeys(chosen)] or list(names)


def _parse_parameters(
    parameters: Sequence[tuple[str, object]], notebooks: Sequence[str]
) -> dict[str, dict[str, object]]:
    """The parameters each notebook takes, read as the types its parameters cell gives."""
    names = [name for name, _ in parameters]
    for name in names:
        if name in _OPTIONS:
            raise CallError(f"parameter {name!r} has an option of its own: use {_OPTIONS[name]}")
        if names.count(name) > 1:
            raise CallError(
                f"parameter {name!r} is given more than once; "
                f"a list is written as {name}=[2014, 2015]"
            )
    declared = _declared_parameters(notebooks) if names else {}
    takes = sorted({name for cell in declared.values() for name in cell} - set(_OPTIONS))
    for name in names:
        if not takes:
            raise CallError(
                f"unknown parameter {name!r}; these notebooks take no parameter "
                "that is not an option"
            )
        check_known("parameter", name, takes)
    return {
        notebook: {
            name: _parse_value(name, given, cell[name])
            for name, given in parameters
            if name in cell
        }
        for notebook, cell in declared.items()
    }


def _declared_parameters(notebooks: Sequence[str]) -> dict[str, dict[str, str]]:
    """The names and types of the parameters that each notebook declares."""
    inspect_notebook = import_papermill().inspect_notebook
    return {
        notebook: {
            name: parameter["inferred_type_name"]
            for name, parameter in inspect_notebook(notebook_path(notebook, LANGUAGES[0])).items()
        }
        for notebook in notebooks
    }


def _parse_value(name: str, given: object, type_name: str) -> object:
    """A parameter's value: a text is read as it would be typed on the command line."""
    import yaml
    from pydantic import TypeAdapter, ValidationError

    try:
        value = yaml.safe_load(given) if isinstance(given, str) and type_name != "str" else given
        return TypeAdapter(_TYPES[type_name]).validate_python(value, strict=True)
    except (ValidationError, yaml.YAMLError) as error:
        raise CallError(
            f"parameter {name!r}: {given!r} is not {type_name}; write it as in {name}=[2014, 2015]"
        ) from error


@contextmanager
def without_module(name: str) -> Iterator[None]:
    """Import something as if a module that it would like to have were not installed."""
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        if sys.modules.get(name, name) is None:
            sys.modules.pop(name)


def import_papermill() -> ModuleType:
    """Papermill, without a grammar of international addresses.

    jsonschema builds it where it finds rfc3987_syntax: that takes a second, and no notebook holds
    such an address.
    """
    with without_module("rfc3987_syntax"):
        import papermill
    return papermill

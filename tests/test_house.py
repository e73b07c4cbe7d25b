"""The package as a stranger meets it: a flat face, rooms in order, every import declared."""

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import laicheng_data

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def python(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", laicheng_data.__all__)
def test_the_face_has_what_it_names(name: str) -> None:
    found = getattr(laicheng_data, name)
    assert name == getattr(found, "__name__", name)
    assert getattr(found, "__doc__", None), f"{name} says nothing of itself"


def test_a_type_checker_sees_the_names_that_python_finds() -> None:
    source = Path(laicheng_data.__file__).read_text(encoding="utf-8")
    imported = {
        alias.name: node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("laicheng_data.")
        for alias in node.names
    }
    found = {name: f"laicheng_data.{module}" for name, module in laicheng_data._MODULES.items()}
    assert imported == found and sorted(found) == laicheng_data.__all__


def test_no_module_stands_before_a_name_of_the_face() -> None:
    modules = {module.name for module in pkgutil.iter_modules(laicheng_data.__path__)}
    assert modules.isdisjoint(laicheng_data.__all__)


def test_a_name_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(AttributeError, match="chekc"):
        _ = laicheng_data.chekc  # type: ignore[attr-defined]


def test_importing_the_package_imports_no_library() -> None:
    libraries = "pandas numpy matplotlib click pydantic papermill IPython rich".split()
    loaded = python("import sys, laicheng_data; print(*sys.modules)").split()
    assert [name for name in libraries if name in loaded] == []


def test_help_needs_no_library_of_data_or_pictures() -> None:
    loaded = python("import sys, laicheng_data.cli; print(*sys.modules)").split()
    assert [name for name in ("pandas", "numpy", "matplotlib", "papermill") if name in loaded] == []


def test_a_room_imports_only_from_rooms_above_it() -> None:
    done = subprocess.run([BIN / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["laicheng_data"], ["tests", "benchmarks", "docs", "-oddg", "none", "--ignore", "DEP002"]],
    ids=["package", "tests"],
)
def test_every_import_is_declared(arguments: list[str]) -> None:
    command = [str(BIN / "deptry"), "--no-ansi", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

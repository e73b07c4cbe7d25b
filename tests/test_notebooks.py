import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell

from laicheng_data.words import LANGUAGES

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMMITTED = ROOT / "figures" / "laicheng-2016" / "zh"
MOST_LINES = 8

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, 4)


@every_notebook
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []


@every_notebook
def test_a_notebook_has_one_parameters_cell(path: Path) -> None:
    tags = [tag for cell in read(path).cells for tag in cell.metadata.get("tags", [])]
    assert tags.count("parameters") == 1
    assert "injected-parameters" not in tags


@every_notebook
def test_a_notebook_explains_each_of_its_parameters(path: Path) -> None:
    parameters = papermill.inspect_notebook(path)
    assert {"report", "reports_dir", "language", "figures_dir"} <= set(parameters)
    assert [
        name
        for name, told in parameters.items()
        if not told["help"] or told["inferred_type_name"] == "None"
    ] == []


@every_notebook
def test_no_cell_does_what_the_package_should(path: Path) -> None:
    long = [
        cell.id
        for cell in read(path).cells
        if cell.cell_type == "code" and cell.source.count("\n") >= MOST_LINES
    ]
    assert long == []


@every_notebook
def test_the_prose_says_the_same_in_both_languages_and_no_number_of_the_report(path: Path) -> None:
    prose = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    by_language = {
        name: [c.id.removesuffix(f"-{name}") for c in prose if name in c.metadata.tags]
        for name in LANGUAGES
    }
    assert by_language["zh"] == by_language["en"]
    assert sum(map(len, by_language.values())) == len(prose)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_links_to_every_other_notebook(language: str) -> None:
    start, *others = NOTEBOOKS
    told = "".join(
        cell.source for cell in read(start).cells if language in cell.metadata.get("tags", [])
    )
    assert set(re.findall(r"\]\((\S+\.ipynb)\)", told)) == {path.name for path in others}


@every_notebook
def test_a_notebook_runs_on_the_environments_own_kernel_whatever_is_installed(path: Path) -> None:
    assert (
        read(path).metadata.kernelspec.name in KernelSpecManager(kernel_dirs=[]).find_kernel_specs()
    )


@pytest.mark.parametrize(
    ("parameter", "value", "nearest"),
    [
        ("years", [2099], "2015"),
        ("kinds", ["enterprize"], "enterprise"),
        ("report", "laicheng-2061", "laicheng-2016"),
    ],
)
def test_a_wrong_parameter_fails_a_headless_run_with_one_sentence(
    parameter: str, value: object, nearest: str, tmp_path: Path
) -> None:
    notebook = read(ROOT / "notebooks" / "03_filing_trends.ipynb")
    at = [cell.id for cell in notebook.cells].index("parameters") + 1
    notebook.cells.insert(at, new_code_cell(f"{parameter} = {value!r}"))
    with pytest.raises(CellExecutionError):
        NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    [error] = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert error.traceback == [error.evalue]
    assert nearest in error.evalue


def assert_same_figures(figures: Path) -> None:
    written = sorted(figures.rglob("*.*"))
    assert [
        file.name for file in written if file.read_bytes() != (COMMITTED / file.name).read_bytes()
    ] == []


@every_notebook
def test_plain_papermill_from_another_folder_writes_the_same_figures(
    path: Path, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(path),
        "out.ipynb",
        "-p",
        "figures_dir",
        "figures",
        "--no-progress-bar",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    draws = any(
        "page.chart(" in cell.source for cell in read(path).cells if cell.cell_type == "code"
    )
    assert (tmp_path / "figures").exists() == draws
    assert_same_figures(tmp_path / "figures")


def test_nbconvert_writes_the_same_figures(tmp_path: Path) -> None:
    for path in NOTEBOOKS:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'figures_dir: str = \\"\\"', r'figures_dir: str = \\"figures\\"', text)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"]
    subprocess.run(
        [*command, *map(str, tmp_path.glob("*.ipynb"))], cwd="/", check=True, capture_output=True
    )
    assert {path.name for path in tmp_path.rglob("figures/**/*.*")} == {
        path.name for path in COMMITTED.iterdir()
    }
    assert_same_figures(tmp_path / "figures")

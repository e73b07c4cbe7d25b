import re
import shutil
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

from laicheng_data.notebook.twins import carry
from laicheng_data.running.engine import ENGINE, UNTIL_RUN, as_bytes, execute, strip_volatile
from laicheng_data.running.session import CELL_SECONDS
from laicheng_data.words import LANGUAGES
from tests.conftest import MakeReport

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
COMMITTED = ROOT / "figures" / "laicheng-2016"
MOST_LINES = 8

every_notebook = pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


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
        if cell.cell_type == "code" and not cell.metadata.get("tags")
        if cell.source.count("\n") >= MOST_LINES
    ]
    assert long == []


@every_notebook
def test_a_reader_meets_no_unfolded_code_before_a_notebook_begins_to_answer(path: Path) -> None:
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    folded = [bool(cell.metadata.get("jupyter", {}).get("source_hidden")) for cell in code]
    assert folded[:2] == [True, True]
    assert [cell.id for cell in read(path).cells[:2]] == ["title-text", "parameters"]


@every_notebook
def test_a_notebook_speaks_the_language_of_its_folder(path: Path) -> None:
    assert papermill.inspect_notebook(path)["language"]["default"] == f'"{path.parent.name}"'
    prose = "".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    ideographs = len(re.findall(r"[\u4e00-\u9fff]", prose)) / len(prose)
    assert ideographs > 0.3 if path.parent.name == "zh" else ideographs < 0.05


def test_the_same_notebooks_exist_in_every_language() -> None:
    names = [{path.name for path in NOTEBOOKS if path.parent.name == name} for name in LANGUAGES]
    assert len(names[0]) > 5
    assert all(other == names[0] for other in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_the_same_byte_for_byte_in_every_language(language: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "notebooks", tmp_path, dirs_exist_ok=True)
    assert carry(tmp_path, language) == []


def test_code_changed_in_one_language_is_carried_to_the_other_and_prose_is_not(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "notebooks", tmp_path, dirs_exist_ok=True)
    zh, en = (tmp_path / language / "03_filing_trends.ipynb" for language in LANGUAGES)
    changed, before = read(zh), read(en)
    changed.cells.append(new_code_cell("1 + 1", id="added"))
    nbformat.write(changed, zh)
    assert carry(tmp_path, "zh") == [en]
    assert read(en).cells[:-1] == before.cells
    assert read(en).cells[-1].source == "1 + 1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_links_to_every_other_notebook(language: str) -> None:
    start, *others = sorted((ROOT / "notebooks" / language).glob("*.ipynb"))
    told = "".join(cell.source for cell in read(start).cells)
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
    notebook = read(ROOT / "notebooks" / "zh" / "03_filing_trends.ipynb")
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
    """Whatever was written is, file by file, what is committed."""
    written = [path.relative_to(figures) for path in figures.rglob("*.*")]
    different = [
        path
        for path in written
        if (figures / path).read_bytes() != (COMMITTED.parent / path).read_bytes()
    ]
    assert different == []


def assert_same_outputs(ordinary: nbformat.NotebookNode, forked: nbformat.NotebookNode) -> None:
    """An ordinary kernel and a forked process have shown the same, cell by cell."""
    for theirs, ours in zip(strip_volatile(ordinary).cells, forked.cells, strict=True):
        assert theirs.get("outputs") == ours.get("outputs")
        assert theirs.get("execution_count") == ours.get("execution_count")


@pytest.mark.parametrize(
    "path", [path for path in NOTEBOOKS if path.parent.name == "zh"], ids=lambda path: path.stem
)
def test_plain_papermill_in_another_folder_gives_the_same_figures_and_bytes_as_the_forked_engine(
    path: Path, tmp_path: Path
) -> None:
    """In Chinese; nbconvert below has the English ones, whose code is the same byte for byte."""
    figures = tmp_path / "figures"
    folder = {"figures_dir": str(figures)}
    ordinary = papermill.execute_notebook(path, None, folder, cwd=tmp_path, progress_bar=False)
    code = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
    shows = ("page.chart", "page.telling_chart")
    assert figures.exists() == any(name in source for source in code for name in shows)
    assert_same_figures(figures)
    forked, _ = execute(path, folder, CELL_SECONDS)
    assert_same_outputs(ordinary, forked)
    assert as_bytes(ordinary) == as_bytes(forked)


def test_the_papermill_command_takes_a_folder_as_the_shell_gives_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "-p", "figures_dir", "mine"]
    notebook = ROOT / "notebooks" / "zh" / "05_other_offices.ipynb"
    subprocess.run([*command, str(notebook), "out.ipynb"], cwd=tmp_path, check=True)
    assert len(list(tmp_path.glob("mine/laicheng-2016/zh/*.png"))) > 0


@pytest.fixture
def without_filings(make_report: MakeReport) -> Path:
    """A folder of one small report that is about something else altogether."""
    facts = """fact_id,office,measure,subject,period,printed,unit,bound,paragraph,position
revenue,other,total_revenue,all,2016,31.5,亿元,exact,,
tax,other,total_revenue,tax,2016,25.2,亿元,exact,,
share,other,tax_share,tax,2016,80.0%,%,exact,,
"""
    claims = """claim_id,kind,result,operands,basis,expect,remark
tax-share,share,share,tax revenue,stated,consistent,
"""
    omitted = "paragraph,position,printed,reason\n"
    return make_report("budget", facts=facts, claims=claims, omitted=omitted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notebook_runs_for_a_report_that_is_about_something_else(
    language: str, without_filings: Path, tmp_path: Path
) -> None:
    folders = {"reports_dir": str(without_filings), "figures_dir": str(tmp_path / "figures")}
    told = {}
    for path in sorted((ROOT / "notebooks" / language).glob("*.ipynb")):
        parameters = {"report": "budget", **folders}
        executed = papermill.execute_notebook(
            path, None, parameters, progress_bar=False, engine_name=ENGINE
        )
        outputs = [o for cell in executed.cells for o in cell.get("outputs", [])]
        news = [output.get("metadata", {}).get("laicheng", {}) for output in outputs]
        told[path.stem] = [one["skipped"] for one in news if "skipped" in one]
    skipped = {name for name, said in told.items() if said}
    assert skipped == {"03_filing_trends", "04_abnormal_list", "06_in_context"}


def test_nbconvert_gives_the_same_figures_and_outputs_as_the_forked_engine(tmp_path: Path) -> None:
    figures, ours, theirs = (tmp_path / name for name in ("figures", "ours", "theirs"))
    for path in (ROOT / "notebooks" / "en").glob("*.ipynb"):
        notebook = read(path)
        [cell] = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        cell.source += f"\nfigures_dir = {str(figures)!r}"
        for folder in (ours, theirs):
            folder.mkdir(exist_ok=True)
            nbformat.write(notebook, folder / path.name)
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"]
    subprocess.run(
        [*command, *map(str, theirs.iterdir())], cwd="/", check=True, capture_output=True
    )
    written = {path.name for path in figures.rglob("*.*")}
    assert written == {path.name for path in (COMMITTED / "en").iterdir()}
    assert_same_figures(figures)
    for path in theirs.iterdir():  # papermill gives each cell an empty list of tags besides
        assert_same_outputs(read(path), execute(ours / path.name, {}, CELL_SECONDS)[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_explorer_shows_a_chart_that_is_there_until_it_is_run_and_not_afterwards(
    language: str,
) -> None:
    path = ROOT / "notebooks" / language / "08_explore.ipynb"
    notebook = read(path)
    *_, explorer, picture = notebook.cells
    assert "explore(page" in explorer.source and UNTIL_RUN in picture.metadata["tags"]
    [place] = re.findall(r"\]\((.+)\)", picture.source)
    assert (path.parent / place).is_file() and f"/{language}/" in place
    assert picture.id not in [cell.id for cell in strip_volatile(notebook).cells]

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from laicheng_data import rerun
from laicheng_data.cli import app
from laicheng_data.report import REPORTS_DIR
from tests.conftest import MakeReport

CLAIMS = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
PARAMETERS = 'report: str = "laicheng-2016"\nlanguage: str = "zh"\nreports_dir: str = ""\nfigures_dir: str = ""'
VERDICTS = "from laicheng_data.notebook import Page\nPage(report, language, reports_dir, figures_dir).verdicts()"
CHART = VERDICTS.replace("verdicts()", "chart('unfiled')")
SOURCES = {"01_fine": "print(report)", "02_broken": "1 / 0", "03_verdicts": VERDICTS, "04_chart": CHART}


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notebooks of our own: one that works, one that raises, one that shows verdicts, one that draws."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name, source in SOURCES.items():
        cells = [
            new_markdown_cell("只有中文", metadata={"tags": ["zh"]}),
            new_markdown_cell("only English", metadata={"tags": ["en"]}),
            new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
            new_code_cell(source),
        ]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / f"{name}.ipynb")
    monkeypatch.setattr(rerun, "NOTEBOOKS_DIR", folder)
    return folder


def run(
    tmp_path: Path, *notebooks: str, reports_dir: Path | None = None, language: str = "en"
) -> list[rerun.Outcome]:
    report = "copy" if reports_dir else "laicheng-2016"
    runs = rerun.plan([report], [language], notebooks, reports_dir=str(reports_dir or ""))
    with ThreadPoolExecutor(2) as executor:
        return rerun.rerun(runs, executor, tmp_path / "build")


@pytest.mark.usefixtures("notebooks")
def test_a_notebook_that_fails_is_saved_with_its_error_and_stops_no_other(tmp_path: Path) -> None:
    outcomes = {outcome.run.notebook: outcome for outcome in run(tmp_path, "01_fine", "02_broken")}
    assert outcomes["01_fine"].outcome == "ok"
    assert outcomes["02_broken"].outcome == "failed"
    assert "ZeroDivisionError: division by zero" in outcomes["02_broken"].error
    assert "ZeroDivisionError" in (tmp_path / "build/laicheng-2016/en/02_broken.ipynb").read_text(encoding="utf-8")


@pytest.mark.usefixtures("notebooks")
def test_a_failure_is_told_with_notebook_and_cause_and_its_own_exit_code(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["rerun", "--notebook", "02_broken", "--language", "en", "--output-dir", str(tmp_path)]
    )
    assert result.exit_code == 3
    assert "failed: laicheng-2016 en 02_broken: cell 3: ZeroDivisionError" in result.stderr


@pytest.mark.usefixtures("notebooks")
def test_an_unexpected_verdict_is_a_finding(tmp_path: Path, make_report: MakeReport) -> None:
    reports_dir = make_report(claims=CLAIMS.replace("inconsistent,", "consistent,", 1))
    [outcome] = run(tmp_path, "03_verdicts", reports_dir=reports_dir)
    assert outcome.outcome == "finding"
    assert outcome.unexpected == ["2015-enterprise-listed-are-unfiled"]


@pytest.mark.usefixtures("notebooks")
def test_a_reader_gets_the_prose_of_one_language_only(tmp_path: Path) -> None:
    run(tmp_path, "01_fine", language="en")
    text = (tmp_path / "build/laicheng-2016/en/01_fine.ipynb").read_text(encoding="utf-8")
    assert "only English" in text
    assert "只有中文" not in text


@pytest.mark.usefixtures("notebooks")
def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    executed = []
    for folder in ("a", "b"):
        run(tmp_path / folder, "03_verdicts")
        executed.append((tmp_path / folder / "build/laicheng-2016/en/03_verdicts.ipynb").read_bytes())
    assert executed[0] == executed[1]


@pytest.mark.usefixtures("notebooks")
def test_the_record_tells_what_became_of_each_run(tmp_path: Path) -> None:
    run(tmp_path, "01_fine", "02_broken")
    record = json.loads((tmp_path / "build" / "run.json").read_text(encoding="utf-8"))
    assert [row["outcome"] for row in record] == ["ok", "failed"]
    assert [bool(row["error"]) for row in record] == [False, True]
    assert all(row["seconds"] > 0 for row in record)


def test_nothing_can_be_rerun_where_there_are_no_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rerun, "NOTEBOOKS_DIR", tmp_path)
    with pytest.raises(rerun.CallError, match="from a checkout"):
        rerun.plan(["laicheng-2016"])


@pytest.mark.usefixtures("notebooks")
def test_the_record_names_the_files_that_were_written(tmp_path: Path) -> None:
    figures = tmp_path / "figures"
    runs = rerun.plan(["laicheng-2016"], ["en"], ["04_chart"], figures_dir=str(figures))
    with ThreadPoolExecutor(1) as executor:
        rerun.rerun(runs, executor, tmp_path / "build")
    [row] = json.loads((tmp_path / "build" / "run.json").read_text(encoding="utf-8"))
    assert sorted(row["files"]) == sorted(str(path.relative_to(figures)) for path in figures.rglob("*.*"))
    assert len(row["files"]) == 3


@pytest.mark.usefixtures("notebooks")
def test_a_run_leaves_nothing_but_notebooks_and_the_record(tmp_path: Path) -> None:
    run(tmp_path, "01_fine", "02_broken")
    left = {path.name for path in (tmp_path / "build").rglob("*") if path.is_file()}
    assert left == {"01_fine.ipynb", "02_broken.ipynb", "run.json"}


def call(tmp_path: Path, reports_dir: Path, *notebooks: str) -> Result:
    chosen = [part for name in notebooks for part in ("--notebook", name)]
    folders = ["--reports-dir", str(reports_dir), "--output-dir", str(tmp_path / "build")]
    return CliRunner().invoke(app, ["rerun", "--language", "en", *folders, *chosen])


@pytest.mark.usefixtures("notebooks")
def test_a_finding_is_told_with_its_claim_and_its_own_exit_code(tmp_path: Path, make_report: MakeReport) -> None:
    reports_dir = make_report(claims=CLAIMS.replace("inconsistent,", "consistent,", 1))
    result = call(tmp_path, reports_dir, "03_verdicts")
    assert result.exit_code == 1
    assert "not expected: copy en 03_verdicts: 2015-enterprise-listed-are-unfiled" in result.stderr


@pytest.mark.usefixtures("notebooks")
def test_a_failure_hides_no_finding_and_outranks_it(tmp_path: Path, make_report: MakeReport) -> None:
    reports_dir = make_report(claims=CLAIMS.replace("inconsistent,", "consistent,", 1))
    result = call(tmp_path, reports_dir, "02_broken", "03_verdicts")
    assert result.exit_code == 3
    assert "failed: copy en 02_broken" in result.stderr
    assert "not expected: copy en 03_verdicts" in result.stderr
    assert "2 notebooks: 1 done, 1 failed" in result.stdout

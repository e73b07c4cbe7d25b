import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from laicheng_data.cli import app
from laicheng_data.facts.report import REPORTS_DIR
from laicheng_data.running import plan as planning
from laicheng_data.running import receipts
from laicheng_data.running import session as rerun
from laicheng_data.running.receipts import inputs_of, save
from laicheng_data.storage import digest
from laicheng_data.words import LANGUAGES
from tests.conftest import MakeReport

CLAIMS = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
PARAMETERS = """report: str = "laicheng-2016"
language: str = "zh"
reports_dir: str = ""
figures_dir: str = ""
place: str = \"\"
"""
VERDICTS = (
    "from laicheng_data.notebook.page import Page\n"
    "Page(report, language, reports_dir, figures_dir).verdicts()"
)
CHART = VERDICTS.replace("verdicts()", "chart('unfiled')")
SOURCES = {
    "01_fine": "print(report, place)",
    "02_broken": "1 / 0",
    "03_verdicts": VERDICTS,
    "04_chart": CHART,
    "05_filings": VERDICTS.replace("verdicts()", "needs_filings()"),
}


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notebooks of our own: one works, one raises, one shows verdicts, one draws. The English
    ones."""
    folder = tmp_path / "notebooks"
    for language, (name, source) in product(LANGUAGES, SOURCES.items()):
        cells = [
            new_markdown_cell({"zh": "只有中文", "en": "only English"}[language]),
            new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
            new_code_cell(source),
        ]
        kernel = {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        }
        path = folder / language / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(new_notebook(cells=cells, metadata=kernel), path)
    monkeypatch.setattr(planning, "NOTEBOOKS_DIR", folder)
    return folder / "en"


def execute_all(runs: Sequence[Any], executor: Executor, output: Path) -> list[rerun.Outcome]:
    return rerun.execute_all(runs, executor, partial(rerun.execute, output_dir=output), output)


def run(
    tmp_path: Path, *notebooks: str, reports_dir: Path | None = None, language: str = "en"
) -> list[rerun.Outcome]:
    report = "copy" if reports_dir else "laicheng-2016"
    runs = rerun.plan([report], [language], notebooks, reports_dir=str(reports_dir or ""))
    with ThreadPoolExecutor(2) as executor:
        return execute_all(runs, executor, tmp_path / "build")


@pytest.mark.usefixtures("notebooks")
def test_a_notebook_that_fails_is_saved_with_its_error_and_stops_no_other(tmp_path: Path) -> None:
    outcomes = {outcome.run.notebook: outcome for outcome in run(tmp_path, "01_fine", "02_broken")}
    assert outcomes["01_fine"].outcome == "ok"
    assert outcomes["02_broken"].outcome == "failed"
    assert "ZeroDivisionError: division by zero" in outcomes["02_broken"].error
    assert "ZeroDivisionError" in (tmp_path / "build/laicheng-2016/en/02_broken.ipynb").read_text(
        encoding="utf-8"
    )


@pytest.mark.usefixtures("notebooks")
def test_a_failure_is_told_with_notebook_and_cause_and_its_own_exit_code(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["rerun", "--notebook", "02_broken", "--language", "en", "--output-dir", str(tmp_path)]
    )
    assert result.exit_code == 3
    assert (
        "failed: laicheng-2016 en 02_broken: cell 3 (1 / 0): ZeroDivisionError: division by zero"
        in result.stderr
    )


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
        executed.append(
            (tmp_path / folder / "build/laicheng-2016/en/03_verdicts.ipynb").read_bytes()
        )
    assert executed[0] == executed[1]


@pytest.mark.usefixtures("notebooks")
def test_the_record_tells_what_became_of_each_run(tmp_path: Path) -> None:
    assert call(tmp_path, "01_fine", "02_broken").exit_code == 3
    record = json.loads((tmp_path / "build" / "run.json").read_text(encoding="utf-8"))
    assert [row["outcome"] for row in record["runs"]] == ["ok", "failed"]
    assert [row["cell"] and row["cell"]["source"] for row in record["runs"]] == [None, "1 / 0"]
    assert all(
        row["seconds"] > 0 and row["parameters"]["language"] == "en" for row in record["runs"]
    )
    assert record["started"] <= record["runs"][0]["started"] <= record["ended"]
    assert record["versions"]["papermill"] == metadata.version("papermill")


def test_nothing_can_be_rerun_where_there_are_no_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "NOTEBOOKS_DIR", tmp_path)
    with pytest.raises(rerun.CallError, match="no notebooks in"):
        rerun.plan(["laicheng-2016"])


@pytest.mark.usefixtures("notebooks")
def test_the_record_names_the_files_that_were_written_with_their_hashes(tmp_path: Path) -> None:
    call(tmp_path, "04_chart")
    figures = tmp_path / "figures"
    [row] = json.loads((tmp_path / "build" / "run.json").read_text(encoding="utf-8"))["runs"]
    written = {str(path.relative_to(figures)): digest(path) for path in figures.glob("*/*/*.*")}
    assert row["files"] == written
    assert len(written) == 3


@pytest.mark.usefixtures("notebooks")
def test_a_run_leaves_nothing_to_be_seen_but_notebooks_their_pages_and_the_record(
    tmp_path: Path,
) -> None:
    call(tmp_path, "01_fine", "02_broken")
    build = tmp_path / "build"
    left = {path.relative_to(build) for path in build.rglob("*") if path.is_file()}
    seen = {path.name for path in left if not any(part.startswith(".") for part in path.parts)}
    each = {f"{name}{end}.html" for name in ("index", "report", "numbers") for end in ("", ".en")}
    pages = {"01_fine.html", "02_broken.html", *each}
    assert seen == {"01_fine.ipynb", "02_broken.ipynb", "run.json", *pages}


def call(tmp_path: Path, *arguments: str, reports_dir: Path | None = None) -> Result:
    """The command, on the notebooks or with the options that are named."""
    chosen = [
        part
        for name in arguments
        for part in (("--notebook", name) if name[0].isdigit() else (name,))
    ]
    folders = ["--output-dir", str(tmp_path / "build"), "--figures-dir", str(tmp_path / "figures")]
    reports = ["--reports-dir", str(reports_dir)] if reports_dir else []
    return CliRunner().invoke(app, ["rerun", "--language", "en", *folders, *reports, *chosen])


@pytest.mark.usefixtures("notebooks")
def test_a_finding_is_told_with_its_claim_and_its_own_exit_code(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir = make_report(claims=CLAIMS.replace("inconsistent,", "consistent,", 1))
    result = call(tmp_path, "03_verdicts", reports_dir=reports_dir)
    assert result.exit_code == 1
    assert "not expected: copy en 03_verdicts: 2015-enterprise-listed-are-unfiled" in result.stderr


@pytest.mark.usefixtures("notebooks")
def test_a_failure_hides_no_finding_and_outranks_it(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir = make_report(claims=CLAIMS.replace("inconsistent,", "consistent,", 1))
    result = call(tmp_path, "02_broken", "03_verdicts", reports_dir=reports_dir)
    assert result.exit_code == 3
    assert "failed: copy en 02_broken" in result.stderr
    assert "not expected: copy en 03_verdicts" in result.stderr
    assert "2 notebooks: 1 done, 1 failed" in result.stdout


@pytest.mark.usefixtures("notebooks")
def test_ordinary_kernels_give_the_same_bytes(tmp_path: Path) -> None:
    def written(*kernels: str) -> dict[str, bytes]:
        call(tmp_path, "03_verdicts", "04_chart", *kernels)
        paths = tmp_path.glob("*/laicheng-2016/en/[!.]*")
        return {
            path.name: path.read_bytes()
            for path in paths
            if path.is_file() and path.suffix != ".html"
        }

    cold = written("--cold-kernels")
    assert len(cold) == 5
    assert written() == cold


@pytest.mark.usefixtures("notebooks")
def test_any_executor_will_do(tmp_path: Path) -> None:
    runs = rerun.plan(["laicheng-2016"], ["en"], ["01_fine", "02_broken"])
    with ProcessPoolExecutor(1) as executor:
        outcomes = execute_all(runs, executor, tmp_path / "build")
    assert [outcome.outcome for outcome in outcomes] == ["ok", "failed"]


@pytest.mark.usefixtures("notebooks")
def test_many_reports_go_one_by_one_so_that_what_is_done_tells_what_is_left(tmp_path: Path) -> None:
    runs = rerun.plan(["a", "b"], ["en"], ["01_fine", "02_broken"])
    order = [str(run) for run, _ in rerun._longest_first(runs, tmp_path)]
    assert order == ["a en 02_broken", "a en 01_fine", "b en 02_broken", "b en 01_fine"]
    save(rerun.Outcome(runs[0], seconds=9), b"", "", tmp_path)
    save(rerun.Outcome(runs[1], seconds=1), b"", "", tmp_path)
    order = [str(run) for run, _ in rerun._longest_first(runs, tmp_path)]
    assert order == ["a en 01_fine", "a en 02_broken", "b en 02_broken", "b en 01_fine"]


@pytest.mark.usefixtures("notebooks")
def test_parameters_stay_readable_in_the_executed_notebook(tmp_path: Path) -> None:
    text = '莱城区 "引号" \\ 𠮷'
    assert call(tmp_path, "01_fine", "-p", "place", text).exit_code == 0
    notebook = nbformat.read(tmp_path / "build/laicheng-2016/en/01_fine.ipynb", 4)
    assert "莱城区" in notebook.cells[2].source
    assert notebook.cells[3].outputs[0].text == f"laicheng-2016 {text}\n"


BUDGET = """fact_id,office,measure,subject,period,printed,unit,bound,paragraph,position
revenue,other,total_revenue,all,2016,31.5,亿元,exact,,
"""


@pytest.mark.usefixtures("notebooks")
def test_a_notebook_with_nothing_to_show_for_its_report_is_skipped_by_name(
    tmp_path: Path, make_report: MakeReport
) -> None:
    heads = {"claims": CLAIMS.splitlines()[0], "omitted": "paragraph,position,printed,reason"}
    reports_dir = make_report("budget", facts=BUDGET, **heads)
    make_report("with-filings")
    told = "skipped    1 notebook with nothing to show: budget en 05_filings\n"
    result = call(tmp_path, "05_filings", reports_dir=reports_dir)
    assert result.exit_code == 0, result.output
    assert "skipped: budget en 05_filings, " in result.stderr
    assert "ran        2 notebooks: 1 done, 1 skipped, 0 failed" in result.stdout
    assert told in result.stdout
    runs = json.loads((tmp_path / "build/run.json").read_text(encoding="utf-8"))["runs"]
    assert {run["report"]: run["outcome"] for run in runs} == {
        "budget": "skipped",
        "with-filings": "ok",
    }
    result = call(tmp_path, "05_filings", "--changed", reports_dir=reports_dir)
    assert (result.exit_code, ran(result)) == (0, [])
    assert told in result.stdout


# ---------------------------------------------------------------------------------------- --changed


def ran(result: Result) -> list[str]:
    return sorted(re.findall(r"\] \w+: \S+ \w+ (\w+),", result.stderr))


@pytest.fixture
def once(tmp_path: Path, notebooks: Path, make_report: MakeReport) -> Path:
    """Two notebooks that have been run, of a report that may be changed; the folder of the
    report."""
    reports_dir = make_report()
    assert call(tmp_path, "01_fine", "04_chart", reports_dir=reports_dir).exit_code == 0
    return reports_dir


def again(tmp_path: Path, once: Path, *arguments: str) -> Result:
    return call(tmp_path, "01_fine", "04_chart", "--changed", *arguments, reports_dir=once)


def test_where_nothing_has_changed_nothing_runs_and_it_is_said(tmp_path: Path, once: Path) -> None:
    result = again(tmp_path, once)
    assert (result.exit_code, ran(result)) == (0, [])
    assert "unchanged  2 notebooks: nothing to run" in result.stdout


def test_a_changed_notebook_runs_again_and_no_other(
    tmp_path: Path, once: Path, notebooks: Path
) -> None:
    notebook = notebooks / "01_fine.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("print(", "print(1, "), encoding="utf-8"
    )
    assert ran(again(tmp_path, once)) == ["01_fine"]


def test_other_parameters_run_the_notebooks_that_take_them(tmp_path: Path, once: Path) -> None:
    assert ran(again(tmp_path, once, "-p", "place", "莱城区")) == ["01_fine", "04_chart"]


def test_a_changed_report_runs_again(tmp_path: Path, once: Path) -> None:
    with (once / "copy" / "facts.csv").open("a", encoding="utf-8") as facts:
        facts.write("\n")
    assert ran(again(tmp_path, once)) == ["01_fine", "04_chart"]


@pytest.mark.parametrize(
    "damage", [lambda path: path.unlink(), lambda path: path.write_text("edited by hand")]
)
@pytest.mark.parametrize("name", ["unfiled.png", "04_chart.ipynb"])
def test_a_result_that_was_lost_or_edited_is_made_again(
    tmp_path: Path, once: Path, name: str, damage: Callable[[Path], object]
) -> None:
    [result] = tmp_path.glob(f"[bf]*/copy/en/{name}")
    before = result.read_bytes()
    damage(result)
    assert ran(again(tmp_path, once)) == ["04_chart"]
    assert result.read_bytes() == before


def test_other_libraries_or_another_package_run_everything(
    tmp_path: Path, once: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "more" / "new_library-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "more")
    assert ran(again(tmp_path, once)) == ["01_fine", "04_chart"]
    monkeypatch.setattr(receipts, "PACKAGE_DIR", tmp_path / "more")
    assert ran(again(tmp_path, once)) == ["01_fine", "04_chart"]


@pytest.mark.usefixtures("notebooks")
def test_what_failed_runs_again_though_nothing_has_changed(tmp_path: Path) -> None:
    call(tmp_path, "01_fine", "02_broken")
    assert ran(call(tmp_path, "01_fine", "02_broken", "--changed")) == ["02_broken"]


@pytest.mark.usefixtures("notebooks")
def test_a_finding_stays_a_finding_though_nothing_has_changed(
    tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir = make_report(claims=CLAIMS.replace("inconsistent,", "consistent,", 1))
    call(tmp_path, "03_verdicts", reports_dir=reports_dir)
    result = call(tmp_path, "03_verdicts", "--changed", reports_dir=reports_dir)
    assert (result.exit_code, ran(result)) == (1, [])
    assert "not expected: copy en 03_verdicts" in result.stderr


# ------------------------------------------------------------------------------ what is shown of it


@pytest.mark.parametrize(
    "damage", [lambda path: path.unlink(), lambda path: path.write_text("edited by hand")]
)
@pytest.mark.parametrize(
    "name",
    ["build/copy/en/01_fine.html", "build/index.html", "build/index.en.html", "figures/README.md"],
)
def test_a_page_that_was_lost_or_edited_is_written_again_though_nothing_runs(
    tmp_path: Path, once: Path, name: str, damage: Callable[[Path], object]
) -> None:
    before = (tmp_path / name).read_bytes()
    damage(tmp_path / name)
    assert ran(again(tmp_path, once)) == []
    shown = (tmp_path / name).read_bytes()
    assert (shown, again(tmp_path, once).stdout.count("pages")) == (before, 0)


def test_pages_that_were_never_written_are_written_though_nothing_runs(
    tmp_path: Path, once: Path
) -> None:
    """As after a disk that was full, or after a kill."""
    pages = sorted((tmp_path / "build").rglob("*.html"))
    for path in [*pages, tmp_path / "build" / ".pages.json", tmp_path / "build" / "run.json"]:
        path.unlink()
    assert ran(again(tmp_path, once)) == []
    assert sorted((tmp_path / "build").rglob("*.html")) == pages


def test_another_start_up_file_of_ipython_runs_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_report: MakeReport, notebooks: Path
) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    monkeypatch.setenv("IPYTHONDIR", str(startup.parents[1]))
    reports_dir = make_report()
    call(tmp_path, "01_fine", reports_dir=reports_dir)
    (startup / "10-mine.py").write_text("mine = 1", encoding="utf-8")
    assert ran(call(tmp_path, "01_fine", "--changed", reports_dir=reports_dir)) == ["01_fine"]


def test_a_rerun_of_some_notebooks_takes_no_other_from_the_index(
    tmp_path: Path, once: Path
) -> None:
    assert call(tmp_path, "01_fine", reports_dir=once).exit_code == 0
    index = (tmp_path / "build" / "index.en.html").read_text(encoding="utf-8")
    assert "copy/en/01_fine.html" in index
    assert "copy/en/04_chart.html" in index


@pytest.mark.usefixtures("notebooks")
def test_a_selection_goes_to_a_folder_of_its_own_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rerun, "OUTPUT_DIR", tmp_path / "build")
    options = ["--language", "en", "--notebook", "04_chart", "-p", "place", "[莱城, 2/3]"]
    result = CliRunner().invoke(app, ["rerun", *options])
    [folder] = (tmp_path / "build").iterdir()
    assert folder.name.startswith("place=莱城,2_3-")
    assert f"notebooks  {folder}\n" in result.stdout
    assert f"charts     {folder / 'figures'} (3 files)" in result.stdout
    assert (folder / "figures" / "laicheng-2016" / "en" / "unfiled.png").exists()


# -------------------------------------------------------------------------------------- from Python


@pytest.mark.usefixtures("notebooks")
def test_a_rerun_from_python_tells_each_outcome_as_it_ends(tmp_path: Path) -> None:
    told: list[rerun.Outcome] = []
    result = rerun.rerun(
        languages=["en"],
        notebooks=["01_fine", "02_broken"],
        parameters={"place": "莱城区"},
        figures_dir=tmp_path / "figures",
        output_dir=tmp_path / "build",
        on_done=told.append,
    )
    assert [outcome.outcome for outcome in result.outcomes] == ["ok", "failed"]
    assert sorted(str(outcome.run) for outcome in told) == [str(o.run) for o in result.outcomes]
    assert [outcome.run.notebook for outcome in result.failed] == ["02_broken"]


@pytest.mark.usefixtures("notebooks")
def test_an_interrupt_from_python_tells_how_far_it_got(tmp_path: Path) -> None:
    def stop(outcome: rerun.Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(rerun.Interrupted) as caught:
        rerun.rerun(
            notebooks=["01_fine"], jobs=1, output_dir=tmp_path, figures_dir=tmp_path, on_done=stop
        )
    assert caught.value.result.planned == 2
    assert len(caught.value.result.outcomes) < 2


@pytest.mark.parametrize("command", ["laicheng_data.cli", "laicheng_data.running.session"])
def test_what_has_not_changed_is_found_without_the_slow_libraries(command: str) -> None:
    slow = {"pandas", "matplotlib", "papermill", "nbformat", "pydantic", "jupyter_client"}
    code = f"import sys, {command}; print({slow} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_pages_wait_for_no_grammar_of_addresses() -> None:
    code = "import sys, laicheng_data.pages.publishing; print('rfc3987_syntax' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_what_changes_in_a_report_that_is_named_makes_the_result_stale(tmp_path: Path) -> None:
    texts = {
        "ours": {"claims.csv": "up,growth,rate,now last-2015:rate,stated,consistent,\n"},
        "last-2015": {"datapackage.json": '{"previous": "first-2014"}', "facts.csv": "rate"},
        "first-2014": {"facts.csv": "rate"},
        "other": {"facts.csv": "rate"},
    }
    for name, files in texts.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
    run = rerun.Run("01_fine", "ours", "en", {"reports_dir": str(tmp_path)}, tmp_path / "n.ipynb")

    def inputs_after(name: str) -> list[str]:
        (tmp_path / name / "facts.csv").write_text(f"{name} was mended")
        return inputs_of([run])

    before = inputs_of([run])
    assert inputs_after("other") == before
    assert len({before[0], *inputs_after("last-2015"), *inputs_after("first-2014")}) == 3


# ------------------------------------------------------------------------------------- many reports


@pytest.mark.usefixtures("notebooks")
def test_a_faulty_report_stops_no_other_of_its_folder(
    tmp_path: Path, make_report: MakeReport
) -> None:
    make_report("sound")
    reports_dir = make_report("unsound", claims=CLAIMS.replace("share", "shape", 1))
    result = call(tmp_path, "01_fine", "03_verdicts", reports_dir=reports_dir)
    assert result.exit_code == 3
    assert "ok: sound en 03_verdicts" in result.stderr
    assert "failed: unsound en 01_fine and 1 more of this report: report unsound" in result.stderr
    assert not (tmp_path / "build" / "unsound").exists()


@pytest.mark.usefixtures("notebooks")
def test_a_faulty_report_that_is_named_is_a_wrong_call(
    tmp_path: Path, make_report: MakeReport
) -> None:
    make_report("sound")
    reports_dir = make_report("unsound", claims=CLAIMS.replace("share", "shape", 1))
    result = call(
        tmp_path, "01_fine", "--report", "sound", "--report", "unsound", reports_dir=reports_dir
    )
    assert result.exit_code == 2
    assert "claims.csv, row 2, column kind" in result.stderr
    assert not (tmp_path / "build").exists()


# -------------------------------------------------------------------------------------- wrong calls


@pytest.mark.usefixtures("notebooks")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-p", "place", "a", "-p", "place", "b"], "parameter 'place' is given more than once"),
        (["-p", "plaice", "a"], "unknown parameter 'plaice'; did you mean place?"),
        (["--timeout", "0"], "--timeout"),
        (["--scheduler", "nonsense://"], "no scheduler answers at nonsense://"),
    ],
)
def test_a_wrong_call_starts_and_writes_nothing(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = call(tmp_path, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"notebooks"}


def test_notebooks_without_parameters_say_so(tmp_path: Path, notebooks: Path) -> None:
    for path in notebooks.parent.rglob("*.ipynb"):
        path.write_text(
            path.read_text(encoding="utf-8").replace('place: str = \\"\\"', ""), encoding="utf-8"
        )
    result = call(tmp_path, "01_fine", "-p", "place", "x")
    assert result.exit_code == 2
    assert "no parameter" in result.stderr

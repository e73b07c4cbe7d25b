import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from laicheng_data.cli import app
from laicheng_data.report import REPORTS_DIR, Report
from tests.conftest import MakeReport

CLAIMS = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
COLUMNS = """
    report claim_id kind basis verdict printed recomputed difference explained_by expect as_expected remark
""".split()


def laicheng(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_check_judges_every_claim_of_the_report(report: Report) -> None:
    result = laicheng("check", "--report", report.id)
    assert result.exit_code == 0
    assert [name for name in report.claims["claim_id"] if name not in result.stdout] == []


def test_a_script_can_read_the_verdicts_as_csv_and_as_json(report: Report) -> None:
    rows = list(csv.reader(io.StringIO(laicheng("check", "--report", report.id, "--format", "csv").stdout)))
    records = json.loads(laicheng("check", "--report", report.id, "--format", "json").stdout)
    assert rows[0] == list(records[0]) == COLUMNS
    assert len(rows) - 1 == len(records) == len(report.claims)


def test_a_verdict_that_nobody_expected_is_news(make_report: MakeReport) -> None:
    reports_dir = make_report(claims=CLAIMS.replace("inconsistent,", "consistent,", 1))
    result = laicheng("check", "--reports-dir", reports_dir)
    assert result.exit_code == 1
    assert "copy/2015-enterprise-listed-are-unfiled" in result.stderr


def test_a_report_that_is_not_there_is_a_wrong_call() -> None:
    result = laicheng("check", "--report", "laicheng-2061")
    assert result.exit_code == 2
    assert "did you mean laicheng-2016?" in result.stderr
    assert result.stdout == ""


def test_a_faulty_report_is_a_wrong_input_and_prints_no_verdict(make_report: MakeReport) -> None:
    result = laicheng("check", "--reports-dir", make_report(claims=CLAIMS.replace("share", "ratio", 1)))
    assert result.exit_code == 2
    assert "claims.csv, row 2, column kind" in result.stderr
    assert result.stdout == ""


def test_a_warning_goes_to_stderr_and_changes_no_exit_code(make_report: MakeReport) -> None:
    facts = (REPORTS_DIR / "laicheng-2016" / "facts.csv").read_text(encoding="utf-8")
    claims = CLAIMS.splitlines(keepends=True)[0]
    result = laicheng("check", "--reports-dir", make_report(facts=facts.replace(",5364,", ",7364,"), claims=claims))
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: report copy")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--notebook", "03_filing_trend"], "did you mean 03_filing_trends?"),
        (["--language", "fr"], "unknown language 'fr'; known: zh, en"),
        (["--report", "laicheng-2061"], "did you mean laicheng-2016?"),
        (["-p", "yaers", "[2015]"], "unknown parameter 'yaers'; did you mean years?"),
        (["-p", "years", "2015"], "parameter 'years': '2015' is not list[int]"),
        (["-p", "years", "[2015"], "is not list[int]"),
        (["-p", "report", "x"], "use --report"),
        (["--reports-dir", "nowhere"], "is no folder"),
        (["--jobs", "0"], "--jobs"),
        (["--unknown"], "--unknown"),
    ],
)
def test_a_wrong_rerun_is_refused_before_anything_runs(tmp_path: Path, arguments: list[str], message: str) -> None:
    folders = ["--output-dir", tmp_path / "build", "--figures-dir", tmp_path / "figures"]
    result = laicheng("rerun", *folders, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [[], ["check"], ["rerun"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    result = laicheng(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout

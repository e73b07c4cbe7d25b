import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from laicheng_data.cli import app
from laicheng_data.exits import INTERRUPTED, TERMINATED, exit_code
from laicheng_data.facts.report import REPORTS_DIR, Report, report_ids
from laicheng_data.paths import DOCUMENTS
from laicheng_data.running import session as rerun
from tests.conftest import MakeReport

CLAIMS = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
COLUMNS = """
    report claim_id kind basis verdict printed recomputed difference explained_by expect as_expected
    remark
""".split()


def laicheng(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_check_judges_every_claim_of_the_report(report: Report) -> None:
    result = laicheng("check", "--report", report.id)
    assert result.exit_code == 0
    assert [name for name in report.claims["claim_id"] if name not in result.stdout] == []


def test_a_script_can_read_the_verdicts_as_csv_and_as_json(report: Report) -> None:
    rows = list(
        csv.reader(io.StringIO(laicheng("check", "--report", report.id, "--format", "csv").stdout))
    )
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
    result = laicheng(
        "check", "--reports-dir", make_report(claims=CLAIMS.replace("share", "shares", 1))
    )
    assert result.exit_code == 2
    assert "claims.csv, row 2, column kind" in result.stderr
    assert result.stdout == ""


def test_a_warning_goes_to_stderr_and_changes_no_exit_code(make_report: MakeReport) -> None:
    facts = (REPORTS_DIR / "laicheng-2016" / "facts.csv").read_text(encoding="utf-8")
    claims = CLAIMS.splitlines(keepends=True)[0]
    result = laicheng(
        "check",
        "--reports-dir",
        make_report(facts=facts.replace(",5364,", ",7364,"), claims=claims),
    )
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
        (["-p", "years", "[true]"], "parameter 'years': '[true]' is not list[int]"),
        (["-p", "kinds", "enterprise"], "parameter 'kinds': 'enterprise' is not list[str]"),
        (["-p", "report", "x"], "use --report"),
        (["-p", "language", "en"], "use --language"),
        (["-p", "figures_dir", "x"], "use --figures-dir"),
        (["-p", "reports_dir", "x"], "use --reports-dir"),
        (["-p", "years"], "-p"),
        (["--reports-dir", "nowhere"], "is no folder"),
        (["--jobs", "0"], "--jobs"),
        (["--unknown"], "--unknown"),
    ],
)
def test_a_wrong_rerun_is_refused_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    started: list[object] = []
    monkeypatch.setattr(rerun, "execute", lambda *job: started.append(job))
    folders = ["--output-dir", tmp_path / "build", "--figures-dir", tmp_path / "figures"]
    result = laicheng("rerun", *folders, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert started == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [[], ["check"], ["rerun"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    result = laicheng(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_check_without_a_report_judges_every_report_of_the_package() -> None:
    result = laicheng("check", "--format", "csv")
    assert result.exit_code == 0
    assert {row["report"] for row in csv.DictReader(io.StringIO(result.stdout))} == set(
        report_ids()
    )


@pytest.mark.parametrize("arguments", [["--unknown"], ["--format", "xml"], ["--report"]])
def test_a_wrong_check_prints_no_verdict(arguments: list[str]) -> None:
    result = laicheng("check", *arguments)
    assert result.exit_code == 2
    assert arguments[0] in result.stderr
    assert result.stdout == ""


def test_one_faulty_report_keeps_the_others_from_being_judged(make_report: MakeReport) -> None:
    make_report("sound")
    result = laicheng(
        "check",
        "--reports-dir",
        make_report("unsound", claims=CLAIMS.replace("share", "shares", 1)),
    )
    assert result.exit_code == 2
    assert "report unsound" in result.stderr and "report sound" not in result.stderr
    assert result.stdout == ""


def installed(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("laicheng")), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8")


def test_the_installed_command_gives_a_script_what_it_needs_in_any_folder(
    tmp_path: Path, report: Report
) -> None:
    done = installed("check", "--report", report.id, "--format", "csv", cwd=tmp_path)
    assert done.returncode == 0
    assert [row["claim_id"] for row in csv.DictReader(io.StringIO(done.stdout))] == list(
        report.claims["claim_id"]
    )
    assert list(tmp_path.iterdir()) == []


def test_the_installed_command_refuses_a_wrong_call_without_a_traceback(tmp_path: Path) -> None:
    done = installed("rerun", "--report", "laicheng-2061", "--output-dir", "build", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean laicheng-2016?" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_deck_command_writes_all_documents_in_each_language(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["deck", "--figures-dir", str(tmp_path), "--language", "en"])
    assert result.exit_code == 0
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == sorted(DOCUMENTS)


@pytest.mark.parametrize("arguments", [["--report", "nowhere-1999"], ["--language", "fr"]])
def test_a_wrong_call_of_deck_writes_nothing(tmp_path: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["deck", "--figures-dir", str(tmp_path), *arguments])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def with_proposal(expect: str = "inconsistent") -> str:
    """The claims, one of them found by a machine; its verdict is another than it expects."""
    lines = CLAIMS.splitlines()
    return "\n".join(
        [lines[0], *lines[2:], lines[1].replace("stated,consistent,", f"proposed,{expect},?")]
    )


def test_a_proposal_is_judged_and_shown_apart_and_never_decides(make_report: MakeReport) -> None:
    result = laicheng("check", "--reports-dir", make_report(claims=with_proposal()))
    assert result.exit_code == 0
    assert "copy: proposed, not confirmed" in result.stdout
    assert (
        "report copy: 1 proposed claim waits for a curator (2013-enterprise-filing" in result.stderr
    )


def test_a_percentage_that_no_claim_results_in_is_named(make_report: MakeReport) -> None:
    claims = "\n".join([CLAIMS.splitlines()[0], *CLAIMS.splitlines()[2:]])
    result = laicheng("check", "--reports-dir", make_report(claims=claims))
    assert result.exit_code == 0
    assert "1 printed percentage is the result of no claim (2013-enterprise-fil" in result.stderr


def test_numbers_beyond_a_machine_word_are_judged_and_printed(make_report: MakeReport) -> None:
    facts = (REPORTS_DIR / "laicheng-2016" / "facts.csv").read_text(encoding="utf-8")
    large = "9" * 30
    reports_dir = make_report(facts=facts.replace(",4650,", f",{large},"))
    assert laicheng("check", "--reports-dir", reports_dir).exit_code == 1
    for form in ("json", "csv"):
        result = laicheng("check", "--reports-dir", reports_dir, "--format", form)
        assert result.exit_code == 1
        assert str(int(large) - 4650) in result.stdout


def test_a_folder_without_a_readable_card_turns_no_check_green(make_report: MakeReport) -> None:
    make_report("sound")
    card = make_report() / "copy" / "datapackage.json"
    card.rename(card.with_suffix(".JSON"))
    result = laicheng("check", "--reports-dir", card.parent.parent)
    assert result.exit_code == 2
    assert "report copy" in result.stderr


@pytest.mark.parametrize(
    ("raised", "code"), [(SystemExit(TERMINATED), TERMINATED), (KeyboardInterrupt(), INTERRUPTED)]
)
def test_a_signal_that_comes_while_a_class_is_made_is_no_fault(
    raised: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupting:
        def __set_name__(self, owner: type, name: str) -> None:
            raise RuntimeError("Error calling __set_name__") from raised

    assert exit_code(lambda: type("Made", (), {"attribute": Interrupting()})) == code
    assert capsys.readouterr().err == ""

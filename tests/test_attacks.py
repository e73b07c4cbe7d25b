"""What was tried against the project, by the number of the list in docs/reliability.md.

A traceback is always a fault; so is an exit code 1 that no finding caused.
"""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from laicheng_data.charts.export import csv_bytes
from laicheng_data.cli import app
from laicheng_data.facts.report import REPORTS_DIR, TABLES
from laicheng_data.storage import digest, read_file
from laicheng_data.tables.spreadsheet import csv_text
from laicheng_data.terminal import one_line, printable
from tests.conftest import MakeReport

ROOT = Path(__file__).parents[1]
LAICHENG = str(Path(sys.executable).with_name("laicheng"))
PICTURE = ROOT / "figures" / "laicheng-2016" / "zh" / "unfiled.png"
on_unix = pytest.mark.skipif(os.name == "nt", reason="pipes, devices and shells of Linux and macOS")


def shell(command: str, **options: object) -> subprocess.CompletedProcess[str]:
    """What becomes of a line of shell in which `laicheng` is the installed command."""
    line = ["bash", "-c", f'laicheng() {{ "{LAICHENG}" "$@"; }}; {command}']
    return subprocess.run(line, capture_output=True, encoding="utf-8", timeout=60, **options)  # type: ignore[call-overload]


# 9. Streams and folders that are not what they should be


@on_unix
@pytest.mark.parametrize(
    "command",
    [
        "check --report china-2014",
        "check --report china-2014 --format csv",
        "--help",
        f"where {PICTURE}",
    ],
)
@pytest.mark.parametrize(
    ("stdout", "code"), [(">&-", 0), (">/dev/full", 3), ("2>&-", 0), ("2>/dev/full", 0)]
)
def test_9_a_stream_that_takes_nothing_ends_in_no_traceback(
    command: str, stdout: str, code: int
) -> None:
    done = shell(f"laicheng {command} {stdout}")
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert ("could not be written" in done.stderr) == (stdout == ">/dev/full")


@on_unix
@pytest.mark.parametrize("command", ["check --report china-2014", "--help"])
def test_9_a_reader_who_has_seen_enough_does_not_change_the_exit_code(command: str) -> None:
    done = shell(f"(sleep 0.1; laicheng {command}; echo $? >&2) | true")
    assert done.stderr == "0\n"


@on_unix
def test_9_a_file_takes_no_stream_s_place() -> None:
    done = shell("laicheng check --report laicheng-2016 <&- >&- 2>&-; echo $?")
    assert done.stdout == "0\n"


def test_9_what_the_terminal_cannot_show_is_written_out() -> None:
    done = shell("PYTHONIOENCODING=latin-1 laicheng check --report laicheng-2016")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_9_data_leave_as_utf_8_whatever_the_terminal_speaks(form: str) -> None:
    done = [
        shell(f"PYTHONIOENCODING={name} laicheng check --report china-2014 --format {form}")
        for name in ("utf-8", "latin-1", "ascii")
    ]
    assert {(each.returncode, each.stdout) for each in done} == {(0, done[0].stdout)}


@on_unix
def test_9_a_working_directory_may_have_been_removed(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    done = shell(
        "rmdir ../gone && laicheng check --report china-2014 && laicheng where x",
        cwd=tmp_path / "gone",
    )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert done.stderr == "cannot read x: No such file or directory\n"


# 12. Only regular files are opened


def calls(file: Path, reports_dir: Path) -> list[list[str]]:
    """A call of each command that reads the file, which is a picture, a source or a table."""
    reports = ["--reports-dir", str(reports_dir)]
    return [
        ["where", str(file), *reports],
        ["trace", str(file), "--report", "copy", *reports],
        ["new", "fresh", "--source", str(file), *reports],
    ]


def refusals(file: Path, reports_dir: Path) -> list[tuple[int, str, str]]:
    """The exit code, results and messages of each of these calls."""
    results = (CliRunner().invoke(app, call) for call in calls(file, reports_dir))
    return [(result.exit_code, result.stdout, result.stderr) for result in results]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path)


@on_unix
@pytest.mark.parametrize("suffix", [".txt", ".html", ".png"])
@pytest.mark.parametrize("make", [pipe, device, loop, Path.mkdir])
def test_12_an_input_that_is_no_regular_file_is_named_and_not_read(
    make_report: MakeReport, make: object, suffix: str
) -> None:
    reports_dir = make_report()
    file = reports_dir.parent / f"input{suffix}"
    make(file)  # type: ignore[operator]
    for code, results, messages in refusals(file, reports_dir):
        assert (code, results) == (2, "")
        assert str(file) in messages and messages.count("\n") == 1
    assert not (reports_dir / "fresh").exists()


@on_unix
@pytest.mark.parametrize("name", [*TABLES, "datapackage.json"])
@pytest.mark.parametrize("make", [pipe, device, loop, Path.mkdir])
def test_12_a_table_that_is_no_regular_file_is_named_and_not_read(
    make_report: MakeReport, make: object, name: str
) -> None:
    reports_dir = make_report()
    (reports_dir / "copy" / name).unlink()
    make(reports_dir / "copy" / name)  # type: ignore[operator]
    call = ["check", "--report", "copy", "--reports-dir", str(reports_dir)]
    result = CliRunner().invoke(app, call)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{name}: cannot be read (" in result.stderr


@on_unix
def test_12_a_file_too_large_to_be_an_input_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(10**13)
    with pytest.raises(OSError, match="larger than 500 MB"):
        read_file(tmp_path / "sparse")


@on_unix
def test_12_a_pipe_has_no_digest(tmp_path: Path) -> None:
    pipe(tmp_path / "pipe")
    assert digest(tmp_path / "pipe") == ""


# 15. What an input holds reaches a terminal as text, and a spreadsheet as text

STEERING = [
    "\x1b[2J",
    "\x9b31m",
    "\u202e",
    "\u2066",
    "\r",
    "\x00",
    "\u2028",
    "\ud800",
    "\U000e0041",
]


@pytest.mark.parametrize("sequence", STEERING)
def test_15_what_could_steer_a_terminal_is_written_out(sequence: str) -> None:
    shown = printable(f"农民{sequence}专业\n合作社")
    assert shown.startswith("农民\\u") and shown.endswith("专业\n合作社")
    assert json.loads(f'"{one_line(sequence)}"') == sequence


def test_15_what_is_text_stays_as_it_is() -> None:
    text = "农民专业合作社\t83.14% – “好” 𬭎 ＋１ ɸ\n"
    assert printable(text) == text


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("sequence", ["\x9b31m", "\u202e", "\u2028"])
def test_15_a_remark_steers_no_terminal(make_report: MakeReport, sequence: str, form: str) -> None:
    claims = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
    header, first, *rest = claims.splitlines()
    lines = [header, first.rsplit(",", 1)[0] + f",x{sequence}y", *rest]
    reports_dir = make_report(claims="\n".join(lines) + "\n")
    result = CliRunner().invoke(app, ["check", "--reports-dir", str(reports_dir), "--format", form])
    assert result.exit_code == 0
    assert sequence not in result.output
    if form == "json":
        assert f"x{sequence}y" in {row["remark"] for row in json.loads(result.stdout)}


def test_15_a_wrong_call_steers_no_terminal_either() -> None:
    for call in (["\x1b[31mcheck"], ["check", "--report", "\x1b[31m"], ["where", "\x1b]0;x\x07"]):
        result = CliRunner().invoke(app, call, color=True)
        assert result.exit_code == 2
        assert "\x1b" not in result.output


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1"])
def test_15_verdicts_are_as_safe_in_a_spreadsheet_as_the_numbers_of_a_chart(cell: str) -> None:
    table = pd.DataFrame({"remark": [cell, "-5.0%"]})
    [_, [formula], [number]] = csv.reader(io.StringIO(csv_text(table)))
    assert (formula, number) == (f"'{cell}", "-5.0%")
    assert csv_bytes(table).decode("utf-8-sig") == csv_text(table)


@pytest.mark.parametrize("command", [["check"], ["trace", "source.txt", "--report", "copy"]])
def test_15_no_cell_that_is_printed_runs_as_a_formula(
    make_report: MakeReport, tmp_path: Path, command: list[str]
) -> None:
    claims = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
    header, first, *rest = claims.splitlines()
    lines = [header, first.rsplit(",", 1)[0] + ",=1+1", *rest]
    reports_dir = make_report(claims="\n".join(lines) + "\n")
    title = json.loads((reports_dir / "copy" / "datapackage.json").read_text("utf-8"))["title"]
    (tmp_path / "source.txt").write_text(f"{title}\n=1+1\n", encoding="utf-8")
    command = [str(tmp_path / name) if name == "source.txt" else name for name in command]
    call = [*command, "--reports-dir", str(reports_dir), "--format", "csv"]
    rows = list(csv.reader(io.StringIO(CliRunner().invoke(app, call).stdout)))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
    assert "'=1+1" in cells

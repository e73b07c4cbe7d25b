"""What was tried against the project, by the number of the list in docs/reliability.md.

A traceback is always a fault; so is an exit code 1 that no finding caused.
"""

import csv
import io
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from zlib import compress, crc32

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from laicheng_data.charts.export import csv_bytes
from laicheng_data.charts.provenance import NO_FORMAT, where
from laicheng_data.charts.record import SVG
from laicheng_data.cli import app
from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.drafting.omissions import number_spans
from laicheng_data.facts.faults import MOST_FAULTS_SHOWN, Nearest
from laicheng_data.facts.report import REPORTS_DIR, TABLES
from laicheng_data.facts.sources.source import read_text
from laicheng_data.running import scratch
from laicheng_data.storage import digest, read_file
from laicheng_data.tables.spreadsheet import csv_text
from laicheng_data.terminal import one_line, printable
from tests.conftest import MakeReport

ROOT = Path(__file__).parents[1]
LAICHENG = str(Path(sys.executable).with_name("laicheng"))
PICTURE = ROOT / "figures" / "laicheng-2016" / "zh" / "unfiled.png"
RELIABILITY = ["reliability.md", "reliability.zh-CN.md"]
on_unix = pytest.mark.skipif(os.name == "nt", reason="pipes, devices and shells of Linux and macOS")


def shell(command: str, **options: object) -> subprocess.CompletedProcess[str]:
    """What becomes of a line of shell in which `laicheng` is the installed command."""
    line = ["bash", "-c", f'laicheng() {{ "{LAICHENG}" "$@"; }}; {command}']
    return subprocess.run(  # type: ignore[call-overload]
        line, capture_output=True, encoding="utf-8", timeout=60, **options
    )


# 3. `where` vouches for nothing that it has not compared


def resaved(path: Path, picture: Image.Image | None = None, **changed: str) -> Path:
    """The picture once more as another PNG, with other words in its record or other pixels."""
    with Image.open(PICTURE) as kept:
        text = PngInfo()
        for key, value in ({str(k): v for k, v in kept.info.items()} | changed).items():
            text.add_itxt(key, str(value))
        (picture or kept).save(path, "png", pnginfo=text)
    return path


def rewritten(path: Path, **changed: str) -> Path:
    """The same picture as SVG, with other words in its record."""
    root = ElementTree.fromstring(PICTURE.with_suffix(".svg").read_bytes())
    kept = root.find(f"{SVG}metadata[@id='record']")
    assert kept is not None
    kept.text = json.dumps(json.loads(str(kept.text)) | changed)
    path.write_bytes(ElementTree.tostring(root))
    return path


def asked(file: Path) -> tuple[int, str]:
    """The exit code of `where` and its first line; it says nothing on stderr."""
    result = CliRunner().invoke(app, ["where", str(file)])
    assert result.stderr == ""
    return result.exit_code, result.stdout.splitlines()[0]


FRESH, STALE, UNKNOWN = (0, "status   fresh"), (1, "status   stale"), (1, "status   unknown")


def test_3_a_picture_saved_anew_by_somebody_else_is_fresh(tmp_path: Path) -> None:
    assert asked(resaved(tmp_path / "a.png")) == FRESH
    assert asked(rewritten(tmp_path / "a.svg")) == FRESH


@pytest.mark.parametrize("make", [resaved, rewritten])
@pytest.mark.parametrize("field", ["Title", "Description", "Source"])
def test_3_a_record_with_true_numbers_and_other_words_is_not_fresh(
    tmp_path: Path, make: Callable[..., Path], field: str
) -> None:
    lie = make(tmp_path / "lie", **{field: "99% filed"})
    assert asked(lie) == STALE
    assert f"{field.lower()} was: 99% filed" in where(lie).details


@pytest.mark.parametrize("make", [resaved, rewritten])
def test_3_a_record_whose_hash_is_not_that_of_its_data_makes_no_sense(
    tmp_path: Path, make: Callable[..., Path]
) -> None:
    assert asked(make(tmp_path / "lie", **{"Data-SHA256": "0" * 64})) == UNKNOWN


def altered() -> Iterator[Image.Image]:
    """A red picture, one with a figure painted over, and one that nobody can see."""
    with Image.open(PICTURE) as picture:
        true = picture.convert("RGB")
    yield Image.new("RGB", true.size, "red")
    painted = true.copy()
    dark = np.argwhere(np.asarray(true.convert("L")) < 100)
    top, left = map(int, dark[len(dark) // 2])
    painted.paste("white", (left - 12, top - 12, left + 12, top + 12))
    yield painted
    yield Image.merge("RGBA", (*true.split(), Image.new("L", true.size, 0)))


def test_3_pixels_other_than_those_of_the_record_are_not_fresh(tmp_path: Path) -> None:
    for picture in altered():
        assert asked(resaved(tmp_path / "a.png", picture)) == STALE


def test_3_a_drawing_other_than_that_of_the_record_is_not_fresh(tmp_path: Path) -> None:
    drawing = PICTURE.with_suffix(".svg").read_text(encoding="utf-8")
    path = tmp_path / "a.svg"
    for part in ('<rect width="900" height="900" fill="red"/></svg>', "<script/></svg>"):
        path.write_text(drawing.replace("</svg>", part), encoding="utf-8")
        assert asked(path) == STALE
    path.write_text(re.sub(r"(?<=d=\"M )\d+", "1", drawing, count=1), encoding="utf-8")
    assert asked(path) == STALE


def test_3_a_picture_of_another_size_is_said_not_to_be_compared(tmp_path: Path) -> None:
    assert asked(resaved(tmp_path / "a.png", Image.new("RGB", (100, 100), "red"))) == UNKNOWN
    assert where(tmp_path / "a.png").details == (NO_FORMAT,)


@pytest.mark.parametrize("make", [resaved, rewritten])
def test_3_nothing_in_a_record_can_pass_for_a_line_of_the_answer(
    tmp_path: Path, make: Callable[..., Path]
) -> None:
    lie = "a\nstatus   fresh\r\x1b[2Astatus   fresh\u2028status   fresh"
    for field in ("Title", "Source", "Report", "Chart", "Language", "Selection"):
        result = CliRunner().invoke(app, ["where", str(make(tmp_path / "lie", **{field: lie}))])
        lines = result.stdout.splitlines()
        assert result.exit_code == 1
        assert [line for line in lines if line.startswith("status")] == lines[:1]
        assert "\x1b" not in result.output


# 9. Pictures that are traps


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(kind + content))
    )


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = compress(bytes(10_000_000), 9)
    parts = (chunk(b"IHDR", header), *chunks, chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def svg_record(text: str) -> bytes:
    record = f"<metadata id='record'>{text}</metadata>"
    return f"<svg xmlns='http://www.w3.org/2000/svg'>{record}</svg>".encode()


TEXT_BOMB = b"Title\0\1\0\0\0" + compress(bytes(100_000_000), 9)
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
TRAPS = {
    "picture that fills the memory": png(30_000, 30_000),
    "picture at the limit of the library": png(10_000, 10_000),
    "text that fills the memory": png(10, 10, chunk(b"iTXt", TEXT_BOMB)),
    "json nested deeply": svg_record("[" * 100_000),
    "json of one number": svg_record("1" * 10_000),
    "json of something else": svg_record("[1, 2]"),
    "unknown encoding": b"<?xml version='1.0' encoding='ebcdic-klingon'?><svg/>",
    "encoding that is none": b"<?xml version='1.0' encoding='hex'?><svg/>",
    "entities": f'<!DOCTYPE svg [<!ENTITY e0 "lol">{ENTITIES}]><svg>&e9;</svg>'.encode(),
    "elements nested deeply": b"<a>" * 300_000 + b"</a>" * 300_000,
    "elements nested without end": b"<a>" * 1_000_000,
}


@pytest.mark.parametrize("trap", TRAPS)
def test_9_a_picture_that_is_a_trap_is_unknown(tmp_path: Path, trap: str) -> None:
    (tmp_path / "trap").write_bytes(TRAPS[trap])
    assert asked(tmp_path / "trap") == UNKNOWN


@pytest.mark.parametrize("field", ["Title", "Report", "Chart", "Language", "Selection", "Data"])
@pytest.mark.parametrize("value", ["\ud800", "[" * 100_000, "", "1" * 5_001, "{}"])
def test_9_a_record_that_is_a_trap_is_not_fresh(tmp_path: Path, field: str, value: str) -> None:
    assert asked(rewritten(tmp_path / "a.svg", **{field: value}))[0] == 1


@pytest.mark.parametrize(
    "selection", ['{"years": [1e400]}', '{"years": [true], "kinds": []}', '{"years": [' + "9" * 400]
)
def test_9_a_selection_that_is_none_makes_no_sense(tmp_path: Path, selection: str) -> None:
    assert asked(rewritten(tmp_path / "a.svg", Selection=selection)) == UNKNOWN


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


# 5 and 9. As a user who may not do everything

OTHER_USER = "setpriv --reuid 65534 --clear-groups --inh-caps=+dac_override "
OTHER_USER += "--ambient-caps=+dac_override"  # it may read this checkout
NO_RIGHTS = "setpriv --bounding-set=-all --inh-caps=-all"
as_anybody = pytest.mark.skipif(
    os.name == "nt" or (os.getuid() == 0 and not shutil.which("setpriv")),
    reason="root has every right, and needs setpriv to give them up",
)


def as_user(rights: str) -> str:
    """What stands before a command that is to run without the rights of root."""
    return "" if os.getuid() else rights


@as_anybody
def test_5_a_folder_that_may_not_be_read_is_a_fault_of_the_input(make_report: MakeReport) -> None:
    reports_dir = make_report()
    (reports_dir / "copy").chmod(0)
    done = shell(f'{as_user(NO_RIGHTS)} "{LAICHENG}" check --reports-dir "{reports_dir}"')
    (reports_dir / "copy").chmod(0o755)
    assert (done.returncode, done.stdout) == (2, "")
    assert "report copy: facts.csv: cannot be read (Permission denied)" in done.stderr


@as_anybody
@pytest.mark.parametrize(
    ("command", "codes"),
    [("check --report china-2014", {0}), ("rerun --language en --notebook 01_the_report", {0, 3})],
)
def test_9_where_hardly_a_process_may_be_started_nothing_ends_in_a_traceback(
    tmp_path: Path, command: str, codes: set[int]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777)
    folders = f"--output-dir {home}/build --figures-dir {home}/figures" * command.count("rerun")
    call = f'ulimit -u 8; exec "{LAICHENG}" {command} {folders}'
    done = shell(f"HOME={home} {as_user(OTHER_USER)} bash -c '{call}'")
    assert done.returncode in codes and "Traceback" not in done.stderr


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


@pytest.mark.parametrize("piece", ["9", "a", "9.", "a-", "a@"])
def test_12_a_long_run_of_letters_or_digits_does_not_hold_up_a_draft(piece: str) -> None:
    """Looked at anew from each of its characters, a run of 30,000 would take more than a minute."""
    found = list(number_spans(piece * 30_000))
    assert all(one.end <= following.start for one, following in pairwise(found))


CHINESE = ["2019年工作情况报告", "2019年受理案件{}件，办结900件，办结率91.25%。"]
ENGLISH = ["Annual report 2019", "In 2019 the council received {} requests, up 5% on 2018. "]


@pytest.mark.parametrize(("title", "sentence"), [CHINESE, ENGLISH])
def test_12_a_whole_report_in_one_line_does_not_hold_up_a_draft(
    tmp_path: Path, title: str, sentence: str
) -> None:
    """Looked at anew for each of its numbers, a line of 400 such sentences took minutes."""
    line = "".join(sentence.format(1000 + n) for n in range(400))
    made = draft("in-one-line", read_text([title, line]), tmp_path)
    assert made.facts >= 800 and not made.undated


def test_12_a_table_of_hundreds_of_columns_does_not_hold_up_a_draft(tmp_path: Path) -> None:
    """Titles put together anew for each of its numbers, such a table took half a minute."""
    rows = ["\t".join(["事项", *(f"第{n}项" for n in range(300))])]
    rows += ["\t".join([name, *map(str, range(1000, 1300))]) for name in ("甲", "乙", "丙")]
    assert draft("wide", read_text(["2019年统计公报", *rows]), tmp_path).facts == 900


def test_12_of_a_thousand_misspelt_names_the_first_few_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []

    def compare(name: str, *_: object, **__: object) -> list[str]:
        compared.append(name)
        return []

    monkeypatch.setattr("difflib.get_close_matches", compare)
    nearest = Nearest([f"fact-{n}" for n in range(1000)], "mend it")
    assert {nearest(f"misspelt-{n}") for n in range(1000)} == {"mend it"}
    assert 0 < len(compared) <= MOST_FAULTS_SHOWN


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


# 10. Ctrl-C at any moment


def test_10_ctrl_c_ends_a_check_as_shells_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("laicheng_data.facts.report.load_report", interrupted)
    result = CliRunner().invoke(app, ["check"])
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.strip() == "interrupted"


@on_unix
def test_10_ctrl_c_while_the_command_is_loaded_ends_it_as_silently() -> None:
    code = "import os, signal, laicheng_data.__main__; os.kill(os.getpid(), signal.SIGINT)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


# 13. Folders for sockets


@on_unix
def test_13_the_folder_for_sockets_is_short_whatever_tmpdir_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("a-long-name-" * 8)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    folder = scratch.private_folder.__wrapped__()
    assert len(os.fsencode(folder)) <= scratch.LONGEST
    assert folder.stat().st_mode & 0o077 == 0


@on_unix
def test_13_what_a_killed_process_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    for name in ("laicheng-left", "laicheng-held", "laicheng-new", "laicheng-other", "mine"):
        (tmp_path / name).mkdir()
        if name != "laicheng-other":
            (tmp_path / name / "in-use").touch()
        if name != "laicheng-new":
            os.utime(tmp_path / name, (0, 0))
    fcntl = pytest.importorskip("fcntl")
    with (tmp_path / "laicheng-held" / "in-use").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        scratch.clear_leftovers(tmp_path)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["laicheng-held", "laicheng-new", "laicheng-other", "mine"]


# The page that names these tests


@pytest.mark.parametrize("page", RELIABILITY)
def test_each_promise_of_the_page_on_reliability_has_its_test(page: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (ROOT / "docs" / page).read_text("utf-8"))
    absent = [
        test
        for file, test in named
        if f"def {test}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
    ]
    assert named and absent == []


def test_both_pages_on_reliability_promise_the_same() -> None:
    pages = [(ROOT / "docs" / name).read_text("utf-8") for name in RELIABILITY]
    first, second = (re.findall(r"`(test_\w+\.py::test_\w+)`", page) for page in pages)
    assert first == second

"""Whatever happens to a rerun: files stay whole, no kernel is left over, and the next run
succeeds."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from laicheng_data.running.engine import MOST_PRINTED

if os.name == "nt":
    pytest.skip("signals and mounts of Linux and macOS", allow_module_level=True)

PARAMETERS = 'report: str = ""\nlanguage: str = ""\nfigures_dir: str = ""'
COMMAND = """
import sys
from pathlib import Path
from laicheng_data.running import plan
from laicheng_data.cli import app
plan.NOTEBOOKS_DIR = Path(sys.argv.pop(1))
app()
"""
PAGE = """
from laicheng_data.notebook.page import Page
page = Page(report, language, '', figures_dir)
page.chart('unfiled')
"""
SIZE = 1_000_000
WRITES = f"""
from pathlib import Path
from laicheng_data.storage import write_whole
for turn in range(30):
    content = bytes([65 + turn % 26]) * {SIZE}
    write_whole({{Path(figures_dir) / name: content for name in ("a.bin", "b.bin")}})
"""
HANGS = """
from pathlib import Path
Path(figures_dir).mkdir()
Path(figures_dir, 'begun').touch()
while True: pass
"""


@dataclass
class Place:
    """A folder with one notebook, and all processes that a rerun of it has started, known by a
    mark."""

    folder: Path
    mark: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        self.figures, self.build = self.folder / "figures", self.folder / "build"
        (self.folder / "notebooks" / "en").mkdir(parents=True)

    def write(self, source: str) -> None:
        cells = [
            new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
            new_code_cell(source),
        ]
        kernel = {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        }
        nbformat.write(
            new_notebook(cells=cells, metadata=kernel),
            self.folder / "notebooks" / "en" / "01_cell.ipynb",
        )

    def start(self, source: str, *options: str) -> subprocess.Popen[str]:
        self.write(source)
        folders = ["--figures-dir", str(self.figures), "--output-dir", str(self.build)]
        command = [
            sys.executable,
            "-c",
            COMMAND,
            str(self.folder / "notebooks"),
            "rerun",
            "--language",
            "en",
        ]
        environment = {**os.environ, "MARK": self.mark}
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*command, *folders, *options], stdout=pipe, stderr=pipe, text=True, env=environment
        )

    def run(self, source: str, *options: str) -> tuple[int, str]:
        """The exit code and the messages of a rerun of a notebook with this cell."""
        process = self.start(source, *options)
        _, messages = process.communicate(timeout=120)
        return process.returncode, messages

    def is_left_clean(self) -> bool:
        """No process is left over, and the next run succeeds without anybody cleaning up."""
        return self.has_no_process() and self.run("print('fine')")[0] == 0

    def has_no_process(self, seconds: float = 5) -> bool:
        deadline = time.monotonic() + seconds
        while any(map(self._started, psutil.process_iter())):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _started(self, process: psutil.Process) -> bool:
        try:
            return (
                process.environ().get("MARK") == self.mark
                and process.status() != psutil.STATUS_ZOMBIE
            )
        except psutil.Error:
            return False


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "place")


CELLS = {
    "raises": ("1 / 0", "cell 3 (1 / 0): ZeroDivisionError: division by zero"),
    "exits": ("import os; os._exit(7)", "the kernel ended itself with exit code 7"),
    "is killed": (
        "import os; os.kill(os.getpid(), 9)",
        "the kernel was ended by SIGKILL; it may have run out of memory",
    ),
    "runs out of memory": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)); bytearray(2**33)",
        "MemoryError",
    ),
    "loops for ever": (
        "while True: pass",
        "TimeoutError: the cell ran longer than 3 s, the limit (--timeout)",
    ),
    "never lets go": (
        "sum(range(10**12))",
        "TimeoutError: the cell ran longer than 3 s, the limit (--timeout)",
    ),
}


@pytest.mark.parametrize("kernels", [[], ["--cold-kernels"]], ids=["forked", "cold"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_fails_is_named_with_its_cause(
    place: Place, cell: str, kernels: list[str]
) -> None:
    source, cause = CELLS[cell]
    code, messages = place.run(source, "--timeout", "3", *kernels)
    assert code == 3
    assert f"failed: laicheng-2016 en 01_cell: cell 3 ({source.splitlines()[0]}): " in messages
    assert cause in messages
    saved = nbformat.read(place.build / "laicheng-2016" / "en" / "01_cell.ipynb", 4)
    assert [
        output.ename for output in saved.cells[-1].outputs if output.output_type == "error"
    ] != []
    assert place.has_no_process()


@pytest.mark.parametrize("kernels", [[], ["--cold-kernels"]], ids=["forked", "cold"])
def test_whatever_a_cell_did_the_next_run_in_the_same_folders_succeeds(
    place: Place, kernels: list[str]
) -> None:
    assert place.run(CELLS["is killed"][0], *kernels)[0] == 3
    assert place.is_left_clean()


def test_a_cell_that_prints_100_mb_fills_neither_memory_nor_disk(place: Place) -> None:
    process = place.start("for _ in range(100): print('x' * 1_000_000)")
    most = 0
    while process.poll() is None:
        most = max(most, memory(process.pid))
        time.sleep(0.02)
    assert process.returncode == 0
    assert most < 600e6
    saved = place.build / "laicheng-2016" / "en" / "01_cell.ipynb"
    assert "cut off after" in saved.read_text(encoding="utf-8")
    assert saved.stat().st_size < 1.1 * MOST_PRINTED
    assert place.has_no_process()


def memory(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


@pytest.mark.parametrize("kernels", [[], ["--cold-kernels"]], ids=["forked", "cold"])
@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_its_kernels_and_says_how_to_go_on(
    place: Place, signum: int, code: int, kernels: list[str]
) -> None:
    process = place.start(HANGS, *kernels)
    await_file(place.figures / "begun")
    process.send_signal(signum)
    _, messages = process.communicate(timeout=120)
    assert process.returncode == code
    assert (
        "interrupted: 1 of 1 notebooks not run; the same call with --changed goes on from here"
        in messages
    )
    assert json.loads((place.build / "run.json").read_text(encoding="utf-8"))["runs"] == []
    assert place.is_left_clean()


@pytest.mark.parametrize("seconds", [0.3, 0.6, 1, 2])
@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_interrupted_before_its_first_notebook_says_so_too(
    place: Place, signum: int, code: int, seconds: float
) -> None:
    process = place.start(HANGS)
    assert process.stderr is not None
    time.sleep(seconds)
    process.send_signal(signum)
    with suppress(subprocess.TimeoutExpired):
        process.wait(30)
    if process.poll() is None:  # Python drops what comes as it lets go of the lock of an import
        process.send_signal(signum)
    _, messages = process.communicate(timeout=120)
    assert process.returncode in (code, -signum)  # Python itself, before it has read the command
    assert "Aborted" not in messages
    assert place.has_no_process()


def await_file(path: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert path.exists()


def test_a_run_killed_at_any_moment_leaves_every_file_whole(tmp_path: Path) -> None:
    places = [Place(tmp_path / str(number)) for number in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(kill_25_times, places))


def kill_25_times(place: Place) -> None:
    """Kill at moments spread over the start of a run, and over the time in which it writes."""
    chance = random.Random(place.folder.name)
    for number in range(25):
        process = place.start(WRITES)
        if number % 3 == 0:
            await_file(place.figures / "a.bin")
        time.sleep(chance.uniform(0, 1))
        process.kill()
        process.communicate()
        contents = [path.read_bytes() for path in place.figures.glob("*.bin")]
        assert all(len(content) == SIZE and len(set(content)) == 1 for content in contents)
        if number % 3 == 1:
            for path in place.figures.glob("*.bin"):
                path.unlink()
    assert place.has_no_process()
    assert place.run(WRITES)[0] == 0
    assert {path.name for path in place.figures.iterdir()} == {"a.bin", "b.bin"}


def test_two_runs_at_once_in_the_same_folders_disturb_each_other_in_nothing(place: Place) -> None:
    together = [place.start(PAGE) for _ in range(2)]
    assert [process.wait(timeout=120) for process in together] == [0, 0]
    whole = {path.name: path.read_bytes() for path in place.figures.rglob("*.*")}
    assert [
        row["outcome"] for row in json.loads((place.build / "run.json").read_text("utf-8"))["runs"]
    ] == ["ok"]
    assert place.run(PAGE)[0] == 0
    assert {path.name: path.read_bytes() for path in place.figures.rglob("*.*")} == whole
    assert place.is_left_clean()


@pytest.fixture
def mounted(place: Place) -> Iterator[Place]:
    """Figures on a disk of their own, small and yet empty."""
    place.figures.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place.figures)]
    if os.getuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk, and only where mounting is allowed")
    yield place
    subprocess.run(["umount", str(place.figures)], check=True)


def test_a_full_disk_fails_the_notebook_and_keeps_the_old_figures(mounted: Place) -> None:
    old = mounted.figures / "laicheng-2016" / "en" / "unfiled.csv"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    code, messages = mounted.run(PAGE)
    assert code == 3
    assert "cell 3" in messages and "No space left on device" in messages
    assert [(path.name, path.read_bytes()) for path in old.parent.iterdir()] == [
        ("unfiled.csv", b"old")
    ]
    assert mounted.is_left_clean()


def test_a_full_disk_for_the_notebooks_is_said_too(mounted: Place) -> None:
    mounted.build = mounted.figures
    room = ["mount", "-o", "remount,size=3m", str(mounted.figures)]
    subprocess.run(room, check=True)
    filler = mounted.figures / "filler"
    filler.write_bytes(bytes(2_200_000))
    code, messages = mounted.run("import os; print(os.urandom(490_000).hex())")
    assert code == 3
    assert (
        "01_cell: the notebook could not be saved: [Errno 28] No space left on device" in messages
    )
    assert [path for path in mounted.build.rglob("*.ipynb*") if path.is_file()] == []
    filler.unlink()
    assert mounted.is_left_clean()


def test_a_read_only_folder_of_figures_fails_the_notebook_and_nothing_else(mounted: Place) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(mounted.figures)], check=True)
    code, messages = mounted.run(PAGE)
    assert code == 3
    assert "cell 3" in messages and "Read-only file system" in messages
    assert mounted.is_left_clean()

"""A rerun of this project's notebooks, beside other ways to run them: whole processes, in turn,
medians of rounds.

Run `make benchmark-rerun`. Every way runs the same notebooks in both languages and writes figures
to a folder of its own; ours writes the pages and the gallery too. The bare cells, run one after the
other in one Python process without any Jupyter, are what the work itself costs on one core; shared
by two processes forked from one that has imported everything, what it costs on two. The sweep runs
one notebook for 50 reports.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import psutil

from laicheng_data.charts import cache
from laicheng_data.paths import REPORTS_DIR
from laicheng_data.running.plan import import_papermill, notebook_names, notebook_path

ROUNDS, STARTS, REPORTS, SWEPT = 3, 20, 50, "04_abnormal_list"
BIN = Path(sys.executable).parent
OURS, COMMANDS, LOOP, NBMAKE, JCACHE, BARE, SHARED = (
    "laicheng rerun", "papermill commands", "papermill in a loop", "pytest --nbmake -n 2",
    "jcache local-parallel", "bare cells", "bare cells, shared by two",
)  # fmt: skip
COMMAND_LOOP = """
import subprocess, sys
for path in sys.argv[2:]:
    subprocess.run([sys.argv[1], path, path + ".out", "--no-progress-bar"], check=True)
"""
API_LOOP = """
import sys, papermill
for path in sys.argv[1:]:
    papermill.execute_notebook(path, path + ".out", progress_bar=False)
"""
# What the cache holds already would not be executed again; notebooks that fail do not show in the
# exit code.
FRESH_CACHE = """
rm -rf "$2" && cp -r "$1" "$2" &&
    "$0" project -p "$2" execute -e local-parallel --force > "$2/told" 2>&1
if grep -q Excepted "$2/told"; then cat "$2/told" >&2; exit 1; fi
"""
RUN_CELLS = """
import json, sys
def run(path):
    names = {"display": lambda *shown: None}
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
"""
BARE_CELLS = f"""{RUN_CELLS}
for path in sys.argv[1:]:
    run(path)
"""
SHARED_CELLS = f"""{RUN_CELLS}
from multiprocessing import get_context
import laicheng_data.notebook.page, seaborn
with get_context("fork").Pool(2) as pool:
    list(pool.imap_unordered(run, sys.argv[:0:-1]))  # the longest first, as ours does
"""


def copies(
    folder: Path,
    reports: list[tuple[str, Path | str]],
    names: Sequence[str] = (),
    languages: Sequence[str] = ("zh",),
) -> list[str]:
    """Copies of the notebooks, for each report, whose parameters cells name the report and a folder
    for figures."""
    folder.mkdir(parents=True)
    for (report, reports_dir), language in product(reports, languages):
        for path in (notebook_path(name, language) for name in names or notebook_names()):
            notebook = json.loads(path.read_text(encoding="utf-8"))
            [cell] = [
                cell
                for cell in notebook["cells"]
                if "parameters" in cell["metadata"].get("tags", [])
            ]
            values = {
                "report": report,
                "reports_dir": str(reports_dir),
                "figures_dir": str(folder / "figures"),
            }
            cell["source"] = "".join(cell["source"]) + "".join(
                f"\n{name} = {text!r}" for name, text in values.items()
            )
            copy = folder / f"{report}-{language}-{path.name}"
            copy.write_text(json.dumps(notebook), encoding="utf-8")
    return sorted(str(path) for path in folder.glob("*.ipynb"))


def ways(folder: Path) -> dict[str, list[str]]:
    """The command of each way, on notebooks of its own."""
    ours = folder / "ours"
    folders = ["--figures-dir", str(ours / "figures"), "--output-dir", str(ours / "build")]

    def notebooks(name: str) -> list[str]:
        return copies(folder / name, [("laicheng-2016", "")], languages=("zh", "en"))

    cached = notebooks("jcache")
    add = [str(BIN / "jcache"), "notebook", "-p", str(folder / "cache"), "add", *cached]
    subprocess.run(add, input=b"y\n", check=True, stdout=subprocess.DEVNULL)
    return {
        OURS: [str(BIN / "laicheng"), "rerun", *folders],
        COMMANDS: [
            sys.executable,
            "-c",
            COMMAND_LOOP,
            str(BIN / "papermill"),
            *notebooks("commands"),
        ],
        LOOP: [sys.executable, "-c", API_LOOP, *notebooks("loop")],
        NBMAKE: [
            str(BIN / "pytest"),
            "--nbmake",
            "-n",
            "2",
            "-q",
            "-p",
            "no:cacheprovider",
            *notebooks("nbmake"),
        ],
        JCACHE: [
            "sh",
            "-c",
            FRESH_CACHE,
            str(BIN / "jcache"),
            str(folder / "cache"),
            str(folder / "cache-of-a-round"),
        ],
        BARE: [sys.executable, "-c", BARE_CELLS, *notebooks("bare")],
        SHARED: [sys.executable, "-c", SHARED_CELLS, *notebooks("shared")],
    }


def sweep(folder: Path) -> dict[str, list[str]]:
    """One notebook for many reports: ours, the papermill command and the bare cells."""
    reports = folder / "reports"
    for number in range(REPORTS):
        report = reports / f"report-{number:02}"
        shutil.copytree(REPORTS_DIR / "laicheng-2016", report)
        card = json.loads((report / "datapackage.json").read_text(encoding="utf-8"))
        (report / "datapackage.json").write_text(
            json.dumps({**card, "name": report.name}), encoding="utf-8"
        )
    named: list[tuple[str, Path | str]] = [
        (path.name, reports) for path in sorted(reports.iterdir())
    ]
    laicheng = [str(BIN / "laicheng"), "rerun", "--language", "zh", "--notebook", SWEPT]
    folders = [
        "--figures-dir",
        str(folder / "swept" / "figures"),
        "--output-dir",
        str(folder / "swept" / "build"),
    ]
    papermill = copies(folder / "swept-commands", named, [SWEPT])
    return {
        OURS: [*laicheng, "--reports-dir", str(reports), *folders],
        COMMANDS: [sys.executable, "-c", COMMAND_LOOP, str(BIN / "papermill"), *papermill],
        BARE: [sys.executable, "-c", BARE_CELLS, *copies(folder / "swept-bare", named, [SWEPT])],
    }


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds, and the most memory in MB that the command and all it started held at once, shared
    pages once."""
    shutil.rmtree(cache.FOLDER, ignore_errors=True)  # no way finds what another has drawn
    begun, most = time.perf_counter(), 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.returncode is None:
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            most = max(most, _memory(process.pid))
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)[:300]}")
    return time.perf_counter() - begun, most


def _memory(pid: int) -> float:
    total = 0.0
    try:
        for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            total += process.memory_full_info().pss / 1e6
    except psutil.Error:
        pass
    return total


def first_cell() -> float:
    """The median seconds until a forked process is ready to run its first cell."""
    import_papermill()
    from laicheng_data.running import papermill_engine

    taken = []
    for _ in range(STARTS + 1):
        shell = papermill_engine._shell("python3")
        if shell is None:
            raise RuntimeError("this system cannot fork")
        begun = time.perf_counter()
        shell.start_kernel()
        shell.wait_for_ready(60)
        taken.append(time.perf_counter() - begun)
        shell.shutdown_kernel()
    return statistics.median(taken[1:])  # the first waits for the libraries


def compare(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Run all in turn, so often; print and return the median seconds of each."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0.0)
    for _ in range(rounds):
        for name, command in commands.items():
            taken, most = measured(command)
            seconds[name].append(taken)
            memory[name] = max(memory[name], most)
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    for name, median in medians.items():
        print(
            f"{name:26} {median:7.1f} s  {median / medians[OURS]:5.2f} x ours  "
            f"{memory[name]:6.0f} MB",
            flush=True,
        )
    return medians


def main() -> None:
    """Print both comparisons."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        print(f"all notebooks, one report, both languages; {rounds} rounds")
        print(f"Python keeps what it compiles: {'no' if sys.dont_write_bytecode else 'yes'}")
        medians = compare(ways(Path(folder)), rounds)
        others = [name for name in medians if name not in (OURS, BARE, SHARED)]
        print(
            f"best of the others: {min(others, key=medians.__getitem__)}; "
            f"ours takes {medians[OURS] / medians[SHARED]:.2f} x the bare cells shared by two"
        )
        print(f"ready to run the first cell after {first_cell():.3f} s, median of {STARTS}")
        print(f"\n{SWEPT} for {REPORTS} reports, one round")
        medians = compare(sweep(Path(folder)), 1)
        ours, papermill = ((medians[name] - medians[BARE]) / REPORTS for name in (OURS, COMMANDS))
        print(f"added to each notebook run: ours {ours:.2f} s, papermill command {papermill:.2f} s")


if __name__ == "__main__":
    main()

"""Many reports at once: three notebooks each for made-up reports, one of which cannot be read.

Run `make benchmark-sweep` (`REPORTS=1000`). It prints what a rerun adds to each run over its bare
cells, in wall and in processor time; memory while the first and the last tenth ran; the time left
that was foretold, against the truth; what one faulty report stops; and how long `--changed` takes
over all of it with one report touched. Then two workers of a Dask cluster on this machine run the
same, and their files are held against the first ones.
"""

from __future__ import annotations

import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
from claims import CLAIMS_PER_GROUP, make_folder
from rerun import BARE_CELLS, BIN, copies

from laicheng_data.charts import cache
from laicheng_data.storage import digest

REPORTS, JOBS, GROUPS_PER_REPORT = 1000, 2, 2
NOTEBOOKS = ("01_the_report", "02_stated_rates", "04_abnormal_list")
FAULTY = "report-0000"
_LINE = re.compile(r"\[(\d+)/(\d+)\] (\w+): .*?([\d.]+) s left")


class Line(NamedTuple):
    """A line of the progress: when it came, the time left that it tells, and the memory then."""

    at: float
    outcome: str
    left: float
    session_mb: float
    whole_mb: float


class Swept(NamedTuple):
    """A command that has ended: its lines, its seconds and those of processors, and its code."""

    lines: list[Line]
    seconds: float
    processor: float
    code: int
    told: str


def make_reports(folder: Path, reports: int) -> None:
    """So many reports of numbers of their own; one has a table that cannot be read."""
    for number in range(reports):
        report = folder / f"report-{number:04}"
        make_folder(report, GROUPS_PER_REPORT * CLAIMS_PER_GROUP, seed=number)
    (folder / FAULTY / "facts.csv").write_text("no,table\n", encoding="utf-8")


def swept(command: list[str]) -> Swept:
    """Run a command to its end, and note what it tells and takes meanwhile."""
    before = _processor()
    begun, lines = time.perf_counter(), list[Line]()
    with (
        tempfile.TemporaryFile("w+") as told,
        subprocess.Popen(command, stdout=told, stderr=subprocess.PIPE, text=True) as process,
    ):
        assert process.stderr is not None
        for text in process.stderr:
            if found := _LINE.match(text):
                memory = _memory(process.pid) if len(lines) % 10 == 0 else (0.0, 0.0)
                line = Line(time.perf_counter() - begun, found[3], float(found[4]), *memory)
                lines.append(line)
            elif "report" not in text:
                print(text, end="", file=sys.stderr)
        process.wait()
        told.seek(0)
        taken = time.perf_counter() - begun
        return Swept(lines, taken, _processor() - before, process.returncode, told.read())


def _processor() -> float:
    """Seconds of processors of all that has ended and was waited for: not of the process that
    writes pages, which is killed with the one that it was forked from."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> tuple[float, float]:
    """MB of the process, and of it and all that it has started, shared pages once."""
    held = []
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        try:
            held.append(process.memory_full_info().pss / 1e6)
        except psutil.Error:  # ended meanwhile
            continue
    return held[0], sum(held)


def bare(folder: Path, reports: Path) -> tuple[float, float]:
    """Wall and processor seconds of the bare cells, split over two processes."""
    named: list[tuple[str, Path | str]] = [
        (path.name, reports) for path in sorted(reports.iterdir()) if path.name != FAULTY
    ]
    notebooks = copies(folder, named, NOTEBOOKS)
    begun, before = time.perf_counter(), _processor()
    halves = [
        subprocess.Popen([sys.executable, "-c", BARE_CELLS, *notebooks[half::JOBS]])
        for half in range(JOBS)
    ]
    codes = [half.wait() for half in halves]
    if any(codes):
        raise RuntimeError("the bare cells failed")
    return time.perf_counter() - begun, _processor() - before


def tell(run: Swept, alone: tuple[float, float] | None = None) -> None:
    """Print what was measured of a sweep."""
    lines, ran = run.lines, len(run.lines)
    last = lines[-1].at
    print(f"{ran} runs in {last:.1f} s, then pages and record {run.seconds - last:.1f} s; "
          f"{run.processor / ran * 1000:.0f} ms of processors a run; "
          f"exit code {run.code}")  # fmt: skip
    if alone:
        wall, processor = (last - alone[0]) / ran, (run.processor - alone[1]) / ran
        print(f"added to each run over its bare cells: {wall * 1000:.0f} ms of wall time, "
              f"{processor * 1000:.0f} ms of processors, pages aside")  # fmt: skip
    for name in ("session_mb", "whole_mb"):
        held = [mb for line in lines if (mb := getattr(line, name))]  # of every tenth run
        tenth = max(len(held) // 10, 1)
        first, end = statistics.median(held[:tenth]), statistics.median(held[-tenth:])
        print(f"{name.split('_')[0]:8} memory, first and last tenth: {first:.0f}, {end:.0f} MB")
    for place in (ran // 4, ran // 2, ran * 3 // 4):
        line = lines[place - 1]
        print(f"after {place} runs {line.left:.0f} s left were foretold, "
              f"{line.left / (last - line.at) - 1:+.0%} of the truth")  # fmt: skip


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Each executed notebook and figure of a folder, and its digest."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".ipynb", ".png", ".svg", ".csv"):
            yield str(path.relative_to(folder)), digest(path)


def main() -> None:
    """Make the reports, sweep them, and print what it takes."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports, out, before = folder / "reports", folder / "out", folder / "before"
        make_reports(reports, number)
        call = [str(BIN / "laicheng"), "rerun", "--language", "zh", "--jobs", str(JOBS)]
        call += [part for notebook in NOTEBOOKS for part in ("--notebook", notebook)]
        call += ["--reports-dir", str(reports), "--output-dir", str(out / "build")]
        call += ["--figures-dir", str(out / "figures")]
        empty_cache()
        alone = bare(folder / "bare", reports)
        print(f"bare cells, two processes: {alone[0]:.1f} s, {alone[1]:.1f} s of processors")
        empty_cache()
        first = swept(call)
        tell(first, alone)
        print("".join(line + "\n" for line in first.told.splitlines()[:3]), end="")
        facts = reports / "report-0001" / "facts.csv"
        facts.write_text(facts.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        again = swept([*call, "--changed"])
        print(
            f"--changed with one report touched: {again.seconds:.2f} s; {again.told.splitlines()}"
        )
        out.rename(before)
        cluster(call, out, before)


def empty_cache() -> None:
    """No way finds what another has drawn."""
    shutil.rmtree(cache.FOLDER, ignore_errors=True)


def cluster(call: list[str], out: Path, before: Path) -> None:
    """The same on a Dask cluster of two workers, and whether its files are the same."""
    from distributed import LocalCluster

    empty_cache()
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as workers:
        run = swept([*call, "--scheduler", workers.scheduler_address])
    print("\non two workers of a Dask cluster")
    tell(run)
    here, there = dict(files(before)), dict(files(out))
    differ = [name for name in here | there if here.get(name) != there.get(name)]
    print(f"{len(here)} files here, {len(there)} there; {len(differ)} differ {differ[:3]}")


if __name__ == "__main__":
    main()

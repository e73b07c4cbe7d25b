"""How the house is built: files and lines a room, lines too long, and what one briefing works out.

Run `python benchmarks/house.py`. Lines are those of Python; one of more than 100 characters is too
long. A briefing should judge and read a report once, and draw each chart once in each form.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from laicheng_data import Words, load_report
from laicheng_data.briefing.documents import write_briefing

ROOT = Path(__file__).parents[1]
PACKAGE = "laicheng_data"
LONGEST, STARTS = 100, 9
COUNTED = ("draw_declared", "load_report", "check")


def main() -> None:
    """Print it all."""
    for room, files in sorted(rooms().items()):
        print(f"{room:12} {len(files):3} files {sum(map(len, files)):6,} lines")
    lines = [len(line) for path in python_files() for line in lines_of(path)]
    print(f"{sum(n > LONGEST for n in lines)} of {len(lines):,} lines over {LONGEST} characters")
    print("one briefing:", ", ".join(f"{name} {n}" for name, n in calls_of_a_briefing().items()))
    print(f"import {PACKAGE}: {1000 * seconds_to_import():.1f} ms, median of {STARTS}")


def python_files() -> list[Path]:
    """The Python files that git knows of."""
    command = ["git", "ls-files", "-z", "*.py"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def lines_of(path: Path) -> list[str]:
    """The lines of a file, without their ends."""
    return path.read_text(encoding="utf-8").splitlines()


def rooms() -> dict[str, list[list[str]]]:
    """The files of each room, each as its lines; what stands in no room is the hall."""
    found: dict[str, list[list[str]]] = {}
    for path in (ROOT / PACKAGE).rglob("*.py"):
        room, *rest = path.relative_to(ROOT / PACKAGE).parts
        found.setdefault(room if rest else "(hall)", []).append(lines_of(path))
    return found


def calls_of_a_briefing() -> Counter[str]:
    """How often a briefing of the default report draws, reads a report and judges."""
    report, counts = load_report("laicheng-2016"), Counter(dict.fromkeys(COUNTED, 0))
    with counting(counts), tempfile.TemporaryDirectory() as folder:
        write_briefing(report, Words("en"), folder)
    return counts


@contextmanager
def counting(counts: Counter[str]) -> Iterator[None]:
    """Count the calls of the functions named, in whatever module of the package they are known."""
    with ExitStack() as patches:
        for name, module in list(sys.modules.items()):
            for function in COUNTED if name.startswith(f"{PACKAGE}.") else ():
                if callable(found := vars(module).get(function)):
                    patches.enter_context(patch.object(module, function, counted(found, counts)))
        yield


def counted(function: Callable[..., Any], counts: Counter[str]) -> Callable[..., Any]:
    """The function, every call of it counted under its name."""

    def call(*arguments: Any, **options: Any) -> Any:
        counts[function.__name__] += 1
        return function(*arguments, **options)

    return call


def seconds_to_import() -> float:
    """Median seconds for which a fresh Python imports the package."""
    timed = f"import time; begun = time.perf_counter(); import {PACKAGE}"
    code = f"{timed}; print(time.perf_counter() - begun)"
    outputs = (subprocess.check_output([sys.executable, "-c", code]) for _ in range(STARTS))
    return statistics.median(map(float, outputs))


if __name__ == "__main__":
    main()

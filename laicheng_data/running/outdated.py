"""Whether the package was edited after the process that others are forked from has read it."""

from __future__ import annotations

import sys
from pathlib import Path

from laicheng_data.paths import PACKAGE_DIR

_SUFFIXES = (".py", ".csv", ".mplstyle")
_before: dict[Path, tuple[int, ...]] = {}


def note_files() -> None:
    """Keep what the package's files are like now, before any of them is read."""
    _before.update(_package_files())


def forget_outdated_code() -> None:
    """Let this process import the package anew if a file of it has changed since then."""
    if _package_files() != _before:
        for name in [name for name in sys.modules if name.split(".")[0] == "laicheng_data"]:
            del sys.modules[name]


def _package_files() -> dict[Path, tuple[int, ...]]:
    """What tells each file of the package from another in its place, whatever time that bears."""
    stats = {path: path.stat() for path in PACKAGE_DIR.rglob("*") if path.suffix in _SUFFIXES}
    return {
        path: (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        for path, stat in stats.items()
    }

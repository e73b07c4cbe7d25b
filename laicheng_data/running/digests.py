"""What files are known by, remembered from call to call: of thousands that have not changed, none
is read again."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from laicheng_data.storage import digest, write_whole

_SETTLED_NS = 2_000_000_000  # written later than that ago, a file may change and look the same


class Digests:
    """Called with a path, gives what `storage.digest` gives.

    A file of which the system tells the same as the last time (its number, size and times, of which
    no program can set the last) is not read again. What is remembered lies in `kept`, and may be
    deleted at any time.
    """

    def __init__(self, kept: Path):
        self._kept = kept
        self._before = _read_remembered(kept)
        self._now: dict[str, list[int | str]] = {}

    def __call__(self, path: Path) -> str:
        """The SHA-256 of a file, or of all files of a folder; empty where there is none."""
        return digest(path, self._digest_of_file)

    def _digest_of_file(self, path: Path) -> str:
        name = str(path)
        try:
            told = os.stat(name)  # noqa: PTH116 - of tens of thousands
        except OSError:
            return ""
        sign: list[int | str] = [told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns]
        known = self._now.get(name) or self._before.get(name)
        if isinstance(known, list) and known[:-1] == sign:
            self._now[name] = known
            return str(known[-1])
        found = digest(path)
        if found and time.time_ns() - told.st_ctime_ns > _SETTLED_NS:
            self._now[name] = [*sign, found]
        return found

    def save(self) -> None:
        """Keep what was asked for in this call; silent where that cannot be."""
        if self._now != self._before:
            with suppress(OSError):
                write_whole({self._kept: json.dumps(self._now).encode()})


def _read_remembered(kept: Path) -> dict[str, list[int | str]]:
    try:
        remembered = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        return {}
    return remembered if isinstance(remembered, dict) else {}

"""What was drawn before, kept on disk so that no chart is drawn twice.

An entry is found by a digest of all that it follows from, and taken only where it is whole, as it
was written, and this user's own. It may be deleted at any time. Nothing here ever raises: what
cannot be read is drawn anew, and what cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pandas as pd

from laicheng_data.charts import style
from laicheng_data.charts.font import BOLD, REGULAR, font_file
from laicheng_data.paths import FIGURES_DIR, IS_CHECKOUT, LOADED_NS, PACKAGE_DIR
from laicheng_data.storage import digest, open_file, write_whole
from laicheng_data.words import Words

FOLDER = FIGURES_DIR.with_name("build") / ".charts"
MOST_BYTES = 200_000_000
LIBRARIES = ("matplotlib", "numpy", "pandas", "seaborn", "PIL", "kiwisolver", "pyparsing")
_SEAL_BYTES = hashlib.sha256().digest_size


def key_of(name: str, *parts: object) -> str:
    """A digest of the name, the parts and all else that a picture follows from: code, words, look,
    font and libraries. Empty where that cannot be told, or there is no name: nothing is kept."""
    code = code_digest(PACKAGE_DIR, LOADED_NS)
    if not code or not name:
        return ""
    # Of what is loaded: another version may have been installed since.
    versions = [(name, getattr(sys.modules.get(name), "__version__", "")) for name in LIBRARIES]
    machine = [sys.version, sys.platform, platform.machine()]
    look = [digest(style.STYLE), *map(_font_digest, (REGULAR, BOLD))]
    whole = repr([code, versions, machine, look, name, *map(_comparable, parts)])
    return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()


@cache
def code_digest(package: Path, loaded_ns: int) -> str:
    """A digest of the package's code and words; empty where a file has changed since the package
    was loaded, so that nobody knows which of the two this process has read."""
    files = sorted(
        path
        for path in package.rglob("*")
        if path.suffix == ".py" or path.name in ("labels.csv", "sentences.csv")
    )
    if any(path.stat().st_ctime_ns > loaded_ns for path in files):
        return ""
    told = [(path.relative_to(package).as_posix(), digest(path)) for path in files]
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def _font_digest(weight: int) -> str:
    return digest(font_file(weight))


def _comparable(part: object) -> object:
    """The part as something whose `repr` tells all of it."""
    if isinstance(part, Words):
        return sorted(vars(part).items())
    if isinstance(part, pd.DataFrame):
        return [list(part.index), part.attrs, list(_columns(part))]
    return part


def _columns(table: pd.DataFrame) -> Iterator[object]:
    for name, column in table.items():
        of_kind = isinstance(column.dtype, pd.CategoricalDtype)
        categories = (list(column.cat.categories), column.cat.ordered) if of_kind else ()
        yield name, str(column.dtype), categories, column.tolist()


def read(key: str) -> bytes | None:
    """The entry that was kept under the key, or None where there is none to rely on."""
    try:
        if not key or not _is_ours(FOLDER.lstat()):
            return None
        with open_file(FOLDER / key) as file:
            is_ours, entry = _is_ours(os.fstat(file.fileno())), file.read()
    except OSError:
        return None
    seal, content = entry[:_SEAL_BYTES], entry[_SEAL_BYTES:]
    return content if is_ours and seal == _checksum(key, content) else None


def store(key: str, content: bytes) -> None:
    """Keep the content under the key, if there is one. What was kept first makes room."""
    if not key or not (IS_CHECKOUT or FOLDER.parent.is_dir()):
        return
    with suppress(OSError):
        FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(FOLDER.lstat()):
            return
        write_whole({FOLDER / key: _checksum(key, content) + content})
        if key.startswith("0"):  # to look after one in sixteen is enough
            evict_oldest(MOST_BYTES)


def evict_oldest(most_bytes: int) -> None:
    """Remove the oldest files until the others have no more bytes than that."""
    entries = [(entry.stat(), entry.path) for entry in os.scandir(FOLDER)]
    taken = 0
    for told, path in sorted(entries, key=lambda entry: -entry[0].st_mtime_ns):
        taken += told.st_size
        if taken > most_bytes:
            Path(path).unlink(missing_ok=True)


def _checksum(key: str, content: bytes) -> bytes:
    """Tells whether the content is whole and the one that was kept under this key."""
    return hashlib.sha256(key.encode() + content).digest()


def _is_ours(told: os.stat_result) -> bool:
    """Whether a file or folder, and no link to one, is this user's, and nobody else may write to
    it."""
    if stat.S_ISLNK(told.st_mode):
        return False
    if os.name == "nt":  # where modes do not tell
        return True
    return told.st_uid == os.getuid() and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)

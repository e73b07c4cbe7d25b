"""How a file is opened, how one is written whole or not at all, and what it is known by."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import BufferedReader
from pathlib import Path

MOST_BYTES = 500_000_000  # of one input: more than ten million claims, less than a machine's memory

_HOST = socket.gethostname().replace(".", "-")


def read_file(path: Path | str, most_bytes: int = MOST_BYTES) -> bytes:
    """All of a regular file. Raises OSError, whose `strerror` says why, for any other and a larger
    one."""
    with open_file(path) as file:
        if os.fstat(file.fileno()).st_size > most_bytes:
            raise OSError(errno.EFBIG, f"larger than {most_bytes // 1_000_000} MB", str(path))
        return file.read()


def open_file(path: Path | str) -> BufferedReader:
    """A regular file opened for reading; OSError for a pipe or a device, which may never end.

    Opening waits for nobody, and what was opened is looked at, so that nothing can take its place.
    """
    flags = ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")  # each system has some of them
    handle = os.open(path, sum((getattr(os, flag, 0) for flag in flags), os.O_RDONLY))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "no ordinary file", str(path))
    return os.fdopen(handle, "rb")


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write all aside, then rename: whoever looks finds whole old files or whole new ones, never a
    half of one."""
    asides: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(path.parent, f".{path.name}")
            handle, aside = tempfile.mkstemp(
                prefix=f".{path.name}.{_HOST}.{os.getpid()}.", dir=path.parent
            )
            asides.append((Path(aside), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(aside).chmod(0o644)
        for aside_path, path in asides:
            aside_path.replace(path)
    finally:
        for aside_path, _ in asides:
            aside_path.unlink(missing_ok=True)


def remove_leftovers(folder: Path, prefix: str) -> None:
    """Remove the files that processes of this machine put aside under `prefix` and did not live to
    rename."""
    for path in folder.glob(f"{prefix}.{_HOST}.*.*"):
        pid = path.name.removeprefix(f"{prefix}.{_HOST}.").split(".")[0]
        if pid.isdecimal() and not _is_alive(int(pid)):
            path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":  # where signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def digest(path: Path, of_file: Callable[[Path], str] | None = None) -> str:
    """The SHA-256 of a file, or of all files of a folder with their names; empty where there is
    none.

    `of_file` gives that of each file, if they need not all be read.
    """
    of_file = of_file or _digest_of_file
    if not path.is_dir():
        return of_file(path)
    whole = hashlib.sha256()
    for name in sorted(_files_within(path)):
        whole.update(f"{'/'.join(name)} {of_file(path.joinpath(*name))}\n".encode())
    return whole.hexdigest()


def _digest_of_file(path: Path) -> str:
    with suppress(OSError), open_file(path) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
    return ""


def _files_within(folder: Path) -> Iterator[tuple[str, ...]]:
    """The files of a folder and of those in it, by their parts; none that is hidden or a cache."""
    try:
        entries = list(os.scandir(folder))
    except OSError:  # nobody may look into it
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from ((entry.name, *name) for name in _files_within(Path(entry)))
        elif entry.is_file():
            yield (entry.name,)

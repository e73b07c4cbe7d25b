"""How a file is written, whole or not at all, and what it is known by."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_HOST = socket.gethostname().replace(".", "-")


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write all aside, then rename: whoever looks finds whole old files or whole new ones, never a half of one."""
    asides: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            remove_left_over(path.parent, f".{path.name}")
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


def remove_left_over(folder: Path, prefix: str) -> None:
    """Remove the files that processes of this machine put aside under `prefix` and did not live to rename."""
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


def digest(path: Path) -> str:
    """The SHA-256 of a file, or of all files of a folder with their names; empty where there is none."""
    if not path.is_dir():
        with suppress(OSError):
            return hashlib.sha256(path.read_bytes()).hexdigest()
        return ""
    whole = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path)
        if file.is_file() and not any(part.startswith((".", "__pycache__")) for part in name.parts):
            whole.update(f"{name.as_posix()} {digest(file)}\n".encode())
    return whole.hexdigest()

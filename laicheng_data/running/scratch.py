"""A short private folder for what must not outlive a process, such as the sockets of a kernel."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

try:
    from fcntl import LOCK_EX, LOCK_NB, flock

    _LOCKS = True
except ImportError:  # Windows, where no socket has a path
    _LOCKS = False

LONGEST = 57  # bytes of its path: a socket's may have 107, and Jupyter needs 50 for its name
_PREFIX, _LOCK = "laicheng-", "in-use"
_NEW_SECONDS = 60  # for so long a folder may be there without its lock


@cache
def private_folder() -> Path:
    """A new folder of this user's alone, held for as long as this process lives.

    Those that killed processes of the same user have left are cleared. Raises OSError where no
    folder is short enough.
    """
    for place in dict.fromkeys([tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"]):
        if len(os.fsencode(place)) + len(_PREFIX) + 9 > LONGEST or not os.access(place, os.W_OK):
            continue
        clear_leftovers(Path(place))
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        _hold(folder)
        return folder
    raise OSError("no folder with a path short enough for a socket: set TMPDIR to one")


def _hold(folder: Path) -> None:
    """Lock the folder until this process has ended, in whatever way, and remove it if that is
    kind."""
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if _LOCKS:
        handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        flock(handle, LOCK_EX)


def clear_leftovers(place: Path) -> None:
    """Remove this user's folders that no process holds any more."""
    if not _LOCKS:
        return
    for folder in place.glob(f"{_PREFIX}*"):
        try:
            stat = folder.lstat()
            is_ours = stat.st_uid == os.getuid() and folder.is_dir() and not folder.is_symlink()
            if is_ours and time.time() - stat.st_mtime > _NEW_SECONDS and not _is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _is_held(folder: Path) -> bool:
    """Whether a process holds the folder. One without a lock is not one of ours to judge."""
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return True
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False

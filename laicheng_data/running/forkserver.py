"""A process that imports the libraries once, so that kernels can be forked from it ready to work.

This module is light, so that the process can be started before anything else is imported.
"""

from __future__ import annotations

import multiprocessing
import os

PROVISIONER = "laicheng-forked"  # the name under which Jupyter finds the kernels that are forked
AVAILABLE = "forkserver" in multiprocessing.get_all_start_methods()
_starter: int | None = None


def start() -> bool:
    """Start the process, if it does not run yet, and return at once: it imports while the caller goes on.

    False where there can be none: on Windows, and in a process that was itself forked from one that has one.
    """
    global _starter
    if not AVAILABLE or _starter not in (None, os.getpid()):
        return False
    from multiprocessing import forkserver

    _starter = os.getpid()
    # The child of a script imports that script again, and with it the command line.
    forkserver.set_forkserver_preload(["laicheng_data.running.preload", "laicheng_data.cli"])
    forkserver.ensure_running()
    return True

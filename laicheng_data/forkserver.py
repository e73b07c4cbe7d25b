"""A process that imports the libraries once, so that kernels can be forked from it ready to work.

This module is light, so that the process can be started before anything else is imported.
"""

from __future__ import annotations

import multiprocessing

AVAILABLE = "forkserver" in multiprocessing.get_all_start_methods()


def start() -> None:
    """Start the process, if it does not run yet, and return at once: it imports while the caller goes on."""
    from multiprocessing import forkserver

    # The child of a script imports that script again, and with it the command line.
    forkserver.set_forkserver_preload(["laicheng_data.preload", "laicheng_data.cli"])
    forkserver.ensure_running()

"""JupyterLab on the notebooks, with kernels that are ready at once: `python -m laicheng_data.running.lab`."""

from __future__ import annotations

import os
import sys

from laicheng_data.running import forkserver
from laicheng_data.running.session import NOTEBOOKS_DIR

START_PAGE = "00_start_here.ipynb"


def main() -> None:
    """Start JupyterLab, and beside it, while it starts, the process that its kernels are forked from.

    Arguments are JupyterLab's own. Without any, it opens the start page of the project's notebooks.
    """
    forkserver.start()
    os.environ.setdefault("JUPYTER_DEFAULT_PROVISIONER_NAME", forkserver.PROVISIONER)
    from jupyterlab.labapp import LabApp

    project = [
        f"--ServerApp.root_dir={NOTEBOOKS_DIR}",
        f"--LabApp.default_url=/lab/tree/{START_PAGE}",
    ]
    sockets = ["--KernelManager.transport=ipc"] if os.name != "nt" else []
    LabApp.launch_instance([*sockets, *(sys.argv[1:] or project)])


if __name__ == "__main__":
    main()

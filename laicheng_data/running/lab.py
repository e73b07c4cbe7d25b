"""JupyterLab on the notebooks, with kernels that are ready at once.

Run `python -m laicheng_data.running.lab`.
"""

from __future__ import annotations

import os
import sys

from laicheng_data.running import forkserver
from laicheng_data.running.plan import NOTEBOOKS_DIR, notebook_path
from laicheng_data.running.scratch import LONGEST, private_folder
from laicheng_data.words import LANGUAGES

START_PAGE = "00_start_here"


def main() -> None:
    """Start JupyterLab, and beside it the process that its kernels are forked from.

    Arguments are JupyterLab's own. Without any, it opens the start page of the project's notebooks.
    """
    forkserver.start(forkserver.KERNELS)
    os.environ.setdefault("JUPYTER_DEFAULT_PROVISIONER_NAME", forkserver.PROVISIONER)
    from jupyter_core.paths import jupyter_runtime_dir
    from jupyterlab.labapp import LabApp

    if len(os.fsencode(jupyter_runtime_dir())) > LONGEST:  # the sockets of its kernels lie there
        os.environ["JUPYTER_RUNTIME_DIR"] = str(private_folder())
    start = notebook_path(START_PAGE, LANGUAGES[0]).relative_to(NOTEBOOKS_DIR).as_posix()
    project = [
        f"--ServerApp.root_dir={NOTEBOOKS_DIR}",
        f"--LabApp.default_url=/lab/tree/{start}",
    ]
    sockets = ["--KernelManager.transport=ipc"] if os.name != "nt" else []
    LabApp.launch_instance([*sockets, *(sys.argv[1:] or project)])


if __name__ == "__main__":
    main()

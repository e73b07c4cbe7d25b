"""JupyterLab on the notebooks, with kernels that are ready at once.

Run `python -m laicheng_data.running.lab`.
"""

from __future__ import annotations

import atexit
import os
import sys
from pathlib import Path
from typing import NoReturn

from laicheng_data.facts.report import ReportError
from laicheng_data.paths import DEFAULT_REPORT, IS_CHECKOUT, PROJECT_DIR
from laicheng_data.running import forkserver
from laicheng_data.running.plan import NOTEBOOKS_DIR, START, notebook_path
from laicheng_data.running.scratch import LONGEST, private_folder
from laicheng_data.running.start_page import write_start_pages
from laicheng_data.words import LANGUAGES

# Defaults that a user's own settings override: a page of Markdown opens as a page, names of files
# are seen in full, and no news is fetched from anywhere.
SETTINGS = Path(__file__).with_name("lab_settings")
# A page is told of its kernel before the kernel runs: a click is lost while it knows of none.
TELL_EARLY = "--AsyncMultiKernelManager.use_pending_kernels=True"
ROOT = PROJECT_DIR if IS_CHECKOUT else NOTEBOOKS_DIR  # figures, data and documents can be seen too


def main() -> None:
    """Start JupyterLab, and beside it the process that its kernels are forked from.

    Arguments are JupyterLab's own. Without any, it opens the start page of the project's notebooks.
    """
    forkserver.start(forkserver.KERNELS)
    os.environ.setdefault("JUPYTER_DEFAULT_PROVISIONER_NAME", forkserver.PROVISIONER)
    inherited = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [inherited, str(SETTINGS)]))
    from jupyter_core.paths import jupyter_runtime_dir
    from jupyterlab.labapp import LabApp

    if len(os.fsencode(jupyter_runtime_dir())) > LONGEST:  # the sockets of its kernels lie there
        os.environ["JUPYTER_RUNTIME_DIR"] = str(private_folder())
    sockets = ["--KernelManager.transport=ipc"] if os.name != "nt" else []
    LabApp.launch_instance([TELL_EARLY, *sockets, *(sys.argv[1:] or _lab_options())])
    _end()


def _end() -> NoReturn:
    """End now. The server leaves threads that wait for work, and Python would wait for them."""
    atexit._run_exitfuncs()
    os._exit(0)


def _lab_options() -> list[str]:
    """Options that open the project on its start page."""
    start = _start_page().relative_to(ROOT).as_posix()
    return [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{start}"]


def _start_page() -> Path:
    """The start page, or the notebook of that name where no page can be written."""
    try:
        return write_start_pages(DEFAULT_REPORT)
    except (OSError, ReportError) as error:
        print(f"no start page: {error}", file=sys.stderr)
        return notebook_path(START, LANGUAGES[0])


if __name__ == "__main__":
    main()

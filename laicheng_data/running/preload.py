"""What the fork server imports and does, once for all kernels that are forked from it."""

import gc
import os
from contextlib import suppress
from importlib import import_module

# A kernel sets this before its first cell imports matplotlib, which reads it only once.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
os.environ.setdefault(
    "PYDEVD_DISABLE_FILE_VALIDATION", "1"
)  # no warning of a debugger that nobody asked for

for name in (
    "laicheng_data.running.kernels",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "seaborn",
    "laicheng_data.notebook.page",
):
    with suppress(
        Exception
    ):  # the cell that imports a faulty module shows the fault; the server starts all the same
        import_module(name)

gc.freeze()  # what is shared stays shared: no kernel's garbage collection touches, and so copies, its pages

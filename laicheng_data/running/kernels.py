"""Kernels that are ready in a fraction of a second, forked from a process that has imported the libraries.

Jupyter finds them by an entry point of this package, a kernel provisioner.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, cast
from uuid import uuid4
from weakref import WeakSet

from jupyter_client import AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

from laicheng_data.running import forkserver

_PACKAGE = Path(__file__).parent.parent
_LAUNCHER = ["-m", "ipykernel_launcher"]
_POLL_SECONDS = 0.01


class ForkedProvisioner(LocalProvisioner):
    """Forks this interpreter's own kernels; starts all others, such as those of other languages, as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel that does what the command would do."""
        if cmd[:3] != [sys.executable, *_LAUNCHER] or not forkserver.start():
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = kwargs.get("cwd") or Path.cwd()
        child = Child(cmd[3:], kwargs["env"], str(self.cwd))
        self.process, self.pid, self.pgid = cast(Any, child), child.pid, child.pid
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel, looking more often than the base class does."""
        while await self.poll() is None:
            await asyncio.sleep(_POLL_SECONDS)
        return await super().wait()


class Child:
    """A forked kernel, with as much of the manners of `subprocess.Popen` as a provisioner needs."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], cwd: str):
        multiprocessing.current_process().daemon = (
            False  # a cluster's worker is, and might start none otherwise
        )
        context = multiprocessing.get_context("forkserver")
        self._process = context.Process(
            target=run_kernel, args=(arguments, dict(environment), cwd), daemon=True
        )
        self._process.start()
        self.pid: int = self._process.pid or 0

    def poll(self) -> int | None:
        """The exit code, or None while the kernel runs; negative for the signal that ended it."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Block until the kernel has ended."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def run_kernel(arguments: Sequence[str], environment: Mapping[str, str], cwd: str) -> None:
    """Be a kernel, in a process just forked: what `python -m ipykernel_launcher` does, without its imports."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    multiprocessing.current_process().daemon = False  # a cell may start processes
    _end_with_the_parent()
    _forget_outdated_code()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.argv = ["ipykernel_launcher", *arguments]

    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    np.random.seed()  # numpy would hand out the same random numbers in every kernel
    app = IPKernelApp.instance(
        parent_handle=os.getppid()
    )  # the fork server, not whom JPY_PARENT_PID names
    app.initialize(arguments)
    app.start()


def _end_with_the_parent() -> None:
    """See to it that this process and those it starts are killed when the parent is gone, however it went.

    Linux sends the signal when the parent's end of a pipe closes, even to a cell that never lets go of the
    interpreter; elsewhere a thread waits for it.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None
    try:
        from fcntl import F_GETFL, F_SETFL, F_SETOWN, F_SETSIG, fcntl
    except ImportError:
        threading.Thread(target=_await_end, args=(parent,), daemon=True).start()
        return
    fcntl(parent.sentinel, F_SETOWN, -os.getpid())
    fcntl(parent.sentinel, F_SETSIG, signal.SIGKILL)
    fcntl(parent.sentinel, F_SETFL, fcntl(parent.sentinel, F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():
        os.killpg(0, signal.SIGKILL)


def _await_end(parent: BaseProcess) -> None:
    parent.join()
    os.killpg(0, signal.SIGKILL)


def _forget_outdated_code() -> None:
    """Let this kernel import the package anew if a file of it has changed since the fork server read it."""
    if _newest() > _READ:
        for name in [name for name in sys.modules if name.split(".")[0] == "laicheng_data"]:
            del sys.modules[name]


def _newest() -> float:
    return max(
        path.stat().st_mtime
        for path in _PACKAGE.rglob("*")
        if path.suffix in (".py", ".csv", ".mplstyle")
    )


_READ = time.time()


class KernelManager(AsyncKernelManager):
    """Starts kernels that are reached through sockets in a private folder: no ports, nothing on the network."""

    provisioner_name = "local-provisioner"  # Jupyter's own
    exit_code: int | None = None
    _folder = TemporaryDirectory(prefix="laicheng-")
    _managers: ClassVar[WeakSet[KernelManager]] = WeakSet()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._managers.add(self)

    @default("transport")
    def _transport(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("ip")
    def _ip(self) -> str:
        return "127.0.0.1" if os.name == "nt" else f"{self._folder.name}/{uuid4().hex[:8]}"

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's specification, naming the provisioner that starts it."""
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata["kernel_provisioner"] = {
                "provisioner_name": self.provisioner_name,
                "config": {},
            }
        return spec

    async def is_alive(self) -> bool:  # type: ignore[override]
        """Whether the kernel runs; where it does not, `exit_code` keeps how it ended."""
        if self.has_kernel and self.provisioner is not None:
            self.exit_code = await self.provisioner.poll()
        return self.has_kernel and self.exit_code is None


class ForkedKernelManager(KernelManager):
    """The same, with forked kernels."""

    provisioner_name = forkserver.PROVISIONER


def kill_all() -> None:
    """Kill every kernel that this process has started and not yet ended."""
    for manager in list(KernelManager._managers):
        process = getattr(manager.provisioner, "process", None)
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()

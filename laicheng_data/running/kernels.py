"""Kernels that Jupyter reaches through sockets: those of JupyterLab, forked, and ordinary ones.

Jupyter finds the forked ones by an entry point of this package, a kernel provisioner. They are
ready in a fraction of a second, as their process has imported the libraries.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, cast
from uuid import uuid4
from weakref import WeakSet

from jupyter_client import AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

from laicheng_data.running import forkserver
from laicheng_data.running.outdated import forget_outdated_code
from laicheng_data.running.pipes import Pipe
from laicheng_data.running.scratch import private_folder

_LAUNCHER = ["-m", "ipykernel_launcher"]
_POLL_SECONDS = 0.01


class ForkedProvisioner(LocalProvisioner):
    """Forks this interpreter's own kernels; starts all others as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel that does what the command would do."""
        is_our_own = cmd[:3] == [sys.executable, *_LAUNCHER]
        server = forkserver.start(forkserver.KERNELS) if is_our_own else None
        if server is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = kwargs.get("cwd") or Path.cwd()
        place = kwargs["env"], str(self.cwd)
        child = server.fork("laicheng_data.running.kernels:run_kernel", cmd[3:], place=place)
        pid = await asyncio.to_thread(lambda: child.pid)  # the server of the first may still import
        self.process, self.pid, self.pgid = cast(Any, child), pid, pid
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel, looking more often than the base class does."""
        while await self.poll() is None:
            await asyncio.sleep(_POLL_SECONDS)
        return await super().wait()


def run_kernel(arguments: Sequence[str], _: Pipe) -> None:
    """Be a kernel, in a process just forked.

    It does what `python -m ipykernel_launcher` does, without its imports.
    """
    forget_outdated_code()
    sys.argv = ["ipykernel_launcher", *arguments]

    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    np.random.seed()  # numpy would hand out the same random numbers in every kernel
    # Its parent is the fork server, not whom JPY_PARENT_PID names.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)
    app.start()


class KernelManager(AsyncKernelManager):
    """Starts kernels that are reached through sockets in a private folder.

    No port is opened, and nothing reaches the network.
    """

    provisioner_name = "local-provisioner"  # Jupyter's own
    exit_code: int | None = None
    _managers: ClassVar[WeakSet[KernelManager]] = WeakSet()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._managers.add(self)

    @default("transport")
    def _transport(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("ip")
    def _ip(self) -> str:
        return "127.0.0.1" if os.name == "nt" else f"{private_folder()}/{uuid4().hex[:8]}"

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


def kill_all() -> None:
    """Kill every ordinary kernel that this process has started and not yet ended."""
    for manager in list(KernelManager._managers):
        process = getattr(manager.provisioner, "process", None)
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()

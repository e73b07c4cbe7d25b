"""The engine `laicheng-forked`, which papermill finds by an entry point of this package.

Cells run in an IPython shell of their own in a forked process, without sockets (`cells.py`); where
that cannot be, in an ordinary kernel. Import papermill before this module, which is part of it.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import queue
import signal
import sys
import threading
from collections import deque
from contextlib import suppress
from functools import cache
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.session import Session
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager

from laicheng_data.running import forkserver
from laicheng_data.running.forkserver import KEY
from laicheng_data.running.kernels import KernelManager

MOST_PRINTED = 1_000_000  # characters of one cell; what it prints beyond them is dropped
START_SECONDS = 60
ENGINE = "laicheng-forked"


class ForkedEngine(Engine):  # type: ignore[misc]
    """Executes as papermill does, and lays what stops a notebook at the cell that was running."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = START_SECONDS,
        execution_timeout: int | None = None,
        managers: list[NotebookExecutionManager] | None = None,
        forked: bool = True,
        afterwards: str = "",
        **_: object,
    ) -> None:
        """Run the cells; what a notebook does is told in the notebook. Options are papermill's.

        `managers` takes what holds the notebook meanwhile; without `forked`, an ordinary kernel
        runs the cells. A forked process calls `afterwards` when they have ended.
        """
        if managers is not None:
            managers.append(nb_man)
        kernel = (_shell(kernel_name) if forked else None) or KernelManager(kernel_name=kernel_name)
        client = _Client(
            nb_man,
            km=kernel,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            iopub_timeout=execution_timeout or START_SECONDS,
            shutdown_kernel="immediate",
            log=logging.getLogger("papermill"),
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
        )
        client.afterwards = afterwards
        try:
            client.execute(cleanup_kc=True)
        except CellTimeoutError:
            message = f"the cell ran longer than {execution_timeout} s, the limit (--timeout)"
            _place_error(nb_man.nb, "TimeoutError", message)
        except DeadKernelError:
            _place_error(nb_man.nb, "DeadKernelError", _death_message(kernel.exit_code))


def _shell(kernel_name: str) -> _Shell | None:
    """A forked shell, where it does what the kernel would; none for those of other languages."""
    server = forkserver.start(forkserver.CELLS) if _is_our_own(kernel_name) else None
    return _Shell(server) if server else None


@cache
def _is_our_own(kernel_name: str) -> bool:
    interpreter, *program = KernelSpecManager().get_kernel_spec(kernel_name).argv[:3]
    ours = (
        sys.executable,
        "python",
        "python3",
        f"python3.{sys.version_info.minor}",
    )  # as Jupyter has it
    return interpreter in ours and program == ["-m", "ipykernel_launcher"]


class _Shell:
    """A forked shell with the manners of a kernel's manager and client, as nbclient wants them."""

    def __init__(self, server: forkserver.Server):
        self._server = server
        self._child: forkserver.Child | None = None
        self.session = Session(key=KEY)
        self.shell_channel, self.iopub_channel = _Channel(self._send), _Channel(self._send)
        self.allow_stdin = False
        self._ready = threading.Event()

    has_kernel = property(lambda self: self._child is not None)

    @property
    def exit_code(self) -> int | None:
        """How the process has ended."""
        return self._child.poll() if self._child else None

    def start_kernel(self, **_: object) -> None:
        """Fork the process."""
        self._child = self._server.fork("laicheng_data.running.cells:run", receive=self._receive)

    def client(self) -> _Shell:
        """Itself: there is no channel to open."""
        return self

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the libraries are imported and the process can run its first cell.

        Raises RuntimeError where it does not get there.
        """
        if self._child is None or not self._child.pid or not self._ready.wait(timeout):
            raise RuntimeError("the process that should run the cells did not start")

    start_channels = stop_channels = cleanup_resources = lambda self: None

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._child is not None and self._child.poll() is None

    def shutdown_kernel(self, now: bool = True) -> None:
        """End the process and what its cells have started."""
        if self._child:
            self._child.kill()
            self._child.wait()

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Have a cell run."""
        return self._request(
            "execute_request",
            code=code,
            silent=False,
            store_history=store_history,
            user_expressions={},
            allow_stdin=False,
            stop_on_error=stop_on_error,
        )

    def call(self, name: str) -> None:
        """Have the process call a function, and wait for it as long as for a start."""
        assert self._child is not None
        self._ready.clear()
        self._child.send(pickle.dumps(name))
        self._ready.wait(START_SECONDS)

    def kernel_info(self) -> str:
        """Ask for the language."""
        return self._request("kernel_info_request")

    def _request(self, kind: str, **content: object) -> str:
        message = self.session.msg(kind, content)
        self._send(message)
        return message["header"]["msg_id"]

    def _send(self, message: dict[str, Any]) -> None:
        assert self._child is not None
        self._child.send(pickle.dumps(self.session.serialize(message)))

    def _receive(self, content: bytes | None) -> None:
        if not content:  # it is ready, or has ended
            self._ready.set()
            return
        _, parts = self.session.feed_identities(pickle.loads(content))
        message = self.session.deserialize(parts)
        is_reply = message["msg_type"].endswith("_reply")
        (self.shell_channel if is_reply else self.iopub_channel).put(message)


class _Channel:
    """Messages that another thread puts here."""

    def __init__(self, send: Any):
        self.send = send
        self._messages: deque[dict[str, Any]] = deque()
        self._lock = threading.Lock()
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def put(self, message: dict[str, Any]) -> None:
        """Add a message, and wake who waits for it."""
        with self._lock:
            self._messages.append(message)
            if self._waiting:
                loop, event = self._waiting
                with suppress(RuntimeError):  # nobody waits any more
                    loop.call_soon_threadsafe(event.set)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message. Raises queue.Empty where none has come in time."""
        event = asyncio.Event()
        with self._lock:
            if self._messages:
                return self._messages.popleft()
            self._waiting = asyncio.get_running_loop(), event
        try:
            await asyncio.wait_for(event.wait(), timeout)
        except TimeoutError:
            raise queue.Empty from None
        return self._messages.popleft()


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Keeps of what a cell prints no more than a reader, or this machine's memory, can stand."""

    afterwards = ""

    def set_widgets_metadata(self) -> None:
        """Do what is done last while the process is there: by now no end of it is a fault."""
        super().set_widgets_metadata()
        if self.afterwards and isinstance(self.km, _Shell):
            self.km.call(self.afterwards)

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Take an output of a cell, cut off where the cell has printed too much."""
        if msg["msg_type"] == "stream" and not self._cut(msg["content"], outs):
            return None
        return super().output(outs, msg, display_id, cell_index)

    def _cut(self, content: dict[str, str], outs: list[NotebookNode]) -> bool:
        """Shorten what is printed to the room that is left, and say whether there was any."""
        if not outs:
            self._printed = 0
        room = MOST_PRINTED - self._printed
        self._printed += len(content["text"])
        if self._printed > MOST_PRINTED:
            content["text"] = (
                content["text"][: max(room, 0)] + f"\n… cut off after {MOST_PRINTED:,} characters\n"
            )
        return room > 0

    _printed = 0


def _place_error(notebook: NotebookNode, name: str, message: str) -> None:
    """Show an error at the cell that was begun last."""
    begun = [
        cell
        for cell in notebook.cells
        if cell.metadata["papermill"]["start_time"] and "outputs" in cell
    ]
    begun[-1].outputs.append(
        new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
    )


def _death_message(exit_code: int | None) -> str:
    if exit_code is None or exit_code >= 0:
        return f"the kernel ended itself with exit code {exit_code}"
    name = signal.Signals(-exit_code).name
    return f"the kernel was ended by {name}" + (
        "; it may have run out of memory" if name == "SIGKILL" else ""
    )

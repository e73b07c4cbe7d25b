"""The cells of one notebook, run in an IPython shell of their own in a forked process.

The shell is that of an ordinary kernel, with its displays, magics, streams and comms; what the
kernel would publish through sockets goes through a pipe instead.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from jupyter_client.session import Session
from traitlets import Any as Anything

from laicheng_data.running.forkserver import KEY
from laicheng_data.running.pipes import Pipe
from laicheng_data.running.plan import without_module

with without_module("debugpy"):  # nobody can attach a debugger here
    import ipykernel.debugger  # noqa: F401
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp


class _Publisher(IOPubThread):
    """Takes what a kernel publishes and sends it at once; it is no thread."""

    def __init__(self) -> None:
        self.pipe: Pipe | None = None
        self.io_loop: Any = self
        self.thread: Any = SimpleNamespace(is_alive=lambda: False, ident=None)

    def send_multipart(self, parts: Sequence[Any], *_: Any, **__: Any) -> None:
        """Send a message, as the session has packed it."""
        if self.pipe:
            self.pipe.send(pickle.dumps([bytes(part) for part in parts]))

    def call_later(self, seconds: float, function: Callable[[], None]) -> None:
        """Call the function after a while: output that waits is sent though its cell goes on."""
        timer = threading.Timer(seconds, function)
        timer.daemon = True
        timer.start()


class _Kernel(IPythonKernel):
    """A kernel that nobody can reach but through the pipe."""

    shell_stream = Anything()
    shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
    _supports_kernel_subshells = False


class _App(IPKernelApp):
    """An ordinary kernel's settings, profile, extensions and start-up files, without its
    sockets."""

    def initialize(self, argv: Any = None) -> None:
        """Do what can be done before the process is forked, and runs nothing of the user's."""
        super(IPKernelApp, self).initialize([])
        self.quiet = True
        self.config.HistoryManager.enabled = (
            False  # nobody will ask for it; it is a thread and a file
        )
        self.init_pdb()
        self.session = Session(parent=self, key=KEY)
        self.publisher = _Publisher()
        self.kernel = _Kernel.instance(
            parent=self,
            session=self.session,
            iopub_thread=self.publisher,
            iopub_socket=self.publisher,
            shell_stream=self.publisher,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.init_path()
        self.init_shell()

    def begin(self, pipe: Pipe) -> None:
        """Do the rest, in the forked process."""
        self.publisher.pipe = pipe
        self.session.pid = os.getpid()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        self.iopub_thread = self.iopub_socket = self.publisher
        self.init_io()
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count
        self.init_gui_pylab()
        self.init_extensions()
        self.init_code()
        sys.stdout.flush()
        sys.stderr.flush()


def prepare() -> _App:
    """A shell that is ready for its first cell, but for what a process must do itself."""
    if not _App.initialized():
        _App.instance().initialize()
    return _App.instance()


def run(pipe: Pipe) -> None:
    """Run what comes through the pipe, each request after the other, to its end."""
    import numpy as np

    from laicheng_data.running.outdated import forget_outdated_code

    forget_outdated_code()
    np.random.seed()  # numpy would hand out the same random numbers in every process
    app = prepare()
    asyncio.run(_serve(app, pipe))


async def _serve(app: _App, pipe: Pipe) -> None:
    app.kernel.io_loop = app.io_loop = _ioloop()
    app.begin(pipe)
    pipe.send(b"")  # ready
    loop, frames = asyncio.get_running_loop(), asyncio.Queue[bytes | None]()
    loop.add_reader(pipe.incoming, lambda: frames.put_nowait(pipe.receive()))
    while (frame := await frames.get()) is not None:
        request = pickle.loads(frame)
        if isinstance(request, str):
            _call(request)
            pipe.send(b"")
        else:
            await app.kernel.dispatch_shell([zmq.Frame(part) for part in request])


def _call(name: str) -> None:
    """Call a function, named as in `module:function`. What goes wrong there concerns no cell."""
    module, _, function = name.partition(":")
    with suppress(Exception):
        getattr(import_module(module), function)()


def _ioloop() -> Any:
    from tornado.ioloop import IOLoop

    return IOLoop.current()

"""A process that imports the libraries once, so that others can be forked from it ready to work.

It is spoken to through pipes that it inherits: no port, no socket, no file. When whoever started it
is gone, in whatever way, the system ends it and all that was forked from it.

This module is light, so that the process can be started before anything else is imported.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import Any

from laicheng_data.running.pipes import Pipe, read_frame, write_frame

AVAILABLE = hasattr(os, "pidfd_open")  # on Linux; elsewhere forking is not to be had or trusted
PROVISIONER = "laicheng-forked"  # the name under which Jupyter finds the kernels that are forked
CELLS, KERNELS = "cells", "kernels"  # what is to be forked, and so what is got ready
KEY = b"pipe"  # Jupyter wants messages to be signed; nobody else can reach these
_PROCESS = "laicheng_data.running.nursery"

Receive = Callable[[bytes | None], None]


def start(what: str) -> Server | None:
    """Start the process, if it does not run yet, and return at once: it imports meanwhile.

    None where there can be none.
    """
    if not AVAILABLE:
        return None
    server = _servers.get(what)
    if server is None or not server.is_ours():
        server = _servers[what] = Server(what)
    return server


def warm_up() -> None:
    """Let what is forked from now on to run cells draw its first chart as fast as any other."""
    if server := start(CELLS):
        server.request("warm_up", 0)


class Server:
    """The process, as whoever started it sees it."""

    def __init__(self, what: str):
        self._owner, self._numbers, self._lock = os.getpid(), count(), threading.Lock()
        self._children: dict[int, Child] = {}
        # Nothing is ever written to this pipe; the system tells the process when its end closes.
        lifeline, self._held = os.pipe()
        command = [sys.executable, "-m", _PROCESS, what, str(lifeline)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[lifeline],
            start_new_session=True,
        )
        os.close(lifeline)
        threading.Thread(target=self._listen, daemon=True).start()
        atexit.register(self.close)

    def is_ours(self) -> bool:
        """Whether this very process started it, and it still runs."""
        return self._owner == os.getpid() and self._process.poll() is None

    def fork(
        self,
        function: str,
        *arguments: object,
        receive: Receive | None = None,
        place: tuple[Mapping[str, str], str] | None = None,
    ) -> Child:
        """Have `module:function` called with the arguments and a Pipe in a process of its own.

        `place` is the environment and the working directory, if not those of this process.
        `receive` hears, in another thread, what the function sends, and None when the process has
        ended.
        """
        with self._lock:
            number = next(self._numbers)
            child = self._children[number] = Child(self, number, receive)
        environment, folder = place or (os.environ, os.getcwd())  # noqa: PTH109
        self.request("fork", number, function, arguments, dict(environment), folder)
        return child

    def request(self, *request: object) -> None:
        """Ask for something. Silent where the process is gone: then all its children have ended."""
        assert self._process.stdin is not None
        with self._lock, suppress(OSError, ValueError):
            write_frame(self._process.stdin.fileno(), pickle.dumps(request))

    def close(self) -> None:
        """End the process and all that was forked from it."""
        if self._owner == os.getpid():
            with suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()

    def kill_all(self) -> None:
        """Kill every process that was forked from it and has not ended."""
        for child in list(self._children.values()):
            child.kill()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while frame := read_frame(self._process.stdout.fileno()):
            number, kind, content = pickle.loads(frame)
            child = self._children[number]
            if kind == "ended":
                del self._children[number]
            child.hear(kind, content)
        for child in list(self._children.values()):
            child.hear("ended", -signal.SIGKILL)  # the system has ended it with the server


_servers: dict[str, Server] = {}


def kill_all() -> None:
    """Kill every process that was forked for this one and has not ended."""
    for server in _servers.values():
        server.kill_all()


class ForkedModule:
    """The functions of a module, to be called in a forked process that imports it at once.

    Where there is no forking, they are called here.
    """

    def __init__(self, module: str, forked: bool = True):
        self._module, server = module, start(CELLS) if forked else None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._child = (
            server.fork(f"{__name__}:serve_calls", module, receive=self._answers.put)
            if server
            else None
        )

    is_apart = property(lambda self: self._child is not None, doc="Whether the process is another.")

    def __call__(self, function: str, *arguments: object) -> Any:
        """Block, and return or raise what the function does; OSError where the process was
        lost."""
        if self._child is None:
            return getattr(import_module(self._module), function)(*arguments)
        self._child.send(pickle.dumps((function, arguments)))
        answer = self._answers.get()
        if answer is None:
            self._answers.put(None)  # for who calls once more
            raise OSError(f"the process that should do it ended with {self._child.wait()}")
        result, error = pickle.loads(answer)
        if error is not None:
            raise error
        return result

    def close(self) -> None:
        """End the process."""
        if self._child:
            self._child.kill()


def serve_calls(module: str, pipe: Pipe) -> None:
    """Call functions of the module, each with what the pipe brings, and send what came of it."""
    chosen = import_module(module)
    while (request := pipe.receive()) is not None:
        function, arguments = pickle.loads(request)
        result, raised = None, None
        try:
            result = getattr(chosen, function)(*arguments)
        except Exception as error:
            raised = _picklable(error)
        pipe.send(pickle.dumps((result, raised)))


def _picklable(error: Exception) -> Exception:
    """The error itself, or where it cannot be pickled one that tells the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


class Child:
    """A forked process. It has as much of the manners of `subprocess.Popen` as Jupyter needs."""

    stdin = stdout = stderr = None

    def __init__(self, server: Server, number: int, receive: Receive | None):
        self._server, self._number, self._receive = server, number, receive
        self._begun, self._ended = threading.Event(), threading.Event()
        self._pid = 0
        self._exit_code: int | None = None

    def hear(self, kind: str, content: Any) -> None:
        """Take what the server tells of the process."""
        if kind == "begun":
            self._pid = content
            self._begun.set()
        elif kind == "sent" and self._receive:
            self._receive(content)
        elif kind == "ended":
            self._exit_code = content
            self._begun.set()
            self._ended.set()
            if self._receive:
                self._receive(None)

    @property
    def pid(self) -> int:
        """Its number, as soon as it has been forked; 0 where that could not be."""
        self._begun.wait()
        return self._pid

    def send(self, content: bytes) -> None:
        """Send it something."""
        self._server.request("send", self._number, content)

    def poll(self) -> int | None:
        """The exit code, negative for the signal that ended it; None while it runs."""
        return self._exit_code if self._ended.is_set() else None

    def wait(self) -> int | None:
        """Block until it has ended."""
        self._ended.wait()
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Send a signal to it and all that it has started."""
        self._server.request("signal", self._number, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

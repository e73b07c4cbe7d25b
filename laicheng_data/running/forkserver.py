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
import select
import selectors
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import Any, NoReturn

try:
    from fcntl import F_GETFL, F_SETFL, F_SETOWN, F_SETSIG, fcntl

    AVAILABLE = hasattr(os, "pidfd_open")
except ImportError:  # not Linux, where forking is not to be had or not to be trusted
    AVAILABLE = False

PROVISIONER = "laicheng-forked"  # the name under which Jupyter finds the kernels that are forked
CELLS, KERNELS = "cells", "kernels"  # what is to be forked, and so what is got ready
KEY = b"pipe"  # Jupyter wants messages to be signed; nobody else can reach these
_PRELOAD = "laicheng_data.running.preload"  # heavy, and so imported in the process alone
_MOST_BYTES = 1 << 16  # read from a pipe at a time
_LENGTH = struct.Struct("!I")
_HEAD = struct.Struct("!II")  # of a piece: the process that sends it, and its bytes

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
        command = [sys.executable, "-m", __name__, what, str(lifeline)]
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
            _write_frame(self._process.stdin.fileno(), pickle.dumps(request))

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
        while frame := _read_frame(self._process.stdout.fileno()):
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


# ---------------------------------------------------------------------------- in the process itself


class Pipe:
    """What a forked process is sent, and through which it sends."""

    def __init__(self, incoming: int, outgoing: int):
        self.incoming, self._outgoing = incoming, outgoing
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self._renew_lock)

    def _renew_lock(self) -> None:
        self._lock = threading.Lock()  # another thread may have held it

    def receive(self) -> bytes | None:
        """The next thing sent; None at the end."""
        return _read_frame(self.incoming)

    def send(self, content: bytes) -> None:
        """Send something.

        It goes in pieces that the system keeps in one, each with the process that sends it: what a
        cell has forked may send at the same time.
        """
        with self._lock:
            frame, sender = _LENGTH.pack(len(content)) + content, os.getpid()
            size = select.PIPE_BUF - _HEAD.size
            for at in range(0, len(frame), size):
                piece = frame[at : at + size]
                _write_all(self._outgoing, _HEAD.pack(sender, len(piece)) + piece)


class _Forked:
    """A forked process, as the server sees it."""

    def __init__(self, pid: int, incoming: int, outgoing: int, held: int):
        self.pid, self.incoming, self.outgoing, self.held = pid, incoming, outgoing, held
        self.pidfd = os.pidfd_open(pid)  # can be waited for together with pipes
        os.set_blocking(outgoing, False)
        self._rest = b""
        self._frames: defaultdict[int, bytearray] = defaultdict(bytearray)

    def handles(self) -> list[int]:
        """What is open for it here."""
        return [self.incoming, self.outgoing, self.held, self.pidfd]

    def read(self) -> list[bytes] | None:
        """What it has sent whole since the last time; None where there is nothing more to read."""
        try:
            content = os.read(self.outgoing, _MOST_BYTES)
        except BlockingIOError:
            return None
        return list(self._whole(content)) if content else None

    def _whole(self, content: bytes) -> Iterator[bytes]:
        """The frames that are complete now; pieces of other senders may stand between theirs."""
        content, at, head = self._rest + content, 0, _HEAD.size
        while len(content) >= at + head:
            sender, size = _HEAD.unpack_from(content, at)
            if len(content) < at + head + size:
                break
            frame = self._frames[sender]  # grows in place: it may have 100 MB, in pieces of 4 KB
            frame += content[at + head : at + head + size]
            at += head + size
            if len(frame) == _LENGTH.size + _LENGTH.unpack_from(frame)[0]:
                yield bytes(self._frames.pop(sender)[_LENGTH.size :])
        self._rest = content[at:]

    def send(self, content: bytes) -> None:
        """Send it something, if it still listens."""
        with suppress(OSError):
            _write_frame(self.incoming, content)

    def signal(self, signum: int) -> None:
        """Send a signal to it and all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signum)

    def reap(self) -> int:
        """Its exit code, now that it has ended."""
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


class _Nursery:
    """Forks what is requested, and hands on what the forked send and how they end."""

    def __init__(self, requests: int, replies: int):
        self._requests, self._replies = requests, replies
        self._forked: dict[int, _Forked] = {}
        self._ready = selectors.DefaultSelector()
        self._ready.register(requests, selectors.EVENT_READ)

    def serve(self) -> None:
        """Do so until nobody can request anything any more."""
        while True:
            for key, _ in self._ready.select():
                if key.fd != self._requests:
                    self._hear(*key.data)
                elif not self._answer():
                    return

    def _answer(self) -> bool:
        frame = _read_frame(self._requests)
        if frame is None:
            return False
        kind, number, *details = pickle.loads(frame)
        if kind == "warm_up":
            import_module(_PRELOAD).warm_up()
        elif kind == "fork":
            self._fork(number, *details)
        elif number in self._forked:
            getattr(self._forked[number], kind)(*details)
        return True

    def _fork(self, number: int, *details: Any) -> None:
        ours = [self._requests, self._replies, self._ready.fileno()]
        theirs = [handle for child in self._forked.values() for handle in child.handles()]
        try:
            child = self._forked[number] = _fork_process([*ours, *theirs], *details)
        except OSError as error:
            print(f"no process can be forked: {error}", file=sys.stderr)
            self._reply(number, "ended", 1)
            return
        self._ready.register(child.outgoing, selectors.EVENT_READ, (number, child, False))
        self._ready.register(child.pidfd, selectors.EVENT_READ, (number, child, True))
        self._reply(number, "begun", child.pid)

    def _hear(self, number: int, child: _Forked, has_ended: bool) -> None:
        if self._forked.get(number) is not child:
            return
        if has_ended:
            child.signal(signal.SIGKILL)  # what it has started
            code = child.reap()
            while self._hand_on(number, child):
                pass
            self._forget(child)
            del self._forked[number]
            self._reply(number, "ended", code)
        elif not self._hand_on(number, child):
            self._ready.unregister(child.outgoing)

    def _hand_on(self, number: int, child: _Forked) -> bool:
        frames = child.read()
        for frame in frames or ():
            self._reply(number, "sent", frame)
        return frames is not None

    def _forget(self, child: _Forked) -> None:
        for handle in child.handles():
            with suppress(KeyError):
                self._ready.unregister(handle)
            os.close(handle)

    def _reply(self, number: int, kind: str, content: object) -> None:
        _write_frame(self._replies, pickle.dumps((number, kind, content)))


def _fork_process(
    to_close: list[int],
    function: str,
    arguments: tuple[object, ...],
    environment: Mapping[str, str],
    folder: str,
) -> _Forked:
    """Have the function called in a process of its own, with only its own pipes open."""
    incoming, to_it = os.pipe()
    from_it, outgoing = os.pipe()
    lifeline, held = os.pipe()
    pid = os.fork()
    if pid:
        with suppress(OSError):  # it may be gone already
            os.setpgid(pid, pid)
        for handle in (incoming, outgoing, lifeline):
            os.close(handle)
        return _Forked(pid, to_it, from_it, held)
    try:
        os.setpgid(0, 0)
        for handle in (to_it, from_it, held, *to_close):
            os.close(handle)
        end_with_parent(lifeline)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if dict(os.environ) != environment:
            os.environ.clear()
            os.environ.update(environment)
        os.chdir(folder)
        _call_and_exit(_import_function(function), *arguments, Pipe(incoming, outgoing))
    finally:
        os._exit(1)


def _call_and_exit(function: Callable[..., None], *arguments: object) -> NoReturn:
    """Call the function and end this process as Python would."""
    code: Any = 0
    try:
        function(*arguments)
    except SystemExit as leaving:
        code = leaving.code
    except BaseException:
        traceback.print_exc()
        code = 1
    os._exit(code if isinstance(code, int) else int(code is not None))


def _import_function(name: str) -> Callable[..., None]:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def end_with_parent(lifeline: int) -> None:
    """See to it that this process and those it starts are killed when the pipe's other end closes.

    The system does it, even to a cell that never lets go of the interpreter.
    """
    fcntl(lifeline, F_SETOWN, -os.getpgrp())
    fcntl(lifeline, F_SETSIG, signal.SIGKILL)
    fcntl(lifeline, F_SETFL, fcntl(lifeline, F_GETFL) | os.O_ASYNC)
    closed = select.poll()
    closed.register(lifeline, 0)
    if closed.poll(0):
        os.killpg(0, signal.SIGKILL)


def _read_frame(handle: int) -> bytes | None:
    head = _read_all(handle, _LENGTH.size)
    return _read_all(handle, _LENGTH.unpack(head)[0]) if head else None


def _read_all(handle: int, size: int) -> bytes | None:
    """So many bytes; None where the end comes before."""
    content = bytearray()
    while len(content) < size:
        piece = os.read(handle, min(size - len(content), _MOST_BYTES))
        if not piece:
            return None
        content += piece
    return bytes(content)


def _write_frame(handle: int, content: bytes) -> None:
    _write_all(handle, _LENGTH.pack(len(content)) + content)


def _write_all(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def main(what: str, lifeline: str) -> None:
    """Be the process: import the libraries, then fork until whoever started this is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(int(lifeline))
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    import_module(_PRELOAD).load(what)
    _Nursery(requests, replies).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])

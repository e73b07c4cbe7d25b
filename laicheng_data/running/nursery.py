"""The process that others are forked from: it imports the libraries once, then forks until whoever
started it is gone.
"""

from __future__ import annotations

import os
import pickle
import select
import selectors
import signal
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from fcntl import F_GETFL, F_SETFL, F_SETOWN, F_SETSIG, fcntl
from importlib import import_module
from typing import Any, NoReturn

from laicheng_data.running.pipes import HEAD, LENGTH, MOST_BYTES, Pipe, read_frame, write_frame

_PRELOAD = "laicheng_data.running.preload"  # heavy, and so imported when all else is ready


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
            content = os.read(self.outgoing, MOST_BYTES)
        except BlockingIOError:
            return None
        return list(self._whole(content)) if content else None

    def _whole(self, content: bytes) -> Iterator[bytes]:
        """The frames that are complete now; pieces of other senders may stand between theirs."""
        content, at, head = self._rest + content, 0, HEAD.size
        while len(content) >= at + head:
            sender, size = HEAD.unpack_from(content, at)
            if len(content) < at + head + size:
                break
            frame = self._frames[sender]  # grows in place: it may have 100 MB, in pieces of 4 KB
            frame += content[at + head : at + head + size]
            at += head + size
            if len(frame) == LENGTH.size + LENGTH.unpack_from(frame)[0]:
                yield bytes(self._frames.pop(sender)[LENGTH.size :])
        self._rest = content[at:]

    def send(self, content: bytes) -> None:
        """Send it something, if it still listens."""
        with suppress(OSError):
            write_frame(self.incoming, content)

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
        frame = read_frame(self._requests)
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
        write_frame(self._replies, pickle.dumps((number, kind, content)))


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

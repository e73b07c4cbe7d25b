"""Pipes between the process that others are forked from, these, and whoever asked for them.

A message is a frame: its length, then its bytes.
"""

from __future__ import annotations

import os
import select
import struct
import threading

MOST_BYTES = 1 << 16  # read from a pipe at a time
LENGTH = struct.Struct("!I")
HEAD = struct.Struct("!II")  # of a piece: the process that sends it, and its bytes


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
        return read_frame(self.incoming)

    def send(self, content: bytes) -> None:
        """Send something.

        It goes in pieces that the system keeps in one, each with the process that sends it: what a
        cell has forked may send at the same time.
        """
        with self._lock:
            frame, sender = LENGTH.pack(len(content)) + content, os.getpid()
            size = select.PIPE_BUF - HEAD.size
            for at in range(0, len(frame), size):
                piece = frame[at : at + size]
                _write_all(self._outgoing, HEAD.pack(sender, len(piece)) + piece)


def read_frame(handle: int) -> bytes | None:
    """The next frame; None at the end."""
    head = _read_all(handle, LENGTH.size)
    return _read_all(handle, LENGTH.unpack(head)[0]) if head else None


def _read_all(handle: int, size: int) -> bytes | None:
    """So many bytes; None where the end comes before."""
    content = bytearray()
    while len(content) < size:
        piece = os.read(handle, min(size - len(content), MOST_BYTES))
        if not piece:
            return None
        content += piece
    return bytes(content)


def write_frame(handle: int, content: bytes) -> None:
    """Send the content as a frame."""
    _write_all(handle, LENGTH.pack(len(content)) + content)


def _write_all(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]

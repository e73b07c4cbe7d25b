"""The one way in which text reaches a terminal or a pipe.

What people read there comes from reports, pictures and notebooks of others. None of it may steer a
terminal, forge a line or turn the reading direction; and a stream that is closed, full or no longer
read is no reason for a traceback.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

_PLAIN = r"\t\n -~\u3000-\u9fff\uff01-\uffef"  # most of what is written here, for speed
_PERHAPS_STEERING = re.compile(f"[^{_PLAIN}]")
# Control characters, invisible ones such as U+202E, halves of pairs, line and paragraph separators.
_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """The text with all that could steer a terminal written out as JSON would: ESC as `\\u001b`.

    Tabs and line breaks stay. Inside a JSON document this changes no value.
    """
    return _PERHAPS_STEERING.sub(_escape, text)


def one_line(text: str) -> str:
    """The text as a part of one line, so that what it quotes cannot pass for a line of its own."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(found: re.Match[str]) -> str:
    if unicodedata.category(found[0]) not in _STEERING:
        return found[0]
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


class GuardedStream:
    """A text stream that writes out what could steer a terminal, and outlives the stream behind it.

    `failed` says why something has not arrived. A reader who closed the pipe is no such case: he
    has seen all that he wanted.
    """

    def __init__(self, stream: Any):
        self.stream, self.failed = stream, ""

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # the way round
            raise AttributeError(name)
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        """Write the text in the encoding of the stream, escapes in place of what that lacks."""
        encoding = self.stream.encoding or "utf-8"
        safe = printable(text).encode(encoding, "backslashreplace").decode(encoding)
        with self._survive_stream():
            self.stream.write(safe)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        with self._survive_stream():
            self.stream.flush()

    @contextmanager
    def _survive_stream(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if not isinstance(error, BrokenPipeError):
                self.failed = error.strerror or str(error)
            self._send_the_rest_nowhere()

    def _send_the_rest_nowhere(self) -> None:
        """What waits in the buffer too, which Python would try to write once more at the end."""
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stream.fileno())
            os.close(nowhere)


@contextmanager
def guarded_streams() -> Iterator[GuardedStream]:
    """Guard stdout, which is given, and stderr, for as long as a command runs."""
    _stand_in_for_closed_descriptors()
    kept = sys.stdout, sys.stderr
    with ExitStack() as stack:
        streams = [s or stack.enter_context(open(os.devnull, "w")) for s in kept]  # noqa: PTH123
        out, err = map(GuardedStream, streams)
        sys.stdout, sys.stderr = out, err
        try:
            yield out
        finally:
            out.flush()
            err.flush()
            sys.stdout, sys.stderr = kept


def _stand_in_for_closed_descriptors() -> None:
    """Else the next file to be opened takes the number of stdin, stdout or stderr."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)

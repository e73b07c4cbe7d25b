"""With which code a command leaves, and what it says last.

0 all as expected, 1 it ran and found something unexpected, 2 the input or the call is wrong and
nothing was written, 3 something could not run.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

import click

from laicheng_data.terminal import guarded_streams

UNEXPECTED, WRONG_CALL, COULD_NOT_RUN = 1, 2, 3
INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM  # as shells tell it


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong on stderr and leave with the code."""
    click.echo(message, err=True)
    sys.exit(code)


class Commands(click.Group):
    """Whatever happens, the command leaves with a code that says what, and without a traceback."""

    def main(self, *arguments: Any, **options: Any) -> NoReturn:
        """Run the command and leave."""
        options["standalone_mode"] = False
        with guarded_streams() as results:
            code = exit_code(partial(super().main, *arguments, **options))
            if results.failed and code in (0, UNEXPECTED):
                click.echo(f"the result could not be written: {results.failed}", err=True)
                code = COULD_NOT_RUN
        sys.exit(code)


def exit_code(work: Callable[[], Any]) -> int:
    """The exit code of what is done, its last words said."""
    try:
        return work() or 0
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else COULD_NOT_RUN
    except click.Abort:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show(sys.stderr)
        return WRONG_CALL
    except MemoryError:
        click.echo("there is not enough memory for this", err=True)
    except Exception as error:
        if code := _signal_exit_code(error):
            return code
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = "".join(traceback.format_exception_only(error)).strip()
        click.echo(f"a fault in laicheng itself: {what}", err=True)
        click.echo(f"at {place.filename}, line {place.lineno}; please report it", err=True)
    return COULD_NOT_RUN


def _signal_exit_code(error: BaseException | None) -> int:
    """The exit code of the signal behind an error, 0 where there is none.

    What a signal raises while a class is being made, Python 3.11 turns into a RuntimeError.
    """
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return INTERRUPTED
        if isinstance(error, SystemExit):
            return error.code if isinstance(error.code, int) else COULD_NOT_RUN
        error = error.__cause__ or error.__context__
    return 0

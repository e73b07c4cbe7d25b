"""How far a rerun has got: a bar on a terminal, a line a run elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import TYPE_CHECKING

import click

from laicheng_data.terminal import one_line

if TYPE_CHECKING:
    from laicheng_data.running.receipts import Outcome

Show = Callable[["Outcome"], None]


def progress(total: int, at_a_time: int) -> AbstractContextManager[Show]:
    """Show on stderr how many are done, running and failed, and the time left.

    What is given is to be called with each outcome.
    """
    return (_bar if sys.stderr.isatty() else _lines)(total, at_a_time)


@contextmanager
def _lines(total: int, at_a_time: int) -> Iterator[Show]:
    # Until the first of each that go on at a time have ended, libraries are imported, too: how long
    # a run takes is told by those after them.
    failed, done, since, before = 0, count(1), time.monotonic(), 0

    def show(outcome: Outcome) -> None:
        nonlocal failed, since, before
        failed += outcome.outcome == "failed"
        number, now = next(done), time.monotonic()
        left = (now - since) / (number - before) * (total - number)
        if number == at_a_time:
            since, before = now, number
        state = f"{min(at_a_time, total - number)} running, {failed} failed, {left:.0f} s left"
        line = f"[{number}/{total}] {outcome.outcome}: {outcome.run}, {outcome.seconds:.1f} s"
        click.echo(f"{line}; {state}", err=True)

    yield show


@contextmanager
def _bar(total: int, at_a_time: int) -> Iterator[Show]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    fields = "{task.fields[running]} running, {task.fields[failed]} failed, {task.fields[last]}"
    columns = BarColumn(), MofNCompleteColumn(), TextColumn(fields), TimeRemainingColumn()
    with Progress(*columns, console=Console(file=sys.__stderr__)) as bar:
        task = bar.add_task(
            "", total=total, running=min(at_a_time, total), failed=0, last="starting"
        )

        def show(outcome: Outcome) -> None:
            [now] = bar.tasks
            running = min(at_a_time, total - int(now.completed) - 1)
            failed = now.fields["failed"] + (outcome.outcome == "failed")
            bar.update(
                task,
                advance=1,
                running=running,
                failed=failed,
                last=escape(one_line(f"{outcome.outcome}: {outcome.run}")),
            )

        yield show

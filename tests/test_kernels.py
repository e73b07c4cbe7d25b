import asyncio
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
from jupyter_client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec

from laicheng_data.running import forkserver
from laicheng_data.running.kernels import KernelManager
from laicheng_data.words import LABELS

if not forkserver.AVAILABLE:
    pytest.skip("this system cannot fork kernels", allow_module_level=True)


T = TypeVar("T")


class ForkedKernelManager(KernelManager):
    """The kernels of JupyterLab."""

    provisioner_name = forkserver.PROVISIONER


both_kinds = pytest.mark.parametrize("kind", [ForkedKernelManager, KernelManager])
Kernel = tuple[KernelManager, Callable[[str], Coroutine[Any, Any, str]]]


@asynccontextmanager
async def kernel(
    kind: type[KernelManager] = ForkedKernelManager, **options: object
) -> AsyncIterator[Kernel]:
    """A running kernel, and a function that has it run code and gives what was printed, or the
    error's name."""
    manager = kind(kernel_name="python3")
    await manager.start_kernel(**options)
    client: AsyncKernelClient = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)

    async def tell(code: str) -> str:
        told: list[str] = []

        def hook(message: dict) -> None:
            told.append(message["content"].get("text", message["content"].get("ename", "")))

        await client.execute_interactive(code, output_hook=hook, timeout=60)
        return "".join(told).strip()

    try:
        yield manager, tell
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def in_kernel(code: str, kind: type[KernelManager] = ForkedKernelManager, **options: object) -> str:
    async def ask() -> str:
        async with kernel(kind, **options) as (_, tell):
            return await tell(code)

    return asyncio.run(ask())


@pytest.fixture
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No other process of the tests edits the package meanwhile."""
    fcntl = pytest.importorskip("fcntl")
    with (tmp_path_factory.getbasetemp().parent / "edits.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def in_new_process(function: Callable[..., T], *arguments: object) -> T:
    """What the function gives where no fork server has run before: one that has may have seen the
    package before an edit."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


@pytest.mark.usefixtures("untouched")
def test_a_forked_kernel_has_the_libraries_before_its_first_cell() -> None:
    wanted = {"pandas", "seaborn", "laicheng_data.notebook.page"}
    code = f"import sys; print({wanted} <= set(sys.modules))"
    assert in_new_process(in_kernel, code) == "True"


@both_kinds
def test_a_kernel_is_reached_through_sockets_of_this_user_and_no_port(
    kind: type[KernelManager],
) -> None:
    async def private_sockets() -> list[bool]:
        async with kernel(kind) as (manager, _):
            ports = (
                manager.shell_port,
                manager.iopub_port,
                manager.stdin_port,
                manager.control_port,
                manager.hb_port,
            )
            assert manager.transport == "ipc"
            paths = [Path(f"{manager.ip}-{port}") for port in ports]
            return [path.is_socket() and path.parent.stat().st_mode & 0o077 == 0 for path in paths]

    assert asyncio.run(private_sockets()) == [True] * 5


@both_kinds
def test_a_kernel_has_the_folder_and_environment_it_is_given(
    kind: type[KernelManager], tmp_path: Path
) -> None:
    environment = {**os.environ, "GIVEN": "given"}
    told = in_kernel(
        "import os; print(os.getcwd(), os.environ['GIVEN'])",
        kind,
        cwd=str(tmp_path),
        env=environment,
    )
    assert told == f"{tmp_path} given"


@both_kinds
def test_a_picture_is_shown_below_its_cell(kind: type[KernelManager]) -> None:
    told = in_kernel(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]); print(plt.get_backend())", kind
    )
    assert "inline" in told


@both_kinds
def test_a_cell_may_start_processes(kind: type[KernelManager]) -> None:
    code = (
        "import multiprocessing\nwith multiprocessing.Pool(1) as pool: print(pool.map(abs, [-1]))"
    )
    assert in_kernel(code, kind) == "[1]"


def test_no_two_kernels_draw_the_same_random_numbers() -> None:
    code = "import random, numpy; print(random.random(), numpy.random.rand())"
    assert in_kernel(code).split()[0] != in_kernel(code).split()[0]
    assert in_kernel(code).split()[1] != in_kernel(code).split()[1]


@both_kinds
def test_a_cell_can_be_interrupted_and_the_kernel_goes_on(kind: type[KernelManager]) -> None:
    async def interrupted() -> tuple[str, str]:
        async with kernel(kind) as (manager, tell):
            cell = asyncio.create_task(tell("import time\nwhile True: time.sleep(0.01)"))
            await asyncio.sleep(0.5)
            await manager.interrupt_kernel()
            return await cell, await tell("print('goes on')")

    assert asyncio.run(interrupted()) == ("KeyboardInterrupt", "goes on")


def test_a_restarted_kernel_is_a_new_process() -> None:
    async def restarted() -> list[bool]:
        async with kernel() as (manager, tell):
            first = int(await tell("import os; print(os.getpid())"))
            await manager.restart_kernel(now=True)
            provisioner = manager.provisioner
            return [
                psutil.pid_exists(first),
                await manager.is_alive(),
                int(getattr(provisioner, "pid", first)) != first,
            ]

    assert asyncio.run(restarted()) == [False, True, True]


def test_a_kernel_asked_to_end_ends_and_tells_how() -> None:
    async def ended() -> int | None:
        async with kernel() as (manager, _):
            assert manager.provisioner is not None
            await manager.provisioner.terminate()
            return await manager.provisioner.wait()

    assert asyncio.run(ended()) == -signal.SIGTERM


def test_kernels_of_other_programs_are_started_as_they_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    other = KernelSpec(
        argv=[sys.executable, "-c", "import time; time.sleep(60)", "{connection_file}"]
    )
    monkeypatch.setattr(ForkedKernelManager, "kernel_spec", other)
    other.metadata = {
        "kernel_provisioner": {
            "provisioner_name": ForkedKernelManager.provisioner_name,
            "config": {},
        }
    }

    async def started() -> str:
        manager = ForkedKernelManager()
        await manager.start_kernel()
        try:
            return " ".join(psutil.Process(getattr(manager.provisioner, "pid", None)).cmdline())
        finally:
            await manager.shutdown_kernel(now=True)

    assert "time.sleep(60)" in asyncio.run(started())


RUNNER = """
import asyncio, sys
from laicheng_data.running import forkserver
from laicheng_data.running.kernels import KernelManager
KernelManager.provisioner_name = forkserver.PROVISIONER

async def main():
    manager = KernelManager(kernel_name="python3")
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    client.execute(sys.argv[1])
    await asyncio.sleep(0.5)
    print(manager.provisioner.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.parametrize("cell", ["pass", "while True: pass", "sum(range(10**12))"])
def test_no_kernel_outlives_the_one_who_started_it(cell: str) -> None:
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER, cell], stdout=subprocess.PIPE, text=True
    )
    assert runner.stdout is not None
    kernel_pid = int(runner.stdout.readline())
    assert psutil.pid_exists(kernel_pid)
    runner.kill()
    assert gone(kernel_pid)


def gone(pid: int, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not psutil.pid_exists(pid)


def test_what_is_slow_is_got_ready_before_the_fork_only_where_many_will_be_forked() -> None:
    assert in_new_process(before_and_after_warming_up) == [False, True]


def before_and_after_warming_up() -> list[bool]:
    slow = {"laicheng_data.briefing.documents", "laicheng_data.pages.pictures"}
    code = f"{slow} <= set(__import__('sys').modules)"
    before = forkserver.ForkedModule("builtins")("eval", code)
    forkserver.warm_up()
    return [before, forkserver.ForkedModule("builtins")("eval", code)]


@pytest.mark.usefixtures("untouched")
def test_a_kernel_started_after_an_edit_imports_the_package_anew() -> None:
    assert in_new_process(before_and_after_an_edit) == ["True", "False"]


def before_and_after_an_edit() -> list[str]:
    code = "import sys; print('laicheng_data.notebook.page' in sys.modules)"
    before = in_kernel(code)
    os.utime(LABELS)
    return [before, in_kernel(code)]


@pytest.mark.usefixtures("untouched")
def test_a_file_replaced_with_its_old_time_is_imported_anew_too(tmp_path: Path) -> None:
    before = LABELS.stat()
    assert in_kernel("print('ready')") == "ready"
    copy = LABELS.with_name(f"{LABELS.name}.copy")
    copy.write_bytes(LABELS.read_bytes())
    os.utime(copy, ns=(before.st_atime_ns, before.st_mtime_ns))
    copy.replace(LABELS)
    code = "import sys; print('laicheng_data.notebook.page' in sys.modules)"
    assert in_kernel(code) == "False"


def test_the_fork_server_runs_beside_a_process_that_may_start_none() -> None:
    # The new process is a daemon, as a cluster's are.
    assert in_new_process(in_kernel, "print('forked')") == "forked"


def test_a_forked_process_shares_no_open_font_with_others() -> None:
    """Where two read one open file in turn, each gets pieces that the other asked for."""
    measured = """
import psutil
from laicheng_data.charts.layout import text_width
text_width("质检", 10)
print([file.path for file in psutil.Process().open_files() if "noto" in file.path.lower()])
"""
    done = subprocess.run([sys.executable, "-c", measured], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    class Local(Exception):
        """Cannot be pickled, as no other process finds it."""

    told = forkserver._picklable(Local("why"))
    assert str(pickle.loads(pickle.dumps(told))) == "Local: why"

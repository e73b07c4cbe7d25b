"""A rerun on a real Dask scheduler with two worker processes, on this machine's loopback."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from laicheng_data.cli import app
from laicheng_data.running import session

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


class Scheduler(NamedTuple):
    address: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    """A scheduler with two workers, each a process with a nanny, as `dask worker` starts them."""
    folder = tmp_path_factory.mktemp("cluster")
    address_file = folder / "scheduler.json"
    shared = [f"--scheduler-file={address_file}", "--no-dashboard"]
    environment = {**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s"}
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host=127.0.0.1",
        "--port=0",
        *shared,
    ]
    workers = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        "--nworkers=2",
        "--nthreads=1",
        "--host=127.0.0.1",
    ]
    processes = [subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)]
    try:
        deadline = time.monotonic() + 60
        while not address_file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        processes.append(
            subprocess.Popen(
                [*workers, *shared], cwd=folder, env=environment, stderr=subprocess.DEVNULL
            )
        )
        with distributed.Client(scheduler_file=str(address_file)) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield Scheduler(address, processes[0])
    finally:
        for process in processes:
            process.terminate()
            process.wait(timeout=30)


def test_a_cluster_gives_the_same_files_as_this_machine(
    scheduler: Scheduler, tmp_path: Path
) -> None:
    def written(*options: str) -> dict[str, bytes]:
        names = [
            "--notebook",
            "04_abnormal_list",
            "--notebook",
            "01_the_report",
            "--language",
            "en",
        ]
        folders = [
            "--figures-dir",
            str(tmp_path / "figures"),
            "--output-dir",
            str(tmp_path / "build"),
        ]
        result = CliRunner().invoke(app, ["rerun", *names, *folders, *options])
        assert result.exit_code == 0, result.stderr
        paths = tmp_path.glob("*/laicheng-2016/en/[!.]*")
        return {
            path.name: path.read_bytes()
            for path in paths
            if path.is_file() and path.suffix != ".html"
        }

    on_cluster = written("--scheduler", scheduler.address)
    assert len(on_cluster) == 5
    assert written() == on_cluster


def test_a_scheduler_lost_on_the_way_fails_what_has_not_ended(
    scheduler: Scheduler, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "laicheng_data", "rerun", "--scheduler", scheduler.address]
    folders = ["--figures-dir", str(tmp_path / "figures"), "--output-dir", str(tmp_path / "build")]
    pipe = subprocess.PIPE
    run = subprocess.Popen([*command, *folders], stdout=pipe, stderr=pipe, text=True)
    assert run.stderr is not None
    assert "[1/18] ok" in run.stderr.readline()
    scheduler.process.kill()
    _, messages = run.communicate(timeout=120)
    assert run.returncode == 3
    assert "the scheduler that should have run it was lost" in messages
    assert "Traceback" not in messages and "distributed" not in messages


def test_a_job_that_never_ends_is_given_up_when_the_scheduler_is_lost(tmp_path: Path) -> None:
    class Lost(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return Future()  # as where the scheduler dies between a result and its fetching

    runs = session.plan(["laicheng-2016"], ["en"], ["01_the_report"], [], "", str(tmp_path))
    [outcome] = session.execute_all(runs, Lost(), session.execute, tmp_path, is_lost=lambda: True)
    assert "was lost" in outcome.error

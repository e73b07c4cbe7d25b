"""Where the project is set up, and what an earlier process has left there."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from laicheng_data.running import scratch
from tests.conftest import ROOT

on_unix = pytest.mark.skipif(os.name == "nt", reason="make, and sockets with a path")

# They stand in for Python and pip, so that nothing is downloaded.
PYTHON = """#!/bin/sh
test "$2" = venv && exec "{python}" -m venv --without-pip --clear .venv
exec "{python}" "$@"
"""
PIP = """#!/bin/sh
for site in .venv/lib/python3*/site-packages; do pwd > "$site/_laicheng_data.pth"; done
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder whose name has a space and Chinese, with a set-up broken off."""
    folder = tmp_path / "公开 年报"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").write_text("half of it")
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / "laicheng_data").symlink_to(ROOT / "laicheng_data")
    for name, script in (("python", PYTHON), ("pip", PIP)):
        (tmp_path / name).write_text(script.format(python=sys.executable))
        (tmp_path / name).chmod(0o755)
    return folder


@on_unix
def test_a_set_up_that_was_broken_off_is_mended_whatever_path_and_locale(checkout: Path) -> None:
    tools = {name: str(checkout.parent / name) for name in ("python", "pip")}
    asked = [".venv/ready", f"PYTHON={tools['python']}", f"PIP={tools['pip']}", "UV=true"]
    ascii_only = {**os.environ, "LC_ALL": "C"}
    subprocess.run(["make", "--silent", *asked], cwd=checkout, env=ascii_only, check=True)
    code = ["-c", "import laicheng_data; print(ascii(laicheng_data.__file__))"]
    done = subprocess.run(
        [checkout / ".venv" / "bin" / "python", *code],
        cwd=checkout.parent,
        env=ascii_only,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == ascii(str(checkout / "laicheng_data" / "__init__.py"))


@on_unix
def test_a_socket_s_folder_is_short_however_long_that_of_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    assert len(os.fsencode(scratch.private_folder.__wrapped__())) <= scratch.LONGEST


@on_unix
def test_what_a_killed_process_left_is_cleared_and_what_is_in_use_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "from laicheng_data.running.scratch import private_folder as f; print(f(), flush=True)"
    die = f"{code}; import os; os.kill(os.getpid(), 9)"
    environment = {**os.environ, "TMPDIR": "/tmp"}
    done = subprocess.run([sys.executable, "-c", die], env=environment, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    left, held = Path(done.stdout.decode().strip()), scratch.private_folder.__wrapped__()
    assert left.is_dir()
    for folder in (left, held):
        os.utime(folder, (0, 0))
        scratch.clear_left_over(folder.parent)
    assert (left.exists(), held.exists()) == (False, True)

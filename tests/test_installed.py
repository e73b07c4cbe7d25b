"""The package as `pip install .` leaves it, away from its checkout in its own environment."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Laicheng = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; the libraries it needs are those of the tests.

    They are reached by a path, so that neither the checkout nor what points to it comes along.
    """
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    uv = [sys.executable, "-m", "uv", "--offline", "--quiet"]
    subprocess.run([*uv, "venv", "--python", sys.executable, folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([*uv, "pip", "install", "--python", python, "--no-deps", wheel], check=True)
    [packages] = (folder / "venv" / "lib").glob("*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    (folder / "venv" / "share").symlink_to(Path(sys.prefix) / "share")  # Jupyter's templates
    return folder / "venv"


@pytest.fixture
def laicheng(environment: Path, tmp_path: Path) -> Laicheng:
    """The installed command, called in a folder of one's own."""
    clean = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(environment / "bin" / "laicheng"), *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True)

    return call


def test_the_installed_package_is_not_the_checkout(environment: Path, tmp_path: Path) -> None:
    command = [
        str(environment / "bin" / "python"),
        "-c",
        "import laicheng_data as l; print(l.__file__)",
    ]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(told.stdout.strip()).is_relative_to(environment)


def test_it_checks_and_knows_its_own_pictures(laicheng: Laicheng) -> None:
    done = laicheng("check", "--format", "csv")
    assert (done.returncode, "laicheng-2016,2013-enterprise-filing-rate,share" in done.stdout) == (
        0,
        True,
    )
    picture = ROOT / "figures" / "laicheng-2016" / "en" / "unfiled.png"
    assert laicheng("where", picture).stdout.startswith("status   fresh\n")


def test_a_new_report_needs_a_folder_of_ones_own_and_is_traced_there(
    laicheng: Laicheng, tmp_path: Path
) -> None:
    source = tmp_path / "source.txt"
    source.write_text("Our report for 2020\nWe answered 45 of 50 requests, 90.0%.\n")
    refused = laicheng("new", "our-2020", "--source", source)
    assert refused.returncode == 2 and "--reports-dir" in refused.stderr
    mine = ["--reports-dir", tmp_path / "reports"]
    assert laicheng("new", "our-2020", "--source", source, *mine).returncode == 0
    assert laicheng("trace", source, "--report", "our-2020", *mine).returncode == 0
    assert laicheng("check", *mine).returncode == 0


def test_it_writes_the_briefing_into_the_current_folder(laicheng: Laicheng, tmp_path: Path) -> None:
    done = laicheng("deck", "--language", "en")
    assert done.returncode == 0, done.stderr
    files = [Path(line) for line in done.stdout.splitlines()]
    assert {file.suffix for file in files} >= {".pptx", ".docx"}
    assert all(file.is_relative_to(tmp_path) and file.stat().st_size for file in files)


def test_it_reruns_its_notebooks_into_the_current_folder_and_its_help_says_so(
    laicheng: Laicheng, tmp_path: Path
) -> None:
    done = laicheng("rerun", "--language", "en", "--notebook", "04_abnormal_list")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "figures" / "laicheng-2016" / "en" / "abnormal-list.png").exists()
    assert f"notebooks  {tmp_path / 'build'}" in done.stdout
    assert "or of the current folder" in " ".join(laicheng("rerun", "--help").stdout.split())

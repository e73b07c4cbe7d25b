"""The ways in agree with each other, and the repository names no registry and no machine."""

import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def _name(requirement: str) -> str:
    return re.split(r"[<>=\[; ]", requirement)[0].lower().replace("_", "-")


def test_conda_and_pip_users_get_the_same_dependencies() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_conda = [
        item for item in listed if isinstance(item, str) and _name(item) not in ("python", "pip")
    ]
    by_pip = [item for item in listed[-1]["pip"] if not item.startswith("-")]
    assert sorted([*by_conda, *by_pip]) == sorted(PROJECT["project"]["dependencies"])
    assert f"python{PROJECT['project']['requires-python']}" in listed


def test_the_lock_pins_every_dependency_with_hashes() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(item for extra in extras for item in extra)]
    pinned = dict(re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==(\S+)", LOCK, re.MULTILINE))
    assert [name for name in map(_name, wanted) if name not in pinned] == []
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip())


def test_the_repository_names_no_registry_and_no_path_of_a_machine() -> None:
    hosts = "|".join(["py" + r"pi\.org", "npm" + r"js\.org", "python" + r"hosted\.org"])
    command = ["git", "grep", "-lIE", rf"{hosts}|{ROOT}/", "--", "."]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if found.returncode > 1:
        pytest.skip("not a git checkout")
    assert found.stdout == ""


def test_the_reports_own_sentences_are_not_in_the_repository() -> None:
    source = ROOT.parent / "shared" / "source" / "laicheng-2016.txt"
    if not source.exists():
        pytest.skip("the source text is not part of the repository")
    sentences = {
        part for part in re.split(r"[。;\s]", source.read_text(encoding="utf-8")) if len(part) > 25
    }
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split("\0")
    texts = (
        ROOT / name for name in tracked if name.endswith((".py", ".csv", ".json", ".md", ".ipynb"))
    )
    copied = {
        sentence
        for path in texts
        for sentence in sentences
        if sentence in path.read_text(encoding="utf-8")
    }
    assert copied == set()


def test_an_environment_left_half_made_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    command = ["make", "--dry-run", f"VENV={tmp_path}", f"{tmp_path}/ready"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"-m venv --clear {tmp_path}" in told.stdout


def test_the_checkout_is_found_whatever_letters_its_path_has() -> None:
    """Python reads the link in the encoding of the locale, which may lack a letter of the path."""
    link = Path(sysconfig.get_path("purelib")) / "_laicheng_data.pth"
    if not link.exists() or Path(sys.prefix) != ROOT / ".venv":
        pytest.skip("this environment was not made by `make`")
    text = link.read_text().strip()
    assert not Path(text).is_absolute()
    assert (link.parent / text).resolve() == ROOT


def test_no_line_of_python_is_longer_than_a_hundred_characters() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name]
    if not names:
        pytest.skip("not a git checkout")
    assert [
        f"{name}:{number}"
        for name in names
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").split("\n"), 1)
        if len(line) > 100
    ] == []

"""The cookbook: ten cells that run as they stand, the same in both languages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = ("cookbook.md", "cookbook.zh-CN.md")


def cells(name: str) -> list[str]:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_both_languages_have_the_same_cells() -> None:
    first, second = (cells(name) for name in NAMES)
    assert first == second and len(first) == 10


def test_every_cell_runs_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for cell in cells(NAMES[0]):
        exec(cell, names)
    assert {path.suffix for path in tmp_path.rglob("unfiled.*")} == {".png", ".svg", ".csv"}

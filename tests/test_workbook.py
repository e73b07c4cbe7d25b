"""A report folder as a workbook and back: nothing is lost, and what is wrong changes nothing."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from laicheng_data.checking.workbook import read_workbook, write_workbook
from laicheng_data.cli import app
from laicheng_data.paths import CARD, REPORTS_DIR
from tests.conftest import ROOT

CARDS = [
    card
    for place in ("laicheng_data/reports", "docs/example/reports", "benchmarks/texts")
    for card in sorted((ROOT / place).glob(f"**/{CARD}"))
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REPORTS_DIR, tmp_path / "reports"))


def laicheng(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout + result.stderr


def test_a_folder_comes_back_as_it_was_by_the_command(folder: Path, tmp_path: Path) -> None:
    before = contents(folder / "laicheng-2016")
    book = tmp_path / "book.xlsx"
    assert laicheng("workbook", "laicheng-2016", book, "--reports-dir", folder)[0] == 0
    (folder / "laicheng-2016" / "facts.csv").write_text("", encoding="utf-8")
    assert laicheng("workbook", "laicheng-2016", book, "--back", "--reports-dir", folder)[0] == 0
    assert contents(folder / "laicheng-2016") == before


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.parent.name)
def test_every_folder_of_the_project_comes_back_as_it_was(card: Path, tmp_path: Path) -> None:
    others = shutil.copytree(card.parents[1], tmp_path / "reports")
    copy = others / card.parent.name
    before = contents(copy)
    write_workbook(copy, tmp_path / "book.xlsx", ())
    (copy / "facts.csv").write_text("", encoding="utf-8")
    read_workbook(tmp_path / "book.xlsx", copy)
    assert contents(copy) == before


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_workbook_has_drop_downs_and_the_verdict_of_each_claim(
    folder: Path, tmp_path: Path
) -> None:
    laicheng("workbook", "laicheng-2016", tmp_path / "book.xlsx", "--reports-dir", folder)
    book = load_workbook(tmp_path / "book.xlsx")
    verdicts = [row[-1] for row in book["claims"].iter_rows(min_row=2, values_only=True)]
    assert set(verdicts) <= {"consistent", "inconsistent", "undecidable"}
    assert book["claims"].data_validations.count == 3
    assert all(cell.data_type == "s" for cell in book["facts"]["F"])


def test_a_workbook_with_a_fault_changes_nothing(folder: Path, tmp_path: Path) -> None:
    laicheng("workbook", "laicheng-2016", tmp_path / "book.xlsx", "--reports-dir", folder)
    book = load_workbook(tmp_path / "book.xlsx")
    book["facts"]["F2"] = "12O4"
    book.save(tmp_path / "book.xlsx")
    before = (folder / "laicheng-2016" / "facts.csv").read_bytes()
    code, said = laicheng(
        "workbook", "laicheng-2016", tmp_path / "book.xlsx", "--back", "--reports-dir", folder
    )
    assert (code, "12O4" in said) == (2, True)
    assert (folder / "laicheng-2016" / "facts.csv").read_bytes() == before


def test_a_file_that_is_no_workbook_is_a_wrong_input(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK")
    arguments = ("laicheng-2016", tmp_path / "book.xlsx", "--back", "--reports-dir", folder)
    assert laicheng("workbook", *arguments)[0] == 2


def test_a_draft_can_be_a_workbook_with_the_context_of_each_number(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某某县2019年报告\n全年受理案件312件。", encoding="utf-8")
    code, _ = laicheng(
        "new", "our-own", "--source", tmp_path / "a.txt", "--xlsx", "--reports-dir", tmp_path
    )
    assert code == 0
    row = next(load_workbook(tmp_path / "our-own.xlsx")["facts"].iter_rows(min_row=2))
    assert "受理案件312件" in row[-1].value

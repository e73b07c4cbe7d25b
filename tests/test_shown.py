"""Pages are written anew only where something that they follow from has changed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from laicheng_data.pages import gallery
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.running import digests as remembering
from laicheng_data.running import forkserver, publish
from laicheng_data.running.digests import Digests
from laicheng_data.running.receipts import Outcome, save
from laicheng_data.running.session import Run
from laicheng_data.storage import digest

NAMES = ("first-2016", "second-2016", "third-2016")


class Folder:
    """Three reports that have been run, and what writes a page of each, without a library."""

    def __init__(self, place: Path):
        self.place, self.written = place, list[str]()
        for name in NAMES:
            self.put(f"reports/{name}/facts.csv", "facts")
            self.put(f"figures/{name}/zh/chart.png", "picture")
            save(self.outcome(name), b"executed", "inputs", place / "build")

    def put(self, name: str, text: str) -> None:
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def outcome(self, name: str) -> Outcome:
        folders = {kind: str(self.place / kind.split("_")[0]) for kind in FOLDERS}
        return Outcome(Run("01_made", name, "zh", folders, Path()))

    def publish(self, *outcomes: Outcome) -> list[str]:
        """Which reports' pages are written, and `index` where it is."""
        self.written.clear()
        known = Digests(self.place / "build" / ".digests.json")
        publish.Publisher([], [], self.place / "build", known).finish(outcomes, None)
        known.save()
        return self.written

    def write(self, function: str, *arguments: Any) -> tuple[list[Path], str]:
        """Stands for the process that has the libraries."""
        build, is_index = self.place / "build", function == "write_index"
        name = "index" if is_index else arguments[0][0].run.report
        self.written.append(name)
        page = build / "index.html" if is_index else build / name / "numbers.html"
        page.write_text("page")
        return [page], ""


class Ready:
    """A process that is ready to write pages."""

    is_apart = True

    def __init__(self, write: Callable[..., tuple[list[Path], str]]):
        self.write = write

    def __call__(self, *arguments: object) -> tuple[list[Path], str]:
        return self.write(*arguments)

    def close(self) -> None:
        """Nothing."""


FOLDERS = ("reports_dir", "figures_dir")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    folder = Folder(tmp_path)
    monkeypatch.setattr(forkserver, "ForkedModule", lambda *_: Ready(folder.write))
    assert folder.publish() == [*NAMES, "index"]
    return folder


def test_where_nothing_has_changed_no_page_is_written(folder: Folder) -> None:
    assert folder.publish() == []


@pytest.mark.parametrize(
    "name",
    [
        "reports/second-2016/facts.csv",
        "reports/second-2016/labels.csv",
        "figures/second-2016/zh/chart.png",
        "figures/second-2016/zh/briefing.pptx",
        "build/second-2016/zh/01_made.ipynb",
        "build/second-2016/numbers.html",
    ],
)
def test_what_changes_in_one_report_has_the_pages_of_no_other_written(
    folder: Folder, name: str
) -> None:
    folder.put(name, "edited")
    assert folder.publish() == ["second-2016", "index"]
    assert folder.publish() == []


def test_another_outcome_of_one_report_has_the_pages_of_no_other_written(folder: Folder) -> None:
    outcome = folder.outcome("second-2016")
    outcome.error = "ZeroDivisionError"
    assert folder.publish(outcome) == ["second-2016", "index"]


def test_a_page_that_was_lost_is_written_again(folder: Folder) -> None:
    (folder.place / "build/third-2016/numbers.html").unlink()
    assert folder.publish() == ["third-2016", "index"]


def test_an_index_that_was_lost_has_no_other_page_written(folder: Folder) -> None:
    (folder.place / "build/index.html").unlink()
    assert folder.publish() == ["index"]


def test_what_a_report_reads_of_another_has_the_pages_of_both_written(folder: Folder) -> None:
    folder.put("reports/third-2016/claims.csv", "up,growth,now first-2016:then")
    assert folder.publish() == ["third-2016", "index"]
    folder.put("reports/first-2016/facts.csv", "mended")
    assert folder.publish() == ["first-2016", "third-2016", "index"]


def test_other_code_or_words_have_every_page_written(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("package/labels.csv", "slug,zh,en")
    monkeypatch.setattr(publish, "PACKAGE_DIR", folder.place / "package")
    assert folder.publish() == [*NAMES, "index"]
    folder.put("package/labels.csv", "slug,en,zh")
    assert folder.publish() == [*NAMES, "index"]


def test_reports_that_become_many_have_every_page_written(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "MOST_REPORTS", 2)
    assert folder.publish() == [*NAMES, "index"]


@pytest.mark.parametrize("damaged", ["", "[]", '{"first-2016": 1}', "\0"])
@pytest.mark.parametrize("name", [".pages.json", ".digests.json"])
def test_what_is_kept_of_pages_may_be_damaged(folder: Folder, name: str, damaged: str) -> None:
    folder.put(f"build/{name}", damaged)
    folder.publish()
    assert folder.publish() == []


def test_the_pages_of_a_report_are_written_as_its_last_notebook_ends(folder: Folder) -> None:
    outcomes = [folder.outcome(name) for name in (*NAMES[:2], NAMES[0])]
    for outcome in outcomes:
        outcome.error = "other"
    runs = [outcome.run for outcome in outcomes]
    folder.written.clear()
    build = folder.place / "build"
    publisher = publish.Publisher(runs, runs, build, Digests(build / ".digests.json"))
    publisher.get_ready()
    publisher.hear(outcomes[0])
    assert folder.written == []
    publisher.hear(outcomes[1])
    assert folder.written == [NAMES[1]]
    publisher.finish(outcomes, None)
    assert folder.written == [NAMES[1], NAMES[0], "index"]


# -------------------------------------------------------------------------- what files are known by


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Digests:
    """What is remembered of a file that was written long ago."""
    monkeypatch.setattr(remembering, "_SETTLED_NS", -1)
    (tmp_path / "file").write_text("old")
    known = Digests(tmp_path / "known")
    known(tmp_path / "file")
    known.save()
    return Digests(tmp_path / "known")


def test_a_file_that_has_not_changed_is_not_read_again(
    tmp_path: Path, settled: Digests, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(tmp_path / "file")
    monkeypatch.setattr(remembering, "digest", lambda *_: pytest.fail("it was read"))
    assert settled._digest_of_file(tmp_path / "file") == before


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text("new"),
        lambda path: (
            path.with_name("aside").write_text("new") and path.with_name("aside").replace(path)
        ),
        lambda path: path.unlink(),
    ],
)
def test_a_file_that_was_edited_replaced_or_lost_is_known_by_what_it_is_now(
    tmp_path: Path, settled: Digests, change: Callable[[Path], object]
) -> None:
    path, times = tmp_path / "file", (tmp_path / "file").stat()
    change(path)
    if path.exists():
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert settled(path) == digest(path)


def test_a_file_that_was_just_written_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("new")
    known = Digests(tmp_path / "known")
    known(tmp_path / "file")
    known.save()
    assert not (tmp_path / "known").exists()


def test_a_folder_is_known_by_what_storage_says_of_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_text("text")
    assert Digests(tmp_path / "known")(tmp_path) == digest(tmp_path) != digest(tmp_path / "a")


def test_the_gallery_says_of_unchanged_reports_what_it_said(tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copytree(FIGURES_DIR / "laicheng-2016" / "en", tmp_path / name / "en")
    whole = gallery.write_gallery(tmp_path).read_bytes()
    for name in NAMES[:2]:
        shutil.rmtree(tmp_path / name / "en")
    assert gallery.write_gallery(tmp_path, NAMES[:2]).read_bytes() == whole
    assert gallery.write_gallery(tmp_path, NAMES[:1]).read_bytes() != whole

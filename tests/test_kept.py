"""What was drawn before is not drawn again, and nothing else is taken for it."""

import hashlib
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from matplotlib.lines import Line2D

from laicheng_data.charts import cache, catalogue, style
from laicheng_data.charts.catalogue import draw
from laicheng_data.charts.export import export
from laicheng_data.charts.provenance import where
from laicheng_data.facts.report import Report
from laicheng_data.notebook.page import Page
from laicheng_data.notebook.shown import ShownChart
from laicheng_data.pages.pictures import Pictures, draw_ahead
from laicheng_data.paths import LOADED_NS
from laicheng_data.words import Words

NAME = "unfiled"


def line() -> Line2D:
    """Something more in a picture."""
    return Line2D([0.8, 1], [0.99, 0.99], color="red")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "kept")
    return tmp_path / "kept"


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the charts that are drawn meanwhile."""
    drawn: list[str] = []
    really = catalogue._draw

    def draw_and_tell(chart: Any, *rest: Any) -> Any:
        drawn.append(chart.name)
        return really(chart, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "_draw", draw_and_tell)
        yield drawn


def left(report: Report, folder: Path) -> list[bytes]:
    """What leaves the house of one chart."""
    chart = draw(NAME, report, Words("zh"))
    return [file.read_bytes() for file in export(chart, report.id, "zh", folder)]


def test_a_chart_asked_for_again_is_not_drawn_and_leaves_with_the_same_bytes(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = left(report, tmp_path / "1")
    with counting(monkeypatch) as drawn:
        assert left(report, tmp_path / "2") == first
        assert drawn == []
        chart = draw(NAME, report, Words("zh"))
        assert chart.figure.axes and not chart.data.empty
        assert drawn == [NAME]


def test_what_a_notebook_has_drawn_ahead_a_page_does_not_draw(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(report.id, figures_dir=str(tmp_path))
    shown = page.chart(NAME)
    assert isinstance(shown, ShownChart)
    with counting(monkeypatch) as drawn:
        draw_ahead()
        assert drawn == [NAME]  # for a telephone; the other one is at hand
        wide, narrow = Pictures(report).of(shown.files[0].read_bytes())
        assert wide.marks and narrow.marks
        assert drawn == [NAME]


def another_fact(report: Report, patch: pytest.MonkeyPatch, tmp_path: Path) -> Report:
    facts = report.facts.copy()
    facts.loc[facts["measure"] == "filed", "value"] -= 1
    return replace(report, facts=facts)


def another_label(report: Report, patch: pytest.MonkeyPatch, tmp_path: Path) -> Report:
    labels = {**report.labels, "enterprise": {"zh": "公司", "en": "companies"}}
    return replace(report, labels=labels)


def another_style(report: Report, patch: pytest.MonkeyPatch, tmp_path: Path) -> Report:
    changed = tmp_path / "other.mplstyle"
    changed.write_bytes(style.STYLE.read_bytes() + b"\nlines.linewidth: 3\n")
    patch.setattr(style, "STYLE", changed)
    return report


def another_font(report: Report, patch: pytest.MonkeyPatch, tmp_path: Path) -> Report:
    patch.setattr(cache, "_font_digest", lambda weight: "another")
    return report


def another_line_of_code(report: Report, patch: pytest.MonkeyPatch, tmp_path: Path) -> Report:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "chart.py").write_text("pass", encoding="utf-8")
    patch.setattr(cache, "PACKAGE_DIR", tmp_path / "code")
    patch.setattr(cache, "LOADED_NS", sys.maxsize)
    return report


def another_version(report: Report, patch: pytest.MonkeyPatch, tmp_path: Path) -> Report:
    patch.setattr(matplotlib, "__version__", "99")
    return report


CHANGES = [another_fact, another_label, another_style, another_font]
CHANGES += [another_line_of_code, another_version]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_a_picture_follows_from_has_it_drawn_anew(
    report: Report,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Report, pytest.MonkeyPatch, Path], Report],
) -> None:
    draw(NAME, report, Words("zh"))
    changed = change(report, monkeypatch, tmp_path)
    with counting(monkeypatch) as drawn:
        draw(NAME, changed, Words("zh"))
    assert drawn == [NAME]


def test_another_language_or_form_is_another_picture(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counting(monkeypatch) as drawn:
        for words in (Words("zh"), Words("en")):
            for form in (style.SLIDE, style.PICTURE):
                draw(NAME, report, words, form=form)
    assert drawn == [NAME] * 4


def test_code_that_changed_since_it_was_read_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cache.key_of(NAME)
    (tmp_path / "chart.py").write_text("pass", encoding="utf-8")
    assert cache.code_digest(tmp_path, LOADED_NS) == ""


def test_a_figure_that_somebody_has_changed_leaves_so_and_is_not_kept(
    report: Report, tmp_path: Path
) -> None:
    as_drawn = left(report, tmp_path / "1")
    chart = draw(NAME, report, Words("zh"))
    chart.figure.add_artist(line())
    export(chart, report.id, "zh", tmp_path / "2")
    changed = [(tmp_path / "2" / report.id / "zh" / f"{NAME}.{s}").read_bytes()
               for s in ("png", "svg")]  # fmt: skip
    assert not set(changed) & set(as_drawn)
    assert left(report, tmp_path / "3") == as_drawn


def test_a_table_that_somebody_changes_does_not_change_what_is_kept(
    report: Report, tmp_path: Path
) -> None:
    first = left(report, tmp_path / "1")
    for entry in cache.FOLDER.iterdir():
        if b"PNG" in entry.read_bytes()[:40]:
            entry.unlink()
    chart = draw(NAME, report, Words("zh"))
    chart.table["unfiled"] = 1
    export(chart, report.id, "zh", tmp_path / "2")
    assert left(report, tmp_path / "3") == first


DAMAGES = [lambda entry: entry[:-1], lambda entry: b"", bytes.swapcase]


def test_a_damaged_entry_is_drawn_anew(report: Report, tmp_path: Path, folder: Path) -> None:
    first = left(report, tmp_path / "1")
    for entry, damage in zip(sorted(folder.iterdir()), DAMAGES, strict=True):
        entry.write_bytes(damage(entry.read_bytes()))
    assert left(report, tmp_path / "2") == first


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_is_not_taken(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    key = cache.key_of(NAME)
    cache.store(key, b"content")
    (folder / key).write_bytes(damage((folder / key).read_bytes()))
    assert cache.read(key) is None


def keep_on(names: Iterator[int]) -> None:
    for name in names:
        cache.store(cache.key_of(NAME, name), b"x" * 3_000_000)


@pytest.mark.skipif(os.name == "nt", reason="no process can be forked there")
def test_what_is_kept_is_whole_though_its_writer_is_killed_at_any_time(folder: Path) -> None:
    for wait in range(1, 6):
        writer = multiprocessing.get_context("fork").Process(target=keep_on, args=[count()])
        writer.start()
        while writer.is_alive() and len(list(folder.glob("*"))) < 3:
            time.sleep(0.001)
        time.sleep(wait / 500)
        writer.kill()
        writer.join()
        whole = [path for path in folder.iterdir() if cache.read(path.name)]
        others = [path for path in folder.iterdir() if path not in whole]
        assert len(whole) >= 2
        assert all(path.name.startswith(".") for path in others)  # never taken for an entry
        shutil.rmtree(folder)


def test_an_entry_in_the_place_of_another_is_not_taken(folder: Path) -> None:
    one, other = cache.key_of("one"), cache.key_of("other")
    cache.store(one, b"content")
    (folder / one).rename(folder / other)
    assert cache.read(other) is None


def others_folder(folder: Path, entry: Path, patch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o777)


def others_entry(folder: Path, entry: Path, patch: pytest.MonkeyPatch) -> None:
    entry.chmod(0o666)


def another_user(folder: Path, entry: Path, patch: pytest.MonkeyPatch) -> None:
    uid = os.getuid()
    patch.setattr(os, "getuid", lambda: uid + 1)


def a_link(folder: Path, entry: Path, patch: pytest.MonkeyPatch) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


@pytest.mark.skipif(os.name == "nt", reason="modes tell nothing there")
@pytest.mark.parametrize("whose", [others_folder, others_entry, another_user, a_link])
def test_nothing_is_taken_over_that_another_may_have_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, whose: Callable[..., None]
) -> None:
    key = cache.key_of(NAME)
    cache.store(key, b"content")
    assert cache.read(key) == b"content"
    whose(folder, folder / key, monkeypatch)
    assert cache.read(key) is None


def test_the_oldest_leave_first_where_room_is_short(folder: Path) -> None:
    keys = [cache.key_of(name) for name in "abc"]
    for age, key in enumerate(keys):
        cache.store(key, b"x" * 100)
        os.utime(folder / key, (age, age))
    cache.evict_oldest(2 * (100 + hashlib.sha256().digest_size))
    assert [cache.read(key) is not None for key in keys] == [False, True, True]


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="may write anywhere")
def test_a_folder_that_cannot_be_written_costs_nothing(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    cache.store(cache.key_of(NAME), b"content")
    assert cache.read(cache.key_of(NAME)) is None


def test_where_relies_on_nothing_that_is_kept(report: Report, tmp_path: Path) -> None:
    true = draw(NAME, report, Words("zh"))
    [png, *_] = export(true, report.id, "zh", tmp_path)
    assert where(png).status == "fresh"
    [entry] = [e for e in cache.FOLDER.iterdir() if e.read_bytes().endswith(png.read_bytes())]
    wrong = draw(NAME, report, Words("zh"))
    wrong.figure.add_artist(line())
    [png, *_] = export(wrong, report.id, "zh", tmp_path)
    cache.store(entry.name, png.read_bytes())
    assert export(draw(NAME, report, Words("zh")), report.id, "zh", tmp_path)[0] == png
    assert where(png).status == "stale"

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from laicheng_data.charts import cache
from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.report import REPORTS_DIR, Report, load_report
from laicheng_data.facts.sources.source import read_source, read_text
from laicheng_data.words import LANGUAGES, Words

MakeReport = Callable[..., Path]
Page = Callable[..., Report]
Lines = Callable[..., Report]
ROOT = Path(__file__).parents[1]
KEPT = cache.FOLDER.name


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left_in_the_checkout() -> Iterator[None]:
    """What people look at, `build` and `figures`, is as it was when the tests have run."""
    before = state()
    yield
    assert state() == before


@pytest.fixture(scope="session", autouse=True)
def nothing_kept_is_shown() -> Iterator[None]:
    """A test sees what the code draws, also where it has changed the code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "FOLDER", Path(os.devnull) / "charts")
        yield


def state() -> dict[str, tuple[int, int]]:
    """When each file of `build` and `figures` was written, and how large it is."""
    files = [path for name in ("build", "figures") for path in (ROOT / name).rglob("*")]
    files = [path for path in files if KEPT not in path.parts]
    stats = {str(path): path.stat() for path in files if path.is_file()}
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in stats.items()}


@pytest.fixture(scope="session")
def report() -> Report:
    return load_report("laicheng-2016")


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """Drafts a report from the body of a saved page."""

    def report(*body: str, title: str = "某某县2021年工作情况报告") -> Report:
        source = tmp_path / "source.html"
        text = f"<html><h1>{title}</h1>{''.join(body)}</html>"
        source.write_text(text, encoding="utf-8")
        draft("our-own", read_source(source), tmp_path)
        return load_report("our-own", tmp_path)

    return report


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Drafts a report of these lines below a title."""

    def report(*said: str, title: str = "某县2019年工作情况报告") -> Report:
        draft("our-own", read_text([title, *said]), tmp_path)
        return load_report("our-own", tmp_path)

    return report


@pytest.fixture
def make_report(tmp_path: Path) -> MakeReport:
    """Copies the real report into a folder of reports, with other tables where they are given as
    CSV text."""

    def make(report_id: str = "copy", **tables: str | None) -> Path:
        folder = tmp_path / "reports" / report_id
        shutil.copytree(REPORTS_DIR / "laicheng-2016", folder)
        for name, text in tables.items():
            if text is not None:
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        card = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        text = json.dumps({**card, "name": report_id}, ensure_ascii=False)
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
        return folder.parent

    return make

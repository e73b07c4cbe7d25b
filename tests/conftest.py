import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from laicheng_data.facts.report import REPORTS_DIR, Report, load_report
from laicheng_data.words import LANGUAGES, Words

MakeReport = Callable[..., Path]


@pytest.fixture(scope="session")
def report() -> Report:
    return load_report("laicheng-2016")


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture
def make_report(tmp_path: Path) -> MakeReport:
    """Copies the real report into a folder of reports, with other tables where they are given as CSV text."""

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

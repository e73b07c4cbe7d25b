import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from PIL import Image
from pptx import Presentation

from laicheng_data.charts.catalogue import CHARTS, draw
from laicheng_data.charts.export import export
from laicheng_data.charts.provenance import where
from laicheng_data.cli import app
from laicheng_data.facts.report import Report, load_report
from laicheng_data.words import Words
from tests.conftest import MakeReport

COMMITTED = Path(__file__).parents[1] / "figures" / "laicheng-2016"


@pytest.mark.parametrize("suffix", ["png", "svg"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_committed_picture_is_fresh_whatever_it_is_called(
    tmp_path: Path, name: str, suffix: str
) -> None:
    renamed = Path(shutil.copy(COMMITTED / "zh" / f"{name}.{suffix}", tmp_path / "slide 3.dat"))
    answer = where(renamed)
    assert (answer.status, answer.record["Chart"], answer.details) == ("fresh", name, ())


def test_a_picture_whose_report_has_changed_is_stale_and_says_what_changed(
    make_report: MakeReport,
) -> None:
    reports = make_report("copy")
    png = export(
        draw("unfiled", load_report("copy", reports), Words("en")), "copy", "en", reports.parent
    )[0]
    assert where(png, reports).status == "fresh"
    facts = reports / "copy" / "facts.csv"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace(",6681,", ",6680,"), encoding="utf-8"
    )
    answer = where(png, reports)
    assert answer.status == "stale"
    assert {line[:4] for line in answer.details} == {"was:", "now:"} and len(answer.details) == 2
    assert "1316" in answer.details[1]


def test_a_picture_narrowed_to_some_years_is_held_against_those_years(
    report: Report, tmp_path: Path
) -> None:
    chart = draw("unfiled", report, Words("zh"), [2015], ["enterprise"])
    assert where(export(chart, report.id, "zh", tmp_path)[0]).status == "fresh"


def test_a_picture_taken_out_of_a_slide_or_a_page_is_known(tmp_path: Path) -> None:
    picture = str(COMMITTED / "zh" / "unfiled.png")
    deck, page = Presentation(), Document()
    deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_picture(picture, 0, 0)
    page.add_picture(picture)
    for document in (deck, page):
        buffer = io.BytesIO()
        document.save(buffer)
        with zipfile.ZipFile(buffer) as parts:
            name = next(name for name in parts.namelist() if name.endswith(".png"))
            taken_out = Path(parts.extract(name, tmp_path))
        assert where(taken_out).record["Chart"] == "unfiled"


def _resaved(tmp_path: Path, **changed: str) -> Path:
    from PIL.PngImagePlugin import PngInfo

    with Image.open(COMMITTED / "zh" / "unfiled.png") as picture:
        text = PngInfo()
        kept = {str(key): value for key, value in picture.info.items()}
        for key, value in (kept | changed).items():
            text.add_itxt(key, str(value))
        picture.save(tmp_path / "resaved.png", pnginfo=text)
    return tmp_path / "resaved.png"


@pytest.mark.parametrize(
    "changed",
    [
        {"Chart": "no-such-chart"},
        {"Report": "../laicheng-2016"},
        {"Report": "nowhere-1999"},
        {"Language": "fr"},
        {"Selection": "{"},
        {"Selection": "7"},
        {"Selection": json.dumps({"years": []})},
    ],
)
def test_a_record_that_makes_no_sense_is_unknown(tmp_path: Path, changed: dict[str, str]) -> None:
    assert where(_resaved(tmp_path, **changed)).status == "unknown"


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"<svg", b"\xff" * 1000]
)
def test_any_other_file_is_unknown(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert where(tmp_path / "file").status == "unknown"


def test_half_a_picture_is_unknown(tmp_path: Path) -> None:
    whole = (COMMITTED / "zh" / "unfiled.png").read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    assert where(tmp_path / "half.png").status == "unknown"


@pytest.mark.parametrize(("content", "code"), [(None, 2), (b"", 1)])
def test_the_command_tells_a_missing_file_from_an_unknown_one(
    tmp_path: Path, content: bytes | None, code: int
) -> None:
    if content is not None:
        (tmp_path / "picture.png").write_bytes(content)
    result = CliRunner().invoke(app, ["where", str(tmp_path / "picture.png")])
    assert result.exit_code == code


def test_the_command_says_where_a_picture_came_from() -> None:
    result = CliRunner().invoke(app, ["where", str(COMMITTED / "en" / "rate-trend.svg")])
    assert result.exit_code == 0
    assert (
        "fresh" in result.stdout
        and "laicheng-2016" in result.stdout
        and "rate-trend" in result.stdout
    )

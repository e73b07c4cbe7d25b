import hashlib
import io
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from laicheng_data.charts.catalogue import CHARTS, draw
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import MOST_BYTES, ExportError, csv_bytes, export
from laicheng_data.charts.record import SVG
from laicheng_data.charts.style import SLIDE
from laicheng_data.facts.report import Report
from laicheng_data.paths import DOCUMENTS
from laicheng_data.storage import write_whole
from laicheng_data.words import LANGUAGES, Words

COMMITTED = Path(__file__).parents[1] / "figures" / "laicheng-2016"
EXPORT_ALL = """
import os, sys
from pathlib import Path
from laicheng_data.charts import cache
cache.FOLDER = Path(os.devnull) / "charts"  # all is drawn
from laicheng_data.charts.catalogue import CHARTS, draw
from laicheng_data.briefing.documents import write_briefing
from laicheng_data.charts.export import export
from laicheng_data.words import LANGUAGES, Words
from laicheng_data.facts.report import load_report
report = load_report("laicheng-2016")
for language in LANGUAGES:
    for name in CHARTS:
        export(draw(name, report, Words(language)), report.id, language, sys.argv[1])
    write_briefing(report, Words(language), sys.argv[1])
"""
HOSTILE = """
font.family: serif
font.size: 20
text.usetex: True
text.hinting: none
text.antialiased: False
axes.linewidth: 5
axes.grid: True
axes.prop_cycle: cycler("color", ["red"])
axes.formatter.use_locale: True
figure.dpi: 37
figure.autolayout: True
savefig.dpi: 50
savefig.bbox: tight
savefig.transparent: True
svg.fonttype: none
svg.hashsalt: mine
path.sketch: 1, 100, 2
path.simplify: False
agg.path.chunksize: 100
timezone: Asia/Tokyo
date.epoch: 2000-01-01T00:00:00
"""


@pytest.fixture(scope="module")
def chart(report: Report) -> Chart:
    return draw("unfiled", report, Words("zh"))


@pytest.mark.parametrize("part", ["title", "alt", "source"])
def test_a_chart_that_lacks_words_cannot_be_exported(
    chart: Chart, tmp_path: Path, part: str
) -> None:
    with pytest.raises(ExportError, match=f"chart unfiled: has no {part}"):
        export(
            replace(chart, **{part: " "}),  # type: ignore[arg-type]
            "laicheng-2016",
            "zh",
            tmp_path,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_character_the_font_lacks_is_refused_and_the_old_files_stay(
    report: Report, tmp_path: Path
) -> None:
    chart = draw("unfiled", report, Words("zh"))
    files = export(chart, "laicheng-2016", "zh", tmp_path)
    before = [file.read_bytes() for file in files]
    chart.figure.text(0.5, 0.5, "\N{GRINNING FACE}")
    with pytest.raises(ExportError, match="no glyph for \N{GRINNING FACE}"):
        export(chart, "laicheng-2016", "zh", tmp_path)
    assert [file.read_bytes() for file in files] == before


def test_a_picture_has_the_agreed_size_and_says_what_it_is(chart: Chart, tmp_path: Path) -> None:
    png, _, csv = export(chart, "laicheng-2016", "zh", tmp_path)
    with Image.open(png) as picture:
        assert picture.size == (SLIDE.width, SLIDE.height)
        assert picture.info["Title"] == chart.title
        assert picture.info["Description"] == chart.alt
        assert picture.info["Source"] == chart.source
        assert (picture.info["Report"], picture.info["Chart"]) == ("laicheng-2016", "unfiled")
        assert picture.info["Data-SHA256"] == hashlib.sha256(csv.read_bytes()).hexdigest()


def test_the_text_of_an_svg_is_drawn_as_outlines(chart: Chart, tmp_path: Path) -> None:
    svg = export(chart, "laicheng-2016", "zh", tmp_path)[1]
    root = ElementTree.parse(svg).getroot()
    assert root.findall(".//{http://www.w3.org/2000/svg}text") == []
    assert root.findtext("{http://www.w3.org/2000/svg}title") == chart.title


def test_a_table_opens_in_a_chinese_excel_with_the_same_numbers(chart: Chart) -> None:
    content = csv_bytes(chart.data)
    assert content.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
    assert list(read.iloc[:, -1]) == list(chart.data.iloc[:, -1])


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\n=1", "＝1+1", "＠SUM(A1)"]
)
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    for table in (pd.DataFrame({"a": [cell]}), pd.DataFrame({cell: ["a"]})):
        assert f"'{cell}" in csv_bytes(table).decode("utf-8-sig").replace('"', "")


def test_a_negative_number_stays_a_number() -> None:
    assert "\n-5.0%\n" in csv_bytes(pd.DataFrame({"a": ["-5.0%"]})).decode("utf-8-sig")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    write_whole({tmp_path / "a.csv": b"old"})
    with pytest.raises(TypeError):
        write_whole({tmp_path / "a.csv": None})  # type: ignore[dict-item]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"old")]


def test_the_same_data_give_the_committed_bytes_anywhere(tmp_path: Path) -> None:
    settings = tmp_path / "settings" / "matplotlibrc"
    settings.parent.mkdir()
    settings.write_text(HOSTILE, encoding="utf-8")
    elsewhere = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    elsewhere["MPLCONFIGDIR"] = str(settings.parent)
    command = [sys.executable, "-c", EXPORT_ALL, str(tmp_path / "figures")]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **elsewhere}, check=True)
    written = {
        path.relative_to(tmp_path / "figures" / "laicheng-2016"): path
        for path in (tmp_path / "figures").rglob("*.*")
    }
    assert len(written) == len(LANGUAGES) * (len(CHARTS) * 3 + len(DOCUMENTS))
    assert [
        str(name)
        for name, path in written.items()
        if path.read_bytes() != (COMMITTED / name).read_bytes()
    ] == []


def test_no_committed_figure_is_too_large_to_mail() -> None:
    most = {f".{kind.lower()}": size for kind, size in MOST_BYTES.items()}
    pictures = [path for path in COMMITTED.rglob("*.*") if path.suffix in most]
    assert [path for path in pictures if path.stat().st_size > most[path.suffix]] == []


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_behind_a_chart_survive_the_csv(
    report: Report, name: str, language: str
) -> None:
    data = draw(name, report, Words(language)).data
    read = pd.read_csv(io.BytesIO(csv_bytes(data)), encoding="utf-8-sig")
    numbers = data.select_dtypes("number").reset_index(drop=True)
    assert list(read) == list(data) and len(read) == len(data) > 0
    pd.testing.assert_frame_equal(read[list(numbers)], numbers, check_dtype=False, rtol=1e-12)


def test_a_picture_of_another_size_is_refused(report: Report, tmp_path: Path) -> None:
    chart = draw("rate-trend", report, Words("zh"))
    chart.figure.set_size_inches(4, 3)
    with pytest.raises(ExportError, match="leaves the picture"):
        export(chart, "laicheng-2016", "zh", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_rename_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(f"{target} is open in another program")

    write_whole({tmp_path / "a.csv": b"old"})
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError, match="open in another program"):
        write_whole({tmp_path / "a.csv": b"new"})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"old")]


@pytest.mark.parametrize(
    "path", sorted(COMMITTED.rglob("*.png")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_committed_picture_names_the_numbers_beside_it(path: Path) -> None:
    digest = hashlib.sha256(path.with_suffix(".csv").read_bytes()).hexdigest()
    with Image.open(path) as picture:
        assert picture.info["Data-SHA256"] == digest
        assert picture.info["Chart"] == path.stem
    assert digest in path.with_suffix(".svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("report_id", "language"), [("../elsewhere", "zh"), ("laicheng-2016", "../en"), ("", "zh")]
)
def test_no_chart_leaves_its_folder(
    chart: Chart, tmp_path: Path, report_id: str, language: str
) -> None:
    with pytest.raises(ExportError, match="no report and language to be filed under"):
        export(chart, report_id, language, tmp_path / "figures")
    assert list(tmp_path.iterdir()) == []


def test_a_control_character_is_named_before_anything_is_written(
    chart: Chart, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=r"control character '\\x07' in its alt"):
        export(replace(chart, alt="a bell \x07"), "laicheng-2016", "zh", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_words_that_cannot_be_read_do_not_leave(report: Report, tmp_path: Path) -> None:
    chart = draw("unfiled", report, Words("zh"))
    chart.figure.text(0.5, 0.5, "pale", color="#eeeeee")
    with pytest.raises(ExportError, match="“pale” hardly differs from what is behind it"):
        export(chart, "laicheng-2016", "zh", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_too_large_to_mail_is_refused(
    chart: Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST_BYTES, "SVG", 1000)
    with pytest.raises(ExportError, match="bytes as SVG, more than 1,000"):
        export(chart, "laicheng-2016", "zh", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_screen_reader_finds_what_an_svg_shows(chart: Chart, tmp_path: Path) -> None:
    root = ElementTree.parse(export(chart, "laicheng-2016", "zh", tmp_path)[1]).getroot()
    assert (root.get("role"), root.findtext(f"{SVG}desc")) == ("img", chart.alt)
    named = {root.get("aria-labelledby"), root.get("aria-describedby")}
    assert named <= {element.get("id") for element in root}

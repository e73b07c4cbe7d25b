import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document

from laicheng_data.briefing.paper import CHARTS, handout
from laicheng_data.charts.record import record_of
from laicheng_data.facts.report import Report
from laicheng_data.words import Words
from tests.conftest import MakeReport
from tests.test_charts import CASES, made_up
from tests.test_deck import rendered


def test_the_page_has_two_charts_each_with_its_alt_text_and_origin(
    report: Report, words: Words
) -> None:
    content = handout(report, words)
    shapes = Document(io.BytesIO(content)).inline_shapes
    assert [bool(shape._inline.docPr.get("descr")) for shape in shapes] == [True] * len(CHARTS)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.endswith(".png")]
    assert {record_of(picture).get("Chart") for picture in pictures} == set(CHARTS)


def test_it_is_one_page(report: Report, words: Words, tmp_path: Path) -> None:
    pdf = rendered(tmp_path, "page.docx", handout(report, words))
    told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert "Pages:           1\n" in told and "A4" in told


def test_the_same_data_give_the_same_bytes(report: Report, words: Words) -> None:
    assert handout(report, words) == handout(report, words)


@pytest.mark.parametrize("case", ["six kinds", "ten years"])
def test_a_report_without_the_usual_charts_has_others(make_report: MakeReport, case: str) -> None:
    shapes = Document(
        io.BytesIO(handout(made_up(make_report, CASES[case]), Words("zh")))
    ).inline_shapes
    assert 0 < len(shapes) <= len(CHARTS)

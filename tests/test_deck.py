import io
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.slides import BODY, SLIDE, deck
from laicheng_data.charts.catalogue import CHARTS, NATIVE, draw, native_panels, table_for
from laicheng_data.charts.record import record_of
from laicheng_data.facts.report import Report
from laicheng_data.words import LANGUAGES, Words
from tests.conftest import MakeReport
from tests.test_charts import CASES, made_up

HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def content(report: Report, language: str) -> bytes:
    return deck(report, Words(language))


@pytest.fixture(scope="module")
def slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def words_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def native(slides: list[Any]) -> list[Any]:
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def test_there_is_a_slide_for_title_findings_each_chart_questions_and_method(
    slides: list[Any], report: Report, language: str
) -> None:
    titles = " ".join(slide.shapes.title.text_frame.text for slide in slides)
    said = briefing(report, Words(language))
    assert [chart.title for chart in said.charts if chart.title not in titles] == []
    assert said.title in titles
    for part in ("findings", "differences", "questions", "method"):
        assert Words(language)(f"briefing.{part}") in titles


def test_every_slide_has_a_title_of_its_own_notes_and_the_source(
    slides: list[Any], report: Report, language: str
) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert all(titles) and len(set(titles)) == len(titles)
    assert all(slide.notes_slide.notes_text_frame.text.strip() for slide in slides)
    source = briefing(report, Words(language), []).source.rstrip("。.")
    assert [
        slide
        for slide in slides
        if not any(source in s.text_frame.text for s in slide.shapes if s.has_text_frame)
    ] == []


def test_every_object_has_an_alt_text(slides: list[Any]) -> None:
    shapes = [shape for slide in slides for shape in [*slide.shapes, *slide.notes_slide.shapes]]
    assert [
        shape
        for shape in shapes
        if not shape._element.xpath(".//p:cNvPr")[0].get("descr", "").strip()
    ] == []


def test_nothing_lies_beyond_its_slide(slides: list[Any]) -> None:
    width, height = SLIDE
    for shape in (shape for slide in slides for shape in slide.shapes):
        assert min(shape.left, shape.top) >= 0
        assert shape.left + shape.width <= Pt(width) and shape.top + shape.height <= Pt(height)


def test_the_native_charts_hold_the_numbers_of_the_package(
    slides: list[Any], report: Report
) -> None:
    shown = sorted(
        v
        for chart in native(slides)
        for s in chart.plots[0].series
        for v in s.values
        if v is not None
    )
    table = {name: table_for(name, report) for name in NATIVE}
    columns = {
        "rate-trend": ["filing_rate"],
        "due-and-filed": ["due", "filed"],
        "year-on-year": ["change"],
        "unfiled": ["unfiled"],
        "abnormal-list": ["listed", "unfiled", "difference"],
        "notice-periods": ["value"],
    }
    numbers = [
        number for name in NATIVE for column in columns[name] for number in table[name][column]
    ]
    assert shown == pytest.approx(sorted(numbers))


def test_what_powerpoint_cannot_draw_is_a_picture_that_knows_where_it_came_from(
    content: bytes,
) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.endswith(".png")]
    assert {record_of(picture).get("Chart") for picture in pictures} == set(CHARTS) - set(NATIVE)


def test_bars_begin_at_zero_and_changes_of_one_unit_share_a_scale(
    report: Report, words: Words
) -> None:
    assert {
        panel.bounds[0]
        for row in native_panels(draw("unfiled", report, words), words)
        for panel in row
    } == {0}
    for row in native_panels(draw("year-on-year", report, words), words):
        assert len({panel.bounds for panel in row}) == 1
        assert row[0].bounds[0] < 0 < row[0].bounds[1]


def test_the_same_data_give_the_same_bytes(report: Report, content: bytes, language: str) -> None:
    assert deck(report, Words(language)) == content


@pytest.mark.parametrize("case", ["six kinds", "none and all"])
def test_other_reports_have_a_deck_too(make_report: MakeReport, case: str) -> None:
    made = Presentation(io.BytesIO(deck(made_up(make_report, CASES[case]), Words("en"))))
    assert native(list(made.slides))


def test_a_long_list_goes_on_on_another_slide(report: Report) -> None:
    said = briefing(report, Words("en"), [])
    many = replace(
        said, questions=[f"{question} ({n})" for n in range(5) for question in said.questions]
    )
    slides = list(Presentation(io.BytesIO(deck(report, Words("en"), many))).slides)
    text = "\n".join(map(words_of, slides))
    assert [question for question in many.questions if question not in text] == []


def rendered(tmp_path: Path, name: str, content: bytes) -> Path:
    """The document as LibreOffice makes a PDF of it."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not installed: nothing can render the document")
    (tmp_path / name).write_bytes(content)
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / name],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (tmp_path / name).with_suffix(".pdf")


def test_no_text_runs_into_the_room_of_another(content: bytes, tmp_path: Path) -> None:
    """In a rendering, every title ends above the body and every line of text stays on its slide."""
    command = ["pdftotext", "-bbox-layout", str(rendered(tmp_path, "deck.pptx", content)), "-"]
    root = ElementTree.fromstring(subprocess.run(command, check=True, capture_output=True).stdout)
    for sheet in list(root.iter(f"{HTML}page"))[1:]:
        scale = float(sheet.get("width", 0)) / SLIDE[0]
        found = list(sheet.iter(f"{HTML}line"))
        tops, bottoms, rights = (
            [float(line.get(edge, 0)) / scale for line in found]
            for edge in ("yMin", "yMax", "xMax")
        )
        assert max(bottoms) <= SLIDE[1] and max(rights) <= SLIDE[0]
        titles = [bottom for top, bottom in zip(tops, bottoms, strict=True) if top < BODY[1] - 30]
        assert titles and max(titles) <= BODY[1] + 4


def test_labels_are_written_in_the_order_that_powerpoint_insists_on(slides: list[Any]) -> None:
    order = "showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator showLeaderLines".split()
    found = [
        labels
        for chart in native(slides)
        for labels in chart._chartSpace.xpath(".//c:dLbls | .//c:dLbl")
    ]
    for labels in found:
        names = [name for child in labels if (name := child.tag.split("}")[1]) in order]
        assert names == sorted(names, key=order.index)
    assert any(labels.find(qn("c:separator")) is not None for labels in found)

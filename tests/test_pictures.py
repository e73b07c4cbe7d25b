"""Charts as web pages show them."""

import io
import re
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from laicheng_data.charts.catalogue import draw
from laicheng_data.charts.dark_mode import DARK_PAPER
from laicheng_data.charts.export import screen_svg
from laicheng_data.charts.record import SVG
from laicheng_data.facts.report import Report, load_report
from laicheng_data.pages.pictures import Pictures
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.words import Words
from tests.conftest import MakeReport
from tests.test_common import fact, made

RATES = FIGURES_DIR / "laicheng-2016" / "zh" / "rate-trend.png"


@pytest.fixture
def pictures(report: Report) -> Pictures:
    return Pictures(report)


def test_a_chart_is_drawn_for_a_desk_and_upright_for_a_telephone(pictures: Pictures) -> None:
    wide, narrow = pictures.of(RATES.read_bytes())
    assert wide.width > wide.height and narrow.width < narrow.height
    assert {mark.text for mark in wide.marks} == {mark.text for mark in narrow.marks}


def test_a_picture_that_somebody_has_changed_stays_what_it_is(pictures: Pictures) -> None:
    with Image.open(RATES) as picture:
        told, drawn = PngInfo(), io.BytesIO()
        for name, text in picture.info.items():
            if isinstance(text, str):
                told.add_itxt(str(name), text)
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(drawn, "png", pnginfo=told)
    assert pictures.of(drawn.getvalue()) == []


def test_a_picture_of_another_report_or_of_none_stays_what_it_is() -> None:
    other = Pictures(load_report("zhejiang-2015"))
    assert [Pictures(None).of(RATES.read_bytes()), other.of(RATES.read_bytes())] == [[], []]
    assert [other.of(b""), other.of(b"\x89PNG")] == [[], []]


def test_the_text_on_a_screen_is_text_in_a_font_that_comes_along(report: Report) -> None:
    chart = draw("rate-trend", report, Words("zh"))
    svg = screen_svg(chart, report.id, "zh").decode()
    drawing = ElementTree.fromstring(svg)
    assert "企业 83.55%" in {text.text for text in drawing.iter(f"{SVG}text")}
    assert svg.count("@font-face") == 2
    assert set(re.findall(r"url\((?!#)(.{20})", svg)) == {"data:font/woff;base6"}
    assert f"stroke:{DARK_PAPER}" in svg


def test_a_number_on_a_screen_keeps_every_digit(make_report: MakeReport) -> None:
    """Places are shortened to hundredths of a point; what is printed must not be."""
    facts = [fact("a", "use", "all", "2018", "0.554"), fact("b", "use", "all", "2019", "0.5628")]
    chart = draw("trend-use", made(make_report, facts), Words("en"))
    svg = screen_svg(chart, "made-up", "en").decode()
    told = " ".join(ElementTree.fromstring(svg).itertext())
    assert "0.554" in told and "0.5628" in told
    assert not re.search(r'="[^"]*\d\.\d{3,}[^"]*"', svg)


def test_drawing_for_a_screen_leaves_the_figure_as_it_was(report: Report) -> None:
    chart = draw("rate-trend", report, Words("zh")).with_figure()
    size, canvas = chart.figure.dpi, chart.figure.canvas
    assert screen_svg(chart, report.id, "zh") == screen_svg(chart, report.id, "zh")
    assert (chart.figure.dpi, chart.figure.canvas) == (size, canvas)

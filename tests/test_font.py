import io
import re

from laicheng_data.charts import font, layout, style
from laicheng_data.charts.glyphs import unknown_glyphs


def test_a_bold_line_is_measured_as_wide_as_it_is_drawn() -> None:
    assert layout.text_width("filed", 10, font.BOLD) > layout.text_width("filed", 10)
    assert layout.text_width("年报", 10, font.BOLD) == layout.text_width("年报", 10)


def test_each_weight_is_cut_once() -> None:
    regular, bold = font.font_file(), font.font_file(font.BOLD)
    assert regular != bold and regular.exists() and bold.exists()
    assert not unknown_glyphs("莱城区年报率")


def test_an_svg_keeps_the_outlines_of_two_weights_apart() -> None:
    with style.house_style():
        figure = layout.frame("年", "年", "年")
        svg = io.BytesIO()
        figure.savefig(svg, format="svg")
    outlines = re.findall(r'<path id="(NotoSansSC[^"]*)" d="([^"]*)"', svg.getvalue().decode())
    assert len(outlines) == len({path for _, path in outlines}) == 2

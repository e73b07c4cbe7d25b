"""The briefing deck: native, editable charts where PowerPoint and WPS have the kind, pictures where they have not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from laicheng_data.briefing.content import Briefing, briefing, source_card
from laicheng_data.briefing.office import settled
from laicheng_data.charts import layout, style
from laicheng_data.charts.catalogue import native_panels, redraw
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import ExportError, picture
from laicheng_data.charts.panels import (
    BARS,
    COLUMNS,
    LINE,
    STACKED,
    Panel,
    written_as,
)
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

LATIN, CHINESE = (
    b"Arial",
    b"Microsoft YaHei",
)  # both are on Windows; WPS and LibreOffice have stand-ins for them
LANGUAGE_IDS = {"zh": MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
# In points, as everything here: a slide, the room for title, body and source on it, and the sizes of their type.
SLIDE = (960, 540)
TITLE = (40, 26, 880, 72)
BODY = (40, 102, 880, 372)
FOOT = (40, 482, 830, 50)
NUMBER = (880, 505, 40, 20)
HEAD, CARD = (40, 150, 880, 110), (40, 280, 880, 190)
TITLE_SIZES, TEXT_SIZES, FOOT_SIZES = (26, 24, 22, 20, 18), (20, 18, 16, 14), (11, 10, 9)
LABEL_PT, NOTE_HEIGHT, LINE_HEIGHT = 12, 24, 1.35
FORMS = {
    LINE: XL_CHART_TYPE.LINE_MARKERS,
    BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    STACKED: XL_CHART_TYPE.BAR_STACKED,
}


def deck(report: Report, words: Words, said: Briefing | None = None) -> bytes:
    """The deck of a report as the bytes of a .pptx, the same for the same data."""
    said = said or briefing(report, words)
    show = Presentation()
    show.slide_width, show.slide_height = (Pt(points) for points in SLIDE)
    _house_fonts(show)
    _title_slide(show, said, report, words)
    _lists(
        show,
        words("briefing.findings"),
        [said.checked, *said.findings],
        said,
        words("deck.notes.findings"),
        words,
    )
    for chart in said.charts:
        _chart_slide(show, chart, report, words)
    _lists(
        show,
        words("briefing.differences"),
        said.differences,
        said,
        words("deck.notes.questions"),
        words,
    )
    _lists(
        show,
        words("briefing.questions"),
        said.questions,
        said,
        words("deck.notes.questions"),
        words,
    )
    method = [*said.method, words("briefing.generated"), said.source]
    _lists(show, words("briefing.method"), method, said, words("deck.notes.method"), words)
    properties = show.core_properties
    properties.title, properties.subject, properties.author = (
        said.title,
        said.checked,
        words.word(report.card.publisher),
    )
    properties.last_modified_by, properties.language = "", words.language
    buffer = io.BytesIO()
    show.save(buffer)
    return settled(buffer.getvalue(), report.card.created)


def _house_fonts(show: Any) -> None:
    """Name the fonts once, in the theme, so that everything on every slide follows."""
    theme = show.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    blob = theme.blob
    for element, font in (
        (b"a:latin", LATIN),
        (b"a:ea", CHINESE),
        (b'a:font script="Hans"', CHINESE),
    ):
        blob = re.sub(b"(<" + element + b' typeface=")[^"]*', b"\\g<1>" + font, blob)
    theme._blob = blob


# ------------------------------------------------------------------------------------------------------ slides


def _slide(show: Any, title: str, source: str, notes: str, words: Words) -> Any:
    """A slide with title, source line, page number and notes; its body is empty."""
    slide = show.slides.add_slide(show.slide_layouts[5])
    heading = slide.shapes.title
    _place(heading, TITLE)
    _write(heading, [title], TITLE_SIZES, style.INK, words, bold=True, anchor=MSO_ANCHOR.TOP)
    _write(_box(slide, FOOT), [source], FOOT_SIZES, style.QUIET, words, anchor=MSO_ANCHOR.BOTTOM)
    _write(
        _box(slide, NUMBER),
        [str(len(show.slides))],
        (10,),
        style.QUIET,
        words,
        anchor=MSO_ANCHOR.BOTTOM,
    )
    slide.notes_slide.notes_text_frame.text = notes
    for shape in slide.notes_slide.shapes:
        _describe(shape, shape.name)
    return slide


def _title_slide(show: Any, said: Briefing, report: Report, words: Words) -> None:
    slide = _slide(
        show, said.title, said.source, "\n".join([words("deck.notes.title"), said.checked]), words
    )
    _place(slide.shapes.title, HEAD)
    _write(
        slide.shapes.title,
        [said.title],
        (36, 32, 28, 24),
        style.INK,
        words,
        bold=True,
        anchor=MSO_ANCHOR.BOTTOM,
    )
    card = source_card(report, words)
    _write(_box(slide, CARD), [said.checked, *card], TEXT_SIZES, style.QUIET, words)


def _text_slide(
    show: Any, title: str, lines: Sequence[str], source: str, notes: str, words: Words
) -> None:
    slide = _slide(show, title, source, notes, words)
    _write(_box(slide, BODY), lines, TEXT_SIZES, style.INK, words)


def _lists(
    show: Any, title: str, items: Sequence[str], said: Briefing, notes: str, words: Words
) -> None:
    """A numbered list, on as many slides as it takes at the smallest size; none where there is nothing to list."""
    lines = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
    while lines:
        fitting = len(lines)
        while fitting > 1 and not _fits(lines[:fitting], TEXT_SIZES[-1], BODY):
            fitting -= 1
        _text_slide(
            show, title, lines[:fitting], said.source, "\n".join([notes, *lines[:fitting]]), words
        )
        lines = lines[fitting:]


def _chart_slide(show: Any, chart: Chart, report: Report, words: Words) -> None:
    slide = _slide(show, chart.title, chart.source, chart.alt, words)
    rows = [row for row in native_panels(chart, words) if row]
    if not rows:
        _add_picture(slide, chart, report, words)
        return
    left, top, width, height = BODY
    _write(
        _box(slide, (left, top, width, NOTE_HEIGHT)),
        [_note(chart.name, rows, words)],
        (14, 12, 11, 10),
        style.QUIET,
        words,
    )
    top, height = top + NOTE_HEIGHT, height - NOTE_HEIGHT
    for line, row in enumerate(rows):
        for place, panel in enumerate(row):
            across, down = width / len(row), height / len(rows)
            _add_chart(
                slide, panel, (left + across * place, top + down * line, across, down), words
            )


def _note(name: str, rows: list[list[Panel]], words: Words) -> str:
    """How to read the charts of a slide, and what a blank in them means where there is one."""
    note = rows[0][0].note or words(f"{name}.subtitle")
    yearly = [panel for row in rows for panel in row if panel.form != STACKED]
    blank = any(
        value is None for panel in yearly for values in panel.series.values() for value in values
    )
    return note + (words("deck.blank") if blank else "")


def _add_picture(slide: Any, chart: Chart, report: Report, words: Words) -> None:
    drawn = redraw(chart, report, words, style.PICTURE)
    try:
        png = io.BytesIO(picture(drawn, report.id, words.language))
    except ExportError:  # what cannot be read as a picture is read as text
        _write(_box(slide, BODY), [chart.alt], TEXT_SIZES, style.INK, words)
        return
    left, top, width, _ = (Pt(points) for points in BODY)
    _describe(slide.shapes.add_picture(png, left, top, width=width), chart.alt)


def _box(slide: Any, place: tuple[float, float, float, float]) -> Any:
    return slide.shapes.add_textbox(*(Pt(points) for points in place))


def _place(shape: Any, place: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(points) for points in place)


def _describe(shape: Any, text: str) -> None:
    """Give the alt text that a screen reader says for the object."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def _write(
    shape: Any, lines: Sequence[str], sizes: Sequence[int], colour: str, words: Words, bold: bool = False,
    anchor: Any = MSO_ANCHOR.TOP,
) -> None:  # fmt: skip
    """Fill a text box at the largest of the sizes at which the lines have room."""
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    place = tuple(Emu(edge).pt for edge in (shape.left, shape.top, shape.width, shape.height))
    size = next((size for size in sizes if _fits(lines, size, place)), sizes[-1])
    frame.text = "\n".join(lines)
    for paragraph in frame.paragraphs:
        paragraph.line_spacing, paragraph.space_after = 1.0, Pt(size * 0.5 if len(lines) > 1 else 0)
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.language_id = (
                Pt(size),
                bold,
                LANGUAGE_IDS[words.language],
            )
            run.font.color.rgb = _rgb(colour)
    _describe(shape, " ".join(lines))


def _fits(lines: Sequence[str], size: float, place: Sequence[float]) -> bool:
    """Whether the lines have room in the place, each followed by half a line's space. The house font is as wide as
    any that may stand in for it, near enough; the room keeps a tenth in hand."""
    with style.house_style():
        rows = sum(layout.wrapped(line, size, place[2] * 0.9).count("\n") + 1 for line in lines)
    return rows * size * LINE_HEIGHT + (len(lines) - 1) * size * 0.5 <= place[3]


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


# ----------------------------------------------------------------------------------------------- native charts


def _add_chart(
    slide: Any, panel: Panel, place: tuple[float, float, float, float], words: Words
) -> None:
    data = CategoryChartData(number_format=panel.written)
    data.categories = panel.categories
    for name, values in panel.series.items():
        data.add_series(name, values)
    frame = slide.shapes.add_chart(FORMS[panel.form], *(Pt(points) for points in place), data)
    _style(frame.chart, panel)
    _describe(
        frame,
        words(
            "deck.chart", title=panel.title, values=words("list_semicolon").join(_read_out(panel))
        ),
    )


def _read_out(panel: Panel) -> Iterator[str]:
    """Every value of a chart in words, for its alt text."""
    for name, values in panel.series.items():
        for category, value in zip(panel.categories, values, strict=True):
            if value is not None:
                yield f"{name} {category} {written_as(value, panel.written)}"


def _style(chart: Any, panel: Panel) -> None:
    chart.font.size, chart.font.color.rgb = Pt(LABEL_PT), _rgb(style.INK)
    chart.has_legend = chart.has_title = False
    if panel.form in _PLACED:
        _place_plot(chart, *_PLACED[panel.form])
    if panel.of_one_kind:
        _title(chart, panel)
    _axes(chart, panel)
    for series, colour in zip(chart.plots[0].series, panel.colours, strict=True):
        if panel.form == LINE:
            _line(series, str(colour), panel)
        else:
            _bars(series, colour, panel)


def _title(chart: Any, panel: Panel) -> None:
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    chart.chart_title.text_frame.text = panel.title
    font = chart.chart_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = (
        Pt(LABEL_PT + 1),
        False,
        _rgb(style.ink(str(panel.colours[-1]))),
    )


def _axes(chart: Any, panel: Panel) -> None:
    categories, values = chart.category_axis, chart.value_axis
    categories.has_major_gridlines = values.has_major_gridlines = False
    categories.format.line.color.rgb = _rgb(style.QUIET)
    categories.tick_labels.font.size = Pt(LABEL_PT)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    values.visible = False
    values.minimum_scale, values.maximum_scale = panel.bounds
    if panel.form != LINE:
        chart.plots[0].gap_width = 60
        chart.plots[0].overlap = 100 if panel.form == STACKED else 0
        categories.reverse_order = panel.form != COLUMNS


# Where a plot lies in its chart, as shares of it: lines leave room for their names on the right, columns for a title.
_PLACED = {
    LINE: (0.03, 0.06, 0.75, 0.84),
    COLUMNS: (0.02, 0.2, 0.96, 0.62),
}


def _place_plot(chart: Any, x: float, y: float, width: float, height: float) -> None:
    area = chart._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = OxmlElement("c:layout")
        area.insert(0, layout)
    manual = OxmlElement("c:manualLayout")
    edges = {
        "layoutTarget": "inner",
        "xMode": "edge",
        "yMode": "edge",
        "x": x,
        "y": y,
        "w": width,
        "h": height,
    }
    for name, value in edges.items():
        edge = OxmlElement(f"c:{name}")
        edge.set("val", str(value))
        manual.append(edge)
    layout.append(manual)


def _bars(series: Any, colour: str | Sequence[str], panel: Panel) -> None:
    series.invert_if_negative = False
    stacked = panel.form == STACKED
    _labels(
        series,
        style.INK,
        XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END,
        panel,
    )
    if stacked:
        series.data_labels.show_series_name = True
        _separate(series.data_labels._element)
    if isinstance(colour, str):
        _fill(series.format, colour)
        return
    for number, shade in enumerate(colour):
        _fill(series.points[number].format, shade)


def _fill(part: Any, colour: str) -> None:
    part.fill.solid()
    part.fill.fore_color.rgb = _rgb(colour)


def _labels(series: Any, colour: str, position: Any, panel: Panel) -> None:
    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = (
        True,
        panel.written,
        False,
    )
    labels.position, labels.font.size, labels.font.color.rgb = position, Pt(LABEL_PT), _rgb(colour)


def _line(series: Any, colour: str, panel: Panel) -> None:
    """A line whose points bear their values, the last one its name as well; both follow when the data are edited."""
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = _rgb(colour), Pt(2.25)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    _fill(series.marker.format, colour)
    series.marker.format.line.color.rgb = _rgb(colour)
    _labels(series, style.ink(colour), XL_LABEL_POSITION.ABOVE, panel)
    last = max(
        number for number, value in enumerate(panel.series[series.name]) if value is not None
    )
    label = series.points[last].data_label
    label.position = XL_LABEL_POSITION.RIGHT
    label.font.size, label.font.color.rgb = Pt(LABEL_PT), _rgb(style.ink(colour))
    element = label._dLbl
    element.find(qn("c:showSerName")).set("val", "1")
    _separate(element)


def _separate(labels: Any) -> None:
    """Put a space between the name and the value in a label, at the place that the file format has for it."""
    separator = OxmlElement("c:separator")
    separator.text = " "
    labels.find(qn("c:showBubbleSize")).addnext(separator)

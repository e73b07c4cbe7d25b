"""A panel as a native chart of the office formats: editable, and as the house draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.colors import to_rgb
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from laicheng_data.charts import style
from laicheng_data.charts.legibility import CONTRAST, contrast
from laicheng_data.charts.panels import (
    BARS,
    COLUMNS,
    LINE,
    NATIVE_PT,
    STACKED,
    Panel,
    written_as,
)
from laicheng_data.words import Words

FORMS = {
    LINE: XL_CHART_TYPE.LINE_MARKERS,
    BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    STACKED: XL_CHART_TYPE.BAR_STACKED,
}


def add_chart(shapes: Any, panel: Panel, place: Sequence[float]) -> Any:
    """Add a panel at a place (left, top, width, height in points) and return its frame."""
    frame = shapes.add_chart(FORMS[panel.form], *(Pt(points) for points in place), data_of(panel))
    _style(frame.chart, panel)
    return frame


def data_of(panel: Panel) -> Any:
    """The numbers of a panel as a chart takes them."""
    data = CategoryChartData(number_format=panel.written)
    data.categories = panel.categories
    for name, values in panel.series.items():
        data.add_series(name, values)
    return data


def described(panel: Panel, words: Words) -> str:
    """The alt text of a panel: every value of it in words."""
    values = words("list_semicolon").join(_read_out(panel))
    return words("deck.chart", title=panel.title, values=values)


def _read_out(panel: Panel) -> Iterator[str]:
    """Every value of a chart in words, for its alt text."""
    for name, values in panel.series.items():
        for category, value in zip(panel.categories, values, strict=True):
            if value is not None:
                yield f"{name} {category} {written_as(value, panel.written)}"


def _style(chart: Any, panel: Panel) -> None:
    chart.font.size, chart.font.color.rgb = Pt(NATIVE_PT), _rgb(style.INK)
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
        Pt(NATIVE_PT),
        False,
        _rgb(style.ink(str(panel.colours[-1]))),
    )


def _axes(chart: Any, panel: Panel) -> None:
    categories, values = chart.category_axis, chart.value_axis
    categories.has_major_gridlines = values.has_major_gridlines = False
    categories.format.line.color.rgb = _rgb(style.QUIET)
    categories.tick_labels.font.size = Pt(NATIVE_PT)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    values.visible = False
    values.minimum_scale, values.maximum_scale = panel.bounds
    if panel.form != LINE:
        chart.plots[0].gap_width = 60
        chart.plots[0].overlap = 100 if panel.form == STACKED else 0
        categories.reverse_order = panel.form != COLUMNS


# Where a plot lies in its chart, as shares of it: lines leave room for their names on the right,
# columns for a title.
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
    dark = isinstance(colour, str) and contrast(to_rgb(colour), to_rgb(style.INK)) < CONTRAST
    place = XL_LABEL_POSITION.INSIDE_BASE if stacked else XL_LABEL_POSITION.OUTSIDE_END
    _labels(series, "#ffffff" if stacked and dark else style.INK, place, panel)
    if stacked and not panel.of_one_kind:
        series.data_labels.show_series_name = True
        _separate(series.data_labels._element)
    if isinstance(colour, str):
        _fill(series.format, colour)
        if panel.form == COLUMNS:  # a hollow one is seen by its outline
            series.format.line.color.rgb = _rgb(str(panel.colours[-1]))
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
    labels.position, labels.font.size, labels.font.color.rgb = position, Pt(NATIVE_PT), _rgb(colour)


def _line(series: Any, colour: str, panel: Panel) -> None:
    """A line whose points bear their values, the last one its name as well; both follow when the
    data are edited."""
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = _rgb(colour), Pt(2.25)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    _fill(series.marker.format, colour)
    series.marker.format.line.color.rgb = _rgb(colour)
    _labels(series, style.ink(colour), XL_LABEL_POSITION.ABOVE, panel)
    label = series.points[last_point(panel.series[series.name])].data_label
    label.position = _side(series.name, panel)
    label.font.size, label.font.color.rgb = Pt(NATIVE_PT), _rgb(style.ink(colour))
    element = label._dLbl
    element.find(qn("c:showSerName")).set("val", "1")
    _separate(element)


def last_point(values: Sequence[float | None]) -> int:
    """The place of the last value that is there."""
    return max(number for number, value in enumerate(values) if value is not None)


def _side(name: str, panel: Panel) -> Any:
    """Where a line's name stands at its end: to the right, or above or below where two are
    close."""
    ends = {other: values[last_point(values)] or 0 for other, values in panel.series.items()}
    near = (panel.bounds[1] - panel.bounds[0]) * 0.08  # about two lines of a label
    higher = any(0 <= end - ends[name] < near for other, end in ends.items() if other != name)
    lower = any(0 < ends[name] - end < near for end in ends.values())
    if higher == lower:
        return XL_LABEL_POSITION.RIGHT
    return XL_LABEL_POSITION.BELOW if higher else XL_LABEL_POSITION.ABOVE


def _separate(labels: Any) -> None:
    """Put a space between the name and the value in a label, at the place that the file format has
    for it."""
    separator = OxmlElement("c:separator")
    separator.text = " "
    labels.find(qn("c:showBubbleSize")).addnext(separator)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())

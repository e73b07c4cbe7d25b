"""A panel as a native chart of the office formats: editable, and as the house draws it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from matplotlib.ticker import MaxNLocator
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
from laicheng_data.charts.panels import (
    BARS,
    LINE,
    NATIVE_PT,
    STACKED,
    TITLE_HIGH,
    Panel,
    crowded_points,
    format_value,
    label_format,
    name_width,
)
from laicheng_data.words import Words

# How high a line of text is, by its letters, with room around it.
_LINE = 1.7
# Times as wide as reckoned, that names may be in another font: LibreOffice moves a plot whose names
# have no room, and then it is out of line with the others.
_WIDER = 1.1

FORMS = {
    LINE: XL_CHART_TYPE.LINE_MARKERS,
    BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    STACKED: XL_CHART_TYPE.BAR_STACKED,
}


def add_chart(shapes: Any, panel: Panel, place: Sequence[float]) -> Any:
    """Add a panel at a place (left, top, width, height in points) and return its frame."""
    frame = shapes.add_chart(
        FORMS[panel.form], *(Pt(points) for points in place), chart_data(panel)
    )
    style_chart(frame.chart, panel, place[2:])
    return frame


def chart_data(panel: Panel) -> Any:
    """The numbers of a panel as a chart takes them."""
    data = CategoryChartData(number_format=panel.written)
    data.categories = panel.categories
    for name, values in panel.series.items():
        data.add_series(name, values, label_format(panel, name))
    return data


def alt_text(panel: Panel, words: Words) -> str:
    """The alt text of a panel: every value of it in words."""
    values = words("list_semicolon").join(_values_in_words(panel))
    return words("deck.chart", title=panel.title, values=values)


def _values_in_words(panel: Panel) -> Iterator[str]:
    """Every value of a chart in words, for its alt text."""
    for name, values in panel.series.items():
        for category, value in zip(panel.categories, values, strict=True):
            if value is not None:
                yield f"{name} {category} {format_value(value, panel.written)}"


def style_chart(chart: Any, panel: Panel, size: Sequence[float]) -> None:
    """Give a chart of a panel's data, so many points wide and high, the look of the house."""
    chart.font.size, chart.font.color.rgb = Pt(NATIVE_PT), _rgb(style.INK)
    chart.has_legend = chart.has_title = False
    place = _plot_place(panel, *size)
    if place:
        _place_plot(chart, *place)
    if panel.of_one_kind:
        _set_title(chart, panel, place)
    _set_axes(chart, panel)
    for number, series in enumerate(chart.plots[0].series):
        style_series(series, panel, number)


def style_series(series: Any, panel: Panel, number: int) -> None:
    """Give the how-manieth series of a panel its look."""
    if series.name == panel.total:
        _add_totals(series, panel)
    elif panel.form == LINE:
        _style_line(series, str(panel.colours[number]), panel)
    else:
        _style_bars(series, panel.colours[number], panel)
        shade_points(series, panel, number)
        omit_labels(series, crowded_points(panel, series.name))


def _set_title(chart: Any, panel: Panel, place: Sequence[float]) -> None:
    """The title of a panel, above where its bars begin if that is known."""
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    chart.chart_title.text_frame.text = panel.title
    font = chart.chart_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(NATIVE_PT), True, _rgb(style.ink(panel.heading))
    if place:
        layout = chart.chart_title._element.find(qn("c:layout"))
        _lay_out(layout, {"xMode": "edge", "yMode": "edge", "x": place[0], "y": 0})


def _set_axes(chart: Any, panel: Panel) -> None:
    categories, values = chart.category_axis, chart.value_axis
    categories.has_major_gridlines = values.has_major_gridlines = False
    categories.format.line.color.rgb = _rgb(style.QUIET)
    categories.tick_labels.font.size = Pt(NATIVE_PT)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    values.visible = panel.form == LINE
    values.minimum_scale, values.maximum_scale = panel.bounds
    if panel.form == LINE:
        _set_scale(values, panel)
    else:
        chart.plots[0].gap_width = 60 if panel.of_one_kind or panel.form != STACKED else 120
        chart.plots[0].overlap = 100 if panel.form == STACKED else 0
        categories.reverse_order = True
        skip = OxmlElement("c:tickLblSkip")  # low bars have names, too
        skip.set("val", "1")
        categories._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _set_scale(values: Any, panel: Panel) -> None:
    """An axis with a line at each of a few round values."""
    ticks = MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(*panel.bounds)
    values.major_unit = round(ticks[1] - ticks[0], 9)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb(style.GRID)
    values.format.line.fill.background()
    labels = values.tick_labels
    labels.number_format = re.sub(r"\.0+", "", panel.written)
    labels.number_format_is_linked = False
    labels.font.size, labels.font.color.rgb = Pt(NATIVE_PT), _rgb(style.QUIET)


def _plot_place(panel: Panel, width: float, height: float) -> tuple[float, ...]:
    """Where a plot lies in its chart (left, top, width, height as shares of it), so that the names
    of lines have room at their ends and charts side by side have one scale; empty where a program
    may choose."""
    if panel.form == LINE:
        names = max(name_width(_end_label(name, panel)) for name in panel.series)
        left, top = 4 * NATIVE_PT / width, NATIVE_PT / height
        half = 1 / (2 * len(panel.categories))  # of the plot, beyond the last point
        across = (1 - left - (names + NATIVE_PT) / width) / (1 - half)
        return left, top, min(max(across, 0.5), 1 - left), 1 - top - _LINE * NATIVE_PT / height
    if panel.names_pt:
        title = TITLE_HIGH * NATIVE_PT / height
        left = min((panel.names_pt * _WIDER + NATIVE_PT) / width, 0.5)
        return left, title, 1 - left - 0.01, 1 - title - 0.02
    return ()


def _end_label(name: str, panel: Panel) -> str:
    values = panel.series[name]
    return f"{name} {format_value(values[last_point(values)] or 0, panel.written)}"


def _place_plot(chart: Any, x: float, y: float, width: float, height: float) -> None:
    area = chart._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = OxmlElement("c:layout")
        area.insert(0, layout)
    edges = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
    _lay_out(layout, {**edges, "x": x, "y": y, "w": width, "h": height})


def _lay_out(layout: Any, edges: Mapping[str, object]) -> None:
    """Say where a part of a chart lies."""
    manual = OxmlElement("c:manualLayout")
    for name, value in edges.items():
        edge = OxmlElement(f"c:{name}")
        edge.set("val", str(value))
        manual.append(edge)
    layout.append(manual)


def _style_bars(series: Any, colour: str | Sequence[str], panel: Panel) -> None:
    series.invert_if_negative = False
    if panel.form != STACKED:
        _set_labels(series, style.INK, XL_LABEL_POSITION.OUTSIDE_END, panel)
    elif panel.numbered:
        _set_labels(series, style.ink_on(str(colour)), XL_LABEL_POSITION.CENTER, panel)
    elif not panel.of_one_kind:  # names of steps stand in their middle, as in the picture
        _set_labels(series, style.ink_on(str(colour)), XL_LABEL_POSITION.CENTER, panel)
        series.data_labels.show_series_name = True
        _separate_name(
            series.data_labels._element, "\n"
        )  # two short lines stay within a short part
    if isinstance(colour, str):
        _set_fill(series.format, colour)
        if colour == style.PAPER:  # seen by its outline
            series.format.line.color.rgb = _rgb(panel.heading)


def shade_points(series: Any, panel: Panel, number: int) -> None:
    """Give each point of the how-manieth series its colour, where they have colours of their
    own."""
    colours = panel.colours[number] if number < len(panel.colours) else ""
    if not isinstance(colours, str):
        for point, colour in enumerate(colours):
            _set_fill(series.points[point].format, colour)


def _add_totals(series: Any, panel: Panel) -> None:
    """What stacks come to, written at their ends: an unseen bar that begins there bears it, and
    follows when the data are edited."""
    series.format.fill.background()
    series.format.line.fill.background()
    _set_labels(series, style.INK, XL_LABEL_POSITION.INSIDE_BASE, panel)
    series.data_labels.font.bold = True
    series.data_labels.show_series_name = False


def omit_labels(series: Any, points: Collection[int], were: Collection[int] = ()) -> None:
    """Leave out the labels of these points, and write again those that `were` left out."""
    for label in series._element.xpath("./c:dLbls/c:dLbl[c:delete]"):
        if int(label.xpath("./c:idx/@val")[0]) in were:
            label.getparent().remove(label)
    for point in points:
        label = series.points[point].data_label._get_or_add_dLbl()
        for part in label[1:]:
            label.remove(part)
        label.append(OxmlElement("c:delete"))
        label[-1].set("val", "1")


def _set_fill(part: Any, colour: str) -> None:
    part.fill.solid()
    part.fill.fore_color.rgb = _rgb(colour)


def _set_labels(series: Any, colour: str, position: Any, panel: Panel) -> None:
    labels = series.data_labels
    labels.show_value, labels.number_format_is_linked = True, False
    labels.number_format = label_format(panel, series.name)
    labels.position, labels.font.size, labels.font.color.rgb = position, Pt(NATIVE_PT), _rgb(colour)
    _keep_in_one_line(labels._element)


def _style_line(series: Any, colour: str, panel: Panel) -> None:
    """A line whose points bear their values, the last one its name as well; both follow when the
    data are edited."""
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = _rgb(colour), Pt(2.25)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    _set_fill(series.marker.format, colour)
    series.marker.format.line.color.rgb = _rgb(colour)
    _set_labels(series, style.ink(colour), XL_LABEL_POSITION.ABOVE, panel)
    label = series.points[last_point(panel.series[series.name])].data_label
    label.position = _label_side(series.name, panel)
    label.font.size, label.font.color.rgb = Pt(NATIVE_PT), _rgb(style.ink(colour))
    element = label._dLbl
    _keep_in_one_line(element)
    element.find(qn("c:showSerName")).set("val", "1")
    _separate_name(element)


def _keep_in_one_line(labels: Any) -> None:
    labels.xpath("./c:txPr/a:bodyPr")[0].set("wrap", "none")


def last_point(values: Sequence[float | None]) -> int:
    """The place of the last value that is there."""
    return max(number for number, value in enumerate(values) if value is not None)


def _label_side(name: str, panel: Panel) -> Any:
    """Where a line's name stands at its end: to the right, or above or below where two are
    close."""
    ends = {other: values[last_point(values)] or 0 for other, values in panel.series.items()}
    near = (panel.bounds[1] - panel.bounds[0]) * 0.08  # about two lines of a label
    higher = any(0 <= end - ends[name] < near for other, end in ends.items() if other != name)
    lower = any(0 < ends[name] - end < near for end in ends.values())
    if higher == lower:
        return XL_LABEL_POSITION.RIGHT
    return XL_LABEL_POSITION.BELOW if higher else XL_LABEL_POSITION.ABOVE


def _separate_name(labels: Any, between: str = " ") -> None:
    """Put a space, or a line break, between the name and the value in a label, at the place that
    the file format has for it."""
    separator = OxmlElement("c:separator")
    separator.text = between
    labels.find(qn("c:showBubbleSize")).addnext(separator)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())

"""The briefing deck: native, editable charts where PowerPoint and WPS have the kind, pictures where they have not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
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
from laicheng_data.charts.catalogue import Chart, draw, style, table_for
from laicheng_data.charts.export import picture
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
PICTURE = style.Format(1890, 799, headed=False)  # the shape of the body, at 16 cm
LABEL_ROOM = 1.3  # an axis goes on so far beyond the longest bar, whose label stands there
COUNT, RATE, CHANGE, POINTS = "#,##0", "0.00%", "+0.0;−0.0;0.0", "+0.00;−0.00;0.00"


@dataclass(frozen=True)
class Panel:
    """One native chart: its series by name (a value a category, None where nothing is printed), their colours (a
    colour a category where it is a list), how numbers are written, and the ends of the axis of values."""

    title: str
    form: Any
    categories: list[str]
    series: dict[str, list[float | None]]
    colours: list[str] | list[list[str]]
    written: str
    bounds: tuple[float, float]
    of_one_kind: bool = True
    note: str = ""


def deck(report: Report, words: Words, said: Briefing | None = None) -> bytes:
    """The deck of a report as the bytes of a .pptx, the same for the same data. Raises ExportError for a picture
    that must not leave."""
    said = said or briefing(report, words)
    show = Presentation()
    show.slide_width, show.slide_height = (Pt(points) for points in SLIDE)
    _house_fonts(show)
    _title_slide(show, said, report, words)
    _lists(
        show, words("briefing.findings"), said.findings, said, words("deck.notes.findings"), words
    )
    for chart in said.charts:
        _chart_slide(show, chart, report, words)
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
    rows = panels(chart.name, report, words)
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
    yearly = [panel for row in rows for panel in row if panel.form != XL_CHART_TYPE.BAR_STACKED]
    blank = any(
        value is None for panel in yearly for values in panel.series.values() for value in values
    )
    return note + (words("deck.blank") if blank else "")


def _add_picture(slide: Any, chart: Chart, report: Report, words: Words) -> None:
    with style.drawn_as(PICTURE):
        drawn = draw(chart.name, report, words, chart.years, chart.kinds)
    png = io.BytesIO(picture(drawn, report.id, words.language))
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
        rows = sum(style.wrapped(line, size, place[2] * 0.9).count("\n") + 1 for line in lines)
    return rows * size * LINE_HEIGHT + (len(lines) - 1) * size * 0.5 <= place[3]


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


# ----------------------------------------------------------------------------------------------- native charts


def panels(name: str, report: Report, words: Words) -> list[list[Panel]]:
    """The native charts that show what the chart of this name shows, row by row; none where a picture must do."""
    make = _NATIVE.get(name)
    return make(table_for(name, report), words) if make else []


def _rates(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    wide = table.pivot(index="period", columns="subject", values="filing_rate")[
        list(pd.unique(table["subject"]))
    ]
    return [
        [
            Panel(
                words.start("filing_rate"),
                XL_CHART_TYPE.LINE_MARKERS,
                [words.period(period) for period in wide.index],
                {words.start(subject): _values(wide[subject]) for subject in wide},
                [style.colours(list(wide))[subject] for subject in wide],
                RATE,
                (max(0.0, wide.min(axis=None) - 0.03), wide.max(axis=None) + 0.02),
                of_one_kind=False,
            )
        ]
    ]


def _counts(table: pd.DataFrame, words: Words, measures: list[str]) -> list[list[Panel]]:
    """A panel a kind, a bar a year and measure; the last measure dark, the ones before light. One measure has one
    scale for all kinds; several have one a kind, as the shares count."""
    subjects, periods = list(pd.unique(table["subject"])), sorted(table["period"].unique())
    hues = style.colours(subjects)
    row = []
    for subject in subjects:
        rows = table[table["subject"] == subject].set_index("period").reindex(periods)
        most = (table if len(measures) == 1 else rows)[measures].max(axis=None)
        row.append(
            Panel(
                words.start(subject),
                XL_CHART_TYPE.BAR_CLUSTERED,
                [words.period(period) for period in periods],
                {words.start(measure): _values(rows[measure]) for measure in measures},
                [
                    style.tint(hues[subject], 0.35 if measure != measures[-1] else 1.0)
                    for measure in measures
                ],
                COUNT,
                (0, max(most, 1) * LABEL_ROOM),
            )
        )
    return _in_rows(row)


def _changes(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """Counts above, rates below: two scales that are never mixed in one chart."""
    groups = ((["due", "filed"], CHANGE), (["filing_rate"], POINTS))
    return [
        _change_row(table[table["measure"].isin(group)], words, group, written)
        for group, written in groups
    ]


def _change_row(
    table: pd.DataFrame, words: Words, measures: list[str], written: str
) -> list[Panel]:
    """A panel a kind, all to one scale."""
    subjects, periods = list(pd.unique(table["subject"])), sorted(table["period"].unique())
    hues = style.colours(subjects)
    low, high = min(0.0, table["change"].min()), max(0.0, table["change"].max())
    room = (high - low or 1) * (LABEL_ROOM - 1)
    row = []
    for subject in subjects:
        wide = table[table["subject"] == subject].pivot(
            index="period", columns="measure", values="change"
        )
        wide = wide.reindex(index=periods, columns=measures)
        row.append(
            Panel(
                words(f"deck.year-on-year.{measures[-1]}", subject=words.start(subject)),
                XL_CHART_TYPE.COLUMN_CLUSTERED,
                [words.period(period) for period in periods],
                {words.start(measure): _values(wide[measure]) for measure in measures},
                [
                    style.tint(hues[subject], 0.45 if measure == "due" else 1.0)
                    for measure in measures
                ],
                written,
                (low - room, high + room),
            )
        )
    return row


def _listed(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    table = table[table["period"] == table["period"].max()]
    hues = style.colours(list(table["subject"]))
    measures = ["listed", "unfiled"]
    return [
        [
            Panel(
                words.period(table["period"].iloc[0]),
                XL_CHART_TYPE.BAR_CLUSTERED,
                [words.start(subject) for subject in table["subject"]],
                {words.start(measure): _values(table[measure]) for measure in measures},
                [
                    [style.tint(hues[subject], share) for subject in table["subject"]]
                    for share in (1.0, 0.4)
                ],
                COUNT,
                (0, max(table[measures].max(axis=None), 1) * LABEL_ROOM),
                of_one_kind=False,
                note=words("deck.abnormal-list", year=table["period"].iloc[0]),
            )
        ]
    ]


def _notices(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """A bar a procedure, its steps one after the other."""
    wide = table.pivot_table("value", "measure", "subject", aggfunc="sum", sort=False)
    return [
        [
            Panel(
                words("notice-periods.axis"),
                XL_CHART_TYPE.BAR_STACKED,
                [words.start(str(measure)) for measure in wide.index],
                {words.start(str(subject)): _values(wide[subject]) for subject in wide},
                [
                    style.tint(style.ACCENT, 0.15 + 0.15 * min(step, 2))
                    for step in range(wide.shape[1])
                ],
                COUNT,
                (0, float(wide.sum(axis=1).max())),
                of_one_kind=False,
                note=words("list_semicolon").join(
                    [words("notice-periods.axis"), words("notice-periods.subtitle")]
                ),
            )
        ]
    ]


def _values(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in column]


def _in_rows(row: list[Panel]) -> list[list[Panel]]:
    abreast = -(-len(row) // (1 if len(row) <= style.MOST_PANELS_ABREAST else 2))
    return [row[start : start + abreast] for start in range(0, len(row), abreast)]


_NATIVE = {
    "rate-trend": _rates,
    "due-and-filed": lambda table, words: _counts(table, words, ["due", "filed"]),
    "unfiled": lambda table, words: _counts(table, words, ["unfiled"]),
    "year-on-year": _changes,
    "abnormal-list": _listed,
    "notice-periods": _notices,
}


def _add_chart(
    slide: Any, panel: Panel, place: tuple[float, float, float, float], words: Words
) -> None:
    data = CategoryChartData(number_format=panel.written)
    data.categories = panel.categories
    for name, values in panel.series.items():
        data.add_series(name, values)
    frame = slide.shapes.add_chart(panel.form, *(Pt(points) for points in place), data)
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
                yield f"{name} {category} {_number(value, panel.written)}"


def _number(value: float, written: str) -> str:
    if written == RATE:
        return f"{value:.2%}"
    decimals = {COUNT: 0, CHANGE: 1, POINTS: 2}[written]
    return f"{value:,.{decimals}f}".replace("-", "−")


def _style(chart: Any, panel: Panel) -> None:
    chart.font.size, chart.font.color.rgb = Pt(LABEL_PT), _rgb(style.INK)
    chart.has_legend = chart.has_title = False
    if panel.form in _PLACED:
        _place_plot(chart, *_PLACED[panel.form])
    if panel.of_one_kind:
        _title(chart, panel)
    _axes(chart, panel)
    for series, colour in zip(chart.plots[0].series, panel.colours, strict=True):
        if panel.form == XL_CHART_TYPE.LINE_MARKERS:
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
    if panel.form != XL_CHART_TYPE.LINE_MARKERS:
        chart.plots[0].gap_width = 60
        chart.plots[0].overlap = 100 if panel.form == XL_CHART_TYPE.BAR_STACKED else 0
        categories.reverse_order = panel.form != XL_CHART_TYPE.COLUMN_CLUSTERED


# Where a plot lies in its chart, as shares of it: lines leave room for their names on the right, columns for a title.
_PLACED = {
    XL_CHART_TYPE.LINE_MARKERS: (0.03, 0.06, 0.75, 0.84),
    XL_CHART_TYPE.COLUMN_CLUSTERED: (0.02, 0.2, 0.96, 0.62),
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
    stacked = panel.form == XL_CHART_TYPE.BAR_STACKED
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

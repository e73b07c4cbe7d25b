"""The deck: a slide for all that is planned, with native charts where they can be."""

from __future__ import annotations

import copy
import io
from collections.abc import Collection, Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from laicheng_data.briefing import master
from laicheng_data.briefing.content import Briefing, briefing
from laicheng_data.briefing.deck_record import write_record
from laicheng_data.briefing.fitting import (
    ABOVE_PT,
    ADDITION,
    COVER_SIZES,
    COVER_TITLE_SIZES,
    NOTE_SIZES,
    SAFE,
    SAID_SIZE,
    SOURCE_SIZES,
    STATEMENT_SIZES,
    SUBTITLE_SIZES,
    TERM_SIZES,
    TEXT_SIZES,
    card_sizes,
    cover_body,
    fits,
    reason_size,
    room_below,
    statement_room,
    title_size,
)
from laicheng_data.briefing.native import add_chart
from laicheng_data.briefing.native_table import add_table
from laicheng_data.briefing.ooxml import fix_timestamps
from laicheng_data.briefing.plan import GAP, LIST_GAP, Item, SlidePlan, plan_slides, texts_of
from laicheng_data.charts import layout
from laicheng_data.charts.font import BOLD
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

LANGUAGE_IDS = {"zh": MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
TERM_GAP = 14  # points more between what one term means and the next
DIGITS = 1.9  # of its size, that a number of two digits takes before its line


def deck(report: Report, words: Words, said: Briefing | None = None) -> bytes:
    """The deck of a report as the bytes of a .pptx, the same for the same data."""
    said = said or briefing(report, words)
    show, plan = master.house_show(), plan_slides(said, report, words)
    for slide in plan:
        _draw_slide(show, slide, words)
    properties = show.core_properties
    properties.title, properties.subject = said.title, said.checked
    properties.author, properties.last_modified_by = words.word(report.card.publisher), ""
    properties.language = {"zh": "zh-CN", "en": "en-GB"}[words.language]
    write_record(show, report.id, words.language, texts_of(plan))
    buffer = io.BytesIO()
    show.save(buffer)
    return fix_timestamps(buffer.getvalue(), report.card.created)


def _draw_slide(show: Any, slide: SlidePlan, words: Words) -> None:
    sheet = show.slides.add_slide(show.slide_layouts[slide.layout])
    shapes = {shape.placeholder_format.idx: shape for shape in sheet.placeholders}
    if slide.layout == master.COVER:
        _draw_cover(slide, shapes, words)
    elif slide.layout == master.COLUMNS:
        _fill_columns(slide, shapes[1], shapes[2], words)
    elif slide.lines:
        left, top, width, height = room_below(slide.title, 0 if slide.items else LIST_GAP)
        end = slide.items[0].place[1] - GAP if slide.items else top + height
        _move_to(shapes[1], (left, top, width, end - top))
        sizes = NOTE_SIZES if slide.items else TEXT_SIZES
        _fill_placeholder(shapes[1], f"text {slide.key}", slide.lines, sizes, words, slide.heads)
        if slide.items:
            _set_findings(shapes[1].text_frame, slide)
        if slide.numbered_from:
            _set_questions(shapes[1].text_frame, slide)
    else:
        _remove_shape(shapes[1])
    if slide.layout != master.COVER:
        _set_above(slide, shapes[15], words)
        size = title_size(slide.title)
        _fill_placeholder(shapes[0], f"title {slide.key}", [slide.title], [size], words)
    for item in slide.items:
        _add_item(sheet, item)
    _add_foot(sheet, slide, words)
    notes = sheet.notes_slide.notes_text_frame
    notes.text = slide.notes
    notes._parent.name = f"notes {slide.key}"
    for run in (run for paragraph in notes.paragraphs for run in paragraph.runs):
        run.font.language_id = LANGUAGE_IDS[words.language]


def _draw_cover(slide: SlidePlan, shapes: dict[int, Any], words: Words) -> None:
    """The answer on a block of colour, below it what was found besides and what to ask first."""
    size = title_size(slide.title, COVER_TITLE_SIZES, master.COVER_TITLE)
    _fill_placeholder(shapes[0], f"title {slide.key}", [slide.title], [size], words)
    if slide.subtitle:
        _fill_placeholder(
            shapes[1], f"subtitle {slide.key}", [slide.subtitle], SUBTITLE_SIZES, words
        )
    else:
        _remove_shape(shapes[1])
    answered = slide.statement.split("\n")
    size = title_size(answered[0], STATEMENT_SIZES, statement_room(len(answered) > 1))
    _fill_placeholder(shapes[14], f"statement {slide.key}", answered, [size], words)
    set_addition(shapes[14].text_frame.paragraphs[1:])
    if slide.lines:
        _move_to(shapes[13], cover_body(slide.right))
        _fill_placeholder(shapes[13], f"text {slide.key}", slide.lines, TEXT_SIZES[1:], words)
    else:
        _remove_shape(shapes[13])
    if not slide.right:
        _remove_shape(shapes[2])
        return
    if not slide.lines:  # it has the width for itself
        _move_to(shapes[2], (master.LEFT, master.CARD[1], master.WIDTH, master.CARD[3]))
    sizes = card_sizes(slide.right)[:1]
    _fill_placeholder(
        shapes[2], f"right {slide.key}", slide.right, sizes or COVER_SIZES[-1:], words
    )
    head, ask, *why = (paragraph.runs[0].font for paragraph in shapes[2].text_frame.paragraphs)
    ask.bold, ask.color.theme_color = True, MSO_THEME_COLOR.TEXT_1
    head.bold, head.color.theme_color = True, MSO_THEME_COLOR.ACCENT_1
    for font in (head, *why):
        font.size = Pt(reason_size(ask.size.pt))


def set_addition(paragraphs: Sequence[Any]) -> None:
    """What is added to the answer smaller than this, and not in bold."""
    for run in (run for paragraph in paragraphs for run in paragraph.runs):
        run.font.size, run.font.bold = Pt(round(ADDITION * run.font.size.pt)), False


def _remove_shape(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)


def _set_findings(frame: Any, slide: SlidePlan) -> None:
    """What is found in ink and larger than how to read the chart."""
    for paragraph in frame.paragraphs:
        if paragraph.text in slide.asides:
            continue
        for run in paragraph.runs:
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            if run.font.size == Pt(NOTE_SIZES[0]):
                run.font.size = Pt(SAID_SIZE)


def _fill_columns(slide: SlidePlan, left: Any, right: Any, words: Words) -> None:
    """Two columns of one size, of terms and what they mean; of one term there is one."""
    able = [
        size
        for size in TERM_SIZES
        if all(fits(side, size, master.COLUMN) for side in (slide.lines, slide.right))
    ]
    columns = {"text": (left, slide.lines), "right": (right, slide.right)}
    if not slide.right:  # the first has the width for itself
        _move_to(left, (master.LEFT, left.top.pt, master.WIDTH, left.height.pt))
    for name, (column, lines) in columns.items():
        if lines:
            sizes = able[:1] or TERM_SIZES[-1:]
            _fill_placeholder(column, f"{name} {slide.key}", lines, sizes, words)
            _set_terms(column.text_frame)
        else:
            _remove_shape(column)


def _set_above(slide: SlidePlan, shape: Any, words: Words) -> None:
    """Which step of the story a slide is, in one row above its title."""
    if slide.subtitle:
        said = layout.shorten_to_width(slide.subtitle, ABOVE_PT, SAFE * master.WIDTH, BOLD)
        _fill_placeholder(shape, f"subtitle {slide.key}", [said], [ABOVE_PT], words)
    else:
        _remove_shape(shape)


def _set_questions(frame: Any, slide: SlidePlan) -> None:
    """What is asked in bold, why in quiet and smaller; heads in the house's colour."""
    for paragraph in frame.paragraphs:
        ask = paragraph.runs[0]
        _indent(paragraph, max(master.INDENT, DIGITS * ask.font.size.pt))
        _set_question(paragraph)
        if ask.text in slide.heads:
            _indent(paragraph, 0)
            paragraph._p.pPr.append(OxmlElement("a:buNone"))
            ask.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
            ask.font.size = Pt(reason_size(ask.font.size.pt))
    asked = [p for p in frame.paragraphs if p.runs[0].text not in slide.heads]
    _number_paragraphs(asked, 1)
    continue_numbering(frame.paragraphs, slide.numbered_from)


def _set_terms(frame: Any) -> None:
    """What is explained in bold, and below it how; no bullets, which would mark off no more."""
    for paragraph in frame.paragraphs:
        _indent(paragraph, 0)
        paragraph._p.pPr.append(OxmlElement("a:buNone"))
        paragraph.space_after = Pt(TERM_GAP)
        _set_question(paragraph)
        paragraph.runs[0].font.color.theme_color = MSO_THEME_COLOR.ACCENT_1


def _set_question(paragraph: Any) -> None:
    """The first part of a paragraph in bold, what stands below it in quiet and smaller."""
    first, *below = paragraph.runs
    first.font.bold = True
    for run in below:
        run.font.size = Pt(reason_size(first.font.size.pt))
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2


def _indent(paragraph: Any, by: float) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(by)))
    properties.set("indent", str(-Pt(by)))


def _number_paragraphs(paragraphs: Sequence[Any], first: int) -> None:
    """Make a numbered list of paragraphs."""
    for paragraph in paragraphs:
        paragraph._p.get_or_add_pPr().append(OxmlElement("a:buAutoNum"))
    continue_numbering(paragraphs, first)


def continue_numbering(paragraphs: Sequence[Any], first: int) -> None:
    """Let numbered paragraphs count on from the `first` behind what heads a group of them."""
    number, start = first, first
    for paragraph in paragraphs:
        found = paragraph._p.xpath("./a:pPr/a:buAutoNum")
        if not found:
            start = number
            continue
        found[0].set("type", "arabicPeriod")
        found[0].attrib.pop("startAt", None)
        if start > 1:
            found[0].set("startAt", str(start))
        number += 1


def _fill_placeholder(
    shape: Any,
    name: str,
    lines: Sequence[str],
    sizes: Sequence[float],
    words: Words,
    heads: Collection[str] = (),
) -> None:
    """Fill a placeholder at the largest of the sizes at which the lines have room; `heads` of them
    will be set smaller."""
    shape.name = name
    place = tuple(edge.pt for edge in (shape.left, shape.top, shape.width, shape.height))
    size = next((size for size in sizes if fits(lines, size, place, heads)), sizes[-1])
    shape.text_frame.text = "\n".join(lines)
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = LANGUAGE_IDS[words.language]
            run.font.size = Pt(size)


def _add_item(sheet: Any, item: Item) -> None:
    if item.panel is not None:
        shape = add_chart(sheet.shapes, item.panel, item.place)
    elif item.grid is not None and item.is_table:
        shape = add_table(sheet.shapes, item.grid, item.place)
    else:
        places = (Pt(points) for points in item.place[:3])
        left, top, width = places
        shape = sheet.shapes.add_picture(io.BytesIO(item.picture()), left, top, width=width)
    shape.name = item.name
    shape._element.xpath(".//p:cNvPr")[0].set("descr", item.alt)


def _add_foot(sheet: Any, slide: SlidePlan, words: Words) -> None:
    """The source line and the field of the slide's number, which python-pptx leaves out."""
    for shape in sheet.slide_layout.placeholders:
        if shape.placeholder_format.idx == 11 and not slide.source:
            continue
        if shape.placeholder_format.idx in (11, 12):
            sheet.shapes._spTree.append(copy.deepcopy(shape._element))
    for number, shape in enumerate(sheet.shapes, start=2):
        shape._element.xpath(".//p:cNvPr")[0].set("id", str(number))
    for shape in sheet.placeholders:
        if shape.placeholder_format.idx == 11:
            _fill_placeholder(shape, f"source {slide.key}", [slide.source], SOURCE_SIZES, words)


def _move_to(shape: Any, place: Sequence[float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(points) for points in place)

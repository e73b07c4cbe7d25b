"""The deck: what each slide holds, and the slides themselves, with native charts where they can be.

A slide is planned before it is drawn, so that `refresh` can hold a deck against the same plan.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from laicheng_data.briefing import master
from laicheng_data.briefing.content import Briefing, Section, briefing, in_turn
from laicheng_data.briefing.keepsake import keep
from laicheng_data.briefing.native import add_chart, described
from laicheng_data.briefing.office import settled
from laicheng_data.briefing.questions import text_of
from laicheng_data.charts import layout, style
from laicheng_data.charts.catalogue import native_panels, redraw
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import ExportError, picture
from laicheng_data.charts.font import BOLD
from laicheng_data.charts.panels import Panel, has_gap
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

LANGUAGE_IDS = {"zh": MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
TITLE_SIZES, TEXT_SIZES, NOTE_SIZES = (26, 24, 22, 20, 18), (24, 20, 18, 16, 14), (14, 12)
STATEMENT_SIZES, COVER_TITLE_SIZES = (28, 26, 24, 22, 20, 18, 16), (20, 18, 16)
SOURCE_SIZES, SUBTITLE_SIZES = (12, 11, 10), (14, 12)  # the smaller only for very many sources
WHY = 0.8  # of the size of a question, in which stands why it is asked
BREAK = "\v"  # in a line of text, between a question and why it is asked
CONTENTS_SIZES = (16, 14, 12)
LINE_HEIGHT, SAFE = 1.3, 0.9  # the second of a width, as another font may be wider
LEAST_ROW = 4  # of a title in more than one: its last is as wide as so many Chinese characters
STATEMENT_GAP = 28  # points between the statement of a cover and its text
LIST_GAP = 16  # points more between a title and a list than between it and a chart
GAP = 8  # points between the sentences above a chart and the chart
PICTURE_PX = 1890  # 16 cm at 300 dpi


@dataclass(frozen=True)
class Item:
    """A chart on a slide: a native one or a picture, its alt text and its place in points."""

    name: str
    alt: str
    place: tuple[float, float, float, float]
    panel: Panel | None = None
    png: bytes = b""


@dataclass(frozen=True)
class Planned:
    """A slide before it is drawn; `key` names what it is about and is no other slide's.

    `statement` stands large on a cover, `right` are the lines of a second column, and `heads` those
    lines that head others and have no number.
    """

    key: str
    layout: int
    title: str
    lines: list[str]
    source: str
    notes: str
    subtitle: str = ""
    statement: str = ""
    right: list[str] = field(default_factory=list)
    heads: frozenset[str] = frozenset()
    numbered_from: int = 0
    items: list[Item] = field(default_factory=list)


def deck(report: Report, words: Words, said: Briefing | None = None) -> bytes:
    """The deck of a report as the bytes of a .pptx, the same for the same data."""
    said = said or briefing(report, words)
    show, plan = master.house_show(), planned(said, report, words)
    for slide in plan:
        _draw(show, slide, words)
    properties = show.core_properties
    properties.title, properties.subject = said.title, said.checked
    properties.author, properties.last_modified_by = words.word(report.card.publisher), ""
    properties.language = {"zh": "zh-CN", "en": "en-GB"}[words.language]
    keep(show, report.id, words.language, texts_of(plan))
    buffer = io.BytesIO()
    show.save(buffer)
    return settled(buffer.getvalue(), report.card.created)


def texts_of(plan: Sequence[Planned]) -> dict[str, str]:
    """Everything that a deck says in words, by the name of the object that says it."""
    texts: dict[str, str] = {}
    for slide in plan:
        said = {
            "title": slide.title,
            "statement": slide.statement,
            "text": "\n".join(slide.lines),
            "right": "\n".join(slide.right),
            "source": slide.source,
            "subtitle": slide.subtitle,
            "notes": slide.notes,
        }
        texts.update({f"{part} {slide.key}": text for part, text in said.items() if text})
        texts.update({item.name: item.alt for item in slide.items})
    return texts


# ------------------------------------------------------------------------------- the plan


def planned(said: Briefing, report: Report, words: Words) -> list[Planned]:
    """The slides of a briefing: the answer, the storyline, and an appendix with its contents."""
    slides = [_cover(said, words)]
    for section in said.sections:
        slides += _planned(section, report, words)
    appended = [slide for one in said.appendix for slide in _planned(one, report, words)]
    contents = _contents(appended, len(slides) + 1, said.source, words)
    return list(_with_titles_of_their_own([*slides, *contents, *appended], words))


def _contents(appended: Sequence[Planned], first: int, source: str, words: Words) -> list[Planned]:
    """What stands in the appendix, numbered as its slides are, where the first page of this is the
    `first`; of many titles it takes several."""
    pages = min(len(appended), 1)
    while True:
        lines = [slide.title for slide in appended]
        title, notes = words("briefing.appendix"), words("notes.appendix")
        made = list(_in_columns(Section("appendix", title, lines, source, notes), first + pages))
        if len(made) <= pages:
            return made
        pages = len(made)


def _cover(said: Briefing, words: Words) -> Planned:
    notes = "\n".join(
        [
            words("notes.say", text=in_turn(said.lead[:2], words)),
            words("notes.caveat", text=words("notes.caveat.answer")),
            words("notes.asked", text=words("notes.asked.answer")),
        ]
    )
    first, *others = said.cover
    return Planned(
        "answer", master.COVER, said.title, others, "", notes, said.published, first.rstrip("。.")
    )


def _in_columns(section: Section, first: int) -> Iterator[Planned]:
    """A list in two columns, on as many slides as it takes; its numbers begin with the `first`."""
    lines, number = section.lines, 1
    while lines:
        on_slide = len(lines)
        while on_slide > 1 and not _fit_in_columns(lines[:on_slide]):
            on_slide -= 1
        half = (on_slide + 1) // 2
        yield Planned(
            f"{section.key} {number}" if number > 1 else section.key,
            master.COLUMNS,
            section.title,
            lines[:half],
            section.source,
            section.notes,
            right=lines[half:on_slide],
            numbered_from=first,
        )
        lines, number, first = lines[on_slide:], number + 1, first + on_slide


def _fit_in_columns(lines: Sequence[str]) -> bool:
    half = (len(lines) + 1) // 2
    return all(
        fits(side, CONTENTS_SIZES[-1], master.COLUMN) for side in (lines[:half], lines[half:])
    )


def _planned(section: Section, report: Report, words: Words) -> Iterator[Planned]:
    """The slides of a section: sentences and chart on one, or more where one has no room."""
    if section.chart is None:
        yield from _lists(section, words)
    else:
        yield _chart(section, section.lines, section.chart, report, words)


def _lists(section: Section, words: Words) -> Iterator[Planned]:
    """A list, on as many slides as it takes at the smallest size."""
    lines, heads = _grouped(section, words)
    first = 1
    while lines:
        fitting = len(lines)
        while fitting > 1 and not fits(
            lines[:fitting], TEXT_SIZES[-1], _below(section.title, LIST_GAP)
        ):
            fitting -= 1
        while fitting > 1 and lines[fitting - 1] in heads:  # which stands above what it heads
            fitting -= 1
        yield Planned(
            f"{section.key} {first}" if first > 1 else section.key,
            master.TEXT,
            section.title,
            lines[:fitting],
            section.source,
            section.notes,
            heads=heads,
            numbered_from=first if section.questions else 0,
        )
        first += sum(line not in heads for line in lines[:fitting])
        lines = lines[fitting:]


def _grouped(section: Section, words: Words) -> tuple[list[str], frozenset[str]]:
    """The lines of a list, and which of them are heads: questions stand under what they are about,
    where they are about several things, and each above why it is asked."""
    texts = [text_of(question, words) for question in section.questions]
    if texts != section.lines or not texts:
        return section.lines, frozenset()
    groups = {
        about: [BREAK.join(filter(None, (one.ask, one.why))) for one in of]
        for about, of in groupby(section.questions, lambda question: question.about)
    }
    if len(groups) < 2:
        return [line for lines in groups.values() for line in lines], frozenset()
    heads = {about: words(f"question.about.{about}") for about in groups}
    lines = [line for about, of in groups.items() for line in (heads[about], *of)]
    return lines, frozenset(heads.values())


def _chart(
    section: Section, lines: list[str], chart: Chart, report: Report, words: Words
) -> Planned:
    rows = [row for row in native_panels(chart, words) if row]
    note = _reading(chart, rows, words)
    said = [*lines, *([note] if note else [])]
    left, top, width, height = _below(section.title)
    taken = _height(said, NOTE_SIZES[0], width) + GAP if said else 0
    room = (left, top + taken, width, height - taken)
    items = _panels(chart, rows, room, words) if rows else _picture(chart, room, report, words)
    if not items:  # what cannot be read as a picture is read as text
        said = [*lines, chart.alt]
    return Planned(
        section.key, master.CHART, section.title, said, section.source, section.notes, items=items
    )


def _below(title: str, gap: float = 0) -> tuple[float, float, float, float]:
    """The room below a title and a gap: it begins higher up where the title takes one row."""
    left, top, width, height = master.BODY
    size = next(
        (size for size in _sizes_of_a_title(title, width) if fits([title], size, master.TITLE)), 0
    )
    rows = len(layout.filled(title, size, width * SAFE, BOLD)) if size else 2
    up = 0 if rows > 1 else LINE_HEIGHT * TITLE_SIZES[0] - gap
    return left, top - up, width, height + up


def _reading(chart: Chart, rows: list[list[Panel]], words: Words) -> str:
    """How to read the native charts of a slide, and what a blank in them means where there is
    one."""
    if not rows:
        return ""
    blank = any(
        value is None and not has_gap(category)
        for row in rows
        for panel in row
        if panel.form != "stacked"
        for values in panel.series.values()
        for category, value in zip(panel.categories, values, strict=True)
    )
    note = rows[0][0].note or words(f"{chart.name}.subtitle")
    return note + (words("deck.blank") if blank else "")


def _panels(
    chart: Chart, rows: list[list[Panel]], room: tuple[float, ...], words: Words
) -> list[Item]:
    left, top, width, height = room
    items: list[Item] = []
    for down, row in enumerate(rows):
        across, tall = width / len(row), height / len(rows)
        for place, panel in enumerate(row):
            where = (left + across * place, top + tall * down, across, tall)
            name = f"chart {chart.name} {len(items) + 1}"
            items.append(Item(name, described(panel, words), where, panel))
    return items


def _picture(chart: Chart, room: tuple[float, ...], report: Report, words: Words) -> list[Item]:
    left, top, width, height = room
    form = style.Format(PICTURE_PX, round(PICTURE_PX * height / width), headed=False)
    try:
        png = picture(redraw(chart, report, words, form), report.id, words.language)
    except (ExportError, style.TooMuchForOneChart):
        return []
    return [Item(f"picture {chart.name}", chart.alt, (left, top, width, height), png=png)]


def _with_titles_of_their_own(slides: list[Planned], words: Words) -> Iterator[Planned]:
    """The same slides; one whose title another has had goes on from it, and says so."""
    seen: dict[str, int] = {}
    for slide in slides:
        seen[slide.title] = seen.get(slide.title, 0) + 1
        number = seen[slide.title]
        title = words("briefing.continued", title=slide.title, number=number)
        yield slide if number == 1 else Planned(**{**vars(slide), "title": title})


# ----------------------------------------------------------------------------- the slides


def _draw(show: Any, slide: Planned, words: Words) -> None:
    sheet = show.slides.add_slide(show.slide_layouts[slide.layout])
    shapes = {shape.placeholder_format.idx: shape for shape in sheet.placeholders}
    cover = slide.layout == master.COVER
    able = COVER_TITLE_SIZES if cover else TITLE_SIZES
    title_sizes = _sizes_of_a_title(slide.title, shapes[0].width.pt, able)
    _say(shapes[0], f"title {slide.key}", [slide.title], title_sizes, words)
    if cover:
        if slide.subtitle:
            _say(shapes[1], f"subtitle {slide.key}", [slide.subtitle], SUBTITLE_SIZES, words)
        else:
            shapes[1]._element.getparent().remove(shapes[1]._element)
        _say(shapes[14], f"statement {slide.key}", [slide.statement], STATEMENT_SIZES, words)
        _stand_below(shapes[13], shapes[14])
    body = shapes[13 if cover else 1]
    if slide.layout == master.COLUMNS:
        _say_in_columns(slide, body, shapes[2], words)
    elif slide.lines:
        sizes = NOTE_SIZES if slide.items else TEXT_SIZES[cover:]
        if not cover:
            left, top, width, height = _below(slide.title, 0 if slide.items else LIST_GAP)
            end = slide.items[0].place[1] - GAP if slide.items else top + height
            _place(body, (left, top, width, end - top))
        _say(body, f"text {slide.key}", slide.lines, sizes, words)
        if slide.numbered_from:
            _set_questions(body.text_frame, slide)
    else:
        body._element.getparent().remove(body._element)
    for item in slide.items:
        _add(sheet, item)
    _foot(sheet, slide, words)
    notes = sheet.notes_slide.notes_text_frame
    notes.text = slide.notes
    notes._parent.name = f"notes {slide.key}"
    for run in (run for paragraph in notes.paragraphs for run in paragraph.runs):
        run.font.language_id = LANGUAGE_IDS[words.language]


def _say_in_columns(slide: Planned, left: Any, right: Any, words: Words) -> None:
    """Two columns of one size, of which the second goes on with the numbers of the first; of one
    line there is one."""
    able = [
        s
        for s in CONTENTS_SIZES
        if all(fits(x, s, master.COLUMN) for x in (slide.lines, slide.right))
    ]
    size = able[0] if able else CONTENTS_SIZES[-1]
    _say(left, f"text {slide.key}", slide.lines, [size], words)
    _number(left.text_frame.paragraphs, slide.numbered_from)
    if slide.right:
        _say(right, f"right {slide.key}", slide.right, [size], words)
        _number(right.text_frame.paragraphs, slide.numbered_from + len(slide.lines))
    else:
        right._element.getparent().remove(right._element)


def _stand_below(body: Any, statement: Any) -> None:
    """Let the text of a cover begin where its statement ends."""
    size = statement.text_frame.paragraphs[0].runs[0].font.size.pt
    used = _height([statement.text_frame.text], size, master.WIDTH)
    left, top, width, height = master.COVER_BODY
    start = master.STATEMENT[1] + used + STATEMENT_GAP
    _place(body, (left, start, width, top + height - start))


def _set_questions(frame: Any, slide: Planned) -> None:
    """What is asked in bold, why in quiet and smaller; heads in the house's colour."""
    for paragraph in frame.paragraphs:
        ask, *why = paragraph.runs
        ask.font.bold = True
        for run in why:
            run.font.size = Pt(round(ask.font.size.pt * WHY))
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
        if ask.text in slide.heads:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.append(OxmlElement("a:buNone"))
            ask.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
            ask.font.size = Pt(round(ask.font.size.pt * WHY))
    asked = [p for p in frame.paragraphs if p.runs[0].text not in slide.heads]
    _number(asked, 1)
    number_on(frame.paragraphs, slide.numbered_from)


def _number(paragraphs: Sequence[Any], first: int) -> None:
    """Make a numbered list of paragraphs."""
    for paragraph in paragraphs:
        paragraph._p.get_or_add_pPr().append(OxmlElement("a:buAutoNum"))
    number_on(paragraphs, first)


def number_on(paragraphs: Sequence[Any], first: int) -> None:
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


def _sizes_of_a_title(
    title: str, width: float, sizes: Sequence[int] = TITLE_SIZES
) -> Sequence[int]:
    """The sizes that leave no character or two alone in the last row; all, where none is so."""

    def last_row(size: int) -> float:
        _, *more = layout.filled(title, size, width, BOLD)
        return layout.text_width(more[-1], size, BOLD) if more else width

    return [size for size in sizes if last_row(size) >= LEAST_ROW * size] or sizes


def _say(
    shape: Any,
    name: str,
    lines: Sequence[str],
    sizes: Sequence[int],
    words: Words,
) -> None:
    """Fill a placeholder at the largest of the sizes at which the lines have room."""
    shape.name = name
    place = tuple(edge.pt for edge in (shape.left, shape.top, shape.width, shape.height))
    size = next((size for size in sizes if fits(lines, size, place)), sizes[-1])
    shape.text_frame.text = "\n".join(lines)
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = LANGUAGE_IDS[words.language]
            run.font.size = Pt(size)


def _add(sheet: Any, item: Item) -> None:
    if item.panel is not None:
        shape = add_chart(sheet.shapes, item.panel, item.place)
    else:
        places = (Pt(points) for points in item.place[:3])
        left, top, width = places
        shape = sheet.shapes.add_picture(io.BytesIO(item.png), left, top, width=width)
    shape.name = item.name
    shape._element.xpath(".//p:cNvPr")[0].set("descr", item.alt)


def _foot(sheet: Any, slide: Planned, words: Words) -> None:
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
            _say(shape, f"source {slide.key}", [slide.source], SOURCE_SIZES, words)


def _place(shape: Any, place: Sequence[float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(points) for points in place)


def fits(lines: Sequence[str], size: float, place: Sequence[float]) -> bool:
    """Whether the lines have room in the place (left, top, width, height in points)."""
    return _height(lines, size, place[2]) <= place[3]


def _height(lines: Sequence[str], size: float, width: float) -> float:
    """How high the lines are, with the space that the master puts between them.

    The house font is as wide as any that may stand in for it, near enough; the room keeps a tenth
    in hand.
    """
    room = (width - master.INDENT) * SAFE
    sized = [
        (part.replace("\t", " "), size if place == 0 else size * WHY)
        for line in lines
        for place, part in enumerate(line.split(BREAK))
    ]
    high = sum(pt * (layout.wrapped(part, pt, room).count("\n") + 1) for part, pt in sized)
    return high * LINE_HEIGHT + (len(lines) - 1) * master.SPACE

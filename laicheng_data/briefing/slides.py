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
TITLE_SIZES, TEXT_SIZES, NOTE_SIZES = (26, 24, 22, 20, 18), (24, 20, 18, 16, 15, 14), (14, 12)
STATEMENT_SIZES = (48, 44, 40, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16)
COVER_TITLE_SIZES = (18, 16)
COVER_SIZES = (20, 18, 16)
SOURCE_SIZES, SUBTITLE_SIZES = (12, 11, 10), (14, 12)  # the smaller only for very many sources
WHY, LEAST_WHY = 0.8, 12  # of the size of a question, in which stands why it is asked; in points
BREAK = "\v"  # in a line of text, between a question and why it is asked
CONTENTS_SIZES = (20, 18, 16, 14, 12)
DIGITS = 1.9  # of its size, that a number of two digits takes before its line
SAID_SIZE = 16  # of what is found, above a chart and how to read it
LINE_HEIGHT, SAFE = 1.3, 0.9  # the second of a width, as another font may be wider
LEAST_ROW = 4  # of a title in more than one: its last is as wide as so many Chinese characters
LIST_GAP = 16  # points more between a title and a list than between it and a chart
GAP = 8  # points between the sentences above a chart and the chart
# A slide's width at 300 dpi, on which a picture's smallest letters have 13 points, or 12 where that
# takes more height than there is.
PICTURE_PX = (1890, 2116)


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

    `statement` stands large on a cover, `right` are the lines of a second column or of what to ask
    first, `heads` those lines that head others and have no number, and `asides` those that say how
    to read a chart.
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
    asides: frozenset[str] = frozenset()
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
        "answer",
        master.COVER,
        said.title,
        others,
        "",
        notes,
        said.published,
        first.rstrip("。."),
        _first_to_ask(said, others, words),
    )


def _first_to_ask(said: Briefing, others: Sequence[str], words: Words) -> list[str]:
    """The question that is asked first, its head above it and why it is asked below, where there is
    one and a cover has room for it beside the other findings."""
    questions = (question for section in said.sections for question in section.questions)
    question = next(questions, None)
    if question is None:
        return []
    lines = [words("briefing.first"), question.ask, *([question.why] if question.why else [])]
    has_room = fits(others, COVER_SIZES[-1], _cover_body(lines)) and _sizes_of_card(lines)
    return lines if has_room else []


def _cover_body(right: Sequence[str]) -> tuple[float, ...]:
    """The room for findings on a cover, which a card takes some of."""
    left, top, width, height = master.COVER_BODY
    return left, top, master.COLUMN[2] if right else width, height


def _sizes_of_card(lines: Sequence[str]) -> list[int]:
    """The sizes at which a question has room on its card."""
    left, top, width, height = (edge - 2 * master.CARD_EDGE for edge in master.CARD)
    return [
        size for size in COVER_SIZES if fits([BREAK.join(lines)], size, (left, top, width, height))
    ]


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
    asides = [note] if note else []
    said = [*lines, *asides]
    left, top, width, height = _below(section.title)
    heights = [
        _height(of, size, width) + GAP
        for of, size in ((lines, SAID_SIZE), (asides, NOTE_SIZES[0]))
        if of
    ]
    taken = sum(heights)
    room = (left, top + taken, width, height - taken)
    items = _panels(chart, rows, room, words) if rows else _picture(chart, room, report, words)
    if not items:  # what cannot be read as a picture is read as text
        said = [*lines, chart.alt]
    return Planned(
        section.key,
        master.CHART,
        section.title,
        said,
        section.source,
        section.notes,
        asides=frozenset(asides),
        items=items,
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


def _picture(
    chart: Chart, room: tuple[float, float, float, float], report: Report, words: Words
) -> list[Item]:
    """The chart as a picture, at the first size at which it shows all that it can, or else most."""
    width, height = room[2:]
    drawn: list[tuple[int, bytes]] = []  # how much each tells, and itself
    for pixels in PICTURE_PX:
        form = style.Format(pixels, round(pixels * height / width), headed=False)
        try:
            again = redraw(chart, report, words, form)
            png = picture(again, report.id, words.language)
        except (ExportError, style.TooMuchForOneChart):
            continue
        drawn.append((len(again.alt), png))
        if len(again.alt) >= len(chart.alt):
            break
    best = max(drawn, key=lambda told: told[0], default=None)
    return [Item(f"picture {chart.name}", chart.alt, room, png=best[1])] if best else []


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
    if slide.layout == master.COVER:
        _draw_cover(slide, shapes, words)
    elif slide.layout == master.COLUMNS:
        _say_in_columns(slide, shapes[1], shapes[2], words)
    elif slide.lines:
        left, top, width, height = _below(slide.title, 0 if slide.items else LIST_GAP)
        end = slide.items[0].place[1] - GAP if slide.items else top + height
        _place(shapes[1], (left, top, width, end - top))
        sizes = NOTE_SIZES if slide.items else TEXT_SIZES
        _say(shapes[1], f"text {slide.key}", slide.lines, sizes, words)
        if slide.items:
            _set_found(shapes[1].text_frame, slide)
        if slide.numbered_from:
            _set_questions(shapes[1].text_frame, slide)
    else:
        _remove(shapes[1])
    if slide.layout != master.COVER:
        able = _sizes_of_a_title(slide.title, shapes[0].width.pt)
        _say(shapes[0], f"title {slide.key}", [slide.title], able, words)
    for item in slide.items:
        _add(sheet, item)
    _foot(sheet, slide, words)
    notes = sheet.notes_slide.notes_text_frame
    notes.text = slide.notes
    notes._parent.name = f"notes {slide.key}"
    for run in (run for paragraph in notes.paragraphs for run in paragraph.runs):
        run.font.language_id = LANGUAGE_IDS[words.language]


def _draw_cover(slide: Planned, shapes: dict[int, Any], words: Words) -> None:
    """The answer on a block of colour, below it what was found besides and what to ask first."""
    _say(shapes[0], f"title {slide.key}", [slide.title], COVER_TITLE_SIZES, words)
    _balance(shapes[0])
    if slide.subtitle:
        _say(shapes[1], f"subtitle {slide.key}", [slide.subtitle], SUBTITLE_SIZES, words)
    else:
        _remove(shapes[1])
    able = _sizes_of_a_title(slide.statement, master.WIDTH, STATEMENT_SIZES)
    _say(shapes[14], f"statement {slide.key}", [slide.statement], able, words)
    if slide.lines:
        _place(shapes[13], _cover_body(slide.right))
        _say(shapes[13], f"text {slide.key}", slide.lines, TEXT_SIZES[1:], words)
    else:
        _remove(shapes[13])
    if not slide.right:
        _remove(shapes[2])
        return
    if not slide.lines:  # it has the width for itself
        _place(shapes[2], (master.LEFT, master.CARD[1], master.WIDTH, master.CARD[3]))
    sizes = _sizes_of_card(slide.right)[:1]
    _say(shapes[2], f"right {slide.key}", slide.right, sizes or COVER_SIZES[-1:], words)
    head, ask, *why = (paragraph.runs[0].font for paragraph in shapes[2].text_frame.paragraphs)
    ask.bold, ask.color.theme_color = True, MSO_THEME_COLOR.TEXT_1
    head.bold, head.color.theme_color = True, MSO_THEME_COLOR.ACCENT_1
    for font in (head, *why):
        font.size = Pt(_size_of_why(ask.size.pt))


def _balance(shape: Any) -> None:
    """Make a title so narrow that its rows come out about as long as each other."""
    text, width = shape.text_frame.text, shape.width.pt
    size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
    rows = layout.balanced(text, size, width * SAFE, BOLD).split("\n")
    if len(rows) > 1:
        widest = max(layout.text_width(row, size, BOLD) for row in rows) / SAFE
        _place(shape, (shape.left.pt, shape.top.pt, min(widest, width), shape.height.pt))


def _size_of_why(size: float) -> float:
    return max(round(size * WHY), LEAST_WHY)


def _remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)


def _set_found(frame: Any, slide: Planned) -> None:
    """What is found in ink and larger than how to read the chart."""
    for paragraph in frame.paragraphs:
        if paragraph.text in slide.asides:
            continue
        for run in paragraph.runs:
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            if run.font.size == Pt(NOTE_SIZES[0]):
                run.font.size = Pt(SAID_SIZE)


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
        _remove(right)
    for column in (left, right):
        for paragraph in column.text_frame.paragraphs:
            _indent(paragraph, max(master.INDENT, DIGITS * size))


def _set_questions(frame: Any, slide: Planned) -> None:
    """What is asked in bold, why in quiet and smaller; heads in the house's colour."""
    for paragraph in frame.paragraphs:
        ask, *why = paragraph.runs
        ask.font.bold = True
        for run in why:
            run.font.size = Pt(_size_of_why(ask.font.size.pt))
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
        if ask.text in slide.heads:
            _indent(paragraph, 0)
            paragraph._p.pPr.append(OxmlElement("a:buNone"))
            ask.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
            ask.font.size = Pt(_size_of_why(ask.font.size.pt))
    asked = [p for p in frame.paragraphs if p.runs[0].text not in slide.heads]
    _number(asked, 1)
    number_on(frame.paragraphs, slide.numbered_from)


def _indent(paragraph: Any, by: float) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(by)))
    properties.set("indent", str(-Pt(by)))


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
    """The sizes that leave no character or two alone in the last row, and of these those that do
    so, and make as many rows, in a wider font too; all, where none is so."""

    def rows(size: int, share: float) -> list[str]:
        return layout.filled(title, size, width * share, BOLD)

    def is_whole(size: int, share: float = 1) -> bool:
        _, *more = rows(size, share)
        return not more or layout.text_width(more[-1], size, BOLD) >= LEAST_ROW * size

    def is_sure(size: int) -> bool:
        as_many = len(rows(size, 1)) == len(rows(size, SAFE))
        return as_many and all(is_whole(size, share) for share in ((1 + SAFE) / 2, SAFE))

    whole = [size for size in sizes if is_whole(size)] or sizes
    return [size for size in whole if is_sure(size)] or whole


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
        (part.replace("\t", " "), size if place == 0 else _size_of_why(size))
        for line in lines
        for place, part in enumerate(line.split(BREAK))
    ]
    high = sum(pt * (layout.wrapped(part, pt, room).count("\n") + 1) for part, pt in sized)
    return high * LINE_HEIGHT + (len(lines) - 1) * master.SPACE

"""What each slide of a deck holds, planned before it is drawn, so that `refresh` can hold a deck
against the same plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import groupby

from laicheng_data.briefing import master
from laicheng_data.briefing.content import Briefing
from laicheng_data.briefing.fitting import (
    ADDITION,
    BREAK,
    COVER_SIZES,
    COVER_TITLE_SIZES,
    NOTE_SIZES,
    SAID_SIZE,
    STATEMENT_SIZES,
    TERM_SIZES,
    TEXT_SIZES,
    break_title,
    card_sizes,
    cover_body,
    fits,
    height_of,
    room_below,
    statement_room,
    title_size,
)
from laicheng_data.briefing.native import alt_text
from laicheng_data.briefing.native_table import table_size
from laicheng_data.briefing.questions import Question, only_office, text_of
from laicheng_data.briefing.sections import Section
from laicheng_data.charts import style
from laicheng_data.charts.catalogue import native_panels, redraw
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import ExportError, picture
from laicheng_data.charts.grid import Grid
from laicheng_data.charts.panels import Panel, has_note
from laicheng_data.facts.report import Report
from laicheng_data.words import Words, capitalise

LIST_GAP = 16  # points more between a title and a list than between it and a chart
GAP = 8  # points between the sentences above a chart and the chart
# A slide's width at 300 dpi, on which a picture's smallest letters have 13 points, or 12 where that
# takes more height than there is.
PICTURE_PX = (1890, 2116)
LAST_PX = 2310  # less than 11 points: only for what could not be seen as a picture otherwise


@dataclass(frozen=True)
class Item:
    """A chart on a slide, its alt text and its place in points: a native one, a table or a picture.

    One that can be either of the last two brings both, for decks that have it as the other;
    `is_table` says which it is in a new one. `picture` draws it when it is asked for.
    """

    name: str
    alt: str
    place: tuple[float, float, float, float]
    panel: Panel | None = None
    grid: Grid | None = None
    picture: Callable[[], bytes] = bytes
    is_table: bool = False


@dataclass(frozen=True)
class SlidePlan:
    """A slide before it is drawn; `key` names what it is about and is no other slide's.

    `subtitle` stands below the title of a cover, and on other slides above it; `statement` stands
    large on a cover, `right` are the lines of a second column or of what to ask first, `heads`
    those lines that head others and have no number, and `asides` those that say how to read a
    chart.
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


def texts_of(plan: Sequence[SlidePlan]) -> dict[str, str]:
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


def plan_slides(said: Briefing, report: Report, words: Words) -> list[SlidePlan]:
    """The slides of a briefing: the answer, the storyline, and an appendix."""
    slides = [_cover_slide(said, words)]
    for section in (*said.sections, *said.appendix):
        slides += _section_slides(section, report, words)
    return [
        slide if slide.layout == master.COVER else replace(slide, title=break_title(slide.title))
        for slide in _make_titles_unique(slides, words)
    ]


def _cover_slide(said: Briefing, words: Words) -> SlidePlan:
    notes = "\n".join(
        [
            words("notes.say", text=words.sentences(said.lead[:2])),
            words("notes.caveat", text=words("notes.caveat.answer")),
            words("notes.asked", text=words("notes.asked.answer")),
        ]
    )
    first, *others = said.cover
    return SlidePlan(
        "answer",
        master.COVER,
        break_title(said.title, COVER_TITLE_SIZES, master.COVER_TITLE),
        others,
        "",
        notes,
        said.published,
        _statement(first, words),
        _first_question(said, others, words),
    )


def _statement(headline: str, words: Words) -> str:
    """The answer, and in a line of its own what it adds, each in lines about as long as each
    other."""
    main, _, added = headline.partition(words("list_semicolon"))
    place = statement_room(bool(added))
    main = break_title(main, STATEMENT_SIZES, place)
    if not added:
        return main
    size = ADDITION * title_size(main, STATEMENT_SIZES, place)
    return f"{main}\n{break_title(capitalise(added), [size], master.STATEMENT)}"


def _first_question(said: Briefing, others: Sequence[str], words: Words) -> list[str]:
    """The question that is asked first, its head above it and, where there is room, why it is asked
    below, where there is one and a cover has room for it beside the other findings."""
    questions = [question for section in said.sections for question in section.questions]
    if not questions:
        return []
    question, office = questions[0], only_office(questions[:1], words)
    head = words("briefing.first.of", office=office) if office else words("briefing.first")
    full = [head, question.ask, *([question.why] if question.why else [])]
    if not fits(others, COVER_SIZES[-1], cover_body(full)):
        return []
    return next((lines for lines in (full, full[:2]) if card_sizes(lines)), [])


def _column_slides(section: Section) -> Iterator[SlidePlan]:
    """Terms, each above what it means, in two columns, on as many slides as they take."""
    lines, number = section.lines, 1
    while lines:
        on_slide = _count_fitting(lines, _fit_in_columns)
        half = (on_slide + 1) // 2
        yield SlidePlan(
            f"{section.key} {number}" if number > 1 else section.key,
            master.COLUMNS,
            section.title,
            lines[:half],
            section.source,
            section.notes,
            subtitle=section.name,
            right=lines[half:on_slide],
        )
        lines, number = lines[on_slide:], number + 1


def _count_fitting(lines: Sequence[str], fit: Callable[[Sequence[str]], bool]) -> int:
    """How many of the lines, from the first, fit on a slide; one at least."""
    return next((many for many in range(len(lines), 1, -1) if fit(lines[:many])), 1)


def _fit_in_columns(lines: Sequence[str]) -> bool:
    half = (len(lines) + 1) // 2
    return all(fits(side, TERM_SIZES[-1], master.COLUMN) for side in (lines[:half], lines[half:]))


def _section_slides(section: Section, report: Report, words: Words) -> Iterator[SlidePlan]:
    """The slides of a section: sentences and chart on one, or more where one has no room."""
    if section.chart is None and all(BREAK in line for line in section.lines):
        yield from _column_slides(section)
    elif section.chart is None:
        yield from _list_slides(section, words)
    else:
        yield _chart_slide(section, section.lines, section.chart, report, words)


def _list_slides(section: Section, words: Words) -> Iterator[SlidePlan]:
    """A list, on as many slides as it takes at the smallest size."""
    lines, heads = _group_lines(section, words)
    room, first = room_below(section.title, LIST_GAP), 1
    while lines:
        fitting = _count_fitting(lines, lambda some: fits(some, TEXT_SIZES[-1], room, heads))
        while fitting > 1 and lines[fitting - 1] in heads:  # which stands above what it heads
            fitting -= 1
        yield SlidePlan(
            f"{section.key} {first}" if first > 1 else section.key,
            master.TEXT,
            section.title,
            lines[:fitting],
            section.source,
            section.notes,
            subtitle=section.name,
            heads=heads,
            numbered_from=first if section.questions else 0,
        )
        first += sum(line not in heads for line in lines[:fitting])
        lines = lines[fitting:]


def _group_lines(section: Section, words: Words) -> tuple[list[str], frozenset[str]]:
    """The lines of a list, and which of them are heads: questions stand under what they are about,
    where they are about several things, and each above why it is asked."""
    texts = [text_of(question, words) for question in section.questions]
    if texts != section.lines or not texts:
        return section.lines, frozenset()
    of_one = bool(only_office(section.questions, words))
    groups: dict[str, list[str]] = {}
    for head, of in groupby(section.questions, lambda one: _question_heading(one, of_one, words)):
        groups.setdefault(head, []).extend(
            BREAK.join(filter(None, (one.ask, one.why))) for one in of
        )
    if len(groups) < 2:
        return [line for lines in groups.values() for line in lines], frozenset()
    lines = [line for head, of in groups.items() for line in (head, *of)]
    return lines, frozenset(groups)


def _question_heading(question: Question, of_one: bool, words: Words) -> str:
    """What a question is about, and whom it is for where not all are for one office."""
    about = words(f"question.about.{question.about}")
    office = "" if of_one else only_office([question], words)
    return words("question.about.of", about=about, office=office) if office else about


def _chart_slide(
    section: Section, lines: list[str], chart: Chart, report: Report, words: Words
) -> SlidePlan:
    rows = [row for row in native_panels(chart, words) if row]
    grid = chart.cells(chart.table, words) if chart.cells else None
    is_table = grid is not None and _has_room(grid, section)
    note = grid.note if grid and is_table else _reading_note(chart, rows, words)
    asides = [note] if note else []
    said = [*lines, *asides]
    left, top, width, height = room_below(section.title)
    heights = [
        height_of(of, size, width) + GAP
        for of, size in ((lines, SAID_SIZE), (asides, NOTE_SIZES[0]))
        if of
    ]
    taken = sum(heights)
    room = (left, top + taken, width, height - taken)
    draw = cache(partial(_draw_picture, chart, room, report, words))
    items = []
    if rows:
        items = _panel_items(chart, rows, room, words)
    elif is_table or draw():
        name = f"{'table' if is_table else 'picture'} {chart.name}"
        items = [Item(name, chart.alt, room, grid=grid, picture=draw, is_table=is_table)]
    if not items:  # what cannot be read as a picture is read as text
        said = [*lines, chart.alt]
    return SlidePlan(
        section.key,
        master.CHART,
        section.title,
        said,
        section.source,
        section.notes,
        subtitle=section.name,
        asides=frozenset(asides),
        items=items,
    )


def _has_room(grid: Grid, section: Section) -> bool:
    """Whether a table has room below the title and the sentences of its slide."""
    *_, width, height = room_below(section.title)
    taken = height_of([*section.lines, grid.note], SAID_SIZE, width) + 2 * GAP
    return table_size(grid, width, height - taken) > 0


def _reading_note(chart: Chart, rows: list[list[Panel]], words: Words) -> str:
    """How to read the native charts of a slide, and what a blank in them means where there is
    one."""
    if not rows:
        return ""
    blank = any(
        value is None and not has_note(category)
        for row in rows
        for panel in row
        if panel.form != "stacked"
        for values in panel.series.values()
        for category, value in zip(panel.categories, values, strict=True)
    )
    note = rows[0][0].note or words(f"{chart.name}.subtitle")
    return note + (words("deck.blank") if blank else "")


def _panel_items(
    chart: Chart, rows: list[list[Panel]], room: tuple[float, ...], words: Words
) -> list[Item]:
    left, top, width, height = room
    items: list[Item] = []
    for down, row in enumerate(rows):
        across, tall = width / len(row), height / len(rows)
        for place, panel in enumerate(row):
            where = (left + across * place, top + tall * down, across, tall)
            name = f"chart {chart.name} {len(items) + 1}"
            items.append(Item(name, alt_text(panel, words), where, panel))
    return items


def _draw_picture(
    chart: Chart, room: tuple[float, float, float, float], report: Report, words: Words
) -> bytes:
    """The chart as a picture, at the first size at which it shows all that it can, or else most;
    nothing where it can be read at none."""
    width, height = room[2:]
    drawn: list[tuple[int, bytes]] = []  # how much each tells, and itself
    for pixels in (*PICTURE_PX, LAST_PX):
        if drawn and pixels == LAST_PX:
            break
        form = style.Format(pixels, round(pixels * height / width), headed=False)
        try:
            again = redraw(chart, report, words, form)
            png = picture(again, report.id, words.language)
        except (ExportError, style.TooMuchForOneChart):
            continue
        drawn.append((len(again.alt), png))
        if len(again.alt) >= len(chart.alt):
            break
    return max(drawn, key=lambda told: told[0], default=(0, b""))[1]


def _make_titles_unique(slides: list[SlidePlan], words: Words) -> Iterator[SlidePlan]:
    """The same slides; one whose title another has had goes on from it, and says so."""
    seen: dict[str, int] = {}
    for slide in slides:
        seen[slide.title] = seen.get(slide.title, 0) + 1
        number = seen[slide.title]
        title = words("briefing.continued", title=slide.title, number=number)
        yield slide if number == 1 else SlidePlan(**{**vars(slide), "title": title})

"""How large words on slides are set, so that they have room wherever they stand: what the plan of
a deck and the drawing of it must agree on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from laicheng_data.briefing import master
from laicheng_data.charts import layout
from laicheng_data.charts.font import BOLD
from laicheng_data.words import HAN

TITLE_SIZES, TEXT_SIZES, NOTE_SIZES = (22, 20, 18, 16), (24, 20, 18, 16, 15, 14), (14, 12)
STATEMENT_SIZES = (44, 40, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16)
ADDITION = 0.6  # of the size of the answer, in which stands what is added to it
COVER_TITLE_SIZES, COVER_SIZES, TERM_SIZES = (18, 16), (20, 18, 16), (24, 22, 20, 18, 16)
SOURCE_SIZES = (12, 11, 10)  # the smaller only for very many sources
SUBTITLE_SIZES, ABOVE_PT = (14, 12), 12
SAID_SIZE = 16  # of what is found, above a chart and how to read it
WHY, LEAST_WHY = 0.8, 12  # of the size of a question, in which stands why it is asked; in points
BREAK = "\v"  # in a text, between a question and why it is asked, or the lines of a title
LINE_HEIGHT, SAFE = 1.3, 0.9  # the second of a width, as another font may be wider


def break_title(
    title: str, sizes: Sequence[float] = TITLE_SIZES, place: Sequence[float] = master.TITLE
) -> str:
    """A title in lines about as long as each other and ended after a phrase, as programs break it
    amid what belongs together."""
    apart = BREAK if HAN.search(title) else f" {BREAK}"  # words stay apart for who reads it aloud
    for size in sizes:
        broken = layout.wrap_balanced(title, size, SAFE * place[2], BOLD).replace("\n", apart)
        if title_size(broken, sizes, place) == size:
            return broken
    return title


def title_size(
    title: str, sizes: Sequence[float] = TITLE_SIZES, place: Sequence[float] = master.TITLE
) -> float:
    """The largest size at which the lines of a title have room; the least, where none has."""
    rows = title.split(BREAK)
    high = len(rows) * LINE_HEIGHT
    fitting = (
        size
        for size in sizes
        if high * size <= place[3]
        and max(layout.text_width(row.rstrip(), size, BOLD) for row in rows) <= SAFE * place[2]
    )
    return next(fitting, sizes[-1])


def statement_room(has_addition: bool) -> tuple[float, ...]:
    """The room for the answer on a cover, of whose height what is added takes some."""
    left, top, width, height = master.STATEMENT
    return left, top, width, height * (1 - has_addition * ADDITION / 2)


def reason_size(size: float) -> float:
    """The size in which stands why something is asked that is set in this size."""
    return max(round(size * WHY), LEAST_WHY)


def cover_body(right: Sequence[str]) -> tuple[float, ...]:
    """The room for findings on a cover, which a card takes some of."""
    left, top, width, height = master.COVER_BODY
    return left, top, master.COLUMN[2] if right else width, height


def card_sizes(lines: Sequence[str]) -> list[int]:
    """The sizes at which a question has room on its card, with its head and why it is asked."""
    left, top, width, height = (edge - 2 * master.CARD_EDGE for edge in master.CARD)
    head, _, *why = lines
    room = (left, top, width, height)
    return [size for size in COVER_SIZES if fits(lines, size, room, (head, *why))]


def room_below(title: str, gap: float = 0) -> tuple[float, float, float, float]:
    """The room below a title and a gap: it begins higher up where the title takes one row."""
    left, top, width, height = master.BODY
    rows = (title if BREAK in title else break_title(title)).count(BREAK) + 1
    up = 0 if rows > 1 else LINE_HEIGHT * TITLE_SIZES[0] - gap
    return left, top - up, width, height + up


def fits(
    lines: Sequence[str], size: float, place: Sequence[float], heads: Collection[str] = ()
) -> bool:
    """Whether the lines, of which `heads` are set smaller, have room in the place (left, top,
    width, height in points)."""
    return height_of(lines, size, place[2], heads) <= place[3]


def height_of(
    lines: Sequence[str], size: float, width: float, heads: Collection[str] = ()
) -> float:
    """How high the lines are, with the space that the master puts between them.

    The house font is as wide as any that may stand in for it, near enough; the room keeps a tenth
    in hand.
    """
    room = (width - master.INDENT) * SAFE
    sized = [
        (part.replace("\t", " "), size if place == 0 and line not in heads else reason_size(size))
        for line in lines
        for place, part in enumerate(line.split(BREAK))
    ]
    high = sum(pt * (layout.wrap(part, pt, room).count("\n") + 1) for part, pt in sized)
    return high * LINE_HEIGHT + (len(lines) - 1) * master.SPACE

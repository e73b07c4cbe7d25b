"""How large words on slides are set, so that they have room wherever they stand: what the plan of
a deck and the drawing of it must agree on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from laicheng_data.briefing import master
from laicheng_data.charts import layout
from laicheng_data.charts.font import BOLD

TITLE_SIZES, TEXT_SIZES, NOTE_SIZES = (26, 24, 22, 20, 18), (24, 20, 18, 16, 15, 14), (14, 12)
STATEMENT_SIZES = (48, 44, 40, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16)
COVER_TITLE_SIZES, COVER_SIZES, TERM_SIZES = (18, 16), (20, 18, 16), (24, 22, 20, 18, 16)
SOURCE_SIZES = (12, 11, 10)  # the smaller only for very many sources
SUBTITLE_SIZES, ABOVE_PT = (14, 12), 12
SAID_SIZE = 16  # of what is found, above a chart and how to read it
WHY, LEAST_WHY = 0.8, 12  # of the size of a question, in which stands why it is asked; in points
BREAK = "\v"  # in a text, between a question and why it is asked, or the lines of a title
LINE_HEIGHT, SAFE = 1.3, 0.9  # the second of a width, as another font may be wider
LEAST_ROW = 4  # of a title in more than one: its last is as wide as so many Chinese characters


def title_sizes(title: str, width: float, sizes: Sequence[float] = TITLE_SIZES) -> Sequence[float]:
    """The sizes that leave no character or two alone in the last row, and of these those that do
    so, and make as many rows, in a wider font too; all, where none is so."""
    title = title.replace(BREAK, "")

    def rows(size: float, share: float) -> list[str]:
        return layout.wrap_greedily(title, size, width * share, BOLD)

    def is_whole(size: float, share: float = 1) -> bool:
        _, *more = rows(size, share)
        return not more or layout.text_width(more[-1], size, BOLD) >= LEAST_ROW * size

    def is_sure(size: float) -> bool:
        as_many = len(rows(size, 1)) == len(rows(size, SAFE))
        return as_many and all(is_whole(size, share) for share in ((1 + SAFE) / 2, SAFE))

    whole = [size for size in sizes if is_whole(size)] or sizes
    return [size for size in whole if is_sure(size)] or whole


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
    title = title.replace(BREAK, "")
    size = next(
        (size for size in title_sizes(title, width) if fits([title], size, master.TITLE)), 0
    )
    rows = len(layout.wrap_greedily(title, size, width * SAFE, BOLD)) if size else 2
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

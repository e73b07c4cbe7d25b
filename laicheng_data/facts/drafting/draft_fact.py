"""What is known of one number of a text, before it becomes a row."""

from __future__ import annotations

from dataclasses import dataclass

from laicheng_data.facts.contract import UNNAMED

ALL = "all"
PROPORTIONAL = "整体"  # what parts such as 26:27:47 are shares of
SECTORS = ("第一产业", "第二产业", "第三产业")


@dataclass(frozen=True)
class DraftFact:
    """A number of the text: where it stands, how it is printed, and what the words make of it.

    `reason` says why it is no fact, empty where it is one. `role` is `level`, `share`, `change` or
    `points`; a change in amount is a change too. `sentence` is where its sentence begins,
    `is_aside` tells that it is a plan or stands in brackets. `lead` is what stands before the
    number in its clause, `row` and `column` its place in a table, `of` the position of the level
    in its paragraph that a change is known to be of, 0 where only its name tells.
    """

    paragraph: int
    position: int
    start: int
    end: int
    printed: str
    reason: str = ""
    unit: str = ""
    bound: str = "exact"
    period: str = ""
    office: str = "other"
    subject: str = ALL
    measure: str = UNNAMED
    role: str = "level"
    is_down: bool = False
    is_aside: bool = False
    sentence: int = 0
    lead: str = ""
    table: int = -1
    row: int = -1
    column: int = -1
    whole: str = ""
    of: int = 0

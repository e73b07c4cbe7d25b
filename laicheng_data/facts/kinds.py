"""The kinds of claim, a row each: all that the house knows of a kind stands here.

What takes part in a claim of each kind, and how its value follows from its operands, is read by the
validation of report folders, by the exact judge and by the float screen alike. The judges hold one
rule for each `form`; a kind that is not in this table, or a form that a judge lacks, is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeVar

Form = Literal["total", "quotient", "range"]
Rule = TypeVar("Rule")


class Kind(NamedTuple):
    """One kind of claim.

    `takes` names the operands as a curator would; `fewest` and `most` say how many there may be.
    `form` is how they are joined: `total` adds them all, `quotient` divides the first by the second
    and takes `factor` of it plus `offset`, `range` spans from the least of them to the greatest.
    `lone_minus` tells whether an operand of a single term may be subtracted, `rounds_whole` whether
    a printed result was rounded even where it is whole.
    """

    takes: str
    fewest: int
    most: int | None
    form: Form
    factor: int = 1
    offset: int = 0
    lone_minus: bool = False
    rounds_whole: bool = False

    def admits(self, operands: int) -> bool:
        """Whether a claim of this kind may have so many operands. None at all is always allowed."""
        return operands == 0 or self.fewest <= operands <= (self.most or operands)

    @property
    def wanted(self) -> str:
        """How many operands a claim wants, in words for a message."""
        return str(self.fewest) if self.most == self.fewest else f"{self.fewest} or more"


KINDS: Mapping[str, Kind] = {
    "share": Kind("part whole", 2, 2, "quotient"),
    "sum": Kind("terms", 1, None, "total", lone_minus=True),
    "growth": Kind("new old", 2, 2, "quotient", offset=-1),
    "decline": Kind("new old", 2, 2, "quotient", factor=-1, offset=1),
    "ratio": Kind("a b", 2, 2, "quotient", rounds_whole=True),
    "between": Kind("values", 2, None, "range"),
}


def kind_of(name: str) -> Kind:
    """The row of a kind. Raises ValueError for a kind that is not in the table."""
    if name not in KINDS:
        raise ValueError(f"unknown kind of claim {name!r}; known are {', '.join(KINDS)}")
    return KINDS[name]


def rule_for(name: str, rules: Mapping[str, Rule]) -> Rule:
    """A judge's rule for a kind. Raises ValueError where it has none: nothing falls through."""
    form = kind_of(name).form
    if form not in rules:
        raise ValueError(f"no rule for claims of kind {name!r}, whose form is {form!r}")
    return rules[form]

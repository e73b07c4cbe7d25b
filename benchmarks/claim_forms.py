"""The claims of a report in one form each, so that a proposal can be held against them.

A claim counts as found where it is proposed in a form that the curator accepts; two forms of one
equation are one: the change over what was before, as a share or as growth from it, and growth from
old to new where the text says by what amount they differ; a sum and the difference that it says,
too. A count that stands twice is one number, wherever it is taken from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import permutations
from typing import Any, NamedTuple

from laicheng_data.facts.report import Report

_SURE_DIGITS = 4  # from which two numbers of one period are hardly alike by chance
_OF_A_DIFFERENCE = 3  # numbers: what was, what is, and by what they differ

Place = tuple[int, int]  # paragraph and position


class Claim(NamedTuple):
    """A claim by places: its kind, where its result stands, and its operands."""

    kind: str
    result: Place
    operands: frozenset[Any]  # a sum's signs and places, else which operand and its terms

    @property
    def asserted(self) -> object:
        """What the text asserts, however it is worked out: a rate once, each division of a sum."""
        return self if self.kind == "sum" else (self.kind, self.result)


# That a number which stands twice is what it is.
SAYS_NO_MORE = Claim("sum", (0, 0), frozenset())


def claims(
    report: Report, basis: str = "", expect: str = "", same: Mapping[Place, Place] | None = None
) -> set[Claim]:
    """The claims that have operands, all or those of a basis and a verdict.

    `same` is where each number that stands twice stands first.
    """
    standing = {
        fact.fact_id: (fact.paragraph, fact.position)
        for fact in report.facts.itertuples(index=False)
    }
    places = {fact_id: (same or {}).get(place, place) for fact_id, place in standing.items()}
    wanted = report.claims[report.claims["operands"] != ""]
    for column, value in (("basis", basis), ("expect", expect)):
        wanted = wanted[wanted[column] == value] if value else wanted
    found = {
        as_one_form(claim.kind, places[claim.result], _operands(claim.operands, places))
        for claim in wanted.itertuples()
    }
    return found - {SAYS_NO_MORE}


def places_said_twice(report: Report) -> dict[Place, Place]:
    """Where each number that stands twice stands first: the same counts of one period, of four
    digits or called alike."""
    first: dict[object, Place] = {}
    same = {}
    for fact in report.facts.itertuples(index=False):
        digits = sum(character.isdecimal() for character in fact.printed)
        named = "" if digits >= _SURE_DIGITS else (fact.measure, fact.subject)
        key = (fact.printed, fact.unit, fact.period, named)
        place = (fact.paragraph, fact.position)
        same[place] = first.setdefault(key, place)
    return same


Terms = tuple[tuple[int, int, int], ...]  # signs and places, in their order


def _operands(operands: str, places: dict[str, Place]) -> list[Terms]:
    return [
        tuple(
            sorted(
                (-1 if term.startswith("-") else 1, *places[term.removeprefix("-")])
                for term in operand.split("+")
            )
        )
        for operand in operands.split()
    ]


def as_one_form(kind: str, result: Place, operands: list[Terms]) -> Claim:
    """The claim, in the one of two forms of the same equation: growth from new less more to new is
    more over that, and growth by -5% is a decline by 5%."""
    if kind == "sum":
        return _as_equation(result, operands)
    if kind == "share" and (new := _grown(*operands)):
        kind, operands = "growth", [new, operands[1]]
    kind = "growth" if kind == "decline" else kind
    return Claim(kind, result, frozenset(enumerate(operands)))


def _as_equation(result: Place, operands: list[Terms]) -> Claim:
    """A sum with all of it on one side, the first number in the text with a plus: received less
    accepted is rejected, as accepted and rejected make received."""
    terms = Counter({result: -1})
    for operand in operands:
        for sign, *place in operand:
            terms[place[0], place[1]] += sign
    left = {place: sign for place, sign in terms.items() if sign}
    if not left:
        return SAYS_NO_MORE
    first = min(left)
    signed = frozenset((0, (left[place] * left[first], *place)) for place in left)
    return Claim("sum", first, signed)


def with_equals(known: set[Claim]) -> set[Claim]:
    """The claims, and growth from old to new as growth by the amount that the text says lies
    between them."""
    amounts: dict[tuple[Place, Place], list[tuple[int, Place]]] = defaultdict(list)
    for equation in (claim.operands for claim in known if claim.kind == "sum"):
        terms: dict[Place, int] = {(line, at): sign for _, (sign, line, at) in equation}
        for new, old, amount in permutations(terms) if len(terms) == _OF_A_DIFFERENCE else ():
            if terms[new] == -terms[old]:
                amounts[new, old].append((terms[amount] * terms[new], amount))
    equal = set[Claim]()
    for claim in known:
        operands: dict[int, Terms] = dict(claim.operands) if claim.kind == "growth" else {}
        if [len(operand) for operand in operands.values()] != [1, 1]:
            continue
        [(_, *new_place)], [(_, *old_place)] = operands[0], operands[1]
        new, old = (new_place[0], new_place[1]), (old_place[0], old_place[1])
        for sign, amount in amounts[new, old]:
            before = tuple(sorted([(1, *new), (sign, *amount)]))
            equal.add(claim._replace(operands=frozenset([(0, operands[0]), (1, before)])))
    return known | equal


def _grown(part: Terms, whole: Terms) -> Terms:
    """What has grown by the part from the whole, where that is it less, or plus, the part."""
    if len(part) != 1:
        return ()
    ((_, *place),) = part
    rest = tuple(term for term in whole if list(term[1:]) != place)
    return rest if 0 < len(rest) < len(whole) else ()

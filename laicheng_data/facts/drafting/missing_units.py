"""Units for numbers that stand without one: of what they add up to, share a column or stand twice
with, else of what its name counts in: 件 of 废止件数, requests of Requests_received.

Done once claims are proposed, so that no unit guessed here makes or hinders one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from laicheng_data.facts.drafting.arithmetic import Proposal
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.printed import parse
from laicheng_data.facts.units import PER

_ONE_UNIT = {"sum", "share", "growth", "decline", "between"}  # kinds whose counts are of one unit
# From so many digits on two numbers of one period are hardly alike by chance, unless they are
# round.
_FEWEST_DIGITS, _ROUND = 4, "00"
_MOST_ALIKE = 8  # of which each is held against each
_NOUN = re.compile(
    r"(?:^|_)(requests|complaints|enquiries|cases|reviews|investigations|appeals|decisions|offences"
    r"|incidents|calls|applications|referrals|people|patients|households|children|pupils|trips"
    r"|visits|deaths|births|marriages)(?=_(?!s_)|$)",
    re.IGNORECASE,
)

_CALLED_SHARE = re.compile(r"占\S*?比[例重](?:_|$)")  # of which one is 0, without its sign
_IN_NAME = re.compile(r"(?P<unit>[人件户场班架]次|[人件户起宗家份](?=数))数?$")
_PLURAL = re.compile(
    r" (?!and\b)(?:(?!(?:of|in|on|at|to|or|by|from|than|for|per|were|was|is|are|had|have|has|been"
    r"|not|that|which|but|while|who|when|after|before|since|because|so|as|with|within"
    r"|without|under|during|between|through|compared|until|against|into)\b)[a-z-]+['’]? ){0,3}?"
    r"(?!(?:was|has|is|as|this|its|less|across|plus|times|days|always|others?|does|goes|towards"
    r"|perhaps|besides|includes|represents|compares|remains|needs|shows|makes|takes|means|gives"
    r"|versus|relates|accounts|covers|follows)\b)"
    r"([a-z]{2,}(?<![sui])s)\b(?!['’])(?: ([a-z]{2,}(?<![sui])s))?\b"
)


def add_units(
    facts: Sequence[DraftFact], proposals: Iterable[Proposal], lines: Sequence[str]
) -> list[DraftFact]:
    """The facts with units; one that has one keeps it."""
    group = _groups(len(facts), _linked_pairs(facts, proposals, lines))
    units = defaultdict[int, set[str]](set)
    for at, fact in enumerate(facts):
        if _is_count(fact) and (unit := fact.unit or _unit_in_name(fact) or _noun_of(fact)):
            units[group[at]].add(unit)
    told = list(facts)
    for at, fact in enumerate(facts):
        if not fact.unit and _is_count(fact):
            noun = (
                _unit_in_name(fact) or _noun_of(fact) or _noun_behind(fact, lines[fact.paragraph])
            )
            told[at] = replace(fact, unit=_single_plain_unit(units[group[at]]) or noun)
    return told


def _linked_pairs(
    facts: Sequence[DraftFact], proposals: Iterable[Proposal], lines: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The pairs of numbers that are counted alike."""
    for proposal in proposals:
        if proposal.kind in _ONE_UNIT:
            of_result = [proposal.result] if proposal.kind in ("sum", "between") else []
            terms = [at for operand in proposal.operands for _, at in operand]
            counted = [at for at in (*of_result, *terms) if _is_count(facts[at])]
            yield from ((counted[0], at) for at in counted[1:])
    first: dict[Hashable, int] = {}
    for at, fact in enumerate(facts):
        for key in _unit_keys(fact, lines[fact.paragraph]):
            yield first.setdefault(key, at), at
    yield from _repeated_pairs(facts)


def _unit_keys(fact: DraftFact, line: str) -> Iterator[Hashable]:
    """What a number shares with others that are counted as it is: its column, unless its own row
    gives it its unit."""
    is_own = re.search(rf"[（(]{re.escape(fact.unit)}[)）]", line) if fact.unit else None
    if _is_count(fact) and fact.table >= 0 and not is_own:
        yield fact.table, fact.column, fact.measure


def _repeated_pairs(facts: Sequence[DraftFact]) -> Iterator[tuple[int, int]]:
    """The pairs of numbers that stand for one thing: printed alike, of one period, called alike."""
    places = defaultdict[tuple[str, str], list[int]](list)
    for at, fact in enumerate(facts):
        digits = re.sub(r"\D", "", fact.printed)
        if _is_count(fact) and len(digits) >= _FEWEST_DIGITS and not digits.endswith(_ROUND):
            places[fact.printed, fact.period].append(at)
    for alike in places.values():
        for one, other in combinations(alike[:_MOST_ALIKE], 2):
            if _pairs_of_letters(facts[one]) & _pairs_of_letters(facts[other]):
                yield one, other


def _pairs_of_letters(fact: DraftFact) -> set[tuple[str, str]]:
    return set(pairwise(f"{fact.measure} {fact.subject}")) - set(pairwise(f" {ALL}"))


def _is_count(fact: DraftFact) -> bool:
    is_rate = fact.unit in PER or fact.printed[-1] in PER or fact.unit.endswith("分点")
    is_rate |= _CALLED_SHARE.search(f"{fact.subject}_{fact.measure}") is not None
    return not is_rate and fact.role in ("level", "change")


def _groups(many: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many numbers the least of those it is linked with, over others too."""
    least = list(range(many))

    def root(at: int) -> int:
        while least[at] != at:
            least[at] = least[least[at]]
            at = least[at]
        return at

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        least[high] = low
    return [root(at) for at in range(many)]


def _single_plain_unit(units: set[str]) -> str:
    """The one unit of these, if it multiplies nothing: 件, not 万元."""
    [unit] = units if len(units) == 1 else [""]
    return unit if unit and parse("1", unit).exact else ""


def _noun_of(fact: DraftFact) -> str:
    """What an English name counts: requests of Requests_received."""
    noun = _NOUN.search(fact.measure) if _is_whole(fact) else None
    return noun[1].lower() if noun else ""


def _noun_behind(fact: DraftFact, line: str) -> str:
    """The English plural that stands behind a number: vehicles of 4,922 motor vehicles."""
    noun = _PLURAL.match(line, fact.end) if _is_whole(fact) else None
    return (noun[2] or noun[1]) if noun else ""  # visitors of overseas visitors


def _is_whole(fact: DraftFact) -> bool:
    return fact.measure.isascii() and fact.printed.replace(",", "").isdecimal()


def _unit_in_name(fact: DraftFact) -> str:
    """What a Chinese name counts in: 件 of 废止件数."""
    said = _IN_NAME.search(fact.measure)
    return said["unit"] if said else ""

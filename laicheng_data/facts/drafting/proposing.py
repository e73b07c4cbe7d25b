"""Claims proposed by search: which numbers of a text follow from others, as far as the digits tell.

A form is tried where the order of the text allows it, and kept where the printed result could have
come of it. A form that holds for most of a list is kept for all of it, so that the one that does
not hold is found too. The same text always gets the same proposals.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from laicheng_data.facts.drafting.arithmetic import Number, Proposal, as_numbers, says_minus_twice
from laicheng_data.facts.drafting.changes import changes, changes_of_parts, differences
from laicheng_data.facts.drafting.compared_pairs import compared_changes, rates_beside_amounts
from laicheng_data.facts.drafting.compound_claims import explicit_sums, ratios, sex_ratios
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.fallback_claims import fallback_claims
from laicheng_data.facts.drafting.fallback_sums import fallback_sums
from laicheng_data.facts.drafting.listed_shares import shares_in_brackets, sums_of_figures
from laicheng_data.facts.drafting.named_rates import (
    balances,
    cases_left,
    clearance_rates,
    complement_rates,
    differences_of_rates,
)
from laicheng_data.facts.drafting.nearby import MOST, is_naught, sentence_key, total_of
from laicheng_data.facts.drafting.prose_on_tables import claims_on_tables
from laicheng_data.facts.drafting.rankings import shares_of_rankings
from laicheng_data.facts.drafting.shares import shares
from laicheng_data.facts.drafting.structures import differences_of_parts, proportions
from laicheng_data.facts.drafting.sums import sums
from laicheng_data.facts.drafting.table_claims import propose_in_tables
from laicheng_data.facts.kinds import KINDS

_FEWEST_LISTED = 4  # rates side by side, which are a list
_FEWEST_DIGITS = 3  # from which a count that parts add up to is hardly another


def propose(facts: Sequence[DraftFact], lines: Sequence[str]) -> list[Proposal]:
    """The claims that the facts bear out, one at most for each result and sort of claim."""
    numbers = as_numbers(facts, lines)
    prose = [n for n in numbers if n.found.table < 0]
    kept = _Kept(numbers)
    kept.add(_independent_claims(numbers, prose, lines))
    kept.add(changes_of_parts(prose, kept.proposals, lines))
    kept.add(shares_in_brackets(prose, {proposal.result for proposal in kept.proposals}, lines))
    kept.add(compared_changes(prose, lines))
    kept.add(fallback_claims(prose, numbers, kept.proposals, lines))
    kept.add(fallback_sums(prose, kept.proposals, lines))
    by_chance = _chance_rates(kept.proposals, prose)
    meant = [proposal for proposal in kept.proposals if proposal.result not in by_chance]
    with_wholes = _shares_of_printed_wholes(meant, numbers)
    signed = (_sign_declines(proposal, facts) for proposal in with_wholes)
    return sorted(signed, key=lambda proposal: (proposal.result, proposal.kind))


def _independent_claims(
    numbers: Sequence[Number], prose: Sequence[Number], lines: Sequence[str]
) -> Iterator[Proposal]:
    """What the rules propose that ask for no other proposal, the surest first."""
    yield from sex_ratios(numbers)
    yield from propose_in_tables(numbers, lines)
    yield from proportions(prose)
    yield from complement_rates(prose)
    yield from clearance_rates(prose)
    yield from rates_beside_amounts(prose, lines)
    yield from shares(prose, lines)
    yield from changes(prose, lines)
    yield from differences_of_parts(prose)
    yield from differences(prose, lines)
    yield from sums(prose, lines)
    yield from explicit_sums(prose, lines)
    yield from differences_of_rates(prose)
    yield from balances(prose)
    yield from cases_left(prose)
    yield from ratios(prose, lines)
    yield from sums_of_figures(prose, lines)
    yield from shares_of_rankings(prose)
    yield from claims_on_tables(prose, numbers, lines)


class _Kept:
    """Proposals that a report may hold: of those that say the same, the first."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        self._numbers = numbers
        self._by_key: dict[Hashable, Proposal] = {}

    def add(self, proposals: Iterable[Proposal]) -> None:
        """Keep what is sound of further proposals and has not been said."""
        for proposal in proposals:
            if _is_sound(proposal) and not _adds_to_itself(proposal, self._numbers):
                self._by_key.setdefault(_proposal_key(proposal), proposal)

    @property
    def proposals(self) -> list[Proposal]:
        """All that has been kept so far."""
        return list(self._by_key.values())


def _is_sound(proposal: Proposal) -> bool:
    """Whether the contract admits a proposal, and it says something: no number is worked out of
    itself, and none is named twice where once would do. A folder with one that is refused could
    not be read, and nothing would be drafted."""
    kind, operands = KINDS[proposal.kind], proposal.operands
    places = [frozenset(at for _, at in operand) for operand in operands]
    is_admitted = bool(operands) and all(operands) and kind.admits(len(operands))
    has_lone_minus = any(len(operand) == 1 and operand[0][0] < 0 for operand in operands)
    is_of_others = not any(proposal.result in place for place in places)
    is_once = len(set(places)) == len(operands) and all(
        len(place) == len(operand) for place, operand in zip(places, operands, strict=True)
    )
    return is_admitted and is_of_others and is_once and (kind.lone_minus or not has_lone_minus)


def _sign_declines(proposal: Proposal, facts: Sequence[DraftFact]) -> Proposal:
    """A decline that is printed with its sign as the growth below naught that it is."""
    is_signed = proposal.kind == "decline" and says_minus_twice(facts[proposal.result])
    return proposal._replace(kind="growth") if is_signed else proposal


def _adds_to_itself(proposal: Proposal, numbers: Sequence[Number]) -> bool:
    """Whether a sum has its own result among what it adds up, printed once more, and others:
    rounded as they are, they may meet it."""
    if proposal.kind != "sum" or numbers[proposal.result].is_exact:
        return False
    result = numbers[proposal.result]
    terms = [numbers[at] for operand in proposal.operands for sign, at in operand if sign > 0]
    others = [term for term in terms if not is_naught(term)]
    printed = (result.found.printed, result.found.unit)
    is_again = any((term.found.printed, term.found.unit) == printed for term in terms)
    return is_again and len(others) > 1 and len(terms) == len(proposal.operands)


def _proposal_key(proposal: Proposal) -> Hashable:
    """What only one proposal says: a sum its equation, a rate what it is of."""
    return _equation(proposal) if proposal.kind == "sum" else proposal.result


def _equation(proposal: Proposal) -> Hashable:
    """What a sum says, whichever of its numbers it is worked out for: what is left is what was
    there less what went."""
    terms = [(sign, at) for operand in proposal.operands for sign, at in operand]
    sides = [(-1, proposal.result), *terms]
    turn = min(sides, key=lambda term: term[1])[0]
    return frozenset((sign * turn, at) for sign, at in sides)


def _chance_rates(proposals: Sequence[Proposal], prose: Sequence[Number]) -> set[int]:
    """The rates of a sentence that gives many, of which what is proposed explains only a few:
    按进度由快到慢，甲县80%，乙县79%，丙县77%."""
    explained = {proposal.result for proposal in proposals if proposal.kind != "sum"}
    found: set[int] = set()
    for _, run in groupby(prose, key=lambda n: (sentence_key(n), n.kind, n.found.role)):
        rates = [n.at for n in run if n.kind == "rate" and n.found.role == "level"]
        holding = explained.intersection(rates)
        if len(rates) >= _FEWEST_LISTED and len(holding) < MOST * len(rates):
            found |= holding
    return found


def _shares_of_printed_wholes(
    proposals: Iterable[Proposal], numbers: Sequence[Number]
) -> Iterator[Proposal]:
    """Shares of what several counts make together as shares of that, where it is printed too."""
    printed: dict[tuple[Fraction, str], Number] = {}
    for number in numbers:
        if number.is_level and number.is_exact and number.is_firm and number.found.subject == ALL:
            printed.setdefault((number.interval.low, number.found.period), number)
    for proposal in proposals:
        whole = proposal.operands[-1] if proposal.kind == "share" else ()
        if len(whole) > 1 and all(sign > 0 for sign, _ in whole):
            terms = [numbers[at] for _, at in whole]
            value = total_of(terms)
            same = printed.get((value.low, terms[0].found.period))
            if (
                same
                and value.low == value.high
                and same.digits >= _FEWEST_DIGITS
                and same.counts_as(terms[0])
            ):
                of_same = proposal._replace(operands=(*proposal.operands[:-1], ((1, same.at),)))
                proposal = of_same if _is_sound(of_same) else proposal
        yield proposal

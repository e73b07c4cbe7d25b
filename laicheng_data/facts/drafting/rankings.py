"""Things in the order of how often something is counted of them: 投诉量较大的有甲县（88件）、乙县（70件），合计占
65%. Each is whose number stands behind it, and what they make together is of none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from laicheng_data.facts.drafting.arithmetic import Number, Proposal, deviation, divide_intervals
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.nearby import sentence_key, terms_of, total_of
from laicheng_data.facts.drafting.phrases import clean_clause, join_words, to_word
from laicheng_data.facts.units import PER

_TOGETHER = "合计占比"
_RANKED = re.compile(
    r"(?:^|[，,。；;：:]|\d[.．、])(?P<of>[^，,。；;：:\d]{0,16}?)(?:数?量|数)?"
    r"(?:(?:主要)?集中[在于]"
    r"|(?:较[大多高]|最[大多高]|[居靠]前|(?:[排位][名居列在]*)?前(?:[一二三四五六七八九十]+|\d+)[位名]?)"
    r"(?:的(?P<who>[^，,。；;：:\d]{0,10}?))?(?:主要|依次|分别)?(?:[是为有]|[:：])[:：]?)$"
)
_NAME = r"(?:[^\d，,。、；;：:（）()]{2,20}(?=[（(])|[^\d，,。、；;：:（）()和及与]{2,20})"
_FIRST = re.compile(rf"(?P<lead>.*[在于是为有:：])(?P<name>{_NAME})[（(]?")
_NEXT = re.compile(rf"[）)]?(?:[、，,和及与]|以及)+(?P<name>{_NAME})[（(]?")
_ALL_OF_THEM = re.compile(
    r"[）)]?[，,、]?(?:以上|上述|[这前]?[两三四五六七八九十]+[者项类家个种]\S{0,4}|[合共总]计|一?共)*"
    r"占\S{0,10}?"
)
_FEWEST, _SURE_DIGITS = 2, 3
_FARTHEST = 40  # numbers before a list, of which one may be its whole


def assign_rankings(text: str, facts: Sequence[DraftFact]) -> list[DraftFact]:
    """The numbers, those of a ranking each of its thing, and a share behind it of all of these."""
    told, done = list(facts), 0
    for at, first in enumerate(facts):
        measure, name = _begin(text, first)
        if at < done or not measure:
            continue
        names = [name, *_go_on(text, facts[at:])]
        if len(names) < _FEWEST:
            continue
        done = at + len(names)
        for place, thing in enumerate(names, start=at):
            told[place] = replace(facts[place], measure=measure, subject=thing, is_aside=False)
        if done < len(facts) and _is_of_all(text, facts[done - 1], facts[done]):
            of_all = join_words(measure, _TOGETHER)
            told[done] = replace(facts[done], measure=of_all, subject=ALL, role="share")
    return told


def _begin(text: str, first: DraftFact) -> tuple[str, str]:
    """What is counted in a ranking, and the thing that it begins with; empty where it is none."""
    said = _FIRST.fullmatch(text[first.sentence : first.start])
    ranked = _RANKED.search(said["lead"]) if said and not first.reason else None
    if not said or not ranked or first.unit in PER or not first.unit:
        return "", ""
    counted = to_word(clean_clause(ranked["of"])) or to_word(clean_clause(ranked["who"] or ""))
    return counted, to_word(clean_clause(said["name"]))


def _go_on(text: str, facts: Sequence[DraftFact]) -> Iterator[str]:
    """The things behind the first of a ranking."""
    for before, number in pairwise(facts):
        item = _NEXT.fullmatch(_between(text, before, number))
        if item is None or number.reason or number.unit != before.unit:
            return
        yield to_word(clean_clause(item["name"]))


def _is_of_all(text: str, last: DraftFact, share: DraftFact) -> bool:
    """Whether a share is of all that a ranking names."""
    is_share = share.sentence == last.sentence and share.unit in PER and not share.reason
    return is_share and _ALL_OF_THEM.fullmatch(_between(text, last, share)) is not None


def _between(text: str, one: DraftFact, other: DraftFact) -> str:
    return text[one.end : other.start].lstrip().removeprefix(one.unit)


def is_of_ranking(result: Number) -> bool:
    """Whether a rate is the share of all that a ranking names."""
    return result.found.measure.endswith(_TOGETHER)


def shares_of_rankings(prose: Sequence[Number]) -> Iterator[Proposal]:
    """The share that all of a ranking have of a number before it."""
    for result in prose:
        if not is_of_ranking(result) or result.digits < _SURE_DIGITS:
            continue
        counted = result.found.measure.rpartition("_")[0]
        parts = [
            n for n in prose if n.at < result.at and n.found.measure == counted
            if sentence_key(n) == sentence_key(result) and n.found.subject != ALL
        ]  # fmt: skip
        before = [n for n in prose if parts and n.at < parts[0].at and n.counts_as(parts[0])]
        for whole in reversed(before[-_FARTHEST:]):
            if (
                whole.is_level
                and deviation(result, divide_intervals(total_of(parts), whole.interval)) == 0
            ):
                operands = terms_of(parts), terms_of([whole])
                yield Proposal("share", result.at, operands, "合计占")
                break

"""Numbers of English running text, named from the words that stand around them."""

from __future__ import annotations

import re
from dataclasses import replace

from laicheng_data.facts.found import Found
from laicheng_data.facts.phrases import STOP, joined, word
from laicheng_data.facts.phrases_english import counted, noun_behind, noun_phrase, only_joins
from laicheng_data.facts.prose import Prose
from laicheng_data.facts.spoken import year_before
from laicheng_data.facts.units import PER

_RISE = r"increas\w*|rise|rose|risen|growth|grew|gains?"
_FALL = r"decreas\w*|fall|fell|fallen|drop|dropped|declin\w*|reduc\w+"
_ENGLISH_CHANGE = re.compile(
    rf"\b(?:(?P<up>{_RISE}|up)|(?P<down>{_FALL}|down))(?: of| by)?(?: an?| about)?\s*$",
    re.IGNORECASE,
)
_ENGLISH_CHANGE_BEHIND = re.compile(
    rf"\s*(?:(?P<up>{_RISE}|higher)|(?P<down>{_FALL}|lower|fewer))\b", re.IGNORECASE
)
_FROM_BEFORE = re.compile(
    rf"\b(?:(?:{_RISE}|{_FALL}|up|down) (?:on|from|over)|compared (?:with|to)|(?:up|down) from|on)"
    r"(?: the)?\s*$|^\s*from(?: the)?\s*$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:[a-z]+ ){0,4}(?:in |during )?(?:the )?(?:(?:previous|prior|preceding) (?:financial )?year"
    r"|last year|year before)",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"(?: (?!and\b|but\b|of\b)[A-Za-z]+){0,5} ?(?:\(|in |during |for )?")
_DASH = re.compile(r"\s+[-–—]\s+(?:the )?(?:(?:overall|total) )?(?:(?:number|proportion) of )?")


class EnglishProse(Prose):
    """One paragraph of English text."""

    def _by_words(self, number: Found, lead: str, clause: str, end: int) -> Found:
        """A number of an English sentence: a change, what it is of before it, or a level."""
        behind = self.text[end:]
        number = replace(number, period=self._period_behind(end) or number.period)
        if _YEAR_BEFORE.match(behind.lstrip()):
            number = replace(number, period=year_before(number.period))
        change = _ENGLISH_CHANGE.search(clause) or _ENGLISH_CHANGE_BEHIND.match(behind)
        last = self._last_level()
        if change and last and number.unit in PER:
            is_down = bool(change["down"])
            measure = joined(last.measure, "decrease" if is_down else "increase")
            return replace(number, role="change", is_down=is_down, measure=measure)
        if last and _FROM_BEFORE.search(clause) and not self._phrase(_FROM_BEFORE.sub("", clause)):
            return replace(number, measure=last.measure, subject=last.subject)
        dash = _DASH.match(self.text, end)
        rest = self.text[dash.end() if dash and not self._phrase(clause) else end :]
        tail = re.split(rf"[,;:()\d]| [-–—] |{STOP}", rest)[0]
        if noun := word(counted(clause, tail)):
            return replace(number, measure=noun)
        if only_joins(clause) and (noun := word(noun_behind(tail))):
            return replace(number, measure=noun)
        tail = re.sub(r"^\s*(?:for|about) ", "", tail)
        return self._level(number, lead, noun_phrase(clause), tail)

    def _period_behind(self, end: int) -> str:
        """The period that the words behind an English number give it: 1,391 received in 2022/23."""
        named = next((each for each in self.periods if each.start >= end), None)
        is_its_own = named and _OWN_WORDS.fullmatch(self.line[end : named.start])
        return named.period if named and is_its_own else ""

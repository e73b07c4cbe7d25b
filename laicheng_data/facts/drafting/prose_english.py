"""Numbers of English running text, named from the words that stand around them."""

from __future__ import annotations

import re
from dataclasses import replace

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.period_names import year_before
from laicheng_data.facts.drafting.period_names_english import MONTHS
from laicheng_data.facts.drafting.periods_named import Periods
from laicheng_data.facts.drafting.phrases import (
    LISTED_END,
    SENTENCE_END,
    STOP,
    clean_clause,
    join_words,
    strip_periods,
    to_word,
)
from laicheng_data.facts.drafting.phrases_english import (
    FALL,
    RISE,
    counted_noun,
    is_connective,
    noun_behind,
    noun_phrase,
    phrase_behind,
)
from laicheng_data.facts.drafting.prose import Prose
from laicheng_data.facts.printed import CURRENCIES
from laicheng_data.facts.sources.paragraphs import NUMERAL
from laicheng_data.facts.units import PER

_ENGLISH_CHANGE = re.compile(
    rf"\b(?:(?P<up>{RISE}|(?<!made )(?<!make )(?<!makes )(?<!making )(?<!taken )up)"
    rf"|(?P<down>{FALL}|down))"
    r"(?:(?: [a-z]+ly| further| again)?(?: in [\d/–-]+)?(?: of| by))?"
    r"(?: (?:an?(?: [a-z]+)?|about|approximately))?\s*$",
    re.IGNORECASE,
)
_OF_WHAT_KIND = r"(?:(?:year-on-year|annual|yearly|overall|net|real|further|relative) )?"
_ENGLISH_CHANGE_BEHIND = re.compile(
    rf"\s*(?:\([^()]*\)|\))?\s*{_OF_WHAT_KIND}(?:(?P<up>{RISE}|higher"
    rf"|more\b(?=[^.;]{{0,60}}\bthan\b))"
    rf"|(?P<down>{FALL}|lower|fewer|less\b(?=[^.;]{{0,60}}\bthan\b)))\b",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"(?:\W*\b(?:this|that|these|it|they|which|there|he|she|we|and|or|with|also|has|had"
    r"|have|was|were|is"
    r"|an?|the|but|however|in|of|to|from|went|going|reflected"
    r"|together|altogether|total|all|not|for|on|average|year|quarter|previous|prior|last|same"
    r"|around|about|nearly|almost|over|under|just|half|thirds?|quarters|most|majority)\b)*\W*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(?:(?:and|or|of|were|was|which|is|are)_)+(?=[a-z]{3})", re.IGNORECASE)
_AND_BY = re.compile(
    r"^\W*(?:[a-z]+(?= or\b))?\W*(?:or|and|a|an|of|by|that is)?\W*(?:a |an )?$", re.IGNORECASE
)
_FROM_BEFORE = re.compile(
    rf"\b(?:(?:{RISE}|{FALL}|up|down)(?: [a-z]+ly)? (?:on|from|over)|compared (?:with|to)|(?:up"
    rf"|down) from|on)"
    r"(?: the)?\s*$|^\s*from(?: the)?\s*$",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"\W*(?:(?:more|less|fewer|higher|lower|up|down|which compares) )?"
    r"(?:than|on|from|over|against|(?:compared|similar|equal) (?:with|to)"
    r"|when (?:it|they|there) (?:was|were))"
    r"(?: (?:at|in|for|the|that|those|(?:total )?(?:number )?of|total|(?:previous|prior|last) year"
    r"|year before|\d+ years ago))*\W*",
    re.IGNORECASE,
)  # 3% more than at 30th June 2017 (264), against the 81 of the year before
_IS_AGAINST = re.compile(  # 12 complaints compared with, a fall on the previous year's
    r"\b(?:compared (?:with|to)|against)(?: the)?(?: (?:previous|last) year(?:['’]s)?)?\s*$"
)
_YEAR_BEFORE = re.compile(
    r"(?:(?!with|to|than|on|from|compared)[a-z]+ ){0,4}(?:in |during )?(?:the )?"
    r"(?:(?:previous|prior|preceding) (?:financial )?year"
    r"|last year|year before)",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"(?: \([\d.,%]+\)|\))?(?: (?!and\b|but\b|of\b)[A-Za-z]+(?:(?<=[Ss]tage) \d)?){0,8}"
    r" ?(?:\(|in |during |for |between |(?:at )?the (?:start|end) of )?"
)
_IS_COMPARED = re.compile(r"\bthan\b|\b(?:on|over|against|with)\s+(?:the\s+)?$", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]\s+(?:the )?(?:(?:overall|total) )?(?:(?:number|proportion) of )?")
_IS_SAID = re.compile(r"\s+(?:were|was|are|have been|had been)\b")
_LAST_YEAR = re.compile(
    r"^\s*(?:(?:in|during) )?(?:the )?(?:last|previous|prior|preceding) (?:financial )?year,?"
    r"(?: only)?\s(?![^.;]*(?:compared|increas|decreas))",
    re.IGNORECASE,
)
_INCREASE_IN = re.compile(
    rf"\s*{_OF_WHAT_KIND}(?:{RISE}|{FALL}) in (?:the )?(?:(?:overall |total )?number of )?"
    r"(?P<noun>(?!comparison|line|20\d\d)[a-z][^.,;:()]{2,80}?)(?= since | with |[.,;:()]|$)",
    re.IGNORECASE,
)
_MAKES_UP = re.compile(
    r"^(?P<of>.*?[A-Za-z]{3}.*?),?\s+(?:(?:was|were|is|are)\b.*)?"
    r"\b(?:account(?:s|ed|ing) for|ma(?:de|kes?|king) up|represent(?:s|ed|ing)"
    r"|compris(?:es?|ed|ing)|constitut(?:es?|ed|ing))(?: (?:about|around|some|over|nearly))?\s*$",
    re.IGNORECASE,
)  # accidents at work were the most common, accounting for 44% of all accidents
_OF_ALL = re.compile(r"\s*of (?:the |all |its |our )*(?P<whole>[a-z][^.,;:()\d]{2,40})")
_OF_WHICH_PART = re.compile(  # around half (49.8 per cent) of cases were upheld
    r"(?: per ?cent)?\)\s+of (?:the |these |those )?(?P<said>[A-Za-z][^.,;:()\d]{2,80})"
)
_OF_THEM = re.compile(  # 73% of which were about parking
    r"\s*of (?:which|these|those|them),?\s+(?:(?:were|was|are|is|had|have) )?(?:about )?(?:the "
    r"|an? )?"
    r"(?P<part>[a-z][^.,;:()\d]{2,60})"
)
_KIND = re.compile(r"^\s*\([A-Z][a-z]+\)(?=\s[a-z])")  # 3,071 (Corporate) complaints
_OPENED = re.compile(  # 1,410 closures (down 9%), 2,500 Voluntary Arrangements (IVAs) (up 3%)
    r"(?:^|(?<=\s))\d[\d,.]*\s|,(?!\d)|[;:()]|\band\b|\bsuch as\b|\bin\b"
)
_COMPARISON = re.compile(
    r"\W*(?:on|over|from|than|against|compared (?:with|to))\b[^;:]*", re.IGNORECASE
)
_SINCE = re.compile(r"[^\d,.;:()]{0,20}\b(?:from|since|than|on|over|against)\b", re.IGNORECASE)
_COMPARED_IN_BRACKETS = re.compile(  # 6.3% when compared with 2022-23 (60.6 million)
    r"[^.;:()\d]{0,20}\b(?:compared (?:with|to)|since|from|on|over|than)\b[^.;:()\d]{0,20}"
    r"\s*\([£$€]?",
    re.IGNORECASE,
)
_FROM_OR_TO = re.compile(  # to, from, from 33,458 cases in the year before to
    r"^[\s,]*(?:(?!and\b|or\b|of\b)[a-z]+ (?:(?:in|during) (?:the )?[a-z]+ year\d? )?)?"
    r"(?:from|to)(?: the)?\s*$",
    re.IGNORECASE,
)
_WHICH_HAS = re.compile(r"\W*(?:The )?(?P<body>[A-Z][\w' &-]{2,40}), (?:which|who) (?:had|has)\b")
_PARTICIPLE = re.compile(
    r"(?:rising|growing|falling|dropping|increasing|decreasing|up|down)\b", re.IGNORECASE
)
_MOVED = re.compile(rf"\b(?:{RISE}|{FALL})(?: [a-z]+ly)? (?:from|to)\s*$", re.IGNORECASE)
_COMPARED_YEAR = re.compile(r"[^.;]*?\b(?:with|than|from|against|to)\b[^.;]*?\b((?:19|20)\d\d)\b")
_LEADS_IN = re.compile(
    r"^(?:\W*\b(?:however|between|but|and|also|while|whilst|whereas|meanwhile|overall|the|in"
    r"|the number of"
    r"|as|with|when|(?:that|it)(?:['’]s)?|this|these|those|there|all|for|by|followed by"
    r"|(?:figures|data|statistics) shows?"
    rf"|at|(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(MONTHS)})\b)+\W*(?=[A-Za-z])",
    re.IGNORECASE,
)
_CURRENCY = "".join(CURRENCIES) + " "
_COUNTS = re.compile(r"[A-Za-z-]{3,}")
_LEADS_TO = re.compile(r"(?:\b(?:of|was|is|were|are|to|at|in|by|for)|reached|[:–—-])\W*$")
_HAS = re.compile(  # the verb of a clause, and what follows: but not complaints that were upheld
    r"(?:^(?:that |which |who )?|(?<!\bthat)(?<!\bwhich)(?<!\bwho)\s+)(?:has|have|had|was|were"
    r"|is|are|came|comes|amount(?:ed|s)"
    r"|st(?:oo|an)ds?|numbered|totalled|reached|made up|went|followed|compared|included"
    r"|represent(?:s|ed)"
    r"|experienced|accounted|remain(?:s|ed)|continued|fell|rose|grew)\b.*$",
    re.IGNORECASE,
)
_NEAR = 30  # characters between two ways to tell one change
_FAR = 300  # characters before and behind a number that may name it
_NEXT_IN_BRACKETS = re.compile(r"\([\d.]+ ?%, $")
_BESIDE = re.compile(
    r"\s*[\d.,]+(?: ?%| per ?cent)?\s*\([\d.,]+(?: ?%| per ?cent)?\)\s+(?:of (?:the |these "
    r"|those )?)?(?P<said>[A-Za-z].{0,300})"
)


class EnglishPeriods(Periods):
    """The periods that an English line names."""

    def _passing_periods(self, own: range) -> range:
        """Those behind the first: up from 32 days in 2022/23 and 42 days in 2021/22."""
        return own[1:]

    def _is_of(self, end: int, start: int) -> bool:
        """Whether a number is of the period that it is compared with: 5% more than in 2014 (12)."""
        return re.fullmatch(r"\s*\(", self.line[end:start]) is not None or super()._is_of(
            end, start
        )


class EnglishProse(Prose):
    """One paragraph of English text."""

    periods_of = EnglishPeriods

    def _name_by_words(self, number: DraftFact, lead: str, clause: str, end: int) -> DraftFact:
        """A number of an English sentence: a change, what it is of before it, or a level."""
        behind = self._text_behind(end)
        behind_it = "" if self._is_since(number, end) else self._period_behind(end)
        number = replace(number, period=behind_it or number.period)
        opened = _LAST_YEAR.match(lead) if not self.here else None
        clause = clause if opened is None else lead[opened.end() :]
        if opened or self._is_of_year_before(behind, number.period):
            number = replace(number, period=year_before(number.period))
        clause = clause.rstrip(_CURRENCY)
        if compared := (
            self._name_by_change(number, clause, behind)
            or self._name_by_last_change(number, clause)
            or self._name_as_compared(number, clause)
        ):
            return compared
        if number.unit in PER and (share := self._name_made_up_share(number, lead, behind)):
            return share
        return self._name_by_nouns(number, lead, clause, end)

    def _assign_body(self, number: DraftFact, lead: str, is_first: bool) -> DraftFact:
        """The number as one of what its sentence opens with: Northshire, which had 12."""
        if is_first and (opened := _WHICH_HAS.match(lead)):
            self.body = to_word(opened["body"])
        return replace(number, subject=self.body) if number.subject == ALL else number

    def _phrase(self, clause: str) -> str:
        """The word of a clause that names something, without what joins it to the one before."""
        said = super()._phrase(clause)
        return "" if _NO_THING.fullmatch(said.replace("_", " ")) else _JOINED.sub("", said)

    def _name_made_up_share(self, number: DraftFact, lead: str, behind: str) -> DraftFact | None:
        """The share of what is said to make up so much of something: fires made up 4% of calls."""
        last = self._last_level()
        if last and (them := _OF_THEM.match(behind)):
            part = to_word(phrase_behind(them["part"]))
            return replace(number, measure=f"share_of_{last.measure}", subject=part, role="share")
        said, of = _MAKES_UP.match(SENTENCE_END.split(lead)[-1]), _OF_ALL.match(behind)
        part = self._subject_noun(strip_periods(said["of"])) if said else ""
        whole = to_word(phrase_behind(f" {of['whole']}")) if of else ""
        if not part or not whole:
            return None
        return replace(number, measure=f"share_of_{whole}", subject=part, role="share", whole=whole)

    def _name_by_change(self, number: DraftFact, clause: str, behind: str) -> DraftFact | None:
        """A change that the words around the number say, or what it has led to or from."""
        last = self._last_level()
        change = _ENGLISH_CHANGE.search(clause)
        change = change or _ENGLISH_CHANGE_BEHIND.match(behind)
        risen = _INCREASE_IN.match(behind) if number.unit in PER else None
        of = to_word(phrase_behind(f" {risen['noun']}")) if risen else ""
        if change:
            of = (
                of
                or self._changed_measure(number, clause, change)
                or (last.measure if last else "")
            )
            if of := of or to_word(noun_behind(NUMERAL.split(behind[change.end() :])[0])):
                return _as_change(number, of, bool(change["down"]))
        moved = _MOVED.search(clause)
        if moved and (named := self._subject_noun(clause[: moved.start()])):
            return replace(number, measure=named)
        if moved and self.found and (same := self._last_of_its_unit(number)):
            return replace(number, measure=same.measure, role=same.role)  # this is up from 69%
        return None

    def _last_of_its_unit(self, number: DraftFact) -> DraftFact | None:
        """The last number but changes, if it is of the same unit: of which one that no noun names
        says what it was."""
        told = [each for each in self.found if not each.reason and each.role != "change"]
        return told[-1] if told and told[-1].unit == number.unit else None

    def _text_before_bracket(self, number: DraftFact) -> str:
        """What stands right before the brackets that a number is in; empty where it is in none:
        burglary (up 4 per cent), fraud (up 9 per cent)."""
        before, opened, inside = self.text[: number.start].rpartition("(")
        is_inside = bool(opened) and ")" not in inside and not NUMERAL.search(inside)
        said = _OPENED.split(before)[-1] if is_inside else ""
        return said.strip()

    def _name_by_last_change(self, number: DraftFact, clause: str) -> DraftFact | None:
        """A number that goes on with the change before it."""
        said = self._last_change()
        if said is None:
            return None
        if (
            number.unit in PER
            and not said.unit.endswith("points")
            and _COMPARISON.fullmatch(clause)
        ):
            # by 8% from 2009 and 13% from 2006
            return _as_change(number, _stem(said), said.is_down)
        between = self.text[said.end : number.start]
        if number.unit not in PER and _COMPARED_IN_BRACKETS.fullmatch(strip_periods(between)):
            return replace(number, measure=_stem(said), subject=said.subject)
        is_beside = _AND_BY.match(clause) and number.start - said.end < _NEAR
        if is_beside and (number.unit in PER) != (said.unit in PER):
            return _as_change(number, _stem(said), said.is_down)  # $1.9 billion, or 0.4 percent
        # by 2% from 92 in 2016-17 to 90; 14 more in 2009 (215) than in 2008 (201)
        is_level = _FROM_OR_TO.match(clause) is not None
        is_level |= said is self.here[-1] and _IS_AGAINST.search(clause) is not None
        if is_level and (number.unit not in PER or said.unit.endswith("points")):
            return replace(number, measure=_stem(said))
        return None

    def _name_as_compared(self, number: DraftFact, clause: str) -> DraftFact | None:
        """A number that says what the last level, or the last rate, was or is elsewhere."""
        last = self._last_level()
        is_next = bool(self.here) and self.here[-1] is last and _IS_AGAINST.search(clause)
        if last and number.unit not in PER and (is_next or _is_than(number, clause)):
            return replace(number, measure=last.measure, subject=last.subject)
        last = self._last_rate() if number.unit in PER else last
        if last and _FROM_BEFORE.search(clause) and not self._phrase(_FROM_BEFORE.sub("", clause)):
            return replace(number, measure=last.measure, subject=last.subject, role=last.role)
        return None

    def _last_rate(self) -> DraftFact | None:
        """The last rate of the paragraph that is no change."""
        rates = (n for n in reversed(self.found) if not n.reason and n.unit in PER)
        return next((rate for rate in rates if rate.role != "change"), None)

    def _name_by_nouns(self, number: DraftFact, lead: str, clause: str, end: int) -> DraftFact:
        """A level or a rate, called by the nouns before and behind it."""
        ahead = self.text[max(0, number.start - _FAR) : number.start]
        opens = ahead.endswith("(") and not self._is_beside(number)
        outside = LISTED_END.split(lead.rstrip(" ("))[-1]
        if opens and (last := self._last_level()) and _is_than(number, outside):
            return replace(number, measure=last.measure, subject=last.subject)
        if opens and (noun := self._phrase(_LEADS_IN.sub("", strip_periods(noun_phrase(outside))))):
            return _name_pair(number, noun)
        if opens and (of_all := _OF_WHICH_PART.match(self.text, end)):
            return _name_pair(number, to_word(phrase_behind(of_all["said"])))
        last = self.here[-1] if self.here else None
        if last and last.role == "level" and number.unit in PER and clause.strip(" ,") == "or":
            return replace(_name_pair(number, last.measure), subject=last.subject)  # 12, or 4%
        if _NEXT_IN_BRACKETS.search(ahead) and self.here:
            return _name_pair(number, self.here[-1].measure.removesuffix("_share"))
        start = self.here[-1].start if self._is_beside(number) else number.start
        if beside := _BESIDE.match(self.text, start):
            sentence = strip_periods(re.split(STOP, beside["said"])[0])
            of_both = re.split(r"[,;:()]| [-–—] |(?: and)? \d", sentence)[0]
            if noun := self._phrase(phrase_behind(of_both)):
                return _name_pair(number, noun)
        if self._is_beside(number) and self.here[-1].role == "share":
            return _name_pair(number, self.here[-1].measure.removesuffix("_share"))
        dash = _DASH.match(self.text, end)
        rest = self._text_behind(dash.end() if dash and not self._phrase(clause) else end)
        rest = _KIND.sub(" ", rest)
        tail = re.split(rf"[,;:()]|(?<![Ss]tage )\d| [-–—] |{STOP}", rest)[0]
        clause = self._own_clause(clause)
        if _IS_SAID.match(tail) and not noun_phrase(clause).endswith("of"):
            return replace(number, measure=self._phrase(phrase_behind(tail)) or UNNAMED)
        if noun := to_word(counted_noun(clause, tail)):
            return replace(number, measure=noun)
        if is_connective(clean_clause(clause)):
            if noun := to_word(noun_behind(tail)):
                return replace(number, measure=noun)
            clause = ""
        tail = re.sub(r"^\s*(?:for|about) ", "", tail)
        clause = _HAS.sub("", _LEADS_IN.sub("", noun_phrase(clause).strip()))
        is_count = number.unit not in PER and _COUNTS.match(noun_behind(tail)) is not None
        if is_count and self._phrase(clause) and not _LEADS_TO.search(lead):
            return replace(number, measure=to_word(phrase_behind(tail)))  # data show 12 homes sold
        return self._name_level(number, lead, clause, phrase_behind(tail))

    def _own_clause(self, clause: str) -> str:
        """A clause without what the number before it counts: 782 administrations and 183 voluntary
        arrangements."""
        last = self.here[-1] if self.here else None
        of_last = clause.strip().removesuffix(" and").removesuffix(" or").strip()
        is_of_last = last is not None and last.role == "level" and to_word(of_last) == last.measure
        return " and " if is_of_last and of_last != clause.strip() else clause

    def _is_of_year_before(self, behind: str, period: str) -> bool:
        """Whether a number is said to be of the last year, and that is not the text's own: what it
        is compared with would be of the same."""
        if not _YEAR_BEFORE.match(behind.lstrip()):
            return False
        compared = _COMPARED_YEAR.match(behind)
        return compared is None or compared[1] != year_before(period)[:4]

    def _changed_measure(self, number: DraftFact, clause: str, change: re.Match[str]) -> str:
        """What a clause says has changed: marriages of `the number of marriages fell by`."""
        if change.re is not _ENGLISH_CHANGE:
            return ""
        if not clause[: change.start()].strip():
            bracketed = self._subject_noun(self._text_before_bracket(number))
            return bracketed or self._subject_before_participle(number)
        if self._last_change() and _COMPARISON.fullmatch(clause[: change.start()]):
            return (
                ""  # what the change before it is from: up 3% on the quarter and up 5% on the year
            )
        if _NO_THING.fullmatch(clause[: change.start()]):
            return ""
        said = re.split(rf"\b(?:{RISE}|{FALL})\b", clause[: change.start()])[0]
        named, last = self._subject_noun(said), self.here[-1] if self.here else None
        is_of_last = last is not None and named.startswith(f"{last.measure}_")
        return last.measure if last and is_of_last else named  # 12 complaints made by us, up

    def _subject_before_participle(self, number: DraftFact) -> str:
        """What the clause before a participle speaks of: fraud was up too, rising by 9%."""
        start = max([self.begin, *(other.end for other in self.here)])
        said, _, rising = self.text[start : number.start].rpartition(",")
        if not said or not _PARTICIPLE.match(rising.strip()):
            return ""
        return self._subject_noun(re.split(rf"\b(?:{RISE}|{FALL}|up|down)\b", said)[0])

    def _subject_noun(self, clause: str) -> str:
        """What a clause speaks of, without its verb: `Member enquiries` of `Member
        enquiries had`."""
        if _NO_THING.fullmatch(clause):
            return ""
        said = _LEADS_IN.sub("", clause.strip())
        return to_word(clean_clause(noun_phrase(_HAS.sub("", said))))

    def _last_change(self) -> DraftFact | None:
        """The last number of the sentence, where it or the one before it is a change."""
        near = [number for number in self.here[-2:] if number.role == "change"]
        return near[-1] if near else None

    def _text_behind(self, end: int) -> str:
        """What stands behind a number; nothing where its sentence ends with it."""
        behind = self.text[end : end + _FAR]
        return "" if re.match(r"\.(?:\s|$)", behind) else behind

    def _is_beside(self, number: DraftFact) -> bool:
        """Whether a number stands in brackets right behind another: 83% (85) of cases."""
        last = self.here[-1] if self.here else None
        between = self.text[last.end : number.start] if last else ""
        return re.fullmatch(r"\s*(?:per ?cent)?\s*\(", between) is not None

    def _period_behind(self, end: int) -> str:
        """The period that the words behind an English number give it: 1,391 received in 2022/23."""
        named = next((each for each in self.periods.named if each.start >= end), None)
        between = self.line[end : named.start] if named else ""
        is_its_own = _OWN_WORDS.fullmatch(between) and not between.rstrip().endswith(" since")
        is_its_own = is_its_own and not _IS_COMPARED.search(between)
        return named.period if named and is_its_own else ""

    def _is_since(self, number: DraftFact, end: int) -> bool:
        """Whether a rate is said to be from the period behind it: 6% from 2009, 7% since 2006."""
        named = next((each for each in self.periods.named if each.start >= end), None)
        said = self.line[end : named.end] if named else ""
        return number.unit in PER and _SINCE.match(said) is not None


def _is_than(number: DraftFact, clause: str) -> bool:
    """Whether a clause only says that another number is compared with one, and of when that is."""
    return number.unit not in PER and _THAN.fullmatch(strip_periods(clause)) is not None


def _as_change(number: DraftFact, of: str, is_down: bool) -> DraftFact:
    measure = join_words(of, "decrease" if is_down else "increase")
    return replace(number, role="change", is_down=is_down, measure=measure)


def _stem(change: DraftFact) -> str:
    """What a change is of."""
    return change.measure.rpartition("_")[0]


def _name_pair(number: DraftFact, name: str) -> DraftFact:
    """A rate or a count that stand together, of what is said of both."""
    if number.unit in PER:
        return replace(number, measure=join_words(name, "share"), role="share")
    return replace(number, measure=name)

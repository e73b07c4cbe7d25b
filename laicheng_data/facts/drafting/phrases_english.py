"""What English sentences call their numbers: the noun that they count, without who counted it."""

from __future__ import annotations

import re

RISE = r"increas\w*|rise|rising|rose|risen|growth|growing|grew|gains?"
FALL = r"decreas\w*|fall|falling|fell|fallen|drop|dropped|dropping|declin\w*|reduc\w+"
MORE, LESS = "more|higher|above", "fewer|less|lower|below"  # than another number
_COUNTING = re.compile(
    r"\b(?P<verb>[a-z]+(?<!as)(?<!compar)ed|contain(?:s|ing)?"
    r"|made|sent|held|took|undertook|saw|had|has|have|were|was|are"
    r"|dealt with)(?: (?:up|out|with|on|in))?(?: (?:a )?total of)?\s*$",
    re.IGNORECASE,
)
_NOUN_END = re.compile(
    r"\b(?:in|under|during|from|by|about|within|for|of which|of these|which|that|who|this|and|were"
    r"|was|are|is|had|have|has|since|on|at|to|last|compared|received|made|over|between|across"
    r"|contain(?:s|ed|ing)|comprising|including)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^\s*(?:(?:in|during|for|of)\b[^,]*?\s)?(?:we|they|it|there (?:were|was|are)"
    r"|the (?:council|court|police|service|force|department|office|ombudsman|commission\w*)s?)\s+",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|between|where"
    r"|(?:more|fewer|less) than (?:in|at|on|the|last)|whilst|while|although"
    r"|compared|which|who|this year|last year|against"
    r"|in accordance|in total|in all|and (?:this|that))\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"(?<! to)\s(?:(?:was|were|is|are|be|been|being|has|have|had|either)\s)+")
_LOOSE_END = re.compile(
    r"\s+(?:in|during|for)\s+(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\s*$|"
    r"\s+(?:in|of|by|for|with|from|the|a|at|on|and|or|within|during|under|received|recorded)\s*$"
)
_OF_ONE_NOUN = re.compile(
    r"\s*(?:[a-z’'-]+ ){1,3}(?P<noun>[a-z]+s) and (?:[a-z’'-]+ ){1,3}(?P=noun)\b"
)
_TWO_KINDS = re.compile(  # compulsory and voluntary liquidations
    r"\s*[a-z-]{4,}(?<!s) and (?!other|the|a|an|of|was|were|is|are|in|at|on)[a-z-]{4,}(?<!s)"
    r" [a-z]{4,}s\b"
)
_NO_NOUN = re.compile(
    r"(?:of|or|and|(?:working |calendar )?days?|weeks?|months?|years?|hours?|minutes?|times)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\s*(?:(?:in (?:the case|respect) of"
    r"|(?:of|or|that is|from)(?: the| these| those| which| whom| them)?|in|for|during"
    r"|by|when|while|but|over|some|where|to|up to|at|with(?: an?)?|and|nearly|just"
    r"|compris(?:ing|ed)(?: of)?|consist(?:ing|ed|s) of|including"
    r"|(?:(?:they|these|this|it|which|that) )?(?:(?:was|were|is|are) )?made up of"
    r"|(?:for|in|during) the (?:financial |calendar )?(?:year|quarter|month)"
    r"|the|these|those|all(?: the)?|its|our|their)\b\s*)+",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(
    r"^.*\b(?:relat(?:ed|ing) to|regarding|concerning|against (?:an?|the|our))\s+(?=[a-z]{3})",
    re.IGNORECASE,
)
PLAIN = (
    "received",
    "recorded",
    "reported",
    "carried",
    "contained",
)  # what such a verb counts is called by its noun
_ARTICLE = re.compile(r"^\s*(?:and |or |with |at |giving )?(?:an?|the|its|our)\s+", re.IGNORECASE)


def counted_noun(clause: str, tail: str) -> str:
    """The noun behind a number where a verb stands before it; empty where there is none.

    `requests` of `The council received 1,482 requests under the Act`, and `complaints closed` of
    `We closed 3,512 complaints`.
    """
    found, noun = _COUNTING.search(clause), noun_behind(tail)
    if not found or not noun:
        return ""
    verb = found["verb"].lower()
    return noun if verb in PLAIN or not verb.endswith("ed") else f"{noun} {verb}"


def noun_behind(tail: str) -> str:
    """The noun right behind a number; empty where a unit of time or none stands there. Of two kinds
    of one thing it is that: forced closures and owners' closures."""
    if both := _OF_ONE_NOUN.match(tail):
        return both["noun"]
    if both := _TWO_KINDS.match(tail):
        return both[0].strip()
    noun = _NOUN_END.split(tail)[0].strip()
    return "" if _NO_NOUN.match(noun) else noun


def phrase_behind(tail: str) -> str:
    """What is said of a number behind it: `requests granted in full` of `requests were granted in
    full because`."""
    tail = " " + re.sub(r"^\s*of (?:the |these |our )?", "", tail)
    said = _AUXILIARY.sub(" ", _REASON.split(tail)[0])
    before = None
    while before != said:
        before, said = said, _LOOSE_END.sub("", said)
    return said.strip()


def is_connective(clause: str) -> bool:
    """Whether a clause only joins its number to what stands before: `of the`, `or`."""
    return _JOINS.fullmatch(clause) is not None


def noun_phrase(clause: str) -> str:
    """What a clause calls the number behind it: `compliance rate` of `a compliance rate of`."""
    phrase = _ARTICLE.sub("", _TOLD_OF.sub("", _WHO.sub("", clause)))
    return phrase if re.search(r"[A-Za-z]{3}", phrase) else clause

"""Where a line may end: never amid a word or a number, best where a phrase does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from uniseg.linebreak import line_break_units

from laicheng_data.words import HAN, compound_words

_PHRASE_ENDS, _BEFORE_MORE = tuple("，；。,;."), tuple("：:、")
_OPENING = tuple("（《“(")
# A number and the Chinese word that it counts: 少245户, 2015年度, 1.2万份, 33.9个百分点.
_COUNTED = re.compile(
    r"[多少]?[\d.,—–%]*\d(?:年度|个百分点|[万亿][\u4e00-\u9fff]?|[\u4e00-\u9fff])"
)
# Words before which a Chinese phrase can pause, as none of them ends another.
_PAUSES = re.compile(
    r"和|及其?|与|(?<![占同环])比|全部|均(?=[相有为])|增[长加]|减少|提高|降低|[上下]降|未"
)
# Here a line may end whatever stands further off, so that each side is looked at alone.
_CERTAIN = re.compile(
    r"(?<=[0-9A-Za-z\u4e00-\u9fff,.;:%] )(?=[0-9A-Za-z\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff，。；：、）])(?=[0-9A-Za-z\u4e00-\u9fff])"
    r"|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])"
)
# What ending a line costs, where one line more costs 1: nothing after a phrase, most amid words.
_AFTER_PHRASE, _BEFORE_BRACKET, _BETWEEN_WORDS, _AT_PAUSE = 0.0, 0.1, 0.3, 0.4
_WITHIN_PHRASE, _WITHIN_PAIR, _AMID = 0.2, 0.6, 2.5


@cache
def plain_units(text: str) -> list[str]:
    """The pieces between which Unicode lets a line end (UAX 14); none ends with a minus: −$17m."""
    pieces = [unit for part in _CERTAIN.split(text) for unit in _unicode_units(part)]
    return _join_pieces(pieces, lambda end: text[end - 1] == "−")


@cache
def _unicode_units(part: str) -> list[str]:
    """The same of a word or a character, which many texts have in common: the library is slow."""
    return list(line_break_units(part))


@cache
def break_units(text: str) -> list[str]:
    """The same, but for the Chinese words that the house knows and numbers with what they count,
    which stay whole."""
    inside = {place for first, last in whole_words(text) for place in range(first + 1, last)}
    return _join_pieces(plain_units(text), inside.__contains__)


def whole_words(text: str) -> list[tuple[int, int]]:
    """Where the Chinese words that the house knows begin and end, and numbers with what they
    count."""
    words = [found.span() for found in compound_words().finditer(text) if " " not in found[0]]
    return sorted([*words, *(found.span() for found in _COUNTED.finditer(text))])


def _join_pieces(pieces: Sequence[str], is_inside: Callable[[int], bool]) -> list[str]:
    """The pieces, those made one between which a line must not end."""
    joined, end = [""], 0
    for piece in pieces:
        if joined[-1] and not is_inside(end):
            joined.append("")
        joined[-1] += piece
        end += len(piece)
    return joined


def break_cost(text: str, place: int) -> float:
    """What it costs to end a line at this place of a text."""
    before, after = text[:place].rstrip(), text[place:]
    if before.endswith(_PHRASE_ENDS):
        return _AFTER_PHRASE
    if after.startswith(_OPENING):
        return _BEFORE_BRACKET
    if before.endswith(_BEFORE_MORE):
        return _WITHIN_PHRASE
    if not HAN.match(before[-1:]):
        is_pair = any(
            found.start() < place < found.end() for found in compound_words().finditer(text)
        )
        return _WITHIN_PAIR if is_pair else _BETWEEN_WORDS
    return _AT_PAUSE if before.endswith("的") or _PAUSES.match(text, place) else _AMID

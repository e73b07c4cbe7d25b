"""A number as printed with its unit, as the reader's language writes the two.

In Chinese they stand as they were printed, whole numbers in groups of three digits. English counts
in thousands and has no word for 万 or 亿: 500.76亿元 is 50.076 billion yuan there, and every
digit that was printed is kept. Below a million it is written out, as anyone would: 1.2万 is 12,000.
"""

from __future__ import annotations

import re
from decimal import Decimal

from laicheng_data.facts.printed import CURRENCIES, MONEY_MULTIPLES, Printed, single_number
from laicheng_data.words import Words

_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
SCALES = tuple(_POWERS)  # that may begin a unit: 万元
_SCALED = re.compile(r"(?P<number>[+-]?[\d,]+(?:\.\d+)?)\s*(?P<scale>[十百千万萬亿億]+)")
_LONG = re.compile(r"(?<![\d.,])[1-9]\d{3,}(?![\d,])")  # of digits, without their separators
# A whole number in groups of three digits with blanks between them.
_SPACED = re.compile(r"(?<![\d.])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")
_AT_SCALE = re.compile(r"(?<=\d) (?=[万萬亿億])|(?<=[万萬亿億]) (?=\d)")
_LARGE = ((12, "trillion"), (9, "billion"), (6, "million"))
_SHORT = {"trillion": "trn", "billion": "bn", "million": "m"}  # in narrow columns
_RANGE = "–"
_THOUSANDS = re.compile(r"^['’]000s?\b")  # '000 tonnes
_MINUS = re.compile(r"(?<![\d.])-(?=\.?\d)")
MORE = "多余"  # what says within the number that there is more: 2000多人


def amount(printed: str, unit: str, words: Words) -> str:
    """A printed number and its unit: 1284万元, or 12.84 million yuan; 83.14%; −£0.110m. A unit that
    the number has already is not said twice."""
    if ends := _ends(printed):
        return words(
            "amount.range", **{end: amount(text, unit, words) for end, text in ends.items()}
        )
    number = printed.removesuffix(unit).strip()
    if words.language == "zh":
        whole = _group_digits(
            _join_unit(number, words.unit(unit)) if number == printed else printed
        )
        return _MINUS.sub("−", whole)
    if number[-1:] and number[-1] in MORE:
        return words("bounded.more", number=amount(number.rstrip(MORE), unit, words))
    scale, bare = _split_unit(unit, words)
    name = words.unit(bare, number)
    is_scaled = number[-1:] in _POWERS
    return _join_unit(number_of(number if is_scaled else number + scale, words), name)


def _join_unit(number: str, unit: str) -> str:
    """A number and its unit as one writes them: 12户, 12 million, 12 thousand tonnes, −£12m."""
    bare = number.lstrip("-−")
    minus = "−" if bare != number else ""
    sign = unit[:1] if unit[:1] in CURRENCIES else ""
    name = _THOUSANDS.sub("thousand", unit.removeprefix(sign).lstrip())
    is_short = sign and name.lower() in MONEY_MULTIPLES
    in_words = bare[-1:].isascii() and bare[-1:].isalpha()  # 12 million 元, but 12元
    is_apart = name[:1].isalnum() and (name[:1].isascii() or in_words) and not is_short  # m³ too
    return f"{minus}{sign}{bare}{' ' * is_apart}{name}"


def _split_unit(unit: str, words: Words) -> tuple[str, str]:
    """How many of what: 万 and 元; of 百分点, which is no hundred of anything, all."""
    bare = bare_unit(unit)
    known = not bare or words.unit(bare) != bare
    return (unit.removesuffix(bare), bare) if known else ("", unit)


def bare_unit(unit: str) -> str:
    """What is counted, without in how many: 元 of 万元."""
    return unit.lstrip("".join(_POWERS))


def unit_family(printed: str, unit: str) -> str:
    """What a number counts, without what it is counted in: 万元 and 亿元 are both 元; a rate by its
    sign."""
    for sign in ("%", "‰", "百分点", "千分点"):
        if sign in f"{printed}{unit}":
            return sign
    return bare_unit(unit)


def number_of(printed: str, words: Words) -> str:
    """A printed number, or a range of such, without its unit: 1.2万, or 12,000; as printed
    where it has no scale. The dash of a range is no minus: where one follows, the range is in
    words."""
    if ends := _ends(printed):
        return words("amount.range", **{end: number_of(text, words) for end, text in ends.items()})
    scaled = printed
    if words.language != "zh":
        scaled = _SCALED.sub(_in_thousands, single_number(printed))
    return _MINUS.sub("−", _group_digits(scaled))


def _ends(printed: str) -> dict[str, str]:
    """The ends of a range whose second is below naught; empty for anything else."""
    low, dash, high = printed.partition(_RANGE)
    return {"low": low, "high": high} if dash and high[:1] in ("-", "−") else {}


def _group_digits(text: str) -> str:
    """Whole numbers in groups of three digits, whether they were printed in one or with blanks:
    1,516 for 1 516, which no line may end amid; 27億3,566萬 for 27 億 3,566 萬."""
    grouped = _SPACED.sub(lambda whole: re.sub(r"\s", ",", whole[0]), text)
    closed = _AT_SCALE.sub("", grouped)
    return _LONG.sub(lambda whole: f"{int(whole[0]):,}", closed)


def short_number(printed: str, words: Words) -> str:
    """The same for a narrow column: 12.84m."""
    text = number_of(printed, words)
    for name, short in _SHORT.items():
        text = text.replace(f" {name}", short)
    return text


def _in_thousands(found: re.Match[str]) -> str:
    number = Decimal(found["number"].replace(",", ""))
    value = number.scaleb(sum(_POWERS[sign] for sign in found["scale"]))
    for power, name in _LARGE:
        if abs(value) >= 10**power:
            return f"{value.scaleb(-power):,f} {name}"
    return f"{value:,f}"


def ends_of(number: Printed) -> tuple[str, str]:
    """The values between which a rounded number lies, written as it is with one digit more: 83.135%
    and 83.145%."""
    interval, tenth = number.interval(), number.unit / 10
    return number.write(int(interval.low / tenth), 1), number.write(int(interval.high / tenth), 1)

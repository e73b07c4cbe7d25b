"""What a printed number stands for: "6452" is exact, "83.14%" is an interval.

The printed form and the unit speak together: `49.18` with unit `%` is 49.18%, `1284` with unit `万元`
is 12.84 million yuan, rounded. Everything here is exact: integers and fractions, never a float.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Digits below this are exact as floats, and so are twice the digits plus or minus one.
LARGEST_DIGITS = 2**51
LARGEST_EXPONENT = 22  # the last power of ten that is exact as a float
MOST_DIGITS = 100  # no report prints more; a float holds 308
RULES = ("half_up", "half_even", "truncation")
CURRENCIES = tuple("¥$£€")  # the signs that stand before an amount
ENGLISH_MULTIPLES = ("thousand", "lakh", "million", "crore", "billion", "trillion")
MONEY_MULTIPLES = ("k", "m", "bn")  # right behind an amount with such a sign; else m is a metre

# What a sign multiplies by, as a power of ten. A number with any of them was rounded.
_MULTIPLES = {
    "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7,
    "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
}  # fmt: skip
_RATIOS = {"成": -1, "%": -2, "百分点": -2, "‰": -3, "千分点": -3, "‱": -4, "基点": -4, "倍": 0}
_SCALES = {"": 0} | _MULTIPLES | _RATIOS
_ENGLISH = {"thousand": "千", "lakh": "十万", "million": "百万", "crore": "千万",
            "billion": "十亿", "trillion": "万亿",
            "k": "千", "000": "千", "000s": "千", "m": "百万", "bn": "十亿"}  # fmt: skip
_SAME = ({"%", "百分点"}, {"‰", "千分点"})  # signs of one size that do not contradict each other

_BEFORE = {"约": "about", "大约": "about", "近": "at_most", "不到": "at_most", "不足": "at_most",
           "超": "at_least", "超过": "at_least", "逾": "at_least"}  # fmt: skip
_AFTER = {"多": "at_least", "余": "at_least", "以上": "at_least", "左右": "about", "上下": "about",
          "以下": "at_most", "以内": "at_most"}  # fmt: skip

_TO_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x2212: "-", 0x2013: "-", 0xFE63: "-", 0xFE6A: "%",
    0x00A0: " ", 0x2009: " ", 0x202F: " ", 0x3000: " ",
    ord("億"): "亿", ord("萬"): "万", ord("餘"): "余", ord("點"): "点",
    ord("個"): "个", ord("過"): "过", ord("約"): "约",
}  # fmt: skip


def _alternatives(words: Sequence[str] | dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NUMBER = re.compile(
    rf"(?P<before>{_alternatives(_BEFORE)}|) ?(?P<sign>[+-]?)"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(?P<decimals>\d+))?"
    rf"(?P<more>[多余]?)(?P<suffix>.*?) ?(?P<after>{_alternatives(_AFTER)}|)",
    re.ASCII,
)
_SIMPLE_DIGITS = 40  # before and behind the point of a number that is read at once
_SIMPLE = re.compile(rf"(\d{{1,{_SIMPLE_DIGITS}}})(?:\.(\d{{1,{_SIMPLE_DIGITS}}}))?(%?)", re.ASCII)
_WITH_MORE = re.compile(
    rf"(?P<multiple> ?(?:{_alternatives(list(_MULTIPLES))}))(?P<more>[多余])(?P<word>.*)"
)
_RATIO = re.compile(
    r"(?P<sign>[%‰‱])|个?(?P<points>百分点|千分点|基点)|(?P<whole>^[成倍]$)"
    r"|(?P<percentage_points>\bpercentage points?\b|\bpp$)|(?P<percent>\bper ?cent(?:age)?\b)",
    re.IGNORECASE,
)
# 千 in front of a unit of measure belongs to it, and so do 百 and 千 in front of 分.
_MULTIPLE = re.compile(
    rf"(?![百千]分|千[米克瓦伏安焦赫卡帕字])(?P<multiple>{_alternatives(list(_MULTIPLES))}) ?(?P<word>.*)"
)
_ENGLISH_MULTIPLE = re.compile(
    rf"[{''.join(CURRENCIES)}]? ?(?P<multiple>{_alternatives(ENGLISH_MULTIPLES)})s?\b ?(?P<word>.*)"
    rf"|[{''.join(CURRENCIES)}] ?['’]?(?P<short>{_alternatives(MONEY_MULTIPLES)}|000s?)"
    r"|['’]?(?P<naughts>000s?)\b ?(?P<things>.*)",  # '000 tonnes
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"(\d[\d,]*) ?(?P<by>[亿億万萬]) ?(\d,?\d{0,3})(?![\d,.])")  # 265万5,570
_DECIMAL_COMMA = re.compile(r"([+-]?\d{1,3}),(\d{1,2} ?%)", re.ASCII)  # 5,2%
_MONEY = "元"  # may stand in the printed form although the unit does not name it


class Unreadable(ValueError):
    """What cannot be read as a number: what is wrong with it, how to mend it, and in which
    column."""

    def __init__(self, problem: str, fix: str, column: str = "printed"):
        self.problem, self.fix, self.column = problem, fix, column
        super().__init__(f"{problem}; {fix}")


class Interval(NamedTuple):
    """All values from `low` to `high`; an end belongs to it where its `_closed` is true."""

    low: Fraction
    high: Fraction
    low_closed: bool = True
    high_closed: bool = True

    def meets(self, other: Interval) -> bool:
        """Whether the two intervals have a value in common."""
        return _overlaps_from(
            self.low, self.low_closed, other.high, other.high_closed
        ) and _overlaps_from(other.low, other.low_closed, self.high, self.high_closed)

    def holds(self, value: Fraction) -> bool:
        """Whether `value` lies in the interval."""
        return self.meets(Interval(value, value))


def _overlaps_from(low: Fraction, low_closed: bool, high: Fraction, high_closed: bool) -> bool:
    return low < high or (low == high and low_closed and high_closed)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: `digits` x 10**`exponent`, the exponent being that of its last digit.

    `exact` tells a count from a rounded number. `sign` is what multiplies it, wherever it stands:
    `%` for `83.14%` and for `83.14` with unit `%`. `suffix` is what the printed form itself has
    after the digits, so that another value can be printed the same way. `bound` is what its own
    wording says: `at_least` for `2000多`.
    """

    digits: int
    exponent: int
    exact: bool = True
    sign: str = ""
    suffix: str = ""
    bound: str = "exact"

    @property
    def value(self) -> Fraction:
        """The printed value itself: 0.8314 for 83.14%."""
        return self.digits * self.unit

    def __float__(self) -> float:
        """The value as the nearest float."""
        if self.exponent >= 0:
            return float(self.digits * 10**self.exponent)
        return self.digits / 10**-self.exponent

    @property
    def unit(self) -> Fraction:
        """One unit of the last printed digit: 0.0001 for 83.14%."""
        return Fraction(10) ** self.exponent

    @property
    def decimals(self) -> int:
        """How many digits stand behind the decimal point."""
        return _SCALES[self.sign] - self.exponent

    def rounded(self) -> Printed:
        """The same number, rounded to its last printed digit although it is whole."""
        return replace(self, exact=False) if self.exact else self

    def interval(self, rule: str = "half_up") -> Interval:
        """Every value that `rule` would have printed so.

        Rules work on the magnitude and leave the sign, as GB/T 8170 does: -5.0% stands for
        (-5.05%, -4.95%].
        """
        if self.exact:
            return Interval(self.value, self.value)
        low, high, low_closed, high_closed = _magnitudes(abs(self.digits), rule)
        if self.digits == 0:
            return Interval(-high * self.unit, high * self.unit, high_closed, high_closed)
        if self.digits < 0:
            return Interval(-high * self.unit, -low * self.unit, high_closed, low_closed)
        return Interval(low * self.unit, high * self.unit, low_closed, high_closed)

    def write(self, digits: int, finer: int = 0) -> str:
        """Another number, written the same way: 8307 as `83.07%` beside `83.14%`.

        `digits` counts units of the last printed digit, or of one so many places `finer`.
        """
        decimals, text = self.decimals + finer, str(abs(digits))
        if decimals > 0:
            text = text.zfill(decimals + 1)
            text = f"{text[:-decimals]}.{text[-decimals:]}"
        return f"{'-' if digits < 0 else ''}{text}{self.suffix}"


def _magnitudes(digits: int, rule: str) -> tuple[Fraction, Fraction, bool, bool]:
    """The magnitudes, in units of the last digit, that `rule` turns into `digits`."""
    half = Fraction(1, 2)
    if rule == "truncation":
        return Fraction(digits), Fraction(digits + 1), True, False
    if rule == "half_even":
        return digits - half, digits + half, digits % 2 == 0, digits % 2 == 0
    if rule == "half_up":
        return digits - half, digits + half, True, False
    raise ValueError(f"unknown rounding rule {rule!r}; known are {', '.join(RULES)}")


class Numbers(NamedTuple):
    """Printed numbers column by column, an entry each.

    `value` is the nearest float, `usable` tells where floats can hold the number's ends (digits and
    exponent are 0 elsewhere), `canonical` where its text is just what `Printed.write` gives.
    """

    printed: NDArray[np.object_]
    digits: NDArray[np.int64]
    exponent: NDArray[np.int64]
    exact: NDArray[np.bool_]
    usable: NDArray[np.bool_]
    canonical: NDArray[np.bool_]
    value: NDArray[np.float64]


def to_columns(
    texts: Sequence[str], numbers: Sequence[Printed], codes: NDArray[np.intp]
) -> Numbers:
    """The numbers of distinct texts as columns, in the order of `codes`, which point into them."""
    fits = [abs(n.digits) < LARGEST_DIGITS and abs(n.exponent) <= LARGEST_EXPONENT for n in numbers]
    kept = [number if fit else Printed(0, 0) for number, fit in zip(numbers, fits, strict=True)]
    printed = np.empty(len(numbers), object)
    printed[:] = numbers
    columns = (
        printed,
        np.array([number.digits for number in kept], np.int64),
        np.array([number.exponent for number in kept], np.int64),
        np.array([number.exact for number in numbers], np.bool_),
        np.array(fits, np.bool_),
        np.array([t == n.write(n.digits) for t, n in zip(texts, numbers, strict=True)], np.bool_),
        np.array([float(number) for number in numbers], float),
    )
    return Numbers._make(column[codes] for column in columns)


def parse(text: str, unit: str = "") -> Printed:
    """Read a number as a report prints it, together with its unit.

    `6,452`, `6 452`, `８３．１４％`, `84.8 %`, `1.2万`, `500.76億`, `2000多`, `-5.0%`, `2.8万元左右`;
    `265萬5,570`; `49.18` with unit `%`; `1284` with unit `万元`. A sign that stands in both is
    applied once.

    Raises Unreadable where the text is empty or no number (`1.2.3`, `12O4`, `3—5`, `六成`), or where
    it and the unit contradict each other (`83.14%` with unit `‰` or `户`).
    """
    if not unit and text.isascii() and text.isdigit() and len(text) < MOST_DIGITS:
        return Printed(int(text), 0)
    if (simple := _SIMPLE.fullmatch(text)) and (sign := _sign_of(simple[3], unit)) is not None:
        whole, decimals, suffix = simple.groups(default="")
        exponent = _SCALES[sign] - len(decimals)
        exact = not (decimals or sign)
        return Printed(int(whole + decimals), exponent, exact, sign, suffix)
    plain = single_number(text.translate(_TO_ASCII).strip())
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise _refusal(plain)
    words = {_BEFORE.get(found["before"]), _AFTER.get(found["more"]), _AFTER.get(found["after"])}
    suffix = found["suffix"]
    if more := _WITH_MORE.fullmatch(suffix):
        suffix = more["multiple"] + more["word"]
        words.add(_AFTER[more["more"]])
    sign = _combine_signs(plain, suffix.strip(), unit)
    decimals = found["decimals"] or ""
    digits = re.sub("[, ]", "", found["whole"]) + decimals
    if len(digits) > MOST_DIGITS:
        raise Unreadable(f"has {len(digits)} digits", "copy the number as printed")
    return Printed(
        digits=-int(digits) if found["sign"] == "-" else int(digits),
        exponent=_SCALES[sign] - len(decimals),
        exact=not (decimals or sign),
        sign=sign,
        suffix=suffix,
        bound=_combine_bounds(words - {None}),
    )


def single_number(plain: str) -> str:
    """What is counted by hundred millions and ten thousands, and what has a comma for its point,
    as others are printed: 2655570 for 265万5,570, 12345万 for 1亿2,345万, 5.2% for 5,2%."""
    if decimal := _DECIMAL_COMMA.fullmatch(plain):
        return f"{decimal[1]}.{decimal[2]}"
    for by in ("亿億", "万萬") if re.search("[万萬]", plain) else ():
        if (found := _COMPOUND.search(plain)) and found["by"] in by:
            high, low = (int(found[part].replace(",", "")) for part in (1, 3))
            plain = f"{plain[: found.start()]}{high * 10**4 + low}{plain[found.end() :]}"
    return plain


@lru_cache(4096)
def _sign_of(suffix: str, unit: str) -> str | None:
    """The sign of a plain number with this suffix and unit; None where they contradict each other,
    which is told with the number."""
    try:
        return _combine_signs("1", suffix, unit)
    except Unreadable:
        return None


def _combine_bounds(bounds: set[str | None]) -> str:
    """What the words around a number say of it; two that differ make it about so much."""
    if len(bounds) > 1:
        return "about"
    return next(iter(bounds), None) or "exact"


def _combine_signs(plain: str, suffix: str, unit: str) -> str:
    """The sign that the printed form and the unit give together. Raises Unreadable, see `parse`."""
    sign, word = _sign_and_word(suffix)
    if sign in _RATIOS and not _RATIO.fullmatch(suffix):
        raise _refusal(plain)
    unit_sign, unit_word = _sign_and_word(unit.translate(_TO_ASCII).strip(" ()"))
    if word not in ("", _MONEY, unit_word):
        raise _refusal(plain, word)
    if sign and unit_sign:
        contradicts = sign != unit_sign and {sign, unit_sign} not in _SAME
    else:  # a ratio counts nothing, so it does not go with 户 or 元
        contradicts = bool((sign in _RATIOS and unit_word) or (unit_sign in _RATIOS and word))
    if contradicts or (word and unit_word and word != unit_word):
        raise _contradiction(plain)
    return sign or unit_sign


@lru_cache(4096)
def _sign_and_word(unit: str) -> tuple[str, str]:
    """What a unit multiplies by, and what it counts: `万元` is 万 and 元, `个百分点` is 百分点 alone."""
    if not unit:
        return "", ""
    if ratio := _RATIO.search(unit):
        if ratio["percentage_points"]:
            return "百分点", ""
        return ("%" if ratio["percent"] else ratio["sign"] or ratio["points"] or ratio["whole"]), ""
    if multiple := _MULTIPLE.fullmatch(unit):
        return multiple["multiple"], multiple["word"]
    if multiple := _ENGLISH_MULTIPLE.fullmatch(unit):
        said = multiple["multiple"] or multiple["short"] or multiple["naughts"]
        return _ENGLISH[said.lower()], multiple["word"] or multiple["things"] or ""
    return "", unit


def _contradiction(plain: str) -> Unreadable:
    return Unreadable(
        f"contradicts {plain}",
        "compare both with the source; a sign that stands twice counts once",
        "unit",
    )


_NO_NUMBER = "is not a printed number"
_REFUSALS = (
    (
        re.compile(r"[^\d]*\d[\d.,]*[^\d.,:/]{0,3}(?:[-–—~～〜至到]+)[^\d.,:/]{0,2}\d[\d.,]*\D*"),
        "is a range and not one number",
        "give each end a row of its own, with bound at_least and at_most, or set both aside in"
        " omitted.csv",
    ),
    (
        re.compile(r"[^\d]*\d[\d.,]*%?(?: ?[:/∶] ?\d[\d.,]*%?)+.*"),
        "is several numbers",
        "give each of them a row of its own",
    ),
    (
        re.compile(r"\d+(?:\.\d+){2,}.*"),
        _NO_NUMBER,
        "has more than one decimal point: write a number such as 6452, 83.14% or 1.2万, or set a"
        " date or a heading's number aside in omitted.csv",
    ),
    (
        re.compile(r"[^\da-zA-Z]*[一二三四五六七八九十百千半几两零〇][^\d]*"),
        "is a number in words",
        "leave the row out: only Arabic numerals are facts, so nothing misses it",
    ),
)


def _refusal(plain: str, word: str = "") -> Unreadable:
    """Why this is not one number, and what to do about it."""
    if not plain:
        return Unreadable("is empty", "copy the number as printed, or leave the row out")
    for pattern, problem, fix in _REFUSALS:
        if pattern.fullmatch(plain):
            return Unreadable(problem, fix)
    if word.isalpha() and plain.endswith(word):
        number = plain.removesuffix(word).strip()
        return Unreadable(_NO_NUMBER, f"write {number}, and {word} into the column unit")
    return Unreadable(_NO_NUMBER, "write a number such as 6452, 83.14% or 1.2万")


def round_half_up(value: Fraction, unit: Fraction) -> int:
    """`value` in units of `unit`, rounded half up in magnitude: the assumed rule of every
    report."""
    magnitude = abs(value) / unit
    rounded = (2 * magnitude.numerator + magnitude.denominator) // (2 * magnitude.denominator)
    return -rounded if value < 0 else rounded

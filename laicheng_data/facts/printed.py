"""What a printed number stands for: "6452" is exact, "83.14%" is an interval.

Everything here is exact: integers and fractions, never a float.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LARGEST_DIGITS = (
    2**51
)  # digits below this are exact as floats, and so are twice the digits plus or minus one
LARGEST_EXPONENT = 22  # the last power of ten that is exact as a float
RULES = ("half_up", "half_even", "truncation")

_MULTIPLES = {"": 0, "万": 4, "亿": 8, "万亿": 12}
_SIGNS = {"": 0, "%": -2, "‰": -3}
_MORE = "多余"
_TO_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x2212: ord("-"),
    0x3000: ord(" "),
}
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)(?P<whole>\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.(?P<decimals>\d+))?"
    rf"(?P<more>[{_MORE}]?)(?P<multiple>万亿|万|亿|)(?P<more_after>[{_MORE}]?)(?P<per>[%‰]?)",
    re.ASCII,
)


class Interval(NamedTuple):
    """All values from `low` to `high`; an end belongs to it where its `_closed` is true."""

    low: Fraction
    high: Fraction
    low_closed: bool = True
    high_closed: bool = True

    def meets(self, other: Interval) -> bool:
        """Whether the two intervals have a value in common."""
        return _reaches(self.low, self.low_closed, other.high, other.high_closed) and _reaches(
            other.low, other.low_closed, self.high, self.high_closed
        )

    def holds(self, value: Fraction) -> bool:
        """Whether `value` lies in the interval."""
        return self.meets(Interval(value, value))


def _reaches(low: Fraction, low_closed: bool, high: Fraction, high_closed: bool) -> bool:
    return low < high or (low == high and low_closed and high_closed)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: `digits` x 10**`exponent`, where the exponent is that of the last printed digit.

    `exact` tells a count from a rounded number; `more` says that 多 or 余 follows; `multiple` and `per`
    keep how it was written, so that another value can be printed the same way.
    """

    digits: int
    exponent: int
    exact: bool = True
    more: bool = False
    multiple: str = ""
    per: str = ""

    @property
    def value(self) -> Fraction:
        """The printed value itself: 0.8314 for 83.14%."""
        return self.digits * self.unit

    def __float__(self) -> float:
        """The value as the nearest float."""
        return (
            float(self.digits * 10**self.exponent)
            if self.exponent >= 0
            else self.digits / 10**-self.exponent
        )

    @property
    def unit(self) -> Fraction:
        """One unit of the last printed digit: 0.0001 for 83.14%."""
        return Fraction(10) ** self.exponent

    @property
    def decimals(self) -> int:
        """How many digits stand behind the decimal point."""
        return _MULTIPLES[self.multiple] + _SIGNS[self.per] - self.exponent

    def interval(self, rule: str = "half_up") -> Interval:
        """Every value that `rule` would have printed so.

        Rules work on the magnitude and leave the sign, as GB/T 8170 does: -5.0% stands for (-5.05%, -4.95%].
        """
        if self.exact:
            return Interval(self.value, self.value)
        low, high, low_closed, high_closed = _magnitudes(abs(self.digits), rule)
        if self.digits == 0:
            return Interval(-high * self.unit, high * self.unit, high_closed, high_closed)
        if self.digits < 0:
            return Interval(-high * self.unit, -low * self.unit, high_closed, low_closed)
        return Interval(low * self.unit, high * self.unit, low_closed, high_closed)

    def written(self, digits: int) -> str:
        """Another number of as many last digits, written the same way: 8307 as `83.07%` beside `83.14%`."""
        decimals, text = self.decimals, str(abs(digits))
        if decimals:
            text = text.zfill(decimals + 1)
            text = f"{text[:-decimals]}.{text[-decimals:]}"
        return f"{'-' if digits < 0 else ''}{text}{self.multiple}{self.per}"


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

    `usable` tells where floats can hold the number's ends (digits and exponent are 0 elsewhere), `canonical` where
    its text is just what `Printed.written` gives.
    """

    printed: NDArray[np.object_]
    digits: NDArray[np.int64]
    exponent: NDArray[np.int64]
    exact: NDArray[np.bool_]
    usable: NDArray[np.bool_]
    canonical: NDArray[np.bool_]


def in_columns(
    texts: Sequence[str], numbers: Sequence[Printed], codes: NDArray[np.intp]
) -> Numbers:
    """The numbers of distinct texts as columns, in the order of `codes`, which point into them."""
    fits = [abs(n.digits) < LARGEST_DIGITS and abs(n.exponent) <= LARGEST_EXPONENT for n in numbers]
    printed = np.empty(len(numbers), object)
    printed[:] = numbers
    columns = (
        printed,
        np.array([n.digits if fit else 0 for n, fit in zip(numbers, fits, strict=True)], np.int64),
        np.array(
            [n.exponent if fit else 0 for n, fit in zip(numbers, fits, strict=True)], np.int64
        ),
        np.array([n.exact for n in numbers], np.bool_),
        np.array(fits, np.bool_),
        np.array(
            [text == n.written(n.digits) for text, n in zip(texts, numbers, strict=True)], np.bool_
        ),
    )
    return Numbers._make(column[codes] for column in columns)


def parse(text: str) -> Printed:
    """Read a number as a report prints it: `6,452`, `８３．１４％`, `1.2万`, `2000多`, `-5.0%`.

    Raises ValueError where the text is empty or no number, `1.2.3` and `12O4` among them.
    """
    if text.isascii() and text.isdigit():
        return Printed(int(text), 0)
    plain = text.translate(_TO_ASCII).strip()
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise ValueError("is empty" if not plain else "is not a printed number")
    decimals, multiple, per = found["decimals"] or "", found["multiple"], found["per"]
    digits = int(found["whole"].replace(",", "") + decimals)
    return Printed(
        digits=-digits if found["sign"] == "-" else digits,
        exponent=_MULTIPLES[multiple] + _SIGNS[per] - len(decimals),
        exact=not (decimals or multiple or per),
        more=bool(found["more"] or found["more_after"]),
        multiple=multiple,
        per=per,
    )


def round_half_up(value: Fraction, unit: Fraction) -> int:
    """`value` in units of `unit`, rounded half up in magnitude (the assumed rule of every report)."""
    magnitude = abs(value) / unit
    rounded = (2 * magnitude.numerator + magnitude.denominator) // (2 * magnitude.denominator)
    return -rounded if value < 0 else rounded

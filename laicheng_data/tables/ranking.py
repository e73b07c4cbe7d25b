"""Which of several printed numbers is the largest or the least, as far as rounding tells."""

from __future__ import annotations

import pandas as pd

from laicheng_data.facts.printed import parse


def is_apart(rows: pd.DataFrame, value: float) -> bool:
    """Whether no other number may be one with those that are printed as this `value`: 12,300 is
    not apart from 1.2万, which stands for up to 12,500.

    Columns used: `printed`, `unit`, `value`.
    """
    numbers = zip(rows["printed"], rows["unit"], rows["value"], strict=True)
    read = [(parse(printed, unit).interval(), size) for printed, unit, size in numbers]
    others = [interval for interval, size in read if size != value]
    return not any(own.meets(other) for own, size in read if size == value for other in others)

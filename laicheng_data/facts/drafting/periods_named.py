"""The periods that the numbers of a paragraph speak of: the last named, as far as it holds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from laicheng_data.facts.drafting.period_names import named_periods, year_before
from laicheng_data.facts.drafting.phrases import CHANGE, SENTENCE_END
from laicheng_data.facts.periods import from_january, own_month
from laicheng_data.facts.sources.paragraphs import NUMERAL

_CHANGED = re.compile(rf"(?:{CHANGE.pattern})$")
_OF_THAT_PERIOD = re.compile(
    r"(?:年|末|底|同期|全年)*(?:[（(][^（()）]*[）)])?"
    r"(?:的[^，。；、\d]{0,12}|第.次[^，。；、\d]{2,10}普查的?)"
    r"|(?:同期[^，。；、\d（()）]{0,6})?[（(]"  # 比去年同期（29起）, 同比上年（3905件）
)
_ASIDE = re.compile(r"[（(][^（()）]*[）)]")
_MOST_BESIDE = 6  # characters in brackets that may stand beside a period which goes on behind them
_SO_FAR = re.compile(r"累计(?:完成|实现|征收|入库)?(?![结余])|[当本]月")
_COMES_IN = re.compile(
    r"(?:收入|支出|局|部门|税)\S{0,4}(?:完成|入库)|[收支][入出]\S{0,2}累计(?=\d)"
)
_OF_MONTH = re.compile(r"[当本]月.*累计|累计.*[当本]月")  # both are spoken of
_LAST_YEAR = re.compile(r"去年|上一?年")
_TIMES_OF = re.compile(r"[\d.]+多?倍")


class Periods:
    """The periods that a line names. `period` is that of the report, `sentences` are where each
    sentence begins and the last ends."""

    def __init__(self, line: str, period: str, sentences: Sequence[int]):
        self.line, self.period, self.sentences = line, period, sentences
        self.named = list(named_periods(line, period))
        # Looked for once: a paragraph may be a whole report in one line.
        pairs = pairwise(sentences)
        self.silent = [(at, end) for at, end in pairs if not NUMERAL.search(line, at, end)]
        self.so_far = list(_SO_FAR.finditer(line))
        self.is_of_month = _OF_MONTH.search(line) is not None
        self.until = self._period_ends()

    def at(self, start: int) -> str:
        """The period that a number there speaks of: the last that is named before it in the text.

        It no longer holds behind a sentence that names neither a period nor a number.
        """
        period, last = self.period, None
        for named, until in zip(self.named, self.until, strict=True):
            if named.start >= start:
                break
            if until <= start:
                continue
            if named.is_ago:
                if self._is_still_ago(named.end, start):
                    return named.period
            elif not named.is_compared:
                last = named
            elif self._is_of(named.end, start) and self.line[named.start - 1] != "占":
                now = last.period if last else self.period
                is_bare = self.line[named.end : start].strip() in ("(", "（")
                is_same_part = is_bare and year_before(now)[:4] == named.period
                return year_before(now) if is_same_part else named.period
        if last:
            period = last.period if self._has_numbers_throughout(last.end, start) else period
            period = self._cumulative_period(period, last.end, start)
        return self._cumulative_period(period, 0, start) if self.is_of_month else period

    def _period_ends(self) -> list[int]:
        """Up to where each of the periods holds: to the end of brackets that say more than it,
        不含上年旧存5件; of a sentence that goes through several; else of the paragraph."""
        until = [len(self.line) + 1] * len(self.named)
        starts = [named.start for named in self.named]
        for aside in _ASIDE.finditer(self.line):
            own = range(bisect_left(starts, aside.start()), bisect_left(starts, aside.end()))
            dated = sum(self.named[at].end - self.named[at].start for at in own)
            is_ago = any(_LAST_YEAR.match(self.line, self.named[at].start) for at in own)
            if own and (is_ago or len(aside.group()) - dated > _MOST_BESIDE):
                until[own.start : own.stop] = [aside.end()] * len(own)
        for end in _unopened_brackets(self.line):
            at = bisect_left(starts, end) - 1
            if at >= 0 and not re.search(r"[（()）。]", self.line[starts[at] : end - 1]):
                until[at] = min(until[at], end)
        for begin, end in pairwise(self.sentences):
            own = range(bisect_left(starts, begin), bisect_left(starts, end))
            for at in (*self._passing_periods(own), *self._unused_periods(own[-1:], end)):
                until[at] = min(until[at], end)
        return until

    def _passing_periods(self, own: range) -> range:
        """Those periods of a sentence that do not hold behind it: all, where it goes through three
        or more, 一季度增长5%，二季度增长6%，三季度增长7%."""
        said = {self.named[at].period for at in own if not self.named[at].is_compared}
        return own if len(said) > 2 else own[:0]

    def _unused_periods(self, last: range, end: int) -> range:
        """The year before, where it is named last in a sentence and no number follows: 去年未查处."""
        is_silent = all(
            _LAST_YEAR.match(self.line, self.named[at].start)
            and not NUMERAL.search(self.line, self.named[at].end, end)
            for at in last
        )
        return last if is_silent else last[:0]

    def _cumulative_period(self, period: str, begin: int, end: int) -> str:
        """The period as the last of 累计 and 当月 between two places has it, a day only of what
        comes in."""
        before = self.so_far[: bisect_right(self.so_far, end, key=lambda mark: mark.end())]
        said = [mark[0] for mark in before[-1:] if mark.start() >= begin]
        is_day = period.count("-") > 1 and "/" not in period
        if is_day:
            comes_in = said > ["累计"] or _COMES_IN.search(self.line, begin, end)
            return from_january(period) if comes_in else period
        if not said:
            return period
        return from_january(period) if said[0].startswith("累计") else own_month(period)

    def _is_of(self, end: int, start: int) -> bool:
        """Whether a number is of the period that it is compared with: 比2014年的5件."""
        is_next = _OF_THAT_PERIOD.fullmatch(self.line, end, start) is not None
        is_times = _TIMES_OF.match(self.line, start) is not None
        return is_next and not is_times and not _CHANGED.search(self.line, end, start)

    def _is_still_ago(self, end: int, start: int) -> bool:
        """Whether a number is of the year before that is named in its sentence: no change from it,
        which is of this year again, stands between or is the number itself."""
        return not (
            SENTENCE_END.search(self.line, end, start) or CHANGE.search(self.line, end, start)
        )

    def _has_numbers_throughout(self, end: int, start: int) -> bool:
        """Whether each whole sentence between two places has a number."""
        first = bisect_right(self.silent, end, key=lambda sentence: sentence[0])
        return not any(last <= start for _, last in self.silent[first : first + 1])


def _unopened_brackets(line: str) -> list[int]:
    """Where brackets are closed that a text has forgotten to open."""
    opened, ends = 0, []
    for mark in re.finditer(r"[（(]|[）)]", line):
        opened += 1 if mark[0] in "（(" else -1
        if opened < 0:
            opened = 0
            ends.append(mark.end())
    return ends

"""Lists in the order of what their things are ranked by: 收入情况：按规模由大到小，甲县5亿元，乙县4亿元；按
增速由高到低，乙县6%，甲县5%.

Each thing is whose number it is; the heading of the list and what it is ranked by are what is
counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from laicheng_data.facts.drafting.draft_fact import DraftFact
from laicheng_data.facts.drafting.phrases import (
    CHANGE,
    CLAUSE_END,
    SENTENCE_END,
    clean_clause,
    join_words,
    strip_brackets,
    to_word,
)

_RANKED = re.compile(
    r"按(?:照)?(?P<by>[^，,。；;：:]{2,10}?)(?:[由从自]?[大多快高强]到[小少慢低弱]|[由从自]?[小少慢低弱]到[大多快高强])"
    r"(?:的?(?:顺序|次序))?(?:排[列序名])?(?:依次|分别)?[为是]?[，,：:]?"
)
_HEADING = re.compile(r"(?P<of>[^，,。；;：:]{2,20}?)(?:的?(?:情况|排名|排序))?[：:]\s*$")
_EACH = re.compile(r"^(?:全[市县区省国])?各(?:[省市县区州盟旗镇乡地]|街道|单位|部门|行业|、)+的?")
_SIZE = re.compile(r"规模|总[量额]|数[量额]|金额|绝对[数额值]")
_LONGEST_NAME = 12


def assign_rankings(text: str, facts: list[DraftFact]) -> Iterator[DraftFact]:
    """The numbers of ranked lists, each as the thing's that it stands behind."""
    marks = list(_RANKED.finditer(text))
    heading = _HEADING.search(text, 0, marks[0].start()) if marks else None
    said = _EACH.sub("", strip_brackets(heading["of"])) if heading else ""
    of = to_word(clean_clause(said))
    for number in facts:
        mark = next((mark for mark in reversed(marks) if mark.end() <= number.start), None)
        if mark is None or SENTENCE_END.search(text, mark.end(), number.start):
            continue
        name = to_word(clean_clause(CLAUSE_END.split(text[mark.end() : number.start])[-1]))
        if number.role != "level" or not 0 < len(name) <= _LONGEST_NAME:
            continue
        by = to_word(mark["by"])
        measure = of if _SIZE.search(by) else join_words(of, by)
        role = "change" if CHANGE.search(by) else number.role
        yield replace(number, subject=name, measure=measure or by, role=role)

"""The briefing on paper: A4, the answer first, up to two charts, what to ask.

In Chinese it has the form of an official document (GB/T 9704: margins, sizes and faces of type,
a place for issuer and date), in English that of a memo of one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice, product

from laicheng_data.briefing.content import Briefing
from laicheng_data.briefing.finding import ANSWER, FAULT, GAP, Finding
from laicheng_data.briefing.fitting import BREAK
from laicheng_data.briefing.questions import Question, only_office
from laicheng_data.briefing.sections import caption
from laicheng_data.charts import layout, style
from laicheng_data.charts.catalogue import redraw
from laicheng_data.charts.chart import Chart
from laicheng_data.charts.export import ExportError, picture
from laicheng_data.charts.font import BOLD, REGULAR
from laicheng_data.facts.report import Report
from laicheng_data.words import HAN, Words, capitalise

MOST_CHARTS, MOST_FINDINGS, MOST_GAPS = 2, 4, 1
LEAST_QUESTIONS = 3  # where all have no room beside a chart
# The sections whose charts bear most on the matter, before all others; of what was checked, what
# does not hold comes first of all.
FIRST = ("change", "gap", "beside", "level", "check")
LEAST_LINE = 2  # characters of a title that no line holds alone
# Lines: those that a page may take more than reckoned; a head; who signs, and the day.
_SPARE, _HEAD, _SIGNED = 0.7, 1.26, 2.5
_TITLE, _FINE = 1.25, 1.35  # times its letters, that a line of a title or of small text is high
BESIDE_NUMBER = 1.5  # letters wide, before a question
_RULES = 14  # points, that lines below the title and above the small print take
_APART = 3  # points between paragraphs that are not set in
_AROUND = 4.0, 12.0  # points below a caption, and around a chart between such paragraphs
POINTS_A_MM = 72 / 25.4
_BEFORE_NUMBER = re.compile(rf"(?<={HAN.pattern})(?=[0-9])")


@dataclass(frozen=True)
class Face:
    """A kind of text: Latin and Chinese typeface, size in points, and whether it is bold."""

    latin: str
    chinese: str
    size: float
    bold: bool = False


@dataclass(frozen=True)
class Form:
    """How a document is set: margins in mm (top, bottom, left, right), faces (`lead` is that of the
    answer), lines in points; `ruled` has a line below its title and above its small print, and
    heads in the house's colour.
    """

    margins: tuple[float, float, float, float]
    title: Face
    heading: Face
    lead: Face
    text: Face
    small: Face
    line: float
    indented: bool
    centred: bool
    ruled: bool
    pages: int

    @property
    def width(self) -> float:
        """The width of the text in mm."""
        return 210 - self.margins[2] - self.margins[3]


FORMS = {
    # GB/T 9704-2012: 37/35/28/26 mm; title 22 pt 小标宋, text 16 pt 仿宋, headings 16 pt 黑体.
    "zh": Form(
        (37, 35, 28, 26),
        Face("Times New Roman", "方正小标宋简体", 22),
        Face("Times New Roman", "黑体", 16),
        Face("Times New Roman", "仿宋", 16, True),
        Face("Times New Roman", "仿宋", 16),
        Face("Times New Roman", "仿宋", 10.5),
        28,
        True,
        True,
        False,
        2,
    ),
    "en": Form(
        (13, 11, 20, 20),
        Face("Arial", "Microsoft YaHei", 16, True),
        Face("Arial", "Microsoft YaHei", 10.5, True),
        Face("Arial", "Microsoft YaHei", 13, True),
        Face("Arial", "Microsoft YaHei", 10.5),
        Face("Arial", "Microsoft YaHei", 10.5),
        14,
        False,
        False,
        True,
        1,
    ),
}
# The height of a chart as a share of its width, and where that leaves no room for both; drawn
# smaller and set larger, its smallest letters have LEAST_PT.
STRIP_SHARES = (0.36, 0.31, 0.28, 0.27, 0.26, 0.25, 0.24)
LEAST_PT = 8


@dataclass(frozen=True)
class Strip:
    """A chart for the page: its caption, alt text and picture."""

    title: str
    alt: str
    png: bytes


@dataclass(frozen=True)
class Paper:
    """What stands on the page, top to bottom."""

    title: str
    notes: list[str]
    answer: list[str]
    findings: list[tuple[str, str]]  # what is set in bold, and the rest
    strips: list[Strip]
    asked: str
    questions: list[tuple[str, str]]  # what is asked, and why, which is set smaller
    more: str


def paper_of(said: Briefing, report: Report, words: Words) -> Paper:
    """What the page says: whatever does not hold, then as much of the rest as has room on it."""
    found = [finding for finding in said.findings if finding.about == FAULT]
    asked = found[:LEAST_QUESTIONS]  # of which the questions stand further down
    faults = [
        words("sentence", text=f.headline) if f in asked and f.detail else f.text for f in found
    ]
    checked = [words("sentence", text=said.cover[0]), *faults]
    others = {f.text: f for f in said.findings if f.about not in (ANSWER, FAULT)}
    leading = [_split_lead(others[text]) for text in said.lead if text in others]
    gaps = [_gap_lead(f, said) for f in said.findings if f.about == GAP and not found]
    to_ask = [question for section in said.sections for question in section.questions]
    compared = [s.source for s in said.sections if s.key == "beside" and s.chart]
    source = next(iter(compared), said.source)  # that of the other places, too
    notes = [source, words("paper.note", text=said.method[0].partition(BREAK)[2])]
    paper = Paper(
        said.paper_title,
        # Where a line sets them apart, one stands below the other.
        notes if FORMS[words.language].ruled else [" ".join(notes)],
        checked,
        [*leading, *gaps[:MOST_GAPS]][:MOST_FINDINGS],
        [],
        _questions_heading(to_ask, words),
        [],
        "",
    )
    return _fit_charts(list(_question_variants(paper, to_ask, words)), said, report, words)


def _split_lead(finding: Finding) -> tuple[str, str]:
    """A finding in two: what it begins with and comes to, which is set in bold, and the rest."""
    lead = finding.headline if finding.text.startswith(finding.headline) else ""
    return lead, finding.text.removeprefix(lead)


def _gap_lead(finding: Finding, said: Briefing) -> tuple[str, str]:
    """A difference; why it may be stands beside its chart, where it has one."""
    lead, rest = _split_lead(finding)
    is_drawn = any(section.key == "gap" and section.chart for section in said.sections)
    return lead, rest[:1] if is_drawn and lead else rest


def _questions_heading(to_ask: Sequence[Question], words: Words) -> str:
    """The head of the questions: whom to ask, where that is one office."""
    office = only_office(to_ask, words)
    return words("paper.questions.of", office=office) if office else words("paper.questions")


def _fit_charts(asking: Sequence[Paper], said: Briefing, report: Report, words: Words) -> Paper:
    """The first of several pages that has room for both charts that weigh most; where none has, for
    others, or for one or none. On as few sheets, and as high, as that can be."""
    form = FORMS[words.language]
    strips = cache(lambda share: _strips(form, share, said, report, words))
    most_telling = [caption(chart, report, words) for chart in _charts_by_weight(said)]
    for charts in range(MOST_CHARTS, -1, -1):
        roomy = (
            (asked, share)
            for asked, pages, share in product(asking, range(1, form.pages + 1), STRIP_SHARES)
            if charts <= _room(asked, replace(form, pages=pages), share)
        )
        able = (  # drawn only as they are looked at
            replace(asked, strips=strips(share)[:charts])
            for asked, share in roomy
            if charts <= len(strips(share))
        )
        if first := next(able, None):
            if _titles(first.strips) == most_telling[:charts]:
                return first
            weightiest = _titles(strips(STRIP_SHARES[0]))[:charts]
            best = (paper for paper in chain([first], able) if _titles(paper.strips) == weightiest)
            return next(best, first)
    return asking[-1]


def _titles(strips: Sequence[Strip]) -> list[str]:
    return [strip.title for strip in strips]


def _question_variants(paper: Paper, to_ask: Sequence[Question], words: Words) -> Iterator[Paper]:
    """The page with all questions, with why ever fewer of the first are asked, and with ever fewer
    questions and how many there are besides, with why they are asked and without."""
    to_ask = _name_offices(to_ask, words)
    full = [(question.ask, question.why) for question in to_ask]
    bare = [(question.ask, "") for question in to_ask]
    reasons = [place for place, (_, why) in enumerate(full, start=1) if why]
    for reasoned in (*reversed(reasons), 0):
        yield replace(paper, questions=[*full[:reasoned], *bare[reasoned:]])
    for many in range(len(to_ask) - 1, LEAST_QUESTIONS - 1, -1):
        left = len(to_ask) - many
        more = words("paper.more.one" if left == 1 else "paper.more", count=left)
        for asked in (full, bare):
            yield replace(paper, questions=asked[:many], more=more)


def _name_offices(to_ask: Sequence[Question], words: Words) -> list[Question]:
    """The questions, each with whom it is for before it where they are for several offices."""
    of_each = [only_office([question], words) for question in to_ask]
    if len(set(of_each)) < 2:
        return list(to_ask)
    return [
        one._replace(ask=words("question.for", office=capitalise(office), ask=one.ask))
        if office
        else one
        for one, office in zip(to_ask, of_each, strict=True)
    ]


def _room(paper: Paper, form: Form, share: float) -> float:
    """How many charts have room on the pages of the form: a longer text takes that of a chart. Of
    two pages the second begins with a chart that the first has no room for, or with the
    questions, which stand together."""
    under, around = _AROUND
    around = form.line - form.text.size if form.indented else around
    tall = form.width * share * POINTS_A_MM + form.small.size + under + around
    page = (297 - form.margins[0] - form.margins[1]) * POINTS_A_MM
    if form.pages == 1:
        return (page - _height(paper, form)) / tall
    spare = _SPARE * form.line
    before = _height(replace(paper, questions=[], more="", notes=[]), form) - _SIGNED * form.line
    above, below = before + spare, _height(paper, form) - before + spare
    if above > page:
        return (2 * page - above - below) / tall
    return (page - above) // tall + (page - below) / tall if below <= page else -1


def _strips(form: Form, share: float, said: Briefing, report: Report, words: Words) -> list[Strip]:
    """As many charts as a page has, as far as they can be read so low, those first that bear most
    on the matter."""
    drawn = (_strip(chart, form, share, report, words) for chart in _charts_by_weight(said))
    return list(islice((strip for strip in drawn if strip), MOST_CHARTS))


def _charts_by_weight(said: Briefing) -> list[Chart]:
    """The charts of the storyline, those that bear most on the matter first, then the others."""
    by_key = {section.key: section.chart for section in said.sections}
    is_wrong = any(finding.about == FAULT for finding in said.findings)
    keys = sorted(FIRST, key=lambda key: not (is_wrong and key == "check"))
    first = [chart for key in keys if (chart := by_key.get(key))]
    return [*first, *(chart for chart in said.charts if chart not in first)]


def _strip(chart: Chart, form: Form, share: float, report: Report, words: Words) -> Strip | None:
    """The chart as a strip across the page; None where it cannot be read so low."""
    pixels = round(form.width / 25.4 * style.DPI * style.SMALL_PT / LEAST_PT)
    low = style.Format(pixels, round(pixels * share), headed=False)
    try:
        png = picture(redraw(chart, report, words, low), report.id, words.language)
    except (ExportError, style.TooMuchForOneChart):
        return None
    return Strip(caption(chart, report, words), chart.alt, png)


def _height(paper: Paper, form: Form) -> float:
    """How high the text of the page is, in points; `tests/test_printed_page.py` holds it against
    what the PDF takes."""
    width, size = form.width * POINTS_A_MM, form.text.size
    set_in = 2 * form.indented  # characters, the first line of a text and all of a question
    told = [*paper.answer[1:], *(f"{lead}{rest}" for lead, rest in paper.findings), paper.more]
    texts = ["\u3000" * set_in + text for text in told if text]
    asked = width - (set_in + BESIDE_NUMBER) * size
    lines: float = sum(_line_count(text, size, width) for text in texts)
    lines += sum(_line_count(ask, size, asked) for ask, _ in paper.questions)
    answered = ["\u3000" * set_in + text for text in paper.answer[:1]]
    large = sum(_line_count(text, form.lead.size, width, BOLD) for text in answered)
    lines += large * form.lead.size / size
    heads = _HEAD * sum(map(bool, (paper.answer, paper.findings, paper.questions)))
    around = heads + _SIGNED * form.centred
    many = len(texts) + len(answered) + len(paper.questions)
    apart = 0 if form.indented else _APART * many
    fine = sum(_line_count(text, form.small.size, width) for text in paper.notes)
    fine += sum(_line_count(why, form.small.size, asked) for _, why in paper.questions)
    title = sum(
        _line_count(line, form.title.size, width) for line in title_lines(paper.title, form)
    )
    others = fine * form.small.size * _FINE + title * form.title.size * _TITLE
    return (lines + around) * form.line + apart + others + _RULES * form.ruled


def title_lines(title: str, form: Form) -> list[str]:
    """A title in lines: one that is too long for one is broken behind the name of the report, and
    before it too where that does not fit beside its place; a name of more lines than one is broken
    into such as are about as long as each other."""
    width = form.width * POINTS_A_MM
    if _line_count(title, form.title.size, width) < 2 or "》" not in title:
        return [title]
    name, end, rest = title.partition("》")
    about, begin, name = name.partition("《")
    if (
        len(about) > LEAST_LINE
        and _line_count(about + begin + name + end, form.title.size, width) > 1
    ):
        lines = [about, begin + name + end, rest]
    else:
        lines = [about + begin + name + end, rest]
    set_in = (layout.wrap_balanced(line, form.title.size, width).split("\n") for line in lines)
    return [line for several in set_in for line in several]


@cache  # as the same texts are measured for page after page
def _line_count(text: str, size: float, width: float, weight: int = REGULAR) -> int:
    """How many lines a text takes. Programs set numbers apart from Chinese characters by a quarter
    of one on either side, less in a full line: so half of it is reckoned with."""
    apart = _BEFORE_NUMBER.sub(" ", text)
    return layout.wrap(apart, size, width, weight).count("\n") + 1 if text else 0

"""What a briefing says, whatever it is written on: a storyline, then all that bears it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from laicheng_data.briefing.findings import (
    ANSWER,
    CHANGE,
    COMPARISON,
    FAULT,
    GAP,
    LEVEL,
    Finding,
    findings,
    leading,
)
from laicheng_data.briefing.questions import open_questions
from laicheng_data.charts.catalogue import (
    charts_of,
    chosen,
    declaration,
    draw_of,
    source_line,
)
from laicheng_data.charts.chart import Chart, Material, NothingToDraw
from laicheng_data.charts.style import TooMuchForOneChart
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

METHOD = ("printed", "judged", "open", "again")
# The sections between the answer and the questions, and the findings that each tells.
SECTIONS = {
    "check": (ANSWER, FAULT),
    "change": (CHANGE,),
    "beside": (COMPARISON,),
    "level": (LEVEL,),
    "gap": (GAP,),
}
# Of these the picture may show less than the findings tell, or another measure first.
TITLED_BY_CHART = ("gap", "level")
MOST_LINES = 2  # beside a chart


@dataclass(frozen=True)
class Section:
    """One step of the storyline: a title that says it, sentences, the chart that shows it, where
    its numbers come from, and what whoever presents it may say aloud."""

    key: str
    title: str
    lines: list[str]
    source: str
    notes: str
    chart: Chart | None = None
    numbered: bool = False


@dataclass(frozen=True)
class Briefing:
    """All words are in one language.

    `checked` says what became of all that the report states; `lead` holds the three or so findings
    that matter most, `sections` the storyline and `appendix` what bears it out besides.
    """

    title: str
    checked: str
    source: str
    lead: list[str]
    findings: list[Finding]
    sections: list[Section]
    appendix: list[Section]
    questions: list[str]
    method: list[str]
    charts: list[Chart]


def briefing(
    report: Report,
    words: Words,
    charts: Sequence[Chart] | None = None,
    material: Material | None = None,
) -> Briefing:
    """Gather what is to be said of a report; `charts` saves drawing again what is drawn already,
    and `material` judging and reading again what these were made of.

    The report is judged once, what stands beside it is read once, and each chart is drawn once.
    """
    material = material or Material(report)
    charts = list(all_charts(material, words) if charts is None else charts)
    verdicts = material.verdicts
    found = findings(report, words, material.others, verdicts)
    source = source_line(report, words)
    questions = open_questions(report, words, verdicts)
    method = [words(f"briefing.method.{part}") for part in METHOD]
    told = {key: _section(key, found, charts, report, words) for key in SECTIONS}
    sections = [section for section, _ in told.values() if section]
    shown = [section.chart.name for section in sections if section.chart]
    titles = {chart.title for chart in charts}
    left = [line for _, lines in told.values() for line in lines]
    more = {"more": [line for line in left if line.rstrip("。.") not in titles]}
    appended = [_appended(chart, words) for chart in charts if chart.name not in shown]
    appendix = [*_lists(more, source, words), *appended]
    contents = {"appendix": [section.title for section in appendix]}
    questions_and_method = {
        "questions": questions,
        "method": [*method, words("briefing.generated")],
    }
    return Briefing(
        title=_title(words.word(report.place), words.word(report.card.title), words),
        checked=words("sentence", text=found[0].headline),
        source=source,
        lead=[finding.text for finding in leading(_in_short(found))],
        findings=found,
        sections=[*sections, *_lists(questions_and_method, source, words)],
        appendix=[*_lists(contents, source, words), *appendix],
        questions=questions,
        method=method,
        charts=charts,
    )


def _in_short(found: Sequence[Finding]) -> list[Finding]:
    """The findings as a cover has them: of several faults the answer names each, and the slide of
    what was checked says more."""
    faults = [finding for finding in found if finding.about == FAULT]
    return [finding for finding in found if len(faults) < 2 or finding not in faults]


def _title(place: str, name: str, words: Words) -> str:
    """Of which place and which report; a report that says no place stands for itself, once."""
    if place == name:
        return paper_title(name, words)
    return words("briefing.title", place=place, title=_without_article(name))


def paper_title(name: str, words: Words) -> str:
    """What a page about a report is headed with."""
    return words("paper.title", title=_without_article(name))


def _without_article(name: str) -> str:
    """A title to stand behind `the`."""
    return name.removeprefix("The ")


def all_charts(material: Material, words: Words) -> list[Chart]:
    """Every chart that the report's numbers fill and that can show them, as `charts_of` has
    them."""
    found = []
    for name in charts_of(material.report):
        try:
            found.append(draw_of(name, material, words))
        except (NothingToDraw, TooMuchForOneChart):
            continue
    return found


def _section(
    key: str, found: Sequence[Finding], charts: Sequence[Chart], report: Report, words: Words
) -> tuple[Section | None, list[str]]:
    """The section of this key with the first chart made for it, and what it has no room to say.

    What does not hold is said whatever room it takes: then the chart gives way.
    """
    told = [finding for finding in found if finding.about in SECTIONS[key]]
    if not told:
        return None, []
    first, *others = told
    chart = _chart_of(key, charts, report, first.measure)
    title, lines = first.headline, [first.detail] * bool(first.detail)
    lines += [finding.text for finding in others]
    if key == "check" and len(lines) > MOST_LINES:
        chart = None
    if chart is None and others and key == "check":
        most = len(lines)  # under the answer, which counts them
    elif chart is None:
        title, lines, most = words(f"briefing.{key}"), [finding.text for finding in told], len(told)
    elif key in TITLED_BY_CHART:
        title, lines, most = chart.title, [finding.text for finding in told], 0
    else:
        most = MOST_LINES
    lines, left = lines[:most], lines[most:]
    notes = _notes(key, [title, *lines[:1]], words)
    source = chart.source if chart else source_line(report, words)
    return Section(key, title, lines, source, notes, chart), left


def telling_charts(found: Sequence[Finding], report: Report) -> list[str]:
    """The charts that show what was found: those of what does not hold first, then in the order of
    the findings."""
    about = {finding.about for finding in found}
    keys = [key for key, told in SECTIONS.items() if about & set(told)]
    if FAULT not in about:  # a chart of what holds tells less than one of what changed
        keys = sorted(keys, key=lambda key: ANSWER in SECTIONS[key])
    stories = {name: declaration(name, report).story for name in charts_of(report)}
    return [
        name
        for key in keys
        for name in sorted(stories, key=lambda name: stories[name].get(key, len(stories)))
        if key in stories[name]
    ]


def _chart_of(key: str, charts: Sequence[Chart], report: Report, measure: str) -> Chart | None:
    """The most telling chart for a section, if any: one of the measure it speaks of first, if
    there is one."""
    shown = {choice.name: choice.measure.split("+") for choice in chosen(report)}
    places = {chart.name: declaration(chart.name, report).story.get(key) for chart in charts}
    able = [chart for chart in charts if places[chart.name] is not None]

    def place(chart: Chart) -> tuple[bool, int]:
        return measure not in shown.get(chart.name, [measure]), places[chart.name] or 0

    return min(able, key=place, default=None)


def _notes(key: str, said: Sequence[str], words: Words) -> str:
    """Two sentences to say, the caveat, and the question that will come."""
    sentences = [
        text if text.endswith(("。", ".", "？", "?")) else words("sentence", text=text)
        for text in said
    ]
    return "\n".join(
        [
            words("notes.say", text=in_turn(sentences, words)),
            words("notes.caveat", text=words(f"notes.caveat.{key}")),
            words("notes.asked", text=words(f"notes.asked.{key}")),
        ]
    )


def in_turn(sentences: Sequence[str], words: Words) -> str:
    """Sentences one after the other, as the language sets them."""
    return reduce(lambda one, two: words("sentences", first=one, second=two), sentences)


def _lists(lists: dict[str, list[str]], source: str, words: Words) -> list[Section]:
    """Sections that are a list and nothing else; none for an empty one."""
    return [
        Section(
            key,
            words(f"briefing.{key}"),
            lines,
            source,
            _notes("appendix" if key == "more" else key, lines[:2], words),
            numbered=key == "questions",
        )
        for key, lines in lists.items()
        if lines
    ]


def _appended(chart: Chart, words: Words) -> Section:
    notes = _notes("appendix", [chart.title], words)
    return Section(chart.name, chart.title, [], chart.source, notes, chart)

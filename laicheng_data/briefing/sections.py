"""What a section of a briefing is, and those behind the storyline: what to ask, how it was done,
and an appendix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from laicheng_data.briefing.drawn_claims import blank_verdicts, undrawn_names
from laicheng_data.briefing.finding import Finding
from laicheng_data.briefing.fitting import BREAK
from laicheng_data.briefing.questions import Question, only_office, questions_heading, text_of
from laicheng_data.charts.catalogue import CHARTS, chart_choices, chart_name, native_panels
from laicheng_data.charts.chart import Chart, Material
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

MOST_LINES = 2  # beside a chart


@dataclass(frozen=True)
class Section:
    """One step of the storyline: a title that says it, sentences, the chart that shows it, where
    its numbers come from, what whoever presents it may say aloud, and the step's `name`."""

    key: str
    title: str
    lines: list[str]
    source: str
    notes: str
    chart: Chart | None = None
    questions: Sequence[Question] = ()  # of which `lines` are the texts
    name: str = ""


def section_notes(
    key: str, said: Sequence[str], words: Words, aside: Mapping[str, str], **values: object
) -> str:
    """Two sentences to say, the caveat, and the question that will come, each as `aside` has it."""
    sentences = [
        text if text.endswith(("。", ".", "？", "?")) else words("sentence", text=text)
        for text in said
    ]
    caveat = words(f"notes.caveat.{key}{aside.get(f'caveat.{key}', '')}")
    asked = words(f"notes.asked.{key}{aside.get(f'asked.{key}', '')}", **values)
    return "\n".join(
        [
            words("notes.say", text=words.sentences(sentences)),
            words("notes.caveat", text=caveat),
            words("notes.asked", text=asked),
        ]
    )


def _list_sections(
    key: str, lines: list[str], source: str, words: Words, to_say: Sequence[str]
) -> list[Section]:
    """A section that is a list and nothing else, with what to say of it, and more to know; none for
    an empty one."""
    if not lines:
        return []
    said, *more = to_say
    notes = "\n".join([section_notes(key, [said], words, {}), *more])
    return [Section(key, words(f"briefing.{key}"), lines, source, notes)]


def question_section(to_ask: Sequence[Question], source: str, words: Words) -> list[Section]:
    """The section of what to ask, and whom."""
    if not to_ask:
        return []
    office, count = only_office(to_ask, words), len(to_ask)
    form = ".one" if count == 1 else ""
    said = words(f"notes.say.questions{form}", count=count, first=to_ask[0].ask)
    aside = {"asked.questions": ".of"} if office else {}
    notes = section_notes("questions", [said], words, aside, office=office)
    lines = [text_of(question, words) for question in to_ask]
    return [
        Section(
            "questions", questions_heading(to_ask, words), lines, source, notes, questions=to_ask
        )
    ]


def method_section(
    lines: list[str], charts: Sequence[Chart], sources: Sequence[str], words: Words
) -> list[Section]:
    """The section of how it was done, and how to do it again."""
    editable = any(native_panels(chart, words) for chart in charts)
    to_say = ["briefing.method.judged", "briefing.method.again", *["briefing.generated"] * editable]
    said = [words(slug) for slug in to_say]
    again = {
        "briefing.method.sources": words.sentences(sources),
        "briefing.method.repeat": words("briefing.method.again"),
    }
    terms = [BREAK.join((words(head), text)) for head, text in again.items()]
    return _list_sections("method", [*lines, *terms], "", words, said)


def appendix_sections(
    untold: Sequence[Finding],
    charts: Sequence[Chart],
    source: str,
    material: Material,
    words: Words,
) -> list[Section]:
    """The findings that nothing before tells, and the charts that nothing before shows, each with
    the findings of its measure."""
    beside, more = _share_out(untold, charts, material.report)
    return [
        *(
            replace(section, name=words("briefing.appendix"))
            for section in _list_sections("more", more, source, words, more[:2])
        ),
        *(_appendix_section(chart, beside[chart.name], material, words) for chart in charts),
    ]


def _share_out(
    left: Sequence[Finding], charts: Sequence[Chart], report: Report
) -> tuple[dict[str, list[str]], list[str]]:
    """The findings that no section tells, by the chart of their measure beside which they stand, of
    which each has room for a few; and the rest."""
    beside: dict[str, list[str]] = {chart.name: [] for chart in charts}
    shown = {
        choice.name: {choice.form, choice.measure, *choice.measure.split("+")}
        for choice in chart_choices(report)
    }
    more = []
    for finding in left:
        of_it = [
            chart.name
            for chart in charts
            if finding.measure in shown.get(chart.name, ()) and len(beside[chart.name]) < MOST_LINES
        ]
        if of_it:
            beside[of_it[0]].append(finding.text)
        else:
            more.append(finding.text)
    return beside, more


def _appendix_section(
    chart: Chart, beside: Sequence[str], material: Material, words: Words
) -> Section:
    report, verdicts = material.report, material.verdicts
    aside = {"asked.appendix": ".native"} if native_panels(chart, words) else {}
    notes = section_notes("appendix", [chart.title], words, aside)
    name = words("briefing.appendix.of", name=caption(chart, report, words))
    lines = [*beside, *undrawn_names(blank_verdicts(chart, report, verdicts), report, words)]
    return Section(chart.name, chart.title, lines, chart.source, notes, chart, name=name)


def caption(chart: Chart, report: Report, words: Words) -> str:
    """What a chart is of; its title says what it shows."""
    if chart.name in CHARTS:
        return words(f"paper.caption.{chart.name}")
    return chart_name(chart.name, report, words)

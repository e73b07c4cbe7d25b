"""What a briefing says, whatever it is written on: findings, charts, questions and method."""

from __future__ import annotations

from dataclasses import dataclass

from laicheng_data.briefing.findings import answer, differences, faults
from laicheng_data.briefing.questions import open_questions
from laicheng_data.charts.catalogue import charts_of, draw_of, source_line
from laicheng_data.charts.chart import Chart, Material, NothingToDraw
from laicheng_data.charts.style import TooMuchForOneChart
from laicheng_data.checking.claims import check
from laicheng_data.facts.report import Report
from laicheng_data.words import Words

METHOD = ("printed", "judged", "open", "again")


@dataclass(frozen=True)
class Briefing:
    """All words are in one language.

    `checked` says what became of all that the report states, `faults` what of it does not hold, and
    `differences` what nobody states and does not agree. `charts` are drawn in the house format.
    """

    title: str
    checked: str
    source: str
    findings: list[str]
    faults: list[str]
    differences: list[str]
    charts: list[Chart]
    questions: list[str]
    method: list[str]


def briefing(report: Report, words: Words, charts: list[Chart] | None = None) -> Briefing:
    """Gather what is to be said of a report; `charts` saves drawing again what is drawn already."""
    charts = all_charts(report, words) if charts is None else charts
    verdicts = check(report)
    found = faults(report, verdicts, words)
    return Briefing(
        title=words(
            "briefing.title", place=words.word(report.place), title=words.word(report.card.title)
        ),
        checked=answer(report, verdicts, words),
        source=source_line(report, words),
        findings=[*found, *(chart.title for chart in charts)],
        faults=found,
        differences=differences(report, verdicts, words),
        charts=charts,
        questions=open_questions(report, words, verdicts),
        method=[words(f"briefing.method.{part}") for part in METHOD],
    )


def all_charts(report: Report, words: Words) -> list[Chart]:
    """Every chart that the report's numbers fill and that can show them, in the order of `charts_of`."""
    found, material = [], Material(report)
    for name in charts_of(report):
        try:
            found.append(draw_of(name, material, words))
        except (NothingToDraw, TooMuchForOneChart):
            continue
    return found


def source_card(report: Report, words: Words) -> list[str]:
    """Where the numbers come from, a line an item."""
    card = report.card
    items = {
        "source_title": words.word(card.title),
        "publisher": words.word(card.publisher),
        "created": card.created.date().isoformat(),
        "facts": words.count(len(report.facts)),
        "claims": words.count(len(report.claims)),
    }
    return [
        words("briefing.item", name=words.start(name), text=text)
        for name, text in items.items()
        if text
    ]

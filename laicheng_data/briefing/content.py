"""What a briefing says, whatever it is written on: a storyline, then all that bears it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from laicheng_data.briefing.answer import answer, failed_names
from laicheng_data.briefing.drawn_claims import drawn_claims, undrawn_names, undrawn_verdicts
from laicheng_data.briefing.finding import ANSWER, CHANGE, COMPARISON, FAULT, GAP, LEVEL, Finding
from laicheng_data.briefing.findings import findings, key_findings
from laicheng_data.briefing.method import method
from laicheng_data.briefing.questions import (
    all_questions,
    marked_not_listed_note,
    text_of,
)
from laicheng_data.briefing.sections import (
    MOST_LINES,
    Section,
    appendix_sections,
    method_section,
    question_section,
    section_notes,
)
from laicheng_data.charts.catalogue import (
    chart_choices,
    charts_of,
    declaration,
    draw_from,
    fillable_charts,
    source_line,
)
from laicheng_data.charts.chart import Chart, Material, NothingToDraw
from laicheng_data.charts.style import TooMuchForOneChart
from laicheng_data.checking.summary import DIFFERENCE, outcomes
from laicheng_data.facts.report import Report
from laicheng_data.tables.filings import filings, listed_and_unfiled
from laicheng_data.tables.naming import YEAR, published_line, title_with_period
from laicheng_data.words import Words, capitalise

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
LISTED = "listed"  # of which a chart shows how it differs


@dataclass(frozen=True)
class Briefing:
    """All words are in one language.

    `title` heads slides and `paper_title` a page; `checked` says what became of all that the report
    states, and of what differs besides; `published`, by whom and when; `lead` holds the three or
    so findings that matter most, `cover` the same in short and the answer in lines, `sections` the
    storyline and `appendix` what was found and bears it out besides.
    """

    title: str
    paper_title: str
    checked: str
    source: str
    published: str
    lead: list[str]
    cover: list[str]
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
    found = findings(report, words, material.others)
    source = source_line(report, words)
    to_ask = all_questions(report, words)
    questions = [text_of(question, words) for question in to_ask]
    said = method(report, verdicts, words)
    aside = _asides(report, verdicts, questions)
    told, shown = {}, set()
    for key in SECTIONS:
        free = [chart for chart in charts if chart.name not in shown]
        told[key] = _section(key, found, free, material, words, aside)
        shown |= {section.chart.name for section in told[key][:1] if section and section.chart}
    sections = [section for section, _ in told.values() if section]
    first, *others = key_findings(_cover_findings(found))
    lead = [first.text, *(finding.text for finding in others)]
    left = [finding for _, findings in told.values() for finding in findings]
    titles = {chart.title for chart in charts}
    untold = [
        finding
        for finding in left
        if finding.text not in lead
        and finding.text.rstrip("。.") not in titles
        and not any(_is_of(chart, finding, report) for chart in charts)
    ]
    checks = [section.chart for section in sections if section.key == "check" and section.chart]
    appended = [
        chart
        for chart in charts
        if chart.name not in shown
        and _bears_something_out(chart, report)
        and not any(_repeats(chart, check, report, verdicts) for check in checks)
    ]
    title = title_of(report, words)
    return Briefing(
        title=words("briefing.title", **title),
        paper_title=words("paper.title", **title),
        checked=answer(report, verdicts, words, named=False),
        source=source,
        published=_dateline(report, title, words),
        lead=lead,
        cover=_cover(found, others, report, verdicts, words),
        findings=found,
        sections=[
            *sections,
            *question_section(to_ask, source, words),
            *method_section(said, charts, _sources(report, sections, source), words),
        ],
        appendix=appendix_sections(untold, appended, source, material, words),
        questions=questions,
        method=said,
        charts=charts,
    )


def _bears_something_out(chart: Chart, report: Report) -> bool:
    """Whether a chart belongs to a part of the story, or can be worked on: other pictures have
    nothing to say to a meeting."""
    declared = declaration(chart.name, report)
    return bool(declared.story or declared.panels or declared.cells)


def _repeats(chart: Chart, shown: Chart, report: Report, verdicts: pd.DataFrame) -> bool:
    """Whether a chart of what was checked has a row for no claim that one `shown` has none for."""
    if "check" not in declaration(chart.name, report).story:
        return False
    again, first = (drawn_claims(of, report, verdicts) for of in (chart, shown))
    return again <= first


def _asides(report: Report, verdicts: pd.DataFrame, questions: Sequence[str]) -> dict[str, str]:
    """Which form what is to be borne in mind takes, and the question that will come: only what
    applies to this report is said."""
    stated = verdicts.loc[verdicts["basis"] == "stated", "verdict"]
    is_open, is_wrong = ((stated == name).any() for name in ("undecidable", "inconsistent"))
    differs = (outcomes(verdicts) == DIFFERENCE).any()
    open_form = ".open" if is_open else ""
    return {
        "caveat.check": open_form,
        "asked.check": ".wrong" if is_wrong else open_form or (".apart" if differs else ""),
        "caveat.change": "" if filings(report).empty else ".filing",
        "asked.change": ".questions" if questions else "",
    }


def _cover_findings(found: Sequence[Finding]) -> list[Finding]:
    """The findings as a cover has them: of several faults the answer names each, and the slide of
    what was checked says more."""
    faults = [finding for finding in found if finding.about == FAULT]
    return [finding for finding in found if len(faults) < 2 or finding not in faults]


def _cover(
    found: Sequence[Finding],
    others: Sequence[Finding],
    report: Report,
    verdicts: pd.DataFrame,
    words: Words,
) -> list[str]:
    """The answer, what does not match by its names where that is several, and the `others` that
    lead."""
    several = sum(finding.about == FAULT for finding in found) > 1
    failing = [failed_names(report, verdicts, words)] if several else []
    return [found[0].headline, *failing, *(_cover_text(finding, words) for finding in others)]


def _cover_text(finding: Finding, words: Words) -> str:
    """A finding as a cover has room for it."""
    return words("sentence", text=finding.headline) if finding.detail else finding.text


def title_of(report: Report, words: Words) -> dict[str, str]:
    """What a report is called above a text about it: its place, and the period that it reports on
    or else the years that its numbers speak of, where its own title does not say them."""
    name, place = words.word(report.card.title), words.word(report.place)
    years = _years_of(report)
    where = "" if place in name else place
    title = words("briefing.of_place" if where else "briefing.of", place=where, title=name)
    title = title_with_period(title, report, words)
    when = words.years(years) if years and not YEAR.search(title) else ""
    return {
        "title": capitalise(title),
        "when": words("briefing.of_years", years=when) if when else "",
    }


def _dateline(report: Report, title: Mapping[str, str], words: Words) -> str:
    """Who published a report and when, and for which years its numbers are where its title as
    `title_of` has it does not say that."""
    published, years = published_line(report, words), _years_of(report)
    if title["when"] or not years:
        return published
    said = words("briefing.years", years=words.years(years))
    return words("list_semicolon").join([published, said]) if published else capitalise(said)


def _years_of(report: Report) -> list[str]:
    return sorted(YEAR.findall(" ".join(report.facts["period"])))


def _sources(report: Report, sections: Sequence[Section], source: str) -> list[str]:
    """Where the numbers come from: the report, and more than the foot of a slide says, those of
    other places and the address of the report's own."""
    compared = [section.source for section in sections if section.key == "beside" and section.chart]
    named = [*compared, *(source.path for source in report.card.sources[:1] if source.path)]
    is_named = any(text.startswith(source.rstrip("。.")) for text in named)
    return named if is_named else [source, *named]


def all_charts(material: Material, words: Words) -> list[Chart]:
    """Every chart that the report's numbers fill and that can show them, as `charts_of` has
    them."""
    found = []
    for name in charts_of(material.report):
        try:
            found.append(draw_from(name, material, words))
        except (NothingToDraw, TooMuchForOneChart):
            continue
    return found


def _section(
    key: str,
    found: Sequence[Finding],
    charts: Sequence[Chart],
    material: Material,
    words: Words,
    aside: Mapping[str, str],
) -> tuple[Section | None, list[Finding]]:
    """The section of this key with the first chart made for it, and the findings that it does not
    tell.

    What does not hold is said whatever room it takes: then the chart gives way. Beside a chart
    stands only what is of the same measure.
    """
    told = [finding for finding in found if finding.about in SECTIONS[key]]
    if not told:
        return None, []
    chart = _chart_of(key, charts, material, told[0].measure)
    if key == "check" and len(told) - 1 > MOST_LINES:
        chart = None
    if key == "check" and chart is None and len(told) == 1:  # which the cover has said
        return None, []
    if chart and key == "change":  # one that tells numbers of the chart stands above it
        told = sorted(told, key=lambda finding: not _tells_of(chart, finding))
    title, lines, left = _section_text(chart, key, told, material.report, words)
    beside = [finding.text for finding in told[1:] if finding.text in lines]
    aloud = [title] if title == (chart and chart.title) else [told[0].text]
    notes = section_notes(key, [*aloud, *beside[:1]], words, aside)
    if chart and key == "gap":  # how each comes about, which the chart leaves out
        notes = "\n".join([notes, words("notes.detail"), *(finding.text for finding in told)])
    if chart and key == "check":
        left_out = undrawn_verdicts(chart, material.report, material.verdicts)
        lines += undrawn_names(left_out, material.report, words)
    source = chart.source if chart else source_line(material.report, words)
    step = words(f"briefing.{key}")
    name = step if step != title else ""
    return Section(key, title, lines, source, notes, chart, name=name), left


def _section_text(
    chart: Chart | None, key: str, told: Sequence[Finding], report: Report, words: Words
) -> tuple[str, list[str], list[Finding]]:
    """The title of a section and the sentences beside its chart, and the findings left out."""
    first, *others = told
    if chart and key == "beside":  # its title has the rates
        return chart.title, [], others
    if chart and key in TITLED_BY_CHART:
        is_list = any(finding.measure == LISTED for finding in told) and key == "gap"
        both = listed_and_unfiled(report) if is_list else None
        aside = [] if both is None else marked_not_listed_note(both, words)
        if key == "level" and key not in declaration(chart.name, report).story:
            return chart.title, [first.text], others
        return chart.title, aside, list(told)
    if chart is None and (key != "check" or not others):
        return words(f"briefing.{key}"), [finding.text for finding in told], []
    # What does not hold stands under the answer, which counts it.
    lines = [first.detail] * bool(first.detail and first.detail != first.text)
    beside = others
    if key != "check" and chart:
        beside = [f for f in others if _is_of(chart, f, report)][: MOST_LINES - len(lines)]
    left = [finding for finding in others if finding not in beside]
    return first.headline, [*lines, *(finding.text for finding in beside)], left


def _tells_of(chart: Chart, finding: Finding) -> bool:
    """Whether a finding tells a number that the chart shows as it is printed."""
    return any(printed in finding.headline for printed in chart.table.get("printed", ()) if printed)


def _is_of(chart: Chart, finding: Finding, report: Report) -> bool:
    """Whether a chart shows what a change or a difference speaks of: how its measure changed, or
    what of it differs."""
    measure, choices = finding.measure, {choice.name: choice for choice in chart_choices(report)}
    declared = declaration(chart.name, report)
    if finding.about == GAP:
        return measure == LISTED and "gap" in declared.story
    choice = choices.get(chart.name)
    if finding.about != CHANGE or choice is None:
        return finding.about == CHANGE and measure in declared.explorer
    if choice.form == "trend":
        return measure in choice.measure.split("+")
    return choice.form == "changes" and measure in set(chart.table["measure"])


def charts_of_findings(found: Sequence[Finding], report: Report) -> list[str]:
    """The charts that the report fills and that show what was found: those of what does not hold
    first, then in the order of the findings, of the measure of which one speaks before others."""
    about = {finding.about for finding in found}
    keys = [key for key, told in SECTIONS.items() if about & set(told)]
    if FAULT not in about:  # a chart of what holds tells less than one of what changed
        keys = sorted(keys, key=lambda key: ANSWER in SECTIONS[key])
    stories = {name: declaration(name, report).story for name in fillable_charts(report)}
    shown = {choice.name: choice.measure.split("+") for choice in chart_choices(report)}
    measures = {key: [f.measure for f in found if f.about in SECTIONS[key]][:1] for key in keys}

    def place(name: str, key: str) -> tuple[bool, int]:
        return not set(measures[key]) & set(shown.get(name, measures[key])), stories[name][key]

    return [
        name
        for key in keys
        for name in sorted(
            (name for name in stories if key in stories[name]), key=lambda name: place(name, key)
        )
    ]


def _chart_of(key: str, charts: Sequence[Chart], material: Material, measure: str) -> Chart | None:
    """The most telling chart for a section, if any: one of the measure it speaks of first, if
    there is one, of levels whatever else it is for; of what was checked, the one that leaves out
    least."""
    report = material.report
    shown = {c.name: (c.measure, *c.measure.split("+")) for c in chart_choices(report)}
    places = {chart.name: declaration(chart.name, report).story.get(key) for chart in charts}
    able = [
        chart
        for chart in charts
        if places[chart.name] is not None
        or (key == "level" and measure in shown.get(chart.name, ()))
    ]

    def place(chart: Chart) -> tuple[bool, bool, int, int]:
        is_other = measure not in shown.get(chart.name, [measure])
        missing = undrawn_verdicts(chart, report, material.verdicts) if key == "check" else ()
        at = places[chart.name]
        return is_other, at is None, len(missing), at or 0

    return min(able, key=place, default=None)

"""The way in, or one report of many: what was found, its charts to take away, every verdict, and
at the foot what ran."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any
from urllib.parse import unquote

import pandas as pd
from PIL import Image

from laicheng_data.briefing.answer import answer
from laicheng_data.briefing.finding import ANSWER, FAULT, GAP
from laicheng_data.briefing.findings import findings, key_findings
from laicheng_data.briefing.questions import all_questions, questions_heading, text_of
from laicheng_data.charts.catalogue import TOPICS, topic_of
from laicheng_data.checking.claims import verdicts_of
from laicheng_data.facts.report import Report, package_reports
from laicheng_data.notebook.page import key_charts
from laicheng_data.pages.about import about_the_check, what_is_open, what_was_checked
from laicheng_data.pages.chart_table import chart_table
from laicheng_data.pages.evidence import evidence
from laicheng_data.pages.frame import (
    data_uri,
    exporter,
    finish_page,
    index_name,
    link_to,
    originals,
    page_name,
    page_title,
    report_title,
    script,
    security_policy,
    style,
)
from laicheng_data.pages.notebook_page import (
    PAGE_BYTES,
    documents_of,
    figures_of,
    folder_of,
    summarise,
)
from laicheng_data.pages.pictures import Pictures, Screen
from laicheng_data.pages.tally import tally
from laicheng_data.pages.verdict_table import verdict_table, verdicts_for_index
from laicheng_data.running.session import NEWS, OUTCOMES, Outcome
from laicheng_data.storage import write_whole
from laicheng_data.tables.naming import report_name, source_phrase
from laicheng_data.words import LANGUAGES, Words

MOST_SHOWN = 4  # charts beside the one that leads
MOST_REMARKABLE = 50  # runs that are named on the index
_SAID = (
    "published", "originals", "place", "scope", "answer", "leading", "findings", "questions",
    "asked", "telling", "about", "tally",
)  # fmt: skip
# Told by the cards, unless there are too many for them.
_BY_CARD = {"inconsistent": FAULT, "difference": GAP}


def write_report(
    runs: Sequence[Outcome],
    report: Report | None,
    output_dir: Path,
    pictures: Pictures,
    many: bool,
) -> list[Path]:
    """For a report, in each language a page of its numbers and one of everything in a single file;
    where there are many, in the languages of its notebooks, and an index of its own instead of the
    single file. Beside them, what the index of all tells of it."""
    verdicts = verdicts_of(report) if report else None
    told, files = {}, []
    languages = _page_languages(runs, many)
    _discard_others(output_dir / runs[0].run.report, ("numbers", "index"), languages)
    for language in languages:
        plain, index = Words(language), output_dir / index_name(language)
        entry, written = _report_pages(runs, report, verdicts, plain, index, pictures, many)
        told[language] = {
            "entry": entry,
            "verdicts": verdicts_for_index(report, verdicts, index, plain),
        }
        files += written
    kept = _summary_path(output_dir, runs[0].run.report)
    write_whole({kept: json.dumps(told, ensure_ascii=False).encode()})
    drawings = sorted((output_dir / runs[0].run.report).glob("*/charts/*.svg"))
    return [*files, *drawings, kept]


def _summary_path(output_dir: Path, report: str) -> Path:
    """Where it is kept what an index tells of a report; hidden, for it is nobody's to read."""
    return output_dir / ".told" / f"{report}.json"


def _page_languages(runs: Sequence[Outcome], many: bool) -> list[str]:
    """The languages of a report's own pages: all, but where there are many reports those of its
    notebooks."""
    ran = {outcome.run.language for outcome in runs}
    return [language for language in LANGUAGES if not many or language in ran]


def _discard_others(folder: Path, names: Sequence[str], languages: Collection[str]) -> None:
    """Remove pages of an earlier time in languages that there are none in now."""
    for language in (language for language in LANGUAGES if language not in languages):
        for name in names:
            (folder / page_name(name, language)).unlink(missing_ok=True)


def _twin(name: str, words: Words, languages: Collection[str]) -> str:
    """The same page in the other language, if there is one."""
    others = [language for language in languages if language != words.language]
    return page_name(name, others[0]) if others else ""


def write_indexes(reports: Mapping[str, Sequence[Outcome]], output_dir: Path) -> list[Path]:
    """The index in each language in which any of the reports has pages, which are written; what has
    none in it is told in the other."""
    told = [json.loads(_summary_path(output_dir, name).read_bytes()) for name in reports]
    runs = [outcome for own in reports.values() for outcome in own]
    languages = [language for language in LANGUAGES if any(language in one for one in told)]
    _discard_others(output_dir, ("index",), languages)
    indexes = []
    for language in languages:
        words, index = Words(language), output_dir / index_name(language)
        spoken = [one.get(language) or one[next(iter(one))] for one in told]
        entries = [one["entry"] for one in spoken]
        verdicts = verdict_table([one["verdicts"] for one in spoken], words)
        title = entries[0]["title"] if len(entries) == 1 else words("page.title")
        ran = _run_summary(runs, words)
        _write_index(index, words, title, entries, verdicts, languages, ran=ran)
        indexes.append(index)
    return indexes


def _report_pages(
    runs: Sequence[Outcome],
    report: Report | None,
    found: pd.DataFrame | None,
    plain: Words,
    index: Path,
    pictures: Pictures,
    many: bool,
) -> tuple[dict[str, Any], list[Path]]:
    """What the index says of one report, and the pages of its own that were written."""
    name, words = runs[0].run.report, plain.with_labels(report.labels) if report else plain
    folder, languages = index.parent / name, _page_languages(runs, many)
    page = folder / index.name if many else index
    said = _report_summary(report, found, words, many)
    entry = {
        "id": name,
        "title": report_title(name, report, words),
        **said,
        **_report_entry(runs, index.parent, page, words, said["telling"], pictures),
    }
    numbers = folder / page_name("numbers", words.language)
    single = folder / page_name("report", words.language)
    told = evidence(report, found, words) if report else {}
    if report:
        _write_numbers(told, entry, numbers, page, words, languages)
        entry["numbers"] = link_to(numbers, page)
    if many:
        verdicts = verdict_table([verdicts_for_index(report, found, page, words)], words)
        home = link_to(index, page)
        _write_index(page, words, entry["title"], [entry], verdicts, languages, home=home)
        kept = {
            name: value for name, value in entry.items() if name not in ("hero", "charts", "more")
        }
        led = {"page": link_to(page, index), "numbers": link_to(numbers, index) if report else ""}
        return {**kept, **led}, [page, *([numbers] if report else [])]
    if report:
        for drawings in (2, 1, 0):  # the first that is small enough to hand around
            inlined = _inline_charts(entry, index.parent, drawings)
            whole = {**entry, **inlined, "decks": [], "runs": []}
            _write_index(single, words, entry["title"], [whole], {}, told=told, alone=True)
            if single.stat().st_size <= PAGE_BYTES:
                break
        entry["single"] = link_to(single, index)
    for chart in (entry["hero"], *entry["charts"], *entry["more"]):
        if chart:
            del chart["drawn"]  # the pictures themselves, which lie beside the pages
    return entry, [numbers, single] if report else []


def _report_summary(
    report: Report | None, verdicts: pd.DataFrame | None, words: Words, many: bool
) -> dict[str, Any]:
    """What is found in a report and open about it; of many reports, the answer alone."""
    if report is None or verdicts is None:
        return dict.fromkeys(_SAID, "")
    others = [] if many else [other for other in package_reports() if other.id != report.id]
    found = findings(report, words, others)
    cards = tally(report, verdicts, words)
    by_card = {_BY_CARD.get(card["outcome"]) for card in cards if not card["more"]}
    beside = [finding for finding in found if finding.about not in {ANSWER, *by_card}]
    asked = all_questions(report, words)
    told = key_findings(beside)
    return {
        "published": source_phrase(report, words),
        "place": words.word(report.card.place or ""),
        "originals": originals(report, words),
        "scope": {
            "checked": what_was_checked(report, verdicts, words),
            "open": what_is_open(report, verdicts, words),
        },
        "tally": cards,
        "answer": answer(report, verdicts, words, named=False),
        "leading": [finding.text for finding in told],
        "findings": [finding.text for finding in beside if finding not in told],
        "questions": [text_of(question, words) for question in asked],
        "asked": questions_heading(asked, words),
        "telling": key_charts(found, report),
        "about": about_the_check(report, verdicts, words),
        "data": _dataset(report, words),
    }


def _dataset(report: Report, words: Words) -> str:
    """The report's numbers as a schema.org Dataset; nothing in it can end the script that holds
    it."""
    about = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": report_name(report, words),
        "description": words("page.dataset", facts=len(report.facts), claims=len(report.claims)),
        "identifier": report.id,
        "dateCreated": report.published,
        "creator": {"@type": "Organization", "name": words.word(report.card.publisher)},
        "isBasedOn": [source.path or source.title for source in report.card.sources],
        "inLanguage": words.language,
        "variableMeasured": [words.word(name) for name in report.facts["measure"].unique()[:50]],
    }
    text = json.dumps(about, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _write_numbers(
    told: dict[str, Any],
    entry: Mapping[str, Any],
    page: Path,
    index: Path,
    words: Words,
    languages: Collection[str],
) -> None:
    runs = [{**run, "href": _relative_link(page, run["href"], index)} for run in entry["runs"]]
    around = {
        "title": words("page.numbers", title=entry["title"]),
        "report_title": entry["title"],
        "published": entry["published"],
        "home": link_to(index, page),
        "notebooks": [run for run in runs if run["is_offered"]],
        "originals": entry["originals"],
        "twin": _twin("numbers", words, languages),
        "style": style(),
        "policy": security_policy("data:"),
    }
    template = exporter().environment.get_template("numbers.html.j2")
    content = template.render(words=words, page=around, told=told, script=script())
    write_whole({page: finish_page(content, words).encode()})


def _relative_link(page: Path, href: str, index: Path) -> str:
    """The way from a page to where a link of the index leads."""
    return link_to(index.parent / unquote(href), page) if href else ""


def _write_index(
    page: Path,
    words: Words,
    title: str,
    entries: Sequence[dict[str, Any]],
    verdicts: dict[str, Any],
    languages: Collection[str] = (),
    home: str = "",
    ran: dict[str, Any] | None = None,
    told: dict[str, Any] | None = None,
    alone: bool = False,
) -> None:
    """An index, which there is in these languages; `told` is the evidence that stands on a page
    that is `alone`, and may be sent to where no other is."""
    around = {
        "title": title,
        "home": home,
        "twin": _twin("index", words, languages),
        "style": style(),
        "policy": security_policy("data:" if alone else "'self' file: data:"),
    }
    template = exporter().environment.get_template("index.html.j2")
    content = template.render(
        words=words,
        page=around,
        reports=entries,
        verdicts=verdicts,
        ran=ran,
        told=told,
        alone=alone,
        script=script(),
    )
    write_whole({page: finish_page(content, words).encode()})


def _run_summary(runs: Sequence[Outcome], words: Words) -> dict[str, Any]:
    """How many runs came to what, and those that a reader must hear of."""
    remarkable = [outcome for outcome in runs if outcome.outcome in NEWS]
    return {
        "counts": {
            "runs": words.count(len(runs)),
            "seconds": f"{sum(outcome.seconds for outcome in runs):,.1f}",
            **{
                name: words.count(sum(outcome.outcome == name for outcome in runs))
                for name in OUTCOMES
            },
        },
        "remarkable": [
            {"name": str(outcome.run), "outcome": outcome.outcome, "message": _message(outcome)}
            for outcome in remarkable[:MOST_REMARKABLE]
        ],
        "more": len(remarkable[MOST_REMARKABLE:]),
    }


def _message(outcome: Outcome) -> str:
    return shorten(outcome.error or ", ".join(outcome.unexpected), 300, placeholder="…")


def _report_entry(
    runs: Sequence[Outcome],
    output_dir: Path,
    page: Path,
    words: Words,
    told: Sequence[str],
    pictures: Pictures,
) -> dict[str, Any]:
    """What a page lists of one report: the runs in the page's language, the charts and the deck.

    Where nothing ran in the page's language, what ran in the other is told instead.
    """
    spoken = _runs_in_language(runs, words)
    figures, drawings = figures_of(spoken[0].run), folder_of(spoken[0].run, output_dir) / "charts"
    decks = documents_of(spoken[0].run)
    names = {deck.suffix: words(f"document{deck.suffix}") for deck in decks}
    if ".docx" in names:
        names[".pdf"] = words("page.or_pdf")  # the same once more
    charts = [
        _chart_entry(picture, page, pictures.of(picture.read_bytes()), drawings, words)
        for picture in _pictures(figures, spoken)
    ]
    return {
        "runs": [
            _run_entry(outcome, output_dir, page)
            for outcome in spoken
            if outcome.outcome != "skipped"
        ],
        **_lead_chart(charts, told),
        "decks": [{"name": names[deck.suffix], "href": link_to(deck, page)} for deck in decks],
    }


def _lead_chart(charts: list[dict[str, Any]], told: Sequence[str]) -> dict[str, Any]:
    """The charts, first those that tell a finding; the one to lead with stands apart, and so do
    those that are more than a reader looks at."""
    by_name = {chart["name"]: chart for chart in charts}
    names = dict.fromkeys([*(name for name in told if name in by_name), *by_name])
    ordered = [by_name[name] for name in names]
    beside = sorted(ordered[1:], key=lambda chart: chart["topic"] == "check")  # told as a table too
    shown, more = beside[:MOST_SHOWN], beside[MOST_SHOWN:]
    return {
        "hero": next(iter(ordered), None),
        "charts": shown,
        "more": sorted(more, key=lambda chart: TOPICS.index(chart["topic"])),
    }


def _inline_charts(entry: Mapping[str, Any], folder: Path, drawings: int) -> dict[str, Any]:
    """The same charts with so many drawings of each in the page itself, or else the picture, and
    no files to follow."""

    def inlined(chart: Mapping[str, Any], most: int = 1) -> dict[str, Any]:
        screens = [screen.at() for screen in chart["drawn"][:drawings][-most:]]
        picture = "" if screens else data_uri(folder / unquote(chart["picture"]))
        return {**chart, "picture": picture, "screens": screens, "files": []}

    hero = entry["hero"] and inlined(entry["hero"], 2)
    return {"hero": hero, **{part: list(map(inlined, entry[part])) for part in ("charts", "more")}}


def _runs_in_language(runs: Sequence[Outcome], words: Words) -> list[Outcome]:
    own = [outcome for outcome in runs if outcome.run.language == words.language]
    return own or list(runs)


def _run_entry(outcome: Outcome, output_dir: Path, page: Path) -> dict[str, Any]:
    """A run as the index lists it, under the title that its own page has."""
    run = outcome.run
    own = folder_of(run, output_dir) / f"{run.notebook}.html"
    title = page_title(own)
    return {
        "title": title or run.notebook,
        "href": link_to(own, page) if title else "",
        "is_offered": bool(title) and summarise(own.with_suffix(".ipynb")).is_offered,
        "outcome": outcome.outcome,
        "is_news": outcome.outcome in NEWS,
        "seconds": outcome.seconds,
    }


def _pictures(folder: Path, runs: Sequence[Outcome]) -> list[Path]:
    """The pictures of a folder: in the order in which these runs drew them, then those of
    earlier."""
    drawn = [Path(file).stem for outcome in runs for file in outcome.files]
    order = {name: place for place, name in reversed(list(enumerate(drawn)))}
    return sorted(
        folder.glob("[!.]*.png"), key=lambda path: (order.get(path.stem, len(drawn)), path.stem)
    )


def _chart_entry(
    picture: Path, page: Path, drawn: Sequence[Screen], folder: Path, words: Words
) -> dict[str, Any]:
    """A chart in the gallery, with the title and the description that were exported with it, and
    its drawings for screens as files of this folder."""
    with Image.open(picture) as image:
        told, (width, height) = image.info, image.size
    files = [picture.with_suffix(suffix) for suffix in (".png", ".svg", ".csv")]
    return {
        "name": picture.stem,
        "topic": topic_of(picture.stem),
        "title": told.get("Title", picture.stem),
        "alt": told.get("Description", picture.stem),
        "picture": link_to(picture, page),
        "width": width,
        "height": height,
        "drawn": drawn,
        "screens": [
            screen.at(link_to(_write_drawing(screen, folder, picture.stem), page))
            for screen in drawn
        ],
        "rows": chart_table(picture.with_suffix(".csv"), words),
        "files": [
            {"kind": file.suffix[1:].upper(), "href": link_to(file, page)}
            for file in files
            if file.exists()
        ],
    }


def _write_drawing(screen: Screen, folder: Path, name: str) -> Path:
    """Where a drawing lies, written unless it is there already."""
    path = folder / f"{name}-{screen.width}.svg"
    if not path.exists() or path.read_bytes() != screen.svg:
        write_whole({path: screen.svg})
    return path

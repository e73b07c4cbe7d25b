"""The way in, or one report of many: what was found, its charts to take away, every verdict, and
at the foot what ran."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any

import pandas as pd
from markupsafe import Markup
from PIL import Image

from laicheng_data.briefing.findings import answer, differences_named, findings, leading
from laicheng_data.briefing.questions import open_questions
from laicheng_data.checking.claims import COLUMNS, check
from laicheng_data.checking.summary import outcomes
from laicheng_data.facts.report import Report, load_report, report_ids
from laicheng_data.notebook.markup import MARKS
from laicheng_data.pages.evidence import evidence
from laicheng_data.pages.frame import (
    TEMPLATES,
    as_data,
    exporter,
    index_name,
    link_to,
    outlined,
    page_name,
    policy,
    report_title,
    style,
)
from laicheng_data.pages.harmless import MOST_ROWS
from laicheng_data.pages.notebook_page import folder_of
from laicheng_data.paths import DOCUMENTS, FIGURES_DIR
from laicheng_data.running.session import OUTCOMES, Outcome
from laicheng_data.storage import write_whole
from laicheng_data.tables.naming import claim_names
from laicheng_data.words import AS_THEY_ARE, LANGUAGES, Words

MOST_VERDICTS = 3000  # on one page
MOST_REPORTS = 24  # whose notebooks and charts stand on the index; of more, each has a page
MOST_REMARKABLE = 50  # runs that are named on the index
DECIMALS = 4
MOST_DATA = 60  # rows of a chart's table that stand beside it
_COLUMNS = [name for name in COLUMNS if name not in ("expect", "claim_id", "kind")]
# Columns in which every digit counts, as the report prints it.
_AS_PRINTED = {
    Words(language).word(name)
    for language in LANGUAGES
    for name in AS_THEY_ARE
    if "printed" in name
}
_FILTERED = ("report", "verdict", "basis")
_WORDED = ("basis", "explained_by")  # columns whose values have words
_TELLING = ("unfiled", "rate-trend")  # the charts to lead with, where there are no others' reasons


def write_indexes(
    runs: Sequence[Outcome], reports: Mapping[str, Report | None], output_dir: Path
) -> list[Path]:
    """The index in each language, and for each report a page of its numbers and one of everything
    in a single file; of many reports, an index for each instead of the single file."""
    judged = {name: check(report) for name, report in reports.items() if report}
    indexes, more = [], []
    for language in LANGUAGES:
        plain, index = Words(language), output_dir / index_name(language)
        entries = []
        for name, report in reports.items():
            own = [outcome for outcome in runs if outcome.run.report == name]
            words = plain.knowing(report.labels) if report else plain
            entry, written = _report_pages(own, report, judged, words, index, len(reports))
            entries.append(entry)
            more += written
        verdicts = _verdicts(reports, judged, index, plain)
        title = entries[0]["title"] if len(entries) == 1 else plain("page.title")
        _write_index(index, plain, title, entries, verdicts, ran=_ran(runs, plain))
        indexes.append(index)
    return [*indexes, *more]


def _report_pages(
    runs: Sequence[Outcome],
    report: Report | None,
    judged: Mapping[str, pd.DataFrame],
    words: Words,
    index: Path,
    reports: int,
) -> tuple[dict[str, Any], list[Path]]:
    """What the index says of one report, and the pages of its own that were written."""
    name, many = runs[0].run.report, reports > MOST_REPORTS
    folder = index.parent / name
    page = folder / index.name if many else index
    entry = {
        "id": name,
        "title": report_title(name, report, words),
        **_said(report, judged.get(name), words, many),
        **_entry(runs, index.parent, page, words),
    }
    numbers = folder / page_name("numbers", words.language)
    single = folder / page_name("report", words.language)
    if report:
        told = evidence(report, judged[name], words)
        _write_numbers(told, entry["title"], numbers, index, words)
        entry["numbers"] = link_to(numbers, page)
    if many:
        verdicts = _verdicts({name: report}, judged, page, words)
        _write_index(page, words, entry["title"], [entry], verdicts, home=link_to(index, page))
        return {**entry, "page": link_to(page, index)}, [page, *([numbers] if report else [])]
    if report:
        whole = {**entry, **_inlined(runs, words), "decks": [], "runs": []}
        _write_index(single, words, entry["title"], [whole], {}, told=told, alone=True)
        entry["single"] = link_to(single, index)
    return entry, [numbers, single] if report else []


def _said(
    report: Report | None, verdicts: pd.DataFrame | None, words: Words, many: bool
) -> dict[str, Any]:
    """What is found in a report and open about it; of many reports, the answer alone."""
    if report is None or verdicts is None:
        return {"published": "", "place": "", "leading": [], "findings": [], "questions": []}
    others = [] if many else [load_report(name) for name in report_ids() if name != report.id]
    found = findings(report, words, others, verdicts)
    lead = leading(found)
    publisher, date = words.word(report.card.publisher), report.card.created.date().isoformat()
    return {
        "published": words("page.published", publisher=publisher, date=date).strip(" ，,"),
        "place": words.word(report.card.place or ""),
        "leading": [finding.text for finding in lead],
        "findings": [finding.text for finding in found if finding not in lead],
        "questions": open_questions(report, words, verdicts),
        "data": Markup(_dataset(report, words)),
    }


def _dataset(report: Report, words: Words) -> str:
    """The report's numbers as a schema.org Dataset; nothing in it can end the script that holds
    it."""
    about = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": words.word(report.card.title),
        "description": words("page.dataset", facts=len(report.facts), claims=len(report.claims)),
        "identifier": report.id,
        "dateCreated": report.card.created.date().isoformat(),
        "creator": {"@type": "Organization", "name": words.word(report.card.publisher)},
        "isBasedOn": [source.path or source.title for source in report.card.sources],
        "inLanguage": words.language,
        "variableMeasured": [words.word(name) for name in report.facts["measure"].unique()[:50]],
    }
    text = json.dumps(about, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _write_numbers(told: dict[str, Any], title: str, page: Path, index: Path, words: Words) -> None:
    other = next(name for name in LANGUAGES if name != words.language)
    around = {
        "title": words("page.numbers", title=title),
        "home": link_to(index, page),
        "twin": page_name("numbers", other),
        "style": style(),
        "policy": policy("data:"),
    }
    template = exporter().environment.get_template("numbers.html.j2")
    content = template.render(words=words, page=around, told=told, alone=False)
    write_whole({page: outlined(content).encode()})


def _write_index(
    page: Path,
    words: Words,
    title: str,
    entries: Sequence[dict[str, Any]],
    verdicts: dict[str, Any],
    home: str = "",
    ran: dict[str, Any] | None = None,
    told: dict[str, Any] | None = None,
    alone: bool = False,
) -> None:
    """An index; `told` is the evidence that stands on a page that is `alone`."""
    script = Markup((TEMPLATES / "filter.js").read_text(encoding="utf-8"))
    other = next(name for name in LANGUAGES if name != words.language)
    around = {
        "title": title,
        "home": home,
        "twin": "" if alone else index_name(other),
        "style": style(),
        "policy": policy("data:" if alone else "'self' file: data:", script),
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
        script=script,
    )
    write_whole({page: outlined(content).encode()})


def _ran(runs: Sequence[Outcome], words: Words) -> dict[str, Any]:
    """How many runs came to what, and those that a reader must hear of."""
    remarkable = [outcome for outcome in runs if outcome.outcome != "ok"]
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


def _entry(runs: Sequence[Outcome], output_dir: Path, page: Path, words: Words) -> dict[str, Any]:
    """What a page lists of one report: the runs in the page's language, the charts and the deck.

    Where nothing ran in the page's language, what ran in the other is told instead.
    """
    spoken = _spoken(runs, words)
    figures = _figures(spoken)
    decks = [figures / name for name in DOCUMENTS if (figures / name).exists()]
    charts = [_chart(picture, page) for picture in _pictures(figures, spoken)]
    return {
        "runs": [_run(outcome, output_dir, page) for outcome in spoken],
        **_led(charts),
        "decks": [
            {"name": words(f"document{deck.suffix}"), "href": link_to(deck, page)} for deck in decks
        ],
    }


def _led(charts: list[dict[str, Any]]) -> dict[str, Any]:
    """The charts, and the one to lead with: what tells most, else the first."""
    by_name = {chart["name"]: chart for chart in charts}
    first = next((by_name[name] for name in _TELLING if name in by_name), None)
    hero = first or next(iter(charts), None)
    return {"hero": hero, "charts": [chart for chart in charts if chart is not hero]}


def _inlined(runs: Sequence[Outcome], words: Words) -> dict[str, Any]:
    """The same charts with the pictures in the page itself, and no files to follow."""
    spoken = _spoken(runs, words)
    figures = _figures(spoken)
    charts = [
        {**_chart(picture, picture), "picture": as_data(picture), "files": []}
        for picture in _pictures(figures, spoken)
    ]
    return _led(charts)


def _spoken(runs: Sequence[Outcome], words: Words) -> list[Outcome]:
    own = [outcome for outcome in runs if outcome.run.language == words.language]
    return own or list(runs)


def _figures(runs: Sequence[Outcome]) -> Path:
    run = runs[0].run
    return Path(str(run.parameters.get("figures_dir") or FIGURES_DIR)) / run.report / run.language


def _run(outcome: Outcome, output_dir: Path, page: Path) -> dict[str, Any]:
    """A run as the index lists it, under the title that its own page has."""
    run = outcome.run
    own = folder_of(run, output_dir) / f"{run.notebook}.html"
    text = own.read_text(encoding="utf-8") if own.exists() else ""
    found = re.search(r"<title>(.*?)</title>", text)
    return {
        "title": html.unescape(found[1]) if found else run.notebook,
        "page": link_to(own, page) if found else "",
        "outcome": outcome.outcome,
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


def _chart(picture: Path, page: Path) -> dict[str, Any]:
    """A chart in the gallery, with the title and the description that were exported with it."""
    with Image.open(picture) as image:
        told, (width, height) = image.info, image.size
    files = [picture.with_suffix(suffix) for suffix in (".png", ".svg", ".csv")]
    return {
        "name": picture.stem,
        "title": told.get("Title", picture.stem),
        "alt": told.get("Description", picture.stem),
        "picture": link_to(picture, page),
        "width": width,
        "height": height,
        "rows": _rows(picture.with_suffix(".csv")),
        "files": [
            {"kind": file.suffix[1:].upper(), "href": link_to(file, page)}
            for file in files
            if file.exists()
        ],
    }


def _rows(path: Path) -> list[list[str]]:
    """The table of a chart as it was exported: its header, and as many rows as stand beside it."""
    if not path.exists():
        return []
    table = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=MOST_DATA)
    for column in set(table) - _AS_PRINTED:
        table[column] = table[column].map(_readable)
    return [list(table), *table.to_numpy().tolist()]


def _readable(cell: str) -> str:
    """A float as a reader wants it: `6452` for 6452.0, and four places at most."""
    whole, dot, decimals = cell.removeprefix("-").partition(".")
    if not (dot and whole.isdecimal() and decimals.isdecimal()):
        return cell
    if decimals == "0":
        return cell.removesuffix(".0")
    return f"{float(cell):.{DECIMALS}f}" if len(decimals) > DECIMALS else cell


def _verdicts(
    reports: Mapping[str, Report | None],
    judged: Mapping[str, pd.DataFrame],
    page: Path,
    words: Words,
) -> dict[str, Any]:
    """The verdicts as a table to filter; of very many, those that are not plainly in order."""
    read = {name: report for name, report in reports.items() if report}
    knowing = {name: words.knowing(report.labels) for name, report in read.items()}
    tables = [judged[name] for name in read]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
    cut = len(table) > MOST_VERDICTS
    if cut:
        table = table[(table["verdict"] != "consistent") | ~table["as_expected"]]
        table = table.sort_values("as_expected", kind="stable")[:MOST_ROWS]
    names = {name: claim_names(report, knowing[name]) for name, report in read.items()}
    shown = _written(table, words, knowing)
    links = [
        (names[row.report][row.claim_id], f"{_numbers(row.report, page, words)}#{row.claim_id}")
        for row in table.itertuples()
    ]
    said = []
    if len(read) == 1:
        [(name, report)] = read.items()
        said = [
            answer(report, judged[name], knowing[name]),
            differences_named(report, judged[name], knowing[name]),
        ]
    return {
        "said": [text for text in said if text],
        "left_out": cut,
        "columns": [words.word(name) for name in shown],
        "choices": [
            {
                "name": words.word(name),
                "column": shown.columns.get_loc(name) + 1,
                "options": list(shown[name].unique()),
            }
            for name in _FILTERED
            if name in shown and shown[name].nunique() > 1
        ],
        "rows": [
            {"mark": mark, "claim": claim, "cells": cells}
            for mark, claim, cells in zip(
                _marks(table), links, shown.itertuples(index=False), strict=True
            )
        ],
    }


def _numbers(report: str, page: Path, words: Words) -> str:
    """The way from an index, of all reports or of this one, to the page of a report's numbers."""
    name = page_name("numbers", words.language)
    return name if page.parent.name == report else f"{report}/{name}"


def _written(table: pd.DataFrame, words: Words, knowing: Mapping[str, Words]) -> pd.DataFrame:
    """The verdicts in words, without a column that explains where there is nothing to explain."""
    difference = ["" if pd.isna(units) else words.units(units) for units in table["difference"]]
    verdict = [f"{MARKS[name]} {words.word(name)}" for name in outcomes(table)]
    expected = table["as_expected"].map({True: words("page.yes"), False: words("page.no")})
    written = table[_COLUMNS].assign(difference=difference, as_expected=expected, verdict=verdict)
    for name in _WORDED:
        written[name] = written[name].map(words.word)
    written["remark"] = [
        knowing[report].word(remark)
        for report, remark in table[["report", "remark"]].itertuples(index=False)
    ]
    dull = {
        "report": table["report"].nunique() < 2,
        "as_expected": bool(table["as_expected"].all()),
    }
    silent = [name for name in ("explained_by", "remark") if (written[name] == "").all()]
    return written.drop(columns=[*silent, *(name for name, is_so in dull.items() if is_so)])


def _marks(table: pd.DataFrame) -> list[str]:
    expected = table["as_expected"]
    return [
        name if as_expected else "unexpected"
        for name, as_expected in zip(outcomes(table), expected, strict=True)
    ]

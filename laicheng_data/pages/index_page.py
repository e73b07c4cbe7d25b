"""The way in, or one report of many: what was found, its charts to take away, every verdict, and
at the foot what ran."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any
from urllib.parse import unquote

import pandas as pd
from PIL import Image

from laicheng_data.briefing.content import telling_charts
from laicheng_data.briefing.findings import ANSWER, FAULT, findings, leading
from laicheng_data.briefing.questions import open_questions
from laicheng_data.checking.claims import COLUMNS, check
from laicheng_data.checking.nets import nets
from laicheng_data.checking.summary import DIFFERENCE, TELLING_FIRST, outcomes
from laicheng_data.facts.report import Report, load_report, report_ids
from laicheng_data.notebook.markup import MARKS
from laicheng_data.pages.evidence import evidence
from laicheng_data.pages.frame import (
    as_data,
    exporter,
    index_name,
    link_to,
    outlined,
    page_name,
    policy,
    report_title,
    script,
    style,
)
from laicheng_data.pages.harmless import MOST_ROWS
from laicheng_data.pages.notebook_page import PAGE_BYTES, folder_of
from laicheng_data.pages.pictures import Pictures, Screen
from laicheng_data.paths import DOCUMENTS, FIGURES_DIR
from laicheng_data.running.session import NEWS, OUTCOMES, Outcome
from laicheng_data.storage import write_whole
from laicheng_data.tables.naming import claim_names, gap, result_of
from laicheng_data.words import AS_THEY_ARE, LANGUAGES, Words

MOST_VERDICTS = 3000  # on one page
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
# What a newcomer must know of what a report counts, by the sentence that says it; only where it is
# of these that it is counted.
_TERMS = {"page.term.filing": ("due", "filed", "filing_rate"), "page.term.list": ("listed",)}
_OF_BUSINESSES = ("enterprise", "private_enterprise", "individual", "cooperative")
_SAID = ("published", "place", "answer", "leading", "findings", "questions", "telling")
_FILTERED = ("report", "verdict", "basis")
_WORDED = ("basis", "explained_by")  # columns whose values have words
_TALLIED = ("consistent", "inconsistent", "undecidable", DIFFERENCE)
_NAMED = frozenset(_TALLIED[1:])  # those of which a reader wants to know which they are
MOST_NAMED = 4
_BY_TALLY = (ANSWER, FAULT)  # told by the answer and what stands below it


def write_report(
    runs: Sequence[Outcome],
    report: Report | None,
    output_dir: Path,
    pictures: Pictures,
    many: bool,
) -> list[Path]:
    """For a report, in each language a page of its numbers and one of everything in a single file;
    where there are many, an index of its own instead of the single file. Beside them, what the
    index of all tells of it."""
    verdicts = check(report) if report else None
    told, files = {}, []
    for language in LANGUAGES:
        plain, index = Words(language), output_dir / index_name(language)
        entry, written = _report_pages(runs, report, verdicts, plain, index, pictures, many)
        told[language] = {"entry": entry, "verdicts": _judged(report, verdicts, index, plain)}
        files += written
    kept = _told_of(output_dir, runs[0].run.report)
    write_whole({kept: json.dumps(told, ensure_ascii=False).encode()})
    drawings = sorted((output_dir / runs[0].run.report).glob("*/charts/*.svg"))
    return [*files, *drawings, kept]


def _told_of(output_dir: Path, report: str) -> Path:
    """Where it is kept what an index tells of a report; hidden, for it is nobody's to read."""
    return output_dir / ".told" / f"{report}.json"


def write_indexes(reports: Mapping[str, Sequence[Outcome]], output_dir: Path) -> list[Path]:
    """The index in each language, of reports whose own pages are written."""
    told = [json.loads(_told_of(output_dir, name).read_bytes()) for name in reports]
    runs = [outcome for own in reports.values() for outcome in own]
    indexes = []
    for language in LANGUAGES:
        words, index = Words(language), output_dir / index_name(language)
        entries = [one[language]["entry"] for one in told]
        verdicts = _verdicts([one[language]["verdicts"] for one in told], words)
        title = entries[0]["title"] if len(entries) == 1 else words("page.title")
        _write_index(index, words, title, entries, verdicts, ran=_ran(runs, words))
        indexes.append(index)
    return indexes


def _report_pages(
    runs: Sequence[Outcome],
    report: Report | None,
    judged: pd.DataFrame | None,
    plain: Words,
    index: Path,
    pictures: Pictures,
    many: bool,
) -> tuple[dict[str, Any], list[Path]]:
    """What the index says of one report, and the pages of its own that were written."""
    name, words = runs[0].run.report, plain.knowing(report.labels) if report else plain
    folder = index.parent / name
    page = folder / index.name if many else index
    said = _said(report, judged, words, many)
    entry = {
        "id": name,
        "title": report_title(name, report, words),
        **said,
        **_entry(runs, index.parent, page, words, said["telling"], pictures),
    }
    numbers = folder / page_name("numbers", words.language)
    single = folder / page_name("report", words.language)
    told = evidence(report, judged, words) if report else {}
    if report:
        _write_numbers(told, entry["title"], numbers, index, words)
        entry["numbers"] = link_to(numbers, page)
    if many:
        verdicts = _verdicts([_judged(report, judged, page, words)], words)
        _write_index(page, words, entry["title"], [entry], verdicts, home=link_to(index, page))
        kept = {name: value for name, value in entry.items() if name not in ("hero", "charts")}
        return {**kept, "page": link_to(page, index)}, [page, *([numbers] if report else [])]
    if report:
        for drawings in (2, 1, 0):  # the first that is small enough to hand around
            inlined = _inlined(entry, index.parent, drawings)
            whole = {**entry, **inlined, "decks": [], "runs": []}
            _write_index(single, words, entry["title"], [whole], {}, told=told, alone=True)
            if single.stat().st_size <= PAGE_BYTES:
                break
        entry["single"] = link_to(single, index)
    for chart in (entry["hero"], *entry["charts"]):
        if chart:
            del chart["drawn"]  # the pictures themselves, which lie beside the pages
    return entry, [numbers, single] if report else []


def _said(
    report: Report | None, verdicts: pd.DataFrame | None, words: Words, many: bool
) -> dict[str, Any]:
    """What is found in a report and open about it; of many reports, the answer alone."""
    if report is None or verdicts is None:
        return dict.fromkeys(_SAID, "")
    others = [] if many else [other for other in _of_the_package() if other.id != report.id]
    found = findings(report, words, others, verdicts)
    lead, tally = leading(found), _tally(report, verdicts, words)
    is_cut = any(item["more"] for item in tally if item["outcome"] == "inconsistent")
    below = (ANSWER,) if is_cut else _BY_TALLY
    beside = [finding for finding in found if finding.about not in below]
    told = leading(beside)
    scope = ".implied" if (verdicts["basis"] == "implied").any() else ""
    scope = scope if len(verdicts) else ".numbers"
    date = words.period(report.card.day)
    publisher = words.word(report.card.publisher)
    published = words("page.published", publisher=publisher, date=date) if date else publisher
    return {
        "published": published.strip(" ，,"),
        "place": words.word(report.card.place or ""),
        "scope": words(f"page.scope{scope}", facts=words.count(len(report.facts))),
        "terms": [words(term) for term in _terms(report)],
        "tally": tally,
        "answer": words("sentence", text=lead[0].headline),
        "leading": [finding.text for finding in told],
        "findings": [finding.text for finding in beside if finding not in told],
        "questions": open_questions(report, words, verdicts),
        "telling": telling_charts(lead, report),
        "data": _dataset(report, words),
    }


@cache
def _of_the_package() -> list[Report]:
    """The package's own reports, read once for all that are set beside them."""
    return [load_report(name) for name in report_ids()]


def _terms(report: Report) -> list[str]:
    """The sentences that explain what the report counts."""
    facts = report.facts[report.facts["subject"].isin(_OF_BUSINESSES)]
    return [term for term, counted in _TERMS.items() if facts["measure"].isin(counted).any()]


def _tally(report: Report, verdicts: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """How many relations came out how, those that the report states apart from differences; what
    does not plainly hold is named, by how much too, and what did not occur is left out."""
    counted = verdicts.assign(outcome=outcomes(verdicts))
    is_told = (counted["basis"] == "stated") | (counted["outcome"] == DIFFERENCE)
    counted = counted[is_told & ~counted["claim_id"].isin(nets(report, verdicts))]
    tally = []
    for name in _TALLIED:
        found = counted[counted["outcome"] == name]
        if found.empty:
            continue
        one = ".one" if len(found) == 1 else ""
        named = found if name in _NAMED else found[:0]
        tally.append(
            {
                "outcome": name,
                "count": words.count(len(found)),
                "label": words(f"page.tally.{name}{one}"),
                "names": _sizes(report, named[:MOST_NAMED], words),
                "more": words.count(len(named[MOST_NAMED:])) if len(named) > MOST_NAMED else "",
            }
        )
    return tally


def _sizes(report: Report, verdicts: pd.DataFrame, words: Words) -> list[str]:
    """Each relation by its name, with what is printed, what it comes to and by how much they differ
    where that is known."""
    names, facts = claim_names(report, words), report.facts.set_index("fact_id", drop=False)
    results = report.claims.set_index("claim_id")["result"]
    said = []
    for row in verdicts.to_dict("records"):
        name, fact = names[row["claim_id"]], facts.loc[results[row["claim_id"]]].to_dict()
        if pd.isna(row["difference"]):
            said.append(name)
            continue
        size = gap(fact, row["difference"], words)
        printed, recomputed = (
            result_of(row[one], fact["unit"], words) for one in ("printed", "recomputed")
        )
        said.append(
            words("page.apart", name=name, printed=printed, recomputed=recomputed, gap=size)
        )
    return said


def _dataset(report: Report, words: Words) -> str:
    """The report's numbers as a schema.org Dataset; nothing in it can end the script that holds
    it."""
    about = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": words.word(report.card.title),
        "description": words("page.dataset", facts=len(report.facts), claims=len(report.claims)),
        "identifier": report.id,
        "dateCreated": report.card.day,
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
        "policy": policy("data:", scripted=False),
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
    other = next(name for name in LANGUAGES if name != words.language)
    around = {
        "title": title,
        "home": home,
        "twin": "" if alone else index_name(other),
        "style": style(),
        "policy": policy("data:" if alone else "'self' file: data:"),
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
    write_whole({page: outlined(content).encode()})


def _ran(runs: Sequence[Outcome], words: Words) -> dict[str, Any]:
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


def _entry(
    runs: Sequence[Outcome],
    output_dir: Path,
    page: Path,
    words: Words,
    telling: Sequence[str],
    pictures: Pictures,
) -> dict[str, Any]:
    """What a page lists of one report: the runs in the page's language, the charts and the deck.

    Where nothing ran in the page's language, what ran in the other is told instead.
    """
    spoken = _spoken(runs, words)
    figures, drawings = _figures(spoken), folder_of(spoken[0].run, output_dir) / "charts"
    decks = [figures / name for name in DOCUMENTS if (figures / name).exists()]
    charts = [
        _chart(picture, page, pictures.of(picture.read_bytes()), drawings)
        for picture in _pictures(figures, spoken)
    ]
    return {
        "runs": [_run(outcome, output_dir, page) for outcome in spoken],
        **_led(charts, telling),
        "decks": [
            {"name": words(f"document{deck.suffix}"), "href": link_to(deck, page)} for deck in decks
        ],
    }


def _led(charts: list[dict[str, Any]], telling: Sequence[str]) -> dict[str, Any]:
    """The charts, and the one to lead with: the first that tells a finding, else the first."""
    by_name = {chart["name"]: chart for chart in charts}
    first = next((by_name[name] for name in telling if name in by_name), None)
    hero = first or next(iter(charts), None)
    return {"hero": hero, "charts": [chart for chart in charts if chart is not hero]}


def _inlined(entry: Mapping[str, Any], folder: Path, drawings: int) -> dict[str, Any]:
    """The same charts with so many drawings of each in the page itself, or else the picture, and
    no files to follow."""

    def inlined(chart: Mapping[str, Any]) -> dict[str, Any]:
        screens = [screen.at() for screen in chart["drawn"][:drawings]]
        picture = "" if screens else as_data(folder / unquote(chart["picture"]))
        return {**chart, "picture": picture, "screens": screens, "files": []}

    hero = entry["hero"] and inlined(entry["hero"])
    return {"hero": hero, "charts": [inlined(chart) for chart in entry["charts"]]}


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


def _chart(picture: Path, page: Path, drawn: Sequence[Screen], folder: Path) -> dict[str, Any]:
    """A chart in the gallery, with the title and the description that were exported with it, and
    its drawings for screens as files of this folder."""
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
        "drawn": drawn,
        "screens": [
            screen.at(link_to(_drawing(screen, folder, picture.stem), page)) for screen in drawn
        ],
        "rows": _rows(picture.with_suffix(".csv")),
        "files": [
            {"kind": file.suffix[1:].upper(), "href": link_to(file, page)}
            for file in files
            if file.exists()
        ],
    }


def _drawing(screen: Screen, folder: Path, name: str) -> Path:
    """Where a drawing lies, written unless it is there already."""
    path = folder / f"{name}-{screen.width}.svg"
    if not path.exists() or path.read_bytes() != screen.svg:
        write_whole({path: screen.svg})
    return path


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


def _judged(
    report: Report | None, verdicts: pd.DataFrame | None, page: Path, words: Words
) -> dict[str, Any]:
    """The verdicts on a report as an index tells them; of very many, those that are not plainly in
    order."""
    if report is None or verdicts is None:
        return {"count": 0, "rows": []}
    knowing = words.knowing(report.labels)
    ranks = outcomes(verdicts).map(TELLING_FIRST.index)
    verdicts = verdicts.loc[ranks.sort_values(kind="stable").index]
    told = _remarkable(verdicts) if len(verdicts) > MOST_VERDICTS else verdicts
    names, written = claim_names(report, knowing), _written(told, words, knowing)
    plain = (told["verdict"] == "consistent") & told["as_expected"]
    return {
        "count": len(verdicts),
        "rows": [
            {
                "mark": mark,
                "claim": [names[claim], f"{_numbers(report.id, page, words)}#{claim}"],
                "cells": cells,
                "is_plain": bool(is_plain),
                "as_expected": bool(as_expected),
            }
            for mark, claim, cells, is_plain, as_expected in zip(
                _marks(told),
                told["claim_id"],
                written.astype(str).to_dict("records"),
                plain,
                told["as_expected"],
                strict=True,
            )
        ],
    }


def _remarkable(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Those that are not plainly in order, first what was not expected."""
    told = verdicts[(verdicts["verdict"] != "consistent") | ~verdicts["as_expected"]]
    return told.sort_values("as_expected", kind="stable")[:MOST_ROWS]


def _verdicts(judged: Sequence[Mapping[str, Any]], words: Words) -> dict[str, Any]:
    """The verdicts as a table to filter; of very many, those that are not plainly in order.

    A column that explains where there is nothing to explain is left out.
    """
    rows = [row for one in judged for row in one["rows"]]
    cut = sum(one["count"] for one in judged) > MOST_VERDICTS
    if cut:
        remarkable = (row for row in rows if not row["is_plain"])
        rows = sorted(remarkable, key=lambda row: row["as_expected"])[:MOST_ROWS]
    values = {name: dict.fromkeys(row["cells"][name] for row in rows) for name in _COLUMNS}
    dull = {
        "report": len(values["report"]) < 2,
        "as_expected": all(row["as_expected"] for row in rows),
        **{name: not any(values[name]) for name in ("explained_by", "remark")},
    }
    shown = [name for name in _COLUMNS if not dull.get(name)]
    return {
        "left_out": cut,
        "columns": [words.start(name) for name in shown],
        "choices": [
            {
                "name": words.start(name),
                "column": shown.index(name) + 1,
                "options": list(values[name]),
            }
            for name in _FILTERED
            if name in shown and len(values[name]) > 1
        ],
        "rows": [{**row, "cells": [row["cells"][name] for name in shown]} for row in rows],
    }


def _numbers(report: str, page: Path, words: Words) -> str:
    """The way from an index, of all reports or of this one, to the page of a report's numbers."""
    name = page_name("numbers", words.language)
    return name if page.parent.name == report else f"{report}/{name}"


def _written(table: pd.DataFrame, words: Words, knowing: Words) -> pd.DataFrame:
    """The verdicts in words."""
    difference = ["" if pd.isna(units) else words.units(units) for units in table["difference"]]
    verdict = [f"{MARKS[name]} {words.word(name)}" for name in outcomes(table)]
    expected = table["as_expected"].map({True: words("page.yes"), False: words("page.no")})
    written = table[_COLUMNS].assign(difference=difference, as_expected=expected, verdict=verdict)
    for name in _WORDED:
        written[name] = written[name].map(words.word)
    return written.assign(remark=table["remark"].map(knowing.word))


def _marks(table: pd.DataFrame) -> list[str]:
    expected = table["as_expected"]
    return [
        name if as_expected else "unexpected"
        for name, as_expected in zip(outcomes(table), expected, strict=True)
    ]

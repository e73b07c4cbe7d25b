"""A first draft of a report folder: a row for every numeral of the source, and claims proposed.

What the machine writes is a draft and says so: its claims have the basis `proposed`, and the card
stays without a date where the page gives none.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from pypinyin import lazy_pinyin

from laicheng_data.facts.contract import CLAIMS, FACTS, OMITTED, Column, is_id, resources
from laicheng_data.facts.drafting.arithmetic import Proposal, Terms
from laicheng_data.facts.drafting.draft_fact import DraftFact
from laicheng_data.facts.drafting.furniture import (
    Furniture,
    Title,
    find_title,
    names_a_year,
    numerals_above,
    period_of,
    read_furniture,
    reference_period,
)
from laicheng_data.facts.drafting.missing_units import add_units
from laicheng_data.facts.drafting.naming import name_numbers
from laicheng_data.facts.drafting.normalisation import plain_source, restore_original, simplify
from laicheng_data.facts.drafting.proposing import propose
from laicheng_data.facts.drafting.subjects import add_subjects
from laicheng_data.facts.drafting.vocabulary import read_vocabulary
from laicheng_data.facts.faults import ReportError
from laicheng_data.facts.report import load_report
from laicheng_data.facts.sources.flat_tables import Restored, restore_tables
from laicheng_data.facts.sources.paragraphs import Source
from laicheng_data.paths import CARD, PROJECT_DIR, REPORTS_DIR

_CONTEXT = 12  # characters before and behind a number
_CONTROL = re.compile(r"[\x00-\x1f]")  # a damaged source has them, a remark must not
_LONGEST_ID = 60


class DraftError(Exception):
    """A draft that cannot be made: a bad id, a folder that exists already or cannot be written."""


class Draft(NamedTuple):
    """What was drafted: the folder, the title line and why, what is above it, and what is open.

    `open_rates` are the percentages that no proposal speaks of, `missing` what the card lacks, and
    `undated` the rows of facts.csv that have no period, since the text names no year.
    """

    folder: Path
    title: Title
    above: list[str]
    facts: int
    omitted: int
    proposals: int
    open_rates: list[str]
    missing: list[str]
    undated: Sequence[int] = ()


def draft(
    report_id: str, source: Source | None = None, reports_dir: Path | None = None, title: str = ""
) -> Draft:
    """Make the folder of a new report from its source, where one is at hand.

    Raises DraftError, and SourceError where `title` is no line of the source; writes a whole folder
    or none.
    """
    if not is_id(report_id):
        raise DraftError(
            f"{report_id!r} is no report id; use lower-case letters, digits and hyphens"
        )
    if reports_dir is None and not (PROJECT_DIR / "pyproject.toml").exists():
        raise DraftError("name the folder that the new report goes to with --reports-dir")
    source = source or Source()
    start = find_title(source, title)
    text, about = source.after(start.line), read_furniture(source, start.line)
    heading = text.lines[0] if text.lines else title or "title of the source"
    restored = restore_tables(text)
    plain = plain_source(restored.source)
    period = period_of(simplify(heading), about, plain.lines)
    found = name_numbers(
        plain, read_vocabulary(reports_dir), reference_period(period),
        simplify(about.place), simplify(about.office),
    )  # fmt: skip
    read = [number for number in found if not number.reason]
    proposals = propose(read, plain.lines)
    read = add_units(read, proposals, plain.lines)
    whose = iter(add_subjects(read, proposals, plain.lines))
    found = [number if number.reason else next(whose) for number in found]
    printed = [_as_in_text(n, restored) for n in restore_original(found, restored.source)]
    facts = [_clear_guess(number) for number in printed if not number.reason]
    omitted = [number for number in printed if number.reason]
    ids = fact_ids(facts)
    tables = {
        "facts.csv": _table_csv(FACTS, _fact_rows(facts, ids)),
        "claims.csv": _table_csv(CLAIMS, _claim_rows(proposals, ids)),
        "omitted.csv": _table_csv(
            OMITTED, ([n.paragraph, n.position, n.printed, n.reason] for n in omitted)
        ),
    }
    folder = _write_folder(
        report_id, tables, _card(report_id, heading, about, text), reports_dir or REPORTS_DIR
    )
    spoken_of = {proposal.result for proposal in proposals if proposal.kind != "sum"}
    open_rates = [
        f"{ids[at]}: …{context(text.lines[fact.paragraph], fact.start, fact.end)}…"
        for at, fact in enumerate(facts)
        if fact.printed.endswith(("%", "％")) and at not in spoken_of
    ]
    missing = [name for name in ("date", "place", "publisher") if not getattr(about, name)]
    undated = [row for row, fact in enumerate(facts, start=2) if not fact.period]
    return Draft(
        folder, start, numerals_above(source, start.line), len(facts), len(omitted),
        len(proposals), open_rates, missing, undated,
    )  # fmt: skip


def _as_in_text(number: DraftFact, restored: Restored) -> DraftFact:
    """The number where the text has it, which may be a line of its own."""
    line, shift, before = restored.place_of(number.paragraph, number.start)
    return replace(
        number, paragraph=line, position=number.position - before,
        start=number.start - shift, end=number.end - shift,
    )  # fmt: skip


def _clear_guess(fact: DraftFact) -> DraftFact:
    """The fact, its period left empty where the text names no year that it could be of."""
    return fact if names_a_year(fact.period) else replace(fact, period="")


def context(line: str, start: int, end: int) -> str:
    """What stands around a number."""
    around = line[max(0, start - _CONTEXT) : end + _CONTEXT]
    return " ".join(around.split())


def fact_ids(facts: Sequence[DraftFact]) -> list[str]:
    """An id for each fact from its period, subject and measure; those that are alike are
    counted."""
    names = [_fact_id(fact) for fact in facts]
    times, seen = Counter(names), Counter[str]()
    ids: list[str] = []
    taken = {name for name in names if times[name] == 1}
    for name in names:
        own = name
        while times[name] > 1 and (own == name or own in taken):
            seen[name] += 1
            own = f"{name}-{seen[name]}"
        taken.add(own)
        ids.append(own)
    return ids


def _fact_id(fact: DraftFact) -> str:
    words = [
        fact.period.replace("/", "-to-"),
        *(w for w in (fact.subject, fact.measure) if w != "all"),
    ]
    spelled = "-".join("".join(lazy_pinyin(word)) for word in words).lower()
    # Where the page names neither year nor word, its letters may leave nothing of a name.
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")[:_LONGEST_ID].strip("-") or "number"


def _fact_rows(facts: Sequence[DraftFact], ids: Sequence[str]) -> Iterable[list[object]]:
    for fact, name in zip(facts, ids, strict=True):
        yield [
            name, fact.office, fact.measure, fact.subject, fact.period, fact.printed, fact.unit,
            fact.bound, fact.paragraph, fact.position,
        ]  # fmt: skip


def _claim_rows(proposals: Sequence[Proposal], ids: Sequence[str]) -> Iterable[list[object]]:
    seen = Counter[tuple[int, str]]()
    for proposal in proposals:
        result = ids[proposal.result]
        seen[proposal.result, proposal.kind] += 1
        times = seen[proposal.result, proposal.kind]
        again = f"-{times}" if times > 1 else ""
        operands = " ".join(_operand(terms, ids) for terms in proposal.operands)
        words = " ".join(_CONTROL.sub(" ", proposal.words).split())
        yield [
            f"{result}-{proposal.kind}{again}", proposal.kind, result, operands, "proposed",
            "consistent", words,
        ]  # fmt: skip


def _operand(terms: Terms, ids: Sequence[str]) -> str:
    return "+".join(f"{'-' if sign < 0 else ''}{ids[at]}" for sign, at in terms)


def _card(report_id: str, title: str, about: Furniture, text: Source) -> dict[str, object]:
    return {
        "name": report_id,
        "title": title,
        "created": f"{about.date}T00:00:00Z" if about.date else "",
        "place": about.place,
        "publisher": about.publisher,
        **({"document_number": about.document_number} if about.document_number else {}),
        **({"paragraphs": len(text.lines)} if text.lines else {}),
        "sources": [{"title": title}],
        "resources": resources(),
    }


def _write_folder(
    report_id: str, tables: dict[str, str], card: dict[str, object], reports_dir: Path
) -> Path:
    """Write the folder aside, read it as a report, and only then give it its name."""
    folder = reports_dir / report_id
    made: list[Path] = []
    aside = None
    try:
        made = [path for path in (reports_dir, *reports_dir.parents) if not path.exists()]
        if folder.exists() or folder.is_symlink():
            raise DraftError(f"{folder} exists already; choose another id, or remove it first")
        reports_dir.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(prefix=".new-", dir=reports_dir))
        (aside / report_id).mkdir()
        for name, content in tables.items():
            (aside / report_id / name).write_text(content, encoding="utf-8")
        (aside / report_id / CARD).write_text(_card_json(card), encoding="utf-8")
        _read_back(report_id, aside)
        (aside / report_id).rename(folder)
        made = []
    except OSError as error:
        raise DraftError(
            f"{folder} cannot be written ({error.strerror}); name another folder with --reports-dir"
        ) from error
    finally:
        if aside:
            shutil.rmtree(aside, ignore_errors=True)
        for path in made:
            with suppress(OSError):
                path.rmdir()
    return folder


def _read_back(report_id: str, aside: Path) -> None:
    """See that the draft is a report, but for periods that only the curator can know."""
    try:
        load_report(report_id, aside)
    except ReportError as error:
        if not error.only_lacks_periods:
            raise


def _card_json(card: dict[str, object]) -> str:
    return json.dumps(card, ensure_ascii=False, indent=2) + "\n"


def _table_csv(columns: tuple[Column, ...], rows: Iterable[list[object]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([[column.name for column in columns], *rows])
    return buffer.getvalue()

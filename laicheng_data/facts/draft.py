"""A first draft of a report folder from its source text: a row for every numeral, ready to be named or set aside."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp

from laicheng_data.facts.report import CARD, REPORTS_DIR, TABLES, UNNAMED, Column, is_id, resources
from laicheng_data.facts.trace import Numeral, numerals

LONG_LINE = 60
_TITLE_ENDS = ("报告", "公报", "通报", "情况", "总结")
_NUMBER = re.compile(r"-?[\d.,]+(?:万亿|万|亿)?[多余]?[%％‰]?")
_UNIT = re.compile(r"\s*([户项人件天个次条份组家起宗元亩吨公里平方米台辆所处名批期篇部])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(20\d\d)(?:-|年)(\d{1,2})(?:-|月)(\d{1,2})")
_BEFORE = {"近": "at_most", "不到": "at_most", "不足": "at_most", "约": "about"}


class DraftError(Exception):
    """A draft that cannot be made: a bad id, a folder that exists already, a text without a title."""


def draft(report_id: str, lines: list[str] | None = None, reports_dir: Path | None = None) -> Path:
    """Make the folder of a new report, and return it. `lines` are those of its source, where one is at hand.

    The title is guessed to be the last short line before the first long one. Raises DraftError; writes a whole
    folder or none.
    """
    folder = (reports_dir or REPORTS_DIR) / report_id
    if not is_id(report_id):
        raise DraftError(
            f"{report_id!r} is no report id; use lower-case letters, digits and hyphens"
        )
    if folder.exists():
        raise DraftError(f"{folder} exists already; choose another id, or remove it first")
    start = _title_line(lines) if lines else 0
    text = lines[start:] if lines else []
    facts, omitted = _rows(text)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=f".{report_id}.", dir=folder.parent))
    try:
        for file, rows in zip(TABLES, (facts, [], omitted), strict=True):
            (aside / file).write_text(_csv(TABLES[file], rows), encoding="utf-8")
        card = json.dumps(_card(report_id, lines or [], text), ensure_ascii=False, indent=2)
        (aside / CARD).write_text(card + "\n", encoding="utf-8")
        aside.chmod(0o755)
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return folder


def _title_line(lines: list[str]) -> int:
    first_long = next((at for at, line in enumerate(lines) if len(line) >= LONG_LINE), len(lines))
    named = [
        at
        for at in range(first_long)
        if lines[at].endswith(_TITLE_ENDS) and not lines[at].startswith(">")
    ]
    if not named and first_long == 0:
        raise DraftError(
            "the source has no short line before its text that could be the title; put the title first"
        )
    return named[-1] if named else first_long - 1


def _rows(text: list[str]) -> tuple[list[list[object]], list[list[object]]]:
    """Facts and omissions for every numeral: a year is set aside, anything else is a fact without a name."""
    facts: list[list[object]] = []
    omitted: list[list[object]] = []
    period, done = str(date.today().year), (-1, 0)
    for numeral in numerals(text):
        line = text[numeral.paragraph]
        if (numeral.paragraph, numeral.start) < done:
            continue  # the rest of a number with thousands separators
        printed = _printed(line, numeral)
        end = line.index(printed, max(0, numeral.start - 1)) + len(printed)
        done = (numeral.paragraph, end)
        place = [numeral.paragraph, numeral.position]
        if (
            _YEAR.fullmatch(numeral.text)
            and printed == numeral.text
            and line[end : end + 1] in ("年", "-")
        ):
            period = numeral.text
            omitted.append([*place, printed, "year"])
            continue
        name = f"p{numeral.paragraph}-n{numeral.position}"
        unit, bound = _unit(line, printed, end), _bound(line, printed, numeral.start, end)
        facts.append([name, "other", UNNAMED, "all", period, printed, unit, bound, *place])
    return facts, omitted


def _printed(line: str, numeral: Numeral) -> str:
    start = numeral.start - line[: numeral.start].endswith(("-", "−"))
    found = _NUMBER.match(line.replace("−", "-"), start)
    text = line[start : found.end()].rstrip(".,") if found else numeral.text
    return text if re.fullmatch(r"[-−]?\d{1,3}(,\d{3})+.*|[^,]*", text) else numeral.text


def _unit(line: str, printed: str, end: int) -> str:
    if printed.endswith(("%", "％", "‰")):
        return printed[-1]
    found = _UNIT.match(line, end)
    return found[1] if found else ""


def _bound(line: str, printed: str, start: int, end: int) -> str:
    if printed.rstrip("%％‰").endswith(("多", "余")) or line.startswith("以上", end):
        return "at_least"
    return next((bound for word, bound in _BEFORE.items() if line[:start].endswith(word)), "exact")


def _card(report_id: str, lines: list[str], text: list[str]) -> dict[str, object]:
    found = _DATE.search("\n".join(lines))
    day = date(*map(int, found.groups())) if found else datetime.now(UTC).date()
    title = text[0] if text else "title of the source"
    return {
        "name": report_id,
        "title": title,
        "created": f"{day.isoformat()}T00:00:00Z",
        "place": "",
        "publisher": "",
        **({"paragraphs": len(text)} if text else {}),
        "sources": [{"title": title}],
        "resources": resources(),
    }


def _csv(columns: tuple[Column, ...], rows: list[list[object]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([[column.name for column in columns], *rows])
    return buffer.getvalue()

"""A first draft of a report folder from its source: a row for every numeral."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp

from laicheng_data.facts.paragraphs import numbers, numerals
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import TABLES, UNNAMED, Column, is_id, load_report, resources
from laicheng_data.paths import CARD, PROJECT_DIR, REPORTS_DIR

LONG_LINE = 60
_TITLE_ENDS = ("报告", "公报", "通报", "情况", "总结")
_UNIT = re.compile(r"\s*([户项人件天个次条份组家起宗元亩吨公里平方米台辆所处名批期篇部])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(20\d\d)(?:-|年)(\d{1,2})(?:-|月)(\d{1,2})")
_DATES = re.compile(
    r"(?:(?:19|20)\d\d)(?:年\d{1,2}月\d{1,2}日?|([-./])\d{1,2}\1\d{1,2})(?!\d)|\d+(?:\.\d+){2,}"
)
_BEFORE = {"近": "at_most", "不到": "at_most", "不足": "at_most", "约": "about"}


class DraftError(Exception):
    """A draft that cannot be made: a bad id, a folder that exists already, a text without a title."""


def draft(report_id: str, lines: list[str] | None = None, reports_dir: Path | None = None) -> Path:
    """Make the folder of a new report, and return it. `lines` are those of its source, where one is at hand.

    The title is guessed to be the last short line before the first long one. Raises DraftError;
    writes a whole folder or none.
    """
    if not is_id(report_id):
        raise DraftError(
            f"{report_id!r} is no report id; use lower-case letters, digits and hyphens"
        )
    if reports_dir is None and not (PROJECT_DIR / "pyproject.toml").exists():
        raise DraftError("name the folder that the new report goes to with --reports-dir")
    start = _title_line(lines) if lines else 0
    text = lines[start:] if lines else []
    facts, omitted = _rows(text)
    contents = {
        file: _csv(TABLES[file], rows)
        for file, rows in zip(TABLES, (facts, [], omitted), strict=True)
    }
    card = json.dumps(_card(report_id, lines or [], text), ensure_ascii=False, indent=2)
    return _write(report_id, contents | {CARD: card + "\n"}, reports_dir or REPORTS_DIR)


def _write(report_id: str, contents: dict[str, str], reports_dir: Path) -> Path:
    """Write the folder aside, read it as a report, and only then give it its name."""
    folder = reports_dir / report_id
    made = [path for path in (reports_dir, *reports_dir.parents) if not path.exists()]
    aside = None
    try:
        if folder.exists() or folder.is_symlink():
            raise DraftError(f"{folder} exists already; choose another id, or remove it first")
        reports_dir.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(prefix=".new-", dir=reports_dir))
        (aside / report_id).mkdir()
        for name, content in contents.items():
            (aside / report_id / name).write_text(content, encoding="utf-8")
        load_report(report_id, aside)
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
    """Facts and omissions for every numeral: a year or date is set aside, anything else is a fact."""
    facts: list[list[object]] = []
    omitted: list[list[object]] = []
    period = str(date.today().year)
    for paragraph, line in enumerate(text):
        positions = {numeral.start: numeral.position for numeral in numerals([line])}
        for start, end, reason in _parts(line):
            printed = line[start:end]
            first = next(at for at in range(start, end) if at in positions)
            place = [paragraph, positions[first]]
            if reason:
                period = printed if reason == "year" else period
                omitted.append([*place, printed, reason])
                continue
            unit, bound = _unit(line, printed, end), _bound(line, printed, start, end)
            name = f"p{paragraph}-n{positions[first]}"
            facts.append([name, "other", UNNAMED, "all", period, printed, unit, bound, *place])
    return facts, omitted


def _parts(line: str) -> Iterator[tuple[int, int, str]]:
    """The numbers of a line, and why each is no fact: a date is one part, whatever it consists of."""
    done = 0
    dates = {found.start(): found.end() for found in _DATES.finditer(line)}
    for start, end in numbers(line):
        if start < done:
            continue
        if start in dates:
            done = dates[start]
            yield start, done, "date"
            continue
        done = end
        printed = line[start:end]
        is_year = _YEAR.fullmatch(printed) and line[end : end + 1] in ("年", "-")
        yield start, end, "year" if is_year else "" if _is_number(printed) else "no single number"


def _is_number(printed: str) -> bool:
    try:
        parse(printed)
    except ValueError:
        return False
    return True


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
    title = text[0] if text else "title of the source"
    return {
        "name": report_id,
        "title": title,
        "created": f"{_day(lines).isoformat()}T00:00:00Z",
        "place": "",
        "publisher": "",
        **({"paragraphs": len(text)} if text else {}),
        "sources": [{"title": title}],
        "resources": resources(),
    }


def _day(lines: list[str]) -> date:
    for found in _DATE.finditer("\n".join(lines)):
        with suppress(ValueError):  # 30 February
            return date(*map(int, found.groups()))
    return datetime.now(UTC).date()


def _csv(columns: tuple[Column, ...], rows: list[list[object]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([[column.name for column in columns], *rows])
    return buffer.getvalue()

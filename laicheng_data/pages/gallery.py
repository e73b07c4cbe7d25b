"""The gallery of exported charts as a README that a code host shows: pictures, captions and alt
texts, zh beside en.

It is read off the pictures themselves, so it shows what is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from laicheng_data.charts.record import record_of
from laicheng_data.paths import DOCUMENTS
from laicheng_data.storage import write_whole
from laicheng_data.words import LANGUAGES, Words

_HEAD = "\n## "  # of what is said of a report; in other text # is escaped


def write_gallery(figures_dir: Path, unchanged: Collection[str] = ()) -> Path:
    """Write `<figures_dir>/README.md` and return its path; what it says of reports that are
    unchanged stays."""
    path = figures_dir / "README.md"
    present = path.read_text(encoding="utf-8") if unchanged and path.exists() else ""
    written = {part.partition("\n")[0]: part for part in present.split(_HEAD)[1:]}
    stays = {name: written[name].rstrip("\n") for name in unchanged if name in written}
    write_whole({path: gallery(figures_dir, stays).encode()})
    return path


def gallery(figures_dir: Path, stays: Mapping[str, str] = MappingProxyType({})) -> str:
    """The gallery as Markdown, report by report, charts by name; `stays` holds what is known to be
    said of some reports."""
    reports = sorted(folder.name for folder in figures_dir.iterdir() if folder.is_dir())
    heads = [
        " / ".join(Words(language)(slug) for language in LANGUAGES)
        for slug in ("gallery.title", "gallery.note")
    ]
    told = [stays.get(name) or "\n\n".join(_report(figures_dir, name)) for name in reports]
    return (
        "\n\n".join([f"# {heads[0]}", heads[1], *(_HEAD[1:] + one for one in told if one)]) + "\n"
    )


def _report(figures_dir: Path, report: str) -> Iterator[str]:
    pictures = sorted((figures_dir / report).glob("*/*.png"))
    records = {(path.stem, path.parent.name): record_of(path.read_bytes()) for path in pictures}
    names = sorted({name for (name, _), record in records.items() if record})
    if not names:
        return
    yield report
    documents = [f"{report}/{language}/{name}" for language in LANGUAGES for name in DOCUMENTS]
    if written := [f"[{name}]({name})" for name in documents if (figures_dir / name).exists()]:
        yield " · ".join(written)
    for name in names:
        shown = {
            language: records[name, language]
            for language in LANGUAGES
            if records.get((name, language))
        }
        yield f"### {name}"
        yield "\n".join(_table(f"{report}/{{}}/{name}", shown))


def _table(path: str, shown: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A column a language: the picture with its alt text, title, description, source and files."""
    yield _row(Words(language)("gallery.language") for language in shown)
    yield _row("---" for _ in shown)
    for line in ("![{Description}]({path}.png)", "**{Title}**", "{Description}", "{Source}"):
        yield _row(
            line.format(
                path=path.format(language), **{key: _escape(text) for key, text in record.items()}
            )
            for language, record in shown.items()
        )
    yield _row(
        " · ".join(
            f"[{kind.upper()}]({path.format(language)}.{kind})" for kind in ("png", "svg", "csv")
        )
        for language in shown
    )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """The text with whatever Markdown or HTML would take for markup escaped."""
    return re.sub(r"([\\`*_{}\[\]<>|$#!])", r"\\\1", " ".join(text.split()))

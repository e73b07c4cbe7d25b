"""A deck that people have worked on, brought up to date in place; what they changed stays theirs.

Objects are found by the names they were given, wherever they were moved to, or by their words where
a program has renamed them. What someone has reworded is kept, and told.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.deck_record import DeckRecord, read_record, write_record
from laicheng_data.briefing.fitting import BREAK, LEAST_WHY, height_of
from laicheng_data.briefing.native import (
    chart_data,
    last_point,
    omit_labels,
    shade_points,
    style_chart,
    style_series,
)
from laicheng_data.briefing.native_table import update_table
from laicheng_data.briefing.plan import Item, plan_slides, texts_of
from laicheng_data.briefing.slides import continue_numbering, set_addition
from laicheng_data.charts.panels import Panel, crowded_points, label_format
from laicheng_data.facts.report import load_report
from laicheng_data.storage import read_file, write_whole
from laicheng_data.words import LANGUAGES, Words

_PIECES = {qn("a:r"), qn("a:br"), qn("a:fld")}  # of a paragraph's text
_KINDS = {"table": "picture ", "picture": "table "}  # what else an item may be called
_SHARES = (1, 0.9, 0.8, 0.7)  # of its size, at which a text that has grown is tried
# How the names of texts begin.
_WORDS = ("title", "subtitle", "statement", "text", "right", "source", "notes")


class RefreshError(Exception):
    """A file that is no deck of this package, or cannot be read as one."""


class RefreshResult(NamedTuple):
    """What became of a deck: the names of what was updated, and a line for all that was not."""

    updated: list[str]
    told: list[str]


def refresh(path: Path, reports_dir: Path | str | None = None) -> RefreshResult:
    """Bring the charts and sentences of a deck up to date with its report, and nothing else.

    Raises RefreshError where it is none, ReportError where its report cannot be read, and OSError;
    the file is then as it was.
    """
    show, was = _open_deck(path)
    words = Words(was.language)
    report = load_report(was.report, reports_dir)
    words = words.with_labels(report.labels)
    plan = plan_slides(briefing(report, words), report, words)
    texts = texts_of(plan)
    deck = _Deck(was.texts, texts, {item.name: item for slide in plan for item in slide.items})
    for slide in show.slides:
        deck.refresh(slide)
    if deck.updated:
        write_record(show, was.report, was.language, {**was.texts, **texts})
        buffer = io.BytesIO()
        show.save(buffer)
        write_whole({path: buffer.getvalue()})
    return RefreshResult(deck.updated, list(deck.messages()))


def _open_deck(path: Path) -> tuple[Any, DeckRecord]:
    try:
        show = Presentation(io.BytesIO(read_file(path)))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise RefreshError(f"{path}: is no .pptx that can be read ({error})") from None
    was = read_record(show)
    if was is None or was.language not in LANGUAGES:
        raise RefreshError(
            f"{path}: is no deck of laicheng; write one with laicheng deck, and refresh that"
        )
    return show, was


class _Deck:
    """What is found of a deck while its slides are gone through."""

    def __init__(self, was: dict[str, str], now: dict[str, str], items: dict[str, Item]):
        self.was, self.now = was, now
        # What is a table in one deck is a picture in another.
        renamed = {_KINDS[kind] + rest: item for name, item in items.items() if item.grid
                   for kind, _, rest in [name.partition(" ")]}  # fmt: skip
        self.items = {**renamed, **items}
        self.found: set[str] = set()
        self.updated: list[str] = []
        self.reworded: dict[str, str] = {}
        self.other_columns: list[str] = []
        # Where a program has given other names, a text that nobody has touched is known by itself.
        self.names: dict[str, list[str]] = {}
        for name in (name for name in was if name.split()[0] in _WORDS):
            self.names.setdefault(_plain_text(was[name]), []).append(name)

    def refresh(self, slide: Any) -> None:
        """Update what a slide shows and says."""
        for shape in _shapes(slide.shapes):
            if shape.name in self.items and not shape.has_text_frame:
                self._update_item(slide, shape, self.items[shape.name])
            elif shape.has_text_frame:
                self._update_text(shape.name, shape.text_frame)
            elif shape.name in self.was:
                self.found.add(shape.name)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            frame = slide.notes_slide.notes_text_frame
            self._update_text(frame._parent.name, frame)

    def _update_text(self, name: str, frame: Any) -> None:
        said = _plain_text(frame.text)
        alike = [name] if name in self.was else self.names.get(said, [])
        if len({self.now.get(each) for each in alike}) != 1:
            self.found.update(alike)
            return  # someone's own, or one of several that no longer say the same
        name = next((each for each in alike if each not in self.found), alike[0])
        self.found.add(name)
        wanted = self.now.get(name)
        if wanted is None or said == _plain_text(wanted):
            return
        if said != _plain_text(self.was[name]):
            if wanted != self.was[name]:
                self.reworded[name] = wanted
            return
        before = [paragraph.text for paragraph in frame.paragraphs]
        _reword(frame, wanted.split("\n"))
        if name.startswith("statement") and len(before) == 1:
            set_addition(frame.paragraphs[1:])
        _shrink(frame, before)
        self.updated.append(name)

    def _update_item(self, slide: Any, shape: Any, item: Item) -> None:
        self.found.add(item.name)
        if item.grid and shape.has_table and len(shape.table.columns) != len(item.grid.rows[0]):
            self.other_columns.append(shape.name)
            return
        changed = False
        if item.panel is not None and shape.has_chart:
            if _is_of_another(shape.chart, item.panel, self.was.get(item.name, "")):
                shape.chart.replace_data(chart_data(item.panel))
                style_chart(shape.chart, item.panel, item.place[2:])
                changed = True
            else:
                changed = _update_chart(shape.chart, item.panel)
        elif item.grid is not None and shape.has_table:
            changed = update_table(shape.table, item.grid)
        elif hasattr(shape, "image") and (png := item.picture()):
            changed = _update_picture(slide, shape, png)
        described = shape._element.xpath(".//p:cNvPr")[0]
        alt = described.get("descr") or ""
        # Some programs drop it on saving; one that somebody has written stays.
        if alt != item.alt and alt in ("", self.was.get(shape.name)):
            described.set("descr", item.alt)
            changed = True
        if changed:
            self.updated.append(item.name)

    def messages(self) -> Iterator[str]:
        """What was kept as someone had reworded it, what was not found, and what has no place."""
        for name, wanted in self.reworded.items():
            told = wanted.replace("\n", " / ")
            yield f"kept     {name}: reworded since; the report now gives: {told}"
        for name in self.other_columns:
            yield (
                f"kept     {name}: has other columns than this table now has; laicheng deck "
                "writes a new one"
            )
        for name in self.was:
            if name not in self.found and name in self.now:
                yield f"missing  {name}: is not in the deck any more"
        for name in self.found:
            if name not in self.now:
                yield f"left     {name}: a new deck of this report does without it"
        for name in self.now:
            if name not in self.was and name not in self.found:
                yield f"new      {name}: has no place in this deck; laicheng deck writes a new one"


def _shapes(shapes: Any) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _plain_text(text: str) -> str:
    """A text without what programs change on their own: kinds of white space."""
    return " ".join(text.split())


def _reword(frame: Any, lines: Sequence[str]) -> None:
    """Say something else in the same look: a line that stays like itself, another like the one in
    its place, or like the last."""
    body, old = frame._txBody, list(frame.paragraphs)
    starts = frame._txBody.xpath("./a:p/a:pPr/a:buAutoNum")
    first = int(starts[0].get("startAt", 1)) if starts else 1
    alike, stay = {_plain_text(p.text): p for p in old}, {_plain_text(line) for line in lines}
    for place, line in enumerate(lines):
        like = old[min(place, len(old) - 1)]
        if _plain_text(like.text) in stay:
            like = old[-1]
        if like.text.count(BREAK) < line.count(BREAK):  # where no look for what is below is known
            like = next((p for p in old if p.text.count(BREAK) == line.count(BREAK)), like)
        body.append(copy.deepcopy(alike.get(_plain_text(line), like)._p))
    for paragraph in old:
        body.remove(paragraph._p)
    for paragraph, line in zip(frame.paragraphs, lines, strict=True):
        _write(paragraph, line.split(BREAK))
    continue_numbering(frame.paragraphs, first)


def _shrink(frame: Any, before: Sequence[str]) -> None:
    """Set a text smaller that takes more room than the one `before` did and than there is."""
    wide, high = frame._parent.width, frame._parent.height
    runs = [run for p in frame.paragraphs for run in p.runs if run.font.size is not None]
    if not runs or None in (wide, high):
        return
    size, lines = max(run.font.size.pt for run in runs), [p.text for p in frame.paragraphs]
    room = max(high.pt, height_of(before, size, wide.pt))
    fitting = (share for share in _SHARES if height_of(lines, share * size, wide.pt) <= room)
    share = next(fitting, _SHARES[-1])
    for run in runs if share < 1 else ():
        least = min(run.font.size.pt, LEAST_WHY)
        run.font.size = Pt(max(round(share * run.font.size.pt), least))


def _write(paragraph: Any, parts: Sequence[str]) -> None:
    """Write a paragraph anew, its parts in lines of their own: each in the look of the one that was
    in its place, or of the last."""
    looks: list[Any] = []
    begins = True
    for piece in paragraph._p:
        if piece.tag == qn("a:br"):
            begins = True
        elif piece.tag == qn("a:r") and begins:
            looks.append(copy.deepcopy(piece))
            begins = False
    looks = looks or [paragraph.add_run()._r]
    pieces = [piece for piece in paragraph._p if piece.tag in _PIECES]
    for place, part in enumerate(parts):
        if place:
            pieces[0].addprevious(OxmlElement("a:br"))
        run = copy.deepcopy(looks[min(place, len(looks) - 1)])
        run.text = part
        pieces[0].addprevious(run)
    for piece in pieces:
        paragraph._p.remove(piece)


def _is_of_another(chart: Any, panel: Panel, was: str) -> bool:
    """Whether a chart has the title that its alt text, as it `was`, began with, and another is
    wanted: then it showed something else, and its colours would tell what is not so."""
    title = chart.chart_title.text_frame.text if chart.has_title else ""
    return panel.of_one_kind and title not in ("", panel.title) and was.startswith(title)


def _update_chart(chart: Any, panel: Panel) -> bool:
    """Give a native chart the numbers of today, and its axis no less room than they need."""
    plot, axis = chart.plots[0], chart.value_axis
    shown = list(plot.categories), {series.name: list(series.values) for series in plot.series}
    panel = replace(panel, categories=_keep_line_breaks(panel.categories, shown[0]))
    was = replace(panel, series=shown[1], bounds=_axis_ends(axis, panel.bounds))
    has_grown = _extend_axis(axis, panel.bounds)
    panel = replace(panel, bounds=_axis_ends(axis, panel.bounds))
    if shown != (panel.categories, panel.series):
        _replace_numbers(chart, panel)
    elif not has_grown:
        return False
    for series in chart.plots[0].series:
        if series.name in was.series:
            now, before = (crowded_points(each, series.name) for each in (panel, was))
            omit_labels(series, now, before)
    return True


def _replace_numbers(chart: Any, panel: Panel) -> None:
    """Give a native chart other numbers, each series in its look."""
    plot = chart.plots[0]
    names = list(plot.categories)
    before = {s.name: (_label_format(s), last_point(s.values)) for s in plot.series}
    chart.replace_data(chart_data(panel))
    for number, series in enumerate(chart.plots[0].series):
        if series.name not in before:
            style_series(series, panel, number)
            continue
        _link_labels(series, *before[series.name], panel)
        if names != panel.categories:
            shade_points(series, panel, number)


def _axis_ends(axis: Any, bounds: tuple[float, float]) -> tuple[float, float]:
    """Where an axis ends, or would within these `bounds` where somebody has set it free."""
    low, high = axis.minimum_scale, axis.maximum_scale
    return bounds[0] if low is None else low, bounds[1] if high is None else high


def _extend_axis(axis: Any, bounds: tuple[float, float]) -> bool:
    """Let an axis that somebody has not set free reach as far as the numbers of today need, and
    those of the charts that share its scale; whether it had to grow."""
    low, high = axis.minimum_scale, axis.maximum_scale
    if low is not None:
        axis.minimum_scale = min(low, bounds[0])
    if high is not None:
        axis.maximum_scale = max(high, bounds[1])
    return (low, high) != (axis.minimum_scale, axis.maximum_scale)


def _keep_line_breaks(names: Sequence[str], shown: Sequence[str]) -> list[str]:
    """The names of categories, those that are shown in lines as these were set."""
    lines = {_plain_text(name): name for name in shown}
    return [lines.get(_plain_text(name), name) for name in names]


def _label_format(series: Any) -> str:
    """How the numbers of a series are written."""
    found = series._element.xpath("./c:val//c:formatCode")
    return found[0].text if found else ""


def _link_labels(series: Any, written: str, last: int, panel: Panel) -> None:
    """Let labels follow the data: written as these are, and the name at the end of its line.

    Labels that somebody has given another form keep it.
    """
    wanted = label_format(panel, series.name)
    for form in series._element.xpath("./c:dLbls//c:numFmt"):
        if form.get("formatCode") == written and _strip_blank(written) != _strip_blank(wanted):
            form.set("formatCode", wanted)
    for place in series._element.xpath("./c:dLbls/c:dLbl/c:idx"):
        if place.get("val") == str(last):
            place.set("val", str(last_point(panel.series[series.name])))


def _strip_blank(form: str) -> str:
    """How numbers are written without the blank before them, of which a chart set in another place
    may want more."""
    return re.sub(r'^" *"', "", form)


def _update_picture(slide: Any, shape: Any, png: bytes) -> bool:
    """Put another picture into the same frame."""
    if shape.image.blob == png:
        return False
    width, height = shape.image.size
    image, relation = slide.part.get_or_add_image_part(io.BytesIO(png))
    shape._element.blipFill.blip.rEmbed = relation
    wide, high = image.image.size
    shape.height = round(shape.height * (high / wide) / (height / width))  # stretched no further
    return True

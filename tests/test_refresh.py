"""A deck that people have worked on: the data come up to date, and their work stays."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pptx import Presentation
from pptx.util import Pt

from laicheng_data.briefing.native import add_chart, alt_text
from laicheng_data.briefing.native_table import add_table, update_table
from laicheng_data.briefing.refresh import (
    RefreshError,
    _is_of_another,
    _reword,
    _shrink,
    _update_chart,
    refresh,
)
from laicheng_data.briefing.slides import deck
from laicheng_data.charts.checked import _cells
from laicheng_data.charts.grid import Grid
from laicheng_data.charts.panels import BARS, LINE, STACKED, Panel, add_totals
from laicheng_data.charts.record import record_of
from laicheng_data.cli import app
from laicheng_data.facts.report import REPORTS_DIR, load_report
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.tables.checked import checked_table
from laicheng_data.words import Words


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck as it was written first."""
    path = tmp_path_factory.mktemp("deck") / "first.pptx"
    path.write_bytes(deck(load_report("laicheng-2016"), Words("en")))
    return path


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports in which one number of the deck's report was mended since."""
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(REPORTS_DIR / "laicheng-2016", folder / "laicheng-2016")
    facts = folder / "laicheng-2016" / "facts.csv"
    rows = facts.read_text(encoding="utf-8").split("\n")
    [at] = [n for n, row in enumerate(rows) if row.startswith("2015-enterprise-filed,")]
    cells = rows[at].split(",")
    cells[5] = str(int(cells[5]) - 100)
    rows[at] = ",".join(cells)
    facts.write_text("\n".join(rows), encoding="utf-8")
    return folder


def shapes_of(show: Any) -> Iterator[Any]:
    return (shape for slide in show.slides for shape in slide.shapes)


def named(show: Any, name: str) -> Any:
    [found] = [shape for shape in shapes_of(show) if shape.name == name]
    return found


def texts(show: Any) -> dict[str, str]:
    return {s.name: s.text_frame.text for s in shapes_of(show) if s.has_text_frame}


def work_on(show: Any) -> None:
    """What somebody may do to a deck before its data change."""
    moved = named(show, "chart due-and-filed 1")
    moved.left, moved.width = Pt(11), Pt(222)
    named(show, "title answer").text_frame.paragraphs[0].runs[0].font.bold = True
    named(show, "text answer").text_frame.text = "What I would rather say"
    named(show, "title check").name = "PlaceHolder 1"  # as LibreOffice does
    removed = named(show, "chart due-and-filed 2")._element
    removed.getparent().remove(removed)
    grouped = named(show, "chart year-on-year 1")
    grouped.part.slide.shapes.add_group_shape([grouped])
    show.slides[2].shapes.add_textbox(Pt(1), Pt(1), Pt(99), Pt(9)).text_frame.text = "my own"
    order = show.slides._sldIdLst
    order.insert(0, order[-1])


@pytest.fixture(scope="module")
def refreshed(first: Path, mended: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the command said, and the deck, after work on it and a refresh."""
    path, show = tmp_path_factory.mktemp("work") / "worked-on.pptx", Presentation(str(first))
    work_on(show)
    show.save(str(path))
    call = ["deck", "--refresh", str(path), "--reports-dir", str(mended)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0, result.stderr
    return result, Presentation(str(path))


def test_a_deck_that_is_up_to_date_is_left_alone(first: Path, tmp_path: Path) -> None:
    path = tmp_path / "same.pptx"
    shutil.copy(first, path)
    result = CliRunner().invoke(app, ["deck", "--refresh", str(path)])
    assert (result.exit_code, result.stdout.split()[0]) == (0, "unchanged")
    assert path.read_bytes() == first.read_bytes()


def test_numbers_and_sentences_become_those_of_a_deck_written_anew(
    refreshed: Any, first: Path, mended: Path
) -> None:
    _, show = refreshed
    wanted = Presentation(io.BytesIO(deck(load_report("laicheng-2016", mended), Words("en"))))
    now, anew = texts(show), texts(wanted)
    shared = (set(now) & set(anew)) - {"text answer"}
    assert {name: now[name] for name in shared} == {name: anew[name] for name in shared}
    assert any(now[name] != texts(Presentation(str(first)))[name] for name in shared)
    there = {shape.name: shape for shape in shapes_of(show) if shape.has_chart}
    for shape in shapes_of(wanted):
        if shape.name in there:
            plots = [each.chart.plots[0] for each in (there[shape.name], shape)]
            assert len({tuple(s.values for s in plot.series) for plot in plots}) == 1


def cells_of(shape: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in shape.table.rows]


def test_a_table_has_the_numbers_of_today_though_a_new_deck_would_have_a_picture_there(
    refreshed: Any, first: Path, mended: Path
) -> None:
    _, show = refreshed
    report, words = load_report("laicheng-2016", mended), Words("en")
    shown = cells_of(named(show, "table checked"))
    grid = _cells(checked_table(report), words.with_labels(report.labels))
    assert shown == grid.rows != cells_of(named(Presentation(str(first)), "table checked"))


def test_a_table_of_other_columns_is_said_to_be_kept(
    first: Path, mended: Path, tmp_path: Path
) -> None:
    show = Presentation(str(first))
    table = named(show, "table checked").table
    for row in table.rows:
        row._tr.remove(row._tr.tc_lst[-1])
    table._tbl.tblGrid.remove(table._tbl.tblGrid.gridCol_lst[-1])
    before, path = cells_of(named(show, "table checked")), tmp_path / "narrow.pptx"
    show.save(str(path))
    result = refresh(path, mended)
    assert any(line.startswith("kept     table checked: ") for line in result.told)
    assert cells_of(named(Presentation(str(path)), "table checked")) == before
    assert "table checked" not in result.updated


@pytest.mark.parametrize("more", [-2, 3])
def test_a_table_gets_the_rows_of_today(more: int) -> None:
    def grid(rows: int) -> Grid:
        return Grid("", [["block", "a", "b"], *[["name", "1", str(n)] for n in range(rows)]],
                    frozenset({0}))  # fmt: skip

    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    frame = add_table(slide.shapes, grid(4), (0, 0, 800, 400))
    assert update_table(frame.table, grid(4 + more))
    assert cells_of(frame) == grid(4 + more).rows
    assert not update_table(frame.table, grid(4 + more))


def test_heads_that_move_and_cells_that_were_empty_look_as_in_a_new_table() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    rows = [["Rates", "Printed"], ["a", ""], ["b", "2"]]
    old = Grid("", rows, frozenset({0}))
    new = Grid("", [rows[0], ["Totals", "Printed"], rows[2]], frozenset({0, 1}))
    changed, wanted = (add_table(slide.shapes, grid, (0, 0, 400, 200)).table for grid in (old, new))
    assert update_table(changed, new)

    def looks(table: Any) -> list[tuple[Any, ...]]:
        cells = [cell for row in table.rows for cell in row.cells]
        runs = [run for cell in cells for run in cell.text_frame.paragraphs[0].runs]
        return [(r.text, r.font.bold, r.font.size, r.font.color.theme_color) for r in runs]

    assert looks(changed) == looks(wanted)


def test_a_row_that_someone_has_set_in_bold_stays_so() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    rows = [["Rates", "Printed"], ["a", "1"]]
    table = add_table(slide.shapes, Grid("", rows, frozenset({0})), (0, 0, 400, 200)).table
    [run] = table.cell(1, 0).text_frame.paragraphs[0].runs
    run.font.bold = True
    assert update_table(table, Grid("", [rows[0], ["a", "2"]], frozenset({0})))
    assert (table.cell(1, 0).text, run.font.bold) == ("a", True)


def test_a_deck_of_an_earlier_state_has_its_picture_brought_up_to_date(
    first: Path, tmp_path: Path
) -> None:
    show, path = Presentation(str(first)), tmp_path / "earlier.pptx"
    table = named(show, "table checked")
    slide = table.part.slide
    picture = FIGURES_DIR / "laicheng-2016" / "en" / "unfiled.png"
    old = slide.shapes.add_picture(str(picture), Pt(0), Pt(0))
    old.name = "picture checked"
    table._element.getparent().remove(table._element)
    show.save(str(path))
    result = CliRunner().invoke(app, ["deck", "--refresh", str(path)])
    assert "updated  table checked" in result.stdout
    now = named(Presentation(str(path)), "picture checked").image.blob
    assert record_of(now).get("Chart") == "checked"


def test_what_was_moved_restyled_or_put_in_another_order_stays_so(
    refreshed: Any, first: Path
) -> None:
    result, show = refreshed
    moved = named(show, "chart due-and-filed 1")
    assert (moved.left, moved.width) == (Pt(11), Pt(222))
    assert named(show, "title answer").text_frame.paragraphs[0].runs[0].font.bold
    assert show.slides[1].shapes.title.name == "title answer"
    assert "my own" in texts(show).values()
    assert "updated  chart due-and-filed 1\n" in result.stdout


def test_what_someone_has_reworded_is_kept_and_told(refreshed: Any) -> None:
    result, show = refreshed
    assert texts(show)["text answer"] == "What I would rather say"
    assert "kept     text answer: reworded since" in result.stderr


def test_a_question_more_is_set_like_the_others_and_counted(first: Path) -> None:
    frame = named(Presentation(str(first)), "text questions").text_frame
    lines = [paragraph.text for paragraph in frame.paragraphs]
    sizes = {p.text: [run.font.size for run in p.runs] for p in frame.paragraphs}
    starts = [n.get("startAt") for n in frame._txBody.xpath(".//a:buAutoNum")]
    more = "What is new?\vSo that one knows."
    _reword(frame, [*lines[:2], more, *lines[2:]])
    assert [p.text for p in frame.paragraphs] == [*lines[:2], more, *lines[2:]]
    now_sizes = {p.text: [run.font.size for run in p.runs] for p in frame.paragraphs}
    assert now_sizes.pop(more)[0] and now_sizes == sizes
    now = [n.get("startAt") for n in frame._txBody.xpath(".//a:buAutoNum")]
    assert len(now) == len(starts) + 1 and int(now[-1]) == int(starts[-1]) + 1
    assert all(run.font.bold for p in frame.paragraphs for run in p.runs[:1])


@pytest.mark.parametrize("times", [1, 2])
def test_a_text_is_set_smaller_only_where_it_has_outgrown_its_place(
    first: Path, times: int
) -> None:
    frame = named(Presentation(str(first)), "text questions").text_frame
    lines = [paragraph.text for paragraph in frame.paragraphs]
    sizes = [run.font.size for p in frame.paragraphs for run in p.runs]
    _reword(frame, lines * times)
    _shrink(frame, lines)
    now = [run.font.size for p in frame.paragraphs for run in p.runs][: len(sizes)]
    assert (now == sizes) is (times == 1) and all(
        size <= was for size, was in zip(now, sizes, strict=True)
    )


def test_why_something_is_asked_is_never_set_like_a_question(first: Path) -> None:
    frame = named(Presentation(str(first)), "text questions").text_frame
    bare = next(p for p in frame.paragraphs if len(p.runs) == 1 and p._p.xpath(".//a:buAutoNum"))
    lines = [p.text + "\vBecause." * (p._p is bare._p) for p in frame.paragraphs]
    _reword(frame, lines)
    [asked] = [p for p in frame.paragraphs if p.text.endswith("Because.")]
    assert [bool(run.font.bold) for run in asked.runs] == [True, False]


def test_what_was_taken_out_is_told_and_stays_out(refreshed: Any) -> None:
    result, show = refreshed
    assert "missing  chart due-and-filed 2" in result.stderr
    assert "chart due-and-filed 2" not in [shape.name for shape in shapes_of(show)]


def test_a_text_that_a_program_has_renamed_is_known_by_itself(refreshed: Any) -> None:
    result, _ = refreshed
    assert "updated  title check" in result.stdout


def test_a_chart_in_a_group_is_found(refreshed: Any) -> None:
    result, _ = refreshed
    assert "updated  chart year-on-year 1" in result.stdout


@pytest.mark.parametrize("content", [b"", b"PK", b"no deck"])
def test_a_file_that_is_no_deck_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.pptx"
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["deck", "--refresh", str(path)])
    assert (result.exit_code, path.read_bytes()) == (2, content)
    assert "is no .pptx that can be read" in result.stderr


def test_a_show_of_someone_else_s_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.pptx"
    Presentation().save(str(path))
    before = path.read_bytes()
    result = CliRunner().invoke(app, ["deck", "--refresh", str(path)])
    assert (result.exit_code, path.read_bytes()) == (2, before)
    assert "is no deck of laicheng" in result.stderr


def test_a_file_of_broken_xml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.pptx"
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types")
    with pytest.raises(RefreshError, match=r"is no \.pptx that can be read"):
        refresh(file)


def test_the_name_at_the_end_of_a_line_follows_the_last_value_that_is_there() -> None:
    def of(*values: float | None) -> Panel:
        years = [str(2013 + n) for n in range(len(values))]
        return Panel("t", LINE, years, {"a": list(values)}, ["#3f566b"], "0", (0, 9))

    chart = on_a_slide(of(1.0, 2.0, None))
    _update_chart(chart, of(1.0, 2.0, 3.0, 4.0))
    [series] = chart.plots[0].series
    assert [at.get("val") for at in series._element.xpath("./c:dLbls/c:dLbl/c:idx")] == ["3"]


def on_a_slide(panel: Panel) -> Any:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    return add_chart(slide.shapes, panel, (0, 0, 200, 100)).chart


def test_what_stacks_come_to_is_added_to_a_chart_that_was_made_without_it() -> None:
    parts = Panel("t", STACKED, ["2014"], {"a": [1.0], "b": [2.0]}, ["#0b3266", "#cccccc"], "0",
                  (0, 9), of_one_kind=False)  # fmt: skip
    chart = on_a_slide(parts)
    whole = add_totals(parts, "c", '"= "0')
    _update_chart(chart, whole)
    *_, total = chart.plots[0].series
    assert (total.name, list(total.values)) == ("c", [3.0])
    assert total._element.xpath("./c:spPr/a:noFill")  # written, not drawn
    assert total.data_labels.number_format == whole.total_written
    assert not total.data_labels.show_series_name


def test_a_chart_that_was_set_narrower_keeps_its_lines_and_the_blank_before_its_totals() -> None:
    def of(filed: float, name: str, blank: str) -> Panel:
        parts = Panel("t", STACKED, ["2014", name], {"a": [filed, None], "b": [2.0, None]},
                      ["#0b3266", "#cccccc"], "0", (0, 9))  # fmt: skip
        return add_totals(parts, "c", f'"{blank}"0')

    chart = on_a_slide(of(1.0, "2013\nnot printed", " " * 9))
    assert not _update_chart(chart, of(1.0, "2013\u2002not printed", "  "))
    assert _update_chart(chart, of(3.0, "2013\u2002not printed", "  "))
    plot = chart.plots[0]
    assert list(plot.categories) == ["2014", "2013\nnot printed"]
    *_, total = plot.series
    assert (list(total.values), total.data_labels.number_format) == ([5.0, None], f'"{" " * 9}"0')


def test_a_scale_that_is_shared_grows_in_a_chart_whose_numbers_stay() -> None:
    def of(most: float) -> Panel:
        return Panel("t", BARS, ["2014"], {"a": [5.0]}, ["#0b3266"], "0", (0, most))

    chart, wider = on_a_slide(of(10)), of(999)
    assert _update_chart(chart, wider) and not _update_chart(chart, wider)
    assert chart.value_axis.maximum_scale == 999
    assert not _update_chart(chart, of(10))  # one that is wide enough stays as it is


def test_a_step_too_short_for_its_name_has_no_label_until_it_is_long_enough() -> None:
    def of(days: float) -> Panel:
        return Panel("t", STACKED, ["relief"], {"Village": [60.0], "District": [days]},
                     ["#cccccc", "#bbbbbb"], "0", (0, 100), of_one_kind=False)  # fmt: skip

    def left_out(chart: Any) -> list[tuple[str, str]]:
        return [
            (series.name, at)
            for series in chart.plots[0].series
            for at in series._element.xpath("./c:dLbls/c:dLbl[c:delete]/c:idx/@val")
        ]

    chart = on_a_slide(of(1))
    assert left_out(chart) == [("District", "0")]
    _update_chart(chart, of(30))
    assert not left_out(chart)
    _update_chart(chart, of(2))
    assert left_out(chart) == [("District", "0")]
    _update_chart(chart, of(30))
    assert _update_chart(chart, replace(of(30), bounds=(0, 999)))  # the same days on a longer axis
    assert ("District", "0") in left_out(chart)


def test_the_darker_bar_stays_the_last_when_a_year_is_added() -> None:
    def of(years: list[str], shades: list[str]) -> Panel:
        return Panel("t", BARS, years, {"a": [1.0] * len(years)}, [shades], "0", (0, 9))

    chart = on_a_slide(of(["2014", "2015"], ["#cccccc", "#0b3266"]))
    _update_chart(chart, of(["2014", "2015", "2016"], ["#cccccc", "#cccccc", "#0b3266"]))
    [series] = chart.plots[0].series
    shades = [str(series.points[at].format.fill.fore_color.rgb) for at in range(3)]
    assert shades == ["CCCCCC", "CCCCCC", "0B3266"]


def test_a_chart_of_another_kind_than_is_wanted_is_known_by_the_title_nobody_changed() -> None:
    def of(title: str) -> Panel:
        return Panel(title, BARS, ["2014"], {"a": [1.0]}, ["#0b3266"], "0", (0, 9))

    chart = on_a_slide(of("Enterprises"))
    was = alt_text(of("Enterprises"), Words("en"))
    assert _is_of_another(chart, of("All kinds"), was)
    assert not _is_of_another(chart, of("Enterprises"), was)
    chart.chart_title.text_frame.text = "Firms, says the office"
    assert not _is_of_another(chart, of("All kinds"), was)


@pytest.mark.parametrize(
    "option", [("--report", "zhejiang-2015"), ("--language", "en"), ("--figures-dir", ".")]
)
def test_what_the_deck_says_itself_is_not_asked_for_again(
    first: Path, option: tuple[str, str]
) -> None:
    before = first.read_bytes()
    result = CliRunner().invoke(app, ["deck", "--refresh", str(first), *option])
    assert result.exit_code == 2
    assert f"--refresh goes without {option[0]}" in result.stderr
    assert first.read_bytes() == before

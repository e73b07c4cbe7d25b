import io
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.fitting import BREAK, break_title
from laicheng_data.briefing.master import BODY, SLIDE
from laicheng_data.briefing.questions import (
    all_questions,
    marked_not_listed_note,
    questions_heading,
)
from laicheng_data.briefing.slides import deck
from laicheng_data.charts.catalogue import CHARTS, draw, native_panels
from laicheng_data.charts.record import record_of
from laicheng_data.checking.claims import check
from laicheng_data.checking.summary import summarise
from laicheng_data.facts.report import Report, load_report, report_ids
from laicheng_data.tables.checked import checked_table
from laicheng_data.tables.filings import listed_and_unfiled, unfiled_changes
from laicheng_data.tables.naming import published_line
from laicheng_data.tables.verdicts import MARKS
from laicheng_data.words import LANGUAGES, Words
from tests.chart_tables import NATIVE, table_for
from tests.conftest import MakeReport
from tests.test_charts import CASES, NO_CLAIMS, made_up
from tests.test_common import fact, made

HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def content(report: Report, language: str) -> bytes:
    return deck(report, Words(language))


@pytest.fixture(scope="module")
def slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


@pytest.mark.parametrize("length", range(20, 90))
def test_no_title_leaves_a_character_or_two_alone_in_its_last_row(length: int) -> None:
    assert min(map(len, break_title("数" * length).split(BREAK))) >= 4


def test_titles_have_one_size_and_keep_a_number_with_what_it_counts(slides: list[Any]) -> None:
    titles = [slide.shapes.title.text_frame for slide in slides[1:]]
    assert len({run.font.size for title in titles for run in title.paragraphs[0].runs}) == 1
    rows = [row.rstrip() for title in titles for row in title.text.split(BREAK)[:-1]]
    assert rows and not [row for row in rows if row[-1].isdigit()]


def words_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def native(slides: list[Any]) -> list[Any]:
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def titles_of(slides: list[Any]) -> list[str]:
    return [slide.shapes.title.text_frame.text.replace(BREAK, "") for slide in slides]


def test_the_storyline_goes_from_the_answer_to_the_method_and_then_to_an_appendix(
    slides: list[Any], report: Report, language: str
) -> None:
    words, titles = Words(language), titles_of(slides)
    said = briefing(report, words)
    assert titles[0] == said.title and titles[1] == said.findings[0].headline
    steps = [section.title for section in said.sections]
    assert titles[1 : 1 + len(steps)] == steps and 6 <= len(steps) <= 8
    assert steps[-2:] == [
        questions_heading(all_questions(report, words), words),
        words("briefing.method"),
    ]
    first, *others = said.cover
    [statement] = [s.text_frame for s in slides[0].shapes if s.name == "statement answer"]
    main, added = (paragraph.text.replace(BREAK, "") for paragraph in statement.paragraphs)
    assert words("list_semicolon").join([main, added]) == first
    sizes = [paragraph.runs[0].font.size for paragraph in statement.paragraphs]
    assert sizes[0] > sizes[1]
    assert all(line in words_of(slides[0]) for line in (said.published, *others))
    assert said.published.startswith(published_line(report, words)) and "2013" in said.published


def test_the_cover_has_what_to_ask_first_beside_what_was_found(
    slides: list[Any], report: Report, language: str
) -> None:
    first, words = all_questions(report, Words(language))[0], Words(language)
    [card] = [s.text_frame.text for s in slides[0].shapes if s.name == "right answer"]
    head = words("briefing.first.of", office=words.word("market_supervision"))
    assert [head, first.ask, *filter(None, [first.why])][: len(card.split("\n"))] == card.split(
        "\n"
    )
    assert first.ask in card


def test_the_card_gives_way_to_findings_that_leave_no_room_for_it(report: Report) -> None:
    said, words = briefing(report, Words("en"), []), Words("en")
    for length, is_there in ((1, True), (12, False)):
        long = replace(said, cover=[said.cover[0], *[said.cover[1] * length] * 2])
        cover = Presentation(io.BytesIO(deck(report, words, long))).slides[0]
        assert ("right answer" in [shape.name for shape in cover.shapes]) is is_there


def test_every_chart_has_a_slide_but_one_that_tells_no_more_than_another(
    slides: list[Any], report: Report, language: str
) -> None:
    shown = {shape.name.split()[1] for slide in slides for shape in slide.shapes if is_chart(shape)}
    every = {chart.name for chart in briefing(report, Words(language)).charts}
    assert every - shown == {"stated-rates", "outreach", "service-center"}


@pytest.mark.parametrize("has_implied", [True, False])
def test_a_chart_of_what_was_checked_is_left_out_only_where_all_that_it_draws_is_shown(
    report: Report, make_report: MakeReport, has_implied: bool
) -> None:
    rates = report.claims[report.claims["result"].str.endswith("-filing-rate")]
    implied = report.claims[report.claims["basis"] == "implied"]
    claims = pd.concat([rates, implied]) if has_implied else rates
    made = make_report("rates", claims=claims[NO_CLAIMS.strip().split(",")].to_csv(index=False))
    said = briefing(load_report("rates", made), Words("en"))
    [check] = [section.chart for section in said.sections if section.key == "check"]
    assert check is not None and check.name == "stated-rates"
    assert ("checked" in [section.key for section in said.appendix]) is has_implied


def is_chart(shape: Any) -> bool:
    return shape.name.startswith(("chart ", "picture ", "table "))


def test_every_slide_has_a_title_of_its_own_notes_the_source_and_its_number(
    slides: list[Any], report: Report, language: str
) -> None:
    titles = titles_of(slides)
    assert all(titles) and len(set(titles)) == len(titles)
    source = briefing(report, Words(language), []).source.rstrip("。.")
    assert [slide for slide in slides[1:] if source not in words_of(slide)] == []
    fields = [slide._element.xpath(".//a:fld[@type='slidenum']") for slide in slides]
    assert all(len(found) == 1 for found in fields)


def test_notes_have_something_to_say_a_caveat_and_the_question_that_will_come(
    slides: list[Any],
) -> None:
    notes = [slide.notes_slide.notes_text_frame.text.split("\n") for slide in slides]
    assert {len(lines[:3]) for lines in notes} == {3} and all(map(all, notes))


def test_above_each_title_stands_which_step_of_the_story_it_is_or_that_it_is_appended(
    slides: list[Any], report: Report, language: str
) -> None:
    words, said = Words(language), briefing(report, Words(language))
    steps = {section.title: section.name for section in (*said.sections, *said.appendix)}
    assert words("briefing.check") in steps.values()
    for slide in slides[1:]:
        above = [s.text_frame.text for s in slide.shapes if s.name.startswith("subtitle ")]
        assert "".join(above) == steps[slide.shapes.title.text_frame.text.replace(BREAK, "")]
    appended = [section.name for section in said.appendix]
    assert appended and all(name.startswith(words("briefing.appendix")) for name in appended)


def test_a_question_stands_under_what_it_is_about_and_above_why_it_is_asked(
    slides: list[Any], report: Report, language: str
) -> None:
    words = Words(language)
    [frame] = [s.text_frame for s in shapes_of(slides) if s.name == "text questions"]
    starts = [
        [int(number.get("startAt", 1)) for number in p._p.xpath("./a:pPr/a:buAutoNum")]
        for p in frame.paragraphs
    ]
    told = [question.about for question in all_questions(report, words)]
    heads = {words(f"question.about.{about}"): told.index(about) + 1 for about in told}
    start = 0
    for paragraph, number in zip(frame.paragraphs, starts, strict=True):
        start = heads.get(paragraph.text, start)
        assert number == ([] if paragraph.text in heads else [start])
        ask, *why = paragraph.runs
        assert ask.font.bold and all(run.font.size < ask.font.size for run in why)
    assert sum(map(len, starts)) == len(told)


def shapes_of(slides: list[Any]) -> list[Any]:
    return [shape for slide in slides for shape in slide.shapes]


def test_how_to_edit_a_chart_is_said_only_where_one_can_be_edited(
    slides: list[Any], language: str, make_report: MakeReport
) -> None:
    words = Words(language)
    for slide in slides:
        said = words("notes.asked.appendix.native") in slide.notes_slide.notes_text_frame.text
        assert not said or any(shape.has_chart for shape in slide.shapes)
    numbers = [fact("a", "a", "all", "2022", "176"), fact("b", "b", "all", "2022", "1.5", "%")]
    alone = Presentation(io.BytesIO(deck(made(make_report, numbers, ""), words)))
    assert not native(list(alone.slides))
    assert words("briefing.generated") not in "\n".join(map(notes_of, alone.slides))
    assert any(words("briefing.generated") in notes_of(slide) for slide in slides)


def notes_of(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def test_what_a_chart_of_the_deck_shows_is_not_told_once_more(report: Report, words: Words) -> None:
    said = briefing(report, words)
    assert len([finding for finding in said.findings if finding.about == "change"]) > 1
    assert "more" not in [section.key for section in said.appendix]
    for bare in (said, briefing(report, words, [])):
        by_key = {section.key: section.lines for section in (*bare.sections, *bare.appendix)}
        more = set(by_key.pop("more", []))
        assert not more & {*bare.lead, *(line for lines in by_key.values() for line in lines)}


def test_every_chart_and_picture_has_an_alt_text(slides: list[Any]) -> None:
    charts = [shape for slide in slides for shape in slide.shapes if is_chart(shape)]
    assert charts
    assert all(len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 20 for shape in charts)


def test_a_reader_hears_title_text_charts_source_and_number_in_this_order(
    slides: list[Any],
) -> None:
    order = "title subtitle statement text right chart picture table source Number".split()
    for slide in slides:
        heard = [order.index(shape.name.split()[0]) for shape in slide.shapes]
        assert heard == sorted(heard)


def test_text_stands_in_placeholders_on_one_left_edge_with_real_lists(slides: list[Any]) -> None:
    texts = [s for slide in slides for s in slide.shapes if s.has_text_frame]
    assert all(shape.is_placeholder for shape in texts)
    assert len({s.left for s in texts if not s.name.startswith(("Number", "right"))}) == 1
    numbered = [s for s in texts if s.name.startswith("text questions")]
    assert numbered and all(s._element.xpath(".//a:buAutoNum") for s in numbered)
    assert not any(p.text[:2] == "1." for s in texts for p in s.text_frame.paragraphs)


def test_labels_in_charts_have_at_least_12_points(slides: list[Any]) -> None:
    sizes = [
        int(size)
        for chart in native(slides)
        for size in chart._chartSpace.xpath(".//a:defRPr/@sz | .//a:rPr/@sz")
    ]
    assert sizes and min(sizes) >= 1200


def test_kinds_stand_one_under_the_other_and_bear_one_scale_where_they_have_room(
    slides: list[Any],
) -> None:
    for name in ("unfiled", "due-and-filed", "year-on-year"):
        there = [s for s in shapes_of(slides) if s.name.startswith(f"chart {name} ")]
        assert len(there) > 2 and len({(s.left, s.width) for s in there}) == 1
        tops = [shape.top for shape in there]
        assert tops == sorted(set(tops))
        plots = {
            s.chart._chartSpace.xpath("c:chart/c:plotArea/c:layout//c:x/@val")[0] for s in there
        }
        assert len(plots) == 1
    for name in ("unfiled", "due-and-filed"):
        reach = {s.chart.value_axis.maximum_scale for s in shapes_of(slides)
                 if s.name.startswith(f"chart {name} ")}  # fmt: skip
        assert len(reach) == 1


def test_what_stacks_are_made_of_stands_beside_their_names_and_not_in_their_bars(
    slides: list[Any], report: Report
) -> None:
    due = table_for("due-and-filed", report).dropna(subset=["filed", "unfiled"])
    charts = [s.chart for s in shapes_of(slides) if s.name.startswith("chart due-and-filed ")]
    names = " ".join(name for chart in charts for name in chart.plots[0].categories)
    for row in due.itertuples():
        assert f"{row.filed:,.0f} + {row.unfiled:,.0f}" in names
    for chart in charts:
        *parts, total = chart.plots[0].series
        assert not any(part._element.xpath("./c:dLbls") for part in parts)
        assert total.data_labels.show_value


def test_the_method_counts_what_the_answer_counts(report: Report, words: Words) -> None:
    said, found = briefing(report, words, []), summarise(check(report))
    heads = [line.partition(BREAK)[0] for line in said.method]
    counted = {
        "answer.consistent": found.consistent,
        "answer.undecidable.one": found.undecidable,
        "answer.count": len(listed_and_unfiled(report).query("subject != 'all'")),
    }
    assert heads[1:] == [words(slug, count=count) for slug, count in counted.items()]
    assert found.consistent + found.undecidable == found.stated


def test_beside_fewer_on_the_list_stands_that_they_are_marked_instead(
    report: Report, words: Words
) -> None:
    both = listed_and_unfiled(report)
    [told] = marked_not_listed_note(both, words)
    [gap] = [s for s in briefing(report, words).sections if s.key == "gap"]
    assert gap.lines == [told] and words.start("individual") in told
    assert not marked_not_listed_note(both[both["subject"] != "individual"], words)
    assert not marked_not_listed_note(both.assign(difference=1), words)


def test_what_hollow_and_solid_bars_are_of_is_said_above_them(
    slides: list[Any], language: str
) -> None:
    [note] = [s.text_frame.text for s in shapes_of(slides) if s.name == "text year-on-year"]
    for series in ("due", "filed"):
        assert Words(language).word(series) in note


def test_many_years_stand_abreast(make_report: MakeReport) -> None:
    report = made_up(make_report, CASES["ten years"])
    [row] = native_panels(draw("unfiled", report, Words("en")), Words("en"))
    assert len(row) > 1


def test_parts_of_many_stacks_abreast_bear_their_numbers_where_they_are_long_enough(
    make_report: MakeReport,
) -> None:
    counts = {**CASES["ten years"], (2015, "enterprise"): (3700, 3699)}
    shown = Presentation(io.BytesIO(deck(made_up(make_report, counts), Words("en"))))
    charts = [s.chart for s in shapes_of(list(shown.slides))
              if s.name.startswith("chart due-and-filed ")]  # fmt: skip
    assert len(charts) > 1
    for chart in charts:
        filed, unfiled, _ = chart.plots[0].series
        assert filed.data_labels.show_value and unfiled.data_labels.show_value
    left_out = charts[0].plots[0].series[1]._element.xpath("./c:dLbls/c:dLbl[c:delete]/c:idx/@val")
    assert str(len(charts[0].plots[0].categories) - 1) in left_out


def test_nothing_lies_beyond_its_slide(slides: list[Any]) -> None:
    width, height = SLIDE
    for shape in (shape for slide in slides for shape in slide.shapes):
        assert min(shape.left, shape.top) >= 0
        assert shape.left + shape.width <= Pt(width) and shape.top + shape.height <= Pt(height)


def test_the_native_charts_hold_the_numbers_of_the_package(
    slides: list[Any], report: Report
) -> None:
    shown = sorted(
        v
        for chart in native(slides)
        for s in chart.plots[0].series
        for v in s.values
        if v is not None
    )
    table = {name: table_for(name, report) for name in NATIVE}
    columns = {
        "rate-trend": ["filing_rate"],
        "due-and-filed": ["filed", "unfiled", "due"],
        "year-on-year": ["change"],
        "unfiled": ["unfiled"],
        "abnormal-list": ["difference"],
        "notice-periods": ["value"],
    }
    numbers = [
        number
        for name in NATIVE
        for column in columns[name]
        for number in table[name][column].dropna()
    ]
    together = unfiled_changes(table["unfiled"]).query("subject == 'all'")["unfiled"]
    days = table["notice-periods"].groupby("measure")["value"].sum()
    assert shown == pytest.approx(sorted([*numbers, *together, *days]))


def test_what_powerpoint_cannot_draw_is_a_picture_that_knows_where_it_came_from(
    content: bytes, report: Report, language: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.endswith(".png")]
    drawn = {record_of(picture).get("Chart") for picture in pictures}
    said = briefing(report, Words(language))
    with_slide = {section.chart.name for section in (*said.sections, *said.appendix)
                  if section.chart}  # fmt: skip
    tables = {name for name, chart in CHARTS.items() if chart.cells}
    assert drawn == with_slide - set(NATIVE) - tables


def test_what_was_checked_is_a_table_that_can_be_edited(
    slides: list[Any], report: Report, language: str
) -> None:
    [shape] = [s for slide in slides for s in slide.shapes if s.name == "table checked"]
    assert shape.has_table
    said = [cell.text for row in shape.table.rows for cell in row.cells]
    verdicts = checked_table(report)["verdict"]
    for verdict, count in verdicts.value_counts().items():
        assert said.count(MARKS[verdict]) == count
    described = shape._element.xpath(".//p:cNvPr")[0].get("descr")
    assert described == draw("checked", report, Words(language)).alt


def test_bars_begin_at_zero_and_changes_of_one_unit_share_a_scale(
    report: Report, words: Words
) -> None:
    assert {
        panel.bounds[0]
        for row in native_panels(draw("unfiled", report, words), words)
        for panel in row
    } == {0}
    for row in native_panels(draw("year-on-year", report, words), words):
        assert len({panel.bounds for panel in row}) == 1
        assert row[0].bounds[0] < 0 < row[0].bounds[1]


def test_the_same_data_give_the_same_bytes(report: Report, content: bytes, language: str) -> None:
    assert deck(report, Words(language)) == content


@pytest.mark.parametrize("case", ["six kinds", "none and all"])
def test_other_reports_have_a_deck_too(make_report: MakeReport, case: str) -> None:
    made = Presentation(io.BytesIO(deck(made_up(make_report, CASES[case]), Words("en"))))
    assert native(list(made.slides))


def test_a_long_list_goes_on_on_another_slide(report: Report) -> None:
    said = briefing(report, Words("en"), [])
    many = [f"{question} ({n})" for n in range(5) for question in said.questions]
    sections = [
        replace(section, lines=many) if section.key == "questions" else section
        for section in said.sections
    ]
    made = deck(report, Words("en"), replace(said, sections=sections))
    slides = list(Presentation(io.BytesIO(made)).slides)
    text = "\n".join(map(words_of, slides))
    assert [question for question in many if question not in text] == []
    assert len(set(titles_of(slides))) == len(slides)


@pytest.mark.parametrize("name", report_ids())
def test_a_report_of_few_numbers_has_a_short_storyline_and_no_empty_slide(name: str) -> None:
    slides = list(Presentation(io.BytesIO(deck(load_report(name), Words("zh")))).slides)
    assert all(
        any(is_chart(s) or (s.name.startswith("text") and s.text_frame.text) for s in slide.shapes)
        for slide in slides
    )


def rendered(tmp_path: Path, name: str, content: bytes) -> Path:
    """The document as LibreOffice makes a PDF of it."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not installed: nothing can render the document")
    (tmp_path / name).write_bytes(content)
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / name],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (tmp_path / name).with_suffix(".pdf")


def test_no_text_runs_into_the_room_of_another(content: bytes, tmp_path: Path) -> None:
    """In a rendering, every title ends above the body and every line of text stays on its slide."""
    command = ["pdftotext", "-bbox-layout", str(rendered(tmp_path, "deck.pptx", content)), "-"]
    root = ElementTree.fromstring(subprocess.run(command, check=True, capture_output=True).stdout)
    for sheet in list(root.iter(f"{HTML}page"))[1:]:
        scale = float(sheet.get("width", 0)) / SLIDE[0]
        found = list(sheet.iter(f"{HTML}line"))
        tops, bottoms, rights = (
            [float(line.get(edge, 0)) / scale for line in found]
            for edge in ("yMin", "yMax", "xMax")
        )
        assert max(bottoms) <= SLIDE[1] and max(rights) <= SLIDE[0]
        titles = [bottom for top, bottom in zip(tops, bottoms, strict=True) if top < BODY[1] - 30]
        assert titles and max(titles) <= BODY[1] + 4


def test_labels_are_written_in_the_order_that_powerpoint_insists_on(slides: list[Any]) -> None:
    order = (
        "showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
        " showLeaderLines"
    ).split()
    found = [
        labels
        for chart in native(slides)
        for labels in chart._chartSpace.xpath(".//c:dLbls | .//c:dLbl")
    ]
    for labels in found:
        names = [name for child in labels if (name := child.tag.split("}")[1]) in order]
        assert names == sorted(names, key=order.index)
    assert any(labels.find(qn("c:separator")) is not None for labels in found)


def test_many_faults_are_counted_on_the_cover_and_each_told_once(make_report: MakeReport) -> None:
    facts = [fact("all", "all", "all", "2022", "176")]
    claims = ""
    for name, size, share in (("a", 75, "52.2%"), ("b", 55, "40.8%"), ("c", 38, "31.3%")):
        facts += [fact(name, name, "all", "2022", str(size))]
        facts += [fact(f"{name}-share", f"{name}_share", "all", "2022", share, "%")]
        claims += f"\n{name},share,{name}-share,{name} all,stated,inconsistent,Misprinted."
    said = briefing(made(make_report, facts, claims), Words("en"))
    check = said.sections[0]
    assert check.title == "None of the 3 shares checked in the report matches"
    assert [line.split(",")[0] for line in check.lines] == ["A share", "B share", "C share"]
    assert not set(check.lines) & set(said.lead)
    assert said.lead[0].startswith("None of the 3 shares checked in the report matches (a share")
    assert said.cover[0] == check.title and said.cover[1].startswith("Do not match: a share")

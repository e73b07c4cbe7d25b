"""Sources as they come: pages, texts, Word documents and PDFs, in whatever encoding."""

import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import matplotlib as mpl
import pytest
from docx.oxml import OxmlElement
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from laicheng_data.facts.sources.paragraphs import Source, SourceError
from laicheng_data.facts.sources.source import read_paragraphs, read_source

LINE = "2015年度企业应报1,250户、实报1000户，年报率80.0%。"
TRADITIONAL = "2015年度綜合盈餘為500.76億元，財政司於本月公布各項開支。"
Saved = Callable[..., list[str]]
MakePdf = Callable[[list[tuple[float, str]], list[list[str]]], Source]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    def paragraphs(content: str | bytes, name: str = "page.html", encoding: str = "utf-8") -> list:
        as_bytes = content.encode(encoding) if isinstance(content, str) else content
        (tmp_path / name).write_bytes(as_bytes)
        return read_paragraphs(tmp_path / name)

    return paragraphs


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<table><tr><td>6452</td><td>5364</td></tr></table>", ["6452\t5364"]),
        ("<dl><dt>6452</dt><dd>5364</dd></dl>", ["6452", "5364"]),
        ("6452<blockquote>5364</blockquote>8", ["6452", "5364", "8"]),
        ("应报6452<sup>1</sup>户", ["应报6452¹户"]),
        ("<!-- 99 -->应报64<!-- 1 -->52户", ["应报6452户"]),
        ("应报<b>64</b><span>52</span>户", ["应报6452户"]),
        ("应报64&#8203;52户", ["应报6452户"]),
        ("应报6452户<script>9</script><style>9</style><template>9</template>", ["应报6452户"]),
        ("<p hidden>9</p><p style='color:red; display: none'>9</p>应报6452户", ["应报6452户"]),
        ("<noscript>9</noscript><select hidden><option>9</select>6452", ["6452"]),
        ("<pre>6452\n5364</pre>", ["6452", "5364"]),
        ("<p>6452<p>5364<li>1<br>2", ["6452", "5364", "1", "2"]),
    ],
)
def test_a_page_is_read_as_a_browser_shows_it(saved: Saved, markup: str, lines: list[str]) -> None:
    assert saved(f"<html><body>{markup}</body></html>") == lines


def test_spans_of_a_table_are_resolved_and_its_headers_known(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<table><tr><th rowspan=2>地区<th colspan=2>户数</tr><tr><th>2015<th>2016</tr>"
        "<tr><td rowspan=2>甲<td>6452<td>5364</tr><tr><td>1<td>2</tr></table>",
        encoding="utf-8",
    )
    source = read_source(page)
    assert source.lines == ["地区\t户数", "2015\t2016", "甲\t6452\t5364", "1\t2"]
    assert [(cell.text, cell.column) for cell in source.rows[3].cells] == [
        ("甲", 0),
        ("1", 1),
        ("2", 2),
    ]
    assert [row.header for row in source.rows.values()] == [True, True, False, False]


def test_a_table_that_lays_out_the_page_is_looked_through(saved: Saved) -> None:
    text = "<h1>标题</h1><p>第一段</p><table><tr><td>甲</td><td>1</td></tr></table>"
    page = f"<table><tr><td>菜单</td><td>{text}</td></tr></table>"
    assert saved(page) == ["菜单", "标题", "第一段", "甲\t1"]


@pytest.mark.parametrize("name", ["a.html", "a.shtml", "a.HTM", "a.txt"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5"],
)
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "iso-8859-1", "no-such-encoding"])
def test_encodings_are_taken_as_they_come(
    saved: Saved, name: str, encoding: str, declared: str
) -> None:
    line = TRADITIONAL if encoding == "big5" else LINE
    head = f"<meta charset={declared}>" if declared else ""
    page = f"<html><head>{head}</head><body><p>{line}</p></body></html>"
    assert saved(page, name, encoding) == [line]


def test_a_plain_text_may_be_in_any_encoding_too(saved: Saved) -> None:
    assert saved(LINE, "a.txt", "gb18030") == [LINE]
    assert saved(TRADITIONAL, "a.txt", "big5") == [TRADITIONAL]


def test_a_few_broken_bytes_do_not_change_the_encoding(saved: Saved) -> None:
    content = (LINE * 100).encode() + b"\xff" + LINE.encode()
    assert saved(content, "a.txt")[0].startswith(LINE)


def test_a_web_archive_is_read_like_its_page(saved: Saved) -> None:
    archive = EmailMessage()
    archive.set_content(f"<p>{LINE}</p>", subtype="html", charset="gbk", cte="quoted-printable")
    archive.make_related()
    assert saved(archive.as_bytes(), "page.mht") == [LINE]
    assert saved(archive.as_bytes(), "page.mhtml") == [LINE]


def test_columns_of_a_plain_text_are_a_table(tmp_path: Path) -> None:
    for gap in (" ", "    ", "\t"):
        text = ["说明如下。", gap.join(["地区", "2015", "2016"]), gap.join(["甲", "6452", "5364"])]
        (tmp_path / "a.txt").write_text("\n".join([*text, gap.join("乙12")]), encoding="utf-8")
        source = read_source(tmp_path / "a.txt")
        assert list(source.rows) == [1, 2, 3]
        assert [cell.text for cell in source.rows[2].cells] == ["甲", "6452", "5364"]


def test_a_word_document_is_read_without_what_is_hidden_or_deleted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("应报64")
    paragraph.add_run("52").bold = True
    paragraph.add_run("户")
    paragraph.add_run("99").font.hidden = True
    for change in ("w:ins", "w:del"):
        changed = OxmlElement(change)
        changed.append(paragraph.add_run(f"，{change}1").element)
        paragraph._p.append(changed)
    table = document.add_table(3, 3)
    for cell, text in zip(table._cells, "地户空甲12乙34", strict=True):
        cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "户数"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "甲"
    document.save(str(tmp_path / "a.docx"))
    source = read_source(tmp_path / "a.docx")
    assert source.lines == ["应报6452户，w:ins1", "地\t户数", "甲\t1\t2", "3\t4"]
    assert [cell.text for cell in source.rows[3].cells] == ["甲", "3", "4"]


def test_only_ordinary_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", tmp_path, Path("/dev/zero")):
        with pytest.raises(SourceError, match="no ordinary file"):
            read_source(path)


def test_a_page_nested_too_deeply_is_refused_rather_than_read_in_part(saved: Saved) -> None:
    with pytest.raises(SourceError, match="nested too deeply"):
        saved("<div>" * 5000 + "6452")


@pytest.fixture
def pdf(tmp_path: Path) -> MakePdf:
    """A PDF of one page that holds lines from a left edge on, and a ruled table below them."""

    def made(lines: list[tuple[float, str]], table: list[list[str]]) -> Source:
        with mpl.rc_context({"pdf.use14corefonts": True, "font.family": "Helvetica"}):
            page = Figure(figsize=(8, 8))
            for at, (left, text) in enumerate(lines):
                page.text(left, 0.9 - at / 25, text, fontsize=10)
            for row, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    corner = (0.1 + column / 5, 0.4 - row / 20)
                    page.add_artist(Rectangle(corner, 0.2, 0.05, fill=False))
                    page.text(corner[0] + 0.01, corner[1] + 0.015, cell, fontsize=10)
            page.savefig(tmp_path / "source.pdf")
        return read_source(tmp_path / "source.pdf")

    return made


def test_a_line_of_a_pdf_goes_on_where_what_the_next_begins_with_had_no_room(pdf: MakePdf) -> None:
    lines = [
        (0.1, "The number of requests that were received in the course of the year has grown from"),
        (0.1, "520 in 2023, to 1,023,485 requests in the year after, which is a rise by all of"),
        (0.1, "96,723.7% over ten years."),
        (0.1, "Requests closed: 485"),
    ]
    found = pdf(lines, []).lines
    assert len(found) == 2
    assert found[0].endswith("a rise by all of 96,723.7% over ten years.")


def test_lines_of_an_english_pdf_are_joined_by_a_space_and_short_ones_stay_alone(
    pdf: MakePdf,
) -> None:
    lines = [
        (0.1, "The number of requests where the information was not held or was fully withheld in"),
        (0.1, "accordance with the act: 114"),
        (0.1, "Requests received: 520"),
        (0.1, "2023-24"),
    ]
    found = pdf(lines, []).lines
    assert found[0].endswith("withheld in accordance with the act: 114")
    assert found[1:] == ["Requests received: 520", "2023-24"]


def test_a_ruled_table_of_a_pdf_is_a_table(pdf: MakePdf) -> None:
    table = [["Kind", "Requests", "Share"], ["Planning", "58973", "10.69"]]
    source = pdf([(0.1, "Table 1 Requests")], table)
    assert [source.rows[at].cells[1].text for at in sorted(source.rows)] == ["Requests", "58973"]
    assert source.lines[2] == "Planning\t58973\t10.69"

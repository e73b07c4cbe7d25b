"""Rows held against a text of our own, of a report's structure, and against the real one where it
is at hand."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from laicheng_data.cli import app
from laicheng_data.facts.drafting.draft import draft
from laicheng_data.facts.report import Report, load_report
from laicheng_data.facts.sources.paragraphs import NUMERAL, numbers, numerals
from laicheng_data.facts.sources.source import read_paragraphs, read_text
from laicheng_data.facts.trace import trace
from tests.test_curation import SOURCE

TITLE = "某某区工作情况报告"
FURNITURE = ["首页 2011", "发文日期: 2016-01-02"]
BODY = [
    "本区依照第7号文件办理，现把一年来的情况向社会说明如下，请予监督，并请随时提出意见和建议，以便不断改进今后的各项工作。",
    "2015年度企业应报1,250户、实报1000户，年报率80.0%，比上年-5.0%;农民合作社应报30户。",
    "培训近300人，发放材料1.5万份，组织活动12多次，约９０户受益，公示7天、7天、5天。",
]


@pytest.fixture
def reports_dir(tmp_path: Path) -> Path:
    draft("our-own", read_text([*FURNITURE, TITLE, *BODY]), tmp_path / "reports")
    return tmp_path / "reports"


def faults(report: Report, lines: list[str]) -> pd.DataFrame:
    rows = trace(report, lines)
    return rows[rows["status"] != "found"]


def laicheng_trace(source: Path, reports_dir: Path, *more: str) -> Result:
    return CliRunner().invoke(
        app, ["trace", str(source), "--report", "our-own", "--reports-dir", str(reports_dir), *more]
    )


def damaged(lines: list[str]) -> Iterator[list[str]]:
    """The lines with each numeral in turn changed, shortened, lengthened, dropped, and swapped with
    the next."""
    for at, line in enumerate(lines):
        found = list(NUMERAL.finditer(line))
        for number, numeral in enumerate(found):
            text, (start, end) = numeral.group(), numeral.span()
            other = str((int(text[0]) + 1) % 10) + text[1:]
            for new in (other, text[:-1], text + "3", "6" + text, f"{text} 8", ""):
                yield [*lines[:at], line[:start] + new + line[end:], *lines[at + 1 :]]
            if number + 1 < len(found) and found[number + 1].group() != text:
                following = found[number + 1]
                swapped = (
                    line[:start]
                    + following.group()
                    + line[end : following.start()]
                    + text
                    + line[following.end() :]
                )
                yield [*lines[:at], swapped, *lines[at + 1 :]]


def test_a_draft_agrees_with_its_source(reports_dir: Path) -> None:
    assert faults(load_report("our-own", reports_dir), [*FURNITURE, TITLE, *BODY]).empty


def test_every_single_change_to_the_text_is_caught(reports_dir: Path) -> None:
    report = load_report("our-own", reports_dir)
    changed = list(damaged([TITLE, *BODY]))
    assert len(changed) > 80
    assert [lines for lines in changed if faults(report, lines).empty] == []


def test_every_single_change_to_the_rows_is_caught(reports_dir: Path) -> None:
    report = load_report("our-own", reports_dir)
    for name in ("facts", "omitted"):
        table = getattr(report, name)
        for row in table.index:
            for column in ("paragraph", "position", "printed"):
                cell = table.at[row, column]
                digit = NUMERAL.search(str(cell))
                assert digit
                other = (
                    cell + 1
                    if column != "printed"
                    else cell.replace(digit.group(), digit.group() + "1")
                )
                changed = table.copy()
                changed.at[row, column] = other
                wrong = Report(**{**vars(report), name: changed})
                assert not faults(wrong, [TITLE, *BODY]).empty
            assert not faults(
                Report(**{**vars(report), name: table.drop(row)}), [TITLE, *BODY]
            ).empty


def test_a_number_that_lost_its_ten_thousand_is_caught(reports_dir: Path) -> None:
    report = load_report("our-own", reports_dir)
    facts = report.facts.replace({"printed": {"1.5万": "1.5"}})
    [status] = faults(Report(**{**vars(report), "facts": facts}), [TITLE, *BODY])["status"]
    assert status == "is not what stands there (1.5万)"


def test_a_numeral_that_two_rows_account_for_is_caught(reports_dir: Path) -> None:
    report = load_report("our-own", reports_dir)
    tail = {"paragraph": 2, "position": 3, "printed": "250", "reason": "already part of 1,250"}
    omitted = pd.concat([report.omitted, pd.DataFrame([tail])], ignore_index=True).astype(
        report.omitted.dtypes
    )
    [status] = faults(Report(**{**vars(report), "omitted": omitted}), [TITLE, *BODY])["status"]
    assert status == "is part of another row's number"


def test_furniture_above_and_below_does_not_matter(reports_dir: Path) -> None:
    report = load_report("our-own", reports_dir)
    assert faults(report, ["1999", *FURNITURE, TITLE, *BODY, "访问量 12345", "2020"]).empty


def test_of_two_title_lines_the_one_that_fits_counts(reports_dir: Path) -> None:
    report = load_report("our-own", reports_dir)
    assert faults(report, [TITLE, "2016", TITLE, *BODY]).empty


def test_a_saved_page_is_read_as_its_text_is(tmp_path: Path, reports_dir: Path) -> None:
    blocks = "".join(
        f"<p>{html.escape(line)[:20]}<b>{html.escape(line)[20:]}</b></p>\n" for line in BODY
    )
    head = f"<html><head><title>{TITLE} 2016</title><script>var n = 99</script></head><body>"
    page = f"{head}<div>首页 1</div><h1>{TITLE}</h1>"
    (tmp_path / "page.html").write_text(
        f"{page}{blocks}<div>版权 2020</div></body></html>", encoding="utf-8"
    )
    assert laicheng_trace(tmp_path / "page.html", reports_dir).exit_code == 0


def test_a_numeral_without_a_row_is_named_with_its_place_and_context(
    tmp_path: Path, reports_dir: Path
) -> None:
    lines = [TITLE, BODY[0] + "另有8件。", *BODY[1:]]
    (tmp_path / "source.txt").write_text("\n\n".join(lines), encoding="utf-8")
    result = laicheng_trace(tmp_path / "source.txt", reports_dir)
    assert result.exit_code == 1
    assert "paragraph 1, position 2: numeral 8: has no row in …" in result.stdout
    assert "另有8件" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("source.txt", "没有标题".encode(), "no line of the source is the title"),
        ("source.html", b"", "no line of the source is the title"),
        ("source.docx", b"PK\x03\x04 damaged", "is no Word document that can be read"),
        ("source.pdf", b"%PDF-1.7 damaged", "is no PDF that can be read"),
        ("source.doc", b"\xd0\xcf\x11\xe0", "is an old Office file"),
        ("missing.txt", None, "cannot be read"),
    ],
)
def test_a_source_that_cannot_be_used_is_a_wrong_input(
    tmp_path: Path, reports_dir: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = laicheng_trace(tmp_path / name, reports_dir)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_script_can_read_every_row_of_the_trace(tmp_path: Path, reports_dir: Path) -> None:
    (tmp_path / "source.txt").write_text("\n".join([TITLE, *BODY]), encoding="utf-8")
    lines = laicheng_trace(
        tmp_path / "source.txt", reports_dir, "--format", "csv"
    ).stdout.splitlines()
    report = load_report("our-own", reports_dir)
    assert len(lines) == 1 + len(report.facts) + len(report.omitted)


@pytest.mark.parametrize(
    ("stands", "row"),
    [
        ("比上年-5.0%", "5.0%"),
        ("比上年−5.0%", "5.0%"),
        ("比上年－5.0%", "5.0%"),
        ("发放1.2 万份", "1.2"),
        ("捐款5千元", "5"),
        ("捐款5百元", "5"),
        ("捐款3百万元", "3"),
        ("落实5成", "5"),
        ("人口增长5‱", "5"),
        ("占83.14 %", "83.14"),
        ("产值56．7％", "56"),
        ("公示3-5天", "-5"),
    ],
)
def test_what_stands_around_a_number_belongs_to_it(
    reports_dir: Path, stands: str, row: str
) -> None:
    report = load_report("our-own", reports_dir)
    at = -1 if row == "-5" else 0
    found = [numeral.position for numeral in numerals([stands])]
    cells = {"fact_id": "x", "paragraph": 1, "position": found[at], "printed": row}
    facts = pd.DataFrame([cells])
    wrong = Report(**{**vars(report), "facts": facts, "omitted": report.omitted.iloc[:0]})
    rows = trace(wrong, [TITLE, stands]).query("kind == 'fact'")
    assert rows["status"].item().startswith("is not what stands there")


@pytest.mark.parametrize(
    ("stands", "printed"),
    [
        ("公示3-5天", ["3", "5"]),
        ("2013-2015年", ["2013", "2015"]),
        ("1月-4月", ["1", "4"]),
        ("5%-10%", ["5%", "10%"]),
        ("约3 - 5天", ["3", "5"]),
        ("比上年-5.0%", ["-5.0%"]),
        ("产值５６．７％，－4%", ["５６．７％", "－4%"]),
        ("净增+3.2个百分点", ["+3.2"]),
        ("12 -3.5", ["12", "-3.5"]),
        ("5千克、5百分点、3成立", ["5", "5", "3"]),
        ("5千人、3百万元、5成", ["5千", "3百万", "5成"]),
        ("1,250户，1,2号", ["1,250", "1", "2"]),
        ("1 . 2", ["1", "2"]),
        ("Q1\t30 392\t-1 600.5", ["1", "30 392", "-1 600.5"]),  # each in a cell of its own
        ("30 392 tonnes, 4 1 120 tonnes", ["30 392", "4", "1", "120"]),
        ("3 392 tonnes", ["3", "392"]),  # 3 may count the items of a list
        ("1.2.3", ["1.2", "3"]),
        ("2000多人、1.2万余份、5 亿元", ["2000多", "1.2万余", "5 亿"]),
        ("500.76億元、3.2 %", ["500.76億", "3.2 %"]),
    ],
)
def test_a_number_is_read_with_its_sign_and_multiple(stands: str, printed: list[str]) -> None:
    assert [stands[start:end] for start, end in numbers(stands)] == printed


@pytest.mark.parametrize("stands", ["(-1.8%)", "（-1.8%）", "(−1.8%)", "( -3 )", "(£-3)"])
def test_a_minus_in_brackets_is_found_where_it_stands(tmp_path: Path, stands: str) -> None:
    text = ["Report of the year 2019", f"Sales came to £1,250 million {stands} in all."]
    draft("our-own", read_text(text), tmp_path)
    assert set(trace(load_report("our-own", tmp_path), text)["status"]) == {"found"}


@given(st.text("1２,.．-−% 万千成年多a天，", max_size=30))
def test_each_numeral_is_part_of_just_one_number(line: str) -> None:
    spans = list(numbers(line))
    for numeral in numerals([line]):
        assert sum(start <= numeral.start < end for start, end in spans) == 1


@pytest.mark.skipif(not SOURCE.exists(), reason="the source text is not part of the repository")
def test_every_change_to_the_real_source_is_caught(report: Report) -> None:
    lines = read_paragraphs(SOURCE)
    lines = lines[lines.index(report.card.title) :][: report.card.paragraphs]
    assert faults(report, lines).empty
    assert [changed for changed in damaged(lines) if faults(report, changed).empty] == []


@pytest.mark.skipif(not SOURCE.exists(), reason="the source text is not part of the repository")
def test_a_fresh_digit_anywhere_in_the_real_source_is_caught(report: Report) -> None:
    lines = read_paragraphs(SOURCE)
    lines = lines[lines.index(report.card.title) :][: report.card.paragraphs]
    for at in range(1, len(lines)):
        middle = re.search(r"[，、。]", lines[at])
        place = middle.start() if middle else 0
        changed = [*lines[:at], lines[at][:place] + "4" + lines[at][place:], *lines[at + 1 :]]
        assert not faults(report, changed).empty

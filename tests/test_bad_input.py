"""Whatever is done to the files of a report, its reader answers with a report or with faults, never
a traceback."""

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from laicheng_data.checking.claims import check
from laicheng_data.cli import app
from laicheng_data.facts.report import (
    MOST_FAULTS_SHOWN,
    REPORTS_DIR,
    TABLES,
    ReportError,
    load_report,
)
from tests.conftest import MakeReport

FILES = [*TABLES, "datapackage.json"]
INSERTED = [
    b"\x00",
    b"\xff",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"=1+1",
    "多".encode(),
    "９".encode(),
    b"-",
    b"1" * 400,
    b"{[",
    b"'",
]


def mutated(content: bytes, chance: random.Random) -> bytes:
    at, end = sorted(chance.sample(range(len(content) + 1), 2))
    end = min(end, at + 40)
    lines = content.splitlines(keepends=True)
    return chance.choice(
        [
            content[:at] + content[end:],
            content[:at] + chance.choice(INSERTED) + content[at:],
            content[:at] + content[at:end] * 2 + content[end:],
            content[:at] + bytes(chance.randrange(256) for _ in range(end - at)) + content[end:],
            b"".join(chance.sample(lines, len(lines))),
            content[:at],
        ]
    )


@pytest.mark.parametrize("seed", range(20))
def test_random_damage_never_ends_in_a_traceback(make_report: MakeReport, seed: int) -> None:
    chance = random.Random(seed)
    reports_dir = make_report()
    good = {file: (reports_dir / "copy" / file).read_bytes() for file in FILES}
    for _ in range(40):
        file = chance.choice(FILES)
        (reports_dir / "copy" / file).write_bytes(mutated(good[file], chance))
        try:
            verdicts = check(load_report("copy", reports_dir))
            assert set(verdicts["verdict"]) <= {"consistent", "inconsistent", "undecidable"}
        except ReportError as error:
            assert all(fault.problem and fault.fix for fault in error.faults)
        (reports_dir / "copy" / file).write_bytes(good[file])


@pytest.mark.parametrize(
    "content",
    [
        b"fact_id,office\n" + b"a,b\n" * 5_000_000,
        (",".join(column.name for column in TABLES["facts.csv"]) + "\n").encode()
        + b"a,b\n" * 5_000_000,
        b"x" * 100_000_000,
        b'"' + b"a\n" * 10_000_000,
    ],
    ids=["wrong header", "ragged rows", "one line", "open quote"],
)
def test_a_huge_useless_file_is_answered_briefly(make_report: MakeReport, content: bytes) -> None:
    reports_dir = make_report()
    (reports_dir / "copy" / "facts.csv").write_bytes(content)
    result = CliRunner().invoke(app, ["check", "--reports-dir", str(reports_dir)])
    assert result.exit_code == 2
    assert result.stderr.count("\n") <= MOST_FAULTS_SHOWN + 1
    assert len(result.stderr) < 10_000


@pytest.mark.parametrize("report_id", ["../../etc", "..", "/etc", "a b", "报告", "1" * 300])
@pytest.mark.parametrize("command", ["check", "rerun", "trace", "new"])
def test_no_name_leads_out_of_the_reports(tmp_path: Path, command: str, report_id: str) -> None:
    reports_dir = str(REPORTS_DIR) if command != "new" else str(tmp_path)
    arguments = {"trace": ["source.txt", "--report", report_id], "new": [report_id]}.get(
        command, ["--report", report_id]
    )
    result = CliRunner().invoke(app, [command, *arguments, "--reports-dir", reports_dir])
    assert result.exit_code == 2
    assert "report id" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_gone_through_row_by_row_is_read_as_it_is_read_whole(
    make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports_dir = make_report()
    whole = load_report("copy", reports_dir)
    monkeypatch.setattr("laicheng_data.facts.reading._read_whole", lambda *_: None)
    by_row = load_report("copy", reports_dir)
    assert whole.facts.astype(str).equals(by_row.facts.astype(str))
    assert whole.claims.astype(str).equals(by_row.claims.astype(str))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",12,1\n", ",12\n", "row 2: has 9 cells"),
        (",12,1\n", ",12,1,\n", "row 2: has 11 cells"),
        (",12,1\n", ",12,1,\n\n2016-x,a\n", "row 4: has 2 cells"),
        ("个,exact", '"个,"exact', "is not a CSV file"),
        ("个,exact", '"个\n",exact', "row 2, column unit"),
    ],
)
def test_a_ragged_row_is_found_whatever_the_line_ends(
    make_report: MakeReport, old: str, new: str, message: str, end: str
) -> None:
    facts = (REPORTS_DIR / "laicheng-2016" / "facts.csv").read_text(encoding="utf-8")
    reports_dir = make_report()
    content = facts.replace(old, new, 1).replace("\n", end).encode("utf-8-sig")
    (reports_dir / "copy" / "facts.csv").write_bytes(content)
    with pytest.raises(ReportError, match=message):
        load_report("copy", reports_dir)


def test_a_column_whose_name_has_a_line_break_is_told_in_one_line(make_report: MakeReport) -> None:
    reports_dir = make_report()
    facts = reports_dir / "copy" / "facts.csv"
    rows = facts.read_text(encoding="utf-8").split("\n")
    lines = [f'{row},"of\nthe page"' if row else row for row in rows]
    facts.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        load_report("copy", reports_dir)
    assert str(caught.value).count("\n") == 0 and "column of the page" in str(caught.value)

import json
from pathlib import Path

import pytest

from laicheng_data.facts.report import (
    MOST_FAULTS_SHOWN,
    REPORTS_DIR,
    TABLES,
    ReportError,
    load_report,
    report_ids,
)
from tests.conftest import MakeReport

FACTS = (REPORTS_DIR / "laicheng-2016" / "facts.csv").read_text(encoding="utf-8")
CLAIMS = (REPORTS_DIR / "laicheng-2016" / "claims.csv").read_text(encoding="utf-8")
FIRST_FACT = "2016-departments,service_center,departments,all,2016,28,个,exact,12,1"


def faults_of(reports_dir: Path, report_id: str = "copy") -> str:
    with pytest.raises(ReportError) as error:
        load_report(report_id, reports_dir)
    return str(error.value)


def facts_with(old: str, new: str) -> str:
    assert old in FACTS
    return FACTS.replace(old, new, 1)


def test_a_report_that_is_not_there_is_named_with_the_nearest_one() -> None:
    assert "did you mean laicheng-2016?" in faults_of(REPORTS_DIR, "laicheng-2061")


@pytest.mark.parametrize("name", ["../../etc", "a/b", "", "Laicheng", "."])
def test_a_name_that_is_no_id_never_reaches_the_disk(name: str) -> None:
    assert "is no report id" in faults_of(REPORTS_DIR, name)


def test_an_empty_folder_holds_no_report(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="holds no report"):
        report_ids(tmp_path)


@pytest.mark.parametrize("file", [*TABLES, "datapackage.json"])
def test_a_missing_file_is_named(make_report: MakeReport, file: str) -> None:
    reports_dir = make_report()
    (reports_dir / "copy" / file).unlink()
    assert f"{file}: cannot be read" in faults_of(reports_dir)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("measure,", "", "row 1, column measure: is missing"),
        ("measure,", "measure,note,", "row 1, column note: is not a column of this file"),
        (
            FIRST_FACT,
            f"{FIRST_FACT}\n{FIRST_FACT}",
            "row 3, column fact_id: '2016-departments' stands twice",
        ),
        (",28,", ",12O4,", "row 2, column printed: '12O4' is not a printed number"),
        (",28,", ",,", "row 2, column printed: '' is empty"),
        (",28,", ",1.2.3,", "row 2, column printed: '1.2.3' is not a printed number"),
        (
            "个,exact",
            "个,exactly",
            "row 2, column bound: 'exactly' does not fit; use one of exact, at_least",
        ),
        ("人,at_least", "人,exact", "column bound: 'exact' contradicts 2000多"),
        (",12,1\n", ",12,١\n", "row 2, column position: '١' does not fit; give a whole number"),
        (",12,1\n", ",12,\n", "row 2, column paragraph: and position are not both given"),
        (",12,1\n", ",12,1,x\n", "row 2: has 11 cells where the header has 10"),
        (",12,1\n", ",1,1\n", "omitted.csv, row 2, column position: '1 1' is also a fact"),
    ],
)
def test_a_fault_in_the_facts_is_named_with_its_place(
    make_report: MakeReport, old: str, new: str, message: str
) -> None:
    assert message in faults_of(make_report(facts=facts_with(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("share,", "shares,", "column kind: 'shares' does not fit; use one of share, sum"),
        ("stated", "said", "column basis: 'said' does not fit"),
        ("consistent", "fine", "column expect: 'fine' does not fit"),
        ("2013-enterprise-filed ", "2013-enterprise-fild ", "did you mean 2013-enterprise-filed?"),
        ("2013-enterprise-filed ", "", "are 1 where share takes 2"),
        ("2013-enterprise-filed ", "2013-enterprise-filing-rate ", "is the result itself"),
        (
            "2013-enterprise-filed ",
            "-2013-enterprise-filed ",
            "has a sign, which share does not take",
        ),
        ("were published.", "", ""),
    ],
)
def test_a_fault_in_the_claims_is_named(
    make_report: MakeReport, old: str, new: str, message: str
) -> None:
    assert old in CLAIMS
    if message:
        assert message in faults_of(make_report(claims=CLAIMS.replace(old, new, 1)))
    else:
        load_report("copy", make_report(claims=CLAIMS.replace(old, new, 1)))


def test_a_verdict_other_than_consistent_needs_a_remark(make_report: MakeReport) -> None:
    text = CLAIMS.replace("stated,consistent,", "stated,inconsistent,", 1)
    assert "column remark: '' is empty where inconsistent is expected" in faults_of(
        make_report(claims=text)
    )


def test_all_faults_of_a_file_are_told_at_once(make_report: MakeReport) -> None:
    message = faults_of(make_report(facts=facts_with(",28,", ",x,").replace(",23,", ",y,")))
    assert "row 2" in message
    assert "row 3" in message


def test_more_faults_than_anyone_reads_are_counted(make_report: MakeReport) -> None:
    message = faults_of(make_report(facts=FACTS.replace(",exact,", ",wrong,")))
    wrong = FACTS.count(",exact,")
    assert message.count("\n") == MOST_FAULTS_SHOWN
    assert f"and {wrong - MOST_FAULTS_SHOWN} more faults" in message


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_text_that_is_not_utf8_is_told_how_to_save_it(
    make_report: MakeReport, encoding: str
) -> None:
    reports_dir = make_report()
    (reports_dir / "copy" / "facts.csv").write_bytes(FACTS.encode(encoding))
    assert "facts.csv: is not UTF-8 text; save it as UTF-8" in faults_of(reports_dir)


def test_nul_bytes_are_refused(make_report: MakeReport) -> None:
    assert "facts.csv: holds NUL bytes" in faults_of(make_report(facts=FACTS + "\x00"))


def test_a_csv_saved_by_a_chinese_excel_just_works(make_report: MakeReport) -> None:
    reports_dir = make_report()
    text = (
        FACTS.replace(",6452,", ",６４５２,").replace(",13,2\n", ",１３,２\n").replace("\n", "\r\n")
    )
    (reports_dir / "copy" / "facts.csv").write_bytes(text.encode("utf-8-sig"))
    assert list(load_report("copy", reports_dir).facts["value"]) == list(
        load_report("laicheng-2016").facts["value"]
    )


def test_a_card_that_names_another_folder_is_refused(make_report: MakeReport) -> None:
    reports_dir = make_report()
    (reports_dir / "copy").rename(reports_dir / "other")
    assert "column name: 'copy' is not the folder's name; write other" in faults_of(
        reports_dir, "other"
    )


def test_a_card_without_a_source_is_refused(make_report: MakeReport) -> None:
    path = make_report() / "copy" / "datapackage.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**card, "sources": []}), encoding="utf-8")
    assert "column sources" in faults_of(path.parent.parent)


def test_more_filed_than_due_is_a_warning_and_no_fault(make_report: MakeReport) -> None:
    warnings = load_report("copy", make_report(facts=facts_with(",5364,", ",7364,"))).warnings
    assert warnings == (
        "report copy: facts.csv: more enterprise filed than due for 2013; compare with the source",
    )


def test_the_card_describes_the_tables_that_are_read() -> None:
    card = json.loads(
        (REPORTS_DIR / "laicheng-2016" / "datapackage.json").read_text(encoding="utf-8")
    )
    described = {
        item["path"]: [field["name"] for field in item["schema"]["fields"]]
        for item in card["resources"]
    }
    assert described == {
        file: [column.name for column in columns] for file, columns in TABLES.items()
    }

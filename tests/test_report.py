import json
import pickle
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest

from laicheng_data.checking.claims import check
from laicheng_data.facts.faults import Fault
from laicheng_data.facts.report import (
    MOST_FAULTS_SHOWN,
    REPORTS_DIR,
    TABLES,
    ReportError,
    load_report,
    report_ids,
)
from laicheng_data.tables.filings import filings
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
        (",12,1\n", ",12,١\n", "row 2, column position: '١' does not fit; count the numerals"),
        (",12,1\n", ",12,\n", "row 2, column paragraph: and position are not both given"),
        (",12,1\n", ",12,1,x\n", "row 2: has 11 cells where the header has 10"),
        (",12,1\n", ",12,01\n", "row 2, column position: '01' does not fit"),
        (",12,1\n", ",12,0\n", "position: '0' does not fit; count the numerals of a paragraph"),
        (",12,1\n", ",05,1\n", "row 2, column paragraph: '05' does not fit"),
        (
            ",2016,28,",
            ",2015-13,28,",
            "row 2, column period: '2015-13' does not fit; write a period",
        ),
        (",28,个", ",28%,个", "row 2, column unit: '个' contradicts 28%"),
        (",28,个,exact", ",28左右,个,exact", "row 2, column bound: 'exact' contradicts 28左右"),
        (",service_center,", ",service center,", "row 2, column office: 'service center' does not"),
        (",28,", ",3—5,", "row 2, column printed: '3—5' is a range"),
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


def test_a_card_of_no_period_of_the_calendar_is_refused(make_report: MakeReport) -> None:
    path = make_report() / "copy" / "datapackage.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**card, "period": "2016-13"}), encoding="utf-8")
    assert "column period" in faults_of(path.parent.parent)


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


def cited(operands: str, kind: str = "sum", result: str = "2016-departments") -> str:
    return f"{CLAIMS}cited,{kind},{result},{operands},stated,consistent,\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (cited("othr:2016-departments"), "names othr, which is not among the reports"),
        (cited("othr:2016-departments"), "did you mean other?"),
        (cited("other:2016-department"), "names no fact_id of report other; did you mean"),
        (cited("2016-departments-with-window+"), "column operands"),
        (cited("2016-items+-2016-stff", "ratio"), "did you mean 2016-staff?"),
        (cited("2016-items+-2016-staff", "ratio"), "are 1 where ratio takes 2; name a b"),
        (cited("2016-items", "between"), "are 1 where between takes 2 or more"),
        (cited("2016-items -2016-staff", "between"), "has a sign, which between does not take"),
        (cited("copy:2016-departments"), "is the result itself"),
        (cited("copy:2016-stff"), "did you mean 2016-staff?"),
    ],
)
def test_a_fault_in_what_a_claim_names_is_told(
    make_report: MakeReport, row: str, message: str
) -> None:
    make_report("other")
    assert message in faults_of(make_report(claims=row))


def test_operands_may_stand_in_another_report(make_report: MakeReport) -> None:
    claims = cited("other:2016-departments other:2016-items -2016-items")
    make_report("other", facts=facts_with(",28,", ",27,"), claims=cited("copy:2016-departments"))
    report = load_report("copy", make_report(claims=claims))
    assert list(report.linked["fact_id"]) == ["other:2016-departments", "other:2016-items"]
    verdict = check(report).iloc[-1]
    assert (verdict["recomputed"], verdict["difference"]) == ("27", 1)
    assert len(report.numbers.printed) == len(report.facts)
    assert not filings(report).empty


def test_a_report_with_faults_that_a_claim_names_is_named(make_report: MakeReport) -> None:
    make_report("other", facts=facts_with(",28,", ",x,"))
    message = faults_of(make_report(claims=cited("other:2016-departments")))
    assert "names other, which cannot be read; mend report other: facts.csv, row 2" in message


def test_groups_make_one_value_of_several_terms(make_report: MakeReport) -> None:
    facts = f"{FACTS}more,法院,新收案件_more,全部,2016-W05,5,件,exact,,\n"
    facts += "rate,法院,增长率,all,2016-01/2016-04,10.0,%,exact,,\n"
    claims = cited("more 2016-staff+-more", "share", "rate")
    verdict = check(load_report("copy", make_report(facts=facts, claims=claims))).iloc[-1]
    assert (verdict["verdict"], verdict["recomputed"]) == ("consistent", "10.0")


def test_omissions_may_be_missing_where_no_fact_has_a_place(make_report: MakeReport) -> None:
    head, *rows = FACTS.splitlines()
    reports_dir = make_report(
        facts="\n".join([head, *(row.rsplit(",", 2)[0] + ",," for row in rows)])
    )
    (reports_dir / "copy" / "omitted.csv").unlink()
    assert load_report("copy", reports_dir).omitted.empty


def test_a_report_brings_its_own_words(make_report: MakeReport) -> None:
    reports_dir = make_report(
        labels="slug,zh,en\nstaff,窗口人员,people at windows\nmatters,,cases\n"
    )
    assert load_report("copy", reports_dir).labels == {
        "staff": {"zh": "窗口人员", "en": "people at windows"},
        "matters": {"en": "cases"},
    }


@pytest.mark.parametrize(
    ("row", "message"),
    [("staff,,", "has no word in either language"), ("a,b,c\na,b,c", "'a' stands twice"),
     (",甲,a", "column slug: '' is empty")],
)  # fmt: skip
def test_a_fault_in_the_words_is_named(make_report: MakeReport, row: str, message: str) -> None:
    assert message in faults_of(make_report(labels=f"slug,zh,en\n{row}\n"))


def test_two_facts_that_give_different_numbers_are_kept_and_told(make_report: MakeReport) -> None:
    facts = f"{FACTS}again,service_center,staff,all,2016,57,人,exact,,\n"
    report = load_report("copy", make_report(facts=facts))
    assert report.warnings == (
        "report copy: facts.csv: 2016-staff gives staff of all for 2016 as 55, again as 57; "
        "tell them apart by measure or subject, or leave one out",
    )
    assert len(report.facts) == len(FACTS.splitlines())


def test_a_number_that_stands_twice_is_no_news(make_report: MakeReport) -> None:
    facts = f"{FACTS}again,service_center,staff,all,2016,55,人,exact,,\n"
    assert not load_report("copy", make_report(facts=facts)).warnings


@pytest.mark.parametrize("name", ["datapackage.JSON", "Datapackage.json"])
def test_a_folder_that_looks_like_a_report_is_not_passed_over(
    make_report: MakeReport, name: str
) -> None:
    reports_dir = make_report()
    (reports_dir / "copy" / "datapackage.json").rename(reports_dir / "copy" / name)
    assert report_ids(reports_dir) == ["copy"]
    assert "datapackage.json: cannot be read" in faults_of(reports_dir)


@pytest.mark.parametrize("claims", [CLAIMS.splitlines()[0] + "\n\n", CLAIMS.splitlines()[0]])
def test_a_table_without_a_row_is_a_table(make_report: MakeReport, claims: str) -> None:
    assert load_report("copy", make_report(claims=claims)).claims.empty


def test_a_header_wider_than_any_table_is_refused_in_a_line(make_report: MakeReport) -> None:
    message = faults_of(make_report(claims="a," * 900_000 + "a\n"))
    assert "claims.csv, row 1: has more than 1000 columns" in message
    assert len(message) < 1_000


def test_a_number_in_the_card_that_no_machine_needs_is_a_fault(make_report: MakeReport) -> None:
    path = make_report() / "copy" / "datapackage.json"
    path.write_text(f'{{"name": {"1" * 5001}}}', encoding="utf-8")
    assert "datapackage.json: is not JSON" in faults_of(path.parent.parent)


def test_a_cell_of_any_length_is_read_or_refused_with_its_file(make_report: MakeReport) -> None:
    long = "a" * 200_000
    report = load_report(
        "copy", make_report(claims=f"{CLAIMS[:-1]}\n".replace("were published.", long))
    )
    assert long in " ".join(report.claims["remark"])


def test_of_many_misspelt_reports_only_the_first_few_are_compared(
    make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def close(name: str, *_: object, **__: object) -> list[str]:
        compared.append(name)
        return ["copy"]

    monkeypatch.setattr("laicheng_data.facts.faults.difflib.get_close_matches", close)
    header, first = CLAIMS.splitlines()[:2]
    claim_id, kind, result, _, rest = first.split(",", 4)
    rows = [f"{claim_id}-{n},{kind},{result},copi-{n}:due copi-{n}:filed,{rest}" for n in range(50)]
    told = faults_of(make_report(claims="\n".join([header, *rows]) + "\n"))
    assert "did you mean copy?" in told
    assert len(compared) == MOST_FAULTS_SHOWN


def test_a_first_row_of_very_many_cells_is_read_by_nobody(
    make_report: MakeReport,
) -> None:
    """pandas takes seconds to make an index of them."""
    folder = make_report(omitted="paragraph,position,printed,reason\n1,1,2,year" + "," * 20_000)
    with (
        patch("pandas.read_csv", wraps=pd.read_csv) as read,
        pytest.raises(ReportError, match=r"row 2: has 20004 cells where the header"),
    ):
        load_report("copy", folder)
    texts = [call.args[0].getvalue() for call in read.call_args_list]
    assert texts and not any(b"," * 20_000 in text for text in texts)


def test_a_fault_found_in_another_process_is_told_whole() -> None:
    found = ReportError("our-own", [Fault("facts.csv", 2, "period", "", "is empty", "write it")])
    told = pickle.loads(pickle.dumps(found))
    assert (str(told), told.faults) == (str(found), found.faults)


@pytest.mark.parametrize(("created", "warned"), [("2000-01-01", True), ("2015-12-31", False)])
def test_a_source_dated_years_before_what_it_tells_is_worth_a_second_look(
    make_report: MakeReport, created: str, warned: bool
) -> None:
    folder = make_report()
    card = folder / "copy" / "datapackage.json"
    told = json.loads(card.read_text(encoding="utf-8"))
    card.write_text(json.dumps({**told, "created": created}), encoding="utf-8")
    warnings = [text for text in load_report("copy", folder).warnings if "created" in text]
    assert bool(warnings) is warned

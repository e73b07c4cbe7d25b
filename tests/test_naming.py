"""How a claim is worded for a reader, whatever its kind and whoever prints its numbers."""

from dataclasses import replace

import pytest

from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.mismatches import faults
from laicheng_data.checking.claims import check
from laicheng_data.facts.report import Report, load_report
from laicheng_data.pages.evidence import evidence
from laicheng_data.tables.naming import (
    arithmetic,
    claim_names,
    compared_subjects,
    gap_text,
    report_name,
)
from laicheng_data.words import Words
from tests.conftest import MakeReport

FACTS = """\
fact_id,office,measure,subject,period,printed,unit,bound,paragraph,position
now,other,revenue,all,2016,1085,户,exact,,
more,other,more,all,2016,85,户,exact,,
rate,other,growth,all,2016,9.9,%,exact,,
times,other,times,all,2016,3,倍,exact,,
low,other,share_of,a,2016,10.1%,%,exact,,
high,other,share_of,b,2016,12.4%,%,exact,,
total,other,share_of,all,2016,13.0%,%,exact,,
half,other,half,all,2016,3,户,exact,,
x,other,x,all,2016,1.25,户,exact,,
y,other,y,all,2016,1.3,户,exact,,
"""
CLAIMS = """\
claim_id,kind,result,operands,basis,expect,remark
growth,share,rate,more now+-more,stated,inconsistent,.
linked,growth,rate,now last:now,stated,inconsistent,.
ratio,ratio,times,now more,stated,inconsistent,.
between,between,total,low high,stated,inconsistent,.
half,sum,half,x y,stated,inconsistent,.
own,sum,now,more twice:rate,implied,inconsistent,.
"""
OMITTED = "paragraph,position,printed,reason\n"
OF_LAST = FACTS.replace("1085", "1000")


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    none = CLAIMS.splitlines()[0] + "\n"
    make_report("last", facts=OF_LAST, claims=none, omitted=OMITTED)
    folder = make_report("twice", facts=FACTS, claims=CLAIMS, omitted=OMITTED)
    return load_report("twice", folder)


def worded(report: Report, claim_id: str) -> str:
    [claim] = report.claims[report.claims["claim_id"] == claim_id].to_dict("records")
    return arithmetic(claim, report, Words("en"))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("growth", "85 ÷ (1,085 − 85)"),
        ("linked", "1,085 ÷ 1,000 − 1"),
        ("ratio", "1,085 ÷ 85"),
        ("between", "the range of 10.1%, 12.4%"),
        ("half", "1.25 + 1.3"),
        ("own", "85 + 9.9"),
    ],
)
def test_groups_and_other_reports_numbers_are_written_out(
    report: Report, claim: str, text: str
) -> None:
    assert worded(report, claim) == text


def test_a_gap_has_the_unit_of_the_number_and_digits_enough(report: Report) -> None:
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    words = Words("en")
    assert gap_text(facts["rate"], -1, words) == words("points", points="0.1")
    assert gap_text(facts["half"], 0.4, words).startswith("0.4")
    assert gap_text(facts["now"], 20, words).startswith("20")


def test_what_does_not_hold_is_said_whatever_its_kind(report: Report, words: Words) -> None:
    verdicts = check(report)
    assert len(faults(report, verdicts, words)) == (verdicts["basis"] == "stated").sum()
    assert briefing(report, words).title


def test_every_number_of_a_relation_is_shown_as_printed(report: Report, words: Words) -> None:
    claims = evidence(report, check(report), words)["claims"]
    assert all(operand["number"] for claim in claims for operand in claim["operands"])


def test_relations_of_like_names_are_told_apart_without_words_of_the_program(words: Words) -> None:
    names = claim_names(load_report("laicheng-2016"), words).values()
    assert len(set(names)) == len(names)
    assert [name for name in names if f"（{words.word('implied')}）" in name] == []
    assert [name for name in names if f"({words.word('implied')})" in name] == []


@pytest.mark.parametrize(
    ("period", "title", "named"),
    [
        ("2016", "年度报告", "年度报告（2016年）"),
        ("2016", "2016年度报告", "2016年度报告"),
        ("", "年度报告", "年度报告"),
    ],
)
def test_a_report_is_named_with_its_year_once(
    report: Report, period: str, title: str, named: str
) -> None:
    card = report.card.model_copy(update={"period": period, "title": title})
    assert report_name(replace(report, card=card), Words("zh")) == named


def test_what_a_number_is_held_against_is_told_where_it_is_of_another_kind() -> None:
    against = compared_subjects(load_report("laicheng-2016"))
    assert set(against.values()) == {"enterprise"} and len(against) == 1


def test_a_name_that_was_found_once_is_told_to_nobody_in_other_words(report: Report) -> None:
    first = claim_names(report, Words("zh"))["growth"]
    own = Words("zh", {"growth": {"zh": "增幅"}})
    assert claim_names(report, Words("en"))["growth"] != first
    assert "增幅" in claim_names(report, own)["growth"] != first
    assert claim_names(report, Words("zh"))["growth"] == first

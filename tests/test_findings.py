import io
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from pptx import Presentation

from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.findings import answer, differences, faults
from laicheng_data.briefing.paper import handout
from laicheng_data.briefing.slides import deck
from laicheng_data.checking.claims import check
from laicheng_data.checking.summary import outcomes, summarise
from laicheng_data.facts.report import Report, load_report, report_ids
from laicheng_data.tables.naming import claim_names
from laicheng_data.words import Words
from tests.conftest import MakeReport
from tests.test_charts import HEADER, NO_CLAIMS, NO_OMISSIONS

EN = Words("en")
COUNTS = [
    "a,other,passed,enterprise,2015,80,户,exact,,",
    "b,other,taken,enterprise,2015,100,户,exact,,",
    "c,other,pass_rate,enterprise,2015,80.1%,%,exact,,",
    "d,other,pass_rate,individual,2015,70%,%,exact,,",
    "e,other,left,enterprise,2015,25,户,exact,,",
]
CLAIMS = [
    "wrong,share,c,a b,stated,inconsistent,seen",
    "right,sum,b,a a -a e -e,stated,inconsistent,seen",
    "open,share,d,,stated,undecidable,seen",
    "gap,sum,e,b -a,implied,inconsistent,seen",
]


def of(make_report: MakeReport, facts: list[str], claims: list[str], name: str = "made") -> Report:
    tables = {
        "facts": "\n".join([HEADER, *facts]),
        "claims": "\n".join([NO_CLAIMS.strip(), *claims]),
        "omitted": NO_OMISSIONS,
    }
    return load_report(name, make_report(name, **tables))


def test_what_the_report_states_is_counted_apart_from_what_it_does_not(report: Report) -> None:
    verdicts = check(report)
    stated = report.claims["basis"] == "stated"
    found = summarise(verdicts)
    assert found.stated == stated.sum() and found.inconsistent == 0
    assert found.differences == (verdicts["verdict"] == "inconsistent").sum() > 0
    assert set(outcomes(verdicts)[~stated]) == {"difference"}


def test_the_answer_of_a_report_without_a_fault_speaks_of_none(report: Report) -> None:
    verdicts = check(report)
    found = summarise(verdicts)
    assert answer(report, verdicts, EN) == (
        f"Of the {found.stated} relations that the report states, {found.consistent} hold"
        f" and {found.undecidable} cannot be decided."
    )


def test_what_does_not_hold_is_told_first_and_named(make_report: MakeReport) -> None:
    report = of(make_report, COUNTS, CLAIMS)
    verdicts = check(report)
    said = answer(report, verdicts, EN)
    assert said.index("2 do not hold") < said.index("1 cannot be decided")
    assert "pass rate of enterprises, 2015" in said.replace("_", " ")
    [first, second] = faults(report, verdicts, EN)
    assert "80.1%" in first and "80.0%" in first and "80 ÷ 100" in first
    assert "0.1 percentage points" in first and "20 businesses" in second


def test_a_difference_is_no_fault_and_says_what_it_is_a_difference_of(
    make_report: MakeReport,
) -> None:
    report = of(make_report, COUNTS, CLAIMS)
    [said] = differences(report, check(report), EN)
    assert "100 − 80 comes to 20" in said and "a difference of 5" in said
    assert "inconsistent" not in said


@pytest.mark.parametrize("name", report_ids())
def test_every_claim_has_a_name_of_its_own_without_identifiers(name: str, words: Words) -> None:
    report = load_report(name)
    names = claim_names(report, words)
    assert list(names) == list(report.claims["claim_id"])
    assert len(set(names.values())) == len(names)
    assert [said for claim, said in names.items() if claim in said or "_" in said] == []


@pytest.mark.parametrize("verdict", ["consistent", "inconsistent", "undecidable"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_one_and_none_have_sentences_of_their_own(
    report: Report, words: Words, verdict: str, count: int
) -> None:
    claims = report.claims["claim_id"][:count]
    verdicts = pd.DataFrame({"claim_id": claims, "basis": "stated", "verdict": verdict})
    said = answer(report, verdicts, words)
    assert said and "1 relations" not in said and "0" not in said.replace("201", "")


SMALL = {
    "rates but no counts": (["r,other,pass_rate,enterprise,2015,80.1%,%,exact,,"], []),
    "one fact": (["r,other,passed,all,2015,80,件,exact,,"], []),
    "one word": (["r,other,passed,all,2015,80多,件,at_least,,"], []),
    "rates of two years": (
        [
            "r,market_supervision,filing_rate,enterprise,2014,80.1%,%,exact,,",
            "s,market_supervision,filing_rate,enterprise,2015,81.1%,%,exact,,",
        ],
        [],
    ),
    "nothing that holds": (COUNTS, CLAIMS),
}


@pytest.mark.parametrize("case", SMALL)
def test_no_report_is_too_small_for_slides_and_paper(
    make_report: MakeReport, words: Words, case: str
) -> None:
    report = of(make_report, *SMALL[case])
    said = briefing(report, words)
    slides = list(Presentation(io.BytesIO(deck(report, words, said))).slides)
    text = "\n".join(
        s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame
    )
    paper = Document(io.BytesIO(handout(report, words, said)))
    page = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for sentence in [said.checked, *said.faults, *said.differences]:
        assert sentence in text and sentence in page


def test_slides_and_paper_come_out_for_every_report_of_the_package(tmp_path: Path) -> None:
    for report in map(load_report, report_ids()):
        assert deck(report, EN) and handout(report, EN)

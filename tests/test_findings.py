import csv
import io
import itertools
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from laicheng_data.briefing.answer import answer
from laicheng_data.briefing.content import briefing
from laicheng_data.briefing.drawn_claims import blank_verdicts, undrawn_names, undrawn_verdicts
from laicheng_data.briefing.finding import CHANGE
from laicheng_data.briefing.findings import findings, key_findings
from laicheng_data.briefing.fitting import BREAK
from laicheng_data.briefing.mismatches import faults, gaps
from laicheng_data.briefing.paper_docx import handout
from laicheng_data.briefing.questions import all_questions, open_questions
from laicheng_data.briefing.slides import deck
from laicheng_data.charts.catalogue import draw
from laicheng_data.charts.numbers import more_or_fewer
from laicheng_data.checking.claims import check
from laicheng_data.checking.nets import net_differences, single_differences
from laicheng_data.checking.summary import outcomes, summarise
from laicheng_data.facts.report import Report, load_report, report_ids
from laicheng_data.pages.evidence import evidence
from laicheng_data.tables.changes import latest_changes
from laicheng_data.tables.filings import listed_and_unfiled
from laicheng_data.tables.naming import claim_names, format_printed
from laicheng_data.tables.standing import standings
from laicheng_data.words import SENTENCES, Words
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


def test_the_answer_of_a_report_without_a_fault_says_that_all_that_can_be_checked_match(
    report: Report,
) -> None:
    verdicts = check(report)
    found = summarise(verdicts)
    differences = len(single_differences(report, verdicts))
    assert answer(report, verdicts, EN) == (
        f"All {found.consistent} rates and totals that can be checked match;"
        f" {found.undecidable} cannot be checked, {differences} differences need explaining."
    )


def test_an_answer_with_a_fault_does_not_say_that_all_match(make_report: MakeReport) -> None:
    facts = ["a,o,held,x,2015,50,户,exact,,", "b,o,held,all,2015,100,户,exact,,"]
    facts += [f"r{n},o,rate,x,2015,{printed},%,exact,," for n, printed in enumerate(("50", "51"))]
    facts += ["c,o,held,y,2015,9,户,at_least,,", "r2,o,rate,y,2015,9,%,exact,,"]
    verdicts = ("consistent", "inconsistent", "undecidable")
    claims = [
        f"c{n},share,r{n},{part} b,stated,{expect},seen"
        for n, (part, expect) in enumerate(zip("aac", verdicts, strict=True))
    ]
    report = of(make_report, facts, claims)
    said = answer(report, check(report), EN)
    assert said.startswith("1 of 3 ") and "does not match" in said and "1 matches" in said
    assert "can be checked match" not in said


def test_the_net_of_a_list_is_told_once_and_with_the_kinds_that_it_hides(
    report: Report, words: Words
) -> None:
    verdicts = check(report)
    [(total, parts)] = net_differences(report, verdicts).items()
    [said] = [found.text for found in gaps(report, verdicts, words)]
    row = verdicts.set_index("claim_id").loc[total]
    for number in (row["printed"], row["recomputed"]):
        assert format_printed(number, words) in said
    for claim in (total, *parts):
        gap = verdicts.set_index("claim_id").loc[claim, "difference"]
        assert said.count(f"{words.count(abs(gap))}") >= 1
    verdicts.loc[verdicts["claim_id"] == parts[-1], "verdict"] = "open"
    assert len(gaps(report, verdicts, words)) == len(parts)


def test_why_figures_differ_is_said_only_where_a_curator_knows_it(make_report: MakeReport) -> None:
    report = of(make_report, COUNTS, CLAIMS)
    verdicts = check(report)
    known = verdicts.assign(remark="They were counted on two days.")
    assert gaps(report, known, EN)[0].text.endswith("They were counted on two days.")
    assert gaps(report, verdicts.assign(remark=""), EN)[0].text.endswith(
        "does not compare the two."
    )


@pytest.mark.parametrize("terms", ["due", "filed", "filed -due", "due -other"])
def test_a_list_held_against_anything_else_is_not_told_as_one_of_those_that_did_not_file(
    make_report: MakeReport, terms: str
) -> None:
    row = "{0},other,{0},enterprise,2015,{1},户,exact,,"
    numbers = {"due": 100, "filed": 80, "other": 5, "listed": 7}
    facts = [row.format(*number) for number in numbers.items()]
    claims = [f"gap,sum,listed,{terms},implied,inconsistent,seen"]
    report = of(make_report, facts, claims)
    assert "did not file" not in gaps(report, check(report), EN)[0].text


def test_what_does_not_hold_is_told_first_and_named(make_report: MakeReport) -> None:
    report = of(make_report, COUNTS, CLAIMS)
    verdicts = check(report)
    said = answer(report, verdicts, EN)
    assert said.startswith("2 of 3 ") and said.index("do not match") < said.index("1 cannot be")
    assert "pass rate of enterprises, 2015" in said.replace("_", " ")
    [first, second] = (found.text for found in faults(report, verdicts, EN))
    assert "80.1%" in first and "80.0%" in first and "80 ÷ 100" in first
    assert "0.1 percentage points" in first and "20 businesses" in second


def test_two_relations_that_come_out_alike_are_both_or_neither(make_report: MakeReport) -> None:
    rate = "c2,other,pass_rate,cooperative,2015,{},%,exact,,"
    for value, said in (("80%", "Both rates"), ("79%", "Neither of the two rates")):
        facts = [*COUNTS[:2], rate.format(value), rate.format(value).replace("c2", "c3")]
        verdict = "consistent" if value == "80%" else "inconsistent"
        claims = [f"{c},share,{c},a b,stated,{verdict},seen" for c in ("c2", "c3")]
        report = of(make_report, facts, claims, f"of-{value[:2]}")
        assert answer(report, check(report), EN).startswith(said)


VERDICTS = ("consistent", "inconsistent")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("share", "sum"), "2 of 4 rates and totals"),
        (("share", "sum", "ratio"), "3 of 6 figures"),
        (("between",), "1 of 2 figures"),
    ],
)
def test_what_a_report_states_is_told_by_its_kinds(
    make_report: MakeReport, kinds: tuple[str, ...], said: str
) -> None:
    printed = {"share": "80% 81%", "sum": "180 181", "ratio": "0.8 0.9", "between": "90 101"}
    facts, claims = COUNTS[:2], []
    for kind in kinds:
        unit = "%" if kind == "share" else "户"
        for number, verdict in zip(printed[kind].split(), VERDICTS, strict=True):
            name = f"{kind}-{verdict}"
            facts = [*facts, f"{name},other,{kind}_rate,{verdict},2015,{number},{unit},exact,,"]
            claims.append(f"{name},{kind},{name},a b,stated,{verdict},seen")
    report = of(make_report, facts, claims, "-".join(kinds))
    assert answer(report, check(report), EN).startswith(said)


def test_of_a_measure_the_levels_of_the_last_period_are_told(make_report: MakeReport) -> None:
    facts = [
        f"p{year}-{place},other,takings,{place},{year},{size}0,户,exact,,"
        for year in (2014, 2015)
        for place, size in (("north", 3), ("south", 5), ("west", 9 if year == 2014 else 7))
    ]
    report = of(make_report, facts, [])
    levels = [found.text for found in findings(report, EN) if found.about == "level"]
    assert len(levels) == 1 and "2015" in levels[0]


def test_a_difference_is_no_fault_and_says_what_it_is_a_difference_of(
    make_report: MakeReport,
) -> None:
    report = of(make_report, COUNTS, CLAIMS)
    [said] = [found.text for found in gaps(report, check(report), EN)]
    assert "than the 20" in said and "100 − 80" in said and "5 " in said
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
    text = text.replace(BREAK, "")
    for clause in said.cover[0].split(words("list_semicolon")):
        assert clause[1:] in text and clause[1:] in page
    for finding in said.findings:
        if finding.about in ("fault", "difference"):
            assert finding.text in text
        if finding.about == "fault":
            assert finding.headline in page and finding.detail in page


# Whatever a finding says is true of the data: made-up reports, each sentence read back and held
# against the facts by a calculation of its own.


def read_back(slug: str, text: str) -> dict[str, str] | None:
    """The values in a sentence of this slug, or None where it is another sentence."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        [said] = [row["en"] for row in csv.DictReader(file) if row["slug"] == slug]
    said = re.sub(r"\{(\w+):\w+\}", r"BEFORE {\1}", said)  # {period:in}: of years, in {period}
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*?)", re.escape(said)).replace(
        "BEFORE", "(?:in|for)"
    )
    found = re.fullmatch(pattern, text)
    return found.groupdict() if found else None


KINDS = ("enterprise", "individual", "cooperative")
LAST, YEAR = "2014", "2015"
counts = st.one_of(
    st.integers(0, 9999).map(str),
    st.integers(10, 99).map(lambda n: f"{n / 10}万"),
    st.integers(1, 9).map(lambda n: f"{n}000多"),
)


@st.composite
def made_up(draw: st.DrawFn) -> list[str]:
    """Rows of due and filed for two or three years, not all printed, some worded or rounded."""
    rows = []
    for year in range(2015 - draw(st.integers(0, 2)), 2016):
        for kind in draw(st.lists(st.sampled_from(KINDS), unique=True)):
            due, filed = draw(counts), draw(counts)
            for measure, printed in (("due", due), ("filed", filed)):
                bound = "at_least" if "多" in printed else "exact"
                name = f"{year}-{kind}-{measure}"
                rows.append(
                    f"{name},market_supervision,{measure},{kind},{year},{printed},户,{bound},,"
                )
    return rows


def true_change(text: str, report: Report) -> bool:
    """Whether a sentence on a change names two printed numbers and what lies between them."""
    for slug in ("percent.up", "percent.down", "change.up", "change.down"):
        said = read_back(f"finding.{slug}", text.rstrip("."))
        if said and (slug.startswith("percent") or "%" not in text):
            break
    else:
        return False
    exact = report.facts[report.facts["bound"] == "exact"]
    olds, news = (
        exact[exact["period"] == said["previous"]],
        exact[exact["period"] == said["period"]],
    )
    for old, new in itertools.product(olds.itertuples(), news.itertuples()):
        same = (old.measure, old.subject) == (new.measure, new.subject)
        printed = (format_printed(old.printed, EN), format_printed(new.printed, EN)) == (
            said["before"],
            said["after"],
        )
        if same and printed and (new.value > old.value) == slug.endswith("up"):
            size = said["size"].rstrip("%") if "size" in said else None
            change = abs(new.value / old.value - 1) * 100 if old.value else 0
            places = len(size.partition(".")[2]) if size else 0
            return size is None or abs(float(size) - change) <= 0.5 * 10**-places + 1e-9
    return False


def true_unfiled(text: str, report: Report) -> bool:
    """Whether the number that did not file is the sum of what is due less what was filed."""
    forms = {"more": 1, "fewer": -1, "same": 0}
    read = {sign: read_back(f"finding.unfiled.{form}", text) for form, sign in forms.items()}
    sign, said = next(((sign, said) for sign, said in read.items() if said), (0, None))
    if said is None:
        return False
    totals = [
        sum(
            row.value * (1 if row.measure == "due" else -1)
            for row in report.facts[report.facts["period"] == year].itertuples()
        )
        for year in (said["previous"], said["year"])
    ]
    total, difference = (
        int((said.get(name) or "0").replace(",", "")) for name in ("total", "difference")
    )
    return totals == [total - sign * difference, total]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=made_up())
def test_whatever_a_finding_says_is_true_of_the_data(
    make_report: MakeReport, tmp_path: Path, rows: list[str]
) -> None:
    shutil.rmtree(tmp_path / "reports", ignore_errors=True)
    if not rows:
        return
    report = of(make_report, rows, [])
    assert len(findings(report, Words("zh"))) == len(findings(report, EN))
    for finding in findings(report, EN):
        if finding.about == CHANGE:
            said = finding.headline
            assert true_unfiled(said, report) or true_change(said, report), finding


def test_those_who_did_not_file_are_told_as_a_share_of_those_due(report: Report) -> None:
    [told] = [f for f in findings(report, EN) if read_back("finding.unfiled.more", f.headline)]
    counted = report.facts.groupby(["period", "measure"])["value"].sum()
    shares = [f"{(1 - counted[y, 'filed'] / counted[y, 'due']) * 100:.1f}%" for y in (YEAR, LAST)]
    assert f"{shares[0]} of those due to file, up from {shares[1]}" in told.text


@pytest.mark.parametrize("due", ["", "100", "10万"])
def test_where_not_all_due_are_published_no_share_of_them_is_told(
    make_report: MakeReport, due: str
) -> None:
    row = "{1}-{0}-{2},market_supervision,{0},{2},{1},{3},户,exact,,"
    rows = [
        row.format("unfiled", year, kind, count)
        for kind in KINDS[:2]
        for year, count in ((2014, 30), (2015, 41))
    ]
    rows += [row.format("due", year, "enterprise", due) for year in (2014, 2015) if due]
    said = [f.text for f in findings(of(make_report, rows, []), EN) if f.about == CHANGE]
    assert not any("of those due" in text for text in said)


def test_fewer_who_filed_are_told_with_how_many_fewer_were_due(report: Report) -> None:
    [told] = [f for f in findings(report, EN) if f.headline.startswith("Farmer cooperatives that")]
    assert "fell 36.2% to 565 for 2015, from 885 for 2014" in told.headline
    assert told.detail == "612 were due to file, 33.9% fewer."


def test_where_more_filed_than_were_due_none_is_said_not_to_have_filed(
    make_report: MakeReport,
) -> None:
    row = "{}-{},market_supervision,{},enterprise,{},{},户,exact,,"
    numbers = (("due", 0), ("filed", 1)), (("due", 5), ("filed", 2))
    rows = [
        row.format(year, measure, measure, year, value)
        for year, pair in zip((2014, 2015), numbers, strict=True)
        for measure, value in pair
    ]
    said = [finding.text for finding in findings(of(make_report, rows, []), EN)]
    assert not any(read_back("finding.unfiled.more", text) for text in said)


@given(
    here=st.integers(7000, 7010), others=st.lists(st.integers(7000, 7010), min_size=1, max_size=4)
)
def test_only_a_rate_above_or_below_all_others_is_called_so(here: int, others: list[int]) -> None:
    rates = [f"{rate / 100:.2f}%" for rate in (here, *others)]
    table = pd.DataFrame({"report": ["a", *"bcdef"[: len(others)]], "printed": rates})
    [standing] = standings(table.assign(subject="x", period="2015"))["standing"]
    assert (standing == "highest") == all(here > other for other in others)
    assert (standing == "lowest") == all(here < other for other in others)


def test_a_change_that_rounding_may_have_made_is_no_finding(make_report: MakeReport) -> None:
    facts = [
        f"{year},other,staff,all,{year},{printed},人,exact,,"
        for year, printed in ((2014, "1.2万"), (2015, "11900"))
    ]
    assert latest_changes(of(make_report, facts, [])) == []


def test_no_digit_is_said_that_the_numbers_do_not_bear(make_report: MakeReport) -> None:
    facts = [
        f"{year},other,staff,all,{year},{printed},人,exact,,"
        for year, printed in ((2014, "1.2万"), (2015, "1.9万"))
    ]
    [change] = latest_changes(of(make_report, facts, []))
    assert change.rose and change.size == ""


def test_a_report_without_changes_says_what_is_largest_and_what_comes_next(
    make_report: MakeReport,
) -> None:
    facts = [
        f"{n},other,spending,{subject},2016,{value},万元,exact,,"
        for n, (subject, value) in enumerate([("schools", 900), ("roads", 300), ("parks", 20)])
    ]
    found = findings(of(make_report, facts, []), EN)
    assert [finding.about for finding in found] == ["answer", "level"]
    assert "highest for schools (9.00 million yuan)" in found[1].text
    assert "then roads (3.00 million yuan)" in found[1].text
    assert "parks" not in found[1].text  # nothing tells that these are all


def test_what_does_not_hold_leads_and_about_three_findings_do(
    make_report: MakeReport, report: Report
) -> None:
    faulty = findings(of(make_report, COUNTS, CLAIMS), EN)
    assert [finding.about for finding in key_findings(faulty)][:3] == ["answer", "fault", "fault"]
    first = key_findings(
        findings(report, EN, [load_report(n) for n in report_ids() if n != report.id])
    )
    assert [finding.about for finding in first] == ["answer", "change", "comparison"]


def test_one_rule_that_explains_all_faults_is_told_once_before_them(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        "whole,other,complaints,all,2015,9352,,exact,,",
        "a,other,solved,all,2015,9023,,exact,,",
        "a-share,other,solved_share,all,2015,96.4%,,exact,,",
        "b,other,quality,all,2015,7563,,exact,,",
        "b-share,other,quality_share,all,2015,80.8%,,exact,,",
    ]
    claims = [
        f"{name},share,{name}-share,{name} whole,stated,inconsistent,cut off" for name in "ab"
    ]
    report = of(make_report, facts, claims)
    told = faults(report, check(report), words)
    rule = words.word("truncation")
    assert told[0].text == words("fault.one_rule", count=2, rule=rule) and len(told) == 3
    verdicts = check(report)
    verdicts.loc[0, "explained_by"] = ""
    assert len(faults(report, verdicts, words)) == 2


TRAFFIC = [
    ("killed", "190", "219"),
    ("hurt", "9602", "10250"),
    ("all", "9792", "10469"),
]


def two_years(rows: list[tuple[str, str, str]], measure: str, unit: str) -> list[str]:
    return [
        f"{subject}-{year},o,{measure},{subject},{year},{printed},{unit},exact,,"
        for subject, *pair in rows
        for year, printed in zip((2006, 2007), pair, strict=True)
    ]


def test_a_total_leads_and_its_parts_follow_though_they_changed_more(
    make_report: MakeReport,
) -> None:
    facts = two_years([*TRAFFIC, ("elsewhere", "100", "190")], "casualties", "人")
    facts.append("again,o,casualties,all,2007,10469,人,exact,,")  # where it is said once more
    claims = [f"s{y},sum,all-{y},killed-{y} hurt-{y},stated,consistent," for y in (2006, 2007)]
    found = [f for f in findings(of(make_report, facts, claims), EN) if f.about == CHANGE]
    assert found[0].headline.startswith("Casualties rose 6.9% to 10,469")
    assert found[0].detail.startswith("Killed 219") and "up 15.3%" in found[0].detail
    assert "elsewhere" in found[1].text


def test_growth_over_another_measure_names_it_and_a_total_without_a_rate_is_told_too(
    make_report: MakeReport, words: Words
) -> None:
    facts = [
        f"{measure}-{subject},o,{measure},{subject},{year},{size},万元,exact,,"
        for measure, year, sizes in (
            ("planned", 2016, (8000, 2000, 10000)),
            ("came", 2015, (7000, 6000, 13000)),
        )
        for subject, size in zip(("甲", "乙", "共"), sizes, strict=True)
    ]
    facts.append("rate,o,rate_of_growth,甲,2016,14.3,%,exact,,")
    claims = [
        "g,growth,rate,planned-甲 came-甲,stated,consistent,",
        *(f"s-{m},sum,{m}-共,{m}-甲 {m}-乙,stated,consistent," for m in ("planned", "came")),
    ]
    facts = [f.replace("甲", "a").replace("乙", "b").replace("共", "c") for f in facts]
    claims = [c.replace("甲", "a").replace("乙", "b").replace("共", "c") for c in claims]
    report = of(make_report, facts, claims)
    first = next(f for f in findings(report, words) if f.about == CHANGE)
    assert "23.1%" in first.headline and "came" in first.headline and "14.3%" in first.detail


def test_a_percentage_of_few_units_ranks_nothing(make_report: MakeReport, words: Words) -> None:
    rows = [("a", "6", "7", "16.67"), ("b", "500", "550", "10.00"), ("c", "400", "436", "9.00")]
    facts, claims = [], []
    for subject, before, after, rate in rows:
        facts += two_years([(subject, before, after)], "takings", "万元")
        facts.append(f"{subject}-rate,o,takings_increase,{subject},2007,{rate},%,exact,,")
        new_and_old = f"{subject}-2007 {subject}-2006"
        claims.append(f"{subject},growth,{subject}-rate,{new_and_old},stated,consistent,")
    said = [f.text for f in findings(of(make_report, facts, claims), words) if f.about == CHANGE]
    assert "16.67%" not in "".join(said) and any("3" in text for text in said[1:])


def test_what_was_spent_is_told_against_what_was_to_be(make_report: MakeReport) -> None:
    facts = [
        "out,o,net_outturn,all,2005,554.926,£m,exact,,",
        "plan,o,net_budget,all,2005,554.456,£m,exact,,",
        "gross,o,gross,all,2005,749.664,£m,exact,,",
        "came,o,income,all,2005,-195.208,£m,exact,,",
        "over,o,overspend,all,2005,0.470,£m,exact,,",
    ]
    claims = [
        "p,sum,plan,gross came,stated,consistent,",
        "o,sum,over,out -plan,stated,consistent,",
    ]
    said = [f.text for f in findings(of(make_report, facts, claims), EN) if f.about == CHANGE]
    assert said == [
        "Net outturn came to £554.926m in 2005, £0.470m more than net budget (£554.456m)."
    ]


def test_nothing_is_the_highest_of_what_can_be_below_naught(make_report: MakeReport) -> None:
    rows = [(name, str(size)) for name, size in (("a", -5), ("b", 3), ("c", 8))]
    facts = [f"{name},o,variance,{name},2005,{size},£m,exact,," for name, size in rows]
    assert [f for f in findings(of(make_report, facts, []), EN) if f.about == "level"] == []


def test_of_items_that_come_to_less_than_their_total_none_is_the_lowest(
    make_report: MakeReport,
) -> None:
    sizes = (("a", 50), ("b", 30), ("c", 10), ("all", 120))
    facts = [f"{name},o,complaints,{name},2022,{size},件,exact,," for name, size in sizes]
    [said] = [f.text for f in findings(of(make_report, facts, []), EN) if f.about == "level"]
    assert said == "Complaints, 2022: of the items, highest for a (50 items), then b (30 items)."


def test_a_slide_of_what_was_checked_names_what_its_chart_has_no_row_for(
    report: Report, words: Words
) -> None:
    chart, verdicts = draw("stated-rates", report, words), check(report)
    [said] = undrawn_names(undrawn_verdicts(chart, report, verdicts), report, words)
    names = claim_names(report, words)
    assert names["2015-listed-total"] in said and names["2016-publication-rate"] in said
    assert list(blank_verdicts(chart, report, verdicts)["claim_id"]) == ["2016-publication-rate"]


def test_the_number_that_would_have_given_a_printed_share_is_asked_after(
    make_report: MakeReport,
) -> None:
    facts = [
        "part,o,complaints,salons,2022,{},件,exact,,",
        "all,o,complaints,all,2022,1094,件,exact,,",
        "share,o,share,salons,2022,7.68,%,exact,,",
    ]
    claims = ["c,share,share,part all,stated,inconsistent,seen"]
    for part, said in (("85", "be 84 items rather than 85 items"), ("58", "another base")):
        report = of(make_report, [facts[0].format(part), *facts[1:]], claims, f"of-{part}")
        assert said in open_questions(report, EN)[0]


def test_every_fault_is_asked_about(make_report: MakeReport, words: Words) -> None:
    report = of(make_report, COUNTS, CLAIMS)
    asked = " ".join(open_questions(report, words))
    names = claim_names(report, words)
    assert [name for name in names.values() if name[1:] not in asked] == []


def test_what_is_asked_of_a_difference_can_settle_it_in_its_sign(words: Words) -> None:
    report = load_report("laicheng-2016")
    ends = {
        name: words(f"question.{name}", kinds="\0").split("\0")[1] for name in ("day", "grounds")
    }
    asked = [question.ask for question in all_questions(report, words)]
    for row in listed_and_unfiled(report).query("subject != 'all'").itertuples():
        [question] = [
            q for q in asked if q.endswith(ends["grounds" if row.difference > 0 else "day"])
        ]
        for number in (row.listed, row.unfiled):
            assert words.count(number) in question
        assert more_or_fewer(row.difference, row.step, words) in question


def test_whether_a_kind_is_on_the_list_at_all_is_asked_before_why_it_differs(
    report: Report, words: Words
) -> None:
    first, second, *_ = all_questions(report, words)
    [row] = listed_and_unfiled(report).query("subject == 'individual'").itertuples()
    listed = words.count(row.listed)
    assert first.why and listed in first.ask and listed in second.ask
    assert more_or_fewer(row.difference, row.step, words) in second.ask


def test_a_report_that_leaves_nothing_open_is_said_to_leave_nothing(
    make_report: MakeReport,
) -> None:
    facts = [*COUNTS[:2], "c2,other,pass_rate,cooperative,2015,80%,%,exact,,"]
    report = of(make_report, facts, ["c2,share,c2,a b,stated,consistent,seen"])
    assert answer(report, check(report), EN) == "The one rate checked in the report matches."


def test_questions_of_one_sort_are_one_question(words: Words) -> None:
    report = load_report("zhaotong-2014")
    asked = open_questions(report, words)
    assert sum("87.68%" in question for question in asked) == 1 and len(asked) == 2


def test_what_is_less_than_one_unit_off_is_not_said_to_be_off_by_none(
    make_report: MakeReport, words: Words
) -> None:
    report = of(
        make_report,
        [
            "whole,other,held,all,2015,3,,exact,,",
            "a,other,held,enterprise,2015,1.25,,exact,,",
            "b,other,held,individual,2015,1.3,,exact,,",
        ],
        ["c,sum,whole,a b,implied,inconsistent,seen"],
    )
    verdicts = check(report)
    [difference] = verdicts["difference"]
    [said] = [found.text for found in gaps(report, verdicts, words)]
    assert 0 < difference < 1 and str(difference) in said
    [relation] = evidence(report, verdicts, words)["claims"]
    assert relation["gap"] == f"+{difference}"


@pytest.mark.parametrize(
    ("other", "said"),
    [("5亿,元,exact", "丁"), ("500,万元,exact", "甲"), ("5000多,万元,at_least", "")],
)
def test_the_highest_of_a_measure_is_so_of_all_units_and_worded_numbers(
    make_report: MakeReport, other: str, said: str
) -> None:
    facts = [
        f"{name},o,支出,{subject},2015,{number},万元,exact,,"
        for name, subject, number in (("a", "甲", 900), ("b", "乙", 800), ("c", "丙", 600))
    ]
    facts.append(f"d,o,支出,丁,2015,{other},,")
    found = [f.text for f in findings(of(make_report, facts, []), EN) if f.about == "level"]
    assert [f"highest for {said}" in text for text in found] == [True] * bool(said)


def test_a_slide_of_many_levels_is_headed_by_what_its_picture_shows(
    make_report: MakeReport,
) -> None:
    numbers = [f"f-{n},某局,财政总收入,第{n}个镇,2016,{n * 17},万元,exact,," for n in range(1, 31)]
    said = briefing(of(make_report, numbers, []), EN)
    [level] = [section for section in said.sections if section.key == "level"]
    assert level.chart and level.title == level.chart.title and "第1个镇" not in level.title


def test_a_stated_percentage_stands_beside_no_number_that_it_was_not_measured_from(
    make_report: MakeReport,
) -> None:
    sizes = {"2010": "500", "2015": "1000", "2016": "1100"}
    facts = [f"f{year},o,output,all,{year},{size},件,exact,," for year, size in sizes.items()]
    facts.append("g,o,output_growth,all,2016,120%,%,exact,,")
    claims = ["g,growth,g,f2016 f2010,stated,consistent,"]
    said = " ".join(f.text for f in findings(of(make_report, facts, claims), EN))
    assert "rose 10.0% to" in said and not re.search(r"120(\.0)?% to [^.]* in 2015", said)

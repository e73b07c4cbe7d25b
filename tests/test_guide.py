"""The guide to a new report, followed on its made-up example."""

import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from frictionless import validate

from laicheng_data.checking.claims import check
from laicheng_data.cli import app
from laicheng_data.facts.report import Report, load_report
from laicheng_data.paths import CARD, report_names

DOCS = Path(__file__).parents[1] / "docs"
SOURCE, FINISHED = DOCS / "example" / "example-2020.html", DOCS / "example" / "reports"


def test_the_finished_example_is_checked_and_traced_without_a_fault() -> None:
    options = ["--report", "example-2020", "--reports-dir", str(FINISHED)]
    for command in (["check"], ["trace", str(SOURCE)]):
        result = CliRunner().invoke(app, [*command, *options])
        assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("name", report_names(FINISHED))
def test_every_report_of_the_example_folder_is_as_expected(name: str) -> None:
    report = load_report(name, FINISHED)
    assert check(report)["as_expected"].all()
    assert set(report.claims["basis"]) <= {"stated", "implied"}
    assert report.card.created


@pytest.mark.parametrize("name", ["consumer-complaints-2022-h1", "ombudsman-2018-19"])
def test_a_report_from_a_real_page_has_all_its_words_in_both_languages(name: str) -> None:
    report = load_report(name, FINISHED)
    words = {*report.facts["measure"], *report.facts["subject"], report.card.place} - {"all"}
    assert words <= set(report.labels)
    assert validate(FINISHED / name / CARD).valid


def test_the_draft_of_the_example_needs_names_only(tmp_path: Path) -> None:
    CliRunner().invoke(
        app, ["new", "my-example", "--source", str(SOURCE), "--reports-dir", str(tmp_path)]
    )
    columns = ["period", "printed", "unit", "bound", "paragraph", "position"]
    draft, finished = load_report("my-example", tmp_path), load_report("example-2020", FINISHED)
    in_text, aside = (
        table[table["paragraph"] < finished.card.paragraphs]
        for table in (draft.facts, draft.omitted)
    )
    pd.testing.assert_frame_equal(in_text[columns], finished.facts[columns])
    pd.testing.assert_frame_equal(aside, finished.omitted)


def test_the_draft_proposes_the_claims_that_the_example_states(tmp_path: Path) -> None:
    CliRunner().invoke(
        app, ["new", "my-example", "--source", str(SOURCE), "--reports-dir", str(tmp_path)]
    )
    draft, finished = load_report("my-example", tmp_path), load_report("example-2020", FINISHED)
    stated = claims(finished, basis="stated")
    proposed = claims(draft)
    assert proposed <= stated | claims(finished, basis="implied")
    by_hand = {"2020-joint-rate", "2020-training-growth"}
    assert len(stated - proposed) == len(by_hand & set(finished.claims["claim_id"]))


def claims(report: Report, basis: str = "proposed") -> set[tuple[str, ...]]:
    """The claims of a basis, told by where their numbers stand, as ids may differ."""
    facts = report.facts[["paragraph", "position"]].astype(str).agg(".".join, axis=1)
    places = dict(zip(report.facts["fact_id"], facts, strict=True))
    wanted = report.claims[report.claims["basis"] == basis]
    return {
        (kind, *(re.sub(r"[a-z0-9:-]+", lambda m: places.get(m[0], m[0]), cell) for cell in cells))
        for kind, *cells in wanted[["kind", "result", "operands"]].itertuples(index=False)
    }


def test_both_guides_show_the_same_commands_and_tables() -> None:
    blocks = [
        (DOCS / f"add-a-report{suffix}.md").read_text(encoding="utf-8").split("```")[1::2]
        for suffix in ("", ".zh-CN")
    ]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) == 5

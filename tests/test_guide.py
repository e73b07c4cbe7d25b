"""The guide to a new report, followed on its made-up example."""

from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from laicheng_data.cli import app
from laicheng_data.facts.report import load_report

DOCS = Path(__file__).parents[1] / "docs"
SOURCE, FINISHED = DOCS / "example" / "example-2020.txt", DOCS / "example" / "reports"


def test_the_finished_example_is_checked_and_traced_without_a_fault() -> None:
    options = ["--report", "example-2020", "--reports-dir", str(FINISHED)]
    for command in (["check"], ["trace", str(SOURCE)]):
        result = CliRunner().invoke(app, [*command, *options])
        assert (result.exit_code, result.stderr) == (0, "")


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
    columns = ["kind", "result", "operands"]
    stated = finished.claims[finished.claims["basis"] == "stated"]
    proposed = draft.claims[draft.claims["kind"] == "share"]
    assert proposed[columns].to_numpy().tolist() == stated[columns].to_numpy().tolist()


def test_both_guides_show_the_same_commands_and_tables() -> None:
    blocks = [
        (DOCS / f"add-a-report{suffix}.md").read_text(encoding="utf-8").split("```")[1::2]
        for suffix in ("", ".zh-CN")
    ]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) == 4

"""What the commands answer, as text: pure functions from what was found to what is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from laicheng_data.facts.faults import list_first
from laicheng_data.terminal import one_line

if TYPE_CHECKING:
    import pandas as pd

    from laicheng_data.charts.provenance import Provenance
    from laicheng_data.facts.drafting.draft import Draft
    from laicheng_data.facts.report import Report
    from laicheng_data.running.session import Outcome, Rerun

WIDTH = 160  # characters of a table where no terminal tells how many it has


def format_rows(rows: pd.DataFrame, form: str) -> str:
    """The rows as `csv`, safe in a spreadsheet, or as `json`."""
    if form == "csv":
        from laicheng_data.tables.spreadsheet import csv_text

        return csv_text(rows)
    plain = rows.astype(object).where(rows.notna(), None)  # whole numbers of any size stay whole
    return json.dumps(plain.to_dict("records"), ensure_ascii=False, indent=2) + "\n"


def format_verdicts(verdicts: pd.DataFrame) -> str:
    """A table a report, its proposals in one of their own, and below each the remarks."""
    from rich.console import Console

    from laicheng_data.facts.contract import PROPOSED

    # No colours: what is printed goes out through the guard, which lets no control sequence pass.
    console = Console(width=None if sys.stdout.isatty() else WIDTH, color_system=None)
    verdicts = verdicts.map(lambda cell: one_line(cell) if isinstance(cell, str) else cell)
    proposed = (verdicts["basis"] == PROPOSED).rename("proposed")
    with console.capture() as capture:
        for (report, waits), rows in verdicts.groupby(["report", proposed], sort=False):
            title = f"{report}: proposed, not confirmed" if waits else str(report)
            console.print(_table(rows, title))
            for row in rows[rows["remark"] != ""].itertuples():
                console.print(f"  {row.claim_id}: {row.remark}", markup=False, highlight=False)
    return capture.get()


def _table(verdicts: pd.DataFrame, title: str) -> object:
    from rich import box
    from rich.table import Table

    columns = [name for name in verdicts if name not in ("report", "remark")]
    heads = (name.replace("_", " ") for name in columns)
    table = Table(*heads, title=title, box=box.SIMPLE_HEAD, padding=(0, 1))
    answers = verdicts["as_expected"].map({True: "yes", False: "NO"})
    shown = verdicts.assign(as_expected=answers).astype(object)
    for row in shown.where(shown.notna(), "")[columns].itertuples(index=False):
        table.add_row(*(str(cell) for cell in row))
    return table


def open_tasks(report: Report) -> Iterator[str]:
    """What a curator still has to do; none of it is news, so none of it decides the exit code."""
    from laicheng_data.checking.claims import unclaimed_percentages
    from laicheng_data.facts.contract import PROPOSED

    if report.claims.empty:
        yield f"report {report.id} has no claims yet: write them into claims.csv"
    proposals = list(report.claims.loc[report.claims["basis"] == PROPOSED, "claim_id"])
    if proposals:
        claims = "proposed claim waits" if len(proposals) == 1 else "proposed claims wait"
        yield (
            f"report {report.id}: {len(proposals)} {claims} for a curator "
            f"({list_first(proposals)}): write stated or implied as their basis, or remove them"
        )
    if unclaimed := unclaimed_percentages(report):
        rates = "printed percentage is" if len(unclaimed) == 1 else "printed percentages are"
        yield (
            f"report {report.id}: {len(unclaimed)} {rates} the result of no claim "
            f"({list_first(unclaimed)})"
        )


def format_trace(rows: pd.DataFrame) -> str:
    """What was found of each kind, and a line for each row or numeral that was not."""
    found = rows["status"] == "found"
    missed = (rows["kind"] == "numeral").sum()
    standing = missed + rows["numerals"].sum()
    lines = []
    for kind in ("fact", "omission"):
        of_kind = rows["kind"] == kind
        lines.append(f"{(found & of_kind).sum()} of {of_kind.sum()} {kind}s found")
    lines.append(f"{standing - missed} of {standing} numerals accounted for")
    for row in rows[~found].itertuples():
        place = f"paragraph {row.paragraph}, position {row.position}"
        context = f" in …{row.context}…" if row.context else ""
        lines.append(f"{place}: {row.kind} {row.id or row.printed}: {row.status}{context}")
    return "\n".join(lines) + "\n"


def format_provenance(answer: Provenance) -> Iterator[str]:
    """Whether a picture is still true, where it came from, and what has changed since."""
    yield f"status   {answer.status}"
    for name in ("Report", "Chart", "Language", "Selection", "Title", "Source"):
        if name in answer.record:
            yield f"{name.lower():<8} {one_line(answer.record[name])}"
    yield from map(one_line, answer.details)


def format_draft(draft: Draft) -> Iterator[str]:
    """What was drafted, what was guessed and why, and what is left to do."""
    counts = f"{draft.facts} facts, {draft.omitted} omissions, {draft.proposals} claims proposed"
    yield f"drafted  {draft.folder}: {counts}"
    yield f"title    {draft.title.text}: {draft.title.why}"
    for numeral in draft.above:
        yield f"above    {numeral}: stands above the title and is not counted"
    for name in draft.missing:
        yield f"missing  the page gives no {name}; write it into datapackage.json"
    if draft.undated:
        yield (
            "missing  the text names no year; write the period into facts.csv, "
            f"{_row_ranges(draft.undated)}, before anything is checked"
        )
    for rate in draft.open_rates:
        yield f"no claim {rate}"
    yield (
        "next     look through facts.csv, write stated for each proposal that holds, "
        "then laicheng check"
    )


def _row_ranges(numbers: Sequence[int]) -> str:
    """Rows of a spreadsheet as a person names them: rows 2-9, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = (f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
    return f"row{'s' * (len(numbers) > 1)} {', '.join(named)}"


def format_rerun(result: Rerun) -> Iterator[str]:
    """What became of the runs, and where everything lies."""
    unchanged = sum(outcome.unchanged for outcome in result.outcomes)
    files = {name for outcome in result.outcomes for name in outcome.files}
    ran, failed = len(result.outcomes) - unchanged, len(result.failed)
    skipped = sum(not outcome.unchanged for outcome in result.skipped)
    if unchanged:
        all_of_it = unchanged == result.planned
        yield f"unchanged  {_notebook_count(unchanged)}{': nothing to run' if all_of_it else ''}"
    told = f"{skipped} skipped, " if skipped else ""
    yield f"ran        {_notebook_count(ran)}: {ran - skipped - failed} done, {told}{failed} failed"
    if result.skipped:
        named = list_first([str(outcome.run) for outcome in result.skipped])
        yield f"skipped    {_notebook_count(len(result.skipped))} with nothing to show: {named}"
    yield f"found      {_notebook_count(len(result.findings))} with a verdict that was not expected"
    yield f"notebooks  {result.output_dir}"
    yield f"charts     {result.figures_dir} ({len(files)} files)"
    if result.pages:
        yield f"pages      {result.pages[0]}"
    if result.gallery:
        yield f"gallery    {result.gallery}"


def _notebook_count(number: int) -> str:
    return f"{number} notebook{'s' * (number != 1)}"


def format_failures(failed: Sequence[Outcome]) -> Iterator[str]:
    """What failed and why, told once where all runs of a report failed for one reason."""
    runs: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in failed:
        runs.setdefault((outcome.run.report, outcome.error), []).append(outcome)
    for (_, error), alike in runs.items():
        more = f" and {len(alike) - 1} more of this report" if len(alike) > 1 else ""
        yield f"failed: {alike[0].run}{more}: {error}"

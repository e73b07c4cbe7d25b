"""What became of a run and what it was made of, kept beside the executed notebook.

So a later call finds out what has not changed. That needs no library.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from laicheng_data.paths import CARD, FIGURES_DIR, PACKAGE_DIR, REPORTS_DIR
from laicheng_data.running.plan import Run
from laicheng_data.storage import digest, read_file, write_whole
from laicheng_data.words import LANGUAGES

Digest = Callable[[Path], str]  # of a file or a folder: `storage.digest`, or one that remembers

OUTCOMES = ("ok", "skipped", "finding", "failed")
NEWS = ("finding", "failed")  # what nobody should miss
_NAMED = re.compile(r'([a-z0-9-]+):[a-z0-9-]|"previous"\s*:\s*"([a-z0-9-]+)"')


@dataclass
class Outcome:
    """What became of a run: `ok`, `skipped` (the report has nothing that the notebook could show),
    `finding` (a verdict other than the expected one) or `failed`.

    `files` holds each file written, relative to the folder of figures, with its SHA-256; `cell` the
    number, id and first line of the cell that failed; `unchanged` says that it is an earlier
    outcome, still true.
    """

    run: Run
    outcome: str = "ok"
    started: str = ""
    seconds: float = 0.0
    error: str = ""
    cell: dict[str, Any] | None = None
    files: dict[str, str] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)
    unchanged: bool = False


def executed_path(run: Run, output_dir: Path) -> Path:
    """Where the executed notebook goes."""
    return output_dir / run.report / run.language / f"{run.notebook}.ipynb"


def figures_dir_of(run: Run) -> Path:
    """The folder of figures that the run writes to."""
    return Path(str(run.parameters.get("figures_dir", FIGURES_DIR)))


# -------------------------------------------------------------------------- what has not changed


def unchanged_outcomes(runs: Sequence[Run], output_dir: Path, of: Digest = digest) -> list[Outcome]:
    """The earlier outcomes that are still true.

    Those of runs that did not fail, have the same inputs still, and all of whose files are as they
    were written.
    """
    outcomes = (
        _valid_outcome(run, inputs, output_dir, of)
        for run, inputs in zip(runs, inputs_of(runs, of), strict=True)
    )
    return [outcome for outcome in outcomes if outcome]


def inputs_of(runs: Sequence[Run], of: Digest = digest) -> list[str]:
    """For each run the SHA-256 over all that its result follows from.

    These are the notebook's source, the parameters, the files of the report and of those that it
    names, the package with its labels and reports (any notebook may set a report beside the
    others), what IPython runs and reads before the first cell, the installed libraries and Python.
    """
    common = [of(PACKAGE_DIR), _startup_files(), _libraries(), sys.version]
    digests, linked = cache(of), cache(_linked_folders)
    everything = (
        [
            digests(run.path),
            dict(run.parameters),
            [digests(folder) for folder in linked(_folder_of(run))],
            common,
        ]
        for run in runs
    )
    return [sha256(one) for one in everything]


def folders_read_by(runs: Iterable[Run]) -> set[Path]:
    """The folders of the runs' reports, and those that they name."""
    return {
        linked for folder in {_folder_of(run) for run in runs} for linked in _linked_folders(folder)
    }


def _folder_of(run: Run) -> Path:
    return Path(str(run.parameters.get("reports_dir") or REPORTS_DIR)) / run.report


def _linked_folders(folder: Path) -> list[Path]:
    """A report's folder, and those of the reports that its claims or its card name, and so on."""
    found = [folder]
    for each in found:
        text = ""
        for name in ("claims.csv", CARD):
            with suppress(OSError):
                text += read_file(each / name).decode(errors="replace")
        for name in dict.fromkeys(_NAMED.findall(text)):
            linked = folder.with_name(name[0] or name[1])
            if linked not in found and linked.is_dir():
                found.append(linked)
    return found


def sha256(value: object) -> str:
    """A digest of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _libraries() -> list[str]:
    return sorted({path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")})


def _startup_files() -> list[str]:
    """The user's start-up files and settings of IPython, as its own documents give their places."""
    folder = Path(os.environ.get("IPYTHONDIR") or Path.home() / ".ipython") / "profile_default"
    settings = sorted(folder.glob("ipython*_config.*"))
    return [digest(folder / "startup"), *map(digest, settings)]


def _valid_outcome(run: Run, inputs: str, output_dir: Path, of: Digest) -> Outcome | None:
    target, figures = executed_path(run, output_dir), figures_dir_of(run)
    receipt = read_json(_receipt_path(target))
    outcome = _outcome(run, receipt)
    if not outcome or outcome.outcome == "failed" or receipt.get("inputs") != inputs:
        return None
    written = {target: receipt.get("notebook")} | {
        figures / name: content for name, content in outcome.files.items()
    }
    as_written = all(of(path) == content for path, content in written.items())
    return outcome if as_written else None


def _outcome(run: Run, receipt: Mapping[str, Any]) -> Outcome | None:
    try:
        return Outcome(run, unchanged=True, **receipt["outcome"])
    except (KeyError, TypeError):
        return None


def seconds_earlier(run: Run, output_dir: Path) -> float:
    """How long a run took the last time; endless where it is new or failed."""
    outcome = _outcome(run, read_json(_receipt_path(executed_path(run, output_dir))))
    return outcome.seconds if outcome and outcome.outcome != "failed" else float("inf")


# ----------------------------------------------------------------------------------- one receipt


def save(outcome: Outcome, content: bytes, inputs: str, output_dir: Path) -> None:
    """Save an executed notebook, and what it came from. Where that cannot be, the run has failed.

    `inputs` is what `inputs_of` gives for the run.
    """
    target = executed_path(outcome.run, output_dir)
    told = asdict(outcome)
    receipt = {
        "inputs": inputs,
        "notebook": hashlib.sha256(content).hexdigest(),
        "run": {**told.pop("run"), "path": str(outcome.run.path)},
        "outcome": {name: value for name, value in told.items() if name != "unchanged"},
    }
    try:
        _receipt_path(target).unlink(missing_ok=True)
        write_whole({target: content})
        write_whole({_receipt_path(target): json.dumps(receipt, ensure_ascii=False).encode()})
    except OSError as error:
        outcome.outcome = "failed"
        before = f"{outcome.error}; " if outcome.error else ""
        outcome.error = f"{before}the notebook could not be saved: {error}"


def _receipt_path(target: Path) -> Path:
    """Where it is kept what an executed notebook came from; hidden, for it is nobody's to read."""
    return target.with_name(f".{target.stem}.json")


def read_json(path: Path) -> dict[str, Any]:
    """What a file of ours holds; nothing where it is lost or damaged."""
    try:
        receipt = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return receipt if isinstance(receipt, dict) else {}


# --------------------------------------------------------------- what is shown of all that has run


def add_earlier(outcomes: Sequence[Outcome], output_dir: Path, report: str = "*") -> list[Outcome]:
    """These outcomes and those of earlier calls, of all reports or of one, that still lie in the
    same folder.

    The reports of this call come first. A rerun of some notebooks so takes nothing away.
    """
    everything = {
        executed_path(outcome.run, output_dir): outcome
        for outcome in (*_earlier_outcomes(output_dir, report), *outcomes)
    }
    first = {outcome.run.report: place for place, outcome in reversed(list(enumerate(outcomes)))}

    def order(outcome: Outcome) -> tuple[float, str, int, str]:
        run = outcome.run
        place = first.get(run.report, float("inf"))
        return place, run.report, LANGUAGES.index(run.language), run.notebook

    return sorted(everything.values(), key=order)


def _earlier_outcomes(output_dir: Path, report: str) -> Iterator[Outcome]:
    for path in sorted(output_dir.glob(f"{report}/*/.*.json")):
        receipt = read_json(path)
        try:
            run = Run(**{**receipt["run"], "path": Path(receipt["run"]["path"])})
        except (KeyError, TypeError):
            continue
        outcome = _outcome(run, receipt)
        if outcome and run.language in LANGUAGES and executed_path(run, output_dir).exists():
            yield outcome


def reports_in(output_dir: Path) -> set[str]:
    """The reports of which something lies in the folder."""
    return {path.parts[-3] for path in output_dir.glob("*/*/.*.json")}

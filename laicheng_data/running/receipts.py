"""What became of a run and what it was made of, kept beside the executed notebook.

So a later call finds out what has not changed. That needs no library.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from laicheng_data.paths import CARD, FIGURES_DIR, PACKAGE_DIR, REPORTS_DIR
from laicheng_data.running.plan import Run
from laicheng_data.storage import digest, read_file, write_whole
from laicheng_data.words import LANGUAGES

OUTCOMES = ("ok", "finding", "failed")
_PAGES = ".pages.json"
_NAMED = re.compile(r'([a-z0-9-]+):[a-z0-9-]|"previous"\s*:\s*"([a-z0-9-]+)"')


@dataclass
class Outcome:
    """What became of a run: `ok`, `finding` (a verdict other than the expected one) or `failed`.

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


def unchanged(runs: Sequence[Run], output_dir: Path) -> list[Outcome]:
    """The earlier outcomes that are still true.

    Those of runs that did not fail, have the same inputs still, and all of whose files are as they
    were written.
    """
    outcomes = (
        _still_true(run, inputs, output_dir)
        for run, inputs in zip(runs, inputs_of(runs), strict=True)
    )
    return [outcome for outcome in outcomes if outcome]


def inputs_of(runs: Sequence[Run]) -> list[str]:
    """For each run the SHA-256 over all that its result follows from.

    These are the notebook's source, the parameters, the files of the report and of those that it
    names, the package with its labels and reports (any notebook may set a report beside the
    others), what IPython runs and reads before the first cell, the installed libraries and Python.
    """
    common = [digest(PACKAGE_DIR), _startup(), _libraries(), sys.version]
    digests, linked = cache(digest), cache(_with_linked)
    everything = (
        [
            digests(run.path),
            dict(run.parameters),
            [digests(folder) for folder in linked(_folder_of(run))],
            common,
        ]
        for run in runs
    )
    return [_sha256(one) for one in everything]


def _folder_of(run: Run) -> Path:
    return Path(str(run.parameters.get("reports_dir") or REPORTS_DIR)) / run.report


def _with_linked(folder: Path) -> list[Path]:
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


def _sha256(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _libraries() -> list[str]:
    return sorted({path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")})


def _startup() -> list[str]:
    """The user's start-up files and settings of IPython, as its own documents give their places."""
    folder = Path(os.environ.get("IPYTHONDIR") or Path.home() / ".ipython") / "profile_default"
    settings = sorted(folder.glob("ipython*_config.*"))
    return [digest(folder / "startup"), *map(digest, settings)]


def _still_true(run: Run, inputs: str, output_dir: Path) -> Outcome | None:
    target, figures = executed_path(run, output_dir), figures_dir_of(run)
    receipt = _read(_receipt_path(target))
    outcome = _outcome(run, receipt)
    if not outcome or outcome.outcome == "failed" or receipt.get("inputs") != inputs:
        return None
    written = {target: receipt.get("notebook")} | {
        figures / name: content for name, content in outcome.files.items()
    }
    as_written = all(digest(path) == content for path, content in written.items())
    return outcome if as_written else None


def _outcome(run: Run, receipt: Mapping[str, Any]) -> Outcome | None:
    try:
        return Outcome(run, unchanged=True, **receipt["outcome"])
    except (KeyError, TypeError):
        return None


def seconds_earlier(run: Run, output_dir: Path) -> float:
    """How long a run took the last time; endless where it is new or failed."""
    outcome = _outcome(run, _read(_receipt_path(executed_path(run, output_dir))))
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


def _read(path: Path) -> dict[str, Any]:
    try:
        receipt = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return receipt if isinstance(receipt, dict) else {}


# --------------------------------------------------------------- what is shown of all that has run


def with_earlier(outcomes: Sequence[Outcome], output_dir: Path) -> list[Outcome]:
    """These outcomes and those of earlier calls that still lie in the same folder.

    The reports of this call come first. A rerun of some notebooks so takes nothing away.
    """
    everything = {
        executed_path(outcome.run, output_dir): outcome
        for outcome in (*_earlier(output_dir), *outcomes)
    }
    first = {outcome.run.report: place for place, outcome in reversed(list(enumerate(outcomes)))}

    def order(outcome: Outcome) -> tuple[float, str, int, str]:
        run = outcome.run
        place = first.get(run.report, float("inf"))
        return place, run.report, LANGUAGES.index(run.language), run.notebook

    return sorted(everything.values(), key=order)


def _earlier(output_dir: Path) -> Iterator[Outcome]:
    for path in _receipt_paths(output_dir):
        receipt = _read(path)
        try:
            run = Run(**{**receipt["run"], "path": Path(receipt["run"]["path"])})
        except (KeyError, TypeError):
            continue
        outcome = _outcome(run, receipt)
        if outcome and run.language in LANGUAGES and executed_path(run, output_dir).exists():
            yield outcome


def _receipt_paths(output_dir: Path) -> list[Path]:
    return sorted(output_dir.glob("*/*/.*.json"))


def are_shown(outcomes: Sequence[Outcome], output_dir: Path) -> bool:
    """Whether the pages written last show these outcomes still, and are as they were written."""
    receipt = _read(output_dir / _PAGES)
    files = receipt.get("files")
    if not isinstance(files, dict) or receipt.get("inputs") != _shown(outcomes, output_dir):
        return False
    return all(digest(Path(path)) == content for path, content in files.items())


def discard_edited(output_dir: Path) -> None:
    """Remove pages that are not as they were written, so that they are written anew."""
    files = _read(output_dir / _PAGES).get("files")
    for path, content in files.items() if isinstance(files, dict) else ():
        page = Path(path)
        ours = page.suffix == ".html" and page.is_relative_to(output_dir.absolute())
        if ours and digest(page) != content:
            page.unlink(missing_ok=True)


def save_shown(outcomes: Sequence[Outcome], files: Iterable[Path], output_dir: Path) -> None:
    """Keep which files show the outcomes. Raises OSError."""
    receipt = {
        "inputs": _shown(outcomes, output_dir),
        "files": {str(path.absolute()): digest(path) for path in files},
    }
    write_whole({output_dir / _PAGES: json.dumps(receipt).encode()})


def _shown(outcomes: Sequence[Outcome], output_dir: Path) -> str:
    """The SHA-256 over all that pages follow from."""
    told = [[str(outcome.run), outcome.outcome, outcome.error] for outcome in outcomes]
    receipts = {str(path): digest(path) for path in _receipt_paths(output_dir)}
    return _sha256([digest(PACKAGE_DIR), told, receipts])

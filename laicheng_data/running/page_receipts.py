"""Which pages show what, kept beside them: a page is written anew only where something that it
follows from has changed, or where it is no longer as it was written.

Needs no library, so that a call with nothing to write is answered at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from laicheng_data.running.digests import Digests
from laicheng_data.running.receipts import (
    Outcome,
    executed_path,
    figures_dir_of,
    folders_read_by,
    read_json,
    sha256,
)
from laicheng_data.storage import write_whole

MOST_REPORTS = 24  # whose notebooks and charts stand on the index; of more, each has a page
INDEX = ""  # what is shown of all reports together, where others go by the name of their report
_PAGES = ".pages.json"


class PageReceipts:
    """The pages of an output folder, as they were written last.

    For each report, and for all together, their files and what they were made of.
    """

    def __init__(self, output_dir: Path, digests: Digests):
        self._folder, self._digests = output_dir.absolute(), digests
        kept = read_json(output_dir / _PAGES)
        self._kept = {name: one for name, one in kept.items() if _is_valid(one)}

    def is_true(self, name: str, inputs: str) -> bool:
        """Whether the pages follow from these inputs, and are as they were written."""
        kept = self._kept.get(name)
        return kept is not None and kept["inputs"] == inputs and not self._lost(kept)

    def discard_edited(self, name: str) -> None:
        """Remove pages that are not as they were written, so that they are written anew."""
        for page in self._lost(self._kept.get(name, {"files": {}})):
            if page.suffix == ".html" and page.is_relative_to(self._folder):
                page.unlink(missing_ok=True)

    def keep(self, name: str, inputs: str, files: Iterable[Path]) -> None:
        """Keep which files show it. Raises OSError."""
        written = {str(path.absolute()): self._digests(path.absolute()) for path in files}
        self._kept[name] = {"inputs": inputs, "files": written}

    def save(self, names: Iterable[str]) -> None:
        """Save what is kept of these names. Raises OSError."""
        whole = {name: self._kept[name] for name in names if name in self._kept}
        write_whole({self._folder / _PAGES: json.dumps(whole).encode()})

    def _lost(self, kept: Mapping[str, Any]) -> list[Path]:
        files = ((Path(path), content) for path, content in kept["files"].items())
        return [path for path, content in files if self._digests(path) != content]


def _is_valid(kept: object) -> bool:
    return isinstance(kept, dict) and "inputs" in kept and isinstance(kept.get("files"), dict)


def inputs_of_pages(outcomes: Sequence[Outcome], common: str, output_dir: Path, of: Digests) -> str:
    """The SHA-256 over all that the pages of one report follow from.

    These are its outcomes, its executed notebooks and figures, its folder and those that it names,
    and what it has in common with all others.
    """
    notebooks = {executed_path(outcome.run, output_dir) for outcome in outcomes}
    figures = {figures_dir_of(o.run) / o.run.report / o.run.language for o in outcomes}
    folders = folders_read_by(outcome.run for outcome in outcomes)
    files = {str(path): of(path) for path in sorted(notebooks | figures | folders)}
    told = [[o.outcome, o.error, o.unexpected, o.seconds, list(o.files)] for o in outcomes]
    return sha256([common, [str(o.run) for o in outcomes], told, files])

"""What shows a rerun to people: its pages, their indexes, and the gallery of its figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from laicheng_data.paths import PACKAGE_DIR
from laicheng_data.running import forkserver
from laicheng_data.running.digests import Digests
from laicheng_data.running.page_receipts import INDEX, MOST_REPORTS, PageReceipts, inputs_of_pages
from laicheng_data.running.plan import Run
from laicheng_data.running.receipts import Outcome, add_earlier, reports_in, sha256

# Called by their names, in processes that have the libraries: pages are a room above this one.
PAGES = "laicheng_data.pages.publishing"
DRAW_AHEAD = "laicheng_data.pages.pictures:draw_ahead"


class PublishResult(NamedTuple):
    """The pages, the first index first, and the gallery, if written now; else why they were not."""

    pages: list[Path]
    gallery: Path | None
    trouble: str


class Publisher:
    """Writes the pages of each report when the last of its notebooks has ended, while those of
    others run, and in the end what is missing.

    What nothing has changed of stays. Never raises for a file that cannot be written: that is told
    in the end.
    """

    def __init__(
        self, runs: Sequence[Run], todo: Sequence[Run], output_dir: Path, digests: Digests
    ):
        self._folder, self._digests = output_dir, digests
        self._shown = PageReceipts(output_dir, digests)
        every = {run.report for run in runs} | reports_in(output_dir)
        self._many = len(every) > MOST_REPORTS
        self._common = sha256([digests(PACKAGE_DIR), self._many])
        self._to_come = Counter(run.report for run in todo)
        self._heard: defaultdict[str, list[Outcome]] = defaultdict(list)
        self._written: dict[str, list[Path]] = {}
        self._write: forkserver.ForkedModule | None = None

    @property
    def after_cells(self) -> str:
        """What a process calls when its cells have ended, so that pages find its charts drawn for
        screens; nothing where there are many reports: their pages show the pictures themselves."""
        return "" if self._many else DRAW_AHEAD

    def get_ready(self, forked: bool = True) -> None:
        """Have a process import what writes pages, while notebooks run."""
        self._write = forkserver.ForkedModule(PAGES, forked)

    def hear(self, outcome: Outcome) -> None:
        """Take the outcome of a run as it ends; return when the pages of a report that has ended
        with it are there. So the time left that is told holds that of the pages, too."""
        name = outcome.run.report
        self._heard[name].append(outcome)
        self._to_come[name] -= 1
        # In this very process they would keep notebooks waiting.
        if not self._to_come[name] and self._write and self._write.is_apart:
            with suppress(OSError):  # it is tried again in the end
                self._publish({name: add_earlier(self._heard[name], self._folder, name)})

    def finish(self, outcomes: Sequence[Outcome], figures_dir: Path | None) -> PublishResult:
        """Write what is missing of what shows these outcomes and earlier ones, and the indexes.

        `figures_dir` is the folder whose gallery belongs to it.
        """
        reports = _group_by_report(add_earlier(outcomes, self._folder))
        try:
            inputs = sha256([self._publish(reports), str(figures_dir)])
            if not self._written and self._shown.is_true(INDEX, inputs):
                return PublishResult([], None, "")
            self._shown.discard_edited(INDEX)
            unchanged = set(reports) - set(self._written)
            index = self._run_writer("write_index", reports, unchanged, self._folder, figures_dir)
            self._shown.keep(INDEX, inputs, index)
            self._shown.save([*reports, INDEX])
        except OSError as error:
            return PublishResult([], None, str(error))
        finally:
            if self._write:
                self._write.close()
        files = [*index, *(file for files in self._written.values() for file in files)]
        pages = [file for file in files if file.suffix == ".html"]
        return PublishResult(pages, figures_dir and index[-1], "")

    def _publish(self, reports: Mapping[str, Sequence[Outcome]]) -> dict[str, str]:
        """Write the pages of those reports where they are out of date; what each is made of now.

        Raises OSError.
        """
        inputs = {
            name: inputs_of_pages(own, self._common, self._folder, self._digests)
            for name, own in reports.items()
        }
        stale = [name for name in reports if not self._shown.is_true(name, inputs[name])]
        for name in stale:
            self._shown.discard_edited(name)
            self._written[name] = self._run_writer(
                "write_report", reports[name], self._folder, self._many
            )
            self._shown.keep(name, inputs[name], self._written[name])
        return inputs

    def _run_writer(self, function: str, *arguments: object) -> list[Path]:
        """Have files written, and say which. Raises OSError."""
        if not self._write:
            self.get_ready()
        assert self._write
        files, trouble = self._write(function, *arguments)
        if trouble:
            raise OSError(trouble)
        return files


def _group_by_report(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes, which come report by report, of each."""
    return {name: list(own) for name, own in groupby(outcomes, lambda outcome: outcome.run.report)}

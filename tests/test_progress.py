from pathlib import Path

import pytest

from laicheng_data import progress
from laicheng_data.running.receipts import Outcome
from laicheng_data.running.session import Run


def test_the_time_left_counts_the_start_only_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two go on at a time, of 2 s each, but the first two have to wait 40 s for their libraries."""
    times = iter([0.0, 42, 42, 44, 44, 46, 46])
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    with progress.progress(6, 2) as show:
        for _ in range(6):
            show(Outcome(Run("01_made", "one-2016", "zh", {}, Path())))
    told = [line.rpartition(", ")[2] for line in capsys.readouterr().err.splitlines()]
    assert told[3:] == ["2 s left", "1 s left", "0 s left"]
    assert told[0] == "210 s left"

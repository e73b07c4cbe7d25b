"""A rerun of this project's notebooks, beside other ways to run them: whole processes, in turn, median of rounds.

Every way runs the same notebooks in Chinese and writes its figures to a folder of its own. The bare cells, run one
after the other in one Python process without any Jupyter, are what the work itself costs on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from laicheng_data.files import REPORTS_DIR
from laicheng_data.rerun import NOTEBOOKS_DIR

BIN = Path(sys.executable).parent
OURS, PAPERMILL, API, NBMAKE, JCACHE, BARE = (
    "laicheng rerun",
    "papermill command, one after the other",
    "papermill.execute_notebook in a loop",
    "pytest --nbmake -n 2",
    "jcache, local-parallel",
    "bare cells in one process",
)
API_LOOP = """
import sys, papermill
for path in sys.argv[1:]:
    papermill.execute_notebook(path, f"{path}.out", progress_bar=False)
"""
BARE_CELLS = """
import json, sys
for path in sys.argv[1:]:
    names = {}
    for cell in json.load(open(path, encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
"""
SWEPT = "04_abnormal_list"


def copied(folder: Path, figures: Path, report: str = "", reports_dir: str = "", names: str = "*") -> list[str]:
    """Copies of the notebooks whose parameters name other folders, for ways that cannot pass any."""
    folder.mkdir(parents=True)
    for path in sorted(NOTEBOOKS_DIR.glob(f"[0-9]{names}.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        [cell] = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
        cell["source"] += f"\nfigures_dir = {str(figures)!r}\nreport = report if not {report!r} else {report!r}"
        cell["source"] += f"\nreports_dir = {reports_dir!r}"
        if isinstance(cell["source"], list):
            cell["source"] = "".join(cell["source"])
        (folder / path.name).write_text(json.dumps(notebook), encoding="utf-8")
    return [str(path) for path in sorted(folder.iterdir())]

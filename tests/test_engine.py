"""Cells in a forked shell give the notebook that an ordinary kernel gives, byte for byte."""

import subprocess
import sys
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from laicheng_data.running import engine, forkserver

if not forkserver.AVAILABLE:
    pytest.skip("this system cannot fork", allow_module_level=True)

# What a cell prints is sent when it ends or after a while: on a busy machine, before a display or
# after it. Here it is when the cell ends.
WAIT = "import sys\nsys.stdout.flush_interval = sys.stderr.flush_interval = 600"
EVERY_KIND_OF_OUTPUT = [
    "print('on stdout', end='…')\nimport sys\nprint('on stderr', file=sys.stderr)\n1 + 1",
    "import os, subprocess\nos.system('echo from a process of its own')\nsubprocess.run(['true']);",
    "!echo from a magic\n%time None\nfiles = !echo one two\nfiles",
    "%%bash\necho from bash; echo and its errors >&2",
    "%%capture kept\nprint('captured')",
    "kept.stdout, In[1][:5], _",
    "from IPython.display import *\n"
    "display(HTML('<b>bold</b>'), metadata={'mine': {'a': [1, None]}})",
    "Markdown('**bold**')",
    "display({'application/json': {'a': 1.5, 'b': float('inf')}, 'text/plain': 'json'}, raw=True)",
    "import pandas as pd\npd.DataFrame({'数': [1, 2]})",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('inline');",
    "shown = display('first', display_id='known')\nshown",
    "update_display('second', display_id='known')",
    "print('gone')\nclear_output()\nprint('stays')",
    "print('gone too')\nclear_output(wait=True)\nprint('stays too')",
    "import asyncio\nawait asyncio.sleep(0.01)\n"
    "task = asyncio.ensure_future(asyncio.sleep(0, 'later'))",
    "await task",
    "import ipywidgets\nslider = ipywidgets.IntSlider(value=3)\nslider.value = 4\nslider",
    "out = ipywidgets.Output()\nwith out: print('in a widget')\nout",
    "import warnings\nwarnings.warn('careful')",
    "import logging\nlogging.warning('logged')",
    "class Shown:\n    def _repr_html_(self): return '<i>i</i>'\n"
    "    def __repr__(self): return 'i'\nShown()",
    "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(1) as pool: pool.submit(print, 'from a thread').result()",
    "from multiprocessing import get_context\n"
    "with get_context('fork').Pool(1) as pool: print(pool.map(abs, [-1]))",
    "import threading\nprint([t.name for t in threading.enumerate()][:1], __name__, __doc__)",
    "print('x' * 100_000)\nprint('\\x1b[31mred\\x1b[0m')",
    "%precision 3\n3.14159",
    "get_ipython().run_line_magic('unknown', '')",
]
ERRORS = {
    "plain": "def f():\n    return 1 / 0\nf()",
    "chained": "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('因为') from e",
    "own": "class Mine(Exception):\n    def _render_traceback_(self): return ['mine']\nraise Mine",
    "syntax": "1 +",
    "input": "input('who?')",
    "assertion": "print('before')\nassert False, 'why'",
    "interrupt": "raise KeyboardInterrupt",
}


def write(folder: Path, *sources: str, tags: tuple[str, ...] = ()) -> Path:
    cells = [new_code_cell(source, metadata={"tags": [*tags]}, id=f"c{number}")
             for number, source in enumerate(sources)]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = folder / "notebook.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path)
    return path


def both_ways(path: Path) -> list[tuple[nbformat.NotebookNode, str]]:
    results = []
    for forked in (True, False):
        notebook, fault = engine.execute(path, {}, 60, forked)
        for output in (o for cell in notebook.cells for o in cell.get("outputs", [])):
            hide_what_differs(output)
        notebook.metadata.pop("widgets", None)  # looked at on its own
        results.append((notebook, str(fault)))
    return results


def hide_what_differs(output: nbformat.NotebookNode) -> None:
    """Times, the numbers of processes and the random names of widgets."""
    import re

    if "text" in output:
        output.text = re.sub(r"[\d.]+(e\+\d+)? [µμmn]?s|ipykernel_\d+|\d{9,}", "…", output.text)
    for name, content in output.get("data", {}).items():
        if name == "application/vnd.jupyter.widget-view+json":
            content["model_id"] = "…"


def test_every_kind_of_output_is_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, WAIT, *EVERY_KIND_OF_OUTPUT, tags=("raises-exception",))
    [(forked, fault), (ordinary, _)] = both_ways(path)
    assert fault == "None"
    pairs = zip(forked.cells, ordinary.cells, strict=True)
    assert [(mine.outputs, theirs.outputs) for mine, theirs in pairs if mine != theirs] == []
    assert forked == ordinary


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_has_the_same_traceback(tmp_path: Path, kind: str) -> None:
    [(forked, fault), (ordinary, theirs)] = both_ways(write(tmp_path, "a = 1", ERRORS[kind]))
    assert fault == theirs != "None"
    assert forked == ordinary


def test_widgets_keep_their_state(tmp_path: Path) -> None:
    path = write(tmp_path, EVERY_KIND_OF_OUTPUT[17], EVERY_KIND_OF_OUTPUT[18])
    states = []
    for forked in (True, False):
        notebook, _ = engine.execute(path, {}, 60, forked)
        widgets = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
        states.append(sorted(
            (w["model_name"], w["state"].get("value"), str(w["state"].get("outputs")))
            for w in widgets.values()
        ))  # fmt: skip
    assert states[0] == states[1]
    assert "in a widget" in str(states[0])


@pytest.mark.parametrize("last", ["pass", "1 / 0"])
@pytest.mark.parametrize("called", ["os:abort", "no_such:thing", "sys:exit"])
def test_what_is_called_when_the_cells_have_ended_concerns_none_of_them(
    tmp_path: Path, last: str, called: str
) -> None:
    path = write(tmp_path, "1 + 1", last)
    assert engine.execute(path, {}, 60, True, called) == engine.execute(path, {}, 60)


def test_a_function_can_be_called_where_the_cells_have_run(tmp_path: Path) -> None:
    left = tmp_path / "left"
    code = f"import os\nos.left = lambda: open({str(left)!r}, 'w').write('cells')"
    engine.execute(write(tmp_path, code), {}, 60, True, "os:left")
    assert left.read_text() == "cells"


def test_no_port_and_no_socket_is_open_while_cells_run(tmp_path: Path) -> None:
    code = (
        "import psutil\nme = psutil.Process()\n"
        "print([c.laddr for p in (me, me.parent()) for c in p.net_connections('all') if c.laddr])"
    )
    notebook, _ = engine.execute(write(tmp_path, code), {}, 60)
    assert notebook.cells[0].outputs[0].text == "[]\n"


def test_start_up_files_run_before_the_first_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "10-mine.py").write_text("mine = 'from a start-up file'", encoding="utf-8")
    code = (
        "import sys\nfrom pathlib import Path\nfrom laicheng_data.running import engine\n"
        "notebook, _ = engine.execute(Path(sys.argv[1]), {}, 60)\n"
        "print(notebook.cells[0].outputs[0].text)"
    )
    monkeypatch.setenv("IPYTHONDIR", str(startup.parents[1]))
    command = [sys.executable, "-c", code, str(write(tmp_path, "print(mine)"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "from a start-up file"


def test_the_papermill_command_finds_the_engine(tmp_path: Path) -> None:
    path = write(tmp_path, "print('hello')", "1 / 0")
    command = [sys.executable, "-m", "papermill", "--engine", "laicheng-forked", "--log-output"]
    done = subprocess.run([*command, str(path), str(tmp_path / "out.ipynb")], capture_output=True)
    assert done.returncode == 1
    assert b"hello" in done.stderr
    assert b"ZeroDivisionError" in done.stderr
    assert "hello" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_nothing_is_left_of_a_notebook_that_started_processes(tmp_path: Path) -> None:
    code = "import subprocess\nprint(subprocess.Popen(['sleep', '600']).pid)"
    notebook, _ = engine.execute(write(tmp_path, code), {}, 60)
    pid = int(notebook.cells[0].outputs[0].text)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE

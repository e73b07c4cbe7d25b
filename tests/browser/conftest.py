"""A real browser, and JupyterLab as `make lab` starts it, on copies that a test may change."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / ".screenshots"
CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KERNEL_READY = re.compile(
    r"^(?!No Kernel).* \| Idle$"
)  # in the status bar, for the notebook in front
expect.set_options(timeout=30_000)  # a machine with other work draws a page late
START_PAGE = "00_start_here.ipynb"
SETTINGS = {
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
    # keeps cells out of sight in the page
    "notebook-extension/tracker": '{"windowingMode": "none"}',
}


class Lab(NamedTuple):
    """A running JupyterLab: its address, the folder of its notebooks and the folder of the charts
    they export."""

    url: str
    notebooks: Path
    figures: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one file of tests: while it is driven, no other test of the process may use
    asyncio."""
    if CHROMIUM is None:
        assert os.environ.get("CI") != "true", "no chromium: .ci/run installs it"
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("lab")
    notebooks, figures = folder / "notebooks", folder / "figures"
    notebooks.mkdir()
    for path in (ROOT / "notebooks" / "en").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8").replace(
            'figures_dir: str = \\"\\"', f'figures_dir: str = \\"{figures}\\"'
        )
        (notebooks / path.name).write_text(text, encoding="utf-8")
    port = _free_port()
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            _command(port, notebooks), env=_environment(folder), stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server)
            yield Lab(f"http://127.0.0.1:{port}/", notebooks, figures)
        finally:
            server.terminate()
            server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(port: int, notebooks: Path) -> list[str]:
    options = f"""--no-browser --allow-root --ip=127.0.0.1 --port={port} --IdentityProvider.token=
        --ServerApp.root_dir={notebooks} --LabApp.default_url=/lab/tree/{START_PAGE}"""
    return [sys.executable, "-m", "laicheng_data.running.lab", *options.split()]


def _environment(folder: Path) -> dict[str, str]:
    """Nobody's own settings, and no question about news."""
    for name, text in SETTINGS.items():
        path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    own = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    own |= {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "IPYTHONDIR": "ipython"}
    return os.environ | {name: str(folder / place) for name, place in own.items()}


def _wait_for(url: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "JupyterLab ended; see its log"
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("JupyterLab did not answer within a minute")


@pytest.fixture(scope="module")
def desk(browser: Browser, lab: Lab) -> Iterator[Page]:
    """JupyterLab as somebody has it open all day, a notebook after the other."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(lab.url)
    expect(page.get_by_text(KERNEL_READY)).to_be_visible(timeout=60_000)
    yield page
    context.close()


def picture(page: Page, name: str) -> None:
    """Keep what the browser shows as a build artefact, for a person to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")

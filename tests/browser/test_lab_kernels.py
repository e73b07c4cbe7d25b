"""Kernels in JupyterLab, driven as a reader would: forked and ready at once, and no early click is
lost."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from urllib.error import URLError

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, Response, expect

CELLS = [
    "import os, sys\nprint('pandas' in sys.modules, os.getpid())",
    "import time",
    "while True: time.sleep(0.01)",
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on a folder with two notebooks."""
    folder = tmp_path_factory.mktemp("notebooks")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for name, count in (("early", 1), ("loop", 3)):
        cells = [new_code_cell(source) for source in CELLS[:count]]
        nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / f"{name}.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        f"--ServerApp.root_dir={folder}",
        f"--port={port}",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "laicheng_data.running.lab", *options], stderr=subprocess.DEVNULL
    )
    try:
        await_answer(f"http://127.0.0.1:{port}/api")
        yield f"http://127.0.0.1:{port}/lab/tree"
    finally:
        server.terminate()
        server.wait(timeout=30)


def await_answer(address: str, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address).close()
            return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(90_000)
    yield page
    page.close()


def choose(page: Page, menu: str, item: str) -> None:
    page.get_by_role("menuitem", name=menu, exact=True).first.click()
    page.locator(".lm-Menu-item", has_text=re.compile(f"^{item}")).first.click()


def open_notebook(page: Page, address: str) -> None:
    """Open a notebook and return as soon as JupyterLab knows which kernel it is going to connect
    to.

    Earlier than that, it asks which kernel to start, or drops a click (its issue 8490).
    """
    with page.expect_response(is_session):
        page.goto(f"{address}?reset")
    page.locator(".jp-KernelName", has_text="Python 3").wait_for()


def is_session(response: Response) -> bool:
    return response.request.method == "POST" and response.url.split("?")[0].endswith(
        "/api/sessions"
    )


def printed(page: Page) -> str:
    output = page.locator(".jp-OutputArea-output pre").first
    expect(output).to_contain_text("True", timeout=90_000)
    return output.inner_text()


def test_a_run_all_clicked_before_the_kernel_is_connected_is_not_lost(
    lab: str, browser_page: Page
) -> None:
    open_notebook(browser_page, f"{lab}/early.ipynb")
    choose(browser_page, "Run", "Run All Cells")
    assert printed(browser_page).startswith("True")


def test_a_cell_can_be_interrupted_and_the_kernel_restarted(lab: str, browser_page: Page) -> None:
    open_notebook(browser_page, f"{lab}/loop.ipynb")
    choose(browser_page, "Run", "Run All Cells")
    first = printed(browser_page)
    browser_page.wait_for_timeout(500)
    choose(browser_page, "Kernel", "Interrupt Kernel")
    stopped = browser_page.locator(".jp-OutputArea-output", has_text="KeyboardInterrupt").first
    expect(stopped).to_be_visible(timeout=90_000)
    choose(browser_page, "Kernel", "Restart Kernel and Clear")
    browser_page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(browser_page.locator(".jp-OutputArea-output pre")).to_have_count(0, timeout=90_000)
    browser_page.locator(".jp-Notebook .jp-CodeCell").first.click()
    choose(browser_page, "Run", "Run Selected Cell$|^Run Selected Cell(?! and)")
    assert printed(browser_page) != first

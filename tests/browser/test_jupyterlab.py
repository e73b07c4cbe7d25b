"""What a person does in JupyterLab, done in a real browser."""

import re
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

from laicheng_data.paths import DEFAULT_REPORT
from laicheng_data.running.plan import START
from laicheng_data.running.start_page import start_page
from tests.browser.conftest import KERNEL_READY, ROOT, START_PAGE, Lab, picture

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks" / "en").glob("*.ipynb"))
FINISHED = """([panel, before]) => {
    const prompts = [...panel.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
        .map(prompt => prompt.textContent);
    const counts = prompts.map(text => parseInt(text.replace("[", ""))).filter(Number.isFinite);
    // folded cells have no number: where all are, what is shown tells
    const shown = panel.querySelector(".jp-OutputArea-output") !== null;
    const ran = counts.length ? Math.max(...counts) > before : shown;
    return ran && !prompts.some(text => text.includes("*"));
}"""


def open_notebook(desk: Page, name: str) -> Locator:
    """Open a notebook from the list of files, and wait for its kernel."""
    desk.locator(".jp-DirListing-item", has_text=name).dblclick()
    expect(desk.locator(".lm-TabBar-tab.jp-mod-current", has_text=name)).to_be_visible()
    expect(desk.get_by_text(KERNEL_READY)).to_be_visible(timeout=60_000)
    return desk.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def choose(desk: Page, menu: str, item: str) -> None:
    desk.get_by_role("menuitem", name=menu, exact=True).click()
    desk.get_by_role("menuitem", name=re.compile(f"^{item}")).click()


def run_all(desk: Page, panel: Locator) -> None:
    """Run all cells, and wait until each has run or was left out because one before it failed."""
    counts = re.findall(r"\[(\d+)\]", "".join(panel.locator(".jp-InputPrompt").all_inner_texts()))
    choose(desk, "Run", "Run All Cells")
    arguments = [panel.element_handle(), max(map(int, counts), default=0)]
    desk.wait_for_function(FINISHED, arg=arguments, timeout=60_000)


def write_parameter(desk: Page, panel: Locator, name: str, value: str) -> None:
    """Unfold the parameters and change the line of one by hand."""
    folded = panel.locator(".jp-Placeholder-content")
    if folded.count():
        folded.first.click()
    panel.locator(".cm-line", has_text=f"{name}:").first.click()
    desk.keyboard.press("Home")
    desk.keyboard.press("Shift+End")
    desk.keyboard.insert_text(f"{name}: object = {value}")
    desk.keyboard.press("Escape")


def charts(panel: Locator) -> Locator:
    return panel.locator(".jp-OutputArea-output img")


def errors(panel: Locator) -> list[str]:
    return panel.locator(
        "[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*=stderr]"
    ).all_inner_texts()


def test_jupyterlab_opens_on_the_start_page(page: Page, lab: Lab) -> None:
    page.goto(lab.url)
    expect(page.locator(".lm-TabBar-tab.jp-mod-current", has_text=START_PAGE)).to_be_visible(
        timeout=30_000
    )
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    picture(page, "start")
    page.get_by_role("link", name="03 Filing trends").click()
    expect(
        page.locator(".lm-TabBar-tab.jp-mod-current", has_text="03_filing_trends.ipynb")
    ).to_be_visible()


def test_the_start_page_is_shown_and_not_its_source_and_leads_to_notebooks(
    page: Page, lab: Lab
) -> None:
    (lab.notebooks / f"{START}.md").write_text(start_page(DEFAULT_REPORT, "en"), "utf-8")
    page.goto(f"{lab.url}lab/tree/{START}.md")
    shown = page.locator(".jp-MarkdownViewer")
    expect(shown.get_by_role("heading", name="Questions to ask")).to_be_visible(timeout=30_000)
    shown.get_by_role("link", name="Why is the list not the number that did not file").click()
    expect(
        page.locator(".lm-TabBar-tab.jp-mod-current", has_text="04_abnormal_list.ipynb")
    ).to_be_visible()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_from_top_to_bottom_and_shows_its_charts(
    desk: Page, lab: Lab, name: str
) -> None:
    fetched: list[str] = []
    desk.on("request", lambda request: fetched.append(request.url))
    panel = open_notebook(desk, name)
    run_all(desk, panel)
    if charts(panel).count():
        charts(panel).first.scroll_into_view_if_needed()
    picture(desk, Path(name).stem)
    assert errors(panel) == []
    source = (lab.notebooks / name).read_text(encoding="utf-8")
    assert charts(panel).count() >= source.count("page.chart(")
    bare = [image for image in charts(panel).all() if not image.get_attribute("alt")]
    assert len(bare) <= source.count("sns.")  # JupyterLab gives an analyst's own figure no alt text
    assert [url for url in fetched if not url.startswith((lab.url, "data:", "blob:"))] == []


def test_a_parameter_changed_by_hand_changes_the_chart(desk: Page) -> None:
    panel = open_notebook(desk, "03_filing_trends.ipynb")
    run_all(desk, panel)
    before = charts(panel).first.get_attribute("src")
    write_parameter(desk, panel, "years", "[2014, 2015]")
    run_all(desk, panel)
    assert charts(panel).first.get_attribute("src") != before
    assert errors(panel) == []
    charts(panel).first.scroll_into_view_if_needed()
    picture(desk, "two-years")


@pytest.mark.parametrize("name", ["02_stated_rates.ipynb", "06_in_context.ipynb"])
def test_a_wrong_parameter_is_told_in_one_sentence(desk: Page, name: str) -> None:
    panel = open_notebook(desk, name)
    write_parameter(desk, panel, "years", "[2099]")
    run_all(desk, panel)
    [told] = errors(panel)
    assert "2099" in told and "2015" in told
    assert "\n" not in told.strip()
    picture(desk, "wrong-parameter")


def test_a_long_table_is_sorted_and_filtered(desk: Page) -> None:
    panel = open_notebook(desk, "01_the_report.ipynb")
    run_all(desk, panel)
    rows = panel.locator(".dt-scroll-body tbody tr")
    expect(rows).not_to_have_count(0)
    everything = rows.count()
    panel.locator(".dt-search input").fill("first half of 2016")
    expect(rows).to_have_count(1)
    panel.locator(".dt-search input").fill("")
    expect(rows).to_have_count(everything)
    names = panel.locator(".dt-scroll-body tbody td:first-child")
    for order in ("ascending", "descending"):
        panel.locator(".dt-scroll-head th").first.click()
        expect(panel.locator(f".dt-scroll-head th[aria-sort={order}]")).to_be_visible()
        shown = names.all_inner_texts()
        assert shown == sorted(shown, reverse=order == "descending")
    picture(desk, "long-table")


def test_the_explorer_follows_its_controls_and_exports_what_it_shows(desk: Page, lab: Lab) -> None:
    panel = open_notebook(desk, "08_explore.ipynb")
    run_all(desk, panel)
    measures = panel.locator(".jp-OutputArea .widget-select select")
    expect(charts(panel)).to_have_count(1)
    for choose_it, choice in (
        (lambda name: panel.get_by_role("button", name=name).click(), "中文"),
        (lambda name: panel.get_by_role("button", name=name).click(), "English"),
        (measures.select_option, "Not filed"),
    ):
        before = charts(panel).get_attribute("src") or ""
        started = time.perf_counter()
        choose_it(choice)
        expect(charts(panel)).not_to_have_attribute("src", before)
        print(f"explorer: {choice} on screen after {time.perf_counter() - started:.2f} s")
    before = charts(panel).get_attribute("src") or ""
    panel.get_by_role("button", name="Enterprises").click()
    expect(charts(panel)).not_to_have_attribute("src", before)
    panel.get_by_role("button", name="Save to the figures folder").click()
    expect(panel.get_by_text("Saved 3 files to")).to_be_visible()
    written = list((lab.figures / "laicheng-2016" / "en").glob("unfiled_*"))
    assert {path.suffix for path in written} == {".csv", ".png", ".svg"}
    assert all("enterprise" not in path.name for path in written)
    panel.locator(".widget-dropdown").first.scroll_into_view_if_needed()
    picture(desk, "explorer")


@pytest.fixture
def slow_notebook(lab: Lab) -> str:
    """A notebook that remembers something and then takes longer than anybody waits."""
    cells = [
        new_code_cell(source)
        for source in ("known = 1", "import time\n\ntime.sleep(600)", "print(known)")
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), lab.notebooks / "slow.ipynb")
    return "slow.ipynb"


def run_cell(panel: Locator, number: int) -> Locator:
    cell = panel.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-line").first.click()
    panel.page.keyboard.press("Control+Enter")
    return cell


def test_a_kernel_can_be_interrupted_and_restarted(
    desk: Page, lab: Lab, slow_notebook: str
) -> None:
    desk.get_by_role("button", name="Refresh the file browser").click()
    panel = open_notebook(desk, slow_notebook)
    run_cell(panel, 0)
    slow = run_cell(panel, 1)
    expect(slow.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\*"))
    choose(desk, "Kernel", "Interrupt Kernel")
    expect(slow.get_by_text("KeyboardInterrupt").first).to_be_visible()
    last = run_cell(panel, 2)
    expect(last.locator(".jp-OutputArea-output")).to_have_text("1")
    choose(desk, "Kernel", "Restart Kernel…")
    desk.locator(".jp-Dialog").get_by_role("button", name="Confirm Kernel Restart").click()
    run_cell(panel, 2)
    expect(last.get_by_text("NameError").first).to_be_visible(timeout=30_000)

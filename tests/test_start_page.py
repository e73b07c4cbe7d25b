"""The page that JupyterLab opens on, before anything has run."""

import re
from pathlib import Path

import pytest

from laicheng_data.charts.catalogue import CHARTS
from laicheng_data.notebook.page import Page
from laicheng_data.paths import DEFAULT_REPORT
from laicheng_data.running import lab, start_page
from laicheng_data.running.plan import NOTEBOOKS_DIR, START
from laicheng_data.words import LANGUAGES


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """The folder that a page lies in, and the page."""
    return NOTEBOOKS_DIR / request.param, start_page.start_page(DEFAULT_REPORT, request.param)


def test_every_link_and_picture_of_the_start_page_is_there(shown: tuple[Path, str]) -> None:
    folder, page = shown
    pages = [f"../{language}/{START}.md" for language in LANGUAGES]
    links = re.findall(r'\]\(([^)]+)\)|(?:href|src)="([^"]+)"', page)
    led_to = {link or other for link, other in links} - set(pages)
    assert [link for link in led_to if not (folder / link).is_file()] == []
    assert {path.name for path in folder.glob("*.ipynb")} <= led_to


def test_the_start_page_shows_every_chart_and_what_was_found(shown: tuple[Path, str]) -> None:
    folder, page = shown
    assert all(f"/{name}.svg" in page for name in CHARTS)
    assert Page(DEFAULT_REPORT, folder.name).found[0].text in page


def test_the_start_page_goes_from_the_answer_to_one_chart_to_the_notebooks_to_what_is_open(
    shown: tuple[Path, str],
) -> None:
    folder, text = shown
    page = Page(DEFAULT_REPORT, folder.name)
    told = [page.found[0].text, "<img", "02_stated_rates.ipynb", page.questions().texts[0]]
    places = [text.index(part) for part in told]
    assert places == sorted(places)
    assert text[: places[-1]].count("<img") == 1


def test_the_start_page_tells_nothing_twice(shown: tuple[Path, str]) -> None:
    folder, text = shown
    page = Page(DEFAULT_REPORT, folder.name)
    assert [one.text for one in page.found if text.count(one.text) > 1] == []


def test_a_checkout_without_figures_has_a_start_page_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(start_page, "FIGURES_DIR", tmp_path)
    assert "<img" not in start_page.start_page(DEFAULT_REPORT, "en")


def test_where_no_page_can_be_written_jupyterlab_opens_the_notebook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(report: str) -> Path:
        raise PermissionError(report)

    monkeypatch.setattr(lab, "write_start_pages", refuse)
    assert lab._start_page().suffix == ".ipynb"

"""The web pages of a rerun in a real browser, loaded from disk."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Browser, Page, expect

from laicheng_data.charts import style
from laicheng_data.cli import app
from laicheng_data.facts.report import REPORTS_DIR, load_report
from laicheng_data.pages.notebook_page import PAGE_BYTES
from laicheng_data.pages.pictures import Pictures
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.running.session import Outcome, Run
from laicheng_data.words import LANGUAGES, Words
from tests.conftest import MakeReport
from tests.pages import write_pages

SCREENSHOTS = Path(__file__).parents[2] / ".screenshots"
PHONE, DESK = 360, 1280
VIEWS: list[tuple[int, Literal["dark", "light"]]] = [
    (PHONE, "dark"),
    (DESK, "light"),
    (PHONE, "light"),
    (DESK, "dark"),
]
HOSTILE = (
    "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>"
    r"[x](javascript:window.pwned=3) $\require{html}\href{javascript:window.pwned=4}{x}$"
)

FEW = ("--notebook", "01_the_report", "--notebook", "04_abnormal_list", "--language", "zh")


@pytest.fixture
def faults() -> list[str]:
    """What no page may do: ask for anything but a file, complain, or open a dialog."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": DESK, "height": 900})
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "data:")) else faults.append(request.url)
        ),
    )
    page.on(
        "requestfailed",
        lambda request: (
            # what a page still loads as it is left is stopped, and no fault of its own
            None if request.failure == "net::ERR_ABORTED" else faults.append(request.url)
        ),
    )
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    yield page
    page.close()


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index of a run of two reports that has charts and verdicts, but ran no notebook; the
    charts as they were exported, for to draw them for screens takes its time."""
    monkeypatch.setattr(Pictures, "of", lambda *_: [])
    runs = [
        Run("02_stated_rates", report, "zh", {}, Path())
        for report in ("laicheng-2016", "zhejiang-2015")
    ]
    return write_pages([Outcome(run) for run in runs], tmp_path)[0]


def rerun(folder: Path, *options: str) -> list[Path]:
    """All web pages of `laicheng rerun` with these options, run for real."""
    places = ["--output-dir", str(folder / "build"), "--figures-dir", str(folder / "figures")]
    result = CliRunner().invoke(app, ["rerun", *places, *options])
    assert result.exit_code in (0, 1), result.stderr
    return sorted((folder / "build").rglob("*.html"))


def shown_rows(page: Page) -> int:
    return page.locator("#verdicts tbody tr:visible").count()


def broken_pictures(page: Page) -> int:
    return int(page.evaluate("[...document.images].filter((image) => !image.naturalWidth).length"))


def test_every_page_of_a_rerun_loads_from_disk_alone_fits_a_phone_and_passes_axe(
    page: Page, faults: list[str], tmp_path: Path
) -> None:
    written = rerun(tmp_path)
    assert len(written) > 2 * len(LANGUAGES)
    for path in written:
        assert path.stat().st_size < PAGE_BYTES
        for width, scheme in VIEWS:
            page.goto("about:blank")  # the page before must not begin to load for another width
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path.as_uri())
            page.locator("#with-code").set_checked(True) if page.locator(
                "#with-code"
            ).count() else None
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], path.name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            assert broken_pictures(page) == 0, path.name
            page.screenshot(
                path=SCREENSHOTS / f"page-{path.parent.name}-{path.stem}-{width}-{scheme}.png",
                full_page=True,
            )
    assert faults == []


def test_nothing_that_a_csv_holds_runs_in_a_page(
    page: Page, faults: list[str], tmp_path: Path, make_report: MakeReport
) -> None:
    reports_dir, told = hostile_reports(make_report), {}
    for path in rerun(tmp_path, "--reports-dir", str(reports_dir), *FEW):
        page.goto(path.as_uri())
        told[path.name] = " ".join(page.locator("main").inner_text().split()).count(HOSTILE)
        links = page.locator("main a").evaluate_all("(links) => links.map((link) => link.protocol)")
        assert set(links) <= {"file:", "https:", ":"}, path.name
        assert page.evaluate("window.pwned") is None
    report = load_report("hostile", reports_dir)
    assert faults == []
    assert told["index.html"] > (report.claims["remark"] != "").sum() > 0
    assert told["01_the_report.html"] > len(report.omitted) > 0


def hostile_reports(make_report: MakeReport) -> Path:
    """A folder with one report, whose title, publisher, reasons and remarks are hostile."""
    tables = {
        name: (REPORTS_DIR / "laicheng-2016" / f"{name}.csv") for name in ("claims", "omitted")
    }
    texts = {name: path.read_text(encoding="utf-8") for name, path in tables.items()}
    report = load_report("laicheng-2016")
    for name, column in (("claims", "remark"), ("omitted", "reason")):
        for text in filter(None, getattr(report, name)[column].unique()):
            quoted = '"' + HOSTILE.replace('"', '""') + '"'
            texts[name] = (
                texts[name].replace(f'"{text}"', quoted).replace(f",{text}\n", f",{quoted}\n")
            )
    reports_dir = make_report("hostile", **texts)
    card = reports_dir / "hostile" / "datapackage.json"
    told = json.loads(card.read_text(encoding="utf-8"))
    card.write_text(json.dumps({**told, "title": HOSTILE, "publisher": HOSTILE}), encoding="utf-8")
    return reports_dir


def test_the_verdicts_can_be_filtered(page: Page, index: Path) -> None:
    page.goto(index.as_uri())
    everything = shown_rows(page)
    page.get_by_role("combobox", name="结果").select_option(
        f"△ {Words('zh')('outcome.difference')}"
    )
    assert 0 < shown_rows(page) < everything
    title = load_report("zhejiang-2015").card.title
    page.locator("select[data-column='1']").select_option(title)
    shown = page.locator("#verdicts tbody tr:visible td[data-label=报告]").all_inner_texts()
    assert set(shown) <= {title}
    expect(page.locator("output")).to_contain_text(f"显示{shown_rows(page)}项")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_chart_beyond_the_first_few_waits_until_it_is_asked_for_and_needs_no_script(
    browser: Browser, index: Path, width: int
) -> None:
    page = browser.new_page(java_script_enabled=False, viewport={"width": width, "height": 900})
    page.goto((index.parent / "laicheng-2016" / "report.html").as_uri())
    expect(page.locator(".gallery").first.locator("img").first).to_be_visible()
    last = page.locator("[id^=chart-] img").last
    expect(last).to_be_hidden()
    page.locator("details:has(.gallery) > summary").click()
    expect(last).to_be_visible()
    page.close()


def test_the_charts_of_an_index_are_read_where_they_stand(page: Page, index: Path) -> None:
    page.set_viewport_size({"width": DESK, "height": 900})
    page.goto((index.parent / "laicheng-2016" / "report.html").as_uri())
    widths = page.eval_on_selector_all(
        ".gallery img", "all => all.filter(one => one.offsetWidth).map(one => one.offsetWidth)"
    )
    least = 12 / (style.LABEL_PT / 72 * style.DPI) * style.NARROW.width  # labels of 12 px
    assert widths and min(widths) > least


def test_a_number_is_found_by_what_it_is_and_by_what_came_out(page: Page, index: Path) -> None:
    page.goto((index.parent / "laicheng-2016" / "numbers.html").as_uri())
    expect(page.locator("article:visible")).to_have_count(1)  # one is shown before any is chosen
    shown = page.locator(".entry:visible")
    page.get_by_role("searchbox").fill("6,452")
    expect(shown).to_have_count(1)
    page.get_by_role("searchbox").fill("没有这样的数字")
    expect(shown).to_have_count(0)
    page.get_by_role("searchbox").fill("")
    page.get_by_role("radio").nth(1).check()
    verdicts = load_report("laicheng-2016").claims.query("basis == 'implied'")
    expect(shown).to_have_count(len(verdicts))  # the sum of the others among them


def test_who_is_led_to_a_proof_sees_the_number_beside_it(page: Page, index: Path) -> None:
    numbers = (index.parent / "laicheng-2016" / "numbers.html").as_uri()
    page.goto(f"{numbers}#2015-enterprise-filing-rate")
    expect(page.locator("#map .numeral[href='#n-2015-enterprise-filing-rate']")).to_be_in_viewport()
    expect(page.locator("article:visible")).to_be_in_viewport()


def test_a_verdict_is_one_click_from_where_its_numbers_stand(page: Page, index: Path) -> None:
    page.goto(index.as_uri())
    page.locator("#plain").click()  # what matches stands behind what does not
    page.locator("#verdicts a[href^=laicheng][href$='#2015-enterprise-filing-rate']").click()
    proof = page.locator("article:visible")
    expect(proof).to_contain_text("83.55%")
    proof.locator(".numeral[href]").first.click()
    expect(proof).to_contain_text("6,681")
    page.go_back()
    expect(proof).to_contain_text("83.55%")


def test_without_scripts_every_verdict_is_there_and_no_filter_pretends_to_work(
    browser: Browser, index: Path
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(index.as_uri())
    claims = sum(len(load_report(name).claims) for name in ("laicheng-2016", "zhejiang-2015"))
    assert shown_rows(page) == claims
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator("#plain")).to_be_hidden()
    page.close()


def test_the_index_changes_its_language_and_back(page: Page, index: Path) -> None:
    page.goto(index.as_uri())
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Results")).to_be_visible()
    page.get_by_role("link", name="中文", exact=True).click()
    expect(page.get_by_role("heading", name="核对结果")).to_be_visible()


def test_a_notebook_changes_its_language_and_shows_its_code(page: Page, tmp_path: Path) -> None:
    pages = rerun(tmp_path, "--notebook", "05_other_offices")
    [zh] = [path for path in pages if path.parent.name == "zh"]
    page.goto(zh.as_uri())
    expect(page.locator("pre.code").first).to_be_hidden()
    page.get_by_label("显示代码").check()
    expect(page.locator("pre.code").first).to_be_visible()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(zh.as_uri().replace("/zh/", "/en/"))


@pytest.fixture
def pointed(tmp_path: Path) -> Path:
    """The page of a notebook with a picture of its own of three values, one a hostile one; no
    drawing of the house takes its place."""
    marks = [[100, 100, 10, 10, "first"], [500, 500, 10, 10, HOSTILE], [800, 800, 10, 10, "last"]]
    picture = (FIGURES_DIR / "laicheng-2016" / "zh" / "unfiled.png").read_bytes() + b"\0"
    about = {"image/png": {"alt": "a chart", "chart": "unfiled", "marks": marks}}
    shown = new_output("display_data", {"image/png": b64encode(picture).decode()}, metadata=about)
    folder = tmp_path / "laicheng-2016" / "zh"
    folder.mkdir(parents=True)
    made = new_notebook(cells=[new_code_cell("show()", outputs=[shown])])
    nbformat.write(made, folder / "01_made.ipynb")
    run = Run("01_made", "laicheng-2016", "zh", {}, Path())
    write_pages([Outcome(run)], tmp_path)
    return folder / "01_made.html"


def test_the_values_of_a_chart_are_told_where_one_points(page: Page, pointed: Path) -> None:
    page.goto(pointed.as_uri())
    values, tip = page.locator(".values"), page.locator(".tip")
    expect(tip).to_be_hidden()
    box = values.bounding_box() or {"width": 0, "height": 0}
    values.hover(position={"x": box["width"] * 0.79, "y": box["height"] * 0.7})
    expect(tip).to_have_text("last")
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()


def test_the_values_of_a_chart_are_gone_through_by_keyboard(
    page: Page, faults: list[str], pointed: Path
) -> None:
    page.goto(pointed.as_uri())
    values = page.get_by_role("slider")
    values.focus()
    told = []
    for key in ("Home", "ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        told.append(values.get_attribute("aria-valuetext"))
    assert told == ["first", HOSTILE, "last", "last"]
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()
    assert faults == []
    assert page.evaluate("window.pwned") is None


def test_on_a_phone_a_value_is_told_in_full_where_the_chart_is_swiped(
    browser: Browser, pointed: Path
) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(pointed.as_uri())
    page.locator(".plot").evaluate("(plot) => (plot.scrollLeft = 1000)")
    page.locator(".values").tap(position={"x": 500, "y": 250})
    box = page.locator(".tip").bounding_box() or {"x": -1, "width": 0}
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE
    context.close()


def test_a_printed_page_has_no_navigation(page: Page, index: Path) -> None:
    page.goto(index.as_uri())
    page.emulate_media(media="print")
    assert not page.locator("header, form, footer").locator("visible=true").count()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.pdf(path=SCREENSHOTS / "page-index.pdf", prefer_css_page_size=True)

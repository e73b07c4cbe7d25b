import re
import shutil
from pathlib import Path

import pytest

from laicheng_data.charts.catalogue import charts_of
from laicheng_data.charts.record import record_of
from laicheng_data.facts.report import load_report
from laicheng_data.pages.gallery import gallery, write_gallery
from laicheng_data.paths import FIGURES_DIR
from laicheng_data.words import LANGUAGES


def test_the_committed_gallery_shows_what_is_there() -> None:
    assert (FIGURES_DIR / "README.md").read_text(encoding="utf-8") == gallery(FIGURES_DIR)


def test_every_chart_is_shown_in_both_languages_with_its_alt_text() -> None:
    shown = dict(re.findall(r"!\[(.+?)\]\((\S+)\)", gallery(FIGURES_DIR)))
    assert len(shown) == len(charts_of(load_report("laicheng-2016"))) * len(LANGUAGES)
    for alt, path in shown.items():
        assert alt.replace("\\", "") == record_of((FIGURES_DIR / path).read_bytes())["Description"]


def test_every_link_of_the_gallery_leads_to_a_file() -> None:
    links = re.findall(r"\]\((\S+?)\)", gallery(FIGURES_DIR))
    assert links and [link for link in links if not (FIGURES_DIR / link).exists()] == []


@pytest.mark.parametrize("junk", [b"", b"\x89PNG\r\n\x1a\n", b"no picture"])
def test_a_picture_without_a_record_is_left_out(tmp_path: Path, junk: bytes) -> None:
    shutil.copytree(FIGURES_DIR / "laicheng-2016", tmp_path / "laicheng-2016")
    for language in LANGUAGES:
        (tmp_path / "laicheng-2016" / language / "unfiled.png").write_bytes(junk)
    text = write_gallery(tmp_path).read_text(encoding="utf-8")
    assert "unfiled" not in text and "rate-trend" in text

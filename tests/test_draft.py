from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from laicheng_data.cli import app
from laicheng_data.facts.faults import ReportError
from laicheng_data.facts.report import load_report
from laicheng_data.facts.sources.source import read_paragraphs
from laicheng_data.facts.trace import trace
from tests.test_trace import BODY, FURNITURE, TITLE


def laicheng_new(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["new", *arguments, "--reports-dir", str(tmp_path / "reports")])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.txt"
    path.write_text("\n".join([*FURNITURE, TITLE, *BODY]), encoding="utf-8")
    return path


def test_each_numeral_becomes_one_row_with_its_printed_form_and_a_guessed_unit(
    tmp_path: Path, source: Path
) -> None:
    assert laicheng_new(tmp_path, "our-own", "--source", str(source)).exit_code == 0
    facts = load_report("our-own", tmp_path / "reports").facts.set_index("printed")
    assert facts.loc["1,250", ["unit", "paragraph", "position"]].tolist() == ["户", 2, 2]
    assert facts.loc["80.0%", "unit"] == "%"
    assert facts.loc["-5.0%", "value"] == -0.05


def test_the_wording_around_a_number_gives_its_bound(tmp_path: Path, source: Path) -> None:
    laicheng_new(tmp_path, "our-own", "--source", str(source))
    bounds = load_report("our-own", tmp_path / "reports").facts.set_index("printed")["bound"]
    assert bounds[["300", "12多", "９０", "1.5万"]].tolist() == [
        "at_most",
        "at_least",
        "about",
        "exact",
    ]


def test_years_are_set_aside_and_date_the_facts_that_follow(tmp_path: Path, source: Path) -> None:
    laicheng_new(tmp_path, "our-own", "--source", str(source))
    report = load_report("our-own", tmp_path / "reports")
    assert list(report.omitted["printed"]) == ["7", "2015"]
    assert set(report.facts.query("paragraph == 2")["period"]) == {"2015"}


def test_check_leads_from_the_draft_to_names_and_claims(tmp_path: Path, source: Path) -> None:
    laicheng_new(tmp_path, "our-own", "--source", str(source))
    result = CliRunner().invoke(app, ["check", "--reports-dir", str(tmp_path / "reports")])
    assert result.exit_code == 0
    assert "2015-enterprise-filing-rate-share" in result.stdout


def test_a_folder_that_exists_is_never_overwritten(tmp_path: Path, source: Path) -> None:
    laicheng_new(tmp_path, "our-own")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    result = laicheng_new(tmp_path, "our-own", "--source", str(source))
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_a_source_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    assert (
        laicheng_new(tmp_path, "our-own", "--source", str(tmp_path / "missing.txt")).exit_code == 2
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", ["2016.12.31", "1.2.3", "2016年2月30日", "5千", "1.2.3.4", "3-5天"]
)
def test_odd_dates_and_numbers_do_not_stop_a_draft(tmp_path: Path, words: str) -> None:
    (tmp_path / "source.txt").write_text(
        f"{TITLE}\n2016年工作，截至{words}，共12户。", encoding="utf-8"
    )
    result = laicheng_new(tmp_path, "our-own", "--source", str(tmp_path / "source.txt"))
    assert (result.exit_code, result.exception) == (0, None)
    report = load_report("our-own", tmp_path / "reports")
    assert (trace(report, read_paragraphs(tmp_path / "source.txt"))["status"] == "found").all()
    assert "12" in set(report.facts["printed"])


def test_an_id_that_no_folder_can_have_is_a_wrong_call(tmp_path: Path) -> None:
    assert laicheng_new(tmp_path, "a" * 300).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["a file", "a loop", "a link to nothing", "full"])
def test_a_target_that_cannot_be_written_is_a_wrong_call(
    tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "reports"
    if target == "a file":
        place.mkdir()
        (place / "our-own").write_text("", encoding="utf-8")
    elif target == "a loop":
        place.symlink_to(place)
    elif target == "a link to nothing":
        place.symlink_to(tmp_path / "nothing" / "there")
    else:
        monkeypatch.setattr(Path, "write_text", _disk_is_full)
    before = sorted(tmp_path.rglob("*"))
    result = laicheng_new(tmp_path, "our-own")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr or "exists already" in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def _disk_is_full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_draft_that_is_no_report_leaves_nothing_behind(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laicheng_data.facts.drafting.draft.resources", list)
    assert laicheng_new(tmp_path, "our-own", "--source", str(source)).exit_code != 0
    assert not (tmp_path / "reports").exists()


def test_an_installed_package_asks_where_the_report_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laicheng_data.facts.drafting.draft.PROJECT_DIR", tmp_path)
    result = CliRunner().invoke(app, ["new", "our-own"])
    assert result.exit_code == 2
    assert "--reports-dir" in result.stderr


def test_a_changed_title_renumbers_the_paragraphs(tmp_path: Path, source: Path) -> None:
    laicheng_new(tmp_path, "our-own", "--source", str(source))
    options = ["--title", FURNITURE[0], "--reports-dir", str(tmp_path / "reports")]
    result = CliRunner().invoke(app, ["retitle", "our-own", str(source), *options])
    assert result.exit_code == 0
    rows = trace(load_report("our-own", tmp_path / "reports"), read_paragraphs(source))
    assert set(rows.loc[rows["status"] != "found", "status"]) == {"has no row"}
    assert (rows.query("kind != 'numeral'")["status"] == "found").all()


def test_a_title_below_a_row_is_refused_and_changes_nothing(tmp_path: Path, source: Path) -> None:
    laicheng_new(tmp_path, "our-own", "--source", str(source))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    options = ["--title", BODY[1], "--reports-dir", str(tmp_path / "reports")]
    result = CliRunner().invoke(app, ["retitle", "our-own", str(source), *options])
    assert (result.exit_code, "stands above that title" in result.stderr) == (2, True)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_a_text_that_names_no_year_gets_no_year_and_says_what_to_write(tmp_path: Path) -> None:
    text = "某县热线情况\n本月受理120件，办结114件，去年同期受理100件。"
    (tmp_path / "source.txt").write_text(text, encoding="utf-8")
    result = laicheng_new(tmp_path, "our-own", "--source", str(tmp_path / "source.txt"), "--xlsx")
    assert result.exit_code == 0
    assert "write the period into facts.csv, rows 2-4" in result.output
    with pytest.raises(ReportError) as error:
        load_report("our-own", tmp_path / "reports")
    assert error.value.only_lacks_periods
    assert len(error.value.faults) == 3

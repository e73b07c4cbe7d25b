"""What the documents promise: commands that run, links that lead somewhere, every column and
measure explained."""

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from laicheng_data.checking.claims import check
from laicheng_data.facts.report import REPORTS_DIR, TABLES, load_report, report_ids
from laicheng_data.facts.sources.source import read_paragraphs
from laicheng_data.facts.trace import trace

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ENGLISH = [path for path in DOCUMENTS if ".zh-CN" not in path.name]
PACKAGE = ROOT / "laicheng_data"
EXAMPLE = ROOT / "docs" / "example"
FENCES = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)

# commands that take long or change the machine: what runs them, and how it is written there
ELSEWHERE = {
    "make report": ("Makefile", "figures-unchanged: report"),
    "make figures-unchanged": (".ci/run", "make figures-unchanged"),
    "make test": (".ci/run", "make test"),
    "make lab": ("tests/browser/conftest.py", '"laicheng_data.running.lab"'),
    "conda env create -f environment.yml": ("tests/test_project.py", '"environment.yml"'),
    "conda activate laicheng": ("tests/test_project.py", '"environment.yml"'),
    "laicheng rerun": ("Makefile", "$(BIN)/laicheng rerun"),
    ".venv/bin/laicheng rerun --changed": ("tests/test_rerun.py", '"--changed"'),
    ".venv/bin/laicheng rerun --language en": ("tests/test_notebooks.py", "papermill"),
    ".venv/bin/laicheng rerun --language zh": ("tests/test_notebooks.py", "papermill"),
}


def commands(document: Path) -> list[str]:
    lines = (
        "\n".join(FENCES.findall(document.read_text(encoding="utf-8")))
        .replace("\\\n", " ")
        .splitlines()
    )
    return [command for line in lines if (command := re.sub(r"\s+#.*", "", line).strip())]


def languages(name: str) -> list[Path]:
    return [ROOT / f"{name}.md", ROOT / f"{name}.zh-CN.md"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout of its own, so that what the commands write is thrown away."""
    for path in ROOT.iterdir():
        if path.name == "figures":
            shutil.copytree(path, tmp_path / path.name)
        elif path.name not in ("build", ".git"):
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


def finish(folder: Path) -> None:
    """Edit a drafted report as its curator would: take over the finished example, with the report
    of the year before that it names."""
    before = EXAMPLE / "reports" / "example-2019"
    shutil.copytree(before, folder.parent / before.name, dirs_exist_ok=True)
    for path in (EXAMPLE / "reports" / "example-2020").iterdir():
        shutil.copy(path, folder)
    card = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(
        json.dumps(card | {"name": folder.name}), encoding="utf-8"
    )


@pytest.mark.parametrize("document", ENGLISH, ids=lambda path: path.name)
def test_every_command_of_a_document_runs_in_either_language(
    document: Path, workspace: Path
) -> None:
    both = [document, document.with_name(f"{document.stem}.zh-CN.md")]
    there = [path for path in both if path.exists()]
    for command in dict.fromkeys(line for path in there for line in commands(path)):
        if command in ELSEWHERE:
            continue
        program, *arguments = shlex.split(command)
        assert program.startswith(".venv/bin/"), f"no test runs: {command}"
        program = str(Path(sys.executable).parent / Path(program).name)
        done = subprocess.run(
            [program, *arguments],
            cwd=workspace,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(workspace)},  # the package is where it is imported
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        if arguments[0] == "new":
            finish(workspace / arguments[arguments.index("--reports-dir") + 1] / arguments[1])


def test_a_command_that_is_run_elsewhere_is_written_there() -> None:
    written = {command for document in DOCUMENTS for command in commands(document)}
    assert set(ELSEWHERE) - written == set()
    assert [
        c for c, (file, text) in ELSEWHERE.items() if text not in (ROOT / file).read_text("utf-8")
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    assert [
        link for link in links if "://" not in link and not (document.parent / link).exists()
    ] == []


@pytest.mark.parametrize("readme", languages("README"), ids=lambda path: path.name)
def test_every_document_and_notebook_is_one_click_from_the_readme(readme: Path) -> None:
    linked = {
        (ROOT / link).resolve()
        for link in re.findall(r"\]\(([^)#]+)", readme.read_text(encoding="utf-8"))
    }
    chinese = ".zh-CN" in readme.name
    documents = {
        path
        for path in DOCUMENTS
        if (".zh-CN" in path.name) == chinese or path.name == "CHANGELOG.md"
    }
    notebooks = set((ROOT / "notebooks" / ("zh" if chinese else "en")).glob("*.ipynb"))
    assert (documents | notebooks | {ROOT / "CITATION.cff", ROOT / "LICENSE"}) - linked - {
        readme
    } == set()


def test_every_document_is_there_in_both_languages() -> None:
    both = {"CHANGELOG.md", "terms.md"}  # one page for readers of either language
    names = {path.name for path in DOCUMENTS} - both
    assert {name.replace(".zh-CN", "") for name in names if ".zh-CN" in name} == {
        n for n in names if ".zh-CN" not in n
    }


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING", "docs/data-dictionary", "docs/method"])
def test_both_languages_have_the_same_parts_and_tables(name: str) -> None:
    shapes = [
        re.findall(r"^(#+ |\| |```|- )", path.read_text("utf-8"), re.MULTILINE)
        for path in languages(name)
    ]
    assert shapes[0] == shapes[1]


def explained(dictionary: Path, heading: str = "") -> list[str]:
    """What stands in the first cells of a dictionary's tables, in code marks."""
    text = dictionary.read_text(encoding="utf-8")
    rows = text[text.index(heading) :].splitlines()
    return [
        name
        for row in rows
        if row.startswith("| `")
        for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]


@pytest.mark.parametrize(
    "dictionary", languages("docs/data-dictionary"), ids=lambda path: path.name
)
def test_every_column_is_in_the_dictionary(dictionary: Path) -> None:
    columns = {column.name for table in TABLES.values() for column in table}
    columns |= set(check(load_report("laicheng-2016")))
    columns |= set(
        trace(
            load_report("example-2020", EXAMPLE / "reports"),
            read_paragraphs(EXAMPLE / "example-2020.html"),
        )
    )
    folder = ROOT / "figures" / "laicheng-2016" / ("zh" if ".zh-CN" in dictionary.name else "en")
    columns |= {
        name for path in folder.glob("*.csv") for name in pd.read_csv(path, encoding="utf-8-sig")
    }
    assert columns - set(explained(dictionary)) == set()


@pytest.mark.parametrize(
    "dictionary", languages("docs/data-dictionary"), ids=lambda path: path.name
)
def test_every_measure_is_in_the_dictionary_with_each_of_its_units(dictionary: Path) -> None:
    heading = "\n## 指标" if ".zh-CN" in dictionary.name else "\n## Measures"
    rows = {
        row.split("|")[1].strip(" `"): row.split("|")[2]
        for row in dictionary.read_text("utf-8").splitlines()
        if row.startswith("| `")
    }
    measures = set(explained(dictionary, heading))
    facts = pd.concat([load_report(name).facts for name in report_ids()])
    assert set(facts["measure"]) == measures
    assert [
        m
        for m, unit in set(zip(facts["measure"], facts["unit"], strict=True))
        if unit not in rows[m]
    ] == []


def test_every_room_is_laid_out_for_contributors_and_every_place_named_exists() -> None:
    rooms = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.name for path in PACKAGE.glob("[a-z]*.py")}
    for document in languages("CONTRIBUTING"):
        named = set(re.findall(r"`([\w./]+)`", document.read_text("utf-8")))
        assert (rooms | modules) - named == set()
        places = {name for name in named if name.startswith(("laicheng_data/", "notebooks/"))}
        assert [place for place in sorted(places) if not (ROOT / place).exists()] == []


def test_the_readmes_count_what_check_counts() -> None:
    verdicts = check(load_report("laicheng-2016"))
    stated = verdicts[verdicts["basis"] == "stated"]["verdict"].value_counts()
    total = verdicts.set_index("claim_id").loc["2015-all-listed-are-unfiled"]
    assert set(stated.index) == {"consistent", "undecidable"} and stated["undecidable"] == 1
    counts = [stated.sum(), stated["consistent"]]
    counts += [int(total["recomputed"]), int(total["printed"])]
    sentences = [
        r"Of (\d+) rates and totals in the report, all (\d+) that can be checked match",
        r"中的(\d+)项比率和合计，可核对的(\d+)项全部相符，1项",
    ]
    more = [
        r"([\d,]+) businesses did not file for 2015,(?s:.*?)\s([\d,]+) businesses are on the list",
        r"有([\d,]+)户未报送年报，(?s:.*?)列入经营异常名录的有([\d,]+)户",
    ]
    for document, sentence, rest in zip(languages("README"), sentences, more, strict=True):
        text = document.read_text(encoding="utf-8")
        found = re.search(sentence, text), re.search(rest, text)
        said = [number for part in found if part for number in part.groups()]
        assert [int(number.replace(",", "")) for number in said] == counts


def test_the_citation_names_this_version_and_the_report() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    card = load_report("laicheng-2016").card
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert citation["references"][0]["title"] == card.title
    assert citation["references"][0]["date-published"] == date.fromisoformat(card.day)
    assert all(f"{project['version']}" in path.read_text("utf-8") for path in languages("README"))


def test_the_labels_and_reports_are_plain_csv() -> None:
    for path in [PACKAGE / "labels.csv", *REPORTS_DIR.rglob("*.csv")]:
        with path.open(encoding="utf-8", newline="") as file:
            assert len({len(row) for row in csv.reader(file, strict=True)}) == 1

"""Damage inputs of every kind at random, and see how the command answers.

Tables, source cards, pages, PNGs and SVGs, starting from good ones. Each answer must be one that
the command promises: no traceback, no fault of its own, within 5 seconds of computing, and with an
exit code that fits what it says. The seed of a batch repeats what led to any other answer.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import shutil
import struct
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from itertools import count, islice
from pathlib import Path
from zlib import crc32

from click.testing import CliRunner, Result

from laicheng_data import load_report
from laicheng_data.cli import app
from laicheng_data.facts.report import TABLES
from laicheng_data.paths import CARD, FIGURES_DIR, REPORTS_DIR

REPORT = "laicheng-2016"
MOST_SECONDS = 5
BATCH = 20  # inputs a process takes at a time
SNIPPETS = [
    *(bytes([byte]) for byte in (0, 9, 10, 13, 27, 34, 39, 44, 45, 61, 127, 155, 255)),
    *("多 万 亿 ％ ９ − ～ \u202e \u2028 \ufeff \U000e0041 𬭎 é́".encode().split()),
    *(
        b"=1+1",
        b"{[",
        b"]}",
        b"-->",
        b"<!--",
        b"<td>",
        b"&#0;",
        b"]]>",
        b"\\ud800",
        b"NaN",
        b"1e999",
    ),
    *(
        b"1" * 400,
        b"9" * 5_001,
        b"[" * 20_000,
        b"<b>" * 20_000,
        b"," * 20_000,
        b"0." + b"0" * 5_000,
    ),
]
VALUES: list[object] = [
    None,
    True,
    0,
    -1,
    10**400,
    1e308,
    "",
    "\ud800",
    "\x1b[2J",
    "a" * 100_000,
    [],
    {},
    [[]] * 50,
]


Damage = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class Answer:
    """What an input of some kind led to, in the batch of a seed: no fault if it is as promised."""

    kind: str
    fault: str
    seed: int


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The content cut, doubled, overwritten, shuffled or sprinkled, once or several times."""
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at, end = sorted(chance.choices(range(len(content) + 1), k=2))
        end = min(end, at + chance.choice((1, 8, 40, 2_000)))
        snippet = chance.choice(SNIPPETS)
        content = chance.choice(
            [
                content[:at] + content[end:],
                content[:at] + snippet + content[at:],
                content[:at] + snippet + content[end:],
                content[:at] + content[at:end] * chance.choice((2, 50)) + content[end:],
                content[:at] + chance.randbytes(end - at) + content[end:],
                shuffled(content, chance),
                content[:at],
            ]
        )
    return content


def shuffled(content: bytes, chance: random.Random) -> bytes:
    """The same lines in another order."""
    lines = content.splitlines(keepends=True)
    return b"".join(chance.sample(lines, len(lines)))


def damaged_table(content: bytes, chance: random.Random) -> bytes:
    """A table with another cell or column, its quotes in order; or any damage."""
    if chance.random() < 0.5:
        return damaged(content, chance)
    rows = list(csv.reader(io.StringIO(content.decode())))
    row = chance.choice(rows)
    text = chance.choice(SNIPPETS).decode(errors="replace").replace("\0", "")
    row[chance.randrange(len(row))] = chance.choice([text, chance.choice(chance.choice(rows)), ""])
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def damaged_json(content: bytes, chance: random.Random) -> bytes:
    """A document in which some value is another; or any damage."""
    if chance.random() < 0.3:
        return damaged(content, chance)
    document = json.loads(content)
    place = document
    while isinstance(place, dict | list) and place:
        key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if chance.random() < 0.3 or not isinstance(place[key], dict | list):
            place[key] = chance.choice(VALUES)
            break
        place = place[key]
    return json.dumps(document).encode()


def damaged_png(content: bytes, chance: random.Random) -> bytes:
    """A PNG with other chunks, their checksums right; or any damage."""
    if chance.random() < 0.3:
        return damaged(content, chance)
    chunks, at = [], 8
    while at < len(content):
        [length] = struct.unpack(">I", content[at : at + 4])
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + length]))
        at += length + 12
    number = chance.randrange(len(chunks))
    name, inside = chunks[number]
    chunks[number] = (chance.choice([name, b"tEXt", b"zTXt", b"iCCP"]), damaged(inside, chance))
    if chance.random() < 0.3:
        chance.shuffle(chunks)
    return content[:8] + b"".join(
        struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", crc32(name + inside))
        for name, inside in chunks
    )


def damaged_svg(content: bytes, chance: random.Random) -> bytes:
    """An SVG whose record is damaged, the rest as it was; or any damage."""
    if chance.random() < 0.5:
        return damaged(content, chance)
    root = ElementTree.fromstring(content)
    kept = root.find(".//*[@id='record']")
    assert kept is not None and kept.text
    other = damaged_json(kept.text.encode(), chance).decode(errors="replace")
    kept.text = "".join(character for character in other if character.isprintable())
    return ElementTree.tostring(root)


@cache
def page() -> bytes:
    """A page on which every fact and omission of the report stands where its row says."""
    report = load_report(REPORT)
    columns = ["paragraph", "position", "printed"]
    printed = [*report.facts[columns].itertuples(), *report.omitted[columns].itertuples()]
    paragraphs: dict[int, list[str]] = {0: [report.card.title]}
    for row in sorted(printed, key=lambda row: (row.paragraph, row.position)):
        paragraphs.setdefault(row.paragraph, []).append(f"其中{row.printed}，")
    lines = (escape("".join(paragraphs.get(at, ["。"]))) for at in range(max(paragraphs) + 1))
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>".encode()


def try_folder(damage: Damage, file: str, folder: Path, chance: random.Random) -> str:
    """Check a report one of whose files is damaged."""
    good = (REPORTS_DIR / REPORT / file).read_bytes()
    (folder / "reports" / REPORT / file).write_bytes(damage(good, chance))
    form = chance.choice(["table", "csv", "json"])
    result = laicheng("check", "--reports-dir", folder / "reports", "--format", form)
    (folder / "reports" / REPORT / file).write_bytes(good)
    return fault_of(result, "not the expected ones" in result.stderr)


def try_page(folder: Path, chance: random.Random) -> str:
    """Trace a report to a damaged source, or draft one from it."""
    source = folder / chance.choice(["source.html", "source.txt", "source.mht"])
    source.write_bytes(damaged(page(), chance))
    if chance.random() < 0.5:
        result = laicheng("trace", source)
        return fault_of(result, "do not agree" in result.stderr)
    result = laicheng("new", "drafted", "--source", source, "--reports-dir", folder / "drafts")
    is_there = (folder / "drafts" / "drafted").exists()
    shutil.rmtree(folder / "drafts", ignore_errors=True)
    if is_there != (result.exit_code == 0):
        return f"exit code {result.exit_code}, and a folder is there: {is_there}"
    return fault_of(result, False)


def try_picture(damage: Damage, suffix: str, folder: Path, chance: random.Random) -> str:
    """Ask where a damaged picture came from."""
    pictures = sorted((FIGURES_DIR / REPORT).glob(f"*/*.{suffix}"))
    picture = folder / f"picture.{suffix}"
    picture.write_bytes(damage(chance.choice(pictures).read_bytes(), chance))
    result = laicheng("where", picture)
    return fault_of(result, not result.stdout.startswith("status   fresh"))


def laicheng(*arguments: object) -> Result:
    """The answer of the command."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def fault_of(result: Result, found_something: bool) -> str:
    """What is wrong with an answer: its exit code must fit what it says, and it must say it
    safely."""
    if "fault in laicheng itself" in result.stderr or "Traceback" in result.output:
        return result.stderr.strip()[-300:]
    if result.exit_code not in (0, 1, 2):
        return f"exit code {result.exit_code}: {result.stderr[-300:]}"
    if result.exit_code == 2 and (result.stdout or not result.stderr):
        return "exit code 2 with a result, or without a message"
    if result.exit_code != 2 and found_something != (result.exit_code == 1):
        return f"exit code {result.exit_code}, and something was found: {found_something}"
    if any(sequence in result.output for sequence in ("\x1b", "\x9b", "\u202e")):
        return "a control sequence that reaches the terminal"
    return ""


TRIALS: dict[str, Callable[[Path, random.Random], str]] = {
    **{file: partial(try_folder, damaged_table, file) for file in TABLES},
    CARD: partial(try_folder, damaged_json, CARD),
    "page": try_page,
    "PNG": partial(try_picture, damaged_png, "png"),
    "SVG": partial(try_picture, damaged_svg, "svg"),
}


def run_batch(seed: int) -> list[Answer]:
    """Try some inputs, which the seed decides."""
    chance, answers = random.Random(seed), []
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(REPORTS_DIR / REPORT, Path(name) / "reports" / REPORT)
        for _ in range(BATCH):
            kind, begun = chance.choice(list(TRIALS)), time.process_time()
            fault = TRIALS[kind](Path(name), chance)
            seconds = time.process_time() - begun
            slow = f"took {seconds:.0f} s" if seconds > MOST_SECONDS else ""
            answers.append(Answer(kind, fault or slow, seed))
    return answers


def run(first_seed: int, minutes: float) -> list[Answer]:
    """Try batches, as many at a time as there are cores, until the time is over."""
    end, seeds = time.monotonic() + 60 * minutes, count(first_seed)
    at_a_time = os.cpu_count() or 1
    answers: list[Answer] = []
    with ProcessPoolExecutor(at_a_time) as pool:
        while time.monotonic() < end:
            for batch in pool.map(run_batch, islice(seeds, 2 * at_a_time)):
                answers += batch
    return answers


def main() -> None:
    """Try inputs for as long as is asked for; print how many there were and what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=float, nargs="?", default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the first batch")
    chosen = parser.parse_args()
    answers = run(chosen.seed, chosen.minutes)
    faults = [answer for answer in answers if answer.fault]
    print(f"{len(answers):,} inputs in {chosen.minutes:g} minutes, from seed {chosen.seed}")
    for kind, number in Counter(answer.kind for answer in answers).most_common():
        print(f"  {kind:<18}{number:>7,}")
    print(f"{len(faults)} answers other than promised")
    for answer in faults:
        print(f"  seed {answer.seed}, {answer.kind}: {answer.fault}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

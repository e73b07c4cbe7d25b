"""How long a million claims take, from CSV files to verdicts, beside a loop of fractions and
`apply`.

Run `make benchmark-claims`. It makes a folder of the national scale (2,850 county-level units,
three kinds, a dozen years, ten claims each, of every kind and with groups), judges it, and prints
seconds, memory and ratios; and the same from files as Excel saves them, with CRLF, quotes and a
byte order mark. The baselines judge those of the same claims that they know: four kinds, without
groups.
"""

from __future__ import annotations

import csv
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import pandas as pd

from laicheng_data.checking.claims import check
from laicheng_data.facts.report import CLAIMS, FACTS, Report, load_report, resources

GROUPS = 2_850 * 3 * 12
CLAIMS_PER_GROUP = 10
NAME = re.compile("[a-z]+")
SIZES = (10_000, 100_000, GROUPS * CLAIMS_PER_GROUP)


def make_folder(folder: Path, claims: int, by_excel: bool = False, seed: int = 2016) -> None:
    """A report folder of about so many claims; one in twenty does not hold."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    facts: list[list[object]] = [[column.name for column in FACTS]]
    stated: list[list[object]] = [[column.name for column in CLAIMS]]
    for group in range(claims // CLAIMS_PER_GROUP):
        _add_group(facts, stated, f"g{group}", chance)
    for name, rows in (("facts", facts), ("claims", stated)):
        _write(folder / f"{name}.csv", rows, by_excel)
    card = {
        "name": folder.name,
        "title": "made up",
        "created": "2016-01-01T00:00:00Z",
        "sources": [{"title": "made up"}],
    }
    (folder / "datapackage.json").write_text(
        json.dumps({**card, "resources": resources()}), encoding="utf-8"
    )


def _write(path: Path, rows: list[list[object]], by_excel: bool) -> None:
    encoding, end = ("utf-8-sig", "\r\n") if by_excel else ("utf-8", "\n")
    with path.open("w", encoding=encoding, newline="") as file:
        if by_excel:
            csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
        else:
            csv.writer(file, lineterminator=end).writerows(rows)


def _add_group(
    facts: list[list[object]], stated: list[list[object]], group: str, chance: random.Random
) -> None:
    before, due = chance.randint(100, 40_000), chance.randint(100, 40_000)
    filed = chance.randint(50, due)
    unfiled, error = due - filed, chance.random() < 0.05
    numbers = {
        "before": (before, "户"), "due": (due, "户"), "filed": (filed, "户"),
        "unfiled": (unfiled + error, "户"), "change": (due - before, "户"),
        "rate": (f"{100 * filed / due + error:.2f}%", "%"),
        "short": (f"{100 * filed / due:.1f}", "%"),
        "left": (f"{100 * unfiled / due:.2f}%", ""),
        "growth": (f"{100 * (due / before - 1):.1f}", "%"),
        "decline": (f"{100 * (1 - due / before):.2f}%", "%"), "wan": (f"{due / 10_000:.2f}", "万户"),
        "times": (f"{due / before:.1f}", "倍"),
    }  # fmt: skip
    for name, (printed, unit) in numbers.items():
        facts.append(
            [f"{group}-{name}", "market_supervision", name, group, 2015, printed, unit,
             "exact", "", ""]
        )  # fmt: skip
    for number, (kind, result, operands) in enumerate(
        [
            ("share", "rate", "filed due"), ("share", "short", "filed due"),
            ("share", "left", "unfiled filed+unfiled"), ("share", "rate", "filed wan"),
            ("sum", "unfiled", "due -filed"), ("sum", "wan", "filed unfiled"),
            ("growth", "growth", "before+change before"), ("decline", "decline", "due before"),
            ("ratio", "times", "due before"), ("between", "due", "filed filed+unfiled"),
        ]
    ):  # fmt: skip
        terms = NAME.sub(lambda name: f"{group}-{name[0]}", operands)
        stated.append(
            [f"{group}-c{number}", kind, f"{group}-{result}", terms, "stated", "consistent", ""]
        )


def plain_claims(report: Report) -> pd.DataFrame:
    """The claims that the baselines know."""
    claims = report.claims[report.claims["kind"].isin(["share", "sum", "growth", "decline"])]
    return claims[~claims["operands"].str.contains("+", regex=False)]


def by_fractions(report: Report) -> list[str]:
    """The straightforward loop: fractions for the ends of every number, and a comparison for every
    claim."""
    ends = {}
    for fact, number in zip(report.facts["fact_id"], report.numbers.printed, strict=True):
        value, half = number.value, 0 if number.exact else number.unit / 2
        ends[fact] = (value - half, value + half)
    verdicts = []
    columns = ["kind", "result", "operands"]
    for kind, result, operands in plain_claims(report)[columns].itertuples(index=False):
        low, high, low_in, high_in = _by_fractions(
            kind, [(t[0] == "-", ends[t.removeprefix("-")]) for t in operands.split()]
        )
        printed_low, printed_high = ends[result]
        point = (
            printed_low == printed_high
        )  # a rounded number has the end that is farther from zero left out
        below = low < printed_high or (
            low == printed_high and low_in and (point or printed_high < 0)
        )
        above = printed_low < high or (
            printed_low == high and high_in and (point or printed_low > 0)
        )
        verdicts.append("consistent" if below and above else "inconsistent")
    return verdicts


def _by_fractions(
    kind: str, terms: list[tuple[bool, tuple[Fraction, Fraction]]]
) -> tuple[Fraction, Fraction, bool, bool]:
    """Both ends of the recomputed value, and whether each is reached."""
    if kind == "sum":
        low = sum((-high if minus else low for minus, (low, high) in terms), Fraction(0))
        high = sum((-low if minus else high for minus, (low, high) in terms), Fraction(0))
        rounded = [(minus, low != high) for minus, (low, high) in terms]
        return low, high, (True, True) not in rounded, (False, True) not in rounded
    (_, (part_low, part_high)), (_, (base_low, base_high)) = terms
    low, high, low_in, high_in = (
        part_low / base_high,
        part_high / base_low,
        base_low == base_high,
        part_low == part_high,
    )
    if kind == "decline":
        return 1 - high, 1 - low, high_in, low_in
    return (low, high, low_in, high_in) if kind == "share" else (low - 1, high - 1, low_in, high_in)


def by_apply(report: Report) -> pd.Series:
    """What a notebook does in a hurry: `DataFrame.apply` with `round` on floats."""
    values = dict(zip(report.facts["fact_id"], report.facts["value"], strict=True))
    places = {
        fact: 0 if n.exact else -n.exponent
        for fact, n in zip(report.facts["fact_id"], report.numbers.printed, strict=True)
    }

    def judged(claim: pd.Series) -> str:
        terms = [
            (-1 if name[0] == "-" else 1) * values[name.lstrip("-")]
            for name in claim["operands"].split()
        ]
        if claim["kind"] == "sum":
            value = sum(terms)
        else:
            value = {"share": 0, "growth": -1, "decline": -1}[claim["kind"]] + terms[0] / terms[1]
            value = -value if claim["kind"] == "decline" else value
        same = round(value, places[claim["result"]]) == round(
            values[claim["result"]], places[claim["result"]]
        )
        return "consistent" if same else "inconsistent"

    return plain_claims(report).apply(judged, axis=1)


def timed(function, *arguments):  # type: ignore[no-untyped-def]
    """What the function returns, and the seconds it took."""
    start = time.perf_counter()
    result = function(*arguments)
    return result, time.perf_counter() - start


def whole_run(reports_dir: str) -> None:
    """One process, from CSV files to verdicts: prints claims, seconds to read, seconds to judge,
    peak megabytes."""
    report, read = timed(load_report, "made-up", reports_dir)
    verdicts, judge = timed(check, report)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([len(verdicts), read, judge, peak]))


def run_apart(reports_dir: Path) -> tuple[int, float, float, float]:
    """A whole run in a process of its own: claims, seconds to read and to judge, peak megabytes."""
    command = [sys.executable, __file__, str(reports_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(json.loads(done.stdout))


def main() -> None:
    """Print the table and the ratios."""
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            reports_dir = Path(folder) / str(size)
            make_folder(reports_dir / "made-up", size)
            claims, read, judge, peak = run_apart(reports_dir)
            rates[size] = (read + judge) / claims
            print(
                f"{claims:>9,} claims: read {read:5.2f} s, judged {judge:5.2f} s, "
                f"peak {peak:5.0f} MB"
            )
        print(
            f"cost per claim, largest against smallest: {rates[size] / rates[SIZES[0]]:.2f} times"
        )
        make_folder(Path(folder) / "excel" / "made-up", size, by_excel=True)
        claims, read, judge, peak = run_apart(Path(folder) / "excel")
        print(f"as Excel saves them: read {read:5.2f} s, judged {judge:5.2f} s, "
              f"peak {peak:5.0f} MB, "
              f"{(read + judge) / claims / rates[size]:.2f} times the plain files")  # fmt: skip
        report = load_report("made-up", reports_dir)
    ours, ours_seconds = timed(check, report)
    plain = plain_claims(report).index
    share = len(plain) / len(ours)
    fractions, fraction_seconds = timed(by_fractions, report)
    rounded, apply_seconds = timed(by_apply, report)
    verdicts = ours["verdict"].to_numpy()[plain]
    print(f"fraction loop: {fraction_seconds / ours_seconds / share:.1f} times our time a claim, "
          f"{(verdicts != fractions).sum()} verdicts differ")  # fmt: skip
    print(f"apply and round: {apply_seconds / ours_seconds / share:.1f} times our time a claim, "
          f"{(verdicts != rounded.to_numpy()).sum()} verdicts differ")  # fmt: skip


if __name__ == "__main__":
    whole_run(sys.argv[1]) if len(sys.argv) > 1 else main()

"""How long a million claims take, from CSV files to verdicts, beside a loop of fractions and a rounding `apply`.

Run `make benchmark-claims`. It makes a folder of the national scale (2,850 county-level units, three kinds, a dozen
years, ten claims each), judges it, and prints seconds, memory and ratios. The baselines judge the
same claims.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import pandas as pd

from laicheng_data.checking.claims import check
from laicheng_data.facts.report import CLAIMS, FACTS, OMITTED, Report, load_report, resources

GROUPS = 2_850 * 3 * 12
CLAIMS_PER_GROUP = 10
SIZES = (10_000, 100_000, GROUPS * CLAIMS_PER_GROUP)


def make_folder(folder: Path, claims: int) -> None:
    """A report folder of about so many claims; one in twenty does not hold."""
    chance = random.Random(2016)
    folder.mkdir(parents=True)
    header = {name: ",".join(column.name for column in columns) + "\n"
              for name, columns in (("facts", FACTS), ("claims", CLAIMS), ("omitted", OMITTED))}  # fmt: skip
    with (
        (folder / "facts.csv").open("w", encoding="utf-8") as facts,
        (folder / "claims.csv").open("w") as stated,
    ):
        facts.write(header["facts"])
        stated.write(header["claims"])
        for group in range(claims // CLAIMS_PER_GROUP):
            _write_group(facts, stated, f"g{group}", chance)
    (folder / "omitted.csv").write_text(header["omitted"], encoding="utf-8")
    card = {
        "name": folder.name,
        "title": "made up",
        "created": "2016-01-01T00:00:00Z",
        "sources": [{"title": "made up"}],
    }
    (folder / "datapackage.json").write_text(
        json.dumps({**card, "resources": resources()}), encoding="utf-8"
    )


def _write_group(facts, stated, group: str, chance: random.Random) -> None:  # type: ignore[no-untyped-def]
    before, due = chance.randint(100, 40_000), chance.randint(100, 40_000)
    filed = chance.randint(50, due)
    unfiled, error = due - filed, chance.random() < 0.05
    numbers = {
        "before": before, "due": due, "filed": filed, "unfiled": unfiled + error,
        "rate": f"{100 * filed / due + error:.2f}%", "short": f"{100 * filed / due:.1f}%",
        "left": f"{100 * unfiled / due:.2f}%", "growth": f"{100 * (due / before - 1):.1f}%",
        "decline": f"{100 * (1 - due / before):.2f}%", "wan": f"{due / 10_000:.2f}万",
    }  # fmt: skip
    for name, printed in numbers.items():
        facts.write(
            f"{group}-{name},market_supervision,{name},enterprise,2015,{printed},,exact,,\n"
        )
    for number, (kind, result, operands) in enumerate(
        [
            ("share", "rate", "filed due"), ("share", "short", "filed due"), ("share", "left", "unfiled due"),
            ("share", "rate", "filed wan"), ("sum", "unfiled", "due -filed"), ("sum", "due", "filed unfiled"),
            ("growth", "growth", "due before"), ("decline", "decline", "due before"), ("sum", "wan", "filed unfiled"),
            ("sum", "filed", "due -unfiled"),
        ]
    ):  # fmt: skip
        terms = " ".join(
            ("-" if t[0] == "-" else "") + f"{group}-{t.lstrip('-')}" for t in operands.split()
        )
        stated.write(f"{group}-c{number},{kind},{group}-{result},{terms},stated,consistent,\n")


def by_fractions(report: Report) -> list[str]:
    """The straightforward loop: fractions for the ends of every number, and a comparison for every claim."""
    ends = {}
    for fact, number in zip(report.facts["fact_id"], report.numbers.printed, strict=True):
        value, half = number.value, 0 if number.exact else number.unit / 2
        ends[fact] = (value - half, value + half)
    verdicts = []
    for kind, result, operands in report.claims[["kind", "result", "operands"]].itertuples(
        index=False
    ):
        low, high, low_in, high_in = _by_fractions(
            kind, [(t[0] == "-", ends[t.lstrip("-")]) for t in operands.split()]
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

    return report.claims.apply(judged, axis=1)


def timed(function, *arguments):  # type: ignore[no-untyped-def]
    """What the function returns, and the seconds it took."""
    start = time.perf_counter()
    result = function(*arguments)
    return result, time.perf_counter() - start


def whole_run(reports_dir: str) -> None:
    """One process, from CSV files to verdicts: prints claims, seconds to read, seconds to judge, peak megabytes."""
    report, read = timed(load_report, "made-up", reports_dir)
    verdicts, judge = timed(check, report)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([len(verdicts), read, judge, peak]))


def main() -> None:
    """Print the table and the ratios."""
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            reports_dir = Path(folder) / str(size)
            make_folder(reports_dir / "made-up", size)
            run = subprocess.run(
                [sys.executable, __file__, str(reports_dir)],
                capture_output=True,
                text=True,
                check=True,
            )
            claims, read, judge, peak = json.loads(run.stdout)
            rates[size] = (read + judge) / claims
            print(
                f"{claims:>9,} claims: read {read:5.2f} s, judged {judge:5.2f} s, peak {peak:5.0f} MB"
            )
        print(
            f"cost per claim, largest against smallest: {rates[SIZES[-1]] / rates[SIZES[0]]:.2f} times"
        )
        report = load_report("made-up", Path(folder) / str(SIZES[-1]))
    ours, ours_seconds = timed(check, report)
    fractions, fraction_seconds = timed(by_fractions, report)
    rounded, apply_seconds = timed(by_apply, report)
    print(f"fraction loop: {fraction_seconds / ours_seconds:.1f} times our time, "
          f"{(ours['verdict'] != fractions).sum()} verdicts differ")  # fmt: skip
    print(f"apply and round: {apply_seconds / ours_seconds:.1f} times our time, "
          f"{(ours['verdict'].to_numpy() != rounded.to_numpy()).sum()} verdicts differ")  # fmt: skip


if __name__ == "__main__":
    whole_run(sys.argv[1]) if len(sys.argv) > 1 else main()

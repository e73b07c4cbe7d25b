"""The facts that claims name, as arrays: `2016-new+-2016-more 2015-all` read a million times
over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from laicheng_data.facts.faults import MOST_FAULTS_KEPT, Fault, Nearest
from laicheng_data.facts.kinds import KINDS

_FILE = "claims.csv"
_LINE_END, _PLUS, _MINUS = map(ord, "\n+-")  # + is the last of what stands between terms
_TO_SPACES = {_LINE_END: " ", _PLUS: " "}


class Terms(NamedTuple):
    """The claims' facts by their row in the facts table, -1 for an unknown one.

    `result` has one entry a claim; the others one a term, in order: `operand` is its fact, `sign`
    is -1 where it is subtracted, `claim` the row of its claim, and `slot` the operand of the claim
    that it is part of, counted from 0: terms joined by + share one.
    """

    result: NDArray[np.intp]
    operand: NDArray[np.intp]
    sign: NDArray[np.int64]
    claim: NDArray[np.intp]
    slot: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many terms each claim has."""
        return np.bincount(self.claim, minlength=len(self.result))

    @property
    def operands(self) -> NDArray[np.intp]:
        """How many operands each claim has."""
        first = np.ones(len(self.claim), bool)
        first[1:] = (np.diff(self.claim) != 0) | (np.diff(self.slot) != 0)
        return np.bincount(self.claim[first], minlength=len(self.result))


def names_of_others(claims: pd.DataFrame, report_id: str) -> list[str]:
    """The facts of other reports that the claims name, such as `spc-2015:cases-closed`."""
    operands = [cell for cell in claims["operands"] if ":" in cell]
    named = [term.removeprefix("-") for cell in operands for term in cell.replace("+", " ").split()]
    others = dict.fromkeys(name for name in named if ":" in name)
    return [name for name in others if not name.startswith(f"{report_id}:")]


def read_terms(claims: pd.DataFrame, fact_ids: pd.Series, report_id: str = "") -> Terms:
    """The terms of well-formed claims. The first of two facts with one id counts."""
    rows = pd.Index(fact_ids)
    if not rows.is_unique:
        unnamed = [f"\0{place}" for place in range(len(rows))]
        rows = pd.Index(fact_ids.mask(fact_ids.duplicated(), unnamed))
    text = "\n".join(claims["operands"])
    written = np.frombuffer(f"\n{text}\n".encode(), np.uint8)
    ends = np.flatnonzero(written <= _PLUS)
    followed = np.diff(ends) > 1  # by a term
    before = ends[:-1][followed]
    claim = np.cumsum(written[ends[:-1]] == _LINE_END)[followed] - 1
    place = np.cumsum(written[before] != _PLUS) - 1
    first = np.flatnonzero(np.diff(claim, prepend=-1))
    counts = np.diff(first, append=len(claim))
    bare = f" {text.translate(_TO_SPACES)}".replace(" -", " ")
    if ":" in text:
        bare = bare.replace(f" {report_id}:", " ")
    return Terms(
        rows.get_indexer(claims["result"]),
        rows.get_indexer(pd.Index(bare.split(), dtype=object)),
        np.where(written[before + 1] == _MINUS, -1, 1),
        claim,
        place - np.repeat(place[first], counts),
    )


def claim_faults(
    report_id: str,
    claims: pd.DataFrame,
    terms: Terms,
    known: pd.Series,
    others: dict[str, tuple[str, str]],
) -> Iterator[Fault]:
    """What is wrong with the claims; only those that may be wrong are looked at one by one.

    `others` says what is wrong with, and how to mend, facts of other reports that are not there.
    """
    suspect = (terms.result < 0) | (
        (claims["expect"] != "consistent") & (claims["remark"] == "")
    ).to_numpy()
    wrong = (terms.operand < 0) | (terms.operand == terms.result[terms.claim])
    suspect[terms.claim[wrong]] = True
    operands = terms.operands
    lone = _are_single(terms) & (terms.sign < 0)
    kinds = pd.Index(list(KINDS)).get_indexer(claims["kind"])
    for place, kind in enumerate(KINDS.values()):
        of_kind = kinds == place
        many = len(claims) + 1 if kind.most is None else kind.most
        suspect |= of_kind & (operands != 0) & ((operands < kind.fewest) | (operands > many))
        if not kind.lone_minus:
            suspect[terms.claim[lone & of_kind[terms.claim]]] = True
    if not suspect.any():
        return
    names = set(known)
    nearest = Nearest(known.tolist(), "add the fact, or name another")
    columns = ["kind", "result", "operands", "expect", "remark"]
    own = f"{report_id}:"
    found = (
        fault
        for row, claim in claims.loc[suspect, columns].iterrows()
        for fault in _faults_of_claim(row, claim, own, names, nearest, others)
    )
    yield from islice(found, MOST_FAULTS_KEPT)


def _are_single(terms: Terms) -> NDArray[np.bool_]:
    """Whether a term is an operand by itself."""
    starts = np.ones(len(terms.claim) + 1, bool)
    starts[1:-1] = (np.diff(terms.claim) != 0) | (np.diff(terms.slot) != 0)
    return starts[:-1] & starts[1:]


def _faults_of_claim(
    row: int,
    claim: pd.Series,
    own: str,
    known: set[str],
    nearest: Nearest,
    others: dict[str, tuple[str, str]],
) -> Iterator[Fault]:
    kind, result, operands, expect, remark = claim

    def fault(column: str, value: str, problem: str, fix: str) -> Fault:
        return Fault(_FILE, row, column, value, problem, fix)

    terms = operands.replace("+", " ").split()
    named = [term.removeprefix("-").removeprefix(own) for term in terms]
    if result not in known:
        yield fault("result", result, "is not a fact_id of facts.csv", nearest(result))
    for name in named:
        if name in others:
            yield fault("operands", name, *others[name])
        elif ":" not in name and name not in known:
            yield fault("operands", name, "is not a fact_id of facts.csv", nearest(name))
    if result in named:
        fix = "name the facts it is computed from"
        yield fault("operands", result, "is the result itself", fix)
    of_kind, count = KINDS.get(kind), len(operands.split())
    if of_kind is None:
        return
    if not of_kind.admits(count):
        problem = f"are {count} where {kind} takes {of_kind.wanted}"
        yield fault("operands", operands, problem, f"name {of_kind.takes}, or none")
    alone = [term for term in operands.split() if "+" not in term]
    if not of_kind.lone_minus and any(term.startswith("-") for term in alone):
        yield fault("operands", operands, f"has a sign, which {kind} does not take", "drop the -")
    if expect != "consistent" and not remark:
        problem = f"is empty where {expect} is expected"
        yield fault("remark", remark, problem, "say why in one sentence")

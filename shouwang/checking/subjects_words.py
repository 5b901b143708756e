"""The words by which reports say what a number is of, read from ``data/checking_words.toml``.

A *term* is a notion whatever its spelling: 体温检测 and 测温 are one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from shouwang.orgs.kinds import ELDERLY_HOMES, INSTITUTIONS

NOW, NEW, CUM = "now", "new", "cum"
RESIDENT, STAFF, ON_ROLL, IN_HOUSE = "resident", "staff", "on_roll", "in_house"
ALL_KINDS = frozenset(map(str, INSTITUTIONS))
_GROUPS = {"all": ALL_KINDS, "homes": frozenset(map(str, ELDERLY_HOMES))}

Sort = Literal[
    "term", "kind", "filler", "part", "shared_out", "share", "norm", "area", "before", "step",
    "place", "number", "date", "cut", "other",
]  # fmt: skip


@dataclass(frozen=True)
class Word:
    """What a spelling says: ``terms`` of a subject, ``kinds`` it is limited to, ``step`` ±1."""

    sort: Sort
    terms: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None
    step: int = 0


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Word]:
    """Return every spelling with what it says; of two meanings the more telling one."""
    told = _told()
    found: dict[str, Word] = {}
    words = told["words"]
    for sort in ("filler", "part", "shared_out", "share", "norm", "area", "before"):
        found |= dict.fromkeys(words[sort].split(), Word(sort))
    found |= dict.fromkeys(words["rise"].split(), Word("step", step=1))
    found |= dict.fromkeys(words["fall"].split(), Word("step", step=-1))
    for line in told["kinds"]:
        found |= dict.fromkeys(line["spelt"].split(), Word("kind", kinds=_kinds(line)))
    for term, spelt in told["terms"].items():
        found |= dict.fromkeys(spelt.split(), Word("term", frozenset({term})))
    for name, terms in (("who", {RESIDENT}), ("in_house_who", {IN_HOUSE, RESIDENT})):
        for line in told[name]:
            word = Word("term", frozenset(terms), _kinds(line))
            found |= dict.fromkeys(line["spelt"].split(), word)
    return found


@lru_cache(maxsize=1)
def acts() -> tuple[str, ...]:
    """Return verbs whose object's number is one of the deed, not of a record: 走访, 发放."""
    return tuple(_told()["words"]["act"].split())


def same_measure(one: str, other: str) -> bool:
    """Return whether two measure words count the same thing: 名 and 人, 个 and 家."""
    return one == other or any({one, other} <= group for group in _alike())


@lru_cache(maxsize=1)
def _alike() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in _told()["measures"]["alike"])


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "checking_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _kinds(line: dict[str, Any]) -> frozenset[str]:
    named = (_GROUPS.get(kind, frozenset({kind})) for kind in line["kinds"])
    return frozenset[str]().union(*named)

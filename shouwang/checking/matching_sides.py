"""What the words on one side of a number say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shouwang.checking.matching_tokens import Token
from shouwang.checking.subjects_words import ALL_KINDS, NEW, NOW

_JOINS = {"、", "和", "及", "与", "以及"}
_PREDICATE = {"均", "都", "均为", "全部"}
_WHOSE = ("place", "area", "filler")
_WEAK_STEPS = {"多", "少"}  # 比昨日少3人; alone they say nothing
_UNTOLD = frozenset(" ·（）()：:、“”\"'‘’")


@dataclass
class Side:
    """Terms, kinds of unit, places and periods on one side, and what was not understood.

    ``loose`` are words not understood before the last that was, ``close`` those between it and the
    number: they are what the number is of, or narrow it. ``said`` is the last run of known words as
    it is written.
    """

    terms: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None
    unit_kinds: frozenset[str] | None = None
    is_any_unit: bool = False
    places: list[Token] = field(default_factory=list)
    mentions: list[Token] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    fillers: set[str] = field(default_factory=set)
    step: int = 0
    loose: str = ""
    close: str = ""
    said: str = ""

    @property
    def notions(self) -> frozenset[str]:
        """Return the terms that say what is counted, not when."""
        return self.terms - {NOW, NEW}

    @property
    def is_silent(self) -> bool:
        """Return whether nothing on this side says what is counted."""
        return not self.notions and not self.close


def side(tokens: Sequence[Token], measure: str = "") -> Side:
    """Return what tokens say, read towards the number: the last one stands next to it."""
    told = Side()
    before = ""
    for token in tokens:
        word = token.word
        if token.sort == "term":
            told.said = (told.said if before == "term" else "") + token.text
        before = token.sort
        if token.sort == "other":
            if token.text not in _UNTOLD and token.text != measure:
                told.close += token.text
            continue
        if token.sort == "cut":
            continue
        if token.sort in ("term", "kind", "place", "area"):
            told.loose, told.close = told.loose + told.close, ""
        if token.sort == "term" and word:
            told.terms |= word.terms
            if word.kinds is not None:
                told.kinds = _narrowed(told.kinds, word.kinds)
        elif token.sort == "kind" and word and word.kinds is not None:
            if word.kinds == ALL_KINDS:
                told.is_any_unit = True
            else:
                told.kinds = _narrowed(told.kinds, word.kinds)
                told.unit_kinds = word.kinds
        elif token.sort == "filler":
            told.fillers.add(token.text)
        elif token.sort in ("place", "area"):
            told.places.append(token)
        elif token.sort == "date" and token.mention:
            told.mentions.append(token)
        elif token.sort == "step" and word:
            if token.text in _WEAK_STEPS and "before" not in told.marks:
                continue
            told.step = word.step
        told.marks.add(token.sort)
    return told


def until_predicate(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens behind a number before a word that opens another statement (均, 全部)."""
    kept: list[Token] = []
    for token in tokens:
        if token.text in _PREDICATE or token.sort in ("share", "before"):
            break
        kept.append(token)
    return kept


def groups(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens before 分别 as the things that the numbers behind it are shared out to."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort == "shared_out":
            break
        if token.text in _JOINS:
            found.append([])
        else:
            found[-1].append(token)
    told = [group for group in found if any(t.sort in ("term", "place", "kind") for t in group)]
    tail = [t for t in told[-1] if t.sort not in _WHOSE] if told else []
    if any(t.sort == "term" for t in tail) and all(
        t.sort in _WHOSE for group in told[:-1] for t in group
    ):  # 棠宁区、砚宁县在院分别为: what is said last is of all
        told = [[*group, *tail] for group in told[:-1]] + told[-1:]
    mixed = any(t.sort == "place" for g in told for t in g) and any(
        all(t.sort in _WHOSE for t in group) for group in told
    )
    return [] if mixed and not all(all(t.sort in _WHOSE for t in g) for g in told) else told


def behind_shared_out(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens behind 分别: what all of the numbers have in common."""
    at = max(n for n, token in enumerate(tokens) if token.sort == "shared_out")
    return list(tokens[at + 1 :])


def _narrowed(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return one or other
    return one & other or one | other

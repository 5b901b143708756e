"""What numbers may be of, and which of it a set of terms means. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from shouwang.checking.subjects_words import (
    CUM,
    IN_HOUSE,
    NEW,
    NOW,
    ON_ROLL,
    RESIDENT,
    STAFF,
    Word,
    lexicon,
)

STOCK, FLOW, CUMULATIVE = "stock", "flow", "cumulative"
STATE, RATE, UNITS, SHARE = "state", "rate", "units", "share"
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_LOOSE = re.compile(r"[\s：:，,、；;。“”\"'‘’《》]+")
_TODAY = re.compile(r"今日|当日|本日|今天|本周")


@dataclass(frozen=True)
class Target:
    """Something that a number may be of: a figure, a sum of figures, a state of the reports.

    ``code`` is what the answer names it by. ``figures`` are ids of figures whose sum it is;
    ``series`` the ids of the series that ask for it with the kinds of unit that owe them.
    """

    code: str
    zh: str
    measure: str
    nature: str
    figures: tuple[int, ...] = ()
    series: Mapping[int, frozenset[str]] = field(default_factory=dict, hash=False, compare=False)
    labels: tuple[str, ...] = ()
    implied: frozenset[str] = frozenset()
    decimals: int = 0
    aggregate: str = "sum"

    def optional(self) -> frozenset[str]:
        """Return terms of a label that a text may leave out."""
        found = {NOW} if self.nature in (STOCK, STATE) else {NEW} if self.nature == FLOW else set()
        return frozenset(found)

    def allowed(self, terms: frozenset[str]) -> frozenset[str]:
        """Return terms that a text may add to a label of these terms and mean the same."""
        found = {NOW, *self.implied}
        if self.nature == FLOW:
            found |= {NEW, CUM}
        if self.nature == CUMULATIVE:
            found.add(CUM)
        if RESIDENT in terms | self.implied:
            found.add(IN_HOUSE)
        return frozenset(found)


@dataclass(frozen=True)
class Fit:
    """How a label fits: ``missing`` terms the text does not say, ``extra`` ones it adds."""

    target: Target
    shared: int
    missing: frozenset[str] = frozenset()
    extra: frozenset[str] = frozenset()

    @property
    def is_exact(self) -> bool:
        """Return whether text and label say the same."""
        return not self.missing and not self.extra


class Subjects:
    """All targets of a check with the words of their labels."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self.targets = list(targets)
        self.words: dict[str, Word] = dict(lexicon())
        self._labels: list[tuple[frozenset[str], Target]] = []
        for target in self.targets:
            for label in target.labels:
                terms = self._learn(label)
                if terms:
                    self._labels.append((terms, target))

    @cached_property
    def by_code(self) -> dict[str, Target]:
        """Return targets by code."""
        return {target.code: target for target in self.targets}

    @cached_property
    def openings(self) -> dict[str, list[int]]:
        """Return for each first character the lengths of the words it opens, longest first."""
        found: dict[str, set[int]] = {}
        for word in self.words:
            found.setdefault(word[0], set()).add(len(word))
        return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}

    def word_at(self, text: str, at: int) -> tuple[str, Word] | None:
        """Return the longest known word that stands at a place."""
        for length in self.openings.get(text[at], ()):
            if (word := text[at : at + length]) in self.words:
                return word, self.words[word]
        return None

    def _learn(self, label: str) -> frozenset[str]:
        """Return the terms of a label; what is in no list becomes a word of its own."""
        bare = _LOOSE.sub("", _TODAY.sub("", _BRACKETS.sub("", label)))
        if bare in lexicon() and lexicon()[bare].sort == "term":
            return lexicon()[bare].terms
        terms: set[str] = set()
        unknown, at = "", 0
        base = lexicon()
        while at <= len(bare):
            size = next(
                (n for n in range(min(12, len(bare) - at), 0, -1) if bare[at : at + n] in base), 0
            )
            known = base[bare[at : at + size]] if size else None
            if unknown and (at == len(bare) or (known and (size > 1 or known.sort == "term"))):
                self.words.setdefault(unknown, Word("term", frozenset({f"={unknown}"})))
                terms |= self.words[unknown].terms
                unknown = ""
            if at == len(bare):
                break
            if known and (size > 1 or not unknown):
                terms |= known.terms
            else:
                unknown, size = unknown + bare[at], 1
            at += size
        return frozenset(terms)

    def fits(self, terms: frozenset[str]) -> list[Fit]:
        """Return the targets that terms may mean, the best first; none is better than a guess.

        Exact ones stand alone if there are any: those that share most.
        """
        found: dict[str, Fit] = {}
        for label, target in self._labels:
            fit = _fit(label, target, terms)
            if fit is None:
                continue
            other = found.get(target.code)
            if other is None or _rank(fit) < _rank(other):
                found[target.code] = fit
        ranked = sorted(found.values(), key=_rank)
        if ranked and ranked[0].is_exact:
            return [f for f in ranked if f.is_exact and f.shared == ranked[0].shared]
        return [f for f in ranked if not (f.missing and f.extra)]


def _fit(label: frozenset[str], target: Target, terms: frozenset[str]) -> Fit | None:
    shared = label & terms
    if not shared - {NOW, NEW, CUM, RESIDENT, STAFF} and not label <= terms | {ON_ROLL}:
        # 职工 alone is the staff on roll; 新增 alone is nothing
        return None
    optional = target.optional() | ({ON_ROLL} if STAFF in label else frozenset())
    missing = label - terms - optional
    extra = terms - label - target.allowed(label)
    return Fit(target, len(shared), missing, extra)


def _rank(fit: Fit) -> tuple[int, int, int]:
    return (len(fit.missing) + len(fit.extra), -fit.shared, len(fit.extra))

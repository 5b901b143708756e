"""The annotated sentences: read them, and count what the checker gets right on them.

How the files are written is told in tests/data/checking/README.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from shouwang.checking.marks import Found, Places, Remark
from shouwang.orgs.models import Unit

FOLDER = Path(__file__).resolve().parents[1] / "data" / "checking"
DEV, HELD_OUT = FOLDER / "dev.txt", FOLDER / "held_out.txt"
PLACES = Places(
    own=frozenset(
        [
            "澜川市",
            "棠宁区",
            "槐津区",
            "荻汀市",
            "穗原县",
            "榆埠县",
            "砚宁县",
            "柘陵县",
            "蘅坪县",
            "澜川经济开发区",
        ]
    ),
    others=frozenset({"泊陵市", "云汀县", "临渟区"}),
)
_MARK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Wanted:
    """One number as a person annotated it."""

    start: int
    end: int
    text: str
    kind: str
    value: Decimal | None
    high: Decimal | None
    approx: bool
    measure: str | None
    figure: str | None
    status: str | None


@dataclass(frozen=True)
class Sentence:
    """One annotated sentence: plain text, its numbers, what the lint must say (rule, text)."""

    id: str
    text: str
    numbers: tuple[Wanted, ...]
    lint: tuple[tuple[str, str], ...]


def read(path: Path) -> list[Sentence]:
    """Return the sentences of a file in their order."""
    entries: list[tuple[str, list[tuple[str, str]]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("  lint "):
            rule, _, text = line.removeprefix("  lint ").partition(": ")
            entries[-1][1].append((rule, text))
        elif line.strip() and not line.startswith("#"):
            entries.append((line, []))
    return [_sentence(line, lint) for line, lint in entries]


def documents(path: Path) -> list[Sentence]:
    """Return the whole texts of a file: each begins with a line of @, its id, unit and day."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n@ ")[1:]:
        head, _, body = block.partition("\n")
        lines = [line for line in body.splitlines() if line.strip()]
        lint = [line.removeprefix("  lint ") for line in lines if line.startswith("  lint ")]
        marked = "\n".join(line for line in lines if not line.startswith("  lint "))
        told = [(rule, text) for rule, _, text in (one.partition(": ") for one in lint)]
        found.append(_sentence(f"{head.split()[0]} {marked}", told))
    return found


def _sentence(line: str, lint: list[tuple[str, str]]) -> Sentence:
    name, _, marked = line.partition(" ")
    plain, numbers, last = "", [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[last : mark.start()]
        numbers.append(_wanted(mark.group(1), len(plain)))
        plain += numbers[-1].text
        last = mark.end()
    return Sentence(name, plain + marked[last:], tuple(numbers), tuple(lint))


def _wanted(inside: str, start: int) -> Wanted:
    text, kind, value, measure, figure, status = (*inside.split("|"), *[""] * 5)[:6]
    low, _, high = value.lstrip("~").partition("..")
    return Wanted(
        start=start,
        end=start + len(text),
        text=text,
        kind={"q": "quantity"}.get(kind, kind),
        value=Decimal(low) if low not in ("", "?") else None,
        high=Decimal(high) if high else None,
        approx=value.startswith("~") or bool(high),
        measure=measure or None,
        figure=figure or None,
        status=status or None,
    )


@dataclass
class Score:
    """True and false findings: precision is right ÷ told, recall right ÷ wanted."""

    right: int = 0
    told: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Return the part of what was told that is right; 1 where nothing was told."""
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """Return the part of what was wanted that was told; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    def add(self, told: Iterable[object], wanted: Iterable[object]) -> None:
        """Count one sentence; findings are equal or wrong, there is nothing between."""
        told, wanted = Counter(told), Counter(wanted)
        self.right += (told & wanted).total()
        self.told += told.total()
        self.wanted += wanted.total()


def number_scores(pairs: Iterable[tuple[Sentence, list[Found]]]) -> dict[str, Score]:
    """Score finding (the very span), kind (span and kind), value and measure (of quantities)."""
    scores = {name: Score() for name in ("finding", "kind", "value", "measure")}
    for sentence, found in pairs:
        for name, key in _KEYS.items():
            every = name in ("finding", "kind")
            scores[name].add(
                [key(one) for one in found if every or one.kind == "quantity"],
                [key(one) for one in sentence.numbers if every or one.kind == "quantity"],
            )
    return scores


def lint_score(pairs: Iterable[tuple[Sentence, list[Remark]]]) -> Score:
    """Score remarks by rule and text."""
    score = Score()
    for sentence, remarks in pairs:
        score.add([(one.rule, one.text) for one in remarks], sentence.lint)
    return score


_KEYS = {
    "finding": lambda one: (one.start, one.end),
    "kind": lambda one: (one.start, one.end, one.kind),
    "value": lambda one: (one.start, one.value, one.high, one.approx),
    "measure": lambda one: (one.start, one.measure),
}


@dataclass
class MatchScore:
    """What the matcher got right: ``wrong`` and ``false_equal`` name sentence and number."""

    figures_right: int = 0
    figures_wanted: int = 0
    statuses_right: int = 0
    statuses_wanted: int = 0
    wrong: list[tuple[str, ...]] = field(default_factory=list)
    false_equal: list[tuple[str, str]] = field(default_factory=list)


def match_score(sentences: Iterable[Sentence], check: Callable[[Any, str], Any]) -> MatchScore:
    """Score figures and statuses of quantities; ``check(unit, text)`` answers with its marks.

    Sentences whose id begins with n are of 棠宁区, the others of 澜川市.
    """
    score = MatchScore()
    units = {code: Unit.objects.get(code=code) for code in ("LC", "LC/TN")}
    for sentence in sentences:
        unit = units["LC/TN" if sentence.id.startswith("n") else "LC"]
        marks = {mark.found.start: mark for mark in check(unit, sentence.text).marks}
        for number in sentence.numbers:
            if number.kind == "quantity" and number.status is not None:
                _score_match(score, sentence.id, number, marks.get(number.start))
    return score


def _score_match(score: MatchScore, name: str, number: Wanted, mark: Any) -> None:
    status, code = (mark.status, mark.code) if mark else (None, None)
    score.statuses_wanted += 1
    score.statuses_right += status == number.status
    if number.figure is not None:
        score.figures_wanted += 1
        score.figures_right += code == number.figure
    if status != number.status or (number.figure is not None and code != number.figure):
        score.wrong.append((name, number.text, f"{code} {status}"))
    if status == "equal" and number.status != "equal":
        score.false_equal.append((name, number.text))

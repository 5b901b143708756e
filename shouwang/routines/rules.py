"""What is due when, and how a typed list of places is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

DONE, DUE, MISSED, NONE = "done", "due", "missed", "none"

MOST_PLACES = 500
LONGEST_NAME = 40
LONGEST_FLOOR = 20
_HEAD = re.compile(r"^(?P<floor>[^：:]{1,40})[：:](?P<rest>.*)$")
_PLATE = r"[\u4e00-\u9fff][A-Z][A-Z0-9]{4,6}"
# a blank parts two places, but not a vehicle from its plate
_BETWEEN = re.compile(rf"[、，,；;\t]+|(?<=[^a-zA-Z])\s+(?=[^a-zA-Z])(?!{_PLATE})")
_NUMBERS = re.compile(
    r"^(?P<head>\D*?)(?P<first>\d{1,5})\s*[-–—~～至到]\s*(?P<last>\d{1,5})(?P<tail>\D*)$"
)
_BARE_NUMBER = re.compile(r"^[A-Za-z]?\d{1,5}[A-Za-z]?$")
LONGEST_RUN = 100


@dataclass(frozen=True)
class Frequency:
    """How often: ``rounds`` within the hours of use, or once in every ``hours``."""

    rounds: int = 0
    hours: Decimal | None = None

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing is asked for."""
        return self.rounds <= 0 and not self.hours


@dataclass(frozen=True)
class Standing:
    """How one place stands at a moment: a word of ours, times done and due that day, those that
    are missed by now, and by when the next is due (None: no more today)."""

    state: str
    done: int
    due: int
    missed: int
    next_by: datetime | None


@dataclass(frozen=True)
class Typed:
    """One place as it was typed."""

    name: str
    floor: str
    kind: str


def deadlines(since: datetime, until: datetime, often: Frequency) -> list[datetime]:
    """Return the moments by which each round of a day is due.

    Rounds are spread evenly between ``since`` and ``until``; with hours there is one at the end of
    each whole span of that many hours.
    """
    if often.is_nothing or until <= since:
        return []
    if often.hours:
        step = timedelta(hours=float(often.hours))
        spans = (until - since) // step
        return [since + step * (n + 1) for n in range(spans)]
    step = (until - since) / often.rounds
    return [since + step * (n + 1) for n in range(often.rounds)]


def standing(
    done: Sequence[datetime], by: Sequence[datetime], often: Frequency, now: datetime
) -> Standing:
    """Return how a place stands that was done at ``done`` and is due by ``by``, at ``now``.

    Of "twice a day" a round that was late makes up for the one missed. Of "every two hours" it
    does not: each span asks for its own.
    """
    if not by:
        return Standing(DONE if done else NONE, len(done), 0, 0, None)
    kept = _kept_spans(done, by) if often.hours else _kept_in_order(done, by)
    passed = [n for n, moment in enumerate(by) if moment <= now]
    missed = sum(1 for n in passed if n not in kept)
    ahead = [moment for n, moment in enumerate(by) if n not in kept and moment > now]
    current = len(passed)
    on_time = current in kept or current == len(by)
    state = MISSED if missed else DONE if on_time else DUE
    return Standing(state, len(done), len(by), missed, ahead[0] if ahead else None)


def _kept_in_order(done: Sequence[datetime], by: Sequence[datetime]) -> set[int]:
    return set(range(min(len(done), len(by))))


def _kept_spans(done: Sequence[datetime], by: Sequence[datetime]) -> set[int]:
    kept = set()
    for moment in done:
        number = next((n for n, end in enumerate(by) if moment <= end), None)
        if number is not None:
            kept.add(number)
    return kept


def places_of(text: str, words: Sequence[tuple[str, tuple[str, ...]]], other: str) -> list[Typed]:
    """Return the places of a typed list: a line is one place, or a floor with its places.

    ``二楼：201-206、走廊`` are seven places of one floor; ``食堂`` is one without a floor. A run of
    numbers is written out (at most ``LONGEST_RUN``). The kind is guessed from the name's words; a
    bare number is a room. Doubles within the text stand once.
    """
    found: dict[tuple[str, str], Typed] = {}
    for line in text.splitlines():
        head = _HEAD.match(line.strip())
        floor = head["floor"].strip()[:LONGEST_FLOOR] if head else ""
        for name in _names(head["rest"] if head else line):
            typed = Typed(name[:LONGEST_NAME], floor, _kind_of(name, words, other))
            found.setdefault((typed.floor, typed.name), typed)
    return list(found.values())


def _names(text: str) -> list[str]:
    names: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        run = _NUMBERS.match(part)
        if run and 0 < int(run["last"]) - int(run["first"]) < LONGEST_RUN:
            width = len(run["first"])
            names += [
                f"{run['head']}{number:0{width}d}{run['tail']}"
                for number in range(int(run["first"]), int(run["last"]) + 1)
            ]
        else:
            names.append(part)
    return names


def _kind_of(name: str, words: Sequence[tuple[str, tuple[str, ...]]], other: str) -> str:
    if _BARE_NUMBER.match(name):
        return "room"
    if re.search(rf"{_PLATE}$", name):
        return "vehicle"
    return next((kind for kind, told in words if any(word in name for word in told)), other)

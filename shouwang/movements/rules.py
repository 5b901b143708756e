"""Decisions about movements and isolation: plain Python, no database, no clock.

Sources: systems.md C5 and C6; 14日隔离观察 with two checks a day and a signed release (domain.md
§1): both numbers are parameters that are handed in, never written here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# what leads out of the house and back again
OUTINGS = frozenset({"medical", "leave"})
# what leads into the house: whoever comes is isolated first
ENTRIES = frozenset({"return", "admission"})
# what somebody under observation does not do without the director's own word; a physician and a
# hospital come first always
KEPT_IN = frozenset({"leave", "transfer", "discharge"})
# what ends a stay
EXITS = frozenset({"transfer", "discharge", "death"})
# who may go first and be approved afterwards: a person in need of a hospital, nobody else
EMERGENCIES = frozenset({"medical"})
# the measure that suspends a kind; an outing to a physician is never suspended, nor is leaving
# for good (只出不进)
MEASURES: Mapping[str, str] = {
    "leave": "leave",
    "return": "return",
    "admission": "admission",
    "transfer": "transfer",
}

WAITING, APPROVED, REFUSED, OUT, DONE, WITHDRAWN = (
    "waiting",
    "approved",
    "refused",
    "out",
    "done",
    "withdrawn",
)
# what decides nothing any more
CLOSED = frozenset({REFUSED, DONE, WITHDRAWN})


def may_go_first(kind: str) -> bool:
    """Say whether a movement of this kind may go first and be approved afterwards (补批)."""
    return kind in EMERGENCIES


def at_entry(strength: str | None, *, is_exempt: bool, is_emergency: bool) -> str:
    """Return ``free``, ``special`` (a superior must approve, 特批) or ``refused``.

    ``strength`` is that of the measure that suspends this kind here and now, None where nothing
    does: 一律 (absolute) lets nobody through, 原则上 (principle) those with a special approval.
    """
    if strength is None or is_exempt or is_emergency:
        return "free"
    return "special" if strength == "principle" else "refused"


def may_decide(state: str, *, is_decided: bool) -> bool:
    """Say whether a request can be approved or refused: waiting, or gone first and not decided."""
    return not is_decided and state in {WAITING, OUT, DONE}


def next_state(kind: str, state: str, deed: str) -> str | None:
    """Return the state after ``out``, ``carry_out``, ``back`` or ``withdraw``; None: not now."""
    if deed == "out" and kind in OUTINGS and state == APPROVED:
        return OUT
    if deed == "carry_out" and kind not in OUTINGS and state == APPROVED:
        return DONE
    if deed == "back" and kind in OUTINGS and state == OUT:
        return DONE
    if deed == "withdraw" and state in {WAITING, APPROVED}:
        return WITHDRAWN
    return None


def is_approval_overdue(out_at: datetime, *, hours: int, at: datetime) -> bool:
    """Say whether what went first should have been approved by now."""
    return at - out_at > timedelta(hours=hours)


def days_from(first: date, last: date) -> list[date]:
    """Return every day from the first to the last; the first alone where the last is before it."""
    span = max(0, (last - first).days)
    return [first + timedelta(days=n) for n in range(span + 1)]


def day_number(started_on: date, day: date) -> int:
    """Return which day of an isolation a day is: the day it began is day 1."""
    return (day - started_on).days + 1


def ends_on(started_on: date, days: int) -> date:
    """Return the first day on which an isolation of so many full days may be released."""
    return started_on + timedelta(days=days)


def due_on(number: int, *, days: int, checks: int, started: datetime) -> int:
    """Return how many checks the day ``number`` of an isolation needs.

    On the day it began only those for which there was day left: begun at 20:00, one of two. After
    the last day the person is still looked after, but nothing more is needed for the release.
    """
    if number < 1 or number > days:
        return 0
    if number > 1:
        return checks
    left = 1 - (started.hour + started.minute / 60) / 24
    return max(1, math.ceil(checks * left))


@dataclass(frozen=True)
class Gap:
    """A day with checks missing: its number, how many it needed, how many it has."""

    number: int
    due: int
    made: int


def gaps(
    *, days: int, checks: int, started: datetime, made: Mapping[int, int], before: int
) -> list[Gap]:
    """Return the days before day ``before`` that lack checks.

    ``made`` counts by day what was measured and what was explained as missed with a reason.
    ``started`` is wall time in Asia/Shanghai.
    """
    found = []
    for number in range(1, min(before, days + 1)):
        due = due_on(number, days=days, checks=checks, started=started)
        if made.get(number, 0) < due:
            found.append(Gap(number, due, made.get(number, 0)))
    return found


def standing(*, started_on: date, days: int, today: date) -> str:
    """Return ``running``, ``due`` (may be released today) or ``overdue`` (should have been)."""
    end = ends_on(started_on, days)
    if today < end:
        return "running"
    return "due" if today == end else "overdue"


def is_stricter(*, began: tuple[int, int], now: tuple[int, int]) -> bool:
    """Say whether (days, checks a day) in force now ask more than those at the beginning did."""
    return now[0] > began[0] or now[1] > began[1]


def why_not_released(
    *,
    standing_now: str,
    missing: int,
    medic: int | None,
    director: int | None,
    signer: int,
    has_word: bool = False,
) -> str:
    """Return why this person may not sign a release now: ``early``, ``gaps``, ``same_person``; or
    an empty string. Two signatures are those of two persons; ``has_word`` says that disease
    control agreed to an end before the days are full, which lets off nothing else."""
    if standing_now == "running" and not has_word:
        return "early"
    if missing:
        return "gaps"
    return "same_person" if signer in {medic, director} else ""

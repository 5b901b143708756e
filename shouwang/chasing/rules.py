"""Pure decisions of chasing: who is told next of a report that is owed (systems.md B4).

The ladder is 填报人 → 院长 → 民政所/县局 → 包保领导. Each further chase of the same report goes one
step up, after a cool-down; nobody is told twice of the same report; a step without anybody passes
to the next and is remembered as passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

REMIND, CHASE = "remind", "chase"
TOLD, CALL, COOLING, FILED, SPENT = "told", "call", "cooling", "filed", "spent"
REPORTER, DIRECTOR, OFFICE, LEADER = 1, 2, 3, 4
STEPS = (REPORTER, DIRECTOR, OFFICE, LEADER)
# a reminder stays in the house: nobody above hears of a report that is not late
REMIND_STEPS = (REPORTER, DIRECTOR)


@dataclass(frozen=True)
class Times:
    """A bureau's times: how long before the filing time to remind, between two chases to wait."""

    remind: timedelta
    cooldown: timedelta


USUAL = Times(timedelta(minutes=30), timedelta(minutes=15))


@dataclass(frozen=True)
class Person:
    """Somebody on the ladder; ``user_id`` is None for one without an account."""

    who: str
    user_id: int | None
    name: str
    phone: str = ""


@dataclass(frozen=True)
class History:
    """What was done about one report in the same kind of run: last step and when, who was told."""

    step: int = 0
    at: datetime | None = None
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """What becomes of one report in a run: whom to tell on which step, or why nobody."""

    outcome: str
    step: int | None = None
    people: tuple[Person, ...] = ()
    passed: tuple[int, ...] = field(default=())


def decide(
    kind: str,
    ladder: Mapping[int, Sequence[Person]],
    history: History,
    *,
    is_filed: bool,
    now: datetime,
    cooldown: timedelta,
) -> Decision:
    """Return whom to tell next of one report.

    CALL means that nobody on the step reached has an account, or nobody at all is left who has
    one and nobody was told yet: then only the telephone helps.
    """
    if is_filed:
        return Decision(FILED)
    if kind == REMIND and history.step:
        return Decision(SPENT)
    rests_until = may_chase_at(history, cooldown)
    if rests_until and rests_until > now:
        return Decision(COOLING)
    passed: list[int] = []
    for step in REMIND_STEPS if kind == REMIND else STEPS:
        if step <= history.step:
            continue
        people = ladder.get(step, ())
        if not people:
            passed.append(step)
        fresh = tuple(p for p in people if p.who not in history.told)
        if fresh:
            reached = TOLD if any(p.user_id for p in fresh) else CALL
            return Decision(reached, step, fresh, tuple(passed))
    return Decision(SPENT if history.step else CALL, passed=tuple(passed))


def may_chase_at(history: History, cooldown: timedelta) -> datetime | None:
    """Return from when on the same report may be chased again; None: at once."""
    return history.at + cooldown if history.at else None


def next_step(last: int) -> int | None:
    """Return the step after the last one told, None above the highest."""
    return last + 1 if last < LEADER else None

"""Pure decisions about a case: its steps, and the clocks of its emergency report (B6).

Told by phone within some minutes of the first sign to the superior and to disease control, each
on its own; in writing within some minutes of the phone call; a follow-up within some hours of the
report before, while the case is open. The numbers are measures in force, handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

RECHECK, ISOLATE, ROOMMATES, FAMILY = "recheck", "isolate", "roommates", "family_told"
PHONE_SUPERIOR, PHONE_CDC = "phone_superior", "phone_cdc"
SENT = "sent"
WRITTEN, FOLLOW_UP, FINAL = "written_first", "written_follow", "written_final"
DISINFECTED = "disinfected"
# the chain as it is shown; any may be done first, an emergency goes to hospital before all
CHAIN: Final = (
    RECHECK, ISOLATE, ROOMMATES, FAMILY, PHONE_SUPERIOR, PHONE_CDC, SENT,
    WRITTEN, FOLLOW_UP, FINAL, DISINFECTED,
)  # fmt: skip
PHONES: Final = (PHONE_SUPERIOR, PHONE_CDC)
TEXTS: Final = (WRITTEN, FOLLOW_UP, FINAL)
# what is said about a case beside the chain: by medical staff, by the superior, at its end
FINDING, RECEIPT, ASKED, OUTCOME = "finding", "receipt", "follow_asked", "outcome"
STEPS: Final = (*CHAIN, FINDING, RECEIPT, ASKED, OUTCOME)
# done again and again: every time is a row of its own
REPEATED: Final = frozenset({RECHECK, FAMILY, FOLLOW_UP, DISINFECTED, FINDING, RECEIPT, ASKED})

SUSPECTED, CONFIRMED, CONTACT, CLEARED = "suspected", "confirmed", "contact", "cleared"


@dataclass(frozen=True)
class Limits:
    """What is in force when a case opens: minutes for the phone, for writing, hours for more."""

    phone_minutes: int
    written_minutes: int
    follow_hours: int


@dataclass(frozen=True)
class Clock:
    """One limit of a case: what is due, until when, when it was done (None: it runs)."""

    step: str
    due_at: datetime
    done_at: datetime | None

    def late(self, at: datetime) -> timedelta:
        """Return by how much it was or, while it runs, is late at a moment; zero in time."""
        return max((self.done_at or at) - self.due_at, timedelta())

    def is_running(self) -> bool:
        """Return whether nothing was done yet."""
        return self.done_at is None


Done = Mapping[str, Sequence[datetime]]  # moments of each step, unvoided


def clocks(
    *,
    opened_at: datetime,
    limits: Limits,
    done: Done,
    asked_by: datetime | None = None,
    closed_at: datetime | None = None,
) -> list[Clock]:
    """Return the clocks of a case: the two calls, the first text, the follow-up that is next.

    ``asked_by`` is the moment until which the superior asked for a follow-up. A case that is
    closed or finally reported owes no more follow-ups, and nothing that came due only after it
    was closed.
    """
    phone_by = opened_at + timedelta(minutes=limits.phone_minutes)
    found = [Clock(step, phone_by, first(done, step)) for step in PHONES]
    called = first(done, PHONE_SUPERIOR) or phone_by
    written_by = called + timedelta(minutes=limits.written_minutes)
    found.append(Clock(WRITTEN, written_by, first(done, WRITTEN)))
    if closed_at is None and not done.get(FINAL):
        found += _follow_up(limits, done, asked_by)
    return [one for one in found if one.done_at or not closed_at or one.due_at < closed_at]


def due_of(found: Iterable[Clock], step: str) -> datetime | None:
    """Return until when a step is due, None where no clock runs for it."""
    return next((clock.due_at for clock in found if clock.step == step and not clock.done_at), None)


def first(done: Done, step: str) -> datetime | None:
    """Return when a step was first done."""
    return min(done.get(step, ()), default=None)


def _follow_up(limits: Limits, done: Done, asked_by: datetime | None) -> list[Clock]:
    texts = [*done.get(WRITTEN, ()), *done.get(FOLLOW_UP, ())]
    if not texts and asked_by is None:
        return []
    due = [max(texts) + timedelta(hours=limits.follow_hours)] if texts else []
    due += [asked_by] if asked_by else []
    return [Clock(FOLLOW_UP, min(due), None)]

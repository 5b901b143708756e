"""Whether a day is signed by its leader, and whether it still reads as it was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.review import signing
from shouwang.review.models import DaySign
from shouwang.review.stages import desk_of


@dataclass(frozen=True)
class Signature:
    """Who signed a unit's day last, and when; ``is_changed`` when the figures moved since."""

    name: str
    at: datetime
    is_changed: bool


def signature(unit: Unit, day: date) -> Signature | None:
    """Return the leader's signature that stands under a unit's day, None where there is none.

    A township's day is signed by its office alone. It is held against what it covers as that
    reads now.
    """
    last = DaySign.Stage.TOWNSHIP if unit.kind == Kind.TOWNSHIP else DaySign.Stage.LEADER
    found = next((s for s in signing.standing([unit], day) if s.stage == last), None)
    desk = desk_of(unit, last)
    if found is None or desk is None:
        return None
    now = signing.figures_at(desk, day)
    return Signature(found.by_name, found.at, signing.is_changed(found, now))

"""Writing the register of people from movements: every change of a stay goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shouwang.accounts.models import User
from shouwang.movements.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.people.actions import admissions, stays
from shouwang.people.actions.admissions import Admission
from shouwang.people.actions.stays import Closing, Coming, Leaving
from shouwang.people.models import Absence, Stay

_ENDS = {
    Kind.DISCHARGE: Stay.End.DISCHARGED,
    Kind.TRANSFER: Stay.End.TRANSFERRED,
    Kind.DEATH: Stay.End.DECEASED,
}
# person, moment, the client's key of the entry
Passage = tuple[UUID, datetime, UUID]


def leave(
    gone: Sequence[tuple[UUID, str, datetime, UUID]], *, by: User, at: datetime
) -> list[Absence]:
    """Begin absences: (person, leave or medical, moment, key). Raises ``ValidationError``."""
    leavings = [Leaving(person, kind, moment, key) for person, kind, moment, key in gone]
    return stays.leave_many(leavings, by=by, now=at) if leavings else []


def come_back(back: Sequence[Passage], *, by: User, at: datetime) -> list[Absence]:
    """End absences. Raises ``ValidationError``."""
    comings = [Coming(person, moment, key) for person, moment, key in back]
    return stays.come_back_many(comings, by=by, now=at) if comings else []


def admit(unit: Unit, fresh: Sequence[Passage], *, by: User, at: datetime) -> list[Stay]:
    """Begin stays of people who are on file. Raises ``ValidationError``."""
    told = [Admission(unit, person, moment, key) for person, moment, key in fresh]
    return admissions.admit_many(told, by=by, now=at) if told else []


def end_stays(gone: Sequence[tuple[UUID, str, datetime, UUID]], *, by: User, at: datetime) -> None:
    """End stays: (person, kind of movement, moment, key). Raises ``ValidationError``."""
    closings = [Closing(person, _ENDS[Kind(kind)], when, key) for person, kind, when, key in gone]
    if closings:
        stays.end_many(closings, by=by, now=at)


def ended(keys: Sequence[UUID]) -> set[UUID]:
    """Return which of these entries have ended an absence already."""
    return {
        key
        for key in Absence.objects.filter(end_key__in=keys).values_list("end_key", flat=True)
        if key
    }


def begun(keys: Sequence[UUID]) -> set[UUID]:
    """Return which of these entries have begun an absence already."""
    return set(Absence.objects.filter(pk__in=keys).values_list("pk", flat=True))

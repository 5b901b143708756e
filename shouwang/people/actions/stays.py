"""Residents admitted, leaving, coming back, discharged, moved on, dying: one or many at once.

Each function takes ``at``, when it happened, and ``now``, when the server hears of it (``at``, if
not given). ``id`` is the client's key: a second call with it answers the first record. What cannot
be is refused with ``ValidationError`` in plain words, the field as its code. Many at once share
one path with one: the same checks, few statements, one line of audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.ids import uuid7
from shouwang.kit.registry import Word
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.people import words
from shouwang.people.actions import holding
from shouwang.people.actions.holding import Ending
from shouwang.people.models import Absence, Person, Stay
from shouwang.people.models.period import Period


@dataclass(frozen=True)
class Leaving:
    """Somebody going out: on leave or for medical care."""

    person_id: UUID
    kind: str
    at: datetime
    id: UUID | None = None


@dataclass(frozen=True)
class Coming:
    """Somebody coming back; ``id`` is the key of this entry, not of the absence."""

    person_id: UUID
    at: datetime
    id: UUID | None = None


@dataclass(frozen=True)
class Closing:
    """A stay ending: ``end`` is a ``Stay.End``; ``id`` is the key of this entry."""

    person_id: UUID
    end: str
    at: datetime
    id: UUID | None = None


def leave(
    *,
    person_id: UUID,
    kind: str,
    at: datetime,
    by: User,
    now: datetime | None = None,
    id: UUID | None = None,
) -> Absence:
    """Record that a resident left the house at ``at``: ``kind`` leave or medical."""
    return leave_many([Leaving(person_id, kind, at, id)], by=by, now=now or at)[0]


def come_back(
    *,
    person_id: UUID,
    at: datetime,
    by: User,
    now: datetime | None = None,
    id: UUID | None = None,
) -> Absence:
    """Record that a resident came back at ``at``; returns the absence that it ended."""
    return come_back_many([Coming(person_id, at, id)], by=by, now=now or at)[0]


def discharge(
    *,
    person_id: UUID,
    at: datetime,
    by: User,
    now: datetime | None = None,
    id: UUID | None = None,
) -> Stay:
    """Record that a resident left for good (退住), from the house or while outside."""
    return end_many([Closing(person_id, Stay.End.DISCHARGED, at, id)], by=by, now=now or at)[0]


def die(
    *,
    person_id: UUID,
    at: datetime,
    by: User,
    now: datetime | None = None,
    id: UUID | None = None,
) -> Stay:
    """Record a resident's death, which ends the stay; who died outside did not die in the house."""
    return end_many([Closing(person_id, Stay.End.DECEASED, at, id)], by=by, now=now or at)[0]


@transaction.atomic
def leave_many(leavings: Sequence[Leaving], *, by: User, now: datetime) -> list[Absence]:
    """Record many going out; the absences in the order given."""
    known = _begun(Absence, leavings)
    fresh = [one for one in leavings if one.id not in known]
    people, stays = _standing(fresh, by=by, now=now)
    absences = holding.last_by(_absences(stays.values()), "stay_id")
    made: dict[int, Absence] = {}
    for one in fresh:
        person, stay = people[one.person_id], stays[one.person_id]
        if one.kind not in Absence.Kind.values:
            raise ValidationError(_("请选择外出类别"), code="kind")
        last = absences.get(stay.pk)
        if last is not None and (last.until_at is None or last.until_at > one.at):
            _refuse_twice(last, one.at, person)
        absences[stay.pk] = made[id(one)] = Absence(
            id=one.id or uuid7(one.at),
            stay=stay,
            person=person,
            unit_id=stay.unit_id,
            kind=one.kind,
            from_at=one.at,
            recorded_at=now,
            recorded_by=by,
        )
    holding.write(list(made.values()))
    _told(words.LEFT, list(made.values()), [one.at for one in fresh], by=by, now=now)
    return [made.get(id(one)) or known[one.id] for one in leavings]  # type: ignore[index]


@transaction.atomic
def come_back_many(comings: Sequence[Coming], *, by: User, now: datetime) -> list[Absence]:
    """Record many coming back; the absences in the order given."""
    known = _ended(Absence, comings)
    fresh = [one for one in comings if one.id not in known]
    people, stays = _standing(fresh, by=by, now=now)
    open_ = {a.stay_id: a for a in _absences(stays.values()) if a.until_at is None}
    endings: dict[int, Ending] = {}
    for one in fresh:
        absence = open_.pop(stays[one.person_id].pk, None)
        if absence is None:
            name = people[one.person_id].masked
            raise ValidationError(
                _("%(name)s没有在外记录，不能登记返院") % {"name": name}, code="at"
            )
        if absence.from_at >= one.at:
            raise ValidationError(_("返院时间须晚于离院时间"), code="at")
        endings[id(one)] = Ending(absence, one.at, Absence.End.RETURNED, key=one.id)
    holding.end_many(list(endings.values()), by=by, now=now)
    ended = [endings[id(one)].period for one in fresh]
    _told(words.CAME_BACK, ended, [one.at for one in fresh], by=by, now=now)
    return [
        endings[id(one)].period if id(one) in endings else known[one.id]  # type: ignore[index,misc]
        for one in comings
    ]


@transaction.atomic
def end_many(closings: Sequence[Closing], *, by: User, now: datetime) -> list[Stay]:
    """End many stays; an absence under way ends with its stay. The stays in the order given."""
    known = _ended(Stay, closings)
    fresh = [one for one in closings if one.id not in known]
    _people, stays = _standing(fresh, by=by, now=now)
    last = holding.last_by(_absences(stays.values()), "stay_id")
    outside, endings = [], {}
    for one in fresh:
        stay = stays[one.person_id]
        absence = last.get(stay.pk)
        if stay.until_at is not None:
            raise ValidationError(_("这次入住已经结束，不能再登记"), code="person")
        if one.end not in Stay.End.values:
            raise ValidationError(_("请选择结束方式"), code="end")
        if stay.from_at >= one.at or (absence and (absence.until_at or absence.from_at) > one.at):
            raise ValidationError(_("时间须晚于入住和最近一次离返院"), code="at")
        is_away = absence is not None and absence.until_at is None
        if absence is not None and is_away:
            if absence.from_at == one.at:
                raise ValidationError(_("时间须晚于入住和最近一次离返院"), code="at")
            outside.append(Ending(absence, one.at, Absence.End.CLOSED))
        endings[id(one)] = Ending(stay, one.at, one.end, was_away=is_away, key=one.id)
    holding.end_many(outside, by=by, now=now)
    holding.end_many(list(endings.values()), by=by, now=now)
    ended = [endings[id(one)].period for one in fresh]
    _told(words.STAY_ENDED, ended, [one.at for one in fresh], by=by, now=now)
    return [
        endings[id(one)].period if id(one) in endings else known[one.id]  # type: ignore[index,misc]
        for one in closings
    ]


def _standing(
    moves: Sequence[Leaving] | Sequence[Coming] | Sequence[Closing], *, by: User, now: datetime
) -> tuple[dict[UUID, Person], dict[UUID, Stay]]:
    """Return the persons, locked, and the stay that each moment falls into; permission asked."""
    people = holding.lock_people(one.person_id for one in moves)
    stays: dict[UUID, Stay] = {}
    found = Stay.objects.standing().filter(person_id__in=people).select_related("unit", "person")
    by_person: dict[UUID, list[Stay]] = {}
    for stay in found:
        by_person.setdefault(stay.person_id, []).append(stay)
    for one in moves:
        holding.not_ahead(one.at, now=now)
        held = [s for s in by_person.get(one.person_id, ()) if _falls_into(s, one.at)]
        if not held:
            name = people[one.person_id].masked
            raise ValidationError(_("%(name)s当时不在册") % {"name": name}, code="at")
        stays[one.person_id] = held[0]
    units: Iterable[Unit] = (stay.unit for stay in stays.values())
    holding.require(words.RECORD_MOVES, units, by=by, now=now)
    return people, stays


def _falls_into(stay: Stay, at: datetime) -> bool:
    return stay.from_at <= at and (stay.until_at is None or stay.until_at > at)


def _absences(stays: Iterable[Stay]) -> list[Absence]:
    return list(Absence.objects.standing().filter(stay__in=[stay.pk for stay in stays]))


def _refuse_twice(last: Absence, at: datetime, person: Person) -> None:
    if last.from_at <= at:
        why = _("%(name)s已登记在外，返院后才能再次离院") % {"name": person.masked}
    else:
        why = _("%(name)s之后已有离院记录，请先更正那一次") % {"name": person.masked}
    raise ValidationError(why, code="at")


def _begun(model: type[Absence], moves: Sequence[Leaving]) -> dict[UUID, Absence]:
    keys = [one.id for one in moves if one.id]
    records.hold(keys)
    return {row.pk: row for row in model.objects.filter(pk__in=keys)} if keys else {}


def _ended(
    model: type[Absence] | type[Stay], moves: Sequence[Coming] | Sequence[Closing]
) -> dict[UUID, Period]:
    keys = [one.id for one in moves if one.id]
    records.hold(keys)
    found = model.objects.filter(Q(end_key__in=keys)) if keys else ()
    return {row.end_key: row for row in found if row.end_key}


def _told(
    word: Word,
    rows: Sequence[Period],
    moments: Sequence[datetime],
    *,
    by: User,
    now: datetime,
) -> None:
    """Write one line of audit for one or for all, and tell the ledger."""
    if not rows:
        return
    one = rows[0] if len(rows) == 1 else None
    units = {row.unit_id for row in rows}
    detail: dict[str, Any] = {} if one else {"people": len(rows)}
    for field in ("kind", "end"):
        if one is not None and getattr(one, field, None):
            detail[field] = getattr(one, field)
    audit.record(
        word,
        by=by,
        at=now,
        about=one.person if one else None,  # type: ignore[attr-defined]
        unit_id=units.pop() if len(units) == 1 else None,
        **detail,
    )
    holding.tell(((row.unit_id, at) for row, at in zip(rows, moments, strict=True)), now=now)

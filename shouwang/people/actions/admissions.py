"""Residents admitted and moved on to another house: one or many at once (see ``stays``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people import checks, queries, words
from shouwang.people.actions import conditions, holding, stays
from shouwang.people.checks import NewPerson
from shouwang.people.models import Contact, Person, Side, Stay


@dataclass(frozen=True)
class Admission:
    """Somebody coming to stay: a new person, or the key of one who has been here before."""

    unit: Unit
    person: NewPerson | UUID
    at: datetime
    id: UUID | None = None


def admit(
    *,
    unit: Unit,
    person: NewPerson | UUID,
    at: datetime,
    by: User,
    now: datetime | None = None,
    id: UUID | None = None,
) -> Stay:
    """Admit a resident at ``at``. A new person whose number is on file of one who moved out is
    that person again; refused while they are on the register of any house."""
    return admit_many([Admission(unit, person, at, id)], by=by, now=now or at)[0]


@transaction.atomic
def admit_many(admissions: Sequence[Admission], *, by: User, now: datetime) -> list[Stay]:
    """Admit many, to one house or several; the stays in the order given."""
    keys = [one.id for one in admissions if one.id]
    records.hold(keys)
    known = {s.pk: s for s in Stay.objects.filter(pk__in=keys)} if keys else {}
    fresh = [_tidied(one) for one in admissions if one.id not in known]
    holding.require(words.MANAGE_PEOPLE, (one.unit for one in fresh), by=by, now=now)
    _in_reach((one.person for one in fresh if isinstance(one.person, UUID)), by=by, now=now)
    today = clock.local_day(now)
    for one in fresh:
        holding.not_ahead(one.at, now=now)
        if isinstance(one.person, NewPerson):
            found = checks.findings(one.person, unit=one.unit, side=Side.RESIDENT, today=today)
            checks.refuse(found)
    people, new_ids = _people(fresh, by=by, now=now)
    _refuse_overlap(fresh, people, new=new_ids)
    made = [
        Stay(
            id=one.id or uuid7(one.at),
            person=person,
            unit=one.unit,
            from_at=one.at,
            recorded_at=now,
            recorded_by=by,
        )
        for one, person in zip(fresh, people, strict=True)
    ]
    holding.write(made)
    _told(made, by=by, now=now)
    written = iter(made)
    return [known[one.id] if one.id in known else next(written) for one in admissions]


@transaction.atomic
def transfer(
    *,
    person_id: UUID,
    at: datetime,
    by: User,
    to_unit: Unit | None = None,
    now: datetime | None = None,
    id: UUID | None = None,
) -> Stay:
    """Record that a resident moved on to another institution; returns the stay that ended.

    Where ``by`` may admit at ``to_unit``, a stay there begins at the same moment; elsewhere the
    house itself admits them, under the same number.
    """
    now = now or at
    before = Stay.objects.filter(end_key=id).exists() if id else False
    ended = stays.end_many(
        [stays.Closing(person_id, Stay.End.TRANSFERRED, at, id)], by=by, now=now
    )[0]
    receives = to_unit is not None and scope_of(by, at=now).allows(words.MANAGE_PEOPLE, to_unit)
    if to_unit is not None and receives and not before:
        admit(unit=to_unit, person=person_id, at=at, by=by, now=now)
    return ended


def _in_reach(person_ids: Iterable[UUID], *, by: User, now: datetime) -> None:
    """Raise ``OutOfScope`` for a key of somebody whom ``by`` may not see."""
    ids = set(person_ids)
    for missing in ids - queries.persons(scope_of(by, at=now), list(ids)).keys() if ids else ():
        raise OutOfScope(f"people.person {missing}")


def _tidied(one: Admission) -> Admission:
    """Return an admission with its person tidied; without a key of its own it gets one now."""
    if not isinstance(one.person, NewPerson):
        return one
    return replace(one, person=replace(checks.tidy(one.person), id=one.person.id or uuid7(one.at)))


def _people(
    fresh: Sequence[Admission], *, by: User, now: datetime
) -> tuple[list[Person], set[UUID]]:
    """Return the person of each admission, locked or just written, and who was just written."""
    told = [one.person for one in fresh if isinstance(one.person, NewPerson)]
    again = _on_file(told)
    ids = {one.person for one in fresh if isinstance(one.person, UUID)}
    locked = holding.lock_people(ids | set(again.values()))
    found: list[Person] = []
    new: list[Person] = []
    families: list[Contact] = []
    for one in fresh:
        person = _whom(one, again, locked)
        if person is None:
            assert isinstance(one.person, NewPerson)  # a key names who is on file
            kept = {"recorded_at": now, "recorded_by": by}
            person = checks.person_of(one.person, unit=one.unit, side=Side.RESIDENT, **kept)
            families += checks.contacts_of(one.person, person, **kept)
            new.append(person)
        found.append(person)
    _refuse_twins(new)
    holding.write(new)
    holding.write(families)
    return found, {person.pk for person in new}


def _on_file(told: Sequence[NewPerson]) -> dict[str, UUID]:
    """Return who of those told is on file already, by digest of the number or by own key."""
    digests = {_digest(one) for one in told} - {""}
    keys = [one.id for one in told if one.id]
    found = Person.objects.filter(
        Q(pk__in=keys) | Q(side=Side.RESIDENT, id_digest__in=digests)
    ).values_list("pk", "id_digest")
    return {key: pk for pk, digest in found for key in (digest, str(pk)) if key}


def _whom(one: Admission, again: dict[str, UUID], locked: dict[UUID, Person]) -> Person | None:
    """Return the person on file whom an admission means, brought up to date; None for a new one."""
    if isinstance(one.person, UUID):
        person = locked[one.person]
        if person.side != Side.RESIDENT:
            raise ValidationError(_("这是职工档案，不能办理入住"), code="person")
        if person.unit_id != one.unit.pk:
            person.unit, person.room, person.bed = one.unit, "", ""
            person.save(update_fields=["unit", "room", "bed"])
        return person
    key = again.get(_digest(one.person)) or again.get(str(one.person.id))
    if key is None:
        return None
    person = locked[key]
    was = conditions.condition(person)
    for field, value in checks.told(one.person, is_child=person.is_child).items():
        setattr(person, field, value or getattr(person, field))
    person.unit = one.unit
    person.save()
    conditions.keep(person, was, at=one.at)
    return person


def _refuse_twins(new: Sequence[Person]) -> None:
    seen: set[str] = set()
    for person in new:
        if person.id_digest and person.id_digest in seen:
            why = _("同一批里有两个相同的身份证号（%(number)s）") % {"number": person.masked_id}
            raise ValidationError(why, code="id_number")
        seen.add(person.id_digest)


def _refuse_overlap(
    fresh: Sequence[Admission], people: Sequence[Person], *, new: set[UUID]
) -> None:
    """Refuse who is on a register at that time or later, here or in another house.

    Who is ``new`` was written just now and has no stay yet.
    """
    held: dict[UUID, list[Stay]] = {}
    ids = [person.pk for person in people if person.pk not in new]
    for stay in Stay.objects.standing().filter(person_id__in=ids).select_related("unit"):
        held.setdefault(stay.person_id, []).append(stay)
    for one, person in zip(fresh, people, strict=True):
        for stay in held.get(person.pk, ()):
            if stay.until_at is not None and stay.until_at <= one.at:
                continue
            if stay.unit_id != one.unit.pk:
                why = _("这个人在另一家机构在册，请那家机构先办理退住或转出")
            elif stay.until_at is None:
                why = _("%(name)s已在册，不能重复入住") % {"name": person.masked}
            else:
                why = _("与已有的入住时间重叠")
            raise ValidationError(why, code="id_number" if not stay.until_at else "at")
        held.setdefault(person.pk, []).append(Stay(from_at=one.at, unit=one.unit))


def _told(made: Sequence[Stay], *, by: User, now: datetime) -> None:
    if not made:
        return
    one = made[0] if len(made) == 1 else None
    units = {stay.unit_id for stay in made}
    audit.record(
        words.ADMITTED,
        by=by,
        at=now,
        about=one.person if one else None,
        unit_id=units.pop() if len(units) == 1 else None,
        **({} if one else {"people": len(made)}),
    )
    holding.tell(((stay.unit_id, stay.from_at) for stay in made), now=now)


def _digest(told: NewPerson) -> str:
    return checks.told(told, is_child=False)["id_digest"]

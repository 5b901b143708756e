"""Staff engaged, on post, living in, going out, released: one or many at once (see ``stays``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.people import checks, words
from shouwang.people.actions import holding
from shouwang.people.actions.holding import Ending
from shouwang.people.checks import NewPerson
from shouwang.people.models import Engagement, Person, Presence, Side

OUT = "out"


@dataclass(frozen=True)
class Hiring:
    """Somebody joining the staff; ``state`` is where they are from the first moment on."""

    unit: Unit
    person: NewPerson
    at: datetime
    state: str = OUT
    id: UUID | None = None


@dataclass(frozen=True)
class Presenting:
    """A member of staff from ``at`` on: on post, living in, or out."""

    person_id: UUID
    state: str
    at: datetime
    id: UUID | None = None


def engage(
    *,
    unit: Unit,
    person: NewPerson,
    at: datetime,
    by: User,
    state: str = OUT,
    now: datetime | None = None,
    id: UUID | None = None,
) -> Engagement:
    """Put somebody on the staff of a house; who worked there before is that person again."""
    return engage_many([Hiring(unit, person, at, state, id)], by=by, now=now or at)[0]


def post(
    *, person_id: UUID, at: datetime, by: User, now: datetime | None = None, id: UUID | None = None
) -> Presence | None:
    """Record that a member of staff is on post (在岗) from ``at`` on."""
    one = Presenting(person_id, Presence.State.ON_POST, at, id)
    return present_many([one], by=by, now=now or at)[0]


def live_in(
    *, person_id: UUID, at: datetime, by: User, now: datetime | None = None, id: UUID | None = None
) -> Presence | None:
    """Record that a member of staff lives in (封闭住院) from ``at`` on."""
    one = Presenting(person_id, Presence.State.LIVING_IN, at, id)
    return present_many([one], by=by, now=now or at)[0]


def go_out(
    *, person_id: UUID, at: datetime, by: User, now: datetime | None = None, id: UUID | None = None
) -> None:
    """Record that a member of staff left the house at ``at``; without effect on who is out."""
    present_many([Presenting(person_id, OUT, at, id)], by=by, now=now or at)


def release(
    *, person_id: UUID, at: datetime, by: User, now: datetime | None = None, id: UUID | None = None
) -> Engagement:
    """Take a member of staff off the staff of the house."""
    return release_many([(person_id, at, id)], by=by, now=now or at)[0]


@transaction.atomic
def engage_many(hirings: Sequence[Hiring], *, by: User, now: datetime) -> list[Engagement]:
    """Put many on the staff; the engagements in the order given."""
    keys = [one.id for one in hirings if one.id]
    records.hold(keys)
    known = {row.pk: row for row in Engagement.objects.filter(pk__in=keys)} if keys else {}
    fresh = [replace(o, person=checks.tidy(o.person)) for o in hirings if o.id not in known]
    holding.require(words.MANAGE_PEOPLE, (one.unit for one in fresh), by=by, now=now)
    for one in fresh:
        holding.not_ahead(one.at, now=now)
        checks.refuse(
            checks.findings(one.person, unit=one.unit, side=Side.STAFF, today=clock.local_day(now))
        )
    people = _people(fresh, by=by, now=now)
    made, presences = [], []
    for one, person in zip(fresh, people, strict=True):
        kept = {"person": person, "unit": one.unit, "from_at": one.at}
        kept |= {"recorded_at": now, "recorded_by": by}
        made.append(Engagement(id=one.id or uuid7(one.at), **kept))
        if one.state != OUT:
            presences.append(Presence(engagement=made[-1], state=_state(one.state), **kept))
    holding.write(made)
    holding.write(presences)
    _note(words.ENGAGED, made, by=by, now=now)
    holding.tell(((row.unit_id, row.from_at) for row in made), now=now)
    new = iter(made)
    return [known[one.id] if one.id in known else next(new) for one in hirings]


@transaction.atomic
def present_many(
    presentings: Sequence[Presenting], *, by: User, now: datetime
) -> list[Presence | None]:
    """Record where many are from a moment on; the presences in the order given, None for out."""
    keys = [one.id for one in presentings if one.id]
    records.hold(keys)
    known = {row.pk: row for row in Presence.objects.filter(pk__in=keys)} if keys else {}
    ended = set(Presence.objects.filter(end_key__in=keys).values_list("end_key", flat=True))
    fresh = [one for one in presentings if one.id not in known and one.id not in ended]
    engaged = _engaged([(one.person_id, one.at) for one in fresh], by=by, now=now)
    last = holding.last_by(
        Presence.objects.standing().filter(engagement__in=[e.pk for e in engaged.values()]),
        "person_id",
    )
    endings: list[Ending] = []
    made: dict[int, Presence] = {}
    for one in fresh:
        before = last.get(one.person_id)
        if before is not None and _goes_on(before, one):
            made[id(one)] = before
            continue
        if before is not None and before.until_at is None:
            endings.append(Ending(before, one.at, key=one.id if one.state == OUT else None))
        if one.state != OUT:
            row = _presence(one, engaged[one.person_id], by=by, now=now)
            last[one.person_id] = made[id(one)] = row
    holding.end_many(endings, by=by, now=now)
    new = [row for row in made.values() if row._state.adding]
    holding.write(new)
    touched = [engaged[one.person_id] for one in fresh]
    _note(words.PRESENCE_SET, touched, by=by, now=now, state={o.state for o in fresh})
    told = ((engaged[one.person_id].unit_id, one.at) for one in fresh)
    holding.tell(told, now=now)
    return [made.get(id(one)) or known.get(one.id or UUID(int=0)) for one in presentings]


def _goes_on(before: Presence, one: Presenting) -> bool:
    """Return whether somebody already is where they are said to be; refuse what is out of order."""
    if (before.until_at or before.from_at) > one.at:
        raise ValidationError(_("之后已有在岗记录，请按时间先后登记"), code="at")
    if before.until_at is not None:
        return False
    if before.state != one.state and before.from_at == one.at:
        raise ValidationError(_("同一时刻已有在岗记录"), code="at")
    return before.state == one.state


def _presence(one: Presenting, engagement: Engagement, *, by: User, now: datetime) -> Presence:
    return Presence(
        id=one.id or uuid7(one.at), engagement=engagement, person_id=one.person_id,
        unit_id=engagement.unit_id, state=_state(one.state), from_at=one.at,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip


@transaction.atomic
def release_many(
    leaving: Sequence[tuple[UUID, datetime, UUID | None]], *, by: User, now: datetime
) -> list[Engagement]:
    """Take many off the staff, given as (person, moment, client's key)."""
    keys = [key for _person, _at, key in leaving if key]
    records.hold(keys)
    known = {row.end_key: row for row in Engagement.objects.filter(end_key__in=keys)}
    fresh = [one for one in leaving if one[2] not in known]
    engaged = _engaged([(person, at) for person, at, _key in fresh], by=by, now=now)
    holding.require(words.MANAGE_PEOPLE, (e.unit for e in engaged.values()), by=by, now=now)
    presences = holding.last_by(
        Presence.objects.standing().filter(engagement__in=[e.pk for e in engaged.values()]),
        "person_id",
    )
    outs, endings = [], []
    for person, at, key in fresh:
        engagement, last = engaged[person], presences.get(person)
        if engagement.until_at is not None:
            raise ValidationError(_("这名职工已登记离职"), code="person")
        if engagement.from_at >= at or (last and (last.until_at or last.from_at) > at):
            raise ValidationError(_("时间须晚于登记职工和最近一次在岗"), code="at")
        if last is not None and last.until_at is None:
            if last.from_at == at:
                raise ValidationError(_("时间须晚于登记职工和最近一次在岗"), code="at")
            outs.append(Ending(last, at))
        endings.append(Ending(engagement, at, key=key))
    holding.end_many(outs, by=by, now=now)
    holding.end_many(endings, by=by, now=now)
    _note(words.RELEASED, [engaged[person] for person, _at, _key in fresh], by=by, now=now)
    holding.tell(((engaged[person].unit_id, at) for person, at, _key in fresh), now=now)
    return [known[key] if key in known else engaged[person] for person, _at, key in leaving]


def _people(fresh: Sequence[Hiring], *, by: User, now: datetime) -> list[Person]:
    """Return the person of each, written now or known to that house by the number."""
    rows = []
    for one in fresh:
        kept = {"recorded_at": now, "recorded_by": by}
        rows.append(checks.person_of(one.person, unit=one.unit, side=Side.STAFF, **kept))
    digests = {row.id_digest for row in rows} - {""}
    units = {row.unit_id for row in rows}
    again = Person.objects.filter(side=Side.STAFF, unit_id__in=units, id_digest__in=digests)
    ids = {(unit, digest): pk for pk, unit, digest in again.values_list("pk", "unit", "id_digest")}
    locked = holding.lock_people(ids.values())
    engaged = set(
        Engagement.objects.standing()
        .filter(person__in=locked, until_at=None)
        .values_list("person_id", flat=True)
    )
    found, new = [], []
    seen: set[tuple[int, str]] = set()
    for row in rows:
        key = (row.unit_id, row.id_digest)
        held = locked.get(ids[key]) if key in ids else None
        if (held is not None and held.pk in engaged) or (row.id_digest and key in seen):
            why = _("%(name)s已是在册职工，不能重复登记") % {"name": row.masked}
            raise ValidationError(why, code="id_number")
        seen.add(key)
        if held is None:
            new.append(row)
        found.append(held or row)
    holding.write(new)
    return found


def _engaged(
    moments: Sequence[tuple[UUID, datetime]], *, by: User, now: datetime
) -> dict[UUID, Engagement]:
    """Return the engagement that each moment falls into, the persons locked; permission asked."""
    people = holding.lock_people(person for person, _at in moments)
    rows = Engagement.objects.standing().filter(person__in=people).select_related("unit", "person")
    held: dict[UUID, list[Engagement]] = {}
    for row in rows:
        held.setdefault(row.person_id, []).append(row)
    found = {}
    for person, at in moments:
        holding.not_ahead(at, now=now)
        fits = [
            e
            for e in held.get(person, ())
            if e.from_at <= at and (e.until_at is None or e.until_at > at)
        ]
        if not fits:
            name = people[person].masked
            raise ValidationError(_("%(name)s当时不是在册职工") % {"name": name}, code="at")
        found[person] = fits[0]
    holding.require(words.RECORD_MOVES, (e.unit for e in found.values()), by=by, now=now)
    return found


def _state(state: str) -> str:
    if state not in Presence.State.values:
        raise ValidationError(_("请选择在岗或封闭住院"), code="state")
    return state


def _note(
    word: words.registry.Word,
    rows: Sequence[Engagement],
    *,
    by: User,
    now: datetime,
    state: set[str] | None = None,
) -> None:
    """Write one line of audit for one or for all."""
    if not rows:
        return
    one = rows[0] if len(rows) == 1 else None
    units = {row.unit_id for row in rows}
    detail: dict[str, object] = {} if one else {"people": len(rows)}
    if state:
        detail["state"] = sorted(state)
    audit.record(
        word,
        by=by,
        at=now,
        about=one.person if one else None,
        unit_id=units.pop() if len(units) == 1 else None,
        **detail,
    )

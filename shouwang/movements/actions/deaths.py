"""Death, a record of its own: the stay ends, open movements and isolation end with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict
from shouwang.movements import whereabouts, words
from shouwang.movements.actions import isolation, registers
from shouwang.movements.actions.requests import Told
from shouwang.movements.kinds import End, Kind, State
from shouwang.movements.models import Death, Movement
from shouwang.movements.refusals import unfit
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of


@dataclass(frozen=True)
class Passed:
    """A death at ``at``. The cause is as a physician told it; nobody here is asked for one."""

    person_id: UUID
    at: datetime
    where: str
    id: UUID = field(default_factory=uuid7)
    device_at: datetime | None = None
    where_note: str = ""
    cause: str = ""
    cause_told_by: str = ""
    documents: str = ""
    told: Told | None = None


@transaction.atomic
def record_death(
    *, unit: Unit, passed: Passed, by: User, at: datetime, scope: Scope | None = None
) -> Death:
    """Record a death; a second call with the same key answers the first.

    Raises ``Conflict`` where the person is not on the register any more, ``Unfit`` for a moment
    or a place that cannot be, and for a cause without the physician who told it.
    """
    (scope or scope_of(by, at=at)).require(words.RECORD_DEATH, unit)
    known = Death.objects.filter(pk=passed.id, unit=unit).first()
    if known:
        return known
    where = whereabouts.locked(unit, [passed.person_id])[passed.person_id]
    _check(passed, where, at)
    for movement in where.open.values():
        movement.state = State.DONE if movement.state == State.OUT else State.WITHDRAWN
        movement.save(update_fields=["state"])
    movement = _movement(unit, passed, by=by, at=at)
    movement.save(force_insert=True)
    death = Death.objects.create(
        id=passed.id,
        unit=unit,
        movement=movement,
        where=passed.where,
        where_note=passed.where_note.strip(),
        cause=passed.cause.strip(),
        cause_told_by=passed.cause_told_by.strip(),
        documents=passed.documents.strip(),
        happened_at=passed.at,
        device_at=passed.device_at,
        recorded_at=at,
        recorded_by=by,
    )
    registers.end_stays([(passed.person_id, Kind.DEATH, passed.at, passed.id)], by=by, at=at)
    isolation.end_of(
        unit=unit, people=[passed.person_id], ended_as=End.DIED, ended_at=passed.at, by=by, at=at
    )
    audit.record(words.DIED, by=by, at=at, about=death, unit_id=unit.pk, place=passed.where)
    records.changed(whereabouts.days_of(unit.pk, [passed.at], at=at))
    return death


def _check(passed: Passed, where: whereabouts.Whereabouts, at: datetime) -> None:
    if where.stay is None:
        raise Conflict(_("已不在册，请核对后再办"), whereabouts.held(where))
    if passed.where not in Death.Where.values:
        raise unfit("where", _("请选择死亡地点"))
    if passed.at > at or passed.at <= where.stay.from_at:
        raise unfit("at", _("死亡时间要在入住之后、现在之前"))
    if passed.where == Death.Where.HOUSE and where.absence:
        raise unfit("where", _("登记上已离院在外，请选择院外的地点，或先登记返院"))
    if passed.cause.strip() and not passed.cause_told_by.strip():
        raise unfit("cause_told_by", _("死因以医师告知为准，请写明告知的医师和医院"))


def _movement(unit: Unit, passed: Passed, *, by: User, at: datetime) -> Movement:
    return Movement(
        id=passed.id,
        unit=unit,
        kind=Kind.DEATH,
        state=State.DONE,
        person_id=passed.person_id,
        out_at=passed.at,
        told_whom=passed.told.whom.strip() if passed.told else "",
        told_at=passed.told.at if passed.told else None,
        told_how=passed.told.how if passed.told else "",
        happened_at=passed.at,
        device_at=passed.device_at,
        recorded_at=at,
        recorded_by=by,
    )

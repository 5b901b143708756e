"""Telling somebody outside, or their family, to wait with coming back (已告知暂缓返院)."""

from __future__ import annotations

from collections.abc import Sequence
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
from shouwang.movements.kinds import Told
from shouwang.movements.models import Deferral
from shouwang.movements.refusals import unfit
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures


@dataclass(frozen=True)
class Wait:
    """Somebody was told to wait at ``at``: whom, how, and by whom of the house."""

    person_id: UUID
    at: datetime
    whom: str
    how: str = Told.PHONE
    told_by: str = ""
    id: UUID = field(default_factory=uuid7)
    device_at: datetime | None = None


def tell(*, unit: Unit, wait: Wait, by: User, at: datetime, scope: Scope | None = None) -> Deferral:
    """Note that one was told to wait: as ``tell_many``."""
    return tell_many(unit=unit, waits=[wait], by=by, at=at, scope=scope)[0]


@transaction.atomic
def tell_many(
    *, unit: Unit, waits: Sequence[Wait], by: User, at: datetime, scope: Scope | None = None
) -> list[Deferral]:
    """Note that many were told to wait; the paper in force then is kept with each.

    Raises ``Conflict`` for one who is not outside any more, ``Unfit`` without a name of whom.
    """
    (scope or scope_of(by, at=at)).require(words.REQUEST, unit)
    ids = [wait.id for wait in waits]
    records.hold(ids)
    known = {row.pk: row for row in Deferral.objects.filter(pk__in=ids, unit=unit)}
    new = [wait for wait in waits if wait.id not in known]
    where = whereabouts.locked(unit, [wait.person_id for wait in new])
    papers = {moment: _paper(unit, moment) for moment in {wait.at for wait in new}}
    made = [
        _deferral(unit, wait, where[wait.person_id], papers[wait.at], by=by, at=at) for wait in new
    ]
    Deferral.objects.bulk_create(made, batch_size=1000)
    if made:
        only = made[0] if len(made) == 1 else None
        audit.record(words.TOLD_TO_WAIT, by=by, at=at, about=only, unit_id=unit.pk, rows=len(made))
        moments = [one.happened_at for one in made]
        records.changed(whereabouts.days_of(unit.pk, moments, at=at))
    known |= {row.pk: row for row in made}
    return [known[wait.id] for wait in waits]


def _paper(unit: Unit, moment: datetime) -> str:
    order = measures.forbidden("return", unit=unit, at=moment)
    return order.source[:300] if order else ""


def _deferral(
    unit: Unit,
    wait: Wait,
    where: whereabouts.Whereabouts,
    paper: str,
    *,
    by: User,
    at: datetime,
) -> Deferral:
    if where.absence is None:
        raise Conflict(_("登记上已不在院外，请核对后再办"), whereabouts.held(where))
    if not wait.whom.strip():
        raise unfit("whom", _("请写明告知了谁"))
    if wait.how not in Told.values:
        raise unfit("how", _("请选择告知方式"))
    return Deferral(
        id=wait.id,
        unit=unit,
        person_id=wait.person_id,
        absence=where.absence,
        told_whom=wait.whom.strip(),
        told_how=wait.how,
        told_by=(wait.told_by.strip() or by.name)[:60],
        paper=paper,
        happened_at=wait.at,
        device_at=wait.device_at,
        recorded_at=at,
        recorded_by=by,
    )

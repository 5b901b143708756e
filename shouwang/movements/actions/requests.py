"""Asking for a movement: one, or many in few statements. Both go the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.kit.ids import uuid7
from shouwang.movements import rules, telling, whereabouts, words
from shouwang.movements.actions import outings
from shouwang.movements.kinds import Kind, State
from shouwang.movements.models import Movement
from shouwang.movements.refusals import Suspended, unfit
from shouwang.movements.whereabouts import Whereabouts
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures
from shouwang.response.actions import exemptions
from shouwang.response.measures import InForce


@dataclass(frozen=True)
class Told:
    """What the family was told: whom, when, how (a word of ``kinds.Told``)."""

    whom: str = ""
    at: datetime | None = None
    how: str = ""


@dataclass(frozen=True)
class Ask:
    """One request. ``id`` is the client's key; ``at`` when it was asked for, by our clock.

    An emergency went at ``out_at`` (else at ``at``) and is approved afterwards.
    """

    person_id: UUID
    kind: str
    reason: str
    at: datetime
    id: UUID = field(default_factory=uuid7)
    device_at: datetime | None = None
    destination: str = ""
    companion: str = ""
    planned_out_at: datetime | None = None
    planned_back_at: datetime | None = None
    told: Told | None = None
    is_emergency: bool = False
    out_at: datetime | None = None


def request(
    *, unit: Unit, ask: Ask, by: User, at: datetime, scope: Scope | None = None
) -> Movement:
    """Ask for one movement; a second call with the same key answers the first.

    Raises ``Suspended`` (an ``Unfit``) quoting the paper where the kind is suspended 一律,
    ``Unfit`` for what cannot be, ``Conflict`` where the person has moved meanwhile, ``OutOfScope``
    or ``NotPermitted``. Suspended 原则上, the request waits for a special approval.
    """
    return request_many(unit=unit, asks=[ask], by=by, at=at, scope=scope)[0]


@transaction.atomic
def request_many(
    *, unit: Unit, asks: Sequence[Ask], by: User, at: datetime, scope: Scope | None = None
) -> list[Movement]:
    """Ask for many movements of one unit, all or none; returns them in the order of ``asks``."""
    (scope or scope_of(by, at=at)).require(words.REQUEST, unit)
    records.hold(ask.id for ask in asks)
    known = _known(unit, asks)
    new = [ask for ask in asks if ask.id not in known]
    where = whereabouts.locked(unit, [ask.person_id for ask in new])
    suspended = _suspended(unit, new)
    for ask in new:
        _check(ask, where[ask.person_id])
    made = [_movement(unit, ask, suspended.get(ask.id), by=by, at=at) for ask in new]
    _ask_superiors(made, suspended, by=by, at=at)
    Movement.objects.bulk_create(made, batch_size=1000)
    first = [movement for movement in made if movement.is_emergency]
    outings.leave_house([(m, m.out_at, m.id) for m in first if m.out_at], by=by, at=at)
    _record(unit, made, by=by, at=at)
    telling.tell_deciders(unit, made, by=by, at=at)
    all_of_them = known | {movement.pk: movement for movement in made}
    return [all_of_them[ask.id] for ask in asks]


def _known(unit: Unit, asks: Sequence[Ask]) -> dict[UUID, Movement]:
    found = Movement.objects.in_bulk([ask.id for ask in asks])
    for movement in found.values():
        if movement.unit_id != unit.pk:
            raise OutOfScope(f"movements.movement {movement.pk}")
    return found


def _suspended(unit: Unit, asks: Sequence[Ask]) -> Mapping[UUID, InForce]:
    """Return the order in principle that each ask needs an approval of; raises ``Suspended``."""
    asked: dict[tuple[str, datetime], InForce | None] = {}
    found: dict[UUID, InForce] = {}
    for ask in asks:
        measure = rules.MEASURES.get(ask.kind)
        if measure is None:
            continue
        if (measure, ask.at) not in asked:
            asked[measure, ask.at] = measures.forbidden(measure, unit=unit, at=ask.at)
        order = asked[measure, ask.at]
        verdict = rules.at_entry(
            order.strength if order else None, is_exempt=False, is_emergency=ask.is_emergency
        )
        if order and verdict == "refused":
            raise Suspended(order)
        if order and verdict == "special":
            found[ask.id] = order
    return found


def _check(ask: Ask, where: Whereabouts) -> None:
    if ask.kind not in Kind.values or ask.kind == Kind.DEATH:
        raise unfit("kind", _("请选择外出、返院、入住、转院或退住"))
    if not ask.reason.strip():
        raise unfit("reason", _("请写明事由"))
    if ask.is_emergency and not rules.may_go_first(ask.kind):
        raise unfit("is_emergency", _("只有送医和转院可以先行外出、事后补批"))
    if ask.planned_out_at and ask.planned_back_at and ask.planned_back_at < ask.planned_out_at:
        raise unfit("planned_back_at", _("预计返院时间早于外出时间"))
    whereabouts.must_fit(ask.kind, ask.at, where)


def _movement(unit: Unit, ask: Ask, order: InForce | None, *, by: User, at: datetime) -> Movement:
    return Movement(
        id=ask.id,
        unit=unit,
        kind=ask.kind,
        state=State.OUT if ask.is_emergency and ask.kind in rules.OUTINGS else State.WAITING,
        person_id=ask.person_id,
        reason=ask.reason.strip(),
        destination=ask.destination.strip(),
        companion=ask.companion.strip(),
        planned_out_at=ask.planned_out_at,
        planned_back_at=ask.planned_back_at,
        out_at=(ask.out_at or ask.at) if ask.is_emergency else None,
        is_emergency=ask.is_emergency,
        told_whom=ask.told.whom.strip() if ask.told else "",
        told_at=ask.told.at if ask.told else None,
        told_how=ask.told.how if ask.told else "",
        needs_special=order is not None,
        paper=order.source[:300] if order else "",
        happened_at=ask.at,
        device_at=ask.device_at,
        recorded_at=at,
        recorded_by=by,
    )


def _ask_superiors(
    made: Sequence[Movement], suspended: Mapping[UUID, InForce], *, by: User, at: datetime
) -> None:
    for movement in made:
        if order := suspended.get(movement.pk):
            movement.exemption = exemptions.ask(
                measure=order.measure,
                unit=movement.unit,
                about=about(movement),
                what=str(movement.get_kind_display()),
                reason=_("%(kind)s申请，事由见本院登记") % {"kind": movement.get_kind_display()},
                url=movement.get_absolute_url(),
                by=by,
                at=at,
            )


def about(movement: Movement) -> str:
    """Return the name under which a special approval knows this case."""
    return f"movements.movement:{movement.pk}"


def _record(unit: Unit, made: Sequence[Movement], *, by: User, at: datetime) -> None:
    if not made:
        return
    only = made[0] if len(made) == 1 else None
    word = words.WENT_FIRST if only and only.is_emergency else words.REQUESTED
    detail: dict[str, Any] = {"rows": len(made)}
    if only:
        detail = {"kind": only.kind, "happened_at": only.happened_at.isoformat()}
    audit.record(word, by=by, at=at, about=only, unit_id=unit.pk, **detail)
    records.changed(whereabouts.days_of(unit.pk, [m.happened_at for m in made], at=at))

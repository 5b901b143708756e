"""Carrying out what is no outing: a return, an admission, a transfer, a discharge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.offline import Conflict
from shouwang.movements import confinement, rules, suspension, whereabouts, words
from shouwang.movements.actions import isolation, registers
from shouwang.movements.actions.decisions import locked
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.actions.outings import Passing
from shouwang.movements.kinds import Cause, End, Kind, State
from shouwang.movements.models import Movement
from shouwang.movements.whereabouts import Whereabouts
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

_CAUSES = {Kind.RETURN: Cause.RETURN, Kind.ADMISSION: Cause.NEW}


def carry_out(*, passing: Passing, by: User, at: datetime, scope: Scope | None = None) -> Movement:
    """Carry out one approved movement that is no outing: as ``carry_out_many``."""
    unit = passing.movement.unit
    return carry_out_many(unit=unit, passings=[passing], by=by, at=at, scope=scope)[0]


@transaction.atomic
def carry_out_many(
    *, unit: Unit, passings: Sequence[Passing], by: User, at: datetime, scope: Scope | None = None
) -> list[Movement]:
    """Carry out approved movements; who comes in is isolated by itself, all in one transaction.

    What is done already stays as it is. Raises ``ValidationError`` for one that is not approved,
    ``Suspended`` where an order forbids it by now, ``Conflict`` where the register says otherwise.
    """
    (scope or scope_of(by, at=at)).require(words.PASS, unit)
    whereabouts.lock(passing.movement.person_id for passing in passings)
    held = locked(unit, [passing.movement for passing in passings])
    new = [
        (movement, passing)
        for movement, passing in zip(held, passings, strict=True)
        if movement.state != State.DONE
    ]
    where = whereabouts.locked(unit, [movement.person_id for movement, _passing in new])
    isolated = confinement.isolated(m.person_id for m, _p in new if m.kind in rules.KEPT_IN)
    for movement, passing in new:
        _must_be(movement, passing, where[movement.person_id])
        kept_in = isolated.get(movement.person_id, ())
        confinement.must_be_let_out(movement, kept_in, at=passing.at)
        movement.state, movement.out_at = State.DONE, passing.at
    moved = [movement for movement, _passing in new]
    Movement.objects.bulk_update(moved, ["state", "out_at"], batch_size=1000)
    _enter(unit, new, by=by, at=at)
    _leave(unit, new, by=by, at=at)
    _close_outings(where, new)
    if moved:
        only = moved[0] if len(moved) == 1 else None
        detail = {"kind": only.kind} if only else {"rows": str(len(moved))}
        audit.record(words.CARRIED_OUT, by=by, at=at, about=only, unit_id=unit.pk, **detail)
        moments = [passing.at for _movement, passing in new]
        records.changed(whereabouts.days_of(unit.pk, moments, at=at))
    return held


def _must_be(movement: Movement, passing: Passing, where: Whereabouts) -> None:
    if rules.next_state(movement.kind, movement.state, "carry_out") is None:
        raise ValidationError(_("没有批准，不能办理"))
    if movement.kind == Kind.ADMISSION and where.stay:
        raise Conflict(_("已经在册，不用再办入住"), whereabouts.held(where))
    if movement.kind != Kind.ADMISSION and where.stay is None:
        raise Conflict(_("已不在册，请核对后再办"), whereabouts.held(where))
    if movement.kind == Kind.RETURN and where.absence is None:
        raise Conflict(_("登记上已不在院外，请核对后再办"), whereabouts.held(where))
    suspension.must_not_stand(movement.kind, movement, at=passing.at)


def _enter(unit: Unit, new: Sequence[tuple[Movement, Passing]], *, by: User, at: datetime) -> None:
    coming = [(m, p) for m, p in new if m.kind in rules.ENTRIES]
    back = [(m.person_id, p.at, p.id) for m, p in coming if m.kind == Kind.RETURN]
    fresh = [(m.person_id, p.at, p.id) for m, p in coming if m.kind == Kind.ADMISSION]
    registers.come_back(back, by=by, at=at)
    registers.admit(unit, fresh, by=by, at=at)
    observed = [
        Observed(m.person_id, _CAUSES[Kind(m.kind)], p.at, movement=m, room_id=p.room_id)
        for m, p in coming
    ]
    isolation.by_itself(unit=unit, people=observed, by=by, at=at)


def _leave(unit: Unit, new: Sequence[tuple[Movement, Passing]], *, by: User, at: datetime) -> None:
    gone = [(m, p) for m, p in new if m.kind in rules.EXITS]
    registers.end_stays([(m.person_id, m.kind, p.at, p.id) for m, p in gone], by=by, at=at)
    for movement, passing in gone:
        isolation.end_of(
            unit=unit,
            people=[movement.person_id],
            ended_as=End.LEFT,
            ended_at=passing.at,
            by=by,
            at=at,
        )


def _close_outings(
    where: Mapping[UUID, Whereabouts], new: Sequence[tuple[Movement, Passing]]
) -> None:
    """End the open outing of who has returned or left for good."""
    for movement, passing in new:
        for outing in where[movement.person_id].open.values():
            if outing.state == State.OUT and outing.pk != movement.pk:
                outing.state = State.DONE
                outing.back_at = passing.at if movement.kind == Kind.RETURN else None
                outing.save(update_fields=["state", "back_at"])

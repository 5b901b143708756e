"""Going out and coming back: the register of people follows in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict
from shouwang.movements import confinement, rules, suspension, whereabouts, words
from shouwang.movements.actions import isolation, registers
from shouwang.movements.actions.decisions import locked
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.kinds import Cause, End, Kind, State
from shouwang.movements.models import Movement
from shouwang.movements.refusals import unfit
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

_ENDS = {Kind.MEDICAL: End.SENT, Kind.LEAVE: End.LEFT}
_CAUSES = {Kind.MEDICAL: Cause.MEDICAL, Kind.LEAVE: Cause.RETURN}


@dataclass(frozen=True)
class Passing:
    """Somebody passes the door on a movement at ``at``; ``id`` is the client's key of it."""

    movement: Movement
    at: datetime
    id: UUID = field(default_factory=uuid7)
    room_id: int | None = None


def go_out(*, passing: Passing, by: User, at: datetime, scope: Scope | None = None) -> Movement:
    """Enter that somebody left on an approved outing; again with the same key changes nothing.

    Raises ``ValidationError`` for one that is not approved, ``Conflict`` where the register says
    otherwise by now, ``Unfit`` for a moment that cannot be.
    """
    unit = passing.movement.unit
    return go_out_many(unit=unit, passings=[passing], by=by, at=at, scope=scope)[0]


@transaction.atomic
def go_out_many(
    *, unit: Unit, passings: Sequence[Passing], by: User, at: datetime, scope: Scope | None = None
) -> list[Movement]:
    """Enter that many left, all or none."""
    door = _at_the_door(unit, passings, registers.begun, by=by, at=at, scope=scope)
    new, where = door.new, door.where
    isolated = confinement.isolated(m.person_id for m, _p in new if m.kind in rules.KEPT_IN)
    for movement, passing in new:
        _must_go(movement, passing, where[movement.person_id])
        kept_in = isolated.get(movement.person_id, ())
        confinement.must_be_let_out(movement, kept_in, at=passing.at)
        movement.state, movement.out_at = State.OUT, passing.at
    leave_house([(m, passing.at, passing.id) for m, passing in new], by=by, at=at)
    _write(unit, new, is_out=True, by=by, at=at)
    return door.held


def come_back(*, passing: Passing, by: User, at: datetime, scope: Scope | None = None) -> Movement:
    """Enter that somebody came back: the outing ends and isolation begins, in one transaction.

    Raises ``Suspended`` where returning from leave is suspended here and no superior has let this
    case through; who comes from a physician is never turned away.
    """
    unit = passing.movement.unit
    return come_back_many(unit=unit, passings=[passing], by=by, at=at, scope=scope)[0]


@transaction.atomic
def come_back_many(
    *, unit: Unit, passings: Sequence[Passing], by: User, at: datetime, scope: Scope | None = None
) -> list[Movement]:
    """Enter that many came back, all or none."""
    door = _at_the_door(unit, passings, registers.ended, by=by, at=at, scope=scope)
    new, where = door.new, door.where
    for movement, passing in new:
        _must_return(movement, passing, where[movement.person_id])
        movement.state, movement.back_at = State.DONE, passing.at
    registers.come_back([(m.person_id, p.at, p.id) for m, p in new], by=by, at=at)
    isolation.by_itself(
        unit=unit,
        people=[
            Observed(m.person_id, _CAUSES[Kind(m.kind)], p.at, movement=m, room_id=p.room_id)
            for m, p in new
        ],
        by=by,
        at=at,
    )
    _write(unit, new, is_out=False, by=by, at=at)
    return door.held


def leave_house(gone: Sequence[tuple[Movement, datetime, UUID]], *, by: User, at: datetime) -> None:
    """Begin the absences of people who leave and end their isolation: (movement, moment, key)."""
    if not gone:
        return
    unit = gone[0][0].unit
    leaving = [(m.person_id, m.kind, moment, key) for m, moment, key in gone]
    registers.leave(leaving, by=by, at=at)
    groups: dict[tuple[End, datetime], list[UUID]] = {}
    for movement, moment, _key in gone:
        groups.setdefault((_ENDS[Kind(movement.kind)], moment), []).append(movement.person_id)
    for (ended_as, moment), people in groups.items():
        isolation.end_of(unit=unit, people=people, ended_as=ended_as, ended_at=moment, by=by, at=at)


@dataclass(frozen=True)
class _Door:
    """Who stands at the door: all movements asked for, those not passed yet, where each one is."""

    held: list[Movement]
    new: list[tuple[Movement, Passing]]
    where: dict[UUID, whereabouts.Whereabouts]


def _at_the_door(
    unit: Unit,
    passings: Sequence[Passing],
    passed: Callable[[Sequence[UUID]], set[UUID]],
    *,
    by: User,
    at: datetime,
    scope: Scope | None,
) -> _Door:
    """Lock people, then their movements; leave out the entries that have ``passed`` before."""
    (scope or scope_of(by, at=at)).require(words.PASS, unit)
    whereabouts.lock(passing.movement.person_id for passing in passings)
    held = locked(unit, [passing.movement for passing in passings])
    before = passed([passing.id for passing in passings])
    new = [
        (movement, passing)
        for movement, passing in zip(held, passings, strict=True)
        if passing.id not in before
    ]
    return _Door(held, new, whereabouts.locked(unit, [m.person_id for m, _passing in new]))


def _must_go(movement: Movement, passing: Passing, where: whereabouts.Whereabouts) -> None:
    if where.stay is None:
        raise Conflict(_("已不在册，请核对后再办"), whereabouts.held(where))
    if where.absence:
        raise Conflict(_("已在院外，请核对后再办"), whereabouts.held(where))
    if rules.next_state(movement.kind, movement.state, "out") is None:
        raise ValidationError(_("没有批准，不能登记离院"))
    suspension.must_not_stand(movement.kind, movement, at=passing.at)
    _must_be_sound(passing, where)


def _must_return(movement: Movement, passing: Passing, where: whereabouts.Whereabouts) -> None:
    if where.stay is None or where.absence is None:
        raise Conflict(_("登记上已不在院外，请核对后再办"), whereabouts.held(where))
    if rules.next_state(movement.kind, movement.state, "back") is None:
        raise ValidationError(_("没有外出登记，不能登记返院"))
    if passing.at <= where.absence.from_at:
        raise unfit("at", _("返院时间早于离院时间"))
    if movement.kind == Kind.LEAVE:
        suspension.must_not_stand(Kind.RETURN, movement, at=passing.at)


def _must_be_sound(passing: Passing, where: whereabouts.Whereabouts) -> None:
    if where.stay and passing.at <= where.stay.from_at:
        raise unfit("at", _("离院时间早于入住时间"))


def _write(
    unit: Unit, new: Sequence[tuple[Movement, Passing]], *, is_out: bool, by: User, at: datetime
) -> None:
    """Write the movements as they are now, the line in the trail, the days to count again."""
    if not new:
        return
    moved = [movement for movement, _passing in new]
    moment = "out_at" if is_out else "back_at"
    Movement.objects.bulk_update(moved, ["state", moment], batch_size=1000)
    if len(new) == 1:
        word = words.WENT_OUT if is_out else words.CAME_BACK
        told = {"kind": moved[0].kind, "happened_at": new[0][1].at.isoformat()}
        audit.record(word, by=by, at=at, about=moved[0], unit_id=unit.pk, **told)
    else:
        word = words.MANY_WENT_OUT if is_out else words.MANY_CAME_BACK
        audit.record(word, by=by, at=at, unit_id=unit.pk, rows=len(moved))
    moments = [passing.at for _movement, passing in new]
    records.changed(whereabouts.days_of(unit.pk, moments, at=at))

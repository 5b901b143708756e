"""Decisions of the director; what is suspended needs the approval of a superior first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.kit.registry import Word
from shouwang.movements import confinement, rules, telling, words
from shouwang.movements.kinds import State
from shouwang.movements.models import Isolation, Movement
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response.models import Exemption

LONGEST_NOTE = 200


def decide(
    *,
    movement: Movement,
    is_approved: bool,
    note: str = "",
    despite_isolation: bool = False,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Movement:
    """Approve or refuse one request, or approve afterwards what went first.

    Raises ``ValidationError`` for one that is decided or closed, for a refusal without a reason,
    for a suspended kind that no superior has let through, and for who would leave in the midst of
    observation unless ``despite_isolation`` says so and the note why; ``OutOfScope``,
    ``NotPermitted``.
    """
    decided = decide_many(
        unit=movement.unit,
        movements=[movement],
        is_approved=is_approved,
        note=note,
        despite_isolation=despite_isolation,
        by=by,
        at=at,
        scope=scope,
    )
    return decided[0]


@transaction.atomic
def decide_many(
    *,
    unit: Unit,
    movements: Sequence[Movement],
    is_approved: bool,
    note: str = "",
    despite_isolation: bool = False,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> list[Movement]:
    """Decide many requests of one unit alike, all or none."""
    (scope or scope_of(by, at=at)).require(words.DECIDE, unit)
    why = note.strip()[:LONGEST_NOTE]
    if not is_approved and not why:
        raise ValidationError(_("不批准要写明理由"), code="note")
    held = locked(unit, movements)
    isolated = confinement.isolated(m.person_id for m in held if m.kind in rules.KEPT_IN)
    for movement in held:
        _must_be_open(movement, is_approved=is_approved)
        if is_approved:
            broken = confinement.covering(isolated.get(movement.person_id, ()), at)
            _let_out(movement, broken, confirmed=despite_isolation, why=why, at=at)
        movement.decided_by, movement.decided_at, movement.decision_note = by, at, why
        if movement.state == State.WAITING:
            movement.state = State.APPROVED if is_approved else State.REFUSED
    Movement.objects.bulk_update(
        held,
        ["decided_by", "decided_at", "decision_note", "state", "despite_isolation"],
        batch_size=1000,
    )
    _record(unit, held, is_approved=is_approved, by=by, at=at)
    return held


@transaction.atomic
def let_out(
    *, movement: Movement, note: str, by: User, at: datetime, scope: Scope | None = None
) -> Movement:
    """Confirm one that was approved before observation began: they may go in spite of it.

    Raises ``ValidationError`` without a reason, or for one that is not approved or closed.
    """
    (scope or scope_of(by, at=at)).require(words.DECIDE, movement.unit)
    held = locked(movement.unit, [movement])[0]
    if held.state != State.APPROVED:
        raise ValidationError(_("没有批准或已经办结，不用确认"))
    _let_out(held, confinement.standing(held, at=at), confirmed=True, why=note.strip(), at=at)
    if held.despite_isolation:
        held.decision_note = note.strip()[:LONGEST_NOTE]
        held.save(update_fields=["despite_isolation", "decision_note"])
        audit.record(words.LET_OUT, by=by, at=at, about=held, unit_id=held.unit_id, kind=held.kind)
    return held


@transaction.atomic
def withdraw(*, movement: Movement, by: User, at: datetime, scope: Scope | None = None) -> Movement:
    """Take a request back before anybody has gone."""
    (scope or scope_of(by, at=at)).require(words.REQUEST, movement.unit)
    held = locked(movement.unit, [movement])[0]
    state = rules.next_state(held.kind, held.state, "withdraw")
    if state is None:
        raise ValidationError(_("已经办结或已外出，不能撤回"))
    held.state = state
    held.save(update_fields=["state"])
    telling.settle(held, at=at)
    audit.record(words.WITHDRAWN, by=by, at=at, about=held, unit_id=held.unit_id, kind=held.kind)
    return held


def locked(unit: Unit, movements: Sequence[Movement]) -> list[Movement]:
    """Return movements of a unit, locked, as they are now, in the order asked for."""
    ids = [movement.pk for movement in movements]
    found = Movement.objects.select_for_update(of=("self",)).select_related("exemption")
    held = {one.pk: one for one in found.filter(unit=unit, pk__in=ids, voided_at=None)}
    if missing := set(ids) - set(held):
        raise OutOfScope(f"movements.movement {min(missing)}")
    return [held[key] for key in ids]


def _must_be_open(movement: Movement, *, is_approved: bool) -> None:
    if not rules.may_decide(movement.state, is_decided=movement.decided_at is not None):
        raise ValidationError(_("这项申请已经审批或办结"))
    if movement.needs_special and is_approved:
        exemption = movement.exemption
        if exemption is None or exemption.state != Exemption.State.APPROVED:
            told = {"paper": movement.paper}
            raise ValidationError(_("依据 %(paper)s，须先经上级特批") % told, code="special")


def _let_out(
    movement: Movement, broken: Isolation | None, *, confirmed: bool, why: str, at: datetime
) -> None:
    """Note that somebody leaves in the midst of observation, by the director's word and reason."""
    if broken is None or movement.kind not in rules.KEPT_IN:
        return
    if confirmed and not why:
        raise ValidationError(_("隔离观察中离院，要写明理由"), code="note")
    movement.despite_isolation = movement.despite_isolation or confirmed
    confinement.must_be_let_out(movement, [broken], at=at)


def _record(
    unit: Unit, held: Sequence[Movement], *, is_approved: bool, by: User, at: datetime
) -> None:
    """Write one line, without the note: it may speak of a person."""
    telling.tell_askers(held, is_approved=is_approved, by=by, at=at)
    only = held[0] if len(held) == 1 else None
    detail = {"kind": only.kind} if only else {}
    if only and only.exemption_id:
        detail["exemption"] = str(only.exemption_id)
    if only is None:
        detail["rows"] = str(len(held))
    word = _word(only, is_approved=is_approved)
    audit.record(word, by=by, at=at, about=only, unit_id=unit.pk, **detail)


def _word(only: Movement | None, *, is_approved: bool) -> Word:
    if not is_approved:
        return words.REFUSED
    if only and only.despite_isolation:
        return words.LET_OUT
    return words.APPROVED_AFTERWARDS if only and only.is_emergency else words.APPROVED

"""Noting what a responsible person did about a unit."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.orgs import words
from shouwang.orgs.models import Act, Leader, Unit
from shouwang.orgs.responsible import answering_for
from shouwang.orgs.scope import scope_of


@transaction.atomic
def note_act(
    *, leader: Leader, unit: Unit, kind: str, by: User, at: datetime, text: str = ""
) -> Act:
    """Note what a responsible person did about a unit that they answer for now.

    The leader notes it, or a clerk for them. Raises ``ValidationError`` where they do not answer
    for the unit or for one above it, and for 其他 without words.
    """
    scope_of(by, at=at).require(words.NOTE_ACT, unit)
    if leader.pk not in {a.leader_id for a in answering_for([unit], at=at)[unit.pk]}:
        told = {"name": leader.name, "unit": unit.name}
        raise ValidationError(_("%(name)s没有包保%(unit)s") % told, code="unit")
    if kind == Act.Kind.OTHER and not text.strip():
        raise ValidationError(_("选“其他”的请写明做了什么"), code="text")
    act = Act.objects.create(
        leader=leader, unit=unit, kind=Act.Kind(kind), text=text.strip()[:200], at=at, by=by
    )
    audit.record(words.ACT_NOTED, by=by, at=at, about=leader, unit_id=unit.pk, act=act.kind)
    return act

"""Making people answer for units (包保, 网格): listed, assigned, handed over, ended (A3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.kit import clock, masking
from shouwang.kit.registry import Word
from shouwang.orgs import words
from shouwang.orgs.models import Leader, Responsibility, Unit
from shouwang.orgs.responsible import in_force
from shouwang.orgs.scope import Scope, scope_of

Kind = Responsibility.Kind


@dataclass
class Assigned:
    """What became of assigning many: ``kept`` are units that another answers for already."""

    made: list[Responsibility] = field(default_factory=list)
    kept: list[Unit] = field(default_factory=list)


@transaction.atomic
def list_leader(
    *,
    unit: Unit,
    by: User,
    at: datetime,
    user: User | None = None,
    name: str = "",
    post_name: str = "",
    phone: str = "",
) -> Leader:
    """Put a person on a unit's list of those who can answer; who stands there already is returned.

    ``user`` is somebody who signs in; without one it is an outside leader, who needs a name and a
    phone. Raises ``ValidationError`` where they lack.
    """
    scope_of(by, at=at).require(words.MANAGE_RESPONSIBLE, unit)
    if user:
        standing = Leader.objects.filter(user=user).first()
    else:
        if not name.strip():
            raise ValidationError(_("请填写姓名"), code="name")
        if not phone.strip():
            raise ValidationError(_("不在本系统内的人员须填电话"), code="phone")
        outside = Leader.objects.filter(user=None, unit=unit, name=name.strip())
        standing = outside.filter(post_name=post_name.strip()).first()
    if standing:
        return standing
    leader = Leader.objects.create(
        unit=unit,
        user=user,
        name=user.name if user else name.strip(),
        post_name=post_name.strip(),
        phone=phone.strip(),
    )
    audit.record(words.LEADER_LISTED, by=by, at=at, about=leader, unit_id=unit.pk)
    return leader


@transaction.atomic
def change_leader(*, leader: Leader, post_name: str, phone: str, by: User, at: datetime) -> Leader:
    """Change a person's post and phone; what they answer for stays theirs.

    Raises ``ValidationError`` for an outside leader without a phone, and where another of that
    name and post stands on the list.
    """
    scope_of(by, at=at).require(words.MANAGE_RESPONSIBLE, leader.unit)
    # two who change one list wait for one another, so that neither meets the other's new post
    Unit.objects.select_for_update(no_key=True).get(pk=leader.unit_id)
    leader = Leader.objects.select_related("user", "unit").get(pk=leader.pk)
    before = _contact(leader)
    leader.post_name, leader.phone = post_name.strip(), phone.strip()
    if not leader.user_id:
        _check_outside(leader)
    leader.save(update_fields=["post_name", "phone"])
    told = {"before": before, "after": _contact(leader)}
    audit.record(words.LEADER_CHANGED, by=by, at=at, about=leader, unit_id=leader.unit_id, **told)
    return leader


@transaction.atomic
def assign(
    *,
    leader: Leader,
    units: Sequence[Unit],
    by: User,
    at: datetime,
    kind: str = Kind.LEADER,
    area: str = "",
) -> Assigned:
    """Make a person answer for units from now on, many at once.

    A unit that another answers for stays theirs and is told in ``kept``: taking it from them is a
    hand-over. ``area`` names the grid (building, floor) for a grid manager. Raises
    ``ValidationError`` for a grid without an area and for a closed unit.
    """
    scope = scope_of(by, at=at)
    _require(scope, leader, units)
    area = area.strip() if kind == Kind.GRID else ""
    if kind == Kind.GRID and not area:
        raise ValidationError(_("请填写网格（楼栋或区域）名称"), code="area")
    # in one order, so that two who assign at once wait for one another instead of dying
    locked = Unit.objects.select_for_update(no_key=True).filter(pk__in=[u.pk for u in units])
    outcome = Assigned()
    taken = set(_standing(units, kind, area, at))
    for unit in locked.order_by("pk"):
        if unit.closed_on and unit.closed_on <= clock.local(at).date():
            raise ValidationError(_("%(unit)s已关闭") % {"unit": unit.name})
        if unit.pk in taken:
            outcome.kept.append(unit)
            continue
        made = Responsibility(leader=leader, unit=unit, kind=kind, area=area, from_at=at)
        outcome.made.append(made)
    Responsibility.objects.bulk_create(outcome.made)
    audit.record_many((_entry(words.RESPONSIBLE_ASSIGNED, r) for r in outcome.made), by=by, at=at)
    return outcome


@transaction.atomic
def hand_over(
    *, responsibility: Responsibility, to: Leader, by: User, at: datetime
) -> Responsibility:
    """Hand a unit over from one person to another at this moment, without a gap.

    Raises ``ValidationError`` for a responsibility that has ended, and for the same person.
    """
    _require(scope_of(by, at=at), to, [responsibility.unit])
    standing = _locked(responsibility, at)
    if standing.leader_id == to.pk:
        raise ValidationError(_("已由%(name)s负责") % {"name": to.name}, code="leader")
    standing.until_at = at
    standing.save(update_fields=["until_at"])
    made = Responsibility.objects.create(
        leader=to, unit=standing.unit, kind=standing.kind, area=standing.area, from_at=at
    )
    entry = _entry(words.RESPONSIBLE_HANDED_OVER, made, from_person=standing.leader.name)
    audit.record_many([entry], by=by, at=at)
    return made


@transaction.atomic
def end(*, responsibility: Responsibility, reason: str, by: User, at: datetime) -> Responsibility:
    """End a responsibility with nobody to follow: the unit then stands on the unassigned list.

    Raises ``ValidationError`` without a reason.
    """
    scope_of(by, at=at).require(words.MANAGE_RESPONSIBLE, responsibility.unit)
    if not reason.strip():
        raise ValidationError(_("请写明原因"), code="reason")
    standing = _locked(responsibility, at)
    standing.until_at, standing.reason = at, reason.strip()
    standing.save(update_fields=["until_at", "reason"])
    entry = _entry(words.RESPONSIBLE_ENDED, standing, reason=standing.reason)
    audit.record_many([entry], by=by, at=at)
    return standing


def _contact(leader: Leader) -> dict[str, str]:
    """Return post and phone as the trail keeps them: it holds no number in full."""
    return {"post_name": leader.post_name, "phone": masking.mask_phone(leader.phone)}


def _check_outside(leader: Leader) -> None:
    """Refuse what an outside leader cannot be: unreachable, or the same as another on the list."""
    if not leader.phone:
        raise ValidationError(_("不在本系统内的人员须填电话"), code="phone")
    others = Leader.objects.filter(user=None, unit=leader.unit_id).exclude(pk=leader.pk)
    if others.filter(name=leader.name, post_name=leader.post_name).exists():
        raise ValidationError(_("名单上已有同名同职务的人"), code="post_name")


def _require(scope: Scope, leader: Leader, units: Sequence[Unit]) -> None:
    for unit in units:
        scope.require(words.MANAGE_RESPONSIBLE, unit)
    if not scope.covers(leader.unit):
        raise OutOfScope(f"leader {leader.pk}")


def _standing(units: Sequence[Unit], kind: str, area: str, at: datetime) -> list[int]:
    standing = in_force(at).filter(unit__in=[u.pk for u in units], kind=kind, area=area)
    return list(standing.values_list("unit_id", flat=True))


def _locked(responsibility: Responsibility, at: datetime) -> Responsibility:
    Unit.objects.select_for_update(no_key=True).get(pk=responsibility.unit_id)
    found = Responsibility.objects.select_related("leader", "unit").get(pk=responsibility.pk)
    if found.until_at is not None:
        raise ValidationError(_("这项责任已经交接或解除"))
    return found


def _entry(word: Word, about: Responsibility, **detail: str) -> audit.Entry:
    told = {"person": about.leader.name, "kind": about.kind, **detail}
    if about.area:
        told["area"] = about.area
    return audit.Entry(word, about, about.unit_id, told)

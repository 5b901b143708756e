"""Posts at units and who holds them."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.accounts.roles import ADMINISTRATORS, Role
from shouwang.orgs import words
from shouwang.orgs.models import Holding, Post, Unit
from shouwang.orgs.scope import scope_of


@transaction.atomic
def create_post(*, unit: Unit, name: str, role: str, by: User, at: datetime) -> Post:
    """Set up a post that carries a role at a unit.

    Raises ``ValidationError`` for a name that another open post of the unit bears.
    """
    scope_of(by, at=at).require(words.MANAGE_POSTS, unit)
    if Post.objects.filter(unit=unit, name=name, closed_on=None).exists():
        raise ValidationError(_("本单位已有岗位“%(name)s”") % {"name": name}, code="name")
    post = Post.objects.create(unit=unit, name=name, role=Role(role))
    audit.record(words.POST_CREATED, by=by, at=at, about=post, unit_id=unit.pk, role=role)
    return post


@transaction.atomic
def close_post(*, post: Post, on: date, by: User, at: datetime) -> Post:
    """Abolish a post: whoever holds it leaves it. Raises ``ValidationError`` for one's own."""
    scope_of(by, at=at).require(words.MANAGE_POSTS, post.unit)
    if post.closed_on:
        return post
    for holding in Holding.objects.filter(post=post, until_at=None):
        leave_post(holding=holding, by=by, at=at)
    post.closed_on = on
    post.save(update_fields=["closed_on"])
    audit.record(words.POST_CLOSED, by=by, at=at, about=post, unit_id=post.unit_id)
    return post


@transaction.atomic
def fill_post(*, post: Post, user: User, by: User, at: datetime) -> Holding:
    """Put a person on a post.

    Raises ``ValidationError`` when it would join an administrator's role with any other: the
    three administrators are mutually exclusive and hold no business role (GB/T 22239-2019 8.1.4.2);
    for oneself; for a closed post, a disabled user, or a post held already.
    """
    scope_of(by, at=at).require(words.MANAGE_POSTS, post.unit)
    _refuse_oneself(user, by)
    post = Post.objects.select_for_update().select_related("unit").get(pk=post.pk)
    user = User.objects.select_for_update().get(pk=user.pk)
    if post.closed_on:
        raise ValidationError(_("岗位“%(name)s”已撤销") % {"name": post.name})
    if not user.is_active or user.is_system:
        raise ValidationError(_("%(name)s已停用，不能任职") % {"name": user.name})
    if Holding.objects.filter(post=post, user=user, until_at=None).exists():
        raise ValidationError(_("%(name)s已在这个岗位上") % {"name": user.name})
    held = Holding.objects.filter(user=user, post__closed_on=None).filter(
        Q(until_at=None) | Q(until_at__gt=at)
    )
    roles = {Role(h.post.role) for h in held.select_related("post")} | {Role(post.role)}
    if len(roles) > 1 and roles & ADMINISTRATORS:
        raise ValidationError(_("系统、安全、审计三员互斥，且不得兼任业务岗位"))
    holding = Holding.objects.create(post=post, user=user, from_at=at)
    audit.record(
        words.POST_FILLED,
        by=by,
        at=at,
        about=user,
        unit_id=post.unit_id,
        post=post.name,
        role=post.role,
    )
    return holding


@transaction.atomic
def leave_post(*, holding: Holding, by: User, at: datetime) -> Holding:
    """End a holding; its history stays. Raises ``ValidationError`` for one's own."""
    scope_of(by, at=at).require(words.MANAGE_POSTS, holding.post.unit)
    _refuse_oneself(holding.user, by)
    holding = Holding.objects.select_for_update().select_related("post", "user").get(pk=holding.pk)
    if holding.until_at is not None:
        return holding
    holding.until_at = at
    holding.save(update_fields=["until_at"])
    audit.record(
        words.POST_LEFT,
        by=by,
        at=at,
        about=holding.user,
        unit_id=holding.post.unit_id,
        post=holding.post.name,
    )
    return holding


def _refuse_oneself(user: User, by: User) -> None:
    """Nobody gives themselves a right or takes one back unseen: another administrator does."""
    if user.pk == by.pk:
        raise ValidationError(_("不能变更自己的岗位，请由另一位安全管理员办理"), code="oneself")

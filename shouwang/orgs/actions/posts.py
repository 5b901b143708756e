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
    """Set up a post that carries a role at a unit."""
    scope_of(by, at=at).require(words.MANAGE_POSTS, unit)
    post = Post.objects.create(unit=unit, name=name, role=Role(role))
    audit.record(words.POST_CREATED, by=by, at=at, about=post, unit_id=unit.pk, role=role)
    return post


@transaction.atomic
def close_post(*, post: Post, on: date, by: User, at: datetime) -> Post:
    """Abolish a post: whoever holds it leaves it."""
    scope_of(by, at=at).require(words.MANAGE_POSTS, post.unit)
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
    three administrators are mutually exclusive and hold no business role (GB/T 22239-2019 8.1.4.2).
    """
    scope_of(by, at=at).require(words.MANAGE_POSTS, post.unit)
    User.objects.select_for_update().get(pk=user.pk)
    held = Holding.objects.filter(user=user, post__closed_on=None).filter(
        Q(until_at=None) | Q(until_at__gt=at)
    )
    roles = {Role(h.post.role) for h in held.select_related("post")} | {Role(post.role)}
    if len(roles) > 1 and roles & ADMINISTRATORS:
        raise ValidationError(_("系统、安全、审计三员互斥，且不得兼任业务岗位"))
    holding = Holding.objects.create(post=post, user=user, from_at=at)
    audit.record(
        words.POST_FILLED, by=by, at=at, about=user, unit_id=post.unit_id, post=post.name, role=post.role
    )
    return holding


@transaction.atomic
def leave_post(*, holding: Holding, by: User, at: datetime) -> Holding:
    """End a holding; its history stays."""
    scope_of(by, at=at).require(words.MANAGE_POSTS, holding.post.unit)
    holding.until_at = at
    holding.save(update_fields=["until_at"])
    audit.record(
        words.POST_LEFT, by=by, at=at, about=holding.user, unit_id=holding.post.unit_id,
        post=holding.post.name,
    )
    return holding

"""Users as the security administrator handles them: with the post that gives them their scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import words as accounts_words
from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions import users
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs import people, words
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.models import Holding, Post, Unit
from shouwang.orgs.scope import scope_of


@dataclass(frozen=True)
class Newcomer:
    """A user with a first password just made; it is shown once and kept nowhere."""

    user: User
    password: str


@transaction.atomic
def create_person(
    *,
    username: str,
    name: str,
    unit: Unit,
    role: str,
    by: User,
    at: datetime,
    phone: str = "",
    post_name: str = "",
) -> Newcomer:
    """Create a user on a post at a unit: an open post of that name, else a new one.

    Raises ``ValidationError`` for a name in use, or a post of that name with another role.
    """
    scope = scope_of(by, at=at)
    scope.require(accounts_words.MANAGE_USERS, unit)
    scope.require(words.MANAGE_POSTS, unit)
    if User.objects.filter(username__iexact=username.strip()).exists():
        raise ValidationError(_("登录名 %(name)s 已被使用") % {"name": username}, code="username")
    password = users.new_password()
    user = users.create_user(
        username=username,
        name=name,
        password=password,
        phone=phone,
        by=by,
        at=at,
        is_demo=unit.is_demo,
    )
    post = _post(unit, post_name or str(Role(role).label), role, by=by, at=at)
    fill_post(post=post, user=user, by=by, at=at)
    return Newcomer(user, password)


@transaction.atomic
def appoint(*, post: Post, username: str, by: User, at: datetime) -> Holding:
    """Put an existing user, named by their sign-in name, on a post.

    Raises ``ValidationError`` for a name that is no user within reach of ``by``.
    """
    scope = scope_of(by, at=at)
    user = people.people(scope).filter(username__iexact=username.strip()).first()
    if user is None:
        raise ValidationError(
            _("您的范围内没有登录名为 %(name)s 的用户") % {"name": username}, code="username"
        )
    return fill_post(post=post, user=user, by=by, at=at)


@transaction.atomic
def reset_password(*, user: User, by: User, at: datetime) -> Newcomer:
    """Give a user a new first password; whoever is signed in as them is signed out."""
    _require(user, by, at)
    password = users.new_password()
    users.set_password(user=user, password=password, by=by, at=at)
    return Newcomer(user, password)


@transaction.atomic
def set_active(*, user: User, active: bool, by: User, at: datetime) -> User:
    """Let a user sign in, or no longer; their posts and past stay."""
    _require(user, by, at)
    users.set_active(user=user, active=active, by=by, at=at)
    return user


@transaction.atomic
def unlock(*, user: User, by: User, at: datetime) -> User:
    """Let a user try again before the lock of wrong passwords is over."""
    _require(user, by, at)
    users.unlock(user=user, by=by, at=at)
    return user


@transaction.atomic
def change_person(*, user: User, name: str, phone: str, by: User, at: datetime) -> User:
    """Change a user's name and phone."""
    _require(user, by, at)
    return users.change_details(user=user, name=name, phone=phone, by=by, at=at)


def _require(user: User, by: User, at: datetime) -> None:
    """Raise where ``by`` may not handle ``user``: themselves, the unknown, or one who also holds a
    post beyond the reach of ``by`` (a county must not take over the account of a province)."""
    scope = scope_of(by, at=at)
    if not people.people(scope).filter(pk=user.pk).exists():
        raise OutOfScope(f"user {user.pk}")
    if user.pk == by.pk or not people.is_wholly_within(scope, user, at=at):
        raise NotPermitted(accounts_words.MANAGE_USERS)


def _post(unit: Unit, name: str, role: str, *, by: User, at: datetime) -> Post:
    standing = Post.objects.filter(unit=unit, name=name, closed_on=None).first()
    if standing is None:
        return create_post(unit=unit, name=name, role=role, by=by, at=at)
    if standing.role != role:
        raise ValidationError(
            _("本单位的岗位“%(name)s”是另一种角色，请换一个岗位名称") % {"name": name}, code="post"
        )
    return standing

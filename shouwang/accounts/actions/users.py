"""Users: made, changed, disabled by the security administrator; their own password by themselves.

Who may manage users is asked by the caller's page permission and here by the roles that a post
carries, through ``orgs`` (which lies above): these actions are called by ``orgs.actions.people``.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from shouwang.accounts import audit, words
from shouwang.accounts.actions import throttle
from shouwang.accounts.models import User
from shouwang.kit import clock

SYSTEM_NAME = "system"
# no letter or digit that is read for another: a first password is told by phone or on paper
_LETTERS = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+=@#")


def new_password() -> str:
    """Return a random first password that meets the rules: 12 signs, all four classes."""
    signs = [secrets.choice(kind) for kind in _LETTERS]
    signs += [secrets.choice("".join(_LETTERS[:3])) for _ in range(8)]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)


def system_user() -> User:
    """Return the audited user that command-line actions run as; it cannot sign in."""
    user = User.objects.filter(username=SYSTEM_NAME).first()
    if user is not None:
        return user
    return User.objects.get_or_create(
        username=SYSTEM_NAME,
        defaults={
            "name": "系统",
            "is_system": True,
            "password": "!",
            "created_at": clock.now(),
        },
    )[0]


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    password: str | None,
    by: User,
    at: datetime,
    phone: str = "",
    must_change: bool = True,
    is_demo: bool = False,
) -> User:
    """Create a user with a first password, to be changed at the first sign-in; without one
    nobody can sign in until it is reset.

    Raises ``ValidationError`` for a weak password, ``IntegrityError`` for a name in use.
    """
    user = User(
        username=username.strip(),
        name=name.strip(),
        phone=phone.strip(),
        created_at=at,
        must_change_password=must_change,
        password_changed_at=at,
        is_demo=is_demo,
    )
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(words.USER_CREATED, by=by, at=at, about=user, username=user.username)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User, at: datetime) -> None:
    """Set a password: one's own is final, another's must be changed at the next sign-in."""
    validate_password(password, user)
    own = user.pk == by.pk
    if not own:
        throttle.forget_failures(username=user.username)
    user.set_password(password)
    user.must_change_password = not own
    user.password_changed_at = at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record(words.PASSWORD_CHANGED if own else words.PASSWORD_RESET, by=by, at=at, about=user)


@transaction.atomic
def set_active(*, user: User, active: bool, by: User, at: datetime) -> None:
    """Let a user sign in, or no longer."""
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(words.USER_ENABLED if active else words.USER_DISABLED, by=by, at=at, about=user)


@transaction.atomic
def change_details(
    *, user: User, by: User, at: datetime, name: str | None = None, phone: str | None = None
) -> User:
    """Change a name or a phone number; None leaves it. The trail names what changed; a phone
    number is personal and stays out of it."""
    detail: dict[str, Any] = {"changed": []}
    if name is not None and name.strip() != user.name:
        detail |= {"before": user.name, "after": name.strip()}
        detail["changed"].append("name")
        user.name = name.strip()
    if phone is not None and phone.strip() != user.phone:
        detail["changed"].append("phone")
        user.phone = phone.strip()
    if detail["changed"]:
        user.save(update_fields=detail["changed"])
        audit.record(words.USER_CHANGED, by=by, at=at, about=user, **detail)
    return user


@transaction.atomic
def unlock(*, user: User, by: User, at: datetime) -> None:
    """Let a user try again before the lock is over."""
    throttle.forget_failures(username=user.username)
    audit.record(words.USER_UNLOCKED, by=by, at=at, about=user)

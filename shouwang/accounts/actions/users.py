"""Users: made, changed, disabled by the security administrator; their own password by themselves.

Who may manage users is asked by the caller's page permission and here by the roles that a post
carries, through ``orgs`` (which lies above): these actions are called by ``orgs.actions.people``.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from shouwang.accounts import audit, words
from shouwang.accounts.models import User
from shouwang.kit import clock

SYSTEM_NAME = "system"


def system_user() -> User:
    """Return the audited user that command-line actions run as; it cannot sign in."""
    user = User.objects.filter(username=SYSTEM_NAME).first()
    if user is not None:
        return user
    return User.objects.get_or_create(
        username=SYSTEM_NAME,
        defaults={
            "name": "系统", "is_system": True, "password": "!",
            "created_at": clock.now(),
        },
    )[0]


@transaction.atomic
def create_user(
    *, username: str, name: str, password: str, by: User, at: datetime, phone: str = "",
    must_change: bool = True, is_demo: bool = False,
) -> User:
    """Create a user with a first password, to be changed at the first sign-in.

    Raises ``ValidationError`` for a weak password, ``IntegrityError`` for a name in use.
    """
    user = User(
        username=username.strip(), name=name.strip(), phone=phone.strip(), created_at=at,
        must_change_password=must_change, password_changed_at=at, is_demo=is_demo,
    )
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

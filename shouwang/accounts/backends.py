"""Signing in by name and password, with the lock in front."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from shouwang.accounts.actions import throttle
from shouwang.accounts.models import User
from shouwang.kit import clock, prepared

# asked by every page of who is signed in
_BY_ID = f"SELECT {prepared.columns(User, 'u')} FROM accounts_user u WHERE u.id = %s"  # noqa: S608


class ThrottledBackend(ModelBackend):
    """Refuses a locked name without looking at the password; counts what is wrong.

    A right password does not clear the count by itself: a complete sign-in does
    (``actions.entrance``), so that a known password gives no endless tries at the code.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the user, or None for a wrong name, password or a locked name."""
        if not username or password is None:
            return None
        now = clock.now()
        name = throttle.plain_name(username)
        attempt = throttle.take_attempt(username=name, at=now)
        if attempt is None:
            return None
        user = super().authenticate(request, username=name, password=password, **kwargs)
        if user is None:
            throttle.record_failure(username=name, attempt=attempt, what="password", at=now)
            return None
        throttle.give_back(username=name, at=now)
        return user

    def get_user(self, user_id: int) -> User | None:
        """Return the user of a session, None for who may not sign in (any more)."""
        user = prepared.first(User, _BY_ID, [user_id])
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Return False for the disabled and for the system's own user."""
        return bool(user.is_active) and not user.is_system

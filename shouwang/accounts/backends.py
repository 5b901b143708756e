"""Signing in by name and password, with the lock in front."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from shouwang.accounts.actions import throttle
from shouwang.accounts.models import User
from shouwang.kit import clock


class ThrottledBackend(ModelBackend):
    """Refuses a locked name without looking at the password; counts what is wrong."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None,
        password: str | None = None, **kwargs: Any,
    ) -> User | None:
        """Return the user, or None for a wrong name, password or a locked name."""
        if not username or password is None:
            return None
        now = clock.now()
        if throttle.is_locked(username=username, at=now):
            return None
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None:
            throttle.count_failure(username=username, at=now)
            return None
        throttle.forget_failures(username=username)
        return user  # type: ignore[return-value]

    def user_can_authenticate(self, user: Any) -> bool:
        """Return False for the disabled and for the system's own user."""
        return bool(user.is_active) and not user.is_system

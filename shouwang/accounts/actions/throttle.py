"""Counting wrong passwords, for all processes together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwang.accounts import audit, rules, words
from shouwang.accounts.models import SignInThrottle


def is_locked(*, username: str, at: datetime) -> bool:
    """Return whether a sign-in name is locked."""
    row = SignInThrottle.objects.filter(username=username.lower()[:150]).first()
    return row is not None and rules.is_locked(locked_until=row.locked_until, now=at)


@transaction.atomic
def count_failure(*, username: str, at: datetime) -> int:
    """Count one wrong password and lock at the fifth; return the failures in a row."""
    key = username.lower()[:150]
    SignInThrottle.objects.get_or_create(username=key)
    row = SignInThrottle.objects.select_for_update().get(username=key)
    if row.locked_until and not rules.is_locked(locked_until=row.locked_until, now=at):
        row.failures, row.locked_until = 0, None
    row.failures += 1
    row.last_failed_at = at
    row.locked_until = rules.lock_after(failures=row.failures, now=at)
    row.save()
    audit.record(words.SIGN_IN_FAILED, by=None, at=at, username=key, failures=row.failures)
    if row.locked_until:
        audit.record(words.SIGN_IN_LOCKED, by=None, at=at, username=key)
    return row.failures


def forget_failures(*, username: str) -> None:
    """Clear the count after a success or by an administrator."""
    SignInThrottle.objects.filter(username=username.lower()[:150]).delete()

"""Counting wrong passwords and codes, for all processes together.

An attempt is counted before it is tried and given back when it was right. Counting afterwards
would let any number of attempts that run at the same moment pass the lock together.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwang.accounts import audit, rules, words
from shouwang.accounts.models import SignInThrottle, User


@dataclass(frozen=True)
class Standing:
    """How a sign-in name stands: the failures in a row, and until when it is locked."""

    failures: int
    locked_until: datetime | None

    @property
    def is_locked(self) -> bool:
        """Return whether nothing may be tried now."""
        return self.locked_until is not None

    @property
    def left(self) -> int:
        """Return how many more wrong attempts there are before the lock."""
        return max(rules.MOST_FAILURES - self.failures, 0)


def plain_name(username: str) -> str:
    """Return a sign-in name as it is compared: full-width letters made plain, case left out.

    PostgreSQL compares names in capitals, where ``ſ`` and ``s`` are one letter: going through the
    capitals gives all spellings that open one account one count.
    """
    return unicodedata.normalize("NFKC", username).strip().upper().lower()[:150]


def standing(*, username: str, at: datetime) -> Standing:
    """Return how a sign-in name stands; a name never tried stands like any other."""
    row = SignInThrottle.objects.filter(username=plain_name(username)).first()
    if row is None:
        return Standing(0, None)
    if rules.is_locked(locked_until=row.locked_until, now=at):
        return Standing(row.failures, row.locked_until)
    return Standing(0 if row.locked_until else row.failures, None)


@transaction.atomic
def take_attempt(*, username: str, at: datetime) -> int | None:
    """Count an attempt that is about to be made; return which it is, None when the name is locked.

    The fifth locks as it is taken: a sixth at the same moment finds the lock.
    """
    row, _ = SignInThrottle.objects.select_for_update().get_or_create(username=plain_name(username))
    if rules.is_locked(locked_until=row.locked_until, now=at):
        return None
    if row.locked_until:  # a lock that is over
        row.failures = 0
    row.failures += 1
    row.last_failed_at = at
    row.locked_until = rules.lock_after(failures=row.failures, now=at)
    row.save()
    return row.failures


@transaction.atomic
def give_back(*, username: str, at: datetime) -> None:
    """Take back an attempt that was right, though the sign-in is not complete: a code follows."""
    row = SignInThrottle.objects.select_for_update().filter(username=plain_name(username)).first()
    if row is None or not row.failures:
        return
    row.failures -= 1
    row.locked_until = rules.lock_after(failures=row.failures, now=at)
    row.save()


def forget_failures(*, username: str) -> None:
    """Clear the count after a complete sign-in or by an administrator."""
    SignInThrottle.objects.filter(username=plain_name(username)).update(
        failures=0, locked_until=None
    )


@transaction.atomic
def record_failure(*, username: str, attempt: int, what: str, at: datetime) -> None:
    """Put a wrong attempt on record, and the lock when it was the last; ``what`` was wrong.

    A name that nobody has may be a password typed into the wrong box: only its first letters stay.
    """
    name = plain_name(username)
    user = User.objects.filter(username__iexact=name).first()
    shown = user.username if user else f"{name[:2]}…"
    audit.record(
        words.SIGN_IN_FAILED,
        by=None,
        at=at,
        about=user,
        username=shown,
        what=what,
        failures=attempt,
    )
    if until := rules.lock_after(failures=attempt, now=at):
        audit.record(
            words.SIGN_IN_LOCKED,
            by=None,
            at=at,
            about=user,
            username=shown,
            until=until.isoformat(timespec="seconds"),
        )

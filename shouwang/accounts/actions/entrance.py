"""The way in and out: password, code where there is one, session.

Whatever is wrong is answered alike: a name that nobody has, a wrong password, a disabled user.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest

from shouwang.accounts import audit, words
from shouwang.accounts.actions import throttle, two_factor
from shouwang.accounts.actions.throttle import Standing
from shouwang.accounts.models import User

_PENDING = "sign_in_pending"
CODE_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Entered:
    """The user is signed in."""

    user: User


@dataclass(frozen=True)
class CodeWanted:
    """The password was right; a code is still missing."""


@dataclass(frozen=True)
class Refused:
    """Nothing was opened; how the name stands now."""

    standing: Standing


@dataclass(frozen=True)
class TooLate:
    """No password was given a short while ago: begin anew."""


def try_password(
    *, request: HttpRequest, username: str, password: str, at: datetime
) -> Entered | CodeWanted | Refused:
    """Try a name and a password."""
    user = auth.authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        return Refused(throttle.standing(username=username, at=at))
    if not two_factor.is_on(user):
        return _enter(request, user, at)
    request.session.cycle_key()
    request.session[_PENDING] = {
        "user": user.pk,
        "at": at.isoformat(),
        "hash": user.get_session_auth_hash(),
    }
    return CodeWanted()


def try_code(*, request: HttpRequest, code: str, at: datetime) -> Entered | Refused | TooLate:
    """Try the code after the password; a wrong one counts like a wrong password."""
    user = expected(request, at=at)
    if user is None:
        request.session.pop(_PENDING, None)
        return TooLate()
    attempt = throttle.take_attempt(username=user.username, at=at)
    if attempt is None:
        return Refused(throttle.standing(username=user.username, at=at))
    if not two_factor.check(user=user, code=code):
        throttle.record_failure(username=user.username, attempt=attempt, what="code", at=at)
        return Refused(throttle.standing(username=user.username, at=at))
    return _enter(request, user, at)


def expected(request: HttpRequest, *, at: datetime) -> User | None:
    """Return whose code is waited for, or None when nobody's is, or no longer."""
    pending = request.session.get(_PENDING)
    if not pending or at - datetime.fromisoformat(pending["at"]) > CODE_WITHIN:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True, is_system=False).first()
    # a password changed in between asks for the new one
    return user if user and user.get_session_auth_hash() == pending["hash"] else None


@transaction.atomic
def leave(*, request: HttpRequest, at: datetime) -> None:
    """Sign out, with a trace."""
    if isinstance(request.user, User):
        audit.record(words.SIGNED_OUT, by=request.user, at=at, about=request.user)
    auth.logout(request)


@transaction.atomic
def _enter(request: HttpRequest, user: User, at: datetime) -> Entered:
    request.session.pop(_PENDING, None)
    # gives the session a new key: one planted before the sign-in opens nothing
    auth.login(request, user, backend="shouwang.accounts.backends.ThrottledBackend")
    # Django wrote the machine's moment; here there is one clock
    User.objects.filter(pk=user.pk).update(last_login=at)
    throttle.forget_failures(username=user.username)
    audit.record(words.SIGNED_IN, by=user, at=at, about=user)
    return Entered(user)

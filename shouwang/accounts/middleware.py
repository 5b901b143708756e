"""Idle sign-out, and the record of doors tried in vain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from shouwang.accounts import audit, words
from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.kit import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
_SEEN = "seen_at"


class IdleSignOut:
    """Signs out whoever has not asked for anything for ``settings.IDLE_SIGN_OUT``.

    Background polling names itself with ``X-Background`` and does not count as activity.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clock.now()
            seen = request.session.get(_SEEN)
            if seen and now - datetime.fromisoformat(seen) > settings.IDLE_SIGN_OUT:
                audit.record(words.IDLE_SIGNED_OUT, by=request.user, at=now, about=request.user)
                logout(request)
            elif "X-Background" not in request.headers and _is_stale(seen, now):
                request.session[_SEEN] = now.isoformat()
        return _whole_page_sign_in(request, self.get_response(request))


def _is_stale(seen: str | None, now: datetime) -> bool:
    """Return whether the mark is a minute old: one write a minute is enough."""
    return seen is None or (now - datetime.fromisoformat(seen)).total_seconds() > 60


def _whole_page_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Turn a redirect to the sign-in page, asked for by a part of a page, into one of the page."""
    target = response.headers.get("Location", "")
    asked_by_part = request.headers.get("HX-Request") == "true"
    if asked_by_part and target.startswith(resolve_url(settings.LOGIN_URL)):
        answer = HttpResponse(status=204)
        answer.headers["HX-Redirect"] = target
        return answer
    return response


class AccessTrail:
    """Puts every 404 for scope and every 403 for permission on record."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = audit.client_ip.set(request.META.get("REMOTE_ADDR"))
        try:
            return self.get_response(request)
        finally:
            audit.client_ip.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record, and let Django answer with its 404 or 403 page."""
        if isinstance(exception, NotPermitted):
            self._record(words.NOT_PERMITTED, request, str(exception))
        elif isinstance(exception, OutOfScope):
            self._record(words.OUT_OF_SCOPE, request, str(exception))

    def _record(self, word: object, request: HttpRequest, what: str) -> None:
        user = request.user if request.user.is_authenticated else None
        audit.record(word, by=user, at=clock.now(), path=request.path[:200], what=what)  # type: ignore[arg-type]

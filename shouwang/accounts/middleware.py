"""Idle sign-out, the first password, and the record of doors tried in vain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit, words
from shouwang.accounts.access import PUBLIC, NotPermitted, OutOfScope
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
                messages.info(request, _("较长时间没有操作，已自动退出。请重新登录。"))
            elif "X-Background" not in request.headers and _is_stale(seen, now):
                request.session[_SEEN] = now.isoformat()
        return _whole_page(request, self.get_response(request))


def _is_stale(seen: str | None, now: datetime) -> bool:
    """Return whether the mark is a minute old: one write a minute is enough."""
    return seen is None or (now - datetime.fromisoformat(seen)).total_seconds() > 60


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Turn a redirect to sign-in or to the first password, asked for by a part of a page, into
    one of the whole page."""
    if request.headers.get("HX-Request") != "true" or "Location" not in response.headers:
        return response
    target = response.headers["Location"]
    doors = (resolve_url(settings.LOGIN_URL), reverse("accounts:password"))
    is_door, is_background = target.partition("?")[0] in doors, "X-Background" in request.headers
    if not (is_door or is_background):
        return response
    answer = HttpResponse(status=204)
    if is_door:
        # what nobody asked for is told of the door and not led to it: the page stays, with
        # whatever is being typed in it
        answer.headers["X-Door" if is_background else "HX-Redirect"] = target
    return answer


class FirstPassword:
    """Leads who has a first password, told by somebody else, to the page that replaces it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let through what is public or declared for this moment (``access.first_steps``)."""
        user = request.user
        if not (user.is_authenticated and user.must_change_password):
            return None
        if getattr(view, "before_first_password", False):
            return None
        if getattr(view, "access", None) == (PUBLIC,):
            return None
        return redirect("accounts:password")


class AccessTrail:
    """Puts every 404 for scope and every 403 for permission on record."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = audit.client_ip.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            audit.client_ip.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record, and let Django answer with its 404 or 403 page."""
        record_refusal(request, exception)


def record_refusal(request: HttpRequest, exception: Exception) -> None:
    """Put on record that something was refused; nothing for any other exception.

    For whoever answers such an exception before Django sees it, as the API does.
    """
    match exception:
        case NotPermitted():
            word = words.NOT_PERMITTED
        case OutOfScope():
            word = words.OUT_OF_SCOPE
        case _:
            return
    user = request.user if request.user.is_authenticated else None
    audit.record(word, by=user, at=clock.now(), path=request.path[:200], what=str(exception))


def address_of(request: HttpRequest) -> str | None:
    """Return the address a request came from, or None where there is none (a local socket).

    Behind the site's own proxy it is the last one in ``X-Forwarded-For``: the only one that the
    proxy wrote and the visitor did not.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY:
        told = request.headers.get("X-Forwarded-For", told).rpartition(",")[2]
    try:
        return str(ip_address(told.strip().partition("%")[0]))
    except ValueError:
        return None

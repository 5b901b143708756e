"""Who may open a page: every view declares it, a test refuses one that does not.

``@access.page("reporting.read_day")`` lets in who holds the permission anywhere; whether it is held
over the unit in question is asked again by the query or action (``orgs.scope``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"


class OutOfScope(Http404):
    """Something that exists, or not, outside the user's scope: always a 404, always on record."""


class NotPermitted(PermissionDenied):
    """Something the user may see but not do: a 403, on record. Carries the permission asked."""


def public(view: View) -> View:
    """Declare a view open to anyone."""
    view.access = (PUBLIC,)  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Declare a view open to every signed-in user."""
    return _guarded(view, (SIGNED_IN,))


def page(*permissions: str) -> Callable[[View], View]:
    """Declare a view open to who holds any of ``permissions`` at some unit."""
    if not permissions:
        raise ValueError("a page declares at least one permission")

    def decorate(view: View) -> View:
        return _guarded(view, permissions)

    return decorate


def _guarded(view: View, permissions: tuple[str, ...]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if permissions != (SIGNED_IN,) and not request.scope.permissions.intersection(permissions):  # type: ignore[attr-defined]
            raise NotPermitted(permissions[0])
        return view(request, *args, **kwargs)

    guarded.access = permissions  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]

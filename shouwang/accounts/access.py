"""Who may open a page: every view declares it, a test refuses one that does not.

``@access.page("reporting.read_day")`` lets in who holds the permission anywhere; whether it is held
over the unit in question is asked again by the query or action (``orgs.scope``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from shouwang.accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row", bound=Model)

PUBLIC = "public"
SIGNED_IN = "signed-in"
KEY = "api-key"


class SignedInRequest(HttpRequest):
    """A request as a guarded view sees it: somebody is signed in, their scope stands ready.

    ``scope`` is an ``orgs.scope.Scope``, which lies above.
    """

    user: User
    scope: Any


class OutOfScope(Http404):
    """Something that exists, or not, outside the user's scope: always a 404, always on record."""


class NotPermitted(PermissionDenied):
    """Something the user may see but not do: a 403, on record. Carries the permission asked."""


def one(within: QuerySet[Row], **lookup: Any) -> Row:
    """Return the row of a queryset that is already within the scope; raises ``OutOfScope``."""
    found = within.filter(**lookup).first()
    if found is None:
        raise OutOfScope(f"{within.model._meta.label_lower} {lookup}")
    return found


def public(view: View) -> View:
    """Declare a view open to anyone."""
    view.access = (PUBLIC,)  # type: ignore[attr-defined]
    return view


def by_key(view: View) -> View:
    """Declare a view of the API: a key stands for its user, the view asks for it itself."""
    view.access = (KEY,)  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Declare a view open to every signed-in user."""
    return _guarded(view, (SIGNED_IN,))


def first_steps(view: View) -> View:
    """Declare a view open also to who still has to replace the first password."""
    guarded = _guarded(view, (SIGNED_IN,))
    guarded.before_first_password = True  # type: ignore[attr-defined]
    return guarded


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
            return redirect_to_login(way_back(request), resolve_url(settings.LOGIN_URL))
        if permissions != (SIGNED_IN,) and not request.scope.permissions.intersection(permissions):  # type: ignore[attr-defined]
            raise NotPermitted(permissions[0])
        return view(request, *args, **kwargs)

    guarded.access = permissions  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def way_back(request: HttpRequest) -> str:
    """Return the address to come back to after signing in: a page, never a part or a deed."""
    if request.method == "GET" and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    shown = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if shown.netloc != request.get_host():
        return "/"
    return f"{shown.path or '/'}?{shown.query}" if shown.query else shown.path or "/"

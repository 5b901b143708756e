"""Puts the user's scope on the request, worked out on first use."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from shouwang.kit import clock
from shouwang.orgs.scope import Scope, scope_of

HERE = "unit"


class ScopeOfRequest:
    """``request.scope`` is a ``Scope``; for someone not signed in it sees nothing.

    The unit that a holder of several posts chose to work for (``HERE`` in the session) comes first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def scope() -> Scope:
            if not request.user.is_authenticated:
                return Scope(None, ())
            return scope_of(request.user, at=clock.now()).seen_from(request.session.get(HERE))

        request.scope = SimpleLazyObject(scope)  # type: ignore[attr-defined]
        return self.get_response(request)

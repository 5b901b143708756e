"""The API's own door: what comes with a key passes none of what pages need.

Sessions, CSRF, messages, htmx, the sign-in's and the idle sign-out's middleware serve browsers.
A filing with a key needs none of them, and on the hottest path of the house (performance.md, P1)
they were a tenth of its processor time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from shouwang.accounts import audit
from shouwang.accounts.middleware import address_of

API = "/api/"
_NOTHING_TO_SHOW = "default-src 'none'; frame-ancestors 'none'"


class ApiDoor:
    """Answers what is asked under ``/api/`` itself and hands everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.pages = get_response
        self.answer = cast(
            Callable[[HttpRequest], HttpResponse], convert_exception_to_response(self._answer)
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return self.pages(request)
        try:
            request.resolver_match = resolve(request.path_info)
        except Resolver404:
            return self.pages(request)
        request.user = AnonymousUser()  # until the key says whose request it is
        token = audit.client_ip.set(address_of(request))
        try:
            with translation.override(translation.get_language_from_request(request)):
                answer = self.answer(request)
        finally:
            audit.client_ip.reset(token)
        answer.headers["Content-Length"] = str(len(answer.content))
        answer.headers["Content-Security-Policy"] = _NOTHING_TO_SHOW
        return answer

    @staticmethod
    def _answer(request: HttpRequest) -> HttpResponse:
        view, args, kwargs = request.resolver_match  # type: ignore[misc]
        return view(request, *args, **kwargs)

"""What no page of ours sends is refused as such, wherever it is stumbled upon."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

log = logging.getLogger(__name__)

# SQLSTATE of \u0000 in JSON, and of bytes that are no text
_NO_TEXT = ("22P05", "22021")


class RefuseUnreadable:
    """Answers 400 to a NUL character, which the database keeps in no text, and to a number of
    thousands of digits, which Python reads not.

    No browser lets a person type either; a form that checks its fields refuses them in its own
    words before it comes to this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a bad request; None for every other exception."""
        if not is_unreadable(exception):
            return None
        log.warning("unreadable input at %s", request.path)
        return bad_request(request, exception)


def is_unreadable(exception: Exception) -> bool:
    """Return whether an exception speaks of text or of a number that nobody can have typed."""
    if isinstance(exception, DataError):
        state = getattr(exception.__cause__, "sqlstate", None)
        return state in _NO_TEXT or "NUL (0x00)" in str(exception)
    # the sentence of the interpreter: it has no exception of its own for this
    return isinstance(exception, ValueError) and str(exception).startswith("Exceeds the limit (")

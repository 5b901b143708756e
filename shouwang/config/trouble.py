"""What is answered where a page could not be made.

A database that is away for a moment (restarted, its journal being replayed, out of connections) is
no error of ours: 503 says so in plain words, a page that was only to be read comes by itself, and
the page of a report takes the answer for a line that does not carry: it keeps what was typed and
hands it in again (``AWAY`` in web/modules/entry.js).
"""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

AGAIN_S = 5
# classes of PostgreSQL's SQLSTATE: lost connection, shut down or starting up, out of connections
_AWAY = ("08", "57P", "53")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database is away, else 500; neither asks the database for anything."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    page = loader.get_template("503.html").render({"back": _page_before(request)})
    answer = HttpResponse(page, status=503, headers={"Retry-After": str(AGAIN_S)})
    if request.method == "GET" and "HX-Request" not in request.headers:
        answer["Refresh"] = str(AGAIN_S)
    return answer


def is_away(error: BaseException | None) -> bool:
    """Say whether an error means that no database could be reached."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(_AWAY)


def _page_before(request: HttpRequest) -> str:
    """Return the page to go back to: what was asked for, or our own page it was sent from."""
    if request.method == "GET":
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.headers.get("Host"):
        return "/"
    return before.path + (f"?{before.query}" if before.query else "")

"""The phone's service worker: which pages and files are there without the network."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from shouwang import kit
from shouwang.accounts import access
from shouwang.kit import registry

_STATIC = Path(kit.__file__).parent / "static"
_FRAME = ("phone.css", "phone.js", "outbox.js", "boot.js")
# a report's page on the phone and its receipt: figures, and no residents
_PATTERNS = (r"^/m/\d+/\d+/\d{4}-\d\d-\d\d/(correct/)?$", r"^/m/receipts/\d+/$")


@require_GET
@access.public
def script(request: HttpRequest) -> HttpResponse:
    """Answer the worker's script, named after what it keeps: a new build replaces the old."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
@access.public
def offline(request: HttpRequest) -> HttpResponse:
    """Show that a page is not on this phone; holds nothing of anybody.

    It stays on the phone while its users change: drawn for who came first, it would name them to
    the next, whose kept pages it would take for another's. Nor does it take what a page is to say
    to its user once.
    """
    request.user = AnonymousUser()
    return render(request, "reporting/phone/offline.html", {"messages": ()})


def _script() -> str:
    return _read() if settings.DEBUG else _kept()


@lru_cache(maxsize=1)
def _kept() -> str:
    return _read()


def _read() -> str:
    files = [f"build/{name}" for name in _FRAME] + ["kit/mark.svg"]
    files += sorted(f"build/{path.name}" for path in (_STATIC / "build").glob("page-*.js"))
    pages = _pages()
    digest = hashlib.sha256(b"".join((_STATIC / name).read_bytes() for name in files))
    digest.update(json.dumps([pages, _PATTERNS]).encode())
    shell = {
        "name": f"m-shell-{digest.hexdigest()[:12]}",
        "static": settings.STATIC_URL,
        "files": [static(name) for name in files],
        "pages": pages,
        "patterns": _PATTERNS,
        "offline": reverse("reporting:phone_offline"),
    }
    body = (_STATIC / "build" / "sw.js").read_text(encoding="utf-8")
    return f"const SHELL = {json.dumps(shell)};\n{body}"


def _pages() -> list[str]:
    """Return the addresses of the pages that may be kept: they carry nothing of anybody."""
    names = ["reporting:phone", "edge:outbox"]
    for tile in registry.phone_tiles():
        names += [tile.url_name, *tile.also]
    return sorted({address for name in names if (address := _address(name))})


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

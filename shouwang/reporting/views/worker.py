"""The phone's service worker: which pages and files are there without the network."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from shouwang import kit
from shouwang.accounts import access

_STATIC = Path(kit.__file__).parent / "static"
_FILES = ("build/phone.css", "build/phone.js", "build/boot.js", "kit/mark.svg")


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
    """Show that a page is not on this phone; holds nothing of anybody."""
    return render(request, "reporting/phone/offline.html")


def _script() -> str:
    return _read() if settings.DEBUG else _kept()


@lru_cache(maxsize=1)
def _kept() -> str:
    return _read()


def _read() -> str:
    digest = hashlib.sha256(b"".join((_STATIC / name).read_bytes() for name in _FILES))
    shell = {
        "name": f"m-shell-{digest.hexdigest()[:12]}",
        "files": [static(name) for name in _FILES],
        "offline": reverse("reporting:phone_offline"),
    }
    body = (_STATIC / "build" / "sw.js").read_text(encoding="utf-8")
    return f"const SHELL = {json.dumps(shell)};\n{body}"

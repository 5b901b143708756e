"""Changing the language: keeps the page and its query."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language


def change(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to ``next``."""
    return set_language(request)


# Open to anyone: accounts.access, which declares this elsewhere, stands above this app.
change.access = ("public",)  # type: ignore[attr-defined]

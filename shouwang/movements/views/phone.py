"""The phone's pages: empty frames, filled on the phone from the packs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.movements import words


@require_GET
@access.page(words.SEE)
def movements(request: SignedInRequest) -> HttpResponse:
    """Show the frame of movements: it carries no data, the service worker keeps it."""
    return render(request, "movements/phone.html")


@require_GET
@access.page(words.SEE)
def isolation(request: SignedInRequest) -> HttpResponse:
    """Show the frame of isolation: it carries no data, the service worker keeps it."""
    return render(request, "movements/phone_isolation.html")

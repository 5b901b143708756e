"""The phone's page: an empty frame, filled on the phone from the pack."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.health import pages, words


@require_GET
@access.page(words.WALK)
def phone(request: SignedInRequest) -> HttpResponse:
    """Show the frame: it carries no data, the service worker keeps it."""
    return render(request, "health/phone.html", {"home": pages.own_house(request.scope)})

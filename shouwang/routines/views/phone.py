"""The phone's page: an empty frame, filled on the phone from the pack."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.routines import pages, words


@require_GET
@access.page(words.DO)
def phone(request: SignedInRequest) -> HttpResponse:
    """Show the frame: it carries no data, the service worker keeps it."""
    home = pages.own_house(request.scope)
    return render(request, "routines/phone.html", {"home": home})

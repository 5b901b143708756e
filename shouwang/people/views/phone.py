"""The phone's list of people: an empty frame, filled on the phone from the pack."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.people import words


@require_GET
@access.page(words.SEE_NAMES)
def people(request: SignedInRequest) -> HttpResponse:
    """Show the frame of the list: it carries no data, the service worker keeps it."""
    return render(request, "people/phone.html")

"""The phone's page: an empty frame, filled on the phone from the pack."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.gate import pages, words


@require_GET
@access.page(words.REGISTER)
def phone(request: SignedInRequest) -> HttpResponse:
    """Show the frame: it carries no data, the service worker keeps it."""
    whats = [_("水果"), _("食品"), _("衣物"), _("药品"), _("日用品")]
    context = {"home": pages.own_house(request.scope), "whats": whats}
    return render(request, "gate/phone.html", context)

"""By when a house does its rounds: seen and changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.health import hours_page, words
from shouwang.orgs import queries as units


@require_http_methods(["GET", "POST"])
@access.page(words.SET_HOURS)
def hours(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the hours of a house's rounds with who changed them when; set others."""
    unit = units.unit(request.scope, unit_id)
    context = hours_page.page(request, unit)
    if request.method == "POST" and not context["errors"]:
        messages.success(request, _("已保存，明日起按新的时限"))
        return redirect("health:hours", unit.pk)
    return render(request, "health/hours.html", context, status=422 if context["errors"] else 200)

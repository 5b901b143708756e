"""Entering a visit at a desk, without a script."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.gate import entry_pages, words
from shouwang.gate.actions import visits
from shouwang.gate.kinds import Purpose
from shouwang.gate.told import NewVisit
from shouwang.kit import clock
from shouwang.orgs import queries as units


@require_http_methods(["GET", "POST"])
@access.page(words.REGISTER)
def new(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Ask the purpose (``?purpose=``), say what is in force for it, enter what was decided."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.REGISTER, unit)
    page = entry_pages.EntryPage(request, unit)
    if request.method == "POST" and (made := page.entered()):
        messages.success(request, _("已登记：%(what)s") % {"what": str(made)})
        return redirect("gate:house", unit.pk)
    return render(request, "gate/new.html", page.context(), status=page.status)


@require_POST
@access.page(words.REGISTER)
def emergency(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Let an ambulance in at once; details are written down afterwards."""
    unit = units.unit(request.scope, unit_id)
    told = NewVisit(unit, Purpose.EMERGENCY, clock.now())
    made = visits.enter(new=told, by=request.user, at=clock.now(), scope=request.scope)
    messages.success(request, _("急救已放行，稍后补录"))
    return redirect("gate:visit", made.pk)

"""Special approvals: those that wait for me, all of them, one of them, asking for one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import queries as units
from shouwang.response import areas, exempted, words
from shouwang.response.actions import exemptions as deeds
from shouwang.response.case_forms import AskForm, DecisionForm
from shouwang.response.models import Exemption
from shouwang.response.views.attempt import done, status, typed

PER_PAGE = 30


@require_GET
@access.page(words.ASK_EXEMPTION, words.APPROVE_EXEMPTION)
def exemptions(request: SignedInRequest) -> HttpResponse:
    """Show what waits for my decision, and all of my units."""
    scope = request.scope
    found = Paginator(exempted.exemptions(scope), PER_PAGE)
    told = {
        "waiting": exempted.waiting(scope),
        "page": found.get_page(request.GET.get("page")),
        "tabs": areas.tabs(scope, "exemptions", areas.place_of(scope, "")),
    }
    return render(request, "response/exemptions.html", told)


@require_http_methods(["GET", "POST"])
@access.page(words.ASK_EXEMPTION, words.APPROVE_EXEMPTION)
def exemption(request: SignedInRequest, exemption_id: UUID) -> HttpResponse:
    """Show one with its order; decide it, or take it back."""
    found, scope = exempted.exemption(request.scope, exemption_id), request.scope
    form = DecisionForm(typed(request))
    if form.is_valid() and done(form, _decide, request, found, form):
        messages.success(request, _("已办理"))
        return redirect("response:exemption", found.pk)
    told = {
        "form": form,
        "found": found,
        "line": areas.line(found.order, clock.now()) if found.order else None,
        **exempted.may(scope, found),
        "trail": [(_("特批"), reverse("response:exemptions")), (found.measure.zh, "")],
    }
    return render(request, "response/exemption.html", told, status=status(form))


def _decide(request: SignedInRequest, found: Exemption, form: DecisionForm) -> Exemption:
    told = form.cleaned_data
    given = {"exemption": found, "by": request.user, "at": clock.now(), "scope": request.scope}
    if told["deed"] == "approve":
        bound = {"terms": told["terms"], "conditions": told["words"]}
        return deeds.approve(**given, **bound, until_at=told["until_at"])
    deed = deeds.refuse if told["deed"] == "refuse" else deeds.withdraw
    return deed(**given, reason=told["words"])


@require_http_methods(["GET", "POST"])
@access.page(words.ASK_EXEMPTION)
def ask(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Ask for a special approval by hand, for what no other page asks for."""
    unit, now = units.unit(request.scope, unit_id), clock.now()
    request.scope.require(words.ASK_EXEMPTION, unit)
    form = AskForm(typed(request), unit=unit, at=now)
    if form.is_valid():
        given = {"unit": unit, "by": request.user, "at": now, "scope": request.scope}
        case = f"response.case:{uuid7()}"
        made = done(form, deeds.ask, about=case, **form.cleaned_data, **given)
        if isinstance(made, Exemption):
            messages.success(request, _("已提出申请，批准前不得办理"))
            return redirect("response:exemption", made.pk)
    trail = [(unit.label, reverse("response:home", args=[unit.pk])), (_("申请特批"), "")]
    told = {"form": form, "unit": unit, "trail": trail}
    return render(request, "response/ask.html", told, status=status(form))

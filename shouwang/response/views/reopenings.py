"""Reopening: applications, one of them with its steps, applying."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.response import areas, queries, reopening_page, words
from shouwang.response.actions import reopenings as deeds
from shouwang.response.case_forms import CheckForm, ReopenForm, ReplyForm, WithdrawForm
from shouwang.response.models import Reopening
from shouwang.response.views.attempt import done, status, typed

_PAGE = (words.APPLY_REOPENING, words.CHECK_REOPENING, words.REPLY_REOPENING)


@require_GET
@access.page(*_PAGE)
def reopenings(request: SignedInRequest) -> HttpResponse:
    """Show the applications of my units, the latest first."""
    scope = request.scope
    told = reopening_page.list_page(scope, request.GET.get("page"))
    told["tabs"] = areas.tabs(scope, "reopenings", areas.place_of(scope, ""))
    return render(request, "response/reopenings.html", told)


@require_http_methods(["GET", "POST"])
@access.page(words.APPLY_REOPENING)
def apply(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Apply to open a stage."""
    unit, now = units.unit(request.scope, unit_id), clock.now()
    request.scope.require(words.APPLY_REOPENING, unit)
    form = ReopenForm(typed(request), unit=unit, at=now)
    if form.is_valid():
        given = {"unit": unit, "by": request.user, "at": now, "scope": request.scope}
        made = done(form, deeds.apply, **form.cleaned_data, **given)
        if isinstance(made, Reopening):
            messages.success(request, _("已提出申请，等待县级验收"))
            return redirect("response:reopening", made.pk)
    trail = [(unit.label, reverse("response:home", args=[unit.pk])), (_("申请恢复开放"), "")]
    told = {"form": form, "unit": unit, "trail": trail}
    return render(request, "response/reopen.html", told, status=status(form))


@require_http_methods(["GET", "POST"])
@access.page(*_PAGE)
def reopening(request: SignedInRequest, reopening_id: int) -> HttpResponse:
    """Show one application with its steps, and the form of the step that is mine."""
    found = queries.reopening(request.scope, reopening_id)
    step = reopening_page.step_of(request.scope, found)
    form = _form(request, step)
    if form is not None and form.is_valid() and done(form, _do, request, found, step, form):
        messages.success(request, _("已办理"))
        return redirect("response:reopening", found.pk)
    told = {**reopening_page.page(found), "form": form, "step": step}
    told["trail"] = [(_("恢复开放"), reverse("response:reopenings")), (found.unit.label, "")]
    return render(request, "response/reopening.html", told, status=status(form) if form else 200)


def _form(request: SignedInRequest, step: str) -> Any:
    if step == "check":
        return CheckForm(typed(request), lines=reopening_page.checklist())
    if step == "reply":
        return ReplyForm(typed(request), scope=request.scope)
    return WithdrawForm(typed(request)) if step == "withdraw" else None


def _do(request: SignedInRequest, found: Reopening, step: str, form: Any) -> Reopening:
    told: dict[str, Any] = form.cleaned_data
    given = {"reopening": found, "by": request.user, "at": clock.now(), "scope": request.scope}
    if step == "check":
        passed, opinion = told["passed"] == "yes", told["opinion"]
        return deeds.check(checklist=form.answers(), passed=passed, opinion=opinion, **given)
    if step == "withdraw":
        return deeds.withdraw(reason=told["reason"], **given)
    return deeds.reply(
        granted=told["granted"] == "yes",
        from_at=told["from_at"],
        paper=form.cited(),
        opinion=told["opinion"],
        **given,
    )

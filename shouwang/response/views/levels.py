"""The response level of an area: now, over time, and its change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.response import areas, switching, words
from shouwang.response.actions import levels as deeds
from shouwang.response.forms import LevelForm
from shouwang.response.models import Level
from shouwang.response.views.attempt import done


@require_GET
@access.page(words.READ)
def levels(request: SignedInRequest) -> HttpResponse:
    """Show an area's level and history; ``?unit=`` chooses the area."""
    unit = areas.place_of(request.scope, request.GET.get("unit", ""))
    return _page(request, unit, _form(request, unit))


@require_POST
@access.page(words.RAISE_LEVEL)
def change(request: SignedInRequest) -> HttpResponse:
    """Show what a change would switch on and off; with ``confirmed`` do it."""
    unit = areas.place_of(request.scope, request.POST.get("unit", ""))
    form = _form(request, unit)
    if not form.is_valid():
        return _page(request, unit, form)
    told, now = form.cleaned_data, clock.now()
    given = {"unit": unit, "grade": told["grade"], "from_at": told["from_at"]}
    if "confirmed" not in request.POST:
        return _confirm(request, form, given)
    deed = {**given, "paper": form.cited(), "by": request.user, "at": now, "scope": request.scope}
    if not done(form, deeds.change, **deed):
        return _page(request, unit, form)
    messages.success(request, _("已下达：%(what)s") % {"what": Level.Grade(told["grade"]).label})
    return redirect(f"{reverse('response:levels')}?unit={unit.pk}")


def _form(request: SignedInRequest, unit: Unit) -> LevelForm:
    last = switching.levels(unit).first()
    posted = request.POST if request.method == "POST" else None
    return LevelForm(posted, scope=request.scope, is_raised=bool(last and last.grade))


def _page(request: SignedInRequest, unit: Unit, form: LevelForm) -> HttpResponse:
    told = areas.level_page(request.scope, unit, clock.now())
    return render(
        request,
        "response/levels.html",
        {**told, "form": form},
        status=422 if form.is_bound else 200,
    )


def _confirm(request: SignedInRequest, form: LevelForm, given: dict) -> HttpResponse:
    """Ask once more, unless the deed would be refused anyway."""
    unit, grade, from_at = given["unit"], given["grade"], given["from_at"]
    if not done(form, deeds.may_change, paper=form.cited(), **given):
        return _page(request, unit, form)
    told = {**areas.plan_page(unit, grade, from_at), "form": form, "paper": form.cited().words}
    return render(request, "response/level_confirm.html", told)

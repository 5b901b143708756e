"""Institutions' own plans: coverage, a house's plan, drafting, deciding, comparing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.guides import plan_pages as pages
from shouwang.guides import plan_queries, queries, words
from shouwang.guides.actions import plans as deeds
from shouwang.guides.forms import PlanForm
from shouwang.guides.models import PlanVersion
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit


@require_GET
@access.page(words.READ_PLANS)
def coverage(request: SignedInRequest) -> HttpResponse:
    """Lead who works in a house to its plan; show a bureau who has one and who has none."""
    house = queries.own_house(request.scope, words.READ_PLANS)
    if house is not None:
        return redirect("guides:plan", house.pk)
    return render(request, "guides/plans.html", pages.coverage_page(request))


@require_GET
@access.page(words.READ_PLANS)
def plan(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a house's plan in force and its versions."""
    unit = units.unit(request.scope, unit_id)
    return render(request, "guides/plan.html", pages.house_page(request, unit))


@require_http_methods(["GET", "POST"])
@access.page(words.DRAFT_PLAN)
def edit(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Draft the plan, beginning with what stands."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.DRAFT_PLAN, unit)
    form = PlanForm(request.POST or None, initial=pages.begin(request.scope, unit))
    if form.is_valid() and _saved(request, unit, form):
        return redirect("guides:plan", unit.pk)
    context = {"form": form} | pages.edit_page(request.scope, unit)
    return render(request, "guides/edit_plan.html", context, status=422 if form.errors else 200)


def _saved(request: SignedInRequest, unit: Unit, form: PlanForm) -> bool:
    told: dict[str, Any] = {"by": request.user, "at": clock.now(), "scope": request.scope}
    seen = request.POST.get("revision", "")
    try:
        deeds.save(
            unit=unit, content=form.cleaned_data, revision=int(seen) if seen.isdecimal() else 0,
            **told,
        )  # fmt: skip
        if "submit" in request.POST:
            deeds.submit(unit=unit, **told)
    except ValidationError as why:
        form.add_error(None, why.messages)
        return False
    messages.success(request, _("已报审") if "submit" in request.POST else _("已保存草稿"))
    return True


@require_POST
@access.page(words.SUBMIT_PLAN)
def submit(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Send the draft for approval."""
    unit = units.unit(request.scope, unit_id)
    try:
        deeds.submit(unit=unit, by=request.user, at=clock.now(), scope=request.scope)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    else:
        messages.success(request, _("已报审"))
    return redirect("guides:plan", unit.pk)


@require_GET
@access.page(words.READ_PLANS)
def compare(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show two versions side by side."""
    unit = units.unit(request.scope, unit_id)
    return render(request, "guides/compare.html", pages.compare_page(request, unit))


@require_GET
@access.page(words.READ_PLANS)
def version(request: SignedInRequest, version_id: int) -> HttpResponse:
    """Show one version, as it is printed."""
    found = plan_queries.version(request.scope, version_id)
    return render(request, "guides/plan_version.html", pages.version_page(request, found))


@require_POST
@access.page(words.DECIDE_PLAN)
def decide(request: SignedInRequest, version_id: int) -> HttpResponse:
    """Approve and file a plan, or return it."""
    found = plan_queries.version(request.scope, version_id)
    try:
        _decided(request, found)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return redirect("guides:plan_version", found.pk)


def _decided(request: SignedInRequest, found: PlanVersion) -> None:
    told: dict[str, Any] = {"by": request.user, "at": clock.now(), "scope": request.scope}
    if request.POST.get("deed") == "approve":
        number = request.POST.get("filing_number", "")
        deeds.approve(version=found, filing_number=number, **told)
        messages.success(request, _("已批准"))
    else:
        deeds.send_back(version=found, reason=request.POST.get("reason", ""), **told)
        messages.success(request, _("已退回"))

"""Responsibility on the desk: who answers for whom, who is not covered, what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.kit import clock
from shouwang.kit.downloads import workbook_answer
from shouwang.orgs import coverage, leaders, queries, words
from shouwang.orgs.actions import responsibility as deeds
from shouwang.orgs.actions.responsibility_exports import export_coverage
from shouwang.orgs.models import Unit
from shouwang.orgs.responsibility_forms import AssignForm

_A_PAGE = 50


@require_GET
@access.page(words.SEE_RESPONSIBLE)
def overview(request: SignedInRequest) -> HttpResponse:
    """Show how far a place is covered: its parts, who is without a leader, who covers what."""
    place, now = place_of(request), clock.now()
    found: dict[str, Any] = {
        "place": place,
        "now": now,
        "found": coverage.coverage(request.scope, place, at=now),
        "trail": trail(request, place),
        "view": request.GET.get("view", ""),
        "may_manage": request.scope.allows(words.MANAGE_RESPONSIBLE, place),
        "page": _homes(request, place, now),
        "assign": AssignForm(leaders=leaders.leaders(request.scope)),
    }
    found["tabs"] = _tabs(place, found)
    return render(request, "orgs/responsibility/overview.html", found)


def _homes(request: SignedInRequest, place: Unit, now: Any) -> Page:
    """Return the institutions of the tab: without a leader, or all."""
    homes = coverage.institutions(request.scope, place, at=now)
    if request.GET.get("view") != "all":
        homes = homes.filter(has_leader=False)
    page = Paginator(coverage.with_answering(homes, at=now), _A_PAGE).get_page(
        request.GET.get("page")
    )
    page.object_list = queries.with_superiors(page.object_list)
    return page


def _tabs(place: Unit, found: dict[str, Any]) -> list[tuple[str, str, bool, int]]:
    here = f"{reverse('orgs:responsibility')}?unit={place.pk}"
    asked, told = found["view"], found["found"]
    return [
        (_("各地落实"), here, asked == "", 0),
        (_("未落实"), f"{here}&view=without", asked == "without", told.unassigned),
        (_("包保人员"), f"{here}&view=leaders", asked == "leaders", len(told.leaders)),
        (_("机构名单"), f"{here}&view=all", asked == "all", 0),
    ]


@require_POST
@access.page(words.MANAGE_RESPONSIBLE)
def assign(request: SignedInRequest) -> HttpResponse:
    """Give the ticked institutions to one person."""
    scope, now = request.scope, clock.now()
    form = AssignForm(request.POST, leaders=leaders.leaders(scope))
    picked = [queries.unit(scope, int(pk)) for pk in request.POST.getlist("pick") if pk.isdecimal()]
    if not form.is_valid() or not picked:
        messages.error(request, _("请勾选机构并选择责任人"))
        return redirect(_back(request))
    try:
        leader = form.cleaned_data["leader"]
        done = deeds.assign(leader=leader, units=picked, by=request.user, at=now)
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return redirect(_back(request))
    _say(request, leader.name, done)
    return redirect(_back(request))


def _say(request: SignedInRequest, name: str, done: deeds.Assigned) -> None:
    if done.made:
        told = {"name": name, "count": len(done.made)}
        messages.success(request, _("%(name)s已包保 %(count)d 家") % told)
    if done.kept:
        names = "、".join(unit.label for unit in done.kept[:5])
        messages.warning(request, _("已有包保领导，没有改动：%(names)s") % {"names": names})


@require_GET
@access.page(words.SEE_RESPONSIBLE)
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out the coverage of a place as Excel."""
    place = place_of(request)
    book = export_coverage(place=place, by=request.user, at=clock.now())
    return workbook_answer(book, _("%(unit)s包保责任.xlsx") % {"unit": place.name})


def place_of(request: SignedInRequest) -> Unit:
    """Return the place asked for, else the top of the user's scope."""
    asked = request.GET.get("unit", "")
    if asked.isdecimal():
        return queries.unit(request.scope, int(asked))
    tops = queries.tops(request.scope)
    if not tops:
        raise OutOfScope("no unit")
    return tops[0]


def trail(request: SignedInRequest, place: Unit, *more: str) -> list[tuple[str, str]]:
    """Return the breadcrumb: 包保责任, the places above, the place, then what is done."""
    start = reverse("orgs:responsibility")
    steps = [(_("包保责任"), start)]
    for unit in [*queries.ancestors(request.scope, place), place]:
        where = "orgs:responsible_unit" if unit.is_institution else "orgs:responsibility"
        url = reverse(where, args=[unit.pk]) if unit.is_institution else f"{start}?unit={unit.pk}"
        steps.append((unit.label, url))
    return [*steps, *((word, "") for word in more)]


def _back(request: SignedInRequest) -> str:
    one = request.POST.get("back_to", "")
    if one.isdecimal():
        return reverse("orgs:responsible_unit", args=[int(one)])
    asked = request.POST.get("unit", "")
    query = f"?unit={asked}&view=without" if asked.isdecimal() else ""
    return reverse("orgs:responsibility") + query

"""The unit tree and a unit's page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.kit.downloads import workbook_answer
from shouwang.orgs import queries, words
from shouwang.orgs.actions.exports import export_units
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import Scope
from shouwang.orgs.views import trees

_A_PAGE = 50


@require_GET
@access.page(words.SEE_UNITS)
def tree(request: HttpRequest) -> HttpResponse:
    """Show the tree, and beside it what a search finds or how many units there are."""
    scope = request.scope  # type: ignore[attr-defined]
    is_search = any(request.GET.get(name) for name in ("q", "kind", "state"))
    found: dict[str, Any] = {"nodes": trees.whole(scope), "kinds": Kind.choices}
    found["is_search"] = is_search
    found["may_manage"] = words.MANAGE_UNITS in scope.permissions
    if is_search:
        found["page"] = _page(request, _asked(scope, request))
        found["page"].object_list = queries.with_superiors(found["page"].object_list)
    else:
        found["counts"] = queries.counts_by_kind(scope, on=clock.today())
    return render(request, "orgs/units.html", found)


def _asked(scope: Scope, request: HttpRequest) -> Any:
    asked = request.GET
    state = asked.get("state", "")
    found = queries.search(
        scope, asked.get("q", "").strip(), on=clock.today() if state == "open" else None
    )
    if state == "closed":
        found = found.filter(closed_on__lte=clock.today())
    return found.filter(kind=asked["kind"]) if asked.get("kind") else found


@require_GET
@access.page(words.SEE_UNITS)
def branch(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Answer the lines under one unit, for the tree."""
    scope = request.scope  # type: ignore[attr-defined]
    nodes = trees.branch(scope, queries.unit(scope, unit_id))
    return render(request, "orgs/branch.html", {"nodes": nodes})


@require_GET
@access.page(words.SEE_UNITS)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show one unit: facts, posts, units below, where it lay over time."""
    scope = request.scope  # type: ignore[attr-defined]
    here = queries.unit(scope, unit_id)
    above = queries.ancestors(scope, here)
    found: dict[str, Any] = {
        "unit": here,
        "nodes": trees.whole(scope, here, above),
        "trail": trees.trail(above, here),
        "placements": queries.placements(scope, here),
        "posts": queries.posts(scope, here),
        "page": _page(request, queries.children(scope, here)),
        "reviews": [Kind(kind).label for kind in here.reviews],
        "may_manage": scope.allows(words.MANAGE_UNITS, here),
        "may_staff": scope.allows(words.MANAGE_POSTS, here),
    }
    return render(request, "orgs/unit.html", found)


def _page(request: HttpRequest, found: Any) -> Page:
    return Paginator(found, _A_PAGE).get_page(request.GET.get("page"))


@require_GET
@access.page(words.SEE_UNITS)
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the units below one, or all in scope, as Excel."""
    unit_id = request.GET.get("unit", "")
    unit = queries.unit(request.scope, int(unit_id)) if unit_id.isdecimal() else None  # type: ignore[attr-defined]
    book = export_units(unit=unit, by=request.user, at=clock.now())  # type: ignore[arg-type]
    title = _("%(unit)s机构名录") % {"unit": unit.name if unit else ""}
    return workbook_answer(book, f"{title.strip()}.xlsx")

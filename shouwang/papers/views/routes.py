"""Setting how a unit's papers travel: all of them, and the kinds that go another way."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.papers import queries, route_page, routes, showing, words
from shouwang.papers.actions import settings
from shouwang.papers.forms import RouteForm
from shouwang.papers.models import Paper
from shouwang.papers.views.telling import told


@require_http_methods(["GET"])
@access.page(words.MANAGE_ROUTES)
def mine(request: access.SignedInRequest) -> HttpResponse:
    """Go to the route of the first unit whose papers the user may draft."""
    found = queries.units_to_draft(request.scope)
    return redirect("papers:route", found[0].pk) if found else redirect("papers:list")


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_ROUTES)
def route(request: access.SignedInRequest, unit_id: int) -> HttpResponse:
    """Show and set a unit's 代字, organ and steps, for all papers or for one kind."""
    unit, kind = _asked(request, unit_id)
    way = routes.way(unit, kind)
    form = RouteForm(
        request.POST or None, units=_places(request, unit), stops=way.stops,
        initial={"organ": way.organ, "word": way.word},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _set(request, unit, kind, form):
        return redirect(route_page.address(unit, kind))
    context: dict[str, Any] = {
        "form": form, "unit": unit, "trail": showing.trail(_("发文流程")),
        "page": route_page.page(unit, kind, way.stops),
    }  # fmt: skip
    return render(request, "papers/route.html", context, status=422 if form.errors else 200)


@require_POST
@access.page(words.MANAGE_ROUTES)
def drop(request: access.SignedInRequest, unit_id: int) -> HttpResponse:
    """Let papers of a kind go by the route for all again."""
    unit, kind = _asked(request, unit_id)
    with told(request, _("已改回通用流程，流转中的文稿照原流程办完")):
        settings.drop_route(unit=unit, kind=kind, by=request.user, at=clock.now())
    return redirect(route_page.address(unit, kind))


def _asked(request: access.SignedInRequest, unit_id: int) -> tuple[Unit, str]:
    """Return the unit and the kind of paper, empty for all; raises ``OutOfScope``."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.MANAGE_ROUTES, unit)
    kind = request.GET.get("kind", "")
    if kind and kind not in Paper.Kind.values:
        raise Http404
    return unit, kind


def _places(request: access.SignedInRequest, unit: Unit) -> list[Unit]:
    """Return where steps may be done: the bureau itself and its sections."""
    sections = units.children(request.scope, unit).filter(kind=Kind.SECTION, closed_on=None)
    return [unit, *sections]


def _set(request: access.SignedInRequest, unit: Unit, kind: str, form: RouteForm) -> bool:
    try:
        with told(request, _("发文流程已保存，新送审的文稿照此办理")):
            settings.set_route(
                unit=unit, kind=kind, organ=form.cleaned_data["organ"],
                word=form.cleaned_data["word"], stops=form.stops(),
                by=request.user, at=clock.now(),
            )  # fmt: skip
    except ValidationError:
        return False
    return True

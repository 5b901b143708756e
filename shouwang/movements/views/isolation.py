"""One isolation: beginning, its checks, its release, another room, who outside was told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.health import rules as health
from shouwang.health.readings import WHY_NOT
from shouwang.kit import clock
from shouwang.movements import entry_pages, isolation_pages, isolation_queries, told, words
from shouwang.movements.actions import checks, releases
from shouwang.movements.actions import isolation as deeds
from shouwang.movements.actions.checks import Check
from shouwang.movements.forms import WordForm
from shouwang.movements.models import Isolation
from shouwang.movements.views.saying import tried
from shouwang.orgs import queries as units


@require_http_methods(["GET", "POST"])
@access.page(words.ISOLATE)
def begin(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Isolate somebody, ``?person=``; the first free room is taken where none is chosen."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.ISOLATE, unit)
    form = entry_pages.isolate_form(request, unit)
    if request.method == "POST" and (made := told.tried(form, told.begin, request, unit)):
        return redirect("movements:isolation", made.pk)
    context = entry_pages.begin_page(request, unit, form, _("安排隔离"))
    status = 422 if request.method == "POST" else 200
    return render(request, "movements/new.html", context, status=status)


@require_GET
@access.page(words.SEE)
def isolation(request: SignedInRequest, isolation_id: UUID) -> HttpResponse:
    """Show one isolation: day by day, what is missing, the signatures."""
    found = isolation_queries.isolation(request.scope, isolation_id)
    context = isolation_pages.isolation_page(request, found)
    return render(request, "movements/isolation/isolation.html", context)


@require_POST
@access.page(words.CHECK)
def check(request: SignedInRequest, isolation_id: UUID) -> HttpResponse:
    """Enter a check of now: a temperature with symptoms."""
    found = isolation_queries.isolation(request.scope, isolation_id)
    try:
        tenths = health.parse(request.POST.get("temperature", ""))
    except health.NotATemperature as wrong:
        messages.error(request, WHY_NOT[wrong.reason])
        return redirect("movements:isolation", found.pk)
    made = Check(found.pk, clock.now(), tenths=tenths, symptoms=request.POST.getlist("symptoms"))
    return _done(request, found, checks.check, unit=found.unit, made=made)


@require_POST
@access.page(words.CHECK)
def missed(request: SignedInRequest, isolation_id: UUID) -> HttpResponse:
    """Say why a check of a past day was missed."""
    found = isolation_queries.isolation(request.scope, isolation_id)
    number = request.POST.get("number", "")
    made = Check(
        found.pk,
        clock.now(),
        missed_because=request.POST.get("reason", ""),
        number=int(number) if number.isdecimal() else None,
    )
    return _done(request, found, checks.check, unit=found.unit, made=made)


@require_POST
@access.page(words.RELEASE_AS_MEDIC, words.RELEASE_AS_DIRECTOR)
def sign(request: SignedInRequest, isolation_id: UUID) -> HttpResponse:
    """Sign the release ``as`` medic or director."""
    found = isolation_queries.isolation(request.scope, isolation_id)
    signed_as = isolation_pages.signed_as(request, found)
    return _done(request, found, releases.sign, isolation=found, signed_as=signed_as)


@require_POST
@access.page(words.RELEASE_AS_MEDIC, words.RELEASE_AS_DIRECTOR)
def word(request: SignedInRequest, isolation_id: UUID) -> HttpResponse:
    """Note that disease control said it may end before its days."""
    found = isolation_queries.isolation(request.scope, isolation_id)
    form = WordForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明疾控中心谁、什么意见，和意见时间"))
        return redirect("movements:isolation", found.pk)
    return _done(request, found, releases.hear, isolations=[found], **form.cleaned_data)


@require_POST
@access.page(words.ISOLATE)
def change_room(request: SignedInRequest, isolation_id: UUID) -> HttpResponse:
    """Move somebody into another isolation room."""
    found = isolation_queries.isolation(request.scope, isolation_id)
    key = request.POST.get("room", "")
    if not key.isdecimal():
        messages.error(request, _("请选择隔离室"))
        return redirect("movements:isolation", found.pk)
    room = isolation_queries.room(request.scope, int(key))
    return _done(request, found, deeds.change_room, isolation=found, room=room)


@require_POST
@access.page(words.ISOLATE)
def outside_told(request: SignedInRequest, isolation_id: UUID) -> HttpResponse:
    """Note who in the community and at disease control was told."""
    found = isolation_queries.isolation(request.scope, isolation_id)
    names = {key: request.POST.get(key, "") for key in ("community", "control")}
    return _done(request, found, deeds.tell_elsewhere, isolation=found, **names)


def _done(
    request: SignedInRequest, found: Isolation, deed: Callable[..., Any], **given: Any
) -> HttpResponse:
    tried(request, deed, **given)
    return redirect("movements:isolation", found.pk)

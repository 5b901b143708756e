"""Entering: a request, a death, that somebody was told to wait."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.movements import entry_pages, told, words
from shouwang.movements.kinds import Kind
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit


@require_http_methods(["GET", "POST"])
@access.page(words.REQUEST)
def new(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Ask for a movement of ``?kind=``; what is suspended is refused with the paper."""
    unit = _unit(request, unit_id, words.REQUEST)
    kind = entry_pages.kind_asked(request)
    form = entry_pages.request_form(request, unit, kind)
    if request.method == "POST" and (made := told.tried(form, told.request, request, unit, kind)):
        return redirect(made)
    return _page(request, unit, form, str(kind.label), kind)


@require_http_methods(["GET", "POST"])
@access.page(words.RECORD_DEATH)
def death(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Record a death."""
    unit = _unit(request, unit_id, words.RECORD_DEATH)
    form = entry_pages.death_form(request, unit)
    if request.method == "POST" and (made := told.tried(form, told.death, request, unit)):
        return redirect(made.movement)
    return _page(request, unit, form, _("登记死亡"))


@require_http_methods(["GET", "POST"])
@access.page(words.REQUEST)
def wait(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Note that somebody outside was told to wait, ``?person=``."""
    unit = _unit(request, unit_id, words.REQUEST)
    form = entry_pages.wait_form(request, unit)
    if request.method == "POST" and told.tried(form, told.wait, request, unit):
        messages.success(request, _("已登记告知暂缓返院"))
        return redirect("movements:house", unit.pk)
    return _page(request, unit, form, _("告知暂缓返院"))


def _unit(request: SignedInRequest, unit_id: int, permission: str) -> Unit:
    unit = units.unit(request.scope, unit_id)
    request.scope.require(permission, unit)
    return unit


def _page(
    request: SignedInRequest, unit: Unit, form: Form, title: str, kind: Kind | None = None
) -> HttpResponse:
    context = entry_pages.page(request, unit, form, title, kind)
    status = 422 if request.method == "POST" else 200
    return render(request, "movements/new.html", context, status=status)

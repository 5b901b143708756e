"""A bureau's checklists: adopted, made, adjusted, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.guides import check_pages as pages
from shouwang.guides import check_queries, words
from shouwang.guides.actions import checklists as deeds
from shouwang.guides.forms import ListForm, SettingsForm
from shouwang.guides.models import Checklist
from shouwang.guides.pages import bureau_of
from shouwang.kit import clock
from shouwang.orgs.models import Unit


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_LISTS)
def lists(request: SignedInRequest) -> HttpResponse:
    """Show the bureau's lists and the library; make a list of the bureau's own."""
    form = ListForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        made = _done(request, lambda more: deeds.create(owner=_owner(request), **told, **more))
        if made is not None:
            return redirect("guides:checklist", made.pk)
    context = pages.lists_page(request) | {"form": form}
    return render(request, "guides/lists.html", context, status=422 if form.errors else 200)


@require_POST
@access.page(words.MANAGE_LISTS)
def adopt(request: SignedInRequest) -> HttpResponse:
    """Adopt a list of the library."""
    code = request.POST.get("code", "")
    made = _done(request, lambda more: deeds.adopt(owner=_owner(request), code=code, **more))
    return redirect("guides:checklist", made.pk) if made else redirect("guides:lists")


@require_GET
@access.page(words.MANAGE_LISTS)
def checklist(request: SignedInRequest, list_id: int) -> HttpResponse:
    """Show one list with its questions, how often it is asked for."""
    found = check_queries.checklist(request.scope, list_id)
    initial = {"cadence": found.cadence, "due_time": found.due_time}
    context = pages.list_page(found) | {"form": SettingsForm(initial=initial)}
    return render(request, "guides/checklist.html", context)


@require_POST
@access.page(words.MANAGE_LISTS)
def change(request: SignedInRequest, list_id: int) -> HttpResponse:
    """Set which questions are asked, how often and until when."""
    found = check_queries.checklist(request.scope, list_id)
    form = SettingsForm(request.POST)
    on = {int(pk) for pk in request.POST.getlist("item") if pk.isdecimal()}
    if form.is_valid():
        told = form.cleaned_data
        _done(request, lambda more: deeds.change(checklist=found, on=on, **told, **more))
    else:
        messages.error(request, _("请填写频次和时限"))
    return redirect("guides:checklist", found.pk)


@require_POST
@access.page(words.MANAGE_LISTS)
def add(request: SignedInRequest, list_id: int) -> HttpResponse:
    """Add a question of the bureau's own."""
    found = check_queries.checklist(request.scope, list_id)
    told: dict[str, Any] = {n: request.POST.get(n, "") for n in ("text", "group", "source")}
    _done(request, lambda more: deeds.add_item(checklist=found, **told, **more))
    return redirect("guides:checklist", found.pk)


@require_POST
@access.page(words.MANAGE_LISTS)
def close(request: SignedInRequest, list_id: int) -> HttpResponse:
    """Close a list."""
    found = check_queries.checklist(request.scope, list_id)
    _done(request, lambda more: deeds.close(checklist=found, **more))
    return redirect("guides:lists")


def _owner(request: SignedInRequest) -> Unit:
    owner = bureau_of(request.scope, words.MANAGE_LISTS)
    if owner is None:
        raise OutOfScope("no unit")
    return owner


def _done(request: SignedInRequest, deed: Callable[[dict[str, Any]], Any]) -> Checklist | None:
    more = {"by": request.user, "at": clock.now(), "scope": request.scope}
    try:
        made = deed(more)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
        return None
    messages.success(request, _("已保存"))
    return made

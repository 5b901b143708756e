"""The board of isolation: a house, many houses, the rooms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.movements import entry_pages, isolation_pages, isolation_queries, pages, told, words
from shouwang.movements.actions import rooms as deeds
from shouwang.movements.forms import RoomForm
from shouwang.movements.views.saying import tried
from shouwang.orgs import queries as units


@require_GET
@access.page(words.SEE, words.COUNT)
def listing(request: SignedInRequest) -> HttpResponse:
    """Lead who works in a house to its board; show everybody else the counts by institution."""
    own = pages.own_house(request.scope)
    if own is not None:
        return redirect("movements:board_of", own.pk)
    context = isolation_pages.bureau_page(request)
    return render(request, "movements/isolation/bureau.html", context)


@require_GET
@access.page(words.SEE)
def board(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the rooms of a house, who is observed on which day, and what is missing."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.SEE, unit)
    context = isolation_pages.board_page(request, unit)
    return render(request, "movements/isolation/board.html", context)


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_ROOMS)
def rooms(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the rooms kept for isolation and add one."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.MANAGE_ROOMS, unit)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and (made := told.tried(form, told.room, request, unit)):
        messages.success(request, _("已设置隔离室 %(name)s") % {"name": made.name})
        return redirect("movements:rooms", unit.pk)
    context = entry_pages.rooms_page(request, unit, form, _("管理隔离室"))
    status = 422 if form.errors else 200
    return render(request, "movements/isolation/rooms.html", context, status=status)


@require_POST
@access.page(words.MANAGE_ROOMS)
def close_room(request: SignedInRequest, room_id: int) -> HttpResponse:
    """Keep a room no longer."""
    room = isolation_queries.room(request.scope, room_id)
    tried(request, deeds.close_room, room=room)
    return redirect("movements:rooms", room.unit_id)

"""The telephone list of a day's missing reports."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.chasing import words
from shouwang.chasing.actions import calls
from shouwang.chasing.board import board
from shouwang.chasing.forms import CallForm
from shouwang.chasing.models import Call
from shouwang.chasing.phones import contacts
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.reporting.views import dayplace


@require_GET
@access.page(words.CHASE)
def phones(request: SignedInRequest, day: date, unit_id: int) -> HttpResponse:
    """Show whom to call, with full numbers: the look is on record."""
    place = dayplace.place(request, day, unit_id, words.CHASE)
    now = clock.now()
    found = board(place.scope, place.unit, day, now=now)
    people = contacts(found)
    calls.look_up(unit=place.unit, day=day, units=len(people), by=request.user, at=now)
    context = {
        "board": found,
        "contacts": people,
        "outcomes": Call.Outcome.choices,
        "trail": [*place.trail, (_("电话名单"), "")],
    }
    return render(request, "chasing/phones.html", context)


@require_POST
@access.page(words.CHASE)
def called(request: SignedInRequest, day: date, unit_id: int) -> HttpResponse:
    """Note what came of a call to an institution; answers its line anew."""
    home = units.unit(request.scope, unit_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("时间请写成 17:00 的样子"), status=422)
    typed = form.cleaned_data
    calls.note_call(
        unit=home, day=day, outcome=typed["outcome"], promised_at=form.promised_at(day),
        note=typed["note"], by=request.user, at=clock.now(),
    )  # fmt: skip
    return render(request, "chasing/called.html", {"calls": _calls(home, day)})


def _calls(home: Unit, day: date) -> QuerySet[Call]:
    made = Call.objects.filter(unit=home, day=day)
    return made.select_related("by").order_by("-at", "-pk")

"""Alarms: the list, one of them, the deeds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.alarms import pages, queries, words
from shouwang.alarms.actions import alarms as deeds
from shouwang.kit import clock


@require_GET
@access.page(words.READ_ALARMS)
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the alarms in scope: waiting, being handled (``?show=seen``), closed."""
    return render(request, "alarms/list.html", pages.list_page(request))


@require_GET
@access.page(words.READ_ALARMS)
def alarm(request: SignedInRequest, alarm_id: int) -> HttpResponse:
    """Show one alarm with what was done about it."""
    found = queries.alarm(request.scope, alarm_id)
    return render(request, "alarms/alarm.html", pages.alarm_page(request, found))


@require_POST
@access.page(words.READ_ALARMS)
def acknowledge(request: SignedInRequest, alarm_id: int) -> HttpResponse:
    """Take notice of an alarm."""
    found = queries.alarm(request.scope, alarm_id)
    deeds.acknowledge(alarm=found, by=request.user, at=clock.now(), scope=request.scope)
    return redirect("alarms:alarm", alarm_id)


@require_POST
@access.page(words.READ_ALARMS)
def close(request: SignedInRequest, alarm_id: int) -> HttpResponse:
    """Close an alarm with its outcome."""
    found = queries.alarm(request.scope, alarm_id)
    told = request.POST.get("outcome", "")
    try:
        deeds.close(alarm=found, outcome=told, by=request.user, at=clock.now(), scope=request.scope)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return redirect("alarms:alarm", alarm_id)

"""Chasing: who owes, one button, what came of it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.chasing import results, words
from shouwang.chasing.actions import runs
from shouwang.chasing.board import board
from shouwang.chasing.forms import picked
from shouwang.chasing.models import ChaseRun
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.kit import clock
from shouwang.reporting.views import dayplace

# a worker takes longer runs; shorter ones are over before the page could ask
RUN_HERE = 300


@require_http_methods(["GET", "POST"])
@access.page(words.CHASE)
def chase(request: SignedInRequest, day: date, unit_id: int) -> HttpResponse:
    """Show who owes and what the chat group would be told; POST reminds or chases the picked."""
    place = dayplace.place(request, day, unit_id, words.CHASE)
    if request.method == "POST":
        return _start(request, place)
    found = board(place.scope, place.unit, day, now=clock.now())
    context = {
        "board": found,
        "trail": [*place.trail, (found.verb, "")],
        "runs": results.runs_of(place.scope, unit_id, day),
    }
    return render(request, "chasing/chase.html", context)


@require_GET
@access.page(words.CHASE)
def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Show what came of a run, channel by channel, and who has filed since."""
    found = results.run_in(request.scope, run_id)
    shown = results.results(request.scope, found)
    owing = {x.target.unit_id for x in shown.lines if not x.filed_at}
    now = board(request.scope, found.unit, found.day, now=clock.now(), only=owing)
    line = dayplace.place(request, found.day, found.unit_id, words.CHASE).trail
    back = (found.get_kind_display(), reverse("chasing:chase", args=[found.day, found.unit_id]))
    trail = [*line, back, (_("结果"), "")]
    context = {"run": found, "results": shown, "board": now, "trail": trail}
    return render(request, "chasing/run.html", context)


@require_GET
@access.page(words.CHASE)
def of_work(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Lead from a finished work to its run."""
    found = ChaseRun.objects.filter(work_id=work_id, work__by=request.user).first()
    if found is None:
        raise access.OutOfScope(f"work {work_id}")
    return redirect("chasing:run", found.pk)


def _start(request: SignedInRequest, place: dayplace.Place) -> HttpResponse:
    now = clock.now()
    if "all" in request.POST:
        lines = board(place.scope, place.unit, place.day, now=now).lines
        chosen = {line.debt.key for line in lines if line.promised_until is None}
    else:
        chosen = picked(request.POST.getlist("pick"))
    opened = runs.open_run(unit=place.unit, day=place.day, by=request.user, at=now, chosen=chosen)
    if opened is None or opened.work is None:
        messages.warning(request, _("没有选中要催的机构，或所选机构已经报送。"))
        return redirect("chasing:chase", place.day, place.unit.pk)
    if opened.targets.count() <= RUN_HERE:
        works.run(opened.work.pk)
    is_over = Work.objects.get(pk=opened.work.pk).is_over
    return redirect("chasing:run", opened.pk) if is_over else redirect("jobs:work", opened.work.pk)
